//! The facts that figures are made from, read once under the reader's scope.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::clocks::{Change, ClockInterval, Pause, Step, of_steps, steps};
use kernel::marking::SecurityPolicy;
use kernel::measure::Period;
use kernel::{RecordId, Value};
use ledger::db::Row;
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::cases::forecast::THROUGHPUT_WEEKS;
use spine::cases::queries::{ahead, timing};
use spine::cases::{PauseOwner, Timing};
use spine::clearances::Facts;
use spine::clearances::queries::{facts_of_all, rulebook};
use spine::clearances::renewals::RenewalRules;
use spine::policy::Rulebook;

use super::people::{OnDay, Span};
use crate::cases::LIFECYCLE;
use crate::renewals::LeadTimes;
use crate::renewals::queries::{lead_times, renewal_rules};

/// Cases that are open or moved since an instant.
pub const CASES: Query = Query {
    name: "measures.cases",
    sql: "SELECT c.id, c.number, c.person, c.authority, c.kind, c.level, c.opened_at FROM {psc_cases c} WHERE c.since >= $1 \
          UNION ALL SELECT o.id, o.number, o.person, o.authority, o.kind, o.level, o.opened_at FROM {psc_cases o} \
          WHERE o.lane > '' AND +o.since < $1",
    sample: &[Sample::Int(0)],
};

