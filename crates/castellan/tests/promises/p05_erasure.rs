//! P5, erased is erased: canaries of every class of text are planted with people, the people are disposed of by two others, and then no
//! byte of any canary is left in the live system, while every proof still verifies.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use kernel::RecordId;
use kernel::entropy::SeededEntropy;
use ledger::backup::Kind;
use ledger::ceremony;
use ledger::db::Connection;
use ledger::log::proof;
use testkit::canary::{self, Found};
use testkit::postgres::Cluster;
use testkit::{Backend, World};

use crate::p05_lives::{CHAPTERS, Class, Office, Someone, hold, office, paper_goes, take_over};

const SEED: u64 = 5;

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

/// A folder in which everything stands: data, log of writes, the server's log, exports; on PostgreSQL a cluster of its own.
pub struct Home {
    // Stopped before its files go.
    cluster: Option<Cluster>,
    folder: tempfile::TempDir,
}

impl Home {
    /// An empty one.
    pub fn new(backend: Backend) -> Self {
        let folder = tempfile::Builder::new().prefix("cera").tempdir().unwrap_or_else(|e| panic!("{e}"));
        let _ = std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711));
        let cluster = (backend == Backend::Postgres).then(|| Cluster::start(&folder.path().join("c")).unwrap_or_else(|e| panic!("{e}")));
        Self { cluster, folder }
    }
    fn path(&self) -> &Path {
        self.folder.path()
    }
    /// A place for data in it.
    pub fn place(&self, name: &str) -> ledger::node::Place {
        let url = self.cluster.as_ref().map(|c| ledger::node::Place::Url(c.database(name).unwrap_or_else(|e| panic!("{e}"))));
        url.unwrap_or_else(|| ledger::node::Place::Folder(self.path().join(name)))
    }
}

fn erased_is_erased(backend: Backend) {
    let home = Home::new(backend);
    let place = home.place("data");
    let office = office(backend, Some(place), SEED);
    let world = &office.world;
    let entropy = SeededEntropy::new(SEED + 1);
    let mut people = take_over(&office, &entropy, testkit::evidence::size("CASTELLAN_ERASE_PEOPLE", 3) + 1);
    for one in &mut people {
        CHAPTERS.iter().for_each(|chapter| office.goes_on(one, *chapter));
    }
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
    // Paper goes when the file may, and before it.
    world.days_pass(365 * 5 + 40);
    people.iter_mut().for_each(|one| paper_goes(&office, one));
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
    let place = home.place("again");
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

/// Whatever an office wrote about people and in whatever order: who is disposed of leaves no byte and a certificate, and who may not be yet
/// loses nothing.
fn whatever_was_written_is_erased(backend: Backend) {
    let (mut erased, mut kept) = (0, 0);
    for history in 0..testkit::evidence::size("CASTELLAN_ERASE_HISTORIES", 3) as u64 {
        let home = Home::new(backend);
        let office = office(backend, Some(home.place("drawn")), SEED + history);
        let (world, random) = (&office.world, SeededEntropy::new(SEED + 1 + history));
        let mut people = take_over(&office, &random, 3);
        let lives = |people: &mut [Someone], chapters: usize| {
            for _ in 0..chapters {
                world.days_pass(random.below(30) as i64);
                let at = random.below(people.len());
                office.goes_on(&mut people[at], *random.pick(CHAPTERS));
            }
        };
        lives(&mut people, 25);
        if random.below(2) == 0 {
            hold(&office, &people[0]);
        }
        world.days_pass(365 * 5 + 40);
        // Of some there is news: they are not due.
        lives(&mut people, random.below(3));
        let (officer, head) = (world.as_("officer"), world.as_("head"));
        let (mut gone, mut stay) = (Vec::new(), Vec::new());
        for mut one in people {
            paper_goes(&office, &mut one);
            let asked = officer.tries("disposals.dispose", &[("person", one.id.into())]);
            let request = asked.map(|receipt| receipt.approval.unwrap_or_else(|| panic!("one alone disposed of a file")));
            match request.and_then(|request| head.tries_to_approve(request)) {
                Ok(receipt) => {
                    let certificate = receipt.answer.map(|(_, id)| id).unwrap_or_else(|| panic!("no certificate"));
                    gone.push((one, certificate));
                }
                Err(ledger::Error::Refused(_)) => stay.push(one),
                Err(other) => panic!("history {history}: {other}"),
            }
        }
        office.runtime.block_on(world.ledger().wipe()).unwrap_or_else(|e| panic!("{e}"));
        let found = canary::search(&canary::places(world));
        for (one, certificate) in &gone {
            let left: Vec<_> = one.canaries.iter().filter(|(_, canary)| found.of(canary) > 0).map(|(class, _)| class).collect();
            assert!(left.is_empty(), "history {history}: {left:?} are left");
            assert!(!officer.finds("people", one.id));
            let certificate = world.as_("auditor").record::<spine::retention::DestructionCertificate>(*certificate).body;
            assert!(certificate.records > 0, "history {history}");
        }
        for one in &stay {
            // A tracker goes with the first who stands in it, and what is staged after its days.
            let due = |class: &Class| !class.is_sealed() && *class != Class::StagedFile && (gone.is_empty() || *class != Class::Tracker);
            let lost: Vec<_> = one.written.iter().filter(|class| due(class) && found.of(&one.canaries[class]) == 0).collect();
            assert!(lost.is_empty() && officer.finds("people", one.id), "history {history}: {lost:?} are lost");
        }
        world.verified();
        erased += gone.len();
        kept += stay.len();
    }
    assert!(erased > 0 && kept > 0, "{erased} erased, {kept} kept");
}

#[test]
fn inv_cl_09_whatever_was_written_is_erased_on_sqlite() {
    whatever_was_written_is_erased(Backend::Sqlite);
}

#[test]
fn inv_cl_09_whatever_was_written_is_erased_on_postgres() {
    whatever_was_written_is_erased(Backend::Postgres);
}

#[test]
fn inv_cl_09_erased_is_erased_on_sqlite() {
    erased_is_erased(Backend::Sqlite);
}

#[test]
fn inv_cl_09_erased_is_erased_on_postgres() {
    erased_is_erased(Backend::Postgres);
}
