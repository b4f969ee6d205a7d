//! Measures: the targets an office sets itself, as a dated pack of its own; the reports that were issued, and when they are issued by themselves.

pub mod schedules;

use jiff::civil::Date;
use kernel::{Duty, RecordId, Register, ViewDef};
use ledger::transition::Micros;
use ledger::{Error, View};
use serde::Deserialize;

use crate::limits;
use crate::policy::{PackKind, PackState, PolicyPack};

kernel::choices! {
    /// Which report.
    pub enum ReportKind { ClearanceMonthly = "clearance_monthly" }
}

kernel::choices! {
    /// In which language a report is written.
    pub enum ReportLanguage { En = "en", Fr = "fr" }
}

kernel::choices! {
    /// Who reads a report.
    pub enum Audience { Office = "office", Outside = "outside" }
}

/// A report that was issued: its figures as they stood, frozen, with the place in the log up to which they were known. Its files are written from
/// these figures alone, so they come out the same, byte for byte, whenever they are asked for.
#[derive(Clone, Debug, Register)]
#[register(name = "issued_reports", prefix = "rep", title = &["number"], seen_by = &[Duty::Head, Duty::ClearanceOfficer, Duty::Auditor],
           unique = &[&["number"]], views = &[ViewDef { name: "newest", by: "known_at", descending: true }])]
pub struct IssuedReport {
    /// Its number, such as REP/2026/00003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// Which report.
    #[field(list)]
    pub kind: ReportKind,
    /// The period, such as 2026-10.
    #[field(search, list, max = 24)]
    pub period: String,
    /// Its language.
    #[field(list)]
    pub language: ReportLanguage,
    /// For whom; what leaves the office shows no small cells.
    #[field(list)]
    pub audience: Audience,
    /// As known at this instant.
    #[field(list)]
    pub known_at: Micros,
    /// How many entries the log had then.
    pub log_size: i64,
    /// The root over them, in hexadecimal.
    #[field(max = 64)]
    pub log_root: String,
    /// The figures, frozen.
    #[field(long, max = limits::REPORT_CHARS_MAX)]
    pub figures: String,
    /// SHA-256 of the figures, in hexadecimal.
    #[field(max = 64)]
    pub digest: String,
    /// Who issued it.
    #[field(list)]
    pub recorded_by: RecordId,
}

/// What an office wants a measure to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureTarget {
    /// The measure's code.
    pub measure: String,
    /// Wanted, in the unit of the measure.
    pub target: i64,
    /// Beyond this it is bad and not only short of the target.
    pub floor: Option<i64>,
}

/// The text of a pack of targets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureTargets {
    /// Name of the pack.
    pub name: String,
    /// Where the targets come from.
    pub source: String,
    /// The targets.
    pub targets: Vec<MeasureTarget>,
}

impl MeasureTargets {
    /// Reads a pack; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = std::collections::HashSet::new();
        for target in &pack.targets {
            if !seen.insert(&target.measure) {
                return Err(format!("{} has two targets", target.measure));
            }
            let code = target.measure.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
            if !code || target.measure.is_empty() {
                return Err(format!("{} is no code of a measure", target.measure));
            }
        }
        Ok(pack)
    }
}

/// The targets in force, by the day they apply from.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    packs: Vec<(Date, MeasureTargets)>,
}

impl Targets {
    /// From the packs in force; a pack that cannot be read was never adopted.
    pub fn new(packs: &[PolicyPack]) -> Self {
        let mut packs: Vec<_> = packs
            .iter()
            .filter(|p| p.kind == PackKind::MeasureTargets)
            .filter_map(|p| Some((p.valid_from, MeasureTargets::parse(&p.rules).ok()?)))
            .collect();
        packs.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
        Self { packs }
    }

    /// The target of a measure for a period that ends on a day.
    pub fn of(&self, measure: &str, on: Date) -> Option<&MeasureTarget> {
        let (_, pack) = self.packs.iter().find(|(from, _)| *from <= on)?;
        pack.targets.iter().find(|t| t.measure == measure)
    }
}

/// The targets, as they are known.
pub fn targets(view: &mut View<'_>) -> Result<Targets, Error> {
    let packs = view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?;
    Ok(Targets::new(&packs.into_iter().map(|p| p.body).collect::<Vec<_>>()))
}
