//! What the office promises beside the steps of its cases, held against what happened.

use std::collections::{HashMap, HashSet};

use kernel::clocks::{Change, intervals, steps};
use kernel::measure::{Figure, Period, Unit, share};
use kernel::{ClockOwner, RecordId, Value};
use ledger::{Error, View};
use spine::cases::Promise;

use super::Book;
use super::queries::{INCOMING, SETTLED, VISIT_MOVES};
use super::rules::{attainment, certificates_kept};
use crate::visits::incoming::LIFECYCLE;

/// KPI-CL-05 with the promises beside it: certificates for meetings, answers to visits, discrepancies closed.
pub fn kept(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Figure, Error> {
    let mut figure = attainment(book, period);
    let promises = [
        ("part:certificates-kept", certificates_kept(book, period)),
        ("part:answers-kept", answers_kept(view, book, period)?),
        ("part:discrepancies-kept", discrepancies_kept(view, book, period)?),
    ];
    for (key, (kept, all)) in promises {
        figure.part(key, Unit::Share, share(kept, all), kept, all);
    }
    Ok(figure)
}

/// Visits that were answered in the period, by the office's own time until then. Whoever sees a visit sees its moves.
fn answers_kept(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<(i64, i64), Error> {
    let (from, until) = book.span(period);
    let seen: HashSet<RecordId> = view.rows(&INCOMING, &[])?.iter().filter_map(|row| row.first()?.id()).collect();
    let mut visits: HashMap<RecordId, Vec<Change>> = HashMap::new();
    for row in view.facts(|view| view.rows(&VISIT_MOVES, &[from.into(), until.into()]))? {
        let text = |at: usize| row.get(at).and_then(Value::text).map(str::to_owned);
        let (Some(id), Some(before), Some(after), Some(at)) = (row[0].id(), text(1), text(2), row.get(3).and_then(Value::int)) else {
            continue;
        };
        if seen.contains(&id) {
            visits.entry(id).or_default().push(Change { from: before.into(), to: after.into(), at });
        }
    }
    let (mut kept, mut all) = (0, 0);
    for changes in visits.values() {
        let steps = steps(&LIFECYCLE, changes);
        let answer = steps.iter().find(|step| matches!(step.state, "incoming_answered" | "incoming_refused"));
        let (Some(asked), Some(answer)) = (steps.first(), answer.filter(|answer| answer.from >= from)) else { continue };
        let had = intervals(&LIFECYCLE, changes, &[], answer.from);
        let office = had.iter().filter(|i| i.owner == ClockOwner::Office);
        let used: i64 = office.map(|i| book.timing.office.between(i.from, i.until)).sum();
        let promised = book.timing.standards.promise(Promise::VisitAnswer, book.timing.day(asked.from), false);
        all += 1;
        kept += i64::from(used <= promised.micros(&book.timing.office));
    }
    Ok((kept, all))
}

/// Discrepancies that were verified in the period, by the working time since they were found.
fn discrepancies_kept(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<(i64, i64), Error> {
    let (from, until) = book.span(period);
    let office = &book.timing.office;
    let (mut kept, mut all) = (0, 0);
    for row in view.rows(&SETTLED, &[from.into(), until.into()])? {
        let (Some(found), Some(settled)) = (row.first().and_then(Value::int), row.get(1).and_then(Value::int)) else { continue };
        let promised = book.timing.standards.promise(Promise::Discrepancy, book.timing.day(found), false);
        all += 1;
        kept += i64::from(office.between(found, settled) <= promised.micros(office));
    }
    Ok((kept, all))
}
