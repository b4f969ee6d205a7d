//! What pages and measures ask about service.

use std::collections::HashSet;

use jiff::civil::Date;
use kernel::clocks::{Change, ClockInterval, Pause, intervals, steps};
use kernel::{Lifecycle, Record, RecordId, Value, Work};
use ledger::transition::Transition;
use ledger::{Error, Query, View};

use super::record::{CalendarDay, ClockPause, Urgency, WorkCalendar};
use super::rules::{Calendars, Due, Standards, Timing, urgent};
use crate::policy::{PackState, PolicyPack};

/// The named queries of the concept.
pub const ALL: &[&Query] = &super::ticket::LINE.queries();

/// A register whose records stand in the queue, made by [`line!`](crate::line). It has the columns `state`, `since` and `lane`, an
/// index on lane, since and id, and a person it may be about.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The register.
    pub register: &'static str,
    /// The kind of work its records are.
    pub work: Work,
    /// The life of its records.
    pub lifecycle: &'static Lifecycle,
    /// Its open states, each a lane: those of the office, then those of others.
    pub lanes: &'static [&'static str],
    /// The first records of every step by their start within two instants: so many of the office's steps, so many of others', so many that
    /// stand apart.
    pub standing: Query,
    /// The moves of the records that were opened again: their step began before.
    pub moves: Query,
    /// The pauses of the records that stand apart.
    pub pauses: Query,
    /// When the urgencies of the records that stand apart began and end.
    pub urgencies: Query,
    /// The records that moved since an instant.
    pub moved: Query,
    /// The records of the office's steps that ended within two instants.
    pub ended: Query,
}

impl Line {
    /// Its named queries.
    pub const fn queries(&'static self) -> [&'static Query; 6] {
        [&self.standing, &self.moves, &self.pauses, &self.urgencies, &self.moved, &self.ended]
    }
}

/// Declares the [`Line`](crate::cases::queries::Line) of a register with the lanes of its open states: those in which the office has the ball,
/// and those in which others have it.
#[macro_export]
macro_rules! line {
    ($register:literal, $work:expr, $lifecycle:expr, office: [$($ours:literal),+ $(,)?], others: [$($theirs:literal),+ $(,)?]) => {
        $crate::cases::queries::Line {
            register: $register,
            work: $work,
            lifecycle: $lifecycle,
            lanes: &[$($ours,)+ $($theirs),+],
            standing: ledger::Query {
                name: concat!("queue.", $register),
                sql: concat!(
                    $crate::line!(@lane $register, "apart", "$5"),
                    " UNION ALL ", $crate::line!(@lane $register, "reopened", "$5"),
                    $(" UNION ALL ", $crate::line!(@lane $register, $ours, "$3"),)+
                    $(" UNION ALL ", $crate::line!(@lane $register, $theirs, "$4")),+
                ),
                sample: &[
                    ledger::query::Sample::Int(0), ledger::query::Sample::Int(9_000_000_000_000_000),
                    ledger::query::Sample::Int(50), ledger::query::Sample::Int(20), ledger::query::Sample::Int(500),
                ],
            },
            moves: ledger::Query {
                name: concat!("queue.", $register, ".moves"),
                sql: concat!("SELECT t.record, t.from_state, t.to_state, t.time FROM {transitions t} WHERE ", $crate::line!(@in $register, "t", "= 'reopened'")),
                sample: &[],
            },
            pauses: ledger::Query {
                name: concat!("queue.", $register, ".pauses"),
                sql: concat!("SELECT p.record, p.owner, p.from_time, p.until_time FROM {clock_pauses p} WHERE ", $crate::line!(@in $register, "p", "IN ('apart', 'reopened')")),
                sample: &[],
            },
            urgencies: ledger::Query {
                name: concat!("queue.", $register, ".urgencies"),
                sql: concat!("SELECT u.record, u.from_time, u.expires_on FROM {urgencies u} WHERE ", $crate::line!(@in $register, "u", "IN ('apart', 'reopened')")),
                sample: &[],
            },
            moved: ledger::Query {
                name: concat!("queue.", $register, ".moved"),
                sql: concat!("SELECT c.id FROM {", $register, " c} WHERE c.since >= $1"),
                sample: &[ledger::query::Sample::Int(0)],
            },
            ended: ledger::Query {
                name: concat!("queue.", $register, ".ended"),
                sql: concat!("SELECT t.record FROM {transitions t} WHERE t.register = '", $register,
                    "' AND t.time >= $1 AND t.time < $2 AND (1 = 0", $(" OR t.from_state = '", $ours, "'",)+ ")"),
                sample: &[ledger::query::Sample::Int(0), ledger::query::Sample::Int(9_000_000_000_000_000)],
            },
        }
    };
    // The few records that stand apart come first, and what hangs on them is fetched one by one: of a join a database believes that a lane is long.
    (@in $register:literal, $alias:literal, $lanes:literal) => {
        concat!($alias, ".record IN (SELECT c.id FROM {", $register, " c} WHERE c.lane ", $lanes, ")")
    };
    (@lane $register:literal, $lane:literal, $limit:literal) => {
        concat!("SELECT * FROM (SELECT c.id, c.person, c.state, c.since, c.lane, c.priority FROM {", $register, " c} WHERE c.lane = '", $lane,
            "' AND c.since >= $1 AND c.since < $2 ORDER BY c.since, c.id LIMIT ", $limit, ") AS q")
    };
}

