//! A record: state, what can be done and what it needs, facts, what belongs to it, everything that happened.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use desk_clearance::audits::AuditSample;
use desk_clearance::authorisations;
use desk_clearance::cases::paths::Path as CasePath;
use desk_clearance::cases::{CaseKind, LIFECYCLE, PscCase};
use jiff::civil::Date;
use kernel::{ClockOwner, FieldKind, Head, Id, Lifecycle, Record, RecordId, Register, RegisterDef, Value};
use ledger::approval::Approve;
use ledger::markings::{LowerMarking, RaiseMarking};
use ledger::store::Meta;
use ledger::transition::Transition;
use ledger::{Command as _, CommandDef, Error, ListQuery, RawRecord};
use spine::cases::queries::{ahead, clock_of, timing};
use spine::clearances::queries::{facts as facts_of, rulebook};
use spine::clearances::{AccessAuthorisation, Decision, effective_access, rules};
use spine::documents::Attachment;
use spine::findings::Finding;
use spine::findings::commands::Raise;
use spine::incidents::Incident;
use spine::incidents::commands::Report;
use spine::mail::MailItem;
use spine::mail::rules::late_by;
use spine::organisations::Authority;
use spine::people::Person;
use spine::posts::{Assignment, staff_category};
use ui::pages::{ClockView, RecordPage, TimelineEntry, TransitionView};
use ui::parts::{AsOf, Difference, Fact, FactGroup, FactValue, Link, Need, Notice, Row, Section, Stage, Step, Table, Tone};

use super::queue::{standing, working_days};
use super::register::{Asked, cell, look_back, tone};
use super::{PageCx, html, machine, record_href};
use crate::app::App;
use crate::failure::{Failure, encode};
use crate::visitor::Visitor;
use crate::words::{Titles, Words, time};

const RELATED_ROWS: usize = 10;
const RELATED_COLUMNS: usize = 5;
const DAY: i64 = 86_400_000_000;
/// Untyped references that say what a record belongs to.
const BELONGS_BY: &[&str] = &["person", "concerns", "record", "case"];

