//! P5, whatever the register: in every text of every register a canary is planted about somebody who is disposed of and about somebody who stays.
//! A register or a field nobody thought of is planted like every other, and is named when its text is left.

use std::collections::BTreeMap;

use kernel::entropy::SeededEntropy;
use kernel::{Duty, Entropy, FieldKind, Head, Label, RecordId, Refused, RegisterDef, Value};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, RawRecord};
use testkit::canary::{self, Found};
use testkit::{Backend, Setup, World, fill};

use crate::p03_matrix::account_of;
use crate::p05_erasure::Home;

/// About accounts, and nobody who has or had one is disposed of; or about an invented person, who is never due.
const OF_ACCOUNTS: &[&str] =
    &["accounts", "credentials", "api_tokens", "enrolments", "grants", "delegations", "crisis_postures", "memberships", "decoys"];

/// About nobody by their descriptor, and gone with whom they tell of.
const GO_TOO: &[&str] = &["communications", "extensions", "mail_drops", "risk_acceptances", "verifications"];

/// About nobody, kept though they refer to people or to what is about them: `docs/data-protection.md`, "What erasure does not find".
const STAY: &[&str] = &[
    // The account of classified items.
    "controlled_items",
    "copy_transfers",
    "mail_copies",
    // About many.
    "import_batches",
    "visit_requests",
    // The office's own documents, and what it reports to whom.
    "action_links",
    "document_versions",
    "report_receivers",
];

/// Records of registers with a subject that name none, and what they hang on: they go with it.
const HANGING: &[(&str, &str)] = &[
    ("attachments", "mail_items"),
    ("transitions", "mail_items"),
    ("attachments", "mail_drops"),
    ("transitions", "mail_drops"),
    ("approvals", "restrictions"),
];

/// What makes a file due: everything is finished, nothing is held, and no pack of rules but the office's is in force.
const FINISHED: &[(&str, &str, &str)] = &[
    ("people", "status", "left"),
    ("dossiers", "state", "dossier_destroyed"),
    ("concerns", "state", "resolved_no_effect"),
    ("policy_packs", "state", "superseded"),
];

/// Takes back what no command of the house does.
#[derive(Clone, Debug, kernel::Fields)]
pub struct TakeBack {
    register: String,
    record: RecordId,
}

impl Command for TakeBack {
    const NAME: &'static str = "tests.take_back";
    const DUTIES: &'static [Duty] = Duty::ALL;
    type Loaded = (RegisterDef, RawRecord);
    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| Ok((view.meta(&self.register)?.def, view.get_raw(&self.register, self.record)?)))
    }
    fn decide(&self, (def, record): Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        changes.update_raw(def, Head { void: true, ..record.head }, record.values);
        Ok(changes)
    }
}

/// A record with canaries in its texts.
struct Planted {
    register: &'static str,
    id: RecordId,
    /// Whether it is to go with the person.
    goes: bool,
    /// Canary, field, and whether it is encrypted from the beginning.
    texts: Vec<(String, &'static str, bool)>,
    /// Its stored file.
    blob: Option<RecordId>,
}

/// Somebody, and a record of every register about them.
struct Planting<'a> {
    at: usize,
    ids: &'a BTreeMap<&'static str, RecordId>,
    random: &'a SeededEntropy,
}

