//! Requirements and people that do not meet: clearances nobody needs any more, requirements without a holder, and how those stand who work on contracts
//! and programmes (CL-05). Who is below what is required of them stands on a page of its own.

use axum::extract::State;
use axum::response::Response;
use desk_clearance::cases::CaseKind;
use kernel::{Record, Register, limits};
use ledger::Command;
use spine::clearances::queries::{need_ended, on_contracts, without_holder};
use spine::clearances::{ClearanceRequirement, Decision};
use spine::contracts::Contract;
use spine::people::Person;
use spine::posts::Post;
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::machine::with_categories;
use super::{PageCx, html, may, open_cases, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/clearance/requirements";

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        super::register::sees(cx, &Decision::DEF)?;
        let sections = vec![unneeded(cx)?, unheld(cx)?, contracts(cx)?];
        let words = cx.words;
        let page = TablePage {
            intro: words.t("page-requirements-intro"),
            sections,
            links: vec![
                Link::new(words.t("page-who-lacks"), super::lacking::PATH),
                Link::new(words.register(ClearanceRequirement::NAME, false), format!("/r/{}", ClearanceRequirement::NAME)),
                Link::new(words.register(Contract::NAME, false), format!("/r/{}", Contract::NAME)),
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
        let action = open_cases::form(one.person, CaseKind::Cancellation, &one.held);
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
    let rows = shown.iter().map(|(requirement, name)| {
        Row::new(vec![
            of(requirement, name),
            what(cx, requirement),
            Cell::fixed(requirement.body.valid_from.to_string()),
            Cell::text(requirement.body.reason.clone().unwrap_or_default()),
        ])
    });
    let rows = rows.collect();
    let mut columns = vec![Column::new(words.t("page-requirements-of"))];
    columns.extend(["level", "valid_from", "reason"].map(|name| field(words, name)));
    Ok(section(cx, "page-requirements-without-holder", columns, all.len(), rows))
}

fn field(words: Words, name: &str) -> Column {
    Column::new(words.field(Some(ClearanceRequirement::NAME), name))
}

/// The post, contract or programme that requires it.
fn of(requirement: &Record<ClearanceRequirement>, name: &str) -> Cell {
    let named = Cell::text(name.to_owned());
    match (requirement.body.post, requirement.body.contract) {
        (Some(post), _) => named.link(record_href(Post::NAME, Post::DEF.prefix, post.raw())),
        (None, Some(contract)) => named.link(record_href(Contract::NAME, Contract::DEF.prefix, contract.raw())),
        (None, None) => named,
    }
}

/// What is required.
fn what(cx: &PageCx<'_, '_>, requirement: &Record<ClearanceRequirement>) -> Cell {
    let href = record_href(ClearanceRequirement::NAME, ClearanceRequirement::DEF.prefix, requirement.head.id);
    Cell::text(with_categories(cx, &requirement.body.level.0, &requirement.body.categories)).link(href)
}

fn contracts(cx: &mut PageCx<'_, '_>) -> Result<Section, ledger::Error> {
    let all = on_contracts(cx.view, cx.view.today)?;
    let shown = &all[..all.len().min(limits::PAGE_ROWS_MAX)];
    let words = cx.words;
    let rows = shown.iter().map(|one| {
        let standing = match (one.people, one.below) {
            (0, _) => Cell::badge(Tone::Warn, words.t("page-requirements-nobody")),
            (_, 0) => Cell::badge(Tone::Good, words.t("page-requirements-all-covered")),
            (_, below) => Cell::badge(Tone::Bad, words.l.count("page-requirements-below", "count", below)).link(super::lacking::PATH),
        };
        Row::new(vec![
            of(&one.requirement, &one.name),
            what(cx, &one.requirement),
            Cell::fixed(one.requirement.body.valid_until.map(|day| day.to_string()).unwrap_or_default()),
            Cell::number(words.l.int(one.people as i64)),
            standing,
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::new(words.register(Contract::NAME, true)),
        field(words, "level"),
        field(words, "valid_until"),
        Column::number(words.t("page-requirements-people")),
        Column::new(words.t("page-requirements-standing")),
    ];
    Ok(section(cx, "page-requirements-contracts", columns, all.len(), rows))
}
