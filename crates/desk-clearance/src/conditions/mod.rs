//! Conditions of a conditional grant (SP-06): each an obligation with an owner and a day, met with evidence and verified by another person, or
//! waived by two.

pub mod commands;
pub mod lifecycle;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Id, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;
use spine::CLEARANCE;
use spine::clearances::Decision;
use spine::mail::MailItem;
use spine::people::Person;

pub use lifecycle::LIFECYCLE;

kernel::choices! {
    /// Where a condition stands.
    pub enum ConditionState { Open = "condition_open", Met = "condition_met", Verified = "condition_verified", Waived = "condition_waived" }
}

impl ConditionState {
    /// Whether somebody still has something to do about it.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::Met)
    }
}

/// What an authority made a grant depend on.
#[derive(Clone, Debug, Register)]
#[register(name = "conditions", prefix = "cnd", title = &["title"], subject = Some("person"), seen_by = CLEARANCE, lifecycle = Some(&LIFECYCLE),
           indexes = &["owner", "decision", "state"], views = &[ViewDef { name: "due", by: "due_on", descending: false }])]
pub struct Condition {
    /// Whose grant.
    #[field(list)]
    pub person: Id<Person>,
    /// The grant it belongs to.
    pub decision: Id<Decision>,
    /// What must be done or kept.
    #[field(search, list)]
    pub title: String,
    /// Where it stands.
    #[field(list)]
    pub state: ConditionState,
    /// Since when.
    pub since: Micros,
    /// Who sees to it.
    #[field(list)]
    pub owner: Id<Account>,
    /// By when.
    #[field(list)]
    pub due_on: Date,
    /// Whether the holder's firm is told of it, in the words of the title.
    pub for_employer: bool,
    /// How it was met.
    #[field(long)]
    pub how_met: Option<String>,
    /// The letter that shows it.
    pub evidence: Option<Id<MailItem>>,
    /// Who said that it was met.
    pub met_by: Option<RecordId>,
    /// Who verified it, or waived it as the second.
    pub verified_by: Option<RecordId>,
    /// Why it was waived, or given back.
    #[field(long)]
    pub reason: Option<String>,
}
