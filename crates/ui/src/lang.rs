//! Languages, the message catalogues, and how dates and numbers read.

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));
}

pub use kernel::Lang;

const fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::En => embedded::EN,
        Lang::Fr => embedded::FR,
    }
}

/// An argument of a message: a text or a number.
pub type Arg<'a> = FluentValue<'a>;

/// The messages of both languages.
pub struct Catalogue {
    en: Messages,
    fr: Messages,
}

struct Messages {
    plain: HashMap<&'static str, String>,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The embedded messages, read once.
    #[must_use]
    pub fn load() -> &'static Self {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| Self { en: Messages::read(Lang::En), fr: Messages::read(Lang::Fr) })
    }

    /// The handle a page uses.
    #[must_use]
    pub fn in_lang(&'static self, lang: Lang) -> L {
        L {
            lang,
            messages: match lang {
                Lang::En => &self.en,
                Lang::Fr => &self.fr,
            },
        }
    }
}

impl Messages {
    fn read(lang: Lang) -> Self {
        let identifier: LanguageIdentifier = lang.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::En => |value, _| grouped(value, Lang::En),
            Lang::Fr => |value, _| grouped(value, Lang::Fr),
        }));
        let mut keys = Vec::new();
        for (_, text) in sources(lang) {
            keys.extend(text.lines().filter_map(key_of));
            // What does not parse or repeats a key shows as a missing message, and the tests name it.
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            let _ = bundle.add_resource(resource);
        }
        let plain = keys
            .into_iter()
            .filter_map(|key| {
                let pattern = bundle.get_message(key)?.value()?;
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, None, &mut errors);
                errors.is_empty().then(|| (key, text.into_owned()))
            })
            .collect();
        Self { plain, bundle }
    }
}

/// The key a line of a catalogue begins, if it begins one.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    (line.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .then_some(key)
}

fn grouped(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number) => {
            let text = number.as_string();
            Some(match text.split_once('.') {
                None => text.parse().map_or_else(|_| text.to_string(), |whole| format_integer(lang, whole)),
                Some((whole, part)) => format!(
                    "{}{}{part}",
                    whole.parse().map_or_else(|_| whole.to_owned(), |whole| format_integer(lang, whole)),
                    decimal_mark(lang)
                ),
            })
        }
        _ => None,
    }
}

/// The messages in one language: cheap to copy, one for each request.
#[derive(Clone, Copy)]
pub struct L {
    lang: Lang,
    messages: &'static Messages,
}

impl L {
    /// The messages in `lang`.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Catalogue::load().in_lang(lang)
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The message of `key`; `⟦key⟧` when there is none.
    #[must_use]
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        match self.messages.plain.get(key) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(format!("⟦{key}⟧")),
        }
    }

    /// Whether there is a message of `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.messages.bundle.has_message(key)
    }

    /// The message of `key` with arguments; `⟦key⟧` when it is missing or an argument is.
    #[must_use]
    pub fn ta(&self, key: &str, arguments: &[(&str, Arg<'_>)]) -> String {
        let Some(pattern) = self.messages.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let mut given = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            given.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self.messages.bundle.format_pattern(pattern, Some(&given), &mut errors);
        if errors.is_empty() { text.into_owned() } else { format!("⟦{key}⟧") }
    }

    /// One text argument: for templates.
    #[must_use]
    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.ta(key, &[(name, Arg::from(value))])
    }

    /// Two text arguments: for templates.
    #[must_use]
    pub fn with2(&self, key: &str, name: &str, value: &str, other: &str, second: &str) -> String {
        self.ta(key, &[(name, Arg::from(value)), (other, Arg::from(second))])
    }

    /// One number argument: for templates.
    #[must_use]
    pub fn count(&self, key: &str, name: &str, value: impl Borrow<usize>) -> String {
        self.ta(key, &[(name, Arg::from(*value.borrow()))])
    }

    /// A whole number, grouped by thousands.
    #[must_use]
    pub fn int(&self, value: i64) -> String {
        format_integer(self.lang, value)
    }

    /// A date spelled out for letters: “22 November 2026”, « 22 novembre 2026 », « 1er mai 2026 ».
    #[must_use]
    pub fn long_date(&self, year: i16, month: i8, day: i8) -> String {
        long_date(self.lang, year, month, day)
    }
}

