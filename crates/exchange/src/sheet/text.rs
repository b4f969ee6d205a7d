//! Reads a text table: any usual encoding, any usual delimiter. A value is
//! never turned into a number or date here; that is the mapping's business.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Builder, Cell, Formula, OLE2, Sheet, ZIP, not_empty, too_large};
use crate::finding::{Code, Finding};
use crate::limits;

/// Characters that begin a formula in a spreadsheet (R9).
const FORMULA_STARTS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\0'];

/// Whether a spreadsheet would take a text for a formula, or our reader an
/// apostrophe of its own for our escape.
pub(crate) fn begins_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_STARTS)
}

/// Delimiters in the order in which a tie is decided.
const DELIMITERS: &[char] = &[';', ',', '\t', '|'];

/// Lines looked at to guess the delimiter.
const GUESS_LINES: usize = 50;

/// Reads a text table as one sheet.
///
/// # Errors
/// One finding that says why the file is refused.
pub fn read_csv(bytes: &[u8]) -> Result<Vec<Sheet>, Finding> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(too_large("bytes", limits::FILE_BYTES));
    }
    if bytes.starts_with(ZIP) || bytes.starts_with(OLE2) {
        return Err(Finding::new(Code::NotAWorkbook));
    }
    let text = decode(bytes)?;
    let (delimiter, text, skipped) = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut builder = Builder::new(limits::CELLS);
    let mut record = csv::StringRecord::new();
    let mut number = skipped;
    loop {
        let start = reader.position().line();
        let more = reader.read_record(&mut record).map_err(|error| Finding::new(Code::WorkbookDamaged).value(error.to_string()))?;
        if !more {
            break;
        }
        // The reader passes over blank lines, which a spreadsheet counts as rows.
        let within: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let lines = reader.position().line().saturating_sub(start);
        let blank = lines.saturating_sub(1 + within as u64);
        let step = u32::try_from(blank).unwrap_or(u32::MAX).saturating_add(1);
        number = number.saturating_add(step);
        for (column, field) in (0u32..).zip(record.iter()) {
            builder.put(number, column, cell(field))?;
        }
    }
    not_empty(vec![Sheet { rows: builder.rows, ..Sheet::default() }])
}

fn cell(field: &str) -> Cell {
    let escaped = field.strip_prefix('\'').filter(|rest| begins_formula(rest));
    match (escaped, field.strip_prefix('=')) {
        (Some(text), _) => Cell::Text(text.to_owned()),
        (None, Some(formula)) if !formula.is_empty() => Cell::Formula(Box::new(Formula { text: formula.to_owned(), shown: Cell::Empty })),
        _ => Cell::Text(field.to_owned()),
    }
}

pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Finding> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => Some(encoding),
        None => utf16_without_mark(bytes),
    };
    let text = match encoding {
        Some(encoding) => {
            let (text, _, broken) = encoding.decode(bytes);
            if broken {
                return Err(Finding::new(Code::WrongEncoding).value(encoding.name()));
            }
            text
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{85}');
    match text.find(control) {
        Some(at) => Err(Finding::new(Code::WrongEncoding).meaning(at.to_string())),
        None => Ok(text),
    }
}

/// Western text in UTF-16 has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(512))?;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 4;
    match (even > most, odd > most) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// The delimiter, the text after a `sep=` line, and the rows that line took.
fn delimiter(text: &str) -> (u8, &str, u32) {
    if let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP="))
        && let Some(named) = rest.bytes().next().filter(u8::is_ascii)
        && let Some((_, body)) = rest.split_once('\n')
    {
        return (named, body, 1);
    }
    let lines = outside_quotes(text);
    let score = |candidate: char| -> (usize, usize) {
        let counts: Vec<usize> =
            lines.iter().map(|line| line.chars().filter(|c| *c == candidate).count()).filter(|count| *count > 0).collect();
        let usual = |count: usize| counts.iter().filter(|other| **other == count).count();
        counts.iter().map(|count| (usual(*count), *count)).max().unwrap_or_default()
    };
    let best = DELIMITERS.iter().rev().copied().max_by_key(|candidate| score(*candidate));
    (best.and_then(|c| u8::try_from(c).ok()).unwrap_or(b';'), text, 0)
}

/// The first lines, without what stands between quotes.
fn outside_quotes(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                if lines.len() == GUESS_LINES {
                    break;
                }
                lines.push(String::new());
            }
            c if !quoted => {
                if let Some(line) = lines.last_mut() {
                    line.push(c);
                }
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let sheets = read_csv(bytes).unwrap();
        sheets
            .first()
            .unwrap()
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(|cell| cell.text().into_owned()).collect()))
            .collect()
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: &[(u32, &[&str])]) {
        let expected: Vec<(u32, Vec<String>)> =
            expected.iter().map(|(number, cells)| (*number, cells.iter().map(ToString::to_string).collect())).collect();
        assert_eq!(rows(bytes), expected);
    }

    #[test]
    fn encodings() {
        let plain = "Nom;Prénom\nŠimić;Søren\n";
        let expected: &[(u32, &[&str])] = &[(1, &["Nom", "Prénom"]), (2, &["Šimić", "Søren"])];
        check(plain.as_bytes(), expected);
        check(format!("\u{feff}{plain}").as_bytes(), expected);
        let little: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, expected);
        check(&big, expected);
        check(&[&[0xff, 0xfe], little.as_slice()].concat(), expected);
        check(b"Nom;Pr\xe9nom\nLef\xe8vre;Chlo\xe9\n", &[(1, &["Nom", "Prénom"]), (2, &["Lefèvre", "Chloé"])]);
    }

    #[test]
    fn delimiters_quotes_and_blank_lines() {
        check(b"a,b;c,d\n1,2;3,4\n", &[(1, &["a", "b;c", "d"]), (2, &["1", "2;3", "4"])]);
        check(b"a\tb\n1\t2", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check(b"a|b\n1|2", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check(b"\"A, B\";x\n\"C, D\";y\n", &[(1, &["A, B", "x"]), (2, &["C, D", "y"])]);
        check(b"sep=,\na,b\n", &[(2, &["a", "b"])]);
        check(b"a;b\r\n\r\n\"c\nd\";e\r\n\r\nf;g", &[(1, &["a", "b"]), (3, &["c\nd", "e"]), (5, &["f", "g"])]);
    }

    #[test]
    fn formulas() {
        check(b"a;'=1+1;'-5;'quoted", &[(1, &["a", "=1+1", "-5", "'quoted"])]);
        let sheets = read_csv(b"a;=HYPERLINK(1)\n").unwrap();
        let row = sheets.first().and_then(|sheet| sheet.rows.first()).unwrap();
        assert!(matches!(row.cell(1), Cell::Formula(formula) if formula.text == "HYPERLINK(1)"));
    }

    #[test]
    fn refusals() {
        for (bytes, code) in [
            (&b""[..], Code::WorkbookEmpty),
            (b"\n\n;;\n", Code::WorkbookEmpty),
            (b"PK\x03\x04rest", Code::NotAWorkbook),
            (b"a;b\x01\n", Code::WrongEncoding),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Code::WrongEncoding),
            (b"\xff\xfea\0\x00\xd8b\0", Code::WrongEncoding),
        ] {
            assert_eq!(read_csv(bytes).unwrap_err().code, code, "{bytes:?}");
        }
    }
}
