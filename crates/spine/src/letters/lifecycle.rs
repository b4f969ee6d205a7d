//! The lifecycle of a letter, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A draft is signed and takes its number; what is signed is set, sealed and issued; what is issued is answered.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("letter_draft", ClockOwner::Office),
        State::on_path("letter_signed", ClockOwner::Office),
        State::on_path("letter_issued", ClockOwner::Authority),
        State::end("letter_answered"),
        State::exit("letter_withdrawn"),
    ],
    moves: &[
        Move::by("letters.sign", &["letter_draft"], "letter_signed", &[]),
        Move::by("letters.edit", &["letter_draft"], "letter_draft", &[]),
        Move::by("letters.issue", &["letter_signed"], "letter_issued", &[]),
        Move::by("letters.answered", &["letter_issued"], "letter_answered", &["incoming-mail"]),
        Move::by("letters.send", &["letter_issued"], "letter_issued", &[]),
        Move::by("letters.withdraw", &["letter_draft"], "letter_withdrawn", &["reason"]),
    ],
};
