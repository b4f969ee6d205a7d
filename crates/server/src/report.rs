//! A report in words: its frozen figures as tables, in the language it is written in. Everything here follows from the frozen record alone.

use desk_clearance::reports::Monthly;
use documents::{Block, Column, Document, Part};
use exchange::export::{ColumnKind, Table, TableColumn, Value};
use jiff::tz::TimeZone;
use kernel::Lang;
use kernel::measure::Unit;
use spine::measures::{Audience, IssuedReport, ReportLanguage};
use ui::chart::{Bar, BarChart};
use ui::lang::format_decimal;
use ui::parts::Tone;

use crate::pages::measures::part;
use crate::words::Words;

/// The language of a report.
pub const fn lang(report: &IssuedReport) -> Lang {
    match report.language {
        ReportLanguage::En => Lang::En,
        ReportLanguage::Fr => Lang::Fr,
    }
}

/// What proves a report: its lines under every table.
pub fn proof(words: &Words, report: &IssuedReport, zone: &TimeZone, marking: &str) -> Vec<String> {
    let audience = words.code("choice", report.audience.code());
    let mut lines = vec![
        marking.to_owned(),
        format!("{} · {} · {audience}", report.number, report.period),
        words.with("report-known-at", "when", &crate::words::time(report.known_at.0, zone)),
        words.l.with2("report-log", "size", &report.log_size.to_string(), "root", &report.log_root),
        words.with("report-digest", "digest", &report.digest),
    ];
    if report.audience == Audience::Outside {
        lines.push(words.with("report-small-cells", "count", &kernel::limits::SMALL_CELL.to_string()));
    }
    lines
}

fn unit(code: &str) -> Unit {
    [Unit::Share, Unit::Count, Unit::WorkingDays, Unit::Days, Unit::PersonDays, Unit::Expected, Unit::Weeks]
        .into_iter()
        .find(|u| u.code() == code)
        .unwrap_or(Unit::Count)
}

/// A real number in the unit's own measure: per cent, days, people.
fn number(value: Option<i64>, code: &str) -> Value {
    value.map_or(Value::Empty, |v| Value::Number(v as f64 / 10_f64.powi(unit(code).decimals().cast_signed())))
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn count(value: Option<i64>) -> Value {
    value.map_or(Value::Empty, |v| Value::Number(v as f64))
}

fn table(words: &Words, title: &str, columns: &[(&str, ColumnKind)], rows: Vec<Vec<Value>>) -> Table {
    let columns = columns.iter().map(|(key, kind)| TableColumn { header: words.t(key), kind: *kind }).collect();
    Table { title: words.t(title), columns, rows, footer: Vec::new() }
}

/// The tables of the monthly report.
pub fn tables(words: &Words, zone: &TimeZone, monthly: &Monthly) -> Vec<Table> {
    use ColumnKind::{Number, Text};
    let name = |code: &str| words.code("measure", &code.to_lowercase());
    let unit_word = |code: &str| words.code("report-unit", code);
    let figures = |value, before, numerator, denominator, target, unit: &str| {
        vec![text(unit_word(unit)), number(value, unit), number(target, unit), number(before, unit), count(numerator), count(denominator)]
    };
    let matrix = monthly.measures.iter().map(|m| {
        let standing = match &m.missing {
            Some(register) => words.with("page-measure-no-data", "register", &words.code("missing", register)),
            None => words.code("page-measure", &m.standing),
        };
        let mut row = vec![text(m.code.clone()), text(name(&m.code))];
        // What is not kept was not counted either.
        let kept = |number: i64| m.missing.is_none().then_some(number);
        row.extend(figures(m.value, m.before, kept(m.numerator), kept(m.denominator), m.target, &m.unit));
        row.push(text(standing));
        row
    });
    let parts = monthly.measures.iter().flat_map(|m| m.parts.iter().map(move |p| (m, p))).map(|(m, p)| {
        vec![
            text(m.code.clone()),
            text(name(&m.code)),
            text(part(words, &p.key)),
            text(unit_word(&p.unit)),
            number(p.value, &p.unit),
            count(Some(p.numerator)),
            count(Some(p.denominator)),
        ]
    });
    let stock = monthly
        .stock
        .iter()
        .map(|s| vec![text(words.nation(&s.nation)), text(words.level(&s.level)), text(words.choice("kind", &s.kind)), count(s.open)]);
    let outlook = monthly.outlook.iter().map(|m| vec![text(m.month.clone()), count(m.count)]);
    let holders = monthly.holders.iter().map(|h| vec![text(words.level(&h.level)), count(h.count)]);
    let urgencies = monthly
        .urgencies
        .iter()
        .map(|u| vec![text(u.number.clone()), text(crate::words::time(u.from, zone)), text(crate::words::time(u.until, zone))]);
    vec![
        table(
            words,
            "report-matrix",
            &[
                ("page-measure-code", Text),
                ("page-measures", Text),
                ("report-unit", Text),
                ("page-measure-figure", Number),
                ("page-measure-target", Number),
                ("page-measure-before", Number),
                ("page-measure-numerator", Number),
                ("page-measure-denominator", Number),
                ("page-queue-standing", Text),
            ],
            matrix.collect(),
        ),
        table(
            words,
            "page-measure-breakdown",
            &[
                ("page-measure-code", Text),
                ("page-measures", Text),
                ("page-measure-part", Text),
                ("report-unit", Text),
                ("page-measure-figure", Number),
                ("page-measure-numerator", Number),
                ("page-measure-denominator", Number),
            ],
            parts.collect(),
        ),
        table(
            words,
            "report-stock",
            &[("field-nation", Text), ("field-level", Text), ("report-case-kind", Text), ("report-open", Number)],
            stock.collect(),
        ),
        table(words, "report-outlook", &[("page-month", Text), ("report-ending", Number)], outlook.collect()),
        table(words, "report-holders", &[("field-level", Text), ("report-people", Number)], holders.collect()),
        table(
            words,
            "report-urgencies",
            &[("report-case", Text), ("field-from-time", Text), ("field-until-time", Text)],
            urgencies.collect(),
        ),
    ]
}

/// What a value of a table reads like on paper.
fn shown(words: &Words, value: &Value) -> String {
    match value {
        Value::Empty => "–".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) if number.fract() == 0.0 => words.l.int(*number as i64),
        Value::Number(number) => format_decimal(words.l.lang(), (number * 100.0).round() as i64, 2),
        Value::Date(date) => date.to_string(),
    }
}

