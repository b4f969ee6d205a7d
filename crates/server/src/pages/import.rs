//! Taking a tracker over: file → columns → what would happen → request. Nothing is written to the office's records before a second person
//! approves.

use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use desk_clearance::take_over::commands::{Staged, TakeOver};
use desk_clearance::take_over::plan::{Plan, RowPlan, Setting, plan};
use desk_clearance::take_over::quality::{FAULTS, Fault, Tally, of_records, of_sheet};
use desk_clearance::take_over::queries::known;
use exchange::sandbox::{Kind, Sandbox};
use exchange::tracker::{self, Mapping, TrackerField, TrackerRow};
use exchange::{Code as FindingCode, Finding, Severity};
use kernel::{Id, RecordId, Refusal, Register, Value, limits};
use ledger::{Command, Error, ListQuery, Order};
use spine::imports::{BatchKind, ImportBatch, Outcome, digest};
use spine::people::Person;
use spine::quarantine::Entrance;
use ui::Arg;
use ui::numbers::NumbersPage;
use ui::pages::{Figure, ImportFindingsPage, ImportMappingPage, ImportUploadPage, MappingRow};
use ui::parts::{Cell, Choice, Column, Field, FieldGroup, FieldKind, Link, Need, Row, Section, Stage, Step, Table, Tone};

use super::form::Typed;
use super::quality::share;
use super::register::Asked;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::{Failure, reasons};
use crate::quarantine::{self, Kept, Reason};
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// Rows of findings and changes a page shows; the rest is counted.
const SHOWN_ROWS: usize = 200;
const SAMPLE_VALUES: usize = 3;

pub(super) fn steps(words: &Words, current: usize) -> Vec<Stage> {
    let names = ["page-import-step-file", "page-import-step-mapping", "page-import-step-check", "page-import-step-approval"];
    let step = |at: usize| match at.cmp(&current) {
        std::cmp::Ordering::Less => Step::Done,
        std::cmp::Ordering::Equal => Step::Current,
        std::cmp::Ordering::Greater => Step::Todo,
    };
    names.iter().enumerate().map(|(at, name)| Stage { label: words.t(name), step: step(at), note: String::new() }).collect()
}

/// What a finding says.
pub fn finding_text(words: &Words, finding: &Finding) -> String {
    let column = finding.column.clone().unwrap_or_default();
    let meaning = meaning(words, finding);
    words.l.ta(
        &finding.code.message_key(),
        &[
            ("value", Arg::from(finding.value.as_str())),
            ("meaning", Arg::from(meaning.as_str())),
            ("column", Arg::from(column.as_str())),
            ("severity", Arg::from(finding.severity.as_str())),
        ],
    )
}

/// What a value was taken to mean, with codes in words.
fn meaning(words: &Words, finding: &Finding) -> String {
    let text = finding.meaning.as_str();
    match finding.code {
        FindingCode::NationAlias => words.nation(text),
        FindingCode::UnknownWord => {
            let own = usize::from(words.l.lang() == kernel::Lang::Fr);
            text.split(exchange::rows::NEXT_LANGUAGE).nth(own).unwrap_or(text).to_owned()
        }
        FindingCode::CategoryInLevel | FindingCode::TrapWord => {
            let (level, rest) = text.split_once(' ').map_or((text, String::new()), |(level, rest)| (level, format!(" {rest}")));
            format!("{}{rest}", words.level(level))
        }
        _ => text.to_owned(),
    }
}

fn may_import(cx: &PageCx<'_, '_>) -> Result<(), Error> {
    let duties = cx.view.duties();
    let importers = desk_clearance::take_over::IMPORTERS;
    if importers.iter().any(|d| duties.contains(d)) {
        return Ok(());
    }
    let names = importers.iter().map(|d| cx.words.code("duty", d.code())).collect::<Vec<_>>().join(", ");
    Err(Refusal::new("duty-missing").with("duties", names).into())
}

/// The file; or the quality of an import that was carried out.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| match Asked::new(pairs).get("batch") {
        "" => upload_page(cx, &[]),
        batch => quality_page(cx, Id::new(parse_id(batch)?)),
    })
    .await
}

