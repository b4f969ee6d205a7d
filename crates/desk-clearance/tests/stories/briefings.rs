//! Briefings asked for and acknowledged, debriefings, the conditions of a grant, changes that holders report.

use desk_clearance::cases::PscCase;
use desk_clearance::change_reports::ChangeReport;
use desk_clearance::conditions::Condition;
use desk_clearance::limits;
use desk_clearance::standing::queries::standing;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Value};
use ledger::Error;
use spine::briefings::invitations::JOB;
use spine::briefings::queries::{asked, mine, owed, turning};
use spine::briefings::rules::{BriefingStage, Turn};
use spine::briefings::{BriefingCampaign, BriefingInvitation};
use spine::clearances::queries::access_of;
use spine::clearances::{BriefingKind, BriefingRecord, Decision};
use testkit::{Backend, World, day};

use super::cases::{adopt, carry, open};
use super::protection::figure;

on_both!(
    cl_06_a_campaign_asks_reminds_and_escalates_until_each_has_answered,
    cl_06_what_is_asked_has_sound_days_and_is_asked_once,
    cl_06_a_holder_acknowledges_their_own_invitation_and_no_other,
    cl_06_a_briefing_is_recorded_by_the_rule_and_corrected,
    cl_06_who_left_is_debriefed_or_refuses_before_a_witness,
    cl_06_a_lapsed_base_briefing_gives_no_access_through_any_command,
    cl_06_the_appraisal_comes_in_its_own_rhythm,
    cl_06_every_acknowledgement_a_post_requires_is_counted,
    sp_06_a_condition_is_met_with_evidence_and_verified_by_another,
    sp_06_a_condition_is_waived_by_two,
    sp_06_a_change_leads_to_what_the_authority_says,
    sp_06_a_holder_reports_a_change_and_the_windows_do_not_show_it,
);

/// An office with the rules of its authorities.
fn office(on: Backend) -> World {
    let world = World::new(on);
    adopt(&world);
    world
}

/// Puts somebody into a post that requires S.
fn serves(world: &World, person: RecordId, number: &str) {
    let officer = world.as_("officer");
    let post = officer.makes("posts.add", &[("number", number.into()), ("unit", "Operations".into())]);
    let requires = [("post", post.into()), ("level", "S".into()), ("categories", "ATOMAL".into()), ("valid_from", "2026-01-01".into())];
    officer.does("clearance_requirements.add", &requires);
    let holds = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &holds);
}

/// Somebody with a clearance in force, briefed on the day the case ended; that day.
pub fn cleared(world: &World, person: RecordId, number: &str) -> Date {
    serves(world, person, number);
    let case = open(world, person);
    carry(world, case, "closed_granted");
    briefings(world, person)[0].body.given_on
}

fn briefings(world: &World, person: RecordId) -> Vec<kernel::Record<BriefingRecord>> {
    world.as_("officer2").sees(move |view| view.having::<BriefingRecord>("person", person))
}

fn goes_to(world: &World, day: Date) {
    world.days_pass(i64::from((day - world.today()).get_days()));
}

/// What somebody owes of a kind.
fn stage(world: &World, person: RecordId, kind: BriefingKind) -> Option<(BriefingStage, Option<Date>)> {
    let all = world.as_("officer2").sees(|view| owed(view, 5));
    all.into_iter().find(|o| o.person == person && o.obligation.kind == kind).map(|o| (o.obligation.stage, o.obligation.due))
}

fn base(world: &World, person: RecordId) -> Option<BriefingStage> {
    stage(world, person, BriefingKind::Nato).map(|(stage, _)| stage)
}

/// What a campaign or an invitation asks, counted in days from today: reminder, answer, escalation.
fn ask(world: &World, (remind, answer, escalate): (i64, i64, i64)) -> Vec<(&'static str, Value)> {
    let day = |days: i64| Value::from(world.today().saturating_add(days.days()));
    vec![
        ("kind", "nato".into()),
        ("text_version", "NATO briefing, edition 4".into()),
        ("instructions", "Room 12, or the security pages of the intranet".into()),
        ("remind_on", day(remind)),
        ("answer_by", day(answer)),
        ("escalate_on", day(escalate)),
    ]
}

/// Starts a campaign that asks those due within sixty days.
fn campaign(world: &World) -> RecordId {
    let due = world.today().saturating_add(60.days());
    let fields = [ask(world, (7, 14, 21)), vec![("title", "Refresher of the year".into()), ("due_before", due.into())]].concat();
    world.as_("technician").makes("briefing_campaigns.start", &fields)
}

