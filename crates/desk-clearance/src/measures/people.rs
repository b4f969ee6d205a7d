//! The figures made from people's clearances; pure.

use std::rc::Rc;

use jiff::civil::Date;
use kernel::measure::{Figure, Period, Row, Unit, share};
use kernel::{Level, Register};
use spine::briefings::rules::areas;
use spine::clearances::rules::{briefed_for, each_turning_day, required, turning_days};
use spine::clearances::{AuthorisationKind, BriefingKind, Decision, DecisionKind, EffectiveAccess, FactKind, Facts, effective_access};
use spine::people::Person;

use super::queries::Book;
use super::rules::Curves;
use crate::leavers::rules::{DEBRIEFING, working_days};
use crate::renewals::rules::lasts;

/// The level from which a post needs a clearance, in the words of the definition “NC or more”.
const NEEDS_FROM: &str = "C";
/// Weeks ahead that are looked at for access that ends.
const CLIFF_WEEKS: [i64; 3] = [4, 12, 26];
/// The weeks of the headline.
const CLIFF_HEADLINE: i64 = 12;

fn row(person: kernel::RecordId, counted: bool, part: &str, value: Option<i64>) -> Row {
    Row { register: Person::NAME, id: person, counted, part: part.to_owned(), value }
}

/// How somebody stood on a day, as far as figures ask.
#[derive(Default)]
pub struct OnDay {
    /// In a post that needs a clearance.
    in_post: bool,
    /// Their access covers it.
    covered: bool,
    /// The level of their access.
    level: Option<Level>,
    /// Until when it holds if nothing changes.
    until: Option<Date>,
    /// Their decision has expired.
    expired: bool,
    /// Every acknowledgement their post requires is current, of the base briefing and of each area.
    briefed: bool,
    /// The grant that stands: its last day, where it has one, and its level. None of whoever is in no post.
    grant: Option<(Option<Date>, Level)>,
}

/// Days on which somebody stood the same: from one turning day until before the next.
pub struct Span {
    from: Date,
    until: Date,
    stood: Rc<OnDay>,
}

impl Book<'_> {
    /// How everybody stood on a day, in the order of `people`; worked out once, and for somebody with whom nothing has changed since the day
    /// asked about last, not again.
    fn on(&self, day: Date) -> Rc<Vec<Rc<OnDay>>> {
        let known = self.days.borrow().get(&day).map(Rc::clone);
        known.unwrap_or_else(|| {
            let mut spans = self.spans.borrow_mut();
            spans.resize_with(self.people.len(), || None);
            let on = |((_, facts), span): (&(kernel::RecordId, Facts), &mut Option<Span>)| {
                let holds = span.as_ref().filter(|span| span.from <= day && day < span.until).map(|span| Rc::clone(&span.stood));
                holds.unwrap_or_else(|| {
                    let stood = Rc::new(self.stands(facts, day));
                    let (mut from, mut until) = (Date::MIN, Date::MAX);
                    each_turning_day(facts, &self.rules, &mut |turn| {
                        if turn <= day { from = from.max(turn) } else { until = until.min(turn) }
                    });
                    *span = Some(Span { from, until, stood: Rc::clone(&stood) });
                    stood
                })
            };
            let all: Rc<Vec<Rc<OnDay>>> = Rc::new(self.people.iter().zip(spans.iter_mut()).map(on).collect());
            self.days.borrow_mut().insert(day, Rc::clone(&all));
            all
        })
    }

    fn stands(&self, facts: &Facts, day: Date) -> OnDay {
        // Who is in no post has no access, and nothing is asked about them.
        if !facts.assignments.iter().any(|a| a.valid_from <= day && a.valid_until.is_none_or(|until| day <= until)) {
            return OnDay::default();
        }
        let access = self.access(facts, day);
        let good = |fact: FactKind| access.reasons.iter().find(move |r| r.fact == fact && r.good);
        let briefed = access.need.iter().flat_map(|need| areas(need, self.policy)).all(|area| briefed_for(facts, area, day));
        OnDay {
            in_post: access.need.as_ref().is_some_and(|need| self.needs_clearance(&need.level)),
            covered: self.covers(&access),
            expired: access.reasons.iter().any(|r| r.code == "decision-expired"),
            briefed: good(FactKind::Briefing).is_some() && briefed,
            grant: good(FactKind::Decision).and_then(|r| Some((r.date, r.level.clone()?))),
            until: access.until,
            level: access.level,
        }
    }

    /// Effective access under the rules of the book.
    pub fn access(&self, facts: &Facts, on: Date) -> EffectiveAccess {
        effective_access(facts, on, None, &self.rules, self.policy)
    }

    fn needs_clearance(&self, level: &Level) -> bool {
        let from = self.policy.rank(&Level(NEEDS_FROM.to_owned())).unwrap_or(i64::MAX);
        self.policy.rank(level).is_some_and(|rank| rank >= from)
    }

    /// Whether a person stands in a post that needs a clearance on a day.
    pub fn in_post(&self, facts: &Facts, on: Date) -> bool {
        required(facts, on, self.policy).is_some_and(|need| self.needs_clearance(&need.level))
    }

    fn covers(&self, access: &EffectiveAccess) -> bool {
        access.need.as_ref().is_some_and(|need| access.covers(need, self.policy))
    }
}

