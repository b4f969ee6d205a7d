//! `kill -9` under load: what was acknowledged is there, nothing is half done, the log verifies.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use kernel::entropy::SeededEntropy;
use ledger::node::Place;
use testkit::{Backend, Setup, World};

/// Folder of the data, for the child.
const FOLDER: &str = "CASTELLAN_CRASH_FOLDER";
/// Start value of the child's randomness: no two rounds make the same ids.
const SEED: &str = "CASTELLAN_CRASH_SEED";
/// How many rounds; the nightly size is set by this.
const ROUNDS: &str = "CASTELLAN_CRASH_ROUNDS";
const ROUNDS_SAMPLED: usize = 12;
const WRITERS: usize = 8;

#[expect(clippy::disallowed_methods, reason = "the parent tells its child and the nightly run tells the parent")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn world(folder: PathBuf, seed: u64, staffed: bool) -> World {
    World::with(Backend::Sqlite, Setup { place: Some(Place::Folder(folder)), seed, staffed, relaxed: false, ..Setup::default() })
}

/// The child: writes until it is killed, and says of each letter that it was acknowledged. Does nothing unless it is told to.
#[test]
fn crash_child() {
    let (Some(folder), Some(seed)) = (told(FOLDER), told(SEED)) else { return };
    let world = world(PathBuf::from(folder), seed.parse().unwrap_or(1), false);
    let fields = world.letter_fields("incoming", "ROU");
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (world, fields) = (&world, fields.clone());
            scope.spawn(move || {
                let who = world.as_(["registry", "registry2", "officer", "technician"][writer % 4]);
                for _ in 0..100_000 {
                    let receipt = who.does("mail.register", &fields);
                    let letter = receipt.answer.map(|(_, id)| id.outward("mai")).unwrap_or_default();
                    // One write a line: lines of different writers do not mix.
                    let line = format!("ack {} {letter}\n", receipt.seq);
                    if std::io::stdout().lock().write_all(line.as_bytes()).and_then(|()| std::io::stdout().lock().flush()).is_err() {
                        return;
                    }
                }
            });
        }
    });
}

#[test]
fn p01_nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let home = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let folder = home.path().join("data");
    drop(world(folder.clone(), 1, true));
    let rounds = told(ROUNDS).and_then(|r| r.parse().ok()).unwrap_or(ROUNDS_SAMPLED);
    let random = SeededEntropy::new(rounds as u64);
    let mut acknowledged: BTreeMap<i64, String> = BTreeMap::new();
    let mut busy = 0;
    for round in 0..rounds {
        let exe = std::env::current_exe().unwrap_or_else(|e| panic!("{e}"));
        let mut child = Command::new(exe)
            .args(["--exact", "crash::crash_child", "--nocapture", "--test-threads=1"])
            .env(FOLDER, &folder)
            .env(SEED, (1_000 + round).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{e}"));
        let pipe = child.stdout.take().unwrap_or_else(|| panic!("no pipe"));
        let (first, started) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut lines = Vec::new();
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                if let Some((seq, letter)) = line.strip_prefix("ack ").and_then(|rest| rest.split_once(' '))
                    && let Ok(seq) = seq.parse::<i64>()
                {
                    lines.push((seq, letter.to_owned()));
                    let _ = first.send(());
                }
            }
            lines
        });
        // Some rounds die while they start, most in the middle of their work.
        if round % 6 != 5 {
            let _ = started.recv_timeout(Duration::from_secs(20));
        }
        std::thread::sleep(Duration::from_millis(5 + random.below(150) as u64));
        child.kill().unwrap_or_else(|e| panic!("{e}"));
        let _ = child.wait();
        let lines = reader.join().unwrap_or_default();
        busy += usize::from(lines.len() > 1);
        for (seq, letter) in lines {
            assert_eq!(acknowledged.insert(seq, letter), None, "one number acknowledged twice");
        }
        let world = world(folder.clone(), 5_000 + round as u64, false);
        let report = world.verified();
        let mut conn = world.conn();
        let rows = conn
            .query("SELECT r.rev_from, m.id, m.number FROM mail_items m JOIN mail_items_rev r ON r.id = m.id ORDER BY m.number", &[])
            .unwrap_or_default();
        let there: BTreeMap<i64, String> = rows.iter().filter_map(|r| Some((r[0].int()?, r[1].id()?.outward("mai")))).collect();
        for (seq, letter) in &acknowledged {
            assert_eq!(there.get(seq), Some(letter), "round {round}: the acknowledged entry {seq}");
        }
        let numbers: Vec<i64> = rows.iter().filter_map(|r| r[2].int()).collect();
        assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>(), "round {round}: no gap");
        assert_eq!(report.entries as usize, 1 + there.len(), "round {round}: an entry a letter");
        assert_eq!(conn.first("PRAGMA integrity_check", &[]).ok().flatten().map(|r| r[0].clone()), Some("ok".into()));
        // And the office works on.
        if round % 4 == 0 {
            drop(conn);
            let receipt = world.as_("registry").does("mail.register", &world.letter_fields("incoming", "ROU"));
            acknowledged.insert(receipt.seq, receipt.answer.map(|(_, id)| id.outward("mai")).unwrap_or_default());
        }
    }
    assert!(busy * 2 > rounds && acknowledged.len() > rounds * 5, "{} letters in {busy} busy rounds of {rounds}", acknowledged.len());
}
