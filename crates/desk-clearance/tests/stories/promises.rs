//! What the office promises beside the steps of its cases.

use desk_clearance::measures;
use kernel::measure::Period;
use kernel::{RecordId, Value};
use testkit::{Backend, World};

use crate::cases::adopt;
use crate::gate::holder;
use crate::service::{at, calendar, does};
use crate::visits::{in_days, mail, passport};

on_both!(cl_13_meeting_certificates_and_answers_are_held_against_what_is_promised);

/// Kept and all of a part of KPI-CL-05 this month.
fn kept(world: &World, key: &'static str) -> (i64, i64) {
    world.as_("officer").sees(move |view| {
        let period = Period::month_of(view.today);
        let book = measures::whole_book(view, period, view.now.as_microsecond())?;
        let figure = measures::figure(view, &book, measures::find("KPI-CL-05").unwrap_or_else(|| panic!("no figure")), period)?;
        let part = figure.parts.iter().find(|part| part.key == key).unwrap_or_else(|| panic!("no {key}"));
        Ok((part.numerator, part.denominator))
    })
}

fn certificate(world: &World, person: RecordId) -> RecordId {
    let ask = [
        ("person", person.into()),
        ("kind", "meeting_certificate".into()),
        ("level", "S".into()),
        ("priority", "routine".into()),
        ("event", "Review".into()),
        ("event_from", in_days(world, 20).into()),
        ("event_until", in_days(world, 21).into()),
    ];
    world.as_("officer").makes("case.open", &ask)
}

fn cl_13_meeting_certificates_and_answers_are_held_against_what_is_promised(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    calendar(&world);
    let anna = holder(&world, "Arden", "Anna");
    // From Monday on, eight hours a day: one certificate after two days to the minute, one after a minute more, one not out yet.
    let from = world.today().first_of_month().saturating_add(jiff::Span::new().months(1));
    let monday = from.nth_weekday_of_month(1, jiff::civil::Weekday::Monday).unwrap_or(from);
    let on_day = |days: i64, time: &str| at(&world, &format!("{}T{time}Z", monday.saturating_add(jiff::Span::new().days(days))));
    on_day(0, "09:00:00");
    let (soon, late) = (certificate(&world, anna), certificate(&world, anna));
    certificate(&world, anna);
    let issue = |case: RecordId| does(&world, "case.issue_certificate", case, &[("mail_item", world.letter("outgoing", "ROU").into())]);
    on_day(1, "17:00:00");
    issue(soon);
    assert_eq!(kept(&world, "part:certificates-kept"), (0, 0), "what ends now is not yet within the month until now");
    on_day(2, "09:01:00");
    issue(late);
    world.time_passes(jiff::SignedDuration::from_mins(1));
    assert_eq!(kept(&world, "part:certificates-kept"), (1, 2));
    // A visit that waits three days for its host was answered within an hour of the office's own.
    let guest = world.person("Guest", "Gil", "ROU");
    let asked = [
        ("person", Value::from(guest)),
        ("employer", "Works".into()),
        ("hosted_by", "C. Host, room 12".into()),
        ("subject", "Test".into()),
        ("level", "R".into()),
        ("valid_from", in_days(&world, 30).into()),
        ("valid_until", in_days(&world, 31).into()),
        ("asked_by", mail(&world, "incoming")),
        ("document", passport(&world, guest, in_days(&world, 60)).into()),
    ];
    let visits = |consults: bool, days: i64| {
        let visit = world.as_("technician").makes("incoming.receive", &asked);
        let it = ("visit", Value::from(visit));
        world.as_("technician").does("incoming.check", &[it.clone(), ("attested_by", "Their firm".into())]);
        if consults {
            world.as_("technician").does("incoming.consult_host", std::slice::from_ref(&it));
        }
        world.days_pass(days);
        world.as_("technician").does("incoming.answer", &[it, ("mail_item", mail(&world, "outgoing"))]);
    };
    visits(true, 3);
    world.days_pass(4);
    visits(false, 3);
    world.time_passes(jiff::SignedDuration::from_mins(1));
    assert_eq!(kept(&world, "part:answers-kept"), (1, 2));
    assert_eq!(kept(&world, "part:discrepancies-kept"), (0, 0));
    // An office that promises five days has kept both; what was asked before keeps what was promised then.
    let more = r#"{"name": "Test", "source": "Test", "at_risk_percent": 75, "standards": [],
        "promises": [{"promise": "visit_answer", "target": {"amount": 5, "unit": "working_days"}}]}"#;
    let adopting =
        |rules: String| [("kind", Value::from("service_standards")), ("valid_from", world.today().into()), ("rules", rules.into())];
    let twice = more.replace("}}]}", "}}, {\"promise\": \"visit_answer\", \"target\": {\"amount\": 1, \"unit\": \"working_days\"}}]}");
    assert_eq!(world.as_("policy").refused("policy.adopt", &adopting(twice)), ["pack-unreadable"]);
    assert_eq!(world.as_("policy").refused("policy.adopt", &adopting(more.replace("visit_answer", "coffee"))), ["pack-unreadable"]);
    world.as_("head").approves(world.as_("policy").asks("policy.adopt", &adopting(more.to_owned())));
    assert_eq!(kept(&world, "part:answers-kept"), (1, 2));
    visits(false, 5);
    world.time_passes(jiff::SignedDuration::from_mins(1));
    assert_eq!(kept(&world, "part:answers-kept"), (2, 3));
    world.verified();
}
