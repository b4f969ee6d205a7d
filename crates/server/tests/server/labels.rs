//! Labels of ADatP-4774 in and out: of a record, by page and by key, as marked as the record is; and the table by which others' are read.

use axum::http::StatusCode;
use exchange::label::{Of, read};
use kernel::Codes;
use ledger::db::Backend;

use crate::{Site, TOKEN};

#[test]
fn cl_02_what_a_record_is_marked_leaves_as_a_label_and_is_read_back_as_the_same_marking() {
    let site = Site::new(Backend::Sqlite);
    let person = site.world.person("Simoes", "Ana", "BEL");
    let cookie = site.cookie("officer");
    let outward = person.outward("per");
    let page = site.page(&format!("/r/people/{outward}"), &cookie);
    let link = format!("/r/people/{outward}/label.xml");
    assert!(page.body.contains(&format!("href=\"{link}\"")), "it is offered where the record is seen");
    let policy = site.world.ledger().policy().clone();
    let meant = |body: &str| {
        let label = read(body.as_bytes()).unwrap_or_else(|f| panic!("{f:?}: {body}"));
        assert_eq!(label.of, Of::Thing);
        let meaning = label.meaning(&policy);
        assert!(meaning.findings.is_empty(), "{:?}", meaning.findings);
        (meaning.level.map(|level| level.0).unwrap_or_default(), meaning.categories)
    };
    assert_eq!(meant(&site.page(&link, &cookie).body), ("R".to_owned(), Codes::default()));
    let marking = [("register", "people".into()), ("record", person.into()), ("level", "C".into())];
    site.world.as_("officer").does("markings.raise", &marking);
    let raised = ("C".to_owned(), Codes::default());
    let file = site.page(&link, &cookie);
    assert_eq!((file.status, file.headers["content-type"].to_str().unwrap_or("")), (StatusCode::OK, "application/xml"));
    assert!(file.headers["castellan-marking"].to_str().unwrap_or("").starts_with("CONFIDENTIAL"), "{:?}", file.headers);
    assert_eq!(meant(&file.body), raised);
    let by_key = site.get(&format!("/api/v1/people/{outward}/label"), TOKEN);
    assert_eq!((by_key.status, meant(&by_key.body)), (StatusCode::OK, raised));
    // Whoever does not see the record sees no label of it.
    let registry = site.cookie("registry");
    assert_eq!(site.page(&format!("/r/people/{outward}"), &registry).status, site.page(&link, &registry).status);
    assert_eq!(site.page(&link, &registry).status, StatusCode::NOT_FOUND);
}

#[test]
fn sp_13_the_table_of_equivalences_shows_the_trap_words_and_the_dated_codes() {
    let site = Site::new(Backend::Sqlite);
    let cookie = site.cookie("officer");
    let page = site.page("/clearance/equivalences", &cookie);
    assert_eq!(page.status, StatusCode::OK);
    let rows: Vec<&str> = page.body.split("<tr").collect();
    let row = |word: &str, nation: &str| {
        let found = rows.iter().find(|row| row.contains(word) && row.split("</td>").next().is_some_and(|cell| cell.contains(nation)));
        found.copied().unwrap_or_else(|| panic!("{word} of {nation}"))
    };
    for (word, nation, level) in
        [("SECRETO", "Spain", "TOP SECRET"), ("RESERVADO", "Spain", "SECRET"), ("RISERVATO", "Italy", "RESTRICTED")]
    {
        let row = row(word, nation);
        assert!(row.contains(level) && row.contains("Trap word"), "{row}");
    }
    assert!(row("FYR", "FYR").contains("2019-02-12") && row("BAH", "BAH").contains("BHR"));
}