/// How good a tracker was as it came, and how good what was made of it is now.
fn quality_page(cx: &mut PageCx<'_, '_>, id: Id<ImportBatch>) -> Result<String, Error> {
    may_import(cx)?;
    let batch = cx.view.get(id)?;
    let before = Tally::kept(&batch.body).ok_or(Error::NotFound)?;
    let after = of_records(cx.view, &batch)?;
    cx.lists_of(&Person::DEF, usize::try_from(after.rows).unwrap_or(usize::MAX));
    let words = cx.words;
    let signed = |change: i64| if change > 0 { format!("+{}", words.l.int(change)) } else { words.l.int(change) };
    let change = match (before.score(), after.score()) {
        (Some(before), Some(after)) => signed(after - before),
        _ => String::new(),
    };
    let figure = |key: &str, tally: &Tally| Figure {
        label: words.t(key),
        value: share(&words, tally.score()),
        target: words.l.with2("page-import-sound-of", "sound", &words.l.int(tally.rows - tally.faulty), "rows", &words.l.int(tally.rows)),
        ..Figure::default()
    };
    let row = |fault: &Fault| {
        let (before, after) = (before.of(fault.code), after.of(fault.code));
        Row::new(vec![
            Cell::text(words.code("page-import-fault", fault.code)),
            Cell::number(words.l.int(before)),
            Cell::number(words.l.int(after)),
            Cell::number(signed(after - before)),
        ])
    };
    let title = words.t("page-import-faults");
    let table = Table {
        caption: title.clone(),
        columns: vec![
            Column::new(words.t("page-import-fault")),
            Column::number(words.t("page-import-before")),
            Column::number(words.t("page-import-after")),
            Column::number(words.t("page-import-change")),
        ],
        rows: FAULTS.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    let mut page = NumbersPage::new(cx.shell(batch.body.name.clone(), "/import")?, "/import");
    page.intro = words.t("page-import-quality-intro");
    page.figures = vec![
        figure("page-import-quality-before", &before),
        figure("page-import-quality-after", &after),
        Figure { label: words.t("page-import-change"), value: change, ..Figure::default() },
    ];
    page.sections = vec![Section { title, table, ..Section::default() }];
    page.links = vec![Link::new(words.register(ImportBatch::NAME, true), record_href(ImportBatch::NAME, "imp", batch.head.id))];
    page.shell.trail = vec![Link::new(words.t("page-import"), "/import")];
    Ok(html(&page))
}

fn upload_page(cx: &mut PageCx<'_, '_>, errors: &[String]) -> Result<String, Error> {
    may_import(cx)?;
    let words = cx.words;
    let earlier = earlier_section(cx, BatchKind::Tracker, None)?;
    let file = Field::new("file", words.t("page-import-file"), FieldKind::File { accept: ".xlsx,.csv".to_owned() })
        .hint(words.t("page-import-file-hint"));
    let page = ImportUploadPage {
        steps: steps(&words, 0),
        action: "/import".to_owned(),
        groups: vec![FieldGroup { legend: String::new(), fields: vec![file] }],
        errors: errors.to_vec(),
        limits: words.t("page-import-limits"),
        links: Vec::new(),
        earlier,
        shell: cx.shell(words.t("page-import-tracker"), "/import")?,
    };
    Ok(html(&page))
}

/// What a file holds, read in a child of its own.
pub fn parse(program: &std::path::Path, name: &str, bytes: &[u8]) -> Result<Vec<exchange::sheet::Sheet>, Finding> {
    let kind = if bytes.starts_with(b"PK") || name.to_lowercase().ends_with(".xlsx") || bytes.starts_with(&[0xD0, 0xCF]) {
        Kind::Xlsx
    } else {
        Kind::Csv
    };
    Sandbox { program: program.to_owned() }.parse(kind, bytes)
}

/// Reads and stages a file under a mapping; the guessed one when none is given. The answer is the staged import.
pub async fn stage(
    app: &App,
    account: RecordId,
    id: RecordId,
    name: String,
    file: Vec<u8>,
    mapping: Option<Mapping>,
) -> Result<Result<Staged, Finding>, Error> {
    let (program, today) = (app.program.clone(), app.ledger.today());
    let words = exchange::normalise::levels::Words::of(app.ledger.policy());
    let shown = name.clone();
    let work = move || {
        let sheets = parse(&program, &shown, &file)?;
        let mapping = mapping.or_else(|| tracker::guess(&sheets)).ok_or_else(|| Finding::new(FindingCode::NoTable))?;
        let sheet = sheets.get(mapping.sheet).ok_or_else(|| Finding::new(FindingCode::NoTable))?;
        let read = tracker::read_by(sheet, &mapping, today, &words);
        Ok((mapping, read, file))
    };
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))?;
    let (mapping, read, file) = match done {
        Ok(done) => done,
        Err(finding) => return Ok(Err(finding)),
    };
    let staged = Staged { mapping, findings: read.findings };
    let damaged = |_| Error::Stored("a staged import cannot be written".to_owned());
    let text = serde_json::to_string(&staged).map_err(damaged)?;
    let rows = read.rows.iter().map(|row| serde_json::to_string(row).map(|text| (i64::from(row.row), text))).collect::<Result<Vec<_>, _>>();
    app.ledger.stage_import(id, account, &name, text, file, rows.map_err(damaged)?).answer().await?;
    Ok(Ok(staged))
}

