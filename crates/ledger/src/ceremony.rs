//! What two people do with a whole instance while nobody works in it: put it back from a backup, and give it a new master key. Each is one
//! transaction with an entry that names both; nothing of it can be seen before it is verified and committed.

use std::collections::BTreeMap;
use std::io::Read;

use access::{CommandRule, Permit, permit};
use kernel::{Duty, RecordId, Refusal, Value};

use crate::backup::{Kind, Reader, schema};
use crate::crypto::{Hash, Key, b64u};
use crate::db::Connection;
use crate::erase::{BLOB, Gone, STAGED, Shredding};
use crate::log::{canonical, checkpoint::Checkpoint};
use crate::node::{Config, Shared, claim, prepare};
use crate::operational::{SignIn, sign_in, use_code};
use crate::verify::{self, Report};
use crate::view::Sight;
use crate::writer::alone;
use crate::{Error, rights};

/// Who may: those who answer for the office, for its accounts, or for its machine.
const DUTIES: &[Duty] = &[Duty::Head, Duty::AccessAdmin, Duty::SystemAdmin];

/// The entry of a restore that lost nothing.
pub const RESTORE: &str = "log.restore";
/// The entry of a restore that fell short of what was known of the log.
pub const REOPEN: &str = "log.reopen";
/// The entry that erases again whoever was erased after the backup.
pub const ERASE_AGAIN: &str = "log.erase_again";
/// The entry of a new master key.
pub const ROTATE: &str = "keys.rotate";

/// Two different people, each of whom may.
pub(crate) struct TwoPeople {
    pub first: RecordId,
    pub second: RecordId,
    pub permit: Permit,
}

/// What is shown to whoever has to name two accounts.
pub struct Asked<'a> {
    conn: &'a mut dyn Connection,
    /// Whether it is a demo, where codes are fixed.
    pub demo: bool,
    /// Entries the log falls short of what is known; 0 when nothing is missing.
    pub lost: i64,
}

impl Asked<'_> {
    /// The credentials of a login whose account is open.
    pub fn sign_in(&mut self, login: &str) -> Result<Option<SignIn>, Error> {
        sign_in(self.conn, login)
    }

    /// Uses up a one-time code's step.
    pub fn use_code(&mut self, account: RecordId, step: i64) -> Result<(), Error> {
        use_code(self.conn, account, step)
    }
}

/// Names two accounts, once it has made sure that both people are there.
pub type People<'a> = &'a mut dyn FnMut(&mut Asked<'_>) -> Result<[RecordId; 2], Error>;

/// What came of a restore.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Name of the log as it goes on.
    pub origin: String,
    /// Entries that were known and are lost.
    pub lost: i64,
    /// People who were erased again.
    pub erased_again: usize,
    /// The verification; the place stays empty when it found anything.
    pub report: Report,
}

/// The items by which an entry says how far a restore fell short: the old log's last known checkpoint, and the number of lost entries.
pub(crate) fn reopening(origin: &str, known_size: i64, known_root: &[u8], lost: i64) -> Vec<String> {
    let origin = canonical::quoted(origin);
    vec![format!("[\"lost\",{origin},{lost},\"\"]"), format!("[\"reopen\",{origin},{known_size},\"{}\"]", b64u(known_root))]
}

/// Puts a backup into a place that holds no instance yet, erases again whoever the newer stream of keys says was erased, verifies log and
/// rows, and commits only what has no finding.
pub fn restore(config: Config, data: &mut dyn Read, keys: &mut dyn Read, people: People<'_>) -> Result<Restored, Error> {
    let (data, keys) = (Reader::open(data, Kind::Data)?, Reader::open(keys, Kind::Keys)?);
    if data.head.instance != keys.head.instance {
        return Err(Error::Stored("data and keys are of two instances".to_owned()));
    }
    if keys.head.size < data.head.size {
        return Err(Error::Stored("the stream of keys is older than the data; take the newest there is".to_owned()));
    }
    let mut conn = prepare(&config)?;
    if conn.number("SELECT count(*) FROM instance", &[])? > 0 {
        return Err(Error::Stored("there is an instance here already; a restore goes into an empty place".to_owned()));
    }
    let here = schema(conn.as_mut())?;
    if [&data.head.schema, &keys.head.schema].into_iter().any(|made| *made != here) {
        return Err(Error::Stored("the backup is of another version; restore it with that version, then install this one".to_owned()));
    }
    whole(conn, |conn| put_back(config, conn, data, keys, people), |restored| restored.report.findings.is_empty())
}

