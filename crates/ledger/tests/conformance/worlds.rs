//! The scope in SQL against the oracle in plain code, over random grants, levels, compartments, days and subjects.

use std::collections::{BTreeSet, HashMap};

use access::oracle;
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Codes, Duty, Entropy, FieldKind, Head, Id, Label, Nation, RecordId, Register, RegisterDef, Value};
use ledger::rights::delegation::Delegation;
use ledger::rights::emergency::BrokenGlass;
use ledger::rights::grants::DutyGrant;
use ledger::rights::household::HouseholdTie;
use ledger::rights::membership::Membership;
use ledger::rights::restriction::{Opening, Restriction, RestrictionReason};
use ledger::transition::Micros;
use ledger::{Changes, ListQuery};
use testkit::{Backend, Setup, World, fill};

on_both!(p03_sql_shows_exactly_what_the_oracle_allows);

/// Actors of the world; `CASTELLAN_WORLDS` asks for so many pairs of actor and day instead.
const ACTORS: usize = 200;
const DAYS: usize = 10;
const RECORDS: usize = 24;
const LEVELS: &[(&str, i64)] = &[("U", 0), ("R", 1), ("C", 2)];
const COMPARTMENTS: &[&str] = &["ALPHA", "BRAVO", "WHEREABOUTS"];
const CAVEATS: &[&str] = &["ATOMAL", "BOHEMIA"];
const PARTIES: &[&str] = &["BEL", "FRA"];
const REALMS: &[&str] = &["NORTH", "SOUTH"];
const NATIONS: &[&str] = &["BEL", "EST", "FRA"];

/// A grant as it was written down.
#[derive(Clone, Debug)]
struct Granted {
    duty: Duty,
    rank: i64,
    categories: Codes,
    compartments: Codes,
    realm: Option<String>,
    from: Date,
    until: Option<Date>,
}

impl Granted {
    fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
    fn bare(&self) -> oracle::Held<'_> {
        oracle::Held {
            duty: self.duty,
            rank: self.rank,
            categories: &self.categories,
            compartments: &self.compartments,
            // A unit or a nation is no realm of a record.
            realm: self.realm.as_deref().filter(|_| ![Duty::Manager, Duty::Delegation].contains(&self.duty)),
            from: self.from,
            until: self.until,
        }
    }
}

struct Acting {
    login: String,
    account: RecordId,
    person: RecordId,
    nation: Nation,
    grants: Vec<Granted>,
}

#[derive(Default)]
struct Made {
    records: Vec<(RegisterDef, Head, Option<RecordId>)>,
    actors: Vec<Acting>,
    /// Who lives with whom.
    ties: Vec<(RecordId, RecordId)>,
    restricted: Vec<RecordId>,
    /// Account, person, last day.
    opened: Vec<(RecordId, RecordId, Date)>,
    /// Account and day.
    broken: Vec<(RecordId, Date)>,
    /// From actor, to actor, duty, first and last day.
    delegated: Vec<(usize, usize, Duty, Date, Date)>,
    /// Case, account, first and last day.
    members: Vec<(RecordId, RecordId, Date, Option<Date>)>,
    nations: HashMap<RecordId, Nation>,
}

fn some(random: &SeededEntropy, codes: &[&str], percent: usize) -> Codes {
    Codes::new(codes.iter().filter(|_| random.chance(percent)).map(|c| (*c).to_owned()))
}

fn label(random: &SeededEntropy, level: &str) -> Label {
    Label {
        level: level.to_owned(),
        caveats: some(random, CAVEATS, 10),
        releasable: if random.chance(15) { some(random, PARTIES, 60) } else { Codes::default() },
        compartment: random.chance(40).then(|| (*random.pick(COMPARTMENTS)).to_owned()),
        realm: random.chance(50).then(|| (*random.pick(REALMS)).to_owned()),
    }
}

fn day(offset: usize) -> Date {
    Date::constant(2026, 3, 1).saturating_add(jiff::Span::new().days(offset as i64))
}

