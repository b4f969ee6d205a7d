//! Levels of clearance in the words of NATO, the EU and the nations: the one table of equivalences, by which trackers and the labels of other systems
//! are read and which the page of equivalences shows. A national word is understood only for its own nation: look-alikes differ (SECRETO).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use kernel::marking::{LevelDef, SecurityPolicy};
use serde::{Deserialize, Serialize};

use super::key;

/// A level, whose policy it is of, and the categories written beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The level's code, as policy data has it.
    pub code: String,
    /// `NATO`, `EU`, a nation's alpha-3 code, another policy's name, or empty when the word does not say.
    pub policy: String,
    /// Categories, such as `ATOMAL`.
    pub categories: Vec<String>,
}

/// What a level's text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A level.
    Level(Level),
    /// A word of these nations, each with its own level.
    National(Vec<Level>),
}

impl Reading {
    /// The level for a person of these nations, if the word is one of theirs.
    #[must_use]
    pub fn for_nations<'a>(&self, nations: impl IntoIterator<Item = &'a str>) -> Option<&Level> {
        match self {
            Self::Level(level) => Some(level),
            Self::National(levels) => nations.into_iter().find_map(|nation| levels.iter().find(|level| level.policy == nation)),
        }
    }

    fn with_categories(mut self, more: &[&str]) -> Self {
        let levels = match &mut self {
            Self::Level(level) => std::slice::from_mut(level),
            Self::National(levels) => levels.as_mut_slice(),
        };
        for level in levels {
            level.categories.extend(more.iter().map(ToString::to_string));
        }
        self
    }
}

/// A line of the table: what one policy calls a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The level with its policy.
    pub level: Level,
    /// Its words, the one to show first.
    pub words: Vec<String>,
    /// Whether the security policy file in force says so; else the house's own table does.
    pub in_force: bool,
}

impl Line {
    fn national(&self) -> bool {
        !matches!(self.level.policy.as_str(), "" | "NATO" | "EU")
    }
}

/// A table of equivalences.
#[derive(Debug)]
pub struct Words {
    lines: Vec<Line>,
    readings: HashMap<String, Reading>,
    /// For each line the words of others that it is taken for, by line and word; told once, for every word is held against every other.
    traps: OnceLock<Vec<Vec<(usize, usize)>>>,
}

/// The table under the security policy that was asked about last: an installation has one.
static LATEST: Mutex<Option<(SecurityPolicy, Arc<Words>)>> = Mutex::new(None);

const DATA: &str = include_str!("../../data/levels.csv");

/// Categories that offices write into the level.
const CATEGORIES: &[&str] = &["ATOMAL", "BOHEMIA", "CRYPTO", "SIOP"];

/// Words around a level that say nothing about it.
const NOISE: &[&str] = &["clearance", "clearances", "habilitation", "hab", "level", "niveau", "psc"];

/// Words that differ in no more letters than these are taken for one another; shorter ones are abbreviations, which always do.
const LOOK_ALIKE: (usize, usize) = (2, 6);

static STANDARD: LazyLock<Words> = LazyLock::new(|| Words::new(standard().collect()));

fn standard() -> impl Iterator<Item = Line> {
    DATA.lines().skip(1).map(|line| {
        let mut fields = line.split(';');
        let mut next = || fields.next().unwrap_or_default();
        let (code, policy, names, categories) = (next(), next(), next(), next());
        let categories = categories.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let level = Level { code: code.to_owned(), policy: policy.to_owned(), categories };
        Line { level, words: names.split('|').map(str::to_owned).collect(), in_force: false }
    })
}

