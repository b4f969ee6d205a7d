//! Sealed text: encrypted before it is stored, each time under a key of its own, opened by `sealed.read` alone, whose entry is committed
//! before the text is handed out. Commitments are over the stored bytes, so that verifying needs no opening.

use kernel::{Duty, Entropy, FieldDef, Fields, Head, Id, Record, RecordId, Refusal, Refused, Register, RegisterDef, Value};

use crate::command::{Command, CommandDef, Context, Loader, Order};
use crate::crypto::{self, Key};
use crate::identity::Account;
use crate::keys::{self, SubjectKeys};
use crate::store::RawRecord;
use crate::transition::Micros;
use crate::{Changes, Error, Ledger};

const SALT_BYTES: usize = 16;

/// Where a text belongs; its bytes open nowhere else.
fn place(register: &str, record: RecordId, field: &str) -> Vec<u8> {
    [register.as_bytes(), b"\0", &record.0, field.as_bytes()].concat()
}

/// The key of one text, used once: of the subject's key, a random salt and the place.
fn key_of(subject: &Key, salt: &[u8], place: &[u8]) -> Key {
    crypto::hmac_sha256(subject, &[salt, place])
}

/// Seals a text under the subject's key; the salt stands in front.
pub(crate) fn close(
    subject: &Key,
    register: &str,
    record: RecordId,
    field: &str,
    text: &str,
    entropy: &dyn Entropy,
) -> Result<Value, Error> {
    let mut salt = [0; SALT_BYTES];
    entropy.fill(&mut salt);
    let place = place(register, record, field);
    let sealed = crypto::seal(&key_of(subject, &salt, &place), &place, text.as_bytes(), entropy)?;
    Ok(Value::Bytes([salt.as_slice(), &sealed].concat()))
}

/// Opens what [`close`] made.
fn open(subject: &Key, register: &str, record: RecordId, field: &str, stored: &[u8]) -> Result<String, Error> {
    let damaged = || Error::Stored("a sealed text is damaged".to_owned());
    let (salt, sealed) = stored.split_at_checked(SALT_BYTES).ok_or_else(damaged)?;
    let place = place(register, record, field);
    let plain = crypto::open(&key_of(subject, salt, &place), &place, sealed)?;
    String::from_utf8(plain).map_err(|_| damaged())
}

/// Whose key seals the texts of a record: the person's it is about. A record about nobody has a key of its own, so that it can be erased alone.
pub(crate) const fn key_owner(head: &Head) -> RecordId {
    match head.subject {
        Some(person) => person,
        None => head.id,
    }
}

/// The sealed fields of a register, each with its place among the others.
pub fn fields(def: &RegisterDef) -> impl Iterator<Item = (usize, &'static FieldDef)> {
    def.fields.iter().enumerate().filter(|(_, f)| f.sealed)
}

kernel::choices! {
    /// What a sealed text is read for.
    pub enum ReadPurpose {
        CaseWork = "case_work", Inquiry = "inquiry", Appeal = "appeal", Inspection = "inspection", SubjectRequest = "subject_request",
    }
}

/// Somebody read a sealed text.
#[derive(Clone, Debug, Register)]
#[register(name = "sealed_reads", prefix = "srd", title = &["register", "purpose"], subject = Some("person"), seen_by = &[Duty::Auditor, Duty::Head],
           views = &[kernel::ViewDef { name: "newest", by: "read_at", descending: true }])]
pub struct SealedRead {
    /// Who read it.
    #[field(list)]
    pub account: Id<Account>,
    /// The register of the record.
    #[field(list)]
    pub register: String,
    /// The record.
    #[field(list)]
    pub record: RecordId,
    /// The person it is about.
    #[field(list)]
    pub person: Option<RecordId>,
    /// What for.
    #[field(list)]
    pub purpose: ReadPurpose,
    /// The case or other record it was read for.
    #[field(list)]
    pub read_for: Option<RecordId>,
    /// When.
    #[field(list)]
    pub read_at: Micros,
}

/// Reads the sealed text of a record, for a purpose.
#[derive(Clone, Debug, kernel::Fields)]
pub struct ReadSealed {
    /// The register of the record.
    #[field(hidden)]
    pub register: String,
    /// The record.
    #[field(hidden)]
    pub record: RecordId,
    /// What for.
    pub purpose: ReadPurpose,
    /// The case or other record it is read for; case work names one.
    pub read_for: Option<RecordId>,
}

impl Command for ReadSealed {
    const NAME: &'static str = "sealed.read";
    // Whoever sees the record; the scope and the permit are asked about it.
    const DUTIES: &'static [Duty] = Duty::ALL;
    const IN_BROWSER: Option<&'static str> = Some("sealed-in-browser");
    const FRESH_CODE: bool = true;
    const PURPOSE: &'static str = "sealed_read";
    /// The record, its register, and whether what it is read for is about the same person.
    type Loaded = (RawRecord, RegisterDef, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let def = loader.view().meta(&self.register)?.def;
        let record = loader.get_raw(&self.register, self.record)?;
        let fits = match self.read_for {
            Some(id) => is_case_about(loader.view(), id, record.head.subject)?,
            None => true,
        };
        Ok((record, def, fits))
    }

