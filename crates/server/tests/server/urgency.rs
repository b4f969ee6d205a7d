//! What an urgency does to the others, on its form and on its approval; and the day on which mail arrived, on the forms that ask for it.

use axum::http::StatusCode;
use desk_clearance::cases::PscCase;
use jiff::Span;
use kernel::{RecordId, Register, Value};
use ledger::db::Backend;

use crate::Site;

fn opened(site: &Site, person: RecordId) -> RecordId {
    site.world.time_passes(jiff::SignedDuration::from_mins(5));
    let fields = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    site.world.as_("officer").makes("case.open", &fields)
}

fn asked(site: &Site, case: RecordId) -> String {
    let fields = [
        ("case", case.into()),
        ("level", "urgent".into()),
        ("requester", "Operations".into()),
        ("reason", "Rotation".into()),
        ("expires_on", site.world.today().saturating_add(Span::new().days(7)).into()),
    ];
    site.world.as_("technician").asks("case.make_urgent", &fields).outward("apr")
}

#[test]
fn cl_11_the_form_and_the_approval_tell_whom_an_urgency_displaces_and_nothing_hidden() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let first = opened(&site, world.person("Abel", "Sam", "ROU"));
    // The technician may not see their own case.
    let own = opened(&site, world.as_("technician").person);
    let last = opened(&site, world.person("Last", "Sam", "ROU"));
    let number = |case: RecordId| world.as_("officer").record::<PscCase>(case).body.number;
    let (first, own, wanted) = (number(first), number(own), number(last));
    let form = format!("/do/case.make_urgent?on={}", last.outward(PscCase::DEF.prefix));
    let seen = |page: &str, who: &str| {
        let page = site.page(page, &site.cookie(who));
        assert_eq!(page.status, StatusCode::OK);
        page.body
    };
    let officer = seen(&form, "officer");
    assert!(officer.contains("2 records are displaced") && officer.contains(&first) && officer.contains(&own) && officer.contains("Abel"));
    assert!(officer.contains("1 step a working day is assumed") && officer.contains("3 → 1"), "its own place");
    let technician = seen(&form, "technician");
    assert!(technician.contains("1 record is displaced") && technician.contains("2 → 1"), "what is hidden moves no place");
    assert!(technician.contains(&first) && !technician.contains(&own));
    let request = asked(&site, last);
    let page = seen(&format!("/approvals/{request}"), "officer");
    assert!(page.contains("2 records are displaced") && page.contains(&first) && page.contains(&own) && page.contains(&wanted));
    let page = seen(&format!("/approvals/{request}"), "technician");
    assert!(page.contains(&first) && !page.contains(&own));
}

#[test]
fn sp_02_forms_propose_the_day_mail_arrived_and_a_late_decision_is_told() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let cookie = site.cookie("registry");
    let today = world.today();
    let proposed = |page: &str| {
        let page = site.page(page, &cookie);
        assert_eq!(page.status, StatusCode::OK);
        let field = page.body.split("name=\"received_on\"").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or("").to_owned();
        field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned()
    };
    assert_eq!(proposed("/do/mail.register?direction=incoming"), today.to_string());
    assert_eq!(proposed("/do/mail.register?direction=outgoing"), "");
    // A message that came as a file came on its own day.
    let before = today.saturating_add(Span::new().days(-3));
    let fields = [
        ("name", Value::from("a.eml")),
        ("condition", "file_whole".into()),
        ("document_date", before.into()),
        ("channel", "email".into()),
        ("file", Value::Bytes(b"Subject: x\r\n\r\nText".to_vec())),
    ];
    let drop = world.as_("registry").makes("mail.drop", &fields).outward("drp");
    assert_eq!(proposed(&format!("/do/mail.take_in?on={drop}")), before.to_string());
    // The letter of a decision that lay for three days is told of where the decision is received, and stops nothing.
    let case = opened(&site, world.person("Late", "Sam", "ROU"));
    let form = format!("/do/case.receive_decision?on={}", case.outward(PscCase::DEF.prefix));
    let told = |received: jiff::civil::Date| {
        let mut letter = world.letter_fields("incoming", "ROU");
        letter.retain(|(name, _)| *name != "received_on");
        letter.extend([("received_on", received.into()), ("concerns", case.into())]);
        world.time_passes(jiff::SignedDuration::from_mins(5));
        world.as_("registry").does("mail.register", &letter);
        site.page(&form, &site.cookie("officer")).body
    };
    assert!(!told(today).contains("It was registered late"));
    let late = told(before);
    assert!(late.contains(&format!("It was registered late: it arrived on {before} and was registered on {today}")));
}
