//! Nobody sees or does what they may not: every route for every persona and relation, in page, API and command line, against the oracle. Whatever is
//! asked about a hidden record, reading or commanding, is answered byte for byte as if it were not there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::oracle::{self, What, Who};
use kernel::entropy::SeededEntropy;
use kernel::{Entropy, Head, Label, Nation, RecordId, RegisterDef, Value, limits};
use ledger::rights::household::HouseholdTie;
use ledger::rights::restriction::{Restriction, RestrictionReason};
use ledger::{Changes, CommandDef, attempts};
use server::routes::{self, Policy, Route};
use testkit::{Backend, Setup, fill};

use crate::office::{GLASS, KEY, Office, PERSONAS, Persona, TODAY, without_hashes};

/// How a record stands to who asks, beside one's own file and what is not there.
const RELATIONS: &[&str] = &[
    "own desk",
    "level above",
    "caveat",
    "other party",
    "compartment",
    "other realm",
    "household",
    "restricted",
    "own nation",
    "own file",
    "absent",
];

fn label(relation: &str) -> Label {
    let base = Label { realm: Some("SOUTH".to_owned()), ..Label::at("R") };
    let code = |text: &str| kernel::Codes::new([text.to_owned()]);
    match relation {
        "level above" => Label { level: "C".to_owned(), ..base },
        "caveat" => Label { caveats: code("ATOMAL"), ..base },
        "other party" => Label { releasable: code("FRA"), ..base },
        "compartment" => base.within(Some("INQUIRY")),
        "other realm" => Label { realm: Some("NORTH".to_owned()), ..base },
        _ => base,
    }
}

/// A record of the matrix.
pub struct Made {
    /// Its register.
    pub def: RegisterDef,
    relation: &'static str,
    /// Its head.
    pub head: Head,
    /// Whose own file it is, for that relation.
    of: Option<RecordId>,
}

/// People the records are about.
struct Subjects {
    anybody: RecordId,
    household: RecordId,
    restricted: RecordId,
    national: RecordId,
}

struct Matrix {
    office: Office,
    made: Vec<Made>,
    subjects: Subjects,
}

pub fn person(changes: &mut Changes, random: &SeededEntropy, surname: &str, nation: &str) -> RecordId {
    let (_, person) = testkit::hire(changes, random, &surname.to_lowercase(), surname);
    for row in &mut changes.rows {
        match row {
            ledger::Change::Insert { register: "people", id, values, label, .. } if *id == person => {
                values[2] = nation.into();
                label.realm = Some("SOUTH".to_owned());
            }
            _ => {}
        }
    }
    person
}

/// One record of every register in every relation that it can have.
fn matrix(on: Backend, own_national_rule: bool) -> Matrix {
    let mut made: Vec<Made> = Vec::new();
    let mut subjects = None;
    let policy = kernel::marking::SecurityPolicy { own_national_rule, ..testkit::world::policy() };
    let office = Office::new(on, Setup { policy, ..Setup::default() }, |changes, random, personas| {
        // The personas are Belgians, those whose files they handle are not.
        let all = Subjects {
            anybody: person(changes, random, "Anybody", "EST"),
            household: person(changes, random, "Household", "EST"),
            restricted: person(changes, random, "Restricted", "EST"),
            national: person(changes, random, "National", "BEL"),
        };
        for (_, person) in personas {
            changes.insert(random.id(), &HouseholdTie { person: *person, member: all.household, declared_on: TODAY });
        }
        let restriction = Restriction {
            person: all.restricted,
            reference: "R-1".to_owned(),
            reason: RestrictionReason::Proceedings,
            ground: "asked for".to_owned(),
            restricted_on: TODAY,
            lifted_on: None,
        };
        changes.insert(random.id(), &restriction);
        for meta in testkit::world::manifest().registers() {
            let def = meta.def;
            if fill::RIGHTS.contains(&def.name) {
                continue;
            }
            for relation in RELATIONS.iter().filter(|r| !["absent", "own file"].contains(*r)) {
                let subject = match *relation {
                    "household" => all.household,
                    "restricted" => all.restricted,
                    "own nation" => all.national,
                    _ => all.anybody,
                };
                add(changes, random, &mut made, def, relation, subject, None);
            }
            for (_, person) in personas {
                add(changes, random, &mut made, def, "own file", *person, Some(*person));
            }
        }
        subjects = Some(all);
    });
    Matrix { office, made, subjects: subjects.unwrap_or_else(|| panic!("nobody was made")) }
}