impl Words {
    /// The house's own table.
    #[must_use]
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// The table under a security policy: what its file says of another policy goes before the house's own lines about it, and its own names of
    /// levels are understood where no nation has the word.
    #[must_use]
    pub fn of(policy: &SecurityPolicy) -> Arc<Self> {
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, words)) = latest.as_ref().filter(|(of, _)| of == policy) {
            return Arc::clone(words);
        }
        let words = Arc::new(Self::made(policy));
        *latest = Some((policy.clone(), Arc::clone(&words)));
        words
    }

    fn made(policy: &SecurityPolicy) -> Self {
        let named = policy.equivalents.iter().filter(|e| e.reads() && e.set.is_empty() && !e.words.is_empty());
        let level = |code: &str, policy: &str| Level { code: code.to_owned(), policy: policy.to_owned(), categories: Vec::new() };
        let mut lines: Vec<Line> = named.map(|e| Line { level: level(&e.of, &e.policy), words: e.words.clone(), in_force: true }).collect();
        let said: Vec<String> = lines.iter().map(|line| line.level.policy.clone()).collect();
        // A level that this policy does not know is none here.
        lines.extend(standard().filter(|line| !said.contains(&line.level.policy) && policy.level(&line.level.code).is_some()));
        let mut words = Self::new(lines);
        for def in &policy.levels {
            let unknown = phrases(def).filter(|phrase| !words.readings.contains_key(&key(phrase)));
            let unknown: Vec<String> = unknown.map(str::to_owned).collect();
            for phrase in unknown {
                words.readings.entry(key(&phrase)).or_insert_with(|| Reading::Level(level(&def.code, "")));
            }
        }
        words
    }

    fn new(lines: Vec<Line>) -> Self {
        let mut readings: HashMap<String, Reading> = HashMap::new();
        // A word that all know stays one, whoever has it too.
        for line in lines.iter().filter(|line| !line.national()).chain(lines.iter().filter(|line| line.national())) {
            for word in &line.words {
                match readings.get_mut(&key(word)) {
                    Some(Reading::National(levels)) => levels.push(line.level.clone()),
                    Some(Reading::Level(_)) => {}
                    None if line.national() => drop(readings.insert(key(word), Reading::National(vec![line.level.clone()]))),
                    None => drop(readings.insert(key(word), Reading::Level(line.level.clone()))),
                }
            }
        }
        Self { lines, readings, traps: OnceLock::new() }
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Lines of other policies that a word of this line is taken for, and that mean another level.
    #[must_use]
    pub fn traps(&self, line: &Line) -> Vec<(&str, &Line)> {
        let all = self.traps.get_or_init(|| self.all_traps());
        let own = self.lines.iter().position(|own| own == line).and_then(|at| all.get(at));
        let told =
            |(other, word): &(usize, usize)| self.lines.get(*other).and_then(|other| Some((other.words.get(*word)?.as_str(), other)));
        own.into_iter().flatten().filter_map(told).collect()
    }

    fn all_traps(&self) -> Vec<Vec<(usize, usize)>> {
        let keys: Vec<Vec<String>> = self.lines.iter().map(|line| line.words.iter().map(|word| key(word)).collect()).collect();
        let all = || self.lines.iter().zip(&keys).enumerate();
        let traps = |(line, own): (&Line, &Vec<String>)| {
            let others = all().filter(|(_, (other, _))| {
                line.national() && other.level.code != line.level.code && other.level.policy != line.level.policy
            });
            let taken = |word: &String| own.iter().any(|own| look_alike(own, word));
            others.filter_map(|(at, (_, words))| Some((at, words.iter().position(&taken)?))).collect()
        };
        all().map(|(_, own)| traps(own)).collect()
    }

    /// What a word of another policy's label means: by that policy's own lines, else by a word all know; never by one that looks like a word of that
    /// policy for another level. `Err` says for whom it would be a word.
    ///
    /// # Errors
    /// The levels of those nations whose word it is, when the policy is none of them; nothing when nobody knows it.
    pub fn of_policy(&self, policy: &str, word: &str) -> Result<Level, Vec<Level>> {
        let nation = super::nations::parse(policy).map(|nation| nation.alpha3());
        let theirs = |line: &&Line| key(&line.level.policy) == key(policy) || nation == Some(line.level.policy.as_str());
        let own: Vec<&Line> = self.lines.iter().filter(theirs).collect();
        if let Some(line) = own.iter().find(|line| line.words.iter().any(|own| key(own) == key(word))) {
            return Ok(line.level.clone());
        }
        match self.parse(word) {
            Some(Reading::Level(level)) => {
                let taken = |line: &&&Line| {
                    line.national() && line.level.code != level.code && line.words.iter().any(|own| look_alike(&key(own), &key(word)))
                };
                let traps: Vec<Level> = own.iter().filter(taken).map(|line| line.level.clone()).collect();
                if traps.is_empty() { Ok(level) } else { Err(traps) }
            }
            Some(Reading::National(levels)) => Err(levels),
            None => Err(Vec::new()),
        }
    }

    /// Reads a level; none when the text is no level of the table.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<Reading> {
        let text = text.trim();
        if let Some(reading) = self.readings.get(&key(text)) {
            return Some(reading.clone());
        }
        let mut categories = Vec::new();
        let separators = |c: char| c.is_whitespace() || matches!(c, '/' | '+' | ',' | '-' | '(' | ')' | ';' | '&' | ':');
        let rest: Vec<&str> = text
            .split(separators)
            .filter(|word| match CATEGORIES.iter().find(|category| category.eq_ignore_ascii_case(word)) {
                Some(category) => {
                    categories.push(*category);
                    false
                }
                None => !word.is_empty() && !NOISE.contains(&word.to_lowercase().as_str()),
            })
            .collect();
        let plain = self.readings.get(&key(&rest.concat())).cloned();
        plain.or_else(|| self.several(text)).map(|reading| reading.with_categories(&categories))
    }

    /// One level said twice, as in `NS / EU SECRET`.
    fn several(&self, text: &str) -> Option<Reading> {
        let mut parts = text.split(['/', '+', '&', ';', ',']).map(|part| self.readings.get(&key(part)));
        let first = parts.next()??;
        let Reading::Level(level) = first else {
            return None;
        };
        let same = |other: Option<&Reading>| matches!(other, Some(Reading::Level(other)) if other.code == level.code);
        parts.all(same).then(|| first.clone())
    }
}