impl Planting<'_> {
    fn plant(&self, changes: &mut Changes, def: RegisterDef, hangs_on: Option<&str>) -> Planted {
        let (person, account) = (self.ids["people"], account_of(changes));
        let refers = |register: &str| match register {
            "accounts" => account,
            name => self.ids.get(name).copied().unwrap_or(person),
        };
        let mut values = fill::record(&def, self.at, self.random, &refers);
        let mut texts = Vec::new();
        for (field, value) in def.fields.iter().zip(&mut values) {
            let word = canary::fresh(self.random);
            let finished = FINISHED.iter().find(|(register, name, _)| *register == def.name && *name == field.name);
            let closed = def.lifecycle.filter(|_| field.name == "state").and_then(|l| l.states.iter().rfind(|state| !state.open));
            *value = match (field.kind, hangs_on) {
                (_, Some(_)) if Some(field.name) == def.subject => Value::Null,
                (_, Some(on)) if field.name == "record" => self.ids[on].into(),
                // A record of no other register of its kind.
                (FieldKind::Ref(register), _) if register == def.name => Value::Null,
                (FieldKind::Text | FieldKind::LongText, _) if field.max >= word.len() => word.clone().into(),
                (FieldKind::Bytes, _) => Value::Bytes(word.clone().into_bytes()),
                _ => finished.map(|(_, _, code)| *code).or(closed.map(|state| state.code)).map_or_else(|| value.clone(), Value::from),
            };
            // Of a stored file the digest is true.
            let said = match value {
                Value::Text(text) => *text == word && def.bytes.is_none_or(|(_, digest)| digest != field.name),
                Value::Bytes(_) => true,
                _ => false,
            };
            if said {
                texts.push((word, field.name, field.sealed));
            }
        }
        let id = if hangs_on.is_some() { self.random.id() } else { self.ids[def.name] };
        let subject = def.subject_of(id, &values);
        let stored = changes.blobs.len();
        fill::stored(&def, &mut values, subject, self.random, changes);
        let blob = changes.blobs.get(stored).map(|blob| blob.id);
        changes.insert_raw(def, id, Label::at(def.marking), values);
        let goes = hangs_on.is_some() || def.subject.is_some() || GO_TOO.contains(&def.name);
        Planted { register: def.name, id, goes, texts, blob }
    }
}

/// A record of every register about somebody, and what hangs on some of them.
fn plant(changes: &mut Changes, random: &SeededEntropy, at: usize) -> Vec<Planted> {
    let manifest = testkit::world::manifest();
    let defs: Vec<RegisterDef> = manifest.registers().iter().map(|m| m.def).filter(|def| !OF_ACCOUNTS.contains(&def.name)).collect();
    let ids = defs.iter().map(|def| (def.name, random.id())).collect();
    let planting = Planting { at, ids: &ids, random };
    let mut planted: Vec<Planted> = defs.iter().map(|def| planting.plant(changes, *def, None)).collect();
    for (register, on) in HANGING {
        let def = defs.iter().find(|def| def.name == *register).unwrap_or_else(|| panic!("no {register}"));
        planted.push(planting.plant(changes, *def, Some(on)));
    }
    planted
}

/// The texts of these records that are found, or are not, each as register and field.
fn texts<'p>(planted: impl IntoIterator<Item = &'p Planted>, found: &Found, there: bool) -> Vec<String> {
    let of = |one: &'p Planted| one.texts.iter().filter(move |(word, _, _)| (found.of(word) > 0) == there).map(|text| (one.register, text));
    planted
        .into_iter()
        .flat_map(of)
        .filter(|(_, (_, _, sealed))| there || !sealed)
        .map(|(name, (_, field, _))| format!("{name}.{field}"))
        .collect()
}