/// What the system does today.
fn system(world: &World) -> Vec<Turn> {
    let due = world.ledger().read_as_rule(turning).wait().unwrap_or_else(|e| panic!("{e}"));
    let give = |(record, turn): (RecordId, Turn)| {
        let command = if turn == Turn::Remind { "briefing_invitations.remind" } else { "briefing_invitations.escalate" };
        world.ledger().work(JOB, command, vec![record.into()], None).wait().unwrap_or_else(|e| panic!("{e}"));
        turn
    };
    due.into_iter().map(give).collect()
}

fn signed(world: &World, person: RecordId) -> Vec<(&'static str, Value)> {
    vec![
        ("person", person.into()),
        ("kind", "nato".into()),
        ("given_on", world.today().into()),
        ("language", "fr".into()),
        ("text_version", "NATO briefing, edition 4".into()),
        ("signed_how", "On paper".into()),
        ("witness", "Tamm".into()),
    ]
}

fn access(world: &World, person: RecordId) -> Option<String> {
    let today = world.today();
    world.as_("officer2").sees(move |view| access_of(view, Id::new(person), today)).level.map(|level| level.0)
}

/// The post asks for the base briefing and for one area: who holds it is current when both are.
fn cl_06_every_acknowledgement_a_post_requires_is_counted(on: Backend) {
    let world = office(on);
    let current = |world: &World| {
        let figure = figure(world, "KPI-CL-13");
        (figure.numerator, figure.denominator)
    };
    let anna = world.person("Arden", "Anna", "ROU");
    assert_eq!(current(&world), (0, 0));
    serves(&world, anna, "P-1");
    assert_eq!(current(&world), (0, 1));
    let case = open(&world, anna);
    carry(&world, case, "closed_granted");
    assert_eq!(current(&world), (1, 1));
    let lapses = briefings(&world, anna).into_iter().filter_map(|b| b.body.next_due).max().unwrap_or_else(|| panic!("never repeated"));
    goes_to(&world, lapses.saturating_add(1.days()));
    assert_eq!(current(&world), (0, 1));
    let said = |kind: &str| [signed(&world, anna), vec![("kind", kind.into())]].concat();
    world.as_("technician").does("briefings.record", &said("atomal"));
    assert_eq!(current(&world), (0, 1), "one of two");
    world.as_("technician").does("briefings.record", &said("nato"));
    assert_eq!(current(&world), (1, 1));
}

