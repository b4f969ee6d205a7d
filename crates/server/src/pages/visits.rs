//! Visits: what stands in the way of each, found anew on every reading; the form on paper and as XML; who is expected at the gate today.

use axum::extract::{Path, State};
use axum::response::Response;
use desk_clearance::visits::checks::{VisitCheck, last};
use desk_clearance::visits::incoming::{self, Badge};
use desk_clearance::visits::queries::{OPEN_FIRST, Standards, by_state, expected, first, standards, trip, trips};
use desk_clearance::visits::rules::{Fault, Trip};
use desk_clearance::visits::{IncomingVisit, VisitRequest, VisitorAnswer, lifecycle};
use kernel::{Id, RecordId, Register, Value};
use ledger::Error;
use spine::organisations::Authority;
use spine::people::Person;
use ui::numbers::NumbersPage;
use ui::pages::Figure;
use ui::parts::{Cell, Column, Link, Notice, Row, Section, Table, Tone};

use super::letters::file;
use super::machine::answer;
use super::register::sees;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::leaving;
use crate::letters::{proof, typeset};
use crate::visitor::Visitor;
use crate::visits::{document, form, xml};
use crate::words::Words;

/// Address of the list.
pub const PATH: &str = "/clearance/visits";
/// Address of the gate.
pub const GATE: &str = "/clearance/gate";

/// A request with what stands in its way.
type Judged<'a> = (&'a Trip, Vec<Fault>);

fn request_id(id: &str) -> Result<Id<VisitRequest>, Error> {
    RecordId::parse(id).map(Id::new).ok_or(Error::NotFound)
}

/// Address of what stands in the way of a request.
pub fn href(id: RecordId) -> String {
    format!("/visits/{}", id.outward(VisitRequest::DEF.prefix))
}

/// How a request stands, in a word and a tone.
fn told(cx: &PageCx<'_, '_>, faults: &[Fault]) -> (Tone, String) {
    let grave = faults.iter().filter(|fault| fault.grave).count();
    match (grave, faults.len()) {
        (0, 0) => (Tone::Good, cx.words.t("page-visits-good")),
        (0, some) => (Tone::Warn, cx.words.l.count("page-visits-faults", "count", some)),
        (grave, _) => (Tone::Bad, cx.words.l.count("page-visits-faults", "count", grave)),
    }
}

/// How many requests the reader sees that a host has approved.
pub fn granted(cx: &mut PageCx<'_, '_>) -> Result<usize, Error> {
    let counted = by_state(cx.view)?;
    let granted: i64 = lifecycle::GRANTED.iter().filter_map(|state| counted.get(*state)).sum();
    Ok(usize::try_from(granted).unwrap_or_default())
}

/// What a night found among all that hosts have approved, with its day.
pub fn night(words: Words, night: &VisitCheck) -> String {
    let count = |count: i64| usize::try_from(count).unwrap_or_default();
    let told = of_all(words, "page-visits-night-found", count(night.found.visits_calling), count(night.found.visits_granted));
    format!("{} – {told}", words.with("page-visits-night", "date", &night.checked_on.to_string()))
}

/// So many of all.
pub fn of_all(words: Words, key: &str, some: usize, all: usize) -> String {
    let int = |count: usize| words.l.int(i64::try_from(count).unwrap_or(i64::MAX));
    words.l.with2(key, "some", &int(some), "all", &int(all))
}

