//! Scopes: what an actor may see of a register, as typed parts with bound values. The ledger joins them into every query.

use jiff::civil::Date;
use kernel::{Duty, Head, Nation, RecordId, RegisterDef};

use crate::actor::Reach;
use crate::{Actor, Grant};

/// Compartments that a broken glass opens; it opens no other, and never a level, a caveat or one's own file.
pub const EMERGENCY_COMPARTMENTS: &[&str] = &["WHEREABOUTS", "NEXT_OF_KIN"];

/// Rows within a reach; in a register by case only those of cases the actor is a member of, unless that is lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// How far.
    pub reach: Reach,
    /// Whether only members see.
    pub members_only: bool,
}

impl Clause {
    /// Whether it admits a record; `member` says whether the actor is a member of its case.
    pub fn admits(&self, head: &Head, member: bool) -> bool {
        self.reach.covers(head) && (member || !self.members_only)
    }
    fn includes(&self, other: &Self) -> bool {
        self.reach.includes(&other.reach) && (!self.members_only || other.members_only)
    }
}

/// What an actor may see of one register. A row is visible when any clause admits it and none of the rest closes it.
#[derive(Clone, Debug)]
pub struct Scope {
    account: RecordId,
    clauses: Vec<Clause>,
    not_about: Vec<RecordId>,
    not_of: Option<Nation>,
    opened: Vec<RecordId>,
    groups: Vec<(&'static str, Vec<Grant>)>,
}

impl Scope {
    /// The account whose memberships count.
    pub const fn account(&self) -> RecordId {
        self.account
    }
    /// The alternatives; none means nothing is visible.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }
    /// People whose records are closed to the actor: own file and household.
    pub fn not_about(&self) -> &[RecordId] {
        &self.not_about
    }
    /// The nation whose people's records are closed to the actor.
    pub const fn not_of(&self) -> Option<&Nation> {
        self.not_of.as_ref()
    }
    /// Restricted people whose records are open to the actor all the same.
    pub fn opened(&self) -> &[RecordId] {
        &self.opened
    }
    /// Whether the group of a visible record is withheld.
    pub fn withholds(&self, group: &str, head: &Head) -> bool {
        self.groups.iter().any(|(name, grants)| *name == group && !grants.iter().any(|g| g.reach.covers(head)))
    }
    /// Whether nothing can be visible.
    pub fn is_nothing(&self) -> bool {
        self.clauses.is_empty()
    }
}

/// Turns an actor's grants of today into the scope of a register.
pub fn scope(actor: &Actor, register: &RegisterDef, day: Date) -> Scope {
    let by_duty =
        held(actor, register.seen_by, day).into_iter().map(|g| Clause { reach: g.reach, members_only: register.members.is_some() });
    // The glass lifts desk and membership, for reading: registers some desk sees, as far as the actor's own grants reach.
    let lifted = actor.emergency && register.seen_by.iter().any(|d| d.at_a_desk());
    let compartments = kernel::Codes::new(EMERGENCY_COMPARTMENTS.iter().map(|c| (*c).to_owned()));
    let by_glass = actor
        .in_force(day)
        .filter(|_| lifted)
        .map(|g| Clause { reach: Reach { compartments: compartments.clone(), ..g.reach.clone() }, members_only: false });
    made(actor, register, day, by_duty.chain(by_glass).collect())
}

/// The scope of a register for whoever looks through a window with one duty, whether or not that duty sees the register otherwise. Every group of
/// fields is withheld, and what is by case stays with its members.
pub fn scope_through(actor: &Actor, register: &RegisterDef, day: Date, duty: Duty) -> Scope {
    let clauses = held(actor, &[duty], day).into_iter().map(|g| Clause { reach: g.reach, members_only: register.members.is_some() });
    let scope = made(actor, register, day, clauses.collect());
    Scope { groups: scope.groups.into_iter().map(|(name, _)| (name, Vec::new())).collect(), ..scope }
}

fn held(actor: &Actor, duties: &[Duty], day: Date) -> Vec<Grant> {
    actor.in_force(day).filter(|g| duties.contains(&g.duty)).cloned().collect()
}

fn made(actor: &Actor, register: &RegisterDef, day: Date, mut clauses: Vec<Clause>) -> Scope {
    clauses.sort_by_key(|c| std::cmp::Reverse(c.reach.rank));
    let mut kept: Vec<Clause> = Vec::new();
    for clause in clauses {
        if !kept.iter().any(|k| k.includes(&clause)) {
            kept.retain(|k| !clause.includes(k));
            kept.push(clause);
        }
    }
    let groups = register.groups.iter().map(|g| (g.name, held(actor, g.seen_by, day))).collect();
    let not_about = std::iter::once(actor.person).chain(actor.household.iter().copied()).collect();
    Scope { account: actor.account, clauses: kept, not_about, not_of: actor.nation.clone(), opened: actor.opened.clone(), groups }
}