pub fn add(
    changes: &mut Changes,
    random: &SeededEntropy,
    made: &mut Vec<Made>,
    def: RegisterDef,
    relation: &'static str,
    subject: RecordId,
    of: Option<RecordId>,
) {
    let by_subject = ["household", "restricted", "own nation", "own file"].contains(&relation);
    // What is about nobody stands in none of these relations; the person's own record is made already.
    if by_subject && def.subject.is_none_or(|field| field == "id") {
        return;
    }
    let at = made.iter().filter(|m| m.def.name == def.name).count();
    let earlier = |register: &str| match register {
        "" | "people" => subject,
        "accounts" => account_of(changes),
        name => made.iter().find(|m| m.def.name == name && m.relation == "own desk").map_or(subject, |m| m.head.id),
    };
    let mut values = fill::record(&def, at, random, &earlier);
    for (field, value) in def.fields.iter().zip(values.iter_mut()) {
        if matches!(field.kind, kernel::FieldKind::Ref(name) if name == def.name && at == 0) {
            *value = Value::Null;
        }
        if Some(field.name) == def.subject {
            *value = subject.into();
        }
    }
    let (id, label) = (random.id(), label(relation));
    let rank = if label.level == "C" { 2 } else { 1 };
    let subject = def.subject_of(id, &values);
    fill::stored(&def, &mut values, subject, random, changes);
    changes.insert_raw(def, id, label.clone(), values);
    made.push(Made { def, relation, head: Head { id, version: 1, label, rank, subject, void: false }, of });
}

pub fn account_of(changes: &Changes) -> RecordId {
    let account = changes.rows.iter().find_map(|row| match row {
        ledger::Change::Insert { register: "accounts", id, .. } => Some(*id),
        _ => None,
    });
    account.unwrap_or(RecordId::NIL)
}

impl Matrix {
    /// What the oracle says of a persona and a record, when they come as a person or with a key.
    fn may_see(&self, persona: &Persona, made: &Made, by_key: bool) -> bool {
        let held = persona.held();
        // A key opens nothing that was delegated or opened to the person.
        let held = if by_key { &held[..held.len().min(1)] } else { &held[..] };
        let (bel, est) = (Nation("BEL".to_owned()), Nation("EST".to_owned()));
        let who = Who {
            person: persona.person,
            household: &[self.subjects.household],
            nation: Some(&bel),
            opened: &[],
            emergency: persona.kind.login == GLASS && !by_key,
            grants: held,
        };
        let subject = made.head.subject;
        let nation = subject
            .map(|s| if s == self.subjects.anybody || s == self.subjects.household || s == self.subjects.restricted { &est } else { &bel });
        // In the matrix a person's own record has no nationality but its own.
        let nation = if made.def.subject == Some("id") { None } else { nation };
        let what =
            What { register: &made.def, head: &made.head, nation, restricted: subject == Some(self.subjects.restricted), member: false };
        oracle::may_see(&who, &what, TODAY)
    }

    fn opens(&self, persona: &Persona, register: &str, by_key: bool) -> bool {
        let Some(meta) = self.office.world.ledger().manifest().register(register) else { return false };
        let mut duties = persona.duties();
        if by_key {
            duties.truncate(1);
        }
        let desk = meta.def.seen_by.iter().any(|d| d.at_a_desk());
        meta.def.seen_by.iter().any(|d| duties.contains(d)) || (persona.kind.login == GLASS && !by_key && desk)
    }
}

/// Runs a test of the matrix on a part of it, or on the whole when it is asked for.
pub fn part(of: usize) -> usize {
    if testkit::evidence::said("CASTELLAN_MATRIX").is_some_and(|size| size == "full") { 1 } else { of }
}

