//! What of briefings somebody owes on a day, and when an acknowledgement must be repeated. Pure; nothing here is stored.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::marking::{CategoryKind, SecurityPolicy};
use kernel::{Record, RecordId};

use super::{BriefingInvitation, InvitationState};
use crate::clearances::rules::{granted, latest, months, required, standing};
use crate::clearances::{BriefingKind, BriefingRecord, Decision, DecisionKind, Facts, Need, Topic};
use crate::limits::BRIEFING_AHEAD_DAYS;
use crate::policy::{AuthorityRule, Rulebook};

kernel::choices! {
    /// Where somebody stands with a kind of briefing (CL-06).
    pub enum BriefingStage {
        Overdue = "briefing_stage_overdue", DebriefDue = "briefing_stage_debrief_due", Due = "briefing_stage_due",
        Invited = "briefing_stage_invited", RefreshDue = "briefing_stage_refresh_due", Acknowledged = "briefing_stage_acknowledged",
        DebriefRefused = "briefing_stage_debrief_refused", Debriefed = "briefing_stage_debriefed",
    }
}

impl BriefingStage {
    /// Whether somebody has something to do.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Overdue | Self::DebriefDue | Self::Due | Self::Invited | Self::RefreshDue)
    }
    /// Whether an acknowledgement is owed now or later.
    pub const fn owed(self) -> bool {
        matches!(self, Self::Overdue | Self::Due | Self::Invited | Self::RefreshDue | Self::Acknowledged)
    }
}

/// What somebody owes of one kind of briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// The kind.
    pub kind: BriefingKind,
    /// The category of a special briefing.
    pub category: Option<String>,
    /// Where they stand with it.
    pub stage: BriefingStage,
    /// The day by which it is owed, or was debriefed; none when it need never be repeated.
    pub due: Option<Date>,
    /// When it was last acknowledged.
    pub last: Option<Date>,
    /// The invitation that waits for an answer.
    pub invitation: Option<RecordId>,
}

/// When an acknowledgement of a day must be repeated under a rule. The appraisal has a rhythm of its own.
pub fn next_due(kind: BriefingKind, given_on: Date, rule: Option<&AuthorityRule>) -> Option<Date> {
    let rhythm = match kind {
        BriefingKind::Appraisal => rule?.appraisal_months?,
        // Who signed is bound until they sign the second part.
        BriefingKind::Undertaking => return None,
        _ => rule?.refresher_months,
    };
    given_on.checked_add(months(rhythm)).ok()
}

/// The rule that decides on somebody's briefings on a day: that of the grant that stands.
pub fn rule_of<'r>(facts: &Facts, on: Date, rules: &'r Rulebook, policy: &SecurityPolicy) -> Option<&'r AuthorityRule> {
    let grant = standing(facts, on, rules, policy)?;
    rules.of(grant, on)
}

/// What a day of reading brings with it.
pub struct Day<'a> {
    /// The day.
    pub on: Date,
    /// The authorities' rules.
    pub rules: &'a Rulebook,
    /// The security policy.
    pub policy: &'a SecurityPolicy,
    /// By when somebody whose service ended on a day is debriefed.
    pub debrief_by: &'a dyn Fn(Date) -> Date,
}

/// By when somebody is appraised on whom the rule of the grant that stands wants that. The first appraisal comes when its rhythm has passed once.
pub fn appraised_by(facts: &Facts, day: &Day<'_>) -> Option<Date> {
    let grant = standing(facts, day.on, day.rules, day.policy)?;
    let rule = day.rules.of(grant, day.on).filter(|rule| rule.appraisal_months.is_some());
    let known = facts.briefings.iter().filter(|b| b.kind == BriefingKind::Appraisal && b.given_on <= day.on);
    match known.max_by_key(|b| latest(b)) {
        Some(last) => last.next_due.filter(|_| rule.is_some()),
        None => next_due(BriefingKind::Appraisal, grant.decided_on, rule),
    }
}

/// What of a need is an area to be briefed on: what a label may be released to is none.
pub fn areas<'n>(need: &'n Need, policy: &'n SecurityPolicy) -> impl Iterator<Item = &'n str> {
    need.categories.iter().filter(|category| matches!(policy.kind(category), None | Some(CategoryKind::Restrictive)))
}

