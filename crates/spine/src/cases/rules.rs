//! Standards, calendars and what follows from them; pure.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::calendar::{self, Calendar, Hours, Openings, Week};
use kernel::clocks::{self, ClockInterval};
use kernel::{ClockOwner, Id, Record, RecordId, Work};
use serde::Deserialize;

use super::record::{CalendarDay, CalendarScope, Urgency, WorkCalendar};
use crate::organisations::Authority;
use crate::policy::{PackKind, PolicyPack};

/// Per cent of the intake above which urgent cases are told of while no pack says otherwise: the figure of the United Kingdom's vetting
/// service, as audited in January 2023.
pub const URGENT_PERCENT: i64 = 3;

/// What a target is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetUnit {
    /// Working days of the office's calendar.
    WorkingDays,
    /// Working hours.
    WorkingHours,
}

/// How long a step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// How many.
    pub amount: i64,
    /// Of what.
    pub unit: TargetUnit,
}

impl Target {
    /// In microseconds of working time.
    pub const fn micros(self, openings: &Openings) -> i64 {
        match self.unit {
            TargetUnit::WorkingDays => self.amount.saturating_mul(openings.day()),
            TargetUnit::WorkingHours => self.amount.saturating_mul(3_600_000_000),
        }
    }
}

/// The office's promise for one step.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceStandard {
    /// The register the step belongs to.
    pub register: String,
    /// The state that is the step.
    pub state: String,
    /// How long it may take.
    pub target: Target,
    /// How long while urgent.
    pub urgent: Option<Target>,
}

kernel::choices! {
    /// What the office promises beside the steps of cases and tickets: it goes over several steps, or is no state of anything.
    pub enum Promise { MeetingCertificate = "meeting_certificate", VisitAnswer = "visit_answer", Discrepancy = "discrepancy" }
}

impl Promise {
    /// How long it may take while no pack says otherwise; and how long when urgent.
    const fn by_design(self) -> (Target, Option<Target>) {
        const fn days(amount: i64) -> Target {
            Target { amount, unit: TargetUnit::WorkingDays }
        }
        match self {
            Self::MeetingCertificate => (days(2), Some(Target { amount: 4, unit: TargetUnit::WorkingHours })),
            Self::VisitAnswer => (days(2), None),
            Self::Discrepancy => (days(20), None),
        }
    }
}

/// The office's promise for something that is no step.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseStandard {
    /// The code of a [`Promise`].
    pub promise: String,
    /// How long it may take.
    pub target: Target,
    /// How long when urgent.
    #[serde(default)]
    pub urgent: Option<Target>,
}

/// The text of a pack of service standards.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceStandards {
    /// Name of the pack.
    pub name: String,
    /// Where the standards come from.
    pub source: String,
    /// A step is at risk once it has used this share of its target, in per cent.
    pub at_risk_percent: i64,
    /// The standards.
    pub standards: Vec<ServiceStandard>,
    /// What is promised beside these; the defaults of the design where one is left out.
    #[serde(default)]
    pub promises: Vec<PromiseStandard>,
    /// What a scan found missing is told to everybody after so many working days; the default of the design when absent.
    #[serde(default)]
    pub missing_days: Option<i64>,
    /// Incoming mail is registered within so many working days of its arrival; on the same day when absent.
    #[serde(default)]
    pub mail_days: Option<i64>,
    /// Per cent of the cases opened in a quarter above which urgent ones are told of; the default of the design when absent.
    #[serde(default)]
    pub urgent_percent: Option<i64>,
    /// Working days from opening to decision, of which the share of cases is told that kept them; the default of the design when absent.
    #[serde(default)]
    pub end_to_end_days: Option<i64>,
    /// A receipt is due after so many days; the default of the design when absent.
    #[serde(default)]
    pub receipt_days: Option<i64>,
    /// Figures of fewer than this many leave the office as blank cells; the default of the design when absent.
    #[serde(default)]
    pub small_cell: Option<i64>,
}

/// Working days within which a case should be decided, while no pack says otherwise: the form in which the United Kingdom reports.
pub const END_TO_END_DAYS: i64 = 25;

