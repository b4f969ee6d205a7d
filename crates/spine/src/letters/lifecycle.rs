//! The lifecycle of a letter, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A draft is signed and takes its number; what is signed is set, sealed and issued; what is issued is answered.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State { code: "letter_draft", clock: ClockOwner::Office, stage: true, open: true },
        State { code: "letter_signed", clock: ClockOwner::Office, stage: true, open: true },
        State { code: "letter_issued", clock: ClockOwner::Authority, stage: true, open: true },
        State { code: "letter_answered", clock: ClockOwner::Nobody, stage: true, open: false },
        State { code: "letter_withdrawn", clock: ClockOwner::Nobody, stage: false, open: false },
    ],
    moves: &[
        Move { command: "letters.sign", from: &["letter_draft"], to: "letter_signed", evidence: &[] },
        Move { command: "letters.issue", from: &["letter_signed"], to: "letter_issued", evidence: &[] },
        Move { command: "letters.answered", from: &["letter_issued"], to: "letter_answered", evidence: &["incoming-mail"] },
        Move { command: "letters.withdraw", from: &["letter_draft"], to: "letter_withdrawn", evidence: &["reason"] },
    ],
};
