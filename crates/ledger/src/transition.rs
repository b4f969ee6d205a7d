//! The one table of state changes, for every lifecycle: states and clocks are recomputed from it.

use kernel::{Id, Label, Record, RecordId, Refusal, Refused, Register, RegisterDef, Value};

use crate::Changes;
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

/// Moves a record by its register's table: the new state and since when, and the transition that says who, why and on what evidence. The
/// register has a lifecycle and the fields `state` and `since`; `edit` gets the record in its new state.
///
/// # Errors
/// `state-not-allowed` when no row of the table leads on from where it stands by the command that is being decided.
pub fn step<R: Register>(
    record: &Record<R>,
    cx: &Context<'_>,
    reason: Option<&str>,
    evidence: Option<RecordId>,
    edit: impl FnOnce(&mut R),
) -> Result<Changes, Refused> {
    let mut values = record.body.to_values();
    let from = state(&R::DEF, &values);
    let to = R::DEF.lifecycle.and_then(|table| table.step(cx.command, &from));
    let to = to.ok_or_else(|| Refusal::new("state-not-allowed").with("state", from.as_str()))?.to;
    // What stays where it stands has stood there since before.
    for (name, value) in [("state", Value::from(to)), ("since", Value::Int(cx.micros().0))] {
        if let Some(place) = R::DEF.position(name).and_then(|at| values.get_mut(at)).filter(|_| to != from) {
            *place = value;
        }
    }
    let mut body = R::from_values(&values)?;
    edit(&mut body);
    let mut changes = Changes::new();
    changes.update(&record.head, &body);
    let moved = (from.as_str(), to);
    transit::<R>(&mut changes, (record.head.id, record.head.subject), moved, (reason, evidence), &record.head.label, cx);
    Ok(changes)
}

/// Adds a record in the state it begins with, and the transition into that.
pub fn begin<R: Register>(changes: &mut Changes, id: RecordId, body: &R, reason: Option<&str>, cx: &Context<'_>) -> Id<R> {
    begun(changes, id, body, reason, &Label::at(R::DEF.marking), cx)
}

/// The same for a record that is marked like what it is about.
pub fn begin_in<R: Register>(changes: &mut Changes, id: RecordId, body: &R, label: Label, cx: &Context<'_>) -> Id<R> {
    begun(changes, id, body, None, &label, cx)
}

fn begun<R: Register>(changes: &mut Changes, id: RecordId, body: &R, reason: Option<&str>, label: &Label, cx: &Context<'_>) -> Id<R> {
    let made = changes.insert_in(id, body, label.clone());
    let values = body.to_values();
    let (to, subject) = (state(&R::DEF, &values), R::DEF.subject_of(id, &values));
    transit::<R>(changes, (id, subject), ("none", &to), (reason, None), label, cx);
    made
}

fn state(def: &RegisterDef, values: &[Value]) -> String {
    def.position("state").and_then(|at| values.get(at)).and_then(Value::text).unwrap_or_default().to_owned()
}

fn transit<R: Register>(
    changes: &mut Changes,
    (record, person): (RecordId, Option<RecordId>),
    (from, to): (&str, &str),
    (reason, evidence): (Option<&str>, Option<RecordId>),
    label: &Label,
    cx: &Context<'_>,
) {
    let transition = Transition {
        register: R::NAME.to_owned(),
        record,
        person,
        from_state: from.to_owned(),
        to_state: to.to_owned(),
        command: cx.command.to_owned(),
        reason: reason.map(str::to_owned),
        evidence,
        time: cx.micros(),
    };
    changes.insert_in(cx.new_id(), &transition, label.clone());
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
