//! Exports under quota: the page, the API and the marking agree, and what a second person approved is taken once.

use axum::http::StatusCode;
use kernel::limits;
use ledger::db::Backend;

use crate::{Site, TOKEN};

/// A site with so many posts.
fn site(backend: Backend, posts: usize) -> Site {
    let site = Site::new(backend);
    for at in 0..posts {
        let fields = [("number", format!("P-{at:05}").into()), ("title", "Analyst".into())];
        site.world.as_("officer").does("posts.add", &fields);
    }
    site
}

fn quota(backend: Backend) {
    let site = site(backend, limits::EXPORT_ROWS_FREE);
    let (cookie, head) = (site.cookie("officer"), site.cookie("head"));
    // As many as are free, by page and by API, with their marking.
    let csv = site.page("/r/posts/export.csv", &cookie);
    assert_eq!((csv.status, csv.body.lines().count()), (StatusCode::OK, limits::EXPORT_ROWS_FREE + 6), "{}", &csv.body[..200]);
    assert!(csv.body.starts_with("\u{feff}UNCLASSIFIED\r\n"), "{}", &csv.body[..80]);
    let json = site.get("/api/v1/posts/export?format=json", TOKEN).json();
    assert_eq!((json["items"].as_array().map(Vec::len), json["marking"].as_str()), (Some(limits::EXPORT_ROWS_FREE), Some("UNCLASSIFIED")));
    // One more takes a second person, on every way.
    site.world.as_("officer").does("posts.add", &[("number", "P-99999".into()), ("title", "Analyst".into())]);
    let asked = site.page("/r/posts/export.csv?q=p&view=title", &cookie);
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let form = asked.headers["location"].to_str().unwrap_or("").to_owned();
    assert!(form.starts_with("/do/exports.ask?register=posts&query=q%3Dp%26view%3Dtitle&format=csv&rows=501&entries="), "{form}");
    let form = site.page(&form, &cookie);
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("head of office or the auditor"), "{}", form.body);
    let refused = site.get("/api/v1/posts/export?format=csv", TOKEN);
    assert_eq!((refused.status, refused.text("code").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "export-needs-two"));
    let args = refused.json()["errors"][0]["args"].clone();
    assert_eq!(args["rows"], "501");
    let entries: i64 = args["entries"].as_str().and_then(|e| e.parse().ok()).unwrap_or(0);
    // The request; what is added meanwhile is not part of what was approved.
    let fields = |rows: i64, entries: i64| {
        vec![
            ("register", "posts".into()),
            ("format", "csv".into()),
            ("rows", rows.into()),
            ("entries", entries.into()),
            ("reason", "the yearly review".into()),
        ]
    };
    assert_eq!(site.world.as_("officer").refused("exports.ask", &fields(50_001, entries)), ["export-quota"]);
    assert_eq!(site.world.as_("officer").refused("exports.ask", &fields(501, entries + 100)), ["export-entries"]);
    let request = site.world.as_("officer").asks("exports.ask", &fields(501, entries));
    site.world.as_("officer").does("posts.add", &[("number", "P-LATE".into()), ("title", "Analyst".into())]);
    for nobody in ["officer", "registry", "officer2"] {
        let why = site.world.as_(nobody).may_not_approve(request);
        assert!(["same-person", "duty-missing"].contains(&why[0]), "{nobody}: {why:?}");
    }
    assert!(!site.page("/exports", &cookie).body.contains("/exports/exp_"), "nothing is approved yet");
    site.world.as_("head").approves(request);
    let mine = site.page("/exports", &cookie).body;
    let id: String = mine
        .split("/exports/")
        .find(|rest| rest.starts_with("exp_"))
        .map(|rest| rest.chars().take_while(|c| *c != '"').collect())
        .unwrap_or_default();
    assert!(!id.is_empty(), "{mine}");
    // Nobody else takes it, not even who approved it.
    assert_eq!(site.page(&format!("/exports/{id}"), &head).status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&format!("/api/v1/exports/approved/{id}"), TOKEN).status, StatusCode::NOT_FOUND);
    let file = site.page(&format!("/exports/{id}"), &cookie);
    assert_eq!((file.status, file.body.lines().count()), (StatusCode::OK, 501 + 6));
    assert!(file.body.contains("P-99999") && !file.body.contains("P-LATE"));
    let again = site.page(&format!("/exports/{id}"), &cookie);
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.body.contains("export-taken-already"), "{}", again.status);
    // The register of exports says who took what, who approved it, and the marking.
    let export = site.world.as_("head").sees(move |view| view.every::<spine::documents::Export>());
    let export = export.into_iter().find(|e| e.body.approved_by.is_some()).expect("it is recorded");
    let (taken_by, approved_by) = (site.account("officer"), site.account("head"));
    assert_eq!((export.body.taken_by.raw(), export.body.approved_by.map(|a| a.raw())), (taken_by, Some(approved_by)));
    assert_eq!((export.body.rows, export.body.marked.as_deref()), (501, Some("UNCLASSIFIED")));
    site.world.verified();
}

