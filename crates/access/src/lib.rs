//! Who may see and do what: pure. Grants come in; a `Permit` (to act) or a `Scope` (to see) comes out, and neither can be made elsewhere.
//!
//! Nothing here reads a database or the clock. `oracle` says the same as `scope` in plain code and is used by tests only.

pub mod actor;
pub mod oracle;
pub mod permit;
pub mod scope;
pub mod table;
pub mod window;

pub use actor::{Actor, Grant, Reach};
pub use permit::{CommandRule, Permit, bootstrap, permit};
pub use scope::{Clause, Scope, scope, scope_through};
