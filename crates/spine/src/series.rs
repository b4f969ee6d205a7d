//! Number series: gapless numbers for what the office counts, a year at a time.

use kernel::{Duty, Id, Label, Record, RecordId, Register};
use ledger::{Changes, Error, View};

/// A series of numbers for one year.
#[derive(Clone, Debug, Register)]
#[register(name = "number_series", prefix = "ser", title = &["name", "year"], marking = "U", seen_by = &[Duty::Auditor], unique = &[&["name", "year"]])]
pub struct NumberSeries {
    /// What is counted.
    #[field(list)]
    pub name: String,
    /// The year.
    #[field(list)]
    pub year: i64,
    /// The last number given.
    #[field(list)]
    pub last: i64,
}

/// The series as it stands, or none yet.
pub type Standing = Option<Record<NumberSeries>>;

/// Loads a series; the writer's transaction keeps others out until the number is taken.
pub fn load(view: &mut View<'_>, name: &str, year: i64) -> Result<Standing, Error> {
    let all = view.facts(|view| view.having::<NumberSeries>("name", name))?;
    Ok(all.into_iter().find(|s| s.body.year == year))
}

/// Takes the next number; pure.
pub fn next(standing: &Standing, name: &str, year: i64, fresh: RecordId, changes: &mut Changes) -> i64 {
    next_in(standing, name, year, fresh, None, changes)
}

/// Takes the next number of a series that is as closed as what it counts; pure.
pub fn next_in(standing: &Standing, name: &str, year: i64, fresh: RecordId, compartment: Option<&str>, changes: &mut Changes) -> i64 {
    let label = Label::at(NumberSeries::DEF.marking).within(compartment);
    take(standing, (name, year), 1, (fresh, label), changes)
}

/// Takes so many numbers for the records of one entry, and answers with the first; pure.
pub fn next_several(standing: &Standing, name: &str, year: i64, count: usize, fresh: RecordId, changes: &mut Changes) -> i64 {
    take(standing, (name, year), i64::try_from(count).unwrap_or(0), (fresh, Label::at(NumberSeries::DEF.marking)), changes)
}

fn take(standing: &Standing, (name, year): (&str, i64), count: i64, (fresh, label): (RecordId, Label), changes: &mut Changes) -> i64 {
    let before = standing.as_ref().map_or(0, |series| series.body.last);
    let last = before + count;
    match standing {
        Some(series) => changes.update(&series.head, &NumberSeries { last, ..series.body.clone() }),
        None => {
            let _: Id<NumberSeries> = changes.insert_in(fresh, &NumberSeries { name: name.to_owned(), year, last }, label);
        }
    }
    before + 1
}

/// Takes all numbers up to one, where several are given at once; pure.
pub fn upto(standing: &Standing, name: &str, year: i64, last: i64, fresh: RecordId, changes: &mut Changes) {
    match standing {
        Some(series) => changes.update(&series.head, &NumberSeries { last, ..series.body.clone() }),
        None => {
            changes.insert(fresh, &NumberSeries { name: name.to_owned(), year, last });
        }
    }
}
