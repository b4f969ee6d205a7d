//! `cargo xtask coverage`: which requirement has which tests. A test says what it is about by its name: `cl_01_…` in Rust, "CL-01 …" in
//! the title of a browser story. `inv_cl_01` is the desk's first invariant, `done_cl_01` the first of what its users check at the end. The
//! requirements stand in `docs/requirements.csv`.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::{Outcome, root, write as write_file};
use crate::tidy::{File, files};
use crate::tokens::{Kind, Token};

const LIST: &str = "docs/requirements.csv";
const PAGE: &str = "docs/coverage.md";

const DESKS: [(&str, &str); 9] = [
    ("SP", "The spine"),
    ("CL", "Clearance"),
    ("INV-CL", "Clearance: what always holds"),
    ("DONE-CL", "Clearance: what its users try at the end"),
    ("OV", "Oversight"),
    ("TR", "Travel"),
    ("GU", "Guard"),
    ("PA", "Patch"),
    ("XD", "Across the desks"),
];

/// Writes the page.
pub fn write() -> Outcome {
    let page = page(&files()?)?;
    write_file(&root().join(PAGE), &page)?;
    println!("   {PAGE} is written");
    Ok(())
}

/// Whether the page says what it would say if it were written now.
pub fn drift(files: &[File]) -> Vec<String> {
    match page(files) {
        Err(sentence) => vec![sentence],
        Ok(page) if files.iter().any(|f| f.path == PAGE && f.text == page) => Vec::new(),
        Ok(_) => vec![format!("{PAGE} is out of step with the tests: `cargo xtask coverage` writes it")],
    }
}

/// Tests that name a requirement there is not.
pub fn unknown(files: &[File]) -> Vec<String> {
    let Ok(known) = requirements(files) else { return Vec::new() };
    let known: BTreeSet<&str> = known.iter().map(|(id, _)| *id).collect();
    let tests = tests(files);
    let strange = tests.iter().filter(|(id, _)| !known.contains(id.as_str()));
    strange.flat_map(|(id, names)| names.iter().map(move |name| format!("{name}: {id} is not in {LIST}"))).collect()
}

fn requirements(files: &[File]) -> Outcome<Vec<(&str, &str)>> {
    let list = files.iter().find(|f| f.path == LIST).ok_or_else(|| format!("{LIST} is not there"))?;
    let mut found: Vec<(&str, &str)> = Vec::new();
    for (number, line) in (1..).zip(list.text.lines()).skip(1) {
        match line.split_once(';') {
            Some((id, title)) if ids(&id.to_lowercase(), '-') == [id] && !title.is_empty() && !title.contains(['|', ';']) => {
                if found.iter().any(|(before, _)| *before == id) {
                    return Err(format!("{LIST}:{number}: {id} stands twice"));
                }
                found.push((id, title));
            }
            _ => return Err(format!("{LIST}:{number}: a line is `SP-01;what it is`")),
        }
    }
    Ok(found)
}

fn page(files: &[File]) -> Outcome<String> {
    let requirements = requirements(files)?;
    let tests = tests(files);
    let have = requirements.iter().filter(|(id, _)| tests.contains_key(*id)).count();
    let mut page = format!(
        "# Requirements and their tests\n\nWritten by `cargo xtask coverage`; not by hand. A test stands here because its name carries the id. That says that something \
         of the\nrequirement is tested, not that all of it works. {have} of {} have a test.\n",
        requirements.len()
    );
    for (desk, title) in DESKS {
        page.push_str(&format!("\n## {title}\n\n| id | what | tests |\n|---|---|---|\n"));
        for (id, what) in requirements.iter().filter(|(id, _)| desk_of(id) == desk) {
            let names = tests.get(*id).map_or_else(
                || "no test yet".to_owned(),
                |names| names.iter().map(|name| format!("`{}`", name.replace('|', "/"))).collect::<Vec<_>>().join("<br>"),
            );
            page.push_str(&format!("| {id} | {what} | {names} |\n"));
        }
    }
    Ok(page)
}

/// The tests by the requirements their names carry.
fn tests(files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        if file.is_rust() && file.path.starts_with("crates/") {
            let home = file.path.split('/').nth(1).unwrap_or_default();
            for name in rust_tests(file) {
                for id in ids(name, '_') {
                    found.entry(id).or_default().insert(format!("{home}: {name}"));
                }
            }
        } else if file.path.starts_with("e2e/") && file.path.ends_with(".spec.ts") {
            for title in story_titles(&file.text) {
                for id in ids(&title.to_lowercase(), '-') {
                    found.entry(id).or_default().insert(format!("{}: {title}", file.path));
                }
            }
        }
    }
    found
}

/// Names of tests: functions under an attribute that ends in `test`, or the words given to a macro in a file of tests, such as `on_both!(one, two)`.
fn rust_tests(file: &File) -> Vec<&str> {
    let of_tests = file.path.contains("/tests/") || file.path.ends_with("/tests.rs");
    let tokens = &file.tokens;
    let mut names = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(name) = token.word() else { continue };
        let declared = at.checked_sub(1).and_then(|before| tokens.get(before)).and_then(Token::word) == Some("fn");
        let given = of_tests && name != "fn" && given(tokens, if declared { at - 1 } else { at });
        if given || (declared && under_test_attribute(tokens, at)) {
            names.push(name);
        }
    }
    names
}

/// Whether what stands at `at` is given to a macro: behind its bracket, or behind words, commas and semicolons behind that.
fn given(tokens: &[Token], at: usize) -> bool {
    let listed = |t: &&Token| t.word().is_some() || t.is(',') || t.is(';');
    let mut before = tokens.get(..at).unwrap_or_default().iter().rev().skip_while(listed);
    before.next().is_some_and(|t| t.is('(') || t.is('{')) && before.next().is_some_and(|t| t.is('!'))
}

