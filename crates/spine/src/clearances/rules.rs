//! Effective access: the least of the five facts on a day, always with the reasons. Pure; nothing here is stored.
//!
//! `eff` = lowest level of requirement, decision, certificate and authorisation, and the intersection of their categories, provided the
//! person is employed, briefed and not suspended (clearance desk, CL-02). Several decisions of one level add up to the categories of all, and so do
//! certificates and permissions: an authority confirms each special area by itself. What is given for one thing alone counts only when that is asked for
//! (`super::scoped`).

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kernel::marking::SecurityPolicy;
use kernel::{Codes, Level};

use super::queries::WITHOUT_CLEARANCE;
use super::scoped::{self, Purpose, Scope};
use super::{
    AccessAuthorisation, AuthorisationKind, BriefingKind, BriefingRecord, Certificate, CertificateModel, ClearanceRequirement, Decision,
    DecisionKind, Topic,
};
use crate::contracts::ContractMember;
use crate::policy::{Anchor, AuthorityRule, Rulebook};
use crate::posts::Assignment;

/// All that is known of a person that decides about access.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Posts held.
    pub assignments: Vec<Assignment>,
    /// Contracts and programmes worked on.
    pub engagements: Vec<ContractMember>,
    /// What those posts, contracts and programmes need.
    pub requirements: Vec<ClearanceRequirement>,
    /// What authorities decided.
    pub decisions: Vec<Decision>,
    /// What proves it.
    pub certificates: Vec<Certificate>,
    /// Local permissions.
    pub authorisations: Vec<AccessAuthorisation>,
    /// Briefings.
    pub briefings: Vec<BriefingRecord>,
}

/// A level with categories: what is needed, or what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The level.
    pub level: Level,
    /// The categories.
    pub categories: Codes,
    /// What it is asked for; none for what stands for everything.
    pub purpose: Option<Purpose>,
}

impl Need {
    /// For nothing in particular.
    pub const fn new(level: Level, categories: Codes) -> Self {
        Self { level, categories, purpose: None }
    }

    /// The same, asked for one thing.
    pub fn only_for(self, purpose: Purpose) -> Self {
        Self { purpose: Some(purpose), ..self }
    }
}

/// Which fact a reason is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactKind {
    /// The person holds a post.
    Employment,
    /// Something is required.
    Requirement,
    /// An authority granted it.
    Decision,
    /// A certificate proves it.
    Certificate,
    /// The office permits it.
    Authorisation,
    /// The person was briefed.
    Briefing,
}

impl FactKind {
    /// Its code in the catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Employment => "employment",
            Self::Requirement => "requirement",
            Self::Decision => "decision",
            Self::Certificate => "certificate",
            Self::Authorisation => "authorisation",
            Self::Briefing => "briefing",
        }
    }
}

/// One line of the reason tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// About which fact.
    pub fact: FactKind,
    /// Whether it is there.
    pub good: bool,
    /// Text key `reason-<code>`.
    pub code: &'static str,
    /// The level it gives.
    pub level: Option<Level>,
    /// The categories it gives, or the one it is about.
    pub categories: Codes,
    /// The day that matters: until when it holds, or since when it does not.
    pub date: Option<Date>,
    /// The access in scope it speaks of.
    pub scope: Option<Scope>,
    /// The number of the letter by which it ended.
    pub letter: Option<String>,
}

/// What a person may see on a day, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveAccess {
    /// The level; none means no access.
    pub level: Option<Level>,
    /// The categories.
    pub categories: Codes,
    /// Until when it holds if nothing changes.
    pub until: Option<Date>,
    /// The need it was held against.
    pub need: Option<Need>,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl EffectiveAccess {
    /// Whether it covers a need.
    pub fn covers(&self, need: &Need, policy: &SecurityPolicy) -> bool {
        // A level the policy does not know covers nothing and is covered by nothing.
        self.level.as_ref().and_then(|have| policy.rank(have)).is_some_and(|have| policy.rank(&need.level).is_some_and(|need| have >= need))
            && need.categories.iter().all(|c| self.categories.contains(c))
    }

    /// Where the clearance behind it stands: a code, derived from the reasons and stored nowhere. None where no authority has decided, and where a rule
    /// lets access in scope do without its decision.
    pub fn clearance(&self) -> Option<&'static str> {
        let decided = self.reasons.iter().find(|why| why.fact == FactKind::Decision)?;
        STATES.iter().find(|(reason, _)| *reason == decided.code).map(|(_, state)| *state)
    }
}

