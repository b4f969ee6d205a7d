//! Requirements and people that do not meet: clearances nobody needs any more, requirements of posts nobody holds (CL-05). Who is below what their post
//! requires stands on a page of its own.

use axum::extract::State;
use axum::response::Response;
use kernel::{Register, limits};
use ledger::Command;
use spine::clearances::queries::{need_ended, without_holder};
use spine::clearances::{ClearanceRequirement, Decision};
use spine::people::Person;
use spine::posts::Post;
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::machine::with_categories;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// Its address.
pub const PATH: &str = "/clearance/requirements";

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        super::register::sees(cx, &Decision::DEF)?;
        let sections = vec![unneeded(cx)?, unheld(cx)?];
        let words = cx.words;
        let page = TablePage {
            intro: words.t("page-requirements-intro"),
            sections,
            links: vec![
                Link::new(words.t("page-who-lacks"), super::lacking::PATH),
                Link::new(words.register(ClearanceRequirement::NAME, false), format!("/r/{}", ClearanceRequirement::NAME)),
            ],
            shell: cx.shell(words.t("page-requirements"), PATH)?,
        };
        Ok(html(&page))
    })
    .await
}

fn section(cx: &PageCx<'_, '_>, title: &str, columns: Vec<Column>, count: usize, rows: Vec<Row>) -> Section {
    let (words, title) = (cx.words, cx.words.t(title));
    let table = Table { caption: title.clone(), columns, rows, empty: words.t("page-none"), selectable: false };
    Section { title, intro: words.l.count("page-total", "count", count), table, links: Vec::new() }
}

fn unneeded(cx: &mut PageCx<'_, '_>) -> Result<Section, ledger::Error> {
    let all = need_ended(cx.view, cx.view.today)?;
    let shown = &all[..all.len().min(limits::PAGE_ROWS_MAX)];
    cx.lists_of(&Person::DEF, shown.len());
    let words = cx.words;
    let open = may(cx, desk_clearance::cases::commands::Open::NAME);
    let rows = shown.iter().map(|one| {
        let person = one.person.outward(Person::DEF.prefix);
        let action = format!("/do/case.open?person={person}&level={}&kind=cancellation&priority=routine", one.held.level.0);
        Row::new(vec![
            Cell::text(one.name.clone()).link(record_href(Person::NAME, Person::DEF.prefix, one.person)),
            Cell::text(with_categories(cx, &one.held.level.0, &one.held.categories)),
            Cell::fixed(one.until.map(|day| day.to_string()).unwrap_or_default()),
            Cell::fixed(one.since.map(|day| day.to_string()).unwrap_or_default()),
            if open { Cell::text(words.choice("kind", "cancellation")).link(action) } else { Cell::text(String::new()) },
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::new(words.t("ui-person")),
        Column::new(words.t("page-whatif-grant")),
        Column::new(words.t("page-renewals-until")),
        Column::new(words.t("page-requirements-since")),
        Column::new(words.t("page-renewals-action")),
    ];
    Ok(section(cx, "page-requirements-need-ended", columns, all.len(), rows))
}

fn unheld(cx: &mut PageCx<'_, '_>) -> Result<Section, ledger::Error> {
    let all = without_holder(cx.view, cx.view.today)?;
    let shown = &all[..all.len().min(limits::PAGE_ROWS_MAX)];
    let words = cx.words;
    let rows = shown.iter().map(|(requirement, post)| {
        Row::new(vec![
            Cell::text(post.clone()).link(record_href(Post::NAME, Post::DEF.prefix, requirement.body.post.raw())),
            Cell::text(with_categories(cx, &requirement.body.level.0, &requirement.body.categories)).link(record_href(
                ClearanceRequirement::NAME,
                ClearanceRequirement::DEF.prefix,
                requirement.head.id,
            )),
            Cell::fixed(requirement.body.valid_from.to_string()),
            Cell::text(requirement.body.reason.clone().unwrap_or_default()),
        ])
    });
    let rows = rows.collect();
    let field = |name: &str| Column::new(words.field(Some(ClearanceRequirement::NAME), name));
    let columns = ["post", "level", "valid_from", "reason"].map(field).to_vec();
    Ok(section(cx, "page-requirements-without-holder", columns, all.len(), rows))
}
