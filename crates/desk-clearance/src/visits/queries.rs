//! What visits are judged by, read a register at a time.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Record, RecordId, Value, limits};
use ledger::{Error, Query, View};
use spine::cases::queries::calendars;
use spine::cases::rules::Calendars;
use spine::clearances::Facts;
use spine::clearances::queries::facts_of;
use spine::clearances::visits::VisitRules;
use spine::organisations::{Authority, Organisation};
use spine::people::{IdentityDocument, Person};
use spine::policy::{PackState, PolicyPack, Rulebook};

use super::incoming::{Badge, IncomingState};
use super::rules::{Fault, Lead, Member, Moment, Trip};
use super::{IncomingVisit, VisitRequest, VisitSite, Visitor, incoming, lifecycle};

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
    pub fn lead(&self, trip: &Trip, today: Date) -> Lead {
        Lead::of(&trip.request, &trip.nation, today, &self.calendars.host(trip.request.host), &self.visits)
    }

    /// What the rules are held against on a day.
    pub const fn moment<'a>(&'a self, today: Date, policy: &'a kernel::marking::SecurityPolicy) -> Moment<'a> {
        Moment { today, visits: &self.visits, rules: &self.rules, policy }
    }

    /// Everything that stands in the way of a trip today.
    pub fn faults(&self, trip: &Trip, today: Date, policy: &kernel::marking::SecurityPolicy) -> Vec<Fault> {
        trip.faults(self.moment(today, policy), self.lead(trip, today))
    }

    /// Why a visit that a host has approved calls for somebody today; nothing where it stands.
    pub fn calls(&self, trip: &Trip, today: Date, policy: &kernel::marking::SecurityPolicy) -> Option<Call> {
        if trip.request.valid_until < today {
            return Some(Call::Over);
        }
        let grave = self.faults(trip, today, policy).iter().filter(|fault| fault.grave).count();
        (grave > 0).then_some(Call::Faults(grave))
    }
}

/// Why an approved visit calls for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Its last day is past, and nobody said whether it took place.
    Over,
    /// So many things stand in its way.
    Faults(usize),
}

/// What visits are held against, as it is known.
pub fn standards(view: &mut View<'_>) -> Result<Standards, Error> {
    let packs = view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?;
    let packs: Vec<PolicyPack> = packs.into_iter().map(|pack| pack.body).collect();
    Ok(Standards { visits: VisitRules::on(&packs, view.today), rules: Rulebook::new(&packs), calendars: calendars(view)? })
}

/// A request as it is judged, by what the view sees.
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
        let mut named: HashMap<RecordId, Person> = HashMap::new();
        let (mut facts, mut documents) = (HashMap::new(), HashMap::new());
        for people in people.chunks(limits::PAGE_ROWS_MAX) {
            named.extend(view.having_any::<Person>("id", people)?.into_iter().map(|p| (p.head.id, p.body)));
            facts.extend(facts_of(view, people)?);
        }
        let askers: Vec<RecordId> = some.iter().filter_map(|r| Some(r.body.requesting_organisation?.raw())).collect();
        let askers = view.having_any::<Organisation>("id", &askers)?;
        askers.iter().for_each(|asker| view.shows(&asker.head));
        let asker = |of: &VisitRequest| {
            let id = of.requesting_organisation?.raw();
            askers.iter().find(|asker| asker.head.id == id).map(|asker| asker.body.clone())
        };
        let shown: Vec<RecordId> = visitors.iter().filter_map(|v| Some(v.body.document?.raw())).collect();
        for shown in shown.chunks(limits::PAGE_ROWS_MAX) {
            documents.extend(view.having_any::<IdentityDocument>("id", shown)?.into_iter().map(|d| (d.head.id, d.body)));
        }
        let mut parties: HashMap<RecordId, Vec<Member>> = HashMap::new();
        for visitor in visitors {
            let person = visitor.body.person.raw();
            // Whom the reader may not see is not of the party they are shown.
            let Some(Person { surname, given, nationality, birth_place, .. }) = named.get(&person) else { continue };
            let (name, nation) = (format!("{surname} {given}"), nationality.0.clone());
            let document = visitor.body.document.and_then(|id| documents.get(&id.raw()).cloned());
            let facts = facts.get(&person).cloned().unwrap_or_default();
            let party = parties.entry(visitor.body.request.raw()).or_default();
            let birth_place = birth_place.clone();
            party.push(Member { id: visitor.id(), visitor: visitor.body, name, nation, birth_place, facts, document });
        }
        for request in some {
            let mut party = parties.remove(&request.head.id).unwrap_or_default();
            party.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.raw().cmp(&b.id.raw())));
            all.push(Trip {
                id: request.id(),
                asker: asker(&request.body),
                nation: nations.get(&request.body.host.raw()).cloned().unwrap_or_default(),
                sites: sites.remove(&request.head.id).unwrap_or_default(),
                party,
                request: request.body.clone(),
            });
        }
    }
    Ok(all)
}

