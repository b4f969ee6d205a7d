//! Audits of files: what comes round when, how far each audit is, one file after the other against its checklist, and what was found.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use desk_clearance::audits::commands::{Check, Close, GiveUp, Plan, Skip};
use desk_clearance::audits::queries::{self, Progress, checklist_of, progress, standing};
use desk_clearance::audits::rules::{Answer, Verdict, read, write};
use desk_clearance::audits::{AuditPlan, AuditSample, AuditedFile, FileState, PlanState, SampleState};
use jiff::civil::Date;
use kernel::{Id, Lang, Record, RecordId, Refusal, Register, RegisterDef, Value, limits};
use ledger::crypto::b64u;
use ledger::{Command, Error, Order, RawRecord};
use spine::clearances::audits::Checklist;
use spine::dossiers::Dossier;
use spine::findings::commands::{IssueAll, Raise};
use spine::findings::queries::{actions, open as open_findings};
use spine::findings::{CorrectiveAction, Finding, FindingState};
use spine::incidents::Incident;
use spine::people::Person;
use ui::numbers::NumbersPage;
use ui::pages::{Figure, FormPage};
use ui::parts::{Cell, Choice, Column, Field, FieldGroup, FieldKind, Link, Row, Section, Table, Tone};

use super::form::Typed;
use super::listing::{listing, raw, records};
use super::register::sees;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::{Failure, reasons};
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/clearance/audits";
/// Closed audits and open findings on the first page.
const RECENT: usize = 20;

/// Address of an audit.
pub fn href(id: RecordId) -> String {
    format!("{PATH}/{}", id.outward(AuditSample::DEF.prefix))
}

fn file_href(id: RecordId) -> String {
    format!("{PATH}/files/{}", id.outward(AuditedFile::DEF.prefix))
}

fn id<R: Register>(text: &str) -> Result<Id<R>, Error> {
    RecordId::parse(text).map(Id::new).ok_or(Error::NotFound)
}

/// Plans, open audits, closed ones and open findings.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &AuditSample::DEF)?;
        let words = cx.words;
        let told = progress(cx.view)?;
        let open = records(cx, &AuditSample::DEF, "newest", &[("state", SampleState::Open.code().into())], RECENT)?;
        let today = cx.view.today;
        let late = open.iter().filter(|r| day(r, &AuditSample::DEF, "due_on").is_some_and(|due| due < today)).count();
        let files: i64 = told.values().map(|p| p.files - p.checked).sum();
        let figures = vec![
            figure(words, "page-audits-open", open.len() as i64, Tone::Neutral),
            figure(words, "choice-file-to-check", files, Tone::Neutral),
            figure(words, "page-audits-late", late as i64, if late > 0 { Tone::Bad } else { Tone::Good }),
        ];
        let of = |record: &RawRecord| told.get(&Id::new(record.head.id)).copied().unwrap_or_default();
        let open = under_way(cx, &open, &of)?;
        let plans = records(cx, &AuditPlan::DEF, "next", &[("state", PlanState::InForce.code().into())], RECENT)?;
        let plans = section(cx, &AuditPlan::DEF, "page-audits-plans", &plans, &["name", "scope", "every_months", "sample", "next_on"])?;
        let closed = records(cx, &AuditSample::DEF, "newest", &[("state", SampleState::Closed.code().into())], RECENT)?;
        let fields = ["number", "plan", "closed_on", "population", "drawn", "findings", "faulty_at_most"];
        let closed = section(cx, &AuditSample::DEF, "page-audits-closed", &closed, &fields)?;
        let found: Vec<RawRecord> = open_findings(cx.view, RECENT)?.into_iter().map(raw).collect();
        cx.lists(found.iter().map(|record| &record.head));
        let fields = ["number", "title_en", "severity", "state", "owner", "plan_due_on"];
        let found = section(cx, &Finding::DEF, "page-audits-findings", &found, &fields)?;
        let mut page = NumbersPage::new(cx.shell(words.t("page-audits"), PATH)?, PATH);
        page.intro = words.t("page-audits-intro");
        page.figures = figures;
        page.sections = vec![open, found, plans, closed];
        let links = [Plan::NAME, Raise::NAME].into_iter().filter(|name| may(cx, name));
        page.links = links.map(|name| Link::new(words.code("command", name), format!("/do/{name}"))).collect();
        page.links.push(Link::new(words.register(Finding::NAME, false), "/r/findings?view=newest"));
        page.links.push(Link::new(words.register(CorrectiveAction::NAME, false), "/r/corrective_actions?view=due"));
        page.shell.trail = vec![Link::new(words.t("page-desk-clearance"), "/clearance")];
        Ok(html(&page))
    })
    .await
}

