//! The key figures of the clearance desk, each defined once: KPI-CL-01 to 20.

pub mod people;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use kernel::measure::{Direction, Figure, Measure, Period, Row, Unit, percentile, share};
use kernel::{Duty, RecordId, Register, Value};
use ledger::{Error, View};
use spine::mail::MailRegister;

use crate::hr::HrMessage;

pub use queries::{Book, Wanted, book};

/// How a figure is made.
#[derive(Clone, Copy)]
pub enum Made {
    /// From the facts that are read once.
    FromFacts(fn(&Book<'_>, Period) -> Figure),
    /// From the numbers of the mail books.
    FromMail,
    /// From what personnel sent.
    FromHr,
    /// From a register that is not kept yet.
    NotYet,
}

/// A measure of the desk with the way it is made.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The measure.
    pub measure: Measure,
    /// How it is made.
    pub made: Made,
}

const fn entry(code: &'static str, unit: Unit, row_unit: Unit, direction: Direction, sample_min: i64, made: Made) -> Entry {
    Entry { measure: Measure { code, unit, row_unit, direction, owner: Duty::ClearanceOfficer, sample_min, missing: None }, made }
}
const fn not_yet(code: &'static str, unit: Unit, direction: Direction, missing: &'static str) -> Entry {
    let entry = entry(code, unit, unit, direction, 0, Made::NotYet);
    Entry { measure: Measure { missing: Some(missing), ..entry.measure }, ..entry }
}

/// Periods of a trend.
pub const TREND_PERIODS: i32 = 12;

/// Every measure of the desk, by its number.
pub const ALL: &[Entry] = &[
    entry("KPI-CL-01", Unit::Share, Unit::Days, Direction::Up, 20, Made::FromFacts(people::coverage)),
    entry("KPI-CL-02", Unit::Count, Unit::Days, Direction::Down, 0, Made::FromFacts(people::expired)),
    entry("KPI-CL-03", Unit::Share, Unit::Days, Direction::Up, 5, Made::FromFacts(people::renewals)),
    entry("KPI-CL-04", Unit::Count, Unit::Days, Direction::Down, 0, Made::FromFacts(people::cliff)),
    entry("KPI-CL-05", Unit::Share, Unit::WorkingDays, Direction::Up, 20, Made::FromFacts(rules::attainment)),
    entry("KPI-CL-06", Unit::WorkingDays, Unit::WorkingDays, Direction::Down, 5, Made::FromFacts(rules::end_to_end)),
    entry("KPI-CL-07", Unit::Days, Unit::Days, Direction::Down, 10, Made::FromFacts(rules::authority_time)),
    entry("KPI-CL-08", Unit::Share, Unit::Days, Direction::Down, 5, Made::FromFacts(rules::time_split)),
    entry("KPI-CL-09", Unit::Share, Unit::Days, Direction::Up, 5, Made::FromFacts(rules::first_time_right)),
    entry("KPI-CL-10", Unit::Count, Unit::Days, Direction::Down, 0, Made::FromFacts(rules::backlog)),
    entry("KPI-CL-11", Unit::Share, Unit::Days, Direction::Down, 20, Made::FromFacts(rules::urgent_share)),
    entry("KPI-CL-12", Unit::PersonDays, Unit::Days, Direction::Down, 0, Made::FromFacts(people::provisional)),
    entry("KPI-CL-13", Unit::Share, Unit::Days, Direction::Up, 20, Made::FromFacts(people::briefings)),
    entry("KPI-CL-14", Unit::Count, Unit::Count, Direction::Down, 0, Made::FromMail),
    not_yet("KPI-CL-15", Unit::Share, Direction::Up, "scan_sessions"),
    not_yet("KPI-CL-16", Unit::Share, Direction::Up, "audit_samples"),
    not_yet("KPI-CL-17", Unit::Share, Direction::Up, "visit_requests"),
    entry("KPI-CL-18", Unit::Share, Unit::Count, Direction::Up, 20, Made::FromHr),
    not_yet("KPI-CL-19", Unit::Share, Direction::Down, "dossiers"),
    not_yet("KPI-CL-20", Unit::Share, Direction::Down, "record_views"),
];

/// The measure of a code.
pub fn find(code: &str) -> Option<&'static Entry> {
    ALL.iter().find(|e| e.measure.code == code)
}

