//! What waits for the reader, computed at this moment: on Today, as a page, as a calendar file, as a digest.

use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use desk_clearance::audits::AuditSample;
use desk_clearance::change_reports::{ChangeReport, ReportState};
use desk_clearance::conditions::{Condition, ConditionState};
use desk_clearance::renewals::queries::start_of;
use desk_clearance::visits::VisitRequest;
use desk_clearance::visits::checks::last as last_look;
use desk_clearance::visits::queries::{Call, GRANTED_FIRST, first, standards as visit_standards, trips};
use exchange::ics;
use jiff::civil::Date;
use kernel::{Record, RecordId, Register, RegisterDef, Value, Work};
use ledger::rights::emergency::BrokenGlass;
use ledger::rights::watch::Alarm;
use ledger::{Command, Error, Order, RawRecord};
use spine::briefings::queries::{Asked as Answer, open_invitations, with_answers};
use spine::briefings::{BriefingInvitation, InvitationState};
use spine::cabinet::rules::missing_too_long;
use spine::cabinet::{Discrepancy, DiscrepancyState, Outcome};
use spine::cases::queries::{calendars, standards};
use spine::cases::ticket::Ticket;
use spine::clearances::Decision;
use spine::concerns::{Concern, ConcernChannel, ConcernState};
use spine::documents::controlled::ControlledDocument;
use spine::findings::{CorrectiveAction, Finding};
use spine::incidents::Incident;
use spine::knowledge::KnowledgeArticle;
use spine::letters::commands::Sign;
use spine::letters::{Letter, LetterState};
use spine::limits;
use spine::mail::commands::ReturnReceipt;
use spine::mail::inbox::{DropState, MailDrop, TakeIn};
use spine::mail::{Receipt, ReceiptState};
use spine::notices::SendDigest;
use spine::on_call::{HandOver, Rota, Swap, Turn};
use spine::people::Person;
use spine::quarantine::{Destroy, QuarantinedFile};
use spine::risks::Risk;
use spine::risks::commands::Settle;
use spine::suggestions::{Suggestion, SuggestionState};
use spine::tasks::Task;
use ui::pages::{ActionRow, ConfirmPage, TablePage, TodaySection};
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::form::Typed;
use super::listing::records;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::Words;

/// Days ahead that count as soon.
const SOON_DAYS: i64 = 3;
/// Days ahead in which a look or a measure that is due is told.
const LOOK_AHEAD_DAYS: i64 = 14;
/// Rows of a group.
pub(super) const SHOWN: usize = 50;

/// What is followed to its end by whoever answers for it: the register, its texts, the order, the day it is due, and the states in which it waits.
const FOLLOWED: [(RegisterDef, &str, &str, &str, &[&str]); 4] = [
    (
        Finding::DEF,
        "page-section-findings",
        "plans",
        "plan_due_on",
        &["finding_issued", "finding_plan_returned", "finding_in_implementation"],
    ),
    (CorrectiveAction::DEF, "page-section-actions", "due", "due_on", &["action_open"]),
    (AuditSample::DEF, "page-section-audits", "newest", "due_on", &["audit_open"]),
    (Incident::DEF, "page-section-incidents", "newest", "", &["incident_open", "incident_after_action"]),
];

/// Something that waits.
pub struct Waiting {
    /// What it is called, and where it stands.
    pub(super) reference: Link,
    /// What is to be done with it, or where it stands.
    pub(super) what: String,
    /// By when.
    pub(super) due: Option<Date>,
    /// Its outward id.
    pub(super) id: String,
}

/// What another page says waits: the name of its texts, where the rest of it is, and each thing.
pub(super) type Told = (&'static str, &'static str, Vec<Waiting>);

/// A kind of thing that waits, under the name of its texts.
pub struct Group {
    title: &'static str,
    /// What is said beside the title, where not all of it was looked at.
    note: Option<String>,
    /// How many wait, be they listed or not.
    total: usize,
    /// The kind of work.
    pub work: Work,
    href: String,
    /// What waits, that which is due first first.
    pub waiting: Vec<Waiting>,
}

