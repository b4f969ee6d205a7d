//! Leavers (XD-01): an end that becomes known, by personnel's file or by hand, opens in one entry what the office owes: the cancellation of a
//! clearance in force with the draft of its letter, and a task for everything that must come back, be told or be closed.

pub mod commands;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Id, RecordId, Register, ViewDef};
use ledger::transition::Micros;
use spine::people::Person;
use spine::posts::EndReason;

use crate::cases::PscCase;

kernel::choices! {
    /// How the office learned of it.
    pub enum DepartureSource { Hr = "learned_from_hr", Hand = "learned_by_hand" }
}

/// Somebody leaves, and what the office does about it is open.
#[derive(Clone, Debug, Register)]
#[register(name = "departures", prefix = "dep", title = &["last_day"], subject = Some("person"), seen_by = spine::OFFICE,
           views = &[ViewDef { name: "newest", by: "learned_at", descending: true }])]
pub struct Departure {
    /// Who.
    #[field(list)]
    pub person: Id<Person>,
    /// Last day of service.
    #[field(list)]
    pub last_day: Date,
    /// Why it ends.
    #[field(list)]
    pub end_reason: EndReason,
    /// How the office learned of it.
    #[field(list)]
    pub learned_from: DepartureSource,
    /// The day on which it did: for a message of personnel the day it was received.
    #[field(list)]
    pub learned_on: Date,
    /// When what follows was opened.
    pub learned_at: Micros,
    /// The case that cancels the clearance, where one was in force.
    #[field(list)]
    pub case: Option<Id<PscCase>>,
    /// Who recorded it.
    pub recorded_by: RecordId,
}
