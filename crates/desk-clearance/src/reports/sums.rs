//! Which counts of a report stand in which sums, so that what is blank in one section is told by no other.

use std::collections::BTreeMap;

use kernel::measure::{Figure, Part, Unit};

use super::cells::{Cell, Cells};
use super::rules::PlanLine;

/// The counts of a line: what was counted, of how many. Its value is shown with both or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// What was counted; none where that is days and not things.
    pub counted: Option<Cell>,
    /// Of how many.
    pub of: Cell,
    /// Those of them that were not counted, if there are any.
    pub rest: Option<Cell>,
}

impl Line {
    fn new(cells: &mut Cells, unit: Unit, numerator: i64, of: Cell) -> Self {
        if unit == Unit::PersonDays {
            return Self { counted: None, of, rest: None };
        }
        // All of them are one count and not two.
        let counted = if cells.count(of) == numerator { of } else { cells.cell(numerator) };
        Self { counted: Some(counted), of, rest: cells.sum(of, &[counted]) }
    }

    /// Whether the line is shown.
    pub fn shows(&self, cells: &Cells) -> bool {
        self.counted.is_none_or(|counted| cells.shows(counted)) && cells.shows(self.of)
    }
}

/// The lines of a figure.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Its own.
    pub own: Line,
    /// Those of its breakdown, by what they count: percentiles of one group are one line.
    groups: BTreeMap<String, Line>,
}

/// What a line of a breakdown counts; nothing for what says more of the whole figure.
fn group(key: &str) -> &str {
    match key.split_once(" percentile:").or_else(|| key.split_once(" part:risk")) {
        Some((group, _)) => group,
        None if key.starts_with("percentile:") => "",
        None => key,
    }
}

impl Lines {
    /// The lines of a figure of a unit, with the sums that are within it.
    pub fn new(cells: &mut Cells, unit: Unit, figure: &Figure) -> Self {
        let of = cells.cell(figure.denominator);
        let own = Line::new(cells, unit, figure.numerator, of);
        let mut all = Self { own, groups: BTreeMap::new() };
        for part in &figure.parts {
            if !group(&part.key).is_empty() && !all.groups.contains_key(group(&part.key)) {
                let line = all.part(cells, figure, part);
                all.groups.insert(group(&part.key).to_owned(), line);
            }
        }
        all.families(cells);
        all
    }

    fn part(&self, cells: &mut Cells, figure: &Figure, part: &Part) -> Line {
        let own = self.own;
        let counted = |key: &str| self.groups.get(key).and_then(|line| line.counted);
        match (part.key.as_str(), counted("part:opened"), counted("part:closed")) {
            // A difference, shown with both that it is made of.
            ("part:net-flow", Some(opened), Some(closed)) => return Line { counted: Some(closed), of: opened, rest: None },
            // The whole backlog over what left it.
            ("part:clearance-time", ..) => return Line { counted: own.counted, of: cells.cell(part.denominator), rest: None },
            _ => {}
        }
        // What came in and what went out are counts of their own, whatever they come to.
        if part.denominator != figure.denominator || matches!(part.key.as_str(), "part:opened" | "part:closed") {
            let of = cells.cell(part.denominator);
            return Line::new(cells, part.unit, part.numerator, of);
        }
        // As many of as many is the figure again, or what it does not count.
        let is = |numerator: i64| part.unit != Unit::PersonDays && part.numerator == numerator;
        match (own.counted, own.rest) {
            (Some(_), _) if is(figure.numerator) => own,
            (_, Some(rest)) if is(figure.denominator - figure.numerator) => {
                cells.prints(rest);
                Line { counted: Some(rest), of: own.of, rest: own.counted }
            }
            _ => Line::new(cells, part.unit, part.numerator, own.of),
        }
    }

    /// Lines of one family are one sum where they come to the whole; those of weeks hold each other.
    fn families(&self, cells: &mut Cells) {
        let mut families: BTreeMap<&str, Vec<(&str, &Line)>> = BTreeMap::new();
        for (key, line) in &self.groups {
            if let Some((family, code)) = key.split_once(':').filter(|(family, _)| *family != "part") {
                families.entry(family).or_default().push((code, line));
            }
        }
        if let Some(weeks) = families.get_mut("weeks") {
            weeks.sort_by_key(|(weeks, _)| weeks.parse::<i64>().unwrap_or(i64::MAX));
            let held: Vec<Cell> = weeks.iter().filter_map(|(_, line)| line.counted).collect();
            for pair in held.windows(2) {
                cells.sum(pair[1], &pair[..1]);
            }
        }
        for (family, lines) in families {
            let counted: Vec<Cell> = lines.iter().filter_map(|(_, line)| line.counted).collect();
            let of: Vec<Cell> = lines.iter().map(|(_, line)| line.of).collect();
            // Whole days of shares of time, each rounded by less than one.
            let slack = if family == "clock" { lines.len() as i64 } else { 0 };
            if let Some(own) = self.own.counted {
                cells.adds_up(own, &counted, 0);
            }
            cells.adds_up(self.own.of, &counted, slack);
            cells.adds_up(self.own.of, &of, 0);
        }
    }

