//! What is hidden changes no answer: every address is asked in an office with hidden records and in the same office without them.

use kernel::entropy::SeededEntropy;
use kernel::{Entropy, Label, RecordId, RegisterDef, Value};
use ledger::Changes;
use ledger::rights::restriction::{Restriction, RestrictionReason};
use server::routes::{self, Policy, Route};
use testkit::{Backend, Setup, fill};

use crate::office::{KEY, Office, PERSONAS, TODAY, without_hashes};
use crate::p03_matrix::{account_of, add, filled, part, person};

/// What nobody of the office may see: in a compartment nobody holds, for a party nobody is of, about a restricted file.
fn hidden(changes: &mut Changes, subject: RecordId, restricted: RecordId) -> usize {
    let random = SeededEntropy::new(99);
    let mut made: Vec<(RegisterDef, RecordId)> = Vec::new();
    for meta in testkit::world::manifest().registers() {
        let def = meta.def;
        if fill::RIGHTS.contains(&def.name) {
            continue;
        }
        for (at, label) in [
            Label::at("R").within(Some("ZULU")),
            Label { releasable: kernel::Codes::new(["NOBODY".to_owned()]), ..Label::at("R") },
            Label { caveats: kernel::Codes::new(["BOHEMIA".to_owned()]), ..Label::at("R") },
            Label::at("R"),
        ]
        .into_iter()
        .enumerate()
        {
            // The last is hidden by whom it is about alone.
            let about = if at == 3 { restricted } else { subject };
            if at == 3 && def.subject.is_none_or(|field| field == "id") {
                continue;
            }
            let earlier = |register: &str| match register {
                "" | "people" => about,
                "accounts" => account_of(changes),
                name => made.iter().find(|(d, _)| d.name == name).map_or(about, |(_, id)| *id),
            };
            let mut values = fill::record(&def, 40 + at, &random, &earlier);
            for (field, value) in def.fields.iter().zip(values.iter_mut()) {
                match field.kind {
                    kernel::FieldKind::Ref(name) if name == def.name && at == 0 => *value = Value::Null,
                    kernel::FieldKind::Text | kernel::FieldKind::LongText if field.search => *value = Value::Text(format!("zulu{at}")),
                    _ if Some(field.name) == def.subject => *value = about.into(),
                    _ => {}
                }
            }
            let id = random.id();
            changes.insert_raw(def, id, label, values);
            made.push((def, id));
        }
    }
    made.len()
}

/// What counts everything of the office whoever prepares it, and says so (decision 0014): figures of a report, seen by those who answer for it.
const WHOLE_OFFICE: &[&str] = &["/reports/clearance-monthly"];

/// An office with visible records of every register, and with hidden ones beside them or not.
fn with_hidden(on: Backend, also: bool) -> (Office, Vec<(RegisterDef, RecordId)>, usize) {
    let (mut made, mut hid) = (Vec::new(), 0);
    let office = Office::new(on, Setup::default(), |changes, random, _| {
        let subject = person(changes, random, "Anybody", "EST");
        let restricted = person(changes, random, "Restricted", "EST");
        let restriction = Restriction {
            person: restricted,
            reference: "R-1".to_owned(),
            reason: RestrictionReason::Proceedings,
            ground: "asked for".to_owned(),
            restricted_on: TODAY,
            lifted_on: None,
        };
        changes.insert(random.id(), &restriction);
        let mut visible = Vec::new();
        for meta in testkit::world::manifest().registers().iter().filter(|m| !fill::RIGHTS.contains(&m.def.name)) {
            add(changes, random, &mut visible, meta.def, "own desk", subject, None);
        }
        made = visible.into_iter().map(|m| (m.def, m.head.id)).collect();
        if also {
            hid = hidden(changes, subject, restricted);
        }
    });
    (office, made, hid)
}

#[test]
fn sp_18_p03_what_is_hidden_changes_no_answer() {
    differences(Backend::Sqlite, part(1));
}

#[test]
fn sp_18_p03_what_is_hidden_changes_no_answer_on_postgres() {
    differences(Backend::Postgres, part(5));
}

fn differences(on: Backend, every: usize) {
    let (with, made, hid) = with_hidden(on, true);
    let (without, same, _) = with_hidden(on, false);
    assert_eq!(made.len(), same.len());
    assert!(hid > 100, "only {hid} are hidden");
    let (mut compared, mut different) = (0, Vec::new());
    for (at, kind) in PERSONAS.iter().enumerate() {
        if at % every != 0 {
            continue;
        }
        for route in routes::all().filter(|r| r.method == "get" && !r.path.contains("export")) {
            let by_key = route.path.starts_with("/api/v1");
            if kind.login == KEY && !by_key {
                continue;
            }
            for path in addresses(route, &made) {
                // The log's own proofs are about what was written, not about what is shown; a reply sheet is an export and carries its id.
                // The list of exports holds what earlier askers took, under ids made then: in another order each time.
                let taken = ["/r/exports", "/api/v1/exports"].contains(&path.split('?').next().unwrap_or_default());
                if taken || path.contains("proof") || path.ends_with(".xlsx") || WHOLE_OFFICE.contains(&path.as_str()) {
                    continue;
                }
                let ask = |office: &Office| {
                    let persona = office.persona(kind.login);
                    let answer = if by_key { office.api("GET", &path, persona, "") } else { office.page(&path, persona) };
                    (answer.status, without_hashes(&answer.body))
                };
                let (one, other) = (ask(&with), ask(&without));
                compared += 1;
                if one != other {
                    different.push(format!("{} {path}: {} and {}; {}", kind.login, one.0, other.0, first_difference(&one.1, &other.1)));
                }
            }
        }
    }
    let told = different.len();
    assert_eq!(told, 0, "{told} of {compared} answers differ, such as\n{}", different[..told.min(30)].join("\n"));
    testkit::evidence::write(
        "difference",
        on,
        &[("personas", PERSONAS.len().div_ceil(every)), ("hidden_records", hid), ("answers_compared", compared), ("different", 0)],
    );
}

/// Addresses of a route: with every visible record, in every register, with words that only hidden records hold.
fn addresses(route: &Route, made: &[(RegisterDef, RecordId)]) -> Vec<String> {
    let ids = |register: &str| made.iter().find(|(d, _)| d.name == register).map(|(d, id)| id.outward(d.prefix)).unwrap_or_default();
    match route.policy {
        Policy::Named => made
            .iter()
            .flat_map(|(def, _)| {
                let path = filled(route, def.name, "", &ids(def.name));
                if route.path.ends_with("{register}") { vec![format!("{path}?q=zulu"), format!("{path}?q=t0"), path] } else { vec![path] }
            })
            .collect(),
        Policy::Command => testkit::world::manifest().commands().iter().map(|c| filled(route, "", c.name, "")).collect(),
        Policy::Reads(register) => vec![filled(route, register, "", &ids(register))],
        _ if ["/search", "/palette", "/standing"].contains(&route.path) => vec![format!("{}?q=zulu", route.path), route.path.to_owned()],
        _ => vec![filled(route, "people", "", &ids("people"))],
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let at = one.bytes().zip(other.bytes()).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len()));
    let around = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(60).min(text.len())..(at + 60).min(text.len())]).into_owned()
    };
    format!("…{}… against …{}…", around(one), around(other))
}
