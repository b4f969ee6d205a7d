//! Asking one person, reminding, telling the head of office, excusing.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Record, Refusal, Refused, Register};
use ledger::transition::{begin_in, step};
use ledger::{Changes, Command, Context, Error, Loader, View, by_day, on_record};

use super::rules::{Turn, turn};
use super::{BRIEFERS, BriefingCampaign, BriefingInvitation, InvitationState, PURPOSE};
use crate::clearances::record::CATEGORY_CHARS_MAX;
use crate::clearances::{BriefingKind, BriefingRecord, Topic};
use crate::limits;
use crate::mail::outgoing::{Marked, Message, addresses, send};
use crate::people::Person;

/// The job that reminds of briefings.
pub const JOB: Job = Job::named("briefings");

/// What whoever is asked is told, and when it goes on.
#[derive(Clone, Debug, Fields)]
pub struct Ask {
    /// Version of the text.
    #[field(max = 80)]
    pub text_version: String,
    /// Where the text is read, or when and where the briefing is held.
    #[field(long)]
    pub instructions: Option<String>,
    /// By when an answer is wanted.
    pub answer_by: Date,
    /// The system reminds on this day whoever has not answered.
    pub remind_on: Date,
    /// And on this day tells the head of office.
    pub escalate_on: Date,
}

impl Ask {
    /// What is wrong with its days.
    pub fn defects(&self, cx: &Context<'_>) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let last = cx.today.saturating_add(limits::OBLIGATION_DAYS_MAX.days());
        if self.remind_on < cx.today || self.remind_on > self.answer_by {
            wrong.push(Refusal::new("reminder-not-before-answer").at("remind_on"));
        }
        if self.answer_by < cx.today {
            wrong.push(Refusal::new("date-in-past").at("answer_by"));
        }
        if self.escalate_on < self.answer_by {
            wrong.push(Refusal::new("escalated-before-answer").at("escalate_on"));
        }
        if self.answer_by.max(self.escalate_on) > last {
            let late = Refusal::new("answer-too-late").at("answer_by").with("days", limits::OBLIGATION_DAYS_MAX.to_string());
            wrong.push(late);
        }
        wrong
    }

    /// Invites somebody, and tells them by mail where they have an address.
    pub fn invite(
        &self,
        person: &Record<Person>,
        topic: Topic,
        campaign: Option<Id<BriefingCampaign>>,
        cx: &Context<'_>,
        changes: &mut Changes,
    ) -> Result<Id<BriefingInvitation>, Refused> {
        let invitation = BriefingInvitation {
            person: person.id(),
            kind: topic.kind,
            category: topic.category,
            campaign,
            state: InvitationState::Invited,
            since: cx.micros(),
            invited_on: cx.today,
            answer_by: self.answer_by,
            remind_on: self.remind_on,
            escalate_on: self.escalate_on,
            text_version: self.text_version.clone(),
            instructions: self.instructions.clone(),
            reason: None,
        };
        // As closed as the file it belongs to.
        let label = cx.as_closed_as(BriefingInvitation::DEF.marking, &person.head.label);
        let id = begin_in(changes, cx.new_id(), &invitation, label, cx);
        tell(person, &invitation, (id, "A security briefing awaits you · Un exposé de sécurité vous attend"), cx, changes)?;
        Ok(id)
    }
}

/// Sends somebody what they are asked; who has no address is told on paper, by the technician's list.
fn tell(
    person: &Record<Person>,
    invitation: &BriefingInvitation,
    (id, subject): (Id<BriefingInvitation>, &str),
    cx: &Context<'_>,
    changes: &mut Changes,
) -> Result<(), Refused> {
    let Some(to) = person.body.email.as_deref().and_then(|address| addresses(address, "email").ok()) else { return Ok(()) };
    let by = invitation.answer_by;
    let text = format!(
        "Please acknowledge a security briefing by {by}: sign in to Castellan, “My file”, or come to the security office.\n\
         Veuillez prendre acte d’un exposé de sécurité au plus tard le {by}\u{202f}: dans Castellan, «\u{202f}Mon dossier\u{202f}», ou au bureau de sécurité.\n\n\
         {}\n",
        invitation.instructions.as_deref().unwrap_or_default()
    );
    let mark = cx.policy.list([&person.head]);
    let (marking, label) = (cx.policy.both(&mark), Marked::of(cx.policy, &mark));
    let message = Message { to, marking, label, subject: subject.to_owned(), text, files: Vec::new() };
    send(&message, id.raw(), Some(person.head.id), cx, changes)
}

