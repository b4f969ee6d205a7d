//! The outbox: what a command wants sent leaves in its own transaction, or not at all. A sender takes what is due under a lease, tries, and
//! says how it went; what was not said to be sent is tried again, with the same id, so that whoever receives it twice can know.
//!
//! What is sent, to whom, and what the other side said, is sealed under the key of whom it is about; what was sent, or never will be, is
//! taken out at once, and only to whom and how it went stay.

use kernel::{RecordId, Value, limits};

use crate::Error;
use crate::crypto::{self, Key};
use crate::db::Row;
use crate::keys::{OUTGOING, SubjectKeys};
use crate::node::{Ledger, Pending};
use crate::view::View;
use crate::writer::Tx;

/// Something to send once the command is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id for ever: the key by which a second copy is known.
    pub id: RecordId,
    /// The record it is about, on whose page it shows.
    pub about: RecordId,
    /// The person it is about, under whose key it is sealed.
    pub subject: Option<RecordId>,
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

/// Code of what can no longer be read.
pub const DAMAGED: &str = "mail-damaged";

/// The parts of a row that are sealed; a part opens nowhere but in its own place.
const RECEIVER: &str = "receiver";
const PAYLOAD: &str = "payload";
const ERROR: &str = "error";

fn place(id: RecordId, part: &str) -> Vec<u8> {
    [&id.0, part.as_bytes()].concat()
}

fn opened(key: &Key, id: RecordId, part: &str, sealed: &Value) -> Result<Option<String>, Error> {
    match sealed {
        Value::Bytes(bytes) => {
            let plain = crypto::open(key, &place(id, part), bytes)?;
            String::from_utf8(plain).map(Some).map_err(|_| Error::Stored("something to send is damaged".to_owned()))
        }
        _ => Ok(None),
    }
}

impl Tx<'_> {
    /// Puts something to send into the outbox, sealed.
    pub(crate) fn put_out(&mut self, outgoing: &Outgoing, seq: i64, now: i64) -> Result<(), Error> {
        let key = self.keys.get_or_make(self.conn, outgoing.subject, OUTGOING, self.shared.entropy.as_ref())?;
        let sealed = |part: &str, plain: &str| self.sealed(&key, outgoing.id, part, plain);
        let (receiver, payload) = (sealed(RECEIVER, &outgoing.to)?, sealed(PAYLOAD, &outgoing.payload)?);
        self.conn.execute(
            "INSERT INTO outbox (id, seq, created, about, subject, receiver, payload, attempts, next_try) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $3)",
            &[
                outgoing.id.into(),
                seq.into(),
                now.into(),
                outgoing.about.into(),
                outgoing.subject.map_or(Value::Null, Value::Id),
                receiver,
                payload,
            ],
        )?;
        Ok(())
    }

    fn sealed(&self, key: &Key, id: RecordId, part: &str, plain: &str) -> Result<Value, Error> {
        crypto::seal(key, &place(id, part), plain.as_bytes(), self.shared.entropy.as_ref()).map(Value::Bytes)
    }
}

impl Ledger {
    /// Takes what is due, the oldest first; nobody else is given the same before the lease ends. What does not open any more, as its bytes
    /// were changed or its key destroyed, will never go and keeps nothing else waiting.
    pub fn outbox_due(&self) -> Pending<Vec<Due>> {
        self.enqueue(|tx| {
            let now = tx.shared.now();
            let sql = format!(
                "SELECT id, subject, payload, attempts FROM outbox WHERE next_try <= $1 ORDER BY next_try, created, id LIMIT {}",
                limits::OUTBOX_AT_ONCE
            );
            let rows = tx.conn.query(&sql, &[now.into()])?;
            let leased = now + limits::OUTBOX_LEASE_SECONDS * 1_000_000;
            let mut due = Vec::with_capacity(rows.len());
            for row in rows {
                let Some(id) = row[0].id() else { continue };
                let key = match tx.keys.get(tx.conn, row[1].id(), OUTGOING) {
                    Err(Error::Stored(_)) => None,
                    key => key?,
                };
                let Some(payload) = key.and_then(|key| opened(&key, id, PAYLOAD, &row[2]).ok().flatten()) else {
                    let why = key.map(|key| tx.sealed(&key, id, ERROR, &Trouble::new(DAMAGED, "").kept())).transpose()?.unwrap_or_default();
                    tx.conn.execute("UPDATE outbox SET next_try = NULL, payload = NULL, error = $2 WHERE id = $1", &[id.into(), why])?;
                    continue;
                };
                let attempts = row[3].int().unwrap_or(0) + 1;
                tx.conn.execute(
                    "UPDATE outbox SET next_try = $2, attempts = $3 WHERE id = $1",
                    &[id.into(), leased.into(), attempts.into()],
                )?;
                due.push(Due { id, payload, attempts, leased });
            }
            Ok(due)
        })
    }

