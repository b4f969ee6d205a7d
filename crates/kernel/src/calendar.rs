//! Business calendars: when somebody is at work, as data. Pure: hours, exceptions and zone come in, measured time and due instants go out.
//!
//! A calendar is turned into [`Openings`], a sorted list of opening times with the working time before each. Working time up to an instant is
//! then one look-up, time between two instants the difference of two, and an instant some working time later the inverse: whatever is split
//! adds up by construction.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::limits;

const MINUTES_OF_A_DAY: u16 = 24 * 60;
/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

/// The hours of one day: stretches in minutes after midnight, in order, without overlap. No stretch means closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours(Vec<(u16, u16)>);

impl Hours {
    /// Closed all day.
    pub const CLOSED: Self = Self(Vec::new());

    /// Open all day and night.
    pub fn always() -> Self {
        Self(vec![(0, MINUTES_OF_A_DAY)])
    }

    /// Reads `08:30-12:30 13:30-17:30`; empty means closed. `None` when it cannot be read or the stretches are out of order.
    pub fn parse(text: &str) -> Option<Self> {
        let mut stretches: Vec<(u16, u16)> = Vec::new();
        for part in text.split([' ', ',', ';']).filter(|p| !p.is_empty()) {
            let (from, until) = part.split_once('-')?;
            let (from, until) = (minute(from)?, minute(until)?);
            let after = stretches.last().is_none_or(|(_, last)| *last <= from);
            if from >= until || !after || stretches.len() >= limits::DAY_STRETCHES_MAX {
                return None;
            }
            stretches.push((from, until));
        }
        Some(Self(stretches))
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let at = hour * 60 + minute;
    (minute < 60 && at <= MINUTES_OF_A_DAY).then_some(at)
}

/// The hours of a week from a day on, in a zone.
#[derive(Clone, Debug)]
pub struct Week {
    /// First day it holds.
    pub from: Date,
    /// Last day it holds.
    pub until: Option<Date>,
    /// Where the clock hangs.
    pub zone: TimeZone,
    /// Monday first.
    pub days: [Hours; 7],
    /// How long one working day is, in minutes: what targets in working days are counted in.
    pub day_minutes: u16,
}

/// When somebody is at work: weeks that follow one another, and the days that differ.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    weeks: Vec<Week>,
    days: BTreeMap<Date, Hours>,
}

impl Calendar {
    /// From its weeks and the days that differ. Of two weeks that hold on a day, the one that began later counts.
    pub fn new(mut weeks: Vec<Week>, days: impl IntoIterator<Item = (Date, Hours)>) -> Self {
        weeks.sort_by_key(|w| w.from);
        Self { weeks, days: days.into_iter().collect() }
    }

    /// Every hour of every day counts: for whoever has no calendar of their own.
    pub fn continuous() -> Self {
        let days = std::array::from_fn(|_| Hours::always());
        Self {
            weeks: vec![Week { from: Date::MIN, until: None, zone: TimeZone::UTC, days, day_minutes: MINUTES_OF_A_DAY }],
            days: BTreeMap::new(),
        }
    }

    /// Every hour from Monday to Friday counts: for whoever is known to keep office hours, but not which.
    pub fn weekdays() -> Self {
        Self::new(
            vec![Week {
                from: Date::MIN,
                until: None,
                zone: TimeZone::UTC,
                days: five_days(&Hours::always()),
                day_minutes: MINUTES_OF_A_DAY,
            }],
            [],
        )
    }

