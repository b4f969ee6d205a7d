//! The tables of findings and actions.

use super::lifecycle::{ACTIONS, FINDINGS};
use super::{ActionState, FindingState, Severity};

#[test]
fn sp_07_the_lifecycles_of_findings_and_actions_have_no_defects() {
    assert_eq!((FINDINGS.defects(), ACTIONS.defects()), (Vec::new(), Vec::new()));
    let states = |table: &kernel::Lifecycle| table.states.iter().map(|s| s.code).collect::<Vec<_>>();
    assert_eq!(states(&FINDINGS), FindingState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
    assert_eq!(states(&ACTIONS), ActionState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}

#[test]
fn sp_07_what_is_found_again_weighs_one_step_more_up_to_the_most() {
    assert_eq!(
        Severity::ALL.iter().map(|s| s.raised()).collect::<Vec<_>>(),
        [Severity::NonCompliant, Severity::Serious, Severity::Serious]
    );
}
