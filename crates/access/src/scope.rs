//! Scopes: what an actor may see of a register, as typed parts with bound values. The ledger joins them into every query.

use jiff::civil::Date;
use kernel::{Duty, Head, RecordId, RegisterDef};

use crate::{Actor, Grant};

/// Rows up to a rank, outside compartments or in one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Highest rank.
    pub rank: i64,
    /// Open compartments, sorted.
    pub compartments: Vec<String>,
}

/// What an actor may see of one register. A row is visible when any clause admits it and it is about none of `not_about`.
#[derive(Clone, Debug)]
pub struct Scope {
    clauses: Vec<Clause>,
    not_about: Vec<RecordId>,
    groups: Vec<(&'static str, Vec<Grant>)>,
}

impl Scope {
    /// The alternatives; none means nothing is visible.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }
    /// People whose records are closed to the actor: own file and household.
    pub fn not_about(&self) -> &[RecordId] {
        &self.not_about
    }
    /// Whether the group of a visible record is withheld.
    pub fn withholds(&self, group: &str, head: &Head) -> bool {
        self.groups.iter().any(|(name, grants)| *name == group && !grants.iter().any(|g| g.reaches(head)))
    }
    /// Whether nothing can be visible.
    pub fn is_nothing(&self) -> bool {
        self.clauses.is_empty()
    }
}

/// Turns an actor's grants of today into the scope of a register.
pub fn scope(actor: &Actor, register: &RegisterDef, day: Date) -> Scope {
    let of = |duties: &[Duty]| actor.in_force(day).filter(|g| duties.contains(&g.duty)).cloned().collect::<Vec<_>>();
    let mut clauses: Vec<Clause> = of(register.seen_by).iter().map(clause).collect();
    clauses.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.compartments.cmp(&b.compartments)));
    let mut kept: Vec<Clause> = Vec::new();
    for clause in clauses {
        if !kept.iter().any(|k| covers(k, &clause)) {
            kept.push(clause);
        }
    }
    let groups = register.groups.iter().map(|g| (g.name, of(g.seen_by))).collect();
    let not_about = std::iter::once(actor.person).chain(actor.household.iter().copied()).collect();
    Scope { clauses: kept, not_about, groups }
}

fn clause(grant: &Grant) -> Clause {
    Clause { rank: grant.rank, compartments: grant.compartments.iter().map(str::to_owned).collect() }
}

fn covers(wide: &Clause, narrow: &Clause) -> bool {
    wide.rank >= narrow.rank && narrow.compartments.iter().all(|c| wide.compartments.contains(c))
}
