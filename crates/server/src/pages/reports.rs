//! Reports: what was issued, a preview of what would be, and the files of what was, written from its frozen figures alone.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use desk_clearance::cases::PscCase;
use desk_clearance::reports::Monthly;
use desk_clearance::reports::commands::{IssueReport, make_monthly};
use desk_clearance::reports::rules::UrgencyLine;
use exchange::export::{Table as Sheet, Value as Shown, write_workbook};
use exchange::label;
use jiff::civil::Date;
use kernel::marking::Mark;
use kernel::measure::Period;
use kernel::{Id, RecordId, Refusal, Register, Value, limits};
use ledger::{Command as _, Error, ListQuery};
use spine::cases::Urgency;
use spine::measures::IssuedReport;
use spine::measures::schedules::{ReportDispatch, ReportSchedule, standings};
use ui::lang::format_decimal;
use ui::numbers::NumbersPage;
use ui::parts::{Cell, Column, Fact, FactValue, Link, Notice, Row, Section, Table, Tone};

use super::register::{Asked, sees};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::report::{Chapter, chapters, document, lang, proof, slides};
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// Issued reports on the first page.
const RECENT: usize = 20;
const PATH: &str = "/reports";
const PREVIEW: &str = "/reports/clearance-monthly";

/// What was issued.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let def = IssuedReport::DEF;
        sees(cx, &def)?;
        cx.view.saw(&def);
        let query = ListQuery { view: Some("newest".to_owned()), limit: RECENT, ..ListQuery::default() };
        let records = cx.view.rows_of(def.name, &query)?;
        let titles = cx.titles(&def, &records.iter().collect::<Vec<_>>())?;
        let fields = ["number", "kind", "period", "language", "audience", "known_at", "recorded_by"];
        let rows = records.iter().map(|record| {
            let cell = |(at, name): (usize, &&str)| {
                let Some(field) = def.field(name) else { return Cell::default() };
                let text = cx.value(field, record.value(&def, name), &titles);
                if at == 0 { Cell::text(text).link(record_href(def.name, def.prefix, record.head.id)) } else { Cell::text(text) }
            };
            Row::new(fields.iter().enumerate().map(cell).collect())
        });
        let words = cx.words;
        let columns = fields.iter().map(|f| Column::new(words.field(Some(def.name), f))).collect();
        let title = words.t("page-reports-issued");
        let table = Table { caption: title.clone(), columns, rows: rows.collect(), empty: words.t("page-none"), selectable: false };
        let all = Link::new(words.t("page-all"), "/r/issued_reports?view=newest");
        let last = Period::month_of(cx.view.today).months_before(1);
        let schedules = schedules(cx)?;
        let mut page = NumbersPage::new(cx.shell(words.t("page-reports"), PATH)?, PATH);
        page.intro = words.t("page-reports-intro");
        page.sections = vec![Section { title, table, links: vec![all], ..Section::default() }, schedules];
        page.links = vec![Link::new(words.t("page-report-preview"), format!("{PREVIEW}?period={last}"))];
        if super::may(cx, IssueReport::NAME) {
            page.links.push(Link::new(words.code("command", IssueReport::NAME), issue_href(cx, last)));
        }
        Ok(html(&page))
    })
    .await
}

/// When which report is issued by itself: what is late is said.
fn schedules(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let (def, dispatch) = (ReportSchedule::DEF, ReportDispatch::DEF);
    let standings = standings(cx.view)?;
    let words = cx.words;
    let rows = standings.iter().map(|standing| {
        let schedule = &standing.schedule;
        let next = match (standing.due.first(), standing.next) {
            (Some((.., day)), _) => Cell::badge(Tone::Warn, words.with("page-report-late", "day", &day.to_string())),
            (None, Some((period, day))) => {
                Cell::text(words.l.with2("page-report-next", "period", &period.to_string(), "day", &day.to_string()))
            }
            (None, None) => Cell::text(words.t("page-none")),
        };
        let last = standing.dispatches.last().map_or_else(Cell::default, |last| {
            let text = format!("{} · {}", last.body.period, words.code("choice", last.body.status.code()));
            Cell::text(text).link(record_href(dispatch.name, dispatch.prefix, last.head.id))
        });
        Row::new(vec![
            Cell::text(schedule.body.name.clone()).link(record_href(def.name, def.prefix, schedule.head.id)),
            Cell::text(words.code("choice", schedule.body.languages.code())),
            Cell::text(words.code("choice", schedule.body.audience.code())),
            next,
            last,
        ])
    });
    let title = words.t("page-report-schedules");
    let columns = vec![
        Column::new(words.field(Some(def.name), "name")),
        Column::new(words.field(Some(def.name), "languages")),
        Column::new(words.field(Some(def.name), "audience")),
        Column::new(words.t("page-report-due")),
        Column::new(words.t("page-report-last")),
    ];
    let table = Table { caption: title.clone(), columns, rows: rows.collect(), empty: words.t("page-none"), selectable: false };
    let mut links = vec![Link::new(words.t("page-all"), format!("/r/{}", def.name))];
    if super::may(cx, def.add) {
        links.push(Link::new(words.code("command", def.add), format!("/do/{}", def.add)));
    }
    Ok(Section { title, table, links, ..Section::default() })
}

