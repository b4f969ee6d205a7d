//! Planning actions, doing them, giving them another day, dropping them; and verifying those that no finding closes.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::rules::due;
use super::{ActionKind, ActionLink, ActionState, CorrectiveAction, Extension, Finding, FindingState, queries};
use crate::OFFICE;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on actions.
pub fn commands() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Plan>(),
        CommandDef::of::<Serve>(),
        CommandDef::of::<HandOver>(),
        CommandDef::of::<Extend>(),
        CommandDef::of::<Claim>(),
        CommandDef::of::<Verify>(),
        CommandDef::of::<SendBack>(),
        CommandDef::of::<Drop>(),
    ]
}

/// Name of the series actions are numbered in.
pub const SERIES: &str = "ACT";

/// An action before it has a number.
pub struct Planned {
    /// What is to be done.
    pub title: String,
    /// Whether it puts right or prevents.
    pub kind: ActionKind,
    /// Who does it.
    pub owner: Id<Account>,
    /// By when.
    pub due_on: Date,
    /// What holds until then.
    pub interim: Option<String>,
    /// The person it concerns.
    pub person: Option<RecordId>,
}

/// Plans an action that serves a finding or an incident.
pub fn plan(
    serves: RecordId,
    planned: Planned,
    standing: &series::Standing,
    cx: &Context<'_>,
    changes: &mut Changes,
) -> Result<(), Refused> {
    let due_on = due(planned.due_on, "due_on", cx)?;
    let year = i64::from(cx.today.year());
    let number = series::next(standing, SERIES, year, cx.new_id(), changes);
    let body = CorrectiveAction {
        number: format!("{SERIES}/{year}/{number:04}"),
        title: planned.title,
        kind: planned.kind,
        state: ActionState::Open,
        since: cx.micros(),
        owner: planned.owner,
        due_on,
        first_due_on: due_on,
        interim: planned.interim,
        evidence: None,
        person: planned.person,
        planned_by: cx.person,
        claimed_by: None,
        verified_by: None,
    };
    let action = begin(changes, cx.new_id(), &body, None, cx);
    changes.insert(cx.new_id(), &ActionLink { action, serves });
    changes.answer_with(action);
    Ok(())
}

/// Plans an action for a finding.
#[derive(Clone, Debug, Fields)]
pub struct Plan {
    /// The finding.
    #[field(hidden)]
    pub finding: Id<Finding>,
    /// What is to be done; neutral.
    pub title: String,
    /// Whether it puts right or prevents.
    pub kind: ActionKind,
    /// Who does it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// By when.
    pub due_on: Date,
    /// What holds until it is done.
    #[field(long)]
    pub interim: Option<String>,
}

impl Command for Plan {
    const NAME: &'static str = "findings.plan_action";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Finding::NAME);
    const OFFERED: ledger::command::Offered = &[("state", PLANNABLE)];
    const PURPOSE: &'static str = "findings";
    type Loaded = (Record<Finding>, Id<Account>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let finding = loader.get(self.finding)?;
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let year = i64::from(loader.view().today.year());
        Ok((finding, owner, series::load(loader.view(), SERIES, year)?))
    }

    fn decide(&self, (finding, owner, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        plannable(&finding)?;
        let mut changes = Changes::new();
        let planned = Planned {
            title: self.title.clone(),
            kind: self.kind,
            owner,
            due_on: self.due_on,
            interim: self.interim.clone(),
            person: finding.body.person,
        };
        plan(finding.head.id, planned, &standing, cx, &mut changes)?;
        Ok(changes)
    }
}

/// The states in which a finding takes actions.
const PLANNABLE: &[&str] = &["finding_issued", "finding_plan_returned", "finding_in_implementation"];

fn plannable(finding: &Record<Finding>) -> Result<(), Refused> {
    let state = finding.body.state.code();
    if PLANNABLE.contains(&state) { Ok(()) } else { Err(Refusal::new("state-not-allowed").with("state", state).into()) }
}

/// An action that is planned already serves this finding too.
#[derive(Clone, Debug, Fields)]
pub struct Serve {
    /// The finding.
    #[field(hidden)]
    pub finding: Id<Finding>,
    /// The action.
    pub action: Id<CorrectiveAction>,
}

impl Command for Serve {
    const NAME: &'static str = "findings.serve";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Finding::NAME);
    const OFFERED: ledger::command::Offered = &[("state", PLANNABLE)];
    const PURPOSE: &'static str = "findings";
    type Loaded = (Record<Finding>, Record<CorrectiveAction>, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (finding, action) = (loader.get(self.finding)?, loader.named("action", self.action)?);
        let links = loader.facts(|view| view.having::<ActionLink>("action", self.action.raw()))?;
        Ok((finding, action, links.iter().any(|link| link.body.serves == self.finding.raw())))
    }

