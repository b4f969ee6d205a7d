//! Visits: a request from draft to its last day, red the moment something is no longer so; and those who come.

use desk_clearance::limits;
use desk_clearance::measures;
use desk_clearance::visits::commands::JOB;
use desk_clearance::visits::queries::{Guest, expected, requests, standards, trips};
use desk_clearance::visits::{VisitRequest, incoming, lifecycle};
use jiff::Span;
use jiff::civil::Date;
use kernel::measure::Period;
use kernel::{Codes, Level, RecordId, Value};
use ledger::Error;
use spine::clearances::Need;
use spine::clearances::gate::{Answer, gate_list, names};
use spine::organisations::Organisation;
use testkit::{Backend, World};

use crate::cases::adopt;
use crate::gate::holder;

on_both!(
    cl_07_a_request_for_visit_from_draft_to_its_last_day,
    cl_07_a_request_is_refused_with_everything_that_stands_in_its_way,
    inv_cl_08_done_cl_03_an_approved_visit_is_red_the_moment_a_suspension_is_recorded,
    cl_07_a_change_of_what_was_approved_is_asked_for_again,
    cl_07_the_lead_is_counted_in_the_hosts_working_days,
    cl_07_nobody_moves_a_visit_of_their_own,
    cl_07_who_comes_is_checked_at_the_gate_itself,
    cl_07_sp_02_the_letter_of_who_is_announced_is_neither_corrected_nor_voided_beneath_the_visit,
    xd_01_whoever_leaves_has_their_visits_named_to_be_cancelled,
    cl_07_a_request_holds_as_many_as_its_limits_and_not_one_more,
    cl_07_cl_13_the_figure_counts_what_was_sent_in_time_answered_and_turned_away,
);

pub fn visit_rules(lead: usize) -> String {
    format!(
        r#"{{"name": "Test", "source": "Test", "hosts": [{{"nation": "CHE", "lead_days": {lead}, "recurring_lead_days": {lead},
        "amendment_lead_days": 2, "recurring_months": 6}}, {{"nation": "ROU", "lead_days": {lead}, "recurring_lead_days": {lead},
        "amendment_lead_days": 2, "recurring_months": null}}], "one_time_months": 12, "recurring_months": 12,
        "unescorted_from_level": "S", "characters": {{"subject": 60}}}}"#
    )
}

pub fn in_days(world: &World, days: i64) -> Date {
    world.today().saturating_add(Span::new().days(days))
}

pub fn passport(world: &World, person: RecordId, until: Date) -> RecordId {
    let fields = [
        ("person", person.into()),
        ("kind", "passport".into()),
        ("number", "X123".into()),
        ("issuer", "ROU".into()),
        ("valid_until", until.into()),
    ];
    world.as_("officer").makes("identity_documents.add", &fields)
}

/// The organisation in whose name the office asks.
pub fn asker(world: &World) -> RecordId {
    let known = world.as_("officer").sees(|view| view.having::<Organisation>("name_en", "The agency"));
    let fields = [("kind", Value::from("other_organisation")), ("name_en", "The agency".into()), ("name_fr", "L’agence".into())];
    known.first().map_or_else(|| world.as_("officer").makes("organisations.add", &fields), |known| known.head.id)
}