#[derive(Default)]
struct Tally {
    requests: usize,
    routes: BTreeSet<String>,
    statuses: BTreeMap<u16, usize>,
    relations: BTreeMap<&'static str, usize>,
    unexpected: Vec<String>,
    failed: usize,
    failed_reports: usize,
    /// Refused attempts at what takes two people or breaks the glass, by account.
    attempts: HashMap<RecordId, i64>,
}

impl Tally {
    /// Notes what should not be; the gate tells all of it at once.
    fn expect(&mut self, good: bool, what: impl FnOnce() -> String) {
        if !good {
            self.unexpected.push(what());
        }
    }
    fn count(&mut self, route: &str, relation: &'static str, status: u16) {
        self.requests += 1;
        self.failed += usize::from(status >= 500);
        self.failed_reports += usize::from(status >= 500 && route.contains("/reports/"));
        self.routes.insert(route.to_owned());
        *self.statuses.entry(status).or_default() += 1;
        *self.relations.entry(relation).or_default() += 1;
    }
}

/// An answer without what differs by the address alone.
fn masked(body: &str, id: &str) -> String {
    body.replace(id, "ID")
}

#[test]
fn sp_18_p03_every_route_answers_every_persona_as_its_policy_says() {
    matrix_on(Backend::Sqlite, part(3));
}

#[test]
fn sp_18_p03_every_route_answers_every_persona_as_its_policy_says_on_postgres() {
    matrix_on(Backend::Postgres, part(23));
}

fn matrix_on(on: Backend, every: usize) {
    let matrix = matrix(on, true);
    let mut tally = Tally::default();
    records(&matrix, every, &mut tally);
    routes_of(&matrix, &mut tally);
    let refused = commands(&matrix, every, &mut tally);
    let told = tally.unexpected.len();
    assert_eq!(told, 0, "{told} unexpected answers, such as\n{}", tally.unexpected[..told.min(40)].join("\n"));
    let world = &matrix.office.world;
    // What was refused left an entry where it was an attempt at what takes two people, and nowhere else; what stands beyond that and the first
    // entry is the system's, or an export that was allowed.
    let sql =
        "SELECT count(*) FROM entry WHERE duty <> 'refused' AND command NOT IN ('instance.bootstrap', 'exports.record', 'alarms.raise')";
    assert_eq!(world.conn().number(sql, &[]).ok(), Some(0));
    let entered = attempts_entered(&matrix);
    let expected: HashMap<_, _> = tally.attempts.iter().map(|(who, tried)| (*who, limits::ATTEMPTS_AN_HOUR.min(*tried))).collect();
    assert_eq!(entered, expected);
    assert!(!tally.attempts.is_empty(), "nobody was refused for a reason of right");
    world.verified();
    assert!(tally.relations.keys().count() >= 6 && PERSONAS.len() >= 12, "{:?}", tally.relations);
    let missed: Vec<&str> = routes::all().filter(|r| r.method == "get").map(|r| r.path).filter(|p| !tally.routes.contains(*p)).collect();
    assert!(missed.is_empty(), "not asked: {missed:?}");
    // A report filled with letters instead of figures cannot be shown; nothing else fails.
    assert_eq!(tally.failed, tally.failed_reports, "{:?}", tally.statuses);
    let status = |code: u16| tally.statuses.get(&code).copied().unwrap_or(0);
    assert!(status(200) * 20 > tally.requests && status(404) * 20 > tally.requests && status(403) > 100, "{:?}", tally.statuses);
    testkit::evidence::write(
        "matrix",
        on,
        &[
            ("personas", PERSONAS.len()),
            ("relations", RELATIONS.len()),
            ("routes", routes::all().count()),
            ("registers_of_every", every),
            ("requests", tally.requests),
            ("answered_200", status(200)),
            ("answered_403", status(403)),
            ("answered_404", status(404)),
            ("commands_refused", refused.commands),
            ("commands_without_the_duty", refused.without_duty),
            ("commands_on_hidden_records", refused.hidden),
            ("commands_on_hidden_records_not_found", refused.not_found),
            ("forms_on_hidden_records", refused.forms),
            ("unexpected", 0),
        ],
    );
}

