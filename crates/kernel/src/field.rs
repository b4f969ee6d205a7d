//! Fields: what a register or a command asks for, said once. Form, table, list, history, import, API schema and validation follow.

use jiff::civil::Date;

use crate::refusal::{Refusal, Refused};
use crate::{Id, RecordId, Register, Value, limits};

/// What kind of thing a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A calendar date.
    Date,
    /// An instant, in microseconds.
    Time,
    /// A whole number.
    Int,
    /// Yes or no.
    Bool,
    /// One of these codes; labels stand in the catalogues as `choice-<code>`.
    Choice(&'static [&'static str]),
    /// A reference to a record of the named register; empty means any.
    Ref(&'static str),
    /// A classification level code of the security policy in force.
    Level,
    /// An ISO 3166 alpha-3 code.
    Nation,
    /// A set of codes, sorted, separated by single spaces.
    Codes,
    /// Bytes nobody reads as text.
    Bytes,
}

/// One field of a register or of a command.
#[derive(Clone, Copy, Debug)]
pub struct FieldDef {
    /// Column, JSON and form name.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it must be there.
    pub required: bool,
    /// Longest text, in characters.
    pub max: usize,
    /// The field group it belongs to; groups are committed to, opened and withheld as one.
    pub group: &'static str,
    /// Whether its words are found by search.
    pub search: bool,
    /// Whether it shows as a column of the register page.
    pub list: bool,
    /// Whether forms carry it along unseen (the record a command acts on).
    pub hidden: bool,
    /// Whether it is stored encrypted and opened by `sealed.read` alone.
    pub sealed: bool,
}

/// A struct that is a list of fields: the body of a register or the input of a command. Implemented by `derive(Fields)` and
/// `derive(Register)` only.
pub trait Fields: Sized + Send + Sync + 'static {
    /// In the order of the struct.
    const FIELDS: &'static [FieldDef];
    /// The values in that order.
    fn to_values(&self) -> Vec<Value>;
    /// Back from values in that order; all that is wrong with them at once.
    fn from_values(values: &[Value]) -> Result<Self, Refused>;
}

/// A Rust type that can stand as a field.
pub trait FieldType: Sized {
    /// Its kind.
    const KIND: FieldKind;
    /// Whether absence is refused.
    const REQUIRED: bool = true;
    /// Longest text it takes.
    const MAX: usize = limits::TEXT_CHARS_MAX;
    /// Whether it is stored encrypted.
    const SEALED: bool = false;
    /// As a value.
    fn to_value(&self) -> Value;
    /// From a value, or the code of the refusal.
    fn from_value(value: &Value) -> Result<Self, &'static str>;
}

/// Several lists of fields as one; used by the derives, which count `N`.
pub const fn joined<const N: usize>(lists: &[&[FieldDef]]) -> [FieldDef; N] {
    const NONE: FieldDef = FieldDef {
        name: "",
        kind: FieldKind::Bool,
        required: false,
        max: 0,
        group: "",
        search: false,
        list: false,
        hidden: true,
        sealed: false,
    };
    let mut all = [NONE; N];
    let (mut at, mut list) = (0, 0);
    while list < lists.len() {
        let mut field = 0;
        while field < lists[list].len() {
            all[at] = lists[list][field];
            (at, field) = (at + 1, field + 1);
        }
        list += 1;
    }
    all
}

/// Reads the fields of a list within another, which begin here; used by the derives.
pub fn take_all<T: Fields>(values: &[Value], at: usize, refused: &mut Vec<Refusal>) -> Option<T> {
    let own = values.get(at..).unwrap_or_default();
    match T::from_values(own.get(..T::FIELDS.len()).unwrap_or(own)) {
        Ok(list) => Some(list),
        Err(wrong) => {
            refused.extend(wrong.0);
            None
        }
    }
}

/// Reads one field; used by the derives.
pub fn take<T: FieldType>(def: &FieldDef, values: &[Value], at: usize, refused: &mut Vec<Refusal>) -> Option<T> {
    let value = values.get(at).unwrap_or(&Value::Null);
    let outcome = match (value, def.required) {
        (Value::Null, true) => Err("field-required"),
        (Value::Text(text), _) if text.chars().count() > def.max => Err("field-too-long"),
        // PostgreSQL cannot hold it, and nobody can type it.
        (Value::Text(text), _) if text.contains('\0') => Err("field-not-text"),
        (Value::Text(text), _) => match def.kind {
            FieldKind::Choice(codes) if !codes.contains(&text.as_str()) => Err("field-not-a-choice"),
            _ => T::from_value(value),
        },
        _ => T::from_value(value),
    };
    outcome
        .map_err(|code| {
            refused.push(Refusal::new(code).at(def.name).with("max", def.max.to_string()));
        })
        .ok()
}

