//! An office to measure: officers, authorities, and as many people as are wanted, made by the commands an office uses.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::clock::SystemClock;
use kernel::entropy::SeededEntropy;
use kernel::{Clock, Duty, Entropy, Id, RecordId, Value};
use ledger::crypto::{SystemEntropy, b64u};
use ledger::keys::MasterKeys;
use ledger::node::{Config, Place, sqlite_file};
use ledger::rights::grants::DutyGrant;
use ledger::schema::Migration;
use ledger::{Changes, CommandDef, Error, Ledger, Order, Pending, Receipt};
use spine::cases::{CalendarScope, WorkCalendar};
use spine::policy::{PackKind, PackState, PolicyPack};

/// Commands on their way at the same time while people are made.
const UNDER_WAY: usize = 1_024;
const SEED: u64 = 20_260;
const NATIONS: [&str; 8] = ["BEL", "DEU", "ESP", "EST", "FRA", "ITA", "NOR", "ROU"];
const SURNAMES: [&str; 24] = [
    "Abelard",
    "Bakker",
    "Brandt",
    "Castelo",
    "Dahl",
    "Dumont",
    "Eriksen",
    "Fabre",
    "Garnier",
    "Ivanova",
    "Jansen",
    "Kask",
    "Kowalska",
    "Laurent",
    "Lund",
    "Mertens",
    "Moreau",
    "Nagy",
    "Öztürk",
    "Pereira",
    "Rossi",
    "Schneider",
    "Tremblay",
    "Weber",
];
const GIVEN: [&str; 20] = [
    "Adèle", "Aino", "Anders", "Beatriz", "Carla", "Emil", "Filip", "Giulia", "Inga", "João", "Léa", "Luka", "Maja", "Marek", "Nadia",
    "Oskar", "Rasa", "Sofia", "Tiago", "Zeynep",
];

/// The host's clock, which counts how often it is asked: the writer asks once a command and once a commit.
#[derive(Default)]
pub struct CountingClock(AtomicU64);

