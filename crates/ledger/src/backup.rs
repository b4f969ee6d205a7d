//! Backups: two streams of rows, each read in one snapshot, the same from either database. The data hold every table but the subject
//! keys, so that sealed text and commitments in an old backup die with their keys. The keys go in a stream of their own, beside the shred
//! ledger and the last checkpoint: it is kept for days, and is what makes a restore erase again whoever was erased since.
//!
//! A stream: head (a line `castellan backup 1`, lines `name value`, an empty line), then tables, then the number of rows. Lengths are
//! 4 bytes, big-endian. `T` begins a table (name, number of columns, their names), `R` a row (a value a column: `0` nothing, `1` a number
//! in 8 bytes, `2` text, `3` bytes), `E` ends the stream (rows in 8 bytes).

use std::io::{Read, Write};

use kernel::{RecordId, Value, limits};

use crate::Error;
use crate::crypto::{Hash, b64, b64u, from_b64, from_b64u};
use crate::db::{Backend, Connection};
use crate::log::tree::Frontier;

const FORM: &str = "castellan backup 1";
/// The stream of keys: these tables and nothing else.
const OF_KEYS: [&str; 4] = ["subject_key", "shred", "shred_row", "shred_beside"];
/// What the data do not hold: keys, open sessions, and the schema's history, which the head names.
const NOT_DATA: [&str; 3] = ["subject_key", "session", "migration"];

/// Which of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Every table but the subject keys.
    Data,
    /// Subject keys and shred ledger.
    Keys,
}

impl Kind {
    /// As it stands in the head, and in what is noted about the last backup.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Keys => "keys",
        }
    }

    /// Whether a table is in it.
    fn holds(self, table: &str) -> bool {
        match self {
            Self::Data => !NOT_DATA.contains(&table),
            Self::Keys => OF_KEYS.contains(&table),
        }
    }
}

/// What a stream says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which stream.
    pub kind: Kind,
    /// Of which instance.
    pub instance: RecordId,
    /// Checksum of the last migration: rows fit the tables they came from.
    pub schema: String,
    /// When it was made, in microseconds since 1970 UTC.
    pub time: i64,
    /// Entries in the log.
    pub size: i64,
    /// Root over them.
    pub root: Hash,
    /// The last signed checkpoint, if there was one.
    pub checkpoint: Option<String>,
}

fn io(e: std::io::Error) -> Error {
    Error::Stored(format!("backup: {e}"))
}

fn damaged(what: &str) -> Error {
    Error::Stored(format!("backup: {what}"))
}

/// Writes a stream from one snapshot.
pub fn write(conn: &mut dyn Connection, kind: Kind, time: i64, out: &mut dyn Write) -> Result<Head, Error> {
    conn.begin_read()?;
    let done = stream(conn, kind, time, out);
    conn.rollback()?;
    done
}

fn stream(conn: &mut dyn Connection, kind: Kind, time: i64, out: &mut dyn Write) -> Result<Head, Error> {
    let head = head(conn, kind, time)?;
    let note = head.checkpoint.as_ref().map_or_else(String::new, |note| format!("checkpoint {}\n", b64(note.as_bytes())));
    let text = format!(
        "{FORM}\nkind {}\ninstance {}\nschema {}\ntime {time}\nsize {}\nroot {}\n{note}\n",
        kind.code(),
        b64u(&head.instance.0),
        head.schema,
        head.size,
        b64u(&head.root)
    );
    out.write_all(text.as_bytes()).map_err(io)?;
    let mut rows: u64 = 0;
    for table in tables(conn)? {
        if !kind.holds(&table) {
            continue;
        }
        let columns = columns(conn, &table)?;
        put(out, b"T", table.as_bytes())?;
        out.write_all(&(columns.len() as u32).to_be_bytes()).map_err(io)?;
        columns.iter().try_for_each(|column| put(out, b"", column.as_bytes()))?;
        conn.each(&format!("SELECT {} FROM \"{table}\"", quoted(&columns)), &[], &mut |row| {
            rows += 1;
            out.write_all(b"R").map_err(io)?;
            row.iter().try_for_each(|value| match value {
                Value::Null => out.write_all(b"0").map_err(io),
                Value::Int(number) => out.write_all(&[b"1".as_slice(), &number.to_be_bytes()].concat()).map_err(io),
                Value::Text(text) => put(out, b"2", text.as_bytes()),
                Value::Id(id) => put(out, b"3", &id.0),
                Value::Bytes(bytes) => put(out, b"3", bytes),
            })
        })?;
    }
    out.write_all(&[b"E".as_slice(), &rows.to_be_bytes()].concat()).and_then(|()| out.flush()).map_err(io)?;
    Ok(head)
}

