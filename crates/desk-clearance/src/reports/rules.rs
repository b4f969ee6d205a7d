//! What the monthly report holds; pure. Whole numbers and codes only: words are put to it in the language it is written in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::marking::{Mark, SecurityPolicy};
use kernel::measure::{Duration, Figure, Held as Standing, Measure, Period, Survival, Unit};
use kernel::{Head, Level, Register};
use serde::{Deserialize, Serialize};
use spine::measures::MeasureTarget;

use crate::cases::LIFECYCLE;
use crate::cases::PscCase;
use crate::limits;
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
    /// Which way is better.
    #[serde(default)]
    pub direction: String,
    /// The duty that answers for it.
    #[serde(default)]
    pub owner: String,
    /// The periods up to this one, the oldest first; only of figures with a target.
    #[serde(default)]
    pub trend: Vec<TrendLine>,
    /// Its breakdown.
    pub parts: Vec<PartLine>,
}

impl MeasureLine {
    /// Whether it is one of the main figures: those the office has set itself a target for.
    pub const fn is_main(&self) -> bool {
        self.target.is_some()
    }
}

/// A figure of one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendLine {
    /// The period.
    pub period: String,
    /// Its value; none when nothing fell into it, or too few to show.
    pub value: Option<i64>,
    /// How it stood against what was wanted then.
    pub standing: String,
}

/// A case that has been open for long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldLine {
    /// The case's number.
    pub number: String,
    /// The state it was in.
    pub state: String,
    /// The authority's nation.
    pub nation: String,
    /// The level asked for.
    pub level: String,
    /// Days since it was opened.
    pub days: i64,
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

/// Open cases of one class of age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeLine {
    /// The class in days, such as 31-90.
    pub age: String,
    /// How many are open; none when too few to show.
    pub open: Option<i64>,
}

/// How long an authority takes for a level, in hundredths of days of its calendar, of calendar days where it has none; open files are counted as
/// long as they were seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeagueLine {
    /// The authority's nation.
    pub nation: String,
    /// The level asked for.
    pub level: String,
    /// Files sent in the 24 months before the end of the period; none when too few to show, as all that follows.
    pub files: Option<i64>,
    /// Those decided.
    pub decided: Option<i64>,
    /// The time by which half were decided; none when that was never seen.
    pub median: Option<i64>,
    /// Where the median lies with 95 % confidence: no earlier than this.
    pub low: Option<i64>,
    /// And no later than this.
    pub high: Option<i64>,
    /// The time by which nine in ten were decided.
    pub p90: Option<i64>,
}

/// The people at one level on the last day of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearLine {
    /// The level.
    pub level: String,
    /// People in service whose clearance stood, whether it ends or not; none when too few to show.
    pub cleared: Option<i64>,
    /// People with effective access at that level.
    pub access: Option<i64>,
}

/// A plan of audits, with what came of those drawn in the period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    /// Of which series of files.
    pub series: String,
    /// Which of them.
    pub scope: String,
    /// Every how many months.
    pub every_months: i64,
    /// How many files are drawn; all of them when none.
    pub sample: Option<i64>,
    /// Audits drawn.
    pub audits: i64,
    /// Those closed since.
    pub closed: i64,
    /// Files drawn; none where no audit was, or too few to show, as what follows.
    pub files: Option<i64>,
    /// Findings those closed led to; none before one is.
    pub findings: Option<i64>,
    /// Files with at least one defect, of those closed.
    pub faulty: Option<i64>,
    /// When the next is drawn; none when the plan has ended.
    pub next_on: Option<String>,
}

/// How often something happened for one coded cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseLine {
    /// Of what: `finding`, `incident`, `exit` or `returned`.
    pub what: String,
    /// The code of the cause, or of the state a case ended in.
    pub code: String,
    /// How often; none when too few to show.
    pub count: Option<i64>,
}

/// A mail book as it stood at the end of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookLine {
    /// Whose mail it is.
    pub body: String,
    /// The year.
    pub year: i64,
    /// In or out.
    pub direction: String,
    /// The last number given.
    pub last: i64,
    /// Entries that count.
    pub issued: i64,
    /// Entries made void.
    pub void: i64,
    /// Numbers no entry bears; must be none.
    pub missing: i64,
    /// The last day of its year, once over.
    pub closed_on: Option<String>,
    /// What its entries hash to, once closed.
    pub hash: Option<String>,
}

