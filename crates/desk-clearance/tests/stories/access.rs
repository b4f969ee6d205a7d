//! Access in scope: given for one thing, counting for that and nothing else.

use jiff::civil::Date;
use kernel::{Codes, Id, Level, RecordId, Value};
use spine::clearances::gate::{Answer, gate_list, names};
use spine::clearances::queries::{access_for, access_of};
use spine::clearances::{AccessAuthorisation, Decision, Need, Purpose, ScopeKind};
use testkit::{Backend, World};

use crate::cases::adopt;
use crate::gate::holder;
use crate::visits::{drafted, faults_of, in_days, passport, suspend};

on_both!(
    cl_02_standing_access_is_given_again_on_the_grant_that_stands,
    cl_02_provisional_access_counts_for_its_visit_and_for_nothing_else,
    cl_02_access_for_one_thing_is_refused_beyond_its_rule,
    cl_02_access_that_was_ended_or_ran_out_counts_no_more,
    cl_07_access_for_a_meeting_counts_at_the_gate_of_that_meeting,
);

/// Somebody in a post that requires S, briefed, about whom no authority has decided.
pub fn newcomer(world: &World, surname: &str) -> RecordId {
    let person = world.person(surname, "Nina", "ROU");
    let officer = world.as_("officer");
    let post = officer.makes("posts.add", &[("number", format!("P-{surname}").into())]);
    let needs = [("post", post.into()), ("level", "S".into()), ("categories", "ATOMAL".into()), ("valid_from", "2026-01-01".into())];
    officer.does("clearance_requirements.add", &needs);
    let held = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    for kind in ["nato", "atomal"] {
        let fields = [
            ("person", person.into()),
            ("kind", kind.into()),
            ("language", "en".into()),
            ("given_on", world.today().into()),
            ("signed_how", "On paper".into()),
        ];
        officer.does("briefings.record", &fields);
    }
    person
}

