//! A node: the writer thread, the readers, and the two ways in: `read` under a scope, `write` a command.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Sender, TrySendError, bounded};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::marking::SecurityPolicy;
use kernel::{Clock, Entropy, Job, Level, RecordId, Refusal, Value, limits};
use tokio::sync::oneshot;

use crate::command::{Order, Receipt};
use crate::crypto::b64u;
use crate::db::{Backend, Connection, postgres::Postgres, sqlite::Sqlite};
use crate::keys::{MasterKeys, SubjectKeys};
use crate::log::checkpoint;
use crate::schema::{self, Migration};
use crate::view::{Sight, View};
use crate::writer::{Tx, Work, Writer};
use crate::{Error, Manifest, rights};

/// Where the data is.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder with the SQLite file.
    Folder(PathBuf),
    /// A PostgreSQL URL.
    Url(String),
}

/// How to open a ledger.
pub struct Config {
    /// Where.
    pub place: Place,
    /// The keys that stand outside.
    pub keys: MasterKeys,
    /// The registers, commands and queries.
    pub manifest: Manifest,
    /// The schema's history; none takes the manifest's own tables as the first and only one.
    pub migrations: Option<Vec<Migration>>,
    /// The security policy.
    pub policy: SecurityPolicy,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The office's time zone.
    pub zone: TimeZone,
    /// Whether this is a demo: fixed codes, banner.
    pub demo: bool,
    /// Trade durability for speed while a demo or bench database is made.
    pub relaxed: bool,
}

/// What writer and readers share.
pub(crate) struct Shared {
    pub manifest: Manifest,
    pub policy: SecurityPolicy,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub zone: TimeZone,
    pub origin: String,
    pub instance: RecordId,
    pub demo: bool,
    pub place: Place,
    pub master: MasterKeys,
}

impl Shared {
    /// Of an open database that holds an instance.
    pub(crate) fn new(config: Config, conn: &mut dyn Connection) -> Result<Self, Error> {
        let lacking = || Error::Stored("this database holds no instance".to_owned());
        let row = conn.first("SELECT id, demo FROM instance", &[])?.ok_or_else(lacking)?;
        Ok(Self {
            manifest: config.manifest,
            policy: config.policy,
            clock: config.clock,
            entropy: config.entropy,
            zone: config.zone,
            origin: origin(conn)?,
            instance: row[0].id().ok_or_else(lacking)?,
            demo: row[1].int() == Some(1),
            place: config.place,
            master: config.keys,
        })
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now().as_microsecond()
    }
    pub(crate) fn today(&self, micros: i64) -> Date {
        kernel::clock::date_at(kernel::clock::from_micros(micros), &self.zone)
    }
}

type ReadJob = Box<dyn FnOnce(&mut dyn Connection) + Send>;

/// The office's ledger. Clones share the same writer and readers; when the last is dropped the writer ends after its last commit.
#[derive(Clone)]
pub struct Ledger {
    pub(crate) shared: Arc<Shared>,
    writes: Sender<Box<dyn Work>>,
    reads: Sender<ReadJob>,
    threads: Arc<Threads>,
}

struct Threads(std::sync::Mutex<Vec<std::thread::JoinHandle<()>>>);

/// An answer that is on its way.
pub struct Pending<T>(oneshot::Receiver<Result<T, Error>>);

impl<T> Pending<T> {
    /// Waits, in async code.
    pub async fn answer(self) -> Result<T, Error> {
        self.0.await.unwrap_or_else(|_| Err(Error::Database("the ledger has stopped".to_owned())))
    }
    /// Waits, in ordinary code.
    pub fn wait(self) -> Result<T, Error> {
        self.0.blocking_recv().unwrap_or_else(|_| Err(Error::Database("the ledger has stopped".to_owned())))
    }
}

/// The SQLite file of a data folder.
pub fn sqlite_file(folder: &Path) -> PathBuf {
    folder.join("castellan.db")
}

/// Opens a connection of its own to a place.
pub fn connect(place: &Place, write: bool) -> Result<Box<dyn Connection>, Error> {
    Ok(match place {
        Place::Folder(folder) => Box::new(Sqlite::open(&sqlite_file(folder), write)?),
        Place::Url(url) => Box::new(Postgres::open(url)?),
    })
}

