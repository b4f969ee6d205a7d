//! What stands in line. Within one step and one edition of the standards, what came first is due first: the first rows of each step, by the
//! index on lane and start, hold the first rows of the whole. Only records that stand apart (urgent, paused within their step, or back in it after
//! an end that was taken back) are looked at one by one.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::clocks::{Change, Pause, Step, of_steps, steps};
use kernel::{ClockOwner, Lifecycle, RecordId, State, Value};
use ledger::{Error, Query, View};

use super::forecast::{Pace, Shifts, THROUGHPUT_WEEKS, shifts};
use super::queries::{Line, ahead, calendars, ended, standards};
use super::rules::{self, Due, QueueLine, Timing, in_order};
use super::{PauseOwner, Priority};
use crate::limits;

/// The lane of records whose due instant does not follow from their step and its start alone: urgent ones, and those paused within their step.
const APART: &str = "apart";
/// The lane of those that are back in their step after an end that was taken back. They stand apart too, and their step began before.
const REOPENED: &str = "reopened";

/// The lane of a record in a state; none when it is closed.
pub fn lane_of(lifecycle: &Lifecycle, state: &str, apart: bool) -> Option<String> {
    let open = lifecycle.state(state).is_some_and(|s| s.open);
    open.then(|| if apart { APART } else { state }.to_owned())
}

/// The lane of a record that becomes urgent or pauses within its step: until the step ends it stands apart.
pub fn set_apart(lane: Option<&str>) -> Option<String> {
    lane.map(|lane| if lane == REOPENED { REOPENED } else { APART }.to_owned())
}

/// The lane of a record that is back in a state after an end that was taken back.
pub fn reopened(lifecycle: &Lifecycle, state: &str) -> Option<String> {
    lane_of(lifecycle, state, false).map(|_| REOPENED.to_owned())
}

/// The queue: what the office does next and what breaches first, and what is longest with others.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The office's steps, in order of what breaches first.
    pub ours: Vec<QueueLine>,
    /// Records others have the ball of, longest first.
    pub others: Vec<QueueLine>,
    /// Whether the office has a calendar.
    pub has_calendar: bool,
    /// Whether more stand apart than were looked at.
    pub cut: bool,
}

/// A row of a line, not yet held against its standard.
#[derive(Clone, Copy)]
struct Waiting {
    line: &'static Line,
    id: RecordId,
    person: Option<RecordId>,
    state: &'static State,
    since: i64,
    apart: bool,
    /// It goes before others; nobody ended its urgency early.
    urgent: bool,
}

fn waiting(line: &'static Line, cells: &[Value]) -> Option<Waiting> {
    let text = |at: usize| cells.get(at).and_then(Value::text);
    Some(Waiting {
        line,
        id: cells.first()?.id()?,
        person: cells.get(1).and_then(Value::id),
        state: line.lifecycle.state(text(2)?)?,
        since: cells.get(3).and_then(Value::int)?,
        apart: [APART, REOPENED].contains(&text(4)?),
        urgent: text(5) != Some(Priority::Routine.code()),
    })
}

/// The first records of these lines as one queue, under the reader's scope: so many that the office has, so many that others have.
pub fn queue(view: &mut View<'_>, lines: &[&'static Line], ours: usize, others: usize) -> Result<Queue, Error> {
    let now = view.now.as_microsecond();
    let Standing { all, kept, timing, cut } = standing(view, lines, (ours, others), now)?;
    let mut lines: Vec<QueueLine> = all.into_iter().map(|waiting| kept.line(&waiting, &timing, now)).collect();
    in_order(&mut lines);
    // While a posture names kinds of work, these go first; within a kind the order is as ever.
    view.postures()?.priorities.first(&mut lines, |line| Some(line.work));
    let (mut mine, mut theirs): (Vec<_>, Vec<_>) = lines.into_iter().partition(|l| l.owner == ClockOwner::Office || l.paused);
    theirs.sort_by_key(|l| (l.since, l.id));
    mine.truncate(ours);
    theirs.truncate(others);
    Ok(Queue { ours: mine, others: theirs, has_calendar: timing.has_calendar, cut })
}

/// What an urgency of a record would do to its line, as it stands now.
#[derive(Clone, Debug)]
pub struct Effect {
    /// To the record and to those it would go before, of the first [`limits::URGENCY_LINE_MAX`] that wait for the office.
    pub shifts: Shifts,
    /// How fast the line is worked off.
    pub pace: Pace,
    /// One working day, in microseconds.
    pub day: i64,
    /// Whether the office has a calendar.
    pub has_calendar: bool,
    /// Whether the line is longer than was looked at: more may be displaced.
    pub cut: bool,
}

