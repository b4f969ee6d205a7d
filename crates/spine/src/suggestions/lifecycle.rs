//! The lifecycle of a suggestion, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

const fn at(code: &'static str, stage: bool, open: bool) -> State {
    State { code, clock: if open { ClockOwner::Office } else { ClockOwner::Nobody }, stage, open }
}
const fn step(command: &'static str, from: &'static [&'static str], to: &'static str, evidence: &'static [&'static str]) -> Move {
    Move { command, from, to, evidence }
}

/// What is made is studied; it is adopted with what it should bring, or declined; what was adopted is measured.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        at("suggestion_made", true, true),
        at("suggestion_studied", true, true),
        at("suggestion_adopted", true, true),
        at("suggestion_declined", false, false),
        at("suggestion_measured", true, false),
    ],
    moves: &[
        step("suggestions.study", &["suggestion_made"], "suggestion_studied", &[]),
        step("suggestions.adopt", &["suggestion_made", "suggestion_studied"], "suggestion_adopted", &["reason"]),
        step("suggestions.decline", &["suggestion_made", "suggestion_studied"], "suggestion_declined", &["reason"]),
        step("suggestions.measure", &["suggestion_adopted"], "suggestion_measured", &["measured-effect"]),
    ],
};
