//! What pages and rules ask about clearances.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Codes, FieldType, Id, Level, Record, RecordId, Register, Value};
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::rules::{asks_most, granted, needs_clearance, required};
use super::{
    AccessAuthorisation, BriefingRecord, Certificate, ClearanceRequirement, Decision, EffectiveAccess, FactKind, Facts, Need,
    effective_access,
};
use crate::contracts::{Contract, ContractMember};
use crate::people::Person;
use crate::policy::{PackState, PolicyPack, Rulebook};
use crate::posts::{Assignment, Post};

/// Decisions, moves of cases, letters and visits, and registered items that rest on an entry of the mail book.
pub const RELIES_ON_MAIL: Query = Query {
    name: "clearances.relies_on_mail",
    sql: "SELECT d.id FROM {decisions d} WHERE d.source = $1 UNION ALL SELECT t.id FROM {transitions t} WHERE t.evidence = $1 \
          UNION ALL SELECT c.id FROM {controlled_items c} WHERE c.mail_item = $1 LIMIT 1",
    sample: &[Sample::Id],
};

/// Grants that end in a period and that nothing ends before, soonest first.
pub const EXPIRING: Query = Query {
    name: "clearances.expiring",
    sql: "SELECT d.person, d.level, d.categories, d.valid_until, d.nation, d.programme FROM {decisions d} WHERE d.valid_until >= $1 AND d.valid_until <= $2 \
          AND d.kind IN ('grant', 'grant_with_conditions') AND d.claimed = 0 AND NOT EXISTS (SELECT 1 FROM {decisions e} \
          WHERE e.person = d.person AND ((e.kind IN ('withdraw', 'cancel', 'transfer') AND e.decided_on >= d.decided_on) \
          OR (e.supersedes = 1 AND e.decided_on > d.decided_on))) \
          ORDER BY d.valid_until, d.id LIMIT 500",
    sample: &[Sample::Text("2026-01-01"), Sample::Text("2026-12-31")],
};

/// Requirements in force on a day of posts that nobody holds, and of contracts and programmes that nobody who holds a post works on.
pub const WITHOUT_HOLDER: Query = Query {
    name: "clearances.without_holder",
    sql: "SELECT r.id FROM {clearance_requirements r} WHERE r.valid_from <= $1 AND (r.valid_until IS NULL OR r.valid_until >= $1) \
          AND NOT EXISTS (SELECT 1 FROM {assignments a} WHERE a.post = r.post AND a.valid_from <= $1 \
          AND (a.valid_until IS NULL OR a.valid_until >= $1)) \
          AND NOT EXISTS (SELECT 1 FROM {contract_people m} JOIN {assignments s} ON s.person = m.person WHERE m.contract = r.contract \
          AND m.valid_from <= $1 AND (m.valid_until IS NULL OR m.valid_until >= $1) \
          AND s.valid_from <= $1 AND (s.valid_until IS NULL OR s.valid_until >= $1)) ORDER BY r.id LIMIT 1000",
    sample: &[Sample::Text("2026-03-02")],
};

/// The registers' named queries.
pub const ALL: &[&Query] = &[&RELIES_ON_MAIL, &EXPIRING, &WITHOUT_HOLDER];

/// A grant that ends.
#[derive(Clone, Debug)]
pub struct Expiring {
    /// Whose.
    pub person: RecordId,
    /// What it gives.
    pub need: Need,
    /// Its last day.
    pub until: Date,
    /// The programme it was given for, where the rules still tell it apart: a renewal is for it again.
    pub programme: Option<String>,
}

