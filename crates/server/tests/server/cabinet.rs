//! The page a shelf is scanned on, with and without its script, and the certificate in either language.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{RecordId, Value};
use ledger::db::Backend;
use server::visitor;

use crate::{Answer, Site, encoded, sends};

/// A safe with a shelf and two dossiers on it; the scan's page, and the codes.
fn scanned(on: Backend) -> (Site, RecordId, String, Vec<String>) {
    let site = Site::new(on);
    let technician = site.world.as_("technician");
    let place = |code: &str, kind: &str, parent: Value| {
        technician.makes("places.add", &[("code", code.into()), ("name", code.into()), ("kind", kind.into()), ("parent", parent)])
    };
    let safe = place("SAFE1", "place_safe", Value::Null);
    let shelf = place("SAFE1-S1", "place_shelf", safe.into());
    let room = place("ROOM", "place_room", Value::Null);
    let mut codes = Vec::new();
    for (surname, place) in [("Aavik", shelf), ("Bauer", shelf), ("Cohen", room)] {
        let person = site.world.person(surname, "Robin", "EST");
        let fields = [("person", person.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", place.into())];
        let dossier = technician.makes("dossier.open", &fields);
        codes.push(site.world.as_("officer").record::<spine::dossiers::Dossier>(dossier).body.label_code);
    }
    let session = technician.makes("scan.open", &[("place", safe.into())]);
    (site, session, format!("/clearance/cabinet/{}", session.outward("scn")), codes)
}

/// Sends lines as the script does.
fn script(site: &Site, path: &str, cookie: &str, lines: &str) -> Answer {
    let token = cookie.split_once('=').map_or("", |(_, token)| token);
    let session = ledger::crypto::from_b64u(token).map(|token| visitor::hash(&token));
    let csrf = visitor::Visitor { session, lang: kernel::Lang::En, here: String::new() }.csrf();
    let request = Request::builder().method("POST").uri(format!("{path}/lines")).header(header::COOKIE, cookie);
    let request = request.header(header::ACCEPT, "application/json").header("sec-fetch-site", "same-origin");
    let body = format!("csrf={}&lines={}", encoded(&csrf), encoded(lines));
    site.send(request.body(Body::from(body)).unwrap_or_else(|e| panic!("{e}")))
}

fn a_shelf(on: Backend) {
    let (site, session, path, codes) = scanned(on);
    let cookie = site.cookie("registry");
    let page = site.page(&path, &cookie);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!("data-code=\"{}\" data-found=\"outcome_match\" data-home=\"SAFE1-S1\"", codes[0])));
    assert!(page.body.contains("data-around=\"SAFE1-S1 SAFE1\"") && page.body.contains("autofocus"));
    assert!(page.body.contains(&format!("{} ROOM\n", codes[2])), "what belongs elsewhere is carried along");
    assert!(!page.body.contains("Aavik") && !page.body.contains("Cohen"), "codes and references, no names");
    // Each outcome has its word and its shape beside the colour.
    for word in ["Match", "Misplaced", "Missing", "Not on the register", "Lent out", "Overdue", "Wrong state"] {
        assert!(page.body.contains(&format!("</svg>{word}</span></template>")), "{word}");
    }
    // Without a script: one code, then the page again at the same place.
    let one = sends(&site, &format!("{path}/lines"), &cookie, &[("code", &codes[0]), ("place", "SAFE1-S1")]);
    assert_eq!(
        (one.status, one.headers[header::LOCATION].to_str().ok()),
        (StatusCode::SEE_OTHER, Some(&*format!("{path}?place=SAFE1-S1")))
    );
    // With it: what waited is handed in, twice, and told.
    let lines = format!("x1\t{}\tSAFE1-S1\t1772438400000\nx2\t{}\t\t1772438400000\nx3\tZZ\t\t\n", codes[1], codes[2]);
    let told = script(&site, &path, &cookie, &lines);
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    assert_eq!(told.json()["taken"], serde_json::json!(["x1", "x2", "x3"]));
    assert_eq!(told.json()["items"][&codes[1]], serde_json::json!({ "outcome": "outcome_match", "seen": ["SAFE1-S1"] }));
    assert_eq!(told.json()["items"][&codes[2]]["outcome"], "outcome_misplaced");
    assert_eq!(told.json()["items"]["ZZ"]["outcome"], "outcome_unregistered");
    assert_eq!(script(&site, &path, &cookie, &lines).body, told.body, "handed in again it is told the same");
    let unread = script(&site, &path, &cookie, "x9\n");
    assert_eq!((unread.status, unread.json()["refused"][0].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("scan-line-unread")));
    let other = script(&site, &path, &site.cookie("hr"), &lines);
    assert_ne!(other.status, StatusCode::OK, "whoever does not keep the cabinet hands nothing in");
    // Closed: the script is told by the status that it came late, and loses nothing by it.
    let certificate = site.world.as_("officer").makes("scan.close", &[("session", session.into())]);
    assert_eq!(script(&site, &path, &cookie, "x4\tYY\t\t\n").status, StatusCode::CONFLICT);
    let page = site.page(&path, &cookie);
    assert!(page.body.contains("takes no more lines") && !page.body.contains("data-scan-form"));
    let pdf = format!("/clearance/cabinet/certificates/{}/certificate.pdf", certificate.outward("rcc"));
    assert!(page.body.contains(&format!("{pdf}?lang=fr")));
    let files = ["en", "fr"].map(|lang| site.page(&format!("{pdf}?lang={lang}"), &cookie));
    for file in &files {
        assert!(file.status == StatusCode::OK && file.bytes.starts_with(b"%PDF-"), "{} {}", file.status, file.body);
    }
    assert_ne!(files[0].bytes, files[1].bytes);
    site.world.days_pass(1);
    assert_eq!(site.page(&format!("{pdf}?lang=en"), &site.cookie("registry")).bytes, files[0].bytes, "the same whenever it is printed");
    let cookie = site.cookie("registry");
    let home = site.page("/clearance/cabinet", &cookie);
    assert!(home.status == StatusCode::OK && home.body.contains("RCC/2026/001") && home.body.contains("DSC/2026/0001"));
    // Labels of a place's dossiers, and of the places.
    let shelf = site.world.as_("registry").sees(|view| view.having::<spine::cabinet::Place>("code", "SAFE1-S1")).remove(0).head.id;
    let place = shelf.outward("plc");
    let sheets = [String::new(), format!("?place={place}"), format!("?place={place}&code=code128"), "?code=code128".to_owned()];
    for sheet in sheets.map(|query| site.page(&format!("/clearance/cabinet/labels.pdf{query}"), &cookie)) {
        assert!(sheet.status == StatusCode::OK && sheet.bytes.starts_with(b"%PDF-"), "{}", sheet.body);
    }
    // Its discrepancies wait for who closed it.
    let notices = site.page("/notices", &site.cookie("officer"));
    assert!(notices.body.contains("Discrepancies to settle") && notices.body.contains("DSC/2026/0001"), "{}", notices.body);
}

