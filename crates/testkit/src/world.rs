//! A small office: people in every duty, on a ledger of their own.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kernel::clock::SetClock;
use kernel::entropy::SeededEntropy;
use kernel::marking::SecurityPolicy;
use kernel::{Clock, Duty, Entropy, FieldType, Id, Nation, RecordId, Register, Value};
use ledger::db::{Backend, Connection};
use ledger::identity::{Account, Credential};
use ledger::keys::MasterKeys;
use ledger::node::{Config, Place, connect};
use ledger::rights::grants::DutyGrant;
use ledger::verify::Report;
use ledger::{Changes, CommandDef, Error, Ledger, Manifest, Order, Receipt, View};
use spine::organisations::{Authority, AuthorityKind};
use spine::people::{Person, PersonStatus};

/// Who works in the office: login, surname, duties, level.
const STAFF: &[(&str, &str, &[Duty], &str)] = &[
    ("head", "Hart", &[Duty::Head], "C"),
    ("officer", "Oakes", &[Duty::ClearanceOfficer], "C"),
    ("officer2", "Ohlsen", &[Duty::ClearanceOfficer], "C"),
    ("technician", "Tamm", &[Duty::ClearanceTechnician], "C"),
    ("registry", "Rossi", &[Duty::Registry], "R"),
    ("registry2", "Ruud", &[Duty::Registry], "R"),
    ("policy", "Pereira", &[Duty::PolicyOfficer], "R"),
    ("hr", "Haas", &[Duty::Hr], "R"),
    ("auditor", "Arslan", &[Duty::Auditor], "C"),
    ("access", "Acker", &[Duty::AccessAdmin], "R"),
    ("access2", "Aalto", &[Duty::AccessAdmin], "R"),
];

/// Nations whose authority the office writes to.
const NATIONS: &[&str] = &["BEL", "DEU", "EST", "FRA", "ITA", "NOR", "ROU"];

/// The morning every world starts on: a Monday.
pub const START: &str = "2026-03-02T08:00:00Z";

/// What the office's world is made of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Where the data is; none makes a place of its own, gone with the world.
    pub place: Option<Place>,
    /// Start value of the randomness.
    pub seed: u64,
    /// First instant.
    pub now: Timestamp,
    /// Zone of the office.
    pub zone: TimeZone,
    /// Whether people, accounts and authorities are made at once.
    pub staffed: bool,
    /// Whether the flush is left out; never for tests of durability.
    pub relaxed: bool,
    /// The security policy.
    pub policy: SecurityPolicy,
    /// Commands besides those of the house, for what none of them would do.
    pub commands: fn() -> Vec<CommandDef>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            place: None,
            seed: 1,
            now: instant(START),
            zone: TimeZone::UTC,
            staffed: true,
            relaxed: true,
            policy: policy(),
            commands: Vec::new,
        }
    }
}

/// An instant from its ISO text.
pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// A day from its ISO text.
pub fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// The whole manifest of the house.
pub fn manifest() -> Manifest {
    manifest_with(Vec::new())
}

fn manifest_with(others: Vec<CommandDef>) -> Manifest {
    let registers = [spine::registers(), desk_clearance::registers()].concat();
    let commands = [spine::commands(), desk_clearance::commands(), others].concat();
    Manifest::new(registers, commands, [spine::queries(), desk_clearance::queries()].concat())
}

