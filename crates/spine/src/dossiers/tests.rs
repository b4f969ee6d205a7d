//! The table of dossiers.

use super::{Contents, DossierState, LIFECYCLE};

#[test]
fn cl_09_the_lifecycle_of_dossiers_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    let states: Vec<_> = LIFECYCLE.states.iter().map(|s| s.code).collect();
    assert_eq!(states, DossierState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
    for state in DossierState::ALL {
        assert_eq!(LIFECYCLE.state(state.code()).map(|s| s.open), Some(state.held()));
    }
}

#[test]
fn cl_09_what_is_nowhere_comes_before_what_is_on_one_side_alone() {
    use super::contents::judged;
    use crate::cabinet::Outcome;
    let of =
        |decision: bool, certificate: bool| Contents { holds_decision: decision, holds_certificate: certificate, ..Contents::default() };
    let both = of(true, true);
    assert_eq!(judged(both, both, both), None);
    assert_eq!(judged(both, both, of(true, false)), Some(Outcome::PaperOnly));
    assert_eq!(judged(both, of(false, true), both), Some(Outcome::DigitalOnly));
    assert_eq!(judged(both, of(true, false), of(false, true)), Some(Outcome::DigitalOnly), "each has what the other lacks");
    assert_eq!(judged(both, of(true, false), of(true, false)), Some(Outcome::ContentGap));
    // What nobody asks for may be there or not.
    assert_eq!(judged(of(true, false), both, of(true, false)), None);
    assert_eq!(judged(Contents::default(), Contents::default(), Contents::default()), None);
}