/// Where a clearance stands, by the line of the authority's decision: the codes of the clearance desk's states (CL-02) and the reasons they stand for.
const STATES: &[(&str, &str)] = &[
    ("decision", "valid"),
    ("decision-conditional", "valid_conditional"),
    ("decision-extended", "extended"),
    ("decision-suspended", "suspended"),
    ("decision-withdrawn", "withdrawn"),
    ("decision-refused", "refused"),
    ("decision-expired", "expired"),
    ("decision-service-gap", "lapsed"),
    ("decision-cancelled", "cancelled"),
    ("decision-transferred", "transferred"),
    ("decision-claimed", "claimed_unverified"),
];

/// The six lines of a reason tree, from employment to briefing.
pub(super) type Lines = [Reason; 6];

/// Computes effective access on a day. `need` replaces the posts' requirement when the question itself carries one (a visit, a trip). Access in
/// scope is looked at only where the question says what it is asked for and what stands for everything is not enough.
pub fn effective_access(facts: &Facts, on: Date, need: Option<&Need>, rules: &Rulebook, policy: &SecurityPolicy) -> EffectiveAccess {
    let need = need.cloned().or_else(|| required(facts, on, policy));
    let none = Codes::default();
    let asked = need.as_ref().map_or(&none, |need| &need.categories);
    let (decided, standing) = decision(facts, on, asked, rules, policy);
    let lines = [
        employment(facts, on),
        need.as_ref()
            .map_or_else(|| missing(FactKind::Requirement, "requirement-none"), |n| holds(FactKind::Requirement, "requirement", n, None)),
        decided.clone(),
        certificate(facts, standing.map(|grant| (grant, &decided)), (on, asked), rules, policy),
        authorisation(facts, standing, (on, asked), rules, policy),
        briefing(facts, on),
    ];
    let Some((asked, purpose)) = need.as_ref().and_then(|need| Some((need, need.purpose.as_ref()?))) else {
        return least(facts, on, need, lines, policy);
    };
    let whole = least(facts, on, Some(asked.clone()), lines.clone(), policy);
    if whole.covers(asked, policy) {
        return whole;
    }
    let in_scope =
        scoped::lines(facts, on, purpose, &lines, rules, policy).map(|lines| least(facts, on, Some(asked.clone()), lines, policy));
    let worth = |access: &EffectiveAccess| scoped::worth(access, asked, policy);
    in_scope.fold(whole, |best, other| if worth(&other) > worth(&best) { other } else { best })
}

/// The least of the lines, with the categories all of them give and the person is briefed for.
fn least(facts: &Facts, on: Date, need: Option<Need>, lines: Lines, policy: &SecurityPolicy) -> EffectiveAccess {
    let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
    let whole = lines.iter().all(|r| r.good);
    let level = lines.iter().filter_map(|r| r.level.clone()).min_by_key(rank).filter(|level| whole && rank(level) >= 0);
    let lists = lines.iter().filter(|r| r.level.is_some()).map(|r| &r.categories);
    let mut common: Option<Codes> = None;
    for list in lists {
        common = Some(common.map_or_else(|| list.clone(), |c| Codes::new(c.iter().filter(|x| list.contains(x)).map(str::to_owned))));
    }
    let candidates = if level.is_some() { common.unwrap_or_default() } else { Codes::default() };
    let until = lines.iter().filter_map(|r| r.date).min().filter(|_| level.is_some());
    let mut reasons = Vec::from(lines);
    // A lapsed category briefing removes that category only.
    let (kept, lost): (Vec<&str>, Vec<&str>) = candidates.iter().partition(|c| briefed_for(facts, c, on));
    for category in lost {
        reasons.push(Reason {
            categories: Codes::new([category.to_owned()]),
            date: last_briefing(facts, category).and_then(|b| b.next_due),
            ..missing(FactKind::Briefing, "category-not-briefed")
        });
    }
    let categories = Codes::new(kept.into_iter().map(str::to_owned));
    EffectiveAccess { level, categories, until, need, reasons }
}

