//! An actor: a person at an account, with the grants that hold, or the system at one of its jobs.

use jiff::civil::Date;
use kernel::{Codes, Duty, Head, Job, Nation, RecordId};

/// How far a grant reaches: a clearance in the sense of ADatP-4774 (level and categories), with the rooms it opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Highest rank of marking.
    pub rank: i64,
    /// Categories held: caveats that may be read, parties the reader is of.
    pub held: Codes,
    /// Compartments that are open.
    pub compartments: Codes,
    /// The one realm it is limited to; none means all.
    pub realm: Option<String>,
}

impl Reach {
    /// Whether it reaches a record. Deny wins: each of the five must hold. A label names parties of one set at most, so that one of them held
    /// is one of each set, as ADatP-4774 asks.
    pub fn covers(&self, head: &Head) -> bool {
        let label = &head.label;
        head.rank <= self.rank
            && self.held.holds_all(&label.caveats)
            && (label.releasable.is_empty() || self.held.holds_any(&label.releasable))
            && label.compartment.as_ref().is_none_or(|c| self.compartments.contains(c))
            && self.realm.as_ref().is_none_or(|realm| label.realm.as_ref() == Some(realm))
    }

    /// What both reach; nothing when they are for different realms.
    pub fn within(&self, other: &Self) -> Option<Self> {
        let both = |one: &Codes, other: &Codes| Codes::new(one.iter().filter(|code| other.contains(code)).map(str::to_owned));
        let realm = match (&self.realm, &other.realm) {
            (Some(one), Some(other)) if one != other => return None,
            (Some(realm), _) | (None, Some(realm)) => Some(realm.clone()),
            (None, None) => None,
        };
        Some(Self {
            rank: self.rank.min(other.rank),
            held: both(&self.held, &other.held),
            compartments: both(&self.compartments, &other.compartments),
            realm,
        })
    }

    /// Whether it reaches whatever the other does.
    pub fn includes(&self, other: &Self) -> bool {
        self.rank >= other.rank
            && self.held.holds_all(&other.held)
            && self.compartments.holds_all(&other.compartments)
            && (self.realm.is_none() || self.realm == other.realm)
    }
}

/// A duty granted to a person for a time.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The duty.
    pub duty: Duty,
    /// How far it reaches.
    pub reach: Reach,
    /// The unit, nation or firm whose people it is for, in windows.
    pub limited_to: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub until: Option<Date>,
    /// The account in whose place it is used, when it was delegated.
    pub behalf: Option<RecordId>,
}

impl Grant {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Who acts: a person, never only an account; or the system at a job, which is nobody and holds no duty.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account; the pseudonym that stands in the log.
    pub account: RecordId,
    /// The person behind it.
    pub person: RecordId,
    /// The declared household; their files are closed like one's own.
    pub household: Vec<RecordId>,
    /// The nation whose files are closed to its national, where the own-national rule is on.
    pub nation: Option<Nation>,
    /// Every grant, in force or not; delegated ones last.
    pub grants: Vec<Grant>,
    /// People whose restricted files two people opened to this actor.
    pub opened: Vec<RecordId>,
    /// Whether the glass is broken: desk and membership are lifted for reading.
    pub emergency: bool,
    /// The job, when it is the system that acts.
    pub job: Option<Job>,
}

impl Actor {
    /// A person with nothing but their grants.
    pub const fn person(account: RecordId, person: RecordId, grants: Vec<Grant>) -> Self {
        Self { account, person, household: Vec::new(), nation: None, grants, opened: Vec::new(), emergency: false, job: None }
    }
    /// The system at a job. It sees nothing and may give what the duty table names for this job.
    pub fn system(job: Job) -> Self {
        Self { job: Some(job), ..Self::person(job.actor(), RecordId::NIL, Vec::new()) }
    }
    /// The grants in force on this day.
    pub fn in_force(&self, day: Date) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |g| g.holds_on(day))
    }
    /// Whether a record is about the actor or their household.
    pub fn is_own(&self, subject: Option<RecordId>) -> bool {
        subject.is_some_and(|s| s == self.person || self.household.contains(&s))
    }
}
