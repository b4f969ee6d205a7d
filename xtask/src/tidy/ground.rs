//! What every desk stands on knows none of them: no word of one desk's work in kernel, access or ledger.

use super::File;

/// The crates below the spine.
const GROUND: &[&str] = &["crates/kernel/src/", "crates/access/src/", "crates/ledger/src/"];

/// What only some desk speaks of, in words of one kind of writing: `VisitRequest`, `visit_requests` and "visit requests" are the same. A clearance
/// is not among them: it is also what somebody may read, and that is the ground's.
const OF_DESKS: &[&str] = &[
    "psc",
    "pscc",
    "fsc",
    "vetting",
    "vetted",
    "questionnaire",
    "visit request",
    "request for visit",
    "incoming visit",
    "visitor",
    "gate list",
    "renewal",
    "briefing",
    "debriefing",
    "dossier",
    "holdings",
    "courier",
    "cabinet",
    "inspection pack",
    "audit plan",
    "audit sample",
    "clearance officer",
    "clearance technician",
];

/// The one table of duties names those of every desk.
const DUTIES: &str = "crates/kernel/src/duty.rs";

/// Words of a desk in the ground, outside tests.
pub fn desks(files: &[File]) -> Vec<String> {
    let ground = files.iter().filter(|f| f.is_rust() && f.path != DUTIES && GROUND.iter().any(|crate_| f.path.starts_with(crate_)));
    let shipped = ground.filter(|f| !f.path.ends_with("/tests.rs"));
    let found = shipped.flat_map(|f| {
        let before_tests = f.text.lines().take_while(|line| *line != "#[cfg(test)]");
        (1..).zip(before_tests).filter_map(|(at, line)| Some(format!("{}:{at}: {}", f.path, of_a_desk(line)?)))
    });
    found.map(|place| format!("{place} is a desk's: say it for all desks, or move it to the spine or the desk")).collect()
}

/// The first word or words of a desk in a line.
fn of_a_desk(line: &str) -> Option<&'static str> {
    let line = words(line);
    OF_DESKS.iter().find(|said| line.contains(&format!(" {said} ")) || line.contains(&format!(" {said}s "))).copied()
}

/// The words of a line in small letters, one space before and after each, however they are written together.
fn words(line: &str) -> String {
    let mut words = String::from(" ");
    let mut small = false;
    for letter in line.chars() {
        if letter.is_alphanumeric() {
            if small && letter.is_uppercase() {
                words.push(' ');
            }
            words.extend(letter.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
        small = letter.is_lowercase();
    }
    words.push(' ');
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        desks(&[File::new(path, text)])
    }

    #[test]
    fn a_word_of_a_desk_is_found_however_it_is_written() {
        for line in
            ["fn a(request: VisitRequest) {}", "const A: &str = \"psc_cases\";", "/// People on one request for visit.", "// Dossiers."]
        {
            assert_eq!(found("crates/ledger/src/a.rs", line).len(), 1, "{line}");
        }
        let at = found("crates/kernel/src/limits.rs", "//! Limits.\n\n/// Names.\npub const GATE_LIST_MAX: usize = 1;\n");
        assert!(at[0].contains("crates/kernel/src/limits.rs:4: gate list is a desk's"), "{at:?}");
    }

    #[test]
    fn what_is_everybodys_is_let_be() {
        for line in
            ["/// One visit of a state.", "pub struct Clearance;", "Visits = \"visits\"", "what holding one means", "fn upscale() {}"]
        {
            assert_eq!(found("crates/access/src/a.rs", line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn desks_spine_tests_and_the_table_of_duties_may() {
        let said = "const A: &str = \"psc_cases\"; // ClearanceOfficer";
        for path in
            ["crates/spine/src/a.rs", "crates/desk-clearance/src/a.rs", "crates/ledger/tests/a.rs", "crates/ledger/src/a/tests.rs", DUTIES]
        {
            assert!(found(path, said).is_empty(), "{path}");
        }
        assert!(found("crates/kernel/src/a.rs", &format!("fn a() {{}}\n\n#[cfg(test)]\nmod tests {{ {said} }}\n")).is_empty());
        assert_eq!(found("crates/kernel/src/a.rs", said).len(), 1);
    }
}