fn cl_06_a_campaign_asks_reminds_and_escalates_until_each_has_answered(on: Backend) {
    let world = office(on);
    let (anna, bert) = (world.person("Arden", "Anna", "ROU"), world.person("Bors", "Bert", "ROU"));
    // One holder works in personnel and has an account.
    let haas = world.as_("hr").person;
    let given = cleared(&world, anna, "P-1");
    cleared(&world, bert, "P-2");
    cleared(&world, haas, "P-3");
    let fresh = world.person("Clos", "Carl", "ROU");
    let due = given.saturating_add(24.months());
    assert_eq!(stage(&world, anna, BriefingKind::Nato), Some((BriefingStage::Acknowledged, Some(due))));
    goes_to(&world, due.saturating_sub((limits::BRIEFING_AHEAD_DAYS + 1).days()));
    assert_eq!(base(&world, anna), Some(BriefingStage::Acknowledged));
    world.days_pass(1);
    assert_eq!(base(&world, anna), Some(BriefingStage::RefreshDue));
    // Somebody who was cleared the other day owes nothing yet, and somebody without a grant is not briefed.
    cleared(&world, fresh, "P-4");
    let nobody = world.person("Dorn", "Dora", "ROU");
    serves(&world, nobody, "P-5");
    assert_eq!(base(&world, nobody), None);
    let address = world.as_("officer").record::<spine::people::Person>(bert);
    let change = [
        ("record", Value::from(bert)),
        ("version", address.head.version.into()),
        ("surname", "Bors".into()),
        ("given", "Bert".into()),
        ("nationality", "ROU".into()),
        ("status", "active".into()),
        ("email", "bert@example.org".into()),
    ];
    world.as_("officer").does("people.change", &change);
    let mails = || world.conn().query("SELECT id FROM outbox", &[]).map(|rows| rows.len()).unwrap_or_default();

    let campaign = campaign(&world);
    let body = world.as_("technician").record::<BriefingCampaign>(campaign).body;
    assert_eq!((body.invited, body.state.code()), (3, "campaign_running"));
    assert_eq!(mails(), 1, "who has an address is told");
    for person in [anna, bert, haas] {
        assert_eq!(base(&world, person), Some(BriefingStage::Invited));
    }
    assert_eq!(base(&world, fresh), Some(BriefingStage::Acknowledged));
    let waiting = |world: &World| {
        let all = world.as_("officer2").sees(move |view| asked(view, Id::new(campaign)));
        all.iter().filter(|a| a.waits()).map(|a| a.invitation.body.person.raw()).collect::<Vec<_>>()
    };
    assert_eq!(waiting(&world).len(), 3);

    // The holder acknowledges at the screen.
    let own = world.as_("hr").sees(mine).remove(0).head.id;
    let read = [("invitation", own.into()), ("language", "en".into()), ("read_and_understood", 1.into())];
    world.as_("hr").does("briefings.acknowledge", &read);
    assert_eq!(world.as_("hr").refused("briefings.acknowledge", &read), ["invitation-waits-no-more"]);
    let last = briefings(&world, haas).into_iter().map(|b| b.body).max_by_key(|b| b.given_on).unwrap_or_else(|| panic!("a briefing"));
    assert_eq!((last.given_on, last.text_version.as_deref()), (world.today(), Some("NATO briefing, edition 4")));
    assert_eq!(base(&world, haas), Some(BriefingStage::Acknowledged));

    // A week later the system reminds the two who have not, once; then one signs on paper.
    assert_eq!(system(&world), []);
    world.days_pass(7);
    assert_eq!(system(&world), [Turn::Remind, Turn::Remind]);
    assert_eq!((system(&world), mails()), (vec![], 2));
    world.as_("technician").does("briefings.record", &signed(&world, anna));
    assert_eq!(waiting(&world), [bert]);
    assert_eq!(world.as_("technician").refused("briefing_campaigns.close", &[("campaign", campaign.into())]), ["campaign-not-answered"]);
    // The day passes, and the head of office is told.
    world.days_pass(8);
    assert_eq!((base(&world, bert), system(&world)), (Some(BriefingStage::Overdue), vec![]));
    world.days_pass(6);
    assert_eq!(system(&world), [Turn::Escalate]);
    let state = |world: &World| {
        let all = world.as_("head").sees(move |view| view.having::<BriefingInvitation>("person", bert));
        all[0].body.state.code()
    };
    assert_eq!(state(&world), "briefing_escalated");
    // The briefing lapses, and access with it, until it is acknowledged.
    goes_to(&world, due.saturating_add(30.days()));
    assert_eq!((access(&world, bert), access(&world, anna)), (None, Some("S".to_owned())));
    world.as_("technician").does("briefings.record", &signed(&world, bert));
    assert_eq!((access(&world, bert), base(&world, bert)), (Some("S".to_owned()), Some(BriefingStage::Acknowledged)));
    assert_eq!(waiting(&world), []);
    world.as_("technician").does("briefing_campaigns.close", &[("campaign", campaign.into())]);
    world.verified();
}

fn cl_06_what_is_asked_has_sound_days_and_is_asked_once(on: Backend) {
    let world = office(on);
    let person = world.person("Arden", "Anna", "ROU");
    cleared(&world, person, "P-1");
    let technician = world.as_("technician");
    let invite = |days| [vec![("person", person.into())], ask(&world, days)].concat();
    for (days, code) in [
        ((-1, 14, 21), "reminder-not-before-answer"),
        ((15, 14, 21), "reminder-not-before-answer"),
        ((7, 14, 13), "escalated-before-answer"),
        ((7, 14, limits::OBLIGATION_DAYS_MAX + 1), "answer-too-late"),
    ] {
        assert_eq!(technician.refused("briefing_invitations.invite", &invite(days)), [code]);
    }
    assert_eq!(technician.refused("briefing_invitations.invite", &invite((-3, -2, -1))), ["reminder-not-before-answer", "date-in-past"]);
    let first = technician.makes("briefing_invitations.invite", &invite((0, 0, limits::OBLIGATION_DAYS_MAX)));
    assert_eq!(technician.refused("briefing_invitations.invite", &invite((7, 14, 21))), ["invited-already"]);
    // Nobody else is due, and who was asked is not asked again.
    let due = world.today().saturating_add(1_000.days());
    let fields = [ask(&world, (7, 14, 21)), vec![("title", "All".into()), ("due_before", due.into())]].concat();
    assert_eq!(technician.refused("briefing_campaigns.start", &fields), ["campaign-asks-nobody"]);
    // The system reminds nobody who was excused, and nobody before the day.
    technician.does("briefing_invitations.excuse", &[("invitation", first.into()), ("reason", "On leave for a year".into())]);
    assert_eq!(system(&world), []);
    let remind = |id: RecordId| world.ledger().work(JOB, "briefing_invitations.remind", vec![id.into()], None).wait();
    assert!(matches!(remind(first), Err(Error::Refused(r)) if r.codes() == ["reminder-not-due"]));
    let second = technician.makes("briefing_invitations.invite", &invite((7, 14, 21)));
    assert!(matches!(remind(second), Err(Error::Refused(r)) if r.codes() == ["reminder-not-due"]));
    assert_eq!(technician.refused("briefing_invitations.remind", &[("invitation", second.into())]), ["duty-missing"]);
    // Closed with a reason, a campaign reminds nobody any more.
    technician.does("briefing_invitations.excuse", &[("invitation", second.into()), ("reason", "Asked with the others".into())]);
    let campaign = technician.makes("briefing_campaigns.start", &fields);
    technician.does("briefing_campaigns.close", &[("campaign", campaign.into()), ("reason", "The text is withdrawn".into())]);
    world.days_pass(30);
    assert_eq!(system(&world), []);
    world.verified();
}

