//! P7: every page, print, file and mail carries a marking at least as high as what it shows. A demo office is made by the real binary; some records
//! of every register are marked higher: with a level, with caveats, for some parties only. Every route that reads is asked as several people in
//! both languages, and each must answer somebody. Whatever id or distinctive text of a record stands in an answer is looked up as a rule sees it; an answer marked lower than one
//! of its records is a failure.
//!
//! What stands in a file that somebody handed in is marked as it was handed in: a text that such a file says as well is not looked for, unless the file is
//! marked as high.
//!
//! A compartment is no marking: it closes a record and stands in no banner. Those who ask are members of the demo's, so that its records are shown.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use kernel::clock::SystemClock;
use kernel::marking::{CategoryKind, Mark, SecurityPolicy};
use kernel::{Lang, RecordId, Value, limits};
use ledger::crypto::SystemEntropy;
use ledger::keys::MasterKeys;
use ledger::node::{Config, Place};
use ledger::schema::Migration;
use ledger::{Ledger, ListQuery, Order};
use server::pages::reports::FORMATS;
use server::routes::{self, Route};
use server::{App, visitor};
use testkit::{Backend, values_of};
use tower::ServiceExt;

use crate::markings_texts::Texts;

/// Who asks, with the caveats and parties they are given: the duties that see most, one that reaches less, and one outside the desks.
const PERSONAS: &[(&str, &str)] = &[
    ("helene", "ATOMAL BEL BOHEMIA CRYPTO FRA"),
    ("anna", "ATOMAL FRA"),
    ("tomas", "BEL CRYPTO"),
    ("george", "ATOMAL BEL BOHEMIA CRYPTO"),
    ("hugo", ""),
    ("paul", "BEL"),
    ("ines", "FRA"),
    ("marie", ""),
    ("lena", ""),
    ("mila", ""),
    ("radu", ""),
    ("carla", ""),
    ("sven", ""),
    ("noor", ""),
];

/// How some records are marked higher: level, caveats, parties.
const RAISED: &[(&str, &str, &str)] =
    &[("C", "", ""), ("C", "ATOMAL", ""), ("R", "", "BEL FRA"), ("R", "BOHEMIA", ""), ("C", "CRYPTO", "BEL"), ("C", "", "FRA")];
/// Every so manieth record is marked higher.
const STEP: usize = 4;

/// Routes that say nothing of the office: what is served to anybody.
const OPEN: &[&str] = &["/assets/{*path}", "/healthz", "/sign-in", "/api/openapi.json"];

/// How much is asked.
#[derive(Clone, Copy)]
struct Size {
    /// How many of those who ask.
    personas: usize,
    /// Records of each register whose own pages are asked for.
    records: usize,
    /// Every so manieth address; every route is asked in any case.
    every: usize,
    /// People of the demo.
    people: &'static str,
}

/// The sample of every day, or all: every page in both languages for everybody.
fn sizes(on: Backend) -> Size {
    let whole = testkit::evidence::said("CASTELLAN_MARKS").is_some_and(|size| size == "full");
    match (on, whole) {
        (Backend::Sqlite, false) => Size { personas: 5, records: 3, every: 2, people: "60" },
        (Backend::Sqlite, true) => Size { personas: PERSONAS.len(), records: usize::MAX, every: 1, people: "60" },
        (Backend::Postgres, false) => Size { personas: 5, records: 2, every: 7, people: "30" },
        (Backend::Postgres, true) => Size { personas: PERSONAS.len(), records: 3, every: 3, people: "30" },
    }
}

/// The office, with the mark of every record in it.
struct Office {
    ledger: Ledger,
    routes: Router,
    runtime: tokio::runtime::Runtime,
    marks: HashMap<RecordId, Mark>,
    texts: Texts,
    /// What stands in files that were handed in, and the record of each that has one.
    files: Vec<(Option<RecordId>, String)>,
    by_register: BTreeMap<&'static str, Vec<String>>,
    accounts: HashMap<String, RecordId>,
    made: Made,
    _place: Where,
}

/// What is not in a demo office and was made for those who ask.
#[derive(Default)]
struct Made {
    /// A tracker that waits for its check, by who staged it.
    trackers: HashMap<String, String>,
    /// The table of a register that waits for its check, by who staged it.
    tables: HashMap<String, String>,
    /// A letter and the staged answer to it.
    reply: (String, String),
    /// A message with a part.
    message: String,
    /// Approved exports, by who may take them; each is taken once.
    exports: HashMap<String, Vec<String>>,
}

/// Where the data is; gone with the office.
struct Where {
    _folder: tempfile::TempDir,
    database: Option<String>,
}