/// Gives the instance a new master key: every subject key is wrapped anew. How many there were.
pub fn rotate(config: Config, fresh: &Key, people: People<'_>) -> Result<usize, Error> {
    let mut conn = prepare(&config)?;
    // Whoever works on it would go on wrapping keys under the master key before.
    if !claim(conn.as_mut(), true)? {
        return Err(Error::Stored("a server works on this database; stop it first".to_owned()));
    }
    let rotated = |conn: &mut dyn Connection| {
        let shared = Shared::new(config, conn)?;
        let by = two_people(&shared, conn, people, ROTATE, 0)?;
        alone(&shared, conn, |tx| {
            let count = tx.keys.rewrap(tx.conn, fresh, shared.entropy.as_ref())?;
            tx.enter_by_two(ROTATE, &by, Vec::new())?;
            Ok(count)
        })
    };
    whole(conn, rotated, |_| true)
}

/// All of it or nothing.
fn whole<T>(
    mut conn: Box<dyn Connection>,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, Error>,
    good: impl FnOnce(&T) -> bool,
) -> Result<T, Error> {
    conn.begin_write()?;
    let done = work(conn.as_mut());
    match done {
        Ok(done) if good(&done) => conn.commit().map(|()| done),
        done => conn.rollback().and(done),
    }
}

fn two_people(
    shared: &Shared,
    conn: &mut dyn Connection,
    people: People<'_>,
    command: &'static str,
    lost: i64,
) -> Result<TwoPeople, Error> {
    let [first, second] = people(&mut Asked { conn, demo: shared.demo, lost })?;
    let rule = CommandRule { name: command, duties: DUTIES, jobs: &[], own: false, four_eyes: true, approvers: DUTIES };
    let today = shared.today(shared.now());
    let one = rights::load_actor(conn, shared, first, false)?;
    let other = rights::load_actor(conn, shared, second, false)?;
    if one.account == other.account || one.person == other.person {
        return Err(Refusal::new("same-person").into());
    }
    if rights::delegation::ties(&mut shared.sight(conn, Sight::Rule), one.person, other.person, today)? {
        return Err(Refusal::new("deputy-of-requester").into());
    }
    permit(&one, &rule, &[], today)?;
    Ok(TwoPeople { first, second, permit: permit(&other, &rule, &[], today)? })
}