/// The outlook as a drawing.
fn outlook_chart(words: &Words, monthly: &Monthly) -> BarChart {
    let bars = monthly.outlook.iter().enumerate().map(|(at, line)| {
        let (year, month) = line.month.split_once('-').unwrap_or((&line.month, ""));
        let label = if at == 0 || month == "01" { format!("{month}/{}", year.get(2..).unwrap_or("")) } else { month.to_owned() };
        let value = line.count.unwrap_or(0).max(0).unsigned_abs();
        Bar { label, value, text: line.count.map_or_else(|| "–".to_owned(), |c| c.to_string()), tone: Tone::Info, ..Bar::default() }
    });
    BarChart { id: "outlook".to_owned(), title: words.t("report-outlook"), bars: bars.collect(), upright: true, ..BarChart::default() }
}

/// The report as a document, its pages on their side; the same report gives the same document.
pub fn document(words: &Words, report: &IssuedReport, tables: &[Table], monthly: &Monthly, footer: &[String]) -> Document {
    let mut blocks = Vec::new();
    for table in tables.iter().filter(|t| !t.rows.is_empty()) {
        blocks.push(Block::heading(2, table.title.clone()));
        if table.title == words.t("report-outlook") {
            blocks.push(Block::Figure {
                svg: outlook_chart(words, monthly).on_paper(),
                alt: words.t("report-outlook-alt"),
                caption: table.title.clone(),
            });
        }
        let columns = table.columns.iter().map(|c| match c.kind {
            ColumnKind::Number => Column::number(c.header.clone()),
            _ => Column::text(c.header.clone()),
        });
        let rows = table.rows.iter().map(|row| row.iter().map(|value| shown(words, value)).collect());
        blocks.push(Block::Table { caption: table.title.clone(), columns: columns.collect(), rows: rows.collect() });
    }
    blocks.push(Block::heading(2, words.t("report-proof")));
    blocks.push(Block::Points { points: footer.iter().skip(1).cloned().collect() });
    let proof = words.l.with2("report-log", "size", &report.log_size.to_string(), "root", &report.log_root);
    Document {
        title: words.with("page-report-of", "period", &report.period),
        subtitle: footer.get(2).cloned().unwrap_or_default(),
        author: words.t("report-author"),
        lang: lang(report),
        marking: footer.first().cloned().unwrap_or_default(),
        footer: footer.get(1).cloned().unwrap_or_default(),
        proof,
        landscape: true,
        letterhead: None,
        parts: vec![Part { lang: lang(report), new_page: false, blocks }],
        ident: report.number.clone(),
        issued: kernel::clock::from_micros(report.known_at.0),
    }
}