fn midnight(day: Date) -> i64 {
    day.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_microsecond())
}

fn granted(random: &SeededEntropy) -> Granted {
    let from = day(random.below(DAYS + 4));
    Granted {
        duty: *random.pick(Duty::ALL),
        rank: random.pick(LEVELS).1,
        categories: some(random, &[CAVEATS, PARTIES].concat(), 60),
        compartments: some(random, COMPARTMENTS, 35),
        realm: random.chance(20).then(|| (*random.pick(REALMS)).to_owned()),
        from,
        until: random.chance(60).then(|| from.saturating_add(jiff::Span::new().days(random.below(DAYS) as i64))),
    }
}

/// The rows that say who may what, and what they say in plain words.
fn rights(made: &mut Made, changes: &mut Changes, random: &SeededEntropy, actors: usize) {
    for at in 0..actors {
        let login = format!("actor{at}");
        let (account, person) = testkit::hire(changes, random, &login, "Actor");
        let grants: Vec<Granted> = (0..random.below(5)).map(|_| granted(random)).collect();
        for grant in &grants {
            let level = LEVELS.iter().find(|(_, rank)| *rank == grant.rank).map_or("U", |(level, _)| level);
            let row = DutyGrant {
                categories: grant.categories.clone(),
                compartments: grant.compartments.clone(),
                limited_to: grant.realm.clone(),
                valid_until: grant.until,
                ..DutyGrant::plain(Id::new(account), grant.duty, level, grant.from)
            };
            changes.insert(random.id(), &row);
        }
        // Prepared for a posture that nobody declared: it gives nothing.
        let asleep =
            DutyGrant { posture: Some("flood".to_owned()), ..DutyGrant::plain(Id::new(account), *random.pick(Duty::ALL), "C", day(0)) };
        changes.insert(random.id(), &asleep);
        let nation = settle(changes, person, random);
        made.nations.insert(person, nation.clone());
        made.actors.push(Acting { login, account, person, nation, grants });
    }
    let person = |random: &SeededEntropy, made: &Made| random.pick(&made.actors).person;
    for _ in 0..actors / 4 {
        let (one, other) = (person(random, made), person(random, made));
        changes.insert(random.id(), &HouseholdTie { person: one, member: other, declared_on: day(0) });
        made.ties.push((one, other));
    }
    for _ in 0..actors / 10 {
        let who = person(random, made);
        let lifted_on = random.chance(30).then(|| day(0));
        let restriction = Restriction {
            person: who,
            reference: "file".to_owned(),
            reason: RestrictionReason::Proceedings,
            ground: "asked for".to_owned(),
            restricted_on: day(0),
            lifted_on,
        };
        let id = changes.insert(random.id(), &restriction);
        made.restricted.extend(lifted_on.is_none().then_some(who));
        for _ in 0..actors / 10 {
            let (account, until) = (random.pick(&made.actors).account, day(random.below(DAYS)));
            changes.insert(
                random.id(),
                &Opening { restriction: id, person: who, account: Id::new(account), reason: "appeal".to_owned(), until },
            );
            made.opened.push((account, who, until));
        }
    }
    for _ in 0..actors {
        let (actor, on) = (random.pick(&made.actors), day(random.below(DAYS + 1)));
        let (opened_at, ends_at) = (Micros(midnight(on)), Micros(midnight(on) + 86_400_000_000));
        let broken = BrokenGlass {
            account: Id::new(actor.account),
            person: actor.person,
            reason: "somebody is missing".to_owned(),
            opened_at,
            ends_at,
            finding: None,
            remarks: None,
            reviewed_at: None,
        };
        changes.insert(random.id(), &broken);
        made.broken.push((actor.account, on));
    }
    for _ in 0..actors / 2 {
        let (from, to) = (random.below(actors), random.below(actors));
        let (first, last) = (day(random.below(DAYS)), day(random.below(DAYS + 4)));
        let duty = made.actors[from].grants.first().map_or(Duty::Registry, |g| g.duty);
        let (from_account, to_account) = (Id::new(made.actors[from].account), Id::new(made.actors[to].account));
        let row = Delegation { from_account, to_account, duty, valid_from: first, valid_until: last, reason: "leave".to_owned() };
        changes.insert(random.id(), &row);
        made.delegated.push((from, to, duty, first, last));
    }
}

