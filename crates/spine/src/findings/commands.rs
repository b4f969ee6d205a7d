//! Raising, issuing, contesting, planning, verifying, accepting and reopening findings.

use jiff::civil::Date;
use kernel::{Duty, Fields, Head, Id, Job, Label, Record, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin_in, step};
use ledger::{Changes, Command, CommandDef, Context, Error, ListQuery, Loader, RawRecord, on_record};

use super::rules::{all_done, due, enough, independent, plan_due, planned};
use super::{
    CorrectiveAction, Finding, FindingState, FunctionalArea, People, RiskAcceptance, RootCause, Severity, Verification, VerificationMethod,
    actions, queries,
};
use crate::OFFICE;
use crate::limits;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on findings and actions.
pub fn all() -> Vec<CommandDef> {
    let mut all = vec![
        CommandDef::of::<Raise>(),
        CommandDef::of::<Issue>(),
        CommandDef::of::<IssueAll>(),
        CommandDef::of::<Contest>(),
        CommandDef::of::<Uphold>(),
        CommandDef::of::<Withdraw>(),
        CommandDef::of::<Assign>(),
        CommandDef::of::<SubmitPlan>(),
        CommandDef::of::<AcceptPlan>(),
        CommandDef::of::<ReturnPlan>(),
        CommandDef::of::<ClaimComplete>(),
        CommandDef::of::<Verify>(),
        CommandDef::of::<VerifyTogether>(),
        CommandDef::of::<Fail>(),
        CommandDef::of::<AcceptRisk>(),
        CommandDef::of::<Reopen>(),
    ];
    all.extend(actions::commands());
    all
}

/// The job that reopens findings whose acceptance ended.
pub const JOB: Job = Job::named("findings");
/// Who accepts that a finding stays as it is.
const ACCEPTERS: &[Duty] = &[Duty::Head];
/// Name of the series findings are numbered in.
pub const SERIES: &str = "FND";

/// An account and the person who has it: independence is of people.
pub type Doer = (Id<Account>, RecordId);

/// The colleague somebody names, or oneself, with their person.
pub fn doer(loader: &mut Loader<'_, '_>, named: Option<&str>) -> Result<Doer, Error> {
    let account = colleague(loader, named, "colleague")?;
    let person = loader.facts(|view| view.get(account))?.body.person;
    Ok((account, person))
}

/// What was found, before it has a number.
#[derive(Clone, Debug)]
pub struct Found {
    /// In a few neutral words, in English.
    pub title_en: String,
    /// The same in French.
    pub title_fr: Option<String>,
    /// What was seen.
    pub observed: Option<String>,
    /// The area.
    pub area: FunctionalArea,
    /// How much it weighs.
    pub severity: Severity,
    /// Who answers for it: the account and its person.
    pub owner: Doer,
    /// How what it concerns is marked; it is marked like that.
    pub label: Option<Label>,
    /// What it was found in.
    pub arose_in: Option<RecordId>,
    /// The record it concerns.
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    pub person: Option<RecordId>,
    /// The rule it is held against.
    pub basis: Option<String>,
    /// What it repeats.
    pub recurrence_of: Option<Id<Finding>>,
}

/// Drafts findings with the next numbers of their series; what repeats another weighs one step more.
pub fn draft(found: Vec<Found>, standing: &series::Standing, cx: &Context<'_>, changes: &mut Changes) -> Vec<Id<Finding>> {
    if found.is_empty() {
        return Vec::new();
    }
    let year = i64::from(cx.today.year());
    let first = series::next_several(standing, SERIES, year, found.len(), cx.new_id(), changes);
    let one = |(number, found): (i64, Found)| {
        let body = Finding {
            number: format!("{SERIES}/{year}/{number:04}"),
            title_en: found.title_en,
            title_fr: found.title_fr,
            observed: found.observed,
            area: found.area,
            severity: if found.recurrence_of.is_some() { found.severity.raised() } else { found.severity },
            state: FindingState::Draft,
            since: cx.micros(),
            owner: found.owner.0,
            found_by: cx.person,
            arose_in: found.arose_in,
            concerns: found.concerns,
            person: found.person,
            basis: found.basis,
            root_cause: None,
            recurrence_of: found.recurrence_of,
            issued_on: None,
            plan_due_on: None,
            took_part: People::of([found.owner.1]),
            round: 0,
            accepted_until: None,
        };
        let label = found.label.unwrap_or_else(|| Label::at(Finding::DEF.marking));
        begin_in(changes, cx.new_id(), &body, label, cx)
    };
    (first..).zip(found).map(one).collect()
}

