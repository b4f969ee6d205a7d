//! Keys: one master key outside the data wraps one key per subject and category. Destroying a subject's key makes its commitments
//! and sealed bytes meaningless; the log keeps verifying.

use std::collections::HashMap;
use std::path::Path;

use kernel::{Entropy, RecordId, Refusal, Value, limits};

use crate::Error;
use crate::crypto::{self, Key, Signer, from_hex, hex};
use crate::db::Connection;

/// Commitments of a subject's records.
pub const COMMITMENT: &str = "commitment";
/// Bytes of a subject's attachments.
pub const BLOB: &str = "blob";
/// What is sent about a subject.
pub const OUTGOING: &str = "outgoing";
/// Sealed text of a subject's records.
pub const SEALED: &str = "sealed";

/// The two keys that stand outside the data folder.
#[derive(Clone)]
pub struct MasterKeys {
    /// Wraps every other key.
    pub master: Key,
    /// Signs checkpoints.
    pub signing: Key,
}

impl MasterKeys {
    /// Fresh keys.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let (mut master, mut signing) = ([0; 32], [0; 32]);
        entropy.fill(&mut master);
        entropy.fill(&mut signing);
        Self { master, signing }
    }

    /// Reads the key file; says what is wrong with it.
    pub fn read(file: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(file).map_err(|e| Error::Stored(format!("key file {}: {e}", file.display())))?;
        let key = |name: &str| {
            let line = text.lines().find_map(|l| l.strip_prefix(name)).and_then(|rest| rest.trim().strip_prefix('='));
            line.and_then(|hex| from_hex(hex.trim())).and_then(|bytes| Key::try_from(bytes).ok())
        };
        match (key("master"), key("signing")) {
            (Some(master), Some(signing)) => Ok(Self { master, signing }),
            _ => Err(Error::Stored(format!("key file {}: needs the lines master = … and signing = …", file.display()))),
        }
    }

    /// Writes the key file, readable by its owner only; never over an existing one.
    pub fn write_new(&self, file: &Path) -> Result<(), Error> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let failed = |e: std::io::Error| Error::Stored(format!("key file {}: {e}", file.display()));
        let mut out = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(failed)?;
        let text = format!(
            "# Keys of one Castellan instance. Keep this file apart from the data and from its backups.\nmaster = {}\nsigning = {}\n",
            hex(&self.master),
            hex(&self.signing)
        );
        out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(failed)
    }

    /// The key that signs checkpoints.
    pub fn signer(&self) -> Result<Signer, Error> {
        Signer::from_seed(&self.signing)
    }
}

/// Subject keys, unwrapped as needed.
pub struct SubjectKeys {
    master: Key,
    cache: HashMap<(RecordId, &'static str), Key>,
}

impl SubjectKeys {
    /// Under this master key.
    pub fn new(master: Key) -> Self {
        Self { master, cache: HashMap::new() }
    }

    /// The key of a subject, or of all records about nobody; made when it is not there yet.
    pub fn get_or_make(
        &mut self,
        conn: &mut dyn Connection,
        subject: Option<RecordId>,
        category: &'static str,
        entropy: &dyn Entropy,
    ) -> Result<Key, Error> {
        if let Some(key) = self.get(conn, subject, category)? {
            return Ok(key);
        }
        let subject = subject.unwrap_or(RecordId::NIL);
        // Whoever was erased gets no key again.
        if conn.first("SELECT seq FROM shred WHERE subject = $1", &[subject.into()])?.is_some() {
            return Err(Refusal::new("person-erased").into());
        }
        let mut key = [0; 32];
        entropy.fill(&mut key);
        let wrapped = crypto::seal(&self.master, &purpose(subject, category), &key, entropy)?;
        conn.execute(
            "INSERT INTO subject_key (subject, category, wrapped) VALUES ($1, $2, $3)",
            &[subject.into(), category.into(), Value::Bytes(wrapped)],
        )?;
        self.remember(subject, category, key);
        Ok(key)
    }

