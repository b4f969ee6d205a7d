//! The facts that figures are made from, read once under the reader's scope.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::clocks::{Change, ClockInterval, Pause, Step, intervals, steps};
use kernel::marking::SecurityPolicy;
use kernel::measure::Period;
use kernel::{RecordId, Value};
use ledger::query::Sample;
use ledger::{Error, Query, View};
use spine::cases::queries::{ahead, timing};
use spine::cases::{PauseOwner, Timing};
use spine::clearances::Facts;
use spine::clearances::queries::{facts_of_all, rulebook};
use spine::policy::Rulebook;

use crate::cases::LIFECYCLE;

/// Cases that are open or moved since an instant.
pub const CASES: Query = Query {
    name: "measures.cases",
    sql: "SELECT c.id, c.number, c.person, c.authority, c.kind, c.level, c.opened_at FROM {psc_cases c} WHERE c.since >= $1 \
          UNION ALL SELECT o.id, o.number, o.person, o.authority, o.kind, o.level, o.opened_at FROM {psc_cases o} \
          WHERE o.lane IS NOT NULL AND o.since < $1",
    sample: &[Sample::Int(0)],
};

/// The state changes of these cases.
pub const CHANGES: Query = Query {
    name: "measures.changes",
    sql: "SELECT t.record, t.from_state, t.to_state, t.time FROM {psc_cases c} JOIN {transitions t} ON t.record = c.id WHERE c.since >= $1 \
          UNION ALL SELECT u.record, u.from_state, u.to_state, u.time FROM {psc_cases o} JOIN {transitions u} ON u.record = o.id \
          WHERE o.lane IS NOT NULL AND o.since < $1",
    sample: &[Sample::Int(0)],
};

/// Every pause of a clock.
pub const PAUSES: Query = Query {
    name: "measures.pauses",
    sql: "SELECT p.record, p.owner, p.from_time, p.until_time FROM {clock_pauses p} WHERE p.register = 'psc_cases' ORDER BY p.from_time, p.id",
    sample: &[],
};

/// Every urgency.
pub const URGENCIES: Query = Query {
    name: "measures.urgencies",
    sql: "SELECT u.record, u.from_time, u.expires_on FROM {urgencies u} WHERE u.register = 'psc_cases' ORDER BY u.from_time, u.id",
    sample: &[],
};

/// The people the reader may see.
pub const PEOPLE: Query = Query { name: "measures.people", sql: "SELECT p.id FROM {people p} ORDER BY p.sort_key, p.id", sample: &[] };

/// The authorities and their nations.
pub const AUTHORITIES: Query =
    Query { name: "measures.authorities", sql: "SELECT a.id, a.nation FROM {authorities a} ORDER BY a.nation, a.id", sample: &[] };

/// How many entries each mail book had at an instant, and the highest number.
pub const BOOKS: Query = Query {
    name: "measures.mail_books",
    sql: "SELECT m.register, count(*), max(m.number) FROM {mail_items m} WHERE m.registered_at < $1 GROUP BY m.register ORDER BY m.register",
    sample: &[Sample::Int(0)],
};

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&CASES, &CHANGES, &PAUSES, &URGENCIES, &PEOPLE, &AUTHORITIES, &BOOKS];

/// What became of one case.
#[derive(Clone, Debug)]
pub struct Story {
    /// The case.
    pub id: RecordId,
    /// Its number.
    pub number: String,
    /// The person it is about.
    pub person: RecordId,
    /// The nation of the authority that decides.
    pub nation: String,
    /// The authority.
    pub authority: RecordId,
    /// What it is for.
    pub kind: String,
    /// The level asked for.
    pub level: String,
    /// When it was opened.
    pub opened: i64,
    /// The states it went through.
    pub steps: Vec<Step>,
    /// Whose time passed.
    pub intervals: Vec<ClockInterval>,
    /// From when until when it was urgent.
    pub urgent: Vec<(i64, i64)>,
}

/// The facts that figures are made from.
pub struct Book<'a> {
    /// The cases, by number.
    pub cases: Vec<Story>,
    /// The people the reader may see, with their facts, by name.
    pub people: Vec<(RecordId, Facts)>,
    /// The authorities' rules.
    pub rules: Rulebook,
    /// Standards and calendars.
    pub timing: Timing,
    /// The security policy.
    pub policy: &'a SecurityPolicy,
    /// The office's zone.
    pub zone: TimeZone,
    /// The instant up to which things are told.
    pub now: i64,
    /// The day of that instant.
    pub today: Date,
}

/// What of the facts is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// The cases.
    pub cases: bool,
    /// The people.
    pub people: bool,
}

fn midnight(day: Date, zone: &TimeZone) -> i64 {
    day.to_zoned(zone.clone()).map_or(i64::MAX, |z| z.timestamp().as_microsecond())
}

impl Book<'_> {
    /// A period in instants, cut off at the instant up to which things are told.
    pub fn span(&self, period: Period) -> (i64, i64) {
        let end = period.until.tomorrow().map_or(i64::MAX, |day| midnight(day, &self.zone));
        (midnight(period.from, &self.zone), end.min(self.now))
    }

    /// The last day of a period that has come; none when it lies ahead.
    pub fn last_day(&self, period: Period) -> Option<Date> {
        (period.from <= self.today).then(|| period.until.min(self.today))
    }
}

