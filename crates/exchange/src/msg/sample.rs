//! Writes messages as Outlook keeps them, for the demonstration and for tests.

use std::io::{Cursor, Result, Write};
use std::path::Path;

use cfb::{CompoundFile, Version};

use super::{
    ADDRESS, ANSWERS, ATTACHMENT, BINARY, CONTENT, EMBEDDED, EMBEDDED_HEAD, HEAD, HEADERS, LONG_NAME, MESSAGE_ID, NAMED, PROPERTIES,
    SENDER, SENT, SUBJECT, TEXT, TIME, WIDE_TEXT, stream_of,
};

/// A message to be written; what is left empty is not there.
#[derive(Clone, Debug, Default)]
pub struct Sample<'a> {
    /// Its subject.
    pub subject: &'a str,
    /// Name and address of the sender.
    pub sender: (&'a str, &'a str),
    /// Seconds since 1970 at which it was sent.
    pub sent: Option<u64>,
    /// Its own id.
    pub message_id: &'a str,
    /// The id it answers.
    pub answers: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The headers with which it came over the Internet.
    pub headers: &'a str,
    /// Files attached, by name.
    pub files: Vec<(&'a str, &'a [u8])>,
    /// Messages attached.
    pub messages: Vec<Sample<'a>>,
}

/// Writes a message.
///
/// # Errors
/// Those of the writer.
pub fn write(sample: &Sample<'_>) -> Result<Vec<u8>> {
    let top = Path::new("/");
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_storage(top.join(NAMED))?;
    // The lists of named properties: none.
    for list in ["00020102", "00030102", "00040102"] {
        file.create_stream(top.join(NAMED).join(format!("__substg1.0_{list}")))?;
    }
    put(&mut file, top, sample, HEAD)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

type File = CompoundFile<Cursor<Vec<u8>>>;

/// An entry of the list of properties: what it is, that it may be read and written, and its value or length.
fn entry(property: u16, kind: u16, value: u64) -> Vec<u8> {
    let tag = u32::from(property) << 16 | u32::from(kind);
    [&tag.to_le_bytes()[..], &6_u32.to_le_bytes(), &value.to_le_bytes()].concat()
}

/// Writes a text where there is one, with its entry.
fn put_text(file: &mut File, of: &Path, property: u16, text: &str, entries: &mut Vec<u8>) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    file.create_stream(stream_of(of, property, WIDE_TEXT))?.write_all(&wide)?;
    // The end of a text is counted, and not written.
    entries.extend(entry(property, WIDE_TEXT, wide.len() as u64 + 2));
    Ok(())
}

fn put(file: &mut File, at: &Path, sample: &Sample<'_>, head: usize) -> Result<()> {
    let mut entries = Vec::new();
    let texts = [
        (SUBJECT, sample.subject),
        (SENDER, sample.sender.0),
        (ADDRESS, sample.sender.1),
        (MESSAGE_ID, sample.message_id),
        (ANSWERS, sample.answers),
        (TEXT, sample.text),
        (HEADERS, sample.headers),
    ];
    for (property, text) in texts {
        put_text(file, at, property, text, &mut entries)?;
    }
    if let Some(seconds) = sample.sent {
        entries.extend(entry(SENT, TIME, (seconds + 11_644_473_600) * 10_000_000));
    }
    let count = sample.files.len() + sample.messages.len();
    for n in 0..count {
        let attached = at.join(format!("{ATTACHMENT}{n:08X}"));
        file.create_storage(&attached)?;
        let mut own = Vec::new();
        match (sample.files.get(n), sample.messages.get(n.saturating_sub(sample.files.len()))) {
            (Some((name, bytes)), _) => {
                put_text(file, &attached, LONG_NAME, name, &mut own)?;
                file.create_stream(attached.join(CONTENT))?.write_all(bytes)?;
                own.extend(entry(0x3701, BINARY, bytes.len() as u64));
                // By value.
                own.extend(entry(0x3705, 0x0003, 1));
            }
            (None, Some(message)) => {
                put_text(file, &attached, LONG_NAME, message.subject, &mut own)?;
                let inner = attached.join(EMBEDDED);
                file.create_storage(&inner)?;
                put(file, &inner, message, EMBEDDED_HEAD)?;
                own.extend(entry(0x3701, 0x000D, 1));
                // As a message.
                own.extend(entry(0x3705, 0x0003, 5));
            }
            (None, None) => {}
        }
        file.create_stream(attached.join(PROPERTIES))?.write_all(&[vec![0; 8], own].concat())?;
    }
    // Eight bytes of nothing, the next receiver and attachment, how many there are of each, and at the top eight more of nothing.
    let mut all = [[0; 8].to_vec(), [0, count as u32, 0, count as u32].map(u32::to_le_bytes).concat()].concat();
    all.resize(head, 0);
    all.extend(entries);
    file.create_stream(at.join(PROPERTIES))?.write_all(&all)
}
