//! The figure of audits, from the files the reader sees.

use std::collections::HashMap;

use jiff::Span;
use jiff::civil::Date;
use kernel::measure::{Figure, Period, Row, Unit, share};
use kernel::{RecordId, Register, Value};
use ledger::{Error, View};
use spine::dossiers::{Dossier, DossierState};

use super::Book;
use super::queries::{AUDITED, AUDITS_CLOSED, FILE_STATES};

/// Months within which a file counts as audited.
const MONTHS: i64 = 12;

/// KPI-CL-16: files in use on the last day that were looked at in the twelve months up to it, of all in use; and findings per hundred files of the
/// audits closed in the period: of the files in use, and of those these audits looked at.
pub fn coverage(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let Some(last) = book.last_day(period) else { return Ok(Figure::default()) };
    let first = last.checked_sub(Span::new().months(MONTHS)).unwrap_or(Date::MIN);
    let audited = view.rows(&AUDITED, &[first.into(), last.into()])?;
    // Whoever sees a file sees what became of it.
    let (_, until) = book.span(period);
    let mut states: HashMap<RecordId, String> = HashMap::new();
    for cells in view.facts(|view| view.rows(&FILE_STATES, &[until.into()]))? {
        if let (Some(id), Some(state)) = (cells.first().and_then(Value::id), cells.get(1).and_then(Value::text)) {
            states.insert(id, state.to_owned());
        }
    }
    let used = [DossierState::Active.code(), DossierState::Dormant.code()];
    let row = |cells: &Vec<Value>| {
        let id = cells.first().and_then(Value::id)?;
        if !states.get(&id).is_some_and(|state| used.contains(&state.as_str())) {
            return None;
        }
        let counted = cells.get(1).and_then(Value::text).is_some();
        let part = if counted { "part:audited" } else { "part:not-audited" };
        Some(Row { register: Dossier::NAME, id, counted, part: part.to_owned(), value: None })
    };
    let mut figure = Figure::share(audited.iter().filter_map(row).collect());
    let (mut files, mut findings) = (0, 0);
    for cells in view.rows(&AUDITS_CLOSED, &[period.from.into(), last.into()])? {
        let int = |at: usize| cells.get(at).and_then(Value::int).unwrap_or(0);
        (files, findings) = (files + int(1), findings + int(2));
    }
    let used = figure.denominator;
    figure.part("part:findings-per-hundred", Unit::Share, share(findings, used), findings, used);
    figure.part("part:findings-per-hundred-drawn", Unit::Share, share(findings, files), findings, files);
    Ok(figure)
}
