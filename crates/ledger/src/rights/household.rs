//! Declared households: the files of those one lives with are closed like one's own.

use jiff::civil::Date;
use kernel::{Duty, RecordId, Refusal, Refused, Register};

use super::GRANTERS;
use crate::command::{Command, CommandDef, Context, Loader};
use crate::{Changes, Error};

/// Two people who live together. It works both ways.
#[derive(Clone, Debug, Register)]
#[register(name = "household_ties", prefix = "hht", title = &[], subject = Some("person"), seen_by = Duty::DECLARERS)]
pub struct HouseholdTie {
    /// One.
    #[field(list)]
    pub person: RecordId,
    /// The other.
    #[field(list)]
    pub member: RecordId,
    /// When it was declared.
    #[field(list)]
    pub declared_on: Date,
}

/// Writes down that two people live together. It only closes files, so one person is enough.
#[derive(Clone, Debug, kernel::Fields)]
pub struct DeclareHousehold {
    /// One.
    pub person: RecordId,
    /// The other.
    pub member: RecordId,
}

impl Command for DeclareHousehold {
    const NAME: &'static str = "household.declare";
    const DUTIES: &'static [Duty] = Duty::DECLARERS;
    const ADDS: Option<&'static str> = Some(HouseholdTie::NAME);
    const PURPOSE: &'static str = "access";
    type Loaded = ();

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        // Somebody declares their own as well: what they may not open they may still name.
        for (field, person) in [("person", self.person), ("member", self.member)] {
            if loader.facts(|view| view.get_raw("people", person)).is_err() {
                return Err(Refusal::new("reference-not-found").at(field).into());
            }
        }
        Ok(())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.person == self.member {
            return Err(Refusal::new("household-of-one").at("member").into());
        }
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &HouseholdTie { person: self.person, member: self.member, declared_on: cx.today });
        Ok(changes)
    }
}

on_record! {
    /// Ends a tie: files open again, so a second person approves.
    EndHousehold = "household.end" on tie: HouseholdTie, by Duty::DECLARERS, for "access", approved by GRANTERS, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |_, tie, cx| {
        if [tie.body.person, tie.body.member].iter().any(|p| *p == cx.person || *p == cx.recorder()) {
            return Err(Refusal::new("own-file").into());
        }
        let mut changes = Changes::new();
        changes.void(&tie);
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<DeclareHousehold>(), CommandDef::of::<EndHousehold>()]
}
