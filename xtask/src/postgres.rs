//! A private PostgreSQL for the stories: made in a short temporary folder, reached through a socket in it, gone afterwards. As root its
//! programs run under the account `postgres`, since they refuse to run as root.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::house::{self, Outcome, says};

/// Where Debian puts the servers.
const SERVERS: &str = "/usr/lib/postgresql";
const NAME: &str = "castellan";
const START_SECONDS: u64 = 30;

/// A running cluster; it ends when this is dropped.
pub struct Cluster {
    folder: PathBuf,
    server: Child,
}

/// The programs of the newest server installed.
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(SERVERS).ok()?.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    let number = |bin: &PathBuf| bin.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    versions.filter(|bin| bin.join("initdb").is_file()).max_by_key(number)
}

/// A command that ends when we end, and as root runs under `account`.
pub fn bound(account: Option<&str>, name: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM"]);
    if let Some(account) = account.filter(|_| house::is_root()) {
        command.args([&format!("--reuid={account}"), &format!("--regid={account}"), "--clear-groups"]);
    }
    command.arg("--").arg(name);
    command
}

impl Cluster {
    /// Makes and starts one.
    pub fn start() -> Outcome<Self> {
        let bin = programs().ok_or("PostgreSQL is not installed: apt install postgresql")?;
        // A socket's path has hardly more than a hundred characters, so the folder is not under target/.
        let folder = std::env::temp_dir().join(format!("castellan-e2e-{}", std::process::id()));
        make_folder(&folder)?;
        let data = folder.join("data");
        let run = |name: &str, arguments: &[&str]| {
            says(bound(Some("postgres"), &bin.join(name)).args(arguments).current_dir(&folder)).inspect_err(|_| {
                let _ = house::remove_folder(&folder);
            })
        };
        let (at, into) = (folder.to_string_lossy(), data.to_string_lossy());
        run("initdb", &["--auth=trust", "--username", NAME, "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata", &into])?;
        let log = std::fs::File::create(folder.join("log")).map_err(|error| format!("{at}/log cannot be written: {error}"))?;
        let server = bound(Some("postgres"), &bin.join("postgres"))
            .args(["-D", &into, "-k", &at, "-c", "listen_addresses=", "-c", "fsync=off"])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("PostgreSQL cannot be started: {error}"))?;
        let mut cluster = Self { folder: folder.clone(), server };
        cluster.wait(&bin)?;
        says(bound(Some("postgres"), &bin.join("createdb")).args(["--host", &at, "--username", NAME, NAME]).current_dir(&folder))?;
        Ok(cluster)
    }

    fn wait(&mut self, bin: &Path) -> Outcome {
        let start = house::now();
        let folder = self.folder.to_string_lossy().into_owned();
        while says(Command::new(bin.join("pg_isready")).args(["--quiet", "--host", &folder])).is_err() {
            let ended = self.server.try_wait().ok().flatten().is_some();
            if ended || house::now().duration_since(start) > Duration::from_secs(START_SECONDS) {
                let said = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not start:\n{}", said.trim()));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// How Castellan reaches it.
    pub fn url(&self) -> String {
        format!("postgres:///{NAME}?user={NAME}&host={}", self.folder.display())
    }
}

/// A folder for the account alone that runs the server.
fn make_folder(folder: &Path) -> Outcome {
    let failed = |error: std::io::Error| format!("{} cannot be made: {error}", folder.display());
    house::remove_folder(folder)?;
    std::fs::create_dir(folder).map_err(failed)?;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(failed)?;
    if !house::is_root() {
        return Ok(());
    }
    let id = |flag: &str| says(Command::new("id").args([flag, "postgres"])).ok().and_then(|id| id.trim().parse().ok());
    let (Some(user), Some(group)) = (id("-u"), id("-g")) else {
        return Err("there is no account `postgres` to run the database under: apt install postgresql".to_owned());
    };
    chown(folder, Some(user), Some(group)).map_err(failed)
}

/// Asks a child of ours to end, and makes it end when it does not.
pub fn end(child: &mut Child, signal: &str) {
    // One that has ended has given its number back: it must not be sent anything.
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    let _ = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status();
    for _ in 0..100 {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = child.kill();
    let _ = child.wait();
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
        end(&mut self.server, "INT");
        let _ = house::remove_folder(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_of_ours_ends_when_asked() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        end(&mut child, "TERM");
        assert!(child.try_wait().unwrap().is_some());
    }

    #[test]
    fn a_cluster_starts_answers_and_leaves_nothing_behind() {
        let Some(bin) = programs() else { return eprintln!("PostgreSQL is not installed: nothing was tried") };
        let cluster = Cluster::start().unwrap();
        let folder = cluster.folder.clone();
        let answer = says(Command::new(bin.join("psql")).args(["--no-psqlrc", "-Atc", "SELECT 6 * 7", &cluster.url()])).unwrap();
        assert_eq!(answer.trim(), "42");
        drop(cluster);
        assert!(!folder.exists());
    }
}
