//! The risk register: what could go wrong, how likely and how bad, what is done about it, who looks again and when (SP-05).

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
    /// Where a risk stands.
    pub enum RiskState {
        Identified = "risk_identified", Assessed = "risk_assessed", Treated = "risk_treated", Accepted = "risk_accepted", Closed = "risk_closed",
    }
}

kernel::choices! {
    /// What is done about a risk.
    pub enum RiskResponse { Avoid = "risk_avoid", Reduce = "risk_reduce", Share = "risk_share" }
}

kernel::choices! {
    /// Five steps of likelihood and of impact, the least first.
    pub enum Step { One = "step_1", Two = "step_2", Three = "step_3", Four = "step_4", Five = "step_5" }
}

impl Step {
    /// Its number, from 1 to 5.
    pub const fn number(self) -> i64 {
        self as i64 + 1
    }
}

/// Likelihood times impact, from 1 to 25.
pub const fn score(likelihood: Step, impact: Step) -> i64 {
    likelihood.number() * impact.number()
}

/// A risk.
#[derive(Clone, Debug, Register)]
#[register(name = "risks", prefix = "rsk", title = &["number", "title"], seen_by = OFFICE, lifecycle = Some(&LIFECYCLE), unique = &[&["number"]],
           indexes = &["owner"],
           views = &[ViewDef { name: "highest", by: "score", descending: true }, ViewDef { name: "review", by: "review_on", descending: false }])]
pub struct Risk {
    /// Its number, such as RSK/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What could happen.
    #[field(search, list)]
    pub title: String,
    /// Whose matter it is.
    #[field(list)]
    pub desk: Desk,
    /// Where it stands.
    #[field(list)]
    pub state: RiskState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Who answers for it.
    #[field(list)]
    pub owner: Id<Account>,
    /// Why it could happen.
    #[field(long)]
    pub cause: Option<String>,
    /// What would follow.
    #[field(long)]
    pub consequence: Option<String>,
    /// How likely it is with nothing done.
    pub likelihood: Option<Step>,
    /// How bad it would be with nothing done.
    pub impact: Option<Step>,
    /// Both multiplied, from 1 to 25.
    #[field(list)]
    pub score: Option<i64>,
    /// What is done about it.
    pub response: Option<RiskResponse>,
    /// How.
    #[field(long)]
    pub treatment: Option<String>,
    /// How likely it is with that done.
    pub residual_likelihood: Option<Step>,
    /// How bad it would be with that done.
    pub residual_impact: Option<Step>,
    /// Both multiplied, from 1 to 25.
    #[field(list)]
    pub residual_score: Option<i64>,
    /// When somebody looks again; an acceptance ends with that day.
    #[field(list)]
    pub review_on: Option<Date>,
    /// Whether the head of office decides about it.
    #[field(list)]
    pub escalated: bool,
    /// Who accepted what is left.
    pub accepted_by: Option<RecordId>,
    /// The record it concerns.
    pub concerns: Option<RecordId>,
}
