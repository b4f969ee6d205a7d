//! Nations by code, English or French name or demonym. Codes that are not ISO
//! 3166 are understood where offices use them, and said to be so; FIPS never.
//! Which they are, and until when one was in use, is a dated table; so is which
//! nations are members of the Alliance.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::key;

/// What a text about nationality means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nation {
    /// An ISO 3166 alpha-3 code.
    Known(&'static str),
    /// An ISO 3166 alpha-3 code, written as a code that is not of ISO 3166.
    Alias(&'static str),
}

impl Nation {
    /// The alpha-3 code.
    #[must_use]
    pub const fn alpha3(self) -> &'static str {
        match self {
            Self::Known(code) | Self::Alias(code) => code,
        }
    }
}

/// A code that is not of ISO 3166 and what it stands for. Old papers keep theirs, so one that is no longer in use is understood all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeMapping {
    /// The code as offices write it.
    pub code: &'static str,
    /// The ISO 3166 alpha-3 code.
    pub alpha3: &'static str,
    /// The day it went out of use; none when it is in use or nobody knows.
    pub until: Option<Date>,
}

const DATA: &str = include_str!("../../data/nations.csv");
const CODES: &str = include_str!("../../data/nation-codes.csv");
const MEMBERS: &str = include_str!("../../data/nato-members.csv");

/// A member of the Alliance. None has ever left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The ISO 3166 alpha-3 code.
    pub alpha3: &'static str,
    /// Its first day as a member.
    pub since: Date,
    /// Where that day comes from: `specified` for the product's specification, `public` for what is publicly known and nobody has confirmed here.
    pub source: &'static str,
}

/// The members of the Alliance, each with its day.
pub fn members() -> impl Iterator<Item = Membership> {
    MEMBERS.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(';');
        Some(Membership { alpha3: fields.next()?, since: fields.next()?.parse().ok()?, source: fields.next()? })
    })
}

/// Since when a nation was a member of the Alliance on a day; none when it was not.
#[must_use]
pub fn member_since(alpha3: &str, on: Date) -> Option<Date> {
    members().find(|member| member.alpha3 == alpha3).map(|member| member.since).filter(|since| *since <= on)
}

/// The table of codes that are not of ISO 3166.
pub fn code_mappings() -> impl Iterator<Item = CodeMapping> {
    CODES.lines().skip(1).map(|line| {
        let mut fields = line.split(';');
        let mut next = || fields.next().unwrap_or_default();
        CodeMapping { code: next(), alpha3: next(), until: next().parse().ok() }
    })
}

static WORDS: LazyLock<HashMap<String, Nation>> = LazyLock::new(|| {
    let mut codes = HashMap::new();
    let mut names = HashMap::new();
    for line in DATA.lines().skip(1) {
        let mut fields = line.split(';');
        let mut next = || fields.next().unwrap_or_default();
        let (alpha3, alpha2, english, french, others) = (next(), next(), next(), next(), next());
        codes.insert(key(alpha3), Nation::Known(alpha3));
        codes.insert(key(alpha2), Nation::Known(alpha3));
        for name in [english, french].into_iter().chain(others.split('|')).filter(|name| !name.is_empty()) {
            names.insert(key(name), Nation::Known(alpha3));
        }
    }
    codes.extend(code_mappings().map(|mapping| (key(mapping.code), Nation::Alias(mapping.alpha3))));
    names.extend(codes);
    names
});

/// Articles that may stand before a nation's name.
const ARTICLES: &[&str] = &["the ", "la ", "le ", "les ", "l'", "l’"];

/// Reads one nation.
#[must_use]
pub fn parse(text: &str) -> Option<Nation> {
    let text = text.trim();
    let found = |text: &str| WORDS.get(&key(text)).copied();
    found(text).or_else(|| {
        let lower = text.to_lowercase();
        ARTICLES.iter().find_map(|article| lower.strip_prefix(article)).and_then(found)
    })
}

