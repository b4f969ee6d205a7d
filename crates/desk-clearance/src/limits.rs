//! The limits of this desk, by name, and those of the spine and the ground below.

pub use spine::limits::*;

/// People on one request for visit.
pub const VISITORS_MAX: usize = 200;
/// Sites on one request for visit.
pub const VISIT_SITES_MAX: usize = 50;
/// Files one audit looks at.
pub const AUDIT_FILES_MAX: usize = 5_000;
/// Files an audit is drawn from.
pub const AUDIT_POPULATION_MAX: usize = 20_000;
/// The list of codes an audit is drawn from, in characters.
pub const AUDIT_POPULATION_CHARS_MAX: usize = 400_000;
/// Records that fail a rule about data and are shown; all are counted.
pub const QUALITY_SHOWN_MAX: usize = 5_000;
/// Certificates for a meeting drafted at once.
pub const MEETING_CERTIFICATES_MAX: usize = 50;
/// Open cases a report lists as the oldest.
pub const REPORT_OLDEST_MAX: usize = 10;
/// Plans of audits a report lists.
pub const REPORT_PLANS_MAX: usize = 100;
/// Urgencies a report lists.
pub const REPORT_URGENCIES_MAX: usize = 200;
/// A condition of a grant is to be met within so many days.
pub const CONDITION_DAYS_MAX: i64 = 1_830;
/// Changes somebody may report of themselves that wait for the office at one time.
pub const OWN_REPORTS_OPEN_MAX: usize = 20;
/// What the body is called that somebody is transferred to, in characters.
pub const GOES_TO_CHARS_MAX: usize = 200;
