//! Guesses which sheet is the tracker, where its header stands and what each
//! column holds. A guess is a value that a person corrects and saves.

use serde::{Deserialize, Serialize};

use super::fields::{Match, TrackerField, header};
use crate::normalise::{dates, is_placeholder, levels, names, nations};
use crate::sheet::{Cell, Row, Sheet, column_letters};

/// Rows from the top among which the header is looked for.
const HEADER_ROWS: usize = 30;
/// Rows whose values are looked at where a header says nothing.
const SAMPLE_ROWS: usize = 200;
/// Share of the values that must agree.
const AGREEMENT: f32 = 0.7;
/// Confidence of a guess by content.
const BY_CONTENT: f32 = 0.4;
/// Fields a sheet must have to be a tracker at all.
const FEWEST_FIELDS: usize = 3;

/// What a column is taken to hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The column, from 0.
    pub index: usize,
    /// The header as it stands, or the column's letter.
    pub header: String,
    /// The field; none is kept and read by nothing.
    pub field: Option<TrackerField>,
    /// From 0 to 1.
    pub confidence: f32,
}

/// How a sheet is to be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// The sheet, from 0.
    pub sheet: usize,
    /// Its name, for the page that shows the mapping.
    pub sheet_name: String,
    /// The last row of the header, from 1; 0 when there is none.
    pub header_row: u32,
    /// The columns that hold anything.
    pub columns: Vec<Column>,
}

impl Mapping {
    /// The first column mapped to a field.
    #[must_use]
    pub fn column(&self, field: TrackerField) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    fn score(&self) -> usize {
        let mut fields: Vec<_> = self.columns.iter().filter_map(|column| column.field).collect();
        fields.retain(|field| *field != TrackerField::RunningNumber);
        fields.sort();
        fields.dedup();
        fields.len()
    }

    fn names_people(&self) -> bool {
        use TrackerField as F;
        [F::Name, F::Surname, F::PersonnelNumber].into_iter().any(|field| self.column(field).is_some())
    }
}

/// The mapping of the sheet that looks most like a tracker.
#[must_use]
pub fn guess(sheets: &[Sheet]) -> Option<Mapping> {
    let rows = |mapping: &Mapping| sheets.get(mapping.sheet).map_or(0, |sheet| sheet.rows.len());
    guess_all(sheets).into_iter().rev().max_by_key(|mapping| (mapping.score(), rows(mapping)))
}

/// The mappings of all sheets that look like a tracker, in their order.
#[must_use]
pub fn guess_all(sheets: &[Sheet]) -> Vec<Mapping> {
    let mappings = sheets.iter().enumerate().map(|(index, sheet)| of_sheet(index, sheet));
    mappings.filter(|mapping| mapping.names_people() && mapping.score() >= FEWEST_FIELDS).collect()
}

fn of_sheet(index: usize, sheet: &Sheet) -> Mapping {
    let header = header_place(&sheet.rows);
    let (above, own, body) = match header {
        Some(place) => {
            let own = sheet.rows.get(place);
            let above = place.checked_sub(1).and_then(|above| sheet.rows.get(above));
            let touching = |above: &&Row| own.is_some_and(|own| above.number + 1 == own.number && filled(above) > 1);
            (above.filter(touching), own, sheet.rows.get(place + 1..).unwrap_or_default())
        }
        None => (None, None, sheet.rows.as_slice()),
    };
    let sample = body.get(..body.len().min(SAMPLE_ROWS)).unwrap_or_default();
    let mut columns = labelled(above, own, body);
    settle(&mut columns, sample);
    by_content(&mut columns, sample);
    Mapping { sheet: index, sheet_name: sheet.name.clone(), header_row: own.map_or(0, |row| row.number), columns }
}

/// The place of the header among the rows: the lower one where it has two.
fn header_place(rows: &[Row]) -> Option<usize> {
    let head = rows.get(..rows.len().min(HEADER_ROWS)).unwrap_or_default();
    let (place, best) = head.iter().enumerate().map(|(place, row)| (place, labels(row))).rev().max_by_key(|(_, labels)| *labels)?;
    if best < 2 {
        return None;
    }
    let (row, next) = (rows.get(place)?, rows.get(place + 1));
    let second = next.filter(|next| {
        let beneath = next.cells.iter().enumerate().filter(|(column, cell)| !cell.is_blank() && row.cell(*column).is_blank());
        next.number == row.number + 1 && labels(next) >= 1 && (beneath.count() >= 1 || labels(next) == filled(next))
    });
    Some(if second.is_some() { place + 1 } else { place })
}

