//! Security incidents, breaches and infractions: from the first word to the last verified action (SP-06). The record itself stays neutral; what people
//! said is sealed, what is kept as proof is listed with where it is kept.

pub mod commands;
pub mod lifecycle;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, Sealed, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;
use crate::cases::ticket::Desk;
use crate::findings::{FunctionalArea, RootCause, Severity};
use crate::people::Person;

/// The compartment of who appears in incidents and of what they said; its members hold it by name and date.
pub const COMPARTMENT: &str = "INCIDENTS";
/// Duties that inquire into incidents, as members of the compartment.
pub const HANDLERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::PolicyOfficer, Duty::Auditor];

kernel::choices! {
    /// What kind of incident it is.
    pub enum IncidentKind {
        Breach = "incident_breach", Infraction = "incident_infraction", Loss = "incident_loss", Access = "incident_access", Cyber = "incident_cyber",
        Other = "incident_other",
    }
}

kernel::choices! {
    /// Whether something protected became known to somebody it was not meant for.
    pub enum Compromise { None = "compromise_none", Possible = "compromise_possible", Certain = "compromise_certain" }
}

kernel::choices! {
    /// Where an incident stands.
    pub enum IncidentState {
        Reported = "incident_reported", Open = "incident_open", AfterAction = "incident_after_action", Closed = "incident_closed",
        False = "incident_false",
    }
}

/// An incident.
#[derive(Clone, Debug, Register)]
#[register(name = "incidents", prefix = "inc", title = &["number", "title"], seen_by = OFFICE, lifecycle = Some(&lifecycle::LIFECYCLE), unique = &[&["number"]],
           indexes = &["lead, state", "concerns", "discovered_on"], views = &[ViewDef { name: "newest", by: "since", descending: true }])]
pub struct Incident {
    /// Its number, such as INC/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What happened, in a few neutral words.
    #[field(search, list)]
    pub title: String,
    /// What kind it is.
    #[field(list)]
    pub kind: IncidentKind,
    /// Whose matter it is.
    #[field(list)]
    pub desk: Desk,
    /// The area.
    pub area: FunctionalArea,
    /// Where it stands.
    #[field(list)]
    pub state: IncidentState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// When it was found out.
    #[field(list)]
    pub discovered_on: Date,
    /// When it happened, where that is known.
    pub occurred_on: Option<Date>,
    /// Who told the office.
    pub reported_by: RecordId,
    /// Who leads the inquiry.
    #[field(list)]
    pub lead: Option<Id<Account>>,
    /// How much it weighs.
    #[field(list)]
    pub severity: Option<Severity>,
    /// Whether something became known.
    #[field(list)]
    pub compromise: Option<Compromise>,
    /// Why it could happen.
    #[field(list)]
    pub root_cause: Option<RootCause>,
    /// How that was found.
    #[field(long)]
    pub cause_note: Option<String>,
    /// What was learnt.
    #[field(long)]
    pub lessons: Option<String>,
    /// The record it concerns, such as a missing file.
    pub concerns: Option<RecordId>,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

kernel::choices! {
    /// In what part somebody appears.
    pub enum IncidentPart { Involved = "part_involved", Witness = "part_witness", Affected = "part_affected" }
}

/// Somebody who appears in an incident.
#[derive(Clone, Debug, Register)]
#[register(name = "incident_people", prefix = "inp", title = &["part"], subject = Some("person"), seen_by = HANDLERS, indexes = &["incident"])]
pub struct IncidentPerson {
    /// The incident.
    #[field(list)]
    pub incident: Id<Incident>,
    /// Who.
    #[field(list)]
    pub person: Id<Person>,
    /// In what part.
    #[field(list)]
    pub part: IncidentPart,
}

/// What happened when: a line of the time line of an incident.
#[derive(Clone, Debug, Register)]
#[register(name = "incident_events", prefix = "ine", title = &["happened"], seen_by = OFFICE, indexes = &["incident, happened_at"],
           views = &[ViewDef { name: "ordered", by: "happened_at", descending: false }])]
pub struct IncidentEvent {
    /// The incident.
    #[field(list)]
    pub incident: Id<Incident>,
    /// When it happened; not when it was written down.
    #[field(list)]
    pub happened_at: Micros,
    /// What happened; neutral.
    #[field(long, list)]
    pub happened: String,
    /// Who wrote it down.
    pub recorded_by: RecordId,
}

/// What somebody said: sealed.
#[derive(Clone, Debug, Register)]
#[register(name = "statements", prefix = "sta", title = &["taken_on"], subject = Some("person"), seen_by = HANDLERS, marking = "C",
           indexes = &["incident"])]
pub struct Statement {
    /// The incident.
    #[field(list)]
    pub incident: Id<Incident>,
    /// Who said it.
    #[field(list)]
    pub person: Id<Person>,
    /// When it was taken.
    #[field(list)]
    pub taken_on: Date,
    /// What was said.
    pub text: Sealed,
    /// Who took it.
    pub taken_by: RecordId,
}

/// A thing that is kept as proof.
#[derive(Clone, Debug, Register)]
#[register(name = "exhibits", prefix = "exh", title = &["number"], seen_by = OFFICE, unique = &[&["number"]], indexes = &["incident"])]
pub struct Exhibit {
    /// Its number, such as EXH/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The incident.
    #[field(list)]
    pub incident: Id<Incident>,
    /// What it is.
    #[field(search, list)]
    pub what: String,
    /// Where it is kept.
    #[field(list)]
    pub kept_at: String,
    /// When it was taken in.
    #[field(list)]
    pub taken_on: Date,
    /// Who took it in.
    pub taken_by: RecordId,
}