impl Drop for Where {
    fn drop(&mut self) {
        if let Some(name) = &self.database {
            testkit::postgres::drop_database(name);
        }
    }
}

impl Office {
    fn open(on: Backend, size: Size) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let keys = folder.path().join("keys");
        let database = (on == Backend::Postgres).then(|| format!("marks_{}", std::process::id()));
        let url = database.as_deref().map(|name| testkit::postgres::database(name).unwrap_or_else(|e| panic!("{e}")));
        let mut demo = Command::new(env!("CARGO_BIN_EXE_castellan"));
        demo.args(["demo", "--people", size.people, "--seed", "7", "--no-serve", "--data"]).arg(&data).arg("--keys").arg(&keys);
        demo.args(url.iter().flat_map(|url| ["--database", url]));
        let made = demo.output().expect("the binary runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let ledger = Self::ledger(url.map_or(Place::Folder(data), Place::Url), &keys);
        let program = PathBuf::from(env!("CARGO_BIN_EXE_castellan"));
        let app = App { ledger: ledger.clone(), program, demo: Arc::new(Vec::new()), takes_reports: true };
        let accounts = ledger.read_as_rule(|view| {
            let all = view.every::<ledger::identity::Account>()?;
            Ok(all.into_iter().map(|a| (a.body.login.clone(), a.head.id)).collect())
        });
        let mut office = Self {
            routes: server::router(app),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"),
            marks: HashMap::new(),
            texts: Texts::default(),
            files: Vec::new(),
            by_register: BTreeMap::new(),
            accounts: accounts.wait().expect("the accounts"),
            made: Made::default(),
            ledger,
            _place: Where { _folder: folder, database },
        };
        office.look();
        office.grant();
        office.make(size);
        office.files = office.handed_in();
        office.look();
        office.raise();
        office.look();
        office
    }

