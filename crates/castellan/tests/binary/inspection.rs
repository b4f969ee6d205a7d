//! The inspector's part: what the office hands over is checked by a program that shares no code with it, and every change is named with its place.

use std::path::Path;
use std::process::{Command, Output};

use kernel::clock::{Clock, SystemClock};
use serde_json::Value;

use crate::{castellan, demo, text};

fn verifier(arguments: &[&str]) -> Output {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../verify/castellan_verify.py");
    Command::new("python3").arg(program).args(arguments).output().unwrap_or_else(|e| panic!("{e}"))
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

fn write(file: &Path, content: &str) {
    std::fs::write(file, content).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
}

#[track_caller]
fn told(pack: &Path, what: &str) {
    let bad = verifier(&["--pack", path(pack)]);
    assert!(!bad.status.success() && text(&bad).contains(what), "{what}: {}", text(&bad));
}

#[test]
fn done_cl_11_an_inspector_checks_what_was_handed_over_and_every_change_names_its_place() {
    let folder = demo("24");
    let (data, pack) = (folder.path().join("data"), folder.path().join("pack"));
    let month = SystemClock
        .now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .first_of_month()
        .yesterday()
        .map(|day| day.to_string())
        .unwrap_or_default();
    let order = [
        "inspection-pack",
        "--inspection",
        "Yearly inspection",
        "--period",
        month.get(..7).unwrap_or_default(),
        "--sample",
        "5",
        "--start",
        "as the inspector says",
    ];
    let made = castellan(&[&order[..], &["--out", path(&pack)]].concat(), &data);
    assert!(made.status.success() && text(&made).contains("sealed: "), "{}", text(&made));
    let again = castellan(&[&order[..], &["--out", path(&pack)]].concat(), &data);
    assert!(!again.status.success() && text(&again).contains("something in it already"), "{}", text(&again));
    let good = verifier(&["--pack", path(&pack)]);
    assert!(good.status.success() && text(&good).contains("ok: the pack is as it was sealed"), "{}", text(&good));
    // A byte of a file, of the sample, of the manifest; a file too many and one too few.
    let decisions = pack.join("registers/decisions.json");
    let whole = read(&decisions);
    write(&decisions, &whole.replacen("\\\"kind\\\":\\\"grant\\\"", "\\\"kind\\\":\\\"refuse\\\"", 1));
    assert_ne!(read(&decisions), whole, "a decision is there to be changed");
    told(&pack, "registers/decisions.json is not the file that was sealed");
    // Who seals it anew is caught by the log: the record is not what its entry says.
    let changed = verifier(&[path(&pack.join("log")), "--register", path(&decisions)]);
    assert!(!changed.status.success() && text(&changed).contains("is not what entry "), "{}", text(&changed));
    write(&decisions, &whole);
    // An entry of the mail book is left out, and the file says so many fewer: all that is shown holds, and the number that is not is named. How many there
    // are of everything the auditor alone may read, and the pack of another says that this is not in it.
    let log = pack.join("log");
    assert!(read(&pack.join("manifest.json")).contains("\"number_series\""), "what is not shown is named");
    let [books, file] = ["mail_registers", "mail_items"].map(|name| pack.join(format!("registers/{name}.json")));
    let entries = read(&file);
    let mut fewer: Value = serde_json::from_str(&entries).unwrap_or_default();
    let second = |item: &Value| {
        let core: Value = serde_json::from_str(item["groups"]["core"]["text"].as_str().unwrap_or_default()).unwrap_or_default();
        core["number"] == 2
    };
    let items = fewer["items"].as_array_mut().unwrap_or_else(|| panic!("{entries}"));
    let at = items.iter().position(second).unwrap_or_else(|| panic!("none bears the number 2: {items:?}"));
    items.remove(at);
    fewer["count"] = items.len().into();
    write(&file, &fewer.to_string());
    let held = || verifier(&[path(&log), "--register", path(&books), "--register", path(&file)]);
    let missing = held();
    assert!(missing.status.success() && text(&missing).contains("these are not shown: 2."), "{}", text(&missing));
    write(&file, &entries);
    assert!(held().status.success() && !text(&held()).contains("these are not shown"), "{}", text(&held()));
    let sample = pack.join("sample.json");
    let as_drawn = read(&sample);
    let drawn: Value = serde_json::from_str(&as_drawn).unwrap_or_default();
    assert_eq!((drawn["drawn"].as_array().map(Vec::len), &drawn["start"]), (Some(5), &Value::from("inspector")));
    write(&sample, &as_drawn.replacen("as the inspector says", "as the office likes", 1));
    told(&pack, "sample.json is not the file that was sealed");
    write(&sample, &as_drawn);
    let manifest = pack.join("manifest.json");
    let sealed = read(&manifest);
    write(&manifest, &sealed.replacen("Yearly", "Monthly", 1));
    told(&pack, "the log holds no seal of this manifest");
    write(&manifest, &sealed);
    write(&pack.join("more.txt"), "x");
    told(&pack, "more.txt is not in the manifest");
    std::fs::remove_file(pack.join("more.txt")).unwrap_or_else(|e| panic!("{e}"));
    let rules = pack.join("registers/policy_packs.json");
    let kept = read(&rules);
    std::fs::remove_file(&rules).unwrap_or_else(|e| panic!("{e}"));
    told(&pack, "registers/policy_packs.json is missing");
    write(&rules, &kept);
    // An entry of the log is removed: what follows it is named.
    let bundle = pack.join("log/tile/entries/000");
    let bytes = std::fs::read(&bundle).unwrap_or_else(|e| panic!("{e}"));
    let first = 2 + usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
    std::fs::write(&bundle, &bytes[first..]).unwrap_or_else(|e| panic!("{e}"));
    told(&pack, "bad entry at index 0");
    std::fs::write(&bundle, bytes).unwrap_or_else(|e| panic!("{e}"));
    let good = verifier(&["--pack", path(&pack)]);
    assert!(good.status.success(), "{}", text(&good));
}

#[test]
fn cl_08_a_pack_that_takes_a_second_person_says_so_and_writes_nothing() {
    let folder = demo("240");
    let (data, pack) = (folder.path().join("data"), folder.path().join("pack"));
    let order = ["inspection-pack", "--inspection", "x", "--period", "2026-01", "--out", path(&pack)];
    let made = castellan(&order, &data);
    assert!(!made.status.success() && text(&made).contains("Ask a second person with --ask"), "{}", text(&made));
    assert!(!pack.exists(), "nothing was written");
    let asked = castellan(&[&order[..], &["--ask", "Inspection"]].concat(), &data);
    assert!(!asked.status.success() && text(&asked).contains("waits for a second person"), "{}", text(&asked));
}