/// The share of those in a post that needs a clearance with whom something holds on a day, and the names of both parts.
fn share_in_post(book: &Book<'_>, day: Date, holds: impl Fn(&OnDay) -> bool, [with, without]: [&str; 2]) -> Figure {
    let stood = book.on(day);
    let here = book.people.iter().zip(stood.iter()).filter(|(_, on)| on.in_post);
    Figure::share(here.map(|((person, _), on)| row(*person, holds(on), if holds(on) { with } else { without }, None)).collect())
}

/// KPI-CL-01: people whose access covers their post on the last day, of all in a post that needs a clearance.
pub fn coverage(book: &Book<'_>, period: Period) -> Figure {
    let Some(day) = book.last_day(period) else { return Figure::default() };
    share_in_post(book, day, |on| on.covered, ["part:covered", "part:not-covered"])
}

/// KPI-CL-02: people whose decision has expired in post on the last day; and the person-days of gap in the period.
pub fn expired(book: &Book<'_>, period: Period) -> Figure {
    let Some(day) = book.last_day(period) else { return Figure::default() };
    let period = Period { until: day, ..period };
    let (first, last) = (book.on(period.from), book.on(day));
    let (mut rows, mut gap) = (Vec::new(), 0);
    for (((person, facts), begins), ends) in book.people.iter().zip(first.iter()).zip(last.iter()) {
        let mut own = 0;
        let days = turning_days(facts, &book.rules, period.from, period.until);
        for (at, from) in days.iter().enumerate() {
            let then = if *from == period.from { None } else { Some(book.stands(facts, *from)) };
            let on = then.as_ref().unwrap_or(begins);
            if on.in_post && !on.covered {
                let end = days.get(at + 1).copied().or_else(|| day.tomorrow().ok()).unwrap_or(day);
                own += i64::from((end - *from).get_days());
            }
        }
        gap += own;
        let out = ends.in_post && ends.expired;
        if out || own > 0 {
            rows.push(row(*person, out, if out { "part:expired" } else { "part:gap" }, Some(own * 100)));
        }
    }
    let in_post = last.iter().filter(|on| on.in_post).count() as i64;
    let mut figure = Figure { denominator: in_post, ..Figure::count(rows) };
    figure.part("part:gap-days", Unit::PersonDays, Some(gap), gap, in_post);
    figure
}

