//! The last day counts, and so does the last working day; what nobody needs a clearance for asks for none.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use kernel::{Codes, Id, Level, Nation, RecordId, limits};
use ledger::transition::Micros;
use spine::clearances::visits::VisitRules;
use spine::clearances::{
    AccessAuthorisation, BriefingKind, BriefingRecord, Certificate, CertificateModel, Decision, DecisionKind, Facts, Need,
};
use spine::people::{IdentityDocument, IdentityDocumentKind};
use spine::policy::Rulebook;
use spine::posts::{Assignment, AssignmentKind};

use super::queries::{GRANTED_FIRST, OPEN_FIRST};
use super::rules::{Lead, Member, Moment, Trip};
use super::{InitiatedBy, Initiative, Pertains, VisitKind, VisitRequest, VisitSite, VisitState, Visitor, VisitorAnswer, lifecycle};

const TODAY: Date = date(2026, 3, 2);
const FIRST: Date = date(2026, 4, 1);
const LAST: Date = date(2026, 4, 3);

fn id<T>(at: u8) -> Id<T> {
    Id::new(RecordId([at; 16]))
}

/// Everything there is until a day, that day included.
fn facts(until: Date) -> Facts {
    let (from, level) = (date(2020, 1, 1), || Level("S".to_owned()));
    Facts {
        assignments: vec![Assignment {
            person: id(1),
            post: id(2),
            kind: AssignmentKind::Staff,
            valid_from: from,
            valid_until: None,
            expected_end: None,
            end_reason: None,
        }],
        decisions: vec![Decision {
            valid_until: Some(until),
            ..Decision::made(
                id(1),
                (id(3), Nation("ROU".to_owned())),
                DecisionKind::Grant,
                Need::new(level(), Codes::default()),
                from,
                (RecordId([4; 16]), RecordId([5; 16])),
            )
        }],
        certificates: vec![Certificate {
            person: id(1),
            decision: None,
            model: CertificateModel::Rev8Confirmation,
            number: "C-1".to_owned(),
            name_printed: None,
            level: level(),
            categories: Codes::default(),
            valid_from: from,
            valid_until: Some(until),
            held_at: None,
            returned_on: None,
        }],
        authorisations: vec![AccessAuthorisation::full(
            id(1),
            Need::new(level(), Codes::default()),
            (from, Some(until)),
            (RecordId([4; 16]), RecordId([5; 16])),
        )],
        briefings: vec![BriefingRecord::given(id(1), BriefingKind::Nato, from, Some(until))],
        ..Facts::default()
    }
}

fn trip() -> Trip {
    let request = VisitRequest {
        number: "RFV/2026/0001".to_owned(),
        kind: VisitKind::OneTime,
        state: VisitState::Draft,
        since: Micros(0),
        host: id(3),
        valid_from: FIRST,
        valid_until: LAST,
        level: Level("S".to_owned()),
        categories: Codes::default(),
        subject: "Acceptance".to_owned(),
        justification: "Needed".to_owned(),
        requesting_organisation: Some(id(6)),
        initiative: Initiative::Government,
        initiated_by: InitiatedBy::Requester,
        pertains_to: Pertains::Programme,
        pertains_reference: None,
        contract_until: None,
        emergency_reason: None,
        security_officer: "A. Officer".to_owned(),
        remarks: None,
        amendments: 0,
        sent_on: None,
        days_given: None,
        days_wanted: None,
        sent_by: None,
        host_reference: None,
        answered_on: None,
        answered_by: None,
    };
    let document = IdentityDocument {
        person: id(1),
        kind: IdentityDocumentKind::Passport,
        number: None,
        issuer: Nation("ROU".to_owned()),
        valid_until: LAST,
    };
    let visitor = Visitor {
        person: id(1),
        request: id(9),
        document: Some(id(8)),
        employer: "Agency".to_owned(),
        position: "Engineer".to_owned(),
        answer: VisitorAnswer::Open,
    };
    let member = Member {
        id: id(7),
        visitor,
        name: "Šimić Søren".to_owned(),
        nation: "ROU".to_owned(),
        birth_place: None,
        facts: facts(LAST),
        document: Some(document),
    };
    let site =
        VisitSite { request: id(9), name: "Works".to_owned(), address: "1".to_owned(), contact: "B".to_owned(), security_officer: None };
    Trip { id: id(9), request, nation: "ROU".to_owned(), asker: None, sites: vec![site], party: vec![member] }
}

