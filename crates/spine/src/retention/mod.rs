//! Retention: how long what is known of a person is kept, what stops the end, and the end. Periods are a pack's, holds stop them, two people
//! dispose, and what stays is a certificate without a name.

pub mod commands;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, ViewDef, limits};

use crate::people::Person;
use crate::{CLEARANCE, OFFICE};

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
#[register(name = "retention_holds", prefix = "hld", title = &["reason"], subject = Some("person"), seen_by = CLEARANCE,
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

/// What stays of a disposed file: numbers, dates and the rule, no name.
#[derive(Clone, Debug, Register)]
#[register(name = "destruction_certificates", prefix = "dcr", title = &["number"], marking = "U", seen_by = OFFICE, unique = &[&["number"]],
           views = &[ViewDef { name: "newest", by: "destroyed_on", descending: true }])]
pub struct DestructionCertificate {
    /// Its number, such as DST/2026/0001.
    #[field(search, list, max = 40)]
    pub number: String,
    /// Numbers of the cases and of the entries in the mail book that were destroyed.
    #[field(search, long, max = limits::CERTIFICATE_NUMBERS_CHARS_MAX)]
    pub files: Option<String>,
    /// What started the period.
    #[field(list)]
    pub trigger: Trigger,
    /// When that was.
    #[field(list)]
    pub triggered_on: Date,
    /// The rule's period, in months.
    #[field(list)]
    pub months: i64,
    /// Where the rule comes from.
    #[field(long)]
    pub source: String,
    /// When the file was due.
    pub due_on: Date,
    /// When it was destroyed.
    #[field(list)]
    pub destroyed_on: Date,
    /// How many records were destroyed; their versions are counted by the entry.
    #[field(list)]
    pub records: i64,
    /// The last day on which a backup that still holds them may exist.
    #[field(list)]
    pub backups_until: Date,
    /// Who proposed it.
    pub recorded_by: RecordId,
    /// Who approved it.
    pub verified_by: RecordId,
}
