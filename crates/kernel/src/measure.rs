//! Measures: key figures defined once, and the plain statistics they are made with. Whole numbers only, so that the same facts give the same
//! figure, digit by digit, on every machine.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::{Duty, RecordId};

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share, in ten-thousandths: 9 250 is 92.5 %.
    Share,
    /// A number of things.
    Count,
    /// Working days, in hundredths.
    WorkingDays,
    /// Calendar days, in hundredths.
    Days,
    /// Days of persons.
    PersonDays,
    /// A number to be expected, in hundredths.
    Expected,
    /// Weeks, in hundredths.
    Weeks,
}

impl Unit {
    /// Its code in the catalogues and in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Count => "count",
            Self::WorkingDays => "working_days",
            Self::Days => "days",
            Self::PersonDays => "person_days",
            Self::Expected => "expected",
            Self::Weeks => "weeks",
        }
    }
    /// How many decimals its number carries, as `10^-n`; a share counts in per cent.
    pub const fn decimals(self) -> u32 {
        match self {
            Self::Share | Self::WorkingDays | Self::Days | Self::Expected | Self::Weeks => 2,
            Self::Count | Self::PersonDays => 0,
        }
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither: it describes.
    Neither,
}

impl Direction {
    /// Its code in the catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Neither => "neither",
        }
    }
}

/// How a figure stands against what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// There is nothing to hold: no figure, or no target.
    Nothing,
    /// It rests on too few to say.
    Few,
    /// As wanted.
    Good,
    /// Short of the target.
    Short,
    /// Beyond the floor.
    Bad,
}

impl Held {
    /// Its code in the catalogues and in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "no-target",
            Self::Few => "few",
            Self::Good => "good",
            Self::Short => "short",
            Self::Bad => "bad",
        }
    }
}

impl Measure {
    /// Holds a figure against a target and a floor.
    pub fn held(&self, figure: &Figure, target: Option<i64>, floor: Option<i64>) -> Held {
        let Some(value) = figure.value else { return Held::Nothing };
        if figure.denominator < self.sample_min {
            return Held::Few;
        }
        let meets = |wanted: i64| match self.direction {
            Direction::Up => value >= wanted,
            Direction::Down => value <= wanted,
            Direction::Neither => true,
        };
        match (target, floor) {
            (None, _) => Held::Nothing,
            (Some(target), _) if meets(target) => Held::Good,
            (Some(_), Some(floor)) if !meets(floor) => Held::Bad,
            (Some(_), _) => Held::Short,
        }
    }
}

/// A key figure, defined once. Its texts (name, numerator, denominator, exclusions) stand in the catalogues under its code.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its code, such as KPI-CL-05.
    pub code: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// What the values of its rows are counted in.
    pub row_unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// Who answers for it.
    pub owner: Duty,
    /// Fewer in the denominator than this, and the figure says that it rests on few.
    pub sample_min: i64,
}

/// A row behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The register of the record.
    pub register: &'static str,
    /// The record.
    pub id: RecordId,
    /// Whether it stands in the numerator.
    pub counted: bool,
    /// Which part of the figure it belongs to.
    pub part: String,
    /// Its own value, in the measure's unit of rows, where it has one.
    pub value: Option<i64>,
}

/// A part of a figure: one line of its breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is: codes of the catalogues, separated by spaces.
    pub key: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Its value.
    pub value: Option<i64>,
    /// What was counted.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
}

/// A figure for a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The value; none when nothing fell into the period.
    pub value: Option<i64>,
    /// What was counted.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
    /// Its breakdown.
    pub parts: Vec<Part>,
    /// The rows that make it.
    pub rows: Vec<Row>,
}

impl Figure {
    /// A share of rows: those counted of all.
    pub fn share(rows: Vec<Row>) -> Self {
        let (numerator, denominator) = (rows.iter().filter(|r| r.counted).count() as i64, rows.len() as i64);
        Self { value: share(numerator, denominator), numerator, denominator, rows, parts: Vec::new() }
    }
    /// A number of rows: those counted.
    pub fn count(rows: Vec<Row>) -> Self {
        let (numerator, denominator) = (rows.iter().filter(|r| r.counted).count() as i64, rows.len() as i64);
        Self { value: Some(numerator), numerator, denominator, rows, parts: Vec::new() }
    }
    /// With a part more.
    pub fn part(&mut self, key: impl Into<String>, unit: Unit, value: Option<i64>, numerator: i64, denominator: i64) {
        self.parts.push(Part { key: key.into(), unit, value, numerator, denominator });
    }
}

