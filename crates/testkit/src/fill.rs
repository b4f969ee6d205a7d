//! Records of any register, filled with values its fields can hold: for tests that are about every register.

use jiff::civil::Date;
use kernel::{Entropy, FieldKind, RecordId, RegisterDef, Value};
use ledger::Changes;
use ledger::changes::NewBlob;
use ledger::crypto::{hex, sha256};

/// Registers that say who may what; a random row of theirs would give or take rights.
pub const RIGHTS: &[&str] = &[
    "accounts",
    "credentials",
    "api_tokens",
    "grants",
    "delegations",
    "crisis_postures",
    "household_ties",
    "memberships",
    "restrictions",
    "openings",
    "broken_glass",
    "decoys",
];

/// A value that a field of this kind can hold; `at` tells records of a register apart, `refs` names a record to refer to.
pub fn value(kind: FieldKind, at: usize, entropy: &dyn Entropy, refs: &dyn Fn(&str) -> RecordId) -> Value {
    match kind {
        FieldKind::Text | FieldKind::LongText => Value::Text(format!("t{at}")),
        // A day of its own each, where a day must be unique.
        FieldKind::Date => Date::constant(2026, 2, 3).saturating_add(jiff::Span::new().days(at as i64)).into(),
        FieldKind::Time => Value::Int(at as i64),
        FieldKind::Int => Value::Int(2_000 + at as i64),
        FieldKind::Bool => Value::Int(0),
        FieldKind::Choice(codes) => Value::from(codes[at % codes.len()]),
        FieldKind::Ref(register) => Value::Id(refs(register)),
        FieldKind::Level => Value::from("C"),
        FieldKind::Nation => Value::Text([b'A' + (at / 26 % 26) as u8, b'A' + (at % 26) as u8, b'X'].map(char::from).iter().collect()),
        FieldKind::Codes => Value::Null,
        FieldKind::Bytes => {
            let mut bytes = vec![0; 20];
            entropy.fill(&mut bytes);
            Value::Bytes(bytes)
        }
    }
}

/// The values of a record of a register, each as long as its field allows.
pub fn record(def: &RegisterDef, at: usize, entropy: &dyn Entropy, refs: &dyn Fn(&str) -> RecordId) -> Vec<Value> {
    let mut values: Vec<Value> = def.fields.iter().map(|f| value(f.kind, at, entropy, refs)).collect();
    for (field, value) in def.fields.iter().zip(values.iter_mut()) {
        if let Value::Text(text) = value {
            text.truncate(field.max);
        }
    }
    values
}

/// Stores the file of a record whose register keeps one, so that its hash is true; nothing for others.
pub fn stored(def: &RegisterDef, values: &mut [Value], subject: Option<RecordId>, entropy: &dyn Entropy, changes: &mut Changes) {
    let Some((blob, digest)) = def.bytes else { return };
    let id = entropy.id();
    let bytes = id.0.to_vec();
    for (field, value) in def.fields.iter().zip(values.iter_mut()) {
        if field.name == blob {
            *value = id.into();
        } else if field.name == digest {
            *value = hex(&sha256(&[&bytes])).into();
        }
    }
    changes.blobs.push(NewBlob { id, subject, bytes });
}
