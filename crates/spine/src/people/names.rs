//! The other names and nationalities of people, each with its days. What somebody is called today and the nationality that counts for the authority
//! stand with the person; what they were called before, or are called elsewhere, is found here.

use jiff::civil::Date;
use kernel::{Duty, Id, Nation, Register};

use super::Person;
use crate::OFFICE;

kernel::choices! {
    /// What another name is.
    pub enum NameKind {
        AtBirth = "name_at_birth", Former = "former_name", Native = "native_script", Document = "spelling_on_document", Alias = "alias",
    }
}

/// Another name of a person.
#[derive(Clone, Debug, Register)]
#[register(name = "person_names", prefix = "pna", title = &["surname", "given"], subject = Some("person"), seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician], spans = &[("valid_from", "valid_until")])]
pub struct PersonName {
    /// Whose.
    #[field(list)]
    pub person: Id<Person>,
    /// What it is.
    #[field(list)]
    pub kind: NameKind,
    /// Family name.
    #[field(search, list, max = 100)]
    pub surname: String,
    /// Given names.
    #[field(search, list, max = 100)]
    pub given: String,
    /// First day; not known when empty.
    #[field(list)]
    pub valid_from: Option<Date>,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// What shows it: a certificate, a passport, a letter.
    #[field(max = 200)]
    pub source: Option<String>,
}

/// Another nationality of a person, beside the one that counts for the authority.
#[derive(Clone, Debug, Register)]
#[register(name = "nationalities", prefix = "nty", title = &["nation"], subject = Some("person"), seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician], spans = &[("valid_from", "valid_until")])]
pub struct Nationality {
    /// Whose.
    #[field(list)]
    pub person: Id<Person>,
    /// The nation.
    #[field(list)]
    pub nation: Nation,
    /// First day; from birth when empty.
    #[field(list)]
    pub valid_from: Option<Date>,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// What shows it.
    #[field(max = 200)]
    pub source: Option<String>,
}
