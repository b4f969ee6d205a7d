//! Trackers as offices keep them, beside their answer keys, where they are.

use std::path::{Path, PathBuf};

use exchange::tracker::{Tracker, TrackerField, guess, read};
use exchange::{Code, Severity};
use serde::Deserialize;

#[derive(Deserialize)]
struct Key {
    people: usize,
    oddities: Vec<Oddity>,
}

#[derive(Deserialize)]
struct Oddity {
    row: u32,
    column: String,
    kind: String,
    value: String,
    meaning: serde_json::Value,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/trackers")
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that did less must say so")]
fn office_trackers_match_their_keys() {
    let Ok(entries) = std::fs::read_dir(folder()) else {
        println!("THE OFFICE TRACKERS WERE NOT THERE: {} cannot be read; only generated ones were tried", folder().display());
        return;
    };
    let mut seen = 0;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|end| end == "xlsx") {
            compare(&path);
            seen += 1;
        }
    }
    println!("{seen} office trackers compared with their keys");
}

fn compare(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    let key: Key = serde_json::from_slice(&std::fs::read(path.with_extension("answers.json")).unwrap()).unwrap();
    let sheets = exchange::sheet::read_xlsx(&bytes).unwrap();
    let mapping = guess(&sheets).unwrap();
    let tracker = read(&sheets[mapping.sheet], &mapping, jiff::civil::date(2026, 10, 15));
    assert_eq!(tracker.rows.len(), key.people, "people in {}", path.display());
    let missing: Vec<String> = key.oddities.iter().filter_map(|oddity| missed(&tracker, oddity)).collect();
    assert!(missing.is_empty(), "{}: {} of {} missed\n{}", path.display(), missing.len(), key.oddities.len(), missing.join("\n"));
    // Nothing is wrong with a row that the key does not name, but what rows say beside each other.
    let between = [Code::SameNameAsEarlier, Code::ConflictingRequirement, Code::AmbiguousDayMonth];
    for finding in tracker.findings.iter().filter(|finding| finding.severity > Severity::Info) {
        let named = key.oddities.iter().any(|oddity| Some(oddity.row) == finding.row);
        assert!(named || between.contains(&finding.code), "invented in {}: {finding}", path.display());
    }
}

fn missed(tracker: &Tracker, oddity: &Oddity) -> Option<String> {
    let here = |finding: &&exchange::Finding| finding.row == Some(oddity.row) && finding.code.as_str() == oddity.kind;
    let found = tracker.findings.iter().filter(here).find(|finding| {
        let canonical = matches!(oddity.column.as_str(), "name" | "level" | "remarks" | "nationality" | "*");
        canonical || finding.column.as_deref() == Some(&oddity.column)
    });
    let row = tracker.rows.iter().find(|row| row.row == oddity.row);
    let right = found.is_some_and(|finding| match oddity.kind.as_str() {
        "serial_number" | "ambiguous_day_month" => oddity.meaning == finding.meaning.as_str() && finding.value == oddity.value,
        "stray_spaces" => {
            let words: Vec<String> = serde_json::from_value(oddity.meaning.clone()).unwrap_or_default();
            finding.meaning == words.join(" ") && finding.value == oddity.value
        }
        "blank_row" => row.is_none(),
        "subtotal_row" => row.is_none() && finding.value.contains(&oddity.value),
        "cell_comment" => row.is_some_and(|row| row.remarks.contains(&finding.value)),
        "category_in_level" => {
            row.and_then(|row| row.level_held.as_ref()).is_some_and(|level| level.code.as_str() == "S" && level.categories == ["ATOMAL"])
        }
        "trap_word" => row.is_some_and(|row| match row.nationality.as_deref() {
            Some("ESP" | "PRT") => row.level_held.is_some() && finding.severity == Severity::Info,
            _ => row.level_held.is_none() && finding.severity == Severity::Error && finding.meaning.contains("ESP TS"),
        }),
        "formula_cell" => {
            finding.value.contains(&oddity.value)
                && row.is_some_and(|row| row.remarks.iter().any(|remark| remark.starts_with("=HYPERLINK")))
        }
        "same_name_as_earlier" => finding.value == oddity.value,
        "impossible_date" | "not_a_date" => {
            row.is_some_and(|row| row.valid_until.is_none() && row.raw(TrackerField::ValidUntil) == Some(&oddity.value))
        }
        "until_before_granted" => finding.value == oddity.value,
        "unknown_nation" => row.is_some_and(|row| row.nationality.is_none()) && finding.value == oddity.value,
        _ => true,
    });
    (!right).then(|| format!("row {} {} {} {:?} -> {} : {found:?}", oddity.row, oddity.column, oddity.kind, oddity.value, oddity.meaning))
}
