//! The demonstration agency: eight users at the desks and six outside them, 32 nations' authorities with invented rules, two years of history made by the same commands an
//! office uses, and planted defects with their answer key.

mod audits;
mod briefings;
mod cabinet;
mod chaser;
mod documents;
mod holdings;
mod hr;
mod ideas;
mod inbox;
mod keepers;
mod kinds;
mod moves;
mod names;
mod on_call;
mod openings;
mod outside;
mod planted;
mod protection;
mod quality;
mod reports;
mod rights;
mod samples;
mod scoped;
mod tickets;
mod twice;
mod urgent;
mod visits;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use exchange::export::{ColumnKind, Table, TableColumn, Value as Cell, write_csv};
use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan};
use kernel::clock::{Clock, SetClock, SystemClock};
use kernel::entropy::SeededEntropy;
use kernel::{Codes, Duty, Entropy, FieldKind, Id, RecordId, Value};
use ledger::crypto::{b64u, from_b64u};
use ledger::{Changes, Error, Ledger, Order, Receipt};
use server::Demo;

use names::{GIVEN, SURNAMES};
use tickets::TICKETS;

use crate::place::{Opening, Place};
use crate::users::{NewUser, add};

const PASSWORD: &str = "castellan-demo-2026";
const CODE: &str = "246810";
const HISTORY_DAYS: i64 = 730;
/// The mail of one person in so many is registered three days after it came.
const LEFT_LYING: usize = 7;
/// Decisions of the last days have been asked for and not yet approved.
const WAITING_DAYS: i64 = 6;

/// Login, given name, surname, nation, duty, what the duty is limited to.
type User = (&'static str, &'static str, &'static str, &'static str, Option<Duty>, Option<&'static str>);
const USERS: [User; 14] = [
    ("helene", "Hélène", "Marchand", "FRA", Some(Duty::Head), None),
    ("anna", "Anna", "Lindqvist", "SWE", Some(Duty::ClearanceOfficer), None),
    ("paul", "Paul", "Okafor", "GBR", Some(Duty::ClearanceTechnician), None),
    ("marie", "Marie", "Dubois", "BEL", Some(Duty::ClearanceTechnician), None),
    ("tomas", "Tomáš", "Novák", "CZE", Some(Duty::Registry), None),
    ("ines", "Inês", "Ferreira", "PRT", Some(Duty::PolicyOfficer), None),
    ("george", "Giórgos", "Papadákis", "GRC", Some(Duty::Auditor), None),
    ("lena", "Lena", "Schmit", "LUX", Some(Duty::AccessAdmin), None),
    ("hugo", "Hugo", "Keller", "DEU", Some(Duty::Hr), None),
    ("mila", "Mila", "Horvat", "HRV", Some(Duty::Manager), Some("Operations")),
    ("radu", "Radu", "Ionescu", "ROU", Some(Duty::Delegation), Some("ROU")),
    ("carla", "Carla", "Bianchi", "ITA", Some(Duty::Contractor), Some("SENTINEL")),
    ("sven", "Sven", "Aas", "NOR", Some(Duty::SystemAdmin), None),
    ("noor", "Noor", "Visser", "NLD", None, None),
];

const NATIONS: [&str; 32] = [
    "ALB", "BEL", "BGR", "CAN", "HRV", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "ISL", "ITA", "LVA", "LTU", "LUX", "MNE",
    "NLD", "MKD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE", "TUR", "GBR", "USA",
];
const UNITS: [&str; 8] =
    ["Operations", "Information Systems", "Finance", "Human Resources", "Legal", "Logistics", "Communications", "Planning"];

/// What was planted, for the answer key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plant {
    Nothing,
    Expired,
    Suspended,
    BriefingLapsed,
    CertificateReturned,
    BelowRequirement,
    Claimed,
    InProgress,
    Refused,
}

impl Plant {
    const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Expired => "decision-expired",
            Self::Suspended => "decision-suspended",
            Self::BriefingLapsed => "briefing-lapsed",
            Self::CertificateReturned => "certificate-returned",
            Self::BelowRequirement => "below-requirement",
            Self::Claimed => "decision-claimed",
            Self::InProgress => "case-open",
            Self::Refused => "decision-refused",
        }
    }
}

/// The demo's users, for the sign-in page and the console.
pub fn users() -> Vec<Demo> {
    let demo = |(login, given, surname, _, duty, _): &User| Demo {
        name: format!("{given} {surname}"),
        duty: duty.map_or("holder", Duty::code),
        login: (*login).to_owned(),
        password: PASSWORD.to_owned(),
        code: CODE.to_owned(),
    };
    USERS.iter().map(demo).collect()
}

