//! Mail that comes in as a file: an electronic message is read for what a
//! register wants to know of it, a scan is looked at from outside only. The
//! file itself is kept as it came; nothing here changes or drops a byte of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

use crate::{Code, Finding, limits, msg, scan};

/// What kind of file came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// An electronic message.
    Message,
    /// An electronic message as Outlook keeps it.
    Outlook,
    /// A document that is looked at as a whole.
    Scan,
}

/// What a register wants to know of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its own id, by which a second copy is known.
    pub message_id: Option<String>,
    /// Who sent it.
    pub sender: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// The day on it.
    pub sent_on: Option<Date>,
    /// The ids it answers.
    pub answers: Vec<String>,
    /// Its text, as far as a page shows it.
    pub text: String,
    /// The files in it.
    pub parts: Vec<Part>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// A file in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name as the sender gave it.
    pub name: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// Its bytes, in base64.
    pub content: String,
}

impl Part {
    /// A file with the name its sender gave it.
    pub(crate) fn new(name: Option<&str>, bytes: &[u8]) -> Self {
        let name = name.map(file_name).filter(|name| !name.is_empty()).unwrap_or_else(|| "attachment".to_owned());
        Self { name, bytes: bytes.len(), content: STANDARD.encode(bytes) }
    }

    /// Its bytes; none when they were damaged on the way.
    #[must_use]
    pub fn decoded(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.content).ok()
    }
}

/// Which files are taken beside messages in plain text: by name and by first bytes, which must agree.
const TAKEN: [(&[&str], &[&[u8]]); 5] = [
    (&["pdf"], &[b"%PDF-"]),
    (&["png"], &[b"\x89PNG\r\n\x1a\n"]),
    (&["jpg", "jpeg"], &[b"\xff\xd8\xff"]),
    (&["tif", "tiff"], &[b"II*\0", b"MM\0*"]),
    (&["msg"], &[msg::BEGINNING]),
];

/// The names under which a form offers what is taken.
pub const ENDINGS: &str = ".eml,.msg,.pdf,.png,.jpg,.jpeg,.tif,.tiff";

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// Whether a file's name is that of a message.
#[must_use]
pub fn is_message(name: &str) -> bool {
    ["eml", "msg"].contains(&ending(name).as_str())
}

/// How documents begin whose names end like this.
fn beginnings(ending: &str) -> &'static [&'static [u8]] {
    TAKEN.iter().find(|(endings, _)| endings.contains(&ending)).map_or(&[], |(_, beginnings)| beginnings)
}

/// Says what a file is, by its name and its first bytes.
///
/// # Errors
/// The file is too large, empty, or of a type that is not taken.
pub fn kind_of(name: &str, bytes: &[u8]) -> Result<FileKind, Finding> {
    if bytes.len() > limits::MAIL_BYTES {
        return Err(Finding::new(Code::FileTooLarge).value(name));
    }
    let ending = ending(name);
    if ending == "eml" && !bytes.is_empty() {
        return Ok(FileKind::Message);
    }
    let taken = beginnings(&ending).iter().any(|start| bytes.starts_with(start));
    match taken {
        true if ending == "msg" => Ok(FileKind::Outlook),
        true => Ok(FileKind::Scan),
        false => Err(Finding::new(Code::FileNotTaken).value(name)),
    }
}

/// Whether a file looks as if it were still being written: empty, with less than a beginning, or without its end.
#[must_use]
pub fn is_begun(name: &str, bytes: &[u8]) -> bool {
    let ending = ending(name);
    let half = |start: &[u8]| ending != "msg" && bytes.starts_with(start) && !scan::is_whole(bytes);
    let begins = |start: &&[u8]| start.starts_with(bytes) || half(start);
    beginnings(&ending).iter().any(begins) || (ending == "eml" && bytes.is_empty())
}

/// What can be seen of a scan from outside: whether it was cut off.
#[must_use]
pub fn look_at(bytes: &[u8]) -> Vec<Finding> {
    if scan::is_whole(bytes) { Vec::new() } else { vec![Finding::new(Code::FileCutOff)] }
}

