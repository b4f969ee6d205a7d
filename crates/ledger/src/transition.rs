//! The one table of state changes, for every lifecycle: states and clocks are recomputed from it.

use kernel::{RecordId, Register};

use crate::command::Context;

/// A record moved from one state to another.
#[derive(Clone, Debug, Register)]
#[register(name = "transitions", prefix = "trn", title = &["register", "to_state"], subject = Some("person"), seen_by = &[kernel::Duty::Auditor], listed = false,
           indexes = &["register, time, record, from_state, to_state, void"],
           views = &[kernel::ViewDef { name: "newest", by: "time", descending: true }])]
pub struct Transition {
    /// The register of the record.
    pub register: String,
    /// The record.
    pub record: RecordId,
    /// The person it is about, if it is about one.
    pub person: Option<RecordId>,
    /// State before; `none` at the start.
    pub from_state: String,
    /// State after.
    pub to_state: String,
    /// The command that did it.
    pub command: String,
    /// Why, in the actor's words.
    #[field(long)]
    pub reason: Option<String>,
    /// The record that evidences it, such as a mail item.
    pub evidence: Option<RecordId>,
    /// When, in microseconds.
    pub time: Micros,
}

impl Transition {
    /// What a command does to a record about somebody: it goes from a state to another, for a reason; `none` is the state before the first.
    pub fn of(
        register: &str,
        (record, person): (RecordId, Option<RecordId>),
        (from, to): (&str, &str),
        reason: Option<&str>,
        cx: &Context<'_>,
    ) -> Self {
        Self {
            register: register.to_owned(),
            record,
            person,
            from_state: from.to_owned(),
            to_state: to.to_owned(),
            command: cx.command.to_owned(),
            reason: reason.map(str::to_owned),
            evidence: None,
            time: cx.micros(),
        }
    }
}

/// An instant in microseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Micros(pub i64);

impl kernel::FieldType for Micros {
    const KIND: kernel::FieldKind = kernel::FieldKind::Time;
    fn to_value(&self) -> kernel::Value {
        kernel::Value::Int(self.0)
    }
    fn from_value(value: &kernel::Value) -> Result<Self, &'static str> {
        value.int().map(Self).ok_or("field-not-a-time")
    }
}

impl Context<'_> {
    /// Now, as a field.
    pub fn micros(&self) -> Micros {
        Micros(self.now.as_microsecond())
    }
}
