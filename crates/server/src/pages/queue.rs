//! The queue: what the office does next, in order of what breaches its standard first; and what is longest with others.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use desk_clearance::cases::PscCase;
use kernel::{RecordId, Register, limits};
use ledger::Error;
use spine::cases::Standing;
use spine::cases::queries::Line;
use spine::cases::queue::queue;
use spine::cases::rules::{Due, QueueLine};
use spine::cases::ticket;
use spine::people::Person;
use ui::lang::format_decimal;
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Row, Section, Table, Tone};

use super::register::tone;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// What stands in the office's one queue.
pub const LINES: &[&Line] = &[&desk_clearance::service::LINE, &ticket::LINE];
/// Lines of what is with others.
const OTHERS: usize = 20;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        super::register::sees(cx, &PscCase::DEF)?;
        let queue = queue(cx.view, LINES, limits::PAGE_ROWS, OTHERS)?;
        cx.lists_of(&PscCase::DEF, queue.ours.len() + queue.others.len());
        let words = cx.words;
        let mut intro = words.t("page-queue-intro");
        for (said, key) in [(!queue.has_calendar, "page-queue-no-calendar"), (queue.cut, "page-queue-cut")] {
            if said {
                intro = format!("{intro} {}", words.t(key));
            }
        }
        if let Some(first) = cx.goes_first()? {
            intro = format!("{intro} {first}");
        }
        let (ours, others) = sections(cx, &queue.ours, &queue.others)?;
        let page =
            TablePage { intro, sections: vec![ours, others], links: Vec::new(), shell: cx.shell(words.t("page-queue-title"), "/queue")? };
        Ok(html(&page))
    })
    .await
}

/// Working days with one decimal.
pub fn working_days(words: &Words, time: i64, day: i64) -> String {
    format_decimal(words.l.lang(), time.saturating_mul(10) / day.max(1), 1)
}

/// How a step stands, in a word and a tone.
pub fn standing(words: &Words, due: Option<&Due>, paused: bool) -> (Tone, String) {
    match due.map(|d| d.standing) {
        Some(Standing::Breached) => (Tone::Bad, words.t("standing-breached")),
        _ if paused => (Tone::Neutral, words.t("standing-paused")),
        Some(Standing::AtRisk) => (Tone::Warn, words.t("standing-at-risk")),
        Some(Standing::InTime) => (Tone::Good, words.t("standing-in-time")),
        None => (Tone::Neutral, words.t("standing-none")),
    }
}

/// How a line stands, and whether it goes before others.
pub fn standing_of(words: &Words, line: &QueueLine) -> (Tone, String) {
    let (tone, word) = standing(words, line.due.as_ref(), line.paused);
    (tone, if line.urgent { words.with("standing-urgent", "standing", &word) } else { word })
}

/// What the records of these lines and the people they are about are called.
pub fn names<'l>(
    cx: &mut PageCx<'_, '_>,
    shown: impl IntoIterator<Item = &'l QueueLine> + Clone,
) -> Result<HashMap<RecordId, String>, Error> {
    let people: Vec<RecordId> = shown.clone().into_iter().filter_map(|l| l.person).collect();
    let mut names = cx.view.titles(Person::NAME, &people)?;
    for line in LINES {
        let of: Vec<RecordId> = shown.clone().into_iter().filter(|l| l.register == line.register).map(|l| l.id).collect();
        names.extend(cx.view.titles(line.register, &of)?);
    }
    Ok(names)
}

/// The record of a line.
pub fn href(cx: &PageCx<'_, '_>, line: &QueueLine) -> String {
    record_href(line.register, cx.view.manifest.register(line.register).map_or("rec", |m| m.def.prefix), line.id)
}

/// What the office has, and what others have, as tables.
pub fn sections(cx: &mut PageCx<'_, '_>, ours: &[QueueLine], others: &[QueueLine]) -> Result<(Section, Section), Error> {
    let names = names(cx, ours.iter().chain(others))?;
    let words = cx.words;
    let name = |id: RecordId| names.get(&id).cloned().unwrap_or_default();
    let begin = |line: &QueueLine| {
        vec![
            Cell::text(name(line.id)).link(href(cx, line)),
            Cell::text(line.person.map(name).unwrap_or_default()),
            Cell::badge(tone(line.state), words.choice("state", line.state)),
        ]
    };
    let mut rows = Vec::new();
    for line in ours {
        let (tone, word) = standing_of(&words, line);
        let used = line.due.map(|d| of_target(&words, &d)).unwrap_or_default();
        let mut cells = begin(line);
        cells.push(Cell::fixed(line.due.and_then(|d| d.at).map(|at| time(at, cx.zone)).unwrap_or_default()));
        cells.push(Cell::badge(tone, word));
        cells.push(Cell::number(used));
        rows.push(Row::new(cells));
    }
    let field = |name: &str| Column::new(words.field(Some(PscCase::NAME), name));
    let title = words.t("page-queue-ours");
    let due =
        [Column::new(words.t("page-queue-due")), Column::new(words.t("page-queue-standing")), Column::number(words.t("page-queue-used"))];
    let columns = [vec![field("number"), field("person"), field("state")], due.to_vec()].concat();
    let table = Table { caption: title.clone(), columns, rows, empty: words.t("page-good-day"), selectable: false };
    let ours = Section { title, table, ..Section::default() };
    let now = cx.view.now.as_microsecond();
    let rows = others.iter().map(|line| {
        let mut cells = begin(line);
        cells.push(Cell::text(words.code("clock", line.owner.code())));
        cells.push(Cell::number(words.with("page-queue-days", "days", &words.l.int((now - line.since).max(0) / DAY))));
        cells.push(Cell::fixed(time(line.since, cx.zone)));
        Row::new(cells)
    });
    let title = words.t("page-queue-others");
    let columns = vec![
        field("number"),
        field("person"),
        field("state"),
        Column::new(words.field(None, "owner")),
        Column::number(words.t("page-queue-waiting")),
        field("since"),
    ];
    let table = Table { caption: title.clone(), columns, rows: rows.collect(), empty: words.t("page-none"), selectable: false };
    Ok((ours, Section { title, intro: words.t("page-queue-others-intro"), table, ..Section::default() }))
}

/// Working time used and allowed, in working days.
pub fn of_target(words: &Words, due: &Due) -> String {
    words.l.with2("page-queue-of", "used", &working_days(words, due.used, due.day), "target", &working_days(words, due.target, due.day))
}