/// Who of them is in which compartments: two handle concerns and inquire into incidents; the auditor sees who read them, not what was read.
fn compartments(login: &str) -> Codes {
    let member = matches!(login, "helene" | "anna" | "george");
    let all = [spine::concerns::COMPARTMENT, spine::incidents::COMPARTMENT].map(str::to_owned);
    Codes::new(all.into_iter().filter(|_| member))
}

/// Prints how to get in.
pub fn announce(listen: &str) {
    say!("\nDemonstration: invented agency, invented rules, fixed codes. Never put real data here.\n");
    say!("  {:<10} {:<22} {:<20} {:<24} code", "user", "name", "duty", "password");
    for user in users() {
        say!("  {:<10} {:<22} {:<20} {:<24} {}", user.login, user.name, user.duty, user.password, user.code);
    }
    say!("\nOpen http://{}\n", listen.replace("127.0.0.1", "localhost"));
}

/// Makes the agency, unless the place holds one already.
pub fn make(place: &Place, people: usize, seed: u64) -> Result<(), String> {
    // Days begin at midnight of the office, so that its people work by day.
    let zone = jiff::tz::TimeZone::get(&place.zone).map_err(|e| e.to_string())?;
    let first = SystemClock.now().to_zoned(zone).start_of_day().and_then(|day| day.checked_sub(HISTORY_DAYS.days()));
    let start = first.map_err(|e| e.to_string())?.timestamp();
    let clock = Arc::new(SetClock::at(start));
    let shared: Arc<dyn Clock> = Arc::<SetClock>::clone(&clock);
    let (ledger, lock) = place.open(Opening { clock: shared, demo: true, relaxed: true })?;
    if ledger.sign_in(USERS[0].0).wait().map_err(said)?.is_some() {
        if !ledger.is_demo() {
            return Err("this place holds an office's own data; a demo is made in an empty one".to_owned());
        }
        ledger.close();
        return Ok(());
    }
    say!("making an agency of {people} people with two years of history (seed {seed}) …");
    let mut maker = Maker::new(&ledger, &clock, seed, start)?;
    maker.run(people).map_err(|e| format!("the demo could not be made: {e}"))?;
    let key = maker.answer_key();
    let token = maker.token.clone();
    ledger.checkpoint().wait().map_err(said)?;
    ledger.close();
    place.make_folder()?;
    samples::keep(&place.data.join("answers.json"), key.as_bytes())?;
    samples::keep(&place.data.join("token"), token.as_bytes())?;
    samples::write(&place.data)?;
    drop(lock);
    Ok(())
}

fn said(error: Error) -> String {
    error.to_string()
}

/// Something that happens at an instant; the order of the heap is that of time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: i64,
    turn: u64,
    what: What,
}

/// What happens next to a part of the office.
type Next = fn(&mut Maker<'_>, usize) -> Result<(), Error>;

/// Parts with a story of their own: the days before the end on which something happens, and what.
const PARTS: &[(&[i64], Next)] = &[
    (&cabinet::DAYS_BEFORE, |maker, step| maker.cabinet(step)),
    (&audits::DAYS_BEFORE, |maker, step| maker.audits(step)),
    (&openings::DAYS_BEFORE, |maker, step| maker.openings(step)),
    (&scoped::DAYS_BEFORE, |maker, step| maker.scoped(step)),
    (&holdings::DAYS_BEFORE, |maker, step| maker.holdings(step)),
    (&quality::DAYS_BEFORE, |maker, step| maker.quality(step)),
    (&ideas::DAYS_BEFORE, |maker, step| maker.ideas(step)),
    (&rights::DAYS_BEFORE, |maker, step| maker.rights(step)),
    (&kinds::DAYS_BEFORE, |maker, step| maker.kinds(step)),
];

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Joins(usize),
    Step {
        case: RecordId,
        person: usize,
        stage: u8,
    },
    Briefed(usize),
    Planted(usize),
    /// The next that happens to a part of the office.
    Part(usize, usize),
    /// The campaign of briefings starts, reminds, escalates.
    Campaign(bool),
    /// The next that happens to the office's papers.
    Papers(usize),
    /// Something is asked of the office.
    Asked(usize),
    /// The next that becomes of it.
    Answered {
        ticket: RecordId,
        at: usize,
        step: usize,
    },
}

struct Someone {
    id: RecordId,
    name: (String, String),
    number: String,
    nation: &'static str,
    birth: Date,
    post: String,
    required: &'static str,
    plant: Plant,
}

