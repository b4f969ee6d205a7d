//! P5, erased is erased: canaries of every class of text are planted with people, the people are disposed of by two others, and then no
//! byte of any canary is left in the live system, while every proof still verifies.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk_clearance::take_over::commands::Staged;
use exchange::sandbox::{Kind as FileKind, parse};
use exchange::tracker::{guess, read};
use kernel::entropy::SeededEntropy;
use kernel::{Duty, RecordId, Value};
use ledger::backup::Kind;
use ledger::ceremony;
use ledger::db::Connection;
use ledger::log::proof;
use spine::imports::digest;
use testkit::canary::{self, Found};
use testkit::postgres::Cluster;
use testkit::{Backend, Setup, World};

const SEED: u64 = 5;

/// Where a canary stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Surname,
    Given,
    Remarks,
    EarlierRemarks,
    Email,
    CaseNeed,
    TransitionReason,
    TaskDetails,
    MailSubject,
    MailVoidReason,
    DropSubject,
    DropSender,
    LetterText,
    LetterSubject,
    HoldReference,
    RestrictionGround,
    OpeningReason,
    LiftReason,
    StagedFile,
    Tracker,
    /// Encrypted from the beginning: a search finds nothing, before or after.
    Concern,
    Attachment,
    DropBytes,
    OutboxAddress,
}

impl Class {
    const fn is_sealed(self) -> bool {
        matches!(self, Self::Concern | Self::Attachment | Self::DropBytes | Self::OutboxAddress)
    }
}

/// Somebody with a canary of every class.
struct Someone {
    id: RecordId,
    canaries: BTreeMap<Class, String>,
}

impl Someone {
    fn text(&self, class: Class) -> Value {
        Value::Text(format!("Note {}é, beside.", self.canaries[&class]))
    }
    fn bytes(&self, class: Class) -> Value {
        Value::Bytes(format!("%PDF-1.7 {} %%EOF", self.canaries[&class]).into_bytes())
    }
    fn name(&self, class: Class) -> String {
        let word = &self.canaries[&class];
        let (first, rest) = word.split_at(1);
        format!("{}{rest}é", first.to_uppercase())
    }
}

const CLASSES: [Class; 24] = [
    Class::Surname,
    Class::Given,
    Class::Remarks,
    Class::EarlierRemarks,
    Class::Email,
    Class::CaseNeed,
    Class::TransitionReason,
    Class::TaskDetails,
    Class::MailSubject,
    Class::MailVoidReason,
    Class::DropSubject,
    Class::DropSender,
    Class::LetterText,
    Class::LetterSubject,
    Class::HoldReference,
    Class::RestrictionGround,
    Class::OpeningReason,
    Class::LiftReason,
    Class::StagedFile,
    Class::Concern,
    Class::Attachment,
    Class::DropBytes,
    Class::Tracker,
    Class::OutboxAddress,
];

/// The office: who handles concerns, which rules hold, what letters are made from.
struct Office {
    world: World,
    template: RecordId,
    runtime: tokio::runtime::Runtime,
}

fn office(backend: Backend, place: Option<ledger::node::Place>) -> Office {
    let world = World::with(backend, Setup { place, seed: SEED, ..Setup::default() });
    world.admit("officer", Duty::ClearanceOfficer, spine::concerns::COMPARTMENT);
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let template = [
        ("name", Value::from("About a case")),
        ("kind", "case_letter".into()),
        ("status", "in_use".into()),
        ("subject_en", "Case".into()),
        ("subject_fr", "Dossier".into()),
        ("body_en", "Text".into()),
        ("body_fr", "Texte".into()),
    ];
    let template = world.as_("registry").makes("letter_templates.add", &template);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap_or_else(|e| panic!("{e}"));
    Office { world, template, runtime }
}