impl FieldType for String {
    const KIND: FieldKind = FieldKind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Text(text) if text.trim().is_empty() => Err("field-required"),
            Value::Text(text) => Ok(text.clone()),
            _ => Err("field-not-text"),
        }
    }
}

impl FieldType for i64 {
    const KIND: FieldKind = FieldKind::Int;
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        value.int().ok_or("field-not-a-number")
    }
}

impl FieldType for bool {
    const KIND: FieldKind = FieldKind::Bool;
    const REQUIRED: bool = false;
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Null => Ok(false),
            Value::Int(number @ (0 | 1)) => Ok(*number == 1),
            _ => Err("field-not-yes-or-no"),
        }
    }
}

impl FieldType for Date {
    const KIND: FieldKind = FieldKind::Date;
    const MAX: usize = 10;
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        let text = value.text().ok_or("field-not-a-date")?;
        let date: Self = text.parse().map_err(|_| "field-not-a-date")?;
        // Years outside these sort wrongly as text and are typing errors.
        if (1900..=9999).contains(&date.year()) { Ok(date) } else { Err("field-not-a-date") }
    }
}

impl<R: Register> FieldType for Id<R> {
    const KIND: FieldKind = FieldKind::Ref(R::NAME);
    fn to_value(&self) -> Value {
        Value::Id(self.raw())
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        value.id().map(Self::new).ok_or("field-not-a-reference")
    }
}

impl FieldType for RecordId {
    const KIND: FieldKind = FieldKind::Ref("");
    fn to_value(&self) -> Value {
        Value::Id(*self)
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        value.id().ok_or("field-not-a-reference")
    }
}

impl FieldType for Vec<u8> {
    const KIND: FieldKind = FieldKind::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            Value::Id(id) => Ok(id.0.to_vec()),
            _ => Err("field-not-bytes"),
        }
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: FieldKind = T::KIND;
    const REQUIRED: bool = false;
    const MAX: usize = T::MAX;
    const SEALED: bool = T::SEALED;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, FieldType::to_value)
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Null => Ok(None),
            Value::Text(text) if text.trim().is_empty() => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// A text that hurts most when it is read by the wrong eyes. In a command it is what somebody wrote; once stored it is bytes that only
/// `sealed.read` opens, which a new version of the record carries along as they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Value);

impl Sealed {
    /// Seals what somebody wrote.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Value::Text(text.into()))
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Sealed")
    }
}

impl FieldType for Sealed {
    const KIND: FieldKind = FieldKind::LongText;
    const MAX: usize = limits::LONG_TEXT_CHARS_MAX;
    const SEALED: bool = true;
    fn to_value(&self) -> Value {
        self.0.clone()
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Bytes(_) => Ok(Self(value.clone())),
            _ => String::from_value(value).map(Self::new),
        }
    }
}

/// A level code of the security policy in force (its rank comes from there, never from here).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Level(pub String);

impl FieldType for Level {
    const KIND: FieldKind = FieldKind::Level;
    const MAX: usize = 16;
    fn to_value(&self) -> Value {
        Value::Text(self.0.clone())
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        let text = value.text().unwrap_or("");
        let fits = !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase());
        if fits { Ok(Self(text.to_owned())) } else { Err("field-not-a-level") }
    }
}

/// An ISO 3166 alpha-3 code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Nation(pub String);

impl FieldType for Nation {
    const KIND: FieldKind = FieldKind::Nation;
    const MAX: usize = 3;
    fn to_value(&self) -> Value {
        Value::Text(self.0.clone())
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        let text = value.text().unwrap_or("");
        let fits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        if fits { Ok(Self(text.to_owned())) } else { Err("field-not-a-nation") }
    }
}

/// A set of codes (categories, caveats, compartments): sorted, without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Codes(Vec<String>);

