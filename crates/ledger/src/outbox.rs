//! The outbox: what a command wants sent leaves in its own transaction, or not at all. A sender takes what is due under a lease, tries, and
//! says how it went; what was not said to be sent is tried again, with the same id, so that whoever receives it twice can know.

use kernel::{RecordId, Value, limits};

use crate::Error;
use crate::db::Row;
use crate::node::{Ledger, Pending};
use crate::view::View;

/// Something to send once the command is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id for ever: the key by which a second copy is known.
    pub id: RecordId,
    /// The record it is about, on whose page it shows.
    pub about: RecordId,
    /// To whom, for the page.
    pub to: String,
    /// What the sender needs, as it understands it.
    pub payload: String,
}

/// Something that is due, leased to whoever asked.
#[derive(Clone, Debug)]
pub struct Due {
    /// Its id.
    pub id: RecordId,
    /// What the sender needs.
    pub payload: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// Until when nobody else is given it, in microseconds.
    pub leased: i64,
}

/// How a try went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken over by the next in line: a server, or a folder of drafts.
    Sent(&'static str),
    /// It may go later.
    Later(Trouble),
    /// It will never go as it is.
    Never(Trouble),
}

/// Why something did not go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Stable code; the catalogues have its sentence.
    pub code: String,
    /// What the other side said, in its own words; may be empty.
    pub said: String,
}

impl Trouble {
    /// Of this code; of what was said, as much as a page shows in a line.
    pub fn new(code: &str, said: &str) -> Self {
        let said = said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(limits::TEXT_CHARS_MAX).collect();
        Self { code: code.to_owned(), said }
    }
    /// As it is kept: the code, a space, what was said.
    fn kept(&self) -> String {
        format!("{} {}", self.code, self.said)
    }
    fn of_kept(kept: &str) -> Self {
        let (code, said) = kept.split_once(' ').unwrap_or((kept, ""));
        Self { code: code.to_owned(), said: said.to_owned() }
    }
}

/// How something to send stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// To whom.
    pub to: String,
    /// When it was put in, in microseconds.
    pub created: i64,
    /// When it was sent, and how; none as long as nobody said so.
    pub sent: Option<(i64, String)>,
    /// What went wrong last.
    pub error: Option<Trouble>,
    /// Whether it is tried again.
    pub again: bool,
}

impl Ledger {
    /// Takes what is due, the oldest first; nobody else is given the same before the lease ends.
    pub fn outbox_due(&self) -> Pending<Vec<Due>> {
        self.enqueue(|tx| {
            let now = tx.shared.now();
            let sql = format!(
                "SELECT id, payload, attempts FROM outbox WHERE next_try <= $1 ORDER BY next_try, created, id LIMIT {}",
                limits::OUTBOX_AT_ONCE
            );
            let rows = tx.conn.query(&sql, &[now.into()])?;
            let lease = now + limits::OUTBOX_LEASE_SECONDS * 1_000_000;
            let mut due = Vec::with_capacity(rows.len());
            for row in rows {
                let (Some(id), Some(payload)) = (row[0].id(), row[1].text()) else { continue };
                let attempts = row[2].int().unwrap_or(0) + 1;
                tx.conn
                    .execute("UPDATE outbox SET next_try = $2, attempts = $3 WHERE id = $1", &[id.into(), lease.into(), attempts.into()])?;
                due.push(Due { id, payload: payload.to_owned(), attempts, leased: lease });
            }
            Ok(due)
        })
    }

    /// Says how a try went. What was sent once stays sent.
    pub fn outbox_tried(&self, due: &Due, outcome: Outcome) -> Pending<()> {
        let (id, attempts) = (due.id, due.attempts);
        self.enqueue(move |tx| {
            let now = tx.shared.now();
            let (sent, how, error, next) = match outcome {
                Outcome::Sent(how) => (now.into(), Value::from(how), Value::Null, Value::Null),
                Outcome::Later(why) => (Value::Null, Value::Null, Value::Text(why.kept()), Value::Int(now + wait(attempts) * 1_000_000)),
                Outcome::Never(why) => (Value::Null, Value::Null, Value::Text(why.kept()), Value::Null),
            };
            tx.conn.execute(
                "UPDATE outbox SET sent = $2, how = $3, error = $4, next_try = $5 WHERE id = $1 AND sent IS NULL",
                &[id.into(), sent, how, error, next],
            )?;
            Ok(())
        })
    }

    /// How many wait, for the status page and tests.
    pub fn outbox_waiting(&self) -> Pending<i64> {
        self.snapshot(|_, conn| conn.number("SELECT count(*) FROM outbox WHERE next_try IS NOT NULL", &[]))
    }
}

/// Seconds to wait after so many tries: a minute, doubled each time, at most an hour.
pub fn wait(attempts: i64) -> i64 {
    let doubled = 60_i64.checked_shl(u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0)).unwrap_or(i64::MAX);
    doubled.clamp(60, limits::OUTBOX_WAIT_SECONDS_MAX)
}

impl View<'_> {
    /// What was or is to be sent about a record this reader may see, the newest first.
    pub fn outgoing(&mut self, register: &str, record: RecordId) -> Result<Vec<Standing>, Error> {
        self.get_raw(register, record)?;
        let sql = format!(
            "SELECT receiver, created, sent, how, error, next_try FROM outbox WHERE about = $1 ORDER BY created DESC, id LIMIT {}",
            limits::PAGE_ROWS
        );
        let rows = self.conn.query(&sql, &[record.into()])?;
        let text = |row: &Row, at: usize| row.get(at).and_then(Value::text).map(str::to_owned);
        let one = |row: &Row| Standing {
            to: text(row, 0).unwrap_or_default(),
            created: row[1].int().unwrap_or(0),
            sent: row[2].int().map(|at| (at, text(row, 3).unwrap_or_default())),
            error: text(row, 4).as_deref().map(Trouble::of_kept),
            again: row[5].int().is_some(),
        };
        Ok(rows.iter().map(one).collect())
    }
}
