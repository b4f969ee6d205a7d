//! The case: from a need to a decided clearance, or to whatever a shorter path ends in.

pub mod certificates;
pub mod commands;
pub mod correct;
pub mod exits;
pub mod forms;
pub mod lifecycle;
pub mod paths;
pub mod queries;
pub mod reasons;
pub mod record;
pub mod reopen;
pub mod short;
#[cfg(test)]
mod tests;

pub use lifecycle::LIFECYCLE;
pub use record::{CaseKind, CaseState, PscCase};