#[test]
fn p06_an_export_above_the_quota_takes_two_on_sqlite() {
    quota(Backend::Sqlite);
}

#[test]
fn p06_an_export_above_the_quota_takes_two_on_postgres() {
    quota(Backend::Postgres);
}

#[test]
fn p06_an_approved_export_is_taken_in_time_and_with_the_rights_of_that_moment() {
    let site = Site::new(Backend::Sqlite);
    let person = site.world.person("Simoes", "Ana", "BEL");
    let (size, _) = site.world.as_("head").sees(|view| view.position());
    let grant = |login: &str, rows: i64| {
        let fields = [
            ("register", "people".into()),
            ("format", "json".into()),
            ("rows", rows.into()),
            ("entries", size.into()),
            ("reason", "x".into()),
        ];
        let request = site.world.as_(login).asks("exports.ask", &fields);
        site.world.as_("auditor").approves(request).answer.expect("the export").1.outward("exp")
    };
    let (late, mine, small) = (grant("registry", 500), grant("registry", 500), grant("registry", 1));
    // Who says one row and means all gets none.
    let cookie = site.cookie("registry");
    let more = site.page(&format!("/exports/{small}"), &cookie);
    assert_ne!(more.status, StatusCode::OK);
    assert!(!more.body.contains("Simoes"), "{}", more.body);
    // The record is marked above what the requester reaches: it is no longer in the file.
    let raised = [("register", "people".into()), ("record", person.into()), ("level", "C".into())];
    site.world.as_("officer").does("markings.raise", &raised);
    let file = site.page(&format!("/exports/{mine}"), &cookie);
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(!file.body.contains("Simoes"), "{}", file.body);
    // Monday and five working days: until the next Monday.
    site.world.days_pass(8);
    let cookie = site.cookie("registry");
    let file = site.page(&format!("/exports/{late}"), &cookie);
    assert!(file.body.contains("export-lapsed"), "{}", file.status);
}