    fn ledger(place: Place, keys: &std::path::Path) -> Ledger {
        let first = Migration { number: 1, name: "first", sql: include_str!("../../migrations/0001_first.sql") };
        let config = Config {
            place,
            keys: MasterKeys::read(keys).expect("the keys"),
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

    /// Reads the mark of every record, as a rule sees it, and the texts by which each is known.
    fn look(&mut self) {
        let read = self.ledger.read_as_rule(|view| {
            let mut all = Vec::new();
            for meta in view.manifest.registers() {
                let query = ListQuery { limit: limits::COMMAND_ROWS_MAX, with_void: true, ..ListQuery::default() };
                for record in view.rows_of(meta.def.name, &query)? {
                    let mark = view.policy.mark(&record.head);
                    all.push((meta.def, record, mark));
                }
            }
            Ok(all)
        });
        self.by_register.clear();
        self.texts = Texts::default();
        let mut all = read.wait().expect("every record");
        // Ids are fresh with every office, texts are not: the same records are marked higher again.
        all.sort_by_cached_key(|(_, record, _)| record.values.iter().filter_map(Value::text).collect::<Vec<_>>().join(" "));
        for (def, record, mark) in &all {
            self.by_register.entry(def.name).or_default().push(record.head.id.outward(def.prefix));
            self.marks.insert(record.head.id, mark.clone());
            self.texts.know(def, record);
        }
        for (_, record, mark) in &all {
            // Where another record repeats it that is marked as high, either way is right.
            self.texts.repeated(record, |other| self.marks.get(&other).is_some_and(|known| mark.covers(known)));
        }
        for (record, text) in &self.files {
            let mark = record.and_then(|record| self.marks.get(&record));
            self.texts.said(text, None, |other| mark.zip(self.marks.get(&other)).is_some_and(|(mark, known)| mark.covers(known)));
        }
    }

    /// The texts of the files that hang on records, and of the trackers that wait, the frozen ones among them.
    fn handed_in(&self) -> Vec<(Option<RecordId>, String)> {
        let takes_over = self.ledger.manifest().command("import.take_over").expect("the command").fields.clone();
        let mut waiting: Vec<RecordId> = self.made.trackers.values().filter_map(|id| RecordId::parse(id)).collect();
        let read = self.ledger.read_as_rule(move |view| {
            for request in view.having::<ledger::approval::Approval>("command", "import.take_over")? {
                let input = ledger::approval::thaw(&takes_over, &request.body.input)?;
                waiting.extend(input.first().and_then(Value::id));
            }
            let staged = waiting.into_iter().filter_map(|id| view.staged_import(id).ok());
            let staged: Vec<(String, Vec<u8>)> = staged.map(|(_, name, _, file)| (name, file)).collect();
            Ok((view.every::<spine::documents::Attachment>()?, staged))
        });
        let (attached, staged) = read.wait().expect("the files");
        let text = |name: &str, bytes: Vec<u8>| match name.rsplit_once('.').map(|(_, kind)| kind) {
            Some("csv") => cells(&exchange::sheet::read_csv(&bytes).unwrap_or_default()),
            Some("xlsx") => cells(&exchange::sheet::read_xlsx(&bytes).unwrap_or_default()),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        let attached = attached.into_iter().map(|file| {
            let bytes = self.ledger.blob(file.body.blob).wait().expect("a file");
            (Some(file.head.id), text(&file.body.name, bytes))
        });
        let staged = staged.into_iter().map(|(name, bytes)| (None, text(&name, bytes)));
        attached.chain(staged).collect()
    }

    fn order(&self, who: &str, command: &str, fields: &[(&str, Value)]) -> Result<ledger::Receipt, ledger::Error> {
        let def = self.ledger.manifest().command(command).unwrap_or_else(|| panic!("{command} is no command"));
        self.ledger.write(Order::new(self.accounts[who], command, values_of(def, fields), self.ledger.new_id())).wait()
    }

    fn does(&self, who: &str, command: &str, fields: &[(&str, Value)]) -> ledger::Receipt {
        self.order(who, command, fields).unwrap_or_else(|e| panic!("{command} by {who}: {e}"))
    }

    /// One asks, another approves.
    fn both(&self, asks: &str, approves: &str, command: &str, fields: &[(&str, Value)]) -> RecordId {
        self.approved(approves, &self.does(asks, command, fields))
    }

    /// Approves what was asked; what came of it.
    fn approved(&self, who: &str, asked: &ledger::Receipt) -> RecordId {
        let request = asked.approval.expect("a request that waits");
        let digest = self.ledger.read_as_rule(move |view| view.get::<ledger::approval::Approval>(kernel::Id::new(request)));
        let digest = digest.wait().expect("the request").body.digest;
        let done = self.does(who, "approvals.approve", &[("approval", request.into()), ("digest", digest.into())]);
        done.answer.expect("what was approved").1
    }

    /// Gives those who ask their caveats and parties. The head cannot approve her own, so another is made to.
    fn grant(&self) {
        let today = self.ledger.today();
        let fields = |login: &str, duty: &str, categories: &str| {
            vec![
                ("account", self.accounts[login].into()),
                ("duty", Value::from(duty)),
                ("level", "C".into()),
                ("categories", categories.into()),
                ("compartments", spine::concerns::COMPARTMENT.into()),
                ("valid_from", today.into()),
            ]
        };
        self.both("lena", "helene", "grants.grant", &fields("sven", "access_admin", ""));
        let duties = [
            ("helene", "head"),
            ("anna", "clearance_officer"),
            ("tomas", "registry"),
            ("george", "auditor"),
            ("paul", "clearance_technician"),
            ("ines", "policy_officer"),
        ];
        for (login, duty) in duties {
            let categories = PERSONAS.iter().find(|(l, _)| *l == login).map_or("", |(_, categories)| *categories);
            self.both("lena", "sven", "grants.grant", &fields(login, duty, categories));
        }
    }

    /// Makes what those who ask could not look at otherwise.
    fn make(&mut self, size: Size) {
        let mut made = Made::default();
        for login in ["anna", "paul", "marie"] {
            made.trackers.insert(login.to_owned(), self.stage_tracker(login));
            made.tables.insert(login.to_owned(), self.stage_table(login));
        }
        let letter = self.write_letters();
        self.report();
        let staged = self.ledger.new_id();
        let plan = spine::letters::queries::StagedReply { letter: letter.clone(), findings: serde_json::json!([]) };
        let plan = serde_json::to_string(&plan).expect("a plan");
        self.ledger.stage_import(staged, self.accounts["tomas"], "reply.xlsx", plan, b"sheet".to_vec(), Vec::new()).wait().expect("staged");
        made.reply = (letter, staged.outward("stg"));
        let mail = "From: a@example.org\r\nTo: b@example.org\r\nSubject: Answer\r\nMIME-Version: 1.0\r\n\
                    Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nAs asked.\r\n\
                    --x\r\nContent-Type: application/pdf; name=scan.pdf\r\nContent-Disposition: attachment; filename=scan.pdf\r\n\r\n%PDF-1.7\r\n--x--\r\n";
        let drop = [
            ("name", "answer.eml".into()),
            ("condition", "file_whole".into()),
            ("channel", "email".into()),
            ("file", Value::Bytes(mail.as_bytes().to_vec())),
        ];
        let drop = self.does("tomas", "mail.drop", &drop).answer.expect("a drop").1;
        let file = self.ledger.read_as_rule(move |view| view.having::<spine::documents::Attachment>("record", drop));
        made.message = file.wait().expect("the message")[0].head.id.outward("att");
        for (login, _) in &PERSONAS[..size.personas] {
            let export = [
                ("register", "people".into()),
                ("format", "csv".into()),
                ("rows", 600.into()),
                ("entries", 1.into()),
                ("reason", "inspection".into()),
            ];
            let approver = if *login == "helene" { "george" } else { "helene" };
            // A page and an answer for programs, in each language; who has no duty may not even ask.
            let asked = (0..2 * Lang::ALL.len()).filter_map(|_| self.order(login, "exports.ask", &export).ok());
            let all = asked.map(|asked| self.approved(approver, &asked).outward("exp"));
            made.exports.insert((*login).to_owned(), all.collect());
        }
        self.made = made;
    }

    /// Letters about cases, in general and to ask an authority; some of them are signed, one is issued. The one that asks.
    fn write_letters(&self) -> String {
        let ids = |register: &str| {
            let all = self.by_register.get(register).into_iter().flatten();
            all.filter_map(|id| RecordId::parse(id)).collect::<Vec<_>>()
        };
        let mut letters = Vec::new();
        let mut asking = None;
        for template in ids("letter_templates") {
            let template = ("template", Value::from(template));
            for case in ids("psc_cases").into_iter().step_by(STEP).take(6) {
                letters.extend(self.order("marie", "letters.about_case", &[("case", case.into()), template.clone()]).ok());
            }
            for authority in ids("authorities") {
                let fields = [("authority", Value::from(authority)), template.clone()];
                if letters.len() < 8 {
                    letters.extend(self.order("marie", "letters.draft", &fields).ok());
                }
                let asks = asking.is_none().then(|| self.order("marie", "chasers.draft", &fields).ok()).flatten();
                letters.extend(asks.clone());
                asking = asking.or(asks);
            }
        }
        let letters: Vec<RecordId> = letters.into_iter().filter_map(|receipt| Some(receipt.answer?.1)).collect();
        for letter in letters.iter().take(3) {
            self.does("helene", "letters.sign", &[("letter", (*letter).into()), ("channel", "bag".into())]);
        }
        let issued = letters.first().expect("a letter");
        self.does("helene", "letters.issue", &[("letter", (*issued).into()), ("file", Value::Bytes(b"%PDF-1.7 %%EOF".to_vec()))]);
        // No authority may be overdue on the day; a letter without lines is answered the same way.
        asking.and_then(|receipt| Some(receipt.answer?.1)).unwrap_or(*issued).outward("let")
    }

    /// Last month's report.
    fn report(&self) {
        let month = self.ledger.today().first_of_month().yesterday().expect("a day");
        let fields = [
            ("kind", "clearance_monthly".into()),
            ("period", format!("{:04}-{:02}", month.year(), month.month()).into()),
            ("language", "en".into()),
            ("audience", "office".into()),
        ];
        self.does("anna", "reports.issue", &fields);
    }

    /// A table that would change people who stand, whose page shows what stands.
    fn stage_table(&self, login: &str) -> String {
        use spine::imports::{Outcome, Staged, StagedRow};
        let change = self.ledger.manifest().command("people.change").expect("the command");
        let people = self.by_register.get("people").into_iter().flatten().filter_map(|id| RecordId::parse(id)).collect::<Vec<_>>();
        let read = self.ledger.read_as_rule(move |view| people.iter().map(|id| view.get_raw("people", *id)).collect::<Result<Vec<_>, _>>());
        let row = |(at, record): (usize, ledger::RawRecord)| {
            let given = change.fields.iter().position(|f| f.name == "given").expect("the field");
            let mut values = [vec![record.head.id.into(), Value::Int(record.head.version)], record.values].concat();
            values[given] = "Another".into();
            StagedRow {
                row: at as i64,
                name: "staged".to_owned(),
                outcome: Outcome::Changed,
                command: change.name.to_owned(),
                input: ledger::approval::freeze(&change.fields, &values),
                reasons: Vec::new(),
                whole: String::new(),
            }
        };
        let rows = read.wait().expect("people").into_iter().enumerate().map(row);
        let rows = rows.map(|row| (row.row, serde_json::to_string(&row).expect("a row"))).collect();
        let kept = serde_json::json!({"mapping": exchange::rows::RowMapping::default(), "findings": []});
        let staged = Staged { register: "people".to_owned(), read: kept, ..Staged::default() };
        let plan = serde_json::to_string(&staged).expect("a plan");
        let id = self.ledger.new_id();
        self.ledger.stage_import(id, self.accounts[login], "people.csv", plan, b"given".to_vec(), rows).wait().expect("staged");
        id.outward("stg")
    }

    fn stage_tracker(&self, login: &str) -> String {
        let header = "Personnel number,Surname,Given name,Nationality,Date of birth,Post,Level required,Level held,Granted on,Valid until,Certificate number,Status\n";
        let file = format!("{header}E99999,Staged,Ana,EST,1970-01-02,P-9,NS,NS,2020-01-15,2030-01-14,CERT-9,Valid\n").into_bytes();
        let sheets = exchange::sandbox::parse(exchange::sandbox::Kind::Csv, &file).unwrap_or_else(|f| panic!("{f:?}"));
        let mapping = exchange::tracker::guess(&sheets).expect("a tracker");
        let tracker = exchange::tracker::read(&sheets[mapping.sheet], &mapping, self.ledger.today());
        let staged = desk_clearance::take_over::commands::Staged { mapping, findings: tracker.findings };
        let plan = serde_json::to_string(&staged).expect("a plan");
        let rows = tracker.rows.iter().map(|row| (i64::from(row.row), serde_json::to_string(row).expect("a row"))).collect();
        let id = self.ledger.new_id();
        self.ledger.stage_import(id, self.accounts[login], "tracker.csv", plan, file, rows).wait().expect("staged");
        id.outward("stg")
    }

    /// Marks some records of each register higher, in each of the ways, as the head may.
    fn raise(&self) {
        let mut raised: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (register, ids) in &self.by_register {
            for (at, id) in ids.iter().step_by(STEP).take(2 * RAISED.len()).enumerate() {
                let record = RecordId::parse(id).expect("an id");
                let way = at % RAISED.len();
                let (level, caveats, releasable) = RAISED[way];
                let codes = |text: &'static str| if text.is_empty() { Value::Null } else { text.into() };
                let fields = [
                    ("register", (*register).into()),
                    ("record", record.into()),
                    ("level", level.into()),
                    ("caveats", codes(caveats)),
                    ("releasable", codes(releasable)),
                ];
                if self.order("helene", "markings.raise", &fields).is_ok() {
                    raised.entry(way).or_default().insert(register);
                }
            }
        }
        let few: Vec<_> = (0..RAISED.len()).filter(|way| raised.get(way).is_none_or(|registers| registers.len() < 8)).collect();
        assert!(few.is_empty(), "too few registers hold something marked so: {few:?} of {raised:?}");
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

    /// Every address a route stands for, for somebody: with each register, so many of its records, each command, each form of a file.
    fn addresses(&self, route: &Route, login: &str, lang: Lang, records: usize) -> Vec<String> {
        let path = route.path;
        let named = |id: &str| path.replace("{id}", id);
        let turn = usize::from(lang == Lang::Fr);
        // What was made for this.
        match path {
            "/exports/{id}" => return self.made.exports[login].iter().skip(turn).take(1).map(|id| named(id)).collect(),
            "/api/v1/exports/approved/{id}" => return self.made.exports[login].iter().skip(2 + turn).take(1).map(|id| named(id)).collect(),
            "/letters/{id}/reply/{staged}" => return vec![named(&self.made.reply.0).replace("{staged}", &self.made.reply.1)],
            "/attachments/{id}/message" => return vec![named(&self.made.message)],
            "/attachments/{id}/parts/{at}" => return vec![named(&self.made.message).replace("{at}", "0")],
            "/rows/{id}" | "/rows/{id}/check" => return self.made.tables.get(login).map(|id| named(id)).into_iter().collect(),
            "/import/{id}" | "/import/{id}/check" => return self.made.trackers.get(login).map(|id| named(id)).into_iter().collect(),
            _ => {}
        }
        let listed: Vec<&str> = self.ledger.manifest().registers().iter().filter(|m| m.def.listed).map(|m| m.def.name).collect();
        let some =
            |register: &str| self.by_register.get(register).into_iter().flatten().step_by(if records == usize::MAX { 1 } else { STEP - 1 });
        let of = |register: &str, path: &str| some(register).take(records).map(|id| path.replace("{id}", id)).collect::<Vec<_>>();
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
                    "clearance" if p.contains("/holdings/") => "destruction_certificates",
                    "clearance" if p.contains("/certificates/") => "reconciliation_certificates",
                    "clearance" if p.contains("/audits/files/") => "audited_files",
                    "clearance" if p.contains("/audits/") => "audit_samples",
                    "clearance" => "scan_sessions",
                    "calendars" => "work_calendars",
                    "reports" => "issued_reports",
                    "visits" => "visit_requests",
                    "documents" => "controlled_documents",
                    "hr" => "hr_messages",
                    named => self.by_register.keys().find(|r| **r == named).copied().unwrap_or("people"),
                };
                of(register, p)
            }
            p => vec![p.to_owned()],
        };
        let forms: &[&str] = if path.starts_with("/reports") {
            &FORMATS
        } else if path.starts_with("/visits") {
            &["pdf", "xml"]
        } else {
            &["csv", "json", "xlsx"]
        };
        paths = paths.into_iter().flat_map(|p| forms.iter().map(move |f| p.replace("{format}", f)).collect::<BTreeSet<_>>()).collect();
        paths
            .iter()
            .flat_map(|p| match p.as_str() {
                "/search" | "/palette" | "/standing" => vec![format!("{p}?q=ma"), p.clone()],
                p if p.starts_with("/lookup/") => vec![format!("{p}?q=ma"), format!("{p}?q=be")],
                p if p.ends_with("/export") => ["csv", "json", "xlsx"].iter().map(|f| format!("{p}?format={f}")).collect(),
                p if p.starts_with("/api/v1/reports/") => FORMATS.iter().map(|f| format!("{p}?format={f}")).collect(),
                p if p.starts_with("/r/") && !p.contains("export") => vec![p.to_owned(), format!("{p}?known=2026-01-15")],
                p => vec![p.to_owned()],
            })
            .collect()
    }
}

/// The cells of a table, and any two of a row side by side: a page shows the parts of a name as one.
fn cells(sheets: &[exchange::sheet::Sheet]) -> String {
    let mut said = Vec::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let texts: Vec<_> = row.cells.iter().map(|cell| cell.text().into_owned()).filter(|text| !text.is_empty()).collect();
        said.extend(texts.iter().flat_map(|first| texts.iter().map(move |second| format!("{first} {second}"))));
    }
    said.join("\n")
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

