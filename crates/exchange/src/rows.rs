//! A table of records as an office keeps it, one record a row: which column is which field, and each cell as the text its field is written in.
//! The fields and their words come from outside; nothing here knows a register. No cell is guessed: what is not understood is a finding.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::normalise::dates::{self, About, Context, Order, Reading};
use crate::normalise::names::fold;
use crate::normalise::{is_placeholder, nations};
use crate::sheet::{Cell, Row, Sheet, column_letters};
use crate::{Code, Finding, Severity, limits};

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text of at most so many characters.
    Text(usize),
    /// A calendar date.
    Day,
    /// A date with the time of day, as a form takes it.
    Moment,
    /// A whole number.
    Number,
    /// Yes or no.
    YesNo,
    /// One of these codes, each with the words that are taken for it, one a language.
    OneOf(Vec<(String, Vec<String>)>),
    /// A set of codes.
    Several(Vec<(String, Vec<String>)>),
    /// A nation, by its ISO code or name.
    Nation,
    /// Another record, by its id or by how people name it.
    Record,
}

/// A field that columns are sought for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// The headings that are taken for it: its labels in both languages.
    pub headings: Vec<String>,
    /// What earlier files called it; a label of any field goes before.
    pub remembered: Vec<String>,
    /// What it holds.
    pub holds: Holds,
}

/// A column and the field it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowColumn {
    /// Its place, from 0.
    pub index: usize,
    /// Its heading as the office wrote it, or its letter.
    pub header: String,
    /// The field; none when it is left out.
    pub field: Option<String>,
    /// Its first values.
    pub samples: Vec<String>,
}

/// How a sheet is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMapping {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Its name.
    pub sheet_name: String,
    /// The row of the headings, from 1.
    pub header_row: u32,
    /// The columns.
    pub columns: Vec<RowColumn>,
}

/// A row as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRow {
    /// Its number, as the spreadsheet shows it.
    pub row: u32,
    /// Field by field, as a form takes it; what is empty is left out.
    pub texts: Vec<(String, String)>,
    /// Fields whose cell says that whoever exported them did not see them: they stay as they are.
    pub withheld: Vec<String>,
    /// Every cell as it stands, also of columns that nothing reads.
    pub whole: String,
}

/// Rows in which the headings are sought.
const HEADER_ROWS: usize = 30;
/// Values of a column that are shown.
const SAMPLES: usize = 3;
/// Words for yes, folded.
const YES: [&str; 8] = ["yes", "y", "oui", "o", "true", "vrai", "1", "x"];
/// Words for no, folded.
const NO: [&str; 7] = ["no", "n", "non", "false", "faux", "0", "-"];

/// Finds the sheet and the row whose cells are most often headings of these fields; none when no cell is one.
#[must_use]
pub fn guess(sheets: &[Sheet], wanted: &[Wanted]) -> Option<RowMapping> {
    let words = headings(wanted);
    let rows = sheets.iter().enumerate().flat_map(|(at, sheet)| sheet.rows.iter().take(HEADER_ROWS).map(move |row| (at, sheet, row)));
    let hits = |row: &Row| {
        let mut fields: Vec<usize> = row.cells.iter().filter_map(|cell| words.get(&key(&cell.text())).copied()).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    };
    // The first of those with most hits: a repeated heading comes later.
    let best = rows.map(|(at, sheet, row)| (hits(row), at, sheet, row)).reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (hits, at, sheet, head) = best?;
    if hits == 0 {
        return None;
    }
    let mut taken = vec![false; wanted.len()];
    let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let columns = (0..width).map(|index| {
        let header = head.cell(index).text().trim().to_owned();
        let field = words.get(&key(&header)).filter(|field| !std::mem::replace(&mut taken[**field], true)).map(|f| wanted[*f].name.clone());
        let below = sheet.rows.iter().filter(|row| row.number > head.number).map(|row| row.cell(index));
        let samples = below.filter(|cell| !cell.is_blank()).take(SAMPLES).map(|cell| cell.text().into_owned()).collect();
        RowColumn { index, header: if header.is_empty() { column_letters(index) } else { header }, field, samples }
    });
    let columns = columns.filter(|c| c.field.is_some() || !c.samples.is_empty()).collect();
    Some(RowMapping { sheet: at, sheet_name: sheet.name.clone(), header_row: head.number, columns })
}

