//! A million cases: the queue, a month's report, its pages on paper, and a batch of letters.
//!
//! The people and what they hold are taken over by the office's own commands. The history of the cases is too long for that: it is written straight
//! into the tables, as those commands would have left them, so the log of this data set does not tell of it and is not measured here.

use std::path::{Path, PathBuf};

use desk_clearance::cases::LIFECYCLE;
use desk_clearance::reports::commands::make_monthly;
use kernel::entropy::SeededEntropy;
use kernel::measure::Period;
use kernel::{Lang, RecordId, Value};
use rusqlite::{Connection, params};
use spine::measures::{Audience, IssuedReport, ReportKind, ReportLanguage};

use crate::measure::{Took, least, once};
use crate::office::{Office, raw, said};
use crate::pages::{Visitor, bare};
use crate::table::{Table, Unit};

/// People whose cases these are.
pub const PEOPLE: usize = 100_000;
/// Years the cases were opened over.
const YEARS: i64 = 10;
const DAY: i64 = 86_400_000_000;
const ROUNDS: usize = 3;
const REQUESTS: usize = 100;
const LETTERS: usize = 500;

/// The way most cases go: a state, how many days it lasts at least, and how many more at most.
const PATH: [(&str, i64, usize); 11] = [
    ("requested", 0, 4),
    ("need_confirmed", 0, 4),
    ("subject_invited", 1, 4),
    ("with_subject", 4, 30),
    ("complete", 0, 4),
    ("dispatched", 2, 14),
    ("acknowledged_by_authority", 5, 30),
    ("under_investigation", 40, 260),
    ("decision_received", 0, 3),
    ("decision_recorded", 0, 5),
    ("briefing_due", 1, 12),
];

/// The state changes of one case, each with its instant.
fn story(chance: &SeededEntropy, opened: i64, now: i64) -> Vec<(&'static str, i64)> {
    let mut at = opened;
    let mut all = Vec::with_capacity(PATH.len() + 3);
    let mut go = |state: &'static str, at: i64| {
        if at <= now {
            all.push((state, at));
        }
    };
    // One in twenty is withdrawn on its way.
    let end = if chance.chance(5) { chance.below(PATH.len()) } else { PATH.len() };
    for (state, least, more) in PATH.iter().take(end) {
        go(state, at);
        at += least * DAY + chance.below(more * 1_440) as i64 * 60_000_000;
        let detour = match *state {
            "with_subject" if chance.chance(20) => Some("returned_for_correction"),
            "under_investigation" if chance.chance(10) => Some("authority_query"),
            _ => None,
        };
        if let Some(other) = detour {
            go(other, at);
            at += DAY + chance.below(9 * 1_440) as i64 * 60_000_000;
            go(state, at);
            at += DAY + chance.below(20 * 1_440) as i64 * 60_000_000;
        }
    }
    go(if end == PATH.len() { "closed_granted" } else { "closed_subject_withdrew" }, at);
    all
}

/// The data set, made once and kept.
pub fn data_set(data: &Path, cases: usize, make: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let folder = data.join(format!("cases-{cases}"));
    crate::office::kept(&folder, || {
        make(&folder)?;
        fill(&folder, cases)
    })?;
    Ok(folder)
}

fn id(of: u8, at: usize) -> [u8; 16] {
    ((u128::from(of) << 120) | (at as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15) & ((1 << 120) - 1)).to_be_bytes()
}

/// Writes the cases, their state changes, pauses and urgencies.
fn fill(folder: &Path, cases: usize) -> Result<(), String> {
    let office = Office::open(folder, true)?;
    let now = office.ledger.now().as_microsecond();
    office.ledger.close();
    let conn = raw(folder)?;
    written(&conn, cases, now).map_err(|e| e.to_string())
}