/// KPI-CL-03: renewals sent on or before their planned start, of those whose planned start fell in the period.
pub fn renewals(book: &Book<'_>, period: Period) -> Figure {
    let Some(last) = book.last_day(period) else { return Figure::default() };
    let mut rows = Vec::new();
    for (person, facts) in &book.people {
        for decision in facts.decisions.iter().filter(|d| d.kind.grants() && !d.claimed) {
            let planned = lasts(decision, &book.rules, &book.lead_times, period.from)
                .and_then(|(until, lead)| lead.start(until, book.renewals.latest_start_months));
            let Some(planned) = planned.filter(|day| *day >= period.from && *day <= last) else { continue };
            // What a later grant replaced, or what was cancelled, transferred or withdrawn before then, needed no renewal.
            let ends = |d: &Decision| d.kind.grants() || d.kind.lapse().is_some() || d.kind == DecisionKind::Withdraw;
            let later = |d: &Decision| d.decided_on > decision.decided_on && d.decided_on.max(d.valid_from) <= planned;
            let replaced = facts.decisions.iter().any(|d| !d.claimed && ends(d) && later(d));
            if replaced || !book.in_post(facts, planned) {
                continue;
            }
            let sent = book.cases_of(*person).filter(|s| &*s.kind == "renewal").any(|story| {
                story
                    .steps
                    .iter()
                    .any(|s| s.state == "dispatched" && book.timing.day(s.from) <= planned && book.timing.day(s.from) > decision.decided_on)
            });
            rows.push(row(*person, sent, if sent { "part:sent" } else { "part:not-sent" }, None));
        }
    }
    Figure::share(rows)
}

/// KPI-CL-04: people whose access drops within so many weeks of the last day if nothing arrives; and how many of them are to be expected.
pub fn cliff(book: &Book<'_>, period: Period) -> Figure {
    let Some(day) = book.last_day(period) else { return Figure::default() };
    let stood = book.on(day);
    let with_access: Vec<_> =
        book.people.iter().zip(stood.iter()).filter(|(_, on)| on.level.is_some()).map(|((person, _), on)| (*person, on.until)).collect();
    let within = |until: Option<Date>, weeks: i64| until.is_some_and(|u| i64::from((u - day).get_days()) < weeks * 7);
    let rows = with_access.iter().filter(|(_, until)| within(*until, CLIFF_WEEKS[2])).map(|(person, until)| {
        let days = until.map_or(0, |u| i64::from((u - day).get_days()));
        let weeks = CLIFF_WEEKS.iter().find(|w| within(*until, **w)).copied().unwrap_or(CLIFF_WEEKS[2]);
        row(*person, within(*until, CLIFF_HEADLINE), &format!("weeks:{weeks}"), Some(days * 100))
    });
    let mut figure = Figure { denominator: with_access.len() as i64, ..Figure::count(rows.collect()) };
    let curves = Curves::new(book, period);
    for weeks in CLIFF_WEEKS {
        let drops: Vec<_> = with_access.iter().filter(|(_, until)| within(*until, weeks)).collect();
        figure.part(format!("weeks:{weeks}"), Unit::Count, Some(drops.len() as i64), drops.len() as i64, with_access.len() as i64);
        // A file that is with its authority may be decided in time; of others nothing arrives.
        let expected: f64 = drops
            .iter()
            .filter_map(|(person, until)| Some(curves.undecided(book, period, *person, i64::from(((*until)? - day).get_days()))))
            .sum();
        figure.part(
            format!("weeks:{weeks} part:risk"),
            Unit::Expected,
            Some((expected * 100.0).round() as i64),
            drops.len() as i64,
            with_access.len() as i64,
        );
    }
    figure
}

