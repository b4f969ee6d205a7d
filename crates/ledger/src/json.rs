//! Values as JSON, for the API, exports and frozen requests.

use kernel::{FieldDef, FieldKind, RecordId, Value};
use serde_json::Value as Json;

use crate::crypto::{b64u, from_b64u};

/// Reads a JSON member as a value of this kind; ids in their outward or base64url form. `None` when it does not fit.
pub fn value_from(kind: FieldKind, json: &Json) -> Option<Value> {
    match (kind, json) {
        (_, Json::Null) => Some(Value::Null),
        (FieldKind::Bool, Json::Bool(yes)) => Some(Value::Int(i64::from(*yes))),
        (FieldKind::Int | FieldKind::Time | FieldKind::Bool, Json::Number(number)) => number.as_i64().map(Value::Int),
        (FieldKind::Ref(_), Json::String(text)) => RecordId::parse(text).or_else(|| id_from_b64u(text)).map(Value::Id),
        (FieldKind::Bytes, Json::String(text)) => from_b64u(text).map(Value::Bytes),
        (FieldKind::Codes, Json::Array(codes)) => {
            let codes: Option<Vec<&str>> = codes.iter().map(Json::as_str).collect();
            codes.map(|codes| if codes.is_empty() { Value::Null } else { Value::Text(codes.join(" ")) })
        }
        (FieldKind::Int | FieldKind::Time | FieldKind::Bool | FieldKind::Ref(_) | FieldKind::Bytes, _) => None,
        (_, Json::String(text)) => Some(Value::Text(text.clone())),
        _ => None,
    }
}

/// An id in base64url.
pub fn id_from_b64u(text: &str) -> Option<RecordId> {
    from_b64u(text).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok()).map(RecordId)
}

/// A value as JSON; `prefix` gives the outward prefix of a referred register.
pub fn value_to(field: &FieldDef, value: &Value, prefix: &dyn Fn(&str) -> &'static str) -> Json {
    match (field.kind, value) {
        (_, Value::Null) => Json::Null,
        (FieldKind::Bool, Value::Int(number)) => Json::Bool(*number == 1),
        (_, Value::Int(number)) => Json::from(*number),
        (FieldKind::Ref(register), Value::Id(id)) => Json::String(id.outward(prefix(register))),
        (FieldKind::Codes, Value::Text(codes)) => codes.split(' ').map(|c| Json::String(c.to_owned())).collect(),
        (_, Value::Text(text)) => Json::String(text.clone()),
        (_, Value::Id(id)) => Json::String(b64u(&id.0)),
        (_, Value::Bytes(bytes)) => Json::String(b64u(bytes)),
    }
}
