//! The lifecycles of scans and of discrepancies, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A scan takes lines in while it is open, then it is closed with its certificate or given up with a reason.
pub static SESSIONS: Lifecycle = Lifecycle {
    states: &[State::on_path("scan_open", ClockOwner::Office), State::end("scan_closed"), State::exit("scan_abandoned")],
    moves: &[
        Move::by("scan.merge", &["scan_open"], "scan_open", &[]),
        Move::by("scan.close", &["scan_open"], "scan_closed", &[]),
        Move::by("scan.abandon", &["scan_open"], "scan_abandoned", &["reason"]),
    ],
};

/// What is wrong is given to somebody, explained or corrected, and verified by another; who is not convinced gives it back.
pub static DISCREPANCIES: Lifecycle = Lifecycle {
    states: &[
        State::on_path("discrepancy_open", ClockOwner::Office),
        State::on_path("discrepancy_assigned", ClockOwner::Office),
        State::beside("discrepancy_explained", ClockOwner::Office),
        State::on_path("discrepancy_corrected", ClockOwner::Office),
        State::end("discrepancy_verified"),
    ],
    moves: &[
        Move::by("discrepancy.assign", &["discrepancy_open", "discrepancy_assigned"], "discrepancy_assigned", &[]),
        Move::by("discrepancy.explain", &["discrepancy_open", "discrepancy_assigned"], "discrepancy_explained", &["reason"]),
        Move::by("discrepancy.correct", &["discrepancy_open", "discrepancy_assigned"], "discrepancy_corrected", &["reason"]),
        Move::by("discrepancy.verify", &["discrepancy_explained", "discrepancy_corrected"], "discrepancy_verified", &[]),
        Move::by("discrepancy.reopen", &["discrepancy_explained", "discrepancy_corrected"], "discrepancy_assigned", &["reason"]),
    ],
};
