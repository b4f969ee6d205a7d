//! What is known of leavers and of those who see to it.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{RecordId, limits};
use ledger::identity::Account;
use ledger::rights::grants::DutyGrant;
use ledger::{Error, View};
use spine::cases::queries::{ahead, timing};
use spine::clearances::queries::{facts_of, rulebook};
use spine::holdings::queries::held_by;
use spine::letters::{LetterKind, LetterTemplate, TemplateState};
use spine::organisations::Authority;
use spine::posts::Assignment;
use spine::series;
use spine::tasks::Task;

use super::Departure;
use super::rules::{Known, Owners, Standing};
use crate::cases::PscCase;
use crate::visits::{IncomingVisit, VisitRequest, Visitor, incoming, lifecycle};

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

/// Who has which duty today, by login.
fn owners(view: &mut View<'_>, today: Date) -> Result<Owners, Error> {
    let mut accounts = view.every::<Account>()?;
    accounts.retain(|account| !account.body.disabled);
    accounts.sort_by(|a, b| a.body.login.cmp(&b.body.login));
    let mut grants = view.every::<DutyGrant>()?;
    // A duty for one unit only, or in a crisis, is not one to give tasks to.
    grants.retain(|g| {
        let of = &g.body;
        of.valid_from <= today && of.valid_until.is_none_or(|until| today <= until) && of.limited_to.is_none() && of.posture.is_none()
    });
    let mut owners = Owners::new();
    for account in &accounts {
        for grant in grants.iter().filter(|g| g.body.account == account.id()) {
            let of = owners.entry(grant.body.duty).or_default();
            if !of.iter().any(|(known, _)| *known == account.id()) {
                of.push((account.id(), account.body.person));
            }
        }
    }
    Ok(owners)
}
