//! Key figures and reports by command, against the answer key of the seeded agency.

use std::collections::BTreeSet;

use kernel::clock::{Clock, SystemClock};
use serde_json::Value;

use crate::{castellan, demo, text};

#[test]
fn cl_13_figures_of_the_demo_equal_its_answer_key_and_its_registers() {
    let folder = demo("240");
    let data = folder.path().join("data");
    let json = |arguments: &[&str]| -> Value {
        let output = castellan(arguments, &data);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output)))
    };
    let month = json(&["lacking"])["on"].as_str().and_then(|d| d.get(..7)).unwrap_or("").to_owned();
    let measure = |code: &str| json(&["measures", "--period", &month, "--code", code, "--format", "json"]);
    // Coverage: those not covered are those planted, one by one.
    let key: Value = serde_json::from_str(&std::fs::read_to_string(data.join("answers.json")).unwrap_or_default()).unwrap_or_default();
    let planted: BTreeSet<String> =
        key["lacking"].as_array().into_iter().flatten().filter_map(|p| p["person"].as_str().map(str::to_owned)).collect();
    let coverage = measure("KPI-CL-01");
    let rows = coverage["rows"].as_array().cloned().unwrap_or_default();
    let uncovered: BTreeSet<String> =
        rows.iter().filter(|r| r["counted"] == false).filter_map(|r| r["id"].as_str().map(str::to_owned)).collect();
    assert_eq!(uncovered, planted);
    assert_eq!(coverage["denominator"], rows.len());
    let expired = key["lacking"].as_array().into_iter().flatten().filter(|p| p["defect"] == "decision-expired").count();
    assert_eq!(measure("KPI-CL-02")["value"], expired);
    // The backlog is what the register holds open; what came in and went out is in it too.
    let cases = json(&["export", "psc_cases", "--format", "json"])["items"].as_array().cloned().unwrap_or_default();
    let open = cases.iter().filter(|c| !c["state"].as_str().unwrap_or("closed").starts_with("closed")).count();
    let backlog = measure("KPI-CL-10");
    assert_eq!(backlog["value"], open);
    assert!(open > 3 && cases.len() > open, "{open} of {}", cases.len());
    // Register integrity: as many entries as numbers.
    let mail = json(&["export", "mail_items", "--format", "json"])["items"].as_array().map_or(0, Vec::len);
    let integrity = measure("KPI-CL-14");
    assert_eq!((integrity["value"].as_i64(), integrity["denominator"].as_u64()), (Some(0), Some(mail as u64)));
    let all = text(&castellan(&["measures", "--period", &month], &data));
    assert_eq!(all.lines().count(), 20, "{all}");
    // Whose file was opened on a day on which nothing about them was open, was planted.
    let opened = measure("KPI-CL-20");
    let number = |name: &str| opened[name].as_u64().unwrap_or(0);
    assert!(number("numerator") > 0 && number("numerator") < number("denominator"), "{opened}");
    let nonsense = castellan(&["measures", "--period", "soon"], &data);
    assert!(!nonsense.status.success() && text(&nonsense).contains("period-unreadable"), "{}", text(&nonsense));
}

