//! Lifecycles: const tables of states and moves that can be read aloud. Buttons, permissions, audit names and clocks follow from them.

use std::borrow::Cow;

crate::choices! {
    /// Who has the ball, hence whose clock runs.
    pub enum ClockOwner {
        Office = "office",
        Subject = "subject",
        Hr = "hr",
        Authority = "authority",
        Requester = "requester",
        ForceMajeure = "force_majeure",
        Nobody = "nobody",
    }
}

/// A lifecycle: the only source of what can happen to a record of its register.
#[derive(Debug)]
pub struct Lifecycle {
    /// In the order of the main path; exits last.
    pub states: &'static [State],
    /// Every allowed change of state.
    pub moves: &'static [Move],
}

/// Where a move leads that takes back an end: the open state the record was in before, whichever that was.
pub const WHERE_IT_STOOD: &str = "where_it_stood";

/// One state.
#[derive(Debug)]
pub struct State {
    /// Its code; labels stand in the catalogues as `state-<code>`.
    pub code: &'static str,
    /// Whose clock runs while a record is in it.
    pub clock: ClockOwner,
    /// Whether it is on the main path shown as the stage bar.
    pub stage: bool,
    /// Whether the record is still open.
    pub open: bool,
}

/// One move from states to a state, by a command.
#[derive(Debug)]
pub struct Move {
    /// The command that does it.
    pub command: &'static str,
    /// From any of these.
    pub from: &'static [&'static str],
    /// To this; back to where the record stood before when it says [`WHERE_IT_STOOD`].
    pub to: &'static str,
    /// What it needs; texts stand in the catalogues as `evidence-<code>`.
    pub evidence: &'static [&'static str],
}

impl State {
    /// An open one on the main path.
    pub const fn on_path(code: &'static str, clock: ClockOwner) -> Self {
        Self { code, clock, stage: true, open: true }
    }
    /// An open one beside the main path.
    pub const fn beside(code: &'static str, clock: ClockOwner) -> Self {
        Self { code, clock, stage: false, open: true }
    }
    /// Where the main path ends.
    pub const fn end(code: &'static str) -> Self {
        Self { code, clock: ClockOwner::Nobody, stage: true, open: false }
    }
    /// An end that is not where the path leads.
    pub const fn exit(code: &'static str) -> Self {
        Self { code, clock: ClockOwner::Nobody, stage: false, open: false }
    }
}

impl Move {
    /// A row of the table.
    pub const fn by(command: &'static str, from: &'static [&'static str], to: &'static str, evidence: &'static [&'static str]) -> Self {
        Self { command, from, to, evidence }
    }
}

impl Lifecycle {
    /// The state of this code.
    pub fn state(&self, code: &str) -> Option<&'static State> {
        self.states.iter().find(|s| s.code == code)
    }
    /// A code as the table writes it, without a copy; what the table does not know as it is given.
    pub fn known(&self, code: &str) -> Cow<'static, str> {
        self.state(code).map_or_else(|| Cow::Owned(code.to_owned()), |state| Cow::Borrowed(state.code))
    }
    /// The move this command makes from this state.
    pub fn step(&self, command: &str, from: &str) -> Option<&'static Move> {
        self.moves.iter().find(|m| m.command == command && m.from.contains(&from))
    }
    /// Whether this command leads from the one state to the other.
    pub fn leads(&self, command: &str, from: &str, to: &str) -> bool {
        let back = |step: &Move| step.to == WHERE_IT_STOOD && self.state(to).is_some_and(|state| state.open);
        self.step(command, from).is_some_and(|step| step.to == to || back(step))
    }
    /// What can happen now.
    pub fn moves_from<'a>(&self, from: &'a str) -> impl Iterator<Item = &'static Move> + use<'a> {
        self.moves.iter().filter(move |m| m.from.contains(&from))
    }
    /// What is wrong with the table itself; checked by a test for every register.
    pub fn defects(&self) -> Vec<String> {
        let known = |code: &str| self.state(code).is_some();
        let back = |step: &Move| step.to == WHERE_IT_STOOD;
        let mut defects = Vec::new();
        for (at, step) in self.moves.iter().enumerate() {
            for code in step.from.iter().chain([&step.to]).filter(|c| !known(c) && **c != WHERE_IT_STOOD) {
                defects.push(format!("{} names the unknown state {code}", step.command));
            }
            let again = self.moves.iter().skip(at + 1).find(|m| m.command == step.command && m.from.iter().any(|f| step.from.contains(f)));
            defects.extend(again.map(|m| format!("{} leaves one state in two ways", m.command)));
            defects.extend(
                step.from
                    .iter()
                    .filter_map(|f| self.state(f))
                    .filter(|f| f.open == back(step))
                    .map(|f| format!("{} leaves the {} state {}", step.command, if f.open { "open" } else { "closed" }, f.code)),
            );
        }
        let first = self.states.first().map(|s| s.code);
        for state in self.states {
            let reached = Some(state.code) == first || self.moves.iter().any(|m| m.to == state.code);
            let left = !state.open || self.moves.iter().any(|m| m.from.contains(&state.code));
            if !reached {
                defects.push(format!("nothing leads to {}", state.code));
            }
            if !left {
                defects.push(format!("nothing leads out of {}", state.code));
            }
        }
        defects
    }
}
