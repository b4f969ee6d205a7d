//! Files of personnel systems: what is read, what is kept out, and what bad ones end in. The samples are made from SAP's published
//! structure names; none comes from a running system.

use std::path::PathBuf;

use exchange::hr::sample::{Message, flat, table, xml};
use exchange::hr::{Form, HrFile, read};
use exchange::sandbox::Sandbox;
use exchange::{Code, limits};
use jiff::civil::date;

fn codes(file: &HrFile) -> Vec<(Code, Option<u32>)> {
    file.findings.iter().map(|f| (f.code, f.row)).collect()
}

/// A joiner with an address and a contract, and what must never come in.
fn sample() -> Message {
    let mut message = Message::new("0000000000004711");
    message
        .slice("00001234", "0000", "20260301", "99991231", &[("MASSN", "01"), ("STAT2", "3")])
        .slice("00001234", "0001", "20260301", "99991231", &[("ORGEH", "50000012"), ("PLANS", "50012345")])
        .slice(
            "00001234",
            "0002",
            "19800512",
            "99991231",
            &[("NACHN", "Šimić & Söhne"), ("VORNA", "Ana"), ("GBDAT", "19800512"), ("NATIO", "HR")],
        )
        .slice("00001234", "0016", "20260301", "20290228", &[("CTEDT", "20290228")])
        .record("E1P0105", "00001234", "0010", "", "20260301", "99991231", &[("USRID_LONG", "ana.simic@agency.example")])
        .record("E1P0105", "00001234", "0001", "", "20260301", "99991231", &[("USRID", "ASIMIC")])
        .slice("00001234", "0008", "20260301", "99991231", &[])
        .slice("00001234", "9001", "20260301", "99991231", &[])
        .record("Z1P0002", "00001234", "", "", "20260301", "99991231", &[])
        .record("E1P0002", "00009999", "", "X", "20260301", "99991231", &[("NACHN", "Locked")]);
    message
}