fn every_text_of_every_register_is_erased(backend: Backend) {
    let manifest = testkit::world::manifest();
    for meta in manifest.registers() {
        let def = meta.def;
        let named = |kind| matches!(kind, FieldKind::Ref(name) if manifest.register(name).is_some_and(|m| m.def.subject.is_some()));
        let said = [OF_ACCOUNTS, GO_TOO, STAY].iter().filter(|list| list.contains(&def.name)).count();
        let refers = def.fields.iter().any(|field| named(field.kind));
        assert!(said == 1 || said == 0 && (def.subject.is_some() || !refers), "whether {} goes with a person is to be said once", def.name);
    }
    let home = Home::new(backend);
    let commands = || vec![CommandDef::of::<TakeBack>()];
    let setup = Setup { place: Some(home.place("data")), commands, ..Setup::default() };
    let (mut gone, mut kept) = (Vec::new(), Vec::new());
    let world = World::with_rows(backend, setup, |changes, random| {
        gone = plant(changes, random, 0);
        kept = plant(changes, random, 1);
    });
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    // What was taken back has two versions, and goes like everything.
    for one in gone.iter().filter(|one| HANGING.iter().any(|(register, _)| *register == one.register)) {
        world.as_("officer").does("tests.take_back", &[("register", one.register.into()), ("record", one.id.into())]);
    }
    world.days_pass(365 * 5 + 40);
    if backend == Backend::Postgres {
        // What the planner remembers of values is text too.
        world.conn().batch("ANALYZE").unwrap_or_else(|e| panic!("{e}"));
    }
    let before = canary::search(&canary::places(&world));
    let everything = || gone.iter().chain(&kept);
    assert_eq!(texts(everything(), &before, false), Vec::<String>::new(), "was never found");
    let sealed = |one: &Planted| one.texts.iter().filter(|(word, _, sealed)| *sealed && before.of(word) > 0).count();
    assert_eq!(everything().map(sealed).sum::<usize>(), 0, "sealed text was found");

    let person = gone.iter().find(|one| one.register == "people").map_or(RecordId::NIL, |one| one.id);
    let request = world.as_("officer").asks("disposals.dispose", &[("person", person.into())]);
    let receipt = world.as_("head").approves(request);
    let certificate = receipt.answer.map(|(_, id)| id).unwrap_or_else(|| panic!("no certificate"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap_or_else(|e| panic!("{e}"));
    assert!(runtime.block_on(world.ledger().wipe()).unwrap_or_else(|e| panic!("{e}")));

    let after = canary::search(&canary::places(&world));
    // Numbers stand in the certificate, so that the gap in a book is explained.
    let body = world.as_("auditor").record::<spine::retention::DestructionCertificate>(certificate).body;
    let numbers = body.files.unwrap_or_default();
    for one in &mut gone {
        one.texts.retain(|(word, field, _)| !(["number", "reference"].contains(field) && numbers.contains(word.as_str())));
    }
    let left = texts(gone.iter().filter(|one| one.goes), &after, true);
    assert_eq!(left, Vec::<String>::new(), "is left of who was disposed of");
    // What is about nobody stays, and so does everything of who stays.
    let lost = texts(kept.iter().chain(gone.iter().filter(|one| !one.goes)), &after, false);
    assert_eq!(lost, Vec::<String>::new(), "is lost of what stays");
    let mut conn = world.conn();
    let mut count =
        |table: &str, id: RecordId| conn.number(&format!("SELECT count(*) FROM \"{table}\" WHERE id = $1"), &[id.into()]).unwrap_or(-1);
    for one in gone.iter().chain(&kept) {
        let expected = i64::from(!one.goes || kept.iter().any(|other| other.id == one.id));
        for table in [one.register.to_owned(), format!("{}_rev", one.register)] {
            assert_eq!(count(&table, one.id), expected, "{table}");
        }
        if let Some(blob) = one.blob {
            assert_eq!(count("blob", blob), expected, "the file of {}", one.register);
        }
    }
    let records = gone.iter().filter(|one| one.goes).count();
    assert!(body.records >= i64::try_from(records).unwrap_or(0), "{} of {records}", body.records);
    let report = world.verified();
    assert!(report.erased >= records as u64, "{report:?}");
    let of = |what: &[Planted]| what.iter().filter(|one| one.goes).map(|one| one.texts.len()).sum::<usize>();
    testkit::evidence::write(
        "erase_registers",
        backend,
        &[("registers", gone.len() - HANGING.len()), ("records", records), ("canaries", of(&gone)), ("hits", left.len())],
    );
}

#[test]
fn inv_cl_09_every_text_of_every_register_is_erased_on_sqlite() {
    every_text_of_every_register_is_erased(Backend::Sqlite);
}

#[test]
fn inv_cl_09_every_text_of_every_register_is_erased_on_postgres() {
    every_text_of_every_register_is_erased(Backend::Postgres);
}
