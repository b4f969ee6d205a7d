//! The exchange with personnel: a file is dropped, read in a child, received; its differences are shown, a second person approves. And what goes back:
//! who meets the requirement, until when, at what stage, and nothing else.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use desk_clearance::hr::commands::{Apply, Read, Receive, leavers_of, rows_read, stage, taken_of};
use desk_clearance::hr::plan::{Plan, Setting, plan, waiting};
use desk_clearance::hr::queries::rows_of;
use desk_clearance::hr::{HrMessage, HrRow, MessageState, RowState};
use desk_clearance::standing::queries::standing;
use desk_clearance::take_over::queries::known;
use exchange::Finding;
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, Value as Shown};
use exchange::sandbox::Sandbox;
use kernel::{Duty, Id, Record, RecordId, Refusal, Register, Value, limits};
use ledger::{Command, Error, ListQuery, Order};
use spine::clearances::Decision;
use spine::imports::BatchKind;
use spine::people::Person;
use spine::quarantine::Entrance;
use ui::pages::{Figure, ImportFindingsPage, ImportUploadPage};
use ui::parts::{Cell, Column, Field, FieldGroup, FieldKind, Link, Need, Row, Section, Stage, Step, Table, Tone};

use super::exports::Prepared;
use super::form::Typed;
use super::import::{changes_section, earlier_section, finding_text, findings_section, with_kept};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::{Failure, reasons};
use crate::quarantine::{self, Kept, Reason};
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/hr";
/// Messages shown on the first page.
const SHOWN_MESSAGES: usize = 20;

fn steps(words: &Words, current: usize) -> Vec<Stage> {
    let names = ["page-hr-step-file", "page-hr-step-check", "page-hr-step-approval"];
    let step = |at: usize| match at.cmp(&current) {
        std::cmp::Ordering::Less => Step::Done,
        std::cmp::Ordering::Equal => Step::Current,
        std::cmp::Ordering::Greater => Step::Todo,
    };
    names.iter().enumerate().map(|(at, name)| Stage { label: words.t(name), step: step(at), note: String::new() }).collect()
}

fn may_receive(cx: &PageCx<'_, '_>) -> Result<(), Error> {
    if may(cx, Receive::NAME) {
        return Ok(());
    }
    let duties = desk_clearance::take_over::IMPORTERS.iter().map(|d| cx.words.code("duty", d.code())).collect::<Vec<_>>().join(", ");
    Err(Refusal::new("duty-missing").with("duties", duties).into())
}

/// Address of a message's page.
pub fn href(message: RecordId) -> String {
    format!("{PATH}/{}", message.outward(HrMessage::DEF.prefix))
}

/// The file, and what was received.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| upload_page(cx, &[])).await
}

