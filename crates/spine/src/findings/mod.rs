//! Findings and what is done about them: one record from whoever found it to whoever verified that it is put right, whatever desk it comes from
//! (SP-07, XD-05). A corrective action may serve several findings; a finding may take several actions.

pub mod actions;
pub mod commands;
pub mod lifecycle;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::{FieldKind, FieldType, Id, RecordId, Register, Value, ViewDef};
use ledger::crypto::{from_hex, hex};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;

kernel::choices! {
    /// The functional area something belongs to.
    pub enum FunctionalArea {
        Personnel = "area_personnel", Physical = "area_physical", Information = "area_information", Cis = "area_cis",
        Industrial = "area_industrial", Protective = "area_protective",
    }
}

kernel::choices! {
    /// How much a finding weighs, the least first.
    pub enum Severity { Improvement = "severity_improvement", NonCompliant = "severity_non_compliant", Serious = "severity_serious" }
}

impl Severity {
    /// One step more; the most stays.
    pub const fn raised(self) -> Self {
        match self {
            Self::Improvement => Self::NonCompliant,
            Self::NonCompliant | Self::Serious => Self::Serious,
        }
    }
}

kernel::choices! {
    /// Why something could happen. There is no "human factor": what is put down to a person is corrected by nobody.
    pub enum RootCause {
        Procedure = "cause_procedure", Training = "cause_training", Workload = "cause_workload", Equipment = "cause_equipment",
        Handover = "cause_handover", Supervision = "cause_supervision", Outside = "cause_outside",
    }
}

/// People, each once, by the ids of their records; as a field it is a text of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(BTreeSet<RecordId>);

impl People {
    /// These.
    pub fn of(people: impl IntoIterator<Item = RecordId>) -> Self {
        Self(people.into_iter().collect())
    }
    /// Whether somebody is among them.
    pub fn has(&self, person: RecordId) -> bool {
        self.0.contains(&person)
    }
    /// Adds somebody.
    pub fn add(&mut self, person: RecordId) {
        self.0.insert(person);
    }
}

impl FieldType for People {
    const KIND: FieldKind = FieldKind::Text;
    fn to_value(&self) -> Value {
        let ids: Vec<String> = self.0.iter().map(|id| hex(&id.0)).collect();
        Value::Text(ids.join(" "))
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        let id = |text: &str| from_hex(text).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok()).map(RecordId);
        // A text of something else names nobody.
        Ok(Self(value.text().unwrap_or_default().split(' ').filter_map(id).collect()))
    }
}

kernel::choices! {
    /// Where a finding stands.
    pub enum FindingState {
        Draft = "finding_draft", Issued = "finding_issued", Contested = "finding_contested", PlanSubmitted = "finding_plan_submitted",
        PlanReturned = "finding_plan_returned", InImplementation = "finding_in_implementation", ClaimedComplete = "finding_claimed_complete",
        VerifiedClosed = "finding_verified_closed", RiskAccepted = "finding_risk_accepted", Withdrawn = "finding_withdrawn",
    }
}

/// A finding.
#[derive(Clone, Debug, Register)]
#[register(name = "findings", prefix = "fnd", title = &["number", "title_en"], subject = Some("person"), seen_by = OFFICE,
           lifecycle = Some(&lifecycle::FINDINGS), unique = &[&["number"]],
           indexes = &["owner, state", "arose_in", "concerns", "state, since", "issued_on"],
           views = &[ViewDef { name: "newest", by: "since", descending: true }, ViewDef { name: "plans", by: "plan_due_on", descending: false }])]
pub struct Finding {
    /// Its number, such as FND/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What was found, in a few neutral words.
    #[field(search, list)]
    pub title_en: String,
    /// The same in French; issued only with it.
    #[field(search)]
    pub title_fr: Option<String>,
    /// What was seen.
    #[field(long)]
    pub observed: Option<String>,
    /// The area it belongs to.
    #[field(list)]
    pub area: FunctionalArea,
    /// How much it weighs.
    #[field(list)]
    pub severity: Severity,
    /// Where it stands.
    #[field(list)]
    pub state: FindingState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Who answers for it.
    #[field(list)]
    pub owner: Id<Account>,
    /// Who found it.
    pub found_by: RecordId,
    /// What it was found in, such as an audit.
    pub arose_in: Option<RecordId>,
    /// The record it concerns, such as a file.
    pub concerns: Option<RecordId>,
    /// The person it concerns, if it concerns one.
    pub person: Option<RecordId>,
    /// The rule or paragraph it is held against.
    #[field(max = 200)]
    pub basis: Option<String>,
    /// Why it could happen.
    pub root_cause: Option<RootCause>,
    /// The finding it repeats.
    pub recurrence_of: Option<Id<Self>>,
    /// When it was issued.
    #[field(list)]
    pub issued_on: Option<Date>,
    /// Last day for the plan.
    #[field(list)]
    pub plan_due_on: Option<Date>,
    /// Whoever had part in it so far: its owners, who submitted its plan, who said that it is put right. Nobody leaves this list.
    #[field(hidden, long)]
    pub took_part: People,
    /// How often it was claimed complete.
    pub round: i64,
    /// Last day on which it may stay as it is.
    #[field(list)]
    pub accepted_until: Option<Date>,
}