impl Ledger {
    /// Opens or makes the database, applies missing migrations, starts writer and readers.
    pub fn open(config: Config) -> Result<Self, Error> {
        // A register whose level the policy does not know, or the system may not hold, could take no record.
        for meta in config.manifest.registers() {
            if config.policy.refuses(&Level(meta.def.marking.to_owned())).is_some() {
                return Err(Refusal::new("policy-lacks-level").with("level", meta.def.marking).with("register", meta.def.name).into());
            }
        }
        let mut conn = prepare(&config)?;
        if !claim(conn.as_mut(), false)? {
            return Err(Error::Stored("the keys of this database are being rotated; start when that has ended".to_owned()));
        }
        let now = config.clock.now().as_microsecond();
        make_instance(conn.as_mut(), config.entropy.as_ref(), now, config.demo)?;
        keep_levels(conn.as_mut(), &config.policy)?;
        let master = config.keys.clone();
        let shared = Arc::new(Shared::new(config, conn.as_mut())?);
        let signed = conn.first("SELECT size, time FROM checkpoint ORDER BY size DESC LIMIT 1", &[])?;
        let signed = signed.map_or((0, 0), |row| (row[0].int().unwrap_or(0).unsigned_abs(), row[1].int().unwrap_or(0)));
        let (writes, jobs) = bounded(limits::WRITE_QUEUE_MAX);
        let (reads, queue) = bounded::<ReadJob>(limits::READ_QUEUE_MAX);
        let mut threads = Vec::new();
        for _ in 0..limits::READERS {
            let queue = queue.clone();
            let mut reader = connect(&shared.place, false)?;
            threads.push(std::thread::spawn(move || {
                for job in queue.iter() {
                    // A look that panics is answered by its dropped reply; it must not take the reader with it.
                    if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(reader.as_mut()))).is_err() {
                        let _ = reader.rollback();
                    }
                }
            }));
        }
        let writer =
            Writer { keys: SubjectKeys::new(master.master), signer: master.signer()?, shared: Arc::clone(&shared), conn, jobs, signed };
        threads.push(std::thread::spawn(move || writer.run()));
        Ok(Self { shared, writes, reads, threads: Arc::new(Threads(std::sync::Mutex::new(threads))) })
    }

    /// Ends writer and readers after the work that waits; used where a file must be closed before going on.
    pub fn close(self) {
        let Self { writes, reads, threads, .. } = self;
        drop(writes);
        drop(reads);
        if let Some(threads) = Arc::into_inner(threads)
            && let Ok(handles) = threads.0.into_inner()
        {
            for handle in handles {
                // A thread that panicked has already told its story on stderr.
                let _ = handle.join();
            }
        }
    }

    /// The registers, commands and queries.
    pub fn manifest(&self) -> &Manifest {
        &self.shared.manifest
    }
    /// The security policy.
    pub fn policy(&self) -> &SecurityPolicy {
        &self.shared.policy
    }
    /// Whether this is a demo.
    pub fn is_demo(&self) -> bool {
        self.shared.demo
    }
    /// Which database it is on.
    pub fn backend(&self) -> Backend {
        match self.shared.place {
            Place::Folder(_) => Backend::Sqlite,
            Place::Url(_) => Backend::Postgres,
        }
    }
    /// Name of the log.
    pub fn origin(&self) -> &str {
        &self.shared.origin
    }
    /// Identity of the instance.
    pub fn instance(&self) -> RecordId {
        self.shared.instance
    }
    /// The public key that signs checkpoints.
    pub fn public_key(&self) -> Result<Vec<u8>, Error> {
        Ok(self.shared.master.signer()?.public())
    }
    /// Today at the office.
    pub fn today(&self) -> Date {
        self.shared.today(self.shared.now())
    }
    /// Now.
    pub fn now(&self) -> jiff::Timestamp {
        self.shared.clock.now()
    }
    /// The office's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.shared.zone
    }
    /// A fresh request id.
    pub fn new_id(&self) -> RecordId {
        self.shared.entropy.id()
    }
    /// Randomness.
    pub fn entropy(&self) -> &dyn Entropy {
        self.shared.entropy.as_ref()
    }

    /// Reads as an account, in one snapshot, with the rights of this moment.
    pub fn read<T: Send + 'static>(
        &self,
        account: RecordId,
        look: impl FnOnce(&mut View<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Pending<T> {
        self.read_as(account, false, look)
    }

    /// Reads as an account that comes in person or with a key for scripts: what an order will be allowed to see.
    pub fn read_as<T: Send + 'static>(
        &self,
        account: RecordId,
        by_key: bool,
        look: impl FnOnce(&mut View<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Pending<T> {
        self.snapshot(move |shared, conn| {
            let mut view = shared.view(conn, account, by_key)?;
            look(&mut view)
        })
    }

    /// Looks with the eyes of a rule, in one snapshot: what a job sees decides what it orders and is never shown.
    pub fn read_as_rule<T: Send + 'static>(&self, look: impl FnOnce(&mut View<'_>) -> Result<T, Error> + Send + 'static) -> Pending<T> {
        self.snapshot(move |shared, conn| look(&mut shared.sight(conn, Sight::Rule)))
    }

    /// Carries out a command.
    pub fn write(&self, order: Order) -> Pending<Receipt> {
        self.enqueue(move |tx| tx.carry_out(&order, None))
    }

    /// Carries out a command as the system at one of its jobs. There is no other way to act as the system: its actor is no account, so that
    /// nobody signs in as it, and nothing of what it does takes a second person or is one.
    pub fn work(&self, job: Job, command: &'static str, values: Vec<Value>, idempotency: Option<String>) -> Pending<Receipt> {
        let order = Order { idempotency, ..Order::new(job.actor(), command, values, self.new_id()) };
        self.enqueue(move |tx| tx.carry_out(&order, Some(job)))
    }

    /// Work of the ledger itself in a read snapshot.
    pub(crate) fn snapshot<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Shared, &mut dyn Connection) -> Result<T, Error> + Send + 'static,
    ) -> Pending<T> {
        let (reply, answer) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        let job: ReadJob = Box::new(move |conn| {
            let result = conn.begin_read().and_then(|()| {
                let result = look(&shared, conn);
                conn.rollback()?;
                result
            });
            // Who asked may have gone.
            let _ = reply.send(result);
        });
        match self.reads.try_send(job) {
            Ok(()) => Pending(answer),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => busy(),
        }
    }

    /// Work of the ledger itself in the writer's transaction.
    pub(crate) fn enqueue<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static) -> Pending<T> {
        let (reply, answer) = oneshot::channel();
        let job = WriteJob { work: Some(work), result: None, reply };
        match self.writes.try_send(Box::new(job)) {
            Ok(()) => Pending(answer),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => busy(),
        }
    }

    /// Work that takes long and needs a connection of its own, on a thread of its own.
    pub(crate) fn aside<T: Send + 'static>(&self, work: impl FnOnce(&Shared) -> Result<T, Error> + Send + 'static) -> Pending<T> {
        let (reply, answer) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        std::thread::spawn(move || {
            // Who asked may have gone.
            let _ = reply.send(work(&shared));
        });
        Pending(answer)
    }

    /// Signs a checkpoint over everything committed so far.
    pub fn checkpoint(&self) -> Pending<()> {
        self.enqueue(|tx| {
            tx.sign();
            Ok(())
        })
    }
}

