//! Duties: what a person is in the office for. Registers and commands name the duties that may; `access` decides with them.

crate::choices! {
    /// A duty somebody can be granted, for a time.
    pub enum Duty {
        Head = "head",
        ClearanceOfficer = "clearance_officer",
        ClearanceTechnician = "clearance_technician",
        Registry = "registry",
        PolicyOfficer = "policy_officer",
        Hr = "hr",
        Auditor = "auditor",
        AccessAdmin = "access_admin",
    }
}

impl Duty {
    /// Every duty.
    pub const ALL: &'static [Self] = &[
        Self::Head,
        Self::ClearanceOfficer,
        Self::ClearanceTechnician,
        Self::Registry,
        Self::PolicyOfficer,
        Self::Hr,
        Self::Auditor,
        Self::AccessAdmin,
    ];
}