    fn decide(&self, (finding, action, already): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        plannable(&finding)?;
        if already {
            return Err(Refusal::new("action-serves-already").at("action").into());
        }
        if action.body.state == ActionState::Dropped {
            return Err(Refusal::new("state-not-allowed").at("action").with("state", action.body.state.code()).into());
        }
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &ActionLink { action: action.id(), serves: finding.head.id });
        Ok(changes)
    }
}

/// Gives an action to another colleague.
#[derive(Clone, Debug, Fields)]
pub struct HandOver {
    /// The action.
    #[field(hidden)]
    pub action: Id<CorrectiveAction>,
    /// To whom.
    #[field(max = 120)]
    pub colleague: String,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for HandOver {
    const NAME: &'static str = "corrective_actions.hand_over";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(CorrectiveAction::NAME);
    const PURPOSE: &'static str = "findings";
    type Loaded = (Record<CorrectiveAction>, Id<Account>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.action)?, colleague(loader, Some(&self.colleague), "colleague")?))
    }

    fn decide(&self, (action, owner): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&action, cx, Some(&self.reason), None, |a| a.owner = owner)
    }
}

on_record! {
    /// Gives an action another day; somebody who does not do it allows that.
    Extend = "corrective_actions.extend" on action: CorrectiveAction, by OFFICE, for "findings", approved by OFFICE, {
        /// The new day.
        due_on: Date,
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, action, cx| {
        let day = due(this.due_on, "due_on", cx)?;
        if day <= action.body.due_on {
            return Err(Refusal::new("extension-not-later").at("due_on").into());
        }
        if cx.requester.is_some() && action.body.owner.raw() == cx.account {
            return Err(Refusal::new("action-is-yours").into());
        }
        let mut changes = step(&action, cx, Some(&this.reason), None, |a| a.due_on = day)?;
        let body = Extension {
            action: action.id(),
            former_due_on: action.body.due_on,
            due_on: day,
            reason: this.reason.clone(),
            asked_by: cx.recorder(),
            allowed_by: cx.person,
        };
        changes.insert_in(cx.new_id(), &body, action.head.label.clone());
        Ok(changes)
    }
}

on_record! {
    /// The action is done, and this shows it.
    Claim = "corrective_actions.claim" on action: CorrectiveAction, by OFFICE, for "findings", {
        /// What shows it.
        #[field(long)]
        evidence: String,
    }
    |this, action, cx| {
        if ![action.body.owner.raw()].contains(&cx.account) && action.body.planned_by != cx.person {
            return Err(Refusal::new("action-not-yours").into());
        }
        step(&action, cx, None, None, |a| {
            a.evidence = Some(this.evidence.clone());
            a.claimed_by = Some(cx.person);
        })
    }
}

/// Looked, and it is done: where no open finding closes it.
#[derive(Clone, Debug, Fields)]
pub struct Verify {
    /// The action.
    #[field(hidden)]
    pub action: Id<CorrectiveAction>,
}

impl Command for Verify {
    const NAME: &'static str = "corrective_actions.verify";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(CorrectiveAction::NAME);
    const PURPOSE: &'static str = "findings";
    type Loaded = (Record<CorrectiveAction>, Vec<Record<Finding>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let action = loader.get(self.action)?;
        let served = loader.facts(|view| queries::served(view, self.action))?;
        Ok((action, served))
    }

    fn decide(&self, (action, served): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ended = [FindingState::VerifiedClosed, FindingState::Withdrawn];
        if served.iter().any(|finding| !ended.contains(&finding.body.state)) {
            return Err(Refusal::new("action-verified-with-finding").into());
        }
        no_part(&action, cx)?;
        step(&action, cx, None, None, |a| a.verified_by = Some(cx.person))
    }
}

on_record! {
    /// It is not done yet.
    SendBack = "corrective_actions.send_back" on action: CorrectiveAction, by OFFICE, for "findings", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, action, cx| {
        no_part(&action, cx)?;
        step(&action, cx, Some(&this.reason), None, |a| {
            a.claimed_by = None;
            a.evidence = None;
        })
    }
}

on_record! {
    /// It need not be done.
    Drop = "corrective_actions.drop" on action: CorrectiveAction, by OFFICE, for "findings", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, action, cx| {
        no_part(&action, cx)?;
        step(&action, cx, Some(&this.reason), None, |_| {})
    }
}

/// Neither who does it nor who said that it is done.
fn no_part(action: &Record<CorrectiveAction>, cx: &Context<'_>) -> Result<(), Refused> {
    let theirs = action.body.owner.raw() == cx.account || action.body.claimed_by == Some(cx.person);
    if theirs { Err(Refusal::new("action-is-yours").into()) } else { Ok(()) }
}