struct Maker<'a> {
    ledger: &'a Ledger,
    clock: &'a SetClock,
    chance: SeededEntropy,
    start: Timestamp,
    end: Timestamp,
    accounts: Vec<RecordId>,
    people: Vec<Someone>,
    authorities: Vec<RecordId>,
    events: BinaryHeap<Reverse<Event>>,
    turn: u64,
    token: String,
    gap: Option<on_call::Gap>,
    cabinet: cabinet::Cabinet,
    audits: audits::Audits,
    holdings: holdings::Holdings,
    ideas: ideas::Ideas,
    kinds: Vec<(RecordId, usize)>,
    papers: documents::Papers,
    lying: Vec<&'static str>,
    ran_out: Option<usize>,
}

impl<'a> Maker<'a> {
    fn new(ledger: &'a Ledger, clock: &'a SetClock, seed: u64, start: Timestamp) -> Result<Self, String> {
        let chance = SeededEntropy::new(seed);
        let mut token = [0; 32];
        chance.fill(&mut token);
        Ok(Self {
            ledger,
            clock,
            chance,
            start,
            end: SystemClock.now().checked_sub(1.hours()).map_err(|e| e.to_string())?,
            accounts: Vec::new(),
            people: Vec::new(),
            authorities: Vec::new(),
            events: BinaryHeap::new(),
            turn: 0,
            token: b64u(&token),
            gap: None,
            cabinet: cabinet::Cabinet::default(),
            audits: audits::Audits::default(),
            holdings: holdings::Holdings::default(),
            ideas: ideas::Ideas::default(),
            kinds: Vec::new(),
            papers: documents::Papers::default(),
            lying: Vec::new(),
            ran_out: None,
        })
    }

    fn run(&mut self, people: usize) -> Result<(), Error> {
        self.set_up()?;
        self.invent(people);
        self.take_over(people * 7 / 10)?;
        self.schedule(people * 7 / 10);
        self.plan_campaign();
        while let Some(Reverse(event)) = self.events.pop() {
            if event.at >= self.end.as_microsecond() {
                continue;
            }
            self.clock.set(kernel::clock::from_micros(event.at));
            self.happen(event.what)?;
        }
        self.clock.set(self.end);
        self.urgent()?;
        self.concerns()?;
        self.aftercare()?;
        self.gap = Some(self.on_call()?);
        self.former()?;
        self.kept_once()?;
        self.outside()?;
        self.visits()?;
        self.rules_proposed()?;
        self.personnel()?;
        self.chaser()?;
        self.dropped()?;
        self.reports()
    }

    fn user(&self, login: &str) -> RecordId {
        USERS.iter().position(|u| u.0 == login).and_then(|at| self.accounts.get(at)).copied().unwrap_or(RecordId::NIL)
    }

