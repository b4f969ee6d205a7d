//! The plan of renewals; pure.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::measure::{Duration, Survival, percentile};
use kernel::{ClockOwner, Codes, Level, RecordId};
use spine::briefings::rules::{Day, appraised_by, obligations};
use spine::clearances::renewals::{Lead, RenewalRules};
use spine::clearances::rules::{granted_until, months, needs_clearance, required, standing};
use spine::clearances::{BriefingKind, Decision, EffectiveAccess, Facts, Need};
use spine::policy::{AuthorityRule, Rulebook};
use spine::posts::Assignment;

use super::{LeadTime, Plan, Stage};
use crate::cases::CaseKind;
use crate::measures::Book;
use crate::measures::queries::Story;
use crate::measures::rules::{CURVE_FILES_MIN, authority_stories};

/// Hundredths of a calendar day.
const CENTIDAY: i64 = 864_000_000;
/// Nine in ten.
const MOST: u8 = 90;

/// How long files have taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    /// Days of the authority and number of files, by nation and level.
    pub authority: BTreeMap<(String, String), (i64, i64)>,
    /// Days of the office.
    pub office: Option<i64>,
    /// Days of the person.
    pub subject: Option<i64>,
}

/// Hundredths of days in whole days, begun days counted.
fn whole_days(centidays: i64) -> i64 {
    centidays.div_euclid(100) + i64::from(centidays.rem_euclid(100) > 0)
}

impl Learned {
    /// From the files of the 24 months before the day the book was opened at; of an authority and level with fewer than
    /// [`CURVE_FILES_MIN`] files nothing is learned.
    pub fn new(book: &Book<'_>) -> Self {
        let mut seen: BTreeMap<(String, String), Vec<Duration>> = BTreeMap::new();
        let (mut office, mut subject) = (Vec::new(), Vec::new());
        for (story, waited) in authority_stories(book) {
            seen.entry((story.nation.to_string(), story.level.to_string())).or_default().push(waited);
            if story.granted_by(book.now) {
                let split = spine::cases::rules::split(&story.intervals, i64::MIN / 2, book.now);
                let days = |owner| split.get(&owner).copied().unwrap_or(0) / CENTIDAY;
                office.push(days(ClockOwner::Office));
                subject.push(days(ClockOwner::Subject));
            }
        }
        let most = |mut values: Vec<i64>| {
            values.sort_unstable();
            Some(whole_days(percentile(&values, usize::from(MOST))?)).filter(|_| values.len() >= CURVE_FILES_MIN)
        };
        seen.retain(|_, files| files.len() >= CURVE_FILES_MIN);
        let learned = seen.into_iter().map(|(of, files)| {
            let (count, longest) = (files.len() as i64, files.iter().map(|f| f.time).max().unwrap_or(0));
            // Where fewer than nine in ten were decided, it takes at least as long as the longest was seen.
            (of, (whole_days(Survival::new(files).by(MOST).unwrap_or(longest)), count))
        });
        Self { authority: learned.collect(), office: most(office), subject: most(subject) }
    }
}

/// What was learned, by the day it was learned.
#[derive(Clone, Debug, Default)]
pub struct LeadTimes(HashMap<(String, String), Vec<LeadTime>>);

impl LeadTimes {
    /// From the rows of the register.
    pub fn new(rows: impl IntoIterator<Item = LeadTime>) -> Self {
        let mut by: HashMap<(String, String), Vec<LeadTime>> = HashMap::new();
        for row in rows {
            by.entry((row.nation.0.clone(), row.level.0.clone())).or_default().push(row);
        }
        by.values_mut().for_each(|rows| rows.sort_by_key(|row| row.learned_on));
        Self(by)
    }

    /// What was known of an authority and level on a day.
    pub fn on(&self, nation: &str, level: &str, day: Date) -> Option<&LeadTime> {
        let rows = self.0.get(&(nation.to_owned(), level.to_owned()))?;
        rows.iter().rev().find(|row| row.learned_on <= day)
    }

    /// What the start of a renewal was counted from on a day.
    pub fn lead(&self, rule: &AuthorityRule, day: Date) -> Lead {
        let known = self.on(&rule.nation, &rule.level, day);
        Lead {
            months: rule.renewal_lead_months,
            authority: known.map(|k| k.authority_days),
            office: known.and_then(|k| k.office_days),
            subject: known.and_then(|k| k.subject_days),
        }
    }
}

