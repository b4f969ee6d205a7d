//! What an office's users try at the end, and what no way in may do: through the pages and the API, as they do it.

use axum::http::StatusCode;
use kernel::RecordId;
use ledger::db::Backend;

use crate::{Site, TOKEN, call, sends};

fn marking(site: &Site, person: RecordId) -> String {
    let row = site.world.conn().first("SELECT marking FROM people WHERE id = $1", &[person.into()]);
    row.ok().flatten().and_then(|r| r[0].text().map(str::to_owned)).unwrap_or_default()
}

/// The system of the tests holds up to CONFIDENTIAL.
fn above(on: Backend) {
    let site = Site::new(on);
    let person = site.world.person("Simões", "Ana", "BEL");
    let (id, cookie) = (person.outward("per"), site.cookie("officer"));
    let entries = |site: &Site| site.world.as_("auditor").sees(|view| Ok(view.position()?.0));
    let before = (marking(&site, person), entries(&site));
    for level in ["S", "TS"] {
        // The form of a page.
        let fields = [("register", "people"), ("record", id.as_str()), ("level", level)];
        let answer = sends(&site, "/do/markings.raise", &cookie, &fields);
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("error-summary"), "{}", answer.body);
        // The API, which the command line goes through.
        let wanted = serde_json::json!({"register": "people", "record": id, "level": level}).to_string();
        let answer = site.send(call("POST", "/api/v1/commands/markings.raise", TOKEN, &wanted));
        assert_eq!((answer.status, answer.text("code").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "level-above-ceiling"));
        // Said beside the fields of a record, a label is no field.
        let beside = serde_json::json!({"surname": "Simões", "given": "Rita", "nationality": "BEL", "status": "active", "marking": level});
        let answer = site.send(call("POST", "/api/v1/people", TOKEN, &beside.to_string()));
        assert_eq!((answer.status, answer.text("code").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "field-unknown"), "{}", answer.body);
    }
    assert_eq!((marking(&site, person), entries(&site)), before, "nothing was written");
    // What it may hold it takes by the same ways.
    let wanted = serde_json::json!({"register": "people", "record": id, "level": "C"}).to_string();
    let answer = site.send(call("POST", "/api/v1/commands/markings.raise", TOKEN, &wanted));
    assert_eq!((answer.status, marking(&site, person).as_str()), (StatusCode::OK, "C"), "{}", answer.body);
}

#[test]
fn inv_cl_12_no_way_in_takes_a_label_above_the_ceiling_on_sqlite() {
    above(Backend::Sqlite);
}

#[test]
fn inv_cl_12_no_way_in_takes_a_label_above_the_ceiling_on_postgres() {
    above(Backend::Postgres);
}
