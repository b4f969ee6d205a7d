//! P7: every page, print, file and mail carries a marking at least as high as what it shows. A demo office is made by the real binary, some of its
//! records are marked higher, and every route that reads is asked as several people in both languages. Whatever id stands in an answer is looked up
//! as a rule sees it; an answer marked lower than one of its records is a failure.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use kernel::clock::SystemClock;
use kernel::marking::{Mark, SecurityPolicy};
use kernel::{Lang, RecordId, Value, limits};
use ledger::crypto::SystemEntropy;
use ledger::keys::MasterKeys;
use ledger::node::{Config, Place};
use ledger::schema::Migration;
use ledger::{Ledger, ListQuery, Order};
use server::routes::{self, Route};
use server::{App, visitor};
use testkit::Backend;
use tower::ServiceExt;

/// Who asks: the duties that see most, and one that reaches less.
const PERSONAS: [&str; 4] = ["helene", "anna", "tomas", "george"];
/// Records of each register whose own pages are asked for.
const RECORDS: usize = 2;
/// Every so manieth record is marked higher.
const RAISED: usize = 4;

/// The office, with the mark of every record in it.
struct Office {
    ledger: Ledger,
    routes: Router,
    runtime: tokio::runtime::Runtime,
    marks: HashMap<RecordId, Mark>,
    by_register: BTreeMap<&'static str, Vec<String>>,
    accounts: HashMap<String, RecordId>,
    _folder: tempfile::TempDir,
}

impl Office {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let made = Command::new(env!("CARGO_BIN_EXE_castellan"))
            .args(["demo", "--people", "60", "--seed", "7", "--no-serve", "--data"])
            .arg(&data)
            .output()
            .expect("the binary runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let ledger = Self::ledger(&data);
        let app = App { ledger: ledger.clone(), program: "/nonexistent".into(), demo: Arc::new(Vec::new()) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let accounts = ledger.read_as_rule(|view| {
            let all = view.every::<ledger::identity::Account>()?;
            Ok(all.into_iter().map(|a| (a.body.login.clone(), a.head.id)).collect())
        });
        let mut office = Self {
            routes: server::router(app),
            runtime,
            marks: HashMap::new(),
            by_register: BTreeMap::new(),
            accounts: accounts.wait().expect("the accounts"),
            ledger,
            _folder: folder,
        };
        office.look();
        office.raise();
        office.look();
        office
    }

    fn ledger(data: &Path) -> Ledger {
        let mut keys = data.as_os_str().to_owned();
        keys.push(".keys");
        let first = Migration { number: 1, name: "first", sql: include_str!("../../migrations/0001_first.sql") };
        let config = Config {
            place: Place::Folder(data.to_owned()),
            keys: MasterKeys::read(&PathBuf::from(keys)).expect("the keys"),
            manifest: server::manifest(),
            migrations: Some(vec![first]),
            policy: testkit::world::policy(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            zone: jiff::tz::TimeZone::get("Europe/Luxembourg").expect("the zone"),
            demo: true,
            relaxed: true,
        };
        Ledger::open(config).expect("the ledger opens")
    }

    /// Reads the mark of every record, as a rule sees it.
    fn look(&mut self) {
        let read = self.ledger.read_as_rule(|view| {
            let mut all = Vec::new();
            for meta in view.manifest.registers() {
                let query = ListQuery { limit: limits::COMMAND_ROWS_MAX, with_void: true, ..ListQuery::default() };
                for record in view.rows_of(meta.def.name, &query)? {
                    let mark = view.policy.mark(&record.head);
                    all.push((meta.def.name, record.head.id.outward(meta.def.prefix), record.head.id, mark));
                }
            }
            Ok(all)
        });
        self.by_register.clear();
        for (register, outward, id, mark) in read.wait().expect("every record") {
            self.by_register.entry(register).or_default().push(outward);
            self.marks.insert(id, mark);
        }
    }

    /// Marks some records of each register higher, as two people of the office may.
    fn raise(&self) {
        let mut raised = BTreeSet::new();
        for (register, ids) in &self.by_register {
            for id in ids.iter().step_by(RAISED).take(6) {
                let record = RecordId::parse(id).expect("an id");
                let values = vec![Value::from(*register), record.into(), "C".into(), Value::Null, Value::Null];
                let order = Order::new(self.accounts["helene"], "markings.raise", values, self.ledger.new_id());
                if self.ledger.write(order).wait().is_ok() {
                    raised.insert(*register);
                }
            }
        }
        assert!(raised.len() >= 10, "too few registers hold something higher: {raised:?}");
    }

    fn cookie(&self, login: &str, lang: Lang) -> String {
        let mut token = [0_u8; 32];
        token[..login.len()].copy_from_slice(login.as_bytes());
        token[31] = u8::from(lang == Lang::Fr);
        let session = self.ledger.open_session(self.accounts[login], visitor::hash(&token), lang.code(), login, None);
        session.wait().expect("a session");
        format!("{}={}", visitor::COOKIE, ledger::crypto::b64u(&token))
    }

    fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::builder().uri(path).header(header::COOKIE, cookie).body(Body::empty()).expect("a request");
        self.runtime.block_on(async {
            let response = self.routes.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
            let (parts, body) = response.into_parts();
            let body = body.collect().await.map(|b| b.to_bytes().to_vec()).unwrap_or_default();
            let text = |name: &str| parts.headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned()).unwrap_or_default();
            Answer { status: parts.status.as_u16(), media: text("content-type"), header: text("castellan-marking"), body }
        })
    }

