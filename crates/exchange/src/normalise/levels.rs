//! Levels of clearance in the words of NATO, the EU and the nations. A national
//! word is understood only for its own nation: look-alikes differ (SECRETO).

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::key;

/// The five levels, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LevelCode {
    /// Unclassified.
    U,
    /// Restricted.
    R,
    /// Confidential.
    C,
    /// Secret.
    S,
    /// Top Secret.
    #[serde(rename = "TS")]
    Ts,
}

impl LevelCode {
    /// The code as policy data has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::U => "U",
            Self::R => "R",
            Self::C => "C",
            Self::S => "S",
            Self::Ts => "TS",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::U, Self::R, Self::C, Self::S, Self::Ts].into_iter().find(|level| level.as_str() == code)
    }
}

/// A level, whose policy it is of, and the categories written beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The level.
    pub code: LevelCode,
    /// `NATO`, `EU`, a nation's alpha-3 code, or empty when the word does not say.
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

const DATA: &str = include_str!("../../data/levels.csv");

/// Categories that offices write into the level.
const CATEGORIES: &[&str] = &["ATOMAL", "BOHEMIA", "CRYPTO", "SIOP"];

/// Words around a level that say nothing about it.
const NOISE: &[&str] = &["clearance", "clearances", "habilitation", "hab", "level", "niveau", "psc"];

static WORDS: LazyLock<HashMap<String, Reading>> = LazyLock::new(|| {
    let mut words: HashMap<String, Reading> = HashMap::new();
    for line in DATA.lines().skip(1) {
        let mut fields = line.split(';');
        let mut next = || fields.next().unwrap_or_default();
        let (code, policy, names, categories) = (next(), next(), next(), next());
        let Some(code) = LevelCode::from_code(code) else {
            continue;
        };
        let categories = categories.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let level = Level { code, policy: policy.to_owned(), categories };
        let national = !matches!(policy, "" | "NATO" | "EU");
        for name in names.split('|') {
            match words.get_mut(&key(name)) {
                Some(Reading::National(levels)) => levels.push(level.clone()),
                Some(Reading::Level(_)) => {}
                None if national => drop(words.insert(key(name), Reading::National(vec![level.clone()]))),
                None => drop(words.insert(key(name), Reading::Level(level.clone()))),
            }
        }
    }
    words
});

/// Reads a level; none when the text is no level we know.
#[must_use]
pub fn parse(text: &str) -> Option<Reading> {
    let text = text.trim();
    if let Some(reading) = WORDS.get(&key(text)) {
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
    let plain = WORDS.get(&key(&rest.concat())).cloned();
    plain.or_else(|| several(text)).map(|reading| reading.with_categories(&categories))
}

/// One level said twice, as in `NS / EU SECRET`.
fn several(text: &str) -> Option<Reading> {
    let mut parts = text.split(['/', '+', '&', ';', ',']).map(|part| WORDS.get(&key(part)));
    let first = parts.next()??;
    let Reading::Level(level) = first else {
        return None;
    };
    let same = |other: Option<&Reading>| matches!(other, Some(Reading::Level(other)) if other.code == level.code);
    parts.all(same).then(|| first.clone())
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
        for line in DATA.lines().skip(1) {
            assert!(LevelCode::from_code(line.split(';').next().unwrap()).is_some(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = parse(&text);
        }
    }
}
