//! What stands in line. Within one step and one edition of the standards, what came first is due first: the first rows of each step, by the
//! index on lane and start, hold the first rows of the whole. Only cases that stand apart (urgent, or paused within their step) are looked at
//! one by one.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use kernel::clocks::{Change, Pause, intervals};
use kernel::{ClockOwner, RecordId, Register, Value, limits};
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::cases::queries::{ahead, calendars, standards};
use spine::cases::rules::{Due, QueueLine, Timing, in_order};
use spine::cases::{PauseOwner, Standing};

use crate::cases::{APART, CaseState, LIFECYCLE, PscCase};

/// The first cases of every step, by their start within two instants.
pub const IN_LINE: Query = Query {
    name: "service.in_line",
    sql: "SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'requested' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q0 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'need_confirmed' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q1 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'subject_invited' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q2 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'with_subject' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q3 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'returned_for_correction' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q4 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'complete' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q5 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'dispatched' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q6 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'acknowledged_by_authority' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q7 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'under_investigation' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q8 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'authority_query' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q9 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'decision_received' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q10 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'decision_recorded' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q11 \
    UNION ALL SELECT * FROM (SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'briefing_due' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT $3) AS q12",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000), Sample::Int(50)],
};

/// The cases that stand apart.
pub const STAND_APART: Query = Query {
    name: "service.stand_apart",
    sql: "SELECT c.id, c.number, c.person, c.state, c.priority, c.since, c.paused, c.lane FROM {psc_cases c} WHERE c.lane = 'apart' \
          ORDER BY c.since, c.id LIMIT $1",
    sample: &[Sample::Int(500)],
};

/// The pauses of the cases that stand apart.
pub const APART_PAUSES: Query = Query {
    name: "service.apart_pauses",
    sql: "SELECT p.record, p.owner, p.from_time, p.until_time FROM {psc_cases c} JOIN {clock_pauses p} ON p.record = c.id WHERE c.lane = 'apart'",
    sample: &[],
};

/// When the urgencies of the cases that stand apart began and end.
pub const APART_URGENCIES: Query = Query {
    name: "service.apart_urgencies",
    sql: "SELECT u.record, u.from_time, u.expires_on FROM {psc_cases c} JOIN {urgencies u} ON u.record = c.id WHERE c.lane = 'apart'",
    sample: &[],
};

/// How many cases of a step began before an instant; the count stops at 1,001.
pub const BEFORE: Query = Query {
    name: "service.before",
    sql: "SELECT count(*) FROM (SELECT 1 FROM {psc_cases c} WHERE c.lane = $1 AND c.since < $2 LIMIT 1001) AS b",
    sample: &[Sample::Text("requested"), Sample::Int(0)],
};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&IN_LINE, &STAND_APART, &APART_PAUSES, &APART_URGENCIES, &BEFORE];

/// How many cases stand before a start in a step's line.
pub fn before(view: &mut View<'_>, state: CaseState, since: i64) -> Result<i64, Error> {
    let rows = view.rows(&BEFORE, &[state.code().into(), since.into()])?;
    Ok(rows.first().and_then(|r| r.first()).and_then(Value::int).unwrap_or(0))
}

struct Row {
    id: RecordId,
    number: String,
    person: Option<RecordId>,
    state: String,
    urgent: bool,
    since: i64,
    paused: bool,
    lane: String,
}

fn row(cells: &[Value]) -> Option<Row> {
    let text = |at: usize| cells.get(at).and_then(Value::text).map(str::to_owned);
    let int = |at: usize| cells.get(at).and_then(Value::int);
    Some(Row {
        id: cells.first()?.id()?,
        number: text(1)?,
        person: cells.get(2).and_then(Value::id),
        state: text(3)?,
        urgent: text(4)? != "routine",
        since: int(5)?,
        paused: int(6) == Some(1),
        lane: text(7)?,
    })
}

/// The queue: what the office does next and what breaches first, and what is longest with others.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The office's steps, in order of what breaches first.
    pub ours: Vec<QueueLine>,
    /// Cases others have the ball of, longest first.
    pub others: Vec<QueueLine>,
    /// Whether the office has a calendar.
    pub has_calendar: bool,
    /// Whether more stand apart than were looked at.
    pub cut: bool,
}