fn written(conn: &Connection, cases: usize, now: i64) -> rusqlite::Result<()> {
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA foreign_keys = OFF;")?;
    let tables = "('psc_cases', 'transitions', 'clock_pauses', 'urgencies')";
    let indexes = format!("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN {tables}");
    let indexes: Vec<(String, String)> =
        conn.prepare(&indexes)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let people: Vec<[u8; 16]> =
        conn.prepare("SELECT id FROM people ORDER BY id")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let authorities: Vec<[u8; 16]> =
        conn.prepare("SELECT id FROM authorities ORDER BY id")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let chance = SeededEntropy::new(41);
    conn.execute_batch("BEGIN")?;
    for (name, _) in &indexes {
        conn.execute_batch(&format!("DROP INDEX \"{name}\""))?;
    }
    let mut case = conn.prepare(
        "INSERT INTO psc_cases (id, version, marking, rank, about, void, sort_key, number, person, kind, state, since, priority, authority, level, \
         paused, lane, opened_at) VALUES (?1, ?2, 'R', 1, ?3, 0, ?4, ?4, ?3, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    let mut change = conn.prepare(
        "INSERT INTO transitions (id, version, marking, rank, about, void, sort_key, register, record, person, from_state, to_state, command, time) \
         VALUES (?1, 1, 'R', 1, ?2, 0, 'psc_cases', 'psc_cases', ?3, ?2, ?4, ?5, ?6, ?7)",
    )?;
    let mut pause = conn.prepare(
        "INSERT INTO clock_pauses (id, version, marking, rank, about, void, sort_key, register, record, person, owner, reason, evidence, from_time, \
         until_time, recorded_by) VALUES (?1, 1, 'R', 1, ?2, 0, '', 'psc_cases', ?3, ?2, 'requester', 'Asked', 'Note', ?4, ?5, ?2)",
    )?;
    let mut urgency = conn.prepare(
        "INSERT INTO urgencies (id, version, marking, rank, about, void, sort_key, register, record, person, level, requester, reason, from_time, \
         expires_on, recorded_by, approved_by) VALUES (?1, 1, 'R', 1, ?2, 0, '', 'psc_cases', ?3, ?2, 'urgent', 'Head', 'Mission', ?4, ?5, ?2, ?2)",
    )?;
    let command =
        |from: &str, to: &str| LIFECYCLE.moves.iter().find(|m| m.from.contains(&from) && m.to == to).map_or("case.open", |m| m.command);
    let mut changes = 0;
    for at in 0..cases {
        let opened = now - YEARS * 365 * DAY / cases as i64 * (cases - at) as i64;
        let person = people[chance.below(people.len())];
        let own = id(1, at + 1);
        let steps = story(&chance, opened, now);
        let Some((state, since)) = steps.last().copied() else { continue };
        let open = LIFECYCLE.state(state).is_some_and(|s| s.open);
        // Of what is open a few stand apart: paused, or urgent.
        let (paused, urgent) = (open && chance.below(1_000) < 2, open && chance.below(1_000) < 2);
        let lane = open.then_some(if paused || urgent { "apart" } else { state });
        let kind = ["initial", "renewal", "renewal", "upgrade"][chance.below(4)];
        let level = ["C", "S", "S", "TS"][chance.below(4)];
        let authority = authorities[chance.below(authorities.len())];
        let number = format!("PSC/{}/{at:07}", kernel::clock::date_at(kernel::clock::from_micros(opened), &jiff::tz::TimeZone::UTC).year());
        let priority = if urgent { "urgent" } else { "routine" };
        case.execute(params![
            own,
            steps.len() as i64,
            person,
            number,
            kind,
            state,
            since,
            priority,
            authority,
            level,
            i64::from(paused),
            lane,
            opened
        ])?;
        let mut from = "none";
        for (to, time) in &steps {
            changes += 1;
            change.execute(params![id(2, changes), person, own, from, to, command(from, to), time])?;
            from = to;
        }
        if paused || chance.below(100) < 3 {
            let until = (!paused).then(|| since + DAY);
            pause.execute(params![id(3, at + 1), person, own, since, until])?;
        }
        if urgent || chance.below(100) < 2 {
            let last = kernel::clock::date_at(
                kernel::clock::from_micros(if urgent { now + 3 * DAY } else { opened + 10 * DAY }),
                &jiff::tz::TimeZone::UTC,
            );
            urgency.execute(params![id(4, at + 1), person, own, since.min(now), last.to_string()])?;
        }
    }
    for (_, sql) in &indexes {
        conn.execute_batch(sql)?;
    }
    conn.execute_batch("COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")
}

