//! The case: from a need to a decided clearance.

pub mod commands;
pub mod lifecycle;
pub mod queries;
pub mod record;
#[cfg(test)]
mod tests;

pub use lifecycle::LIFECYCLE;
pub use record::{CaseKind, CaseState, PscCase};
