//! When a renewal starts: by the authority's rule and by how long files have really taken, whichever is sooner (clearance desk, CL-03); pure.

use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;

use super::rules::months;
use crate::policy::{PackKind, PolicyPack};

/// How the office renews: the text of a pack of kind `renewals`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewalRules {
    /// Name of the pack.
    pub name: String,
    /// Where the rules come from.
    pub source: String,
    /// Days before its start on which a renewal is told.
    pub warn_days: i32,
    /// A renewal starts so many months before the end at the latest.
    pub latest_start_months: i32,
    /// Whoever's contract ends within so many months of the end, or before it, is asked about first.
    pub contract_months: i32,
    /// Shares of the time from start to end, in per cent and rising, at which a renewal that is not decided is told again.
    pub escalate_percent: Vec<i64>,
    /// Whether the system opens the case on the day of the start.
    pub start_by_itself: bool,
}

impl Default for RenewalRules {
    /// The values of the desk's specification (CL-03). Nothing starts by itself before the office has said so.
    fn default() -> Self {
        Self {
            name: String::new(),
            source: String::new(),
            warn_days: 30,
            latest_start_months: 6,
            contract_months: 3,
            escalate_percent: vec![50, 75, 90],
            start_by_itself: false,
        }
    }
}

impl RenewalRules {
    /// Reads a pack; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if !(0..=730).contains(&pack.warn_days) {
            return Err("warn_days must be between 0 and 730".to_owned());
        }
        if ![pack.latest_start_months, pack.contract_months].iter().all(|m| (0..=120).contains(m)) {
            return Err("months must be between 0 and 120".to_owned());
        }
        let steps = &pack.escalate_percent;
        if !steps.is_sorted_by(|a, b| a < b) || !steps.iter().all(|p| (1..=100).contains(p)) {
            return Err("escalate_percent must rise from 1 to 100".to_owned());
        }
        Ok(pack)
    }

    /// The rules that apply on a day; a pack that cannot be read was never adopted.
    pub fn on<'a>(packs: impl IntoIterator<Item = &'a PolicyPack>, day: Date) -> Self {
        let own = packs.into_iter().filter(|p| p.kind == PackKind::Renewals && p.valid_from <= day);
        own.max_by_key(|p| p.valid_from).and_then(|p| Self::parse(&p.rules).ok()).unwrap_or_default()
    }

    /// The highest step of escalation that a share of the time has reached; 0 before the first.
    pub fn step(&self, percent: i64) -> i64 {
        self.escalate_percent.iter().copied().filter(|step| *step <= percent).max().unwrap_or(0)
    }
}

/// What the start of a renewal is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// Months before the end by the authority's rule.
    pub months: i32,
    /// Days by which nine in ten files were decided by this authority at this level; none without history.
    pub authority: Option<i64>,
    /// Days of the office in nine of ten files.
    pub office: Option<i64>,
    /// Days of the person in nine of ten files.
    pub subject: Option<i64>,
}

impl Lead {
    /// How long it has really taken, in days: authority, office and person together; none without history of the authority.
    pub fn learned(&self) -> Option<i64> {
        Some(self.authority? + self.office.unwrap_or(0) + self.subject.unwrap_or(0))
    }

    /// The day a renewal starts: the end less the longer of rule and history, and never later than the latest start.
    pub fn start(&self, until: Date, latest_months: i32) -> Option<Date> {
        let before = |span: Span| until.checked_sub(span).ok();
        let by_rule = before(months(self.months))?.min(before(months(latest_months))?);
        match self.learned() {
            None => Some(by_rule),
            Some(days) => Some(before(Span::new().try_days(days).ok()?)?.min(by_rule)),
        }
    }
}
