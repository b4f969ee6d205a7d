//! The figure of visits, from the requests the reader sees.

use std::collections::HashSet;

use jiff::civil::Date;
use kernel::measure::{Figure, Period, Row, Unit, share};
use kernel::{RecordId, Register, Value};
use ledger::{Error, View};

use super::Book;
use super::queries::{AT_THE_GATE, INCOMING, VISITS_SENT};
use crate::visits::VisitRequest;

/// KPI-CL-17: requests sent in the period with the host's whole lead, of all whose lead is known; beside it those answered before their first
/// day, and how often somebody was turned away at the gate.
pub fn visits(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let Some(last) = book.last_day(period) else { return Ok(Figure::default()) };
    let (mut rows, mut answered, mut sent) = (Vec::new(), 0, 0);
    for cells in view.rows(&VISITS_SENT, &[period.from.into(), last.into()])? {
        let day = |at: usize| cells.get(at).and_then(Value::text).and_then(|text| text.parse::<Date>().ok());
        let Some(id) = cells.first().and_then(Value::id) else { continue };
        let before = day(3).zip(day(4)).is_some_and(|(answered, first)| answered < first && answered <= last);
        // What waits for an answer with its first day ahead is neither.
        sent += i64::from(before || day(4).is_some_and(|first| first <= last));
        answered += i64::from(before);
        // What no rule says cannot be missed and is not counted.
        if let (Some(given), Some(wanted)) = (cells.get(1).and_then(Value::int), cells.get(2).and_then(Value::int)) {
            let part = if given >= wanted { "part:full-lead" } else { "part:short-lead" };
            rows.push(Row { register: VisitRequest::NAME, id, counted: given >= wanted, part: part.to_owned(), value: Some(given) });
        }
    }
    let mut figure = Figure::share(rows);
    figure.part("part:answered-before", Unit::Share, share(answered, sent), answered, sent);
    let seen: HashSet<RecordId> = view.rows(&INCOMING, &[])?.iter().filter_map(|row| row.first()?.id()).collect();
    let (from, until) = book.span(period);
    // Whoever sees a visit sees what became of it.
    let at_the_gate = view.facts(|view| view.rows(&AT_THE_GATE, &[from.into(), until.into()]))?;
    let stood: Vec<_> = at_the_gate.iter().filter(|row| row.first().and_then(Value::id).is_some_and(|id| seen.contains(&id))).collect();
    let turned = stood.iter().filter(|row| row.get(1).and_then(Value::text) == Some("incoming_turned_away")).count() as i64;
    figure.part("part:turned-away", Unit::Share, share(turned, stood.len() as i64), turned, stood.len() as i64);
    Ok(figure)
}
