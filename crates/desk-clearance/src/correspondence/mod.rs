//! Correspondence with authorities: one numbered letter in both languages for each authority with all its overdue cases, asked again at a
//! steady cadence, and the reply sheet read back.

pub mod commands;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

/// An authority is asked again about a case after this many days, and an answer is wanted by then, while nothing else stands with it.
pub const CHASER_CADENCE_DAYS: i64 = 28;
