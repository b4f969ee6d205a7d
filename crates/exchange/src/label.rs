//! Labels and clearances as other systems write them (ADatP-4774): a confidentiality label on a thing, a confidentiality clearance of somebody. Read
//! in the parser child, held against the policy of this instance afterwards; written from the policy.

use std::io;

use kernel::marking::{CategoryDef, CategoryKind, Equivalent, Mark, SecurityPolicy};
use kernel::{Codes, Lang, Level};
use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding};
use crate::limits;
use crate::normalise::levels::Words;
use crate::normalise::nations::{self, Nation};
use crate::xml::{self, Build, Element, Fault};

/// The namespace of labels.
pub const LABEL: &str = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0";
/// The namespace of clearances.
pub const CLEARANCE: &str = "urn:nato:stanag:4774:confidentialityclearance:1:0";
/// What the file of a label is called where it goes along with something.
pub const FILE: &str = "label.xml";
const LABEL_ROOT: &str = "ConfidentialityLabel";
const CLEARANCE_ROOT: &str = "ConfidentialityClearance";

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Of {
    /// What something is marked.
    Thing,
    /// What somebody may see.
    Somebody,
}

/// A tag set of a file with its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Name of the set.
    pub name: String,
    /// The values, by name.
    pub values: Vec<String>,
}

/// A label or clearance as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    /// What it is about.
    pub of: Of,
    /// The policy, by name.
    pub policy: String,
    /// The policy, by identifier; empty when the file has none.
    pub policy_id: String,
    /// The classification of a label; those of a clearance.
    pub classifications: Vec<String>,
    /// The categories.
    pub tags: Vec<Tag>,
}

/// What a file means under this instance's policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The level; of a clearance the highest. None when it is not understood.
    pub level: Option<Level>,
    /// The categories that are understood.
    pub categories: Codes,
    /// What was not understood, or only by an equivalence.
    pub findings: Vec<Finding>,
}

/// Reads a label or a clearance.
///
/// # Errors
/// One finding: neither of them, too large or too deep, with a document type, or without something it needs.
pub fn read(bytes: &[u8]) -> Result<Labelled, Finding> {
    let too_large = |what: &str, most: usize| Finding::new(Code::LabelTooLarge).value(what).meaning(most.to_string());
    if bytes.len() > limits::LABEL_BYTES {
        return Err(too_large("bytes", limits::LABEL_BYTES));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Finding::new(Code::WrongEncoding))?;
    let root = xml::tree(text, limits::LABEL_ELEMENTS).map_err(|fault| match fault {
        Fault::Damaged(why) => Finding::new(Code::LabelDamaged).value(why),
        Fault::Dtd => Finding::new(Code::LabelDtd),
        Fault::TooLarge(what, most) => too_large(what, most),
        Fault::Nothing => Finding::new(Code::NotALabel),
    })?;
    let (of, holder) = match (root.name.as_str(), root.space.as_str()) {
        (LABEL_ROOT, LABEL) => (Of::Thing, needed(&root, "ConfidentialityInformation")?),
        (CLEARANCE_ROOT, CLEARANCE) => (Of::Somebody, &root),
        _ => return Err(Finding::new(Code::NotALabel).value(root.name)),
    };
    let policy = needed(holder, "PolicyIdentifier")?;
    let classified = match of {
        Of::Thing => holder,
        Of::Somebody => needed(holder, "ClassificationList")?,
    };
    let classifications: Vec<String> = classified.all("Classification").map(said).filter(|c| !c.is_empty()).collect();
    // A thing has one level; somebody may have none.
    if of == Of::Thing && classifications.len() != 1 {
        return Err(Finding::new(Code::LabelIncomplete).value(holder.called()).meaning("Classification"));
    }
    let tag = |category: &Element| Tag {
        name: category.get("TagName").unwrap_or_default().to_owned(),
        values: category.all("GenericValue").map(said).filter(|v| !v.is_empty()).collect(),
    };
    Ok(Labelled {
        of,
        policy: said(policy),
        policy_id: policy.get("URI").unwrap_or_default().trim_start_matches("urn:oid:").to_owned(),
        classifications,
        tags: holder.all("Category").map(tag).collect(),
    })
}

