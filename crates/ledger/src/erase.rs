//! Erasing a person: rows, revisions, search words, attachments, what waits to be sent, staged files and keys go in the transaction of the
//! disposal. What is left is the shred record: which versions are lawfully absent, with the items the log holds of them, and an item of
//! the entry that commits to exactly these. `verify` believes no absence that is not recorded so.

use std::collections::BTreeSet;

use kernel::{RecordId, RegisterDef, Value, limits};

use crate::changes::Erasure;
use crate::crypto::b64u;
use crate::db::{Backend, Connection};
use crate::log::{canonical, commitment, tree};
use crate::node::connect;
use crate::store::Meta;
use crate::view::Sight;
use crate::writer::Tx;
use crate::{Error, Ledger, View, keys};

/// How the item of a shredding is called in an entry.
pub const SHRED: &str = "shred";

/// The item `["shred", subject, count, root]` by which an entry commits to the items of the versions it erased, in their order.
pub fn item(subject: RecordId, items: &[String]) -> String {
    let root = tree::root(&items.iter().map(|item| tree::leaf_hash(item.as_bytes())).collect::<Vec<_>>());
    format!("[{},\"{}\",{},\"{}\"]", canonical::quoted(SHRED), b64u(&subject.0), items.len(), b64u(&root))
}

/// A version that goes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Gone {
    pub from: i64,
    pub order: i64,
    pub register: &'static str,
    pub record: RecordId,
    pub item: String,
}

/// What the shred ledger says of one person's erasing.
pub(crate) struct Shredding {
    pub subject: RecordId,
    pub categories: String,
    pub gone: Vec<Gone>,
    /// What else goes by its id: `blob` or `staged_import`.
    pub beside: BTreeSet<(&'static str, RecordId)>,
}

/// Bytes of an attachment, among what goes beside the records.
pub(crate) const BLOB: &str = "blob";
/// A staged import, among what goes beside the records.
pub(crate) const STAGED: &str = "staged_import";

impl Tx<'_> {
    /// Erases a person as part of an entry; the entry's item for it.
    pub(crate) fn erase(&mut self, erasure: &Erasure, seq: i64) -> Result<String, Error> {
        let subject = erasure.person;
        let shared = self.shared;
        let mut gone = Vec::new();
        let mut blobs: BTreeSet<RecordId> = erasure.blobs.iter().copied().collect();
        let mut records = BTreeSet::new();
        for meta in shared.manifest.registers() {
            let also: Vec<RecordId> =
                erasure.records.iter().filter(|(register, _)| *register == meta.def.name).map(|(_, id)| *id).collect();
            for id in self.whole(meta, subject, &also)? {
                self.gather(meta, "id = $1", id, &mut gone, &mut blobs)?;
                records.insert(id);
                self.drop_record(meta.def.name, id)?;
                self.conn.execute(&format!("DELETE FROM \"{}_rev\" WHERE id = $1", meta.def.name), &[id.into()])?;
            }
            // Versions of records that are about somebody else by now.
            if meta.def.subject.is_some() {
                self.gather(meta, "about = $1", subject, &mut gone, &mut blobs)?;
                self.conn.execute(&format!("DELETE FROM \"{}_rev\" WHERE about = $1", meta.def.name), &[subject.into()])?;
            }
        }
        let of_subject = [Value::Id(subject)];
        let rows = self.conn.query("SELECT category FROM subject_key WHERE subject = $1 ORDER BY category", &of_subject)?;
        let categories: Vec<&str> = rows.iter().filter_map(|row| row.first().and_then(Value::text)).collect();
        let blobs = blobs.into_iter().map(|id| (BLOB, id));
        let beside = blobs.chain(erasure.staged.iter().map(|id| (STAGED, *id))).collect();
        self.shred(Shredding { subject, categories: categories.join(" "), gone, beside }, &records, seq)
    }

