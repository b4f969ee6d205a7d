//! The lifecycle of a task, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What is open is done with evidence; what is done is verified by another person, or goes back.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("task_open", ClockOwner::Office),
        State::on_path("task_done", ClockOwner::Office),
        State::end("task_verified"),
        State::exit("task_dropped"),
    ],
    moves: &[
        Move::by("tasks.done", &["task_open"], "task_done", &[]),
        Move::by("tasks.verify", &["task_done"], "task_verified", &[]),
        Move::by("tasks.send_back", &["task_done"], "task_open", &[]),
        Move::by("tasks.hand_over", &["task_open"], "task_open", &[]),
        Move::by("tasks.postpone", &["task_open"], "task_open", &[]),
        Move::by("tasks.drop", &["task_open"], "task_dropped", &[]),
    ],
};
