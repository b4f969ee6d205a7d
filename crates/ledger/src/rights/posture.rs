//! Crisis posture: grants that were prepared for it, by two people each, hold from its declaration to its end, and named kinds of work go first;
//! then everything is as before.

use kernel::{Duty, Priorities, Refusal, Refused, Register, Work};

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
    /// The kind of work that goes first while it holds.
    #[field(list)]
    pub first_work: Option<Work>,
    /// The kind that goes next.
    #[field(list)]
    pub second_work: Option<Work>,
    /// The kind that goes after that.
    #[field(list)]
    pub third_work: Option<Work>,
    /// When.
    #[field(list)]
    pub declared_at: Micros,
    /// When it ended; in force when empty.
    #[field(list)]
    pub ended_at: Option<Micros>,
}

/// What the postures in force are called, and what goes first while they hold.
#[derive(Clone, Debug, Default)]
pub struct InForce {
    /// Their names; none when no posture is in force.
    pub names: Vec<String>,
    /// What goes first.
    pub priorities: Priorities,
}

impl View<'_> {
    /// The postures in force now, for whoever is signed in.
    pub fn postures(&mut self) -> Result<InForce, Error> {
        let sql = "SELECT name, first_work, second_work, third_work FROM crisis_postures WHERE ended_at IS NULL AND void = 0 \
                   ORDER BY declared_at, id LIMIT 10";
        let rows = self.conn.query(sql, &[])?;
        let text = |row: &[kernel::Value], at: usize| row.get(at).and_then(kernel::Value::text).map(str::to_owned);
        let named = |row: &[kernel::Value]| (1..4).filter_map(|at| Work::from_code(&text(row, at)?)).collect::<Vec<_>>();
        Ok(InForce {
            names: rows.iter().filter_map(|row| text(row, 0)).collect(),
            priorities: Priorities::new(rows.iter().map(|row| named(row))),
        })
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
    /// The kind of work that goes first while it holds.
    pub first_work: Option<Work>,
    /// The kind that goes next.
    pub second_work: Option<Work>,
    /// The kind that goes after that.
    pub third_work: Option<Work>,
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
        let posture = CrisisPosture {
            name: self.name.clone(),
            reason: self.reason.clone(),
            first_work: self.first_work,
            second_work: self.second_work,
            third_work: self.third_work,
            declared_at: cx.micros(),
            ended_at: None,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &posture);
        Ok(changes)
    }
}

on_record! {
    /// Ends a posture: what it gave is gone at once. One person is enough to take powers away.
    EndPosture = "postures.end" on posture: CrisisPosture, by GRANTERS, for "access", {}
    |_, posture, cx| {
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
