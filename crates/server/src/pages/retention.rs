//! Files whose period is over: due for disposal, or held.

use axum::extract::State;
use axum::response::Response;
use kernel::{Register, limits};
use ledger::Command;
use spine::people::Person;
use spine::retention::commands::{Dispose, PlaceHold};
use spine::retention::{Standing, queries};
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::{html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        super::register::sees(cx, &spine::retention::RetentionHold::DEF)?;
        let today = cx.view.today;
        let files = queries::due(cx.view, today)?;
        let words = cx.words;
        let may_dispose = may(cx, Dispose::NAME);
        let (mut due, mut held) = (Vec::new(), Vec::new());
        let (mut due_count, mut held_count) = (0, 0);
        for file in &files {
            let (period, reason) = match &file.standing {
                Standing::Due(period) => (period, None),
                Standing::Held(period, reason) => (period, Some(*reason)),
                _ => continue,
            };
            let (rows, count) = if reason.is_some() { (&mut held, &mut held_count) } else { (&mut due, &mut due_count) };
            *count += 1;
            if rows.len() >= limits::PAGE_ROWS_MAX {
                continue;
            }
            let id = file.person.outward(Person::DEF.prefix);
            let last = match reason {
                Some(reason) => Cell::text(words.choice("reason", reason.code())),
                None if may_dispose => Cell::text(words.code("command", Dispose::NAME)).link(format!("/do/{}?on={id}", Dispose::NAME)),
                None => Cell::text(String::new()),
            };
            rows.push(Row::new(vec![
                Cell::text(file.name.clone()).link(record_href(Person::NAME, Person::DEF.prefix, file.person)),
                Cell::text(words.choice("trigger", period.rule.trigger.code())),
                Cell::text(period.triggered_on.to_string()),
                Cell::text(period.due_on.to_string()),
                last,
            ]));
        }
        if !files.is_empty() {
            cx.view.saw(&Person::DEF);
        }
        let field = |name: &str| Column::new(words.field(Some("destruction_certificates"), name));
        let section = |title: &str, last: &str, count: usize, rows: Vec<Row>| {
            let columns = vec![Column::new(words.register(Person::NAME, true)), field("trigger"), field("triggered_on"), field("due_on")];
            let columns = columns.into_iter().chain([Column::new(words.t(last))]).collect();
            let title = words.t(title);
            let table = Table { caption: title.clone(), columns, rows, empty: words.t("page-none"), selectable: false };
            Section { title, intro: words.l.count("page-total", "count", count), table, links: Vec::new() }
        };
        let mut links = vec![Link::new(words.register("destruction_certificates", false), "/r/destruction_certificates".to_owned())];
        if may(cx, PlaceHold::NAME) {
            links.push(Link::new(words.code("command", PlaceHold::NAME), format!("/do/{}", PlaceHold::NAME)));
        }
        let page = TablePage {
            intro: words.t("page-retention-intro"),
            sections: vec![
                section("page-retention-due", "page-retention-next", due_count, due),
                section("page-retention-held", "page-retention-why", held_count, held),
            ],
            links,
            shell: cx.shell(words.t("page-retention"), "/retention")?,
        };
        Ok(html(&page))
    })
    .await
}