/// The grant that stands on a day: of those in force the highest, and of these the one that holds longest.
pub fn standing<'f>(facts: &'f Facts, on: Date, rules: &Rulebook, policy: &SecurityPolicy) -> Option<&'f Decision> {
    decision(facts, on, &Codes::default(), rules, policy).1
}

/// What the grants that stand on a day give together, and until when.
pub fn granted(facts: &Facts, on: Date, rules: &Rulebook, policy: &SecurityPolicy) -> Option<(Need, Option<Date>)> {
    what(decision(facts, on, &Codes::default(), rules, policy).0)
}

/// What standing permissions give on a day, and until when.
pub fn permitted(facts: &Facts, on: Date, rules: &Rulebook, policy: &SecurityPolicy) -> Option<(Need, Option<Date>)> {
    what(authorisation(facts, standing(facts, on, rules, policy), (on, &Codes::default()), rules, policy))
}

fn what(line: Reason) -> Option<(Need, Option<Date>)> {
    let level = line.level.filter(|_| line.good)?;
    Some((Need::new(level, line.categories), line.date))
}

/// Since when a clearance is suspended.
pub fn suspended(facts: &Facts, on: Date, rules: &Rulebook, policy: &SecurityPolicy) -> Option<Date> {
    let line = decision(facts, on, &Codes::default(), rules, policy).0;
    line.date.filter(|_| line.code == "decision-suspended")
}

/// Every day on which a person's access can change, in no order.
pub fn each_turning_day(facts: &Facts, rules: &Rulebook, take: &mut impl FnMut(Date)) {
    let next = |day: Option<Date>| day.and_then(|d| d.tomorrow().ok());
    let mut all = |days: [Option<Date>; 3]| days.into_iter().flatten().for_each(&mut *take);
    facts.assignments.iter().for_each(|a| all([Some(a.valid_from), next(a.valid_until), None]));
    facts.engagements.iter().for_each(|m| all([Some(m.valid_from), next(m.valid_until), None]));
    facts.requirements.iter().for_each(|r| all([Some(r.valid_from), next(r.valid_until), None]));
    for d in &facts.decisions {
        let until = granted_until(d, rules.of(d, d.decided_on));
        all([Some(d.decided_on), Some(d.valid_from), next(until)]);
    }
    facts.certificates.iter().for_each(|c| all([Some(c.valid_from), next(c.valid_until), c.returned_on]));
    for a in &facts.authorisations {
        let last = if a.kind.is_scoped() { a.last_day(rules) } else { a.valid_until };
        all([Some(a.valid_from), next(last), a.ended_on]);
    }
    facts.briefings.iter().for_each(|b| all([Some(b.given_on), next(b.next_due), b.debriefed_on]));
    rules.days().for_each(|day| all([Some(day), None, None]));
}

/// The days from one to another on which a person's access can change, the first of the period among them, in order.
pub fn turning_days(facts: &Facts, rules: &Rulebook, from: Date, until: Date) -> Vec<Date> {
    let mut days = vec![from];
    each_turning_day(facts, rules, &mut |day| days.extend((day >= from && day <= until).then_some(day)));
    days.sort_unstable();
    days.dedup();
    days
}