/// Gives a person one of the nations.
fn settle(changes: &mut Changes, person: RecordId, random: &SeededEntropy) -> Nation {
    let nation = *random.pick(NATIONS);
    let at = spine::people::Person::DEF.position("nationality").unwrap_or_else(|| panic!("people have a nationality"));
    for row in &mut changes.rows {
        match row {
            ledger::Change::Insert { register: "people", id, values, .. } if *id == person => values[at] = nation.into(),
            _ => {}
        }
    }
    Nation(nation.to_owned())
}

fn make(changes: &mut Changes, random: &SeededEntropy, actors: usize) -> Made {
    let mut made = Made::default();
    rights(&mut made, changes, random, actors);
    let people: Vec<RecordId> = made.actors.iter().map(|a| a.person).collect();
    // Registers in the order of the manifest, so that references lead to what is there already.
    for meta in testkit::world::manifest().registers() {
        let def = meta.def;
        // These say who may what; what they hold was made above.
        if fill::RIGHTS.contains(&def.name) {
            continue;
        }
        for at in 0..RECORDS {
            let earlier = |register: &str| {
                let of: Vec<RecordId> = made.records.iter().filter(|(d, ..)| d.name == register).map(|(_, h, _)| h.id).collect();
                match (register, of.is_empty()) {
                    // Subjects are mostly actors, so that own files are many.
                    ("" | "people", _) if random.chance(70) => *random.pick(&people),
                    ("accounts", _) => RecordId::NIL,
                    (_, false) => *random.pick(&of),
                    (_, true) => *random.pick(&people),
                }
            };
            let account = || accounts_of(changes);
            let mut values: Vec<Value> = def
                .fields
                .iter()
                .map(|f| match f.kind {
                    FieldKind::Ref("accounts") => Value::Id(account()),
                    FieldKind::Nation if def.subject == Some("id") => Value::from(*random.pick(NATIONS)),
                    _ if !f.required && random.chance(30) => Value::Null,
                    // The first of its register has no other to refer to.
                    FieldKind::Ref(register) if register == def.name && at == 0 => Value::Null,
                    kind => fill::value(kind, at, random, &earlier),
                })
                .collect();
            for (field, value) in def.fields.iter().zip(values.iter_mut()) {
                if let Value::Text(text) = value {
                    text.truncate(field.max);
                }
            }
            let (level, rank) = *random.pick(LEVELS);
            let label = label(random, level);
            let id = random.id();
            let (subject, case) = (def.subject_of(id, &values), def.case_of(id, &values));
            fill::stored(&def, &mut values, subject, random, changes);
            if let (Some("id"), Some(at)) = (def.subject, def.fields.iter().position(|f| f.kind == FieldKind::Nation)) {
                made.nations.insert(id, Nation(values[at].text().unwrap_or("").to_owned()));
            }
            for _ in 0..if case.is_some() { actors / 5 } else { 0 } {
                let (account, from) = (random.pick(&made.actors).account, day(random.below(DAYS)));
                let until = random.chance(50).then(|| day(random.below(DAYS)));
                let case = case.unwrap_or(RecordId::NIL);
                let member = Membership { valid_until: until, ..Membership::from(def.name, case, Id::new(account), from) };
                changes.insert(random.id(), &member);
                made.members.push((case, account, from, until));
            }
            changes.insert_raw(def, id, label.clone(), values);
            made.records.push((def, Head { id, version: 1, label, rank, subject, void: false }, case));
        }
    }
    made
}

