use proptest::prelude::*;

use super::commands::lines;
use super::{RULES, score};

#[test]
fn a_thousand_is_said_only_when_nothing_failed() {
    assert_eq!(score(0, 0), None);
    assert_eq!(score(10, 0), Some(1_000));
    assert_eq!(score(100_000, 1), Some(999));
    assert_eq!(score(3, 1), Some(666));
    assert_eq!(score(7, 7), Some(0));
}

proptest! {
    #[test]
    fn a_score_is_a_share_and_falls_when_more_fails(looked in 1_i64..1_000_000, failing in 0_i64..1_000_000) {
        let (one, more) = (score(looked, failing).unwrap_or(-1), score(looked, failing + 1).unwrap_or(-1));
        prop_assert!((0..=1_000).contains(&one) && more <= one);
        prop_assert_eq!(one == 1_000, failing == 0);
    }
}

#[test]
fn a_run_says_what_it_was_told_or_nothing() {
    assert_eq!(lines("one 3 1\ntwo 0 0"), Some(vec![("one", 3, 1), ("two", 0, 0)]));
    for wrong in ["one", "one 3", "one 1 2", "one 3 -1", "one 3 1 1", " 3 1", "one x 1"] {
        assert_eq!(lines(wrong), None, "{wrong}");
    }
}

#[test]
fn no_two_rules_have_one_code() {
    let mut codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), RULES.len());
}
