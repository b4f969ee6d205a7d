//! Calendars as data, pauses with their reasons, urgency with its approver and end.

use jiff::civil::Date;
use kernel::calendar::{self, Hours};
use kernel::{ClockOwner, Duty, Id, RecordId, Refusal, Register, Value, ViewDef};
use ledger::transition::Micros;

use super::Priority;
use crate::OFFICE;
use crate::organisations::Authority;

/// Duties that keep calendars.
pub const KEEPERS: &[Duty] = &[Duty::PolicyOfficer, Duty::Head];

kernel::choices! {
    /// Whose working hours a calendar holds.
    pub enum CalendarScope { Office = "office", Site = "site", Authority = "authority" }
}

/// The working hours of the office, of one of its sites or of an authority, from a day on. What was known on a day is in its history.
#[derive(Clone, Debug, Register)]
#[register(name = "work_calendars", prefix = "cal", title = &["name"], marking = "U", seen_by = OFFICE, edited_by = KEEPERS, rule = hours_are_read,
           spans = &[("valid_from", "valid_until")])]
pub struct WorkCalendar {
    /// Its name.
    #[field(search, list, max = 80)]
    pub name: String,
    /// Whose hours these are.
    #[field(list)]
    pub scope: CalendarScope,
    /// The site, for a calendar of a site.
    #[field(list, max = 40)]
    pub site: Option<String>,
    /// The authority, for an authority's.
    #[field(list)]
    pub authority: Option<Id<Authority>>,
    /// Its time zone, such as Europe/Luxembourg.
    #[field(list, max = 60)]
    pub zone: String,
    /// What one working day is, in minutes.
    pub day_minutes: i64,
    /// Hours on Mondays, such as 08:30-12:30 13:30-17:30; empty means closed.
    #[field(max = 100)]
    pub monday: Option<String>,
    /// On Tuesdays.
    #[field(max = 100)]
    pub tuesday: Option<String>,
    /// On Wednesdays.
    #[field(max = 100)]
    pub wednesday: Option<String>,
    /// On Thursdays.
    #[field(max = 100)]
    pub thursday: Option<String>,
    /// On Fridays.
    #[field(max = 100)]
    pub friday: Option<String>,
    /// On Saturdays.
    #[field(max = 100)]
    pub saturday: Option<String>,
    /// On Sundays.
    #[field(max = 100)]
    pub sunday: Option<String>,
    /// First day these hours hold.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}

impl WorkCalendar {
    /// The hours of a week, Monday first.
    pub const fn week(&self) -> [&Option<String>; 7] {
        [&self.monday, &self.tuesday, &self.wednesday, &self.thursday, &self.friday, &self.saturday, &self.sunday]
    }
}

/// A day on which a calendar differs: a holiday, or half a day.
#[derive(Clone, Debug, Register)]
#[register(name = "calendar_days", prefix = "cad", title = &["name", "day"], marking = "U", seen_by = OFFICE, edited_by = KEEPERS,
           unique = &[&["calendar", "day"]], rule = day_is_read, views = &[ViewDef { name: "days", by: "day", descending: false }])]
pub struct CalendarDay {
    /// The calendar.
    #[field(list)]
    pub calendar: Id<WorkCalendar>,
    /// The day.
    #[field(list)]
    pub day: Date,
    /// Its hours; empty means closed.
    #[field(list, max = 100)]
    pub hours: Option<String>,
    /// What day it is.
    #[field(search, list, max = 120)]
    pub name: String,
}

fn readable(text: Option<&str>) -> bool {
    Hours::parse(text.unwrap_or("")).is_some()
}

fn hours_are_read(values: &[Value]) -> Vec<Refusal> {
    let text = |name: &str| WorkCalendar::DEF.position(name).and_then(|at| values.get(at)).and_then(Value::text);
    let number = |name: &str| WorkCalendar::DEF.position(name).and_then(|at| values.get(at)).and_then(Value::int);
    let mut wrong = Vec::new();
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        if !readable(text(day)) {
            wrong.push(Refusal::new("hours-unreadable").at(day));
        }
    }
    if text("zone").is_none_or(|zone| calendar::zone(zone).is_none()) {
        wrong.push(Refusal::new("zone-unknown").at("zone"));
    }
    if number("day_minutes").is_none_or(|minutes| !(1..=24 * 60).contains(&minutes)) {
        wrong.push(Refusal::new("day-length").at("day_minutes"));
    }
    match text("scope") {
        Some("site") if text("site").is_none() => wrong.push(Refusal::new("calendar-of-whom").at("site")),
        Some("authority") if WorkCalendar::DEF.position("authority").and_then(|at| values.get(at)).is_none_or(Value::is_null) => {
            wrong.push(Refusal::new("calendar-of-whom").at("authority"));
        }
        _ => {}
    }
    wrong
}

