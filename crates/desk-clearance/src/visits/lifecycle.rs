//! The lifecycle of a request for visit, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// Being written: sites and visitors are put together.
pub const WRITTEN: &[&str] = &["visit_draft", "visit_amending"];
/// On its way to whoever answers.
pub const SENT: &[&str] = &["visit_sent_to_own_nsa", "visit_sent_to_host", "visit_forwarded"];
/// The host has approved it, at least in part.
pub const GRANTED: &[&str] = &["visit_approved", "visit_approved_partly", "visit_active"];
/// Every open state, the last of them under way: what is looked at day by day.
pub const OPEN: &[&str] = &[
    "visit_draft",
    "visit_validated",
    "visit_sent_to_own_nsa",
    "visit_sent_to_host",
    "visit_forwarded",
    "visit_approved",
    "visit_approved_partly",
    "visit_amending",
    "visit_active",
];
/// What expires by itself when its last day is past: whatever is open and not under way.
pub const EXPIRES: &[&str] = &[
    "visit_draft",
    "visit_validated",
    "visit_sent_to_own_nsa",
    "visit_sent_to_host",
    "visit_forwarded",
    "visit_approved",
    "visit_approved_partly",
    "visit_amending",
];

/// States, whose clock runs in each, and every allowed move.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("visit_draft", ClockOwner::Office),
        State::on_path("visit_validated", ClockOwner::Office),
        State::on_path("visit_sent_to_own_nsa", ClockOwner::Authority),
        State::beside("visit_sent_to_host", ClockOwner::Authority),
        State::on_path("visit_forwarded", ClockOwner::Authority),
        State::on_path("visit_approved", ClockOwner::Requester),
        State::beside("visit_approved_partly", ClockOwner::Requester),
        State::beside("visit_amending", ClockOwner::Office),
        State::on_path("visit_active", ClockOwner::Requester),
        State::end("visit_used"),
        State::exit("visit_refused"),
        State::exit("visit_expired"),
        State::exit("visit_cancelled"),
    ],
    moves: &[
        Move::by("visits.validate", WRITTEN, "visit_validated", &["visit-checks"]),
        Move::by("visits.rewrite", &["visit_validated"], "visit_draft", &["reason"]),
        Move::by("visits.send_to_own_nsa", &["visit_validated"], "visit_sent_to_own_nsa", &["outgoing-mail"]),
        Move::by("visits.send_to_host", &["visit_validated"], "visit_sent_to_host", &["outgoing-mail"]),
        Move::by("visits.forwarded", &["visit_sent_to_own_nsa"], "visit_forwarded", &[]),
        Move::by("visits.approve", SENT, "visit_approved", &["incoming-mail"]),
        Move::by("visits.approve_partly", SENT, "visit_approved_partly", &["incoming-mail"]),
        Move::by("visits.refuse", SENT, "visit_refused", &["incoming-mail"]),
        Move::by("visits.amend", GRANTED, "visit_amending", &["reason"]),
        Move::by("visits.begin", &["visit_approved", "visit_approved_partly"], "visit_active", &[]),
        Move::by("visits.took_place", &["visit_active"], "visit_used", &[]),
        Move::by("visits.expire", EXPIRES, "visit_expired", &[]),
        Move::by("visits.cancel", OPEN, "visit_cancelled", &["reason"]),
    ],
};
