//! Who stands how, through the window of one duty.

use std::collections::HashMap;

use kernel::{Codes, Duty, Record, RecordId, Register, Value, limits};
use ledger::query::Sample;
use ledger::window::STANDING;
use ledger::{Error, ListQuery, Query, View};
use spine::clearances::Decision;
use spine::clearances::queries::{facts_of, rulebook};
use spine::people::Person;

use super::{Stage, Standing, met};
use crate::cases::PscCase;
use crate::conditions::Condition;

/// People who hold a post of a unit on a day, by name.
pub const OF_UNIT: Query = Query {
    name: "standing.of_unit",
    sql: "SELECT DISTINCT a.person FROM {posts p} JOIN {assignments a} ON a.post = p.id \
          WHERE p.unit = $1 AND a.valid_from <= $2 AND (a.valid_until IS NULL OR a.valid_until >= $2) LIMIT 500",
    sample: &[Sample::Text("Operations"), Sample::Text("2026-03-02")],
};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&OF_UNIT];

/// A page of people and how they stand.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// By name.
    pub rows: Vec<Standing>,
    /// Where the next page begins.
    pub next: Option<(Value, RecordId)>,
}

/// The people a duty is for, and how they stand; by name, those whose name begins with what is typed.
pub fn standing(view: &mut View<'_>, duty: Duty, search: &str, after: Option<(Value, RecordId)>) -> Result<Page, Error> {
    let limited_to = view.grants().into_iter().find(|g| g.duty == duty).and_then(|g| g.limited_to);
    let mut query = ListQuery { search: search.to_owned(), after, limit: limits::PAGE_ROWS, ..ListQuery::default() };
    query.filters.push(("status".to_owned(), "active".into()));
    let (people, next, stages) = view.through(&STANDING, duty, |view| {
        let (people, next) = people_of(view, duty, limited_to, query)?;
        // A case that is closed to this duty has no stage for it.
        let stages = stages(view, &people)?;
        Ok((people, next, stages))
    })?;
    // Whether a requirement is met is read as a rule reads it: only yes or no, and until when, is shown.
    let mut rows = view.facts(|view| stand(view, &people, &stages))?;
    if duty == Duty::Contractor {
        let mut told = view.facts(|view| for_employer(view, &people))?;
        rows.iter_mut().for_each(|row| row.conditions = told.remove(&row.person).unwrap_or_default());
    }
    Ok(Page { rows, next })
}

/// A page of the people a duty is for.
type People = (Vec<Record<Person>>, Option<(Value, RecordId)>);

fn people_of(view: &mut View<'_>, duty: Duty, limited_to: Option<String>, mut query: ListQuery) -> Result<People, Error> {
    match (duty, limited_to) {
        // Without its unit, nation or firm such a duty is for nobody.
        (duty, None) if duty.of_a_realm() => Ok((Vec::new(), None)),
        (Duty::Manager, Some(unit)) => {
            let today = view.today;
            let rows = view.rows(&OF_UNIT, &[unit.into(), today.into()])?;
            let ids: Vec<RecordId> = rows.iter().filter_map(|row| row.first().and_then(Value::id)).collect();
            let mut people = view.having_any::<Person>("id", &ids)?;
            let words = kernel::fold::words(&query.search);
            let fits = |p: &Person| {
                let own = kernel::fold::words(&format!("{} {}", p.surname, p.given));
                words.iter().all(|word| own.iter().any(|o| o.starts_with(word.as_str())))
            };
            people.retain(|p| fits(&p.body));
            Ok((people, None))
        }
        (duty, limit) => {
            if let (Duty::Delegation, Some(nation)) = (duty, limit) {
                query.filters.push(("nationality".to_owned(), nation.into()));
            }
            let page = view.list(Person::NAME, &query)?;
            let people = page.rows.into_iter().map(ledger::RawRecord::typed::<Person>).collect::<Result<Vec<_>, _>>()?;
            Ok((people, page.next))
        }
    }
}

