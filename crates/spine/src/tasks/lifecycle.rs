//! The lifecycle of a task, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

const fn step(command: &'static str, from: &'static [&'static str], to: &'static str) -> Move {
    Move { command, from, to, evidence: &[] }
}

/// What is open is done with evidence; what is done is verified by another person, or goes back.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State { code: "task_open", clock: ClockOwner::Office, stage: true, open: true },
        State { code: "task_done", clock: ClockOwner::Office, stage: true, open: true },
        State { code: "task_verified", clock: ClockOwner::Nobody, stage: true, open: false },
        State { code: "task_dropped", clock: ClockOwner::Nobody, stage: false, open: false },
    ],
    moves: &[
        step("tasks.done", &["task_open"], "task_done"),
        step("tasks.verify", &["task_done"], "task_verified"),
        step("tasks.send_back", &["task_done"], "task_open"),
        step("tasks.drop", &["task_open"], "task_dropped"),
    ],
};
