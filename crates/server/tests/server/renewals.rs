//! Renewals as the office meets them: on a page, by themselves once, and what other rules would change before they are approved.

use axum::http::StatusCode;
use desk_clearance::cases::{CaseKind, PscCase};
use kernel::{Codes, Entropy, Id, Level, Nation, RecordId, Value};
use ledger::db::Backend;
use server::renewals::look;
use spine::clearances::{Decision, DecisionKind, Need};
use spine::organisations::{Authority, AuthorityKind};
use testkit::world::{day, hire};

use crate::{Site, sends};

const RULES: &str = r#"{"name": "Test", "source": "Test", "rules": [{"nation": "BEL", "level": "S", "validity_months": 60,
    "validity_anchor": "decision", "until_inclusive": true, "renewal_lead_months": 7, "refresher_months": 24, "certificate_needed": true,
    "decision_target_days": 90, "psc_from_level": "C"}]}"#;
const RENEWALS: &str = r#"{"name": "Test", "source": "Test", "warn_days": 30, "latest_start_months": 6, "contract_months": 3,
    "escalate_percent": [50, 75, 90], "start_by_itself": true}"#;

/// An office with people in posts that require S, granted on these days, and for a programme where one follows the day.
fn office(on: Backend, granted: &'static [&'static str]) -> (Site, Vec<RecordId>) {
    let mut people = Vec::new();
    let site = Site::with(on, |changes, entropy| {
        let authority = Authority {
            nation: Nation("BEL".to_owned()),
            kind: AuthorityKind::Dsa,
            name_en: "Of industry".to_owned(),
            name_fr: "De l’industrie".to_owned(),
            address: None,
            email: None,
            chaser_days: None,
        };
        let authority: Id<Authority> = changes.insert(entropy.id(), &authority);
        for (at, granted) in granted.iter().enumerate() {
            let (_, person) = hire(changes, entropy, &format!("p{at}"), &format!("Holder{at}"));
            let what = Need::new(Level("S".to_owned()), Codes::default());
            let of = (authority, Nation("BEL".to_owned()));
            let (granted, programme) = granted.split_once(' ').map_or((*granted, None), |(day, name)| (day, Some(name.to_owned())));
            let made = Decision::made(Id::new(person), of, DecisionKind::Grant, what, day(granted), (person, person));
            // The end of the one that tells the first page stands in it.
            let valid_until = programme.is_some().then(|| day("2026-04-20"));
            let decision = Decision { programme, valid_until, ..made };
            changes.insert(entropy.id(), &decision);
            people.push(person);
        }
    });
    let officer = site.world.as_("officer");
    for (at, person) in people.iter().enumerate() {
        let post = officer.makes("posts.add", &[("number", format!("P-{at}").into())]);
        let from = Value::from("2020-01-01");
        officer.does("clearance_requirements.add", &[("post", post.into()), ("level", "S".into()), ("valid_from", from.clone())]);
        let held = [("person", Value::Id(*person)), ("post", post.into()), ("kind", "staff".into()), ("valid_from", from)];
        officer.does("assignments.add", &held);
    }
    site.world.adopt("authority_rules", RULES);
    (site, people)
}

fn looks(site: &Site) -> usize {
    site.runtime.block_on(look(&site.app)).unwrap()
}