    /// The line of a part.
    pub fn line(&self, key: &str) -> Line {
        self.groups.get(group(key)).copied().unwrap_or(self.own)
    }

    /// What was counted in a part that the figure has.
    fn counted(&self, key: &str) -> Option<Cell> {
        self.groups.get(key).and_then(|line| line.counted)
    }
}

/// The counts of the sections beside the figures.
#[derive(Clone, Debug, Default)]
pub struct Sections {
    /// Open cases by nation, level and kind.
    pub stock: Vec<Cell>,
    /// People with access, by level.
    pub holders: Vec<Cell>,
    /// Cases that were closed otherwise than by a grant, by the state they ended in.
    pub exits: Vec<Cell>,
    /// Questionnaires that came back.
    pub returned: Vec<Cell>,
    /// Findings of the audits of each plan.
    pub findings: Vec<Cell>,
}

impl Sections {
    /// Holds them against the figures they are parts of; `flows` says that what came in and went out makes the backlog of the period from the one before.
    pub fn hold<'l>(&self, cells: &mut Cells, figure: impl Fn(&str) -> Option<&'l Lines>, flows: bool) {
        if let Some(lines) = figure("KPI-CL-10") {
            let (opened, closed) = (lines.counted("part:opened"), lines.counted("part:closed"));
            cells.adds_up(lines.own.of, &self.stock, 0);
            if let Some(closed) = closed {
                cells.sum(closed, &self.exits);
            }
            if let (Some(opened), Some(intake)) = (opened, figure("KPI-CL-11")) {
                cells.adds_up(opened, &[intake.own.of], 0);
            }
            // The backlog before stands in this report and in its own.
            if let (Some(opened), Some(closed), Some(open), true) = (opened, closed, lines.own.counted, flows) {
                cells.balance(&[opened], &[closed, open]);
            }
        }
        if let Some(access) = figure("KPI-CL-04") {
            cells.sum(access.own.of, &self.holders);
        }
        if let Some(rest) = figure("KPI-CL-09").and_then(|lines| lines.own.rest) {
            cells.adds_up(rest, &self.returned, 0);
        }
        if let Some(findings) = figure("KPI-CL-16").and_then(|lines| lines.counted("part:findings-per-hundred")) {
            cells.adds_up(findings, &self.findings, 0);
        }
    }
}

/// The counts of a plan of audits.
#[derive(Clone, Copy, Debug)]
pub struct PlanCells {
    /// Files drawn, where that does not follow from the plan.
    files: Option<Cell>,
    /// Findings.
    pub findings: Option<Cell>,
    /// Files with a defect.
    faulty: Option<Cell>,
}

impl PlanCells {
    /// Of a line. The size of a sample is the plan's and tells of nobody, so how many files so many audits drew is as open as the plan.
    pub fn new(cells: &mut Cells, line: &PlanLine) -> Self {
        let drawn = line.sample.map(|sample| sample * line.audits);
        let files = line.files.filter(|_| line.files != drawn).map(|files| cells.cell(files));
        let findings = line.findings.map(|findings| cells.cell(findings));
        let faulty = line.faulty.map(|faulty| cells.cell(faulty));
        if let (Some(faulty), Some(all), true) = (faulty, line.files, line.closed == line.audits) {
            let sound = cells.unprinted(all - line.faulty.unwrap_or(0));
            let both = [faulty, sound];
            cells.balance(files.as_slice(), &both);
        }
        Self { files, findings, faulty }
    }

    /// The line as it may be read.
    pub fn read(self, cells: &Cells, line: PlanLine) -> PlanLine {
        let shown = |cell: Option<Cell>| cell.and_then(|cell| cells.shown(cell));
        let files = if self.files.is_some() { shown(self.files) } else { line.files };
        PlanLine { files, findings: shown(self.findings), faulty: shown(self.faulty), ..line }
    }
}