fn upload_page(cx: &mut PageCx<'_, '_>, errors: &[String]) -> Result<String, Error> {
    may_receive(cx)?;
    let query = ListQuery { view: Some("newest".to_owned()), limit: SHOWN_MESSAGES, ..ListQuery::default() };
    let messages: Vec<Record<HrMessage>> =
        cx.view.rows_of(HrMessage::NAME, &query)?.into_iter().map(ledger::RawRecord::typed).collect::<Result<_, _>>()?;
    cx.lists(messages.iter().map(|message| &message.head));
    let undone = earlier_section(cx, BatchKind::Hr, None)?;
    let words = cx.words;
    let field = |name: &str| words.field(Some(HrMessage::NAME), name);
    let row = |message: &Record<HrMessage>| {
        let body = &message.body;
        Row::new(vec![
            Cell::text(body.name.clone()).link(href(message.head.id)),
            Cell::fixed(body.received_on.to_string()),
            Cell::number(words.l.int(body.rows)),
            Cell::number(words.l.int(body.rows_waiting)),
            Cell::badge(super::register::tone(body.status.code()), words.choice("status", body.status.code())),
        ])
    };
    let table = Table {
        caption: words.t("page-hr-messages"),
        columns: vec![
            Column::new(field("name")),
            Column::new(field("received_on")),
            Column::number(field("rows")),
            Column::number(field("rows_waiting")),
            Column::new(field("status")),
        ],
        rows: messages.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    let mut links = vec![Link::new(words.t("page-hr-waiting"), format!("/r/{}?state={}", HrRow::NAME, RowState::Waiting.code()))];
    links.extend(
        undone
            .table
            .rows
            .is_empty()
            .then(Vec::new)
            .unwrap_or_else(|| vec![Link::new(words.t("page-hr-applied"), format!("/r/import_batches?of={}", BatchKind::Hr.code()))]),
    );
    let file = Field::new("file", words.t("page-hr-file"), FieldKind::File { accept: ".txt,.dat,.xml,.csv".to_owned() })
        .hint(words.t("page-hr-file-hint"));
    let page = ImportUploadPage {
        steps: steps(&words, 0),
        action: PATH.to_owned(),
        groups: vec![FieldGroup { legend: String::new(), fields: vec![file] }],
        errors: errors.to_vec(),
        limits: words.t("page-hr-limits"),
        links: Vec::new(),
        earlier: Section { title: words.t("page-hr-messages"), intro: words.t("page-hr-intro"), table, links },
        shell: cx.shell(words.t("page-hr"), PATH)?,
    };
    Ok(html(&page))
}

/// Reads a file in a child and stages what may come in; the answer is the hash of what was staged.
pub async fn stage_file(app: &App, account: RecordId, id: RecordId, name: String, file: Vec<u8>) -> Result<Result<String, Finding>, Error> {
    let program = app.program.clone();
    let work = move || Sandbox { program }.read_hr(&file).map(|read| (read, file));
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))?;
    let (text, rows) = match done {
        Ok((read, file)) => stage(read, &file)?,
        Err(finding) => return Ok(Err(finding)),
    };
    let digest = spine::imports::digest(&text, &[], &rows);
    app.ledger.stage_import(id, account, &name, text, Vec::new(), rows).answer().await?;
    Ok(Ok(digest))
}

/// Takes the file.
pub async fn upload(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, exchange::limits::HR_BYTES, &visitor).await?;
    let account = app.show(visitor.clone(), |cx| may_receive(cx).map(|()| cx.view.account())).await?;
    let failed = |e| Failure::of(e, &visitor);
    let problem: Result<(Kept, Finding), Vec<Refusal>> = match typed.file {
        None => Err(vec![Refusal::new("file-missing")]),
        Some((name, bytes)) => {
            let (id, copy, shown) = (app.ledger.new_id(), quarantine::copy(&bytes), name.clone());
            match stage_file(&app, account, id, name, bytes).await.map_err(failed)? {
                Err(finding) => {
                    let why = quarantine::unquoted(&finding);
                    Ok((app.quarantine(account, Entrance::Personnel, &shown, copy, Reason::Found(&why)).await, finding))
                }
                Ok(digest) => {
                    let order = Order::new(account, Receive::NAME, vec![Value::Id(id), Value::Text(digest)], app.ledger.new_id());
                    match app.ledger.write(order).answer().await {
                        Ok(receipt) => {
                            let message = receipt.answer.map(|(_, id)| id).ok_or(Error::NotFound).map_err(failed)?;
                            return Ok(Redirect::to(&href(message)).into_response());
                        }
                        Err(error @ Error::Refused(_)) => Err(reasons(&error)),
                        Err(error) => return Err(failed(error)),
                    }
                }
            }
        }
    };
    let again = app
        .show(visitor, move |cx| {
            let texts: Vec<String> = match &problem {
                Ok((kept, finding)) => with_kept(&cx.words, finding_text(&cx.words, finding), kept),
                Err(wrong) => wrong.iter().map(|refusal| cx.words.refusal(refusal)).collect(),
            };
            upload_page(cx, &texts)
        })
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