    /// Says how a try went. What was sent once stays sent.
    pub fn outbox_tried(&self, due: &Due, outcome: Outcome) -> Pending<()> {
        let (id, attempts) = (due.id, due.attempts);
        self.enqueue(move |tx| {
            let now = tx.shared.now();
            let row = tx.conn.first("SELECT subject, payload FROM outbox WHERE id = $1 AND sent IS NULL", &[id.into()])?;
            let Some([subject, payload]) = row.and_then(|row| <[Value; 2]>::try_from(row).ok()) else { return Ok(()) };
            let told = |tx: &mut Tx<'_>, why: &Trouble| match tx.keys.get(tx.conn, subject.id(), OUTGOING)? {
                Some(key) => tx.sealed(&key, id, ERROR, &why.kept()),
                None => Ok(Value::Null),
            };
            let (sent, how, error, next, payload) = match &outcome {
                Outcome::Sent(how) => (now.into(), Value::from(*how), Value::Null, Value::Null, Value::Null),
                Outcome::Later(why) => (Value::Null, Value::Null, told(tx, why)?, Value::Int(now + wait(attempts) * 1_000_000), payload),
                Outcome::Never(why) => (Value::Null, Value::Null, told(tx, why)?, Value::Null, Value::Null),
            };
            tx.conn.execute(
                "UPDATE outbox SET sent = $2, how = $3, error = $4, next_try = $5, payload = $6 WHERE id = $1",
                &[id.into(), sent, how, error, next, payload],
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
    /// What was or is to be sent about a record this reader may see, the newest first; what was sealed under a key that has been destroyed
    /// is left out.
    pub fn outgoing(&mut self, register: &str, record: RecordId) -> Result<Vec<Standing>, Error> {
        self.get_raw(register, record)?;
        let sql = format!(
            "SELECT id, subject, receiver, created, sent, how, error, next_try FROM outbox WHERE about = $1 ORDER BY created DESC, id LIMIT {}",
            limits::PAGE_ROWS
        );
        let rows = self.conn.query(&sql, &[record.into()])?;
        let mut keys = SubjectKeys::new(*self.master);
        let mut one = |row: &Row| {
            let Some(id) = row[0].id() else { return Ok(None) };
            let key = match keys.get(self.conn, row[1].id(), OUTGOING) {
                Err(Error::Stored(_)) => None,
                key => key?,
            };
            let Some(key) = key else { return Ok(None) };
            let damaged = |_| Some(Trouble::new(DAMAGED, "").kept());
            let how = || row[5].text().unwrap_or_default().to_owned();
            Ok(Some(Standing {
                to: opened(&key, id, RECEIVER, &row[2]).ok().flatten().unwrap_or_default(),
                created: row[3].int().unwrap_or(0),
                sent: row[4].int().map(|at| (at, how())),
                error: opened(&key, id, ERROR, &row[6]).unwrap_or_else(damaged).as_deref().map(Trouble::of_kept),
                again: row[7].int().is_some(),
            }))
        };
        rows.iter().filter_map(|row| one(row).transpose()).collect()
    }
}