/// What a request says, a visit of three days.
pub fn details(world: &World, from: Date) -> Vec<(&'static str, Value)> {
    vec![
        ("kind", "visit_one_time".into()),
        ("host", world.authority("ROU").into()),
        ("valid_from", from.into()),
        ("valid_until", from.saturating_add(Span::new().days(2)).into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        ("subject", "Acceptance test".into()),
        ("justification", "The contract asks for it.".into()),
        ("initiative", "government".into()),
        ("initiated_by", "visit_by_requester".into()),
        ("pertains_to", "programme".into()),
        ("security_officer", "A. Officer, +352 1".into()),
        ("requesting_organisation", asker(world).into()),
    ]
}

/// A request with a site and these visitors, in draft.
pub fn drafted(world: &World, from: Date, visitors: &[(RecordId, Option<RecordId>)]) -> RecordId {
    let technician = world.as_("technician");
    let request = technician.makes("visits.prepare", &details(world, from));
    let site = [("request", request.into()), ("name", "Works".into()), ("address", "1 Street".into()), ("contact", "B. Host".into())];
    technician.does("visits.add_site", &site);
    for (person, document) in visitors {
        let visitor = [
            ("request", request.into()),
            ("person", (*person).into()),
            ("document", document.map_or(Value::Null, Value::from)),
            ("employer", "Agency".into()),
            ("position", "Engineer".into()),
        ];
        technician.does("visits.add_visitor", &visitor);
    }
    request
}

fn state(world: &World, request: RecordId) -> String {
    world.as_("officer").field("visit_requests", request, "state").text().unwrap_or("").to_owned()
}

pub fn mail(world: &World, direction: &str) -> Value {
    world.letter(direction, "ROU").into()
}

/// Validates, sends and has it approved.
pub fn approved(world: &World, request: RecordId) {
    let technician = world.as_("technician");
    technician.does("visits.validate", &[("request", request.into())]);
    technician.does("visits.send_to_own_nsa", &[("request", request.into()), ("mail_item", mail(world, "outgoing"))]);
    technician.does("visits.forwarded", &[("request", request.into())]);
    technician.does("visits.approve", &[("request", request.into()), ("mail_item", mail(world, "incoming"))]);
}

/// The codes of what stands in the way of each open visit, as somebody sees it.
fn faults(world: &World, who: &str) -> Vec<(RecordId, Vec<&'static str>)> {
    world.as_(who).sees(|view| {
        let open = requests(view, lifecycle::OPEN)?;
        let (all, standards) = (trips(view, open)?, standards(view)?);
        let told = all.iter().map(|trip| {
            let codes = standards.faults(trip, view.today, view.policy).into_iter().map(|fault| fault.refusal.code);
            (trip.id.raw(), codes.collect())
        });
        Ok(told.collect())
    })
}

pub fn faults_of(world: &World, request: RecordId) -> Vec<&'static str> {
    faults(world, "officer").into_iter().find(|(id, _)| *id == request).map(|(_, codes)| codes).unwrap_or_default()
}

pub fn suspend(world: &World, person: RecordId, kind: &str) {
    let fields = [
        ("person", person.into()),
        ("kind", kind.into()),
        ("authority", world.authority("ROU").into()),
        ("level", "S".into()),
        ("decided_on", world.today().into()),
        ("reason_code", "under_review".into()),
        ("source", world.letter("incoming", "ROU").into()),
    ];
    let request = world.as_("technician").asks("clearances.record_adverse", &fields);
    world.as_("officer").approves(request);
}

