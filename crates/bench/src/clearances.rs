//! The desk's heaviest questions: what everybody may see on a past day, whether five hundred names may enter, how fifty thousand visits stand.
//!
//! What the people hold beside their decisions, and the visits, are written straight into the tables, as commands would have left them.

use std::path::{Path, PathBuf};

use desk_clearance::standing::queries::standing;
use desk_clearance::visits::queries::{requests, standards, trips};
use jiff::ToSpan;
use kernel::{Codes, Duty, Level};
use ledger::View;
use rusqlite::{Connection, params};
use spine::clearances::gate::{Answer, gate_list};
use spine::clearances::queries::{facts_of_all, rulebook};
use spine::clearances::{Need, effective_access};

use crate::measure::{Took, least, once};
use crate::office::{Office, raw, said};
use crate::pages::bare;
use crate::table::{Table, Unit};

/// People whose access is computed.
pub const PEOPLE: usize = 100_000;
/// Visits that hosts have approved.
const VISITS: usize = 50_000;
/// Names on the list of the gate.
const NAMES: usize = 500;
const ROUNDS: usize = 3;
/// Concerns about one person, many more than an office has.
const CONCERNS: i64 = 100;
/// How often personnel ask, and in how many rounds.
const SEARCHES: usize = 400;
const SEARCH_ROUNDS: usize = 5;
/// Two least times within a tenth of each other are the same.
const SAME: f64 = 1.1;

/// The data set, made once and kept.
pub fn data_set(data: &Path, make: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let folder = data.join(format!("clearances-{PEOPLE}"));
    crate::office::kept(&folder, || {
        make(&folder)?;
        // The office is opened once, so that its file is whole before it is written to.
        Office::open(&folder, true)?.ledger.close();
        written(&raw(&folder)?).map_err(|e| e.to_string())
    })?;
    Ok(folder)
}

/// What the tracker does not tell, and the visits.
fn written(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA foreign_keys = OFF; BEGIN;")?;
    let columns = "id, version, marking, rank, about, void";
    // The tracker says since when somebody is cleared, not since when they hold their post, are authorised and briefed: it has been so for long. Of
    // twenty certificates one was sent back.
    for of in ["", "_rev"] {
        conn.execute_batch(&format!(
            "UPDATE assignments{of} SET valid_from = '2017-01-01';
             UPDATE clearance_requirements{of} SET valid_from = '2017-01-01';
             UPDATE access_authorisations{of} SET valid_from = '2017-01-01';
             UPDATE briefings{of} SET given_on = '2017-01-01', next_due = NULL;
             UPDATE certificates{of} SET returned_on = '2025-01-01' WHERE rowid % 20 = 1;"
        ))?;
    }
    let visit = conn.query_row("SELECT id FROM authorities ORDER BY id LIMIT 1", [], |row| row.get::<_, Vec<u8>>(0))?;
    conn.execute(
        &format!(
            "INSERT INTO visit_requests ({columns}, sort_key, number, kind, state, since, host, valid_from, valid_until, level, subject, justification, \
             initiative, initiated_by, pertains_to, security_officer, amendments, sent_on) \
             SELECT randomblob(16), 1, 'R', 1, NULL, 0, n.number, n.number, 'visit_one_time', 'visit_approved', 0, ?1, date('now', '+20 days'), \
             date('now', '+25 days'), 'C', 'Working group', 'Needed', 'government', 'visit_by_host', 'other_matter', 'Officer', 0, date('now', '-30 days') \
             FROM (WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ?2) SELECT printf('RFV/2026/%06d', at) AS number FROM n) n"
        ),
        params![visit, VISITS as i64],
    )?;
    conn.execute_batch(&format!(
        "INSERT INTO visit_sites ({columns}, sort_key, request, name, address, contact) \
             SELECT randomblob(16), 1, 'R', 1, NULL, 0, 'site', v.id, 'Site', 'Street 1', 'Reception' FROM visit_requests v;
         CREATE TEMP TABLE some AS SELECT id, row_number() OVER (ORDER BY id) AS at FROM people;
         CREATE UNIQUE INDEX temp.some_at ON some (at);
         INSERT INTO identity_documents ({columns}, sort_key, person, kind, number, issuer, valid_until) \
             SELECT randomblob(16), 1, 'R', 1, s.id, 0, 'passport', s.id, 'passport', NULL, 'BEL', date('now', '+3 years') FROM some s;
         INSERT INTO visitors ({columns}, sort_key, person, request, document, employer, position, answer) \
             SELECT randomblob(16), 1, 'R', 1, s.id, 0, 'Expert', s.id, v.id, i.id, 'Agency', 'Expert', 'visitor_approved' \
             FROM (SELECT id, row_number() OVER (ORDER BY id) AS at FROM visit_requests) v JOIN some s ON s.at = v.at \
             JOIN identity_documents i ON i.person = s.id;"
    ))?;
    conn.execute_batch("COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")
}

