//! Tables out of the house, as CSV and XLSX: one table value, one writer each.
//! Text is never a formula, a number is a number, a date a date (R9).

use std::io::{Cursor, Read, Write};

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::sheet::text::begins_formula;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole or broken number.
    Number,
    /// A calendar date.
    Date,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its header.
    pub header: String,
    /// What it holds; it sets the width and the alignment.
    pub kind: ColumnKind,
}

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date.
    Date(Date),
}

/// A table to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The sheet's name and its first line.
    pub title: String,
    /// Its marking: above everything else, and at the head and foot of each printed page.
    pub marking: String,
    /// The same as a label for machines (ADatP-4774); a workbook carries it inside. Empty where nothing says it.
    pub label: String,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// Who took it, when and under which number, at the foot of each printed page. Empty where it does not leave.
    pub watermark: String,
    /// Lines beneath: marking, export id, who, when, proof.
    pub footer: Vec<String>,
}

/// Writes UTF-8 CSV with a byte order mark, so that Excel reads its letters.
/// The marking where there is one, the header, the rows, an empty line and the footer.
///
/// # Errors
/// Those of the writer.
pub fn write_csv(table: &Table, out: impl std::io::Write) -> Result<(), csv::Error> {
    let mut out = out;
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).flexible(true).from_writer(out);
    if !table.marking.is_empty() {
        writer.write_record([escaped(&table.marking)])?;
    }
    writer.write_record(table.columns.iter().map(|column| escaped(&column.header)))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(csv_text))?;
    }
    for line in std::iter::once("").chain(table.footer.iter().map(String::as_str)) {
        writer.write_record([escaped(line)])?;
    }
    writer.flush()?;
    Ok(())
}

fn csv_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => escaped(text),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
    }
}

/// Text that a spreadsheet would take for a formula is preceded by an
/// apostrophe; a control character becomes a mark that shows there was one.
fn escaped(text: &str) -> String {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    let shown = text.replace(control, "\u{fffd}");
    if begins_formula(text) { format!("'{shown}") } else { shown }
}

/// Writes an XLSX workbook of one sheet: title, header, rows, footer.
///
/// # Errors
/// Those of the writer, such as more rows than a sheet can hold.
pub fn write_xlsx(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    write_sheet(workbook.add_worksheet(), table)?;
    labelled(workbook.save_to_buffer()?, &table.label)
}

/// Writes an XLSX workbook of several sheets, as made on a day: the same tables and the same day give the same bytes.
///
/// # Errors
/// Those of the writer, such as two sheets of one name.
pub fn write_workbook(tables: &[Table], made: Date) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (year, month, day) = (made.year().unsigned_abs(), made.month().unsigned_abs(), made.day().unsigned_abs());
    let made = ExcelDateTime::from_ymd(year, month, day)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for table in tables {
        write_sheet(workbook.add_worksheet(), table)?;
    }
    labelled(workbook.save_to_buffer()?, tables.first().map_or("", |table| &table.label))
}

/// What a workbook refers to.
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
/// Where its label lies: a part of its own, which whoever knows nothing of it passes over.
const LABEL_PART: &str = "customXml/item1.xml";
const LABEL_REFERENCE: &str = "<Relationship Id=\"label\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml\" Target=\"../customXml/item1.xml\"/></Relationships>";

/// Puts a label for machines into a workbook, where there is one.
fn labelled(bytes: Vec<u8>, label: &str) -> Result<Vec<u8>, XlsxError> {
    if label.is_empty() { Ok(bytes) } else { with_label(bytes, label).map_err(XlsxError::IoError) }
}

fn with_label(bytes: Vec<u8>, label: &str) -> std::io::Result<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(bytes))?;
    let mut relations = String::new();
    from.by_name(RELATIONS)?.read_to_string(&mut relations)?;
    let relations = relations.replace("</Relationships>", LABEL_REFERENCE);
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let part = from.by_index_raw(at)?;
        if part.name()? != RELATIONS {
            to.raw_copy_file(part)?;
        }
    }
    // No time of day: the same table gives the same bytes.
    let plain = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, text) in [(RELATIONS, relations.as_str()), (LABEL_PART, label)] {
        to.start_file(name, plain)?;
        to.write_all(text.as_bytes())?;
    }
    Ok(to.finish()?.into_inner())
}

