//! The scope in SQL against the oracle in plain code, over random grants, levels, compartments, days and subjects.

use std::collections::BTreeSet;

use access::oracle;
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Codes, Duty, Entropy, FieldKind, Head, Id, Level, RecordId, RegisterDef, Value};
use ledger::identity::DutyGrant;
use ledger::{Changes, ListQuery};
use testkit::{Backend, Setup, World};

on_both!(p03_sql_shows_exactly_what_the_oracle_allows);

const ACTORS: usize = 200;
const DAYS: usize = 10;
const RECORDS: usize = 24;
const LEVELS: &[(&str, i64)] = &[("U", 0), ("R", 1), ("C", 2)];
const COMPARTMENTS: &[&str] = &["ALPHA", "BRAVO", "CHARLIE"];

type Grants = Vec<(Duty, i64, Codes, Date, Option<Date>)>;

struct Made {
    records: Vec<(RegisterDef, Head)>,
    actors: Vec<(String, RecordId, Grants)>,
}

/// A value that a field of this kind can hold.
fn filled(kind: FieldKind, at: usize, random: &SeededEntropy, refs: &dyn Fn(&str) -> RecordId) -> Value {
    match kind {
        FieldKind::Text | FieldKind::LongText => Value::Text(format!("t{at}")),
        // A day of its own each, where a day must be unique.
        FieldKind::Date => Date::constant(2026, 2, 3).saturating_add(jiff::Span::new().days(at as i64)).into(),
        FieldKind::Time => Value::Int(at as i64),
        FieldKind::Int => Value::Int(2_000 + at as i64),
        FieldKind::Bool => Value::Int(0),
        FieldKind::Choice(codes) => Value::from(codes[at % codes.len()]),
        FieldKind::Ref(register) => Value::Id(refs(register)),
        FieldKind::Level => Value::from("C"),
        FieldKind::Nation => Value::Text([b'A' + (at / 26) as u8, b'A' + (at % 26) as u8, b'X'].map(char::from).iter().collect()),
        FieldKind::Codes => Value::Null,
        FieldKind::Bytes => Value::Bytes({
            let mut bytes = vec![0; 20];
            random.fill(&mut bytes);
            bytes
        }),
    }
}