/// What everybody may see on a day, the gate's list, how visits stand.
pub fn measure(table: &mut Table, folder: &Path) -> Result<(), String> {
    let office = Office::open(folder, false)?;
    let conn = raw(folder)?;
    access(table, &office, &conn)?;
    gate(table, &office, &conn)?;
    visits(table, &office, &conn)?;
    hidden(table, &office, &conn)?;
    office.ledger.close();
    Ok(())
}

/// Whether personnel can tell by the clock that there are concerns about somebody: the same search before and after some were entered, which must also
/// answer the same.
fn hidden(table: &mut Table, office: &Office, conn: &Connection) -> Result<(), String> {
    let text = |e: rusqlite::Error| e.to_string();
    let number: String = conn
        .query_row("SELECT personnel_number FROM people WHERE status = 'active' ORDER BY id LIMIT 1 OFFSET 1000", [], |row| row.get(0))
        .map_err(text)?;
    let ask = || {
        let number = number.clone();
        let asked = office.ledger.read(office.personnel, move |view| standing(view, Duty::Hr, &number, None));
        asked.wait().map(|page| page.rows).map_err(said)
    };
    let without = ask()?;
    let before = least(SEARCH_ROUNDS, SEARCHES, || drop(ask()));
    conn.execute(
        "INSERT INTO concerns (id, version, marking, rank, compartment, about, void, sort_key, number, person, received_on, channel, topic, text, \
         state, recorded_by) SELECT randomblob(16), 1, 'C', 2, 'CONCERNS', p.id, 0, 'bench', 'CNC/BENCH/' || n.at, p.id, '2026-01-01', 'third_party', \
         'conduct', x'00', 'concern_open', p.id FROM people p JOIN (WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ?2) \
         SELECT at FROM n) n WHERE p.personnel_number = ?1",
        params![number, CONCERNS],
    )
    .map_err(text)?;
    let after = least(SEARCH_ROUNDS, SEARCHES, || drop(ask()));
    let with = ask();
    conn.execute("DELETE FROM concerns WHERE sort_key = 'bench'", []).map_err(text)?;
    if with? != without || without.len() != 1 {
        return Err("personnel are told of a concern".to_owned());
    }
    let what = format!(
        "search of personnel among {PEOPLE}, for somebody about whom there are {CONCERNS} concerns (CPU); floor: the same before any"
    );
    table.below(what, Unit::Millis, Some(before.cpu * SAME), after.cpu, Some(before.cpu));
    Ok(())
}

/// Does it a few times and takes the least; what it answers must be what was put in.
fn timed<T>(mut look: impl FnMut() -> Result<T, String>, right: impl Fn(&T) -> bool) -> Result<Took, String> {
    let mut fastest = Took { cpu: f64::MAX, wall: f64::MAX };
    for _ in 0..ROUNDS {
        let (took, answer) = once(&mut look);
        if !right(&answer?) {
            return Err("the answer is not what was put in".to_owned());
        }
        (fastest.cpu, fastest.wall) = (fastest.cpu.min(took.cpu), fastest.wall.min(took.wall));
    }
    Ok(fastest)
}

