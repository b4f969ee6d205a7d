//! Jobs: what the system does by itself, when nobody asks for it at that moment. A job is its name, made where it is used; commands name the jobs
//! that may give them; `access` decides.

use crate::RecordId;

/// Bytes of an actor of the log.
const ACTOR_BYTES: usize = 16;
/// What the actor of every job begins with.
const PREFIX: &[u8] = b"job: ";

/// Work of the system's own, as it stands in the log: `job: ` and its name, filled up with spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Job([u8; ACTOR_BYTES]);

impl Job {
    /// The job of this name: 1 to 11 small letters and low lines. As a constant, which it is wherever it is used, another name does not compile.
    pub const fn named(name: &str) -> Self {
        assert!(name.len() <= ACTOR_BYTES - PREFIX.len(), "the name of a job has at most 11 letters");
        let mut actor = [b' '; ACTOR_BYTES];
        let (prefix, rest) = actor.split_at_mut(PREFIX.len());
        prefix.copy_from_slice(PREFIX);
        rest.split_at_mut(name.len()).0.copy_from_slice(name.as_bytes());
        assert!(has_name(&actor), "the name of a job is small letters and low lines");
        Self(actor)
    }

    /// Its name.
    pub fn code(&self) -> &str {
        self.0.get(PREFIX.len()..).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default().trim_end()
    }

    /// What stands in the log where an account stands for a person: the same in every instance, and never an account's.
    pub const fn actor(self) -> RecordId {
        RecordId(self.0)
    }

    /// The job behind an actor of the log, if it is one.
    pub fn of(actor: RecordId) -> Option<Self> {
        (actor.0.starts_with(PREFIX) && has_name(&actor.0)).then_some(Self(actor.0))
    }
}

/// Whether a name stands after the prefix, and nothing but spaces after the name.
const fn has_name(actor: &[u8; ACTOR_BYTES]) -> bool {
    let mut ended = false;
    let mut at = PREFIX.len();
    while at < ACTOR_BYTES {
        match actor[at] {
            b'a'..=b'z' | b'_' if !ended => {}
            b' ' if at > PREFIX.len() => ended = true,
            _ => return false,
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::Job;
    use crate::entropy::SeededEntropy;
    use crate::{Entropy, RecordId};

    #[test]
    fn a_job_is_known_by_its_actor() {
        for (name, actor) in [("visits", b"job: visits     "), ("mail_folder", b"job: mail_folder"), ("a", b"job: a          ")] {
            let job = Job::named(name);
            assert_eq!((job.code(), job.actor(), Job::of(job.actor())), (name, RecordId(*actor), Some(job)));
        }
    }

    #[test]
    fn what_is_not_written_so_is_no_job() {
        let others =
            [b"job:            ", b"job: a b        ", b"job:  visits    ", b"job: Visits     ", b"job: visits\0    ", b"Job: visits     "];
        assert!(others.into_iter().chain([b"visits          "]).all(|actor| Job::of(RecordId(*actor)).is_none()));
        assert_eq!(Job::of(RecordId::NIL), None);
        let random = SeededEntropy::new(1);
        assert!((0..1_000).all(|_| Job::of(random.id()).is_none()));
    }

    #[test]
    fn another_name_is_refused() {
        for name in ["", "twelve_chars", "Visits", "visit 1", "visité"] {
            assert!(std::panic::catch_unwind(|| Job::named(name)).is_err(), "{name}");
        }
    }
}