    /// Every address a route stands for: with each register, some of its records, each command, each form of a file.
    fn addresses(&self, route: &Route) -> Vec<String> {
        let listed: Vec<&str> = self.ledger.manifest().registers().iter().filter(|m| m.def.listed).map(|m| m.def.name).collect();
        let some = |register: &str| self.by_register.get(register).into_iter().flatten().step_by(RAISED - 1).take(RECORDS + 1).cloned();
        let of = |register: &str, path: &str| some(register).map(|id| path.replace("{id}", &id)).collect::<Vec<_>>();
        let path = route.path;
        let mut paths: Vec<String> = match path {
            p if p.contains("{register}") => listed
                .iter()
                .flat_map(|register| {
                    let one = p.replace("{register}", register);
                    if one.contains("{id}") { of(register, &one) } else { vec![one] }
                })
                .collect(),
            "/do/{command}" => self.ledger.manifest().commands().iter().map(|c| path.replace("{command}", c.name)).collect(),
            p if p.contains("{code}") => ["KPI-CL-01", "KPI-CL-05"].iter().map(|code| p.replace("{code}", code)).collect(),
            p if p.contains("{seq}") => ["1", "40"].iter().map(|seq| p.replace("{seq}", seq)).collect(),
            p if p.contains("{id}") => {
                let register = match p.trim_start_matches("/api/v1").split('/').nth(1).unwrap_or_default() {
                    "calendars" => "work_calendars",
                    "reports" => "issued_reports",
                    "exports" => "exports",
                    "import" => "import_batches",
                    named => self.by_register.keys().find(|r| **r == named).copied().unwrap_or("people"),
                };
                of(register, p)
            }
            p => vec![p.to_owned()],
        };
        for (slot, fill) in
            [("{format}", &["csv", "json", "xlsx", "pdf"][..]), ("{at}", &["0"]), ("{staged}", &["nothing"]), ("{*path}", &["none"])]
        {
            paths = paths
                .into_iter()
                .flat_map(|p| if p.contains(slot) { fill.iter().map(|f| p.replace(slot, f)).collect() } else { vec![p] })
                .collect();
        }
        let asks: Vec<String> = paths
            .iter()
            .flat_map(|p| match p.as_str() {
                "/search" | "/palette" => vec![format!("{p}?q=ma")],
                p if p.starts_with("/lookup/") => vec![format!("{p}?q=ma"), format!("{p}?q=be")],
                p if p.ends_with("/export") => ["csv", "json", "xlsx"].iter().map(|f| format!("{p}?format={f}")).collect(),
                p if p.starts_with("/r/") && !p.contains("export") => vec![p.to_owned(), format!("{p}?known=2026-01-15")],
                p => vec![p.to_owned()],
            })
            .collect();
        asks
    }
}

