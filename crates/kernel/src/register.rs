//! Registers: one Rust type says the fields, marking, references and permissions of a kind of record once.

use jiff::civil::Date;

use crate::field::{FieldDef, Fields};
use crate::{Codes, Duty, Id, Lifecycle, RecordId, Refusal, Refused, Value};

/// A kind of record. `derive(Register)` makes the descriptor from the struct and its `#[register(...)]` line.
pub trait Register: Fields {
    /// Table, address and catalogue name; plural.
    const NAME: &'static str;
    /// Everything that follows from the type.
    const DEF: RegisterDef;
}

/// The descriptor of a register.
#[derive(Clone, Copy, Debug)]
pub struct RegisterDef {
    /// Table, address and catalogue name; plural.
    pub name: &'static str,
    /// Prefix of outward ids.
    pub prefix: &'static str,
    /// The fields in order.
    pub fields: &'static [FieldDef],
    /// The fields that name a record to people; their folded text is the default order.
    pub title: &'static [&'static str],
    /// The field that holds the person it is about; `id` when the record is the person.
    pub subject: Option<&'static str>,
    /// The field that holds the record whose members alone see it, for registers by case; `id` when it is the record itself.
    pub members: Option<&'static str>,
    /// For registers of files: the field that holds the id of the sealed bytes, and that which holds their SHA-256 in hexadecimal.
    pub bytes: Option<(&'static str, &'static str)>,
    /// Field groups that not everyone who sees the register sees.
    pub groups: &'static [GroupDef],
    /// Duties that see it.
    pub seen_by: &'static [Duty],
    /// Duties that add and change it by plain form; empty when only its own commands do.
    pub edited_by: &'static [Duty],
    /// Its lifecycle, on the field `state`.
    pub lifecycle: Option<&'static Lifecycle>,
    /// Declared orders, each indexed.
    pub views: &'static [ViewDef],
    /// Further columns that are searched by range; several of one index are separated by a comma and a space.
    pub indexes: &'static [&'static str],
    /// Field lists that are unique among records that are not void.
    pub unique: &'static [&'static [&'static str]],
    /// Lists of fields by which people tell its records apart, where nothing is unique: a row of a table is known again by the first that it has whole.
    pub known_by: &'static [&'static [&'static str]],
    /// Level code of its records when nothing else is said.
    pub marking: &'static str,
    /// Whether it shows among the registers.
    pub listed: bool,
    /// Name of the plain command that adds a record.
    pub add: &'static str,
    /// Name of the plain command that changes a record.
    pub change: &'static str,
    /// All that is wrong with these values as a record of this register.
    pub check: fn(&[Value]) -> Result<(), Refused>,
    /// Fields that hold the first and the last day of something, in pairs: no last day comes before its first.
    pub spans: &'static [(&'static str, &'static str)],
    /// Further rules across fields.
    pub rule: fn(&[Value]) -> Vec<Refusal>,
}

/// A field group seen by fewer.
#[derive(Clone, Copy, Debug)]
pub struct GroupDef {
    /// Its name in the fields.
    pub name: &'static str,
    /// Duties that see it.
    pub seen_by: &'static [Duty],
}

/// A declared order of a register page.
#[derive(Clone, Copy, Debug)]
pub struct ViewDef {
    /// Name in the address.
    pub name: &'static str,
    /// Column ordered by (then the id).
    pub by: &'static str,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl RegisterDef {
    /// Whether its records hold something sealed.
    pub fn has_sealed(&self) -> bool {
        self.fields.iter().any(|f| f.sealed)
    }
    /// What holds when the `#[register(...)]` line does not say otherwise.
    pub const DEFAULT: Self = Self {
        name: "",
        prefix: "rec",
        fields: &[],
        title: &[],
        subject: None,
        members: None,
        bytes: None,
        groups: &[],
        seen_by: &[],
        edited_by: &[],
        lifecycle: None,
        views: &[],
        indexes: &[],
        unique: &[],
        known_by: &[],
        marking: "R",
        listed: true,
        add: "",
        change: "",
        check: |_| Ok(()),
        spans: &[],
        rule: |_| Vec::new(),
    };

    /// All that is wrong with these values, as they are entered and as they stand: what cannot be read as a record of this register, what breaks
    /// its rules across fields, and days in the wrong order.
    pub fn faults(&self, values: &[Value]) -> Vec<Refusal> {
        let mut wrong = (self.check)(values).err().map(|refused| refused.0).unwrap_or_default();
        wrong.extend((self.rule)(values));
        let day = |field: &str| self.position(field).and_then(|at| values.get(at)).and_then(Value::text).and_then(|text| text.parse().ok());
        wrong.extend(self.spans.iter().filter_map(|(from, until)| days_in_order(day(from), day(until), until)));
        wrong
    }
    /// The position of a field.
    pub fn position(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == field)
    }
    /// The field of this name.
    pub fn field(&self, field: &str) -> Option<&'static FieldDef> {
        self.fields.iter().find(|f| f.name == field)
    }
    /// The group names, sorted, each once.
    pub fn group_names(&self) -> Vec<&'static str> {
        let mut groups: Vec<_> = self.fields.iter().map(|f| f.group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
    /// How people name a record with these values.
    pub fn title_of(&self, values: &[Value]) -> String {
        titled(self.title.iter().filter_map(|name| self.position(name)).filter_map(|at| values.get(at)))
    }
    /// The record whose members alone see a record of a register by case.
    pub fn case_of(&self, id: RecordId, values: &[Value]) -> Option<RecordId> {
        match self.members? {
            "id" => Some(id),
            field => self.position(field).and_then(|at| values.get(at)).and_then(Value::id),
        }
    }
    /// The person a record is about.
    pub fn subject_of(&self, id: RecordId, values: &[Value]) -> Option<RecordId> {
        match self.subject? {
            "id" => Some(id),
            field => self.position(field).and_then(|at| values.get(at)).and_then(Value::id),
        }
    }
}

