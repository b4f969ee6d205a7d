//! Delegation: a duty used by a deputy for a time, in the place of who holds it. It hands over the duty, never the clearance: a deputy reads
//! no higher, under no other caveat and in no other compartment than with their own grants.

use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Duty, Id, Record, RecordId, Refusal, Refused, Register, limits};

use super::grants::DutyGrant;
use super::{GRANTERS, WATCHERS};
use crate::command::{Command, CommandDef, Context, Loader};
use crate::identity::Account;
use crate::view::ListQuery;
use crate::{Changes, Error};

/// A duty that a deputy uses for a time.
#[derive(Clone, Debug, Register)]
#[register(name = "delegations", spans = &[("valid_from", "valid_until")], prefix = "del", title = &["duty"], marking = "U", seen_by = WATCHERS)]
pub struct Delegation {
    /// Who holds the duty.
    #[field(list)]
    pub from_account: Id<Account>,
    /// Who uses it in their place.
    #[field(list)]
    pub to_account: Id<Account>,
    /// Which.
    #[field(list)]
    pub duty: Duty,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Date,
    /// Why, and what is handed over.
    #[field(long)]
    pub reason: String,
}

/// Whether one of two people is the deputy of the other on a day, with whichever of their accounts.
pub(crate) fn ties(view: &mut crate::View<'_>, one: RecordId, other: RecordId, today: Date) -> Result<bool, Error> {
    let mut accounts = |person| view.having::<Account>("person", person);
    let (ours, theirs) = (accounts(one)?, accounts(other)?);
    let pairs = ours.iter().flat_map(|a| theirs.iter().map(move |b| (a.head.id, b.head.id)));
    for (from, to) in pairs.flat_map(|(a, b)| [(a, b), (b, a)]) {
        let filters = vec![("from_account".to_owned(), from.into()), ("to_account".to_owned(), to.into())];
        let query = ListQuery { filters, limit: 1, valid_on: Some(today), ..ListQuery::default() };
        if !view.rows_of(Delegation::NAME, &query)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Hands a duty over for a time; somebody who grants duties approves, who is neither of the two.
#[derive(Clone, Debug, kernel::Fields)]
pub struct Delegate {
    /// Who holds the duty.
    pub from_account: Id<Account>,
    /// Who uses it in their place.
    pub to_account: Id<Account>,
    /// Which.
    pub duty: Duty,
    /// First day.
    pub valid_from: Date,
    /// Last day, included.
    pub valid_until: Date,
    /// Why, and what is handed over.
    #[field(long)]
    pub reason: String,
}

/// Both accounts, and whether the first holds the duty itself on the first day.
type Handover = (Record<Account>, Record<Account>, bool);

impl Command for Delegate {
    const NAME: &'static str = "delegations.delegate";
    const DUTIES: &'static [Duty] = Duty::ALL;
    const FOUR_EYES: bool = true;
    const APPROVERS: &'static [Duty] = GRANTERS;
    const PURPOSE: &'static str = "access";
    type Loaded = Handover;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        // Colleagues know each other's accounts; only those who manage them see the register.
        loader.facts(|view| {
            let account = |view: &mut crate::View<'_>, field: &str, id| {
                view.get::<Account>(id).map_err(|e| match e {
                    Error::NotFound => Refusal::new("reference-not-found").at(field).into(),
                    other => other,
                })
            };
            let from = account(view, "from_account", self.from_account)?;
            let to = account(view, "to_account", self.to_account)?;
            let filters = vec![("account".to_owned(), self.from_account.raw().into()), ("duty".to_owned(), self.duty.code().into())];
            let query = ListQuery { filters, limit: limits::PAGE_ROWS_MAX, ..ListQuery::default() };
            let held = view.rows_of(DutyGrant::NAME, &query)?.into_iter().map(crate::RawRecord::typed::<DutyGrant>);
            let held = held.collect::<Result<Vec<_>, _>>()?;
            let on = |g: &DutyGrant| g.valid_from <= self.valid_from && g.valid_until.is_none_or(|until| self.valid_from <= until);
            Ok((from, to, held.iter().any(|g| on(&g.body))))
        })
    }

    fn decide(&self, (from, to, held): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        // Who would gain asks for nothing and approves nothing.
        if to.body.person == cx.recorder() || to.body.person == cx.person || to.body.person == from.body.person {
            wrong.push(Refusal::new("grant-to-self").at("to_account"));
        }
        if cx.requester.is_some() && from.body.person == cx.person {
            wrong.push(Refusal::new("same-person"));
        }
        // Nobody hands over what is another's: for somebody who is away, a duty is granted.
        if from.body.person != cx.recorder() {
            wrong.push(Refusal::new("delegation-of-another").at("from_account"));
        }
        if !held {
            wrong.push(Refusal::new("delegation-not-held").at("duty"));
        }
        if to.body.disabled {
            wrong.push(Refusal::new("account-closed").at("to_account"));
        }
        let longest = self.valid_from.saturating_add(jiff::Span::new().days(limits::DELEGATION_DAYS_MAX));
        if let Some(reversed) = days_in_order(Some(self.valid_from), Some(self.valid_until), "valid_until") {
            wrong.push(reversed);
        } else if self.valid_until > longest {
            wrong.push(Refusal::new("delegation-too-long").at("valid_until").with("max", limits::DELEGATION_DAYS_MAX.to_string()));
        }
        Refused::unless_empty(wrong)?;
        let delegation = Delegation {
            from_account: self.from_account,
            to_account: self.to_account,
            duty: self.duty,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            reason: self.reason.clone(),
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &delegation);
        Ok(changes)
    }
}

on_record! {
    /// Ends a delegation at once.
    EndDelegation = "delegations.end" on delegation: Delegation, by GRANTERS, for "access", {}
    |_, delegation, _cx| {
        let mut changes = Changes::new();
        changes.void(&delegation);
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<Delegate>(), CommandDef::of::<EndDelegation>()]
}
