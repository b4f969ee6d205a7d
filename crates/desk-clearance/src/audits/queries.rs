//! What audits are drawn from, and how far they are.

use std::collections::HashMap;

use kernel::{Id, RecordId, Value, limits};
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::clearances::audits::AuditChecklists;
use spine::policy::{PackState, PolicyPack};

use super::{AuditSample, AuditScope};

/// The files in up to three states, by code; one more than an audit may be drawn from, so that too many are seen.
pub const POPULATION: Query = Query {
    name: "audits.population",
    sql: "SELECT d.label_code, d.id, d.person FROM {dossiers d} WHERE d.state IN ($1, $2, $3) ORDER BY d.label_code LIMIT $4",
    sample: &[Sample::Text("dossier_active"), Sample::Text("dossier_dormant"), Sample::Text("dossier_archived"), Sample::Int(20_001)],
};

/// Files of audits by audit and state, with those that have a defect.
pub const PROGRESS: Query = Query {
    name: "audits.progress",
    sql: "SELECT f.sample, count(*), sum(CASE WHEN f.state = 'file_checked' THEN 1 ELSE 0 END), \
          sum(CASE WHEN f.defects > 0 THEN 1 ELSE 0 END) FROM {audited_files f} JOIN {audit_samples s} ON s.id = f.sample \
          WHERE s.state = 'audit_open' GROUP BY f.sample",
    sample: &[],
};

/// The plans whose day has come.
pub const DUE: Query = Query {
    name: "audits.due",
    sql: "SELECT p.id FROM {audit_plans p} WHERE p.state = 'audit_plan_in_force' AND p.next_on <= $1 ORDER BY p.next_on, p.id LIMIT 500",
    sample: &[Sample::Text("2026-12-31")],
};

/// The named queries of audits.
pub const ALL: &[&Query] = &[&POPULATION, &PROGRESS, &DUE];

/// A file an audit may draw.
pub struct Drawable {
    /// The code on its label.
    pub code: String,
    /// The file.
    pub dossier: RecordId,
    /// About whom.
    pub person: RecordId,
}

/// The files a plan is drawn from, whoever asks: a draw from what one reader sees would not be one of all files.
pub fn population(view: &mut View<'_>, scope: AuditScope) -> Result<Vec<Drawable>, Error> {
    let states = match scope {
        AuditScope::Active => ["dossier_active", "dossier_dormant", "dossier_dormant"],
        AuditScope::Archived => ["dossier_archived", "dossier_archived", "dossier_archived"],
        AuditScope::All => ["dossier_active", "dossier_dormant", "dossier_archived"],
    };
    let most = limits::AUDIT_POPULATION_MAX as i64 + 1;
    let params = [states[0].into(), states[1].into(), states[2].into(), Value::Int(most)];
    let rows = view.facts(|view| view.rows(&POPULATION, &params))?;
    let one =
        |row: &Vec<Value>| Some(Drawable { code: row.first()?.text()?.to_owned(), dossier: row.get(1)?.id()?, person: row.get(2)?.id()? });
    Ok(rows.iter().filter_map(one).collect())
}

/// The checklists in force today.
pub fn checklists(view: &mut View<'_>) -> Result<AuditChecklists, Error> {
    let packs = view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?;
    Ok(AuditChecklists::on(packs.iter().map(|pack| &pack.body), view.today))
}

/// How far an open audit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files the reader sees of it.
    pub files: i64,
    /// Of them, those that were looked at.
    pub checked: i64,
    /// Of them, those with a defect.
    pub faulty: i64,
}

/// How far open audits are, by audit, as far as the reader sees.
pub fn progress(view: &mut View<'_>) -> Result<HashMap<Id<AuditSample>, Progress>, Error> {
    let rows = view.rows(&PROGRESS, &[])?;
    let int = |row: &[Value], at: usize| row.get(at).and_then(Value::int).unwrap_or(0);
    let one =
        |row: &Vec<Value>| Some((Id::new(row.first()?.id()?), Progress { files: int(row, 1), checked: int(row, 2), faulty: int(row, 3) }));
    Ok(rows.iter().filter_map(one).collect())
}

/// The plans whose day has come.
pub fn due(view: &mut View<'_>) -> Result<Vec<RecordId>, Error> {
    let today = view.today;
    let rows = view.rows(&DUE, &[today.into()])?;
    Ok(rows.iter().filter_map(|row| row.first()?.id()).collect())
}
