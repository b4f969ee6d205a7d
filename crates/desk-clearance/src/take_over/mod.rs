//! Taking over an office's tracker: staged, matched, shown as differences, approved by a second person, applied in one entry, undone in one.
//! The tracker itself is registered as incoming mail, so that no decision stands without its letter.

pub mod commands;
pub mod plan;
pub mod quality;
pub mod queries;

use kernel::{Duty, Id, RecordId, Register, ViewDef, limits};
use ledger::transition::Micros;
use spine::mail::MailItem;

kernel::choices! {
    /// Where an import stands.
    pub enum BatchState { Applied = "applied", Undone = "undone" }
}

kernel::choices! {
    /// What was imported.
    pub enum BatchKind { Tracker = "import_tracker", Hr = "import_hr" }
}

/// An import that was carried out.
#[derive(Clone, Debug, Register)]
#[register(name = "import_batches", prefix = "imp", title = &["name"], seen_by = spine::OFFICE,
           views = &[ViewDef { name: "newest", by: "applied_at", descending: true }])]
pub struct ImportBatch {
    /// Name of the file.
    #[field(list)]
    pub name: String,
    /// SHA-256 of the file and of what was read from it.
    #[field(max = 64)]
    pub digest: String,
    /// Rows taken.
    #[field(list)]
    pub rows_taken: i64,
    /// Rows refused.
    #[field(list)]
    pub rows_refused: i64,
    /// Rows that changed nothing.
    #[field(list)]
    pub rows_unchanged: i64,
    /// Where it stands.
    #[field(list)]
    pub state: BatchState,
    /// When it was applied.
    #[field(list)]
    pub applied_at: Micros,
    /// What was imported.
    #[field(list)]
    pub of: BatchKind,
    /// Rows of a tracker that had a fault as it came; see [`quality`].
    pub rows_faulty: Option<i64>,
    /// Fault by fault: a line each, with its code and in how many rows it was.
    #[field(long, max = limits::LONG_TEXT_CHARS_MAX)]
    pub faults: Option<String>,
    /// The mail entry of a tracker.
    pub mail_item: Option<Id<MailItem>>,
    /// Who asked for it.
    pub recorded_by: RecordId,
    /// Who approved it.
    pub verified_by: RecordId,
}

/// Duties that take trackers over.
pub const IMPORTERS: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician];
