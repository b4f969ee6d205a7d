//! Where an instance is: data folder or database, key file, lock, and how it is opened.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::clock::SystemClock;
use kernel::marking::SecurityPolicy;
use kernel::{Clock, Level};
use ledger::backup::Kind;
use ledger::crypto::{SystemEntropy, hex};
use ledger::keys::MasterKeys;
use ledger::node::{Config, connect};
use ledger::{Ledger, verify};

use crate::{policy, safe};

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
        self.in_force()?.map_or_else(|| MasterKeys::read(&file).map_err(|e| e.to_string()), |(_, keys)| Ok(keys))
    }

    /// Where a rotation was left behind: the key file that opens the data, among those there are.
    fn in_force(&self) -> Result<Option<(PathBuf, MasterKeys)>, String> {
        let file = self.key_file();
        let candidates = [file.clone(), safe::beside(&file, safe::NEW), safe::beside(&file, safe::OLD)];
        if !candidates[1..].iter().any(|path| path.exists()) || self.is_there().is_err() {
            return Ok(None);
        }
        let mut conn = connect(&self.ledger(), false).map_err(|e| e.to_string())?;
        for path in candidates.into_iter().filter(|path| path.exists()) {
            // A file that was half written when everything stopped opens nothing.
            let Ok(keys) = MasterKeys::read(&path) else { continue };
            if ledger::keys::fits(conn.as_mut(), &keys.master).map_err(|e| e.to_string())? {
                return Ok(Some((path, keys)));
            }
        }
        Err(format!("none of the key files {}, {} and {} opens the data", file.display(), safe::NEW, safe::OLD))
    }

    /// Ends a rotation that was left behind: the file that opens the data is the key file, and the others go.
    pub fn settle(&self) -> Result<(), String> {
        let Some((right, _)) = self.in_force()? else { return Ok(()) };
        let file = self.key_file();
        let said = |e: std::io::Error| format!("{}: {e}", file.display());
        if right == safe::beside(&file, safe::OLD) {
            // Data from before the rotation, put back under an instance that went on: both files are still needed.
            return Ok(());
        }
        if right != file {
            std::fs::rename(&right, &file).map_err(said)?;
        }
        for other in [safe::beside(&file, safe::NEW), safe::beside(&file, safe::OLD)] {
            if other.exists() {
                std::fs::remove_file(other).map_err(said)?;
            }
        }
        Ok(())
    }

    /// Whether there are data; on PostgreSQL the database itself says.
    pub fn is_there(&self) -> Result<(), String> {
        if self.database.is_none() && !ledger::node::sqlite_file(&self.data).exists() {
            return Err(format!("there is no data in {}", self.data.display()));
        }
        Ok(())
    }

    /// Opens it. One process writes a data folder: the lock is held as long as the answer lives.
    pub fn open(&self, opening: Opening) -> Result<(Ledger, Lock), String> {
        let lock = self.lock()?;
        let ledger = Ledger::open(self.config(opening, self.keys()?)?).map_err(|e| policy::opened(&e))?;
        // It opened: what a rotation kept until now is not needed any more.
        self.settle()?;
        Ok((ledger, lock))
    }

    /// How it is opened with these keys.
    pub fn config(&self, opening: Opening, keys: MasterKeys) -> Result<Config, String> {
        Ok(Config {
            place: self.ledger(),
            keys,
            manifest: server::manifest(),
            migrations: Some(crate::migrations::ALL.to_vec()),
            policy: self.policy()?,
            clock: opening.clock,
            entropy: Arc::new(SystemEntropy),
            zone: TimeZone::get(&self.zone).map_err(|e| e.to_string())?,
            demo: opening.demo,
            relaxed: opening.relaxed,
        })
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

    /// The data folder, for this process alone.
    pub fn lock(&self) -> Result<Lock, String> {
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

/// Checks log, rows and files, or an exported folder; exports the log into a folder that holds nothing yet.
pub fn verify(place: &Place, export: Option<&Path>) -> Result<ExitCode, String> {
    let said = |e: ledger::Error| e.to_string();
    let empty = |folder: &Path| std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    let report = match export.filter(|folder| !empty(folder)) {
        Some(folder) => verify::export(folder, None).map_err(said)?,
        None => {
            place.is_there()?;
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
    tell(&report);
    Ok(ExitCode::SUCCESS)
}

/// Says that all is well.
pub fn tell(report: &verify::Report) {
    say!("ok: {} entries, root {}, checkpoint of size {}", report.entries, hex(&report.root), report.checkpoint);
    if report.rows > 0 {
        say!("ok: {} revision rows agree with the log; {} more were erased, as the log says", report.rows, report.erased);
        say!("ok: {} stored files are what their records say", report.files);
    }
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
    let now = SystemClock.now().as_microsecond();
    for kind in [Kind::Data, Kind::Keys] {
        let last = ledger::backup::last(conn.as_mut(), kind).map_err(said)?;
        let told = last.map_or_else(
            || "none was ever written".to_owned(),
            |(time, at)| format!("{} hours old, {} entries before now", (now - time) / 3_600_000_000, size - at),
        );
        say!("backup      of the {}: {told}", kind.code());
    }
    Ok(())
}
