//! Rules as dated data: for a programme and a category of staff, from which level a clearance is needed, by when certificates are back; and what a draft
//! pack would move before anybody approves it.

use desk_clearance::standing::queries::standing;
use desk_clearance::visits::incoming::Badge;
use desk_clearance::visits::queries::{badges_it_moves, which_it_moves};
use jiff::Span;
use kernel::{Duty, RecordId, Value};
use spine::clearances::queries::{need_ended, on_contracts, who_lacks, without_holder};
use spine::clearances::visits::VisitRules;
use spine::clearances::{ClearanceRequirement, Decision};
use spine::posts::Assignment;
use spine::retention::{Rules, Standing, queries};
use spine::tasks::Task;
use testkit::{Backend, World, day};

use crate::cases::{carry, open};
use crate::gate::holder;
use crate::protection::former;
use crate::service::adopt_pack;
use crate::visits::{approved, details, drafted, faults_of, guest, in_days, mail, passport, suspend, visit_rules};

on_both!(
    cl_01_a_decision_is_held_against_the_rule_for_its_programme_and_the_holders_category,
    cl_07_who_needs_a_clearance_for_a_visit_is_the_rule_of_their_nation,
    cl_02_xd_01_certificates_are_back_by_the_day_the_authoritys_rule_names,
    sp_06_a_firm_is_told_of_a_condition_where_the_authoritys_rule_lets_it,
    cl_05_clearances_without_a_need_and_requirements_without_a_holder_are_told,
    cl_05_a_contract_requires_a_clearance_of_those_who_work_on_it,
    cl_07_which_visits_a_draft_pack_would_judge_otherwise_is_what_it_does,
    cl_10_whose_file_a_draft_pack_would_keep_otherwise_is_what_it_does,
);

/// A pack with rules of Romania's for S, each with months of validity and more.
fn pack(rules: &[(i32, &str)]) -> String {
    let rule = |(months, more): &(i32, &str)| {
        format!(
            r#"{{"nation": "ROU", "level": "S", "validity_months": {months}, "validity_anchor": "decision", "until_inclusive": true,
            "renewal_lead_months": 6, "refresher_months": 120, "certificate_needed": true, "decision_target_days": 90{more}}}"#
        )
    };
    format!(r#"{{"name": "Test", "source": "Test", "rules": [{}]}}"#, rules.iter().map(rule).collect::<Vec<_>>().join(","))
}

const FROM_C: &str = r#", "psc_from_level": "C""#;