struct Answer {
    status: u16,
    media: String,
    header: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The marking that stands in the answer itself; the header's where its form has no room for one.
    fn shown(&self) -> Shown {
        let text = self.text();
        let inside = if text.contains("<html") {
            text.split_once("<div class=\"marking").and_then(|(_, rest)| Some(rest.split_once('>')?.1.split_once('<')?.0.to_owned()))
        } else if self.media.starts_with("text/csv") {
            text.trim_start_matches('\u{feff}').lines().next().map(str::to_owned)
        } else if self.media.contains("spreadsheetml") {
            let sheets = exchange::sheet::read_xlsx(&self.body).expect("a workbook of ours is read");
            sheets[0].rows.get(1).map(|row| row.cell(0).text().into_owned())
        } else if self.media.starts_with("text/calendar") {
            text.split_once("X-WR-CALNAME:[").and_then(|(_, rest)| Some(rest.split_once(']')?.0.to_owned()))
        } else if self.media.starts_with("application/json") {
            let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
            json.get("items").and(json.get("marking")).and_then(|m| m.as_str()).map(str::to_owned)
        } else {
            None
        };
        let page = text.contains("<html");
        Shown { inside, header: self.header.clone(), page }
    }

    /// Everything in it that reads as an outward id.
    fn ids(&self) -> BTreeSet<RecordId> {
        let text = if self.media.contains("spreadsheetml") {
            let sheets = exchange::sheet::read_xlsx(&self.body).expect("a workbook of ours is read");
            let cells = sheets.iter().flat_map(|s| &s.rows).flat_map(|r| &r.cells);
            cells.map(|cell| cell.text().into_owned()).collect::<Vec<_>>().join(" ")
        } else {
            self.text()
        };
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        words.filter(|w| w.len() > 8 && w.contains('_')).filter_map(RecordId::parse).collect()
    }
}

/// What an answer says it is marked.
struct Shown {
    inside: Option<String>,
    header: String,
    page: bool,
}

/// Whether a marking in words says at least what a record asks for.
fn says(policy: &SecurityPolicy, words: &str, mark: &Mark) -> bool {
    let level = policy.levels.iter().filter(|l| Lang::ALL.iter().any(|lang| words.starts_with(l.marking.get(*lang)))).map(|l| l.rank).max();
    let named = |code: &str| policy.category(code).is_some_and(|c| Lang::ALL.iter().any(|lang| words.contains(c.phrase.get(*lang))));
    level.is_some_and(|rank| rank >= mark.rank) && mark.caveats.iter().all(named)
}

/// What is wrong with an answer that shows these records, each with its mark.
fn wrong(policy: &SecurityPolicy, shown: &Shown, records: &[(RecordId, &Mark)]) -> Option<String> {
    if shown.page && shown.inside.is_none() {
        return Some("a page without a marking".to_owned());
    }
    let low = |words: &str| records.iter().find(|(_, mark)| !says(policy, words, mark));
    let said = [shown.inside.as_deref(), Some(shown.header.as_str())];
    said.into_iter()
        .flatten()
        .find_map(|words| low(words).map(|(id, mark)| format!("{:?} shows {} of rank {}", words, id.outward("rec"), mark.rank)))
}

