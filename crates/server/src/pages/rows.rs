//! Importing the table of a register: file → columns → what each row would become → request.

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, write_xlsx};
use exchange::rows::RowMapping;
use exchange::{Finding, Severity};
use kernel::{FieldDef, FieldKind, Head, Label, Lang, Level, RecordId, Refusal, RegisterDef, Value, limits};
use ledger::approval::thaw;
use ledger::{Command as _, Error, Order};
use spine::imports::commands::ImportRows;
use spine::imports::{BatchKind, Outcome, StagedRow};
use spine::quarantine::Entrance;
use ui::pages::{Figure, ImportFindingsPage, ImportMappingPage, ImportUploadPage, MappingRow};
use ui::parts::{Cell, Choice, Column, Field, FieldGroup, FieldKind as Kind, Link, Need, Row, Section, Table, Tone};

use super::form::{Typed, form_register};
use super::import::{earlier_section, finding_text, findings_json, findings_section, parse_id, steps, tone, with_kept};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::{Failure, reasons};
use crate::quarantine::{self, Reason};
use crate::rows::{Difference, ID, Kept, Prepared, contents, differences, keep, plan, prepare, read_file, target};
use crate::visitor::Visitor;
use crate::words::Words;

/// Rows a page shows; the rest is counted.
const SHOWN_ROWS: usize = 200;

/// A staged table, and how it was read.
struct Loaded {
    table: spine::imports::commands::Table,
    kept: Kept,
}

impl Loaded {
    fn count(&self, outcome: Outcome) -> usize {
        self.table.rows.iter().filter(|row| row.outcome == outcome).count()
    }

