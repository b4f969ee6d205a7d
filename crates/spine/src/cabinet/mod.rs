//! The cabinet: where what is kept on paper stands, and the reconciliation of the shelf with the register (CL-09). The engine knows codes and
//! places and not what bears them; what is kept hands in its holdings: people's dossiers (`crate::dossiers`) and copies of classified items
//! (`crate::holdings`).

pub mod commands;
pub mod discrepancies;
pub mod lifecycle;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Refusal, Register, RegisterDef, Value, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;
use crate::dossiers::Dossier;
use crate::holdings::MailCopy;
use crate::limits;

pub use rules::Outcome;

/// Duties that keep the cabinet and scan its shelves.
pub const KEEPERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry];

kernel::choices! {
    /// What kind of place it is, the widest first.
    pub enum PlaceKind { Site = "place_site", Room = "place_room", Safe = "place_safe", Shelf = "place_shelf", Box = "place_box", Slot = "place_slot" }
}

/// A place where things are kept.
#[derive(Clone, Debug, Register)]
#[register(name = "places", prefix = "plc", title = &["code"], seen_by = OFFICE, edited_by = KEEPERS, unique = &[&["code"]], indexes = &["parent"],
           rule = sound)]
pub struct Place {
    /// What its label says, such as B2-SAFE1-S3.
    #[field(search, list, max = 24)]
    pub code: String,
    /// What people call it.
    #[field(search, list, max = 100)]
    pub name: String,
    /// What kind of place it is.
    #[field(list)]
    pub kind: PlaceKind,
    /// The place it is in; none for a site.
    #[field(list)]
    pub parent: Option<Id<Self>>,
}

/// A code that every bar code holds.
fn sound(values: &[Value]) -> Vec<Refusal> {
    let code = Place::DEF.position("code").and_then(|at| values.get(at)).and_then(Value::text).unwrap_or_default();
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '/');
    if code.chars().all(fits) { Vec::new() } else { vec![Refusal::new("place-code-letters").at("code")] }
}

kernel::choices! {
    /// What is counted.
    pub enum HoldingKind { Dossiers = "holding_dossiers", Items = "holding_items" }
}

impl HoldingKind {
    /// The register of what bears the codes.
    pub const fn register(self) -> RegisterDef {
        match self {
            Self::Dossiers => Dossier::DEF,
            Self::Items => MailCopy::DEF,
        }
    }
}

kernel::choices! {
    /// Where a scan stands.
    pub enum ScanState { Open = "scan_open", Closed = "scan_closed", Abandoned = "scan_abandoned" }
}

/// A scan of a place: what is expected there, frozen at its start, and where it stands.
#[derive(Clone, Debug, Register)]
#[register(name = "scan_sessions", prefix = "scn", title = &["number"], seen_by = OFFICE, lifecycle = Some(&lifecycle::SESSIONS), unique = &[&["number"]],
           indexes = &["place, state"], views = &[ViewDef { name: "newest", by: "opened_at", descending: true }])]
pub struct ScanSession {
    /// Its number, such as SCN/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The place.
    #[field(list)]
    pub place: Id<Place>,
    /// What is counted.
    #[field(list)]
    pub holdings: HoldingKind,
    /// Where it stands.
    #[field(list)]
    pub state: ScanState,
    /// Since when.
    pub since: Micros,
    /// Who opened it.
    #[field(list)]
    pub opened_by: Id<Account>,
    /// When the expected list was frozen.
    #[field(list)]
    pub opened_at: Micros,
    /// The day from which what is lent out counts as overdue.
    pub opened_on: Date,
    /// How many items the register has there.
    #[field(list)]
    pub population: i64,
    /// How many of them are looked at; all of them where it is no sample.
    #[field(list)]
    pub drawn: i64,
    /// The start value of the draw, where it is a sample: the items whose SHA-256 of start value, colon and code comes first were drawn.
    #[field(max = 40)]
    pub sampling_seed: Option<String>,
    /// What the register has there, a line an item: code, item, place and what is to be known of it.
    #[field(long, max = limits::SCAN_EXPECTED_CHARS_MAX)]
    pub expected: Option<String>,
    /// SHA-256 of that list, in hexadecimal.
    #[field(max = 64)]
    pub expected_digest: String,
}

/// A line of a scan: a code that was read at a place. What the register said of the code at that moment is kept with it.
#[derive(Clone, Debug, Register)]
#[register(name = "scan_lines", prefix = "sln", title = &["code"], seen_by = OFFICE, listed = false, unique = &[&["session", "line"]],
           views = &[ViewDef { name: "newest", by: "scanned_at", descending: true }])]
pub struct ScanLine {
    /// The scan.
    #[field(list)]
    pub session: Id<ScanSession>,
    /// The id the scanner gave it: what is handed in twice is one line.
    #[field(max = 40)]
    pub line: String,
    /// The code as it was read.
    #[field(search, list, max = limits::SCAN_CODE_CHARS_MAX)]
    pub code: String,
    /// Where it was read.
    #[field(list)]
    pub place: Id<Place>,
    /// When, by the scanner's clock.
    #[field(list)]
    pub scanned_at: Micros,
    /// Who handed it in.
    #[field(list)]
    pub scanned_by: Id<Account>,
    /// The item that bears the code, where the register knows one.
    pub item: Option<RecordId>,
    /// Where the register has that item.
    pub home: Option<Id<Place>>,
    /// Whether the register has it as no longer here: destroyed, or given to somebody else for good.
    pub gone: bool,
}