/// How many refused attempts stand in the log, by account; each names a command that is watched and a reason of right, and no record.
fn attempts_entered(matrix: &Matrix) -> HashMap<RecordId, i64> {
    let mut conn = matrix.office.world.conn();
    let rows = conn.query("SELECT actor, command, purpose, leaf FROM entry WHERE duty = 'refused'", &[]);
    let mut entered = HashMap::new();
    for row in rows.unwrap_or_else(|e| panic!("{e}")) {
        let text = |at: usize| row[at].text().unwrap_or_default();
        let def = matrix.office.world.ledger().manifest().command(text(1));
        assert!(def.is_some_and(attempts::is_watched) && attempts::OF_RIGHT.contains(&text(2)), "{row:?}");
        assert!(text(3).contains("\"records\":[]"), "{row:?}");
        *entered.entry(row[0].id().unwrap_or(RecordId::NIL)).or_default() += 1;
    }
    entered
}

/// Every record, as page and through the API, with its history: there exactly when the oracle says so; hidden looks like absent.
fn records(matrix: &Matrix, every: usize, tally: &mut Tally) {
    let office = &matrix.office;
    for persona in &office.personas {
        let mut absent: HashMap<(&str, bool), String> = HashMap::new();
        for (at, made) in matrix.made.iter().enumerate() {
            if at % every != 0 || made.of.is_some_and(|of| of != persona.person) {
                continue;
            }
            let name = made.def.name;
            let (id, never) = (made.head.id.outward(made.def.prefix), RecordId([7; 16]).outward(made.def.prefix));
            for (route, by_key) in [
                ("/r/{register}/{id}", false),
                ("/r/{register}/{id}/label.xml", false),
                ("/api/v1/{register}/{id}", true),
                ("/api/v1/{register}/{id}/label", true),
                ("/api/v1/{register}/{id}/history", true),
            ] {
                if persona.kind.login == KEY && !by_key {
                    continue;
                }
                let ask = |id: &str| {
                    let path = route.replace("{register}", name).replace("{id}", id);
                    if by_key { office.api("GET", &path, persona, "") } else { office.page(&path, persona) }
                };
                let answer = ask(&id);
                tally.count(route, made.relation, answer.status);
                let who = (persona.kind.login, made.relation, route, name);
                if matrix.may_see(persona, made, by_key) {
                    tally.expect(answer.status == 200, || format!("{who:?}: {} though visible", answer.status));
                } else {
                    tally.expect(answer.status == 404, || format!("{who:?}: {} though hidden", answer.status));
                    let gone = absent.entry((route, by_key)).or_insert_with(|| {
                        let answer = ask(&never);
                        tally.count(route, "absent", answer.status);
                        masked(&answer.body, &never)
                    });
                    let alike = masked(&answer.body, &id) == *gone;
                    tally.expect(alike, || format!("{who:?}: hidden and absent differ"));
                    absent.clear();
                }
            }
        }
    }
}

