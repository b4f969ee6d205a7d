//! A move whose time or reason was recorded wrongly: clocks are recomputed, and nothing is lost.

use desk_clearance::cases::{LIFECYCLE, PscCase};
use kernel::clocks::raw;
use kernel::{Clock, ClockOwner, RecordId, Register, Value};
use ledger::transition::Transition;
use spine::cases::queries::clock_of;
use testkit::world::instant;
use testkit::{Backend, World};

use crate::service::{at, does};

on_both!(sp_01_the_time_of_a_move_is_corrected_by_two_and_loses_nothing, sp_03_the_reason_of_a_move_is_corrected_and_no_clock_moves);

const DAY: i64 = 24 * 3_600_000_000;

/// A case that was three days with the office, then two with the person, then went back and to the office.
fn case(world: &World) -> RecordId {
    at(world, "2026-03-02T09:00:00Z");
    let person = world.person("Elm", "Eva", "ROU");
    let fields = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = world.as_("officer").makes("case.open", &fields);
    at(world, "2026-03-04T09:00:00Z");
    does(world, "case.confirm_need", case, &[("proof", "Letter".into())]);
    at(world, "2026-03-05T09:00:00Z");
    does(world, "case.invite_subject", case, &[("consent_notice", "Notice 3, en".into())]);
    at(world, "2026-03-07T09:00:00Z");
    does(world, "case.hand_over_forms", case, &[]);
    at(world, "2026-03-10T09:00:00Z");
    case
}

/// Days of the office, the person and both together until now.
fn days(world: &World, case: RecordId) -> (i64, i64, i64) {
    let told = world.as_("officer").sees(move |view| clock_of(view, PscCase::NAME, &LIFECYCLE, case, view.now.as_microsecond())).intervals;
    let of = |owner| raw(&told, owner) / DAY;
    (of(ClockOwner::Office), of(ClockOwner::Subject), told.iter().map(|i| i.until - i.from).sum::<i64>() / DAY)
}

fn moves(world: &World, case: RecordId) -> Vec<Transition> {
    world.as_("officer").sees(move |view| Ok(view.transitions(PscCase::NAME, case)?.into_iter().map(|moved| moved.body).collect()))
}

fn happened(case: RecordId, to: &str, when: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("case", case.into()),
        ("moved_to", to.to_owned().into()),
        ("happened_at", instant(when).as_microsecond().into()),
        ("corrected_because", "The invitation is dated the third".into()),
    ]
}

fn sp_01_the_time_of_a_move_is_corrected_by_two_and_loses_nothing(on: Backend) {
    let world = World::new(on);
    let case = case(&world);
    let technician = world.as_("technician");
    assert_eq!(days(&world, case), (3, 5, 8));
    // A move stays between its neighbours and never lies ahead, and what is corrected was wrong.
    let no = |to: &str, when: &str| technician.refused("case.correct_time", &happened(case, to, when));
    assert_eq!(no("subject_invited", "2026-03-04T08:00:00Z"), ["move-out-of-order"]);
    assert_eq!(no("subject_invited", "2026-03-07T10:00:00Z"), ["move-out-of-order"]);
    assert_eq!(no("with_subject", "2026-03-10T10:00:00Z"), ["move-out-of-order"]);
    assert_eq!(no("subject_invited", "2026-03-05T09:00:00Z"), ["correction-changes-nothing"]);
    assert_eq!(no("complete", "2026-03-05T09:00:00Z"), ["no-such-move"]);
    let second = [happened(case, "requested", "2026-03-01T09:00:00Z"), vec![("visit_count", 2.into())]].concat();
    assert_eq!(technician.refused("case.correct_time", &second), ["no-such-move"]);
    // The person was invited a day earlier than it was written down: the day is theirs, once a second person says so too.
    let asks = |to: &str, when: &str| technician.asks("case.correct_time", &happened(case, to, when));
    let request = asks("subject_invited", "2026-03-04T09:00:00Z");
    assert_eq!(technician.may_not_approve(request), ["same-person"]);
    assert_eq!(days(&world, case), (3, 5, 8));
    let before = world.clock().now();
    at(&world, "2026-03-10T09:00:01Z");
    world.as_("officer").approves(request);
    assert_eq!(days(&world, case), (2, 6, 8), "the same eight days, differently owned");
    let invited = moves(&world, case).remove(2);
    assert_eq!(invited.first_time.map(|t| t.0), Some(instant("2026-03-05T09:00:00Z").as_microsecond()));
    assert_eq!(invited.corrected_because.as_deref(), Some("The invitation is dated the third"));
    // What was known before is known as it was.
    let known = world.as_("officer").sees(move |view| {
        view.known_at(before)?;
        let told = clock_of(view, PscCase::NAME, &LIFECYCLE, case, before.as_microsecond())?.intervals;
        Ok(raw(&told, ClockOwner::Office) / DAY)
    });
    assert_eq!(known, 3);
    // The first move tells when it was opened, the last since when it stands where it does; corrected twice, the first word stays.
    world.as_("officer").approves(asks("requested", "2026-03-01T09:00:00Z"));
    world.as_("officer").approves(asks("with_subject", "2026-03-06T09:00:00Z"));
    world.as_("officer").approves(asks("with_subject", "2026-03-08T09:00:00Z"));
    let body = world.as_("officer").record::<PscCase>(case).body;
    assert_eq!(body.opened_at.0, instant("2026-03-01T09:00:00Z").as_microsecond());
    assert_eq!(body.since.0, instant("2026-03-08T09:00:00Z").as_microsecond());
    assert_eq!(days(&world, case), (3, 6, 9));
    let told = moves(&world, case);
    let last = told.last().and_then(|moved| moved.first_time).map(|first| first.0);
    assert_eq!(last, Some(instant("2026-03-07T09:00:00Z").as_microsecond()));
    assert_eq!(told.len(), 4, "none was added and none is gone");
    world.verified();
}

fn sp_03_the_reason_of_a_move_is_corrected_and_no_clock_moves(on: Backend) {
    let world = World::new(on);
    let case = case(&world);
    let technician = world.as_("technician");
    does(&world, "case.subject_withdraws", case, &[("reason_code", "other_post".into()), ("reason", "Called".into())]);
    at(&world, "2026-03-11T09:00:00Z");
    let before = days(&world, case);
    let right = |code: &str| {
        [
            ("case", case.into()),
            ("moved_to", "closed_subject_withdrew".into()),
            ("reason_code", code.to_owned().into()),
            ("reason", "Wrote on the tenth".into()),
            ("corrected_because", "The note was another person’s".into()),
        ]
    };
    // One of the reasons that this end offers, and no other.
    assert_eq!(technician.refused("case.correct_reason", &right("opened_by_mistake")), ["reason-of-another-move"]);
    assert_eq!(world.as_("head").refused("case.correct_reason", &right("declines_forms")), ["duty-missing"]);
    technician.does("case.correct_reason", &right("declines_forms"));
    let last = moves(&world, case).pop().unwrap_or_else(|| panic!("no moves"));
    assert_eq!(last.codes().collect::<Vec<_>>(), ["declines_forms"]);
    assert_eq!((last.reason.as_deref(), last.first_time), (Some("Wrote on the tenth"), None));
    assert_eq!((days(&world, case), world.as_("officer").record::<PscCase>(case).body.state.code()), (before, "closed_subject_withdrew"));
    world.verified();
}