fn what_is_due_is_opened_once_and_the_page_says_it(on: Backend) {
    // The office's day is in March 2026: due since September, in October, and long ago decided for long.
    let (site, _) = office(on, &["2021-04-20", "2021-10-20", "2025-01-01"]);
    let cookie = site.cookie("officer");
    let page = site.page("/clearance/renewals?stage=renewal_due", &cookie);
    assert!(page.body.contains("Holder0") && !page.body.contains("Holder2"), "{}", page.body);
    // When it should have started, and from what: the rule's seven months, as no file was ever decided.
    assert!(page.body.contains("2025-09-20") && page.body.contains("7 months"), "{}", page.body);
    assert!(page.body.contains("Nothing starts by itself"), "{}", page.body);
    let today = || site.page("/", &cookie).body;
    assert!(!today().contains("renewal is late"), "{}", today());
    assert_eq!(looks(&site), 1, "the office has not said that any starts by itself: they are counted");
    assert!(today().contains("1 renewal is due and has no case") && today().contains("1 renewal is late"), "{}", today());
    assert!(!site.page("/", &site.cookie("access")).body.contains("renewal"), "who sees no case is told of no renewal");
    assert_eq!(looks(&site), 0, "once a day");
    site.world.adopt("renewals", RENEWALS);
    let (one, other) = site.runtime.block_on(async { tokio::join!(look(&site.app), look(&site.app)) });
    assert_eq!(one.unwrap() + other.unwrap(), 1, "two nodes at the same moment");
    assert_eq!(looks(&site), 0);
    site.world.time_passes(jiff::SignedDuration::from_mins(1));
    let page = site.page("/clearance/renewals?stage=renewal_in_hand", &cookie);
    assert!(page.body.contains("Holder0") && page.body.contains("PSC/2026/00001"), "{}", page.body);
    assert!(site.page("/clearance/renewals", &site.cookie("access")).status.is_client_error(), "who sees no case sees no plan");
    site.world.verified();
}

fn the_case_that_renews_a_grant_is_offered_for_its_programme(on: Backend) {
    let (site, _) = office(on, &["2021-04-20 EU", "2021-04-20"]);
    let rule = RULES.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).map(|(rule, _)| rule).unwrap();
    let for_it = rule.replacen("\"level\": \"S\"", "\"level\": \"S\", \"programme\": \"EU\"", 1);
    let rules = RULES.replace(rule, &format!("{rule}, {for_it}"));
    let pack = [("kind", Value::from("authority_rules")), ("valid_from", "2021-01-01".into()), ("rules", rules.into())];
    let request = site.world.as_("policy").asks("policy.adopt", &pack);
    site.world.as_("head").approves(request);
    let page = site.page("/clearance/renewals?stage=renewal_due", &site.cookie("officer"));
    // Both are due; the one is opened for its programme, the other for none.
    assert_eq!(page.body.matches("kind=renewal").count(), 2, "{}", page.body);
    assert_eq!(page.body.matches("target_on=2026-04-20&#38;programme=EU").count(), 1, "{}", page.body);
    // The first page offers it by the same link.
    site.world.days_pass(20);
    let today = site.page("/", &site.cookie("officer")).body;
    assert_eq!(today.matches("target_on=2026-04-20&#38;programme=EU").count(), 1, "{today}");
}

