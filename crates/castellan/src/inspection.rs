//! The inspection pack: one command puts registers with their proofs, a sample anybody can draw again, figures, reports and the log into a folder,
//! and seals it. The second verifier (`verify/castellan_verify.py --pack`) checks all of it without Castellan.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use axum::http::Method;
use kernel::Entropy;
use ledger::crypto::{SystemEntropy, hex, sha256};
use serde_json::{Value, json};

use crate::client::{self, Answer, problem, send, token};
use crate::place::{self, Place};

/// What an inspector of a clearance office asks for: registers as far as whoever makes the pack sees them.
const REGISTERS: &[&str] = &[
    "psc_cases",
    "decisions",
    "certificates",
    "access_authorisations",
    "briefings",
    "clearance_requirements",
    "contracts",
    "contract_people",
    "mail_registers",
    "mail_items",
    "visit_requests",
    "audit_plans",
    "audit_samples",
    "audited_files",
    "findings",
    "corrective_actions",
    "extensions",
    "verifications",
    "risk_acceptances",
    "incidents",
    "dossiers",
    "control_points",
    "controlled_items",
    "mail_copies",
    "copy_transfers",
    "reproductions",
    "inventories",
    "discrepancies",
    "reconciliation_certificates",
    "destruction_certificates",
    "policy_packs",
    "risks",
];
/// The last number of each series, against which the records that are shown are held.
const NUMBERS: &str = "number_series";
/// The register the sample is drawn from.
const SAMPLED: &str = "psc_cases";

/// What is wanted.
pub struct Wanted {
    /// For which inspection.
    pub inspection: String,
    /// The period, as reports name it.
    pub period: String,
    /// The folder to write; must be new or empty.
    pub out: PathBuf,
    /// How many cases are drawn.
    pub sample: usize,
    /// The start value of the draw, where the inspector names one.
    pub start: Option<String>,
    /// Ask a second person for what is above the quota, saying what it is for.
    pub ask: Option<String>,
    /// Exports that were approved for this.
    pub approved: Vec<String>,
}

/// Writes the pack and checks its log.
pub fn pack(place: &Place, given: Option<String>, wanted: &Wanted) -> Result<ExitCode, String> {
    if std::fs::read_dir(&wanted.out).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{}: there is something in it already; name a new folder", wanted.out.display()));
    }
    let token = token(place, given)?;
    let period = kernel::measure::Period::parse(&wanted.period).ok_or_else(|| format!("{} is no period", wanted.period))?;
    let mut files = Files { folder: wanted.out.clone(), hashes: BTreeMap::new() };
    let export = |name: &str| send(place, &token, Method::GET, &format!("/api/v1/{name}/export?format=proof"), "en", Vec::new());
    let (mut registers, mut hidden, mut larger) = (BTreeMap::new(), Vec::new(), Vec::new());
    for name in REGISTERS {
        let answer = export(name)?;
        match answer.status {
            200 => drop(registers.insert((*name).to_owned(), answer.body)),
            403 | 404 => hidden.push(*name),
            _ if said(&answer, "code").as_deref() == Some("export-needs-two") => larger.push((*name, answer)),
            _ => return Err(problem(&answer)),
        }
    }
    if larger.len() != wanted.approved.len() {
        return second_person(place, &token, wanted, &larger);
    }
    for lang in ["en", "fr"] {
        for (format, ending) in [("pdf", "pdf"), ("xlsx", "xlsx")] {
            let name = format!("reports/clearance-monthly-{lang}.{ending}");
            let out = files.path(&name)?;
            let report = client::Wanted {
                report: "clearance-monthly".to_owned(),
                period: wanted.period.clone(),
                lang: lang.to_owned(),
                format: format.to_owned(),
                // What leaves the office leaves small cells blank.
                outside: true,
                again: false,
            };
            client::report(place, Some(token.clone()), &report, &out)?;
            files.add(&name)?;
        }
    }
    // The reports drew their numbers by now, and the seal draws its own after all else.
    match export(NUMBERS)? {
        answer if answer.status == 200 => drop(registers.insert(NUMBERS.to_owned(), answer.body)),
        answer if [403, 404].contains(&answer.status) || said(&answer, "code").as_deref() == Some("export-needs-two") => {
            hidden.push(NUMBERS)
        }
        answer => return Err(problem(&answer)),
    }
    // An approved export is taken once: it is taken when nothing else can fail.
    for id in &wanted.approved {
        let answer = send(place, &token, Method::GET, &format!("/api/v1/exports/approved/{id}"), "en", Vec::new())?;
        let body = read(&answer)?;
        let name = body.get("register").and_then(Value::as_str).filter(|name| larger.iter().any(|(larger, _)| larger == name));
        let name = name.filter(|_| body.get("query").is_none_or(Value::is_null));
        let name = name.ok_or_else(|| format!("{id} is no whole export with proofs of a register that is still missing"))?;
        registers.insert(name.to_owned(), answer.body);
    }
    let sample = draw(registers.get(SAMPLED), wanted.sample, wanted.start.as_deref())?;
    for (name, bytes) in &registers {
        files.write(&format!("registers/{name}.json"), bytes)?;
    }
    files.write("sample.json", &pretty(&sample))?;
    files.write("README.txt", README.as_bytes())?;
    let manifest = json!({
        "format": "castellan/inspection-pack/1", "inspection": wanted.inspection, "period_from": period.from.to_string(),
        "period_until": period.until.to_string(), "not_shown": hidden, "files": files.hashes,
    });
    let manifest = pretty(&manifest);
    std::fs::write(wanted.out.join("manifest.json"), &manifest).map_err(|e| e.to_string())?;
    let digest = hex(&sha256(&[&manifest]));
    let seal = json!({
        "inspection": wanted.inspection, "period_from": period.from.to_string(), "period_until": period.until.to_string(),
        "files": files.hashes.len(), "digest": digest,
    });
    let sealed = send(place, &token, Method::POST, "/api/v1/commands/inspection_packs.seal", "en", seal.to_string().into_bytes())?;
    if !(200..300).contains(&sealed.status) {
        return Err(problem(&sealed));
    }
    // Of all packs this one alone: which others were made is nobody else's matter.
    let made: Value = serde_json::from_slice(&sealed.body).unwrap_or_default();
    let made = made.pointer("/record/id").and_then(Value::as_str).ok_or("the pack was sealed, but its answer named no record")?;
    let record = read(&send(place, &token, Method::GET, &format!("/api/v1/inspection_packs/{made}"), "en", Vec::new())?)?;
    let number = record.get("number").and_then(Value::as_str).unwrap_or_default().replace('/', "%2F");
    let one = format!("/api/v1/inspection_packs/export?format=proof&number={number}");
    let proof = send(place, &token, Method::GET, &one, "en", Vec::new())?;
    read(&proof)?;
    std::fs::write(wanted.out.join("seal.json"), &proof.body).map_err(|e| e.to_string())?;
    let code = place::verify(place, Some(&wanted.out.join("log")))?;
    say!("sealed: {} files, manifest {digest}", files.hashes.len());
    for name in &hidden {
        say!("left out: {name} is not shown to whoever made the pack");
    }
    Ok(code)
}

