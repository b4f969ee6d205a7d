//! The ledger: the only crate that links a database. Rows, revisions, audit entries and the Merkle log go in one commit; reads go
//! through a `Scope`, writes through a `Permit`.
//!
//! One synchronous interface serves SQLite and PostgreSQL: the writer is one thread that puts many waiting commands into one
//! transaction; readers are a few threads with a connection each. Nothing here decides a rule of the office.

/// Declares a command on a record that needs nothing but the record: what it is called, in which field the record is named, who may give it,
/// the purpose of its entry, and, where it takes a second person, who may be that.
#[macro_export]
macro_rules! on_record {
    ($(#[$meta:meta])* $name:ident = $command:literal on $record:ident: $register:ty, by $duties:expr, for $purpose:expr,
     $(approved by $approvers:expr,)? { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? }
     |$this:pat_param, $loaded:ident, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, ::kernel::Fields)]
        pub struct $name {
            /// The record.
            #[field(hidden)]
            pub $record: ::kernel::Id<$register>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }
        impl $crate::command::Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [::kernel::Duty] = $duties;
            $(const FOUR_EYES: bool = true;
            const APPROVERS: &'static [::kernel::Duty] = $approvers;)?
            const ON: Option<&'static str> = Some(<$register as ::kernel::Register>::NAME);
            const PURPOSE: &'static str = $purpose;
            type Loaded = ::kernel::Record<$register>;
            fn load(&self, loader: &mut $crate::command::Loader<'_, '_>) -> Result<Self::Loaded, $crate::Error> {
                loader.get(self.$record)
            }
            fn decide(&self, $loaded: Self::Loaded, $cx: &$crate::command::Context<'_>) -> Result<$crate::Changes, ::kernel::Refused> {
                let $this = self;
                $decide
            }
        }
    };
}

/// Declares what the system alone does to a record on a day. The record, or what else is loaded by its id, is found as a fact, since the system reads
/// nothing of its own.
#[macro_export]
macro_rules! by_day {
    ($(#[$meta:meta])* $name:ident = $command:literal on $record:ident: $register:ty, as $job:expr, for $purpose:expr,
     |$found:pat_param, $cx:ident| $decide:expr) => {
        $crate::by_day! {
            $(#[$meta])*
            $name = $command on $record: $register, as $job, for $purpose,
            with ::kernel::Record<$register> = |view: &mut $crate::View<'_>, id| view.get(id),
            |$found, $cx| $decide
        }
    };
    ($(#[$meta:meta])* $name:ident = $command:literal on $record:ident: $register:ty, as $job:expr, for $purpose:expr,
     with $loaded:ty = $load:expr, |$found:pat_param, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, ::kernel::Fields)]
        pub struct $name {
            /// The record.
            #[field(hidden)]
            pub $record: ::kernel::Id<$register>,
        }
        impl $crate::command::Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [::kernel::Duty] = &[];
            const JOBS: &'static [::kernel::Job] = &[$job];
            const PURPOSE: &'static str = $purpose;
            type Loaded = $loaded;
            fn load(&self, loader: &mut $crate::command::Loader<'_, '_>) -> Result<Self::Loaded, $crate::Error> {
                loader.facts(|view| ($load)(view, self.$record))
            }
            fn decide(&self, $found: Self::Loaded, $cx: &$crate::command::Context<'_>) -> Result<$crate::Changes, ::kernel::Refused> {
                $decide
            }
        }
    };
}

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
pub mod files;
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
pub mod witness;
mod writer;

pub use access::window;
pub use changes::{Change, Changes, Erasure, Step};
pub use command::{Command, CommandDef, Context, Loader, Order, Receipt};
pub use error::Error;
pub use manifest::Manifest;
pub use node::{Config, Ledger, Pending};
pub use query::Query;
pub use store::RawRecord;
pub use view::{ListQuery, Page, View};
