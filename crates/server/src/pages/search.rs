//! Search over every register the reader sees, by reference and name; the palette's answers.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use ledger::{Error, ListQuery};
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::form::escape;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::{Failure, encode};
use crate::visitor::Visitor;

const ROWS_A_REGISTER: usize = 10;

struct Hit {
    register: &'static str,
    title: String,
    href: String,
}

fn hits(cx: &mut PageCx<'_, '_>, text: &str) -> Result<Vec<Hit>, Error> {
    let mut out = Vec::new();
    if kernel::fold::fold(text).len() < 2 {
        return Ok(out);
    }
    for meta in cx.view.manifest.registers() {
        let def = meta.def;
        let open = def.listed && cx.view.opens(def.name) && def.fields.iter().any(|f| f.search);
        if !open {
            continue;
        }
        let query = ListQuery { search: text.to_owned(), limit: ROWS_A_REGISTER, ..ListQuery::default() };
        let found = cx.view.rows_of(def.name, &query)?;
        cx.lists(found.iter().map(|record| &record.head));
        for record in found {
            let title = cx.words.title(&def, &record.values);
            out.push(Hit { register: def.name, title, href: record_href(def.name, def.prefix, record.head.id) });
        }
    }
    Ok(out)
}

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<HashMap<String, String>>) -> Result<Response, Failure> {
    let text = pairs.get("q").cloned().unwrap_or_default();
    app.page(visitor, move |cx| {
        let found = hits(cx, &text)?;
        let words = cx.words;
        let mut sections: Vec<Section> = Vec::new();
        for hit in found {
            let title = words.register(hit.register, false);
            if sections.last().is_none_or(|s| s.title != title) {
                let all = Link::new(words.t("page-all"), format!("/r/{}?q={}", hit.register, encode(&text)));
                let table =
                    Table { caption: title.clone(), columns: vec![Column::new(words.register(hit.register, true))], ..Table::default() };
                sections.push(Section { title, intro: String::new(), table, links: vec![all] });
            }
            if let Some(section) = sections.last_mut() {
                section.table.rows.push(Row::new(vec![Cell::text(hit.title).link(hit.href)]));
            }
        }
        if sections.is_empty() {
            let table = Table { caption: words.t("page-search"), empty: words.t("page-search-empty"), ..Table::default() };
            sections.push(Section { table, ..Section::default() });
        }
        let shell = cx.shell(words.t("page-search"), "")?;
        Ok(html(&TablePage { shell, intro: text, sections, links: Vec::new() }))
    })
    .await
}

/// Links for the palette.
pub async fn palette(State(app): State<App>, visitor: Visitor, Query(pairs): Query<HashMap<String, String>>) -> Result<Response, Failure> {
    let text = pairs.get("q").cloned().unwrap_or_default();
    app.page(visitor, move |cx| {
        let found = hits(cx, &text)?;
        let line = |hit: &Hit| {
            let register = cx.words.register(hit.register, true);
            format!(
                "<li><a href=\"{}\">{} <span class=\"quiet\">{}</span></a></li>",
                escape(&hit.href),
                escape(&hit.title),
                escape(&register)
            )
        };
        Ok(found.iter().map(line).collect())
    })
    .await
}