#[test]
fn p07_a_page_and_a_file_are_marked_by_what_they_show_and_by_how_much_of_it() {
    let site = Site::new(Backend::Sqlite);
    let people: Vec<_> = (0..100).map(|at| site.world.person(&format!("Person{at:03}"), "Ana", "BEL")).collect();
    let cookie = site.cookie("officer");
    let marking = |path: &str| {
        let answer = site.page(path, &cookie);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.headers["castellan-marking"].to_str().unwrap_or("").to_owned()
    };
    assert_eq!(marking("/r/people?limit=99"), "RESTRICTED");
    // The example policy: a hundred rows of R and more are C together.
    assert_eq!(marking("/r/people/export.csv"), "CONFIDENTIAL");
    // The label for machines that goes along says the same: in JSON as a field, in a workbook as a part that it refers to.
    let json = site.page("/r/people/export.json", &cookie).json();
    let label = json["label"].as_str().unwrap_or("").to_owned();
    let means = |label: &str| exchange::label::read(label.as_bytes()).unwrap().meaning(site.world.ledger().policy()).level;
    assert_eq!(means(&label).map(|level| level.0).as_deref(), Some("C"), "{label}");
    let workbook = site.page("/r/people/export.xlsx", &cookie).bytes;
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut inside = String::new();
    std::io::Read::read_to_string(&mut parts.by_name("customXml/item1.xml").unwrap(), &mut inside).unwrap();
    assert_eq!(inside, label);
    let raised = [("register", "people".into()), ("record", people[7].into()), ("level", "C".into())];
    site.world.as_("officer").does("markings.raise", &raised);
    for path in ["/r/people", "/search?q=person007", "/palette?q=person007", "/lookup/people?q=person007", "/do/case.open?person=Person007"]
    {
        assert_eq!(marking(path), "CONFIDENTIAL", "{path}");
    }
    assert_eq!(marking("/search?q=person008"), "RESTRICTED");
    let twice = site.page("/r/people", &cookie).body.matches(">CONFIDENTIAL<").count();
    assert!(twice >= 2, "above the page and at the foot of its print: {twice}");
}

#[test]
fn p07_a_record_is_marked_higher_and_lower_from_its_own_page() {
    let site = Site::new(Backend::Sqlite);
    let person = site.world.person("Simoes", "Ana", "BEL").outward("per");
    let cookie = site.cookie("officer");
    let page = |path: &str| site.page(path, &cookie);
    let link = |command: &str| {
        let body = page(&format!("/r/people/{person}")).body;
        let at = format!("/do/{command}?");
        let rest = body.split_once(&at).unwrap_or_else(|| panic!("no link to {command}")).1.split('"').next().unwrap_or("").to_owned();
        format!("{at}{}", rest.replace("&amp;", "&").replace("&#38;", "&"))
    };
    let send = |command: &str, level: &str, extra: &str| {
        let form = page(&link(command)).body;
        let value = |name: &str| {
            let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {form}"));
            rest.split('"').next().unwrap_or("").to_owned()
        };
        assert_eq!((value("register"), value("record")), ("people".to_owned(), person.clone()));
        let body = format!(
            "csrf={}&idem={}&register=people&record={person}&level={level}{extra}",
            super::encoded(&value("csrf")),
            super::encoded(&value("idem"))
        );
        let request = axum::http::Request::builder()
            .method("POST")
            .uri(format!("/do/{command}"))
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(body));
        site.send(request.unwrap_or_else(|e| panic!("{e}")))
    };
    let raised = send("markings.raise", "C", "&caveats=&releasable=");
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", raised.body);
    assert!(page(&format!("/r/people/{person}")).body.contains("<span class=\"mark-word\">CONFIDENTIAL</span>"));
    let lower = send("markings.raise", "R", "");
    assert!(lower.body.contains("takes a second person"), "{}", lower.status);
    let asked = send("markings.lower", "R", "&reason=the+originator+agreed");
    let to = asked.headers["location"].to_str().unwrap_or("").to_owned();
    assert!(to.starts_with("/approvals/apr_"), "{to}");
    let request = page(&to).body;
    assert!(request.contains("the originator agreed") && request.contains("Simoes"), "{request}");
}

/// So many people in a post whose requirement they do not meet.
fn lacking(site: &Site, people: std::ops::Range<usize>, post: kernel::RecordId) {
    for at in people {
        let person = site.world.person(&format!("Lack{at:04}"), "Ada", "BEL");
        let held = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
        site.world.as_("officer").does("assignments.add", &held);
    }
}

