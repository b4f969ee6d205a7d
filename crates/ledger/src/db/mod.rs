//! One synchronous interface over SQLite and PostgreSQL. The differences of the two live in this folder and in `schema`.

pub mod postgres;
pub mod sqlite;

use kernel::Value;

use crate::Error;

/// A row, in the order of the SELECT.
pub type Row = Vec<Value>;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// SQLite, bundled.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// What a connection has done: whether two answers cost the same can be told without a clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Statements with parameters that were run.
    pub statements: u64,
    /// Rows that came back.
    pub rows: u64,
    /// Steps of SQLite's machine: every row looked at takes some, whether it comes back or not. PostgreSQL tells none.
    pub steps: u64,
}

impl Spent {
    fn add(&mut self, rows: u64, steps: u64) {
        *self = Self { statements: self.statements + 1, rows: self.rows + rows, steps: self.steps + steps };
    }
}

impl std::ops::Sub for Spent {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self { statements: self.statements - before.statements, rows: self.rows - before.rows, steps: self.steps - before.steps }
    }
}

/// A connection: one SQL text with `$1` placeholders serves both databases.
pub trait Connection: Send {
    /// Which database it is.
    fn backend(&self) -> Backend;
    /// What it has done since it was opened.
    fn spent(&self) -> Spent;
    /// Runs a query and hands over its rows one by one, as they come.
    fn each(&mut self, sql: &str, params: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error>;
    /// Runs a query and returns all its rows (queries carry their own LIMIT).
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }
    /// Runs a statement and returns how many rows it touched.
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error>;
    /// Runs several statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<(), Error>;
    /// Opens a write transaction; on PostgreSQL it locks the head of the log first.
    fn begin_write(&mut self) -> Result<(), Error>;
    /// Opens a read transaction: one snapshot for all its queries.
    fn begin_read(&mut self) -> Result<(), Error>;
    /// Commits; a commit whose outcome is in doubt is `Error::OutcomeUnknown`.
    fn commit(&mut self) -> Result<(), Error>;
    /// Rolls back.
    fn rollback(&mut self) -> Result<(), Error>;

    /// Takes more memory for a change of very many rows, or gives it back; where the database sees to that itself, nothing happens.
    fn room(&mut self, _large: bool) -> Result<(), Error> {
        Ok(())
    }

    /// Runs a query for its first row.
    fn first(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, Error> {
        Ok(self.query(sql, params)?.into_iter().next())
    }
    /// Runs a query for one number; 0 when there is none.
    fn number(&mut self, sql: &str, params: &[Value]) -> Result<i64, Error> {
        Ok(self.first(sql, params)?.and_then(|row| row.first().and_then(Value::int)).unwrap_or(0))
    }
}
