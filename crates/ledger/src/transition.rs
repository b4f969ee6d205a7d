//! The one table of state changes, for every lifecycle: states and clocks are recomputed from it.

use kernel::{Id, Label, Record, RecordId, Refusal, Refused, Register, RegisterDef, Value, WHERE_IT_STOOD};

use crate::Changes;
use crate::changes::Change;
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
    /// Why, as the codes of the choices the command offers, separated by spaces; labels stand in the catalogues as `choice-<code>`.
    #[field(max = 200)]
    pub reason_codes: Option<String>,
    /// The record that evidences it, such as a mail item.
    pub evidence: Option<RecordId>,
    /// When, in microseconds.
    pub time: Micros,
    /// When it was said to have happened at first, once that was corrected.
    pub first_time: Option<Micros>,
    /// Why time or reason were corrected; what they were is in its versions.
    #[field(long)]
    pub corrected_because: Option<String>,
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
    let from = state(&R::DEF, &record.body.to_values());
    let to = allowed::<R>(cx, &from)?;
    moved(record, cx, (from, to), reason, evidence, edit)
}

/// The same for a move that takes back an end: the record stands again in the open state `stood`, in which it was before it ended.
///
/// # Errors
/// `state-not-allowed` when the table does not lead back from where it stands, or the record never stood there openly.
pub fn step_back<R: Register>(
    record: &Record<R>,
    stood: &str,
    cx: &Context<'_>,
    reason: Option<&str>,
    evidence: Option<RecordId>,
    edit: impl FnOnce(&mut R),
) -> Result<Changes, Refused> {
    let from = state(&R::DEF, &record.body.to_values());
    let stood = R::DEF.lifecycle.and_then(|table| table.state(stood)).filter(|state| state.open);
    match (allowed::<R>(cx, &from)?, stood) {
        (WHERE_IT_STOOD, Some(stood)) => moved(record, cx, (from, stood.code), reason, evidence, edit),
        _ => Err(not_allowed(&from).into()),
    }
}

fn not_allowed(from: &str) -> Refusal {
    Refusal::new("state-not-allowed").with("state", from)
}

/// Where the command that is being decided leads from a state.
fn allowed<R: Register>(cx: &Context<'_>, from: &str) -> Result<&'static str, Refusal> {
    let step = R::DEF.lifecycle.and_then(|table| table.step(cx.command, from));
    step.map(|step| step.to).ok_or_else(|| not_allowed(from))
}

fn moved<R: Register>(
    record: &Record<R>,
    cx: &Context<'_>,
    (from, to): (String, &'static str),
    reason: Option<&str>,
    evidence: Option<RecordId>,
    edit: impl FnOnce(&mut R),
) -> Result<Changes, Refused> {
    let mut values = record.body.to_values();
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
    begun(changes, id, body, (reason, None), &Label::at(R::DEF.marking), cx)
}

/// The same for a record that rests on something, such as the letter it was asked with.
pub fn begin_on<R: Register>(changes: &mut Changes, id: RecordId, body: &R, evidence: RecordId, cx: &Context<'_>) -> Id<R> {
    begun(changes, id, body, (None, Some(evidence)), &Label::at(R::DEF.marking), cx)
}

/// The same for a record that is marked like what it is about.
pub fn begin_in<R: Register>(changes: &mut Changes, id: RecordId, body: &R, label: Label, cx: &Context<'_>) -> Id<R> {
    begun(changes, id, body, (None, None), &label, cx)
}

/// The reason and the evidence of a move.
type Why<'a> = (Option<&'a str>, Option<RecordId>);

fn begun<R: Register>(changes: &mut Changes, id: RecordId, body: &R, why: Why<'_>, label: &Label, cx: &Context<'_>) -> Id<R> {
    let made = changes.insert_in(id, body, label.clone());
    let values = body.to_values();
    let (to, subject) = (state(&R::DEF, &values), R::DEF.subject_of(id, &values));
    transit::<R>(changes, (id, subject), ("none", &to), why, label, cx);
    made
}

fn state(def: &RegisterDef, values: &[Value]) -> String {
    def.position("state").and_then(|at| values.get(at)).and_then(Value::text).unwrap_or_default().to_owned()
}

fn transit<R: Register>(
    changes: &mut Changes,
    (record, person): (RecordId, Option<RecordId>),
    (from, to): (&str, &str),
    (reason, evidence): Why<'_>,
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
        reason_codes: None,
        evidence,
        time: cx.micros(),
        first_time: None,
        corrected_because: None,
    };
    changes.insert_in(cx.new_id(), &transition, label.clone());
}

impl Changes {
    /// Says by codes why the record moved, beside the words: of the state changes among these changes.
    #[must_use]
    pub fn coded<'a>(mut self, codes: impl IntoIterator<Item = &'a str>) -> Self {
        let codes: Vec<&str> = codes.into_iter().collect();
        let at = Transition::DEF.position("reason_codes");
        for row in &mut self.rows {
            if let (Change::Insert { register: Transition::NAME, values, .. }, Some(at)) = (row, at)
                && let Some(place) = values.get_mut(at)
            {
                *place = if codes.is_empty() { Value::Null } else { codes.join(" ").into() };
            }
        }
        self
    }
}

impl Transition {
    /// The codes of the reason.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.reason_codes.iter().flat_map(|codes| codes.split(' '))
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
