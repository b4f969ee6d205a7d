//! The lifecycle of a dossier, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

const ACTIVE: &[&str] = &["dossier_active"];
const DORMANT: &[&str] = &["dossier_dormant"];
const ARCHIVED: &[&str] = &["dossier_archived"];
const HELD: &[&str] = &["dossier_active", "dossier_dormant", "dossier_archived"];

/// A dossier is in use, rests, is archived and in the end destroyed by two people or given to somebody else for good; as long as the office has it, it
/// is lent out, handed on, asked back and brought back.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("dossier_active", ClockOwner::Nobody),
        State::beside("dossier_dormant", ClockOwner::Nobody),
        State::on_path("dossier_archived", ClockOwner::Nobody),
        State::exit("dossier_transferred"),
        State::end("dossier_destroyed"),
    ],
    moves: &[
        Move::by("dossier.check_out", ACTIVE, "dossier_active", &["reason"]),
        Move::by("dossier.check_out", DORMANT, "dossier_dormant", &["reason"]),
        Move::by("dossier.check_out", ARCHIVED, "dossier_archived", &["reason"]),
        Move::by("dossier.return", ACTIVE, "dossier_active", &[]),
        Move::by("dossier.return", DORMANT, "dossier_dormant", &[]),
        Move::by("dossier.return", ARCHIVED, "dossier_archived", &[]),
        Move::by("dossier.transfer", ACTIVE, "dossier_active", &["reason"]),
        Move::by("dossier.transfer", DORMANT, "dossier_dormant", &["reason"]),
        Move::by("dossier.transfer", ARCHIVED, "dossier_archived", &["reason"]),
        Move::by("dossier.recall", ACTIVE, "dossier_active", &["reason"]),
        Move::by("dossier.recall", DORMANT, "dossier_dormant", &["reason"]),
        Move::by("dossier.recall", ARCHIVED, "dossier_archived", &["reason"]),
        Move::by("dossier.rest", ACTIVE, "dossier_dormant", &["reason"]),
        Move::by("dossier.reactivate", &["dossier_dormant", "dossier_archived"], "dossier_active", &["reason"]),
        Move::by("dossier.archive", &["dossier_active", "dossier_dormant"], "dossier_archived", &["reason"]),
        Move::by("dossier.give_away", HELD, "dossier_transferred", &["reason"]),
        Move::by("dossier.destroy", HELD, "dossier_destroyed", &["reason", "two-people"]),
    ],
};
