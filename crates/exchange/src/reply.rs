//! The reply sheet of a letter: one row a case, sent with the letter, filled in
//! by an authority, read back. Its header stands in both languages at once.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::export::{ColumnKind, Table, TableColumn, Value};
use crate::normalise::dates::{self, About, Context, Order, Reading};
use crate::normalise::names::fold;
use crate::sheet::{Cell, Row, Sheet};
use crate::{Code, Finding, limits};

/// Headings, in the order of the columns.
const HEADINGS: [&str; 6] = [
    "Case / Dossier",
    "Your reference / Votre référence",
    "Sent on / Envoyé le",
    "Answer / Réponse",
    "Expected on / Attendu le",
    "Remark / Observation",
];
/// Answers: the code, and what an authority may write for it.
const ANSWERS: [(&str, &[&str]); 4] = [
    ("still_pending", &["pending", "en cours", "1", "still pending", "toujours en cours"]),
    ("already_decided", &["decided", "decide", "2", "already decided", "deja decide"]),
    ("has_question", &["question", "3"]),
    ("not_known", &["unknown", "inconnu", "4", "not known"]),
];
/// What the sheet tells about the answers.
pub const LEGEND: &str = "1 pending / en cours · 2 decided / décidé · 3 question · 4 unknown / inconnu";

/// A row that was sent: the case's number, the authority's reference, the day it was sent.
pub type Sent = (String, Option<String>, Date);

/// What a sheet says about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The case's number.
    pub number: String,
    /// The authority's reference.
    pub their_reference: Option<String>,
    /// Code of the answer.
    pub answer: Option<String>,
    /// When it expects to decide.
    pub expected_on: Option<Date>,
    /// What it remarks.
    pub remark: Option<String>,
}

/// The sheet that goes out with a letter.
#[must_use]
pub fn sheet(title: &str, marking: &str, rows: &[Sent], footer: Vec<String>) -> Table {
    let text = |text: &str| Value::Text(text.to_owned());
    let kind = |at: usize| if matches!(at, 2 | 4) { ColumnKind::Date } else { ColumnKind::Text };
    let columns = HEADINGS.iter().enumerate().map(|(at, header)| TableColumn { header: (*header).to_owned(), kind: kind(at) });
    let row = |(number, reference, sent_on): &Sent| {
        let reference = reference.as_deref().map_or(Value::Empty, text);
        vec![text(number), reference, Value::Date(*sent_on), Value::Empty, Value::Empty, Value::Empty]
    };
    let footer = std::iter::once(LEGEND.to_owned()).chain(footer).collect();
    let (title, marking) = (title.to_owned(), marking.to_owned());
    Table { title, marking, columns: columns.collect(), rows: rows.iter().map(row).collect(), footer, ..Table::default() }
}

/// Reads a sheet that came back, for the cases that were sent with it. What is not understood is a finding with its row.
#[must_use]
pub fn read(sheets: &[Sheet], sent: &[String], today: Date) -> (Vec<Reply>, Vec<Finding>) {
    let mut findings = Vec::new();
    let headed = sheets.iter().find_map(|sheet| {
        let at = sheet.rows.iter().position(|row| columns(row).is_some())?;
        Some((sheet.rows.get(at..)?, columns(sheet.rows.get(at)?)?))
    });
    let Some((rows, columns)) = headed else {
        return (Vec::new(), vec![Finding::new(Code::NoReplyTable)]);
    };
    let mut replies: Vec<Reply> = Vec::new();
    for row in rows.iter().skip(1).take_while(|row| row.cell(0).text() != LEGEND) {
        let cell = |at: usize| columns.get(at).copied().flatten().map_or(&Cell::Empty, |column| row.cell(column));
        let text = |at: usize| Some(cell(at).text().trim().to_owned()).filter(|text| !text.is_empty());
        let Some(number) = text(0) else {
            findings.push(Finding::new(Code::ReplyUnknownCase).row(row.number));
            continue;
        };
        if !sent.contains(&number) || replies.iter().any(|reply| reply.number == number) {
            findings.push(Finding::new(Code::ReplyUnknownCase).row(row.number).value(&number));
            continue;
        }
        let mut cut = |at: usize, most: usize| {
            let whole = text(at)?;
            if whole.chars().count() > most {
                findings.push(Finding::new(Code::TextTooLong).row(row.number).column(HEADINGS[at]).value(&whole));
                return None;
            }
            Some(whole)
        };
        let (their_reference, remark) = (cut(1, REFERENCE_CHARS), cut(5, limits::FIELD_CHARS));
        let answer = text(3).and_then(|said| {
            let plain = fold(&said);
            let known = ANSWERS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(code, _)| (*code).to_owned());
            if known.is_none() {
                findings.push(Finding::new(Code::ReplyUnknownAnswer).row(row.number).column(HEADINGS[3]).value(&said));
            }
            known
        });
        let expected_on = day(cell(4), today).unwrap_or_else(|code| {
            findings.push(Finding::new(code).row(row.number).column(HEADINGS[4]).value(cell(4).text()));
            None
        });
        replies.push(Reply { number, their_reference, answer, expected_on, remark });
    }
    (replies, findings)
}

