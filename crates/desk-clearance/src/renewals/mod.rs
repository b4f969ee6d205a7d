//! Renewals: when each starts, from the authority's rule and from how long files have really taken; started in time, by the system where the
//! office has said so (CL-03).

pub mod checks;
pub mod commands;
pub mod queries;
pub mod rules;

use jiff::civil::Date;
use kernel::{Level, Nation, RecordId, Register, ViewDef};
use spine::clearances::Need;
use spine::clearances::renewals::Lead;

pub use rules::{LeadTimes, Learned, plans};

/// How long files of an authority for a level have taken, as learned on a day. Written by the system; figures only, about no one.
#[derive(Clone, Debug, Register)]
#[register(name = "lead_times", prefix = "ldt", title = &["nation", "level", "learned_on"], marking = "U", seen_by = spine::OFFICE,
           unique = &[&["nation", "level", "learned_on"]], views = &[ViewDef { name: "newest", by: "learned_on", descending: true }])]
pub struct LeadTime {
    /// The authority's nation.
    #[field(list)]
    pub nation: Nation,
    /// The level.
    #[field(list)]
    pub level: Level,
    /// The day it was learned.
    #[field(list)]
    pub learned_on: Date,
    /// Days by which nine in ten files were decided, open ones counted as long as they were seen.
    #[field(list)]
    pub authority_days: i64,
    /// Days of the office in nine of ten granted files, of whatever authority; none when too few were.
    #[field(list)]
    pub office_days: Option<i64>,
    /// Days of the person in nine of ten granted files, of whatever authority; none when too few were.
    #[field(list)]
    pub subject_days: Option<i64>,
    /// Files of the authority it was learned from.
    #[field(list)]
    pub files_seen: i64,
}

kernel::choices! {
    /// Where a renewal stands.
    pub enum Stage {
        Due = "renewal_due", InHand = "renewal_in_hand", Ask = "renewal_ask", Soon = "renewal_soon", Later = "renewal_later",
    }
}

/// The renewal of one person's clearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whose.
    pub person: RecordId,
    /// The authority's nation.
    pub nation: String,
    /// The level of the grant.
    pub level: Level,
    /// What the person's post requires, which is what is asked for.
    pub need: Need,
    /// The programme the renewal is for.
    pub programme: Option<String>,
    /// The last day of the grant.
    pub until: Date,
    /// When it starts.
    pub start: Date,
    /// What the start was counted from.
    pub lead: Lead,
    /// Where it stands.
    pub stage: Stage,
    /// How much of the time from start to end has passed, in per cent; from 0 to 100.
    pub passed: i64,
    /// The highest step of escalation reached; 0 before the first, and once the file is with its authority.
    pub step: i64,
    /// The last day of the contract, where it ends before the renewal would be of use.
    pub contract_until: Option<Date>,
    /// The open renewal.
    pub case: Option<RecordId>,
}
