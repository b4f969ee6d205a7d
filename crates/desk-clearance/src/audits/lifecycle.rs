//! The lifecycles of audits, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A plan comes round until it is ended.
pub static PLANS: Lifecycle = Lifecycle {
    states: &[State::on_path("audit_plan_in_force", ClockOwner::Office), State::end("audit_plan_ended")],
    moves: &[
        Move::by("audits.draw", &["audit_plan_in_force"], "audit_plan_in_force", &[]),
        Move::by("audits.end_plan", &["audit_plan_in_force"], "audit_plan_ended", &["reason"]),
    ],
};

/// What is drawn is worked through and closed, or given up with a reason.
pub static SAMPLES: Lifecycle = Lifecycle {
    states: &[State::on_path("audit_open", ClockOwner::Office), State::end("audit_closed"), State::exit("audit_given_up")],
    moves: &[
        Move::by("audits.close", &["audit_open"], "audit_closed", &["all-checked", "no-drafts"]),
        Move::by("audits.give_up", &["audit_open"], "audit_given_up", &["reason", "two-people"]),
    ],
};

/// A file is looked at once, or cannot be and says why.
pub static FILES: Lifecycle = Lifecycle {
    states: &[State::on_path("file_to_check", ClockOwner::Office), State::end("file_checked"), State::exit("file_skipped")],
    moves: &[
        Move::by("audits.check", &["file_to_check"], "file_checked", &["answers"]),
        Move::by("audits.skip", &["file_to_check"], "file_skipped", &["reason"]),
    ],
};