/// Queue, report with its paper, letters: those that are wanted.
pub fn measure(table: &mut Table, folder: &Path, cases: usize, wants: impl Fn(&str) -> bool) -> Result<(), String> {
    let office = Office::open(folder, false)?;
    let conn = raw(folder)?;
    if wants("queue") {
        queue(table, &office, &conn, cases)?;
    }
    if wants("report") {
        report(table, &office, &conn, cases)?;
    }
    if wants("year") {
        year(table, &office, cases)?;
    }
    if wants("letters") {
        letters(table, &office)?;
    }
    office.ledger.close();
    Ok(())
}

fn queue(table: &mut Table, office: &Office, conn: &Connection, cases: usize) -> Result<(), String> {
    let visitor = Visitor::new(office)?;
    let took = visitor.time("/queue", REQUESTS)?;
    // The bare page knows no standard: the oldest of each of the office's steps.
    let lanes = ["requested", "need_confirmed", "complete", "authority_query", "decision_received", "decision_recorded", "briefing_due"];
    let lane = |lane: &&str| {
        format!(
            "SELECT * FROM (SELECT c.id, c.number, p.surname, p.given, c.state, c.priority, c.since, c.paused FROM psc_cases c JOIN people p ON p.id = c.person \
             WHERE c.lane = '{lane}' AND c.rank <= 1 AND c.compartment IS NULL AND c.void = 0 ORDER BY c.since, c.id LIMIT 50)"
        )
    };
    let sql = lanes.iter().map(lane).collect::<Vec<_>>().join(" UNION ALL ");
    let floor = least(5, REQUESTS, || drop(bare(conn, &sql, &[])));
    table.below(format!("queue page, {cases} open and closed cases (CPU)"), Unit::Millis, Some(0.003), took.cpu, Some(floor.cpu));
    Ok(())
}

fn report(table: &mut Table, office: &Office, conn: &Connection, cases: usize) -> Result<(), String> {
    // People were taken over today: in an earlier month nobody had access.
    let period = Period::month_of(office.ledger.today());
    let (mut took, mut made) = (Took { cpu: f64::MAX, wall: f64::MAX }, None);
    for _ in 0..ROUNDS {
        let look = move |view: &mut ledger::View<'_>| {
            let now = view.now.as_microsecond();
            make_monthly(view, period, now, false)
        };
        let (once, done) = once(|| office.ledger.read(office.officer, look).wait());
        let done = done.map_err(said)?;
        if done.stock.is_empty() || done.holders.is_empty() {
            return Err("the report is empty".to_owned());
        }
        (took.cpu, took.wall, made) = (took.cpu.min(once.cpu), took.wall.min(once.wall), Some(done));
    }
    // The simplest program: what the same cases spent where, and the end of every grant by month, in two statements.
    let from = period.months_before(1).from.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |z| z.timestamp().as_microsecond());
    let times = "SELECT t.to_state, count(*), sum(t.time - c.opened_at) FROM psc_cases c JOIN transitions t ON t.record = c.id \
                 WHERE c.since >= ?1 OR c.lane IS NOT NULL GROUP BY t.to_state";
    let ends = "SELECT substr(d.valid_until, 1, 7), a.level, count(*) FROM decisions d JOIN assignments s ON s.person = d.person \
                JOIN clearance_requirements r ON r.post = s.post JOIN certificates k ON k.person = d.person \
                JOIN access_authorisations a ON a.person = d.person JOIN briefings b ON b.person = d.person GROUP BY 1, 2";
    let floor = least(ROUNDS, 1, || drop((bare(conn, times, &[&from]), bare(conn, ends, &[]))));
    table.below(
        format!("a month's report over {cases} cases and {PEOPLE} people (wall)"),
        Unit::Seconds,
        Some(3.0),
        took.wall,
        Some(floor.wall),
    );
    table.below(format!("a month's report over {cases} cases and {PEOPLE} people (CPU)"), Unit::Seconds, None, took.cpu, Some(floor.cpu));

    let monthly = made.ok_or("no report")?;
    let issued = IssuedReport {
        number: "REP/2026/00001".to_owned(),
        kind: ReportKind::ClearanceMonthly,
        period: monthly.period.clone(),
        language: ReportLanguage::En,
        audience: Audience::Office,
        known_at: ledger::transition::Micros(office.ledger.now().as_microsecond()),
        log_size: 1,
        log_root: "0".repeat(64),
        digest: "0".repeat(64),
        figures: String::new(),
        recorded_by: RecordId::NIL,
    };
    let words = server::words::Words::new(Lang::En);
    let zone = office.ledger.zone();
    // Every round sets other figures: the typesetter remembers what it has set before.
    let turn = std::cell::Cell::new(0);
    let set = || {
        turn.set(turn.get() + 1);
        let other = |value: &mut Option<i64>| *value = value.map(|v| v + turn.get());
        let mut monthly = monthly.clone();
        monthly.stock.iter_mut().for_each(|line| other(&mut line.open));
        for line in &mut monthly.measures {
            other(&mut line.denominator);
            other(&mut line.value);
            line.parts.iter_mut().for_each(|part| other(&mut part.value));
            line.trend.iter_mut().for_each(|point| other(&mut point.value));
        }
        let chapters = server::report::chapters(&words, zone, &monthly);
        let proof = server::report::proof(&words, &issued, monthly.small_cell, zone, "RESTRICTED");
        documents::pdf(&server::report::document(&words, &issued, &chapters, &proof))
    };
    let pdf = set().map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&pdf);
    let pages = text.matches("/Type/Page").count() - text.matches("/Type/Pages").count();
    let took = least(ROUNDS, 1, || drop(set()));
    table.below(format!("the report as PDF with charts, {pages} pages, warm (wall)"), Unit::Seconds, Some(0.5), took.wall, None);
    Ok(())
}

