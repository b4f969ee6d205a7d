//! Renewals: when they start, by themselves where the office says so, and whom other rules would move.

use std::collections::BTreeMap;

use desk_clearance::cases::{LIFECYCLE, PscCase};
use desk_clearance::correspondence::queries::{due, which_it_moves};
use desk_clearance::renewals::commands::JOB;
use desk_clearance::renewals::queries::{Draft, Start, learned, present, start_of, whom_it_moves};
use desk_clearance::renewals::rules::{Moved, Standing, moved, standings, workload};
use desk_clearance::renewals::{Plan, Stage, plans};
use jiff::Span;
use jiff::civil::Date;
use kernel::{ClockOwner, Level, RecordId, Register, Value};
use ledger::Error;
use spine::clearances::Decision;
use spine::clearances::renewals::RenewalRules;
use spine::policy::AuthorityRules;
use testkit::{Backend, World};

use crate::cases::{carry, open};
use crate::service::adopt_pack;

on_both!(
    cl_03_done_cl_04_a_renewal_starts_at_the_longer_of_rule_and_what_files_really_took,
    cl_03_a_renewal_is_told_in_time_and_started_by_itself_once_the_office_says_so,
    cl_03_whose_contract_ends_first_is_asked_about,
    cl_03_what_a_nation_wants_a_clearance_for_is_renewed_be_it_restricted,
    cl_03_a_holder_is_told_of_their_own_renewal_until_somebody_works_on_it,
    cl_03_done_cl_04_whom_a_draft_pack_would_move_is_whom_it_moves,
    cl_03_a_draft_pack_says_who_would_be_appraised_and_which_authority_asked_at_another_time,
    cl_03_packs_on_renewals_that_make_no_sense_are_refused,
    cl_01_cl_03_a_case_for_a_programme_is_decided_and_renewed_by_the_rule_of_that_programme,
);

fn rules(validity: i32, lead: i32) -> String {
    rules_of(&[(validity, lead, "")])
}

/// Rules of Romania's for S, each with its months of validity and lead, and more.
fn rules_of(rules: &[(i32, i32, &str)]) -> String {
    let rule = |(validity, lead, more): &(i32, i32, &str)| {
        format!(
            r#"{{"nation": "ROU", "level": "S", "validity_months": {validity},
            "validity_anchor": "decision", "until_inclusive": true, "renewal_lead_months": {lead}, "refresher_months": 120,
            "certificate_needed": true, "decision_target_days": 90, "psc_from_level": "C"{more}}}"#
        )
    };
    format!(r#"{{"name": "Test", "source": "Test", "rules": [{}]}}"#, rules.iter().map(rule).collect::<Vec<_>>().join(","))
}

fn renewals(itself: bool) -> String {
    format!(
        r#"{{"name": "Test", "source": "Test", "warn_days": 30, "latest_start_months": 6, "contract_months": 3,
        "escalate_percent": [50, 75, 90], "start_by_itself": {itself}}}"#
    )
}

fn office(on: Backend) -> World {
    let world = World::new(on);
    adopt_pack(&world, "authority_rules", "2020-01-01", &rules(36, 8));
    world
}

/// Somebody in a post that requires S.
fn joins(world: &World, name: &str, contract_until: Option<Date>) -> RecordId {
    let person = world.person(name, "Sam", "ROU");
    takes(world, person, &format!("P-{name}"), ("S", "ATOMAL"), contract_until);
    person
}

/// Somebody takes a post that requires something.
fn takes(world: &World, person: RecordId, number: &str, (level, categories): (&str, &str), contract_until: Option<Date>) {
    let officer = world.as_("officer");
    let post = officer.makes("posts.add", &[("number", number.into())]);
    let from = Value::from("2026-01-01");
    officer.does(
        "clearance_requirements.add",
        &[("post", post.into()), ("level", level.into()), ("categories", categories.into()), ("valid_from", from.clone())],
    );
    let until = contract_until.map_or(Value::Null, Value::from);
    officer.does(
        "assignments.add",
        &[("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", from), ("valid_until", until)],
    );
}

