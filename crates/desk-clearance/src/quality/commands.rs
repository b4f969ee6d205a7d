//! Writing down a run; the system alone does.

use kernel::{Duty, Fields, Job, Refusal, Refused, limits};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::queries::last_run;
use super::{QualityRun, RunOccasion, score};
use crate::audits::commands::JOB;

/// The commands on runs.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<WriteRun>()]
}

/// Writes down what all rules found in all records.
#[derive(Clone, Debug, Fields)]
pub struct WriteRun {
    /// Rule by rule: a line each, with its code, how many records were looked at and how many failed.
    #[field(long, max = limits::LONG_TEXT_CHARS_MAX)]
    pub by_rule: String,
    /// SHA-256 of the rules that were asked, in hexadecimal.
    #[field(max = 64)]
    pub rules_digest: String,
    /// How many entries the log had.
    pub log_size: i64,
    /// The root over them, in hexadecimal.
    #[field(max = 64)]
    pub log_root: String,
}

/// The lines of a run: the code of a rule, how many records it was asked of, how many failed. None when a line says something else.
pub fn lines(by_rule: &str) -> Option<Vec<(&str, i64, i64)>> {
    let line = |line| {
        let parts: Vec<&str> = str::split(line, ' ').collect();
        let &[code, looked_at, failing] = parts.as_slice() else { return None };
        let (looked_at, failing): (i64, i64) = (looked_at.parse().ok()?, failing.parse().ok()?);
        (!code.is_empty() && (0..=looked_at).contains(&failing)).then_some((code, looked_at, failing))
    };
    by_rule.lines().map(line).collect()
}

impl Command for WriteRun {
    const NAME: &'static str = "quality.run";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "clearance";
    type Loaded = Option<QualityRun>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(last_run)
    }

    fn decide(&self, last: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let unreadable = || Refusal::new("field-not-text").at("by_rule");
        let lines = lines(&self.by_rule).ok_or_else(unreadable)?;
        let (mut looks, mut failed) = (0_i64, 0_i64);
        for (_, looked_at, failing) in lines {
            looks = looks.checked_add(looked_at).ok_or_else(unreadable)?;
            failed += failing;
        }
        let changed = last.as_ref().is_some_and(|run| run.rules_digest != self.rules_digest);
        if last.is_some_and(|run| run.ran_on == cx.today && !changed) {
            return Err(Refusal::new("quality-ran-today").into());
        }
        let mut changes = Changes::new();
        changes.insert(
            cx.new_id(),
            &QualityRun {
                ran_on: cx.today,
                ran_at: cx.micros(),
                occasion: if changed { RunOccasion::RulesChanged } else { RunOccasion::Nightly },
                looks,
                failed,
                per_mille: score(looks, failed),
                by_rule: self.by_rule.clone(),
                rules_digest: self.rules_digest.clone(),
                log_size: self.log_size,
                log_root: self.log_root.clone(),
            },
        );
        Ok(changes)
    }
}
