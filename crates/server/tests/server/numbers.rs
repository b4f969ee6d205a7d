//! Key figures and reports through the server.

use axum::http::StatusCode;
use desk_clearance::measures;
use desk_clearance::reports::commands::remake;
use kernel::{Lang, RecordId, Value};
use ledger::db::Backend;
use server::words::Words;
use spine::measures::IssuedReport;

use crate::{Site, TOKEN, call};

#[test]
fn sp_04_every_measure_has_its_words_and_its_page_in_both_languages() {
    let site = Site::new(Backend::Sqlite);
    let cookie = site.cookie("officer");
    for entry in measures::ALL {
        let code = entry.measure.code;
        let answer = site.page(&format!("/measures/{code}?period=2026-Q1"), &cookie);
        assert_eq!(answer.status, StatusCode::OK, "{code}");
        assert!(!answer.body.contains('⟦'), "{code} has a missing word");
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for what in ["", "-numerator", "-denominator", "-exclusions"] {
                let key = format!("measure-{}{what}", code.to_lowercase());
                assert!(words.l.has(&key), "{} {key}", lang.code());
            }
        }
    }
    assert_eq!(site.page("/measures/KPI-CL-99", &cookie).status, StatusCode::NOT_FOUND);
}

#[test]
fn sp_04_a_figure_of_nothing_is_no_number() {
    let site = Site::new(Backend::Sqlite);
    let body = site.get("/api/v1/measures?period=2026-03", TOKEN).json();
    assert_eq!(body["count"], 20);
    let items = body["items"].as_array().cloned().unwrap_or_default();
    // An office in which nothing happened has no share of anything.
    let of = |code: &str| items.iter().find(|i| i["code"] == code).cloned().unwrap_or_default();
    for code in ["KPI-CL-05", "KPI-CL-19", "KPI-CL-20"] {
        assert!(of(code)["value"].is_null() && of(code)["denominator"] == 0, "{}", of(code));
    }
    assert_eq!(of("KPI-CL-10")["value"], 0);
    for wrong in ["2026-13", "soon", "2026-03-01..2026-02-01", "%27"] {
        let answer = site.get(&format!("/api/v1/measures?period={wrong}"), TOKEN);
        assert_eq!((answer.status, answer.text("code")), (StatusCode::UNPROCESSABLE_ENTITY, "period-unreadable".to_owned()), "{wrong}");
    }
}

#[test]
fn cl_13_an_issued_report_is_frozen_and_comes_out_the_same() {
    let site = Site::new(Backend::Sqlite);
    let wanted = r#"{"kind": "clearance_monthly", "period": "2026-02", "language": "fr", "audience": "office"}"#;
    let issued = site.send(call("POST", "/api/v1/commands/reports.issue", TOKEN, wanted));
    assert_eq!(issued.status, StatusCode::OK);
    let id = issued.json()["record"]["id"].as_str().unwrap_or("").to_owned();
    let files = || {
        ["xlsx", "pdf", "slides"].map(|format| {
            let answer = site.get(&format!("/api/v1/reports/{id}?format={format}"), TOKEN);
            assert_eq!(answer.status, StatusCode::OK, "{format}");
            answer.bytes
        })
    };
    let first = files();
    // The office goes on; the report does not.
    site.world.person("Later", "Anna", "BEL");
    site.world.days_pass(40);
    assert_eq!(first, files());
    // Each time it left is recorded.
    assert_eq!(site.world.as_("auditor").sees(|view| Ok(view.every::<spine::documents::Export>()?.len())), 6);
    assert_eq!(site.get(&format!("/api/v1/reports/{id}?format=exe"), TOKEN).text("code"), "format-unknown");
    let future = wanted.replace("2026-02", "2031-02");
    assert_eq!(site.send(call("POST", "/api/v1/commands/reports.issue", TOKEN, &future)).text("code"), "period-unreadable");
    let page = site.page(&format!("/reports/{id}"), &site.cookie("officer"));
    assert!(page.status == StatusCode::OK && page.body.contains("REP/2026/00001") && !page.body.contains('⟦'));
    assert!(["pdf", "slides", "xlsx"].iter().all(|format| page.body.contains(&format!("/reports/{id}/file.{format}"))));
    site.world.verified();
}