/// The open renewal of somebody, if there is one, and whether it is with its authority.
fn in_hand<'a>(book: &'a Book<'_>, person: RecordId) -> Option<(&'a Story, bool)> {
    let open = book.cases_of(person).find(|s| &*s.kind == CaseKind::Renewal.code() && s.open_at(book.now))?;
    Some((open, open.steps.iter().any(|s| s.state == "dispatched")))
}

/// The last day of a grant, by the rule it was given under, and how long before it a renewal starts, by the rule of a day.
pub fn lasts(grant: &Decision, rules: &Rulebook, lead_times: &LeadTimes, day: Date) -> Option<(Date, Lead)> {
    let rule = |on: Date| rules.of(grant, on);
    let until = granted_until(grant, rule(grant.decided_on))?;
    // Where the rules of the day say nothing any more, the latest start alone counts.
    let lead = rule(day).map(|rule| lead_times.lead(rule, day)).unwrap_or_default();
    Some((until, lead))
}

/// The grant of somebody that is renewed, and what their posts need it for: from the level up that the rules of its nation name, which for some is
/// RESTRICTED.
pub fn to_renew<'f>(facts: &'f Facts, day: Date, rules: &Rulebook, policy: &SecurityPolicy) -> Option<(&'f Decision, Need)> {
    let grant = standing(facts, day, rules, policy)?;
    let need = required(facts, day, policy).filter(|need| needs_clearance(need, &grant.nation.0, day, rules, policy))?;
    Some((grant, need))
}

/// The programme of a grant, which its renewal is for again where the rules of a day still tell it apart at the level that is asked for.
fn still_told_apart<'g>(grant: &'g Decision, rules: &Rulebook, level: &Level, day: Date) -> Option<&'g str> {
    grant.programme.as_deref().filter(|name| rules.has_programme((&grant.nation.0, &level.0), name, day))
}

/// The last day of a post: the one it ended on or will, else the one to which the contract runs as personnel know it.
fn ends_on(post: &Assignment) -> Option<Date> {
    [post.valid_until, post.expected_end].into_iter().flatten().min()
}

/// The end of somebody's contract, where it comes before a renewal of what lasts until a day would be of use: they are asked first.
pub fn contract_ends(facts: &Facts, until: Date, rules: &RenewalRules, day: Date) -> Option<Date> {
    let contract = facts.assignments.iter().filter(|a| a.valid_from <= day).map(ends_on).max_by_key(|u| u.unwrap_or(Date::MAX));
    let wanted_until = until.checked_add(months(rules.contract_months)).unwrap_or(Date::MAX);
    contract.flatten().filter(|end| *end < wanted_until)
}

/// The renewals of everybody in a post that needs a clearance and whose grant has an end, by the day they start.
pub fn plans(book: &Book<'_>) -> Vec<Plan> {
    let (day, rules) = (book.today, &book.renewals);
    let plan = |(person, facts): &(RecordId, Facts)| {
        let (grant, need) = to_renew(facts, day, &book.rules, book.policy)?;
        let (until, lead) = lasts(grant, &book.rules, &book.lead_times, day)?;
        let start = lead.start(until, rules.latest_start_months)?;
        let contract_until = contract_ends(facts, until, rules, day);
        let days = |from: Date, to: Date| i64::from((to - from).get_days());
        let whole = days(start, until).max(1);
        let passed = (days(start, day) * 100 / whole).clamp(0, 100);
        let open = in_hand(book, *person);
        let stage = match open {
            Some(_) => Stage::InHand,
            None if days(day, start) > i64::from(rules.warn_days) => Stage::Later,
            None if contract_until.is_some() => Stage::Ask,
            None if start > day => Stage::Soon,
            None => Stage::Due,
        };
        let told = stage == Stage::Due || open.is_some_and(|(_, sent)| !sent);
        Some(Plan {
            person: *person,
            nation: grant.nation.0.clone(),
            level: grant.level.clone(),
            programme: still_told_apart(grant, &book.rules, &need.level, day).map(str::to_owned),
            need,
            until,
            start,
            lead,
            stage,
            passed,
            step: if told { rules.step(passed) } else { 0 },
            contract_until,
            case: open.map(|(story, _)| story.id),
        })
    };
    let mut all: Vec<Plan> = book.people.iter().filter_map(plan).collect();
    all.sort_by_key(|plan| (plan.start, plan.until, plan.person));
    all
}