impl ServiceStandards {
    /// Reads a pack; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = std::collections::HashSet::new();
        for standard in &pack.standards {
            if !seen.insert((&standard.register, &standard.state)) {
                return Err(format!("{} {} has two standards", standard.register, standard.state));
            }
            if !sound([Some(standard.target), standard.urgent]) {
                return Err(format!("{} {}: a target must be between 1 and 1000", standard.register, standard.state));
            }
        }
        let mut said = std::collections::HashSet::new();
        for standard in &pack.promises {
            if Promise::from_code(&standard.promise).is_none() || !said.insert(&standard.promise) {
                return Err(format!("promise {} is unknown or stands twice", standard.promise));
            }
            if !sound([Some(standard.target), standard.urgent]) {
                return Err(format!("{}: a target must be between 1 and 1000", standard.promise));
            }
        }
        let of_days = [("missing_days", pack.missing_days), ("end_to_end_days", pack.end_to_end_days), ("receipt_days", pack.receipt_days)];
        if let Some((name, _)) = of_days.iter().find(|(_, days)| days.is_some_and(|days| !(1..=1_000).contains(&days))) {
            return Err(format!("{name} must be between 1 and 1000"));
        }
        // Of one nobody is hidden among others, and above a hundred hardly a cell is printed.
        if pack.small_cell.is_some_and(|count| !(2..=100).contains(&count)) {
            return Err("small_cell must be between 2 and 100".to_owned());
        }
        if pack.mail_days.is_some_and(|days| !(0..=100).contains(&days)) {
            return Err("mail_days must be between 0 and 100".to_owned());
        }
        if pack.urgent_percent.is_some_and(|percent| !(1..=100).contains(&percent)) {
            return Err("urgent_percent must be between 1 and 100".to_owned());
        }
        if !(1..=100).contains(&pack.at_risk_percent) {
            return Err("at_risk_percent must be between 1 and 100".to_owned());
        }
        Ok(pack)
    }
}

fn sound(targets: [Option<Target>; 2]) -> bool {
    targets.iter().flatten().all(|target| (1..=1_000).contains(&target.amount))
}

/// The standards in force, by the day they apply from. The one in force on the day a step began applies to it, whatever comes later.
#[derive(Clone, Debug, Default)]
pub struct Standards {
    packs: Vec<(Date, ServiceStandards)>,
}

impl Standards {
    /// From the packs in force; a pack that cannot be read was never adopted.
    pub fn new(packs: &[PolicyPack]) -> Self {
        let mut packs: Vec<_> = packs
            .iter()
            .filter(|p| p.kind == PackKind::ServiceStandards)
            .filter_map(|p| Some((p.valid_from, ServiceStandards::parse(&p.rules).ok()?)))
            .collect();
        packs.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
        Self { packs }
    }

    /// The standard of a step that began on a day.
    pub fn of(&self, register: &str, state: &str, on: Date) -> Option<&ServiceStandard> {
        self.pack(on)?.standards.iter().find(|s| s.register == register && s.state == state)
    }

    /// How long what was promised on a day may take.
    pub fn promise(&self, promise: Promise, on: Date, urgent: bool) -> Target {
        let own = self.pack(on).and_then(|pack| pack.promises.iter().find(|standard| standard.promise == promise.code()));
        let (target, when_urgent) = own.map_or_else(|| promise.by_design(), |standard| (standard.target, standard.urgent));
        when_urgent.filter(|_| urgent).unwrap_or(target)
    }

    /// Per cent of a target from which a step that began on a day is at risk.
    pub fn at_risk(&self, on: Date) -> i64 {
        self.pack(on).map_or(100, |p| p.at_risk_percent)
    }

    /// Working days after which what a scan found missing is told to everybody.
    pub fn missing_days(&self, on: Date) -> i64 {
        self.pack(on).and_then(|p| p.missing_days).unwrap_or(crate::cabinet::rules::MISSING_WORKING_DAYS)
    }

    /// Working days from opening to decision within which a case should be decided.
    pub fn end_to_end_days(&self, on: Date) -> i64 {
        self.pack(on).and_then(|p| p.end_to_end_days).unwrap_or(END_TO_END_DAYS)
    }

