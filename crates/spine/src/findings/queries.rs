//! Findings with what serves them.

use kernel::{Id, Record, RecordId, limits};
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::{ActionLink, CorrectiveAction, Finding};

/// The actions that serve a finding or an incident, oldest first.
pub fn actions(view: &mut View<'_>, serves: RecordId) -> Result<Vec<Record<CorrectiveAction>>, Error> {
    let links = view.having::<ActionLink>("serves", serves)?;
    let ids: Vec<RecordId> = links.iter().map(|link| link.body.action.raw()).collect();
    let mut all = view.having_any::<CorrectiveAction>("id", &ids)?;
    all.sort_by(|a, b| a.body.number.cmp(&b.body.number));
    Ok(all)
}

/// The findings an action serves.
pub fn served(view: &mut View<'_>, action: Id<CorrectiveAction>) -> Result<Vec<Record<Finding>>, Error> {
    let links = view.having::<ActionLink>("action", action.raw())?;
    let ids: Vec<RecordId> = links.iter().map(|link| link.body.serves).collect();
    view.having_any::<Finding>("id", &ids)
}

/// Acceptances whose last day is over.
pub const ENDED: Query = Query {
    name: "findings.ended",
    sql: "SELECT f.id FROM {findings f} WHERE f.state = 'finding_risk_accepted' AND f.accepted_until < $1 ORDER BY f.accepted_until, f.id LIMIT 500",
    sample: &[Sample::Text("2026-12-31")],
};

/// The findings that nobody has closed, those that moved last first.
pub const OPEN: Query = Query {
    name: "findings.open",
    sql: "SELECT f.id FROM {findings f} WHERE f.state NOT IN ('finding_verified_closed', 'finding_withdrawn') ORDER BY f.since DESC, f.id LIMIT $1",
    sample: &[Sample::Int(20)],
};

/// The concept's named queries.
pub const ALL: &[&Query] = &[&ENDED, &OPEN];

/// The findings that nobody has closed, as many as wanted of those that moved last.
pub fn open(view: &mut View<'_>, most: usize) -> Result<Vec<Record<Finding>>, Error> {
    let most = i64::try_from(most.min(limits::PAGE_ROWS_MAX)).unwrap_or(0);
    let ids: Vec<RecordId> = view.rows(&OPEN, &[most.into()])?.iter().filter_map(|row| row.first()?.id()).collect();
    let mut found = view.having_any::<Finding>("id", &ids)?;
    found.sort_by_key(|finding| (std::cmp::Reverse(finding.body.since), finding.head.id));
    Ok(found)
}

/// The findings whose acceptance is over, as many as a page holds.
pub fn ended(view: &mut View<'_>) -> Result<Vec<RecordId>, Error> {
    let today = view.today;
    let rows = view.rows(&ENDED, &[today.into()])?;
    Ok(rows.iter().filter_map(|row| row.first()?.id()).take(limits::PAGE_ROWS_MAX).collect())
}
