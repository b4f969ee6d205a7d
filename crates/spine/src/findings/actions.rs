//! Planning actions, doing them, giving them another day, dropping them; and verifying those that no finding closes.

use jiff::civil::Date;
use kernel::{Duty, Fields, Head, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::transition::{begin_in, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::commands::{Doer, doer};
use super::rules::due;
use super::{ActionKind, ActionLink, ActionState, CorrectiveAction, Extension, Finding, FindingState, People, queries};
use crate::OFFICE;
use crate::series;

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
const SERIES: &str = "ACT";

/// An action as it is planned, for a finding or an incident.
#[derive(Clone, Debug, Fields)]
pub struct NewAction {
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

/// Who does a new action, and the number it takes.
pub type Ready = (Doer, series::Standing);

impl NewAction {
    /// Looks up who does it and the number it takes.
    pub fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Ready, Error> {
        let owner = doer(loader, self.colleague.as_deref())?;
        let year = i64::from(loader.view().today.year());
        Ok((owner, series::load(loader.view(), SERIES, year)?))
    }

    /// Plans it for what it serves: a finding or an incident, whose marking and person it takes.
    pub fn plan(&self, serves: &Head, person: Option<RecordId>, (owner, standing): Ready, cx: &Context<'_>) -> Result<Changes, Refused> {
        let due_on = due(self.due_on, "due_on", cx)?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let body = CorrectiveAction {
            number: format!("{SERIES}/{year}/{number:04}"),
            title: self.title.clone(),
            kind: self.kind,
            state: ActionState::Open,
            since: cx.micros(),
            owner: owner.0,
            due_on,
            first_due_on: due_on,
            interim: self.interim.clone(),
            evidence: None,
            person,
            took_part: People::of([cx.person, owner.1]),
            verified_by: None,
        };
        let action = begin_in(&mut changes, cx.new_id(), &body, serves.label.clone(), cx);
        changes.insert_in(cx.new_id(), &ActionLink { action, serves: serves.id }, serves.label.clone());
        changes.answer_with(action);
        Ok(changes)
    }
}

/// The actions that serve a finding or an incident: all of them, and whoever acts sees each.
pub fn acted_on(loader: &mut Loader<'_, '_>, serves: RecordId) -> Result<Vec<Record<CorrectiveAction>>, Error> {
    let actions = loader.facts(|view| queries::actions(view, serves))?;
    if !loader.acts_on(actions.iter().map(|action| (CorrectiveAction::NAME, action.head.clone())))? {
        return Err(Refusal::new("action-not-shown").into());
    }
    Ok(actions)
}

/// Plans an action for a finding.
#[derive(Clone, Debug, Fields)]
pub struct Plan {
    /// The finding.
    #[field(hidden)]
    pub finding: Id<Finding>,
    /// The action.
    #[field(flatten)]
    pub action: NewAction,
}

impl Command for Plan {
    const NAME: &'static str = "findings.plan_action";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Finding::NAME);
    const OFFERED: ledger::command::Offered = &[("state", PLANNABLE)];
    const PURPOSE: &'static str = "findings";
    type Loaded = (Record<Finding>, Ready);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.finding)?, self.action.load(loader)?))
    }

    fn decide(&self, (finding, ready): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        plannable(&finding)?;
        self.action.plan(&finding.head, finding.body.person, ready, cx)
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
        // Work that was done before serves no plan that is made now.
        if action.body.state != ActionState::Open {
            return Err(Refusal::new("state-not-allowed").at("action").with("state", action.body.state.code()).into());
        }
        let mut changes = Changes::new();
        changes.insert_in(cx.new_id(), &ActionLink { action: action.id(), serves: finding.head.id }, finding.head.label);
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
    type Loaded = (Record<CorrectiveAction>, Doer);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.action)?, doer(loader, Some(&self.colleague))?))
    }

    fn decide(&self, (action, (owner, person)): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&action, cx, Some(&self.reason), None, |a| {
            a.owner = owner;
            a.took_part.add(person);
        })
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
        // Whoever planned it or does it may ask, and does not allow it.
        if cx.requester.is_some() {
            no_part(&action, &[], cx)?;
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
        if !action.body.took_part.has(cx.person) {
            return Err(Refusal::new("action-not-yours").into());
        }
        step(&action, cx, None, None, |a| a.evidence = Some(this.evidence.clone()))
    }
}

/// Declares a command on an action that looks at the findings it serves, whoever sees them.
macro_rules! on_action {
    ($(#[$meta:meta])* $name:ident = $command:literal, { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? }
     |$this:pat_param, $action:ident, $served:ident, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The action.
            #[field(hidden)]
            pub action: Id<CorrectiveAction>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }
        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = OFFICE;
            const ON: Option<&'static str> = Some(CorrectiveAction::NAME);
            const PURPOSE: &'static str = "findings";
            type Loaded = (Record<CorrectiveAction>, Vec<Record<Finding>>);
            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                let action = loader.get(self.action)?;
                let served = loader.facts(|view| queries::served(view, self.action))?;
                Ok((action, served))
            }
            fn decide(&self, ($action, $served): Self::Loaded, $cx: &Context<'_>) -> Result<Changes, Refused> {
                let $this = self;
                $decide
            }
        }
    };
}

on_action! {
    /// Looked, and it is done: where no open finding closes it.
    Verify = "corrective_actions.verify", {}
    |_, action, served, cx| {
        let rests = [FindingState::VerifiedClosed, FindingState::Withdrawn, FindingState::RiskAccepted];
        if served.iter().any(|finding| !rests.contains(&finding.body.state)) {
            return Err(Refusal::new("action-verified-with-finding").into());
        }
        no_part(&action, &served, cx)?;
        step(&action, cx, None, None, |a| a.verified_by = Some(cx.person))
    }
}

on_action! {
    /// It is not done yet.
    SendBack = "corrective_actions.send_back", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, action, served, cx| {
        no_part(&action, &served, cx)?;
        step(&action, cx, Some(&this.reason), None, |a| a.evidence = None)
    }
}

on_action! {
    /// It need not be done.
    Drop = "corrective_actions.drop", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, action, served, cx| {
        no_part(&action, &served, cx)?;
        step(&action, cx, Some(&this.reason), None, |_| {})
    }
}

/// Neither whoever planned it, did it or said that it is done, now or before, nor who answers for what it serves.
fn no_part(action: &Record<CorrectiveAction>, served: &[Record<Finding>], cx: &Context<'_>) -> Result<(), Refused> {
    let theirs = action.body.took_part.has(cx.person) || served.iter().any(|finding| finding.body.took_part.has(cx.person));
    if theirs { Err(Refusal::new("action-is-yours").into()) } else { Ok(()) }
}
