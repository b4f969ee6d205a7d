//! P8, back from a backup: an office is made, backed up, wiped, restored by two people with the real binary, verified, and compared: every
//! register's number of records and the root of the log. And the keys: a rotation that stops at any point leaves an office that opens.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use ledger::node::{Place, connect};
use testkit::Backend;
use testkit::postgres::Cluster;

const PASSWORD: &str = "castellan-demo-2026";
const CODE: &str = "246810";

/// Where a drill takes place, and how its binary is told.
struct Drill {
    home: tempfile::TempDir,
    cluster: Option<Cluster>,
}

impl Drill {
    fn on(backend: Backend) -> Self {
        let home = tempfile::Builder::new().prefix("cdr").tempdir().unwrap_or_else(|e| panic!("{e}"));
        let _ = std::fs::set_permissions(home.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711));
        let cluster = (backend == Backend::Postgres).then(|| Cluster::start(&home.path().join("c")).unwrap_or_else(|e| panic!("{e}")));
        Self { home, cluster }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// An empty place of this name.
    fn place(&self, name: &str) -> Place {
        match &self.cluster {
            Some(cluster) => Place::Url(cluster.database(name).unwrap_or_else(|e| panic!("{e}"))),
            None => Place::Folder(self.path(name)),
        }
    }

    /// Runs the binary at a place, with the one key file, saying these lines to it.
    fn says(&self, place: &Place, arguments: &[&str], lines: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_castellan"));
        command.args(arguments).arg("--keys").arg(self.path("keys")).current_dir(self.home.path());
        match place {
            Place::Folder(folder) => command.arg("--data").arg(folder),
            Place::Url(url) => command.arg("--data").arg(self.path("side")).arg("--database").arg(url),
        };
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap_or_else(|e| panic!("{e}"));
        let mut input = child.stdin.take().unwrap_or_else(|| panic!("no input"));
        // It may have ended before it asked.
        let _ = input.write_all((lines.join("\n") + "\n").as_bytes());
        drop(input);
        child.wait_with_output().unwrap_or_else(|e| panic!("{e}"))
    }

    fn does(&self, place: &Place, arguments: &[&str], lines: &[&str]) -> String {
        let output = self.says(place, arguments, lines);
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
        told(&output)
    }

    fn refused(&self, place: &Place, arguments: &[&str], lines: &[&str], why: &str) {
        let output = self.says(place, arguments, lines);
        assert!(!output.status.success() && told(&output).contains(why), "{arguments:?}: {}", told(&output));
    }

