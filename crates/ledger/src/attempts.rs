//! Refused attempts at what takes two people, at halves of an enrolment code, and at the glass. A refusal leaves nothing else behind; these leave an entry, so that whoever
//! tries doors is seen in the log. What was merely filled in wrongly is no attempt.

use kernel::{RecordId, Refused, Value, limits};

use crate::Error;
use crate::approval::Approve;
use crate::command::{Command, CommandDef, Order};
use crate::db::Connection;
use crate::rights::emergency::BreakGlass;
use crate::rights::enrolment::{BeginEnrolment, CompleteEnrolment};

/// What stands in the entry in the place of the duty that allowed it.
pub const REFUSED: &str = "refused";

/// Refusals for reasons of right: who asks may not, however they fill it in.
pub const OF_RIGHT: &[&str] = &[
    "account-own",
    "approve-in-browser",
    "delegation-not-held",
    "deputy-of-requester",
    "duty-missing",
    "enrol-in-browser",
    "glass-in-browser",
    "grant-to-self",
    "own-file",
    "request-changed",
    "same-person",
];

/// An attempt that was refused.
pub(crate) struct Attempt {
    /// Who tried.
    pub account: RecordId,
    /// The command.
    pub command: &'static str,
    /// The code of the refusal.
    pub code: &'static str,
    /// The request.
    pub request: RecordId,
}

impl Attempt {
    /// The attempt in an order that was refused, if it was one.
    pub(crate) fn of(def: &CommandDef, order: &Order, refused: &Refused) -> Option<Self> {
        let code = refused.codes().into_iter().find(|code| OF_RIGHT.contains(code))?;
        is_watched(def).then_some(Self { account: order.account, command: def.name, code, request: order.request })
    }

    /// Whether it is still entered: so many an account and hour, that nobody fills the log with them.
    pub(crate) fn counts(&self, conn: &mut dyn Connection, now: i64) -> Result<bool, Error> {
        let since = now - 3_600_000_000;
        let sql = "SELECT count(*) FROM entry WHERE time > $1 AND actor = $2 AND duty = $3";
        Ok(conn.number(sql, &[since.into(), self.account.into(), Value::from(REFUSED)])? < limits::ATTEMPTS_AN_HOUR)
    }
}

/// Whether refused attempts at a command are entered.
pub fn is_watched(def: &CommandDef) -> bool {
    def.four_eyes || [Approve::NAME, BreakGlass::NAME, BeginEnrolment::NAME, CompleteEnrolment::NAME].contains(&def.name)
}
