//! The command line's way to records: the API, through the running server's socket, or in this process when no server runs.

use std::path::Path;
use std::process::ExitCode;

use axum::body::Body;
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::place::{Opening, Place};
use crate::serve;

/// What the API answered.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// What came with it.
    pub body: Vec<u8>,
}

/// The token of whom the command acts as.
pub fn token(place: &Place, given: Option<String>) -> Result<String, String> {
    #[expect(clippy::disallowed_methods, reason = "the command line reads its environment here and nowhere else")]
    let named = given.or_else(|| std::env::var("CASTELLAN_TOKEN").ok());
    let stored = || std::fs::read_to_string(place.data.join("token")).ok();
    named.or_else(stored).map(|t| t.trim().to_owned()).ok_or_else(|| {
        "who are you? Give the token of the person you act as with --token, in CASTELLAN_TOKEN, or in the file `token` of the data folder".to_owned()
    })
}

/// Asks the API: of the running server, or in this process.
pub fn send(place: &Place, token: &str, method: Method, path: &str, lang: &str, body: Vec<u8>) -> Result<Answer, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost")
        .header("authorization", format!("Bearer {token}"))
        .header("accept-language", lang)
        .body(Body::from(body))
        .map_err(|e| e.to_string())?;
    // A ledger is opened on an ordinary thread: its drivers block.
    let (socket, here) = match runtime.block_on(tokio::net::UnixStream::connect(place.socket())) {
        Ok(stream) => (Some(stream), None),
        Err(_) => (None, Some(place.open(Opening::office())?)),
    };
    let app = here.as_ref().map(|(ledger, _)| serve::app(ledger, false)).transpose()?;
    let answer = runtime.block_on(async {
        match (socket, app) {
            (Some(stream), _) => {
                let io = hyper_util::rt::TokioIo::new(stream);
                let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.map_err(|e| e.to_string())?;
                tokio::spawn(connection);
                let response = sender.send_request(request).await.map_err(|e| e.to_string())?;
                let status = response.status().as_u16();
                let body = response.into_body().collect().await.map_err(|e| e.to_string())?.to_bytes().to_vec();
                Ok(Answer { status, body })
            }
            (None, Some(app)) => {
                let response = server::router(app).oneshot(request).await.map_err(|e| e.to_string())?;
                let status = response.status().as_u16();
                let body = response.into_body().collect().await.map_err(|e| e.to_string())?.to_bytes().to_vec();
                Ok(Answer { status, body })
            }
            (None, None) => Err("the ledger did not open".to_owned()),
        }
    });
    drop(runtime);
    if let Some((ledger, _lock)) = here {
        ledger.close();
    }
    answer
}

/// What went wrong, for a person.
pub fn problem(answer: &Answer) -> String {
    let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let text = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    format!("{} ({}, {})", text("detail"), text("code"), answer.status)
}

/// The export that is wanted.
pub struct WantedExport {
    /// The register.
    pub register: String,
    /// The form of the file.
    pub format: String,
    /// As it was on this day.
    pub as_of: Option<String>,
    /// What it is for, when a second person is to be asked for more than the quota.
    pub ask: Option<String>,
    /// The approved export to fetch.
    pub approved: Option<String>,
}

/// Exports a register, fetches an approved export, or asks a second person for one.
pub fn export(place: &Place, given: Option<String>, wanted: &WantedExport, out: Option<&Path>) -> Result<(), String> {
    let token = token(place, given)?;
    let WantedExport { register, format, as_of, ask, approved } = wanted;
    let past = as_of.as_ref().map(|day| format!("known={day}&on={day}")).unwrap_or_default();
    let path = match approved {
        Some(id) => format!("/api/v1/exports/approved/{id}"),
        None => format!("/api/v1/{register}/export?format={format}&{past}"),
    };
    let answer = send(place, &token, Method::GET, &path, "en", Vec::new())?;
    if answer.status != 200 {
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let Some(reason) = ask.as_ref().filter(|_| said.get("code").and_then(Value::as_str) == Some("export-needs-two")) else {
            return Err(problem(&answer));
        };
        let fact = |name: &str| said.pointer(&format!("/errors/0/args/{name}")).and_then(Value::as_str).and_then(|n| n.parse::<i64>().ok());
        let body = serde_json::json!({
            "register": register, "format": format, "query": (!past.is_empty()).then_some(&past), "rows": fact("rows"),
            "entries": fact("entries"), "reason": reason,
        });
        let answer = send(place, &token, Method::POST, "/api/v1/commands/exports.ask", "en", body.to_string().into_bytes())?;
        if answer.status != 202 {
            return Err(problem(&answer));
        }
        let asked: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        say!("request {} waits for a second person, in the browser", asked.get("approval").and_then(Value::as_str).unwrap_or(""));
        say!("once approved: castellan export {register} --approved exp_…, with the id on the page /exports");
        return Ok(());
    }
    match out {
        Some(file) => std::fs::write(file, &answer.body).map_err(|e| format!("{}: {e}", file.display())),
        None => {
            use std::io::Write;
            std::io::stdout().write_all(&answer.body).map_err(|e| e.to_string())
        }
    }
}

