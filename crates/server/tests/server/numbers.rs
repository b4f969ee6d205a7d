//! Key figures and reports through the server.

use axum::http::StatusCode;
use desk_clearance::cases::PscCase;
use desk_clearance::measures;
use desk_clearance::reports::Monthly;
use desk_clearance::reports::commands::remake;
use desk_clearance::reports::rules::MeasureLine;
use kernel::{Lang, RecordId, Value, limits};
use ledger::db::Backend;
use server::words::Words;
use spine::cases::Urgency;
use spine::measures::IssuedReport;
use testkit::World;

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

/// An office with targets, some cases and one that goes before the others.
fn filled() -> Site {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    for (kind, rules) in [("service_standards", spine::DEMO_SERVICE_STANDARDS), ("measure_targets", spine::DEMO_MEASURE_TARGETS)] {
        world.adopt(kind, rules);
    }
    for nation in ["ROU", "BEL", "ROU"] {
        opened(world, nation);
        world.days_pass(3);
    }
    let case = opened(world, "BEL");
    let (requester, reason): (Value, Value) = ("Flight unit".into(), "Rotation moved forward".into());
    let until = world.today().tomorrow().unwrap_or(world.today());
    let fields = [
        ("case", case.into()),
        ("level", "urgent".into()),
        ("requester", requester),
        ("reason", reason),
        ("expires_on", Value::from(until)),
    ];
    let asked = world.as_("technician").asks("case.make_urgent", &fields);
    world.as_("head").approves(asked);
    world.days_pass(1);
    site
}

