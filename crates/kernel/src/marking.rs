//! Markings: levels and categories as data of the security policy in force (an XML SPIF, read by `exchange::spif`), never an enum of one
//! organisation. What a marking asks of a reader, and what several of them come to together, is in `mark`.

mod mark;

use std::collections::BTreeMap;

pub use mark::{Clearance, Mark};

use crate::{Codes, FieldDef, FieldKind, FieldType, Lang, Level, Refusal, Text, Value};

/// A security policy: which levels there are, how they rank, which categories go with them, what all of it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityPolicy {
    /// Name of the policy.
    pub name: String,
    /// Its object identifier.
    pub oid: String,
    /// Version of the file.
    pub version: String,
    /// Levels of information and of clearances, lowest first; no two have one rank.
    pub levels: Vec<LevelDef>,
    /// Sets of categories in the order in which a marking names them.
    pub tag_sets: Vec<TagSet>,
    /// Categories a clearance or a label can carry, in the order of the file.
    pub categories: Vec<CategoryDef>,
    /// The highest level this system may hold; without one it may hold nothing.
    pub ceiling: Option<Level>,
    /// From how many rows on a list is marked higher than each of them.
    pub aggregation: Vec<Aggregation>,
    /// Whether the files of a nation are closed to its nationals.
    pub own_national_rule: bool,
    /// What levels and categories of other policies correspond to ours.
    pub equivalents: Vec<Equivalent>,
}

/// One level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelDef {
    /// Code, as stored: capital letters.
    pub code: String,
    /// Name in the policy file.
    pub name: String,
    /// Number that stands for it in a machine-readable label.
    pub lacv: String,
    /// The file's hierarchy: higher covers lower.
    pub rank: i64,
    /// Not given to anything new.
    pub obsolete: bool,
    /// The policy's word before the level, such as COSMIC; empty when none is shown.
    pub word: Text,
    /// What the level is called without that word.
    pub phrase: Text,
    /// The marking of the level alone, with the policy's word.
    pub marking: Text,
    /// Categories it cannot go without.
    pub required: Vec<Required>,
}

/// What holding a category means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CategoryKind {
    /// Every one on a label must be held.
    Restrictive,
    /// Of each set on a label at least one must be held.
    Permissive,
    /// Shown, asked of nobody.
    Informative,
}

/// Categories of one kind that are shown together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagSet {
    /// Name in the policy file; with the tag's own name where a set of the file has several tags.
    pub name: String,
    /// Its object identifier.
    pub oid: String,
    /// What holding one means.
    pub kind: CategoryKind,
    /// Whether a label carries at most one of them.
    pub single: bool,
    /// Before the first, such as `REL TO `.
    pub prefix: Text,
    /// Between two.
    pub separator: Text,
    /// After the last, such as ` ONLY`.
    pub suffix: Text,
}

/// One category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryDef {
    /// Code, as stored: capital letters, no space, unique in the policy.
    pub code: String,
    /// Name in the policy file.
    pub name: String,
    /// Number that stands for it in a machine-readable label.
    pub lacv: String,
    /// Its set, as a place in `SecurityPolicy::tag_sets`.
    pub set: usize,
    /// Not given to anything new.
    pub obsolete: bool,
    /// How a marking names it; empty when it is not shown.
    pub phrase: Text,
    /// What stands for the policy's word on a label that carries it.
    pub word: Option<Text>,
    /// Codes of the levels it cannot go with.
    pub excluded_levels: Vec<String>,
    /// Code of the only level it can go with.
    pub required_level: Option<String>,
    /// Categories it cannot go without.
    pub required: Vec<Required>,
    /// Codes of categories it cannot go with.
    pub excluded: Vec<String>,
}

/// How many of a group of categories are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Exactly one.
    OnlyOne,
    /// At least one.
    OneOrMore,
    /// All.
    All,
}

/// Categories of which some must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// How many.
    pub operation: Operation,
    /// Their codes.
    pub of: Vec<String>,
}

