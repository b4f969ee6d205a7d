//! The page of the exchange with personnel, and the list that goes back.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use desk_clearance::hr::commands::{read as staged_read, stage};
use exchange::hr::read;
use exchange::hr::sample::{Message, flat};
use kernel::RecordId;
use ledger::db::Backend;

use crate::{HR_TOKEN, Site, TOKEN};

/// A message with a joiner, a change, somebody who cannot be told apart, and what must not come in; received as the page does.
fn received(site: &Site) -> RecordId {
    let world = &site.world;
    let officer = world.as_("officer");
    let fields = |surname: &str, number: &str| {
        vec![
            ("surname", surname.into()),
            ("given", "Ana".into()),
            ("nationality", "ROU".into()),
            ("personnel_number", number.into()),
            ("birth_date", "1980-05-12".into()),
            ("status", "active".into()),
        ]
    };
    officer.makes("people.add", &fields("Popescu", "2001"));
    officer.makes("people.add", &fields("Rossi", "2002"));
    let mut message = Message::new("0000000000000042");
    message
        .slice(
            "00002001",
            "0002",
            "19800512",
            "99991231",
            &[("NACHN", "Ionescu"), ("VORNA", "Ana"), ("GBDAT", "19800512"), ("NATIO", "RO")],
        )
        .slice("00003001", "0000", "20260401", "99991231", &[("STAT2", "3")])
        .slice("00003001", "0002", "19900101", "99991231", &[("NACHN", "Kask"), ("VORNA", "Liis"), ("GBDAT", "19900101"), ("NATIO", "EE")])
        .slice("00004001", "0002", "19800512", "99991231", &[("NACHN", "Rossi"), ("VORNA", "Ana"), ("GBDAT", "19800512"), ("NATIO", "RO")])
        .slice("00004002", "0002", "20260230", "99991231", &[("NACHN", "Weber"), ("VORNA", "Jan")])
        .slice("00004002", "0008", "20260201", "99991231", &[("NACHN", "PAYDATA")]);
    let file = flat(&[&message]);
    let (text, rows) = stage(read(&file).unwrap_or_else(|f| panic!("{f}")), &file).unwrap_or_else(|e| panic!("{e}"));
    let id = world.ledger().new_id();
    let technician = world.as_("technician");
    world.ledger().stage_import(id, technician.account, "hr-daily.txt", text, Vec::new(), rows).wait().unwrap_or_else(|e| panic!("{e}"));
    let digest = technician.sees(move |view| staged_read(view, id)).digest;
    technician.makes("hr_messages.receive", &[("staged", id.into()), ("digest", digest.as_str().into())])
}

#[test]
fn sp_12_the_page_shows_lines_differences_and_what_waits_and_asks_a_second_person() {
    let site = Site::new(Backend::Sqlite);
    let message = received(&site);
    let path = server::pages::hr::href(message);
    for outsider in ["registry", "hr", "auditor", "policy"] {
        assert_eq!(site.page(&path, &site.cookie(outsider)).status, StatusCode::FORBIDDEN, "{outsider}");
        assert_eq!(site.page("/hr", &site.cookie(outsider)).status, StatusCode::FORBIDDEN, "{outsider}");
    }
    let cookie = site.cookie("technician");
    let list = site.page("/hr", &cookie);
    assert!(list.status == StatusCode::OK && list.body.contains("hr-daily.txt") && list.body.contains(&path), "{}", list.body);
    let page = site.page(&path, &cookie);
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "family name: Popescu → Ionescu",
        "Kask Liis",
        "Rossi Ana",
        "Somebody on record resembles this person",
        "0000000000000042",
        "Infotype 0008",
        "is in no calendar",
        "/r/hr_rows?message=",
    ] {
        assert!(page.body.contains(text), "{text} is not on the page: {}", page.body);
    }
    assert!(!page.body.contains("PAYDATA") && !page.body.contains('⟦'), "{}", page.body);
    let waiting = site.page("/r/hr_rows?state=row_waiting", &cookie).body;
    assert!(
        waiting.contains("00004001") && waiting.contains("Like somebody, not surely the same") && waiting.contains("00004002"),
        "{waiting}"
    );
    let french = Request::builder().uri(&path).header(header::COOKIE, &cookie).header(header::ACCEPT_LANGUAGE, "fr").body(Body::empty());
    let french = site.send(french.unwrap_or_else(|e| panic!("{e}")));
    assert!(!french.body.contains('⟦'), "a word is missing in French");
    // The request is made from the page, with its token, and lies with a second person who sees the differences.
    let token = page.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let ask = |body: String| {
        let request = Request::builder().method("POST").uri(&path).header(header::COOKIE, &cookie).header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body));
        site.send(request.unwrap_or_else(|e| panic!("{e}")))
    };
    assert_eq!(ask(String::new()).status, StatusCode::FORBIDDEN);
    let asked = ask(format!("csrf={token}"));
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let approval = asked.headers.get(header::LOCATION).and_then(|l| l.to_str().ok()).unwrap_or_default().to_owned();
    let seen = site.page(&approval, &site.cookie("officer"));
    assert!(seen.body.contains("Popescu → Ionescu"), "{}", seen.body);
    // It was asked for already: the same cannot be asked twice unseen, and nothing was written.
    let people = site.world.as_("officer").sees(|view| view.having::<spine::people::Person>("surname", "Ionescu"));
    assert!(people.is_empty());
}

