//! What is asked about concerns.

use kernel::Value;
use ledger::query::Sample;
use ledger::{Error, Query, View};

/// How many reports without a name reached the house since an instant.
pub const TAKEN: Query =
    Query { name: "concerns.taken", sql: "SELECT count(*) FROM {concerns c} WHERE c.received_at > $1", sample: &[Sample::Int(0)] };

/// The named queries of concerns.
pub const ALL: &[&Query] = &[&TAKEN];

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// How many reports without a name reached the house within the last hour.
///
/// # Errors
/// Those of the database.
pub fn taken_within_the_hour(view: &mut View<'_>) -> Result<i64, Error> {
    let since = view.now.as_microsecond().saturating_sub(HOUR);
    let rows = view.rows(&TAKEN, &[since.into()])?;
    Ok(rows.first().and_then(|row| row.first()).and_then(Value::int).unwrap_or(0))
}
