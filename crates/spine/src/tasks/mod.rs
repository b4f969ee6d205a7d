//! Tasks: given by somebody to somebody, with a day, evidence and a second look, whatever desk they come from.

pub mod commands;
pub mod lifecycle;
pub mod queries;

use jiff::civil::Date;
use kernel::{Id, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;

pub use lifecycle::LIFECYCLE;

kernel::choices! {
    /// Where a task stands.
    pub enum TaskState { Open = "task_open", Done = "task_done", Verified = "task_verified", Dropped = "task_dropped" }
}

/// A task.
#[derive(Clone, Debug, Register)]
#[register(name = "tasks", prefix = "tsk", title = &["title"], subject = Some("person"), seen_by = OFFICE, lifecycle = Some(&LIFECYCLE),
           indexes = &["owner", "supervisor"], views = &[ViewDef { name: "due", by: "due_on", descending: false }])]
pub struct Task {
    /// What is to be done; neutral.
    #[field(search, list)]
    pub title: String,
    /// Where it stands.
    #[field(list)]
    pub state: TaskState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Who does it.
    #[field(list)]
    pub owner: Id<Account>,
    /// Who gave it and looks whether it is done.
    #[field(list)]
    pub supervisor: Id<Account>,
    /// By when.
    #[field(list)]
    pub due_on: Date,
    /// More about it.
    #[field(long)]
    pub details: Option<String>,
    /// The record it concerns, such as a case.
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    pub person: Option<RecordId>,
    /// What shows that it is done.
    #[field(long)]
    pub proof_of_work: Option<String>,
    /// Who looked.
    pub verified_by: Option<RecordId>,
}