    fn decide(&self, (record, def, fits): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if !fields(&def).any(|(at, _)| record.values.get(at).is_some_and(|v| !v.is_null())) {
            return Err(Refusal::new("nothing-sealed").into());
        }
        if self.purpose == ReadPurpose::CaseWork && self.read_for.is_none() {
            return Err(Refusal::new("read-for-what").at("read_for").into());
        }
        if !fits {
            return Err(Refusal::new("read-for-another").at("read_for").into());
        }
        let read = SealedRead {
            account: Id::new(cx.account),
            register: self.register.clone(),
            record: self.record,
            person: record.head.subject,
            purpose: self.purpose,
            read_for: self.read_for,
            read_at: cx.micros(),
        };
        let mut changes = Changes::new();
        // Who read it is as closed as what was read.
        changes.insert_in(cx.new_id(), &read, record.head.label);
        Ok(changes)
    }
}

/// Whether this is a record the reader sees, of those that are worked on through stages, and about this person. What is hidden is as what is
/// not there.
fn is_case_about(view: &mut crate::View<'_>, id: RecordId, person: Option<RecordId>) -> Result<bool, Error> {
    let worked_on = view.manifest.registers().iter().map(|meta| meta.def).filter(|def| def.lifecycle.is_some() && def.subject.is_some());
    for def in worked_on {
        match view.get_raw(def.name, id) {
            Ok(found) => return Ok(!found.head.void && found.head.subject.is_some() && found.head.subject == person),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// A record whose sealed text was opened.
#[derive(Clone)]
pub struct Opened {
    /// The entry of the reading.
    pub seq: i64,
    /// What the record carries; its marking is that of the text.
    pub head: Head,
    /// The texts by the names of their fields.
    pub texts: Vec<(&'static str, String)>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.texts.iter().map(|(name, _)| name).collect();
        out.debug_struct("Opened").field("seq", &self.seq).field("texts", &names).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Reads sealed text: the order to read is carried out and committed, then the text is opened through the reader's scope. There is no
    /// other way to the text, and a retry is a reading of its own.
    pub async fn read_sealed(&self, order: Order) -> Result<Opened, Error> {
        if order.command != ReadSealed::NAME {
            return Err(Error::NotFound);
        }
        let read = ReadSealed::from_values(&order.values)?;
        let (account, by_key) = (order.account, order.by_key);
        let seq = self.write(Order { idempotency: None, ..order }).answer().await?.seq;
        let opened = self.snapshot(move |shared, conn| {
            let mut view = shared.view(conn, account, by_key)?;
            let def = view.meta(&read.register)?.def;
            let record = view.get_raw(&read.register, read.record)?;
            let key = SubjectKeys::new(shared.master.master)
                .get(view.conn, Some(key_owner(&record.head)), keys::SEALED)?
                .ok_or(Error::NotFound)?;
            let text = |(at, field): (usize, &'static FieldDef)| match record.values.get(at) {
                Some(Value::Bytes(stored)) => Some(open(&key, def.name, read.record, field.name, stored).map(|text| (field.name, text))),
                _ => None,
            };
            let texts = fields(&def).filter_map(text).collect::<Result<_, _>>()?;
            Ok(Opened { seq, head: record.head, texts })
        });
        opened.answer().await
    }
}

/// Readings of sealed text about a person, through the scope of whoever looks, the newest first.
pub fn reads_about(view: &mut crate::View<'_>, person: RecordId) -> Result<Vec<Record<SealedRead>>, Error> {
    let query = crate::ListQuery {
        view: Some("newest".to_owned()),
        filters: vec![("person".to_owned(), person.into())],
        limit: kernel::limits::PAGE_ROWS_MAX,
        ..crate::ListQuery::default()
    };
    view.rows_of(SealedRead::NAME, &query)?.into_iter().map(RawRecord::typed).collect()
}

pub(crate) fn commands() -> [CommandDef; 1] {
    [CommandDef::of::<ReadSealed>()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::entropy::SeededEntropy;

    #[test]
    fn a_text_opens_in_its_own_place_under_its_own_key_and_never_twice_alike() {
        let entropy = SeededEntropy::new(7);
        let (key, other) = ([1; 32], [2; 32]);
        let id = entropy.id();
        let close = |text: &str| match close(&key, "concerns", id, "text", text, &entropy) {
            Ok(Value::Bytes(bytes)) => bytes,
            other => panic!("{other:?}"),
        };
        let (stored, again) = (close("told in confidence"), close("told in confidence"));
        assert_ne!(stored[..SALT_BYTES], again[..SALT_BYTES]);
        assert_ne!(stored, again);
        assert_eq!(open(&key, "concerns", id, "text", &stored).ok().as_deref(), Some("told in confidence"));
        let moved = [
            open(&other, "concerns", id, "text", &stored),
            open(&key, "incidents", id, "text", &stored),
            open(&key, "concerns", entropy.id(), "text", &stored),
            open(&key, "concerns", id, "notes", &stored),
            open(&key, "concerns", id, "text", &stored[1..]),
            open(&key, "concerns", id, "text", &stored[..SALT_BYTES - 1]),
        ];
        assert!(moved.iter().all(Result::is_err));
        let mut changed = stored;
        changed[SALT_BYTES + 13] ^= 1;
        assert!(open(&key, "concerns", id, "text", &changed).is_err());
    }
}
