//! The developer's toolbox: `cargo xtask help` lists what it can do. Plain Rust without dependencies, so that it starts in seconds.
#![expect(clippy::print_stdout, reason = "a command line tool speaks on standard output")]

mod bench;
mod coverage;
mod demo;
mod e2e;
mod gates;
mod house;
mod lifecycles;
mod migrate;
mod postgres;
mod schema;
mod test;
mod tidy;
mod tokens;
mod web;

use std::process::ExitCode;

use house::Outcome;

const HELP: &str = "\
cargo xtask COMMAND

  demo [--people N] [--seed S] [--port P] [--fresh]
            builds everything and runs an invented agency at http://localhost:8440 (Ctrl C ends it);
            --fresh throws away what was done in it before
  test [--quick] [--only STEP] [--list]
            everything that must hold before a change lands, step by step; --quick leaves out what takes long
            (licences, examples, the second verifier, the browser), --only runs one step, --list names the steps
  tidy [--fix]
            the rules of the architecture, and whether generated files are in step; --fix writes those anew
  web       the files for the browser, when their sources changed
  migrate [--check | --accept | --restart] [NAME]
            writes a numbered migration for what changed in the registers; --check only says whether one is missing,
            --accept takes the schema as it is after you wrote the migration by hand, --restart starts again at 0001
            while nothing has been released
  guide     walks the guide's story in a fresh demo and takes its pictures over into docs/guide/pictures
  coverage  docs/coverage.md: which requirement has which tests
  bench [ARGUMENTS]
            measures speed with a release build
  matrix    every route × persona × relation in page, API and command line, and every answer with and without hidden records
  scope [--worlds N]
            the scope in SQL against the oracle in plain code, on both databases
  foureyes [--histories N]
            random histories of asking and approving, judged from outside
  erase [--people N]
            people erased, and a byte search for what they left
  drill [--persons N]
            an office backed up, wiped, restored, verified and compared
  marks     every page, export and mail of an office, and the marking it carries
  evidence  docs/evidence: what these counted when they were last run
  help      this
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.collect();
    match run(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\nerror: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, arguments: &[String]) -> Outcome {
    match command {
        "bench" => bench::run(arguments),
        "evidence" => gates::evidence(arguments),
        gate if gates::is_one(gate) => gates::run(gate, arguments),
        "coverage" => house::no_more(arguments).and_then(|()| coverage::write()),
        "demo" => demo::run(arguments),
        "guide" => house::no_more(arguments).and_then(|()| e2e::guide()),
        // The evidence is written by the test itself.
        "marks" => house::no_more(arguments)
            .and_then(|()| house::must(house::cargo().args(["nextest", "run", "--workspace", "-E", "binary(promises) and test(p07_)"]))),
        "migrate" => migrate::run(arguments),
        "test" => test::run(arguments),
        "tidy" => tidy::run(arguments),
        "web" => house::no_more(arguments).and_then(|()| web::build()),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`; `cargo xtask help` lists them")),
    }
}
