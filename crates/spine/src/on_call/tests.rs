//! Who is on call, and what is missing.

use jiff::civil::{Date, date};
use kernel::RecordId;
use kernel::entropy::SeededEntropy;

use super::TurnRole;
use super::rules::{Finding, Held, Lack, Span, at, gaps, next, outside, overlaps, rests_until, unheld};

const fn turn(id: u8, role: TurnRole, from: i64, until: i64) -> Span {
    Span { turn: RecordId([id; 16]), account: RecordId([id; 16]), role, from, until }
}

fn first(id: u8, from: i64, until: i64) -> Span {
    turn(id, TurnRole::First, from, until)
}

#[test]
fn sp_16_a_turn_begins_at_its_instant_and_ends_before_the_next() {
    let turns = [first(1, 10, 20), first(2, 20, 30), turn(3, TurnRole::Second, 0, 100)];
    let who = |now| at(&turns, TurnRole::First, now).map(|t| t.turn.0[0]);
    assert_eq!([9, 10, 19, 20, 29, 30].map(who), [None, Some(1), Some(1), Some(2), Some(2), None]);
    assert_eq!(next(&turns, TurnRole::First, 10).map(|t| t.turn.0[0]), Some(2));
    assert_eq!(next(&turns, TurnRole::First, 20), None);
    assert_eq!(at(&turns, TurnRole::Second, 50).map(|t| t.turn.0[0]), Some(3));
    // Of two at once the later one is called: it was given knowing the earlier.
    assert_eq!(at(&[first(1, 0, 50), first(2, 10, 20)], TurnRole::First, 15).map(|t| t.turn.0[0]), Some(2));
}

#[test]
fn sp_16_gaps_are_what_nobody_covers_and_office_hours_are_none() {
    let turns = [first(1, 10, 20), first(2, 25, 40), first(3, 30, 35), turn(4, TurnRole::Second, 0, 100)];
    assert_eq!(gaps(&turns, 0, 50), [(0, 10), (20, 25), (40, 50)]);
    assert_eq!(gaps(&turns, 12, 18), []);
    assert_eq!(gaps(&turns, 22, 24), [(22, 24)]);
    assert_eq!(gaps(&[], 0, 50), [(0, 50)]);
    assert_eq!(outside(&[(0, 10), (20, 25), (40, 50)], &[(5, 22), (42, 44), (46, 60)]), [(0, 5), (22, 25), (40, 42), (44, 46)]);
    assert_eq!(outside(&[(0, 10)], &[(0, 10)]), []);
}

#[test]
fn sp_16_every_moment_is_covered_or_told_as_a_gap_whatever_the_turns() {
    let random = SeededEntropy::new(16);
    for _ in 0..2_000 {
        let turns: Vec<Span> = (0..random.below(6))
            .map(|id| {
                let from = random.below(60) as i64;
                first(id as u8, from, from + 1 + random.below(20) as i64)
            })
            .collect();
        let told = gaps(&turns, 5, 55);
        for now in 5..55 {
            let gap = told.iter().any(|(from, until)| *from <= now && now < *until);
            assert_eq!(gap, at(&turns, TurnRole::First, now).is_none(), "{now} of {turns:?}");
        }
        let two = |now: i64| turns.iter().filter(|t| t.from <= now && now < t.until).count() > 1;
        let found = overlaps(&turns, 5, 55);
        for now in 5..55 {
            assert_eq!(found.iter().any(|f| f.from <= now && now < f.until), two(now), "{now} of {turns:?}");
        }
    }
}

#[test]
fn sp_16_an_overlap_names_both_turns_of_one_role() {
    let turns = [first(1, 0, 20), first(2, 10, 30), turn(3, TurnRole::Second, 0, 30)];
    let told = overlaps(&turns, 0, 100);
    assert_eq!(told, [Finding { lack: Lack::Overlap, from: 10, until: 20, turns: vec![turns[0], turns[1]] }]);
    assert_eq!(overlaps(&turns, 50, 100), []);
}

#[test]
fn sp_16_a_duty_is_held_on_every_day_of_a_turn_or_the_first_without_it_is_named() {
    let (me, other) = (RecordId([1; 16]), RecordId([2; 16]));
    let day = |d| date(2026, 3, d);
    let held = |account, from, until: Option<i8>| Held { account, from: day(from), until: until.map(day) };
    let joined = [held(me, 1, Some(10)), held(me, 11, Some(20)), held(other, 1, None)];
    assert_eq!(unheld(&joined, me, day(2), day(20)), None);
    assert_eq!(unheld(&joined, me, day(2), day(21)), Some(day(21)));
    assert_eq!(unheld(&joined, other, day(30), Date::MAX), None);
    assert_eq!(unheld(&[held(me, 1, Some(10)), held(me, 12, None)], me, day(5), day(15)), Some(day(11)));
    assert_eq!(unheld(&[], me, day(5), day(5)), Some(day(5)));
}

#[test]
fn pa_13_whoever_was_called_rests_from_the_moment_they_are_done() {
    assert_eq!(rests_until(1_000, 11), 1_000 + 11 * 3_600_000_000);
    assert_eq!(rests_until(i64::MAX, 11), i64::MAX);
}