/// What an urgency of a record would do to the others of its line: those that wait for the office, in the order of the queue, each step ending at the
/// pace of the last weeks. All of it is what the reader may see: what is hidden from them moves no place and no day (decision 0041).
pub fn effect(view: &mut View<'_>, line: &'static Line, record: RecordId) -> Result<Effect, Error> {
    let (now, most) = (view.now.as_microsecond(), limits::URGENCY_LINE_MAX);
    let steps = ended(view, line, now - LEARNED_FROM, now)?;
    let Standing { all, mut kept, timing, cut } = standing(view, &[line], (most + 1, 0), now - LEARNED_FROM)?;
    let pace = Pace::new(steps, timing.office.between(now - LEARNED_FROM, now), timing.office.day());
    let own = {
        let def = view.meta(line.register)?.def;
        let raw = view.get_raw(line.register, record)?;
        let value = |name: &str| raw.value(&def, name).clone();
        waiting(
            line,
            &[
                Value::Id(record),
                raw.head.subject.map_or(Value::Null, Value::Id),
                value("state"),
                value("since"),
                value("lane"),
                value("priority"),
            ],
        )
    };
    let mut others: Vec<QueueLine> = all.iter().filter(|w| w.id != record).map(|w| kept.line(w, &timing, now)).collect();
    others.retain(QueueLine::waits);
    in_order(&mut others);
    let cut = cut || others.len() > most;
    others.truncate(most);
    let own = own.map(|own| {
        let without = kept.line(&own, &timing, now);
        kept.urgencies.entry(record).or_default().push(Urgent { from: now, end: i64::MAX });
        (without, kept.line(&Waiting { apart: true, urgent: true, ..own }, &timing, now))
    });
    let shifts = match own {
        Some((without, with)) if without.waits() => shifts(others, without, with, &pace, &timing.office, now),
        _ => Shifts::default(),
    };
    Ok(Effect { shifts, pace, day: timing.office.day(), has_calendar: timing.has_calendar, cut })
}

/// How far back throughput is counted, in microseconds.
const LEARNED_FROM: i64 = THROUGHPUT_WEEKS * 7 * 86_400_000_000;

/// The first records of some lines, and what their due instants follow from.
struct Standing {
    all: Vec<Waiting>,
    kept: Apart,
    timing: Timing,
    cut: bool,
}

/// Reads so many of what the office has, so many of what others have; the calendars reach back to an instant at least.
fn standing(view: &mut View<'_>, lines: &[&'static Line], (ours, others): (usize, usize), back_to: i64) -> Result<Standing, Error> {
    let zone = view.zone;
    let now = view.now.as_microsecond();
    let standards = standards(view)?;
    // Editions of the standards cut the line: within each, order of start is order of breach.
    let midnight = |day: Date| day.to_zoned(zone.clone()).ok().map(|z| z.timestamp().as_microsecond());
    let mut cuts: Vec<i64> = standards.changes().filter_map(midnight).filter(|at| *at < now).collect();
    cuts.extend([0, i64::MAX]);
    cuts.sort_unstable();
    cuts.dedup();
    let (mut all, mut kept, mut cut) = (Vec::new(), Apart::default(), false);
    for line in lines {
        let mut apart = 0;
        for pair in cuts.windows(2) {
            let left = limits::QUEUE_APART_MAX as i64 + 1 - apart;
            let most = [ours as i64, others as i64, left].map(Value::Int);
            let found = candidates(view, &line.standing, &[&[pair[0].into(), pair[1].into()][..], &most[..]].concat())?;
            all.extend(found.iter().filter_map(|row| waiting(line, row)));
            apart = all.iter().filter(|w| w.apart && w.line.register == line.register).count() as i64;
        }
        cut |= apart > limits::QUEUE_APART_MAX as i64;
        if apart > 0 {
            kept.read(view, line, zone)?;
        }
    }
    let oldest = all.iter().map(|w| w.since).chain(kept.began()).min().unwrap_or(now).min(back_to);
    let day = |at: i64| kernel::clock::date_at(kernel::clock::from_micros(at), zone);
    let timing = Timing::new(standards, &calendars(view)?, zone.clone(), day(oldest), ahead(day(now)));
    Ok(Standing { all, kept, timing, cut })
}

/// Rows of which few will be shown: whoever shows some reads what they are called by their ids, and these are counted.
fn candidates(view: &mut View<'_>, query: &Query, params: &[Value]) -> Result<Vec<Vec<Value>>, Error> {
    let mut found = Vec::new();
    view.each(query, params, &mut |row| {
        found.push(row);
        Ok(())
    })?;
    Ok(found)
}