fn day_is_read(values: &[Value]) -> Vec<Refusal> {
    let hours = CalendarDay::DEF.position("hours").and_then(|at| values.get(at)).and_then(Value::text);
    if readable(hours) { Vec::new() } else { vec![Refusal::new("hours-unreadable").at("hours")] }
}

kernel::choices! {
    /// Who has the ball while a record's own clock is paused.
    pub enum PauseOwner { Requester = "requester", Hr = "hr", Subject = "subject", Authority = "authority", ForceMajeure = "force_majeure" }
}

kernel::choices! {
    /// Why a clock is paused.
    pub enum PauseReason {
        Answer = "waits_for_answer", Document = "waits_for_document", Absence = "absent", Systems = "systems_down", Closure = "office_closed",
        Else = "paused_otherwise",
    }
}

impl PauseOwner {
    /// As an owner of a clock.
    pub const fn owner(self) -> ClockOwner {
        match self {
            Self::Requester => ClockOwner::Requester,
            Self::Hr => ClockOwner::Hr,
            Self::Subject => ClockOwner::Subject,
            Self::Authority => ClockOwner::Authority,
            Self::ForceMajeure => ClockOwner::ForceMajeure,
        }
    }
}

/// A time in which somebody else than the state says had the ball: with its reason and what shows it, so that pausing beautifies nothing.
#[derive(Clone, Debug, Register)]
#[register(name = "clock_pauses", prefix = "pau", title = &["owner"], subject = Some("person"), seen_by = OFFICE,
           views = &[ViewDef { name: "newest", by: "from_time", descending: true }])]
pub struct ClockPause {
    /// The register of the record.
    pub register: String,
    /// The record whose clock was paused.
    #[field(list)]
    pub record: RecordId,
    /// The person it is about, if it is about one.
    pub person: Option<RecordId>,
    /// Who had the ball.
    #[field(list)]
    pub owner: PauseOwner,
    /// Why; of pauses from before reasons had codes it is not known.
    #[field(list)]
    pub reason_code: Option<PauseReason>,
    /// In words.
    #[field(list, long)]
    pub reason: String,
    /// What shows it: a letter, a note, a call with its date.
    #[field(long)]
    pub evidence: String,
    /// From when.
    #[field(list)]
    pub from_time: Micros,
    /// Until when; still going on when empty.
    #[field(list)]
    pub until_time: Option<Micros>,
    /// Who began it.
    pub recorded_by: RecordId,
}

kernel::choices! {
    /// How urgent.
    pub enum UrgencyLevel { Urgent = "urgent", Flash = "flash" }
}

impl UrgencyLevel {
    /// As the priority of a record.
    pub const fn priority(self) -> Priority {
        match self {
            Self::Urgent => Priority::Urgent,
            Self::Flash => Priority::Flash,
        }
    }
}

/// A record goes before others for a time: who asked, why, who approved, until when. What that does to the others is shown to whoever reads of it, by what they see.
#[derive(Clone, Debug, Register)]
#[register(name = "urgencies", prefix = "urg", title = &["level"], subject = Some("person"), seen_by = OFFICE,
           views = &[ViewDef { name: "newest", by: "from_time", descending: true }])]
pub struct Urgency {
    /// The register of the record.
    pub register: String,
    /// The record that goes first.
    #[field(list)]
    pub record: RecordId,
    /// The person it is about, if it is about one.
    pub person: Option<RecordId>,
    /// How urgent.
    #[field(list)]
    pub level: UrgencyLevel,
    /// Who asks for it.
    #[field(list, max = 120)]
    pub requester: String,
    /// Why.
    #[field(list, long)]
    pub reason: String,
    /// Since when.
    #[field(list)]
    pub from_time: Micros,
    /// Last day of the urgency; then the record stands in line again.
    #[field(list)]
    pub expires_on: Date,
    /// Who asked for it to be recorded.
    pub recorded_by: RecordId,
    /// Who approved it.
    pub approved_by: RecordId,
}