/// Prints who lacks what.
pub fn lacking(place: &Place, given: Option<String>, on: Option<&str>) -> Result<(), String> {
    let token = token(place, given)?;
    let day = on.map(|d| format!("?on={d}")).unwrap_or_default();
    let answer = send(place, &token, Method::GET, &format!("/api/v1/who-lacks{day}"), "en", Vec::new())?;
    if answer.status != 200 {
        return Err(problem(&answer));
    }
    say!("{}", String::from_utf8_lossy(&answer.body));
    Ok(())
}

/// Prints the key figures of a period.
pub fn measures(
    place: &Place,
    given: Option<String>,
    period: &str,
    known: Option<&str>,
    code: Option<&str>,
    format: &str,
) -> Result<(), String> {
    if !matches!(format, "json" | "text") {
        return Err(format!("{format} is no form of key figures; choose json or text"));
    }
    let token = token(place, given)?;
    let safe = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if ![Some(period), known, code].iter().flatten().all(|t| safe(t)) {
        return Err("a period, a day or a code holds letters, digits, dots and dashes only".to_owned());
    }
    let code = code.map(|c| format!("/{c}")).unwrap_or_default();
    let known = known.map(|d| format!("&known={d}")).unwrap_or_default();
    let answer = send(place, &token, Method::GET, &format!("/api/v1/measures{code}?period={period}{known}"), "en", Vec::new())?;
    if answer.status != 200 {
        return Err(problem(&answer));
    }
    if format == "json" {
        say!("{}", String::from_utf8_lossy(&answer.body));
        return Ok(());
    }
    let body: Value = serde_json::from_slice(&answer.body).map_err(|e| e.to_string())?;
    let items = body.get("items").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![body.clone()]);
    for item in &items {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
        let number = |name: &str| item.get(name).and_then(Value::as_i64);
        let shown = |value: Option<i64>| match (value, number("decimals").unwrap_or(0)) {
            (None, _) => "-".to_owned(),
            (Some(value), 0) => value.to_string(),
            (Some(value), _) => format!("{}.{:02}", value / 100, value.rem_euclid(100)),
        };
        let why = item
            .get("missing")
            .and_then(Value::as_str)
            .map(|m| format!("no data: {m} is not kept yet"))
            .unwrap_or_else(|| text("standing"));
        let of = number("denominator").map(|d| format!("{} of {d}", number("numerator").unwrap_or(0))).unwrap_or_default();
        say!(
            "{:<10} {:>10} {:<13} target {:>8}  {of:<16} {why}",
            text("code"),
            shown(number("value")),
            text("unit"),
            shown(number("target"))
        );
    }
    Ok(())
}

/// The report that is wanted.
pub struct Wanted {
    /// Which report.
    pub report: String,
    /// The period.
    pub period: String,
    /// Its language.
    pub lang: String,
    /// The form of the file.
    pub format: String,
    /// Whether it leaves the office.
    pub outside: bool,
    /// Whether it is issued anew in any case.
    pub again: bool,
}