fn figure(words: Words, key: &str, count: i64, tone: Tone) -> Figure {
    let word = if tone == Tone::Bad { words.t("page-needs-attention") } else { String::new() };
    Figure { label: words.t(key), value: words.l.int(count), tone, word, ..Figure::default() }
}

fn day(record: &RawRecord, def: &RegisterDef, field: &str) -> Option<Date> {
    record.value(def, field).text().and_then(|day| day.parse().ok())
}

/// Records in a table, each leading to its page.
fn section(cx: &mut PageCx<'_, '_>, def: &RegisterDef, title: &str, records: &[RawRecord], fields: &[&str]) -> Result<Section, Error> {
    let (name, prefix) = (def.name, def.prefix);
    let to = |id: RecordId| if name == AuditSample::NAME { href(id) } else { record_href(name, prefix, id) };
    listing(cx, def, title, records, fields, &to, None)
}

/// Open audits with how far they are.
fn under_way(cx: &mut PageCx<'_, '_>, open: &[RawRecord], of: &dyn Fn(&RawRecord) -> Progress) -> Result<Section, Error> {
    let (words, today) = (cx.words, cx.view.today);
    let far = |record: &RawRecord| {
        let progress = of(record);
        let text = words.l.with2("page-audits-of", "checked", &words.l.int(progress.checked), "files", &words.l.int(progress.files));
        let late = day(record, &AuditSample::DEF, "due_on").is_some_and(|due| due < today);
        let (tone, word) = if late { (Tone::Bad, "page-overdue") } else { (Tone::Info, "page-due-later") };
        vec![Cell::text(text), Cell::badge(tone, words.t(word))]
    };
    let columns = vec![Column::new(words.t("page-audits-progress")), Column::new(words.field(None, "state"))];
    let fields = ["number", "plan", "scope", "drawn_on", "due_on"];
    listing(cx, &AuditSample::DEF, "page-audits-open", open, &fields, &href, Some((columns, &far)))
}

/// One audit: its files, its findings, what it says of all files.
pub async fn audit(State(app): State<App>, visitor: Visitor, Path(text): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let sample = cx.view.get::<AuditSample>(id(&text)?)?;
        let (files, counted) = (files(cx, sample.id())?, standing(cx.view, sample.id())?);
        let found = cx.view.having::<Finding>("arose_in", sample.head.id)?;
        cx.lists(found.iter().map(|f| &f.head));
        let (words, body) = (cx.words, &sample.body);
        let (to_check, drafts) = (counted.file(FileState::ToCheck), counted.finding(FindingState::Draft));
        let open = body.state == SampleState::Open;
        let list = checked(cx, &files, open)?;
        let outward = sample.id().outward();
        let mut links = Vec::new();
        if open && drafts > 0 && may(cx, IssueAll::NAME) {
            links.push(Link::new(words.code("command", IssueAll::NAME), format!("/do/{}?arose_in={outward}", IssueAll::NAME)));
        }
        for name in [Close::NAME, GiveUp::NAME] {
            if open && may(cx, name) {
                links.push(Link::new(words.code("command", name), format!("/do/{name}?on={outward}")));
            }
        }
        links.push(Link::new(
            words.register(AuditSample::NAME, true),
            record_href(AuditSample::NAME, AuditSample::DEF.prefix, sample.head.id),
        ));
        let int = |n: i64| words.l.int(n);
        let mut intro = match &body.sampling_seed {
            Some(seed) => words.l.with2("page-audits-redraw", "population", &int(body.population), "seed", seed),
            None => words.with("page-audits-whole", "population", &int(body.population)),
        };
        if let (Some(faulty), Some(most)) = (body.faulty, body.faulty_at_most) {
            let args = [
                ("faulty", int(faulty).into()),
                ("drawn", int(body.drawn).into()),
                ("most", int(most).into()),
                ("population", int(body.population).into()),
            ];
            intro = format!("{intro} {}", words.l.ta("page-audits-says", &args));
        }
        let findings = findings(cx, &found)?;
        let mut page = NumbersPage::new(cx.shell(format!("{} {}", words.t("page-audits"), body.number), PATH)?, PATH);
        page.intro = intro;
        page.figures = vec![
            figure(words, "choice-file-to-check", to_check, if open && to_check > 0 { Tone::Warn } else { Tone::Neutral }),
            figure(words, "choice-file-checked", counted.file(FileState::Checked), Tone::Neutral),
            figure(words, "choice-finding-draft", drafts, if drafts > 0 { Tone::Warn } else { Tone::Neutral }),
            figure(words, "field-findings", counted.kept(), Tone::Neutral),
        ];
        page.sections = vec![findings, list];
        page.links = links;
        page.shell.trail = vec![Link::new(words.t("page-audits"), PATH)];
        Ok(html(&page))
    })
    .await
}