    /// The hours of a day and the week they stand in.
    fn hours(&self, day: Date) -> Option<(&Week, &Hours)> {
        let week = self.week(day)?;
        let usual = &week.days[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())];
        Some((week, self.days.get(&day).unwrap_or(usual)))
    }

    /// How many days between two, both left out, are working days; at most [`limits::CALENDAR_DAYS_MAX`] are looked at.
    pub fn open_days_between(&self, after: Date, before: Date) -> usize {
        let days = after.series(jiff::Span::new().days(1)).skip(1).take(limits::CALENDAR_DAYS_MAX).take_while(|day| *day < before);
        days.filter(|day| self.hours(*day).is_some_and(|(_, hours)| !hours.0.is_empty())).count()
    }

    /// The week that holds on a day.
    fn week(&self, day: Date) -> Option<&Week> {
        self.weeks.iter().rev().find(|w| w.from <= day && w.until.is_none_or(|until| day <= until))
    }

    /// Its opening times between two days, both included; at most [`limits::CALENDAR_DAYS_MAX`] of them.
    pub fn openings(&self, from: Date, until: Date) -> Openings {
        let mut spans = Vec::new();
        let mut before = 0;
        let mut day = from;
        for _ in 0..limits::CALENDAR_DAYS_MAX {
            if day > until {
                break;
            }
            if let Some((week, hours)) = self.hours(day) {
                for (start, end) in &hours.0 {
                    if let (Some(start), Some(end)) = (instant(day, *start, &week.zone), instant(day, *end, &week.zone))
                        && start < end
                    {
                        // Two zones can overlap where one week follows another: time counts once.
                        let start = start.max(spans.last().map_or(i64::MIN, |s: &Span| s.end));
                        if start < end {
                            spans.push(Span { start, end, before });
                            before += end - start;
                        }
                    }
                }
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        let day_minutes = self.week(until).or(self.weeks.last()).map_or(MINUTES_OF_A_DAY, |w| w.day_minutes.max(1));
        Openings { spans, total: before, day: i64::from(day_minutes) * MINUTE }
    }
}

/// An instant of a day; in the hour that a clock leaves out the time after it, in the hour it repeats the first.
fn instant(day: Date, minute: u16, zone: &TimeZone) -> Option<i64> {
    let (day, minute) = if minute == MINUTES_OF_A_DAY { (day.tomorrow().ok()?, 0) } else { (day, minute) };
    let at = day.at(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0);
    Some(zone.to_ambiguous_timestamp(at).compatible().ok()?.as_microsecond())
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: i64,
    end: i64,
    /// Working time before it.
    before: i64,
}

/// A calendar's opening times over some years, ready to measure. Instants and times are microseconds.
#[derive(Clone, Debug)]
pub struct Openings {
    spans: Vec<Span>,
    total: i64,
    day: i64,
}

impl Openings {
    /// Working time from the first day up to an instant.
    fn up_to(&self, at: i64) -> i64 {
        let next = self.spans.partition_point(|s| s.start <= at);
        let Some(span) = next.checked_sub(1).and_then(|i| self.spans.get(i)) else { return 0 };
        span.before + (at.min(span.end) - span.start)
    }

    /// Working time between two instants; none when they are in the wrong order.
    pub fn between(&self, from: i64, until: i64) -> i64 {
        if until <= from { 0 } else { self.up_to(until) - self.up_to(from) }
    }

    /// The instant at which so much working time has passed since another; `None` when the calendar does not reach so far.
    pub fn after(&self, from: i64, time: i64) -> Option<i64> {
        let wanted = self.up_to(from) + time;
        if wanted > self.total {
            return None;
        }
        // The first opening that reaches it: a target met at closing time is due then, not the next morning.
        let at = self.spans.partition_point(|s| s.before + (s.end - s.start) < wanted);
        let span = self.spans.get(at)?;
        Some((span.start + (wanted - span.before)).max(from))
    }

    /// The stretches of working time in order, each from an instant to another.
    pub fn stretches(&self) -> Vec<(i64, i64)> {
        self.spans.iter().map(|span| (span.start, span.end)).collect()
    }

    /// One working day.
    pub const fn day(&self) -> i64 {
        self.day
    }
}

/// The same hours from Monday to Friday, nothing at the weekend.
pub fn five_days(hours: &Hours) -> [Hours; 7] {
    let saturday = usize::from(Weekday::Saturday.to_monday_zero_offset().unsigned_abs());
    std::array::from_fn(|at| if at < saturday { hours.clone() } else { Hours::CLOSED })
}

/// The zone of a name; only those of the bundled data, never of the machine.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const HOUR: i64 = 60 * MINUTE;

    fn day(text: &str) -> Date {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    }
    fn at(zone: &str, text: &str) -> i64 {
        let civil: jiff::civil::DateTime = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        let zone = super::zone(zone).unwrap_or_else(|| panic!("{zone}"));
        civil.to_zoned(zone).map(|z| z.timestamp().as_microsecond()).unwrap_or_else(|e| panic!("{text}: {e}"))
    }
    fn hours(text: &str) -> Hours {
        Hours::parse(text).unwrap_or_else(|| panic!("{text}"))
    }
    fn office(zone: &str, daily: &str, days: &[(&str, &str)]) -> Openings {
        let zone = super::zone(zone).unwrap_or_else(|| panic!("{zone}"));
        let week = Week { from: day("2020-01-01"), until: None, zone, days: five_days(&hours(daily)), day_minutes: 480 };
        let days: Vec<_> = days.iter().map(|(d, h)| (day(d), hours(h))).collect();
        Calendar::new(vec![week], days).openings(day("2023-01-01"), day("2029-12-31"))
    }
    const LUX: &str = "Europe/Luxembourg";

    #[test]
    fn cl_07_open_days_between_two_days_leave_both_out() {
        let (monday, weekdays) = (date(2026, 3, 2), Calendar::weekdays());
        let between = |from: Date, until: Date| weekdays.open_days_between(from, until);
        assert_eq!((between(monday, monday), between(monday, date(2026, 3, 3)), between(monday, date(2026, 3, 4))), (0, 0, 1));
        // From a Friday to the Monday after there is the weekend; to the Tuesday there is Monday.
        assert_eq!((between(date(2026, 3, 6), date(2026, 3, 9)), between(date(2026, 3, 6), date(2026, 3, 10))), (0, 1));
        assert_eq!(between(monday, date(2026, 3, 16)), 9);
        assert_eq!(between(date(2026, 3, 16), monday), 0);
        // A day on which a calendar is closed is none.
        let closed = Calendar::new(weekdays.weeks.clone(), [(date(2026, 3, 4), Hours::CLOSED)]);
        assert_eq!(closed.open_days_between(monday, date(2026, 3, 6)), 2);
    }

    #[test]
    fn sp_01_hours_are_read_or_refused() {
        assert_eq!(hours("08:30-12:30 13:30-17:30"), Hours(vec![(510, 750), (810, 1050)]));
        assert_eq!(hours("00:00-24:00"), Hours::always());
        assert_eq!(hours(""), Hours::CLOSED);
        let long = (0..9).map(|h| format!("{:02}:00-{:02}:30", h, h)).collect::<Vec<_>>().join(" ");
        for wrong in [
            "8:30-12:30",
            "12:30-08:30",
            "09:00-12:00 11:00-13:00",
            "09:00-24:30",
            "25:00-26:00",
            "09:00",
            "-",
            "09:60-10:00",
            "a-b",
            &long,
        ] {
            assert_eq!(Hours::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sp_01_a_clock_started_outside_hours_counts_from_the_next_opening() {
        let c = office(LUX, "09:00-17:00", &[]);
        // Friday evening to Monday ten o'clock.
        assert_eq!(c.between(at(LUX, "2026-03-06T19:00:00"), at(LUX, "2026-03-09T10:00:00")), HOUR);
        // Due one working day after Friday 19:00: Monday at closing time.
        assert_eq!(c.after(at(LUX, "2026-03-06T19:00:00"), c.day()), Some(at(LUX, "2026-03-09T17:00:00")));
        // And one from Monday noon: Tuesday noon.
        assert_eq!(c.after(at(LUX, "2026-03-09T12:00:00"), c.day()), Some(at(LUX, "2026-03-10T12:00:00")));
    }

    #[test]
    fn sp_01_summer_time_neither_adds_nor_takes_office_hours() {
        let c = office(LUX, "09:00-17:00", &[]);
        // The last Sundays of March and October lie between.
        for (from, until) in [("2026-03-27T09:00:00", "2026-03-30T17:00:00"), ("2026-10-23T09:00:00", "2026-10-26T17:00:00")] {
            assert_eq!(c.between(at(LUX, from), at(LUX, until)), 16 * HOUR, "{from}");
        }
        // Who is open in the night itself loses or gains the hour that is not, or is twice.
        let sunday = super::zone(LUX).unwrap_or_else(|| panic!("zone"));
        let night = Week {
            from: day("2020-01-01"),
            until: None,
            zone: sunday,
            days: std::array::from_fn(|_| hours("00:00-08:00")),
            day_minutes: 480,
        };
        let c = Calendar::new(vec![night], []).openings(day("2026-01-01"), day("2026-12-31"));
        let of = |d: &str| c.between(at(LUX, &format!("{d}T00:00:00")), at(LUX, &format!("{d}T08:00:00")));
        assert_eq!((of("2026-03-28"), of("2026-03-29"), of("2026-10-25")), (8 * HOUR, 7 * HOUR, 9 * HOUR));
    }

    #[test]
    fn sp_01_hours_that_fall_into_the_hour_left_out_lose_it_only() {
        let zone = super::zone(LUX).unwrap_or_else(|| panic!("zone"));
        let odd = Week { from: day("2020-01-01"), until: None, zone, days: std::array::from_fn(|_| hours("02:15-02:45")), day_minutes: 30 };
        let c = Calendar::new(vec![odd], []).openings(day("2026-03-28"), day("2026-03-30"));
        let all = c.between(at(LUX, "2026-03-28T00:00:00"), at(LUX, "2026-03-31T00:00:00"));
        // Shifted by the hour on the day itself, never lost and never doubled.
        assert_eq!(all, 90 * MINUTE);
    }

    #[test]
    fn sp_01_the_leap_day_is_a_day_like_others() {
        let c = office(LUX, "09:00-17:00", &[]);
        // 29 February 2024 is a Thursday.
        assert_eq!(c.between(at(LUX, "2024-02-28T09:00:00"), at(LUX, "2024-03-01T17:00:00")), 24 * HOUR);
        assert_eq!(c.after(at(LUX, "2024-02-28T09:00:00"), 2 * c.day()), Some(at(LUX, "2024-02-29T17:00:00")));
        assert_eq!(c.between(at(LUX, "2026-02-27T09:00:00"), at(LUX, "2026-03-02T17:00:00")), 16 * HOUR);
    }

    #[test]
    fn sp_01_half_days_and_holidays_count_as_what_is_open() {
        let c = office(LUX, "09:00-13:00 14:00-18:00", &[("2026-12-24", "09:00-13:00"), ("2026-12-25", "")]);
        let (from, until) = (at(LUX, "2026-12-23T09:00:00"), at(LUX, "2026-12-28T18:00:00"));
        // Wednesday, half a Thursday, no Friday, Monday.
        assert_eq!(c.between(from, until), 20 * HOUR);
        // Two working days from Wednesday morning: the second is half Thursday's and half Monday's.
        assert_eq!(c.after(from, 2 * c.day()), Some(at(LUX, "2026-12-28T13:00:00")));
        // The lunch hour does not count.
        assert_eq!(c.between(at(LUX, "2026-12-23T12:00:00"), at(LUX, "2026-12-23T15:00:00")), 2 * HOUR);
    }

    #[test]
    fn sp_01_two_sites_measure_the_same_time_by_their_own_clocks() {
        let here = office(LUX, "09:00-17:00", &[]);
        let there = office("America/New_York", "09:00-17:00", &[("2026-07-03", "")]);
        let (from, until) = (at(LUX, "2026-07-02T09:00:00"), at(LUX, "2026-07-06T17:00:00"));
        assert_eq!(here.between(from, until), 24 * HOUR);
        // Thursday whole, no Friday, and Monday only until eleven of New York.
        assert_eq!(there.between(from, until), 10 * HOUR);
        // A week that follows another in another zone: no hour is counted twice.
        let zone = |name: &str| super::zone(name).unwrap_or_else(|| panic!("{name}"));
        let week = |from: &str, name: &str| Week {
            from: day(from),
            until: None,
            zone: zone(name),
            days: std::array::from_fn(|_| Hours::always()),
            day_minutes: 1440,
        };
        let moved = Calendar::new(vec![week("2026-01-01", "America/New_York"), week("2026-07-01", LUX)], []);
        let c = moved.openings(day("2026-06-01"), day("2026-07-31"));
        let (from, until) = (at(LUX, "2026-06-20T00:00:00"), at(LUX, "2026-07-10T00:00:00"));
        assert_eq!(c.between(from, until), until - from);
    }

    #[test]
    fn sp_01_measured_time_adds_up_and_its_inverse_finds_the_way_back() {
        let c = office(LUX, "08:30-12:15 13:00-17:30", &[("2026-05-01", ""), ("2026-12-24", "08:30-12:15")]);
        let random = crate::entropy::SeededEntropy::new(4);
        let (start, year) = (at(LUX, "2026-01-01T00:00:00"), 365 * 24 * 60);
        for _ in 0..5_000 {
            let mut cuts: Vec<i64> = (0..3).map(|_| start + random.below(year) as i64 * MINUTE).collect();
            cuts.sort_unstable();
            assert_eq!(c.between(cuts[0], cuts[1]) + c.between(cuts[1], cuts[2]), c.between(cuts[0], cuts[2]));
            let time = random.below(30 * 480) as i64 * MINUTE;
            let due = c.after(cuts[0], time).unwrap_or_else(|| panic!("far enough"));
            assert_eq!(c.between(cuts[0], due), time);
            assert!(time == 0 || c.between(cuts[0], due - 1) < time, "the first such instant");
        }
        assert_eq!(c.after(at(LUX, "2029-12-31T12:00:00"), 10 * c.day()), None, "beyond what was laid out");
    }

    #[test]
    fn sp_01_a_calendar_is_laid_out_within_its_limit() {
        let c = Calendar::continuous().openings(day("1900-01-01"), Date::MAX);
        assert_eq!(c.spans.len(), limits::CALENDAR_DAYS_MAX);
        assert_eq!(Calendar::default().openings(day("2026-01-01"), day("2026-12-31")).between(0, i64::MAX), 0);
    }
}