fn faults(edit: impl FnOnce(&mut Trip)) -> Vec<&'static str> {
    faults_with(Lead { given: 10, wanted: Some(10) }, edit)
}

fn faults_with(lead: Lead, edit: impl FnOnce(&mut Trip)) -> Vec<&'static str> {
    let mut trip = trip();
    edit(&mut trip);
    let (visits, rules, policy) = (VisitRules::default(), Rulebook::default(), testkit::world::policy());
    let moment = Moment { today: TODAY, visits: &visits, rules: &rules, policy: &policy };
    trip.faults(moment, lead).into_iter().map(|fault| fault.refusal.code).collect()
}

#[test]
fn cl_07_the_last_day_of_everything_may_be_the_last_day_of_the_visit() {
    assert_eq!(faults(|_| {}), Vec::<&str>::new());
    let before = LAST.yesterday().unwrap_or(LAST);
    let document = |trip: &mut Trip, until: Date| trip.party[0].document.iter_mut().for_each(|d| d.valid_until = until);
    assert_eq!(faults(|trip| document(trip, before)), ["visit-document-ends"]);
    assert_eq!(faults(|trip| trip.party[0].facts.certificates[0].valid_until = Some(before)), ["visit-not-certified"]);
    assert_eq!(faults(|trip| trip.party[0].facts.decisions[0].valid_until = Some(before)), ["visit-not-cleared"]);
    assert_eq!(faults(|trip| trip.party[0].facts.authorisations[0].valid_until = Some(before)), ["visit-not-authorised"]);
    assert_eq!(faults(|trip| trip.party[0].facts.briefings[0].next_due = Some(before)), ["visit-not-briefed"]);
    assert_eq!(faults(|trip| trip.party[0].facts.assignments[0].valid_until = Some(before)), ["visit-not-employed"]);
    assert_eq!(faults(|trip| trip.request.contract_until = Some(LAST)), Vec::<&str>::new());
    assert_eq!(faults(|trip| trip.request.contract_until = Some(before)), ["visit-past-contract"]);
}

#[test]
fn cl_07_every_text_of_the_form_that_has_a_count_keeps_it() {
    use spine::clearances::visits::FORM_TEXTS;
    use spine::organisations::{Organisation, OrganisationKind};
    let long = |at: usize| "é".repeat(at);
    let mut trip = trip();
    let asker = Organisation {
        kind: OrganisationKind::Other,
        name_en: long(9),
        name_fr: long(9),
        nation: None,
        part_of: None,
        authority: None,
        address: Some(long(9)),
        email: None,
        point_of_contact: Some(long(9)),
        telephone: None,
        valid_from: None,
        valid_until: None,
    };
    trip.asker = Some(asker);
    for text in [&mut trip.request.subject, &mut trip.request.justification, &mut trip.request.security_officer] {
        *text = long(9);
    }
    trip.request.remarks = Some(long(9));
    trip.request.pertains_reference = Some(long(9));
    trip.request.emergency_reason = Some(long(9));
    let site = &mut trip.sites[0];
    (site.name, site.address, site.contact, site.security_officer) = (long(9), long(9), long(9), Some(long(9)));
    let member = &mut trip.party[0];
    (member.visitor.employer, member.visitor.position, member.birth_place) = (long(9), long(9), Some(long(9)));
    let told = |most: usize, field: &str| {
        let visits = VisitRules { characters: [(field.to_owned(), most)].into(), ..VisitRules::default() };
        let (rules, policy) = (Rulebook::default(), testkit::world::policy());
        let moment = Moment { today: TODAY, visits: &visits, rules: &rules, policy: &policy };
        let all = trip.faults(moment, Lead { given: 10, wanted: Some(10) });
        all.into_iter()
            .filter(|fault| fault.refusal.code == "visit-text-too-long")
            .filter_map(|fault| fault.refusal.field)
            .collect::<Vec<_>>()
    };
    for field in FORM_TEXTS {
        assert_eq!(told(8, field), [*field], "{field} counts letters, not bytes");
        assert_eq!(told(9, field), Vec::<String>::new(), "{field} at its count");
    }
}

