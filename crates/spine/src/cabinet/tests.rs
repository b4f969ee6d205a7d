//! The tables and rules of the cabinet, on drawn shelves and drawn scans.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use kernel::RecordId;
use proptest::prelude::*;

use super::lifecycle::{DISCREPANCIES, SESSIONS};
use super::rules::{
    Counts, Holding, Line, MISSING_WORKING_DAYS, Outcome, Places, draw, expected_digest, items, kept_code, lines_digest, missing_too_long,
    outcome, read_expected, read_lines, write_expected,
};
use super::{DiscrepancyState, ScanState};
use crate::limits;

const DAY: Date = date(2026, 3, 2);
const SAFE: u8 = 1;
const SHELF: u8 = 2;
const OTHER_SHELF: u8 = 3;
const ELSEWHERE: u8 = 9;

const fn id(number: u8) -> RecordId {
    RecordId([number; 16])
}

/// A safe with two shelves, and a place elsewhere.
fn places() -> Places {
    Places::new([(id(SAFE), None), (id(SHELF), Some(id(SAFE))), (id(OTHER_SHELF), Some(id(SAFE))), (id(ELSEWHERE), None)])
}

fn holding(code: &str, place: u8) -> Holding {
    Holding { code: code.to_owned(), item: id(100), place: id(place), out: None, stale: false, over: false, contents: None, drawn: true }
}

fn line(number: usize, code: &str, place: u8) -> Line {
    Line { line: format!("l{number:04}"), code: code.to_owned(), place: id(place), at: number as i64, known: None, gone: false }
}

