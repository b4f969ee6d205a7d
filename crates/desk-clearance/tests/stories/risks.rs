//! Risks from their naming to their end, and suggestions to their measured effect.

use kernel::{RecordId, Value};
use spine::limits;
use spine::risks::Risk;
use spine::suggestions::Suggestion;
use testkit::{Backend, World};

on_both!(
    sp_05_a_risk_is_assessed_treated_reviewed_and_closed,
    sp_05_what_is_left_is_accepted_by_two_people_until_a_day,
    sp_05_what_is_raised_to_the_head_is_not_closed_past_them,
    sp_17_a_suggestion_is_decided_by_another_and_measured,
);

fn named(world: &World) -> RecordId {
    let fields =
        [("title", Value::from("The cabinet key is lost")), ("desk", "desk_registry".into()), ("cause", "One key, one drawer".into())];
    world.as_("technician").makes("risks.identify", &fields)
}

fn does(world: &World, who: &str, command: &str, risk: RecordId, more: &[(&str, Value)]) {
    world.as_(who).does(command, &[&[("risk", risk.into())], more].concat());
}

fn refused(world: &World, who: &str, command: &str, risk: RecordId, more: &[(&str, Value)]) -> Vec<&'static str> {
    world.as_(who).refused(command, &[&[("risk", risk.into())], more].concat())
}

fn risk(world: &World, id: RecordId) -> Risk {
    world.as_("head").record::<Risk>(id).body
}

fn in_days(world: &World, days: i64) -> Value {
    world.today().saturating_add(jiff::Span::new().days(days)).into()
}

fn assessed(world: &World) -> RecordId {
    let id = named(world);
    let fields = [("likelihood", "step_3".into()), ("impact", "step_4".into()), ("review_on", in_days(world, 90))];
    does(world, "technician", "risks.assess", id, &fields);
    id
}

fn sp_05_a_risk_is_assessed_treated_reviewed_and_closed(on: Backend) {
    let world = World::new(on);
    let id = named(&world);
    let body = risk(&world, id);
    assert_eq!(
        (body.number.as_str(), body.state.code(), body.owner.raw()),
        ("RSK/2026/001", "risk_identified", world.as_("technician").account)
    );
    let treat = |left: &'static str| {
        let fields =
            [("response", "risk_reduce".into()), ("treatment", "A second key, elsewhere".into()), ("residual_likelihood", left.into())];
        [&fields[..], &[("residual_impact", "step_4".into()), ("review_on", in_days(&world, 30))]].concat()
    };
    assert_eq!(refused(&world, "officer", "risks.treat", id, &treat("step_1")), ["state-not-allowed"], "not before it is assessed");
    let assess = |day: i64| [("likelihood", Value::from("step_3")), ("impact", "step_4".into()), ("review_on", in_days(&world, day))];
    assert_eq!(refused(&world, "officer", "risks.assess", id, &assess(-1)), ["date-in-past"]);
    assert_eq!(refused(&world, "officer", "risks.assess", id, &assess(limits::RISK_REVIEW_DAYS_MAX + 1)), ["risk-review-too-late"]);
    does(&world, "officer", "risks.assess", id, &assess(limits::RISK_REVIEW_DAYS_MAX));
    assert_eq!(risk(&world, id).score, Some(12));
    assert_eq!(refused(&world, "officer", "risks.treat", id, &treat("step_4")), ["risk-grows-by-treatment"]);
    does(&world, "officer", "risks.treat", id, &treat("step_1"));
    let body = risk(&world, id);
    assert_eq!((body.state.code(), body.score, body.residual_score), ("risk_treated", Some(12), Some(4)));
    let since = body.since;
    world.days_pass(20);
    does(&world, "technician", "risks.review", id, &[("reason", "Both keys are there".into()), ("review_on", in_days(&world, 60))]);
    let body = risk(&world, id);
    assert_eq!((body.state.code(), body.since, Value::from(body.review_on.unwrap())), ("risk_treated", since, in_days(&world, 60)));
    assert_eq!(world.as_("technician").refused("risks.close", &[("risk", id.into())]), ["field-required"], "not without a reason");
    does(&world, "technician", "risks.close", id, &[("reason", "The cabinet is gone".into())]);
    assert_eq!((risk(&world, id).state.code(), risk(&world, id).review_on), ("risk_closed", None));
    assert_eq!(
        refused(&world, "technician", "risks.review", id, &[("reason", "x".into()), ("review_on", in_days(&world, 1))]),
        ["state-not-allowed"]
    );
    assert_eq!(world.as_("access").refused("risks.identify", &[("title", "x".into()), ("desk", "desk_policy".into())]), ["duty-missing"]);
    world.verified();
}

