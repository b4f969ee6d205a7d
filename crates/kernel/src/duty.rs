//! Duties: what a person is in the office for. Registers and commands name the duties that may; `access` decides with them.

crate::choices! {
    /// A duty somebody can be granted, for a time.
    pub enum Duty {
        Head = "head",
        ClearanceOfficer = "clearance_officer",
        ClearanceTechnician = "clearance_technician",
        Registry = "registry",
        PolicyOfficer = "policy_officer",
        Auditor = "auditor",
        AccessAdmin = "access_admin",
        SystemAdmin = "system_admin",
        Hr = "hr",
        Manager = "manager",
        Delegation = "delegation",
        Contractor = "contractor",
    }
}

impl Duty {
    /// Whether it works at a desk on the office's records; the others manage, audit, administer, or stand outside.
    pub const fn at_a_desk(self) -> bool {
        matches!(self, Self::ClearanceOfficer | Self::ClearanceTechnician | Self::Registry | Self::PolicyOfficer)
    }

    /// Whether it is granted for one unit, nation or firm only, whose standing it sees and nothing else.
    pub const fn of_a_realm(self) -> bool {
        matches!(self, Self::Manager | Self::Delegation | Self::Contractor)
    }

    /// Whether what it is limited to is the realm of records; a manager's unit and a delegation's nation stand in the records themselves.
    pub const fn by_realm(self) -> bool {
        !matches!(self, Self::Manager | Self::Delegation)
    }
}
