//! The lifecycles of findings and of corrective actions, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What is drafted is issued and asks for a plan; it may be contested. A plan that is accepted is carried out; what is claimed complete is verified
/// by somebody who had no part in it, or goes back. For a time a finding may be accepted as it is.
pub static FINDINGS: Lifecycle = Lifecycle {
    states: &[
        State::on_path("finding_draft", ClockOwner::Office),
        State::on_path("finding_issued", ClockOwner::Subject),
        State::beside("finding_contested", ClockOwner::Office),
        State::on_path("finding_plan_submitted", ClockOwner::Office),
        State::beside("finding_plan_returned", ClockOwner::Subject),
        State::on_path("finding_in_implementation", ClockOwner::Subject),
        State::on_path("finding_claimed_complete", ClockOwner::Office),
        State::end("finding_verified_closed"),
        State::beside("finding_risk_accepted", ClockOwner::Office),
        State::exit("finding_withdrawn"),
    ],
    moves: &[
        Move::by("findings.issue", &["finding_draft"], "finding_issued", &["plan-due"]),
        Move::by("findings.issue_all", &["finding_draft"], "finding_issued", &["plan-due"]),
        Move::by("findings.contest", &["finding_issued"], "finding_contested", &["reason"]),
        Move::by("findings.uphold", &["finding_contested"], "finding_issued", &["reason", "another-person"]),
        Move::by("findings.withdraw", &["finding_draft", "finding_contested"], "finding_withdrawn", &["reason"]),
        Move::by("findings.assign", &["finding_draft"], "finding_draft", &["reason"]),
        Move::by("findings.assign", &["finding_issued"], "finding_issued", &["reason"]),
        Move::by("findings.assign", &["finding_plan_returned"], "finding_plan_returned", &["reason"]),
        Move::by("findings.assign", &["finding_in_implementation"], "finding_in_implementation", &["reason"]),
        Move::by("findings.submit_plan", &["finding_issued", "finding_plan_returned"], "finding_plan_submitted", &["actions"]),
        Move::by("findings.accept_plan", &["finding_plan_submitted"], "finding_in_implementation", &["another-person"]),
        Move::by("findings.return_plan", &["finding_plan_submitted"], "finding_plan_returned", &["reason", "another-person"]),
        Move::by("findings.claim_complete", &["finding_in_implementation"], "finding_claimed_complete", &["evidence"]),
        Move::by("findings.verify", &["finding_claimed_complete"], "finding_verified_closed", &["independent-person"]),
        Move::by(
            "findings.verify_together",
            &["finding_claimed_complete"],
            "finding_verified_closed",
            &["independent-person", "two-people"],
        ),
        Move::by("findings.fail", &["finding_claimed_complete"], "finding_in_implementation", &["independent-person", "reason"]),
        Move::by(
            "findings.accept_risk",
            &["finding_issued", "finding_plan_returned", "finding_in_implementation"],
            "finding_risk_accepted",
            &["two-people", "until"],
        ),
        Move::by("findings.reopen", &["finding_risk_accepted"], "finding_issued", &["plan-due"]),
    ],
};

/// What is open is claimed done with evidence; another person verifies it, or it goes back.
pub static ACTIONS: Lifecycle = Lifecycle {
    states: &[
        State::on_path("action_open", ClockOwner::Office),
        State::on_path("action_claimed", ClockOwner::Office),
        State::end("action_verified"),
        State::exit("action_dropped"),
    ],
    moves: &[
        Move::by("corrective_actions.claim", &["action_open"], "action_claimed", &["evidence"]),
        Move::by("corrective_actions.verify", &["action_claimed"], "action_verified", &["another-person"]),
        Move::by("findings.verify", &["action_claimed"], "action_verified", &["independent-person"]),
        Move::by("findings.verify_together", &["action_claimed"], "action_verified", &["independent-person", "two-people"]),
        Move::by("corrective_actions.send_back", &["action_claimed"], "action_open", &["reason", "another-person"]),
        Move::by("findings.fail", &["action_claimed"], "action_open", &["reason"]),
        Move::by("findings.reopen", &["action_claimed"], "action_open", &[]),
        Move::by("corrective_actions.hand_over", &["action_open"], "action_open", &["reason"]),
        Move::by("corrective_actions.extend", &["action_open"], "action_open", &["reason", "two-people"]),
        Move::by("corrective_actions.drop", &["action_open"], "action_dropped", &["reason", "another-person"]),
    ],
};