/// The files of a pack and their hashes, by their path in it.
struct Files {
    folder: PathBuf,
    hashes: BTreeMap<String, String>,
}

impl Files {
    fn path(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.folder.join(name);
        path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(path)
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.path(name)?;
        std::fs::write(&path, bytes).map_err(|e| format!("{}: {e}", path.display()))?;
        self.hashes.insert(name.to_owned(), hex(&sha256(&[bytes])));
        Ok(())
    }

    /// A file that is there already.
    fn add(&mut self, name: &str) -> Result<(), String> {
        let bytes = std::fs::read(self.folder.join(name)).map_err(|e| format!("{name}: {e}"))?;
        self.hashes.insert(name.to_owned(), hex(&sha256(&[&bytes])));
        Ok(())
    }
}

fn pretty(value: &Value) -> Vec<u8> {
    serde_json::to_vec_pretty(value).unwrap_or_default()
}

fn read(answer: &Answer) -> Result<Value, String> {
    if answer.status != 200 {
        return Err(problem(answer));
    }
    serde_json::from_slice(&answer.body).map_err(|e| e.to_string())
}

fn said(answer: &Answer, name: &str) -> Option<String> {
    serde_json::from_slice::<Value>(&answer.body).ok()?.get(name)?.as_str().map(str::to_owned)
}

/// Asks for what is above the quota, or says how to.
fn second_person(place: &Place, token: &str, wanted: &Wanted, larger: &[(&str, Answer)]) -> Result<ExitCode, String> {
    let names: Vec<&str> = larger.iter().map(|(name, _)| *name).collect();
    if larger.is_empty() {
        return Err("nothing was written: no register of the pack needs a second person. Leave --approved out".to_owned());
    }
    let Some(reason) = &wanted.ask else {
        return Err(format!(
            "nothing was written: {} hold more than one person takes out alone. Ask a second person with --ask REASON, then name what was approved with --approved",
            names.join(", ")
        ));
    };
    for (name, answer) in larger {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let fact = |at: &str| body.pointer(&format!("/errors/0/args/{at}")).and_then(Value::as_str).and_then(|n| n.parse::<i64>().ok());
        let ask = json!({ "register": name, "format": "proof", "rows": fact("rows"), "entries": fact("entries"), "reason": reason });
        let asked = send(place, token, Method::POST, "/api/v1/commands/exports.ask", "en", ask.to_string().into_bytes())?;
        if asked.status != 202 {
            return Err(problem(&asked));
        }
        say!("request {} for {name} waits for a second person, in the browser", said(&asked, "approval").unwrap_or_default());
    }
    say!("once approved: the same command with --approved exp_… for each, with the ids on the page /exports");
    Ok(ExitCode::FAILURE)
}

/// Draws cases by their ids: those whose SHA-256 of start value, colon and id comes first. A start value that the inspector names shows that the
/// office did not choose the cases.
fn draw(cases: Option<&Vec<u8>>, many: usize, start: Option<&str>) -> Result<Value, String> {
    let body: Value = cases.map_or(Ok(Value::Null), |bytes| serde_json::from_slice(bytes)).map_err(|e| e.to_string())?;
    let items = body.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut population: Vec<&str> = items.iter().filter_map(|item| item.get("id")?.as_str()).collect();
    population.sort_unstable();
    let own = || {
        let mut bytes = [0; 16];
        SystemEntropy.fill(&mut bytes);
        hex(&bytes)
    };
    let seed = start.map_or_else(own, str::to_owned);
    let drawn = spine::cabinet::rules::drawn(population.iter().copied(), &seed, many);
    let drawn: Vec<&str> = population.iter().enumerate().filter(|(at, _)| drawn.contains(at)).map(|(_, id)| *id).collect();
    let by = if start.is_some() { "inspector" } else { "office" };
    Ok(json!({ "register": SAMPLED, "start": by, "seed": seed, "population": population, "drawn": drawn }))
}

/// What stands in the pack for whoever opens it.
const README: &str = include_str!("inspection.txt");