/// The form that issues it, in the reader's language.
fn issue_href(cx: &PageCx<'_, '_>, period: Period) -> String {
    let lang = cx.words.l.lang().code();
    format!("/do/reports.issue?kind=clearance_monthly&period={period}&language={lang}&audience=office")
}

/// What a report of a period would hold now.
pub async fn preview(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &IssuedReport::DEF)?;
        let asked = Asked::new(pairs);
        let period = match asked.get("period") {
            "" => Period::month_of(cx.view.today).months_before(1),
            text => Period::parse(text).ok_or_else(|| Refusal::new("period-unreadable").at("period"))?,
        };
        let now = cx.view.now.as_microsecond();
        let monthly = make_monthly(cx.view, period, now, false)?;
        figures(cx, &monthly);
        let words = cx.words;
        let title = words.with("page-report-of", "period", &period.to_string());
        let mut page = NumbersPage::new(cx.shell(title, PATH)?, PREVIEW);
        page.period = period.to_string();
        page.notices = vec![Notice { tone: Tone::Info, text: words.t("page-report-draft"), link: None }];
        show(cx, &mut page, &monthly, None)?;
        if super::may(cx, IssueReport::NAME) {
            page.links.push(Link::new(words.code("command", IssueReport::NAME), issue_href(cx, period)));
        }
        page.shell.trail = vec![Link::new(words.t("page-reports"), PATH)];
        Ok(html(&page))
    })
    .await
}

/// The page of an issued report.
pub fn href(report: RecordId) -> String {
    format!("{PATH}/{}", report.outward(IssuedReport::DEF.prefix))
}

/// The pieces of a report on a page: charts first, then the tables. The figures of an issued one lead to what it was made from.
fn show(cx: &mut PageCx<'_, '_>, page: &mut NumbersPage, monthly: &Monthly, issued: Option<RecordId>) -> Result<(), Error> {
    let words = cx.words;
    let as_issued = issued.map(|id| format!("&report={}", id.outward(IssuedReport::DEF.prefix))).unwrap_or_default();
    let log = words.t("report-urgencies");
    for chapter in chapters(&words, cx.zone, monthly) {
        let mut section = section(&words, &chapter, &as_issued);
        if chapter.table.title == log {
            whose(cx, &mut section.table, &monthly.urgencies)?;
        }
        page.charts.extend(chapter.charts);
        page.sections.push(section);
    }
    Ok(())
}

/// Who asked for an urgency, why, and who approved it: told from its record for as long as that is there, to whoever sees it, and never frozen.
fn whose(cx: &mut PageCx<'_, '_>, table: &mut Table, lines: &[UrgencyLine]) -> Result<(), Error> {
    let def = Urgency::DEF;
    if !cx.view.opens(def.name) {
        return Ok(());
    }
    let fields = ["requester", "reason", "approved_by"];
    let of = |line: &UrgencyLine| line.urgency.as_deref().and_then(RecordId::parse);
    let ids: Vec<RecordId> = lines.iter().filter_map(of).collect();
    let mut found = HashMap::new();
    for part in ids.chunks(limits::PAGE_ROWS_MAX) {
        found.extend(cx.view.having_any_raw(def.name, "id", part)?.into_iter().map(|record| (record.head.id, record)));
    }
    let titles = cx.titles(&def, &found.values().collect::<Vec<_>>())?;
    table.columns.extend(fields.map(|name| Column::new(cx.words.field(Some(def.name), name))));
    for (row, line) in table.rows.iter_mut().zip(lines) {
        let record = of(line).and_then(|id| found.get(&id));
        let told = |name: &str| {
            let (field, record) = (def.field(name)?, record?);
            Some(Cell::text(cx.value(field, record.value(&def, name), &titles)))
        };
        row.cells.extend(fields.map(|name| told(name).unwrap_or_default()));
        if let (Some(cell), Some(record)) = (row.cells.first_mut(), record) {
            cell.href = Some(record_href(def.name, def.prefix, record.head.id));
        }
    }
    Ok(())
}