pub fn works(world: &World, command: &'static str, record: RecordId) -> Result<(), Vec<&'static str>> {
    match world.ledger().work(JOB, command, vec![Value::Id(record)], None).wait() {
        Ok(_) => Ok(()),
        Err(Error::Refused(refused)) => Err(refused.codes()),
        Err(error) => panic!("{error}"),
    }
}

fn cl_07_a_request_for_visit_from_draft_to_its_last_day(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    world.adopt("visit_rules", &visit_rules(5));
    let sam = holder(&world, "Šimić", "Søren");
    let pass = passport(&world, sam, in_days(&world, 400));
    let request = drafted(&world, in_days(&world, 20), &[(sam, Some(pass))]);
    assert_eq!(world.as_("officer").field("visit_requests", request, "number").text(), Some("RFV/2026/0001"));
    assert_eq!(faults_of(&world, request), Vec::<&str>::new());
    let technician = world.as_("technician");
    // Nothing leaves before it was validated, nor without its letter.
    assert_eq!(
        technician.refused("visits.send_to_host", &[("request", request.into()), ("mail_item", mail(&world, "outgoing"))]),
        ["state-not-allowed"]
    );
    technician.does("visits.validate", &[("request", request.into())]);
    // What is validated is not changed behind its back.
    let changed = [vec![("request", request.into())], details(&world, in_days(&world, 30))].concat();
    assert_eq!(technician.refused("visits.edit", &changed), ["visit-not-written"]);
    assert_eq!(
        technician.refused("visits.send_to_own_nsa", &[("request", request.into()), ("mail_item", mail(&world, "incoming"))]),
        ["mail-not-outgoing"]
    );
    technician.does("visits.send_to_own_nsa", &[("request", request.into()), ("mail_item", mail(&world, "outgoing"))]);
    let sent = world.as_("officer").record::<VisitRequest>(request).body;
    assert_eq!((sent.days_wanted, sent.sent_on), (Some(5), Some(world.today())));
    // Counted by hand: every day between the two that is neither Saturday nor Sunday.
    let weekend = [jiff::civil::Weekday::Saturday, jiff::civil::Weekday::Sunday];
    let between = (1..20).filter(|day| !weekend.contains(&in_days(&world, *day).weekday())).count();
    assert_eq!(sent.days_given, Some(between as i64));
    technician.does("visits.forwarded", &[("request", request.into()), ("reference", "NSA-7".into())]);
    technician
        .does("visits.approve", &[("request", request.into()), ("mail_item", mail(&world, "incoming")), ("host_reference", "H-9".into())]);
    assert_eq!(state(&world, request), "visit_approved");
    // It begins on its day and not before, by the system as by hand; it does not expire while it is under way.
    assert_eq!(works(&world, "visits.begin", request), Err(vec!["visit-not-yet"]));
    world.days_pass(20);
    assert_eq!(works(&world, "visits.begin", request), Ok(()));
    assert_eq!(works(&world, "visits.expire", request), Err(vec!["visit-not-over"]));
    world.days_pass(5);
    assert_eq!(works(&world, "visits.expire", request), Err(vec!["state-not-allowed"]));
    technician.does("visits.took_place", &[("request", request.into())]);
    assert_eq!(state(&world, request), "visit_used");
    // A draft whose days are past expires.
    let other = drafted(&world, in_days(&world, 3), &[]);
    world.days_pass(6);
    assert_eq!(works(&world, "visits.expire", other), Ok(()));
    assert_eq!(state(&world, other), "visit_expired");
    world.verified();
}

fn cl_07_a_request_is_refused_with_everything_that_stands_in_its_way(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    world.adopt("visit_rules", &visit_rules(15));
    let officer = world.as_("officer");
    let sam = holder(&world, "Šimić", "Søren");
    let bare = world.person("Bare", "Bo", "ROU");
    // A passport that ends on the second of three days; a certificate that shows another name; a lead that is too short.
    let pass = passport(&world, sam, in_days(&world, 11));
    let printed = [
        ("person", sam.into()),
        ("model", "rev8_confirmation".into()),
        ("number", "C-2".into()),
        ("name_printed", "Simic Soren Maria".into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        ("valid_from", "2026-01-01".into()),
        ("valid_until", in_days(&world, 300).into()),
    ];
    let request = drafted(&world, in_days(&world, 10), &[(sam, Some(pass)), (bare, None)]);
    let asked = [("request", request.into())];
    let technician = world.as_("technician");
    let mut codes = technician.refused("visits.validate", &asked);
    codes.sort_unstable();
    assert_eq!(codes, ["visit-document-ends", "visit-document-missing", "visit-lead-short", "visit-not-employed"]);
    assert_eq!(state(&world, request), "visit_draft", "nothing is lost by it");
    // The certificate of the case shows no name, which says nothing; one that shows another, with no other beside it, does.
    for certificate in world.as_("officer").sees(move |view| view.having::<spine::clearances::Certificate>("person", sam)) {
        let mut values = vec![("record", certificate.head.id.into()), ("version", certificate.head.version.into())];
        values.extend(printed.iter().filter(|(name, _)| *name != "number").cloned());
        values.push(("number", certificate.body.number.as_str().into()));
        officer.does("certificates.change", &values);
    }
    let codes = technician.refused("visits.validate", &asked);
    assert!(codes.contains(&"visit-name-differs"), "{codes:?}");
    // An emergency needs no lead, but a reason.
    let emergency = |reason: Value| {
        let mut fields = details(&world, in_days(&world, 10));
        fields.retain(|(name, _)| *name != "kind");
        fields.extend([("kind", "visit_emergency".into()), ("emergency_reason", reason), ("request", request.into())]);
        fields
    };
    technician.does("visits.edit", &emergency(Value::Null));
    let codes = technician.refused("visits.validate", &asked);
    assert!(codes.contains(&"visit-emergency-reason") && !codes.contains(&"visit-lead-short"), "{codes:?}");
    technician.does("visits.edit", &emergency("The plant stands still.".into()));
    assert!(!technician.refused("visits.validate", &asked).contains(&"visit-emergency-reason"));
    // A recurring visit says so, and lasts no longer than the host allows.
    let mut fields = details(&world, in_days(&world, 40));
    fields.retain(|(name, _)| !["kind", "valid_until", "subject"].contains(name));
    let subject = "Acceptance of everything that was ever delivered under this contract".into();
    fields.extend([
        ("kind", "visit_recurring".into()),
        ("valid_until", in_days(&world, 420).into()),
        ("contract_until", in_days(&world, 100).into()),
        ("subject", subject),
        ("request", request.into()),
    ]);
    technician.does("visits.edit", &fields);
    let codes = technician.refused("visits.validate", &asked);
    for code in ["visit-recurring-subject", "visit-too-long", "visit-past-contract", "visit-text-too-long"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    // Without sites and visitors there is nothing to ask for; nobody is named twice or with somebody else's passport.
    let empty = technician.makes("visits.prepare", &details(&world, in_days(&world, 40)));
    let mut codes = technician.refused("visits.validate", &[("request", empty.into())]);
    codes.sort_unstable();
    assert_eq!(codes, ["visit-without-site", "visit-without-visitor"]);
    // Nor is it asked for in nobody's name (field 3), neither now nor when it was validated and written anew meanwhile.
    let mut nobody = details(&world, in_days(&world, 40));
    nobody.retain(|(name, _)| *name != "requesting_organisation");
    let nobody = technician.makes("visits.prepare", &nobody);
    assert!(technician.refused("visits.validate", &[("request", nobody.into())]).contains(&"visit-without-requester"));
    let visitor = |request: RecordId, person: RecordId, document: Value| {
        vec![
            ("request", request.into()),
            ("person", person.into()),
            ("document", document),
            ("employer", "Agency".into()),
            ("position", "Engineer".into()),
        ]
    };
    assert_eq!(technician.refused("visits.add_visitor", &visitor(request, sam, Value::Null)), ["visitor-twice"]);
    assert_eq!(technician.refused("visits.add_visitor", &visitor(empty, bare, pass.into())), ["document-of-another"]);
    // What would be seen elsewhere may be higher than what this system holds; what no policy knows is refused.
    let mut high = details(&world, in_days(&world, 40));
    high.retain(|(name, _)| *name != "level");
    technician.does("visits.prepare", &[high.clone(), vec![("level", "TS".into())]].concat());
    assert_eq!(technician.refused("visits.prepare", &[high, vec![("level", "XX".into())]].concat()), ["level-unknown"]);
}

fn inv_cl_08_done_cl_03_an_approved_visit_is_red_the_moment_a_suspension_is_recorded(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    world.adopt("visit_rules", &visit_rules(3));
    let (sam, eve) = (holder(&world, "Šimić", "Søren"), holder(&world, "Evert", "Eve"));
    let passes = [sam, eve].map(|person| (person, Some(passport(&world, person, in_days(&world, 400)))));
    let both = drafted(&world, in_days(&world, 20), &passes);
    let hers = drafted(&world, in_days(&world, 20), &passes[1..]);
    for request in [both, hers] {
        approved(&world, request);
    }
    assert!(faults(&world, "officer").iter().all(|(_, codes)| codes.is_empty()));
    // They are guests here too, and on the list of a meeting.
    let guest = guest(&world, sam);
    let at_the_gate = |world: &World| {
        let (today, need) = (world.today(), Need::new(Level("S".to_owned()), Codes::default()));
        world.as_("officer").sees(move |view| {
            let rules = standards(view)?.rules;
            let here = expected(view, today)?.into_iter().find(|g| g.visit.head.id == guest);
            let may = |g: &Guest| incoming::faults(g, today, &rules, view.policy).is_empty();
            let expected = here.as_ref().map(may);
            let lines = gate_list(view, &names("Šimić Søren"), &need, (today, today))?;
            Ok((expected, matches!(lines[0].answer, Answer::Yes(_))))
        })
    };
    assert_eq!(at_the_gate(&world), (Some(true), true));
    // Asked for is not recorded.
    suspend(&world, sam, "suspend");
    // Off the list of those who may come in with the entry itself: the pasted list says no, and the guard reads of the guest that they are refused. They stay in
    // sight, for whoever stands at the gate all the same must be known there (decision 0059).
    assert_eq!(at_the_gate(&world), (Some(false), false));
    assert_eq!(world.as_("registry").refused("incoming.let_in", &[("visit", guest.into())]), ["incoming-suspended"]);
    assert_eq!(faults_of(&world, both), ["visit-suspended"]);
    assert_eq!(faults_of(&world, hers), Vec::<&str>::new());
    // And green again the moment it is lifted; of one day's decisions the one that takes away counts.
    world.days_pass(1);
    suspend(&world, sam, "lift_suspension");
    assert_eq!(faults_of(&world, both), Vec::<&str>::new());
    // The host may refuse one of them: whoever does not go stands in nobody's way.
    let technician = world.as_("technician");
    technician.does("visits.amend", &[("request", both.into()), ("kind", "amend_dates".into()), ("reason", "Later".into())]);
    technician.does("visits.validate", &[("request", both.into())]);
    technician.does("visits.send_to_host", &[("request", both.into()), ("mail_item", mail(&world, "outgoing"))]);
    let partly = |names: &str| [("request", both.into()), ("mail_item", mail(&world, "incoming")), ("refused", names.into())];
    assert_eq!(technician.refused("visits.approve_partly", &partly("Nobody Else")), ["visitor-not-of-party"]);
    assert_eq!(technician.refused("visits.approve_partly", &partly("Soren Simic\nEve Evert")), ["visit-partly-all"]);
    technician.does("visits.approve_partly", &partly("søren šimić"));
    suspend(&world, sam, "suspend");
    assert_eq!(faults_of(&world, both), Vec::<&str>::new());
}

fn cl_07_sp_02_the_letter_of_who_is_announced_is_neither_corrected_nor_voided_beneath_the_visit(on: Backend) {
    let world = World::new(on);
    let person = world.person("Evert", "Eve", "ROU");
    let registry = world.as_("registry");
    let letter = world.letter("incoming", "ROU");
    let corrects = |subject: &str| {
        let item = registry.record::<spine::mail::MailItem>(letter);
        let mut line = world.letter_fields("incoming", "ROU");
        line.retain(|(name, _)| !["direction", "subject"].contains(name));
        line.extend([
            ("item", letter.into()),
            ("version", item.head.version.into()),
            ("subject", subject.into()),
            ("reason", "Wrong".into()),
        ]);
        registry.tries("mail.correct", &line)
    };
    assert!(corrects("A visit").is_ok(), "nothing rests on it yet");
    let asked = [
        ("person", person.into()),
        ("employer", "Firm".into()),
        ("subject", "Audit".into()),
        ("hosted_by", "C. Host, room 12".into()),
        ("valid_from", world.today().into()),
        ("valid_until", in_days(&world, 3).into()),
        ("level", "S".into()),
        ("asked_by", letter.into()),
    ];
    world.as_("technician").does("incoming.receive", &asked);
    assert!(matches!(corrects("Another visit"), Err(Error::Refused(refused)) if refused.codes() == ["mail-rests"]));
    assert_eq!(registry.refused("mail.void", &[("item", letter.into()), ("reason", "Wrong".into())]), ["mail-relied-on"]);
    assert_eq!(registry.record::<spine::mail::MailItem>(letter).body.subject, "A visit");
    world.verified();
}

/// Somebody who is expected at the gate today, attested to S.
pub fn guest(world: &World, person: RecordId) -> RecordId {
    let technician = world.as_("technician");
    let asked = [
        ("person", person.into()),
        ("employer", "Firm".into()),
        ("subject", "Audit".into()),
        ("hosted_by", "C. Host, room 12".into()),
        ("valid_from", world.today().into()),
        ("valid_until", in_days(world, 3).into()),
        ("level", "S".into()),
        ("asked_by", mail(world, "incoming")),
        ("document", passport(world, person, in_days(world, 30)).into()),
    ];
    let visit = technician.makes("incoming.receive", &asked);
    let attested = [
        ("visit", visit.into()),
        ("attested_level", "S".into()),
        ("attested_until", in_days(world, 30).into()),
        ("attested_by", "Their security officer".into()),
    ];
    technician.does("incoming.check", &attested);
    technician.does("incoming.consult_host", &[("visit", visit.into())]);
    technician.does("incoming.answer", &[("visit", visit.into()), ("mail_item", mail(world, "outgoing"))]);
    technician.does("incoming.list", &[("visit", visit.into())]);
    visit
}

fn cl_07_a_change_of_what_was_approved_is_asked_for_again(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    world.adopt("visit_rules", &visit_rules(10));
    let sam = holder(&world, "Šimić", "Søren");
    let pass = passport(&world, sam, in_days(&world, 400));
    let request = drafted(&world, in_days(&world, 30), &[(sam, Some(pass))]);
    approved(&world, request);
    let technician = world.as_("technician");
    // Whatever was approved is not written over.
    let late = [vec![("request", request.into())], details(&world, in_days(&world, 5))].concat();
    assert_eq!(technician.refused("visits.edit", &late), ["visit-not-written"]);
    technician
        .does("visits.amend", &[("request", request.into()), ("kind", "amend_dates".into()), ("reason", "The hall is not ready".into())]);
    // Another host is another request.
    let mut elsewhere = late.clone();
    elsewhere.retain(|(name, _)| *name != "host");
    elsewhere.push(("host", world.authority("BEL").into()));
    assert_eq!(technician.refused("visits.edit", &elsewhere), ["visit-other-host"]);
    technician.does("visits.edit", &late);
    // A change has a lead of its own: two working days, not ten.
    technician.does("visits.validate", &[("request", request.into())]);
    technician.does("visits.send_to_host", &[("request", request.into()), ("mail_item", mail(&world, "outgoing"))]);
    let sent = world.as_("officer").record::<VisitRequest>(request).body;
    assert_eq!((sent.amendments, sent.days_wanted), (1, Some(2)));
    technician.does("visits.refuse", &[("request", request.into()), ("mail_item", mail(&world, "incoming"))]);
    assert_eq!(state(&world, request), "visit_refused");
    // Another request that was changed counts by its own versions.
    let kim = holder(&world, "Kaya", "Kim");
    let card = passport(&world, kim, in_days(&world, 400));
    let other = drafted(&world, in_days(&world, 30), &[(kim, Some(card))]);
    approved(&world, other);
    technician.does("visits.amend", &[("request", other.into()), ("kind", "amend_dates".into()), ("reason", "A week earlier".into())]);
    technician.does("visits.edit", &[vec![("request", other.into())], details(&world, in_days(&world, 23))].concat());
    technician.does("visits.validate", &[("request", other.into())]);
    technician.does("visits.send_to_host", &[("request", other.into()), ("mail_item", mail(&world, "outgoing"))]);
    // Both sendings count, the first by the lead it had: neither is forgotten because another followed.
    let period = Period::month_of(world.today());
    let told = world.as_("officer").sees(move |view| {
        let book = measures::whole_book(view, period, view.now.as_microsecond())?;
        measures::figure(view, &book, measures::find("KPI-CL-17").unwrap_or_else(|| panic!("no figure")), period)
    });
    assert_eq!((told.numerator, told.denominator, told.value), (4, 4, Some(10_000)));
    for of in [request, other] {
        let given: Vec<_> = told.rows.iter().filter(|row| row.id == of).map(|row| row.value).collect();
        assert!(given.len() == 2 && given[0] > given[1], "{given:?}");
    }
    // What happened is all there: the change and its reason.
    let told = world.as_("officer").sees(move |view| view.having::<desk_clearance::visits::VisitAmendment>("request", request));
    assert_eq!(told.iter().map(|a| (a.body.number, a.body.reason.as_str())).collect::<Vec<_>>(), [(1, "The hall is not ready")]);
}

fn cl_07_the_lead_is_counted_in_the_hosts_working_days(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    world.adopt("visit_rules", &visit_rules(8));
    let sam = holder(&world, "Šimić", "Søren");
    let pass = passport(&world, sam, in_days(&world, 400));
    let request = drafted(&world, in_days(&world, 14), &[(sam, Some(pass))]);
    // Thirteen days lie between: from Monday to Friday nine of them, whatever day it is today, or ten.
    assert_eq!(faults_of(&world, request), Vec::<&str>::new());
    // The host does not work on Mondays and Fridays.
    let calendar = [
        ("name", "Host".into()),
        ("scope", "authority".into()),
        ("authority", world.authority("ROU").into()),
        ("zone", "Europe/Bucharest".into()),
        ("day_minutes", 480.into()),
        ("tuesday", "08:00-16:00".into()),
        ("wednesday", "08:00-16:00".into()),
        ("thursday", "08:00-16:00".into()),
        ("valid_from", "2020-01-01".into()),
    ];
    world.as_("policy").does("work_calendars.add", &calendar);
    assert_eq!(faults_of(&world, request), ["visit-lead-short"]);
    // An unknown host is told, and hinders nobody.
    let other = world.as_("technician").makes(
        "visits.prepare",
        &[
            details(&world, in_days(&world, 14)).into_iter().filter(|(n, _)| *n != "host").collect(),
            vec![("host", world.authority("BEL").into())],
        ]
        .concat(),
    );
    let told = faults_of(&world, other);
    assert!(told.contains(&"visit-lead-unknown"), "{told:?}");
}

fn cl_07_nobody_moves_a_visit_of_their_own(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let own = world.as_("technician").person;
    let officer = world.as_("officer");
    let request = officer.makes("visits.prepare", &details(&world, in_days(&world, 20)));
    let visitor = [("request", request.into()), ("person", own.into()), ("employer", "Agency".into()), ("position", "Engineer".into())];
    officer.does("visits.add_visitor", &visitor);
    let site = [("name", "Works".into()), ("address", "1 Street".into()), ("contact", "B. Host".into())];
    let moves = [
        ("visits.validate", vec![]),
        ("visits.edit", details(&world, in_days(&world, 40))),
        ("visits.add_site", site.to_vec()),
        ("visits.cancel", vec![("reason", "Not today".into())]),
    ];
    for (command, more) in moves {
        let said = world.as_("technician").refused(command, &[vec![("request", request.into())], more].concat());
        assert!(said == ["visit-not-whole"] || said == ["own-file"], "{command}: {said:?}");
    }
    assert!(!officer.refused("visits.validate", &[("request", request.into())]).contains(&"visit-not-whole"));
    // Nor do those who only read.
    assert_eq!(world.as_("auditor").refused("visits.validate", &[("request", request.into())]), ["duty-missing"]);
}

fn cl_07_who_comes_is_checked_at_the_gate_itself(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let (technician, registry) = (world.as_("technician"), world.as_("registry"));
    let guest = holder(&world, "Guest", "Gert");
    let pass = passport(&world, guest, in_days(&world, 30));
    let asked = |until: Date| {
        vec![
            ("person", guest.into()),
            ("employer", "Firm".into()),
            ("subject", "Audit".into()),
            ("hosted_by", "C. Host, room 12".into()),
            ("valid_from", world.today().into()),
            ("valid_until", until.into()),
            ("level", "S".into()),
            ("asked_by", mail(&world, "incoming")),
            ("document", pass.into()),
        ]
    };
    let visit = technician.makes("incoming.receive", &asked(in_days(&world, 3)));
    let on_it = |more: Vec<(&'static str, Value)>| [vec![("visit", visit.into())], more].concat();
    let attest = |level: &str, until: Date| {
        on_it(vec![("attested_level", level.into()), ("attested_until", until.into()), ("attested_by", "Their security officer".into())])
    };
    technician.does("incoming.check", &attest("C", in_days(&world, 2)));
    let answer = on_it(vec![("mail_item", mail(&world, "outgoing"))]);
    let mut said = technician.refused("incoming.answer", &answer);
    said.sort_unstable();
    assert_eq!(said, ["incoming-attested-ends", "incoming-attested-too-low"]);
    technician.does("incoming.check", &attest("S", in_days(&world, 30)));
    technician.does("incoming.consult_host", &on_it(vec![]));
    technician.does("incoming.answer", &answer);
    technician.does("incoming.list", &on_it(vec![]));
    registry.does("incoming.let_in", &on_it(vec![]));
    let field = |name: &'static str| world.as_("officer").field("incoming_visits", visit, name).text().unwrap_or("").to_owned();
    assert_eq!((field("badge").as_str(), field("state").as_str()), ("unescorted", "incoming_in"));
    registry.does("incoming.let_out", &on_it(vec![]));
    // What was true in the morning is looked at again in the afternoon.
    suspend(&world, guest, "suspend");
    assert_eq!(registry.refused("incoming.let_in", &on_it(vec![])), ["incoming-suspended"]);
    registry.does("incoming.turn_away", &on_it(vec![("reason", "Suspended".into())]));
    assert_eq!(field("state"), "incoming_turned_away");
    // Up to RESTRICTED nobody need attest anything, and whoever is not attested goes with an escort.
    let mut low = asked(in_days(&world, 3));
    low.retain(|(name, _)| !["level", "person", "document"].contains(name));
    let other = world.person("Visitor", "Vic", "ROU");
    let other_pass = passport(&world, other, in_days(&world, 30));
    low.extend([("level", "R".into()), ("person", other.into()), ("document", other_pass.into())]);
    let visit = technician.makes("incoming.receive", &low);
    technician.does("incoming.check", &[("visit", visit.into()), ("attested_by", "Their firm".into())]);
    technician.does("incoming.answer", &[("visit", visit.into()), ("mail_item", mail(&world, "outgoing"))]);
    technician.does("incoming.list", &[("visit", visit.into())]);
    registry.does("incoming.let_in", &[("visit", visit.into())]);
    assert_eq!(world.as_("officer").field("incoming_visits", visit, "badge").text(), Some("escorted"));
    registry.does("incoming.let_out", &[("visit", visit.into())]);
    // The day after the last nobody is let in any more, and the visit ends.
    world.days_pass(4);
    assert_eq!(registry.refused("incoming.let_in", &[("visit", visit.into())]), ["incoming-not-today"]);
    assert_eq!(works(&world, "incoming.end", visit), Ok(()));
    world.verified();
}

fn xd_01_whoever_leaves_has_their_visits_named_to_be_cancelled(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let sam = holder(&world, "Šimić", "Søren");
    let pass = passport(&world, sam, in_days(&world, 400));
    drafted(&world, in_days(&world, 60), &[(sam, Some(pass))]);
    drafted(&world, in_days(&world, 5), &[(sam, Some(pass))]);
    let leaves = [("person", sam.into()), ("last_day", in_days(&world, 30).into()), ("end_reason", "end_left".into())];
    world.as_("technician").does("departures.record", &leaves);
    let tasks = world.as_("officer").sees(move |view| view.having::<spine::tasks::Task>("person", sam));
    let named: Vec<String> = tasks.into_iter().filter_map(|task| task.body.details).filter(|text| text.contains("RFV/")).collect();
    // What is over by the last day is made; what comes after is not.
    assert_eq!(named.len(), 1);
    assert!(named[0].contains("RFV/2026/0001") && !named[0].contains("RFV/2026/0002"), "{named:?}");
}

fn cl_07_a_request_holds_as_many_as_its_limits_and_not_one_more(on: Backend) {
    let world = World::new(on);
    let technician = world.as_("technician");
    let request = technician.makes("visits.prepare", &details(&world, in_days(&world, 20)));
    let site = |at: usize| {
        [("request", request.into()), ("name", format!("Works {at}").into()), ("address", "1 Street".into()), ("contact", "B. Host".into())]
    };
    (0..limits::VISIT_SITES_MAX).for_each(|at| drop(technician.does("visits.add_site", &site(at))));
    assert_eq!(technician.refused("visits.add_site", &site(limits::VISIT_SITES_MAX)), ["too-many-sites"]);
    let visitor = |at: usize| {
        let person = world.person(&format!("Visitor{at}"), "Vic", "ROU");
        [("request", request.into()), ("person", person.into()), ("employer", "Agency".into()), ("position", "Engineer".into())]
    };
    (0..limits::VISITORS_MAX).for_each(|at| drop(technician.does("visits.add_visitor", &visitor(at))));
    assert_eq!(technician.refused("visits.add_visitor", &visitor(limits::VISITORS_MAX)), ["too-many-visitors"]);
}

fn cl_07_cl_13_the_figure_counts_what_was_sent_in_time_answered_and_turned_away(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    world.adopt("visit_rules", &visit_rules(10));
    let sam = holder(&world, "Šimić", "Søren");
    let pass = passport(&world, sam, in_days(&world, 400));
    let technician = world.as_("technician");
    // One in time and answered, one too late as an emergency and not answered before its first day.
    let in_time = drafted(&world, in_days(&world, 30), &[(sam, Some(pass))]);
    approved(&world, in_time);
    let late = drafted(&world, in_days(&world, 3), &[(sam, Some(pass))]);
    let mut fields = details(&world, in_days(&world, 3));
    fields.retain(|(name, _)| *name != "kind");
    fields.extend([("kind", "visit_emergency".into()), ("emergency_reason", "The plant stands still.".into()), ("request", late.into())]);
    technician.does("visits.edit", &fields);
    technician.does("visits.validate", &[("request", late.into())]);
    technician.does("visits.send_to_host", &[("request", late.into()), ("mail_item", mail(&world, "outgoing"))]);
    // One to a host whose lead nobody has entered: it is not held against any.
    let mut elsewhere = details(&world, in_days(&world, 40));
    elsewhere.retain(|(name, _)| *name != "host");
    elsewhere
        .extend([("host", world.authority("BEL").into()), ("request", drafted(&world, in_days(&world, 40), &[(sam, Some(pass))]).into())]);
    technician.does("visits.edit", &elsewhere);
    let unknown = elsewhere.last().map(|(_, request)| request.clone()).unwrap_or(Value::Null);
    technician.does("visits.validate", &[("request", unknown.clone())]);
    technician.does("visits.send_to_host", &[("request", unknown), ("mail_item", mail(&world, "outgoing"))]);
    // Two guests, one of whom is turned away.
    for turned in [true, false] {
        let guest = world.person("Guest", if turned { "Tom" } else { "Ida" }, "ROU");
        let asked = [
            ("person", guest.into()),
            ("employer", "Firm".into()),
            ("subject", "Audit".into()),
            ("hosted_by", "C. Host".into()),
            ("valid_from", world.today().into()),
            ("valid_until", world.today().into()),
            ("level", "R".into()),
            ("asked_by", mail(&world, "incoming")),
            ("document", passport(&world, guest, in_days(&world, 30)).into()),
        ];
        let visit = technician.makes("incoming.receive", &asked);
        technician.does("incoming.check", &[("visit", visit.into()), ("attested_by", "Their firm".into())]);
        technician.does("incoming.answer", &[("visit", visit.into()), ("mail_item", mail(&world, "outgoing"))]);
        technician.does("incoming.list", &[("visit", visit.into())]);
        let (command, why) = if turned { ("incoming.turn_away", Value::from("Another name")) } else { ("incoming.let_in", Value::Null) };
        let fields = [("visit", visit.into()), ("reason", why)];
        technician.does(command, if turned { &fields } else { &fields[..1] });
    }
    let sent = world.today();
    world.days_pass(5);
    let figure = world.as_("officer").sees(move |view| {
        let (period, now) = (kernel::measure::Period::month_of(sent), view.now.as_microsecond());
        let book = desk_clearance::measures::whole_book(view, period, now)?;
        desk_clearance::measures::visits::visits(view, &book, period)
    });
    assert_eq!((figure.numerator, figure.denominator), (1, 2));
    let part = |key: &str| figure.parts.iter().find(|part| part.key == key).map(|part| (part.numerator, part.denominator));
    // Of those answered or already due: the first was, the late one was not; the one far ahead is neither.
    assert_eq!(part("part:answered-before"), Some((1, 2)));
    assert_eq!(part("part:turned-away"), Some((1, 2)));
}
