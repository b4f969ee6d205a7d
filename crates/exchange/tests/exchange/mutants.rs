//! Thousands of damaged messages, scans and calendars, the same for the same seed: each is read or is a finding, in bounded time, never a
//! panic; what comes out of it can be shown.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use exchange::calendar::read_ics;
use exchange::hr::{self, sample::Message};
use exchange::mail::{Mail, file_name, is_begun, look_at, read};
use exchange::sandbox::Sandbox;
use exchange::{Code, Finding, limits};
use kernel::entropy::SeededEntropy;
use testkit::hostile::{NAMES, damaged, message, scans};

/// How many of each kind, when the environment does not say.
const MUTANTS: usize = 2_000;
const VARIABLE: &str = "CASTELLAN_MUTANTS";
/// The longest one of them may take; most take a thousandth of it.
const LONGEST: Duration = Duration::from_secs(5);

#[expect(clippy::disallowed_methods, reason = "the nightly run says how many")]
fn mutants() -> usize {
    std::env::var(VARIABLE).ok().and_then(|n| n.parse().ok()).unwrap_or(MUTANTS)
}

/// Does it for each mutant; says which one it was that panicked or took too long.
#[expect(clippy::disallowed_methods, reason = "what is tested is the time it takes")]
fn each(seed: u64, make: impl Fn(&SeededEntropy) -> Vec<u8>, judge: impl Fn(&[u8])) {
    for n in 0..mutants() as u64 {
        let bytes = make(&SeededEntropy::new(seed.wrapping_mul(1_000_003) + n));
        let begun = Instant::now();
        let judged = catch_unwind(AssertUnwindSafe(|| judge(&bytes)));
        let took = begun.elapsed();
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).into_owned();
        assert!(judged.is_ok(), "mutant {n} of seed {seed}, {} bytes:\n{start}", bytes.len());
        assert!(took < LONGEST, "mutant {n} of seed {seed}, {} bytes, took {took:?}:\n{start}", bytes.len());
    }
}

