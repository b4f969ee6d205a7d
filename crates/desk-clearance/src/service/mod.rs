//! Service of cases: their clocks, pauses and urgency, and the queue.

pub mod commands;
pub mod queries;

pub use queries::queue;
