//! `cargo xtask tidy`: the rules of the house that no type enforces. Every rule is a function from the files to what is wrong, in
//! sentences that begin with the place and say what to do.

mod catalogue;
mod crates;
mod ground;
mod guide;
mod source;
mod tree;

use crate::house::{self, Outcome, root};
use crate::tokens::{Token, tokens};
use crate::{coverage, lifecycles};

/// A text file of the repository, read once for all rules.
pub struct File {
    /// From the top of the repository.
    pub path: String,
    pub text: String,
    /// Of Rust sources only.
    pub tokens: Vec<Token>,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        let tokens = if path.ends_with(".rs") { tokens(text) } else { Vec::new() };
        Self { path: path.to_owned(), text: text.to_owned(), tokens }
    }
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

type Rule = (&'static str, fn(&[File]) -> Vec<String>);

const RULES: &[Rule] = &[
    ("dependencies run one way", crates::directions),
    ("what all desks stand on knows none of them", ground::desks),
    ("statements stand in queries.rs or the ledger", source::statements),
    ("no silenced lints, no placeholders", source::forbidden),
    ("no room too large to know", source::lengths),
    ("every crate says what it is for", source::introductions),
    ("every limit stands guard, and in the layer that keeps it", source::limits),
    ("English and French have the same messages", catalogue::parity),
    ("the guide quotes the pages and shows its pictures, alike in both languages", guide::agrees),
    ("decisions are numbered without gaps", tree::decisions),
    ("nothing of the machine it was written on", tree::places),
    ("test names name known requirements", coverage::unknown),
    ("docs/coverage.md is in step", coverage::drift),
    ("docs/lifecycles.md is in step", lifecycles::drift),
];

/// Checks every rule; with `--fix`, writes generated files anew first.
pub fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => {}
        [fix] if fix == "--fix" => {
            coverage::write()?;
            lifecycles::write()?;
        }
        other => return house::no_more(other),
    }
    let files = files()?;
    for note in source::long(&files) {
        println!("   note: {note}");
    }
    let mut wrong = 0;
    for (rule, check) in RULES {
        let found = check(&files);
        println!("   {} {rule}", if found.is_empty() { "ok " } else { "NO " });
        for sentence in &found {
            println!("       {sentence}");
        }
        wrong += found.len();
    }
    match wrong {
        0 => Ok(()),
        1 => Err("tidy found one thing to mend; it stands above".to_owned()),
        n => Err(format!("tidy found {n} things to mend; they stand above")),
    }
}

/// Every text file of the repository.
pub fn files() -> Outcome<Vec<File>> {
    let top = root();
    let read = |path: &String| {
        let bytes = std::fs::read(top.join(path)).map_err(|error| format!("{path} cannot be read: {error}"))?;
        Ok(String::from_utf8(bytes).ok().map(|text| File::new(path, &text)))
    };
    house::files()?.iter().filter_map(|path| read(path).transpose()).collect()
}
