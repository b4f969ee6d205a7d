//! The clearance desk's home: figures that lead to their rows, the pipeline, the queue, what is coming, what is wrong.

use axum::extract::State;
use axum::response::Response;
use desk_clearance::cases::PscCase;
use desk_clearance::cases::queries::pipeline;
use jiff::civil::Date;
use kernel::Register;
use ledger::{Error, ListQuery};
use spine::clearances::queries::{Outlook, expiring, outlook};
use ui::chart::{Bar, BarChart};
use ui::pages::{DeskHomePage, Figure, FindingLine};
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::register::tone;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

const QUEUE_ROWS: usize = 10;
const OUTLOOK_MONTHS: i32 = 12;
const SOON_DAYS: i64 = 90;

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        cx.view.meta(PscCase::NAME)?;
        cx.saw(1);
        let posts = outlook(cx.view, cx.view.today)?;
        let stages = pipeline(cx.view)?;
        let open: i64 = stages.iter().map(|s| s.count).sum();
        let count = |code: &str| stages.iter().find(|s| s.state == code).map_or(0, |s| s.count);
        let pending = ListQuery { filters: vec![("state".to_owned(), "pending".into())], limit: 1, ..ListQuery::default() };
        let pending = cx.view.list("approvals", &pending)?.count;
        let soon = cx.view.today.checked_add(jiff::Span::new().days(SOON_DAYS)).unwrap_or(cx.view.today);
        let soon = expiring(cx.view, cx.view.today, soon)?.len();
        let share = (posts.covered * 100).checked_div(posts.required).unwrap_or(100);
        let figure = |key: &str, value: String, tone: Tone, href: &str| Figure {
            label: words.t(&format!("page-figure-{key}")),
            value,
            target: words.t(&format!("page-figure-{key}-target")),
            tone,
            word: words.t(if tone == Tone::Good { "page-as-it-should-be" } else { "page-needs-attention" }),
            href: href.to_owned(),
            ..Figure::default()
        };
        let good = |is: bool| if is { Tone::Good } else { Tone::Warn };
        let number = |n: usize| words.l.int(i64::try_from(n).unwrap_or(i64::MAX));
        let figures = vec![
            figure("coverage", format!("{share} %"), good(share >= 95), "/clearance/lacking"),
            figure("expired", number(posts.expired), good(posts.expired == 0), "/clearance/lacking"),
            Figure { word: String::new(), ..figure("open-cases", words.l.int(open), Tone::Neutral, "/r/psc_cases?view=newest") },
            figure("second-person", words.l.int(pending), good(pending == 0), "/r/approvals?state=pending"),
            figure(
                "decisions-due",
                words.l.int(count("decision_received")),
                good(count("decision_received") == 0),
                "/r/psc_cases?state=decision_received",
            ),
            figure("expiring", number(soon), good(soon == 0), "/r/decisions"),
        ];
        let now = cx.view.now.as_microsecond();
        let bars = stages.iter().map(|stage| {
            let days = stage.oldest.map_or(0, |since| (now - since) / 86_400_000_000);
            Bar {
                label: words.choice("state", stage.state),
                value: stage.count.unsigned_abs(),
                text: if stage.count == 0 {
                    "0".to_owned()
                } else {
                    words.l.with2("page-stage-text", "count", &words.l.int(stage.count), "days", &words.l.int(days))
                },
                href: Some(format!("/r/psc_cases?view=oldest&state={}", stage.state)),
                tone: Tone::Info,
            }
        });
        let pipeline = BarChart {
            id: "pipeline".to_owned(),
            title: words.t("page-pipeline"),
            description: words.t("page-pipeline-text"),
            label_head: words.field(None, "state"),
            value_head: words.register(PscCase::NAME, false),
            bars: bars.collect(),
            target: None,
            upright: false,
        };
        let duties = cx.view.duties();
        let may = |name: &str| cx.view.manifest.command(name).is_some_and(|c| c.duties.iter().any(|d| duties.contains(d)));
        let action = |name: &str| may(name).then(|| Link::new(words.code("command", name), format!("/do/{name}")));
        let import = may("import.take_over").then(|| Link::new(words.t("page-import-tracker"), "/import"));
        let actions = [action("case.open"), action("mail.register"), import].into_iter().flatten().collect();
        let page = DeskHomePage {
            figures,
            pipeline,
            queue: queue(cx)?,
            outlook: coming(cx)?,
            findings: wrong(cx, &posts),
            actions,
            shell: cx.shell(words.t("page-desk-clearance"), "/clearance")?,
        };
        Ok(html(&page))
    })
    .await
}