/// A table of a file as a section of a page.
fn section(words: &Words, chapter: &Chapter, as_issued: &str) -> Section {
    use exchange::export::ColumnKind;
    let sheet = &chapter.table;
    let columns = sheet.columns.iter().map(|c| match c.kind {
        ColumnKind::Number => Column::number(c.header.clone()),
        _ => Column::new(c.header.clone()),
    });
    let cell = |value: &Shown| match value {
        Shown::Empty => Cell::text(""),
        Shown::Text(text) => Cell::text(text.clone()),
        Shown::Number(number) if number.fract() == 0.0 => Cell::number(words.l.int(*number as i64)),
        Shown::Number(number) => Cell::number(format_decimal(words.l.lang(), (number * 100.0).round() as i64, 2)),
        Shown::Date(date) => Cell::fixed(date.to_string()),
    };
    let rows = sheet.rows.iter().enumerate().map(|(at, row)| {
        let mut cells: Vec<Cell> = row.iter().map(cell).collect();
        // What is blank has no word to lead by; the name of the measure leads all the same.
        for (column, lead) in chapter.leads.get(at).into_iter().flatten() {
            if let Some(cell) = cells.get_mut(*column).filter(|cell| !cell.text.is_empty()) {
                cell.href = Some(format!("{lead}{as_issued}"));
            }
        }
        Row::new(cells)
    });
    let table = Table {
        caption: sheet.title.clone(),
        columns: columns.collect(),
        rows: rows.collect(),
        empty: if chapter.empty.is_empty() { words.t("page-none") } else { chapter.empty.clone() },
        selectable: false,
    };
    Section { title: sheet.title.clone(), intro: chapter.note.clone().unwrap_or_default(), table, ..Section::default() }
}

/// Counts what a report shows beside figures: the cases it names.
fn figures(cx: &mut PageCx<'_, '_>, monthly: &Monthly) {
    cx.view.saw(&IssuedReport::DEF);
    cx.lists_of(&PscCase::DEF, monthly.oldest.len() + monthly.urgencies.len());
}

fn read(cx: &mut PageCx<'_, '_>, id: &str) -> Result<(RecordId, IssuedReport, Monthly, Mark), Error> {
    sees(cx, &IssuedReport::DEF)?;
    let id = RecordId::parse(id).ok_or(Error::NotFound)?;
    let record = cx.view.get::<IssuedReport>(Id::new(id))?;
    let monthly: Monthly = serde_json::from_str(&record.body.figures).map_err(|e| Error::Stored(format!("a report: {e}")))?;
    figures(cx, &monthly);
    let mark = monthly.mark(&record.head, cx.view.policy);
    Ok((id, record.body, monthly, mark))
}

/// An issued report, as it was issued.
pub async fn issued(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let (id, report, monthly, _) = read(cx, &id)?;
        let words = cx.words;
        let fact = |key: &str, value: String| Fact { label: words.field(Some(IssuedReport::NAME), key), value: FactValue::Text(value) };
        let outward = id.outward(IssuedReport::DEF.prefix);
        let notices = super::letters::outgoing(cx, IssuedReport::NAME, id)?;
        let mut page = NumbersPage::new(cx.shell(format!("{} · {}", report.number, report.period), PATH)?, PATH);
        page.intro = words.with("page-report-of", "period", &report.period);
        let file = |format: &str| Link::new(words.t(&format!("page-export-{format}")), format!("{PATH}/{outward}/file.{format}"));
        page.notices = notices;
        page.links = FORMATS.iter().map(|format| file(format)).collect();
        show(cx, &mut page, &monthly, Some(id))?;
        page.facts = vec![
            fact("language", words.code("choice", report.language.code())),
            fact("audience", words.code("choice", report.audience.code())),
            fact("known_at", time(report.known_at.0, cx.zone)),
            fact("log_size", report.log_size.to_string()),
            fact("log_root", report.log_root.clone()),
            fact("digest", report.digest.clone()),
        ];
        page.shell.trail = vec![Link::new(words.t("page-reports"), PATH)];
        Ok(html(&page))
    })
    .await
}

