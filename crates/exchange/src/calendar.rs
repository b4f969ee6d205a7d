//! Days of a calendar file (iCalendar, RFC 5545): whole days only, and yearly rules only. What repeats otherwise, lasts long or has an hour is told
//! and not taken; no rule can make us count for long.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::finding::{Code, Finding};
use crate::limits;
use crate::sheet::{Cell, Row, Sheet};

/// The days of a calendar file as one sheet: a row for each day with its name; a row without a day names what was not taken, and why.
///
/// # Errors
/// One finding when the bytes are no calendar, or too many.
pub fn read_ics(bytes: &[u8]) -> Result<Vec<Sheet>, Finding> {
    if bytes.len() > limits::CALENDAR_BYTES {
        return Err(Finding::new(Code::FileTooLarge).value(format!("{} bytes", bytes.len())));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Finding::new(Code::WrongEncoding))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.trim_start().get(..15).is_some_and(|begin| begin.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(Finding::new(Code::NotACalendar));
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut event: Option<Event> = None;
    for line in unfolded(text) {
        let Some((name, value)) = line.split_once(':') else { continue };
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        match (name.to_ascii_uppercase().as_str(), value.trim(), event.as_mut()) {
            ("BEGIN", value, _) if value.eq_ignore_ascii_case("VEVENT") => event = Some(Event::default()),
            ("END", value, Some(_)) if value.eq_ignore_ascii_case("VEVENT") => {
                for told in event.take().unwrap_or_default().days() {
                    if rows.len() >= limits::CALENDAR_ROWS {
                        return Err(Finding::new(Code::FileTooLarge).value(format!("{} days", rows.len())));
                    }
                    rows.push(told.row(rows.len()));
                }
            }
            ("DTSTART", value, Some(event)) => {
                event.start = Some((whole_day(value), parameters.to_ascii_uppercase().contains("VALUE=DATE-TIME") || value.contains('T')))
            }
            ("DTEND", value, Some(event)) => event.end = whole_day(value),
            ("DURATION", value, Some(event)) => event.long = value != "P1D",
            ("SUMMARY", value, Some(event)) => event.name = unescaped(value),
            ("RRULE", value, Some(event)) => event.rule = Some(value.to_ascii_uppercase()),
            ("RDATE" | "EXDATE" | "EXRULE" | "RECURRENCE-ID", _, Some(event)) => event.odd = true,
            _ => {}
        }
    }
    if rows.is_empty() {
        return Err(Finding::new(Code::WorkbookEmpty));
    }
    Ok(vec![Sheet { rows, ..Sheet::default() }])
}

/// Lines, with those that begin with a space put back where they were cut.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) if last.len() + rest.len() <= limits::CELL_CHARS => last.push_str(rest),
            (Some(_), Some(_)) => {}
            _ => lines.push(line.chars().take(limits::CELL_CHARS).collect()),
        }
    }
    lines
}

fn unescaped(text: &str) -> String {
    let plain =
        text.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ",").replace("\\\\", "\\").replace(';', ",");
    let name: String = plain.chars().map(|c| if c.is_control() { ' ' } else { c }).take(limits::CALENDAR_NAME_CHARS).collect();
    name.trim().to_owned()
}

/// `20261225`, or the day of `20261225T090000Z`.
fn whole_day(text: &str) -> Option<Date> {
    let digits = text.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    Date::new(digits.get(..4)?.parse().ok()?, digits.get(4..6)?.parse().ok()?, digits.get(6..)?.parse().ok()?).ok()
}

#[derive(Debug, Default)]
struct Event {
    start: Option<(Option<Date>, bool)>,
    end: Option<Date>,
    name: String,
    rule: Option<String>,
    long: bool,
    odd: bool,
}

/// A day, or what was not taken.
struct Told {
    day: Option<Date>,
    name: String,
    why: Option<Code>,
}

impl Told {
    fn row(self, before: usize) -> Row {
        let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
        let day = text(self.day.map(|d| d.to_string()).unwrap_or_default());
        let why = text(self.why.map(|c| c.as_str().to_owned()).unwrap_or_default());
        Row { number: u32::try_from(before + 1).unwrap_or(u32::MAX), cells: vec![day, text(self.name), why] }
    }
}

impl Event {
    fn days(self) -> Vec<Told> {
        let name = if self.name.is_empty() { "?".to_owned() } else { self.name.clone() };
        let not = |why: Code| vec![Told { day: None, name: name.clone(), why: Some(why) }];
        let Some((Some(start), timed)) = self.start else { return not(Code::NotADate) };
        if timed {
            return not(Code::CalendarTimed);
        }
        let length = self.end.map_or(1, |end| (end - start).get_days());
        if self.long || !(1..=limits::CALENDAR_SPAN_DAYS).contains(&length) {
            return not(Code::CalendarSpan);
        }
        let starts = match (&self.rule, self.odd) {
            (_, true) => return not(Code::CalendarRule),
            (None, _) => Some(vec![start]),
            (Some(rule), _) => yearly(rule, start),
        };
        let Some(starts) = starts else { return not(Code::CalendarRule) };
        let days = starts.into_iter().flat_map(|first| (0..length).filter_map(move |n| first.checked_add(Span::new().days(n)).ok()));
        days.map(|day| Told { day: Some(day), name: name.clone(), why: None }).collect()
    }
}

