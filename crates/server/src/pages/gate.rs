//! The gate list: names pasted, a label, a period; for each name yes or no, and why. Nothing is kept of what was pasted.

use std::collections::HashMap;

use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use desk_clearance::cases::certificates::DraftCertificates;
use desk_clearance::limits;
use documents::{Block, Column as Text, Document, Layout, Part};
use exchange::forms;
use exchange::xml::Build;
use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Codes, Level, RecordId, Refusal, Register, Value};
use ledger::{Command, Error};
use spine::briefings::commands::RecordBriefing;
use spine::clearances::gate::{Answer, Line, NO_UNDERTAKING, gate_list, names};
use spine::clearances::record::SCOPE_CHARS_MAX;
use spine::clearances::{BriefingKind, Decision, Need, Purpose, Reason as Why, ScopeKind};
use spine::people::Person;
use ui::pages::{Figure, GateLine, GatePage};
use ui::parts::{Choice, Field, FieldGroup, FieldKind, Link, Reason, Tone};

use super::form::Typed;
use super::letters::file;
use super::machine::{answer, reason, with_categories};
use super::register::sees;
use super::{PageCx, html, may};
use crate::app::App;
use crate::failure::{Failure, encode};
use crate::leaving;
use crate::letters::{proof, typeset};
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/clearance/gate-list";

/// What is asked.
struct Asked {
    names: Vec<String>,
    need: Need,
    period: (Date, Date),
}

/// The form, with what the address says already.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(said): Query<HashMap<String, String>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &Decision::DEF)?;
        show(cx, &Typed { texts: said, file: None }, &[], None)
    })
    .await
}

/// The answers.
pub async fn ask(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let form = FILES.iter().map(|(form, _)| *form).find(|form| *form == typed.get("form"));
    let told = app
        .show(visitor.clone(), move |cx| {
            sees(cx, &Decision::DEF)?;
            match read(cx, &typed) {
                Ok(asked) => {
                    let lines = gate_list(cx.view, &asked.names, &asked.need, asked.period)?;
                    Ok(match form {
                        Some(form) => Told::File(form, Box::new(leaving(cx, &asked, &lines)?)),
                        None => Told::Page(StatusCode::OK, show(cx, &typed, &[], Some((&asked, &lines)))?),
                    })
                }
                Err(wrong) => Ok(Told::Page(StatusCode::UNPROCESSABLE_ENTITY, show(cx, &typed, &wrong, None)?)),
            }
        })
        .await?;
    match told {
        Told::Page(status, page) => Ok((status, Html(page)).into_response()),
        Told::File(form, leaving) => taken(&app, &visitor, form, *leaving).await.map_err(|e| Failure::of(e, &visitor)),
    }
}

/// As what files a list leaves, and what their buttons say.
const FILES: &[(&str, &str)] = &[("pdf", "page-gate-pdf"), ("xml", "page-gate-xml")];

