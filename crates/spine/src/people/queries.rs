//! What is asked about people: which entries may be one person.

use kernel::{RecordId, Value, fold};
use ledger::{Error, Query, View};

use super::matches::{Entry, Likeness, alike};

/// The people the reader may see, as they are compared.
pub const ENTRIES: Query = Query {
    name: "people.entries",
    sql: "SELECT p.id, p.surname, p.given, p.birth_date, p.personnel_number FROM {people p} ORDER BY p.id",
    sample: &[],
};

/// Their other names.
pub const NAMES: Query =
    Query { name: "people.other_names", sql: "SELECT n.id, n.person, n.surname, n.given FROM {person_names n} ORDER BY n.id", sample: &[] };

/// Their documents with a number.
pub const DOCUMENTS: Query = Query {
    name: "people.documents",
    sql: "SELECT d.id, d.person, d.issuer, d.number FROM {identity_documents d} WHERE d.number IS NOT NULL ORDER BY d.id",
    sample: &[],
};

/// Pairs that were judged.
pub const JUDGED: Query =
    Query { name: "people.judged", sql: "SELECT m.id, m.person, m.second FROM {person_matches m} ORDER BY m.id", sample: &[] };

/// The named queries of people.
pub const ALL: &[&Query] = &[&ENTRIES, &NAMES, &DOCUMENTS, &JUDGED];

/// The pairs of people the reader sees who may be one person. Dates of birth and numbers are read to compare and never shown: the duties that see
/// matches see them.
///
/// # Errors
/// Those of the ledger.
pub fn possible(view: &mut View<'_>) -> Result<Vec<(Likeness, RecordId, RecordId)>, Error> {
    let text = |row: &[Value], at: usize| row.get(at).and_then(Value::text).map(str::to_owned);
    let called = |row: &[Value], at: usize| format!("{} {}", text(row, at).unwrap_or_default(), text(row, at + 1).unwrap_or_default());
    let mut entries: Vec<Entry> = Vec::new();
    view.each(&ENTRIES, &[], &mut |row| {
        entries.extend(row.first().and_then(Value::id).map(|id| Entry {
            id,
            names: vec![called(&row, 1)],
            born: text(&row, 3),
            number: text(&row, 4),
            documents: Vec::new(),
        }));
        Ok(())
    })?;
    // By id, as the query gives them.
    let place = |entries: &[Entry], row: &[Value]| {
        let person = row.get(1).and_then(Value::id)?;
        entries.binary_search_by_key(&person, |entry| entry.id).ok()
    };
    for row in view.rows(&NAMES, &[])? {
        if let Some(at) = place(&entries, &row) {
            entries[at].names.push(called(&row, 2));
        }
    }
    for row in view.rows(&DOCUMENTS, &[])? {
        if let (Some(at), Some(issuer), Some(number)) = (place(&entries, &row), text(&row, 2), text(&row, 3)) {
            entries[at].documents.push(format!("{issuer} {}", fold::fold(&number)));
        }
    }
    let judged = view.rows(&JUDGED, &[])?;
    let pair = |row: &Vec<Value>| {
        let (one, other) = (row.get(1)?.id()?, row.get(2)?.id()?);
        Some((one.min(other), one.max(other)))
    };
    Ok(alike(&entries, &judged.iter().filter_map(pair).collect()))
}