/// Every GET route for every persona: as its policy says, with a visible record where it takes one, and lists hold what is visible and no more.
fn routes_of(matrix: &Matrix, tally: &mut Tally) {
    let office = &matrix.office;
    let manifest = office.world.ledger().manifest();
    // Exports leave records of their own, so they come last.
    let mut all: Vec<&Route> = routes::all().filter(|r| r.method == "get").collect();
    all.sort_by_key(|r| r.path.contains("export"));
    for route in all {
        let by_key = route.path.starts_with("/api/v1");
        let open = office.stranger("GET", &filled(route, "people", "", "")).status == 200;
        tally.expect(matches!(route.policy, Policy::Anyone) || !open, || format!("{} is open to who is not signed in", route.path));
        for persona in &office.personas {
            if persona.kind.login == KEY && !by_key {
                continue;
            }
            match route.policy {
                Policy::Named => {
                    for meta in manifest.registers().iter().filter(|_| !route.path.contains("{id}")) {
                        list(matrix, route, persona, &meta.def, by_key, tally);
                    }
                }
                Policy::Adds => {
                    for meta in manifest.registers() {
                        let named = route.path.contains("{register}");
                        let path = filled(route, meta.def.name, "", &RecordId([7; 16]).outward("stg"));
                        let answer = office.page(&path, persona);
                        tally.count(route.path, "own desk", answer.status);
                        let adds = manifest.rows_into(meta.def.name).is_some_and(|c| c.open_to(&persona.duties()));
                        let said = (persona.kind.login, path.as_str(), answer.status);
                        // A staged table that nobody staged is as absent as one of others.
                        let fits = if named { (answer.status == 200) == (adds && meta.def.listed) } else { answer.status == 404 };
                        tally.expect(fits, || format!("{said:?} of importing a table"));
                    }
                }
                Policy::Command => {
                    for command in manifest.commands() {
                        let answer = office.page(&filled(route, "", command.name, ""), persona);
                        tally.count(route.path, "own desk", answer.status);
                        let may = command.open_to(&persona.duties());
                        // A form about a record asks for it first; without the duty nothing of it is shown.
                        let said = (persona.kind.login, command.name, answer.status);
                        tally.expect((answer.status == 403) != may, || format!("{said:?} of a form"));
                    }
                }
                policy => {
                    let register = match policy {
                        Policy::Reads(register) => register,
                        _ => "people",
                    };
                    let visible = matrix.made.iter().find(|m| m.def.name == register && matrix.may_see(persona, m, by_key));
                    let prefix = manifest.register(register).map_or("rec", |m| m.def.prefix);
                    let id = visible.map_or(RecordId([7; 16]), |m| m.head.id).outward(prefix);
                    let path = filled(route, register, "", &id);
                    let answer = if by_key { office.api("GET", &path, persona, "") } else { office.page(&path, persona) };
                    tally.count(route.path, "own desk", answer.status);
                    let said = (persona.kind.login, path.as_str(), answer.status);
                    let mut duties = persona.duties();
                    duties.truncate(if by_key { 1 } else { usize::MAX });
                    let open = match policy {
                        Policy::Anyone | Policy::SignedIn => true,
                        Policy::Reads(register) => matrix.opens(persona, register, by_key),
                        Policy::Gives(command) => manifest.command(command).is_some_and(|c| c.duties.iter().any(|d| duties.contains(d))),
                        Policy::Imports => desk_clearance::take_over::IMPORTERS.iter().any(|d| duties.contains(d)),
                        Policy::Looks(window) => window.duties.iter().any(|d| duties.contains(d)),
                        Policy::Named | Policy::Command | Policy::Adds => continue,
                    };
                    // Closed pages say which duty opens them, or look as if nothing were there.
                    let fits = if open { answer.status != 403 } else { [403, 404].contains(&answer.status) };
                    tally.expect(fits, || format!("{said:?}, though it should be {}", if open { "open" } else { "closed" }));
                }
            }
        }
    }
}

pub fn filled(route: &Route, register: &str, command: &str, id: &str) -> String {
    let pairs = [
        ("{register}", register),
        ("{command}", command),
        ("{name}", command),
        ("{id}", id),
        ("{format}", "csv"),
        ("{code}", "KPI-CL-05"),
        ("{seq}", "0"),
        ("{at}", "0"),
        ("{staged}", "x"),
        ("{*path}", "castellan.css"),
    ];
    pairs.iter().fold(route.path.to_owned(), |path, (name, value)| path.replace(name, value))
}

/// A list of a register shows exactly what the oracle allows, for whoever sees the register at all.
fn list(matrix: &Matrix, route: &Route, persona: &Persona, def: &RegisterDef, by_key: bool, tally: &mut Tally) {
    let office = &matrix.office;
    let path = filled(route, def.name, "", "");
    let path = if route.path.starts_with("/r/") && !route.path.contains("export") { format!("{path}?limit=500") } else { path };
    let path = if by_key && !route.path.contains("export") { format!("{path}?limit=500") } else { path };
    let answer = if by_key { office.api("GET", &path, persona, "") } else { office.page(&path, persona) };
    tally.count(route.path, "own desk", answer.status);
    let said = (persona.kind.login, path.as_str(), answer.status);
    let whole = ["/r/{register}", "/api/v1/{register}"].contains(&route.path);
    if !matrix.opens(persona, def.name, by_key) || (whole && !def.listed) {
        tally.expect([403, 404].contains(&answer.status), || format!("{said:?}, though the register is closed"));
        return;
    }
    tally.expect(answer.status != 403, || format!("{said:?}, though the register is open"));
    for made in matrix.made.iter().filter(|m| m.def.name == def.name) {
        let shown = answer.body.contains(&made.head.id.outward(def.prefix));
        let allowed = matrix.may_see(persona, made, by_key);
        tally.expect(!shown || allowed, || format!("{said:?} shows a hidden record ({})", made.relation));
        tally.expect(!whole || !allowed || shown, || format!("{said:?} leaves out a visible record ({})", made.relation));
    }
}