fn put(out: &mut dyn Write, tag: &[u8], bytes: &[u8]) -> Result<(), Error> {
    let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= limits::BACKUP_VALUE_BYTES_MAX);
    let length = length.ok_or_else(|| damaged("a value is over the limit"))?;
    out.write_all(tag).and_then(|()| out.write_all(&length.to_be_bytes())).and_then(|()| out.write_all(bytes)).map_err(io)
}

fn head(conn: &mut dyn Connection, kind: Kind, time: i64) -> Result<Head, Error> {
    let lacking = || damaged("this database holds no instance");
    let instance = conn.first("SELECT id FROM instance", &[])?.and_then(|row| row[0].id()).ok_or_else(lacking)?;
    let log = conn.first("SELECT size, frontier FROM log_head", &[])?.ok_or_else(lacking)?;
    let size = log[0].int().unwrap_or(0);
    let frontier: &[u8] = match &log[1] {
        Value::Bytes(bytes) => bytes,
        _ => &[],
    };
    let root = Frontier::from_bytes(size.unsigned_abs(), frontier).ok_or_else(|| damaged("the log's head is damaged"))?.root();
    let note = conn.first("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", &[])?;
    let checkpoint = note.and_then(|row| row[0].text().map(str::to_owned));
    Ok(Head { kind, instance, schema: schema(conn)?, time, size, root, checkpoint })
}

/// Checksum of the last migration of an open database.
pub(crate) fn schema(conn: &mut dyn Connection) -> Result<String, Error> {
    let row = conn.first("SELECT checksum FROM migration ORDER BY number DESC LIMIT 1", &[])?;
    row.and_then(|row| row[0].text().map(str::to_owned)).ok_or_else(|| damaged("this database has no schema"))
}

fn names(rows: Vec<crate::db::Row>) -> Vec<String> {
    rows.into_iter().filter_map(|row| row.first()?.text().map(str::to_owned)).collect()
}

/// Every table there is, so that none is forgotten.
fn tables(conn: &mut dyn Connection) -> Result<Vec<String>, Error> {
    let sql = match conn.backend() {
        Backend::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        Backend::Postgres => "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
    };
    Ok(names(conn.query(sql, &[])?))
}

fn columns(conn: &mut dyn Connection, table: &str) -> Result<Vec<String>, Error> {
    let sql = match conn.backend() {
        Backend::Sqlite => "SELECT name FROM pragma_table_info($1) ORDER BY cid",
        Backend::Postgres => {
            "SELECT CAST(column_name AS text) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = CAST($1 AS text) ORDER BY ordinal_position"
        }
    };
    Ok(names(conn.query(sql, &[table.into()])?))
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ")
}

/// A stream being read. What it says is believed only as far as the tables of the place and, in the end, the log bear it out.
pub struct Reader<'r> {
    input: &'r mut dyn Read,
    /// What it says of itself.
    pub head: Head,
    columns: usize,
    rows: u64,
}

/// The table that rows go into, and how; none for one whose rows are handed over.
type Target = (String, Option<crate::store::Insert>);

/// Takes a row of a table that is handed over.
pub(crate) type Take<'t> = &'t mut dyn FnMut(&str, Vec<Value>) -> Result<(), Error>;

/// What comes next in a stream.
enum Part {
    Table(String, Vec<String>),
    Row(Vec<Value>),
    End,
}

impl<'r> Reader<'r> {
    /// Reads the head; refuses what is no stream of this kind.
    pub fn open(input: &'r mut dyn Read, kind: Kind) -> Result<Self, Error> {
        let mut text = Vec::new();
        let mut byte = [0];
        while !text.ends_with(b"\n\n") {
            input.read_exact(&mut byte).map_err(io)?;
            text.push(byte[0]);
            if text.len() > limits::BACKUP_HEAD_BYTES_MAX {
                return Err(damaged("this is no backup"));
            }
        }
        let text = String::from_utf8(text).map_err(|_| damaged("this is no backup"))?;
        let mut lines = text.lines();
        if lines.next() != Some(FORM) {
            return Err(damaged("this is no backup, or one of another version"));
        }
        let of = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        if of("kind") != Some(kind.code()) {
            return Err(damaged(&format!("this is the stream of {}, not of {}", of("kind").unwrap_or("nothing"), kind.code())));
        }
        let number = |name: &str| of(name).and_then(|text| text.parse::<i64>().ok()).filter(|n| *n >= 0);
        let bytes = |name: &str| of(name).and_then(from_b64u);
        let note = of("checkpoint").map(|text| from_b64(text).and_then(|bytes| String::from_utf8(bytes).ok()));
        let parts = (
            bytes("instance").and_then(|id| id.try_into().ok()),
            of("schema"),
            number("time"),
            number("size"),
            bytes("root").and_then(|root| root.try_into().ok()),
        );
        match (parts, note) {
            ((Some(id), Some(schema), Some(time), Some(size), Some(root)), checkpoint @ (None | Some(Some(_)))) => {
                let checkpoint = checkpoint.flatten();
                let head = Head { kind, instance: RecordId(id), schema: schema.to_owned(), time, size, root, checkpoint };
                Ok(Self { input, head, columns: 0, rows: 0 })
            }
            _ => Err(damaged("the head is damaged")),
        }
    }