#[test]
fn sp_12_what_goes_back_is_person_met_until_stage_and_only_personnel_takes_it() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let officer = world.as_("officer");
    let add = |surname: &str, number: &str| {
        let fields = [
            ("surname", surname.into()),
            ("given", "Ana".into()),
            ("nationality", "ROU".into()),
            ("personnel_number", number.into()),
            ("status", "active".into()),
        ];
        officer.makes("people.add", &fields)
    };
    let needs = add("Needs", "2001");
    add("Free", "2002");
    let post = officer.makes("posts.add", &[("number", "P-1".into())]);
    let need = [("post", post.into()), ("level", "S".into()), ("reason", "The post".into()), ("valid_from", "2026-01-01".into())];
    officer.does("clearance_requirements.add", &need);
    let held = [("person", needs.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    officer
        .makes("case.open", &[("person", needs.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())]);
    let told = site.get("/api/v1/hr_feed/export?format=csv", HR_TOKEN);
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    let lines: Vec<&str> = told.body.lines().collect();
    assert!(
        lines.iter().any(|l| l.trim_start_matches('\u{feff}') == "person;met;until;stage"
            || l.trim_start_matches('\u{feff}') == "person,met,until,stage"),
        "{lines:?}"
    );
    let of = |number: &str| lines.iter().find(|line| line.starts_with(number)).map(|l| l.replace(',', ";")).unwrap_or_default();
    assert_eq!(of("2001"), "2001;no;;preparing");
    assert_eq!(of("2002"), "2002;;;");
    // Neither names of those with a number, nor levels, nor what is held.
    assert!(!told.body.contains("Needs") && !told.body.contains("SECRET") && !told.body.contains("P-1"), "{}", told.body);
    let json = site.get("/api/v1/hr_feed/export?format=json", HR_TOKEN).json();
    let keys: Vec<&str> = json["items"][0].as_object().map(|o| o.keys().map(String::as_str).collect()).unwrap_or_default();
    assert_eq!(keys, ["met", "person", "stage", "until"]);
    assert_eq!(site.get("/api/v1/hr_feed/export?format=csv", TOKEN).text("code"), "duty-missing");
    assert_eq!(world.conn().number("SELECT count(*) FROM exports", &[]).unwrap_or(-1), 2, "each is an export");
    let cookie = site.cookie("hr");
    assert!(site.page("/standing", &cookie).body.contains("/r/hr_feed/export.csv"));
    assert_eq!(site.page("/r/hr_feed/export.csv", &cookie).status, StatusCode::OK);
    assert_eq!(site.page("/r/hr_feed/export.csv", &site.cookie("registry")).status, StatusCode::FORBIDDEN);
}