/// What is answered: a page, or what stands in a file.
enum Told {
    Page(StatusCode, String),
    File(&'static str, Box<Leaving>),
}

/// A list that leaves, as it was read.
struct Leaving {
    account: kernel::RecordId,
    document: Document,
    root: Build,
    element: Option<Build>,
    rows: usize,
}

/// What stands in the file of a list: each name as it was asked, who it is, the answer and until when. Why not is nobody's business at the gate.
fn leaving(cx: &mut PageCx<'_, '_>, asked: &Asked, lines: &[Line]) -> Result<Leaving, Error> {
    let words = cx.words;
    let known = lines.iter().filter_map(|line| line.person.as_ref());
    known.for_each(|(person, _)| cx.opens_file(Some(*person)));
    cx.lists_of(&Person::DEF, lines.iter().filter(|line| line.person.is_some()).count());
    let until = |line: &Line| line.answer.admits().and_then(|access| access.until).map(|day| day.to_string()).unwrap_or_default();
    let answered = |line: &Line| match line.answer {
        Answer::Yes(_) | Answer::Undertaken(_) => ("yes", "page-gate-yes"),
        Answer::No(_) => ("no", "page-gate-no"),
        Answer::Unknown => ("unknown", "page-gate-unknown"),
        Answer::Several => ("several", "page-gate-several"),
    };
    let name = |line: &Line| line.person.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let row = |line: &Line| vec![line.asked.clone(), name(line), words.t(answered(line).1), until(line)];
    let (from, last) = (asked.period.0.to_string(), asked.period.1.to_string());
    let meeting = asked.need.purpose.as_ref().map(|purpose| purpose.text.clone());
    let mut facts = vec![
        (words.field(None, "level"), with_categories(cx, &asked.need.level.0, &asked.need.categories)),
        (words.field(None, "valid_from"), from.clone()),
        (words.field(None, "valid_until"), last.clone()),
    ];
    facts.extend(meeting.clone().map(|meeting| (words.field(None, "meeting"), meeting)));
    let table = Block::Table {
        caption: words.t("page-gate"),
        columns: ["ui-gate-asked", "ui-person", "ui-gate-answer", "ui-until"].map(|key| Text::text(words.t(key))).to_vec(),
        rows: lines.iter().map(row).collect(),
    };
    let person = |line: &Line| {
        Build::text("name", &line.asked).with("person", name(line)).with("answer", answered(line).0).with("until", until(line))
    };
    let root = Build::new("gateList")
        .with("level", &asked.need.level.0)
        .with("categories", asked.need.categories.joined())
        .with("from", from)
        .with("until", last)
        .with("meeting", meeting.unwrap_or_default())
        .with("asked", cx.view.now.to_string())
        .holding(lines.iter().map(person));
    let document = Document {
        title: words.t("page-gate"),
        subtitle: String::new(),
        author: words.t("letter-office"),
        lang: words.l.lang(),
        marking: cx.view.policy.both(&cx.mark()),
        label: cx.label(),
        footer: cx.view.now.to_string(),
        proof: String::new(),
        watermark: String::new(),
        layout: Layout::Upright,
        letterhead: None,
        parts: vec![Part { lang: words.l.lang(), new_page: false, blocks: vec![Block::Facts { facts }, table] }],
        ident: format!("gate list {}", cx.view.now),
        issued: cx.view.now,
    };
    let element = exchange::label::element(cx.view.policy, &cx.mark());
    Ok(Leaving { account: cx.view.account(), document, root, element, rows: lines.len() })
}

/// Records that it leaves, and sets the file with the proof of now.
async fn taken(app: &App, visitor: &Visitor, form: &'static str, leaving: Leaving) -> Result<Response, Error> {
    let Leaving { account, mut document, root, element, rows } = leaving;
    // As of any list of people: beyond this many two decide what leaves.
    if rows > limits::EXPORT_ROWS_FREE {
        return Err(Refusal::new("gate-list-too-long-to-leave").with("max", limits::EXPORT_ROWS_FREE.to_string()).into());
    }
    let marking = document.marking.clone();
    let rows = Value::Int(i64::try_from(rows).unwrap_or(i64::MAX));
    let title = Words::new(visitor.lang).t("page-gate");
    let left = leaving::record(app, account, vec![Person::NAME.into(), title.into(), form.into(), rows, marking.as_str().into()]).await?;
    let (media, bytes) = if form == "xml" {
        let written = forms::write(root, forms::GATE_LIST, &marking, element);
        ("application/xml", written.map_err(|e| Error::Stored(format!("gate list as XML: {e}")))?)
    } else {
        (document.proof, document.watermark) = (proof(&app.ledger).await?, left.watermark);
        ("application/pdf", typeset(document).await?)
    };
    Ok(file(&format!("gate-list.{form}"), media, bytes))
}

/// What was typed, or all that is wrong with it.
fn read(cx: &PageCx<'_, '_>, typed: &Typed) -> Result<Asked, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let names = names(typed.get("names"));
    if names.is_empty() {
        wrong.push(Refusal::new("field-required").at("names"));
    }
    if names.len() > limits::GATE_NAMES_MAX {
        wrong.push(Refusal::new("too-many-names").at("names").with("max", limits::GATE_NAMES_MAX.to_string()));
    }
    let mut day = |name: &'static str| {
        let read = typed.get(name).trim().parse::<Date>();
        if read.is_err() {
            wrong.push(Refusal::new(if typed.get(name).trim().is_empty() { "field-required" } else { "field-not-a-date" }).at(name));
        }
        read.unwrap_or(Date::MIN)
    };
    let period = (day("valid_from"), day("valid_until"));
    wrong.extend(days_in_order(Some(period.0), Some(period.1), "valid_until"));
    let level = Level(typed.get("level").to_owned());
    let codes = typed.get("categories").to_uppercase();
    let categories = Codes::new(codes.split([' ', ',', ';']).map(str::to_owned));
    // What they would see elsewhere may be higher than what this system holds.
    if cx.view.policy.level(&level.0).is_none() {
        wrong.push(Refusal::new("level-unknown").at("level").with("level", level.0.as_str()));
    }
    let misplaced = cx.view.policy.misplaced(&level, &categories);
    wrong.extend(misplaced.into_iter().map(|code| Refusal::new("category-misplaced").at("categories").with("category", code)));
    let need = Need::new(level, categories);
    let meeting = typed.get("meeting").trim();
    if meeting.chars().count() > SCOPE_CHARS_MAX {
        wrong.push(Refusal::new("field-too-long").at("meeting").with("max", SCOPE_CHARS_MAX.to_string()));
    }
    let need = if meeting.is_empty() { need } else { need.only_for(Purpose::named(ScopeKind::Meeting, meeting)) };
    if wrong.is_empty() { Ok(Asked { names, need, period }) } else { Err(wrong) }
}