/// Reads a message, of whichever form; to be called in a child.
///
/// # Errors
/// One finding that says why nothing can be read.
pub fn read(bytes: &[u8]) -> Result<Mail, Finding> {
    if bytes.len() > limits::MAIL_BYTES {
        return Err(Finding::new(Code::FileTooLarge));
    }
    if bytes.starts_with(msg::BEGINNING) {
        return msg::read(bytes);
    }
    // The parser panics over some groups of parts that were torn apart; for us that is a message that cannot be read.
    let parsed = std::panic::catch_unwind(|| MessageParser::default().parse(bytes)).unwrap_or_default();
    let message = parsed.filter(|message| !message.headers().is_empty()).ok_or_else(|| Finding::new(Code::MailDamaged))?;
    let (parts, depth) = extent(&message, 0);
    if parts > limits::MAIL_PARTS || depth > limits::MAIL_DEPTH {
        return Err(Finding::new(Code::MailTooManyParts).value(parts.max(depth).to_string()));
    }
    let mut mail = headers(&message);
    mail.text = message.body_text(0).map(|text| lines(&text)).unwrap_or_default();
    mail.parts = message.attachments().map(|part| Part::new(part.attachment_name(), part.contents())).collect();
    mail.findings = lacking(&mail);
    Ok(mail)
}

/// What the headers of a message say.
pub(crate) fn headers(message: &Message<'_>) -> Mail {
    let answers = message.in_reply_to().as_text_list().unwrap_or_default();
    Mail {
        message_id: message.message_id().map(line).filter(|id| !id.is_empty()),
        sender: message.from().and_then(|from| from.first()).and_then(|first| named(first.name(), first.address())),
        subject: message.subject().map(line).filter(|text| !text.is_empty()),
        sent_on: message
            .date()
            .and_then(|at| Date::new(i16::try_from(at.year).ok()?, i8::try_from(at.month).ok()?, i8::try_from(at.day).ok()?).ok()),
        answers: answers.iter().map(|id| line(id)).take(limits::MAIL_PARTS).collect(),
        ..Mail::default()
    }
}

/// What a message should have and does not.
pub(crate) fn lacking(mail: &Mail) -> Vec<Finding> {
    let id = mail.message_id.is_none().then_some(Code::MailWithoutId);
    let date = mail.sent_on.is_none().then_some(Code::MailWithoutDate);
    id.into_iter().chain(date).map(Finding::new).collect()
}

const LINE_CHARS: usize = 200;
const TEXT_CHARS: usize = 4_000;

/// Characters that show nothing themselves and can make what stands around them read as something else: controls, breaks, signs of
/// direction, joiners, tags.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One line, without what no page should show.
pub(crate) fn line(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).take(LINE_CHARS).collect::<String>().trim().to_owned()
}

/// Several lines, the same way.
pub(crate) fn lines(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && is_hidden(c) { ' ' } else { c }).take(TEXT_CHARS).collect()
}

/// A file's name as it can be shown and kept: without the folders before it and without hidden characters; a long one keeps its ending.
/// Empty when nothing is left.
#[must_use]
pub fn file_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !is_hidden(*c)).collect();
    let plain = plain.trim();
    if plain.chars().all(|c| c == '.') {
        return String::new();
    }
    let letters = plain.chars().count();
    if letters <= LINE_CHARS {
        return plain.to_owned();
    }
    let tail: String = plain.chars().skip(letters - ENDING_CHARS).collect();
    plain.chars().take(LINE_CHARS - ENDING_CHARS).chain(tail.chars()).collect()
}

/// Of a name that is too long, this much of its end is kept.
const ENDING_CHARS: usize = 12;

/// A sender by name and address, as far as there is one.
pub(crate) fn named(name: Option<&str>, address: Option<&str>) -> Option<String> {
    let text = match (name, address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => return None,
    };
    Some(line(&text)).filter(|text| !text.is_empty())
}

