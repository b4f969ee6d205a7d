//! What an outsider needs to hold exported records against the log: for each version its entry, the text of the groups that leave with what opens
//! them, and of the others the commitment alone.

use std::collections::{BTreeSet, HashMap};

use kernel::{FieldKind, RecordId, Value, limits};

use crate::Error;
use crate::crypto::{Hash, hmac_sha256};
use crate::keys::{COMMITMENT, SubjectKeys};
use crate::log::{commitment, leaf, tree};
use crate::node::{Ledger, Pending};
use crate::verify::{Report, items};

/// A version that leaves, and the groups of it that do not.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// The record.
    pub id: RecordId,
    /// Its version.
    pub version: i64,
    /// Groups that were withheld from who exports.
    pub withheld: Vec<&'static str>,
}

/// A group of a version.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: &'static str,
    /// Its commitment.
    pub commitment: Hash,
    /// Its fields as canonical JSON, and what opens the commitment; none of what does not leave.
    pub shown: Option<(String, Hash)>,
}

/// A version with its place in the log.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The record.
    pub id: RecordId,
    /// Its version.
    pub version: i64,
    /// The entry that wrote it.
    pub entry: i64,
    /// Its groups.
    pub groups: Vec<Group>,
    /// Its place among the items of the entry and the hashes that lead from it to their root, where the leaf holds only that.
    pub path: Option<(u64, Vec<Hash>)>,
}

impl Witness {
    /// The record item its groups come to.
    fn item(&self, register: &str) -> String {
        let groups = self.groups.iter().map(|group| (group.name, group.commitment));
        commitment::item_of(register, self.id, self.version, groups)
    }
}

impl Ledger {
    /// Opens versions of a register for whoever was shown them: the caller has read them through a scope. What is sealed, and bytes, stay closed.
    pub fn witness(&self, register: String, leaving: Vec<Leaving>) -> Pending<Vec<Witness>> {
        self.snapshot(move |shared, conn| {
            let meta = shared.manifest.register(&register).ok_or(Error::NotFound)?;
            let mut keys = SubjectKeys::new(shared.master.master);
            let mut found = HashMap::new();
            for some in leaving.chunks(limits::PAGE_ROWS_MAX) {
                let places: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
                let ids: Vec<Value> = some.iter().map(|l| l.id.into()).collect();
                let sql = format!("SELECT {}, rev_from FROM \"{}_rev\" WHERE id IN ({})", meta.columns, meta.def.name, places.join(", "));
                for mut row in conn.query(&sql, &ids)? {
                    let entry = row.pop().and_then(|at| at.int()).unwrap_or(0);
                    let raw = meta.parse(row)?;
                    found.insert((raw.head.id, raw.head.version), (entry, raw));
                }
            }
            let mut rows = Vec::with_capacity(leaving.len());
            for Leaving { id, version, withheld } in &leaving {
                let Some((entry, raw)) = found.remove(&(*id, *version)) else { return Err(Error::NotFound) };
                let key = keys.get(conn, raw.head.subject, COMMITMENT)?.ok_or(Error::NotFound)?;
                let closed = |name: &str| {
                    let fields = meta.def.fields.iter().filter(|f| f.group == name);
                    withheld.contains(&name) || fields.into_iter().any(|f| f.sealed || f.kind == FieldKind::Bytes)
                };
                let group = |name: &'static str, text: String| {
                    let opening = commitment::opening(&key, meta.def.name, *id, *version, name);
                    let commitment = hmac_sha256(&opening, &[text.as_bytes()]);
                    Group { name, commitment, shown: (!closed(name)).then_some((text, opening)) }
                };
                let names = meta.def.group_names();
                let mut groups: Vec<Group> =
                    names.into_iter().map(|name| group(name, commitment::group_text(&meta.def, &raw.values, name))).collect();
                groups.push(group(commitment::HEAD, commitment::head_text(&raw.head)));
                rows.push(Witness { id: *id, version: *version, entry, groups, path: None });
            }
            let entries: BTreeSet<i64> = rows.iter().map(|row| row.entry).collect();
            let mut subject_keys = None;
            for entry in entries {
                let text = conn.first("SELECT leaf FROM entry WHERE seq = $1", &[entry.into()])?;
                let text = text.and_then(|row| row.first().and_then(Value::text).map(str::to_owned)).unwrap_or_default();
                if !text.contains("\"records\":{") {
                    continue;
                }
                // Every key is needed only where an entry wrote more than it lists.
                let subject_keys = match &mut subject_keys {
                    Some(keys) => keys,
                    none => none.insert(keys.all(conn, COMMITMENT)?),
                };
                let mut scratch = Report::default();
                let mut all =
                    items(conn, &shared.manifest, subject_keys, (entry, entry + 1), &mut scratch)?.remove(&entry).unwrap_or_default();
                all.sort();
                let all: Vec<String> = all.into_iter().map(|(_, item)| item).collect();
                if !text.contains(&leaf::records(&all)) {
                    return Err(Error::Stored(format!("entry {entry} does not list what it wrote")));
                }
                // What else the entry wrote stays unsaid: hashes lead from each record to the root.
                let hashes: Vec<Hash> = all.iter().map(|item| tree::leaf_hash(item.as_bytes())).collect();
                let places: HashMap<&str, u64> = all.iter().map(String::as_str).zip(0..).collect();
                for row in rows.iter_mut().filter(|row| row.entry == entry) {
                    let place = places.get(row.item(meta.def.name).as_str()).copied().ok_or(Error::NotFound)?;
                    let mut root = |from: u64, to: u64| hashes.get(from as usize..to as usize).map(tree::root);
                    row.path = tree::inclusion(place, hashes.len() as u64, &mut root).map(|path| (place, path));
                }
            }
            Ok(rows)
        })
    }
}