/// Grants that end between two days, both included.
pub fn expiring(view: &mut View<'_>, from: Date, until: Date) -> Result<Vec<Expiring>, Error> {
    let rows = view.rows(&EXPIRING, &[from.into(), until.into()])?;
    let (rules, today) = (rulebook(view)?, view.today);
    let one = |row: Vec<Value>| {
        let until = row.get(3).and_then(Value::text).and_then(|t| t.parse().ok())?;
        let (level, nation) = (row.get(1)?.text()?, row.get(4)?.text()?);
        let need = Need::new(Level(level.to_owned()), Codes::from_value(row.get(2)?).ok()?);
        let programme = row.get(5)?.text().filter(|name| rules.has_programme((nation, level), name, today)).map(str::to_owned);
        Some(Expiring { person: row.first()?.id()?, need, until, programme })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// The rules in force.
pub fn rulebook(view: &mut View<'_>) -> Result<Rulebook, Error> {
    let packs = view.having::<PolicyPack>("state", PackState::InForce.code())?;
    Ok(Rulebook::new(&packs.into_iter().map(|p| p.body).collect::<Vec<_>>()))
}

/// The facts of one person.
pub fn facts(view: &mut View<'_>, person: Id<Person>) -> Result<Facts, Error> {
    Ok(facts_of(view, &[person.raw()])?.remove(&person.raw()).unwrap_or_default())
}

/// The facts of the people of a page, read once a register.
pub fn facts_of(view: &mut View<'_>, people: &[RecordId]) -> Result<HashMap<RecordId, Facts>, Error> {
    let mut all: HashMap<RecordId, Facts> = people.iter().map(|person| (*person, Facts::default())).collect();
    let mut of = |person: Id<Person>, take: &mut dyn FnMut(&mut Facts)| {
        if let Some(facts) = all.get_mut(&person.raw()) {
            take(facts);
        }
    };
    let assignments = view.having_any::<Assignment>("person", people)?;
    let engagements = view.having_any::<ContractMember>("person", people)?;
    let posts: Vec<RecordId> = assignments.iter().map(|a| a.body.post.raw()).collect();
    let contracts: Vec<RecordId> = engagements.iter().map(|m| m.body.contract.raw()).collect();
    let mut needs = Needs::default();
    for (field, of) in [("post", &posts), ("contract", &contracts)] {
        view.having_any::<ClearanceRequirement>(field, of)?.into_iter().for_each(|it| needs.add(it.body));
    }
    for it in assignments {
        of(it.body.person, &mut |facts| needs.hold(facts, it.body.clone()));
    }
    for it in engagements {
        of(it.body.person, &mut |facts| needs.engage(facts, it.body.clone()));
    }
    for it in view.having_any::<Decision>("person", people)? {
        of(it.body.person, &mut |facts| facts.decisions.push(it.body.clone()));
    }
    for it in view.having_any::<Certificate>("person", people)? {
        of(it.body.person, &mut |facts| facts.certificates.push(it.body.clone()));
    }
    for it in view.having_any::<AccessAuthorisation>("person", people)? {
        of(it.body.person, &mut |facts| facts.authorisations.push(it.body.clone()));
    }
    for it in view.having_any::<BriefingRecord>("person", people)? {
        of(it.body.person, &mut |facts| facts.briefings.push(it.body.clone()));
    }
    Ok(all)
}

/// Requirements by what they are of, to be put with the people who are held to them.
#[derive(Debug, Default)]
pub struct Needs {
    of: HashMap<RecordId, Vec<ClearanceRequirement>>,
}

impl Needs {
    /// One more.
    pub fn add(&mut self, it: ClearanceRequirement) {
        if let Some(of) = it.of() {
            self.of.entry(of).or_default().push(it);
        }
    }

    /// A person holds a post, and is held to what it needs.
    pub fn hold(&self, facts: &mut Facts, it: Assignment) {
        let known = facts.assignments.iter().any(|a| a.post == it.post);
        self.ask(facts, known, it.post.raw());
        add(&mut facts.assignments, it);
    }

    /// A person works on a contract or a programme, and is held to what it needs.
    pub fn engage(&self, facts: &mut Facts, it: ContractMember) {
        let known = facts.engagements.iter().any(|m| m.contract == it.contract);
        self.ask(facts, known, it.contract.raw());
        facts.engagements.push(it);
    }

    fn ask(&self, facts: &mut Facts, known: bool, of: RecordId) {
        self.of.get(&of).filter(|_| !known).into_iter().flatten().for_each(|needed| add(&mut facts.requirements, needed.clone()));
    }
}

/// Effective access of one person on a day, standing.
pub fn access_of(view: &mut View<'_>, person: Id<Person>, on: Date) -> Result<EffectiveAccess, Error> {
    access_for(view, person, on, None)
}

/// Effective access of one person on a day, for what the question itself asks.
pub fn access_for(view: &mut View<'_>, person: Id<Person>, on: Date, need: Option<&Need>) -> Result<EffectiveAccess, Error> {
    let facts = facts(view, person)?;
    let rules = rulebook(view)?;
    Ok(effective_access(&facts, on, need, &rules, view.policy))
}

/// The grant that stands for a person today.
pub fn standing_grant(view: &mut View<'_>, person: Id<Person>) -> Result<Option<Record<Decision>>, Error> {
    let rules = view.facts(rulebook)?;
    let mut all = view.having::<Decision>("person", person.raw())?;
    let facts = Facts { decisions: all.iter().map(|d| d.body.clone()).collect(), ..Facts::default() };
    let standing = super::rules::standing(&facts, view.today, &rules, view.policy);
    let place = standing.and_then(|grant| facts.decisions.iter().position(|d| std::ptr::eq(d, grant)));
    Ok(place.map(|at| all.swap_remove(at)))
}

/// Up to this level nobody needs a clearance of whose nation the rules say nothing.
pub const WITHOUT_CLEARANCE: &str = "R";

/// Whether somebody's clearance on record covers a level on a day, where they need one.
pub fn covers_level(view: &mut View<'_>, person: Id<Person>, level: &Level, on: Date) -> Result<bool, Error> {
    let need = Need::new(level.clone(), Codes::default());
    Ok(covering(view, person, &need, on)?.is_ok())
}

/// Whether somebody's clearance on record covers a need on a day, where their nation's rules want one for it. Where it does not, what they may see
/// instead, and why.
pub fn covering(view: &mut View<'_>, person: Id<Person>, need: &Need, on: Date) -> Result<Result<(), EffectiveAccess>, Error> {
    let nation = view.facts(|view| view.having_any::<Person>("id", &[person.raw()]))?.pop().map(|p| p.body.nationality.0);
    let rules = rulebook(view)?;
    if !needs_clearance(need, &nation.unwrap_or_default(), on, &rules, view.policy) {
        return Ok(Ok(()));
    }
    let facts = facts(view, person)?;
    let access = effective_access(&facts, on, Some(need), &rules, view.policy);
    Ok(if access.covers(need, view.policy) { Ok(()) } else { Err(access) })
}

/// The facts of everybody, read once a register.
pub fn facts_of_all(view: &mut View<'_>) -> Result<HashMap<RecordId, Facts>, Error> {
    let mut all: HashMap<RecordId, Facts> = HashMap::new();
    let mut needs = Needs::default();
    view.each_of(&mut |it: ClearanceRequirement| needs.add(it))?;
    view.each_of(&mut |it: Assignment| needs.hold(all.entry(it.person.raw()).or_default(), it))?;
    view.each_of(&mut |it: ContractMember| needs.engage(all.entry(it.person.raw()).or_default(), it))?;
    view.each_of(&mut |it: Decision| add(&mut all.entry(it.person.raw()).or_default().decisions, it))?;
    view.each_of(&mut |it: Certificate| add(&mut all.entry(it.person.raw()).or_default().certificates, it))?;
    view.each_of(&mut |it: AccessAuthorisation| add(&mut all.entry(it.person.raw()).or_default().authorisations, it))?;
    view.each_of(&mut |it: BriefingRecord| add(&mut all.entry(it.person.raw()).or_default().briefings, it))?;
    Ok(all)
}

/// Adds to what is known of one of very many people. Most have one of each, and a list that begins with room for four would be mostly room.
fn add<T>(list: &mut Vec<T>, one: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(one);
}

/// Somebody in a post whose access does not cover what the post requires.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// What they may see, and why not more.
    pub access: EffectiveAccess,
    /// What asks the most of them.
    pub asked_by: Option<ClearanceRequirement>,
}

/// Everybody who lacks what their post requires on a day, by name.
pub fn who_lacks(view: &mut View<'_>, on: Date) -> Result<Vec<Lacking>, Error> {
    let rules = rulebook(view)?;
    let mut lacking = Vec::new();
    for (person, facts) in facts_of_all(view)? {
        let access = effective_access(&facts, on, None, &rules, view.policy);
        if access.need.as_ref().is_some_and(|need| !access.covers(need, view.policy)) {
            let asked_by = asks_most(&facts, on, view.policy).cloned();
            lacking.push(Lacking { person, name: String::new(), access, asked_by });
        }
    }
    named(view, &mut lacking, |one| (one.person, &mut one.name))?;
    Ok(lacking)
}

/// Somebody whose clearance stands and who needs none any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedEnded {
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// What the grants that stand give.
    pub held: Need,
    /// Their last day.
    pub until: Option<Date>,
    /// Since when nothing they do requires one; none where nothing ever did.
    pub since: Option<Date>,
}

