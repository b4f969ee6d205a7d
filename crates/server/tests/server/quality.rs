//! Data quality as the office meets it: the page with what fails, each leading to its records, and the run the system writes by itself.

use axum::http::StatusCode;
use kernel::{Entropy, RecordId, Value};
use ledger::db::Backend;
use ledger::transition::Micros;
use spine::imports::{BatchKind, BatchState, ImportBatch};

use crate::{Site, sends};

/// Somebody in a post, of whom no number is known.
fn unnumbered(site: &Site) -> RecordId {
    let person = site.world.person("Unnumbered", "Sam", "ROU");
    let officer = site.world.as_("officer");
    let post = officer.makes("posts.add", &[("number", "P-1".into())]);
    let held = [("person", Value::Id(person)), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    person
}

fn runs_itself(site: &Site) -> bool {
    site.runtime.block_on(server::daily::quality(&site.app)).unwrap_or_else(|e| panic!("{e}"))
}

fn what_fails_is_a_link_and_the_system_asks_by_itself(on: Backend) {
    let site = Site::new(on);
    let person = unnumbered(&site);
    assert!(runs_itself(&site), "nothing was asked yet");
    assert!(!runs_itself(&site), "once a day");
    site.world.adopt("audit_checklists", spine::STARTER_AUDIT_CHECKLISTS);
    assert!(runs_itself(&site) && !runs_itself(&site), "once more when the rules change");
    let officer = site.cookie("officer");
    let page = site.page("/clearance/quality", &officer);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("/clearance/quality?rule=person_without_number"), "{}", page.body);
    assert!(!page.body.contains("?rule=file_obsolete"), "what is in order is no link");
    assert!(page.body.contains("Nightly") && page.body.contains("The rules changed"), "{}", page.body);
    // What is shown is the last run, until somebody asks anew; the records of a rule are always those of now.
    let late = site.world.person("Later", "Sam", "ROU");
    let held = [("person", Value::Id(late)), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    let post = site.world.as_("officer").makes("posts.add", &[("number", "P-2".into())]);
    site.world.as_("officer").does("assignments.add", &[&held[..], &[("post", post.into())]].concat());
    let failing = |path: &str| {
        let body = site.page(path, &officer).body;
        let row = body.split("?rule=person_without_number").nth(1).map(str::to_owned).unwrap_or_default();
        row.split("</tr>").next().map(|row| row.matches(">2<").count()).unwrap_or_default()
    };
    let day = site.world.today().to_string();
    assert!(site.page("/clearance/quality", &officer).body.contains(&format!("found it on {day}")));
    assert_eq!(failing("/clearance/quality"), 0, "one was looked at, and one failed");
    assert_eq!(failing("/clearance/quality?now=yes"), 2, "two were, and two did");
    let one = site.page("/clearance/quality?rule=person_without_number", &officer);
    assert!(one.body.contains(&person.outward("per")) && one.body.contains("Unnumbered"), "{}", one.body);
    assert_eq!(site.page("/clearance/quality?rule=none", &officer).status, StatusCode::NOT_FOUND);
    // Stored figures are of everything: who does not answer for the whole sees their own figures alone.
    let technician = site.page("/clearance/quality", &site.cookie("technician"));
    assert_eq!(technician.status, StatusCode::OK);
    assert!(technician.body.contains("?rule=person_without_number") && !technician.body.contains("The rules changed"));
    assert!(technician.body.contains("?now=yes") && !technician.body.contains("‰"), "nothing was asked for them yet");
    assert!(site.page("/clearance/quality?now=yes", &site.cookie("technician")).body.contains("‰"));
    assert_eq!(site.page("/r/quality_runs", &site.cookie("technician")).status, StatusCode::FORBIDDEN);
    assert_eq!(site.page("/clearance/quality", &site.cookie("hr")).status, StatusCode::FORBIDDEN);
}

fn an_import_shows_what_it_was_worth_before_and_after(on: Backend) {
    let batch = std::cell::Cell::new(RecordId::NIL);
    let site = Site::with(on, |changes, entropy| {
        let person = entropy.id();
        let came = ImportBatch {
            name: "tracker.csv".to_owned(),
            digest: "x".to_owned(),
            rows_taken: 2,
            rows_refused: 1,
            rows_unchanged: 1,
            state: BatchState::Applied,
            applied_at: Micros(0),
            of: BatchKind::Tracker,
            register: None,
            columns: None,
            row_marks: None,
            rows_faulty: Some(3),
            faults: Some("code_unknown 2\nperson_without_number 1".to_owned()),
            mail_item: None,
            recorded_by: person,
            verified_by: person,
        };
        batch.set(entropy.id());
        changes.insert(batch.get(), &came);
    });
    let path = format!("/import?batch={}", batch.get().outward("imp"));
    let officer = site.cookie("officer");
    let page = site.page(&path, &officer);
    assert_eq!(page.status, StatusCode::OK);
    for said in ["250 ‰", "1 of 4 without a fault", "Nation, level or category unknown"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(site.page("/import", &officer).body.contains(&path), "the list of imports leads there");
    assert_eq!(site.page(&path, &site.cookie("hr")).status, StatusCode::FORBIDDEN);
    let french = site.cookie("technician");
    let lang = sends(&site, "/language", &french, &[("lang", "fr"), ("back", "/import")]);
    assert_eq!(lang.status, StatusCode::SEE_OTHER);
    let page = site.page(&path, &french);
    assert!(page.body.contains("250\u{202f}‰") && page.body.contains("1 sur 4 sans défaut"), "{}", page.body);
}

macro_rules! on_both {
    ($($name:ident on $sqlite:ident, $postgres:ident;)+) => {
        $(#[test] fn $sqlite() { $name(Backend::Sqlite); } #[test] fn $postgres() { $name(Backend::Postgres); })+
    };
}

on_both! {
    what_fails_is_a_link_and_the_system_asks_by_itself on
        cl_08_what_fails_is_a_link_and_the_system_asks_by_itself_on_sqlite,
        cl_08_what_fails_is_a_link_and_the_system_asks_by_itself_on_postgres;
    an_import_shows_what_it_was_worth_before_and_after on
        sp_13_an_import_shows_what_it_was_worth_before_and_after_on_sqlite,
        sp_13_an_import_shows_what_it_was_worth_before_and_after_on_postgres;
}