/// How many different fields a row names; a row with values names none.
fn labels(row: &Row) -> usize {
    let word = |cell: &Cell| match cell {
        Cell::Empty => true,
        Cell::Text(text) => !is_date(text) && levels::parse(text).is_none(),
        _ => false,
    };
    if !row.cells.iter().all(word) {
        return 0;
    }
    let mut fields: Vec<_> = row
        .cells
        .iter()
        .filter_map(|cell| header(&cell.text()))
        .filter(|found| found.confidence >= 0.3)
        .filter_map(|found| found.field)
        .collect();
    fields.sort();
    fields.dedup();
    fields.len()
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank()).count()
}

/// Headers that say little without the one above them.
const VAGUE: &[&str] = &["date", "no", "n", "nr", "number", "numero", "level", "niveau", "lvl", "ref", "name", "nom", "id"];

fn labelled(above: Option<&Row>, own: Option<&Row>, body: &[Row]) -> Vec<Column> {
    let width = body.iter().chain(own).map(|row| row.cells.len()).max().unwrap_or_default();
    let mut used = vec![false; width];
    for row in body {
        for (used, cell) in used.iter_mut().zip(&row.cells) {
            *used |= !cell.is_blank();
        }
    }
    let text = |row: Option<&Row>, column: usize| -> String {
        row.map_or_else(String::new, |row| names::tidy(&row.cell(column).text()).into_owned())
    };
    let own_texts: Vec<String> = (0..width).map(|column| text(own, column)).collect();
    let mut group = String::new();
    let mut columns = Vec::new();
    for (index, (label, used)) in own_texts.iter().zip(used).enumerate() {
        let over = text(above, index);
        if !over.is_empty() {
            group.clone_from(&over);
        }
        if label.is_empty() && !used {
            continue;
        }
        let folded = names::fold(label);
        let twice = own_texts.iter().filter(|other| names::fold(other) == folded).count() > 1;
        let mut found = header(if label.is_empty() { &over } else { label });
        let vague = found.is_none() || twice || VAGUE.contains(&folded.as_str());
        if vague && !label.is_empty() && !group.is_empty() {
            let together = header(&format!("{group} {label}")).or_else(|| header(&format!("{label} {group}")));
            let over = header(&group);
            let level = |found: Option<Match>| found.and_then(|found| found.field).is_some_and(TrackerField::is_level);
            // The words together must say more than the group alone.
            let better = |more: &Match| {
                let tells = over.is_none_or(|over| more.letters > over.letters || more.field != over.field);
                more.field.is_some() && (tells || (level(found) && level(Some(*more))))
            };
            found = together.filter(better).or(found);
        }
        let shown = match (label.is_empty(), over.is_empty()) {
            (false, _) => label.clone(),
            (true, false) if found.is_some() => over,
            _ => column_letters(index),
        };
        columns.push(Column {
            index,
            header: shown,
            field: found.and_then(|found| found.field),
            confidence: found.map_or(0.0, |found| found.confidence.min(1.0)),
        });
    }
    columns
}

/// Settles what a header alone cannot: `Nom` beside `Prénom`, a number that runs, two of a kind.
fn settle(columns: &mut [Column], sample: &[Row]) {
    use TrackerField as F;
    let has = |columns: &[Column], field| columns.iter().any(|column| column.field == Some(field));
    if has(columns, F::Given) && !has(columns, F::Surname) {
        for column in columns.iter_mut().filter(|column| column.field == Some(F::Name)) {
            column.field = Some(F::Surname);
        }
    }
    let personnel = has(columns, F::PersonnelNumber);
    for column in columns.iter_mut().filter(|column| column.field == Some(F::RunningNumber)) {
        if !personnel && !runs(sample, column.index) {
            column.field = Some(F::PersonnelNumber);
            column.confidence = BY_CONTENT;
        }
    }
    for field in F::ALL.iter().copied().filter(|field| !matches!(field, F::Remarks | F::Categories)) {
        let sure = |column: &Column| (column.confidence * 1000.0) as i32 * 2 + i32::from(!blank(sample, column.index));
        let of_field = |column: &&mut Column| column.field == Some(field);
        let best = columns.iter().filter(|column| column.field == Some(field)).map(sure).max();
        let mut taken = false;
        for column in columns.iter_mut().filter(of_field) {
            if taken || Some(sure(column)) != best {
                column.field = None;
                column.confidence = 0.0;
            } else {
                taken = true;
            }
        }
    }
}

fn blank(sample: &[Row], column: usize) -> bool {
    sample.iter().all(|row| row.cell(column).is_blank())
}

/// Whether the values count up by one.
fn runs(sample: &[Row], column: usize) -> bool {
    let numbers: Vec<f64> = sample
        .iter()
        .filter_map(|row| match row.cell(column) {
            Cell::Number(number) => Some(*number),
            other => other.text().trim().parse().ok(),
        })
        .collect();
    let steps = numbers.iter().zip(numbers.iter().skip(1));
    let ones = steps.filter(|(a, b)| (**b - **a - 1.0).abs() < f64::EPSILON).count();
    numbers.len() < 2 || ones as f32 >= AGREEMENT * (numbers.len() - 1) as f32
}

