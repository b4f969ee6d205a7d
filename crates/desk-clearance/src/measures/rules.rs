//! The figures made from cases; pure.

use std::collections::{BTreeMap, HashMap};

use kernel::ClockOwner;
use kernel::Register;
use kernel::clocks::Step;
use kernel::measure::{Duration, Figure, Period, Row, Survival, Unit, percentile, share};

use spine::cases::Promise;
use spine::cases::forecast::THROUGHPUT_WEEKS;

use super::queries::{AUTHORITY_MONTHS, Book, Story};
use crate::cases::{CaseKind, LIFECYCLE, PscCase};

/// Hundredths of a calendar day.
const CENTIDAY: i64 = 864_000_000;

fn row(story: &Story, counted: bool, part: impl Into<String>, value: Option<i64>) -> Row {
    Row { register: PscCase::NAME, id: story.id, counted, part: part.into(), value }
}

fn office_step(state: &str) -> bool {
    LIFECYCLE.state(state).is_some_and(|s| s.open && s.clock == ClockOwner::Office)
}

impl Story {
    /// Whether it was open at an instant.
    pub fn open_at(&self, at: i64) -> bool {
        if at <= self.moved.0 || self.moved.1 < at {
            return at > self.moved.0 && self.open;
        }
        let here = self.steps.iter().rev().find(|s| s.from < at);
        here.and_then(|s| LIFECYCLE.state(s.state)).is_some_and(|s| s.open)
    }

    /// Whether a step of it may have begun within two instants.
    const fn moved_in(&self, from: i64, until: i64) -> bool {
        self.moved.1 >= from && self.moved.0 < until
    }

    /// When it was closed for good within two instants, and how.
    pub fn closed_in(&self, from: i64, until: i64) -> Option<(&'static str, i64)> {
        if !self.moved_in(from, until) {
            return None;
        }
        let last = self.steps.iter().rev().find(|s| s.from < until)?;
        let closed = LIFECYCLE.state(last.state).is_some_and(|s| !s.open);
        (closed && last.from >= from).then_some((last.state, last.from))
    }

    /// Whether it was opened again within two instants.
    fn reopened_in(&self, from: i64, until: i64) -> bool {
        let open = |state: &str| LIFECYCLE.state(state).is_some_and(|s| s.open);
        self.steps.windows(2).any(|two| two[1].from >= from && two[1].from < until && !open(two[0].state) && open(two[1].state))
    }

    /// When the step of a visit began.
    fn began(&self, step: &Step) -> i64 {
        self.steps.get(step.first).map_or(step.from, |first| first.from)
    }

    /// Whether the end of a visit was taken back by an instant: then its step had not ended.
    fn taken_back(&self, at: usize, by: i64) -> bool {
        let first = self.steps.get(at).map(|step| step.first);
        self.steps.get(at + 2).is_some_and(|back| Some(back.first) == first && back.from < by)
    }

    /// Working time of its own clock a step had used by an instant.
    fn used(&self, book: &Book<'_>, step: usize, by: i64) -> i64 {
        let own = self.intervals.iter().filter(|i| i.step == step && !i.paused && i.from < by);
        own.map(|i| book.timing.office.between(i.from, i.until.min(by))).sum()
    }

    /// Whether it was urgent at any time within two instants.
    fn urgent_in(&self, from: i64, until: i64) -> bool {
        self.urgent.iter().any(|(begins, ends)| *begins < until.max(from.saturating_add(1)) && *ends > from)
    }

    /// Whether it had been granted by an instant.
    pub fn granted_by(&self, by: i64) -> bool {
        self.steps.iter().any(|s| s.state == "closed_granted" && s.from <= by)
    }

    /// How long the authority had it by an instant, each stretch measured as told, and whether it had decided; and when it was sent.
    fn authority_had(&self, by: i64, measure: impl Fn(i64, i64) -> i64) -> Option<(i64, Duration)> {
        let theirs = || self.intervals.iter().filter(|i| i.owner == ClockOwner::Authority && i.from < by);
        let sent = theirs().next()?.from;
        let decided = self.steps.iter().find(|s| s.state == "decision_received" && s.from <= by).map(|s| s.from);
        let until = decided.unwrap_or(by);
        let time = theirs().map(|i| measure(i.from, i.until.min(until))).sum();
        Some((sent, Duration { time, ended: decided.is_some() }))
    }

    /// The same in hundredths of calendar days.
    fn waited(&self, by: i64) -> Option<(i64, Duration)> {
        let (sent, had) = self.authority_had(by, |from, until| (until - from).max(0))?;
        Some((sent, Duration { time: had.time / CENTIDAY, ..had }))
    }

