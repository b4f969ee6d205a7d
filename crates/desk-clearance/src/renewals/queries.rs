//! What the plan of renewals is read from.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::measure::Period;
use kernel::{Id, Record, RecordId};
use ledger::{Error, View};
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::renewals::RenewalRules;
use spine::policy::{AuthorityRules, PackState, PolicyPack};

use super::rules::{Moved, contract_ends, lasts, moved, standings, to_renew};
use super::{LeadTime, LeadTimes, Learned};
use crate::cases::{CaseKind, PscCase};
use crate::measures::queries::AUTHORITY_MONTHS;
use crate::measures::{Book, Wanted, book};

/// What was learned, up to now.
pub fn lead_times(view: &mut View<'_>) -> Result<LeadTimes, Error> {
    let mut rows: Vec<LeadTime> = Vec::new();
    view.facts(|view| view.each_of(&mut |row: LeadTime| rows.push(row)))?;
    Ok(LeadTimes::new(rows))
}

/// How the office renews today.
pub fn renewal_rules(view: &mut View<'_>) -> Result<RenewalRules, Error> {
    let packs = view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?;
    let today = view.today;
    Ok(RenewalRules::on(packs.iter().map(|p| &p.body), today))
}

/// The people the reader may see and their cases that are open: all that the plan needs.
pub fn present<'a>(view: &mut View<'a>) -> Result<Book<'a>, Error> {
    let (now, month) = (view.now.as_microsecond(), Period::month_of(view.today));
    book(view, month, now, Wanted { people: true, cases: true })
}

/// When somebody's renewal starts, and until when it is told to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// From this day on.
    pub on: Date,
    /// The last day of their clearance.
    pub until: Date,
    /// Whether it is near enough to be told of itself.
    pub near: bool,
}

/// When the renewal of one person starts, where nobody works on one and nobody asks first whether it is wanted: what they are told themselves.
pub fn start_of(view: &mut View<'_>, person: RecordId) -> Result<Option<Start>, Error> {
    view.facts(|view| {
        let (facts, book, today) = (facts(view, Id::new(person))?, rulebook(view)?, view.today);
        let Some((grant, _)) = to_renew(&facts, today, &book, view.policy) else { return Ok(None) };
        let (times, rules) = (lead_times(view)?, renewal_rules(view)?);
        let Some((until, lead)) = lasts(grant, &book, &times, today).filter(|(until, _)| *until >= today) else { return Ok(None) };
        let works = |case: &Record<PscCase>| case.body.kind == CaseKind::Renewal && case.body.lane.is_some();
        if contract_ends(&facts, until, &rules, today).is_some() || view.having::<PscCase>("person", person)?.iter().any(works) {
            return Ok(None);
        }
        let start = lead.start(until, rules.latest_start_months);
        Ok(start.map(|on| Start { on, until, near: on <= today.saturating_add(rules.warn_days.days()) }))
    })
}

/// How long files have taken, from everything.
pub fn learned(view: &mut View<'_>) -> Result<Learned, Error> {
    let now = view.now.as_microsecond();
    let since = Period::month_of(view.today).months_before(AUTHORITY_MONTHS);
    let book = book(view, since, now, Wanted { cases: true, people: false })?;
    Ok(Learned::new(&book))
}

/// A pack that is not adopted, of a kind by which people stand.
#[derive(Clone, Debug)]
pub enum Draft {
    /// How authorities grant.
    Authorities(AuthorityRules),
    /// How the office renews.
    Renewals(RenewalRules),
}

/// Whom a pack would move once it applies: the people the reader may see, as they would stand on its first day, or today when that is past, under the
/// rules in force and under these.
pub fn whom_it_moves(view: &mut View<'_>, draft: Draft, valid_from: Date) -> Result<Vec<Moved>, Error> {
    let mut book = present(view)?;
    book.today = book.today.max(valid_from);
    let before = standings(&book);
    match draft {
        Draft::Authorities(rules) => book.rules = book.rules.with(valid_from, rules),
        Draft::Renewals(rules) => book.renewals = rules,
    }
    Ok(moved(&before, &standings(&book)))
}
