//! Data quality: every rule that is asked when something is entered is asked again of what is stored, beside rules about what is complete and
//! what is out of date (CL-08). What is wrong is computed on reading; a run writes down how much it was, each night and when the rules change.

pub mod commands;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Fields, Register, ViewDef, limits};
use ledger::transition::Micros;

pub use rules::{QualityRule, RULES, score};

/// Duties that read the stored runs: their figures are of all records, whoever may see these, so that only those who answer for the whole see them.
pub const READERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::Auditor];

kernel::choices! {
    /// Why the rules were asked.
    pub enum RunOccasion { Nightly = "quality_nightly", RulesChanged = "quality_rules_changed" }
}

/// What all rules found in all records, and of what: it is found on reading and written down as it is.
#[derive(Clone, Debug, Fields)]
pub struct Found {
    /// Rule by rule: a line each, with its code, how many records were looked at and how many failed.
    #[field(long, max = limits::LONG_TEXT_CHARS_MAX)]
    pub by_rule: String,
    /// SHA-256 of the rules that were asked, in hexadecimal.
    #[field(max = 64)]
    pub rules_digest: String,
    /// How many entries the log had: each run has more than the one before, whatever the clock says.
    pub log_size: i64,
    /// The root over them, in hexadecimal.
    #[field(max = 64)]
    pub log_root: String,
}

/// One time that all rules were asked of all records. Written by the system; figures only, about no one.
#[derive(Clone, Debug, Register)]
#[register(name = "quality_runs", prefix = "qua", title = &["ran_on"], seen_by = READERS,
           views = &[ViewDef { name: "newest", by: "log_size", descending: true }])]
pub struct QualityRun {
    /// The day.
    #[field(list)]
    pub ran_on: Date,
    /// When.
    pub ran_at: Micros,
    /// Why.
    #[field(list)]
    pub occasion: RunOccasion,
    /// Records that rules were asked of, each as often as rules were asked of it.
    #[field(list)]
    pub looks: i64,
    /// Of these, how often something was wrong.
    #[field(list)]
    pub failed: i64,
    /// The share in which nothing was wrong, in per mille, as [`score`] counts it; none when nothing was looked at.
    #[field(list)]
    pub per_mille: Option<i64>,
    /// What was found.
    #[field(flatten)]
    pub found: Found,
}
