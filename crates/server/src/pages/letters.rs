//! Correspondence with authorities: whom to ask today, a letter on paper, its reply sheet out and back.

use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use desk_clearance::cases::PscCase;
use desk_clearance::correspondence::commands::{DraftChaser, ReadReply};
use desk_clearance::correspondence::queries::{asked, with_authority};
use desk_clearance::correspondence::rules::{Waiting, is_due};
use exchange::Finding;
use exchange::export::{Table as Workbook, write_xlsx};
use exchange::reply::{Reply, Sent, read, sheet};
use kernel::{Id, Lang, RecordId, Register, Value, limits};
use ledger::outbox::Trouble;
use ledger::{Command, Error, Order};
use spine::clearances::queries::rulebook;
use spine::documents::Attachment;
use spine::letters::commands::{ReplyRow, answered};
use spine::letters::queries::{StagedReply, lines, outward, staged_reply};
use spine::letters::{Letter, LetterLine, LetterState};
use spine::organisations::Authority;
use spine::quarantine::Entrance;
use ui::Arg;
use ui::pages::{ConfirmPage, ImportUploadPage, TablePage};
use ui::parts::{Cell, Column, Field, FieldGroup, FieldKind, Link, Notice, Row, Section, Table, Tone};

use super::form::Typed;
use super::import::{finding_text, parse};
use super::register::Asked;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::{Failure, reasons};
use crate::leaving;
use crate::letters::typeset;
use crate::quarantine::{self, Kept, Reason};
use crate::visitor::Visitor;
use crate::words::{Words, time};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn letter_id(id: &str) -> Result<Id<Letter>, Error> {
    RecordId::parse(id).map(Id::new).ok_or(Error::NotFound)
}

/// What can be taken from the page of a letter.
pub fn links(cx: &PageCx<'_, '_>, id: RecordId, state: &str) -> Vec<Link> {
    let base = format!("/letters/{}", id.outward(Letter::DEF.prefix));
    let issued = state == LetterState::Issued.code();
    let draft = state == LetterState::Draft.code();
    let mut links =
        vec![Link::new(cx.words.t(if draft { "page-letter-preview" } else { "page-letter-pdf" }), format!("{base}/letter.pdf"))];
    links.push(Link::new(cx.words.t("page-letter-docx"), format!("{base}/letter.docx")));
    links.push(Link::new(cx.words.t("page-letter-xml"), format!("{base}/letter.xml")));
    if issued {
        links.push(Link::new(cx.words.t("page-reply-sheet"), format!("{base}/reply.xlsx")));
        links.push(Link::new(cx.words.t("page-reply-read"), format!("{base}/reply")));
    }
    links
}

/// How the mails about a record stand; "sent" is said only when a server, or a folder of drafts, took them.
pub fn outgoing(cx: &mut PageCx<'_, '_>, register: &str, id: RecordId) -> Result<Vec<Notice>, Error> {
    let all = cx.view.outgoing(register, id)?;
    let notices = all.iter().map(|mail| {
        let (tone, key, when) = match (&mail.sent, &mail.error, mail.again) {
            (Some((at, how)), ..) => (Tone::Good, if how == "draft" { "page-outgoing-draft" } else { "page-outgoing-smtp" }, *at),
            (None, None, _) => (Tone::Info, "page-outgoing-waiting", mail.created),
            (None, Some(_), true) => (Tone::Warn, "page-outgoing-trying", mail.created),
            (None, Some(_), false) => (Tone::Bad, "page-outgoing-failed", mail.created),
        };
        let (when, error) = (time(when, cx.zone), mail.error.as_ref().map(|trouble| told(cx.words, trouble)).unwrap_or_default());
        let args = [("to", Arg::from(mail.to.as_str())), ("when", Arg::from(when.as_str())), ("error", Arg::from(error.as_str()))];
        Notice { tone, text: cx.words.l.ta(key, &args), link: None }
    });
    Ok(notices.collect())
}

/// Why a mail did not go: our sentence, then the other side's own words.
fn told(words: Words, trouble: &Trouble) -> String {
    let sentence = words.t(&format!("outgoing-{}", trouble.code));
    if trouble.said.is_empty() {
        return sentence;
    }
    words.l.ta("page-outgoing-said", &[("error", Arg::from(sentence.as_str())), ("said", Arg::from(trouble.said.as_str()))])
}

