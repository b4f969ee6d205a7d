//! Key figures: all of a period, and each with its trend, its parts and the rows that make it.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use desk_clearance::cases::PscCase;
use desk_clearance::measures::{self, Entry};
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, Value as Shown};
use jiff::civil::Date;
use kernel::measure::{Figure, Held, Period, Unit};
use kernel::{Id, Record, RecordId, Refusal, Register, limits};
use ledger::{Error, Manifest};
use serde_json::json;
use spine::measures::{IssuedReport, MeasureTarget, Targets, targets};
use spine::people::Person;
use ui::chart::BarChart;
use ui::lang::format_decimal;
use ui::numbers::NumbersPage;
use ui::parts::{Cell, Column, Fact, FactValue, Link, Notice, Row, Section, Table, Tone};

use super::exports::Prepared;
use super::register::{Asked, look_back, sees};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::charts;
use crate::failure::{Failure, encode};
use crate::visitor::Visitor;
use crate::words::{Words, dashed};

const PATH: &str = "/measures";

/// A figure of a period.
pub fn href(code: &str, period: Period) -> String {
    format!("{PATH}/{code}?period={period}")
}

/// What is asked: for which period, as known when.
pub struct Question {
    /// The period.
    pub period: Period,
    /// The day at whose end it is known; none means now.
    pub known: Option<Date>,
    /// The report whose figures are asked for: as they were known when it was issued.
    report: Option<Record<IssuedReport>>,
    /// Up to which instant things are told.
    now: i64,
}

/// A measure with its figure and target.
pub struct Made {
    /// The measure.
    pub entry: &'static Entry,
    /// Its figure.
    pub figure: Figure,
    /// What is wanted.
    pub target: Option<MeasureTarget>,
}

impl Made {
    /// How it stands.
    pub fn standing(&self) -> Held {
        let target = self.target.as_ref();
        self.entry.measure.held(&self.figure, target.map(|t| t.target), target.and_then(|t| t.floor))
    }
}

impl Question {
    /// Reads it from an address and turns the view to the day as known on which; who does not see cases is told so.
    pub fn read(cx: &mut PageCx<'_, '_>, asked: &Asked) -> Result<Self, Error> {
        sees(cx, &PscCase::DEF)?;
        let period = match asked.get("period") {
            "" => Period::month_of(cx.view.today),
            text => Period::parse(text).ok_or_else(|| Refusal::new("period-unreadable").at("period"))?,
        };
        let known = asked.day("known");
        look_back(cx, known)?;
        let end = known.and_then(|day| day.tomorrow().ok()).and_then(|day| day.to_zoned(cx.zone.clone()).ok()).map(|z| z.timestamp());
        let now = end.map_or(cx.view.now, |end| end.min(cx.view.now)).as_microsecond();
        let report = Self::report(cx, asked.get("report"))?;
        let now = report.as_ref().map_or(now, |report| report.body.known_at.0);
        cx.view.saw(&PscCase::DEF);
        Ok(Self { period, known, report, now })
    }

    /// Turns the view to what a report was made from, to the entry.
    fn report(cx: &mut PageCx<'_, '_>, id: &str) -> Result<Option<Record<IssuedReport>>, Error> {
        if id.is_empty() {
            return Ok(None);
        }
        sees(cx, &IssuedReport::DEF)?;
        let report = cx.view.get::<IssuedReport>(Id::new(RecordId::parse(id).ok_or(Error::NotFound)?))?;
        cx.view.known_to(report.body.log_size);
        Ok(Some(report))
    }

    /// That the figures are those of a report.
    fn notice(&self, words: &Words) -> Option<Notice> {
        let report = self.report.as_ref()?;
        let link = Link::new(report.body.number.clone(), super::reports::href(report.head.id));
        Some(Notice { tone: Tone::Info, text: words.t("page-measure-of-report"), link: Some(link) })
    }

