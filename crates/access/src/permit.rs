//! Permits: the right to carry out one command now. Deny wins.

use jiff::civil::Date;
use kernel::{Duty, Head, Job, RecordId, Refusal};

use crate::Actor;

/// What a command asks of who gives it.
#[derive(Clone, Copy, Debug)]
pub struct CommandRule {
    /// Its name.
    pub name: &'static str,
    /// Any of these duties.
    pub duties: &'static [Duty],
    /// Any of these jobs, without a person.
    pub jobs: &'static [Job],
    /// Whether anybody who is signed in may give it for themselves; then it acts on no record.
    pub own: bool,
    /// Whether it takes a second person; then no job may give it, whatever is named.
    pub four_eyes: bool,
    /// Any of these duties may be that second person.
    pub approvers: &'static [Duty],
}

/// Proof that `access` allowed a command; it names the duty that did.
#[derive(Clone, Debug)]
pub struct Permit {
    duty: &'static str,
    behalf: Option<RecordId>,
}

impl Permit {
    /// The duty that allowed it, as it stands in the entry; `system` for a job, `oneself` for who acts for themselves.
    pub const fn duty(&self) -> &'static str {
        self.duty
    }
    /// The account in whose place it was used, when the duty was delegated.
    pub const fn behalf(&self) -> Option<RecordId> {
        self.behalf
    }
}

/// Decides whether this actor may give this command, on these records.
pub fn permit(actor: &Actor, rule: &CommandRule, targets: &[Head], day: Date) -> Result<Permit, Refusal> {
    if let Some(job) = actor.job {
        let named = rule.jobs.contains(&job) && !rule.four_eyes && targets.is_empty();
        return if named {
            Ok(Permit { duty: SYSTEM, behalf: None })
        } else {
            Err(Refusal::new("system-may-not").with("command", rule.name))
        };
    }
    if targets.iter().any(|t| actor.is_own(t.subject)) {
        return Err(Refusal::new("own-file"));
    }
    // Who has no duty at all still answers for themselves; what a command of this kind loads it finds as a fact about who gives it.
    if rule.own && !rule.four_eyes && targets.is_empty() {
        return Ok(Permit { duty: OWN, behalf: None });
    }
    let mut able = actor.in_force(day).filter(|g| rule.duties.contains(&g.duty)).peekable();
    if able.peek().is_none() {
        let duties = rule.duties.iter().map(|d| d.code()).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new("duty-missing").with("duties", duties));
    }
    // One's own grants come before delegated ones.
    let able = able.find(|g| targets.iter().all(|t| g.reach.covers(t)));
    able.map(|g| Permit { duty: g.duty.code(), behalf: g.behalf }).ok_or_else(|| Refusal::new("not-found"))
}

/// What stands in an entry where a duty stands for a person.
const SYSTEM: &str = "system";
/// The same, where somebody acts for themselves and by no duty.
const OWN: &str = "oneself";

/// The permit to set up an instance that has no accounts yet; two people are made at once, so that neither can do without the other.
pub fn bootstrap(accounts: i64) -> Result<Permit, Refusal> {
    if accounts == 0 { Ok(Permit { duty: "bootstrap", behalf: None }) } else { Err(Refusal::new("not-empty")) }
}
