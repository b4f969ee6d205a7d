//! Clocks: whose time passed. Every stretch between the first and the last state change of a record belongs to exactly one owner; nothing is
//! counted, everything is derived from the state changes and pauses, so standards, calendars and priorities cannot change what happened.

use std::borrow::Cow;

use crate::calendar::Openings;
use crate::{ClockOwner, Lifecycle, limits};

/// A state change, as the log holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// State before; anything that is no state at the start.
    pub from: Cow<'static, str>,
    /// State after.
    pub to: Cow<'static, str>,
    /// When, in microseconds.
    pub at: i64,
}

/// A time in which the ball was elsewhere than the state says, with its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// From when.
    pub from: i64,
    /// Until when; still going on when none.
    pub until: Option<i64>,
    /// Who has the ball meanwhile.
    pub owner: ClockOwner,
}

/// A stretch of time with one owner, in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockInterval {
    /// Whose.
    pub owner: ClockOwner,
    /// The state the record was in.
    pub state: &'static str,
    /// The step it belongs to, counted from 0; what goes on after an end that was taken back belongs to the step that had ended.
    pub step: usize,
    /// Whether the state's own clock was paused.
    pub paused: bool,
    /// From when.
    pub from: i64,
    /// Until when, not included.
    pub until: i64,
}

/// One visit of a state. An end that was taken back begins no step anew: the visit after it goes on with the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The state.
    pub state: &'static str,
    /// From when.
    pub from: i64,
    /// Until when; still there when none.
    pub until: Option<i64>,
    /// The first visit of the same step: itself, but after an end that was taken back.
    pub first: usize,
}

impl Step {
    /// A visit that goes on with none, as the first of a record.
    pub const fn begun(state: &'static str, from: i64) -> Self {
        Self { state, from, until: None, first: 0 }
    }
}

/// The steps of a record, in order, however its state changes are handed in. Changes follow one another by their states; where the states leave
/// a choice the earlier one comes first. A clock that went backwards makes a step of no length, never one of negative length.
pub fn steps(lifecycle: &'static Lifecycle, changes: &[Change]) -> Vec<Step> {
    let mut waiting: Vec<&Change> = changes.iter().take(limits::CLOCK_MOVES_MAX).collect();
    waiting.sort_by(|a, b| (a.at, &a.from, &a.to).cmp(&(b.at, &b.from, &b.to)));
    let start = |c: &&Change| lifecycle.state(&c.from).is_none();
    let mut here = waiting.iter().position(start).or(if waiting.is_empty() { None } else { Some(0) });
    let mut out: Vec<Step> = Vec::new();
    let mut now = i64::MIN;
    while let Some(at) = here {
        let change = waiting.remove(at);
        now = now.max(change.at);
        if let Some(last) = out.last_mut() {
            last.until = Some(now);
        }
        match lifecycle.state(&change.to) {
            Some(state) => {
                let first = match &out[..] {
                    [.., before, end] if before.state == state.code && lifecycle.state(end.state).is_some_and(|s| !s.open) => before.first,
                    _ => out.len(),
                };
                out.push(Step { first, ..Step::begun(state.code, now) });
            }
            // A state nobody knows stops the record's story: what follows cannot be told.
            None => break,
        }
        let to = &change.to;
        here = waiting.iter().position(|c| c.from == *to).or(if waiting.is_empty() { None } else { Some(0) });
    }
    out
}

/// The intervals of a record up to an instant. They follow one another without gap or overlap from the first state change to the last, or to
/// `now` while the record is open, so their sum is the end-to-end time. Of pauses inside pauses the one that began last counts.
pub fn intervals(lifecycle: &'static Lifecycle, changes: &[Change], pauses: &[Pause], now: i64) -> Vec<ClockInterval> {
    of_steps(lifecycle, &steps(lifecycle, changes), pauses, now)
}

