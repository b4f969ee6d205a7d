//! The two languages of the house.

/// English or French.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Both, English first.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];
    /// `en` or `fr`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
        }
    }
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Fr,
            Self::Fr => Self::En,
        }
    }
    /// From `en`, `fr`, `fr-BE`, …; anything else is `None`.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "en" | "EN" => Some(Self::En),
            "fr" | "FR" => Some(Self::Fr),
            _ => None,
        }
    }
}

/// A text the office publishes in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

impl Text {
    /// The same in both languages.
    pub fn same(text: &str) -> Self {
        Self { en: text.to_owned(), fr: text.to_owned() }
    }
    /// In the reader's language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}
