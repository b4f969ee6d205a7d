//! A report without a name: no session is needed, nothing of the sender is kept, whoever is named is matched with nobody, and only so many are taken.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{Duty, Value};
use spine::concerns::{COMPARTMENT, Concern, ConcernChannel};
use spine::limits;
use testkit::Backend;

use crate::{Answer, Site};

macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $test() { super::$test(testkit::Backend::Sqlite); })+
        }
        mod postgres {
            $(#[test] fn $test() { super::$test(testkit::Backend::Postgres); })+
        }
    };
}

on_both! {
    sp_06_anybody_reports_something_without_a_name_and_nothing_of_them_is_kept,
    sp_06_only_so_many_reports_are_taken_within_an_hour,
    sp_06_a_house_that_did_not_open_the_page_has_none,
}

/// What a browser says of itself; none of it may be found anywhere afterwards.
const MARKS: [&str; 4] = ["Nightjar/77.1", "192.0.2.77", "portal.sender.example", "eo-SENDER"];

fn sends(site: &Site, path: &str, body: &str) -> Answer {
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::USER_AGENT, MARKS[0])
        .header("x-forwarded-for", MARKS[1])
        .header(header::REFERER, format!("https://{}/", MARKS[2]))
        .header(header::ACCEPT_LANGUAGE, format!("fr, {};q=0.5", MARKS[3]))
        .body(Body::from(body.to_owned()));
    site.send(request.unwrap_or_else(|e| panic!("{path}: {e}")))
}

fn asks(site: &Site, path: &str, language: &str) -> Answer {
    let request = Request::builder().uri(path).header(header::ACCEPT_LANGUAGE, language).body(Body::empty());
    site.send(request.unwrap_or_else(|e| panic!("{path}: {e}")))
}

/// Every value of every table that holds text or bytes, as one text.
fn whole(site: &Site) -> String {
    let mut conn = site.world.conn();
    // As the database itself names them, so that none is forgotten.
    let sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let names = conn
        .query(sqlite, &[])
        .or_else(|_| conn.query("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()", &[]))
        .unwrap_or_else(|e| panic!("{e}"));
    let names: Vec<String> = names.iter().filter_map(|row| row[0].text().map(str::to_owned)).collect();
    assert!(names.len() > 100 && names.iter().any(|name| name == "session"), "{names:?}");
    let mut text = String::new();
    for name in names {
        for row in conn.query(&format!("SELECT * FROM \"{name}\""), &[]).unwrap_or_else(|e| panic!("{name}: {e}")) {
            for value in row {
                match value {
                    Value::Text(said) => text.push_str(&said),
                    Value::Bytes(bytes) => text.push_str(&String::from_utf8_lossy(&bytes)),
                    _ => {}
                }
                text.push('\n');
            }
        }
    }
    text
}

fn reports(site: &Site) -> Vec<kernel::Record<Concern>> {
    site.world.as_("head").sees(|view| view.having::<Concern>("channel", ConcernChannel::Anonymous.code()))
}

fn entries(site: &Site) -> i64 {
    site.world.conn().number("SELECT count(*) FROM entry", &[]).unwrap_or_default()
}