    /// The same in hundredths of days of the authority's calendar, of calendar days where it has none.
    fn with_authority(&self, book: &Book<'_>, by: i64) -> Option<(i64, Duration)> {
        match book.timing.authority(self.authority) {
            Some(hours) => self.authority_had(by, |from, until| hours.between(from, until) * 100 / hours.day()),
            None => self.waited(by),
        }
    }
}

/// A step of the office that ended in a period, held against its standard.
struct Done<'a> {
    story: &'a Story,
    state: &'static str,
    used: i64,
    target: i64,
}

/// All that ended between two instants; only the urgent ones where no others are asked for.
fn done<'a>(book: &'a Book<'_>, from: i64, until: i64, only_urgent: bool) -> Vec<Done<'a>> {
    let mut all = Vec::new();
    // A step ends when the next begins: where none began in the period, none ended.
    for story in book.cases.iter().filter(|s| s.moved_in(from, until) && !(only_urgent && s.urgent.is_empty())) {
        for (at, step) in story.steps.iter().enumerate() {
            let ended = |end: &i64| *end >= from && *end < until && office_step(step.state) && !story.taken_back(at, until);
            let Some(end) = step.until.filter(ended) else { continue };
            let began = story.began(step);
            let urgent = story.urgent_in(began, end);
            if only_urgent && !urgent {
                continue;
            }
            if let Some(target) = book.timing.target(PscCase::NAME, step.state, began, urgent) {
                all.push(Done { story, state: step.state, used: story.used(book, step.first, end), target });
            }
        }
    }
    all
}

fn working_days(book: &Book<'_>, time: i64) -> i64 {
    time * 100 / book.timing.office.day()
}

fn sorted(mut values: Vec<i64>) -> Vec<i64> {
    values.sort_unstable();
    values
}

/// KPI-CL-05: closed steps within their target of all closed steps, by step; how far breaches went, and those still open.
pub fn attainment(book: &Book<'_>, period: Period) -> Figure {
    let (from, until) = book.span(period);
    let all = done(book, from, until, false);
    let rows = all.iter().map(|d| row(d.story, d.used <= d.target, format!("state:{}", d.state), Some(working_days(book, d.used))));
    let mut figure = Figure::share(rows.collect());
    for state in LIFECYCLE.states.iter().filter(|s| office_step(s.code)) {
        let here: Vec<_> = all.iter().filter(|d| d.state == state.code).collect();
        let met = here.iter().filter(|d| d.used <= d.target).count() as i64;
        let count = here.len() as i64;
        if count > 0 {
            figure.part(format!("state:{}", state.code), Unit::Share, share(met, count), met, count);
        }
    }
    let over = sorted(all.iter().filter(|d| d.used > d.target).map(|d| working_days(book, d.used - d.target)).collect());
    figure.part("part:breach-p90", Unit::WorkingDays, percentile(&over, 90), over.len() as i64, all.len() as i64);
    let (mut running, mut late) = (0, 0);
    for story in book.cases.iter().filter(|s| s.open_at(until)) {
        for step in &story.steps {
            let here = step.from < until && step.until.is_none_or(|end| end >= until) && office_step(step.state);
            let target = here
                .then(|| book.timing.target(PscCase::NAME, step.state, story.began(step), story.urgent_in(story.began(step), until)))
                .flatten();
            if let Some(target) = target {
                running += 1;
                late += i64::from(story.used(book, step.first, until) > target);
            }
        }
    }
    figure.part("part:breaches-open", Unit::Count, Some(late), late, running);
    figure
}

/// The certificates for meetings that went out in a period: how many within what is promised, of how many.
pub fn certificates_kept(book: &Book<'_>, period: Period) -> (i64, i64) {
    let (from, until) = book.span(period);
    let (mut kept, mut all) = (0, 0);
    for story in book.cases.iter().filter(|s| &*s.kind == CaseKind::MeetingCertificate.code()) {
        let Some((_, end)) = story.closed_in(from, until).filter(|(state, _)| *state == "closed_granted") else { continue };
        let used: i64 = (0..story.steps.len()).map(|step| story.used(book, step, end)).sum();
        let promised =
            book.timing.standards.promise(Promise::MeetingCertificate, book.timing.day(story.opened), story.urgent_in(story.opened, end));
        all += 1;
        kept += i64::from(used <= promised.micros(&book.timing.office));
    }
    (kept, all)
}

