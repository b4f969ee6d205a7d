//! The table of suggestions.

use super::{LIFECYCLE, SuggestionState};

#[test]
fn sp_17_the_lifecycle_of_suggestions_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    let states: Vec<_> = LIFECYCLE.states.iter().map(|s| s.code).collect();
    assert_eq!(states, SuggestionState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}