impl Group {
    /// Its title, with what is said beside it.
    fn title(&self, words: &Words) -> String {
        std::iter::once(words.t(self.title)).chain(self.note.clone()).collect::<Vec<_>>().join(" · ")
    }
}

pub(super) fn rows(cx: &mut PageCx<'_, '_>, def: &RegisterDef, view: &str, filters: &[(&str, Value)]) -> Result<Vec<RawRecord>, Error> {
    records(cx, def, view, filters, SHOWN)
}

pub(super) fn waiting(cx: &PageCx<'_, '_>, def: &RegisterDef, record: &RawRecord, what: &str, due: &str) -> Waiting {
    let day = record.value(def, due).text().and_then(|day| day.parse().ok());
    let state = record.value(def, what).text().unwrap_or("");
    Waiting {
        reference: Link::new(cx.words.title(def, &record.values), record_href(def.name, def.prefix, record.head.id)),
        what: if what.is_empty() || state.is_empty() { String::new() } else { cx.words.choice(what, state) },
        due: day,
        id: record.head.id.outward(def.prefix),
    }
}

/// Visits that call for somebody: the first of them, how many there are, and what is said where only the first were looked at.
type RedVisits = (Vec<Waiting>, usize, Option<String>);

/// Visits that a host has approved and that no longer stand or that are over without a word, those that begin first first. What stands in their
/// way is said on their own page alone: it is about people.
fn visits(cx: &mut PageCx<'_, '_>) -> Result<RedVisits, Error> {
    let approved = first(cx.view, &GRANTED_FIRST)?;
    if approved.is_empty() {
        return Ok((Vec::new(), 0, None));
    }
    let looked_at = approved.len();
    let (trips, standards) = (trips(cx.view, approved)?, visit_standards(cx.view)?);
    let (today, words) = (cx.view.today, cx.words);
    let waits = trips.iter().filter_map(|trip| {
        let what = match standards.calls(trip, today, cx.view.policy)? {
            Call::Over => words.t("page-visits-over"),
            Call::Faults(grave) => words.l.count("page-visits-faults", "count", grave),
        };
        let reference = Link::new(trip.request.number.clone(), super::visits::href(trip.id.raw()));
        Some(Waiting { reference, what, due: Some(trip.request.valid_from), id: trip.id.outward() })
    });
    let mut waits: Vec<Waiting> = waits.collect();
    let mut total = waits.len();
    waits.truncate(SHOWN);
    cx.lists_of(&VisitRequest::DEF, waits.len());
    let granted = super::visits::granted(cx)?;
    if granted == looked_at {
        return Ok((waits, total, None));
    }
    let mut note = super::visits::of_all(words, "page-visits-first-granted", looked_at, granted);
    if let Some(night) = last_look(cx.view)? {
        total = total.max(usize::try_from(night.found.visits_calling).unwrap_or_default());
        note = format!("{note} {}", super::visits::night(words, &night));
    }
    Ok((waits, total, Some(note)))
}

/// Discrepancies that are the reader's to settle, and items missing for longer than the office lets pass.
fn discrepancies(cx: &mut PageCx<'_, '_>) -> Result<[Vec<Waiting>; 2], Error> {
    let (def, me) = (Discrepancy::DEF, Value::Id(cx.view.account()));
    let (mut mine, mut missing) = (Vec::new(), Vec::new());
    for state in [DiscrepancyState::Open, DiscrepancyState::Assigned] {
        let of = ("state", Value::from(state.code()));
        mine.extend(rows(cx, &def, "oldest", &[("owner", me.clone()), of.clone()])?);
        missing.extend(rows(cx, &def, "oldest", &[("outcome", Outcome::Missing.code().into()), of])?);
    }
    if !missing.is_empty() {
        let (today, now) = (cx.view.today, cx.view.now.as_microsecond());
        let days = standards(cx.view)?.missing_days(today);
        let found = |r: &RawRecord| r.value(&def, "found_at").int().unwrap_or(now);
        let first = missing.iter().map(found).min().unwrap_or(now);
        let from = kernel::clock::date_at(kernel::clock::from_micros(first), cx.zone);
        let openings = calendars(cx.view)?.office().openings(from, today.tomorrow().unwrap_or(today));
        missing.retain(|r| missing_too_long(&openings, found(r), now, days));
    }
    let told = |all: Vec<RawRecord>| all.iter().map(|r| waiting(cx, &def, r, "outcome", "")).collect();
    Ok([told(mine), told(missing)])
}

