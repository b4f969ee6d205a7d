//! Access in scope: provisional, one-time, emergency and meeting access. It counts only where a question says that it is asked for the very thing the
//! access was given for, within its dates and for no longer than the authority's rule lets it; never for a standing question. Pure.
//!
//! A fact the authority's rule lets such access lack is replaced by its own level, categories and last day; everything else still counts: the
//! person is employed, briefed and not suspended, and nobody refused or withdrew the clearance since (INV-CL-01).

use jiff::Span;
use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{Level, RecordId, fold};

use super::rules::{Lines, missing, taken_away, within};
use super::{AccessAuthorisation, AuthorisationKind, DecisionKind, EffectiveAccess, FactKind, Facts, Need, Reason, ScopeKind};
use crate::policy::{AuthorityRule, Lack, Rulebook};

/// What a question is asked for: this visit, this meeting, this document, the duties of this post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// What it is.
    pub kind: ScopeKind,
    /// Which, where it is a record of ours.
    pub record: Option<RecordId>,
    /// How it is called, where it is none.
    pub text: String,
}

impl Purpose {
    /// A record of ours.
    pub const fn record(kind: ScopeKind, record: RecordId) -> Self {
        Self { kind, record: Some(record), text: String::new() }
    }

    /// Something that is known by its name alone.
    pub fn named(kind: ScopeKind, text: &str) -> Self {
        Self { kind, record: None, text: text.to_owned() }
    }

    /// Whether access was given for this; names are the same whatever their case, accents and spaces.
    fn is_of(&self, access: &AccessAuthorisation) -> bool {
        let same = match (self.record, access.scope_record) {
            (Some(asked), Some(given)) => asked == given,
            (None, None) => {
                let asked = fold::words(&self.text);
                !asked.is_empty() && asked == fold::words(access.scope_text.as_deref().unwrap_or_default())
            }
            _ => false,
        };
        access.kind.is_scoped() && access.scope == Some(self.kind) && same
    }
}

/// Access in scope as a line of the reason tree speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// How far it goes.
    pub access: AuthorisationKind,
    /// What it is limited to.
    pub kind: ScopeKind,
    /// Which.
    pub text: String,
    /// Whose authority's rule lets it be so.
    pub nation: String,
}

impl AccessAuthorisation {
    /// The rule by which access in scope was given: the one of its first day.
    pub fn rule<'r>(&self, rules: &'r Rulebook) -> Option<&'r AuthorityRule> {
        rules.rule(&self.nation.as_ref()?.0, &self.level.0, self.valid_from)
    }

    /// The last day on which access in scope counts, if nobody ends it: its own, but none beyond the rule's limit. `None` when no rule gives
    /// such access any days, so that it never counts.
    fn limit(&self, rules: &Rulebook) -> Option<Date> {
        let days = self.rule(rules)?.most_days(self.kind)?;
        self.valid_from.checked_add(Span::new().days(i64::from(days) - 1)).ok()
    }

    /// The last day on which access in scope counts; `None` when it never does.
    pub fn last_day(&self, rules: &Rulebook) -> Option<Date> {
        let ended = self.ended_on.and_then(|day| day.yesterday().ok());
        self.limit(rules).into_iter().chain(self.valid_until).chain(ended).min().filter(|_| self.limit(rules).is_some())
    }

    /// Whether it was written to last longer than the rule lets it, or without a rule.
    pub fn is_beyond_limit(&self, rules: &Rulebook) -> bool {
        let recorded = self.valid_until.unwrap_or(Date::MAX);
        self.kind.is_scoped() && self.limit(rules).is_none_or(|limit| limit < recorded)
    }

    /// The question to which this access in scope is the answer; `None` for full access.
    pub fn question(&self) -> Option<Need> {
        let kind = self.scope?;
        let purpose = Purpose { kind, record: self.scope_record, text: self.scope_text.clone().unwrap_or_default() };
        Some(Need::new(self.level.clone(), self.categories.clone()).only_for(purpose))
    }
}