    /// Erases anew, by the shred ledger, whoever was erased after the backup that was just restored; the entry's item for it.
    pub(crate) fn erase_again(&mut self, shredding: Shredding, seq: i64) -> Result<String, Error> {
        let mut records = BTreeSet::new();
        for version in &shredding.gone {
            let (name, id) = (version.register, version.record);
            let place = [id.into(), version.from.into()];
            self.conn.execute(&format!("DELETE FROM \"{name}_rev\" WHERE id = $1 AND rev_from = $2"), &place)?;
            if self.conn.number(&format!("SELECT count(*) FROM \"{name}_rev\" WHERE id = $1 AND rev_to IS NULL"), &place[..1])? == 0 {
                self.drop_record(name, id)?;
                records.insert(id);
            }
        }
        self.shred(shredding, &records, seq)
    }

    /// Takes a record away with what follows from it, but not its versions.
    fn drop_record(&mut self, register: &str, id: RecordId) -> Result<(), Error> {
        self.conn.execute(&format!("DELETE FROM \"{register}\" WHERE id = $1"), &[id.into()])?;
        self.conn.execute("DELETE FROM search_token WHERE record = $1", &[id.into()])?;
        self.conn.execute("DELETE FROM outbox WHERE about = $1", &[id.into()])?;
        Ok(())
    }

    /// The records that go as a whole: about the person now, or named.
    fn whole(&mut self, meta: &Meta, subject: RecordId, also: &[RecordId]) -> Result<BTreeSet<RecordId>, Error> {
        let mut ids: BTreeSet<RecordId> = also.iter().copied().collect();
        if meta.def.subject.is_some() {
            let sql = format!("SELECT id FROM \"{}_rev\" WHERE about = $1 AND rev_to IS NULL", meta.def.name);
            ids.extend(self.conn.query(&sql, &[subject.into()])?.into_iter().filter_map(|row| row.first().and_then(Value::id)));
        }
        Ok(ids)
    }

    /// Notes the versions that match, with the items the log holds of them, and the attachments they name.
    fn gather(
        &mut self,
        meta: &Meta,
        condition: &str,
        id: RecordId,
        gone: &mut Vec<Gone>,
        blobs: &mut BTreeSet<RecordId>,
    ) -> Result<(), Error> {
        let name = meta.def.name;
        let sql = format!("SELECT {}, rev_from, rev_ord FROM \"{name}_rev\" WHERE {condition}", meta.columns);
        for mut row in self.conn.query(&sql, &[id.into()])? {
            let at = row.split_off(row.len().saturating_sub(2));
            let raw = meta.parse(row)?;
            let key = self.keys.get(self.conn, raw.head.subject, keys::COMMITMENT)?;
            let key = key.ok_or_else(|| Error::Stored(format!("a version of {name} has no key any more")))?;
            blobs.extend(untyped(&meta.def, &raw.values));
            gone.push(Gone {
                from: at[0].int().unwrap_or(0),
                order: at[1].int().unwrap_or(0),
                register: name,
                record: raw.head.id,
                item: commitment::item(&key, &meta.def, &raw.head, &raw.values),
            });
        }
        Ok(())
    }

    /// Takes away the stored answers that name an erased record.
    fn forget_answers(&mut self, records: &BTreeSet<RecordId>) -> Result<(), Error> {
        for row in self.conn.query("SELECT account, idem, answer FROM idempotency", &[])? {
            let text = row[2].text().unwrap_or("");
            if records.iter().any(|id| text.contains(&b64u(&id.0))) {
                self.conn.execute("DELETE FROM idempotency WHERE account = $1 AND idem = $2", &row[..2])?;
            }
        }
        Ok(())
    }