/// KPI-CL-06: from opening to decision, in working days: P50, P85 and P90 by kind and level, and the share within the days the office set itself.
pub fn end_to_end(book: &Book<'_>, period: Period) -> Figure {
    let (from, until) = book.span(period);
    let mut rows = Vec::new();
    let mut groups: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for story in &book.cases {
        let decided = story.closed_in(from, until).filter(|(state, _)| matches!(*state, "closed_granted" | "closed_refused"));
        let (Some((_, end)), Some(first)) = (decided, story.steps.first()) else { continue };
        let days = working_days(book, book.timing.office.between(first.from, end));
        let part = format!("kind:{} level:{}", story.kind, story.level);
        groups.entry(part.clone()).or_default().push(days);
        rows.push(row(story, true, part, Some(days)));
    }
    let all = sorted(rows.iter().filter_map(|r| r.value).collect());
    let count = rows.len() as i64;
    let mut figure = Figure { value: percentile(&all, 50), numerator: count, denominator: count, rows, parts: Vec::new() };
    for percent in [50, 85, 90] {
        figure.part(format!("percentile:{percent}"), Unit::WorkingDays, percentile(&all, percent), count, count);
    }
    let most = book.timing.standards.end_to_end_days(book.timing.day(until.saturating_sub(1)));
    let within = |days: &[i64]| days.iter().filter(|days| **days <= most * 100).count() as i64;
    let share_within = |figure: &mut Figure, before: &str, days: &[i64]| {
        let (met, count) = (within(days), days.len() as i64);
        figure.part(format!("{before}within:{most}"), Unit::Share, share(met, count), met, count);
    };
    share_within(&mut figure, "", &all);
    for (key, values) in groups {
        let (values, count) = (sorted(values.clone()), values.len() as i64);
        for percent in [50, 85, 90] {
            figure.part(format!("{key} percentile:{percent}"), Unit::WorkingDays, percentile(&values, percent), count, count);
        }
        share_within(&mut figure, &format!("{key} "), &values);
    }
    figure
}

/// What every authority took by a way of counting, for cases sent within the months before the end of a period.
fn authority_times<'a>(
    book: &'a Book<'_>,
    period: Period,
    took: impl Fn(&Story, i64) -> Option<(i64, Duration)>,
) -> Vec<(&'a Story, Duration)> {
    let (_, until) = book.span(period);
    let (from, _) = book.span(period.months_before(AUTHORITY_MONTHS));
    let moved = book.cases.iter().filter(|s| s.moved_in(from, until));
    let all = moved.filter_map(|story| Some((story, took(story, until)?)));
    all.filter(|(_, (sent, _))| *sent >= from && *sent < until).map(|(story, (_, duration))| (story, duration)).collect()
}

/// What every authority took in hundredths of calendar days, for cases sent within the months before the instant a book is told up to.
pub fn authority_stories<'a>(book: &'a Book<'_>) -> Vec<(&'a Story, Duration)> {
    let (from, _) = book.span(Period::month_of(book.today).months_before(AUTHORITY_MONTHS));
    let moved = book.cases.iter().filter(|s| s.moved.1 >= from);
    let all = moved.filter_map(|s| Some((s, s.waited(book.now)?)));
    all.filter(|(_, (sent, _))| *sent >= from).map(|(story, (_, waited))| (story, waited)).collect()
}

/// Fewest files from which an authority's own curve for a level is drawn.
pub const CURVE_FILES_MIN: usize = 10;

/// The share of files still with their authority after a time of calendar days, by authority and level, and over all of them.
pub struct Curves<'a> {
    own: HashMap<(&'a str, &'a str), Survival>,
    all: Survival,
}

impl<'a> Curves<'a> {
    /// From what was seen within the months before the end of a period.
    pub fn new(book: &'a Book<'_>, period: Period) -> Self {
        let times = authority_times(book, period, Story::waited);
        let mut own: HashMap<_, Vec<Duration>> = HashMap::new();
        for (story, duration) in &times {
            own.entry((&*story.nation, &*story.level)).or_default().push(*duration);
        }
        own.retain(|_, seen| seen.len() >= CURVE_FILES_MIN);
        let all = Survival::new(times.into_iter().map(|(_, duration)| duration).collect());
        Self { own: own.into_iter().map(|(of, seen)| (of, Survival::new(seen))).collect(), all }
    }

