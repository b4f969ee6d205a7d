//! What an office holds, whole, and what an import made of it: one moment is held against another, and undoing is foretold.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{RecordId, Register, Value};
use ledger::approval::Approval;
use spine::documents::Attachment;
use spine::imports::ImportBatch;
use spine::mail::{MailItem, MailRegister};
use spine::series::NumberSeries;

use crate::World;
use crate::world::manifest;

/// What an import leaves for ever: its own records, a tracker's mail entry, and the numbers it drew.
const KEPT: [&str; 6] = [MailRegister::NAME, MailItem::NAME, Attachment::NAME, Approval::NAME, ImportBatch::NAME, NumberSeries::NAME];

/// The records of an office that stand, by register and id, with all their fields.
pub type Held = BTreeMap<(&'static str, RecordId), Vec<Value>>;

/// The version of every record there ever was.
pub type Versions = BTreeMap<RecordId, i64>;

impl World {
    /// What the office holds, apart from what an import always leaves.
    pub fn held(&self) -> Held {
        self.moment().0
    }

    /// What the office holds and the versions of all of it, of one moment.
    pub fn moment(&self) -> (Held, Versions) {
        let mut conn = self.conn();
        let manifest = manifest();
        let heads = manifest.registers().iter().map(|meta| format!("SELECT '{0}', id, version FROM \"{0}\"", meta.def.name));
        let sql = heads.collect::<Vec<_>>().join(" UNION ALL ");
        let (mut held, mut versions, mut filled) = (Held::new(), Versions::new(), BTreeSet::new());
        for row in conn.query(&sql, &[]).unwrap_or_else(|e| panic!("{e}")) {
            filled.extend(row[0].text().map(str::to_owned));
            versions.extend(row[1].id().zip(row[2].int()));
        }
        for meta in manifest.registers().iter().filter(|m| filled.contains(m.def.name) && !KEPT.contains(&m.def.name)) {
            let sql = format!("SELECT {} FROM \"{}\" WHERE void = 0", meta.columns, meta.def.name);
            for row in conn.query(&sql, &[]).unwrap_or_else(|e| panic!("{sql}: {e}")) {
                let raw = meta.parse(row).unwrap_or_else(|e| panic!("{e}"));
                held.insert((meta.def.name, raw.head.id), raw.values);
            }
        }
        (held, versions)
    }
}

/// Whether none of these versions fell, and no record went.
pub fn only_rose(before: &Versions, now: &Versions) -> bool {
    before.iter().all(|(id, version)| now.get(id).is_some_and(|v| v >= version))
}

/// What an import did to the office: each record it wrote, as it stood before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done(BTreeMap<(&'static str, RecordId), [Option<Vec<Value>>; 2]>);

impl Done {
    /// Between two moments.
    pub fn between(before: &Held, after: &Held) -> Self {
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
        let both = keys.into_iter().map(|key| (key, [before.get(&key).cloned(), after.get(&key).cloned()]));
        Self(both.filter(|(_, [was, is])| was != is).collect())
    }

    /// The records it changed, before and after.
    pub fn changed(&self) -> impl Iterator<Item = (&[Value], &[Value])> {
        self.0.values().filter_map(|[was, is]| Some((was.as_deref()?, is.as_deref()?)))
    }

    /// Whether it wrote a record that another wrote before it.
    pub fn follows(&self, earlier: &Self) -> bool {
        self.0.keys().any(|key| earlier.0.contains_key(key))
    }

    /// Whether something rests on it: what it wrote stands no longer as it wrote it, or something that people see names what it made.
    pub fn is_built_upon(&self, now: &Held) -> bool {
        let manifest = manifest();
        let seen = |register: &str| manifest.register(register).is_some_and(|meta| meta.def.listed);
        let made: BTreeSet<RecordId> = self.0.iter().filter(|(_, [was, _])| was.is_none()).map(|((_, id), _)| *id).collect();
        let others = now.iter().filter(|(key, _)| seen(key.0) && !self.0.contains_key(key));
        let named = others.flat_map(|(_, values)| values).filter_map(Value::id).any(|id| made.contains(&id));
        named || self.0.iter().any(|(key, [_, is])| now.get(key) != is.as_ref())
    }

    /// Whether what may stand only once would stand once after it is undone.
    pub fn leaves_unique(&self, now: &Held) -> bool {
        let manifest = manifest();
        let after = self.undone(now);
        let mut met = BTreeSet::new();
        after.iter().all(|((register, _), values)| {
            let Some(def) = manifest.register(register).map(|meta| &meta.def) else { return true };
            def.unique.iter().all(|fields| {
                let parts: Option<Vec<&Value>> =
                    fields.iter().map(|name| values.get(def.position(name)?).filter(|v| !v.is_null())).collect();
                parts.is_none_or(|parts| met.insert((*register, *fields, format!("{parts:?}"))))
            })
        })
    }

    /// What the office holds once it is undone.
    pub fn undone(&self, now: &Held) -> Held {
        let mut held = now.clone();
        for (key, [was, _]) in &self.0 {
            match was {
                Some(values) => drop(held.insert(*key, values.clone())),
                None => drop(held.remove(key)),
            }
        }
        held
    }
}
