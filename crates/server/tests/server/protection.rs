//! Sealed text and the end of files, as pages and API show them.

use axum::http::StatusCode;
use kernel::{Duty, RecordId};
use ledger::db::Backend;
use serde_json::json;
use spine::concerns::COMPARTMENT;

use crate::{HR_TOKEN, Site, TOKEN, fresh_code, sends};

const TEXT: &str = "said to have been seen with couriers";

fn site(backend: Backend) -> (Site, RecordId, String) {
    let site = Site::new(backend);
    for (login, duty) in [("script", Duty::ClearanceOfficer), ("officer", Duty::ClearanceOfficer), ("head", Duty::Head)] {
        site.world.admit(login, duty, COMPARTMENT);
    }
    let person = site.world.person("Šimić", "Søren", "ROU");
    let concern =
        json!({"person": person.outward("per"), "received_on": "2026-03-02", "channel": "third_party", "topic": "conduct", "text": TEXT});
    let made = site.post("/api/v1/commands/concerns.record", &concern.to_string());
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let id = made.json()["record"]["id"].as_str().unwrap_or_default().to_owned();
    (site, person, id)
}

#[test]
fn sp_18_a_closed_account_is_out_at_once_by_cookie_and_key() {
    let site = Site::new(Backend::Sqlite);
    let (cookie, own) = (site.cookie("script"), site.account("script"));
    let in_ = || [site.page("/", &cookie).status == StatusCode::OK, site.get("/api/v1/people", TOKEN).status == StatusCode::OK];
    assert_eq!(in_(), [true, true]);
    let admin = site.cookie("access2");
    let page = site.page(&format!("/r/accounts/{}", own.outward("acc")), &admin);
    assert!(page.body.contains("/do/accounts.close") && !page.body.contains("/do/accounts.reopen"), "{}", page.body);
    let closed = sends(&site, "/do/accounts.close", &admin, &[("account", own.outward("acc").as_str())]);
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    assert_eq!(in_(), [false, false]);
    let page = site.page(&format!("/r/accounts/{}", own.outward("acc")), &admin);
    assert!(!page.body.contains("/do/accounts.close") && page.body.contains("/do/accounts.reopen"), "{}", page.body);
    let request = site.world.as_("access").asks("accounts.reopen", &[("account", own.into()), ("reason", "back".into())]);
    site.world.as_("access2").approves(request);
    assert_eq!(in_(), [false, false], "neither the old session nor the old key opens it");
    site.world.verified();
}

fn sealed_text_is_answered_to_a_command_and_to_nothing_else(backend: Backend) {
    let (site, person, id) = site(backend);
    // Lists, records, histories, exports and searches say that there is something, and nothing of it.
    for path in [format!("/api/v1/concerns/{id}"), "/api/v1/concerns".to_owned(), format!("/api/v1/concerns/{id}/history")] {
        let answer = site.get(&path, TOKEN);
        assert!(
            answer.status == StatusCode::OK && answer.body.contains("\"sealed\"") && !answer.body.contains("couriers"),
            "{path}: {}",
            answer.body
        );
    }
    // What would hold something sealed does not leave by one person's will.
    for format in ["json", "csv", "xlsx"] {
        let answer = site.get(&format!("/api/v1/concerns/export?format={format}"), TOKEN);
        assert!(answer.text("code") == "export-needs-two" && !answer.body.contains("couriers"), "{format}");
    }
    assert_eq!(site.get("/api/v1/concerns?text=couriers", TOKEN).text("code"), "filter-unknown");
    assert!(!site.page("/search?q=couriers", &site.cookie("officer")).body.contains("CNC/"));
    // A key for scripts opens it for nobody, and is answered alike whatever it names.
    let read = json!({"register": "concerns", "record": id, "purpose": "inquiry"}).to_string();
    let other = json!({"register": "concerns", "record": RecordId::NIL.outward("cnc"), "purpose": "inquiry"}).to_string();
    for (token, body) in [(TOKEN, &read), (TOKEN, &other), (HR_TOKEN, &read)] {
        let answer = site.send(crate::call("POST", "/api/v1/commands/sealed.read", token, body));
        assert_eq!((answer.status, answer.text("code").as_str()), (StatusCode::FORBIDDEN, "sealed-in-browser"), "{}", answer.body);
    }
    let readings = site.world.conn().number("SELECT count(*) FROM sealed_reads", &[]);
    assert_eq!(readings.ok(), Some(0));
    // Nor does it break the glass.
    let glass = site.post("/api/v1/commands/emergency.break_glass", &json!({"reason": "somebody is missing"}).to_string());
    assert_eq!((glass.status, glass.text("code").as_str()), (StatusCode::FORBIDDEN, "glass-in-browser"));
    assert_eq!(site.get("/api/v1/openapi.json", TOKEN).json()["paths"]["/api/v1/commands/sealed.read"], json!(null));
    let told = site.get(&format!("/api/v1/people/{}", person.outward("per")), TOKEN).body;
    assert!(!told.contains("couriers"));
    site.world.verified();
}

#[test]
fn p03_sealed_text_is_answered_to_a_command_and_to_nothing_else_on_sqlite() {
    sealed_text_is_answered_to_a_command_and_to_nothing_else(Backend::Sqlite);
}

#[test]
fn p03_sealed_text_is_answered_to_a_command_and_to_nothing_else_on_postgres() {
    sealed_text_is_answered_to_a_command_and_to_nothing_else(Backend::Postgres);
}

