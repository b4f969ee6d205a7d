//! Who may see what, and when, in the demo: a crisis that is over, a colleague who stands in for another next month, two who live together,
//! a file that is restricted.

use jiff::ToSpan;
use kernel::{RecordId, Value};
use ledger::Error;
use spine::clearances::queries::{facts_of, rulebook};
use spine::clearances::{ClearanceRequirement, effective_access};
use spine::posts::Assignment;

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
            _ => self
                .stood_in()
                .and_then(|()| self.lives_with_a_colleague())
                .and_then(|()| self.disputed())
                .and_then(|()| self.needs())
                .and_then(|()| self.programme()),
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

    /// A post that requires a clearance and that nobody holds yet; another that requires none any more, whose holder still has one.
    fn needs(&self) -> Result<(), Error> {
        let (anna, today) = (self.user("anna"), self.ledger.today());
        let post = Self::made(&self.does("anna", "posts.add", &[("number", "OPS-EMPTY".into()), ("title", "Liaison officer".into())])?)?;
        let needs = [
            ("post", Value::from(post)),
            ("level", "S".into()),
            ("reason", "Invented: the liaison to the exercise centre.".into()),
            ("approved_by", "Invented: the head of operations".into()),
            ("valid_from", today.into()),
        ];
        self.does("anna", "clearance_requirements.add", &needs)?;
        let Some(holder) = self.people.iter().rev().filter(|p| p.id != RecordId::NIL && p.plant == Plant::Nothing).nth(1) else {
            return Ok(());
        };
        let held = holder.id;
        let requirements = self.ledger.read(anna, move |view| {
            let posts: Vec<RecordId> = view.having::<Assignment>("person", held)?.iter().map(|a| a.body.post.raw()).collect();
            view.having_any::<ClearanceRequirement>("post", &posts)
        });
        for requirement in requirements.wait()?.iter().filter(|r| r.body.valid_until.is_none()) {
            let last = today.yesterday().unwrap_or(today);
            let ended = [
                ("record", Value::from(requirement.head.id)),
                ("version", requirement.head.version.into()),
                ("post", requirement.body.post.map_or(Value::Null, |post| post.raw().into())),
                ("level", requirement.body.level.0.as_str().into()),
                ("categories", requirement.body.categories.joined().into()),
                ("valid_from", requirement.body.valid_from.into()),
                ("valid_until", last.into()),
            ];
            self.does("anna", "clearance_requirements.change", &ended)?;
        }
        Ok(())
    }

    /// A programme that requires of those who work on it what the posts of two of them require anyway.
    fn programme(&self) -> Result<(), Error> {
        let anna = self.user("anna");
        let staff: Vec<RecordId> = self
            .people
            .iter()
            .rev()
            .filter(|p| p.id != RecordId::NIL && p.plant == Plant::Nothing)
            .skip(2)
            .take(20)
            .map(|p| p.id)
            .collect();
        let standing = self.ledger.read(anna, move |view| {
            let (mut facts, rules, on) = (facts_of(view, &staff)?, rulebook(view)?, view.today);
            facts.retain(|_, facts| {
                let access = effective_access(facts, on, None, &rules, view.policy);
                access.need.as_ref().is_some_and(|need| need.level.0 == "S" && access.covers(need, view.policy))
            });
            // In the order of the staff, whatever that of the map is.
            Ok(staff.into_iter().filter(|person| facts.contains_key(person)).take(2).collect::<Vec<_>>())
        });
        let works_on = standing.wait()?;
        let programme =
            [("kind", Value::from("programme")), ("reference", "AGS-2".into()), ("title", "Ground station, second phase".into())];
        let programme = Self::made(&self.does("anna", "contracts.add", &programme)?)?;
        let from = self.ledger.today();
        let needs = [
            ("contract", Value::from(programme)),
            ("level", "S".into()),
            ("reason", "Invented: annex 3 of the agreement.".into()),
            ("approved_by", "Invented: the head of the programme".into()),
            ("valid_from", from.into()),
        ];
        self.does("anna", "clearance_requirements.add", &needs)?;
        works_on.into_iter().try_for_each(|person| {
            let works = [
                ("person", Value::from(person)),
                ("contract", programme.into()),
                ("works_as", "Engineer".into()),
                ("valid_from", from.into()),
            ];
            self.does("anna", "contract_people.add", &works).map(|_| ())
        })
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