#[test]
fn cl_13_a_past_report_made_anew_gives_the_same_files_byte_for_byte() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let adopt = |kind: &'static str, from: &str, rules: &str| {
        let request =
            world.as_("policy").asks("policy.adopt", &[("kind", kind.into()), ("valid_from", from.into()), ("rules", rules.into())]);
        world.as_("head").approves(request);
    };
    adopt("service_standards", "2020-01-01", spine::DEMO_SERVICE_STANDARDS);
    adopt("measure_targets", "2020-01-01", spine::DEMO_MEASURE_TARGETS);
    for at in 0..3 {
        let person = world.person(&format!("P{at}"), "Sam", "ROU");
        let case = [("person", Value::Id(person)), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
        world.as_("officer").does("case.open", &case);
        world.days_pass(3);
    }
    let issue = |language: &'static str, audience: &'static str| {
        let fields = [
            ("kind", "clearance_monthly".into()),
            ("period", "2026-03".into()),
            ("language", language.into()),
            ("audience", audience.into()),
        ];
        world.as_("officer").makes("reports.issue", &fields)
    };
    let issued = [issue("en", "office"), issue("fr", "office"), issue("fr", "outside")];
    let file = |id: &RecordId, format: &str| site.get(&format!("/api/v1/reports/{}?format={format}", id.outward("rep")), TOKEN).bytes;
    let before: Vec<_> = issued.iter().map(|id| ["pdf", "slides", "xlsx"].map(|format| file(id, format))).collect();
    assert!(before.iter().flatten().all(|bytes| bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK")));
    // Other standards and targets, holidays, another name, more cases; months pass.
    world.days_pass(20);
    adopt(
        "service_standards",
        &world.today().to_string(),
        &spine::DEMO_SERVICE_STANDARDS.replace("\"at_risk_percent\": 75", "\"at_risk_percent\": 50"),
    );
    adopt("measure_targets", &world.today().to_string(), &spine::DEMO_MEASURE_TARGETS.replace("9500", "5000"));
    for at in 3..9 {
        let person = world.person(&format!("P{at}"), "Sam", "BEL");
        let case = [("person", Value::Id(person)), ("kind", "initial".into()), ("level", "C".into()), ("priority", "routine".into())];
        world.as_("officer").does("case.open", &case);
        world.days_pass(9);
    }
    for (id, files) in issued.iter().zip(&before) {
        assert_eq!(&["pdf", "slides", "xlsx"].map(|format| file(id, format)), files, "from the frozen figures");
        let report = world.as_("auditor").record::<IssuedReport>(*id);
        let words = Words::new(server::report::lang(&report.body));
        let again = report.body.clone();
        let made = world.as_("auditor").sees(move |view| remake(view, &again));
        let marking = world.as_("auditor").sees(move |view| Ok(view.policy.name(&report.head.label.level, words.l.lang()).to_owned()));
        let (figures, head) = (made.clone(), world.as_("auditor").record::<IssuedReport>(*id).head);
        let label = world.as_("auditor").sees(move |view| Ok(exchange::label::text(view.policy, &figures.mark(&head, view.policy))));
        assert!(label.contains("<Classification>"), "{label}");
        let labelled = |document: documents::Document| documents::pdf(&documents::Document { label: label.clone(), ..document });
        let zone = world.ledger().zone();
        let footer = server::report::proof(&words, &report.body, made.small_cell, zone, &marking);
        let chapters = server::report::chapters(&words, zone, &made);
        let pages = labelled(server::report::document(&words, &report.body, &chapters, &footer));
        let slides = labelled(server::report::slides(&words, &report.body, &made, &chapters, &footer));
        assert_eq!((pages.as_ref(), slides.as_ref()), (Ok(&files[0]), Ok(&files[1])), "from the figures made anew");
    }
    world.verified();
}

#[test]
fn sp_18_who_does_not_see_cases_sees_no_figures_of_them() {
    let site = Site::new(Backend::Sqlite);
    let cookie = site.cookie("hr");
    for path in ["/measures", "/measures/KPI-CL-05", "/reports", "/reports/clearance-monthly"] {
        assert_eq!(site.page(path, &cookie).status, StatusCode::FORBIDDEN, "{path}");
    }
}