/// The field of each heading; what two fields claim belongs to the first.
fn headings(wanted: &[Wanted]) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for (at, field) in wanted.iter().enumerate() {
        for heading in std::iter::once(&field.name).chain(&field.headings) {
            words.entry(key(heading)).or_insert(at);
        }
    }
    for (at, heading) in wanted.iter().enumerate().flat_map(|(at, field)| field.remembered.iter().map(move |heading| (at, heading))) {
        words.entry(key(heading)).or_insert(at);
    }
    words.remove("");
    words
}

/// How headings and words are compared: folded, without a sign for what is required.
fn key(text: &str) -> String {
    fold(text.trim().trim_end_matches(['*', ':']).trim_end()).replace('_', " ")
}

/// Reads the rows below the headings. A cell that is not understood is a finding and is missing from its row; who asks decides what becomes of it.
#[must_use]
pub fn read(sheet: &Sheet, mapping: &RowMapping, wanted: &[Wanted], withheld: &[String], today: Date) -> (Vec<ReadRow>, Vec<Finding>) {
    let mut reader = Reader { today, epoch_1904: sheet.epoch_1904, findings: Vec::new() };
    for column in mapping.columns.iter().filter(|c| c.field.is_none()) {
        reader.findings.push(Finding::new(Code::ColumnLeftOut).column(&column.header));
    }
    let columns: Vec<(&RowColumn, &Wanted)> = mapping
        .columns
        .iter()
        .filter_map(|column| Some((column, wanted.iter().find(|w| Some(&w.name) == column.field.as_ref())?)))
        .collect();
    let below: Vec<&Row> = sheet.rows.iter().filter(|row| row.number > mapping.header_row).collect();
    let orders: Vec<Option<Order>> = columns.iter().map(|(column, _)| order(&below, column.index)).collect();
    let mut rows = Vec::new();
    let (mut earlier, mut beneath) = (mapping.header_row, false);
    for row in below {
        // What an exported table says of itself stands beneath it, after an empty line.
        beneath |= row.number > earlier + 1;
        earlier = row.number;
        let alone = columns.len() > 1 && row.cells.iter().skip(1).all(Cell::is_blank);
        if beneath && alone {
            reader.findings.push(Finding::new(Code::SectionRow).row(row.number).value(row.cell(0).text()));
            continue;
        }
        let (mut texts, mut unseen) = (Vec::new(), Vec::new());
        for ((column, field), order) in columns.iter().zip(&orders) {
            if withheld.iter().any(|word| row.cell(column.index).text().trim() == word) {
                unseen.push(field.name.clone());
                continue;
            }
            if let Some(text) = reader.cell(row, column, &field.holds, *order) {
                texts.push((field.name.clone(), text));
            }
        }
        let whole = row.cells.iter().map(|cell| cell.text().into_owned()).collect::<Vec<_>>().join(" ");
        rows.push(ReadRow { row: row.number, texts, withheld: unseen, whole });
    }
    if reader.findings.len() > limits::FINDINGS {
        let more = reader.findings.len() - limits::FINDINGS;
        reader.findings.truncate(limits::FINDINGS);
        reader.findings.push(Finding::new(Code::TooManyFindings).value(more.to_string()));
    }
    (rows, reader.findings)
}