#[test]
fn cl_07_a_visit_of_a_year_ends_the_day_before_the_same_day() {
    let until = |last: Date| {
        faults(|trip| {
            trip.request.valid_until = last;
            trip.party[0].facts = facts(last);
            trip.party[0].document.iter_mut().for_each(|d| d.valid_until = last);
        })
    };
    assert_eq!(until(date(2027, 3, 31)), Vec::<&str>::new());
    assert_eq!(until(date(2027, 4, 1)), ["visit-too-long"]);
}

#[test]
fn cl_07_a_lead_that_is_just_long_enough_is() {
    let short = Lead { given: 9, wanted: Some(10) };
    assert_eq!(faults_with(short, |_| {}), ["visit-lead-short"]);
    assert_eq!(faults_with(Lead { given: 0, wanted: None }, |_| {}), ["visit-lead-unknown"]);
    // Once sent, the lead is what it was; a change under way has no first day ahead.
    assert_eq!(faults_with(short, |trip| trip.request.state = VisitState::SentToHost), Vec::<&str>::new());
    let under_way = |trip: &mut Trip| {
        trip.request.state = VisitState::Amending;
        trip.request.amendments = 1;
        trip.request.valid_from = date(2026, 3, 1);
    };
    assert_eq!(faults_with(Lead { given: 0, wanted: Some(5) }, under_way), Vec::<&str>::new());
}

#[test]
fn cl_07_what_needs_no_clearance_asks_for_none_but_what_was_taken_away_counts() {
    let open = |trip: &mut Trip| {
        trip.request.level = Level("R".to_owned());
        trip.party[0].facts.certificates.clear();
        trip.party[0].facts.briefings.clear();
    };
    assert_eq!(faults(open), Vec::<&str>::new());
    let without_post = |trip: &mut Trip| {
        open(trip);
        trip.party[0].facts.assignments.clear();
    };
    assert_eq!(faults(without_post), ["visit-not-employed"]);
    for taken in [DecisionKind::Suspend, DecisionKind::Withdraw] {
        let away = |trip: &mut Trip| {
            open(trip);
            let mut decision = trip.party[0].facts.decisions[0].clone();
            (decision.kind, decision.decided_on, decision.valid_from) = (taken, TODAY, TODAY);
            trip.party[0].facts.decisions.push(decision);
        };
        assert_eq!(faults(away), ["visit-suspended"], "{taken:?}");
    }
}

#[test]
fn cl_07_a_name_on_the_certificate_is_the_name_of_the_person() {
    let printed = |name: &'static str| faults(|trip| trip.party[0].facts.certificates[0].name_printed = Some(name.to_owned()));
    assert_eq!(printed("SIMIC, Soren"), Vec::<&str>::new());
    assert_eq!(printed("Simic Soren Maria"), ["visit-name-differs"]);
    // Another whose print nobody copied says nothing for it.
    let beside = |trip: &mut Trip| {
        let mut other = trip.party[0].facts.certificates[0].clone();
        other.name_printed = Some("Somebody Else".to_owned());
        trip.party[0].facts.certificates.push(other);
    };
    assert_eq!(faults(beside), ["visit-name-differs"]);
    // Whom the host has refused does not go, and is judged by nobody.
    let refused = |trip: &mut Trip| {
        beside(trip);
        trip.party[0].visitor.answer = VisitorAnswer::Refused;
    };
    assert_eq!(faults(refused), Vec::<&str>::new());
}

#[test]
fn cl_07_what_is_asked_for_first_stands_in_the_states_the_table_names() {
    for (query, states) in [(&OPEN_FIRST, lifecycle::OPEN), (&GRANTED_FIRST, lifecycle::GRANTED)] {
        let named: Vec<&str> = query.sql.split('\'').skip(1).step_by(2).collect();
        assert_eq!(named, states, "{}", query.name);
        assert!(query.sql.ends_with(&format!("LIMIT {}", limits::PAGE_ROWS_MAX)), "{}", query.name);
    }
    // Open is what the table calls open.
    let open: BTreeSet<&str> = lifecycle::LIFECYCLE.states.iter().filter(|state| state.open).map(|state| state.code).collect();
    assert_eq!(open, lifecycle::OPEN.iter().copied().collect());
    // The table is read aloud by a reader of its source, so both lists are written out.
    assert_eq!(lifecycle::OPEN.split_last(), Some((&"visit_active", lifecycle::EXPIRES)));
}
