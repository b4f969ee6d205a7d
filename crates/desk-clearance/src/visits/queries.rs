//! What visits are judged by, read a register at a time.

use std::collections::HashMap;

use kernel::{Record, RecordId, Register, Value, limits};
use ledger::{Error, View};
use spine::cases::queries::calendars;
use spine::cases::rules::Calendars;
use spine::clearances::queries::{facts_of, rulebook};
use spine::clearances::visits::VisitRules;
use spine::organisations::Authority;
use spine::people::{IdentityDocument, Person};
use spine::policy::{PackState, PolicyPack, Rulebook};

use super::rules::{Fault, Lead, Member, Moment, Trip};
use super::{VisitRequest, VisitSite, Visitor};

/// What every visit is held against.
pub struct Standards {
    /// How visits are asked for.
    pub visits: VisitRules,
    /// How authorities grant.
    pub rules: Rulebook,
    /// Working days.
    pub calendars: Calendars,
}

impl Standards {
    /// The lead of a trip that is sent today.
    pub fn lead(&self, trip: &Trip, today: jiff::civil::Date) -> Lead {
        Lead::of(&trip.request, &trip.nation, today, &self.calendars.host(trip.request.host), &self.visits)
    }

    /// What the rules are held against on a day.
    pub const fn moment<'a>(&'a self, today: jiff::civil::Date, policy: &'a kernel::marking::SecurityPolicy) -> Moment<'a> {
        Moment { today, visits: &self.visits, rules: &self.rules, policy }
    }

    /// Everything that stands in the way of a trip today.
    pub fn faults(&self, trip: &Trip, today: jiff::civil::Date, policy: &kernel::marking::SecurityPolicy) -> Vec<Fault> {
        trip.faults(self.moment(today, policy), self.lead(trip, today))
    }
}

/// What visits are held against, as it is known.
pub fn standards(view: &mut View<'_>) -> Result<Standards, Error> {
    let packs = view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?;
    let visits = VisitRules::on(packs.iter().map(|p| &p.body), view.today);
    Ok(Standards { visits, rules: view.facts(rulebook)?, calendars: calendars(view)? })
}

/// A request as it is judged: by the whole truth, whatever the actor sees of it.
pub fn trip(view: &mut View<'_>, request: &Record<VisitRequest>) -> Result<Trip, Error> {
    let mut all = trips(view, vec![request.clone()])?;
    all.pop().ok_or(Error::NotFound)
}

/// The trips of requests, in their order; each register is read once for [`limits::PAGE_ROWS_MAX`] of them.
pub fn trips(view: &mut View<'_>, requests: Vec<Record<VisitRequest>>) -> Result<Vec<Trip>, Error> {
    let mut all = Vec::with_capacity(requests.len());
    let mut nations: HashMap<RecordId, String> = HashMap::new();
    for some in requests.chunks(limits::PAGE_ROWS_MAX) {
        let ids: Vec<RecordId> = some.iter().map(|r| r.head.id).collect();
        let hosts: Vec<RecordId> = some.iter().map(|r| r.body.host.raw()).filter(|host| !nations.contains_key(host)).collect();
        let hosts = view.facts(|view| view.having_any::<Authority>("id", &hosts))?;
        nations.extend(hosts.into_iter().map(|host| (host.head.id, host.body.nation.0)));
        let mut sites: HashMap<RecordId, Vec<VisitSite>> = HashMap::new();
        for site in view.having_any::<VisitSite>("request", &ids)? {
            sites.entry(site.body.request.raw()).or_default().push(site.body);
        }
        let visitors = view.having_any::<Visitor>("request", &ids)?;
        let people: Vec<RecordId> = visitors.iter().map(|v| v.body.person.raw()).collect();
        let mut names: HashMap<RecordId, String> = HashMap::new();
        let (mut facts, mut documents) = (HashMap::new(), HashMap::new());
        for people in people.chunks(limits::PAGE_ROWS_MAX) {
            names.extend(view.titles(Person::NAME, people)?);
            facts.extend(facts_of(view, people)?);
            documents.extend(view.having_any::<IdentityDocument>("person", people)?.into_iter().map(|d| (d.head.id, d.body)));
        }
        let mut parties: HashMap<RecordId, Vec<Member>> = HashMap::new();
        for visitor in visitors {
            let person = visitor.body.person.raw();
            // Whom the reader may not see is not of the party they are shown.
            let Some(name) = names.get(&person).cloned() else { continue };
            let document = visitor.body.document.and_then(|id| documents.get(&id.raw()).cloned());
            let facts = facts.get(&person).cloned().unwrap_or_default();
            let party = parties.entry(visitor.body.request.raw()).or_default();
            party.push(Member { id: visitor.id(), visitor: visitor.body, name, facts, document });
        }
        for request in some {
            let mut party = parties.remove(&request.head.id).unwrap_or_default();
            party.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.raw().cmp(&b.id.raw())));
            all.push(Trip {
                id: request.id(),
                nation: nations.get(&request.body.host.raw()).cloned().unwrap_or_default(),
                sites: sites.remove(&request.head.id).unwrap_or_default(),
                party,
                request: request.body.clone(),
            });
        }
    }
    Ok(all)
}

/// The requests that stand in any of these states, those that begin first first.
pub fn requests(view: &mut View<'_>, states: &[&'static str]) -> Result<Vec<Record<VisitRequest>>, Error> {
    let states: Vec<Value> = states.iter().map(|state| Value::from(*state)).collect();
    let mut found = view.having_any::<VisitRequest>("state", &states)?;
    found.sort_by(|a, b| (a.body.valid_from, &a.body.number).cmp(&(b.body.valid_from, &b.body.number)));
    Ok(found)
}
