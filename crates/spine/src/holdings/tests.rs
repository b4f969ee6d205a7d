//! The tables and rules of holdings.

use jiff::civil::{Date, date};
use kernel::{Codes, Level, Lifecycle};
use proptest::prelude::*;

use super::lifecycle::{CONTROL_POINTS, COPIES, DESTRUCTIONS, INVENTORIES, REPRODUCTIONS, TRANSFERS};
use super::rules::{HoldingRules, at_least, muster_due};
use super::{CopyState, DestructionState, InventoryState, PointState, ReproductionState, TransferState};
use crate::clearances::tests::policy;

#[test]
fn cl_14_the_lifecycles_of_holdings_have_no_defects() {
    fn states(table: &Lifecycle) -> Vec<&str> {
        let mut codes: Vec<&str> = table.states.iter().map(|s| s.code).collect();
        codes.sort_unstable();
        codes
    }
    fn sorted(mut codes: Vec<&'static str>) -> Vec<&'static str> {
        codes.sort_unstable();
        codes
    }
    for table in [&CONTROL_POINTS, &COPIES, &TRANSFERS, &REPRODUCTIONS, &INVENTORIES, &DESTRUCTIONS] {
        assert_eq!(table.defects(), Vec::<String>::new());
    }
    assert_eq!(states(&CONTROL_POINTS), sorted(PointState::ALL.iter().map(|s| s.code()).collect()));
    assert_eq!(states(&COPIES), sorted(CopyState::ALL.iter().map(|s| s.code()).collect()));
    assert_eq!(states(&TRANSFERS), sorted(TransferState::ALL.iter().map(|s| s.code()).collect()));
    assert_eq!(states(&REPRODUCTIONS), sorted(ReproductionState::ALL.iter().map(|s| s.code()).collect()));
    assert_eq!(states(&INVENTORIES), sorted(InventoryState::ALL.iter().map(|s| s.code()).collect()));
    assert_eq!(states(&DESTRUCTIONS), sorted(DestructionState::ALL.iter().map(|s| s.code()).collect()));
}

#[test]
fn cl_14_what_was_destroyed_or_given_back_leads_nowhere() {
    for state in [CopyState::Destroyed, CopyState::Returned] {
        assert_eq!(COPIES.moves_from(state.code()).count(), 0, "{}", state.code());
        assert!(!state.accounted());
    }
}

fn level(code: &str) -> Level {
    Level(code.to_owned())
}

fn codes(all: &[&str]) -> Codes {
    Codes::new(all.iter().map(|code| (*code).to_owned()))
}

#[test]
fn cl_14_cosmic_top_secret_and_atomal_stand_in_registers_of_their_own_unless_the_pack_says_else() {
    let (rules, policy) = (HoldingRules::default(), policy());
    let of = |rules: &HoldingRules, at: &str, categories: &[&str]| rules.register_of(&level(at), &codes(categories), &policy).to_owned();
    assert_eq!(of(&rules, "S", &[]), "CTL");
    assert_eq!(of(&rules, "TS", &[]), "CTS");
    assert_eq!(of(&rules, "S", &["ATOMAL"]), "ATOMAL");
    assert_eq!(of(&rules, "TS", &["ATOMAL"]), "ATOMAL", "the first that fits");
    let one = HoldingRules { registers: Vec::new(), ..HoldingRules::default() };
    assert_eq!(of(&one, "TS", &["ATOMAL"]), "CTL", "one register for all, says the pack");
    assert!(rules.takes_consent(&level("C"), &codes(&["ATOMAL"]), &policy) && rules.takes_consent(&level("TS"), &codes(&[]), &policy));
    assert!(!rules.takes_consent(&level("S"), &codes(&[]), &policy));
    assert!(at_least(&level("?"), "TS", &policy), "a level nobody knows is treated as the highest");
    assert!(at_least(&level("S"), "S", &policy) && !at_least(&level("C"), "S", &policy));
}

const PACK: &str = r#"{"name": "n", "source": "s", "register": "CTL", "registers": [{"code": "CTS", "from_level": "TS"}], "receipt_days": 30,
    "incident_from_level": "C", "approval_from_level": "S", "consent_from_level": "TS", "consent_categories": [], "muster_from_level": "TS",
    "muster_months": 12, "witness_from_level": "S"}"#;

#[test]
fn cl_14_packs_that_make_no_sense_are_refused() {
    let pack = HoldingRules::parse(PACK).unwrap();
    assert_eq!(pack.levels().collect::<Vec<_>>(), ["C", "S", "TS", "TS", "S", "TS"]);
    let wrong = |from: &str, to: &str| {
        assert!(PACK.contains(from), "{from}");
        HoldingRules::parse(&PACK.replace(from, to)).unwrap_err()
    };
    assert!(wrong("\"receipt_days\": 30", "\"receipt_days\": 0").contains("receipt_days"));
    assert!(wrong("\"receipt_days\": 30", "\"receipt_days\": 366").contains("receipt_days"));
    assert!(wrong("\"muster_months\": 12", "\"muster_months\": 121").contains("muster_months"));
    assert!(wrong("\"CTS\"", "\"CTL\"").contains("twice"));
    assert!(wrong("\"CTS\"", "\"C/S\"").contains("short name"));
    assert!(wrong(", \"from_level\": \"TS\"", "").contains("every item"));
    assert!(wrong("\"name\"", "\"nome\"").contains("nome"));
}

#[test]
fn cl_14_the_starter_pack_is_read_and_says_what_the_defaults_say() {
    let starter = HoldingRules::parse(crate::STARTER_HOLDING_RULES).unwrap();
    assert_eq!(HoldingRules { name: String::new(), source: String::new(), ..starter }, HoldingRules::default());
}

#[test]
fn cl_14_a_muster_is_due_a_year_after_the_last_or_after_the_first_item_came() {
    let day = |month: i8| date(2026, month, 28);
    assert_eq!(muster_due(day(2), None, 12), date(2027, 2, 28));
    assert_eq!(muster_due(day(2), Some(day(8)), 12), date(2027, 8, 28));
    assert_eq!(muster_due(day(8), Some(day(2)), 12), date(2027, 8, 28), "nothing was there at the last one");
    assert_eq!(muster_due(date(2024, 2, 29), None, 12), date(2025, 2, 28), "of a leap year");
}

proptest! {
    #[test]
    fn cl_14_a_muster_is_never_due_before_something_is_held(first in 0_i32..4_000, last in prop::option::of(0_i32..4_000), months in 1_i32..=120) {
        let on = |days: i32| date(2020, 1, 1).saturating_add(jiff::Span::new().days(days));
        let due = muster_due(on(first), last.map(on), months);
        prop_assert!(due > on(first) && last.is_none_or(|last| due > on(last)));
        prop_assert!(due <= on(first.max(last.unwrap_or(0))).saturating_add(jiff::Span::new().months(months)));
        prop_assert!(due < Date::MAX);
    }

    #[test]
    fn cl_14_nothing_that_is_adopted_makes_reading_panic(text in ".{0,300}") {
        let _ = HoldingRules::parse(&text);
    }
}
