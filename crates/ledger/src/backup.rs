//! Backup and restore of an office's file by SQLite's online backup, never by copying. PostgreSQL has its own tools.

use std::path::Path;

use crate::Error;
use crate::db::sqlite::Sqlite;
use crate::node::sqlite_file;

const PAGES_A_STEP: i32 = 1_000;

/// Writes a consistent copy of the data folder's database to a file that must not exist yet. The key file is not in it.
pub fn write(folder: &Path, out: &Path) -> Result<(), Error> {
    if out.exists() {
        return Err(Error::Stored(format!("{} exists already; a backup never overwrites", out.display())));
    }
    let source = Sqlite::open(&sqlite_file(folder), false)?;
    copy(&source, out)
}

/// Puts a backup into a data folder that holds no database yet.
pub fn restore(backup: &Path, folder: &Path) -> Result<(), Error> {
    use std::os::unix::fs::DirBuilderExt;
    let target = sqlite_file(folder);
    if target.exists() {
        return Err(Error::Stored(format!("{} exists already; restore into an empty folder", target.display())));
    }
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|e| Error::Stored(format!("{}: {e}", folder.display())))?;
    let source = Sqlite::open(backup, false)?;
    copy(&source, &target)
}

fn copy(source: &Sqlite, out: &Path) -> Result<(), Error> {
    let mut target = rusqlite::Connection::open(out)?;
    let backup = rusqlite::backup::Backup::new(source.raw(), &mut target)?;
    backup.run_to_completion(PAGES_A_STEP, std::time::Duration::ZERO, None)?;
    Ok(())
}