#[test]
fn cl_09_cl_14_the_scans_of_the_demo_find_what_was_planted() {
    let folder = demo("240");
    let data = folder.path().join("data");
    let rows = |register: &str| -> Vec<Value> {
        let output = castellan(&["export", register, "--format", "json"], &data);
        let all: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output)));
        all["items"].as_array().cloned().unwrap_or_default()
    };
    let key: Value = serde_json::from_str(&std::fs::read_to_string(data.join("answers.json")).unwrap_or_default()).unwrap_or_default();
    let planted = key["cabinet"].as_object().cloned().unwrap_or_default();
    let of = |outcome: &str| planted.values().filter(|told| **told == outcome).count() as i64;
    let (certificates, discrepancies) = (rows("reconciliation_certificates"), rows("discrepancies"));
    let (files, items): (Vec<&Value>, Vec<&Value>) = certificates.iter().partition(|one| one["holdings"] == "holding_dossiers");
    let [certificate] = files.as_slice() else { panic!("{certificates:?}") };
    for (field, outcome) in [
        ("misplaced", "outcome_misplaced"),
        ("missing", "outcome_missing"),
        ("unregistered", "outcome_unregistered"),
        ("checked_out", "outcome_checked_out"),
        ("overdue_out", "outcome_overdue_out"),
        ("wrong_status", "outcome_wrong_status"),
        ("duplicate_label", "outcome_duplicate_label"),
        ("digital_only", "outcome_digital_only"),
        ("paper_only", "outcome_paper_only"),
        ("content_gap", "outcome_content_gap"),
        ("retention_exceeded", "outcome_retention_exceeded"),
    ] {
        assert_eq!(certificate[field], of(outcome), "{field}");
        assert!(of(outcome) > 0, "{field} was not planted");
    }
    assert_eq!(certificate["counted"].as_i64(), certificate["matched"].as_i64().map(|matched| matched + planted.len() as i64));
    let (of_files, of_items): (Vec<&Value>, Vec<&Value>) = discrepancies.iter().partition(|one| one["session"] == certificate["session"]);
    let found: BTreeSet<(String, String)> = of_files
        .iter()
        .map(|d| (d["code"].as_str().unwrap_or_default().to_owned(), d["outcome"].as_str().unwrap_or_default().to_owned()))
        .collect();
    let wrong = planted.iter().filter(|(_, told)| **told != "outcome_checked_out");
    assert_eq!(found, wrong.map(|(code, told)| (code.clone(), told.as_str().unwrap_or_default().to_owned())).collect());
    // A registry was handed over complete, and then counted with one copy missing.
    let copies = rows("mail_copies");
    let missing = copies.iter().find(|copy| copy["reference"] == key["holdings"]["muster_missing"]).unwrap_or_else(|| panic!("{key}"));
    let [lack] = of_items.as_slice() else { panic!("{of_items:?}") };
    assert_eq!((&lack["code"], lack["outcome"].as_str()), (&missing["label_code"], Some("outcome_missing")));
    assert_eq!(items.iter().map(|one| one["missing"].as_i64().unwrap_or(-1)).sum::<i64>(), 1);
    let musters = rows("inventories");
    assert!(musters.iter().any(|one| one["cause"] == "muster_handover" && one["state"] == "inventory_closed"), "{musters:?}");
    assert!(rows("holding_destructions").iter().any(|one| one["witness"].is_string() && one["state"] == "destruction_certified"));
    let moved = rows("dossier_movements");
    assert!(!moved.is_empty() && rows("dossiers").len() > 200);
}