/// Which authorities are to be asked about which cases today.
pub async fn chasers(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        super::register::sees(cx, &Letter::DEF)?;
        let words = cx.words;
        let (rules, today) = (rulebook(cx.view)?, cx.view.today);
        let may = may(cx, DraftChaser::NAME);
        let mut authorities: BTreeMap<RecordId, Vec<Waiting>> = BTreeMap::new();
        for case in with_authority(cx.view, None)? {
            authorities.entry(case.authority).or_default().push(case);
        }
        let names = cx.named(&Authority::DEF, authorities.keys().copied().collect())?;
        let asked = asked(cx.view, None)?;
        let before = |case: &RecordId| asked.get(case).copied().unwrap_or_default();
        let mut rows = Vec::new();
        for (authority, waiting) in &authorities {
            let due: Vec<_> = waiting.iter().filter(|case| is_due(case, before(&case.case), &rules, today)).collect();
            let last = waiting.iter().filter_map(|case| before(&case.case).last).max();
            let oldest = waiting.iter().map(|case| case.days(today)).max().unwrap_or(0);
            let draft =
                Link::new(words.code("command", DraftChaser::NAME), format!("/do/{}?on={}", DraftChaser::NAME, authority.outward("aut")));
            let action = if may && !due.is_empty() { Cell::text(draft.text).link(draft.href) } else { Cell::text(String::new()) };
            let name = names.get(authority).cloned().unwrap_or_default();
            let cells = vec![
                Cell::text(name).link(record_href(Authority::NAME, "aut", *authority)),
                Cell::number(words.l.int(due.len() as i64)),
                Cell::number(words.l.int(waiting.len() as i64)),
                Cell::number(words.l.int(oldest)),
                Cell::fixed(last.map(|day| day.to_string()).unwrap_or_default()),
                action,
            ];
            rows.push((std::cmp::Reverse((due.len(), oldest)), Row::new(cells)));
        }
        cx.lists_of(&PscCase::DEF, rows.len());
        rows.sort_by_key(|(order, _)| *order);
        let table = Table {
            caption: words.t("page-chasers"),
            columns: vec![
                Column::new(words.field(None, "authority")),
                Column::number(words.t("page-chasers-due")),
                Column::number(words.t("page-chasers-waiting")),
                Column::number(words.t("page-chasers-oldest")),
                Column::new(words.t("page-chasers-last")),
                Column::new(words.t("page-chasers-action")),
            ],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            empty: words.t("page-chasers-none"),
            selectable: false,
        };
        let page = TablePage {
            intro: words.t("page-chasers-intro"),
            sections: vec![Section { table, ..Section::default() }],
            links: vec![Link::new(words.register(Letter::NAME, false), "/r/letters?view=newest")],
            shell: cx.shell(words.t("page-chasers"), "/clearance/chasers")?,
        };
        Ok(html(&page))
    })
    .await
}

/// A letter on paper: the sealed document once it is issued, else how it would look.
pub async fn pdf(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let letter = letter_id(&id).map_err(failed)?;
    let (account, issued) = app
        .show(visitor.clone(), move |cx| {
            let letter = cx.view.get(letter)?;
            cx.opens_record(&letter.head);
            let document = letter.body.document.map(|document| cx.view.get::<Attachment>(document)).transpose()?;
            Ok((cx.view.account(), document.map(|d| d.body.blob)))
        })
        .await?;
    let bytes = match issued {
        Some(blob) => app.ledger.blob(blob).answer().await,
        None => app.letter_pdf(account, letter).await,
    };
    Ok(file("letter.pdf", "application/pdf", bytes.map_err(failed)?))
}

/// Opens a letter, which is noted; the account of whoever does.
async fn opened(app: &App, visitor: &Visitor, letter: Id<Letter>) -> Result<RecordId, Failure> {
    app.show(visitor.clone(), move |cx| {
        let letter = cx.view.get(letter)?;
        cx.opens_record(&letter.head);
        Ok(cx.view.account())
    })
    .await
}

