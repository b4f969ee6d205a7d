//! Charts of figures: one way to draw a trend and an outlook, on pages and on paper.

use kernel::measure::{Period, Unit};
use ui::chart::{Bar, BarChart};
use ui::lang::format_decimal;
use ui::parts::Tone;

use crate::pages::measures::amount;
use crate::words::Words;

/// A figure of one period.
pub struct Point {
    /// The period.
    pub period: Period,
    /// Its value.
    pub value: Option<i64>,
    /// How it stood.
    pub tone: Tone,
    /// What leads to the figure.
    pub href: Option<String>,
}

/// The tone of how a figure stands, by its code.
pub fn tone(standing: &str) -> Tone {
    match standing {
        "good" => Tone::Good,
        "short" => Tone::Warn,
        "bad" => Tone::Bad,
        _ => Tone::Neutral,
    }
}

/// A bar for each period, with a line at what is wanted.
pub fn trend(words: &Words, unit: Unit, points: Vec<Point>, target: Option<i64>) -> BarChart {
    let bars = points.into_iter().map(|point| Bar {
        label: month(point.period, true),
        value: length(point.value),
        text: short(words, unit, point.value),
        href: point.href,
        tone: if point.tone == Tone::Neutral { Tone::Info } else { point.tone },
    });
    let target = target.filter(|t| *t > 0);
    BarChart {
        id: "trend".to_owned(),
        title: words.t("page-measure-trend"),
        description: words.t("page-measure-trend-text"),
        label_head: words.t("ui-period"),
        value_head: format!("{} ({})", words.t("page-measure-figure"), words.code("report-unit", unit.code())),
        bars: bars.collect(),
        target: target.map(|t| (length(Some(t)), words.with("page-measure-target-line", "target", &amount(words, unit, Some(t))))),
        upright: true,
    }
}

/// A bar for each month in which clearances end.
pub fn outlook(words: &Words, months: &[(Period, Option<i64>)], href: impl Fn(Period) -> Option<String>) -> BarChart {
    of_months(words, "page-outlook", &words.t("page-expires"), months, href)
}

/// A bar for each of the coming months; title and description are the texts under a name, and what is counted stands at the head.
pub fn of_months(
    words: &Words,
    name: &str,
    value_head: &str,
    months: &[(Period, Option<i64>)],
    href: impl Fn(Period) -> Option<String>,
) -> BarChart {
    let count = months.len().to_string();
    let bars = months.iter().enumerate().map(|(at, (period, count))| Bar {
        // Many bars are narrow: the year stands at its first month.
        label: month(*period, months.len() <= 12 || at == 0 || period.from.month() == 1),
        value: length(*count),
        text: short(words, Unit::Count, *count),
        href: href(*period),
        tone: Tone::Info,
    });
    BarChart {
        id: "outlook".to_owned(),
        title: words.with(name, "months", &count),
        description: words.with(&format!("{name}-text"), "months", &count),
        label_head: words.t("page-month"),
        value_head: value_head.to_owned(),
        bars: bars.collect(),
        target: None,
        upright: true,
    }
}

fn month(period: Period, with_year: bool) -> String {
    match (period.months(), with_year) {
        (1, true) => format!("{:02}/{:02}", period.from.month(), period.from.year() % 100),
        (1, false) => format!("{:02}", period.from.month()),
        _ => period.to_string(),
    }
}

fn length(value: Option<i64>) -> u64 {
    value.unwrap_or(0).max(0).unsigned_abs()
}

/// A value as it stands over a bar, where there is room for a number and no more; the unit stands in the table's heading.
fn short(words: &Words, unit: Unit, value: Option<i64>) -> String {
    match (value, unit) {
        (None, _) => "–".to_owned(),
        (_, Unit::Share) => amount(words, unit, value),
        (Some(value), _) if unit.decimals() == 0 => words.l.int(value),
        (Some(value), _) => format_decimal(words.l.lang(), (value + 5 * value.signum()) / 10, 1),
    }
}