/// Cases that were closed between two instants.
pub const EARLIER: Query = Query {
    name: "measures.earlier",
    sql: "SELECT c.id, c.number, c.person, c.authority, c.kind, c.level, c.opened_at FROM {psc_cases c} \
          WHERE c.since >= $1 AND c.since < $2 AND c.lane IS NULL",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// The state changes of all cases since an instant, in the order of an index that holds all of it.
pub const CHANGES: Query = Query {
    name: "measures.changes",
    sql: "SELECT t.record, t.from_state, t.to_state, t.time FROM {transitions t} WHERE t.register = 'psc_cases' AND t.time >= $1",
    sample: &[Sample::Int(0)],
};

/// The state changes before the first instant of cases that were opened before it and are open, or moved since the second.
pub const BEFORE: Query = Query {
    name: "measures.before",
    sql: "SELECT t.record, t.from_state, t.to_state, t.time FROM {psc_cases c} JOIN {transitions t} ON t.record = c.id \
          WHERE c.since >= $2 AND c.opened_at < $1 AND t.time < $1 \
          UNION ALL SELECT u.record, u.from_state, u.to_state, u.time FROM {psc_cases o} JOIN {transitions u} ON u.record = o.id \
          WHERE o.lane > '' AND +o.since < $2 AND o.opened_at < $1 AND u.time < $1",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// Forms that went back to the person between two instants, with the codes of what was found in them.
pub const RETURNED: Query = Query {
    name: "measures.returned",
    sql: "SELECT t.record, t.time, t.reason_codes FROM {transitions t} WHERE t.register = 'psc_cases' AND t.time >= $1 AND t.time < $2 \
          AND t.to_state = 'returned_for_correction' ORDER BY t.time, t.record",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// Every pause of a clock.
pub const PAUSES: Query = Query {
    name: "measures.pauses",
    sql: "SELECT p.record, p.owner, p.from_time, p.until_time FROM {clock_pauses p} WHERE p.register = 'psc_cases' ORDER BY p.from_time, p.id",
    sample: &[],
};

/// Every urgency.
pub const URGENCIES: Query = Query {
    name: "measures.urgencies",
    sql: "SELECT u.record, u.from_time, u.expires_on FROM {urgencies u} WHERE u.register = 'psc_cases' ORDER BY u.from_time, u.id",
    sample: &[],
};

/// The people the reader may see.
pub const PEOPLE: Query = Query { name: "measures.people", sql: "SELECT p.id FROM {people p} ORDER BY p.sort_key, p.id", sample: &[] };

/// The authorities and their nations.
pub const AUTHORITIES: Query =
    Query { name: "measures.authorities", sql: "SELECT a.id, a.nation FROM {authorities a} ORDER BY a.nation, a.id", sample: &[] };

/// How many entries each mail book had at an instant, and the highest number.
pub const BOOKS: Query = Query {
    name: "measures.mail_books",
    sql: "SELECT m.register, count(*), max(m.number) FROM {mail_items m} WHERE m.registered_at < $1 GROUP BY m.register ORDER BY m.register",
    sample: &[Sample::Int(0)],
};

/// Incoming mail registered between two instants, and when it arrived.
pub const RECEIVED: Query = Query {
    name: "measures.received",
    sql: "SELECT m.id, m.received_on, m.registered_at FROM {mail_items m} WHERE m.direction = 'incoming' AND m.status = 'issued' \
          AND m.received_on IS NOT NULL AND m.registered_at >= $1 AND m.registered_at < $2 ORDER BY m.registered_at, m.id",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// Receipts that were due before a day, and those of them that had not come back by its end.
pub const RECEIPTS: Query = Query {
    name: "measures.receipts",
    sql: "SELECT count(*), count(CASE WHEN r.returned_on IS NULL OR r.returned_on > $1 THEN 1 END) FROM {receipts r} WHERE r.due_on < $1",
    sample: &[Sample::Text("2026-12-31")],
};

/// The reconciliation certificates issued between two instants.
pub const CERTIFICATES: Query = Query {
    name: "measures.certificates",
    sql: "SELECT c.id, c.matched, c.counted, c.missing, c.expected FROM {reconciliation_certificates c} \
          WHERE c.issued_at >= $1 AND c.issued_at < $2 ORDER BY c.issued_at, c.id",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// The discrepancies verified between two instants: when they were found, and when that was.
pub const SETTLED: Query = Query {
    name: "measures.discrepancies",
    sql: "SELECT d.found_at, d.since FROM {discrepancies d} WHERE d.state = 'discrepancy_verified' AND d.since >= $1 AND d.since < $2",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// Files of personnel's that were received between two days, both included.
pub const HR_MESSAGES: Query = Query {
    name: "measures.hr_messages",
    sql: "SELECT m.id, m.rows, m.rows_matched FROM {hr_messages m} WHERE m.received_on >= $1 AND m.received_on <= $2 \
          ORDER BY m.received_on, m.id",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// Rows that found no place by themselves and came by a day; and when they were settled.
pub const HR_WAITING: Query = Query {
    name: "measures.hr_waiting",
    sql: "SELECT r.id, r.received_on, r.settled_on FROM {hr_rows r} WHERE r.received_on <= $1 ORDER BY r.received_on, r.id",
    sample: &[Sample::Text("2026-12-31")],
};

/// Ends of service of which personnel told between two days, both included.
pub const HR_LEAVERS: Query = Query {
    name: "measures.hr_leavers",
    sql: "SELECT d.id, d.last_day, d.learned_on FROM {departures d} WHERE d.learned_from = 'learned_from_hr' AND d.learned_on >= $1 \
          AND d.learned_on <= $2 ORDER BY d.learned_on, d.id",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// Requests that were sent last between two days, and those sent last later that have been changed: they may have been sent between them before.
pub const VISITS_SENT: Query = Query {
    name: "measures.visits_sent",
    sql: "SELECT v.id, v.days_given, v.days_wanted, v.answered_on, v.valid_from, v.sent_on, v.amendments FROM {visit_requests v} \
          WHERE v.sent_on >= $1 AND (v.sent_on <= $2 OR v.amendments > 0) ORDER BY v.number",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// Visitors who stood at the gate between two instants, and what became of it.
pub const AT_THE_GATE: Query = Query {
    name: "measures.at_the_gate",
    sql: "SELECT t.record, t.to_state FROM {transitions t} WHERE t.register = 'incoming_visits' AND t.time >= $1 AND t.time < $2 \
          AND t.to_state IN ('incoming_in', 'incoming_turned_away')",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// The state changes of incoming visits that were answered, one way or the other, between two instants.
pub const VISIT_MOVES: Query = Query {
    name: "measures.visit_moves",
    sql: "SELECT t.record, t.from_state, t.to_state, t.time FROM {transitions t} WHERE t.register = 'incoming_visits' AND t.time < $2 \
          AND t.record IN (SELECT a.record FROM {transitions a} WHERE a.register = 'incoming_visits' AND a.time >= $1 AND a.time < $2 \
          AND a.to_state IN ('incoming_answered', 'incoming_refused'))",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// The incoming visits the reader may see.
pub const INCOMING: Query = Query { name: "measures.incoming", sql: "SELECT i.id FROM {incoming_visits i}", sample: &[] };

/// The files the reader may see, and when each was looked at last between two days.
pub const AUDITED: Query = Query {
    name: "measures.audited",
    sql: "SELECT d.id, max(f.checked_on) FROM {dossiers d} LEFT JOIN {audited_files f} ON f.dossier = d.id \
          AND f.checked_on > $1 AND f.checked_on <= $2 GROUP BY d.id ORDER BY d.id",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// What files went through before an instant, in order of time.
pub const FILE_STATES: Query = Query {
    name: "measures.file_states",
    sql: "SELECT t.record, t.to_state FROM {transitions t} WHERE t.register = 'dossiers' AND t.time < $1 ORDER BY t.time",
    sample: &[Sample::Int(9_000_000_000_000_000)],
};

/// Audits closed between two days, both included: the files they looked at, and their findings that were not withdrawn since.
pub const AUDITS_CLOSED: Query = Query {
    name: "measures.audits_closed",
    sql: "SELECT s.id, s.drawn, (SELECT count(*) FROM {findings f} WHERE f.arose_in = s.id AND f.state <> 'finding_withdrawn') \
          FROM {audit_samples s} WHERE s.closed_on >= $1 AND s.closed_on <= $2 AND s.state = 'audit_closed' ORDER BY s.number",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// Whose files there are, of the people the reader may see.
pub const FILES: Query =
    Query { name: "measures.files", sql: "SELECT p.id, p.nationality, p.status FROM {people p} ORDER BY p.sort_key, p.id", sample: &[] };

/// Certificates of destruction of the days between two, both included; and the paper files destroyed between two instants that none names.
pub const DESTROYED: Query = Query {
    name: "measures.destroyed",
    sql: "SELECT (SELECT count(*) FROM {destruction_certificates c} WHERE c.trigger IS NOT NULL AND c.destroyed_on >= $3 AND c.destroyed_on <= $4), count(*) \
          FROM {dossiers d} WHERE d.state = 'dossier_destroyed' AND d.since >= $1 AND d.since < $2 \
          AND NOT EXISTS (SELECT 1 FROM {destruction_certificates n} WHERE n.files LIKE '%' || d.reference || '%')",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000), Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// How often files were opened on the days between two, both included.
pub const OPENED: Query = Query {
    name: "measures.opened",
    sql: "SELECT o.id, o.openings, o.without_need FROM {file_openings o} WHERE o.day >= $1 AND o.day <= $2 ORDER BY o.day",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[
    &CASES,
    &EARLIER,
    &CHANGES,
    &BEFORE,
    &RETURNED,
    &PAUSES,
    &URGENCIES,
    &PEOPLE,
    &AUTHORITIES,
    &BOOKS,
    &RECEIVED,
    &RECEIPTS,
    &CERTIFICATES,
    &SETTLED,
    &HR_MESSAGES,
    &HR_WAITING,
    &HR_LEAVERS,
    &VISITS_SENT,
    &AT_THE_GATE,
    &VISIT_MOVES,
    &INCOMING,
    &AUDITED,
    &FILE_STATES,
    &AUDITS_CLOSED,
    &FILES,
    &DESTROYED,
    &OPENED,
];

/// What became of one case.
#[derive(Clone, Debug)]
pub struct Story {
    /// The case.
    pub id: RecordId,
    /// Its number.
    pub number: String,
    /// The person it is about.
    pub person: RecordId,
    /// The nation of the authority that decides.
    pub nation: Rc<str>,
    /// The authority.
    pub authority: RecordId,
    /// What it is for.
    pub kind: Rc<str>,
    /// The level asked for.
    pub level: Rc<str>,
    /// When it was opened.
    pub opened: i64,
    /// When its first and its last step began: kept beside the steps, which most questions about a period need not look at.
    pub moved: (i64, i64),
    /// Whether it is open.
    pub open: bool,
    /// The states it went through.
    pub steps: Vec<Step>,
    /// Whose time passed.
    pub intervals: Vec<ClockInterval>,
    /// From when until when it was urgent.
    pub urgent: Vec<(i64, i64)>,
}

/// The facts that figures are made from.
pub struct Book<'a> {
    /// The cases, by number.
    pub cases: Vec<Story>,
    /// The people the reader may see, with their facts, by name.
    pub people: Vec<(RecordId, Facts)>,
    /// The authorities' rules.
    pub rules: Rulebook,
    /// How long files have taken.
    pub lead_times: LeadTimes,
    /// How the office renews.
    pub renewals: RenewalRules,
    /// Standards and calendars.
    pub timing: Timing,
    /// The security policy.
    pub policy: &'a SecurityPolicy,
    /// The office's zone.
    pub zone: TimeZone,
    /// The instant up to which things are told.
    pub now: i64,
    /// The day of that instant.
    pub today: Date,
    /// Where each person's cases stand in `cases`.
    by_person: HashMap<RecordId, Vec<usize>>,
    /// How everybody stood on the days that were asked about.
    pub(super) days: RefCell<HashMap<Date, Rc<Vec<Rc<OnDay>>>>>,
    /// For each person the days around the one asked about last on which nothing changed.
    pub(super) spans: RefCell<Vec<Option<Span>>>,
}

/// What of the facts is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// The cases.
    pub cases: bool,
    /// The people.
    pub people: bool,
}

/// The first instant of a day; the end of time where a day has none.
pub fn midnight(day: Date, zone: &TimeZone) -> i64 {
    day.to_zoned(zone.clone()).map_or(i64::MAX, |z| z.timestamp().as_microsecond())
}

impl Book<'_> {
    /// A person's cases, by number.
    pub fn cases_of(&self, person: RecordId) -> impl Iterator<Item = &Story> {
        self.by_person.get(&person).into_iter().flatten().filter_map(|at| self.cases.get(*at))
    }

    /// A period in instants, cut off at the instant up to which things are told.
    pub fn span(&self, period: Period) -> (i64, i64) {
        let end = period.until.tomorrow().map_or(i64::MAX, |day| midnight(day, &self.zone));
        (midnight(period.from, &self.zone), end.min(self.now))
    }

    /// The last day of a period that has come; none when it lies ahead.
    pub fn last_day(&self, period: Period) -> Option<Date> {
        (period.from <= self.today).then(|| period.until.min(self.today))
    }
}

/// How long before a period what an authority's time is estimated from begins, in months.
pub const AUTHORITY_MONTHS: i32 = 24;

/// Reads the facts for figures of periods from one on. `now` is the present, or the end of the day as of which things are told.
pub fn book<'a>(view: &mut View<'a>, first: Period, now: i64, wanted: Wanted) -> Result<Book<'a>, Error> {
    let zone = view.zone;
    let since = first.months_before(AUTHORITY_MONTHS).from;
    let today = kernel::clock::date_at(kernel::clock::from_micros(now), zone);
    // What was closed this long before the first period takes part in the authorities' times alone.
    let near = first.from.checked_sub(jiff::Span::new().weeks(THROUGHPUT_WEEKS)).unwrap_or(first.from);
    let cases = if wanted.cases { stories(view, zone, (midnight(since, zone), midnight(near, zone)), now)? } else { Vec::new() };
    let people = if wanted.people { people(view)? } else { Vec::new() };
    let opened = cases.iter().map(|c| c.opened).min().map_or(since, |at| kernel::clock::date_at(kernel::clock::from_micros(at), zone));
    let mut by_person: HashMap<RecordId, Vec<usize>> = HashMap::new();
    for (at, story) in cases.iter().enumerate() {
        by_person.entry(story.person).or_default().push(at);
    }
    Ok(Book {
        cases,
        people,
        rules: view.facts(rulebook)?,
        lead_times: lead_times(view)?,
        renewals: renewal_rules(view)?,
        timing: timing(view, opened.min(since), ahead(today))?,
        policy: view.policy,
        zone: zone.clone(),
        now,
        today,
        by_person,
        days: RefCell::default(),
        spans: RefCell::default(),
    })
}

fn people(view: &mut View<'_>) -> Result<Vec<(RecordId, Facts)>, Error> {
    let mut facts = facts_of_all(view)?;
    let mut ids: Vec<RecordId> = Vec::new();
    view.each(&PEOPLE, &[], &mut |row| {
        ids.extend(row.first().and_then(Value::id));
        Ok(())
    })?;
    Ok(ids.into_iter().filter_map(|id| Some((id, facts.remove(&id)?))).collect())
}

/// The states of a case that was sent and not yet decided, in order, and the decision.
const SENT: [&str; 6] =
    ["dispatched", "acknowledged_by_authority", "under_investigation", "authority_query", "authority_query_subject", "decision_received"];

/// Cases that matter from the first instant on, told whole from the second on and whenever they are open.
fn stories(view: &mut View<'_>, zone: &TimeZone, (since, near): (i64, i64), now: i64) -> Result<Vec<Story>, Error> {
    let mut by_case: HashMap<RecordId, (bool, Vec<Change>)> = HashMap::new();
    let mut rows: Vec<Row> = Vec::new();
    for (query, params, whole) in [(&CASES, &[near.into()][..], true), (&EARLIER, &[since.into(), near.into()][..], false)] {
        view.each(query, params, &mut |row| {
            by_case.extend(row.first().and_then(Value::id).map(|case| (case, (whole, Vec::new()))));
            rows.push(row);
            Ok(())
        })?;
    }
    let nations: HashMap<RecordId, Rc<str>> = view
        .facts(|view| view.rows(&AUTHORITIES, &[]))?
        .into_iter()
        .filter_map(|row| Some((row.first()?.id()?, row.get(1)?.text()?.into())))
        .collect();
    // Whoever sees a case sees its clock.
    let mut take = |row: Row| {
        let known = |at: usize| row.get(at).and_then(Value::text).map(|code| LIFECYCLE.known(code));
        if let (Some(case), Some(from), Some(to), Some(at)) = (row[0].id(), known(1), known(2), row.get(3).and_then(Value::int))
            && at <= now
            && let Some((whole, changes)) = by_case.get_mut(&case)
        {
            // Of what was closed earlier only the authority's part and the end are kept.
            if *whole || SENT.contains(&to.as_ref()) || LIFECYCLE.state(&to).is_some_and(|s| !s.open) {
                changes.push(Change { from, to, at });
            }
        }
        Ok(())
    };
    view.facts(|view| {
        view.each(&BEFORE, &[since.into(), near.into()], &mut take)?;
        view.each(&CHANGES, &[since.into()], &mut take)
    })?;
    let mut pauses: HashMap<RecordId, Vec<Pause>> = HashMap::new();
    for row in view.facts(|view| view.rows(&PAUSES, &[]))? {
        let owner = row.get(1).and_then(Value::text).and_then(PauseOwner::from_code);
        if let (Some(case), Some(owner), Some(from)) = (row[0].id(), owner, row.get(2).and_then(Value::int)) {
            pauses.entry(case).or_default().push(Pause { from, until: row.get(3).and_then(Value::int), owner: owner.owner() });
        }
    }
    let mut urgencies: HashMap<RecordId, Vec<(i64, i64)>> = HashMap::new();
    for row in view.facts(|view| view.rows(&URGENCIES, &[]))? {
        let last = row.get(2).and_then(Value::text).and_then(|t| t.parse::<Date>().ok()).and_then(|d| d.tomorrow().ok());
        if let (Some(case), Some(from), Some(end)) = (row[0].id(), row.get(1).and_then(Value::int), last) {
            urgencies.entry(case).or_default().push((from, midnight(end, zone)));
        }
    }
    // Few words, many cases.
    let mut words: HashSet<Rc<str>> = HashSet::new();
    let mut shared = |word: &str| {
        words.get(word).map(Rc::clone).unwrap_or_else(|| {
            let new: Rc<str> = word.into();
            words.insert(Rc::clone(&new));
            new
        })
    };
    let story = |row: Row| {
        let id = row.first()?.id()?;
        let text = |at: usize| row.get(at).and_then(Value::text).map(str::to_owned);
        let authority = row.get(3)?.id()?;
        let (_, mut changes) = by_case.remove(&id).filter(|(_, changes)| !changes.is_empty())?;
        let first = changes.iter().min_by_key(|c| c.at)?;
        // What was with its authority before anything was read was sent before then.
        if SENT.contains(&first.from.as_ref()) && !changes.iter().any(|c| c.to == first.from && c.at <= first.at) {
            changes.push(Change { from: Cow::Borrowed(""), to: Cow::Borrowed(SENT[0]), at: since - 1 });
        }
        let steps = steps(&LIFECYCLE, &changes);
        Some(Story {
            id,
            number: text(1)?,
            person: row.get(2)?.id()?,
            nation: nations.get(&authority).map_or_else(|| shared(""), Rc::clone),
            authority,
            kind: shared(row.get(4)?.text()?),
            level: shared(row.get(5)?.text()?),
            opened: row.get(6)?.int()?,
            moved: (steps.first()?.from, steps.last()?.from),
            open: LIFECYCLE.state(steps.last()?.state).is_some_and(|s| s.open),
            intervals: of_steps(&LIFECYCLE, &steps, pauses.get(&id).map_or(&[], Vec::as_slice), now),
            steps,
            urgent: urgencies.remove(&id).unwrap_or_default(),
        })
    };
    let mut stories: Vec<Story> = rows.into_iter().filter_map(story).collect();
    stories.sort_by(|a, b| (&a.number, a.id).cmp(&(&b.number, b.id)));
    Ok(stories)
}
