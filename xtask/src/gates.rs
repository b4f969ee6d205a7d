//! The gates: promises proved at the size that is asked for. `cargo xtask test` runs each of them small; these commands run them whole, and
//! `evidence` puts what they counted into `docs/evidence/`.

use std::fmt::Write as _;
use std::fs;

use crate::house::{Outcome, cargo, must, no_more, root};

/// A gate: its name, the tests that are it, and the variable that says how large.
struct Gate {
    name: &'static str,
    tests: &'static str,
    /// The option's name, the variable it sets, and the size of a release.
    size: Option<(&'static str, &'static str, &'static str)>,
    /// Variables that make it whole.
    whole: &'static [(&'static str, &'static str)],
}

const GATES: &[Gate] = &[
    Gate { name: "matrix", tests: "binary(promises) & test(p03_)", size: None, whole: &[("CASTELLAN_MATRIX", "full")] },
    Gate {
        name: "scope",
        tests: "binary(conformance) & test(p03_sql_shows)",
        size: Some(("--worlds", "CASTELLAN_WORLDS", "10000")),
        whole: &[],
    },
    Gate {
        name: "foureyes",
        tests: "binary(promises) & test(p06_four_eyes)",
        size: Some(("--histories", "CASTELLAN_HISTORIES", "50000")),
        whole: &[],
    },
    Gate { name: "erase", tests: "binary(promises) & test(p05_)", size: Some(("--people", "CASTELLAN_ERASE_PEOPLE", "200")), whole: &[] },
    Gate {
        name: "drill",
        tests: "binary(promises) & test(p08_)",
        size: Some(("--persons", "CASTELLAN_DRILL_PERSONS", "1000")),
        whole: &[],
    },
    Gate { name: "marks", tests: "binary(promises) & test(p07_markings)", size: None, whole: &[("CASTELLAN_MARKS", "full")] },
];

/// Whether a command is a gate.
pub fn is_one(name: &str) -> bool {
    GATES.iter().any(|gate| gate.name == name)
}

/// Runs a gate.
pub fn run(name: &str, arguments: &[String]) -> Outcome {
    let gate = GATES.iter().find(|gate| gate.name == name).ok_or_else(|| format!("there is no gate `{name}`"))?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut variables: Vec<(&str, &str)> = gate.whole.to_vec();
    match (words.as_slice(), gate.size) {
        ([], None) => {}
        ([], Some((_, variable, usual))) => variables.push((variable, usual)),
        ([option, size], Some((known, variable, _))) if *option == known && size.parse::<usize>().is_ok() => {
            variables.push((variable, size))
        }
        (_, Some((known, ..))) => return Err(format!("`cargo xtask {name}` takes {known} and a number")),
        (_, None) => return Err(format!("`cargo xtask {name}` takes nothing")),
    }
    let mut command = cargo();
    command.args(["nextest", "run", "--workspace", "--no-fail-fast", "-E", gate.tests]);
    command.envs(variables);
    must(&mut command)
}

/// Writes what the last runs counted to `docs/evidence/`, one table a gate.
pub fn evidence(arguments: &[String]) -> Outcome {
    no_more(arguments)?;
    let from = root().join("target/evidence");
    let mut files: Vec<_> = fs::read_dir(&from)
        .map_err(|e| format!("{}: {e}; run a gate first", from.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    let mut text = String::from(
        "# Evidence\n\nWhat the gates counted when they were last run, each on its database. Written by `cargo xtask evidence` from `target/evidence/`; \
         the same numbers come again from the seed.\n",
    );
    for file in files {
        let json = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let rows = members(&json);
        let of = |name: &str| rows.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
        let _ = write!(text, "\n## {} on {}\n\n| counted | |\n|---|---|\n", of("gate"), of("backend"));
        for (name, value) in rows.iter().filter(|(n, _)| n != "gate" && n != "backend") {
            let _ = writeln!(text, "| {} | {value} |", name.replace('_', " "));
        }
    }
    let to = root().join("docs/evidence");
    fs::create_dir_all(&to).map_err(|e| e.to_string())?;
    let file = to.join(format!("{}.md", env!("CARGO_PKG_VERSION")));
    fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    println!("   wrote docs/evidence/{}.md", env!("CARGO_PKG_VERSION"));
    Ok(())
}

/// The members of a flat JSON object as the gates write it: one a line.
fn members(json: &str) -> Vec<(String, String)> {
    json.lines()
        .filter_map(|line| {
            let (name, value) = line.trim().trim_end_matches(',').split_once(':')?;
            Some((name.trim().trim_matches('"').to_owned(), value.trim().trim_matches('"').to_owned()))
        })
        .collect()
}