/// Everybody whose clearance stands on a day and who does nothing that requires one, by name.
///
/// # Errors
/// Those of the ledger.
pub fn need_ended(view: &mut View<'_>, on: Date) -> Result<Vec<NeedEnded>, Error> {
    let (facts, rules) = view.facts(|view| Ok((facts_of_all(view)?, rulebook(view)?)))?;
    let over = |facts: &Facts| {
        let asks = |of: RecordId| facts.requirements.iter().any(|r| r.of() == Some(of));
        // Whoever holds no post works on nothing.
        let engaged = facts.engagements.iter().any(|m| asks(m.contract.raw()));
        let posts = facts.assignments.iter().filter(|a| engaged || asks(a.post.raw())).map(|a| a.valid_until);
        let contracts = facts.engagements.iter().filter(|m| asks(m.contract.raw())).map(|m| m.valid_until);
        let ends = posts.chain(contracts).chain(facts.requirements.iter().map(|r| r.valid_until));
        ends.flatten().filter(|last| *last < on).max().and_then(|last| last.tomorrow().ok())
    };
    let unneeded = facts.iter().filter(|(_, facts)| required(facts, on, view.policy).is_none());
    let found = unneeded.filter_map(|(person, facts)| {
        let (held, until) = granted(facts, on, &rules, view.policy)?;
        Some(NeedEnded { person: *person, name: String::new(), held, until, since: over(facts) })
    });
    let mut found: Vec<NeedEnded> = found.collect();
    named(view, &mut found, |one| (one.person, &mut one.name))?;
    // Nobody is told of a grant they do not see.
    let mut seen = std::collections::HashSet::new();
    let ids: Vec<RecordId> = found.iter().map(|one| one.person).collect();
    for part in ids.chunks(kernel::limits::PAGE_ROWS_MAX) {
        let grants = view.having_any::<Decision>("person", part)?.into_iter().filter(|d| d.body.kind.grants());
        seen.extend(grants.map(|grant| grant.body.person.raw()));
    }
    found.retain(|one| seen.contains(&one.person));
    Ok(found)
}

