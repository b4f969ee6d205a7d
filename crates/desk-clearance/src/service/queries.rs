//! Where cases stand in the office's one queue.

use ledger::Query;
use spine::cases::queries::Line;

use crate::cases::LIFECYCLE;

/// The line of cases.
pub static LINE: Line = spine::line!(
    "psc_cases",
    &LIFECYCLE,
    office: ["requested", "need_confirmed", "complete", "authority_query", "decision_received", "decision_recorded", "briefing_due"],
    others: ["subject_invited", "with_subject", "returned_for_correction", "dispatched", "acknowledged_by_authority", "under_investigation"]
);

/// The named queries of the concept.
pub const ALL: &[&Query] = &LINE.queries();
