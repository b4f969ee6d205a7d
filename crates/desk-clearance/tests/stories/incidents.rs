//! Incidents: a missing file is reported, inquired into, and closed when what must be done is done and looked at.

use desk_clearance::reports::commands::make_monthly;
use jiff::Span;
use kernel::measure::Period;
use kernel::{Duty, RecordId, Value};
use spine::findings::queries::actions;
use spine::incidents::{COMPARTMENT, Exhibit, Incident, IncidentEvent, IncidentPerson, Statement};
use testkit::{Backend, World};

on_both!(
    sp_06_an_incident_goes_from_its_report_to_its_last_verified_action,
    sp_06_what_people_said_is_sealed_and_what_is_kept_is_numbered,
    sp_06_what_was_none_is_dismissed_with_a_reason,
    cl_13_causes_of_incidents_are_counted_in_a_report_from_five_on_and_name_none,
);

fn reported(world: &World) -> RecordId {
    let fields = [
        ("title", Value::from("A file is not on its shelf")),
        ("kind", "incident_loss".into()),
        ("desk", "desk_registry".into()),
        ("area", "area_information".into()),
        ("discovered_on", world.today().into()),
        ("occurred_on", world.today().saturating_add(Span::new().days(-3)).into()),
    ];
    world.as_("registry").makes("incidents.report", &fields)
}

fn does(world: &World, who: &str, command: &str, incident: RecordId, more: &[(&str, Value)]) {
    world.as_(who).does(command, &[&[("incident", incident.into())], more].concat());
}

fn refused(world: &World, who: &str, command: &str, incident: RecordId, more: &[(&str, Value)]) -> Vec<&'static str> {
    world.as_(who).refused(command, &[&[("incident", incident.into())], more].concat())
}

fn incident(world: &World, id: RecordId) -> Incident {
    world.as_("head").record::<Incident>(id).body
}

fn taken_up(world: &World) -> RecordId {
    let id = reported(world);
    let fields = [("severity", "severity_serious".into()), ("compromise", "compromise_possible".into()), ("colleague", "officer".into())];
    does(world, "head", "incidents.take_up", id, &fields);
    id
}