#[test]
fn cl_09_the_lifecycles_of_scans_and_discrepancies_have_no_defects() {
    assert_eq!((SESSIONS.defects(), DISCREPANCIES.defects()), (Vec::new(), Vec::new()));
    let states = |table: &kernel::Lifecycle| table.states.iter().map(|s| s.code).collect::<Vec<_>>();
    assert_eq!(states(&SESSIONS), ScanState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
    assert_eq!(states(&DISCREPANCIES), DiscrepancyState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}

#[test]
fn cl_09_how_an_item_stands_follows_from_the_register_and_where_it_was_read() {
    let told = |holding: Option<Holding>, home: Option<u8>, gone: bool, seen: &[u8]| {
        let seen: BTreeSet<RecordId> = seen.iter().map(|place| id(*place)).collect();
        outcome(holding.as_ref(), home.map(id), gone, &seen, &places(), DAY)
    };
    let on = |place: u8, seen: &[u8]| told(Some(holding("a", place)), Some(place), false, seen);
    assert_eq!(on(SHELF, &[SHELF]), Outcome::Match);
    assert_eq!(on(SHELF, &[SAFE]), Outcome::Match, "read in the safe, kept on its shelf");
    assert_eq!(on(SHELF, &[SAFE, SHELF]), Outcome::Match, "read in the safe and again on the shelf");
    assert_eq!(on(SHELF, &[OTHER_SHELF]), Outcome::Misplaced);
    assert_eq!(on(SHELF, &[SAFE, OTHER_SHELF]), Outcome::Misplaced);
    assert_eq!(on(SHELF, &[SHELF, OTHER_SHELF]), Outcome::DuplicateLabel);
    assert_eq!(on(SHELF, &[]), Outcome::Missing);
    let out = |until: Date, seen: &[u8]| told(Some(Holding { out: Some(until), ..holding("a", SHELF) }), Some(SHELF), false, seen);
    assert_eq!(out(DAY, &[]), Outcome::CheckedOut, "due today is not overdue");
    assert_eq!(out(date(2026, 3, 1), &[]), Outcome::OverdueOut);
    assert_eq!(out(DAY, &[SHELF]), Outcome::Misplaced, "the register has it with somebody");
    let stale = Holding { stale: true, over: true, ..holding("a", SHELF) };
    assert_eq!(told(Some(stale), Some(SHELF), false, &[SHELF]), Outcome::WrongStatus);
    let over = Holding { over: true, ..holding("a", SHELF) };
    assert_eq!(told(Some(over), Some(SHELF), false, &[SHELF]), Outcome::RetentionExceeded);
    let gap = Holding { contents: Some(Outcome::ContentGap), ..holding("a", SHELF) };
    assert_eq!(told(Some(gap.clone()), Some(SHELF), false, &[SHELF]), Outcome::ContentGap);
    assert_eq!(told(Some(gap), Some(SHELF), false, &[]), Outcome::Missing, "what is not there has no contents");
    assert_eq!(told(None, None, false, &[SHELF]), Outcome::Unregistered);
    assert_eq!(told(None, Some(ELSEWHERE), false, &[SHELF]), Outcome::Misplaced);
    assert_eq!(told(None, Some(ELSEWHERE), true, &[SHELF]), Outcome::WrongStatus, "destroyed, says the register");
    assert_eq!(told(None, Some(SHELF), false, &[SHELF]), Outcome::Match, "came to the shelf after the list was frozen");
}

#[test]
fn cl_09_places_in_a_circle_end() {
    let circle = Places::new([(id(1), Some(id(2))), (id(2), Some(id(1)))]);
    assert_eq!(circle.around(id(1)).count(), limits::PLACE_DEPTH_MAX);
    assert!(circle.within(id(1), id(2)) && !circle.within(id(1), id(3)));
}

#[test]
fn cl_09_what_a_scanner_hands_in_is_read_line_by_line_and_told_by_line() {
    let code = kernel::label_code(id(7));
    let read = read_lines(&format!("a-1\t{}\tb2-s1\t1700000000000\n\nb\t  odd  code \na-1\t{code}\n", code.to_lowercase())).unwrap();
    assert_eq!(read.len(), 2, "a line handed in twice is one, an empty one none");
    assert_eq!((read[0].code.as_str(), read[0].place.as_deref(), read[0].at), (code.as_str(), Some("B2-S1"), Some(1_700_000_000_000_000)));
    assert_eq!((read[1].code.as_str(), read[1].place.as_deref(), read[1].at), ("odd  code", None, None));
    let refused = |text: &str| read_lines(text).unwrap_err().code;
    assert_eq!(refused("a\t\n"), "scan-line-unread");
    assert_eq!(refused("\tX\n"), "scan-line-unread");
    assert_eq!(refused("a b\tX\n"), "scan-line-unread");
    assert_eq!(refused("a\tX\na\tY\n"), "scan-line-differs");
    let many = |count: usize| (0..count).map(|at| format!("l{at}\tX\n")).collect::<String>();
    assert_eq!(read_lines(&many(limits::SCAN_LINES_MAX)).map(|lines| lines.len()), Ok(limits::SCAN_LINES_MAX));
    assert_eq!(refused(&many(limits::SCAN_LINES_MAX + 1)), "scan-lines-too-many");
    assert_eq!(kept_code(&"é".repeat(limits::SCAN_CODE_CHARS_MAX + 1)).chars().count(), limits::SCAN_CODE_CHARS_MAX);
}

#[test]
fn cl_09_a_draw_is_drawn_again_from_its_start_value_alone() {
    let codes: Vec<String> = (0..60).map(|at| format!("CODE{at:02}")).collect();
    let mut all: Vec<Holding> = codes.iter().map(|code| holding(code, SHELF)).collect();
    draw(&mut all, "seed", 20);
    let drawn = |all: &[Holding]| all.iter().filter(|h| h.drawn).map(|h| h.code.clone()).collect::<BTreeSet<_>>();
    let first = drawn(&all);
    assert_eq!(first.len(), 20);
    all.reverse();
    draw(&mut all, "seed", 20);
    assert_eq!(drawn(&all), first, "whatever the order of the list");
    draw(&mut all, "other seed", 20);
    assert_ne!(drawn(&all), first);
    // Everybody is drawn about as often: of 400 draws of one in three, each within five standard deviations.
    let mut often: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..400 {
        draw(&mut all, &seed.to_string(), 20);
        drawn(&all).into_iter().for_each(|code| *often.entry(code).or_default() += 1);
    }
    assert!(codes.iter().all(|code| (87..=180).contains(&often[code])), "{often:?}");
}

#[test]
fn cl_09_missing_for_more_working_days_than_allowed_is_told() {
    let office = kernel::calendar::Calendar::continuous().openings(date(2026, 3, 1), date(2026, 3, 31));
    let (day, found) = (86_400_000_000, kernel::clock::from_micros(0).as_microsecond() + 1_772_438_400_000_000);
    assert!(!missing_too_long(&office, found, found + 5 * day, MISSING_WORKING_DAYS), "five days are allowed");
    assert!(missing_too_long(&office, found, found + 5 * day + 1, MISSING_WORKING_DAYS));
    let pack = |days: &str| {
        let text = format!(r#"{{"name": "x", "source": "x", "at_risk_percent": 75, "standards": []{days}}}"#);
        crate::cases::rules::ServiceStandards::parse(&text).map(|pack| pack.missing_days)
    };
    assert_eq!((pack(""), pack(r#", "missing_days": 3"#)), (Ok(None), Ok(Some(3))));
    assert!(pack(r#", "missing_days": 0"#).is_err() && pack(r#", "missing_days": 1001"#).is_err());
}

const CODES: usize = 12;

prop_compose! {
    fn any_holding()(out in prop::option::of(-3_i64..3), stale in any::<bool>(), over in any::<bool>(), drawn in any::<bool>(),
                     contents in prop::option::of(prop::sample::select(vec![Outcome::DigitalOnly, Outcome::PaperOnly, Outcome::ContentGap])),
                     place in prop::sample::select(vec![SAFE, SHELF, OTHER_SHELF])) -> Holding {
        let out = out.map(|days| DAY.saturating_add(jiff::Span::new().days(days)));
        Holding { out, stale, over, contents, drawn, ..holding("", place) }
    }
}

prop_compose! {
    fn any_scan()(
        held in prop::collection::vec(prop::option::of(any_holding()), CODES),
        read in prop::collection::vec((0..CODES, prop::sample::select(vec![SAFE, SHELF, OTHER_SHELF])), 0..30),
        elsewhere in prop::collection::vec(prop::option::of(any::<bool>()), CODES),
    ) -> (Vec<Holding>, Vec<Line>) {
        let code = |at: usize| format!("C{at:02}");
        let held: Vec<Holding> = held.into_iter().enumerate().filter_map(|(at, h)| Some(Holding { code: code(at), ..h? })).collect();
        let told = |at: usize| elsewhere[at].map(|gone| ((id(50), id(ELSEWHERE)), gone));
        let lines = read.into_iter().enumerate().map(|(number, (at, place))| Line {
            known: told(at).map(|(known, _)| known), gone: told(at).is_some_and(|(_, gone)| gone), ..line(number, &code(at), place)
        });
        (held, lines.collect())
    }
}

proptest! {
    #[test]
    fn cl_09_every_item_has_exactly_one_outcome_and_the_counts_add_up((held, lines) in any_scan()) {
        let found = items(&held, &lines, &places(), DAY);
        let codes: BTreeSet<&str> = held.iter().filter(|h| h.drawn).map(|h| h.code.as_str())
            .chain(lines.iter().map(|l| l.code.as_str())).collect();
        prop_assert_eq!(found.iter().map(|i| i.code.as_str()).collect::<Vec<_>>(), codes.into_iter().collect::<Vec<_>>());
        let counts = Counts::new(&held, &found);
        prop_assert_eq!(counts.of.values().sum::<i64>(), counts.items);
        prop_assert_eq!(counts.items, found.len() as i64);
        prop_assert_eq!(counts.expected, held.iter().filter(|h| h.drawn).count() as i64);
        prop_assert!(counts.misfiled <= counts.looked_at && counts.looked_at <= counts.standing && counts.misfiled <= counts.misfiled_at_most);
        prop_assert!(counts.misfiled_at_most <= counts.standing);
        for item in &found {
            // Missing and out are told of what was not read alone, and what was not read is never told as found.
            let unread = matches!(item.outcome, Outcome::Missing | Outcome::CheckedOut | Outcome::OverdueOut);
            prop_assert_eq!(unread, item.seen.is_empty());
        }
    }

    #[test]
    fn cl_09_merging_in_any_order_and_twice_comes_to_the_same(((held, lines), shuffled) in any_scan().prop_flat_map(|(held, lines)| {
        let twice: Vec<Line> = lines.iter().chain(&lines).cloned().collect();
        (Just((held, lines)), Just(twice).prop_shuffle())
    })) {
        let text = |lines: &[Line]| lines.iter().map(|l| format!("{}\t{}\t\t{}\n", l.line, l.code, l.at)).collect::<String>();
        prop_assert_eq!(read_lines(&text(&shuffled)), read_lines(&text(&lines)));
        prop_assert_eq!(items(&held, &shuffled, &places(), DAY), items(&held, &lines, &places(), DAY));
        let mut other = lines.clone();
        other.reverse();
        prop_assert_eq!(lines_digest(&other), lines_digest(&lines));
    }

    #[test]
    fn cl_09_the_frozen_list_is_read_back_as_it_was_written((held, _) in any_scan()) {
        let text = write_expected(&held);
        prop_assert_eq!(read_expected(&text), held);
        prop_assert_ne!(expected_digest(&text), expected_digest(&format!("{text} ")));
    }

    #[test]
    fn cl_09_nothing_a_scanner_sends_makes_it_panic(text in ".{0,200}") {
        let _ = (read_lines(&text), kept_code(&text), read_expected(&text));
    }
}