kernel::choices! {
    /// Whether an action puts something right, or keeps it from happening.
    pub enum ActionKind { Corrective = "action_corrective", Preventive = "action_preventive" }
}

kernel::choices! {
    /// Where a corrective action stands.
    pub enum ActionState { Open = "action_open", Claimed = "action_claimed", Verified = "action_verified", Dropped = "action_dropped" }
}

/// A corrective or preventive action.
#[derive(Clone, Debug, Register)]
#[register(name = "corrective_actions", prefix = "act", title = &["number", "title"], subject = Some("person"), seen_by = OFFICE,
           lifecycle = Some(&lifecycle::ACTIONS), unique = &[&["number"]], indexes = &["owner, state", "state, due_on"],
           views = &[ViewDef { name: "due", by: "due_on", descending: false }])]
pub struct CorrectiveAction {
    /// Its number, such as ACT/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What is to be done; neutral.
    #[field(search, list)]
    pub title: String,
    /// Whether it puts right or prevents.
    #[field(list)]
    pub kind: ActionKind,
    /// Where it stands.
    #[field(list)]
    pub state: ActionState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Who does it.
    #[field(list)]
    pub owner: Id<Account>,
    /// By when.
    #[field(list)]
    pub due_on: Date,
    /// By when it was first to be done.
    pub first_due_on: Date,
    /// What holds until it is done.
    #[field(long)]
    pub interim: Option<String>,
    /// What shows that it is done.
    #[field(long)]
    pub evidence: Option<String>,
    /// The person it concerns, if it concerns one.
    pub person: Option<RecordId>,
    /// Whoever had part in it so far: who planned it, who did it, who said that it is done. Nobody leaves this list.
    #[field(hidden, long)]
    pub took_part: People,
    /// Who looked whether it is.
    pub verified_by: Option<RecordId>,
}

/// What an action serves: a finding or an incident.
#[derive(Clone, Debug, Register)]
#[register(name = "action_links", prefix = "acl", title = &["action"], seen_by = OFFICE, listed = false, indexes = &["serves", "action"])]
pub struct ActionLink {
    /// The action.
    pub action: Id<CorrectiveAction>,
    /// The finding or incident.
    pub serves: RecordId,
}

/// A due day that was moved, why, and who allowed it.
#[derive(Clone, Debug, Register)]
#[register(name = "extensions", prefix = "exn", title = &["due_on"], seen_by = OFFICE, indexes = &["action"])]
pub struct Extension {
    /// The action.
    #[field(list)]
    pub action: Id<CorrectiveAction>,
    /// The day before.
    #[field(list)]
    pub former_due_on: Date,
    /// The day now.
    #[field(list)]
    pub due_on: Date,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// Who asked.
    pub asked_by: RecordId,
    /// Who allowed it.
    pub allowed_by: RecordId,
}

kernel::choices! {
    /// How it was looked at whether something is put right.
    pub enum VerificationMethod { Document = "method_document", OnSite = "method_on_site", FollowUp = "method_follow_up_visit" }
}

/// A look at whether a finding is put right.
#[derive(Clone, Debug, Register)]
#[register(name = "verifications", prefix = "vfn", title = &["verified_on"], seen_by = OFFICE, indexes = &["finding"])]
pub struct Verification {
    /// The finding.
    #[field(list)]
    pub finding: Id<Finding>,
    /// The round of it.
    #[field(list)]
    pub round: i64,
    /// How.
    #[field(list)]
    pub method: VerificationMethod,
    /// Whether it is put right.
    #[field(list)]
    pub holds: bool,
    /// When.
    #[field(list)]
    pub verified_on: Date,
    /// What was seen.
    #[field(long)]
    pub seen: String,
    /// Who looked.
    pub verified_by: RecordId,
    /// Who looked with them, where it took two.
    pub together_with: Option<RecordId>,
}

/// A finding that may stay as it is, until a day.
#[derive(Clone, Debug, Register)]
#[register(name = "risk_acceptances", prefix = "rac", title = &["accepted_until"], seen_by = OFFICE, indexes = &["finding"])]
pub struct RiskAcceptance {
    /// The finding.
    #[field(list)]
    pub finding: Id<Finding>,
    /// Last day.
    #[field(list)]
    pub accepted_until: Date,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// Who asked.
    pub asked_by: RecordId,
    /// Who accepted.
    pub accepted_by: RecordId,
}
