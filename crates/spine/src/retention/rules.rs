//! When a file is due: pure. The rules are a pack's; nothing of one law stands here.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::Refusal;
use serde::Deserialize;

use super::{HoldReason, RetentionHold};
use crate::limits::RETENTION_MONTHS_MAX;

kernel::choices! {
    /// What starts a period.
    pub enum Trigger { Left = "trigger_left", Expired = "trigger_expired", Refused = "trigger_refused", NotTakenUp = "trigger_not_taken_up" }
}

/// One rule: so long after that, for everybody or for one nation's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What starts the period.
    #[serde(deserialize_with = "trigger")]
    pub trigger: Trigger,
    /// How long, in months.
    pub months: i64,
    /// The nation whose people it is for; everybody without a rule of their own when absent.
    #[serde(default)]
    pub nation: Option<String>,
    /// Where the rule comes from.
    pub source: String,
}

/// The text of a pack of retention rules.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Name of the pack.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// How long the last backup of a destroyed record may exist, in months.
    pub backups_months: i64,
    /// The rules.
    pub rules: Vec<Rule>,
}

fn trigger<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Trigger, D::Error> {
    let code = String::deserialize(from)?;
    Trigger::from_code(&format!("trigger_{code}")).ok_or_else(|| serde::de::Error::custom(format!("{code} starts no period")))
}

impl Rules {
    /// Reads a pack; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = std::collections::HashSet::new();
        for rule in &pack.rules {
            let whose = rule.nation.as_deref().unwrap_or("everybody");
            if !(1..=RETENTION_MONTHS_MAX).contains(&rule.months) {
                return Err(format!("{whose}, {}: months must be between 1 and {RETENTION_MONTHS_MAX}", rule.trigger.code()));
            }
            if !seen.insert((rule.trigger, &rule.nation)) {
                return Err(format!("{whose} has two rules for {}", rule.trigger.code()));
            }
        }
        if !(0..=RETENTION_MONTHS_MAX).contains(&pack.backups_months) {
            return Err(format!("backups: months must be between 0 and {RETENTION_MONTHS_MAX}"));
        }
        Ok(pack)
    }

    /// The rule for a trigger: the nation's own, else everybody's.
    fn rule(&self, trigger: Trigger, nation: &str) -> Option<&Rule> {
        let of = |nation: Option<&str>| self.rules.iter().find(|r| r.trigger == trigger && r.nation.as_deref() == nation);
        of(Some(nation)).or_else(|| of(None))
    }
}

/// What happened to a person, as far as it starts a period or stops it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// Nationality that counts for the authority.
    pub nation: String,
    /// When they left their last post.
    pub left: Option<Date>,
    /// When their last clearance ran out.
    pub expired: Option<Date>,
    /// When they were refused, or a clearance was withdrawn.
    pub refused: Option<Date>,
    /// When the case of somebody who never took up a post ended.
    pub not_taken_up: Option<Date>,
    /// Whether they hold a post.
    pub in_post: bool,
    /// Whether a clearance is valid.
    pub cleared: bool,
    /// Whether something about them is not finished.
    pub open: bool,
}

/// A period that runs or has run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The rule.
    pub rule: Rule,
    /// When it was triggered.
    pub triggered_on: Date,
    /// First day on which the file is due.
    pub due_on: Date,
}

/// How a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing has started a period, or no rule is about what has.
    NoPeriod,
    /// A post is held, a clearance is valid or something is not finished.
    InUse,
    /// The period runs.
    Running(Period),
    /// The period is over and something holds the file.
    Held(Period, HoldReason),
    /// The file is to be disposed of.
    Due(Period),
}

/// How a file stands on a day. Where several periods apply, the one that ends last counts.
pub fn standing(story: &Story, rules: &Rules, holds: &[RetentionHold], day: Date) -> Standing {
    if story.in_post || story.cleared || story.open {
        return Standing::InUse;
    }
    let happened = [
        (Trigger::Left, story.left),
        (Trigger::Expired, story.expired),
        (Trigger::Refused, story.refused),
        (Trigger::NotTakenUp, story.not_taken_up),
    ];
    let periods = happened.into_iter().filter_map(|(trigger, on)| {
        let (on, rule) = (on?, rules.rule(trigger, &story.nation)?);
        let due_on = on.checked_add(rule.months.months()).unwrap_or(Date::MAX);
        Some(Period { rule: rule.clone(), triggered_on: on, due_on })
    });
    let Some(period) = periods.max_by_key(|p| p.due_on) else { return Standing::NoPeriod };
    if day < period.due_on {
        return Standing::Running(period);
    }
    match holds.iter().find(|h| h.stands_on(day)) {
        Some(hold) => Standing::Held(period, hold.reason),
        None => Standing::Due(period),
    }
}

/// What decides whether anything of a person's file may go, as record or on paper.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// What happened to them.
    pub story: Story,
    /// The rules in force.
    pub rules: Option<Rules>,
    /// What was said to hold the file.
    pub holds: Vec<RetentionHold>,
    /// Whether a concern is open; it holds the file without being told.
    pub concerned: bool,
    /// Whether the file is restricted.
    pub restricted: bool,
}

impl Keeping {
    /// The period that is over on a day, or why nothing goes yet. Whatever destroys something of a file asks this.
    pub fn over(&self, day: Date) -> Result<Period, Refusal> {
        let Some(rules) = &self.rules else { return Err(Refusal::new("dispose-no-rules")) };
        // Restricted rather than destroyed: that is what a restriction is for (SÜG s. 19(2)).
        if self.restricted {
            return Err(Refusal::new("dispose-restricted"));
        }
        if self.story.open {
            return Err(Refusal::new("dispose-open"));
        }
        if self.story.cleared {
            return Err(Refusal::new("dispose-cleared"));
        }
        match standing(&self.story, rules, &self.holds, day) {
            Standing::Due(period) if !self.concerned => Ok(period),
            Standing::Due(_) | Standing::Held(..) => Err(Refusal::new("dispose-held")),
            Standing::InUse => Err(Refusal::new("dispose-in-post")),
            Standing::Running(period) => Err(Refusal::new("dispose-not-due").with("due", period.due_on.to_string())),
            Standing::NoPeriod => Err(Refusal::new("dispose-no-period")),
        }
    }
}
