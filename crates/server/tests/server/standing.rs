//! What each asker learns of how somebody stands (CL-12): those outside the desks one line, the holder their own stage, nobody anything adverse.

use axum::http::StatusCode;
use desk_clearance::standing::queries::standing;
use kernel::{Duty, RecordId};
use ledger::db::Backend;
use serde_json::json;
use spine::concerns::COMPARTMENT;

use crate::{Site, TOKEN};

/// What stands in a page under its heading, without what is new on every answer.
fn main_of(body: &str) -> &str {
    let from = body.find("<main").unwrap_or(0);
    &body[from..body.find("</main>").unwrap_or(body.len())]
}

fn concern(site: &Site, person: RecordId) {
    site.world.admit("script", Duty::ClearanceOfficer, COMPARTMENT);
    let concern = json!({"person": person.outward("per"), "received_on": "2026-03-02", "channel": "third_party", "topic": "conduct",
        "text": "said to have been seen with couriers"});
    let made = site.post("/api/v1/commands/concerns.record", &concern.to_string());
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
}

#[test]
fn done_cl_07_personnel_learn_the_same_of_somebody_before_and_after_a_concern() {
    let site = Site::new(Backend::Sqlite);
    let person = site.world.person("Šimić", "Søren", "ROU");
    let open = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    site.world.as_("officer").makes("case.open", &open);
    let cookie = site.cookie("hr");
    let asked = |text: &str| {
        let page = site.page(&format!("/standing?q={text}"), &cookie);
        assert_eq!(page.status, StatusCode::OK);
        main_of(&page.body).to_owned()
    };
    let before = ["simic", "nobody", ""].map(asked);
    assert!(before[0].contains("Šimić") && before[0].contains("Being prepared") && !before[1].contains("Šimić"), "{}", before[0]);
    concern(&site, person);
    assert_eq!(["simic", "nobody", ""].map(asked), before, "the same lines in the same words");
    // The file itself is closed to them, before and after, whether there is one or not.
    let file = |id: RecordId| site.page(&format!("/r/people/{}", id.outward("per")), &cookie).status;
    assert_eq!([file(person), file(RecordId::NIL)], [StatusCode::NOT_FOUND; 2]);
}

#[test]
fn done_cl_07_the_same_search_takes_the_same_before_and_after_a_concern() {
    search_takes_the_same(Backend::Sqlite);
}

#[test]
fn done_cl_07_the_same_search_takes_the_same_before_and_after_a_concern_on_postgres() {
    search_takes_the_same(Backend::Postgres);
}

/// What a search costs, without a clock: its statements, the rows that come back and, on SQLite, every step of its machine.
fn search_takes_the_same(on: Backend) {
    let site = Site::new(on);
    let person = site.world.person("Šimić", "Søren", "ROU");
    let open = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    site.world.as_("officer").makes("case.open", &open);
    let search = |text: &'static str| {
        site.world.as_("hr").sees(move |view| {
            let before = view.spent();
            let found = standing(view, Duty::Hr, text, None)?.rows;
            Ok((found, view.spent() - before))
        })
    };
    let before = ["simic", "nobody", ""].map(search);
    let (found, cost) = &before[0];
    assert!(found.len() == 1 && cost.statements > 3 && cost.rows > 0, "{cost:?}");
    assert!(on == Backend::Postgres || cost.steps > 100, "{cost:?}");
    concern(&site, person);
    assert_eq!(["simic", "nobody", ""].map(search), before, "the same answer at the same cost");
    // The count is no constant: a second one of that name costs more.
    site.world.person("Šimić", "Ana", "ROU");
    assert!(search("simic").1.rows > cost.rows);
}

#[test]
fn done_cl_08_a_holder_learns_stage_turn_and_who_opened_the_file_and_nothing_adverse() {
    let site = Site::new(Backend::Sqlite);
    let (me, cookie) = (site.world.as_("registry").person, site.cookie("registry"));
    let own = || main_of(&site.page("/me", &cookie).body).to_owned();
    assert!(!own().contains("Being prepared"));
    let open = [("person", me.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = site.world.as_("officer").makes("case.open", &open);
    concern(&site, me);
    let page = own();
    // The office's turn; then theirs.
    assert!(page.contains("Being prepared") && page.contains("The office"), "{page}");
    let technician = site.world.as_("technician");
    technician.does("case.confirm_need", &[("case", case.into()), ("proof", "Letter of the unit".into())]);
    technician.does("case.invite_subject", &[("case", case.into()), ("consent_notice", "2026-1".into())]);
    let page = own();
    assert!(page.contains("With the person") && page.contains(">You<") && page.contains("Hand in your questionnaire"), "{page}");
    // Who opened the file is told by name.
    assert!(!page.contains("Tamm"), "{page}");
    let opened = site.page(&format!("/r/people/{}", me.outward("per")), &site.cookie("technician"));
    assert_eq!(opened.status, StatusCode::OK);
    // The note is written behind the answer: anything written after it comes later.
    site.world.person("After", "Ada", "BEL");
    let page = own();
    assert!(page.contains(">Tamm<"), "{page}");
    for adverse in ["couriers", "CNC/", "oncern", "onduct"] {
        assert!(!page.contains(adverse), "{adverse}: {page}");
    }
    // Nobody's renewal is told while there is none.
    assert!(!page.contains("Your renewal starts"), "{page}");
    // A key for scripts tells no more than the page, and the file stays closed to its own subject.
    assert_eq!(site.page(&format!("/r/people/{}", me.outward("per")), &cookie).status, StatusCode::NOT_FOUND);
    assert!(site.get(&format!("/api/v1/people/{}", me.outward("per")), TOKEN).status == StatusCode::OK);
}

#[test]
fn xd_01_on_the_day_after_the_last_a_leaver_stands_with_personnel_no_more() {
    let site = Site::new(Backend::Sqlite);
    let officer = site.world.as_("officer");
    let person = site.world.person("Šimić", "Søren", "ROU");
    let post = officer.makes("posts.add", &[("number", "P-1".into())]);
    let held = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    let last = site.world.today().saturating_add(jiff::Span::new().days(5));
    officer.does("departures.record", &[("person", person.into()), ("last_day", last.into()), ("end_reason", "end_left".into())]);
    let marked = || site.runtime.block_on(server::daily::leavers(&site.app)).unwrap_or_else(|e| panic!("{e}"));
    let listed = || main_of(&site.page("/standing?q=simic", &site.cookie("hr")).body).contains("Šimić");
    site.world.days_pass(5);
    assert_eq!((site.world.today(), marked(), listed()), (last, 0, true));
    site.world.days_pass(1);
    assert_eq!((marked(), listed()), (1, false));
    assert_eq!(marked(), 0, "once");
    site.world.verified();
}