impl CountingClock {
    /// How often it was asked.
    pub fn asked(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Clock for CountingClock {
    fn now(&self) -> Timestamp {
        self.0.fetch_add(1, Ordering::Relaxed);
        SystemClock.now()
    }
}

/// An open office.
pub struct Office {
    /// Its ledger.
    pub ledger: Ledger,
    /// Its clock.
    pub clock: Arc<CountingClock>,
    /// Who works: a clearance officer up to RESTRICTED.
    pub officer: RecordId,
    /// A second one.
    pub second: RecordId,
    /// Personnel, outside the desk.
    pub personnel: RecordId,
}

/// The key file beside a data folder.
pub fn key_file(folder: &Path) -> PathBuf {
    folder.with_extension("keys")
}

/// Removes what an earlier run left; nothing there is as good as removed.
pub fn forget(folder: &Path) {
    for old in [folder.to_owned(), key_file(folder)] {
        let _ = std::fs::remove_dir_all(&old).or_else(|_| std::fs::remove_file(&old));
    }
}

/// Makes a data set unless a whole one of today's schema is there; what is kept is marked as whole at the end.
pub fn kept(folder: &Path, make: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let whole = folder.with_extension("whole");
    // One of an older schema does not open any more.
    if whole.exists() && Office::open(folder, false).map(|office| office.ledger.close()).is_ok() {
        return Ok(());
    }
    forget(folder);
    eprintln!("making {} …", folder.display());
    let (took, made) = crate::measure::once(make);
    made?;
    std::fs::write(&whole, "").map_err(|e| e.to_string())?;
    eprintln!("  made in {:.0} s ({:.0} s of processor)", took.wall, took.cpu);
    Ok(())
}

/// Somebody invented.
pub struct Someone {
    /// Family name.
    pub surname: &'static str,
    /// Given names.
    pub given: String,
    /// Nationality.
    pub nation: &'static str,
    /// Number in the personnel system.
    pub number: String,
    /// Date of birth.
    pub born: String,
}

/// The `at`th of them.
pub fn someone(chance: &SeededEntropy, at: usize) -> Someone {
    Someone {
        surname: SURNAMES[chance.below(SURNAMES.len())],
        given: format!("{} {}", GIVEN[chance.below(GIVEN.len())], GIVEN[chance.below(GIVEN.len())]),
        nation: NATIONS[chance.below(NATIONS.len())],
        number: format!("{}", 100_000 + at),
        born: format!("{}-{:02}-{:02}", 1960 + chance.below(42), 1 + chance.below(12), 1 + chance.below(28)),
    }
}

impl Office {
    /// Opens it, and staffs it when it is new. Relaxed is for making, never for measuring.
    pub fn open(folder: &Path, relaxed: bool) -> Result<Self, String> {
        let keys = key_file(folder);
        if !keys.exists() {
            MasterKeys::generate(&SystemEntropy).write_new(&keys).map_err(|e| e.to_string())?;
        }
        let clock = Arc::new(CountingClock::default());
        let config = Config {
            place: Place::Folder(folder.to_owned()),
            keys: MasterKeys::read(&keys).map_err(|e| e.to_string())?,
            manifest: server::manifest(),
            migrations: Some(migrations()?),
            policy: testkit::world::policy(),
            clock: Arc::<CountingClock>::clone(&clock),
            entropy: Arc::new(SystemEntropy),
            zone: TimeZone::UTC,
            demo: false,
            relaxed,
        };
        let ledger = Ledger::open(config).map_err(|e| e.to_string())?;
        let mut office = Self { ledger, clock, officer: RecordId::NIL, second: RecordId::NIL, personnel: RecordId::NIL };
        match office.find("officer")? {
            Some(_) => {}
            None => office.staff()?,
        }
        office.officer = office.find("officer")?.ok_or("no officer")?;
        office.second = office.find("second")?.ok_or("no second officer")?;
        office.personnel = office.find("personnel")?.ok_or("nobody of personnel")?;
        Ok(office)
    }

    fn find(&self, login: &str) -> Result<Option<RecordId>, String> {
        self.ledger.sign_in(login).wait().map(|found| found.map(|f| f.account)).map_err(|e| e.to_string())
    }

    fn staff(&self) -> Result<(), String> {
        let mut changes = Changes::new();
        let today = self.ledger.today();
        let mut first = None;
        for (login, duty) in [("officer", Duty::ClearanceOfficer), ("second", Duty::ClearanceOfficer), ("personnel", Duty::Hr)] {
            let (account, _) = testkit::world::hire(&mut changes, &SystemEntropy, login, login);
            let grant = DutyGrant::plain(Id::new(account), duty, "R", today);
            changes.insert(SystemEntropy.id(), &grant);
            first.get_or_insert(account);
        }
        for nation in NATIONS {
            changes.insert(SystemEntropy.id(), &testkit::world::nsa(nation));
        }
        for (kind, name, rules) in [
            (PackKind::AuthorityRules, "Rules", spine::DEMO_AUTHORITY_RULES),
            (PackKind::ServiceStandards, "Standards", spine::DEMO_SERVICE_STANDARDS),
            (PackKind::MeasureTargets, "Targets", spine::DEMO_MEASURE_TARGETS),
        ] {
            let pack = PolicyPack {
                kind,
                name: name.to_owned(),
                edition: 1,
                valid_from: jiff::civil::date(2000, 1, 1),
                state: PackState::InForce,
                source: "bench".to_owned(),
                rules: rules.to_owned(),
                recorded_by: RecordId::NIL,
                verified_by: RecordId::NIL,
            };
            changes.insert(SystemEntropy.id(), &pack);
        }
        let day = || Some("08:30-12:30 13:30-17:30".to_owned());
        let hours = WorkCalendar {
            name: "Office hours".to_owned(),
            scope: CalendarScope::Office,
            site: None,
            authority: None,
            zone: "Europe/Luxembourg".to_owned(),
            day_minutes: 480,
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            saturday: None,
            sunday: None,
            valid_from: jiff::civil::date(2000, 1, 1),
            valid_until: None,
        };
        changes.insert(SystemEntropy.id(), &hours);
        self.ledger.bootstrap(Id::new(first.unwrap_or(RecordId::NIL)), changes).wait().map(|_| ()).map_err(|e| e.to_string())
    }

    /// A command of the officer, by the names of its fields.
    pub fn order(&self, command: &str, fields: &[(&str, Value)]) -> Result<Order, String> {
        let def: &CommandDef = self.ledger.manifest().command(command).ok_or_else(|| format!("{command} is no command"))?;
        let values = testkit::world::values_of(def, fields);
        Ok(Order::new(self.officer, command, values, self.ledger.new_id()))
    }

    /// The command that adds somebody.
    pub fn adds(&self, who: &Someone) -> Result<Order, String> {
        self.order("people.add", &person(who))
    }

    /// Adds people, and opens a case for the first of them, with many commands under way at once.
    pub fn fill(&self, people: usize, cases: usize) -> Result<(), String> {
        let chance = SeededEntropy::new(SEED);
        let mut ids = Vec::with_capacity(cases);
        let mut pipe = Pipe::default();
        let mut done = |receipt: Receipt| {
            if let Some((_, id)) = receipt.answer.filter(|_| ids.len() < cases) {
                ids.push(id);
            }
        };
        for at in 0..people {
            pipe.push(self.ledger.write(self.adds(&someone(&chance, at))?), &mut done)?;
        }
        pipe.finish(&mut done)?;
        for id in ids {
            let fields = [
                ("person", id.into()),
                ("kind", "initial".into()),
                ("level", "C".into()),
                ("categories", Value::Null),
                ("priority", "routine".into()),
            ];
            pipe.push(self.ledger.write(self.order("case.open", &fields)?), &mut |_| ())?;
        }
        pipe.finish(&mut |_| ())?;
        self.ledger.checkpoint().wait().map_err(said)
    }

    /// The template of letters about one case.
    pub fn case_letter(&self) -> Result<RecordId, String> {
        let all: Vec<std::collections::BTreeMap<String, String>> =
            serde_json::from_str(spine::STARTER_TEMPLATES).map_err(|e| e.to_string())?;
        let template =
            all.iter().find(|t| t.get("kind").is_some_and(|k| k == "case_letter")).ok_or("no template of letters about cases")?;
        let name = format!("Bench {}", self.ledger.new_id().outward("ltm"));
        let fields =
            template.iter().map(|(field, text)| (field.as_str(), Value::from(text.as_str()))).filter(|(field, _)| *field != "name");
        let fields: Vec<_> = fields.chain([("status", "in_use".into()), ("name", name.into())]).collect();
        let made = self.ledger.write(self.order("letter_templates.add", &fields)?).wait().map_err(said)?;
        made.answer.map(|(_, id)| id).ok_or_else(|| "no template was made".to_owned())
    }

    /// A session of the officer's, as a cookie.
    pub fn cookie(&self) -> Result<String, String> {
        let mut token = [0; 32];
        self.ledger.entropy().fill(&mut token);
        let hash = server::visitor::hash(&token);
        self.ledger.open_session(self.officer, hash, "en", "bench", None).wait().map_err(said)?;
        Ok(format!("{}={}", server::visitor::COOKIE, b64u(&token)))
    }
}

/// The fields of somebody.
pub fn person(who: &Someone) -> [(&'static str, Value); 8] {
    [
        ("surname", who.surname.into()),
        ("given", who.given.as_str().into()),
        ("nationality", who.nation.into()),
        ("personnel_number", who.number.as_str().into()),
        ("birth_date", who.born.as_str().into()),
        ("email", Value::Null),
        ("status", "active".into()),
        ("remarks", Value::Null),
    ]
}

/// Commands under way, answered in the order in which they were given.
#[derive(Default)]
struct Pipe(VecDeque<Pending<Receipt>>);

impl Pipe {
    fn push(&mut self, next: Pending<Receipt>, done: &mut dyn FnMut(Receipt)) -> Result<(), String> {
        self.0.push_back(next);
        if self.0.len() > UNDER_WAY { self.take(done) } else { Ok(()) }
    }
    fn take(&mut self, done: &mut dyn FnMut(Receipt)) -> Result<(), String> {
        self.0.pop_front().map_or(Ok(()), |first| first.wait().map(done).map_err(said))
    }
    fn finish(&mut self, done: &mut dyn FnMut(Receipt)) -> Result<(), String> {
        while !self.0.is_empty() {
            self.take(done)?;
        }
        Ok(())
    }
}

/// What an error says.
pub fn said(error: Error) -> String {
    format!("{error:?}")
}

/// The binary's own migrations, so that it can serve what was made here.
fn migrations() -> Result<Vec<Migration>, String> {
    let folder = root().join("crates/castellan/migrations");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).map_err(|e| e.to_string())?.filter_map(|f| f.ok().map(|f| f.path())).collect();
    files.sort();
    let read = |file: &PathBuf| {
        // What has no number is no migration.
        let (number, name) = file.file_stem()?.to_str()?.split_once('_')?;
        let sql = std::fs::read_to_string(file).ok()?.leak();
        Some(Migration { number: number.parse().ok()?, name: name.to_owned().leak(), sql })
    };
    Ok(files.iter().filter_map(read).collect())
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().and_then(Path::parent).unwrap_or(Path::new("."))
}

/// The database beneath, without any of ours.
pub fn raw(folder: &Path) -> Result<rusqlite::Connection, String> {
    let conn = rusqlite::Connection::open(sqlite_file(folder)).map_err(|e| e.to_string())?;
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON")
        .map_err(|e| e.to_string())?;
    Ok(conn)
}
