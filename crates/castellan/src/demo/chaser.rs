//! A chaser that went out this morning: one numbered letter about all late cases of one authority, set and sealed as the office sets its letters.

use kernel::{Entropy, Value};
use ledger::{Error, Order};

use super::Maker;

impl Maker<'_> {
    /// Drafts it and signs it. The first authorities of the list are left to whoever looks at the demo.
    pub(super) fn chaser(&self) -> Result<(), Error> {
        let mut drafts = self.authorities.iter().rev().map(|id| self.does("paul", "chasers.draft", &[("authority", Value::Id(*id))]));
        let drafted = loop {
            match drafts.next() {
                Some(Err(Error::Refused(_))) => {}
                Some(drafted) => break drafted?,
                None => return Ok(()),
            }
        };
        let program = std::env::current_exe().map_err(|e| Error::Stored(e.to_string()))?;
        let app = server::App { ledger: self.ledger.clone(), program, demo: Vec::new().into(), takes_reports: false };
        let values = vec![Value::Id(Self::made(&drafted)?), "bag".into(), Value::Int(1)];
        let order = Order::new(self.user("anna"), "letters.sign", values, self.chance.id());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| Error::Stored(e.to_string()))?;
        runtime.block_on(app.carry_out(order)).map(drop)
    }
}