    /// Everything in it that can be read: what stands in a PDF or a document cannot.
    fn readable(&self) -> String {
        if !self.media.contains("spreadsheetml") {
            return self.text();
        }
        let sheets = exchange::sheet::read_xlsx(&self.body).expect("a workbook of ours is read");
        let cells = sheets.iter().flat_map(|s| &s.rows).flat_map(|r| &r.cells);
        cells.map(|cell| cell.text().into_owned()).collect::<Vec<_>>().join("\n")
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
            sheets[0].rows.iter().find(|row| row.number == 2).map(|row| row.cell(0).text().into_owned())
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
}

/// Everything in a text that reads as an outward id.
fn ids_in(text: &str) -> impl Iterator<Item = RecordId> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|w| w.len() > 8 && w.contains('_')).filter_map(RecordId::parse)
}

/// What stands around an id in a text.
fn around(text: &str, id: RecordId) -> String {
    let bare = id.outward("");
    let bare = bare.trim_start_matches('_');
    let Some(at) = text.find(bare) else { return "its id in the address".to_owned() };
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let before: Vec<char> = before.chars().rev().take(120).collect();
    format!("its id: {}{}", before.iter().rev().collect::<String>(), after.chars().take(160).collect::<String>())
}

/// What an answer says it is marked.
struct Shown {
    inside: Option<String>,
    header: String,
    page: bool,
}