/// The intervals of a record whose steps are known.
pub fn of_steps(lifecycle: &'static Lifecycle, steps: &[Step], pauses: &[Pause], now: i64) -> Vec<ClockInterval> {
    let count = steps.len();
    let mut out: Vec<ClockInterval> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let Some(state) = lifecycle.state(step.state) else { continue };
        // A closed record has no clock, unless it was opened again: then the gap is nobody's.
        if !state.open && at + 1 == count {
            break;
        }
        let until = step.until.unwrap_or(now).min(now);
        if until <= step.from {
            continue;
        }
        let inside = |p: &&Pause| p.from < until && p.until.is_none_or(|end| end > step.from && end > p.from);
        let here: Vec<&Pause> = if state.open { pauses.iter().take(limits::CLOCK_MOVES_MAX).filter(inside).collect() } else { Vec::new() };
        let mut cuts: Vec<i64> = vec![step.from, until];
        cuts.extend(here.iter().flat_map(|p| [p.from, p.until.unwrap_or(until)]).filter(|cut| *cut > step.from && *cut < until));
        cuts.sort_unstable();
        cuts.dedup();
        for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
            let holds = here.iter().filter(|p| p.from <= *from && p.until.is_none_or(|end| end >= *until));
            let pause = holds.max_by_key(|p| (p.from, std::cmp::Reverse(p.until.unwrap_or(i64::MAX)), p.owner));
            let owner = pause.map_or(state.clock, |p| p.owner);
            out.push(ClockInterval { owner, state: step.state, step: step.first, paused: pause.is_some(), from: *from, until: *until });
        }
    }
    out
}

/// How long an owner had the ball, as a plain difference of instants.
pub fn raw(intervals: &[ClockInterval], owner: ClockOwner) -> i64 {
    intervals.iter().filter(|i| i.owner == owner).map(|i| i.until - i.from).sum()
}

/// How much of an owner's time fell into that owner's working hours.
pub fn elapsed(intervals: &[ClockInterval], owner: ClockOwner, openings: &Openings) -> i64 {
    intervals.iter().filter(|i| i.owner == owner).map(|i| openings.between(i.from, i.until)).sum()
}

