//! Who may sign in, and with what: registers like any other.

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register};

/// A person's way into the system.
#[derive(Clone, Debug, Register)]
#[register(name = "accounts", prefix = "acc", title = &["login"], subject = None, marking = "U",
           seen_by = Duty::COLLEAGUES, unique = &[&["login"]])]
pub struct Account {
    /// Name typed at sign-in.
    #[field(list, search, max = 60)]
    pub login: String,
    /// Name shown to colleagues.
    #[field(list, search, max = 120)]
    pub name: String,
    /// The person.
    #[field(list)]
    pub person: RecordId,
    /// Language of first choice.
    #[field(max = 2)]
    pub lang: String,
    /// Closed; sessions and tokens end with it.
    #[field(list)]
    pub disabled: bool,
}

/// What proves that it is them. Seen by nobody; checked by the sign-in alone.
#[derive(Clone, Debug, Register)]
#[register(name = "credentials", prefix = "crd", title = &[], marking = "R", listed = false, unique = &[&["account"]])]
pub struct Credential {
    /// The account.
    pub account: Id<Account>,
    /// argon2id hash with its parameters.
    #[field(max = 400)]
    pub password: String,
    /// Secret of the one-time codes; in the demo the fixed code itself.
    #[field(max = 120)]
    pub otp: String,
}

/// A key for scripts, tied to a person and never wider than their rights.
#[derive(Clone, Debug, Register)]
#[register(name = "api_tokens", prefix = "tok", title = &["name"], marking = "U", seen_by = &[Duty::AccessAdmin, Duty::Auditor], unique = &[&["digest"]])]
pub struct ApiToken {
    /// Whose.
    #[field(list)]
    pub account: Id<Account>,
    /// What for.
    #[field(list, max = 80)]
    pub name: String,
    /// SHA-256 of the token; the token itself is shown once.
    pub digest: Vec<u8>,
    /// Last day, at most a year away.
    #[field(list)]
    pub valid_until: Date,
}
