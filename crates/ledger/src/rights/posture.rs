//! Crisis posture: grants that were prepared for it, by two people each, hold from its declaration to its end; then everything is as before.

use kernel::{Duty, Id, Record, Refusal, Refused, Register};

use super::GRANTERS;
use crate::command::{Command, CommandDef, Context, Loader};
use crate::transition::Micros;
use crate::view::View;
use crate::{Changes, Error};

/// A posture that was declared.
#[derive(Clone, Debug, Register)]
#[register(name = "crisis_postures", prefix = "cri", title = &["name"], marking = "U", seen_by = Duty::ALL,
           views = &[kernel::ViewDef { name: "newest", by: "declared_at", descending: true }])]
pub struct CrisisPosture {
    /// Its name, as grants prepared for it name it.
    #[field(list, search, max = 40)]
    pub name: String,
    /// Why it was declared.
    #[field(list, long)]
    pub reason: String,
    /// When.
    #[field(list)]
    pub declared_at: Micros,
    /// When it ended; in force when empty.
    #[field(list)]
    pub ended_at: Option<Micros>,
}

impl View<'_> {
    /// Names of the postures in force, for whoever is signed in.
    pub fn posture(&mut self) -> Result<Option<String>, Error> {
        let sql = "SELECT name FROM crisis_postures WHERE ended_at IS NULL AND void = 0 ORDER BY declared_at LIMIT 10";
        let rows = self.conn.query(sql, &[])?;
        let names: Vec<&str> = rows.iter().filter_map(|row| row.first().and_then(kernel::Value::text)).collect();
        Ok((!names.is_empty()).then(|| names.join(", ")))
    }
}

/// Declares a posture; a second person approves.
#[derive(Clone, Debug, kernel::Fields)]
pub struct Declare {
    /// Its name.
    #[field(max = 40)]
    pub name: String,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Declare {
    const NAME: &'static str = "postures.declare";
    const DUTIES: &'static [Duty] = GRANTERS;
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "access";
    /// Whether it is in force already.
    type Loaded = bool;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let same = loader.view().having::<CrisisPosture>("name", self.name.as_str())?;
        Ok(same.iter().any(|p| p.body.ended_at.is_none()))
    }

    fn decide(&self, in_force: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if in_force {
            return Err(Refusal::new("posture-in-force").at("name").into());
        }
        let (name, reason) = (self.name.clone(), self.reason.clone());
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &CrisisPosture { name, reason, declared_at: cx.micros(), ended_at: None });
        Ok(changes)
    }
}

/// Ends a posture: what it gave is gone at once. One person is enough to take powers away.
#[derive(Clone, Debug, kernel::Fields)]
pub struct EndPosture {
    /// Which.
    #[field(hidden)]
    pub posture: Id<CrisisPosture>,
}

impl Command for EndPosture {
    const NAME: &'static str = "postures.end";
    const DUTIES: &'static [Duty] = GRANTERS;
    const ON: Option<&'static str> = Some("crisis_postures");
    const PURPOSE: &'static str = "access";
    type Loaded = Record<CrisisPosture>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.posture)
    }

    fn decide(&self, posture: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if posture.body.ended_at.is_some() {
            return Err(Refusal::new("posture-ended").into());
        }
        let mut changes = Changes::new();
        changes.update(&posture.head, &CrisisPosture { ended_at: Some(cx.micros()), ..posture.body.clone() });
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<Declare>(), CommandDef::of::<EndPosture>()]
}
