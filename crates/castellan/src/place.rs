//! Where an instance is: data folder or database, key file, lock, and how it is opened.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::clock::SystemClock;
use kernel::marking::SecurityPolicy;
use kernel::{Clock, Level};
use ledger::crypto::{SystemEntropy, hex};
use ledger::keys::MasterKeys;
use ledger::node::{Config, connect};
use ledger::{Ledger, verify};

use crate::policy;

/// Where an instance is.
#[derive(Clone, Debug)]
pub struct Place {
    /// Data folder.
    pub data: PathBuf,
    /// PostgreSQL URL, instead.
    pub database: Option<String>,
    /// Key file.
    pub keys: Option<PathBuf>,
    /// The office's time zone.
    pub zone: String,
    /// The agency's security policy file; the product's example when there is none.
    pub policy: Option<PathBuf>,
    /// Level code of the highest marking this instance may hold, instead of the policy file's own.
    pub ceiling: Option<String>,
}

/// How an instance is opened.
pub struct Opening {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whether it is (being made) a demo.
    pub demo: bool,
    /// Whether durability is traded for speed while a demo is being made.
    pub relaxed: bool,
}

impl Opening {
    /// As an office opens it.
    pub fn office() -> Self {
        Self { clock: Arc::new(SystemClock), demo: false, relaxed: false }
    }
}

impl Place {
    /// Where the ledger finds it.
    pub fn ledger(&self) -> ledger::node::Place {
        self.database.clone().map_or_else(|| ledger::node::Place::Folder(self.data.clone()), ledger::node::Place::Url)
    }

    /// The key file: outside the data folder.
    pub fn key_file(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| {
            let mut name = self.data.as_os_str().to_owned();
            name.push(".keys");
            PathBuf::from(name)
        })
    }

    /// The socket of a running server.
    pub fn socket(&self) -> PathBuf {
        self.data.join("castellan.sock")
    }

    /// The keys; made when there are none and the place is new.
    pub fn keys(&self) -> Result<MasterKeys, String> {
        let file = self.key_file();
        if !file.exists() {
            if self.database.is_none() && ledger::node::sqlite_file(&self.data).exists() {
                return Err(format!("the key file {} is missing; without it the data cannot be opened", file.display()));
            }
            if let Some(parent) = file.parent().filter(|p| !p.as_os_str().is_empty()) {
                std::fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
            }
            MasterKeys::generate(&SystemEntropy).write_new(&file).map_err(|e| e.to_string())?;
        }
        MasterKeys::read(&file).map_err(|e| e.to_string())
    }

    /// Opens it. One process writes a data folder: the lock is held as long as the answer lives.
    pub fn open(&self, opening: Opening) -> Result<(Ledger, Lock), String> {
        let lock = self.lock()?;
        let config = Config {
            place: self.ledger(),
            keys: self.keys()?,
            manifest: server::manifest(),
            migrations: Some(crate::migrations::ALL.to_vec()),
            policy: self.policy()?,
            clock: opening.clock,
            entropy: Arc::new(SystemEntropy),
            zone: TimeZone::get(&self.zone).map_err(|e| e.to_string())?,
            demo: opening.demo,
            relaxed: opening.relaxed,
        };
        let ledger = Ledger::open(config).map_err(|e| policy::opened(&e))?;
        Ok((ledger, lock))
    }

    /// The security policy in force, with its ceiling.
    pub fn policy(&self) -> Result<SecurityPolicy, String> {
        let mut policy = match &self.policy {
            Some(file) => policy::read(file)?,
            None => exchange::spif::read(spine::SECURITY_POLICY.as_bytes()).map_err(|e| policy::said(&e))?,
        };
        if let Some(code) = &self.ceiling {
            policy.ceiling = Some(Level(code.clone()));
        }
        Ok(policy)
    }

    /// Makes the data folder, closed to others; on PostgreSQL it holds only what the command line needs.
    pub fn make_folder(&self) -> Result<(), String> {
        use std::os::unix::fs::DirBuilderExt;
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.data);
        made.map_err(|e| format!("{}: {e}", self.data.display()))
    }

    fn lock(&self) -> Result<Lock, String> {
        if self.database.is_some() {
            return Ok(Lock(None));
        }
        let said = |e: std::io::Error| format!("{}: {e}", self.data.display());
        self.make_folder()?;
        let file = File::create(self.data.join("castellan.lock")).map_err(said)?;
        rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)
            .map_err(|_| format!("{} is in use by another Castellan", self.data.display()))?;
        Ok(Lock(Some(file)))
    }
}

/// Held while a process works on a data folder.
pub struct Lock(#[expect(dead_code, reason = "held for its drop")] Option<File>);

/// Checks log and rows, or an exported folder; exports the log into a folder that holds nothing yet.
pub fn verify(place: &Place, export: Option<&Path>) -> Result<ExitCode, String> {
    let said = |e: ledger::Error| e.to_string();
    let empty = |folder: &Path| std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    let report = match export.filter(|folder| !empty(folder)) {
        Some(folder) => verify::export(folder, None).map_err(said)?,
        None => {
            if place.database.is_none() && !ledger::node::sqlite_file(&place.data).exists() {
                return Err(format!("there is no data in {}", place.data.display()));
            }
            let keys = place.keys()?;
            let mut conn = connect(&place.ledger(), false).map_err(said)?;
            conn.begin_read().map_err(said)?;
            let report = verify::database(conn.as_mut(), &server::manifest(), &keys).map_err(said)?;
            if let Some(folder) = export.filter(|_| report.findings.is_empty()) {
                let origin = origin(conn.as_mut()).map_err(said)?;
                let public = keys.signer().map_err(said)?.public();
                let size = ledger::log::export::write(conn.as_mut(), folder, &origin, &public).map_err(said)?;
                say!("written: {size} entries as tiles in {}", folder.display());
            }
            report
        }
    };
    for finding in &report.findings {
        say!("{finding}");
    }
    if !report.findings.is_empty() {
        say!("not ok: {} problems in {} entries", report.findings.len(), report.entries);
        return Ok(ExitCode::FAILURE);
    }
    say!("ok: {} entries, root {}, checkpoint of size {}", report.entries, hex(&report.root), report.checkpoint);
    if report.rows > 0 {
        say!("ok: {} revision rows agree with the log; {} more were erased, as the log says", report.rows, report.erased);
    }
    Ok(ExitCode::SUCCESS)
}

fn origin(conn: &mut dyn ledger::db::Connection) -> Result<String, ledger::Error> {
    ledger::node::origin(conn)
}

/// Says how the instance stands.
pub fn check(place: &Place) -> Result<(), String> {
    let said = |e: ledger::Error| e.to_string();
    let mut conn = connect(&place.ledger(), false).map_err(said)?;
    say!("castellan   {}", env!("CARGO_PKG_VERSION"));
    say!("database    {}", ledger::node::describe(conn.as_mut()).map_err(said)?);
    say!("log         {}", origin(conn.as_mut()).map_err(said)?);
    let (size, checkpoint) = ledger::node::standing(conn.as_mut()).map_err(said)?;
    say!("entries     {size}");
    say!("checkpoint  {checkpoint} ({} entries after it)", size - checkpoint);
    say!("witness     none: nobody outside this machine has seen the log");
    say!("key file    {}", place.key_file().display());
    Ok(())
}