/// The open requests that begin first, as many as a page holds.
pub const OPEN_FIRST: Query = Query {
    name: "visits.open_first",
    sql: "SELECT v.id FROM {visit_requests v} WHERE v.state IN ('visit_draft', 'visit_validated', 'visit_sent_to_own_nsa', \
          'visit_sent_to_host', 'visit_forwarded', 'visit_approved', 'visit_approved_partly', 'visit_amending', 'visit_active') \
          ORDER BY v.valid_from, v.number LIMIT 500",
    sample: &[],
};

/// The same of those a host has approved.
pub const GRANTED_FIRST: Query = Query {
    name: "visits.granted_first",
    sql: "SELECT v.id FROM {visit_requests v} WHERE v.state IN ('visit_approved', 'visit_approved_partly', 'visit_active') \
          ORDER BY v.valid_from, v.number LIMIT 500",
    sample: &[],
};

/// A visit that other rules would judge otherwise.
#[derive(Clone, Debug)]
pub struct MovedVisit {
    /// The request.
    pub trip: Trip,
    /// What stands in its way under the rules in force.
    pub before: Vec<Fault>,
    /// What would.
    pub after: Vec<Fault>,
}

/// Which open visits a pack would judge otherwise, those that begin first first: of those the reader may see, as they stand today.
///
/// # Errors
/// Those of the ledger.
pub fn which_it_moves(view: &mut View<'_>, rules: VisitRules) -> Result<Vec<MovedVisit>, Error> {
    let (today, policy, before) = (view.today, view.policy, standards(view)?);
    let open = requests(view, lifecycle::OPEN)?;
    let trips = trips(view, open)?;
    let judged = |standards: &Standards| trips.iter().map(|trip| standards.faults(trip, today, policy)).collect::<Vec<_>>();
    let old = judged(&before);
    let new = judged(&Standards { visits: rules, ..before });
    let moved = trips.into_iter().zip(old.into_iter().zip(new)).filter(|(_, (before, after))| before != after);
    Ok(moved.map(|(trip, (before, after))| MovedVisit { trip, before, after }).collect())
}

/// A visitor whose badge a pack would change, with the badge before and after.
pub type MovedBadge = (Record<IncomingVisit>, [Badge; 2]);

/// Whose badge a pack would change, of the visitors the gate expects from today on, by number.
///
/// # Errors
/// Those of the ledger.
pub fn badges_it_moves(view: &mut View<'_>, rules: &VisitRules) -> Result<Vec<MovedBadge>, Error> {
    let (policy, before) = (view.policy, standards(view)?.visits);
    let states: Vec<Value> = incoming::EXPECTED.iter().map(|state| Value::from(*state)).collect();
    let expected = view.having_any::<IncomingVisit>("state", &states)?.into_iter();
    let judged = expected.map(|visit| {
        let badges = [&before, rules].map(|rules| incoming::badge(&visit.body, rules, policy));
        (visit, badges)
    });
    let mut moved: Vec<_> = judged.filter(|(_, [before, after])| before != after).collect();
    moved.sort_by(|(a, _), (b, _)| a.body.number.cmp(&b.body.number));
    Ok(moved)
}

/// How many requests stand in each state.
pub const BY_STATE: Query =
    Query { name: "visits.by_state", sql: "SELECT v.state, count(*) FROM {visit_requests v} GROUP BY v.state", sample: &[] };

/// The named queries of visits.
pub const ALL: &[&Query] = &[&OPEN_FIRST, &GRANTED_FIRST, &BY_STATE];

/// The requests one of the queries above names, those that begin first first.
pub fn first(view: &mut View<'_>, which: &Query) -> Result<Vec<Record<VisitRequest>>, Error> {
    let ids: Vec<RecordId> = view.rows(which, &[])?.iter().filter_map(|row| row.first()?.id()).collect();
    let mut found = view.having_any::<VisitRequest>("id", &ids)?;
    in_order(&mut found);
    Ok(found)
}

