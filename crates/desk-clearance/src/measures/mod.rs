//! The key figures of the clearance desk, each defined once: KPI-CL-01 to 20.

pub mod audits;
pub mod files;
pub mod people;
pub mod promises;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod visits;

use kernel::measure::{Direction, Figure, Measure, Period, Row, Unit, percentile, share};
use kernel::sampling::wilson;
use kernel::{Duty, RecordId, Register, Value};
use ledger::{Error, View};
use spine::cabinet::ReconciliationCertificate;
use spine::mail::rules::late_by;
use spine::mail::{MailItem, MailRegister};

use crate::hr::HrMessage;

pub use queries::{Book, Wanted, book};

/// How a figure is made.
#[derive(Clone, Copy)]
pub enum Made {
    /// From the facts that are read once.
    FromFacts(fn(&Book<'_>, Period) -> Figure),
    /// From registers of its own, with one query each.
    FromRegisters(fn(&mut View<'_>, &Book<'_>, Period) -> Result<Figure, Error>),
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
    Entry { measure: Measure { code, unit, row_unit, direction, owner: Duty::ClearanceOfficer, sample_min }, made }
}

/// Periods of a trend: twelve months or quarters, five years.
pub fn trend_periods(of: Period) -> i32 {
    if of.months() < 12 { 12 } else { 5 }
}

/// Every measure of the desk, by its number.
pub const ALL: &[Entry] = &[
    entry("KPI-CL-01", Unit::Share, Unit::Days, Direction::Up, 20, Made::FromFacts(people::coverage)),
    entry("KPI-CL-02", Unit::Count, Unit::Days, Direction::Down, 0, Made::FromFacts(people::expired)),
    entry("KPI-CL-03", Unit::Share, Unit::Days, Direction::Up, 5, Made::FromFacts(people::renewals)),
    entry("KPI-CL-04", Unit::Count, Unit::Days, Direction::Down, 0, Made::FromFacts(people::cliff)),
    entry("KPI-CL-05", Unit::Share, Unit::WorkingDays, Direction::Up, 20, Made::FromRegisters(promises::kept)),
    entry("KPI-CL-06", Unit::WorkingDays, Unit::WorkingDays, Direction::Down, 5, Made::FromFacts(rules::end_to_end)),
    entry("KPI-CL-07", Unit::Days, Unit::Days, Direction::Down, 10, Made::FromFacts(rules::authority_time)),
    entry("KPI-CL-08", Unit::Share, Unit::Days, Direction::Down, 5, Made::FromFacts(rules::time_split)),
    entry("KPI-CL-09", Unit::Share, Unit::Days, Direction::Up, 5, Made::FromRegisters(first_time_right)),
    entry("KPI-CL-10", Unit::Count, Unit::Days, Direction::Down, 0, Made::FromFacts(rules::backlog)),
    entry("KPI-CL-11", Unit::Share, Unit::Days, Direction::Down, 20, Made::FromFacts(rules::urgent_share)),
    entry("KPI-CL-12", Unit::PersonDays, Unit::Days, Direction::Down, 0, Made::FromFacts(people::provisional)),
    entry("KPI-CL-13", Unit::Share, Unit::Days, Direction::Up, 20, Made::FromFacts(people::briefings)),
    entry("KPI-CL-14", Unit::Count, Unit::Count, Direction::Down, 0, Made::FromRegisters(register_integrity)),
    entry("KPI-CL-15", Unit::Share, Unit::Share, Direction::Up, 20, Made::FromRegisters(reconciliation)),
    entry("KPI-CL-16", Unit::Share, Unit::Count, Direction::Up, 20, Made::FromRegisters(audits::coverage)),
    entry("KPI-CL-17", Unit::Share, Unit::Count, Direction::Up, 5, Made::FromRegisters(visits::visits)),
    entry("KPI-CL-18", Unit::Share, Unit::Count, Direction::Up, 20, Made::FromRegisters(hr_feed)),
    entry("KPI-CL-19", Unit::Share, Unit::Count, Direction::Down, 20, Made::FromRegisters(files::disposal)),
    entry("KPI-CL-20", Unit::Share, Unit::Count, Direction::Down, 20, Made::FromRegisters(files::openings)),
];

/// The measure of a code.
pub fn find(code: &str) -> Option<&'static Entry> {
    ALL.iter().find(|e| e.measure.code == code)
}

/// A figure for a period.
pub fn figure(view: &mut View<'_>, book: &Book<'_>, entry: &Entry, period: Period) -> Result<Figure, Error> {
    match entry.made {
        Made::FromFacts(make) => Ok(make(book, period)),
        Made::FromRegisters(make) => make(view, book, period),
    }
}

/// Everything figures of periods from one on need, up to now.
pub fn whole_book<'a>(view: &mut View<'a>, first: Period, now: i64) -> Result<Book<'a>, Error> {
    book(view, first, now, Wanted { cases: true, people: true })
}