fn write_sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&table.title))?;
    let bold = Format::new().set_bold();
    let date_format = Format::new().set_num_format("yyyy-mm-dd");
    for (column, index) in table.columns.iter().zip(0u16..) {
        let width = match column.kind {
            ColumnKind::Text => 24.0,
            ColumnKind::Number => 12.0,
            ColumnKind::Date => 12.0,
        };
        sheet.set_column_width(index, width)?;
    }
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    sheet.write_string_with_format(0, 0, limited(&table.title), &bold)?;
    let marking = head(&table.marking, HEAD_CHARS);
    if !marking.is_empty() {
        sheet.set_header(format!("&C&B{marking}"));
        sheet.write_string_with_format(1, 0, limited(&table.marking), &bold)?;
    }
    // The marking goes first: what it leaves room for is shown beneath.
    let mark = head(&table.watermark, HEAD_CHARS.saturating_sub(marking.chars().count()));
    let foot = [(!marking.is_empty()).then(|| format!("&B{marking}&B")), (!mark.is_empty()).then_some(mark)];
    let foot = foot.into_iter().flatten().collect::<Vec<_>>().join("\n");
    if !foot.is_empty() {
        sheet.set_footer(format!("&C{foot}"));
    }
    for (column, index) in table.columns.iter().zip(0u16..) {
        sheet.write_string_with_format(HEADER_ROW, index, limited(&column.header), &bold)?;
    }
    let mut line = HEADER_ROW;
    for row in &table.rows {
        line += 1;
        for (value, index) in row.iter().zip(0u16..) {
            match value {
                Value::Empty => continue,
                Value::Text(text) => sheet.write_string(line, index, limited(text))?,
                Value::Number(number) if number.is_finite() => sheet.write_number(line, index, *number)?,
                Value::Number(number) => sheet.write_string(line, index, number.to_string())?,
                Value::Date(date) => match serial(*date) {
                    Some(serial) => sheet.write_number_with_format(line, index, serial, &date_format)?,
                    None => sheet.write_string(line, index, date.to_string())?,
                },
            };
        }
    }
    line += 1;
    for text in &table.footer {
        line += 1;
        sheet.write_string(line, 0, limited(text))?;
    }
    Ok(())
}

/// Text for a page's head or foot, no longer than there is room: an ampersand begins a code there.
fn head(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut room = most;
    for c in text.chars() {
        let written = if c == '&' { "&&".to_owned() } else { c.to_string() };
        let Some(left) = room.checked_sub(written.chars().count()) else { break };
        room = left;
        shown.push_str(&written);
    }
    shown
}

/// Characters of a page's head, as Excel has them, less the codes for its place.
const HEAD_CHARS: usize = 240;
/// The header's row, from 0; title and marking stand above it.
const HEADER_ROW: u32 = 2;

/// Excel's day number, for the days it can show right.
fn serial(date: Date) -> Option<f64> {
    let first = jiff::civil::date(1900, 3, 1);
    let days = (date - first).get_days();
    (date >= first).then(|| f64::from(days) + 61.0)
}

