//! A register: filters, search, order, paging by key, as of, export of exactly what is filtered.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use kernel::{FieldDef, FieldKind, RecordId, Refusal, RegisterDef, Value, limits};
use ledger::crypto::{b64u, from_b64u};
use ledger::store::Meta;
use ledger::{Error, ListQuery, RawRecord};
use ui::pages::{FilterList, Filters, RegisterPage, SavedView};
use ui::parts::{AsOf, Cell, Choice, Column, Link, Order as Sorted, Row, Table, Tone};

use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::{Failure, encode};
use crate::visitor::Visitor;
use crate::words::Titles;

/// The order by title, in the address.
const BY_TITLE: &str = "title";
/// The view that what is written day by day opens with.
const NEWEST: &str = "newest";

/// The address of a register page, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// From the pairs of the query.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self { pairs: pairs.into_iter().filter(|(_, v)| !v.is_empty()).collect() }
    }
    /// A parameter.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    /// A day.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.get(name).parse().ok()
    }
    /// The view asked for, or the register's own first one; empty means by title. What is written day by day opens with the newest, but
    /// for its past, whose views are not indexed.
    pub fn view<'a>(&'a self, def: &RegisterDef) -> &'a str {
        match self.get("view") {
            BY_TITLE => "",
            "" if self.get("known").is_empty() && def.views.iter().any(|v| v.name == NEWEST) => NEWEST,
            named => named,
        }
    }
    /// The address with one parameter put in place of another value; an empty one is left out.
    pub fn with(&self, path: &str, name: &str, value: &str) -> String {
        let others = self.pairs.iter().filter(|(n, _)| n != name && n != "after").map(|(n, v)| (n.as_str(), v.as_str()));
        let own = (!value.is_empty()).then_some((name, value));
        let all: Vec<String> = others.chain(own).map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        if all.is_empty() { path.to_owned() } else { format!("{path}?{}", all.join("&")) }
    }

    /// The address of the rows from a number on.
    pub fn from(&self, path: &str, number: usize) -> String {
        let here = self.with(path, "", "");
        format!("{here}{}after={number}", if here.contains('?') { "&" } else { "?" })
    }

    /// The address of what comes after a place in the order.
    pub fn onward(&self, path: &str, after: &(Value, RecordId)) -> String {
        let here = self.with(path, "", "");
        format!("{here}{}after={}", if here.contains('?') { "&" } else { "?" }, cursor(after))
    }

    /// As a query of the ledger.
    pub fn query(&self, def: &RegisterDef, limit: usize) -> Result<ListQuery, Error> {
        let mut filters = Vec::new();
        for (name, text) in &self.pairs {
            if matches!(name.as_str(), "q" | "view" | "after" | "known" | "on" | "limit" | "select" | "csrf" | "lang") {
                continue;
            }
            let value =
                ledger::view::filter_value(def, name, text).ok_or_else(|| Refusal::new("filter-unknown").with("field", name.as_str()))?;
            filters.push((name.clone(), value));
        }
        let view = Some(self.view(def)).filter(|v| !v.is_empty()).map(str::to_owned);
        Ok(ListQuery {
            view,
            filters,
            search: self.get("q").to_owned(),
            after: from_cursor(self.get("after")),
            limit,
            with_void: false,
            valid_on: self.day("on"),
        })
    }
}

/// A place in an order, as it stands in the address.
pub fn cursor((value, id): &(Value, RecordId)) -> String {
    let (kind, text) = match value {
        Value::Int(number) => ('i', number.to_string()),
        Value::Id(other) => ('d', b64u(&other.0)),
        other => ('t', other.text().unwrap_or("").to_owned()),
    };
    b64u(format!("{}{kind}{text}", b64u(&id.0)).as_bytes())
}

/// Back from the address.
pub fn from_cursor(text: &str) -> Option<(Value, RecordId)> {
    let text = String::from_utf8(from_b64u(text)?).ok()?;
    let (id, rest) = text.split_at_checked(22)?;
    let id = ledger::json::id_from_b64u(id)?;
    let value = match rest.split_at_checked(1)? {
        ("i", number) => Value::Int(number.parse().ok()?),
        ("d", other) => Value::Id(ledger::json::id_from_b64u(other)?),
        (_, text) => Value::from(text),
    };
    Some((value, id))
}

/// Looks at what was known at the end of a day, when the address asks for it.
pub fn look_back(cx: &mut PageCx<'_, '_>, known: Option<Date>) -> Result<(), Error> {
    let Some(day) = known else { return Ok(()) };
    let end = day.tomorrow().and_then(|next| next.to_zoned(cx.zone.clone())).map_err(|_| Refusal::new("field-not-a-date").at("known"))?;
    cx.view.known_at(end.timestamp() - jiff::SignedDuration::from_micros(1))
}

