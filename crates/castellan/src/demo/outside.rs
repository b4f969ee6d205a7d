//! Those outside the desks: a holder with an open case, people of the contractor's firm.

use kernel::{RecordId, Value};
use ledger::Error;

use super::Maker;

/// How many of the people are the contractor's.
const OF_THE_FIRM: usize = 3;

impl Maker<'_> {
    /// A case for the holder, and some people put into the contractor's realm by two people.
    pub(super) fn outside(&self) -> Result<(), Error> {
        let holder: RecordId = self.ledger.read(self.user("noor"), |view| Ok(view.person())).wait()?;
        let input = [
            ("person", Value::Id(holder)),
            ("kind", "initial".into()),
            ("level", "C".into()),
            ("priority", "routine".into()),
            ("need", "asked for by the unit".into()),
        ];
        self.does("paul", "case.open", &input)?;
        for someone in self.people.iter().filter(|p| p.id != RecordId::NIL).take(OF_THE_FIRM) {
            let input = [("record", Value::Id(someone.id)), ("register", "people".into()), ("realm", "SENTINEL".into())];
            self.both("anna", "helene", "realms.assign", &input)?;
        }
        Ok(())
    }
}
