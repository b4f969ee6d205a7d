//! From a need to a decided clearance.

use desk_clearance::cases::{LIFECYCLE, PscCase, queries::pipeline};
use desk_clearance::service::LINE;
use jiff::civil::Date;
use kernel::{ClockOwner, FieldKind, Id, RecordId, Register, Value};
use ledger::ListQuery;
use ledger::transition::Transition;
use spine::cases::queries::clock_of;
use spine::cases::queue::queue;
use spine::cases::{ClockPause, Urgency};
use spine::clearances::queries::{access_of, who_lacks};
use spine::clearances::{Certificate, Decision, FactKind};
use spine::people::Person;
use testkit::{Backend, World, day};

on_both!(
    cl_01_from_the_need_to_a_granted_clearance,
    done_cl_02_a_decision_needs_its_letter_two_people_and_a_reason_for_another_date,
    cl_01_each_move_is_refused_until_its_evidence_is_there,
    cl_01_forms_go_back_and_forth_and_the_authority_asks,
    cl_01_a_case_goes_to_the_authority_that_is_named_else_to_that_of_the_persons_nation,
    cl_01_a_refusal_closes_the_case_and_gives_nothing,
    cl_01_the_person_withdraws,
    cl_01_the_need_ceases_and_the_authority_is_told,
    cl_01_the_office_cancels,
    cl_01_a_closed_case_is_opened_again_where_nothing_was_decided,
    cl_01_the_authoritys_question_is_the_offices_or_the_persons,
    cl_01_no_state_is_left_but_by_the_table,
    cl_01_one_open_case_a_person,
    cl_02_suspension_acts_at_once_on_access,
    done_cl_01_cl_02_the_past_answers_as_it_was_known,
    sp_02_a_letter_that_a_decision_rests_on_is_not_voided,
    sp_18_rules_are_adopted_by_two_people,
    inv_cl_06_states_recomputed_from_transitions_equal_those_stored,
);

