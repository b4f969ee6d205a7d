//! Access in scope and cases that walk a shorter path: provisional access that counts for one meeting, some that is asked for, certificates for a
//! meeting in draft, a reissue with its authority, a renewal that is begun, an appeal.

use jiff::ToSpan;
use kernel::{RecordId, Value};
use ledger::{Error, Receipt};
use spine::clearances::{Decision, DecisionKind};

use super::{Maker, Plant};

/// The days before the end on which something of it happens.
pub const DAYS_BEFORE: [i64; 1] = [3];
/// Nations whose invented rules know no access in scope.
pub(super) const WITHOUT: [&str; 2] = ["NLD", "EST"];
/// The meeting, as its host calls it.
const MEETING: &str = "Programme board (invented)";

impl Maker<'_> {
    /// All of it, on one day.
    pub(super) fn scoped(&mut self, _step: usize) -> Result<(), Error> {
        let today = self.ledger.today();
        let in_days = |days: i64| Value::from(today.checked_add(days.days()).unwrap_or(today));
        let of = |plant: Plant| {
            let fits =
                move |p: &&super::Someone| p.plant == plant && p.id != RecordId::NIL && p.required != "TS" && !WITHOUT.contains(&p.nation);
            self.people.iter().filter(fits)
        };
        // Newcomers whose first clearance is on its way: one has provisional access, for another it is asked.
        let mut newcomers = of(Plant::InProgress);
        if let Some(someone) = newcomers.next() {
            let briefed = [
                ("person", Value::Id(someone.id)),
                ("kind", "nato".into()),
                ("language", "en".into()),
                ("given_on", today.into()),
                ("signed_how", "On paper, before provisional access".into()),
            ];
            self.does("paul", "briefings.record", &briefed)?;
            let wish = [
                ("person", Value::Id(someone.id)),
                ("kind", "provisional".into()),
                ("level", "C".into()),
                ("meeting", MEETING.into()),
                ("need_to_know", "The programme board cannot wait for the decision.".into()),
                ("valid_from", today.into()),
                ("valid_until", in_days(60)),
            ];
            self.both("anna", "helene", "access.give", &wish)?;
        }
        if let Some(someone) = newcomers.next() {
            let case = Self::made(&self.opened(someone.id, "provisional", &[])?)?;
            self.does("marie", "case.confirm_need", &[("case", case.into()), ("proof", "Letter of the unit (invented)".into())])?;
        }
        // Somebody refused appeals.
        if let Some(person) = of(Plant::Refused).map(|p| p.id).next() {
            let decisions = self.ledger.read_as_rule(move |view| view.having::<Decision>("person", person)).wait()?;
            if let Some(refusal) = decisions.iter().find(|d| d.body.kind == DecisionKind::Refuse) {
                self.opened(person, "appeal", &[("appealed", refusal.head.id.into())])?;
            }
        }
        let able = self.travellers(today.checked_add(40.days()).unwrap_or(today))?;
        let names: Vec<&str> = able.iter().rev().take(2).map(|at| self.people[*at].number.as_str()).collect();
        if !names.is_empty() {
            let wish = [
                ("names", Value::from(names.join("\n"))),
                ("event", MEETING.into()),
                ("level", "C".into()),
                ("event_from", in_days(20)),
                ("event_until", in_days(21)),
                ("authority", self.authorities.get(1).copied().map_or(Value::Null, Value::Id)),
            ];
            self.does("anna", "meeting_certificates.draft", &wish)?;
        }
        if let Some(at) = able.first() {
            self.opened(self.people[*at].id, "reissue", &[])?;
        }
        // A renewal is begun in time; the others wait in their list.
        if let Some(at) = able.get(1) {
            let case = Self::made(&self.opened(self.people[*at].id, "renewal", &[])?)?;
            self.does("paul", "case.confirm_need", &[("case", case.into())])?;
        }
        Ok(())
    }

    /// A case of a kind, at CONFIDENTIAL.
    fn opened(&self, person: RecordId, kind: &str, more: &[(&str, Value)]) -> Result<Receipt, Error> {
        let input = [("person", Value::Id(person)), ("kind", kind.into()), ("level", "C".into()), ("priority", "routine".into())];
        self.does("marie", "case.open", &[input.as_slice(), more].concat())
    }
}
