//! Attachments: bytes sealed under the subject's key, with a random id; their hash is a protected field of the record.

use kernel::{RecordId, Register};
use ledger::changes::NewBlob;
use ledger::crypto::{hex, sha256};
use ledger::{Changes, Context};

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
pub fn attach(changes: &mut Changes, cx: &Context<'_>, record: RecordId, person: Option<RecordId>, name: &str, bytes: Vec<u8>) {
    let blob = cx.new_id();
    let attachment = Attachment { record, person, name: name.to_owned(), bytes: bytes.len() as i64, digest: hex(&sha256(&[&bytes])), blob };
    changes.insert(cx.new_id(), &attachment);
    changes.blobs.push(NewBlob { id: blob, subject: person, bytes });
}
