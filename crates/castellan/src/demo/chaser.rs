//! A chaser that went out this morning: one numbered letter about all late cases of one authority, set and sealed as the office sets its letters.

use kernel::{Clock, Entropy, Value};
use ledger::{Error, Order};

use super::Maker;

/// Days before the end at which a file that lies with its authority was acknowledged: longer ago than any of the rules allows, and less than two years.
const LYING_SINCE: std::ops::Range<i64> = 260..600;
/// So many authorities let a file lie, whatever chance says: one was chased this morning, and others are to be.
const LYING: usize = 3;

impl Maker<'_> {
    /// What an authority does next with a file, and after how many days at least and at most more: some files are asked about, some lie.
    pub(super) fn takes(&mut self, at: usize) -> (u8, i64, usize) {
        let usual = match self.chance.below(100) {
            0..12 => (8, 25, 30),
            12..45 => (10, 200, 150),
            _ => (10, 25, 150),
        };
        let ago = self.end.duration_since(self.clock.now()).as_hours() / 24;
        let nation = self.people[at].nation;
        if self.lying.len() == LYING || !LYING_SINCE.contains(&ago) || self.lying.contains(&nation) {
            return usual;
        }
        self.lying.push(nation);
        (10, LYING_SINCE.end + 1, 1)
    }

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