    /// How probable it is that a person's file, as it stands on the last day of a period, is not decided within some days: certain when no
    /// file of theirs is with its authority.
    pub fn undecided(&self, book: &Book<'_>, period: Period, person: kernel::RecordId, days: i64) -> f64 {
        let (_, until) = book.span(period);
        let open = book.cases_of(person).filter(|s| s.open_at(until));
        let with = open.filter_map(|s| Some((s, s.waited(until)?.1))).find(|(_, duration)| !duration.ended);
        let Some((story, Duration { time, .. })) = with else { return 1.0 };
        let curve = self.own.get(&(&*story.nation, &*story.level)).unwrap_or(&self.all);
        let now = curve.after(time);
        if now > 0.0 { curve.after(time + days * 100) / now } else { 1.0 }
    }
}

/// KPI-CL-07: median and P90 of the authority's time by product limit, open files counted as long as they were seen.
pub fn authority_time(book: &Book<'_>, period: Period) -> Figure {
    let all = authority_times(book, period, |story, until| story.with_authority(book, until));
    let mut groups: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let mut rows = Vec::new();
    for (story, duration) in &all {
        let part = format!("nation:{} level:{}", story.nation, story.level);
        groups.entry(part.clone()).or_default().push(*duration);
        rows.push(row(story, duration.ended, part, Some(duration.time)));
    }
    let ended = |d: &[Duration]| d.iter().filter(|d| d.ended).count() as i64;
    let durations: Vec<Duration> = all.iter().map(|(_, d)| *d).collect();
    let (decided, count) = (ended(&durations), durations.len() as i64);
    let curve = Survival::new(durations);
    let mut figure = Figure { value: curve.by(50), numerator: decided, denominator: count, rows, parts: Vec::new() };
    figure.part("percentile:50", Unit::Days, curve.by(50), decided, count);
    figure.part("percentile:90", Unit::Days, curve.by(90), decided, count);
    for (key, durations) in groups {
        let (decided, count) = (ended(&durations), durations.len() as i64);
        let curve = Survival::new(durations);
        for percent in [50, 90] {
            figure.part(format!("{key} percentile:{percent}"), Unit::Days, curve.by(percent), decided, count);
        }
    }
    figure
}

/// Whether a part of the time split is about one authority's cases: it is for the talk with that authority and stands in no report.
pub fn of_one_authority(key: &str) -> bool {
    key.contains(" clock:")
}

/// KPI-CL-08: whose time the period's time was, over all cases and by the nation of the authority; a row for each case and owner.
pub fn time_split(book: &Book<'_>, period: Period) -> Figure {
    let (from, until) = book.span(period);
    let mut by_owner: BTreeMap<ClockOwner, i64> = BTreeMap::new();
    let mut by_authority: BTreeMap<&str, BTreeMap<ClockOwner, i64>> = BTreeMap::new();
    let mut rows = Vec::new();
    for story in book.cases.iter().filter(|s| s.moved.0 < until && (s.open || s.moved.1 >= from)) {
        let split: BTreeMap<_, _> = spine::cases::rules::split(&story.intervals, from, until).into_iter().collect();
        let theirs = by_authority.entry(&story.nation).or_default();
        for (owner, time) in split.into_iter().filter(|(owner, _)| *owner != ClockOwner::Nobody) {
            *by_owner.entry(owner).or_default() += time;
            *theirs.entry(owner).or_default() += time;
            let part = format!("nation:{} clock:{}", story.nation, owner.code());
            rows.push(row(story, owner == ClockOwner::Office, part, Some(time / CENTIDAY)));
        }
    }
    let all: i64 = by_owner.values().sum();
    let office = by_owner.get(&ClockOwner::Office).copied().unwrap_or(0);
    let mut figure =
        Figure { value: share(office, all), numerator: office / CENTIDAY, denominator: all / CENTIDAY, rows, parts: Vec::new() };
    for (owner, time) in by_owner {
        figure.part(format!("clock:{}", owner.code()), Unit::Share, share(time, all), time / CENTIDAY, all / CENTIDAY);
    }
    for (nation, owners) in by_authority {
        let all: i64 = owners.values().sum();
        for (owner, time) in owners {
            let key = format!("nation:{nation} clock:{}", owner.code());
            figure.part(key, Unit::Share, share(time, all), time / CENTIDAY, all / CENTIDAY);
        }
    }
    figure
}

/// Forms that went back to the person: which case, when, and the codes of what was found in them.
pub type Returned = (kernel::RecordId, i64, String);

