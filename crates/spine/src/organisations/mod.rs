//! Authorities that decide on clearances.

use kernel::{Duty, Nation, Register, ViewDef};

use crate::OFFICE;

kernel::choices! {
    /// What kind of authority.
    pub enum AuthorityKind { Nsa = "nsa", Dsa = "dsa", Delegation = "delegation" }
}

/// A national security authority or another body that decides.
#[derive(Clone, Debug, Register)]
#[register(name = "authorities", prefix = "aut", title = &["name_en"], marking = "U", seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::PolicyOfficer], unique = &[&["nation", "kind"]],
           views = &[ViewDef { name: "nation", by: "nation", descending: false }])]
pub struct Authority {
    /// Its nation.
    #[field(list)]
    pub nation: Nation,
    /// What kind.
    #[field(list)]
    pub kind: AuthorityKind,
    /// Name in English.
    #[field(search, list)]
    pub name_en: String,
    /// Name in French.
    #[field(search, list)]
    pub name_fr: String,
    /// Postal address.
    #[field(long)]
    pub address: Option<String>,
    /// Address for electronic mail.
    #[field(max = 120)]
    pub email: Option<String>,
}
