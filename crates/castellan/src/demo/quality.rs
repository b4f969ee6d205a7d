//! What is incomplete or out of date in the demo, so that the rules about data have something to find: somebody entered in haste, somebody who left
//! long ago with a file in use, and a passport that has run out. The system asks the rules before and after.

use desk_clearance::audits::commands::JOB;
use desk_clearance::quality::commands::WriteRun;
use desk_clearance::quality::queries::run;
use kernel::{RecordId, Value};
use ledger::{Command, Error};

use super::{Maker, Plant, Someone};

/// Days before the end on which the rules are asked; the defects are entered on the second.
pub const DAYS_BEFORE: [i64; 3] = [20, 9, 2];
/// Entered without a date of birth and without a number.
const HASTY: (&str, &str) = ("Ilse", "Brandt");
/// Left in 2019; the file is in use.
const FORMER: (&str, &str) = ("Otmar", "Falk");

impl Maker<'_> {
    /// Asks the rules; enters the defects the second time.
    pub(super) fn quality(&mut self, step: usize) -> Result<(), Error> {
        if step == 1 {
            self.in_haste()?;
        }
        let found = self.ledger.read_as_rule(run).wait()?;
        self.ledger.work(JOB, WriteRun::NAME, found, None).wait().map(|_| ())
    }

    fn in_haste(&mut self) -> Result<(), Error> {
        let enters = |(given, surname): (&str, &str), post: &str, until: Value, status: &str| {
            let person =
                [("surname", Value::from(surname)), ("given", given.into()), ("nationality", "LUX".into()), ("status", status.into())];
            let person = Self::made(&self.does("marie", "people.add", &person)?)?;
            let post = Self::made(&self.does("marie", "posts.add", &[("number", post.into()), ("title", "Registry clerk".into())])?)?;
            let holds = [
                ("person", Value::from(person)),
                ("post", post.into()),
                ("kind", "staff".into()),
                ("valid_from", "2015-01-05".into()),
                ("valid_until", until),
            ];
            self.does("marie", "assignments.add", &holds)?;
            Ok::<_, Error>(person)
        };
        enters(HASTY, "RG-0001", Value::Null, "active")?;
        let former = enters(FORMER, "RG-0002", "2019-06-30".into(), "left")?;
        let shelf = [("code", Value::from("B1-OLD")), ("name", "Old registry".into()), ("kind", "place_shelf".into())];
        let shelf = Self::made(&self.does("tomas", "places.add", &shelf)?)?;
        let file = [("person", Value::from(former)), ("series", "series_clearance".into()), ("level", "R".into()), ("place", shelf.into())];
        self.does("marie", "dossier.open", &file)?;
        // Of those with nothing else wrong today the last, who travels nowhere in the demo.
        self.ran_out = self.people.iter().rposition(|p| p.id != RecordId::NIL && p.plant == Plant::Nothing);
        let Some(holder) = self.run_out() else { return Ok(()) };
        let passport = [
            ("person", Value::from(holder.id)),
            ("kind", "passport".into()),
            ("issuer", holder.nation.into()),
            ("valid_until", self.ledger.today().saturating_sub(jiff::Span::new().days(12)).into()),
        ];
        self.does("marie", "identity_documents.add", &passport).map(|_| ())
    }

    /// Whose passport has run out.
    fn run_out(&self) -> Option<&Someone> {
        self.ran_out.and_then(|at| self.people.get(at))
    }

    /// For the answer key: the rule, and who fails it by what was planted here.
    pub(super) fn quality_key(&self) -> Vec<serde_json::Value> {
        let named = |(given, surname): (&str, &str)| format!("{surname} {given}");
        let line = |rule: &str, name: String| serde_json::json!({"rule": rule, "name": name});
        let holder = self.run_out().map(|p| line("document_run_out", format!("{} {}", p.name.0, p.name.1)));
        let hasty = ["person_without_birth_date", "person_without_number"].map(|rule| line(rule, named(HASTY)));
        hasty.into_iter().chain([line("file_obsolete", named(FORMER))]).chain(holder).collect()
    }
}
