//! The lifecycle of a version of a document, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A draft is handed in and reviewed, validated by two people, and comes into force; the next one supersedes it, or it is withdrawn. Another file makes
/// it a draft again, whatever was validated before.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("version_draft", ClockOwner::Office),
        State::on_path("version_in_review", ClockOwner::Office),
        State::on_path("version_validated", ClockOwner::Office),
        State::on_path("version_in_force", ClockOwner::Nobody),
        State::end("version_superseded"),
        State::exit("version_withdrawn"),
    ],
    moves: &[
        Move::by("document_versions.submit", &["version_draft"], "version_in_review", &["document-file"]),
        Move::by("document_versions.validate", &["version_in_review"], "version_validated", &["two-people"]),
        Move::by("document_versions.bring_into_force", &["version_validated"], "version_in_force", &[]),
        Move::by("document_versions.bring_into_force", &["version_in_force"], "version_superseded", &[]),
        Move::by("document_relations.relate", &["version_in_force"], "version_superseded", &[]),
        Move::by(
            "document_versions.hand_in",
            &["version_draft", "version_in_review", "version_validated"],
            "version_draft",
            &["document-file"],
        ),
        Move::by("document_versions.send_back", &["version_in_review", "version_validated"], "version_draft", &["reason"]),
        Move::by(
            "document_versions.withdraw",
            &["version_draft", "version_in_review", "version_validated", "version_in_force"],
            "version_withdrawn",
            &["reason"],
        ),
    ],
};