impl Required {
    fn holds(&self, categories: &Codes) -> bool {
        let there = self.of.iter().filter(|code| categories.contains(code)).count();
        match self.operation {
            Operation::OnlyOne => there == 1,
            Operation::OneOrMore => there > 0,
            Operation::All => there == self.of.len(),
        }
    }
}

/// From so many rows of a level (or a higher one) on, a list of them is marked higher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregation {
    /// So many rows.
    pub rows: usize,
    /// Code of their level.
    pub of: String,
    /// Code of the level of the list.
    pub marked: String,
}

/// A level or category of another policy that corresponds to one of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivalent {
    /// Our code.
    pub of: String,
    /// Name of the other policy.
    pub policy: String,
    /// Identifier of the other policy's tag set; empty for a level.
    pub set: String,
    /// The other policy's number.
    pub lacv: String,
    /// `encrypt` (ours to theirs), `decrypt` (theirs to ours) or `both`.
    pub applied: String,
    /// What the other policy calls it; the format has numbers only, so the names stand in our extension.
    pub words: Vec<String>,
}

impl Equivalent {
    /// Whether it says what something of the other policy is here.
    pub fn reads(&self) -> bool {
        self.applied != "encrypt"
    }
}

impl SecurityPolicy {
    /// A level by its code.
    pub fn level(&self, code: &str) -> Option<&LevelDef> {
        self.levels.iter().find(|l| l.code == code)
    }

    /// A category by its code.
    pub fn category(&self, code: &str) -> Option<&CategoryDef> {
        self.categories.iter().find(|c| c.code == code)
    }

    /// What holding this category means; `None` when the policy does not know it.
    pub fn kind(&self, code: &str) -> Option<CategoryKind> {
        self.tag_sets.get(self.category(code)?.set).map(|set| set.kind)
    }

    /// The rank of a level; `None` when the policy does not know it.
    pub fn rank(&self, level: &Level) -> Option<i64> {
        self.level(&level.0).map(|l| l.rank)
    }

    /// The level of this rank.
    pub fn level_at(&self, rank: i64) -> Option<Level> {
        self.levels.iter().find(|l| l.rank == rank).map(|l| Level(l.code.clone()))
    }

    /// The place of a rank among the levels, lowest 0: what a page colours by.
    pub fn place(&self, rank: i64) -> usize {
        self.levels.iter().filter(|l| l.rank < rank).count()
    }

    /// The lowest rank, that of nothing at all.
    pub fn lowest(&self) -> i64 {
        self.levels.first().map_or(0, |l| l.rank)
    }

    /// What the level is called; its code when the policy does not know it.
    pub fn name<'a>(&'a self, code: &'a str, lang: Lang) -> &'a str {
        self.level(code).map_or(code, |l| l.marking.get(lang))
    }

    /// The rank of the highest level this system may hold; below every level when none is said.
    pub fn ceiling_rank(&self) -> i64 {
        self.ceiling.as_ref().and_then(|level| self.rank(level)).unwrap_or(i64::MIN)
    }

    /// Why a level cannot be given to anything here: unknown, or above the ceiling.
    pub fn refuses(&self, level: &Level) -> Option<Refusal> {
        let code = match self.rank(level) {
            None => "level-unknown",
            Some(rank) if rank > self.ceiling_rank() => "level-above-ceiling",
            Some(_) => return None,
        };
        Some(Refusal::new(code).with("level", level.0.as_str()))
    }

    /// The levels among values that this policy does not know.
    pub fn unknown_levels(&self, fields: &[FieldDef], values: &[Value]) -> Vec<Refusal> {
        let unknown = |(field, value): (&FieldDef, &Value)| match (field.kind, value) {
            (FieldKind::Level, Value::Text(code)) if self.level(code).is_none() => {
                Some(Refusal::new("level-unknown").at(field.name).with("level", code.as_str()))
            }
            _ => None,
        };
        fields.iter().zip(values).filter_map(unknown).collect()
    }