/// The page.
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(register): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let asked = Asked::new(pairs);
        let meta = cx.view.meta(&register)?;
        if !meta.def.listed {
            return Err(Error::NotFound);
        }
        let def = meta.def;
        sees(cx, &def)?;
        look_back(cx, asked.day("known"))?;
        let query = asked.query(&def, limits::PAGE_ROWS)?;
        let found = cx.view.list(&register, &query)?;
        let titles = cx.titles(&def, &found.rows.iter().collect::<Vec<_>>())?;
        let path = format!("/r/{register}");
        let past = !asked.get("known").is_empty();
        cx.lists(found.rows.iter().map(|record| &record.head));
        let rows: Vec<Row> = found.rows.iter().map(|record| row(cx, meta, record, &titles, &asked)).collect();
        let duties = cx.view.duties();
        let add = cx.view.manifest.adding(def.name).filter(|c| c.open_to(&duties)).map(|c| c.name);
        let takes_rows = cx.view.manifest.rows_into(def.name).is_some_and(|c| c.open_to(&duties));
        let title = cx.words.register(&register, false);
        let total = if found.count > limits::COUNT_MAX {
            cx.words.t("page-total-more")
        } else {
            cx.words.l.count("page-total", "count", usize::try_from(found.count).unwrap_or(0))
        };
        let export =
            |format: &str| Link::new(cx.words.t(&format!("page-export-{format}")), asked.with(&format!("{path}/export.{format}"), "", ""));
        let exports = if past { Vec::new() } else { vec![export("xlsx"), export("csv"), export("json"), export("proof")] };
        let table = Table {
            caption: title.clone(),
            columns: columns(cx, &def, &asked, &path),
            rows,
            empty: cx.words.t("page-search-empty"),
            selectable: false,
        };
        let page = RegisterPage {
            intro: String::new(),
            filters: filters(cx, &def, &asked, &path),
            table,
            total,
            count_exactly: None,
            order_note: String::new(),
            previous: (!asked.get("after").is_empty()).then(|| asked.with(&path, "", "")),
            next: found.next.as_ref().map(|n| asked.onward(&path, n)),
            bulk: Vec::new(),
            exports,
            import: takes_rows.then(|| Link::new(cx.words.t("page-rows-import"), format!("{path}/import"))),
            create: add.map(|name| Link::new(cx.words.code("command", name), format!("/do/{name}"))),
            shell: cx.shell(title, &path)?,
        };
        Ok(html(&page))
    })
    .await
}

/// A register is no secret; whoever holds none of its duties is told which ones see it.
pub fn sees(cx: &PageCx<'_, '_>, def: &RegisterDef) -> Result<(), Error> {
    if cx.view.opens(def.name) {
        return Ok(());
    }
    let codes = def.seen_by.iter().map(|d| d.code()).collect::<Vec<_>>().join(", ");
    Err(Refusal::new("duty-missing").with("duties", codes).into())
}

/// The fields a row shows; what its name already says is not said twice.
fn listed(def: &RegisterDef) -> impl Iterator<Item = (usize, &'static FieldDef)> {
    let (title, named) = (def.title, named(def));
    def.fields.iter().enumerate().filter(move |(_, f)| f.list && !(named && title.contains(&f.name)))
}

/// Whether rows need a name of their own, because their first column is another record.
fn named(def: &RegisterDef) -> bool {
    def.fields.iter().find(|f| f.list).is_none_or(|f| matches!(f.kind, FieldKind::Ref(_)))
}

fn columns(cx: &PageCx<'_, '_>, def: &RegisterDef, asked: &Asked, path: &str) -> Vec<Column> {
    let by_title =
        |column: Column| column.sort(asked.with(path, "view", BY_TITLE), asked.view(def).is_empty().then_some(Sorted::Ascending));
    let own = named(def).then(|| by_title(Column::new(cx.words.register(def.name, true))));
    let first = def.title.first().copied();
    let fields = listed(def).map(|(_, field)| {
        let label = cx.words.field(Some(def.name), field.name);
        let view = def.views.iter().find(|v| v.by == field.name);
        let column = if field.kind == FieldKind::Int { Column::number(label) } else { Column::new(label) };
        match view {
            Some(view) => {
                let way = if view.descending { Sorted::Descending } else { Sorted::Ascending };
                column.sort(asked.with(path, "view", view.name), (asked.view(def) == view.name).then_some(way))
            }
            None if Some(field.name) == first => by_title(column),
            None => column,
        }
    });
    own.into_iter().chain(fields).collect()
}

