//! What of briefings is owed, who was asked and who answered. Read once a register, computed on each reading.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Id, Record, RecordId};
use ledger::{Error, View};

use super::rules::{Day, Obligation, Turn, obligations, turn};
use super::{BriefingCampaign, BriefingInvitation, CampaignState, InvitationState};
use crate::cases::queries::{ahead, timing};
use crate::clearances::BriefingRecord;
use crate::clearances::queries::{facts_of_all, rulebook};
use crate::limits;

/// What one person owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Who.
    pub person: RecordId,
    /// What.
    pub obligation: Obligation,
}

/// Invitations that nobody was excused from and whose campaign runs, of those the reader may see.
pub fn open_invitations(view: &mut View<'_>) -> Result<Vec<Record<BriefingInvitation>>, Error> {
    let open: Vec<&str> = InvitationState::ALL.iter().filter(|s| **s != InvitationState::Excused).map(|s| s.code()).collect();
    let mut all = view.having_any::<BriefingInvitation>("state", &open)?;
    let closed = view.facts(|view| view.having_any::<BriefingCampaign>("state", &[CampaignState::Closed.code()]))?;
    let closed: HashSet<Id<BriefingCampaign>> = closed.iter().map(Record::id).collect();
    all.retain(|i| i.body.campaign.is_none_or(|campaign| !closed.contains(&campaign)));
    Ok(all)
}

/// All that the people the reader may see owe today, the most pressing first. `debrief_days` is how many working days after the end somebody is
/// debriefed.
pub fn owed(view: &mut View<'_>, debrief_days: i64) -> Result<Vec<Owed>, Error> {
    let today = view.today;
    let rules = rulebook(view)?;
    let mut invited: HashMap<RecordId, Vec<Record<BriefingInvitation>>> = HashMap::new();
    for invitation in open_invitations(view)? {
        invited.entry(invitation.body.person.raw()).or_default().push(invitation);
    }
    let timing = timing(view, today.saturating_sub(limits::OBLIGATION_DAYS_MAX.days()), ahead(today))?;
    let debrief_by = |last: Date| timing.working_days_after(last, debrief_days).unwrap_or(last);
    let day = Day { on: today, rules: &rules, policy: view.policy, debrief_by: &debrief_by };
    let mut all = Vec::new();
    for (person, facts) in facts_of_all(view)? {
        let mine = invited.remove(&person).unwrap_or_default();
        all.extend(obligations(&facts, &mine, &day).into_iter().map(|obligation| Owed { person, obligation }));
    }
    all.sort_by_key(|o| (o.obligation.stage as u8, o.obligation.due, o.person, o.obligation.kind as u8));
    Ok(all)
}

/// Somebody who was asked, and when they answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The invitation.
    pub invitation: Record<BriefingInvitation>,
    /// The day of the acknowledgement that answers it.
    pub answered: Option<Date>,
}

impl Asked {
    /// Whether an answer is still wanted.
    pub fn waits(&self) -> bool {
        self.answered.is_none() && self.invitation.body.state != InvitationState::Excused
    }
}

/// Those a campaign asked, of the people the reader may see: those who have not answered first, by day.
pub fn asked(view: &mut View<'_>, campaign: Id<BriefingCampaign>) -> Result<Vec<Asked>, Error> {
    let all = view.having_any::<BriefingInvitation>("campaign", &[campaign.raw()])?;
    let mut all = with_answers(view, all)?;
    all.sort_by_key(|a| (!a.waits(), a.invitation.body.answer_by, a.invitation.head.id));
    Ok(all)
}

/// These invitations with their answers; one query for a page of people.
pub fn with_answers(view: &mut View<'_>, invitations: Vec<Record<BriefingInvitation>>) -> Result<Vec<Asked>, Error> {
    let mut people: Vec<RecordId> = invitations.iter().map(|i| i.body.person.raw()).collect();
    people.sort_unstable();
    people.dedup();
    let mut briefings: HashMap<RecordId, Vec<BriefingRecord>> = HashMap::new();
    for part in people.chunks(limits::PAGE_ROWS_MAX) {
        for briefing in view.facts(|view| view.having_any::<BriefingRecord>("person", part))? {
            briefings.entry(briefing.body.person.raw()).or_default().push(briefing.body);
        }
    }
    let answered = |invitation: Record<BriefingInvitation>| {
        let answered = briefings.get(&invitation.body.person.raw()).and_then(|all| invitation.body.answered(all));
        Asked { invitation, answered }
    };
    Ok(invitations.into_iter().map(answered).collect())
}

/// What the system has to do about invitations today.
pub fn turning(view: &mut View<'_>) -> Result<Vec<(RecordId, Turn)>, Error> {
    let today = view.today;
    let open = open_invitations(view)?;
    let due = with_answers(view, open)?.into_iter().filter(Asked::waits);
    Ok(due.filter_map(|a| Some((a.invitation.head.id, turn(&a.invitation.body, today, [])?))).collect())
}

/// The reader's own invitations that wait for an answer, those due first first. One's own file is closed to one's duties; this answers for it.
pub fn mine(view: &mut View<'_>) -> Result<Vec<Record<BriefingInvitation>>, Error> {
    let me = view.person();
    let mut all = view.facts(|view| {
        let closed = open_of(view, me)?;
        with_answers(view, closed)
    })?;
    all.retain(Asked::waits);
    all.sort_by_key(|a| (a.invitation.body.answer_by, a.invitation.head.id));
    Ok(all.into_iter().map(|a| a.invitation).collect())
}

/// One person's invitations whose campaign, where they have one, runs.
fn open_of(view: &mut View<'_>, person: RecordId) -> Result<Vec<Record<BriefingInvitation>>, Error> {
    let mut all = view.having_any::<BriefingInvitation>("person", &[person])?;
    let campaigns: Vec<RecordId> = all.iter().filter_map(|i| i.body.campaign.map(Id::raw)).collect();
    let running: HashSet<Id<BriefingCampaign>> = view
        .having_any::<BriefingCampaign>("id", &campaigns)?
        .iter()
        .filter(|c| c.body.state == CampaignState::Running)
        .map(Record::id)
        .collect();
    all.retain(|i| i.body.campaign.is_none_or(|campaign| running.contains(&campaign)));
    Ok(all)
}
