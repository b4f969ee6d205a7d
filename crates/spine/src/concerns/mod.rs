//! Concerns: adverse information about a person. The text is sealed, the register is a compartment, and only the outcome touches a case.

pub mod commands;
pub mod queries;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, Sealed, ViewDef, limits};
use ledger::transition::Micros;

use crate::people::Person;

/// The compartment every concern is in; its members hold it by name and date.
pub const COMPARTMENT: &str = "CONCERNS";

/// Duties that handle concerns, as members of the compartment.
pub const HANDLERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

kernel::choices! {
    /// How it came.
    pub enum ConcernChannel {
        OwnReport = "own_report", ThirdParty = "third_party", Anonymous = "anonymous_report", FromAuthority = "from_authority", FoundByOffice = "found_by_office",
    }
}

kernel::choices! {
    /// What it touches.
    pub enum ConcernTopic {
        Conduct = "conduct", Criminal = "criminal_matter", Finances = "finances", Contacts = "foreign_contacts", Substances = "substances",
        Handling = "handling_of_information", Other = "other_topic",
    }
}

kernel::choices! {
    /// Where it stands, and how it ended.
    pub enum ConcernState { Open = "concern_open", NoEffect = "resolved_no_effect", Passed = "passed_to_authority", Conditions = "met_by_conditions" }
}

kernel::choices! {
    /// How a concern can end.
    pub enum ConcernOutcome { NoEffect = "resolved_no_effect", Passed = "passed_to_authority", Conditions = "met_by_conditions" }
}

impl ConcernOutcome {
    /// The state it leads to.
    pub const fn state(self) -> ConcernState {
        match self {
            Self::NoEffect => ConcernState::NoEffect,
            Self::Passed => ConcernState::Passed,
            Self::Conditions => ConcernState::Conditions,
        }
    }
}

/// Adverse information about a person.
#[derive(Clone, Debug, Register)]
#[register(name = "concerns", prefix = "cnc", title = &["number"], subject = Some("person"), seen_by = HANDLERS, marking = "C", unique = &[&["number"]],
           indexes = &["received_at"],
           views = &[ViewDef { name: "received", by: "received_on", descending: true }])]
pub struct Concern {
    /// Its number, such as CNC/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// About whom; none when it came without a name, for whoever is named then is matched with nobody.
    #[field(list)]
    pub person: Option<Id<Person>>,
    /// When it was received.
    #[field(list)]
    pub received_on: Date,
    /// How it came.
    #[field(list)]
    pub channel: ConcernChannel,
    /// What it touches.
    #[field(list)]
    pub topic: ConcernTopic,
    /// What was said.
    pub text: Sealed,
    /// About whom it is, in the words of a report without a name.
    #[field(max = limits::TEXT_CHARS_MAX)]
    pub about_whom: Option<Sealed>,
    /// When it happened, in the same words.
    #[field(max = limits::TEXT_CHARS_MAX)]
    pub happened_when: Option<Sealed>,
    /// When such a report reached the house.
    pub received_at: Option<Micros>,
    /// Where it stands, and how it ended.
    #[field(list)]
    pub state: ConcernState,
    /// When it was concluded.
    pub concluded_on: Option<Date>,
    /// Who recorded it; none when the system did.
    pub recorded_by: Option<RecordId>,
    /// Who concluded it.
    pub concluded_by: Option<RecordId>,
}