/// How many parts there are in all, and how deep they lie.
fn extent(message: &Message<'_>, above: usize) -> (usize, usize) {
    let nested = message.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(inner) => Some(extent(inner, above + 1)),
        _ => None,
    });
    let multiparts = message.parts.iter().filter(|part| matches!(part.body, PartType::Multipart(_))).count();
    nested.fold((message.parts.len(), above + multiparts), |(parts, depth), (more, deeper)| (parts + more, depth.max(deeper)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "From: =?utf-8?Q?Autorit=C3=A9_nationale?= <nsa@example.org>\r\nTo: aso@example.org\r\nSubject: =?iso-8859-1?Q?R=E9ponse?=\r\n\
                         Message-ID: <one@example.org>\r\nIn-Reply-To: <letter-1@castellan>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n\
                         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n\
                         --b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\
                         Content-Transfer-Encoding: base64\r\n\r\nJVBERi0x\r\n--b--\r\n";

    #[test]
    fn sp_02_a_message_is_read_for_what_a_register_wants_to_know() {
        let mail = read(PLAIN.as_bytes()).unwrap();
        assert_eq!(mail.sender.as_deref(), Some("Autorité nationale <nsa@example.org>"));
        assert_eq!((mail.subject.as_deref(), mail.message_id.as_deref()), (Some("Réponse"), Some("one@example.org")));
        assert_eq!((mail.sent_on, mail.answers.as_slice()), (Some(jiff::civil::date(2026, 3, 2)), &["letter-1@castellan".to_owned()][..]));
        assert_eq!(mail.text.trim(), "Bonjour");
        assert_eq!((mail.parts.len(), mail.parts[0].name.as_str(), mail.parts[0].decoded()), (1, "a.pdf", Some(b"%PDF-1".to_vec())));
        assert_eq!(mail.findings, []);
    }

    #[test]
    fn sp_02_hostile_messages_are_findings_and_never_a_panic() {
        let code = |bytes: &[u8]| read(bytes).map(|mail| mail.findings.iter().map(|f| f.code).collect::<Vec<_>>()).map_err(|f| f.code);
        assert_eq!(code(b""), Err(Code::MailDamaged));
        assert!(
            code(b"\0\xff\xfe nothing").is_err() || code(b"\0\xff\xfe nothing") == Ok(vec![Code::MailWithoutId, Code::MailWithoutDate])
        );
        assert_eq!(code(b"Subject: x\r\nDate: 99 Foo 99999\r\n\r\n"), Ok(vec![Code::MailWithoutId, Code::MailWithoutDate]));
        let parts = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(limits::MAIL_PARTS + 1);
        let many = format!("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");
        assert_eq!(code(many.as_bytes()), Err(Code::MailTooManyParts));
        let deep: String =
            (0..limits::MAIL_DEPTH + 2).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
        assert_eq!(code(format!("Subject: x\r\n{deep}\r\nx").as_bytes()), Err(Code::MailTooManyParts));
        let nasty =
            "Subject: a\x07\x1b[31m\r\nFrom: \"<script>\" <x@y>\r\nMessage-ID: <a b\tc>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\n<b>";
        let mail = read(nasty.as_bytes()).unwrap();
        assert!(!mail.subject.unwrap_or_default().contains('\x1b'));
        assert_eq!(read(&vec![b'x'; limits::MAIL_BYTES + 1]).unwrap_err().code, Code::FileTooLarge);
    }

    #[test]
    fn sp_02_files_are_known_by_name_and_first_bytes_and_a_half_written_scan_is_seen() {
        assert_eq!(kind_of("a.PDF", b"%PDF-1.7"), Ok(FileKind::Scan));
        assert_eq!(kind_of("a.eml", b"Subject: x"), Ok(FileKind::Message));
        for (name, bytes) in [("a.pdf", &b"MZ"[..]), ("a.exe", b"%PDF-1.7"), ("a", b"%PDF-"), ("a.eml", b""), ("", b"")] {
            assert_eq!(kind_of(name, bytes).unwrap_err().code, Code::FileNotTaken, "{name}");
        }
        assert_eq!(look_at(b"%PDF-1.7\n1 0 obj\ntrailer\n%%EOF\n"), []);
        assert_eq!(look_at(b"%PDF-1.7\n1 0 obj\nstre")[0].code, Code::FileCutOff);
        assert_eq!(look_at(b"\xff\xd8\xff\xe0 half")[0].code, Code::FileCutOff);
        for (name, bytes) in [("a.pdf", &b""[..]), ("a.PDF", b"%PD"), ("a.pdf", b"%PDF-1.7\nstre"), ("a.tif", b"MM"), ("a.eml", b"")] {
            assert!(is_begun(name, bytes), "{name}");
        }
        for (name, bytes) in [("a.pdf", &b"MZ"[..]), ("a.exe", b""), ("a.pdf", b"%PDF-1.7\n%%EOF"), ("a.eml", b"Subject: x")] {
            assert!(!is_begun(name, bytes), "{name}");
        }
    }

    #[test]
    fn sp_02_a_files_name_leads_nowhere_and_reads_as_it_is() {
        for (raw, name) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\system32\\a.pdf", "a.pdf"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("a\r\nBcc: x@y.org.pdf", "aBcc: x@y.org.pdf"),
            ("..", ""),
            ("a/", ""),
            ("\u{200f}", ""),
            ("Réponse n°1.pdf", "Réponse n°1.pdf"),
        ] {
            assert_eq!(file_name(raw), name, "{raw:?}");
        }
        let long = file_name(&format!("{}.pdf", "é".repeat(300)));
        assert!(long.chars().count() == LINE_CHARS && long.ends_with(".pdf"), "{long}");
    }
}