/// Somebody who serves in this quality.
fn serves(world: &World, surname: &str, kind: &str) -> RecordId {
    let person = world.person(surname, "Sam", "ROU");
    let officer = world.as_("officer");
    let post = officer.makes("posts.add", &[("number", format!("P-{surname}").into())]);
    let needs = [("post", post.into()), ("level", "S".into()), ("categories", "ATOMAL".into()), ("valid_from", "2026-01-01".into())];
    officer.does("clearance_requirements.add", &needs);
    let held = [("person", person.into()), ("post", post.into()), ("kind", kind.into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    person
}

fn cl_01_a_decision_is_held_against_the_rule_for_its_programme_and_the_holders_category(on: Backend) {
    let world = World::new(on);
    let (contractor, eu) = (r#", "staff_category": "contractor""#, r#", "programme": "EU""#);
    let more = [FROM_C, contractor].concat();
    adopt_pack(&world, "authority_rules", "2020-01-01", &pack(&[(120, FROM_C), (60, &more), (24, &[FROM_C, eu].concat())]));
    let technician = world.as_("technician");
    let decide = |person: RecordId, more: &[(&'static str, Value)]| {
        let case = open(&world, person);
        carry(&world, case, "decision_received");
        let said = [
            ("case", case.into()),
            ("outcome", "grant".into()),
            ("reference", "R".into()),
            ("level", "S".into()),
            ("decided_on", world.today().into()),
        ];
        [&said[..], more].concat()
    };
    let years = |years: i64| Value::from(world.today().saturating_add(Span::new().years(years)));
    // What staff get for ten years a contractor gets for five; the paper that says ten differs from the rule.
    let staff = decide(serves(&world, "Staff", "staff"), &[]);
    world.as_("officer").approves(technician.asks("case.record_decision", &staff));
    let firm = serves(&world, "Firm", "contractor");
    let asked = decide(firm, &[]);
    let ten = [&asked[..], &[("valid_until", years(10))]].concat();
    assert_eq!(technician.refused("case.record_decision", &ten), ["validity-differs"]);
    world.as_("officer").approves(technician.asks("case.record_decision", &asked));
    // Another programme has its own rule; one that no rule speaks of is a slip of the pen.
    let other = serves(&world, "Other", "contractor");
    let asked = decide(other, &[]);
    let named = |programme: &str| [&asked[..], &[("programme", programme.into())]].concat();
    assert_eq!(technician.refused("case.record_decision", &named("UE")), ["programme-unknown"]);
    world.as_("officer").approves(technician.asks("case.record_decision", &named("EU")));
    let lasts = |person: RecordId| {
        let all = world.as_("officer").sees(move |view| view.having::<Decision>("person", person));
        all.into_iter().map(|d| d.body.valid_until.map(|until| i64::from(until.year() - d.body.decided_on.year()))).collect::<Vec<_>>()
    };
    assert_eq!([lasts(firm), lasts(other)], [[Some(5)], [Some(2)]]);
    world.verified();
}

fn cl_07_who_needs_a_clearance_for_a_visit_is_the_rule_of_their_nation(on: Backend) {
    let world = World::new(on);
    adopt_pack(&world, "authority_rules", "2020-01-01", &pack(&[(120, FROM_C)]));
    let sam = serves(&world, "Guest", "staff");
    let pass = passport(&world, sam, in_days(&world, 400));
    let mut said = details(&world, in_days(&world, 20));
    said.retain(|(name, _)| !["level", "categories"].contains(name));
    said.push(("level", "R".into()));
    let technician = world.as_("technician");
    let request = technician.makes("visits.prepare", &said);
    let site = [("request", request.into()), ("name", "Works".into()), ("address", "1 Street".into()), ("contact", "B. Host".into())];
    technician.does("visits.add_site", &site);
    let visitor = [
        ("request", request.into()),
        ("person", sam.into()),
        ("document", pass.into()),
        ("employer", "Agency".into()),
        ("position", "Engineer".into()),
    ];
    technician.does("visits.add_visitor", &visitor);
    assert_eq!(faults_of(&world, request), ["visit-lead-unknown"], "nobody needs a clearance for RESTRICTED");
    // And a guest of theirs need attest nothing.
    let asked = [
        ("person", sam.into()),
        ("employer", "Firm".into()),
        ("subject", "Audit".into()),
        ("hosted_by", "C. Host".into()),
        ("valid_from", world.today().into()),
        ("valid_until", in_days(&world, 3).into()),
        ("level", "R".into()),
        ("asked_by", mail(&world, "incoming")),
        ("document", pass.into()),
    ];
    let visit = technician.makes("incoming.receive", &asked);
    technician.does("incoming.check", &[("visit", visit.into()), ("attested_by", "Their firm".into())]);
    let answer = [("visit", visit.into()), ("mail_item", mail(&world, "outgoing"))];
    // The nation asks for one from RESTRICTED up.
    adopt_pack(&world, "authority_rules", "2020-01-01", &pack(&[(120, r#", "psc_from_level": "R""#)]));
    assert_eq!(faults_of(&world, request), ["visit-lead-unknown", "visit-not-cleared"]);
    assert_eq!(technician.refused("incoming.answer", &answer), ["incoming-not-attested"]);
    adopt_pack(&world, "authority_rules", "2020-01-01", &pack(&[(120, FROM_C)]));
    technician.does("incoming.answer", &answer);
    // A pack that names a level nobody knows is not adopted.
    let odd = [
        ("kind", "authority_rules".into()),
        ("valid_from", "2020-01-01".into()),
        ("rules", pack(&[(120, r#", "psc_from_level": "Q""#)]).into()),
    ];
    assert_eq!(world.as_("policy").refused("policy.adopt", &odd), ["level-unknown"]);
}

fn cl_02_xd_01_certificates_are_back_by_the_day_the_authoritys_rule_names(on: Backend) {
    let world = World::new(on);
    adopt_pack(&world, "authority_rules", "2020-01-01", &pack(&[(120, &[FROM_C, r#", "certificate_return_days": 15"#].concat())]));
    let due = |person: RecordId, title: &'static str| {
        let tasks = world.as_("officer").sees(move |view| view.having::<Task>("person", person));
        tasks.into_iter().find(|task| task.body.title.starts_with(title)).map(|task| task.body.due_on)
    };
    let (called_back, leaver) = (holder(&world, "Called", "Cal"), holder(&world, "Leaver", "Lea"));
    suspend(&world, called_back, "suspend");
    assert_eq!(due(called_back, "Get the certificate back"), Some(in_days(&world, 15)));
    let last_day = in_days(&world, 10);
    let leaves = [("person", leaver.into()), ("last_day", last_day.into()), ("end_reason", "end_left".into())];
    world.as_("technician").does("departures.record", &leaves);
    assert_eq!(due(leaver, "Return the certificate"), Some(in_days(&world, 25)));
}

fn sp_06_a_firm_is_told_of_a_condition_where_the_authoritys_rule_lets_it(on: Backend) {
    let world = World::new(on);
    let shared = [FROM_C, r#", "conditions_shared": true"#].concat();
    adopt_pack(&world, "authority_rules", "2020-01-01", &pack(&[(120, FROM_C)]));
    let (person, technician) = (serves(&world, "Firm", "contractor"), world.as_("technician"));
    let case = open(&world, person);
    carry(&world, case, "decision_received");
    let decided = [
        ("case", case.into()),
        ("outcome", "grant_with_conditions".into()),
        ("reference", "R".into()),
        ("level", "S".into()),
        ("decided_on", world.today().into()),
        ("conditions", "No journey beyond the Union without notice".into()),
    ];
    world.as_("officer").approves(technician.asks("case.record_decision", &decided));
    let decision = world.as_("officer").sees(move |view| view.having::<Decision>("person", person)).remove(0).head.id;
    let set = |title: &str, shared: i64| {
        let due = in_days(&world, 30).into();
        [("decision", Value::Id(decision)), ("title", title.into()), ("due_on", due), ("for_employer", shared.into())]
    };
    assert_eq!(technician.refused("conditions.set", &set("Notice of journeys", 1)), ["condition-not-shared"]);
    adopt_pack(&world, "authority_rules", "2020-01-01", &pack(&[(120, &shared)]));
    let told = technician.makes("conditions.set", &set("Notice of journeys", 1));
    technician.makes("conditions.set", &set("Statement of debts", 0));
    // The firm sees its own people, and personnel sees nothing of conditions.
    let grant = [
        ("account", Value::Id(world.as_("registry2").account)),
        ("duty", "contractor".into()),
        ("level", "R".into()),
        ("limited_to", "SOUTH".into()),
        ("valid_from", world.today().into()),
    ];
    world.as_("access2").approves(world.as_("access").asks("grants.grant", &grant));
    let seen = |who: &str, duty: Duty| {
        let page = world.as_(who).sees(move |view| standing(view, duty, "", None));
        page.rows.into_iter().filter(|row| row.person == person).map(|row| row.conditions).collect::<Vec<_>>()
    };
    assert_eq!(seen("registry2", Duty::Contractor), Vec::<Vec<String>>::new(), "not yet of the firm");
    let assign = [("record", Value::Id(person)), ("register", "people".into()), ("realm", "SOUTH".into())];
    world.as_("head").approves(world.as_("officer").asks("realms.assign", &assign));
    assert_eq!(seen("registry2", Duty::Contractor), [["Notice of journeys"]]);
    assert_eq!(seen("hr", Duty::Hr), [Vec::<String>::new()]);
    // What is verified is no condition any more.
    let of = |more: &[(&'static str, Value)]| [&[("condition", Value::Id(told))], more].concat();
    technician.does("conditions.meet", &of(&[("how_met", "Agreed in writing".into())]));
    world.as_("officer").does("conditions.verify", &of(&[]));
    assert_eq!(seen("registry2", Duty::Contractor), [Vec::<String>::new()]);
}

fn cl_05_clearances_without_a_need_and_requirements_without_a_holder_are_told(on: Backend) {
    let world = World::new(on);
    crate::cases::adopt(&world);
    let (kept, over) = (holder(&world, "Kept", "Kim"), holder(&world, "Over", "Oda"));
    let officer = world.as_("officer");
    let asked = |world: &World, who: &str| {
        world.as_(who).sees(|view| {
            let (day, ended) = (view.today, need_ended(view, view.today)?);
            let unheld = without_holder(view, day)?.into_iter().map(|(_, post)| post).collect::<Vec<_>>();
            Ok((ended.into_iter().map(|one| (one.person, one.since)).collect::<Vec<_>>(), unheld))
        })
    };
    assert_eq!(asked(&world, "officer"), (vec![], vec![]));
    // A post that requires S and that nobody holds; one whose holder is to come counts as empty until then.
    let post = officer.makes("posts.add", &[("number", "P-EMPTY".into())]);
    let needs = |post: RecordId, from: Value| [("post", post.into()), ("level", "S".into()), ("valid_from", from)];
    officer.does("clearance_requirements.add", &needs(post, "2026-01-01".into()));
    let later = officer.makes("posts.add", &[("number", "P-LATER".into())]);
    officer.does("clearance_requirements.add", &needs(later, in_days(&world, 2).into()));
    // What one of them does requires a clearance no more from tomorrow on.
    let requirements = world.as_("officer").sees(|view| view.every::<ClearanceRequirement>());
    let mine = world.as_("officer").sees(move |view| view.having::<Assignment>("person", over));
    let Some(ends) = requirements.iter().find(|r| r.body.post == Some(mine[0].body.post)) else { panic!("a requirement") };
    let change = [
        ("record", Value::from(ends.head.id)),
        ("version", ends.head.version.into()),
        ("post", mine[0].body.post.raw().into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        ("valid_from", "2026-01-01".into()),
        ("valid_until", world.today().into()),
    ];
    officer.does("clearance_requirements.change", &change);
    assert_eq!(asked(&world, "officer"), (vec![], vec!["P-EMPTY".to_owned()]));
    let since = in_days(&world, 1);
    world.days_pass(2);
    let both = vec!["P-EMPTY".to_owned(), "P-LATER".to_owned()];
    assert_eq!(asked(&world, "officer"), (vec![(over, Some(since))], both.clone()));
    assert!(asked(&world, "officer").0.iter().all(|(person, _)| *person != kept));
    // A suspended clearance is nobody's to cancel for want of need.
    suspend(&world, over, "suspend");
    assert_eq!(asked(&world, "officer").0, vec![]);
}

fn cl_05_a_contract_requires_a_clearance_of_those_who_work_on_it(on: Backend) {
    let world = World::new(on);
    crate::cases::adopt(&world);
    let cleared = holder(&world, "Cleared", "Carl");
    let officer = world.as_("officer");
    // Somebody whose own post requires nothing.
    let uncleared = world.person("Uncleared", "Uma", "ROU");
    let post = officer.makes("posts.add", &[("number", "P-PLAIN".into())]);
    let from = Value::from("2026-01-01");
    let held = [("person", uncleared.into()), ("post", post.into()), ("kind", "contractor".into()), ("valid_from", from.clone())];
    let assignment = officer.makes("assignments.add", &held);
    let contract =
        officer.makes("contracts.add", &[("kind", "programme".into()), ("reference", "AGS".into()), ("title", "Ground station".into())]);
    // A requirement is of one thing.
    let needs = |of: &[(&'static str, Value)]| {
        let rest = [("level", "S".into()), ("reason", "Annex 3".into()), ("approved_by", "Head".into()), ("valid_from", from.clone())];
        [of, &rest].concat()
    };
    let (of_post, of_contract) = (("post", Value::from(post)), ("contract", Value::from(contract)));
    assert_eq!(officer.refused("clearance_requirements.add", &needs(&[])), ["requirement-of-one"]);
    assert_eq!(officer.refused("clearance_requirements.add", &needs(&[of_post, of_contract.clone()])), ["requirement-of-one"]);
    officer.does("clearance_requirements.add", &needs(&[of_contract]));
    let told = |world: &World| {
        world.as_("officer").sees(|view| {
            let day = view.today;
            let lacking: Vec<_> =
                who_lacks(view, day)?.into_iter().map(|one| (one.name, one.asked_by.is_some_and(|r| r.contract.is_some()))).collect();
            let unheld: Vec<_> = without_holder(view, day)?.into_iter().map(|(_, name)| name).collect();
            let on: Vec<_> = on_contracts(view, day)?.into_iter().map(|one| (one.name, one.people, one.below)).collect();
            let ended: Vec<_> = need_ended(view, day)?.into_iter().map(|one| (one.name, one.since)).collect();
            Ok((lacking, unheld, on, ended))
        })
    };
    let on_it = |people: usize, below: usize| vec![("AGS".to_owned(), people, below)];
    // Nobody works on it yet: a requirement without a holder.
    assert_eq!(told(&world), (vec![], vec!["AGS".to_owned()], on_it(0, 0), vec![]));
    // Two do: one is cleared for their own post, and of the other nothing was required before.
    let works = |person: RecordId| {
        [("person", person.into()), ("contract", contract.into()), ("works_as", "Engineer".into()), ("valid_from", from.clone())]
    };
    for person in [cleared, uncleared] {
        officer.does("contract_people.add", &works(person));
    }
    let below = vec![("Uncleared Uma".to_owned(), true)];
    assert_eq!(told(&world), (below, vec![], on_it(2, 1), vec![]));
    // A case for it needs no other proof: the contract is the need.
    let opens = [("person", uncleared.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = officer.makes("case.open", &opens);
    carry(&world, case, "closed_granted");
    assert_eq!(told(&world), (vec![], vec![], on_it(2, 0), vec![]));
    // A visit or a meeting carries its own need; what the contract asks changes nothing in that.
    let asked = spine::clearances::Need::new(kernel::Level("C".to_owned()), kernel::Codes::default());
    let access = |need: Option<spine::clearances::Need>| {
        let person = kernel::Id::new(uncleared);
        world.as_("officer").sees(move |view| spine::clearances::queries::access_for(view, person, view.today, need.as_ref()))
    };
    assert_eq!(access(Some(asked.clone())).need, Some(asked));
    assert_eq!(access(None).need.map(|need| need.level.0), Some("S".to_owned()));
    // Whoever leaves their post works on nothing any more, whatever is written there: their clearance is nobody's need.
    let ends = [
        ("record", Value::from(assignment)),
        ("version", 1.into()),
        ("person", uncleared.into()),
        ("post", post.into()),
        ("kind", "contractor".into()),
        ("valid_from", from.clone()),
        ("valid_until", world.today().into()),
    ];
    officer.does("assignments.change", &ends);
    world.days_pass(1);
    let (lacking, _, on, ended) = told(&world);
    assert_eq!((lacking, on), (vec![], on_it(1, 0)));
    assert_eq!(ended, [("Uncleared Uma".to_owned(), Some(world.today()))]);
    world.verified();
}

fn cl_07_which_visits_a_draft_pack_would_judge_otherwise_is_what_it_does(on: Backend) {
    let world = World::new(on);
    crate::cases::adopt(&world);
    adopt_pack(&world, "visit_rules", "2020-01-01", &visit_rules(3));
    let sam = holder(&world, "Guest", "Gert");
    let pass = Some(passport(&world, sam, in_days(&world, 400)));
    let near = drafted(&world, in_days(&world, 10), &[(sam, pass)]);
    let sent = drafted(&world, in_days(&world, 10), &[(sam, pass)]);
    approved(&world, sent);
    drafted(&world, in_days(&world, 90), &[(sam, pass)]);
    let visit = guest(&world, sam);
    let ask = |text: &str| {
        let rules = VisitRules::parse(text).unwrap_or_else(|e| panic!("{e}"));
        world.as_("officer").sees(move |view| {
            let badges = badges_it_moves(view, &rules)?.into_iter().map(|(visit, badges)| (visit.head.id, badges)).collect::<Vec<_>>();
            let moved = which_it_moves(view, rules)?;
            let codes = |faults: Vec<desk_clearance::visits::rules::Fault>| faults.into_iter().map(|f| f.refusal.code).collect::<Vec<_>>();
            Ok((moved.into_iter().map(|m| (m.trip.id.raw(), codes(m.before), codes(m.after))).collect::<Vec<_>>(), badges))
        })
    };
    assert_eq!(ask(&visit_rules(3)), (vec![], vec![]), "the same rules move nothing");
    // A longer lead moves what is not sent yet; a higher level of going alone moves who comes.
    let stricter = visit_rules(30).replace(r#""unescorted_from_level": "S""#, r#""unescorted_from_level": "TS""#);
    let told = ask(&stricter);
    let moved = vec![(near, vec![], vec!["visit-lead-short"])];
    assert_eq!(told, (moved, vec![(visit, [Badge::Unescorted, Badge::Escorted])]));
    adopt_pack(&world, "visit_rules", "2020-01-01", &stricter);
    assert_eq!([faults_of(&world, near), faults_of(&world, sent)], [vec!["visit-lead-short"], vec![]]);
    world.as_("registry").does("incoming.let_in", &[("visit", visit.into())]);
    assert_eq!(world.as_("officer").field("incoming_visits", visit, "badge").text(), Some("escorted"));
}

fn cl_10_whose_file_a_draft_pack_would_keep_otherwise_is_what_it_does(on: Backend) {
    let world = World::new(on);
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let (over, running) = (former(&world, "Over", "2021-03-02"), former(&world, "Running", "2023-03-02"));
    former(&world, "Still", "2030-01-01");
    let ask = |text: String| {
        let rules = Rules::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        world.as_("head").sees(move |view| queries::whom_it_moves(view, &rules, view.today))
    };
    assert_eq!(ask(spine::DEMO_RETENTION_RULES.to_owned()), []);
    // Three years instead of five: what runs is over, and what is over was over sooner.
    let shorter = spine::DEMO_RETENTION_RULES.replacen("\"months\": 60", "\"months\": 36", 1);
    let told: Vec<_> = ask(shorter.clone()).into_iter().map(|m| (m.person, m.before, m.after)).collect();
    let due = |standing: &Standing| match standing {
        Standing::Due(period) => (true, Some(period.due_on)),
        Standing::Running(period) => (false, Some(period.due_on)),
        _ => (false, None),
    };
    let days: Vec<_> = told.iter().map(|(person, before, after)| (*person, due(before), due(after))).collect();
    let on = |text: &str| Some(day(text));
    assert_eq!(
        days,
        [(over, (true, on("2026-03-02")), (true, on("2024-03-02"))), (running, (false, on("2028-03-02")), (true, on("2026-03-02"))),]
    );
    adopt_pack(&world, "retention", "2001-01-01", &shorter);
    let now = world.as_("head").sees(|view| {
        let day = view.today;
        Ok(queries::due(view, day)?.into_iter().map(|file| file.person).collect::<Vec<_>>())
    });
    assert_eq!(now, [over, running]);
}