    /// Days after which a receipt is due.
    pub fn receipt_days(&self, on: Date) -> i64 {
        self.pack(on).and_then(|p| p.receipt_days).unwrap_or(crate::mail::RECEIPT_DAYS)
    }

    /// Figures of fewer than this many leave the office as blank cells.
    pub fn small_cell(&self, on: Date) -> i64 {
        self.pack(on).and_then(|p| p.small_cell).unwrap_or(crate::limits::SMALL_CELL)
    }

    /// Per cent of the intake above which urgent cases are told of.
    pub fn urgent_percent(&self, on: Date) -> i64 {
        self.pack(on).and_then(|p| p.urgent_percent).unwrap_or(URGENT_PERCENT)
    }

    /// Working days within which mail that arrived on a day is registered; 0 for the same day.
    pub fn mail_days(&self, on: Date) -> i64 {
        self.pack(on).and_then(|p| p.mail_days).unwrap_or(0)
    }

    /// The days on which standards changed, latest first.
    pub fn changes(&self) -> impl Iterator<Item = Date> + '_ {
        self.packs.iter().map(|(from, _)| *from)
    }

    fn pack(&self, on: Date) -> Option<&ServiceStandards> {
        self.packs.iter().find(|(from, _)| *from <= on).map(|(_, pack)| pack)
    }
}

/// The calendars of the office, its sites and the authorities.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    office: Option<Calendar>,
    sites: HashMap<String, Calendar>,
    authorities: HashMap<RecordId, Calendar>,
}

impl Calendars {
    /// From their records; what cannot be read was refused when it was entered.
    pub fn new(calendars: &[Record<WorkCalendar>], days: &[Record<CalendarDay>]) -> Self {
        /// Days that differ, with their hours.
        type Differing = Vec<(Date, Hours)>;
        /// Whose, and which site or authority.
        type Whose<'a> = (CalendarScope, Option<&'a str>, Option<RecordId>);
        let mut weeks: HashMap<Whose<'_>, (Vec<Week>, Differing)> = HashMap::new();
        for record in calendars {
            let body = &record.body;
            let of = match body.scope {
                CalendarScope::Office => (body.scope, None, None),
                CalendarScope::Site => (body.scope, body.site.as_deref(), None),
                CalendarScope::Authority => (body.scope, None, body.authority.map(Id::raw)),
            };
            let (all, differing) = weeks.entry(of).or_default();
            all.extend(week(body));
            // A day that differs belongs to the hours it was entered for.
            let holds = |day: Date| body.valid_from <= day && body.valid_until.is_none_or(|until| day <= until);
            let own = days.iter().filter(|d| d.body.calendar == record.id() && holds(d.body.day));
            differing.extend(own.filter_map(|d| Some((d.body.day, Hours::parse(d.body.hours.as_deref().unwrap_or(""))?))));
        }
        let mut out = Self::default();
        for ((scope, site, authority), (weeks, days)) in weeks {
            let calendar = Calendar::new(weeks, days);
            match (scope, site, authority) {
                (CalendarScope::Office, ..) => out.office = Some(calendar),
                (CalendarScope::Site, Some(site), _) => drop(out.sites.insert(site.to_owned(), calendar)),
                (CalendarScope::Authority, _, Some(authority)) => drop(out.authorities.insert(authority, calendar)),
                _ => {}
            }
        }
        out
    }

    /// The office's calendar; every hour counts until there is one.
    pub fn office(&self) -> Calendar {
        self.office.clone().unwrap_or_else(Calendar::continuous)
    }
    /// The office's next working day after one; that very next day where the calendar does not reach.
    pub fn next_working_day(&self, after: Date, zone: &TimeZone) -> Date {
        let next = after.tomorrow().unwrap_or(after);
        let ahead = next.saturating_add(jiff::Span::new().days(31));
        let open = self.office().openings(next, ahead).after(i64::MIN, 1);
        open.map_or(next, |at| kernel::clock::date_at(kernel::clock::from_micros(at), zone))
    }
    /// Whether the office has a calendar.
    pub const fn has_office(&self) -> bool {
        self.office.is_some()
    }
    /// A site's calendar; the office's where the site has none.
    pub fn site(&self, site: &str) -> Calendar {
        self.sites.get(site).cloned().unwrap_or_else(|| self.office())
    }
    /// The working days of a host: its authority's calendar, from Monday to Friday where the office keeps none.
    pub fn host(&self, authority: Id<Authority>) -> Calendar {
        self.authority(authority).cloned().unwrap_or_else(Calendar::weekdays)
    }
    /// An authority's calendar, if the office keeps one.
    pub fn authority(&self, authority: Id<Authority>) -> Option<&Calendar> {
        self.authorities.get(&authority.raw())
    }
}