/// Takes a tracker over in which all of them stand, as the upload does.
fn take_over(office: &Office, entropy: &SeededEntropy, count: usize) -> Vec<Someone> {
    let world = &office.world;
    let mut people: Vec<Someone> = (0..count)
        .map(|_| Someone { id: RecordId::NIL, canaries: CLASSES.iter().map(|class| (*class, canary::fresh(entropy))).collect() })
        .collect();
    let header = "Personnel number,Surname,Given name,Nationality,Date of birth,Post,Level required,Level held,Granted on,Valid until,Certificate number,Status\n";
    let line = |(at, one): (usize, &Someone)| {
        let (surname, given) = (one.name(Class::Surname), one.name(Class::Given));
        format!("E{at:05},{surname},{given},BEL,1970-01-02,P-{at},NS,NS,2016-01-15,2026-01-14,CERT-{at:05},Left\n")
    };
    let lines: String = people.iter().enumerate().map(line).collect();
    // What stands in the bytes of the tracker alone: in the clear as long as it is staged, sealed where it is attached.
    let remarks: String = people.iter().map(|one| format!("# {}\n", one.canaries[&Class::Tracker])).collect();
    let sheet = format!("{header}{lines}").into_bytes();
    let sheets = parse(FileKind::Csv, &sheet).unwrap_or_else(|f| panic!("{f:?}"));
    let mapping = guess(&sheets).unwrap_or_else(|| panic!("no tracker"));
    let tracker = read(&sheets[mapping.sheet], &mapping, world.today());
    let plan = serde_json::to_string(&Staged { mapping, findings: tracker.findings }).unwrap_or_default();
    let rows: Vec<(i64, String)> =
        tracker.rows.iter().map(|row| (i64::from(row.row), serde_json::to_string(row).unwrap_or_default())).collect();
    assert_eq!(rows.len(), count);
    let (id, hash) = (world.ledger().new_id(), digest(&plan, remarks.as_bytes(), &rows));
    let staged = world.ledger().stage_import(id, world.as_("technician").account, "tracker.csv", plan, remarks.into_bytes(), rows);
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
    let wish = [("staged", id.into()), ("digest", hash.into()), ("attest", 0.into())];
    let request = world.as_("technician").asks("import.take_over", &wish);
    world.as_("officer").approves(request);
    for one in &mut people {
        let row = world.conn().first("SELECT id FROM people WHERE surname = $1", &[one.name(Class::Surname).into()]);
        one.id = row.ok().flatten().and_then(|r| r[0].id()).unwrap_or_else(|| panic!("nobody was taken over"));
    }
    people
}

