//! Rows and records: the statements that follow from a descriptor, and how a row becomes a record.

use std::sync::LazyLock;

use kernel::{Codes, FieldType, Fields, Head, Label, Record, Refused, Register, RegisterDef, Value, fold, limits};

use crate::Error;
use crate::db::{Connection, Row};
use crate::schema::HEAD;

/// Adding rows to a table: a statement for one, and one for many at once, which costs much less a row.
pub(crate) struct Insert {
    one: String,
    many: String,
    width: usize,
}

impl Insert {
    /// Into a table with its columns in brackets, so many of them.
    pub fn new(into: &str, width: usize) -> Self {
        let values = |rows: usize| {
            let row = |at: usize| format!("({})", (1..=width).map(|c| format!("${}", at * width + c)).collect::<Vec<_>>().join(", "));
            format!("INSERT INTO {into} VALUES {}", (0..rows).map(row).collect::<Vec<_>>().join(", "))
        };
        Self { one: values(1), many: values(limits::ROWS_A_STATEMENT), width }
    }

    /// Adds rows, whose parameters stand one after the other.
    pub fn run(&self, conn: &mut dyn Connection, rows: &[Value]) -> Result<(), Error> {
        let mut many = rows.chunks_exact(self.width * limits::ROWS_A_STATEMENT);
        for rows in &mut many {
            conn.execute(&self.many, rows)?;
        }
        for row in many.remainder().chunks_exact(self.width) {
            conn.execute(&self.one, row)?;
        }
        Ok(())
    }
}

/// Adding search words.
pub(crate) static SEARCH: LazyLock<Insert> = LazyLock::new(|| Insert::new("search_token (register, token, record)", 3));

/// A register with the statements that follow from its descriptor.
pub struct Meta {
    /// The descriptor.
    pub def: RegisterDef,
    /// Columns of a record, for SELECT.
    pub columns: String,
    pub(crate) insert: Insert,
    pub(crate) insert_rev: Insert,
    /// A new version under the label that stands.
    pub(crate) update: String,
    /// A new version under another label.
    pub(crate) relabel: String,
    pub(crate) close_rev: String,
}

impl Meta {
    pub(crate) fn new(def: RegisterDef) -> Self {
        let fields: Vec<String> = def.fields.iter().map(|f| format!("\"{}\"", f.name)).collect();
        let columns: Vec<String> = HEAD.iter().map(|c| (*c).to_owned()).chain(fields).collect();
        let stored = format!("{}, sort_key", columns.join(", "));
        let count = columns.len() + 1;
        let name = def.name;
        let assignments: Vec<String> =
            columns.iter().skip(1).chain([&"sort_key".to_owned()]).enumerate().map(|(at, c)| format!("{c} = ${}", at + 2)).collect();
        let relabel = format!("UPDATE \"{name}\" SET {} WHERE id = $1 AND version = ${}", assignments.join(", "), count + 1);
        // What closes the record is compared with what the new version says.
        let closing = ["marking", "caveats", "releasable", "compartment", "realm"];
        let kept = columns.iter().enumerate().filter(|(_, c)| closing.contains(&c.as_str()));
        let kept: String = kept.map(|(at, c)| format!(" AND {c} IS NOT DISTINCT FROM ${}", at + 1)).collect();
        Self {
            insert: Insert::new(&format!("\"{name}\" ({stored})"), count),
            insert_rev: Insert::new(&format!("\"{name}_rev\" ({stored}, rev_from, rev_ord)"), count + 2),
            update: format!("{relabel}{kept}"),
            relabel,
            // By its place in the key: a record may have a hundred thousand versions, as the number series have.
            close_rev: format!(
                "UPDATE \"{name}_rev\" SET rev_to = $2 \
                 WHERE id = $1 AND rev_from = (SELECT max(rev_from) FROM \"{name}_rev\" WHERE id = $1) AND rev_to IS NULL"
            ),
            columns: columns.join(", "),
            def,
        }
    }

    /// Adds the parameters of a row: head, fields, sort key.
    pub(crate) fn row(&self, head: &Head, values: &[Value], row: &mut Vec<Value>) {
        row.extend([
            head.id.into(),
            head.version.into(),
            Value::from(head.label.level.as_str()),
            head.rank.into(),
            head.label.caveats.to_value(),
            head.label.releasable.to_value(),
            head.label.compartment.to_value(),
            head.label.realm.to_value(),
            head.subject.map_or(Value::Null, Value::Id),
            Value::Int(i64::from(head.void)),
        ]);
        row.extend(values.iter().cloned());
        row.push(Value::Text(self.sort_key(values)));
    }

    /// What a record is sorted by when no view says otherwise.
    pub(crate) fn sort_key(&self, values: &[Value]) -> String {
        fold::fold(&self.def.title_of(values))
    }

    /// The words by which search finds it.
    pub(crate) fn tokens(&self, values: &[Value]) -> Vec<String> {
        let texts = self.def.fields.iter().zip(values).filter(|(f, _)| f.search).filter_map(|(_, v)| v.text());
        let mut words: Vec<String> = texts.flat_map(fold::index_words).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// A row of `columns` as a record.
    pub fn parse(&self, row: Row) -> Result<RawRecord, Error> {
        let damaged = || Error::Stored(format!("a row of {} is damaged", self.def.name));
        let mut row = row.into_iter();
        let mut next = || row.next().unwrap_or_default();
        let id = next().id().ok_or_else(damaged)?;
        let version = next().int().ok_or_else(damaged)?;
        let level = next().into_text().ok_or_else(damaged)?;
        let rank = next().int().ok_or_else(damaged)?;
        let mut codes = || Codes::from_value(&next()).map_err(|_| damaged());
        let (caveats, releasable) = (codes()?, codes()?);
        let (compartment, realm) = (next().into_text(), next().into_text());
        let label = Label { level, caveats, releasable, compartment, realm };
        let head = Head { id, version, label, rank, subject: next().id(), void: next().int() == Some(1) };
        Ok(RawRecord { head, values: row.collect(), withheld: Vec::new() })
    }
}

/// A record by descriptor: head, values in the order of the fields, and the groups this reader may not see.
#[derive(Clone, Debug)]
pub struct RawRecord {
    /// What every record carries.
    pub head: Head,
    /// Values in the order of the fields; those of withheld groups are absent.
    pub values: Vec<Value>,
    /// Groups withheld from this reader.
    pub withheld: Vec<&'static str>,
}

impl RawRecord {
    /// As its type; a withheld required field makes it unreadable, which is the point.
    pub fn typed<R: Register>(self) -> Result<Record<R>, Error> {
        let body = <R as Fields>::from_values(&self.values).map_err(|Refused(reasons)| {
            Error::Stored(format!(
                "a row of {} cannot be read as its type: {:?}",
                R::NAME,
                reasons.iter().map(|r| (r.code, &r.field)).collect::<Vec<_>>()
            ))
        })?;
        Ok(Record { head: self.head, body })
    }

    /// A value by field name.
    pub fn value(&self, def: &RegisterDef, field: &str) -> &Value {
        const NULL: &Value = &Value::Null;
        def.position(field).and_then(|at| self.values.get(at)).unwrap_or(NULL)
    }
}
