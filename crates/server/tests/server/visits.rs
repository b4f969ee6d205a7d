//! Visits as the office meets them: what stands in their way on a page, the form on paper and as XML, the gate, and the day's work of the system.

use desk_clearance::visits::checks::{Found, VisitCheck};
use desk_clearance::visits::{AmendmentKind, InitiatedBy, Initiative, Pertains, VisitAmendment, VisitKind, VisitRequest, VisitState};
use jiff::civil::Date;
use kernel::{Entropy, Id, RecordId, Value};
use ledger::db::Backend;
use ledger::transition::Micros;
use server::daily::{standing_visits, visits};
use spine::organisations::Authority;
use testkit::world::nsa;

use crate::Site;

/// A visit to Romania, its visitor somebody of whom nothing is known; from a day on.
fn draft(site: &Site, from: Date) -> (RecordId, RecordId) {
    draft_by(site, from, None)
}

/// The same, asked for by an organisation.
fn draft_by(site: &Site, from: Date, asker: Option<RecordId>) -> (RecordId, RecordId) {
    let officer = site.world.as_("officer");
    let details = [
        ("kind", Value::from("visit_one_time")),
        ("host", site.world.authority("ROU").into()),
        ("valid_from", from.into()),
        ("valid_until", from.saturating_add(jiff::Span::new().days(2)).into()),
        ("level", "S".into()),
        ("subject", "Acceptance <test>".into()),
        ("justification", "The contract asks for it.".into()),
        ("initiative", "government".into()),
        ("initiated_by", "visit_by_requester".into()),
        ("pertains_to", "programme".into()),
        ("security_officer", "A. Officer".into()),
        ("requesting_organisation", asker.map_or(Value::Null, Value::Id)),
    ];
    let request = officer.makes("visits.prepare", &details);
    let person = site.world.person("Šimić", "Søren", "ROU");
    let visitor = [("request", request.into()), ("person", person.into()), ("employer", "Agency".into()), ("position", "Engineer".into())];
    officer.does("visits.add_visitor", &visitor);
    (request, person)
}