/// The security policy the product comes with.
pub fn policy() -> SecurityPolicy {
    exchange::spif::read(spine::SECURITY_POLICY.as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

/// Keys of every test; fixed, so that a world can be opened again by another process.
pub const fn keys() -> MasterKeys {
    MasterKeys { master: [0x11; 32], signing: [0x22; 32] }
}

/// The values of a command by the names of its fields; what is not said is absent.
pub fn values_of(command: &CommandDef, fields: &[(&str, Value)]) -> Vec<Value> {
    for (name, _) in fields {
        assert!(command.fields.iter().any(|f| f.name == *name), "{} has no field {name}", command.name);
    }
    let said = |name: &str| fields.iter().rev().find(|(n, _)| *n == name).map_or(Value::Null, |(_, v)| v.clone());
    command.fields.iter().map(|f| said(f.name)).collect()
}

/// The national security authority of a nation.
pub fn nsa(nation: &str) -> Authority {
    Authority {
        nation: Nation(nation.to_owned()),
        kind: AuthorityKind::Nsa,
        name_en: format!("National security authority {nation}"),
        name_fr: format!("Autorité nationale de sécurité {nation}"),
        address: None,
        email: None,
        chaser_days: None,
    }
}

/// A small office on a ledger of its own.
pub struct World {
    ledger: Option<Ledger>,
    place: Place,
    clock: Arc<SetClock>,
    entropy: Arc<SeededEntropy>,
    setup: Setup,
    staff: HashMap<String, (RecordId, RecordId)>,
    database: Option<String>,
    _folder: Option<tempfile::TempDir>,
}

impl World {
    /// A staffed office on this database.
    pub fn new(backend: Backend) -> Self {
        Self::with(backend, Setup::default())
    }

    /// An office made as the setup says.
    pub fn with(backend: Backend, setup: Setup) -> Self {
        Self::with_rows(backend, setup, |_, _| ())
    }

    /// An office whose first entry also holds these rows: for worlds no command of the office would make.
    pub fn with_rows(backend: Backend, setup: Setup, rows: impl FnOnce(&mut Changes, &SeededEntropy)) -> Self {
        let (mut folder, mut database) = (None, None);
        let place = setup.place.clone().unwrap_or_else(|| match backend {
            Backend::Sqlite => {
                let made = tempfile::Builder::new().prefix("castellan-").tempdir().unwrap_or_else(|e| panic!("temporary folder: {e}"));
                let path = made.path().join("data");
                folder = Some(made);
                Place::Folder(path)
            }
            Backend::Postgres => {
                let name = unique_name();
                let url = crate::postgres::database(&name).unwrap_or_else(|e| panic!("{e}"));
                database = Some(name);
                Place::Url(url)
            }
        });
        let clock = Arc::new(SetClock::at(setup.now));
        let entropy = Arc::new(SeededEntropy::new(setup.seed));
        let mut world = Self { ledger: None, place, clock, entropy, setup, staff: HashMap::new(), database, _folder: folder };
        world.open();
        if world.setup.staffed {
            world.staff(rows);
        }
        world.recall();
        world
    }

    fn open(&mut self) {
        let config = self.config_at(self.place.clone());
        self.ledger = Some(Ledger::open(config).unwrap_or_else(|e| panic!("the ledger does not open: {e}")));
    }

    /// How this office, or another with its clock, would be opened at a place.
    pub fn config_at(&self, place: Place) -> Config {
        Config {
            place,
            keys: keys(),
            manifest: manifest_with((self.setup.commands)()),
            migrations: None,
            policy: self.setup.policy.clone(),
            clock: self.clock.clone(),
            entropy: self.entropy.clone(),
            zone: self.setup.zone.clone(),
            demo: false,
            relaxed: self.setup.relaxed,
        }
    }

    fn staff(&self, rows: impl FnOnce(&mut Changes, &SeededEntropy)) {
        let mut changes = Changes::new();
        let mut first = None;
        for (login, surname, duties, level) in STAFF {
            let (account, _) = hire(&mut changes, self.entropy.as_ref(), login, surname);
            for duty in *duties {
                let grant = DutyGrant::plain(Id::new(account), *duty, level, day("2026-01-01"));
                changes.insert(self.entropy.id(), &grant);
            }
            first.get_or_insert(account);
        }
        for nation in NATIONS {
            changes.insert(self.entropy.id(), &nsa(nation));
        }
        rows(&mut changes, &self.entropy);
        let first = first.unwrap_or(RecordId::NIL);
        self.ledger().bootstrap(Id::new(first), changes).wait().unwrap_or_else(|e| panic!("the office cannot be set up: {e}"));
    }

    /// Learns who signs in under which login.
    fn recall(&mut self) {
        let rows = self.conn().query("SELECT login, id, person FROM accounts", &[]).unwrap_or_else(|e| panic!("{e}"));
        for row in rows {
            if let (Some(login), Some(account), Some(person)) = (row[0].text(), row[1].id(), row[2].id()) {
                self.staff.insert(login.to_owned(), (account, person));
            }
        }
    }

    /// Closes the ledger, waits for its threads, and opens it again.
    pub fn reopen(&mut self) {
        self.close();
        self.open();
    }

    /// Closes the ledger; only [`Self::reopen`] and [`Self::conn`] make sense afterwards.
    pub fn close(&mut self) {
        if let Some(ledger) = self.ledger.take() {
            ledger.close();
        }
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        self.ledger.as_ref().unwrap_or_else(|| panic!("the ledger was closed"))
    }
    /// The clock; it moves only when it is told to.
    pub fn clock(&self) -> &SetClock {
        &self.clock
    }
    /// The randomness.
    pub fn entropy(&self) -> &SeededEntropy {
        &self.entropy
    }
    /// Where the data is.
    pub const fn place(&self) -> &Place {
        &self.place
    }
    /// The data folder of an office on SQLite.
    pub fn folder(&self) -> PathBuf {
        match &self.place {
            Place::Folder(folder) => folder.clone(),
            Place::Url(url) => panic!("{url} is no folder"),
        }
    }
    /// Today at the office.
    pub fn today(&self) -> Date {
        self.ledger().today()
    }
    /// Lets days pass.
    pub fn days_pass(&self, days: i64) {
        self.time_passes(SignedDuration::from_hours(24 * days));
    }
    /// Lets time pass; backwards too, as hosts do.
    pub fn time_passes(&self, time: SignedDuration) {
        let now = self.clock.now() + time;
        self.clock.set(now);
    }
    /// A connection of one's own, for looking and tampering behind the ledger's back.
    pub fn conn(&self) -> Box<dyn Connection> {
        connect(&self.place, true).unwrap_or_else(|e| panic!("a second connection: {e}"))
    }

    /// Somebody of the office.
    pub fn as_(&self, login: &str) -> As<'_> {
        let (account, person) = *self.staff.get(login).unwrap_or_else(|| panic!("nobody signs in as {login}"));
        As { world: self, account, person }
    }

    /// A person of this nationality, added by the clearance officer.
    pub fn person(&self, surname: &str, given: &str, nation: &str) -> RecordId {
        self.as_("officer").makes(
            "people.add",
            &[("surname", surname.into()), ("given", given.into()), ("nationality", nation.into()), ("status", "active".into())],
        )
    }

    /// The authority that decides for a nation.
    pub fn authority(&self, nation: &str) -> RecordId {
        let row = self.conn().first("SELECT id FROM authorities WHERE nation = $1 AND kind = 'nsa'", &[nation.into()]);
        row.ok().flatten().and_then(|row| row[0].id()).unwrap_or_else(|| panic!("no authority of {nation}"))
    }

    /// A registered letter, `incoming` or `outgoing`, from or to an authority.
    pub fn letter(&self, direction: &str, nation: &str) -> RecordId {
        self.as_("registry").makes("mail.register", &self.letter_fields(direction, nation))
    }

    /// What registering a letter asks for.
    pub fn letter_fields(&self, direction: &str, nation: &str) -> Vec<(&'static str, Value)> {
        vec![
            ("direction", direction.into()),
            ("kind", "letter".into()),
            ("subject", "Correspondence".into()),
            ("document_date", self.today().into()),
            ("received_on", if direction == "incoming" { self.today().into() } else { Value::Null }),
            ("authority", self.authority(nation).into()),
            ("channel", "bag".into()),
        ]
    }

    /// Makes somebody a member of a compartment, at a duty they hold: asked for by one, approved by another.
    pub fn admit(&self, login: &str, duty: Duty, compartment: &str) {
        let account = self.as_(login).account;
        let grant = [
            ("account", account.into()),
            ("duty", duty.code().into()),
            ("level", "C".into()),
            ("compartments", compartment.into()),
            ("valid_from", self.today().into()),
        ];
        let request = self.as_("access").asks("grants.grant", &grant);
        self.as_("access2").approves(request);
    }

    /// Adopts a pack of rules from a long time ago on: asked for by one, approved by another.
    pub fn adopt(&self, kind: &str, rules: &str) {
        let pack = [("kind", kind.into()), ("valid_from", "2000-01-01".into()), ("rules", rules.into())];
        let request = self.as_("policy").asks("policy.adopt", &pack);
        self.as_("head").approves(request);
    }

    /// Checks log and rows; the ledger may be open.
    pub fn verify(&self) -> Report {
        let mut conn = self.conn();
        ledger::verify::database(conn.as_mut(), &manifest(), &keys()).unwrap_or_else(|e| panic!("verification stopped: {e}"))
    }

    /// Checks log and rows, and that nothing was found.
    pub fn verified(&self) -> Report {
        let report = self.verify();
        assert_eq!(report.findings, Vec::<String>::new());
        report
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.close();
        if let Some(name) = &self.database {
            crate::postgres::drop_database(name);
        }
    }
}

/// The secret of everybody's one-time codes: that of RFC 6238's examples.
pub const OTP: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Adds an account with a person of its own and no duty; answers with both.
pub fn hire(changes: &mut Changes, entropy: &dyn Entropy, login: &str, surname: &str) -> (RecordId, RecordId) {
    let (person, account) = (entropy.id(), entropy.id());
    let body = Person {
        surname: surname.to_owned(),
        given: "Robin".to_owned(),
        nationality: Nation("BEL".to_owned()),
        personnel_number: None,
        birth_date: None,
        birth_place: None,
        birth_country: None,
        email: None,
        status: PersonStatus::Active,
        remarks: None,
    };
    changes.insert(person, &body);
    changes.insert(account, &Account { login: login.to_owned(), name: surname.to_owned(), person, lang: "en".to_owned(), disabled: false });
    changes.insert(entropy.id(), &Credential { account: Id::new(account), password: "none".to_owned(), otp: OTP.to_owned() });
    (account, person)
}

fn unique_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let folder = tempfile::Builder::new().prefix("n").rand_bytes(8).tempdir().unwrap_or_else(|e| panic!("temporary folder: {e}"));
    let random = folder.path().file_name().and_then(|n| n.to_str()).unwrap_or("n").to_lowercase();
    format!("w{}_{}_{random}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Somebody of the office, about to do something.
#[derive(Clone, Copy)]
pub struct As<'a> {
    world: &'a World,
    /// Their account.
    pub account: RecordId,
    /// Who they are.
    pub person: RecordId,
}

impl As<'_> {
    /// The order they would give.
    pub fn order(&self, command: &str, fields: &[(&str, Value)]) -> Order {
        let def = self.world.ledger().manifest().command(command).unwrap_or_else(|| panic!("{command} is no command"));
        Order::new(self.account, command, values_of(def, fields), self.world.ledger().new_id())
    }

    /// Gives a command and says what came of it.
    pub fn tries(&self, command: &str, fields: &[(&str, Value)]) -> Result<Receipt, Error> {
        self.world.ledger().write(self.order(command, fields)).wait()
    }

    /// Gives a command that is carried out.
    pub fn does(&self, command: &str, fields: &[(&str, Value)]) -> Receipt {
        self.tries(command, fields).unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    /// Gives a command that is carried out and answers with a record.
    pub fn makes(&self, command: &str, fields: &[(&str, Value)]) -> RecordId {
        self.does(command, fields).answer.unwrap_or_else(|| panic!("{command} answers with no record")).1
    }

    /// Gives a command that is refused; the codes.
    pub fn refused(&self, command: &str, fields: &[(&str, Value)]) -> Vec<&'static str> {
        match self.tries(command, fields) {
            Err(Error::Refused(refused)) => refused.codes(),
            Err(Error::NotFound) => vec!["not-found"],
            Err(Error::Conflict { .. }) => vec!["conflict"],
            other => panic!("{command} should be refused: {other:?}"),
        }
    }

    /// Asks for something that needs a second person; the frozen request.
    pub fn asks(&self, command: &str, fields: &[(&str, Value)]) -> RecordId {
        self.does(command, fields).approval.unwrap_or_else(|| panic!("{command} needs no second person"))
    }

    /// Approves a frozen request as it stands.
    pub fn approves(&self, request: RecordId) -> Receipt {
        self.does("approvals.approve", &[("approval", request.into()), ("digest", self.digest(request))])
    }

    /// Tries to approve a frozen request.
    pub fn tries_to_approve(&self, request: RecordId) -> Result<Receipt, Error> {
        self.tries("approvals.approve", &[("approval", request.into()), ("digest", self.digest(request))])
    }

    /// Approves a frozen request, and is refused; the codes.
    pub fn may_not_approve(&self, request: RecordId) -> Vec<&'static str> {
        self.refused("approvals.approve", &[("approval", request.into()), ("digest", self.digest(request))])
    }

    fn digest(&self, request: RecordId) -> Value {
        let row = self.world.conn().first("SELECT digest FROM approvals WHERE id = $1", &[request.into()]);
        row.ok().flatten().map(|mut row| row.remove(0)).unwrap_or_else(|| panic!("no such request"))
    }

    /// Looks at the office with their eyes.
    pub fn tries_to_see<T: Send + 'static>(
        &self,
        look: impl FnOnce(&mut View<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.world.ledger().read(self.account, look).wait()
    }

    /// Looks at the office with their eyes, successfully.
    pub fn sees<T: Send + 'static>(&self, look: impl FnOnce(&mut View<'_>) -> Result<T, Error> + Send + 'static) -> T {
        self.tries_to_see(look).unwrap_or_else(|e| panic!("reading: {e:?}"))
    }

    /// A record, typed.
    pub fn record<R: Register + Send>(&self, id: RecordId) -> kernel::Record<R> {
        self.sees(move |view| view.get::<R>(Id::new(id)))
    }

    /// One field of a record, as text.
    pub fn field(&self, register: &'static str, id: RecordId, field: &'static str) -> Value {
        self.sees(move |view| {
            let raw = view.get_raw(register, id)?;
            let def = view.meta(register)?.def;
            Ok(raw.value(&def, field).clone())
        })
    }

    /// Whether the record is there for them.
    pub fn finds(&self, register: &'static str, id: RecordId) -> bool {
        match self.tries_to_see(move |view| view.get_raw(register, id)) {
            Ok(_) => true,
            Err(Error::NotFound) => false,
            Err(error) => panic!("{register}: {error:?}"),
        }
    }
}

/// A value of a typed field, for fields that are not plain text.
pub fn value<T: FieldType>(field: T) -> Value {
    field.to_value()
}
