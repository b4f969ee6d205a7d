//! What becomes of a discrepancy: given to somebody, explained or corrected, verified by another or given back.

use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::step;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::{Discrepancy, KEEPERS};
use crate::tasks::commands::colleague;

/// The commands on discrepancies.
pub fn commands() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Assign>(),
        CommandDef::of::<Explain>(),
        CommandDef::of::<Correct>(),
        CommandDef::of::<Verify>(),
        CommandDef::of::<Reopen>(),
    ]
}

/// Gives a discrepancy to a colleague, or takes it oneself.
#[derive(Clone, Debug, Fields)]
pub struct Assign {
    /// The discrepancy.
    #[field(hidden)]
    pub discrepancy: Id<Discrepancy>,
    /// Who sees to it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

impl Command for Assign {
    const NAME: &'static str = "discrepancy.assign";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(Discrepancy::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = (Record<Discrepancy>, Id<Account>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.discrepancy)?, colleague(loader, self.colleague.as_deref(), "colleague")?))
    }

    fn decide(&self, (discrepancy, owner): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&discrepancy, cx, None, None, |d| d.owner = owner)
    }
}

on_record! {
    /// Says how it came about, where nothing has to be put right.
    Explain = "discrepancy.explain" on discrepancy: Discrepancy, by KEEPERS, for "cabinet", {
        /// How.
        #[field(long)]
        reason: String,
    }
    |this, discrepancy, cx| settled(&this.reason, &discrepancy, cx)
}

on_record! {
    /// Says what was done to put it right.
    Correct = "discrepancy.correct" on discrepancy: Discrepancy, by KEEPERS, for "cabinet", {
        /// What.
        #[field(long)]
        reason: String,
    }
    |this, discrepancy, cx| settled(&this.reason, &discrepancy, cx)
}

on_record! {
    /// Looked whether it is so: another person than who explained or corrected it.
    Verify = "discrepancy.verify" on discrepancy: Discrepancy, by KEEPERS, for "cabinet", {}
    |_, discrepancy, cx| {
        another(&discrepancy, cx)?;
        step(&discrepancy, cx, None, None, |d| d.verified_by = Some(cx.person))
    }
}

on_record! {
    /// It is not so: back to its owner.
    Reopen = "discrepancy.reopen" on discrepancy: Discrepancy, by KEEPERS, for "cabinet", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, discrepancy, cx| {
        another(&discrepancy, cx)?;
        step(&discrepancy, cx, Some(&this.reason), None, |d| d.settled_by = None)
    }
}

fn settled(reason: &str, discrepancy: &Record<Discrepancy>, cx: &Context<'_>) -> Result<Changes, Refused> {
    step(discrepancy, cx, Some(reason), None, |d| {
        d.explanation = Some(reason.to_owned());
        d.settled_by = Some(cx.person);
    })
}

fn another(discrepancy: &Record<Discrepancy>, cx: &Context<'_>) -> Result<(), Refused> {
    if discrepancy.body.settled_by == Some(cx.person) { Err(Refusal::new("discrepancy-is-yours").into()) } else { Ok(()) }
}