/// The same report of the last whole year, with the years before it as its trend.
fn year(table: &mut Table, office: &Office, cases: usize) -> Result<(), String> {
    let year = Period::parse(&(office.ledger.today().year() - 1).to_string()).ok_or("no year")?;
    let look = move |view: &mut ledger::View<'_>| {
        let now = view.now.as_microsecond();
        make_monthly(view, year, now, false)
    };
    let (took, made) = once(|| office.ledger.read(office.officer, look).wait());
    if made.map_err(said)?.stock.is_empty() {
        return Err("the year's report is empty".to_owned());
    }
    let what = format!("a year's report over {cases} cases and {PEOPLE} people");
    table.below(format!("{what} (wall)"), Unit::Seconds, Some(30.0), took.wall, None);
    table.below(format!("{what} (CPU)"), Unit::Seconds, None, took.cpu, None);
    Ok(())
}

/// Letters about so many cases, signed, numbered, set and sealed one after the other as a page does it.
fn letters(table: &mut Table, office: &Office) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(|e| e.to_string())?;
    let app = server::App { ledger: office.ledger.clone(), program: crate::serve::program(), demo: Vec::new().into(), takes_reports: true };
    let template = office.case_letter()?;
    let query = ledger::ListQuery { view: Some("newest".to_owned()), limit: LETTERS, ..Default::default() };
    let cases = office.ledger.read(office.officer, move |view| view.rows_of("psc_cases", &query)).wait().map_err(said)?;
    let mut drafts = Vec::new();
    for case in &cases {
        let order = office.order("letters.about_case", &[("case", case.head.id.into()), ("template", template.into())])?;
        let made = office.ledger.write(order).wait().map_err(said)?;
        drafts.push(made.answer.ok_or("no letter was drafted")?.1);
    }
    let (took, done) = once(|| {
        for letter in &drafts {
            let fields = [("letter", Value::Id(*letter)), ("channel", "post".into()), ("receipt", Value::Int(1))];
            runtime.block_on(app.carry_out(office.order("letters.sign", &fields)?)).map_err(said)?;
        }
        Ok::<_, String>(())
    });
    done?;
    let signed = office.ledger.read(office.officer, move |view| view.get_raw("letters", drafts[LETTERS - 1])).wait().map_err(said)?;
    let sealed = signed.value(&<spine::letters::Letter as kernel::Register>::DEF, "document");
    if matches!(sealed, Value::Null) {
        return Err("the last letter was not issued".to_owned());
    }
    table.below(format!("{} letters signed, numbered, set and sealed (wall)", cases.len()), Unit::Seconds, Some(10.0), took.wall, None);
    table.below(format!("{} letters signed, numbered, set and sealed (CPU)", cases.len()), Unit::Seconds, None, took.cpu, None);
    Ok(())
}
