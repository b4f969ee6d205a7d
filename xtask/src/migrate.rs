//! `cargo xtask migrate`: numbered migrations from what the registers ask for. `snapshot.sql` is the schema that the migrations add up to;
//! a migration is never edited once it has been applied anywhere (the database keeps its checksum).

use std::fs;
use std::path::PathBuf;

use crate::house::{self, Outcome, cargo, program, read, root, says, write};
use crate::schema::{Change, compare};

const HOME: &str = "crates/castellan/migrations";
const SNAPSHOT: &str = "crates/castellan/migrations/snapshot.sql";

/// Writes the migration that is missing, or does what the option says.
pub fn run(arguments: &[String]) -> Outcome {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => migrate(None),
        ["--check"] => check(),
        ["--accept"] => accept(),
        ["--restart"] => restart(),
        [name] if is_name(name) => migrate(Some(name)),
        _ => Err("`cargo xtask migrate` takes --check, --accept, --restart, or a name in small letters, digits and _".to_owned()),
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn path(of: &str) -> PathBuf {
    root().join(of)
}

/// The schema the registers ask for now.
fn wanted() -> Outcome<String> {
    crate::web::build()?;
    println!("   asking `castellan schema`");
    let sql = says(cargo().args(["run", "--quiet", "--package", "castellan", "--", "schema"]))?;
    if sql.contains("CREATE TABLE") {
        return Ok(sql);
    }
    Err("`castellan schema` printed no schema: the binary does not have this command yet".to_owned())
}

/// The migrations there are, by file name, in order.
fn migrations() -> Outcome<Vec<String>> {
    let Ok(entries) = fs::read_dir(path(HOME)) else { return Ok(Vec::new()) };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".sql") && !SNAPSHOT.ends_with(name.as_str())).collect();
    names.sort();
    numbered(&names)?;
    Ok(names)
}

fn numbered(names: &[String]) -> Outcome {
    for (name, number) in names.iter().zip(1..) {
        if !name.starts_with(&format!("{number:04}_")) {
            return Err(format!("{HOME}/{name}: {number:04} is the number expected here; migrations have no gaps"));
        }
    }
    Ok(())
}

fn migrate(name: Option<&str>) -> Outcome {
    let before = migrations()?;
    let wanted = wanted()?;
    if before.is_empty() {
        return add("0001_first.sql", &wanted, &wanted);
    }
    let number = before.len() + 1;
    match compare(&snapshot(&before)?, &wanted) {
        Change::None => {
            println!("   the migrations are in step with the registers");
            if path(SNAPSHOT).is_file() { Ok(()) } else { write(&path(SNAPSHOT), &wanted) }
        }
        Change::Written { name: own, sql } => add(&format!("{number:04}_{}.sql", name.unwrap_or(&own)), &sql, &wanted),
        Change::ByHand(reasons) => Err(format!(
            "this change takes more than adding, so a person must write it:\n  - {}\nWrite {HOME}/{number:04}_{}.sql by hand and try it on both databases, \
             then run `cargo xtask migrate --accept`.\nWhile nothing has been released, `cargo xtask migrate --restart` starts again at 0001.",
            reasons.join("\n  - "),
            name.unwrap_or("what_it_does"),
        )),
    }
}

fn add(file: &str, sql: &str, wanted: &str) -> Outcome {
    write(&path(&format!("{HOME}/{file}")), sql)?;
    write(&path(SNAPSHOT), wanted)?;
    println!("   wrote {HOME}/{file}: read it before you commit it");
    for file in unlisted(&migrations()?)? {
        println!("   {file} is not named in crates/castellan/src yet: add it to the list of migrations there");
    }
    Ok(())
}

/// Migrations that the binary does not name.
fn unlisted(names: &[String]) -> Outcome<Vec<String>> {
    let mut sources = String::new();
    for file in house::files()?.iter().filter(|f| f.starts_with("crates/castellan/") && f.ends_with(".rs")) {
        sources.push_str(&read(&path(file))?);
    }
    Ok(names.iter().filter(|name| !sources.contains(name.as_str())).cloned().collect())
}

/// What the migrations add up to. While there is only the first, that is the first itself.
fn snapshot(migrations: &[String]) -> Outcome<String> {
    match (path(SNAPSHOT).is_file(), migrations) {
        (false, [first]) => read(&path(&format!("{HOME}/{first}"))),
        _ => read(&path(SNAPSHOT)).map_err(|said| format!("{said}; it belongs beside the migrations: take it from git")),
    }
}

/// Fails when a migration is missing or not carried out by the binary.
pub fn check() -> Outcome {
    let before = migrations()?;
    if before.is_empty() {
        return Err(format!("there is no migration yet: `cargo xtask migrate` writes {HOME}/0001_first.sql"));
    }
    match compare(&snapshot(&before)?, &wanted()?) {
        Change::None => {}
        Change::Written { name, sql } => {
            return Err(format!("a migration is missing: `cargo xtask migrate` writes it ({name}):\n{sql}"));
        }
        Change::ByHand(reasons) => {
            return Err(format!(
                "a migration is missing, to be written by hand (`cargo xtask migrate` says how):\n  - {}",
                reasons.join("\n  - ")
            ));
        }
    }
    let unlisted = unlisted(&before)?;
    if unlisted.is_empty() {
        Ok(())
    } else {
        Err(format!("the binary does not name {}: add it to its list of migrations", unlisted.join(", ")))
    }
}

/// Takes the schema as it is, after a migration was written by hand.
fn accept() -> Outcome {
    let before = migrations()?;
    let Some(last) = before.last() else {
        return Err("there is no migration to accept: `cargo xtask migrate` writes the first".to_owned());
    };
    let last = format!("{HOME}/{last}");
    if says(program("git").args(["status", "--porcelain", "--", &last]))?.trim().is_empty() {
        return Err(format!("{last} is committed already: write a new migration for the change, then accept it"));
    }
    write(&path(SNAPSHOT), &wanted()?)?;
    println!("   {SNAPSHOT} is what {last} leads to");
    Ok(())
}

/// Starts again at 0001, while no database needs the migrations of before.
fn restart() -> Outcome {
    let released = says(program("git").args(["tag", "--list", "v*"]))?;
    if let Some(tag) = released.lines().next() {
        return Err(format!("{tag} has been released: its databases need every migration there was"));
    }
    let wanted = wanted()?;
    for name in migrations()? {
        let file = path(&format!("{HOME}/{name}"));
        fs::remove_file(&file).map_err(|error| format!("{} cannot be removed: {error}", file.display()))?;
    }
    add("0001_first.sql", &wanted, &wanted)?;
    println!("   databases made before are refused from now on: `cargo xtask demo --fresh` makes the demo anew");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_have_no_gaps() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(numbered(&names(&["0001_first.sql", "0002_add_b.sql"])).is_ok());
        assert!(numbered(&names(&["0001_first.sql", "0003_add_b.sql"])).unwrap_err().contains("0002"));
        assert!(numbered(&names(&["0001_first.sql", "0001_other.sql"])).is_err());
    }

    #[test]
    fn a_name_is_plain() {
        assert!(is_name("add_visits_2"));
        assert!(!is_name("--fix") && !is_name("Add") && !is_name(""));
    }
}