fn opened(world: &World, nation: &str) -> RecordId {
    let person = world.person("Filled", "Sam", nation);
    let case = [("person", Value::Id(person)), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    world.as_("officer").makes("case.open", &case)
}

fn issued(site: &Site, period: &str, language: &'static str, audience: &'static str) -> RecordId {
    let fields = [
        ("kind", "clearance_monthly".into()),
        ("period", period.to_owned().into()),
        ("language", language.into()),
        ("audience", audience.into()),
    ];
    site.world.as_("officer").makes("reports.issue", &fields)
}

/// Where the figures on a page lead.
fn leads(page: &str) -> Vec<String> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.starts_with("/measures/")).map(|href| href.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

/// Figures that count something else than the rows behind them: days of owners and of people, numbers of a book, items of a scan, rows of a file, openings of a day.
const OF_NO_ROWS: &[&str] = &["KPI-CL-08", "KPI-CL-12", "KPI-CL-14", "KPI-CL-15", "KPI-CL-18", "KPI-CL-20"];

#[test]
fn done_cl_15_every_figure_of_the_report_leads_to_the_rows_it_was_counted_from() {
    let site = filled();
    let world = &site.world;
    let cookie = site.cookie("officer");
    let month = kernel::measure::Period::month_of(world.today());
    let id = issued(&site, &month.to_string(), "en", "office");
    let report = world.as_("officer").record::<IssuedReport>(id).body;
    let made: Monthly = serde_json::from_str(&report.figures).unwrap_or_else(|e| panic!("{e}"));
    // A name for each measure, and every figure of the matrix, of the trends and of the breakdown that is one.
    let some = |values: &[Option<i64>]| values.iter().flatten().count();
    let figures = |m: &MeasureLine| {
        let own = some(&[m.value, m.before, m.numerator, m.denominator]);
        own + m.trend.iter().filter(|t| t.value.is_some()).count() + m.parts.iter().filter(|p| p.value.is_some()).count()
    };
    let wanted = made.measures.len() + made.measures.iter().map(figures).sum::<usize>();
    let preview = leads(&site.page(&format!("/reports/clearance-monthly?period={month}"), &cookie).body);
    let own = leads(&site.page(&format!("/reports/{}", id.outward("rep")), &cookie).body);
    assert_eq!((preview.len(), own.len()), (wanted, wanted));
    // What is entered later moves what the preview leads to, and nothing of what was issued.
    for nation in ["BEL", "EST"] {
        opened(world, nation);
    }
    for lead in preview.iter().chain(&own).collect::<std::collections::BTreeSet<_>>() {
        let answer = site.page(lead, &cookie);
        assert_eq!(answer.status, StatusCode::OK, "{lead}");
        assert!(!answer.body.contains('⟦'), "{lead}");
    }
    let words = Words::new(Lang::En);
    let mut otherwise = Vec::new();
    for measure in &made.measures {
        let (Some(counted), Some(of)) = (measure.numerator, measure.denominator) else { continue };
        for (more, count) in [("&rows=counted", counted), ("", of)] {
            let lead = format!("/measures/{}?period={month}{more}&report={}", measure.code, id.outward("rep"));
            assert!(own.contains(&lead), "{lead}: {own:?}");
            let said = [("from", i64::from(count > 0)), ("to", count.min(limits::PAGE_ROWS as i64)), ("count", count)];
            let said = words.l.ta("page-measure-shown", &said.map(|(key, n)| (key, words.l.int(n).into())));
            let body = site.page(&lead, &cookie).body;
            assert!(body.contains(&report.number), "{lead}");
            if !body.contains(&said) && !OF_NO_ROWS.contains(&measure.code.as_str()) {
                otherwise.push((lead, said));
            }
        }
    }
    assert_eq!(otherwise, [], "the rows are not those that were counted");
    // Whoever does not see reports is not led there by one.
    let lead = own.first().cloned().unwrap_or_default();
    assert_eq!(site.page(&lead, &site.cookie("technician")).status, StatusCode::FORBIDDEN);
    assert_eq!(site.page(&lead, &site.cookie("hr")).status, StatusCode::FORBIDDEN);
    assert_eq!(site.page("/measures/KPI-CL-10?report=rep_0", &cookie).status, StatusCode::NOT_FOUND);
}

/// The ten reports that a month's report holds, each by the heading of its chapter in both languages.
const TEN: &[(&str, &str, &str)] = &[
    ("monthly performance matrix", "Performance matrix", "Matrice de performance"),
    ("nation × level × kind", "Open cases by nation, level and kind", "Dossiers ouverts par pays, niveau et nature"),
    ("ageing", "Open cases by age", "Dossiers ouverts par ancienneté"),
    ("24-month expiry outlook", "Expiry outlook, 24 months", "Expirations, 24 mois"),
    ("authority league with intervals", "How long authorities take, with intervals", "Délais des autorités, avec intervalles"),
    ("urgent log", "Urgent log", "Journal des urgences"),
    ("year-end count per level", "Count at the end of the year, by level", "Effectifs en fin d’année, par niveau"),
    ("audit programme", "Audit programme", "Programme d’audit"),
    ("incident and failure causes", "Causes of incidents and failures", "Causes des incidents et des échecs"),
    ("register closing", "Closing of the mail books", "Clôture des registres du courrier"),
];

#[test]
fn cl_13_the_ten_reports_stand_in_the_files_of_a_month_in_both_languages() {
    let site = filled();
    let month = kernel::measure::Period::month_of(site.world.today()).to_string();
    let file = |id: &RecordId, format: &str| site.get(&format!("/api/v1/reports/{}?format={format}", id.outward("rep")), TOKEN).bytes;
    for (language, lang) in [("en", Lang::En), ("fr", Lang::Fr)] {
        let words = Words::new(lang);
        let office = issued(&site, &month, language, "office");
        let outside = issued(&site, &month, language, "outside");
        let paper = |id: &RecordId| {
            let read = lopdf::Document::load_mem(&file(id, "pdf")).unwrap_or_else(|e| panic!("{e}"));
            let text = read.extract_text(&read.get_pages().keys().copied().collect::<Vec<_>>()).unwrap_or_default();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let sheets = |id: &RecordId| {
            let mut parts = zip::ZipArchive::new(std::io::Cursor::new(file(id, "xlsx"))).unwrap();
            let mut inside = String::new();
            std::io::Read::read_to_string(&mut parts.by_name("xl/workbook.xml").unwrap(), &mut inside).unwrap();
            inside
        };
        for id in [&office, &outside] {
            let (text, book) = (paper(id), sheets(id));
            for (report, en, fr) in TEN {
                let title = if lang == Lang::En { en } else { fr };
                assert!(text.contains(title), "{report}: {title} is not on paper: {text}");
                // Excel allows 31 letters for the name of a sheet.
                let name: String = title.chars().take(31).collect();
                assert!(book.contains(&format!("name=\"{}\"", name.trim())), "{report}: {name} is no sheet: {book}");
            }
        }
        // A chapter without a line says so, or why it is not told.
        let (inside, leaves) = (paper(&office), paper(&outside));
        assert!(inside.contains(&words.t("report-none")) && inside.contains(&words.t("report-not-year-end")));
        assert!(!inside.contains(&words.t("report-kept-in")) && leaves.contains(&words.t("report-kept-in")));
        // The log tells the case to the office and to nobody else; who asked and why is told by the page, from the record.
        let number = site.world.as_("officer").sees(|view| view.every::<Urgency>()).remove(0).body.record;
        let number = site.world.as_("officer").record::<PscCase>(number).body.number;
        // A narrow column breaks it.
        let [inside, leaves] = [inside, leaves].map(|text| text.replace(' ', ""));
        assert!(inside.contains(&number) && !leaves.contains(&number), "{number}: {inside}");
        let pages = [&office, &outside].map(|id| site.page(&format!("/reports/{}", id.outward("rep")), &site.cookie("officer")).body);
        for said in ["Flight unit", "Rotation moved forward"] {
            let squeezed = said.replace(' ', "");
            assert!(pages[0].contains(said) && !pages[1].contains(said), "{said}");
            assert!(!inside.contains(&squeezed) && !leaves.contains(&squeezed), "{said}");
            let figures = site.world.as_("officer").record::<IssuedReport>(office).body.figures;
            assert!(!figures.contains(said), "what is said of a person is not frozen");
        }
    }
}

#[test]
fn cl_11_a_log_that_is_cut_says_so_and_a_report_of_before_says_nothing_of_what_it_did_not_count() {
    let told = |more: &str| {
        let text = format!(
            r#"{{"period": "2026-01", "small_cell": 0, "measures": [], "stock": [], "outlook": [], "holders": [],
                "urgencies": [{{"number": "PSC/2026/00001", "from": 0, "until": 1}}]{more}}}"#
        );
        let made: Monthly = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}"));
        server::report::chapters(&Words::new(Lang::En), &jiff::tz::TimeZone::UTC, &made)
    };
    let log = |more: &str| told(more).into_iter().find(|c| c.table.title == "Urgent log").and_then(|c| c.note);
    assert_eq!(log(r#", "counted": true, "urgencies_in_all": 250"#).as_deref(), Some("The first 1 of 250."));
    assert_eq!(log(r#", "counted": true, "urgencies_in_all": 1"#), None);
    assert!(told(r#", "counted": true"#).iter().all(|c| !c.empty.is_empty()));
    assert!(told("").iter().all(|c| c.empty.is_empty() && c.note.is_none()));
}

#[test]
fn sp_18_who_does_not_see_cases_sees_no_figures_of_them() {
    let site = Site::new(Backend::Sqlite);
    let cookie = site.cookie("hr");
    for path in ["/measures", "/measures/KPI-CL-05", "/reports", "/reports/clearance-monthly"] {
        assert_eq!(site.page(path, &cookie).status, StatusCode::FORBIDDEN, "{path}");
    }
}
