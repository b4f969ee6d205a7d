//! Rules about Rust sources.

use std::collections::BTreeSet;

use super::File;
use crate::tokens::{Kind, Token};

/// Lines above which a file must be cut up, and above which it is worth a note.
const LINES_MAX: usize = 900;
const LINES_NOTED: usize = 600;
/// Where a crate names its limits.
const LIMITS: &str = "/src/limits.rs";

fn rust(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|f| f.is_rust())
}

/// SQL outside the ledger and the files of named queries. Testkit, bench and stories judge the house by looking at its rows past the
/// house's own ways, so they are let be.
pub fn statements(files: &[File]) -> Vec<String> {
    const HOMES: [&str; 3] = ["crates/ledger/", "crates/testkit/", "crates/bench/"];
    rust(files)
        .filter(|f| {
            f.path.starts_with("crates/")
                && !HOMES.iter().any(|home| f.path.starts_with(home))
                && !f.path.ends_with("/queries.rs")
                && !f.path.contains("/tests/")
        })
        .flat_map(|f| {
            let found = f.tokens.iter().filter(|t| t.text().is_some_and(is_statement));
            found.map(|t| format!("{}:{}: a statement: make it a named query in this folder's queries.rs", f.path, t.line))
        })
        .collect()
}

/// Capitals anywhere, as the house writes SQL; small letters only where a text starts with them.
fn is_statement(text: &str) -> bool {
    const SHAPES: [(&str, &str); 4] = [("SELECT", "FROM"), ("INSERT", "INTO"), ("UPDATE", "SET"), ("DELETE", "FROM")];
    let words: Vec<&str> = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    let then = |second: &str, rest: &[&str]| match second {
        "INTO" => rest.first().is_some_and(|w| w.eq_ignore_ascii_case(second)),
        _ => rest.iter().any(|w| w.eq_ignore_ascii_case(second)),
    };
    SHAPES.iter().any(|(first, second)| {
        let capital = words.iter().enumerate().any(|(at, w)| w == first && then(second, words.get(at + 1..).unwrap_or_default()));
        capital || (words.first() == Some(&first.to_lowercase().as_str()) && then(second, words.get(1..).unwrap_or_default()))
    })
}

/// `allow` attributes, and macros that stand for work not done.
pub fn forbidden(files: &[File]) -> Vec<String> {
    rust(files).flat_map(|f| forbidden_in(&f.tokens).into_iter().map(|(line, what)| format!("{}:{line}: {what}", f.path))).collect()
}