fn cl_06_a_holder_acknowledges_their_own_invitation_and_no_other(on: Backend) {
    let world = office(on);
    let (haas, anna) = (world.as_("hr").person, world.person("Arden", "Anna", "ROU"));
    cleared(&world, anna, "P-1");
    cleared(&world, haas, "P-2");
    let technician = world.as_("technician");
    let invite = |person: RecordId| {
        technician.makes("briefing_invitations.invite", &[vec![("person", person.into())], ask(&world, (7, 14, 21))].concat())
    };
    let (own, other) = (invite(haas), invite(anna));
    let read =
        |id: RecordId, yes: i64| vec![("invitation", Value::from(id)), ("language", "fr".into()), ("read_and_understood", yes.into())];
    let hr = world.as_("hr");
    assert_eq!(hr.refused("briefings.acknowledge", &read(other, 1)), ["not-found"]);
    assert_eq!(hr.refused("briefings.acknowledge", &read(own, 0)), ["briefing-not-read"]);
    // Nobody enters the paper about themselves, whatever their duty.
    let me = technician.person;
    assert_eq!(technician.refused("briefings.record", &signed(&world, me)), ["not-found"]);
    assert_eq!(hr.refused("briefings.record", &signed(&world, anna)), ["duty-missing"]);
    hr.does("briefings.acknowledge", &read(own, 1));
    let codes: Vec<_> = briefings(&world, haas).iter().map(|b| b.body.language.code()).collect();
    assert!(codes.contains(&"fr"), "{codes:?}");
    // An appraisal is a talk of two.
    let appraisal = [vec![("person", haas.into())], ask(&world, (7, 14, 21)), vec![("kind", "appraisal".into())]].concat();
    let appraisal = technician.makes("briefing_invitations.invite", &appraisal);
    assert_eq!(hr.refused("briefings.acknowledge", &read(appraisal, 1)), ["appraisal-not-alone"]);
    world.verified();
}

