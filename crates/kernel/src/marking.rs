//! Markings: levels and categories as data of the security policy in force, never an enum of one organisation.

use serde::Deserialize;

use crate::{Codes, Lang, Level};

/// A security policy: which levels there are, how they rank, what they are called.
#[derive(Clone, Debug, Deserialize)]
pub struct SecurityPolicy {
    /// Name of the policy, shown before nothing and stored nowhere.
    pub name: String,
    /// Levels of information and of clearances, lowest first.
    pub levels: Vec<LevelDef>,
    /// Categories a clearance or a label can carry.
    pub categories: Vec<CategoryDef>,
    /// The highest level this system may hold.
    pub ceiling: String,
    /// Whether the files of a nation are closed to its nationals.
    #[serde(default)]
    pub own_national_rule: bool,
}

/// One level.
#[derive(Clone, Debug, Deserialize)]
pub struct LevelDef {
    /// Code, as stored.
    pub code: String,
    /// Rank: higher covers lower.
    pub rank: i64,
    /// English name of the marking.
    pub en: String,
    /// French name of the marking.
    pub fr: String,
}

/// One category.
#[derive(Clone, Debug, Deserialize)]
pub struct CategoryDef {
    /// Code, as stored.
    pub code: String,
    /// Lowest level it can go with.
    pub from_level: String,
}

impl SecurityPolicy {
    /// Reads the policy file; says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let policy: Self = serde_json::from_str(text).map_err(|e| format!("security policy: {e}"))?;
        let known = |code: &str| policy.levels.iter().any(|l| l.code == code);
        if !known(&policy.ceiling) {
            return Err(format!("security policy: ceiling {} is not one of its levels", policy.ceiling));
        }
        policy
            .categories
            .iter()
            .find(|c| !known(&c.from_level))
            .map_or(Ok(()), |c| Err(format!("security policy: category {} starts at an unknown level", c.code)))?;
        Ok(policy)
    }

    /// The rank of a level; `None` when the policy does not know it.
    pub fn rank(&self, level: &Level) -> Option<i64> {
        self.levels.iter().find(|l| l.code == level.0).map(|l| l.rank)
    }

    /// The level of this rank.
    pub fn level_at(&self, rank: i64) -> Option<Level> {
        self.levels.iter().find(|l| l.rank == rank).map(|l| Level(l.code.clone()))
    }

    /// What the level is called; its code when the policy does not know it.
    pub fn name<'a>(&'a self, code: &'a str, lang: Lang) -> &'a str {
        self.levels.iter().find(|l| l.code == code).map_or(code, |l| match lang {
            Lang::En => &l.en,
            Lang::Fr => &l.fr,
        })
    }

    /// The rank of the highest level this system may hold.
    pub fn ceiling_rank(&self) -> i64 {
        self.rank(&Level(self.ceiling.clone())).unwrap_or(0)
    }

    /// Categories that cannot go with this level, or that the policy does not know.
    pub fn misplaced<'a>(&self, level: &Level, categories: &'a Codes) -> Vec<&'a str> {
        let rank = self.rank(level).unwrap_or(-1);
        let fits = |code: &&str| {
            let from = self.categories.iter().find(|c| c.code == **code).and_then(|c| self.rank(&Level(c.from_level.clone())));
            from.is_some_and(|from| from <= rank)
        };
        categories.iter().filter(|c| !fits(c)).collect()
    }
}