/// KPI-CL-09: questionnaires complete at their first check, of those first checked in the period; and what was found in the others, the most
/// frequent first.
pub fn first_time_right(book: &Book<'_>, period: Period, returned: &[Returned]) -> Figure {
    let (from, until) = book.span(period);
    let mut codes_of: HashMap<(kernel::RecordId, i64), Vec<&str>> = HashMap::new();
    for (case, at, codes) in returned {
        codes_of.entry((*case, *at)).or_default().extend(codes.split(' ').filter(|code| !code.is_empty()));
    }
    let mut found: BTreeMap<&str, i64> = BTreeMap::new();
    let mut rows = Vec::new();
    for story in book.cases.iter().filter(|s| s.moved_in(from, until)) {
        let first = story.steps.iter().find(|s| matches!(s.state, "complete" | "returned_for_correction"));
        let Some(first) = first.filter(|s| s.from >= from && s.from < until) else { continue };
        codes_of.get(&(story.id, first.from)).into_iter().flatten().for_each(|code| *found.entry(code).or_default() += 1);
        rows.push(row(story, first.state == "complete", format!("state:{}", first.state), None));
    }
    let mut figure = Figure::share(rows);
    let returned = figure.denominator - figure.numerator;
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    for (code, count) in found {
        figure.part(format!("choice:{code}"), Unit::Count, Some(count), count, returned);
    }
    figure
}

/// The ages of the backlog, in days: above, up to and including.
const AGES: [(i64, i64, &str); 5] =
    [(-1, 30, "0-30"), (30, 90, "31-90"), (90, 180, "91-180"), (180, 365, "181-365"), (365, i64::MAX, "365")];
const WEEK: i64 = 7 * 86_400_000_000;

/// KPI-CL-10: open cases by age on the last day; what came in and went out; how long clearing it would take.
pub fn backlog(book: &Book<'_>, period: Period) -> Figure {
    let (from, until) = book.span(period);
    let open: Vec<(&Story, i64)> =
        book.cases.iter().filter(|s| s.open_at(until)).map(|s| (s, (until - s.opened) / (CENTIDAY * 100))).collect();
    let age = |days: i64| AGES.iter().find(|(above, to, _)| days > *above && days <= *to).map_or("365", |a| a.2);
    let mut figure = Figure::count(open.iter().map(|(s, days)| row(s, true, format!("age:{}", age(*days)), Some(days * 100))).collect());
    for (_, _, code) in AGES {
        let count = open.iter().filter(|(_, days)| age(*days) == code).count() as i64;
        figure.part(format!("age:{code}"), Unit::Count, Some(count), count, open.len() as i64);
    }
    // A case that is opened again comes in again: what came in less what went out is what the backlog grew by.
    let here = |s: &&Story| s.open_at(from) || (s.opened >= from && s.opened < until) || s.reopened_in(from, until);
    let opened = book.cases.iter().filter(here).filter(|s| !s.open_at(from)).count() as i64;
    let closed = book.cases.iter().filter(here).filter(|s| !s.open_at(until)).count() as i64;
    figure.part("part:opened", Unit::Count, Some(opened), opened, opened);
    figure.part("part:closed", Unit::Count, Some(closed), closed, closed);
    figure.part("part:net-flow", Unit::Count, Some(closed - opened), closed, opened);
    let recently = book.cases.iter().filter(|s| s.closed_in(until - THROUGHPUT_WEEKS * WEEK, until).is_some()).count() as i64;
    let weeks = (open.len() as i64 * THROUGHPUT_WEEKS * 100).checked_div(recently);
    figure.part("part:clearance-time", Unit::Weeks, weeks, open.len() as i64, recently);
    figure
}

/// KPI-CL-11: urgencies approved in the period of all cases opened in it; and how urgent steps kept their standard.
pub fn urgent_share(book: &Book<'_>, period: Period) -> Figure {
    let (from, until) = book.span(period);
    let within = |at: i64| at >= from && at < until;
    let mut rows = Vec::new();
    for story in &book.cases {
        let urgent = story.urgent.iter().any(|(begins, _)| within(*begins));
        if urgent || within(story.opened) {
            rows.push(row(story, urgent, if urgent { "part:urgent" } else { "part:routine" }, None));
        }
    }
    let intake = book.cases.iter().filter(|s| within(s.opened)).count() as i64;
    let urgent = rows.iter().filter(|r| r.counted).count() as i64;
    let mut figure = Figure { value: share(urgent, intake), numerator: urgent, denominator: intake, rows, parts: Vec::new() };
    let steps = done(book, from, until, true);
    let met = steps.iter().filter(|d| d.used <= d.target).count() as i64;
    figure.part("part:urgent-attainment", Unit::Share, share(met, steps.len() as i64), met, steps.len() as i64);
    figure
}
