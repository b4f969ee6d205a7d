//! Service: calendars, standards, clocks, pauses and urgency, for every register whose records live through stages.

pub mod commands;
pub mod forecast;
pub mod queries;
pub mod queue;
pub mod record;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod ticket;
pub mod urgency;

pub use record::{CalendarDay, CalendarScope, ClockPause, PauseOwner, PauseReason, Urgency, UrgencyLevel, WorkCalendar};
pub use rules::{Calendars, Due, Promise, QueueLine, ServiceStandard, Standards, Standing, Timing};
pub use urgency::Priority;
