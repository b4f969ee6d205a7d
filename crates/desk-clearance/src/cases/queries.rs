//! What pages ask about cases.

use ledger::{Error, Query, View};

use super::LIFECYCLE;

/// How many cases stand in each state, and since when the oldest does.
pub const BY_STATE: Query =
    Query { name: "cases.by_state", sql: "SELECT c.state, count(*), min(c.since) FROM {psc_cases c} GROUP BY c.state", sample: &[] };

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&BY_STATE];

/// A stage of the pipeline.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The state.
    pub state: &'static str,
    /// How many cases.
    pub count: i64,
    /// Since when the oldest stands there, in microseconds.
    pub oldest: Option<i64>,
}

/// The pipeline: every open state in order, with its count and age.
pub fn pipeline(view: &mut View<'_>) -> Result<Vec<Stage>, Error> {
    let rows = view.rows(&BY_STATE, &[])?;
    let of = |code: &str| rows.iter().find(|row| row.first().and_then(kernel::Value::text) == Some(code));
    let stage = |state: &'static kernel::State| {
        let row = of(state.code);
        let number = |at: usize| row.and_then(|r| r.get(at)).and_then(kernel::Value::int);
        Stage { state: state.code, count: number(1).unwrap_or(0), oldest: number(2) }
    };
    Ok(LIFECYCLE.states.iter().filter(|s| s.open).map(stage).collect())
}