/// Characters of an authority's reference, as the register takes them.
const REFERENCE_CHARS: usize = 80;

/// Where each column stands in a header row; the first must be there.
fn columns(row: &Row) -> Option<[Option<usize>; 6]> {
    let at = |heading: &str| row.cells.iter().position(|cell| fold(&cell.text()) == fold(heading));
    let found = HEADINGS.map(at);
    found[0].map(|_| found)
}

fn day(cell: &Cell, today: Date) -> Result<Option<Date>, Code> {
    let context = Context { today, order: Order::DayFirst, about: About::Event, epoch_1904: false };
    let reading = match cell {
        Cell::Date(date) => Reading::Plain(*date),
        Cell::Number(number) => dates::from_number(*number, &context),
        cell if cell.is_blank() => return Ok(None),
        cell => dates::parse(&cell.text(), &context),
    };
    match reading {
        Reading::Plain(date) | Reading::Serial(date) => Ok(Some(date)),
        Reading::Ambiguous(_) => Err(Code::AmbiguousDayMonth),
        Reading::Impossible => Err(Code::ImpossibleDate),
        Reading::NotADate => Err(Code::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::write_xlsx;
    use crate::sheet::{read_csv, read_xlsx};
    use jiff::civil::date;

    fn sent() -> Vec<Sent> {
        vec![("PSC/2026/00001".into(), None, date(2026, 1, 5)), ("PSC/2026/00002".into(), Some("X-2".into()), date(2026, 2, 5))]
    }

    #[test]
    fn cl_04_an_untouched_sheet_comes_back_saying_nothing_new() {
        let bytes = write_xlsx(&sheet("Reply", "AGENCY RESTRICTED", &sent(), vec!["AGENCY RESTRICTED".into()])).unwrap();
        let numbers: Vec<String> = sent().into_iter().map(|(number, ..)| number).collect();
        let (rows, findings) = read(&read_xlsx(&bytes).unwrap(), &numbers, date(2026, 11, 22));
        assert_eq!(findings, []);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].their_reference.as_deref(), Some("X-2"));
        assert!(rows.iter().all(|row| row.answer.is_none() && row.expected_on.is_none() && row.remark.is_none()));
    }

    #[test]
    fn cl_04_what_a_reply_sheet_says_badly_is_a_finding_with_its_row() {
        let text = "Case / Dossier;Your reference / Votre référence;Answer / Réponse;Expected on / Attendu le;Remark / Observation\r\n\
                    PSC/2026/00001;=A1;EN COURS;2027-01-31;Dossier complet\r\n\
                    PSC/2026/00002;;peut-être;31/02/2027;\r\n\
                    PSC/2026/00099;;pending;;\r\n\
                    PSC/2026/00001;;decided;;\r\n";
        let numbers = ["PSC/2026/00001".to_owned(), "PSC/2026/00002".to_owned()];
        let (rows, findings) = read(&read_csv(text.as_bytes()).unwrap(), &numbers, date(2026, 11, 22));
        assert_eq!(rows[0].answer.as_deref(), Some("still_pending"));
        assert_eq!(rows[0].expected_on, Some(date(2027, 1, 31)));
        assert_eq!((rows.len(), rows[1].answer.clone(), rows[1].expected_on), (2, None, None));
        let told: Vec<_> = findings.iter().map(|f| (f.code, f.row)).collect();
        assert_eq!(
            told,
            [
                (Code::ReplyUnknownAnswer, Some(3)),
                (Code::ImpossibleDate, Some(3)),
                (Code::ReplyUnknownCase, Some(4)),
                (Code::ReplyUnknownCase, Some(5)),
            ]
        );
        assert_eq!(read(&[], &numbers, date(2026, 11, 22)).1[0].code, Code::NoReplyTable);
    }
}