fn said(element: &Element) -> String {
    element.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn needed<'a>(element: &'a Element, child: &str) -> Result<&'a Element, Finding> {
    element.child(child).ok_or_else(|| Finding::new(Code::LabelIncomplete).value(element.called()).meaning(child))
}

impl Labelled {
    /// What it means here: by the names of this policy; of another policy by the table of equivalences, which is the file's in force and the house's
    /// own, and never by a word that looks like another level's.
    pub fn meaning(&self, policy: &SecurityPolicy) -> Meaning {
        let mut meaning = Meaning::default();
        let own = self.policy_id == policy.oid || key(&self.policy) == key(&policy.name);
        let mut levels: Vec<Level> = Vec::new();
        let table = Words::of(policy);
        for word in &self.classifications {
            match if own { ours(policy, word) } else { self.elsewhere(policy, &table, word) } {
                Ok(level) => {
                    if !own {
                        let as_ = policy.name(&level.0, Lang::En).to_owned();
                        meaning.findings.push(Finding::new(Code::LabelByEquivalence).value(format!("{} {word}", self.policy)).meaning(as_));
                    }
                    levels.push(level);
                }
                Err((code, traps)) => meaning.findings.push(Finding::new(code).value(word.clone()).meaning(traps)),
            }
        }
        // A label has one level; of a clearance the highest counts, since it covers the lower.
        meaning.level = levels.into_iter().max_by_key(|level| policy.rank(level));
        let mut codes = Vec::new();
        for (tag, value) in self.tags.iter().flat_map(|tag| tag.values.iter().map(move |value| (tag, value))) {
            let set = |at: usize| policy.tag_sets.get(at).is_some_and(|set| key(&set.name) == key(&tag.name));
            let known = policy.categories.iter().find(|c| (key(&c.name) == key(value) || c.lacv == *value) && (!own || set(c.set)));
            match known.or_else(|| if own { None } else { self.translated(policy, value) }) {
                Some(category) => {
                    if key(&category.name) != key(value) && category.lacv != *value {
                        meaning.findings.push(Finding::new(Code::LabelByEquivalence).value(value.clone()).meaning(category.code.clone()));
                    }
                    codes.push(category.code.clone());
                }
                None => meaning.findings.push(Finding::new(Code::LabelUnknownCategory).value(value.clone()).meaning(tag.name.clone())),
            }
        }
        meaning.categories = Codes::new(codes);
        meaning
    }

    /// What the file in force says of the policy of this label, of levels or of categories.
    fn said<'p>(&self, policy: &'p SecurityPolicy, word: &str, of_level: bool) -> Option<&'p Equivalent> {
        let theirs = policy.equivalents.iter().filter(|e| e.reads() && e.set.is_empty() == of_level && key(&e.policy) == key(&self.policy));
        let mut meant = theirs.filter(|e| e.lacv == word || e.words.iter().any(|own| key(own) == key(word)));
        meant.next()
    }

    fn elsewhere(&self, policy: &SecurityPolicy, table: &Words, word: &str) -> Result<Level, (Code, String)> {
        if let Some(said) = self.said(policy, word, true) {
            return Ok(Level(said.of.clone()));
        }
        let level = table.of_policy(&self.policy, word).map_err(|traps| {
            let told: Vec<String> = traps.iter().map(|level| format!("{} {}", level.policy, level.code)).collect();
            (if traps.is_empty() { Code::UnknownLevel } else { Code::TrapWord }, told.join(", "))
        })?;
        policy.level(&level.code).map(|l| Level(l.code.clone())).ok_or((Code::UnknownLevel, String::new()))
    }

    /// A category of another policy as the file in force has it; a party written with a code that is not ISO 3166 as the party it stands for.
    fn translated<'p>(&self, policy: &'p SecurityPolicy, value: &str) -> Option<&'p CategoryDef> {
        let nation = match nations::parse(value) {
            Some(Nation::Alias(alpha3)) => policy.category(alpha3).filter(|c| policy.kind(&c.code) == Some(CategoryKind::Permissive)),
            _ => None,
        };
        self.said(policy, value, false).and_then(|said| policy.category(&said.of)).or(nation)
    }
}