/// Raises a finding.
#[derive(Clone, Debug, Fields)]
pub struct Raise {
    /// What was found, in a few neutral words.
    pub title_en: String,
    /// The same in French.
    pub title_fr: Option<String>,
    /// What was seen.
    #[field(long)]
    pub observed: Option<String>,
    /// The area.
    pub area: FunctionalArea,
    /// How much it weighs.
    pub severity: Severity,
    /// Who answers for it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// The rule or paragraph it is held against.
    #[field(max = 200)]
    pub basis: Option<String>,
    /// The finding it repeats.
    pub recurrence_of: Option<Id<Finding>>,
    /// The record it concerns.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
    /// The register of that record.
    #[field(hidden, max = 60)]
    pub register: Option<String>,
}

/// What a new finding looks at: its owner, the number it takes, and what it concerns.
pub struct ToRaise {
    owner: Doer,
    standing: series::Standing,
    concerns: Option<Head>,
}

impl Command for Raise {
    const NAME: &'static str = "findings.raise";
    const DUTIES: &'static [Duty] = OFFICE;
    const ADDS: Option<&'static str> = Some(Finding::NAME);
    const PURPOSE: &'static str = "findings";
    type Loaded = ToRaise;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        // What it concerns is seen by whoever raises it, and says about whom it is and how it is marked.
        let concerns = match (self.concerns, &self.register) {
            (Some(record), Some(register)) => Some(loader.get_raw(register, record)?.head),
            (Some(_), None) => return Err(Refusal::new("field-required").at("register").into()),
            (None, _) => None,
        };
        if let Some(before) = self.recurrence_of {
            loader.named("recurrence_of", before)?;
        }
        let owner = doer(loader, self.colleague.as_deref())?;
        let year = i64::from(loader.view().today.year());
        Ok(ToRaise { owner, standing: series::load(loader.view(), SERIES, year)?, concerns })
    }

    fn decide(&self, ToRaise { owner, standing, concerns }: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        let found = Found {
            title_en: self.title_en.clone(),
            title_fr: self.title_fr.clone(),
            observed: self.observed.clone(),
            area: self.area,
            severity: self.severity,
            owner,
            arose_in: None,
            concerns: self.concerns,
            person: concerns.as_ref().and_then(|head| head.subject),
            label: concerns.map(|head| cx.as_closed_as(Finding::DEF.marking, &head.label)),
            basis: self.basis.clone(),
            recurrence_of: self.recurrence_of,
        };
        if let Some(id) = draft(vec![found], &standing, cx, &mut changes).pop() {
            changes.answer_with(id);
        }
        Ok(changes)
    }
}

/// Issues a draft: both languages stand in it, and the day of the plan is known.
fn issued(finding: &Record<Finding>, plan: Date, cx: &Context<'_>) -> Result<Changes, Refused> {
    if finding.body.title_fr.is_none() {
        return Err(Refusal::new("finding-one-language").with("finding", finding.body.number.as_str()).into());
    }
    step(finding, cx, None, None, |f| {
        f.issued_on = Some(cx.today);
        f.plan_due_on = Some(plan);
    })
}

/// Issues a finding to its owner and asks for a plan.
#[derive(Clone, Debug, Fields)]
pub struct Issue {
    /// The finding.
    #[field(hidden)]
    pub finding: Id<Finding>,
    /// The words in French, where they are missing.
    pub title_fr: Option<String>,
    /// Last day for the plan.
    pub plan_due_on: Option<Date>,
}

impl Command for Issue {
    const NAME: &'static str = "findings.issue";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Finding::NAME);
    const PURPOSE: &'static str = "findings";
    type Loaded = Record<Finding>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.finding)
    }

    fn decide(&self, mut finding: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if let Some(words) = &self.title_fr {
            finding.body.title_fr = Some(words.clone());
        }
        issued(&finding, plan_due(self.plan_due_on, cx)?, cx)
    }
}

