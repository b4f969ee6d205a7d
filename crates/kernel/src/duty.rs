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
    /// Those that work at a desk on the office's records; the others manage, audit, administer, or stand outside.
    pub const AT_A_DESK: &[Self] = &[Self::ClearanceOfficer, Self::ClearanceTechnician, Self::Registry, Self::PolicyOfficer];
    /// Those that read the office's records at all: the head's, and those at a desk.
    pub const READERS: &[Self] = &[Self::Head, Self::ClearanceOfficer, Self::ClearanceTechnician, Self::Registry, Self::PolicyOfficer];
    /// Those of the office, whose holders know each other by name and take part in what takes two people.
    pub const COLLEAGUES: &[Self] = &[
        Self::Head,
        Self::ClearanceOfficer,
        Self::ClearanceTechnician,
        Self::Registry,
        Self::PolicyOfficer,
        Self::Auditor,
        Self::AccessAdmin,
    ];
    /// Those that answer for files about people: they restrict them, name who works on them, and say whose realm they are of.
    pub const KEEPERS: &[Self] = &[Self::Head, Self::ClearanceOfficer];
    /// Those that see which files are restricted.
    pub const KEEPERS_AND_AUDITOR: &[Self] = &[Self::Head, Self::ClearanceOfficer, Self::Auditor];
    /// Those that write households down.
    pub const DECLARERS: &[Self] = &[Self::Head, Self::ClearanceOfficer, Self::ClearanceTechnician, Self::AccessAdmin];

    /// Whether it works at a desk on the office's records.
    pub fn at_a_desk(self) -> bool {
        Self::AT_A_DESK.contains(&self)
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