    fn file_text(&self, words: &Words) -> String {
        let rows = words.l.count("page-total", "count", self.table.rows.len());
        let sheet = Some(self.kept.mapping.sheet_name.as_str()).filter(|name| !name.is_empty());
        [Some(self.table.name.as_str()), sheet, Some(rows.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// A staged table, for who may import into its register; the page is marked as high as what its rows say of themselves.
fn load(cx: &mut PageCx<'_, '_>, id: RecordId) -> Result<(Loaded, RegisterDef), Error> {
    let table = spine::imports::commands::load(cx.view, id)?;
    let (def, add) = target(cx, &table.staged.register)?;
    let kept = serde_json::from_value(table.staged.read.clone()).map_err(|_| Error::NotFound)?;
    cx.lists_of(&def, table.rows.len());
    let levels: Vec<usize> = add.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldKind::Level).map(|(at, _)| at).collect();
    for row in table.rows.iter().filter(|row| row.command == add.name && !levels.is_empty()) {
        let values = thaw(&add.fields, &row.input)?;
        for level in levels.iter().filter_map(|at| values.get(*at)?.text()) {
            let rank = cx.view.policy.rank(&Level(level.to_owned())).unwrap_or_default();
            cx.view.shows(&Head { id: RecordId::NIL, version: 1, label: Label::at(level), rank, subject: None, void: false });
        }
    }
    Ok((Loaded { table, kept }, def))
}

/// A staged table of the reader's own; that of another looks as if there were none.
fn load_own(cx: &mut PageCx<'_, '_>, id: RecordId) -> Result<(Loaded, RegisterDef), Error> {
    let (loaded, def) = load(cx, id)?;
    if loaded.table.account == cx.view.account() { Ok((loaded, def)) } else { Err(Error::NotFound) }
}

/// The file.
pub async fn page(State(app): State<App>, visitor: Visitor, Path(register): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| upload_page(cx, &register, &[])).await
}

fn upload_page(cx: &mut PageCx<'_, '_>, register: &str, errors: &[String]) -> Result<String, Error> {
    let (def, add) = target(cx, register)?;
    let earlier = earlier_section(cx, BatchKind::Register, Some(register))?;
    let words = cx.words;
    let fields = add.columns().map(|f| words.field(form_register(add).or(Some(def.name)), f.name) + if f.required { " *" } else { "" });
    let mut hint = words.with("page-rows-file-hint", "fields", &fields.collect::<Vec<_>>().join(", "));
    if add.plain() {
        hint = format!("{hint} {}", words.t("page-rows-file-changes"));
    }
    let file = Field::new("file", words.t("page-rows-file"), Kind::File { accept: ".xlsx,.csv".to_owned() }).hint(hint);
    let path = format!("/r/{register}/import");
    let title = words.with("page-rows-title", "register", &words.register(register, false));
    let mut page = ImportUploadPage {
        steps: steps(&words, 0),
        action: path.clone(),
        groups: vec![FieldGroup { legend: String::new(), fields: vec![file] }],
        errors: errors.to_vec(),
        limits: words.with("page-rows-limits", "max", &words.l.int(limits::IMPORT_ROWS_MAX as i64)),
        links: vec![Link::new(words.t("page-rows-template"), format!("{path}.xlsx"))],
        earlier,
        shell: cx.shell(title, &format!("/r/{register}"))?,
    };
    if register == "people" {
        page.links.push(Link::new(words.t("page-import-tracker"), "/import"));
    }
    page.shell.trail = vec![Link::new(words.register(register, false), format!("/r/{register}"))];
    Ok(html(&page))
}

/// An empty table with the headings that are read.
pub async fn template(State(app): State<App>, visitor: Visitor, Path(register): Path<String>) -> Result<Response, Failure> {
    let (name, bytes) = app
        .show(visitor, move |cx| {
            let (def, add) = target(cx, &register)?;
            let words = cx.words;
            let label = |f: &FieldDef| words.field(form_register(add).or(Some(def.name)), f.name);
            let kind = |f: &FieldDef| match f.kind {
                FieldKind::Date => ColumnKind::Date,
                FieldKind::Int => ColumnKind::Number,
                _ => ColumnKind::Text,
            };
            let heading = |f: &FieldDef| label(f) + if f.required { " *" } else { "" };
            let sheet = Sheet {
                title: words.register(def.name, false),
                marking: cx.marking(),
                columns: add.columns().map(|f| TableColumn { header: heading(f), kind: kind(f) }).collect(),
                ..Sheet::default()
            };
            let bytes = write_xlsx(&sheet).map_err(|_| Error::Stored("a workbook could not be written".to_owned()))?;
            Ok((format!("{}.xlsx", def.name), bytes))
        })
        .await?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

/// Takes the file, rehearses it and stages it.
pub async fn upload(State(app): State<App>, visitor: Visitor, Path(register): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::IMPORT_BYTES_MAX, &visitor).await?;
    let of = register.clone();
    let prepared = app.show(visitor.clone(), move |cx| prepare(cx, &of)).await?;
    let problem = match typed.file {
        None => Err(Refusal::new("file-missing")),
        Some((name, bytes)) => {
            let (account, copy, shown) = (prepared.account, quarantine::copy(&bytes), name.clone());
            match stage(&app, &visitor, app.ledger.new_id(), &register, (name, bytes), prepared, None).await? {
                Ok(to) => return Ok(Redirect::to(&to).into_response()),
                Err(finding) => Ok((app.quarantine(account, Entrance::Table, &shown, copy, Reason::Found(&finding)).await, finding)),
            }
        }
    };
    let again = app
        .show(visitor, move |cx| {
            let texts = match &problem {
                Ok((kept, finding)) => with_kept(&cx.words, finding_text(&cx.words, finding), kept),
                Err(refusal) => vec![cx.words.refusal(refusal)],
            };
            upload_page(cx, &register, &texts)
        })
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

/// Reads, plans, rehearses and stages; the answer is where to go on.
async fn stage(
    app: &App,
    visitor: &Visitor,
    id: RecordId,
    register: &str,
    (name, file): (String, Vec<u8>),
    prepared: Prepared,
    mapping: Option<RowMapping>,
) -> Result<Result<String, Finding>, Failure> {
    let failed = |error: Error| Failure::of(error, visitor);
    let account = prepared.account;
    let read = match read_file(app, name, file, prepared, mapping).await.map_err(failed)? {
        Ok(read) => read,
        Err(finding) => return Ok(Err(finding)),
    };
    let of = register.to_owned();
    let planned = app.show(visitor.clone(), move |cx| plan(cx, &of, read)).await?;
    keep(app, account, false, id, planned).await.map_err(failed)?;
    Ok(Ok(format!("/rows/{}/check", id.outward("stg"))))
}

/// Which column is what.
pub async fn mapping(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| mapping_page(cx, &id, &[])).await
}

fn mapping_page(cx: &mut PageCx<'_, '_>, id: &str, errors: &[String]) -> Result<String, Error> {
    let (loaded, def) = load_own(cx, parse_id(id)?)?;
    let (_, add) = target(cx, def.name)?;
    let words = cx.words;
    let columns = loaded.kept.mapping.columns.iter().map(|column| {
        let (tone, word) = match column.field {
            Some(_) => (Tone::Good, "page-import-recognised"),
            None => (Tone::Neutral, "page-import-left-out"),
        };
        MappingRow {
            name: format!("column-{}", column.index),
            header: column.header.clone(),
            samples: column.samples.join(" · "),
            chosen: column.field.clone().unwrap_or_default(),
            tone,
            word: words.t(word),
        }
    });
    let field = |f: &FieldDef| Choice::new(f.name, words.field(form_register(add).or(Some(def.name)), f.name));
    let own = add.plain().then(|| Choice::new(ID, words.t("page-rows-id")));
    let page = ImportMappingPage {
        steps: steps(&words, 1),
        action: format!("/rows/{id}"),
        file: loaded.file_text(&words),
        columns: columns.collect(),
        fields: add.columns().map(field).chain(own).collect(),
        errors: errors.to_vec(),
        back: Link::new(words.t("page-back"), format!("/r/{}/import", def.name)),
        shell: cx.shell(words.with("page-rows-title", "register", &words.register(def.name, false)), &format!("/r/{}", def.name))?,
    };
    Ok(html(&page))
}

/// Takes the corrected columns and reads the file again with them.
pub async fn map(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let staged = parse_id(&id).map_err(|e| Failure::of(e, &visitor))?;
    let (prepared, register, name, file, mut mapping) = app
        .show(visitor.clone(), move |cx| {
            let (loaded, def) = load_own(cx, staged)?;
            let (_, _, _, file) = cx.view.staged_import(staged)?;
            Ok((prepare(cx, def.name)?, def.name, loaded.table.name, file, loaded.kept.mapping))
        })
        .await?;
    for column in &mut mapping.columns {
        let chosen = typed.get(&format!("column-{}", column.index));
        column.field = prepared.wanted.iter().find(|w| w.name == chosen).map(|w| w.name.clone());
    }
    let chosen: Vec<&String> = mapping.columns.iter().filter_map(|c| c.field.as_ref()).collect();
    if let Some(twice) = chosen.iter().find(|field| chosen.iter().filter(|other| other == field).count() > 1).map(|f| (*f).clone()) {
        let again = app
            .show(visitor, move |cx| {
                let refusal = Refusal::new("import-field-twice").with("field", cx.words.field(Some(register), &twice));
                let text = cx.words.refusal(&refusal);
                mapping_page(cx, &id, &[text])
            })
            .await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
    }
    match stage(&app, &visitor, staged, register, (name, file), prepared, Some(mapping)).await? {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(_) => Err(Failure::of(Error::NotFound, &visitor)),
    }
}

/// What each row would become.
pub async fn check(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| check_page(cx, &id, &[])).await
}

fn check_page(cx: &mut PageCx<'_, '_>, id: &str, errors: &[String]) -> Result<String, Error> {
    let (loaded, def) = load_own(cx, parse_id(id)?)?;
    let words = cx.words;
    let figure = |outcome: Outcome| Figure {
        label: words.t(&format!("page-rows-figures-{}", outcome.code())),
        value: words.l.int(loaded.count(outcome) as i64),
        tone: tone(outcome),
        ..Figure::default()
    };
    let figures = [Outcome::New, Outcome::Changed, Outcome::Unchanged, Outcome::Refused].map(figure).to_vec();
    let something = loaded.count(Outcome::New) + loaded.count(Outcome::Changed) > 0;
    // What is wrong with a row stands in the row.
    let beside: Vec<Finding> = loaded.kept.findings.iter().filter(|f| f.severity != Severity::Error || f.row.is_none()).cloned().collect();
    let mut page = ImportFindingsPage {
        steps: steps(&words, 2),
        file: loaded.file_text(&words),
        figures,
        findings: findings_section(&words, &beside),
        changes: rows_section(cx, &def, &shown(&loaded.table.rows))?,
        downloads: Vec::new(),
        action: if something { format!("/rows/{id}/check") } else { String::new() },
        needs: vec![Need { met: something, text: words.t("page-import-needs-change"), link: None }],
        groups: Vec::new(),
        hidden: vec![("digest".to_owned(), loaded.table.digest.clone())],
        effect: words.t("command-import-rows-effect"),
        back: Link::new(words.t("page-rows-columns"), format!("/rows/{id}")),
        shell: cx.shell(words.with("page-rows-title", "register", &words.register(def.name, false)), &format!("/r/{}", def.name))?,
    };
    page.shell.trail = vec![Link::new(words.register(def.name, false), format!("/r/{}", def.name))];
    if let Some(error) = errors.first() {
        page.shell.flash = Some(ui::parts::Notice { tone: Tone::Bad, text: error.clone(), link: None });
    }
    Ok(html(&page))
}

/// What the page shows of the rows: those that are refused first, and no more than it has room for.
fn shown(rows: &[StagedRow]) -> Vec<&StagedRow> {
    let mut shown: Vec<&StagedRow> = rows.iter().filter(|row| row.outcome != Outcome::Unchanged).collect();
    shown.sort_by_key(|row| (row.outcome != Outcome::Refused, row.row));
    shown.truncate(SHOWN_ROWS);
    shown
}

/// Row by row what would become of it and what it would say, or why it is refused.
fn rows_section(cx: &mut PageCx<'_, '_>, def: &RegisterDef, shown: &[&StagedRow]) -> Result<Section, Error> {
    let words = cx.words;
    let different = differences(cx, def, shown)?;
    let contents = contents(cx, def, shown)?;
    let own = usize::from(words.l.lang() == Lang::Fr);
    let colon = if own == 1 { "\u{202f}:" } else { ":" };
    let outcome = |outcome: Outcome| match outcome {
        Outcome::New => words.t("page-rows-new"),
        other => words.t(&format!("outcome-{}", other.code())),
    };
    let row = |row: &&StagedRow| {
        let difference = |Difference { field, before, after }: &Difference| {
            let label = words.field(Some(def.name), field);
            let side = |text: &String| if text.is_empty() { "∅".to_owned() } else { text.clone() };
            format!("{label}{colon} {} → {}", side(before), side(after))
        };
        let told: Vec<String> = match row.outcome {
            Outcome::Refused => row.reasons.iter().filter_map(|texts| texts.get(own).cloned()).collect(),
            Outcome::New => contents.get(&row.row).into_iter().flatten().map(|(label, text)| format!("{label}{colon} {text}")).collect(),
            _ => different.get(&row.row).into_iter().flatten().map(difference).collect(),
        };
        Row::new(vec![
            Cell::number(row.row.to_string()),
            Cell::text(row.name.clone()),
            Cell::badge(tone(row.outcome), outcome(row.outcome)),
            Cell::prose(told.join(" · ")),
        ])
    };
    let table = Table {
        caption: words.t("page-import-changes"),
        columns: vec![
            Column::number(words.t("page-import-row")),
            Column::new(words.t("ui-name")),
            Column::new(words.t("page-import-outcome")),
            Column::new(words.t("page-rows-why")),
        ],
        rows: shown.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    Ok(Section { title: words.t("page-import-changes"), intro: words.t("page-rows-changes-intro"), table, links: Vec::new() })
}

/// What a request would import, for who is asked to approve it.
///
/// # Errors
/// Not found once it is decided; refused for who may not import into the register.
pub fn preview(cx: &mut PageCx<'_, '_>, staged: RecordId) -> Result<Section, Error> {
    let (loaded, def) = load(cx, staged)?;
    let words = cx.words;
    // Whoever approves sees every row that would be written, whole.
    let taken: Vec<&StagedRow> = loaded.table.rows.iter().filter(|row| matches!(row.outcome, Outcome::New | Outcome::Changed)).collect();
    let section = rows_section(cx, &def, &taken)?;
    let title = words.with("page-rows-title", "register", &words.register(def.name, false));
    Ok(Section { title, intro: loaded.file_text(&words), ..section })
}

/// Asks a second person to approve the import, as the page showed it.
pub async fn ask(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let staged = parse_id(&id).map_err(|e| Failure::of(e, &visitor))?;
    let digest = typed.get("digest").to_owned();
    let account = app.show(visitor.clone(), move |cx| load_own(cx, staged).map(|_| cx.view.account())).await?;
    match request_import(&app, account, false, staged, digest).await {
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
///
/// # Errors
/// What the command is refused for.
pub async fn request_import(app: &App, account: RecordId, by_key: bool, staged: RecordId, digest: String) -> Result<RecordId, Error> {
    let values = vec![Value::Id(staged), Value::Text(digest)];
    let order = Order { by_key, ..Order::new(account, ImportRows::NAME, values, app.ledger.new_id()) };
    app.ledger.write(order).answer().await?.approval.ok_or(Error::NotFound)
}

/// The hash of a staged table and what each row would become, for the API.
///
/// # Errors
/// Those of the page.
pub fn summary(cx: &mut PageCx<'_, '_>, id: RecordId) -> Result<serde_json::Value, Error> {
    let (loaded, def) = load_own(cx, id)?;
    let words = cx.words;
    let own = usize::from(words.l.lang() == Lang::Fr);
    let findings = findings_json(&words, &loaded.kept.findings);
    let different = differences(cx, &def, &loaded.table.rows.iter().collect::<Vec<_>>())?;
    let rows = loaded.table.rows.iter().map(|row| {
        let told: Vec<&String> = row.reasons.iter().filter_map(|texts| texts.get(own)).collect();
        serde_json::json!({
            "row": row.row, "name": row.name, "outcome": row.outcome.code(), "reasons": told,
            "differences": different.get(&row.row).into_iter().flatten().map(|d| serde_json::json!({"field": d.field, "from": d.before, "to": d.after})).collect::<Vec<_>>(),
        })
    });
    let count = |outcome: Outcome| loaded.count(outcome);
    Ok(serde_json::json!({
        "id": id.outward("stg"), "digest": loaded.table.digest, "file": loaded.table.name, "register": def.name,
        "columns": loaded.table.staged.columns.iter().map(|(h, f)| serde_json::json!({"heading": h, "field": f})).collect::<Vec<_>>(),
        "new": count(Outcome::New), "changed": count(Outcome::Changed), "unchanged": count(Outcome::Unchanged),
        "refused": count(Outcome::Refused), "rows": rows.collect::<Vec<_>>(), "findings": findings,
    }))
}