fn queue(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let def = PscCase::DEF;
    let open = desk_clearance::cases::LIFECYCLE.states.iter().filter(|s| s.open);
    let mut records = Vec::new();
    for state in open {
        let query = ListQuery {
            view: Some("oldest".to_owned()),
            filters: vec![("state".to_owned(), state.code.into())],
            limit: QUEUE_ROWS,
            ..ListQuery::default()
        };
        records.extend(cx.view.rows_of(PscCase::NAME, &query)?);
    }
    let urgency = |priority: &str| match priority {
        "flash" => 0,
        "urgent" => 1,
        _ => 2,
    };
    records.sort_by_key(|r| (urgency(r.value(&def, "priority").text().unwrap_or("")), r.value(&def, "since").int()));
    records.truncate(QUEUE_ROWS);
    let titles = cx.titles(&def, &records.iter().collect::<Vec<_>>())?;
    let words = cx.words;
    let rows = records.iter().map(|record| {
        let text = |name: &str| record.value(&def, name).text().unwrap_or("").to_owned();
        let named = |name: &str| record.value(&def, name).id().and_then(|id| titles.get(&id)).map(|t| t.0.clone()).unwrap_or_default();
        let since = record.value(&def, "since").int().map(|m| crate::words::time(m, cx.zone)).unwrap_or_default();
        Row::new(vec![
            Cell::text(text("number")).link(record_href(PscCase::NAME, "psc", record.head.id)),
            Cell::text(named("person")),
            Cell::badge(tone(&text("state")), words.choice("state", &text("state"))),
            Cell::fixed(since),
            Cell::text(words.choice("priority", &text("priority"))),
            Cell::text(named("authority")),
        ])
    });
    let columns = ["number", "person", "state", "since", "priority", "authority"].map(|f| Column::new(words.field(Some(PscCase::NAME), f)));
    let title = words.t("page-queue");
    let table = Table {
        caption: title.clone(),
        columns: columns.to_vec(),
        rows: rows.collect(),
        empty: words.t("page-good-day"),
        selectable: false,
    };
    Ok(Section { title, intro: String::new(), table, links: vec![Link::new(words.t("page-all"), "/r/psc_cases?view=oldest")] })
}

/// Grants that end, month by month.
fn coming(cx: &mut PageCx<'_, '_>) -> Result<BarChart, Error> {
    let today = cx.view.today;
    let first = today.first_of_month();
    let month = |at: i32| first.checked_add(jiff::Span::new().months(at)).unwrap_or(Date::MAX);
    let last = month(OUTLOOK_MONTHS).yesterday().unwrap_or(first);
    let ending = expiring(cx.view, first, last)?;
    let words = cx.words;
    let bars = (0..OUTLOOK_MONTHS).map(|at| {
        let (from, to) = (month(at), month(at + 1));
        let value = ending.iter().filter(|e| e.until >= from && e.until < to).count() as u64;
        let label = format!("{:02}/{:02}", from.month(), from.year() % 100);
        Bar { label, value, text: value.to_string(), href: Some("/r/decisions".to_owned()), tone: Tone::Info }
    });
    Ok(BarChart {
        id: "outlook".to_owned(),
        title: words.t("page-outlook"),
        description: words.t("page-outlook-text"),
        label_head: words.t("page-month"),
        value_head: words.t("page-expires"),
        bars: bars.collect(),
        target: None,
        upright: true,
    })
}

fn wrong(cx: &PageCx<'_, '_>, posts: &Outlook) -> Vec<FindingLine> {
    let words = &cx.words;
    let line = |key: &str, count: usize, href: &str| FindingLine {
        tone: Tone::Warn,
        word: words.t("page-needs-attention"),
        link: Link::new(words.t(key), href),
        count: words.l.int(i64::try_from(count).unwrap_or(i64::MAX)),
    };
    let all = [
        ("page-wrong-suspended", posts.suspended, "/clearance/lacking"),
        ("page-wrong-not-briefed", posts.not_briefed, "/clearance/lacking"),
        ("page-wrong-no-certificate", posts.no_certificate, "/clearance/lacking"),
        ("page-wrong-claimed", posts.claimed, "/r/decisions?claimed=1"),
    ];
    all.iter().filter(|(_, count, _)| *count > 0).map(|(key, count, href)| line(key, *count, href)).collect()
}
