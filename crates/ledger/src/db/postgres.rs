//! PostgreSQL: repeatable read behind a lock on the log's head; a notice during COMMIT means the outcome is unknown, never success.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::Value;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use super::{Backend, Connection, Row, Spent};
use crate::Error;

const VERSION_MIN: i64 = 150_000;
const STATEMENTS_MAX: usize = 512;

/// A connection to the agency's database.
pub struct Postgres {
    url: String,
    client: Client,
    statements: HashMap<String, Statement>,
    noticed: Arc<AtomicBool>,
    spent: Spent,
}

impl Postgres {
    /// Connects by URL.
    pub fn open(url: &str) -> Result<Self, Error> {
        let noticed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&noticed);
        let mut config: postgres::Config = url.parse()?;
        config.notice_callback(move |_| seen.store(true, Ordering::SeqCst));
        let client = config.connect(NoTls)?;
        let mut this = Self { url: url.to_owned(), client, statements: HashMap::new(), noticed, spent: Spent::default() };
        let version = this.number("SELECT current_setting('server_version_num')::bigint", &[])?;
        if version < VERSION_MIN {
            return Err(Error::Database(format!("PostgreSQL {version} is too old: 15 or later is needed")));
        }
        this.batch("SET client_min_messages = warning; SET synchronous_commit = on")?;
        Ok(this)
    }

    /// Begins a transaction. A connection that was lost is made anew here and nowhere else: nothing has been done on it yet.
    fn begin(&mut self, sql: &str) -> Result<(), Error> {
        if !self.client.is_closed() {
            match self.client.batch_execute(sql) {
                Ok(()) => return Ok(()),
                // The connection broke, or the server ended it and says so with its first answer.
                Err(e) if e.as_db_error().is_none_or(|said| said.code().code().starts_with("57P")) => {}
                Err(e) => {
                    // A lock that was not given leaves the transaction open; the next one must not fall over it.
                    let _ = self.client.batch_execute("ROLLBACK");
                    return Err(e.into());
                }
            }
        }
        *self = Self::open(&self.url)?;
        self.batch(sql)
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Connection for Postgres {
    fn backend(&self) -> Backend {
        Backend::Postgres
    }

    fn spent(&self) -> Spent {
        self.spent
    }

    fn each(&mut self, sql: &str, params: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        let statement = self.prepared(sql)?;
        let mut rows = self.client.query_raw(&statement, params.iter().map(Bound))?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            take((0..row.len()).map(|at| value_at(&row, at)).collect::<Result<_, _>>()?)?;
            count += 1;
        }
        drop(rows);
        self.spent.add(count, 0);
        Ok(())
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        let statement = self.prepared(sql)?;
        let bound: Vec<Bound<'_>> = params.iter().map(Bound).collect();
        let bound: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|b| b as &(dyn ToSql + Sync)).collect();
        let changed = self.client.execute(&statement, &bound)?;
        self.spent.add(0, 0);
        Ok(changed)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn begin_write(&mut self) -> Result<(), Error> {
        // The lock comes before the snapshot, so that writers queue instead of retrying.
        self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE log_head IN EXCLUSIVE MODE")
    }

    fn begin_read(&mut self) -> Result<(), Error> {
        self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn commit(&mut self) -> Result<(), Error> {
        self.noticed.store(false, Ordering::SeqCst);
        // What the server itself refuses was rolled back; anything else may have been carried out.
        self.client.batch_execute("COMMIT").map_err(|e| match e.as_db_error() {
            Some(refused) if refused.code().code().starts_with("23") => e.into(),
            _ => Error::OutcomeUnknown(Error::from(e).to_string()),
        })?;
        if self.noticed.load(Ordering::SeqCst) {
            return Err(Error::OutcomeUnknown("the database gave a notice during COMMIT".to_owned()));
        }
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), Error> {
        self.batch("ROLLBACK")
    }
}

fn value_at(row: &postgres::Row, at: usize) -> Result<Value, Error> {
    let kind = row.columns()[at].type_();
    Ok(match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map_or(Value::Null, |n| Value::Int(i64::from(n))),
        Type::BOOL => row.try_get::<_, Option<bool>>(at)?.map_or(Value::Null, |b| Value::Int(i64::from(b))),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(at)?.map_or(Value::Null, Value::from_blob),
        Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
        ref other => return Err(Error::Database(format!("column type {other} is not used here"))),
    })
}

#[derive(Debug)]
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            // SQLite's text may hold NUL; PostgreSQL's may not.
            Value::Text(text) if text.contains('\0') => text.replace('\0', " ").to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Id(id) => id.0.as_slice().to_sql(ty, out),
            Value::Bytes(bytes) => bytes.as_slice().to_sql(ty, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}