fn cl_06_a_briefing_is_recorded_by_the_rule_and_corrected(on: Backend) {
    let world = office(on);
    let person = world.person("Arden", "Anna", "ROU");
    cleared(&world, person, "P-1");
    world.days_pass(40);
    let technician = world.as_("technician");
    let with = |field: &'static str, value: Value| [signed(&world, person), vec![(field, value)]].concat();
    let today = world.today();
    let (by_rule, tomorrow) = (today.saturating_add(24.months()), today.saturating_add(1.days()));
    assert_eq!(technician.refused("briefings.record", &with("given_on", tomorrow.into())), ["date-in-future"]);
    assert_eq!(technician.refused("briefings.record", &with("next_due", today.into())), ["repeated-before-given"]);
    assert_eq!(technician.refused("briefings.record", &with("next_due", by_rule.saturating_add(1.days()).into())), ["repeated-after-rule"]);
    let id = technician.makes("briefings.record", &signed(&world, person));
    let body = |world: &World| world.as_("officer").record::<BriefingRecord>(id).body;
    assert_eq!((body(&world).next_due, body(&world).witness.as_deref()), (Some(by_rule), Some("Tamm")));
    // The day was wrong: what follows from it moves along.
    let edit = |given: Date, debriefed: Option<Date>| {
        vec![
            ("briefing", Value::from(id)),
            ("given_on", given.into()),
            ("language", "en".into()),
            ("debriefed_on", debriefed.map_or(Value::Null, Value::from)),
        ]
    };
    let before = today.saturating_sub(3.days());
    technician.does("briefings.edit", &edit(before, None));
    assert_eq!((body(&world).given_on, body(&world).next_due), (before, Some(before.saturating_add(24.months()))));
    assert_eq!(technician.refused("briefings.edit", &edit(before, Some(today))), ["debriefing-not-by-correction"]);
    assert_eq!(technician.refused("briefings.edit", &edit(tomorrow, None)), ["date-in-future"]);
    technician.does("briefings.debrief", &[("person", person.into()), ("debriefed_on", today.into())]);
    assert_eq!(
        technician.refused("briefings.edit", &edit(before, None)),
        ["debriefing-not-by-correction"],
        "what ended does not begin again"
    );
    assert_eq!(technician.refused("briefings.edit", &edit(today, Some(before))), ["debriefed-before-given"]);
    technician.does("briefings.edit", &edit(before, Some(before)));
    world.verified();
}

fn cl_06_who_left_is_debriefed_or_refuses_before_a_witness(on: Backend) {
    let world = office(on);
    let (anna, bert) = (world.person("Arden", "Anna", "ROU"), world.person("Bors", "Bert", "ROU"));
    for (person, number) in [(anna, "P-1"), (bert, "P-2")] {
        cleared(&world, person, number);
        let leaves = [("person", Value::from(person)), ("last_day", day("2026-06-26").into()), ("end_reason", "end_left".into())];
        world.as_("officer").does("departures.record", &leaves);
    }
    goes_to(&world, day("2026-06-26"));
    assert_eq!(base(&world, anna), Some(BriefingStage::Acknowledged), "on the last day nothing is owed yet");
    world.days_pass(1);
    // Within five days; without a calendar of the office every day is one.
    assert_eq!(stage(&world, anna, BriefingKind::Nato), Some((BriefingStage::DebriefDue, Some(day("2026-07-02")))));
    let technician = world.as_("technician");
    let of = |person: RecordId, on: Date| vec![("person", Value::from(person)), ("debriefed_on", on.into())];
    let today = world.today();
    assert_eq!(technician.refused("briefings.debrief", &of(anna, today.saturating_add(1.days()))), ["date-in-future"]);
    assert_eq!(technician.refused("briefings.debrief", &of(anna, day("2020-01-01"))), ["debriefed-before-given"]);
    technician.does("briefings.debrief", &[of(anna, today), vec![("debrief_witness", "Tamm".into())]].concat());
    assert_eq!(technician.refused("briefings.debrief", &of(anna, today)), ["nothing-to-debrief"]);
    // A refusal names its reason and its witness, and ends the briefing as a debriefing does.
    assert_eq!(technician.refused("briefings.refuse_debrief", &of(bert, today)), ["field-required", "field-required"]);
    let refusal = [("debrief_refusal", "Sees no need".into()), ("debrief_witness", "Oakes".into())];
    technician.does("briefings.refuse_debrief", &[&of(bert, today)[..], &refusal].concat());
    assert_eq!((base(&world, anna), base(&world, bert)), (Some(BriefingStage::Debriefed), Some(BriefingStage::DebriefRefused)));
    assert_eq!(technician.refused("briefings.refuse_debrief", &[&of(bert, today)[..], &refusal].concat()), ["nothing-to-debrief"]);
    // Who thinks better of it is debriefed after all.
    world.days_pass(2);
    technician.does("briefings.debrief", &of(bert, world.today()));
    assert_eq!(base(&world, bert), Some(BriefingStage::Debriefed));
    world.verified();
}

