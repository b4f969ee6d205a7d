//! What the ledger promises, on SQLite and on PostgreSQL, by the same stories.

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

mod ceiling;
mod crash;
mod evidence;
mod four_eyes;
mod markings;
mod mutants;
mod numbers;
mod plans;
mod records;
mod rights;
mod sight;
mod system;
mod worlds;
