//! People: kept once for all desks. Nobody is merged automatically.

pub mod matches;
pub mod names;
pub mod openings;
pub mod queries;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, GroupDef, Id, Nation, Record, Register, ViewDef};
use ledger::sealed::{SealedRead, reads_about};
use ledger::{Error, View};

use crate::{OFFICE, concerns};

kernel::choices! {
    /// Whether the office still has to do with a person.
    pub enum PersonStatus { Active = "active", Left = "left" }
}

/// A person.
#[derive(Clone, Debug, Register)]
#[register(name = "people", prefix = "per", title = &["surname", "given"], subject = Some("id"), seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician],
           groups = &[GroupDef { name: "identity", seen_by: &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician] }],
           indexes = &["personnel_number"], known_by = &[&["personnel_number"], &["surname", "given", "birth_date"]],
           views = &[ViewDef { name: "nationality", by: "nationality", descending: false }])]
pub struct Person {
    /// Family name.
    #[field(search, list, max = 100)]
    pub surname: String,
    /// Given names.
    #[field(search, list, max = 100)]
    pub given: String,
    /// Nationality that counts for the authority.
    #[field(list)]
    pub nationality: Nation,
    /// Number in the personnel system.
    #[field(search, list, max = 20)]
    pub personnel_number: Option<String>,
    /// Date of birth.
    #[field(group = "identity")]
    pub birth_date: Option<Date>,
    /// Place of birth, as the identity document has it.
    #[field(group = "identity", max = 100)]
    pub birth_place: Option<String>,
    /// Country of birth.
    #[field(group = "identity")]
    pub birth_country: Option<Nation>,
    /// Office e-mail address.
    #[field(max = 120)]
    pub email: Option<String>,
    /// Whether the office still has to do with them.
    #[field(list)]
    pub status: PersonStatus,
    /// Remarks taken over or written down.
    #[field(long)]
    pub remarks: Option<String>,
}

kernel::choices! {
    /// What proves who somebody is.
    pub enum IdentityDocumentKind {
        Passport = "passport", ServicePassport = "service_passport", IdentityCard = "identity_card", LaissezPasser = "laissez_passer",
    }
}

/// A passport or another document that proves who somebody is.
#[derive(Clone, Debug, Register)]
#[register(name = "identity_documents", prefix = "idd", title = &["kind", "valid_until"], subject = Some("person"), seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician],
           groups = &[GroupDef { name: "document", seen_by: &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry] }])]
pub struct IdentityDocument {
    /// Whose.
    #[field(list)]
    pub person: Id<Person>,
    /// What it is.
    #[field(list)]
    pub kind: IdentityDocumentKind,
    /// Its number.
    #[field(group = "document", max = 40)]
    pub number: Option<String>,
    /// The nation that issued it.
    #[field(list)]
    pub issuer: Nation,
    /// Its last day.
    #[field(list)]
    pub valid_until: Date,
}

/// Who opened sealed text about a person: for that person everything but readings inside the compartment of concerns, which would tip them
/// off and go to the auditor instead; for others what they may see.
pub fn who_opened(view: &mut View<'_>, person: Id<Person>) -> Result<Vec<Record<SealedRead>>, Error> {
    if view.person() != person.raw() {
        return reads_about(view, person.raw());
    }
    let mut reads = view.facts(|view| reads_about(view, person.raw()))?;
    reads.retain(|read| read.head.label.compartment.as_deref() != Some(concerns::COMPARTMENT));
    Ok(reads)
}
