use super::Stage;
use crate::cases::LIFECYCLE;

#[test]
fn every_open_state_has_a_stage_and_no_closed_one_does() {
    for state in LIFECYCLE.states {
        // A recorded decision is closed to the authority, not to the office.
        assert_eq!(Stage::of(state.code).is_some(), state.open, "{}", state.code);
    }
    // What the authority asked is not told apart from its working on it.
    assert_eq!(Stage::of("authority_query"), Stage::of("under_investigation"));
}