fn whom_a_pack_would_move_stands_on_the_request(on: Backend) {
    let (site, _) = office(on, &["2021-04-20", "2024-10-20"]);
    let longer = RULES.replace("\"validity_months\": 60", "\"validity_months\": 84");
    let pack = [("kind", Value::from("authority_rules")), ("valid_from", "2024-01-01".into()), ("rules", longer.into())];
    let request = site.world.as_("policy").asks("policy.adopt", &pack);
    let page = site.page(&format!("/approvals/{}", request.outward("apr")), &site.cookie("head"));
    // Only what was decided under the new rules lasts two years longer.
    assert!(page.body.contains("2029-10-20 → 2031-10-20") && page.body.contains("Holder1"), "{}", page.body);
    assert!(!page.body.contains("Holder0"), "{}", page.body);
    // A longer lead moves nobody's last day, and everybody's start.
    let earlier = RULES.replace("\"renewal_lead_months\": 7", "\"renewal_lead_months\": 12");
    let pack = [("kind", Value::from("authority_rules")), ("valid_from", "2024-01-01".into()), ("rules", earlier.into())];
    let request = site.world.as_("policy").asks("policy.adopt", &pack);
    let page = site.page(&format!("/approvals/{}", request.outward("apr")), &site.cookie("head"));
    for said in ["Holder0", "2025-09-20 → 2025-04-20", "Holder1", "2029-03-20 → 2028-10-20"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // How the office renews: told sooner, and started sooner whatever the authority wants.
    let office = RENEWALS.replace("\"latest_start_months\": 6", "\"latest_start_months\": 12");
    let pack = [("kind", Value::from("renewals")), ("valid_from", "2024-01-01".into()), ("rules", office.into())];
    let request = site.world.as_("policy").asks("policy.adopt", &pack);
    let page = site.page(&format!("/approvals/{}", request.outward("apr")), &site.cookie("head"));
    assert!(page.body.contains("2025-09-20 → 2025-04-20") && page.body.contains("2029-03-20 → 2028-10-20"), "{}", page.body);
    // Of files and visits as well, each in the reader's language; of what moves no record nothing is said.
    for (kind, rules, said) in [
        ("retention", spine::DEMO_RETENTION_RULES, ["Whose file these rules would keep otherwise", "No file is moved."]),
        ("visit_rules", spine::DEMO_VISIT_RULES, ["Which visits these rules would judge otherwise", "No badge changes."]),
    ] {
        let pack = [("kind", Value::from(kind)), ("valid_from", "2024-01-01".into()), ("rules", rules.into())];
        let request = site.world.as_("policy").asks("policy.adopt", &pack);
        let page = site.page(&format!("/approvals/{}", request.outward("apr")), &site.cookie("head"));
        assert!(said.iter().all(|said| page.body.contains(said)), "{kind}: {}", page.body);
    }
    let pack =
        [("kind", Value::from("measure_targets")), ("valid_from", "2024-01-01".into()), ("rules", spine::DEMO_MEASURE_TARGETS.into())];
    let request = site.world.as_("policy").asks("policy.adopt", &pack);
    let page = site.page(&format!("/approvals/{}", request.outward("apr")), &site.cookie("head"));
    assert!(!page.body.contains("these rules would"), "{}", page.body);
    // Nothing moved yet: it is only asked for.
    assert!(site.page("/clearance/renewals", &site.cookie("officer")).body.contains("2025-09-20"));
}

fn those_chosen_are_opened_at_once(on: Backend) {
    let (site, people) = office(on, &["2021-04-20", "2021-04-21"]);
    let cookie = site.cookie("officer");
    let ids: Vec<String> = people.iter().map(|person| person.outward("per")).collect();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("select", id.as_str())).collect();
    let page = sends(&site, "/clearance/renewals", &cookie, &fields);
    assert!(page.body.contains("Holder0") && page.body.contains("Holder1"), "what would happen is shown first: {}", page.body);
    let cases = || site.world.as_("officer").sees(|view| view.every::<PscCase>());
    assert!(cases().is_empty());
    fields.push(("confirmed", "yes"));
    let done = sends(&site, "/clearance/renewals", &cookie, &fields);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let opened = cases();
    let granted_by = site.world.as_("officer").sees(|view| view.every::<Decision>()).remove(0).body.authority;
    for (case, until) in opened.iter().zip(["2026-04-20", "2026-04-21"]) {
        assert_eq!(
            (case.body.kind, case.body.authority, case.body.target_on),
            (CaseKind::Renewal, granted_by, Some(day(until))),
            "whoever granted renews"
        );
    }
    assert_eq!(opened.len(), 2);
}

macro_rules! on_both {
    ($($name:ident on $sqlite:ident, $postgres:ident;)+) => {
        $(#[test] fn $sqlite() { $name(Backend::Sqlite); } #[test] fn $postgres() { $name(Backend::Postgres); })+
    };
}

on_both! {
    what_is_due_is_opened_once_and_the_page_says_it on
        done_cl_04_what_is_due_is_opened_once_and_the_page_says_it_on_sqlite, done_cl_04_what_is_due_is_opened_once_and_the_page_says_it_on_postgres;
    the_case_that_renews_a_grant_is_offered_for_its_programme on
        cl_03_the_case_that_renews_a_grant_is_offered_for_its_programme_on_sqlite, cl_03_the_case_that_renews_a_grant_is_offered_for_its_programme_on_postgres;
    those_chosen_are_opened_at_once on
        cl_03_those_chosen_are_opened_at_once_on_sqlite, cl_03_those_chosen_are_opened_at_once_on_postgres;
    whom_a_pack_would_move_stands_on_the_request on
        done_cl_04_whom_a_pack_would_move_stands_on_the_request_on_sqlite, done_cl_04_whom_a_pack_would_move_stands_on_the_request_on_postgres;
}