/// The page.
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let asked = Asked::new(pairs);
        let id = RecordId::parse(&id).ok_or(Error::NotFound)?;
        let meta = cx.view.meta(&register)?;
        let def = meta.def;
        look_back(cx, asked.day("known"))?;
        let record = cx.view.get_raw(&register, id)?;
        cx.opens_record(&record.head);
        let titles = cx.titles(&def, &[&record])?;
        let past = cx.view.is_past();
        let reference = cx.words.title(&def, &record.values);
        let person = record.head.subject.filter(|s| *s != id);
        let person = person.map(|p| cx.view.titles("people", &[p])).transpose()?.and_then(|t| t.into_values().next());
        let heading = person.map_or_else(|| reference.clone(), |name| format!("{reference} · {name}"));
        let state = record.value(&def, "state").text().unwrap_or("").to_owned();
        let since =
            record.value(&def, "since").int().map(|micros| cx.words.with("page-since", "when", &time(micros, cx.zone))).unwrap_or_default();
        let path = case_path(&def, &record);
        let stages = def.lifecycle.map(|lifecycle| stages(&cx.words, lifecycle, &state, path)).unwrap_or_default();
        let holder = def.lifecycle.and_then(|l| l.state(&state)).map(|s| cx.words.code("clock", s.clock.code())).unwrap_or_default();
        let waiting = if past { None } else { waiting(cx, id)? };
        let transitions = if past || record.head.void { Vec::new() } else { transitions(cx, &def, &record, &state, waiting.is_some())? };
        let mut notices = void_notice(&cx.words, &record);
        // Whatever is asked for already is decided first.
        let asked_for = waiting.map(|link| Notice { tone: Tone::Warn, text: cx.words.t("page-waiting-for-approval"), link: Some(link) });
        notices.extend(asked_for);
        let clocks = match def.lifecycle {
            Some(lifecycle) => clocks(cx, lifecycle, &def, &record, asked.day("known"))?,
            None => Vec::new(),
        };
        let path = record_href(&register, def.prefix, id);
        let mut related = related(cx, &def, &record)?;
        related.extend(super::audits::serving(cx, &def, id)?);
        if register == "people" {
            related.extend(super::sealed::readings(cx, id)?);
        }
        let timeline = timeline(cx, meta, id)?;
        let duties = cx.view.duties();
        let may_change = def.edited_by.iter().any(|d| duties.contains(d)) && !past && !record.head.void;
        let mut links = Vec::new();
        let mut groups = facts(cx, &def, &record, &titles);
        if register == PscCase::NAME {
            groups.extend(provisional(cx, &record)?);
            notices.extend(no_member(cx, &record)?);
        }
        if register == "people" {
            groups.splice(0..0, access(cx, Id::new(id), asked.day("known"))?);
            links.push(Link::new(cx.words.t("page-access-history"), format!("/people/{}/access", id.outward("per"))));
            links.push(Link::new(cx.words.t("page-held-link"), super::held::path(id)));
        }
        if register == "work_calendars" && may_change {
            links.push(Link::new(cx.words.t("page-holidays"), format!("/calendars/{}/holidays", id.outward(def.prefix))));
        }
        if register == "attachments" {
            links.push(Link::new(cx.words.t("page-download"), format!("/attachments/{}", id.outward("att"))));
            if exchange::mail::is_message(&reference) {
                links.push(Link::new(cx.words.t("page-message"), format!("/attachments/{}/message", id.outward("att"))));
            }
        }
        // What lives through stages can be somebody's task.
        if def.lifecycle.is_some() && !past && !matches!(register.as_str(), "tasks" | "tickets") && super::may(cx, "tasks.give") {
            let person = naming(cx, "person", ("people", "per"), record.head.subject)?;
            links.push(Link::new(
                cx.words.code("command", "tasks.give"),
                format!("/do/tasks.give?concerns={}{person}", id.outward(def.prefix)),
            ));
        }
        // What is wrong with a record is raised where it is seen.
        for command in [Raise::NAME, Report::NAME] {
            if def.lifecycle.is_some() && !past && def.name != Finding::NAME && def.name != Incident::NAME && super::may(cx, command) {
                links.push(Link::new(
                    cx.words.code("command", command),
                    format!("/do/{command}?concerns={}&register={}", id.outward(def.prefix), def.name),
                ));
            }
        }
        links.extend(super::sealed::link(cx, &def, &record)?);
        if !past && !record.head.void {
            links.extend(markings(cx, def.name, def.prefix, &record.head));
            links.push(Link::new(cx.words.t("page-record-label"), format!("{path}/label.xml")));
        }
        if register == "controlled_documents" {
            links.push(Link::new(cx.words.t("page-documents-reader"), super::documents::href(id)));
        }
        if register == "visit_requests" {
            links.push(Link::new(cx.words.t("page-visit-check"), super::visits::href(id)));
            if !past && !record.head.void {
                notices.extend(super::visits::notice(cx, id)?);
            }
        }
        if register == AuditSample::NAME {
            links.push(super::audits::link(cx.words, id));
        }
        if register == "scan_sessions" {
            links.push(Link::new(cx.words.t("page-cabinet"), format!("{}/{}", super::cabinet::PATH, id.outward(def.prefix))));
        }
        if register == "places" && cx.view.opens("dossiers") {
            let place = id.outward(def.prefix);
            links.extend(super::cabinet::label_links(cx.words, &format!("place={place}")));
        }
        if register == "reconciliation_certificates" {
            links.extend(super::cabinet::pdf_links(cx.words, id));
        }
        links.extend(super::holdings::links(cx, &def, &record)?);
        if register == "letters" {
            links.extend(super::letters::links(cx, id, &state));
            notices.extend(super::letters::outgoing(cx, &register, id)?);
        }
        let page = RecordPage {
            kind: cx.words.register(&register, true),
            marking: cx.view.policy.marking(&cx.view.policy.mark(&record.head), cx.words.l.lang()),
            stages,
            holder,
            since,
            clocks,
            notices,
            transitions,
            facts: groups,
            related,
            timeline,
            timeline_more: None,
            edit: may_change.then(|| format!("/do/{}?on={}", def.change, id.outward(def.prefix))),
            links,
            as_of: AsOf { on: String::new(), known: asked.get("known").to_owned() },
            shell: {
                let mut shell = cx.shell(heading, &format!("/r/{register}"))?;
                shell.trail = vec![Link::new(cx.words.register(&register, false), format!("/r/{register}"))];
                shell
            },
            reference: String::new(),
            path,
        };
        Ok(html(&page))
    })
    .await
}

/// The forms that mark a record higher or lower, with what it is marked now.
fn markings(cx: &PageCx<'_, '_>, register: &str, prefix: &str, head: &Head) -> Vec<Link> {
    let label = &head.label;
    let now = [("level", label.level.clone()), ("caveats", label.caveats.joined()), ("releasable", label.releasable.joined())];
    let now: String = now.iter().map(|(name, value)| format!("&{name}={}", encode(value))).collect();
    let on = format!("register={register}&record={}{now}", head.id.outward(prefix));
    let commands = [RaiseMarking::NAME, LowerMarking::NAME].into_iter().filter(|name| super::may(cx, name));
    commands.map(|name| Link::new(cx.words.code("command", name), format!("/do/{name}?{on}"))).collect()
}

fn void_notice(words: &Words, record: &RawRecord) -> Vec<Notice> {
    let notice = || Notice { tone: Tone::Warn, text: words.t("page-void"), link: None };
    record.head.void.then(notice).into_iter().collect()
}