fn cl_06_a_lapsed_base_briefing_gives_no_access_through_any_command(on: Backend) {
    let world = office(on);
    let person = world.person("Arden", "Anna", "ROU");
    let given = cleared(&world, person, "P-1");
    let technician = world.as_("technician");
    goes_to(&world, given.saturating_add(24.months()));
    assert_eq!(access(&world, person), Some("S".to_owned()));
    world.days_pass(1);
    assert_eq!((access(&world, person), base(&world, person)), (None, Some(BriefingStage::Overdue)));
    // Neither an invitation nor an excuse, another kind of briefing, a paper from long ago or a correction gives it back.
    let invited = technician.makes("briefing_invitations.invite", &[vec![("person", person.into())], ask(&world, (7, 14, 21))].concat());
    technician.does("briefing_invitations.excuse", &[("invitation", invited.into()), ("reason", "Away".into())]);
    let with = |field: &'static str, value: Value| [signed(&world, person), vec![(field, value)]].concat();
    technician.does("briefings.record", &with("kind", "travel".into()));
    technician.does("briefings.record", &with("given_on", given.into()));
    let first = briefings(&world, person).into_iter().find(|b| b.body.kind == BriefingKind::Nato && b.body.text_version.is_none());
    let first = first.unwrap_or_else(|| panic!("the first briefing")).head.id;
    let edit = [("briefing", first.into()), ("given_on", given.into()), ("language", "fr".into())];
    technician.does("briefings.edit", &edit);
    assert_eq!(access(&world, person), None);
    technician.does("briefings.record", &signed(&world, person));
    assert_eq!(access(&world, person), Some("S".to_owned()));
    technician.does("briefings.debrief", &[("person", person.into()), ("debriefed_on", world.today().into())]);
    assert_eq!(access(&world, person), None);
    world.verified();
}

fn cl_06_the_appraisal_comes_in_its_own_rhythm(on: Backend) {
    let world = World::new(on);
    let rules = r#"{"name": "Test", "source": "Test", "rules": [{"nation": "ROU", "level": "S", "validity_months": 60, "validity_anchor": "decision",
        "until_inclusive": true, "renewal_lead_months": 8, "refresher_months": 36, "certificate_needed": true, "decision_target_days": 90,
        "psc_from_level": "C", "appraisal_months": 12}]}"#;
    world.adopt("authority_rules", rules);
    let person = world.person("Arden", "Anna", "ROU");
    cleared(&world, person, "P-1");
    let decided = world.as_("officer").sees(move |view| view.having::<Decision>("person", person)).remove(0).body.decided_on;
    let first = decided.saturating_add(12.months());
    assert_eq!(stage(&world, person, BriefingKind::Appraisal), None, "nothing is owed in the first year");
    goes_to(&world, first.saturating_sub(limits::BRIEFING_AHEAD_DAYS.days()));
    assert_eq!(stage(&world, person, BriefingKind::Appraisal), Some((BriefingStage::Due, Some(first))));
    goes_to(&world, first.saturating_add(1.days()));
    assert_eq!(stage(&world, person, BriefingKind::Appraisal), Some((BriefingStage::Overdue, Some(first))));
    assert_eq!(access(&world, person), Some("S".to_owned()), "an appraisal that is late takes no access");
    let held = [signed(&world, person), vec![("kind", "appraisal".into())]].concat();
    world.as_("technician").does("briefings.record", &held);
    let next = world.today().saturating_add(12.months());
    assert_eq!(stage(&world, person, BriefingKind::Appraisal), Some((BriefingStage::Acknowledged, Some(next))));
    world.verified();
}

/// A grant with conditions.
fn conditional(world: &World) -> (RecordId, RecordId) {
    let person = world.person("Arden", "Anna", "ROU");
    serves(world, person, "P-1");
    let case = open(world, person);
    carry(world, case, "decision_received");
    let decided = [
        ("case", Value::from(case)),
        ("outcome", "grant_with_conditions".into()),
        ("reference", "ROU/9".into()),
        ("level", "S".into()),
        ("decided_on", world.today().into()),
        ("conditions", "A yearly statement of debts".into()),
    ];
    let request = world.as_("technician").asks("case.record_decision", &decided);
    world.as_("officer").approves(request);
    let decision = world.as_("officer").record::<PscCase>(case).body.decision.unwrap_or_else(|| panic!("a decision"));
    (person, decision.raw())
}

