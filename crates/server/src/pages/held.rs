//! Everything the office holds about somebody, as far as whoever looks may see it: what for, on what ground, who receives of it, and the records;
//! as a page, and as the file a person is answered with.

use axum::extract::{Path, State};
use axum::response::Response;
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, Value as Shown};
use kernel::{Id, Record, RecordId, Refusal, Register, RegisterDef, Value, limits};
use ledger::store::RawRecord;
use ledger::{Error, ListQuery};
use spine::documents::PERSON_FILE;
use spine::people::Person;
use spine::policy::{PackState, PolicyPack};
use spine::processing::{Processing, ProcessingRecord};
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::exports::{Prepared, leaves};
use super::register::Asked;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// The address of somebody's.
pub fn path(person: RecordId) -> String {
    format!("/people/{}/held", person.outward(Person::DEF.prefix))
}

/// What is held about somebody.
struct Held {
    person: Record<Person>,
    /// The office's record of processing.
    processing: ProcessingRecord,
    /// Each register that holds something, with its records, those taken back among them.
    registers: Vec<(RegisterDef, Vec<RawRecord>)>,
}

/// Reads it under the reader's scope, one query a register.
fn held(cx: &mut PageCx<'_, '_>, person: RecordId) -> Result<Held, Error> {
    let record = cx.view.get(Id::<Person>::new(person))?;
    cx.opens_file(Some(person));
    let packs = cx.view.having::<PolicyPack>("state", PackState::InForce.code())?;
    let processing = ProcessingRecord::on(packs.iter().map(|p| &p.body), cx.view.today);
    let mut registers = Vec::new();
    for meta in cx.view.manifest.registers() {
        let def = meta.def;
        let Some(subject) = def.subject.filter(|_| def.listed && cx.view.opens(def.name)) else { continue };
        let rows = if subject == "id" {
            vec![cx.view.get_raw(def.name, person)?]
        } else {
            let filters = vec![(subject.to_owned(), Value::Id(person))];
            let query = ListQuery { filters, limit: limits::EXPORT_ROWS_MAX + 1, with_void: true, ..ListQuery::default() };
            cx.view.rows_of(def.name, &query)?
        };
        if rows.len() > limits::EXPORT_ROWS_MAX {
            return Err(Refusal::new("export-quota").with("max", limits::EXPORT_ROWS_MAX.to_string()).into());
        }
        if !rows.is_empty() {
            registers.push((def, rows));
        }
    }
    Ok(Held { person: record, processing, registers })
}

/// What a register is kept for, in the reader's words; that nothing says so is said.
fn why(cx: &PageCx<'_, '_>, processing: &ProcessingRecord, register: &str) -> [String; 3] {
    let lang = cx.words.l.lang();
    processing.of(register).map_or_else(
        || [cx.words.t("page-held-not-stated"), String::new(), String::new()],
        |p| [&p.purpose, &p.basis, &p.recipients].map(|text| text.of(lang).to_owned()),
    )
}

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let person = RecordId::parse(&id).ok_or(Error::NotFound)?;
        let Held { person: record, processing, registers } = held(cx, person)?;
        let words = cx.words;
        // What is kept for one purpose stands together; what nobody has stated comes last.
        let mut sections = Vec::new();
        for part in processing.processing.iter().map(Some).chain([None]) {
            let here = |def: &RegisterDef| match part {
                Some(part) => part.names(def.name),
                None => processing.of(def.name).is_none(),
            };
            let kept: Vec<&(RegisterDef, Vec<RawRecord>)> = registers.iter().filter(|(def, _)| here(def)).collect();
            if !kept.is_empty() {
                sections.push(section(cx, part, &kept));
            }
        }
        let name = format!("{} {}", record.body.surname, record.body.given);
        let file = |format: &str, key: &str| {
            let person = person.outward(Person::DEF.prefix);
            Link::new(words.t(key), format!("/r/{PERSON_FILE}/export.{format}?person={person}"))
        };
        let links = vec![
            Link::new(name.clone(), record_href(Person::NAME, Person::DEF.prefix, person)),
            file("xlsx", "page-export-xlsx"),
            file("json", "page-export-json"),
        ];
        let notice = processing.notice.of(words.l.lang());
        let intro = format!("{} {notice}", words.t("page-held-intro"));
        let page = TablePage {
            intro: intro.trim().to_owned(),
            sections,
            links,
            shell: cx.shell(words.with("page-held", "name", &name), "/r/people")?,
        };
        Ok(html(&page))
    })
    .await
}