    /// The targets, the facts from a period on, and what is made of them.
    fn with_book<T>(
        &self,
        cx: &mut PageCx<'_, '_>,
        first: Period,
        make: impl FnOnce(&mut PageCx<'_, '_>, &measures::Book<'_>, &Targets) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let targets = targets(cx.view)?;
        let book = measures::whole_book(cx.view, first, self.now)?;
        make(cx, &book, &targets)
    }

    /// Every figure of the period.
    pub fn figures(&self, cx: &mut PageCx<'_, '_>) -> Result<Vec<Made>, Error> {
        self.with_book(cx, self.period, |cx, book, targets| {
            measures::ALL.iter().map(|entry| made(cx, book, targets, entry, self.period)).collect()
        })
    }

    /// One figure of the period.
    pub fn figure(&self, cx: &mut PageCx<'_, '_>, code: &str) -> Result<Made, Error> {
        let entry = measures::find(code).ok_or(Error::NotFound)?;
        self.with_book(cx, self.period, |cx, book, targets| made(cx, book, targets, entry, self.period))
    }

    /// The address of a page for a period.
    fn href(&self, path: &str, period: Period) -> String {
        let known = self.known.map(|day| format!("&known={day}")).unwrap_or_default();
        let report = self.report.as_ref().map(|r| format!("&report={}", r.head.id.outward(IssuedReport::DEF.prefix))).unwrap_or_default();
        format!("{path}?period={period}{known}{report}")
    }
}

/// The rows behind a key figure as a file: `code` and `period` say which.
pub fn sheet(cx: &mut PageCx<'_, '_>, asked: &Asked, as_of: Option<i64>) -> Result<Prepared, Error> {
    let question = Question::read(cx, asked)?;
    if let Some(entries) = as_of {
        cx.view.no_later_than(entries);
    }
    let made = question.figure(cx, asked.get("code"))?;
    let rows = &made.figure.rows;
    let (words, manifest) = (cx.words, cx.view.manifest);
    let text = |header: String| TableColumn { header, kind: ColumnKind::Text };
    let mut columns: Vec<TableColumn> = ["register", "record"].map(|name| text(words.field(Some("exports"), name))).into();
    columns.extend(["page-measure-counted", "page-measure-part", "page-measure-value"].map(|key| text(words.t(key))));
    let cells = |row: &kernel::measure::Row| {
        vec![
            Shown::Text(words.register(row.register, true)),
            Shown::Text(outward(manifest, row)),
            Shown::Text(words.t(if row.counted { "page-yes" } else { "page-no" })),
            Shown::Text(part(&words, &row.part)),
            row.value.map_or(Shown::Empty, |value| Shown::Number(value as f64)),
        ]
    };
    let sheet = Sheet {
        title: words.code("measure", &made.entry.measure.code.to_lowercase()),
        columns,
        rows: rows.iter().map(cells).collect(),
        ..Sheet::default()
    };
    cx.lists_of(&Person::DEF, rows.len());
    Ok(Prepared {
        json: rows.iter().map(|row| row_json(manifest, row)).collect(),
        sheet: Sheet { marking: cx.marking(), label: cx.label(), ..sheet },
        leaving: Vec::new(),
    })
}

fn outward(manifest: &Manifest, row: &kernel::measure::Row) -> String {
    row.id.outward(manifest.register(row.register).map_or("rec", |meta| meta.def.prefix))
}

/// A row of a figure as data.
pub fn row_json(manifest: &Manifest, row: &kernel::measure::Row) -> serde_json::Value {
    json!({"register": row.register, "id": outward(manifest, row), "counted": row.counted, "part": row.part, "value": row.value})
}

fn made(
    cx: &mut PageCx<'_, '_>,
    book: &measures::Book<'_>,
    targets: &Targets,
    entry: &'static Entry,
    period: Period,
) -> Result<Made, Error> {
    let figure = measures::figure(cx.view, book, entry, period)?;
    Ok(Made { entry, figure, target: targets.of(entry.measure.code, period.until).cloned() })
}

/// A value in words of its unit.
pub fn amount(words: &Words, unit: Unit, value: Option<i64>) -> String {
    let Some(value) = value else { return words.t("page-measure-none") };
    // One decimal is read; the second is kept in files.
    let text = match unit.decimals() {
        0 => words.l.int(value),
        _ => format_decimal(words.l.lang(), (value + 5 * value.signum()) / 10, 1),
    };
    words.with(&format!("unit-{}", dashed(unit.code())), "value", &text)
}

/// The group of rows a part is of: its percentiles are of the same.
pub fn group(key: &str) -> &str {
    key.rsplit_once(" percentile:").map_or(key, |(group, _)| group)
}

/// The words of a part's key.
pub fn part(words: &Words, key: &str) -> String {
    let one = |token: &str| match token.split_once(':') {
        Some(("state", code)) => words.choice("state", code),
        Some(("kind", code)) => words.choice("kind", code),
        Some(("level", code)) => words.level(code),
        Some(("nation", code)) => words.nation(code),
        Some((family @ ("percentile" | "weeks" | "within"), number)) => words.with(&format!("{family}-name"), "value", number),
        Some((family, code)) => words.code(family, code),
        None => token.to_owned(),
    };
    key.split(' ').map(one).collect::<Vec<_>>().join(" · ")
}

/// How a figure stands, in tone and word.
pub fn standing(words: &Words, made: &Made) -> (Tone, String) {
    let held = made.standing().code();
    (charts::tone(held), words.code("page-measure", held))
}

/// The name of a measure.
pub fn name(words: &Words, entry: &Entry) -> String {
    words.code("measure", &entry.measure.code.to_lowercase())
}

fn text(words: &Words, made: &Made) -> String {
    amount(words, made.entry.measure.unit, made.figure.value)
}

fn target(words: &Words, made: &Made) -> String {
    made.target.as_ref().map(|t| amount(words, made.entry.measure.unit, Some(t.target))).unwrap_or_default()
}

fn sample(words: &Words, figure: &Figure) -> String {
    words.l.with2("page-measure-of", "numerator", &words.l.int(figure.numerator), "denominator", &words.l.int(figure.denominator))
}

fn around(cx: &PageCx<'_, '_>, asked: &Question, path: &str) -> Vec<Link> {
    let months = asked.period.months();
    let (before, after) = (asked.period.months_before(months), asked.period.months_before(-months));
    let link = |period: Period| Link::new(period.to_string(), asked.href(path, period));
    let mut links = vec![link(before)];
    links.extend((after.from <= cx.view.today).then(|| link(after)));
    links
}

/// All figures of a period.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let asked = Question::read(cx, &Asked::new(pairs))?;
        let earlier = asked.period.months_before(asked.period.months());
        let (made, before) = asked.with_book(cx, earlier, |cx, book, targets| {
            let all = |cx: &mut PageCx<'_, '_>, period| {
                measures::ALL.iter().map(|e| made(cx, book, targets, e, period)).collect::<Result<Vec<_>, _>>()
            };
            Ok((all(cx, asked.period)?, all(cx, earlier)?))
        })?;
        let words = cx.words;
        let rows = made.iter().zip(&before).map(|(made, before)| {
            let (tone, word) = standing(&words, made);
            let href = asked.href(&format!("{PATH}/{}", made.entry.measure.code), asked.period);
            Row::new(vec![
                Cell::text(name(&words, made.entry)).link(href),
                Cell::fixed(made.entry.measure.code),
                Cell::number(text(&words, made)),
                Cell::number(target(&words, made)),
                Cell::badge(tone, word),
                Cell::number(text(&words, before)),
                Cell::number(sample(&words, &made.figure)),
            ])
        });
        let columns = vec![
            Column::new(words.t("page-measures")),
            Column::new(words.t("page-measure-code")),
            Column::number(words.t("page-measure-figure")),
            Column::number(words.t("page-measure-target")),
            Column::new(words.t("page-queue-standing")),
            Column::number(words.t("page-measure-before")),
            Column::number(words.t("page-measure-sample")),
        ];
        let title = words.t("page-measures");
        let table = Table { caption: title.clone(), columns, rows: rows.collect(), empty: String::new(), selectable: false };
        let mut page = NumbersPage::new(cx.shell(title, PATH)?, PATH);
        page.intro = words.t("page-measures-intro");
        page.period = asked.period.to_string();
        page.known = asked.known.map(|d| d.to_string()).unwrap_or_default();
        page.around = around(cx, &asked, PATH);
        page.notices.extend(asked.notice(&cx.words));
        page.sections = vec![Section { table, ..Section::default() }];
        Ok(html(&page))
    })
    .await
}