/// Takes the file.
pub async fn upload(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::IMPORT_BYTES_MAX, &visitor).await?;
    let account = app.show(visitor.clone(), |cx| may_import(cx).map(|()| cx.view.account())).await?;
    let problem = match typed.file {
        None => Err(Refusal::new("file-missing")),
        Some((name, bytes)) => {
            let (id, copy, shown) = (app.ledger.new_id(), quarantine::copy(&bytes), name.clone());
            match stage(&app, account, id, name, bytes, None).await.map_err(|e| Failure::of(e, &visitor))? {
                Ok(_) => return Ok(Redirect::to(&format!("/import/{}", id.outward("stg"))).into_response()),
                Err(finding) => Ok((app.quarantine(account, Entrance::Tracker, &shown, copy, Reason::Found(&finding)).await, finding)),
            }
        }
    };
    let again = app
        .show(visitor, move |cx| {
            let texts = match &problem {
                Ok((kept, finding)) => with_kept(&cx.words, finding_text(&cx.words, finding), kept),
                Err(refusal) => vec![cx.words.refusal(refusal)],
            };
            upload_page(cx, &texts)
        })
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

/// Why a file is refused and, where it is kept, that it is.
pub(super) fn with_kept(words: &Words, why: String, kept: &Kept) -> Vec<String> {
    std::iter::once(why).chain(kept.told(words)).collect()
}

/// A staged import as it was read.
pub struct Loaded {
    name: String,
    staged: Staged,
    rows: Vec<TrackerRow>,
    file: Vec<u8>,
    /// The hash a request puts its name to.
    pub digest: String,
}

fn load(cx: &mut PageCx<'_, '_>, id: RecordId) -> Result<Loaded, Error> {
    let damaged = |_| Error::Stored("a staged import is damaged".to_owned());
    let (_, name, text, file) = cx.view.staged_import(id)?;
    let rows = cx.view.staged_rows(id)?;
    let digest = digest(&text, &file, &rows);
    let staged = serde_json::from_str(&text).map_err(damaged)?;
    let rows = rows.iter().map(|(_, row)| serde_json::from_str(row)).collect::<Result<_, _>>().map_err(damaged)?;
    Ok(Loaded { name, staged, rows, file, digest })
}

pub(super) fn parse_id(id: &str) -> Result<RecordId, Error> {
    RecordId::parse(id).ok_or(Error::NotFound)
}

/// Which column is what.
pub async fn mapping(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| mapping_page(cx, &id, &[])).await
}

/// A list of people with their clearances is marked as those records will be.
fn seen(cx: &mut PageCx<'_, '_>, loaded: &Loaded) {
    cx.lists_of(&Person::DEF, loaded.rows.len());
}