/// A message, and what applying it would do now.
pub struct Preview {
    /// What would change, row by row.
    pub changes: Section,
    message: Record<HrMessage>,
    read: Read,
    plan: Plan,
}

/// Plans a message against what the office holds now.
pub fn preview(cx: &mut PageCx<'_, '_>, id: Id<HrMessage>) -> Result<Preview, Error> {
    let message = cx.view.get(id)?;
    let read = rows_read(cx.view, &message.body)?;
    cx.lists_of(&Person::DEF, read.people.len());
    let (known, rows) = (known(cx.view)?, rows_of(cx.view, id)?);
    let leavers = cx.view.facts(|view| leavers_of(view, &read.people, &known, &rows))?;
    let (numbers, by_hand) = taken_of(message.body.status, &read.people, &rows);
    let own = [cx.view.person()];
    let setting = Setting {
        known: &known,
        leavers: &leavers.people,
        by_hand: &by_hand,
        numbers: Some(&numbers),
        own: &own,
        today: cx.view.today,
        received_on: message.body.received_on,
    };
    let next = std::cell::Cell::new(0u128);
    let plan = plan(&read.people, &setting, &|| {
        next.set(next.get() + 1);
        RecordId(next.get().to_be_bytes())
    });
    let shown = [plan.rows.clone(), waiting(&read.people, &rows, cx.view.today)].concat();
    let changes = changes_section(&cx.words, &shown);
    Ok(Preview { changes, message, read, plan })
}

fn message_id(id: &str) -> Result<Id<HrMessage>, Error> {
    RecordId::parse(id).map(Id::new).ok_or(Error::NotFound)
}

/// What a message would change.
pub async fn message(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| message_page(cx, &id, &[])).await
}

fn message_page(cx: &mut PageCx<'_, '_>, id: &str, errors: &[String]) -> Result<String, Error> {
    may_receive(cx)?;
    let message = message_id(id)?;
    let preview = preview(cx, message)?;
    let words = cx.words;
    let body = &preview.message.body;
    let figure = |label: &str, value: i64, tone: Tone, href: String| Figure {
        label: words.t(label),
        value: words.l.int(value),
        tone,
        href,
        ..Figure::default()
    };
    let count = |code: &str| preview.plan.count(code);
    let waiting = format!("/r/{}?message={}", HrRow::NAME, message.raw().outward(HrMessage::DEF.prefix));
    let figures = vec![
        figure("page-import-figures-new", count("new"), Tone::Good, String::new()),
        figure("page-import-figures-changed", count("changed"), Tone::Info, String::new()),
        figure("page-import-figures-unchanged", count("unchanged"), Tone::Neutral, String::new()),
        figure("page-hr-figures-leavers", preview.plan.leaving.len() as i64, Tone::Info, String::new()),
        figure("page-hr-figures-waiting", body.rows_waiting, if body.rows_waiting > 0 { Tone::Warn } else { Tone::Neutral }, waiting),
    ];
    let findings = findings_section(&words, &preview.read.staged.findings);
    let something = count("new") + count("changed") > 0;
    let documents =
        if preview.read.staged.documents.is_empty() { String::new() } else { format!(" · {}", preview.read.staged.documents.join(", ")) };
    let documents: String = documents.chars().take(limits::TEXT_CHARS_MAX).collect();
    let mut page = ImportFindingsPage {
        steps: steps(&words, if body.status == MessageState::Applied { 3 } else { 1 }),
        file: format!("{}{documents} · {}", preview.read.name, words.choice("status", body.status.code())),
        figures,
        findings,
        changes: preview.changes,
        downloads: Vec::new(),
        action: if something { href(message.raw()) } else { String::new() },
        needs: vec![Need { met: something, text: words.t("page-hr-needs-change"), link: None }],
        groups: Vec::new(),
        hidden: Vec::new(),
        effect: words.t("command-hr-messages-apply-effect"),
        back: Link::new(words.t("page-back"), PATH),
        shell: cx.shell(words.t("page-hr"), PATH)?,
    };
    if let Some(error) = errors.first() {
        page.shell.flash = Some(ui::parts::Notice { tone: Tone::Bad, text: error.clone(), link: None });
    }
    Ok(html(&page))
}

