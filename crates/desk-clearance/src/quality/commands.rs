//! Writing down a run; the system alone does.

use kernel::{Duty, Fields, Job, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::queries::{last_run, runs_today};
use super::{Found, QualityRun, RunOccasion, score};
use crate::audits::commands::JOB;

/// The commands on runs.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<WriteRun>()]
}

/// Writes down what all rules found in all records.
#[derive(Clone, Debug, Fields)]
pub struct WriteRun {
    /// What they found.
    #[field(flatten)]
    pub found: Found,
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
    type Loaded = (Option<QualityRun>, Vec<QualityRun>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| Ok((last_run(view)?, runs_today(view)?)))
    }

    fn decide(&self, (last, today): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let unreadable = || Refusal::new("field-not-text").at("by_rule");
        let lines = lines(&self.found.by_rule).ok_or_else(unreadable)?;
        let (mut looks, mut failed) = (0_i64, 0_i64);
        for (_, looked_at, failing) in lines {
            looks = looks.checked_add(looked_at).ok_or_else(unreadable)?;
            failed += failing;
        }
        // Once a day for each set of rules: two versions of the program beside each other do not ask by turns.
        if today.iter().any(|run| run.found.rules_digest == self.found.rules_digest) {
            return Err(Refusal::new("quality-ran-today").into());
        }
        let changed = last.is_some_and(|run| run.found.rules_digest != self.found.rules_digest);
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
                found: self.found.clone(),
            },
        );
        Ok(changes)
    }
}
