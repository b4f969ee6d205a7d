//! Visits as the office meets them: what stands in their way on a page, the form on paper and as XML, the gate, and the day's work of the system.

use jiff::civil::Date;
use kernel::{RecordId, Value};
use ledger::db::Backend;
use server::daily::visits;

use crate::Site;

/// A visit to Romania, its visitor somebody of whom nothing is known; from a day on.
fn draft(site: &Site, from: Date) -> (RecordId, RecordId) {
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
    assert!(list.body.contains("RFV/2026/0001") && list.body.contains("3 things in its way"), "{}", list.body);
    let address = format!("/visits/{}", request.outward("vis"));
    let page = site.page(&address, &cookie);
    for said in ["The request names no site", "Šimić Søren does not hold a post", "has no document to show"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // The record says it first, and validating says it whole.
    let record = site.page(&format!("/r/visit_requests/{}", request.outward("vis")), &cookie);
    assert!(record.body.contains("3 things stand in the way of this visit") && record.body.contains(&address), "{}", record.body);
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

macro_rules! on_both {
    ($($name:ident on $sqlite:ident, $postgres:ident;)+) => {
        $(#[test] fn $sqlite() { $name(Backend::Sqlite); } #[test] fn $postgres() { $name(Backend::Postgres); })+
    };
}

on_both! {
    what_stands_in_the_way_is_said_in_the_readers_words on
        cl_07_what_stands_in_the_way_is_said_on_sqlite, cl_07_what_stands_in_the_way_is_said_on_postgres;
    what_is_past_expires_by_itself_once on
        cl_07_what_is_past_expires_by_itself_on_sqlite, cl_07_what_is_past_expires_by_itself_on_postgres;
}
