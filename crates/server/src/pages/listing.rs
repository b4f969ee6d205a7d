//! Some records of a register in a table of a page, each leading to its own.

use kernel::{RecordId, Register, RegisterDef, Value};
use ledger::{Error, ListQuery, RawRecord};
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::PageCx;

/// The first records of a register in an order, as many as wanted.
pub fn records(
    cx: &mut PageCx<'_, '_>,
    def: &RegisterDef,
    view: &str,
    filters: &[(&str, Value)],
    most: usize,
) -> Result<Vec<RawRecord>, Error> {
    let filters = filters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let query = ListQuery { view: Some(view.to_owned()), filters, limit: most, ..ListQuery::default() };
    let found = cx.view.rows_of(def.name, &query)?;
    cx.lists(found.iter().map(|record| &record.head));
    Ok(found)
}

/// A record that was read with its type, as a table shows it.
pub fn raw<R: Register>(record: kernel::Record<R>) -> RawRecord {
    RawRecord { head: record.head, values: record.body.to_values(), withheld: Vec::new() }
}

/// More cells at the end of a row: their headings, and what they say of a record.
pub type More<'a> = (Vec<Column>, &'a dyn Fn(&RawRecord) -> Vec<Cell>);

/// Records in a table with these fields, in the reader's language; the first cell leads to the record's page.
pub fn listing(
    cx: &mut PageCx<'_, '_>,
    def: &RegisterDef,
    title: &str,
    records: &[RawRecord],
    fields: &[&str],
    href: &dyn Fn(RecordId) -> String,
    more: Option<More<'_>>,
) -> Result<Section, Error> {
    let titles = cx.titles(def, &records.iter().collect::<Vec<_>>())?;
    let words = cx.words;
    let (headings, more) = more.unzip();
    let rows = records.iter().map(|record| {
        let cell = |(at, name): (usize, &&str)| {
            let name = words.own(def, &record.values, name);
            let Some(field) = def.field(name) else { return Cell::default() };
            let text = cx.value(field, record.value(def, name), &titles);
            if at == 0 { Cell::text(text).link(href(record.head.id)) } else { Cell::text(text) }
        };
        let more = more.map(|more| more(record)).unwrap_or_default();
        Row::new(fields.iter().enumerate().map(cell).chain(more).collect())
    });
    let rows = rows.collect();
    let title = words.t(title);
    let own = fields.iter().map(|name| Column::new(words.field(Some(def.name), name)));
    let columns = own.chain(headings.unwrap_or_default()).collect();
    let table = Table { caption: title.clone(), columns, rows, empty: words.t("page-none"), selectable: false };
    let all = Link::new(words.t("page-all"), format!("/r/{}", def.name));
    Ok(Section { title, table, links: vec![all], ..Section::default() })
}