impl std::fmt::Debug for L {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("L").field(&self.lang).finish()
    }
}

/// A whole number grouped by thousands: `12,345` in English, `12 345` with narrow no-break spaces in French.
#[must_use]
pub fn format_integer(lang: Lang, value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    if value < 0 {
        text.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(match lang {
                Lang::En => ',',
                Lang::Fr => '\u{202f}',
            });
        }
        text.push(digit);
    }
    text
}

/// A number given in `10^-decimals` units: `format_decimal(Fr, 8_250, 1)` is « 825,0 ».
#[must_use]
pub fn format_decimal(lang: Lang, units: i64, decimals: u32) -> String {
    let scale = 10_i64.pow(decimals);
    let sign = if units < 0 { "\u{2212}" } else { "" };
    let whole = units.unsigned_abs() / scale.unsigned_abs();
    let part = units.unsigned_abs() % scale.unsigned_abs();
    let whole = format_integer(lang, i64::try_from(whole).unwrap_or(i64::MAX));
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}{}{part:0width$}", decimal_mark(lang), width = decimals as usize)
}

const fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::En => '.',
        Lang::Fr => ',',
    }
}

/// A date for registers: `2026-11-22`.
#[must_use]
pub fn register_date(year: i16, month: i8, day: i8) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// A date spelled out for letters.
#[must_use]
pub fn long_date(lang: Lang, year: i16, month: i8, day: i8) -> String {
    const EN: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    const FR: [&str; 12] =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
    let index = usize::try_from(month.clamp(1, 12) - 1).unwrap_or_default();
    match lang {
        Lang::En => format!("{day} {} {year}", EN[index]),
        Lang::Fr if day == 1 => format!("1er\u{a0}{} {year}", FR[index]),
        Lang::Fr => format!("{day}\u{a0}{} {year}", FR[index]),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_syntax::ast;

    use super::*;

    /// Every key (and `key.attribute`) with its file, its arguments and its text.
    fn keys(lang: Lang) -> BTreeMap<String, (String, BTreeSet<String>, String)> {
        let mut found = BTreeMap::new();
        for (file, text) in sources(lang) {
            let resource =
                fluent_syntax::parser::parse(*text).unwrap_or_else(|(_, errors)| panic!("{}/{file}.ftl: {errors:?}", lang.code()));
            for entry in resource.body {
                let ast::Entry::Message(message) = entry else {
                    continue;
                };
                let value = message.value.unwrap_or_else(|| panic!("{} has no text", message.id.name));
                let (mut arguments, mut plain) = (BTreeSet::new(), String::new());
                walk(&value, &mut arguments, &mut plain);
                let before = found.insert(message.id.name.to_owned(), ((*file).to_owned(), arguments, plain));
                assert!(before.is_none(), "{} stands twice", message.id.name);
            }
        }
        found
    }

    fn walk(pattern: &ast::Pattern<&str>, arguments: &mut BTreeSet<String>, plain: &mut String) {
        for element in &pattern.elements {
            match element {
                ast::PatternElement::TextElement { value } => plain.push_str(value),
                ast::PatternElement::Placeable { expression } => {
                    expression_in(expression, arguments, plain);
                }
            }
        }
    }

    fn expression_in(expression: &ast::Expression<&str>, arguments: &mut BTreeSet<String>, plain: &mut String) {
        match expression {
            ast::Expression::Inline(inline) => inline_in(inline, arguments, plain),
            ast::Expression::Select { selector, variants } => {
                inline_in(selector, arguments, &mut String::new());
                for variant in variants {
                    walk(&variant.value, arguments, plain);
                    plain.push('\n');
                }
            }
        }
    }

    fn inline_in(inline: &ast::InlineExpression<&str>, arguments: &mut BTreeSet<String>, plain: &mut String) {
        match inline {
            ast::InlineExpression::VariableReference { id } => {
                arguments.insert(id.name.to_owned());
                plain.push('x');
            }
            ast::InlineExpression::StringLiteral { value } => plain.push_str(value),
            ast::InlineExpression::Placeable { expression } => {
                expression_in(expression, arguments, plain);
            }
            _ => plain.push('x'),
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (en, fr) = (keys(Lang::En), keys(Lang::Fr));
        let names = |all: &BTreeMap<String, (String, BTreeSet<String>, String)>| {
            all.iter().map(|(key, (file, arguments, _))| (key.clone(), file.clone(), arguments.clone())).collect::<BTreeSet<_>>()
        };
        let (en, fr) = (names(&en), names(&fr));
        let only_en: Vec<_> = en.difference(&fr).collect();
        let only_fr: Vec<_> = fr.difference(&en).collect();
        assert!(only_en.is_empty() && only_fr.is_empty(), "only in English: {only_en:#?}\nonly in French: {only_fr:#?}");
    }

    #[test]
    fn no_text_is_empty() {
        for lang in Lang::ALL {
            for (key, (_, _, text)) in keys(lang) {
                assert!(!text.trim().is_empty(), "{key} in {}", lang.code());
            }
        }
    }

    #[test]
    fn french_spaces_its_marks() {
        // One space before all of them: two kinds side by side make columns of unlike width and words that are not found.
        let narrow = '\u{202f}';
        for (key, (_, _, text)) in keys(Lang::Fr) {
            let letters: Vec<char> = text.chars().collect();
            for (i, mark) in letters.iter().enumerate() {
                let before = i.checked_sub(1).map(|i| letters[i]);
                let after = letters.get(i + 1);
                let ends = after.is_none_or(|c| c.is_whitespace() || "»)…".contains(*c));
                match mark {
                    ';' | '?' | '!' | ':' if ends => assert!(
                        before.is_none_or(|c| c == narrow || c == mark_pair(*mark)),
                        "{key}: no-break space wanted before {mark} in {text:?}"
                    ),
                    '»' => assert!(before == Some(narrow), "{key}: no-break space wanted before » in {text:?}"),
                    '«' => assert!(after == Some(&narrow), "{key}: no-break space wanted after « in {text:?}"),
                    '\'' => panic!("{key}: write ’ instead of ' in {text:?}"),
                    _ => {}
                }
            }
        }
    }

    /// `?` may stand alone as the name of a key.
    const fn mark_pair(mark: char) -> char {
        if mark == '?' { '?' } else { '\0' }
    }

    #[test]
    fn english_needs_no_space_before_a_mark() {
        for (key, (_, _, text)) in keys(Lang::En) {
            for mark in [" :", " ;", " !", "« ", "\u{a0}:"] {
                assert!(!text.contains(mark), "{key}: {mark:?} in {text:?}");
            }
        }
    }

    #[test]
    fn a_missing_key_shows() {
        assert_eq!(L::new(Lang::En).t("no-such-key"), "⟦no-such-key⟧");
        assert_eq!(L::new(Lang::En).ta("no-such-key", &[]), "⟦no-such-key⟧");
    }

    #[test]
    fn numbers_and_dates_read_as_expected() {
        assert_eq!(format_integer(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(format_integer(Lang::Fr, -12_345), "\u{2212}12\u{202f}345");
        assert_eq!(format_decimal(Lang::Fr, 8_254, 1), "825,4");
        assert_eq!(format_decimal(Lang::En, 5, 2), "0.05");
        assert_eq!(long_date(Lang::Fr, 2026, 5, 1), "1er\u{a0}mai 2026");
        assert_eq!(long_date(Lang::En, 2026, 11, 22), "22 November 2026");
        assert_eq!(register_date(2026, 3, 2), "2026-03-02");
    }
}