/// What the firm of these people is told of conditions that are not settled, each no higher than the person's own entry, which the firm sees.
fn for_employer(view: &mut View<'_>, people: &[Record<Person>]) -> Result<HashMap<RecordId, Vec<String>>, Error> {
    let ids: Vec<RecordId> = people.iter().map(|p| p.head.id).collect();
    let mut told: HashMap<RecordId, Vec<String>> = HashMap::new();
    let mut conditions = view.having_any::<Condition>("person", &ids)?;
    conditions.sort_by_key(|c| (c.body.due_on, c.head.id));
    conditions.retain(|c| c.body.for_employer && c.body.state.waits());
    let grants: Vec<RecordId> = conditions.iter().map(|c| c.body.decision.raw()).collect();
    let grants = view.having_any::<Decision>("id", &grants)?;
    let rules = rulebook(view)?;
    // A rule that no longer lets it be told is obeyed from its first day.
    let shared = |grant: &Record<Decision>| rules.of(&grant.body, view.today).is_some_and(|rule| rule.conditions_shared);
    let shared: Vec<RecordId> = grants.iter().filter(|grant| shared(grant)).map(|grant| grant.head.id).collect();
    for condition in conditions.into_iter().filter(|c| shared.contains(&c.body.decision.raw())) {
        let person = people.iter().find(|p| p.head.id == condition.body.person.raw());
        let within = |p: &Record<Person>| {
            let (label, own) = (&condition.head.label, &p.head.label);
            let rank = |level: &str| view.policy.level(level).map(|level| level.rank);
            let known = rank(&label.level).zip(rank(&own.level));
            let higher = known.is_none_or(|(of, own)| of > own) || label.caveats.iter().any(|caveat| !own.caveats.contains(caveat));
            !higher && label.compartment.is_none() && [&Codes::default(), &own.releasable].contains(&&label.releasable)
        };
        if person.is_some_and(within) {
            told.entry(condition.body.person.raw()).or_default().push(condition.body.title);
        }
    }
    Ok(told)
}

/// The furthest stage of these people's open cases, of those that are seen.
pub fn stages(view: &mut View<'_>, people: &[Record<Person>]) -> Result<HashMap<RecordId, Stage>, Error> {
    let ids: Vec<RecordId> = people.iter().map(|p| p.head.id).collect();
    let mut stages: HashMap<RecordId, Stage> = HashMap::new();
    for case in view.having_any::<PscCase>("person", &ids)? {
        // A cancellation prepares nothing, access in scope is never standing, and a revalidation for cause or an appeal would tell that there is a
        // cause: none of it is anybody's business outside the desk.
        if !case.body.kind.leads_to_clearance() {
            continue;
        }
        if let Some(stage) = Stage::of(case.body.state.code()) {
            let furthest = stages.entry(case.body.person.raw()).or_insert(stage);
            *furthest = (*furthest).max(stage);
        }
    }
    Ok(stages)
}

/// How these people stand today.
pub fn stand(view: &mut View<'_>, people: &[Record<Person>], stages: &HashMap<RecordId, Stage>) -> Result<Vec<Standing>, Error> {
    let ids: Vec<RecordId> = people.iter().map(|p| p.head.id).collect();
    let facts = facts_of(view, &ids)?;
    let rules = rulebook(view)?;
    let one = |p: &Record<Person>| {
        let (met, until) = facts.get(&p.head.id).map_or((None, None), |facts| met(facts, view.today, &rules, view.policy));
        let name = format!("{} {}", p.body.surname, p.body.given);
        Standing {
            person: p.head.id,
            name,
            number: p.body.personnel_number.clone(),
            met,
            until,
            stage: stages.get(&p.head.id).copied(),
            conditions: Vec::new(),
        }
    };
    Ok(people.iter().map(one).collect())
}