/// The order of day and month that a column proves; none when nothing or both is proved.
fn order(rows: &[&Row], column: usize) -> Option<Order> {
    let proofs = rows.iter().filter_map(|row| match row.cell(column) {
        Cell::Text(text) => dates::evidence(text),
        _ => None,
    });
    let mut proved = None;
    for proof in proofs {
        if proved.is_some_and(|before| before != proof) {
            return None;
        }
        proved = Some(proof);
    }
    proved
}

struct Reader {
    today: Date,
    epoch_1904: bool,
    findings: Vec<Finding>,
}

impl Reader {
    /// The text of a cell as its field takes it; none when it is empty or not understood.
    fn cell(&mut self, row: &Row, column: &RowColumn, holds: &Holds, order: Option<Order>) -> Option<String> {
        let mut cell = row.cell(column.index);
        if let Cell::Formula(formula) = cell {
            self.say(Code::FormulaCell, row, column, &formula.text, "");
            cell = &formula.shown;
        }
        if let Cell::Error(shown) = cell {
            self.say(Code::CellError, row, column, shown, "");
            return None;
        }
        let whole = cell.text();
        let text = whole.trim();
        let said_to_be_empty = !matches!(holds, Holds::Text(_) | Holds::YesNo) && is_placeholder(text);
        if text.is_empty() || said_to_be_empty {
            return None;
        }
        let read = match holds {
            Holds::Text(most) if text.chars().count() > *most => Err((Code::TextTooLong, most.to_string())),
            Holds::Text(_) | Holds::Record | Holds::Moment => Ok(text.to_owned()),
            Holds::Day => self.day(cell, order).map_err(|code| (code, String::new())),
            Holds::Number => number(text).ok_or((Code::NotANumber, String::new())),
            Holds::YesNo => yes_no(text).map(str::to_owned).ok_or((Code::UnknownWord, format!("yes, no{NEXT_LANGUAGE}oui, non"))),
            Holds::OneOf(codes) => word(codes, text).map(str::to_owned).ok_or_else(|| (Code::UnknownWord, choices(codes))),
            Holds::Several(codes) => several(codes, text).ok_or_else(|| (Code::UnknownWord, choices(codes))),
            Holds::Nation => nations::parse(text).map(|n| n.alpha3().to_owned()).ok_or((Code::UnknownNation, String::new())),
        };
        read.map_err(|(code, meaning)| self.say(code, row, column, text, &meaning)).ok()
    }

    fn day(&self, cell: &Cell, order: Option<Order>) -> Result<String, Code> {
        let context =
            Context { today: self.today, order: order.unwrap_or(Order::DayFirst), about: About::Event, epoch_1904: self.epoch_1904 };
        let reading = match cell {
            Cell::Date(date) => Reading::Plain(*date),
            Cell::Number(number) => dates::from_number(*number, &context),
            cell => dates::parse(&cell.text(), &context),
        };
        match reading {
            Reading::Plain(date) | Reading::Serial(date) => Ok(date.to_string()),
            // Another cell of the column proves which comes first; without it nobody knows.
            Reading::Ambiguous(date) if order.is_some() => Ok(date.to_string()),
            Reading::Ambiguous(_) => Err(Code::AmbiguousDayMonth),
            Reading::Impossible => Err(Code::ImpossibleDate),
            Reading::NotADate => Err(Code::NotADate),
        }
    }

    fn say(&mut self, code: Code, row: &Row, column: &RowColumn, value: &str, meaning: &str) {
        let finding = Finding::new(code).row(row.number).column(&column.header).value(value).meaning(meaning);
        // What is only worth knowing of a tracker, which keeps the cell, costs a record its date.
        let grave = code == Code::AmbiguousDayMonth;
        self.findings.push(if grave { finding.severity(Severity::Error) } else { finding });
    }
}

/// A whole number as offices write it, with spaces between the thousands and nowhere else.
fn number(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(char::is_whitespace).collect();
    let thousands = groups.iter().skip(1).all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    let first = groups.first().is_some_and(|first| groups.len() == 1 || first.trim_start_matches('-').len() <= 3);
    if !(thousands && first) {
        return None;
    }
    groups.concat().parse::<i64>().ok().map(|number| number.to_string())
}

