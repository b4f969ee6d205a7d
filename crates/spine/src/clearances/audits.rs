//! What an audit of a file looks at: checklists as dated rules (clearance desk, CL-08); pure.

use std::collections::HashSet;

use serde::Deserialize;

use crate::findings::{FunctionalArea, Severity};
use crate::limits;

/// A point of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its code.
    pub code: String,
    /// What is looked at, in English.
    pub en: String,
    /// The same in French.
    pub fr: String,
    /// The area, by its code.
    pub area: String,
    /// What a defect weighs, by its code.
    pub severity: String,
    /// The rule it is held against.
    pub basis: Option<String>,
}

impl Point {
    /// The area; of a pack that was adopted it is one.
    pub fn area(&self) -> FunctionalArea {
        FunctionalArea::from_code(&self.area).unwrap_or(FunctionalArea::Personnel)
    }
    /// What a defect weighs.
    pub fn severity(&self) -> Severity {
        Severity::from_code(&self.severity).unwrap_or(Severity::Improvement)
    }
}

/// A checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Its code, by which a plan names it.
    pub code: String,
    /// Its name in English.
    pub en: String,
    /// Its name in French.
    pub fr: String,
    /// Its points, in order.
    pub points: Vec<Point>,
}

/// What data is held against that has a number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityDays {
    /// For how many days after somebody left their file may stay in use.
    pub obsolete_after_days: i64,
}

impl Default for QualityDays {
    /// A quarter: a default of the product, of no authority.
    fn default() -> Self {
        Self { obsolete_after_days: 90 }
    }
}

/// The text of a pack of kind `audit_checklists`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditChecklists {
    /// Name of the pack.
    pub name: String,
    /// Where the points come from.
    pub source: String,
    /// The checklists.
    pub checklists: Vec<Checklist>,
    /// Numbers that the audit of data goes by; the defaults when left out.
    #[serde(default)]
    pub quality: QualityDays,
}

impl AuditChecklists {
    /// Reads a pack; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if !(1..=limits::QUALITY_DAYS_MAX).contains(&pack.quality.obsolete_after_days) {
            return Err(format!("obsolete_after_days: between 1 and {}", limits::QUALITY_DAYS_MAX));
        }
        let mut seen = HashSet::new();
        for list in &pack.checklists {
            if !seen.insert(&list.code) {
                return Err(format!("{} stands twice", list.code));
            }
            if list.points.is_empty() || list.points.len() > limits::CHECKLIST_POINTS_MAX {
                return Err(format!("{}: between 1 and {} points", list.code, limits::CHECKLIST_POINTS_MAX));
            }
            if list.code.is_empty() || list.code.chars().count() > CODE_CHARS_MAX {
                return Err(format!("{}: a code has between 1 and {CODE_CHARS_MAX} characters", list.code));
            }
            let mut points = HashSet::new();
            for point in &list.points {
                let at = format!("{} {}", list.code, point.code);
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                // A form keeps what was seen at a point beside its answer.
                let own = point.code.starts_with("note_");
                if point.code.is_empty() || point.code.len() > CODE_CHARS_MAX || own || !point.code.chars().all(plain) {
                    return Err(format!(
                        "{at}: a code is up to {CODE_CHARS_MAX} small letters, digits and underscores, and does not begin with note_"
                    ));
                }
                if point.basis.as_ref().is_some_and(|basis| basis.chars().count() > limits::TEXT_CHARS_MAX) {
                    return Err(format!("{at}: a basis has {} characters at most", limits::TEXT_CHARS_MAX));
                }
                if !points.insert(&point.code) {
                    return Err(format!("{at} stands twice"));
                }
                let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= TITLE_CHARS_MAX;
                if !fits(&point.en) || !fits(&point.fr) {
                    return Err(format!("{at}: both languages, {TITLE_CHARS_MAX} characters at most"));
                }
                if FunctionalArea::from_code(&point.area).is_none() {
                    return Err(format!("{at}: {} is no area", point.area));
                }
                if Severity::from_code(&point.severity).is_none() {
                    return Err(format!("{at}: {} is no severity", point.severity));
                }
            }
        }
        Ok(pack)
    }

    /// The checklist of a code.
    pub fn find(&self, code: &str) -> Option<&Checklist> {
        self.checklists.iter().find(|list| list.code == code)
    }
}

/// Longest code of a checklist or a point.
const CODE_CHARS_MAX: usize = 40;
/// Longest text of a point: with the file's reference it becomes the title of a finding.
const TITLE_CHARS_MAX: usize = 140;