/// What is kept for one purpose.
fn section(cx: &mut PageCx<'_, '_>, part: Option<&Processing>, kept: &[&(RegisterDef, Vec<RawRecord>)]) -> Section {
    let words = cx.words;
    let lang = words.l.lang();
    let mut lines = Vec::new();
    let mut held = 0;
    for (def, rows) in kept {
        cx.lists(rows.iter().map(|row| &row.head));
        held += rows.len();
        lines.extend(rows.iter().take(limits::PAGE_ROWS).map(|row| {
            let name = words.title(def, &row.values);
            let name = if name.is_empty() { row.head.id.outward(def.prefix) } else { name };
            Row::new(vec![
                Cell::text(words.register(def.name, true)),
                Cell::text(name).link(record_href(def.name, def.prefix, row.head.id)),
                Cell::text(words.level(&row.head.label.level)),
                Cell::number(words.l.int(row.head.version)),
                Cell::text(if row.head.void { words.t("page-held-taken-back") } else { String::new() }),
            ])
        }));
    }
    let title = part.map_or_else(|| words.t("page-held-not-stated"), |part| part.purpose.of(lang).to_owned());
    let ground = part.map(|part| words.with("page-held-basis", "text", part.basis.of(lang)));
    let receivers = part.map(|part| words.with("page-held-recipients", "text", part.recipients.of(lang)));
    let more = (held > lines.len()).then(|| words.l.count("page-total", "count", held));
    let text = |key: &str| Column::new(words.t(key));
    let columns = vec![
        text("page-held-register"),
        text("page-held-record"),
        text("page-held-marking"),
        Column::number(words.t("page-held-versions")),
        text("page-held-standing"),
    ];
    let table = Table { caption: title.clone(), columns, rows: lines, empty: String::new(), selectable: false };
    Section { title, intro: [ground, receivers, more].into_iter().flatten().collect::<Vec<_>>().join(" "), table, links: Vec::new() }
}

/// As a file: a line a field, or item by item with why it is held.
pub fn sheet(cx: &mut PageCx<'_, '_>, asked: &Asked, as_of: Option<i64>) -> Result<Prepared, Error> {
    if let Some(entries) = as_of {
        cx.view.no_later_than(entries);
    }
    let person = RecordId::parse(asked.get("person")).ok_or(Error::NotFound)?;
    let Held { person: record, processing, registers } = held(cx, person)?;
    let words = cx.words;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (def, records) in &registers {
        cx.lists(records.iter().map(|record| &record.head));
        let all: Vec<&RawRecord> = records.iter().collect();
        cx.refers(def, &all)?;
        let titles = cx.titles(def, &all)?;
        let said = why(cx, &processing, def.name);
        let register = words.register(def.name, false);
        for record in records {
            let id = record.head.id.outward(def.prefix);
            for (field, value) in def.fields.iter().zip(&record.values) {
                let text = match value {
                    _ if record.withheld.contains(&field.group) => words.t("ui-withheld"),
                    Value::Null => continue,
                    // What is sealed is answered by whoever opens it, never in bulk; that there is something is said.
                    _ if !leaves(field) => words.t("page-held-sealed"),
                    value => cx.value(field, value, &titles),
                };
                let cells = [&register, &id, &words.field(Some(def.name), field.name), &text].map(|text| Shown::Text(text.clone()));
                rows.push(cells.into_iter().chain(said.iter().map(|text| Shown::Text(text.clone()))).collect());
            }
            json.push(serde_json::json!({
                "register": def.name, "purpose": said[0], "basis": said[1], "recipients": said[2],
                "record": crate::api::record_json(cx.view.manifest, def, record),
            }));
        }
    }
    let heading = |key: &str| TableColumn { header: words.t(key), kind: ColumnKind::Text };
    let columns = [
        "page-held-register",
        "page-held-record",
        "page-held-field",
        "page-held-value",
        "page-held-for",
        "page-held-ground",
        "page-held-receivers",
    ];
    let title = words.with("page-held", "name", &format!("{} {}", record.body.surname, record.body.given));
    let (columns, marking, label) = (columns.map(heading).to_vec(), cx.marking(), cx.label());
    Ok(Prepared { sheet: Sheet { title, marking, label, columns, rows, ..Sheet::default() }, json, leaving: Vec::new() })
}
