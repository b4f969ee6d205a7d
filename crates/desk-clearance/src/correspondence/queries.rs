//! What pages and commands ask about cases that are with an authority.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Id, Level, RecordId, Value};
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::clearances::queries::rulebook;
use spine::letters::queries::{ASKED, ASKED_OF_ALL};
use spine::organisations::Authority;
use spine::policy::AuthorityRules;
use spine::posts::{Assignment, staff_category};

use super::CHASER_CADENCE_DAYS;
use super::rules::{Asked, Waiting, is_due};

macro_rules! waiting {
    ($of:literal) => {
        concat!(
            "SELECT c.id, c.number, c.person, c.level, c.authority_reference, m.document_date, c.since, c.authority, a.nation, a.chaser_days, c.programme ",
            "FROM {psc_cases c} JOIN {authorities a} ON a.id = c.authority LEFT JOIN {mail_items m} ON m.id = c.sent_by WHERE ",
            $of,
            "c.state IN ('dispatched', 'acknowledged_by_authority', 'under_investigation') ORDER BY m.document_date, c.number LIMIT 10000"
        )
    };
}

/// The open cases that are with one authority, those sent first first.
pub const WITH_AUTHORITY: Query =
    Query { name: "correspondence.with_authority", sql: waiting!("c.authority = $1 AND "), sample: &[Sample::Id] };
/// The same of every authority.
pub const WITH_AUTHORITIES: Query = Query { name: "correspondence.with_authorities", sql: waiting!(""), sample: &[] };

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&WITH_AUTHORITY, &WITH_AUTHORITIES];

fn day_of(micros: i64) -> Date {
    kernel::clock::from_micros(micros).to_zoned(TimeZone::UTC).date()
}

/// The open cases that are with an authority, or with any.
pub fn with_authority(view: &mut View<'_>, authority: Option<Id<Authority>>) -> Result<Vec<Waiting>, Error> {
    let rows = match authority {
        Some(authority) => view.rows(&WITH_AUTHORITY, &[authority.raw().into()]),
        None => view.rows(&WITH_AUTHORITIES, &[]),
    }?;
    let people: Vec<RecordId> = rows.iter().filter_map(|row| row.get(2)?.id()).collect();
    let mut posts: HashMap<RecordId, Vec<Assignment>> = HashMap::new();
    for post in view.facts(|view| view.having_any::<Assignment>("person", &people))? {
        posts.entry(post.body.person.raw()).or_default().push(post.body);
    }
    let text = |value: Option<&Value>| value.and_then(Value::text).map(str::to_owned);
    let one = |row: Vec<Value>| {
        let person = row.get(2)?.id()?;
        let letter = row.get(5).and_then(Value::text).and_then(|day| day.parse().ok());
        let sent_on = letter.unwrap_or(day_of(row.get(6)?.int()?));
        Some(Waiting {
            case: row.first()?.id()?,
            number: text(row.get(1))?,
            person,
            level: Level(text(row.get(3))?),
            their_reference: text(row.get(4)),
            sent_on,
            authority: row.get(7)?.id()?,
            nation: text(row.get(8))?,
            programme: text(row.get(10)),
            staff: posts.get(&person).and_then(|posts| staff_category(posts.iter(), sent_on)),
            cadence: row.get(9).and_then(Value::int).unwrap_or(CHASER_CADENCE_DAYS),
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// What an authority, or any, was asked about before.
pub fn asked(view: &mut View<'_>, authority: Option<Id<Authority>>) -> Result<HashMap<RecordId, Asked>, Error> {
    let rows = match authority {
        Some(authority) => view.rows(&ASKED, &[authority.raw().into()]),
        None => view.rows(&ASKED_OF_ALL, &[]),
    }?;
    let one = |row: Vec<Value>| {
        let drafted = row.get(2).and_then(Value::int) == Some(1);
        Some((row.first()?.id()?, Asked { last: row.get(1).and_then(Value::int).map(day_of), drafted }))
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// A case whose authority would be asked from another day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedCase {
    /// The case.
    pub case: Waiting,
    /// From when under the rules in force.
    pub before: Option<Date>,
    /// From when under the others.
    pub after: Option<Date>,
}

/// The cases with an authority that a pack would move once it applies: the rules of the day a case was sent say when its authority may be asked.
pub fn which_it_moves(view: &mut View<'_>, rules: AuthorityRules, valid_from: Date) -> Result<Vec<MovedCase>, Error> {
    let now = rulebook(view)?;
    let then = now.with(valid_from, rules);
    let moved = |case: Waiting| {
        let (before, after) = (case.asked_from(&now), case.asked_from(&then));
        (before != after).then_some(MovedCase { case, before, after })
    };
    Ok(with_authority(view, None)?.into_iter().filter_map(moved).collect())
}

/// The cases an authority is to be asked about today.
pub fn due(view: &mut View<'_>, authority: Id<Authority>) -> Result<Vec<Waiting>, Error> {
    let waiting = with_authority(view, Some(authority))?;
    if waiting.is_empty() {
        return Ok(waiting);
    }
    let (asked, rules, today) = (asked(view, Some(authority))?, rulebook(view)?, view.today);
    Ok(waiting.into_iter().filter(|case| is_due(case, asked.get(&case.case).copied().unwrap_or_default(), &rules, today)).collect())
}
