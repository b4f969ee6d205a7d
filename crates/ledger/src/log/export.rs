//! The log as C2SP tiles in a folder, for an outsider's verifier.

use std::fs;
use std::path::Path;

use kernel::Value;

use crate::Error;
use crate::crypto::Hash;
use crate::db::Connection;
use crate::log::checkpoint::verifier_key;
use crate::log::tree::TILE;

/// Writes tiles, checkpoints and the verifier key into an empty or new folder; returns how many entries.
pub fn write(conn: &mut dyn Connection, folder: &Path, origin: &str, public: &[u8]) -> Result<u64, Error> {
    let io = |e: std::io::Error| Error::Database(format!("export folder {}: {e}", folder.display()));
    fs::create_dir_all(folder).map_err(io)?;
    let notes = conn.query("SELECT size, note FROM checkpoint ORDER BY size", &[])?;
    let notes: Vec<(u64, String)> =
        notes.into_iter().filter_map(|row| Some((row.first()?.int()?.unsigned_abs(), row.get(1)?.text()?.to_owned()))).collect();
    let size = notes.last().map_or(0, |(size, _)| *size);
    let texts: Vec<&str> = notes.iter().map(|(_, note)| note.as_str()).collect();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, bytes)).map_err(io)
    };
    file("checkpoint", texts.last().unwrap_or(&"").as_bytes())?;
    file("checkpoints", texts.join("--\n").as_bytes())?;
    // A log that was reopened has had several names, and the same key under each.
    let mut names: Vec<&str> = texts.iter().filter_map(|note| note.lines().next()).chain([origin]).collect();
    names.dedup();
    let keys: Vec<String> = names.into_iter().map(|name| format!("{}\n", verifier_key(name, public))).collect();
    file("keys", keys.concat().as_bytes())?;
    let mut level: Vec<Hash> = Vec::new();
    for tile in 0..size.div_ceil(TILE) {
        let (from, to) = (tile * TILE, size.min((tile + 1) * TILE));
        let rows = conn.query(
            "SELECT leaf, hash FROM entry WHERE seq >= $1 AND seq < $2 ORDER BY seq",
            &[from.cast_signed().into(), to.cast_signed().into()],
        )?;
        let (mut leaves, mut hashes) = (Vec::new(), Vec::new());
        for row in rows {
            let (Some(leaf), Some(Value::Bytes(hash))) = (row.first().and_then(Value::text), row.get(1)) else {
                return Err(Error::Stored("an entry is damaged".to_owned()));
            };
            leaves.extend((leaf.len() as u16).to_be_bytes());
            leaves.extend(leaf.as_bytes());
            hashes.extend(hash);
        }
        file(&tile_path("tile/entries", tile, to - from), &leaves)?;
        file(&tile_path("tile/0", tile, to - from), &hashes)?;
        if to - from == TILE {
            level.push(crate::log::tree::root(&hashes.chunks(32).filter_map(|h| Hash::try_from(h).ok()).collect::<Vec<_>>()));
        }
    }
    let mut number = 1;
    while !level.is_empty() {
        let mut above = Vec::new();
        for (tile, hashes) in level.chunks(TILE as usize).enumerate() {
            file(&tile_path(&format!("tile/{number}"), tile as u64, hashes.len() as u64), &hashes.concat())?;
            if hashes.len() as u64 == TILE {
                above.push(crate::log::tree::root(hashes));
            }
        }
        level = above;
        number += 1;
    }
    Ok(size)
}

/// `tile/0/x001/234`, with `.p/W` when it is not full.
pub(crate) fn tile_path(base: &str, tile: u64, width: u64) -> String {
    let mut groups = vec![format!("{:03}", tile % 1000)];
    let mut rest = tile / 1000;
    while rest > 0 {
        groups.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    groups.reverse();
    let partial = if width == TILE { String::new() } else { format!(".p/{width}") };
    format!("{base}/{}{partial}", groups.join("/"))
}
