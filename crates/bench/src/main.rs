//! The bench: what was promised, what is measured, what the simplest program takes. Run it with `cargo xtask bench`.
#![expect(clippy::print_stdout, reason = "a command line speaks on standard output")]

mod cases;
mod clearances;
mod import;
mod measure;
mod office;
mod pages;
mod serve;
mod table;
mod tables;
mod verify;
mod writes;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::office::{Office, root};
use crate::table::Table;

// As the server's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// People of the full run.
const FULL: usize = 1_000_000;
/// Cases are opened for this many of them.
const CASES_MAX: usize = 100_000;

/// Measures the house and writes the table into docs/performance.md. Nothing fails because it is slow.
#[derive(Parser)]
struct Cli {
    /// How many people.
    #[arg(long, default_value_t = 100_000)]
    people: usize,
    /// A million people.
    #[arg(long)]
    full: bool,
    /// Rows of the imported tracker.
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
    /// How many cases the queue and the report are measured over.
    #[arg(long, default_value_t = FULL)]
    cases: usize,
    /// Only these parts: import, queue, report, year, letters, clearances, tables, pages, writers, changes, verify, server. The document is then left as it is.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Where the data sets are kept between runs.
    #[arg(long, default_value_os_t = root().join("target/bench"))]
    data: PathBuf,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), String> {
    let people = if cli.full { FULL } else { cli.people };
    let cases = people.min(CASES_MAX);
    if !serve::program().is_file() {
        return Err("there is no castellan beside the bench: run it with `cargo xtask bench`".to_owned());
    }
    std::fs::create_dir_all(&cli.data).map_err(|e| e.to_string())?;
    let mut table = Table::default();
    let wants = |part: &str| cli.only.is_empty() || cli.only.iter().any(|o| o == part);
    let scratch = tempfile::tempdir_in(&cli.data).map_err(|e| e.to_string())?;
    if wants("import") {
        import::measure(&mut table, &scratch.path().join("import"), cli.rows)?;
    }
    if ["queue", "report", "year", "letters"].iter().any(|p| wants(p)) {
        let folder = cases::data_set(&cli.data, cli.cases, |folder| import::make(folder, cases::PEOPLE))?;
        cases::measure(&mut table, &folder, cli.cases, wants)?;
    }
    if wants("clearances") {
        let folder = clearances::data_set(&cli.data, |folder| import::make(folder, clearances::PEOPLE))?;
        clearances::measure(&mut table, &folder)?;
    }
    if wants("tables") {
        tables::measure(&mut table, &scratch.path().join("tables"))?;
    }
    if wants("writers") {
        writes::at_once(&mut table, scratch.path())?;
    }
    if ["pages", "changes", "verify", "server"].iter().any(|p| wants(p)) {
        let folder = data_set(cli, people, cases)?;
        if wants("pages") {
            let office = Office::open(&folder, false)?;
            pages::measure(&mut table, &office, &folder, people, cases)?;
            office.ledger.close();
        }
        if wants("changes") {
            writes::one_by_one(&mut table, &folder, people)?;
        }
        if wants("verify") {
            verify::measure(&mut table, &folder)?;
        }
        if wants("server") {
            serve::measure(&mut table, &folder, people)?;
        }
    }
    if cli.only.is_empty() {
        let document = root().join("docs/performance.md");
        table
            .write(&document, people, &format!("## {people} people\n\n{}", machine()))
            .map_err(|e| format!("{}: {e}", document.display()))?;
        println!("written: {}", document.display());
    }
    Ok(())
}

/// The people, made once and kept.
fn data_set(cli: &Cli, people: usize, cases: usize) -> Result<PathBuf, String> {
    let folder = cli.data.join(format!("people-{people}"));
    office::kept(&folder, || {
        let office = Office::open(&folder, true)?;
        let made = office.fill(people, cases);
        office.ledger.close();
        made
    })?;
    Ok(folder)
}

fn machine() -> String {
    let line = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let value = text.lines().find(|l| l.starts_with(name)).and_then(|l| l.split_once(':')).map(|(_, v)| v.trim().to_owned());
        value.unwrap_or_default()
    };
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "Measured on {} × {}, {} of memory, SQLite {}; load of the machine at the end: {}.",
        std::thread::available_parallelism().map_or(0, usize::from),
        line("/proc/cpuinfo", "model name"),
        line("/proc/meminfo", "MemTotal"),
        rusqlite::version(),
        load.split(' ').next().unwrap_or_default()
    )
}