/// Issues every draft that was found in one audit.
#[derive(Clone, Debug, Fields)]
pub struct IssueAll {
    /// What they were found in.
    #[field(hidden)]
    pub arose_in: RecordId,
    /// Last day for the plans.
    pub plan_due_on: Option<Date>,
}

impl Command for IssueAll {
    const NAME: &'static str = "findings.issue_all";
    const DUTIES: &'static [Duty] = OFFICE;
    const PURPOSE: &'static str = "findings";
    type Loaded = Vec<Record<Finding>>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let query = ListQuery {
            filters: vec![("arose_in".to_owned(), self.arose_in.into()), ("state".to_owned(), FindingState::Draft.code().into())],
            limit: limits::FINDINGS_AT_ONCE_MAX + 1,
            ..ListQuery::default()
        };
        let all =
            loader.facts(|view| view.rows_of(Finding::NAME, &query)?.into_iter().map(RawRecord::typed).collect::<Result<Vec<_>, _>>())?;
        if all.len() > limits::FINDINGS_AT_ONCE_MAX {
            let refusal = Refusal::new("findings-too-many").with("count", all.len().to_string());
            return Err(refusal.with("max", limits::FINDINGS_AT_ONCE_MAX.to_string()).into());
        }
        // What somebody may not see they do not issue.
        if !loader.acts_on(all.iter().map(|finding| (Finding::NAME, finding.head.clone())))? {
            return Err(Refusal::new("finding-not-shown").into());
        }
        Ok(all)
    }

    fn decide(&self, drafts: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if drafts.is_empty() {
            return Err(Refusal::new("no-drafts").into());
        }
        let plan = plan_due(self.plan_due_on, cx)?;
        let mut changes = Changes::new();
        for draft in &drafts {
            changes.followed_by(issued(draft, plan, cx)?);
        }
        Ok(changes)
    }
}

of_office! {
    /// Its owner does not agree.
    Contest = "findings.contest" on finding: Finding {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, finding, cx| {
        if finding.body.owner.raw() != cx.account {
            return Err(Refusal::new("finding-not-yours").into());
        }
        step(&finding, cx, Some(&this.reason), None, |_| {})
    }
}

of_office! {
    /// It stands as it was issued.
    Uphold = "findings.uphold" on finding: Finding {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, finding, cx| {
        owned_by_another(&finding, cx)?;
        // The office took its time to decide; the owner's begins anew.
        let plan = plan_due(None, cx)?;
        step(&finding, cx, Some(&this.reason), None, |f| f.plan_due_on = Some(plan))
    }
}

of_office! {
    /// It was none.
    Withdraw = "findings.withdraw" on finding: Finding {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, finding, cx| {
        owned_by_another(&finding, cx)?;
        step(&finding, cx, Some(&this.reason), None, |_| {})
    }
}

/// Nobody decides about what they answer for or answered for before.
fn owned_by_another(finding: &Record<Finding>, cx: &Context<'_>) -> Result<(), Refused> {
    if finding.body.took_part.has(cx.person) { Err(Refusal::new("finding-is-yours").into()) } else { Ok(()) }
}

/// Gives a finding to another owner; who had it before stays among those who had part in it.
#[derive(Clone, Debug, Fields)]
pub struct Assign {
    /// The finding.
    #[field(hidden)]
    pub finding: Id<Finding>,
    /// To whom.
    #[field(max = 120)]
    pub colleague: String,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Assign {
    const NAME: &'static str = "findings.assign";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Finding::NAME);
    const PURPOSE: &'static str = "findings";
    type Loaded = (Record<Finding>, Doer);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.finding)?, doer(loader, Some(&self.colleague))?))
    }

    fn decide(&self, (finding, (owner, person)): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&finding, cx, Some(&self.reason), None, |f| {
            f.owner = owner;
            f.took_part.add(person);
        })
    }
}

/// A finding with the actions that serve it: all of them, and whoever asks must see each.
type WithActions = (Record<Finding>, Vec<Record<CorrectiveAction>>);

fn with_actions(loader: &mut Loader<'_, '_>, finding: Id<Finding>) -> Result<WithActions, Error> {
    let record = loader.get(finding)?;
    let actions = actions::acted_on(loader, finding.raw())?;
    Ok((record, actions))
}

/// The owner alone speaks for a finding.
fn owners(finding: &Record<Finding>, cx: &Context<'_>) -> Result<(), Refused> {
    if finding.body.owner.raw() == cx.account { Ok(()) } else { Err(Refusal::new("finding-not-yours").into()) }
}