fn put_back(
    config: Config,
    conn: &mut dyn Connection,
    mut data: Reader<'_>,
    mut newer: Reader<'_>,
    people: People<'_>,
) -> Result<Restored, Error> {
    data.load(conn, &[], &mut |_, _| Ok(()))?;
    let size = conn.number("SELECT size FROM log_head", &[])?;
    let ledger = shred_ledger(conn, &mut newer, &config, size)?;
    conn.execute("DELETE FROM subject_key WHERE subject IN (SELECT subject FROM shred)", &[])?;
    let known = newer.head.checkpoint.as_ref().map(|note| known(note, &config)).transpose()?;
    if let Some((note, checkpoint)) = known.as_ref().filter(|(_, checkpoint)| checkpoint.size.cast_signed() <= size) {
        // Where it is a checkpoint of another log than this one, verification says so.
        conn.execute(
            "INSERT INTO checkpoint (size, time, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
            &[checkpoint.size.cast_signed().into(), newer.head.time.into(), note.as_str().into()],
        )?;
    }
    let lost = newer.head.size - size;
    let mut items = Vec::new();
    if lost > 0 {
        let number = conn.number("SELECT max(number) FROM log_reopening", &[])?.max(1) + 1;
        let (known_size, root): (i64, Hash) = known.map_or((0, [0; 32]), |(_, c)| (c.size.cast_signed(), c.root));
        items = reopening(&crate::node::origin(conn)?, known_size, &root, lost);
        conn.execute(
            "INSERT INTO log_reopening (seq, number, known_size, known_root, lost) VALUES ($1, $2, $3, $4, $5)",
            &[size.into(), number.into(), known_size.into(), Value::Bytes(root.to_vec()), lost.into()],
        )?;
    }
    let shared = Shared::new(config, conn)?;
    let command = if lost > 0 { REOPEN } else { RESTORE };
    let by = two_people(&shared, conn, people, command, lost)?;
    let erased_again = ledger.len();
    alone(&shared, conn, |tx| {
        tx.enter_by_two(command, &by, items)?;
        // An entry a person, as when they were erased first.
        for one in ledger {
            let item = tx.erase_again(one, tx.size())?;
            tx.enter_by_two(ERASE_AGAIN, &by, vec![item])?;
        }
        Ok(())
    })?;
    let report = verify::database(conn, &shared.manifest, &shared.master)?;
    Ok(Restored { origin: shared.origin, lost, erased_again, report })
}

/// The last known checkpoint, which must be signed by the key of this instance.
fn known(note: &str, config: &Config) -> Result<(String, Checkpoint), Error> {
    match Checkpoint::read(note, &config.keys.signer()?.public()) {
        Some((checkpoint, true)) => Ok((note.to_owned(), checkpoint)),
        _ => Err(Error::Stored("the key file is not of this instance: it did not sign the last checkpoint".to_owned())),
    }
}

/// Loads the keys, and gives back who was erased after the data were backed up, with what was erased of them.
fn shred_ledger(conn: &mut dyn Connection, newer: &mut Reader<'_>, config: &Config, size: i64) -> Result<Vec<Shredding>, Error> {
    let mut people = Vec::new();
    let mut rows: BTreeMap<i64, Vec<Gone>> = BTreeMap::new();
    let mut beside: BTreeMap<i64, Vec<(&'static str, RecordId)>> = BTreeMap::new();
    let damaged = || Error::Stored("the shred ledger is damaged".to_owned());
    newer.load(conn, &["shred", "shred_row", "shred_beside"], &mut |table, row| {
        // In the order of the columns, which the stream's tables share with ours.
        let seq = row.first().and_then(Value::int).ok_or_else(damaged)?;
        if seq < size {
            return Ok(());
        }
        match (table, row.as_slice()) {
            ("shred", [_, Value::Id(subject), Value::Text(categories), ..]) => people.push((seq, *subject, categories.clone())),
            ("shred_row", [_, Value::Text(register), Value::Id(record), Value::Int(from), Value::Int(order), Value::Text(item)]) => {
                // What was written and erased after the backup never came back.
                if *from < size {
                    let register = config.manifest.register(register).ok_or_else(damaged)?.def.name;
                    let gone = Gone { from: *from, order: *order, register, record: *record, item: item.clone() };
                    rows.entry(seq).or_default().push(gone);
                }
            }
            ("shred_beside", [_, Value::Text(place), Value::Id(id)]) => {
                let place = [BLOB, STAGED].into_iter().find(|known| known == place).ok_or_else(damaged)?;
                beside.entry(seq).or_default().push((place, *id));
            }
            _ => return Err(damaged()),
        }
        Ok(())
    })?;
    people.sort();
    let shreddings = people.into_iter().map(|(seq, subject, categories)| Shredding {
        subject,
        categories,
        gone: rows.remove(&seq).unwrap_or_default(),
        beside: beside.remove(&seq).unwrap_or_default().into_iter().collect(),
    });
    Ok(shreddings.collect())
}
