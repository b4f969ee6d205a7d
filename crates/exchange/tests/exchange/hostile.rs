//! Files made to do harm: each is refused by its name, none by a panic.

use std::io::{Cursor, Write};

use exchange::Code;
use exchange::sandbox::{Kind, parse};
use exchange::sheet::read_xlsx;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");

fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn with(name: &str, bytes: &[u8]) -> Vec<u8> {
    container(&[(TYPES.0, TYPES.1.as_bytes()), (name, bytes)])
}

/// A workbook of one sheet with this XML in it.
fn sheet(xml: &str) -> Vec<u8> {
    let workbook = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    container(&[
        (TYPES.0, TYPES.1.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{xml}</worksheet>"#).as_bytes(),
        ),
    ])
}

fn plain() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "x").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[track_caller]
fn refused(bytes: &[u8], code: Code) {
    assert_eq!(read_xlsx(bytes).unwrap_err().code, code);
}

#[test]
fn bombs() {
    refused(&with("xl/big.xml", &vec![b' '; 64 << 20]), Code::WorkbookBomb);
    refused(&with("xl/media/a.zip", &plain()), Code::WorkbookBomb);
    refused(&with("../../etc/x", b"x"), Code::WorkbookBomb);
    let names: Vec<String> = (0..2_001).map(|n| format!("p{n}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    refused(&container(&many), Code::WorkbookBomb);
}

#[test]
fn declared_sizes_are_not_believed() {
    let mut bytes = with("xl/big.xml", &vec![b' '; 64 << 20]);
    // Says in every header that the entry has ten bytes.
    let size = (64u32 << 20).to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size {
            bytes[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
        }
    }
    let code = read_xlsx(&bytes).unwrap_err().code;
    assert!(matches!(code, Code::WorkbookBomb | Code::WorkbookDamaged), "{code}");
}

#[test]
fn a_workbook_that_packs_well_is_no_bomb() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..20_000 {
        for column in 0..6 {
            sheet.write_string(row, column, "NATO SECRET").unwrap();
        }
    }
    assert_eq!(read_xlsx(&workbook.save_to_buffer().unwrap()).unwrap()[0].rows.len(), 20_000);
}

#[test]
fn damaged_and_disguised() {
    let good = plain();
    refused(&good[..good.len() / 2], Code::WorkbookDamaged);
    refused(&good[..good.len() - 10], Code::WorkbookDamaged);
    refused(b"", Code::NotAWorkbook);
    refused(b"Nom;Nat\n", Code::NotAWorkbook);
    refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], Code::WorkbookEncryptedOrLegacy);
    refused(&container(&[("readme.txt", b"x")]), Code::NotAWorkbook);
    refused(&with("xl/workbook.xml", b"<workbook/>"), Code::WorkbookDamaged);
    refused(&with("xl/vbaProject.bin", b"x"), Code::WorkbookMacros);
    let mut broken = good.clone();
    let middle = broken.len() / 3;
    broken[middle] ^= 0xff;
    drop(read_xlsx(&broken));
}

#[test]
fn document_types() {
    let dtd = b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    refused(&with("xl/sharedStrings.xml", dtd), Code::WorkbookDtd);
    // Across the border of two chunks of 64 KiB.
    let late = [&vec![b' '; (64 << 10) - 4], &dtd[21..]].concat();
    refused(&with("xl/sharedStrings.xml", &late), Code::WorkbookDtd);
}

#[test]
fn far_off_cells_cost_nothing() {
    let far = sheet(
        r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#,
    );
    let sheets = read_xlsx(&far).unwrap();
    assert_eq!(sheets[0].rows.len(), 2);
    let mut rows = String::new();
    for row in 1..=1_000 {
        rows.push_str(&format!(r#"<row r="{row}"><c r="XFD{row}"><v>2</v></c></row>"#));
    }
    refused(&sheet(&format!("<sheetData>{rows}</sheetData>")), Code::FileTooLarge);
}

#[test]
fn odd_sheets() {
    refused(&sheet("<sheetData/>"), Code::WorkbookEmpty);
    refused(&sheet(r#"<sheetData><row r="1"><c r="A1"/></row></sheetData>"#), Code::WorkbookEmpty);
    refused(&sheet(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c>"#), Code::WorkbookDamaged);
    let long = |length: usize| {
        sheet(&format!(r#"<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>"#, "é".repeat(length)))
    };
    assert!(read_xlsx(&long(32_767)).is_ok());
    refused(&long(32_768), Code::TextTooLong);
    // An index of a shared formula or text that no file has.
    let formula = r#"<sheetData><row r="1"><c r="A1"><f t="shared" si="4000000000" ref="A1:A2">B1</f><v>1</v></c><c r="B1"><f t="shared" si="9"/><v>1</v></c></row></sheetData>"#;
    assert!(read_xlsx(&sheet(formula)).is_ok());
    drop(read_xlsx(&sheet(r#"<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>"#)));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(parse(Kind::Xlsx, &bytes));
        drop(parse(Kind::Csv, &bytes));
    }

    #[test]
    fn no_broken_workbook_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = plain();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        drop(parse(Kind::Xlsx, &bytes));
    }

    #[test]
    fn no_sheet_xml_panics(xml in "(<(row|c|v|f|is|t|sheetData)( (r|t|s|si|ref)=\"[A-Z0-9:]{0,8}\"){0,3}/?>|</(row|c|v|sheetData)>|[0-9.]{1,9}){0,20}") {
        drop(parse(Kind::Xlsx, &sheet(&format!("<sheetData>{xml}</sheetData>"))));
    }

    #[test]
    fn no_text_table_panics_to_its_end(text in "([A-Za-zé;,0-9/.\"'= -]{0,12}[;\n]){0,40}") {
        if let Ok(sheets) = parse(Kind::Csv, text.as_bytes()) {
            for mapping in exchange::tracker::guess_all(&sheets) {
                drop(exchange::tracker::read(&sheets[mapping.sheet], &mapping, jiff::civil::date(2026, 9, 30)));
            }
        }
    }
}