/// Whether a marking in words says at least what a record asks for: its level, every caveat, and of parties none that it is not for.
fn says(policy: &SecurityPolicy, words: &str, mark: &Mark) -> bool {
    let level = policy.levels.iter().filter(|l| Lang::ALL.iter().any(|lang| words.starts_with(l.marking.get(*lang)))).map(|l| l.rank).max();
    let named = |code: &str| policy.category(code).is_some_and(|c| Lang::ALL.iter().any(|lang| words.contains(c.phrase.get(*lang))));
    let narrow = |set: &str, codes: &kernel::Codes| {
        let said = Lang::ALL.iter().find_map(|lang| parties(policy, set, words, *lang));
        said.is_some_and(|said| said.iter().all(|party| codes.contains(party)))
    };
    level.is_some_and(|rank| rank >= mark.rank)
        && mark.caveats.iter().all(named)
        && mark.releasable.iter().all(|(set, codes)| narrow(set, codes))
}

/// The parties of a set that a marking in words names; nothing where it names none, and an empty list where it says that nobody is left.
fn parties<'p>(policy: &'p SecurityPolicy, set: &str, words: &str, lang: Lang) -> Option<Vec<&'p str>> {
    let (at, set) = policy.tag_sets.iter().enumerate().find(|(_, s)| s.name == set && s.kind == CategoryKind::Permissive)?;
    let mut rest = words.split_once(set.prefix.get(lang))?.1;
    if rest.starts_with("NOBODY") || rest.starts_with("PERSONNE") {
        return Some(Vec::new());
    }
    let mut said = Vec::new();
    loop {
        let named = policy.categories.iter().filter(|c| c.set == at && rest.starts_with(c.phrase.get(lang)));
        let longest = named.max_by_key(|c| c.phrase.get(lang).len())?;
        said.push(longest.code.as_str());
        rest = &rest[longest.phrase.get(lang).len()..];
        match rest.strip_prefix(set.separator.get(lang)) {
            Some(more) => rest = more,
            None => return Some(said),
        }
    }
}