    fn demo(&self, place: &Place, persons: usize) {
        self.does(place, &["demo", "--people", &persons.to_string(), "--seed", "8", "--no-serve"], &[]);
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Two of the demo's people, as they sign in.
const fn two<'a>(first: &'a str, second: &'a str) -> [&'a str; 6] {
    [first, PASSWORD, CODE, second, PASSWORD, CODE]
}

/// How many records and versions each register has.
fn counts(place: &Place) -> BTreeMap<String, i64> {
    let mut conn = connect(place, false).unwrap_or_else(|e| panic!("{e}"));
    let manifest = testkit::world::manifest();
    let tables = manifest.registers().iter().flat_map(|m| [m.def.name.to_owned(), format!("{}_rev", m.def.name)]);
    let count = |table: String| {
        let number = conn.number(&format!("SELECT count(*) FROM \"{table}\""), &[]).unwrap_or_else(|e| panic!("{e}"));
        (table, number)
    };
    tables.map(count).collect()
}

/// The root over the first entries of a log.
fn root(place: &Place, size: i64) -> Vec<u8> {
    let mut conn = connect(place, false).unwrap_or_else(|e| panic!("{e}"));
    let rows = conn.query("SELECT hash FROM entry WHERE seq < $1 ORDER BY seq", &[size.into()]).unwrap_or_else(|e| panic!("{e}"));
    let hashes: Vec<[u8; 32]> = rows
        .into_iter()
        .filter_map(|row| match row.into_iter().next() {
            Some(kernel::Value::Bytes(hash)) => hash.try_into().ok(),
            _ => None,
        })
        .collect();
    ledger::log::tree::root(&hashes).to_vec()
}

fn entries(place: &Place) -> i64 {
    let mut conn = connect(place, false).unwrap_or_else(|e| panic!("{e}"));
    conn.number("SELECT size FROM log_head", &[]).unwrap_or_else(|e| panic!("{e}"))
}

fn commands(place: &Place, from: i64) -> Vec<String> {
    let mut conn = connect(place, false).unwrap_or_else(|e| panic!("{e}"));
    let rows = conn.query("SELECT command FROM entry WHERE seq >= $1 ORDER BY seq", &[from.into()]).unwrap_or_else(|e| panic!("{e}"));
    rows.into_iter().filter_map(|row| row[0].text().map(str::to_owned)).collect()
}

fn drill(backend: Backend) {
    let persons = testkit::evidence::size("CASTELLAN_DRILL_PERSONS", 120);
    let drill = Drill::on(backend);
    let office = drill.place("office");
    drill.demo(&office, persons);
    let (before, size) = (counts(&office), entries(&office));
    let root_before = root(&office, size);
    let mut identity = Command::new(env!("CARGO_BIN_EXE_castellan"));
    let made = identity.args(["keys", "identity", "--to"]).arg(drill.path("identity")).output().unwrap_or_else(|e| panic!("{e}"));
    let recipient = told(&made);
    let recipient = recipient.trim();
    drill.refused(&office, &["backup", "--to", "b"], &[], "needs --recipient");
    drill.does(&office, &["backup", "--to", "b", "--recipient", recipient], &[]);
    drill.refused(&office, &["backup", "--to", "b", "--recipient", recipient], &[], "never overwrites");
    assert!(drill.does(&office, &["check"], &[]).contains("of the keys: 0 hours old, 0 entries before now"));

    let restore = ["restore", "--from", "b", "--keys-from", "b.keys", "--identity", "identity"];
    drill.refused(&office, &restore, &two("helene", "lena"), "already");
    if let Place::Folder(folder) = &office {
        std::fs::remove_dir_all(folder).unwrap_or_else(|e| panic!("{e}"));
    }
    let again = if backend == Backend::Sqlite { office.clone() } else { drill.place("again") };
    drill.refused(&again, &restore, &two("helene", "helene"), "same-person");
    drill.refused(&again, &restore, &two("helene", "anna"), "duty-missing");
    drill.refused(&again, &restore, &["helene", "wrong", CODE], "not right");
    drill.refused(&again, &restore, &["helene", PASSWORD, "000000"], "not right");
    drill.refused(&again, &["restore", "--from", "b.keys", "--keys-from", "b", "--identity", "identity"], &[], "not of data");
    let said = drill.does(&again, &restore, &two("helene", "lena"));
    assert!(said.contains("nothing that was known is missing") && said.contains("revision rows agree"), "{said}");
    assert_eq!((counts(&again), root(&again, size)), (before.clone(), root_before));
    assert_eq!(commands(&again, size), ["log.restore"]);

    // The office works on, only its keys are backed up, and everything else is lost: nobody can overlook it.
    drill.does(&again, &["keys", "rotate"], &two("helene", "sven"));
    drill.does(&again, &["backup", "--to", "k", "--keys-only", "--recipient", recipient], &[]);
    let fallen = drill.place("fallen");
    drill.refused(&fallen, &restore, &two("helene", "lena"), "wrong key");
    let restore = ["restore", "--from", "b", "--keys-from", "k", "--identity", "identity"];
    let said = drill.does(&fallen, &restore, &two("helene", "lena"));
    assert!(said.contains("2 entries that were known are LOST") && said.contains("/2, and its first entry"), "{said}");
    assert_eq!((counts(&fallen), commands(&fallen, size)), (before.clone(), vec!["log.reopen".to_owned()]));
    let leaf = connect(&fallen, false).and_then(|mut conn| conn.first("SELECT leaf FROM entry WHERE seq = $1", &[size.into()]));
    let leaf = leaf.ok().flatten().and_then(|row| row[0].text().map(str::to_owned)).unwrap_or_default();
    assert!(leaf.contains("[\"lost\",\"castellan/") && leaf.contains("\"behalf\":") && leaf.contains(&format!(",{},", size + 2)), "{leaf}");
    drill.does(&fallen, &["verify", "--export", "tiles"], &[]);
    verified_elsewhere(&drill.path("tiles"));
    testkit::evidence::write(
        "drill",
        backend,
        &[
            ("persons", persons),
            ("entries", size as usize),
            ("records_and_versions", before.values().sum::<i64>() as usize),
            ("registers_that_differ", 0),
        ],
    );
}

/// By the second verifier.
fn verified_elsewhere(folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verify/castellan_verify.py");
    let python = Command::new("python3").arg(script).arg(folder).output().unwrap_or_else(|e| panic!("python3 is needed: {e}"));
    assert!(python.status.success(), "{}", told(&python));
}

#[test]
fn p08_an_office_comes_back_from_its_backup_on_sqlite() {
    drill(Backend::Sqlite);
}

#[test]
fn p08_an_office_comes_back_from_its_backup_on_postgres() {
    drill(Backend::Postgres);
}

/// Every state in which a stop can leave the key files, made by hand: before the commit, and after it at each step of the renaming.
#[test]
fn p08_a_rotation_that_stops_anywhere_leaves_an_office_that_opens() {
    let drill = Drill::on(Backend::Sqlite);
    let office = drill.place("office");
    drill.demo(&office, 30);
    let [file, new, old] = ["keys", "keys.new", "keys.old"].map(|name| drill.path(name));
    let copy = |from: &Path, to: &Path| std::fs::copy(from, to).map(|_| ()).unwrap_or_else(|e| panic!("{e}"));
    let opens = || drill.does(&office, &["verify"], &[]);
    let before = std::fs::read(&file).unwrap_or_default();
    // Nobody answers: nothing has changed, and no new file is left.
    drill.refused(&office, &["keys", "rotate"], &[], "nobody");
    assert!(!new.exists() && std::fs::read(&file).unwrap_or_default() == before);
    // Stopped before the commit: whole, and half written.
    for text in [before.as_slice(), b"# Keys of one Cast"] {
        std::fs::write(&new, text.to_ascii_uppercase()).unwrap_or_else(|e| panic!("{e}"));
        opens();
    }
    drill.does(&office, &["keys", "rotate"], &two("lena", "helene"));
    assert!(!new.exists() && old.exists(), "the file before stays until the next start");
    let after = std::fs::read(&file).unwrap_or_default();
    assert!(after != before && std::fs::read(&old).unwrap_or_default() == before);
    opens();
    // Stopped after the commit: nothing renamed; the old one linked; only the file before, which opens nothing any more.
    std::fs::rename(&file, &new).unwrap_or_else(|e| panic!("{e}"));
    copy(&old, &file);
    opens();
    std::fs::remove_file(&old).unwrap_or_else(|e| panic!("{e}"));
    opens();
    // The next start ends it.
    drill.does(&office, &["demo", "--no-serve"], &[]);
    drill.does(&office, &["keys", "rotate"], &two("lena", "helene"));
    opens();
    std::fs::copy(&old, &file).unwrap_or_else(|e| panic!("{e}"));
    std::fs::remove_file(&old).unwrap_or_else(|e| panic!("{e}"));
    drill.refused(&office, &["verify"], &[], "");
}

#[test]
fn p08_three_of_five_give_the_key_file_back() {
    let drill = Drill::on(Backend::Sqlite);
    let office = drill.place("office");
    drill.demo(&office, 30);
    let said = drill.does(&office, &["keys", "split", "--shares", "5", "--threshold", "3"], &[]);
    let shares: Vec<&str> = said.lines().filter(|line| line.starts_with("castellan-share")).collect();
    assert_eq!(shares.len(), 5);
    let before = std::fs::read(drill.path("keys")).unwrap_or_default();
    drill.refused(&office, &["keys", "join"], &shares[..3], "exists");
    std::fs::remove_file(drill.path("keys")).unwrap_or_else(|e| panic!("{e}"));
    drill.refused(&office, &["verify"], &[], "missing");
    drill.refused(&office, &["keys", "join"], &shares[3..], "3 are needed");
    let wrong = shares[0].replacen(&shares[0][30..31], if &shares[0][30..31] == "a" { "b" } else { "a" }, 1);
    drill.refused(&office, &["keys", "join"], &[&wrong, shares[1], shares[2]], "line 1");
    drill.does(&office, &["keys", "join"], &[shares[4], shares[0], shares[2]]);
    assert_eq!(std::fs::read(drill.path("keys")).unwrap_or_default(), before);
    drill.does(&office, &["verify"], &[]);
}