fn sp_06_a_condition_is_met_with_evidence_and_verified_by_another(on: Backend) {
    let world = office(on);
    let (_, decision) = conditional(&world);
    let technician = world.as_("technician");
    let set = |days: i64| {
        let due = world.today().saturating_add(days.days());
        vec![
            ("decision", Value::from(decision)),
            ("title", "Statement of debts".into()),
            ("colleague", "officer".into()),
            ("due_on", due.into()),
        ]
    };
    assert_eq!(technician.refused("conditions.set", &set(-1)), ["date-in-past"]);
    assert_eq!(technician.refused("conditions.set", &set(limits::CONDITION_DAYS_MAX + 1)), ["condition-too-late"]);
    let condition = technician.makes("conditions.set", &set(90));
    let body = |world: &World| world.as_("officer").record::<Condition>(condition).body;
    assert_eq!((body(&world).owner.raw(), body(&world).state.code()), (world.as_("officer").account, "condition_open"));
    let of = || vec![("condition", Value::from(condition))];
    assert_eq!(technician.refused("conditions.verify", &of()), ["state-not-allowed"]);
    let met = |letter: RecordId| [of(), vec![("how_met", "Statement of May".into()), ("evidence", letter.into())]].concat();
    assert_eq!(technician.refused("conditions.meet", &met(world.letter("outgoing", "ROU"))), ["mail-not-incoming"]);
    technician.does("conditions.meet", &met(world.letter("incoming", "ROU")));
    assert_eq!(technician.refused("conditions.verify", &of()), ["condition-met-by-you"]);
    world.as_("officer").does("conditions.give_back", &[of(), vec![("reason", "A page is missing".into())]].concat());
    assert_eq!((body(&world).state.code(), body(&world).evidence), ("condition_open", None));
    technician.does("conditions.meet", &met(world.letter("incoming", "ROU")));
    world.as_("officer").does("conditions.verify", &of());
    assert_eq!((body(&world).state.code(), body(&world).verified_by), ("condition_verified", Some(world.as_("officer").person)));
    world.verified();
}

fn sp_06_a_condition_is_waived_by_two(on: Backend) {
    let world = office(on);
    let (person, decision) = conditional(&world);
    let technician = world.as_("technician");
    let set = [("decision", Value::from(decision)), ("title", "Statement of debts".into()), ("due_on", world.today().into())];
    let condition = technician.makes("conditions.set", &set);
    let waive = [("condition", condition.into()), ("reason", "The authority dropped it, letter of March".into())];
    let request = technician.asks("conditions.waive", &waive);
    assert_eq!(world.as_("officer").may_not_approve(request), ["duty-missing"]);
    world.as_("head").approves(request);
    assert_eq!(world.as_("officer").record::<Condition>(condition).body.state.code(), "condition_waived");
    // A grant without conditions has none.
    let other = world.person("Bors", "Bert", "ROU");
    cleared(&world, other, "P-2");
    let plain = world.as_("officer").sees(move |view| view.having::<Decision>("person", other)).remove(0).head.id;
    let none = [("decision", plain.into()), ("title", "None".into()), ("due_on", world.today().into())];
    assert_eq!(technician.refused("conditions.set", &none), ["grant-without-conditions"]);
    assert!(!world.as_("hr").finds("conditions", condition), "{person:?}");
    world.verified();
}

fn entered(world: &World, person: RecordId, change: &str) -> RecordId {
    let fields = [("person", person.into()), ("change", change.into()), ("changed_on", world.today().into()), ("text", "As told".into())];
    world.as_("technician").makes("change_reports.enter", &fields)
}

fn report(world: &World, id: RecordId) -> ChangeReport {
    world.as_("officer").record::<ChangeReport>(id).body
}

