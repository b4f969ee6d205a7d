//! Charts drawn on the server: SVG with links, title and description, classes instead of styles, and a table twin.

use std::fmt::Write as _;

use askama::Template;

use crate::parts::{Cell, Column, Row, Table, Tone};
use crate::shell::Shell;

/// A bar.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its length.
    pub value: u64,
    /// The value in words or figures of the language; may say more, such as “12 · 34 d”.
    pub text: String,
    /// The rows behind it.
    pub href: Option<String>,
    /// How it stands; the same tone for the same thing everywhere.
    pub tone: Tone,
}

/// A bar chart that starts at zero.
#[derive(Debug, Clone, Default)]
pub struct BarChart {
    /// Unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The sentence a reader who cannot see it hears.
    pub description: String,
    /// The heading of the labels in the table twin.
    pub label_head: String,
    /// The heading of the values in the table twin.
    pub value_head: String,
    /// The bars.
    pub bars: Vec<Bar>,
    /// A line to compare with: its value and its words.
    pub target: Option<(u64, String)>,
    /// Upright bars (time runs to the right) instead of lying ones.
    pub upright: bool,
}

/// A stretch of time in a [`SpanChart`], in thousandths of the chart's width.
#[derive(Debug, Clone, Default)]
pub struct Span {
    /// Where it begins, 0 to 1000.
    pub from: u16,
    /// Where it ends.
    pub to: u16,
    /// What it is, with its dates.
    pub text: String,
    /// The record behind it.
    pub href: Option<String>,
    /// How it stands.
    pub tone: Tone,
}

/// Stretches of time, a line for each kind.
#[derive(Debug, Clone, Default)]
pub struct SpanChart {
    /// Unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The sentence a reader who cannot see it hears.
    pub description: String,
    /// The heading of the lines in the table twin.
    pub label_head: String,
    /// The heading of the stretches in the table twin.
    pub value_head: String,
    /// The lines: a label and its stretches.
    pub lines: Vec<(String, Vec<Span>)>,
    /// Ticks of the time axis: place in thousandths, and words.
    pub ticks: Vec<(u16, String)>,
    /// The day in question: place in thousandths, and words.
    pub mark: Option<(u16, String)>,
}

/// A chart with its table twin as markup.
#[derive(Template)]
#[template(path = "parts/chart.html")]
pub struct ChartView<'a> {
    shell: &'a Shell,
    svg: String,
    title: &'a str,
    table: Table,
}

/// Text as it may stand in markup.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

fn begin(out: &mut String, id: &str, class: &str, size: (u64, u64), title: &str, description: &str) {
    let (width, height) = size;
    let id = safe(id);
    let _ = write!(
        out,
        "<svg class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" \
         aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        safe(title),
        safe(description),
    );
}

fn linked(out: &mut String, href: Option<&str>, name: &str, inner: &str) {
    match href {
        Some(href) => {
            let _ = write!(out, "<a href=\"{}\" aria-label=\"{}\">{inner}</a>", safe(href), safe(name));
        }
        None => {
            let _ = write!(out, "<g role=\"img\" aria-label=\"{}\">{inner}</g>", safe(name));
        }
    }
}