/// What is wrong where a last day comes before the first, at the field of the last: the one rule of it, for forms, commands and the audit.
pub fn days_in_order(from: Option<Date>, until: Option<Date>, field: &str) -> Option<Refusal> {
    from.zip(until).is_some_and(|(from, until)| until < from).then(|| Refusal::new("until-before-from").at(field))
}

/// How people name a record whose title's fields have these values.
pub fn titled<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    let part = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    };
    values.filter_map(part).collect::<Vec<_>>().join(" ")
}

/// What closes a record to some: its marking (level, caveats, releasability), and the room it stands in (compartment, realm).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Level code of the marking.
    pub level: String,
    /// Caveats, each of which a reader must hold (restrictive categories of the security policy).
    pub caveats: Codes,
    /// Parties, one of which a reader must be of (permissive categories); none means it is not limited to any.
    pub releasable: Codes,
    /// The compartment that closes it to all but its members.
    pub compartment: Option<String>,
    /// The site, unit or firm whose it is; whoever is granted a duty in one realm only sees no other.
    pub realm: Option<String>,
}

impl Label {
    /// A marking of this level and nothing more.
    pub fn at(level: &str) -> Self {
        Self { level: level.to_owned(), ..Self::default() }
    }
    /// The same in a compartment.
    pub fn within(self, compartment: Option<&str>) -> Self {
        Self { compartment: compartment.map(str::to_owned), ..self }
    }
}

/// What every record carries beside its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Identity.
    pub id: RecordId,
    /// Rises by one with every change; compared in the WHERE of the next.
    pub version: i64,
    /// What closes it to some.
    pub label: Label,
    /// Rank of its level in the security policy.
    pub rank: i64,
    /// The person it is about.
    pub subject: Option<RecordId>,
    /// Taken back (an undone import, a void number): kept, shown as void, counted nowhere.
    pub void: bool,
}

/// A record of register `R`: head and body.
#[derive(Clone, Debug)]
pub struct Record<R> {
    /// What every record carries.
    pub head: Head,
    /// Its fields.
    pub body: R,
}

impl<R: Register> Record<R> {
    /// Its typed id.
    pub const fn id(&self) -> Id<R> {
        Id::new(self.head.id)
    }
}
