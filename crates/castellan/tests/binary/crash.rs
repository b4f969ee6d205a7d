//! The server is killed while it answers: whoever was told that it is done finds it done, whoever was told nothing may ask again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use crate::{castellan, demo, text};

/// How many rounds; the nightly size is set by this.
const ROUNDS: &str = "CASTELLAN_CRASH_ROUNDS";
const ROUNDS_SAMPLED: usize = 5;
const CALLERS: usize = 8;
/// How often a starting server is asked, every 10 ms.
const STARTING: usize = 6_000;
/// The server is killed at some instant of this long under load.
const LOAD: Duration = Duration::from_millis(400);

#[expect(clippy::disallowed_methods, reason = "the nightly run says how many rounds")]
fn rounds() -> usize {
    std::env::var(ROUNDS).ok().and_then(|r| r.parse().ok()).unwrap_or(ROUNDS_SAMPLED)
}

fn serve(data: &Path) -> (Child, u16) {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_or(0, |a| a.port());
    let mut child = Command::new(env!("CARGO_BIN_EXE_castellan"))
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|e| panic!("{e}"));
    for _ in 0..STARTING {
        if call(port, "GET", "/healthz", "", None).is_some() {
            return (child, port);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill().and_then(|()| child.wait());
    panic!("the server does not answer");
}

/// One request; `None` when no whole answer came.
fn call(port: u16, method: &str, path: &str, token: &str, letter: Option<(&str, &Value)>) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let (key, body) = letter.map(|(key, body)| (key, body.to_string())).unwrap_or_default();
    let key = if key.is_empty() { String::new() } else { format!("idempotency-key: {key}\r\n") };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n{key}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    let mut lines = BufReader::new(stream);
    let mut status = String::new();
    lines.read_line(&mut status).ok()?;
    let status = status.split(' ').nth(1)?.parse().ok()?;
    let mut length = None;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let mut body = vec![0; length?];
    lines.read_exact(&mut body).ok()?;
    Some((status, serde_json::from_slice(&body).unwrap_or_default()))
}

/// All records of a register, page after page.
fn everything(port: u16, register: &str, token: &str) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let page = call(port, "GET", &format!("/api/v1/{register}?limit=100{after}"), token, None);
        let (status, page) = page.unwrap_or_else(|| panic!("no answer after {} records", items.len()));
        assert_eq!(status, 200, "{page}");
        items.extend(page["items"].as_array().cloned().unwrap_or_default());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return items,
        }
    }
}

#[test]
fn p01_what_the_server_acknowledged_survives_its_being_killed() {
    let folder = demo("60");
    let data = folder.path().join("data");
    let token = std::fs::read_to_string(data.join("token")).unwrap_or_else(|e| panic!("{e}"));
    let letter = |key: &str| {
        json!({"direction": "incoming", "kind": "letter", "subject": key, "document_date": "2026-01-02", "received_on": "2026-01-05",
               "correspondent": "Somebody",
               "channel": "post"})
    };
    // What was sent, and which record the server said it made.
    let sent: Mutex<BTreeMap<String, Option<String>>> = Mutex::default();
    let put = |port: u16, key: &str| {
        let answer = call(port, "POST", "/api/v1/commands/mail.register", &token, Some((key, &letter(key))));
        let made = answer.map(|(status, json)| {
            assert_eq!(status, 200, "{json}");
            json["record"]["id"].as_str().unwrap_or_default().to_owned()
        });
        let done = made.is_some();
        sent.lock().unwrap_or_else(|e| panic!("{e}")).insert(key.to_owned(), made);
        done
    };
    let rounds = rounds();
    for round in 0..rounds {
        let (mut server, port) = serve(&data);
        std::thread::scope(|scope| {
            for caller in 0..CALLERS {
                let put = &put;
                scope.spawn(move || (0..100_000).take_while(|at| put(port, &format!("{round}-{caller}-{at}"))).count());
            }
            // Another instant each time.
            std::thread::sleep(LOAD.mul_f64((round + 1) as f64 / rounds as f64));
            server.kill().unwrap_or_else(|e| panic!("{e}"));
            let _ = server.wait();
        });
        let verified = castellan(&["verify"], &data);
        assert!(verified.status.success(), "round {round}: {}", text(&verified));
    }
    // Those whose answer was lost ask again, with the same key.
    let (mut server, port) = serve(&data);
    let asked: Vec<(String, Option<String>)> = sent.lock().unwrap_or_else(|e| panic!("{e}")).clone().into_iter().collect();
    let unanswered = asked.iter().filter(|(_, made)| made.is_none()).map(|(key, _)| put(port, key)).filter(|done| *done).count();
    let items = everything(port, "mail_items", &token);
    server.kill().unwrap_or_else(|e| panic!("{e}"));
    let _ = server.wait();
    let sent = sent.into_inner().unwrap_or_else(|e| panic!("{e}"));
    // Each letter is there once, as the record the caller was told, acknowledged at first or asked for again.
    let mut there: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in items.iter().filter(|i| i["correspondent"] == "Somebody") {
        there.entry(item["subject"].as_str().unwrap_or_default()).or_default().push(item["id"].as_str().unwrap_or_default());
    }
    let told: BTreeMap<&str, Vec<&str>> =
        sent.iter().map(|(key, made)| (key.as_str(), vec![made.as_deref().unwrap_or_default()])).collect();
    assert_eq!(there, told);
    let acknowledged = asked.iter().filter(|(_, made)| made.is_some()).count();
    assert!(acknowledged >= rounds * 5 && unanswered >= rounds, "{acknowledged} acknowledged, {unanswered} lost answers");
    // And the year's book has no gap.
    let mut numbers: Vec<i64> = items
        .iter()
        .filter(|i| i["reference"].as_str().is_some_and(|r| r.contains("/2026/IN/")))
        .filter_map(|i| i["number"].as_i64())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
}
