//! Whether stored files are what their records say: each is opened with its subject's key and held against the hash in its record, which the log
//! commits to. The daily round and `castellan verify` ask this alike.

use kernel::{RecordId, Value, limits};

use crate::crypto::{self, Key, hex, sha256};
use crate::db::Connection;
use crate::erase::BLOB;
use crate::keys::{self, SubjectKeys};
use crate::node::{Ledger, Pending};
use crate::{Error, Manifest};

/// What was seen of stored files, from one on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How many were opened.
    pub files: i64,
    /// Their bytes.
    pub bytes: i64,
    /// The records whose file is gone or is not what it was: register, prefix of its ids, record.
    pub damaged: Vec<(&'static str, &'static str, RecordId)>,
    /// The last record looked at; none where there are no more after it.
    pub reached: Option<RecordId>,
}

impl Seen {
    /// Adds what was seen from where this ended.
    pub fn then(&mut self, next: Self) {
        self.files += next.files;
        self.bytes += next.bytes;
        self.damaged.extend(next.damaged);
        self.reached = next.reached;
    }
}

/// Looks at the files of records that are not void, those after one, as many as one look holds.
pub(crate) fn look(conn: &mut dyn Connection, manifest: &Manifest, master: Key, after: Option<RecordId>) -> Result<Seen, Error> {
    let mut keys = SubjectKeys::new(master);
    let (from, most) = (after.unwrap_or(RecordId::NIL), limits::FILES_AT_A_LOOK_MAX);
    let mut told = Vec::new();
    for def in manifest.registers().iter().map(|meta| meta.def) {
        let Some((blob, digest)) = def.bytes else { continue };
        let sql = format!("SELECT id, \"{blob}\", \"{digest}\" FROM \"{}\" WHERE void = 0 AND id > $1 ORDER BY id LIMIT $2", def.name);
        for row in conn.query(&sql, &[from.into(), (most as i64 + 1).into()])? {
            if let (Some(id), Some(blob), Some(digest)) = (row[0].id(), row[1].id(), row[2].text()) {
                told.push((id, def, blob, digest.to_owned()));
            }
        }
    }
    told.sort_by_key(|(id, ..)| *id);
    let mut seen = Seen::default();
    let all = told.len();
    for (at, (id, def, blob, digest)) in told.into_iter().take(most).enumerate() {
        seen.files += 1;
        match opened(conn, &mut keys, blob) {
            Ok(bytes) => {
                seen.bytes += bytes.len() as i64;
                if hex(&sha256(&[&bytes])) != digest {
                    seen.damaged.push((def.name, def.prefix, id));
                }
            }
            // A tracker goes with the first who is erased of those who stand in it; its record stays.
            Err(Error::NotFound) if lawfully_gone(conn, blob)? => {}
            Err(Error::NotFound | Error::Stored(_)) => seen.damaged.push((def.name, def.prefix, id)),
            Err(error) => return Err(error),
        }
        seen.reached = (at + 1 < all).then_some(id);
        if seen.bytes >= limits::BYTES_AT_A_LOOK_MAX {
            break;
        }
    }
    Ok(seen)
}

fn lawfully_gone(conn: &mut dyn Connection, blob: RecordId) -> Result<bool, Error> {
    Ok(conn.first("SELECT 1 FROM shred_beside WHERE place = $1 AND id = $2", &[BLOB.into(), blob.into()])?.is_some())
}

/// Opens bytes with their subject's key.
fn opened(conn: &mut dyn Connection, keys: &mut SubjectKeys, id: RecordId) -> Result<Vec<u8>, Error> {
    let row = conn.first("SELECT subject, sealed FROM blob WHERE id = $1", &[id.into()])?.ok_or(Error::NotFound)?;
    let key = keys.get(conn, row[0].id(), keys::BLOB)?.ok_or(Error::NotFound)?;
    match &row[1] {
        Value::Bytes(sealed) => crypto::open(&key, &id.0, sealed),
        _ => Err(Error::Stored("an attachment is damaged".to_owned())),
    }
}

impl Ledger {
    /// An attachment's bytes, opened with its subject's key. Whoever asks has already been allowed to see the record it hangs on.
    pub fn blob(&self, id: RecordId) -> Pending<Vec<u8>> {
        self.snapshot(move |shared, conn| opened(conn, &mut SubjectKeys::new(shared.master.master), id))
    }

    /// Looks at stored files, those after a record's, as many as one look holds.
    pub fn look_at_files(&self, after: Option<RecordId>) -> Pending<Seen> {
        self.snapshot(move |shared, conn| look(conn, &shared.manifest, shared.master.master, after))
    }
}
