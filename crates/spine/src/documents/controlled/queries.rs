//! What pages, notices and other desks ask about controlled documents: the text in force, who has read it and who has not.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Id, Record, RecordId, Value, limits};
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::rules::{in_force_on, read_by};
use super::{ControlledDocument, DocumentRelation, DocumentVersion, Relation};

/// The versions in force on a day.
pub const IN_FORCE: Query = Query {
    name: "documents.in_force",
    sql: "SELECT v.id FROM {document_versions v} JOIN {controlled_documents d} ON d.id = v.document \
          WHERE v.valid_from <= $1 AND (v.valid_until IS NULL OR v.valid_until >= $1) ORDER BY v.reference, v.id LIMIT $2",
    sample: &[Sample::Text("2026-03-03"), Sample::Int(50)],
};

/// The documents that were to be looked at before a day.
pub const PAST_REVIEW: Query = Query {
    name: "documents.past_review",
    sql: "SELECT d.id FROM {controlled_documents d} WHERE d.review_due_on < $1 ORDER BY d.review_due_on, d.id LIMIT $2",
    sample: &[Sample::Text("2026-03-03"), Sample::Int(50)],
};

/// Asks about everybody a text in force on a day ($1) binds: named, or by a duty that was granted them; what holds in a crisis only does not bind, and
/// a deputy is not bound in place of whom they stand in for. `k` is that they had read it before an instant ($2). Whoever is bound in two ways is so
/// by each of them.
macro_rules! bound {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM (SELECT d.document, d.account, d.valid_from AS bound_from, d.read_within FROM {distributions d} ",
            "WHERE d.account IS NOT NULL AND d.valid_from <= $1 AND (d.valid_until IS NULL OR d.valid_until >= $1) ",
            "UNION ALL SELECT e.document, g.account, CASE WHEN g.valid_from > e.valid_from THEN g.valid_from ELSE e.valid_from END, ",
            "e.read_within FROM {distributions e} JOIN {grants g} ON g.duty = e.duty ",
            "WHERE g.posture IS NULL AND g.valid_from <= $1 AND (g.valid_until IS NULL OR g.valid_until >= $1) ",
            "AND e.valid_from <= $1 AND (e.valid_until IS NULL OR e.valid_until >= $1)) b ",
            "JOIN {accounts a} ON a.id = b.account AND a.disabled = 0 ",
            "JOIN {document_versions v} ON v.document = b.document AND v.valid_from <= $1 AND (v.valid_until IS NULL OR v.valid_until >= $1) ",
            "LEFT JOIN {acknowledgements k} ON k.document_version = v.id AND k.person = a.person AND k.acknowledged_at < $2 ",
            $rest
        )
    };
}

/// How many people each text in force binds, and how many of them have read it.
pub const READ: Query = Query {
    name: "documents.read",
    sql: bound!("v.id, count(DISTINCT a.person), count(DISTINCT k.person)", "GROUP BY v.id"),
    sample: &[Sample::Text("2026-03-03"), Sample::Int(1)],
};

/// Whom one version binds, and when they read it.
pub const BOUND_BY: Query = Query {
    name: "documents.bound_by",
    sql: bound!("a.id, v.valid_from, b.bound_from, b.read_within, k.acknowledged_at", "WHERE v.id = $3 ORDER BY a.id"),
    sample: &[Sample::Text("2026-03-03"), Sample::Int(1), Sample::Id],
};

/// What binds an account and its person has not read.
pub const UNREAD_BY: Query = Query {
    name: "documents.unread_by",
    sql: bound!("v.id, v.valid_from, b.bound_from, b.read_within", "WHERE a.id = $3 AND k.id IS NULL"),
    sample: &[Sample::Text("2026-03-03"), Sample::Int(1), Sample::Id],
};

/// What others have not read of the documents somebody answers for.
pub const UNREAD_OF: Query = Query {
    name: "documents.unread_of",
    sql: bound!(
        "v.id, v.valid_from, b.bound_from, b.read_within",
        "JOIN {controlled_documents c} ON c.id = v.document WHERE c.owner = $3 AND k.id IS NULL"
    ),
    sample: &[Sample::Text("2026-03-03"), Sample::Int(1), Sample::Id],
};

