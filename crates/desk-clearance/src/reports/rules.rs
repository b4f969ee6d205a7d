//! What the monthly report holds; pure. Whole numbers and codes only: words are put to it in the language it is written in.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::marking::{Mark, SecurityPolicy};
use kernel::measure::{Duration, Figure, Held as Standing, Measure, Period, Survival};
use kernel::{Head, Level, Register};
use serde::{Deserialize, Serialize};
use spine::measures::MeasureTarget;

use super::cells::{Cell, Cells};
use super::sums::{Lines, PlanCells, Sections};
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
    /// What was counted; none when too few to show, as its value.
    pub numerator: Option<i64>,
    /// Of how many.
    pub denominator: Option<i64>,
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
    /// What was counted; none when too few to show, as its value.
    pub numerator: Option<i64>,
    /// Of how many.
    pub denominator: Option<i64>,
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

/// An urgency of the period. Who asked, why and who approved is read where it stands: a report outlives what is erased of a person (decision 0058).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgencyLine {
    /// The case's number.
    pub number: String,
    /// Its record.
    #[serde(default)]
    pub urgency: Option<String>,
    /// How urgent.
    #[serde(default)]
    pub level: Option<String>,
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
    /// The urgent log, the oldest first.
    pub urgencies: Vec<UrgencyLine>,
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
    /// How many there were in all; none outside the office.
    #[serde(default)]
    pub urgencies_in_all: Option<i64>,
    /// Whether a section without a line was counted and found empty; of reports issued before that was kept it may be one that came in later.
    #[serde(default)]
    pub counted: bool,
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
    /// Whether it is the version that leaves the office.
    pub const fn is_outside(&self) -> bool {
        self.small_cell > 0
    }

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

/// The figures of a report's own period, and the lines in which their counts stand.
pub(super) struct Made<'a>(Vec<(&'static str, &'a Figure, Lines)>);

impl<'a> Made<'a> {
    /// Of what is held of each measure.
    pub(super) fn new(cells: &mut Cells, held: &'a [Held<'_>]) -> Self {
        let last = held.iter().filter_map(|h| Some((h.measure, &h.points.last()?.figure)));
        Self(last.map(|(measure, figure)| (measure.code, figure, Lines::new(cells, measure.unit, figure))).collect())
    }

    pub(super) fn of(&self, code: &str) -> Option<(&'a Figure, &Lines)> {
        self.0.iter().find(|(own, ..)| *own == code).map(|(_, figure, lines)| (*figure, lines))
    }
}

/// Open cases by age, from the figure of the backlog.
pub(super) fn ageing(cells: &Cells, (backlog, lines): (&Figure, &Lines)) -> Vec<AgeLine> {
    let line = |part: &kernel::measure::Part| {
        let age = part.key.strip_prefix("age:")?.to_owned();
        Some(AgeLine { age, open: part.value.filter(|_| lines.line(&part.key).shows(cells)) })
    };
    backlog.parts.iter().filter_map(line).collect()
}

/// What each authority takes for each level, from the rows of the figure of authority time: slowest first.
pub(super) fn league(cells: &Cells, (time, lines): (&Figure, &Lines), small: i64) -> Vec<LeagueLine> {
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
        let counts = lines.line(part);
        let decided = seen.iter().filter(|d| d.ended).count() as i64;
        let curve = Survival::new(seen);
        let (low, high) = curve.median_between();
        // A median of few that were decided, however many are open, is the time of one of them.
        let shown = cells.shows(counts.of) && decided >= small;
        let days = |value: Option<i64>| value.filter(|_| shown);
        let unreached = shown && curve.by(50).is_none();
        let line = LeagueLine {
            nation: nation.to_owned(),
            level: level.to_owned(),
            files: cells.shown(counts.of),
            decided: counts.counted.filter(|_| counts.shows(cells)).and_then(|decided| cells.shown(decided)),
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
fn failures(book: &Book<'_>, period: Period, made: &Made<'_>) -> Vec<(&'static str, &'static str, i64)> {
    let (from, until) = book.span(period);
    let mut exits: BTreeMap<&'static str, i64> = BTreeMap::new();
    for (state, _) in book.cases.iter().filter_map(|story| story.closed_in(from, until)) {
        if !matches!(state, "closed_granted" | "closed_completed") {
            *exits.entry(state).or_default() += 1;
        }
    }
    let returned = made.of("KPI-CL-09").map_or(0, |(figure, _)| figure.denominator - figure.numerator);
    let exits = exits.into_iter().map(|(state, count)| ("exit", state, count));
    exits.chain((returned > 0).then_some(("returned", "returned_for_correction", returned))).collect()
}

/// The last day of a year that a period ends with, once it is over.
fn year_end(book: &Book<'_>, period: Period) -> Option<Date> {
    (period.until.month() == 12 && period.until.day() == 31 && period.until < book.today).then_some(period.until)
}

/// The figures without what the sums of a report do not hold, by which a blank cell could be reckoned back: shares within so many days, defects one by
/// one, findings counted a second time. That stays in the office.
fn leaving<'a>(held: &[Held<'a>]) -> Vec<Held<'a>> {
    let held_by_sums = |key: &str| !key.contains("within:") && !key.starts_with("choice:") && !key.ends_with("-drawn");
    let point = |point: &Point<'a>| {
        let mut figure = point.figure.clone();
        figure.parts.retain(|part| held_by_sums(&part.key));
        Point { period: point.period, figure, target: point.target }
    };
    held.iter().map(|of| Held { measure: of.measure, points: of.points.iter().map(point).collect() }).collect()
}

