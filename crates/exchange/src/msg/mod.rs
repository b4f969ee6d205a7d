//! A message as Outlook keeps it in a file (MS-OXMSG): a compound file whose streams are the properties of the message and of what is attached to it.
//! It is read into the same [`Mail`] as any other message, and never opened in any other way.

pub mod sample;

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use cfb::{CompoundFile, Version};
use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use mail_parser::MessageParser;
use mail_parser::decoders::html::html_to_text;

use crate::mail::{self, Mail, Part};
use crate::{Code, Finding, limits};

/// How every compound file begins.
pub const BEGINNING: &[u8] = crate::sheet::OLE2;

/// The names of what is in a message.
const PROPERTIES: &str = "__properties_version1.0";
const NAMED: &str = "__nameid_version1.0";
const ATTACHMENT: &str = "__attach_version1.0_#";
const CONTENT: &str = "__substg1.0_37010102";
const EMBEDDED: &str = "__substg1.0_3701000D";

/// The properties that are read, by their numbers.
const SUBJECT: u16 = 0x0037;
const SENT: u16 = 0x0039;
const HEADERS: u16 = 0x007D;
const SENDER: u16 = 0x0C1A;
const ADDRESS: u16 = 0x0C1F;
const SMTP_ADDRESS: u16 = 0x5D01;
const DELIVERED: u16 = 0x0E06;
const TEXT: u16 = 0x1000;
const RICH_TEXT: u16 = 0x1009;
const HTML: u16 = 0x1013;
const MESSAGE_ID: u16 = 0x1035;
const ANSWERS: u16 = 0x1042;
const SHOWN_NAME: u16 = 0x3001;
const SHORT_NAME: u16 = 0x3704;
const LONG_NAME: u16 = 0x3707;
const HTML_PAGE: u16 = 0x3FDE;
const TEXT_PAGE: u16 = 0x3FFD;

/// Bytes before the first property of a message of its own; of one in another message there are eight less.
const HEAD: usize = 32;
const EMBEDDED_HEAD: usize = 24;

/// What a value is made of, as the last two bytes of its stream's name and the first two of its property say.
const NUMBER: u16 = 0x0003;
const BYTES_TEXT: u16 = 0x001E;
const WIDE_TEXT: u16 = 0x001F;
const TIME: u16 = 0x0040;
const BINARY: u16 = 0x0102;

fn damaged() -> Finding {
    Finding::new(Code::MailDamaged)
}

/// Reads a message; to be called in a child.
///
/// # Errors
/// One finding that says why nothing can be read.
pub fn read(bytes: &[u8]) -> Result<Mail, Finding> {
    // A reader that panics over bytes that were made to do so has found a message that cannot be read.
    std::panic::catch_unwind(|| message(bytes)).unwrap_or_else(|_| Err(damaged()))
}

fn message(bytes: &[u8]) -> Result<Mail, Finding> {
    let file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut message = Message { file, properties: Vec::new(), left: limits::MAIL_BYTES };
    let attachments = message.attachments()?;
    let top = Path::new("/");
    message.properties = message.stream(&top.join(PROPERTIES))?.ok_or_else(damaged)?;
    // What came over the Internet says so itself; what never left a server of Outlook's is told by its properties alone.
    let headers = message.text(top, HEADERS)?.unwrap_or_default();
    let mut mail = MessageParser::default().parse_headers(headers.as_bytes()).map(|headers| mail::headers(&headers)).unwrap_or_default();
    mail.message_id = mail.message_id.or(message.id(MESSAGE_ID)?);
    mail.subject = mail.subject.or(message.line(SUBJECT)?);
    mail.sender = mail.sender.or(message.sender()?);
    mail.sent_on = mail.sent_on.or_else(|| message.day(SENT)).or_else(|| message.day(DELIVERED));
    if mail.answers.is_empty() {
        mail.answers.extend(message.id(ANSWERS)?);
    }
    let text = message.body()?;
    mail.text = text.as_deref().map(mail::lines).unwrap_or_default();
    for at in attachments {
        mail.parts.push(message.part(&at)?);
    }
    mail.findings = mail::lacking(&mail);
    if text.is_none() && message.file.is_stream(stream_of(top, RICH_TEXT, BINARY)) {
        mail.findings.push(Finding::new(Code::MailRichTextOnly));
    }
    Ok(mail)
}