/// The first lines of the queue, under the reader's scope.
pub fn queue(view: &mut View<'_>, limit: usize) -> Result<Queue, Error> {
    let zone = view.zone;
    let now = view.now.as_microsecond();
    let standards = standards(view)?;
    // Editions of the standards cut the line: within each, order of start is order of breach.
    let midnight = |day: jiff::civil::Date| day.to_zoned(zone.clone()).ok().map(|z| z.timestamp().as_microsecond());
    let mut cuts: Vec<i64> = standards.changes().filter_map(midnight).filter(|at| *at < now).collect();
    cuts.extend([0, i64::MAX]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut rows: Vec<Row> = Vec::new();
    for pair in cuts.windows(2).rev() {
        let found = view.rows(&IN_LINE, &[pair[0].into(), pair[1].into(), Value::Int(limit as i64)])?;
        rows.extend(found.iter().filter_map(|r| row(r)));
    }
    let apart = view.rows(&STAND_APART, &[Value::Int(limits::QUEUE_APART_MAX as i64 + 1)])?;
    let cut = apart.len() > limits::QUEUE_APART_MAX;
    rows.extend(apart.iter().take(limits::QUEUE_APART_MAX).filter_map(|r| row(r)));
    let (pauses, urgencies) = of_apart(view, zone)?;
    let oldest = rows.iter().map(|r| r.since).min().unwrap_or(now);
    let day = |at: i64| kernel::clock::date_at(kernel::clock::from_micros(at), zone);
    let timing = Timing::new(standards, &calendars(view)?, zone.clone(), day(oldest), ahead(day(now)));
    let mut lines: Vec<QueueLine> = rows.into_iter().filter_map(|row| line(row, &timing, &pauses, &urgencies, now)).collect();
    in_order(&mut lines);
    let (mut ours, mut others): (Vec<_>, Vec<_>) = lines.into_iter().partition(|l| l.owner == ClockOwner::Office || l.paused);
    others.sort_by_key(|l| (l.since, l.id));
    ours.truncate(limit);
    others.truncate(limit);
    Ok(Queue { ours, others, has_calendar: timing.has_calendar, cut })
}

type Stretches = HashMap<RecordId, Vec<(i64, i64)>>;

fn of_apart(view: &mut View<'_>, zone: &TimeZone) -> Result<(HashMap<RecordId, Vec<Pause>>, Stretches), Error> {
    let mut pauses: HashMap<RecordId, Vec<Pause>> = HashMap::new();
    for cells in view.rows(&APART_PAUSES, &[])? {
        let owner = cells.get(1).and_then(Value::text).and_then(PauseOwner::from_code);
        if let (Some(record), Some(owner), Some(from)) = (cells[0].id(), owner, cells.get(2).and_then(Value::int)) {
            let until = cells.get(3).and_then(Value::int);
            pauses.entry(record).or_default().push(Pause { from, until, owner: owner.owner() });
        }
    }
    let mut urgencies: Stretches = HashMap::new();
    for cells in view.rows(&APART_URGENCIES, &[])? {
        let day = cells.get(2).and_then(Value::text).and_then(|t| t.parse::<jiff::civil::Date>().ok());
        let end = day.and_then(|d| d.tomorrow().ok()).and_then(|d| d.to_zoned(zone.clone()).ok());
        if let (Some(record), Some(from), Some(end)) = (cells[0].id(), cells.get(1).and_then(Value::int), end) {
            urgencies.entry(record).or_default().push((from, end.timestamp().as_microsecond()));
        }
    }
    Ok((pauses, urgencies))
}

fn line(row: Row, timing: &Timing, pauses: &HashMap<RecordId, Vec<Pause>>, urgencies: &Stretches, now: i64) -> Option<QueueLine> {
    let state = LIFECYCLE.state(&row.state)?;
    let apart = row.lane == APART;
    // The present step alone decides: it began at `since`.
    let began = [Change { from: "none".to_owned(), to: row.state.clone(), at: row.since }];
    let none = Vec::new();
    let own = if apart { pauses.get(&row.id).unwrap_or(&none) } else { &none };
    let all = intervals(&LIFECYCLE, &began, own, now);
    let was_urgent = apart && urgencies.get(&row.id).is_some_and(|u| u.iter().any(|(from, end)| *from <= now && *end > row.since));
    let due = (state.clock == ClockOwner::Office)
        .then(|| {
            timing
                .due_of(PscCase::NAME, &all, 0, was_urgent, now)
                .or_else(|| timing.due(PscCase::NAME, &row.state, row.since, was_urgent, 0, now))
        })
        .flatten();
    // A paused clock is due at no instant, unless its time was used up before.
    let due = due.map(|d| if row.paused && d.standing != Standing::Breached { Due { at: None, ..d } } else { d });
    Some(QueueLine {
        register: PscCase::NAME,
        id: row.id,
        reference: row.number,
        person: row.person,
        state: row.state,
        since: row.since,
        urgent: row.urgent,
        paused: row.paused,
        owner: state.clock,
        due,
    })
}
