//! What ends: the clearances of people in post, month by month, each bar leading to its people.

use axum::extract::{Query, State};
use axum::response::Response;
use desk_clearance::cases::PscCase;
use desk_clearance::measures;
use desk_clearance::reports::rules::OUTLOOK_MONTHS;
use jiff::civil::Date;
use kernel::measure::Period;
use kernel::{RecordId, Register, limits};
use spine::people::Person;
use ui::chart::BarChart;
use ui::numbers::NumbersPage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::register::{Asked, sees};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::charts;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// Its address.
pub const PATH: &str = "/outlook";

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &PscCase::DEF)?;
        let asked = Asked::new(pairs);
        let this = Period::month_of(cx.view.today);
        let month = Period::parse(asked.get("month")).unwrap_or(this);
        let now = cx.view.now.as_microsecond();
        let book = measures::book(cx.view, this, now, measures::Wanted { people: true, cases: false })?;
        let ending = measures::people::outlook(&book, book.today);
        let of_month: Vec<_> = ending.iter().filter(|(_, until, _)| *until >= month.from && *until <= month.until).collect();
        let from: usize = asked.get("after").parse().unwrap_or(0).min(of_month.len());
        let shown: Vec<_> = of_month.iter().skip(from).take(limits::PAGE_ROWS).collect();
        let ids: Vec<RecordId> = shown.iter().map(|(person, _, _)| *person).collect();
        let names = cx.view.titles(Person::NAME, &ids)?;
        cx.lists_of(&Person::DEF, shown.len());
        let words = cx.words;
        let rows = shown.iter().map(|(person, until, level)| {
            Row::new(vec![
                Cell::text(names.get(person).cloned().unwrap_or_default()).link(record_href(Person::NAME, Person::DEF.prefix, *person)),
                Cell::fixed(until.to_string()),
                Cell::text(cx.view.policy.name(level, words.l.lang())),
            ])
        });
        let title = words.with("page-outlook-month", "month", &month.to_string());
        let table = Table {
            caption: title.clone(),
            columns: vec![
                Column::new(words.t("ui-person")),
                Column::new(words.field(None, "valid_until")),
                Column::new(words.field(None, "level")),
            ],
            rows: rows.collect(),
            empty: words.t("page-none"),
            selectable: false,
        };
        let at = |after: usize| format!("{PATH}?month={month}&after={after}");
        let to = from + shown.len();
        let mut page = NumbersPage::new(cx.shell(words.t("page-outlook-title"), "/clearance")?, PATH);
        page.charts = vec![chart(cx, &ending, OUTLOOK_MONTHS)];
        let total = words.l.count("page-total", "count", of_month.len());
        page.sections = vec![Section { title, intro: total, table, ..Section::default() }];
        page.previous = (from > 0).then(|| at(from.saturating_sub(limits::PAGE_ROWS)));
        page.next = (to < of_month.len()).then(|| at(to));
        page.shell.trail = vec![Link::new(words.t("page-desk-clearance"), "/clearance")];
        Ok(html(&page))
    })
    .await
}

/// A bar for each of the next months, leading to its people.
pub fn chart(cx: &PageCx<'_, '_>, ending: &[(RecordId, Date, String)], months: i32) -> BarChart {
    let first = cx.view.today.first_of_month();
    let months = (0..months).map(|at| {
        let period = Period::month_of(first.checked_add(jiff::Span::new().months(at)).unwrap_or(Date::MAX));
        (period, Some(ending.iter().filter(|(_, until, _)| *until >= period.from && *until <= period.until).count() as i64))
    });
    charts::outlook(&cx.words, &months.collect::<Vec<_>>(), |period| Some(format!("{PATH}?month={period}")))
}
