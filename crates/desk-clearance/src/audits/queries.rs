//! What audits are drawn from, and how far they are.

use std::collections::HashMap;

use kernel::{Id, Label, Record, RecordId, Register, Value};
use ledger::query::Sample;
use ledger::{Error, ListQuery, Query, RawRecord, View};
use spine::clearances::audits::{AuditChecklists, Checklist};
use spine::dossiers::{Dossier, DossierSeries};
use spine::findings::FindingState;
use spine::policy::{PackKind, PackState, PolicyPack};

use super::{AuditSample, AuditScope, AuditedFile, FileState};
use crate::limits;

/// The files in up to three states, by code; one more than an audit may be drawn from, so that too many are seen.
pub const POPULATION: Query = Query {
    name: "audits.population",
    sql: "SELECT d.label_code, d.id FROM {dossiers d} WHERE d.state IN ($1, $2, $3) AND d.series = $4 ORDER BY d.label_code LIMIT $5",
    sample: &[
        Sample::Text("dossier_active"),
        Sample::Text("dossier_dormant"),
        Sample::Text("dossier_archived"),
        Sample::Text("series_clearance"),
        Sample::Int(20_001),
    ],
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

/// How many files of an audit stand in each state.
pub const FILES: Query = Query {
    name: "audits.files",
    sql: "SELECT f.state, count(*) FROM {audited_files f} WHERE f.sample = $1 GROUP BY f.state",
    sample: &[Sample::Id],
};

/// How many findings of an audit stand in each state.
pub const FOUND: Query = Query {
    name: "audits.found",
    sql: "SELECT f.state, count(*) FROM {findings f} WHERE f.arose_in = $1 GROUP BY f.state",
    sample: &[Sample::Id],
};

/// How many files of an audit have a finding that was not withdrawn.
pub const FAULTY: Query = Query {
    name: "audits.faulty",
    sql: "SELECT count(DISTINCT f.concerns) FROM {findings f} JOIN {audited_files a} ON a.dossier = f.concerns AND a.sample = f.arose_in \
          WHERE f.arose_in = $1 AND f.state <> 'finding_withdrawn'",
    sample: &[Sample::Id],
};

/// The named queries of audits.
pub const ALL: &[&Query] = &[&POPULATION, &PROGRESS, &DUE, &FILES, &FOUND, &FAULTY];

/// How an audit stands, in numbers.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Files by state.
    pub files: HashMap<String, i64>,
    /// Findings by state.
    pub found: HashMap<String, i64>,
    /// Files with a finding that was not withdrawn.
    pub faulty: i64,
}

impl Standing {
    /// So many files in a state.
    pub fn file(&self, state: FileState) -> i64 {
        self.files.get(state.code()).copied().unwrap_or(0)
    }
    /// So many findings in a state.
    pub fn finding(&self, state: FindingState) -> i64 {
        self.found.get(state.code()).copied().unwrap_or(0)
    }
    /// Findings that were not withdrawn.
    pub fn kept(&self) -> i64 {
        self.found.values().sum::<i64>() - self.finding(FindingState::Withdrawn)
    }
}

/// How an audit stands, as far as the view sees it.
pub fn standing(view: &mut View<'_>, sample: Id<AuditSample>) -> Result<Standing, Error> {
    let of = [sample.raw().into()];
    let counted =
        |rows: Vec<Vec<Value>>| rows.iter().filter_map(|row| Some((row.first()?.text()?.to_owned(), row.get(1)?.int()?))).collect();
    Ok(Standing {
        files: counted(view.rows(&FILES, &of)?),
        found: counted(view.rows(&FOUND, &of)?),
        faulty: view.rows(&FAULTY, &of)?.first().and_then(|row| row.first()?.int()).unwrap_or(0),
    })
}

/// Files of an audit in a state, as many as a page holds.
pub fn files(view: &mut View<'_>, sample: Id<AuditSample>, state: FileState, most: usize) -> Result<Vec<Record<AuditedFile>>, Error> {
    let filters = vec![("sample".to_owned(), sample.raw().into()), ("state".to_owned(), state.code().into())];
    let query = ListQuery { view: Some("newest".to_owned()), filters, limit: most, ..ListQuery::default() };
    view.rows_of(AuditedFile::NAME, &query)?.into_iter().map(RawRecord::typed).collect()
}

/// A file an audit may draw.
pub struct Drawable {
    /// The code on its label.
    pub code: String,
    /// The file.
    pub dossier: RecordId,
    /// About whom.
    pub person: RecordId,
    /// How it is marked.
    pub label: Label,
}

/// The files a plan is drawn from, whoever asks: a draw from what one reader sees would not be one of all files.
pub fn population(view: &mut View<'_>, scope: AuditScope, series: DossierSeries) -> Result<Vec<Drawable>, Error> {
    let states = match scope {
        AuditScope::Active => ["dossier_active", "dossier_dormant", "dossier_dormant"],
        AuditScope::Archived => ["dossier_archived", "dossier_archived", "dossier_archived"],
        AuditScope::All => ["dossier_active", "dossier_dormant", "dossier_archived"],
    };
    let most = limits::AUDIT_POPULATION_MAX as i64 + 1;
    let params = [states[0].into(), states[1].into(), states[2].into(), series.code().into(), Value::Int(most)];
    view.facts(|view| {
        let rows = view.rows(&POPULATION, &params)?;
        let all: Vec<RecordId> = rows.iter().filter_map(|row| row.get(1)?.id()).collect();
        let mut files = Vec::with_capacity(all.len());
        for some in all.chunks(limits::PAGE_ROWS_MAX) {
            files.extend(view.having_any::<Dossier>("id", some)?.into_iter().map(|file| Drawable {
                code: file.body.label_code,
                dossier: file.head.id,
                person: file.body.person.raw(),
                label: file.head.label,
            }));
        }
        files.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(files)
    })
}

/// The checklists in force today, and the pack they stand in.
pub fn checklists(view: &mut View<'_>) -> Result<(AuditChecklists, Option<Id<PolicyPack>>), Error> {
    let (today, packs) = (view.today, view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?);
    let own = packs.into_iter().filter(|pack| pack.body.kind == PackKind::AuditChecklists && pack.body.valid_from <= today);
    let Some(pack) = own.max_by_key(|pack| pack.body.valid_from) else { return Ok((AuditChecklists::default(), None)) };
    // A pack that cannot be read was never adopted.
    Ok(AuditChecklists::parse(&pack.body.rules).map_or_else(|_| (AuditChecklists::default(), None), |lists| (lists, Some(pack.id()))))
}

/// The checklist a sample is held against: that of the pack in which it stood when the sample was drawn.
pub fn checklist_of(view: &mut View<'_>, sample: &AuditSample) -> Result<Option<Checklist>, Error> {
    let packs = view.facts(|view| view.having_any::<PolicyPack>("id", &[sample.pack.raw()]))?;
    let lists = packs.first().and_then(|pack| AuditChecklists::parse(&pack.body.rules).ok());
    Ok(lists.and_then(|lists| lists.find(&sample.checklist).cloned()))
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
