//! Where cases stand in the office's one queue.

use ledger::Query;
use spine::cases::queries::Line;

use crate::cases::LIFECYCLE;

/// The line of cases.
pub static LINE: Line = spine::line!(
    "psc_cases",
    &LIFECYCLE,
    [
        "requested",
        "need_confirmed",
        "subject_invited",
        "with_subject",
        "returned_for_correction",
        "complete",
        "dispatched",
        "acknowledged_by_authority",
        "under_investigation",
        "authority_query",
        "decision_received",
        "decision_recorded",
        "briefing_due",
    ]
);

/// The named queries of the concept.
pub const ALL: &[&Query] = &LINE.queries();
