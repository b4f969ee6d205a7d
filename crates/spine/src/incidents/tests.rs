//! The table of incidents.

use super::IncidentState;
use super::lifecycle::LIFECYCLE;

#[test]
fn sp_06_the_lifecycle_of_incidents_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    let states: Vec<_> = LIFECYCLE.states.iter().map(|s| s.code).collect();
    assert_eq!(states, IncidentState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}
