//! Provisional, one-time, emergency and meeting access: given by two people for one thing and for as long as the authority's rule lets it, and ended
//! before its time with a reason (CL-02). That it has run out is computed on reading (`spine::clearances::scoped`).

pub mod commands;

use jiff::civil::Date;
use kernel::{Id, Register};
use ledger::approval::{Approval, ApprovalState};
use ledger::{Command, Error, View};
use spine::clearances::queries::rulebook;
use spine::clearances::{AccessAuthorisation, AuthorisationKind};
use spine::people::Person;

use crate::cases::{CaseKind, LIFECYCLE, PscCase};

kernel::choices! {
    /// Where provisional access beside a case stands.
    pub enum Flag { Requested = "provisional_requested", Active = "provisional_active", Ended = "provisional_ended" }
}

/// Where provisional access of a person stands that was asked for or given since a day: computed from the access itself, never stored. With its
/// last day while it is active, and with the last day on which it counted once it has ended.
pub fn provisional(view: &mut View<'_>, person: Id<Person>, since: Date) -> Result<Option<(Flag, Option<Date>)>, Error> {
    let rules = rulebook(view)?;
    let today = view.today;
    let all = view.having::<AccessAuthorisation>("person", person.raw())?;
    let last = |access: &AccessAuthorisation| access.last_day(&rules).filter(|last| *last >= access.valid_from);
    let days: Vec<(Date, Date)> = all
        .iter()
        .filter(|access| access.body.kind == AuthorisationKind::Provisional)
        .filter_map(|access| Some((access.body.valid_from, last(&access.body)?)))
        .filter(|(_, last)| *last >= since)
        .collect();
    if let Some(last) = days.iter().filter(|(from, last)| *from <= today && today <= *last).map(|(_, last)| *last).max() {
        return Ok(Some((Flag::Active, Some(last))));
    }
    let cases = view.having::<PscCase>("person", person.raw())?;
    let open = |case: &kernel::Record<PscCase>| LIFECYCLE.state(case.body.state.code()).is_some_and(|state| state.open);
    let mut requested =
        cases.iter().any(|case| case.body.kind == CaseKind::Provisional && open(case)) || days.iter().any(|(from, _)| *from > today);
    if !requested && view.opens(Approval::NAME) {
        let waiting = view.having::<Approval>("record", person.raw())?;
        requested = waiting.iter().any(|a| a.body.command == commands::Give::NAME && a.body.state == ApprovalState::Pending);
    }
    if requested {
        return Ok(Some((Flag::Requested, None)));
    }
    Ok(days.iter().map(|(_, last)| *last).max().map(|last| (Flag::Ended, Some(last))))
}
