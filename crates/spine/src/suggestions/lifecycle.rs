//! The lifecycle of a suggestion, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What is made is studied; it is adopted with what it should bring, or declined; what was adopted is measured.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("suggestion_made", ClockOwner::Office),
        State::on_path("suggestion_studied", ClockOwner::Office),
        State::on_path("suggestion_adopted", ClockOwner::Office),
        State::exit("suggestion_declined"),
        State::end("suggestion_measured"),
    ],
    moves: &[
        Move::by("suggestions.study", &["suggestion_made"], "suggestion_studied", &[]),
        Move::by("suggestions.adopt", &["suggestion_made", "suggestion_studied"], "suggestion_adopted", &["reason"]),
        Move::by("suggestions.decline", &["suggestion_made", "suggestion_studied"], "suggestion_declined", &["reason"]),
        Move::by("suggestions.measure", &["suggestion_adopted"], "suggestion_measured", &["measured-effect"]),
    ],
};