impl BarChart {
    /// The drawing.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut out = String::new();
        if self.upright {
            self.standing(&mut out, self.top(), false);
        } else {
            self.lying(&mut out, self.top());
        }
        out.push_str("</svg>");
        out
    }

    /// The drawing for paper: without links, with its colours in it, its bars no further apart than their numbers ask for, so that the
    /// letters stay large when it is fitted to a page.
    #[must_use]
    pub fn on_paper(&self) -> String {
        const COLOURS: &str = "<style>text{font-size:12px;font-family:'Libertinus Serif',serif;fill:#1b1f24}.chart-label{fill:#57606a}\
                               .chart-value{font-weight:600}.bar{fill:#5f7ea6}.tone-info{fill:#1d4f91}.tone-good{fill:#17693a}\
                               .tone-warn{fill:#8a5200}.tone-bad{fill:#b3261e}.hit{fill:none}.under{fill:#fff}.axis{stroke:#57606a}\
                               .target{stroke:#1b1f24;stroke-dasharray:4 3}</style>";
        let bars = self.bars.iter().map(|bar| Bar { href: None, ..bar.clone() }).collect();
        let chart = Self { bars, ..self.clone() };
        let mut drawn = String::new();
        if self.upright {
            chart.standing(&mut drawn, chart.top(), true);
        } else {
            chart.lying(&mut drawn, chart.top());
        }
        drawn.push_str("</svg>");
        let drawn = drawn.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
        drawn.replacen("<title", &format!("{COLOURS}<title"), 1)
    }

    /// The longest bar or the target, at least one.
    fn top(&self) -> u64 {
        let bars = self.bars.iter().map(|bar| bar.value);
        bars.chain(self.target.iter().map(|(target, _)| *target)).max().unwrap_or(0).max(1)
    }

    fn lying(&self, out: &mut String, top: u64) {
        const LINE: u64 = 24;
        const LABELS: u64 = 224;
        const BARS: u64 = 270;
        const WIDTH: u64 = 620;
        let height = LINE * self.bars.len() as u64 + if self.target.is_some() { 20 } else { 4 };
        begin(out, &self.id, "chart-lying", (WIDTH, height), &self.title, &self.description);
        for (i, bar) in self.bars.iter().enumerate() {
            let y = LINE * i as u64;
            let width = bar.value * BARS / top;
            let inner = format!(
                "<rect class=\"hit\" x=\"0\" y=\"{y}\" width=\"{WIDTH}\" height=\"{LINE}\"/>\
                 <text class=\"chart-label\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text> \
                 <rect class=\"bar {}\" x=\"{LABELS}\" y=\"{}\" width=\"{}\" height=\"14\" rx=\"2\"/>\
                 <text class=\"chart-value\" x=\"{}\" y=\"{}\">{}</text>",
                LABELS - 10,
                y + 16,
                safe(&bar.label),
                bar.tone.class(),
                y + 5,
                if bar.value == 0 { 1 } else { width.max(2) },
                LABELS + width + 8,
                y + 16,
                safe(&bar.text),
            );
            linked(out, bar.href.as_deref(), &format!("{} {}", bar.label, bar.text), &inner);
        }
        let end = LINE * self.bars.len() as u64 + 2;
        let _ = write!(out, "<line class=\"axis\" x1=\"{LABELS}\" y1=\"0\" x2=\"{LABELS}\" y2=\"{end}\"/>");
        if let Some((target, text)) = &self.target {
            let x = LABELS + target * BARS / top;
            let _ = write!(
                out,
                "<line class=\"target\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"{end}\"/>\
                 <text class=\"chart-label\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                end + 14,
                safe(text)
            );
        }
    }

    /// How far apart the bars stand on paper, so that neither their numbers nor their labels touch.
    fn step(&self) -> u64 {
        let count = |text: &str| text.chars().count() as u64;
        let values = self.bars.iter().map(|bar| 7 * count(&bar.text));
        let labels = self.bars.windows(2).map(|two| 3 * two.iter().map(|bar| count(&bar.label)).sum::<u64>());
        (values.chain(labels).max().unwrap_or(0) + 6).max(28)
    }

    fn standing(&self, out: &mut String, top: u64, paper: bool) {
        const BARS: u64 = 120;
        let count = (self.bars.len() as u64).max(1);
        // Two years of months need more room for their labels than one.
        let width = if paper { (count * self.step()).max(504) } else { (count * 42).max(620) };
        let head = if self.target.is_some() { 36 } else { 22 };
        let step = width / count;
        begin(out, &self.id, "chart-upright", (width, head + BARS + 24), &self.title, &self.description);
        let floor = head + BARS;
        if let Some((target, text)) = &self.target {
            let y = floor - target * BARS / top;
            let _ = write!(
                out,
                "<line class=\"target\" x1=\"0\" y1=\"{y}\" x2=\"{width}\" y2=\"{y}\"/>\
                 <text class=\"chart-label\" x=\"{width}\" y=\"12\" text-anchor=\"end\">- - {}</text>",
                safe(text)
            );
        }
        for (i, bar) in self.bars.iter().enumerate() {
            let x = step * i as u64;
            let height = bar.value * BARS / top;
            let middle = x + step / 2;
            // On paper a number has no seam: the line of the target would strike it through.
            let room = 6 * bar.text.chars().count() as u64 + 4;
            let under = if paper && self.target.is_some() {
                let (left, above) = (middle.saturating_sub(room / 2), floor - height - 18);
                format!("<rect class=\"under\" x=\"{left}\" y=\"{above}\" width=\"{room}\" height=\"15\"/>")
            } else {
                String::new()
            };
            let inner = format!(
                "<rect class=\"hit\" x=\"{x}\" y=\"0\" width=\"{step}\" height=\"{}\"/>\
                 <rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{height}\" rx=\"2\"/>\
                 <text class=\"chart-label\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text> {under}\
                 <text class=\"chart-value\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                floor + 24,
                bar.tone.class(),
                x + step / 6,
                floor - height,
                step - step / 3,
                floor + 17,
                safe(&bar.label),
                floor - height - 6,
                safe(&bar.text),
            );
            linked(out, bar.href.as_deref(), &format!("{} {}", bar.label, bar.text), &inner);
        }
        let _ = write!(out, "<line class=\"axis\" x1=\"0\" y1=\"{floor}\" x2=\"{width}\" y2=\"{floor}\"/>");
    }

    /// The same figures as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        Table {
            caption: self.title.clone(),
            columns: vec![Column::new(&self.label_head), Column::number(&self.value_head)],
            rows: self
                .bars
                .iter()
                .map(|bar| {
                    let mut label = Cell::text(&bar.label);
                    label.href.clone_from(&bar.href);
                    Row::new(vec![label, Cell::number(&bar.text)])
                })
                .collect(),
            ..Table::default()
        }
    }

    /// The chart with its table twin as markup.
    #[must_use]
    pub fn view<'a>(&'a self, shell: &'a Shell) -> ChartView<'a> {
        ChartView { shell, svg: self.svg(), title: &self.title, table: self.table() }
    }
}

