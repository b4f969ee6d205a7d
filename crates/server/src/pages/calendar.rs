//! Taking holidays from a calendar file: read in a child, looked at, then one command.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use exchange::Finding;
use exchange::sandbox::{Kind, Sandbox};
use exchange::sheet::Sheet;
use kernel::{Id, RecordId, Refusal, Register, limits};
use ledger::Error;
use spine::cases::WorkCalendar;
use ui::pages::{ConfirmPage, FormPage};
use ui::parts::{Cell, Column, Field, FieldGroup, FieldKind, Link, Row, Section, Table, Tone};

use super::form::Typed;
use super::import::finding_text;
use super::register::sees;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

fn calendar(cx: &mut PageCx<'_, '_>, id: &str) -> Result<(RecordId, String), Error> {
    sees(cx, &WorkCalendar::DEF)?;
    let id = RecordId::parse(id).ok_or(Error::NotFound)?;
    let record = cx.view.get::<WorkCalendar>(Id::new(id))?;
    let duties = cx.view.duties();
    if !WorkCalendar::DEF.edited_by.iter().any(|d| duties.contains(d)) {
        let codes = WorkCalendar::DEF.edited_by.iter().map(|d| d.code()).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new("duty-missing").with("duties", codes).into());
    }
    Ok((id, record.body.name))
}

/// Asks for the file.
pub async fn page(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| upload(cx, &id, Vec::new())).await
}

fn upload(cx: &mut PageCx<'_, '_>, id: &str, errors: Vec<String>) -> Result<String, Error> {
    let (id, name) = calendar(cx, id)?;
    let words = cx.words;
    let here = format!("/calendars/{}/holidays", id.outward(WorkCalendar::DEF.prefix));
    let file = Field::new("file", words.t("page-holidays-file"), FieldKind::File { accept: ".ics".to_owned() })
        .hint(words.t("page-holidays-hint"));
    let page = FormPage {
        intro: name,
        needs: Vec::new(),
        changes: Vec::new(),
        action: here,
        multipart: true,
        groups: vec![FieldGroup { legend: String::new(), fields: vec![file] }],
        hidden: Vec::new(),
        errors,
        conflict: None,
        effect: words.t("page-holidays-effect"),
        submit: words.t("page-holidays-read"),
        cancel: Link::new(words.t("page-back"), record_href(WorkCalendar::NAME, WorkCalendar::DEF.prefix, id)),
        shell: cx.shell(words.t("page-holidays"), "/registers")?,
    };
    Ok(html(&page))
}

/// Reads the file and shows the days that would be added, and what would not.
pub async fn read(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::UPLOAD_BYTES_MAX, &visitor).await?;
    // Who may not is told before a parser starts.
    let asked = id.clone();
    app.show(visitor.clone(), move |cx| calendar(cx, &asked)).await?;
    let program = app.program.clone();
    let told = match typed.file {
        None => Err(None),
        Some((_, bytes)) => {
            let read = tokio::task::spawn_blocking(move || Sandbox { program }.parse(Kind::Ics, &bytes)).await;
            read.map_err(|_| Failure::of(Error::Stored("a reader stopped".to_owned()), &visitor))?.map_err(Some)
        }
    };
    match told {
        Ok(sheets) => app.page(visitor, move |cx| confirm(cx, &id, &sheets)).await,
        Err(finding) => {
            let again = app
                .show(visitor, move |cx| {
                    let text = match &finding {
                        Some(finding) => finding_text(&cx.words, finding),
                        None => cx.words.refusal(&Refusal::new("file-missing")),
                    };
                    upload(cx, &id, vec![text])
                })
                .await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
        }
    }
}

fn confirm(cx: &mut PageCx<'_, '_>, id: &str, sheets: &[Sheet]) -> Result<String, Error> {
    let (id, name) = calendar(cx, id)?;
    let words = cx.words;
    // Years nobody looks at any more, or not yet, stay out.
    let (first, last) = (cx.view.today.year() - limits::HOLIDAY_YEARS_BACK, cx.view.today.year() + limits::HOLIDAY_YEARS_AHEAD);
    let (mut rows, mut days) = (Vec::new(), String::new());
    for row in sheets.iter().flat_map(|s| &s.rows) {
        let cell = |at: usize| row.cell(at).text().into_owned();
        let (day, name, why) = (cell(0), cell(1).replace(';', ","), cell(2));
        let code = exchange::Code::ALL.iter().find(|c| c.as_str() == why);
        match (day.parse::<jiff::civil::Date>(), code) {
            (Ok(date), None) if (first..=last).contains(&date.year()) => {
                days.push_str(&format!("{date};;{name}\n"));
                rows.push(Row::new(vec![
                    Cell::fixed(date.to_string()),
                    Cell::text(name),
                    Cell::badge(Tone::Good, words.t("page-holidays-taken")),
                ]));
            }
            (Ok(_), None) => {}
            (_, code) => {
                let text = code.map(|c| finding_text(&words, &Finding::new(*c).value(name.clone()))).unwrap_or_default();
                rows.push(Row::new(vec![Cell::fixed(""), Cell::text(name), Cell::badge(Tone::Warn, text)]));
            }
        }
    }
    let field = |name: &str| Column::new(words.field(None, name));
    let table = Table {
        caption: words.t("page-holidays"),
        columns: vec![field("day"), field("name"), Column::new(words.t("ui-effects"))],
        rows,
        empty: words.t("page-none"),
        selectable: false,
    };
    let outward = id.outward(WorkCalendar::DEF.prefix);
    let hidden = [("calendar", outward.clone()), ("on", outward), ("idem", String::new()), ("holidays", days.clone())];
    let page = ConfirmPage {
        section: Section { title: name, table, ..Section::default() },
        action: if days.is_empty() { String::new() } else { "/do/calendars.add_days".to_owned() },
        hidden: hidden.map(|(name, value)| (name.to_owned(), value)).into(),
        effect: words.code("command", "calendars-add-days-effect"),
        submit: words.code("command", "calendars-add-days"),
        cancel: Link::new(words.t("page-back"), record_href(WorkCalendar::NAME, WorkCalendar::DEF.prefix, id)),
        shell: cx.shell(words.t("page-holidays"), "/registers")?,
    };
    Ok(html(&page))
}
