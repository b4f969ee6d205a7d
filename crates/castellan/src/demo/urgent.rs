//! An urgency in the demo that waits for its second person: of the case that stands last in the office's line, so that others are displaced.

use desk_clearance::service::LINE;
use kernel::{Value, limits};
use ledger::Error;
use spine::cases::queue::queue;

use super::Maker;

/// How long it would last, in days.
const DAYS: i64 = 21;

impl Maker<'_> {
    /// Asks for it, and leaves it to whoever looks at the demo.
    pub(super) fn urgent(&self) -> Result<(), Error> {
        let line = self.ledger.read(self.user("paul"), |view| queue(view, &[&LINE], limits::PAGE_ROWS, 0)).wait()?.ours;
        let Some(last) = line.iter().rfind(|l| l.waits() && !l.urgent) else { return Ok(()) };
        let until = self.ledger.today().saturating_add(jiff::Span::new().days(DAYS));
        let input = [
            ("case", Value::Id(last.id)),
            ("level", "urgent".into()),
            ("requester", "Mila Horvat, Operations".into()),
            ("reason", "Her team deploys earlier than planned".into()),
            ("expires_on", until.into()),
        ];
        self.does("paul", "case.make_urgent", &input).map(drop)
    }
}
