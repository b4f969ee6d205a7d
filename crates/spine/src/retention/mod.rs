//! Retention: how long what is known of a person is kept, what stops the end, and the end. Periods are a pack's, holds stop them, two people
//! dispose, and what stays is a certificate without a name.

pub mod commands;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, ViewDef};
use ledger::{Changes, Context};

use crate::holdings::{DestructionMethod, HoldingDestruction};
use crate::limits;
use crate::people::Person;
use crate::{CLEARANCE, OFFICE, series};

pub use rules::{Period, Rule, Rules, Standing, Story, Trigger, standing};

/// Duties that hold and dispose.
pub const KEEPERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

kernel::choices! {
    /// Why something is kept longer.
    pub enum HoldReason {
        Consent = "consent_given", Proceedings = "pending_proceedings", Return = "planned_return", Harm = "destruction_would_harm", Inspection = "announced_inspection",
    }
}

/// What is known of a person is kept as long as this stands.
#[derive(Clone, Debug, Register)]
#[register(name = "retention_holds", spans = &[("valid_from", "valid_until")], prefix = "hld", title = &["reason"], subject = Some("person"), seen_by = CLEARANCE,
           views = &[ViewDef { name: "newest", by: "valid_from", descending: true }])]
pub struct RetentionHold {
    /// Of whom.
    #[field(list)]
    pub person: Id<Person>,
    /// Why.
    #[field(list)]
    pub reason: HoldReason,
    /// What shows it: a reference, a date.
    #[field(max = 200)]
    pub reference: Option<String>,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included; open when empty.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// When two people released it.
    #[field(list)]
    pub released_on: Option<Date>,
    /// Who placed it.
    pub recorded_by: RecordId,
    /// Who asked for its release.
    pub released_by: Option<RecordId>,
    /// Who approved that.
    pub approved_by: Option<RecordId>,
}

impl RetentionHold {
    /// Whether it stands on this day.
    pub fn stands_on(&self, day: Date) -> bool {
        self.released_on.is_none() && self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// What stays of what was destroyed: of a disposed file its numbers, dates and rule and no name; of copies of classified items their numbers, how
/// they were destroyed and who saw it.
#[derive(Clone, Debug, Register)]
#[register(name = "destruction_certificates", prefix = "dcr", title = &["number"], marking = "U", seen_by = OFFICE, unique = &[&["number"]],
           indexes = &["destruction"], views = &[ViewDef { name: "newest", by: "destroyed_on", descending: true }])]
pub struct DestructionCertificate {
    /// Its number, such as DST/2026/0001.
    #[field(search, list, max = 40)]
    pub number: String,
    /// Numbers of what was destroyed: the cases and the entries in the mail book of a person's file, or the copies of items.
    #[field(search, long, max = limits::CERTIFICATE_NUMBERS_CHARS_MAX)]
    pub files: Option<String>,
    /// The destruction of copies it certifies; none for a person's file.
    #[field(list)]
    pub destruction: Option<Id<HoldingDestruction>>,
    /// How copies were destroyed.
    pub method: Option<DestructionMethod>,
    /// What started the period of a file.
    #[field(list)]
    pub trigger: Option<Trigger>,
    /// When that was.
    #[field(list)]
    pub triggered_on: Option<Date>,
    /// The rule's period, in months.
    #[field(list)]
    pub months: Option<i64>,
    /// Where the rule comes from.
    #[field(long)]
    pub source: String,
    /// When the file was due.
    pub due_on: Option<Date>,
    /// When it was destroyed.
    #[field(list)]
    pub destroyed_on: Date,
    /// How many records or copies were destroyed; the versions of records are counted by the entry.
    #[field(list)]
    pub records: i64,
    /// The last day on which a backup that still holds a file's records may exist.
    #[field(list)]
    pub backups_until: Option<Date>,
    /// Who proposed the disposal of a file, or destroyed copies.
    pub recorded_by: RecordId,
    /// Who approved it, or saw it as a witness; nobody where the rule asks for no witness.
    pub verified_by: Option<RecordId>,
}

/// The series of the certificates' numbers: one book for everything the office destroys.
pub const CERTIFICATES: &str = "destruction";

/// The next number of the book of certificates; pure.
pub fn certificate_number(series: &series::Standing, cx: &Context<'_>, changes: &mut Changes) -> String {
    let year = i64::from(cx.today.year());
    let number = series::next(series, CERTIFICATES, year, cx.new_id(), changes);
    format!("DST/{year}/{number:04}")
}
