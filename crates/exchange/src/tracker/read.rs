//! Reads the rows of a sheet through a mapping. Every oddity becomes a finding
//! at its row; a value that is not understood is kept as text, never guessed.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fields::TrackerField;
use super::guess::{Column, Mapping};
use super::memo::Memo;
use super::peers::Peers;
use super::status::{self, Status};
use crate::finding::{Code, Finding, Severity};
use crate::limits;
use crate::normalise::dates::{self, About, Order};
use crate::normalise::levels::{self, Level};
use crate::normalise::names::{self, Known};
use crate::normalise::{is_placeholder, nations};
use crate::sheet::{Cell, Note, Row, Sheet, column_letters};

/// Blank rows in a row that are each named; a longer gap is named once more.
const BLANKS_NAMED: u32 = 20;

/// The people of a tracker, and what was found on the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tracker {
    /// One for each row that is a person.
    pub rows: Vec<TrackerRow>,
    /// In the order of the rows.
    pub findings: Vec<Finding>,
}

/// One row: a person and a clearance, as far as they were understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrackerRow {
    /// The row as the spreadsheet numbers it.
    pub row: u32,
    /// The employer's number.
    pub personnel_number: Option<String>,
    /// Family name.
    pub surname: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// The first nationality, ISO 3166 alpha-3.
    pub nationality: Option<String>,
    /// Further nationalities.
    pub further_nationalities: Vec<String>,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// The post.
    pub post: Option<String>,
    /// What the post requires.
    pub level_required: Option<Level>,
    /// What the person holds.
    pub level_held: Option<Level>,
    /// Categories held, from their own column and from the level's cell.
    pub categories: Vec<String>,
    /// From when.
    pub granted_on: Option<Date>,
    /// Until when.
    pub valid_until: Option<Date>,
    /// The certificate's reference.
    pub reference: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// The authority that granted it.
    pub authority: Option<String>,
    /// Remarks, cell comments and the texts of formulas.
    pub remarks: Vec<String>,
    /// Cells of columns that nothing reads, by header.
    pub other: Vec<(String, String)>,
    /// Cells of mapped columns as they stood, in the order of the sheet.
    pub raw: Vec<(TrackerField, String)>,
}

impl TrackerRow {
    /// What stood in the cell of a field.
    #[must_use]
    pub fn raw(&self, field: TrackerField) -> Option<&str> {
        self.raw.iter().find(|(of, _)| *of == field).map(|(_, text)| text.as_str())
    }

