//! Proofs (C2SP tlog-proof): that an entry is in the log a checkpoint signed, checkable without us.

use crate::Error;
use crate::crypto::{Hash, b64, from_b64};
use crate::db::Connection;
use crate::log::checkpoint::Checkpoint;
use crate::log::tree::{self, TILE};
use kernel::Value;

const HEADER: &str = "c2sp.org/tlog-proof@v1";
const PROOF_BYTES_MAX: usize = 64 << 10;
const PROOF_HASHES_MAX: usize = 63;

/// The proof of entry `seq` under the last checkpoint that covers it.
pub fn make(conn: &mut dyn Connection, seq: i64) -> Result<Option<String>, Error> {
    let entry = conn.first("SELECT leaf FROM entry WHERE seq = $1", &[seq.into()])?;
    let note = conn.first("SELECT size, note FROM checkpoint WHERE size > $1 ORDER BY size DESC LIMIT 1", &[seq.into()])?;
    let (Some(entry), Some(note)) = (entry, note) else { return Ok(None) };
    let (Some(leaf), Some(size), Some(note)) =
        (entry.first().and_then(Value::text), note.first().and_then(Value::int), note.get(1).and_then(Value::text))
    else {
        return Ok(None);
    };
    let mut failed = None;
    let mut root_of = |from: u64, to: u64| range_root(conn, from, to).map_err(|e| failed = Some(e)).ok();
    let path = tree::inclusion(seq.unsigned_abs(), size.unsigned_abs(), &mut root_of);
    if let Some(error) = failed {
        return Err(error);
    }
    let hashes: String = path.unwrap_or_default().iter().map(|h| format!("{}\n", b64(h))).collect();
    Ok(Some(format!("{HEADER}\nextra {}\nindex {seq}\n{hashes}\n{note}", b64(leaf.as_bytes()))))
}

/// The root of the log when it had so many entries.
pub fn root_at(conn: &mut dyn Connection, size: u64) -> Result<Hash, Error> {
    range_root(conn, 0, size)
}

/// The root over leaves `from..to`, from stored nodes where whole tiles are covered.
fn range_root(conn: &mut dyn Connection, from: u64, to: u64) -> Result<Hash, Error> {
    let count = to - from;
    if count <= TILE {
        let rows = conn.query(
            "SELECT hash FROM entry WHERE seq >= $1 AND seq < $2 ORDER BY seq",
            &[from.cast_signed().into(), to.cast_signed().into()],
        )?;
        return Ok(tree::root(&hashes(rows)?));
    }
    if count.is_power_of_two() {
        let level = count.trailing_zeros() / tree::TILE_HEIGHT;
        let unit = TILE.pow(level);
        let rows = conn.query(
            "SELECT hash FROM tree_node WHERE level = $1 AND idx >= $2 AND idx < $3 ORDER BY idx",
            &[i64::from(level).into(), (from / unit).cast_signed().into(), (to / unit).cast_signed().into()],
        )?;
        return Ok(tree::root(&hashes(rows)?));
    }
    let half = count.next_power_of_two() / 2;
    Ok(tree::node_hash(&range_root(conn, from, from + half)?, &range_root(conn, from + half, to)?))
}

fn hashes(rows: Vec<crate::db::Row>) -> Result<Vec<Hash>, Error> {
    let hash = |row: crate::db::Row| match row.into_iter().next() {
        Some(Value::Bytes(bytes)) => Hash::try_from(bytes).ok(),
        _ => None,
    };
    rows.into_iter().map(hash).collect::<Option<_>>().ok_or_else(|| Error::Stored("a hash of the tree is damaged".to_owned()))
}

/// What a proof shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The entry's number.
    pub index: u64,
    /// The leaf, as canonical JSON.
    pub leaf: String,
    /// The checkpoint it is proved under.
    pub checkpoint: Checkpoint,
}

/// Checks a proof against a public key; the error is the code of what is wrong.
pub fn check(text: &str, public: &[u8]) -> Result<Shown, &'static str> {
    if text.len() > PROOF_BYTES_MAX {
        return Err("proof-too-long");
    }
    let text = text.replace("\r\n", "\n");
    let (head, note) = text.trim_start().split_once("\n\n").ok_or("proof-unreadable")?;
    let mut lines = head.lines();
    if lines.next() != Some(HEADER) {
        return Err("proof-unreadable");
    }
    let leaf = lines.next().and_then(|l| l.strip_prefix("extra ")).and_then(from_b64).and_then(|b| String::from_utf8(b).ok());
    let leaf = leaf.ok_or("proof-unreadable")?;
    let index: u64 = lines.next().and_then(|l| l.strip_prefix("index ")).and_then(|i| i.parse().ok()).ok_or("proof-unreadable")?;
    let path: Option<Vec<Hash>> = lines.map(|l| from_b64(l).and_then(|b| Hash::try_from(b).ok())).collect();
    let path = path.filter(|p| p.len() <= PROOF_HASHES_MAX).ok_or("proof-unreadable")?;
    let mut note = note.to_owned();
    if !note.ends_with('\n') {
        note.push('\n');
    }
    let (checkpoint, signed) = Checkpoint::read(&note, public).ok_or("proof-unreadable")?;
    if !signed {
        return Err("proof-signature");
    }
    let root = tree::root_from_inclusion(index, checkpoint.size, tree::leaf_hash(leaf.as_bytes()), &path);
    if root == Some(checkpoint.root) { Ok(Shown { index, leaf, checkpoint }) } else { Err("proof-mismatch") }
}