/// How much working time a step has used of its own clock: pauses are not in it.
pub fn spent(intervals: &[ClockInterval], step: usize, openings: &Openings) -> i64 {
    intervals.iter().filter(|i| i.step == step && !i.paused).map(|i| openings.between(i.from, i.until)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::State;
    use crate::calendar::{Calendar, Hours, Week, five_days, zone};
    use crate::entropy::SeededEntropy;

    const HOUR: i64 = 3_600_000_000;

    const fn state(code: &'static str, clock: ClockOwner, open: bool) -> State {
        State { code, clock, stage: true, open }
    }
    static LIFE: Lifecycle = Lifecycle {
        states: &[
            state("asked", ClockOwner::Office, true),
            state("with_subject", ClockOwner::Subject, true),
            state("sent", ClockOwner::Authority, true),
            state("recorded", ClockOwner::Office, true),
            state("closed", ClockOwner::Nobody, false),
        ],
        moves: &[],
    };

    fn change(from: &str, to: &str, at: i64) -> Change {
        Change { from: from.to_owned().into(), to: to.to_owned().into(), at: at * HOUR }
    }
    fn story() -> Vec<Change> {
        vec![
            change("none", "asked", 10),
            change("asked", "with_subject", 20),
            change("with_subject", "asked", 50),
            change("asked", "sent", 60),
            change("sent", "closed", 100),
        ]
    }
    fn pause(from: i64, until: Option<i64>, owner: ClockOwner) -> Pause {
        Pause { from: from * HOUR, until: until.map(|u| u * HOUR), owner }
    }
    fn hours(all: &[ClockInterval], owner: ClockOwner) -> i64 {
        raw(all, owner) / HOUR
    }

    #[test]
    fn inv_cl_04_every_hour_has_one_owner_and_they_add_up() {
        let all = intervals(&LIFE, &story(), &[], 500 * HOUR);
        assert_eq!((hours(&all, ClockOwner::Office), hours(&all, ClockOwner::Subject), hours(&all, ClockOwner::Authority)), (20, 30, 40));
        assert_eq!(all.iter().map(|i| i.step).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }

    #[test]
    fn sp_01_a_pause_inside_a_pause_belongs_to_the_inner_one_and_then_to_the_outer_again() {
        let pauses = [pause(12, Some(19), ClockOwner::Requester), pause(14, Some(16), ClockOwner::ForceMajeure)];
        let all = intervals(&LIFE, &story(), &pauses, 500 * HOUR);
        let first: Vec<_> = all.iter().filter(|i| i.step == 0).map(|i| (i.owner.code(), i.from / HOUR, i.until / HOUR)).collect();
        assert_eq!(
            first,
            [("office", 10, 12), ("requester", 12, 14), ("force_majeure", 14, 16), ("requester", 16, 19), ("office", 19, 20)]
        );
        // Pausing moves time to another owner; the whole stays the whole.
        assert_eq!(all.iter().map(|i| i.until - i.from).sum::<i64>(), 90 * HOUR);
    }

    #[test]
    fn sp_01_a_pause_over_several_steps_ends_where_it_ends_and_an_open_one_runs_on() {
        let all = intervals(&LIFE, &story(), &[pause(15, Some(55), ClockOwner::Hr)], 500 * HOUR);
        assert_eq!((hours(&all, ClockOwner::Hr), hours(&all, ClockOwner::Office)), (40, 10));
        let running = intervals(&LIFE, &story()[..1], &[pause(15, None, ClockOwner::Hr)], 30 * HOUR);
        assert_eq!((hours(&running, ClockOwner::Hr), hours(&running, ClockOwner::Office)), (15, 5));
        // One that lies outside, or ends before it begins, does nothing.
        let odd = [pause(200, Some(300), ClockOwner::Hr), pause(40, Some(30), ClockOwner::Hr), pause(12, Some(12), ClockOwner::Hr)];
        assert_eq!(intervals(&LIFE, &story(), &odd, 500 * HOUR), intervals(&LIFE, &story(), &[], 500 * HOUR));
    }

    #[test]
    fn sp_01_a_reopened_record_goes_on_and_the_gap_is_nobodys() {
        let mut again = story();
        again.push(change("closed", "recorded", 150));
        let all = intervals(&LIFE, &again, &[pause(110, Some(120), ClockOwner::Hr)], 160 * HOUR);
        assert_eq!((hours(&all, ClockOwner::Nobody), hours(&all, ClockOwner::Office), hours(&all, ClockOwner::Hr)), (50, 30, 0));
        assert_eq!(all.iter().map(|i| i.until - i.from).sum::<i64>(), 150 * HOUR);
    }

    #[test]
    fn sp_01_an_end_that_is_taken_back_begins_no_step_anew() {
        let again = [
            change("none", "asked", 10),
            change("asked", "closed", 15),
            change("closed", "asked", 40),
            change("asked", "closed", 42),
            change("closed", "asked", 50),
            change("asked", "sent", 53),
            change("sent", "closed", 60),
            change("closed", "asked", 70),
        ];
        let steps = steps(&LIFE, &again);
        assert_eq!(steps.iter().map(|s| s.first).collect::<Vec<_>>(), [0, 1, 0, 3, 0, 5, 6, 7], "only back to where it stood");
        let all = intervals(&LIFE, &again, &[], 80 * HOUR);
        let whole = Calendar::continuous().openings(jiff::civil::date(1969, 1, 1), jiff::civil::date(1971, 1, 1));
        assert_eq!(spent(&all, 0, &whole), (5 + 2 + 3) * HOUR, "the time before and after, and none of the time it stood closed");
        assert_eq!((spent(&all, 7, &whole), hours(&all, ClockOwner::Nobody)), (10 * HOUR, 25 + 8 + 10));
    }

    #[test]
    fn inv_cl_04_no_order_of_changes_and_no_clock_that_goes_back_breaks_the_sum() {
        let random = SeededEntropy::new(11);
        for _ in 0..3_000 {
            let mut at = 0;
            let mut from = "none".to_owned();
            let mut all: Vec<Change> = Vec::new();
            for _ in 0..=random.below(9) {
                // Clocks stand still and go back now and then.
                at += random.below(40) as i64 - 4;
                let to = LIFE.states[random.below(LIFE.states.len())].code;
                all.push(change(&from, to, at));
                from = to.to_owned();
            }
            let pauses: Vec<Pause> = (0..random.below(5))
                .map(|_| {
                    let from = random.below(200) as i64;
                    let until = (random.below(4) > 0).then(|| from + random.below(60) as i64 - 5);
                    pause(from, until, ClockOwner::ForceMajeure)
                })
                .collect();
            let now = 400 * HOUR;
            let told = intervals(&LIFE, &all, &pauses, now);
            for pair in told.windows(2) {
                assert_eq!(pair[0].until, pair[1].from, "no gap, no overlap: {all:?}");
            }
            assert!(told.iter().all(|i| i.until > i.from));
            let steps = steps(&LIFE, &all);
            let (Some(first), Some(last)) = (steps.first(), steps.last()) else { panic!("steps") };
            assert_eq!(steps.len(), all.len(), "every change is told once");
            let end = if LIFE.state(last.state).is_some_and(|s| s.open) { now } else { last.from };
            assert_eq!(told.iter().map(|i| i.until - i.from).sum::<i64>(), (end - first.from).max(0), "{all:?}");
            // In any order.
            let mut shuffled = all.clone();
            for at in (1..shuffled.len()).rev() {
                shuffled.swap(at, random.below(at + 1));
            }
            assert_eq!(intervals(&LIFE, &shuffled, &pauses, now), told);
            // Split between working hours and their absence, each owner's time still adds up.
            let whole = Calendar::continuous().openings(jiff::civil::date(1969, 1, 1), jiff::civil::date(1971, 1, 1));
            for owner in [ClockOwner::Office, ClockOwner::Authority, ClockOwner::ForceMajeure] {
                let clipped: i64 = told.iter().filter(|i| i.owner == owner).map(|i| i.until - i.from).sum();
                assert_eq!(elapsed(&told, owner, &whole), clipped);
            }
        }
    }

    #[test]
    fn inv_cl_05_a_holiday_added_afterwards_changes_what_counts_and_not_what_happened() {
        let zone = zone("Europe/Luxembourg").unwrap_or_else(|| panic!("zone"));
        let nine = Hours::parse("09:00-17:00").unwrap_or_default();
        let week = Week { from: jiff::civil::date(1960, 1, 1), until: None, zone, days: five_days(&nine), day_minutes: 480 };
        let (from, until) = (jiff::civil::date(1970, 1, 1), jiff::civil::date(1970, 2, 1));
        let before = Calendar::new(vec![week.clone()], []).openings(from, until);
        let after = Calendar::new(vec![week], [(jiff::civil::date(1970, 1, 1), Hours::CLOSED)]).openings(from, until);
        let all = intervals(&LIFE, &story(), &[], 500 * HOUR);
        let told = all.clone();
        // Thursday 10:00 UTC is 11:00 at the office: six hours until closing, unless that Thursday was a holiday.
        assert_eq!(elapsed(&all, ClockOwner::Office, &before), 6 * HOUR);
        assert_eq!(elapsed(&all, ClockOwner::Office, &after), 0);
        assert_eq!(all, told);
        assert_eq!(intervals(&LIFE, &story(), &[], 500 * HOUR), told);
        // What a step used of its own clock leaves pauses out, whatever their owner is called.
        let paused = intervals(&LIFE, &story(), &[pause(12, Some(14), ClockOwner::Office)], 500 * HOUR);
        assert_eq!(spent(&paused, 0, &before), before.between(10 * HOUR, 20 * HOUR) - before.between(12 * HOUR, 14 * HOUR));
    }
}