fn week(body: &WorkCalendar) -> Option<Week> {
    let hours = body.week().map(|text| Hours::parse(text.as_deref().unwrap_or("")).unwrap_or_default());
    Some(Week {
        from: body.valid_from,
        until: body.valid_until,
        zone: calendar::zone(&body.zone)?,
        days: hours,
        day_minutes: u16::try_from(body.day_minutes).ok()?,
    })
}

/// How a running step stands against its standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its time is used up.
    Breached,
    /// Much of its time is used.
    AtRisk,
    /// In good time.
    InTime,
}

impl Standing {
    /// Its code in the catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Breached => "breached",
            Self::AtRisk => "at_risk",
            Self::InTime => "in_time",
        }
    }
}

/// A step held against its standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When its time is used up, or was.
    pub at: Option<i64>,
    /// Working time used, in microseconds.
    pub used: i64,
    /// Working time it may use.
    pub target: i64,
    /// One working day.
    pub day: i64,
    /// How it stands.
    pub standing: Standing,
}

impl Due {
    /// Whether it was done within its time.
    pub const fn met(&self) -> bool {
        self.used <= self.target
    }
}

/// Standards and laid-out calendars of a time, ready to measure steps with.
#[derive(Clone, Debug)]
pub struct Timing {
    /// The standards.
    pub standards: Standards,
    /// The office's working time.
    pub office: Openings,
    /// Whether the office has a calendar; until then every hour counts.
    pub has_calendar: bool,
    zone: TimeZone,
    authorities: HashMap<RecordId, Openings>,
}

impl Timing {
    /// For records that began no earlier than a day and are due no later than another.
    pub fn new(standards: Standards, calendars: &Calendars, zone: TimeZone, from: Date, until: Date) -> Self {
        let laid = |c: &Calendar| c.openings(from, until);
        let authorities = calendars.authorities.iter().map(|(id, c)| (*id, laid(c))).collect();
        Self { standards, office: laid(&calendars.office()), has_calendar: calendars.has_office(), zone, authorities }
    }

    /// The office's day at an instant.
    pub fn day(&self, at: i64) -> Date {
        kernel::clock::date_at(kernel::clock::from_micros(at), &self.zone)
    }

    /// The day on which so many working days after a day are over; the day itself for none. `None` where the calendar does not reach.
    pub fn working_days_after(&self, day: Date, working_days: i64) -> Option<Date> {
        if working_days <= 0 {
            return Some(day);
        }
        let end = day.tomorrow().ok()?.to_zoned(self.zone.clone()).ok()?.timestamp().as_microsecond();
        self.office.after(end, working_days.saturating_mul(self.office.day())).map(|at| self.day(at))
    }

    /// The first day from a day on on which the office is open; the day itself where the calendar does not reach.
    pub fn open_day(&self, from: Date) -> Date {
        let begins = from.to_zoned(self.zone.clone()).ok().map(|z| z.timestamp().as_microsecond());
        begins.and_then(|at| self.office.after(at, 1)).map_or(from, |at| self.day(at))
    }

    /// How many whole working days lie after a day, up to the end of another.
    pub fn working_days_between(&self, after: Date, until: Date) -> i64 {
        let end = |day: Date| Some(day.tomorrow().ok()?.to_zoned(self.zone.clone()).ok()?.timestamp().as_microsecond());
        match (end(after), end(until)) {
            (Some(from), Some(to)) if from < to => self.office.between(from, to) / self.office.day().max(1),
            _ => 0,
        }
    }

    /// An authority's working time, if the office keeps its calendar.
    pub fn authority(&self, authority: RecordId) -> Option<&Openings> {
        self.authorities.get(&authority)
    }