impl SpanChart {
    /// The drawing.
    #[must_use]
    pub fn svg(&self) -> String {
        const LINE: u64 = 26;
        const LABELS: u64 = 170;
        const BARS: u64 = 690;
        const WIDTH: u64 = 880;
        const HEAD: u64 = 20;
        let place = |at: u16| LABELS + u64::from(at.min(1000)) * BARS / 1000;
        let end = HEAD + LINE * self.lines.len() as u64;
        let mut out = String::new();
        begin(&mut out, &self.id, "chart-spans", (WIDTH, end + 22), &self.title, &self.description);
        for (at, text) in &self.ticks {
            let x = place(*at);
            let _ = write!(
                out,
                "<line class=\"tick\" x1=\"{x}\" y1=\"{HEAD}\" x2=\"{x}\" y2=\"{end}\"/>\
                 <text class=\"chart-label\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                end + 16,
                safe(text)
            );
        }
        for (i, (label, spans)) in self.lines.iter().enumerate() {
            let y = HEAD + LINE * i as u64;
            let _ = write!(
                out,
                "<text class=\"chart-label\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                LABELS - 10,
                y + 17,
                safe(label)
            );
            for span in spans {
                let (from, to) = (place(span.from), place(span.to));
                let width = to.saturating_sub(from).max(2);
                // About seven units a letter: words that do not fit stay in the name and in the table.
                let words = if width > 7 * span.text.chars().count() as u64 { safe(&span.text) } else { String::new() };
                let inner = format!(
                    "<rect class=\"span {}\" x=\"{from}\" y=\"{}\" width=\"{width}\" height=\"20\" rx=\"3\"/>\
                     <text class=\"span-text\" x=\"{}\" y=\"{}\">{words}</text>",
                    span.tone.class(),
                    y + 3,
                    from + 6,
                    y + 17,
                );
                linked(&mut out, span.href.as_deref(), &format!("{label}, {}", span.text), &inner);
            }
        }
        if let Some((at, text)) = &self.mark {
            let x = place(*at);
            let _ = write!(
                out,
                "<line class=\"mark\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{end}\"/>\
                 <text class=\"chart-value\" x=\"{x}\" y=\"12\" text-anchor=\"middle\">{}</text>",
                HEAD - 4,
                safe(text)
            );
        }
        out.push_str("</svg>");
        out
    }

    /// The same stretches as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        Table {
            caption: self.title.clone(),
            columns: vec![Column::new(&self.label_head), Column::new(&self.value_head)],
            rows: self
                .lines
                .iter()
                .flat_map(|(label, spans)| {
                    spans.iter().map(move |span| {
                        let mut text = Cell::text(&span.text);
                        text.href.clone_from(&span.href);
                        Row::new(vec![Cell::text(label), text])
                    })
                })
                .collect(),
            ..Table::default()
        }
    }

    /// The chart with its table twin as markup.
    #[must_use]
    pub fn view<'a>(&'a self, shell: &'a Shell) -> ChartView<'a> {
        ChartView { shell, svg: self.svg(), title: &self.title, table: self.table() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_markup() {
        let chart = BarChart {
            id: "x".to_owned(),
            title: "<b>".to_owned(),
            bars: vec![Bar { label: "\"><script>".to_owned(), href: Some("/a?b=1&c=\"".to_owned()), ..Bar::default() }],
            ..BarChart::default()
        };
        let svg = chart.svg();
        assert!(!svg.contains("<script") && !svg.contains("<b>"), "{svg}");
        assert!(svg.contains("/a?b=1&amp;c=&quot;"), "{svg}");
    }

    #[test]
    fn no_value_breaks_the_drawing() {
        for upright in [true, false] {
            let empty = BarChart { upright, ..BarChart::default() };
            assert!(empty.svg().ends_with("</svg>"));
            let zero = BarChart { upright, bars: vec![Bar::default()], ..BarChart::default() };
            assert!(zero.svg().ends_with("</svg>"));
        }
    }
}