/// Every open request with what stands in its way; where there are more than a page holds, the first, and what the night found in all.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &VisitRequest::DEF)?;
        let words = cx.words;
        let shown = first(cx.view, &OPEN_FIRST)?;
        let counted = by_state(cx.view)?;
        let sum = |states: &[&str]| states.iter().filter_map(|state| counted.get(*state)).sum::<i64>();
        let (open, granted, waiting) = (sum(lifecycle::OPEN), sum(lifecycle::GRANTED), sum(lifecycle::SENT));
        let standards = standards(cx.view)?;
        let hosts = cx.named(&Authority::DEF, shown.iter().map(|r| r.body.host.raw()).collect())?;
        let all = trips(cx.view, shown)?;
        let today = cx.view.today;
        let judged: Vec<Judged<'_>> = all.iter().map(|trip| (trip, standards.faults(trip, today, cx.view.policy))).collect();
        let red = judged.iter().filter(|(_, faults)| faults.iter().any(|fault| fault.grave)).count() as i64;
        let figure = |key: &str, count: i64, tone: Tone| Figure {
            label: words.t(key),
            value: words.l.int(count),
            tone,
            word: if tone == Tone::Bad { words.t("page-needs-attention") } else { String::new() },
            ..Figure::default()
        };
        let rows = judged.iter().map(|(trip, faults)| {
            let (tone, word) = told(cx, faults);
            Row::new(vec![
                Cell::text(trip.request.number.clone()).link(href(trip.id.raw())),
                Cell::text(hosts.get(&trip.request.host.raw()).cloned().unwrap_or_default()),
                Cell::text(trip.request.subject.clone()),
                Cell::fixed(trip.request.valid_from.to_string()),
                Cell::fixed(trip.request.valid_until.to_string()),
                Cell::number(words.l.int(i64::try_from(trip.party.len()).unwrap_or(i64::MAX))),
                Cell::text(words.choice("state", trip.request.state.code())),
                Cell::badge(tone, word),
            ])
        });
        let table = Table {
            caption: words.t("page-visits"),
            columns: vec![
                Column::new(words.field(None, "number")),
                Column::new(words.field(None, "host")),
                Column::new(words.field(Some(VisitRequest::NAME), "subject")),
                Column::new(words.field(None, "valid_from")),
                Column::new(words.field(None, "valid_until")),
                Column::number(words.t("page-visits-party")),
                Column::new(words.field(None, "state")),
                Column::new(words.t("page-visits-stands")),
            ],
            rows: rows.collect(),
            empty: words.t("page-none"),
            selectable: false,
        };
        let every = usize::try_from(open).unwrap_or_default();
        let cut = every > judged.len();
        let mut intro =
            if cut { of_all(words, "page-visits-first", judged.len(), every) } else { words.l.count("page-total", "count", judged.len()) };
        if let Some(found) = last(cx.view)? {
            intro = format!("{intro} · {}", night(words, &found));
        }
        let figures = vec![
            figure("page-visits-open", open, Tone::Neutral),
            figure(if cut { "page-visits-red-shown" } else { "page-visits-red" }, red, if red > 0 { Tone::Bad } else { Tone::Good }),
            figure("page-visits-approved", granted, Tone::Neutral),
            figure("page-visits-waiting", waiting, Tone::Neutral),
        ];
        cx.lists_of(&VisitRequest::DEF, judged.len());
        let mut page = NumbersPage::new(cx.shell(words.t("page-visits"), PATH)?, PATH);
        page.intro = words.t("page-visits-intro");
        page.figures = figures;
        page.sections = vec![Section { title: words.t("page-visits-all"), intro, table, ..Section::default() }];
        page.links = [("visits.prepare", "/do/visits.prepare"), ("incoming.receive", "/do/incoming.receive")]
            .into_iter()
            .filter(|(command, _)| may(cx, command))
            .map(|(command, href)| Link::new(words.code("command", command), href))
            .chain([Link::new(words.t("page-gate-today"), GATE)])
            .collect();
        page.shell.trail = vec![Link::new(words.t("page-desk-clearance"), "/clearance")];
        Ok(html(&page))
    })
    .await
}

/// What stands in the way of one request: of itself and of each visitor.
pub async fn one(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let request = cx.view.get(request_id(&id)?)?;
        let (trip, standards) = (trip(cx.view, &request)?, standards(cx.view)?);
        let today = cx.view.today;
        let faults = standards.faults(&trip, today, cx.view.policy);
        let lead = standards.lead(&trip, today);
        let words = cx.words;
        let (from, until) = (request.body.valid_from.to_string(), request.body.valid_until.to_string());
        let name = |member: RecordId| trip.party.iter().find(|m| m.id.raw() == member).map(|m| m.name.clone()).unwrap_or_default();
        let rows = faults.iter().map(|fault| {
            let about = fault.member.map_or_else(|| words.t("page-visit-request-itself"), name);
            let tone = if fault.grave { Tone::Bad } else { Tone::Warn };
            let word = words.t(if fault.grave { "page-needs-attention" } else { "page-visit-to-know" });
            Row::new(vec![Cell::text(about), Cell::badge(tone, word), Cell::prose(words.refusal(&fault.refusal))])
        });
        let found = Table {
            caption: words.t("page-visit-check"),
            columns: vec![
                Column::new(words.t("page-visit-about")),
                Column::new(words.t("page-visits-stands")),
                Column::new(words.t("page-visit-fault")),
            ],
            rows: rows.collect(),
            empty: words.t("page-visit-none"),
            selectable: false,
        };
        let party = party(cx, &trip, &standards, &faults);
        let given = lead.given.to_string();
        let lead = match lead.wanted {
            Some(wanted) => words.l.with2("page-visit-lead-text", "given", &given, "wanted", &wanted.to_string()),
            None => words.with("page-visit-lead-open", "given", &given),
        };
        for member in &trip.party {
            cx.opens_file(Some(member.visitor.person.raw()));
        }
        cx.lists_of(&Person::DEF, trip.party.len());
        let here = href(request.head.id);
        let state = words.choice("state", request.body.state.code());
        let title = format!("{} · {state}", request.body.number);
        let mut page = NumbersPage::new(cx.shell(title, PATH)?, here.clone());
        page.intro = format!("{} {lead}", words.l.with2("page-visit-check-intro", "from", &from, "until", &until));
        page.sections = vec![
            Section { title: words.t("page-visit-check"), table: found, ..Section::default() },
            Section { title: words.t("page-visit-visitors"), table: party, ..Section::default() },
        ];
        page.links = vec![
            Link::new(words.t("page-visit-record"), record_href(VisitRequest::NAME, VisitRequest::DEF.prefix, request.head.id)),
            Link::new(words.t("page-visit-pdf"), format!("{here}/request.pdf")),
            Link::new(words.t("page-visit-xml"), format!("{here}/request.xml")),
        ];
        page.shell.trail = vec![Link::new(words.t("page-visits"), PATH)];
        Ok(html(&page))
    })
    .await
}

