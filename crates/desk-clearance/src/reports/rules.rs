//! What the monthly report holds; pure. Whole numbers and codes only: words are put to it in the language it is written in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::limits;
use kernel::measure::{Figure, Measure, Period, Unit};
use serde::{Deserialize, Serialize};
use spine::measures::MeasureTarget;

use crate::cases::LIFECYCLE;
use crate::measures::queries::Story;
use crate::measures::{Book, people};

/// A line of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    /// Codes of what it is.
    pub key: String,
    /// What it is counted in.
    pub unit: String,
    /// Its value.
    pub value: Option<i64>,
    /// What was counted.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
}

/// A line of the performance matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureLine {
    /// The measure's code.
    pub code: String,
    /// What it is counted in.
    pub unit: String,
    /// The register it would need, while that is not kept.
    pub missing: Option<String>,
    /// Its value.
    pub value: Option<i64>,
    /// Its value in the period before.
    pub before: Option<i64>,
    /// What was counted.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
    /// What is wanted.
    pub target: Option<i64>,
    /// How it stands.
    pub standing: String,
    /// Its breakdown.
    pub parts: Vec<PartLine>,
}

/// Open cases of one nation, level and kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLine {
    /// The authority's nation.
    pub nation: String,
    /// The level asked for.
    pub level: String,
    /// What the cases are for.
    pub kind: String,
    /// How many are open; none when too few to show.
    pub open: Option<i64>,
}

/// Clearances that end in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLine {
    /// The month, such as 2027-03.
    pub month: String,
    /// How many; none when too few to show.
    pub count: Option<i64>,
}

/// People with access at one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelLine {
    /// The level.
    pub level: String,
    /// How many; none when too few to show.
    pub count: Option<i64>,
}

/// An urgency of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgencyLine {
    /// The case's number.
    pub number: String,
    /// Since when, in microseconds.
    pub from: i64,
    /// Until when.
    pub until: i64,
}

/// The monthly statistical report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monthly {
    /// The period.
    pub period: String,
    /// Cells below this are left blank; 0 when none is.
    pub small_cell: i64,
    /// The performance matrix.
    pub measures: Vec<MeasureLine>,
    /// Open cases.
    pub stock: Vec<StockLine>,
    /// What ends in the next months.
    pub outlook: Vec<MonthLine>,
    /// Who has access.
    pub holders: Vec<LevelLine>,
    /// The urgent log; empty outside the office.
    pub urgencies: Vec<UrgencyLine>,
}

/// Months of the outlook.
pub const OUTLOOK_MONTHS: i32 = 24;

/// A measure with the figure of the period and of the one before.
pub struct Held<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// Its figure.
    pub figure: Option<Figure>,
    /// Its value before.
    pub before: Option<i64>,
    /// What is wanted.
    pub target: Option<&'a MeasureTarget>,
}

/// Makes the report. For readers outside the office cells of fewer than [`limits::SMALL_CELL`] are blank, and no case is named.
pub fn monthly(book: &Book<'_>, period: Period, held: &[Held<'_>], outside: bool) -> Monthly {
    let small = if outside { limits::SMALL_CELL } else { 0 };
    let shown = |count: i64| (count == 0 || count >= small).then_some(count);
    let day = book.last_day(period).unwrap_or(period.until);
    let (from, until) = book.span(period);
    let mut stock: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
    for story in book.cases.iter().filter(|s| open_at(s, until)) {
        *stock.entry((&*story.nation, &*story.level, &*story.kind)).or_default() += 1;
    }
    let mut urgencies: Vec<UrgencyLine> = Vec::new();
    for story in &book.cases {
        let of_period = story.urgent.iter().filter(|(begins, _)| *begins >= from && *begins < until);
        urgencies.extend(of_period.map(|(from, until)| UrgencyLine { number: story.number.clone(), from: *from, until: *until }));
    }
    urgencies.truncate(if outside { 0 } else { limits::REPORT_URGENCIES_MAX });
    let ending = people::outlook(book, day);
    let first = day.first_of_month();
    let month = |at: i32| first.checked_add(jiff::Span::new().months(at)).unwrap_or(Date::MAX);
    let outlook = (0..OUTLOOK_MONTHS).map(|at| {
        let (from, to) = (month(at), month(at + 1));
        let count = ending.iter().filter(|(_, until, _)| *until >= from && *until < to).count() as i64;
        MonthLine { month: format!("{:04}-{:02}", from.year(), from.month()), count: shown(count) }
    });
    Monthly {
        period: period.to_string(),
        small_cell: small,
        measures: held.iter().map(|h| line(h, small)).collect(),
        stock: stock
            .into_iter()
            .map(|((nation, level, kind), open)| StockLine {
                nation: nation.to_owned(),
                level: level.to_owned(),
                kind: kind.to_owned(),
                open: shown(open),
            })
            .collect(),
        outlook: outlook.collect(),
        holders: people::holders(book, day).into_iter().map(|(level, count)| LevelLine { level, count: shown(count) }).collect(),
        urgencies,
    }
}

fn open_at(story: &Story, at: i64) -> bool {
    let here = story.steps.iter().rev().find(|s| s.from < at);
    here.and_then(|s| LIFECYCLE.state(s.state)).is_some_and(|s| s.open)
}

/// Whether a cell rests on people or cases few enough to be known by: some of them, but fewer than the limit, or all but so few.
const fn few(numerator: i64, denominator: i64, small: i64) -> bool {
    let rest = denominator - numerator;
    (denominator > 0 && denominator < small) || (numerator > 0 && numerator < small) || (rest > 0 && rest < small)
}

pub(super) fn line(held: &Held<'_>, small: i64) -> MeasureLine {
    let figure = held.figure.as_ref();
    // Sums of days and differences rest on as many as their denominator says.
    let hides = |unit: Unit, numerator: i64, denominator: i64| match unit {
        Unit::Share | Unit::Count => few(numerator, denominator, small),
        _ => denominator > 0 && denominator < small,
    };
    let parts = figure.iter().flat_map(|f| &f.parts).map(|p| {
        let hidden = hides(p.unit, p.numerator, p.denominator);
        let (numerator, denominator) = if hidden { (0, 0) } else { (p.numerator, p.denominator) };
        PartLine { key: p.key.clone(), unit: p.unit.code().to_owned(), value: p.value.filter(|_| !hidden), numerator, denominator }
    });
    let hidden = figure.is_some_and(|f| hides(held.measure.unit, f.numerator, f.denominator));
    MeasureLine {
        code: held.measure.code.to_owned(),
        unit: held.measure.unit.code().to_owned(),
        missing: held.measure.missing.map(str::to_owned),
        value: figure.and_then(|f| f.value).filter(|_| !hidden),
        before: held.before.filter(|_| small == 0),
        numerator: figure.filter(|_| !hidden).map_or(0, |f| f.numerator),
        denominator: figure.filter(|_| !hidden).map_or(0, |f| f.denominator),
        target: held.target.map(|t| t.target),
        standing: if hidden {
            "few".to_owned()
        } else {
            held.measure.held(figure, held.target.map(|t| t.target), held.target.and_then(|t| t.floor)).code().to_owned()
        },
        parts: parts.collect(),
    }
}