#[test]
fn cl_09_the_page_of_a_scan_tells_each_item_and_takes_lines_with_and_without_its_script_on_sqlite() {
    a_shelf(Backend::Sqlite);
}

#[test]
fn cl_09_the_page_of_a_scan_tells_each_item_and_takes_lines_with_and_without_its_script_on_postgres() {
    a_shelf(Backend::Postgres);
}

#[test]
fn cl_09_what_is_missing_for_longer_than_allowed_is_told_to_everybody() {
    let (site, session, _, _) = scanned(Backend::Sqlite);
    site.world.as_("technician").does("scan.close", &[("session", session.into())]);
    let notices = |login: &str| site.page("/notices", &site.cookie(login)).body;
    assert!(!notices("registry").contains("Missing for too long"));
    site.world.days_pass(6);
    assert!(notices("registry").contains("Missing for too long"));
    assert!(!notices("registry").contains("Discrepancies to settle"), "they are the technician's");
}

#[test]
fn cl_09_a_certificate_says_what_was_counted_and_what_follows_for_the_whole() {
    use documents::Block;
    use kernel::{Entropy, Fields, Lang, Record, Register};
    use server::certificate::{Sheet, document};
    use spine::cabinet::ReconciliationCertificate as Certificate;
    let random = kernel::entropy::SeededEntropy::new(1);
    let number = |name: &str| match name {
        "counted" | "expected" | "looked_at" => 149,
        "matched" => 148,
        "missing" | "misfiled" | "discrepancies" => 1,
        "population" | "standing" => 50_000,
        "misfiled_at_most" => 1_564,
        _ => 0,
    };
    let values: Vec<Value> = Certificate::DEF
        .fields
        .iter()
        .map(|field| match field.kind {
            kernel::FieldKind::Int => Value::Int(number(field.name)),
            kernel::FieldKind::Time => Value::Int(1_772_438_400_000_000),
            kernel::FieldKind::Ref(_) => random.id().into(),
            kernel::FieldKind::Choice(codes) => codes[0].into(),
            _ => field.name.into(),
        })
        .collect();
    let head = kernel::Head { id: random.id(), version: 1, label: kernel::Label::at("R"), rank: 1, subject: None, void: false };
    let sheet = Sheet {
        certificate: Record { head, body: Certificate::from_values(&values).unwrap() },
        scan: "SCN/2026/001".to_owned(),
        place: "SAFE1".to_owned(),
        by: "Oakes".to_owned(),
        opened: String::new(),
        issued: String::new(),
        marking: "NATO RESTRICTED".to_owned(),
        label: String::new(),
    };
    let said = |lang: Lang| {
        let blocks = document(&sheet, lang).parts.remove(0).blocks;
        let points = blocks.into_iter().filter_map(|block| match block {
            Block::Points { points } => Some(points.join("\n")),
            _ => None,
        });
        points.collect::<Vec<_>>().join("\n")
    };
    let english = said(Lang::En);
    assert!(english.contains("Reconciliation accuracy: 99.33 % (148 of 149"), "{english}");
    assert!(english.contains("With 95 % confidence at most 1,564 of 50,000 (3.13 %) are misfiled"), "{english}");
    assert!(english.contains("Start value of the draw: sampling_seed"), "{english}");
    let french = said(Lang::Fr);
    assert!(french.contains("Avec une confiance de 95\u{202f}%, 1\u{202f}564 sur 50\u{202f}000 au plus (3,13\u{202f}%)"), "{french}");
}