/// One figure: trend, parts, rows, definition.
pub async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let address = Asked::new(pairs);
        let entry = measures::find(&code).ok_or(Error::NotFound)?;
        let asked = Question::read(cx, &address)?;
        let path = format!("{PATH}/{code}");
        let months = asked.period.months();
        let periods: Vec<Period> =
            (0..measures::trend_periods(asked.period)).rev().map(|at| asked.period.months_before(at * months)).collect();
        let first = periods.first().copied().unwrap_or(asked.period);
        let mut trend = asked.with_book(cx, first, |cx, book, targets| {
            periods.iter().map(|period| made(cx, book, targets, entry, *period)).collect::<Result<Vec<_>, _>>()
        })?;
        let chart = trend_chart(cx, &asked, &path, &periods, &trend);
        let Some(made) = trend.pop() else { return Err(Error::NotFound) };
        let words = cx.words;
        let (tone, word) = standing(&words, &made);
        let unit = entry.measure.unit;
        let mut page = NumbersPage::new(cx.shell("", PATH)?, path.clone());
        let figure = &made.figure;
        let before = trend.last().map(|m| text(&words, m)).unwrap_or_default();
        page.figures = vec![ui::pages::Figure {
            label: asked.period.to_string(),
            value: amount(&words, unit, figure.value),
            target: if made.target.is_some() {
                words.with("page-measure-target-line", "target", &target(&words, &made))
            } else {
                sample(&words, figure)
            },
            trend: format!("{} : {before}", words.t("page-measure-before"))
                .replace(" :", if words.l.lang() == kernel::Lang::Fr { "\u{202f}:" } else { ":" }),
            word,
            tone,
            href: format!("{}&rows=counted", asked.href(&path, asked.period)),
        }];
        page.charts = vec![chart];
        page.sections.extend(parts(cx, &asked, &path, figure));
        rows(cx, &asked, &path, &address, figure, entry.measure.row_unit, &mut page)?;
        page.facts = definition(&words, &made);
        page.period = asked.period.to_string();
        page.known = asked.known.map(|d| d.to_string()).unwrap_or_default();
        page.around = around(cx, &asked, &path);
        page.notices.extend(asked.notice(&cx.words));
        page.shell = cx.shell(format!("{} · {}", name(&words, entry), entry.measure.code), PATH)?;
        page.shell.trail = vec![Link::new(words.t("page-measures"), asked.href(PATH, asked.period))];
        Ok(html(&page))
    })
    .await
}