/// How many requests stand in each state.
pub fn by_state(view: &mut View<'_>) -> Result<HashMap<String, i64>, Error> {
    let rows = view.rows(&BY_STATE, &[])?;
    Ok(rows.iter().filter_map(|row| Some((row.first()?.text()?.to_owned(), row.get(1)?.int()?))).collect())
}

fn in_order(requests: &mut [Record<VisitRequest>]) {
    requests.sort_by(|a, b| (a.body.valid_from, &a.body.number).cmp(&(b.body.valid_from, &b.body.number)));
}

/// Every request that stands in any of these states, those that begin first first.
pub fn requests(view: &mut View<'_>, states: &[&'static str]) -> Result<Vec<Record<VisitRequest>>, Error> {
    let states: Vec<Value> = states.iter().map(|state| Value::from(*state)).collect();
    let mut found = view.having_any::<VisitRequest>("state", &states)?;
    in_order(&mut found);
    Ok(found)
}

/// Somebody who is expected, with what the gate looks at.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The visit.
    pub visit: Record<IncomingVisit>,
    /// Their nationality.
    pub nation: String,
    /// What is known of their clearance here.
    pub facts: Facts,
    /// What they show at the gate.
    pub document: Option<IdentityDocument>,
}

/// Whom the gate expects on a day, by name of their visit; at most [`limits::PAGE_ROWS_MAX`].
pub fn expected(view: &mut View<'_>, on: Date) -> Result<Vec<Guest>, Error> {
    let states: Vec<Value> = incoming::EXPECTED.iter().map(|state| Value::from(*state)).collect();
    let mut visits = view.having_any::<IncomingVisit>("state", &states)?;
    // Whoever is still in the house is there whatever the day.
    visits.retain(|visit| visit.body.state == IncomingState::In || (visit.body.valid_from..=visit.body.valid_until).contains(&on));
    visits.truncate(limits::PAGE_ROWS_MAX);
    let people: Vec<RecordId> = visits.iter().map(|visit| visit.body.person.raw()).collect();
    let facts = facts_of(view, &people)?;
    let nations = view.facts(|view| view.having_any::<Person>("id", &people))?;
    let nations: HashMap<RecordId, String> = nations.into_iter().map(|p| (p.head.id, p.body.nationality.0)).collect();
    let documents: Vec<RecordId> = visits.iter().filter_map(|visit| Some(visit.body.document?.raw())).collect();
    let documents: HashMap<RecordId, IdentityDocument> =
        view.having_any::<IdentityDocument>("id", &documents)?.into_iter().map(|d| (d.head.id, d.body)).collect();
    let guest = |visit: Record<IncomingVisit>| {
        // One person may be expected twice.
        let person = visit.body.person.raw();
        let (nation, facts) = (nations.get(&person).cloned().unwrap_or_default(), facts.get(&person).cloned().unwrap_or_default());
        let document = visit.body.document.and_then(|id| documents.get(&id.raw()).cloned());
        Guest { visit, nation, facts, document }
    };
    Ok(visits.into_iter().map(guest).collect())
}

/// What a day turns: requests that begin and that expire, incoming visits that end.
#[derive(Clone, Debug, Default)]
pub struct Turning {
    /// Approved, and their first day has come.
    pub begin: Vec<RecordId>,
    /// Past their last day without having begun.
    pub expire: Vec<RecordId>,
    /// Expected at the gate until a day that is past.
    pub end: Vec<RecordId>,
}

/// What today turns.
pub fn turning(view: &mut View<'_>) -> Result<Turning, Error> {
    let today = view.today;
    let mut turning = Turning::default();
    for request in requests(view, lifecycle::EXPIRES)? {
        let (state, id) = (request.body.state.code(), request.head.id);
        if request.body.valid_until < today {
            turning.expire.push(id);
        } else if request.body.valid_from <= today && lifecycle::GRANTED.contains(&state) {
            turning.begin.push(id);
        }
    }
    let states: Vec<Value> = incoming::EXPECTED.iter().map(|state| Value::from(*state)).collect();
    let past = view.having_any::<IncomingVisit>("state", &states)?;
    turning.end = past.into_iter().filter(|visit| visit.body.valid_until < today).map(|visit| visit.head.id).collect();
    Ok(turning)
}