fn row(cx: &mut PageCx<'_, '_>, meta: &Meta, record: &RawRecord, titles: &Titles, asked: &Asked) -> Row {
    let def = &meta.def;
    let known = asked.get("known");
    let mut href = record_href(def.name, def.prefix, record.head.id);
    if !known.is_empty() {
        href = format!("{href}?known={known}");
    }
    let own = named(def).then(|| Cell::text(cx.words.title(def, &record.values)).link(href.clone()));
    let cells = listed(def).map(|(at, field)| {
        let value = record.values.get(at).unwrap_or(&Value::Null);
        let cell = cell(cx, record, field, value, titles);
        if own.is_none() && listed(def).next().is_some_and(|(first, _)| first == at) { cell.link(href.clone()) } else { cell }
    });
    let cells: Vec<Cell> = cells.collect();
    Row::new(own.into_iter().chain(cells).collect())
}

/// A value as a cell.
pub fn cell(cx: &PageCx<'_, '_>, record: &RawRecord, field: &FieldDef, value: &Value, titles: &Titles) -> Cell {
    if record.withheld.contains(&field.group) {
        return Cell::withheld();
    }
    let text = cx.value(field, value, titles);
    match (field.kind, value) {
        (FieldKind::Date | FieldKind::Time, _) => Cell::fixed(text),
        (FieldKind::Int, _) => Cell::number(text),
        (FieldKind::Ref(_), Value::Id(id)) => match titles.get(id) {
            Some((title, "", _)) => Cell::text(title.clone()),
            Some((title, register, prefix)) => Cell::text(title.clone()).link(record_href(register, prefix, *id)),
            None if field.kind == FieldKind::Ref("") => Cell::text(""),
            None => Cell::withheld(),
        },
        (FieldKind::Choice(_), Value::Text(code)) if field.name == "state" || field.name == "status" => Cell::badge(tone(code), text),
        _ => Cell::text(text),
    }
}

/// How a state stands.
pub fn tone(code: &str) -> Tone {
    match code {
        "closed_granted" | "active" | "in_force" | "applied" | "approved" | "issued" | "dispatch_sent" => Tone::Good,
        "closed_refused" | "rejected" | "void" | "left" | "undone" => Tone::Bad,
        "authority_query" | "authority_query_subject" | "returned_for_correction" | "pending" | "decision_received" | "dispatch_issued" => {
            Tone::Warn
        }
        code if code.starts_with("closed") || code == "superseded" => Tone::Neutral,
        _ => Tone::Info,
    }
}

fn filters(cx: &PageCx<'_, '_>, def: &RegisterDef, asked: &Asked, path: &str) -> Filters {
    let words = &cx.words;
    let lists = listed(def).filter_map(|(_, field)| {
        let choices = match field.kind {
            FieldKind::Choice(codes) => codes.iter().map(|c| Choice::new(*c, words.choice(field.name, c))).collect(),
            FieldKind::Level => {
                cx.view.policy.levels.iter().map(|l| Choice::new(l.code.clone(), cx.view.policy.name(&l.code, words.l.lang()))).collect()
            }
            FieldKind::Bool => vec![Choice::new("1", words.t("page-yes")), Choice::new("0", words.t("page-no"))],
            _ => return None,
        };
        Some(FilterList {
            name: field.name.to_owned(),
            label: words.field(Some(def.name), field.name),
            choices,
            value: asked.get(field.name).to_owned(),
        })
    });
    let lists: Vec<FilterList> = lists.collect();
    let chip = |(name, value): &(String, String)| {
        let field = def.field(name)?;
        let shown = match field.kind {
            FieldKind::Choice(_) => words.choice(name, value),
            FieldKind::Level => cx.view.policy.name(value, words.l.lang()).to_owned(),
            FieldKind::Nation => words.nation(value),
            FieldKind::Ref(_) => words.t("page-chosen"),
            _ => value.clone(),
        };
        Some(Link::new(format!("{}: {shown}", words.field(Some(def.name), name)), asked.with(path, name, "")))
    };
    let saved = |name: &str, label: String, active: bool| SavedView { link: Link::new(label, asked.with(path, "view", name)), active };
    let mut views = Vec::new();
    if !def.views.is_empty() {
        views.push(saved(BY_TITLE, words.t("page-view-title"), asked.view(def).is_empty()));
        views.extend(def.views.iter().map(|v| saved(v.name, words.t(&format!("page-view-{}", v.name)), asked.view(def) == v.name)));
    }
    let kept = |(name, _): &&(String, String)| name == "view" || def.field(name).is_some_and(|f| !lists.iter().any(|l| l.name == f.name));
    Filters {
        action: path.to_owned(),
        search: asked.get("q").to_owned(),
        search_label: words.t("page-search-in"),
        chips: asked.pairs.iter().filter_map(chip).collect(),
        as_of: AsOf { on: asked.get("on").to_owned(), known: asked.get("known").to_owned() },
        has_past: true,
        keep: asked.pairs.iter().filter(kept).cloned().collect(),
        views,
        lists,
    }
}