/// Makes the report. For readers outside the office cells of fewer than the office has set itself are blank, with as many others as it takes for none of
/// them to be reckoned back from the sums of all sections, and no case is named.
pub fn monthly(book: &Book<'_>, period: Period, held: &[Held<'_>], aside: Aside, outside: bool) -> Monthly {
    let day = book.last_day(period).unwrap_or(period.until);
    let small = if outside { book.timing.standards.small_cell(day) } else { 0 };
    let mut cells = Cells::new(small);
    let within_sums = outside.then(|| leaving(held));
    let held = within_sums.as_deref().unwrap_or(held);
    let made = Made::new(&mut cells, held);
    let (_, until) = book.span(period);
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
    let mut urgencies = aside.urgencies;
    let urgencies_in_all = (!outside).then_some(urgencies.len() as i64);
    urgencies.truncate(if outside { 0 } else { limits::REPORT_URGENCIES_MAX });
    let ending = people::outlook(book, day);
    let first = day.first_of_month();
    let month = |at: i32| first.checked_add(jiff::Span::new().months(at)).unwrap_or(Date::MAX);
    let outlook: Vec<(Date, i64)> = (0..OUTLOOK_MONTHS)
        .map(|at| {
            let (from, to) = (month(at), month(at + 1));
            (from, ending.iter().filter(|(_, until, _)| *until >= from && *until < to).count() as i64)
        })
        .collect();
    let holders = people::holders(book, day);
    let cleared = if year_end(book, period).is_some() { people::cleared(book, day) } else { BTreeMap::new() };
    let causes: Vec<CauseLine> = failures(book, period, &made)
        .into_iter()
        .map(|(what, code, count)| CauseLine { what: what.to_owned(), code: code.to_owned(), count: Some(count) })
        .chain(aside.causes)
        .collect();

    let mut counted = |count: i64| cells.cell(count);
    let stock: Vec<_> = stock.into_iter().map(|(of, open)| (of, counted(open))).collect();
    let outlook: Vec<_> = outlook.into_iter().map(|(month, count)| (month, counted(count))).collect();
    let holders: BTreeMap<_, _> = holders.into_iter().map(|(level, count)| (level, counted(count))).collect();
    let cleared: BTreeMap<_, _> = cleared.into_iter().map(|(level, count)| (level, counted(count))).collect();
    let causes: Vec<_> = causes.into_iter().map(|line| (counted(line.count.unwrap_or(0)), line)).collect();
    let programme: Vec<_> = aside.programme.into_iter().map(|line| (PlanCells::new(&mut cells, &line), line)).collect();
    let of_cause = |what: &str| causes.iter().filter(|(_, line)| line.what == what).map(|(count, _)| *count).collect();
    Sections {
        stock: stock.iter().map(|(_, open)| *open).collect(),
        holders: holders.values().copied().collect(),
        exits: of_cause("exit"),
        returned: of_cause("returned"),
        findings: programme.iter().filter_map(|(plan, _)| plan.findings).collect(),
    }
    .hold(&mut cells, |code| made.of(code).map(|(_, lines)| lines), flows(held));
    cells.close();
    let cells = cells;

    // A level that nobody is counted at is told in both columns.
    let levels: BTreeSet<&String> = cleared.keys().chain(holders.keys()).collect();
    let at_level = |of: &BTreeMap<String, Cell>, level: &String| of.get(level).map_or(Some(0), |cell| cells.shown(*cell));
    let year_end = levels.into_iter().filter(|_| year_end(book, period).is_some()).map(|level| YearLine {
        level: level.clone(),
        cleared: at_level(&cleared, level),
        access: at_level(&holders, level),
    });
    let stock = stock.iter().map(|((nation, level, kind), open)| StockLine {
        nation: (*nation).to_owned(),
        level: (*level).to_owned(),
        kind: (*kind).to_owned(),
        open: cells.shown(*open),
    });
    Monthly {
        period: period.to_string(),
        small_cell: small,
        measures: held.iter().map(|h| line(&cells, h, made.of(h.measure.code), small)).collect(),
        stock: stock.collect(),
        outlook: outlook
            .iter()
            .map(|(month, count)| MonthLine { month: format!("{:04}-{:02}", month.year(), month.month()), count: cells.shown(*count) })
            .collect(),
        holders: holders.iter().map(|(level, count)| LevelLine { level: level.clone(), count: cells.shown(*count) }).collect(),
        oldest: oldest.collect(),
        urgencies,
        urgencies_in_all,
        counted: true,
        ageing: made.of("KPI-CL-10").map(|backlog| ageing(&cells, backlog)).unwrap_or_default(),
        league: made.of("KPI-CL-07").map(|time| league(&cells, time, small)).unwrap_or_default(),
        year_end: year_end.collect(),
        programme: programme.into_iter().map(|(plan, line)| plan.read(&cells, line)).collect(),
        causes: causes.into_iter().map(|(count, line)| CauseLine { count: cells.shown(count), ..line }).collect(),
        registers: aside.registers,
    }
}

