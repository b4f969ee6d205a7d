//! Who opened files in the demo: on most days for a case that was open, on one of them out of nothing that the office knows of.

use kernel::RecordId;
use ledger::Error;
use ledger::rights::watch::JOB;
use spine::people::openings::{CountOpenings, uncounted};

use super::{Maker, Plant};

/// Days before the end - three apart, so that no week-end puts two on one day - on which files are opened, and what was opened before is counted.
pub const DAYS_BEFORE: [i64; 4] = [16, 13, 10, 7];
/// Files opened on each of these days; and how many of them without need on the third.
const FILES: usize = 6;
const CURIOUS: usize = 3;

impl Maker<'_> {
    /// Counts the days that are past, and opens the files of this one.
    pub(super) fn openings(&self, step: usize) -> Result<(), Error> {
        for day in self.ledger.read_as_rule(uncounted).wait()? {
            self.ledger.work(JOB, <CountOpenings as ledger::Command>::NAME, vec![day.into()], None).wait()?;
        }
        // Early enough to be a file nobody has looked into for long.
        if step == 0 {
            self.refused_file()?;
        }
        let known = |wanted: bool| {
            let there = self.people.iter().filter(|p| p.id != RecordId::NIL);
            there.filter(move |p| matches!(p.plant, Plant::InProgress) == wanted).map(|p| p.id)
        };
        let curious = if step == 2 { CURIOUS } else { 0 };
        let files: Vec<RecordId> = known(true).skip(step * FILES).take(FILES).chain(known(false).take(curious)).collect();
        self.ledger.note_openings(self.user("marie"), files).wait()
    }
}