/// A share in ten-thousandths, rounded to the nearest; none of nothing.
pub fn share(numerator: i64, denominator: i64) -> Option<i64> {
    (denominator > 0).then(|| ((i128::from(numerator) * 20_000 + i128::from(denominator)) / (i128::from(denominator) * 2)) as i64)
}

/// The value of a sorted list below which so many per cent lie: the nearest rank, so always one of the values.
pub fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// One observed duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// How long.
    pub time: i64,
    /// Whether it ended; otherwise it was still going on when last seen.
    pub ended: bool,
}

/// The product-limit estimate (Kaplan and Meier): the share still going on after a time, with open ones counted as long as they were seen.
#[derive(Clone, Debug, Default)]
pub struct Survival(Vec<Fall>);

/// A fall of the curve.
#[derive(Clone, Copy, Debug)]
struct Fall {
    /// When.
    time: i64,
    /// The share still going on after it.
    still: f64,
    /// Greenwood's sum up to it: of the share that ended, over the share still under observation that did not.
    greenwood: f64,
}

/// The point of the normal distribution between whose two signs 95 in 100 lie.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Shares are compared with this slack: they are products of at most some thousand fractions.
const SLACK: f64 = 1e-9;

impl Survival {
    /// From durations in any order. What ended at a time is counted before what was last seen at it.
    pub fn new(mut all: Vec<Duration>) -> Self {
        all.sort_unstable_by_key(|d| (d.time, !d.ended));
        let mut curve = Vec::new();
        let (mut still, mut greenwood) = (1.0, 0.0);
        let mut at = 0;
        while let Some(first) = all.get(at) {
            let same = all[at..].iter().take_while(|d| d.time == first.time);
            let (together, ended) = same.fold((0, 0), |(n, e), d| (n + 1, e + usize::from(d.ended)));
            let under = all.len() - at;
            if ended > 0 {
                still *= 1.0 - ended as f64 / under as f64;
                greenwood += ended as f64 / (under as f64 * (under - ended) as f64);
                curve.push(Fall { time: first.time, still, greenwood });
            }
            at += together;
        }
        Self(curve)
    }

    /// The share still going on after a time.
    pub fn after(&self, time: i64) -> f64 {
        let next = self.0.partition_point(|fall| fall.time <= time);
        next.checked_sub(1).and_then(|at| self.0.get(at)).map_or(1.0, |fall| fall.still)
    }

    /// The time by which so many per cent have ended; none when that was never seen.
    pub fn by(&self, percent: u8) -> Option<i64> {
        let left = 1.0 - f64::from(percent) / 100.0;
        self.0.iter().find(|fall| fall.still <= left + SLACK).map(|fall| fall.time)
    }

    /// Between which times the median lies with 95 % confidence, each none where that was never seen: the times at which the bounds of the
    /// curve cross one half (Brookmeyer and Crowley, Biometrics 38, 1982), the bounds being those of log(-log S) with Greenwood's variance
    /// (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1980).
    pub fn median_between(&self) -> (Option<i64>, Option<i64>) {
        // What fell to nothing has no variance: only its lower bound is known, and is nothing.
        let bound = |fall: &Fall, sign: f64| {
            let error = fall.greenwood.sqrt() / fall.still.ln().abs();
            fall.still.powf((sign * NORMAL_95 * error).exp())
        };
        let below = |sign: f64| {
            let crossed = |fall: &&Fall| if fall.still > SLACK { bound(fall, sign) <= 0.5 + SLACK } else { sign > 0.0 };
            self.0.iter().find(crossed).map(|fall| fall.time)
        };
        (below(1.0), below(-1.0))
    }
}

/// A stretch of days that figures are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub until: Date,
}

