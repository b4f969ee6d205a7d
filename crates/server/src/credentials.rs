//! Passwords and one-time codes: argon2id with 64 MiB and three passes, at most two checks at a time; codes count once.

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier, Version};
use kernel::{RecordId, Refusal, limits};
use ledger::Error;
use ledger::operational::Trier;
use tokio::sync::Semaphore;

use crate::app::App;

const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
/// Length of a one-time code's step, in seconds.
pub const CODE_STEP_SECONDS: u64 = 30;

static CHECKS: Semaphore = Semaphore::const_new(limits::PASSWORD_CHECKS_AT_ONCE);

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password for storage.
pub fn hash(password: &str, salt: &[u8; 16]) -> Result<String, String> {
    hasher().hash_password_with_salt(password.as_bytes(), salt).map(|h| h.to_string()).map_err(|e| e.to_string())
}

/// Hashes a new password with a salt of its own; takes its turn among at most two.
pub async fn hash_new(app: &App, password: String) -> Result<String, Error> {
    let mut salt = [0; 16];
    app.ledger.entropy().fill(&mut salt);
    let stopped = |_| Error::Stored("hashing was stopped".to_owned());
    let _turn = CHECKS.acquire().await.map_err(|_| Error::Busy)?;
    tokio::task::spawn_blocking(move || hash(&password, &salt)).await.map_err(stopped)?.map_err(Error::Stored)
}

/// Whether the password is the one that was hashed; takes its turn among at most two.
pub async fn verify(password: String, stored: String) -> bool {
    let Ok(_turn) = CHECKS.acquire().await else { return false };
    let check = move || hasher().verify_password(password.as_bytes(), stored.as_str()).is_ok();
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

/// What a one-time code is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// The code is not right.
    Wrong,
    /// Right, and not bound to a time: the demo's fixed codes.
    Fixed,
    /// Right for this step; it must not be used again.
    Step(i64),
}

/// Checks a code at a time: a fixed one in the demo (`fixed:…`), else RFC 6238 with one step of tolerance.
pub fn check_code(otp: &str, code: &str, seconds: u64, demo: bool) -> Code {
    let code = code.trim();
    if let Some(fixed) = otp.strip_prefix("fixed:") {
        return if demo && fixed == code { Code::Fixed } else { Code::Wrong };
    }
    let step = (seconds / CODE_STEP_SECONDS).cast_signed();
    [0, -1, 1].into_iter().map(|off| step + off).find(|s| code_at(otp, *s).as_deref() == Some(code)).map_or(Code::Wrong, Code::Step)
}

impl Code {
    /// The step it was right for, if it is bound to one; none at all when it is wrong.
    pub const fn right(&self) -> Option<Option<i64>> {
        match self {
            Self::Wrong => None,
            Self::Fixed => Some(None),
            Self::Step(step) => Some(Some(*step)),
        }
    }
}

/// Counts a try, unless there were too many of late.
pub async fn try_code(app: &App, by: &Trier) -> Result<(), Error> {
    match app.ledger.try_code(by).answer().await? {
        0 => Ok(()),
        seconds => Err(Refusal::new("sign-in-slow").with("seconds", seconds.to_string()).into()),
    }
}

/// Asks for a fresh code of an account and uses it up: before an approval, and before sealed text is opened. Wrong ones count as those at the
/// sign-in do.
pub async fn fresh_code(app: &App, account: RecordId, code: &str) -> Result<(), Error> {
    try_code(app, &Trier::Known(account)).await?;
    let otp = app.ledger.otp_of(account).answer().await?;
    let seconds = app.ledger.now().as_second().unsigned_abs();
    let step = check_code(&otp, code, seconds, app.ledger.is_demo()).right().ok_or_else(|| Refusal::new("code-wrong").at("code"))?;
    app.ledger.use_code(account, step).answer().await
}

/// The code of a base32 secret at a step.
pub fn code_at(secret: &str, step: i64) -> Option<String> {
    let secret = totp_rs::Secret::try_from_base32(secret).ok()?;
    let totp = totp_rs::Builder::new().with_secret(secret).build().ok()?;
    Some(totp.generate(step.unsigned_abs() * CODE_STEP_SECONDS).to_string())
}