/// The path a case of its kind walks; none for any other record.
fn case_path(def: &RegisterDef, record: &RawRecord) -> Option<&'static CasePath> {
    let kind = if def.name == PscCase::NAME { record.value(def, "kind").text() } else { None };
    kind.and_then(CaseKind::from_code).map(CaseKind::path)
}

fn stages(words: &Words, lifecycle: &Lifecycle, state: &str, walked: Option<&CasePath>) -> Vec<Stage> {
    let path: Vec<_> = match walked {
        // The end of a shorter path need not be where the longest one ends.
        Some(walked) => lifecycle.states.iter().filter(|s| (s.stage || !s.open) && walked.shows(s.code)).collect(),
        None => lifecycle.states.iter().filter(|s| s.stage).collect(),
    };
    let place = path.iter().position(|s| s.code == state);
    let all = lifecycle.states.iter().position(|s| s.code == state).unwrap_or(0);
    // A state beside the path stands behind the last stage that comes before it in the table.
    let beside = place.is_none();
    let behind = path.iter().filter(|s| lifecycle.states.iter().position(|x| x.code == s.code).is_some_and(|at| at < all)).count();
    let open = lifecycle.state(state).is_some_and(|s| s.open);
    let mut out: Vec<Stage> = Vec::new();
    for (at, stage) in path.iter().enumerate() {
        let step = match place {
            Some(here) if at < here || (at == here && !open) => Step::Done,
            Some(here) if at == here => Step::Current,
            None if open && at < behind => Step::Done,
            _ => Step::Todo,
        };
        out.push(Stage { label: words.code("state", stage.code), step, note: String::new() });
        if beside && open && at + 1 == behind {
            out.push(Stage { label: words.code("state", state), step: Step::Current, note: String::new() });
        }
    }
    if beside && !open {
        out.push(Stage { label: words.code("state", state), step: Step::Stopped, note: String::new() });
    }
    out
}

/// Whose clock ran for how long so far: the office's in working days with the standard of its present step, the others' in whole days, the
/// authority's usual time beside its own.
fn clocks(
    cx: &mut PageCx<'_, '_>,
    lifecycle: &'static Lifecycle,
    def: &RegisterDef,
    record: &RawRecord,
    known: Option<Date>,
) -> Result<Vec<ClockView>, Error> {
    let end = known.and_then(|day| day.tomorrow().ok()).and_then(|day| day.to_zoned(cx.zone.clone()).ok()).map(|z| z.timestamp());
    let end = end.map_or(cx.view.now, |end| end.min(cx.view.now)).as_microsecond();
    let clock = clock_of(cx.view, def.name, lifecycle, record.head.id, end)?;
    let all = &clock.intervals;
    let running = all.last().filter(|i| i.until == end && lifecycle.state(i.state).is_some_and(|s| s.open)).map(|i| i.owner);
    let target = authority_days(cx, record)?;
    let words = cx.words;
    let days = |micros: i64| words.l.count("page-days-waiting", "count", usize::try_from(micros / DAY).unwrap_or(0));
    let mut out = Vec::new();
    for owner in
        [ClockOwner::Office, ClockOwner::Authority, ClockOwner::Subject, ClockOwner::Requester, ClockOwner::Hr, ClockOwner::ForceMajeure]
    {
        let raw = kernel::clocks::raw(all, owner);
        let always = matches!(owner, ClockOwner::Office | ClockOwner::Authority | ClockOwner::Subject);
        if raw == 0 && !always {
            continue;
        }
        let runs = running == Some(owner);
        let mut view = ClockView {
            label: words.code("clock", owner.code()),
            value: days(raw),
            tone: Tone::Info,
            word: if runs { words.t("page-clock-running") } else { String::new() },
            ..ClockView::default()
        };
        match owner {
            ClockOwner::Office => {
                let worked = kernel::clocks::elapsed(all, owner, &clock.timing.office);
                view.value = words.with("page-clock-wd", "days", &working_days(&words, worked, clock.timing.office.day()));
                if let Some(due) = clock.due.filter(|_| runs || clock.paused) {
                    (view.tone, view.word) = standing(&words, Some(&due), clock.paused);
                    let (used, allowed) = (working_days(&words, due.used, due.day), working_days(&words, due.target, due.day));
                    view.target = match due.at.filter(|_| !clock.paused || !due.met()) {
                        Some(at) => words
                            .l
                            .ta("page-clock-step", &[("used", used.into()), ("target", allowed.into()), ("due", time(at, cx.zone).into())]),
                        None => words.l.with2("page-clock-step-open", "used", &used, "target", &allowed),
                    };
                }
            }
            ClockOwner::Authority => {
                if let Some(target) = target {
                    view.target = words.l.count("page-clock-usual", "count", usize::try_from(target).unwrap_or(0));
                    if raw / DAY > i64::from(target) {
                        (view.tone, view.word) = (Tone::Warn, words.t("page-clock-late"));
                    }
                }
            }
            _ => {}
        }
        out.push(view);
    }
    let total: i64 = all.iter().map(|i| i.until - i.from).sum();
    out.push(ClockView { label: words.t("page-clock-total"), value: days(total), tone: Tone::Info, ..ClockView::default() });
    Ok(out)
}