/// Declares a command on a finding that looks at its actions too.
macro_rules! on_finding {
    ($(#[$meta:meta])* $name:ident = $command:literal, $(approved by $approvers:expr,)? { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? }
     |$this:pat_param, $finding:ident, $actions:ident, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The finding.
            #[field(hidden)]
            pub finding: Id<Finding>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }
        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = OFFICE;
            $(const FOUR_EYES: bool = true;
            const APPROVERS: &'static [Duty] = $approvers;)?
            const ON: Option<&'static str> = Some(Finding::NAME);
            const PURPOSE: &'static str = "findings";
            type Loaded = WithActions;
            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                with_actions(loader, self.finding)
            }
            fn decide(&self, ($finding, $actions): Self::Loaded, $cx: &Context<'_>) -> Result<Changes, Refused> {
                let $this = self;
                $decide
            }
        }
    };
}

on_finding! {
    /// Submits the plan: the actions that are planned, and why it could happen.
    SubmitPlan = "findings.submit_plan", {
        /// Why it could happen.
        root_cause: RootCause,
    }
    |this, finding, actions, cx| {
        owners(&finding, cx)?;
        planned(&actions)?;
        step(&finding, cx, None, None, |f| {
            f.root_cause = Some(this.root_cause);
            f.took_part.add(cx.person);
        })
    }
}

on_finding! {
    /// Accepts the plan: it is all of these, in the words of those who audit States.
    AcceptPlan = "findings.accept_plan", {
        /// It answers what was found.
        relevant: bool,
        /// It answers all of it.
        comprehensive: bool,
        /// It says what is done step by step.
        detailed: bool,
        /// It says who does what by when.
        specific: bool,
        /// It can be done.
        realistic: bool,
        /// It agrees with itself and with other plans.
        consistent: bool,
    }
    |this, finding, actions, cx| {
        planned(&actions)?;
        not_the_planner(&finding, &actions, cx)?;
        let whole = [this.relevant, this.comprehensive, this.detailed, this.specific, this.realistic, this.consistent];
        if whole.contains(&false) {
            return Err(Refusal::new("plan-not-whole").into());
        }
        step(&finding, cx, None, None, |_| {})
    }
}

on_finding! {
    /// Gives the plan back.
    ReturnPlan = "findings.return_plan", {
        /// What is missing.
        #[field(long)]
        reason: String,
    }
    |this, finding, actions, cx| {
        not_the_planner(&finding, &actions, cx)?;
        step(&finding, cx, Some(&this.reason), None, |_| {})
    }
}

fn not_the_planner(finding: &Record<Finding>, actions: &[Record<CorrectiveAction>], cx: &Context<'_>) -> Result<(), Refused> {
    independent(&finding.body, actions, cx.person).map_err(|_| Refusal::new("plan-is-yours").into())
}

on_finding! {
    /// Says that everything planned is done; each action says what shows it.
    ClaimComplete = "findings.claim_complete", {}
    |_, finding, actions, cx| {
        owners(&finding, cx)?;
        all_done(&actions)?;
        step(&finding, cx, None, None, |f| {
            f.round += 1;
            f.took_part.add(cx.person);
        })
    }
}

/// Closes a finding with its actions, and the look that closed it.
fn verified(
    finding: &Record<Finding>,
    actions: &[Record<CorrectiveAction>],
    (method, seen): (VerificationMethod, &str),
    cx: &Context<'_>,
) -> Result<Changes, Refused> {
    independent(&finding.body, actions, cx.person)?;
    if let Some(person) = cx.requester {
        independent(&finding.body, actions, person)?;
    }
    // What was sent back since it was claimed is not done.
    all_done(actions)?;
    let mut changes = step(finding, cx, None, None, |_| {})?;
    for action in actions.iter().filter(|a| a.body.state == super::ActionState::Claimed) {
        changes.followed_by(step(action, cx, None, None, |a| a.verified_by = Some(cx.person))?);
    }
    looked(finding, (method, true, seen), cx, &mut changes);
    Ok(changes)
}

