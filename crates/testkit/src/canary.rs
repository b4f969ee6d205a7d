//! Canaries: words that stand nowhere but where a test put them, and the search for their bytes in everything a place keeps.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use kernel::Entropy;
use kernel::entropy::SeededEntropy;
use ledger::db::{Backend, Connection};

use crate::World;

/// How every canary begins, so that one search finds them all.
const MARK: &str = "zqx";
const LETTERS: usize = 16;

/// A fresh canary: letters only, so that it is one word in every text, and folded it stays itself.
pub fn fresh(entropy: &SeededEntropy) -> String {
    let mut bytes = [0; LETTERS];
    entropy.fill(&mut bytes);
    let letters: String = bytes.iter().map(|b| char::from(b'a' + b % 26)).collect();
    format!("{MARK}{letters}")
}

/// What was found where: each canary with its number of places, and how many bytes were looked through.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Occurrences by canary, in plain, capital and two-byte letters alike.
    pub hits: BTreeMap<String, usize>,
    /// Bytes of all files.
    pub bytes: u64,
}

impl Found {
    /// How often a canary occurs.
    pub fn of(&self, canary: &str) -> usize {
        self.hits.get(canary).copied().unwrap_or(0)
    }
}

/// Looks through every byte of every file in these folders, in UTF-8 and in UTF-16, whatever the letters' size.
pub fn search(folders: &[PathBuf]) -> Found {
    let mut found = Found { bytes: folders.iter().map(|f| bytes_in(f)).sum(), ..Found::default() };
    let pattern = |between: &str| {
        let mark: String = MARK.chars().map(|c| format!("{c}{between}")).collect();
        format!("{mark}(?:[a-z]{between}){{{LETTERS}}}")
    };
    for between in ["", r"\x00"] {
        // By the system's own tool: our tests are not optimised.
        let mut grep = Command::new("grep");
        grep.env("LC_ALL", "C").args(["-rhaoiP", &pattern(between)]).args(folders);
        let output = grep.output().unwrap_or_else(|e| panic!("grep is needed: {e}"));
        assert!(matches!(output.status.code(), Some(0 | 1)), "grep: {}", String::from_utf8_lossy(&output.stderr));
        for line in output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
            let word: String = line.iter().filter(|b| **b != 0).map(|b| char::from(b.to_ascii_lowercase())).collect();
            *found.hits.entry(word).or_default() += 1;
        }
    }
    found
}

fn bytes_in(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else { return std::fs::metadata(path).map_or(0, |m| m.len()) };
    entries.flatten().map(|entry| bytes_in(&entry.path())).sum()
}

/// Everything a world keeps on the disk, written out: the data folder on SQLite, the whole cluster with its log of writes on PostgreSQL.
pub fn places(world: &World) -> Vec<PathBuf> {
    match world.ledger().backend() {
        Backend::Sqlite => vec![world.folder()],
        Backend::Postgres => {
            let mut conn = world.conn();
            conn.batch("CHECKPOINT").unwrap_or_else(|e| panic!("{e}"));
            vec![told(conn.as_mut(), "SELECT current_setting('data_directory')").into()]
        }
    }
}

fn told(conn: &mut dyn Connection, sql: &str) -> String {
    let row = conn.first(sql, &[]).unwrap_or_else(|e| panic!("{e}"));
    row.and_then(|row| row[0].text().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canary_is_found_however_it_is_written_and_another_word_is_not() {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let entropy = SeededEntropy::new(3);
        let [plain, capital, wide, absent] = std::array::from_fn(|_| fresh(&entropy));
        let wide_bytes: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap_or_else(|e| panic!("{e}"));
        write("a", format!("\u{1}\u{0}x{plain}y{plain}").as_bytes());
        write("b", format!("É{}", capital.to_uppercase()).as_bytes());
        write("c", &[b"\x00\xff", wide_bytes.as_slice()].concat());
        let found = search(&[folder.path().to_owned()]);
        assert_eq!([&plain, &capital, &wide, &absent].map(|c| found.of(c)), [2, 1, 1, 0]);
        assert_eq!(found.bytes as usize, 3 + 1 + 2 * plain.len() + 2 + capital.len() + 2 + 2 * wide.len());
    }
}
