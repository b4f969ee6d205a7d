//! Imports: files whose rows become records. Whatever is read is staged, shown row by row against what the office holds, approved by a second
//! person, applied at once and undone at once. A register's own table is read here; trackers and what personnel sends are read by their desk.

pub mod commands;

use kernel::{Duty, Id, RecordId, Register, ViewDef, limits};
use ledger::crypto::{b64u, sha256};
use ledger::transition::Micros;
use serde::{Deserialize, Serialize};

use crate::mail::MailItem;

kernel::choices! {
    /// Where an import stands.
    pub enum BatchState { Applied = "applied", Undone = "undone" }
}

kernel::choices! {
    /// What was imported.
    pub enum BatchKind { Register = "import_register", Tracker = "import_tracker", Hr = "import_hr" }
}

/// An import that was carried out.
#[derive(Clone, Debug, Register)]
#[register(name = "import_batches", prefix = "imp", title = &["name"], seen_by = crate::OFFICE, indexes = &["digest"],
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
    /// The register of a register's table.
    #[field(list)]
    pub register: Option<String>,
    /// How the columns of a register's table were read: a line each, the heading and the field with a tab between. The next file is read so.
    #[field(long, max = limits::LONG_TEXT_CHARS_MAX)]
    pub columns: Option<String>,
    /// What each taken row of a register's table was, as a short hash: a line each. The same row is known again in another file.
    #[field(long, hidden, max = ROW_MARKS_CHARS_MAX)]
    pub row_marks: Option<String>,
    /// Rows of a tracker that had a fault as it came.
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

impl ImportBatch {
    /// The hashes of the rows that were taken.
    pub fn marks(&self) -> impl Iterator<Item = &str> {
        self.row_marks.as_deref().unwrap_or("").lines()
    }

    /// Whether it can be undone at an instant: what personnel sent only while its rows lie there, so that it can be applied anew.
    pub fn may_be_undone(&self, now: Micros) -> bool {
        let kept = crate::limits::HR_UNDO_DAYS * 86_400_000_000;
        self.state == BatchState::Applied && (self.of != BatchKind::Hr || now.0 < self.applied_at.0 + kept)
    }

    /// The headings that this import took for fields.
    pub fn headings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.as_deref().unwrap_or("").lines().filter_map(|line| line.split_once('\t'))
    }
}

impl BatchKind {
    /// The command by which such an import came, where it is the same for all.
    pub const fn command(self) -> Option<&'static str> {
        match self {
            Self::Register => None,
            Self::Tracker => Some("import.take_over"),
            Self::Hr => Some("hr_messages.apply"),
        }
    }
}

/// Duties that may import at all; each row asks for the duty of its own command besides.
pub const IMPORTERS: &[Duty] =
    &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry, Duty::PolicyOfficer, Duty::AccessAdmin];

/// What was staged of a register's table beside its rows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Staged {
    /// The register.
    pub register: String,
    /// The headings and the fields they were taken for.
    pub columns: Vec<(String, String)>,
    /// How the file was read and what was found, as its reader keeps it.
    pub read: serde_json::Value,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new record.
    New,
    /// A record that stands gets other values.
    Changed,
    /// A record stands with these values.
    Unchanged,
    /// It is not taken.
    Refused,
}

impl Outcome {
    /// Its code, as in the catalogue.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// A row of a register's table, ready to be carried out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StagedRow {
    /// Its number in the file.
    pub row: i64,
    /// How people would name the record.
    pub name: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The command that carries it out.
    pub command: String,
    /// Its input, frozen.
    pub input: String,
    /// Why it is not taken, in English and in French.
    pub reasons: Vec<[String; 2]>,
    /// Every cell of it as it stood; for whoever must be erased.
    pub whole: String,
}

impl StagedRow {
    /// A short hash of what it becomes.
    pub fn mark(&self) -> String {
        b64u(&sha256(&[self.command.as_bytes(), b"\0", self.input.as_bytes()])).chars().take(MARK_CHARS).collect()
    }
}

/// Characters of a row's hash.
const MARK_CHARS: usize = 16;
/// The hashes of all rows of an import, in characters.
const ROW_MARKS_CHARS_MAX: usize = limits::IMPORT_ROWS_MAX * (MARK_CHARS + 1);

/// The hash of a staged import: whoever approves puts their name to exactly these rows of this file.
pub fn digest(plan: &str, file: &[u8], rows: &[(i64, String)]) -> String {
    let mut parts: Vec<&[u8]> = vec![plan.as_bytes(), b"\0"];
    let file = sha256(&[file]);
    parts.push(&file);
    for (_, row) in rows {
        parts.extend([row.as_bytes(), b"\0"]);
    }
    b64u(&sha256(&parts))
}