/// Refused files that nobody has looked into for long, the oldest first.
fn unlooked(cx: &mut PageCx<'_, '_>) -> Result<Vec<Waiting>, Error> {
    let def = QuarantinedFile::DEF;
    let last = cx.view.today.saturating_sub(jiff::Span::new().days(limits::QUARANTINE_WAIT_DAYS));
    let kept = records(cx, &def, "newest", &[], limits::QUARANTINE_FILES_MAX)?;
    let told = kept.iter().rev().map(|record| waiting(cx, &def, record, "entrance", "brought_on"));
    Ok(told.filter(|waiting| waiting.due.is_some_and(|day| day < last)).take(SHOWN).collect())
}

/// All that waits for the reader.
pub fn groups(cx: &mut PageCx<'_, '_>) -> Result<Vec<Group>, Error> {
    let me = Value::Id(cx.view.account());
    let mut groups = Vec::new();
    let mut cut = None;
    let sees = |cx: &PageCx<'_, '_>, def: &RegisterDef| cx.view.opens(def.name);
    let mut add = |title: &'static str, work: Work, href: &str, mut waiting: Vec<Waiting>| {
        waiting.sort_by_key(|w| w.due.unwrap_or(Date::MAX));
        groups.push(Group { title, note: None, total: waiting.len(), work, href: href.to_owned(), waiting });
    };
    if sees(cx, &Task::DEF) {
        let mine = rows(cx, &Task::DEF, "due", &[("owner", me.clone()), ("state", "task_open".into())])?;
        add(
            "page-section-tasks",
            Work::Tasks,
            "/r/tasks?view=due&state=task_open",
            mine.iter().map(|r| waiting(cx, &Task::DEF, r, "state", "due_on")).collect(),
        );
        let done = rows(cx, &Task::DEF, "due", &[("supervisor", me.clone()), ("state", "task_done".into())])?;
        let done: Vec<_> =
            done.iter().filter(|r| *r.value(&Task::DEF, "owner") != me).map(|r| waiting(cx, &Task::DEF, r, "state", "due_on")).collect();
        if !done.is_empty() {
            add("page-section-verify", Work::Tasks, "/r/tasks?view=due&state=task_done", done);
        }
    }
    if sees(cx, &Turn::DEF) {
        let told = on_call(cx)?;
        if !told.is_empty() {
            add("page-section-on-call", Work::OnCall, super::on_call::PATH, told);
        }
    }
    if sees(cx, &Ticket::DEF) {
        let mut all = rows(cx, &Ticket::DEF, "oldest", &[("state", "ticket_open".into())])?;
        all.extend(rows(cx, &Ticket::DEF, "oldest", &[("state", "ticket_in_work".into()), ("owner", me.clone())])?);
        if !all.is_empty() {
            add(
                "page-section-tickets",
                Work::Tickets,
                "/r/tickets?view=oldest",
                all.iter().map(|r| waiting(cx, &Ticket::DEF, r, "state", "due_on")).collect(),
            );
        }
    }
    if may(cx, Sign::NAME) {
        let drafts = rows(cx, &Letter::DEF, "newest", &[("state", LetterState::Draft.code().into())])?;
        if !drafts.is_empty() {
            let drafts = drafts.iter().map(|r| waiting(cx, &Letter::DEF, r, "state", "")).collect();
            add("page-section-sign", Work::Letters, "/r/letters?view=newest&state=letter_draft", drafts);
        }
    }
    if may(cx, TakeIn::NAME) {
        let drops = rows(cx, &MailDrop::DEF, "oldest", &[("state", DropState::Waiting.code().into())])?;
        if !drops.is_empty() {
            add(
                "page-section-inbox",
                Work::Mail,
                "/mail/in",
                drops.iter().map(|r| waiting(cx, &MailDrop::DEF, r, "condition", "")).collect(),
            );
        }
    }
    if may(cx, Destroy::NAME) {
        let long = unlooked(cx)?;
        if !long.is_empty() {
            add("page-section-quarantine", Work::Mail, "/r/quarantined_files?view=newest", long);
        }
    }
    if may(cx, ReturnReceipt::NAME) {
        let due = rows(cx, &Receipt::DEF, "oldest", &[("status", ReceiptState::Due.code().into())])?;
        let (def, today) = (Receipt::DEF, cx.view.today);
        let mut late = Vec::new();
        for record in &due {
            let told = waiting(cx, &def, record, "status", "due_on");
            if told.due.is_none_or(|day| day >= today) {
                continue;
            }
            let mail = record.value(&def, "mail_item").id().unwrap_or(RecordId::NIL);
            let name = cx.view.titles("mail_items", &[mail])?.remove(&mail).unwrap_or_default();
            late.push(Waiting { reference: Link::new(name, told.reference.href), ..told });
        }
        if !late.is_empty() {
            add("page-section-receipts", Work::Receipts, "/r/receipts?view=oldest&status=receipt_due", late);
        }
    }
    if sees(cx, &Risk::DEF) {
        let ahead = cx.view.today.checked_add(jiff::Span::new().days(LOOK_AHEAD_DAYS)).unwrap_or(cx.view.today);
        let due = |cx: &mut PageCx<'_, '_>, def: &RegisterDef, view: &str, day: &str| {
            let mine = rows(cx, def, view, &[("owner", me.clone())])?;
            let all = mine.iter().map(|r| waiting(cx, def, r, "state", day));
            Ok::<_, Error>(all.filter(|w| w.due.is_some_and(|day| day <= ahead)).collect::<Vec<_>>())
        };
        let risks = due(cx, &Risk::DEF, "review", "review_on")?;
        // What has been measured needs no second measure.
        let mut effects = due(cx, &Suggestion::DEF, "due", "measure_on")?;
        let measured = cx.words.choice("state", SuggestionState::Measured.code());
        effects.retain(|w| w.what != measured);
        for (title, href, waiting) in
            [("page-section-risks", "/r/risks?view=review", risks), ("page-section-suggestions", "/r/suggestions?view=due", effects)]
        {
            if !waiting.is_empty() {
                add(title, Work::Tasks, href, waiting);
            }
        }
        if may(cx, Settle::NAME) {
            let raised = rows(cx, &Risk::DEF, "highest", &[("escalated", 1.into())])?;
            if !raised.is_empty() {
                let raised = raised.iter().map(|r| waiting(cx, &Risk::DEF, r, "state", "review_on")).collect();
                add("page-section-risks-raised", Work::Tasks, "/r/risks?view=highest&escalated=1", raised);
            }
        }
    }
    let invited = spine::briefings::queries::mine(cx.view)?;
    if !invited.is_empty() {
        cx.view.saw(&BriefingInvitation::DEF);
        add(
            "page-section-my-briefings",
            Work::Tasks,
            super::standing::OWN,
            invited.iter().map(|i| asked(cx, i, super::standing::OWN.to_owned())).collect(),
        );
    }
    if let Some(start) = start_of(cx.view, cx.view.person())?.filter(|start| start.near) {
        cx.view.saw(&Decision::DEF);
        let what = cx.words.with("page-own-renewal-until", "until", &start.until.to_string());
        let reference = Link::new(cx.words.t("page-own-renewal"), super::standing::OWN);
        let id = cx.view.person().outward(Person::DEF.prefix);
        add("page-section-my-renewal", Work::Expiries, super::standing::OWN, vec![Waiting { reference, what, due: Some(start.on), id }]);
    }
    if sees(cx, &BriefingInvitation::DEF) {
        let late = escalated(cx)?;
        if !late.is_empty() {
            add("page-section-briefings", Work::Tasks, super::briefings::PATH, late);
        }
    }
    if sees(cx, &Condition::DEF) {
        let ahead = cx.view.today.saturating_add(jiff::Span::new().days(LOOK_AHEAD_DAYS));
        let mut mine = rows(cx, &Condition::DEF, "due", &[("owner", me.clone()), ("state", ConditionState::Open.code().into())])?;
        mine.extend(rows(cx, &Condition::DEF, "due", &[("owner", me.clone()), ("state", ConditionState::Met.code().into())])?);
        let mine: Vec<_> = mine.iter().map(|r| waiting(cx, &Condition::DEF, r, "state", "due_on")).collect();
        let mine: Vec<_> = mine.into_iter().filter(|w| w.due.is_some_and(|day| day <= ahead)).collect();
        if !mine.is_empty() {
            add("page-section-conditions", Work::Tasks, "/r/conditions?view=due", mine);
        }
    }
    if sees(cx, &ChangeReport::DEF) {
        let new = rows(cx, &ChangeReport::DEF, "newest", &[("state", ReportState::Received.code().into())])?;
        if !new.is_empty() {
            let new = new.iter().map(|r| waiting(cx, &ChangeReport::DEF, r, "consequence", "")).collect();
            add("page-section-changes", Work::Tasks, super::briefings::PATH, new);
        }
    }
    if sees(cx, &Concern::DEF) {
        let open = [("channel", ConcernChannel::Anonymous.code().into()), ("state", ConcernState::Open.code().into())];
        let reports = rows(cx, &Concern::DEF, "received", &open)?;
        if !reports.is_empty() {
            let reports = reports.iter().map(|r| waiting(cx, &Concern::DEF, r, "channel", "")).collect();
            let href =
                format!("/r/concerns?view=received&channel={}&state={}", ConcernChannel::Anonymous.code(), ConcernState::Open.code());
            add("page-section-reports", Work::Tasks, &href, reports);
        }
    }
    let mut papers = Vec::new();
    if sees(cx, &ControlledDocument::DEF) {
        papers.extend(super::documents::waiting(cx)?);
    }
    if sees(cx, &KnowledgeArticle::DEF) {
        papers.extend(super::knowledge::waiting(cx)?);
    }
    papers.extend(super::holdings::waiting(cx)?);
    for (title, href, waiting) in papers {
        if !waiting.is_empty() {
            add(title, Work::Tasks, href, waiting);
        }
    }
    if let Some(share) = super::urgency::too_many(cx)? {
        let href = share.reference.href.clone();
        add("page-section-urgent-share", Work::Cases, &href, vec![share]);
    }
    if sees(cx, &VisitRequest::DEF) {
        let (red, total, note) = visits(cx)?;
        if total > 0 || note.is_some() {
            add("page-section-visits", Work::Visits, super::visits::PATH, red);
            cut = Some((total, note));
        }
    }
    if sees(cx, &Discrepancy::DEF) {
        let [mine, missing] = discrepancies(cx)?;
        for (title, href, waiting) in [
            ("page-section-discrepancies", "/r/discrepancies?view=oldest", mine),
            ("page-section-missing", "/r/discrepancies?view=oldest&outcome=outcome_missing", missing),
        ] {
            if !waiting.is_empty() {
                add(title, Work::Tasks, href, waiting);
            }
        }
    }
    if sees(cx, &Finding::DEF) {
        for (def, title, view, due, states) in FOLLOWED {
            let mut mine = Vec::new();
            let owner = if def.name == Incident::NAME { "lead" } else { "owner" };
            for state in states {
                let found = rows(cx, &def, view, &[(owner, me.clone()), ("state", (*state).into())])?;
                mine.extend(found.iter().map(|r| waiting(cx, &def, r, "state", due)));
            }
            if !mine.is_empty() {
                add(title, Work::Tasks, &format!("/r/{}?view={view}", def.name), mine);
            }
        }
    }
    if sees(cx, &Alarm::DEF) {
        let alarms = rows(cx, &Alarm::DEF, "newest", &[("settled_at", Value::Null)])?;
        if !alarms.is_empty() {
            add("page-section-alarms", Work::Alarms, "/r/alarms", alarms.iter().map(|r| waiting(cx, &Alarm::DEF, r, "kind", "")).collect());
        }
    }
    if sees(cx, &BrokenGlass::DEF) {
        let broken = rows(cx, &BrokenGlass::DEF, "newest", &[("finding", Value::Null)])?;
        if !broken.is_empty() {
            // Looked at by two people on the next working day.
            let calendars = calendars(cx.view)?;
            let due = |r: &RawRecord| {
                let opened = r.value(&BrokenGlass::DEF, "opened_at").int()?;
                let day = kernel::clock::date_at(kernel::clock::from_micros(opened), cx.zone);
                Some(calendars.next_working_day(day, cx.zone))
            };
            let told = |r: &RawRecord| Waiting { due: due(r), ..waiting(cx, &BrokenGlass::DEF, r, "", "") };
            add("page-section-glass", Work::Glass, "/r/broken_glass", broken.iter().map(told).collect());
        }
    }
    if let (Some((total, note)), Some(group)) = (cut, groups.iter_mut().find(|group| group.work == Work::Visits)) {
        (group.total, group.note) = (total, note);
    }
    cx.view.postures()?.priorities.first(&mut groups, |group| Some(group.work));
    Ok(groups)
}

