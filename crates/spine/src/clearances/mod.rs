//! Clearances: five different facts, each with its own dates, and the access that follows from them, computed and never stored.

pub mod audits;
pub mod commands;
pub mod gate;
pub mod queries;
pub mod record;
pub mod renewals;
pub mod rules;
pub mod scoped;
#[cfg(test)]
pub(crate) mod tests;
pub mod visits;

pub use record::{
    AccessAuthorisation, AdverseReason, AuthorisationKind, BriefingKind, BriefingLanguage, BriefingRecord, Certificate, CertificateModel,
    ClearanceRequirement, Decision, DecisionKind, Lapse, ScopeKind, Topic,
};
pub use rules::{EffectiveAccess, FactKind, Facts, Need, Reason, effective_access};
pub use scoped::{Purpose, Scope};
