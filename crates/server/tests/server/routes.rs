//! Every route asks who is there; changes come from our own pages; hidden and absent look the same.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use ledger::db::Backend;

use crate::{Site, TOKEN, call};

const PAGES: &[&str] = &[
    "/",
    "/clearance",
    "/clearance/lacking",
    "/clearance/requirements",
    "/queue",
    "/outlook",
    "/calendars/cal_1/holidays",
    "/clearance/quality",
    "/measures",
    "/measures/KPI-CL-05",
    "/reports",
    "/reports/clearance-monthly",
    "/reports/rep_1",
    "/reports/rep_1/file.xlsx",
    "/registers",
    "/retention",
    "/r/people",
    "/r/psc_cases",
    "/r/mail_items",
    "/r/approvals",
    "/import",
    "/proof",
    "/proof/1",
    "/do/case.open",
    "/search?q=ta",
    "/palette?q=ta",
    "/r/people/export.csv",
    "/lookup/people?q=ta",
    "/people/per_00000000000000000000000000/access",
    "/attachments/att_1",
    "/approvals/apr_1",
    "/import/stg_1",
    "/import/stg_1/check",
    "/hr",
    "/hr/hrm_1",
];

#[test]
fn sp_18_nobody_sees_a_page_without_signing_in() {
    let site = Site::new(Backend::Sqlite);
    for path in PAGES {
        let answer = site.page(path, "");
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.headers.get(header::LOCATION).is_some_and(|l| l.as_bytes().starts_with(b"/sign-in")), "{path}");
    }
    for path in ["/api/v1", "/api/v1/people", "/api/v1/who-lacks", "/api/v1/me", "/api/v1/people/export"] {
        let answer = site.get(path, "no such token");
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.text("code"), "signed-out", "{path}");
    }
}

#[test]
fn sp_18_a_signed_in_officer_gets_every_page_with_its_headers() {
    let site = Site::new(Backend::Sqlite);
    let cookie = site.cookie("officer");
    for path in [
        "/",
        "/clearance",
        "/clearance/lacking",
        "/clearance/requirements",
        "/queue",
        "/outlook?month=2026-05",
        "/clearance/quality",
        "/clearance/quality?rule=file_obsolete",
        "/measures",
        "/measures?period=2026-Q1&known=2026-02-01",
        "/reports",
        "/reports/clearance-monthly?period=2026-02",
        "/registers",
        "/retention",
        "/r/people",
        "/r/psc_cases",
        "/r/approvals",
        "/import",
        "/hr",
        "/proof",
        "/do/case.open",
        "/search?q=ta",
    ] {
        let answer = site.page(path, &cookie);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let missing = answer.body.split_once('⟦').map(|(_, rest)| rest.chars().take(40).collect::<String>());
        assert_eq!(missing, None, "{path} has a missing word");
        let policy = answer.headers.get("content-security-policy").and_then(|v| v.to_str().ok()).unwrap_or("");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.headers.get("cache-control").and_then(|v| v.to_str().ok()), Some("no-store"), "{path}");
    }
}

#[test]
fn sp_18_a_change_from_another_site_or_without_the_token_is_refused() {
    let site = Site::new(Backend::Sqlite);
    let cookie = site.cookie("officer");
    let form = |extra: (&'static str, &'static str)| {
        let request = Request::builder().method("POST").uri("/do/posts.add").header(header::COOKIE, &cookie).header(extra.0, extra.1);
        request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("number=X-1"))
            .unwrap_or_else(|e| panic!("{e}"))
    };
    assert_eq!(site.send(form(("sec-fetch-site", "cross-site"))).status, StatusCode::FORBIDDEN);
    assert_eq!(site.send(form(("origin", "http://elsewhere.example"))).status, StatusCode::FORBIDDEN);
    // From our own site, but without the session's token.
    assert_eq!(site.send(form(("sec-fetch-site", "same-origin"))).status, StatusCode::FORBIDDEN);
    assert_eq!(site.get("/api/v1/posts", TOKEN).json()["count"], 0, "nothing was written");
}

#[test]
fn sp_18_a_hidden_record_and_an_absent_one_are_answered_alike() {
    let site = Site::new(Backend::Sqlite);
    let registry = site.cookie("hr");
    let person = site.world.person("Verborgen", "Anna", "BEL");
    let absent = kernel::RecordId([9; 16]);
    let mut answers = Vec::new();
    for id in [person, absent] {
        let path = format!("/r/people/{}", id.outward("per"));
        let answer = site.page(&path, &registry);
        answers.push((answer.status, answer.body.replace(&id.outward("per"), "ID")));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, StatusCode::NOT_FOUND);
}

#[test]
fn sp_18_a_session_reads_the_api_but_never_writes_it() {
    let site = Site::new(Backend::Sqlite);
    let cookie = site.cookie("officer");
    assert_eq!(site.page("/api/v1/posts", &cookie).status, StatusCode::OK);
    let request =
        Request::builder().method("POST").uri("/api/v1/posts").header(header::COOKIE, &cookie).body(Body::from("{\"number\":\"X\"}"));
    assert_eq!(site.send(request.unwrap_or_else(|e| panic!("{e}"))).status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.send(call("POST", "/api/v1/posts", TOKEN, "{\"number\":\"X\"}")).status, StatusCode::CREATED);
}
