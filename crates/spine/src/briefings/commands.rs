//! Recording that somebody was briefed, correcting it, debriefing; and the holder's own acknowledgement.

use jiff::civil::Date;
use kernel::{Fields, Id, Label, Record, RecordId, Refusal, Refused, Register};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::rules::{next_due, rule_of};
use super::{BRIEFERS, BriefingInvitation, CampaignState, PURPOSE};
use crate::clearances::queries::{facts, rulebook};
use crate::clearances::record::CATEGORY_CHARS_MAX;
use crate::clearances::{BriefingKind, BriefingLanguage, BriefingRecord, Facts, Topic};
use crate::people::Person;
use crate::policy::Rulebook;

/// The commands on briefings, invitations and campaigns.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<RecordBriefing>(),
        CommandDef::of::<Edit>(),
        CommandDef::of::<Debrief>(),
        CommandDef::of::<RefuseDebrief>(),
        CommandDef::of::<Acknowledge>(),
        CommandDef::of::<super::invitations::Invite>(),
        CommandDef::of::<super::invitations::Excuse>(),
        CommandDef::of::<super::invitations::Remind>(),
        CommandDef::of::<super::invitations::Escalate>(),
        CommandDef::of::<super::campaigns::Start>(),
        CommandDef::of::<super::campaigns::Close>(),
    ]
}

/// What decides when a briefing must be repeated.
pub struct Ground {
    facts: Facts,
    rulebook: Rulebook,
}

impl Ground {
    fn load(loader: &mut Loader<'_, '_>, person: Id<Person>) -> Result<Self, Error> {
        loader.facts(|view| Ok(Self { facts: facts(view, person)?, rulebook: rulebook(view)? }))
    }

    /// The day by the authority's rule on the day of the acknowledgement.
    fn next_due(&self, kind: BriefingKind, given_on: Date, cx: &Context<'_>) -> Option<Date> {
        next_due(kind, given_on, rule_of(&self.facts, given_on, &self.rulebook, cx.policy))
    }
}

/// Records that somebody acknowledged a briefing, as the signed paper says. It answers every invitation to it that was made by that day.
#[derive(Clone, Debug, Fields)]
pub struct RecordBriefing {
    /// Who.
    #[field(hidden)]
    pub person: Id<Person>,
    /// On what.
    pub kind: BriefingKind,
    /// The category of a special briefing, as the security policy names it.
    #[field(max = CATEGORY_CHARS_MAX)]
    pub category: Option<String>,
    /// When it was acknowledged.
    pub given_on: Date,
    /// In which language.
    pub language: BriefingLanguage,
    /// Version of the text.
    #[field(max = 80)]
    pub text_version: Option<String>,
    /// How it was signed.
    pub signed_how: String,
    /// Who saw it signed.
    #[field(max = 120)]
    pub witness: Option<String>,
    /// When it must be repeated; the rule's day when left out, and never later than that.
    pub next_due: Option<Date>,
}

impl Command for RecordBriefing {
    const NAME: &'static str = "briefings.record";
    const DUTIES: &'static [kernel::Duty] = BRIEFERS;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Person>, Ground);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.person)?, Ground::load(loader, self.person)?))
    }

    fn decide(&self, (person, ground): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = not_to_come(self.given_on, "given_on", cx);
        let topic = Topic::said(self.kind, self.category.as_deref(), cx.policy);
        wrong.extend(topic.as_ref().err().cloned());
        let by_rule = ground.next_due(self.kind, self.given_on, cx);
        if self.next_due.is_some_and(|due| due <= self.given_on) {
            wrong.push(Refusal::new("repeated-before-given").at("next_due"));
        }
        if let (Some(typed), Some(rule)) = (self.next_due, by_rule)
            && typed > rule
        {
            wrong.push(Refusal::new("repeated-after-rule").at("next_due").with("rule", rule.to_string()));
        }
        Refused::unless_empty(wrong)?;
        let topic = topic?;
        let briefing = BriefingRecord {
            language: self.language,
            text_version: self.text_version.clone(),
            signed_how: Some(self.signed_how.clone()),
            witness: self.witness.clone(),
            ..BriefingRecord::given(person.id(), topic, self.given_on, self.next_due.or(by_rule))
        };
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &briefing);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Corrects what was recorded of a briefing. The day on which it must be repeated follows; that it was ended is not undone.
#[derive(Clone, Debug, Fields)]
pub struct Edit {
    /// The briefing.
    #[field(hidden)]
    pub briefing: Id<BriefingRecord>,
    /// When it was acknowledged.
    pub given_on: Date,
    /// In which language.
    pub language: BriefingLanguage,
    /// Version of the text.
    #[field(max = 80)]
    pub text_version: Option<String>,
    /// How it was signed.
    pub signed_how: Option<String>,
    /// Who saw it signed.
    #[field(max = 120)]
    pub witness: Option<String>,
    /// When the person was debriefed or refused, where that was recorded.
    pub debriefed_on: Option<Date>,
}

