//! The ledger: the only crate that links a database. Rows, revisions, audit entries and the Merkle log go in one commit; reads go
//! through a `Scope`, writes through a `Permit`.
//!
//! One synchronous interface serves SQLite and PostgreSQL: the writer is one thread that puts many waiting commands into one
//! transaction; readers are a few threads with a connection each. Nothing here decides a rule of the office.

pub mod approval;
pub mod attempts;
pub mod backup;
pub mod ceremony;
pub mod changes;
pub mod command;
pub mod crypto;
pub mod db;
pub mod erase;
pub mod error;
pub mod identity;
pub mod json;
pub mod keys;
pub mod log;
pub mod manifest;
pub mod markings;
pub mod node;
pub mod operational;
pub mod outbox;
pub mod query;
pub mod rights;
pub mod schema;
pub mod sealed;
pub mod shares;
pub mod store;
pub mod transition;
pub mod vault;
pub mod verify;
pub mod view;
mod writer;

pub use access::window;
pub use changes::{Change, Changes, Erasure};
pub use command::{Command, CommandDef, Context, Loader, Order, Receipt};
pub use error::Error;
pub use manifest::Manifest;
pub use node::{Config, Ledger, Pending};
pub use query::Query;
pub use store::RawRecord;
pub use view::{ListQuery, Page, View};