/// Guesses by their values the columns that no header explains.
fn by_content(columns: &mut [Column], sample: &[Row]) {
    use TrackerField as F;
    let free = |columns: &[Column], field| columns.iter().all(|column| column.field != Some(field));
    let open: Vec<usize> = (0..columns.len())
        .filter(|place| columns.get(*place).is_some_and(|column| column.field.is_none() && column.confidence == 0.0))
        .collect();
    let mut date_columns = Vec::new();
    let mut level_columns = Vec::new();
    for place in open {
        let Some(index) = columns.get(place).map(|column| column.index) else {
            continue;
        };
        let kind = content(sample, index);
        let field = match kind {
            Some(Content::Date(year)) => {
                date_columns.push((year, place));
                None
            }
            Some(Content::Level) => {
                level_columns.push(place);
                None
            }
            Some(Content::Nation) => Some(F::Nationality),
            Some(Content::Name) if free(columns, F::Surname) => Some(F::Name),
            _ => None,
        };
        if let Some(field) = field.filter(|field| free(columns, *field)) {
            assign(columns, place, field);
        }
    }
    // A post comes before the person who holds it: required first, then held.
    let wanted: &[F] = if level_columns.len() > 1 { &[F::LevelRequired, F::LevelHeld] } else { &[F::LevelHeld] };
    let fields = wanted.iter().copied().filter(|field| free(columns, *field)).collect::<Vec<_>>();
    level_columns.into_iter().zip(fields).for_each(|(place, field)| assign(columns, place, field));
    date_columns.sort_unstable();
    let known_birth = !free(columns, F::BirthDate);
    let spread = match (date_columns.first(), date_columns.last()) {
        (Some((first, _)), Some((last, _))) => last - first,
        _ => 0,
    };
    let wanted: &[F] = if !known_birth && (date_columns.len() > 2 || spread > 20) {
        &[F::BirthDate, F::GrantedOn, F::ValidUntil]
    } else {
        &[F::GrantedOn, F::ValidUntil]
    };
    let mut fields: Vec<F> = wanted.iter().copied().filter(|field| free(columns, *field)).collect();
    // One date alone is the one people keep a tracker for.
    if date_columns.len() == 1 && fields.contains(&F::ValidUntil) {
        fields.retain(|field| *field == F::ValidUntil);
    } else if date_columns.len() == 2 && spread > 20 {
        fields.retain(|field| *field != F::GrantedOn);
    }
    date_columns.into_iter().zip(fields).for_each(|((_, place), field)| assign(columns, place, field));
}

fn assign(columns: &mut [Column], place: usize, field: TrackerField) {
    if let Some(column) = columns.get_mut(place) {
        column.field = Some(field);
        column.confidence = BY_CONTENT;
    }
}

/// Where only the kind of a value matters; the year settles two digits.
const CONTEXT: dates::Context =
    dates::Context { today: jiff::civil::date(2026, 1, 1), order: dates::Order::DayFirst, about: dates::About::Event, epoch_1904: false };

fn is_date(text: &str) -> bool {
    !matches!(dates::parse(text, &CONTEXT), dates::Reading::NotADate)
}

enum Content {
    /// Dates, with their middle year.
    Date(i16),
    Level,
    Nation,
    Name,
}

fn content(sample: &[Row], column: usize) -> Option<Content> {
    let (mut all, mut level, mut nation, mut name) = (0usize, 0usize, 0usize, 0usize);
    let mut years = Vec::new();
    for row in sample {
        let cell = row.cell(column);
        let text = cell.text();
        if is_placeholder(&text) {
            continue;
        }
        all += 1;
        match cell {
            Cell::Date(date) => years.push(date.year()),
            _ => match dates::parse(&text, &CONTEXT) {
                dates::Reading::Plain(date) | dates::Reading::Serial(date) | dates::Reading::Ambiguous(date) => years.push(date.year()),
                _ => {}
            },
        }
        level += usize::from(levels::parse(&text).is_some());
        nation += usize::from(nations::parse(&text).is_some());
        name += usize::from(looks_like_name(&text));
    }
    let most = |count: usize| all > 0 && count as f32 >= AGREEMENT * all as f32;
    years.sort_unstable();
    if most(years.len()) {
        return years.get(years.len() / 2).copied().map(Content::Date);
    }
    match (most(level), most(nation), most(name)) {
        (true, _, _) => Some(Content::Level),
        (_, true, _) => Some(Content::Nation),
        (_, _, true) => Some(Content::Name),
        _ => None,
    }
}

fn looks_like_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let letters = |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, '-' | '\'' | '’' | ',' | '.');
    (2..=6).contains(&words) && text.chars().all(letters) && text.chars().any(char::is_uppercase)
}