impl Shared {
    pub(crate) fn view<'a>(&'a self, conn: &'a mut dyn Connection, account: RecordId, by_key: bool) -> Result<View<'a>, Error> {
        let actor = rights::load_actor(conn, self, account, by_key)?;
        Ok(self.sight(conn, Sight::Actor(actor)))
    }

    pub(crate) fn sight<'a>(&'a self, conn: &'a mut dyn Connection, sight: Sight) -> View<'a> {
        let now = self.now();
        View {
            conn,
            manifest: &self.manifest,
            policy: &self.policy,
            zone: &self.zone,
            master: &self.master.master,
            sight,
            today: self.today(now),
            now: kernel::clock::from_micros(now),
            known: None,
            seen: crate::view::Seen::default(),
        }
    }
}

fn busy<T>() -> Pending<T> {
    let (reply, answer) = oneshot::channel();
    let _ = reply.send(Err(Error::Busy));
    Pending(answer)
}

struct WriteJob<T, F> {
    work: Option<F>,
    result: Option<Result<T, Error>>,
    reply: oneshot::Sender<Result<T, Error>>,
}

impl<T: Send, F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send> Work for WriteJob<T, F> {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let Some(work) = self.work.take() else { return Ok(()) };
        let result = work(tx);
        let outcome = result.as_ref().map(|_| ()).map_err(Error::again);
        self.result = Some(result);
        outcome
    }
    fn finish(self: Box<Self>, commit: Result<(), Error>) {
        let result = match (self.result, commit) {
            (Some(Err(error)), _) | (Some(Ok(_)) | None, Err(error)) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(Error::Database("the job did not run".to_owned())),
        };
        // Who asked may have gone; the commit stands all the same.
        let _ = self.reply.send(result);
    }
}

fn make_folder(folder: &Path) -> Result<(), Error> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|e| Error::Database(format!("data folder {}: {e}", folder.display())))
}

/// Rows carry the ranks of their levels: a policy that ranks them otherwise, or drops one, would open what it should close.
fn keep_levels(conn: &mut dyn Connection, policy: &SecurityPolicy) -> Result<(), Error> {
    let row = conn.first("SELECT levels FROM instance", &[])?;
    let kept = row.as_ref().and_then(|row| row.first()).and_then(Value::text).unwrap_or_default();
    for (code, rank) in kept.split(' ').filter_map(|level| level.split_once('=')) {
        if policy.level(code).is_none_or(|level| level.rank.to_string() != rank) {
            return Err(Refusal::new("policy-moves-level").with("level", code).with("rank", rank).into());
        }
    }
    let now = policy.levels.iter().map(|level| format!("{}={}", level.code, level.rank)).collect::<Vec<_>>().join(" ");
    if now != kept {
        conn.begin_write()?;
        conn.execute("UPDATE instance SET levels = $1", &[now.into()])?;
        conn.commit()?;
    }
    Ok(())
}