impl Command for Edit {
    const NAME: &'static str = "briefings.edit";
    const DUTIES: &'static [kernel::Duty] = BRIEFERS;
    const ON: Option<&'static str> = Some(BriefingRecord::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<BriefingRecord>, Ground);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let briefing = loader.get(self.briefing)?;
        let ground = Ground::load(loader, briefing.body.person)?;
        Ok((briefing, ground))
    }

    fn decide(&self, (briefing, ground): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = not_to_come(self.given_on, "given_on", cx);
        if self.debriefed_on.is_some() != briefing.body.debriefed_on.is_some() {
            wrong.push(Refusal::new("debriefing-not-by-correction").at("debriefed_on"));
        }
        if let Some(day) = self.debriefed_on {
            wrong.extend(not_to_come(day, "debriefed_on", cx));
            wrong.extend((day < self.given_on).then(|| Refusal::new("debriefed-before-given").at("debriefed_on")));
        }
        Refused::unless_empty(wrong)?;
        let mut body = BriefingRecord {
            given_on: self.given_on,
            language: self.language,
            text_version: self.text_version.clone(),
            signed_how: self.signed_how.clone(),
            witness: self.witness.clone(),
            debriefed_on: self.debriefed_on,
            ..briefing.body.clone()
        };
        if self.given_on != briefing.body.given_on {
            // Where no rule says, as long as before.
            let before = briefing.body.next_due.map(|due| due - briefing.body.given_on);
            let same = before.and_then(|span| self.given_on.checked_add(span).ok());
            body.next_due = ground.next_due(body.kind, self.given_on, cx).or(same);
        }
        let mut changes = Changes::new();
        changes.update(&briefing.head, &body);
        Ok(changes)
    }
}

/// Records that somebody was debriefed.
#[derive(Clone, Debug, Fields)]
pub struct Debrief {
    /// Who.
    #[field(hidden)]
    pub person: Id<Person>,
    /// Of what; of everything when left out.
    pub kind: Option<BriefingKind>,
    /// The category of a special briefing, as the security policy names it.
    #[field(max = CATEGORY_CHARS_MAX)]
    pub category: Option<String>,
    /// When it was signed.
    pub debriefed_on: Date,
    /// Before whom.
    #[field(max = 120)]
    pub debrief_witness: Option<String>,
}

impl Command for Debrief {
    const NAME: &'static str = "briefings.debrief";
    const DUTIES: &'static [kernel::Duty] = BRIEFERS;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Vec<Record<BriefingRecord>>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        to_end(loader, self.person, (self.kind, self.category.as_deref()), true)
    }

    fn decide(&self, open: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        end(&open, self.debriefed_on, cx, |briefing| {
            briefing.debrief_refusal = None;
            briefing.debrief_witness.clone_from(&self.debrief_witness);
        })
    }
}

/// Records that somebody refused to be debriefed, before a witness. Their briefings count no more from that day on.
#[derive(Clone, Debug, Fields)]
pub struct RefuseDebrief {
    /// Who.
    #[field(hidden)]
    pub person: Id<Person>,
    /// When they refused.
    pub debriefed_on: Date,
    /// Why, in their words.
    #[field(long)]
    pub debrief_refusal: String,
    /// Before whom.
    #[field(max = 120)]
    pub debrief_witness: String,
}

impl Command for RefuseDebrief {
    const NAME: &'static str = "briefings.refuse_debrief";
    const DUTIES: &'static [kernel::Duty] = BRIEFERS;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Vec<Record<BriefingRecord>>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        to_end(loader, self.person, (None, None), false)
    }

    fn decide(&self, open: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        end(&open, self.debriefed_on, cx, |briefing| {
            briefing.debrief_refusal = Some(self.debrief_refusal.clone());
            briefing.debrief_witness = Some(self.debrief_witness.clone());
        })
    }
}

