//! Writing: one change at a time, and many writers at once, beside bare SQLite writing the same rows in commits of the same size.

use std::path::Path;

use kernel::Value as Field;
use kernel::entropy::SeededEntropy;
use ledger::node::sqlite_file;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::measure::{Took, once};
use crate::office::{Office, raw, said, someone};
use crate::pages::change;
use crate::table::{Table, Unit};

const ROUNDS: usize = 3;
const CHANGES: usize = 150;
const WRITERS: usize = 64;
const EACH: usize = 200;

type Row = Vec<Value>;

/// What one entry wrote.
struct Written {
    entry: Row,
    revision: Row,
    tokens: Vec<Row>,
    key: Option<Row>,
}

/// A change of a person with its entry, on the whole data set. The floor writes the same rows into a copy of the file.
pub fn one_by_one(table: &mut Table, folder: &Path, people: usize) -> Result<(), String> {
    let copy = folder.with_extension("copy");
    std::fs::create_dir_all(&copy).map_err(|e| e.to_string())?;
    std::fs::copy(sqlite_file(folder), sqlite_file(&copy)).map_err(|e| e.to_string())?;
    let office = Office::open(folder, false)?;
    let query = ledger::ListQuery { limit: ROUNDS * CHANGES + 1, ..Default::default() };
    let rows = office.ledger.read(office.officer, move |view| view.rows_of("people", &query)).wait().map_err(said)?;
    let mut least = Took { cpu: f64::MAX, wall: f64::MAX };
    let mut seqs = Vec::new();
    for round in rows.get(1..).unwrap_or_default().chunks_exact(CHANGES).take(ROUNDS) {
        let (took, done) = once(|| {
            let one = |r: &ledger::RawRecord| {
                let mut values = r.values.clone();
                values[5] = Field::from(format!("{}@example.org", r.head.version));
                change(&office, r.head.id, r.head.version, &values)
            };
            round.iter().map(one).collect::<Result<Vec<_>, _>>()
        });
        seqs.push(done?);
        least = Took { cpu: least.cpu.min(took.cpu / CHANGES as f64), wall: least.wall.min(took.wall / CHANGES as f64) };
    }
    office.ledger.close();
    let from = raw(folder)?;
    let into = raw(&copy)?;
    let mut floor = Took { cpu: f64::MAX, wall: f64::MAX };
    for round in seqs {
        let rows = written(&from, *round.first().unwrap_or(&0), *round.last().unwrap_or(&0)).map_err(|e| e.to_string())?;
        let (took, done) = once(|| replay(&into, &rows, 1, true));
        done.map_err(|e| e.to_string())?;
        floor = Took { cpu: floor.cpu.min(took.cpu / CHANGES as f64), wall: floor.wall.min(took.wall / CHANGES as f64) };
    }
    drop(into);
    std::fs::remove_dir_all(&copy).map_err(|e| e.to_string())?;
    table.below(format!("change with its entry, among {people} people (CPU)"), Unit::Millis, Some(0.001), least.cpu, Some(floor.cpu));
    table.below(
        format!("change with its entry, among {people} people (wall, on the disk)"),
        Unit::Millis,
        None,
        least.wall,
        Some(floor.wall),
    );
    Ok(())
}

