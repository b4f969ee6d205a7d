//! The rules of holdings as data, and what follows from them; pure. No level, period or register of any authority stands in code: a pack of kind
//! `holding_rules` says them, and until there is one the defaults of the design apply.

use std::collections::HashSet;

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{Codes, Level};
use serde::Deserialize;

use crate::mail::RECEIPT_DAYS;
use crate::policy::{PackKind, PolicyPack};

/// Longest time for a receipt that a pack can name, in days.
const RECEIPT_DAYS_MAX: i64 = 365;
/// Longest time between two musters that a pack can name, in months.
const MUSTER_MONTHS_MAX: i32 = 120;
/// Longest code of a register.
const REGISTER_CODE_CHARS_MAX: usize = 8;

/// A register of its own for items from a level up, or of a category.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRegister {
    /// The short name that stands in its numbers.
    pub code: String,
    /// Items from this level up.
    #[serde(default)]
    pub from_level: Option<String>,
    /// Items of this category.
    #[serde(default)]
    pub category: Option<String>,
}

/// The text of a pack of kind `holding_rules`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldingRules {
    /// Name of the pack.
    pub name: String,
    /// Where the rules come from.
    pub source: String,
    /// The register of what has none of its own.
    pub register: String,
    /// Registers of their own; the first that fits takes an item.
    pub registers: Vec<ItemRegister>,
    /// A receipt is wanted after so many days.
    pub receipt_days: i64,
    /// A receipt that is overdue, or a copy that is lost, may be an incident from this level up.
    pub incident_from_level: String,
    /// Another person approves a reproduction from this level up.
    pub approval_from_level: String,
    /// The originator's consent is needed for a reproduction from this level up.
    pub consent_from_level: String,
    /// The same for items of these categories, whatever their level.
    pub consent_categories: Vec<String>,
    /// A control point that holds items from this level up is mustered.
    pub muster_from_level: String,
    /// So many months lie between two musters at most.
    pub muster_months: i32,
    /// A cleared witness sees a destruction from this level up.
    pub witness_from_level: String,
}

impl Default for HoldingRules {
    /// The values of the desk's specification (CL-14, SP-02). That CTS and ATOMAL stand in registers of their own, and who approves reproductions, is
    /// the usual practice and not verified against any directive: an office enters its own.
    fn default() -> Self {
        let own = |code: &str, from_level: Option<&str>, category: Option<&str>| ItemRegister {
            code: code.to_owned(),
            from_level: from_level.map(str::to_owned),
            category: category.map(str::to_owned),
        };
        Self {
            name: String::new(),
            source: String::new(),
            register: "CTL".to_owned(),
            registers: vec![own("ATOMAL", None, Some("ATOMAL")), own("CTS", Some("TS"), None)],
            receipt_days: RECEIPT_DAYS,
            incident_from_level: "C".to_owned(),
            approval_from_level: "S".to_owned(),
            consent_from_level: "TS".to_owned(),
            consent_categories: vec!["ATOMAL".to_owned()],
            muster_from_level: "TS".to_owned(),
            muster_months: 12,
            witness_from_level: "S".to_owned(),
        }
    }
}

/// Whether a level is at or above one the rules name; a level the policy does not know is treated as the highest.
pub fn at_least(level: &Level, from: &str, policy: &SecurityPolicy) -> bool {
    let rank = |code: &str| policy.rank(&Level(code.to_owned()));
    rank(&level.0).is_none_or(|have| rank(from).is_none_or(|from| have >= from))
}

impl HoldingRules {
    /// Reads a pack; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = HashSet::new();
        let codes = pack.registers.iter().map(|r| r.code.as_str()).chain([pack.register.as_str()]);
        for code in codes {
            let sound = (2..=REGISTER_CODE_CHARS_MAX).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase());
            if !sound || !seen.insert(code) {
                return Err(format!("{code} is no short name of a register, or stands twice"));
            }
        }
        if let Some(all) = pack.registers.iter().find(|r| r.from_level.is_none() && r.category.is_none()) {
            return Err(format!("{} takes every item: name a level or a category", all.code));
        }
        if !(1..=RECEIPT_DAYS_MAX).contains(&pack.receipt_days) {
            return Err(format!("receipt_days must be between 1 and {RECEIPT_DAYS_MAX}"));
        }
        if !(1..=MUSTER_MONTHS_MAX).contains(&pack.muster_months) {
            return Err(format!("muster_months must be between 1 and {MUSTER_MONTHS_MAX}"));
        }
        Ok(pack)
    }

    /// Every level the pack names.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        let named = [
            &self.incident_from_level,
            &self.approval_from_level,
            &self.consent_from_level,
            &self.muster_from_level,
            &self.witness_from_level,
        ];
        named.into_iter().chain(self.registers.iter().filter_map(|r| r.from_level.as_ref())).map(String::as_str)
    }

    /// The rules that apply on a day; a pack that cannot be read was never adopted.
    pub fn on<'a>(packs: impl IntoIterator<Item = &'a PolicyPack>, day: Date) -> Self {
        let own = packs.into_iter().filter(|p| p.kind == PackKind::HoldingRules && p.valid_from <= day);
        own.max_by_key(|p| p.valid_from).and_then(|p| Self::parse(&p.rules).ok()).unwrap_or_default()
    }

    /// The register an item belongs into.
    pub fn register_of(&self, level: &Level, categories: &Codes, policy: &SecurityPolicy) -> &str {
        let fits = |r: &&ItemRegister| {
            r.from_level.as_ref().is_none_or(|from| at_least(level, from, policy))
                && r.category.as_ref().is_none_or(|category| categories.contains(category))
        };
        self.registers.iter().find(fits).map_or(&self.register, |r| &r.code)
    }

    /// Whether the originator must consent to a reproduction.
    pub fn takes_consent(&self, level: &Level, categories: &Codes, policy: &SecurityPolicy) -> bool {
        at_least(level, &self.consent_from_level, policy) || self.consent_categories.iter().any(|category| categories.contains(category))
    }
}

/// When a control point is to be mustered: so many months after its last muster, or after the first such item came if that was later.
pub fn muster_due(first_charged: Date, last: Option<Date>, months: i32) -> Date {
    let from = last.map_or(first_charged, |last| last.max(first_charged));
    from.checked_add(months.months()).unwrap_or(Date::MAX)
}