fn make_instance(conn: &mut dyn Connection, entropy: &dyn Entropy, now: i64, demo: bool) -> Result<(), Error> {
    if conn.first("SELECT id FROM instance", &[])?.is_some() {
        return Ok(());
    }
    conn.execute(
        "INSERT INTO instance (only_one, id, created, demo, levels) VALUES (1, $1, $2, $3, '')",
        &[entropy.id().into(), now.into(), Value::Int(i64::from(demo))],
    )?;
    conn.execute("INSERT INTO log_head (only_one, size, time, frontier) VALUES (1, 0, 0, $1)", &[Value::Bytes(Vec::new())])?;
    Ok(())
}

/// Opens a place for writing, made when it is not there, with the tables of this version.
pub(crate) fn prepare(config: &Config) -> Result<Box<dyn Connection>, Error> {
    let mut conn: Box<dyn Connection> = match &config.place {
        Place::Folder(folder) => {
            make_folder(folder)?;
            let sqlite = Sqlite::open(&sqlite_file(folder), true)?;
            if config.relaxed {
                sqlite.relax()?;
            }
            Box::new(sqlite)
        }
        Place::Url(url) => Box::new(Postgres::open(url)?),
    };
    let migrations = config.migrations.clone().unwrap_or_else(|| {
        let rendered = schema::render(&config.manifest);
        vec![Migration { number: 1, name: "the manifest's tables", sql: Box::leak(rendered.into_boxed_str()) }]
    });
    schema::migrate(conn.as_mut(), &migrations, config.clock.now().as_microsecond())?;
    Ok(conn)
}

/// Number of the lock that whoever works on a database shares, and a rotation of its keys wants alone.
const WORKING: i64 = 0x0043_6173_7465_6c6c;

/// Takes part in the work on a database, or takes it alone, until the connection ends; whether that could be had. A data folder has its own lock.
pub(crate) fn claim(conn: &mut dyn Connection, alone: bool) -> Result<bool, Error> {
    if conn.backend() == Backend::Sqlite {
        return Ok(true);
    }
    let lock = if alone { "pg_try_advisory_lock" } else { "pg_try_advisory_lock_shared" };
    Ok(conn.number(&format!("SELECT CASE WHEN {lock}($1) THEN CAST(1 AS bigint) ELSE CAST(0 AS bigint) END"), &[WORKING.into()])? == 1)
}

/// Name of the log of an open database: of its instance, with its number once it was reopened.
pub fn origin(conn: &mut dyn Connection) -> Result<String, Error> {
    let row = conn.first("SELECT id FROM instance", &[])?;
    let id = row.and_then(|row| row.first().and_then(Value::id)).ok_or_else(|| Error::Stored("the instance has no id".to_owned()))?;
    let number = conn.number("SELECT max(number) FROM log_reopening", &[])?;
    Ok(checkpoint::origin(&b64u(&id.0), number.max(1)))
}

/// Whether an open database is a demo's.
pub fn is_demo(conn: &mut dyn Connection) -> Result<bool, Error> {
    Ok(conn.number("SELECT demo FROM instance", &[])? == 1)
}

/// Which database, in which version and settings.
pub fn describe(conn: &mut dyn Connection) -> Result<String, Error> {
    let text = |row: Option<crate::db::Row>| row.and_then(|r| r.first().and_then(Value::text).map(str::to_owned)).unwrap_or_default();
    Ok(match conn.backend() {
        Backend::Sqlite => {
            let version = text(conn.first("SELECT sqlite_version()", &[])?);
            let journal = text(conn.first("PRAGMA journal_mode", &[])?);
            let synchronous = conn.number("PRAGMA synchronous", &[])?;
            format!("SQLite {version}, journal {journal}, synchronous {}", if synchronous == 2 { "FULL" } else { "NOT FULL" })
        }
        Backend::Postgres => {
            let version = text(conn.first("SELECT current_setting('server_version')", &[])?);
            let commit = text(conn.first("SELECT current_setting('synchronous_commit')", &[])?);
            format!("PostgreSQL {version}, synchronous_commit {commit}")
        }
    })
}

/// Number of entries, and size of the last checkpoint.
pub fn standing(conn: &mut dyn Connection) -> Result<(i64, i64), Error> {
    Ok((conn.number("SELECT size FROM log_head", &[])?, conn.number("SELECT max(size) FROM checkpoint", &[])?))
}