/// Requirements in force on a day of posts that nobody holds and of contracts and programmes that nobody works on, with the names of these, by name; at
/// most a thousand, as the query says.
///
/// # Errors
/// Those of the ledger.
pub fn without_holder(view: &mut View<'_>, on: Date) -> Result<Vec<(Record<ClearanceRequirement>, String)>, Error> {
    // Whether a post is held is no secret of whoever holds it; which posts there are is the reader's to see.
    let rows = view.facts(|view| view.rows(&WITHOUT_HOLDER, &[on.into()]))?;
    let ids: Vec<RecordId> = rows.iter().filter_map(|row| row.first()?.id()).collect();
    let mut found = Vec::new();
    for part in ids.chunks(kernel::limits::PAGE_ROWS_MAX) {
        found.extend(view.having_any::<ClearanceRequirement>("id", part)?);
    }
    let mut named = called(view, found)?;
    named.sort_by(|(a, x), (b, y)| (x, a.body.valid_from, a.head.id).cmp(&(y, b.body.valid_from, b.head.id)));
    Ok(named)
}

/// Requirements with the names of what they are of, as far as the reader sees that.
fn called(view: &mut View<'_>, all: Vec<Record<ClearanceRequirement>>) -> Result<Vec<(Record<ClearanceRequirement>, String)>, Error> {
    let of = |field: fn(&ClearanceRequirement) -> Option<RecordId>| all.iter().filter_map(|r| field(&r.body)).collect::<Vec<_>>();
    let mut names = HashMap::new();
    for (register, ids) in [(Post::NAME, of(|r| r.post.map(Id::raw))), (Contract::NAME, of(|r| r.contract.map(Id::raw)))] {
        for part in ids.chunks(kernel::limits::PAGE_ROWS_MAX) {
            names.extend(view.titles(register, part)?);
        }
    }
    Ok(all.into_iter().filter_map(|r| names.get(&r.body.of()?).cloned().map(|name| (r, name))).collect())
}

/// What a contract or a programme requires, and how those who work on it stand.
#[derive(Clone, Debug)]
pub struct OnContract {
    /// What is required.
    pub requirement: Record<ClearanceRequirement>,
    /// What the contract or programme is called.
    pub name: String,
    /// How many people work on it who hold a post.
    pub people: usize,
    /// Those of them whose access does not cover it.
    pub below: usize,
}