fn what_stands_in_the_way_is_said_in_the_readers_words(on: Backend) {
    let site = Site::new(on);
    let (request, _) = draft(&site, site.world.today().saturating_add(jiff::Span::new().days(10)));
    let cookie = site.cookie("officer");
    let list = site.page("/clearance/visits", &cookie);
    assert!(list.body.contains("RFV/2026/0001") && list.body.contains("4 things in its way"), "{}", list.body);
    let address = format!("/visits/{}", request.outward("vis"));
    let page = site.page(&address, &cookie);
    for said in ["The request names no site", "does not say who asks", "Šimić Søren does not hold a post", "has no document to show"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // The record says it first, and validating says it whole.
    let record = site.page(&format!("/r/visit_requests/{}", request.outward("vis")), &cookie);
    assert!(record.body.contains("4 things stand in the way of this visit") && record.body.contains(&address), "{}", record.body);
    // Nobody sees a visit who sees no request.
    assert!(site.page("/clearance/visits", &site.cookie("access")).status.is_client_error());
    assert!(site.page(&address, &site.cookie("access")).status.is_client_error());
    // The form is not certified, is taken down as an export, and texts stay texts.
    let xml = site.page(&format!("{address}/request.xml"), &cookie);
    assert!(xml.body.contains("certified=\"false\"") && xml.body.contains("<subject>Acceptance &lt;test&gt;</subject>"), "{}", xml.body);
    assert!(xml.body.contains("family=\"Šimić\"") && xml.body.contains("marking=\""), "{}", xml.body);
    let exports = site.world.as_("auditor").sees(|view| view.having::<spine::documents::Export>("register", "visit_requests"));
    assert_eq!(exports.len(), 1);
    let pdf = site.page(&format!("{address}/request.pdf"), &cookie);
    assert!(pdf.status.is_success() && pdf.body.starts_with("%PDF-"), "{:?}", pdf.status);
    assert!(site.page(&format!("{address}/request.doc"), &cookie).status.is_client_error());
    let gate = site.page("/clearance/gate", &cookie);
    assert!(gate.body.contains("Nobody is expected"), "{}", gate.body);
}

fn what_is_past_expires_by_itself_once(on: Backend) {
    let site = Site::new(on);
    let (request, _) = draft(&site, site.world.today());
    let moved = |site: &Site| site.runtime.block_on(visits(&site.app)).unwrap();
    assert_eq!(moved(&site), 0);
    site.world.days_pass(3);
    assert_eq!((moved(&site), moved(&site)), (1, 0));
    assert_eq!(site.world.as_("officer").field("visit_requests", request, "state").text(), Some("visit_expired"));
    site.world.verified();
}

/// Of more approved visits than a page judges it is said that they are, and the night counts all that do not stand.
fn what_a_page_cannot_judge_the_night_counts(on: Backend) {
    const MANY: usize = 503;
    let site = Site::with(on, |changes, entropy| {
        let host = changes.insert(entropy.id(), &nsa("PRT"));
        for at in 0..MANY {
            changes.insert(entropy.id(), &approved(host, at));
        }
    });
    let counts = |site: &Site| site.runtime.block_on(standing_visits(&site.app)).unwrap();
    let pages = |site: &Site| {
        let cookie = site.cookie("officer");
        ["/clearance/visits", "/", "/notices"].map(|path| site.page(path, &cookie).body)
    };
    for (body, said) in pages(&site).iter().zip(["The first 500 of 503", "the first 500 of 503", "the first 500 of 503"]) {
        assert!(body.contains(said) && !body.contains("Checked on"), "{body}");
    }
    assert!(counts(&site) && !counts(&site), "once a day");
    let found = site.world.as_("technician").sees(|view| view.every::<VisitCheck>()).remove(0).body;
    let (granted, calling) = (MANY as i64, MANY as i64);
    assert_eq!(found, VisitCheck { checked_on: site.world.today(), found: Found { visits_granted: granted, visits_calling: calling } });
    let day = site.world.today();
    for body in pages(&site) {
        assert!(body.contains(&format!("Checked on {day} – approved visits that did not stand or were over: 503 of 503.")), "{body}");
    }
    assert!(pages(&site)[1].contains("503"), "Today counts them all");
    let cookie = site.cookie("officer");
    let lang = crate::sends(&site, "/language", &cookie, &[("lang", "fr"), ("back", "/notices")]);
    assert!(lang.status.is_redirection());
    assert!(site.page("/notices", &cookie).body.contains("les 500 premières sur 503"));
    // Where a page judges them all, nothing is cut and nothing is said of it.
    let small = Site::new(on);
    draft(&small, small.world.today().saturating_add(jiff::Span::new().days(10)));
    assert!(counts(&small));
    let page = small.page("/clearance/visits", &small.cookie("officer")).body;
    assert!(page.contains("1 row") && page.contains("over: 0 of 0.") && !page.contains("The first"), "{page}");
    site.world.verified();
}

/// Field 4 is who asks, as the register of organisations has it; field 11 where somebody was born; field 0 what a change is about.
fn the_form_says_who_asks_where_visitors_were_born_and_what_changes(on: Backend) {
    let site = Site::with(on, |changes, entropy| {
        let host = changes.insert(entropy.id(), &nsa("PRT"));
        let request = VisitRequest { amendments: 1, state: VisitState::Amending, ..approved(host, 777) };
        let request = changes.insert(entropy.id(), &request);
        let (kind, begun_on) = (AmendmentKind::Dates, testkit::day("2026-03-02"));
        changes.insert(entropy.id(), &VisitAmendment { request, number: 1, kind, reason: "Closed that week.".to_owned(), begun_on });
    });
    let officer = site.world.as_("officer");
    let asker = [
        ("kind", Value::from("other_organisation")),
        ("name_en", "Programme Office".into()),
        ("name_fr", "Bureau du programme".into()),
        ("address", "1 Main Street".into()),
        ("point_of_contact", "B. Contact".into()),
        ("telephone", "+352 1234".into()),
        ("email", "office@example.org".into()),
    ];
    let asker = officer.makes("organisations.add", &asker);
    let from = site.world.today().saturating_add(jiff::Span::new().days(10));
    let cookie = site.cookie("officer");
    let form = |request: RecordId, kind: &str| site.page(&format!("/visits/{}/request.{kind}", request.outward("vis")), &cookie);
    let (request, _) = draft(&site, from);
    let bare = form(request, "xml").body;
    assert!(bare.contains("<requester/>"), "nobody is said to ask: {bare}");
    let (request, person) = draft_by(&site, from, Some(asker));
    let head = officer.record::<spine::people::Person>(person).head;
    let born = [
        ("record", Value::from(person)),
        ("version", head.version.into()),
        ("surname", "Šimić".into()),
        ("given", "Søren".into()),
        ("nationality", "ROU".into()),
        ("status", "active".into()),
        ("birth_place", "Bacău".into()),
        ("birth_country", "ROU".into()),
    ];
    officer.does("people.change", &born);
    let told = form(request, "xml").body;
    for said in [
        "<requester name=\"Programme Office\">",
        "<contact>B. Contact</contact>",
        "<telephone>+352 1234</telephone>",
        "<email>office@example.org</email>",
        "birthPlace=\"Bacău\" birthCountry=\"ROU\"",
        "amendment=\"0\" amends=\"\"",
        "<summary sites=\"0\" visitors=\"1\"/>",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let read = lopdf::Document::load_mem(&form(request, "pdf").bytes).unwrap_or_else(|e| panic!("{e}"));
    let text = read.extract_text(&read.get_pages().into_keys().collect::<Vec<_>>()).unwrap_or_default();
    for said in ["Programme Office", "Bureau du programme", "B. Contact", "+352 1234", "Bacău"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let changed = officer.sees(|view| view.having::<VisitRequest>("number", "RFV/2026/0777")).remove(0).head.id;
    let told = form(changed, "xml").body;
    assert!(told.contains("amendment=\"1\" amends=\"amend_dates\""), "{told}");
    site.world.verified();
}

/// An approved visit that names no site and nobody.
fn approved(host: Id<Authority>, at: usize) -> VisitRequest {
    let from = testkit::day("2026-05-04");
    VisitRequest {
        number: format!("RFV/2026/{at:04}"),
        kind: VisitKind::OneTime,
        state: VisitState::Approved,
        since: Micros(1),
        host,
        valid_from: from,
        valid_until: from,
        level: kernel::Level("S".to_owned()),
        categories: kernel::Codes::default(),
        subject: "Acceptance".to_owned(),
        justification: "The contract asks for it.".to_owned(),
        requesting_organisation: None,
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
    }
}

macro_rules! on_both {
    ($($name:ident on $sqlite:ident, $postgres:ident;)+) => {
        $(#[test] fn $sqlite() { $name(Backend::Sqlite); } #[test] fn $postgres() { $name(Backend::Postgres); })+
    };
}

on_both! {
    what_stands_in_the_way_is_said_in_the_readers_words on
        cl_07_what_stands_in_the_way_is_said_on_sqlite, cl_07_what_stands_in_the_way_is_said_on_postgres;
    what_a_page_cannot_judge_the_night_counts on
        cl_07_what_a_page_cannot_judge_the_night_counts_on_sqlite, cl_07_what_a_page_cannot_judge_the_night_counts_on_postgres;
    the_form_says_who_asks_where_visitors_were_born_and_what_changes on
        cl_07_the_form_says_who_asks_on_sqlite, cl_07_the_form_says_who_asks_on_postgres;
    what_is_past_expires_by_itself_once on
        cl_07_what_is_past_expires_by_itself_on_sqlite, cl_07_what_is_past_expires_by_itself_on_postgres;
}
