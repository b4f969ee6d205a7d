//! The stories in a browser: a demo agency of its own on a free port, once on SQLite and once on PostgreSQL.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::house::{self, Outcome, cargo, must, program, read, remove_folder, root};
use crate::postgres::{Cluster, bound, end};
use crate::web;

const PEOPLE: &str = "200";
const SEED: &str = "7";
/// Making the agency takes a while with a debug build.
const START_SECONDS: u64 = 300;

/// A running demo; it ends when this is dropped.
struct Server {
    child: Child,
    port: u16,
    log: PathBuf,
}

/// Checks the stories' types and builds the binary, which it returns.
fn prepare() -> Outcome<PathBuf> {
    // The pages carry the browser's files as they were last built: build them first, so that no story meets older ones.
    web::build()?;
    let folder = root().join("e2e");
    web::install(&folder)?;
    must(program("npm").current_dir(&folder).args(["run", "--silent", "check"]))?;
    must(cargo().args(["build", "--package", "castellan"]))?;
    Ok(root().join("target/debug/castellan"))
}

/// Walks the guide's story and takes its pictures over into the guide.
pub fn guide() -> Outcome {
    let castellan = prepare()?;
    let taken = |lang: &str| root().join("e2e/screenshots/sqlite").join(lang).join("guide");
    for lang in ["en", "fr"] {
        remove_folder(&taken(lang))?;
    }
    let server = Server::start(&castellan, "guide", None)?;
    walk(&server, "sqlite", &["stories/guide.spec.ts"], None)?;
    for lang in ["en", "fr"] {
        let to = root().join("docs/guide/pictures").join(lang);
        remove_folder(&to)?;
        take_over(&taken(lang), &to).map_err(|error| format!("the pictures cannot be taken over into {}: {error}", to.display()))?;
    }
    println!("   the pictures stand in docs/guide/pictures: look at them before you commit");
    Ok(())
}

fn take_over(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for picture in std::fs::read_dir(from)? {
        let picture = picture?;
        std::fs::copy(picture.path(), to.join(picture.file_name()))?;
    }
    Ok(())
}

/// Runs the stories on both databases at once: a browser waits for its server most of the time. What PostgreSQL's said comes last.
pub fn run() -> Outcome {
    if !house::files()?.iter().any(|path| path.starts_with("e2e/") && path.ends_with(".spec.ts")) {
        println!("   there is no story in e2e/ yet: nothing was tried in a browser");
        return Ok(());
    }
    let castellan = prepare()?;
    if std::env::var_os("CASTELLAN_E2E_POSTGRES").is_some_and(|value| value == "0") {
        println!("   CASTELLAN_E2E_POSTGRES=0: the stories are not run on PostgreSQL");
        return stories(&castellan, "sqlite", None, None);
    }
    let (cluster, log) = (Cluster::start()?, root().join("target/e2e/stories-postgres.log"));
    let (sqlite, postgres) = std::thread::scope(|scope| {
        let postgres = scope.spawn(|| stories(&castellan, "postgres", Some(&cluster.url()), Some(&log)));
        (stories(&castellan, "sqlite", None, None), postgres.join())
    });
    println!("{}", read(&log).unwrap_or_default());
    sqlite?;
    postgres.map_err(|_| "the stories on PostgreSQL ended without a word".to_owned())??;
    compare(&root().join("target/e2e"))
}

/// Holds against each other what the stories left behind on both databases, without ids and times.
fn compare(folder: &Path) -> Outcome {
    for lang in ["en", "fr"] {
        let state = |name: &str| read(&folder.join(format!("state-{name}-{lang}.json")));
        let (sqlite, postgres) = (state("sqlite")?, state("postgres")?);
        if let Some((at, (one, other))) = sqlite.lines().zip(postgres.lines()).enumerate().find(|(_, (one, other))| one != other) {
            return Err(format!("the stories in {lang} end differently, line {}: SQLite {one}, PostgreSQL {other}", at + 1));
        }
        if sqlite.lines().count() != postgres.lines().count() {
            return Err(format!("the stories in {lang} end differently: one database holds more"));
        }
    }
    println!("   the stories end the same on both databases");
    Ok(())
}

/// Runs all stories on a database; what they say goes to a file, or is said at once.
fn stories(castellan: &Path, name: &str, database: Option<&str>, log: Option<&Path>) -> Outcome {
    for lang in ["en", "fr"] {
        // What an earlier run left is nothing to compare with.
        let _ = std::fs::remove_file(root().join(format!("target/e2e/state-{name}-{lang}.json")));
    }
    let server = Server::start(castellan, name, database)?;
    println!("   the stories on {name}, at http://127.0.0.1:{}", server.port);
    walk(&server, name, &[], log)
}

