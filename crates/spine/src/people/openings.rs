//! How often files of people were opened, and how often without anything that asked for it (CL-12): one count a day, made on the next. Who opened
//! which file is kept apart for as long as [`kernel::limits::OPENINGS_KEPT_DAYS`] and is not repeated here; the counts stay.

use jiff::civil::Date;
use kernel::{Duty, Fields, Job, RecordId, Refusal, Refused, Register, ViewDef, limits};
use ledger::rights::watch::JOB;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View};

use crate::OFFICE;
use crate::retention::queries::open_since;

/// What was opened on a day.
#[derive(Clone, Debug, Register)]
#[register(name = "file_openings", prefix = "fop", title = &["day"], marking = "U", seen_by = OFFICE, unique = &[&["day"]],
           views = &[ViewDef { name: "newest", by: "day", descending: true }])]
pub struct FileOpenings {
    /// The day, in the office's zone.
    #[field(list)]
    pub day: Date,
    /// How often a file was opened.
    #[field(list)]
    pub openings: i64,
    /// How often nothing about the person was open that day: no case, no task, nothing else that is worked on.
    #[field(list)]
    pub without_need: i64,
}

/// Counts what was opened on a day that is past.
#[derive(Clone, Debug, Fields)]
pub struct CountOpenings {
    /// The day.
    pub day: Date,
}

impl Command for CountOpenings {
    const NAME: &'static str = "file_openings.count";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "access";
    /// Openings, and those without need; none when the day is counted already.
    type Loaded = Option<(i64, i64)>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| {
            if !view.having::<FileOpenings>("day", self.day.to_string())?.is_empty() {
                return Ok(None);
            }
            let opened = view.openings_on(self.day)?;
            let people: Vec<RecordId> = opened.iter().map(|(person, _)| *person).collect();
            let needed = open_since(view, &people, self.day)?;
            let without_need = opened.iter().filter(|(person, _)| !needed.contains(person)).map(|(_, times)| times).sum();
            Ok(Some((opened.iter().map(|(_, times)| times).sum(), without_need)))
        })
    }

    fn decide(&self, counted: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let day = || self.day.to_string();
        if self.day >= cx.today {
            return Err(Refusal::new("day-not-over").with("date", day()).into());
        }
        let Some((openings, without_need)) = counted else { return Err(Refusal::new("day-counted").with("date", day()).into()) };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &FileOpenings { day: self.day, openings, without_need });
        Ok(changes)
    }
}

/// The commands of the register.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<CountOpenings>()]
}

/// The days that are past and not counted, the oldest first, at most [`limits::PAGE_ROWS_MAX`]: from the day after the last that was counted; of an
/// office that has counted none, yesterday.
///
/// # Errors
/// Those of the ledger.
pub fn uncounted(view: &mut View<'_>) -> Result<Vec<Date>, Error> {
    let last = view.newest::<FileOpenings>()?;
    let first = last.map_or_else(|| view.today.yesterday(), |last| last.body.day.tomorrow()).unwrap_or(view.today);
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(|day| *day < view.today);
    Ok(days.take(limits::PAGE_ROWS_MAX).collect())
}
