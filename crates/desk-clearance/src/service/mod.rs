//! Service of cases: their pauses, their urgency, their line in the queue.

pub mod commands;
pub mod queries;

pub use queries::{LINE, UrgentShare, urgent_share, urgent_share_with};