/// Whether the backlog of the period is that of the one before with what came in and without what went out: a case that was opened again is neither.
fn flows(held: &[Held<'_>]) -> bool {
    let backlog = held.iter().find(|h| h.measure.code == "KPI-CL-10").map_or(&[][..], |h| &h.points);
    let [.., before, now] = backlog else { return false };
    let part = |key: &str| now.figure.parts.iter().find(|part| part.key == key).map_or(0, |part| part.numerator);
    now.figure.numerator - before.figure.numerator == part("part:opened") - part("part:closed")
}

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The state a case was in at an instant, if that was an open one.
fn open_at(story: &Story, at: i64) -> Option<&'static str> {
    let here = story.steps.iter().rev().find(|s| s.from < at)?;
    LIFECYCLE.state(here.state).filter(|s| s.open).map(|s| s.code)
}

/// A figure of a period as it may be read by itself: its value, unless it is blank, and how it stands.
fn read(measure: &Measure, point: &Point<'_>, small: i64) -> (Option<i64>, &'static str) {
    let mut cells = Cells::new(small);
    let lines = Lines::new(&mut cells, measure.unit, &point.figure);
    cells.close();
    value(&cells, measure, point, &lines)
}

fn value(cells: &Cells, measure: &Measure, point: &Point<'_>, lines: &Lines) -> (Option<i64>, &'static str) {
    if !lines.own.shows(cells) {
        return (None, Standing::Few.code());
    }
    let (target, floor) = (point.target.map(|t| t.target), point.target.and_then(|t| t.floor));
    (point.figure.value, measure.held(&point.figure, target, floor).code())
}

/// A line of the matrix.
pub(super) fn line(cells: &Cells, held: &Held<'_>, made: Option<(&Figure, &Lines)>, small: i64) -> MeasureLine {
    let measure = held.measure;
    let (last, before) = (held.points.last(), held.points.iter().rev().nth(1));
    let now = made.zip(last).map(|((_, lines), point)| value(cells, measure, point, lines));
    let (now, standing) = now.unwrap_or((None, Standing::Nothing.code()));
    let counts = made.filter(|(_, lines)| lines.own.shows(cells)).map(|(figure, _)| (figure.numerator, figure.denominator));
    let parts =
        made.iter().flat_map(|(figure, lines)| figure.parts.iter().map(|p| (p, lines.line(&p.key).shows(cells)))).map(|(p, shown)| {
            PartLine {
                key: p.key.clone(),
                unit: p.unit.code().to_owned(),
                value: p.value.filter(|_| shown),
                numerator: shown.then_some(p.numerator),
                denominator: shown.then_some(p.denominator),
            }
        });
    let target = last.and_then(|point| point.target).map(|t| t.target);
    let earlier = held.points.len().saturating_sub(1);
    let trend = held.points.iter().enumerate().filter(|_| target.is_some()).map(|(at, point)| {
        let (value, standing) = if at == earlier { (now, standing) } else { read(measure, point, small) };
        TrendLine { period: point.period.to_string(), value, standing: standing.to_owned() }
    });
    MeasureLine {
        code: measure.code.to_owned(),
        unit: measure.unit.code().to_owned(),
        value: now,
        before: before.and_then(|point| read(measure, point, small).0),
        numerator: counts.map(|(numerator, _)| numerator),
        denominator: counts.map(|(_, denominator)| denominator),
        target,
        standing: standing.to_owned(),
        direction: measure.direction.code().to_owned(),
        owner: measure.owner.code().to_owned(),
        trend: trend.collect(),
        parts: parts.collect(),
    }
}