fn forbidden_in(tokens: &[Token]) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut attribute = false;
    for (at, token) in tokens.iter().enumerate() {
        let next = |ahead: usize| tokens.get(at + ahead);
        match &token.kind {
            Kind::Mark('#')
                if next(1).is_some_and(|t| t.is('[')) || (next(1).is_some_and(|t| t.is('!')) && next(2).is_some_and(|t| t.is('['))) =>
            {
                attribute = true;
                depth = 0;
            }
            Kind::Mark('[') if attribute => depth += 1,
            Kind::Mark(']') if attribute => {
                depth = depth.saturating_sub(1);
                attribute = depth > 0;
            }
            Kind::Word(word) if attribute && word == "allow" && next(1).is_some_and(|t| t.is('(')) => {
                found.push((token.line, "a silenced lint: mend the cause, or use `expect` with a reason"));
            }
            Kind::Word(word) if next(1).is_some_and(|t| t.is('!')) && next(2).is_some_and(|t| t.is('(') || t.is('[') || t.is('{')) => {
                match word.as_str() {
                    "todo" | "unimplemented" => found.push((token.line, "a placeholder: do it, or refuse with a sentence")),
                    "dbg" => found.push((token.line, "a debugging aid was left in: take it out")),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found
}

/// Files too long.
pub fn lengths(files: &[File]) -> Vec<String> {
    // Samples are data, written as Rust.
    let long = rust(files)
        .filter(|f| !f.path.ends_with("/sample.rs"))
        .map(|f| (f, f.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX);
    long.map(|(f, lines)| format!("{}: {lines} lines, at most {LINES_MAX}: cut it up by concept", f.path)).collect()
}

/// Files on their way to be too long.
pub fn long(files: &[File]) -> Vec<String> {
    let long = rust(files).map(|f| (f, f.text.lines().count())).filter(|(_, lines)| (LINES_NOTED + 1..=LINES_MAX).contains(lines));
    long.map(|(f, lines)| format!("{}: {lines} lines", f.path)).collect()
}

/// Crates that do not say what they are for.
pub fn introductions(files: &[File]) -> Vec<String> {
    rust(files)
        .filter(|f| (f.path.ends_with("/src/lib.rs") || f.path.ends_with("/src/main.rs")) && !f.text.starts_with("//! "))
        .map(|f| format!("{}: the first line says what the crate is for, after `//! `", f.path))
        .collect()
}

/// The limits of a crate: their file, and line and name of each.
fn named(files: &[File]) -> impl Iterator<Item = (&File, usize, &str)> {
    let homes = rust(files).filter(|f| f.path.starts_with("crates/") && f.path.ends_with(LIMITS));
    homes.flat_map(|home| {
        let names = home.tokens.windows(2).filter(|pair| pair[0].word() == Some("const"));
        names.filter_map(move |pair| Some((home, pair[1].line, pair[1].word()?)))
    })
}

/// Limits that nothing keeps, that only one desk keeps and that stand below it, or that two layers call the same.
pub fn limits(files: &[File]) -> Vec<String> {
    const DESK: &str = "crates/desk-";
    let crate_of = |path: &str| path.split('/').take(2).collect::<Vec<_>>().join("/");
    let mut wrong = Vec::new();
    for (home, line, name) in named(files) {
        let place = format!("{}:{line}", home.path);
        let keepers: Vec<&File> = rust(files)
            .filter(|f| f.path != home.path && f.path.starts_with("crates/") && f.tokens.iter().any(|t| t.word() == Some(name)))
            .collect();
        let twice =
            keepers.iter().any(|f| f.path.ends_with(LIMITS) && named(files).any(|(other, _, same)| other.path == f.path && same == name));
        let shipped: BTreeSet<String> = keepers.iter().filter(|f| f.path.contains("/src/")).map(|f| crate_of(&f.path)).collect();
        if twice {
            wrong.push(format!("{place}: {name} is the name of another crate's limit too: one limit, one name"));
        } else if keepers.is_empty() {
            wrong.push(format!("{place}: nothing keeps {name}: use it where it should stand guard, or take it out"));
        } else if let [only] = shipped.iter().collect::<Vec<_>>().as_slice()
            && only.starts_with(DESK)
            && !home.path.starts_with(only.as_str())
        {
            wrong.push(format!("{place}: only {only} keeps {name}: name it in {only}{LIMITS}"));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<usize> {
        forbidden_in(&crate::tokens::tokens(source)).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn statements_are_told_from_prose() {
        for sql in [
            "SELECT a FROM b",
            "insert into t (a) values (1)",
            "WITH x AS (SELECT 1 FROM y)",
            "UPDATE t SET a = 1",
            "DELETE FROM t",
            "select 1 from x",
        ] {
            assert!(is_statement(sql), "{sql}");
        }
        for prose in ["Select the file from your computer", "UPDATE", "Delete it from the list", "an update to set", "SELECTED FROM", ""] {
            assert!(!is_statement(prose), "{prose}");
        }
    }

    #[test]
    fn statements_have_two_homes() {
        let sql = "const A: &str = \"DELETE FROM t\";";
        let at = |path: &str| statements(&[File::new(path, sql)]).len();
        assert_eq!(
            [at("crates/ledger/src/a.rs"), at("crates/spine/src/mail/queries.rs"), at("crates/spine/src/mail/commands.rs")],
            [0, 0, 1]
        );
        assert!(statements(&[File::new("crates/a/src/b.rs", "// DELETE FROM t\n")]).is_empty());
    }

    #[test]
    fn allow_is_found_in_attributes_only() {
        assert_eq!(lines("#[allow(dead_code)]\n#![allow(x)]\n#[cfg_attr(test, allow(y))]\nfn a() { v[allow(1)]; }"), [1, 2, 3]);
        assert_eq!(lines("#[expect(dead_code, reason = \"allow(x)\")]\n// #[allow(x)]\nfn allow() {}"), Vec::<usize>::new());
    }

    #[test]
    fn placeholders_are_found() {
        assert_eq!(lines("fn a() {\n todo!();\n unimplemented!{}\n dbg!(1);\n}"), [2, 3, 4]);
        assert_eq!(lines("// todo!()\nlet todo = \"todo!()\"; a != todo; todo!= 3"), Vec::<usize>::new());
    }

    #[test]
    fn lengths_at_the_limit_and_one_above() {
        let file = |lines: usize| [File::new("a.rs", &"x\n".repeat(lines))];
        assert_eq!((lengths(&file(900)).len(), long(&file(900)).len()), (0, 1));
        assert_eq!((lengths(&file(901)).len(), long(&file(901)).len()), (1, 0));
        assert_eq!((long(&file(600)).len(), long(&file(601)).len()), (0, 1));
    }

    #[test]
    fn a_crate_introduces_itself() {
        assert!(introductions(&[File::new("crates/a/src/lib.rs", "//! What it is.\n")]).is_empty());
        assert_eq!(introductions(&[File::new("crates/a/src/lib.rs", "use b;\n")]).len(), 1);
        assert!(introductions(&[File::new("crates/a/src/c.rs", "use b;\n")]).is_empty());
    }

    const KERNEL: &str = "crates/kernel/src/limits.rs";
    const ROWS: &str = "/// Rows.\npub const ROWS_MAX: usize = 1;\n";

    #[test]
    fn a_limit_counts_where_code_uses_it() {
        for path in [KERNEL, "crates/desk-a/src/limits.rs"] {
            let used = File::new("crates/desk-a/src/lib.rs", "use crate::limits::ROWS_MAX;");
            let elsewhere = File::new("crates/server/src/lib.rs", "use kernel::limits::ROWS_MAX;");
            assert_eq!(limits(&[File::new(path, ROWS), used, elsewhere]), Vec::<String>::new());
            let spoken_of = File::new("crates/a/src/b.rs", "// ROWS_MAX\nlet a = \"ROWS_MAX\";");
            let found = limits(&[File::new(path, ROWS), spoken_of]);
            assert!(found[0].contains(&format!("{path}:2: nothing keeps ROWS_MAX")), "{found:?}");
        }
    }

    #[test]
    fn a_limit_of_one_desk_stands_in_its_own_file() {
        let kept = |home: &str, keepers: &[&str]| {
            let keepers = keepers.iter().map(|path| File::new(path, "limits::ROWS_MAX"));
            limits(&std::iter::once(File::new(home, ROWS)).chain(keepers).collect::<Vec<_>>())
        };
        let one = ["crates/desk-a/src/b.rs", "crates/desk-a/tests/c.rs", "crates/server/tests/d.rs"];
        let found = kept(KERNEL, &one);
        assert!(found[0].contains(":2: only crates/desk-a keeps ROWS_MAX: name it in crates/desk-a/src/limits.rs"), "{found:?}");
        assert!(kept("crates/desk-a/src/limits.rs", &one).is_empty());
        assert!(kept(KERNEL, &["crates/desk-a/src/b.rs", "crates/desk-b/src/b.rs"]).is_empty());
    }

    #[test]
    fn one_name_is_one_limit() {
        let used = File::new("crates/desk-a/src/b.rs", "limits::ROWS_MAX");
        let found = limits(&[File::new(KERNEL, ROWS), File::new("crates/desk-a/src/limits.rs", ROWS), used]);
        assert!(found.len() == 2 && found.iter().all(|said| said.contains("another crate's limit")), "{found:?}");
    }
}
