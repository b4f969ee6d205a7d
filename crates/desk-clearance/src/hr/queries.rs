//! What is asked about what personnel sent.

use std::collections::HashSet;

use kernel::{Id, Record, Value};
use ledger::{Error, Query, View};

use super::{HrMessage, HrRow};

/// The numbers of all messages that were received.
pub const DOCUMENTS: Query =
    Query { name: "hr.documents", sql: "SELECT m.documents FROM {hr_messages m} WHERE m.documents IS NOT NULL", sample: &[] };

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&DOCUMENTS];

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
