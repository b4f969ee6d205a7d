//! The table of dossiers.

use super::{DossierState, LIFECYCLE};

#[test]
fn cl_09_the_lifecycle_of_dossiers_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    let states: Vec<_> = LIFECYCLE.states.iter().map(|s| s.code).collect();
    assert_eq!(states, DossierState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
    for state in DossierState::ALL {
        assert_eq!(LIFECYCLE.state(state.code()).map(|s| s.open), Some(state.held()));
    }
}