/// What is wrong with an answer that shows these records, each with its mark.
fn wrong(policy: &SecurityPolicy, shown: &Shown, records: &[(RecordId, &Mark)]) -> Option<(String, RecordId)> {
    if shown.page && shown.inside.is_none() {
        return Some(("a page without a marking".to_owned(), RecordId::NIL));
    }
    let low = |words: &str| records.iter().find(|(_, mark)| !says(policy, words, mark));
    let said = [shown.inside.as_deref(), Some(shown.header.as_str())];
    said.into_iter().flatten().find_map(|words| {
        low(words).map(|(id, mark)| (format!("{words:?} shows {}, {}", id.outward("rec"), policy.marking(mark, Lang::En)), *id))
    })
}

#[test]
fn p07_every_answer_is_marked_as_high_as_what_it_shows() {
    ask(Backend::Sqlite);
}

#[test]
fn p07_every_answer_is_marked_as_high_as_what_it_shows_on_postgres() {
    ask(Backend::Postgres);
}

/// What was asked and seen.
#[derive(Default)]
struct Seen {
    answers: usize,
    pages: usize,
    in_header_only: usize,
    by_lang: [usize; 2],
    routes: BTreeSet<&'static str>,
    records: BTreeSet<RecordId>,
    by_text_alone: BTreeSet<RecordId>,
    failures: Vec<String>,
}

