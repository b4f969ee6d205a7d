//! Which cases an authority is asked about: pure.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Level, RecordId};
use spine::policy::Rulebook;
use spine::posts::AssignmentKind;

/// A case that is with its authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The case.
    pub case: RecordId,
    /// Its number.
    pub number: String,
    /// About whom.
    pub person: RecordId,
    /// The level asked for.
    pub level: Level,
    /// The authority's reference.
    pub their_reference: Option<String>,
    /// The day it was sent.
    pub sent_on: Date,
    /// The authority.
    pub authority: RecordId,
    /// Its nation.
    pub nation: String,
    /// The programme the case is for.
    pub programme: Option<String>,
    /// In what quality the person held their post when it was sent.
    pub staff: Option<AssignmentKind>,
    /// The authority is asked again after so many days.
    pub cadence: i64,
}

impl Waiting {
    /// Days since it was sent.
    pub fn days(&self, today: Date) -> i64 {
        i64::from((today - self.sent_on).get_days())
    }

    /// From which day the authority may be asked: its own usual time is over then. None where no rule speaks of the level; there is no time that could
    /// be over.
    pub fn asked_from(&self, rules: &Rulebook) -> Option<Date> {
        let rule = rules.closest((&self.nation, &self.level.0), (self.programme.as_deref(), self.staff), self.sent_on)?;
        self.sent_on.checked_add(i64::from(rule.decision_target_days).saturating_add(1).days()).ok()
    }
}

/// What was asked about a case before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The day of the last letter.
    pub last: Option<Date>,
    /// Whether a draft lists it.
    pub drafted: bool,
}

/// Whether the authority is to be asked now: it may be, and the last letter is a cadence ago.
pub fn is_due(case: &Waiting, asked: Asked, rules: &Rulebook, today: Date) -> bool {
    let over = case.asked_from(rules).is_some_and(|from| from <= today);
    let again = asked.last.is_none_or(|last| i64::from((today - last).get_days()) >= case.cadence);
    over && again && !asked.drafted
}