    /// The target of a step that began then.
    pub fn target(&self, register: &str, state: &str, began: i64, urgent: bool) -> Option<i64> {
        let standard = self.standards.of(register, state, self.day(began))?;
        Some(standard.urgent.filter(|_| urgent).unwrap_or(standard.target).micros(&self.office))
    }

    /// Holds a step against its standard, at an instant or at its end: `used` working time so far, and whether it still runs.
    pub fn due(&self, register: &str, state: &str, began: i64, urgent: bool, used: i64, now: i64) -> Option<Due> {
        let target = self.target(register, state, began, urgent)?;
        let left = (target - used).max(0);
        // What is used up was used up that much working time after its start, whatever was paused in between.
        let at = if used > target { self.office.after(began, target) } else { self.office.after(now, left) };
        let standing = if used > target {
            Standing::Breached
        } else if used.saturating_mul(100) >= target.saturating_mul(self.standards.at_risk(self.day(began))) {
            Standing::AtRisk
        } else {
            Standing::InTime
        };
        Some(Due { at, used, target, day: self.office.day(), standing })
    }

    /// Holds one step of a record's intervals against its standard.
    pub fn due_of(&self, register: &str, all: &[ClockInterval], step: usize, urgent: bool, now: i64) -> Option<Due> {
        let mut own = all.iter().filter(|i| i.step == step);
        let first = own.next()?;
        let used = clocks::spent(all, step, &self.office);
        // A breach before a pause stands at the instant it happened.
        let due = self.due(register, first.state, first.from, urgent, used, now)?;
        if due.met() {
            return Some(due);
        }
        let mut left = due.target;
        for part in all.iter().filter(|i| i.step == step && !i.paused) {
            let worked = self.office.between(part.from, part.until);
            if worked > left {
                return Some(Due { at: self.office.after(part.from, left), ..due });
            }
            left -= worked;
        }
        Some(due)
    }
}

/// Whether a step was, at any time, urgent: the urgency was in force while it lasted.
pub fn urgent(urgencies: &[Urgency], from: i64, until: i64, zone: &TimeZone) -> bool {
    urgencies.iter().any(|u| {
        let end =
            u.expires_on.tomorrow().ok().and_then(|d| d.to_zoned(zone.clone()).ok()).map_or(i64::MAX, |z| z.timestamp().as_microsecond());
        u.from_time.0 < until.max(from.saturating_add(1)) && end > from
    })
}

/// How many microseconds of all intervals each owner had, in a period.
pub fn split(all: &[ClockInterval], from: i64, until: i64) -> HashMap<ClockOwner, i64> {
    let mut out = HashMap::new();
    for interval in all {
        let inside = interval.until.min(until) - interval.from.max(from);
        if inside > 0 {
            *out.entry(interval.owner).or_default() += inside;
        }
    }
    out
}

/// A line of the queue, of whatever register.
#[derive(Clone, Debug)]
pub struct QueueLine {
    /// The register of the record.
    pub register: &'static str,
    /// The kind of work it is.
    pub work: Work,
    /// The record.
    pub id: RecordId,
    /// The person it is about.
    pub person: Option<RecordId>,
    /// The step it is in.
    pub state: &'static str,
    /// Since when.
    pub since: i64,
    /// Whether it goes before others.
    pub urgent: bool,
    /// Whether its clock is paused.
    pub paused: bool,
    /// Who has the ball.
    pub owner: ClockOwner,
    /// How it stands; none without a standard.
    pub due: Option<Due>,
}

impl QueueLine {
    /// Whether it waits for the office: its clock is the office's and runs.
    pub fn waits(&self) -> bool {
        self.owner == ClockOwner::Office && !self.paused
    }
}

/// Puts a queue in order: what breaches first, then what has no standard by its age, then what is paused. Urgent ones of one instant come first.
pub fn in_order(lines: &mut [QueueLine]) {
    lines.sort_by_key(|l| {
        let at = l.due.and_then(|d| d.at).unwrap_or(i64::MAX);
        (l.paused, l.due.is_none(), at, !l.urgent, l.since, l.id)
    });
}