/// What is asked for provisional access to a visit, for so many days.
pub fn wish(world: &World, person: RecordId, kind: &str, named: (&'static str, Value), days: i64) -> Vec<(&'static str, Value)> {
    vec![
        ("person", person.into()),
        ("kind", kind.into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        named,
        ("need_to_know", "The acceptance test cannot wait".into()),
        ("valid_from", world.today().into()),
        ("valid_until", in_days(world, days).into()),
    ]
}

/// One asks, another gives.
fn cl_02_standing_access_is_given_again_on_the_grant_that_stands(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let officer = world.as_("officer");
    let level = || {
        let today = world.today();
        world.as_("officer").sees(move |view| access_of(view, Id::new(anna), today)).level.map(|l| l.0)
    };
    let again = |until: Value| vec![("person", Value::Id(anna)), ("need_to_know", "Back at the desk".into()), ("valid_until", until)];
    assert_eq!(officer.refused("access.authorise", &again(Value::Null)), ["access-stands"]);
    let access = officer.sees(move |view| view.having::<AccessAuthorisation>("person", anna)).remove(0).head.id;
    officer.does("access.end", &[("access", access.into()), ("reason", "On leave".into())]);
    assert_eq!(level(), None);
    let grant = officer.sees(move |view| view.having::<Decision>("person", anna)).remove(0).body;
    let until = grant.valid_until.unwrap_or_else(|| panic!("no end"));
    let beyond = until.tomorrow().unwrap_or(until);
    assert_eq!(officer.refused("access.authorise", &again(beyond.into())), ["access-beyond-grant"]);
    let past = world.today().yesterday().unwrap_or(until);
    assert_eq!(officer.refused("access.authorise", &again(past.into())), ["until-before-from"]);
    assert_eq!(world.as_("technician").refused("access.authorise", &again(Value::Null)), ["duty-missing"]);
    let request = officer.asks("access.authorise", &again(Value::Null));
    assert_eq!(officer.may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("officer2").may_not_approve(request), ["duty-missing"], "it is the head of office's permission");
    assert_eq!(level(), None, "asked for is not given");
    world.as_("head").approves(request);
    assert_eq!(level().as_deref(), Some("S"));
    // Without a grant there is nothing to give it on.
    let nobody = world.person("Without", "Grant", "ROU");
    let fields = [("person", nobody.into()), ("need_to_know", "x".into())];
    assert_eq!(officer.refused("access.authorise", &fields), ["no-grant-stands"]);
    world.verified();
}

fn given(world: &World, fields: &[(&'static str, Value)]) -> RecordId {
    let request = world.as_("officer").asks("access.give", fields);
    let (_, access) = world.as_("head").approves(request).answer.unwrap_or_else(|| panic!("no access"));
    access
}

fn standing(world: &World, person: RecordId, on: Date) -> Option<String> {
    world.as_("officer").sees(move |view| Ok(access_of(view, Id::new(person), on)?.level.map(|l| l.0)))
}

fn meeting(name: &str, level: &str) -> Need {
    Need::new(Level(level.to_owned()), Codes::default()).only_for(Purpose::named(ScopeKind::Meeting, name))
}

fn cl_02_provisional_access_counts_for_its_visit_and_for_nothing_else(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let nina = newcomer(&world, "Nilsen");
    let pass = passport(&world, nina, in_days(&world, 400));
    let visit = drafted(&world, in_days(&world, 20), &[(nina, Some(pass))]);
    let other = drafted(&world, in_days(&world, 20), &[(nina, Some(pass))]);
    assert!(faults_of(&world, visit).contains(&"visit-not-cleared"));
    let fields = wish(&world, nina, "provisional", ("visit", visit.into()), 60);
    // Two people, and nobody for their own file.
    assert_eq!(world.as_("technician").refused("access.give", &fields), ["duty-missing"]);
    let request = world.as_("officer").asks("access.give", &fields);
    assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
    assert!(faults_of(&world, visit).contains(&"visit-not-cleared"), "asked for is not given");
    let (_, access) = world.as_("head").approves(request).answer.unwrap_or_else(|| panic!("no access"));
    // For this visit it counts, and the reason tree says by what; for another and for what stands, it does not.
    assert!(!faults_of(&world, visit).iter().any(|code| code.starts_with("visit-not-")), "{:?}", faults_of(&world, visit));
    assert!(faults_of(&world, other).contains(&"visit-not-cleared"));
    assert_eq!(standing(&world, nina, in_days(&world, 20)), None);
    let need = world.as_("officer").record::<AccessAuthorisation>(access).body.question().unwrap_or_else(|| panic!("full"));
    let day = in_days(&world, 20);
    let told = world.as_("officer").sees(move |view| access_for(view, Id::new(nina), day, Some(&need)));
    assert_eq!(
        (told.level.map(|l| l.0), told.categories.joined(), told.until),
        (Some("S".into()), "ATOMAL".into(), Some(in_days(&world, 60)))
    );
    let lacking = told.reasons.iter().find(|r| r.code == "decision-lacking-by-rule").unwrap_or_else(|| panic!("{:?}", told.reasons));
    let scope = lacking.scope.as_ref().unwrap_or_else(|| panic!("no scope"));
    assert_eq!((scope.access.code(), scope.text.as_str(), scope.nation.as_str()), ("provisional", "RFV/2026/0001", "ROU"));
    // A suspension counts the moment it is recorded.
    suspend(&world, nina, "suspend");
    assert!(faults_of(&world, visit).contains(&"visit-suspended"));
    world.days_pass(1);
    suspend(&world, nina, "lift_suspension");
    assert!(!faults_of(&world, visit).contains(&"visit-suspended"));
    world.days_pass(1);
    suspend(&world, nina, "withdraw");
    assert!(faults_of(&world, visit).contains(&"visit-suspended"));
    world.verified();
}

fn cl_02_access_for_one_thing_is_refused_beyond_its_rule(on: Backend) {
    let world = World::new(on);
    let nina = newcomer(&world, "Nilsen");
    let officer = world.as_("officer");
    let asked =
        |kind: &str, named: (&'static str, Value), days: i64| officer.refused("access.give", &wish(&world, nina, kind, named, days));
    let meeting = || ("meeting", Value::from("Quarterly review"));
    // No rule, no access.
    assert_eq!(asked("provisional", meeting(), 10), ["access-without-rule"]);
    adopt(&world);
    assert_eq!(asked("provisional", meeting(), 180), ["access-too-long"]);
    assert_eq!(asked("one_time", meeting(), 30), ["access-too-long"]);
    assert_eq!(asked("meeting", ("matter", "C-M(2026)1".into()), 2), ["meeting-access-for-meeting"]);
    let mut two = wish(&world, nina, "one_time", meeting(), 2);
    two.push(("matter", "C-M(2026)1".into()));
    assert_eq!(officer.refused("access.give", &two), ["scope-not-one"]);
    let mut none = wish(&world, nina, "one_time", meeting(), 2);
    none.retain(|(name, _)| *name != "meeting");
    assert_eq!(officer.refused("access.give", &none), ["scope-not-one"]);
    let past: Vec<_> = wish(&world, nina, "one_time", meeting(), 2)
        .into_iter()
        .map(|(name, value)| if name == "valid_from" { (name, in_days(&world, -1).into()) } else { (name, value) })
        .collect();
    assert_eq!(officer.refused("access.give", &past), ["access-begins-in-past"]);
    // Nobody asks for access of their own.
    let own = world.as_("officer").person;
    assert_eq!(officer.refused("access.give", &wish(&world, own, "one_time", meeting(), 2)), ["not-found"]);
    // The last day the rule lets it have.
    given(&world, &wish(&world, nina, "provisional", meeting(), 179));
    // Nobody gets it against a refusal.
    suspend(&world, nina, "withdraw");
    assert_eq!(asked("provisional", meeting(), 10), ["access-after-refusal"]);
    world.verified();
}

fn cl_02_access_that_was_ended_or_ran_out_counts_no_more(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let nina = newcomer(&world, "Nilsen");
    let access = given(&world, &wish(&world, nina, "provisional", ("meeting", "Quarterly review".into()), 20));
    let covers = |day: Date| {
        let need = meeting("quarterly  REVIEW", "S");
        let told = world.as_("officer").sees(move |view| access_for(view, Id::new(nina), day, Some(&need)));
        told.level.is_some()
    };
    assert_eq!([in_days(&world, 0), in_days(&world, 20), in_days(&world, 21)].map(covers), [true, true, false]);
    world.days_pass(5);
    assert_eq!(
        world.as_("technician").refused("access.end", &[("access", access.into()), ("reason", "Not needed".into())]),
        ["duty-missing"]
    );
    world.as_("officer").does("access.end", &[("access", access.into()), ("reason", "The review was called off".into())]);
    assert_eq!([in_days(&world, -1), in_days(&world, 0), in_days(&world, 5)].map(covers), [true, false, false]);
    assert_eq!(world.as_("head").refused("access.end", &[("access", access.into()), ("reason", "Again".into())]), ["access-over"]);
    world.verified();
}

fn cl_07_access_for_a_meeting_counts_at_the_gate_of_that_meeting(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let nina = newcomer(&world, "Nilsen");
    given(&world, &wish(&world, nina, "provisional", ("meeting", "Quarterly review".into()), 20));
    let at_the_gate = |need: Need| {
        let (asked, today) = (names("Nilsen Nina"), world.today());
        let lines = world.as_("officer").sees(move |view| gate_list(view, &asked, &need, (today, today)));
        matches!(lines[0].answer, Answer::Yes(_))
    };
    assert!(at_the_gate(meeting("Quarterly review", "S")));
    assert!(!at_the_gate(meeting("Another review", "S")));
    assert!(!at_the_gate(meeting("Quarterly review", "TS")));
    assert!(!at_the_gate(Need::new(Level("S".into()), Codes::default())), "a gate that is told no meeting");
}
