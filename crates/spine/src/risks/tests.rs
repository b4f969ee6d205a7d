//! The table of risks, and their scores.

use super::{LIFECYCLE, RiskState, Step, score};

#[test]
fn sp_05_the_lifecycle_of_risks_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    let states: Vec<_> = LIFECYCLE.states.iter().map(|s| s.code).collect();
    assert_eq!(states, RiskState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}

#[test]
fn sp_05_a_score_is_likelihood_times_impact() {
    for (at, likelihood) in Step::ALL.iter().enumerate() {
        for (by, impact) in Step::ALL.iter().enumerate() {
            assert_eq!(score(*likelihood, *impact), ((at + 1) * (by + 1)) as i64);
        }
    }
    assert_eq!(score(Step::Five, Step::Five), 25);
}
