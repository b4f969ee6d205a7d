//! Who may verify, and when a plan is a plan; pure.

use jiff::Span;
use jiff::civil::Date;
use kernel::{Record, RecordId, Refusal, Refused};
use ledger::Context;

use super::{ActionState, CorrectiveAction, Finding, Severity, VerificationMethod};
use crate::limits;

/// A day that something is to be done by: not past, and not further ahead than the limit.
pub fn due(day: Date, at: &'static str, cx: &Context<'_>) -> Result<Date, Refused> {
    let last = cx.today.checked_add(Span::new().days(limits::ACTION_DAYS_MAX)).unwrap_or(Date::MAX);
    if day < cx.today {
        return Err(Refusal::new("date-in-past").at(at).into());
    }
    if day > last {
        return Err(Refusal::new("due-too-far").at(at).with("days", limits::ACTION_DAYS_MAX.to_string()).into());
    }
    Ok(day)
}

/// The last day for a plan: the one that was named, or so many days from today as the office allows by default.
pub fn plan_due(named: Option<Date>, cx: &Context<'_>) -> Result<Date, Refused> {
    let usual = || cx.today.checked_add(Span::new().days(limits::FINDING_PLAN_DAYS)).unwrap_or(Date::MAX);
    due(named.unwrap_or_else(usual), "plan_due_on", cx)
}

/// The actions of a plan that were not given up.
pub fn kept(actions: &[Record<CorrectiveAction>]) -> impl Iterator<Item = &Record<CorrectiveAction>> {
    actions.iter().filter(|action| action.body.state != ActionState::Dropped)
}

/// A plan holds at least one action.
pub fn planned(actions: &[Record<CorrectiveAction>]) -> Result<(), Refused> {
    if kept(actions).next().is_some() { Ok(()) } else { Err(Refusal::new("plan-without-action").into()) }
}

/// Everything of the plan is done, and something shows it.
pub fn all_done(actions: &[Record<CorrectiveAction>]) -> Result<(), Refused> {
    planned(actions)?;
    let open = kept(actions).filter(|a| a.body.state == ActionState::Open);
    Refused::unless_empty(open.map(|a| Refusal::new("action-not-done").with("action", a.body.number.as_str())).collect())
}

/// Whoever verifies had no part in it, now or before: they were never its owner, nor planned, did or claimed it or one of its actions.
pub fn independent(finding: &Finding, actions: &[Record<CorrectiveAction>], person: RecordId) -> Result<(), Refused> {
    let part = finding.took_part.has(person) || actions.iter().any(|action| action.body.took_part.has(person));
    if part { Err(Refusal::new("verifier-had-part").into()) } else { Ok(()) }
}

/// A serious finding is closed by who was there, or by two.
pub fn enough(finding: &Finding, method: VerificationMethod) -> Result<(), Refused> {
    let alone_on_paper = finding.severity == Severity::Serious && method == VerificationMethod::Document;
    if alone_on_paper { Err(Refusal::new("serious-needs-two").at("method").into()) } else { Ok(()) }
}
