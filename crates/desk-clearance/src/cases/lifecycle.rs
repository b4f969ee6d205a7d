//! The lifecycle of a case, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

const fn on_path(code: &'static str, clock: ClockOwner) -> State {
    State { code, clock, stage: true, open: true }
}
const fn beside(code: &'static str, clock: ClockOwner) -> State {
    State { code, clock, stage: false, open: true }
}
const fn end(code: &'static str) -> State {
    State { code, clock: ClockOwner::Nobody, stage: false, open: false }
}
const fn step(command: &'static str, from: &'static [&'static str], to: &'static str, evidence: &'static [&'static str]) -> Move {
    Move { command, from, to, evidence }
}

/// Every open state.
pub const OPEN: &[&str] = &[
    "requested",
    "need_confirmed",
    "subject_invited",
    "with_subject",
    "returned_for_correction",
    "complete",
    "dispatched",
    "acknowledged_by_authority",
    "under_investigation",
    "authority_query",
    "decision_received",
    "briefing_due",
];

/// States, whose clock runs in each, and every allowed move.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        on_path("requested", ClockOwner::Office),
        on_path("need_confirmed", ClockOwner::Office),
        on_path("subject_invited", ClockOwner::Subject),
        on_path("with_subject", ClockOwner::Subject),
        beside("returned_for_correction", ClockOwner::Subject),
        on_path("complete", ClockOwner::Office),
        on_path("dispatched", ClockOwner::Authority),
        on_path("acknowledged_by_authority", ClockOwner::Authority),
        beside("under_investigation", ClockOwner::Authority),
        beside("authority_query", ClockOwner::Office),
        on_path("decision_received", ClockOwner::Office),
        on_path("decision_recorded", ClockOwner::Office),
        on_path("briefing_due", ClockOwner::Office),
        State { code: "closed_granted", clock: ClockOwner::Nobody, stage: true, open: false },
        end("closed_refused"),
        end("closed_subject_withdrew"),
        end("closed_need_ceased"),
        end("closed_cancelled_by_office"),
    ],
    moves: &[
        step("case.confirm_need", &["requested"], "need_confirmed", &["requirement-or-proof"]),
        step("case.invite_subject", &["need_confirmed"], "subject_invited", &["consent-notice"]),
        step("case.hand_over_forms", &["subject_invited"], "with_subject", &[]),
        step("case.return_for_correction", &["with_subject"], "returned_for_correction", &["defects"]),
        step("case.resubmit", &["returned_for_correction"], "with_subject", &[]),
        step("case.complete", &["with_subject"], "complete", &["checklist"]),
        step("case.dispatch", &["complete"], "dispatched", &["outgoing-mail"]),
        step("case.acknowledge", &["dispatched"], "acknowledged_by_authority", &["authority-reference"]),
        step("case.begin_investigation", &["acknowledged_by_authority"], "under_investigation", &[]),
        step("case.authority_asks", &["acknowledged_by_authority", "under_investigation"], "authority_query", &["incoming-mail"]),
        step("case.answer_authority", &["authority_query"], "under_investigation", &["outgoing-mail"]),
        step("case.receive_decision", &["acknowledged_by_authority", "under_investigation"], "decision_received", &["incoming-mail"]),
        step("case.record_decision", &["decision_received"], "decision_recorded", &["two-people", "decision-letter"]),
        step("case.authorise_access", &["decision_recorded"], "briefing_due", &["two-people", "grant"]),
        step("case.acknowledge_briefing", &["briefing_due"], "closed_granted", &["briefing", "certificate-filed"]),
        step("case.close_refused", &["decision_recorded"], "closed_refused", &["refusal"]),
        step("case.subject_withdraws", OPEN, "closed_subject_withdrew", &["reason"]),
        step("case.need_ceases", OPEN, "closed_need_ceased", &["authority-told"]),
        step("case.cancel", OPEN, "closed_cancelled_by_office", &["reason"]),
    ],
};