/// How many of the office's steps ended within two instants, of the records of a line that the reader may see. Whoever sees a record sees its
/// moves.
pub fn ended(view: &mut View<'_>, line: &Line, from: i64, until: i64) -> Result<i64, Error> {
    let (mut seen, mut count) = (HashSet::new(), 0);
    view.each(&line.moved, &[from.into()], &mut |row| {
        seen.extend(row.first().and_then(Value::id));
        Ok(())
    })?;
    view.facts(|view| {
        view.each(&line.ended, &[from.into(), until.into()], &mut |row| {
            count += i64::from(row.first().and_then(Value::id).is_some_and(|record| seen.contains(&record)));
            Ok(())
        })
    })?;
    Ok(count)
}

/// The standards in force, as they are known.
pub fn standards(view: &mut View<'_>) -> Result<Standards, Error> {
    let packs = view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?;
    Ok(Standards::new(&packs.into_iter().map(|p| p.body).collect::<Vec<_>>()))
}

/// The calendars, as they are known.
pub fn calendars(view: &mut View<'_>) -> Result<Calendars, Error> {
    view.facts(|view| Ok(Calendars::new(&view.every::<WorkCalendar>()?, &view.every::<CalendarDay>()?)))
}

/// Everything steps between two days are measured with.
pub fn timing(view: &mut View<'_>, from: Date, until: Date) -> Result<Timing, Error> {
    let (standards, calendars) = (standards(view)?, calendars(view)?);
    Ok(Timing::new(standards, &calendars, view.zone.clone(), from, until))
}

/// The pauses of a record.
pub fn pauses(view: &mut View<'_>, record: RecordId) -> Result<Vec<Record<ClockPause>>, Error> {
    view.facts(|view| view.having::<ClockPause>("record", record))
}

/// The urgencies of a record.
pub fn urgencies(view: &mut View<'_>, record: RecordId) -> Result<Vec<Record<Urgency>>, Error> {
    view.facts(|view| view.having::<Urgency>("record", record))
}

/// A pause as the clocks count it.
pub fn counted(pause: &ClockPause) -> Pause {
    Pause { from: pause.from_time.0, until: pause.until_time.map(|t| t.0), owner: pause.owner.owner() }
}

/// A state change as the clocks count it.
pub fn changed(transition: &Transition) -> Change {
    Change { from: transition.from_state.clone().into(), to: transition.to_state.clone().into(), at: transition.time.0 }
}

/// The clocks of one record.
#[derive(Clone, Debug)]
pub struct RecordClock {
    /// Whose time passed, in order.
    pub intervals: Vec<ClockInterval>,
    /// What it is measured with.
    pub timing: Timing,
    /// Its present step against the standard of that step, where there is one.
    pub due: Option<Due>,
    /// Whether its clock is paused at that instant.
    pub paused: bool,
}

/// How far a calendar is laid out beyond now, in days: further than any target.
const AHEAD_DAYS: i64 = 400;

/// The clocks of a record the reader may see, up to an instant.
pub fn clock_of(
    view: &mut View<'_>,
    register: &str,
    lifecycle: &'static Lifecycle,
    record: RecordId,
    now: i64,
) -> Result<RecordClock, Error> {
    let changes: Vec<Change> = view.transitions(register, record)?.iter().map(|t| changed(&t.body)).collect();
    let paused: Vec<Pause> = pauses(view, record)?.iter().map(|p| counted(&p.body)).collect();
    let urgencies: Vec<Urgency> = urgencies(view, record)?.into_iter().map(|u| u.body).collect();
    let zone = view.zone;
    let day = |at: i64| kernel::clock::date_at(kernel::clock::from_micros(at), zone);
    let from = changes.iter().map(|c| c.at).min().map_or(day(now), day);
    let timing = timing(view, from, ahead(day(now)))?;
    let all = intervals(lifecycle, &changes, &paused, now);
    let steps = steps(lifecycle, &changes);
    let present = steps.last().filter(|s| s.from <= now && lifecycle.state(s.state).is_some_and(|s| s.open));
    let due = present.and_then(|step| {
        let began = steps.get(step.first).map_or(step.from, |first| first.from);
        // What becomes urgent now is urgent now.
        let urgent = urgent(&urgencies, began, now.saturating_add(1), zone);
        // A step that began this very instant has no interval yet.
        let begins = || timing.due(register, step.state, began, urgent, 0, now);
        timing.due_of(register, &all, step.first, urgent, now).or_else(begins)
    });
    let is_paused = present.is_some() && paused.iter().any(|p| p.from <= now && p.until.is_none_or(|until| until > now));
    Ok(RecordClock { due, paused: is_paused, intervals: all, timing })
}

/// The day until which calendars are laid out.
pub fn ahead(today: Date) -> Date {
    today.checked_add(jiff::Span::new().days(AHEAD_DAYS)).unwrap_or(today)
}