/// Many writers at once.
pub fn at_once(table: &mut Table, folder: &Path) -> Result<(), String> {
    let (ours, bare) = (folder.join("ours"), folder.join("bare"));
    Office::open(&bare, false)?.ledger.close();
    let office = Office::open(&ours, false)?;
    let into = raw(&bare)?;
    let chance = SeededEntropy::new(64);
    let (mut best, mut of, mut batch_of) = (0.0, 0.0, 0.0);
    let total = WRITERS * EACH;
    for round in 0..ROUNDS {
        let orders = (0..total).map(|at| office.adds(&someone(&chance, round * total + at))).collect::<Result<Vec<_>, _>>()?;
        let from = raw(&ours)?;
        let before: i64 = from.query_row("SELECT size FROM log_head", [], |r| r.get(0)).map_err(|e| e.to_string())?;
        let asked = office.clock.asked();
        let (took, done) = once(|| {
            std::thread::scope(|scope| {
                let ledger = &office.ledger;
                let one = |part: &[ledger::Order]| part.iter().try_for_each(|o| ledger.write(o.clone()).wait().map(|_| ()));
                let all: Vec<_> = orders.chunks(EACH).map(|part| scope.spawn(move || one(part))).collect();
                all.into_iter().all(|t| t.join().is_ok_and(|r| r.is_ok()))
            })
        });
        if !done {
            return Err("a writer was refused".to_owned());
        }
        // The writer asks the time once a command and once a commit.
        let commits = (office.clock.asked() - asked).saturating_sub(total as u64).max(1);
        let batch = (total as f64 / commits as f64).round() as usize;
        let rows = written(&from, before, before + total as i64 - 1).map_err(|e| e.to_string())?;
        let (floor, done) = once(|| replay(&into, &rows, batch.max(1), false));
        done.map_err(|e| e.to_string())?;
        let share = floor.wall / took.wall;
        eprintln!(
            "    round {round}: {:.0}/s in {commits} commits of {batch}, {:.3} ms CPU each; bare {:.0}/s, {:.3} ms CPU each",
            total as f64 / took.wall,
            took.cpu / total as f64 * 1e3,
            total as f64 / floor.wall,
            floor.cpu / total as f64 * 1e3
        );
        if share > best {
            (best, of, batch_of) = (share, total as f64 / floor.wall, batch as f64);
        }
    }
    office.ledger.close();
    table.above(
        format!("{WRITERS} writers at once, share of bare SQLite ({:.0}/s in commits of {batch_of})", best * of),
        Unit::Percent,
        0.6,
        best,
        Unit::Rate.show(of),
    );
    Ok(())
}

fn all(conn: &Connection, sql: &str, params: &[&dyn rusqlite::ToSql]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = conn.prepare_cached(sql)?;
    let width = statement.column_count();
    let rows = statement.query_map(params, |row| (0..width).map(|at| row.get(at)).collect())?;
    rows.collect()
}

/// What these entries wrote about people.
fn written(conn: &Connection, from: i64, to: i64) -> rusqlite::Result<Vec<Written>> {
    let one = |entry: Row| {
        let revision = all(conn, "SELECT * FROM people_rev WHERE rev_from = ?1", &[&entry[0]])?.remove(0);
        let tokens = all(conn, "SELECT * FROM search_token WHERE record = ?1", &[&revision[0]])?;
        let key = all(conn, "SELECT * FROM subject_key WHERE subject = ?1", &[&revision[0]])?.pop();
        Ok(Written { entry, revision, tokens, key })
    };
    all(conn, "SELECT * FROM entry WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq", &[&from, &to])?.into_iter().map(one).collect()
}

/// Writes the same rows, with no logic at all.
fn replay(conn: &Connection, rows: &[Written], batch: usize, change: bool) -> rusqlite::Result<()> {
    let insert = |into: &str, row: &[Value]| {
        let places = vec!["?"; row.len()].join(", ");
        conn.prepare_cached(&format!("INSERT INTO {into} VALUES ({places})"))?.execute(params_from_iter(row)).map(|_| ())
    };
    let mut set = Vec::new();
    for (_, name) in conn
        .prepare("SELECT cid, name FROM pragma_table_info('people')")?
        .query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?
        .flatten()
    {
        set.push(format!("\"{name}\" = ?{}", set.len() + 1));
    }
    let update = format!("UPDATE people SET {} WHERE id = ?1", set.join(", "));
    for part in rows.chunks(batch) {
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for w in part {
            let (id, row) = (&w.revision[0], &w.revision[..w.revision.len() - 3]);
            if change {
                conn.prepare_cached(&update)?.execute(params_from_iter(row))?;
                conn.prepare_cached("UPDATE people_rev SET rev_to = ?2 WHERE id = ?1 AND rev_to IS NULL")?.execute([id, &w.entry[0]])?;
                conn.prepare_cached("DELETE FROM search_token WHERE record = ?1")?.execute([id])?;
            } else {
                insert("people", row)?;
            }
            insert("people_rev", &w.revision)?;
            w.tokens.iter().try_for_each(|token| insert("search_token", token))?;
            if let Some(key) = w.key.as_ref().filter(|_| !change) {
                insert("subject_key", key)?;
            }
            insert("entry", &w.entry)?;
        }
        let last = part.last().map_or(&Value::Null, |w| &w.entry[0]);
        conn.prepare_cached("UPDATE log_head SET size = ?1 + 1, time = time + 1")?.execute([last])?;
        conn.execute_batch("COMMIT")?;
    }
    Ok(())
}
