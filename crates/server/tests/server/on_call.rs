//! On call: the page that answers who is, in both languages, and the same as data.

use axum::http::StatusCode;
use kernel::RecordId;
use ledger::db::Backend;

use crate::{Site, TOKEN, sends};

fn rota(site: &Site) -> RecordId {
    let world = &site.world;
    let rota = [
        ("name", "Clearance, day and night".into()),
        ("desk", "desk_clearance".into()),
        ("coverage", "all_hours".into()),
        ("answer_minutes", 15.into()),
        ("rest_hours", 11.into()),
        ("valid_from", world.today().into()),
    ];
    world.as_("head").makes("on_call_rotas.add", &rota)
}

#[test]
fn sp_16_the_page_says_who_is_on_call_for_every_desk_and_what_is_missing() {
    let site = Site::new(Backend::Sqlite);
    let rota = rota(&site).outward("rot");
    let (head, technician) = (site.cookie("head"), site.cookie("technician"));
    // A turn is typed in the office's time; what is no time is said at its field.
    let give = |from: &str, until: &str| {
        let fields = [
            ("rota", rota.as_str()),
            ("on", &rota),
            ("colleague", "technician"),
            ("turn_role", "called_first"),
            ("from_time", from),
            ("until_time", until),
        ];
        sends(&site, "/do/on_call_turns.give", &head, &fields)
    };
    let form = site.page(&format!("/do/on_call_turns.give?on={rota}&from_time=2026-03-02T08:00"), &head);
    assert!(form.body.contains("type=\"datetime-local\"") && form.body.contains("2026-03-02T08:00"), "{}", form.body);
    let wrong = give("tomorrow", "2026-03-09T08:00");
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("This is not a point in time"), "{}", wrong.body);
    assert_eq!(give("2026-03-02T08:00", "2026-03-09T08:00").status, StatusCode::SEE_OTHER);
    let page = site.page("/on-call", &head);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for said in [
        "Clearance, day and night",
        "Tamm",
        "2026-03-09 08:00",
        "No rota",
        "Nobody on call",
        "2026-03-30 08:00",
        "/do/on_call_turns.give?on=",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let french = site.page("/on-call", &format!("{head}; castellan-lang=fr"));
    assert_eq!(french.status, StatusCode::OK);
    // Whoever has the turn is told, on the page of the day and in the calendar; others are not.
    assert!(site.page("/", &technician).body.contains("2026-03-02 08:00 to 2026-03-09 08:00"));
    assert!(
        site.page("/notices.ics", &technician).body.contains("SUMMARY:[UNCLASSIFIED] Clearance\\, day and night"),
        "{}",
        site.page("/notices.ics", &technician).body
    );
    assert!(!site.page("/", &head).body.contains("2026-03-02 08:00 to"));
    assert_eq!(site.page("/on-call", &site.cookie("hr")).status, StatusCode::FORBIDDEN);
    // The same as data.
    let told = site.get("/api/v1/on-call", TOKEN).json();
    assert_eq!((&told["items"][0]["now"]["name"], &told["items"][0]["next"]), (&"Tamm".into(), &serde_json::Value::Null));
    assert_eq!(told["items"][0]["findings"][0]["lack"], "on_call_gap");
    assert_eq!(told["items"][0]["findings"][0]["from"], "2026-03-09T08:00:00Z");
}

#[test]
fn sp_16_a_crisis_posture_says_on_every_page_what_goes_first_and_puts_it_there() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let give = [("title", "Call the authority".into()), ("due_on", "2026-03-10".into()), ("colleague", "technician".into())];
    world.as_("officer").does("tasks.give", &give);
    let ticket = [("title", "A question".into()), ("desk", "desk_clearance".into()), ("requester", "Unit".into())];
    world.as_("registry").does("tickets.open", &ticket);
    let cookie = site.cookie("technician");
    let order = |path: &str| {
        let body = site.page(path, &cookie).body;
        let at = |text: &str| body.find(text).unwrap_or_else(|| panic!("{path} lacks {text}"));
        at("Call the authority") < at("TCK/2026/00001")
    };
    assert!(order("/") && order("/notices"));
    let declare = [("name", "Flood".into()), ("reason", "Water".into()), ("first_work", "tickets".into())];
    let request = world.as_("head").asks("postures.declare", &declare);
    world.as_("access").approves(request);
    assert!(!order("/") && !order("/notices"));
    for path in ["/", "/queue", "/r/people"] {
        assert!(site.page(path, &cookie).body.contains("First: Tickets"), "{path}");
    }
    let posture = world.as_("head").sees(|view| Ok(view.every::<ledger::rights::posture::CrisisPosture>()?.remove(0).head.id));
    world.as_("access").does("postures.end", &[("posture", posture.into())]);
    assert!(order("/") && order("/notices"));
    assert!(!site.page("/", &cookie).body.contains("First: Tickets"));
}
