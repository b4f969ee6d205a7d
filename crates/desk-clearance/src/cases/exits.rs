//! The ends of a case that are not where its path leads, beside those that need the case alone.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::{Changes, Command, Context, Error, Loader};
use spine::clearances::commands::{incoming_letter, outgoing_letter};
use spine::clearances::queries::facts;
use spine::clearances::{Decision, DecisionKind, Facts, Lapse, Need, scoped};
use spine::mail::MailItem;
use spine::organisations::{Authority, Organisation};

use super::commands::{WORKERS, letter_move, plain_move, step};
use super::reasons::{DeathToldBy, DiscontinueReason, DuplicateReason, TransferReason};
use super::{CaseKind, CaseState, PscCase};
use crate::leavers::Departure;
use crate::limits::GOES_TO_CHARS_MAX;

/// The authority was told, and nothing more is asked of it: a cancellation, a transfer out, a withdrawal that stands on record is completed. The
/// first two end the clearance: by the letter, on the day, or after the last day of service where the case is a leaver's.
#[derive(Clone, Debug, Fields)]
pub struct AuthorityTold {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The registered letter.
    pub mail_item: Id<MailItem>,
    /// Why the clearance ends; of a leaver and of who goes to another body it is known, and a withdrawal is told by its decision.
    pub end_reason: Option<Lapse>,
}

/// What telling an authority needs to know.
pub struct ToTell {
    case: Record<PscCase>,
    mail: Record<MailItem>,
    authority: Record<Authority>,
    facts: Facts,
    leaves: Option<Date>,
}

impl Command for AuthorityTold {
    const NAME: &'static str = "case.authority_told";
    const DUTIES: &'static [Duty] = WORKERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = ToTell;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let mail = loader.named("mail_item", self.mail_item)?;
        let authority = loader.get(case.body.authority)?;
        let facts = facts(loader.view(), case.body.person)?;
        let departures = loader.facts(|view| view.having::<Departure>("case", self.case.raw()))?;
        Ok(ToTell { case, mail, authority, facts, leaves: departures.into_iter().map(|d| d.body.last_day).max() })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToTell { case, mail, authority, facts, leaves } = loaded;
        outgoing_letter(&mail, Some(case.body.person.raw()), "mail_item")?;
        let barred = scoped::barred(&facts, &case.body.level, cx.today, cx.policy);
        if case.body.kind == CaseKind::Withdrawal && barred.is_none_or(|(code, _)| code != "decision-withdrawn") {
            return Err(Refusal::new("withdrawal-not-recorded").into());
        }
        let kind = match case.body.kind {
            CaseKind::Cancellation => Some(DecisionKind::Cancel),
            CaseKind::TransferOut => Some(DecisionKind::Transfer),
            _ => None,
        };
        let id: Option<Id<Decision>> = kind.map(|_| Id::new(cx.new_id()));
        let told = step(&case, cx, None, Some(mail.head.id), |c| (c.sent_by, c.decision) = (Some(mail.id()), id.or(c.decision)))?;
        let (Some(kind), Some(id)) = (kind, id) else {
            return if self.end_reason.is_some() { Err(Refusal::new("end-reason-of-decision").at("end_reason").into()) } else { Ok(told) };
        };
        let known = (leaves.is_some() || kind == DecisionKind::Transfer).then_some(Lapse::LeftEmployer);
        let reason = self.end_reason.or(known).ok_or_else(|| Refusal::new("field-required").at("end_reason"))?;
        let what = Need::new(case.body.level.clone(), case.body.categories.clone());
        let of = (authority.id(), authority.body.nation);
        let decision = Decision {
            reference: Some(mail.body.reference.clone()),
            valid_from: leaves.and_then(|last| last.tomorrow().ok()).map_or(cx.today, |day| day.max(cx.today)),
            end_reason: Some(reason),
            source: Some(mail.id()),
            case: Some(case.head.id),
            ..Decision::made(case.body.person, of, kind, what, cx.today, (cx.recorder(), cx.person))
        };
        // The decision comes before the case that refers to it.
        let mut changes = Changes::new();
        changes.insert(id.raw(), &decision);
        changes.followed_by(told);
        changes.answer_with(case.id());
        Ok(changes)
    }
}

/// The person goes to another body, and the file with them.
#[derive(Clone, Debug, Fields)]
pub struct TransferOut {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The registered letter.
    pub mail_item: Id<MailItem>,
    /// Why.
    pub reason_code: TransferReason,
    /// To which body.
    pub organisation: Option<Id<Organisation>>,
    /// To which one, where the office does not know it.
    #[field(max = GOES_TO_CHARS_MAX)]
    pub goes_to: Option<String>,
}

impl Command for TransferOut {
    const NAME: &'static str = "case.transfer_out";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Record<MailItem>, Option<Record<Organisation>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (case, mail) = (loader.get(self.case)?, loader.named("mail_item", self.mail_item)?);
        let organisation = self.organisation.map(|id| loader.named("organisation", id)).transpose()?;
        Ok((case, mail, organisation))
    }

    fn decide(&self, (case, mail, organisation): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let whither = match (&organisation, &self.goes_to) {
            (Some(known), None) => Ok(known.body.name_en.as_str()),
            (None, Some(other)) => Ok(other.as_str()),
            _ => Err(Refusal::new("transferred-nowhere").at("organisation")),
        };
        let moved = step(&case, cx, whither.as_ref().ok().copied(), Some(mail.head.id), |_| {})?;
        let mut wrong: Vec<Refusal> = outgoing_letter(&mail, Some(case.body.person.raw()), "mail_item").err().into_iter().collect();
        wrong.extend(whither.err());
        Refused::unless_empty(wrong)?;
        Ok(moved.coded([self.reason_code.code()]))
    }
}

letter_move! {
    /// The authority ends its work without a decision.
    AuthorityDiscontinues = "case.authority_discontinues", incoming_letter {
        /// Why, as the letter says.
        reason_code: DiscontinueReason,
    }
    |this, case, mail, cx| Ok(step(&case, cx, None, Some(mail.head.id), |_| {})?.coded([this.reason_code.code()]))
}

plain_move! {
    /// The person died. Only this case ends; what else is theirs is ended for itself.
    CloseDeceased = "case.close_deceased" {
        /// When.
        died_on: Date,
        /// Who told it.
        reason_code: DeathToldBy,
        /// How it is known.
        #[field(long)]
        reason: String,
    }
    |this, case, cx| {
        if this.died_on > cx.today {
            return Err(Refusal::new("date-in-future").at("died_on").into());
        }
        let moved = step(&case, cx, Some(&format!("{} · {}", this.died_on, this.reason)), None, |_| {})?;
        Ok(moved.coded([this.reason_code.code()]))
    }
}

/// The same is done in another case of the person.
#[derive(Clone, Debug, Fields)]
pub struct CloseDuplicate {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The case that goes on.
    pub same_case: Id<PscCase>,
    /// How it came to be two.
    pub reason_code: DuplicateReason,
}

impl Command for CloseDuplicate {
    const NAME: &'static str = "case.close_duplicate";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Record<PscCase>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.case)?, loader.named("same_case", self.same_case)?))
    }

    fn decide(&self, (case, other): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let moved = step(&case, cx, Some(&other.body.number), Some(other.head.id), |_| {})?;
        let same = case.body.person == other.body.person && case.head.id != other.head.id;
        if !same || other.body.state == CaseState::ClosedDuplicate {
            return Err(Refusal::new("not-the-same-case").at("same_case").into());
        }
        Ok(moved.coded([self.reason_code.code()]))
    }
}