fn limited(text: &str) -> &str {
    match text.char_indices().nth(crate::limits::CELL_CHARS) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

/// A name that Excel allows.
fn sheet_name(title: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
    let name: String = title.chars().filter(allowed).take(31).collect();
    let name = name.trim().to_owned();
    if name.is_empty() || name.eq_ignore_ascii_case("history") { "Export".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Cell, read_csv, read_xlsx};
    use proptest::prelude::*;

    fn table(texts: &[&str]) -> Table {
        let mut rows: Vec<Vec<Value>> = texts.iter().map(|text| vec![Value::Text((*text).to_owned())]).collect();
        rows.push(vec![Value::Text("x".into()), Value::Number(-5.0), Value::Date(jiff::civil::date(2027, 2, 28))]);
        let column = |header: &str, kind| TableColumn { header: header.into(), kind };
        Table {
            title: "Who holds what: [2026]".into(),
            marking: "=HARBOUR & INNER".into(),
            label: String::new(),
            watermark: "A & B · exp_1".into(),
            columns: vec![column("Text", ColumnKind::Text), column("Number", ColumnKind::Number), column("Date", ColumnKind::Date)],
            rows,
            footer: vec!["NATO UNCLASSIFIED".into(), "=export 7".into()],
        }
    }

    const HOSTILE: &[&str] = &["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'quoted", "a;\"b\"\nc", "é"];

    #[test]
    fn r9_a_workbook_carries_its_label_inside_and_is_read_as_before() {
        let label = "<ConfidentialityLabel/>";
        let plain = table(HOSTILE);
        let with = Table { label: label.into(), ..plain.clone() };
        let bytes = write_xlsx(&with).unwrap();
        assert_eq!(read_xlsx(&bytes).unwrap(), read_xlsx(&write_xlsx(&plain).unwrap()).unwrap());
        let mut parts = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            parts.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!(read(LABEL_PART), label);
        assert_eq!(read(RELATIONS).matches(&format!("Target=\"../{LABEL_PART}\"")).count(), 1);
        let day = jiff::civil::date(2026, 11, 2);
        let books = [(); 2].map(|()| write_workbook(&[with.clone(), Table { title: "Other".into(), ..with.clone() }], day).unwrap());
        assert_eq!(books[0], books[1], "the same tables and the same day give the same bytes");
    }

    #[test]
    fn sp_19_each_printed_page_says_who_took_it() {
        let foot = |table: &Table| {
            let mut parts = ZipArchive::new(Cursor::new(write_xlsx(table).unwrap())).unwrap();
            let mut text = String::new();
            parts.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
            let from = text.find("<oddFooter>").map(|at| at + "<oddFooter>".len());
            from.and_then(|from| Some(text[from..text.find("</oddFooter>")?].to_owned())).unwrap_or_default()
        };
        let marked = table(&["x"]);
        assert_eq!(foot(&marked), "&amp;C&amp;B=HARBOUR &amp;&amp; INNER&amp;B\nA &amp;&amp; B · exp_1");
        assert_eq!(foot(&Table { watermark: String::new(), ..marked.clone() }), "&amp;C&amp;B=HARBOUR &amp;&amp; INNER&amp;B");
        assert_eq!(foot(&Table { marking: String::new(), ..marked.clone() }), "&amp;CA &amp;&amp; B · exp_1");
        // However long they are, a spreadsheet program takes them, and no code is cut in two.
        let long = Table { marking: "&".repeat(200), watermark: "&".repeat(500), ..marked };
        assert!(foot(&long).replace("&amp;", "&").chars().count() <= 255);
    }

    #[test]
    fn control_characters_show() {
        assert_eq!(escaped("\0x"), "'\u{fffd}x");
        assert_eq!(escaped("a\u{1b}b"), "a\u{fffd}b");
    }

    #[test]
    fn csv_comes_back() {
        let mut bytes = Vec::new();
        write_csv(&table(HOSTILE), &mut bytes).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.starts_with("\u{feff}'=HARBOUR & INNER\r\nText;Number;Date\r\n"));
        assert!(text.contains("\r\n'=1+1\r\n") && text.contains(";-5;2027-02-28\r\n") && text.contains("'=export 7"));
        let sheets = read_csv(&bytes).unwrap();
        let back: Vec<String> = sheets[0].rows.iter().skip(2).map(|row| row.cell(0).text().into_owned()).collect();
        assert_eq!(&back[..HOSTILE.len()], HOSTILE);
        assert!(sheets[0].rows.iter().flat_map(|row| &row.cells).all(|cell| !matches!(cell, Cell::Formula(_))));
    }

    #[test]
    fn xlsx_comes_back_typed() {
        let sheets = read_xlsx(&write_xlsx(&table(HOSTILE)).unwrap()).unwrap();
        let sheet = &sheets[0];
        assert_eq!(sheet.name, "Who holds what 2026");
        assert_eq!(sheet.rows[1].cell(0), &Cell::Text("=HARBOUR & INNER".to_owned()));
        let rows: Vec<_> = sheet.rows.iter().skip(3).collect();
        for (row, text) in rows.iter().zip(HOSTILE) {
            assert_eq!(row.cell(0), &Cell::Text((*text).to_owned()));
        }
        let typed = rows[HOSTILE.len()];
        assert_eq!(typed.cell(1), &Cell::Number(-5.0));
        assert_eq!(typed.cell(2), &Cell::Date(jiff::civil::date(2027, 2, 28)));
    }

    #[test]
    fn cl_13_a_workbook_comes_out_the_same_byte_for_byte() {
        let second = Table { title: "Second".into(), ..table(&["=1+1"]) };
        let make = || write_workbook(&[table(HOSTILE), second.clone()], jiff::civil::date(2026, 11, 2)).unwrap();
        let first = make();
        // A second later nothing has changed.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert_eq!(first, make());
        let sheets = read_xlsx(&first).unwrap();
        assert_eq!(sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Who holds what 2026", "Second"]);
        assert!(sheets.iter().flat_map(|s| &s.rows).flat_map(|r| &r.cells).all(|cell| !matches!(cell, Cell::Formula(_))));
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_formula(text in "[=+@'\\-\t\r -~é]{0,12}") {
            let mut bytes = Vec::new();
            write_csv(&table(&[&text]), &mut bytes).unwrap();
            let sheets = read_csv(&bytes).unwrap();
            let back = sheets[0].rows[2].cell(0).text().into_owned();
            if !text.trim().is_empty() {
                prop_assert_eq!(back, text);
            }
            prop_assert!(sheets[0].rows.iter().flat_map(|row| &row.cells).all(|cell| !matches!(cell, Cell::Formula(_))));
        }
    }
}
