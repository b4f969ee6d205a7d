//! The lifecycle of a row that found no place, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A row waits until somebody says whose it is or why it is none of the office's; what was matched is applied with its message, by two people.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("row_waiting", ClockOwner::Office),
        State::on_path("row_matched", ClockOwner::Office),
        State::end("row_applied"),
        State::exit("row_set_aside"),
    ],
    moves: &[
        Move::by("hr_rows.match", &["row_waiting"], "row_matched", &["person"]),
        Move::by("hr_messages.apply", &["row_matched"], "row_applied", &["two-people"]),
        Move::by("hr_rows.set_aside", &["row_waiting", "row_matched"], "row_set_aside", &["reason"]),
    ],
};
