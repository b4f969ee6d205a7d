//! Attachments and exports. Attachments: bytes sealed under the subject's key, with a random id; their hash is a protected field of the record.

use kernel::{Duty, Fields, Id, RecordId, Refused, Register, ViewDef};
use ledger::changes::NewBlob;
use ledger::crypto::{hex, sha256};
use ledger::transition::Micros;
use ledger::{Changes, Command, Context, Error, Loader};

use crate::OFFICE;

/// A file that hangs on a record.
#[derive(Clone, Debug, Register)]
#[register(name = "attachments", prefix = "att", title = &["name"], subject = Some("person"), seen_by = OFFICE)]
pub struct Attachment {
    /// The record it hangs on.
    pub record: RecordId,
    /// The person it is about.
    pub person: Option<RecordId>,
    /// File name as it was given.
    #[field(list)]
    pub name: String,
    /// Length in bytes.
    #[field(list)]
    pub bytes: i64,
    /// SHA-256 in hexadecimal.
    #[field(max = 64)]
    pub digest: String,
    /// The sealed bytes.
    pub blob: RecordId,
}

/// Adds a file to the changes of a command.
pub fn attach(
    changes: &mut Changes,
    cx: &Context<'_>,
    record: RecordId,
    person: Option<RecordId>,
    name: &str,
    bytes: Vec<u8>,
) -> Id<Attachment> {
    let blob = cx.new_id();
    let attachment = Attachment { record, person, name: name.to_owned(), bytes: bytes.len() as i64, digest: hex(&sha256(&[&bytes])), blob };
    let id = changes.insert(cx.new_id(), &attachment);
    changes.blobs.push(NewBlob { id: blob, subject: person, bytes });
    id
}

kernel::choices! {
    /// The form of an export.
    pub enum ExportFormat { Csv = "csv", Xlsx = "xlsx", Json = "json", Pdf = "pdf", Slides = "slides" }
}

/// An export that left the system: who took what, when. Its id stands in the file.
#[derive(Clone, Debug, Register)]
#[register(name = "exports", prefix = "exp", title = &["register", "format"], marking = "U", seen_by = &[Duty::Auditor, Duty::Head],
           views = &[ViewDef { name: "newest", by: "taken_at", descending: true }])]
pub struct Export {
    /// What was exported.
    #[field(list)]
    pub register: String,
    /// How it was narrowed.
    #[field(long)]
    pub query: Option<String>,
    /// Its form.
    #[field(list)]
    pub format: ExportFormat,
    /// How many rows.
    #[field(list)]
    pub rows: i64,
    /// Who took it.
    #[field(list)]
    pub taken_by: Id<ledger::identity::Account>,
    /// When.
    #[field(list)]
    pub taken_at: Micros,
}

/// Records an export; the file is made once this is committed.
#[derive(Clone, Debug, Fields)]
pub struct RecordExport {
    /// What is exported.
    pub register: String,
    /// How it is narrowed.
    #[field(long)]
    pub query: Option<String>,
    /// Its form.
    pub format: ExportFormat,
    /// How many rows.
    pub rows: i64,
}

impl Command for RecordExport {
    const NAME: &'static str = "exports.record";
    const DUTIES: &'static [Duty] = Duty::ALL;
    const PURPOSE: &'static str = "export";
    type Loaded = ();

    fn load(&self, _: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok(())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        taken(&mut changes, cx, (&self.register, self.query.clone()), self.format, self.rows);
        Ok(changes)
    }
}

/// Records that something leaves: a register and how it is narrowed, in a form, so many rows.
pub fn taken(changes: &mut Changes, cx: &Context<'_>, (register, query): (&str, Option<String>), format: ExportFormat, rows: i64) {
    let export = Export { register: register.to_owned(), query, format, rows, taken_by: Id::new(cx.account), taken_at: cx.micros() };
    changes.insert(cx.new_id(), &export);
}