/// The forms of an issued report: pages, slides for the review meeting, and the tables.
pub const FORMATS: [&str; 3] = ["pdf", "slides", "xlsx"];

/// An issued report on its way to a file.
#[derive(Clone)]
pub struct Frozen {
    number: String,
    sheets: Vec<Sheet>,
    document: documents::Document,
    slides: documents::Document,
    made: Date,
}

/// The tables of an issued report, in its own language, with what proves them.
pub fn frozen(cx: &mut PageCx<'_, '_>, id: &str) -> Result<Frozen, Error> {
    let (_, report, monthly, mark) = read(cx, id)?;
    let (marking, label) = (cx.view.policy.marking(&mark, lang(&report)), label::text(cx.view.policy, &mark));
    let words = Words::new(lang(&report));
    let footer = proof(&words, &report, monthly.small_cell, cx.zone, &marking);
    let chapters = chapters(&words, cx.zone, &monthly);
    let labelled = |document: documents::Document| documents::Document { label: label.clone(), ..document };
    let document = labelled(document(&words, &report, &chapters, &footer));
    let slides = labelled(slides(&words, &report, &monthly, &chapters, &footer));
    let mark = crate::report::mark(&words, &report);
    let sheet = |c: Chapter| {
        let footer = c.note.into_iter().chain(footer.clone()).collect();
        Sheet { marking: marking.clone(), label: label.clone(), watermark: mark.clone(), footer, ..c.table }
    };
    let sheets = chapters.into_iter().map(sheet).collect();
    let made = kernel::clock::date_at(kernel::clock::from_micros(report.known_at.0), cx.zone);
    Ok(Frozen { number: report.number, sheets, document, slides, made })
}

/// A file that was made: its bytes, its media type, its name.
pub type Made = (Vec<u8>, &'static str, String);

impl Frozen {
    /// Writes it. The same report gives the same bytes, whoever asks and whenever.
    ///
    /// # Errors
    /// An unknown form, or more rows than may leave at once.
    pub async fn file(self, format: &str) -> Result<Made, Error> {
        if self.rows() > limits::EXPORT_ROWS_MAX {
            return Err(Refusal::new("report-too-long").into());
        }
        let name = self.number.replace('/', "-");
        match format {
            "pdf" => Ok((crate::letters::typeset(self.document).await?, "application/pdf", format!("{name}.pdf"))),
            "slides" => Ok((crate::letters::typeset(self.slides).await?, "application/pdf", format!("{name}-slides.pdf"))),
            "xlsx" => {
                let bytes = write_workbook(&self.sheets, self.made).map_err(|e| Error::Stored(format!("report: {e}")))?;
                Ok((bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", format!("{name}.xlsx")))
            }
            _ => Err(Refusal::new("format-unknown").at("format").with("formats", FORMATS.join(", ")).into()),
        }
    }

    fn rows(&self) -> usize {
        self.sheets.iter().map(|s| s.rows.len()).sum()
    }
}

/// Writes a report that was asked for, and records that it leaves.
pub async fn write(app: &App, account: RecordId, frozen: Frozen, format: &str) -> Result<Made, Error> {
    let (number, rows, marking) = (frozen.number.clone(), frozen.rows(), frozen.document.marking.clone());
    let made = frozen.file(format).await?;
    let values =
        vec![Value::from(IssuedReport::NAME), Value::Text(number), Value::from(format), Value::Int(rows as i64), Value::Text(marking)];
    crate::leaving::record(app, account, values).await?;
    Ok(made)
}

/// The file of an issued report.
pub async fn file(State(app): State<App>, visitor: Visitor, Path((id, format)): Path<(String, String)>) -> Result<Response, Failure> {
    let (account, frozen) = app.show(visitor.clone(), move |cx| Ok((cx.view.account(), frozen(cx, &id)?))).await?;
    let (bytes, media, name) = write(&app, account, frozen, &format).await.map_err(|e| Failure::of(e, &visitor))?;
    let name = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