kernel::choices! {
    /// Where a discrepancy stands.
    pub enum DiscrepancyState {
        Open = "discrepancy_open", Assigned = "discrepancy_assigned", Explained = "discrepancy_explained", Corrected = "discrepancy_corrected",
        Verified = "discrepancy_verified",
    }
}

/// An item that is not as the register says, and what came of it.
#[derive(Clone, Debug, Register)]
#[register(name = "discrepancies", prefix = "dsc", title = &["number"], subject = Some("person"), seen_by = OFFICE,
           lifecycle = Some(&lifecycle::DISCREPANCIES), unique = &[&["number"]], indexes = &["session", "owner, state", "state, since"],
           views = &[ViewDef { name: "oldest", by: "found_at", descending: false }])]
pub struct Discrepancy {
    /// Its number, such as DSC/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The scan that found it.
    #[field(list)]
    pub session: Id<ScanSession>,
    /// What is wrong.
    #[field(list)]
    pub outcome: Outcome,
    /// The code.
    #[field(search, list, max = limits::SCAN_CODE_CHARS_MAX)]
    pub code: String,
    /// The item that bears it, where the register knows one.
    pub item: Option<RecordId>,
    /// The person it is about, if it is about one.
    pub person: Option<RecordId>,
    /// Where the register has it.
    #[field(list)]
    pub home: Option<Id<Place>>,
    /// Where it was found.
    #[field(list)]
    pub found_in: Option<Id<Place>>,
    /// Where it stands.
    #[field(list)]
    pub state: DiscrepancyState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Who sees to it.
    #[field(list)]
    pub owner: Id<Account>,
    /// When the scan that found it was closed.
    #[field(list)]
    pub found_at: Micros,
    /// How it came about, or what was done.
    #[field(long)]
    pub explanation: Option<String>,
    /// Who explained or corrected it.
    pub settled_by: Option<RecordId>,
    /// Who looked whether it is so.
    pub verified_by: Option<RecordId>,
}

/// The reconciliation certificate: what a scan found, frozen when it was closed.
#[derive(Clone, Debug, Register)]
#[register(name = "reconciliation_certificates", prefix = "rcc", title = &["number"], seen_by = OFFICE, unique = &[&["number"]], indexes = &["issued_at", "session"],
           views = &[ViewDef { name: "newest", by: "issued_at", descending: true }])]
pub struct ReconciliationCertificate {
    /// Its number, such as RCC/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The scan.
    #[field(list)]
    pub session: Id<ScanSession>,
    /// The place.
    #[field(list)]
    pub place: Id<Place>,
    /// What was counted.
    #[field(list)]
    pub holdings: HoldingKind,
    /// When it was issued.
    #[field(list)]
    pub issued_at: Micros,
    /// Who closed the scan and answers for the counts.
    #[field(list)]
    pub issued_by: Id<Account>,
    /// How many items the register had there.
    pub population: i64,
    /// How many of them were to be looked at.
    #[field(list)]
    pub expected: i64,
    /// Lines that were handed in.
    pub scanned_lines: i64,
    /// Items that were expected or scanned, each once.
    #[field(list)]
    pub counted: i64,
    /// As the register says.
    #[field(list)]
    pub matched: i64,
    /// Found elsewhere than the register says.
    pub misplaced: i64,
    /// Expected and not found.
    #[field(list)]
    pub missing: i64,
    /// Bearing a code the register does not know.
    pub unregistered: i64,
    /// Lent out, and not due back yet.
    pub checked_out: i64,
    /// Lent out, and overdue.
    pub overdue_out: i64,
    /// Not in the state it should be in.
    pub wrong_status: i64,
    /// Two things bearing one code.
    pub duplicate_label: i64,
    /// Kept longer than it may be.
    pub retention_exceeded: i64,
    /// Holding what the records have and the paper does not; of a whole cabinet those too who should have a file and never had one.
    pub digital_only: i64,
    /// Holding paper of which there is no record.
    pub paper_only: i64,
    /// Holding less than the checklist of their series asks for.
    pub content_gap: i64,
    /// Discrepancies it opened.
    #[field(list)]
    pub discrepancies: i64,
    /// Items that should have stood there and were looked for: what is said of the whole rests on them.
    pub looked_at: i64,
    /// Items that should have stood there, looked at or not.
    pub standing: i64,
    /// How many of those looked at are not where the register says.
    pub misfiled: i64,
    /// How many of all that should stand there are misfiled at most, with 95 % confidence.
    pub misfiled_at_most: i64,
    /// The start value of the draw, where it was a sample.
    #[field(max = 40)]
    pub sampling_seed: Option<String>,
    /// SHA-256 of the expected list, in hexadecimal.
    #[field(max = 64)]
    pub expected_digest: String,
    /// SHA-256 of the lines, in hexadecimal.
    #[field(max = 64)]
    pub lines_digest: String,
    /// Entries the log had before it.
    pub log_size: i64,
    /// Root over them, in hexadecimal.
    #[field(max = 64)]
    pub log_root: String,
}
