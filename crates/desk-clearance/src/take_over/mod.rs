//! Taking over an office's tracker: staged, matched, shown as differences, approved by a second person, applied in one entry, undone in one.
//! The tracker itself is registered as incoming mail, so that no decision stands without its letter.

pub mod commands;
pub mod plan;
pub mod quality;
pub mod queries;

use kernel::Duty;

/// Duties that take trackers over.
pub const IMPORTERS: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician];
