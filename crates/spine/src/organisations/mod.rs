//! Authorities that decide on clearances, and the other bodies the office has to do with.

use kernel::{Duty, Id, Nation, Refusal, Register, Value, ViewDef};

use crate::OFFICE;
use crate::limits::CHASER_DAYS_MAX;

kernel::choices! {
    /// What kind of authority.
    pub enum AuthorityKind { Nsa = "nsa", Dsa = "dsa", Delegation = "delegation" }
}

/// A national security authority or another body that decides.
#[derive(Clone, Debug, Register)]
#[register(name = "authorities", prefix = "aut", title = &["name_en"], marking = "U", seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::PolicyOfficer], unique = &[&["nation", "kind"]], rule = asked_again,
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
    /// It is asked again about a case after so many days; every four weeks when left out.
    pub chaser_days: Option<i64>,
}

fn asked_again(values: &[Value]) -> Vec<Refusal> {
    let days = Authority::DEF.position("chaser_days").and_then(|at| values.get(at)).and_then(Value::int);
    let sound = days.is_none_or(|days| (1..=CHASER_DAYS_MAX).contains(&days));
    if sound { Vec::new() } else { vec![Refusal::new("chaser-days").at("chaser_days").with("max", CHASER_DAYS_MAX.to_string())] }
}

kernel::choices! {
    /// What kind of organisation.
    pub enum OrganisationKind {
        Ministry = "ministry", Firm = "firm", NatoBody = "nato_body", EuBody = "eu_body", International = "international_organisation", Other = "other_organisation",
    }
}

/// A body the office has to do with and that decides on no clearance: a ministry, a firm, another agency.
#[derive(Clone, Debug, Register)]
#[register(name = "organisations", prefix = "org", title = &["name_en"], marking = "U", seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry, Duty::PolicyOfficer],
           views = &[ViewDef { name: "nation", by: "nation", descending: false }])]
pub struct Organisation {
    /// What kind.
    #[field(list)]
    pub kind: OrganisationKind,
    /// Name in English.
    #[field(search, list)]
    pub name_en: String,
    /// Name in French.
    #[field(search, list)]
    pub name_fr: String,
    /// Its nation; none for a body of several.
    #[field(list)]
    pub nation: Option<Nation>,
    /// The body it is part of.
    pub part_of: Option<Id<Organisation>>,
    /// The authority that answers for its clearances.
    #[field(list)]
    pub authority: Option<Id<Authority>>,
    /// Postal address.
    #[field(long)]
    pub address: Option<String>,
    /// Address for electronic mail.
    #[field(max = 120)]
    pub email: Option<String>,
    /// Whom to ask for there.
    #[field(max = 200)]
    pub point_of_contact: Option<String>,
    /// Telephone.
    #[field(max = 60)]
    pub telephone: Option<String>,
    /// First day the office had to do with it.
    pub valid_from: Option<jiff::civil::Date>,
    /// Last day, included.
    pub valid_until: Option<jiff::civil::Date>,
}
