//! What was promised, what was measured, what the simplest program takes; printed and written into the document.

use std::fmt::Write as _;
use std::path::Path;

/// One line of the table.
pub struct Line {
    what: String,
    bound: String,
    measured: String,
    floor: String,
    holds: Option<bool>,
}

/// The table.
#[derive(Default)]
pub struct Table(Vec<Line>);

/// In what a quantity is given.
#[derive(Clone, Copy)]
pub enum Unit {
    /// Milliseconds, held in seconds.
    Millis,
    /// Seconds.
    Seconds,
    /// MiB, held in bytes.
    Mebi,
    /// Thousand bytes, held in bytes.
    Kilo,
    /// Per cent, held as a fraction.
    Percent,
    /// So many a second.
    Rate,
}

impl Unit {
    /// As text.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Millis => format!("{:.2} ms", value * 1e3),
            Self::Seconds => format!("{value:.2} s"),
            Self::Mebi => format!("{:.0} MiB", value / 1_048_576.0),
            Self::Kilo => format!("{:.0} kB", value / 1e3),
            Self::Percent => format!("{:.0} %", value * 100.0),
            Self::Rate => format!("{value:.0} /s"),
        }
    }
}

impl Table {
    /// A line whose value must stay at or below its bound; without a bound it is only reported.
    pub fn below(&mut self, what: impl Into<String>, unit: Unit, bound: Option<f64>, measured: f64, floor: Option<f64>) {
        self.line(
            what.into(),
            bound.map(|b| format!("≤ {}", unit.show(b))),
            unit.show(measured),
            floor.map(|f| unit.show(f)),
            bound.map(|b| measured <= b),
        );
    }

    /// A line whose value must reach its bound.
    pub fn above(&mut self, what: impl Into<String>, unit: Unit, bound: f64, measured: f64, floor: String) {
        self.line(what.into(), Some(format!("≥ {}", unit.show(bound))), unit.show(measured), Some(floor), Some(measured >= bound));
    }

    fn line(&mut self, what: String, bound: Option<String>, measured: String, floor: Option<String>, holds: Option<bool>) {
        let line = Line { what, bound: bound.unwrap_or_default(), measured, floor: floor.unwrap_or_default(), holds };
        eprintln!("  {:<64} {:>12} {:>12} {:>16} {}", line.what, line.bound, line.measured, line.floor, verdict(line.holds));
        self.0.push(line);
    }

    fn markdown(&self) -> String {
        let mut out = String::from("| what | bound | measured | floor | |\n|---|---|---|---|---|\n");
        for l in &self.0 {
            let _ = writeln!(out, "| {} | {} | {} | {} | {} |", l.what, l.bound, l.measured, l.floor, verdict(l.holds));
        }
        out
    }

    /// Replaces the part of the document that this run measured; the rest of it is written by hand.
    pub fn write(&self, document: &Path, people: usize, head: &str) -> std::io::Result<()> {
        let (from, to) = (format!("<!-- bench {people} -->"), format!("<!-- end {people} -->"));
        let text = std::fs::read_to_string(document).unwrap_or_else(|_| "# Performance\n".to_owned());
        let part = format!("{from}\n{head}\n\n{}{to}", self.markdown());
        let text = match (text.split_once(&from), text.split_once(&to)) {
            (Some((before, _)), Some((_, after))) => format!("{before}{part}{after}"),
            _ => format!("{}\n\n{part}\n", text.trim_end()),
        };
        std::fs::write(document, text)
    }
}

const fn verdict(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "holds",
        Some(false) => "**MISSED**",
        None => "",
    }
}
