//! Duties granted to accounts for a time, by two people.

use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Codes, Duty, Id, Level, Record, Refusal, Refused, Register};

use super::{GRANTERS, WATCHERS};
use crate::command::{Command, CommandDef, Context, Loader};
use crate::identity::Account;
use crate::{Changes, Error};

/// A duty granted to an account for a time.
#[derive(Clone, Debug, Register)]
#[register(name = "grants", spans = &[("valid_from", "valid_until")], prefix = "grt", title = &["duty"], marking = "U", seen_by = WATCHERS)]
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
    /// Categories it holds: caveats that may be read, parties the holder is of.
    #[field(list)]
    pub categories: Codes,
    /// Compartments it opens.
    #[field(list)]
    pub compartments: Codes,
    /// The one site, unit, nation or firm it is limited to.
    #[field(list, max = 40)]
    pub limited_to: Option<String>,
    /// The crisis posture during which it holds; always when empty.
    #[field(list, max = 40)]
    pub posture: Option<String>,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}

impl DutyGrant {
    /// A duty up to a level from a day on, and nothing more.
    pub fn plain(account: Id<Account>, duty: Duty, level: &str, valid_from: Date) -> Self {
        let none = Codes::default;
        let level = Level(level.to_owned());
        Self {
            account,
            duty,
            level,
            categories: none(),
            compartments: none(),
            limited_to: None,
            posture: None,
            valid_from,
            valid_until: None,
        }
    }
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
    /// Categories it holds.
    pub categories: Codes,
    /// Compartments it opens.
    pub compartments: Codes,
    /// The one site, unit, nation or firm it is limited to.
    #[field(max = 40)]
    pub limited_to: Option<String>,
    /// The crisis posture during which it holds; always when empty.
    #[field(max = 40)]
    pub posture: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Last day, included.
    pub valid_until: Option<Date>,
}

impl Command for GrantDuty {
    const NAME: &'static str = "grants.grant";
    const DUTIES: &'static [Duty] = GRANTERS;
    const ADDS: Option<&'static str> = Some(DutyGrant::NAME);
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
        if self.duty.of_a_realm() && self.limited_to.is_none() {
            wrong.push(Refusal::new("grant-of-a-realm").at("limited_to"));
        }
        wrong.extend(days_in_order(Some(self.valid_from), self.valid_until, "valid_until"));
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let grant = DutyGrant {
            account: self.account,
            duty: self.duty,
            level: self.level.clone(),
            categories: self.categories.clone(),
            compartments: self.compartments.clone(),
            limited_to: self.limited_to.clone(),
            posture: self.posture.clone(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        };
        changes.insert(cx.new_id(), &grant);
        Ok(changes)
    }
}

on_record! {
    /// Ends a grant today.
    EndGrant = "grants.end" on grant: DutyGrant, by GRANTERS, for "access", {}
    |_, grant, _cx| {
        let mut changes = Changes::new();
        changes.void(&grant);
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<GrantDuty>(), CommandDef::of::<EndGrant>()]
}