/// The briefings of somebody that can be ended: the open ones, and where they may think better of it those they refused to be debriefed of.
fn to_end(
    loader: &mut Loader<'_, '_>,
    person: Id<Person>,
    (kind, category): (Option<BriefingKind>, Option<&str>),
    refused_too: bool,
) -> Result<Vec<Record<BriefingRecord>>, Error> {
    loader.get(person)?;
    let mut all = loader.facts(|view| view.having_any::<BriefingRecord>("person", &[person.raw()]))?;
    // An appraisal binds nobody to anything.
    all.retain(|b| b.body.kind != BriefingKind::Appraisal && kind.is_none_or(|kind| b.body.kind == kind));
    all.retain(|b| category.is_none_or(|category| b.body.is_on(&Topic::of_category(category))));
    all.retain(|b| b.body.debriefed_on.is_none() || (refused_too && b.body.debrief_refusal.is_some()));
    // Somebody's briefings are ended whole or not at all.
    if loader.acts_on(all.iter().map(|b| (BriefingRecord::NAME, b.head.clone())))? { Ok(all) } else { Err(Error::NotFound) }
}

fn end(open: &[Record<BriefingRecord>], on: Date, cx: &Context<'_>, edit: impl Fn(&mut BriefingRecord)) -> Result<Changes, Refused> {
    let mut wrong = not_to_come(on, "debriefed_on", cx);
    if open.is_empty() {
        wrong.push(Refusal::new("nothing-to-debrief"));
    }
    if open.iter().any(|b| b.body.given_on > on) {
        wrong.push(Refusal::new("debriefed-before-given").at("debriefed_on"));
    }
    Refused::unless_empty(wrong)?;
    let mut changes = Changes::new();
    for briefing in open {
        let mut body = BriefingRecord { debriefed_on: Some(on), ..briefing.body.clone() };
        edit(&mut body);
        changes.update(&briefing.head, &body);
    }
    Ok(changes)
}

/// How an acknowledgement is signed that its holder gives at the screen.
const AT_THE_SCREEN: &str = "In Castellan, signed in · Dans Castellan, session ouverte";

/// Acknowledges a briefing one was invited to, for oneself. It counts from today.
#[derive(Clone, Debug, Fields)]
pub struct Acknowledge {
    /// The invitation; one's own.
    #[field(hidden)]
    pub invitation: Id<BriefingInvitation>,
    /// In which language one read it.
    pub language: BriefingLanguage,
    /// Whether one has read it and will keep to it.
    pub read_and_understood: bool,
}

/// One's own invitation: what it rests on, whether its campaign was closed, and how one's file is marked.
pub struct OwnInvitation {
    invitation: Record<BriefingInvitation>,
    ground: Ground,
    closed: bool,
    label: Label,
}

impl Command for Acknowledge {
    const NAME: &'static str = "briefings.acknowledge";
    const DUTIES: &'static [kernel::Duty] = &[];
    const OWN: bool = true;
    const IN_BROWSER: Option<&'static str> = Some("acknowledged-in-browser");
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = OwnInvitation;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let me: RecordId = loader.view().person();
        // One's own file is closed to one's duties; this is the one thing in it that one does oneself.
        let invitation = loader.facts(|view| view.get(self.invitation))?;
        if invitation.body.person.raw() != me {
            return Err(Error::NotFound);
        }
        let ground = Ground::load(loader, invitation.body.person)?;
        loader.facts(|view| {
            let closed = match invitation.body.campaign {
                Some(campaign) => view.get(campaign)?.body.state == CampaignState::Closed,
                None => false,
            };
            let label = view.get(invitation.body.person)?.head.label;
            Ok(OwnInvitation { invitation, ground, closed, label })
        })
    }

    fn decide(&self, OwnInvitation { invitation, ground, closed, label }: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        // The text of a campaign that was closed may be withdrawn.
        if closed || !invitation.body.waits(&ground.facts.briefings) {
            wrong.push(Refusal::new("invitation-waits-no-more"));
        }
        if invitation.body.kind == BriefingKind::Appraisal {
            wrong.push(Refusal::new("appraisal-not-alone"));
        }
        if !self.read_and_understood {
            wrong.push(Refusal::new("briefing-not-read").at("read_and_understood"));
        }
        Refused::unless_empty(wrong)?;
        let kind = invitation.body.kind;
        let briefing = BriefingRecord {
            language: self.language,
            text_version: Some(invitation.body.text_version.clone()),
            signed_how: Some(AT_THE_SCREEN.to_owned()),
            ..BriefingRecord::given(invitation.body.person, invitation.body.topic(), cx.today, ground.next_due(kind, cx.today, cx))
        };
        let mut changes = Changes::new();
        // As closed as the file it belongs to.
        changes.insert_in(cx.new_id(), &briefing, cx.as_closed_as(BriefingRecord::DEF.marking, &label));
        Ok(changes)
    }
}

/// A day that has come.
fn not_to_come(day: Date, at: &str, cx: &Context<'_>) -> Vec<Refusal> {
    (day > cx.today).then(|| Refusal::new("date-in-future").at(at)).into_iter().collect()
}