/// Whether the attributes before the function whose name stands at `at` hold the word `test`.
fn under_test_attribute(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default().iter().rev().skip(1);
    let attributes = before.take_while(|t| !t.is(';') && !t.is('}') && !t.is('{'));
    attributes.filter(|t| t.kind == Kind::Word("test".to_owned())).count() > 0
}

/// Titles of `test("…")` and `test.describe("…")`.
fn story_titles(text: &str) -> Vec<String> {
    let mut titles = Vec::new();
    for (at, _) in text.match_indices("test") {
        let rest = text.get(at + "test".len()..).unwrap_or_default();
        let rest =
            [".describe", ".only", ".serial", ".describe.serial"].iter().rev().find_map(|name| rest.strip_prefix(name)).unwrap_or(rest);
        let Some(inside) = rest.strip_prefix('(').map(str::trim_start) else { continue };
        if let Some(quote) = inside.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
            titles.extend(inside.split(quote).nth(1).map(str::to_owned));
        }
    }
    titles
}

/// The desk of an id: what stands before its number.
fn desk_of(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(desk, _)| desk)
}

/// The ids in a name in small letters: `cl_01` between `_` or the ends, or `cl-01` between anything that is not a letter or digit. What stands
/// before a desk as `inv` or `done` belongs to the id.
fn ids(name: &str, joint: char) -> Vec<String> {
    let mut found = Vec::new();
    for (desk, _) in DESKS {
        let start = format!("{}{joint}", desk.to_lowercase().replace('-', &joint.to_string()));
        for (at, _) in name.match_indices(&start) {
            let number: String = name.get(at + start.len()..).unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
            let after = name.get(at + start.len() + number.len()..).and_then(|rest| rest.chars().next());
            let before = name.get(..at).unwrap_or_default();
            let longer = ["inv", "done"].iter().any(|word| before.strip_suffix(joint).is_some_and(|rest| rest.ends_with(word)));
            let ends = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            if number.len() == 2 && !longer && ends(before.chars().next_back()) && ends(after) {
                found.push(format!("{desk}-{number}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "id;title\nSP-01;one queue\nCL-01;cases\n";

    fn house(rust: &str, story: &str) -> Vec<File> {
        vec![File::new(LIST, SAMPLE), File::new("crates/spine/src/tests.rs", rust), File::new("e2e/stories/a.spec.ts", story)]
    }

    #[test]
    fn ids_stand_alone_in_a_name() {
        assert_eq!(ids("sp_03_and_cl_01", '_'), ["SP-03", "CL-01"]);
        assert_eq!(ids("a_tr_05", '_'), ["TR-05"]);
        assert_eq!(ids("clasp_03", '_'), Vec::<String>::new());
        assert_eq!(ids("sp_3 sp_033 sp_03x", '_'), Vec::<String>::new());
        assert_eq!(ids("cl-01, sp-02: both", '-'), ["SP-02", "CL-01"]);
        assert_eq!(ids("inv_cl_02_and_cl_03", '_'), ["CL-03", "INV-CL-02"]);
        assert_eq!(ids("done-cl-11 cl-08: a pack", '-'), ["CL-08", "DONE-CL-11"]);
    }

    #[test]
    fn tests_are_found_by_attribute_or_macro() {
        let rust = "#[test]\nfn sp_01_a() {}\n#[tokio::test(flavor = 1)]\nasync fn cl_01_b() {}\nfn cl_02_helper() {}\nboth!(cl_03_c, |w| {});\nboth! { fn cl_04() {} }\nboth!(cl_05_d, cl_06_e,);\n";
        let files = house(rust, "");
        assert_eq!(rust_tests(&files[1]), ["sp_01_a", "cl_01_b", "cl_03_c", "cl_04", "cl_05_d", "cl_06_e"]);
        assert!(rust_tests(&File::new("crates/a/src/b.rs", "format!(cl_03_c)")).is_empty());
    }

    #[test]
    fn stories_are_found_by_their_titles() {
        let story = "import { test } from \"x\";\ntest(\"CL-01 a case\", async () => {});\ntest.describe('SP-01, all', () => {\n  test(\n    `TR-01 x`,\n  );\n});\nlatest(\"GU-01\")";
        assert_eq!(story_titles(story), ["CL-01 a case", "SP-01, all", "TR-01 x", "GU-01"]);
    }

    #[test]
    fn the_page_counts_and_lists() {
        let page = page(&house("#[test]\nfn cl_01_b() {}", "test(\"CL-01 | x\")")).unwrap();
        assert!(page.contains("1 of 2 have a test"), "{page}");
        assert!(page.contains("| SP-01 | one queue | no test yet |"), "{page}");
        assert!(page.contains("| CL-01 | cases | `e2e/stories/a.spec.ts: CL-01 / x`<br>`spine: cl_01_b` |"), "{page}");
    }

    #[test]
    fn drift_and_unknown_ids_are_found() {
        let mut files = house("#[test]\nfn cl_99_b() {}", "");
        assert_eq!(drift(&files).len(), 1);
        assert_eq!(unknown(&files), ["spine: cl_99_b: CL-99 is not in docs/requirements.csv"]);
        files.push(File::new(PAGE, &page(&files).unwrap()));
        assert!(drift(&files).is_empty());
    }

    #[test]
    fn a_broken_list_is_refused() {
        for wrong in ["id;title\nSP-1;x\n", "id;title\nSP-01;\n", "id;title\nSP-01;a\nSP-01;b\n", "id;title\nXX-01;a\n"] {
            assert!(requirements(&[File::new(LIST, wrong)]).is_err(), "{wrong}");
        }
    }
}
