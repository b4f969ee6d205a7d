//! Canonical JSON (RFC 8785) for what leaves hold: strings, integers, arrays and objects.

use kernel::Value;

use crate::crypto::b64u;

/// Appends a string with the minimal escapes.
pub fn string(text: &str, out: &mut String) {
    out.push('"');
    if !text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// An object of already canonical members; names are ASCII, so byte order is UTF-16 order.
pub fn object(mut members: Vec<(&str, String)>) -> String {
    members.sort_by(|a, b| a.0.cmp(b.0));
    let mut out = String::with_capacity(members.iter().map(|(name, value)| name.len() + value.len() + 4).sum::<usize>() + 2);
    out.push('{');
    for (at, (name, value)) in members.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        string(name, &mut out);
        out.push(':');
        out.push_str(value);
    }
    out.push('}');
    out
}

/// A string as canonical JSON.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    string(text, &mut out);
    out
}

/// A value as canonical JSON; `None` when it is absent and left out.
pub fn value(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(quoted(text)),
        Value::Int(number) => Some(number.to_string()),
        Value::Id(id) => Some(quoted(&b64u(&id.0))),
        Value::Bytes(bytes) => Some(quoted(&b64u(bytes))),
    }
}