/// An invitation, as something that waits.
fn asked(cx: &PageCx<'_, '_>, invitation: &Record<BriefingInvitation>, href: String) -> Waiting {
    let body = &invitation.body;
    Waiting {
        reference: Link::new(cx.words.code("choice", body.kind.code()), href),
        what: cx.words.choice("state", body.state.code()),
        due: Some(body.answer_by),
        id: invitation.id().outward(),
    }
}

/// Invitations that came to the head of office and are not answered yet, by person.
fn escalated(cx: &mut PageCx<'_, '_>) -> Result<Vec<Waiting>, Error> {
    let mut all = open_invitations(cx.view)?;
    all.retain(|i| i.body.state == InvitationState::Escalated);
    let waits: Vec<_> = with_answers(cx.view, all)?.into_iter().filter(Answer::waits).take(SHOWN).collect();
    let people: Vec<RecordId> = waits.iter().map(|a| a.invitation.body.person.raw()).collect();
    let names = cx.view.titles(Person::NAME, &people)?;
    cx.lists(waits.iter().map(|a| &a.invitation.head));
    let one = |answer: &Answer| {
        let invitation = &answer.invitation;
        let href = record_href(BriefingInvitation::NAME, BriefingInvitation::DEF.prefix, invitation.head.id);
        let told = asked(cx, invitation, href);
        let name = names.get(&invitation.body.person.raw()).cloned().unwrap_or_default();
        Waiting { reference: Link::new(format!("{name} · {}", told.reference.text), told.reference.href), ..told }
    };
    Ok(waits.iter().map(one).collect())
}