fn mapping_page(cx: &mut PageCx<'_, '_>, id: &str, errors: &[String]) -> Result<String, Error> {
    may_import(cx)?;
    let loaded = load(cx, parse_id(id)?)?;
    seen(cx, &loaded);
    let words = cx.words;
    let columns = loaded.staged.mapping.columns.iter().map(|column| {
        let samples = match column.field {
            Some(field) => loaded.rows.iter().filter_map(|r| r.raw(field)).map(str::to_owned).take(SAMPLE_VALUES).collect::<Vec<_>>(),
            None => loaded
                .rows
                .iter()
                .filter_map(|r| r.other.iter().find(|(h, _)| *h == column.header).map(|(_, t)| t.clone()))
                .take(SAMPLE_VALUES)
                .collect(),
        };
        let (tone, word) = match column.field {
            Some(_) if column.confidence >= 0.8 => (Tone::Good, "page-import-recognised"),
            Some(_) => (Tone::Warn, "page-import-please-check"),
            None => (Tone::Neutral, "page-import-left-out"),
        };
        MappingRow {
            name: format!("column-{}", column.index),
            header: column.header.clone(),
            samples: samples.join(" · "),
            chosen: column.field.map(|f| f.as_str().to_owned()).unwrap_or_default(),
            tone,
            word: words.t(word),
        }
    });
    let page = ImportMappingPage {
        steps: steps(&words, 1),
        action: format!("/import/{id}"),
        file: file_text(&words, &loaded),
        columns: columns.collect(),
        fields: TrackerField::ALL.iter().map(|f| Choice::new(f.as_str(), words.t(&f.label_key()))).collect(),
        errors: errors.to_vec(),
        back: Link::new(words.t("page-back"), "/import"),
        shell: cx.shell(words.t("page-import-tracker"), "/import")?,
    };
    Ok(html(&page))
}

fn file_text(words: &Words, loaded: &Loaded) -> String {
    let rows = words.l.count("page-total", "count", loaded.rows.len());
    format!("{} · {} · {rows}", loaded.name, loaded.staged.mapping.sheet_name)
}

/// Takes the corrected mapping and reads the file again with it.
pub async fn map(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let staged_id = parse_id(&id).map_err(|e| Failure::of(e, &visitor))?;
    let (account, name, file, mut mapping) = app
        .show(visitor.clone(), move |cx| {
            may_import(cx)?;
            let loaded = load(cx, staged_id)?;
            Ok((cx.view.account(), loaded.name, loaded.file, loaded.staged.mapping))
        })
        .await?;
    let before = mapping.clone();
    for column in &mut mapping.columns {
        let chosen = typed.get(&format!("column-{}", column.index));
        let field = TrackerField::ALL.iter().copied().find(|f| f.as_str() == chosen);
        if field != column.field {
            column.field = field;
            column.confidence = 1.0;
        }
    }
    let twice = mapping.columns.iter().filter_map(|c| c.field).find(|f| mapping.columns.iter().filter(|c| c.field == Some(*f)).count() > 1);
    if let Some(twice) = twice {
        let again = app
            .show(visitor, move |cx| {
                let refusal = Refusal::new("import-field-twice").with("field", cx.words.t(&twice.label_key()));
                let text = cx.words.refusal(&refusal);
                mapping_page(cx, &id, &[text])
            })
            .await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
    }
    if mapping != before {
        stage(&app, account, staged_id, name, file, Some(mapping))
            .await
            .map_err(|e| Failure::of(e, &visitor))?
            .map_err(|_| Failure::of(Error::NotFound, &visitor))?;
    }
    Ok(Redirect::to(&format!("/import/{id}/check")).into_response())
}

/// What an import would do, in words.
pub struct Preview {
    /// What would change, row by row.
    pub changes: Section,
    plan: Plan,
    loaded: Loaded,
}

