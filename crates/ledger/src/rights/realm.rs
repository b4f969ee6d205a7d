//! Realms: whose site, unit or firm a record is. Who holds a duty for one realm only sees nothing of another.

use kernel::{Duty, Label, RecordId, Refused};

use crate::command::{Command, CommandDef, Context, Loader};
use crate::markings::{self, Marked};
use crate::{Changes, Error};

/// Puts a record into a realm, or takes it out: others will see it, so a second person approves.
#[derive(Clone, Debug, kernel::Fields)]
pub struct Assign {
    /// The record.
    #[field(hidden)]
    pub record: RecordId,
    /// Its register.
    #[field(hidden, max = 40)]
    pub register: String,
    /// The site, unit or firm; none when empty.
    #[field(max = 40)]
    pub realm: Option<String>,
}

impl Command for Assign {
    const NAME: &'static str = "realms.assign";
    const DUTIES: &'static [Duty] = Duty::KEEPERS;
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "access";
    type Loaded = Marked;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        markings::load(&self.register, self.record, loader)
    }

    fn decide(&self, marked: Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        let label = Label { realm: self.realm.clone(), ..marked.record.head.label.clone() };
        Ok(markings::relabelled(marked, label))
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<Assign>()]
}
