//! Why the office holds what it holds about people: purpose, lawful basis and recipients of each register, and the notice people are given;
//! a pack of the office's own, because no law stands in code (clearance desk, XD-07). Pure.

use std::collections::HashSet;

use jiff::civil::Date;
use kernel::Lang;
use serde::Deserialize;

use crate::policy::{PackKind, PolicyPack};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
}

impl Text {
    /// In the reader's language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
    fn is_whole(&self) -> bool {
        !self.en.trim().is_empty() && !self.fr.trim().is_empty()
    }
}

/// What some registers are kept for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Processing {
    /// The registers.
    pub registers: Vec<String>,
    /// What for.
    pub purpose: Text,
    /// On what legal ground.
    pub basis: Text,
    /// Who receives of it.
    pub recipients: Text,
}

impl Processing {
    /// Whether it speaks of a register.
    pub fn names(&self, register: &str) -> bool {
        self.registers.iter().any(|named| named == register)
    }
}

/// The text of a pack of kind `processing`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessingRecord {
    /// Name of the pack.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// What people are told of the whole.
    pub notice: Text,
    /// What each register is kept for.
    pub processing: Vec<Processing>,
}

impl ProcessingRecord {
    /// Reads a pack; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = HashSet::new();
        if let Some(twice) = pack.processing.iter().flat_map(|p| &p.registers).find(|register| !seen.insert(*register)) {
            return Err(format!("{twice} stands twice"));
        }
        if !pack.notice.is_whole() {
            return Err("the notice is said in English and French".to_owned());
        }
        let whole = |p: &Processing| !p.registers.is_empty() && [&p.purpose, &p.basis, &p.recipients].into_iter().all(Text::is_whole);
        match pack.processing.iter().position(|p| !whole(p)) {
            Some(at) => Err(format!("part {} names registers, purpose, basis and recipients, each in English and French", at + 1)),
            None => Ok(pack),
        }
    }

    /// What applies on a day; nothing while the office has adopted none. A pack that cannot be read was never adopted.
    pub fn on<'a>(packs: impl IntoIterator<Item = &'a PolicyPack>, day: Date) -> Self {
        let own = packs.into_iter().filter(|p| p.kind == PackKind::Processing && p.valid_from <= day);
        own.max_by_key(|p| p.valid_from).and_then(|p| Self::parse(&p.rules).ok()).unwrap_or_default()
    }

    /// The registers it speaks of.
    pub fn registers(&self) -> impl Iterator<Item = &str> {
        self.processing.iter().flat_map(|p| &p.registers).map(String::as_str)
    }

    /// What a register is kept for, where the pack says.
    pub fn of(&self, register: &str) -> Option<&Processing> {
        self.processing.iter().find(|p| p.names(register))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xd_07_a_record_of_processing_says_everything_once_in_both_languages() {
        let whole = ProcessingRecord::parse(crate::DEMO_PROCESSING_RECORD).unwrap();
        assert!(whole.of("people").is_some_and(|p| p.purpose.of(Lang::Fr) != p.purpose.of(Lang::En)));
        assert_eq!(whole.of("no_such_register"), None);
        let part = |registers: &str, fr: &str| {
            let text = r#"{"en": "x", "fr": "FR"}"#.replace("FR", fr);
            format!(
                r#"{{"name": "N", "source": "S", "notice": {text}, "processing": [{{"registers": [{registers}], "purpose": {text},
                "basis": {text}, "recipients": {text}}}]}}"#
            )
        };
        assert!(ProcessingRecord::parse(&part("\"people\"", "y")).is_ok());
        for wrong in [part("\"people\", \"people\"", "y"), part("\"people\"", " "), part("", "y"), "{}".to_owned(), "[".to_owned()] {
            assert!(ProcessingRecord::parse(&wrong).is_err(), "{wrong}");
        }
    }
}