    /// Takes away what is beside the records, destroys the keys and writes the shred record.
    fn shred(&mut self, shredding: Shredding, records: &BTreeSet<RecordId>, seq: i64) -> Result<String, Error> {
        let Shredding { subject, categories, mut gone, beside } = shredding;
        for (place, id) in beside {
            self.conn.execute(&format!("DELETE FROM {place} WHERE id = $1"), &[id.into()])?;
            self.conn.execute("DELETE FROM staged_row WHERE batch = $1", &[id.into()])?;
            let note = "INSERT INTO shred_beside (seq, place, id) VALUES ($1, $2, $3) ON CONFLICT (seq, place, id) DO NOTHING";
            self.conn.execute(note, &[seq.into(), place.into(), id.into()])?;
        }
        for table in ["blob", "outbox", "subject_key"] {
            self.conn.execute(&format!("DELETE FROM {table} WHERE subject = $1"), &[subject.into()])?;
        }
        self.conn.execute("DELETE FROM file_opening WHERE person = $1", &[subject.into()])?;
        self.forget_answers(records)?;
        self.keys.forget();
        gone.sort();
        self.conn.execute(
            "INSERT INTO shred (seq, subject, categories) VALUES ($1, $2, $3)",
            &[seq.into(), subject.into(), categories.into()],
        )?;
        for version in &gone {
            self.conn.execute(
                "INSERT INTO shred_row (seq, register, record, rev_from, rev_ord, item) VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    seq.into(),
                    version.register.into(),
                    version.record.into(),
                    version.from.into(),
                    version.order.into(),
                    version.item.as_str().into(),
                ],
            )?;
        }
        let items: Vec<String> = gone.into_iter().map(|version| version.item).collect();
        Ok(item(subject, &items))
    }
}

/// The untyped references of a version: among them its attachment's bytes.
fn untyped<'v>(def: &RegisterDef, values: &'v [Value]) -> impl Iterator<Item = RecordId> + 'v {
    let fields = def.fields;
    fields.iter().zip(values).filter(|(f, _)| f.kind == kernel::FieldKind::Ref("")).filter_map(|(_, value)| value.id())
}

