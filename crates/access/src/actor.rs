//! An actor: a person at an account, with the grants that hold, or the system at one of its jobs.

use jiff::civil::Date;
use kernel::{Codes, Duty, Head, Job, RecordId};

/// A duty granted to a person for a time.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The duty.
    pub duty: Duty,
    /// Highest rank of marking it reaches.
    pub rank: i64,
    /// Compartments it opens.
    pub compartments: Codes,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub until: Option<Date>,
}

impl Grant {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
    /// Whether it reaches a record of this marking and compartment.
    pub fn reaches(&self, head: &Head) -> bool {
        head.rank <= self.rank && head.compartment.as_ref().is_none_or(|c| self.compartments.contains(c))
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
    /// Every grant, in force or not.
    pub grants: Vec<Grant>,
    /// The job, when it is the system that acts.
    pub job: Option<Job>,
}

impl Actor {
    /// The system at a job. It sees nothing and may give what the duty table names for this job.
    pub const fn system(job: Job) -> Self {
        Self { account: job.actor(), person: RecordId::NIL, household: Vec::new(), grants: Vec::new(), job: Some(job) }
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