fn make(changes: &mut Changes, random: &SeededEntropy) -> Made {
    let mut made = Made { records: Vec::new(), actors: Vec::new() };
    let day = |offset: usize| Date::constant(2026, 3, 1).saturating_add(jiff::Span::new().days(offset as i64));
    for at in 0..ACTORS {
        let login = format!("actor{at}");
        let (account, person) = testkit::hire(changes, random, &login, "Actor");
        let mut grants = Vec::new();
        for _ in 0..random.below(5) {
            let (level, rank) = *random.pick(LEVELS);
            let open = COMPARTMENTS.iter().filter(|_| random.chance(35)).map(|c| (*c).to_owned());
            let from = day(random.below(DAYS + 4));
            let until = random.chance(60).then(|| from.saturating_add(jiff::Span::new().days(random.below(DAYS) as i64)));
            let grant = (*random.pick(Duty::ALL), rank, Codes::new(open), from, until);
            let row = DutyGrant {
                account: Id::new(account),
                duty: grant.0,
                level: Level(level.to_owned()),
                compartments: grant.2.clone(),
                valid_from: grant.3,
                valid_until: grant.4,
            };
            changes.insert(random.id(), &row);
            grants.push(grant);
        }
        made.actors.push((login, person, grants));
    }
    let people: Vec<RecordId> = made.actors.iter().map(|(_, person, _)| *person).collect();
    // Registers in the order of the manifest, so that references lead to what is there already.
    for meta in testkit::world::manifest().registers() {
        let def = meta.def;
        if ["accounts", "grants", "credentials"].contains(&def.name) {
            continue;
        }
        for at in 0..RECORDS {
            let earlier = |register: &str| {
                let of: Vec<RecordId> = made.records.iter().filter(|(d, _)| d.name == register).map(|(_, h)| h.id).collect();
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
                    _ if !f.required && random.chance(30) => Value::Null,
                    // The first of a register has no earlier one to refer to.
                    FieldKind::Ref(register) if !f.required && register == def.name && at == 0 => Value::Null,
                    kind => filled(kind, at, random, &earlier),
                })
                .collect();
            for (field, value) in def.fields.iter().zip(values.iter_mut()) {
                if let Value::Text(text) = value {
                    text.truncate(field.max);
                }
            }
            let (level, rank) = *random.pick(LEVELS);
            let compartment = random.chance(40).then(|| *random.pick(COMPARTMENTS));
            let id = random.id();
            let subject = def.subject_of(id, &values);
            changes.insert_raw(def, id, level, compartment, values);
            let head =
                Head { id, version: 1, marking: level.into(), rank, compartment: compartment.map(str::to_owned), subject, void: false };
            made.records.push((def, head));
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

fn p03_sql_shows_exactly_what_the_oracle_allows(on: Backend) {
    let mut made = Made { records: Vec::new(), actors: Vec::new() };
    let world = World::with_rows(on, Setup { seed: 7, ..Setup::default() }, |changes, random| made = make(changes, random));
    let registers: Vec<&'static str> = {
        let mut names: Vec<_> = made.records.iter().map(|(def, _)| def.name).collect();
        names.dedup();
        names
    };
    let (mut worlds, mut checked, mut shown, mut own) = (0, 0, 0, 0);
    for _ in 0..DAYS {
        let today = world.today();
        let waiting: Vec<_> =
            made.actors
                .iter()
                .map(|(login, _, _)| {
                    let names = registers.clone();
                    world.ledger().read(world.as_(login).account, move |view| {
                        let everything = ListQuery { limit: 10_000, ..ListQuery::default() };
                        names
                            .iter()
                            .map(|name| Ok(view.rows_of(name, &everything)?.into_iter().map(|r| r.head).collect()))
                            .collect::<Result<Vec<Vec<Head>>, _>>()
                    })
                })
                .collect();
        for ((login, person, grants), answer) in made.actors.iter().zip(waiting) {
            let answer = answer.wait().unwrap_or_else(|e| panic!("{login}: {e}"));
            let facts: Vec<oracle::Facts<'_>> = grants.iter().map(|(d, r, c, f, u)| (*d, *r, c, *f, *u)).collect();
            for (name, heads) in registers.iter().zip(answer) {
                let ours: BTreeSet<RecordId> = made.records.iter().filter(|(d, _)| d.name == *name).map(|(_, h)| h.id).collect();
                // The office's own staff are records too; the world is about those that were made for it.
                let seen: BTreeSet<RecordId> = heads.iter().map(|h| h.id).filter(|id| ours.contains(id)).collect();
                let allowed: BTreeSet<RecordId> = made
                    .records
                    .iter()
                    .filter(|(def, head)| def.name == *name && oracle::may_see(*person, &[], &facts, def, head, today))
                    .map(|(_, head)| head.id)
                    .collect();
                assert_eq!(seen, allowed, "{login} on {today} in {name} with {grants:?}");
                checked += ours.len();
                shown += seen.len();
            }
            let as_another = |def: &RegisterDef, head: &Head| oracle::may_see(RecordId::NIL, &[], &facts, def, head, today);
            own += made.records.iter().filter(|(def, h)| h.subject == Some(*person) && as_another(def, h)).count();
            worlds += 1;
        }
        world.days_pass(1);
    }
    assert_eq!(worlds, ACTORS * DAYS);
    assert_eq!(checked, worlds * registers.len() * RECORDS);
    // A test that shows nothing or everything proves nothing.
    assert!(shown * 50 > checked && shown * 2 < checked, "{shown} of {checked} shown");
    assert!(own > 100, "{own} times only the own-file rule hides a record");
    world.verified();
}