/// How many renewals start in each month from the one of a day on, with those that should have started before in the first.
pub fn workload(plans: &[Plan], day: Date, count: i32) -> Vec<(kernel::measure::Period, i64)> {
    let first = day.first_of_month();
    let month = |at: i32| kernel::measure::Period::month_of(first.checked_add(months(at)).unwrap_or(Date::MAX));
    let of = |at: i32| {
        let period = month(at);
        let starts = |plan: &&Plan| plan.start <= period.until && (at == 0 || plan.start >= period.from) && plan.stage != Stage::InHand;
        (period, plans.iter().filter(starts).count() as i64)
    };
    (0..count).map(of).collect()
}

/// Somebody whom other rules would treat otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Who.
    pub person: RecordId,
    /// How they stand under the rules in force.
    pub before: Standing,
    /// How they would stand.
    pub after: Standing,
}

/// How somebody stands under some rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The level of the grant that stands.
    pub level: Option<kernel::Level>,
    /// The last day of the grant.
    pub until: Option<Date>,
    /// When its renewal starts.
    pub start: Option<Date>,
    /// Where the renewal stands.
    pub stage: Option<Stage>,
    /// The highest step of escalation reached.
    pub step: i64,
    /// The level of effective access.
    pub access: Option<kernel::Level>,
    /// Its categories.
    pub categories: Codes,
    /// Its last day.
    pub access_until: Option<Date>,
    /// The last day of what they have for one thing alone.
    pub in_scope_until: Option<Date>,
    /// By when they are appraised.
    pub appraised_by: Option<Date>,
    /// By when they are briefed next, on whatever comes first.
    pub briefed_by: Option<Date>,
}

/// How everybody in a post stands under the rules of the book.
pub fn standings(book: &Book<'_>) -> Vec<(RecordId, Standing)> {
    let day = book.today;
    let plans: HashMap<RecordId, Plan> = plans(book).into_iter().map(|plan| (plan.person, plan)).collect();
    let in_post = |(_, facts): &&(RecordId, Facts)| required(facts, day, book.policy).is_some();
    let one = |(person, facts): &(RecordId, Facts)| {
        let grant = standing(facts, day, &book.rules, book.policy);
        let lasts = grant.and_then(|g| lasts(g, &book.rules, &book.lead_times, day));
        let start = lasts.and_then(|(until, lead)| lead.start(until, book.renewals.latest_start_months));
        let until = lasts.map(|(until, _)| until);
        let EffectiveAccess { level: access, categories, until: access_until, .. } = book.access(facts, day);
        let scoped = facts.authorisations.iter().filter(|a| a.kind.is_scoped());
        // What follows from the rules: an invitation only asks for it sooner.
        let reading = Day { on: day, rules: &book.rules, policy: book.policy, debrief_by: &|last| last };
        let briefings = obligations(facts, &[], &reading).into_iter().filter(|o| o.stage.owed() && o.kind != BriefingKind::Appraisal);
        let standing = Standing {
            level: grant.map(|g| g.level.clone()),
            until,
            start,
            stage: plans.get(person).map(|plan| plan.stage),
            step: plans.get(person).map_or(0, |plan| plan.step),
            access,
            categories,
            access_until,
            in_scope_until: scoped.filter_map(|a| a.last_day(&book.rules)).filter(|last| *last >= day).max(),
            appraised_by: appraised_by(facts, &reading),
            briefed_by: briefings.filter_map(|o| o.due).min(),
        };
        (*person, standing)
    };
    book.people.iter().filter(in_post).map(one).collect()
}

/// Who would stand otherwise, in the order of `before`; both are of the same people.
pub fn moved(before: &[(RecordId, Standing)], after: &[(RecordId, Standing)]) -> Vec<Moved> {
    let differs = |((person, before), (_, after)): (&(RecordId, Standing), &(RecordId, Standing))| {
        (before != after).then(|| Moved { person: *person, before: before.clone(), after: after.clone() })
    };
    before.iter().zip(after).filter_map(differs).collect()
}