/// Asks one person to acknowledge a briefing.
#[derive(Clone, Debug, Fields)]
pub struct Invite {
    /// Who.
    #[field(hidden)]
    pub person: Id<Person>,
    /// On what.
    pub kind: BriefingKind,
    /// The category of a special briefing, as the security policy names it.
    #[field(max = CATEGORY_CHARS_MAX)]
    pub category: Option<String>,
    /// What is asked.
    #[field(flatten)]
    pub ask: Ask,
}

impl Command for Invite {
    const NAME: &'static str = "briefing_invitations.invite";
    const DUTIES: &'static [Duty] = BRIEFERS;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Person>, Vec<Record<BriefingInvitation>>, Vec<Record<BriefingRecord>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.get(self.person)?;
        loader.facts(|view| {
            let of = [self.person.raw()];
            Ok((person, view.having_any("person", &of)?, view.having_any("person", &of)?))
        })
    }

    fn decide(&self, (person, earlier, briefings): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = self.ask.defects(cx);
        let topic = Topic::said(self.kind, self.category.as_deref(), cx.policy);
        wrong.extend(topic.as_ref().err().cloned());
        let same = |i: &Record<BriefingInvitation>| topic.as_ref().is_ok_and(|topic| i.body.topic() == *topic);
        let waits = |i: &&Record<BriefingInvitation>| same(i) && i.body.waits(briefings.iter().map(|b| &b.body));
        if let Some(other) = earlier.iter().find(waits) {
            wrong.push(Refusal::new("invited-already").at("kind").with("day", other.body.answer_by.to_string()));
        }
        Refused::unless_empty(wrong)?;
        let topic = topic?;
        let mut changes = Changes::new();
        let id = self.ask.invite(&person, topic, None, cx, &mut changes)?;
        changes.answer_with(id);
        Ok(changes)
    }
}

on_record! {
    /// Says that no answer is wanted any more from somebody who was asked.
    Excuse = "briefing_invitations.excuse" on invitation: BriefingInvitation, by BRIEFERS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, invitation, cx| step(&invitation, cx, Some(&this.reason), None, |i| i.reason = Some(this.reason.clone()))
}

/// An invitation with its person and their briefings, found as facts: the system reads nothing of its own.
type ByDay = (Record<BriefingInvitation>, Record<Person>, Vec<Record<BriefingRecord>>);

fn asked(view: &mut View<'_>, invitation: Id<BriefingInvitation>) -> Result<ByDay, Error> {
    let invitation = view.get(invitation)?;
    let person: Record<Person> = view.get(invitation.body.person)?;
    let briefings = view.having_any("person", &[person.head.id])?;
    Ok((invitation, person, briefings))
}

/// Refuses what the day does not ask for: somebody answered, or another node was faster.
fn due(wanted: Turn, invitation: &BriefingInvitation, briefings: &[Record<BriefingRecord>], cx: &Context<'_>) -> Result<(), Refusal> {
    if turn(invitation, cx.today, briefings.iter().map(|b| &b.body)) == Some(wanted) {
        Ok(())
    } else {
        Err(Refusal::new("reminder-not-due"))
    }
}

by_day! {
    /// Reminds somebody who has not answered.
    Remind = "briefing_invitations.remind" on invitation: BriefingInvitation, as JOB, for PURPOSE, with ByDay = asked,
    |(invitation, person, briefings), cx| {
        due(Turn::Remind, &invitation.body, &briefings, cx)?;
        let mut changes = step(&invitation, cx, None, None, |_| {})?;
        let subject = "Reminder: a security briefing awaits you · Rappel\u{202f}: un exposé de sécurité vous attend";
        tell(&person, &invitation.body, (invitation.id(), subject), cx, &mut changes)?;
        Ok(changes)
    }
}

by_day! {
    /// Tells the head of office of somebody who has not answered in time.
    Escalate = "briefing_invitations.escalate" on invitation: BriefingInvitation, as JOB, for PURPOSE, with ByDay = asked,
    |(invitation, _, briefings), cx| {
        due(Turn::Escalate, &invitation.body, &briefings, cx)?;
        step(&invitation, cx, None, None, |_| {})
    }
}
