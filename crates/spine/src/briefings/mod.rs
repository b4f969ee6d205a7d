//! Briefings as obligations (CL-06): what is owed is computed on each reading from the facts and the authorities' rules; what people do about it
//! is recorded. An invitation asks one person, a campaign many; either is answered by a briefing acknowledged since.

pub mod campaigns;
pub mod commands;
pub mod invitations;
pub mod lifecycle;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, ViewDef};
use ledger::transition::Micros;

use crate::CLEARANCE;
use crate::clearances::record::CATEGORY_CHARS_MAX;
use crate::clearances::{BriefingKind, BriefingRecord, Topic};
use crate::people::Person;

pub use lifecycle::{CAMPAIGNS, INVITATIONS};

/// Duties that brief.
pub const BRIEFERS: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician];

/// Purpose code of their entries.
const PURPOSE: &str = "clearance";

kernel::choices! {
    /// Where a campaign stands.
    pub enum CampaignState { Running = "campaign_running", Closed = "campaign_closed" }
}

/// Many people are asked to acknowledge one briefing by a day. Whom it asks is chosen by rule when it starts and frozen as its invitations.
#[derive(Clone, Debug, Register)]
#[register(name = "briefing_campaigns", prefix = "bca", title = &["number", "title"], seen_by = CLEARANCE, lifecycle = Some(&CAMPAIGNS),
           unique = &[&["number"]], views = &[ViewDef { name: "newest", by: "number", descending: true }])]
pub struct BriefingCampaign {
    /// Its number, such as BRC/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What it is called.
    #[field(search, list)]
    pub title: String,
    /// What people are briefed on.
    #[field(list)]
    pub kind: BriefingKind,
    /// The category of a special briefing.
    #[field(max = CATEGORY_CHARS_MAX)]
    pub category: Option<String>,
    /// Where it stands.
    #[field(list)]
    pub state: CampaignState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// It asks those in post whose briefing is due by this day.
    #[field(list)]
    pub due_before: Date,
    /// How many it asked.
    #[field(list)]
    pub invited: i64,
    /// Version of the text.
    #[field(max = 80)]
    pub text_version: String,
    /// By when an answer is wanted.
    #[field(list)]
    pub answer_by: Date,
    /// Who started it.
    pub started_by: RecordId,
    /// Why it was closed before everybody had answered.
    #[field(long)]
    pub reason: Option<String>,
}

kernel::choices! {
    /// How far somebody was asked. Whether they answered is computed.
    pub enum InvitationState {
        Invited = "briefing_invited", Reminded = "briefing_reminded", Escalated = "briefing_escalated", Excused = "briefing_excused",
    }
}

/// Somebody is asked to acknowledge a briefing by a day.
#[derive(Clone, Debug, Register)]
#[register(name = "briefing_invitations", prefix = "biv", title = &["kind", "answer_by"], subject = Some("person"), seen_by = CLEARANCE,
           lifecycle = Some(&INVITATIONS), indexes = &["campaign", "state"],
           views = &[ViewDef { name: "due", by: "answer_by", descending: false }])]
pub struct BriefingInvitation {
    /// Who.
    #[field(list)]
    pub person: Id<Person>,
    /// On what.
    #[field(list)]
    pub kind: BriefingKind,
    /// The category of a special briefing.
    #[field(list, max = CATEGORY_CHARS_MAX)]
    pub category: Option<String>,
    /// The campaign it belongs to.
    #[field(list)]
    pub campaign: Option<Id<BriefingCampaign>>,
    /// How far they were asked.
    #[field(list)]
    pub state: InvitationState,
    /// Since when.
    pub since: Micros,
    /// When they were asked.
    #[field(list)]
    pub invited_on: Date,
    /// By when an answer is wanted.
    #[field(list)]
    pub answer_by: Date,
    /// The system reminds on this day whoever has not answered.
    pub remind_on: Date,
    /// And on this day tells the head of office.
    pub escalate_on: Date,
    /// Version of the text.
    #[field(max = 80)]
    pub text_version: String,
    /// Where the text is read, or when and where the briefing is held.
    #[field(long)]
    pub instructions: Option<String>,
    /// Why no answer is wanted any more.
    #[field(long)]
    pub reason: Option<String>,
}

impl BriefingInvitation {
    /// What it asks about.
    pub fn topic(&self) -> Topic {
        Topic { kind: self.kind, category: self.category.clone() }
    }

    /// Whether an answer is still wanted: nobody excused them, and no briefing of the kind was acknowledged since.
    pub fn waits<'b>(&self, briefings: impl IntoIterator<Item = &'b BriefingRecord>) -> bool {
        let own = |b: &&BriefingRecord| b.person == self.person && b.kind == self.kind && b.category == self.category;
        let mut own = briefings.into_iter().filter(own);
        // An end of access since, signed or refused, has taken the question away.
        self.state != InvitationState::Excused
            && !own.any(|b| b.given_on >= self.invited_on || b.debriefed_on.is_some_and(|on| on >= self.invited_on))
    }

    /// The day of the acknowledgement that answers it.
    pub fn answered<'b>(&self, briefings: impl IntoIterator<Item = &'b BriefingRecord>) -> Option<Date> {
        let answers = |b: &&BriefingRecord| {
            b.person == self.person && b.kind == self.kind && b.category == self.category && b.given_on >= self.invited_on
        };
        briefings.into_iter().filter(answers).map(|b| b.given_on).min()
    }
}
