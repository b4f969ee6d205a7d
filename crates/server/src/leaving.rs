//! What leaves: it is recorded before it is made, and bears on each of its pages who took it, when and under which number (clearance desk, 5; decision
//! 0061).

use jiff::{Timestamp, Unit};
use kernel::{RecordId, Value};
use ledger::{Command as _, Error, Order};
use spine::documents::RecordExport;

use crate::app::App;

/// Something that leaves, as it was recorded.
pub struct Left {
    /// Its number.
    pub number: String,
    /// When it was recorded.
    pub when: Timestamp,
    /// Its entry of the log.
    pub entry: i64,
    /// What stands across each of its pages.
    pub watermark: String,
    origin: String,
}

impl Left {
    /// What stands beneath a table that leaves.
    pub fn foot(&self, marking: &str) -> Vec<String> {
        vec![marking.to_owned(), self.watermark.clone(), format!("{} · #{}", self.origin, self.entry)]
    }
}

/// What stands across each page of what leaves: who took it, when, and its number.
pub fn watermark(who: &str, when: Timestamp, number: &str) -> String {
    let when = when.round(Unit::Second).unwrap_or(when).to_string();
    [who, &when, number].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Records that something leaves: a register, how it is narrowed, the form, the rows and their marking.
///
/// # Errors
/// Those of `exports.record`.
pub async fn record(app: &App, account: RecordId, values: Vec<Value>) -> Result<Left, Error> {
    by(app, account, RecordExport::NAME, values).await
}

/// The same by a command of its own that answers with an export.
///
/// # Errors
/// Those of the command.
pub async fn by(app: &App, account: RecordId, command: &'static str, values: Vec<Value>) -> Result<Left, Error> {
    let receipt = app.ledger.write(Order::new(account, command, values, app.ledger.new_id())).answer().await?;
    let names = app.ledger.read(account, move |view| view.account_names(&[account])).answer().await?;
    let number = receipt.answer.map(|(_, id)| id.outward("exp")).unwrap_or_default();
    let (when, who) = (app.ledger.now(), names.get(&account).map_or("", String::as_str));
    Ok(Left { watermark: watermark(who, when, &number), number, when, entry: receipt.seq, origin: app.ledger.origin().to_owned() })
}
