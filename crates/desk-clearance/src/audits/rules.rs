//! Answers to a checklist, the day of the next audit, and what a sample says of the whole; pure.

use jiff::Span;
use jiff::civil::Date;
use kernel::{Refusal, Refused};
use spine::clearances::audits::{Checklist, Point};

use crate::limits;

kernel::choices! {
    /// What was seen at a point.
    pub enum Verdict { Right = "point_right", Defect = "point_defect", NotApplicable = "point_not_applicable" }
}

/// The answer to a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The point's code.
    pub point: String,
    /// What was seen.
    pub verdict: Verdict,
    /// In words.
    pub note: String,
}

/// Longest note on one point, in characters.
pub const NOTE_CHARS_MAX: usize = 200;

/// Reads answers, a line each: the point's code, the verdict, and a note after them. Every point is answered once, a defect and what does not apply
/// with a note.
///
/// # Errors
/// Everything that is missing or unknown, at once.
pub fn read(text: &str, checklist: &Checklist) -> Result<Vec<Answer>, Refused> {
    let mut wrong = Vec::new();
    let mut answers: Vec<Answer> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(limits::CHECKLIST_POINTS_MAX + 1) {
        let mut parts = line.trim().splitn(3, char::is_whitespace);
        let (point, verdict, note) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let refusal = |code| Refusal::new(code).at("answers").with("point", point);
        let Some(verdict) = Verdict::from_code(verdict) else {
            wrong.push(refusal("answer-unknown"));
            continue;
        };
        if !checklist.points.iter().any(|p| p.code == point) {
            wrong.push(refusal("point-unknown"));
        } else if answers.iter().any(|answer| answer.point == point) {
            wrong.push(refusal("point-twice"));
        } else if note.chars().count() > NOTE_CHARS_MAX {
            wrong.push(refusal("note-too-long").with("max", NOTE_CHARS_MAX.to_string()));
        } else if verdict != Verdict::Right && note.trim().is_empty() {
            wrong.push(refusal("answer-needs-note"));
        }
        answers.push(Answer { point: point.to_owned(), verdict, note: note.trim().to_owned() });
    }
    let open = checklist.points.iter().filter(|p| !answers.iter().any(|a| a.point == p.code));
    // What could not be read is told already.
    if wrong.is_empty() {
        wrong.extend(open.map(|p| Refusal::new("point-open").at("answers").with("point", p.code.as_str())));
    }
    Refused::unless_empty(wrong).map(|()| answers)
}

/// Writes answers as they are read.
pub fn write(answers: &[Answer]) -> String {
    let line = |a: &Answer| format!("{} {} {}", a.point, a.verdict.code(), a.note.replace(['\n', '\r', '\t'], " "));
    answers.iter().map(|a| line(a).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// The points with a defect, with what was noted.
pub fn defects<'a>(answers: &'a [Answer], checklist: &'a Checklist) -> impl Iterator<Item = (&'a Point, &'a str)> {
    let wrong = answers.iter().filter(|a| a.verdict == Verdict::Defect);
    wrong.filter_map(|a| Some((checklist.points.iter().find(|p| p.code == a.point)?, a.note.as_str())))
}

/// The day of the next sample: so many months after the one that was due, and never in the past; a round that was missed is not made up for.
pub fn next_round(due: Date, every_months: i64, today: Date) -> Date {
    let months = every_months.clamp(1, EVERY_MONTHS_MAX);
    let after = |times: i64| due.checked_add(Span::new().months(months * times)).unwrap_or(Date::MAX);
    let mut times = 1;
    while after(times) <= today {
        times += 1;
    }
    after(times)
}

/// Longest time between two audits of a plan, in months.
pub const EVERY_MONTHS_MAX: i64 = 36;
