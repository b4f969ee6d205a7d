//! Copies that change hands: sent with a receipt owed, acknowledged by whoever received them or by a letter, taken back.

use jiff::{Span, ToSpan};
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::commands::{may_hold, point_may_hold};
use super::queries::{self, Hands};
use super::rules::HoldingRules;
use super::{ControlPoint, ControlledItem, CopyTransfer, MailCopy, PURPOSE, TransferState};
use crate::cabinet::KEEPERS;
use crate::clearances::Need;
use crate::clearances::commands::incoming_letter;
use crate::mail::MailItem;
use crate::organisations::Authority;
use crate::people::Person;
use crate::series;

/// Name of the series transfers are numbered in; the receipt bears the number.
const SERIES: &str = "TRF";

/// The commands on transfers.
pub(super) fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Transfer>(),
        CommandDef::of::<SendBack>(),
        CommandDef::of::<Acknowledge>(),
        CommandDef::of::<EnterReceipt>(),
        CommandDef::of::<Withdraw>(),
    ]
}

/// Hands a copy to a person, or to another control point, or to a person there. A receipt is owed for it.
#[derive(Clone, Debug, Fields)]
pub struct Transfer {
    /// The copy.
    #[field(hidden)]
    pub copy: Id<MailCopy>,
    /// The control point that is to account for it; the same as now when left out.
    pub to_point: Option<Id<ControlPoint>>,
    /// The person who is to have it; the control point itself when left out.
    pub to_person: Option<Id<Person>>,
    /// Why.
    #[field(long)]
    pub reason: Option<String>,
}

/// What handing on looks at.
pub struct ToTransfer {
    copy: Record<MailCopy>,
    need: Need,
    from: Record<ControlPoint>,
    to: Record<ControlPoint>,
    receiver: Hands,
    rules: HoldingRules,
    series: series::Standing,
}

/// Where a copy goes: the control point and the person there, or the authority.
type Whither = (Option<Id<ControlPoint>>, Option<Id<Person>>, Option<Id<Authority>>);

/// The number of a transfer, and its receipt that is owed; pure.
fn sent(
    copy: &Record<MailCopy>,
    (to_point, to_person, to_authority): Whither,
    reason: Option<&str>,
    (rules, series): (&HoldingRules, &series::Standing),
    cx: &Context<'_>,
    changes: &mut Changes,
) {
    let year = i64::from(cx.today.year());
    let number = series::next(series, SERIES, year, cx.new_id(), changes);
    let days: Span = rules.receipt_days.days();
    let body = CopyTransfer {
        number: format!("{SERIES}/{year}/{number:04}"),
        copy: copy.id(),
        state: TransferState::Owed,
        since: cx.micros(),
        from_point: copy.body.control_point,
        from_person: copy.body.holder,
        to_point,
        to_person,
        to_authority,
        reason: reason.map(str::to_owned),
        sent_at: cx.micros(),
        sent_by: cx.person,
        due_on: cx.today.checked_add(days).unwrap_or(cx.today),
        acknowledged_on: None,
        acknowledged_by: None,
        mail_item: None,
    };
    let id = begin(changes, cx.new_id(), &body, None, cx);
    changes.answer_with(id);
}

impl Command for Transfer {
    const NAME: &'static str = "copy.transfer";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(MailCopy::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToTransfer;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let copy = loader.get(self.copy)?;
        let item: Record<ControlledItem> = loader.get(copy.body.item)?;
        let from = loader.get(copy.body.control_point)?;
        let to = self.to_point.map_or_else(|| Ok(from.clone()), |point| loader.named("to_point", point))?;
        if let Some(person) = self.to_person {
            loader.named("to_person", person)?;
        }
        let view = loader.view();
        let receiver = receiver(view, self.to_person, &to)?;
        let need = item.body.need();
        let receiver = queries::hands(view, receiver, &need)?;
        let year = i64::from(view.today.year());
        Ok(ToTransfer { copy, from, to, receiver, rules: queries::rules(view)?, series: series::load(view, SERIES, year)?, need })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToTransfer { copy, need, from, to, receiver, rules, series } = loaded;
        if to.id() == from.id() && self.to_person == copy.body.holder {
            return Err(Refusal::new("copy-is-there").at(if self.to_person.is_some() { "to_person" } else { "to_point" }).into());
        }
        point_may_hold(&to, &need, "to_point", cx.policy)?;
        may_hold(&receiver, &need, if self.to_person.is_some() { "to_person" } else { "to_point" })?;
        let mut changes = step(&copy, cx, self.reason.as_deref(), None, |_| {})?;
        sent(&copy, (Some(to.id()), self.to_person, None), self.reason.as_deref(), (&rules, &series), cx, &mut changes);
        Ok(changes)
    }
}