/// Plans a staged import against what the office holds now.
pub fn preview(cx: &mut PageCx<'_, '_>, id: RecordId, attest: bool) -> Result<Preview, Error> {
    let loaded = load(cx, id)?;
    seen(cx, &loaded);
    let known = known(cx.view)?;
    let refused = loaded.staged.refused();
    let own = [cx.view.person()];
    let setting = Setting {
        known: &known,
        refused: &refused,
        own: &own,
        attest,
        today: cx.view.today,
        policy: cx.view.policy,
        source: Id::new(RecordId::NIL),
        people: (own[0], own[0]),
    };
    let next = std::cell::Cell::new(0u128);
    let plan = plan(&loaded.rows, &setting, &|| {
        next.set(next.get() + 1);
        RecordId(next.get().to_be_bytes())
    });
    let changes = changes_section(&cx.words, &plan.rows);
    Ok(Preview { changes, plan, loaded })
}

/// What would change, row by row, both sides of each difference.
pub(super) fn changes_section(words: &Words, rows: &[RowPlan]) -> Section {
    let shown = rows.iter().filter(|r| !matches!(r.outcome.code(), "unchanged")).take(SHOWN_ROWS);
    let table = Table {
        caption: words.t("page-import-changes"),
        columns: vec![
            Column::number(words.t("page-import-row")),
            Column::new(words.t("ui-name")),
            Column::new(words.t("page-import-outcome")),
            Column::new(words.t("ui-differences")),
        ],
        rows: shown.map(|row| change_row(words, row)).collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    Section { title: words.t("page-import-changes"), intro: words.t("page-import-changes-intro"), table, links: Vec::new() }
}

/// What was found, the gravest first, with lines.
pub(super) fn findings_section(words: &Words, findings: &[Finding]) -> Section {
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), f.row));
    let rows = findings.iter().take(SHOWN_ROWS).map(|finding| {
        let tone = match finding.severity {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Warn,
            Severity::Info => Tone::Neutral,
        };
        Row::new(vec![
            Cell::number(finding.row.map(|r| r.to_string()).unwrap_or_default()),
            Cell::badge(tone, words.t(&format!("page-severity-{}", finding.severity.as_str()))),
            Cell::text(finding.column.clone().unwrap_or_default()),
            Cell::text(finding_text(words, finding)),
        ])
    });
    let table = Table {
        caption: words.t("page-import-findings"),
        columns: vec![
            Column::number(words.t("page-import-row")),
            Column::new(words.t("page-import-severity")),
            Column::new(words.t("page-import-column")),
            Column::new(words.t("page-import-finding")),
        ],
        rows: rows.collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    let count = words.l.count("page-import-findings-count", "count", findings.len());
    Section { title: words.t("page-import-findings"), intro: count, table, links: Vec::new() }
}

/// What was found, for a program.
pub(super) fn findings_json(words: &Words, findings: &[Finding]) -> Vec<serde_json::Value> {
    let told = |finding: &Finding| {
        let mut json = serde_json::to_value(finding).unwrap_or_default();
        if let Some(object) = json.as_object_mut() {
            object.insert("message".to_owned(), finding_text(words, finding).into());
        }
        json
    };
    findings.iter().map(told).collect()
}

