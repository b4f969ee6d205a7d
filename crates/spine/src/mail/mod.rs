//! The mail book: numbered registers per direction, body, band of classification and year. Numbers are gapless, given at commit and never used again; a void entry
//! stays visible.

pub mod commands;
pub mod inbox;
pub mod outgoing;
pub mod rules;

use jiff::civil::Date;
use kernel::{Duty, Id, Level, RecordId, Register, ViewDef};
use ledger::transition::Micros;

use crate::OFFICE;
use crate::organisations::Authority;

kernel::choices! {
    /// In or out.
    pub enum Direction { Incoming = "incoming", Outgoing = "outgoing" }
}

kernel::choices! {
    /// How it travels.
    pub enum Channel { Post = "post", Bag = "bag", Courier = "courier", Email = "email", Network = "network", ByHand = "by_hand" }
}

kernel::choices! {
    /// What it is.
    pub enum MailKind {
        Letter = "letter", Request = "request", Decision = "decision", Receipt = "receipt", Notice = "notice", TakeOver = "take_over",
    }
}

kernel::choices! {
    /// Whether the entry counts.
    pub enum MailStatus { Issued = "issued", Void = "void" }
}

kernel::choices! {
    /// What it is written on.
    pub enum Medium { Paper = "on_paper", Disc = "on_disc", Memory = "on_memory_stick", File = "as_file" }
}

/// A band of classification with books of its own: letters from this level on, up to the next band. Below the lowest band, and where there is none, there
/// is one book for all.
#[derive(Clone, Debug, Register)]
#[register(name = "mail_bands", prefix = "mba", title = &["code"], marking = "U", seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::PolicyOfficer], unique = &[&["code"]], rule = rules::sound_band)]
pub struct MailBand {
    /// What stands for it in a number, such as C.
    #[field(list, max = 8)]
    pub code: String,
    /// The lowest level of its letters.
    #[field(list)]
    pub from_level: Level,
}

/// A numbered book: one direction, one body, one band, one year.
#[derive(Clone, Debug, Register)]
#[register(name = "mail_registers", prefix = "mrg", title = &["body", "year", "direction", "band"], marking = "U", seen_by = OFFICE,
           unique = &[&["body", "year", "direction", "band"]])]
pub struct MailRegister {
    /// Short name of the body whose mail it is.
    #[field(list, max = 12)]
    pub body: String,
    /// The year.
    #[field(list)]
    pub year: i64,
    /// In or out.
    #[field(list)]
    pub direction: Direction,
    /// The band of classification; none for all letters below every band.
    #[field(list, max = 8)]
    pub band: Option<String>,
    /// The last number given; as many entries must be there.
    #[field(list)]
    pub last_number: i64,
}

/// An entry of a mail book.
#[derive(Clone, Debug, Register)]
#[register(name = "mail_items", prefix = "mai", title = &["reference"], subject = Some("person"), seen_by = OFFICE,
           unique = &[&["register", "number"], &["reference"]],
           views = &[ViewDef { name: "newest", by: "registered_at", descending: true }])]
pub struct MailItem {
    /// The book.
    pub register: Id<MailRegister>,
    /// Its number in the book.
    pub number: i64,
    /// Its reference, such as ASO/2026/OUT/000123.
    #[field(search, list, max = 60)]
    pub reference: String,
    /// In or out.
    #[field(list)]
    pub direction: Direction,
    /// What it is.
    #[field(list)]
    pub kind: MailKind,
    /// Neutral subject: never a name with a level and an adverse fact together.
    #[field(search, list)]
    pub subject: String,
    /// Date on the document.
    #[field(list)]
    pub document_date: Date,
    /// The day it arrived; of incoming mail alone.
    pub received_on: Option<Date>,
    /// The authority it comes from or goes to.
    #[field(list)]
    pub authority: Option<Id<Authority>>,
    /// The correspondent, when it is no authority.
    #[field(search)]
    pub correspondent: Option<String>,
    /// Their reference.
    #[field(search, max = 80)]
    pub their_reference: Option<String>,
    /// How it travels.
    pub channel: Channel,
    /// What it is marked; none when it bears no marking.
    #[field(list)]
    pub letter_level: Option<Level>,
    /// What it is written on.
    pub medium: Option<Medium>,
    /// How many copies there are.
    pub copies: Option<i64>,
    /// How many pages it has.
    pub pages: Option<i64>,
    /// How many enclosures.
    pub enclosures: Option<i64>,
    /// The number under which a carrier has it.
    #[field(search, max = 60)]
    pub tracking_number: Option<String>,
    /// An answer or receipt is due on this day.
    pub reply_due: Option<Date>,
    /// The record it concerns, such as a case.
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    pub person: Option<RecordId>,
    /// Whether the entry counts.
    #[field(list)]
    pub status: MailStatus,
    /// Why it was written anew; what stood there before is an earlier version.
    #[field(long)]
    pub corrected_because: Option<String>,
    /// Why it is void.
    #[field(long)]
    pub void_reason: Option<String>,
    /// When it was registered.
    #[field(list)]
    pub registered_at: Micros,
}

kernel::choices! {
    /// Where a receipt stands.
    pub enum ReceiptState { Due = "receipt_due", Returned = "receipt_returned" }
}

/// A receipt that is expected for something the office sent.
#[derive(Clone, Debug, Register)]
#[register(name = "receipts", prefix = "rct", title = &["due_on"], subject = Some("person"), seen_by = OFFICE,
           views = &[ViewDef { name: "oldest", by: "due_on", descending: false }])]
pub struct Receipt {
    /// For what.
    #[field(list)]
    pub mail_item: Id<MailItem>,
    /// The person it concerns.
    pub person: Option<RecordId>,
    /// Wanted by this day.
    #[field(list)]
    pub due_on: Date,
    /// Where it stands.
    #[field(list)]
    pub status: ReceiptState,
    /// When it came back.
    #[field(list)]
    pub returned_on: Option<Date>,
    /// Who signed it.
    #[field(list, max = 100)]
    pub returned_by: Option<String>,
}

/// A receipt is wanted after this many days.
pub const RECEIPT_DAYS: i64 = 30;

/// Duties that register mail.
pub const REGISTRARS: &[Duty] = &[Duty::Registry, Duty::ClearanceOfficer, Duty::ClearanceTechnician];
