//! `cargo xtask test`: everything that must hold before a change lands, step by step, up to the first that fails.

use std::process::Command;

use crate::house::{self, Outcome, cargo, has, is_root, must, now, program, root, since};
use crate::{e2e, migrate, postgres, tidy, web};

/// What a step ends with: done, or skipped for a reason worth saying again at the end.
enum Done {
    Yes,
    Not(&'static str),
}

struct Step {
    name: &'static str,
    what: &'static str,
    /// Left out by `--quick`.
    long: bool,
    run: fn() -> Outcome<Done>,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", what: "the sources are laid out by rustfmt", long: false, run: fmt },
    Step { name: "tidy", what: "the rules of the architecture", long: false, run: || tidy::run(&[]).map(yes) },
    Step { name: "web", what: "the files for the browser", long: false, run: || web::build().map(yes) },
    Step { name: "clippy", what: "no warning in any target", long: false, run: clippy },
    Step { name: "schema", what: "no migration is missing", long: false, run: || migrate::check().map(yes) },
    Step { name: "deny", what: "licences, sources and bans of dependencies", long: true, run: deny },
    Step { name: "tools", what: "PostgreSQL, Chromium and Python are there", long: true, run: tools },
    Step { name: "rust", what: "every Rust test", long: false, run: rust },
    Step { name: "doc", what: "every example in the documentation", long: true, run: doc },
    Step { name: "verify", what: "the second verifier's own tests", long: true, run: verify },
    Step { name: "e2e", what: "the stories in a browser, on both databases, in both languages", long: true, run: || e2e::run().map(yes) },
];

fn yes(_: ()) -> Done {
    Done::Yes
}

/// Runs the steps asked for.
pub fn run(arguments: &[String]) -> Outcome {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let steps: Vec<&Step> = match words[..] {
        [] => STEPS.iter().collect(),
        ["--quick"] => STEPS.iter().filter(|step| !step.long).collect(),
        ["--only", name] => match STEPS.iter().find(|step| step.name == name) {
            Some(step) => vec![step],
            None => return Err(format!("there is no step `{name}`; `cargo xtask test --list` names them")),
        },
        ["--list"] => {
            for step in STEPS {
                println!("  {:8} {}{}", step.name, step.what, if step.long { " (not with --quick)" } else { "" });
            }
            return Ok(());
        }
        _ => return Err("`cargo xtask test` takes --quick, --only STEP or --list".to_owned()),
    };
    all(&steps)
}

fn all(steps: &[&Step]) -> Outcome {
    let start = now();
    let mut summary = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        println!("\n== {} ({} of {}): {}", step.name, at + 1, steps.len(), step.what);
        let began = now();
        let told = (step.run)();
        let line = match &told {
            Ok(Done::Yes) => format!("  good   {:8} {}", step.name, since(began)),
            Ok(Done::Not(reason)) => format!("  NOT    {:8} {reason}", step.name),
            Err(_) => format!("  FAILED {:8} {}", step.name, since(began)),
        };
        println!("{line}");
        summary.push(line);
        if let Err(sentence) = told {
            let rest: Vec<&str> = steps.iter().skip(at + 1).map(|step| step.name).collect();
            println!("\nSummary, {}:\n{}", since(start), summary.join("\n"));
            if !rest.is_empty() {
                println!("  not run: {}", rest.join(", "));
            }
            return Err(format!("{}: {sentence}\nTo run only this: cargo xtask test --only {}", step.name, step.name));
        }
    }
    println!("\nSummary, {}:\n{}", since(start), summary.join("\n"));
    Ok(())
}

fn fmt() -> Outcome<Done> {
    must(cargo().args(["fmt", "--all", "--", "--check"])).map_err(|said| format!("{said}. `cargo fmt --all` mends it")).map(yes)
}

fn clippy() -> Outcome<Done> {
    must(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])).map(yes)
}

fn deny() -> Outcome<Done> {
    if !has("cargo-deny") {
        return Ok(Done::Not("cargo-deny is not installed: licences and sources were not checked"));
    }
    // Advisories need a database that an offline office carries in by itself: `cargo deny check advisories`.
    must(cargo().args(["deny", "check", "bans", "licenses", "sources"])).map(yes)
}

/// What the tests need of the machine; installed through apt where we may.
fn tools() -> Outcome<Done> {
    let missing = || {
        let needs = [
            (postgres::programs().is_none(), "postgresql"),
            (!has(&browser()), "chromium"),
            (!has("setpriv"), "util-linux"),
            (!has("python3"), "python3"),
        ];
        needs.into_iter().filter_map(|(missing, package)| missing.then_some(package)).collect::<Vec<_>>()
    };
    let packages = missing();
    if packages.is_empty() {
        return Ok(Done::Yes);
    }
    if is_root() && has("apt-get") {
        let apt = |arguments: &[&str]| must(program("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"));
        let install = [&["install", "--yes", "--quiet", "--no-install-recommends"], &packages[..]].concat();
        apt(&["update", "--quiet"])
            .and_then(|()| apt(&install))
            .map_err(|said| format!("{said}. The tests need more than is here: install {} yourself", packages.join(" ")))?;
    }
    let still = missing();
    if still.is_empty() { Ok(Done::Yes) } else { Err(format!("the tests need more than is here: apt install {}", still.join(" "))) }
}

fn browser() -> String {
    std::env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium".to_owned(), |path| path.to_string_lossy().into_owned())
}

fn rust() -> Outcome<Done> {
    if has("cargo-nextest") {
        return must(cargo().args(["nextest", "run", "--workspace", "--all-targets", "--no-fail-fast"])).map(yes);
    }
    must(cargo().args(["test", "--workspace", "--all-targets", "--no-fail-fast"])).map(yes)
}

fn doc() -> Outcome<Done> {
    must(cargo().args(["test", "--workspace", "--doc", "--quiet"])).map(yes)
}

fn verify() -> Outcome<Done> {
    let folder = root().join("verify");
    must(Command::new("python3").args(["-m", "unittest", "--quiet"]).current_dir(&folder).env("PYTHONDONTWRITEBYTECODE", "1"))?;
    house::says(Command::new("python3").args(["castellan_verify.py", "--help"]).current_dir(folder)).map(|_| Done::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Outcome<Done> {
        Ok(Done::Yes)
    }
    fn bad() -> Outcome<Done> {
        Err("it rained".to_owned())
    }
    fn never() -> Outcome<Done> {
        panic!("steps after a failed one do not run")
    }

    #[test]
    fn the_first_failure_ends_it_and_says_how_to_run_it_again() {
        let step = |name, run| Step { name, what: "", long: false, run };
        let (a, b, c) = (step("a", good), step("b", bad), step("c", never));
        assert_eq!(all(&[&a, &b, &c]), Err("b: it rained\nTo run only this: cargo xtask test --only b".to_owned()));
        assert_eq!(all(&[&a]), Ok(()));
    }

    #[test]
    fn steps_have_names_of_their_own() {
        let mut names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
        assert!(run(&["--only".to_owned(), "rain".to_owned()]).unwrap_err().contains("no step `rain`"));
    }
}
