//! Contacts: whom to call at an authority, kept once for all desks.

use kernel::{Duty, Id, Register};

use crate::OFFICE;
use crate::organisations::Authority;

/// A person to reach at an authority.
#[derive(Clone, Debug, Register)]
#[register(name = "contacts", prefix = "con", title = &["name"], seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry])]
pub struct Contact {
    /// Where they work.
    #[field(list)]
    pub authority: Id<Authority>,
    /// Their name.
    #[field(search, list, max = 100)]
    pub name: String,
    /// What they are responsible for.
    #[field(search, list)]
    pub role: Option<String>,
    /// Telephone.
    #[field(list, max = 40)]
    pub phone: Option<String>,
    /// Address for electronic mail.
    #[field(max = 120)]
    pub email: Option<String>,
}