/// Turns of the reader's that run or begin soon, notes handed to them, swaps they are asked for.
fn on_call(cx: &mut PageCx<'_, '_>) -> Result<Vec<Waiting>, Error> {
    let mine = spine::on_call::queries::mine(cx.view)?;
    let words = cx.words;
    let rotas: Vec<RecordId> = mine.turns.iter().map(|t| t.body.rota.raw()).collect();
    let names = cx.view.titles(Rota::NAME, &rotas)?;
    let day = |at: i64| kernel::clock::date_at(kernel::clock::from_micros(at), cx.zone);
    let now = cx.view.now.as_microsecond();
    let mut told = Vec::new();
    for turn in &mine.turns {
        let (from, until) = (turn.body.from_time.0, turn.body.until_time.0);
        let name = names.get(&turn.body.rota.raw()).cloned().unwrap_or_default();
        let (from_text, until_text) = (crate::words::time(from, cx.zone), crate::words::time(until, cx.zone));
        told.push(Waiting {
            reference: Link::new(name, record_href(Turn::NAME, Turn::DEF.prefix, turn.head.id)),
            what: words.l.with2("page-on-call-your-turn", "from", &from_text, "until", &until_text),
            // A turn that has begun is due until it ends.
            due: Some(day(if from <= now { until } else { from })),
            id: turn.head.id.outward(Turn::DEF.prefix),
        });
    }
    for note in &mine.hand_overs {
        told.push(Waiting {
            reference: Link::new(words.register(HandOver::NAME, true), record_href(HandOver::NAME, HandOver::DEF.prefix, note.head.id)),
            what: words.t("page-on-call-to-acknowledge"),
            due: Some(day(note.body.handed_at.0)),
            id: note.head.id.outward(HandOver::DEF.prefix),
        });
    }
    for swap in &mine.swaps {
        told.push(Waiting {
            reference: Link::new(words.register(Swap::NAME, true), record_href(Swap::NAME, Swap::DEF.prefix, swap.head.id)),
            what: words.choice("state", swap.body.state.code()),
            due: None,
            id: swap.head.id.outward(Swap::DEF.prefix),
        });
    }
    let heads = mine.turns.iter().map(|t| &t.head).chain(mine.hand_overs.iter().map(|n| &n.head)).chain(mine.swaps.iter().map(|s| &s.head));
    cx.lists(heads);
    Ok(told)
}