#[test]
fn p06_who_lacks_what_leaves_under_the_quota_of_exports() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let officer = world.as_("officer");
    let post = officer.makes("posts.add", &[("number", "P-1".into())]);
    let need = [("post", post.into()), ("level", "S".into()), ("reason", "The post".into()), ("valid_from", "2026-01-01".into())];
    officer.does("clearance_requirements.add", &need);
    lacking(&site, 0..limits::EXPORT_ROWS_FREE, post);
    let exports = || world.conn().number("SELECT count(*) FROM exports", &[]).unwrap_or(-1);
    let told = site.get("/api/v1/who-lacks", TOKEN);
    assert_eq!((told.status, &told.json()["count"]), (StatusCode::OK, &limits::EXPORT_ROWS_FREE.into()), "{}", told.body);
    assert!(told.json()["items"][0]["access"]["reasons"].is_array() && told.json()["export"].is_string());
    assert_eq!(exports(), 1, "it is recorded as an export");
    let cookie = site.cookie("officer");
    assert!(site.page("/clearance/lacking", &cookie).body.contains("/r/who_lacks/export.csv"));
    let csv = site.page("/r/who_lacks/export.csv", &cookie);
    assert_eq!((csv.status, csv.body.lines().count()), (StatusCode::OK, limits::EXPORT_ROWS_FREE + 6), "{}", &csv.body[..200]);
    // One more takes a second person, by every way.
    lacking(&site, 9_000..9_001, post);
    let refused = site.get("/api/v1/who-lacks", TOKEN);
    assert_eq!((refused.status, refused.text("code").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "export-needs-two"));
    let args = refused.json()["errors"][0]["args"].clone();
    assert_eq!(args["rows"], "501");
    let form = site.page("/r/who_lacks/export.csv", &cookie);
    assert_eq!(form.status, StatusCode::SEE_OTHER);
    assert_eq!(site.page(form.headers["location"].to_str().unwrap_or(""), &cookie).status, StatusCode::OK);
    let entries: i64 = args["entries"].as_str().and_then(|e| e.parse().ok()).unwrap_or(0);
    let ask = [
        ("register", "who_lacks".into()),
        ("format", "json".into()),
        ("rows", 501.into()),
        ("entries", entries.into()),
        ("reason", "the yearly review".into()),
    ];
    let request = officer.asks("exports.ask", &ask);
    // What comes to lack meanwhile is not part of what was approved.
    lacking(&site, 9_001..9_002, post);
    world.as_("head").approves(request);
    let page = site.page("/exports", &cookie).body;
    let id: String = page
        .split("/exports/")
        .find(|rest| rest.starts_with("exp_"))
        .map(|r| r.chars().take_while(|c| *c != '"').collect())
        .unwrap_or_default();
    let file = site.page(&format!("/exports/{id}"), &cookie);
    assert_eq!((file.status, &file.json()["count"]), (StatusCode::OK, &501.into()), "{}", file.body);
    assert!(file.body.contains("Lack9000") && !file.body.contains("Lack9001"));
    assert_eq!(site.page(&format!("/exports/{id}"), &cookie).status, StatusCode::UNPROCESSABLE_ENTITY);
    // The rows behind a figure are people as well: the figure is told, its rows are asked for.
    let figure = site.get("/api/v1/measures/KPI-CL-01", TOKEN).json();
    assert_eq!((figure["rows_count"].as_i64(), &figure["rows"]), (Some(502), &serde_json::Value::Null), "{figure}");
    assert!(figure["denominator"].is_number());
    let rows = site.get("/api/v1/measure_rows/export?format=json&code=KPI-CL-01", TOKEN);
    assert_eq!(rows.text("code"), "export-needs-two");
    // Whoever does not see decisions gets neither.
    for path in ["/r/who_lacks/export.csv", "/r/measure_rows/export.csv?code=KPI-CL-01"] {
        assert_eq!(site.page(path, &site.cookie("hr")).status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(site.page("/r/measure_rows/export.csv?code=KPI-CL-99", &cookie).status, StatusCode::NOT_FOUND);
    world.verified();
}
