//! Days that differ, many at once.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::record::{CalendarDay, KEEPERS, WorkCalendar};

/// The commands of the concept.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<AddDays>()]
}

/// Longest list of days.
const DAYS_CHARS_MAX: usize = 100_000;
/// Days of one list.
const DAYS_MAX: usize = 1_000;

/// Adds days to a calendar: holidays, half-days. Days that are there already stay as they are.
#[derive(Clone, Debug, Fields)]
pub struct AddDays {
    /// The calendar.
    #[field(hidden)]
    pub calendar: Id<WorkCalendar>,
    /// One a line: the day, its hours or nothing, its name, separated by semicolons.
    #[field(long, max = DAYS_CHARS_MAX)]
    pub holidays: String,
}

/// A line of a list of days.
fn line(text: &str) -> Option<(Date, Option<String>, String)> {
    let mut parts = text.splitn(3, ';').map(str::trim);
    let (day, hours, name) = (parts.next()?, parts.next()?, parts.next()?);
    let readable = kernel::calendar::Hours::parse(hours).is_some() && !name.is_empty() && name.chars().count() <= 120;
    let day: Date = day.parse().ok().filter(|_| readable)?;
    Some((day, (!hours.is_empty()).then(|| hours.to_owned()), name.to_owned()))
}

impl Command for AddDays {
    const NAME: &'static str = "calendars.add_days";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some("work_calendars");
    type Loaded = (Record<WorkCalendar>, Vec<Record<CalendarDay>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let calendar = loader.get(self.calendar)?;
        let id = self.calendar.raw();
        let days = loader.facts(|view| view.every::<CalendarDay>())?;
        Ok((calendar, days.into_iter().filter(|d| d.body.calendar.raw() == id).collect()))
    }

    fn decide(&self, (calendar, known): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let lines: Vec<(usize, &str)> = (1..).zip(self.holidays.lines()).filter(|(_, l)| !l.trim().is_empty()).collect();
        if lines.len() > DAYS_MAX {
            return Err(Refusal::new("too-many-days").at("holidays").with("max", DAYS_MAX.to_string()).into());
        }
        let mut changes = Changes::new();
        let mut wrong = Vec::new();
        let mut taken: Vec<Date> = known.iter().map(|d| d.body.day).collect();
        for (number, text) in lines {
            match line(text) {
                None => wrong.push(Refusal::new("day-unreadable").at("holidays").with("line", number.to_string())),
                Some((day, _, _)) if taken.contains(&day) => {}
                Some((day, hours, name)) => {
                    taken.push(day);
                    changes.insert(cx.new_id(), &CalendarDay { calendar: calendar.id(), day, hours, name });
                }
            }
        }
        Refused::unless_empty(wrong)?;
        if changes.rows.is_empty() {
            return Err(Refusal::new("no-new-day").at("holidays").into());
        }
        changes.answer_with(calendar.id());
        Ok(changes)
    }
}
