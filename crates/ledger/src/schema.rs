//! Tables from descriptors, and migrations. The only place where the two databases' definitions differ.
//!
//! Migrations are written in SQLite's words; `translate` turns them into PostgreSQL's. Lines after `-- sqlite` or `-- postgres` up to
//! `-- both` belong to one of them.

use kernel::{FieldDef, FieldKind, RegisterDef};

use crate::crypto::{hex, sha256};
use crate::db::{Backend, Connection};
use crate::{Error, Manifest};

/// The tables every instance has, whatever its registers.
pub const SYSTEM: &str = include_str!("../migrations/system.sql");

/// One numbered change of the schema; never edited once it has been applied anywhere.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Rising without gaps, from 1.
    pub number: i64,
    /// What it does, in a few words.
    pub name: &'static str,
    /// Its text.
    pub sql: &'static str,
}

/// Columns of the head, in the order in which rows are read and written.
pub const HEAD: [&str; 10] = ["id", "version", "marking", "rank", "caveats", "releasable", "compartment", "realm", "about", "void"];

/// The whole schema of a manifest, as a first migration.
pub fn render(manifest: &Manifest) -> String {
    let mut out = String::from(SYSTEM);
    let erasable: Vec<&str> = manifest.registers().iter().filter(|m| m.def.subject.is_some()).map(|m| m.def.name).collect();
    for register in manifest.registers() {
        out.push_str(&render_register(&register.def, &erasable));
    }
    out
}

/// The tables of one register: rows, revisions, indexes. References to registers whose records can be erased are kept by the writer and
/// looked at by `verify`, not by the database: what others hold of an erased record stays as it was committed to.
pub fn render_register(def: &RegisterDef, erasable: &[&str]) -> String {
    let name = def.name;
    let columns: Vec<String> = def.fields.iter().map(|f| column(f, Some(erasable))).collect();
    let revised: Vec<String> = def.fields.iter().map(|f| column(f, None)).collect();
    let head = "version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, \
                compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL";
    let mut out = format!("\nCREATE TABLE \"{name}\" (\n  id BLOB NOT NULL PRIMARY KEY, {head}{}\n) STRICT;\n", joined(&columns));
    out.push_str(&format!(
        "CREATE TABLE \"{name}_rev\" (\n  id BLOB NOT NULL, {head}{},\n  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,\n  \
         PRIMARY KEY (id, rev_from)\n) STRICT;\n",
        joined(&revised)
    ));
    let mut index = |table: &str, columns: &str| {
        let label = format!("{table}_by_{}", columns.replace(", ", "_").replace(['"', ' '], ""));
        out.push_str(&format!("CREATE INDEX \"{label}\" ON \"{table}\" ({columns});\n"));
    };
    index(name, "sort_key, id");
    index(&format!("{name}_rev"), "rev_from");
    index(&format!("{name}_rev"), "sort_key, id");
    // What is about a person is found when they are erased.
    if def.subject.is_some() {
        index(&format!("{name}_rev"), "about");
    }
    for field in def.fields.iter().filter(|f| matches!(f.kind, FieldKind::Ref(_)) || f.name == "state") {
        index(name, &format!("\"{}\", sort_key, id", field.name));
    }
    for view in def.views {
        index(name, &format!("\"{}\", id", view.by));
    }
    for column in def.indexes {
        index(name, &column.split(", ").map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", "));
    }
    for unique in def.unique {
        // What has nothing there is the same as what else has nothing there; to the databases no nothing is another.
        let part = |c: &&str| match def.field(c) {
            Some(field) if !field.required => format!("coalesce(\"{c}\", '')"),
            _ => format!("\"{c}\""),
        };
        let parts: Vec<String> = unique.iter().map(part).collect();
        let (label, parts) = (format!("{name}_by_{}", unique.join("_")), parts.join(", "));
        out.push_str(&format!("CREATE UNIQUE INDEX \"{label}\" ON \"{name}\" ({parts}) WHERE void = 0;\n"));
    }
    out
}