impl Codes {
    /// From any order, with repetitions.
    pub fn new(codes: impl IntoIterator<Item = String>) -> Self {
        let mut codes: Vec<String> = codes.into_iter().filter(|c| !c.is_empty()).collect();
        codes.sort();
        codes.dedup();
        Self(codes)
    }
    /// The codes, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
    /// Whether every code of the other set is in this one.
    pub fn holds_all(&self, others: &Self) -> bool {
        others.iter().all(|code| self.contains(code))
    }
    /// Whether the sets share a code.
    pub fn holds_any(&self, others: &Self) -> bool {
        others.iter().any(|code| self.contains(code))
    }
    /// Whether the set holds this code.
    pub fn contains(&self, code: &str) -> bool {
        self.0.iter().any(|c| c == code)
    }
    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Separated by single spaces.
    pub fn joined(&self) -> String {
        self.0.join(" ")
    }
}

impl FieldType for Codes {
    const KIND: FieldKind = FieldKind::Codes;
    const REQUIRED: bool = false;
    fn to_value(&self) -> Value {
        if self.0.is_empty() { Value::Null } else { Value::Text(self.joined()) }
    }
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        match value {
            Value::Null => Ok(Self::default()),
            Value::Text(text) => Ok(Self::new(text.split([' ', ',', ';']).map(|c| c.trim().to_uppercase()))),
            _ => Err("field-not-codes"),
        }
    }
}

/// Declares a closed set of codes as a Rust enum that can stand as a field: `choices! { /// doc \n pub enum Kind { A = "a", B = "b" } }`.
#[macro_export]
macro_rules! choices {
    ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $code] $variant),+ }
        impl $name {
            /// Every code, in the order of declaration.
            pub const CODES: &'static [&'static str] = &[$($code),+];
            /// Every one, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Its code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            /// From its code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
        impl $crate::FieldType for $name {
            const KIND: $crate::FieldKind = $crate::FieldKind::Choice(Self::CODES);
            fn to_value(&self) -> $crate::Value { $crate::Value::from(self.code()) }
            fn from_value(value: &$crate::Value) -> Result<Self, &'static str> {
                value.text().and_then(Self::from_code).ok_or("field-not-a-choice")
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::Fields;

    #[derive(Debug, PartialEq, Fields)]
    struct Inner {
        #[field(max = 3)]
        short: String,
        count: Option<i64>,
    }

    #[derive(Debug, PartialEq, Fields)]
    struct Outer {
        before: bool,
        #[field(flatten)]
        inner: Inner,
        #[field(long)]
        after: String,
    }

    #[derive(Debug, PartialEq, Fields)]
    struct Note {
        text: crate::Sealed,
    }

    #[test]
    fn a_sealed_text_says_so_is_long_and_never_shows_itself() {
        let field = &Note::FIELDS[0];
        assert!(field.sealed && field.kind == crate::FieldKind::LongText && !Outer::FIELDS.iter().any(|f| f.sealed));
        let note = Note::from_values(&["told in confidence".into()]).unwrap();
        assert!(!format!("{note:?}").contains("confidence"));
        assert_eq!(note.to_values(), ["told in confidence".into()]);
        let stored = crate::Value::Bytes(vec![7; 60]);
        assert_eq!(Note::from_values(std::slice::from_ref(&stored)).unwrap().to_values(), [stored]);
        let at = |length: usize| Note::from_values(&["x".repeat(length).into()]);
        assert!(at(crate::limits::LONG_TEXT_CHARS_MAX).is_ok() && at(crate::limits::LONG_TEXT_CHARS_MAX + 1).is_err());
        assert!(Note::from_values(&[" ".into()]).is_err());
    }

    #[test]
    fn the_fields_of_a_list_stand_in_the_place_of_one_and_all_that_is_wrong_is_told() {
        assert_eq!(
            Outer::FIELDS.iter().map(|f| (f.name, f.max)).collect::<Vec<_>>()[1..3],
            [("short", 3), ("count", Inner::FIELDS[1].max)]
        );
        let whole = Outer { before: true, inner: Inner { short: "abc".to_owned(), count: Some(2) }, after: "x".to_owned() };
        let values = whole.to_values();
        assert_eq!((values.len(), Outer::from_values(&values)), (4, Ok(whole)));
        let wrong = Outer::from_values(&["x".into(), "abcd".into(), "y".into()]).unwrap_err();
        let told: Vec<_> = wrong.0.iter().map(|r| r.field.as_deref().unwrap_or_default()).collect();
        assert_eq!(told, ["before", "short", "count", "after"]);
    }
}