/// The party, each with what they may see for this visit and until when.
fn party(cx: &PageCx<'_, '_>, trip: &Trip, standards: &Standards, faults: &[Fault]) -> Table {
    let words = &cx.words;
    let moment = standards.moment(cx.view.today, cx.view.policy);
    let row = |member: &desk_clearance::visits::rules::Member| {
        let (access, _) = trip.access(member, moment);
        let in_the_way = faults.iter().filter(|fault| fault.member == Some(member.id.raw())).count();
        let (tone, word) = match in_the_way {
            _ if member.visitor.answer == VisitorAnswer::Refused => (Tone::Neutral, words.choice("answer", VisitorAnswer::Refused.code())),
            0 => (Tone::Good, words.t("page-visits-good")),
            some => (Tone::Bad, words.l.count("page-visits-faults", "count", some)),
        };
        let document = member.document.as_ref().map(|d| format!("{} {}", words.choice("kind", d.kind.code()), d.valid_until));
        Row::new(vec![
            Cell::text(member.name.clone()).link(format!("/people/{}/access", member.visitor.person.outward())),
            Cell::text(member.visitor.position.clone()),
            Cell::text(answer(cx, &access)),
            Cell::fixed(access.until.map(|day| day.to_string()).unwrap_or_default()),
            Cell::text(document.unwrap_or_default()),
            Cell::text(words.choice("answer", member.visitor.answer.code())),
            Cell::badge(tone, word),
        ])
    };
    Table {
        caption: words.t("page-visit-visitors"),
        columns: vec![
            Column::new(words.t("ui-person")),
            Column::new(words.field(Some("visitors"), "position")),
            Column::new(words.t("page-visit-holds")),
            Column::new(words.t("page-visit-until")),
            Column::new(words.field(Some("visitors"), "document")),
            Column::new(words.t("page-visit-answer")),
            Column::new(words.t("page-visits-stands")),
        ],
        rows: trip.party.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: false,
    }
}

/// What the record's own page says first: how many things stand in its way, leading to them.
pub fn notice(cx: &mut PageCx<'_, '_>, id: RecordId) -> Result<Option<Notice>, Error> {
    let request = cx.view.get::<VisitRequest>(Id::new(id))?;
    if !lifecycle::OPEN.contains(&request.body.state.code()) {
        return Ok(None);
    }
    let (trip, standards) = (trip(cx.view, &request)?, standards(cx.view)?);
    let grave = standards.faults(&trip, cx.view.today, cx.view.policy).iter().filter(|fault| fault.grave).count();
    let link = Some(Link::new(cx.words.t("page-visit-check"), href(id)));
    let notice = |text: String| Notice { tone: Tone::Bad, text, link };
    Ok((grave > 0).then(|| notice(cx.words.l.count("page-visit-red-notice", "count", grave))))
}

/// A form in one of its two shapes; what leaves is recorded as any export is.
pub async fn paper(State(app): State<App>, visitor: Visitor, Path((id, format)): Path<(String, String)>) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let id = request_id(&id).map_err(failed)?;
    let (kind, media) = match format.as_str() {
        "pdf" => ("pdf", "application/pdf"),
        "xml" => ("xml", "application/xml"),
        _ => return Err(failed(Error::NotFound)),
    };
    let (account, form) = app
        .show(visitor.clone(), move |cx| {
            let mut form = form(cx.view, id)?;
            let people: Vec<RecordId> = form.people().collect();
            cx.lists_of(&Person::DEF, people.len());
            people.into_iter().for_each(|person| cx.opens_file(Some(person)));
            form.marking = cx.view.policy.both(&cx.mark());
            form.label = cx.label();
            form.element = exchange::label::element(cx.view.policy, &cx.mark());
            Ok((cx.view.account(), form))
        })
        .await?;
    let number = form.request.body.number.replace('/', "-");
    let rows = i64::try_from(form.people().count()).unwrap_or(i64::MAX);
    let values = vec![
        VisitRequest::NAME.into(),
        form.request.body.number.as_str().into(),
        kind.into(),
        Value::Int(rows),
        form.marking.as_str().into(),
    ];
    let left = leaving::record(&app, account, values).await.map_err(failed)?;
    let bytes = if kind == "xml" {
        xml(&form).map_err(failed)?
    } else {
        let proof = proof(&app.ledger).await.map_err(failed)?;
        let document = documents::Document { watermark: left.watermark, ..document(&form, &proof, left.when) };
        typeset(document).await.map_err(failed)?
    };
    Ok(file(&format!("{number}.{kind}"), media, bytes))
}