/// Writes an issued report to a file; issues it first when it has not been issued yet.
pub fn report(place: &Place, given: Option<String>, wanted: &Wanted, out: &Path) -> Result<(), String> {
    if wanted.report != "clearance-monthly" {
        return Err(format!("{} is no report; there is clearance-monthly", wanted.report));
    }
    let token = token(place, given)?;
    let kind = wanted.report.replace('-', "_");
    let audience = if wanted.outside { "outside" } else { "office" };
    let safe = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if ![&wanted.period, &wanted.lang, &wanted.format].iter().all(|t| safe(t)) {
        return Err("a period, a language or a form holds letters, digits, dots and dashes only".to_owned());
    }
    let query = format!("kind={kind}&period={}&language={}&audience={audience}&view=newest&limit=1", wanted.period, wanted.lang);
    let answer = send(place, &token, Method::GET, &format!("/api/v1/issued_reports?{query}"), "en", Vec::new())?;
    if answer.status != 200 {
        return Err(problem(&answer));
    }
    let id_of = |value: Option<&Value>| value.and_then(|v| v.get("id")).and_then(Value::as_str).map(str::to_owned);
    let listed: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let issued = id_of(listed.pointer("/items/0")).filter(|_| !wanted.again);
    let id = match issued {
        Some(id) => id,
        None => {
            let body = serde_json::json!({"kind": kind, "period": wanted.period, "language": wanted.lang, "audience": audience});
            let answer = send(place, &token, Method::POST, "/api/v1/commands/reports.issue", "en", body.to_string().into_bytes())?;
            if !(200..300).contains(&answer.status) {
                return Err(problem(&answer));
            }
            let made: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            id_of(made.get("record")).ok_or("the report was issued, but its answer named no record")?
        }
    };
    let answer = send(place, &token, Method::GET, &format!("/api/v1/reports/{id}?format={}", wanted.format), "en", Vec::new())?;
    if answer.status != 200 {
        return Err(problem(&answer));
    }
    std::fs::write(out, &answer.body).map_err(|e| format!("{}: {e}", out.display()))?;
    say!("{id} written to {}", out.display());
    Ok(())
}

/// Imports a tracker, or the table of a register: the dry run, or the request that waits for a second person.
pub fn import(
    place: &Place,
    given: Option<String>,
    file: &Path,
    register: Option<&str>,
    dry_run: bool,
    attest: bool,
    lang: &str,
) -> Result<ExitCode, String> {
    let token = token(place, given)?;
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or("table").replace([' ', '&', '?', '#', '%', '+'], "_");
    let path = register.map_or_else(|| "/api/v1/imports".to_owned(), |register| format!("/api/v1/{register}/import"));
    let answer = send(place, &token, Method::POST, &format!("{path}?name={name}"), lang, bytes)?;
    if answer.status != 200 {
        return Err(problem(&answer));
    }
    let summary: Value = serde_json::from_slice(&answer.body).map_err(|e| e.to_string())?;
    let number = |name: &str| summary.get(name).and_then(Value::as_i64).unwrap_or(0);
    for finding in summary.get("findings").and_then(Value::as_array).unwrap_or(&Vec::new()) {
        let text = |name: &str| finding.get(name).and_then(Value::as_str).unwrap_or("");
        let row = finding.get("row").and_then(Value::as_i64).map(|r| r.to_string()).unwrap_or_default();
        say!("{:>7}  row {row:>6}  {:<24} {}", text("severity"), text("code"), text("message"));
    }
    for row in summary.get("rows").and_then(Value::as_array).unwrap_or(&Vec::new()) {
        for reason in row.get("reasons").and_then(Value::as_array).unwrap_or(&Vec::new()) {
            let number = row.get("row").and_then(Value::as_i64).unwrap_or(0);
            say!("refused  row {number:>6}  {}", reason.as_str().unwrap_or(""));
        }
    }
    say!("new {}, changed {}, unchanged {}, refused {}", number("new"), number("changed"), number("unchanged"), number("refused"));
    if dry_run {
        say!("dry run: nothing was written");
        return Ok(ExitCode::SUCCESS);
    }
    let staged = summary.get("id").and_then(Value::as_str).unwrap_or("");
    let body = serde_json::json!({"attest": attest}).to_string().into_bytes();
    let answer = send(place, &token, Method::POST, &format!("/api/v1/imports/{staged}/request"), lang, body)?;
    if answer.status != 202 {
        return Err(problem(&answer));
    }
    let asked: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    say!("request {} waits for a second person, in the browser", asked.get("approval").and_then(Value::as_str).unwrap_or(""));
    Ok(ExitCode::SUCCESS)
}
