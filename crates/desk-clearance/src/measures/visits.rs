//! The figure of visits, from the requests the reader sees.

use std::collections::HashSet;

use jiff::civil::Date;
use kernel::measure::{Figure, Period, Row, Unit, share};
use kernel::{RecordId, Register, Value};
use ledger::{Error, View};

use super::Book;
use super::queries::{AT_THE_GATE, INCOMING, VISITS_SENT};
use crate::visits::VisitRequest;

/// One time a request was sent.
struct Sending {
    on: Date,
    given: Option<i64>,
    wanted: Option<i64>,
    answered_on: Option<Date>,
    first_day: Date,
}

/// Every time a request was sent that was changed after its approval and sent anew: from its versions, in order.
fn sendings(versions: &[VisitRequest]) -> Vec<Sending> {
    let (mut all, mut letter): (Vec<Sending>, _) = (Vec::new(), None);
    for body in versions {
        let Some(on) = body.sent_on else { continue };
        if letter != Some((body.sent_by, on)) {
            letter = Some((body.sent_by, on));
            let (given, wanted) = (body.days_given, body.days_wanted);
            all.push(Sending { on, given, wanted, answered_on: None, first_day: body.valid_from });
        }
        if let Some(sending) = all.last_mut() {
            sending.answered_on = body.answered_on.or(sending.answered_on);
        }
    }
    all
}

/// KPI-CL-17: requests sent in the period with the host's whole lead, of all whose lead is known, each time one was sent; beside it those answered
/// before their first day, and how often somebody was turned away at the gate.
pub fn visits(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let Some(last) = book.last_day(period) else { return Ok(Figure::default()) };
    let (mut rows, mut answered, mut sent) = (Vec::new(), 0, 0);
    let requests = view.rows(&VISITS_SENT, &[period.from.into(), last.into()])?;
    let amended = requests.iter().filter(|cells| cells.get(6).and_then(Value::int).is_some_and(|amendments| amendments > 0));
    let amended: Vec<RecordId> = amended.filter_map(|cells| cells.first()?.id()).collect();
    let versions = view.versions::<VisitRequest>(&amended)?;
    for cells in requests {
        let day = |at: usize| cells.get(at).and_then(Value::text).and_then(|text| text.parse::<Date>().ok());
        let int = |at: usize| cells.get(at).and_then(Value::int);
        let (Some(id), Some(first_day), Some(on)) = (cells.first().and_then(Value::id), day(4), day(5)) else { continue };
        let once = || vec![Sending { on, given: int(1), wanted: int(2), answered_on: day(3), first_day }];
        let all = versions.get(&id).map_or_else(once, |versions| sendings(versions));
        for sending in all.into_iter().filter(|sending| period.from <= sending.on && sending.on <= last) {
            let before = sending.answered_on.is_some_and(|answered| answered < sending.first_day && answered <= last);
            // What waits for an answer with its first day ahead is neither.
            sent += i64::from(before || sending.first_day <= last);
            answered += i64::from(before);
            // What no rule says cannot be missed and is not counted.
            if let (Some(given), Some(wanted)) = (sending.given, sending.wanted) {
                let part = if given >= wanted { "part:full-lead" } else { "part:short-lead" };
                rows.push(Row { register: VisitRequest::NAME, id, counted: given >= wanted, part: part.to_owned(), value: Some(given) });
            }
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
