//! The daily look at all renewals (decision 0047): how many are due, how far, as figures of that day. The plan itself is computed on reading; a page that
//! greets everybody cannot read everybody's facts.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Refusal, Refused, Register, ViewDef};
use ledger::{Changes, Command, Context, Error, Loader, View};
use spine::OFFICE;

use super::commands::JOB;
use super::queries::present;
use super::{Stage, plans};

/// What a day's look found; figures only.
#[derive(Clone, Debug, PartialEq, Eq, Register)]
#[register(name = "renewal_checks", prefix = "rck", title = &["checked_on"], marking = "U", seen_by = OFFICE, unique = &[&["checked_on"]],
           views = &[ViewDef { name: "newest", by: "checked_on", descending: true }])]
pub struct RenewalCheck {
    /// The day.
    #[field(list)]
    pub checked_on: Date,
    /// What was found.
    #[field(flatten)]
    pub found: Found,
}

/// How many renewals stand where; a step of escalation is a share of the time from start to end that has passed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct Found {
    /// Due, and nobody has opened a case.
    #[field(list)]
    pub renewals_due: i64,
    /// Due or not yet with their authority, past a step of escalation.
    #[field(list)]
    pub renewals_escalated: i64,
    /// Waiting to be asked whether they are wanted, because the contract ends.
    #[field(list)]
    pub renewals_asked: i64,
    /// Starting within the days of warning.
    #[field(list)]
    pub renewals_soon: i64,
}

/// The last day's look.
///
/// # Errors
/// Those of the ledger.
pub fn last(view: &mut View<'_>) -> Result<Option<RenewalCheck>, Error> {
    Ok(view.newest()?.map(|check| check.body))
}

/// Counts all renewals, where today that has not been done.
///
/// # Errors
/// Those of the ledger.
pub fn owed(view: &mut View<'_>) -> Result<Option<Found>, Error> {
    let today = view.today;
    if last(view)?.is_some_and(|last| last.checked_on >= today) {
        return Ok(None);
    }
    let mut found = Found::default();
    for plan in plans(&present(view)?) {
        found.renewals_due += i64::from(plan.stage == Stage::Due);
        found.renewals_escalated += i64::from(plan.step > 0);
        found.renewals_asked += i64::from(plan.stage == Stage::Ask);
        found.renewals_soon += i64::from(plan.stage == Stage::Soon);
    }
    Ok(Some(found))
}

/// Writes down what the day's look found; the system alone does.
#[derive(Clone, Debug, Fields)]
pub struct WriteRenewalCheck {
    /// What was found.
    #[field(flatten)]
    pub found: Found,
}

impl Command for WriteRenewalCheck {
    const NAME: &'static str = "renewal_checks.write";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "clearance";
    type Loaded = bool;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| Ok(last(view)?.is_some_and(|last| last.checked_on >= view.today)))
    }

    fn decide(&self, had: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if had {
            return Err(Refusal::new("renewals-checked-today").into());
        }
        let mut changes = Changes::new();
        let _: Id<RenewalCheck> = changes.insert(cx.new_id(), &RenewalCheck { checked_on: cx.today, found: self.found.clone() });
        Ok(changes)
    }
}