/// Asks a second person to approve what a message changes.
pub async fn ask(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let message = message_id(&id).map_err(|e| Failure::of(e, &visitor))?;
    let looked = app.show(visitor.clone(), move |cx| {
        may_receive(cx)?;
        let message = cx.view.get(message)?.body;
        Ok((cx.view.account(), rows_read(cx.view, &message)?.digest))
    });
    let (account, digest) = looked.await?;
    let order = Order::new(account, Apply::NAME, vec![Value::Id(message.raw()), Value::Text(digest)], app.ledger.new_id());
    match app.ledger.write(order).answer().await {
        Ok(receipt) => {
            let approval = receipt.approval.ok_or(Error::NotFound).map_err(|e| Failure::of(e, &visitor))?;
            Ok(Redirect::to(&record_href("approvals", "apr", approval)).into_response())
        }
        Err(error @ Error::Refused(_)) => {
            let wrong = reasons(&error);
            let again = app
                .show(visitor, move |cx| {
                    let texts: Vec<String> = wrong.iter().map(|r| cx.words.refusal(r)).collect();
                    message_page(cx, &id, &texts)
                })
                .await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
        }
        Err(error) => Err(Failure::of(error, &visitor)),
    }
}

/// What goes back to personnel: the person's number, whether the requirement is met, until when, the stage of an open case. Nothing of why, of
/// what is held beyond it, nor whether there is a file; of the people whom personnel sees, through its own window.
pub fn feed(cx: &mut PageCx<'_, '_>, as_of: Option<i64>) -> Result<Prepared, Error> {
    if !cx.view.duties().contains(&Duty::Hr) {
        return Err(Refusal::new("duty-missing").with("duties", cx.words.code("duty", Duty::Hr.code())).into());
    }
    if let Some(entries) = as_of {
        cx.view.no_later_than(entries);
    }
    cx.view.saw(&Decision::DEF);
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = standing(cx.view, Duty::Hr, "", after)?;
        all.extend(page.rows);
        after = page.next;
        if after.is_none() || all.len() > limits::EXPORT_ROWS_MAX {
            break;
        }
    }
    cx.lists_of(&Person::DEF, all.len());
    let words = cx.words;
    let (mut rows, mut json) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for one in &all {
        // Who has no number with personnel yet goes by name; a post that requires nothing is no requirement that is not met.
        let person = one.number.clone().unwrap_or_else(|| one.name.clone());
        let met = one.met.map(|met| if met { "yes" } else { "no" });
        let stage = one.stage.map(|stage| stage.code());
        let text = |text: Option<&str>| text.map_or(Shown::Empty, |text| Shown::Text(text.to_owned()));
        rows.push(vec![Shown::Text(person.clone()), text(met), one.until.map_or(Shown::Empty, Shown::Date), text(stage)]);
        json.push(serde_json::json!({"person": person, "met": met, "until": one.until.map(|day| day.to_string()), "stage": stage}));
    }
    // Read by a machine: the same headings in both languages.
    let column = |header: &str, kind| TableColumn { header: header.to_owned(), kind };
    let columns = vec![
        column("person", ColumnKind::Text),
        column("met", ColumnKind::Text),
        column("until", ColumnKind::Date),
        column("stage", ColumnKind::Text),
    ];
    let (title, marking, label) = (words.t("page-hr-feed"), cx.marking(), cx.label());
    Ok(Prepared { sheet: Sheet { title, marking, label, columns, rows, ..Sheet::default() }, json, leaving: Vec::new() })
}