/// Commands that tell whoever may give them that a hidden record is there, each with the reason. Without the duty they tell nothing.
const BY_FACT: &[(&str, &str)] = &[("accounts.open", "who manages accounts sees no files: that somebody is there is a fact")];

/// What refused commands came to.
#[derive(Default)]
struct Refusals {
    commands: usize,
    without_duty: usize,
    hidden: usize,
    not_found: usize,
    forms: usize,
}

/// Every command through the API, and its form, on every relation, wherever the answer must be a refusal: without the duty, or on what is hidden.
/// Either way nothing is told of the record: the answer is, byte for byte, that to the same command on a record that is not there.
fn commands(matrix: &Matrix, every: usize, tally: &mut Tally) -> Refusals {
    let office = &matrix.office;
    let mut refused = Refusals::default();
    for persona in &office.personas {
        for (at, command) in office.world.ledger().manifest().commands().iter().enumerate() {
            let mut duties = persona.duties();
            duties.truncate(1);
            let may = command.open_to(&duties);
            let (mut absent, mut no_form) = (None, None);
            for made in of_command(matrix, command) {
                if made.of.is_some_and(|of| of != persona.person) || (at + refused.commands) % every != 0 && every > 1 {
                    continue;
                }
                // What may be done is not done here: it would change what the rest is held against.
                let by_fact = BY_FACT.iter().any(|(name, _)| *name == command.name);
                if may && (by_fact || !acts_on_a_record(command) || matrix.may_see(persona, made, true)) {
                    continue;
                }
                refused.commands += 1;
                let (id, never) = (made.head.id.outward(made.def.prefix), RecordId([7; 16]).outward(made.def.prefix));
                let body = input(matrix, command, made);
                let mut give = |body: &str, relation| {
                    let answer = office.api("POST", &format!("/api/v1/commands/{}", command.name), persona, body);
                    tally.count("/api/v1/commands/{name}", relation, answer.status);
                    if attempts::is_watched(command) && attempts::OF_RIGHT.contains(&answer.code().as_str()) {
                        *tally.attempts.entry(persona.account).or_default() += 1;
                    }
                    answer
                };
                let answer = give(&body, made.relation);
                let gone = absent.get_or_insert_with(|| {
                    let answer = give(&body.replace(&id, &never), "absent");
                    (answer.status, masked(&answer.body, &never))
                });
                let said = (persona.kind.login, command.name, made.relation, answer.status);
                tally.expect((answer.status, masked(&answer.body, &id)) == *gone, || {
                    format!("{said:?}: {}, and of one that is not there {}: {}", answer.body, gone.0, gone.1)
                });
                if may {
                    tally.expect((400..500).contains(&answer.status), || format!("{said:?}: {}", answer.body));
                    refused.hidden += 1;
                    refused.not_found += usize::from(answer.code() == "not-found");
                } else {
                    // A key is told first that this takes a person in front of a page.
                    let code = command.in_browser.unwrap_or("duty-missing");
                    tally.expect(answer.status == 403 && answer.code() == code, || format!("{said:?}: {}", answer.body));
                    refused.without_duty += 1;
                }
                if command.on.is_some() && persona.kind.login != KEY && !matrix.may_see(persona, made, false) {
                    let mut form = |id: &str, relation| {
                        let answer = office.page(&format!("/do/{}?on={id}", command.name), persona);
                        tally.count("/do/{command}", relation, answer.status);
                        (answer.status, without_hashes(&masked(&answer.body, id)))
                    };
                    let shown = form(&id, made.relation);
                    let none = no_form.get_or_insert_with(|| form(&never, "absent"));
                    tally.expect(shown == *none, || format!("{said:?}: the forms of hidden and absent differ: {} and {}", shown.0, none.0));
                    refused.forms += 1;
                }
            }
        }
    }
    refused
}