fn show(cx: &mut PageCx<'_, '_>, typed: &Typed, wrong: &[Refusal], told: Option<(&Asked, &[Line])>) -> Result<String, Error> {
    let words = cx.words;
    let error = |name: &str| wrong.iter().find(|r| r.field.as_deref() == Some(name)).map(|r| words.refusal(r));
    let today = cx.view.today.to_string();
    let field = |name: &str, label: String, kind: FieldKind, usual: &str| {
        let value = if typed.get(name).is_empty() { usual } else { typed.get(name) };
        Field { error: error(name), ..Field::new(name, label, kind).value(value).hint(words.hint(&format!("gate-{name}"))) }
    };
    let levels = cx.view.policy.levels.iter().filter(|l| !l.obsolete);
    let levels = levels.map(|l| Choice::new(l.code.clone(), cx.view.policy.name(&l.code, words.l.lang()))).collect();
    let fields = vec![
        field("names", words.t("page-gate-names"), FieldKind::Long, ""),
        field("level", words.field(None, "level"), FieldKind::Choice(levels), "S"),
        field("categories", words.field(None, "categories"), FieldKind::Short, "").optional(),
        field("meeting", words.field(None, "meeting"), FieldKind::Short, "").optional(),
        field("valid_from", words.field(None, "valid_from"), FieldKind::Date, &today),
        field("valid_until", words.field(None, "valid_until"), FieldKind::Date, &today),
    ];
    let lines: Vec<GateLine> = told.map(|(_, lines)| lines.iter().map(|line| shown(cx, line)).collect()).unwrap_or_default();
    cx.lists_of(&Person::DEF, told.map_or(0, |(_, lines)| lines.iter().filter(|line| line.person.is_some()).count()));
    let sentence = told.map(|(asked, _)| {
        let label = with_categories(cx, &asked.need.level.0, &asked.need.categories);
        let args =
            [("label", label.as_str().into()), ("from", asked.period.0.to_string().into()), ("until", asked.period.1.to_string().into())];
        let asked_for = asked.need.purpose.as_ref().map(|purpose| words.with("page-gate-meeting", "name", &purpose.text));
        [words.l.ta("page-gate-sentence", &args)].into_iter().chain(asked_for).collect::<Vec<_>>().join(" ")
    });
    let draft = told.and_then(|(asked, lines)| drafting(cx, asked, lines));
    let page = GatePage {
        intro: words.t("page-gate-intro"),
        action: PATH.to_owned(),
        groups: vec![FieldGroup { legend: String::new(), fields }],
        errors: Vec::new(),
        submit: words.t("page-gate-ask"),
        sentence: sentence.unwrap_or_default(),
        figures: told.map(|(_, lines)| figures(cx, lines)).unwrap_or_default(),
        files: if told.is_some() { FILES.iter().map(|(form, key)| ((*form).to_owned(), words.t(key))).collect() } else { Vec::new() },
        lines,
        links: [Link::new(words.t("page-gate-from-label"), super::labels::PATH.to_owned())].into_iter().chain(draft).collect(),
        shell: cx.shell(words.t("page-gate"), PATH)?,
    };
    Ok(html(&page))
}

