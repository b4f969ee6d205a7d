//! What a gate counted, as a file that `docs/evidence/` is made from.

use std::path::PathBuf;

use ledger::db::Backend;

/// Where the files are.
pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/evidence"))
}

/// Writes what a gate counted on a database, in the order given; the last run stands.
pub fn write(gate: &str, on: Backend, counts: &[(&str, usize)]) {
    let backend = match on {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    };
    let counts: Vec<String> = counts.iter().map(|(name, count)| format!(",\n  \"{name}\": {count}")).collect();
    let text = format!("{{\n  \"gate\": \"{gate}\",\n  \"backend\": \"{backend}\"{}\n}}\n", counts.concat());
    let file = folder().join(format!("{gate}-{backend}.json"));
    std::fs::create_dir_all(folder()).and_then(|()| std::fs::write(&file, text)).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
}

/// What the environment says of a run larger than a test's; set by whoever starts it.
#[expect(clippy::disallowed_methods, reason = "the size of a run is its starter's choice")]
pub fn said(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

/// A number it says, or the test's own.
pub fn size(variable: &str, otherwise: usize) -> usize {
    said(variable).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
