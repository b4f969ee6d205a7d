//! Who may sign in, with what, and which duties they hold: registers like any other, so that every grant has its entry.

use access::{Actor, Grant};
use jiff::civil::Date;
use kernel::{Codes, Duty, FieldType, Id, Level, Record, RecordId, Refusal, Refused, Register, Value, limits};

use crate::command::{Command, CommandDef, Context, Loader};
use crate::db::Connection;
use crate::{Changes, Error};

/// A person's way into the system.
#[derive(Clone, Debug, Register)]
#[register(name = "accounts", prefix = "acc", title = &["login"], subject = None, marking = "U",
           seen_by = &[Duty::AccessAdmin, Duty::Head, Duty::Auditor], unique = &[&["login"]])]
pub struct Account {
    /// Name typed at sign-in.
    #[field(list, search, max = 60)]
    pub login: String,
    /// Name shown to colleagues.
    #[field(list, search, max = 120)]
    pub name: String,
    /// The person.
    #[field(list)]
    pub person: RecordId,
    /// Language of first choice.
    #[field(max = 2)]
    pub lang: String,
    /// Closed; sessions and tokens end with it.
    #[field(list)]
    pub disabled: bool,
}

/// What proves that it is them. Seen by nobody; checked by the sign-in alone.
#[derive(Clone, Debug, Register)]
#[register(name = "credentials", prefix = "crd", title = &[], marking = "R", listed = false, unique = &[&["account"]])]
pub struct Credential {
    /// The account.
    pub account: Id<Account>,
    /// argon2id hash with its parameters.
    #[field(max = 400)]
    pub password: String,
    /// Secret of the one-time codes; in the demo the fixed code itself.
    #[field(max = 120)]
    pub otp: String,
}

/// A duty granted to an account for a time.
#[derive(Clone, Debug, Register)]
#[register(name = "grants", prefix = "grt", title = &["duty"], marking = "U", seen_by = &[Duty::AccessAdmin, Duty::Head, Duty::Auditor])]
pub struct DutyGrant {
    /// To whom.
    #[field(list)]
    pub account: Id<Account>,
    /// Which.
    #[field(list)]
    pub duty: Duty,
    /// Highest level it reaches.
    #[field(list)]
    pub level: Level,
    /// Compartments it opens.
    #[field(list)]
    pub compartments: Codes,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}

/// A key for scripts, tied to a person and never wider than their rights.
#[derive(Clone, Debug, Register)]
#[register(name = "api_tokens", prefix = "tok", title = &["name"], marking = "U", seen_by = &[Duty::AccessAdmin, Duty::Auditor], unique = &[&["digest"]])]
pub struct ApiToken {
    /// Whose.
    #[field(list)]
    pub account: Id<Account>,
    /// What for.
    #[field(list, max = 80)]
    pub name: String,
    /// SHA-256 of the token; the token itself is shown once.
    pub digest: Vec<u8>,
    /// Last day, at most a year away.
    #[field(list)]
    pub valid_until: Date,
}

/// Grants a duty; a second person approves.
#[derive(Clone, Debug, kernel::Fields)]
pub struct GrantDuty {
    /// To whom.
    pub account: Id<Account>,
    /// Which.
    pub duty: Duty,
    /// Highest level it reaches.
    pub level: Level,
    /// Compartments it opens.
    pub compartments: Codes,
    /// First day.
    pub valid_from: Date,
    /// Last day, included.
    pub valid_until: Option<Date>,
}

impl Command for GrantDuty {
    const NAME: &'static str = "grants.grant";
    const DUTIES: &'static [Duty] = &[Duty::AccessAdmin, Duty::Head];
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "access";
    type Loaded = Record<Account>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.named("account", self.account)
    }

    fn decide(&self, account: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if account.body.person == cx.person || Some(account.body.person) == cx.requester {
            wrong.push(Refusal::new("grant-to-self").at("account"));
        }
        wrong.extend(cx.policy.refuses(&self.level).map(|refusal| refusal.at("level")));
        if self.valid_until.is_some_and(|until| until < self.valid_from) {
            wrong.push(Refusal::new("until-before-from").at("valid_until"));
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let grant = DutyGrant {
            account: self.account,
            duty: self.duty,
            level: self.level.clone(),
            compartments: self.compartments.clone(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        };
        changes.insert(cx.new_id(), &grant);
        Ok(changes)
    }
}

/// Ends a grant today.
#[derive(Clone, Debug, kernel::Fields)]
pub struct EndGrant {
    /// Which.
    #[field(hidden)]
    pub grant: Id<DutyGrant>,
}

impl Command for EndGrant {
    const NAME: &'static str = "grants.end";
    const DUTIES: &'static [Duty] = &[Duty::AccessAdmin, Duty::Head];
    const ON: Option<&'static str> = Some("grants");
    const PURPOSE: &'static str = "access";
    type Loaded = Record<DutyGrant>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.grant)
    }

    fn decide(&self, grant: Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        changes.void(&grant);
        Ok(changes)
    }
}

pub(crate) fn commands() -> [CommandDef; 2] {
    [CommandDef::of::<GrantDuty>(), CommandDef::of::<EndGrant>()]
}

/// An account and its grants, read in the snapshot that is open.
pub fn load_actor(conn: &mut dyn Connection, account: RecordId, rank_of: &dyn Fn(&Level) -> i64) -> Result<Actor, Error> {
    let row = conn.first("SELECT person FROM accounts WHERE id = $1 AND disabled = 0 AND void = 0", &[account.into()])?;
    let person = row.and_then(|row| row.first().and_then(Value::id)).ok_or_else(|| Refusal::new("account-closed"))?;
    let sql = format!(
        "SELECT duty, level, compartments, valid_from, valid_until FROM grants WHERE account = $1 AND void = 0 LIMIT {}",
        limits::PAGE_ROWS_MAX
    );
    let grants = conn.query(&sql, &[account.into()])?.into_iter().map(|row| grant(&row, rank_of)).collect::<Result<_, _>>()?;
    Ok(Actor { account, person, household: Vec::new(), grants, job: None })
}

fn grant(row: &[Value], rank_of: &dyn Fn(&Level) -> i64) -> Result<Grant, Error> {
    let at = |at: usize| row.get(at).unwrap_or(&Value::Null);
    let damaged = |_| Error::Stored("a grant is damaged".to_owned());
    Ok(Grant {
        duty: Duty::from_value(at(0)).map_err(damaged)?,
        rank: rank_of(&Level::from_value(at(1)).map_err(damaged)?),
        compartments: Codes::from_value(at(2)).map_err(damaged)?,
        from: Date::from_value(at(3)).map_err(damaged)?,
        until: Option::<Date>::from_value(at(4)).map_err(damaged)?,
    })
}