/// Imports that were carried out, newest first; of one register, where one is named.
pub(super) fn earlier_section(cx: &mut PageCx<'_, '_>, of: BatchKind, register: Option<&str>) -> Result<Section, Error> {
    let words = cx.words;
    if !cx.view.opens(ImportBatch::NAME) {
        return Ok(Section::default());
    }
    let into = register.map(|register| ("register".to_owned(), register.into()));
    let query = ListQuery {
        view: Some("newest".to_owned()),
        filters: std::iter::once(("of".to_owned(), of.code().into())).chain(into).collect(),
        limit: 10,
        ..ListQuery::default()
    };
    let batches = cx.view.rows_of(ImportBatch::NAME, &query)?;
    let rows = batches.iter().map(|record| {
        let value = |name: &str| record.value(&ImportBatch::DEF, name);
        Row::new(vec![
            Cell::text(value("name").text().unwrap_or("")).link(record_href(ImportBatch::NAME, "imp", record.head.id)),
            Cell::fixed(value("applied_at").int().map(|m| time(m, cx.zone)).unwrap_or_default()),
            Cell::number(words.l.int(value("rows_taken").int().unwrap_or(0))),
            Cell::badge(
                super::register::tone(value("state").text().unwrap_or("")),
                words.choice("state", value("state").text().unwrap_or("")),
            ),
            match value("faults").text() {
                Some(_) => Cell::text(words.t("page-import-quality")).link(format!("/import?batch={}", record.head.id.outward("imp"))),
                None => Cell::default(),
            },
        ])
    });
    let rows = rows.collect();
    let field = |name: &str| words.field(Some(ImportBatch::NAME), name);
    let table = Table {
        caption: words.t("page-import-earlier"),
        columns: vec![
            Column::new(field("name")),
            Column::new(field("applied_at")),
            Column::number(field("rows_taken")),
            Column::new(field("state")),
            Column::new(words.t("page-import-quality")),
        ],
        rows,
        empty: words.t("page-none"),
        selectable: false,
    };
    Ok(Section { title: words.t("page-import-earlier"), intro: String::new(), table, links: Vec::new() })
}

/// One side of a difference: levels and codes of the plan in words.
fn difference(words: &Words, field: &str, text: &str) -> String {
    match field {
        "decision" => text.split_once(' ').map_or_else(|| text.to_owned(), |(level, rest)| format!("{} {rest}", words.level(level))),
        "requirement" => text.rsplit_once(": ").map_or_else(|| text.to_owned(), |(post, level)| format!("{post} {}", words.level(level))),
        "status" if !text.is_empty() => words.choice("status", text),
        "nationality" if !text.is_empty() => words.nation(text),
        _ => text.to_owned(),
    }
}

/// How what becomes of a row looks.
pub(super) const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::New => Tone::Good,
        Outcome::Changed => Tone::Info,
        Outcome::Unchanged => Tone::Neutral,
        Outcome::Refused => Tone::Bad,
    }
}

fn change_row(words: &Words, row: &RowPlan) -> Row {
    let differences = match row.refused {
        Some(code) => words.refusal(&Refusal::new(code)),
        None => {
            let one = |(field, from, to): &(&str, String, String)| {
                let label = words.code("import-field", field);
                let (from, to) = (difference(words, field, from), difference(words, field, to));
                let colon = if words.l.lang() == kernel::Lang::Fr { "\u{202f}:" } else { ":" };
                if from.is_empty() { format!("{label}{colon} {to}") } else { format!("{label}{colon} {from} → {to}") }
            };
            row.differences.iter().map(one).collect::<Vec<_>>().join(" · ")
        }
    };
    Row::new(vec![
        Cell::number(row.row.to_string()),
        Cell::text(row.name.clone()),
        Cell::badge(tone(row.outcome), words.t(&format!("outcome-{}", row.outcome.code()))),
        Cell::text(differences),
    ])
}

/// The dry run.
pub async fn check(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| check_page(cx, &id, &[])).await
}

