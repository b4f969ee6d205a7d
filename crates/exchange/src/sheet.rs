//! Sheets of cells, however they arrived: workbook or text table. A formula is
//! text here and what the office last saw beside it; nothing is evaluated.

mod container;
mod notes;
pub(crate) mod text;
mod workbook;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use text::decode;
pub use text::read_csv;
pub use workbook::read_xlsx;

use crate::finding::{Code, Finding};
use crate::limits;

/// One sheet of a workbook, or the one sheet of a text table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The tab's name; empty for a text table.
    pub name: String,
    /// Rows that hold something, in order; gaps in the numbers are blank rows.
    pub rows: Vec<Row>,
    /// Cell comments.
    pub notes: Vec<Note>,
    /// Day numbers count from 1904 instead of 1900.
    pub epoch_1904: bool,
}

/// A row with at least one value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The number the spreadsheet shows, from 1.
    pub number: u32,
    /// Cells from column A on; cells after the last value are left out.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column counted from 0; beyond the end it is empty.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// A comment on a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The row, from 1.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// What it says.
    pub text: String,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    #[serde(rename = "e")]
    Empty,
    /// Text as it stands, spaces and all.
    #[serde(rename = "t")]
    Text(String),
    /// A finite number.
    #[serde(rename = "n")]
    Number(f64),
    /// A number that the sheet shows as a date.
    #[serde(rename = "d")]
    Date(Date),
    /// True or false.
    #[serde(rename = "b")]
    Bool(bool),
    /// A formula, never evaluated.
    #[serde(rename = "f")]
    Formula(Box<Formula>),
    /// An error the spreadsheet shows, such as `#REF!`.
    #[serde(rename = "x")]
    Error(String),
}

/// A formula's text and the value the office last saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// The text without the leading equals sign.
    pub text: String,
    /// The stored value; empty when the file holds none.
    pub shown: Cell,
}

impl Cell {
    /// Nothing, or nothing but spaces.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || c == '\u{200b}'),
            _ => false,
        }
    }

    /// The cell as a person would type it; a formula as what it shows.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) | Self::Error(text) => text.into(),
            Self::Number(number) => number.to_string().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Formula(formula) => formula.shown.text(),
        }
    }

    fn chars_within(&self, most: usize) -> bool {
        let within = |text: &str| text.len() <= most || text.chars().count() <= most;
        match self {
            Self::Text(text) | Self::Error(text) => within(text),
            Self::Formula(formula) => within(&formula.text) && formula.shown.chars_within(most),
            _ => true,
        }
    }
}

/// A column's letters: 0 is A, 26 is AA.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Puts cells into rows and holds the limits while they arrive.
struct Builder {
    rows: Vec<Row>,
    cells_left: usize,
}

impl Builder {
    fn new(cells_left: usize) -> Self {
        Self { rows: Vec::new(), cells_left }
    }

    /// Takes a cell that stands at `row` (from 1) and `column` (from 0).
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Finding> {
        if row > limits::SHEET_ROWS {
            return Err(too_large("rows", limits::SHEET_ROWS as usize));
        }
        if column >= limits::SHEET_COLUMNS {
            return Err(too_large("columns", limits::SHEET_COLUMNS as usize));
        }
        if cell.is_blank() {
            return Ok(());
        }
        let index = column as usize;
        if !cell.chars_within(limits::CELL_CHARS) {
            return Err(Finding::new(Code::TextTooLong)
                .row(row)
                .column(column_letters(index))
                .value(cell.text())
                .meaning(limits::CELL_CHARS.to_string()));
        }
        match self.rows.last().map(|last| last.number) {
            Some(last) if last > row => return Err(Finding::new(Code::WorkbookDamaged).row(row)),
            Some(last) if last == row => {}
            _ => self.rows.push(Row { number: row, cells: Vec::new() }),
        }
        let Some(last) = self.rows.last_mut() else {
            return Ok(());
        };
        if index >= last.cells.len() {
            let more = index + 1 - last.cells.len();
            self.cells_left = self.cells_left.checked_sub(more).ok_or_else(|| too_large("cells", limits::CELLS))?;
            last.cells.resize(index + 1, Cell::Empty);
        }
        if let Some(place) = last.cells.get_mut(index) {
            *place = cell;
        }
        Ok(())
    }
}

fn too_large(what: &str, limit: usize) -> Finding {
    Finding::new(Code::FileTooLarge).value(what).meaning(limit.to_string())
}

/// Judges sheets that came over a pipe once more, as if they were hostile.
///
/// # Errors
/// The finding of the first limit that is passed.
pub fn check_again(sheets: &[Sheet]) -> Result<(), Finding> {
    if sheets.len() > limits::SHEETS {
        return Err(too_large("sheets", limits::SHEETS));
    }
    let mut cells = 0usize;
    for sheet in sheets {
        let mut earlier = 0;
        for row in &sheet.rows {
            cells = cells.saturating_add(row.cells.len());
            let sane = row.number > earlier
                && row.number <= limits::SHEET_ROWS
                && row.cells.len() <= limits::SHEET_COLUMNS as usize
                && row.cells.iter().all(|cell| cell.chars_within(limits::CELL_CHARS));
            if !sane {
                return Err(Finding::new(Code::ParserFailed).row(row.number));
            }
            earlier = row.number;
        }
        if sheet.notes.len() > limits::NOTES {
            return Err(too_large("comments", limits::NOTES));
        }
    }
    if cells > limits::CELLS { Err(too_large("cells", limits::CELLS)) } else { Ok(()) }
}

/// Files that hold no row at all are refused rather than imported as nothing.
fn not_empty(sheets: Vec<Sheet>) -> Result<Vec<Sheet>, Finding> {
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Finding::new(Code::WorkbookEmpty));
    }
    Ok(sheets)
}

/// The first bytes of an OLE2 file: an encrypted workbook, one of before 2007, a message of Outlook's.
pub(crate) const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The first bytes of a zip container.
const ZIP: &[u8] = b"PK\x03\x04";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn sheets_survive_the_pipe() {
        let sheet = Sheet {
            name: "a".into(),
            rows: vec![Row {
                number: 3,
                cells: vec![
                    Cell::Empty,
                    Cell::Text("x".into()),
                    Cell::Number(-0.5),
                    Cell::Date(jiff::civil::date(2026, 1, 2)),
                    Cell::Bool(true),
                    Cell::Formula(Box::new(Formula { text: "A1".into(), shown: Cell::Number(1.0) })),
                    Cell::Error("#REF!".into()),
                ],
            }],
            notes: vec![Note { row: 3, column: 1, text: "n".into() }],
            epoch_1904: false,
        };
        let json = serde_json::to_string(&sheet).unwrap();
        assert_eq!(serde_json::from_str::<Sheet>(&json).unwrap(), sheet);
    }
}
