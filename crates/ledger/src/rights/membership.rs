//! Membership of cases: in registers by case only members see a record, whatever their duty.

use jiff::civil::Date;
use kernel::{Duty, Id, Record, RecordId, Refusal, Refused, Register};

use super::WATCHERS;
use crate::command::{Command, CommandDef, Context, Loader};
use crate::identity::Account;
use crate::{Changes, Error};

/// A member of a case, by name and date.
#[derive(Clone, Debug, Register)]
#[register(name = "memberships", prefix = "mem", title = &["register"], marking = "U", seen_by = WATCHERS, indexes = &["record, account"])]
pub struct Membership {
    /// Register of the case.
    #[field(list, max = 40)]
    pub register: String,
    /// The case.
    pub record: RecordId,
    /// Who.
    #[field(list)]
    pub account: Id<Account>,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}

impl Membership {
    /// Somebody is a member from a day on.
    pub fn from(register: &str, record: RecordId, account: Id<Account>, valid_from: Date) -> Self {
        Self { register: register.to_owned(), record, account, valid_from, valid_until: None }
    }
}

/// Makes a colleague a member of a case one is a member of; a second member approves.
#[derive(Clone, Debug, kernel::Fields)]
pub struct AddMember {
    /// The case.
    #[field(hidden)]
    pub record: RecordId,
    /// Its register.
    #[field(hidden, max = 40)]
    pub register: String,
    /// Who.
    pub account: Id<Account>,
    /// Last day, included.
    pub valid_until: Option<Date>,
}

impl Command for AddMember {
    const NAME: &'static str = "memberships.add";
    const DUTIES: &'static [Duty] = Duty::KEEPERS;
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "access";
    type Loaded = Record<Account>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        // Whoever is not a member does not find it.
        loader.get_raw(&self.register, self.record)?;
        loader.facts(|view| view.get(self.account)).map_err(|_| Refusal::new("reference-not-found").at("account").into())
    }

    fn decide(&self, account: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if account.body.person == cx.person || account.body.person == cx.recorder() {
            return Err(Refusal::new("grant-to-self").at("account").into());
        }
        let member = Membership { valid_until: self.valid_until, ..Membership::from(&self.register, self.record, self.account, cx.today) };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &member);
        Ok(changes)
    }
}

on_record! {
    /// Ends a membership at once.
    EndMembership = "memberships.end" on membership: Membership, by WATCHERS, for "access", {}
    |_, membership, _cx| {
        let mut changes = Changes::new();
        changes.void(&membership);
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<AddMember>(), CommandDef::of::<EndMembership>()]
}