fn sp_06_a_change_leads_to_what_the_authority_says(on: Backend) {
    let world = office(on);
    let person = world.person("Arden", "Anna", "ROU");
    cleared(&world, person, "P-1");
    let technician = world.as_("technician");
    let consequence = |id: RecordId| report(&world, id).consequence.map(|c| c.code());
    let of = |id: RecordId| vec![("report", Value::from(id))];
    let because = |id: RecordId| [of(id), vec![("reason", "Nothing follows".into())]].concat();
    // A move is filed; a marriage is told to the authority; a second nationality means a new request.
    let (moved, married, citizen, other) = (
        entered(&world, person, "change_address"),
        entered(&world, person, "change_partner"),
        entered(&world, person, "change_nationality"),
        entered(&world, person, "change_other"),
    );
    let found = [moved, married, citizen, other].map(consequence);
    assert_eq!(found, [Some("consequence_none"), Some("consequence_notification"), Some("consequence_new_request"), None]);
    technician.does("change_reports.file", &because(moved));
    assert_eq!(technician.refused("change_reports.file", &because(moved)), ["state-not-allowed"]);
    assert_eq!(technician.refused("change_reports.file", &because(married)), ["change-asks-for-more"]);
    let by = |id: RecordId, way: &str| [of(id), vec![("mail_item", world.letter(way, "ROU").into())]].concat();
    assert_eq!(technician.refused("change_reports.notify", &by(married, "incoming")), ["mail-not-outgoing"]);
    technician.does("change_reports.notify", &by(married, "outgoing"));
    assert_eq!(technician.refused("change_reports.notify", &by(citizen, "outgoing")), ["change-asks-for-more"]);
    let case = technician.makes("change_reports.open_case", &of(citizen));
    let body = world.as_("officer").record::<PscCase>(case).body;
    assert_eq!((body.kind.code(), body.level.0.as_str(), body.person.raw()), ("revalidation_for_cause", "S", person));
    assert_eq!(report(&world, citizen).case.map(Id::raw), Some(case));
    // Where the authority says nothing the office decides; what else comes goes into the open case.
    assert_eq!(technician.makes("change_reports.open_case", &of(other)), case);
    assert_eq!(
        technician.refused(
            "change_reports.enter",
            &[
                ("person", person.into()),
                ("change", "change_name".into()),
                ("changed_on", world.today().saturating_add((limits::OBLIGATION_DAYS_MAX + 1).days()).into()),
                ("text", "Some day".into()),
            ]
        ),
        ["change-too-far-ahead"]
    );
    // Who holds nothing has nothing to revalidate.
    let nobody = world.person("Bors", "Bert", "ROU");
    let told = entered(&world, nobody, "change_arrest");
    assert_eq!((consequence(told), technician.refused("change_reports.open_case", &of(told))), (None, vec!["nothing-to-revalidate"]));
    world.verified();
}

fn sp_06_a_holder_reports_a_change_and_the_windows_do_not_show_it(on: Backend) {
    let world = office(on);
    // A holder with an account and no duty in the office at all.
    let holder = world.person("Arden", "Anna", "ROU");
    cleared(&world, holder, "P-1");
    let request = world.as_("access").asks(
        "accounts.open",
        &[("person", holder.into()), ("login", "anna".into()), ("name", "Arden".into()), ("first_language", "en".into())],
    );
    let account = world.as_("access2").approves(request).answer.unwrap_or_else(|| panic!("an account")).1;
    let technician = world.as_("technician");
    let invited = technician.makes("briefing_invitations.invite", &[vec![("person", holder.into())], ask(&world, (7, 14, 21))].concat());
    let tries = |command: &str, fields: &[(&str, Value)]| {
        let order = ledger::Order { account, ..technician.order(command, fields) };
        world.ledger().write(order).wait()
    };
    let before = world.as_("hr").sees(|view| standing(view, Duty::Hr, "Arden", None)).rows;
    assert_eq!(before.len(), 1);
    let arrest =
        [("change", "change_arrest".into()), ("changed_on", world.today().into()), ("text", "Stopped after the match, released".into())];
    let receipt = tries("change_reports.report", &arrest).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(receipt.answer, None);
    let report = world.as_("officer").sees(move |view| view.having::<ChangeReport>("person", holder)).remove(0);
    let told = (report.body.reported_how.code(), report.body.consequence.map(|c| c.code()), report.body.recorded_by);
    assert_eq!(told, ("reported_by_holder", Some("consequence_new_request"), holder));
    // Neither the report nor the case it opens changes anything in the window of personnel, or in the holder's own.
    let case = technician.makes("change_reports.open_case", &[("report", report.head.id.into())]);
    assert!(technician.finds("psc_cases", case));
    assert_eq!(world.as_("hr").sees(|view| standing(view, Duty::Hr, "Arden", None)).rows, before);
    assert!(!world.as_("hr").finds("change_reports", report.head.id) && !world.as_("registry").finds("change_reports", report.head.id));
    assert!(!world.as_("auditor").finds("change_reports", report.head.id));
    // Without a duty one acknowledges what one was invited to, and nothing else goes.
    let read = [("invitation", invited.into()), ("language", "en".into()), ("read_and_understood", 1.into())];
    tries("briefings.acknowledge", &read).unwrap_or_else(|e| panic!("{e:?}"));
    let no = tries("briefings.record", &signed(&world, holder));
    assert!(matches!(no, Err(Error::Refused(r)) if r.codes() == ["duty-missing"]));
    // So many wait at one time, and no more.
    for _ in 0..limits::OWN_REPORTS_OPEN_MAX {
        tries("change_reports.report", &arrest).unwrap_or_else(|e| panic!("{e:?}"));
    }
    assert!(matches!(tries("change_reports.report", &arrest), Err(Error::Refused(r)) if r.codes() == ["too-many-reports"]));
    world.verified();
}
