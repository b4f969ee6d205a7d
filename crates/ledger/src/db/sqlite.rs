//! SQLite: bundled, WAL, `synchronous=FULL`; a commit that was answered is on the disk.

use std::path::Path;

use kernel::Value;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{OpenFlags, StatementStatus, ToSql};

use super::{Backend, Connection, Row, Spent};
use crate::Error;

/// The first version without the WAL-reset bug.
const VERSION_MIN: i32 = 3_051_003;
const STATEMENTS_MAX: usize = 512;

/// A connection to the office's file.
pub struct Sqlite {
    conn: rusqlite::Connection,
    large: bool,
    spent: Spent,
}

impl Sqlite {
    /// Opens the file for writing (making it) or for reading.
    pub fn open(file: &Path, write: bool) -> Result<Self, Error> {
        if rusqlite::version_number() < VERSION_MIN {
            return Err(Error::Database(format!("SQLite {} is too old: 3.51.3 or later is needed", rusqlite::version())));
        }
        let flags =
            if write { OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        let conn = rusqlite::Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.execute_batch(
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA mmap_size = 0;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;",
        )?;
        if !write {
            // Readers are several and the system keeps the file's pages too.
            conn.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8192;")?;
        }
        // One plan for a statement whatever is bound to it: SQLite would otherwise plan anew for each new value.
        conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        Ok(Self { conn, large: false, spent: Spent::default() })
    }

    /// Trades durability for speed while a demo or bench database is being made; never for an office's data.
    pub fn relax(&self) -> Result<(), Error> {
        Ok(self.conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;")?)
    }

    /// The connection itself, for the online backup.
    pub const fn raw(&self) -> &rusqlite::Connection {
        &self.conn
    }

    fn prepared(&mut self, sql: &str) -> Result<rusqlite::CachedStatement<'_>, Error> {
        // `$1` is a named parameter to SQLite, numbered by its first appearance; `?1` means its number. A statement that fails undoes its
        // whole command, so SQLite need not keep every page it touches for a way back from the statement alone.
        Ok(self.conn.prepare_cached(&sql.replace('$', "?").replacen("INSERT INTO", "INSERT OR FAIL INTO", 1))?)
    }
}

impl Connection for Sqlite {
    fn backend(&self) -> Backend {
        Backend::Sqlite
    }

    fn spent(&self) -> Spent {
        self.spent
    }

    fn each(&mut self, sql: &str, params: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        let mut statement = self.prepared(sql)?;
        let (columns, mut count) = (statement.column_count(), 0);
        let mut rows = statement.query(rusqlite::params_from_iter(params.iter().map(Bound)))?;
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(columns);
            for at in 0..columns {
                values.push(match row.get_ref(at)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Int(number),
                    // Text is nearly always whole, and looking that up at once is much faster than mending it letter by letter.
                    ValueRef::Text(text) => {
                        Value::Text(std::str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text).into_owned(), str::to_owned))
                    }
                    ValueRef::Blob(bytes) => Value::from_blob(bytes),
                    ValueRef::Real(number) => Value::Int(number.round() as i64),
                });
            }
            take(values)?;
            count += 1;
        }
        drop(rows);
        let steps = steps(&statement);
        drop(statement);
        self.spent.add(count, steps);
        Ok(())
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        let mut statement = self.prepared(sql)?;
        let changed = statement.execute(rusqlite::params_from_iter(params.iter().map(Bound)))? as u64;
        let steps = steps(&statement);
        drop(statement);
        self.spent.add(0, steps);
        Ok(changed)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        Ok(self.conn.execute_batch(sql)?)
    }

    fn begin_write(&mut self) -> Result<(), Error> {
        self.execute("BEGIN IMMEDIATE", &[]).map(|_| ())
    }

    fn begin_read(&mut self) -> Result<(), Error> {
        self.execute("BEGIN", &[]).map(|_| ())
    }

    fn commit(&mut self) -> Result<(), Error> {
        self.execute("COMMIT", &[]).map(|_| ())
    }

    fn rollback(&mut self) -> Result<(), Error> {
        self.execute("ROLLBACK", &[]).map(|_| ())
    }

    fn room(&mut self, large: bool) -> Result<(), Error> {
        if large == self.large {
            return Ok(());
        }
        self.large = large;
        // Pages that do not fit are written to the journal and read back, again and again.
        self.batch(if large { "PRAGMA cache_size = -131072" } else { "PRAGMA cache_size = -16384; PRAGMA shrink_memory" })
    }
}

/// The steps a statement took since this was last asked.
fn steps(statement: &rusqlite::Statement<'_>) -> u64 {
    u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0)
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Id(id) => ValueRef::Blob(&id.0),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
