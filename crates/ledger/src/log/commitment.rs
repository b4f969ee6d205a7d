//! Keyed commitments of record versions: what stands in leaves instead of names and text.

use kernel::{Codes, Head, RecordId, RegisterDef, Value};

use crate::crypto::{Hash, Key, b64u, hmac_sha256, sha256};
use crate::log::canonical;

/// What opens one group of one version and nothing else.
pub fn opening(key: &Key, register: &str, id: RecordId, version: i64, group: &str) -> Hash {
    hmac_sha256(key, &[b"open\0", register.as_bytes(), b"\0", &id.0, &version.to_be_bytes(), group.as_bytes()])
}

/// The canonical object of a group's fields; absent values are left out.
pub fn group_text(def: &RegisterDef, values: &[Value], group: &str) -> String {
    let fields = def.fields.iter().zip(values).filter(|(f, _)| f.group == group);
    canonical::object(fields.filter_map(|(f, v)| canonical::value(v).map(|text| (f.name, text))).collect())
}

/// The group every record has beside those of its fields: how it is marked and whether it counts.
pub const HEAD: &str = "_head";

/// The canonical object of a head: what decides who sees a version, and whether it is void.
pub fn head_text(head: &Head) -> String {
    let mut members = vec![
        ("marking", canonical::quoted(&head.label.level)),
        ("rank", head.rank.to_string()),
        ("void", i64::from(head.void).to_string()),
    ];
    let label = &head.label;
    let codes = |name, codes: &Codes| (!codes.is_empty()).then(|| (name, canonical::quoted(&codes.joined())));
    let text = |name, text: &Option<String>| text.as_deref().map(|text| (name, canonical::quoted(text)));
    members.extend(codes("caveats", &label.caveats));
    members.extend(codes("releasable", &label.releasable));
    members.extend(text("compartment", &label.compartment));
    members.extend(text("realm", &label.realm));
    canonical::object(members)
}

/// The record item `[register, id, version, commitment]` of a version, as canonical JSON.
pub fn item(key: &Key, def: &RegisterDef, head: &Head, values: &[Value]) -> String {
    let (id, version) = (head.id, head.version);
    let groups = def.group_names();
    let texts = groups.iter().map(|group| (*group, group_text(def, values, group))).chain([(HEAD, head_text(head))]);
    item_of(
        def.name,
        id,
        version,
        texts.map(|(group, text)| (group, hmac_sha256(&opening(key, def.name, id, version, group), &[text.as_bytes()]))),
    )
}

/// The record item of a version whose groups have these commitments.
pub fn item_of<'a>(register: &str, id: RecordId, version: i64, groups: impl Iterator<Item = (&'a str, Hash)>) -> String {
    let members = groups.map(|(group, hash)| (group, canonical::quoted(&b64u(&hash))));
    let commitment = sha256(&[canonical::object(members.collect()).as_bytes()]);
    format!("[{},\"{}\",{version},\"{}\"]", canonical::quoted(register), b64u(&id.0), b64u(&commitment))
}
