//! The lifecycle of a risk, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

const fn at(code: &'static str, stage: bool, open: bool) -> State {
    State { code, clock: if open { ClockOwner::Office } else { ClockOwner::Nobody }, stage, open }
}
const fn step(command: &'static str, from: &'static [&'static str], to: &'static str, evidence: &'static [&'static str]) -> Move {
    Move { command, from, to, evidence }
}

/// What is identified is assessed, then treated or, by two people and for a time, accepted; it is reviewed wherever it stands and closed with a
/// reason.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        at("risk_identified", true, true),
        at("risk_assessed", true, true),
        at("risk_treated", true, true),
        at("risk_accepted", false, true),
        at("risk_closed", true, false),
    ],
    moves: &[
        step("risks.assess", &["risk_identified", "risk_assessed", "risk_treated", "risk_accepted"], "risk_assessed", &[]),
        step("risks.treat", &["risk_assessed", "risk_treated", "risk_accepted"], "risk_treated", &[]),
        step("risks.accept", &["risk_assessed", "risk_treated", "risk_accepted"], "risk_accepted", &["two-people"]),
        step("risks.review", &["risk_assessed"], "risk_assessed", &[]),
        step("risks.review", &["risk_treated"], "risk_treated", &[]),
        step("risks.escalate", &["risk_identified"], "risk_identified", &["reason"]),
        step("risks.escalate", &["risk_assessed"], "risk_assessed", &["reason"]),
        step("risks.escalate", &["risk_treated"], "risk_treated", &["reason"]),
        step("risks.escalate", &["risk_accepted"], "risk_accepted", &["reason"]),
        step("risks.settle", &["risk_identified"], "risk_identified", &["reason"]),
        step("risks.settle", &["risk_assessed"], "risk_assessed", &["reason"]),
        step("risks.settle", &["risk_treated"], "risk_treated", &["reason"]),
        step("risks.settle", &["risk_accepted"], "risk_accepted", &["reason"]),
        step("risks.close", &["risk_identified", "risk_assessed", "risk_treated", "risk_accepted"], "risk_closed", &["reason"]),
    ],
};
