//! The API as documented: problems as data, versions, retries, and no approval.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ledger::db::Backend;

use crate::{HR_TOKEN, Site, TOKEN, call};

#[test]
fn the_openapi_document_is_as_committed() {
    let document = serde_json::to_string_pretty(&server::openapi::render(&server::manifest())).unwrap_or_default();
    insta::assert_snapshot!("openapi", document);
}

fn adds_and_changes(backend: Backend) {
    let site = Site::new(backend);
    let made = site.post("/api/v1/posts", r#"{"number": "AB-1", "title": "Analyst"}"#);
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let id = made.json()["record"]["id"].as_str().unwrap_or("").to_owned();
    let path = format!("/api/v1/posts/{id}");
    let read = site.get(&path, TOKEN);
    assert_eq!(read.headers.get("etag").and_then(|v| v.to_str().ok()), Some("\"1\""));
    assert_eq!(read.json()["title"], "Analyst");
    let patch = |version: Option<&str>, body: &str| {
        let mut request = Request::builder().method("PATCH").uri(&path).header("authorization", format!("Bearer {TOKEN}"));
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        request.body(Body::from(body.to_owned())).unwrap_or_else(|e| panic!("{e}"))
    };
    let blind = site.send(patch(None, r#"{"title": "Chief"}"#));
    assert_eq!((blind.status, blind.text("code")), (StatusCode::PRECONDITION_REQUIRED, "if-match-missing".to_owned()));
    assert_eq!(site.send(patch(Some("1"), r#"{"title": "Chief"}"#)).status, StatusCode::OK);
    let late = site.send(patch(Some("1"), r#"{"title": "Other"}"#));
    assert_eq!((late.status, late.json()["current_version"].as_i64()), (StatusCode::CONFLICT, Some(2)));
    let now = site.get(&path, TOKEN).json();
    assert_eq!(
        (now["title"].as_str(), now["number"].as_str(), now["version"].as_i64()),
        (Some("Chief"), Some("AB-1"), Some(2)),
        "the rest stays"
    );
    let history = site.get(&format!("{path}/history"), TOKEN).json();
    assert_eq!(history.as_array().map(Vec::len), Some(2));
    let entry = history[0]["entry"].as_i64().unwrap_or(-1);
    let proof = site.get(&format!("/api/v1/entries/{entry}/proof"), TOKEN);
    let key = site.world.ledger().public_key().unwrap_or_default();
    let shown = ledger::log::proof::check(&proof.body, &key).unwrap_or_else(|code| panic!("{code}"));
    assert!(shown.leaf.contains("posts.change"));
}

#[test]
fn sp_03_what_the_api_adds_is_versioned_and_proved_on_sqlite() {
    adds_and_changes(Backend::Sqlite);
}

#[test]
fn sp_03_what_the_api_adds_is_versioned_and_proved_on_postgres() {
    adds_and_changes(Backend::Postgres);
}

#[test]
fn everything_that_is_wrong_is_told_at_once_in_the_callers_language() {
    let site = Site::new(Backend::Sqlite);
    let mut request = call("POST", "/api/v1/commands/case.open", TOKEN, r#"{"person": 7, "kind": "nonsense", "colour": "red"}"#);
    request.headers_mut().insert("accept-language", axum::http::HeaderValue::from_static("fr-BE"));
    let answer = site.send(request);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.headers.get("content-type").and_then(|v| v.to_str().ok()), Some("application/problem+json"));
    let errors = answer.json()["errors"].clone();
    let fields: Vec<&str> = errors.as_array().into_iter().flatten().filter_map(|e| e["field"].as_str()).collect();
    assert_eq!(fields, ["colour", "person"]);
    assert!(answer.body.contains("n’a pas"), "{}", answer.body);
    for (body, code) in [("{", "json-unreadable"), ("[]", "json-unreadable"), ("{}", "field-required")] {
        assert_eq!(site.post("/api/v1/commands/case.open", body).text("code"), code);
    }
    let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
    assert_eq!(site.post("/api/v1/posts", &deep).text("code"), "json-unreadable");
    let large = format!("{{\"number\": \"{}\"}}", "x".repeat(kernel::limits::BODY_BYTES_MAX));
    assert_eq!(site.post("/api/v1/posts", &large).text("code"), "body-too-large");
}

#[test]
fn a_retry_with_its_key_does_the_work_once() {
    let site = Site::new(Backend::Sqlite);
    let send = |body: &'static str| {
        let mut request = call("POST", "/api/v1/posts", TOKEN, body);
        request.headers_mut().insert("idempotency-key", axum::http::HeaderValue::from_static("k-1"));
        site.send(request)
    };
    let first = send(r#"{"number": "AB-1"}"#).json();
    let again = send(r#"{"number": "AB-1"}"#).json();
    assert_eq!((again["entry"].clone(), again["repeated"].as_bool()), (first["entry"].clone(), Some(true)));
    assert_eq!(send(r#"{"number": "AB-2"}"#).text("code"), "idempotency-key-reused");
    assert_eq!(site.get("/api/v1/posts", TOKEN).json()["count"], 1);
}

#[test]
fn sp_18_the_api_proposes_and_never_approves() {
    let site = Site::new(Backend::Sqlite);
    let answer = site.post("/api/v1/commands/approvals.approve", "{}");
    assert_eq!((answer.status, answer.text("code")), (StatusCode::FORBIDDEN, "approve-in-browser".to_owned()));
    let person = site.world.person("Maes", "Jan", "BEL").outward("per");
    let authority = site.world.authority("BEL").outward("aut");
    let letter = site.world.letter("incoming", "BEL").outward("mai");
    let body = format!(
        r#"{{"person": "{person}", "kind": "suspend", "authority": "{authority}", "level": "S", "reason_code": "under_review", "decided_on": "2026-03-01", "source": "{letter}"}}"#
    );
    let asked = site.post("/api/v1/commands/clearances.record_adverse", &body);
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.body);
    assert!(asked.json()["approval"].is_string() && asked.json()["record"].is_null());
    assert_eq!(site.get("/api/v1/decisions", TOKEN).json()["count"], 0, "nothing is recorded before a second person");
}

#[test]
fn sp_18_who_lacks_the_duty_learns_it_and_sees_no_row() {
    let site = Site::new(Backend::Sqlite);
    site.world.person("Maes", "Jan", "BEL");
    let list = site.get("/api/v1/people", HR_TOKEN);
    assert!(list.status == StatusCode::FORBIDDEN && list.text("code") == "duty-missing" && !list.body.contains("Maes"), "{}", list.body);
    let answer = site.send(call("POST", "/api/v1/posts", HR_TOKEN, r#"{"number": "X"}"#));
    assert_eq!((answer.status, answer.text("code")), (StatusCode::FORBIDDEN, "duty-missing".to_owned()));
}

#[test]
fn cl_02_access_is_answered_with_its_reasons() {
    let site = Site::new(Backend::Sqlite);
    let person = site.world.person("Maes", "Jan", "BEL").outward("per");
    let answer = site.get(&format!("/api/v1/people/{person}/access?on=2026-03-02"), TOKEN).json();
    assert!(answer["access"]["level"].is_null() && answer["access"]["clearance"].is_null());
    let codes: Vec<&str> = answer["access"]["reasons"].as_array().into_iter().flatten().filter_map(|r| r["code"].as_str()).collect();
    assert_eq!(codes, ["employment-none", "requirement-none", "decision-none", "certificate-none", "authorisation-none", "briefing-none"]);
}

#[test]
fn sp_13_an_export_has_an_entry_its_marking_and_no_formula() {
    let site = Site::new(Backend::Sqlite);
    site.world.person("=cmd", "Eve", "BEL");
    let csv = site.get("/api/v1/people/export?format=csv", TOKEN);
    assert_eq!(csv.status, StatusCode::OK, "{}", csv.body);
    assert!(csv.body.contains("'=cmd") && csv.body.contains("RESTRICTED") && csv.body.contains("exp_"), "{}", csv.body);
    let json = site.get("/api/v1/people/export?format=json", TOKEN).json();
    assert!(json["entry"].as_i64().is_some_and(|e| e > 0));
    let bad = site.get("/api/v1/people/export?format=exe", TOKEN);
    assert_eq!(bad.status, StatusCode::NOT_FOUND);
}
