//! Standing: what those outside the desk see of somebody. Whether they meet what their post requires, until when, and the stage of an open case;
//! never the file, nor whether there is more.

pub mod queries;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::RecordId;
use kernel::marking::SecurityPolicy;
use spine::clearances::{EffectiveAccess, Facts, effective_access};
use spine::policy::Rulebook;

/// Where a case is, in steps that say nothing of what was found: an authority's question looks like its silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It was asked for and is being prepared.
    Preparing,
    /// The person has forms to fill in.
    WithPerson,
    /// It is with the authority.
    WithAuthority,
    /// An answer came; the office finishes it.
    Finishing,
}

impl Stage {
    /// Its code in the catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::WithPerson => "with-person",
            Self::WithAuthority => "with-authority",
            Self::Finishing => "finishing",
        }
    }

    /// Of a case in this state; none when it is closed.
    pub fn of(state: &str) -> Option<Self> {
        Some(match state {
            "requested" | "need_confirmed" | "complete" => Self::Preparing,
            "subject_invited" | "with_subject" | "returned_for_correction" | "authority_query_subject" => Self::WithPerson,
            "dispatched" | "acknowledged_by_authority" | "under_investigation" | "authority_query" => Self::WithAuthority,
            "decision_received" | "decision_recorded" | "briefing_due" => Self::Finishing,
            _ => return None,
        })
    }
}

/// How somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// Their number in the personnel system.
    pub number: Option<String>,
    /// Whether their posts require anything, and whether that is met today.
    pub met: Option<bool>,
    /// Last day on which it is met if nothing changes; only when it is met.
    pub until: Option<Date>,
    /// Stage of an open case.
    pub stage: Option<Stage>,
    /// Conditions their firm is told of; for nobody else than the firm.
    pub conditions: Vec<String>,
}

/// Whether the requirement is met, and until when. Nothing of why not, nor of what is held beyond it.
pub fn met(facts: &Facts, on: Date, rules: &Rulebook, policy: &SecurityPolicy) -> (Option<bool>, Option<Date>) {
    let access: EffectiveAccess = effective_access(facts, on, None, rules, policy);
    let met = access.need.as_ref().map(|need| access.covers(need, policy));
    (met, access.until.filter(|_| met == Some(true)))
}