/// The day of the decision after which access at a level must not be given: a refusal of it or a withdrawal of whatever level, unless a later
/// grant covers it; with the code of the reason.
pub fn barred(facts: &Facts, level: &Level, on: Date, policy: &SecurityPolicy) -> Option<(&'static str, Date)> {
    let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
    let known = || facts.decisions.iter().filter(|d| !d.claimed && d.decided_on <= on && d.valid_from <= on);
    let order = |d: &super::Decision| (d.decided_on, d.valid_from, taken_away(d.kind));
    let against = known().filter_map(|d| match d.kind {
        DecisionKind::Withdraw => Some(("decision-withdrawn", d)),
        DecisionKind::Refuse if rank(&d.level) <= rank(level) => Some(("decision-refused", d)),
        _ => None,
    });
    let (code, last) = against.max_by_key(|(code, d)| (order(d), *code))?;
    let again = known().any(|d| d.kind.grants() && order(d) > order(last) && rank(&d.level) >= rank(level));
    (!again).then_some((code, last.decided_on))
}

/// The day on which a clearance was cancelled or transferred, and with it what had been given by a day; with the code of the reason.
pub fn lapsed(facts: &Facts, on: Date, given: Date) -> Option<(&'static str, Date)> {
    let known = facts.decisions.iter().filter(|d| !d.claimed && d.decided_on <= on && (given..=on).contains(&d.valid_from));
    known.filter_map(|d| Some((d.kind.lapse()?, d.valid_from))).max_by_key(|(code, since)| (*since, *code))
}

/// The lines of the reason tree by each access in scope that counts for a purpose on a day, made from those by which standing access is judged.
pub(super) fn lines<'a>(
    facts: &'a Facts,
    on: Date,
    purpose: &'a Purpose,
    standing: &'a Lines,
    rules: &'a Rulebook,
    policy: &'a SecurityPolicy,
) -> impl Iterator<Item = Lines> + 'a {
    facts.authorisations.iter().filter(|access| purpose.is_of(access)).filter_map(move |access| {
        let last = access.last_day(rules).filter(|last| within(access.valid_from, Some(*last), on))?;
        let rule = access.rule(rules)?;
        let scope = Scope {
            access: access.kind,
            kind: purpose.kind,
            text: access.scope_text.clone().unwrap_or_default(),
            nation: rule.nation.clone(),
        };
        let by = |fact: FactKind, code: &'static str| Reason {
            good: true,
            level: Some(access.level.clone()),
            categories: access.categories.clone(),
            date: Some(last),
            scope: Some(scope.clone()),
            ..missing(fact, code)
        };
        let [employment, requirement, decided, certificate, _, briefing] = standing.clone();
        let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
        let enough = |line: &Reason| {
            line.good
                && line.level.as_ref().is_some_and(|held| rank(held) >= rank(&access.level))
                && line.categories.holds_all(&access.categories)
        };
        let below = |held: &Level| {
            let under = policy.levels.iter().filter(|l| !l.obsolete).map(|l| l.rank).filter(|r| *r < rank(&access.level)).max();
            under.is_some() && under == policy.rank(held)
        };
        let may_lack = |lack: Lack| rule.may_lack(access.kind, lack);
        let ended = || lapsed(facts, on, access.valid_from).filter(|_| !enough(&decided));
        let decided = match barred(facts, &access.level, on, policy).or_else(ended) {
            Some((code, since)) => Reason { date: Some(since), ..missing(FactKind::Decision, code) },
            None if decided.code == "decision-suspended" || enough(&decided) => decided,
            None if may_lack(Lack::Decision) => by(FactKind::Decision, "decision-lacking-by-rule"),
            None if decided.good && may_lack(Lack::DecisionOneLevel) && decided.level.as_ref().is_some_and(below) => Reason {
                categories: decided.categories,
                date: decided.date.into_iter().chain([last]).min(),
                ..by(FactKind::Decision, "decision-one-level-below")
            },
            None => decided,
        };
        let certificate = if !enough(&certificate) && may_lack(Lack::Certificate) {
            by(FactKind::Certificate, "certificate-lacking-by-rule")
        } else {
            certificate
        };
        Some([employment, requirement, decided, certificate, by(FactKind::Authorisation, "authorisation-in-scope"), briefing])
    })
}

/// How much one answer to a question is worth beside another: whether it covers it, its level, how long it holds, its categories; of two that give
/// nothing the one with fewer things missing.
pub(super) fn worth(access: &EffectiveAccess, need: &Need, policy: &SecurityPolicy) -> (bool, i64, Date, String, usize) {
    let rank = access.level.as_ref().and_then(|level| policy.rank(level));
    let until = access.until.unwrap_or(if rank.is_some() { Date::MAX } else { Date::MIN });
    let good = access.reasons.iter().filter(|r| r.good).count();
    (access.covers(need, policy), rank.unwrap_or(-1), until, access.categories.joined(), good)
}