/// Reads one nation or several, as in `BEL/FRA`; none when any part is unknown.
#[must_use]
pub fn parse_all(text: &str) -> Option<Vec<Nation>> {
    if let Some(nation) = parse(text) {
        return Some(vec![nation]);
    }
    let spelled = text.replace(" and ", "/").replace(" et ", "/");
    spelled.split(['/', ',', ';', '+', '&', '\n', '-', '(']).map(|part| parse(part.trim_end_matches(')'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_names_and_demonyms() {
        for (text, alpha3) in [
            ("BEL", "BEL"),
            ("be", "BEL"),
            ("belge", "BEL"),
            ("Belgique", "BEL"),
            ("Grèce", "GRC"),
            ("GRECE", "GRC"),
            ("Türkiye", "TUR"),
            ("Turquie", "TUR"),
            ("Turkey", "TUR"),
            ("Czechia", "CZE"),
            ("Czech Republic", "CZE"),
            ("tchèque", "CZE"),
            ("Royaume-Uni", "GBR"),
            ("U.S.A.", "USA"),
            ("États-Unis", "USA"),
            ("the Netherlands", "NLD"),
            ("Les Pays-Bas", "NLD"),
            ("l'Italie", "ITA"),
            ("North Macedonia", "MKD"),
            ("Côte d'Ivoire", "CIV"),
            (" Luxembourgeoise ", "LUX"),
        ] {
            assert_eq!(parse(text), Some(Nation::Known(alpha3)), "{text}");
        }
        for (text, alpha3) in
            [("NMK", "MKD"), ("FYR", "MKD"), ("UK", "GBR"), ("U.K.", "GBR"), ("EL", "GRC"), ("GER", "DEU"), ("BAH", "BHR")]
        {
            assert_eq!(parse(text), Some(Nation::Alias(alpha3)), "{text}");
        }
        for text in ["", "Ruritania", "XX", "NATO", "?"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn several() {
        let codes = |text| parse_all(text).map(|all| all.iter().map(|nation| nation.alpha3()).collect::<Vec<_>>());
        assert_eq!(codes("BEL/FRA"), Some(vec!["BEL", "FRA"]));
        assert_eq!(codes("belge et française"), Some(vec!["BEL", "FRA"]));
        assert_eq!(codes("Guinea-Bissau"), Some(vec!["GNB"]));
        assert_eq!(codes("BEL/Ruritania"), None);
    }

    #[test]
    fn every_line_is_whole() {
        for line in DATA.lines() {
            assert_eq!(line.split(';').count(), 5, "{line}");
        }
    }

    #[test]
    fn a_code_of_its_time_is_dated() {
        let until = |code: &str| code_mappings().find(|m| m.code == code).map(|m| (m.alpha3, m.until.map(|day| day.to_string())));
        assert_eq!(until("FYR"), Some(("MKD", Some("2019-02-12".to_owned()))));
        assert_eq!(until("BAH"), Some(("BHR", None)));
        for mapping in code_mappings() {
            assert_eq!(parse(mapping.alpha3), Some(Nation::Known(mapping.alpha3)), "{mapping:?}");
            assert_eq!(parse(mapping.code), Some(Nation::Alias(mapping.alpha3)), "{mapping:?}");
        }
        for line in CODES.lines().skip(1).filter(|line| !line.ends_with(';')) {
            assert!(line.rsplit(';').next().is_some_and(|day| day.parse::<Date>().is_ok()), "{line}");
        }
    }

    #[test]
    fn membership_is_dated() {
        let on = |alpha3, day: &str| day.parse().ok().and_then(|day| member_since(alpha3, day)).map(|since| since.to_string());
        assert_eq!(on("FIN", "2023-04-03"), None);
        assert_eq!(on("FIN", "2023-04-04").as_deref(), Some("2023-04-04"));
        assert_eq!((on("SWE", "2024-03-06"), on("SWE", "2024-03-07").as_deref()), (None, Some("2024-03-07")));
        assert_eq!(on("LUX", "2026-01-01").as_deref(), Some("1949-08-24"));
        assert_eq!(on("AUT", "2026-01-01"), None);
        // No line is passed over, and none stands twice.
        let all: std::collections::BTreeSet<_> = members().map(|member| member.alpha3).collect();
        assert_eq!((all.len(), members().count(), MEMBERS.lines().count()), (32, 32, 33));
        for member in members() {
            assert_eq!(parse(member.alpha3), Some(Nation::Known(member.alpha3)), "{member:?}");
            assert_eq!(member.source == "specified", matches!(member.alpha3, "FIN" | "SWE"), "{member:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = parse_all(&text);
        }
    }
}
