//! Who is on call, and what is missing; pure. Instants are microseconds since 1970 UTC.

use jiff::civil::Date;
use kernel::RecordId;

use super::TurnRole;

/// A turn as the rules read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The turn.
    pub turn: RecordId,
    /// Who.
    pub account: RecordId,
    /// Called first or second.
    pub role: TurnRole,
    /// From when.
    pub from: i64,
    /// Until when, not included.
    pub until: i64,
}

kernel::choices! {
    /// What is wrong in the weeks to come.
    pub enum Lack { Gap = "on_call_gap", Overlap = "on_call_overlap", WithoutDuty = "on_call_without_duty" }
}

/// Something that is wrong in the weeks to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub lack: Lack,
    /// From when.
    pub from: i64,
    /// Until when.
    pub until: i64,
    /// The turns it is about, by their start; none for a gap.
    pub turns: Vec<Span>,
}

/// Who is called first, or second, at an instant: of several the one whose turn began last.
pub fn at(turns: &[Span], role: TurnRole, now: i64) -> Option<Span> {
    turns.iter().filter(|t| t.role == role && t.from <= now && now < t.until).max_by_key(|t| (t.from, t.turn)).copied()
}

/// Whose turn in a role begins next after an instant.
pub fn next(turns: &[Span], role: TurnRole, now: i64) -> Option<Span> {
    turns.iter().filter(|t| t.role == role && t.from > now).min_by_key(|t| (t.from, t.turn)).copied()
}

/// The stretches of time between two instants in which nobody is called first.
pub fn gaps(turns: &[Span], from: i64, until: i64) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    let mut covered = from;
    for turn in by_start(turns, TurnRole::First) {
        if turn.from > covered {
            gaps.push((covered, turn.from.min(until)));
        }
        covered = covered.max(turn.until);
        if covered >= until {
            return gaps;
        }
    }
    if covered < until {
        gaps.push((covered, until));
    }
    gaps.retain(|(from, until)| from < until);
    gaps
}

/// The stretches of `of` that lie outside of `away`; both in order, without overlap.
pub fn outside(of: &[(i64, i64)], away: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut left = Vec::new();
    for (from, until) in of {
        let mut from = *from;
        for (start, end) in away {
            if *end > from && start < until {
                if *start > from {
                    left.push((from, *start));
                }
                from = *end;
            }
        }
        if from < *until {
            left.push((from, *until));
        }
    }
    left
}

/// The turns in the same role that run at the same time: each with the one before it that lasts longest.
pub fn overlaps(turns: &[Span], from: i64, until: i64) -> Vec<Finding> {
    let mut found = Vec::new();
    for role in TurnRole::ALL {
        let mut longest: Option<Span> = None;
        for turn in by_start(turns, *role) {
            if let Some(before) = longest.filter(|before| before.until > turn.from) {
                let (start, end) = (turn.from.max(from), turn.until.min(before.until).min(until));
                if start < end {
                    found.push(Finding { lack: Lack::Overlap, from: start, until: end, turns: vec![before, turn] });
                }
            }
            longest = longest.filter(|before| before.until >= turn.until).or(Some(turn));
        }
    }
    found
}

fn by_start(turns: &[Span], role: TurnRole) -> Vec<Span> {
    let mut turns: Vec<Span> = turns.iter().filter(|t| t.role == role).copied().collect();
    turns.sort_by_key(|t| (t.from, t.turn));
    turns
}

/// The days on which somebody holds a duty.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Who.
    pub account: RecordId,
    /// First day.
    pub from: Date,
    /// Last day, included; no end when empty.
    pub until: Option<Date>,
}

/// The first day between two, both included, on which an account holds none of these; none when it holds one on each.
pub fn unheld(held: &[Held], account: RecordId, first: Date, last: Date) -> Option<Date> {
    let mut day = first;
    while day <= last {
        let covering = held.iter().filter(|h| h.account == account && h.from <= day && h.until.is_none_or(|until| day <= until));
        // As far as the longest of them reaches.
        let reach = covering.map(|h| h.until.unwrap_or(Date::MAX)).max();
        match reach {
            None => return Some(day),
            Some(reach) if reach >= last => return None,
            Some(reach) => day = reach.tomorrow().unwrap_or(Date::MAX),
        }
    }
    None
}

/// Until when somebody rests who was called and is done.
pub const fn rests_until(done: i64, rest_hours: i64) -> i64 {
    done.saturating_add(rest_hours.saturating_mul(3_600_000_000))
}