/// Who receives something sent to a person, or else to a control point: its keeper; a fact.
fn receiver(view: &mut ledger::View<'_>, person: Option<Id<Person>>, point: &Record<ControlPoint>) -> Result<RecordId, Error> {
    person.map_or_else(|| queries::person_of(view, point.body.keeper), |person| Ok(person.raw()))
}

/// Sends a copy back to its originator or on to an authority. It is accounted for until the receipt has come.
#[derive(Clone, Debug, Fields)]
pub struct SendBack {
    /// The copy.
    #[field(hidden)]
    pub copy: Id<MailCopy>,
    /// To which authority.
    pub to_authority: Id<Authority>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for SendBack {
    const NAME: &'static str = "copy.send_back";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(MailCopy::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<MailCopy>, HoldingRules, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let copy = loader.get(self.copy)?;
        loader.named("to_authority", self.to_authority)?;
        let view = loader.view();
        let year = i64::from(view.today.year());
        Ok((copy, queries::rules(view)?, series::load(view, SERIES, year)?))
    }

    fn decide(&self, (copy, rules, series): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        // It leaves from the control point: whoever has it hands it in first, and has a receipt for it.
        if copy.body.holder.is_some() {
            return Err(Refusal::new("copy-is-out").into());
        }
        let mut changes = step(&copy, cx, Some(&self.reason), None, |_| {})?;
        let to = (None, None, Some(self.to_authority));
        sent(&copy, to, Some(&self.reason), (&rules, &series), cx, &mut changes);
        Ok(changes)
    }
}

/// Acknowledges that one has received a copy: the receipt, given by whoever received it.
#[derive(Clone, Debug, Fields)]
pub struct Acknowledge {
    /// The transfer.
    #[field(hidden)]
    pub transfer: Id<CopyTransfer>,
    /// Whether one has it in hand and has counted its pages.
    pub received_complete: bool,
}

/// What a receipt looks at.
pub struct ToAcknowledge {
    transfer: Record<CopyTransfer>,
    copy: Record<MailCopy>,
    need: Need,
    /// Where it goes; none where it leaves the office.
    to: Option<(Record<ControlPoint>, Hands)>,
}

impl ToAcknowledge {
    /// Reads it as facts, for a transfer that the caller may act on.
    fn load(view: &mut ledger::View<'_>, transfer: Record<CopyTransfer>) -> Result<Self, Error> {
        view.facts(|view| {
            let copy = view.get(transfer.body.copy)?;
            let need = view.get(copy.body.item)?.body.need();
            let to = transfer.body.to_point.map(|point| view.get(point)).transpose()?;
            let to = match to {
                None => None,
                Some(point) => {
                    let receiver = receiver(view, transfer.body.to_person, &point)?;
                    let hands = queries::hands(view, receiver, &need)?;
                    Some((point, hands))
                }
            };
            Ok(Self { transfer, copy, need, to })
        })
    }