impl View<'_> {
    /// Facts are asked for as facts, not with a reader's eyes.
    const fn as_rule(&self) -> Result<(), Error> {
        if matches!(self.sight, Sight::Rule) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Which of these records were erased; the references that others still hold lead nowhere.
    pub fn erased(&mut self, ids: &[RecordId]) -> Result<BTreeSet<RecordId>, Error> {
        let Some((params, places)) = crate::view::listed(ids.iter().map(|id| Value::Id(*id)).collect()) else { return Ok(BTreeSet::new()) };
        let rows = self.conn.query(&format!("SELECT DISTINCT record FROM shred_row WHERE record IN ({places})"), &params)?;
        Ok(rows.into_iter().filter_map(|row| row.first().and_then(Value::id)).collect())
    }

    /// How many records of each register are about a person; registers without any are left out. A fact: for what decides, and is shown as
    /// a number alone.
    pub fn count_about(&mut self, person: RecordId) -> Result<Vec<(&'static str, i64)>, Error> {
        self.as_rule()?;
        let mut counts = Vec::new();
        for meta in self.manifest.registers().iter().filter(|m| m.def.subject.is_some()) {
            let sql = format!("SELECT count(*) FROM \"{}_rev\" WHERE about = $1 AND rev_to IS NULL", meta.def.name);
            counts.push((meta.def.name, self.conn.number(&sql, &[person.into()])?));
        }
        counts.retain(|(_, count)| *count > 0);
        Ok(counts)
    }

    /// Whether the entry that made a record also wrote something about a person. A fact, never shown.
    pub fn made_with_something_about(&mut self, register: &str, id: RecordId, person: RecordId) -> Result<bool, Error> {
        self.as_rule()?;
        let name = self.meta(register)?.def.name;
        let made = self.conn.number(&format!("SELECT rev_from FROM \"{name}_rev\" WHERE id = $1 AND version = 1"), &[id.into()])?;
        for meta in self.manifest.registers().iter().filter(|m| m.def.subject.is_some()) {
            let sql = format!("SELECT count(*) FROM \"{}_rev\" WHERE rev_from = $1 AND about = $2", meta.def.name);
            if self.conn.number(&sql, &[made.into(), person.into()])? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The staged imports of which a row holds all words of one of these lists, or names this record. A fact, never shown.
    pub fn staged_with(&mut self, words: &[Vec<String>], record: RecordId) -> Result<Vec<RecordId>, Error> {
        self.as_rule()?;
        let id = crate::crypto::b64u(&record.0);
        let mut found = BTreeSet::new();
        self.conn.each("SELECT batch, data FROM staged_row", &[], &mut |row| {
            let Some(batch) = row[0].id().filter(|batch| !found.contains(batch)) else { return Ok(()) };
            let text = row[1].text().unwrap_or("");
            let of_row = kernel::fold::words(text);
            if text.contains(&id) || words.iter().any(|all| !all.is_empty() && all.iter().all(|word| of_row.contains(word))) {
                found.insert(batch);
            }
            Ok(())
        })?;
        Ok(found.into_iter().collect())
    }
}

impl Ledger {
    /// Makes the bytes of what was erased go from the files: the log of writes is emptied into the file on SQLite, the tables are rewritten
    /// and the log of writes is switched on PostgreSQL. Answers whether something was to be done; asked again when it fails.
    pub async fn wipe(&self) -> Result<bool, Error> {
        let due = self.snapshot(|_, conn| {
            let last = conn.first("SELECT max(seq) FROM shred WHERE wiped IS NULL", &[])?;
            Ok(last.and_then(|row| row.first().and_then(Value::int)))
        });
        let Some(last) = due.answer().await? else { return Ok(false) };
        let wiped = self.aside(|shared| {
            let mut conn = connect(&shared.place, true)?;
            match conn.backend() {
                Backend::Sqlite => truncate(conn.as_mut()),
                Backend::Postgres => rewrite(conn.as_mut(), &shared.manifest),
            }
        });
        wiped.answer().await?;
        let noted = self.enqueue(move |tx| {
            let now = tx.shared.now();
            tx.conn.execute("UPDATE shred SET wiped = $1 WHERE wiped IS NULL AND seq <= $2", &[now.into(), last.into()])
        });
        noted.answer().await?;
        Ok(true)
    }
}

/// Deleted content is overwritten in the file as it is deleted; here the log of writes goes, once no reader needs it.
fn truncate(conn: &mut dyn Connection) -> Result<(), Error> {
    for attempt in 0..limits::WIPE_TRIES {
        // Busy, frames in the log, frames moved: all done when nobody was in the way.
        let row = conn.first("PRAGMA wal_checkpoint(TRUNCATE)", &[])?;
        if row.and_then(|row| row.first().and_then(Value::int)) == Some(0) {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50 << attempt.min(6)));
    }
    Err(Error::Busy)
}

/// Rewrites every table that held something about a person, and what the planner remembers of their values.
fn rewrite(conn: &mut dyn Connection, manifest: &crate::Manifest) -> Result<(), Error> {
    let named = manifest.registers().iter().map(|m| m.def.name);
    let registers = named.flat_map(|name| [format!("\"{name}\""), format!("\"{name}_rev\"")]);
    let system =
        ["search_token", "blob", "outbox", "staged_import", "staged_row", "idempotency", "file_opening", "subject_key"].map(str::to_owned);
    for table in registers.chain(system) {
        conn.batch(&format!("VACUUM (FULL, ANALYZE) {table}"))?;
    }
    conn.batch("VACUUM FULL pg_catalog.pg_statistic")?;
    // What lies before two checkpoints is needed no longer and is removed, as far as the server keeps no more by its settings.
    for _ in 0..2 {
        conn.first("SELECT CAST(pg_switch_wal() AS text)", &[])?;
        conn.batch("CHECKPOINT")?;
    }
    Ok(())
}