/// The files of an audit that the reader sees, those to be looked at first; as many as a page holds.
fn files(cx: &mut PageCx<'_, '_>, sample: Id<AuditSample>) -> Result<Vec<Record<AuditedFile>>, Error> {
    let mut all = Vec::new();
    for state in FileState::ALL {
        let left = limits::PAGE_ROWS_MAX - all.len();
        if left > 0 {
            all.extend(queries::files(cx.view, sample, *state, left)?);
        }
    }
    cx.lists(all.iter().map(|f| &f.head));
    Ok(all)
}

fn checked(cx: &mut PageCx<'_, '_>, files: &[Record<AuditedFile>], open: bool) -> Result<Section, Error> {
    let mut references = std::collections::HashMap::new();
    let shown = files;
    references.extend(cx.named(&Dossier::DEF, shown.iter().map(|f| f.body.dossier.raw()).collect())?);
    let (words, checks) = (cx.words, open && may(cx, Check::NAME));
    let rows = shown.iter().map(|file| {
        let reference = references.get(&file.body.dossier.raw()).cloned().unwrap_or_default();
        let to = match file.body.state {
            FileState::ToCheck if checks => file_href(file.head.id),
            _ => record_href(AuditedFile::NAME, AuditedFile::DEF.prefix, file.head.id),
        };
        let defects = file.body.defects.map(|n| words.l.int(n)).unwrap_or_default();
        Row::new(vec![
            Cell::text(reference).link(to),
            Cell::text(words.choice("state", file.body.state.code())),
            Cell::number(defects),
            Cell::fixed(file.body.checked_on.map(|day| day.to_string()).unwrap_or_default()),
        ])
    });
    let table = Table {
        caption: words.t("page-audits-files"),
        columns: vec![
            Column::new(words.field(None, "dossier")),
            Column::new(words.field(None, "state")),
            Column::number(words.field(Some(AuditedFile::NAME), "defects")),
            Column::new(words.field(None, "checked_on")),
        ],
        rows: rows.collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    let intro = words.l.count("page-total", "count", files.len());
    Ok(Section { title: words.t("page-audits-files"), intro, table, ..Section::default() })
}

fn findings(cx: &PageCx<'_, '_>, found: &[Record<Finding>]) -> Result<Section, Error> {
    let words = cx.words;
    let french = words.l.lang() == Lang::Fr;
    let rows = found.iter().map(|finding| {
        let body = &finding.body;
        let title = body.title_fr.as_ref().filter(|_| french).unwrap_or(&body.title_en);
        let to = record_href(Finding::NAME, Finding::DEF.prefix, finding.head.id);
        Row::new(vec![
            Cell::text(body.number.clone()).link(to),
            Cell::text(title.clone()),
            Cell::text(words.code("choice", body.severity.code())),
            Cell::text(words.choice("state", body.state.code())),
        ])
    });
    let columns = ["number", "title_en", "severity", "state"].map(|name| Column::new(words.field(Some(Finding::NAME), name)));
    let table = Table {
        caption: words.t("field-findings"),
        columns: columns.into(),
        rows: rows.collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    Ok(Section { title: words.t("field-findings"), table, ..Section::default() })
}

/// What looking at a file shows.
struct Asked {
    file: Record<AuditedFile>,
    list: Checklist,
    /// The checklist is not in force any more.
    gone: Option<Refusal>,
}

fn asked(cx: &mut PageCx<'_, '_>, text: &str) -> Result<Asked, Error> {
    let file = cx.view.get::<AuditedFile>(id(text)?)?;
    let sample = cx.view.get(file.body.sample)?.body;
    let found = checklist_of(cx.view, &sample)?;
    let code = sample.checklist;
    let gone = found.is_none().then(|| Refusal::new("checklist-gone").with("checklist", code.as_str()));
    let list = found.unwrap_or_else(|| Checklist { code, en: String::new(), fr: String::new(), points: Vec::new() });
    Ok(Asked { file, list, gone })
}

/// The checklist of a file, to be answered.
pub async fn look(State(app): State<App>, visitor: Visitor, Path(text): Path<String>) -> Result<Response, Failure> {
    // A second click hands the same answers in once.
    let mut typed = Typed::default();
    typed.texts.insert("idem".to_owned(), b64u(&app.ledger.new_id().0));
    app.page(visitor, move |cx| {
        let asked = asked(cx, &text)?;
        // What cannot be looked at any more says why, and shows whose file it is all the same.
        let state = asked.file.body.state;
        let checked = (state != FileState::ToCheck).then(|| Refusal::new("state-not-allowed").with("state", state.code()));
        let wrong: Vec<Refusal> = asked.gone.iter().cloned().chain(checked).collect();
        form(cx, &asked, &typed, &wrong)
    })
    .await
}

fn form(cx: &mut PageCx<'_, '_>, asked: &Asked, typed: &Typed, wrong: &[Refusal]) -> Result<String, Error> {
    let (words, file) = (cx.words, &asked.file);
    let french = words.l.lang() == Lang::Fr;
    let dossier = file.body.dossier.raw();
    let person = file.body.person.raw();
    let reference = cx.named(&Dossier::DEF, vec![dossier])?.remove(&dossier);
    let name = cx.named(&Person::DEF, vec![person])?.remove(&person);
    let choices: Vec<Choice> = Verdict::ALL.iter().map(|v| Choice::new(v.code(), words.code("choice", v.code()))).collect();
    let of = |refusal: &Refusal| refusal.args.iter().find(|(name, _)| *name == "point").map(|(_, point)| point.clone());
    let fields = asked.list.points.iter().flat_map(|point| {
        let text = if french { &point.fr } else { &point.en };
        let error = wrong.iter().find(|r| of(r).as_deref() == Some(point.code.as_str())).map(|r| told(cx, r, text));
        let weight = words.code("choice", point.severity().code());
        let verdict = Field::new(&point.code, text, FieldKind::Radios(choices.clone())).value(typed.get(&point.code)).hint(weight);
        let note_name = format!("note_{}", point.code);
        let note =
            Field::new(&note_name, words.with("page-audits-note", "point", text), FieldKind::Text).value(typed.get(&note_name)).optional();
        [Field { error, ..verdict }, note]
    });
    let fields: Vec<Field> = fields.collect();
    let others = wrong.iter().filter(|r| of(r).is_none_or(|code| !asked.list.points.iter().any(|p| p.code == code)));
    let errors = others.map(|r| words.refusal(r)).collect();
    let sample = cx.view.get(file.body.sample)?;
    let mut shell = cx.shell(words.with("page-audits-check", "reference", reference.as_deref().unwrap_or_default()), PATH)?;
    // What the reader does not see has no address either.
    let dossier = reference.map(|_| Link::new(words.t("page-audits-file"), record_href(Dossier::NAME, Dossier::DEF.prefix, dossier)));
    let about = name.as_ref().map(|_| Link::new(words.t("page-audits-person"), record_href(Person::NAME, Person::DEF.prefix, person)));
    shell.trail = vec![Link::new(words.t("page-audits"), PATH), Link::new(sample.body.number.clone(), href(sample.head.id))];
    shell.trail.extend(dossier.into_iter().chain(about));
    shell.trail.push(Link::new(words.code("command", Skip::NAME), format!("/do/{}?on={}", Skip::NAME, file.id().outward())));
    let list = if french { &asked.list.fr } else { &asked.list.en };
    let page = FormPage {
        intro: format!("{list} · {}", name.unwrap_or_default()),
        needs: Vec::new(),
        changes: Vec::new(),
        action: file_href(file.head.id),
        multipart: false,
        groups: vec![FieldGroup { legend: list.clone(), fields }],
        hidden: vec![("idem".to_owned(), typed.get("idem").to_owned())],
        errors,
        conflict: None,
        effect: format!("{} {}", words.t("command-audits-check-effect"), words.t("page-audits-next")),
        submit: words.code("command", Check::NAME),
        cancel: Link::new(words.t("page-back"), href(sample.head.id)),
        shell,
    };
    Ok(html(&page))
}

/// A refusal about a point, which it names by its words.
fn told(cx: &PageCx<'_, '_>, refusal: &Refusal, point: &str) -> String {
    let mut named = refusal.clone();
    for (name, value) in &mut named.args {
        if *name == "point" {
            point.clone_into(value);
        }
    }
    cx.words.refusal(&named)
}

/// Takes the answers, and goes on with the next file.
pub async fn check(State(app): State<App>, visitor: Visitor, Path(text): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let (account, asked_for) = {
        let text = text.clone();
        app.show(visitor.clone(), move |cx| Ok((cx.view.account(), asked(cx, &text)?))).await?
    };
    let answer = |code: &String| {
        let verdict = Verdict::from_code(typed.get(code))?;
        Some(Answer { point: code.clone(), verdict, note: typed.get(&format!("note_{code}")).trim().to_owned() })
    };
    let answers: Vec<Answer> = asked_for.list.points.iter().filter_map(|p| answer(&p.code)).collect();
    let text_of = write(&answers);
    // Without one answer there is nothing to hand in, and every point is told.
    if answers.is_empty() {
        let wrong = read(&text_of, &asked_for.list).err().map(|refused| refused.0).unwrap_or_default();
        return again(&app, visitor, asked_for, typed, wrong).await;
    }
    let file = asked_for.file.id();
    let idempotency = Some(typed.get("idem").to_owned()).filter(|key| !key.is_empty());
    let order = Order::new(account, Check::NAME, vec![file.raw().into(), Value::Text(text_of)], app.ledger.new_id());
    let order = Order { idempotency, ..order };
    match app.ledger.write(order).answer().await {
        Ok(_) => {
            let sample = asked_for.file.body.sample;
            let next = app.show(visitor, move |cx| Ok(files(cx, sample)?.into_iter().find(|f| f.body.state == FileState::ToCheck))).await?;
            let to = next.map_or_else(|| href(sample.raw()), |next| file_href(next.head.id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error @ Error::Refused(_)) => again(&app, visitor, asked_for, typed, reasons(&error)).await,
        Err(error) => Err(Failure::of(error, &visitor)),
    }
}

/// The checklist with what was answered and all that is wrong with it.
async fn again(app: &App, visitor: Visitor, asked: Asked, typed: Typed, wrong: Vec<Refusal>) -> Result<Response, Failure> {
    let page = app.show(visitor, move |cx| form(cx, &asked, &typed, &wrong)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// What a record's own page says beside its fields: the way to the audit.
pub fn link(words: Words, id: RecordId) -> Link {
    Link::new(words.t("page-audits-files"), href(id))
}

/// What the page of a finding or an incident shows below: the actions that serve it.
pub fn serving(cx: &mut PageCx<'_, '_>, def: &RegisterDef, id: RecordId) -> Result<Option<Section>, Error> {
    if ![Finding::NAME, Incident::NAME].contains(&def.name) {
        return Ok(None);
    }
    let actions: Vec<RawRecord> = actions(cx.view, id)?.into_iter().map(raw).collect();
    cx.lists(actions.iter().map(|r| &r.head));
    let fields = ["number", "title", "kind", "state", "owner", "due_on"];
    section(cx, &CorrectiveAction::DEF, "register-corrective-actions", &actions, &fields).map(Some)
}
