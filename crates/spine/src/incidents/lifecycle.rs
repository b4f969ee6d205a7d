//! The lifecycle of an incident, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What is reported is taken up or was none; what is taken up is inquired into until its cause is known; then what must be done is done, and another
/// than who led the inquiry closes it.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("incident_reported", ClockOwner::Office),
        State::on_path("incident_open", ClockOwner::Office),
        State::on_path("incident_after_action", ClockOwner::Office),
        State::end("incident_closed"),
        State::exit("incident_false"),
    ],
    moves: &[
        Move::by("incidents.take_up", &["incident_reported"], "incident_open", &[]),
        Move::by("incidents.dismiss", &["incident_reported", "incident_open"], "incident_false", &["reason"]),
        Move::by("incidents.assess", &["incident_open"], "incident_open", &["reason"]),
        Move::by("incidents.conclude", &["incident_open"], "incident_after_action", &["root-cause"]),
        Move::by("incidents.resume", &["incident_after_action"], "incident_open", &["reason"]),
        Move::by("incidents.close", &["incident_after_action"], "incident_closed", &["actions-ended", "another-person"]),
    ],
};