fn access(table: &mut Table, office: &Office, conn: &Connection) -> Result<(), String> {
    let day = office.ledger.today().checked_sub(1.year()).map_err(|e| e.to_string())?;
    let registers = ["clearance_requirements", "assignments", "decisions", "certificates", "access_authorisations", "briefings"];
    for (what, then) in [("as known today", false), ("as known then", true)] {
        let count = move |view: &mut View<'_>| {
            if then {
                view.known_at(view.now)?;
            }
            let rules = view.facts(rulebook)?;
            let facts = facts_of_all(view)?;
            let holds = |facts: &_| effective_access(facts, day, None, &rules, view.policy).level.is_some();
            Ok((facts.len(), facts.values().filter(|facts| holds(facts)).count()))
        };
        let took = timed(
            || office.ledger.read(office.officer, count).wait().map_err(said),
            |(all, some)| *all > PEOPLE * 9 / 10 && *some > PEOPLE / 4,
        )?;
        let rows = if then { "_rev" } else { "" };
        let floor = least(ROUNDS, 1, || registers.iter().for_each(|r| drop(bare(conn, &format!("SELECT * FROM {r}{rows}"), &[]))));
        let what = format!("effective access of {PEOPLE} people on a past day, {what} (wall)");
        table.below(what, Unit::Seconds, Some(2.0), took.wall, Some(floor.wall));
    }
    Ok(())
}

fn gate(table: &mut Table, office: &Office, conn: &Connection) -> Result<(), String> {
    let mut statement =
        conn.prepare("SELECT personnel_number, surname || ' ' || given FROM people ORDER BY id LIMIT ?1").map_err(|e| e.to_string())?;
    let people =
        statement.query_map([NAMES as i64], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).map_err(|e| e.to_string())?;
    let people: Vec<(String, String)> = people.collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    let period = (office.ledger.today(), office.ledger.today());
    let need = Need::new(Level("C".to_owned()), Codes::default());
    let numbers: Vec<String> = people.iter().map(|(number, _)| number.clone()).collect();
    // Many bear the same name here, so that most of these are answered with "several".
    let names: Vec<String> = people.into_iter().map(|(_, name)| name).collect();
    for (what, asked) in [("by personnel number", &numbers), ("by name, ten of each", &names)] {
        let ask = || {
            let (asked, need) = (asked.clone(), need.clone());
            office.ledger.read(office.officer, move |view| gate_list(view, &asked, &need, period)).wait().map_err(said)
        };
        let took = timed(ask, |lines| lines.len() == NAMES && !lines.iter().any(|line| matches!(line.answer, Answer::Unknown)))?;
        let floor = least(ROUNDS, 1, || {
            for number in &numbers {
                let sql = "SELECT * FROM people p JOIN decisions d ON d.person = p.id JOIN certificates c ON c.person = p.id \
                           JOIN access_authorisations a ON a.person = p.id JOIN briefings b ON b.person = p.id WHERE p.personnel_number = ?1";
                drop(bare(conn, sql, &[number]));
            }
        });
        table.below(format!("gate list of {NAMES}, {what} (wall)"), Unit::Millis, Some(0.1), took.wall, Some(floor.wall));
    }
    Ok(())
}

fn visits(table: &mut Table, office: &Office, conn: &Connection) -> Result<(), String> {
    let look = |view: &mut View<'_>| {
        let standards = standards(view)?;
        let requests = requests(view, &["visit_approved"])?;
        let trips = trips(view, requests)?;
        let stands = |trip: &_| standards.faults(trip, view.today, view.policy).is_empty();
        Ok((trips.len(), trips.iter().filter(|trip| stands(trip)).count()))
    };
    let took = timed(|| office.ledger.read_as_rule(look).wait().map_err(said), |(all, some)| *all == VISITS && *some < VISITS)?;
    let floor = least(ROUNDS, 1, || {
        let sql = "SELECT * FROM visit_requests v JOIN visit_sites s ON s.request = v.id JOIN visitors r ON r.request = v.id \
                   JOIN identity_documents i ON i.id = r.document LEFT JOIN decisions d ON d.person = r.person \
                   LEFT JOIN certificates c ON c.person = r.person LEFT JOIN access_authorisations a ON a.person = r.person \
                   LEFT JOIN briefings b ON b.person = r.person";
        drop(bare(conn, sql, &[]));
    });
    table.below(format!("{VISITS} visits held against the facts of today (wall)"), Unit::Seconds, Some(10.0), took.wall, Some(floor.wall));
    Ok(())
}
