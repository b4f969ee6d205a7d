//! How visits are asked for: what each host wants, how long a visit may last, when a visitor goes without escort (clearance desk, CL-07); pure.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use serde::Deserialize;

use crate::policy::{PackKind, PolicyPack};

/// The texts of the form whose length a pack can bound.
pub const FORM_TEXTS: &[&str] = &[
    "subject",
    "justification",
    "security_officer",
    "remarks",
    "pertains_reference",
    "emergency_reason",
    "requester_name",
    "requester_address",
    "requester_contact",
    "site_name",
    "site_address",
    "site_contact",
    "site_security_officer",
    "employer",
    "position",
    "birth_place",
];
/// Longest text of a form that a pack can name, in characters.
const CHARACTERS_MAX: usize = 5_000;
/// Longest lead, in working days.
const LEAD_DAYS_MAX: usize = 365;
/// Longest visit, in months.
const MONTHS_MAX: i32 = 120;

/// What a host nation wants.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostRule {
    /// The nation.
    pub nation: String,
    /// How many of its working days before the first day a request must be there.
    pub lead_days: usize,
    /// The same for recurring visits.
    pub recurring_lead_days: usize,
    /// The same for a change of what was approved.
    pub amendment_lead_days: usize,
    /// How many months a recurring visit lasts at most, where the host says less than the general rule.
    pub recurring_months: Option<i32>,
}

/// The text of a pack of kind `visit_rules`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRules {
    /// Name of the pack.
    pub name: String,
    /// Where the rules come from.
    pub source: String,
    /// What each host wants.
    pub hosts: Vec<HostRule>,
    /// How many months a single visit lasts at most.
    pub one_time_months: i32,
    /// How many months a recurring visit lasts at most.
    pub recurring_months: i32,
    /// Level from which an incoming visitor goes without escort.
    pub unescorted_from_level: String,
    /// How many characters a text of the form may have, by the field's name.
    pub characters: BTreeMap<String, usize>,
}

impl Default for VisitRules {
    /// The values of the desk's specification (CL-07); no host's lead is known before the office has entered it.
    fn default() -> Self {
        Self {
            name: String::new(),
            source: String::new(),
            hosts: Vec::new(),
            one_time_months: 12,
            recurring_months: 12,
            unescorted_from_level: "S".to_owned(),
            characters: BTreeMap::new(),
        }
    }
}

impl VisitRules {
    /// Reads a pack; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = HashSet::new();
        if let Some(twice) = pack.hosts.iter().find(|host| !seen.insert(&host.nation)) {
            return Err(format!("{} has two rules", twice.nation));
        }
        let leads = pack.hosts.iter().flat_map(|h| [h.lead_days, h.recurring_lead_days, h.amendment_lead_days]);
        if leads.into_iter().any(|days| days > LEAD_DAYS_MAX) {
            return Err(format!("a lead must be between 0 and {LEAD_DAYS_MAX} working days"));
        }
        let months = [pack.one_time_months, pack.recurring_months].into_iter().chain(pack.hosts.iter().filter_map(|h| h.recurring_months));
        if months.into_iter().any(|months| !(1..=MONTHS_MAX).contains(&months)) {
            return Err(format!("months must be between 1 and {MONTHS_MAX}"));
        }
        if let Some(other) = pack.characters.keys().find(|field| !FORM_TEXTS.contains(&field.as_str())) {
            return Err(format!("{other} is no text of the form; these are: {}", FORM_TEXTS.join(", ")));
        }
        if pack.characters.values().any(|count| !(1..=CHARACTERS_MAX).contains(count)) {
            return Err(format!("characters must be between 1 and {CHARACTERS_MAX}"));
        }
        Ok(pack)
    }

    /// The rules that apply on a day; a pack that cannot be read was never adopted.
    pub fn on<'a>(packs: impl IntoIterator<Item = &'a PolicyPack>, day: Date) -> Self {
        let own = packs.into_iter().filter(|p| p.kind == PackKind::VisitRules && p.valid_from <= day);
        own.max_by_key(|p| p.valid_from).and_then(|p| Self::parse(&p.rules).ok()).unwrap_or_default()
    }

    /// What a host wants.
    pub fn host(&self, nation: &str) -> Option<&HostRule> {
        self.hosts.iter().find(|host| host.nation == nation)
    }
}
