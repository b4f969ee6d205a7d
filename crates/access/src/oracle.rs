//! The oracle: what `scope` and `permit` must agree with, in plain code that shares nothing with them but kernel types. Tests only.

use jiff::civil::Date;
use kernel::{Codes, Duty, Head, Nation, RecordId, RegisterDef};

/// A grant, as bare facts.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// The duty.
    pub duty: Duty,
    /// Highest rank.
    pub rank: i64,
    /// Categories held.
    pub categories: &'a Codes,
    /// Compartments opened.
    pub compartments: &'a Codes,
    /// The realm it is limited to.
    pub realm: Option<&'a str>,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub until: Option<Date>,
}

/// Who looks, as bare facts.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// The person.
    pub person: RecordId,
    /// Their household.
    pub household: &'a [RecordId],
    /// The nation of theirs, where the own-national rule is on.
    pub nation: Option<&'a Nation>,
    /// Restricted people opened to them.
    pub opened: &'a [RecordId],
    /// Whether they broke the glass.
    pub emergency: bool,
    /// Their grants.
    pub grants: &'a [Held<'a>],
}

/// What is looked at, as bare facts.
#[derive(Clone, Copy, Debug)]
pub struct What<'a> {
    /// The register.
    pub register: &'a RegisterDef,
    /// The record.
    pub head: &'a Head,
    /// Nation of the person it is about.
    pub nation: Option<&'a Nation>,
    /// Whether that person's file is restricted.
    pub restricted: bool,
    /// Whether who looks is a member of its case.
    pub member: bool,
}

/// May this person see this record on this day?
pub fn may_see(who: &Who<'_>, what: &What<'_>, day: Date) -> bool {
    if let Some(about) = what.head.subject {
        if about == who.person || who.household.contains(&about) {
            return false;
        }
        if what.restricted && !who.opened.contains(&about) {
            return false;
        }
        if who.nation.is_some() && who.nation == what.nation {
            return false;
        }
    }
    for grant in who.grants {
        let started = grant.from <= day;
        let ended = match grant.until {
            Some(last) => last < day,
            None => false,
        };
        if !started || ended {
            continue;
        }
        if what.head.rank > grant.rank {
            continue;
        }
        if what.head.label.caveats.iter().any(|caveat| !grant.categories.contains(caveat)) {
            continue;
        }
        let parties: Vec<&str> = what.head.label.releasable.iter().collect();
        if !parties.is_empty() && !parties.iter().any(|party| grant.categories.contains(party)) {
            continue;
        }
        if let Some(only) = grant.realm
            && what.head.label.realm.as_deref() != Some(only)
        {
            continue;
        }
        let inside = match what.head.label.compartment.as_deref() {
            None => true,
            Some(room) => grant.compartments.contains(room),
        };
        let by_case_open = what.register.members.is_none() || what.member;
        if what.register.seen_by.contains(&grant.duty) && inside && by_case_open {
            return true;
        }
        // A broken glass: any duty reads what a desk sees, in no compartment but the two that save lives.
        let lifted = match what.head.label.compartment.as_deref() {
            None | Some("WHEREABOUTS" | "NEXT_OF_KIN") => true,
            Some(_) => false,
        };
        if who.emergency && lifted && Duty::AT_A_DESK.iter().any(|d| what.register.seen_by.contains(d)) {
            return true;
        }
    }
    false
}
