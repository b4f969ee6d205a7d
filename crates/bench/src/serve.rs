//! The server as it is shipped: how long until it answers, how much it holds.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::measure::{now, once, status};
use crate::office::{Office, key_file};
use crate::table::{Table, Unit};

const ADDRESS: &str = "127.0.0.1:18461";
const ROUNDS: usize = 5;
const REQUESTS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(30);

/// The binary, beside this one.
pub fn program() -> PathBuf {
    std::env::current_exe().ok().and_then(|p| Some(p.parent()?.join("castellan"))).unwrap_or_default()
}

/// Start, memory.
pub fn measure(table: &mut Table, folder: &Path, people: usize) -> Result<(), String> {
    let office = Office::open(folder, false)?;
    let cookie = office.cookie()?;
    office.ledger.close();
    let (mut least, mut held) = (f64::MAX, 0.0);
    for _ in 0..ROUNDS {
        let start = now();
        let mut child = Served::start(folder)?;
        while !get("/healthz", "").is_ok_and(|a| a.starts_with("HTTP/1.1 200")) {
            if start.elapsed() > PATIENCE || child.0.try_wait().is_ok_and(|s| s.is_some()) {
                return Err("the server does not answer".to_owned());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        least = least.min(start.elapsed().as_secs_f64());
        for at in 0..REQUESTS {
            let page = ["/", "/r/people", "/r/psc_cases?view=newest", "/r/people?view=nationality"][at % 4];
            let answer = get(page, &cookie).map_err(|e| e.to_string())?;
            if !answer.starts_with("HTTP/1.1 200") {
                return Err(format!("{page} answers {}", answer.lines().next().unwrap_or_default()));
            }
        }
        held = status(&child.0.id().to_string(), "VmRSS").max(held);
    }
    let mut floor = f64::MAX;
    for _ in 0..ROUNDS {
        let (took, _) = once(|| Command::new(program()).arg("--version").output());
        floor = floor.min(took.wall);
    }
    table.below(
        format!("start of the server on {people} people (wall; floor: the program saying its version)"),
        Unit::Seconds,
        Some(0.3),
        least,
        Some(floor),
    );
    table.below(format!("resident after start and {REQUESTS} pages"), Unit::Mebi, Some(80.0 * 1_048_576.0), held, None);
    Ok(())
}

struct Served(Child);

impl Served {
    fn start(folder: &Path) -> Result<Self, String> {
        let keys = key_file(folder);
        let mut command = Command::new(program());
        command.arg("serve").arg("--data").arg(folder).arg("--keys").arg(keys).args(["--listen", ADDRESS]);
        command.stdout(Stdio::null()).spawn().map(Self).map_err(|e| format!("{}: {e}", program().display()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(path: &str, cookie: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(ADDRESS)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