/// Where certificates are drafted for those answered yes; nothing where there are none, or more than are drafted at once.
fn drafting(cx: &PageCx<'_, '_>, asked: &Asked, lines: &[Line]) -> Option<Link> {
    let yes: Vec<&str> = lines.iter().filter(|line| matches!(line.answer, Answer::Yes(_))).map(|line| line.asked.as_str()).collect();
    if yes.is_empty() || yes.len() > limits::MEETING_CERTIFICATES_MAX || !may(cx, DraftCertificates::NAME) {
        return None;
    }
    let event = asked.need.purpose.as_ref().map_or("", |purpose| purpose.text.as_str());
    let (from, until) = (asked.period.0.to_string(), asked.period.1.to_string());
    let fields = [
        ("names", yes.join("\n")),
        ("event", event.to_owned()),
        ("level", asked.need.level.0.clone()),
        ("categories", asked.need.categories.joined()),
        ("event_from", from),
        ("event_until", until),
    ];
    let query: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    Some(Link::new(cx.words.t("page-gate-draft"), format!("/do/{}?{}", DraftCertificates::NAME, query.join("&"))))
}

/// How many of each answer.
fn figures(cx: &PageCx<'_, '_>, lines: &[Line]) -> Vec<Figure> {
    let words = &cx.words;
    let one = |key: &str, tone: Tone, is: fn(&Answer) -> bool| {
        let count = lines.iter().filter(|line| is(&line.answer)).count();
        Figure {
            label: words.t(key),
            value: words.l.int(i64::try_from(count).unwrap_or(i64::MAX)),
            tone: if count > 0 { tone } else { Tone::Neutral },
            ..Figure::default()
        }
    };
    vec![
        one("page-gate-yes", Tone::Good, |a| a.admits().is_some()),
        one("page-gate-no", Tone::Bad, |a| matches!(a, Answer::No(_))),
        one("page-gate-unknown", Tone::Warn, |a| matches!(a, Answer::Unknown)),
        one("page-gate-several", Tone::Warn, |a| matches!(a, Answer::Several)),
    ]
}

fn shown(cx: &PageCx<'_, '_>, line: &Line) -> GateLine {
    let words = &cx.words;
    let (tone, word, access) = match &line.answer {
        Answer::Yes(access) => (Tone::Good, words.t("page-gate-yes"), Some(access)),
        Answer::Undertaken(access) => (Tone::Good, words.t("page-gate-undertaken"), Some(access)),
        Answer::No(access) => {
            let held = words.with("page-gate-no-holds", "access", &answer(cx, access));
            (Tone::Bad, held, Some(access))
        }
        Answer::Unknown => (Tone::Warn, words.t("page-gate-unknown"), None),
        Answer::Several => (Tone::Warn, words.t("page-gate-several"), None),
    };
    let person =
        line.person.as_ref().map(|(id, name)| Link::new(name.clone(), format!("/people/{}/access", id.outward(Person::DEF.prefix))));
    let until = access.and_then(|access| access.until).map(|day| day.to_string()).unwrap_or_default();
    // Where a signature is all that is missing, it is recorded on the way.
    let sign = |why: &&Why| why.code == NO_UNDERTAKING && may(cx, RecordBriefing::NAME);
    let told = |(why, id): (&Why, RecordId)| Reason {
        link: Some(why).filter(sign).map(|_| {
            let href =
                format!("/do/{}?on={}&kind={}", RecordBriefing::NAME, id.outward(Person::DEF.prefix), BriefingKind::Undertaking.code());
            Link::new(words.code("command", RecordBriefing::NAME), href)
        }),
        ..reason(cx, why)
    };
    let id = line.person.as_ref().map_or(RecordId::NIL, |(id, _)| *id);
    let reasons = access.map(|access| access.reasons.iter().map(|why| told((why, id))).collect()).unwrap_or_default();
    GateLine { asked: line.asked.clone(), person, tone, word, until, reasons }
}
