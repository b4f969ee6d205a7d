//! The ends of a case that are not where its path leads, beside those that need the case alone.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::{Changes, Command, Context, Error, Loader};
use spine::clearances::commands::{incoming_letter, outgoing_letter};
use spine::clearances::queries::facts;
use spine::clearances::{Facts, scoped};
use spine::mail::MailItem;

use super::commands::{WORKERS, letter_move, plain_move, step};
use super::{CaseKind, CaseState, PscCase};

/// The authority was told, and nothing more is asked of it: a cancellation, a transfer out, a withdrawal that stands on record is completed.
#[derive(Clone, Debug, Fields)]
pub struct AuthorityTold {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The registered letter.
    pub mail_item: Id<MailItem>,
}

impl Command for AuthorityTold {
    const NAME: &'static str = "case.authority_told";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Record<MailItem>, Facts);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let mail = loader.named("mail_item", self.mail_item)?;
        let facts = facts(loader.view(), case.body.person)?;
        Ok((case, mail, facts))
    }

    fn decide(&self, (case, mail, facts): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        outgoing_letter(&mail, "mail_item")?;
        let barred = scoped::barred(&facts, &case.body.level, cx.today, cx.policy);
        if case.body.kind == CaseKind::Withdrawal && barred.is_none_or(|(code, _)| code != "decision-withdrawn") {
            return Err(Refusal::new("withdrawal-not-recorded").into());
        }
        step(&case, cx, None, Some(mail.head.id), |c| c.sent_by = Some(mail.id()))
    }
}

letter_move! {
    /// The person goes to another body, and the file with them.
    TransferOut = "case.transfer_out", outgoing_letter {}
    |_this, case, mail, cx| step(&case, cx, None, Some(mail.head.id), |_| {})
}

letter_move! {
    /// The authority ends its work without a decision.
    AuthorityDiscontinues = "case.authority_discontinues", incoming_letter {}
    |_this, case, mail, cx| step(&case, cx, None, Some(mail.head.id), |_| {})
}

plain_move! {
    /// The person died. Only this case ends; what else is theirs is ended for itself.
    CloseDeceased = "case.close_deceased" {
        /// When.
        died_on: Date,
        /// How it is known.
        #[field(long)]
        reason: String,
    }
    |this, case, cx| {
        if this.died_on > cx.today {
            return Err(Refusal::new("date-in-future").at("died_on").into());
        }
        step(&case, cx, Some(&format!("{} · {}", this.died_on, this.reason)), None, |_| {})
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
        Ok(moved)
    }
}
