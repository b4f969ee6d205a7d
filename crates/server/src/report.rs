//! A report in words: its frozen figures as tables and charts, as pages and as slides, in the language it is written in. Everything here
//! follows from the frozen record alone.

use desk_clearance::reports::Monthly;
use desk_clearance::reports::rules::{LeagueLine, MeasureLine, PartLine, TrendLine};
use documents::{Block, Column, Document, Layout, Part};
use exchange::export::{ColumnKind, Table, TableColumn, Value};
use jiff::tz::TimeZone;
use kernel::Lang;
use kernel::measure::{Period, Unit};
use spine::measures::{Audience, IssuedReport, ReportLanguage};
use ui::chart::BarChart;
use ui::lang::format_decimal;

use crate::charts;
use crate::failure::encode;
use crate::pages::measures::{amount, group, href, part};
use crate::words::Words;

/// The language of a report.
pub const fn lang(report: &IssuedReport) -> Lang {
    match report.language {
        ReportLanguage::En => Lang::En,
        ReportLanguage::Fr => Lang::Fr,
    }
}

/// What proves a report: its lines under every table, with the size below which its cells are blank.
pub fn proof(words: &Words, report: &IssuedReport, small_cell: i64, zone: &TimeZone, marking: &str) -> Vec<String> {
    let audience = words.code("choice", report.audience.code());
    let mut lines = vec![
        marking.to_owned(),
        format!("{} · {} · {audience}", report.number, report.period),
        words.with("report-known-at", "when", &crate::words::time(report.known_at.0, zone)),
        words.l.with2("report-log", "size", &report.log_size.to_string(), "root", &report.log_root),
        words.with("report-digest", "digest", &report.digest),
    ];
    if report.audience == Audience::Outside {
        lines.push(words.with("report-small-cells", "count", &small_cell.to_string()));
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

/// A piece of a report: a table, and the charts that show the same.
#[derive(Default)]
pub struct Chapter {
    /// The charts.
    pub charts: Vec<BarChart>,
    /// The table.
    pub table: Table,
    /// What a table without rows says; nothing where it is not known to have been counted.
    pub empty: String,
    /// What its reader must know of the table; none for most.
    pub note: Option<String>,
    /// Where its figures lead: to the rows they were counted from. Row by row and column by column; on paper they lead nowhere.
    pub leads: Vec<Leads>,
}

/// Where the columns of a row lead, by their place; those that are not named lead nowhere.
pub type Leads = Vec<(usize, String)>;

fn table(words: &Words, title: &str, columns: &[(&str, ColumnKind)], rows: Vec<Vec<Value>>) -> Chapter {
    let columns = columns.iter().map(|(key, kind)| TableColumn { header: words.t(key), kind: *kind }).collect();
    Chapter {
        table: Table { title: words.t(title), columns, rows, ..Table::default() },
        empty: words.t("report-none"),
        ..Chapter::default()
    }
}

/// Where the figures of the matrix lead, a row for each measure: name and value to all rows, what stood before to those of that period.
fn matrix_leads(monthly: &Monthly) -> Vec<Leads> {
    let Some(period) = Period::parse(&monthly.period) else { return Vec::new() };
    let line = |m: &MeasureLine| {
        let all = href(&m.code, period);
        let before = href(&m.code, period.months_before(period.months()));
        vec![(1, all.clone()), (3, all.clone()), (5, before), (6, format!("{all}&rows=counted")), (7, all)]
    };
    monthly.measures.iter().map(line).collect()
}

/// Where the figures of the breakdown lead: to the rows of their group.
fn part_leads(monthly: &Monthly) -> Vec<Leads> {
    let Some(period) = Period::parse(&monthly.period) else { return Vec::new() };
    let line = |(m, p): (&MeasureLine, &PartLine)| vec![(4, format!("{}&part={}", href(&m.code, period), encode(group(&p.key))))];
    monthly.measures.iter().flat_map(|m| m.parts.iter().map(move |p| (m, p))).map(line).collect()
}

/// The name of a measure.
fn name(words: &Words, code: &str) -> String {
    words.code("measure", &code.to_lowercase())
}

/// The main figures over the last periods: a chart each, and a table of all.
fn trends(words: &Words, monthly: &Monthly) -> Chapter {
    let main: Vec<&MeasureLine> = monthly.measures.iter().filter(|m| m.is_main() && !m.trend.is_empty()).collect();
    let column = |header: String, kind| TableColumn { header, kind };
    let texts = ["page-measures", "report-unit"].map(|key| column(words.t(key), ColumnKind::Text));
    let periods = main.first().into_iter().flat_map(|m| &m.trend).map(|t| column(t.period.clone(), ColumnKind::Number));
    let row = |m: &&MeasureLine| {
        let texts = [text(name(words, &m.code)), text(words.code("report-unit", &m.unit))];
        texts.into_iter().chain(m.trend.iter().map(|t| number(t.value, &m.unit))).collect()
    };
    let lead = |code: &str, (at, line): (usize, &TrendLine)| Some((at + 2, href(code, Period::parse(&line.period)?)));
    let leads = |m: &&MeasureLine| m.trend.iter().enumerate().filter_map(|line| lead(&m.code, line)).collect();
    Chapter {
        charts: main.iter().map(|m| trend(words, m)).collect(),
        table: Table {
            title: words.t("report-trends"),
            columns: texts.into_iter().chain(periods).collect(),
            rows: main.iter().map(row).collect(),
            ..Table::default()
        },
        empty: words.t("report-none"),
        leads: main.iter().map(leads).collect(),
        ..Chapter::default()
    }
}

/// The trend of a main figure as a drawing.
fn trend(words: &Words, measure: &MeasureLine) -> BarChart {
    let point = |line: &TrendLine| {
        Some(charts::Point { period: Period::parse(&line.period)?, value: line.value, tone: charts::tone(&line.standing), href: None })
    };
    let name = format!("{} ({})", name(words, &measure.code), measure.code);
    BarChart {
        id: format!("trend-{}", measure.code.to_lowercase()),
        description: words.with("report-trend-alt", "measure", &name),
        title: name,
        ..charts::trend(words, unit(&measure.unit), measure.trend.iter().filter_map(point).collect(), measure.target)
    }
}

/// The outlook as a drawing.
fn outlook(words: &Words, monthly: &Monthly) -> BarChart {
    let months = monthly.outlook.iter().filter_map(|line| Some((Period::parse(&line.month)?, line.count)));
    BarChart {
        title: words.t("report-outlook"),
        description: words.t("report-outlook-alt"),
        ..charts::outlook(words, &months.collect::<Vec<_>>(), |_| None)
    }
}

/// The pieces of the monthly report.
pub fn chapters(words: &Words, zone: &TimeZone, monthly: &Monthly) -> Vec<Chapter> {
    use ColumnKind::{Number, Text};
    let name = |code: &str| name(words, code);
    let unit_word = |code: &str| words.code("report-unit", code);
    let figures = |value, before, numerator, denominator, target, unit: &str| {
        vec![text(unit_word(unit)), number(value, unit), number(target, unit), number(before, unit), count(numerator), count(denominator)]
    };
    let matrix = monthly.measures.iter().map(|m| {
        let mut row = vec![text(m.code.clone()), text(name(&m.code))];
        row.extend(figures(m.value, m.before, m.numerator, m.denominator, m.target, &m.unit));
        row.push(text(words.code("page-measure", &m.standing)));
        row
    });
    let parts = monthly.measures.iter().flat_map(|m| m.parts.iter().map(move |p| (m, p))).map(|(m, p)| {
        vec![
            text(m.code.clone()),
            text(name(&m.code)),
            text(part(words, &p.key)),
            text(unit_word(&p.unit)),
            number(p.value, &p.unit),
            count(p.numerator),
            count(p.denominator),
        ]
    });
    let stock = monthly
        .stock
        .iter()
        .map(|s| vec![text(words.nation(&s.nation)), text(words.level(&s.level)), text(words.choice("kind", &s.kind)), count(s.open)]);
    let months = monthly.outlook.iter().map(|m| vec![text(m.month.clone()), count(m.count)]);
    let oldest = monthly.oldest.iter().map(|c| {
        vec![
            text(c.number.clone()),
            text(words.choice("state", &c.state)),
            text(words.nation(&c.nation)),
            text(words.level(&c.level)),
            count(Some(c.days)),
        ]
    });
    let holders = monthly.holders.iter().map(|h| vec![text(words.level(&h.level)), count(h.count)]);
    let urgencies = monthly.urgencies.iter().map(|u| {
        let level = u.level.as_deref().map_or(Value::Empty, |level| text(words.choice("urgency", level)));
        vec![text(u.number.clone()), level, text(crate::words::time(u.from, zone)), text(crate::words::time(u.until, zone))]
    });
    let ageing = monthly.ageing.iter().map(|a| vec![text(words.code("age", &a.age)), count(a.open)]);
    let league = monthly.league.iter().map(|l| {
        let days = |value| number(value, Unit::Days.code());
        let names = [text(words.nation(&l.nation)), text(words.level(&l.level))];
        names.into_iter().chain([count(l.files), count(l.decided), days(l.median), days(l.low), days(l.high), days(l.p90)]).collect()
    });
    let year_end = monthly.year_end.iter().map(|y| vec![text(words.level(&y.level)), count(y.cleared), count(y.access)]);
    let programme = monthly.programme.iter().map(|p| {
        vec![
            text(words.code("choice", &p.series)),
            text(words.code("choice", &p.scope)),
            count(Some(p.every_months)),
            p.sample.map_or_else(|| text(words.t("report-all-files")), |sample| count(Some(sample))),
            count(Some(p.audits)),
            count(Some(p.closed)),
            count(p.files),
            count(p.findings),
            count(p.faulty),
            p.next_on.clone().map_or(Value::Empty, text),
        ]
    });
    let causes = monthly.causes.iter().map(|c| {
        let cause =
            if matches!(c.what.as_str(), "exit" | "returned") { words.choice("state", &c.code) } else { words.code("choice", &c.code) };
        vec![text(words.code("report-cause", &c.what)), text(cause), count(c.count)]
    });
    let registers = monthly.registers.iter().map(|b| {
        vec![
            text(format!("{} {} {}", b.body, b.year, words.code("choice", &b.direction))),
            count(Some(b.last)),
            count(Some(b.issued)),
            count(Some(b.void)),
            count(Some(b.missing)),
            text(b.closed_on.clone().unwrap_or_else(|| words.t("report-register-open"))),
            b.hash.as_deref().map_or(Value::Empty, |hash| text(grouped(hash))),
        ]
    });
    let outside = monthly.is_outside();
    let mut all = vec![
        Chapter {
            leads: matrix_leads(monthly),
            ..table(
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
            )
        },
        trends(words, monthly),
        Chapter {
            leads: part_leads(monthly),
            ..table(
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
            )
        },
        table(
            words,
            "report-stock",
            &[("field-nation", Text), ("field-level", Text), ("report-case-kind", Text), ("report-open", Number)],
            stock.collect(),
        ),
        table(words, "report-ageing", &[("report-age", Text), ("report-open", Number)], ageing.collect()),
        kept_in(words, outside, table(words, "report-oldest", OLDEST, oldest.collect())),
        table(words, "report-league", LEAGUE, league.collect()),
        Chapter {
            charts: vec![outlook(words, monthly)],
            ..table(words, "report-outlook", &[("page-month", Text), ("report-ending", Number)], months.collect())
        },
        table(words, "report-holders", &[("field-level", Text), ("report-people", Number)], holders.collect()),
        Chapter { note: cut(words, monthly), ..kept_in(words, outside, table(words, "report-urgencies", URGENCIES, urgencies.collect())) },
        Chapter {
            empty: words.t("report-not-year-end"),
            ..table(
                words,
                "report-year-end",
                &[("field-level", Text), ("report-cleared", Number), ("report-access", Number)],
                year_end.collect(),
            )
        },
        table(words, "report-programme", PROGRAMME, programme.collect()),
        table(words, "report-causes", &[("report-cause-of", Text), ("report-cause", Text), ("report-times", Number)], causes.collect()),
        table(words, "report-registers", REGISTERS, registers.collect()),
    ];
    if !monthly.counted {
        all.iter_mut().for_each(|chapter| chapter.empty.clear());
    }
    all
}

/// A chapter that names cases, which the version that leaves the office says it does not tell.
fn kept_in(words: &Words, outside: bool, chapter: Chapter) -> Chapter {
    if outside { Chapter { empty: words.t("report-kept-in"), ..chapter } } else { chapter }
}

/// That the urgent log is longer than the report holds.
fn cut(words: &Words, monthly: &Monthly) -> Option<String> {
    let (shown, all) = (monthly.urgencies.len() as i64, monthly.urgencies_in_all?);
    (all > shown).then(|| words.l.with2("report-urgencies-cut", "shown", &words.l.int(shown), "count", &words.l.int(all)))
}

/// A hash in groups, so that a column can hold it.
fn grouped(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    letters.chunks(HASH_GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Letters of a group of a hash.
const HASH_GROUP: usize = 16;

/// The columns of the authority league.
const LEAGUE: &[(&str, ColumnKind)] = &[
    ("field-nation", ColumnKind::Text),
    ("field-level", ColumnKind::Text),
    ("report-files", ColumnKind::Number),
    ("report-decided", ColumnKind::Number),
    ("report-median", ColumnKind::Number),
    ("report-median-low", ColumnKind::Number),
    ("report-median-high", ColumnKind::Number),
    ("report-p90", ColumnKind::Number),
];

/// The columns of the audit programme.
const PROGRAMME: &[(&str, ColumnKind)] = &[
    ("field-series", ColumnKind::Text),
    ("report-audit-scope", ColumnKind::Text),
    ("field-every-months", ColumnKind::Number),
    ("report-sample", ColumnKind::Number),
    ("report-audits", ColumnKind::Number),
    ("report-audits-closed", ColumnKind::Number),
    ("report-files", ColumnKind::Number),
    ("report-findings", ColumnKind::Number),
    ("report-faulty", ColumnKind::Number),
    ("field-next-on", ColumnKind::Text),
];

/// The columns of the closing of the mail books.
const REGISTERS: &[(&str, ColumnKind)] = &[
    ("report-register", ColumnKind::Text),
    ("field-last-number", ColumnKind::Number),
    ("report-issued", ColumnKind::Number),
    ("report-void", ColumnKind::Number),
    ("report-missing", ColumnKind::Number),
    ("report-closed-on", ColumnKind::Text),
    ("report-hash", ColumnKind::Text),
];

/// The columns of the urgent log.
const URGENCIES: &[(&str, ColumnKind)] = &[
    ("report-case", ColumnKind::Text),
    ("report-how-urgent", ColumnKind::Text),
    ("field-from-time", ColumnKind::Text),
    ("field-until-time", ColumnKind::Text),
];

/// The columns of the oldest cases.
const OLDEST: &[(&str, ColumnKind)] = &[
    ("report-case", ColumnKind::Text),
    ("field-state", ColumnKind::Text),
    ("field-nation", ColumnKind::Text),
    ("field-level", ColumnKind::Text),
    ("report-days-open", ColumnKind::Number),
];

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

/// A table on paper, under the heading that says what it shows.
fn set(words: &Words, table: &Table) -> Block {
    let columns = table.columns.iter().map(|c| match c.kind {
        ColumnKind::Number => Column::number(c.header.clone()),
        _ => Column::text(c.header.clone()),
    });
    let rows = table.rows.iter().map(|row| row.iter().map(|value| shown(words, value)).collect());
    Block::Table { caption: String::new(), columns: columns.collect(), rows: rows.collect() }
}

/// A chart on paper.
fn drawn(chart: &BarChart, caption: impl Into<String>) -> Block {
    Block::Figure { svg: chart.on_paper(), alt: chart.description.clone(), caption: caption.into() }
}

/// What stands across every page of a report: the office, as of when, and its number. Who takes a copy away is recorded and not written on it: the same
/// report gives the same bytes, and is held against them.
pub fn mark(words: &Words, report: &IssuedReport) -> String {
    crate::leaving::watermark(&words.t("report-author"), kernel::clock::from_micros(report.known_at.0), &report.number)
}

/// What is the same for the pages and the slides of a report.
fn frame(words: &Words, report: &IssuedReport, footer: &[String], layout: Layout, parts: Vec<Part>) -> Document {
    Document {
        title: words.with("page-report-of", "period", &report.period),
        subtitle: footer.get(2).cloned().unwrap_or_default(),
        author: words.t("report-author"),
        lang: lang(report),
        marking: footer.first().cloned().unwrap_or_default(),
        label: String::new(),
        footer: footer.get(1).cloned().unwrap_or_default(),
        proof: words.l.with2("report-log", "size", &report.log_size.to_string(), "root", &report.log_root),
        watermark: mark(words, report),
        layout,
        letterhead: None,
        parts,
        ident: report.number.clone(),
        issued: kernel::clock::from_micros(report.known_at.0),
    }
}

/// The report as a document, its pages on their side; the same report gives the same document.
pub fn document(words: &Words, report: &IssuedReport, chapters: &[Chapter], footer: &[String]) -> Document {
    let mut blocks = Vec::new();
    let said = |text: &String| Block::Paragraph { text: text.clone() };
    for Chapter { charts, table, empty, note, .. } in chapters.iter().filter(|c| !(c.table.rows.is_empty() && c.empty.is_empty())) {
        blocks.push(Block::heading(2, table.title.clone()));
        blocks.extend(charts.iter().map(|chart| drawn(chart, chart.title.clone())));
        // A chapter without a row says so: one that is not there could have been forgotten.
        blocks.push(if table.rows.is_empty() { said(empty) } else { set(words, table) });
        blocks.extend(note.iter().map(said));
    }
    blocks.push(Block::heading(2, words.t("report-proof")));
    blocks.push(Block::Points { points: footer.iter().skip(1).cloned().collect() });
    frame(words, report, footer, Layout::Landscape, vec![Part { lang: lang(report), new_page: false, blocks }])
}

/// The order of the slides: what is beyond its limit, what is short of its target, the others.
fn urgency(measure: &MeasureLine) -> u8 {
    match measure.standing.as_str() {
        "bad" => 0,
        "short" => 1,
        "good" => 2,
        _ => 3,
    }
}

/// Whether a figure moved the way that is wanted since the period before.
fn change(measure: &MeasureLine) -> &'static str {
    let (Some(now), Some(before)) = (measure.value, measure.before) else { return "report-change-unknown" };
    match (now.cmp(&before), measure.direction.as_str()) {
        (std::cmp::Ordering::Equal, _) => "report-change-same",
        (std::cmp::Ordering::Greater, "up") | (std::cmp::Ordering::Less, "down") => "report-change-better",
        (_, "up" | "down") => "report-change-worse",
        _ => "report-change-unknown",
    }
}

/// The slowest authorities, as many as fit on a slide and in columns that do.
fn slowest(words: &Words, monthly: &Monthly) -> Block {
    let days = |value: Option<i64>| shown(words, &number(value, Unit::Days.code()));
    let row = |line: &LeagueLine| {
        vec![
            format!("{} · {}", words.nation(&line.nation), words.level(&line.level)),
            shown(words, &count(line.files)),
            days(line.median),
            words.l.with2("report-between", "low", &days(line.low), "high", &days(line.high)),
            days(line.p90),
        ]
    };
    let numbers = ["report-files", "report-median", "report-interval", "report-p90"].map(|key| Column::number(words.t(key)));
    let columns = std::iter::once(Column::text(words.t("report-authority"))).chain(numbers).collect();
    Block::Table { caption: String::new(), columns, rows: monthly.league.iter().take(SLIDE_ROWS_MAX).map(row).collect() }
}

/// Rows of a table that fit on a slide.
const SLIDE_ROWS_MAX: usize = 12;

/// The report as slides for the review meeting, one message each: what is short of target first, each main figure with its trend, what ends,
/// which cases are oldest, what it all rests on.
pub fn slides(words: &Words, report: &IssuedReport, monthly: &Monthly, chapters: &[Chapter], footer: &[String]) -> Document {
    let mut main: Vec<&MeasureLine> = monthly.measures.iter().filter(|m| m.is_main()).collect();
    main.sort_by_key(|m| urgency(m));
    let value = |m: &MeasureLine, value: Option<i64>| if value.is_some() { amount(words, unit(&m.unit), value) } else { "–".to_owned() };
    let standing = |m: &MeasureLine| words.code("page-measure", &m.standing);
    let cover = vec![Block::Facts {
        facts: vec![
            (words.t("field-period"), report.period.clone()),
            (words.t("field-audience"), words.code("choice", report.audience.code())),
            (words.t("report-marking"), footer.first().cloned().unwrap_or_default()),
        ],
    }];
    let off = main.iter().filter(|m| urgency(m) < 2).count();
    let columns =
        ["page-measures", "page-measure-figure", "page-measure-target", "page-measure-before", "report-change", "page-queue-standing"];
    let column = |(at, key): (usize, &&str)| if (1..4).contains(&at) { Column::number(words.t(key)) } else { Column::text(words.t(key)) };
    let row = |m: &&MeasureLine| {
        vec![name(words, &m.code), value(m, m.value), value(m, m.target), value(m, m.before), words.t(change(m)), standing(m)]
    };
    let matrix = Block::Table {
        caption: String::new(),
        columns: columns.iter().enumerate().map(column).collect(),
        rows: main.iter().map(row).collect(),
    };
    let message = if main.is_empty() { words.t("report-slide-no-targets") } else { words.l.count("report-slide-off", "count", off) };
    let mut all = vec![cover, vec![Block::heading(2, message), matrix]];
    // A figure that is blank, or of a period in which nothing happened, is told in the table and has nothing to draw.
    for measure in main.iter().filter(|m| m.value.is_some() && !m.trend.is_empty()) {
        let said = [("name", name(words, &measure.code)), ("value", value(measure, measure.value)), ("standing", standing(measure))];
        let heading = words.l.ta("report-slide-figure", &said.map(|(key, text)| (key, text.into())));
        let facts = vec![
            (words.t("page-measure-target"), value(measure, measure.target)),
            (words.t("page-measure-before"), value(measure, measure.before)),
            (words.t("report-change"), words.t(change(measure))),
            (words.t("page-measure-owner"), words.code("duty", &measure.owner)),
            (words.t("page-measure-code"), measure.code.clone()),
        ];
        all.push(vec![Block::heading(2, heading), drawn(&trend(words, measure), ""), Block::Facts { facts }]);
    }
    let (ends, most) = (monthly.outlook.iter().map(|m| m.count).sum::<Option<i64>>(), monthly.outlook.iter().rev().max_by_key(|m| m.count));
    let message = match (ends.and_then(|n| usize::try_from(n).ok()), most) {
        (Some(0), _) => words.t("report-slide-ends-none"),
        (Some(ends), Some(most)) => {
            let most = [("month", most.month.as_str().into()), ("most", words.l.int(most.count.unwrap_or(0)).into())];
            words.l.ta("report-slide-ends", &[&[("count", ends.into())], most.as_slice()].concat())
        }
        _ => words.t("report-outlook"),
    };
    all.push(vec![Block::heading(2, message), drawn(&outlook(words, monthly), "")]);
    if let (Some(first), Some(oldest)) = (monthly.oldest.first(), chapters.iter().find(|c| c.table.title == words.t("report-oldest"))) {
        let message = words.l.count("report-slide-oldest", "days", usize::try_from(first.days).unwrap_or(0));
        all.push(vec![Block::heading(2, message), set(words, &oldest.table)]);
    }
    let of = |key: &str| chapters.iter().find(|c| c.table.title == words.t(key) && !c.table.rows.is_empty());
    if let Some(ageing) = of("report-ageing") {
        let old = monthly.ageing.last().and_then(|line| usize::try_from(line.open?).ok());
        let message = old.map_or_else(|| ageing.table.title.clone(), |old| words.l.count("report-slide-ageing", "count", old));
        all.push(vec![Block::heading(2, message), set(words, &ageing.table)]);
    }
    if !monthly.league.is_empty() {
        all.push(vec![Block::heading(2, words.t("report-slide-league")), slowest(words, monthly)]);
    }
    // What is short enough makes a slide of its own.
    for chapter in ["report-year-end", "report-causes"].into_iter().filter_map(of) {
        if chapter.table.rows.len() <= SLIDE_ROWS_MAX {
            all.push(vec![Block::heading(2, chapter.table.title.clone()), set(words, &chapter.table)]);
        }
    }
    all.push(vec![Block::heading(2, words.t("report-proof")), Block::Points { points: footer.iter().skip(1).cloned().collect() }]);
    let parts = all.into_iter().enumerate().map(|(at, blocks)| Part { lang: lang(report), new_page: at > 0, blocks });
    Document { ident: format!("{} slides", report.number), ..frame(words, report, footer, Layout::Slides, parts.collect()) }
}
