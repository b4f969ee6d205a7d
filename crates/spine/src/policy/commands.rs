//! Adopting a pack: two people.

use jiff::civil::Date;
use kernel::{Duty, Fields, Lifecycle, Record, Refusal, Refused, Register};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use crate::cases::rules::ServiceStandards;
use crate::clearances::audits::AuditChecklists;
use crate::clearances::renewals::RenewalRules;
use crate::clearances::visits::VisitRules;
use crate::holdings::HoldingRules;
use crate::measures::MeasureTargets;
use crate::processing::ProcessingRecord;
use crate::retention;

use super::{ADOPTERS, AuthorityRules, PackKind, PackState, PolicyPack, RULES_CHARS_MAX};

/// The commands on policy packs.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<AdoptPack>()]
}

/// Adopts a pack of rules from a day on.
#[derive(Clone, Debug, Fields)]
pub struct AdoptPack {
    /// What it rules.
    pub kind: PackKind,
    /// First day it applies to.
    pub valid_from: Date,
    /// The rules, as JSON.
    #[field(long, max = RULES_CHARS_MAX)]
    pub rules: String,
}

impl Command for AdoptPack {
    const NAME: &'static str = "policy.adopt";
    const DUTIES: &'static [Duty] = ADOPTERS;
    const ADDS: Option<&'static str> = Some(PolicyPack::NAME);
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "policy";
    type Loaded = (Vec<Record<PolicyPack>>, Vec<(&'static str, Option<&'static Lifecycle>)>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let earlier = loader.view().having::<PolicyPack>("kind", self.kind.code())?;
        let registers = loader.view().manifest.registers().iter().map(|m| (m.def.name, m.def.lifecycle)).collect();
        Ok((earlier, registers))
    }

    fn decide(&self, (earlier, registers): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let unreadable = |error: String| Refusal::new("pack-unreadable").at("rules").with("error", error);
        let (name, source) = match self.kind {
            PackKind::AuthorityRules => {
                let pack = AuthorityRules::parse(&self.rules).map_err(unreadable)?;
                let mut levels = pack.rules.iter().flat_map(|rule| [&rule.level, &rule.psc_from_level]);
                if let Some(unknown) = levels.find(|level| cx.policy.level(level).is_none()) {
                    return Err(Refusal::new("level-unknown").at("rules").with("level", unknown.as_str()).into());
                }
                (pack.name, pack.source)
            }
            PackKind::ServiceStandards => {
                let pack = ServiceStandards::parse(&self.rules).map_err(unreadable)?;
                let open = |lifecycle: &Option<&Lifecycle>, state: &str| lifecycle.and_then(|l| l.state(state)).is_some_and(|s| s.open);
                let step = |register: &str, state: &str| registers.iter().any(|(r, lifecycle)| *r == register && open(lifecycle, state));
                if let Some(other) = pack.standards.iter().find(|s| !step(&s.register, &s.state)) {
                    return Err(unreadable(format!("{} has no step {}", other.register, other.state)).into());
                }
                // What has begun is held against the standard it began under: a pack cannot reach back behind that.
                if !earlier.is_empty() && self.valid_from < cx.today {
                    return Err(Refusal::new("standards-not-backdated").at("valid_from").into());
                }
                (pack.name, pack.source)
            }
            PackKind::Renewals => {
                let pack = RenewalRules::parse(&self.rules).map_err(unreadable)?;
                (pack.name, pack.source)
            }
            PackKind::VisitRules => {
                let pack = VisitRules::parse(&self.rules).map_err(unreadable)?;
                let known = |level: &str| cx.policy.levels.iter().any(|l| l.code == level);
                if !known(&pack.unescorted_from_level) {
                    return Err(Refusal::new("level-unknown").at("rules").with("level", pack.unescorted_from_level.as_str()).into());
                }
                (pack.name, pack.source)
            }
            PackKind::AuditChecklists => {
                let pack = AuditChecklists::parse(&self.rules).map_err(unreadable)?;
                (pack.name, pack.source)
            }
            PackKind::HoldingRules => {
                let pack = HoldingRules::parse(&self.rules).map_err(unreadable)?;
                if let Some(level) = pack.levels().find(|level| cx.policy.level(level).is_none()) {
                    return Err(Refusal::new("level-unknown").at("rules").with("level", level).into());
                }
                (pack.name, pack.source)
            }
            PackKind::Retention => {
                let pack = retention::Rules::parse(&self.rules).map_err(unreadable)?;
                (pack.name, pack.source)
            }
            PackKind::Processing => {
                let pack = ProcessingRecord::parse(&self.rules).map_err(unreadable)?;
                if let Some(other) = pack.registers().find(|named| !registers.iter().any(|(register, _)| register == named)) {
                    return Err(unreadable(format!("there is no register {other}")).into());
                }
                (pack.name, pack.source)
            }
            PackKind::MeasureTargets => {
                let pack = MeasureTargets::parse(&self.rules).map_err(unreadable)?;
                (pack.name, pack.source)
            }
        };
        let edition = earlier.iter().map(|p| p.body.edition).max().unwrap_or(0) + 1;
        let mut changes = Changes::new();
        let id = changes.insert(
            cx.new_id(),
            &PolicyPack {
                kind: self.kind,
                name,
                edition,
                valid_from: self.valid_from,
                state: PackState::InForce,
                source,
                rules: self.rules.clone(),
                recorded_by: cx.recorder(),
                verified_by: cx.person,
            },
        );
        for old in earlier.iter().filter(|p| p.body.state == PackState::InForce && p.body.valid_from >= self.valid_from) {
            changes.update(&old.head, &PolicyPack { state: PackState::Superseded, ..old.body.clone() });
        }
        changes.answer_with(id);
        Ok(changes)
    }
}
