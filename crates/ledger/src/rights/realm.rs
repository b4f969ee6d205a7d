//! Realms: whose site, unit or firm a record is. Who holds a duty for one realm only sees nothing of another.

use kernel::{Duty, Head, Label, RecordId, Refused};

use crate::command::{Command, CommandDef, Context, Loader};
use crate::store::RawRecord;
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
    const DUTIES: &'static [Duty] = &[Duty::Head, Duty::ClearanceOfficer];
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "access";
    type Loaded = (kernel::RegisterDef, RawRecord);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let def = loader.view().meta(&self.register)?.def;
        let record = loader.get_raw(&self.register, self.record)?;
        // What is withheld from the eyes that look is written again as it is.
        let whole = loader.facts(|view| view.get_raw(&self.register, self.record))?;
        Ok((def, RawRecord { head: record.head, ..whole }))
    }

    fn decide(&self, (def, record): Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        let label = Label { realm: self.realm.clone(), ..record.head.label.clone() };
        let mut changes = Changes::new();
        changes.update_raw(def, Head { label, ..record.head }, record.values);
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<Assign>()]
}