/// Who is expected at the gate today, each with whether they may come in at this very moment.
pub async fn gate(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &IncomingVisit::DEF)?;
        let words = cx.words;
        let today = cx.view.today;
        let standards = standards(cx.view)?;
        let all = expected(cx.view, today)?;
        let names = cx.view.titles(Person::NAME, &all.iter().map(|guest| guest.visit.body.person.raw()).collect::<Vec<_>>())?;
        let judged: Vec<_> = all.iter().map(|guest| (guest, incoming::faults(guest, today, &standards.rules, cx.view.policy))).collect();
        let row = |(guest, faults): &(&desk_clearance::visits::queries::Guest, Vec<kernel::Refusal>)| {
            let visit = &guest.visit;
            let (tone, word) = if faults.is_empty() {
                let badge = incoming::badge(&visit.body, &standards.visits, cx.view.policy);
                (if badge == Badge::Unescorted { Tone::Good } else { Tone::Info }, words.choice("badge", badge.code()))
            } else {
                (Tone::Bad, words.t("page-gate-may-not"))
            };
            let why: Vec<String> = faults.iter().map(|fault| words.refusal(fault)).collect();
            // Whoever may not come in is turned away; whoever is in leaves.
            let here = if faults.is_empty() { ["incoming.let_in", "incoming.let_out"] } else { ["incoming.turn_away", "incoming.let_out"] };
            let mut steps = incoming::LIFECYCLE.moves_from(visit.body.state.code());
            let step = steps.find(|step| here.contains(&step.command) && may(cx, step.command));
            let id = visit.head.id.outward(IncomingVisit::DEF.prefix);
            let action = step.map_or_else(
                || Cell::text(String::new()),
                |step| Cell::text(words.code("command", step.command)).link(format!("/do/{}?on={id}", step.command)),
            );
            let name = names.get(&visit.body.person.raw()).cloned().unwrap_or_default();
            Row::new(vec![
                Cell::text(name).link(record_href(IncomingVisit::NAME, IncomingVisit::DEF.prefix, visit.head.id)),
                Cell::text(visit.body.employer.clone()),
                Cell::text(visit.body.hosted_by.clone()),
                Cell::fixed(visit.body.valid_until.to_string()),
                Cell::text(words.choice("state", visit.body.state.code())),
                Cell::badge(tone, word),
                Cell::prose(why.join(" ")),
                action,
            ])
        };
        let table = Table {
            caption: words.t("page-gate-today"),
            columns: vec![
                Column::new(words.t("ui-person")),
                Column::new(words.field(None, "employer")),
                Column::new(words.field(None, "hosted_by")),
                Column::new(words.field(None, "valid_until")),
                Column::new(words.field(None, "state")),
                Column::new(words.field(None, "badge")),
                Column::new(words.t("page-visit-fault")),
                Column::new(words.t("page-gate-action")),
            ],
            rows: judged.iter().map(row).collect(),
            empty: words.t("page-gate-nobody"),
            selectable: false,
        };
        let free = judged.iter().filter(|(_, faults)| faults.is_empty()).count();
        let inside = judged.iter().filter(|(guest, _)| guest.visit.body.state == incoming::IncomingState::In).count();
        let figure = |key: &str, count: usize, tone: Tone| Figure {
            label: words.t(key),
            value: words.l.int(i64::try_from(count).unwrap_or(i64::MAX)),
            tone: if count == 0 { Tone::Neutral } else { tone },
            ..Figure::default()
        };
        let figures = vec![
            figure("page-gate-expected", judged.len(), Tone::Neutral),
            figure("page-gate-may-enter", free, Tone::Good),
            figure("page-gate-may-not", judged.len() - free, Tone::Bad),
            figure("page-gate-in-house", inside, Tone::Info),
        ];
        let shown = judged.len();
        cx.lists_of(&Person::DEF, shown);
        let mut page = NumbersPage::new(cx.shell(words.t("page-gate-today"), GATE)?, GATE);
        page.intro = words.with("page-gate-today-intro", "date", &today.to_string());
        page.figures = figures;
        page.sections = vec![Section { title: words.t("page-gate-expected"), table, ..Section::default() }];
        page.shell.trail = vec![Link::new(words.t("page-visits"), PATH)];
        Ok(html(&page))
    })
    .await
}