/// Everything an office does with somebody over the years, a canary in each text.
fn live(office: &Office, one: &Someone) {
    let world = &office.world;
    let (officer, registry) = (world.as_("officer"), world.as_("registry"));
    let person = ("person", Value::from(one.id));
    for class in [Class::EarlierRemarks, Class::Remarks] {
        let head = officer.record::<spine::people::Person>(one.id).head;
        let change = [
            ("record", one.id.into()),
            ("version", head.version.into()),
            ("surname", one.name(Class::Surname).into()),
            ("given", one.name(Class::Given).into()),
            ("nationality", "BEL".into()),
            ("email", format!("{}@example.org", one.canaries[&Class::Email]).into()),
            ("status", "left".into()),
            ("remarks", one.text(class)),
        ];
        officer.does("people.change", &change);
    }
    // A post that was held and left.
    let post = officer.makes("posts.add", &[("number", format!("Q-{}", one.id.outward("pst")).into())]);
    let held = [
        person.clone(),
        ("post", post.into()),
        ("kind", "staff".into()),
        ("valid_from", "2016-02-01".into()),
        ("valid_until", "2026-02-01".into()),
    ];
    officer.does("assignments.add", &held);
    let open = [person.clone(), ("kind", "renewal".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = officer.makes("case.open", &open);
    officer.does("case.confirm_need", &[("case", case.into()), ("proof", one.text(Class::CaseNeed))]);
    let concern = [
        person.clone(),
        ("received_on", world.today().into()),
        ("channel", "third_party".into()),
        ("topic", "conduct".into()),
        ("text", one.text(Class::Concern)),
    ];
    let concern = officer.makes("concerns.record", &concern);
    let read = [("register", "concerns".into()), ("record", concern.into()), ("purpose", "case_work".into()), ("read_for", case.into())];
    let opened = office.runtime.block_on(world.ledger().read_sealed(officer.order("sealed.read", &read)));
    let opened = opened.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(opened.texts, [("text", one.text(Class::Concern).text().unwrap_or_default().to_owned())]);
    officer.does("concerns.conclude", &[("concern", concern.into()), ("concluded_as", "resolved_no_effect".into())]);
    // Mail with a scan; a void entry; a file that came in; a letter that waits to be sent.
    let mut mail = world.letter_fields("incoming", "BEL");
    mail.retain(|(name, _)| *name != "subject");
    mail.extend([
        person.clone(),
        ("subject", one.text(Class::MailSubject)),
        ("file_name", "scan.pdf".into()),
        ("file", one.bytes(Class::Attachment)),
    ]);
    let item = registry.makes("mail.register", &mail);
    let request = registry.asks("mail.void", &[("item", item.into()), ("reason", one.text(Class::MailVoidReason))]);
    world.as_("registry2").approves(request);
    let letter = registry.makes("letters.about_case", &[("case", case.into()), ("template", office.template.into())]);
    let edit = [
        ("letter", letter.into()),
        ("version", 1.into()),
        ("subject_en", one.text(Class::LetterSubject)),
        ("subject_fr", "Dossier".into()),
        ("body_en", one.text(Class::LetterText)),
        ("body_fr", "Texte".into()),
    ];
    registry.does("letters.edit", &edit);
    world.as_("head").does("letters.sign", &[("letter", letter.into()), ("channel", "email".into())]);
    world.as_("head").does("letters.issue", &[("letter", letter.into()), ("file", one.bytes(Class::Attachment))]);
    let to = format!("{}@example.org", one.canaries[&Class::OutboxAddress]);
    registry.does("letters.send", &[("letter", letter.into()), ("addresses", to.into())]);
    let drop = [
        ("name", "answer.eml".into()),
        ("condition", "file_whole".into()),
        ("correspondent", one.text(Class::DropSender)),
        ("subject", one.text(Class::DropSubject)),
        ("channel", "email".into()),
        ("file", one.bytes(Class::DropBytes)),
    ];
    let drop = registry.makes("mail.drop", &drop);
    let mut take = world.letter_fields("incoming", "BEL");
    take.retain(|(name, _)| *name != "direction");
    take.extend([("drop", drop.into()), ("letter", letter.into())]);
    let answer = registry.makes("mail.take_in", &take);
    registry.does("letters.answered", &[("letter", letter.into()), ("mail_item", answer.into())]);
    let task = [
        person.clone(),
        ("title", "Look at it".into()),
        ("due_on", world.today().into()),
        ("details", one.text(Class::TaskDetails)),
        ("colleague", "technician".into()),
    ];
    let task = officer.makes("tasks.give", &task);
    world.as_("technician").does("tasks.done", &[("task", task.into()), ("proof_of_work", "Done".into())]);
    officer.does("tasks.verify", &[("task", task.into())]);
    officer.does("case.subject_withdraws", &[("case", case.into()), ("reason", one.text(Class::TransitionReason))]);
    let hold =
        [person, ("reason", "planned_return".into()), ("reference", one.text(Class::HoldReference)), ("valid_from", world.today().into())];
    let hold = officer.makes("holds.place", &hold);
    let request = officer.asks("holds.release", &[("hold", hold.into())]);
    world.as_("head").approves(request);
    // Restricted for a while, opened to one, and lifted again: the requests name no person, and what they say is about one.
    let restrict = [
        ("person", Value::from(one.id)),
        ("reference", "RST/1".into()),
        ("reason", "accuracy_disputed".into()),
        ("ground", one.text(Class::RestrictionGround)),
    ];
    officer.does("restrictions.restrict", &restrict);
    let person = one.id;
    let restriction = officer.sees(move |view| view.having::<ledger::rights::restriction::Restriction>("person", person)).remove(0).head.id;
    for (command, class) in [("restrictions.open", Class::OpeningReason), ("restrictions.lift", Class::LiftReason)] {
        let request = officer.asks(command, &[("restriction", restriction.into()), ("reason", one.text(class))]);
        world.as_("head").approves(request);
    }
    // Staged by somebody who never went on.
    let row = format!("{{\"surname\":\"{}\",\"given\":\"{}\"}}", one.name(Class::Surname), one.name(Class::Given));
    let file = format!("{} {}", one.name(Class::Surname), one.canaries[&Class::StagedFile]).into_bytes();
    let staged = world.ledger().stage_import(world.ledger().new_id(), officer.account, "list.csv", "{}".to_owned(), file, vec![(1, row)]);
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
    // Nor with a register's table, in whose row they stand as a record, and by name in its file alone.
    let row = format!("{{\"input\":\"{{\\\"person\\\":\\\"{}\\\"}}\"}}", ledger::crypto::b64u(&one.id.0));
    let file = one.canaries[&Class::StagedFile].clone().into_bytes();
    let staged = world.ledger().stage_import(world.ledger().new_id(), officer.account, "table.csv", "{}".to_owned(), file, vec![(1, row)]);
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
}

/// Each canary's number of occurrences, by class.
fn counted(people: &[Someone], found: &Found) -> BTreeMap<Class, usize> {
    let mut counts = BTreeMap::new();
    for (class, canary) in people.iter().flat_map(|one| &one.canaries) {
        *counts.entry(*class).or_default() += found.of(canary);
    }
    counts
}

/// The log as files, looked at by both verifiers.
fn exported(world: &World, folder: &Path) {
    let public = world.ledger().public_key().unwrap_or_default();
    exported_from(world.conn().as_mut(), world.ledger().origin(), &public, folder);
}

fn exported_from(conn: &mut dyn Connection, origin: &str, public: &[u8], folder: &Path) {
    ledger::log::export::write(conn, folder, origin, public).unwrap_or_else(|e| panic!("{e}"));
    let report = ledger::verify::export(folder, Some(public)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(report.findings, Vec::<String>::new());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verify/castellan_verify.py");
    let python = Command::new("python3").arg(script).arg(folder).output().unwrap_or_else(|e| panic!("python3 is needed: {e}"));
    assert!(python.status.success(), "{}{}", String::from_utf8_lossy(&python.stdout), String::from_utf8_lossy(&python.stderr));
}

/// A stream of a backup, encrypted to somebody elsewhere.
fn backed_up(world: &World, kind: Kind, to: &Path, recipient: &str) {
    let file = std::fs::File::create_new(to).unwrap_or_else(|e| panic!("{e}"));
    let mut sealing = ledger::vault::seal(&[recipient.to_owned()], file).unwrap_or_else(|e| panic!("{e}"));
    ledger::backup::write(world.conn().as_mut(), kind, 0, &mut sealing).unwrap_or_else(|e| panic!("{e}"));
    sealing.finish().unwrap_or_else(|e| panic!("{e}"));
}

fn decrypted(identities: &[ledger::vault::Identity], file: &Path) -> Vec<u8> {
    let file = std::io::BufReader::new(std::fs::File::open(file).unwrap_or_else(|e| panic!("{e}")));
    let mut plain = Vec::new();
    let opened = ledger::vault::open(identities, file);
    opened.unwrap_or_else(|e| panic!("{e}")).read_to_end(&mut plain).unwrap_or_else(|e| panic!("{e}"));
    plain
}

/// Opens the restored office as its people would, lets it wipe, and closes it.
fn wiped_there(office: &Office, place: &ledger::node::Place) {
    let ledger = ledger::Ledger::open(office.world.config_at(place.clone())).unwrap_or_else(|e| panic!("{e}"));
    assert!(office.runtime.block_on(ledger.wipe()).unwrap_or_else(|e| panic!("{e}")), "what was erased again is wiped like the first time");
    ledger.close();
}

fn erased_is_erased(backend: Backend) {
    let home = tempfile::Builder::new().prefix("cera").tempdir().unwrap_or_else(|e| panic!("{e}"));
    let _ = std::fs::set_permissions(home.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711));
    let cluster = (backend == Backend::Postgres).then(|| Cluster::start(&home.path().join("c")).unwrap_or_else(|e| panic!("{e}")));
    let place = cluster.as_ref().map(|c| ledger::node::Place::Url(c.database("erase").unwrap_or_else(|e| panic!("{e}"))));
    let place = place.unwrap_or_else(|| ledger::node::Place::Folder(home.path().join("data")));
    let office = office(backend, Some(place));
    let world = &office.world;
    let entropy = SeededEntropy::new(SEED + 1);
    let people = take_over(&office, &entropy, testkit::evidence::size("CASTELLAN_ERASE_PEOPLE", 3) + 1);
    people.iter().for_each(|one| live(&office, one));
    // They lived with who stays; one of them no longer does.
    let stays = people.last().map_or(RecordId::NIL, |one| one.id);
    for one in people.iter().filter(|one| one.id != stays) {
        world.as_("officer").does("household.declare", &[("person", stays.into()), ("member", one.id.into())]);
    }
    let tie = world.as_("officer").sees(|view| view.every::<ledger::rights::household::HouseholdTie>()).remove(0).head.id;
    let request = world.as_("officer").asks("household.end", &[("tie", tie.into()), ("reason", "moved".into())]);
    world.as_("access").approves(request);
    let ties = |world: &World, one: &Someone| -> i64 {
        let named = |table: &str| format!("SELECT count(*) FROM {table} WHERE member = $1 OR person = $1");
        let mut conn = world.conn();
        ["household_ties", "household_ties_rev"].iter().map(|table| conn.number(&named(table), &[one.id.into()]).unwrap_or(-1)).sum()
    };
    assert!(people.iter().all(|one| ties(world, one) > 0));
    if backend == Backend::Postgres {
        // What the planner remembers of values is text too.
        world.conn().batch("ANALYZE").unwrap_or_else(|e| panic!("{e}"));
    }
    let (kept, gone) = people.split_last().unwrap_or_else(|| panic!("nobody"));
    world.ledger().checkpoint().wait().unwrap_or_else(|e| panic!("{e}"));
    let export = home.path().join("export");
    exported(world, &export);
    // Everything stands in this folder: data, log of writes, the server's log, exports.
    let folders = |world: &World| -> Vec<PathBuf> {
        assert!(canary::places(world).iter().all(|place| place.starts_with(home.path())));
        vec![home.path().to_owned()]
    };
    let before = canary::search(&folders(world));
    for (class, count) in counted(gone, &before) {
        assert_eq!(count > 0, !class.is_sealed(), "{class:?} was found {count} times before");
    }
    let rows_before = world.verified().rows;

    // An old backup: nobody was erased when it was made. It is kept in another place than everything that is searched.
    let vault = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let (data, old_keys) = (vault.path().join("data.age"), vault.path().join("old.age"));
    let (identity, recipient) = ledger::vault::fresh();
    backed_up(world, Kind::Data, &data, &recipient);
    backed_up(world, Kind::Keys, &old_keys, &recipient);

    world.days_pass(365 * 5 + 40);
    for one in gone {
        let request = world.as_("officer").asks("disposals.dispose", &[("person", one.id.into())]);
        assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
        let receipt = world.as_("head").approves(request);
        let certificate = receipt.answer.map(|(_, id)| id).unwrap_or_else(|| panic!("no certificate"));
        let body = world.as_("auditor").record::<spine::retention::DestructionCertificate>(certificate).body;
        assert!(body.records > 20 && body.files.is_some_and(|files| files.contains("PSC/2026/")), "{}", body.records);
        assert!(!world.as_("officer").finds("people", one.id));
    }
    let wiped = office.runtime.block_on(world.ledger().wipe()).unwrap_or_else(|e| panic!("{e}"));
    assert!(wiped);
    assert!(!office.runtime.block_on(world.ledger().wipe()).unwrap_or_else(|e| panic!("{e}")), "wiped once is enough");

    std::fs::remove_dir_all(&export).unwrap_or_else(|e| panic!("{e}"));
    world.ledger().checkpoint().wait().unwrap_or_else(|e| panic!("{e}"));
    exported(world, &export);
    let after = canary::search(&folders(world));
    let hits = counted(gone, &after);
    assert_eq!(hits.values().sum::<usize>(), 0, "{hits:?}");
    // A tracker in which somebody erased stands goes for all who stand in it; what else is known of them stays.
    let stays = counted(std::slice::from_ref(kept), &after);
    let lost: Vec<_> = stays.iter().filter(|(class, count)| **count == 0 && !class.is_sealed()).map(|(class, _)| *class).collect();
    assert_eq!(lost, [Class::Tracker]);
    let blobs =
        "SELECT count(*) FROM attachments a JOIN mail_items m ON m.id = a.record JOIN blob b ON b.id = a.blob WHERE m.kind = 'take_over'";
    assert_eq!(world.conn().number(blobs, &[]).ok(), Some(0), "the tracker's bytes are gone");

    assert!(gone.iter().all(|one| ties(world, one) == 0), "nobody is named as of somebody's household");
    let report = world.verified();
    assert!(report.erased > 20 * gone.len() as u64 && report.rows < rows_before + 20, "{report:?}");
    let public = world.ledger().public_key().unwrap_or_default();
    let mut conn = world.conn();
    for seq in 0..report.entries.cast_signed() {
        let text = proof::make(conn.as_mut(), seq).ok().flatten().unwrap_or_else(|| panic!("no proof of {seq}"));
        assert!(proof::check(&text, &public).is_ok(), "{seq}");
    }
    for table in ["subject_key", "blob", "outbox"] {
        for one in gone {
            let left = conn.number(&format!("SELECT count(*) FROM {table} WHERE subject = $1"), &[one.id.into()]);
            assert_eq!(left.ok(), Some(0), "{table}");
        }
    }
    // The newer stream of keys, and what comes back with it.
    let keys = vault.path().join("keys.age");
    backed_up(world, Kind::Keys, &keys, &recipient);
    std::fs::write(vault.path().join("identity"), identity).unwrap_or_else(|e| panic!("{e}"));
    let identities = ledger::vault::identities(&vault.path().join("identity")).unwrap_or_else(|e| panic!("{e}"));
    // Encrypted, nothing can be read; decrypted, sealed text is still sealed, and there is no key beside it.
    let sealed = counted(&people, &canary::search(&[vault.path().to_owned()]));
    assert_eq!(sealed.values().sum::<usize>(), 0, "{sealed:?}");
    let opened = vault.path().join("opened");
    std::fs::create_dir(&opened).unwrap_or_else(|e| panic!("{e}"));
    std::fs::write(opened.join("data"), decrypted(&identities, &data)).unwrap_or_else(|e| panic!("{e}"));
    for (class, count) in counted(&people, &canary::search(&[opened])) {
        assert_eq!(count > 0, !class.is_sealed(), "{class:?} was found {count} times in the opened backup");
    }
    let again = home.path().join("again");
    let place = cluster.as_ref().map(|c| ledger::node::Place::Url(c.database("again").unwrap_or_else(|e| panic!("{e}"))));
    let place = place.unwrap_or_else(|| ledger::node::Place::Folder(again.clone()));
    let by = [world.as_("head").account, world.as_("access").account];
    let restore = |keys: &Path| {
        let (data, keys) = (decrypted(&identities, &data), decrypted(&identities, keys));
        let mut people = |_: &mut ceremony::Asked<'_>| Ok(by);
        ceremony::restore(world.config_at(place.clone()), &mut data.as_slice(), &mut keys.as_slice(), &mut people)
    };
    let restored = restore(&keys).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(restored.report.findings, Vec::<String>::new());
    assert_eq!((restored.erased_again, restored.origin), (gone.len(), format!("{}/2", world.ledger().origin())));
    assert!(restored.lost > 0 && restored.report.erased > 20 * gone.len() as u64, "{:?}", restored.report);
    let mut there = ledger::node::connect(&place, true).unwrap_or_else(|e| panic!("{e}"));
    if backend == Backend::Postgres {
        there.batch("CHECKPOINT").unwrap_or_else(|e| panic!("{e}"));
    }
    for table in ["subject_key", "blob", "outbox"] {
        for one in gone {
            let left = there.number(&format!("SELECT count(*) FROM {table} WHERE subject = $1"), &[one.id.into()]);
            assert_eq!(left.ok(), Some(0), "{table}");
        }
    }
    wiped_there(&office, &place);
    let found = canary::search(&folders(world));
    let hits_restored = counted(gone, &found);
    assert_eq!(hits_restored.values().sum::<usize>(), 0, "{hits_restored:?}");
    let stays = counted(std::slice::from_ref(kept), &found);
    assert!(stays.iter().all(|(class, count)| *count > after.of(&kept.canaries[class]) || class.is_sealed() || *class == Class::Tracker));
    // Into an instance that is there nothing is put; without the newer keys nobody would know of the erasing, which is what they are for.
    assert!(restore(&keys).is_err());
    exported_from(there.as_mut(), &format!("{}/2", world.ledger().origin()), &public, &home.path().join("export2"));
    drop(there);

    testkit::evidence::write(
        "erase",
        backend,
        &[
            ("persons", gone.len()),
            ("canaries", gone.iter().map(|one| one.canaries.len()).sum()),
            ("bytes_searched", usize::try_from(after.bytes).unwrap_or(usize::MAX)),
            ("hits", hits.values().sum()),
            ("bytes_searched_restored", usize::try_from(found.bytes).unwrap_or(usize::MAX)),
            ("hits_restored", hits_restored.values().sum()),
            ("hits_in_encrypted_backups", sealed.values().sum()),
            ("seed", SEED as usize),
        ],
    );
    drop(conn);
    drop(office);
}

#[test]
fn inv_cl_09_erased_is_erased_on_sqlite() {
    erased_is_erased(Backend::Sqlite);
}

#[test]
fn inv_cl_09_erased_is_erased_on_postgres() {
    erased_is_erased(Backend::Postgres);
}
