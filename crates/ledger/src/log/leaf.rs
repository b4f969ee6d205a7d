//! A leaf: one entry as canonical JSON under 1 KiB, with pseudonyms and commitments only.

use kernel::{RecordId, limits};

use crate::Error;
use crate::crypto::{Hash, b64u};
use crate::log::{canonical, tree};

/// What an entry says.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Index in the tree.
    pub seq: i64,
    /// Microseconds since 1970 UTC; never less than the previous entry's.
    pub time: i64,
    /// The host's clock was behind the last entry.
    pub suspect: bool,
    /// Account that acted.
    pub actor: RecordId,
    /// Account whose frozen request this carries out.
    pub behalf: Option<RecordId>,
    /// Account whose duty the actor used as a deputy.
    pub holder: Option<RecordId>,
    /// The command.
    pub command: String,
    /// The duty that allowed it.
    pub duty: String,
    /// Hash of the duty table in force.
    pub table: Hash,
    /// Purpose code.
    pub purpose: String,
    /// Request id.
    pub request: RecordId,
    /// Canonical record items, in the order of change.
    pub items: Vec<String>,
}

impl Entry {
    /// The leaf.
    pub fn leaf(&self) -> Result<String, Error> {
        let mut permit = vec![("duty", canonical::quoted(&self.duty)), ("table", canonical::quoted(&b64u(&self.table)))];
        permit.extend(self.holder.map(|holder| ("holder", canonical::quoted(&b64u(&holder.0)))));
        let permit = canonical::object(permit);
        let mut members = vec![
            ("v", "1".to_owned()),
            ("seq", self.seq.to_string()),
            ("time", self.time.to_string()),
            ("clock", canonical::quoted(if self.suspect { "suspect" } else { "ok" })),
            ("actor", canonical::quoted(&b64u(&self.actor.0))),
            ("command", canonical::quoted(&self.command)),
            ("permit", permit),
            ("purpose", canonical::quoted(&self.purpose)),
            ("request", canonical::quoted(&b64u(&self.request.0))),
            ("records", records(&self.items)),
        ];
        members.extend(self.behalf.map(|b| ("behalf", canonical::quoted(&b64u(&b.0)))));
        let leaf = canonical::object(members);
        if leaf.len() > limits::LEAF_BYTES_MAX {
            return Err(Error::Stored(format!("a leaf of {} bytes is over the limit", leaf.len())));
        }
        Ok(leaf)
    }
}

/// The items themselves, or above eight their count and root.
pub fn records(items: &[String]) -> String {
    let listed = format!("[{}]", items.join(","));
    // Eight items of long register names must still fit.
    if items.len() <= limits::LEAF_RECORDS_MAX && listed.len() <= limits::LEAF_BYTES_MAX - 440 {
        return listed;
    }
    let root = tree::root(&items.iter().map(|item| tree::leaf_hash(item.as_bytes())).collect::<Vec<_>>());
    canonical::object(vec![("count", items.len().to_string()), ("root", canonical::quoted(&b64u(&root)))])
}
