//! Audits of active and archived files: plans that come round by themselves, samples anybody can draw again, a checklist for each file, and findings
//! that are the spine's (CL-08, XD-05).

pub mod commands;
pub mod lifecycle;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;
use spine::OFFICE;
use spine::dossiers::{Dossier, DossierSeries};
use spine::people::Person;
use spine::policy::PolicyPack;

use crate::limits;

/// Duties that plan audits and carry them out.
pub const AUDITORS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician];
/// Duties that plan audits and close them.
pub const PLANNERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

kernel::choices! {
    /// Which files are audited.
    pub enum AuditScope { Active = "audit_active", Archived = "audit_archived", All = "audit_all" }
}

kernel::choices! {
    /// Where a plan stands.
    pub enum PlanState { InForce = "audit_plan_in_force", Ended = "audit_plan_ended" }
}

/// A plan: which files are audited how often, by sample or in full, against which checklist.
#[derive(Clone, Debug, Register)]
#[register(name = "audit_plans", prefix = "apl", title = &["name"], seen_by = OFFICE, lifecycle = Some(&lifecycle::PLANS), indexes = &["state, next_on"],
           views = &[ViewDef { name: "next", by: "next_on", descending: false }])]
pub struct AuditPlan {
    /// What people call it.
    #[field(search, list, max = 100)]
    pub name: String,
    /// Which files.
    #[field(list)]
    pub scope: AuditScope,
    /// Where it stands.
    #[field(list)]
    pub state: PlanState,
    /// Since when.
    pub since: Micros,
    /// Every how many months.
    #[field(list)]
    pub every_months: i64,
    /// How many files are drawn; all of them when left out.
    #[field(list)]
    pub sample: Option<i64>,
    /// Of which series.
    #[field(list)]
    pub series: DossierSeries,
    /// The checklist, by its code in the pack in force.
    #[field(list, max = 60)]
    pub checklist: String,
    /// Within how many days a sample is worked through.
    pub days: i64,
    /// Who answers for it and for what is found.
    #[field(list)]
    pub owner: Id<Account>,
    /// When the next sample is drawn.
    #[field(list)]
    pub next_on: Date,
}

kernel::choices! {
    /// Where an audit stands.
    pub enum SampleState { Open = "audit_open", Closed = "audit_closed", GivenUp = "audit_given_up" }
}

/// A sample of a plan: what was drawn, from what, with which start value, and what came out.
#[derive(Clone, Debug, Register)]
#[register(name = "audit_samples", prefix = "aud", title = &["number"], seen_by = OFFICE, lifecycle = Some(&lifecycle::SAMPLES), unique = &[&["number"]],
           indexes = &["plan, state", "closed_on"], views = &[ViewDef { name: "newest", by: "drawn_on", descending: true }])]
pub struct AuditSample {
    /// Its number, such as AUD/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The plan.
    #[field(list)]
    pub plan: Id<AuditPlan>,
    /// Which files.
    #[field(list)]
    pub scope: AuditScope,
    /// Where it stands.
    #[field(list)]
    pub state: SampleState,
    /// Since when.
    pub since: Micros,
    /// The checklist, by its code.
    #[field(max = 60)]
    pub checklist: String,
    /// The pack it stands in: a file is held against what was in force when it was drawn.
    pub pack: Id<PolicyPack>,
    /// Who answers for it.
    #[field(list)]
    pub owner: Id<Account>,
    /// When it was drawn.
    #[field(list)]
    pub drawn_on: Date,
    /// By when it is worked through.
    #[field(list)]
    pub due_on: Date,
    /// From how many files it was drawn.
    #[field(list)]
    pub population: i64,
    /// How many were drawn.
    #[field(list)]
    pub drawn: i64,
    /// The start value of the draw: the files whose SHA-256 of start value, colon and code comes first were drawn. None where all were.
    #[field(max = 40)]
    pub sampling_seed: Option<String>,
    /// The codes of the files it was drawn from, a line each, as they were.
    #[field(long, max = limits::AUDIT_POPULATION_CHARS_MAX)]
    pub codes: Option<String>,
    /// SHA-256 of those lines, in hexadecimal.
    #[field(max = 64)]
    pub codes_digest: String,
    /// When it was closed.
    #[field(list)]
    pub closed_on: Option<Date>,
    /// Findings it had led to when it was closed, those that were withdrawn by then left out.
    #[field(list)]
    pub findings: Option<i64>,
    /// Files with at least one defect.
    pub faulty: Option<i64>,
    /// How many of all files are faulty at most, with 95 % confidence.
    pub faulty_at_most: Option<i64>,
}

kernel::choices! {
    /// Where a file of an audit stands.
    pub enum FileState { ToCheck = "file_to_check", Checked = "file_checked", Skipped = "file_skipped" }
}

/// A file that was drawn, and what was seen in it.
#[derive(Clone, Debug, Register)]
#[register(name = "audited_files", prefix = "auf", title = &["dossier"], subject = Some("person"), seen_by = OFFICE,
           lifecycle = Some(&lifecycle::FILES), indexes = &["sample", "dossier, checked_on"],
           views = &[ViewDef { name: "newest", by: "since", descending: true }])]
pub struct AuditedFile {
    /// The audit.
    #[field(list)]
    pub sample: Id<AuditSample>,
    /// The file.
    #[field(list)]
    pub dossier: Id<Dossier>,
    /// About whom.
    pub person: Id<Person>,
    /// Where it stands.
    #[field(list)]
    pub state: FileState,
    /// Since when.
    pub since: Micros,
    /// The answers: a line a point, with its code, the answer and what was seen.
    #[field(long, max = ANSWERS_CHARS_MAX)]
    pub answers: Option<String>,
    /// Points with a defect.
    #[field(list)]
    pub defects: Option<i64>,
    /// Who looked.
    pub checked_by: Option<RecordId>,
    /// When.
    #[field(list)]
    pub checked_on: Option<Date>,
}

/// Longest text of answers: every point with a note.
pub const ANSWERS_CHARS_MAX: usize = limits::CHECKLIST_POINTS_MAX * 300;
