//! A private PostgreSQL for tests, from the system's own programs, on a socket in a short folder, as an unprivileged account.
//!
//! `cargo xtask test` starts one with [`Cluster::start`] and hands its address on in `CASTELLAN_TEST_PG`. Without that variable the first
//! test that needs one starts a cluster for this user, which ends by itself some minutes after its last use.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use ledger::db::Connection;
use ledger::db::postgres::Postgres;

/// The variable that holds the address of a cluster, without its `dbname=`.
pub const VARIABLE: &str = "CASTELLAN_TEST_PG";

const MISSING: &str = "PostgreSQL's programs initdb and postgres were not found: apt-get install postgresql";
const USER: &str = "castellan";
const IDLE_MINUTES: u32 = 10;
const TRIES: u32 = 300;
/// The longest path a socket's folder may have: the kernel takes 108 bytes for the whole name.
const FOLDER_BYTES_MAX: usize = 80;

/// A running cluster; it stops when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    /// Its address, to be followed by ` dbname=…`.
    pub url: String,
    server: Child,
}

impl Cluster {
    /// Makes and starts a cluster in a folder that does not exist yet or is empty.
    pub fn start(dir: &Path) -> Result<Self, String> {
        let url = make(dir)?;
        let server = command(dir, "postgres")?.args(arguments(dir)).spawn().map_err(|e| format!("postgres did not start: {e}"))?;
        let cluster = Self { url, server };
        wait(&cluster.url, dir)?;
        Ok(cluster)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Interrupt is PostgreSQL's fast shutdown: running tests are over by now.
        let pid = self.server.id().to_string();
        let asked = Command::new("kill").args(["-INT", &pid]).status().is_ok_and(|s| s.success());
        if !asked {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

impl Cluster {
    /// Makes an empty database of its own and returns its address.
    pub fn database(&self, name: &str) -> Result<String, String> {
        admin(&self.url)?.batch(&format!("CREATE DATABASE \"{name}\" TEMPLATE template0")).map_err(|e| format!("database {name}: {e}"))?;
        Ok(format!("{} dbname={name}", self.url))
    }
}

/// Makes an empty database and returns its address; says what to install when there is no PostgreSQL.
pub fn database(name: &str) -> Result<String, String> {
    let prefix = prefix()?;
    let mut conn = admin(prefix)?;
    conn.batch(&format!("CREATE DATABASE \"{name}\" TEMPLATE template0")).map_err(|e| format!("database {name}: {e}"))?;
    Ok(format!("{prefix} dbname={name}"))
}

/// Drops a database, whoever is still connected.
pub fn drop_database(name: &str) {
    if let Ok(mut conn) = prefix().and_then(admin) {
        let _ = conn.batch(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"));
    }
}

fn admin(prefix: &str) -> Result<Postgres, String> {
    Postgres::open(&format!("{prefix} dbname=postgres")).map_err(|e| format!("the test cluster at {prefix} does not answer: {e}"))
}

fn prefix() -> Result<&'static str, String> {
    static PREFIX: OnceLock<Result<String, String>> = OnceLock::new();
    PREFIX.get_or_init(find).as_deref().map_err(Clone::clone)
}

#[expect(clippy::disallowed_methods, reason = "the tests' one switch, set by cargo xtask test")]
fn find() -> Result<String, String> {
    match std::env::var(VARIABLE) {
        Ok(url) if !url.trim().is_empty() => Ok(url),
        _ => shared(),
    }
}

/// The cluster of this user, started on first use. A lock keeps processes from starting it twice; a watcher stops it once it idles.
fn shared() -> Result<String, String> {
    fn io(what: &str) -> impl Fn(std::io::Error) -> String {
        move |e| format!("{what}: {e}")
    }
    let home = std::env::temp_dir().join(format!("castellan-pg-{}", me()));
    fs::create_dir_all(&home).map_err(io("test cluster"))?;
    // Others may pass through to the socket but not look around.
    fs::set_permissions(&home, fs::Permissions::from_mode(0o711)).map_err(io("test cluster"))?;
    let lock = fs::File::create(home.join("lock")).map_err(io("test cluster"))?;
    lock.lock().map_err(io("test cluster"))?;
    let used = home.join("used");
    fs::write(&used, b"").map_err(io("test cluster"))?;
    let dir = home.join("c");
    let url = address(&dir);
    if admin(&url).is_ok() {
        return Ok(url);
    }
    if dir.exists() {
        fs::remove_dir_all(&dir).map_err(io("an old test cluster"))?;
    }
    make(&dir)?;
    // The watcher ends the server when nobody has used it for a while, and then itself.
    let script = r#"used=$1 minutes=$2; shift 2
"$@" & server=$!
while kill -0 $server 2>/dev/null; do
  sleep 15
  if [ -z "$(find "$used" -mmin "-$minutes" 2>/dev/null)" ]; then kill -INT $server; wait $server; exit 0; fi
done"#;
    let program = programs()?.join("postgres");
    let mut watcher = command_for(&dir, Path::new("sh"))?;
    watcher.args(["-c", script, "watch"]).arg(&used).arg(IDLE_MINUTES.to_string()).arg(program).args(arguments(&dir));
    watcher.process_group(0).spawn().map_err(io("postgres did not start"))?;
    wait(&url, &dir)?;
    Ok(url)
}

/// Makes the data folder and says the address it will have.
fn make(dir: &Path) -> Result<String, String> {
    if dir.as_os_str().len() > FOLDER_BYTES_MAX {
        return Err(format!("{} is too long for a socket; set TMPDIR to a shorter folder", dir.display()));
    }
    programs()?;
    fs::create_dir_all(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    if let Some((user, group)) = unprivileged()? {
        std::os::unix::fs::chown(dir, Some(user), Some(group)).map_err(|e| format!("{}: {e}", dir.display()))?;
    }
    let made = command(dir, "initdb")?
        .args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--data-checksums", "--no-sync"])
        .arg("--pgdata")
        .arg(dir.join("data"))
        .status()
        .map_err(|e| format!("initdb: {e}"))?;
    if made.success() { Ok(address(dir)) } else { Err(format!("initdb failed; see {}", dir.join("log").display())) }
}

fn address(dir: &Path) -> String {
    format!("host={} user={USER}", dir.display())
}

/// Durability is another test's business: these databases live for seconds.
fn arguments(dir: &Path) -> Vec<String> {
    let mut arguments = vec!["-D".to_owned(), dir.join("data").display().to_string(), "-k".to_owned(), dir.display().to_string()];
    let settings = [
        "listen_addresses=",
        "fsync=off",
        "full_page_writes=off",
        "max_connections=400",
        "shared_buffers=64MB",
        "autovacuum=off",
        "wal_recycle=off",
        "min_wal_size=32MB",
    ];
    arguments.extend(settings.iter().flat_map(|s| ["-c".to_owned(), (*s).to_owned()]));
    arguments
}

fn wait(url: &str, dir: &Path) -> Result<(), String> {
    for _ in 0..TRIES {
        if admin(url).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(format!("the test cluster did not come up; see {}", dir.join("log").display()))
}

/// The newest programs of the system.
fn programs() -> Result<PathBuf, String> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|v| Some((v.file_name().to_str()?.parse().ok()?, v.path().join("bin"))))
        .filter(|(_, bin): &(u32, PathBuf)| bin.join("postgres").exists() && bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).ok_or_else(|| MISSING.to_owned())
}

fn command(dir: &Path, program: &str) -> Result<Command, String> {
    command_for(dir, &programs()?.join(program))
}

fn command_for(dir: &Path, program: &Path) -> Result<Command, String> {
    let log = || fs::OpenOptions::new().create(true).append(true).open(dir.join("log")).map_err(|e| format!("{}: {e}", dir.display()));
    let (mut out, errors) = (log()?, log()?);
    writeln!(out, "{}", program.display()).map_err(|e| e.to_string())?;
    let mut command = Command::new(program);
    command.current_dir(dir).stdin(Stdio::null()).stdout(out).stderr(errors).env_remove("PGDATABASE");
    if let Some((user, group)) = unprivileged()? {
        command.uid(user).gid(group);
    }
    Ok(command)
}

/// PostgreSQL refuses to run as root: then its own account is taken, else nobody's.
fn unprivileged() -> Result<Option<(u32, u32)>, String> {
    if me() != 0 {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd").map_err(|e| format!("/etc/passwd: {e}"))?;
    let of = |name: &str| {
        let line = accounts.lines().find(|l| l.split(':').next() == Some(name))?;
        let mut parts = line.split(':').skip(2);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    of("postgres")
        .or_else(|| of("nobody"))
        .map(Some)
        .ok_or_else(|| "no unprivileged account for PostgreSQL: add one named postgres".to_owned())
}

fn me() -> u32 {
    fs::metadata("/proc/self").map_or(0, |m| m.uid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_lives_as_long_as_its_handle() {
        let home = tempfile::Builder::new().prefix("cpg").tempdir().unwrap_or_else(|e| panic!("{e}"));
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o711)).unwrap_or_else(|e| panic!("{e}"));
        let cluster = Cluster::start(&home.path().join("c")).unwrap_or_else(|e| panic!("{e}"));
        let mut conn = admin(&cluster.url).unwrap_or_else(|e| panic!("{e}"));
        let said = conn.first("SELECT current_setting('data_checksums')", &[]).ok().flatten().map(|r| r[0].clone());
        assert_eq!(said, Some("on".into()));
        let url = cluster.url.clone();
        drop(conn);
        drop(cluster);
        assert!(admin(&url).is_err());
    }

    #[test]
    fn a_socket_that_would_not_fit_is_refused_in_words() {
        let long = Path::new("/tmp").join("x".repeat(100));
        assert!(Cluster::start(&long).is_err_and(|e| e.contains("too long for a socket")));
        assert!(MISSING.contains("apt-get install postgresql"));
    }
}
