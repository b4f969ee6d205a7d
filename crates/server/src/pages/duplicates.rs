//! People who may stand twice: pairs to look at, each with the reason, and what to say of them.

use axum::extract::State;
use axum::response::Response;
use kernel::{RecordId, Register, limits};
use ledger::Command;
use spine::people::Person;
use spine::people::matches::{Join, PersonMatch, TellApart};
use spine::people::queries::possible;
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::register::sees;
use super::{html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// Its address.
pub const PATH: &str = "/people/duplicates";

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &PersonMatch::DEF)?;
        let pairs = possible(cx.view)?;
        let shown = &pairs[..pairs.len().min(limits::PAGE_ROWS)];
        let ids: Vec<RecordId> = shown.iter().flat_map(|(_, one, other)| [*one, *other]).collect();
        let names = cx.view.titles(Person::NAME, &ids)?;
        cx.lists_of(&Person::DEF, ids.len());
        let words = cx.words;
        let person = |id: &RecordId| {
            let name = names.get(id).cloned().unwrap_or_default();
            Cell::text(name).link(record_href(Person::NAME, Person::DEF.prefix, *id))
        };
        let (joins, tells) = (may(cx, Join::NAME), may(cx, TellApart::NAME));
        let to = |allowed: bool, command: &str, (one, other): (&RecordId, &RecordId)| {
            if !allowed {
                return Cell::default();
            }
            let prefix = Person::DEF.prefix;
            let href = format!("/do/{command}?person={}&second={}", one.outward(prefix), other.outward(prefix));
            Cell::text(words.code("command", command)).link(href)
        };
        let rows = shown.iter().map(|(why, one, other)| {
            let pair = (one, other);
            Row::new(vec![
                person(one),
                person(other),
                Cell::text(words.t(why.code())),
                to(joins, Join::NAME, pair),
                to(tells, TellApart::NAME, pair),
            ])
        });
        let title = words.t("page-duplicates-pairs");
        let table = Table {
            caption: title.clone(),
            columns: [
                "page-duplicates-one",
                "page-duplicates-other",
                "page-duplicates-why",
                "page-duplicates-same",
                "page-duplicates-different",
            ]
            .map(|key| Column::new(words.t(key)))
            .to_vec(),
            rows: rows.collect(),
            empty: words.t("page-duplicates-none"),
            selectable: false,
        };
        let intro = if pairs.is_empty() { String::new() } else { words.l.count("page-total", "count", pairs.len()) };
        let judged = Link::new(words.register(PersonMatch::NAME, false), format!("/r/{}", PersonMatch::NAME));
        let page = TablePage {
            intro: words.t("page-duplicates-intro"),
            sections: vec![Section { title, intro, table, links: vec![judged] }],
            links: Vec::new(),
            shell: cx.shell(words.t("page-duplicates"), PATH)?,
        };
        Ok(html(&page))
    })
    .await
}
