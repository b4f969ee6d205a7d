//! Suggestions for improvement: made by anybody of the office, decided with a reason, and measured by what they brought (SP-17).

pub mod commands;
pub mod lifecycle;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Id, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;
use crate::cases::ticket::Desk;

pub use lifecycle::LIFECYCLE;

kernel::choices! {
    /// Where a suggestion stands.
    pub enum SuggestionState {
        Made = "suggestion_made", Studied = "suggestion_studied", Adopted = "suggestion_adopted", Declined = "suggestion_declined",
        Measured = "suggestion_measured",
    }
}

kernel::choices! {
    /// What an adopted suggestion brought.
    pub enum Effect { Better = "effect_better", AsExpected = "effect_as_expected", Less = "effect_less", None = "effect_none" }
}

/// A suggestion.
#[derive(Clone, Debug, Register)]
#[register(name = "suggestions", prefix = "sug", title = &["number", "title"], seen_by = OFFICE, lifecycle = Some(&LIFECYCLE),
           unique = &[&["number"]], indexes = &["owner"],
           views = &[ViewDef { name: "newest", by: "made_at", descending: true }, ViewDef { name: "due", by: "measure_on", descending: false }])]
pub struct Suggestion {
    /// Its number, such as SUG/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What would be better.
    #[field(search, list)]
    pub title: String,
    /// Whose work it would change.
    #[field(list)]
    pub desk: Desk,
    /// Where it stands.
    #[field(list)]
    pub state: SuggestionState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// How it is now, and how it would be.
    #[field(long)]
    pub proposal: String,
    /// Who made it.
    #[field(list)]
    pub made_by: Id<Account>,
    /// The person who made it, with whichever account.
    #[field(hidden)]
    pub made_by_person: RecordId,
    /// When.
    #[field(list)]
    pub made_at: Micros,
    /// Who studies it, carries it out and measures it.
    #[field(list)]
    pub owner: Option<Id<Account>>,
    /// Why it was adopted or declined.
    #[field(long)]
    pub decision_reason: Option<String>,
    /// What it should bring, and by what that is told.
    #[field(long)]
    pub expected_effect: Option<String>,
    /// When its effect is measured.
    #[field(list)]
    pub measure_on: Option<Date>,
    /// What it brought.
    #[field(list)]
    pub effect: Option<Effect>,
    /// The measured effect, in figures.
    #[field(long)]
    pub measured_effect: Option<String>,
    /// The record it concerns.
    pub concerns: Option<RecordId>,
}