/// What a report holds beside figures and cases, counted over registers of its own.
#[derive(Clone, Debug, Default)]
pub struct Aside {
    /// The audit programme.
    pub programme: Vec<PlanLine>,
    /// Causes of findings and incidents.
    pub causes: Vec<CauseLine>,
    /// The mail books.
    pub registers: Vec<BookLine>,
}

/// The monthly statistical report. Sections that came in later are empty in reports issued before.
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
    /// The open cases that were opened first; empty outside the office.
    #[serde(default)]
    pub oldest: Vec<OldLine>,
    /// The urgent log; empty outside the office.
    pub urgencies: Vec<UrgencyLine>,
    /// Open cases by age.
    #[serde(default)]
    pub ageing: Vec<AgeLine>,
    /// What each authority takes for each level.
    #[serde(default)]
    pub league: Vec<LeagueLine>,
    /// The count at the end of the year; only in a report of a period that ends with one.
    #[serde(default)]
    pub year_end: Vec<YearLine>,
    /// The audit programme.
    #[serde(default)]
    pub programme: Vec<PlanLine>,
    /// Causes of incidents and failures.
    #[serde(default)]
    pub causes: Vec<CauseLine>,
    /// The closing of the mail books.
    #[serde(default)]
    pub registers: Vec<BookLine>,
}

impl Monthly {
    /// What a report is marked: as its record is, and as high as so many named cases are together. It follows from the record and the policy
    /// alone, so that the same report is the same file for everybody.
    pub fn mark(&self, head: &Head, policy: &SecurityPolicy) -> Mark {
        let cases = policy.rank(&Level(PscCase::DEF.marking.to_owned())).unwrap_or(i64::MAX);
        let named = policy.aggregated(&[(cases, self.oldest.len() + self.urgencies.len())].into());
        let mark = policy.mark(head);
        Mark { rank: mark.rank.max(named), ..mark }
    }
}

/// Months of the outlook.
pub const OUTLOOK_MONTHS: i32 = 24;

/// A measure with its figures of some periods, the oldest first; the last is the report's own.
pub struct Held<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// Its figures.
    pub points: Vec<Point<'a>>,
}

/// A figure of a period with what was wanted then.
pub struct Point<'a> {
    /// The period.
    pub period: Period,
    /// The figure.
    pub figure: Figure,
    /// What is wanted.
    pub target: Option<&'a MeasureTarget>,
}

impl Held<'_> {
    /// The figure of the report's own period, of the measure of a code.
    fn last<'h>(held: &'h [Held<'_>], code: &str) -> Option<&'h Figure> {
        held.iter().find(|h| h.measure.code == code)?.points.last().map(|point| &point.figure)
    }
}

/// Open cases by age, from the figure of the backlog.
fn ageing(backlog: &Figure, small: i64) -> Vec<AgeLine> {
    let line = |part: &kernel::measure::Part| {
        let age = part.key.strip_prefix("age:")?.to_owned();
        Some(AgeLine { age, open: part.value.filter(|_| !hides(part.unit, part.numerator, part.denominator, small)) })
    };
    backlog.parts.iter().filter_map(line).collect()
}