fn urgency(cx: &PageCx<'_, '_>, due: Option<Date>) -> (Tone, &'static str) {
    let soon = cx.view.today.checked_add(jiff::Span::new().days(SOON_DAYS)).unwrap_or(cx.view.today);
    match due {
        Some(day) if day < cx.view.today => (Tone::Bad, "page-overdue"),
        Some(day) if day <= soon => (Tone::Warn, "page-due-soon"),
        Some(_) => (Tone::Info, "page-due-later"),
        None => (Tone::Neutral, ""),
    }
}

/// The groups as Today shows them.
pub fn sections(cx: &mut PageCx<'_, '_>, shown: usize) -> Result<Vec<(Work, TodaySection)>, Error> {
    let groups = groups(cx)?;
    let words = cx.words;
    let section = |group: Group| {
        let row = |waiting: &Waiting| {
            let (tone, word) = urgency(cx, waiting.due);
            ActionRow {
                reference: waiting.reference.clone(),
                what: waiting.what.clone(),
                due: waiting.due.map(|day| day.to_string()).unwrap_or_default(),
                tone,
                word: if word.is_empty() { String::new() } else { words.t(word) },
                action: None,
            }
        };
        let section = TodaySection {
            title: group.title(&words),
            more: super::today::more(&words, group.total, shown, &group.href),
            rows: group.waiting.iter().take(shown).map(row).collect(),
            empty: words.t(&format!("{}-empty", group.title)),
        };
        (group.work, section)
    };
    Ok(groups.into_iter().map(section).collect())
}

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        let groups = groups(cx)?;
        let section = |group: &Group| {
            let row = |waiting: &Waiting| {
                let (tone, word) = urgency(cx, waiting.due);
                Row::new(vec![
                    Cell::text(waiting.reference.text.clone()).link(waiting.reference.href.clone()),
                    Cell::text(waiting.what.clone()),
                    Cell::fixed(waiting.due.map(|day| day.to_string()).unwrap_or_default()),
                    if word.is_empty() { Cell::text(String::new()) } else { Cell::badge(tone, words.t(word)) },
                ])
            };
            let title = group.title(&words);
            let table = Table {
                caption: title.clone(),
                columns: vec![
                    Column::new(words.t("ui-name")),
                    Column::new(words.field(None, "state")),
                    Column::new(words.field(None, "due_on")),
                    Column::new(words.field(None, "priority")),
                ],
                rows: group.waiting.iter().map(row).collect(),
                empty: words.t(&format!("{}-empty", group.title)),
                selectable: false,
            };
            Section { title, intro: String::new(), table, links: vec![Link::new(words.t("page-all"), group.href.clone())] }
        };
        let sections = groups.iter().map(section).collect();
        let mut links = vec![
            Link::new(words.t("page-notices-calendar"), "/notices.ics"),
            Link::new(words.code("command", SendDigest::NAME), "/notices/digest"),
        ];
        if may(cx, "tasks.give") {
            links.push(Link::new(words.code("command", "tasks.give"), "/do/tasks.give"));
            links.push(Link::new(words.code("command", "tickets.open"), "/do/tickets.open"));
        }
        let page =
            TablePage { intro: words.t("page-notices-intro"), sections, links, shell: cx.shell(words.t("page-notices"), "/notices")? };
        Ok(html(&page))
    })
    .await
}

