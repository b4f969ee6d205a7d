//! The lifecycle of a report of change, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What was received is taken into a case, told to the authority, or filed, whichever the authority's rule asks for at least.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("change_received", ClockOwner::Office),
        State::end("change_in_case"),
        State::end("change_notified"),
        State::end("change_filed"),
    ],
    moves: &[
        Move::by("change_reports.open_case", &["change_received"], "change_in_case", &[]),
        Move::by("change_reports.notify", &["change_received"], "change_notified", &["outgoing-mail"]),
        Move::by("change_reports.file", &["change_received"], "change_filed", &["reason"]),
    ],
};
