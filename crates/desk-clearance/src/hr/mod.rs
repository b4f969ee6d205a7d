//! What personnel sends (SP-12): a file is received, each of its people is matched or waits with a reason, the differences are shown, a second person
//! approves, and they are applied in one entry that can be undone. Nothing is overwritten that nobody has seen.

pub mod commands;
pub mod lifecycle;
pub mod plan;
pub mod queries;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Id, RecordId, Register, ViewDef};
use ledger::transition::Micros;
use spine::people::Person;

pub use lifecycle::LIFECYCLE;

kernel::choices! {
    /// Where a message stands.
    pub enum MessageState { Received = "hr_received", Applied = "hr_applied" }
}

/// Longest list of the numbers of the messages in one file.
pub const DOCUMENTS_CHARS_MAX: usize = 200_000;

/// A file of personnel's that was received: once for the same content, and once for the same number.
#[derive(Clone, Debug, Register)]
#[register(name = "hr_messages", prefix = "hrm", title = &["name"], seen_by = spine::OFFICE, unique = &[&["digest"]],
           views = &[ViewDef { name: "newest", by: "received_at", descending: true }])]
pub struct HrMessage {
    /// Name of the file.
    #[field(search, list)]
    pub name: String,
    /// Numbers of the messages in it.
    #[field(long, max = DOCUMENTS_CHARS_MAX)]
    pub documents: Option<String>,
    /// SHA-256 of the file.
    #[field(max = 64)]
    pub digest: String,
    /// The day on which it was received.
    #[field(list)]
    pub received_on: Date,
    /// When.
    pub received_at: Micros,
    /// People it is about.
    #[field(list)]
    pub rows: i64,
    /// Of these, those who found their place without anybody's help.
    #[field(list)]
    pub rows_matched: i64,
    /// Of these, those who wait.
    #[field(list)]
    pub rows_waiting: i64,
    /// Where it stands.
    #[field(list)]
    pub status: MessageState,
    /// The rows as they were read; none once nothing needs them any longer.
    pub staged: Option<RecordId>,
    /// Who brought it in.
    pub received_by: RecordId,
}

kernel::choices! {
    /// Where a row that found no place stands.
    pub enum RowState { Waiting = "row_waiting", Matched = "row_matched", Applied = "row_applied", SetAside = "row_set_aside" }
}

kernel::choices! {
    /// Why a row waits.
    pub enum RowReason {
        Damaged = "row_has_errors",
        Incomplete = "row_incomplete",
        Unknown = "nobody_like_this",
        Resembles = "resembles_somebody",
        NumberOfAnother = "number_of_another",
        Twice = "person_twice",
        OwnFile = "own_file",
        NotStorable = "not_storable",
    }
}

/// A person in a file of personnel's who found no place: the row waits here until somebody settles it, and is never lost.
#[derive(Clone, Debug, Register)]
#[register(name = "hr_rows", prefix = "hrr", title = &["personnel_number"], subject = Some("person"), seen_by = spine::OFFICE,
           lifecycle = Some(&LIFECYCLE), indexes = &["message"], views = &[ViewDef { name: "oldest", by: "received_on", descending: false }])]
pub struct HrRow {
    /// The message it came with.
    #[field(list)]
    pub message: Id<HrMessage>,
    /// Its line in the file.
    #[field(list)]
    pub line: i64,
    /// The personnel number it bears.
    #[field(search, list, max = 20)]
    pub personnel_number: String,
    /// Why it waits.
    #[field(list)]
    pub row_reason: RowReason,
    /// Where it stands.
    #[field(list)]
    pub state: RowState,
    /// Since when.
    pub since: Micros,
    /// The day on which it was received.
    #[field(list)]
    pub received_on: Date,
    /// Whose row it is, once somebody said so.
    #[field(list)]
    pub person: Option<Id<Person>>,
    /// The day on which it was settled.
    #[field(list)]
    pub settled_on: Option<Date>,
}
