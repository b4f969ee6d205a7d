//! The lifecycle of a case, to be read aloud. Which of its states a case of each kind walks stands in `super::paths`.

use kernel::{ClockOwner, Lifecycle, Move, State};

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
    "authority_query_subject",
    "decision_received",
    "decision_recorded",
    "briefing_due",
];

/// The states in which the authority has the file.
pub const WITH_AUTHORITY: &[&str] =
    &["dispatched", "acknowledged_by_authority", "under_investigation", "authority_query", "authority_query_subject"];

/// The ends that are taken back, and the case stands where it stood before. What was granted, refused or completed is not undone so, but by a
/// decision; who died does not come back; and a duplicate goes on in the other case.
pub const TAKEN_BACK: &[&str] = &[
    "closed_subject_withdrew",
    "closed_need_ceased",
    "closed_cancelled_by_office",
    "closed_transferred_out",
    "closed_authority_discontinued",
];

/// States, whose clock runs in each, and every allowed move.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("requested", ClockOwner::Office),
        State::on_path("need_confirmed", ClockOwner::Office),
        State::on_path("subject_invited", ClockOwner::Subject),
        State::on_path("with_subject", ClockOwner::Subject),
        State::beside("returned_for_correction", ClockOwner::Subject),
        State::on_path("complete", ClockOwner::Office),
        State::on_path("dispatched", ClockOwner::Authority),
        State::on_path("acknowledged_by_authority", ClockOwner::Authority),
        State::beside("under_investigation", ClockOwner::Authority),
        // Whose clock runs is said by the state: a question to the office, or one that only the person can answer.
        State::beside("authority_query", ClockOwner::Office),
        State::beside("authority_query_subject", ClockOwner::Subject),
        State::on_path("decision_received", ClockOwner::Office),
        State::on_path("decision_recorded", ClockOwner::Office),
        State::on_path("briefing_due", ClockOwner::Office),
        State::end("closed_granted"),
        State::exit("closed_completed"),
        State::exit("closed_refused"),
        State::exit("closed_subject_withdrew"),
        State::exit("closed_need_ceased"),
        State::exit("closed_cancelled_by_office"),
        State::exit("closed_transferred_out"),
        State::exit("closed_authority_discontinued"),
        State::exit("closed_deceased"),
        State::exit("closed_duplicate"),
    ],
    moves: &[
        Move::by("case.confirm_need", &["requested"], "need_confirmed", &["requirement-or-proof"]),
        Move::by("case.invite_subject", &["need_confirmed"], "subject_invited", &["consent-notice"]),
        Move::by("case.hand_over_forms", &["subject_invited"], "with_subject", &[]),
        Move::by("case.return_for_correction", &["with_subject"], "returned_for_correction", &["defects"]),
        Move::by("case.resubmit", &["returned_for_correction"], "with_subject", &[]),
        Move::by("case.complete", &["with_subject"], "complete", &["checklist"]),
        Move::by("case.dispatch", &["complete"], "dispatched", &["outgoing-mail"]),
        // The first step of a kind that needs no questionnaire.
        Move::by("case.send_request", &["requested", "need_confirmed"], "dispatched", &["outgoing-mail"]),
        Move::by("case.acknowledge", &["dispatched"], "acknowledged_by_authority", &["authority-reference"]),
        Move::by("case.begin_investigation", &["acknowledged_by_authority"], "under_investigation", &[]),
        Move::by("case.authority_asks", &["acknowledged_by_authority", "under_investigation"], "authority_query", &["incoming-mail"]),
        Move::by(
            "case.authority_asks_subject",
            &["acknowledged_by_authority", "under_investigation"],
            "authority_query_subject",
            &["incoming-mail"],
        ),
        Move::by("case.subject_answers", &["authority_query_subject"], "authority_query", &[]),
        Move::by("case.answer_authority", &["authority_query", "authority_query_subject"], "under_investigation", &["outgoing-mail"]),
        Move::by("case.receive_decision", &["acknowledged_by_authority", "under_investigation"], "decision_received", &["incoming-mail"]),
        Move::by("case.record_decision", &["decision_received"], "decision_recorded", &["two-people", "decision-letter"]),
        Move::by("case.authorise_access", &["decision_recorded"], "briefing_due", &["two-people", "grant"]),
        Move::by("case.acknowledge_briefing", &["briefing_due"], "closed_granted", &["briefing", "certificate-filed"]),
        // What ends the shorter paths.
        Move::by("case.file_certificate", &["acknowledged_by_authority"], "closed_granted", &["standing-grant", "certificate-filed"]),
        Move::by("case.extend", &["requested"], "closed_granted", &["two-people", "timely-filing"]),
        Move::by("case.give_access", &["requested", "need_confirmed"], "closed_granted", &["two-people", "access-rule"]),
        Move::by("case.issue_certificate", &["requested"], "closed_granted", &["outgoing-mail"]),
        Move::by("case.close_appeal", &["decision_recorded"], "closed_completed", &["appeal-decided"]),
        // A cancellation succeeds by the authority being told, not by a grant.
        Move::by("case.authority_told", &["requested"], "closed_completed", &["two-people", "outgoing-mail"]),
        Move::by("case.close_refused", &["decision_recorded"], "closed_refused", &["refusal"]),
        Move::by("case.subject_withdraws", OPEN, "closed_subject_withdrew", &["reason"]),
        Move::by("case.need_ceases", OPEN, "closed_need_ceased", &["authority-told"]),
        Move::by("case.cancel", OPEN, "closed_cancelled_by_office", &["reason"]),
        Move::by("case.transfer_out", OPEN, "closed_transferred_out", &["outgoing-mail", "whither", "reason"]),
        Move::by("case.authority_discontinues", WITH_AUTHORITY, "closed_authority_discontinued", &["incoming-mail", "reason"]),
        Move::by("case.close_deceased", OPEN, "closed_deceased", &["day-of-death", "reason"]),
        Move::by("case.close_duplicate", OPEN, "closed_duplicate", &["other-case", "reason"]),
        Move::by("case.reopen", TAKEN_BACK, "where_it_stood", &["reason", "end-taken-back"]),
    ],
};