/// What is due on a day, as a calendar file.
pub async fn calendar(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let now = app.ledger.now();
    let text = app
        .show(visitor, move |cx| {
            let groups = groups(cx)?;
            let marking = cx.marking();
            let event = |waiting: &Waiting| {
                Some(ics::Event {
                    id: format!("{}@castellan", waiting.id),
                    day: waiting.due?,
                    title: waiting.reference.text.clone(),
                    note: waiting.reference.href.clone(),
                })
            };
            let events: Vec<ics::Event> = groups.iter().flat_map(|g| &g.waiting).filter_map(event).collect();
            Ok(ics::write(&cx.words.t("page-notices"), &marking, &events, now))
        })
        .await?;
    let headers =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"castellan.ics\"")];
    Ok((headers, text).into_response())
}

/// The digest as it would be sent: subject, text, and the marking of what it tells, in both languages.
pub fn digest(cx: &mut PageCx<'_, '_>) -> Result<Option<[String; 3]>, Error> {
    let groups = groups(cx)?;
    let words = cx.words;
    let mut text = String::new();
    for group in groups.iter().filter(|g| !g.waiting.is_empty()) {
        text.push_str(&format!("{} ({})\n", group.title(&words), group.total));
        for waiting in &group.waiting {
            let due = waiting.due.map(|day| day.to_string()).unwrap_or_default();
            text.push_str(format!("- {} {} {due}", waiting.reference.text, waiting.what).trim_end());
            text.push('\n');
        }
        text.push('\n');
    }
    if text.is_empty() {
        return Ok(None);
    }
    let text: String = text.trim_end().chars().take(limits::LONG_TEXT_CHARS_MAX).collect();
    let marking = cx.view.policy.both(&cx.mark());
    Ok(Some([format!("{} · {}", words.t("page-notices-digest"), cx.view.today), text, marking]))
}