/// Effective access for a need on every day of a period: that of the first day on which it does not cover the need, else that of the first
/// day; and whether it covers the need throughout. What nobody has recorded yet, such as a withdrawal to come, is not foreseen.
pub fn throughout(
    facts: &Facts,
    (from, until): (Date, Date),
    need: &Need,
    rules: &Rulebook,
    policy: &SecurityPolicy,
) -> (EffectiveAccess, bool) {
    let on = |day: Date| effective_access(facts, day, Some(need), rules, policy);
    let first = on(from);
    if !first.covers(need, policy) {
        return (first, false);
    }
    let later = turning_days(facts, rules, from, until).into_iter().skip(1).map(on).find(|access| !access.covers(need, policy));
    later.map_or((first, true), |access| (access, false))
}

/// What is required of somebody on a day: by the posts they hold, and by what they work on beside one. Nothing is of whoever holds none.
fn asking(facts: &Facts, on: Date) -> impl Iterator<Item = &ClearanceRequirement> {
    let posts: Vec<_> = facts.assignments.iter().filter(|a| within(a.valid_from, a.valid_until, on)).map(|a| a.post).collect();
    let works_on = move |contract| facts.engagements.iter().any(|m| m.contract == contract && within(m.valid_from, m.valid_until, on));
    facts.requirements.iter().filter(move |r| within(r.valid_from, r.valid_until, on)).filter(move |r| match (r.post, r.contract) {
        (Some(post), _) => posts.contains(&post),
        (None, Some(contract)) => !posts.is_empty() && works_on(contract),
        (None, None) => false,
    })
}

/// The requirement that asks the most of somebody on a day.
pub fn asks_most<'f>(facts: &'f Facts, on: Date, policy: &SecurityPolicy) -> Option<&'f ClearanceRequirement> {
    asking(facts, on).max_by_key(|r| policy.rank(&r.level).unwrap_or(-1))
}

/// All that is required of somebody on a day, as one: the highest level and every category.
pub fn required(facts: &Facts, on: Date, policy: &SecurityPolicy) -> Option<Need> {
    let level = asks_most(facts, on, policy)?.level.clone();
    let categories = Codes::new(asking(facts, on).flat_map(|r| r.categories.iter().map(str::to_owned)));
    Some(Need::new(level, categories))
}

/// The last day a grant holds: the printed one, else the rule's, or a later one to which it was extended. `None` when nothing says.
pub fn granted_until(decision: &Decision, rule: Option<&AuthorityRule>) -> Option<Date> {
    let given = given_until(decision, rule)?;
    Some(decision.extended_until.map_or(given, |extended| extended.max(given)))
}

/// The last day a grant was given for, whatever it was extended to.
fn given_until(decision: &Decision, rule: Option<&AuthorityRule>) -> Option<Date> {
    let by_rule = rule.and_then(|rule| ends(decision.decided_on, decision.notified_on, rule));
    let last = decision.valid_until.or(by_rule)?;
    let inclusive = rule.is_none_or(|r| r.until_inclusive);
    if inclusive { Some(last) } else { last.yesterday().ok() }
}

/// The days that are the end of a grant as it was given, by the rule and in print, and the day to which it is extended.
type Extension = ([Option<Date>; 2], Date);

fn extension(grant: &Decision, rules: &Rulebook) -> Option<Extension> {
    let given = given_until(grant, rules.of(grant, grant.decided_on))?;
    grant.extended_until.filter(|extended| *extended > given).map(|extended| ([Some(given), grant.valid_until], extended))
}

/// What was given for as long as the grant lasts, certificate and permission, lasts as long as the grant is extended; what was given until another day
/// ends on it.
fn extended(last: Option<Date>, extension: Option<Extension>) -> Option<Date> {
    match extension {
        Some((given, until)) if last.is_some() && given.contains(&last) => Some(until),
        _ => last,
    }
}

/// Until when a certificate or a permission with a printed day counts, as the grant that stands on a day has it.
pub fn lasts_with_grant(last: Option<Date>, facts: &Facts, on: Date, rules: &Rulebook, policy: &SecurityPolicy) -> Option<Date> {
    extended(last, standing(facts, on, rules, policy).and_then(|grant| extension(grant, rules)))
}

/// What stands of a fact on a day.
struct Together<'f, T> {
    /// The record of the highest level, and of these the one that holds longest.
    best: &'f T,
    /// What all of that level give.
    categories: Codes,
    /// Until when its level and the categories that are asked for hold.
    until: Option<Date>,
}

