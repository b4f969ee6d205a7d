//! Who may see what, and when, in the demo: a crisis that is over, a colleague who stands in for another next month, two who live together,
//! a file that is restricted.

use jiff::ToSpan;
use kernel::{RecordId, Value};
use ledger::Error;

use super::{Maker, Plant};

/// Days before the end on which a posture is declared, on which it ends, and on which the rest is written down.
pub const DAYS_BEFORE: [i64; 3] = [52, 49, 12];
/// Days from the last of them until the registry is stood in for, and how long.
const STOOD_IN: (i64, i64) = (30, 11);

impl Maker<'_> {
    /// The next that changes who may see what.
    pub(super) fn rights(&self, step: usize) -> Result<(), Error> {
        match step {
            0 => {
                let posture = [
                    ("name", Value::from("Evacuation of the annex")),
                    ("reason", "Invented: a gas leak; two hundred people work in the main building.".into()),
                    ("first_work", "on_call".into()),
                    ("second_work", "visits".into()),
                ];
                self.both("lena", "helene", "postures.declare", &posture).map(|_| ())
            }
            1 => {
                let access = self.user("lena");
                let all = self.ledger.read(access, |view| view.every::<ledger::rights::posture::CrisisPosture>()).wait()?;
                all.iter().try_for_each(|posture| self.does("lena", "postures.end", &[("posture", posture.head.id.into())]).map(|_| ()))
            }
            _ => self.stood_in().and_then(|()| self.lives_with_a_colleague()).and_then(|()| self.disputed()),
        }
    }

    fn stood_in(&self) -> Result<(), Error> {
        let (from, days) = STOOD_IN;
        let first = self.ledger.today().saturating_add(from.days());
        let leave = [
            ("from_account", Value::from(self.user("tomas"))),
            ("to_account", self.user("marie").into()),
            ("duty", "registry".into()),
            ("valid_from", first.into()),
            ("valid_until", first.saturating_add(days.days()).into()),
            ("reason", "Leave. The keys of the safes are with the head of office.".into()),
        ];
        self.both("tomas", "lena", "delegations.delegate", &leave).map(|_| ())
    }

    /// Inês opens the file of whoever she lives with as little as her own.
    fn lives_with_a_colleague(&self) -> Result<(), Error> {
        let there = self.people.iter().rev().find(|p| p.id != RecordId::NIL && p.plant == Plant::Nothing);
        let Some(colleague) = there else { return Ok(()) };
        let ines: RecordId = self.ledger.read(self.user("ines"), |view| Ok(view.person())).wait()?;
        self.does("lena", "household.declare", &[("person", ines.into()), ("member", colleague.id.into())]).map(|_| ())
    }

    /// Somebody left, and says that what the office holds of it is wrong.
    fn disputed(&self) -> Result<(), Error> {
        let left =
            [("surname", Value::from("Sandvik")), ("given", "Torunn".into()), ("nationality", "NOR".into()), ("status", "left".into())];
        let person = Self::made(&self.does("anna", "people.add", &left)?)?;
        let restrict = [
            ("person", Value::from(person)),
            ("reference", "RST/1".into()),
            ("reason", "accuracy_disputed".into()),
            ("ground", "Invented: the date of the last decision is disputed; the authority was asked.".into()),
        ];
        self.does("anna", "restrictions.restrict", &restrict).map(|_| ())
    }
}
