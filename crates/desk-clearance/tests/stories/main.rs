//! The clearance office's procedure, as stories on both databases.

/// Makes a test of each story for each database.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $story() { super::$story(testkit::Backend::Sqlite); })+
        }
        mod postgres {
            $(#[test] fn $story() { super::$story(testkit::Backend::Postgres); })+
        }
    };
}

mod access;
mod audits;
mod briefings;
mod cabinet;
mod cases;
mod corrections;
mod correspondence;
mod documents;
mod ends;
mod forms;
mod gate;
mod holdings;
mod hr;
mod incidents;
mod invariants;
mod knowledge;
mod mail;
mod measures;
mod on_call;
mod paths;
mod people;
mod promises;
mod protection;
mod quality;
mod red_visits;
mod renewals;
mod risks;
mod rules;
mod service;
mod take_over;
mod tasks;
mod visits;
mod years;