fn ask(on: Backend) {
    let size = sizes(on);
    let mut office = Office::open(on, size);
    let policy = testkit::world::policy();
    let mut seen = Seen::default();
    // What leaves as a file is recorded, with the reference of the letter it goes with: that comes last, and is known to the next who asks.
    let mut reading: Vec<&Route> = routes::all().filter(|r| r.method == "get" && !OPEN.contains(&r.path)).collect();
    reading.sort_by_key(|r| r.path.contains("export") || r.path.ends_with("reply.xlsx"));
    for (who, (login, _)) in PERSONAS[..size.personas].iter().enumerate() {
        for (lang, turn) in Lang::ALL.into_iter().zip(0..) {
            let cookie = office.cookie(login, lang);
            for route in &reading {
                let addresses = office.addresses(route, login, lang, size.records);
                // Each begins elsewhere, so that a sample sees more.
                let first = (who * Lang::ALL.len() + turn) % addresses.len().clamp(1, size.every);
                for path in addresses.iter().skip(first).step_by(size.every) {
                    let answer = office.get(path, &cookie);
                    let said = format!("{login} {} {path}", lang.code());
                    seen.note(&office, &policy, route.path, turn, &said, &answer);
                }
            }
            office.look();
        }
    }
    seen.told(&office, on, size);
}

impl Seen {
    fn note(&mut self, office: &Office, policy: &SecurityPolicy, route: &'static str, lang: usize, said: &str, answer: &Answer) {
        // A page that read more than it is marked for is not sent, and answers so.
        if answer.status >= 500 {
            self.failures.push(format!("{said}: {}", answer.status));
        }
        if answer.status >= 300 {
            return;
        }
        let shown = answer.shown();
        self.routes.insert(route);
        self.answers += 1;
        self.by_lang[lang] += 1;
        self.pages += usize::from(shown.page);
        self.in_header_only += usize::from(shown.inside.is_none());
        let readable = answer.readable();
        let known = |id: &RecordId| office.marks.contains_key(id);
        // What the address names is shown, also in a form that cannot be read here.
        let by_id: BTreeSet<RecordId> = ids_in(said).chain(ids_in(&readable)).filter(known).collect();
        let by_text = office.texts.found(&readable);
        self.by_text_alone.extend(by_text.difference(&by_id));
        let there: Vec<(RecordId, &Mark)> = by_id.union(&by_text).filter_map(|id| Some((*id, office.marks.get(id)?))).collect();
        self.records.extend(there.iter().map(|(id, _)| *id));
        if let Some((why, id)) = wrong(policy, &shown, &there) {
            let by = if by_id.contains(&id) { around(&readable, id) } else { office.texts.of(id).join(", ") };
            self.failures.push(format!("{said}: {why}, by {by}"));
        }
    }

