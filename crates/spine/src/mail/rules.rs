//! By when what comes in stands in the book, and in which band's; pure.

use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{Level, Refusal, Register, Value};

use super::MailBand;
use crate::cases::Timing;

/// The band of a level: the highest that begins at it or below, of two that begin at one level the first by its code. None below every band, and for what bears no level.
pub fn band<'b>(bands: &'b [MailBand], level: Option<&Level>, policy: &SecurityPolicy) -> Option<&'b str> {
    let rank = policy.rank(level?)?;
    let begins = bands.iter().filter_map(|band| Some((policy.rank(&band.from_level).filter(|from| *from <= rank)?, band)));
    begins.max_by_key(|(from, band)| (*from, std::cmp::Reverse(&band.code))).map(|(_, band)| band.code.as_str())
}

/// A code that can stand in a number.
pub(super) fn sound_band(values: &[Value]) -> Vec<Refusal> {
    let code = MailBand::DEF.position("code").and_then(|at| values.get(at)).and_then(Value::text).unwrap_or_default();
    let fits = !code.is_empty() && code.chars().all(|c| c.is_ascii_uppercase());
    if fits { Vec::new() } else { vec![Refusal::new("band-letters").at("code")] }
}

/// The last day on which mail that arrived on a day is registered in time: that day where the office is open on it, otherwise the next open one,
/// and as many working days later as the standards of that day leave.
pub fn register_by(received: Date, timing: &Timing) -> Date {
    let open = timing.open_day(received);
    timing.working_days_after(open, timing.standards.mail_days(received)).unwrap_or(open)
}

/// By how many working days mail that arrived on a day and was registered on another was late; none when it was not.
pub fn late_by(received: Date, registered: Date, timing: &Timing) -> Option<i64> {
    let by = register_by(received, timing);
    // Whoever works on a closed day is late by less than a working day, and late all the same.
    (registered > by).then(|| timing.working_days_between(by, registered))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use kernel::{Head, Id, Label, Record, RecordId};

    use super::*;
    use crate::cases::{CalendarDay, CalendarScope, Calendars, Standards, WorkCalendar};
    use crate::policy::{PackKind, PackState, PolicyPack};

    fn record<R>(id: u8, body: R) -> Record<R> {
        let head = Head { id: RecordId([id; 16]), version: 1, label: Label::at("U"), rank: 0, subject: None, void: false };
        Record { head, body }
    }

    /// An office open from Monday to Friday, closed on Tuesday 7 April 2026, that leaves so many working days.
    fn timing(days: Option<i64>) -> Timing {
        let open = Some("09:00-17:00".to_owned());
        let week = WorkCalendar {
            name: "Office".to_owned(),
            scope: CalendarScope::Office,
            site: None,
            authority: None,
            zone: "Europe/Luxembourg".to_owned(),
            day_minutes: 480,
            monday: open.clone(),
            tuesday: open.clone(),
            wednesday: open.clone(),
            thursday: open.clone(),
            friday: open,
            saturday: None,
            sunday: None,
            valid_from: date(2020, 1, 1),
            valid_until: None,
        };
        let closed = CalendarDay { calendar: Id::new(RecordId([1; 16])), day: date(2026, 4, 7), hours: None, name: "Closed".to_owned() };
        let calendars = Calendars::new(&[record(1, week)], &[record(2, closed)]);
        let left = days.map_or_else(String::new, |days| format!(r#", "mail_days": {days}"#));
        let rules = format!(r#"{{"name": "T", "source": "T", "at_risk_percent": 75, "standards": []{left}}}"#);
        let pack = PolicyPack {
            kind: PackKind::ServiceStandards,
            name: "T".to_owned(),
            edition: 1,
            valid_from: date(2020, 1, 1),
            state: PackState::InForce,
            source: "T".to_owned(),
            rules,
            recorded_by: RecordId::NIL,
            verified_by: RecordId::NIL,
        };
        let zone = TimeZone::get("Europe/Luxembourg").unwrap_or(TimeZone::UTC);
        Timing::new(Standards::new(&[pack]), &calendars, zone, date(2026, 1, 1), date(2026, 12, 31))
    }

    #[test]
    fn sp_02_the_band_of_a_letter_is_the_highest_that_begins_at_its_level_or_below() {
        let policy = exchange::spif::read(crate::SECURITY_POLICY.as_bytes()).unwrap_or_default();
        let of = |code: &str, from: &str| MailBand { code: code.to_owned(), from_level: Level(from.to_owned()) };
        let bands = [of("S", "S"), of("C", "C")];
        let told = |level: &str| band(&bands, Some(&Level(level.to_owned())), &policy);
        assert_eq!(["U", "R", "C", "S", "TS"].map(told), [None, None, Some("C"), Some("S"), Some("S")]);
        assert_eq!((band(&bands, None, &policy), band(&[], Some(&Level("S".to_owned())), &policy), told("XX")), (None, None, None));
        let sound = |code: &str| sound_band(&kernel::Fields::to_values(&of(code, "C"))).is_empty();
        assert_eq!(["C", "CONF", "c", "C/1", ""].map(sound), [true, true, false, false, false]);
    }

    #[test]
    fn sp_02_mail_is_due_on_the_day_it_arrives_or_the_next_on_which_the_office_is_open() {
        let same_day = timing(None);
        // The first days of April 2026: Friday the 3rd, the weekend, Monday, a Tuesday on which the office is closed, Wednesday.
        for (received, by) in [(3, 3), (4, 6), (5, 6), (6, 6), (7, 8), (8, 8)] {
            assert_eq!(register_by(date(2026, 4, received), &same_day), date(2026, 4, by), "{received}");
        }
        let late = |received: i8, registered: i8| late_by(date(2026, 4, received), date(2026, 4, registered), &same_day);
        assert_eq!((late(3, 3), late(4, 6), late(7, 8)), (None, None, None), "in time");
        assert_eq!((late(3, 6), late(4, 8), late(6, 9)), (Some(1), Some(1), Some(2)), "closed days count for nothing");
        assert_eq!(late(3, 4), Some(0), "on a Saturday, late by less than a working day");
        assert_eq!(late(8, 6), None, "never before it arrived");
    }

    #[test]
    fn sp_02_an_office_may_leave_itself_working_days() {
        let one = timing(Some(1));
        for (received, by) in [(3, 6), (4, 8), (6, 8), (7, 9)] {
            assert_eq!(register_by(date(2026, 4, received), &one), date(2026, 4, by), "{received}");
        }
        let parse = |days: i64| {
            let text = format!(r#"{{"name": "T", "source": "T", "at_risk_percent": 75, "standards": [], "mail_days": {days}}}"#);
            crate::cases::rules::ServiceStandards::parse(&text).is_ok()
        };
        assert_eq!([-1, 0, 100, 101].map(parse), [false, true, true, false]);
    }

    #[test]
    fn sp_02_without_a_calendar_every_day_is_open() {
        let zone = TimeZone::UTC;
        let none = Timing::new(Standards::default(), &Calendars::default(), zone, date(2026, 1, 1), date(2026, 12, 31));
        assert_eq!(register_by(date(2026, 4, 4), &none), date(2026, 4, 4));
    }
}
