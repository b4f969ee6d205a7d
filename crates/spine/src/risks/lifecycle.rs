//! The lifecycle of a risk, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What is identified is assessed, then treated or, by two people and for a time, accepted; it is reviewed wherever it stands and closed with a
/// reason.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("risk_identified", ClockOwner::Office),
        State::on_path("risk_assessed", ClockOwner::Office),
        State::on_path("risk_treated", ClockOwner::Office),
        State::beside("risk_accepted", ClockOwner::Office),
        State::end("risk_closed"),
    ],
    moves: &[
        Move::by("risks.assess", &["risk_identified", "risk_assessed", "risk_treated", "risk_accepted"], "risk_assessed", &[]),
        Move::by("risks.treat", &["risk_assessed", "risk_treated", "risk_accepted"], "risk_treated", &[]),
        Move::by("risks.accept", &["risk_assessed", "risk_treated", "risk_accepted"], "risk_accepted", &["two-people"]),
        Move::by("risks.review", &["risk_assessed"], "risk_assessed", &[]),
        Move::by("risks.review", &["risk_treated"], "risk_treated", &[]),
        Move::by("risks.escalate", &["risk_identified"], "risk_identified", &["reason"]),
        Move::by("risks.escalate", &["risk_assessed"], "risk_assessed", &["reason"]),
        Move::by("risks.escalate", &["risk_treated"], "risk_treated", &["reason"]),
        Move::by("risks.escalate", &["risk_accepted"], "risk_accepted", &["reason"]),
        Move::by("risks.settle", &["risk_identified"], "risk_identified", &["reason"]),
        Move::by("risks.settle", &["risk_assessed"], "risk_assessed", &["reason"]),
        Move::by("risks.settle", &["risk_treated"], "risk_treated", &["reason"]),
        Move::by("risks.settle", &["risk_accepted"], "risk_accepted", &["reason"]),
        Move::by("risks.close", &["risk_identified", "risk_assessed", "risk_treated", "risk_accepted"], "risk_closed", &["reason"]),
    ],
};
