//! The web server: sessions, pages, API. Pages build queries under the reader's scope and commands; they write no SQL and decide no rule.

pub mod api;
pub mod app;
pub mod certificate;
pub mod charts;
pub mod credentials;
pub mod daily;
pub mod destruction;
pub mod digest;
pub mod failure;
pub mod inbox;
pub mod leaving;
pub mod letters;
pub mod openapi;
pub mod pages;
pub mod quarantine;
pub mod renewals;
pub mod report;
pub mod routes;
pub mod rows;
pub mod schedules;
pub mod sender;
mod smtp;
pub mod visitor;
mod visits;
pub mod wipe;
pub mod words;

pub use app::{App, Demo, router};

use ledger::{CommandDef, Manifest};

/// The whole house: every desk's registers, commands and queries.
pub fn manifest() -> Manifest {
    let registers = [spine::registers(), desk_clearance::registers()].concat();
    let commands: Vec<CommandDef> = [spine::commands(), desk_clearance::commands()].concat();
    let queries = [spine::queries(), desk_clearance::queries()].concat();
    Manifest::new(registers, commands, queries)
}