/// A letter as a file others edit.
pub async fn docx(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let letter = letter_id(&id).map_err(failed)?;
    let account = opened(&app, &visitor, letter).await?;
    let document = app.letter_document(account, letter).await.map_err(failed)?;
    let bytes = documents::docx(&document).map_err(|e| failed(Error::Stored(format!("docx: {e}"))))?;
    Ok(file("letter.docx", DOCX, bytes))
}

/// A letter as XML, recorded as any export is.
pub async fn xml(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let letter = letter_id(&id).map_err(failed)?;
    let account = opened(&app, &visitor, letter).await?;
    let shown = app.letter_sheet(account, letter).await.map_err(failed)?;
    let bytes = crate::letters::xml(&shown).map_err(failed)?;
    let rows = i64::try_from(shown.lines.len().max(1)).unwrap_or(i64::MAX);
    // Which letter it was is told by who opened which; the list of exports is not marked as it is.
    let values = vec![Letter::NAME.into(), Value::Null, "xml".into(), Value::Int(rows), shown.marking.as_str().into()];
    leaving::record(&app, account, values).await.map_err(failed)?;
    Ok(file("letter.xml", "application/xml", bytes))
}

/// Something as PDF in the language asked for: its number and its pages, as the reader sees it; set outside of the reading.
pub async fn on_paper(
    app: &App,
    visitor: Visitor,
    pairs: Vec<(String, String)>,
    look: impl FnOnce(&mut PageCx<'_, '_>, Lang) -> Result<(String, documents::Document), Error> + Send + 'static,
) -> Result<Response, Failure> {
    let lang = Lang::from_code(Asked::new(pairs).get("lang")).unwrap_or(visitor.lang);
    let (number, document) = app.show(visitor.clone(), move |cx| look(cx, lang)).await?;
    let bytes = typeset(document).await.map_err(|e| Failure::of(e, &visitor))?;
    Ok(file(&format!("{}-{}.pdf", number.replace('/', "-"), lang.code()), "application/pdf", bytes))
}

/// A file that leaves, never run where it came from.
pub fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// The sheet that goes out with a letter, for the authority to fill in. It is an export like any other, and recorded as one.
pub async fn reply_sheet(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let letter = letter_id(&id).map_err(failed)?;
    let account = opened(&app, &visitor, letter).await?;
    let shown = app.letter_sheet(account, letter).await.map_err(failed)?;
    let reference = shown.letter.body.reference.clone().unwrap_or_default();
    let row = |line: &LetterLine| (line.number.clone(), line.their_reference.clone(), line.sent_on);
    let rows: Vec<Sent> = shown.lines.iter().map(|line| row(&line.body)).collect();
    let values = vec![
        LetterLine::NAME.into(),
        // As above.
        Value::Null,
        "xlsx".into(),
        Value::Int(rows.len() as i64),
        shown.marking.as_str().into(),
    ];
    let left = leaving::record(&app, account, values).await.map_err(failed)?;
    let foot = left.foot(&shown.marking);
    let reply = Workbook { label: shown.label, watermark: left.watermark, ..sheet(&reference, &shown.marking, &rows, foot) };
    let bytes = write_xlsx(&reply).map_err(|e| failed(Error::Stored(format!("reply sheet: {e}"))))?;
    Ok(file(&format!("{}.xlsx", reference.replace('/', "-")), XLSX, bytes))
}

fn upload_page(cx: &mut PageCx<'_, '_>, letter: Id<Letter>, errors: Vec<String>) -> Result<String, Error> {
    let words = cx.words;
    cx.view.get(letter)?;
    let input = Field::new("file", words.t("page-reply-file"), FieldKind::File { accept: ".xlsx,.csv".to_owned() });
    let path = record_href(Letter::NAME, Letter::DEF.prefix, letter.raw());
    let page = ImportUploadPage {
        steps: Vec::new(),
        action: format!("/letters/{}/reply", letter.raw().outward(Letter::DEF.prefix)),
        groups: vec![FieldGroup { legend: String::new(), fields: vec![input.hint(words.t("page-reply-file-hint"))] }],
        errors,
        limits: words.t("page-import-limits"),
        links: Vec::new(),
        earlier: Section { links: vec![Link::new(words.t("page-back"), path)], ..line_section(cx, letter)? },
        shell: cx.shell(words.t("page-reply-read"), "")?,
    };
    Ok(html(&page))
}

