//! Windows: what people outside the office's desks see of its people. Each is a view of its own, never the full page with parts hidden, and
//! is looked through with one duty: its reach and everything that closes a file hold as everywhere.

use kernel::Duty;

/// A window on what the office holds.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Its name, as it stands in the duty table.
    pub name: &'static str,
    /// Duties that look through it.
    pub duties: &'static [Duty],
}

/// Whether somebody meets what their post requires, until when, and the stage of an open case: of everybody, of a unit, of a nation's people, of
/// a firm's.
pub const STANDING: Window = Window { name: "standing", duties: &[Duty::Hr, Duty::Manager, Duty::Delegation, Duty::Contractor] };

/// One's own file: stage, whose turn it is, who opened it. Everybody's, of themselves only.
pub const OWN_FILE: Window = Window { name: "own_file", duties: Duty::ALL };

/// Every window.
pub const ALL: &[Window] = &[STANDING, OWN_FILE];
