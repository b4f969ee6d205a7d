//! Jobs: what the system does by itself, when nobody asks for it at that moment. Commands name the jobs that may give them; `access` decides.

use crate::RecordId;

crate::choices! {
    /// Work of the system's own.
    pub enum Job {
        MailFolder = "mail_folder", Digest = "digest", Watch = "watch", Renewals = "renewals", Enrolment = "enrolment", Visits = "visits",
        Findings = "findings", Audits = "audits",
        Briefings = "briefings",
        Reports = "anonymous_reports",
    }
}

impl Job {
    /// What stands in the log where an account stands for a person: the same in every instance, and never an account's.
    pub const fn actor(self) -> RecordId {
        RecordId(match self {
            Self::MailFolder => *b"job: mail_folder",
            Self::Digest => *b"job: digest     ",
            Self::Watch => *b"job: watch      ",
            Self::Renewals => *b"job: renewals   ",
            Self::Enrolment => *b"job: enrolment  ",
            Self::Visits => *b"job: visits     ",
            Self::Findings => *b"job: findings   ",
            Self::Audits => *b"job: audits     ",
            Self::Briefings => *b"job: briefings  ",
            Self::Reports => *b"job: reports    ",
        })
    }

    /// The job behind an actor of the log, if it is one.
    pub fn of(actor: RecordId) -> Option<Self> {
        Self::ALL.iter().copied().find(|job| job.actor() == actor)
    }
}

#[cfg(test)]
mod tests {
    use super::Job;

    #[test]
    fn every_job_is_known_by_its_actor() {
        assert!(Job::ALL.iter().all(|job| Job::of(job.actor()) == Some(*job)));
        assert_eq!(Job::of(crate::RecordId::NIL), None);
    }
}