/// Runs the stories of some files, or all.
fn walk(server: &Server, database: &str, files: &[&str], log: Option<&Path>) -> Outcome {
    let mut playwright = program(root().join("e2e/node_modules/.bin/playwright"));
    playwright
        .current_dir(root().join("e2e"))
        .args(["test", "--output", &format!("test-results/{database}")])
        .args(files)
        .env("CASTELLAN_URL", format!("http://127.0.0.1:{}", server.port))
        .env("CASTELLAN_E2E_DATABASE", database)
        .env("CI", "1");
    if let Some(log) = log {
        playwright.stdout(std::fs::File::create(log).map_err(|error| format!("{} cannot be written: {error}", log.display()))?);
    }
    must(&mut playwright).map_err(|said| format!("on {database}: {said}; what the server said stands in {}", server.log.display()))
}

impl Server {
    fn start(castellan: &Path, name: &str, database: Option<&str>) -> Outcome<Self> {
        // Data, the keys beside it, and what the server says.
        let folder = root().join("target/e2e").join(name);
        remove_folder(&folder)?;
        std::fs::create_dir_all(folder.join("data")).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        let log = folder.join("server.log");
        let file = || std::fs::File::create(&log).map_err(|error| format!("{} cannot be written: {error}", log.display()));
        let out = file()?;
        let err = out.try_clone().map_err(|error| error.to_string())?;
        let port = free_port()?;
        let mut command = bound(None, castellan);
        command.current_dir(root()).args(["demo", "--people", PEOPLE, "--seed", SEED, "--data"]).arg(folder.join("data"));
        command.args(["--listen", &format!("127.0.0.1:{port}")]);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .map_err(|error| format!("the demo cannot be started (`setpriv` of util-linux is needed): {error}"))?;
        let mut server = Self { child, port, log };
        server.wait()?;
        Ok(server)
    }

    fn wait(&mut self) -> Outcome {
        let start = house::now();
        while !healthy(self.port) {
            let said = |what: &str| {
                let log = read(&self.log).unwrap_or_default();
                let from = log.lines().count().saturating_sub(20);
                let tail: Vec<&str> = log.lines().skip(from).collect();
                Err(format!("{what}; its last lines:\n{}", tail.join("\n")))
            };
            if let Ok(Some(status)) = self.child.try_wait() {
                return said(&format!("the demo ended before it answered ({status})"));
            }
            if house::now().duration_since(start) > Duration::from_secs(START_SECONDS) {
                return said(&format!("the demo did not answer at /healthz within {START_SECONDS} s"));
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child, "TERM");
    }
}

fn free_port() -> Outcome<u16> {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    port.map(|address| address.port()).map_err(|error| format!("there is no free port: {error}"))
}

/// Whether `/healthz` answers 200.
fn healthy(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(format!("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(head.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answering(answer: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 512];
            let _ = stream.read(&mut asked);
            let _ = stream.write_all(answer.as_bytes());
        });
        port
    }

    #[test]
    fn a_demo_that_ends_at_once_is_reported_with_what_it_said() {
        let said = Server::start(Path::new("ls"), "nothing", None).err().unwrap();
        assert!(said.starts_with("the demo ended before it answered (exit status: 2)"), "{said}");
        assert!(said.contains("--people"), "{said}");
    }

    #[test]
    fn states_that_differ_are_told_with_the_line() {
        let folder = std::env::temp_dir().join(format!("castellan-compare-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("sqlite-en", "a\nb\n"), ("postgres-en", "a\nb\n"), ("sqlite-fr", "a\nb\n"), ("postgres-fr", "a\nc\n")] {
            std::fs::write(folder.join(format!("state-{name}.json")), text).unwrap();
        }
        let said = compare(&folder).err().unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(said, "the stories in fr end differently, line 2: SQLite b, PostgreSQL c");
    }

    #[test]
    fn only_a_good_answer_is_healthy() {
        assert!(healthy(answering("HTTP/1.1 200 OK\r\n\r\n")));
        assert!(!healthy(answering("HTTP/1.1 503 Service Unavailable\r\n\r\n")));
        assert!(!healthy(answering("")));
        assert!(!healthy(free_port().unwrap()));
    }
}
