//! Reads an XLSX workbook cell by cell, in the order of the file, so that a
//! declared size or a far-off cell costs nothing.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{DataRef, Reader, Xlsx, XlsxError, XlsxFormulaMetadata};

use super::{Builder, Cell, Formula, Note, Sheet, container, not_empty, notes, too_large};
use crate::finding::{Code, Finding};
use crate::limits;
use crate::normalise::dates::from_serial;

/// Reads the sheets of an XLSX workbook.
///
/// # Errors
/// One finding that says why the file is refused.
pub fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Finding> {
    let mut container = container::open(bytes)?;
    let notes = notes::read(&mut container)?;
    // The cell reader counts without care where a reference makes no sense.
    catch_unwind(|| sheets(bytes, notes)).unwrap_or_else(|_| Err(Finding::new(Code::WorkbookDamaged)))
}

fn sheets(bytes: &[u8], mut notes: HashMap<String, Vec<Note>>) -> Result<Vec<Sheet>, Finding> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let names = workbook.sheet_names();
    if names.len() > limits::SHEETS {
        return Err(too_large("sheets", limits::SHEETS));
    }
    let mut cells_left = limits::CELLS;
    let mut sheets = Vec::with_capacity(names.len());
    for name in names {
        let mut builder = Builder::new(cells_left);
        if !fill(&mut workbook, &name, &mut builder)? {
            continue;
        }
        cells_left = builder.cells_left;
        sheets.push(Sheet {
            notes: notes.remove(&name).unwrap_or_default(),
            rows: builder.rows,
            epoch_1904: workbook.has_1904_epoch(),
            name,
        });
    }
    not_empty(sheets)
}

/// Reads one sheet; false when it is a chart and has no cells.
fn fill(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, builder: &mut Builder) -> Result<bool, Finding> {
    let epoch_1904 = workbook.has_1904_epoch();
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        Err(error) => return Err(damaged(&error)),
    };
    let mut shared = HashMap::new();
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
        let shown = cell(&record.value, epoch_1904);
        let cell = match record.formula.and_then(|formula| formula_text(formula, &mut shared)) {
            Some(text) => Cell::Formula(Box::new(Formula { text, shown })),
            None => shown,
        };
        let (row, column) = record.pos;
        builder.put(row.saturating_add(1), column, cell)?;
    }
    Ok(true)
}

/// The text of a formula; one that follows another's pattern has that one's text.
fn formula_text(formula: XlsxFormulaMetadata, shared: &mut HashMap<usize, String>) -> Option<String> {
    match formula {
        XlsxFormulaMetadata::Normal { formula } => Some(formula),
        XlsxFormulaMetadata::Shared { shared_index, formula, .. } => {
            shared.insert(shared_index, formula.clone());
            Some(formula)
        }
        XlsxFormulaMetadata::SharedDerived { shared_index } => Some(shared.get(&shared_index).cloned().unwrap_or_default()),
        _ => None,
    }
}

fn cell(value: &DataRef<'_>, epoch_1904: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => self::number(*number),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(time) if time.is_datetime() => {
            from_serial(time.as_f64(), epoch_1904).map_or_else(|| self::number(time.as_f64()), Cell::Date)
        }
        DataRef::DateTime(time) => self::number(time.as_f64()),
        DataRef::DateTimeIso(text) => text.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| Cell::Text(text.clone()), Cell::Date),
        DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

fn number(number: f64) -> Cell {
    if number.is_finite() { Cell::Number(number) } else { Cell::Error("#NUM!".to_owned()) }
}

fn damaged(error: &XlsxError) -> Finding {
    match error {
        XlsxError::Password => Finding::new(Code::WorkbookEncryptedOrLegacy),
        other => Finding::new(Code::WorkbookDamaged).value(other.to_string()),
    }
}