    /// Surname and given names for a page.
    #[must_use]
    pub fn shown_name(&self) -> String {
        let parts = [&self.surname, &self.given].into_iter().flatten();
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The name in the form in which names are compared.
    #[must_use]
    pub fn folded_name(&self) -> String {
        names::fold(&self.shown_name())
    }
}

/// Reads a sheet through its mapping, in time linear in its cells; levels by the house's own table.
#[must_use]
pub fn read(sheet: &Sheet, mapping: &Mapping, today: Date) -> Tracker {
    read_by(sheet, mapping, today, levels::Words::standard())
}

/// The same, levels by a table of equivalences.
#[must_use]
pub fn read_by(sheet: &Sheet, mapping: &Mapping, today: Date, words: &levels::Words) -> Tracker {
    let body = sheet.rows.partition_point(|row| row.number <= mapping.header_row);
    let body = sheet.rows.get(body..).unwrap_or_default();
    let habits = Habits::of(body, mapping, today, sheet.epoch_1904);
    let mut notes = by_row(&sheet.notes);
    let mut reader = Reader {
        mapping,
        habits,
        findings: Vec::new(),
        statuses: Memo::new(status::parse),
        levels: Memo::new(|text| words.parse(text)),
        nations: Memo::new(nations::parse_all),
    };
    let mut peers = Peers::default();
    let mut rows = Vec::with_capacity(body.len());
    let mut earlier = if mapping.header_row > 0 { Some(mapping.header_row) } else { None };
    reader.unmapped(body);
    for row in body {
        reader.gap(earlier, row.number);
        earlier = Some(row.number);
        let comments = notes.remove(&row.number).unwrap_or_default();
        reader.comments(&comments);
        if let Some(kind) = reader.not_a_person(row) {
            reader.findings.push(kind);
            continue;
        }
        let mut person = reader.person(row);
        person.remarks.extend(comments.iter().map(|note| note.text.clone()));
        peers.meet(&person, &mut reader.findings);
        rows.push(person);
    }
    for rest in notes.into_values() {
        reader.comments(&rest);
    }
    let mut findings = reader.findings;
    findings.sort_by_key(|finding| finding.row);
    if findings.len() > limits::FINDINGS {
        let more = findings.len() - limits::FINDINGS;
        findings.truncate(limits::FINDINGS);
        findings.push(Finding::new(Code::TooManyFindings).value(more.to_string()));
    }
    Tracker { rows, findings }
}

fn by_row(notes: &[Note]) -> HashMap<u32, Vec<&Note>> {
    let mut rows: HashMap<u32, Vec<&Note>> = HashMap::new();
    for note in notes {
        rows.entry(note.row).or_default().push(note);
    }
    rows
}

/// What the whole sheet teaches before one row is read.
struct Habits {
    names: Known,
    orders: HashMap<usize, Order>,
    order: Option<Order>,
    today: Date,
    epoch_1904: bool,
}

impl Habits {
    fn of(body: &[Row], mapping: &Mapping, today: Date, epoch_1904: bool) -> Self {
        let mut habits = Self { names: Known::default(), orders: HashMap::new(), order: None, today, epoch_1904 };
        if let Some(column) = mapping.column(TrackerField::Name) {
            body.iter().for_each(|row| habits.names.learn(&row.cell(column.index).text()));
        }
        let mut all = [0usize; 2];
        for column in mapping.columns.iter().filter(|column| column.field.is_some_and(TrackerField::is_date)) {
            let mut votes = [0usize; 2];
            for row in body {
                match row.cell(column.index) {
                    Cell::Text(text) => match dates::evidence(text) {
                        Some(Order::DayFirst) => votes[0] += 1,
                        Some(Order::MonthFirst) => votes[1] += 1,
                        None => {}
                    },
                    _ => continue,
                }
            }
            all[0] += votes[0];
            all[1] += votes[1];
            if let Some(order) = verdict(votes) {
                habits.orders.insert(column.index, order);
            }
        }
        habits.order = verdict(all);
        habits
    }

    /// The order of a column, and whether anything in the sheet proves it.
    fn order(&self, column: usize) -> (Order, bool) {
        match self.orders.get(&column).copied().or(self.order) {
            Some(order) => (order, true),
            None => (Order::DayFirst, false),
        }
    }
}

/// The order that a sheet proves; none where it contradicts itself.
fn verdict(votes: [usize; 2]) -> Option<Order> {
    match votes {
        [day, 0] if day > 0 => Some(Order::DayFirst),
        [0, month] if month > 0 => Some(Order::MonthFirst),
        _ => None,
    }
}

struct Reader<'a> {
    mapping: &'a Mapping,
    habits: Habits,
    findings: Vec<Finding>,
    statuses: Memo<'a, Option<Status>>,
    levels: Memo<'a, Option<levels::Reading>>,
    nations: Memo<'a, Option<Vec<nations::Nation>>>,
}