#[test]
fn sp_16_cl_08_what_else_the_answer_key_names_stands_in_the_registers() {
    let folder = demo("240");
    let data = folder.path().join("data");
    let json = |arguments: &[&str]| -> Value {
        let output = castellan(arguments, &data);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output)))
    };
    let rows = |register: &str| json(&["export", register, "--format", "json"])["items"].as_array().cloned().unwrap_or_default();
    let key: Value = serde_json::from_str(&std::fs::read_to_string(data.join("answers.json")).unwrap_or_default()).unwrap_or_default();
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let past = |day: &Value| day.as_str().is_some_and(|day| day < today.as_str());
    let ids = |all: &[Value]| all.iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect::<Vec<_>>();
    // On call: for as long as the key says, and no longer, nobody of that rota is called first.
    let [gap] = key["on_call"].as_array().map_or(&[][..], Vec::as_slice) else { panic!("{key}") };
    let micros = |name: &str| gap[name].as_str().and_then(|at| at.parse::<jiff::Timestamp>().ok()).map_or(0, |at| at.as_microsecond());
    let (from, until) = (micros("from"), micros("until"));
    assert!(gap["lack"] == "on_call_gap" && from < until, "{gap}");
    let turns = rows("on_call_turns");
    let first = turns.iter().filter(|turn| turn["rota"] == gap["rota"] && turn["turn_role"] == "called_first");
    let first: Vec<(i64, i64)> =
        first.map(|turn| (turn["from_time"].as_i64().unwrap_or(0), turn["until_time"].as_i64().unwrap_or(0))).collect();
    assert!(first.iter().all(|(begins, ends)| *ends <= from || until <= *begins), "{first:?}");
    assert!(first.iter().any(|(_, ends)| *ends == from) && first.iter().any(|(begins, _)| *begins == until), "{first:?}");
    // Data: each line is somebody whose records say so, and the run after it was planted counts it.
    let mut runs = rows("quality_runs");
    runs.sort_by_key(|run| run["ran_at"].as_i64());
    let failing = |run: &Value, rule: &str| {
        let line = run["by_rule"].as_str().unwrap_or("").lines().find(|line| line.split(' ').next() == Some(rule)).unwrap_or("");
        line.rsplit(' ').next().and_then(|count| count.parse::<usize>().ok())
    };
    let [before, .., after] = runs.as_slice() else { panic!("{runs:?}") };
    let [people, documents, posts, files] = ["people", "identity_documents", "assignments", "dossiers"].map(rows);
    let planted = key["quality"].as_array().cloned().unwrap_or_default();
    assert_eq!(planted.len(), 4, "{planted:?}");
    for line in &planted {
        let (rule, name) = (line["rule"].as_str().unwrap_or(""), line["name"].as_str().unwrap_or(""));
        let called =
            |person: &&Value| format!("{} {}", person["surname"].as_str().unwrap_or(""), person["given"].as_str().unwrap_or("")) == name;
        let person = people.iter().find(called).unwrap_or_else(|| panic!("{name}"));
        let theirs = |all: &[Value]| all.iter().filter(|one| one["person"] == person["id"]).cloned().collect::<Vec<_>>();
        assert!(match rule {
            "person_without_birth_date" => person["birth_date"].is_null(),
            "person_without_number" => person["personnel_number"].is_null(),
            "document_run_out" => theirs(&documents).iter().all(|one| past(&one["valid_until"])) && !theirs(&documents).is_empty(),
            "file_obsolete" =>
                theirs(&posts).iter().all(|one| past(&one["valid_until"]))
                    && theirs(&files).iter().any(|one| one["state"] == "dossier_active"),
            _ => false,
        });
        assert!(failing(before, rule) < failing(after, rule), "{rule}: {before} {after}");
    }
    // Ideas: what somebody should have looked at again, and nothing else.
    let (risks, suggestions) = (rows("risks"), rows("suggestions"));
    let overdue: Vec<Value> = risks.into_iter().filter(|risk| past(&risk["review_on"])).collect();
    let unmeasured: Vec<Value> =
        suggestions.into_iter().filter(|made| past(&made["measure_on"]) && made["measured_effect"].is_null()).collect();
    let told = |name: &str| key["ideas"][name].as_str().map(str::to_owned).into_iter().collect::<Vec<_>>();
    assert_eq!((ids(&overdue), ids(&unmeasured)), (told("review_overdue"), told("effect_not_measured")));
}

#[test]
fn cl_13_a_report_by_command_is_issued_once_and_written_the_same_again() {
    let folder = demo("60");
    let data = folder.path().join("data");
    let file = |name: &str| folder.path().join(name);
    let report = |name: &str, more: &[&str]| {
        let out = file(name);
        let usual = ["report", "clearance-monthly", "--period", "2026-09", "--lang", "fr", "--out", out.to_str().unwrap_or("")];
        let output = castellan(&[&usual, more].concat(), &data);
        (output.status.success(), text(&output), std::fs::read(&out).unwrap_or_default())
    };
    let (done, said, first) = report("1.xlsx", &["--format", "xlsx"]);
    assert!(done && first.starts_with(b"PK"), "{said}");
    assert!(castellan(&["export", "people", "--format", "csv"], &data).status.success(), "something happens in between");
    let (_, again, second) = report("2.xlsx", &["--format", "xlsx"]);
    assert_eq!(said.split(' ').next(), again.split(' ').next(), "the same report");
    assert_eq!(first, second);
    let (paper, why, one) = report("1.pdf", &[]);
    assert!(paper && one.starts_with(b"%PDF-"), "{why}");
    assert_eq!(one, report("2.pdf", &[]).2, "the same pages");
    let (slides, why, one) = report("1-slides.pdf", &["--format", "slides"]);
    assert!(slides && one.starts_with(b"%PDF-"), "{why}");
    assert_eq!(one, report("2-slides.pdf", &["--format", "slides"]).2, "the same slides");
    let (_, anew, _) = report("3.xlsx", &["--again", "--format", "xlsx"]);
    assert_ne!(said.split(' ').next(), anew.split(' ').next(), "another edition");
    let (refused, why, none) = report("4.xlsx", &["--format", "exe"]);
    assert!(!refused && none.is_empty() && why.contains("format-unknown"), "{why}");
    let checked = castellan(&["verify"], &data);
    assert!(checked.status.success(), "{}", text(&checked));
}