fn yes_no(text: &str) -> Option<&'static str> {
    let word = key(text);
    match () {
        () if YES.contains(&word.as_str()) => Some("yes"),
        () if NO.contains(&word.as_str()) || is_placeholder(text) => Some("no"),
        () => None,
    }
}

/// The code that a text says, as code or in words.
fn word<'c>(codes: &'c [(String, Vec<String>)], text: &str) -> Option<&'c str> {
    let said = key(text);
    let is = |(code, words): &&(String, Vec<String>)| key(code) == said || words.iter().any(|word| key(word) == said);
    codes.iter().find(is).map(|(code, _)| code.as_str())
}

/// Several codes as they are stored: one that is written in several words first, else each part by itself.
fn several(codes: &[(String, Vec<String>)], text: &str) -> Option<String> {
    let by = |parts: &mut dyn Iterator<Item = &str>| {
        parts.filter(|p| !p.trim().is_empty()).map(|part| word(codes, part)).collect::<Option<Vec<_>>>()
    };
    let whole = word(codes, text).map(|code| vec![code]);
    let mut found = whole.or_else(|| by(&mut text.split([',', ';', '/', '\n']))).or_else(|| by(&mut text.split_whitespace()))?;
    found.sort_unstable();
    found.dedup();
    Some(found.join(" "))
}

/// Between what a finding says in one language and in the next.
pub const NEXT_LANGUAGE: char = '\u{1e}';

