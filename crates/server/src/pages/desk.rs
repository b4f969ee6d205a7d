//! The clearance desk's home: figures that lead to their rows, the pipeline, the queue, what is coming, what is wrong.

use axum::extract::State;
use axum::response::Response;
use desk_clearance::cases::PscCase;
use desk_clearance::cases::queries::pipeline;
use desk_clearance::measures;
use kernel::Register;
use kernel::measure::Period;
use ledger::{Error, ListQuery};
use spine::clearances::queries::{Outlook, outlook};
use ui::chart::{Bar, BarChart};
use ui::pages::{DeskHomePage, Figure, FindingLine};
use ui::parts::{Link, Section, Tone};

use super::{PageCx, html};
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
        super::register::sees(cx, &PscCase::DEF)?;
        cx.view.saw(&PscCase::DEF);
        let now = cx.view.now.as_microsecond();
        let wanted = measures::Wanted { people: true, cases: false };
        let book = measures::book(cx.view, Period::month_of(cx.view.today), now, wanted)?;
        let posts = outlook(book.people.iter().map(|(_, facts)| facts), book.today, &book.rules, book.policy);
        let ending = measures::people::outlook(&book, book.today);
        let stages = pipeline(cx.view)?;
        let open: i64 = stages.iter().map(|s| s.count).sum();
        let count = |code: &str| stages.iter().find(|s| s.state == code).map_or(0, |s| s.count);
        let pending = ListQuery { filters: vec![("state".to_owned(), "pending".into())], limit: 1, ..ListQuery::default() };
        let pending = cx.view.list("approvals", &pending)?.count;
        let soon = cx.view.today.checked_add(jiff::Span::new().days(SOON_DAYS)).unwrap_or(cx.view.today);
        let soon = ending.iter().filter(|(_, until, _)| *until <= soon).count();
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
            figure("expiring", number(soon), good(soon == 0), super::outlook::PATH),
        ];
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
        let figures_link = Some(Link::new(words.t("page-measures"), "/measures"));
        let import = may("import.take_over").then(|| Link::new(words.t("page-import-tracker"), "/import"));
        let actions = [action("case.open"), action("mail.register"), import, figures_link].into_iter().flatten().collect();
        let page = DeskHomePage {
            figures,
            pipeline,
            queue: queue(cx)?,
            outlook: super::outlook::chart(cx, &ending, OUTLOOK_MONTHS),
            findings: wrong(cx, &posts),
            actions,
            shell: cx.shell(words.t("page-desk-clearance"), "/clearance")?,
        };
        Ok(html(&page))
    })
    .await
}

/// The first lines of the queue.
fn queue(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let lines = spine::cases::queue::queue(cx.view, super::queue::LINES, QUEUE_ROWS, 0)?.ours;
    let (section, _) = super::queue::sections(cx, &lines, &[])?;
    Ok(Section { title: cx.words.t("page-queue"), links: vec![Link::new(cx.words.t("page-all"), "/queue")], ..section })
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
        ("page-wrong-need-ended", posts.need_ended, super::requirements::PATH),
        ("page-wrong-claimed", posts.claimed, "/r/decisions?claimed=1"),
    ];
    all.iter().filter(|(_, count, _)| *count > 0).map(|(key, count, href)| line(key, *count, href)).collect()
}