/// What is known of the records that stand apart.
#[derive(Default)]
struct Apart {
    /// Of those that were opened again.
    steps: HashMap<RecordId, Vec<Step>>,
    pauses: HashMap<RecordId, Vec<Pause>>,
    urgencies: HashMap<RecordId, Vec<Urgent>>,
}

/// An urgency of a record.
struct Urgent {
    from: i64,
    end: i64,
}

impl Apart {
    fn read(&mut self, view: &mut View<'_>, line: &Line, zone: &TimeZone) -> Result<(), Error> {
        let mut moves: HashMap<RecordId, Vec<Change>> = HashMap::new();
        // Whoever sees a record sees its moves, pauses and urgencies; what is hidden has no row here to be told with.
        let [told, pauses, urgencies] = view.facts(|view| {
            let mut ask = |query| candidates(view, query, &[]);
            Ok([ask(&line.moves)?, ask(&line.pauses)?, ask(&line.urgencies)?])
        })?;
        for cells in told {
            let known = |at: usize| cells.get(at).and_then(Value::text).map(|code| line.lifecycle.known(code));
            if let (Some(record), Some(from), Some(to), Some(at)) = (cells[0].id(), known(1), known(2), cells.get(3).and_then(Value::int)) {
                moves.entry(record).or_default().push(Change { from, to, at });
            }
        }
        self.steps.extend(moves.into_iter().map(|(record, moves)| (record, steps(line.lifecycle, &moves))));
        for cells in pauses {
            let owner = cells.get(1).and_then(Value::text).and_then(PauseOwner::from_code);
            if let (Some(record), Some(owner), Some(from)) = (cells[0].id(), owner, cells.get(2).and_then(Value::int)) {
                let until = cells.get(3).and_then(Value::int);
                self.pauses.entry(record).or_default().push(Pause { from, until, owner: owner.owner() });
            }
        }
        for cells in urgencies {
            let day = cells.get(2).and_then(Value::text).and_then(|t| t.parse::<Date>().ok());
            let end = day.and_then(|d| d.tomorrow().ok()).and_then(|d| d.to_zoned(zone.clone()).ok());
            if let (Some(record), Some(from), Some(end)) = (cells[0].id(), cells.get(1).and_then(Value::int), end) {
                self.urgencies.entry(record).or_default().push(Urgent { from, end: end.timestamp().as_microsecond() });
            }
        }
        Ok(())
    }

    /// When the steps began whose end was taken back.
    fn began(&self) -> impl Iterator<Item = i64> {
        self.steps.values().filter_map(|steps| Some(steps.get(steps.last()?.first)?.from))
    }

    fn line(&self, row: &Waiting, timing: &Timing, now: i64) -> QueueLine {
        let Waiting { line, id, person, state, since, apart, urgent } = *row;
        // The present step alone decides: it began at `since`, or before an end that was taken back.
        let alone = [Step::begun(state.code, since)];
        let told =
            self.steps.get(&id).filter(|steps| apart && steps.last().is_some_and(|last| (last.state, last.from) == (state.code, since)));
        let steps = told.map_or(&alone[..], Vec::as_slice);
        let step = steps.last().map_or(0, |last| last.first);
        let began = steps.get(step).map_or(since, |first| first.from);
        let pauses = self.pauses.get(&id).filter(|_| apart).map_or(&[][..], Vec::as_slice);
        let paused = pauses.iter().any(|p| p.until.is_none());
        let urgencies = self.urgencies.get(&id).filter(|_| apart).map_or(&[][..], Vec::as_slice);
        let due = || {
            let was_urgent = urgencies.iter().any(|u| u.from <= now && u.end > began);
            let all = of_steps(line.lifecycle, steps, pauses, now);
            let standing = timing.due_of(line.register, &all, step, was_urgent, now);
            standing.or_else(|| timing.due(line.register, state.code, began, was_urgent, 0, now))
        };
        let due = if state.clock == ClockOwner::Office { due() } else { None };
        // A paused clock is due at no instant, unless its time was used up before.
        let due = due.map(|d| if paused && d.standing != rules::Standing::Breached { Due { at: None, ..d } } else { d });
        QueueLine {
            register: line.register,
            work: line.work,
            id,
            person,
            state: state.code,
            since: began,
            urgent: urgent && urgencies.iter().any(|u| u.from <= now && u.end > now),
            paused,
            owner: state.clock,
            due,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cases::ticket;

    #[test]
    fn sp_01_every_open_state_of_a_ticket_has_its_lane_the_offices_first() {
        let mut open: Vec<_> = ticket::LIFECYCLE.states.iter().filter(|s| s.open).collect();
        open.sort_by_key(|s| s.clock != kernel::ClockOwner::Office);
        assert_eq!(open.iter().map(|s| s.code).collect::<Vec<_>>(), ticket::LINE.lanes);
    }
}