#[test]
fn p07_every_answer_is_marked_as_high_as_what_it_shows() {
    let office = Office::open();
    let policy = testkit::world::policy();
    let (mut answers, mut pages, mut unread, mut failures) = (0_usize, 0_usize, 0_usize, Vec::new());
    let (mut records, mut higher) = (BTreeSet::new(), BTreeSet::new());
    let mut asked = BTreeSet::new();
    let skip = |path: &str| path.starts_with("/assets") || path == "/healthz" || path == "/sign-in" || path == "/api/openapi.json";
    for login in PERSONAS {
        for lang in Lang::ALL {
            let cookie = office.cookie(login, lang);
            for route in routes::all().filter(|r| r.method == "get" && !skip(r.path)) {
                for path in office.addresses(route) {
                    let answer = office.get(&path, &cookie);
                    // A page that read more than it is marked for is not sent, and answers so.
                    if answer.status >= 500 {
                        failures.push(format!("{login} {} {path}: {}", lang.code(), answer.status));
                    }
                    if answer.status >= 300 {
                        continue;
                    }
                    asked.insert(route.path);
                    answers += 1;
                    let shown = answer.shown();
                    pages += usize::from(shown.page);
                    unread += usize::from(shown.inside.is_none());
                    let ids = answer.ids();
                    let there: Vec<(RecordId, &Mark)> = ids.iter().filter_map(|id| Some((*id, office.marks.get(id)?))).collect();
                    records.extend(there.iter().map(|(id, _)| *id));
                    higher.extend(there.iter().filter(|(_, mark)| mark.rank > 1).map(|(id, _)| *id));
                    failures.extend(wrong(&policy, &shown, &there).map(|why| format!("{login} {} {path}: {why}", lang.code())));
                }
            }
        }
    }
    let reading = routes::all().filter(|r| r.method == "get" && !skip(r.path)).count();
    testkit::evidence::write(
        "marks",
        Backend::Sqlite,
        &[
            ("personas", PERSONAS.len()),
            ("languages", Lang::ALL.len()),
            ("routes_that_read", reading),
            ("routes_that_answered", asked.len()),
            ("answers", answers),
            ("pages", pages),
            ("files_and_programs_answers", answers - pages),
            ("marked_in_the_header_only", unread),
            ("records_seen", records.len()),
            ("records_of_higher_marking_seen", higher.len()),
            ("marked_too_low", failures.len()),
        ],
    );
    assert!(failures.is_empty(), "{} of {answers}: {:#?}", failures.len(), failures.iter().take(20).collect::<Vec<_>>());
    assert!(
        pages > 500 && records.len() > 300 && higher.len() > 20,
        "too little was seen to say anything: {pages} pages, {} records",
        records.len()
    );
}

#[test]
fn p07_the_gate_finds_a_page_that_is_marked_too_low() {
    let policy = testkit::world::policy();
    let id = RecordId([7; 16]);
    let answer = |marking: &str, header: &str, media: &str| Answer {
        status: 200,
        media: media.to_owned(),
        header: header.to_owned(),
        body: format!(
            "<html><div class=\"marking marking-1\" role=\"region\">{marking}</div><a href=\"/r/people/{}\">x</a></html>",
            id.outward("per")
        )
        .into_bytes(),
    };
    let judged = |answer: &Answer, mark: &Mark| {
        assert_eq!(answer.ids().into_iter().collect::<Vec<_>>(), [id]);
        wrong(&policy, &answer.shown(), &[(id, mark)])
    };
    let high = Mark::of(&policy, 2, ["CRYPTO"]);
    let plain = Mark::of(&policy, 2, []);
    for (marking, header, mark, fits) in [
        ("CONFIDENTIAL", "CONFIDENTIAL", &plain, true),
        ("CONFIDENTIEL", "CONFIDENTIAL", &plain, true),
        ("RESTRICTED", "CONFIDENTIAL", &plain, false),
        ("CONFIDENTIAL", "RESTRICTED", &plain, false),
        ("CONFIDENTIAL", "", &plain, false),
        ("CONFIDENTIAL", "CONFIDENTIAL", &high, false),
        ("CONFIDENTIAL CRYPTO", "CONFIDENTIAL CRYPTO", &high, true),
    ] {
        assert_eq!(judged(&answer(marking, header, "text/html"), mark).is_none(), fits, "{marking} / {header}");
    }
    let without = Answer { body: b"<html>nothing</html>".to_vec(), ..answer("", "", "text/html") };
    assert!(wrong(&policy, &without.shown(), &[]).is_some(), "a page without a marking");
}
