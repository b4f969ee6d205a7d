//! The desk's reports: figures frozen at a place in the log.

pub mod cells;
pub mod commands;
pub mod queries;
pub mod rules;
pub mod sums;
#[cfg(test)]
mod tests;

pub use rules::Monthly;
