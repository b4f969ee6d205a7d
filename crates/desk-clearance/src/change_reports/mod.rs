//! Changes in the life of somebody with a clearance (CL-06, SP-06): reported by themselves or entered by the office. What follows is what the rule of
//! their authority says; what was said is sealed. Outside the clearance desk nobody sees that there is one, nor the case it opens.

pub mod commands;
pub mod lifecycle;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Id, RecordId, Register, Sealed, ViewDef};
use ledger::transition::Micros;
use spine::CLEARANCE;
use spine::mail::MailItem;
use spine::people::Person;

use crate::cases::PscCase;

pub use lifecycle::LIFECYCLE;
pub use spine::policy::{ChangeKind, Consequence};

kernel::choices! {
    /// Where a report stands.
    pub enum ReportState { Received = "change_received", InCase = "change_in_case", Notified = "change_notified", Filed = "change_filed" }
}

kernel::choices! {
    /// How it came.
    pub enum ReportChannel { Own = "reported_by_holder", Office = "entered_by_office" }
}

/// A change somebody with a clearance must report.
#[derive(Clone, Debug, Register)]
#[register(name = "change_reports", prefix = "chr", title = &["number"], subject = Some("person"), seen_by = CLEARANCE, lifecycle = Some(&LIFECYCLE),
           unique = &[&["number"]], indexes = &["state"], views = &[ViewDef { name: "newest", by: "reported_on", descending: true }])]
pub struct ChangeReport {
    /// Its number, such as CHR/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// Whose life.
    #[field(list)]
    pub person: Id<Person>,
    /// What changed.
    #[field(list)]
    pub change: ChangeKind,
    /// When it changed, or will.
    #[field(list)]
    pub changed_on: Date,
    /// When it was reported.
    #[field(list)]
    pub reported_on: Date,
    /// How it came.
    #[field(list)]
    pub reported_how: ReportChannel,
    /// What was said.
    pub text: Sealed,
    /// What follows by the rule of the authority on the day of the report; none where it says nothing, and the office decides.
    #[field(list)]
    pub consequence: Option<Consequence>,
    /// Where it stands.
    #[field(list)]
    pub state: ReportState,
    /// Since when.
    pub since: Micros,
    /// The case it was taken into.
    pub case: Option<Id<PscCase>>,
    /// The letter by which the authority was told.
    pub told_by: Option<Id<MailItem>>,
    /// Why nothing followed.
    #[field(long)]
    pub reason: Option<String>,
    /// Who wrote it.
    pub recorded_by: RecordId,
}