/// Whether something may stand on a page in one line: nothing hidden, no longer than it may be.
fn shows(text: &str) -> bool {
    text.chars().count() <= 200
        && !text.chars().any(|c| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

fn judge(told: Result<Mail, Finding>) {
    match told {
        Ok(mail) => {
            assert!(mail.findings.iter().all(|finding| Code::ALL.contains(&finding.code)));
            let lines = [&mail.message_id, &mail.sender, &mail.subject].into_iter().flatten().chain(&mail.answers);
            for line in lines {
                assert!(shows(line) && !line.is_empty() || line.is_empty(), "{line:?}");
            }
            assert!(mail.parts.len() <= limits::MAIL_PARTS && mail.answers.len() <= limits::MAIL_PARTS);
            for part in &mail.parts {
                assert!(shows(&part.name) && !part.name.is_empty() && !part.name.contains(['/', '\\']), "{:?}", part.name);
                assert_eq!(part.decoded().map(|bytes| bytes.len()), Some(part.bytes));
            }
            assert!(mail.text.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", mail.text);
        }
        Err(finding) => assert!([Code::MailDamaged, Code::MailTooManyParts, Code::FileTooLarge].contains(&finding.code), "{finding}"),
    }
}

#[test]
fn sp_02_every_damaged_message_is_read_or_is_a_finding() {
    each(2, message, |bytes| judge(read(bytes)));
}

#[test]
fn sp_02_every_name_of_a_file_can_be_shown_and_leads_nowhere() {
    let name = |random: &SeededEntropy| damaged(random.pick(&NAMES).repeat(1 + random.below(20)).into_bytes(), random);
    each(3, name, |bytes| {
        let name = file_name(&String::from_utf8_lossy(bytes));
        assert!(shows(&name) && !name.contains(['/', '\\']) && name != "." && name != "..", "{name:?}");
    });
}

/// The ones that cost most, each in a child as the office reads it: all come back within the child's own limits, and none kills it.
#[test]
fn sp_02_the_worst_messages_cost_a_finding_and_not_the_reader() {
    let sandbox = Sandbox { program: PathBuf::from(env!("CARGO_BIN_EXE_exchange-parse-child")) };
    let most = limits::MAIL_BYTES;
    let parts = |count: usize| {
        let one = "--b\r\nContent-Disposition: attachment; filename=a\r\n\r\nx\r\n";
        format!("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n", one.repeat(count)).into_bytes()
    };
    let deep =
        |count: usize, kind: &str| format!("Subject: x\r\n{}\r\nx", format!("Content-Type: {kind}\r\n\r\n").repeat(count)).into_bytes();
    let multiparts: String = (0..20_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
    let fill = |start: &str, with: &str| [start.as_bytes(), with.repeat((most - start.len()) / with.len()).as_bytes()].concat();
    let worst = [
        ("ten thousand parts", parts(10_000), Some(Code::MailTooManyParts)),
        ("as many parts as fit", parts(most / 60), Some(Code::MailTooManyParts)),
        ("messages in messages", deep(500_000, "message/rfc822"), None),
        ("groups in groups", format!("Subject: x\r\n{multiparts}").into_bytes(), Some(Code::MailTooManyParts)),
        ("one header of everything", fill("Subject: ", "a"), None),
        ("headers without end", fill("", "A: b\r\n"), None),
        ("encoded words", fill("Subject: ", "=?utf-8?Q?a?= "), None),
        ("addresses", fill("From: ", "a <b@c.org>, "), None),
        ("ids", fill("Subject: x\r\nIn-Reply-To: ", "<a@b> "), None),
        ("parameters", fill("Subject: x\r\nContent-Type: text/plain", "; a*0*=utf-8''b"), None),
        ("comments in comments", fill("Date: ", "("), None),
        ("markup in markup", fill("Subject: x\r\nContent-Type: text/html\r\n\r\n", "<div><a href=\"&#x"), None),
        ("base64 in one line", fill("Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n", "JVBERi0x"), None),
        ("boundaries that are none", fill("Subject: x\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n", "\r\n--b"), None),
        ("more than is taken", vec![b'a'; most + 1], Some(Code::FileTooLarge)),
    ];
    for (what, bytes, code) in worst {
        #[expect(clippy::disallowed_methods, reason = "what is tested is the time it takes")]
        let begun = Instant::now();
        let told = sandbox.read_mail(&bytes);
        let took = begun.elapsed();
        assert!(took < 6 * LONGEST, "{what}: {took:?}");
        match code {
            Some(code) => assert_eq!(told.map(drop).map_err(|f| f.code), Err(code), "{what}"),
            // A child that ran out of what it is given is a finding too.
            None if told.as_ref().is_err_and(|f| f.code == Code::ParserLimit) => {}
            None => judge(told),
        }
    }
}

#[test]
fn sp_02_a_scan_that_was_cut_anywhere_is_seen_to_be_still_in_writing() {
    for (name, whole) in scans() {
        assert!(look_at(&whole).is_empty() && !is_begun(name, &whole), "{name}");
        for end in 0..whole.len() {
            // The last letters of a PDF's end mark may be a line's end away from its last byte; everything else counts.
            assert!(is_begun(name, &whole[..end]), "{name} cut at {end} of {}", whole.len());
        }
    }
}

#[test]
fn sp_02_every_damaged_scan_is_looked_at_without_following_it() {
    each(
        4,
        |random| (0..=random.below(4)).fold(random.pick(&scans()).1.clone(), |bytes, _| damaged(bytes, random)),
        |bytes| assert!(look_at(bytes).iter().all(|finding| finding.code == Code::FileCutOff)),
    );
    // A directory that leads to itself, and one with all the fields there can be, over and over.
    let circle = [&b"II*\0\x08\0\0\0\0\0\x08\0\0\0"[..], &[0; 100]].concat();
    assert_eq!(look_at(&circle).len(), 1);
}

const RULES: [&str; 16] = [
    "FREQ=YEARLY",
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000",
    "FREQ=YEARLY;COUNT=1000000",
    "FREQ=YEARLY;COUNT=99999999999999999999",
    "FREQ=YEARLY;UNTIL=99991231T235959Z",
    "FREQ=YEARLY;UNTIL=00000101",
    "FREQ=YEARLY;INTERVAL=0",
    "FREQ=YEARLY;INTERVAL=-1",
    "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYDAY=5FR;BYSETPOS=-366",
    "FREQ=DAILY;BYHOUR=2;BYMINUTE=30",
    "FREQ=YEARLY;FREQ=SECONDLY",
    ";;;",
    "FREQ=YEARLY;COUNT=",
    "COUNT=2;FREQ=YEARLY;WKST=XX",
];

const STARTS: [&str; 12] = [
    "DTSTART;VALUE=DATE:20260301",
    "DTSTART;VALUE=DATE:20240229",
    "DTSTART;VALUE=DATE:20260230",
    "DTSTART;VALUE=DATE:00000000",
    "DTSTART;VALUE=DATE:99991231",
    "DTSTART;VALUE=DATE:-2026101",
    "DTSTART;TZID=Europe/Luxembourg:20260329T023000",
    "DTSTART;TZID=Europe/Luxembourg:20261025T023000",
    "DTSTART;TZID=Nowhere/Nothing:20260329T023000",
    "DTSTART:20260329T023000Z",
    "DTSTART;VALUE=DATE:2026é01",
    "DTSTART",
];

fn calendar(random: &SeededEntropy) -> Vec<u8> {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    for _ in 0..random.below(20) {
        let start = random.pick(&STARTS);
        let end = random.pick(&[
            "",
            "DTEND;VALUE=DATE:20260302\r\n",
            "DTEND;VALUE=DATE:19000101\r\n",
            "DURATION:P9999999999W\r\n",
            "EXDATE:1\r\n",
        ]);
        let rule = random.pick(&RULES);
        text.push_str(&format!("BEGIN:VEVENT\r\n{start}\r\n{end}RRULE:{rule}\r\nSUMMARY:Jour\\, férié\r\n plié\r\nEND:VEVENT\r\n"));
    }
    text.push_str("END:VCALENDAR\r\n");
    let bytes = text.into_bytes();
    if random.chance(60) { damaged(bytes, random) } else { bytes }
}

#[test]
fn sp_20_every_damaged_or_impossible_calendar_is_days_or_findings() {
    each(5, calendar, |bytes| match read_ics(bytes) {
        Ok(sheets) => {
            let rows = &sheets[0].rows;
            assert!(!rows.is_empty() && rows.len() <= limits::CALENDAR_ROWS);
            for row in rows {
                let [day, why] = [0, 2].map(|at| row.cell(at).text().into_owned());
                // A day of the calendar, or the reason why there is none.
                let known = Code::ALL.iter().any(|code| code.as_str() == why);
                assert!(if day.is_empty() { known } else { why.is_empty() && day.parse::<jiff::civil::Date>().is_ok() }, "{day} {why}");
                assert!(
                    row.cell(1).text().chars().count() <= limits::CALENDAR_NAME_CHARS && !row.cell(1).text().chars().any(char::is_control)
                );
            }
        }
        Err(finding) => {
            let codes = [Code::NotACalendar, Code::WorkbookEmpty, Code::WrongEncoding, Code::FileTooLarge];
            assert!(codes.contains(&finding.code), "{finding}");
        }
    });
}

/// Messages of a personnel system in every form, damaged once to three times.
fn hr_file(random: &SeededEntropy) -> Vec<u8> {
    let mut message = Message::new("0000000000000042");
    for at in 0..=random.below(6) {
        let number = format!("{:08}", 1 + random.below(3));
        let kind = *random.pick(&["0000", "0001", "0002", "0016", "0008", "9001"]);
        let begin = *random.pick(&["20260301", "19800229", "00000000", "99991231", "20261301", ""]);
        let end = *random.pick(&["99991231", "20260228", "00000000", "2026"]);
        let name = "é".repeat(random.below(60));
        let fields = [
            ("NACHN", name.as_str()),
            ("STAT2", *random.pick(&["0", "3", ""])),
            ("GBDAT", begin),
            ("NATIO", *random.pick(&["BE", "XX", "&"])),
        ];
        message.slice(&number, kind, begin, end, &fields[..1 + at % 4]);
    }
    let other = Message::new("43");
    let mut bytes = match random.below(3) {
        0 => hr::sample::flat(&[&message, &other]),
        1 => hr::sample::xml(&[&message, &other]),
        _ => hr::sample::table(&[&message, &other]),
    };
    for _ in 0..random.below(4) {
        bytes = damaged(bytes, random);
    }
    bytes
}

#[test]
fn sp_12_every_damaged_hr_file_is_read_or_is_a_finding() {
    each(6, hr_file, |bytes| match hr::read(bytes) {
        Ok(file) => {
            assert!(hr::fits(&file));
            for person in &file.people {
                assert!(!person.number.is_empty() && person.number.len() <= hr::segments::NUMBER_CHARS);
                for slice in &person.slices {
                    assert!(slice.end.is_none_or(|end| slice.begin <= end), "{slice:?}");
                    assert!(hr::segments::is_read(&slice.infotype) && slice.line >= 1);
                    assert!(slice.fields.keys().all(|name| hr::segments::kept(&slice.infotype).contains(&name.as_str())));
                    assert!(slice.fields.values().all(|text| !text.is_empty() && !text.chars().any(char::is_control)), "{slice:?}");
                }
            }
        }
        Err(finding) => {
            let codes = [Code::NotAnHrFile, Code::HrDamaged, Code::HrDtd, Code::WrongEncoding, Code::FileTooLarge];
            assert!(codes.contains(&finding.code), "{finding}");
        }
    });
}