/// What each authority takes for each level, from the rows of the figure of authority time: slowest first.
pub(super) fn league(time: &Figure, small: i64) -> Vec<LeagueLine> {
    let mut groups: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for row in &time.rows {
        if let Some(time) = row.value {
            groups.entry(&row.part).or_default().push(Duration { time, ended: row.counted });
        }
    }
    // Who has decided fewer than half is slower than any median; what is blank comes last.
    let rank = |line: &LeagueLine, unreached: bool| if unreached { 0 } else { 1 + i32::from(line.median.is_none()) };
    let line = |(part, seen): (&str, Vec<Duration>)| {
        let (nation, level) = part.strip_prefix("nation:")?.split_once(" level:")?;
        let (files, decided) = (seen.len() as i64, seen.iter().filter(|d| d.ended).count() as i64);
        let shown = !hides(Unit::Days, decided, files, small);
        let curve = Survival::new(seen);
        let (low, high) = curve.median_between();
        let cell = |value: Option<i64>| value.filter(|_| shown);
        // A median of few that were decided, however many are open, is the time of one of them.
        let days = |value: Option<i64>| cell(value).filter(|_| decided >= small);
        let unreached = shown && decided >= small && curve.by(50).is_none();
        let line = LeagueLine {
            nation: nation.to_owned(),
            level: level.to_owned(),
            files: cell(Some(files)),
            // Almost all of them, or almost none, tell of a few.
            decided: cell(Some(decided)).filter(|_| !few(decided, files, small)),
            median: days(curve.by(50)),
            low: days(low),
            high: days(high),
            p90: days(curve.by(90)),
        };
        Some((rank(&line, unreached), line))
    };
    let mut lines: Vec<(i32, LeagueLine)> = groups.into_iter().filter_map(line).collect();
    lines.sort_by(|(at, a), (bt, b)| {
        at.cmp(bt).then_with(|| b.median.cmp(&a.median)).then_with(|| (&a.nation, &a.level).cmp(&(&b.nation, &b.level)))
    });
    lines.into_iter().map(|(_, line)| line).collect()
}

/// How the cases ended that were closed in the period otherwise than by a grant, and the questionnaires that came back at their first check.
fn failures(book: &Book<'_>, period: Period, held: &[Held<'_>]) -> Vec<(&'static str, &'static str, i64)> {
    let (from, until) = book.span(period);
    let mut exits: BTreeMap<&'static str, i64> = BTreeMap::new();
    for (state, _) in book.cases.iter().filter_map(|story| story.closed_in(from, until)) {
        if !matches!(state, "closed_granted" | "closed_completed") {
            *exits.entry(state).or_default() += 1;
        }
    }
    let returned = Held::last(held, "KPI-CL-09").map_or(0, |figure| figure.denominator - figure.numerator);
    let exits = exits.into_iter().map(|(state, count)| ("exit", state, count));
    exits.chain((returned > 0).then_some(("returned", "returned_for_correction", returned))).collect()
}

/// The last day of a year that a period ends with, once it is over.
fn year_end(book: &Book<'_>, period: Period) -> Option<Date> {
    (period.until.month() == 12 && period.until.day() == 31 && period.until < book.today).then_some(period.until)
}

/// Makes the report. For readers outside the office cells of fewer than [`limits::SMALL_CELL`] are blank, and no case is named.
pub fn monthly(book: &Book<'_>, period: Period, held: &[Held<'_>], aside: Aside, outside: bool) -> Monthly {
    let small = if outside { limits::SMALL_CELL } else { 0 };
    let shown = |count: i64| (count == 0 || count >= small).then_some(count);
    let day = book.last_day(period).unwrap_or(period.until);
    let (from, until) = book.span(period);
    let mut stock: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
    let mut open: Vec<(&Story, &'static str)> = book.cases.iter().filter_map(|s| Some((s, open_at(s, until)?))).collect();
    for (story, _) in &open {
        *stock.entry((&*story.nation, &*story.level, &*story.kind)).or_default() += 1;
    }
    open.sort_by_key(|(story, _)| story.opened);
    let oldest = open.iter().take(if outside { 0 } else { limits::REPORT_OLDEST_MAX }).map(|(story, state)| OldLine {
        number: story.number.clone(),
        state: (*state).to_owned(),
        nation: story.nation.to_string(),
        level: story.level.to_string(),
        days: (until - story.opened) / DAY,
    });
    let mut urgencies: Vec<UrgencyLine> = Vec::new();
    for story in &book.cases {
        let of_period = story.urgent.iter().filter(|(begins, _)| *begins >= from && *begins < until);
        urgencies.extend(of_period.map(|(from, until)| UrgencyLine { number: story.number.clone(), from: *from, until: *until }));
    }
    urgencies.truncate(if outside { 0 } else { limits::REPORT_URGENCIES_MAX });
    let ending = people::outlook(book, day);
    let holders = people::holders(book, day);
    let mut years: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    if year_end(book, period).is_some() {
        for (level, count) in people::cleared(book, day) {
            years.entry(level).or_default().0 = count;
        }
        for (level, count) in &holders {
            years.entry(level.clone()).or_default().1 = *count;
        }
    }
    let years = years.into_iter().map(|(level, (cleared, access))| YearLine { level, cleared: shown(cleared), access: shown(access) });
    let failures = failures(book, period, held);
    let failures =
        failures.into_iter().map(|(what, code, count)| CauseLine { what: what.to_owned(), code: code.to_owned(), count: Some(count) });
    let causes = failures.chain(aside.causes).map(|line| CauseLine { count: line.count.and_then(shown), ..line });
    let programme = aside.programme.into_iter().map(|line| PlanLine {
        files: line.files.and_then(shown),
        findings: line.findings.and_then(shown),
        faulty: line.faulty.and_then(shown),
        ..line
    });
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
        holders: holders.into_iter().map(|(level, count)| LevelLine { level, count: shown(count) }).collect(),
        oldest: oldest.collect(),
        urgencies,
        ageing: Held::last(held, "KPI-CL-10").map(|figure| ageing(figure, small)).unwrap_or_default(),
        league: Held::last(held, "KPI-CL-07").map(|figure| league(figure, small)).unwrap_or_default(),
        year_end: years.collect(),
        programme: programme.collect(),
        causes: causes.collect(),
        registers: aside.registers,
    }
}

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The state a case was in at an instant, if that was an open one.
fn open_at(story: &Story, at: i64) -> Option<&'static str> {
    let here = story.steps.iter().rev().find(|s| s.from < at)?;
    LIFECYCLE.state(here.state).filter(|s| s.open).map(|s| s.code)
}