    fn exactly<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes).map_err(io)?;
        Ok(bytes)
    }

    fn bytes(&mut self) -> Result<Vec<u8>, Error> {
        let length = u32::from_be_bytes(self.exactly()?) as usize;
        if length > limits::BACKUP_VALUE_BYTES_MAX {
            return Err(damaged("a value is over the limit"));
        }
        let mut bytes = Vec::new();
        let read = (&mut *self.input).take(length as u64).read_to_end(&mut bytes).map_err(io)?;
        if read == length { Ok(bytes) } else { Err(damaged("it is cut off")) }
    }

    fn text(&mut self) -> Result<String, Error> {
        String::from_utf8(self.bytes()?).map_err(|_| damaged("a text is damaged"))
    }

    fn next(&mut self) -> Result<Part, Error> {
        match self.exactly()? {
            [b'T'] => {
                let table = self.text()?;
                self.columns = u32::from_be_bytes(self.exactly()?) as usize;
                if self.columns > limits::BACKUP_HEAD_BYTES_MAX {
                    return Err(damaged("a table is damaged"));
                }
                let columns = (0..self.columns).map(|_| self.text()).collect::<Result<_, _>>()?;
                Ok(Part::Table(table, columns))
            }
            [b'R'] => {
                self.rows += 1;
                let value = |this: &mut Self| {
                    Ok(match this.exactly()? {
                        [b'0'] => Value::Null,
                        [b'1'] => Value::Int(i64::from_be_bytes(this.exactly()?)),
                        [b'2'] => Value::Text(this.text()?),
                        [b'3'] => Value::from_blob(&this.bytes()?),
                        _ => return Err(damaged("a row is damaged")),
                    })
                };
                (0..self.columns).map(|_| value(self)).collect::<Result<_, _>>().map(Part::Row)
            }
            [b'E'] => {
                let rows = u64::from_be_bytes(self.exactly()?);
                if rows == self.rows && self.input.read(&mut [0]).map_err(io)? == 0 { Ok(Part::End) } else { Err(damaged("it is cut off")) }
            }
            _ => Err(damaged("it is damaged")),
        }
    }

    /// Reads the whole stream into the tables of the same names, which must be empty and have the same columns; rows of the tables in
    /// `aside` are handed over instead.
    pub(crate) fn load(&mut self, conn: &mut dyn Connection, aside: &[&str], take: Take<'_>) -> Result<(), Error> {
        let known = tables(conn)?;
        let mut into: Option<Target> = None;
        let mut waiting = Vec::new();
        loop {
            let part = self.next()?;
            let full = waiting.len() >= limits::ROWS_A_STATEMENT * self.columns.max(1);
            if let Some((_, Some(insert))) = into.as_ref().filter(|_| full || !matches!(part, Part::Row(_))) {
                insert.run(conn, &waiting)?;
                waiting.clear();
            }
            match (part, &into) {
                (Part::Table(table, has), _) => {
                    let mut sorted = has.clone();
                    sorted.sort();
                    let mut here = if known.contains(&table) { columns(conn, &table)? } else { Vec::new() };
                    here.sort();
                    if here.is_empty() || here != sorted || !self.head.kind.holds(&table) {
                        return Err(damaged(&format!("the table {table} is not as it is here")));
                    }
                    let apart = aside.contains(&table.as_str());
                    let insert = (!apart).then(|| crate::store::Insert::new(&format!("\"{table}\" ({})", quoted(&has)), has.len()));
                    into = Some((table, insert));
                }
                (Part::Row(row), Some((_, Some(_)))) => waiting.extend(row),
                (Part::Row(row), Some((table, None))) => take(table, row)?,
                (Part::Row(_), None) => return Err(damaged("a row without a table")),
                (Part::End, _) => return Ok(()),
            }
        }
    }
}

/// Notes that a backup was written; shown by `castellan check`.
pub fn note(conn: &mut dyn Connection, head: &Head) -> Result<(), Error> {
    conn.execute(
        "INSERT INTO backup_run (kind, time, size) VALUES ($1, $2, $3) ON CONFLICT (kind) DO UPDATE SET time = $2, size = $3",
        &[head.kind.code().into(), head.time.into(), head.size.into()],
    )?;
    Ok(())
}

/// When the last stream of a kind was written, and how many entries it held.
pub fn last(conn: &mut dyn Connection, kind: Kind) -> Result<Option<(i64, i64)>, Error> {
    let row = conn.first("SELECT time, size FROM backup_run WHERE kind = $1", &[kind.code().into()])?;
    Ok(row.and_then(|row| Some((row[0].int()?, row[1].int()?))))
}

#[cfg(test)]
mod tests;
