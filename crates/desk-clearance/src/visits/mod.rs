//! Visits (CL-07). Outgoing: a request for visit with its sites and visitors, checked on every reading, sent, answered, changed, used. Incoming:
//! who comes, attested by whom, in and out. Whether a visit still stands is never stored: it is computed from the facts of its visitors, so that a
//! suspension shows the moment it is recorded.

pub mod checks;
pub mod commands;
pub mod incoming;
pub mod lifecycle;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod writing;

use jiff::civil::Date;
use kernel::{Codes, Id, Level, Register, ViewDef};
use ledger::transition::Micros;
use spine::OFFICE;
use spine::mail::MailItem;
use spine::organisations::{Authority, Organisation};
use spine::people::{IdentityDocument, Person};

pub use incoming::IncomingVisit;
pub use lifecycle::LIFECYCLE;

kernel::choices! {
    /// How often, and how soon.
    pub enum VisitKind { OneTime = "visit_one_time", Recurring = "visit_recurring", Emergency = "visit_emergency" }
}

kernel::choices! {
    /// Where a request for visit stands.
    pub enum VisitState {
        Draft = "visit_draft", Validated = "visit_validated", SentToOwnNsa = "visit_sent_to_own_nsa", SentToHost = "visit_sent_to_host",
        Forwarded = "visit_forwarded", Approved = "visit_approved", ApprovedPartly = "visit_approved_partly", Amending = "visit_amending",
        Active = "visit_active", Used = "visit_used", Refused = "visit_refused", Expired = "visit_expired", Cancelled = "visit_cancelled",
    }
}

kernel::choices! {
    /// On whose account a visit is made.
    pub enum Initiative { Government = "government", Commercial = "commercial" }
}

kernel::choices! {
    /// Who wanted it first.
    pub enum InitiatedBy { Requester = "visit_by_requester", Host = "visit_by_host" }
}

kernel::choices! {
    /// What a visit pertains to.
    pub enum Pertains {
        Programme = "programme", Licence = "licence", FmsCase = "fms_case", Rfp = "rfp", NatoContract = "nato_contract", Other = "other_matter",
    }
}

/// A request for visit: one programme and one host, several sites and visitors.
#[derive(Clone, Debug, Register)]
#[register(name = "visit_requests", spans = &[("valid_from", "valid_until")], prefix = "vis", title = &["number"], seen_by = OFFICE, lifecycle = Some(&LIFECYCLE), unique = &[&["number"]],
           indexes = &["state"],
           views = &[ViewDef { name: "starting", by: "valid_from", descending: false }, ViewDef { name: "newest", by: "number", descending: true }])]
pub struct VisitRequest {
    /// Its number, such as RFV/2026/0007.
    #[field(search, list, max = 40)]
    pub number: String,
    /// How often, and how soon.
    #[field(list)]
    pub kind: VisitKind,
    /// Where it stands.
    #[field(list)]
    pub state: VisitState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// The authority of the nation that is visited: its rules and its working days count.
    #[field(list)]
    pub host: Id<Authority>,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day.
    #[field(list)]
    pub valid_until: Date,
    /// The highest level that is expected to be seen.
    #[field(list)]
    pub level: Level,
    /// The categories.
    pub categories: Codes,
    /// What it is about.
    #[field(search, list)]
    pub subject: String,
    /// Why it must take place.
    #[field(long)]
    pub justification: String,
    /// The organisation that asks.
    pub requesting_organisation: Option<Id<Organisation>>,
    /// On whose account.
    pub initiative: Initiative,
    /// Who wanted it first.
    pub initiated_by: InitiatedBy,
    /// What it pertains to.
    pub pertains_to: Pertains,
    /// The programme, licence, case or contract, by its reference.
    #[field(search, max = 120)]
    pub pertains_reference: Option<String>,
    /// Last day of the contract it is made under.
    pub contract_until: Option<Date>,
    /// Why it cannot wait for the lead.
    #[field(long)]
    pub emergency_reason: Option<String>,
    /// The requester's security officer.
    #[field(max = 200)]
    pub security_officer: String,
    /// Remarks.
    #[field(long)]
    pub remarks: Option<String>,
    /// How often what was approved has been changed.
    pub amendments: i64,
    /// When it was sent last.
    #[field(list)]
    pub sent_on: Option<Date>,
    /// The host's working days between that day and the first.
    pub days_given: Option<i64>,
    /// How many the host wants; none when nobody has entered it.
    pub days_wanted: Option<i64>,
    /// The letter it left with.
    pub sent_by: Option<Id<MailItem>>,
    /// The host's reference.
    #[field(search, max = 80)]
    pub host_reference: Option<String>,
    /// When the host answered.
    pub answered_on: Option<Date>,
    /// The letter with the answer.
    pub answered_by: Option<Id<MailItem>>,
}

/// A place that is visited.
#[derive(Clone, Debug, Register)]
#[register(name = "visit_sites", prefix = "vsi", title = &["name"], seen_by = OFFICE)]
pub struct VisitSite {
    /// Of which request.
    #[field(list)]
    pub request: Id<VisitRequest>,
    /// Its name.
    #[field(search, list, max = 200)]
    pub name: String,
    /// Its address.
    #[field(long)]
    pub address: String,
    /// Whom to ask for there.
    #[field(list, max = 200)]
    pub contact: String,
    /// Its security officer.
    #[field(list, max = 200)]
    pub security_officer: Option<String>,
}

kernel::choices! {
    /// What the host says about one visitor.
    pub enum VisitorAnswer { Open = "visitor_open", Approved = "visitor_approved", Refused = "visitor_refused" }
}

/// Somebody who visits.
#[derive(Clone, Debug, Register)]
#[register(name = "visitors", prefix = "vtr", title = &["position"], subject = Some("person"), seen_by = OFFICE)]
pub struct Visitor {
    /// Who.
    #[field(list)]
    pub person: Id<Person>,
    /// Of which request.
    #[field(list)]
    pub request: Id<VisitRequest>,
    /// What they show at the gate.
    pub document: Option<Id<IdentityDocument>>,
    /// Their employer.
    #[field(max = 200)]
    pub employer: String,
    /// What they are there.
    #[field(list, max = 200)]
    pub position: String,
    /// What the host says.
    #[field(list)]
    pub answer: VisitorAnswer,
}

kernel::choices! {
    /// What of an approved visit changes.
    pub enum AmendmentKind { Dates = "amend_dates", Visitors = "amend_visitors", Sites = "amend_sites" }
}

/// A change of what was approved.
#[derive(Clone, Debug, Register)]
#[register(name = "visit_amendments", prefix = "vam", title = &["number"], seen_by = OFFICE)]
pub struct VisitAmendment {
    /// Of which request.
    #[field(list)]
    pub request: Id<VisitRequest>,
    /// The first, the second …
    #[field(list)]
    pub number: i64,
    /// What changes.
    #[field(list)]
    pub kind: AmendmentKind,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// When it was begun.
    #[field(list)]
    pub begun_on: Date,
}
