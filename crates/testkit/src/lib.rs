//! Worlds for tests: a small office on either database, with a clock that stands where it is put and randomness from a seed.
//!
//! ```no_run
//! let world = testkit::World::new(testkit::Backend::Sqlite);
//! let person = world.person("Šimić", "Søren", "ROU");
//! let case = world.as_("officer").makes("case.open", &[("person", person.into()), ("kind", "initial".into()), ("level", "S".into()),
//!     ("priority", "routine".into())]);
//! assert_eq!(world.as_("technician").refused("case.dispatch", &[("case", case.into())]), ["field-required"]);
//! ```
//!
//! Everything here panics when the office itself cannot be set up: a test that cannot start has failed.

pub mod canary;
pub mod evidence;
pub mod fill;
pub mod held;
pub mod hostile;
pub mod postgres;
pub mod smtp;
pub mod world;

pub use ledger::db::Backend;
pub use world::{As, Setup, World, day, hire, instant, value, values_of};
