//! The lifecycle table against what surrounds it.

use super::paths::PATHS;
use super::{CaseKind, CaseState, LIFECYCLE};

#[test]
fn cl_01_the_lifecycle_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
}

#[test]
fn cl_01_states_of_table_and_type_are_the_same() {
    assert_eq!(LIFECYCLE.states.iter().map(|s| s.code).collect::<Vec<_>>(), CaseState::CODES);
}

#[test]
fn cl_01_every_move_is_a_command_on_a_case_and_every_such_command_a_move() {
    let commands: Vec<_> = super::commands::all().into_iter().filter(|c| c.on == Some("psc_cases")).map(|c| c.name).collect();
    let mut moves: Vec<_> = LIFECYCLE.moves.iter().map(|m| m.command).collect();
    moves.dedup();
    assert_eq!(moves, commands);
}

#[test]
fn cl_01_a_decision_and_an_authorisation_take_two_people() {
    let two: Vec<_> = super::commands::all().into_iter().filter(|c| c.four_eyes).map(|c| c.name).collect();
    assert_eq!(two, ["case.record_decision", "case.authorise_access", "case.extend", "case.give_access", "case.authority_told"]);
    let said = LIFECYCLE.moves.iter().filter(|m| m.evidence.contains(&"two-people")).map(|m| m.command).collect::<Vec<_>>();
    assert_eq!(said, two);
}

#[test]
fn cl_01_every_kind_has_one_path_that_can_be_walked_to_its_end_and_none_walks_anothers() {
    let kinds: Vec<&str> = PATHS.iter().map(|path| path.kind.code()).collect();
    assert_eq!(kinds, CaseKind::CODES);
    for path in PATHS {
        let kind = path.kind.code();
        // From where every case begins, by moves that this path allows, to where its own command leads; every state of it is reached.
        let mut reached = vec!["requested"];
        let mut next = 0;
        while let Some(from) = reached.get(next).copied() {
            next += 1;
            for step in LIFECYCLE.moves_from(from).filter(|step| path.goes(step.command, from, step.to)) {
                if !reached.contains(&step.to) {
                    reached.push(step.to);
                }
            }
        }
        assert!(path.states.iter().all(|state| reached.contains(state)), "{kind}: {reached:?}");
        let ends: Vec<_> = LIFECYCLE.moves.iter().filter(|step| step.command == path.ends).collect();
        assert!(ends.iter().all(|step| reached.contains(&step.to)), "{kind} never ends well");
        let open = |code: &&&str| LIFECYCLE.state(code).is_some_and(|state| state.open);
        assert!(reached.iter().filter(open).all(|state| path.states.contains(state)), "{kind} strays: {reached:?}");
        // Nobody ends it well by another command.
        let well = |code: &str| matches!(code, "closed_granted" | "closed_completed");
        for step in LIFECYCLE.moves.iter().filter(|step| well(step.to) && step.command != path.ends) {
            assert!(step.from.iter().all(|from| !path.goes(step.command, from, step.to)), "{kind} ends by {}", step.command);
        }
    }
}

#[test]
fn cl_01_what_needs_no_questionnaire_skips_it_by_rule() {
    let skips = |kind: CaseKind| !kind.path().states.contains(&"with_subject");
    let whole: Vec<&str> = PATHS.iter().filter(|path| !skips(path.kind)).map(|path| path.kind.code()).collect();
    assert_eq!(whole, ["initial", "renewal", "upgrade", "revalidation_for_cause", "courier_guard_escort", "non_nato_national"]);
    for path in PATHS {
        let walks = path.goes("case.invite_subject", "need_confirmed", "subject_invited");
        let sends =
            path.goes("case.send_request", "need_confirmed", "dispatched") || path.goes("case.send_request", "requested", "dispatched");
        assert_eq!(walks, whole.contains(&path.kind.code()));
        assert!(!(walks && sends), "{} has the choice", path.kind.code());
    }
}
