//! What the plan of renewals is read from.

use kernel::measure::Period;
use ledger::{Error, View};
use spine::clearances::renewals::RenewalRules;
use spine::policy::{AuthorityRules, PackState, PolicyPack};

use super::rules::{Moved, moved, standings};
use super::{LeadTime, LeadTimes, Learned};
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
pub fn whom_it_moves(view: &mut View<'_>, draft: Draft, valid_from: jiff::civil::Date) -> Result<Vec<Moved>, Error> {
    let mut book = present(view)?;
    book.today = book.today.max(valid_from);
    let before = standings(&book);
    match draft {
        Draft::Authorities(rules) => book.rules = book.rules.with(valid_from, rules),
        Draft::Renewals(rules) => book.renewals = rules,
    }
    Ok(moved(&before, &standings(&book)))
}