/// The concept's named queries.
pub const ALL: &[&Query] = &[&IN_FORCE, &PAST_REVIEW, &READ, &BOUND_BY, &UNREAD_BY, &UNREAD_OF];

/// A version and the document it is of.
#[derive(Clone, Debug)]
pub struct Text {
    /// The document.
    pub document: Record<ControlledDocument>,
    /// The version.
    pub version: Record<DocumentVersion>,
}

/// These versions with their documents, as far as whoever looks may see both.
fn texts(view: &mut View<'_>, versions: &[RecordId]) -> Result<Vec<Text>, Error> {
    let mut texts = Vec::with_capacity(versions.len());
    for some in versions.chunks(limits::PAGE_ROWS_MAX) {
        let versions = view.having_any::<DocumentVersion>("id", some)?;
        let documents: Vec<RecordId> = versions.iter().map(|v| v.body.document.raw()).collect();
        let documents: HashMap<RecordId, Record<ControlledDocument>> =
            view.having_any::<ControlledDocument>("id", &documents)?.into_iter().map(|d| (d.head.id, d)).collect();
        texts.extend(versions.into_iter().filter_map(|version| {
            let document = documents.get(&version.body.document.raw())?.clone();
            Some(Text { document, version })
        }));
    }
    texts.sort_by(|a, b| (&a.version.body.reference, a.version.head.id).cmp(&(&b.version.body.reference, b.version.head.id)));
    Ok(texts)
}

/// The texts in force on a day, by reference, so many at most.
pub fn in_force(view: &mut View<'_>, day: Date, most: usize) -> Result<Vec<Text>, Error> {
    let ids: Vec<RecordId> =
        view.rows(&IN_FORCE, &[day.into(), (most as i64).into()])?.iter().filter_map(|row| row.first()?.id()).collect();
    texts(view, &ids)
}

/// The text of a document in force on a day, and what others take from it or add to it by then.
#[derive(Clone, Debug, Default)]
pub struct InForce {
    /// The version; none when the document was not in force.
    pub version: Option<Record<DocumentVersion>>,
    /// The relations of other documents that supersede parts of it or amend it, the earliest first.
    pub changed_by: Vec<Record<DocumentRelation>>,
}

/// What of a document was in force on a day, as it is known at the moment that is looked at.
pub fn text_in_force(view: &mut View<'_>, document: Id<ControlledDocument>, day: Date) -> Result<InForce, Error> {
    let versions = view.having::<DocumentVersion>("document", document.raw())?;
    let version = versions.into_iter().find(|version| in_force_on(&version.body, day));
    let mut changed_by = view.having::<DocumentRelation>("other", document.raw())?;
    changed_by.retain(|r| r.body.valid_from <= day && matches!(r.body.relation, Relation::SupersedesInPart | Relation::Amends));
    changed_by.sort_by_key(|r| (r.body.valid_from, r.head.id));
    Ok(InForce { version, changed_by })
}

/// The first instant after a day of the office.
fn end_of(view: &View<'_>, day: Date) -> i64 {
    let next = day.tomorrow().ok().and_then(|day| day.to_zoned(view.zone.clone()).ok());
    next.map_or(i64::MAX, |midnight| midnight.timestamp().as_microsecond())
}

/// Asks about who is bound. Rights and distributions are facts that decide and are not shown themselves; which texts are told is for the scope of whoever
/// looks.
fn bound(view: &mut View<'_>, query: &Query, day: Date, of: Option<RecordId>) -> Result<Vec<Vec<Value>>, Error> {
    let params: Vec<Value> = [day.into(), end_of(view, day).into()].into_iter().chain(of.map(Value::Id)).collect();
    view.facts(|view| view.rows(query, &params))
}

fn day_at(row: &[Value], at: usize) -> Option<Date> {
    row.get(at)?.text()?.parse().ok()
}

/// The day by which a row of days is read.
fn due(row: &[Value], at: usize) -> Option<Date> {
    Some(read_by(day_at(row, at)?, day_at(row, at + 1)?, row.get(at + 2)?.int()?))
}