    /// The categories among values that this policy does not know, in fields that hold categories.
    pub fn unknown_categories(&self, fields: &[FieldDef], values: &[Value]) -> Vec<Refusal> {
        let of_categories = |field: &FieldDef| field.kind == FieldKind::Codes && field.name.ends_with("categories");
        let codes = |(field, value)| Some((field, Codes::from_value(value).ok()?));
        let held = fields.iter().zip(values).filter(|(field, _)| of_categories(field)).filter_map(codes);
        let unknown = |(field, codes): (&FieldDef, Codes)| -> Vec<Refusal> {
            let strange = codes.iter().filter(|code| self.category(code).is_none());
            strange.map(|code| Refusal::new("category-unknown").at(field.name).with("category", code)).collect()
        };
        held.flat_map(unknown).collect()
    }

    /// Whether a category can go with a level.
    fn fits(&self, code: &str, level: &Level) -> bool {
        self.rank(level).is_some()
            && self.category(code).is_some_and(|c| {
                !c.excluded_levels.contains(&level.0) && c.required_level.as_ref().is_none_or(|required| *required == level.0)
            })
    }

    /// Categories that cannot go with this level, or that the policy does not know.
    pub fn misplaced<'a>(&self, level: &Level, categories: &'a Codes) -> Vec<&'a str> {
        categories.iter().filter(|code| !self.fits(code, level)).collect()
    }

    /// All that is wrong with a marking of this level and these categories, for something new.
    pub fn faults(&self, level: &Level, categories: &Codes) -> Vec<Refusal> {
        let Some(def) = self.level(&level.0) else { return self.refuses(level).into_iter().collect() };
        let mut wrong: Vec<Refusal> = self.refuses(level).into_iter().collect();
        if def.obsolete {
            wrong.push(Refusal::new("level-obsolete").with("level", level.0.as_str()));
        }
        let asks = |required: &[Required]| {
            let missing = required.iter().find(|group| !group.holds(categories))?;
            Some(Refusal::new("category-required").with("categories", missing.of.join(", ")).with("level", level.0.as_str()))
        };
        wrong.extend(asks(&def.required));
        for code in categories.iter() {
            let told = |name: &'static str| Refusal::new(name).with("category", code).with("level", level.0.as_str());
            wrong.extend((!self.fits(code, level)).then(|| told("category-misplaced")));
            let Some(category) = self.category(code) else { continue };
            wrong.extend(category.obsolete.then(|| told("category-obsolete")));
            wrong.extend(asks(&category.required));
            wrong.extend(category.excluded.iter().find(|other| categories.contains(other)).map(|_| told("category-excluded")));
        }
        for (at, set) in self.tag_sets.iter().enumerate().filter(|(_, set)| set.single) {
            if categories.iter().filter(|code| self.category(code).is_some_and(|c| c.set == at)).count() > 1 {
                wrong.push(Refusal::new("category-single").with("set", set.name.as_str()));
            }
        }
        wrong
    }

    /// What a marking is made of: its level and every category, as a machine-readable label has them. None where no label can say it: a rank above
    /// every level, or releases that leave nobody.
    pub fn label(&self, mark: &Mark) -> Option<(Level, Codes)> {
        let level = self.levels.iter().find(|l| l.rank >= mark.rank)?;
        if mark.releasable.values().any(Codes::is_empty) {
            return None;
        }
        let codes = mark.caveats.iter().chain(mark.informative.iter()).chain(mark.releasable.values().flat_map(Codes::iter));
        Some((Level(level.code.clone()), Codes::new(codes.map(str::to_owned))))
    }

    /// The rank a list has for its number of rows alone: `rows` counts them by rank.
    pub fn aggregated(&self, rows: &BTreeMap<i64, usize>) -> i64 {
        let rank = |code: &str| self.level(code).map(|l| l.rank);
        let reached = self.aggregation.iter().filter_map(|rule| {
            let from = rank(&rule.of)?;
            (rows.range(from..).map(|(_, count)| count).sum::<usize>() >= rule.rows).then(|| rank(&rule.marked))?
        });
        reached.max().unwrap_or_else(|| self.lowest())
    }
}

#[cfg(test)]
mod tests;