fn trend_chart(cx: &PageCx<'_, '_>, asked: &Question, path: &str, periods: &[Period], trend: &[Made]) -> BarChart {
    let unit = trend.first().map_or(Unit::Count, |m| m.entry.measure.unit);
    let points = periods.iter().zip(trend).map(|(period, made)| charts::Point {
        period: *period,
        value: made.figure.value,
        tone: standing(&cx.words, made).0,
        href: Some(asked.href(path, *period)),
    });
    charts::trend(&cx.words, unit, points.collect(), trend.last().and_then(|m| m.target.as_ref()).map(|t| t.target))
}

fn parts(cx: &PageCx<'_, '_>, asked: &Question, path: &str, figure: &Figure) -> Option<Section> {
    let words = &cx.words;
    let rows = figure.parts.iter().map(|p| {
        let mut label = Cell::text(part(words, &p.key));
        // Percentiles of a group lead to the group's rows.
        let group = group(&p.key);
        if figure.rows.iter().any(|r| r.part == group) {
            label = label.link(format!("{}&part={}", asked.href(path, asked.period), encode(group)));
        }
        let of = words.l.with2("page-measure-of", "numerator", &words.l.int(p.numerator), "denominator", &words.l.int(p.denominator));
        // Of durations too few have ended for so high a percentile.
        let value =
            if p.value.is_none() && p.denominator > 0 { words.t("page-measure-not-reached") } else { amount(words, p.unit, p.value) };
        Row::new(vec![label, Cell::number(value), Cell::number(of)])
    });
    let title = words.t("page-measure-breakdown");
    let columns = vec![
        Column::new(words.t("page-measure-part")),
        Column::number(words.t("page-measure-figure")),
        Column::number(words.t("page-measure-sample")),
    ];
    let table = Table { caption: title.clone(), columns, rows: rows.collect(), empty: String::new(), selectable: false };
    (!figure.parts.is_empty()).then(|| Section { title, table, ..Section::default() })
}