    /// The copy in its new hands, and the receipt; pure.
    fn received(self, mail: Option<Id<MailItem>>, cx: &Context<'_>) -> Result<Changes, Refused> {
        let Self { transfer, copy, need, to } = self;
        // What was lawful when it was sent may be so no more.
        if let Some((point, hands)) = &to {
            point_may_hold(point, &need, "transfer", cx.policy)?;
            may_hold(hands, &need, "transfer")?;
        }
        let evidence = mail.map(Id::raw);
        let mut changes = step(&transfer, cx, None, evidence, |t| {
            (t.acknowledged_on, t.acknowledged_by, t.mail_item) = (Some(cx.today), Some(cx.person), mail);
        })?;
        let before = (copy.body.control_point, copy.body.charged_on);
        changes.followed_by(step(&copy, cx, None, evidence, |c| match &to {
            Some((point, _)) => {
                c.holder = transfer.body.to_person;
                (c.control_point, c.charged_on) = if point.id() == before.0 { before } else { (point.id(), cx.today) };
            }
            None => c.holder = None,
        })?);
        changes.answer_with(transfer.id());
        Ok(changes)
    }
}

impl Command for Acknowledge {
    const NAME: &'static str = "copy_transfer.acknowledge";
    const DUTIES: &'static [Duty] = &[];
    const OWN: bool = true;
    const ON: Option<&'static str> = Some(CopyTransfer::NAME);
    const IN_BROWSER: Option<&'static str> = Some("receipt-in-browser");
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToAcknowledge;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (me, account) = (loader.view().person(), loader.view().account());
        let transfer = loader.facts(|view| view.get(self.transfer))?;
        // A receipt is given for oneself: by the person it was sent to, or by the keeper of the control point it was sent to.
        let mine = match (transfer.body.to_person, transfer.body.to_point) {
            (Some(person), _) => person.raw() == me,
            (None, Some(point)) => loader.facts(|view| Ok(view.get(point)?.body.keeper.raw() == account))?,
            (None, None) => false,
        };
        if !mine {
            return Err(Error::NotFound);
        }
        ToAcknowledge::load(loader.view(), transfer)
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let transfer = &loaded.transfer.body;
        // Whoever gave it away does not say that it arrived. What a person hands in is received by the keeper who records it.
        if transfer.from_person.map_or(transfer.sent_by, Id::raw) == cx.person {
            return Err(Refusal::new("receipt-by-sender").into());
        }
        if !self.received_complete {
            return Err(Refusal::new("receipt-not-complete").at("received_complete").into());
        }
        loaded.received(None, cx)
    }
}

/// Enters a receipt that came on paper, with the letter it came with: somebody else than who sent the copy.
#[derive(Clone, Debug, Fields)]
pub struct EnterReceipt {
    /// The transfer.
    #[field(hidden)]
    pub transfer: Id<CopyTransfer>,
    /// The letter the receipt came with.
    pub mail_item: Id<MailItem>,
}

impl Command for EnterReceipt {
    const NAME: &'static str = "copy_transfer.enter_receipt";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(CopyTransfer::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (ToAcknowledge, Record<MailItem>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let transfer = loader.get(self.transfer)?;
        let mail = loader.named("mail_item", self.mail_item)?;
        Ok((ToAcknowledge::load(loader.view(), transfer)?, mail))
    }

    fn decide(&self, (loaded, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let transfer = &loaded.transfer.body;
        if [Some(transfer.sent_by), transfer.from_person.map(Id::raw)].contains(&Some(cx.person)) {
            return Err(Refusal::new("receipt-by-sender").into());
        }
        incoming_letter(&mail, None, "mail_item")?;
        loaded.received(Some(mail.id()), cx)
    }
}

/// Takes back what was sent and not acknowledged: the copy is with whoever had it.
#[derive(Clone, Debug, Fields)]
pub struct Withdraw {
    /// The transfer.
    #[field(hidden)]
    pub transfer: Id<CopyTransfer>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Withdraw {
    const NAME: &'static str = "copy_transfer.withdraw";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(CopyTransfer::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<CopyTransfer>, Record<MailCopy>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let transfer: Record<CopyTransfer> = loader.get(self.transfer)?;
        let copy = loader.get(transfer.body.copy)?;
        Ok((transfer, copy))
    }

    fn decide(&self, (transfer, copy): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = step(&transfer, cx, Some(&self.reason), None, |_| {})?;
        changes.followed_by(step(&copy, cx, Some(&self.reason), None, |_| {})?);
        changes.answer_with(transfer.id());
        Ok(changes)
    }
}