impl Reader<'_> {
    fn find(&mut self, row: u32, column: &Column, code: Code, value: &str, meaning: impl Into<String>) {
        self.findings.push(Finding::new(code).row(row).column(&column.header).value(value).meaning(meaning));
    }

    fn header(&self, index: usize) -> String {
        let column = self.mapping.columns.iter().find(|column| column.index == index);
        column.map_or_else(|| column_letters(index), |column| column.header.clone())
    }

    /// Says once which columns nothing reads.
    fn unmapped(&mut self, body: &[Row]) {
        let mut taken = Vec::new();
        for column in &self.mapping.columns {
            let single = !matches!(column.field, Some(TrackerField::Remarks | TrackerField::Categories));
            let code = match column.field {
                None if body.iter().any(|row| !row.cell(column.index).is_blank()) => Code::UnmappedColumn,
                Some(field) if single && taken.contains(&field) => Code::DoubleColumn,
                field => {
                    taken.extend(field);
                    continue;
                }
            };
            self.findings.push(Finding::new(code).column(&column.header).value(&column.header));
        }
    }

    fn gap(&mut self, earlier: Option<u32>, row: u32) {
        let Some(earlier) = earlier else { return };
        let missing = row.saturating_sub(earlier + 1);
        for blank in (earlier + 1..row).take(BLANKS_NAMED as usize) {
            self.findings.push(Finding::new(Code::BlankRow).row(blank));
        }
        if missing > BLANKS_NAMED {
            let rest = missing - BLANKS_NAMED;
            let place = earlier.saturating_add(BLANKS_NAMED + 1);
            self.findings.push(Finding::new(Code::BlankRow).row(place).value(rest.to_string()));
        }
    }

    fn comments(&mut self, notes: &[&Note]) {
        for note in notes {
            let column = self.header(note.column as usize);
            self.findings.push(Finding::new(Code::CellComment).row(note.row).column(column).value(&note.text));
        }
    }

    /// A total, a heading or the header again.
    fn not_a_person(&self, row: &Row) -> Option<Finding> {
        let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        let (index, first) = filled
            .find(|(_, cell)| matches!(cell, Cell::Text(_)))
            .or_else(|| row.cells.iter().enumerate().find(|(_, cell)| !cell.is_blank()))?;
        let text = first.text();
        let said = |code| Finding::new(code).row(row.number).column(self.header(index)).value(names::tidy(&text));
        if is_total(&text) && !self.has_clearance(row) {
            return Some(said(Code::SubtotalRow));
        }
        if self.repeats_header(row) {
            return Some(said(Code::RepeatedHeader));
        }
        let alone = row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
        let named = self
            .mapping
            .columns
            .iter()
            .any(|column| column.index == index && matches!(column.field, Some(TrackerField::Name)) && text.contains(','));
        (alone && self.mapping.columns.len() > 2 && !named).then(|| said(Code::SectionRow))
    }

    fn has_clearance(&self, row: &Row) -> bool {
        use TrackerField as F;
        let fields = [F::LevelHeld, F::BirthDate, F::Nationality, F::ValidUntil];
        let filled = |field: &F| self.mapping.column(*field).is_some_and(|column| !is_placeholder(&row.cell(column.index).text()));
        fields.iter().filter(|field| filled(field)).count() >= 2
    }

    fn repeats_header(&self, row: &Row) -> bool {
        let same = |column: &&Column| {
            let text = row.cell(column.index).text();
            !text.is_empty() && names::tidy(&text).eq_ignore_ascii_case(&column.header)
        };
        self.mapping.columns.iter().filter(same).count() >= 3.min(self.mapping.columns.len())
    }

    fn person(&mut self, row: &Row) -> TrackerRow {
        let mut person = TrackerRow { row: row.number, ..TrackerRow::default() };
        let mapping = self.mapping;
        let mut levels = Vec::new();
        for column in &mapping.columns {
            let cell = row.cell(column.index);
            if cell.is_blank() {
                continue;
            }
            self.formula(row.number, column, cell, &mut person);
            let text = cell.text();
            if text.is_empty() {
                continue;
            }
            let Some(field) = column.field.filter(|field| person.raw(*field).is_none() || repeatable(*field)) else {
                person.other.push((column.header.clone(), text.into_owned()));
                continue;
            };
            let tidy = self.tidied(row.number, column, field, &text);
            if field != TrackerField::RunningNumber {
                person.raw.push((field, text.clone().into_owned()));
            }
            if let Cell::Error(error) = cell {
                self.find(row.number, column, Code::CellError, error, "");
                continue;
            }
            match tidy {
                Some(tidy) if field.is_date() => self.date(row.number, column, field, shown(cell), &tidy, &mut person),
                // A national word needs the nation, which may stand further right.
                Some(tidy) if field.is_level() => levels.push((column, field, tidy)),
                Some(tidy) => self.text(row.number, column, field, tidy, &mut person),
                None => {}
            }
        }
        for (column, field, text) in levels {
            self.level(column, field, &text, &mut person);
        }
        self.whole(&mut person);
        person
    }

    fn formula(&mut self, row: u32, column: &Column, cell: &Cell, person: &mut TrackerRow) {
        let Cell::Formula(formula) = cell else { return };
        let text = format!("={}", formula.text);
        let shown = formula.shown.text();
        let free = matches!(column.field, None | Some(TrackerField::Remarks | TrackerField::RunningNumber));
        let severity = if free { Severity::Info } else { Severity::Warning };
        self.findings
            .push(Finding::new(Code::FormulaCell).row(row).column(&column.header).severity(severity).value(&text).meaning(shown.as_ref()));
        person.remarks.push(text);
    }

    /// The text without stray spaces; none when it says nothing or is too long.
    fn tidied(&mut self, row: u32, column: &Column, field: TrackerField, text: &str) -> Option<String> {
        let tidy = names::tidy(text);
        // Spaces around a date or in free text disturb nobody.
        let matters = !field.is_date() && field != TrackerField::Remarks;
        if matters && tidy != text {
            self.find(row, column, Code::StraySpaces, text, tidy.as_ref());
        }
        if field == TrackerField::Remarks {
            return Some(text.trim().to_owned());
        }
        if tidy.len() > limits::FIELD_CHARS && tidy.chars().count() > limits::FIELD_CHARS {
            self.find(row, column, Code::TextTooLong, text, limits::FIELD_CHARS.to_string());
            return None;
        }
        (!is_placeholder(&tidy)).then(|| tidy.into_owned())
    }

    fn text(&mut self, row: u32, column: &Column, field: TrackerField, text: String, person: &mut TrackerRow) {
        use TrackerField as F;
        match field {
            F::Name => {
                let name = self.habits.names.split(&text).unwrap_or_default();
                person.surname = Some(name.surname).filter(|part| !part.is_empty());
                person.given = Some(name.given).filter(|part| !part.is_empty());
            }
            F::Surname => person.surname = name_part(&text),
            F::Given => person.given = name_part(&text),
            F::Nationality => self.nationality(row, column, &text, person),
            F::PersonnelNumber => person.personnel_number = Some(text),
            F::Post => person.post = Some(text),
            F::Reference => person.reference = Some(text),
            F::Authority => person.authority = Some(text),
            F::Remarks => person.remarks.push(text),
            F::Categories => {
                let words = text.split([',', ';', '/', '+', ' ']).filter(|word| !word.is_empty());
                let flag = |word: &str| matches!(names::fold(word).as_str(), "x" | "yes" | "oui" | "y" | "o");
                let no = |word: &str| matches!(names::fold(word).as_str(), "no" | "non" | "n" | "");
                for word in words.filter(|word| !no(word)) {
                    // A column headed by the category holds a tick.
                    let word = if flag(word) { column.header.as_str() } else { word };
                    add(&mut person.categories, &word.to_uppercase());
                }
            }
            F::Status => match self.statuses.of(&text) {
                Some(status) => person.status = status,
                None => self.find(row, column, Code::UnknownStatus, &text, ""),
            },
            F::RunningNumber | F::BirthDate | F::GrantedOn | F::ValidUntil | F::LevelRequired | F::LevelHeld => {}
        }
    }

    fn nationality(&mut self, row: u32, column: &Column, text: &str, person: &mut TrackerRow) {
        let Some(all) = self.nations.of(text) else {
            return self.find(row, column, Code::UnknownNation, text, "");
        };
        for nation in &all {
            if let nations::Nation::Alias(alpha3) = nation {
                self.find(row, column, Code::NationAlias, text, *alpha3);
            }
        }
        let mut codes = all.into_iter().map(|nation| nation.alpha3().to_owned());
        person.nationality = codes.next();
        person.further_nationalities = codes.collect();
    }

    fn date(&mut self, row: u32, column: &Column, field: TrackerField, cell: &Cell, text: &str, person: &mut TrackerRow) {
        let about = if field == TrackerField::BirthDate { About::Birth } else { About::Event };
        let (order, proven) = self.habits.order(column.index);
        let Habits { today, epoch_1904, .. } = self.habits;
        let context = dates::Context { today, order, about, epoch_1904 };
        let reading = match cell {
            Cell::Date(date) => dates::Reading::Plain(*date),
            Cell::Number(number) => dates::from_number(*number, &context),
            _ => dates::parse(text, &context),
        };
        let date = match reading {
            dates::Reading::Plain(date) => Some(date),
            dates::Reading::Serial(date) => {
                self.find(row, column, Code::SerialNumber, text, date.to_string());
                Some(date)
            }
            dates::Reading::Ambiguous(date) => {
                let severity = if proven { Severity::Info } else { Severity::Warning };
                self.findings.push(
                    Finding::new(Code::AmbiguousDayMonth)
                        .row(row)
                        .column(&column.header)
                        .severity(severity)
                        .value(text)
                        .meaning(date.to_string()),
                );
                Some(date)
            }
            dates::Reading::Impossible => {
                self.find(row, column, Code::ImpossibleDate, text, "");
                None
            }
            dates::Reading::NotADate => {
                self.find(row, column, Code::NotADate, text, "");
                None
            }
        };
        if let Some(date) = date.filter(|date| !dates::plausible(*date, about, today)) {
            self.find(row, column, Code::ImplausibleDate, text, date.to_string());
        }
        match field {
            TrackerField::BirthDate => person.birth_date = date,
            TrackerField::GrantedOn => person.granted_on = date,
            _ => person.valid_until = date,
        }
    }

    fn level(&mut self, column: &Column, field: TrackerField, text: &str, person: &mut TrackerRow) {
        let row = person.row;
        let Some(reading) = self.levels.of(text) else {
            return self.find(row, column, Code::UnknownLevel, text, "");
        };
        let nations = person.nationality.iter().chain(&person.further_nationalities).map(String::as_str);
        let level = reading.for_nations(nations).cloned();
        if let levels::Reading::National(all) = &reading {
            let (meant, severity) = match &level {
                Some(level) => (std::slice::from_ref(level), Severity::Info),
                None => (all.as_slice(), Severity::Error),
            };
            let meaning: Vec<_> = meant.iter().map(|level| format!("{} {}", level.policy, level.code)).collect();
            self.findings.push(
                Finding::new(Code::TrapWord).row(row).column(&column.header).severity(severity).value(text).meaning(meaning.join(", ")),
            );
        }
        let Some(level) = level else { return };
        if !level.categories.is_empty() {
            let meaning = format!("{} + {}", level.code, level.categories.join(" "));
            self.find(row, column, Code::CategoryInLevel, text, meaning);
        }
        if field == TrackerField::LevelRequired {
            person.level_required = Some(level);
        } else {
            level.categories.iter().for_each(|category| add(&mut person.categories, category));
            person.level_held = Some(level);
        }
    }

    /// What only the whole row shows.
    fn whole(&mut self, person: &mut TrackerRow) {
        use TrackerField as F;
        if person.surname.is_none() && person.given.is_none() {
            let raw = person.raw(F::Name).or(person.raw(F::Surname)).unwrap_or_default();
            self.findings.push(Finding::new(Code::MissingName).row(person.row).value(raw));
        }
        let Some(column) = self.mapping.column(F::ValidUntil) else {
            return;
        };
        let Some(until) = person.valid_until else {
            return;
        };
        if person.granted_on.is_some_and(|granted| until < granted) {
            let granted = person.granted_on.map(|date| date.to_string()).unwrap_or_default();
            self.find(person.row, column, Code::UntilBeforeGranted, &until.to_string(), granted);
        }
        let over = until < self.habits.today;
        if (person.status == Status::Valid && over) || (person.status == Status::Expired && !over) {
            let said = person.raw(F::Status).unwrap_or_default().to_owned();
            self.find(person.row, column, Code::StatusContradictsDate, &said, until.to_string());
        }
    }
}

/// A formula's last value stands for it.
fn shown(cell: &Cell) -> &Cell {
    match cell {
        Cell::Formula(formula) => &formula.shown,
        other => other,
    }
}

const fn repeatable(field: TrackerField) -> bool {
    matches!(field, TrackerField::Remarks | TrackerField::Categories)
}

fn name_part(text: &str) -> Option<String> {
    text.chars().any(char::is_alphabetic).then(|| names::restore_case(text))
}

fn add(list: &mut Vec<String>, value: &str) {
    if !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

/// Words that begin a total.
fn is_total(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "total",
        "totaux",
        "sous total",
        "sub total",
        "subtotal",
        "grand total",
        "somme",
        "sum",
        "summe",
        "zwischensumme",
        "nombre",
        "count",
        "effectif",
        "headcount",
    ];
    let folded = names::fold(text.get(..text.len().min(40)).unwrap_or(text));
    WORDS.iter().any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}