/// KPI-CL-12: person-days on provisional, one-time or emergency access in the period; and how many of these last longer than the authority's rule
/// lets them, which must be none.
pub fn provisional(book: &Book<'_>, period: Period) -> Figure {
    let Some(last) = book.last_day(period) else { return Figure::default() };
    let (mut rows, mut all, mut beyond) = (Vec::new(), 0, 0);
    for (person, facts) in &book.people {
        for access in &facts.authorisations {
            if !matches!(access.kind, AuthorisationKind::Provisional | AuthorisationKind::OneTime | AuthorisationKind::Emergency) {
                continue;
            }
            let ended = access.ended_on.and_then(|day| day.yesterday().ok());
            let recorded = access.valid_until.into_iter().chain(ended).min().unwrap_or(last);
            let (from, until) = (access.valid_from.max(period.from), recorded.min(last));
            let days = i64::from((until - from).get_days()) + 1;
            if days > 0 {
                all += days;
                beyond += i64::from(access.is_beyond_limit(&book.rules));
                rows.push(row(*person, true, &format!("kind:{}", access.kind.code()), Some(days * 100)));
            }
        }
    }
    let people = rows.len() as i64;
    let mut figure = Figure { value: Some(all), numerator: all, denominator: people, rows, parts: Vec::new() };
    figure.part("part:beyond-limit", Unit::Count, Some(beyond), beyond, people);
    figure
}

/// KPI-CL-13: people in post of whom every acknowledgement their post requires is current on the last day, of the base briefing and of each area; and
/// leavers with access debriefed in time. People are counted, so that what leaves is blanked by people.
pub fn briefings(book: &Book<'_>, period: Period) -> Figure {
    let Some(day) = book.last_day(period) else { return Figure::default() };
    let mut figure = share_in_post(book, day, |on| on.briefed, ["part:current", "part:not-current"]);
    let (mut leavers, mut in_time) = (0, 0);
    for (_, facts) in &book.people {
        let last = facts.assignments.iter().map(|a| a.valid_until).max_by_key(|until| until.unwrap_or(Date::MAX)).flatten();
        let Some(last) = last.filter(|d| *d >= period.from && *d <= day) else { continue };
        if book.access(facts, last).level.is_none() {
            continue;
        }
        let due = book.timing.working_days_after(last, working_days(DEBRIEFING));
        // Who refused was not debriefed, whatever the office did about it.
        let held = facts.briefings.iter().filter(|b| b.kind == BriefingKind::Nato && b.debrief_refusal.is_none());
        let debriefed = held.filter_map(|b| b.debriefed_on).max();
        let met = debriefed.zip(due).is_some_and(|(on, due)| on <= due);
        // Who still has time is neither.
        if met || due.is_some_and(|due| due < day) {
            leavers += 1;
            in_time += i64::from(met);
        }
    }
    figure.part("part:debriefed", Unit::Share, share(in_time, leavers), in_time, leavers);
    figure
}

/// Grants that stand on a day and end later: whose, when, at what level; by day.
pub fn outlook(book: &Book<'_>, day: Date) -> Vec<(kernel::RecordId, Date, String)> {
    let stood = book.on(day);
    let ends = book.people.iter().zip(stood.iter()).filter(|(_, on)| on.in_post).filter_map(|((person, _), on)| {
        let (until, level) = on.grant.as_ref()?;
        Some((*person, (*until)?, level.0.clone()))
    });
    let mut all: Vec<_> = ends.collect();
    all.sort_by(|a, b| (a.1, &a.2, a.0).cmp(&(b.1, &b.2, b.0)));
    all
}

/// How many people in service a grant stands for on a day, by its level, whether it ends or not; the year-end count.
pub fn cleared(book: &Book<'_>, day: Date) -> std::collections::BTreeMap<String, i64> {
    let mut count = std::collections::BTreeMap::new();
    for (_, level) in book.on(day).iter().filter_map(|on| on.grant.as_ref()) {
        *count.entry(level.0.clone()).or_default() += 1;
    }
    count
}

/// How many people hold effective access on a day, by level.
pub fn holders(book: &Book<'_>, day: Date) -> std::collections::BTreeMap<String, i64> {
    let mut count = std::collections::BTreeMap::new();
    for level in book.on(day).iter().filter_map(|on| on.level.as_ref()) {
        *count.entry(level.0.clone()).or_default() += 1;
    }
    count
}