/// How many days the authority of a case usually takes, by the rules in force when it was opened.
fn authority_days(cx: &mut PageCx<'_, '_>, record: &RawRecord) -> Result<Option<i32>, Error> {
    if record.values.len() != PscCase::DEF.fields.len() {
        return Ok(None);
    }
    let value = |name: &str| record.value(&PscCase::DEF, name);
    let (Some(authority), Some(opened), Some(level)) = (value("authority").id(), value("opened_at").int(), value("level").text()) else {
        return Ok(None);
    };
    let (level, day) = (level.to_owned(), kernel::clock::from_micros(opened).to_zoned(cx.zone.clone()).date());
    let nation = match cx.view.get::<Authority>(Id::new(authority)) {
        Ok(authority) => authority.body.nation.0,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let posts = value("person").id().map_or_else(|| Ok(Vec::new()), |person| cx.view.having::<Assignment>("person", person))?;
    let whom = (value("programme").text(), staff_category(posts.iter().map(|post| &post.body), day));
    Ok(rulebook(cx.view)?.closest((&nation, &level), whom, day).map(|rule| rule.decision_target_days))
}

fn transitions(
    cx: &mut PageCx<'_, '_>,
    def: &RegisterDef,
    record: &RawRecord,
    state: &str,
    waits: bool,
) -> Result<Vec<TransitionView>, Error> {
    let duties = cx.view.duties();
    let may = |c: &CommandDef| c.duties.iter().any(|d| duties.contains(d));
    let id = record.head.id.outward(def.prefix);
    let mut out = Vec::new();
    let holds = |(field, codes): &(&str, &[&str])| match record.value(def, field) {
        Value::Text(code) => codes.contains(&code.as_str()),
        Value::Int(told) => codes.contains(&if *told == 0 { "no" } else { "yes" }),
        _ => false,
    };
    if let Some(lifecycle) = def.lifecycle {
        let path = case_path(def, record);
        let walked = lifecycle.moves_from(state).filter(|step| path.is_none_or(|path| path.goes(step.command, state, step.to)));
        for (at, step) in walked.enumerate() {
            // A move that a command on another record makes along with its own is not offered here.
            let fits = |c: &&CommandDef| may(c) && c.on.is_none_or(|register| register == def.name) && c.offered.iter().all(holds);
            let Some(command) = cx.view.manifest.command(step.command).filter(fits) else { continue };
            let needs =
                step.evidence.iter().filter_map(|code| evidence(cx, def, record, code).transpose()).collect::<Result<Vec<_>, _>>()?;
            // Without the decision it rests on, a move cannot be made at all; a letter can still be added from the form.
            let shut = step.evidence.iter().any(|e| matches!(*e, "grant" | "refusal")) && needs.iter().any(|n| !n.met);
            let href = if shut { String::new() } else { format!("/do/{}?on={id}", command.name) };
            out.push(transition(cx, command, href, at == 0 && !shut && !waits, needs));
        }
    }
    let moves = |name: &str| def.lifecycle.is_some_and(|l| l.moves.iter().any(|m| m.command == name));
    for command in cx.view.manifest.commands() {
        let acts = command.on == Some(def.name) && ![def.change, Approve::NAME].contains(&command.name) && !moves(command.name);
        if acts && may(command) && command.offered.iter().all(holds) {
            out.push(transition(cx, command, format!("/do/{}?on={id}", command.name), false, Vec::new()));
        }
        let about = command.on.is_none() && !command.plain();
        let field = command.fields.iter().find(|f| f.kind == FieldKind::Ref(def.name) && !f.hidden && f.required);
        if let (true, true, Some(field)) = (about, may(command), field) {
            out.push(transition(cx, command, format!("/do/{}?{}={id}", command.name, field.name), false, Vec::new()));
        }
    }
    Ok(out)
}

fn waiting(cx: &mut PageCx<'_, '_>, record: RecordId) -> Result<Option<Link>, Error> {
    let query = ListQuery {
        filters: vec![("state".to_owned(), "pending".into()), ("record".to_owned(), record.into())],
        limit: 1,
        ..ListQuery::default()
    };
    let found = cx.view.rows_of("approvals", &query)?;
    Ok(found.first().map(|r| Link::new(cx.words.t("page-see-request"), record_href("approvals", "apr", r.head.id))))
}

fn transition(cx: &PageCx<'_, '_>, command: &CommandDef, href: String, primary: bool, needs: Vec<Need>) -> TransitionView {
    let effect = format!("command-{}-effect", crate::words::dashed(command.name));
    let effect = if cx.words.l.has(&effect) { cx.words.t(&effect) } else { String::new() };
    TransitionView { label: cx.words.code("command", command.name), href, primary, effect, needs }
}

/// A member of a form's address that names a record: what the reader may not see is not named, not even by its id.
fn naming(cx: &mut PageCx<'_, '_>, field: &str, (register, prefix): (&str, &str), id: Option<RecordId>) -> Result<String, Error> {
    let Some(id) = id else { return Ok(String::new()) };
    let seen = cx.view.titles(register, &[id])?.contains_key(&id);
    Ok(if seen { format!("&{field}={}", id.outward(prefix)) } else { String::new() })
}

/// Evidence that is a record: whether it is there, and where to add it. What the form itself asks for is said there.
pub fn evidence(cx: &mut PageCx<'_, '_>, def: &RegisterDef, record: &RawRecord, code: &str) -> Result<Option<Need>, Error> {
    let text = cx.words.code("evidence", code);
    let missing = |cx: &PageCx<'_, '_>, link: Option<Link>| {
        let place = cx.words.code("evidence", &format!("{code}-where"));
        Some(Need { met: false, text: format!("{}. {place}", cx.words.code("evidence", code)), link })
    };
    match code {
        "outgoing-mail" | "incoming-mail" => {
            let direction = if code == "outgoing-mail" { "outgoing" } else { "incoming" };
            let found = letters(cx, record.head.id, direction, 1)?;
            if let Some(mail) = found.first() {
                let name = mail.value(&MailItem::DEF, "reference").text().unwrap_or("").to_owned();
                let late = late(cx, mail)?;
                let text = late.map_or_else(|| text.clone(), |late| format!("{text}. {late}"));
                return Ok(Some(Need { met: true, text, link: Some(Link::new(name, record_href("mail_items", "mai", mail.head.id))) }));
            }
            let person = naming(cx, "person", ("people", "per"), record.head.subject)?;
            let authority = ["authority", "host"].into_iter().find_map(|name| record.value(def, name).id());
            let authority = naming(cx, "authority", ("authorities", "aut"), authority)?;
            let concerns = record.head.id.outward(def.prefix);
            let href = format!("/do/mail.register?direction={direction}&concerns={concerns}{person}{authority}");
            Ok(missing(cx, Some(Link::new(cx.words.t("page-register-mail"), href))))
        }
        "visit-checks" => {
            let in_the_way = super::visits::notice(cx, record.head.id)?;
            Ok(Some(Need { met: in_the_way.is_none(), text, link: in_the_way.and_then(|notice| notice.link) }))
        }
        "requirement-or-proof" => {
            let (Some(person), Some(level)) = (record.head.subject, record.value(&PscCase::DEF, "level").text()) else { return Ok(None) };
            let facts = facts_of(cx.view, Id::new(person))?;
            let rank = |level: &str| cx.view.policy.rank(&kernel::Level(level.to_owned())).unwrap_or(-1);
            let required = rules::required(&facts, cx.view.today, cx.view.policy);
            if required.is_some_and(|need| rank(&need.level.0) >= rank(level)) {
                return Ok(Some(Need { met: true, text, link: None }));
            }
            Ok(missing(cx, None))
        }
        "grant" | "refusal" => {
            let decision = record.value(&PscCase::DEF, "decision").id();
            let decision = decision.map(|id| cx.view.get::<Decision>(Id::new(id))).transpose();
            let decision = match decision {
                Ok(decision) => decision,
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            };
            match decision {
                Some(decision) if decision.body.kind.grants() == (code == "grant") => {
                    let name = cx.words.choice("kind", decision.body.kind.code());
                    let href = record_href(Decision::NAME, Decision::DEF.prefix, decision.head.id);
                    Ok(Some(Need { met: true, text, link: Some(Link::new(name, href)) }))
                }
                // The other decision stands: nothing can be added, so nothing is said about where.
                Some(_) => Ok(Some(Need { met: false, text, link: None })),
                None => Ok(missing(cx, None)),
            }
        }
        _ => Ok(None),
    }
}

/// That a letter was registered later than the standard leaves, which is told and stops nothing.
fn late(cx: &mut PageCx<'_, '_>, mail: &RawRecord) -> Result<Option<String>, Error> {
    let value = |name: &str| mail.value(&MailItem::DEF, name);
    let received = value("received_on").text().and_then(|day| day.parse().ok());
    let (Some(received), Some(at)) = (received, value("registered_at").int()) else { return Ok(None) };
    let timing = timing(cx.view, received, ahead(cx.view.today))?;
    let registered = timing.day(at);
    let late = late_by(received, registered, &timing).is_some();
    Ok(late.then(|| cx.words.l.with2("evidence-registered-late", "received", &received.to_string(), "registered", &registered.to_string())))
}

/// Letters in force that concern a record, in one direction, the newest first.
pub fn letters(cx: &mut PageCx<'_, '_>, record: RecordId, direction: &str, limit: usize) -> Result<Vec<RawRecord>, Error> {
    let query = ListQuery {
        view: Some("newest".to_owned()),
        filters: vec![
            ("concerns".to_owned(), record.into()),
            ("direction".to_owned(), direction.into()),
            ("status".to_owned(), "issued".into()),
        ],
        limit,
        ..ListQuery::default()
    };
    cx.view.rows_of(MailItem::NAME, &query)
}

/// That an open case is about a national of no member nation, and not of the kind for them; it is told and stops nothing.
fn no_member(cx: &mut PageCx<'_, '_>, case: &RawRecord) -> Result<Option<Notice>, Error> {
    // What cannot be read as a case says nothing about its kind.
    let Ok(Record { body: case, .. }) = case.clone().typed::<PscCase>() else { return Ok(None) };
    if !LIFECYCLE.state(case.state.code()).is_some_and(|state| state.open) {
        return Ok(None);
    }
    let nation = match cx.view.get(case.person) {
        Ok(person) => person.body.nationality.0,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let opened = kernel::clock::date_at(kernel::clock::from_micros(case.opened_at.0), cx.zone);
    let odd = case.kind.is_odd_for(&nation, case.programme.as_deref(), opened);
    let text = || cx.words.l.with2("page-case-no-member", "nation", &cx.words.nation(&nation), "date", &opened.to_string());
    Ok(odd.then(|| Notice {
        tone: Tone::Warn,
        text: text(),
        link: Some(Link::new(cx.words.t("page-members"), super::labels::EQUIVALENCES)),
    }))
}

/// Where provisional access beside a case stands; nothing where there is none, or for who does not see access.
fn provisional(cx: &mut PageCx<'_, '_>, case: &RawRecord) -> Result<Option<FactGroup>, Error> {
    let (Some(person), Some(opened)) = (case.head.subject, case.value(&PscCase::DEF, "opened_at").int()) else { return Ok(None) };
    if !cx.view.opens(AccessAuthorisation::NAME) {
        return Ok(None);
    }
    let since = kernel::clock::date_at(kernel::clock::from_micros(opened), cx.zone);
    let Some((flag, day)) = authorisations::provisional(cx.view, Id::new(person), since)? else { return Ok(None) };
    let words = cx.words;
    let day = day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let text = words.with(&format!("flag-{}", crate::words::dashed(flag.code())), "date", &day);
    let fact = Fact { label: words.choice("kind", "provisional"), value: FactValue::Text(text) };
    Ok(Some(FactGroup { title: words.t("page-case-flags"), facts: vec![fact] }))
}

/// What a person may see and what their posts require, on the day that is looked at; nothing for who does not see the facts behind it.
fn access(cx: &mut PageCx<'_, '_>, person: Id<Person>, known: Option<Date>) -> Result<Option<FactGroup>, Error> {
    if !cx.view.opens(Decision::NAME) {
        return Ok(None);
    }
    let known_facts = facts_of(cx.view, person)?;
    let rules = rulebook(cx.view)?;
    let on = known.unwrap_or(cx.view.today);
    let access = effective_access(&known_facts, on, None, &rules, cx.view.policy);
    let words = cx.words;
    let fact = |label: &str, value: FactValue| Fact { label: words.t(label), value };
    let text = |text: Option<String>| text.map_or(FactValue::Empty, FactValue::Text);
    let tone = if access.level.is_some() { Tone::Good } else { Tone::Bad };
    let need = access.need.as_ref().map(|need| machine::with_categories(cx, &need.level.0, &need.categories));
    let mut facts = vec![
        fact("page-access-need", text(need)),
        fact("page-access-today", FactValue::Badge(tone, machine::answer(cx, &access))),
        fact("page-access-until", text(access.until.map(|d| d.to_string()))),
        fact("page-access-clearance", text(access.clearance().map(|state| words.code("clearance", state)))),
    ];
    let against = access.reasons.iter().find(|r| !r.good).map(|r| machine::reason(cx, r).text);
    facts.extend(against.map(|reason| fact("page-access-because", FactValue::Text(reason))));
    Ok(Some(FactGroup { title: words.t("page-access"), facts }))
}

/// The facts of a record, a group a heading.
pub fn facts(cx: &PageCx<'_, '_>, def: &RegisterDef, record: &RawRecord, titles: &Titles) -> Vec<FactGroup> {
    def.group_names()
        .into_iter()
        .map(|group| {
            let fields = def.fields.iter().zip(&record.values).filter(|(f, _)| f.group == group && f.kind != FieldKind::Bytes && !f.hidden);
            let facts = fields.map(|(field, value)| Fact {
                label: cx.words.field(Some(def.name), field.name),
                value: fact(cx, record, field, value, titles),
            });
            FactGroup { title: cx.words.code("group", group), facts: facts.collect() }
        })
        .collect()
}

fn fact(cx: &PageCx<'_, '_>, record: &RawRecord, field: &kernel::FieldDef, value: &Value, titles: &Titles) -> FactValue {
    if record.withheld.contains(&field.group) {
        return FactValue::Withheld;
    }
    match (field.kind, value) {
        (_, Value::Null) => FactValue::Empty,
        _ if field.sealed => FactValue::Text(cx.words.t("page-sealed")),
        (FieldKind::Ref(_), Value::Id(id)) => match titles.get(id) {
            Some((title, "", _)) => FactValue::Text(title.clone()),
            Some((title, register, prefix)) => FactValue::Link(Link::new(title.clone(), record_href(register, prefix, *id))),
            // What an untyped reference points at may be of any register.
            None if field.kind == FieldKind::Ref("") => FactValue::Empty,
            None => FactValue::Withheld,
        },
        (FieldKind::Choice(_), Value::Text(code)) if field.name == "state" || field.name == "status" => {
            FactValue::Badge(tone(code), cx.words.choice(field.name, code))
        }
        _ => FactValue::Text(cx.value(field, value, titles)),
    }
}

/// What belongs to a record: the first rows of every register that refers to it.
fn related(cx: &mut PageCx<'_, '_>, def: &RegisterDef, record: &RawRecord) -> Result<Vec<Section>, Error> {
    let duties = cx.view.duties();
    let mut sections = Vec::new();
    for meta in cx.view.manifest.registers() {
        let other = meta.def;
        let field = other.fields.iter().find(|f| match f.kind {
            FieldKind::Ref("") => BELONGS_BY.contains(&f.name) && (f.name != "person" || def.name == "people"),
            FieldKind::Ref(register) => register == def.name,
            _ => false,
        });
        let (Some(field), true) = (field, other.listed && cx.view.opens(other.name)) else { continue };
        let query =
            ListQuery { filters: vec![(field.name.to_owned(), record.head.id.into())], limit: RELATED_ROWS, ..ListQuery::default() };
        let rows = cx.view.rows_of(other.name, &query)?;
        let adding = cx.view.manifest.command(other.add).filter(|add| add.adds == Some(other.name));
        let may_add = adding.is_some_and(|add| add.open_to(&duties)) && field.kind != FieldKind::Ref("");
        if rows.is_empty() && !may_add {
            continue;
        }
        let titles = cx.titles(&other, &rows.iter().collect::<Vec<_>>())?;
        sections.push(section(cx, meta, field.name, record, &rows, &titles, may_add));
    }
    Ok(sections)
}

fn section(cx: &mut PageCx<'_, '_>, meta: &Meta, by: &str, of: &RawRecord, rows: &[RawRecord], titles: &Titles, may_add: bool) -> Section {
    let other = &meta.def;
    let shown: Vec<(usize, &kernel::FieldDef)> =
        other.fields.iter().enumerate().filter(|(_, f)| f.list && f.name != by && !other.title.contains(&f.name)).collect();
    // Whom everything here is about is not said in every line.
    let about = |f: &kernel::FieldDef| f.name == "person" && (of.head.subject.is_some() || rows.iter().all(|r| r.head.subject.is_none()));
    let shown: Vec<_> = shown.into_iter().filter(|(_, f)| !about(f)).take(RELATED_COLUMNS).collect();
    let words = cx.words;
    let label = |f: &kernel::FieldDef| {
        let text = words.field(Some(other.name), f.name);
        if f.kind == FieldKind::Int { ui::parts::Column::number(text) } else { ui::parts::Column::new(text) }
    };
    let columns =
        std::iter::once(ui::parts::Column::new(words.register(other.name, true))).chain(shown.iter().map(|(_, f)| label(f))).collect();
    let table_rows = rows.iter().map(|record| {
        let own = ui::parts::Cell::text(words.title(other, &record.values)).link(record_href(other.name, other.prefix, record.head.id));
        let cells = shown.iter().map(|(at, f)| cell(cx, record, f, record.values.get(*at).unwrap_or(&Value::Null), titles));
        Row::new(std::iter::once(own).chain(cells).collect())
    });
    let rows = table_rows.collect();
    let title = words.register(other.name, false);
    let def_of = |register: &str| cx.view.manifest.register(register).map_or("rec", |m| m.def.prefix);
    let id = match other.field(by).map(|f| f.kind) {
        Some(FieldKind::Ref(register)) => of.head.id.outward(def_of(register)),
        _ => of.head.id.outward("rec"),
    };
    let mut links = vec![Link::new(words.t("page-all"), format!("/r/{}?{by}={id}", other.name))];
    if may_add {
        links.push(Link::new(words.code("command", other.add), format!("/do/{}?{by}={id}", other.add)));
    }
    Section {
        title: title.clone(),
        intro: String::new(),
        table: Table { caption: title, columns, rows, empty: words.t("page-none"), selectable: false },
        links,
    }
}

/// Everything that happened to a record: who, why, what differs, what allowed it.
pub fn timeline(cx: &mut PageCx<'_, '_>, meta: &Meta, id: RecordId) -> Result<Vec<TimelineEntry>, Error> {
    let def = &meta.def;
    let history = cx.view.timeline(def.name, id)?;
    let moves = cx.view.transitions(def.name, id)?;
    let reasons: HashMap<(i64, &str), String> =
        moves.iter().map(|t| ((t.body.first_time.unwrap_or(t.body.time).0, t.body.command.as_str()), why(cx, &t.body))).collect();
    let accounts: Vec<RecordId> = history.iter().flat_map(|e| std::iter::once(e.actor).chain(e.behalf).chain(e.holder)).collect();
    let names = cx.actor_names(&accounts)?;
    let all: Vec<&RawRecord> = history.iter().map(|e| &e.record).collect();
    let titles = cx.titles(def, &all)?;
    let name = |id: &RecordId| names.get(id).cloned().unwrap_or_default();
    let mut out = Vec::with_capacity(history.len());
    for (at, entry) in history.iter().enumerate() {
        let before = history.get(at + 1).map(|e| &e.record);
        // The entry's time may be later than the decision's by the wait for the commit; the reason is matched by the same instant.
        let reason = reasons.get(&(entry.time, entry.command.as_str())).cloned().unwrap_or_default();
        out.push(TimelineEntry {
            when: time(entry.time, cx.zone),
            who: name(&entry.actor),
            on_behalf: entry.behalf.as_ref().map(&name).unwrap_or_default(),
            what: cx.words.done(&entry.command),
            reason,
            differences: before.map(|before| differences(cx, def, before, &entry.record, &titles)).unwrap_or_default(),
            permit: match &entry.holder {
                Some(holder) => cx.words.l.with2("page-permit-deputy", "duty", &duty_name(&cx.words, &entry.duty), "name", &name(holder)),
                None => cx.words.with("page-permit", "duty", &duty_name(&cx.words, &entry.duty)),
            },
            entry: entry.seq.to_string(),
            proof: format!("/proof/{}", entry.seq),
        });
    }
    Ok(out)
}

/// Why a record moved: the reasons that have codes, then the words, then what was corrected about it.
fn why(cx: &PageCx<'_, '_>, moved: &Transition) -> String {
    let codes: Vec<String> = moved.codes().map(|code| cx.words.choice("reason_code", code)).collect();
    let corrected = |because: &String| match moved.first_time {
        Some(_) => cx.words.l.with2("page-move-corrected", "when", &time(moved.time.0, cx.zone), "because", because),
        None => cx.words.with("page-move-reworded", "because", because),
    };
    let said =
        [codes.join(", "), moved.reason.clone().unwrap_or_default(), moved.corrected_because.as_ref().map(corrected).unwrap_or_default()];
    said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn duty_name(words: &Words, duty: &str) -> String {
    words.code("duty", duty)
}

fn differences(cx: &PageCx<'_, '_>, def: &RegisterDef, before: &RawRecord, after: &RawRecord, titles: &Titles) -> Vec<Difference> {
    let pairs = def.fields.iter().zip(before.values.iter().zip(&after.values));
    let changed = pairs.filter(|(f, (b, a))| b != a && !after.withheld.contains(&f.group) && f.kind != FieldKind::Bytes && !f.sealed);
    // The entry itself says when.
    let changed = changed.filter(|(f, _)| f.name != "since" && !f.hidden);
    let shown = |field: &kernel::FieldDef, value: &Value| Some(cx.value(field, value, titles)).filter(|t| !t.is_empty());
    let mut out: Vec<Difference> = changed
        .map(|(field, (b, a))| Difference { field: cx.words.field(Some(def.name), field.name), from: shown(field, b), to: shown(field, a) })
        .collect();
    if before.head.void != after.head.void {
        out.push(Difference { field: cx.words.t("page-void-field"), from: Some(cx.words.t("page-no")), to: Some(cx.words.t("page-yes")) });
    }
    out
}

/// An attachment, as a download.
pub async fn attachment(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let found = app
        .show(visitor.clone(), move |cx| {
            let id = RecordId::parse(&id).ok_or(Error::NotFound)?;
            let attachment = cx.view.get::<Attachment>(Id::new(id))?;
            cx.opens_record(&attachment.head);
            Ok(attachment.body)
        })
        .await?;
    let bytes = app.ledger.blob(found.blob).answer().await.map_err(|e| Failure::of(e, &visitor))?;
    let plain: String = found.name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' }).collect();
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
