//! Restriction of processing (Sperrvermerk): a person's file is out of search and lists for everybody; opening it takes two people and leaves
//! an entry.

use jiff::civil::Date;
use kernel::{Duty, Id, Record, RecordId, Refusal, Refused, Register, limits};

use super::WATCHERS;
use crate::command::{Command, CommandDef, Context, Loader};
use crate::identity::Account;
use crate::{Changes, Error};

kernel::choices! {
    /// Why a file is restricted rather than destroyed (SÜG s. 19(2)-(3)).
    pub enum RestrictionReason {
        Consent = "consent", Proceedings = "proceedings", ReturnPlanned = "return_planned", HarmToPerson = "harm_to_person",
        Disputed = "accuracy_disputed",
    }
}

/// Whether a register is read whatever is restricted: those in which restrictions are kept and asked about.
pub(crate) fn stands_outside(register: &str) -> bool {
    [Restriction::NAME, Opening::NAME].contains(&register)
}

/// A restricted file.
#[derive(Clone, Debug, Register)]
#[register(name = "restrictions", prefix = "rst", title = &["reference"], subject = Some("person"), seen_by = Duty::KEEPERS_AND_AUDITOR)]
pub struct Restriction {
    /// Whose.
    pub person: RecordId,
    /// By what the file is asked for; no name.
    #[field(list, search, max = 40)]
    pub reference: String,
    /// Why.
    #[field(list)]
    pub reason: RestrictionReason,
    /// The ground in words.
    #[field(long)]
    pub ground: String,
    /// Since when.
    #[field(list)]
    pub restricted_on: Date,
    /// When it was lifted; in force when empty.
    #[field(list)]
    pub lifted_on: Option<Date>,
}

/// A restricted file opened to one account for a few days.
#[derive(Clone, Debug, Register)]
#[register(name = "openings", prefix = "opn", title = &[], subject = Some("person"), seen_by = WATCHERS)]
pub struct Opening {
    /// The restriction.
    #[field(list)]
    pub restriction: Id<Restriction>,
    /// Whose file.
    pub person: RecordId,
    /// To whom.
    #[field(list)]
    pub account: Id<Account>,
    /// Why.
    #[field(list, long)]
    pub reason: String,
    /// Last day, included.
    #[field(list)]
    pub until: Date,
}

/// Restricts a file. It closes, so one person is enough.
#[derive(Clone, Debug, kernel::Fields)]
pub struct Restrict {
    /// Whose.
    #[field(hidden)]
    pub person: RecordId,
    /// By what the file is asked for; no name.
    #[field(max = 40)]
    pub reference: String,
    /// Why.
    pub reason: RestrictionReason,
    /// The ground in words.
    #[field(long)]
    pub ground: String,
}

impl Command for Restrict {
    const NAME: &'static str = "restrictions.restrict";
    const DUTIES: &'static [Duty] = Duty::KEEPERS;
    const ON: Option<&'static str> = Some("people");
    const PURPOSE: &'static str = "data_protection";
    type Loaded = ();

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get_raw("people", self.person).map(|_| ())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let restriction = Restriction {
            person: self.person,
            reference: self.reference.clone(),
            reason: self.reason,
            ground: self.ground.clone(),
            restricted_on: cx.today,
            lifted_on: None,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &restriction);
        Ok(changes)
    }
}

on_record! {
    /// Lifts a restriction; a second person approves.
    Lift = "restrictions.lift" on restriction: Restriction, by Duty::KEEPERS, for "data_protection", approved by Duty::KEEPERS, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |_, restriction, cx| {
        in_force(&restriction)?;
        let mut changes = Changes::new();
        changes.update(&restriction.head, &Restriction { lifted_on: Some(cx.today), ..restriction.body.clone() });
        Ok(changes)
    }
}

on_record! {
    /// Opens a restricted file to who asks, for a few days; a second person approves.
    Open = "restrictions.open" on restriction: Restriction, by Duty::KEEPERS, for "data_protection", approved by Duty::KEEPERS, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, restriction, cx| {
        in_force(&restriction)?;
        let opening = Opening {
            restriction: restriction.id(),
            person: restriction.body.person,
            account: Id::new(cx.recorder_account()),
            reason: this.reason.clone(),
            until: cx.today.saturating_add(jiff::Span::new().days(limits::OPENING_DAYS)),
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &opening);
        Ok(changes)
    }
}

fn in_force(restriction: &Record<Restriction>) -> Result<(), Refused> {
    if restriction.body.lifted_on.is_some() { Err(Refusal::new("restriction-lifted").into()) } else { Ok(()) }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<Restrict>(), CommandDef::of::<Lift>(), CommandDef::of::<Open>()]
}
