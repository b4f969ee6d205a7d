//! The oracle: what `scope` and `permit` must agree with, in plain code that shares nothing with them but kernel types. Tests only.

use jiff::civil::Date;
use kernel::{Codes, Duty, Head, RecordId, RegisterDef};

/// A grant, as bare facts.
pub type Facts<'a> = (Duty, i64, &'a Codes, Date, Option<Date>);

/// May a person with these grants see this record of this register on this day?
pub fn may_see(person: RecordId, household: &[RecordId], grants: &[Facts<'_>], register: &RegisterDef, head: &Head, day: Date) -> bool {
    if let Some(about) = head.subject {
        if about == person {
            return false;
        }
        for member in household {
            if about == *member {
                return false;
            }
        }
    }
    for (duty, rank, compartments, from, until) in grants {
        let started = *from <= day;
        let ended = match until {
            Some(last) => *last < day,
            None => false,
        };
        let high_enough = head.rank <= *rank;
        let inside = match &head.compartment {
            Some(compartment) => compartments.contains(compartment),
            None => true,
        };
        if register.seen_by.contains(duty) && started && !ended && high_enough && inside {
            return true;
        }
    }
    false
}
