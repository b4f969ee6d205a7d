//! The list of registers this reader may open.

use axum::extract::State;
use axum::response::Response;
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::html;
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// Every register the reader's duties see.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let seen = cx.view.manifest.registers().iter().filter(|m| m.def.listed && cx.view.opens(m.def.name));
        let rows = seen.map(|m| {
            Row::new(vec![Cell::text(cx.words.register(m.def.name, false)).link(format!("/r/{}", m.def.name)), Cell::quiet(m.def.name)])
        });
        let mut rows: Vec<Row> = rows.collect();
        rows.sort_by_cached_key(|row| row.cells.first().map(|c| kernel::fold::fold(&c.text)));
        let title = cx.words.t("page-registers");
        let table = Table {
            caption: title.clone(),
            columns: vec![Column::new(title.clone()), Column::new(cx.words.t("page-technical-name"))],
            rows,
            empty: cx.words.t("page-search-empty"),
            selectable: false,
        };
        let links = vec![Link::new(cx.words.t("page-exports-mine"), "/exports")];
        let shell = cx.shell(title, "/registers")?;
        Ok(html(&TablePage { shell, intro: String::new(), sections: vec![Section { table, ..Section::default() }], links }))
    })
    .await
}