fn granted(world: &World, person: RecordId) -> Date {
    let case = open(world, person);
    carry(world, case, "closed_granted");
    let decision = world.as_("officer").sees(move |view| view.having::<Decision>("person", person));
    decision.iter().filter_map(|d| d.body.valid_until).max().unwrap_or_else(|| panic!("a grant with an end"))
}

fn plan(world: &World, person: RecordId) -> Option<Plan> {
    let all = world.as_("officer").sees(|view| Ok(plans(&present(view)?)));
    all.into_iter().find(|plan| plan.person == person)
}

fn goes_to(world: &World, day: Date) {
    world.days_pass(i64::from((day - world.today()).get_days()));
}

fn works(world: &World, command: &'static str, values: Vec<Value>) -> Result<(), Vec<&'static str>> {
    match world.ledger().work(JOB, command, values, None).wait() {
        Ok(_) => Ok(()),
        Err(Error::Refused(refused)) => Err(refused.codes()),
        Err(error) => panic!("{error}"),
    }
}

fn cl_03_done_cl_04_a_renewal_starts_at_the_longer_of_rule_and_what_files_really_took(on: Backend) {
    let world = office(on);
    let asked = joins(&world, "Asked", None);
    let until = granted(&world, asked);
    let by_rule = until.saturating_sub(Span::new().months(8));
    assert_eq!(plan(&world, asked).map(|p| (p.start, p.lead.learned())), Some((by_rule, None)), "nothing was learned yet");
    // A year later eleven files go to the authority, which decides one after another.
    world.days_pass(365);
    let mut files = Vec::new();
    for at in 0..11 {
        let person = joins(&world, &format!("Other{at}"), None);
        let case = open(&world, person);
        carry(&world, case, "under_investigation");
        files.push(case);
    }
    world.days_pass(170);
    for (at, case) in files.iter().enumerate() {
        world.days_pass(3);
        // The last is not decided yet.
        if at < 10 {
            carry(&world, *case, "closed_granted");
        }
    }
    // By hand: how long each stood where.
    let now = world.ledger().now().as_microsecond();
    let (mut authority, mut office, mut subject) = (Vec::new(), Vec::new(), Vec::new());
    for case in files {
        let moves = world.as_("officer").sees(move |view| view.transitions(PscCase::NAME, case));
        let mut spent: BTreeMap<ClockOwner, i64> = BTreeMap::new();
        for (at, step) in moves.iter().enumerate() {
            let end = moves.get(at + 1).map_or(now, |next| next.body.time.0);
            let owner = LIFECYCLE.state(&step.body.to_state).map_or(ClockOwner::Nobody, |s| s.clock);
            *spent.entry(owner).or_default() += (end - step.body.time.0) / 86_400_000_000;
        }
        let days = |owner| spent.get(&owner).copied().unwrap_or(0);
        let closed = moves.last().is_some_and(|m| m.body.to_state == "closed_granted");
        authority.push((days(ClockOwner::Authority), closed));
        if closed {
            office.push(days(ClockOwner::Office));
            subject.push(days(ClockOwner::Subject));
        }
    }
    assert_eq!(authority.iter().filter(|(_, closed)| !closed).count(), 1);
    // The first file of all was sent more than a year ago and counts with the others.
    let first = world.as_("officer").sees(move |view| view.having::<PscCase>("person", asked));
    assert_eq!(first.len(), 1);
    let found = world.as_("officer").sees(learned);
    let (days, count) = found.authority.get(&("ROU".to_owned(), "S".to_owned())).copied().unwrap_or_default();
    assert_eq!(count, 12);
    // Of twelve the one that waits has waited longest: when the eleventh was decided, one of twelve was left, less than one in ten.
    let mut decided: Vec<i64> = authority.iter().filter(|(_, closed)| *closed).map(|(days, _)| *days).collect();
    decided.sort_unstable();
    assert_eq!(Some(days), decided.last().copied());
    office.sort_unstable();
    subject.sort_unstable();
    // Nine in ten of eleven granted files: the tenth of eleven; the first file was as quick as any.
    assert_eq!((found.office, found.subject), (office.last().copied(), subject.last().copied()));
    for ((nation, level), (days, files)) in found.authority.clone() {
        let count = |days: Option<i64>| days.map_or(Value::Null, Value::Int);
        let values =
            vec![Value::Text(nation), Value::Text(level), Value::Int(days), count(found.office), count(found.subject), Value::Int(files)];
        assert_eq!(works(&world, "renewals.learn", values), Ok(()));
    }
    let sum = days + found.office.unwrap_or(0) + found.subject.unwrap_or(0);
    let by_history = until.saturating_sub(Span::new().days(sum));
    assert!(by_history < by_rule && sum > 243, "{sum} days");
    let told = plan(&world, asked).map(|p| (p.start, p.lead.learned(), p.lead.months));
    assert_eq!(told, Some((by_history, Some(sum), 8)));
    // Nobody but the system writes such a figure.
    let typed = [("nation", Value::from("ROU")), ("level", "S".into()), ("authority_days", 1.into()), ("files_seen", 99.into())];
    assert_eq!(world.as_("officer").refused("renewals.learn", &typed), ["duty-missing"]);
    world.verified();
}

fn cl_03_a_renewal_is_told_in_time_and_started_by_itself_once_the_office_says_so(on: Backend) {
    let world = office(on);
    let person = joins(&world, "Due", None);
    let until = granted(&world, person);
    let start = until.saturating_sub(Span::new().months(8));
    let stage = |world: &World| plan(world, person).map(|p| (p.stage.code(), p.passed, p.step));
    goes_to(&world, start.saturating_sub(Span::new().days(31)));
    assert_eq!(stage(&world), Some(("renewal_later", 0, 0)));
    world.days_pass(1);
    assert_eq!(stage(&world), Some(("renewal_soon", 0, 0)));
    let order = || vec![Value::Id(person), "S".into(), until.into()];
    goes_to(&world, start);
    assert_eq!(stage(&world), Some(("renewal_due", 0, 0)));
    let load = |world: &World| {
        world.as_("officer").sees(|view| {
            let book = present(view)?;
            Ok(workload(&plans(&book), book.today, 2).into_iter().map(|(_, count)| count).collect::<Vec<_>>())
        })
    };
    assert_eq!(load(&world), [1, 0]);
    assert_eq!(works(&world, "renewals.start", order()), Err(vec!["renewals-not-by-itself"]));
    let whole = i64::from((until - start).get_days());
    goes_to(&world, start.saturating_add(Span::new().days(whole * 3 / 4 + 1)));
    assert_eq!(stage(&world), Some(("renewal_due", (whole * 3 / 4 + 1) * 100 / whole, 75)));
    adopt_pack(&world, "renewals", "2020-01-01", &renewals(true));
    let wrong = vec![Value::Id(person), "S".into(), until.yesterday().unwrap_or(until).into()];
    assert_eq!(works(&world, "renewals.start", wrong), Err(vec!["renewal-no-longer-due"]));
    assert_eq!(works(&world, "renewals.start", order()), Ok(()));
    assert_eq!(works(&world, "renewals.start", order()), Err(vec!["case-open-already"]));
    world.time_passes(jiff::SignedDuration::from_mins(1));
    let case = plan(&world, person).and_then(|p| p.case).unwrap_or_else(|| panic!("a case"));
    let body = world.as_("officer").record::<PscCase>(case).body;
    assert_eq!((body.kind.code(), body.level, body.target_on), ("renewal", Level("S".to_owned()), Some(until)));
    // Told again until it is with its authority.
    assert_eq!(stage(&world).map(|(stage, _, step)| (stage, step)), Some(("renewal_in_hand", 75)));
    assert_eq!(load(&world), [0, 0]);
    carry(&world, case, "dispatched");
    assert_eq!(stage(&world).map(|(stage, _, step)| (stage, step)), Some(("renewal_in_hand", 0)));
    let later = carry_on(&world, case, person);
    world.time_passes(jiff::SignedDuration::from_mins(1));
    assert_eq!(stage(&world).map(|(stage, ..)| stage), Some("renewal_later"), "the new grant ends on {later}");
    world.verified();
}

fn carry_on(world: &World, case: RecordId, person: RecordId) -> Date {
    carry(world, case, "closed_granted");
    let all = world.as_("officer").sees(move |view| view.having::<Decision>("person", person));
    all.iter().filter_map(|d| d.body.valid_until).max().unwrap_or_else(|| panic!("a grant with an end"))
}

fn cl_03_whose_contract_ends_first_is_asked_about(on: Backend) {
    let world = office(on);
    let probe = joins(&world, "Probe", None);
    let until = granted(&world, probe);
    // Granted on other days, so with other ends; each contract relative to the latest end there can be.
    let before = joins(&world, "Before", Some(until.saturating_add(Span::new().days(30))));
    let beyond = joins(&world, "Beyond", Some(until.saturating_add(Span::new().years(1))));
    for person in [before, beyond] {
        granted(&world, person);
    }
    goes_to(&world, until.saturating_sub(Span::new().months(7)));
    let stage = |person| plan(&world, person).map(|p| (p.stage, p.contract_until.is_some()));
    assert_eq!([stage(before), stage(beyond)], [Some((Stage::Ask, true)), Some((Stage::Due, false))]);
    adopt_pack(&world, "renewals", "2020-01-01", &renewals(true));
    let due = world.as_("officer").sees(|view| Ok(plans(&present(view)?)));
    assert!(due.iter().filter(|p| p.stage == Stage::Due).all(|p| p.person != before));
}

fn cl_03_what_a_nation_wants_a_clearance_for_is_renewed_be_it_restricted(on: Backend) {
    let world = office(on);
    let last = world.today().saturating_add(Span::new().days(60));
    let person = joins(&world, "Low", Some(last));
    takes(&world, person, "P-Lower", ("R", ""), None);
    granted(&world, person);
    assert_eq!(plan(&world, person).map(|plan| plan.need.level.0), Some("S".to_owned()));
    goes_to(&world, last.tomorrow().unwrap_or(last));
    assert_eq!(plan(&world, person), None, "Romania wants a clearance from CONFIDENTIAL up, and nothing is renewed that nobody needs");
    adopt_pack(&world, "authority_rules", "2020-01-01", &rules(36, 8).replace(r#""psc_from_level": "C""#, r#""psc_from_level": "R""#));
    assert_eq!(plan(&world, person).map(|plan| plan.need.level.0), Some("R".to_owned()));
}

fn cl_03_a_holder_is_told_of_their_own_renewal_until_somebody_works_on_it(on: Backend) {
    let world = office(on);
    let held = joins(&world, "Held", None);
    let mine = || world.as_("officer").sees(move |view| start_of(view, held));
    assert_eq!(mine(), None, "there is nothing to renew");
    let until = granted(&world, held);
    let start = until.saturating_sub(Span::new().months(8));
    assert_eq!(mine(), Some(Start { on: start, until, near: false }));
    goes_to(&world, start.saturating_sub(Span::new().days(31)));
    assert_eq!(mine().map(|told| told.near), Some(false));
    world.days_pass(1);
    assert_eq!(mine().map(|told| told.near), Some(true), "thirty days before");
    let renewal = [("person", Value::Id(held)), ("kind", "renewal".into()), ("level", "S".into()), ("priority", "routine".into())];
    world.as_("officer").makes("case.open", &renewal);
    assert_eq!(mine(), None, "their own file says how far it is");
}

fn cl_03_done_cl_04_whom_a_draft_pack_would_move_is_whom_it_moves(on: Backend) {
    let world = office(on);
    let early = joins(&world, "Early", None);
    granted(&world, early);
    world.days_pass(60);
    let turn = world.today();
    let late = joins(&world, "Late", None);
    granted(&world, late);
    let (nobody, _) = (joins(&world, "Nobody", None), world.days_pass(10));
    let stand = |world: &World| world.as_("officer").sees(|view| Ok(standings(&present(view)?)));
    let ask = |text: String, from: Date| {
        let rules = AuthorityRules::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        world.as_("officer").sees(move |view| whom_it_moves(view, Draft::Authorities(rules), from))
    };
    let people = |moved: &[Moved]| moved.iter().map(|m| m.person).collect::<Vec<_>>();
    assert_eq!(ask(rules(36, 8), turn), [], "the same rules move nobody");
    // The same validity, a longer lead: everybody with a grant starts sooner, from today on.
    let sooner = ask(rules(36, 14), turn);
    assert_eq!(people(&sooner).len(), 2);
    assert!(sooner.iter().all(|m| m.after.start < m.before.start && m.after.until == m.before.until && m.after.access == m.before.access));
    // A printed end stays; one without is as long as the rule it was given under.
    let before = stand(&world);
    adopt_pack(&world, "authority_rules", &turn.to_string(), &rules(36, 14));
    assert_eq!(moved(&before, &stand(&world)), sooner, "what was told is what came");
    assert!(before.iter().any(|(person, standing)| *person == nobody && *standing == Standing::default()));
    // How the office renews: a later latest start moves nobody whose authority wants more, a sooner warning whoever is near.
    let ask = |text: String| {
        let rules = RenewalRules::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        world.as_("officer").sees(move |view| whom_it_moves(view, Draft::Renewals(rules), turn))
    };
    assert_eq!(ask(renewals(false)), [], "what stands without a pack");
    let latest = renewals(false).replace("\"latest_start_months\": 6", "\"latest_start_months\": 20");
    let sooner = ask(latest.clone());
    assert_eq!(people(&sooner).len(), 2);
    assert!(sooner.iter().all(|m| m.after.start < m.before.start && m.after.until == m.before.until));
    let before = stand(&world);
    adopt_pack(&world, "renewals", &turn.to_string(), &latest);
    assert_eq!(moved(&before, &stand(&world)), sooner);
    world.verified();
}

fn cl_03_a_draft_pack_says_who_would_be_appraised_and_which_authority_asked_at_another_time(on: Backend) {
    let world = office(on);
    let held = joins(&world, "Held", None);
    granted(&world, held);
    let waits = joins(&world, "Waits", None);
    let case = open(&world, waits);
    carry(&world, case, "under_investigation");
    let begun: Date = "2020-01-01".parse().unwrap_or_else(|e| panic!("{e}"));
    let draft = |text: &str| AuthorityRules::parse(text).unwrap_or_else(|e| panic!("{e}"));
    let people = |text: &str| {
        let (rules, today) = (draft(text), world.today());
        world.as_("officer").sees(move |view| whom_it_moves(view, Draft::Authorities(rules), today))
    };
    let asked = |text: &str, from: Date| {
        let rules = draft(text);
        world.as_("officer").sees(move |view| which_it_moves(view, rules, from))
    };
    // Once a year from the grant on; the briefing, repeated after ten years, stays.
    let yearly = rules_of(&[(36, 8, r#", "appraisal_months": 12"#)]);
    let decided = world.as_("officer").sees(move |view| view.having::<Decision>("person", held))[0].body.decided_on;
    let moved = people(&yearly);
    let (before, after) = (&moved[0].before, &moved[0].after);
    assert_eq!((moved.len(), moved[0].person, before.appraised_by), (1, held, None));
    assert_eq!(after.appraised_by, decided.checked_add(Span::new().months(12)).ok());
    assert_eq!(Standing { appraised_by: None, ..after.clone() }, *before, "nothing else moves");
    assert!(before.briefed_by.is_some());
    // An authority is asked when its usual time is over, by the rules of the day the case was sent: later rules move no case, backdated ones do.
    let sooner = rules(36, 8).replace(r#""decision_target_days": 90"#, r#""decision_target_days": 30"#);
    assert_eq!(asked(&sooner, world.today()), []);
    let moved = asked(&sooner, begun);
    let sent = moved[0].case.sent_on;
    assert_eq!(moved.iter().map(|m| m.case.case).collect::<Vec<_>>(), [case]);
    let days = |count: i64| Some(sent.saturating_add(Span::new().days(count)));
    assert_eq!((moved[0].before, moved[0].after), (days(91), days(31)));
    // What was told is what comes: on that day, not the day before, the authority may be asked.
    let due = |world: &World| {
        let authority = moved[0].case.authority;
        world.as_("officer").sees(move |view| due(view, kernel::Id::new(authority))).len()
    };
    adopt_pack(&world, "authority_rules", "2020-01-01", &sooner);
    goes_to(&world, sent.saturating_add(Span::new().days(30)));
    assert_eq!(due(&world), 0);
    world.days_pass(1);
    assert_eq!(due(&world), 1);
    adopt_pack(&world, "authority_rules", &world.today().to_string(), &yearly.replace("90", "30"));
    let stands = world.as_("officer").sees(|view| Ok(standings(&present(view)?)));
    let stands = stands.into_iter().find(|(person, _)| *person == held).map(|(_, standing)| standing.appraised_by);
    assert_eq!(stands, Some(after.appraised_by));
    world.verified();
}

fn cl_03_packs_on_renewals_that_make_no_sense_are_refused(on: Backend) {
    let world = World::new(on);
    let refused = |text: String| {
        let fields = [("kind", "renewals".into()), ("valid_from", "2026-01-01".into()), ("rules", Value::Text(text))];
        world.as_("policy").refused("policy.adopt", &fields)
    };
    let good = renewals(false);
    for (what, instead) in [
        ("[50, 75, 90]", "[75, 50]"),
        ("[50, 75, 90]", "[0]"),
        ("[50, 75, 90]", "[50, 101]"),
        ("\"warn_days\": 30", "\"warn_days\": -1"),
        ("\"latest_start_months\": 6", "\"latest_start_months\": 121"),
        ("\"contract_months\": 3", "\"contract_months\": -3"),
        ("\"start_by_itself\": false", "\"start_by_itself\": \"yes\""),
        ("\"name\": \"Test\",", ""),
    ] {
        assert!(good.contains(what));
        assert_eq!(refused(good.replace(what, instead)), ["pack-unreadable"], "{instead}");
    }
    adopt_pack(&world, "renewals", "2026-01-01", &good);
}

fn cl_01_cl_03_a_case_for_a_programme_is_decided_and_renewed_by_the_rule_of_that_programme(on: Backend) {
    let world = World::new(on);
    adopt_pack(&world, "authority_rules", "2020-01-01", &rules_of(&[(36, 8, ""), (60, 14, r#", "programme": "EU""#)]));
    adopt_pack(&world, "renewals", "2020-01-01", &renewals(true));
    let envoy = joins(&world, "Envoy", None);
    let opens = |programme: &str| {
        let asked = [("person", envoy.into()), ("kind", "initial".into()), ("level", "S".into()), ("categories", "ATOMAL".into())];
        [&asked[..], &[("priority", "routine".into()), ("programme", programme.to_owned().into())]].concat()
    };
    let officer = world.as_("officer");
    // Written otherwise than in the rules it would be decided by the rule for all.
    assert_eq!(officer.refused("case.open", &opens("UE")), ["programme-unknown"]);
    let case = officer.makes("case.open", &opens("EU"));
    // Nobody names the programme again: the decision is for what the case was opened for.
    carry(&world, case, "closed_granted");
    let decision = officer.sees(move |view| view.having::<Decision>("case", case)).remove(0).body;
    assert_eq!(decision.programme.as_deref(), Some("EU"));
    let until = decision.decided_on.saturating_add(Span::new().months(60));
    assert_eq!(decision.valid_until, Some(until));
    let planned = plan(&world, envoy).unwrap_or_else(|| panic!("no plan"));
    assert_eq!((planned.until, planned.start), (until, until.saturating_sub(Span::new().months(14))));
    // The renewal is for the same programme, opened by hand from the plan or by itself.
    assert_eq!(planned.programme.as_deref(), Some("EU"));
    goes_to(&world, planned.start);
    assert_eq!(works(&world, "renewals.start", vec![envoy.into(), "S".into(), until.into()]), Ok(()));
    let cases = officer.sees(move |view| view.having::<PscCase>("person", envoy));
    let renewal = cases.into_iter().find(|found| found.head.id != case).unwrap_or_else(|| panic!("no renewal"));
    assert_eq!(renewal.body.programme.as_deref(), Some("EU"));
    world.verified();
}