/// The days of a plain yearly rule, at most [`limits::CALENDAR_YEARS`] of them; none when the rule is any other.
fn yearly(rule: &str, start: Date) -> Option<Vec<Date>> {
    let (mut count, mut until, mut plain) = (limits::CALENDAR_YEARS, None, false);
    for part in rule.split(';').filter(|p| !p.is_empty()) {
        match part.split_once('=')? {
            ("FREQ", "YEARLY") => plain = true,
            ("INTERVAL", "1") | ("WKST", _) => {}
            ("COUNT", number) => count = count.min(number.parse().ok()?),
            ("UNTIL", day) => until = Some(whole_day(day)?),
            ("BYMONTH", month) if month.parse() == Ok(start.month()) => {}
            ("BYMONTHDAY", day) if day.parse() == Ok(start.day()) => {}
            _ => return None,
        }
    }
    // 29 February comes back only where there is one.
    let same = |n: usize| start.checked_add((n as i64).years()).ok().filter(|d| d.day() == start.day());
    let days = (0..count).filter_map(same).filter(|d| until.is_none_or(|until| *d <= until));
    plain.then(|| days.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &str) -> Result<Vec<(String, String, String)>, Code> {
        let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
        let sheets = read_ics(text.as_bytes()).map_err(|f| f.code)?;
        let cell = |row: &Row, at: usize| row.cell(at).text().into_owned();
        Ok(sheets[0].rows.iter().map(|r| (cell(r, 0), cell(r, 1), cell(r, 2))).collect())
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
    }

    fn one(lines: &str) -> Vec<(String, String, String)> {
        read(&event(lines)).unwrap_or_else(|code| panic!("{code}"))
    }

    #[test]
    fn sp_01_whole_days_are_taken_with_their_names() {
        let told = one("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\\, both\r\n  days");
        assert_eq!(
            told,
            [
                ("2026-12-25".into(), "Christmas, both days".into(), String::new()),
                ("2026-12-26".into(), "Christmas, both days".into(), String::new())
            ]
        );
        let told = one("DTSTART;VALUE=DATE:20240501\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:May");
        assert_eq!(told.iter().map(|t| t.0.as_str()).collect::<Vec<_>>(), ["2024-05-01", "2025-05-01", "2026-05-01"]);
        let told = one("DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY;UNTIL=20300101\r\nSUMMARY:Leap");
        assert_eq!(told.iter().map(|t| t.0.as_str()).collect::<Vec<_>>(), ["2024-02-29", "2028-02-29"]);
    }

    #[test]
    fn sp_01_hostile_and_odd_rules_are_told_and_not_followed() {
        for rule in [
            "FREQ=SECONDLY",
            "FREQ=SECONDLY;COUNT=99999999999",
            "FREQ=YEARLY;BYDAY=-1SU",
            "FREQ=YEARLY;INTERVAL=0",
            "FREQ=DAILY",
            "FREQ",
            "",
            "=;=;",
            "FREQ=YEARLY;COUNT=-1",
            "FREQ=YEARLY;BYSETPOS=366",
        ] {
            let told = one(&format!("DTSTART;VALUE=DATE:20260101\r\nRRULE:{rule}\r\nSUMMARY:x"));
            assert_eq!(told, [(String::new(), "x".into(), "calendar_rule".into())], "{rule}");
        }
        // For ever is as long as we count.
        assert_eq!(one("DTSTART;VALUE=DATE:20000101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x").len(), limits::CALENDAR_YEARS);
        assert_eq!(one("DTSTART;VALUE=DATE:99990101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x").len(), 1, "the calendar ends");
        let why = |lines: &str| one(lines)[0].2.clone();
        assert_eq!(why("DTSTART:20260101T090000Z\r\nSUMMARY:x"), "calendar_timed");
        assert_eq!(why("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101"), "calendar_span");
        assert_eq!(why("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20250101"), "calendar_span");
        assert_eq!(why("DTSTART;VALUE=DATE:20260101\r\nEXDATE:20260101"), "calendar_rule");
        assert_eq!(why("DTSTART;VALUE=DATE:20261301"), "not_a_date");
        assert_eq!(why("SUMMARY:nothing else"), "not_a_date");
    }

    #[test]
    fn sp_01_what_is_no_calendar_is_refused_with_a_finding() {
        assert_eq!(read_ics(b"hello").map_err(|f| f.code), Err(Code::NotACalendar));
        assert_eq!(read_ics(b"").map_err(|f| f.code), Err(Code::NotACalendar));
        assert_eq!(read_ics(b"BEGIN:VCALENDAR\xff\xfe").map_err(|f| f.code), Err(Code::WrongEncoding));
        assert_eq!(read(""), Err(Code::WorkbookEmpty));
        assert_eq!(read_ics(&vec![b' '; limits::CALENDAR_BYTES + 1]).map_err(|f| f.code), Err(Code::FileTooLarge));
        let many = event("DTSTART;VALUE=DATE:20000101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x")
            .repeat(limits::CALENDAR_ROWS / limits::CALENDAR_YEARS + 1);
        assert_eq!(read(&many), Err(Code::FileTooLarge));
        // Cut anywhere, it is a finding or fewer days, never a panic.
        let whole = format!("BEGIN:VCALENDAR\r\n{}", event("DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:Noël"));
        for end in 0..whole.len() {
            let _ = read_ics(&whole.as_bytes()[..end]);
        }
    }
}