    /// Gives a command as somebody; the input is named, as a form would send it.
    fn does(&self, login: &str, command: &str, input: &[(&str, Value)]) -> Result<Receipt, Error> {
        let def = self.ledger.manifest().command(command).ok_or_else(|| Error::Stored(format!("{command} is no command")))?;
        let value = |name: &str, kind: FieldKind| {
            let given = input.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone());
            given.unwrap_or(if kind == FieldKind::Bool { Value::Int(0) } else { Value::Null })
        };
        let values = def.fields.iter().map(|f| value(f.name, f.kind)).collect();
        let order = Order::new(self.user(login), command, values, self.chance.id());
        self.ledger.write(order).wait()
    }

    /// Gives a four-eyes command as one and approves it as another.
    fn both(&self, asks: &str, approves: &str, command: &str, input: &[(&str, Value)]) -> Result<Receipt, Error> {
        let asked = self.does(asks, command, input)?;
        let approval = asked.approval.ok_or_else(|| Error::Stored(format!("{command} asked nobody")))?;
        let who = self.user(approves);
        let digest =
            self.ledger.read(who, move |view| view.get::<ledger::approval::Approval>(Id::new(approval)).map(|a| a.body.digest)).wait()?;
        self.does(approves, "approvals.approve", &[("approval", approval.into()), ("digest", digest.into())])
    }

    fn made(receipt: &Receipt) -> Result<RecordId, Error> {
        receipt.answer.as_ref().map(|(_, id)| *id).ok_or_else(|| Error::Stored("a command made nothing".to_owned()))
    }

    fn set_up(&mut self) -> Result<(), Error> {
        let wrong = |e: String| Error::Stored(e);
        let hash = server::credentials::hash(PASSWORD, b"castellan demo 1").map_err(wrong)?;
        let mut changes = Changes::new();
        let today = self.ledger.today();
        for (login, given, surname, nation, duty, limited_to) in USERS {
            let user = NewUser {
                login: login.to_owned(),
                given: given.to_owned(),
                surname: surname.to_owned(),
                nation,
                duty,
                limited_to,
                // Those outside the desks see what is restricted and no higher.
                level: if duty.is_some_and(|d| d.at_a_desk() || matches!(d, Duty::Head | Duty::Auditor | Duty::AccessAdmin)) {
                    "C"
                } else {
                    "R"
                },
                compartments: compartments(login),
                password: hash.clone(),
                otp: format!("fixed:{CODE}"),
                token: (duty == Some(Duty::ClearanceOfficer)).then(|| self.token_bytes()),
            };
            let account = add(&mut changes, &user, today, &|| self.chance.id());
            self.accounts.push(account.raw());
        }
        self.ledger.bootstrap(Id::new(self.user("lena")), changes).wait()?;
        for nation in NATIONS {
            let names = self.nation_names(nation);
            let input = [
                ("nation", Value::from(nation)),
                ("kind", "nsa".into()),
                ("name_en", format!("National Security Authority of {}", names.0).into()),
                ("name_fr", format!("Autorité nationale de sécurité – {}", names.1).into()),
                ("address", format!("1 Authority Square, {}", names.0).into()),
            ];
            let receipt = self.does("anna", "authorities.add", &input)?;
            self.authorities.push(Self::made(&receipt)?);
        }
        let from = self.start.to_zoned(self.ledger.zone().clone()).date().checked_sub(20.years()).unwrap_or(today);
        let pack = [("kind", Value::from("authority_rules")), ("valid_from", from.into()), ("rules", spine::DEMO_AUTHORITY_RULES.into())];
        self.both("ines", "helene", "policy.adopt", &pack)?;
        for (kind, rules) in [
            ("service_standards", spine::DEMO_SERVICE_STANDARDS),
            ("measure_targets", spine::DEMO_MEASURE_TARGETS),
            ("retention", spine::DEMO_RETENTION_RULES),
            ("visit_rules", spine::DEMO_VISIT_RULES),
            ("audit_checklists", spine::STARTER_AUDIT_CHECKLISTS),
            ("processing", spine::DEMO_PROCESSING_RECORD),
        ] {
            let pack = [("kind", Value::from(kind)), ("valid_from", from.into()), ("rules", rules.into())];
            self.both("ines", "helene", "policy.adopt", &pack)?;
        }
        self.calendar(from, today)?;
        self.templates()
    }

    /// The office's hours, and the days it is closed: invented, as everything here.
    fn calendar(&self, from: Date, today: Date) -> Result<(), Error> {
        let hours = Value::from("08:30-12:30 13:30-17:30");
        let zone = self.ledger.zone().iana_name().unwrap_or("UTC").to_owned();
        let mut input = vec![("name", Value::from("Office hours")), ("scope", "office".into()), ("zone", zone.into())];
        input.extend([("day_minutes", Value::Int(480)), ("valid_from", from.into())]);
        input.extend(["monday", "tuesday", "wednesday", "thursday", "friday"].map(|day| (day, hours.clone())));
        let calendar = Self::made(&self.does("ines", "work_calendars.add", &input)?)?;
        let mut days = String::new();
        for year in today.year() - 1..=today.year() + 4 {
            for (day, hours, name) in [
                ("01-01", "", "New Year"),
                ("05-01", "", "First of May"),
                ("12-24", "08:30-12:30", "Christmas Eve"),
                ("12-25", "", "Christmas"),
                ("12-26", "", "Second day of Christmas"),
            ] {
                days.push_str(&format!("{year}-{day};{hours};{name}\n"));
            }
        }
        self.does("ines", "calendars.add_days", &[("calendar", calendar.into()), ("holidays", days.into())]).map(|_| ())
    }

    /// The letter templates to begin with.
    fn templates(&self) -> Result<(), Error> {
        let damaged = |_| Error::Stored("the starter templates are damaged".to_owned());
        let all: Vec<std::collections::BTreeMap<String, String>> = serde_json::from_str(spine::STARTER_TEMPLATES).map_err(damaged)?;
        for template in &all {
            let mut input: Vec<(&str, Value)> = template.iter().map(|(name, text)| (name.as_str(), Value::from(text.as_str()))).collect();
            input.push(("status", "in_use".into()));
            self.does("marie", "letter_templates.add", &input)?;
        }
        Ok(())
    }

    fn token_bytes(&self) -> Vec<u8> {
        // The token is handed out as text; its text is what is hashed.
        debug_assert!(from_b64u(&self.token).is_some(), "a token is base64url");
        self.token.clone().into_bytes()
    }

    fn nation_names(&self, nation: &str) -> (String, String) {
        let name = |lang| server::words::Words::new(lang).nation(nation);
        (name(kernel::Lang::En), name(kernel::Lang::Fr))
    }

    fn invent(&mut self, people: usize) {
        let mut seen = std::collections::HashSet::new();
        for at in 0..people {
            let mut name = (self.pick(&SURNAMES).to_owned(), self.pick(&GIVEN).to_owned());
            // Two given names make more people than one.
            while !seen.insert(name.clone()) {
                name = (self.pick(&SURNAMES).to_owned(), format!("{} {}", self.pick(&GIVEN), self.pick(&GIVEN)));
            }
            let born = Date::constant(1962, 1, 1)
                .checked_add(Span::new().days(self.chance.below(14_000) as i64))
                .unwrap_or(Date::constant(1980, 1, 1));
            let required = match self.chance.below(10) {
                0..=2 => "C",
                3..=8 => "S",
                _ => "TS",
            };
            self.people.push(Someone {
                id: RecordId::NIL,
                name,
                number: format!("{}", 20_000 + at * 7 + self.chance.below(7)),
                nation: NATIONS[self.chance.below(NATIONS.len())],
                birth: born,
                post: format!("{}-{at:04}", &UNITS[at % UNITS.len()][..2].to_uppercase()),
                required,
                plant: self.plant(at, people),
            });
        }
    }

    /// Every kind of defect at least once even in a small agency; the rest is as it should be.
    fn plant(&self, at: usize, people: usize) -> Plant {
        if at >= people * 7 / 10 {
            return Plant::Nothing;
        }
        match at % 60 {
            7 => Plant::Expired,
            13 => Plant::BriefingLapsed,
            23 => Plant::BelowRequirement,
            31 => Plant::CertificateReturned,
            41 => Plant::Claimed,
            53 => Plant::Suspended,
            _ => Plant::Nothing,
        }
    }

    fn pick<'b>(&self, from: &[&'b str]) -> &'b str {
        from[self.chance.below(from.len())]
    }

    /// The office's old tracker is taken over as any office would: read, staged, asked for, approved.
    fn take_over(&mut self, count: usize) -> Result<(), Error> {
        let today = self.ledger.today();
        let columns = [
            "Pers. No",
            "Surname",
            "Given name",
            "Nationality",
            "Birth date",
            "Post no",
            "Required",
            "Clearance",
            "Issue date",
            "Expiry",
            "Authority ref",
            "State",
        ];
        let kind = |c: &str| if c.ends_with("date") || c == "Expiry" { ColumnKind::Date } else { ColumnKind::Text };
        let mut rows = Vec::new();
        for someone in self.people.iter().take(count) {
            let years = if someone.required == "TS" { 5 } else { 10 };
            // Still valid today, unless it is planted to have run out on the way.
            let left = match someone.plant {
                Plant::Expired => 30 + self.chance.below(600) as i64,
                _ => HISTORY_DAYS + 40 + self.chance.below(365 * (years - 3)) as i64,
            };
            let until = today.checked_add(left.days()).unwrap_or(today);
            let granted = until.checked_sub(i64::try_from(years).unwrap_or(10).years()).unwrap_or(today);
            let text = |t: &str| Cell::Text(t.to_owned());
            rows.push(vec![
                text(&someone.number),
                text(&someone.name.0),
                text(&someone.name.1),
                text(someone.nation),
                Cell::Date(someone.birth),
                text(&someone.post),
                text(level_word(someone.required)),
                text(level_word(someone.required)),
                Cell::Date(granted),
                Cell::Date(until),
                Cell::Text(format!("{}/{}/{}", someone.nation, granted.year(), someone.number)),
                text(if someone.plant == Plant::Claimed { "?" } else { "valid" }),
            ]);
        }
        let table = Table {
            title: "Clearances".to_owned(),
            columns: columns.iter().map(|c| TableColumn { header: (*c).to_owned(), kind: kind(c) }).collect(),
            rows,
            ..Table::default()
        };
        let mut file = Vec::new();
        write_csv(&table, &mut file).map_err(|e| Error::Stored(e.to_string()))?;
        let wrong = |what: &str| Error::Stored(format!("the demo's tracker: {what}"));
        let sheets = exchange::sheet::read_csv(&file).map_err(|f| wrong(f.code.as_str()))?;
        let mapping = exchange::tracker::guess(&sheets).ok_or_else(|| wrong("no columns"))?;
        let sheet = sheets.get(mapping.sheet).ok_or_else(|| wrong("no sheet"))?;
        let read = exchange::tracker::read(sheet, &mapping, today);
        let staged = desk_clearance::take_over::commands::Staged { mapping, findings: read.findings };
        let text = serde_json::to_string(&staged).map_err(|e| wrong(&e.to_string()))?;
        let lines = read.rows.iter().map(|r| serde_json::to_string(r).map(|t| (i64::from(r.row), t))).collect::<Result<Vec<_>, _>>();
        let lines = lines.map_err(|e| wrong(&e.to_string()))?;
        let id = self.chance.id();
        let digest = spine::imports::digest(&text, &file, &lines);
        self.ledger.stage_import(id, self.user("paul"), "psc-tracker-old-office.csv", text, file, lines).wait()?;
        self.both("paul", "anna", "import.take_over", &[("staged", id.into()), ("digest", digest.into()), ("attest", Value::Int(1))])?;
        let numbers: Vec<String> = self.people.iter().take(count).map(|s| s.number.clone()).collect();
        let known = self.ledger.read(self.user("anna"), move |view| {
            desk_clearance::take_over::queries::known(view).map(|k| numbers.iter().map(|n| k.by_number.get(n).copied()).collect::<Vec<_>>())
        });
        for (someone, id) in self.people.iter_mut().zip(known.wait()?) {
            someone.id = id.ok_or_else(|| wrong("a person was not taken over"))?;
        }
        Ok(())
    }

    fn at(&mut self, day: i64, what: What) {
        self.turn += 1;
        // Nobody is in at the weekend.
        let noon = self.start.checked_add((day * 24 + 12).hours()).map(|t| t.to_zoned(self.ledger.zone().clone()));
        let weekend = noon.ok().map(|noon| noon.date().weekday().to_monday_zero_offset()).filter(|w| *w > 4);
        let monday = day + weekend.map_or(0, |w| i64::from(7 - w));
        // What must be seen is not put off until after the demo is made; planned from the beginning, it can be on the Friday.
        let planned = matches!(what, What::Part(..) | What::Asked(_));
        let day = if planned && monday >= HISTORY_DAYS { day - weekend.map_or(0, |w| i64::from(w - 4)) } else { monday };
        let minutes = 8 * 60 + self.chance.below(9 * 60) as i64;
        let at = self.start.as_microsecond() + day * 86_400_000_000 + minutes * 60_000_000;
        self.events.push(Reverse(Event { at, turn: self.turn, what }));
    }

    fn schedule(&mut self, taken: usize) {
        let total = self.people.len();
        for at in 0..taken {
            let plant = self.people[at].plant;
            // Refreshers once a year; where they were forgotten, that is the defect.
            if plant != Plant::BriefingLapsed {
                let first = 320 + self.chance.below(30) as i64;
                self.at(first, What::Briefed(at));
                self.at(first + 355, What::Briefed(at));
            }
            if matches!(plant, Plant::Suspended | Plant::CertificateReturned | Plant::BelowRequirement) {
                let day = 400 + self.chance.below(300) as i64;
                self.at(day, What::Planted(at));
            }
        }
        for at in taken..total {
            let day = 5 + self.chance.below(usize::try_from(HISTORY_DAYS).unwrap_or(700) - 8) as i64;
            self.at(day, What::Joins(at));
        }
        for (at, ticket) in TICKETS.iter().enumerate() {
            self.at(HISTORY_DAYS - ticket.before, What::Asked(at));
        }
        for (part, (days, _)) in PARTS.iter().enumerate() {
            for (step, before) in days.iter().enumerate() {
                self.at(HISTORY_DAYS - before, What::Part(part, step));
            }
        }
        self.schedule_papers();
    }

    fn happen(&mut self, what: What) -> Result<(), Error> {
        match what {
            What::Joins(at) => self.joins(at),
            What::Step { case, person, stage } => self.step(case, person, stage),
            What::Briefed(at) => self.briefed(at),
            What::Planted(at) => self.planted(at),
            What::Part(part, step) => PARTS[part].1(self, step),
            What::Campaign(starts) => {
                if starts {
                    self.campaign()
                } else {
                    self.reminders()
                }
            }
            What::Papers(at) => self.papers(at),
            What::Asked(at) => self.asked(at),
            What::Answered { ticket, at, step } => self.answered(ticket, at, step),
        }
    }

    fn joins(&mut self, at: usize) -> Result<(), Error> {
        let today = self.ledger.today();
        let someone = &self.people[at];
        let person = self.does(
            "marie",
            "people.add",
            &[
                ("surname", someone.name.0.as_str().into()),
                ("given", someone.name.1.as_str().into()),
                ("nationality", someone.nation.into()),
                ("personnel_number", someone.number.as_str().into()),
                ("birth_date", someone.birth.into()),
                ("status", "active".into()),
            ],
        )?;
        let person = Self::made(&person)?;
        let unit = UNITS[at % UNITS.len()];
        let post = self.does("marie", "posts.add", &[("number", someone.post.as_str().into()), ("unit", unit.into())])?;
        let post = Self::made(&post)?;
        let required = someone.required;
        self.does(
            "marie",
            "clearance_requirements.add",
            &[("post", post.into()), ("level", required.into()), ("valid_from", today.into())],
        )?;
        self.does(
            "marie",
            "assignments.add",
            &[("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", today.into())],
        )?;
        self.people[at].id = person;
        self.people[at].plant = Plant::InProgress;
        let urgent = self.chance.chance(4);
        let input = [("person", Value::Id(person)), ("kind", "initial".into()), ("level", required.into()), ("priority", "routine".into())];
        let case = self.does("paul", "case.open", &input)?;
        let case = Self::made(&case)?;
        if urgent {
            let input = [
                ("case", Value::Id(case)),
                ("level", "urgent".into()),
                ("requester", "Operations".into()),
                ("reason", "Deploys with the next rotation".into()),
                ("expires_on", today.checked_add(60.days()).unwrap_or(today).into()),
            ];
            self.both("paul", "anna", "case.make_urgent", &input)?;
        }
        self.next(case, at, 0, 1, 3);
        Ok(())
    }

    /// Puts the next stage of a case some days ahead.
    fn next(&mut self, case: RecordId, person: usize, stage: u8, least: i64, spread: usize) {
        let day = (self.clock.now().as_microsecond() - self.start.as_microsecond()) / 86_400_000_000
            + least
            + self.chance.below(spread.max(1)) as i64;
        self.at(day, What::Step { case, person, stage });
    }

    fn letter(&self, case: RecordId, person: usize, direction: &str, kind: &str, subject: &str) -> Result<RecordId, Error> {
        let someone = &self.people[person];
        let authority = NATIONS.iter().position(|n| *n == someone.nation).and_then(|at| self.authorities.get(at)).copied();
        let today = self.ledger.today();
        // Some of what comes in lies for some days before it is registered.
        let received = if person.is_multiple_of(LEFT_LYING) { today.checked_sub(3.days()).unwrap_or(today) } else { today };
        let input = [
            ("direction", Value::from(direction)),
            ("kind", kind.into()),
            ("subject", subject.into()),
            ("document_date", today.into()),
            ("received_on", received.into()),
            ("authority", authority.map_or(Value::Null, Value::Id)),
            ("channel", "courier".into()),
            ("concerns", case.into()),
            ("person", someone.id.into()),
        ];
        self.does("tomas", "mail.register", &input).and_then(|receipt| Self::made(&receipt))
    }

    fn step(&mut self, case: RecordId, at: usize, stage: u8) -> Result<(), Error> {
        let on = ("case", Value::Id(case));
        let today = self.ledger.today();
        match stage {
            0 => {
                self.does("paul", "case.confirm_need", &[on])?;
                self.next(case, at, 1, 1, 3);
            }
            1 => {
                self.invites(case, at)?;
                self.next(case, at, 2, 1, 4);
            }
            2 => {
                self.does("paul", "case.hand_over_forms", &[on])?;
                let again = self.chance.chance(20);
                self.next(case, at, if again { 3 } else { 5 }, 5, 25);
            }
            3 => {
                self.returns(case, at)?;
                self.next(case, at, 4, 3, 10);
            }
            4 => {
                self.does("marie", "case.resubmit", &[on])?;
                self.next(case, at, 5, 1, 3);
            }
            5 if self.chance.chance(3) => {
                self.does(
                    "paul",
                    "case.subject_withdraws",
                    &[on, ("reason_code", "other_post".into()), ("reason", "Took up another position".into())],
                )?;
                self.leaves(at)?;
            }
            5 => {
                self.does("marie", "case.complete", &[on, ("checklist_done", Value::Int(1))])?;
                self.next(case, at, 6, 1, 3);
            }
            // Now and then the requester must be asked before a file can leave; the clock says so.
            6 if self.chance.chance(6) => {
                let input = [
                    on,
                    ("owner", "requester".into()),
                    ("reason_code", "waits_for_answer".into()),
                    ("reason", "The unit must confirm the date of entry".into()),
                    ("evidence", "Call of the same day, noted in the file".into()),
                ];
                self.does("paul", "case.pause", &input)?;
                self.next(case, at, 15, 3, 6);
            }
            15 => {
                let read = self.ledger.read(self.user("paul"), move |view| view.having::<spine::cases::ClockPause>("record", case));
                for pause in read.wait()?.iter().filter(|p| p.body.until_time.is_none()) {
                    self.does("paul", "case.resume", &[("pause", pause.head.id.into())])?;
                }
                self.next(case, at, 16, 1, 2);
            }
            6 | 16 => {
                let mail = self.letter(case, at, "outgoing", "request", "Request for a personnel security clearance")?;
                self.does("paul", "case.dispatch", &[on, ("mail_item", mail.into())])?;
                self.next(case, at, 7, 8, 20);
            }
            7 => {
                let reference = format!("{}-{}", self.people[at].nation, 1000 + self.chance.below(9000));
                self.does("paul", "case.acknowledge", &[on, ("authority_reference", reference.into())])?;
                let (stage, least, spread) = self.takes(at);
                self.next(case, at, stage, least, spread);
            }
            8 => {
                let mail = self.letter(case, at, "incoming", "request", "Question on an application")?;
                // Every other question only the person can answer.
                let asks = if at.is_multiple_of(2) { "case.authority_asks" } else { "case.authority_asks_subject" };
                self.does("paul", asks, &[on, ("mail_item", mail.into())])?;
                self.next(case, at, 9, 2, 6);
            }
            9 => {
                let mail = self.letter(case, at, "outgoing", "letter", "Answer to a question on an application")?;
                self.does("paul", "case.answer_authority", &[on, ("mail_item", mail.into())])?;
                self.next(case, at, 10, 20, 60);
            }
            10 => {
                let mail = self.letter(case, at, "incoming", "decision", "Decision on an application")?;
                self.does("paul", "case.receive_decision", &[on, ("mail_item", mail.into())])?;
                self.next(case, at, 11, 1, 3);
            }
            11 => {
                let refused = self.chance.chance(2);
                let reference = format!("{}/{}/{}", self.people[at].nation, today.year(), self.people[at].number);
                let outcome = if refused { "refuse" } else { self.outcome(at) };
                let conditions = (outcome == "grant_with_conditions").then(|| "A yearly statement of debts to the authority".to_owned());
                let input = [
                    on,
                    ("outcome", Value::from(outcome)),
                    ("conditions", conditions.map_or(Value::Null, Value::Text)),
                    ("reference", reference.into()),
                    ("level", self.people[at].required.into()),
                    ("decided_on", today.checked_sub(4.days()).unwrap_or(today).into()),
                ];
                // The latest still wait for their second person, so that there is something to approve.
                let days_left = (self.end.as_microsecond() - self.clock.now().as_microsecond()) / 86_400_000_000;
                if days_left < WAITING_DAYS {
                    self.does("paul", "case.record_decision", &input)?;
                    return Ok(());
                }
                self.both("paul", "anna", "case.record_decision", &input)?;
                self.next(case, at, if refused { 13 } else { 12 }, 1, 3);
            }
            12 => {
                self.both("anna", "helene", "case.authorise_access", &[on])?;
                self.next(case, at, 14, 1, 5);
            }
            13 => {
                self.does("anna", "case.close_refused", &[on])?;
                self.people[at].plant = Plant::Refused;
            }
            _ => {
                let number = format!("{}/{}/C{}", self.people[at].nation, today.year(), self.people[at].number);
                let input = [
                    on,
                    ("given_on", today.into()),
                    ("signed_how", "Signed before the clearance technician".into()),
                    ("certificate_number", number.into()),
                    ("held_at", format!("Safe 2, shelf {}", 1 + at % 6).into()),
                ];
                self.does("marie", "case.acknowledge_briefing", &input)?;
                self.people[at].plant = Plant::Nothing;
                self.turn += 1;
                let due = self.clock.now().as_microsecond() + 330 * 86_400_000_000;
                self.events.push(Reverse(Event { at: due, turn: self.turn, what: What::Briefed(at) }));
            }
        }
        Ok(())
    }

    /// Somebody who withdrew leaves the post.
    fn leaves(&mut self, at: usize) -> Result<(), Error> {
        let (person, today) = (self.people[at].id, self.ledger.today());
        let read = self.ledger.read(self.user("marie"), move |view| view.having::<spine::posts::Assignment>("person", person));
        for assignment in read.wait()? {
            let body = &assignment.body;
            self.does(
                "marie",
                "assignments.change",
                &[
                    ("record", assignment.head.id.into()),
                    ("version", assignment.head.version.into()),
                    ("person", person.into()),
                    ("post", body.post.raw().into()),
                    ("kind", body.kind.code().into()),
                    ("valid_from", body.valid_from.into()),
                    ("valid_until", today.yesterday().unwrap_or(today).max(body.valid_from).into()),
                ],
            )?;
        }
        self.people[at].plant = Plant::Nothing;
        Ok(())
    }

    fn briefed(&self, at: usize) -> Result<(), Error> {
        let today = self.ledger.today();
        let due = today.checked_add(spine::clearances::rules::months(12)).unwrap_or(today);
        let input = [
            ("person", Value::Id(self.people[at].id)),
            ("kind", "nato".into()),
            ("language", if at.is_multiple_of(3) { "fr" } else { "en" }.into()),
            ("given_on", today.into()),
            ("next_due", due.into()),
            ("signed_how", "Annual refresher, signed".into()),
        ];
        self.does("marie", "briefings.record", &input).map(|_| ())
    }
}

const fn level_word(code: &str) -> &'static str {
    match code.as_bytes() {
        b"C" => "NATO CONFIDENTIAL",
        b"S" => "NATO SECRET",
        _ => "COSMIC TOP SECRET",
    }
}