fn joined(columns: &[String]) -> String {
    columns.iter().map(|c| format!(",\n  {c}")).collect()
}

/// A column; with the registers whose records can be erased where its values are constrained.
fn column(field: &FieldDef, erasable: Option<&[&str]>) -> String {
    let constrained = erasable.is_some();
    let ty = match field.kind {
        _ if field.sealed => "BLOB",
        FieldKind::Time | FieldKind::Int | FieldKind::Bool => "INTEGER",
        FieldKind::Ref(_) | FieldKind::Bytes => "BLOB",
        _ => "TEXT",
    };
    let absent = if field.required { " NOT NULL" } else { "" };
    let check = match field.kind {
        FieldKind::Choice(codes) if constrained => {
            format!(" CHECK (\"{}\" IN ({}))", field.name, codes.iter().map(|c| format!("'{c}'")).collect::<Vec<_>>().join(", "))
        }
        FieldKind::Bool if constrained => format!(" CHECK (\"{}\" IN (0, 1))", field.name),
        FieldKind::Ref(register) if !register.is_empty() && erasable.is_some_and(|all| !all.contains(&register)) => {
            format!(" REFERENCES \"{register}\" (id) DEFERRABLE INITIALLY DEFERRED")
        }
        _ => String::new(),
    };
    format!("\"{}\" {ty}{absent}{check}", field.name)
}

/// The text for one database.
pub fn translate(sql: &str, backend: Backend) -> String {
    let mut out = String::new();
    let mut here = true;
    for line in sql.lines() {
        match line.trim() {
            "-- both" => here = true,
            "-- sqlite" => here = backend == Backend::Sqlite,
            "-- postgres" => here = backend == Backend::Postgres,
            _ if here => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    match backend {
        Backend::Sqlite => out,
        Backend::Postgres => out
            .replace(" STRICT, WITHOUT ROWID", "")
            .replace(" STRICT", "")
            .replace("BLOB", "BYTEA")
            .replace("INTEGER", "BIGINT")
            .replace(" TEXT", " TEXT COLLATE \"C\""),
    }
}

/// Applies what is missing; refuses a database that is newer or whose applied migrations were edited.
pub fn migrate(conn: &mut dyn Connection, migrations: &[Migration], time: i64) -> Result<(), Error> {
    conn.batch(&translate(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, time INTEGER NOT NULL);",
        conn.backend(),
    ))?;
    let applied = conn.query("SELECT number, checksum FROM migration ORDER BY number", &[])?;
    if applied.len() > migrations.len() {
        return Err(Error::Stored("this database was made by a newer Castellan; install that version or restore a backup".to_owned()));
    }
    for (at, migration) in migrations.iter().enumerate() {
        let checksum = hex(&sha256(&[migration.sql.as_bytes()]));
        match applied.get(at).and_then(|row| row.get(1)).and_then(kernel::Value::text) {
            Some(before) if before == checksum => {}
            Some(_) => return Err(Error::Stored(format!("migration {} was edited after it had been applied", migration.number))),
            None => apply(conn, migration, &checksum, time)?,
        }
    }
    Ok(())
}

fn apply(conn: &mut dyn Connection, migration: &Migration, checksum: &str, time: i64) -> Result<(), Error> {
    conn.batch("BEGIN")?;
    let done = conn.batch(&translate(migration.sql, conn.backend())).and_then(|()| {
        conn.execute(
            "INSERT INTO migration (number, name, checksum, time) VALUES ($1, $2, $3, $4)",
            &[migration.number.into(), migration.name.into(), checksum.into(), time.into()],
        )
    });
    match done {
        Ok(_) => conn.batch("COMMIT"),
        Err(error) => {
            conn.batch("ROLLBACK")?;
            Err(error)
        }
    }
}