fn cause() -> [(&'static str, Value); 3] {
    let note = "Nobody wrote down the loan".into();
    [("root_cause", "cause_handover".into()), ("cause_note", note), ("lessons", "Loans are scanned out".into())]
}

fn sp_06_an_incident_goes_from_its_report_to_its_last_verified_action(on: Backend) {
    let world = World::new(on);
    let id = taken_up(&world);
    let body = incident(&world, id);
    assert_eq!(
        (body.number.as_str(), body.state.code(), body.lead.map(|l| l.raw())),
        ("INC/2026/001", "incident_open", Some(world.as_("officer").account))
    );
    let at = |micros: i64| [("happened_at", Value::Int(micros)), ("happened", "The shelf was scanned".into())];
    let now = world.ledger().now().as_microsecond();
    assert_eq!(refused(&world, "officer", "incidents.log", id, &at(now + 1)), ["time-in-future"]);
    does(&world, "officer", "incidents.log", id, &at(now));
    does(&world, "registry", "incidents.log", id, &at(now - 86_400_000_000));
    let events = world.as_("auditor").sees(move |view| view.having::<IncidentEvent>("incident", id));
    assert_eq!(events.len(), 2);
    let plan = [("title", Value::from("Scan every loan")), ("kind", "action_preventive".into()), ("colleague", "technician".into())];
    let due = [("due_on", Value::from(world.today().saturating_add(Span::new().days(10))))];
    does(&world, "officer", "incidents.plan_action", id, &[&plan[..], &due].concat());
    assert_eq!(refused(&world, "head", "incidents.close", id, &[]), ["state-not-allowed"], "not before its cause is known");
    does(&world, "officer", "incidents.conclude", id, &cause());
    assert_eq!(refused(&world, "officer", "incidents.close", id, &[]), ["incident-is-yours"]);
    assert_eq!(refused(&world, "head", "incidents.close", id, &[]), ["action-not-verified"]);
    let action = world.as_("head").sees(move |view| actions(view, id)).pop().unwrap();
    let of = [("action", Value::from(action.head.id))];
    world.as_("technician").does("corrective_actions.claim", &[&of[..], &[("evidence", "The scanner's list".into())]].concat());
    assert_eq!(refused(&world, "head", "incidents.close", id, &[]), ["action-not-verified"], "said is not verified");
    assert_eq!(world.as_("technician").refused("corrective_actions.verify", &of), ["action-is-yours"]);
    assert_eq!(world.as_("officer").refused("corrective_actions.verify", &of), ["action-is-yours"], "nor does who planned it");
    world.as_("officer2").does("corrective_actions.verify", &of);
    // More comes to light: the inquiry is taken up again, judged anew and concluded again.
    does(&world, "officer", "incidents.resume", id, &[("reason", "A second file is missing".into())]);
    let worse =
        [("severity", "severity_serious".into()), ("compromise", "compromise_certain".into()), ("reason", "It was seen outside".into())];
    does(&world, "officer", "incidents.assess", id, &worse);
    does(&world, "officer", "incidents.conclude", id, &cause());
    does(&world, "head", "incidents.close", id, &[]);
    let body = incident(&world, id);
    assert_eq!(
        (body.state.code(), body.compromise.map(|c| c.code()), body.closed_on),
        ("incident_closed", Some("compromise_certain"), Some(world.today()))
    );
    assert_eq!(refused(&world, "officer", "incidents.log", id, &at(now)), ["state-not-allowed"]);
    world.verified();
}

fn cl_13_causes_of_incidents_are_counted_in_a_report_from_five_on_and_name_none(on: Backend) {
    let world = World::new(on);
    let (period, told) = (Period::month_of(world.today()), |world: &World, period: Period, outside: bool| {
        world.time_passes(jiff::SignedDuration::from_mins(1));
        let now = world.ledger().now().as_microsecond();
        let made = world.as_("officer").sees(move |view| make_monthly(view, period, now, outside));
        made.causes.into_iter().map(|c| (c.what, c.code, c.count)).collect::<Vec<_>>()
    });
    for n in 0..5 {
        assert_eq!(told(&world, period, false), [], "{n} are not told of, nor that there is one");
        let id = taken_up(&world);
        does(&world, "officer", "incidents.conclude", id, &cause());
    }
    let five = vec![("incident".to_owned(), "cause_handover".to_owned(), Some(5))];
    assert_eq!((told(&world, period, false), told(&world, period, true)), (five.clone(), five.clone()));
    // The count, and none of them.
    let now = world.ledger().now().as_microsecond();
    let made = world.as_("officer").sees(move |view| make_monthly(view, period, now, false));
    assert!(!serde_json::to_string(&made).unwrap_or_default().contains("INC/"));
    // Concluded again it is counted once; another month has its own.
    let again = taken_up(&world);
    does(
        &world,
        "officer",
        "incidents.conclude",
        again,
        &[("root_cause", "cause_training".into()), cause()[1].clone(), cause()[2].clone()],
    );
    does(&world, "officer", "incidents.resume", again, &[("reason", "Another look".into())]);
    does(&world, "officer", "incidents.conclude", again, &cause());
    assert_eq!(told(&world, period, false), [("incident".to_owned(), "cause_handover".to_owned(), Some(6))]);
    assert_eq!(told(&world, period.months_before(1), false), []);
}

fn sp_06_what_people_said_is_sealed_and_what_is_kept_is_numbered(on: Backend) {
    let world = World::new(on);
    let id = taken_up(&world);
    let witness = world.person("Nordmann", "Kari", "NOR");
    let involve = [("person", witness.into()), ("part", "part_witness".into())];
    assert_eq!(refused(&world, "officer", "incidents.involve", id, &involve), ["not-a-member"]);
    world.admit("officer", Duty::ClearanceOfficer, COMPARTMENT);
    does(&world, "officer", "incidents.involve", id, &involve);
    assert_eq!(refused(&world, "officer", "incidents.involve", id, &involve), ["named-already"]);
    let said = [("person", witness.into()), ("taken_on", world.today().into()), ("text", "The drawer stood open".into())];
    does(&world, "officer", "incidents.take_statement", id, &said);
    let statement = world.as_("officer").sees(move |view| view.having::<Statement>("incident", id)).pop().unwrap();
    let shown = world.as_("officer").field("statements", statement.head.id, "text");
    assert!(!format!("{shown:?}").contains("drawer"), "sealed text is in no list");
    let exhibit = [("what", "The loan book".into()), ("kept_at", "Safe 2".into()), ("taken_on", world.today().into())];
    does(&world, "officer", "incidents.take_exhibit", id, &exhibit);
    does(&world, "officer", "incidents.take_exhibit", id, &exhibit);
    let exhibits = world.as_("auditor").sees(move |view| view.having::<Exhibit>("incident", id));
    let mut numbers: Vec<_> = exhibits.iter().map(|e| e.body.number.as_str()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, ["EXH/2026/0001", "EXH/2026/0002"]);
    assert_eq!(refused(&world, "access", "incidents.take_exhibit", id, &exhibit), ["duty-missing"]);
    // Who appears in it is seen by members alone, and nobody who is named in it judges it.
    let named = |who: &str| {
        world.as_(who).tries_to_see(move |view| view.having::<IncidentPerson>("incident", id)).map(|all| all.len()).unwrap_or(0)
    };
    assert_eq!((named("officer"), named("head"), named("technician")), (1, 0, 0));
    let involved = [("person", world.as_("head").person.into()), ("part", "part_involved".into())];
    does(&world, "officer", "incidents.involve", id, &involved);
    let judge = [("severity", "severity_improvement".into()), ("compromise", "compromise_none".into()), ("reason", "x".into())];
    assert_eq!(refused(&world, "head", "incidents.assess", id, &judge), ["incident-about-you"]);
    assert_eq!(refused(&world, "head", "incidents.dismiss", id, &[("reason", "x".into())]), ["incident-about-you"]);
    assert_eq!(
        refused(&world, "officer", "incidents.dismiss", id, &[("reason", "x".into())]),
        ["incident-is-yours"],
        "nor does who leads end it"
    );
    // Nobody takes down a statement of their own.
    let own = [("person", world.as_("officer").person.into()), ("taken_on", world.today().into()), ("text", "I was not there".into())];
    assert_eq!(refused(&world, "officer", "incidents.take_statement", id, &own), ["reference-not-found"]);
    world.verified();
}

fn sp_06_what_was_none_is_dismissed_with_a_reason(on: Backend) {
    let world = World::new(on);
    let id = reported(&world);
    assert_eq!(refused(&world, "officer", "incidents.dismiss", id, &[]), ["field-required"]);
    does(&world, "officer", "incidents.dismiss", id, &[("reason", "It was lent out".into())]);
    assert_eq!(incident(&world, id).state.code(), "incident_false");
    assert_eq!(
        refused(
            &world,
            "officer",
            "incidents.take_up",
            id,
            &[("severity", "severity_serious".into()), ("compromise", "compromise_none".into())]
        ),
        ["state-not-allowed"]
    );
    let late = world.today().saturating_add(Span::new().days(1));
    let fields = [
        ("title", Value::from("x")),
        ("kind", "incident_other".into()),
        ("desk", "desk_registry".into()),
        ("area", "area_cis".into()),
        ("discovered_on", late.into()),
    ];
    assert_eq!(world.as_("registry").refused("incidents.report", &fields), ["date-in-future"]);
    let fields = [&fields[..4], &[("discovered_on", world.today().into()), ("occurred_on", late.into())]].concat();
    assert_eq!(world.as_("registry").refused("incidents.report", &fields), ["occurred-after-discovery"]);
}