    /// The key of a subject; `None` when it was never made or has been destroyed.
    pub fn get(&mut self, conn: &mut dyn Connection, subject: Option<RecordId>, category: &'static str) -> Result<Option<Key>, Error> {
        let subject = subject.unwrap_or(RecordId::NIL);
        if let Some(key) = self.cache.get(&(subject, category)) {
            return Ok(Some(*key));
        }
        let found =
            conn.first("SELECT wrapped FROM subject_key WHERE subject = $1 AND category = $2", &[subject.into(), category.into()])?;
        let Some(Value::Bytes(wrapped)) = found.and_then(|row| row.into_iter().next()) else { return Ok(None) };
        let plain = crypto::open(&self.master, &purpose(subject, category), &wrapped)?;
        let key = Key::try_from(plain).map_err(|_| Error::Stored("a subject key has the wrong length".to_owned()))?;
        self.remember(subject, category, key);
        Ok(Some(key))
    }

    /// Unwraps every key of a category at once, for a whole verification.
    pub fn all(&self, conn: &mut dyn Connection, category: &'static str) -> Result<HashMap<RecordId, Key>, Error> {
        let rows = conn.query("SELECT subject, wrapped FROM subject_key WHERE category = $1", &[category.into()])?;
        let unwrap = |row: Vec<Value>| match <[Value; 2]>::try_from(row) {
            Ok([Value::Id(subject), Value::Bytes(wrapped)]) => {
                let plain = crypto::open(&self.master, &purpose(subject, category), &wrapped)?;
                Key::try_from(plain).map(|key| (subject, key)).map_err(|_| Error::Stored("a subject key has the wrong length".to_owned()))
            }
            _ => Err(Error::Stored("a subject key row is damaged".to_owned())),
        };
        rows.into_iter().map(unwrap).collect()
    }

    /// Wraps every subject key anew under another master key, in the transaction that is open; how many there are.
    pub(crate) fn rewrap(&mut self, conn: &mut dyn Connection, fresh: &Key, entropy: &dyn Entropy) -> Result<usize, Error> {
        let rows = conn.query("SELECT subject, category, wrapped FROM subject_key", &[])?;
        for row in &rows {
            let (Some(subject), Some(category), Value::Bytes(wrapped)) = (row[0].id(), row[1].text(), &row[2]) else {
                return Err(Error::Stored("a subject key row is damaged".to_owned()));
            };
            let key = crypto::open(&self.master, &purpose(subject, category), wrapped)?;
            let wrapped = crypto::seal(fresh, &purpose(subject, category), &key, entropy)?;
            let sql = "UPDATE subject_key SET wrapped = $3 WHERE subject = $1 AND category = $2";
            conn.execute(sql, &[subject.into(), category.into(), Value::Bytes(wrapped)])?;
        }
        self.forget();
        Ok(rows.len())
    }

    /// Forgets what was cached, after a transaction that did not commit.
    pub fn forget(&mut self) {
        self.cache.clear();
    }

    fn remember(&mut self, subject: RecordId, category: &'static str, key: Key) {
        if self.cache.len() >= limits::KEY_CACHE_MAX {
            self.cache.clear();
        }
        self.cache.insert((subject, category), key);
    }
}

/// Whether this master key opens a database; where there is no subject key yet, any does.
pub fn fits(conn: &mut dyn Connection, master: &Key) -> Result<bool, Error> {
    let row = conn.first("SELECT subject, category, wrapped FROM subject_key ORDER BY subject, category LIMIT 1", &[])?;
    Ok(row.is_none_or(|row| match (row[0].id(), row[1].text(), &row[2]) {
        (Some(subject), Some(category), Value::Bytes(wrapped)) => crypto::open(master, &purpose(subject, category), wrapped).is_ok(),
        _ => false,
    }))
}

fn purpose(subject: RecordId, category: &str) -> Vec<u8> {
    [b"subject key\0".as_slice(), &subject.0, category.as_bytes()].concat()
}
