//! What holds of references, of coming into force, and of reading; pure.

use jiff::Span;
use jiff::civil::Date;

use super::{DocumentKind, DocumentVersion, VersionKind};
use crate::limits;

/// The series a document of our own is counted in. What is marked otherwise than usual has a series to itself: a gap in the numbers would tell those
/// who may not see it that it is there.
pub fn series(kind: DocumentKind, level: &str, usual: &str) -> String {
    if level == usual { kind.series().to_owned() } else { format!("{}-{level}", kind.series()) }
}

/// Our own reference.
pub fn own_reference(series: &str, year: i64, number: i64) -> String {
    format!("{series}/{year}/{number:03}")
}

/// Whether a reference has the form of our own, which nobody types.
pub fn has_our_form(reference: &str) -> bool {
    let mut parts = reference.split('/');
    let (series, year, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let name = series.split('-').next().unwrap_or("");
    let ours = DocumentKind::ALL.iter().any(|kind| kind.series().eq_ignore_ascii_case(name));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    ours && year.len() == 4 && digits(year) && digits(number) && parts.next().is_none()
}

/// The reference of a version: the first number of a document adds nothing to the document's own.
pub fn version_reference(document: &str, kind: VersionKind, number: i64) -> String {
    match kind {
        VersionKind::Number if number == 1 => document.to_owned(),
        VersionKind::Number => format!("{document}-{number}"),
        VersionKind::Revision => format!("{document}-REV{number}"),
        VersionKind::Corrigendum => format!("{document}-COR{number}"),
        VersionKind::Addendum => format!("{document}-ADD{number}"),
    }
}

/// The number the next version of a kind may have at least: none is used twice, whatever became of it.
pub fn next_number<'a>(versions: impl IntoIterator<Item = &'a DocumentVersion>, kind: VersionKind) -> i64 {
    versions.into_iter().filter(|v| v.kind == kind).map(|v| v.kind_number).max().unwrap_or(0) + 1
}

/// Brings a version into force from a day on, or from the first on which no other of the document's versions was: clocks of hosts go back at times.
pub fn take_force<'a>(version: &mut DocumentVersion, day: Date, others: impl IntoIterator<Item = &'a DocumentVersion>) {
    let free = |other: &DocumentVersion| other.valid_until.map(|last| last.tomorrow().unwrap_or(Date::MAX));
    let from = others.into_iter().filter_map(free).fold(day, Date::max);
    (version.valid_from, version.valid_until) = (Some(from), None);
}

/// Ends the force of a version: the day it ends on is no longer its own. One that was in force for less than a day was so on no day.
pub fn lose_force(version: &mut DocumentVersion, day: Date) {
    version.valid_until = Some(day.yesterday().unwrap_or(Date::MIN));
}

/// Whether a version was in force on a day.
pub fn in_force_on(version: &DocumentVersion, day: Date) -> bool {
    version.valid_from.is_some_and(|from| from <= day) && version.valid_until.is_none_or(|until| day <= until)
}

/// The day by which somebody reads a version: so many days after both it is in force and they are bound.
pub fn read_by(in_force_from: Date, bound_from: Date, read_within: i64) -> Date {
    let days = read_within.clamp(0, limits::READ_WITHIN_DAYS_MAX);
    in_force_from.max(bound_from).checked_add(Span::new().days(days)).unwrap_or(Date::MAX)
}
