//! Exports: exactly what an address filters, under a quota. Each has an entry of its own; its id, marking and proof stand in the file.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, Value as Shown, write_csv, write_xlsx};
use kernel::{FieldDef, FieldKind, RecordId, Refusal, RegisterDef, Value, limits};
use ledger::crypto::b64u;
use ledger::witness::{Group, Leaving, Witness};
use ledger::{Command as _, Error};
use spine::documents::{
    AskExport, Export, ExportStatus, HR_FEED, LISTS, MEASURE_ROWS, PERSON_FILE, RecordExport, TakeExport, WHO_LACKS, granted, granted_to,
    needs_two,
};
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::form::form_pairs;
use super::register::{Asked, look_back, sees};
use super::{PageCx, html};
use crate::app::App;
use crate::failure::{Failure, encode};
use crate::leaving;
use crate::visitor::Visitor;
use crate::words::{Titles, time};

/// The page of what was approved for whoever looks.
const PATH: &str = "/exports";

/// A file that was made, and its media type.
type File = (Vec<u8>, &'static str);

/// What an export holds before it has its number.
pub struct Prepared {
    /// As a table.
    pub sheet: Sheet,
    /// As data, item by item.
    pub json: Vec<serde_json::Value>,
    /// The versions it shows, where it is of a register.
    pub leaving: Vec<Leaving>,
}

impl Prepared {
    /// How many rows leave, as a table or item by item, whichever is more: what the quota counts.
    fn rows(&self) -> usize {
        self.sheet.rows.len().max(self.json.len())
    }
}

/// What is exported: a register, how it is narrowed, and the form.
#[derive(Clone)]
pub struct Wanted {
    /// The register.
    pub register: String,
    /// How it is narrowed.
    pub asked: Asked,
    /// csv, xlsx, json or proof.
    pub format: String,
}

/// Exports what may leave without a second person; for more, the form that asks one.
pub async fn export(
    State(app): State<App>,
    visitor: Visitor,
    Path((register, format)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let wanted = Wanted { register, asked: Asked::new(pairs), format };
    let how = wanted.clone();
    let looked = app.show(visitor.clone(), move |cx| Ok((cx.view.account(), free(cx, &how)?))).await?;
    let (account, prepared) = match looked {
        (account, Ok(prepared)) => (account, prepared),
        (_, Err(more)) => {
            let query = wanted.asked.with("", "", "");
            let (register, query) = (encode(&wanted.register), encode(query.trim_start_matches('?')));
            let ask = format!("/do/{}?register={register}&query={query}&format={}", AskExport::NAME, encode(&wanted.format));
            return Ok(Redirect::to(&format!("{ask}&rows={}&entries={}", more.rows, more.entries)).into_response());
        }
    };
    let made = finish(&app, account, &wanted, prepared, None).await.map_err(|e| Failure::of(e, &visitor))?;
    Ok(file(&wanted, made))
}

fn file(wanted: &Wanted, (bytes, media): File) -> Response {
    let name = format!("attachment; filename=\"{}.{}\"", wanted.register, wanted.format);
    ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

/// How much more than the quota an export is, and as of which log.
pub struct More {
    rows: usize,
    entries: i64,
}

impl More {
    /// For clients that ask by themselves.
    pub fn refusal(&self) -> Refusal {
        let with = |refusal: Refusal, name, value: String| refusal.with(name, value);
        let refusal = with(Refusal::new("export-needs-two"), "max", limits::EXPORT_ROWS_FREE.to_string());
        with(with(refusal, "rows", self.rows.to_string()), "entries", self.entries.to_string())
    }
}

/// Reads what an export shows when it may leave without a second person.
pub fn free(cx: &mut PageCx<'_, '_>, wanted: &Wanted) -> Result<Result<Prepared, More>, Error> {
    if LISTS.contains(&wanted.register.as_str()) {
        let prepared = list(cx, wanted, None)?;
        let rows = prepared.rows();
        // Records of a register that holds something sealed leave with a second person, gathered by person as well.
        let of = |item: &serde_json::Value| item["register"].as_str().map(str::to_owned);
        let registers = prepared.json.iter().filter_map(of).filter(|_| wanted.register == PERSON_FILE);
        let sealed = registers.into_iter().any(|name| cx.view.meta(&name).is_ok_and(|meta| meta.def.has_sealed()));
        if rows <= limits::EXPORT_ROWS_FREE && !sealed {
            return Ok(Ok(prepared));
        }
        let (entries, _) = cx.view.facts(|view| view.position())?;
        return Ok(Err(More { rows, entries }));
    }
    let def = open(cx, wanted)?;
    let query = wanted.asked.query(&def, limits::EXPORT_ROWS_FREE + 1)?;
    let rows = cx.view.count(def.name, &query, limits::EXPORT_ROWS_MAX)?;
    if rows > limits::EXPORT_ROWS_MAX {
        return Err(Refusal::new("export-quota").with("max", limits::EXPORT_ROWS_MAX.to_string()).into());
    }
    if needs_two(&def, rows) {
        let (entries, _) = cx.view.facts(|view| view.position())?;
        return Ok(Err(More { rows, entries }));
    }
    sheet(cx, wanted, &def).map(Ok)
}

/// The register, for a reader who sees it, looked at as the address says.
fn open(cx: &mut PageCx<'_, '_>, wanted: &Wanted) -> Result<RegisterDef, Error> {
    let def = cx.view.meta(&wanted.register)?.def;
    if !def.listed {
        return Err(Error::NotFound);
    }
    sees(cx, &def)?;
    look_back(cx, wanted.asked.day("known"))?;
    Ok(def)
}

/// What is sealed never leaves in bulk; neither do bytes.
pub(super) fn leaves(field: &FieldDef) -> bool {
    !field.sealed && field.kind != FieldKind::Bytes
}

/// Reads what an export shows, under the reader's scope.
fn sheet(cx: &mut PageCx<'_, '_>, wanted: &Wanted, def: &RegisterDef) -> Result<Prepared, Error> {
    let mut query = wanted.asked.query(def, limits::EXPORT_ROWS_MAX + 1)?;
    query.after = None;
    let records = cx.view.rows_of(def.name, &query)?;
    if records.len() > limits::EXPORT_ROWS_MAX {
        return Err(Refusal::new("export-quota").with("max", limits::EXPORT_ROWS_MAX.to_string()).into());
    }
    let mut titles = Titles::new();
    for part in records.chunks(limits::PAGE_ROWS_MAX) {
        titles.extend(cx.titles(def, &part.iter().collect::<Vec<_>>())?);
    }
    let fields: Vec<(usize, &FieldDef)> = def.fields.iter().enumerate().filter(|(_, f)| leaves(f)).collect();
    let kind = |f: &FieldDef| match f.kind {
        FieldKind::Date => ColumnKind::Date,
        FieldKind::Int => ColumnKind::Number,
        _ => ColumnKind::Text,
    };
    let mut columns = vec![TableColumn { header: "id".to_owned(), kind: ColumnKind::Text }];
    columns.extend(fields.iter().map(|(_, f)| TableColumn { header: cx.words.field(Some(def.name), f.name), kind: kind(f) }));
    let mut rows = Vec::with_capacity(records.len());
    let mut json = Vec::with_capacity(records.len());
    for record in &records {
        let mut row = vec![Shown::Text(record.head.id.outward(def.prefix))];
        for (at, field) in &fields {
            let value = record.values.get(*at).unwrap_or(&Value::Null);
            row.push(if record.withheld.contains(&field.group) {
                Shown::Text(cx.words.t("ui-withheld"))
            } else {
                match (field.kind, value) {
                    (_, Value::Null) => Shown::Empty,
                    (FieldKind::Date, Value::Text(text)) => text.parse().map_or_else(|_| Shown::Text(text.clone()), Shown::Date),
                    (FieldKind::Int, Value::Int(number)) => Shown::Number(*number as f64),
                    _ => Shown::Text(cx.value(field, value, &titles)),
                }
            });
        }
        rows.push(row);
        json.push(crate::api::record_json(cx.view.manifest, def, record));
    }
    cx.lists(records.iter().map(|record| &record.head));
    if matches!(wanted.format.as_str(), "json" | "proof") {
        cx.refers(def, &records.iter().collect::<Vec<_>>())?;
    }
    let (title, marking, label) = (cx.words.register(def.name, false), cx.marking(), cx.label());
    let leaving = records.iter().map(|r| Leaving { id: r.head.id, version: r.head.version, withheld: r.withheld.clone() }).collect();
    Ok(Prepared { sheet: Sheet { title, marking, label, columns, rows, ..Sheet::default() }, json, leaving })
}

/// Reads a list over many people that is no register: who lacks what their post requires, or the rows behind a key figure. It leaves under
/// the same quota.
fn list(cx: &mut PageCx<'_, '_>, wanted: &Wanted, as_of: Option<i64>) -> Result<Prepared, Error> {
    let prepared = match wanted.register.as_str() {
        WHO_LACKS => super::lacking::sheet(cx, &wanted.asked, as_of)?,
        MEASURE_ROWS => super::measures::sheet(cx, &wanted.asked, as_of)?,
        HR_FEED => super::hr::feed(cx, as_of)?,
        PERSON_FILE => super::held::sheet(cx, &wanted.asked, as_of)?,
        _ => return Err(Error::NotFound),
    };
    if prepared.rows() > limits::EXPORT_ROWS_MAX {
        return Err(Refusal::new("export-quota").with("max", limits::EXPORT_ROWS_MAX.to_string()).into());
    }
    Ok(prepared)
}

/// Records the export, as its own or as the taking of an approved one, and writes the file with its number, marking and entry.
pub async fn finish(app: &App, account: RecordId, wanted: &Wanted, prepared: Prepared, approved: Option<RecordId>) -> Result<File, Error> {
    // A list that is no register has no versions to prove.
    let known = match wanted.format.as_str() {
        "proof" => !LISTS.contains(&wanted.register.as_str()),
        format => matches!(format, "csv" | "xlsx" | "json"),
    };
    if !known {
        return Err(Error::NotFound);
    }
    let Prepared { mut sheet, json, leaving } = prepared;
    let (rows, marking) = (Value::Int(sheet.rows.len() as i64), Value::from(sheet.marking.as_str()));
    let narrowed = Some(wanted.asked.with("", "", "")).filter(|q| !q.is_empty());
    let query = narrowed.clone().map_or(Value::Null, Value::Text);
    let (command, values) = match approved {
        Some(id) => (TakeExport::NAME, vec![id.into(), rows, marking]),
        None => (RecordExport::NAME, vec![wanted.register.as_str().into(), query, wanted.format.as_str().into(), rows, marking]),
    };
    let left = leaving::by(app, account, command, values).await?;
    (sheet.footer, sheet.watermark) = (left.foot(&sheet.marking), left.watermark);
    let (id, when, entry) = (left.number, left.when.to_string(), left.entry);
    Ok(match wanted.format.as_str() {
        "csv" => {
            let mut out = Vec::new();
            write_csv(&sheet, &mut out).map_err(|e| Error::Stored(format!("export: {e}")))?;
            (out, "text/csv; charset=utf-8")
        }
        "xlsx" => {
            let out = write_xlsx(&sheet).map_err(|e| Error::Stored(format!("export: {e}")))?;
            (out, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        "proof" => {
            let witnessed = app.ledger.witness(wanted.register.clone(), leaving).answer().await?;
            // The log can be exported up to a signed checkpoint: it reaches beyond what this file names.
            app.ledger.checkpoint().answer().await?;
            let whole = serde_json::json!({
                "format": PROOF_FORMAT, "register": wanted.register, "marking": sheet.marking, "label": sheet.label, "export": id, "when": when,
                "log": app.ledger.origin(), "entry": entry, "count": witnessed.len(), "query": narrowed,
                "items": witnessed.iter().map(proved).collect::<Vec<_>>(),
            });
            (serde_json::to_vec_pretty(&whole).unwrap_or_default(), "application/json")
        }
        _ => {
            let whole = serde_json::json!({
                "marking": sheet.marking, "label": sheet.label, "export": id, "when": when, "log": app.ledger.origin(),
                "entry": entry, "count": json.len(), "items": json,
            });
            (serde_json::to_vec_pretty(&whole).unwrap_or_default(), "application/json")
        }
    })
}

/// What a file of proved records calls itself; `verify/castellan_verify.py` reads it.
const PROOF_FORMAT: &str = "castellan/register-proof/1";

/// A version as a verifier reads it: the text of each group as it was committed to, with what opens the commitment; of what does not leave, the
/// commitment alone.
fn proved(row: &Witness) -> serde_json::Value {
    let group = |group: &Group| {
        let said = match &group.shown {
            Some((text, opening)) => serde_json::json!({ "text": text, "opening": b64u(opening) }),
            None => serde_json::json!({ "commitment": b64u(&group.commitment) }),
        };
        (group.name.to_owned(), said)
    };
    let groups: serde_json::Map<_, _> = row.groups.iter().map(group).collect();
    let mut item = serde_json::json!({ "id": b64u(&row.id.0), "version": row.version, "entry": row.entry, "groups": groups });
    if let (Some((place, path)), Some(item)) = (&row.path, item.as_object_mut()) {
        item.insert("place".to_owned(), (*place).into());
        item.insert("path".to_owned(), path.iter().map(|hash| serde_json::Value::from(b64u(hash))).collect());
    }
    item
}

/// Reads an approved export under the scope its requester has now, as of the log it was approved for.
pub fn approved(cx: &mut PageCx<'_, '_>, id: RecordId) -> Result<(RecordId, Wanted, Prepared), Error> {
    let Export { register, query, format, status, entries, rows, .. } = granted(cx.view, id)?.body;
    if status != ExportStatus::Granted {
        return Err(Refusal::new("export-taken-already").into());
    }
    let pairs = form_pairs(query.unwrap_or_default().trim_start_matches('?').as_bytes());
    let wanted = Wanted { register, asked: Asked::new(pairs), format: format.code().to_owned() };
    // Whatever day the frozen query asks about, nothing is newer than what was approved, and nothing more.
    let as_of = entries.unwrap_or(0);
    let prepared = if LISTS.contains(&wanted.register.as_str()) {
        list(cx, &wanted, Some(as_of))?
    } else {
        let def = open(cx, &wanted)?;
        cx.view.no_later_than(as_of);
        sheet(cx, &wanted, &def)?
    };
    if prepared.rows() as i64 > rows {
        return Err(Refusal::new("export-larger").with("approved", rows.to_string()).into());
    }
    Ok((cx.view.account(), wanted, prepared))
}

/// Writes an approved export, once.
pub async fn take(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = RecordId::parse(&id).ok_or_else(|| Failure::of(Error::NotFound, &visitor))?;
    let (account, wanted, prepared) = app.show(visitor.clone(), move |cx| approved(cx, id)).await?;
    let made = finish(&app, account, &wanted, prepared, Some(id)).await.map_err(|e| Failure::of(e, &visitor))?;
    Ok(file(&wanted, made))
}

/// What was approved for whoever looks, and until when it may be taken.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        let all = granted_to(cx.view)?;
        cx.lists(all.iter().map(|export| &export.head));
        let row = |export: &kernel::Record<Export>| {
            let body = &export.body;
            let name = format!("{} ({})", words.register(&body.register, false), words.choice("format", body.format.code()));
            let open = body.status == ExportStatus::Granted && body.fetch_until.is_some_and(|last| last >= cx.view.today);
            let name = Cell::text(name);
            Row::new(vec![
                if open { name.link(format!("{PATH}/{}", export.head.id.outward("exp"))) } else { name },
                Cell::text(body.query.clone().unwrap_or_default()),
                Cell::number(words.l.int(body.rows)),
                Cell::text(words.choice("status", body.status.code())),
                Cell::fixed(body.fetch_until.map(|day| day.to_string()).unwrap_or_default()),
                Cell::fixed(time(body.taken_at.0, cx.zone)),
            ])
        };
        let field = |name: &str| words.field(Some("exports"), name);
        let title = words.t("page-exports-mine");
        let table = Table {
            caption: title.clone(),
            columns: vec![
                Column::new(field("register")),
                Column::new(field("query")),
                Column::number(field("rows")),
                Column::new(field("status")),
                Column::new(field("fetch_until")),
                Column::new(field("taken_at")),
            ],
            rows: all.iter().map(row).collect(),
            empty: words.t("page-exports-none"),
            selectable: false,
        };
        let sections = vec![Section { table, ..Section::default() }];
        let links = vec![Link::new(words.t("page-registers"), "/registers")];
        Ok(html(&TablePage { intro: words.t("page-exports-intro"), sections, links, shell: cx.shell(title, PATH)? }))
    })
    .await
}