fn check_page(cx: &mut PageCx<'_, '_>, id: &str, errors: &[String]) -> Result<String, Error> {
    may_import(cx)?;
    let preview = preview(cx, parse_id(id)?, false)?;
    let words = cx.words;
    let figure = |code: &str, tone: Tone| Figure {
        label: words.t(&format!("page-import-figures-{code}")),
        value: words.l.int(preview.plan.count(code)),
        tone,
        ..Figure::default()
    };
    let came = of_sheet(&preview.loaded.rows, &preview.loaded.staged.findings);
    let faults = FAULTS.iter().filter(|fault| came.of(fault.code) > 0);
    let faults = faults.map(|fault| {
        words.l.with2(
            "page-import-fault-count",
            "fault",
            &words.code("page-import-fault", fault.code),
            "count",
            &words.l.int(came.of(fault.code)),
        )
    });
    let quality = Figure {
        label: words.t("page-import-quality-before"),
        value: share(&words, came.score()),
        target: words.l.with2("page-import-sound-of", "sound", &words.l.int(came.rows - came.faulty), "rows", &words.l.int(came.rows)),
        trend: faults.collect::<Vec<_>>().join(" · "),
        ..Figure::default()
    };
    let figures = vec![
        figure("new", Tone::Good),
        figure("changed", Tone::Info),
        figure("unchanged", Tone::Neutral),
        figure("refused", Tone::Bad),
        quality,
    ];
    let findings = findings_section(&words, &preview.loaded.staged.findings);
    let something = preview.plan.count("new") + preview.plan.count("changed") > 0;
    let attest = Field::new("attest", words.field(None, "attest"), FieldKind::Bool).hint(words.t("page-import-attest-hint"));
    let needs = vec![Need { met: something, text: words.t("page-import-needs-change"), link: None }];
    let mut page = ImportFindingsPage {
        steps: steps(&words, 2),
        file: file_text(&words, &preview.loaded),
        figures,
        findings,
        changes: preview.changes,
        downloads: Vec::new(),
        action: if something { format!("/import/{id}/check") } else { String::new() },
        needs,
        groups: vec![FieldGroup { legend: String::new(), fields: vec![attest] }],
        hidden: Vec::new(),
        effect: words.t("command-import-take-over-effect"),
        back: Link::new(words.t("page-back"), format!("/import/{id}")),
        shell: cx.shell(words.t("page-import-tracker"), "/import")?,
    };
    if let Some(error) = errors.first() {
        page.shell.flash = Some(ui::parts::Notice { tone: Tone::Bad, text: error.clone(), link: None });
    }
    Ok(html(&page))
}

/// Asks a second person to approve the import.
pub async fn ask(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let staged = parse_id(&id).map_err(|e| Failure::of(e, &visitor))?;
    let (account, digest) = app.show(visitor.clone(), move |cx| load(cx, staged).map(|l| (cx.view.account(), l.digest))).await?;
    match request_import(&app, account, staged, digest, typed.get("attest") == "yes").await {
        Ok(approval) => Ok(Redirect::to(&record_href("approvals", "apr", approval)).into_response()),
        Err(error @ Error::Refused(_)) => {
            let wrong = reasons(&error);
            let again = app
                .show(visitor, move |cx| {
                    let texts: Vec<String> = wrong.iter().map(|r| cx.words.refusal(r)).collect();
                    check_page(cx, &id, &texts)
                })
                .await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
        }
        Err(error) => Err(Failure::of(error, &visitor)),
    }
}

/// Orders the import; the answer is the request that waits for a second person.
pub async fn request_import(app: &App, account: RecordId, staged: RecordId, digest: String, attest: bool) -> Result<RecordId, Error> {
    let values = vec![Value::Id(staged), Value::Text(digest), Value::Int(i64::from(attest))];
    let order = Order::new(account, TakeOver::NAME, values, app.ledger.new_id());
    app.ledger.write(order).answer().await?.approval.ok_or(Error::NotFound)
}

/// The hash of a staged import and what it would do, for the API.
pub fn summary(cx: &mut PageCx<'_, '_>, id: RecordId) -> Result<serde_json::Value, Error> {
    may_import(cx)?;
    let preview = preview(cx, id, false)?;
    let count = |code: &str| preview.plan.count(code);
    let rows = preview.plan.rows.iter().map(|row| {
        serde_json::json!({
            "row": row.row, "name": row.name, "outcome": row.outcome.code(),
            "differences": row.differences.iter().map(|(f, b, a)| serde_json::json!({"field": f, "from": b, "to": a})).collect::<Vec<_>>(),
        })
    });
    let findings = findings_json(&cx.words, &preview.loaded.staged.findings);
    Ok(serde_json::json!({
        "id": id.outward("stg"), "digest": preview.loaded.digest, "file": preview.loaded.name, "mapping": preview.loaded.staged.mapping,
        "new": count("new"), "changed": count("changed"), "unchanged": count("unchanged"), "refused": count("refused"),
        "rows": rows.collect::<Vec<_>>(), "findings": findings,
    }))
}
