//! The lifecycle table against what surrounds it.

use super::{CaseState, LIFECYCLE};

#[test]
fn cl_01_the_lifecycle_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
}

#[test]
fn cl_01_states_of_table_and_type_are_the_same() {
    assert_eq!(LIFECYCLE.states.iter().map(|s| s.code).collect::<Vec<_>>(), CaseState::CODES);
}

#[test]
fn cl_01_every_move_is_a_command_on_a_case_and_every_such_command_a_move() {
    let commands: Vec<_> = super::commands::all().into_iter().filter(|c| c.on == Some("psc_cases")).map(|c| c.name).collect();
    let mut moves: Vec<_> = LIFECYCLE.moves.iter().map(|m| m.command).collect();
    moves.dedup();
    assert_eq!(moves, commands);
}

#[test]
fn cl_01_a_decision_and_an_authorisation_take_two_people() {
    let two: Vec<_> = super::commands::all().into_iter().filter(|c| c.four_eyes).map(|c| c.name).collect();
    assert_eq!(two, ["case.record_decision", "case.authorise_access"]);
    let said = LIFECYCLE.moves.iter().filter(|m| m.evidence.contains(&"two-people")).map(|m| m.command).collect::<Vec<_>>();
    assert_eq!(said, two);
}