/// How many a text binds, and how many of them have read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readers {
    /// People it binds.
    pub bound: i64,
    /// Those of them who have read it.
    pub read: i64,
}

/// The readers of the texts in force on a day, by version; for those versions only that whoever looks already sees.
pub fn readers(view: &mut View<'_>, day: Date) -> Result<HashMap<RecordId, Readers>, Error> {
    let rows = bound(view, &READ, day, None)?;
    let one = |row: &Vec<Value>| Some((row.first()?.id()?, Readers { bound: row.get(1)?.int()?, read: row.get(2)?.int()? }));
    Ok(rows.iter().filter_map(one).collect())
}

/// A text somebody has still to read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The text.
    pub text: Text,
    /// The day by which it is read.
    pub due: Date,
}

/// What binds an account on a day and its person had not acknowledged by the end of it, due first. Empty means: all of it is read. A rule that decides
/// asks it among its facts; asked plainly it tells only what whoever looks may see.
pub fn unread(view: &mut View<'_>, account: RecordId, day: Date) -> Result<Vec<Unread>, Error> {
    let rows = bound(view, &UNREAD_BY, day, Some(account))?;
    earliest(view, rows.iter().filter_map(|row| Some((row.first()?.id()?, due(row, 1)?))))
}

/// Each version once, with the first of its days, as far as whoever looks may see it.
fn earliest(view: &mut View<'_>, rows: impl Iterator<Item = (RecordId, Date)>) -> Result<Vec<Unread>, Error> {
    let mut first: HashMap<RecordId, Date> = HashMap::new();
    for (version, due) in rows {
        let day = first.entry(version).or_insert(due);
        *day = due.min(*day);
    }
    let ids: Vec<RecordId> = first.keys().copied().collect();
    let texts = texts(view, &ids)?;
    let due = |text: Text| Some(Unread { due: first.get(&text.version.head.id).copied()?, text });
    let mut unread: Vec<Unread> = texts.into_iter().filter_map(due).collect();
    unread.sort_by_key(|u| u.due);
    Ok(unread)
}

/// Texts somebody answers for that another has not read by their day, each with the first such day.
pub fn overdue_of(view: &mut View<'_>, owner: RecordId, day: Date) -> Result<Vec<Unread>, Error> {
    let rows = bound(view, &UNREAD_OF, day, Some(owner))?;
    earliest(view, rows.iter().filter_map(|row| Some((row.first()?.id()?, due(row, 1)?))).filter(|(_, due)| *due < day))
}

/// Somebody a version binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Who.
    pub account: RecordId,
    /// The day by which they read it.
    pub due: Date,
    /// When they said that they have, in microseconds.
    pub read_at: Option<i64>,
}

/// Whom a version that whoever looks sees binds on a day, those who have not read it first.
pub fn bound_by(view: &mut View<'_>, version: &Record<DocumentVersion>, day: Date) -> Result<Vec<Bound>, Error> {
    let rows = bound(view, &BOUND_BY, day, Some(version.head.id))?;
    let mut all: Vec<Bound> = Vec::new();
    for row in &rows {
        let (Some(account), Some(due)) = (row.first().and_then(Value::id), due(row, 1)) else { continue };
        let read_at = row.get(4).and_then(Value::int);
        match all.iter_mut().find(|b| b.account == account) {
            Some(known) => known.due = known.due.min(due),
            None => all.push(Bound { account, due, read_at }),
        }
    }
    all.sort_by_key(|b| (b.read_at.is_some(), b.due, b.account));
    Ok(all)
}

/// Documents past the day on which somebody was to look at them, the oldest first, so many at most.
pub fn past_review(view: &mut View<'_>, day: Date, most: usize) -> Result<Vec<Record<ControlledDocument>>, Error> {
    let rows = view.rows(&PAST_REVIEW, &[day.into(), (most as i64).into()])?;
    let ids: Vec<RecordId> = rows.iter().filter_map(|row| row.first()?.id()).collect();
    let mut documents = view.having_any::<ControlledDocument>("id", &ids)?;
    documents.sort_by_key(|d| (d.body.review_due_on, d.head.id));
    Ok(documents)
}
