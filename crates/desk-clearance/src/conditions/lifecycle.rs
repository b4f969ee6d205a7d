//! The lifecycle of a condition, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What is open is met with evidence, then verified by another person or given back; until then two may waive it.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("condition_open", ClockOwner::Subject),
        State::on_path("condition_met", ClockOwner::Office),
        State::end("condition_verified"),
        State::exit("condition_waived"),
    ],
    moves: &[
        Move::by("conditions.meet", &["condition_open"], "condition_met", &["reason"]),
        Move::by("conditions.verify", &["condition_met"], "condition_verified", &["two-people"]),
        Move::by("conditions.give_back", &["condition_met"], "condition_open", &["reason"]),
        Move::by("conditions.waive", &["condition_open", "condition_met"], "condition_waived", &["two-people", "reason"]),
    ],
};
