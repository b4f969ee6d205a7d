//! What is asked about what personnel sent.

use std::collections::HashSet;

use kernel::{Id, Record, RecordId, Value};
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::{HrMessage, HrRow};
use crate::limits;

/// The numbers of all messages that were received.
pub const DOCUMENTS: Query =
    Query { name: "hr.documents", sql: "SELECT m.documents FROM {hr_messages m} WHERE m.documents IS NOT NULL", sample: &[] };

/// Messages that were applied, of which nothing waits, received on a day or earlier, whose rows still lie there.
pub const SETTLED: Query = Query {
    name: "hr.settled",
    sql: "SELECT m.id FROM {hr_messages m} WHERE m.status = 'hr_applied' AND m.staged IS NOT NULL AND m.received_on <= $1 AND NOT EXISTS \
          (SELECT 1 FROM {hr_rows r} WHERE r.message = m.id AND r.state IN ('row_waiting', 'row_matched')) ORDER BY m.received_at, m.id LIMIT 1000",
    sample: &[Sample::Text("2026-03-02")],
};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&DOCUMENTS, &SETTLED];

/// Messages whose rows nothing may need any longer.
pub fn settled(view: &mut View<'_>) -> Result<Vec<RecordId>, Error> {
    let before = view.today.saturating_sub(jiff::Span::new().days(limits::HR_UNDO_DAYS));
    Ok(view.rows(&SETTLED, &[before.into()])?.iter().filter_map(|row| row.first()?.id()).collect())
}

/// The numbers of all messages that were received.
pub fn documents_known(view: &mut View<'_>) -> Result<HashSet<String>, Error> {
    let rows = view.rows(&DOCUMENTS, &[])?;
    let words = |row: Vec<Value>| row.first().and_then(Value::text).unwrap_or("").split(' ').map(str::to_owned).collect::<Vec<_>>();
    Ok(rows.into_iter().flat_map(words).collect())
}

/// The rows of a message that found no place by themselves.
pub fn rows_of(view: &mut View<'_>, message: Id<HrMessage>) -> Result<Vec<Record<HrRow>>, Error> {
    view.having_any::<HrRow>("message", &[message.raw()])
}