/// What contracts and programmes require on a day, by name, with those who work on them as far as the reader sees them.
///
/// # Errors
/// Those of the ledger.
pub fn on_contracts(view: &mut View<'_>, on: Date) -> Result<Vec<OnContract>, Error> {
    let within = |from: Date, until: Option<Date>| from <= on && until.is_none_or(|last| on <= last);
    let contracts = view.every::<Contract>()?;
    let (mut requirements, mut members) = (Vec::new(), Vec::new());
    for part in contracts.chunks(kernel::limits::PAGE_ROWS_MAX) {
        let ids: Vec<RecordId> = part.iter().map(|contract| contract.head.id).collect();
        requirements.extend(view.having_any::<ClearanceRequirement>("contract", &ids)?);
        members.extend(view.having_any::<ContractMember>("contract", &ids)?);
    }
    requirements.retain(|r| within(r.body.valid_from, r.body.valid_until));
    members.retain(|m| within(m.body.valid_from, m.body.valid_until));
    let people: Vec<RecordId> = members.iter().map(|m| m.body.person.raw()).collect();
    let mut facts = HashMap::new();
    for part in people.chunks(kernel::limits::PAGE_ROWS_MAX) {
        facts.extend(view.facts(|view| facts_of(view, part))?);
    }
    facts.retain(|_, facts| facts.assignments.iter().any(|a| within(a.valid_from, a.valid_until)));
    let rules = view.facts(rulebook)?;
    let told = |requirement: Record<ClearanceRequirement>| {
        let contract = contracts.iter().find(|contract| Some(contract.id()) == requirement.body.contract)?;
        let of: std::collections::HashSet<RecordId> =
            members.iter().filter(|m| m.body.contract == contract.id()).map(|m| m.body.person.raw()).collect();
        let serving: Vec<&Facts> = of.iter().filter_map(|person| facts.get(person)).collect();
        let need = Need::new(requirement.body.level.clone(), requirement.body.categories.clone());
        let below =
            serving.iter().filter(|facts| !effective_access(facts, on, Some(&need), &rules, view.policy).covers(&need, view.policy));
        Some(OnContract { name: contract.body.reference.clone(), people: serving.len(), below: below.count(), requirement })
    };
    let mut found: Vec<OnContract> = requirements.into_iter().filter_map(told).collect();
    let order = |one: &OnContract| (one.name.clone(), one.requirement.body.valid_from, one.requirement.head.id);
    found.sort_by_key(order);
    Ok(found)
}

/// Fills in names, leaves out whom the reader may not see, whatever the facts say, and puts what stays in the order of names.
fn named<T>(view: &mut View<'_>, all: &mut Vec<T>, of: fn(&mut T) -> (RecordId, &mut String)) -> Result<(), Error> {
    let ids: Vec<RecordId> = all.iter_mut().map(|one| of(one).0).collect();
    let mut names: HashMap<RecordId, String> = HashMap::new();
    for part in ids.chunks(kernel::limits::PAGE_ROWS_MAX) {
        names.extend(view.titles(Person::NAME, part)?);
    }
    all.retain_mut(|one| {
        let (person, name) = of(one);
        names.remove(&person).map(|known| *name = known).is_some()
    });
    let mut keyed: Vec<_> = std::mem::take(all)
        .into_iter()
        .map(|mut one| {
            let (person, name) = of(&mut one);
            ((kernel::fold::fold(name), person), one)
        })
        .collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    all.extend(keyed.into_iter().map(|(_, one)| one));
    Ok(())
}

/// How posts stand on a day: the figures of the desk's home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// People in a post that requires something.
    pub required: usize,
    /// Those whose effective access covers it.
    pub covered: usize,
    /// Those whose decision has expired.
    pub expired: usize,
    /// Those suspended.
    pub suspended: usize,
    /// Those whose base briefing is missing or lapsed.
    pub not_briefed: usize,
    /// Those without a valid certificate.
    pub no_certificate: usize,
    /// Those whose decision is only claimed.
    pub claimed: usize,
    /// People whose clearance stands and whose posts require none.
    pub need_ended: usize,
}

/// Counts it, of people the reader may see.
pub fn outlook<'f>(
    people: impl Iterator<Item = &'f Facts>,
    on: Date,
    rules: &Rulebook,
    policy: &kernel::marking::SecurityPolicy,
) -> Outlook {
    let mut out = Outlook::default();
    for facts in people {
        let access = effective_access(facts, on, None, rules, policy);
        let Some(need) = &access.need else {
            out.need_ended += usize::from(access.reasons.iter().any(|r| r.fact == FactKind::Decision && r.good));
            continue;
        };
        let lacks = |code: &str| usize::from(access.reasons.iter().any(|r| r.code == code));
        out.required += 1;
        out.covered += usize::from(access.covers(need, policy));
        out.expired += lacks("decision-expired");
        out.suspended += lacks("decision-suspended");
        out.not_briefed += lacks("briefing-none") + lacks("briefing-lapsed");
        out.no_certificate += lacks("certificate-none") + lacks("certificate-expired") + lacks("certificate-returned");
        out.claimed += lacks("decision-claimed");
    }
    out
}