/// Of the records of a fact that are in force the best, with the categories of all others of its level. `last` says until when one holds; `order` decides
/// between equals. What is above the cap, the level of the grant that stands, counts as that level: an older, higher certificate does not hide what was
/// confirmed since.
fn together<'f, T, O: Ord>(
    valid: impl Iterator<Item = &'f T>,
    what: impl Fn(&'f T) -> (&'f Level, &'f Codes),
    last: impl Fn(&T) -> Option<Date>,
    order: impl Fn(&T) -> O,
    (asked, cap): (&Codes, Option<&Level>),
    policy: &SecurityPolicy,
) -> Option<Together<'f, T>> {
    let most = cap.and_then(|level| policy.rank(level)).unwrap_or(i64::MAX);
    let rank = |one: &'f T| policy.rank(what(one).0).unwrap_or(-1).min(most);
    let end = |one: &T| last(one).unwrap_or(Date::MAX);
    let valid: Vec<&'f T> = valid.collect();
    let best = valid.iter().copied().max_by_key(|one| (rank(one), end(one), policy.rank(what(one).0), order(one)))?;
    let beside: Vec<&'f T> = valid.into_iter().filter(|one| rank(one) == rank(best)).collect();
    let categories = Codes::new(beside.iter().flat_map(|one| what(one).1.iter().map(str::to_owned)));
    let longest = |category: &str| beside.iter().filter(|one| what(one).1.contains(category)).map(|one| end(one)).max();
    let until = asked.iter().filter_map(longest).chain([end(best)]).min().filter(|until| *until < Date::MAX);
    Some(Together { best, categories, until })
}

/// The last day on which a clearance was held that has ended by a day without having been taken away: it ran out, was cancelled, transferred or
/// downgraded.
pub fn last_held(facts: &Facts, by: Date, rules: &Rulebook) -> Option<Date> {
    let known = || facts.decisions.iter().filter(|d| !d.claimed);
    let held = |grant: &Decision| {
        let later = || known().filter(|d| (d.decided_on, d.valid_from) > (grant.decided_on, grant.valid_from) || !d.kind.grants());
        let later = || later().filter(|d| d.decided_on >= grant.decided_on);
        if later().any(|d| d.kind == DecisionKind::Withdraw) {
            return None;
        }
        let lapses = later().filter(|d| d.kind.lapse().is_some() || d.supersedes);
        let lapsed = lapses.filter_map(|d| d.valid_from.yesterday().ok());
        lapsed.chain(granted_until(grant, rules.of(grant, grant.decided_on))).min()
    };
    known().filter(|d| d.kind.grants()).filter_map(held).filter(|last| *last < by).max()
}

/// What the rule makes of a decision's dates. Months are counted so that 31 August + 6 months is the last day of February.
pub fn ends(decided_on: Date, notified_on: Option<Date>, rule: &AuthorityRule) -> Option<Date> {
    let anchor = match rule.validity_anchor {
        Anchor::Decision => decided_on,
        Anchor::Notification => notified_on.unwrap_or(decided_on),
    };
    anchor.checked_add(months(rule.validity_months)).ok()
}

/// A span of months.
pub fn months(count: i32) -> Span {
    count.months()
}

pub(super) fn within(from: Date, until: Option<Date>, on: Date) -> bool {
    from <= on && until.is_none_or(|until| on <= until)
}

pub(super) fn missing(fact: FactKind, code: &'static str) -> Reason {
    Reason { fact, good: false, code, level: None, categories: Codes::default(), date: None, scope: None, letter: None }
}

fn holds(fact: FactKind, code: &'static str, what: &Need, until: Option<Date>) -> Reason {
    Reason { good: true, level: Some(what.level.clone()), categories: what.categories.clone(), date: until, ..missing(fact, code) }
}