    fn told(&self, office: &Office, on: Backend, size: Size) {
        let reading: BTreeSet<&str> = routes::all().filter(|r| r.method == "get" && !OPEN.contains(&r.path)).map(|r| r.path).collect();
        let of = |fits: &dyn Fn(&Mark) -> bool| self.records.iter().filter(|id| office.marks.get(id).is_some_and(fits)).count();
        let (higher, caveats, parties) =
            (of(&|mark| mark.rank > 1), of(&|mark| !mark.caveats.is_empty()), of(&|mark| !mark.releasable.is_empty()));
        testkit::evidence::write(
            "marks",
            on,
            &[
                ("personas", size.personas),
                ("languages", Lang::ALL.len()),
                ("routes_that_read", reading.len()),
                ("routes_that_answered", self.routes.len()),
                ("answers", self.answers),
                ("answers_in_english", self.by_lang[0]),
                ("answers_in_french", self.by_lang[1]),
                ("pages", self.pages),
                ("files_and_programs_answers", self.answers - self.pages),
                ("marked_in_the_header_only", self.in_header_only),
                ("texts_looked_for", office.texts.count()),
                ("records_seen", self.records.len()),
                ("records_seen_by_text_alone", self.by_text_alone.len()),
                ("records_of_a_higher_level_seen", higher),
                ("records_with_a_caveat_seen", caveats),
                ("records_for_some_parties_seen", parties),
                ("marked_too_low", self.failures.len()),
            ],
        );
        let told = self.failures.len();
        assert_eq!(told, 0, "{told} of {}: {:#?}", self.answers, &self.failures[..told.min(20)]);
        let silent: Vec<&&str> = reading.difference(&self.routes).collect();
        assert!(silent.is_empty(), "routes that read and answered nobody, for want of something to show: {silent:?}");
        let least = if on == Backend::Sqlite { 1 } else { 2 };
        assert!(
            self.pages * least > 500 && self.records.len() * least > 300 && self.by_text_alone.len() * least > 20,
            "too little was seen: {} pages, {} records, {} by text",
            self.pages,
            self.records.len(),
            self.by_text_alone.len()
        );
        assert!(higher > 20 && caveats > 10 && parties > 10, "too little was marked: {higher} {caveats} {parties}");
    }
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
        assert_eq!(ids_in(&answer.readable()).collect::<Vec<_>>(), [id]);
        wrong(&policy, &answer.shown(), &[(id, mark)])
    };
    let high = Mark::of(&policy, 2, ["CRYPTO"]);
    let plain = Mark::of(&policy, 2, []);
    let parties = Mark::of(&policy, 2, ["BEL", "FRA"]);
    for (marking, header, mark, fits) in [
        ("CONFIDENTIAL", "CONFIDENTIAL", &plain, true),
        ("CONFIDENTIEL", "CONFIDENTIAL", &plain, true),
        ("RESTRICTED", "CONFIDENTIAL", &plain, false),
        ("CONFIDENTIAL", "RESTRICTED", &plain, false),
        ("CONFIDENTIAL", "", &plain, false),
        ("CONFIDENTIAL", "CONFIDENTIAL", &high, false),
        ("CONFIDENTIAL CRYPTO", "CONFIDENTIAL CRYPTO", &high, true),
        ("CONFIDENTIAL", "CONFIDENTIAL", &parties, false),
        ("CONFIDENTIAL REL TO Belgium/France", "CONFIDENTIAL REL TO Belgium/France", &parties, true),
        ("CONFIDENTIEL DIFFUSABLE À Belgique", "CONFIDENTIAL REL TO Belgium", &parties, true),
        ("CONFIDENTIEL DIFFUSABLE À PERSONNE", "CONFIDENTIAL REL TO NOBODY", &parties, true),
        ("CONFIDENTIAL REL TO Belgium/Canada", "CONFIDENTIAL REL TO Belgium/France", &parties, false),
        ("CONFIDENTIAL REL TO Belgium", "CONFIDENTIAL", &parties, false),
    ] {
        assert_eq!(judged(&answer(marking, header, "text/html"), mark).is_none(), fits, "{marking} / {header}");
    }
    let without = Answer { body: b"<html>nothing</html>".to_vec(), ..answer("", "", "text/html") };
    assert!(wrong(&policy, &without.shown(), &[]).is_some(), "a page without a marking");
}
