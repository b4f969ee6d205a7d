//! What a personnel system says about its people: HRMD_A messages, flat or as
//! XML, and text tables with the same fields, as plain time slices. Only the
//! infotypes named in [`segments`] are read; of all others nothing is kept but
//! that they were there.

mod flat;
pub mod sample;
pub mod segments;
mod table;
mod xml;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding, Severity};
use crate::normalise::names::tidy;
use crate::{limits, sheet};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Records of fixed width.
    Flat,
    /// XML.
    Xml,
    /// A text table.
    Table,
}

/// What holds about somebody from one day to another, of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    /// The line in the file, from 1.
    pub line: u32,
    /// The kind: the number of the infotype.
    pub infotype: String,
    /// First day.
    pub begin: Date,
    /// Last day, included; open when none is said.
    pub end: Option<Date>,
    /// What it says, by the names of [`segments`]; empty fields are left out.
    pub fields: BTreeMap<String, String>,
}

impl Slice {
    /// What a field says.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.begin <= day && self.end.is_none_or(|end| day <= end)
    }
}

/// What a file says about one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The personnel number.
    pub number: String,
    /// The line that names the person first.
    pub line: u32,
    /// Whether something about the person could not be read, so that the rest is not to be relied on.
    pub damaged: bool,
    /// What holds when, in the order of the file.
    pub slices: Vec<Slice>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HrFile {
    /// Its form.
    pub form: Form,
    /// The numbers of the messages in it; none in a text table.
    pub documents: Vec<String>,
    /// The people, in the order in which they are first named.
    pub people: Vec<Person>,
    /// Records that personnel has locked, which are not read.
    pub locked: u32,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// One record of a file before it is understood: where it stands and what its fields say.
struct Record {
    line: u32,
    /// `E1P0002`, in the spelling of the segment's type.
    segment: String,
    fields: HashMap<&'static str, String>,
}

/// Reads a file of a personnel system.
///
/// # Errors
/// One finding that says why the file is refused.
pub fn read(bytes: &[u8]) -> Result<HrFile, Finding> {
    if bytes.len() > limits::HR_BYTES {
        return Err(Finding::new(Code::FileTooLarge).value("bytes").meaning(limits::HR_BYTES.to_string()));
    }
    if bytes.is_empty() {
        return Err(Finding::new(Code::NotAnHrFile));
    }
    let text = sheet::decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reading = Reading::default();
    let form = if text.trim_start().starts_with('<') {
        xml::read(text, &mut reading)?;
        Form::Xml
    } else if text.starts_with(segments::CONTROL) {
        flat::read(text, &mut reading)?;
        Form::Flat
    } else {
        table::read(bytes, &mut reading)?;
        Form::Table
    };
    Ok(reading.done(form))
}

/// Whether what came back from a child is no more than was allowed.
#[must_use]
pub fn fits(file: &HrFile) -> bool {
    let short = |text: &str| text.chars().count() <= limits::FIELD_CHARS;
    let slices: usize = file.people.iter().map(|person| person.slices.len()).sum();
    slices <= limits::HR_SLICES
        && file.documents.len() <= limits::HR_DOCUMENTS
        && file.people.iter().all(|p| short(&p.number) && p.slices.iter().all(|s| s.fields.values().all(|text| short(text))))
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    documents: Vec<String>,
    people: Vec<Person>,
    by_number: HashMap<String, usize>,
    slices: usize,
    locked: u32,
    findings: Vec<Finding>,
    /// Kinds that are not read: how often, and the first line.
    others: BTreeMap<(bool, String), (u32, u32)>,
    found: usize,
}

impl Reading {
    fn finds(&mut self, finding: Finding) {
        self.found += 1;
        if self.findings.len() < limits::HR_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Whether a message is one of ours; its number counts once.
    fn document(&mut self, line: u32, kind: &str, number: &str) -> Result<bool, Finding> {
        if !segments::MESSAGES.contains(&kind) {
            self.finds(Finding::new(Code::HrOtherMessage).row(line).column("MESTYP").value(kind));
            return Ok(false);
        }
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) || number.len() > 16 {
            self.finds(Finding::new(Code::HrNoNumber).row(line).column("DOCNUM").value(number));
            return Ok(true);
        }
        if self.documents.len() == limits::HR_DOCUMENTS {
            return Err(Finding::new(Code::FileTooLarge).value("messages").meaning(limits::HR_DOCUMENTS.to_string()));
        }
        if !self.documents.iter().any(|known| known == number) {
            self.documents.push(number.to_owned());
        }
        Ok(true)
    }

    fn record(&mut self, record: Record) -> Result<(), Finding> {
        let Some(kind) = segments::infotype(&record.segment) else {
            return Ok(());
        };
        let own = segments::is_own(&record.segment);
        if own || !segments::is_read(kind) {
            let (count, _) = self.others.entry((own, kind.to_owned())).or_insert((0, record.line));
            *count += 1;
            return Ok(());
        }
        let field = |name: &str| record.fields.get(name).map(|text| tidy(text).into_owned()).filter(|text| !text.is_empty());
        if field("SPRPS").is_some() {
            self.locked += 1;
            return Ok(());
        }
        let Some(number) = field("PERNR").as_deref().and_then(personnel_number) else {
            self.finds(Finding::new(Code::HrNoPerson).row(record.line).column("PERNR").value(field("PERNR").unwrap_or_default()));
            return Ok(());
        };
        if kind == segments::COMMUNICATION && field("SUBTY").as_deref() != Some(segments::EMAIL) {
            return Ok(());
        }
        let before = self.found;
        let begin = self.day(&record, "BEGDA", field("BEGDA"));
        let end = self.day(&record, "ENDDA", field("ENDDA")).filter(|day| *day != segments::OPEN);
        if begin.is_none() && self.found == before {
            self.finds(Finding::new(Code::NotADate).row(record.line).column("BEGDA"));
        }
        if let (Some(begin), Some(end)) = (begin, end)
            && end < begin
        {
            self.finds(Finding::new(Code::HrEndsBefore).row(record.line).column("ENDDA").value(end.to_string()).meaning(begin.to_string()));
        }
        let mut fields = BTreeMap::new();
        for name in segments::kept(kind) {
            let Some(text) = field(name) else { continue };
            if text.chars().count() > limits::FIELD_CHARS {
                self.finds(Finding::new(Code::TextTooLong).row(record.line).column(*name).value(text));
                continue;
            }
            if segments::is_day(name) && self.day(&record, name, Some(text.clone())).is_none() {
                continue;
            }
            fields.insert((*name).to_owned(), text);
        }
        let damaged = self.findings.iter().rev().take(self.found - before).any(|f| f.severity == Severity::Error);
        let at = match self.by_number.get(&number) {
            Some(at) => *at,
            None => {
                let at = self.people.len();
                self.people.push(Person { number: number.clone(), line: record.line, damaged: false, slices: Vec::new() });
                self.by_number.insert(number, at);
                at
            }
        };
        let Some(person) = self.people.get_mut(at) else { return Ok(()) };
        person.damaged |= damaged;
        let Some(begin) = begin.filter(|_| !damaged) else { return Ok(()) };
        let slice = Slice { line: record.line, infotype: kind.to_owned(), begin, end, fields };
        let said = |slice: &Slice| (slice.begin, slice.end);
        let same = |other: &Slice| said(other) == said(&slice) && other.infotype == slice.infotype && other.fields == slice.fields;
        if person.slices.len() == limits::HR_SLICES_EACH {
            let told = Finding::new(Code::FileTooLarge).row(record.line).value("slices").meaning(limits::HR_SLICES_EACH.to_string());
            return Err(told);
        }
        // The same record in two messages of one file is one.
        if !person.slices.iter().any(same) {
            person.slices.push(slice);
            self.slices += 1;
        }
        if self.slices > limits::HR_SLICES {
            return Err(Finding::new(Code::FileTooLarge).value("slices").meaning(limits::HR_SLICES.to_string()));
        }
        Ok(())
    }

    /// A day as personnel systems write it; zeros and nothing mean none.
    fn day(&mut self, record: &Record, name: &str, text: Option<String>) -> Option<Date> {
        let text = text.filter(|text| !text.bytes().all(|byte| byte == b'0'))?;
        let told = |code: Code| Finding::new(code).row(record.line).column(name).value(&text);
        match day(&text) {
            Ok(day) => Some(day),
            Err(code) => {
                self.finds(told(code));
                None
            }
        }
    }

    fn done(mut self, form: Form) -> HrFile {
        for ((own, kind), (count, line)) in std::mem::take(&mut self.others) {
            let code = if own { Code::HrOwnInfotype } else { Code::HrInfotypeLeft };
            self.finds(Finding::new(code).row(line).column(kind).value(count.to_string()));
        }
        if self.locked > 0 {
            self.finds(Finding::new(Code::HrLocked).column("SPRPS").value(self.locked.to_string()));
        }
        let more = self.found - self.findings.len();
        if more > 0 {
            self.findings.push(Finding::new(Code::TooManyFindings).value(more.to_string()));
        }
        self.findings.sort_by_key(|finding| finding.row);
        HrFile { form, documents: self.documents, people: self.people, locked: self.locked, findings: self.findings }
    }
}

/// Eight digits, or an ISO date as tables have it.
fn day(text: &str) -> Result<Date, Code> {
    let plain: String = text.split('-').collect();
    let shaped = text.len() == 8 || (text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2);
    if !shaped || plain.len() != 8 || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Code::NotADate);
    }
    let part = |from: usize, to: usize| plain.get(from..to).and_then(|digits| digits.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0, 4), part(4, 6), part(6, 8)) else { return Err(Code::NotADate) };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Err(Code::ImpossibleDate) };
    Date::new(year, month, day).map_err(|_| Code::ImpossibleDate)
}

/// A personnel number as it is kept; not one of zeros alone.
fn personnel_number(text: &str) -> Option<String> {
    let shaped = text.len() <= segments::NUMBER_CHARS && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let some = !text.bytes().all(|byte| byte == b'0');
    (shaped && some).then(|| text.to_owned())
}