/// Whether a command names the record it acts on.
fn acts_on_a_record(command: &CommandDef) -> bool {
    command.on.is_some() || command.fields.iter().any(|f| f.hidden && f.name == "record")
}

fn of_command<'a>(matrix: &'a Matrix, command: &CommandDef) -> Vec<&'a Made> {
    let register = command.on.unwrap_or("people");
    matrix.made.iter().filter(|m| m.def.name == register).collect()
}

/// An input with something of the right kind in every field, and the record where the command acts on one.
fn input(matrix: &Matrix, command: &CommandDef, made: &Made) -> String {
    let random = SeededEntropy::new(5);
    let open = |register: &str| match register {
        "" => made.head.id,
        "accounts" => matrix.office.persona("auditor").account,
        name if name == made.def.name => made.head.id,
        name => matrix.made.iter().find(|m| m.def.name == name && m.relation == "own desk").map_or(RecordId([7; 16]), |m| m.head.id),
    };
    let manifest = matrix.office.world.ledger().manifest();
    let members: serde_json::Map<String, serde_json::Value> = command
        .fields
        .iter()
        .filter_map(|f| {
            let value = match (f.kind, f.name) {
                (_, "version") => Value::Int(1),
                (_, "register") => Value::from(made.def.name),
                (kind, _) => fill::value(kind, 1, &random, &open),
            };
            let prefix = |name: &str| manifest.register(name).map_or(made.def.prefix, |m| m.def.prefix);
            let json = ledger::json::value_to(f, &value, &prefix);
            if json.is_null() {
                return None;
            }
            Some((f.name.to_owned(), json))
        })
        .collect();
    serde_json::Value::Object(members).to_string()
}

/// What the command line reads, with the path of the API that answers the same. No command of it shows a record by its id.
const READ_BY_LINE: &[(&[&str], &str)] = &[
    (&["export", "people"], "/api/v1/people/export?format=csv"),
    (&["export", "mail_items"], "/api/v1/mail_items/export?format=csv"),
    (&["lacking", "--on", "2026-03-02"], "/api/v1/who-lacks?on=2026-03-02"),
    (&["measures", "--period", "2026-01", "--known", "2026-02-15", "--format", "json"], "/api/v1/measures?period=2026-01&known=2026-02-15"),
];

#[test]
fn sp_18_p03_the_command_line_gives_what_the_api_gives() {
    let matrix = matrix(Backend::Sqlite, false);
    let folder = matrix.office.world.folder();
    let mut expected = Vec::new();
    for login in ["technician", "personnel", KEY, "system", "southern"] {
        for (line, path) in READ_BY_LINE {
            let answer = matrix.office.api("GET", path, matrix.office.persona(login), "");
            expected.push((login, *line, answer.status == 200, told(&answer.body)));
        }
    }
    let Matrix { office, .. } = matrix;
    let mut world = office.world;
    world.close();
    let keys = folder.with_extension("keys");
    testkit::world::keys().write_new(&keys).unwrap_or_else(|e| panic!("{e}"));
    let (mut given, mut denied) = (0, 0);
    for (login, line, allowed, what) in expected {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_castellan"))
            .args(line)
            .args(["--token", login, "--zone", "UTC", "--data"])
            .arg(&folder)
            .arg("--keys")
            .arg(&keys)
            .output()
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(run.status.success(), allowed, "{login} {line:?}: {}", String::from_utf8_lossy(&run.stderr));
        let said = String::from_utf8_lossy(&run.stdout);
        if allowed {
            assert_eq!(told(&said), what, "{login} {line:?}");
            given += 1;
        } else {
            assert_eq!(said, "", "{login} {line:?}");
            denied += 1;
        }
    }
    assert!(given >= 8 && denied >= 5, "{given} given, {denied} denied");
}

/// What an answer tells beside its times and its export's id: the lines of an export that hold records, or the items of an answer as JSON.
fn told(text: &str) -> BTreeSet<String> {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(json) => json["items"].as_array().into_iter().flatten().map(ToString::to_string).collect(),
        Err(_) => text.lines().filter(|line| line.starts_with("per_") || line.starts_with("mai_")).map(str::to_owned).collect(),
    }
}