fn sp_05_what_is_left_is_accepted_by_two_people_until_a_day(on: Backend) {
    let world = World::new(on);
    let id = assessed(&world);
    let fields = [("risk", id.into()), ("reason", "Cheaper than a second cabinet".into()), ("review_on", in_days(&world, 100))];
    let request = world.as_("officer").asks("risks.accept", &fields);
    assert_eq!(risk(&world, id).state.code(), "risk_assessed", "asked is not accepted");
    assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
    world.as_("head").approves(request);
    let body = risk(&world, id);
    assert_eq!((body.state.code(), body.accepted_by), ("risk_accepted", Some(world.as_("head").person)));
    // It is assessed again when its day has come, and the acceptance is over.
    let fields = [("likelihood", "step_5".into()), ("impact", "step_4".into()), ("review_on", in_days(&world, 30))];
    does(&world, "officer", "risks.assess", id, &fields);
    assert_eq!((risk(&world, id).state.code(), risk(&world, id).accepted_by), ("risk_assessed", None));
}

fn sp_05_what_is_raised_to_the_head_is_not_closed_past_them(on: Backend) {
    let world = World::new(on);
    let id = assessed(&world);
    let why = [("reason", Value::from("The desk has no money for it"))];
    assert_eq!(refused(&world, "head", "risks.settle", id, &why), ["risk-not-escalated"]);
    does(&world, "technician", "risks.escalate", id, &why);
    assert_eq!(refused(&world, "technician", "risks.close", id, &why), ["risk-is-escalated"]);
    assert_eq!(refused(&world, "technician", "risks.settle", id, &why), ["duty-missing"]);
    does(&world, "head", "risks.settle", id, &why);
    does(&world, "technician", "risks.close", id, &why);
    let moves = world.as_("auditor").sees(move |view| view.transitions("risks", id));
    let told: Vec<_> = moves.iter().map(|m| (m.body.command.as_str(), m.body.to_state.as_str())).collect();
    let expected = [
        ("risks.identify", "risk_identified"),
        ("risks.assess", "risk_assessed"),
        ("risks.escalate", "risk_assessed"),
        ("risks.settle", "risk_assessed"),
        ("risks.close", "risk_closed"),
    ];
    assert_eq!(told, expected);
}

fn sp_17_a_suggestion_is_decided_by_another_and_measured(on: Backend) {
    let world = World::new(on);
    let made = |who: &str| {
        let fields = [("title", Value::from("Windows in the envelopes")), ("desk", "desk_registry".into())];
        world.as_(who).makes("suggestions.make", &[&fields[..], &[("proposal", "Addresses are typed twice".into())]].concat())
    };
    let of = |id: RecordId| [("suggestion", Value::Id(id))];
    let body = |id: RecordId| world.as_("auditor").record::<Suggestion>(id).body;
    let mine = made("head");
    let adopt = |id: RecordId, days: i64| {
        let fields =
            [("reason", Value::from("Cheap")), ("expected_effect", "Ten minutes a day".into()), ("measure_on", in_days(&world, days))];
        [&of(id)[..], &fields].concat()
    };
    assert_eq!(world.as_("head").refused("suggestions.adopt", &adopt(mine, 30)), ["suggestion-is-yours"]);
    let id = made("technician");
    assert_eq!((body(mine).number.as_str(), body(id).number.as_str()), ("SUG/2026/001", "SUG/2026/002"));
    let measured = [&of(id)[..], &[("effect", "effect_less".into()), ("measured_effect", "Six minutes a day".into())]].concat();
    assert_eq!(world.as_("technician").refused("suggestions.measure", &measured), ["state-not-allowed"], "nothing was adopted");
    world.as_("registry").does("suggestions.study", &of(id));
    assert_eq!(world.as_("registry").refused("suggestions.adopt", &adopt(id, 30)), ["duty-missing"]);
    assert_eq!(world.as_("head").refused("suggestions.adopt", &adopt(id, 0)), ["date-in-past"]);
    world.as_("head").does("suggestions.adopt", &adopt(id, 30));
    assert_eq!((body(id).state.code(), body(id).owner.map(|o| o.raw())), ("suggestion_adopted", Some(world.as_("registry").account)));
    world.days_pass(30);
    world.as_("registry").does("suggestions.measure", &measured);
    assert_eq!((body(id).state.code(), body(id).measured_effect.as_deref()), ("suggestion_measured", Some("Six minutes a day")));
    world.as_("policy").does("suggestions.decline", &[&of(mine)[..], &[("reason", "Done already".into())]].concat());
    assert_eq!((body(mine).state.code(), body(mine).decision_reason.as_deref()), ("suggestion_declined", Some("Done already")));
    world.verified();
}