/// A person whose post requires S, and the rules of the authorities adopted.
fn office(on: Backend) -> (World, RecordId) {
    let world = World::new(on);
    adopt(&world);
    let person = world.person("Šimić", "Søren", "ROU");
    let post = world.as_("officer").makes("posts.add", &[("number", "P-100".into())]);
    world.as_("officer").does(
        "clearance_requirements.add",
        &[("post", post.into()), ("level", "S".into()), ("categories", "ATOMAL".into()), ("valid_from", "2026-01-01".into())],
    );
    world.as_("officer").does(
        "assignments.add",
        &[("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())],
    );
    (world, person)
}

pub fn adopt(world: &World) {
    let request = world.as_("policy").asks(
        "policy.adopt",
        &[("kind", "authority_rules".into()), ("valid_from", "2020-01-01".into()), ("rules", spine::DEMO_AUTHORITY_RULES.into())],
    );
    world.as_("head").approves(request);
}

pub fn open(world: &World, person: RecordId) -> RecordId {
    world.as_("officer").makes(
        "case.open",
        &[
            ("person", person.into()),
            ("kind", "initial".into()),
            ("level", "S".into()),
            ("categories", "ATOMAL".into()),
            ("priority", "routine".into()),
        ],
    )
}

pub fn state(world: &World, case: RecordId) -> String {
    world.as_("officer").field("psc_cases", case, "state").text().unwrap_or("").to_owned()
}

/// A step of a case: its command, what it says, who gives it, and who approves it where it takes two.
pub type Step = (&'static str, Vec<(&'static str, Value)>, &'static str, Option<&'static str>);

/// The step that leads on from a state of the main path.
pub fn next(world: &World, state: &str) -> Step {
    let letter = |direction: &str| vec![("mail_item", world.letter(direction, "ROU").into())];
    let one = |command, fields| (command, fields, "technician", None);
    match state {
        "requested" => one("case.confirm_need", vec![]),
        "need_confirmed" => one("case.invite_subject", vec![("consent_notice", "Notice 3, en".into())]),
        "subject_invited" => one("case.hand_over_forms", vec![]),
        "with_subject" => one("case.complete", vec![("checklist_done", 1.into())]),
        "complete" => one("case.dispatch", letter("outgoing")),
        "dispatched" => one("case.acknowledge", vec![("authority_reference", "ROU/77".into())]),
        "acknowledged_by_authority" => one("case.begin_investigation", vec![]),
        "under_investigation" => one("case.receive_decision", letter("incoming")),
        "decision_received" => ("case.record_decision", grant(world), "technician", Some("officer")),
        "decision_recorded" => ("case.authorise_access", vec![("need_to_know", "Desk officer".into())], "officer", Some("head")),
        "briefing_due" => one("case.acknowledge_briefing", briefing(world.today())),
        end => panic!("nothing leads on from {end}"),
    }
}

/// Carries a case to a state of the main path, a day a step.
pub fn carry(world: &World, case: RecordId, to: &str) {
    loop {
        let state = state(world, case);
        if state == to {
            return;
        }
        // What it says is dated on the day before it is recorded.
        let (command, fields, asks, approves) = next(world, &state);
        world.days_pass(1);
        let fields = [vec![("case", case.into())], fields].concat();
        let receipt = world.as_(asks).does(command, &fields);
        if let (Some(second), Some(request)) = (approves, receipt.approval) {
            world.as_(second).approves(request);
        }
    }
}

/// What is filled in to open a case again.
pub fn again(case: RecordId) -> [(&'static str, Value); 4] {
    let why =
        [("reason_code", "closed_by_mistake".into()), ("reason", "Another case was meant".into()), ("shown_by", "Note in the file".into())];
    let [code, reason, shown] = why;
    [("case", case.into()), code, reason, shown]
}

fn grant(world: &World) -> Vec<(&'static str, Value)> {
    vec![
        ("outcome", "grant".into()),
        ("reference", "ROU/77/S".into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        ("decided_on", world.today().into()),
    ]
}

fn briefing(on: Date) -> Vec<(&'static str, Value)> {
    vec![
        ("given_on", on.into()),
        ("signed_how", "On paper, before the officer".into()),
        ("certificate_number", "ROU-1234".into()),
        ("held_at", "Cabinet 4".into()),
    ]
}

fn access(world: &World, person: RecordId, on: Date) -> String {
    let access = world.as_("officer").sees(move |view| access_of(view, Id::new(person), on));
    access.level.map_or_else(|| "none".to_owned(), |l| format!("{} {}", l.0, access.categories.joined()).trim().to_owned())
}

/// Every table of the office but the log itself, as text: ids by order of appearance, so that two databases can be compared.
fn everything(world: &World) -> String {
    let mut conn = world.conn();
    let mut names = std::collections::HashMap::new();
    let mut out = String::new();
    for meta in testkit::world::manifest().registers() {
        let sql = format!("SELECT {}, rev_from, rev_to, rev_ord FROM \"{}_rev\" ORDER BY rev_from, rev_ord", meta.columns, meta.def.name);
        for row in conn.query(&sql, &[]).unwrap_or_default() {
            let cells: Vec<String> = row
                .into_iter()
                .map(|cell| match cell {
                    Value::Id(id) => {
                        let next = names.len();
                        format!("#{}", names.entry(id).or_insert(next))
                    }
                    other => format!("{other:?}"),
                })
                .collect();
            out.push_str(&format!("{} {}\n", meta.def.name, cells.join(" ")));
        }
    }
    out
}

fn cl_01_from_the_need_to_a_granted_clearance(on: Backend) {
    let story = |on: Backend| {
        let (world, person) = office(on);
        assert_eq!(access(&world, person, world.today()), "none");
        assert_eq!(world.as_("head").sees(|view| Ok(who_lacks(view, view.today)?.len())), 1);
        let case = open(&world, person);
        let body = world.as_("officer").record::<PscCase>(case).body;
        assert_eq!((body.number.as_str(), body.state.code()), ("PSC/2026/00001", "requested"));
        carry(&world, case, "decision_recorded");
        let body = world.as_("officer").record::<PscCase>(case).body;
        assert_eq!(body.checked_by, Some(world.as_("technician").person));
        let decision = body.decision.unwrap_or_else(|| panic!("a decision"));
        let decision = world.as_("officer").record::<Decision>(decision.raw()).body;
        // 120 months from the decision, as the rule says.
        assert_eq!(decision.valid_until, Some(decision.decided_on.saturating_add(jiff::Span::new().years(10))));
        assert_eq!((decision.source, decision.claimed), (body.received_by, false));
        assert_eq!((decision.recorded_by, decision.verified_by), (world.as_("technician").person, world.as_("officer").person));
        assert_eq!(access(&world, person, world.today()), "none", "granted, but neither authorised nor briefed");
        carry(&world, case, "briefing_due");
        assert_eq!(access(&world, person, world.today()), "none", "not briefed");
        carry(&world, case, "closed_granted");
        assert_eq!(access(&world, person, world.today()), "S ATOMAL");
        let held = world.as_("officer").sees(move |view| view.having::<Certificate>("person", person));
        assert_eq!(
            held.iter().map(|c| (c.body.number.as_str(), c.body.held_at.as_deref())).collect::<Vec<_>>(),
            [("ROU-1234", Some("Cabinet 4"))]
        );
        assert!(world.as_("head").sees(|view| who_lacks(view, view.today)).is_empty());
        // The refresher is due after 24 months; then access ends by itself.
        let given = world.today().yesterday().unwrap_or(world.today());
        let due = given.saturating_add(jiff::Span::new().months(24));
        assert_eq!(access(&world, person, due), "S ATOMAL");
        assert_eq!(access(&world, person, due.tomorrow().unwrap_or(due)), "none");
        world.verified();
        everything(&world)
    };
    let here = story(on);
    // The same story on the other database ends in the same state, row by row.
    if on == Backend::Postgres {
        assert_eq!(here, story(Backend::Sqlite));
    }
}

fn done_cl_02_a_decision_needs_its_letter_two_people_and_a_reason_for_another_date(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    carry(&world, case, "under_investigation");
    let technician = world.as_("technician");
    let sent = world.letter("outgoing", "ROU");
    assert_eq!(technician.refused("case.receive_decision", &[("case", case.into())]), ["field-required"]);
    assert_eq!(technician.refused("case.receive_decision", &[("case", case.into()), ("mail_item", sent.into())]), ["mail-not-incoming"]);
    let absent = world.ledger().new_id();
    assert_eq!(
        technician.refused("case.receive_decision", &[("case", case.into()), ("mail_item", absent.into())]),
        ["reference-not-found"]
    );
    let voided = world.letter("incoming", "ROU");
    let request = world.as_("registry").asks("mail.void", &[("item", voided.into()), ("reason", "twice".into())]);
    world.as_("registry2").approves(request);
    assert_eq!(technician.refused("case.receive_decision", &[("case", case.into()), ("mail_item", voided.into())]), ["mail-is-void"]);
    // A letter about somebody else says nothing of this person; one about nobody by name may be a list.
    let other = world.person("Other", "Olga", "ROU");
    let of_another = [world.letter_fields("incoming", "ROU"), vec![("person", other.into())]].concat();
    let of_another = world.as_("registry").makes("mail.register", &of_another);
    assert_eq!(
        technician.refused("case.receive_decision", &[("case", case.into()), ("mail_item", of_another.into())]),
        ["mail-of-another"]
    );
    carry(&world, case, "decision_received");
    // The rule says ten years; the paper says five: it is taken with a reason, and the reason stays with it.
    let printed = world.today().saturating_add(jiff::Span::new().years(5));
    let mut fields = [vec![("case", Value::Id(case))], grant(&world), vec![("valid_until", printed.into())]].concat();
    assert_eq!(technician.refused("case.record_decision", &fields), ["validity-differs"]);
    fields.push(("difference_reason", "The authority limits first grants".into()));
    let request = technician.asks("case.record_decision", &fields);
    assert_eq!(state(&world, case), "decision_received", "asking changes nothing");
    assert_eq!(technician.may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("head").may_not_approve(request), ["duty-missing"]);
    world.as_("officer").approves(request);
    assert_eq!(state(&world, case), "decision_recorded");
    let decision = world.as_("officer").record::<PscCase>(case).body.decision.unwrap_or_else(|| panic!("a decision"));
    let decision = world.as_("officer").record::<Decision>(decision.raw()).body;
    assert_eq!((decision.valid_until, decision.difference_reason.as_deref()), (Some(printed), Some("The authority limits first grants")));
    assert_eq!(world.as_("officer2").may_not_approve(request), ["request-decided"]);
    world.verified();
}

fn cl_01_each_move_is_refused_until_its_evidence_is_there(on: Backend) {
    let (world, person) = office(on);
    let technician = world.as_("technician");
    let other = world.person("Without", "Post", "ROU");
    let stray = world.person("No", "Authority", "ISL");
    let open_with = |who: RecordId, more: &[(&'static str, Value)]| {
        let usual = [("person", who.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
        technician.refused("case.open", &[&usual, more].concat())
    };
    assert_eq!(open_with(stray, &[]), ["authority-missing"]);
    assert_eq!(open_with(other, &[("level", "XX".into())]), ["level-unknown"]);
    assert_eq!(open_with(other, &[("level", "R".into()), ("categories", "CRYPTO BOHEMIA".into())]), ["category-misplaced"]);
    assert_eq!(open_with(other, &[("priority", "flash".into())]), ["urgency-needs-two"]);
    assert_eq!(
        open_with(stray, &[("priority", "urgent".into()), ("level", "XX".into())]),
        ["authority-missing", "urgency-needs-two", "level-unknown"]
    );
    let case = open(&world, other);
    assert_eq!(technician.refused("case.confirm_need", &[("case", case.into())]), ["need-not-shown"]);
    technician.does("case.confirm_need", &[("case", case.into()), ("proof", "Letter of the line chief".into())]);

    let case = open(&world, person);
    let no = |command: &str, fields: &[(&str, Value)]| technician.refused(command, &[&[("case", case.into())], fields].concat());
    carry(&world, case, "need_confirmed");
    assert_eq!(no("case.invite_subject", &[]), ["field-required"]);
    carry(&world, case, "with_subject");
    assert_eq!(no("case.return_for_correction", &[]), ["field-required"]);
    assert_eq!(no("case.complete", &[]), ["checklist-not-done"]);
    assert_eq!(no("case.complete", &[("checklist_done", 0.into())]), ["checklist-not-done"]);
    carry(&world, case, "complete");
    let received = world.letter("incoming", "ROU");
    assert_eq!(no("case.dispatch", &[("mail_item", received.into())]), ["mail-not-outgoing"]);
    carry(&world, case, "dispatched");
    assert_eq!(no("case.acknowledge", &[]), ["field-required"]);
    carry(&world, case, "decision_received");
    let record = |more: &[(&'static str, Value)]| no("case.record_decision", &[&grant(&world), more].concat());
    let tomorrow = world.today().tomorrow().unwrap_or(world.today());
    let until = world.today().saturating_add(jiff::Span::new().years(5));
    assert_eq!(record(&[("decided_on", tomorrow.into())]), ["date-in-future"]);
    assert_eq!(record(&[("valid_until", day("2025-01-01").into())]), ["until-before-granted", "validity-differs"]);
    assert_eq!(record(&[("valid_until", until.into())]), ["validity-differs"]);
    assert_eq!(record(&[("outcome", "grant_with_conditions".into())]), ["conditions-missing"]);
    assert_eq!(record(&[("categories", "COSMIC".into())]), ["category-misplaced"]);
    assert_eq!(record(&[("level", "U".into()), ("categories", Value::Null)]), ["validity-unknown"]);
    assert_eq!(no("case.authorise_access", &[]), ["duty-missing"], "a technician does not authorise");
    carry(&world, case, "decision_recorded");
    assert_eq!(no("case.close_refused", &[]), ["no-refusal"]);
    carry(&world, case, "briefing_due");
    assert_eq!(no("case.acknowledge_briefing", &briefing(world.today().tomorrow().unwrap_or(world.today()))), ["date-in-future"]);
    assert_eq!(no("case.acknowledge_briefing", &briefing(world.today())[..1]), ["field-required"], "how it was signed");
    // ROU's rule asks for a certificate: where it is kept, and under which number.
    assert_eq!(no("case.acknowledge_briefing", &briefing(world.today())[..2]), ["field-required", "field-required"]);
    carry(&world, case, "closed_granted");
    world.verified();
}

fn cl_01_forms_go_back_and_forth_and_the_authority_asks(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    carry(&world, case, "with_subject");
    let technician = world.as_("technician");
    technician
        .does("case.return_for_correction", &[("case", case.into()), ("defect_gap", 1.into()), ("defects", "Page 3 is not signed".into())]);
    assert_eq!(technician.refused("case.complete", &[("case", case.into()), ("checklist_done", 1.into())]), ["state-not-allowed"]);
    technician.does("case.resubmit", &[("case", case.into())]);
    carry(&world, case, "under_investigation");
    technician.does("case.authority_asks", &[("case", case.into()), ("mail_item", world.letter("incoming", "ROU").into())]);
    assert_eq!(
        technician.refused("case.answer_authority", &[("case", case.into()), ("mail_item", world.letter("incoming", "ROU").into())]),
        ["mail-not-outgoing"]
    );
    technician.does("case.answer_authority", &[("case", case.into()), ("mail_item", world.letter("outgoing", "ROU").into())]);
    carry(&world, case, "closed_granted");
    let moves = world.as_("auditor").sees(move |view| view.transitions(PscCase::NAME, case));
    assert_eq!(moves.len(), 16);
    assert!(moves.windows(2).all(|w| w[0].body.to_state == w[1].body.from_state && w[0].body.time <= w[1].body.time));
    assert!(moves.iter().any(|m| m.body.reason.as_deref() == Some("Page 3 is not signed")));
}

fn cl_01_a_case_goes_to_the_authority_that_is_named_else_to_that_of_the_persons_nation(on: Backend) {
    let (world, person) = office(on);
    let authority = |kind: &str| {
        let fields = [("nation", Value::from("ROU")), ("kind", kind.into()), ("name_en", kind.into()), ("name_fr", kind.into())];
        world.as_("officer").makes("authorities.add", &fields)
    };
    let (industrial, delegation) = (authority("dsa"), authority("delegation"));
    let asked = |authority: Value| {
        let fields = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
        [&fields[..], &[("authority", authority)]].concat()
    };
    let technician = world.as_("technician");
    assert_eq!(technician.refused("case.open", &asked(delegation.into())), ["authority-decides-nothing"]);
    let case = technician.makes("case.open", &asked(industrial.into()));
    let goes = |case: RecordId| world.as_("officer").record::<PscCase>(case).body.authority.raw();
    assert_eq!(goes(case), industrial);
    // What it decides is recorded as its own.
    carry(&world, case, "closed_granted");
    let decided = world.as_("officer").sees(move |view| view.having::<Decision>("person", person));
    assert_eq!(decided.iter().map(|d| d.body.authority.raw()).collect::<Vec<_>>(), [industrial]);
    // Whoever granted renews; all else goes to the authority of the nation.
    let of = |person: RecordId, kind: &str| {
        [("person", Value::Id(person)), ("kind", kind.into()), ("level", "S".into()), ("priority", "routine".into())]
    };
    assert_eq!(goes(technician.makes("case.open", &of(person, "renewal"))), industrial);
    let other = world.person("Other", "Olga", "ROU");
    assert_eq!(goes(technician.makes("case.open", &of(other, "initial"))), world.authority("ROU"));
}

fn cl_01_a_refusal_closes_the_case_and_gives_nothing(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    carry(&world, case, "decision_received");
    let fields = [vec![("case", Value::Id(case))], grant(&world), vec![("outcome", "refuse".into())]].concat();
    let request = world.as_("technician").asks("case.record_decision", &fields);
    world.as_("officer").approves(request);
    let authorise = [("case", Value::Id(case))];
    assert_eq!(world.as_("officer").refused("case.authorise_access", &authorise), ["no-grant"]);
    world.as_("technician").does("case.close_refused", &authorise);
    assert_eq!(state(&world, case), "closed_refused");
    assert_eq!(access(&world, person, world.today()), "none");
    let decision = world.as_("officer").sees(move |view| view.having::<Decision>("person", person));
    assert_eq!((decision.len(), decision[0].body.valid_until), (1, None));
    world.verified();
}

fn cl_01_the_person_withdraws(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    carry(&world, case, "with_subject");
    let technician = world.as_("technician");
    assert_eq!(technician.refused("case.subject_withdraws", &[("case", case.into())]), ["field-required", "field-required"]);
    technician.does(
        "case.subject_withdraws",
        &[("case", case.into()), ("reason_code", "other_post".into()), ("reason", "By e-mail of today".into())],
    );
    assert_eq!(state(&world, case), "closed_subject_withdrew");
    assert_eq!(
        technician
            .refused("case.cancel", &[("case", case.into()), ("reason_code", "opened_by_mistake".into()), ("reason", "again".into())]),
        ["state-not-allowed"]
    );
    // A new case can follow.
    assert_eq!(world.as_("officer").record::<PscCase>(open(&world, person)).body.number, "PSC/2026/00002");
}

fn cl_01_the_need_ceases_and_the_authority_is_told(on: Backend) {
    let (world, person) = office(on);
    let technician = world.as_("technician");
    let before = open(&world, person);
    technician
        .does("case.need_ceases", &[("case", before.into()), ("reason_code", "left_post".into()), ("reason", "Post abolished".into())]);
    assert_eq!(state(&world, before), "closed_need_ceased");
    let sent = open(&world, person);
    carry(&world, sent, "acknowledged_by_authority");
    let ceases = |more: &[(&'static str, Value)]| {
        [&[("case", Value::Id(sent)), ("reason_code", "left_post".into()), ("reason", "Left".into())], more].concat()
    };
    assert_eq!(technician.refused("case.need_ceases", &ceases(&[])), ["authority-not-told"]);
    let received = world.letter("incoming", "ROU");
    assert_eq!(technician.refused("case.need_ceases", &ceases(&[("mail_item", received.into())])), ["mail-not-outgoing"]);
    technician.does("case.need_ceases", &ceases(&[("mail_item", world.letter("outgoing", "ROU").into())]));
    assert_eq!(state(&world, sent), "closed_need_ceased");
}

fn cl_01_a_closed_case_is_opened_again_where_nothing_was_decided(on: Backend) {
    let (world, person) = office(on);
    let technician = world.as_("technician");
    let case = open(&world, person);
    carry(&world, case, "under_investigation");
    let with = |more: &[(&'static str, Value)]| [&again(case)[..], more].concat();
    assert_eq!(technician.refused("case.reopen", &with(&[])), ["state-not-allowed"], "it is open");
    let ceases = [("case", Value::Id(case)), ("reason_code", "left_post".into()), ("reason", "Post abolished".into())];
    technician.does("case.need_ceases", &[&ceases[..], &[("mail_item", world.letter("outgoing", "ROU").into())]].concat());
    world.days_pass(3);
    // What the authority was told by letter is taken back by letter, and not by one that came in.
    assert_eq!(technician.refused("case.reopen", &with(&[])), ["reopened-without-letter"]);
    let received = world.letter("incoming", "ROU");
    assert_eq!(technician.refused("case.reopen", &with(&[("mail_item", received.into())])), ["mail-not-outgoing"]);
    let told = world.letter("outgoing", "ROU");
    assert_eq!(technician.refused("case.reopen", &[("case", case.into())]), ["field-required", "field-required", "field-required"]);
    assert_eq!(world.as_("head").refused("case.reopen", &with(&[("mail_item", told.into())])), ["duty-missing"]);
    // Two open cases of one kind never stand beside each other.
    let other = open(&world, person);
    assert_eq!(technician.refused("case.reopen", &with(&[("mail_item", told.into())])), ["case-open-already"]);
    let mistake = [("case", other.into()), ("reason_code", "opened_by_mistake".into()), ("reason", "The first goes on".into())];
    technician.does("case.cancel", &mistake);
    technician.does("case.reopen", &with(&[("mail_item", told.into())]));
    let body = world.as_("officer").record::<PscCase>(case).body;
    assert_eq!((body.state.code(), body.lane.as_deref()), ("under_investigation", Some("reopened")));
    let moves = world.as_("officer").sees(move |view| view.transitions(PscCase::NAME, case));
    // In the queue it has been with its authority since it first was, not since it came back.
    let others = world.as_("officer").sees(|view| queue(view, &[&LINE], 0, 50)).others;
    let waiting = others.iter().find(|line| line.id == case).map(|line| line.since);
    assert_eq!(waiting, moves.iter().find(|moved| moved.body.to_state == "under_investigation").map(|moved| moved.body.time.0));
    assert!(waiting < Some(body.since.0));
    let last = moves.last().map(|moved| &moved.body).unwrap_or_else(|| panic!("no moves"));
    assert_eq!((last.command.as_str(), last.evidence), ("case.reopen", Some(told)));
    assert_eq!(last.codes().collect::<Vec<_>>(), ["closed_by_mistake"]);
    assert_eq!(last.reason.as_deref(), Some("Another case was meant · Note in the file"));
    // It goes on from there; once something is decided in it, or it ended well, no end is taken back.
    carry(&world, case, "decision_recorded");
    technician.does("case.cancel", &[("case", case.into()), ("reason_code", "request_taken_back".into()), ("reason", "Left".into())]);
    assert_eq!(technician.refused("case.reopen", &with(&[])), ["case-decided"]);
    technician.does("case.reopen", &again(other));
    assert_eq!(state(&world, other), "requested");
    let granted = open(&world, world.person("Berg", "Bo", "ROU"));
    technician.does("case.confirm_need", &[("case", granted.into()), ("proof", "Letter".into())]);
    carry(&world, granted, "closed_granted");
    assert_eq!(technician.refused("case.reopen", &again(granted)), ["state-not-allowed"]);
    world.verified();
}

fn cl_01_the_authoritys_question_is_the_offices_or_the_persons(on: Backend) {
    let (world, person) = office(on);
    let technician = world.as_("technician");
    let case = open(&world, person);
    carry(&world, case, "under_investigation");
    let asks = |command: &str| technician.does(command, &[("case", case.into()), ("mail_item", world.letter("incoming", "ROU").into())]);
    let answers =
        || technician.does("case.answer_authority", &[("case", case.into()), ("mail_item", world.letter("outgoing", "ROU").into())]);
    world.days_pass(1);
    asks("case.authority_asks");
    world.days_pass(2);
    answers();
    world.days_pass(1);
    asks("case.authority_asks_subject");
    assert_eq!(state(&world, case), "authority_query_subject");
    world.days_pass(5);
    technician.does("case.subject_answers", &[("case", case.into())]);
    assert_eq!(state(&world, case), "authority_query", "the office sends it on");
    world.days_pass(1);
    answers();
    // Two days of the first question and the day on which the second answer lay here are the office's, five are the person's.
    let clock = world.as_("officer").sees(move |view| clock_of(view, PscCase::NAME, &LIFECYCLE, case, view.now.as_microsecond()));
    let days = |state: &str, owner: ClockOwner| {
        let own = clock.intervals.iter().filter(|i| i.state == state && i.owner == owner);
        own.map(|i| i.until - i.from).sum::<i64>() / 86_400_000_000
    };
    assert_eq!(days("authority_query", ClockOwner::Office), 3);
    assert_eq!(days("authority_query_subject", ClockOwner::Subject), 5);
    world.verified();
}

fn cl_01_the_office_cancels(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    assert_eq!(
        world
            .as_("head")
            .refused("case.cancel", &[("case", case.into()), ("reason_code", "opened_by_mistake".into()), ("reason", "Duplicate".into())]),
        ["duty-missing"]
    );
    world
        .as_("officer")
        .does("case.cancel", &[("case", case.into()), ("reason_code", "opened_by_mistake".into()), ("reason", "Duplicate".into())]);
    assert_eq!(state(&world, case), "closed_cancelled_by_office");
}

/// Fields that would satisfy any move, so that only the state can stand in the way.
fn willing(world: &World, case: RecordId, command: &str) -> Vec<(&'static str, Value)> {
    let def = testkit::world::manifest();
    let Some(def) = def.command(command) else { panic!("{command}") };
    let received = ["case.authority_asks", "case.authority_asks_subject", "case.receive_decision", "case.authority_discontinues"];
    let way = if received.contains(&command) { "incoming" } else { "outgoing" };
    def.fields
        .iter()
        .map(|f| {
            let value = match f.name {
                "case" | "same_case" => case.into(),
                "mail_item" | "filed_by" => world.letter(way, "ROU").into(),
                "extended_until" | "died_on" | "valid_from" => world.today().into(),
                "valid_until" if command == "case.give_access" => world.today().into(),
                "visit" | "post" | "matter" | "held_at" if command == "case.give_access" => Value::Null,
                "organisation" => Value::Null,
                "reason_code" => match f.kind {
                    FieldKind::Choice(codes) => codes[0].into(),
                    other => panic!("{other:?}"),
                },
                _ if f.kind == FieldKind::Bool => 1.into(),
                "outcome" => "grant".into(),
                "level" => "S".into(),
                "language" => "en".into(),
                "decided_on" | "given_on" => world.today().into(),
                "categories" | "notified_on" | "valid_until" | "difference_reason" | "conditions" | "end_reason" | "programme" => {
                    Value::Null
                }
                _ => "something".into(),
            };
            (f.name, value)
        })
        .collect()
}

fn cl_01_no_state_is_left_but_by_the_table(on: Backend) {
    let (world, person) = office(on);
    let path: Vec<&str> = LIFECYCLE.states.iter().filter(|s| s.stage).map(|s| s.code).collect();
    let case = open(&world, person);
    let mut refused = 0;
    for stage in path {
        carry(&world, case, stage);
        let mut commands: Vec<&str> = LIFECYCLE.moves.iter().map(|m| m.command).collect();
        commands.dedup();
        for command in commands {
            if LIFECYCLE.step(command, stage).is_some() {
                continue;
            }
            let fields = willing(&world, case, command);
            let who = world.as_("officer");
            let codes = who.refused(command, &fields);
            // A decision that is not there is said before the state is.
            assert!([vec!["state-not-allowed"], vec!["no-grant"], vec!["no-refusal"]].contains(&codes), "{command} in {stage}: {codes:?}");
            assert_eq!(state(&world, case), stage);
            refused += 1;
        }
    }
    assert!(refused > 150, "{refused}");
    world.verified();
}

fn cl_01_one_open_case_a_person(on: Backend) {
    let (world, person) = office(on);
    let order = || {
        world.as_("officer").order(
            "case.open",
            &[("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())],
        )
    };
    let waiting: Vec<_> = (0..8).map(|_| world.ledger().write(order())).collect();
    let outcomes: Vec<_> = waiting.into_iter().map(ledger::Pending::wait).collect();
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
    let refused =
        |o: &&Result<ledger::Receipt, ledger::Error>| matches!(o, Err(ledger::Error::Refused(r)) if r.codes() == ["case-open-already"]);
    assert_eq!(outcomes.iter().filter(refused).count(), 7);
}

fn cl_02_suspension_acts_at_once_on_access(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    carry(&world, case, "closed_granted");
    let adverse = |kind: &str| {
        world.days_pass(1);
        let fields = [
            ("person", person.into()),
            ("kind", kind.into()),
            ("authority", world.authority("ROU").into()),
            ("level", "S".into()),
            ("decided_on", world.today().into()),
            ("reason_code", "under_review".into()),
            ("source", world.letter("incoming", "ROU").into()),
        ];
        assert_eq!(world.as_("head").refused("clearances.record_adverse", &fields), ["duty-missing"]);
        let request = world.as_("technician").asks("clearances.record_adverse", &fields);
        assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
        world.as_("officer").approves(request);
        access(&world, person, world.today())
    };
    assert_eq!(adverse("suspend"), "none");
    assert_eq!(adverse("lift_suspension"), "S ATOMAL");
    assert_eq!(adverse("withdraw"), "none");
    world.verified();
}

fn done_cl_01_cl_02_the_past_answers_as_it_was_known(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    carry(&world, case, "closed_granted");
    let (granted_at, granted_on) = (world.ledger().now(), world.today());
    world.days_pass(10);
    // Learnt today: suspended since a week ago.
    let fields = [
        ("person", person.into()),
        ("kind", "suspend".into()),
        ("authority", world.authority("ROU").into()),
        ("level", "S".into()),
        ("decided_on", granted_on.saturating_add(jiff::Span::new().days(3)).into()),
        ("reason_code", "under_review".into()),
        ("source", world.letter("incoming", "ROU").into()),
    ];
    let request = world.as_("technician").asks("clearances.record_adverse", &fields);
    world.as_("officer").approves(request);
    let asked = granted_on.saturating_add(jiff::Span::new().days(5));
    let known = |at: jiff::Timestamp| {
        world.as_("officer").sees(move |view| {
            view.known_at(at)?;
            let access = access_of(view, Id::new(person), asked)?;
            let decision = access.reasons.iter().find(|why| why.fact == FactKind::Decision).map(|why| (why.good, why.code));
            let whys = access.reasons.iter().filter(|why| why.good).count();
            Ok((access.level.map(|l| l.0), access.categories.joined(), decision, whys))
        })
    };
    let (level, categories, decision, whys) = known(granted_at);
    assert_eq!((level.as_deref(), categories.as_str(), whys), (Some("S"), "ATOMAL", 6), "as it was known then, each fact with its reason");
    assert!(decision.is_some_and(|(good, _)| good));
    let (level, categories, decision, whys) = known(world.ledger().now());
    assert_eq!((level, categories.as_str(), decision), (None, "", Some((false, "decision-suspended"))), "as it is known now");
    assert!(whys < 6);
    assert_eq!(access(&world, person, granted_on), "S ATOMAL", "before the suspension");
}

fn sp_02_a_letter_that_a_decision_rests_on_is_not_voided(on: Backend) {
    let (world, person) = office(on);
    let case = open(&world, person);
    carry(&world, case, "acknowledged_by_authority");
    let letter = world.letter("incoming", "ROU");
    let void = [("item", Value::Id(letter)), ("reason", "twice".into())];
    // Asked before the case moved on it, approved after: refused all the same.
    let request = world.as_("registry").asks("mail.void", &void);
    world.as_("officer").does("case.receive_decision", &[("case", case.into()), ("mail_item", letter.into())]);
    assert_eq!(world.as_("registry2").may_not_approve(request), ["mail-relied-on"]);
    carry(&world, case, "decision_recorded");
    assert_eq!(world.as_("registry2").may_not_approve(request), ["mail-relied-on"]);
    assert_eq!(world.as_("registry").refused("mail.void", &void), ["mail-relied-on"]);
    world.verified();
}

fn sp_18_rules_are_adopted_by_two_people(on: Backend) {
    let world = World::new(on);
    let adopt =
        |from: &str, rules: &str| vec![("kind", Value::from("authority_rules")), ("valid_from", from.into()), ("rules", rules.into())];
    let sound = adopt("2020-01-01", spine::DEMO_AUTHORITY_RULES);
    assert_eq!(world.as_("officer").refused("policy.adopt", &sound), ["duty-missing"]);
    assert_eq!(world.as_("policy").refused("policy.adopt", &adopt("2020-01-01", "{}")), ["pack-unreadable"]);
    let unknown = spine::DEMO_AUTHORITY_RULES.replace("\"level\": \"TS\"", "\"level\": \"XX\"");
    assert_eq!(world.as_("policy").refused("policy.adopt", &adopt("2020-01-01", &unknown)), ["level-unknown"]);
    let request = world.as_("policy").asks("policy.adopt", &sound);
    assert_eq!(world.as_("policy").may_not_approve(request), ["same-person"]);
    world.as_("head").approves(request);
    let request = world.as_("head").asks("policy.adopt", &adopt("2026-06-01", spine::DEMO_AUTHORITY_RULES));
    world.as_("policy").approves(request);
    let packs = world.as_("policy").sees(|view| {
        let query = ListQuery { limit: 9, ..ListQuery::default() };
        view.rows_of("policy_packs", &query)?.into_iter().map(|r| r.typed::<spine::policy::PolicyPack>().map(|p| p.body)).collect()
    });
    let packs: Vec<spine::policy::PolicyPack> = packs;
    assert_eq!(packs.iter().map(|p| (p.edition, p.state.code())).collect::<Vec<_>>(), [(1, "in_force"), (2, "in_force")]);
    world.verified();
}

fn inv_cl_06_states_recomputed_from_transitions_equal_those_stored(on: Backend) {
    let (world, _) = office(on);
    let random = kernel::entropy::SeededEntropy::new(6);
    let path: Vec<&str> = LIFECYCLE.states.iter().filter(|s| s.stage).map(|s| s.code).collect();
    let (mut cases, mut reopened) = (Vec::new(), 0);
    let mut beside = [0; 4];
    for at in 0..24 {
        let person = world.person(&format!("Person {at}"), "Pat", "ROU");
        let case = open(&world, person);
        world.as_("technician").does("case.confirm_need", &[("case", case.into()), ("proof", "Letter".into())]);
        carry(&world, case, path[1 + random.below(path.len() - 1)]);
        let exit = *random.pick(&["case.cancel", "case.subject_withdraws", "none"]);
        if exit != "none" && LIFECYCLE.step(exit, &state(&world, case)).is_some() {
            let code = if exit == "case.cancel" { "opened_by_mistake" } else { "other_post" };
            let why = [("case", case.into()), ("reason_code", code.into()), ("reason", "As it goes".into())];
            world.as_("officer").does(exit, &why);
            // Half of them go on after all, where nothing was decided.
            if random.chance(50) {
                world.days_pass(1);
                reopened += usize::from(world.as_("technician").tries("case.reopen", &again(case)).is_ok());
            }
        }
        // Clocks stop and go on, some go before others, and when it came there is corrected; some take another step in between.
        for _ in 0..4 {
            world.days_pass(1);
            let at = state(&world, case);
            let further = path.iter().position(|on| *on == at).and_then(|on| path.get(on + 1)).filter(|_| random.chance(25));
            match further {
                Some(further) => carry(&world, case, further),
                None => {
                    let which = random.below(beside.len());
                    beside[which] += usize::from(beside_the_path(&world, case, which, &random));
                }
            }
        }
        cases.push(case);
    }
    let (mut states, mut lanes) = (std::collections::BTreeSet::new(), [0; 2]);
    for case in &cases {
        let case = *case;
        let stored = world.as_("auditor").record::<PscCase>(case).body;
        let moves: Vec<Transition> =
            world.as_("auditor").sees(move |view| Ok(view.transitions(PscCase::NAME, case)?.into_iter().map(|t| t.body).collect()));
        let mut at = "none";
        for step in &moves {
            assert_eq!(step.from_state, at);
            assert!(at == "none" || LIFECYCLE.leads(&step.command, at, &step.to_state), "{} from {at}", step.command);
            at = &step.to_state;
        }
        let last = moves.last().unwrap_or_else(|| panic!("no moves"));
        assert_eq!((stored.state.code(), stored.since), (at, last.time));
        assert_eq!(moves.first().map(|m| m.time), Some(stored.opened_at));
        let (paused, lane) = stands(&world, case, last, &mut lanes);
        assert_eq!((stored.paused, stored.lane.as_deref()), (paused, lane.as_deref()), "{}: {moves:?}", stored.number);
        states.insert(stored.state.code());
    }
    assert!(states.len() > 5 && reopened > 2, "{states:?}, {reopened} reopened");
    assert!(beside.iter().chain(&lanes).all(|times| *times > 2), "paused, resumed, urgent, corrected: {beside:?}; lanes: {lanes:?}");
    let counted: i64 = world.as_("head").sees(pipeline).iter().map(|s| s.count).sum();
    let open = cases.iter().filter(|c| LIFECYCLE.state(&state(&world, **c)).is_some_and(|s| s.open)).count();
    assert_eq!(counted, open as i64);
    let _ = Person::NAME;
    world.verified();
}

/// Something that happens to a case beside its path: a pause, its end, an urgency, a time that is corrected; whether it did.
fn beside_the_path(world: &World, case: RecordId, which: usize, random: &kernel::entropy::SeededEntropy) -> bool {
    let technician = world.as_("technician");
    let both = |command: &str, fields: &[(&'static str, Value)], approves: &str| {
        let request = technician.tries(command, fields).ok().and_then(|receipt| receipt.approval);
        request.is_some_and(|request| world.as_(approves).tries_to_approve(request).is_ok())
    };
    let of = ("case", Value::from(case));
    match which {
        0 => {
            let why = [("owner", "subject".into()), ("reason_code", "waits_for_answer".into()), ("reason", "Asked".into())];
            technician.tries("case.pause", &[&[of, ("evidence", "Note".into())], &why[..]].concat()).is_ok()
        }
        1 => {
            let running = world.as_("officer").sees(move |view| view.having::<ClockPause>("record", case));
            let running = running.into_iter().find(|pause| pause.body.until_time.is_none());
            running.is_some_and(|pause| technician.tries("case.resume", &[("pause", pause.head.id.into())]).is_ok())
        }
        2 => {
            let last = world.today().saturating_add(jiff::Span::new().days(random.below(4) as i64));
            let why = [("level", "urgent".into()), ("requester", "Unit".into()), ("reason", "Rotation".into())];
            both("case.make_urgent", &[&[of, ("expires_on", last.into())], &why[..]].concat(), "head")
        }
        _ => {
            let earlier = world.ledger().now().as_microsecond() - random.below(20) as i64 * 3_600_000_000;
            let right = [("happened_at", earlier.into()), ("corrected_because", "The note".into())];
            both("case.correct_time", &[&[of, ("moved_to", state(world, case).into())], &right[..]].concat(), "officer")
        }
    }
}

/// Whether a case is paused, and its lane, as its last move, its pauses and its urgencies say; counted are those apart and those in line.
fn stands(world: &World, case: RecordId, last: &Transition, lanes: &mut [usize; 2]) -> (bool, Option<String>) {
    let (pauses, urgencies) = world.as_("auditor").sees(move |view| {
        let urgencies = view.having::<Urgency>("record", case)?;
        Ok((view.having::<ClockPause>("record", case)?, urgencies))
    });
    let paused = pauses.iter().any(|pause| pause.body.until_time.is_none());
    if !LIFECYCLE.state(&last.to_state).is_some_and(|s| s.open) {
        return (paused, None);
    }
    // A corrected time moves the clocks; what stood apart when it came there did so when that was recorded.
    let came = last.first_time.unwrap_or(last.time);
    let came_on = kernel::clock::date_at(kernel::clock::from_micros(came.0), &jiff::tz::TimeZone::UTC);
    let in_step = pauses.iter().any(|pause| pause.body.until_time.is_none_or(|until| until >= came));
    let before = urgencies.iter().filter(|urgency| urgency.body.from_time < came).max_by_key(|urgency| urgency.body.from_time);
    let urgent = urgencies.iter().any(|urgency| urgency.body.from_time >= came) || before.is_some_and(|u| u.body.expires_on >= came_on);
    let (reopened, apart) = (last.command == "case.reopen", in_step || urgent);
    lanes[usize::from(reopened || apart)] += 1;
    let lane = [("reopened", reopened), ("apart", apart)].into_iter().find(|(_, stands)| *stands).map_or(&*last.to_state, |(lane, _)| lane);
    (paused, Some(lane.to_owned()))
}
