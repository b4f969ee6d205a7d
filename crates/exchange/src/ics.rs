//! Calendar files (RFC 5545): days on which something is due, for the calendar
//! somebody already uses.

use jiff::Timestamp;
use jiff::civil::Date;

/// A day on which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it stably is; a calendar that meets it again changes it.
    pub id: String,
    /// The day.
    pub day: Date,
    /// What is due.
    pub title: String,
    /// More about it, such as an address.
    pub note: String,
}

/// Writes a calendar; its marking stands in its name, before each title and above each note.
#[must_use]
pub fn write(name: &str, marking: &str, events: &[Event], now: Timestamp) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Castellan//EN");
    line(&format!("X-WR-CALNAME:{}", escaped(&format!("[{marking}] {name}"))));
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escaped(&event.id)));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART;VALUE=DATE:{}", event.day.strftime("%Y%m%d")));
        line(&format!("SUMMARY:{}", escaped(&format!("[{marking}] {}", event.title))));
        line(&format!("DESCRIPTION:{}", escaped(&format!("{marking}\n{}", event.note))));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn escaped(text: &str) -> String {
    let kept = text.replace("\r\n", "\n").replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
    kept.chars().filter(|c| !c.is_control()).collect()
}

/// A line of at most 75 bytes, the rest on lines that begin with a space.
fn fold(text: &str, out: &mut String) {
    let mut width = 0;
    for c in text.chars() {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sp_20_a_calendar_file_is_folded_and_its_texts_stay_texts() {
        let event = Event {
            id: "tsk_1@castellan".into(),
            day: jiff::civil::date(2026, 12, 1),
            title: "Relance; Šimić, 2\nEND:VCALENDAR".into(),
            note: "é".repeat(100),
        };
        let text = write("Castellan", "AGENCY, RESTRICTED", &[event], Timestamp::UNIX_EPOCH);
        assert!(
            text.contains("DTSTART;VALUE=DATE:20261201\r\n")
                && text.replace("\r\n ", "").contains(
                    "SUMMARY:[AGENCY\\, RESTRICTED] Relance\\; Šimić\\, 2\\nEND:VCALENDAR\r\nDESCRIPTION:AGENCY\\, RESTRICTED\\né"
                )
        );
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(text.matches("\r\nEND:VCALENDAR").count(), 1);
        assert_eq!(text.replace("\r\n ", "").matches('é').count(), 100);
    }
}