/// A figure for a period; none while the register it needs is not kept.
pub fn figure(view: &mut View<'_>, book: &Book<'_>, entry: &Entry, period: Period) -> Result<Option<Figure>, Error> {
    match entry.made {
        Made::FromFacts(make) => Ok(Some(make(book, period))),
        Made::FromMail => register_integrity(view, book, period).map(Some),
        Made::FromHr => hr_feed(view, book, period).map(Some),
        Made::NotYet => Ok(None),
    }
}

/// Everything figures of periods from one on need, up to now.
pub fn whole_book<'a>(view: &mut View<'a>, first: Period, now: i64) -> Result<Book<'a>, Error> {
    book(view, first, now, Wanted { cases: true, people: true })
}

/// KPI-CL-14: numbers given in the mail books that no entry bears. It is about books and not about letters, so it is counted over all entries.
fn register_integrity(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let (_, until) = book.span(period);
    // A book is whole or not whoever reads it, but only of the books the reader sees is it told.
    let seen: Vec<RecordId> = view.every::<MailRegister>()?.iter().map(|book| book.head.id).collect();
    let mut rows = view.facts(|view| view.rows(&queries::BOOKS, &[until.into()]))?;
    rows.retain(|row| row.first().and_then(Value::id).is_some_and(|book| seen.contains(&book)));
    let (mut missing, mut given, mut found) = (0, 0, Vec::new());
    for cells in rows {
        let int = |at: usize| cells.get(at).and_then(Value::int).unwrap_or(0);
        let Some(id) = cells.first().and_then(Value::id) else { continue };
        let gaps = int(2) - int(1);
        missing += gaps;
        given += int(2);
        found.push(Row { register: MailRegister::NAME, id, counted: gaps != 0, part: "part:mail-book".to_owned(), value: Some(gaps) });
    }
    let mut figure = Figure { value: Some(missing), numerator: missing, denominator: given, rows: found, parts: Vec::new() };
    // Neither the day of receipt nor receipts are kept yet.
    figure.part("part:same-day", Unit::Share, None, 0, 0);
    figure.part("part:receipts-overdue", Unit::Count, None, 0, 0);
    Ok(figure)
}

/// Working days after which a row that waits is old.
const ROW_OLD_DAYS: i64 = 5;

/// KPI-CL-18: people in personnel's files of the period who found their place by themselves, of all; the rows that wait longer than five working
/// days on its last day; and by how many working days the office learned late of those who left.
fn hr_feed(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let Some(last) = book.last_day(period) else { return Ok(Figure::default()) };
    let days = [period.from.into(), last.into()];
    let int = |cells: &[Value], at: usize| cells.get(at).and_then(Value::int).unwrap_or(0);
    let day = |cells: &[Value], at: usize| cells.get(at).and_then(Value::text).and_then(|t| t.parse::<jiff::civil::Date>().ok());
    let (mut matched, mut all, mut found) = (0, 0, Vec::new());
    for cells in view.rows(&queries::HR_MESSAGES, &days)? {
        let Some(id) = cells.first().and_then(Value::id) else { continue };
        let (rows, own) = (int(&cells, 1), int(&cells, 2));
        (matched, all) = (matched + own, all + rows);
        let part = if own == rows { "part:matched" } else { "part:waiting" };
        found.push(Row { register: HrMessage::NAME, id, counted: own == rows, part: part.to_owned(), value: Some(rows - own) });
    }
    let (mut waiting, mut old) = (0, 0);
    for cells in view.rows(&queries::HR_WAITING, &[last.into()])? {
        // What was settled after that day waited on it.
        if day(&cells, 2).is_some_and(|settled| settled <= last) {
            continue;
        }
        waiting += 1;
        old += i64::from(day(&cells, 1).is_some_and(|received| book.timing.working_days_between(received, last) > ROW_OLD_DAYS));
    }
    let (mut leavers, mut late) = (0, Vec::new());
    for cells in view.rows(&queries::HR_LEAVERS, &days)? {
        let (Some(end), Some(learned)) = (day(&cells, 1), day(&cells, 2)) else { continue };
        leavers += 1;
        let by = book.timing.working_days_between(end, learned);
        if learned > end {
            late.push(by * 100);
        }
    }
    late.sort_unstable();
    let mut figure = Figure { value: share(matched, all), numerator: matched, denominator: all, rows: found, parts: Vec::new() };
    figure.part("part:rows-old", Unit::Count, Some(old), old, waiting);
    figure.part("part:learned-late", Unit::Count, Some(late.len() as i64), late.len() as i64, leavers);
    figure.part("part:learned-late percentile:50", Unit::WorkingDays, percentile(&late, 50), late.len() as i64, leavers);
    Ok(figure)
}
