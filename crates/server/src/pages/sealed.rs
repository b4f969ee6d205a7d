//! Sealed text: opened with a purpose, after its entry is committed, on a page of its own that bears the text's marking.

use axum::response::{IntoResponse, Response};
use kernel::{Fields, Id, RecordId, Register, RegisterDef};
use ledger::sealed::{Opened, ReadSealed};
use ledger::{Command, Error, Order, RawRecord};
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// The way to the sealed text of a record: for the person's open case when there is one, else for whatever is said.
pub fn link(cx: &mut PageCx<'_, '_>, def: &RegisterDef, record: &RawRecord) -> Result<Option<Link>, Error> {
    let sealed = ledger::sealed::fields(def).any(|(at, _)| record.values.get(at).is_some_and(|v| !v.is_null()));
    if !sealed || record.head.void || cx.view.is_past() {
        return Ok(None);
    }
    let case = record.head.subject.map(|person| open_case(cx, person)).transpose()?.flatten();
    let case = case.map(|id| format!("&purpose=case_work&read_for={}", id.outward("psc"))).unwrap_or_default();
    let href = format!("/do/{}?register={}&record={}{case}", ReadSealed::NAME, def.name, record.head.id.outward(def.prefix));
    Ok(Some(Link::new(cx.words.code("command", ReadSealed::NAME), href)))
}

/// The newest open case about a person that the reader sees.
fn open_case(cx: &mut PageCx<'_, '_>, person: RecordId) -> Result<Option<RecordId>, Error> {
    let cases = cx.view.having::<desk_clearance::cases::PscCase>("person", person)?;
    let open = cases.into_iter().filter(|c| desk_clearance::cases::LIFECYCLE.state(c.body.state.code()).is_some_and(|s| s.open));
    Ok(open.max_by_key(|c| c.body.opened_at).map(|c| c.head.id))
}

/// Reads and shows.
pub async fn open(app: &App, visitor: Visitor, order: Order) -> Result<Response, Error> {
    let read = ReadSealed::from_values(&order.values)?;
    let opened = app.ledger.read_sealed(order).await?;
    let page = app.page(visitor.clone(), move |cx| shown(cx, &read, &opened)).await;
    Ok(page.unwrap_or_else(Failure::into_response))
}

fn shown(cx: &mut PageCx<'_, '_>, read: &ReadSealed, opened: &Opened) -> Result<String, Error> {
    let def = cx.view.meta(&read.register)?.def;
    let record = cx.view.get_raw(&read.register, read.record)?;
    cx.view.shows(&opened.head);
    let words = cx.words;
    let person = record.head.subject.map(|p| cx.view.titles(spine::people::Person::NAME, &[p])).transpose()?;
    let person = person.and_then(|names| names.into_values().next()).unwrap_or_default();
    let rows =
        opened.texts.iter().map(|(field, text)| Row::new(vec![Cell::text(words.field(Some(def.name), field)), Cell::text(text.clone())]));
    let reference = words.title(&def, &record.values);
    let table = Table {
        caption: reference.clone(),
        columns: vec![Column::new(words.t("page-sealed-field")), Column::new(words.t("page-sealed-text"))],
        rows: rows.collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    let back = record_href(def.name, def.prefix, record.head.id);
    let page = TablePage {
        intro: words.l.with2(
            "page-sealed-opened",
            "purpose",
            &words.choice("purpose", read.purpose.code()),
            "entry",
            &opened.seq.to_string(),
        ),
        sections: vec![Section { title: reference.clone(), intro: String::new(), table, links: Vec::new() }],
        links: vec![
            Link::new(words.t("page-sealed-back"), back),
            Link::new(words.t("page-sealed-proof"), format!("/proof/{}", opened.seq)),
        ],
        shell: cx.shell(if person.is_empty() { reference } else { format!("{reference} · {person}") }, "")?,
    };
    Ok(html(&page))
}

/// Who opened sealed text about a person, for their page.
pub fn readings(cx: &mut PageCx<'_, '_>, person: RecordId) -> Result<Option<Section>, Error> {
    let reads = spine::people::who_opened(cx.view, Id::new(person))?;
    if reads.is_empty() {
        return Ok(None);
    }
    let accounts: Vec<RecordId> = reads.iter().map(|r| r.body.account.raw()).collect();
    let names = cx.actor_names(&accounts)?;
    let words = cx.words;
    let mut rows = Vec::new();
    for read in reads.iter().take(kernel::limits::PAGE_ROWS) {
        rows.push(Row::new(vec![
            Cell::text(crate::words::time(read.body.read_at.0, cx.zone)),
            Cell::text(names.get(&read.body.account.raw()).cloned().unwrap_or_default()),
            Cell::text(words.register(&read.body.register, true)),
            Cell::text(words.choice("purpose", read.body.purpose.code())),
        ]));
    }
    let label = |name: &str| Column::new(words.field(Some("sealed_reads"), name));
    let title = words.t("page-sealed-readings");
    let table = Table {
        caption: title.clone(),
        columns: ["read_at", "account", "register", "purpose"].map(label).into(),
        rows,
        empty: words.t("page-none"),
        selectable: false,
    };
    Ok(Some(Section { title, intro: String::new(), table, links: Vec::new() }))
}