/// The digest as it would be sent, to be looked at first.
pub async fn digest_page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        let told = digest(cx)?;
        let text = told.map(|[_, text, _]| text).unwrap_or_default();
        let rows: Vec<Row> = text.lines().filter(|l| !l.is_empty()).map(|line| Row::new(vec![Cell::text(line.to_owned())])).collect();
        let table = Table {
            caption: words.t("page-notices-digest"),
            columns: vec![Column::new(words.t("page-notices-digest"))],
            empty: words.t("page-none"),
            selectable: false,
            rows,
        };
        let page = ConfirmPage {
            action: if text.is_empty() { String::new() } else { "/notices".to_owned() },
            section: Section { table, ..Section::default() },
            hidden: Vec::new(),
            effect: words.t("command-notices-send-digest-effect"),
            submit: words.code("command", SendDigest::NAME),
            cancel: Link::new(words.t("page-back"), "/notices"),
            shell: cx.shell(words.t("page-notices-digest"), "/notices")?,
        };
        Ok(html(&page))
    })
    .await
}

/// Sends the reader's own digest now.
pub async fn send_digest(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let (account, told) = app.show(visitor.clone(), |cx| Ok((cx.view.account(), digest(cx)?))).await?;
    if let Some(told) = told {
        let (command, request) = (SendDigest::NAME.to_owned(), app.ledger.new_id());
        app.carry_out(Order::new(account, command, values(told, None), request)).await.map_err(failed)?;
    }
    Ok(Redirect::to("/notices").into_response())
}

/// What the command that sends a digest is given.
pub fn values(told: [String; 3], reader: Option<RecordId>) -> Vec<Value> {
    told.map(Value::Text).into_iter().chain([reader.map_or(Value::Null, Value::Id)]).collect()
}
