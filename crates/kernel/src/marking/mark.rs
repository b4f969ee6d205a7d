//! Labels and clearances as ADatP-4774 compares them, and the high-water mark of several labels.

use std::collections::BTreeMap;

use super::{CategoryKind, SecurityPolicy};
use crate::{Codes, Head, Label, Lang, Refusal};

/// What a marking asks of a reader: a level, and categories by what holding them means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Rank of its level.
    pub rank: i64,
    /// Restrictive categories, and those the policy does not know: every one must be held.
    pub caveats: Codes,
    /// Permissive categories by the name of their set. A set that is absent leaves it open to all; one without a category, to nobody.
    pub releasable: BTreeMap<String, Codes>,
    /// Categories that are shown and asked of nobody.
    pub informative: Codes,
}

/// What a reader holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clearance {
    /// Rank of the highest level.
    pub rank: i64,
    /// Categories of every kind.
    pub categories: Codes,
}

impl Mark {
    /// Of nothing at all: the lowest level, open to all.
    pub fn nothing(policy: &SecurityPolicy) -> Self {
        Self { rank: policy.lowest(), ..Self::default() }
    }

    /// Of a level's rank and categories of any kind.
    pub fn of<'c>(policy: &SecurityPolicy, rank: i64, categories: impl IntoIterator<Item = &'c str>) -> Self {
        let (mut caveats, mut informative) = (Vec::new(), Vec::new());
        let mut releasable: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for code in categories {
            let set = policy.category(code).and_then(|c| policy.tag_sets.get(c.set));
            match set.map(|set| (set.kind, &set.name)) {
                Some((CategoryKind::Permissive, name)) => releasable.entry(name.clone()).or_default().push(code.to_owned()),
                Some((CategoryKind::Informative, _)) => informative.push(code.to_owned()),
                // What nobody knows nobody holds.
                Some((CategoryKind::Restrictive, _)) | None => caveats.push(code.to_owned()),
            }
        }
        let releasable = releasable.into_iter().map(|(name, codes)| (name, Codes::new(codes))).collect();
        Self { rank, caveats: Codes::new(caveats), releasable, informative: Codes::new(informative) }
    }

    /// The high-water mark of two: the higher level, all that either restricts, and open only to those to whom both are.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        let both = |a: &Codes, b: &Codes| Codes::new(a.iter().chain(b.iter()).map(str::to_owned));
        let mut releasable = self.releasable.clone();
        for (set, codes) in &other.releasable {
            let common = |ours: &Codes| Codes::new(ours.iter().filter(|c| codes.contains(c)).map(str::to_owned));
            let now = releasable.get(set).map_or_else(|| codes.clone(), common);
            releasable.insert(set.clone(), now);
        }
        Self {
            rank: self.rank.max(other.rank),
            caveats: both(&self.caveats, &other.caveats),
            releasable,
            informative: both(&self.informative, &other.informative),
        }
    }

    /// Whether this marking asks at least what the other does: a page under it may show the other.
    pub fn covers(&self, other: &Self) -> bool {
        let narrower = |(set, codes): (&String, &Codes)| self.releasable.get(set).is_some_and(|own| own.iter().all(|c| codes.contains(c)));
        self.rank >= other.rank && other.caveats.iter().all(|c| self.caveats.contains(c)) && other.releasable.iter().all(narrower)
    }
}

impl SecurityPolicy {
    /// Whether a clearance opens a label: its level, every restrictive category, and one of each permissive set; what the policy does not
    /// know opens to nobody.
    pub fn dominates(&self, clearance: &Clearance, label: &Mark) -> bool {
        let held = |code: &str| clearance.categories.contains(code);
        clearance.rank >= label.rank
            && label.caveats.iter().all(|code| self.kind(code).is_some() && held(code))
            && label.releasable.values().all(|codes| codes.iter().any(held))
    }

    /// What keeps a label from being stored: a category on the side of another kind, or parties of more than one set. A label names parties of
    /// one set at most (decision 0021), so that one held is one of each set; a category the policy does not know is of no set of it.
    pub fn missorted(&self, label: &Label) -> Vec<Refusal> {
        let sides = [("caveats", &label.caveats, CategoryKind::Restrictive), ("releasable", &label.releasable, CategoryKind::Permissive)];
        let strange = sides.into_iter().flat_map(|(field, codes, kind)| {
            let other = codes.iter().filter(move |code| self.kind(code).is_some_and(|k| k != kind));
            other.map(move |code| Refusal::new("category-misplaced").at(field).with("category", code))
        });
        let mut wrong: Vec<Refusal> = strange.collect();
        let set = |code: &str| self.category(code).map(|category| category.set);
        let mut parties = label.releasable.iter();
        if let Some(first) = parties.next()
            && let Some(other) = parties.find(|code| set(code) != set(first))
        {
            let both = [first, other].join(", ");
            wrong.push(Refusal::new("releasable-of-two-sets").at("releasable").with("categories", both));
        }
        wrong
    }

