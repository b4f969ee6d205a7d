//! The figures of what is kept and who looks at it: disposal, and openings of files.

use std::collections::HashMap;

use kernel::measure::{Figure, Period, Row, Unit, share};
use kernel::{RecordId, Register, Value};
use ledger::{Error, View};
use spine::clearances::Facts;
use spine::people::openings::FileOpenings;
use spine::people::{Person, PersonStatus};
use spine::retention::Standing;
use spine::retention::queries::{FileOf, standings};

use super::Book;
use super::queries::{DESTROYED, FILES, OPENED};

/// KPI-CL-19: files that are past their period on the last day and that no hold keeps, of all; beside it those a hold keeps, and how many of the
/// paper files destroyed in the period a certificate names.
pub fn disposal(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let Some(last) = book.last_day(period) else { return Ok(Figure::default()) };
    let facts: HashMap<RecordId, &Facts> = book.people.iter().map(|(id, facts)| (*id, facts)).collect();
    let nothing = Facts::default();
    let people = view.rows(&FILES, &[])?;
    let file = |row: &'_ Vec<Value>| -> Option<(RecordId, String, PersonStatus)> {
        Some((row.first()?.id()?, row.get(1)?.text()?.to_owned(), PersonStatus::from_code(row.get(2)?.text()?)?))
    };
    let people: Vec<_> = people.iter().filter_map(file).collect();
    let files: Vec<FileOf<'_>> = people
        .iter()
        .map(|(person, nation, status)| FileOf {
            person: *person,
            nation,
            status: *status,
            facts: facts.get(person).copied().unwrap_or(&nothing),
        })
        .collect();
    let all = standings(view, &files, &book.rules, last)?;
    let held = all.iter().filter(|(_, standing)| matches!(standing, Standing::Held(..))).count() as i64;
    let row = |(id, standing): (RecordId, Standing)| {
        let (counted, part) = match standing {
            Standing::Due(_) => (true, "part:past-retention"),
            Standing::Held(..) => (false, "part:held-longer"),
            _ => (false, "part:within-retention"),
        };
        Row { register: Person::NAME, id, counted, part: part.to_owned(), value: None }
    };
    let mut figure = Figure::share(all.into_iter().map(row).collect());
    figure.part("part:held-longer", Unit::Count, Some(held), held, figure.denominator);
    let (from, until) = book.span(period);
    let within = [Value::Int(from), Value::Int(until), period.from.into(), last.into()];
    let counts = view.facts(|view| view.rows(&DESTROYED, &within))?;
    let count = |at: usize| counts.first().and_then(|row| row.get(at)).and_then(Value::int).unwrap_or(0);
    let (certified, without) = (count(0), count(1));
    figure.part("part:with-certificate", Unit::Share, share(certified, certified + without), certified, certified + without);
    Ok(figure)
}

/// KPI-CL-20: openings of files while nothing about the person was open, of all openings of the period's days.
pub fn openings(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let Some(last) = book.last_day(period) else { return Ok(Figure::default()) };
    let (mut without, mut all, mut rows) = (0, 0, Vec::new());
    for cells in view.rows(&OPENED, &[period.from.into(), last.into()])? {
        let int = |at: usize| cells.get(at).and_then(Value::int).unwrap_or(0);
        let Some(id) = cells.first().and_then(Value::id) else { continue };
        (without, all) = (without + int(2), all + int(1));
        let part = if int(2) > 0 { "part:opened-without-need" } else { "part:opened-with-need" };
        rows.push(Row { register: FileOpenings::NAME, id, counted: int(2) > 0, part: part.to_owned(), value: Some(int(2)) });
    }
    Ok(Figure { value: share(without, all), numerator: without, denominator: all, rows, parts: Vec::new() })
}