impl Period {
    /// The month a day lies in.
    pub fn month_of(day: Date) -> Self {
        Self { from: day.first_of_month(), until: day.last_of_month() }
    }

    /// The quarter of a year a day lies in.
    pub fn quarter_of(day: Date) -> Self {
        let into = (day.month() - 1) % 3;
        let from = Self::month_of(day).months_before(i32::from(into)).from;
        let until = from.checked_add(Span::new().months(2)).map_or(day, Date::last_of_month);
        Self { from, until }
    }

    /// Reads `2026-10`, `2026-Q3`, `2026` or `2026-10-05..2026-11-03`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((from, until)) = text.split_once("..") {
            let period = Self { from: from.parse().ok()?, until: until.parse().ok()? };
            let sane = |day: Date| (1900..=9000).contains(&day.year());
            return (sane(period.from) && sane(period.until) && period.from <= period.until).then_some(period);
        }
        let (year, rest) = text.split_at_checked(4)?;
        let year: i16 = year.bytes().all(|b| b.is_ascii_digit()).then(|| year.parse().ok())??;
        if !(1900..=9000).contains(&year) {
            return None;
        }
        let (month, months): (i8, i32) = match rest.strip_prefix('-') {
            None if rest.is_empty() => (1, 12),
            Some("Q1") => (1, 3),
            Some("Q2") => (4, 3),
            Some("Q3") => (7, 3),
            Some("Q4") => (10, 3),
            Some(month) if month.len() == 2 && month.bytes().all(|b| b.is_ascii_digit()) => (month.parse().ok()?, 1),
            _ => return None,
        };
        let from = Date::new(year, month, 1).ok()?;
        let until = from.checked_add(Span::new().months(months)).ok()?.yesterday().ok()?;
        Some(Self { from, until })
    }

    /// The period of the same length in months so many months earlier; whole months stay whole.
    #[must_use]
    pub fn months_before(self, months: i32) -> Self {
        let back = |day: Date| day.checked_sub(months.months()).unwrap_or(day);
        let whole = self.until == self.until.last_of_month();
        let until = back(self.until.first_of_month());
        Self { from: back(self.from), until: if whole { until.last_of_month() } else { back(self.until) } }
    }

    /// How many months it spans, for trends.
    pub fn months(self) -> i32 {
        i32::from(self.until.year() - self.from.year()) * 12 + i32::from(self.until.month() - self.from.month()) + 1
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let first = self.from == self.from.first_of_month();
        let month = |count: i32| self.from.checked_add(Span::new().months(count)).ok().and_then(|d| d.yesterday().ok()) == Some(self.until);
        if first && month(1) {
            return write!(f, "{:04}-{:02}", self.from.year(), self.from.month());
        }
        if first && month(3) && (self.from.month() - 1) % 3 == 0 {
            return write!(f, "{:04}-Q{}", self.from.year(), (self.from.month() - 1) / 3 + 1);
        }
        if first && month(12) && self.from.month() == 1 {
            return write!(f, "{:04}", self.from.year());
        }
        write!(f, "{}..{}", self.from, self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sp_04_periods_are_read_and_written_alike() {
        for text in ["2026-10", "2024-02", "2026-Q3", "2026", "2026-10-05..2026-11-03"] {
            assert_eq!(Period::parse(text).map(|p| p.to_string()).as_deref(), Some(text));
        }
        for wrong in [
            "",
            "2026-13",
            "2026-1",
            "2026-Q5",
            "26-10",
            "2026-10-05..2026-10-04",
            "0000",
            "9999",
            "2026-10x",
            "é026",
            "20é6-1",
            "2026-+1",
            "+026",
        ] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
        for (day, quarter) in [("2026-01-01", "2026-Q1"), ("2026-03-31", "2026-Q1"), ("2026-11-29", "2026-Q4"), ("2024-05-31", "2024-Q2")] {
            let day: Date = day.parse().unwrap_or_else(|e| panic!("{day}: {e}"));
            assert_eq!(Period::quarter_of(day).to_string(), quarter);
        }
        let march = Period::parse("2024-03").map(|p| p.months_before(1).to_string());
        assert_eq!(march.as_deref(), Some("2024-02"), "the leap day is in it");
        assert_eq!(Period::parse("2026-Q1").map(|p| p.months_before(3).to_string()).as_deref(), Some("2025-Q4"));
    }

    #[test]
    fn sp_04_shares_and_ranks_are_those_of_a_textbook() {
        assert_eq!(
            (share(1, 3), share(2, 3), share(0, 5), share(5, 5), share(1, 0)),
            (Some(3_333), Some(6_667), Some(0), Some(10_000), None)
        );
        let list = [15, 20, 35, 40, 50];
        assert_eq!([5, 30, 40, 50, 100].map(|p| percentile(&list, p)), [Some(15), Some(20), Some(20), Some(35), Some(50)]);
        assert_eq!(percentile(&[], 50), None);
    }

    #[test]
    fn sp_04_survival_counts_open_ones_as_long_as_they_were_seen() {
        let of = |all: &[(i64, bool)]| Survival::new(all.iter().map(|(time, ended)| Duration { time: *time, ended: *ended }).collect());
        // The example of every textbook: 6, 6, 6, 6+, 7, 9+, 10, 10+, 11+, 13, 16, 17+, 19+, 20+, 22, 23, 25+, 32+, 32+, 34+, 35+.
        let curve = of(TREATED);
        for (time, share) in [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448), (35, 0.448)] {
            assert!((curve.after(time) - share).abs() < 0.001, "{time}: {}", curve.after(time));
        }
        assert_eq!((curve.by(50), curve.by(10), curve.by(90)), (Some(23), Some(6), None), "ninety per cent was never seen");
        assert_eq!(of(&[]).by(50), None);
        assert_eq!(of(&[(5, false), (9, false)]).after(100).to_bits(), 1.0f64.to_bits());
        // Without open ones it is the plain share.
        assert_eq!(of(&[(1, true), (2, true), (3, true), (4, true)]).by(50), Some(2));
    }

    /// Times at which remissions ended, and those at which they were last seen to go on: the trial that made the method known (Freireich and others, 1963).
    const TREATED: &[(i64, bool)] = &[
        (6, true),
        (6, true),
        (6, true),
        (6, false),
        (7, true),
        (9, false),
        (10, true),
        (10, false),
        (11, false),
        (13, true),
        (16, true),
        (17, false),
        (19, false),
        (20, false),
        (22, true),
        (23, true),
        (25, false),
        (32, false),
        (32, false),
        (34, false),
        (35, false),
    ];
    const UNTREATED: &[i64] = &[1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    #[test]
    fn cl_13_the_interval_of_a_median_is_the_one_of_the_textbook() {
        let curve =
            |seen: &[(i64, bool)]| Survival::new(seen.iter().map(|(time, ended)| Duration { time: *time, ended: *ended }).collect());
        let treated = curve(TREATED);
        // By hand at 13: S = 18/21 * 16/17 * 14/15 * 11/12 = 0.690, Greenwood 3/(21*18) + 1/(17*16) + 1/(15*14) + 1/(12*11) = 0.0239, so the
        // bounds are 0.690^exp(0.817) = 0.432 and 0.849; at 10 the lower one was 0.503.
        assert_eq!((treated.by(50), treated.median_between()), (Some(23), (Some(13), None)));
        let untreated = curve(&UNTREATED.iter().map(|time| (*time, true)).collect::<Vec<_>>());
        assert_eq!((untreated.by(50), untreated.median_between()), (Some(8), (Some(4), Some(11))));
        // Nothing ended: nothing is known. One that ended tells where the median is not before.
        assert_eq!(curve(&[(5, false), (6, false)]).median_between(), (None, None));
        assert_eq!(curve(&[(5, true)]).median_between(), (Some(5), None));
        assert_eq!(curve(&[]).median_between(), (None, None));
        // The interval holds the median, and is narrower the more was seen.
        let many = |each: i64| curve(&(1..=100).flat_map(|t| (0..each).map(move |_| (t, true))).collect::<Vec<_>>()).median_between();
        let ((low, high), (lower, higher)) = (many(4), many(1));
        assert!(lower < low && low < Some(50) && Some(50) < high && high < higher, "{low:?} {high:?} {lower:?} {higher:?}");
    }
}