fn accounts_of(changes: &Changes) -> RecordId {
    let account = changes.rows.iter().find_map(|row| match row {
        ledger::Change::Insert { register: "accounts", id, .. } => Some(*id),
        _ => None,
    });
    account.unwrap_or(RecordId::NIL)
}

/// The delegated grants of an actor on a day: the duty of the other, within each of the actor's own grants and no wider than it.
fn taken_over(made: &Made, to: usize, today: Date) -> Vec<Granted> {
    let plain = |g: &Granted| [Duty::Manager, Duty::Delegation].contains(&g.duty);
    let mut all = Vec::new();
    for (from, other, duty, first, last) in &made.delegated {
        if *other != to || today < *first || *last < today {
            continue;
        }
        for grant in made.actors[*from].grants.iter().filter(|g| g.duty == *duty) {
            for own in made.actors[to].grants.iter().filter(|g| g.holds_on(today)) {
                let both = |one: &Codes, other: &Codes| Codes::new(one.iter().filter(|c| other.contains(c)).map(str::to_owned));
                let lent = grant.realm.clone().filter(|_| !plain(grant));
                let mine = own.realm.clone().filter(|_| !plain(own));
                if lent.is_some() && mine.is_some() && lent != mine {
                    continue;
                }
                all.push(Granted {
                    rank: grant.rank.min(own.rank),
                    categories: both(&grant.categories, &own.categories),
                    compartments: both(&grant.compartments, &own.compartments),
                    realm: lent.or(mine),
                    ..grant.clone()
                });
            }
        }
    }
    all
}

fn p03_sql_shows_exactly_what_the_oracle_allows(on: Backend) {
    let wanted: usize = testkit::evidence::size("CASTELLAN_WORLDS", ACTORS * DAYS);
    let seed: u64 = testkit::evidence::size("CASTELLAN_SEED", 7) as u64;
    // So many actors in one office; more worlds are more offices.
    let offices = wanted.div_ceil(ACTORS * DAYS);
    let mut counts = Counts::default();
    for office in 0..offices {
        one_office(on, seed + office as u64, office % 2 == 0, &mut counts);
    }
    assert_eq!(counts.worlds, ACTORS * DAYS * offices);
    // A test that shows nothing or everything proves nothing; each rule must have hidden something by itself.
    let Counts { checked, shown, own, restricted, opened, emergency, national, delegated, .. } = counts;
    assert!(shown * 50 > checked && shown * 2 < checked, "{shown} of {checked} shown");
    for (what, count) in [
        ("own or household file", own),
        ("restricted", restricted),
        ("opened", opened),
        ("emergency", emergency),
        ("own nation", national),
        ("delegated", delegated),
    ] {
        assert!(count > 50, "only {count} times the rule on {what} decides");
    }
    testkit::evidence::write(
        "scope",
        on,
        &[
            ("worlds", counts.worlds),
            ("offices", offices),
            ("records_checked", checked),
            ("records_shown", shown),
            ("differences", 0),
            ("decided_by_own_file", own),
            ("decided_by_restriction", restricted),
            ("decided_by_opening", opened),
            ("decided_by_emergency", emergency),
            ("decided_by_own_nation", national),
            ("decided_by_delegation", delegated),
            ("seed", seed as usize),
        ],
    );
}

#[derive(Default)]
struct Counts {
    worlds: usize,
    checked: usize,
    shown: usize,
    own: usize,
    restricted: usize,
    opened: usize,
    emergency: usize,
    national: usize,
    delegated: usize,
}