/// KPI-CL-09, with what was found in the forms that went back. Whoever sees a case sees its moves.
fn first_time_right(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let (from, until) = book.span(period);
    let found = view.facts(|view| view.rows(&queries::RETURNED, &[from.into(), until.into()]))?;
    let found = found.iter().filter_map(|row| Some((row.first()?.id()?, row.get(1)?.int()?, row.get(2)?.text()?.to_owned())));
    Ok(rules::first_time_right(book, period, &found.collect::<Vec<_>>()))
}

/// KPI-CL-14: numbers given in the mail books that no entry bears. It is about books and not about letters, so it is counted over all entries. Beside it
/// the incoming mail registered in time, of what the reader sees, and the receipts that are overdue.
fn register_integrity(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let (from, until) = book.span(period);
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
    let (mut in_time, mut received) = (0, 0);
    view.each(&queries::RECEIVED, &[from.into(), until.into()], &mut |cells| {
        let arrived = cells.get(1).and_then(Value::text).and_then(|day| day.parse().ok());
        let (Some(id), Some(arrived), Some(at)) = (cells[0].id(), arrived, cells.get(2).and_then(Value::int)) else { return Ok(()) };
        let late = late_by(arrived, book.timing.day(at), &book.timing);
        received += 1;
        in_time += i64::from(late.is_none());
        let part = if late.is_none() { "part:same-day" } else { "part:registered-late" };
        figure.rows.push(Row { register: MailItem::NAME, id, counted: late.is_none(), part: part.to_owned(), value: late });
        Ok(())
    })?;
    figure.part("part:same-day", Unit::Share, share(in_time, received), in_time, received);
    figure.part("part:registered-late", Unit::Count, Some(received - in_time), received - in_time, received);
    if let Some(last) = book.last_day(period) {
        let rows = view.rows(&queries::RECEIPTS, &[last.into()])?;
        let count = |at: usize| rows.first().and_then(|row| row.get(at)).and_then(Value::int).unwrap_or(0);
        figure.part("part:receipts-overdue", Unit::Count, Some(count(1)), count(1), count(0));
    }
    Ok(figure)
}

/// KPI-CL-15: items as the register says of all that were expected or scanned, over the scans closed in the period; the missing rate with its
/// interval; and how long discrepancies took from being found to being verified.
fn reconciliation(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let (from, until) = book.span(period);
    let within = [Value::Int(from), Value::Int(until)];
    let (mut matched, mut items, mut missing, mut expected, mut found) = (0, 0, 0, 0, Vec::new());
    for cells in view.rows(&queries::CERTIFICATES, &within)? {
        let int = |at: usize| cells.get(at).and_then(Value::int).unwrap_or(0);
        let Some(id) = cells.first().and_then(Value::id) else { continue };
        matched += int(1);
        items += int(2);
        missing += int(3);
        expected += int(4);
        let (register, part) = (ReconciliationCertificate::NAME, "part:certificate".to_owned());
        found.push(Row { register, id, counted: int(1) == int(2), part, value: share(int(1), int(2)) });
    }
    let mut figure = Figure { value: share(matched, items), numerator: matched, denominator: items, rows: found, parts: Vec::new() };
    let interval = wilson(missing, expected);
    figure.part("part:missing-rate", Unit::Share, share(missing, expected), missing, expected);
    figure.part("part:missing-low", Unit::Share, interval.map(|(low, _)| low), missing, expected);
    figure.part("part:missing-high", Unit::Share, interval.map(|(_, high)| high), missing, expected);
    let office = &book.timing.office;
    let settled = view.rows(&queries::SETTLED, &within)?;
    let days = |cells: &Vec<Value>| Some(office.between(cells.first()?.int()?, cells.get(1)?.int()?) * 100 / office.day());
    let mut days: Vec<i64> = settled.iter().filter_map(days).collect();
    days.sort_unstable();
    let count = days.len() as i64;
    figure.part("part:settled-median", Unit::WorkingDays, percentile(&days, 50), count, count);
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
