//! The schema's history, in the order in which it was made. Never edited once merged; `cargo xtask migrate` adds to it.

use ledger::schema::Migration;

/// Every migration.
pub const ALL: &[Migration] = &[Migration { number: 1, name: "first", sql: include_str!("../migrations/0001_first.sql") }];
