//! The nightly look at every visit a host has approved (decision 0047): how many of them no longer stand, as a figure of that day. Whether one stands
//! is never stored; a page that shows the first of very many says beside them what the night found in all.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Refusal, Refused, Register, ViewDef, limits};
use ledger::{Changes, Command, Context, Error, Loader, View};
use spine::OFFICE;

use super::commands::{JOB, PURPOSE};
use super::lifecycle;
use super::queries::{requests, standards, trips};

/// What a night's look found; figures only.
#[derive(Clone, Debug, PartialEq, Eq, Register)]
#[register(name = "visit_checks", prefix = "vck", title = &["checked_on"], marking = "U", seen_by = OFFICE, unique = &[&["checked_on"]],
           views = &[ViewDef { name: "newest", by: "checked_on", descending: true }])]
pub struct VisitCheck {
    /// The day.
    #[field(list)]
    pub checked_on: Date,
    /// What was found.
    #[field(flatten)]
    pub found: Found,
}

/// Visits that a host has approved, and how they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct Found {
    /// How many there are.
    #[field(list)]
    pub visits_granted: i64,
    /// Of these, those that no longer stand or are over without a word.
    #[field(list)]
    pub visits_calling: i64,
}

/// The last night's look.
///
/// # Errors
/// Those of the ledger.
pub fn last(view: &mut View<'_>) -> Result<Option<VisitCheck>, Error> {
    Ok(view.newest()?.map(|check| check.body))
}

/// Judges every visit a host has approved, where today that has not been done.
///
/// # Errors
/// Those of the ledger.
pub fn owed(view: &mut View<'_>) -> Result<Option<Found>, Error> {
    let today = view.today;
    if last(view)?.is_some_and(|last| last.checked_on >= today) {
        return Ok(None);
    }
    let (standards, policy) = (standards(view)?, view.policy);
    let mut found = Found::default();
    let mut left = requests(view, lifecycle::GRANTED)?;
    while !left.is_empty() {
        let rest = left.split_off(left.len().min(limits::PAGE_ROWS_MAX));
        for trip in trips(view, std::mem::replace(&mut left, rest))? {
            found.visits_granted += 1;
            found.visits_calling += i64::from(standards.calls(&trip, today, policy).is_some());
        }
    }
    Ok(Some(found))
}

/// Writes down what the night found; the system alone does.
#[derive(Clone, Debug, Fields)]
pub struct WriteVisitCheck {
    /// What was found.
    #[field(flatten)]
    pub found: Found,
}

impl Command for WriteVisitCheck {
    const NAME: &'static str = "visit_checks.write";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = bool;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| Ok(last(view)?.is_some_and(|last| last.checked_on >= view.today)))
    }

    fn decide(&self, had: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if had {
            return Err(Refusal::new("visits-checked-today").into());
        }
        let mut changes = Changes::new();
        let _: Id<VisitCheck> = changes.insert(cx.new_id(), &VisitCheck { checked_on: cx.today, found: self.found.clone() });
        Ok(changes)
    }
}