#[test]
fn sp_12_the_same_people_come_out_of_all_three_forms() {
    let message = sample();
    let read = [flat(&[&message]), xml(&[&message]), table(&[&message])].map(|bytes| read(&bytes).unwrap_or_else(|f| panic!("{f}")));
    let forms: Vec<Form> = read.iter().map(|f| f.form).collect();
    assert_eq!(forms, [Form::Flat, Form::Xml, Form::Table]);
    for file in &read {
        assert_eq!(file.people.len(), 1, "{:?}", file.findings);
        let person = &file.people[0];
        assert_eq!((person.number.as_str(), person.damaged, file.locked), ("00001234", false, 1));
        let kinds: Vec<&str> = person.slices.iter().map(|s| s.infotype.as_str()).collect();
        assert_eq!(kinds, ["0000", "0001", "0002", "0016", "0105"]);
        let name = &person.slices[2];
        assert_eq!(
            (name.get("NACHN"), name.get("NATIO"), name.begin, name.end),
            (Some("Šimić & Söhne"), Some("HR"), date(1980, 5, 12), None)
        );
        assert_eq!(person.slices[3].end, Some(date(2029, 2, 28)));
        assert_eq!(person.slices[4].get("USRID_LONG"), Some("ana.simic@agency.example"));
    }
    assert_eq!(read[0].documents, ["0000000000004711"]);
    assert_eq!(read[1].documents, read[0].documents);
    assert_eq!(read[2].documents, Vec::<String>::new());
    // The line of a flat file is the line of its record: the control record is the first.
    assert_eq!(read[0].people[0].slices.iter().map(|s| s.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
}

/// The widths of the flat form, written out by hand: the writer of the samples shares its table with the reader.
#[test]
fn sp_12_the_flat_form_has_the_widths_of_the_published_structures() {
    let control = format!("EDI_DC40  100{:0>16}7  0301    HRMD_A07{:22}{:30}HRMD_A", 815, "", "");
    // Segment, client, number, segment number, parent, level; then the head of the infotype and its fields.
    let before = format!("{:30}100{:0>16}000001000000{}", "E2P0002001", 815, "03");
    let head = format!(
        "{:<8}{}{:4}{:2}{:1}{}{}{:3}{:8}{:12}{:20}",
        "00001234", "0002", "", "", "", "99991231", "19800512", "000", "20260301", "SMITHJ", ""
    );
    let data = format!(
        "{:10}{:40}{:40}{:40}{:40}{:80}{:75}{:80}{:2}{:1}{:1}{:8}{:3}{:3}{:40}{:3}",
        "", "Kask", "", "", "Liis", "", "", "", "", "", "2", "19800512", "EE", "", "Tallinn", "EE"
    );
    let file = read(format!("{control}\n{before}{head}{data}\n").as_bytes()).unwrap_or_else(|f| panic!("{f}"));
    assert_eq!((file.documents.as_slice(), file.findings.len()), (&["0000000000000815".to_owned()][..], 0), "{:?}", file.findings);
    let slice = &file.people[0].slices[0];
    assert_eq!(["NACHN", "VORNA", "GBDAT", "NATIO"].map(|name| slice.get(name).unwrap_or("")), ["Kask", "Liis", "19800512", "EE"]);
}

#[test]
fn sp_12_pay_family_and_own_infotypes_never_come_in() {
    let mut message = Message::new("1");
    message.slice("00001234", "0008", "20260301", "99991231", &[("PLANS", "SECRETPAY")]);
    message.slice("00001234", "0021", "20260301", "99991231", &[("NACHN", "SECRETCHILD")]);
    message.slice("00001234", "9876", "20260301", "99991231", &[("NACHN", "SECRETOWN")]);
    for bytes in [flat(&[&message]), xml(&[&message]), table(&[&message])] {
        let file = read(&bytes).unwrap_or_else(|f| panic!("{f}"));
        assert!(file.people.is_empty());
        let text = serde_json::to_string(&file).unwrap_or_default();
        assert!(!text.contains("SECRET") && !text.contains("1234"), "{text}");
        let told: Vec<_> = file.findings.iter().map(|f| (f.code, f.column.clone().unwrap_or_default(), f.value.clone())).collect();
        let told: Vec<_> = told.iter().map(|(code, kind, count)| (*code, kind.as_str(), count.as_str())).collect();
        assert_eq!(told, [(Code::HrInfotypeLeft, "0008", "1"), (Code::HrInfotypeLeft, "0021", "1"), (Code::HrOwnInfotype, "9876", "1")]);
    }
}

#[test]
fn sp_12_what_a_record_says_badly_is_a_finding_with_its_line() {
    let mut message = Message::new("7");
    message
        .slice("00000001", "0000", "20260230", "99991231", &[("STAT2", "3")])
        .slice("00000002", "0000", "2026030", "99991231", &[("STAT2", "3")])
        .slice("00000003", "0000", "20260301", "20260228", &[("STAT2", "3")])
        .slice("00000000", "0000", "20260301", "99991231", &[("STAT2", "3")])
        .slice("00000005", "0002", "20260301", "99991231", &[("NACHN", "Oak"), ("GBDAT", "19991399")])
        .slice("00000006", "0000", "", "99991231", &[("STAT2", "3")]);
    let file = read(&flat(&[&message])).unwrap_or_else(|f| panic!("{f}"));
    assert_eq!(
        codes(&file),
        [
            (Code::ImpossibleDate, Some(2)),
            (Code::NotADate, Some(3)),
            (Code::HrEndsBefore, Some(4)),
            (Code::HrNoPerson, Some(5)),
            (Code::ImpossibleDate, Some(6)),
            (Code::NotADate, Some(7)),
        ]
    );
    assert!(file.people.iter().all(|p| p.damaged && p.slices.is_empty()), "{:?}", file.people);
    assert_eq!(file.people.len(), 5);
}

#[test]
fn sp_12_lines_too_long_or_cut_and_records_of_nobody_are_findings() {
    let good = String::from_utf8(flat(&[&sample()])).unwrap_or_default();
    let lines: Vec<&str> = good.lines().collect();
    let long = format!("{}{}", lines[1], "x".repeat(1_100));
    let cut: String = lines[2].chars().take(63 + 57).collect();
    let stray = lines[3].replacen("0000000000004711", "0000000000000001", 1);
    let text = [lines[0], &long, &cut, &stray, lines[4]].join("\r\n");
    let file = read(text.as_bytes()).unwrap_or_else(|f| panic!("{f}"));
    assert_eq!(codes(&file), [(Code::HrLineTooLong, Some(2)), (Code::HrSegmentCut, Some(3)), (Code::HrOtherDocument, Some(4))]);
    assert_eq!(file.people.len(), 1);
    let mut other = Message::new("5");
    other.kind = "DEBMAS".to_owned();
    other.slice("00000001", "0000", "20260301", "99991231", &[("STAT2", "3")]);
    for bytes in [flat(&[&other]), xml(&[&other])] {
        let file = read(&bytes).unwrap_or_else(|f| panic!("{f}"));
        assert_eq!(file.findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::HrOtherMessage]);
        assert!(file.people.is_empty());
    }
}

#[test]
fn sp_12_hostile_xml_ends_in_a_finding() {
    let code = |text: &[u8]| read(text).map(drop).map_err(|f| f.code);
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><HRMD_A07><IDOC>&b;</IDOC></HRMD_A07>"#;
    assert_eq!(code(bomb.as_bytes()), Err(Code::HrDtd));
    assert_eq!(code(br#"<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>"#), Err(Code::HrDtd));
    assert_eq!(code(b"<HRMD_A07><IDOC>&unknown;</IDOC></HRMD_A07>"), Err(Code::HrDamaged));
    assert_eq!(code(b"<HRMD_A07><IDOC>"), Err(Code::HrDamaged));
    assert_eq!(code(b"<HRMD_A07></IDOC>"), Err(Code::HrDamaged));
    assert_eq!(code(b"<html><body>Sign in</body></html>"), Err(Code::NotAnHrFile));
    assert_eq!(code(br#"<?xml version="1.0" encoding="shift_jis"?><HRMD_A07/>"#), Err(Code::WrongEncoding));
    assert_eq!(code("<a>".repeat(200).as_bytes()), Err(Code::FileTooLarge));
    for nothing in [&b""[..], b"\xff\xfe", b"hello", b"PK\x03\x04", b"EDI_DC40\0\0\0", b"a;b\n1;2\n"] {
        assert!(matches!(code(nothing), Err(Code::NotAnHrFile | Code::WrongEncoding)), "{nothing:?}");
    }
    assert_eq!(code(&vec![b'x'; limits::HR_BYTES + 1]), Err(Code::FileTooLarge));
}

#[test]
fn sp_12_encodings_of_the_west_are_read() {
    let message = sample();
    let text = String::from_utf8(flat(&[&message])).unwrap_or_default();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(read(&utf16), read(text.as_bytes()));
    let marked = [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat();
    assert_eq!(read(&marked), read(text.as_bytes()));
    let latin: Vec<u8> = text.replace("Šimić", "Muñoz").chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    assert_eq!(read(&latin).unwrap_or_else(|f| panic!("{f}")).people[0].slices[2].get("NACHN"), Some("Muñoz & Söhne"));
}

#[test]
fn sp_12_a_child_reads_what_we_read_and_says_why_it_refuses() {
    let sandbox = Sandbox { program: PathBuf::from(env!("CARGO_BIN_EXE_exchange-parse-child")) };
    for bytes in [flat(&[&sample()]), xml(&[&sample()]), table(&[&sample()])] {
        assert_eq!(sandbox.read_hr(&bytes), read(&bytes));
    }
    assert_eq!(sandbox.read_hr(b"<!DOCTYPE a><a/>").map(drop).map_err(|f| f.code), Err(Code::HrDtd));
}

#[test]
fn sp_12_a_person_with_endless_slices_is_refused() {
    let mut message = Message::new("9");
    for day in 0..=limits::HR_SLICES_EACH {
        let begin = date(2000, 1, 1) + jiff::Span::new().days(i64::try_from(day).unwrap_or_default());
        message.slice("00000001", "0001", &begin.strftime("%Y%m%d").to_string(), "99991231", &[("PLANS", "50000001")]);
    }
    assert_eq!(read(&flat(&[&message])).map(drop).map_err(|f| f.code), Err(Code::FileTooLarge));
}
