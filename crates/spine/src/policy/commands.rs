//! Adopting a pack: two people.

use jiff::civil::Date;
use kernel::{Duty, Fields, Record, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

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
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "policy";
    type Loaded = Vec<Record<PolicyPack>>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.view().having::<PolicyPack>("kind", self.kind.code())
    }

    fn decide(&self, earlier: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let pack = AuthorityRules::parse(&self.rules).map_err(|e| Refusal::new("pack-unreadable").at("rules").with("error", e))?;
        let unknown = pack.rules.iter().find(|r| !cx.policy.levels.iter().any(|l| l.code == r.level));
        if let Some(rule) = unknown {
            return Err(Refusal::new("level-unknown").at("rules").with("level", rule.level.as_str()).into());
        }
        let edition = earlier.iter().map(|p| p.body.edition).max().unwrap_or(0) + 1;
        let mut changes = Changes::new();
        let id = changes.insert(
            cx.new_id(),
            &PolicyPack {
                kind: self.kind,
                name: pack.name,
                edition,
                valid_from: self.valid_from,
                state: PackState::InForce,
                source: pack.source,
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