/// What a policy calls a level.
fn phrases(def: &LevelDef) -> impl Iterator<Item = &str> {
    [&def.name, &def.marking.en, &def.marking.fr, &def.phrase.en, &def.phrase.fr].into_iter().map(String::as_str)
}

/// Whether two words are taken for one another: the same, or different in a letter or two.
fn look_alike(one: &str, other: &str) -> bool {
    let (most, least) = LOOK_ALIKE;
    let letters = |word: &str| word.chars().count();
    one == other || (letters(one) >= least && letters(other) >= least && distance(one, other, most) <= most)
}

/// In how many letters two words differ; more than `most` is not counted out.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let other: Vec<char> = other.chars().collect();
    if one.chars().count().abs_diff(other.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (place, another) in other.iter().enumerate() {
            let changed = before + usize::from(letter != *another);
            before = row[place + 1];
            row[place + 1] = changed.min(before + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

/// Reads a level by the house's own table; none when the text is no level we know.
#[must_use]
pub fn parse(text: &str) -> Option<Reading> {
    STANDARD.parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, nation: &str, expected: Option<(&str, &str, &[&str])>) {
        let reading = parse(text);
        let level = reading.as_ref().and_then(|reading| reading.for_nations([nation]));
        let found = level.map(|level| (level.code.as_str(), level.policy.as_str(), level.categories.clone()));
        let expected =
            expected.map(|(code, policy, categories)| (code, policy, categories.iter().map(ToString::to_string).collect::<Vec<_>>()));
        assert_eq!(found, expected, "{text} for {nation}");
    }

    #[test]
    fn nato_and_eu() {
        for (text, code, policy) in [
            ("NS", "S", "NATO"),
            ("N/S", "S", "NATO"),
            ("NATO SECRET", "S", "NATO"),
            ("OTAN SECRET", "S", "NATO"),
            ("Secret", "S", ""),
            ("CTS", "TS", "NATO"),
            ("COSMIC TS", "TS", "NATO"),
            ("Cosmic Très Secret", "TS", "NATO"),
            ("COSMIC TOP SECRET", "TS", "NATO"),
            ("NC", "C", "NATO"),
            ("N.C.", "C", "NATO"),
            ("Conf.", "C", ""),
            ("OTAN Confidentiel", "C", "NATO"),
            ("NR", "R", "NATO"),
            ("NATO DIFFUSION RESTREINTE", "R", "NATO"),
            ("TS", "TS", ""),
            ("Très secret", "TS", ""),
            ("SECRET UE", "S", "EU"),
            ("SECRET UE/EU SECRET", "S", "EU"),
            ("TRES SECRET UE", "TS", "EU"),
            ("CONFIDENTIEL UE/EU CONFIDENTIAL", "C", "EU"),
            ("PSC NATO SECRET", "S", "NATO"),
            ("niveau : NS", "S", "NATO"),
            ("NS / EU SECRET", "S", "NATO"),
            ("NU", "U", "NATO"),
        ] {
            check(text, "BEL", Some((code, policy, &[])));
        }
        for text in ["", "?", "SECRETISH", "NS / CTS", "valid", "NATO"] {
            check(text, "BEL", None);
        }
    }

    #[test]
    fn categories() {
        check("NS ATOMAL", "BEL", Some(("S", "NATO", &["ATOMAL"])));
        check("CTS/ATOMAL/BOHEMIA", "BEL", Some(("TS", "NATO", &["ATOMAL", "BOHEMIA"])));
        check("COSMIC TOP SECRET (ATOMAL)", "BEL", Some(("TS", "NATO", &["ATOMAL"])));
        check("CTSA", "BEL", Some(("TS", "NATO", &["ATOMAL"])));
        check("ATOMAL", "BEL", None);
    }

    #[test]
    fn national_words_only_at_home() {
        check("SECRETO", "ESP", Some(("TS", "ESP", &[])));
        check("SECRETO", "PRT", Some(("S", "PRT", &[])));
        check("SECRETO", "LVA", None);
        check("Reservado", "ESP", Some(("S", "ESP", &[])));
        check("Reservado", "PRT", Some(("R", "PRT", &[])));
        check("Riservato", "ITA", Some(("R", "ITA", &[])));
        check("Riservato", "FRA", None);
        check("Geheim", "DEU", Some(("S", "DEU", &[])));
        check("Geheim", "BEL", Some(("S", "BEL", &[])));
        check("Vertrouwelijk", "BEL", Some(("C", "BEL", &[])));
        check("Dep. VERTROUWELIJK", "NLD", Some(("R", "NLD", &[])));
        check("VS-NfD", "DEU", Some(("R", "DEU", &[])));
        check("Přísně tajné", "CZE", Some(("TS", "CZE", &[])));
        check("ÇOK GİZLİ", "TUR", Some(("TS", "TUR", &[])));
    }

    #[test]
    fn every_line_is_a_level() {
        for line in Words::standard().lines() {
            assert!(["U", "R", "C", "S", "TS"].contains(&line.level.code.as_str()) && !line.words.concat().is_empty(), "{line:?}");
        }
    }

    #[test]
    fn trap_words_are_found_and_not_typed() {
        let words = Words::standard();
        let traps = |policy: &str, word: &str| {
            let line = words.lines().iter().find(|l| l.level.policy == policy && l.words.iter().any(|w| w == word));
            let line = line.unwrap_or_else(|| panic!("{policy} {word}"));
            words
                .traps(line)
                .into_iter()
                .map(|(word, other)| format!("{} {word} = {}", other.level.policy, other.level.code))
                .collect::<Vec<_>>()
        };
        assert!(traps("ESP", "SECRETO").contains(&" SECRET = S".to_owned()), "{:?}", traps("ESP", "SECRETO"));
        assert!(traps("ESP", "RESERVADO").contains(&"PRT RESERVADO = R".to_owned()), "{:?}", traps("ESP", "RESERVADO"));
        assert!(traps("ITA", "RISERVATO").contains(&"ESP RESERVADO = S".to_owned()), "{:?}", traps("ITA", "RISERVATO"));
        assert_eq!(traps("POL", "POUFNE"), Vec::<String>::new());
    }

    #[test]
    fn another_policys_word_is_read_by_its_own_lines() {
        let code = |policy: &str, word: &str| Words::standard().of_policy(policy, word).map(|level| level.code).map_err(|all| all.len());
        assert_eq!(code("ESP", "SECRETO"), Ok("TS".to_owned()));
        assert_eq!(code("Spain", "Reservado"), Ok("S".to_owned()));
        assert_eq!(code("ITA", "RISERVATO"), Ok("R".to_owned()));
        assert_eq!(code("BEL", "SECRET"), Ok("S".to_owned()), "a word all know");
        assert_eq!(code("ESP", "SECRET"), Err(1), "which in Spain is taken for SECRETO");
        assert_eq!(code("X", "SECRETO"), Err(2), "a word of two nations, and of none of them");
        assert_eq!(code("X", "PRIVATE"), Err(0));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = parse(&text);
        }
    }
}
