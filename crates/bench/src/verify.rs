//! Verifying the log: ours, the independent one, and the bare hashing of the same leaves.

use std::path::Path;
use std::process::Command;

use ledger::keys::MasterKeys;
use ledger::node::{Place, connect};

use crate::measure::once;
use crate::office::{key_file, raw, root, said};
use crate::table::{Table, Unit};

const ROUNDS: usize = 3;
/// Three seconds for a million.
const SECONDS_AN_ENTRY: f64 = 3e-6;

/// The log alone, then the rows with it, then the independent verifier on an export.
pub fn measure(table: &mut Table, folder: &Path) -> Result<(), String> {
    let keys = MasterKeys::read(&key_file(folder)).map_err(said)?;
    let public = keys.signer().map_err(said)?.public();
    let mut conn = connect(&Place::Folder(folder.to_owned()), false).map_err(said)?;
    let (mut least, mut entries) = (f64::MAX, 0);
    for _ in 0..ROUNDS {
        let (took, report) = once(|| ledger::verify::log(conn.as_mut(), &public));
        let report = report.map_err(said)?;
        if let Some(finding) = report.findings.first() {
            return Err(format!("the log does not hold: {finding}"));
        }
        (least, entries) = (least.min(took.cpu), report.entries);
    }
    let bare = raw(folder)?;
    let mut floor = f64::MAX;
    for _ in 0..ROUNDS {
        let (took, done) = once(|| hash_all(&bare));
        done.map_err(|e| e.to_string())?;
        floor = floor.min(took.cpu);
    }
    table.below(
        format!("verify the log, {entries} entries (CPU)"),
        Unit::Seconds,
        Some(entries as f64 * SECONDS_AN_ENTRY),
        least,
        Some(floor),
    );
    let (took, report) = once(|| ledger::verify::database(conn.as_mut(), &server::manifest(), &keys));
    let report = report.map_err(said)?;
    if let Some(finding) = report.findings.first() {
        return Err(format!("the rows do not hold: {finding}"));
    }
    table.below(format!("verify the log and {} revision rows (CPU)", report.rows), Unit::Seconds, None, took.cpu, None);

    let export = tempfile::tempdir().map_err(|e| e.to_string())?;
    let origin = ledger::node::origin(conn.as_mut()).map_err(said)?;
    let (took, written) = once(|| ledger::log::export::write(conn.as_mut(), export.path(), &origin, &public));
    written.map_err(said)?;
    table.below(format!("write {entries} entries as tiles (wall)"), Unit::Seconds, None, took.wall, None);
    let (took, status) = once(|| Command::new("python3").arg(root().join("verify/castellan_verify.py")).arg(export.path()).output());
    match status {
        Ok(out) if out.status.success() => {
            table.below(format!("the independent verifier, {entries} entries (wall)"), Unit::Seconds, None, took.wall, None)
        }
        Ok(out) => return Err(format!("the independent verifier disagrees: {}", String::from_utf8_lossy(&out.stdout))),
        Err(error) => eprintln!("  no independent verifier: {error}"),
    }
    Ok(())
}

/// Every leaf read and hashed, the hashes hashed again pair by pair: nothing compared.
fn hash_all(conn: &rusqlite::Connection) -> rusqlite::Result<[u8; 32]> {
    let mut statement = conn.prepare("SELECT leaf FROM entry ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut level = Vec::new();
    while let Some(row) = rows.next()? {
        level.push(ledger::crypto::sha256(&[&[0], row.get_ref(0)?.as_bytes()?]));
    }
    while level.len() > 1 {
        level = level.chunks(2).map(|pair| if let [a, b] = pair { ledger::crypto::sha256(&[&[1], a, b]) } else { pair[0] }).collect();
    }
    Ok(level.first().copied().unwrap_or_default())
}