/// Whether a cell rests on people or cases few enough to be known by: some of them, but fewer than the limit, or all but so few.
const fn few(numerator: i64, denominator: i64, small: i64) -> bool {
    let rest = denominator - numerator;
    (denominator > 0 && denominator < small) || (numerator > 0 && numerator < small) || (rest > 0 && rest < small)
}

/// Whether a figure is left blank. Sums of days and differences rest on as many as their denominator says.
const fn hides(unit: Unit, numerator: i64, denominator: i64, small: i64) -> bool {
    match unit {
        Unit::Share | Unit::Count => few(numerator, denominator, small),
        _ => denominator > 0 && denominator < small,
    }
}

/// A figure as it may be read: itself, unless it is blank, and how it stands.
fn read<'a>(measure: &Measure, point: &'a Point<'_>, small: i64) -> (Option<&'a Figure>, &'static str) {
    let figure = &point.figure;
    if hides(measure.unit, figure.numerator, figure.denominator, small) {
        return (None, Standing::Few.code());
    }
    (Some(figure), measure.held(figure, point.target.map(|t| t.target), point.target.and_then(|t| t.floor)).code())
}

pub(super) fn line(held: &Held<'_>, small: i64) -> MeasureLine {
    let measure = held.measure;
    let last = held.points.last();
    let (figure, standing) = last.map_or((None, Standing::Nothing.code()), |point| read(measure, point, small));
    let before = held.points.iter().rev().nth(1).and_then(|point| read(measure, point, small).0);
    let parts = last.iter().flat_map(|point| &point.figure.parts).map(|p| {
        // A percentile of few that ended, however many are seen, is the time of one of them.
        let of_few = p.key.contains("percentile:") && few(p.numerator, p.denominator, small);
        let hidden = of_few || hides(p.unit, p.numerator, p.denominator, small);
        let (numerator, denominator) = if hidden { (0, 0) } else { (p.numerator, p.denominator) };
        PartLine { key: p.key.clone(), unit: p.unit.code().to_owned(), value: p.value.filter(|_| !hidden), numerator, denominator }
    });
    let target = last.and_then(|point| point.target).map(|t| t.target);
    let trend = held.points.iter().filter(|_| target.is_some()).map(|point| {
        let (figure, standing) = read(measure, point, small);
        TrendLine { period: point.period.to_string(), value: figure.and_then(|f| f.value), standing: standing.to_owned() }
    });
    MeasureLine {
        code: measure.code.to_owned(),
        unit: measure.unit.code().to_owned(),
        value: figure.and_then(|f| f.value),
        before: before.and_then(|f| f.value),
        numerator: figure.map_or(0, |f| f.numerator),
        denominator: figure.map_or(0, |f| f.denominator),
        target,
        standing: standing.to_owned(),
        direction: measure.direction.code().to_owned(),
        owner: measure.owner.code().to_owned(),
        trend: trend.collect(),
        parts: parts.collect(),
    }
}
