//! Accounts: two people open one, with nothing; one person closes it, at once and with everything that hangs on it; two open it again, with
//! nothing.

use kernel::{Duty, Id, Record, RecordId, Refusal, Refused, Register, limits};

use super::GRANTERS;
use super::delegation::Delegation;
use super::enrolment::Enrolment;
use super::grants::DutyGrant;
use super::membership::Membership;
use crate::command::{Command, CommandDef, Context, Loader, Offered};
use crate::identity::{Account, ApiToken};
use crate::{Changes, Error, ListQuery, RawRecord, View};

/// Closes an account: sessions, keys, duties, delegations and memberships end with it, in the same entry.
#[derive(Clone, Debug, kernel::Fields)]
pub struct CloseAccount {
    /// Which.
    #[field(hidden)]
    pub account: Id<Account>,
}

/// An account and what hangs on it.
pub struct Held {
    account: Record<Account>,
    grants: Vec<Record<DutyGrant>>,
    delegations: Vec<Record<Delegation>>,
    memberships: Vec<Record<Membership>>,
    tokens: Vec<Record<ApiToken>>,
    enrolments: Vec<Record<Enrolment>>,
}

/// Every record of a register that hangs on an account, however many.
fn all<R: Register>(view: &mut View<'_>, field: &str, account: RecordId) -> Result<Vec<Record<R>>, Error> {
    let filters = vec![(field.to_owned(), account.into())];
    let query = ListQuery { filters, limit: limits::COMMAND_ROWS_MAX, ..ListQuery::default() };
    view.rows_of(R::NAME, &query)?.into_iter().map(RawRecord::typed).collect()
}

impl Command for CloseAccount {
    const NAME: &'static str = "accounts.close";
    const DUTIES: &'static [Duty] = GRANTERS;
    const ON: Option<&'static str> = Some("accounts");
    const OFFERED: Offered = &[("disabled", &["no"])];
    const PURPOSE: &'static str = "access";
    type Loaded = Held;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let account = loader.get(self.account)?;
        let id = self.account.raw();
        loader.facts(|view| {
            let mut delegations = all::<Delegation>(view, "from_account", id)?;
            delegations.extend(all::<Delegation>(view, "to_account", id)?);
            let grants = all(view, "account", id)?;
            let (memberships, tokens) = (all(view, "account", id)?, all(view, "account", id)?);
            Ok(Held { account, grants, delegations, memberships, tokens, enrolments: all(view, "account", id)? })
        })
    }

    fn decide(&self, held: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if held.account.body.disabled {
            return Err(Refusal::new("account-closed-already").into());
        }
        // Whoever closes their own could not be asked about it.
        if held.account.body.person == cx.person {
            return Err(Refusal::new("account-own").into());
        }
        let mut changes = Changes::new();
        changes.update(&held.account.head, &Account { disabled: true, ..held.account.body.clone() });
        held.grants.iter().for_each(|grant| changes.void(grant));
        held.delegations.iter().for_each(|delegation| changes.void(delegation));
        held.memberships.iter().for_each(|membership| changes.void(membership));
        held.tokens.iter().for_each(|token| changes.void(token));
        // A code that was printed opens nothing once the account is opened again.
        held.enrolments.iter().filter(|code| code.body.used_at.is_none()).for_each(|code| changes.void(code));
        changes.sign_out.push(self.account.raw());
        Ok(changes)
    }
}

/// Opens a closed account again; a second person approves, and neither is whose account it is. Duties are granted anew.
#[derive(Clone, Debug, kernel::Fields)]
pub struct ReopenAccount {
    /// Which.
    #[field(hidden)]
    pub account: Id<Account>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for ReopenAccount {
    const NAME: &'static str = "accounts.reopen";
    const DUTIES: &'static [Duty] = GRANTERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some("accounts");
    const OFFERED: Offered = &[("disabled", &["yes"])];
    const PURPOSE: &'static str = "access";
    type Loaded = Record<Account>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.account)
    }

    fn decide(&self, account: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if !account.body.disabled {
            return Err(Refusal::new("account-open").into());
        }
        // A person may have another account.
        if account.body.person == cx.person || account.body.person == cx.recorder() {
            return Err(Refusal::new("grant-to-self").into());
        }
        let mut changes = Changes::new();
        changes.update(&account.head, &Account { disabled: false, ..account.body.clone() });
        Ok(changes)
    }
}

kernel::choices! {
    /// The language somebody begins with.
    pub enum FirstLanguage { En = "en", Fr = "fr" }
}

/// Opens an account for somebody; a second person approves, and neither is who it is for. It comes without a duty, and without a password:
/// an enrolment leads to that.
#[derive(Clone, Debug, kernel::Fields)]
pub struct OpenAccount {
    /// Who.
    #[field(hidden)]
    pub person: RecordId,
    /// Name typed at sign-in.
    #[field(max = 60)]
    pub login: String,
    /// Name shown to colleagues.
    #[field(max = 120)]
    pub name: String,
    /// The language they begin with.
    pub first_language: FirstLanguage,
}

/// Whether a name can be typed at every keyboard of the house: small letters, digits, full stop, hyphen, underscore; a letter first.
fn is_login(login: &str) -> bool {
    login.starts_with(|c: char| c.is_ascii_lowercase())
        && login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
}

impl Command for OpenAccount {
    const NAME: &'static str = "accounts.open";
    const DUTIES: &'static [Duty] = GRANTERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some("people");
    const PURPOSE: &'static str = "access";
    /// Whether they have an open account already.
    type Loaded = bool;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        // Who manages accounts sees no files: that the person is there is a fact, for who asks and for who approves.
        loader.facts(|view| {
            view.get_raw("people", self.person)?;
            let accounts = view.having::<Account>("person", self.person)?;
            Ok(accounts.iter().any(|account| !account.body.disabled))
        })
    }

    fn decide(&self, has: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if self.person == cx.person || self.person == cx.recorder() {
            wrong.push(Refusal::new("grant-to-self"));
        } else if has {
            wrong.push(Refusal::new("account-of-person"));
        }
        if !is_login(&self.login) {
            wrong.push(Refusal::new("login-misshapen").at("login"));
        }
        Refused::unless_empty(wrong)?;
        let account = Account {
            login: self.login.clone(),
            name: self.name.clone(),
            person: self.person,
            lang: self.first_language.code().to_owned(),
            disabled: false,
        };
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &account);
        changes.answer_with(id);
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<OpenAccount>(), CommandDef::of::<CloseAccount>(), CommandDef::of::<ReopenAccount>()]
}