fn one_office(on: Backend, seed: u64, own_national_rule: bool, counts: &mut Counts) {
    let mut made = Made::default();
    let policy = kernel::marking::SecurityPolicy { own_national_rule, ..testkit::world::policy() };
    let setup = Setup { seed, policy, ..Setup::default() };
    let world = World::with_rows(on, setup, |changes, random| made = make(changes, random, ACTORS));
    let registers: Vec<&'static str> = {
        let mut names: Vec<_> = made.records.iter().map(|(def, ..)| def.name).collect();
        names.dedup();
        names
    };
    for _ in 0..DAYS {
        let today = world.today();
        let waiting: Vec<_> =
            made.actors
                .iter()
                .map(|actor| {
                    let names = registers.clone();
                    world.ledger().read(actor.account, move |view| {
                        let everything = ListQuery { limit: 10_000, ..ListQuery::default() };
                        names
                            .iter()
                            .map(|name| Ok(view.rows_of(name, &everything)?.into_iter().map(|r| r.head).collect()))
                            .collect::<Result<Vec<Vec<Head>>, _>>()
                    })
                })
                .collect();
        for (at, answer) in waiting.into_iter().enumerate() {
            let actor = &made.actors[at];
            let answer = answer.wait().unwrap_or_else(|e| panic!("{}: {e}", actor.login));
            let delegated = taken_over(&made, at, today);
            let own: Vec<oracle::Held<'_>> = actor.grants.iter().map(Granted::bare).collect();
            let lent = delegated.iter().map(|g| oracle::Held { realm: g.realm.as_deref(), ..g.bare() });
            let held: Vec<oracle::Held<'_>> = own.iter().copied().chain(lent).collect();
            let lives_with = |(one, other): &(RecordId, RecordId)| match actor.person {
                person if person == *one => Some(*other),
                person if person == *other => Some(*one),
                _ => None,
            };
            let household: Vec<RecordId> = made.ties.iter().filter_map(lives_with).collect();
            let opened: Vec<RecordId> =
                made.opened.iter().filter(|(a, _, until)| *a == actor.account && today <= *until).map(|(_, p, _)| *p).collect();
            let who = oracle::Who {
                person: actor.person,
                household: &household,
                nation: own_national_rule.then_some(&actor.nation),
                opened: &opened,
                emergency: made.broken.iter().any(|(a, on)| *a == actor.account && *on == today),
                grants: &held,
            };
            for (name, heads) in registers.iter().zip(answer) {
                let ours: Vec<_> = made.records.iter().filter(|(d, ..)| d.name == *name).collect();
                let ids: BTreeSet<RecordId> = ours.iter().map(|(_, h, _)| h.id).collect();
                // The office's own staff are records too; the world is about those that were made for it.
                let seen: BTreeSet<RecordId> = heads.iter().map(|h| h.id).filter(|id| ids.contains(id)).collect();
                for (def, head, case) in ours {
                    let nation = head.subject.and_then(|s| made.nations.get(&s));
                    let restricted = head.subject.is_some_and(|s| made.restricted.contains(&s));
                    let member = case.is_some_and(|case| {
                        let on = |m: &&(RecordId, RecordId, Date, Option<Date>)| m.2 <= today && m.3.is_none_or(|until| today <= until);
                        made.members.iter().filter(on).any(|m| m.0 == case && m.1 == actor.account)
                    });
                    let what = oracle::What { register: def, head, nation, restricted, member };
                    let allowed = oracle::may_see(&who, &what, today);
                    assert_eq!(seen.contains(&head.id), allowed, "seed {seed}: {} on {today} in {name}: {who:?} {what:?}", actor.login);
                    counts.checked += 1;
                    counts.shown += usize::from(allowed);
                    // Would it be otherwise without this rule?
                    let but = |who: oracle::Who<'_>, what: oracle::What<'_>| usize::from(oracle::may_see(&who, &what, today) != allowed);
                    counts.own += but(oracle::Who { person: RecordId::NIL, household: &[], ..who }, what);
                    counts.restricted += but(who, oracle::What { restricted: false, ..what });
                    counts.opened += but(oracle::Who { opened: &[], ..who }, what);
                    counts.emergency += but(oracle::Who { emergency: false, ..who }, what);
                    counts.national += but(oracle::Who { nation: None, ..who }, what);
                    counts.delegated += but(oracle::Who { grants: &own, ..who }, what);
                }
            }
            counts.worlds += 1;
        }
        world.days_pass(1);
    }
    world.verified();
}