fn looked(finding: &Record<Finding>, (method, holds, seen): (VerificationMethod, bool, &str), cx: &Context<'_>, changes: &mut Changes) {
    let body = Verification {
        finding: finding.id(),
        round: finding.body.round,
        method,
        holds,
        verified_on: cx.today,
        seen: seen.to_owned(),
        verified_by: cx.recorder(),
        together_with: cx.requester.map(|_| cx.person),
    };
    changes.insert_in(cx.new_id(), &body, finding.head.label.clone());
}

on_finding! {
    /// Looked, and it is put right: somebody who had no part in it.
    Verify = "findings.verify", {
        /// How it was looked at.
        method: VerificationMethod,
        /// What was seen.
        #[field(long)]
        seen: String,
    }
    |this, finding, actions, cx| {
        enough(&finding.body, this.method)?;
        verified(&finding, &actions, (this.method, &this.seen), cx)
    }
}

on_finding! {
    /// The same by two people who had no part in it.
    VerifyTogether = "findings.verify_together", approved by OFFICE, {
        /// How it was looked at.
        method: VerificationMethod,
        /// What was seen.
        #[field(long)]
        seen: String,
    }
    |this, finding, actions, cx| verified(&finding, &actions, (this.method, &this.seen), cx)
}

on_finding! {
    /// Looked, and it is not put right: it goes back, with all that was claimed.
    Fail = "findings.fail", {
        /// How it was looked at.
        method: VerificationMethod,
        /// What was seen.
        #[field(long)]
        seen: String,
    }
    |this, finding, actions, cx| {
        independent(&finding.body, &actions, cx.person)?;
        let mut changes = step(&finding, cx, Some(&this.seen), None, |_| {})?;
        for action in actions.iter().filter(|a| a.body.state == super::ActionState::Claimed) {
            changes.followed_by(step(action, cx, Some(&this.seen), None, |a| a.evidence = None)?);
        }
        looked(&finding, (this.method, false, &this.seen), cx, &mut changes);
        Ok(changes)
    }
}

on_record! {
    /// Accepts that it stays as it is, until a day; the head of office approves.
    AcceptRisk = "findings.accept_risk" on finding: Finding, by OFFICE, for "findings", approved by ACCEPTERS, {
        /// Why it may stay.
        #[field(long)]
        reason: String,
        /// Last day.
        accepted_until: Date,
    }
    |this, finding, cx| {
        let until = due(this.accepted_until, "accepted_until", cx)?;
        // Whoever answers for it may ask, and does not accept it.
        if cx.requester.is_some() {
            owned_by_another(&finding, cx)?;
        }
        let mut changes = step(&finding, cx, Some(&this.reason), None, |f| f.accepted_until = Some(until))?;
        let body = RiskAcceptance {
            finding: finding.id(),
            accepted_until: until,
            reason: this.reason.clone(),
            asked_by: cx.recorder(),
            accepted_by: cx.person,
        };
        changes.insert_in(cx.new_id(), &body, finding.head.label.clone());
        Ok(changes)
    }
}

/// Reopens what was accepted: the day is over, or somebody takes it up before.
#[derive(Clone, Debug, Fields)]
pub struct Reopen {
    /// The finding.
    #[field(hidden)]
    pub finding: Id<Finding>,
}

impl Command for Reopen {
    const NAME: &'static str = "findings.reopen";
    const DUTIES: &'static [Duty] = OFFICE;
    const JOBS: &'static [Job] = &[JOB];
    const ON: Option<&'static str> = Some(Finding::NAME);
    const PURPOSE: &'static str = "findings";
    type Loaded = WithActions;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        if Job::of(loader.view().account()).is_none() {
            return with_actions(loader, self.finding);
        }
        loader.facts(|view| Ok((view.get(self.finding)?, queries::actions(view, self.finding.raw())?)))
    }

    fn decide(&self, (finding, actions): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if cx.job().is_some() && finding.body.accepted_until.is_none_or(|until| until >= cx.today) {
            return Err(Refusal::new("acceptance-not-over").into());
        }
        let plan = plan_due(None, cx)?;
        let mut changes = step(&finding, cx, None, None, |f| {
            f.accepted_until = None;
            f.root_cause = None;
            f.plan_due_on = Some(plan);
        })?;
        // What hangs on it begins anew with it.
        for action in actions.iter().filter(|a| a.body.state == super::ActionState::Claimed) {
            changes.followed_by(step(action, cx, None, None, |a| a.evidence = None)?);
        }
        Ok(changes)
    }
}
