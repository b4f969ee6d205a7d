//! On call: rotas and their turns, swaps between colleagues, hand-overs, and the calls that came outside office hours. Who is on call is
//! computed from the turns when it is asked; so is what is missing in the weeks to come.

pub mod call_outs;
pub mod commands;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, Refusal, Register, Value, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;
use crate::cases::ticket::Desk;
use crate::limits;

pub use call_outs::CallOut;

/// Duties that keep rotas and give turns.
pub const PLANNERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::PolicyOfficer];

impl Desk {
    /// The duties that work at it: one of them makes somebody fit to be on call for it.
    pub const fn duties(self) -> &'static [Duty] {
        match self {
            Self::Clearance => &[Duty::ClearanceOfficer, Duty::ClearanceTechnician],
            Self::Registry => &[Duty::Registry],
            Self::Policy => &[Duty::PolicyOfficer],
        }
    }
}

kernel::choices! {
    /// Which hours a rota covers.
    pub enum Coverage { All = "all_hours", Outside = "outside_office_hours" }
}

kernel::choices! {
    /// Who is called first, and who when the first does not answer.
    pub enum TurnRole { First = "called_first", Second = "called_second" }
}

/// A rota: whose desk is covered, and in which hours.
#[derive(Clone, Debug, Register)]
#[register(name = "on_call_rotas", prefix = "rot", title = &["name"], marking = "U", seen_by = OFFICE, edited_by = PLANNERS,
           unique = &[&["name"]], rule = sound, spans = &[("valid_from", "valid_until")])]
pub struct Rota {
    /// What people call it.
    #[field(search, list, max = 100)]
    pub name: String,
    /// Whose work it covers.
    #[field(list)]
    pub desk: Desk,
    /// The one site it covers; all of them when empty.
    #[field(list, max = 40)]
    pub site: Option<String>,
    /// Which hours it covers.
    #[field(list)]
    pub coverage: Coverage,
    /// A call is answered within so many minutes; then the second is called.
    #[field(list)]
    pub answer_minutes: i64,
    /// Whoever was called rests for so many hours afterwards.
    #[field(list)]
    pub rest_hours: i64,
    /// First day it covers.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}

/// Times that make sense, and an end after the start.
fn sound(values: &[Value]) -> Vec<Refusal> {
    let at = |name: &str| Rota::DEF.position(name).and_then(|at| values.get(at));
    let mut wrong = Vec::new();
    for (field, least, most) in [("answer_minutes", 1, limits::ANSWER_MINUTES_MAX), ("rest_hours", 0, limits::REST_HOURS_MAX)] {
        if at(field).and_then(Value::int).is_some_and(|number| !(least..=most).contains(&number)) {
            wrong.push(Refusal::new("number-out-of-range").at(field).with("min", least.to_string()).with("max", most.to_string()));
        }
    }
    wrong
}

/// A turn: who is on call from one instant to another.
#[derive(Clone, Debug, Register)]
#[register(name = "on_call_turns", prefix = "otn", title = &["turn_role"], marking = "U", seen_by = OFFICE, indexes = &["rota, until_time", "account, until_time"],
           views = &[ViewDef { name: "newest", by: "from_time", descending: true }])]
pub struct Turn {
    /// The rota.
    #[field(list)]
    pub rota: Id<Rota>,
    /// Who.
    #[field(list)]
    pub account: Id<Account>,
    /// Called first, or when the first does not answer.
    #[field(list)]
    pub turn_role: TurnRole,
    /// From when.
    #[field(list)]
    pub from_time: Micros,
    /// Until when, not included.
    #[field(list)]
    pub until_time: Micros,
}

kernel::choices! {
    /// Where a swap stands.
    pub enum SwapState { Asked = "swap_asked", Accepted = "swap_accepted", Declined = "swap_declined" }
}

/// A swap: one asks, the other accepts; only then does the turn change hands.
#[derive(Clone, Debug, Register)]
#[register(name = "turn_swaps", prefix = "osw", title = &["state"], marking = "U", seen_by = OFFICE, indexes = &["to_account, state"],
           views = &[ViewDef { name: "newest", by: "asked_at", descending: true }])]
pub struct Swap {
    /// The turn that is given away.
    #[field(list)]
    pub turn: Id<Turn>,
    /// The turn that is taken in return, if one is.
    #[field(list)]
    pub in_return: Option<Id<Turn>>,
    /// Who asks.
    #[field(list)]
    pub from_account: Id<Account>,
    /// Who is asked.
    #[field(list)]
    pub to_account: Id<Account>,
    /// Why.
    #[field(long)]
    pub reason: Option<String>,
    /// When.
    #[field(list)]
    pub asked_at: Micros,
    /// Where it stands.
    #[field(list)]
    pub state: SwapState,
    /// Since when it is settled.
    #[field(list)]
    pub settled_at: Option<Micros>,
}

/// What who goes tells who comes, and that who comes has read it.
#[derive(Clone, Debug, Register)]
#[register(name = "hand_overs", prefix = "hov", title = &["handed_at"], seen_by = OFFICE, indexes = &["turn", "to_account"],
           views = &[ViewDef { name: "newest", by: "handed_at", descending: true }])]
pub struct HandOver {
    /// The turn that ends.
    #[field(list)]
    pub turn: Id<Turn>,
    /// The turn that follows.
    #[field(list)]
    pub next_turn: Id<Turn>,
    /// Who goes.
    #[field(list)]
    pub from_account: Id<Account>,
    /// Who comes.
    #[field(list)]
    pub to_account: Id<Account>,
    /// What is open, and what to watch.
    #[field(long)]
    pub note: String,
    /// When it was written.
    #[field(list)]
    pub handed_at: Micros,
    /// When who comes acknowledged it; waiting when empty.
    #[field(list)]
    pub acknowledged_at: Option<Micros>,
}