fn sp_06_anybody_reports_something_without_a_name_and_nothing_of_them_is_kept(on: Backend) {
    let site = Site::new(on);
    site.world.admit("head", Duty::Head, COMPARTMENT);
    site.world.person("Kask", "Robin", "EST");
    // In the language of the browser, or of the link.
    let (english, french) = (asks(&site, "/tell", "en"), asks(&site, "/tell", "fr-FR, en;q=0.5"));
    assert_eq!((english.status, french.status), (StatusCode::OK, StatusCode::OK));
    assert!(english.body.contains("lang=\"en\"") && french.body.contains("lang=\"fr\""));
    assert!(asks(&site, "/tell?lang=fr", "en").body.contains("lang=\"fr\""));
    assert!(asks(&site, "/tell?lang=en", "fr").body.contains("lang=\"en\""));
    assert!(english.headers.get(header::SET_COOKIE).is_none(), "no cookie is set");
    assert!(!english.body.contains("/language"), "nor by the switch of the other pages");

    let before = entries(&site);
    let known = sends(&site, "/tell?lang=en", "text=He+sells+what+he+reads&about_whom=Robin+Kask&happened_when=In+spring");
    let unknown = sends(&site, "/tell?lang=en", "text=He+sells+what+he+reads&about_whom=Nobody+Atall&happened_when=In+spring");
    assert_eq!((known.status, unknown.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(known.body, unknown.body, "the answer does not tell whether anybody of that name is known");
    assert!(known.headers.get(header::SET_COOKIE).is_none());
    assert_eq!(entries(&site), before + 2, "one entry each");
    let all = reports(&site);
    assert_eq!(all.len(), 2);
    for report in &all {
        assert_eq!((report.body.person, report.head.subject, report.body.recorded_by), (None, None, None));
        assert_eq!(report.head.label.compartment.as_deref(), Some(COMPARTMENT));
    }
    // Each is sealed under a key of its own.
    for report in &all {
        let id = [Value::Id(report.head.id)];
        let keys = site.world.conn().number("SELECT count(*) FROM subject_key WHERE subject = $1 AND category = 'sealed'", &id);
        assert_eq!(keys.unwrap_or_default(), 1);
    }
    let kept = whole(&site);
    assert!(kept.contains("CNC/2026/0001"), "the tables were read");
    for mark in MARKS.into_iter().chain(["sells", "Atall", "In spring"]) {
        assert!(!kept.contains(mark), "{mark}");
    }
    // Not even that somebody who is signed in was here: their session is as it was.
    let cookie = site.cookie("officer");
    let sessions = || site.world.conn().query("SELECT * FROM session", &[]).unwrap_or_default();
    let before = sessions();
    site.world.time_passes(jiff::SignedDuration::from_hours(1));
    let form = Request::builder().method("POST").uri("/tell").header(header::COOKIE, &cookie).header("sec-fetch-site", "same-origin");
    let form = form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from("text=+"));
    assert_eq!(site.send(form.unwrap_or_else(|e| panic!("{e}"))).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!before.is_empty() && sessions() == before, "a session was touched");
    // It waits for those in the compartment, who open it as they open any sealed text, and for nobody else.
    let today = |login: &str| site.page("/notices", &site.cookie(login));
    assert!(today("head").body.contains("CNC/2026/0001"));
    assert!(!today("officer").body.contains("CNC/2026/0001"));
    // The ordinary lifecycle ends it.
    let close = [("concern", Value::from(all[0].head.id)), ("concluded_as", "resolved_no_effect".into())];
    site.world.as_("head").does("concerns.conclude", &close);
    assert_eq!(reports(&site).iter().filter(|r| r.body.concluded_on.is_none()).count(), 1);
    // What is missing or too long is told at its field, with what was typed; nothing is kept of it.
    let empty = sends(&site, "/tell?lang=en", "text=+&about_whom=Robin");
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Robin"));
    for (field, max) in
        [("text", limits::LONG_TEXT_CHARS_MAX), ("about_whom", limits::TEXT_CHARS_MAX), ("happened_when", limits::TEXT_CHARS_MAX)]
    {
        let body = |length: usize| match field {
            "text" => format!("text={}", "x".repeat(length)),
            _ => format!("text=Something&{field}={}", "x".repeat(length)),
        };
        assert_eq!(sends(&site, "/tell", &body(max)).status, StatusCode::OK, "{field}");
        assert_eq!(sends(&site, "/tell", &body(max + 1)).status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    let large = format!("text={}", "x".repeat(limits::BODY_BYTES_MAX + 1));
    assert_eq!(sends(&site, "/tell", &large).status, StatusCode::PAYLOAD_TOO_LARGE);
    // From the page itself only, as every change.
    let strange = Request::builder().method("POST").uri("/tell").header("sec-fetch-site", "cross-site").body(Body::from("text=x"));
    assert_eq!(site.send(strange.unwrap_or_else(|e| panic!("{e}"))).status, StatusCode::FORBIDDEN);
    site.world.verified();
}

fn sp_06_only_so_many_reports_are_taken_within_an_hour(on: Backend) {
    let site = Site::new(on);
    site.world.admit("head", Duty::Head, COMPARTMENT);
    for _ in 0..limits::ANONYMOUS_REPORTS_AN_HOUR {
        assert_eq!(sends(&site, "/tell", "text=Something").status, StatusCode::OK);
    }
    let before = entries(&site);
    for (lang, says) in [("en", "within an hour"), ("fr", "par heure")] {
        let refused = sends(&site, &format!("/tell?lang={lang}"), "text=One+more");
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.body.contains(says) && refused.body.contains("One more"), "{lang}");
    }
    assert_eq!((entries(&site), reports(&site).len() as i64), (before, limits::ANONYMOUS_REPORTS_AN_HOUR));
    site.world.time_passes(jiff::SignedDuration::from_mins(59));
    assert_eq!(sends(&site, "/tell", "text=One+more").status, StatusCode::TOO_MANY_REQUESTS);
    site.world.time_passes(jiff::SignedDuration::from_mins(1));
    assert_eq!(sends(&site, "/tell", "text=One+more").status, StatusCode::OK, "an hour later");
}

fn sp_06_a_house_that_did_not_open_the_page_has_none(on: Backend) {
    let mut site = Site::new(on);
    assert!(asks(&site, "/sign-in", "fr").body.contains("/tell?lang="), "who may send one finds it without signing in");
    site.routes = server::router(server::App { takes_reports: false, ..site.app.clone() });
    assert!(!asks(&site, "/sign-in", "en").body.contains("/tell"));
    assert_eq!(asks(&site, "/tell", "en").status, StatusCode::NOT_FOUND);
    assert_eq!(sends(&site, "/tell", "text=Something").status, StatusCode::NOT_FOUND);
    assert!(!whole(&site).contains("CNC/"));
}
