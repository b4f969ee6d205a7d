//! What can go wrong at the ledger, apart from what people did wrong (`Refused`).

use kernel::{Refusal, Refused};

/// An error of a read or a write.
#[derive(Debug)]
pub enum Error {
    /// The command was refused; the reasons are for people.
    Refused(Refused),
    /// The record is not there, or not for this reader: the two look the same.
    NotFound,
    /// Somebody else changed the record first.
    Conflict {
        /// The version that stands now.
        current: i64,
    },
    /// The commit was sent and its outcome is not known; the idempotency key will tell.
    OutcomeUnknown(String),
    /// Too much is waiting; try again.
    Busy,
    /// The database failed.
    Database(String),
    /// What is stored breaks an invariant of the house.
    Stored(String),
}

impl Error {
    /// The same error for another waiter of the same batch.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Refused(refused) => Self::Refused(refused.clone()),
            Self::NotFound => Self::NotFound,
            Self::Conflict { current } => Self::Conflict { current: *current },
            Self::OutcomeUnknown(text) => Self::OutcomeUnknown(text.clone()),
            Self::Busy => Self::Busy,
            Self::Database(text) => Self::Database(text.clone()),
            Self::Stored(text) => Self::Stored(text.clone()),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refused) => write!(f, "refused: {}", refused.codes().join(", ")),
            Self::NotFound => f.write_str("not found"),
            Self::Conflict { current } => write!(f, "changed meanwhile: version {current} stands"),
            Self::OutcomeUnknown(text) => write!(f, "outcome unknown: {text}"),
            Self::Busy => f.write_str("busy"),
            Self::Database(text) => write!(f, "database: {text}"),
            Self::Stored(text) => write!(f, "stored data: {text}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}
impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.to_string())
    }
}
impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        use std::error::Error as _;
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        Self::Database(format!("{error} {cause}"))
    }
}