/// How names are compared: without regard to case and to how words are parted.
fn key(name: &str) -> String {
    kernel::fold::words(name).join(" ")
}

fn ours(policy: &SecurityPolicy, word: &str) -> Result<Level, (Code, String)> {
    let phrases = |l: &kernel::marking::LevelDef| [l.name.clone(), l.code.clone(), l.marking.en.clone(), l.marking.fr.clone()];
    let found = policy.levels.iter().find(|l| phrases(l).iter().any(|phrase| key(phrase) == key(word)));
    found.map(|l| Level(l.code.clone())).ok_or((Code::UnknownLevel, String::new()))
}

/// Writes the label of a marking; none where no label can say it.
///
/// # Errors
/// Those of writing to memory, which do not occur.
pub fn write_mark(policy: &SecurityPolicy, mark: &Mark) -> io::Result<Option<Vec<u8>>> {
    element(policy, mark).map(|label| xml::write(&label)).transpose()
}

/// The same as a text to go along with a document or a mail; empty where no label can say it.
pub fn text(policy: &SecurityPolicy, mark: &Mark) -> String {
    let written = write_mark(policy, mark).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
    written.unwrap_or_default()
}

/// Writes what something is marked.
///
/// # Errors
/// Those of writing to memory, which do not occur.
pub fn write_label(policy: &SecurityPolicy, level: &Level, categories: &Codes) -> io::Result<Vec<u8>> {
    xml::write(&build(policy, level, categories))
}

fn build(policy: &SecurityPolicy, level: &Level, categories: &Codes) -> Build {
    let held = [identifier(policy), classification(policy, level)].into_iter().chain(tags(policy, categories));
    let information = Build::new("ConfidentialityInformation").holding(held);
    Build::new(LABEL_ROOT).with("xmlns", LABEL).holding([information])
}

/// The label of a marking as an element, to stand in a file of ours; none where no label can say it.
pub fn element(policy: &SecurityPolicy, mark: &Mark) -> Option<Build> {
    policy.label(mark).map(|(level, categories)| build(policy, &level, &categories))
}

/// Writes what somebody may see: their level and every lower one; of somebody without access no level at all.
///
/// # Errors
/// Those of writing to memory, which do not occur.
pub fn write_clearance(policy: &SecurityPolicy, level: Option<&Level>, categories: &Codes) -> io::Result<Vec<u8>> {
    let rank = level.and_then(|level| policy.rank(level));
    let levels = policy.levels.iter().filter(|l| rank.is_some_and(|rank| l.rank <= rank) && !l.obsolete);
    let list = Build::new("ClassificationList").holding(levels.map(|l| classification(policy, &Level(l.code.clone()))));
    let held = [identifier(policy), list].into_iter().chain(tags(policy, categories));
    xml::write(&Build::new(CLEARANCE_ROOT).with("xmlns", CLEARANCE).holding(held))
}

fn identifier(policy: &SecurityPolicy) -> Build {
    Build::text("PolicyIdentifier", policy.name.clone()).with("URI", format!("urn:oid:{}", policy.oid))
}

fn classification(policy: &SecurityPolicy, level: &Level) -> Build {
    Build::text("Classification", policy.level(&level.0).map_or_else(|| level.0.clone(), |l| l.name.clone()))
}

/// The categories by their sets, in the order of the policy.
fn tags(policy: &SecurityPolicy, categories: &Codes) -> Vec<Build> {
    let sets = policy.tag_sets.iter().enumerate().map(|(at, set)| {
        let values: Vec<Build> = categories
            .iter()
            .filter_map(|code| policy.category(code).filter(|c| c.set == at))
            .map(|c| Build::text("GenericValue", c.name.clone()))
            .collect();
        let kind = match set.kind {
            CategoryKind::Restrictive => "RESTRICTIVE",
            CategoryKind::Permissive => "PERMISSIVE",
            CategoryKind::Informative => "INFORMATIVE",
        };
        (!values.is_empty()).then(|| Build::new("Category").with("TagName", set.name.clone()).with("Type", kind).holding(values))
    });
    sets.flatten().collect()
}