/// The cases of a letter as they stand.
fn line_section(cx: &mut PageCx<'_, '_>, letter: Id<Letter>) -> Result<Section, Error> {
    let words = cx.words;
    let lines = lines(cx.view, letter)?;
    let rows = lines.iter().map(|line| {
        let answer = line.body.answer.map(|a| words.choice("answer", a.code())).unwrap_or_default();
        Row::new(vec![
            Cell::text(line.body.number.clone()),
            Cell::text(line.body.their_reference.clone().unwrap_or_default()),
            Cell::text(answer),
        ])
    });
    let field = |name: &str| words.field(Some(LetterLine::NAME), name);
    let title = words.register(LetterLine::NAME, false);
    let table = Table {
        caption: title.clone(),
        columns: vec![Column::new(field("number")), Column::new(field("their_reference")), Column::new(field("answer"))],
        rows: rows.collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    Ok(Section { title, table, ..Section::default() })
}

/// Asks for the sheet that came back.
pub async fn reply(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| upload_page(cx, letter_id(&id)?, Vec::new())).await
}

/// Reads the sheet in a child of its own and stages what it says.
pub async fn take_reply(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let typed = Typed::sent(request, limits::UPLOAD_BYTES_MAX, &visitor).await?;
    let letter = letter_id(&id).map_err(failed)?;
    let (account, numbers) = app
        .show(visitor.clone(), move |cx| {
            cx.view.get(letter)?;
            let numbers: Vec<String> = lines(cx.view, letter)?.into_iter().map(|line| line.body.number).collect();
            Ok((cx.view.account(), numbers))
        })
        .await?;
    let (program, today) = (app.program.clone(), app.ledger.today());
    let (name, bytes) = typed.file.unwrap_or_default();
    let work = move || {
        let taken = parse(&program, &name, &bytes).map(|sheets| read(&sheets, &numbers, today));
        (name, bytes, taken)
    };
    let done = tokio::task::spawn_blocking(work).await;
    let (name, bytes, taken) = done.map_err(|_| failed(Error::Stored("the reader of the file stopped".to_owned())))?;
    let (replies, findings) = taken.unwrap_or_else(|finding| (Vec::new(), vec![finding]));
    if replies.is_empty() {
        let kept = match findings.first() {
            Some(why) => app.quarantine(account, Entrance::Reply, &name, quarantine::copy(&bytes), Reason::Found(why)).await,
            None => Kept::No,
        };
        let again = app
            .show(visitor, move |cx| {
                let texts = findings.iter().map(|f| placed(cx, f)).chain(kept.told(&cx.words)).collect();
                upload_page(cx, letter, texts)
            })
            .await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
    }
    let staged = app.ledger.new_id();
    let damaged = |_| Error::Stored("a reply cannot be staged".to_owned());
    let text = |reply: Reply| serde_json::to_string(&row_of(reply)).map_err(damaged);
    let rows = replies.into_iter().zip(1..).map(|(reply, line)| text(reply).map(|text| (line, text))).collect::<Result<Vec<_>, _>>();
    let told = serde_json::to_value(&findings).map(|findings| StagedReply { letter: outward(letter), findings });
    let plan = told.and_then(|told| serde_json::to_string(&told)).map_err(|e| failed(damaged(e)))?;
    app.ledger.stage_import(staged, account, &name, plan, bytes, rows.map_err(failed)?).answer().await.map_err(failed)?;
    Ok(Redirect::to(&format!("/letters/{id}/reply/{}", staged.outward("stg"))).into_response())
}

fn row_of(reply: Reply) -> ReplyRow {
    let Reply { number, their_reference, answer, expected_on, remark } = reply;
    ReplyRow { number, their_reference, answer, expected_on, remark }
}

