//! Where cases stand in the office's one queue.

use kernel::measure::{Period, share};
use kernel::{RecordId, Value, Work};
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::cases::queries::{Line, standards, urgencies};

use crate::cases::LIFECYCLE;
use crate::measures;

/// The line of cases.
pub static LINE: Line = spine::line!(
    "psc_cases",
    Work::Cases,
    &LIFECYCLE,
    office: ["requested", "need_confirmed", "complete", "authority_query", "decision_received", "decision_recorded", "briefing_due"],
    others: [
        "subject_invited", "with_subject", "returned_for_correction", "dispatched", "acknowledged_by_authority", "under_investigation",
        "authority_query_subject",
    ]
);

/// How many cases were opened between two instants, and how many an urgency of was approved between them.
pub const URGENT: Query = Query {
    name: "service.urgent",
    sql: "SELECT (SELECT count(*) FROM {psc_cases c} WHERE c.opened_at >= $1 AND c.opened_at < $2), count(DISTINCT d.id) \
          FROM {urgencies u} JOIN {psc_cases d} ON d.id = u.record WHERE u.register = 'psc_cases' AND u.from_time >= $1 AND u.from_time < $2",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// The named queries of the concept.
pub const ALL: &[&Query] =
    &[&URGENT, LINE.queries()[0], LINE.queries()[1], LINE.queries()[2], LINE.queries()[3], LINE.queries()[4], LINE.queries()[5]];

/// KPI-CL-11 of the quarter that runs, as it is watched from day to day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrgentShare {
    /// The quarter.
    pub quarter: Period,
    /// Cases an urgency of was approved in it so far.
    pub urgent: i64,
    /// Cases opened in it so far.
    pub intake: i64,
    /// Per cent of the intake that may be urgent.
    pub limit: i64,
}

impl UrgentShare {
    /// The share in hundredths of a per cent; none without intake.
    pub fn share(&self) -> Option<i64> {
        share(self.urgent, self.intake)
    }

    /// Whether it is above what the office set itself: never on fewer cases than the measure asks for, of which a share says nothing.
    pub fn above(&self) -> bool {
        let enough = measures::find("KPI-CL-11").is_none_or(|entry| self.intake >= entry.measure.sample_min);
        enough && self.urgent * 100 > self.limit * self.intake
    }
}

fn begins(quarter: Period, view: &View<'_>) -> i64 {
    quarter.from.to_zoned(view.zone.clone()).map_or(0, |z| z.timestamp().as_microsecond())
}

/// The share of this quarter if a case became urgent now, of the cases the reader may see.
pub fn urgent_share_with(view: &mut View<'_>, case: RecordId) -> Result<UrgentShare, Error> {
    let share = urgent_share(view)?;
    let from = begins(share.quarter, view);
    // A case that was made urgent in this quarter before is counted once.
    let again = urgencies(view, case)?.iter().any(|u| u.body.from_time.0 >= from);
    Ok(UrgentShare { urgent: share.urgent + i64::from(!again), ..share })
}

/// How many of the cases the reader may see that were opened in this quarter are urgent.
pub fn urgent_share(view: &mut View<'_>) -> Result<UrgentShare, Error> {
    let quarter = Period::quarter_of(view.today);
    let from = begins(quarter, view);
    let limit = standards(view)?.urgent_percent(view.today);
    let rows = view.rows(&URGENT, &[from.into(), view.now.as_microsecond().into()])?;
    let count = |at: usize| rows.first().and_then(|row| row.get(at)).and_then(Value::int).unwrap_or(0);
    Ok(UrgentShare { quarter, urgent: count(1), intake: count(0), limit })
}