#[test]
fn sp_06_a_concern_is_opened_from_its_page_with_a_purpose_and_the_page_is_marked() {
    let (site, person, id) = site(Backend::Sqlite);
    let cookie = site.cookie("officer");
    let page = site.page(&format!("/r/concerns/{id}"), &cookie);
    assert!(page.status == StatusCode::OK && page.body.contains("sealed – open with a purpose") && !page.body.contains("couriers"));
    assert!(page.body.contains("/do/sealed.read?register=concerns"), "no way to the text");
    // From a person with an open case the purpose fills itself in.
    let open = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = site.world.as_("officer").makes("case.open", &open).outward("psc");
    let page = site.page(&format!("/r/concerns/{id}"), &cookie);
    assert!(page.body.contains("purpose=case_work") && page.body.contains(&format!("read_for={case}")), "{}", page.body);
    let form = site.page(&format!("/do/sealed.read?register=concerns&record={id}&purpose=case_work&read_for={case}"), &cookie);
    assert!(form.status == StatusCode::OK && form.body.contains("Work on a case") && !form.body.contains("couriers"));
    assert!(form.body.contains("name=\"code\""), "a fresh code is asked for");
    let read = |read_for: &str, code: &str| {
        let fields = [("register", "concerns"), ("record", id.as_str()), ("purpose", "case_work"), ("read_for", read_for), ("code", code)];
        sends(&site, "/do/sealed.read", &cookie, &fields)
    };
    let refused = |answer: &crate::Answer, text: &str| {
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(text), "{}", answer.body);
        assert!(!answer.body.contains("couriers"));
    };
    let wrong = "The one-time code is not right";
    refused(&read(&case, ""), wrong);
    refused(&read(&case, "000000"), wrong);
    let code = fresh_code(&site);
    refused(&read("", &code), "Work on a case names the case");
    // Each code counts once, also for what was refused for something else.
    refused(&read(&case, &code), "This code has been used already");
    site.world.time_passes(jiff::SignedDuration::from_secs(30));
    let shown = read(&case, &fresh_code(&site));
    assert!(shown.status == StatusCode::OK && shown.body.contains(TEXT), "{}", shown.status);
    let marking = site.world.ledger().policy().name("C", kernel::Lang::En).to_owned();
    assert!(shown.body.contains(&marking), "the page bears the text's marking");
    // The head of office sees on the person's page who read; the officer sees nothing of it.
    let of_person = format!("/r/people/{}", person.outward("per"));
    assert!(site.page(&of_person, &site.cookie("head")).body.contains("Who opened sealed text"));
    assert!(!site.page(&of_person, &cookie).body.contains("Who opened sealed text"));
    // Who is no member sees no concern on the person's page, nor anywhere.
    let technician = site.cookie("technician");
    assert!(!site.page(&of_person, &technician).body.contains("CNC/"));
    assert_eq!(site.page(&format!("/r/concerns/{id}"), &technician).status, StatusCode::NOT_FOUND);
}

#[test]
fn done_cl_13_the_page_of_retention_lists_what_is_due_and_the_certificate_is_printable() {
    let (site, _, _) = site(Backend::Sqlite);
    let world = &site.world;
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let fields = [("surname", "Abel".into()), ("given", "Ada".into()), ("nationality", "BEL".into()), ("status", "left".into())];
    let person = world.as_("officer").makes("people.add", &fields);
    let post = world.as_("officer").makes("posts.add", &[("number", "P-1".into())]);
    let held = [
        ("person", person.into()),
        ("post", post.into()),
        ("kind", "staff".into()),
        ("valid_from", "2010-01-01".into()),
        ("valid_until", "2020-01-31".into()),
    ];
    world.as_("officer").does("assignments.add", &held);
    let head = site.cookie("head");
    let page = site.page("/retention", &head);
    let dispose = format!("/do/disposals.dispose?on={}", person.outward("per"));
    assert!(
        page.status == StatusCode::OK && page.body.contains("Abel") && page.body.contains("2025-01-31") && page.body.contains(&dispose)
    );
    let form = site.page(&dispose, &head);
    assert!(form.status == StatusCode::OK && form.body.contains("cannot be brought back"), "{}", form.status);
    // Somebody else's task refers to a letter about this person.
    let mut mail = world.letter_fields("incoming", "BEL");
    mail.push(("person", person.into()));
    let letter = world.as_("registry").makes("mail.register", &mail);
    let task =
        [("title", "Compare".into()), ("due_on", world.today().into()), ("colleague", "technician".into()), ("concerns", letter.into())];
    let task = world.as_("officer").makes("tasks.give", &task).outward("tsk");
    let request = world.as_("officer").asks("disposals.dispose", &[("person", person.into())]);
    let approval = site.page(&format!("/approvals/{}", request.outward("apr")), &head);
    assert_eq!(approval.status, StatusCode::OK);
    let (_, certificate) = world.as_("head").approves(request).answer.unwrap_or_else(|| panic!("a certificate"));
    let number = world.as_("head").field("destruction_certificates", certificate, "number").text().unwrap_or("").to_owned();
    assert!(!site.page("/retention", &head).body.contains("Abel"));
    // By its number it is found, by the name it is not; on paper in either language.
    let found = |words: &str| site.page(&format!("/search?q={words}"), &head).body.contains(&number);
    assert_eq!([found(&number.replace('/', "%2F")), found("Abel"), found("Ada")], [true, false, false]);
    for lang in ["en", "fr"] {
        let outward = certificate.outward("dcr");
        let paper = site.page(&format!("/clearance/holdings/certificates/{outward}/certificate.pdf?lang={lang}"), &head);
        assert!(paper.status == StatusCode::OK && paper.body.starts_with("%PDF-"), "{}: {}", paper.status, paper.body);
    }
    assert!(site.page(&format!("/r/tasks/{task}"), &head).body.contains("erased"), "what is gone is said to be gone");
    assert_eq!(site.page("/retention", &site.cookie("hr")).status, StatusCode::FORBIDDEN);
}