    /// Whether a record that is given a label stays at least as closed as it was.
    pub fn keeps_closed(&self, before: &Label, after: &Label) -> bool {
        let room = |before: &Option<String>, after: &Option<String>| before.is_none() || before == after;
        room(&before.compartment, &after.compartment)
            && room(&before.realm, &after.realm)
            && self.mark_of(after).covers(&self.mark_of(before))
    }

    /// The high-water mark of records.
    pub fn all<'h>(&self, heads: impl IntoIterator<Item = &'h Head>) -> Mark {
        heads.into_iter().fold(Mark::nothing(self), |mark, head| mark.join(&self.mark(head)))
    }

    /// The label of something made from records: its own, and as high as what they come to. The room it stands in stays its own.
    ///
    /// # Errors
    /// When no party may see all of what it is made from, or when it would have to name parties of two sets.
    pub fn derived(&self, own: &Label, from: &Mark) -> Result<Label, Refusal> {
        let mark = self.mark_of(own).join(from);
        if mark.releasable.values().any(Codes::is_empty) {
            return Err(Refusal::new("releasable-to-nobody"));
        }
        let level = self.level_at(mark.rank).map_or_else(|| own.level.clone(), |level| level.0);
        let releasable = Codes::new(mark.releasable.values().flat_map(Codes::iter).map(str::to_owned));
        let label = Label { level, caveats: mark.caveats, releasable, ..own.clone() };
        // What is made has no such field to correct.
        self.missorted(&label).into_iter().next().map_or(Ok(label), |wrong| Err(Refusal { field: None, ..wrong }))
    }

    /// The mark of a label; a level the policy does not know is above all.
    fn mark_of(&self, label: &Label) -> Mark {
        let rank = self.level(&label.level).map_or(i64::MAX, |level| level.rank);
        Mark::of(self, rank, label.caveats.iter().chain(label.releasable.iter()))
    }

    /// The label of a list of records: what each asks for, and what so many of them do together.
    pub fn list<'h>(&self, heads: impl IntoIterator<Item = &'h Head>) -> Mark {
        let (mut mark, mut rows) = (Mark::nothing(self), BTreeMap::new());
        for head in heads {
            mark = mark.join(&self.mark(head));
            *rows.entry(head.rank).or_default() += 1;
        }
        mark.rank = mark.rank.max(self.aggregated(&rows));
        mark
    }

    /// The marking of a label in both languages, once where they agree.
    pub fn both(&self, label: &Mark) -> String {
        let [en, fr] = Lang::ALL.map(|lang| self.marking(label, lang));
        if en == fr { en } else { format!("{en} / {fr}") }
    }

    /// The mark of a record.
    pub fn mark(&self, head: &Head) -> Mark {
        Mark::of(self, head.rank, head.label.caveats.iter().chain(head.label.releasable.iter()))
    }

    /// The marking of a label in words, in the policy's order and with its qualifiers.
    pub fn marking(&self, label: &Mark, lang: Lang) -> String {
        // A rank of no level is shown as the next higher one.
        let level = self.levels.iter().find(|l| l.rank >= label.rank).or(self.levels.last());
        let mut word = level.map_or("", |l| l.word.get(lang));
        let mut parts = vec![level.map_or("", |l| l.phrase.get(lang)).to_owned()];
        for (at, set) in self.tag_sets.iter().enumerate() {
            let nobody = label.releasable.get(&set.name).is_some_and(Codes::is_empty);
            let on_label = |code: &str| {
                label.caveats.contains(code) || label.informative.contains(code) || label.releasable.values().any(|r| r.contains(code))
            };
            let here: Vec<_> = self.categories.iter().filter(|c| c.set == at && on_label(&c.code)).collect();
            word = here.iter().find_map(|c| c.word.as_ref()).map_or(word, |other| other.get(lang));
            let mut shown: Vec<&str> = here.iter().map(|c| c.phrase.get(lang)).filter(|p| !p.is_empty()).collect();
            if nobody {
                shown.push(nobody_in(lang));
            }
            if !shown.is_empty() {
                parts.push(format!("{}{}{}", set.prefix.get(lang), shown.join(set.separator.get(lang)), set.suffix.get(lang)));
            }
        }
        parts.extend(label.caveats.iter().filter(|c| self.category(c).is_none()).map(str::to_owned));
        let whole = std::iter::once(word).chain(parts.iter().map(String::as_str)).map(str::trim);
        whole.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Where several releases leave nobody in common; a policy file has no word for it.
const fn nobody_in(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "NOBODY",
        Lang::Fr => "PERSONNE",
    }
}
