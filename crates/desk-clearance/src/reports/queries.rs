//! What a report asks beside the figures: the audits, the causes, the mail books. Each is asked once and counts; nothing of it names anybody.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::measure::Period;
use kernel::{RecordId, Register, Value};
use ledger::crypto::{Hash, hex, sha256};
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::cases::Urgency;
use spine::mail::{MailRegister, MailStatus};

use super::rules::{Aside, BookLine, CauseLine, PlanLine, UrgencyLine};
use crate::audits::{AuditPlan, PlanState};
use crate::limits;
use crate::measures::Book;
use crate::measures::queries::midnight;

/// The audits drawn between two days, both included.
pub const AUDITS: Query = Query {
    name: "reports.audits",
    sql: "SELECT s.plan, s.drawn, s.closed_on, s.findings, s.faulty FROM {audit_samples s} WHERE s.drawn_on >= $1 AND s.drawn_on <= $2",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// Why what was found between two days, both included, could happen.
pub const CAUSES: Query = Query {
    name: "reports.causes",
    sql: "SELECT f.root_cause, count(*) FROM {findings f} WHERE f.issued_on >= $1 AND f.issued_on <= $2 AND f.root_cause IS NOT NULL \
          AND f.state <> 'finding_withdrawn' GROUP BY f.root_cause ORDER BY f.root_cause",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// Why the incidents could happen whose cause was found between two instants.
pub const INCIDENTS: Query = Query {
    name: "reports.incidents",
    sql: "SELECT i.root_cause, count(DISTINCT i.id) FROM {incidents i} JOIN {transitions t} ON t.record = i.id \
          WHERE t.register = 'incidents' AND t.to_state = 'incident_after_action' AND t.time >= $1 AND t.time < $2 \
          AND i.root_cause IS NOT NULL GROUP BY i.root_cause ORDER BY i.root_cause",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// What the mail books of some years held before an instant, by whether it counts.
pub const ENTRIES: Query = Query {
    name: "reports.entries",
    sql: "SELECT m.register, m.status, count(*), max(m.number) FROM {mail_registers r} JOIN {mail_items m} ON m.register = r.id \
          WHERE r.year >= $1 AND r.year <= $2 AND m.registered_at < $3 GROUP BY m.register, m.status",
    sample: &[Sample::Int(2026), Sample::Int(2026), Sample::Int(9_000_000_000_000_000)],
};

/// The entries of a mail book, by number.
pub const LINES: Query = Query {
    name: "reports.lines",
    sql: "SELECT m.number, m.reference, m.registered_at FROM {mail_items m} WHERE m.register = $1 ORDER BY m.number",
    sample: &[Sample::Id],
};

/// The urgencies of cases that began between two instants, the oldest first.
pub const URGENCIES: Query = Query {
    name: "reports.urgencies",
    sql: "SELECT u.id, c.number, u.level, u.from_time, u.expires_on FROM {urgencies u} JOIN {psc_cases c} ON c.id = u.record \
          WHERE u.register = 'psc_cases' AND u.from_time >= $1 AND u.from_time < $2 ORDER BY u.from_time, u.id",
    sample: &[Sample::Int(0), Sample::Int(9_000_000_000_000_000)],
};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&AUDITS, &CAUSES, &INCIDENTS, &ENTRIES, &LINES, &URGENCIES];

/// What a report of a period holds beside the figures.
pub fn aside(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Aside, Error> {
    let last = book.last_day(period).unwrap_or(period.until);
    Ok(Aside {
        programme: programme(view, period.from, last)?,
        causes: causes(view, book, period, last)?,
        registers: registers(view, book, period)?,
        urgencies: urgencies(view, book, period)?,
    })
}

/// The urgent log: which case was made urgent, how much, since when and until the end of which day.
fn urgencies(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Vec<UrgencyLine>, Error> {
    let (from, until) = book.span(period);
    let line = |cells: Vec<Value>| {
        let text = |at: usize| cells.get(at).and_then(Value::text).map(str::to_owned);
        let last: Date = text(4)?.parse().ok()?;
        Some(UrgencyLine {
            urgency: Some(cells.first()?.id()?.outward(Urgency::DEF.prefix)),
            number: text(1)?,
            level: text(2),
            from: cells.get(3)?.int()?,
            until: midnight(last.tomorrow().ok()?, &book.zone),
        })
    };
    Ok(view.rows(&URGENCIES, &[from.into(), until.into()])?.into_iter().filter_map(line).collect())
}

fn int(cells: &[Value], at: usize) -> i64 {
    cells.get(at).and_then(Value::int).unwrap_or(0)
}

/// The plans in force and those an audit was drawn for, with what came of the audits drawn in the period.
fn programme(view: &mut View<'_>, from: Date, last: Date) -> Result<Vec<PlanLine>, Error> {
    let mut drawn: BTreeMap<RecordId, PlanLine> = BTreeMap::new();
    for cells in view.rows(&AUDITS, &[from.into(), last.into()])? {
        let Some(plan) = cells.first().and_then(Value::id) else { continue };
        let line = drawn.entry(plan).or_default();
        line.audits += 1;
        let closed = cells.get(2).and_then(Value::text).is_some();
        line.closed += i64::from(closed);
        line.files = Some(line.files.unwrap_or(0) + int(&cells, 1));
        // What came of an audit is known when it is closed.
        for (sum, at) in [(&mut line.findings, 3), (&mut line.faulty, 4)] {
            if closed {
                *sum = Some(sum.unwrap_or(0) + int(&cells, at));
            }
        }
    }
    let mut plans = view.every::<AuditPlan>()?;
    plans.retain(|plan| plan.body.state == PlanState::InForce || drawn.contains_key(&plan.head.id));
    let lines = plans.into_iter().take(limits::REPORT_PLANS_MAX).map(|plan| {
        let body = plan.body;
        let runs = body.state == PlanState::InForce;
        PlanLine {
            series: body.series.code().to_owned(),
            scope: body.scope.code().to_owned(),
            every_months: body.every_months,
            sample: body.sample,
            next_on: runs.then(|| body.next_on.to_string()),
            ..drawn.remove(&plan.head.id).unwrap_or_default()
        }
    });
    let mut lines: Vec<PlanLine> = lines.collect();
    lines.sort_by(|a, b| (&a.next_on, &a.series, &a.scope, a.every_months).cmp(&(&b.next_on, &b.series, &b.scope, b.every_months)));
    Ok(lines)
}

/// Coded causes only, and of incidents only those that several have in common: a report goes further than their register (decision 0042).
fn causes(view: &mut View<'_>, book: &Book<'_>, period: Period, last: Date) -> Result<Vec<CauseLine>, Error> {
    let (from, until) = book.span(period);
    let mut lines = Vec::new();
    let mut add = |what: &str, rows: Vec<Vec<Value>>, least: i64| {
        let counted = rows.iter().filter_map(|cells| Some((cells.first()?.text()?, cells.get(1)?.int()?)));
        let counted = counted.filter(|(_, count)| *count >= least);
        lines.extend(counted.map(|(code, count)| CauseLine { what: what.to_owned(), code: code.to_owned(), count: Some(count) }));
    };
    add("finding", view.rows(&CAUSES, &[period.from.into(), last.into()])?, 1);
    add("incident", view.rows(&INCIDENTS, &[from.into(), until.into()])?, book.timing.standards.small_cell(last));
    Ok(lines)
}

/// The mail books of the period's years as they stood at its end. A book is closed by the end of its year: its numbers follow the day, and none of
/// that year is given afterwards.
fn registers(view: &mut View<'_>, book: &Book<'_>, period: Period) -> Result<Vec<BookLine>, Error> {
    let years = (i64::from(period.from.year()), i64::from(period.until.year()));
    let (_, until) = book.span(period);
    let mut held: BTreeMap<RecordId, (i64, i64, i64)> = BTreeMap::new();
    for cells in view.rows(&ENTRIES, &[years.0.into(), years.1.into(), until.into()])? {
        let Some(id) = cells.first().and_then(Value::id) else { continue };
        let (issued, void, last) = held.entry(id).or_default();
        if cells.get(1).and_then(Value::text) == Some(MailStatus::Void.code()) {
            *void += int(&cells, 2);
        } else {
            *issued += int(&cells, 2);
        }
        *last = (*last).max(int(&cells, 3));
    }
    let mut books = view.every::<MailRegister>()?;
    books.retain(|b| (years.0..=years.1).contains(&b.body.year));
    books.sort_by(|a, b| {
        (a.body.year, &a.body.body, a.body.direction.code(), &a.body.band).cmp(&(
            b.body.year,
            &b.body.body,
            b.body.direction.code(),
            &b.body.band,
        ))
    });
    let mut lines = Vec::new();
    for register in books {
        let MailRegister { body, year, direction, band, last_number } = register.body;
        let body = band.map_or_else(|| body.clone(), |band| format!("{body}/{band}"));
        let (issued, void, highest) = held.get(&register.head.id).copied().unwrap_or_default();
        let end = i16::try_from(year).ok().and_then(|year| Date::new(year, 12, 31).ok());
        let closed_on = end.filter(|end| *end <= period.until && *end < book.today);
        let last = if closed_on.is_some() { last_number } else { highest };
        let hash = match closed_on {
            Some(_) => Some(chained(view, register.head.id)?),
            None => None,
        };
        let direction = direction.code().to_owned();
        lines.push(BookLine {
            body,
            year,
            direction,
            last,
            issued,
            void,
            missing: last - issued - void,
            closed_on: closed_on.map(|d| d.to_string()),
            hash,
        });
    }
    Ok(lines)
}

/// SHA-256 over the entries of a book in order, each with the hash before it: of `number;reference;registered_at`, the last in microseconds. What is made void
/// later leaves it as it was; an entry that is missing, or another in its place, does not.
fn chained(view: &mut View<'_>, book: RecordId) -> Result<String, Error> {
    let mut hash: Hash = sha256(&[]);
    view.each(&LINES, &[book.into()], &mut |cells| {
        let line = format!("{};{};{}", int(&cells, 0), cells.get(1).and_then(Value::text).unwrap_or(""), int(&cells, 2));
        hash = sha256(&[&hash, line.as_bytes()]);
        Ok(())
    })?;
    Ok(hex(&hash))
}