/// The rows behind the figure, a page of them.
fn rows(
    cx: &mut PageCx<'_, '_>,
    asked: &Question,
    path: &str,
    address: &Asked,
    figure: &Figure,
    unit: Unit,
    page: &mut NumbersPage,
) -> Result<(), Error> {
    let wanted: Vec<_> = figure
        .rows
        .iter()
        .filter(|r| address.get("part").is_empty() || r.part == address.get("part"))
        .filter(|r| match address.get("rows") {
            "counted" => r.counted,
            "others" => !r.counted,
            _ => true,
        })
        .collect();
    let from: usize = address.get("after").parse().unwrap_or(0).min(wanted.len());
    let shown: Vec<_> = wanted.iter().skip(from).take(limits::PAGE_ROWS).collect();
    let mut names = std::collections::HashMap::new();
    for def in [PscCase::DEF, spine::people::Person::DEF, spine::mail::MailRegister::DEF, spine::mail::MailItem::DEF] {
        let ids: Vec<RecordId> = shown.iter().filter(|r| r.register == def.name).map(|r| r.id).collect();
        names.extend(cx.named(&def, ids)?.into_iter().map(|(id, name)| (id, (name, def.prefix))));
    }
    let words = cx.words;
    let lines = shown.iter().map(|r| {
        let (name, prefix) = names.get(&r.id).cloned().unwrap_or_default();
        Row::new(vec![
            Cell::text(name).link(record_href(r.register, prefix, r.id)),
            Cell::text(part(&words, &r.part)),
            Cell::text(words.t(if r.counted { "page-yes" } else { "page-no" })),
            Cell::number(r.value.map(|v| amount(&words, unit, Some(v))).unwrap_or_default()),
        ])
    });
    let table = Table {
        caption: words.t("page-measure-rows"),
        columns: vec![
            Column::new(words.t("page-measure-row")),
            Column::new(words.t("page-measure-part")),
            Column::new(words.t("page-measure-counted")),
            Column::number(words.t("page-measure-value")),
        ],
        rows: lines.collect(),
        empty: words.t("page-measure-none"),
        selectable: false,
    };
    let here = asked.href(path, asked.period);
    let link = |key: &str, more: &str| Link::new(words.t(key), format!("{here}{more}"));
    let to = from + shown.len();
    let int = |n: usize| words.l.int(i64::try_from(n).unwrap_or(i64::MAX)).into();
    let first = if shown.is_empty() { 0 } else { from + 1 };
    page.sections.push(Section {
        title: words.t("page-measure-rows"),
        intro: words.l.ta("page-measure-shown", &[("from", int(first)), ("to", int(to)), ("count", int(wanted.len()))]),
        table,
        links: vec![
            link("page-measure-rows-counted", "&rows=counted"),
            link("page-measure-rows-others", "&rows=others"),
            link("page-measure-rows-all", ""),
        ],
    });
    let at = |after: usize| {
        let base = address.with(path, "period", &asked.period.to_string());
        format!("{base}&after={after}")
    };
    page.previous = (from > 0).then(|| at(from.saturating_sub(limits::PAGE_ROWS)));
    page.next = (to < wanted.len()).then(|| at(to));
    Ok(())
}

fn definition(words: &Words, made: &Made) -> Vec<Fact> {
    let measure = &made.entry.measure;
    let code = measure.code.to_lowercase();
    let fact =
        |label: String, value: String| Fact { label, value: if value.is_empty() { FactValue::Empty } else { FactValue::Text(value) } };
    let said = |what: &str| words.code("measure", &format!("{code}-{what}"));
    vec![
        fact(words.t("page-measure-numerator"), said("numerator")),
        fact(words.t("page-measure-denominator"), said("denominator")),
        fact(words.t("page-measure-exclusions"), said("exclusions")),
        fact(words.t("page-measure-target"), target(words, made)),
        fact(words.t("page-measure-direction"), words.code("direction", measure.direction.code())),
        fact(words.t("page-measure-owner"), words.code("duty", measure.owner.code())),
        fact(words.t("page-measure-sample-min"), words.l.int(measure.sample_min)),
    ]
}