fn employment(facts: &Facts, on: Date) -> Reason {
    let held = facts.assignments.iter().filter(|a| within(a.valid_from, a.valid_until, on));
    // The longest assignment decides until when.
    let last = held.max_by_key(|a| a.valid_until.unwrap_or(Date::MAX));
    match last {
        Some(assignment) => Reason { good: true, date: assignment.valid_until, ..missing(FactKind::Employment, "employment") },
        None => {
            let left = facts.assignments.iter().filter_map(|a| a.valid_until).filter(|until| *until < on).max();
            Reason { date: left, ..missing(FactKind::Employment, "employment-none") }
        }
    }
}

/// The decision's line, and the grant that stands.
fn decision<'a>(facts: &'a Facts, on: Date, asked: &Codes, rules: &Rulebook, policy: &SecurityPolicy) -> (Reason, Option<&'a Decision>) {
    let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
    let mut known: Vec<&Decision> = facts.decisions.iter().filter(|d| d.decided_on <= on && d.valid_from <= on).collect();
    // Of one day's decisions the one that takes away counts last, and before it the one that takes the place of others, the lowest of them last.
    known.sort_by_key(|d| (d.decided_on, d.valid_from, taken_away(d.kind), d.supersedes, -rank(&d.level), d.categories.joined()));
    if known.is_empty() {
        return (missing(FactKind::Decision, "decision-none"), None);
    }
    let mut suspended: Option<Date> = None;
    let mut standing: Vec<&Decision> = Vec::new();
    let mut ended: Option<(&'static str, Date, Option<&String>)> = None;
    for decision in known {
        match decision.kind {
            _ if decision.claimed => ended = ended.or(Some(("decision-claimed", decision.decided_on, None))),
            DecisionKind::Suspend => suspended = Some(decision.decided_on),
            DecisionKind::LiftSuspension => suspended = None,
            DecisionKind::Withdraw => {
                standing.clear();
                suspended = None;
                ended = Some(("decision-withdrawn", decision.decided_on, None));
            }
            // A suspension stays: what the office ends does not undo what the authority decided.
            DecisionKind::Cancel | DecisionKind::Transfer => {
                standing.clear();
                ended = decision.kind.lapse().map(|code| (code, decision.valid_from, decision.reference.as_ref()));
            }
            DecisionKind::Refuse => {
                standing.retain(|s| rank(&s.level) < rank(&decision.level));
                ended = Some(("decision-refused", decision.decided_on, None));
            }
            DecisionKind::Grant | DecisionKind::GrantWithConditions | DecisionKind::NoObjection => {
                if decision.supersedes {
                    standing.clear();
                }
                standing.push(decision);
            }
        }
    }
    if let Some(since) = suspended {
        return (Reason { date: Some(since), ..missing(FactKind::Decision, "decision-suspended") }, None);
    }
    let until = |d: &Decision| granted_until(d, rules.of(d, d.decided_on));
    let fell = |d: &Decision| service_gap(&facts.assignments, d, rules.of(d, d.decided_on)?, on);
    let running = |d: &&Decision| until(d).is_none_or(|u| on <= u);
    let valid = standing.iter().copied().filter(running).filter(|d| fell(d).is_none());
    let order = |d: &Decision| (d.decided_on, d.categories.joined(), d.nation.clone(), d.extended_until);
    if let Some(Together { best, categories, until: last }) =
        together(valid, |d| (&d.level, &d.categories), until, order, (asked, None), policy)
    {
        let code = match best.kind {
            _ if best.extended_until.is_some() && until(best) == best.extended_until => "decision-extended",
            DecisionKind::GrantWithConditions => "decision-conditional",
            _ => "decision",
        };
        return (holds(FactKind::Decision, code, &Need::new(best.level.clone(), categories), last), Some(best));
    }
    if let Some(since) = standing.iter().copied().filter(running).filter_map(fell).max() {
        return (Reason { date: Some(since), ..missing(FactKind::Decision, "decision-service-gap") }, None);
    }
    let line = match (standing.iter().filter_map(|d| until(d)).max(), ended) {
        (Some(last), _) => Reason { date: Some(last), ..missing(FactKind::Decision, "decision-expired") },
        (None, Some((code, since, letter))) => Reason { date: Some(since), letter: letter.cloned(), ..missing(FactKind::Decision, code) },
        (None, None) => missing(FactKind::Decision, "decision-none"),
    };
    (line, None)
}

/// The last day on which a grant counted that fell because service began too long after it, or was broken for too long, by a day: its authority confirms
/// it anew, by another decision (Decision 2013/488/EU on temporary authorisation and breaks of service).
fn service_gap(posts: &[Assignment], grant: &Decision, rule: &AuthorityRule, on: Date) -> Option<Date> {
    if rule.start_gap_max_months.is_none() && rule.service_gap_max_months.is_none() {
        return None;
    }
    let served = |post: &&Assignment| post.valid_from <= on && post.valid_until.is_none_or(|until| until >= grant.decided_on);
    let mut posts: Vec<&Assignment> = posts.iter().filter(served).collect();
    posts.sort_by_key(|post| post.valid_from);
    let mut last: Option<Date> = None;
    for post in posts {
        let (since, most) = match last {
            Some(last) => (last, rule.service_gap_max_months),
            None => (grant.decided_on, rule.start_gap_max_months),
        };
        let latest = most.and_then(|most| since.checked_add(months(most)).ok());
        if latest.is_some_and(|latest| post.valid_from > latest) {
            return latest;
        }
        last = last.max(Some(post.valid_until.unwrap_or(Date::MAX)));
    }
    None
}

/// Whether somebody of a nation needs a clearance for something on a day: from the level up that the nation's rules name, and where they say nothing above
/// [`WITHOUT_CLEARANCE`]; for any category.
pub fn needs_clearance(need: &Need, nation: &str, on: Date, rules: &Rulebook, policy: &SecurityPolicy) -> bool {
    // What the policy does not know is not given without.
    let Some(rank) = policy.rank(&need.level).filter(|_| need.categories.is_empty()) else { return true };
    let ranked = |code: &str| policy.level(code).map(|level| level.rank);
    match rules.clearance_from(nation, on).filter_map(ranked).min() {
        Some(from) => rank >= from,
        None => ranked(WITHOUT_CLEARANCE).is_none_or(|free| rank > free),
    }
}

pub(super) const fn taken_away(kind: DecisionKind) -> u8 {
    match kind {
        DecisionKind::Grant | DecisionKind::GrantWithConditions | DecisionKind::NoObjection => 0,
        DecisionKind::LiftSuspension => 1,
        DecisionKind::Suspend => 2,
        DecisionKind::Transfer => 3,
        DecisionKind::Cancel => 4,
        DecisionKind::Refuse => 5,
        DecisionKind::Withdraw => 6,
    }
}

fn certificate(
    facts: &Facts,
    standing: Option<(&Decision, &Reason)>,
    (on, asked): (Date, &Codes),
    rules: &Rulebook,
    policy: &SecurityPolicy,
) -> Reason {
    let rule = standing.and_then(|(d, _)| rules.of(d, on));
    if let (Some((decision, line)), Some(false)) = (standing, rule.map(|r| r.certificate_needed)) {
        let what = Need::new(decision.level.clone(), line.categories.clone());
        return holds(FactKind::Certificate, "certificate-not-needed", &what, None);
    }
    let extension = standing.and_then(|(grant, _)| extension(grant, rules));
    let last = |c: &Certificate| extended(c.valid_until, extension);
    // A certificate for a meeting proves something to its host, and stands for nothing here.
    let here = |c: &&Certificate| {
        c.model != CertificateModel::MeetingCertificate && c.valid_from <= on && c.returned_on.is_none_or(|back| on < back)
    };
    let valid = facts.certificates.iter().filter(here).filter(|c| last(c).is_none_or(|u| on <= u));
    let order = |c: &Certificate| c.categories.joined();
    if let Some(Together { best, categories, until }) =
        together(valid, |c| (&c.level, &c.categories), last, order, (asked, standing.map(|(grant, _)| &grant.level)), policy)
    {
        return holds(FactKind::Certificate, "certificate", &Need::new(best.level.clone(), categories), until);
    }
    let standing_ones = facts.certificates.iter().filter(|c| c.model != CertificateModel::MeetingCertificate);
    let returned = standing_ones.filter_map(|c| c.returned_on).filter(|back| *back <= on).max();
    let lapsed = facts.certificates.iter().filter(here).filter_map(|c| c.valid_until).max();
    match (returned, lapsed) {
        (_, Some(last)) => Reason { date: Some(last), ..missing(FactKind::Certificate, "certificate-expired") },
        (Some(back), None) => Reason { date: Some(back), ..missing(FactKind::Certificate, "certificate-returned") },
        (None, None) => missing(FactKind::Certificate, "certificate-none"),
    }
}

fn authorisation(
    facts: &Facts,
    standing: Option<&Decision>,
    (on, asked): (Date, &Codes),
    rules: &Rulebook,
    policy: &SecurityPolicy,
) -> Reason {
    let extension = standing.and_then(|grant| extension(grant, rules));
    let last = |a: &AccessAuthorisation| extended(a.valid_until, extension);

    // Provisional, one-time, emergency and meeting access count only inside their own scope, never as standing access.
    let full = facts.authorisations.iter().filter(|a| a.kind == AuthorisationKind::Full);
    let valid = full.clone().filter(|a| within(a.valid_from, last(a), on) && a.ended_on.is_none_or(|ended| on < ended));
    let order = |a: &AccessAuthorisation| a.categories.joined();
    if let Some(Together { best, categories, until }) =
        together(valid, |a| (&a.level, &a.categories), last, order, (asked, standing.map(|grant| &grant.level)), policy)
    {
        return holds(FactKind::Authorisation, "authorisation", &Need::new(best.level.clone(), categories), until);
    }
    match full.filter_map(|a| a.ended_on.filter(|ended| *ended <= on).or(a.valid_until.filter(|last| *last < on))).max() {
        Some(last) => Reason { date: Some(last), ..missing(FactKind::Authorisation, "authorisation-ended") },
        None => missing(FactKind::Authorisation, "authorisation-none"),
    }
}

fn briefing(facts: &Facts, on: Date) -> Reason {
    let base = facts.briefings.iter().filter(|b| b.kind == BriefingKind::Nato && b.given_on <= on);
    let Some(last) = base.max_by_key(|b| latest(b)) else { return missing(FactKind::Briefing, "briefing-none") };
    if let Some(since) = last.debriefed_on.filter(|d| *d <= on) {
        return Reason { date: Some(since), ..missing(FactKind::Briefing, "briefing-debriefed") };
    }
    match last.next_due {
        Some(due) if due < on => Reason { date: Some(due), ..missing(FactKind::Briefing, "briefing-lapsed") },
        due => Reason { good: true, date: due, ..missing(FactKind::Briefing, "briefing") },
    }
}

/// The latest briefing counts; of one day's, the one that was ended, then the one that holds longest.
pub(crate) fn latest(briefing: &BriefingRecord) -> (Date, Option<std::cmp::Reverse<Date>>, Date) {
    (briefing.given_on, briefing.debriefed_on.map(std::cmp::Reverse), briefing.next_due.unwrap_or(Date::MAX))
}

fn last_briefing<'a>(facts: &'a Facts, category: &str) -> Option<&'a BriefingRecord> {
    let topic = Topic::of_category(category);
    facts.briefings.iter().filter(|b| b.is_on(&topic)).max_by_key(|b| latest(b))
}

/// Whether somebody's acknowledgement of the briefing on a category is current on a day.
pub fn briefed_for(facts: &Facts, category: &str, on: Date) -> bool {
    let topic = Topic::of_category(category);
    let last = facts.briefings.iter().filter(|b| b.is_on(&topic) && b.given_on <= on).max_by_key(|b| latest(b));
    last.is_some_and(|b| b.next_due.is_none_or(|due| on <= due) && b.debriefed_on.is_none_or(|d| on < d))
}