/// How long before a period what an authority's time is estimated from begins, in months.
pub const AUTHORITY_MONTHS: i32 = 24;

/// Reads the facts for figures of periods from one on. `now` is the present, or the end of the day as of which things are told.
pub fn book<'a>(view: &mut View<'a>, first: Period, now: i64, wanted: Wanted) -> Result<Book<'a>, Error> {
    let zone = view.zone;
    let since = first.months_before(AUTHORITY_MONTHS).from;
    let today = kernel::clock::date_at(kernel::clock::from_micros(now), zone);
    let cases = if wanted.cases { stories(view, zone, midnight(since, zone), now)? } else { Vec::new() };
    let people = if wanted.people { people(view)? } else { Vec::new() };
    let opened = cases.iter().map(|c| c.opened).min().map_or(since, |at| kernel::clock::date_at(kernel::clock::from_micros(at), zone));
    Ok(Book {
        cases,
        people,
        rules: view.facts(rulebook)?,
        timing: timing(view, opened.min(since), ahead(today))?,
        policy: view.policy,
        zone: zone.clone(),
        now,
        today,
    })
}

fn people(view: &mut View<'_>) -> Result<Vec<(RecordId, Facts)>, Error> {
    let mut facts = facts_of_all(view)?;
    let ids: Vec<RecordId> = view.rows(&PEOPLE, &[])?.iter().filter_map(|row| row.first()?.id()).collect();
    Ok(ids.into_iter().filter_map(|id| Some((id, facts.remove(&id)?))).collect())
}

fn stories(view: &mut View<'_>, zone: &TimeZone, since: i64, now: i64) -> Result<Vec<Story>, Error> {
    let rows = view.rows(&CASES, &[since.into()])?;
    let nations: HashMap<RecordId, String> = view
        .facts(|view| view.rows(&AUTHORITIES, &[]))?
        .into_iter()
        .filter_map(|row| Some((row.first()?.id()?, row.get(1)?.text()?.to_owned())))
        .collect();
    let seen: HashSet<RecordId> = rows.iter().filter_map(|row| row.first()?.id()).collect();
    // Whoever sees a case sees its clock.
    let changes = view.facts(|view| view.rows(&CHANGES, &[since.into()]))?;
    let mut by_case: HashMap<RecordId, Vec<Change>> = HashMap::with_capacity(seen.len());
    for row in changes {
        let text = |at: usize| row.get(at).and_then(Value::text).map(str::to_owned);
        if let (Some(case), Some(from), Some(to), Some(at)) = (row[0].id(), text(1), text(2), row.get(3).and_then(Value::int))
            && at <= now
            && seen.contains(&case)
        {
            by_case.entry(case).or_default().push(Change { from, to, at });
        }
    }
    let mut pauses: HashMap<RecordId, Vec<Pause>> = HashMap::new();
    for row in view.facts(|view| view.rows(&PAUSES, &[]))? {
        let owner = row.get(1).and_then(Value::text).and_then(PauseOwner::from_code);
        if let (Some(case), Some(owner), Some(from)) = (row[0].id(), owner, row.get(2).and_then(Value::int)) {
            pauses.entry(case).or_default().push(Pause { from, until: row.get(3).and_then(Value::int), owner: owner.owner() });
        }
    }
    let mut urgencies: HashMap<RecordId, Vec<(i64, i64)>> = HashMap::new();
    for row in view.facts(|view| view.rows(&URGENCIES, &[]))? {
        let last = row.get(2).and_then(Value::text).and_then(|t| t.parse::<Date>().ok()).and_then(|d| d.tomorrow().ok());
        if let (Some(case), Some(from), Some(end)) = (row[0].id(), row.get(1).and_then(Value::int), last) {
            urgencies.entry(case).or_default().push((from, midnight(end, zone)));
        }
    }
    let story = |row: Vec<Value>| {
        let id = row.first()?.id()?;
        let text = |at: usize| row.get(at).and_then(Value::text).map(str::to_owned);
        let authority = row.get(3)?.id()?;
        let changes = by_case.get(&id)?;
        let empty = Vec::new();
        Some(Story {
            id,
            number: text(1)?,
            person: row.get(2)?.id()?,
            nation: nations.get(&authority).cloned().unwrap_or_default(),
            authority,
            kind: text(4)?,
            level: text(5)?,
            opened: row.get(6)?.int()?,
            steps: steps(&LIFECYCLE, changes),
            intervals: intervals(&LIFECYCLE, changes, pauses.get(&id).unwrap_or(&empty), now),
            urgent: urgencies.remove(&id).unwrap_or_default(),
        })
    };
    let mut stories: Vec<Story> = rows.into_iter().filter_map(story).collect();
    stories.sort_by(|a, b| (&a.number, a.id).cmp(&(&b.number, b.id)));
    Ok(stories)
}
