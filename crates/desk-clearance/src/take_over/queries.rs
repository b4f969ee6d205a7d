//! What is already known of the people, posts and clearances a tracker names.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Record, RecordId, Register, limits};
use ledger::{Error, ListQuery, Query, View};
use spine::clearances::{AccessAuthorisation, BriefingRecord, Certificate, ClearanceRequirement, Decision};
use spine::organisations::{Authority, AuthorityKind};
use spine::people::Person;
use spine::posts::{Assignment, Post};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[];

/// What the office already holds, by the ways in which a row can name it.
#[derive(Default)]
pub struct Known {
    /// Everybody.
    pub people: HashMap<RecordId, Record<Person>>,
    /// By personnel number.
    pub by_number: HashMap<String, RecordId>,
    /// By the reference of a decision.
    pub by_reference: HashMap<String, RecordId>,
    /// By folded name, nationality and birth date.
    pub by_birth: HashMap<(String, String, Date), RecordId>,
    /// By folded name and nationality; several may share them.
    pub by_name: HashMap<(String, String), Vec<RecordId>>,
    /// Posts by number.
    pub posts: HashMap<String, RecordId>,
    /// What posts require.
    pub requirements: HashMap<RecordId, Vec<ClearanceRequirement>>,
    /// Who holds what post.
    pub assignments: HashMap<RecordId, Vec<Record<Assignment>>>,
    /// Decisions by person.
    pub decisions: HashMap<RecordId, Vec<Record<Decision>>>,
    /// Certificates by person.
    pub certificates: HashMap<RecordId, Vec<Certificate>>,
    /// Authorisations by person.
    pub authorisations: HashMap<RecordId, Vec<AccessAuthorisation>>,
    /// Briefings by person.
    pub briefings: HashMap<RecordId, Vec<BriefingRecord>>,
    /// Authorities by nation.
    pub authorities: HashMap<String, RecordId>,
}

fn every<R: Register>(view: &mut View<'_>) -> Result<Vec<Record<R>>, Error> {
    let query = ListQuery { limit: limits::COMMAND_ROWS_MAX, ..ListQuery::default() };
    view.rows_of(R::NAME, &query)?.into_iter().map(ledger::RawRecord::typed).collect()
}

/// Reads it, one query a register.
pub fn known(view: &mut View<'_>) -> Result<Known, Error> {
    let mut known = Known::default();
    for person in every::<Person>(view)? {
        let id = person.head.id;
        let name = super::plan::name_key(&person.body.surname, &person.body.given, &person.body.nationality.0);
        if let Some(number) = &person.body.personnel_number {
            known.by_number.insert(number.clone(), id);
        }
        if let Some(birth) = person.body.birth_date {
            known.by_birth.insert((name.0.clone(), name.1.clone(), birth), id);
        }
        known.by_name.entry(name).or_default().push(id);
        known.people.insert(id, person);
    }
    known.posts = every::<Post>(view)?.into_iter().map(|p| (p.body.number.clone(), p.head.id)).collect();
    for requirement in every::<ClearanceRequirement>(view)? {
        if let Some(post) = requirement.body.post {
            known.requirements.entry(post.raw()).or_default().push(requirement.body);
        }
    }
    for assignment in every::<Assignment>(view)? {
        known.assignments.entry(assignment.body.person.raw()).or_default().push(assignment);
    }
    for decision in every::<Decision>(view)? {
        let person = decision.body.person.raw();
        if let Some(reference) = &decision.body.reference {
            known.by_reference.insert(reference.clone(), person);
        }
        known.decisions.entry(person).or_default().push(decision);
    }
    for certificate in every::<Certificate>(view)? {
        known.certificates.entry(certificate.body.person.raw()).or_default().push(certificate.body);
    }
    for authorisation in every::<AccessAuthorisation>(view)? {
        known.authorisations.entry(authorisation.body.person.raw()).or_default().push(authorisation.body);
    }
    for briefing in every::<BriefingRecord>(view)? {
        known.briefings.entry(briefing.body.person.raw()).or_default().push(briefing.body);
    }
    let nsa = |a: &Record<Authority>| a.body.kind == AuthorityKind::Nsa;
    known.authorities = every::<Authority>(view)?.into_iter().filter(nsa).map(|a| (a.body.nation.0.clone(), a.head.id)).collect();
    Ok(known)
}