/// What may stand there, for the finding: in each language its words, the languages apart.
fn choices(codes: &[(String, Vec<String>)]) -> String {
    const SHOWN: usize = 12;
    let in_language = |at: usize| {
        let words: Vec<&str> = codes.iter().take(SHOWN).map(|(code, words)| words.get(at).map_or(code.as_str(), String::as_str)).collect();
        format!("{}{}", words.join(", "), if codes.len() > SHOWN { ", …" } else { "" })
    };
    let languages = codes.iter().map(|(_, words)| words.len()).max().unwrap_or(1).max(1);
    (0..languages).map(in_language).collect::<Vec<_>>().join(&NEXT_LANGUAGE.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::read_csv;
    use jiff::civil::date;

    fn field(name: &str, label: &str, holds: Holds) -> Wanted {
        Wanted { name: name.to_owned(), headings: vec![label.to_owned()], remembered: vec!["title".to_owned()], holds }
    }

    fn wanted() -> Vec<Wanted> {
        let word = |code: &str, words: [&str; 2]| (code.to_owned(), words.map(str::to_owned).to_vec());
        vec![
            field("title", "Intitulé", Holds::Text(20)),
            field(
                "desk",
                "Bureau",
                Holds::OneOf(vec![word("travel", ["Travel risk", "Risques voyages"]), word("guard", ["Guard force", "Gardes"])]),
            ),
            field("due_on", "Échéance", Holds::Day),
            field("pages", "Pages", Holds::Number),
            field("urgent", "Urgent", Holds::YesNo),
            field("nation", "Nation", Holds::Nation),
            field("categories", "Catégories", Holds::Several(vec![word("A", ["ATOMAL", "ATOMAL"]), word("B", ["BOHEMIA", "BOHEMIA"])])),
        ]
    }

    fn both(text: &str) -> (Vec<ReadRow>, Vec<Finding>) {
        let sheets = read_csv(text.as_bytes()).unwrap();
        let mapping = guess(&sheets, &wanted()).unwrap();
        read(&sheets[mapping.sheet], &mapping, &wanted(), &["withheld".to_owned()], date(2026, 11, 22))
    }

    #[test]
    fn sp_13_a_table_in_either_language_is_read_field_by_field() {
        let (rows, findings) = both(
            "AGENCY RESTRICTED\r\n\
             INTITULE;bureau*;echeance;Pages;Urgent;Nation;categories\r\n\
             Serrure;risques voyages;31/12/2026;1 200;oui;Belgique;ATOMAL, BOHEMIA\r\n\
             Grille;guard;03/04/2027;7;;BEL;B\r\n",
        );
        assert_eq!(findings, []);
        let said = |row: &ReadRow| row.texts.iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join(" ");
        assert_eq!(said(&rows[0]), "title=Serrure desk=travel due_on=2026-12-31 pages=1200 urgent=yes nation=BEL categories=A B");
        // The other cell of its column proves that the day comes first.
        assert_eq!(said(&rows[1]), "title=Grille desk=guard due_on=2027-04-03 pages=7 nation=BEL categories=B");
        assert_eq!((rows[0].row, rows[1].row), (3, 4));
    }

    #[test]
    fn sp_13_what_is_not_understood_is_a_finding_with_its_row_and_column_and_is_not_guessed() {
        let (rows, findings) = both(
            "title;desk;due_on;pages;urgent;nation;categories;Remark\r\n\
             A lock that is much too long;kitchen;03/04/2027;2.5;perhaps;Atlantis;A C;kept\r\n\
             ;;2027-02-31;3 4;;;;\r\n\
             Plain;-;n/a;withheld;no;;;\r\n",
        );
        let told: Vec<_> = findings.iter().map(|f| (f.code, f.row, f.column.as_deref().unwrap_or(""))).collect();
        let first = [
            (Code::TextTooLong, "title"),
            (Code::UnknownWord, "desk"),
            (Code::AmbiguousDayMonth, "due_on"),
            (Code::NotANumber, "pages"),
            (Code::UnknownWord, "urgent"),
            (Code::UnknownNation, "nation"),
            (Code::UnknownWord, "categories"),
        ];
        let mut expected = vec![(Code::ColumnLeftOut, None, "Remark")];
        expected.extend(first.map(|(code, column)| (code, Some(2), column)));
        expected.extend([(Code::ImpossibleDate, Some(3), "due_on"), (Code::NotANumber, Some(3), "pages")]);
        assert_eq!(told, expected);
        assert!(findings.iter().filter(|f| f.code != Code::ColumnLeftOut).all(|f| f.severity == Severity::Error));
        assert_eq!(findings[2].meaning, "Travel risk, Guard force\u{1e}Risques voyages, Gardes");
        assert_eq!((rows.len(), rows[0].texts.len()), (3, 0));
        assert_eq!(rows[2].withheld, ["pages"], "what was not seen stays as it is");
        assert!(rows[0].whole.ends_with("kept"), "columns that nothing reads are kept for whoever is erased");
        assert_eq!(rows[2].texts, [("title".to_owned(), "Plain".to_owned()), ("urgent".to_owned(), "no".to_owned())]);
    }

    #[test]
    fn sp_13_the_lines_beneath_a_table_are_no_records_and_a_file_without_headings_is_no_table() {
        let (rows, findings) = both("title;desk\r\nLock;guard\r\n;\r\nAGENCY RESTRICTED\r\nExport EXP-1\r\n");
        assert_eq!(rows.len(), 1);
        assert_eq!(
            findings.iter().map(|f| (f.code, f.row)).collect::<Vec<_>>(),
            [(Code::SectionRow, Some(4)), (Code::SectionRow, Some(5))]
        );
        assert_eq!(guess(&read_csv(b"a;b\r\n1;2\r\n").unwrap(), &wanted()), None);
        // Two columns of one heading: the first is the field, the second is left out.
        let sheets = read_csv(b"title;title\r\nx;y\r\n").unwrap();
        let fields: Vec<_> = guess(&sheets, &wanted()).unwrap().columns.into_iter().map(|c| c.field).collect();
        assert_eq!(fields, [Some("title".to_owned()), None]);
    }
}
