//! Setting a condition, meeting it, verifying, giving back, waiving.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};
use spine::clearances::commands::incoming_letter;
use spine::clearances::queries::rulebook;
use spine::clearances::{Decision, DecisionKind};
use spine::mail::MailItem;
use spine::policy::Rulebook;
use spine::tasks::commands::colleague;

use super::{Condition, ConditionState};
use crate::cases::commands::WORKERS;
use crate::limits;

const PURPOSE: &str = "clearance";
/// Who may be the second person when a condition is waived.
const WAIVERS: &[Duty] = &[Duty::Head];

/// The commands on conditions.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Set>(),
        CommandDef::of::<Meet>(),
        CommandDef::of::<Verify>(),
        CommandDef::of::<GiveBack>(),
        CommandDef::of::<Waive>(),
    ]
}

/// Writes down a condition of a conditional grant, with who sees to it and by when.
#[derive(Clone, Debug, Fields)]
pub struct Set {
    /// The grant.
    #[field(hidden)]
    pub decision: Id<Decision>,
    /// What must be done or kept.
    pub title: String,
    /// Who sees to it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// By when.
    pub due_on: Date,
    /// Whether the holder's firm is told of it, in the words of the title; only where the authority's rule lets that be.
    pub for_employer: bool,
}

impl Command for Set {
    const NAME: &'static str = "conditions.set";
    const DUTIES: &'static [Duty] = WORKERS;
    const ADDS: Option<&'static str> = Some(Condition::NAME);
    const ON: Option<&'static str> = Some(Decision::NAME);
    const OFFERED: ledger::command::Offered = &[("kind", &["grant_with_conditions"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Decision>, Id<Account>, Rulebook);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let decision = loader.get(self.decision)?;
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        Ok((decision, owner, loader.facts(rulebook)?))
    }

    fn decide(&self, (decision, owner, rulebook): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if decision.body.kind != DecisionKind::GrantWithConditions {
            wrong.push(Refusal::new("grant-without-conditions"));
        }
        if self.due_on < cx.today {
            wrong.push(Refusal::new("date-in-past").at("due_on"));
        }
        if self.due_on > cx.today.saturating_add(limits::CONDITION_DAYS_MAX.days()) {
            wrong.push(Refusal::new("condition-too-late").at("due_on").with("days", limits::CONDITION_DAYS_MAX.to_string()));
        }
        if self.for_employer && !rulebook.of(&decision.body, cx.today).is_some_and(|rule| rule.conditions_shared) {
            wrong.push(Refusal::new("condition-not-shared").at("for_employer").with("nation", decision.body.nation.0.as_str()));
        }
        Refused::unless_empty(wrong)?;
        let condition = Condition {
            person: decision.body.person,
            decision: decision.id(),
            title: self.title.clone(),
            state: ConditionState::Open,
            since: cx.micros(),
            owner,
            due_on: self.due_on,
            for_employer: self.for_employer,
            how_met: None,
            evidence: None,
            met_by: None,
            verified_by: None,
            reason: None,
        };
        let mut changes = Changes::new();
        let id = begin(&mut changes, cx.new_id(), &condition, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Says that a condition was met, and what shows it.
#[derive(Clone, Debug, Fields)]
pub struct Meet {
    /// The condition.
    #[field(hidden)]
    pub condition: Id<Condition>,
    /// How it was met.
    #[field(long)]
    pub how_met: String,
    /// The incoming letter that shows it.
    pub evidence: Option<Id<MailItem>>,
}

impl Command for Meet {
    const NAME: &'static str = "conditions.meet";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(Condition::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Condition>, Option<Record<MailItem>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.condition)?, self.evidence.map(|id| loader.named("evidence", id)).transpose()?))
    }

    fn decide(&self, (condition, evidence): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if let Some(letter) = &evidence {
            incoming_letter(letter, condition.head.subject, "evidence")?;
        }
        step(&condition, cx, Some(&self.how_met), evidence.map(|m| m.head.id), |c| {
            c.how_met = Some(self.how_met.clone());
            c.evidence = self.evidence;
            c.met_by = Some(cx.person);
        })
    }
}

on_record! {
    /// Verifies that a condition was met; somebody else than who said so.
    Verify = "conditions.verify" on condition: Condition, by WORKERS, for PURPOSE, {}
    |_, condition, cx| {
        if condition.body.met_by == Some(cx.person) {
            return Err(Refusal::new("condition-met-by-you").into());
        }
        step(&condition, cx, None, None, |c| c.verified_by = Some(cx.person))
    }
}

on_record! {
    /// Gives a condition back that was said to be met and was not.
    GiveBack = "conditions.give_back" on condition: Condition, by WORKERS, for PURPOSE, {
        /// What is missing.
        #[field(long)]
        reason: String,
    }
    |this, condition, cx| step(&condition, cx, Some(&this.reason), None, |c| {
        (c.how_met, c.evidence, c.met_by) = (None, None, None);
        c.reason = Some(this.reason.clone());
    })
}

on_record! {
    /// Waives a condition, as its authority agreed; the head of office approves.
    Waive = "conditions.waive" on condition: Condition, by WORKERS, for PURPOSE, approved by WAIVERS, {
        /// Why, and how the authority agreed.
        #[field(long)]
        reason: String,
    }
    |this, condition, cx| step(&condition, cx, Some(&this.reason), None, |c| {
        c.reason = Some(this.reason.clone());
        c.verified_by = Some(cx.person);
    })
}