/// Where the value of a property lies.
fn stream_of(of: &Path, property: u16, kind: u16) -> PathBuf {
    of.join(format!("__substg1.0_{property:04X}{kind:04X}"))
}

/// A message that is being read.
struct Message<'a> {
    file: CompoundFile<Cursor<&'a [u8]>>,
    /// Its properties of a fixed length.
    properties: Vec<u8>,
    /// How many bytes may still be read: streams can share their bytes, so that what comes out is more than what went in.
    left: usize,
}

impl Message<'_> {
    /// Where its attachments lie, after a look at how many there are in all, and how deep.
    fn attachments(&self) -> Result<Vec<PathBuf>, Finding> {
        let too_many = |n: usize| Finding::new(Code::MailTooManyParts).value(n.to_string());
        let (mut all, mut own) = (0, Vec::new());
        for entry in self.file.walk().filter(cfb::Entry::is_storage) {
            let levels = entry.path().components().filter(|part| part.as_os_str() == EMBEDDED).count();
            // Every message in a message takes two levels, and what is attached to it one more.
            if levels > limits::MAIL_DEPTH || entry.path().components().count() > 2 * limits::MAIL_DEPTH + 2 {
                return Err(too_many(limits::MAIL_DEPTH + 1));
            }
            if entry.name().starts_with(ATTACHMENT) {
                all += 1;
                if entry.path().parent() == Some(Path::new("/")) {
                    own.push(entry.path().to_owned());
                }
            }
        }
        if all > limits::MAIL_PARTS { Err(too_many(all)) } else { Ok(own) }
    }

    fn stream(&mut self, at: &Path) -> Result<Option<Vec<u8>>, Finding> {
        if !self.file.is_stream(at) {
            return Ok(None);
        }
        let stream = self.file.open_stream(at).map_err(|_| damaged())?;
        let mut bytes = Vec::new();
        stream.take(self.left as u64 + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        let more = || Finding::new(Code::FileTooLarge).value("MB").meaning((limits::MAIL_BYTES >> 20).to_string());
        self.left = self.left.checked_sub(bytes.len()).ok_or_else(more)?;
        Ok(Some(bytes))
    }

    /// A property of a fixed length, of the message itself.
    fn fixed(&self, property: u16, kind: u16) -> Option<[u8; 8]> {
        let tag = (u32::from(property) << 16 | u32::from(kind)).to_le_bytes();
        let found = self.properties.get(HEAD..)?.chunks_exact(16).find(|entry| entry.starts_with(&tag))?;
        found.get(8..)?.try_into().ok()
    }

    /// The code page of a text, as the message says it.
    fn page(&self, property: u16) -> &'static Encoding {
        let number = self.fixed(property, NUMBER).map_or(0, |value| u32::from_le_bytes([value[0], value[1], value[2], value[3]]));
        let label = match number {
            65_001 => "utf-8".to_owned(),
            28_591..=28_606 => format!("iso-8859-{}", number - 28_590),
            932 => "shift_jis".to_owned(),
            936 => "gbk".to_owned(),
            949 => "euc-kr".to_owned(),
            950 => "big5".to_owned(),
            20_866 => "koi8-r".to_owned(),
            _ => format!("windows-{number}"),
        };
        Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
    }

    fn text(&mut self, of: &Path, property: u16) -> Result<Option<String>, Finding> {
        let (bytes, encoding) = match self.stream(&stream_of(of, property, WIDE_TEXT))? {
            Some(bytes) => (Some(bytes), UTF_16LE),
            None => (self.stream(&stream_of(of, property, BYTES_TEXT))?, self.page(TEXT_PAGE)),
        };
        let read = |bytes: Vec<u8>| encoding.decode_without_bom_handling(&bytes).0.trim_end_matches('\0').to_owned();
        Ok(bytes.map(read))
    }

    /// A property of the message itself, as one line; none when nothing of it can be shown.
    fn line(&mut self, property: u16) -> Result<Option<String>, Finding> {
        let text = self.text(Path::new("/"), property)?;
        Ok(text.map(|text| mail::line(text.trim())).filter(|text| !text.is_empty()))
    }

    /// An id of the Internet, without the angle brackets that are no part of it.
    fn id(&mut self, property: u16) -> Result<Option<String>, Finding> {
        let bare = |id: String| id.trim_start_matches('<').trim_end_matches('>').to_owned();
        Ok(self.line(property)?.map(bare).filter(|id| !id.is_empty()))
    }

    fn sender(&mut self) -> Result<Option<String>, Finding> {
        let name = self.line(SENDER)?;
        let address = match self.line(SMTP_ADDRESS)? {
            Some(address) => Some(address),
            // An address of the server's own directory says nothing to anybody outside.
            None => self.line(ADDRESS)?.filter(|address| address.contains('@')),
        };
        Ok(mail::named(name.as_deref(), address.as_deref()))
    }

    /// The day of an instant, as the office in Greenwich would have it: the property says nothing of a zone.
    fn day(&self, property: u16) -> Option<Date> {
        let since_1601 = u64::from_le_bytes(self.fixed(property, TIME)?);
        let seconds = i64::try_from(since_1601 / 10_000_000).ok()? - 11_644_473_600;
        Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date())
    }

    /// Its text, or that of its page.
    fn body(&mut self) -> Result<Option<String>, Finding> {
        let top = Path::new("/");
        if let Some(text) = self.text(top, TEXT)? {
            return Ok(Some(text));
        }
        if let Some(bytes) = self.stream(&stream_of(top, HTML, BINARY))? {
            return Ok(Some(html_to_text(&self.page(HTML_PAGE).decode(&bytes).0)));
        }
        Ok(self.text(top, HTML)?.map(|page| html_to_text(&page)))
    }

    /// What is attached: a file, a message or an object; of a link nothing but its name.
    fn part(&mut self, at: &Path) -> Result<Part, Finding> {
        let mut name = String::new();
        for property in [LONG_NAME, SHORT_NAME, SHOWN_NAME] {
            if name.is_empty() {
                name = self.text(at, property)?.unwrap_or_default();
            }
        }
        let embedded = at.join(EMBEDDED);
        if self.file.is_storage(&embedded) {
            let is_message = self.file.is_stream(embedded.join(PROPERTIES));
            let ending = if is_message && !name.to_lowercase().ends_with(".msg") { ".msg" } else { "" };
            return Ok(Part::new(Some(&format!("{name}{ending}")), &self.own_file(&embedded)?));
        }
        Ok(Part::new(Some(&name), &self.stream(&at.join(CONTENT))?.unwrap_or_default()))
    }

    /// A message in a message as a file of its own, with the names both share.
    fn own_file(&mut self, at: &Path) -> Result<Vec<u8>, Finding> {
        let broken = |_: std::io::Error| damaged();
        let top = Path::new("/");
        let named = top.join(NAMED);
        let mut inside = Vec::new();
        for (from, within) in [(named.as_path(), top), (at, at)] {
            if !self.file.is_storage(from) {
                continue;
            }
            for entry in self.file.walk_storage(from).map_err(broken)? {
                let to = top.join(entry.path().strip_prefix(within).map_err(|_| damaged())?);
                inside.push((entry.path().to_owned(), to, entry.is_storage()));
            }
        }
        let mut own = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new())).map_err(broken)?;
        for (from, to, is_storage) in inside {
            if is_storage {
                if to != top {
                    own.create_storage(&to).map_err(broken)?;
                }
                continue;
            }
            let mut bytes = self.stream(&from)?.unwrap_or_default();
            if to == top.join(PROPERTIES) && bytes.len() >= EMBEDDED_HEAD {
                bytes.splice(EMBEDDED_HEAD..EMBEDDED_HEAD, [0; HEAD - EMBEDDED_HEAD]);
            }
            own.create_stream(&to).and_then(|mut stream| stream.write_all(&bytes)).map_err(broken)?;
        }
        own.flush().map_err(broken)?;
        Ok(own.into_inner().into_inner())
    }
}

#[cfg(test)]
mod tests;
