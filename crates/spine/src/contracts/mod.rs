//! Contracts and programmes that may require a clearance, and who works on them. Working on one employs nobody: whoever does holds a post beside it, and
//! what the contract requires is required of them for as long as they hold one.

use jiff::civil::Date;
use kernel::{Duty, Id, Register};

use crate::OFFICE;
use crate::organisations::Organisation;
use crate::people::Person;

const EDITORS: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician];

kernel::choices! {
    /// What several people work on for a time.
    pub enum ContractKind { Contract = "contract", Programme = "programme" }
}

/// A contract or a programme.
#[derive(Clone, Debug, Register)]
#[register(name = "contracts", prefix = "cnt", title = &["reference"], marking = "U", seen_by = OFFICE, edited_by = EDITORS, unique = &[&["reference"]])]
pub struct Contract {
    /// Which of the two.
    #[field(list)]
    pub kind: ContractKind,
    /// Its reference.
    #[field(search, list, max = 80)]
    pub reference: String,
    /// What it is about.
    #[field(search, list)]
    pub title: Option<String>,
    /// The firm or body it is with.
    #[field(list)]
    pub organisation: Option<Id<Organisation>>,
}

/// A person works on a contract or a programme.
#[derive(Clone, Debug, Register)]
#[register(name = "contract_people", prefix = "cpe", title = &["works_as"], subject = Some("person"), seen_by = OFFICE, edited_by = EDITORS,
           spans = &[("valid_from", "valid_until")])]
pub struct ContractMember {
    /// Who.
    #[field(list)]
    pub person: Id<Person>,
    /// On which.
    #[field(list)]
    pub contract: Id<Contract>,
    /// As what.
    #[field(list, max = 120)]
    pub works_as: String,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}