/// All that somebody owes on a day, kind by kind, as of the facts; `invitations` are theirs. Who holds a post that requires a clearance and has a
/// grant in force owes the base briefing, one for each category granted and required, the appraisal where the authority's rule wants it,
/// and what they were briefed on before and must repeat. Who left, or whose grant was withdrawn, owes the debriefing of what they were briefed on.
pub fn obligations(facts: &Facts, invitations: &[Record<BriefingInvitation>], day: &Day<'_>) -> Vec<Obligation> {
    let on = day.on;
    let need = required(facts, on, day.policy);
    let (grant, granted) = (standing(facts, on, day.rules, day.policy), granted(facts, on, day.rules, day.policy));
    let employed = facts.assignments.iter().any(|a| a.valid_from <= on && a.valid_until.is_none_or(|until| on <= until));
    let rule = rule_of(facts, on, day.rules, day.policy);
    let wanted = |topic: &Topic| match (&need, &granted, topic.kind) {
        (Some(_), Some(_), BriefingKind::Nato) => true,
        (Some(_), Some(_), BriefingKind::Appraisal) => rule.is_some_and(|rule| rule.appraisal_months.is_some()),
        (Some(need), Some((what, _)), _) => {
            let of = |category: &str| Topic::of_category(category) == *topic;
            need.categories.iter().any(of) && what.categories.iter().any(of)
        }
        _ => false,
    };
    let owed = |topic: &Topic| -> Option<Obligation> {
        let kind = topic.kind;
        let known = facts.briefings.iter().filter(|b| b.is_on(topic) && b.given_on <= on);
        let last = known.max_by_key(|b| latest(b));
        let mine = |i: &&Record<BriefingInvitation>| i.body.topic() == *topic && i.body.invited_on <= on && i.body.waits(&facts.briefings);
        let invitation = invitations.iter().filter(mine).min_by_key(|i| i.body.answer_by);
        let here = |stage, due| Obligation {
            kind,
            category: topic.category.clone(),
            stage,
            due,
            last: last.map(|b| b.given_on),
            invitation: invitation.map(|i| i.head.id),
        };
        let ended = last.filter(|b| b.debriefed_on.is_some_and(|d| d <= on));
        let open = last.filter(|_| ended.is_none());
        // What was begun is repeated while they serve, whether or not a post asks for it.
        let repeats = kind != BriefingKind::Appraisal
            && employed
            && (grant.is_some() || need.is_none())
            && open.is_some_and(|b| b.next_due.is_some());
        let over = over(facts, on, employed);
        if over.is_none() && (wanted(topic) || repeats || invitation.is_some()) {
            let begins = || match kind {
                BriefingKind::Appraisal => appraised_by(facts, day),
                _ => grant.map(|g| g.decided_on.max(g.valid_from)),
            };
            let due = open.map_or_else(begins, |b| b.next_due);
            let late = open.is_some_and(|b| b.next_due.is_some_and(|due| due < on))
                || (kind == BriefingKind::Appraisal && due.is_some_and(|d| d < on));
            let unanswered = invitation.is_some_and(|i| i.body.answer_by < on);
            let soon = |d: Date| d <= on.saturating_add(BRIEFING_AHEAD_DAYS.days());
            let stage = match (open, invitation) {
                _ if late || unanswered => BriefingStage::Overdue,
                (_, Some(_)) => BriefingStage::Invited,
                (Some(_), None) if due.is_none_or(|d| !soon(d)) => BriefingStage::Acknowledged,
                (None, None) if kind == BriefingKind::Appraisal && due.is_none_or(|d| !soon(d)) => return None,
                (Some(_), None) => BriefingStage::RefreshDue,
                (None, None) => BriefingStage::Due,
            };
            let by = [due, invitation.map(|i| i.body.answer_by)].into_iter().flatten().min();
            return Some(here(stage, by));
        }
        match (open, ended) {
            // An appraisal ends nothing that must be signed.
            (Some(_), _) if kind != BriefingKind::Appraisal => {
                over.map(|last_day| here(BriefingStage::DebriefDue, Some((day.debrief_by)(last_day))))
            }
            (_, Some(b)) if b.debrief_refusal.is_some() => Some(here(BriefingStage::DebriefRefused, b.debriefed_on)),
            (_, Some(b)) => Some(here(BriefingStage::Debriefed, b.debriefed_on)),
            _ => None,
        }
    };
    let plain = BriefingKind::ALL.iter().filter(|kind| **kind != BriefingKind::Special).map(|kind| Topic::from(*kind));
    let wanted_too = need.iter().flat_map(|need| areas(need, day.policy)).map(Topic::of_category);
    let known = facts.briefings.iter().map(BriefingRecord::topic).chain(invitations.iter().map(|i| i.body.topic()));
    let special: BTreeSet<Topic> = wanted_too.chain(known).filter(|topic| topic.kind == BriefingKind::Special).collect();
    plain.chain(special).filter_map(|topic| owed(&topic)).collect()
}

/// The last day of access that is over for good: the end of service, or that the grant was withdrawn, cancelled or transferred; an expiry is
/// renewed as a rule.
fn over(facts: &Facts, on: Date, employed: bool) -> Option<Date> {
    if !employed {
        return facts.assignments.iter().filter_map(|a| a.valid_until).filter(|until| *until < on).max();
    }
    let known = facts.decisions.iter().filter(|d| d.decided_on <= on && d.valid_from <= on && !d.claimed);
    let over = |d: &&Decision| d.kind == DecisionKind::Withdraw || d.kind.lapse().is_some();
    let last = known.filter(|d| d.kind.grants() || over(d)).max_by_key(|d| (d.decided_on, d.valid_from, over(d)));
    last.filter(over).map(|d| d.valid_from)
}

/// Whether a campaign asks for this: owed by the day, and nobody was asked yet.
pub fn asks(owed: &Obligation, topic: &Topic, due_before: Date) -> bool {
    owed.kind == topic.kind
        && owed.category == topic.category
        && owed.stage.owed()
        && owed.invitation.is_none()
        && owed.due.is_some_and(|due| due <= due_before)
}

/// What the system does about an invitation on a day, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It reminds.
    Remind,
    /// It tells the head of office.
    Escalate,
}

/// Whether the day has come to remind or to escalate.
pub fn turn<'b>(invitation: &BriefingInvitation, on: Date, briefings: impl IntoIterator<Item = &'b BriefingRecord>) -> Option<Turn> {
    let due = match invitation.state {
        InvitationState::Invited | InvitationState::Reminded if on >= invitation.escalate_on => Turn::Escalate,
        InvitationState::Invited if on >= invitation.remind_on => Turn::Remind,
        _ => return None,
    };
    invitation.waits(briefings).then_some(due)
}
