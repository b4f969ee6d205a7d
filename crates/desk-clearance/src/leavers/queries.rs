//! What is known of leavers and of those who see to it.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{RecordId, limits};
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::cases::queries::{ahead, timing};
use spine::clearances::queries::{facts_of, rulebook};
use spine::holdings::queries::held_by;
use spine::letters::{LetterKind, LetterTemplate, TemplateState};
use spine::organisations::Authority;
use spine::posts::Assignment;
use spine::series;
use spine::tasks::Task;
use spine::tasks::queries::owners;

use super::Departure;
use super::rules::{Known, Standing};
use crate::cases::PscCase;
use crate::visits::{IncomingVisit, VisitRequest, Visitor, incoming, lifecycle};

/// Departures whose last day is past, of people who count as still there: they hold no post and took up none since. A post that was
/// to begin later and never did is none.
pub const GONE: Query = Query {
    name: "leavers.gone",
    sql: "SELECT d.id FROM {departures d} JOIN {people p} ON p.id = d.person WHERE p.status = 'active' AND d.last_day < $1 \
          AND NOT EXISTS (SELECT 1 FROM {assignments a} WHERE a.person = d.person \
          AND (a.valid_from > d.last_day OR a.valid_until IS NULL OR a.valid_until >= $1) \
          AND NOT (a.end_reason IS NOT NULL AND a.valid_from > d.last_day AND a.valid_until = a.valid_from)) ORDER BY d.id",
    sample: &[Sample::Text("2026-03-02")],
};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&GONE];

/// The departures of those who have gone since anybody looked.
pub fn gone(view: &mut View<'_>) -> Result<Vec<RecordId>, Error> {
    let today = view.today;
    Ok(view.rows(&GONE, &[today.into()])?.iter().filter_map(|row| row.first()?.id()).collect())
}

/// Reads it for these people, of whom the earliest leaves on a day: a page of people at a time, one query a register.
pub fn known(view: &mut View<'_>, people: &[RecordId], earliest: Date) -> Result<Known, Error> {
    let mut all: HashMap<RecordId, Standing> = HashMap::new();
    for part in people.chunks(limits::PAGE_ROWS_MAX) {
        for (person, facts) in facts_of(view, part)? {
            all.entry(person).or_default().facts = facts;
        }
        for record in view.having_any::<Assignment>("person", part)? {
            all.entry(record.body.person.raw()).or_default().assignments.push(record);
        }
        for record in view.having_any::<PscCase>("person", part)? {
            all.entry(record.body.person.raw()).or_default().cases.push(record);
        }
        for record in view.having_any::<Departure>("person", part)? {
            all.entry(record.body.person.raw()).or_default().departures.push(record);
        }
        let visitors = view.having_any::<Visitor>("person", part)?;
        let ids: Vec<RecordId> = visitors.iter().map(|visitor| visitor.body.request.raw()).collect();
        let mut requests: HashMap<RecordId, VisitRequest> = HashMap::new();
        for ids in ids.chunks(limits::PAGE_ROWS_MAX) {
            requests.extend(view.having_any::<VisitRequest>("id", ids)?.into_iter().map(|r| (r.head.id, r.body)));
        }
        let open = |request: &&VisitRequest| lifecycle::OPEN.contains(&request.state.code());
        for visitor in visitors {
            if let Some(request) = requests.get(&visitor.body.request.raw()).filter(open) {
                all.entry(visitor.body.person.raw()).or_default().visits.push((request.number.clone(), request.valid_until));
            }
        }
        for visit in view.having_any::<IncomingVisit>("person", part)? {
            if incoming::LIFECYCLE.state(visit.body.state.code()).is_some_and(|state| state.open) {
                all.entry(visit.body.person.raw()).or_default().visits.push((visit.body.number, visit.body.valid_until));
            }
        }
        for (person, copy) in held_by(view, part)? {
            all.entry(person).or_default().copies.push(copy.body.reference);
        }
        for record in view.having_any::<Task>("person", part)? {
            if let Some(person) = record.body.person {
                all.entry(person).or_default().tasks.push(record);
            }
        }
    }
    let today = view.today;
    let mut templates = view.having::<LetterTemplate>("kind", LetterKind::Cancellation.code())?;
    templates.retain(|template| template.body.status == TemplateState::InUse);
    Ok(Known {
        people: all,
        owners: owners(view, today)?,
        timing: timing(view, earliest.min(today), ahead(today))?,
        rulebook: rulebook(view)?,
        series: series::load(view, "PSC", i64::from(today.year()))?,
        template: templates.into_iter().next(),
        authorities: view.every::<Authority>()?.into_iter().map(|a| (a.head.id, a)).collect(),
    })
}