fn placed(cx: &PageCx<'_, '_>, finding: &Finding) -> String {
    let row = finding.row.map(|row| format!("{} {row} · ", cx.words.t("page-import-row"))).unwrap_or_default();
    format!("{row}{}", finding_text(&cx.words, finding))
}

/// What a staged sheet would change.
pub async fn check_reply(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, staged)): Path<(String, String)>,
) -> Result<Response, Failure> {
    app.page(visitor, move |cx| check_page(cx, &id, &staged, &[])).await
}

fn check_page(cx: &mut PageCx<'_, '_>, id: &str, staged: &str, errors: &[String]) -> Result<String, Error> {
    let letter = letter_id(id)?;
    let staged_id = RecordId::parse(staged).ok_or(Error::NotFound)?;
    cx.view.get(letter)?;
    let told = staged_reply(cx.view, letter, staged_id)?;
    let findings: Vec<Finding> =
        serde_json::from_value(told.findings.clone()).map_err(|_| Error::Stored("a staged reply is damaged".to_owned()))?;
    let words = cx.words;
    let def = LetterLine::DEF;
    let mut rows = Vec::new();
    for line in lines(cx.view, letter)? {
        let Some(row) = told.rows.iter().find(|row| row.number == line.body.number) else { continue };
        let after = answered(&line.body, row);
        let (before, after) = (kernel::Fields::to_values(&line.body), kernel::Fields::to_values(&after));
        let changed = def.fields.iter().zip(before.iter().zip(&after)).filter(|(_, (b, a))| b != a);
        let told: Vec<String> = changed
            .map(|(field, (before, after))| {
                let show = |value: &Value| cx.value(field, value, &crate::words::Titles::new());
                let (before, after) = (show(before), show(after));
                let label = words.field(Some(def.name), field.name);
                if before.is_empty() { format!("{label} → {after}") } else { format!("{label} {before} → {after}") }
            })
            .collect();
        let told = if told.is_empty() { words.t("page-reply-nothing") } else { told.join(" · ") };
        rows.push(Row::new(vec![Cell::text(line.body.number.clone()), Cell::text(told)]));
    }
    for finding in &findings {
        rows.push(Row::new(vec![Cell::text(words.t("page-import-finding")), Cell::text(placed(cx, finding))]));
    }
    let table = Table {
        caption: words.t("ui-differences"),
        columns: vec![Column::new(words.field(Some(def.name), "number")), Column::new(words.t("ui-differences"))],
        rows,
        empty: words.t("page-none"),
        selectable: false,
    };
    let mut page = ConfirmPage {
        section: Section { table, ..Section::default() },
        action: format!("/letters/{id}/reply/{staged}"),
        hidden: Vec::new(),
        effect: words.t("command-letters-read-reply-effect"),
        submit: words.code("command", ReadReply::NAME),
        cancel: Link::new(words.t("page-cancel"), record_href(Letter::NAME, Letter::DEF.prefix, letter.raw())),
        shell: cx.shell(words.t("page-reply-read"), "")?,
    };
    if let Some(error) = errors.first() {
        page.shell.flash = Some(Notice { tone: Tone::Bad, text: error.clone(), link: None });
    }
    Ok(html(&page))
}

/// Applies it, once somebody has looked.
pub async fn apply_reply(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, staged)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let letter = letter_id(&id).map_err(failed)?;
    let sheet = RecordId::parse(&staged).ok_or_else(|| failed(Error::NotFound))?;
    let account = app.show(visitor.clone(), |cx| Ok(cx.view.account())).await?;
    let values = vec![Value::Id(letter.raw()), Value::Id(sheet)];
    let order = Order::new(account, ReadReply::NAME, values, app.ledger.new_id());
    match app.carry_out(order).await {
        Ok(_) => Ok(Redirect::to(&record_href(Letter::NAME, Letter::DEF.prefix, letter.raw())).into_response()),
        Err(error @ Error::Refused(_)) => {
            let wrong = reasons(&error);
            let again = app
                .show(visitor, move |cx| {
                    let texts: Vec<String> = wrong.iter().map(|r| cx.words.refusal(r)).collect();
                    check_page(cx, &id, &staged, &texts)
                })
                .await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
        }
        Err(error) => Err(failed(error)),
    }
}
