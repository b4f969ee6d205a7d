use super::sample::{Sample, write};
use super::*;
use crate::mail::{FileKind, is_begun, kind_of};

fn letter() -> Sample<'static> {
    Sample {
        subject: "Réponse",
        sender: ("Autorité nationale", "nsa@example.org"),
        // Monday 2 March 2026, 09:00 in Greenwich.
        sent: Some(1_772_442_000),
        message_id: "<one@example.org>",
        answers: "<letter-1@castellan>",
        text: "Bonjour,\r\nvoici.",
        files: vec![("a.pdf", b"%PDF-1"), ("..\\b.pdf", b"")],
        ..Sample::default()
    }
}

fn written(sample: &Sample<'_>) -> Vec<u8> {
    write(sample).unwrap()
}

fn refused(bytes: &[u8]) -> Code {
    mail::read(bytes).unwrap_err().code
}

#[test]
fn sp_13_a_message_of_outlook_is_read_as_any_other() {
    let bytes = written(&letter());
    assert_eq!(kind_of("a.MSG", &bytes), Ok(FileKind::Outlook));
    let mail = mail::read(&bytes).unwrap();
    assert_eq!(mail.sender.as_deref(), Some("Autorité nationale <nsa@example.org>"));
    assert_eq!((mail.subject.as_deref(), mail.message_id.as_deref()), (Some("Réponse"), Some("one@example.org")));
    assert_eq!((mail.sent_on, mail.answers.as_slice()), (Some(jiff::civil::date(2026, 3, 2)), &["letter-1@castellan".to_owned()][..]));
    assert_eq!(mail.text.lines().map(str::trim).collect::<Vec<_>>(), ["Bonjour,", "voici."]);
    let parts: Vec<_> = mail.parts.iter().map(|part| (part.name.as_str(), part.decoded())).collect();
    assert_eq!(parts, [("a.pdf", Some(b"%PDF-1".to_vec())), ("b.pdf", Some(Vec::new()))]);
    assert_eq!(mail.findings, []);
}

#[test]
fn sp_13_the_headers_of_the_internet_come_before_the_properties_and_what_is_missing_is_said() {
    let headers =
        "From: \"The registry\" <registry@example.org>\r\nDate: Tue, 3 Mar 2026 00:10:00 +0100\r\nMessage-ID: <two@example.org>\r\n";
    let mail = mail::read(&written(&Sample { headers, ..letter() })).unwrap();
    assert_eq!(
        (mail.sender.as_deref(), mail.message_id.as_deref()),
        (Some("The registry <registry@example.org>"), Some("two@example.org"))
    );
    // The day on the letter, where it was written.
    assert_eq!((mail.sent_on, mail.subject.as_deref()), (Some(jiff::civil::date(2026, 3, 3)), Some("Réponse")));
    let bare = mail::read(&written(&Sample { sender: ("Somebody", "/O=ORG/CN=SOMEBODY"), ..Sample::default() })).unwrap();
    assert_eq!(bare.sender.as_deref(), Some("Somebody"), "an address of a server's own directory is none");
    assert_eq!(bare.findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::MailWithoutId, Code::MailWithoutDate]);
}

#[test]
fn sp_13_a_message_in_a_message_comes_out_as_a_file_that_reads_the_same() {
    let inner = Sample { subject: "The letter it is about", files: vec![("c.txt", b"deep")], ..letter() };
    let outer = Sample { messages: vec![inner.clone()], ..letter() };
    let mail = mail::read(&written(&outer)).unwrap();
    let part = mail.parts.last().unwrap();
    assert_eq!((mail.parts.len(), part.name.as_str()), (3, "The letter it is about.msg"));
    assert_eq!(mail::read(&part.decoded().unwrap()).unwrap(), mail::read(&written(&inner)).unwrap());
    // As deep as is read, and one deeper.
    let nested = |depth: usize| (0..depth).fold(letter(), |inner, _| Sample { messages: vec![inner], ..Sample::default() });
    assert!(mail::read(&written(&nested(limits::MAIL_DEPTH))).is_ok());
    assert_eq!(refused(&written(&nested(limits::MAIL_DEPTH + 1))), Code::MailTooManyParts);
}

#[test]
fn sp_13_hostile_files_of_outlook_are_refused_and_never_a_panic() {
    let whole = written(&letter());
    let zeroed = |from: usize| [&whole[..from], &vec![0; whole.len() - from][..]].concat();
    // Cut off in every sector: nothing of it is taken for a message with less in it.
    for cut in (0..whole.len()).step_by(512).skip(1) {
        assert_eq!(refused(&whole[..cut]), Code::MailDamaged, "cut off after {cut}");
    }
    assert_eq!(refused(&zeroed(8)), Code::MailDamaged);
    assert_eq!(refused(&zeroed(512)), Code::MailDamaged);
    // Zeros alone, or a file of something else.
    for other in [zeroed(0), b"PK\x03\x04".to_vec(), Vec::new()] {
        assert_eq!(kind_of("a.msg", &other).unwrap_err().code, Code::FileNotTaken);
    }
    let mut workbook = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    workbook.create_stream("/Workbook").unwrap().write_all(b"old").unwrap();
    workbook.flush().unwrap();
    assert_eq!(refused(&workbook.into_inner().into_inner()), Code::MailDamaged, "a compound file that is no message");
    let many = vec![("a.txt", &b"x"[..]); limits::MAIL_PARTS + 1];
    assert_eq!(refused(&written(&Sample { files: many, ..letter() })), Code::MailTooManyParts);
    assert_eq!(refused(&[BEGINNING, &vec![0; limits::MAIL_BYTES]].concat()), Code::FileTooLarge);
}

/// A file of 13 MB whose second attachment is the same bytes again: more comes out than may.
#[test]
fn sp_13_attachments_that_share_their_bytes_come_to_no_more_than_a_message_may_have() {
    let large = vec![7; 13 << 20];
    let mut bytes = written(&Sample { files: vec![("a.bin", &large), ("b.bin", &b"x"[..])], ..letter() });
    // The second attachment's line of the directory is given the beginning and the length of the first one's.
    let name: Vec<u8> = CONTENT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let lines: Vec<usize> = (512..bytes.len()).step_by(128).filter(|at| bytes[*at..].starts_with(&name)).collect();
    let [first, second] = lines[..] else { panic!("{lines:?}") };
    let where_and_how_long = bytes[first + 116..first + 128].to_vec();
    bytes[second + 116..second + 128].copy_from_slice(&where_and_how_long);
    assert!(bytes.len() < limits::MAIL_BYTES);
    assert_eq!(refused(&bytes), Code::FileTooLarge);
}

#[test]
fn sp_13_a_file_of_outlook_that_is_being_written_is_left_alone() {
    assert!(is_begun("a.msg", b"") && is_begun("a.msg", &BEGINNING[..5]));
    assert!(!is_begun("a.msg", b"PK") && !is_begun("a.msg", &written(&letter())));
}

#[test]
fn sp_13_bytes_changed_anywhere_end_in_a_message_or_in_a_finding() {
    let whole = written(&Sample { messages: vec![letter()], ..letter() });
    let mut refused = 0;
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0xFF;
        match mail::read(&changed) {
            Ok(mail) => assert!(mail.parts.len() <= limits::MAIL_PARTS),
            Err(finding) => {
                assert!([Code::MailDamaged, Code::MailTooManyParts, Code::FileTooLarge].contains(&finding.code), "{at}: {finding}");
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "nothing that was changed mattered");
}
