use super::{ConditionState, LIFECYCLE};

#[test]
fn sp_06_the_lifecycle_of_conditions_has_no_defects_and_waits_while_open() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    for state in ConditionState::ALL {
        assert_eq!(LIFECYCLE.state(state.code()).map(|s| s.open), Some(state.waits()), "{}", state.code());
    }
}
