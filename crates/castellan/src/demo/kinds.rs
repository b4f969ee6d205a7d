//! Cases of the kinds that are rarer, each a few steps on its way; access for one document that was used and ended; a pack of rules that waits for
//! its second person, with all whom it would move.

use jiff::ToSpan;
use kernel::{RecordId, Value};
use ledger::Error;

use super::{Maker, Plant};

/// Days before the end on which the cases are opened, and on which they go on.
pub const DAYS_BEFORE: [i64; 2] = [58, 44];
/// The kind, its level, its categories, and whether its letter goes to the authority.
const KINDS: [(&str, &str, &str, bool); 13] = [
    ("upgrade", "TS", "", false),
    ("downgrade", "C", "", true),
    ("add_category", "S", "ATOMAL", true),
    ("confirmation", "S", "", true),
    ("transfer_in", "S", "", true),
    ("transfer_out", "S", "", false),
    ("revalidation_for_cause", "S", "", false),
    ("courier_guard_escort", "S", "", false),
    ("non_nato_national", "C", "", false),
    ("one_time", "TS", "", false),
    ("emergency", "TS", "", false),
    ("extension", "S", "", false),
    ("withdrawal", "S", "", false),
];
/// Kinds that wait as they were opened: no need is confirmed on their way.
const AS_OPENED: [&str; 4] = ["transfer_out", "emergency", "extension", "withdrawal"];
/// A nation that is no member, and a national of it.
const NO_MEMBER: &str = "AUT";
const FOREIGNER: (&str, &str) = ("Leopold", "Aigner");
const PROOF: &str = "Letter of the unit (invented)";

impl Maker<'_> {
    /// The next that becomes of them.
    pub(super) fn kinds(&mut self, step: usize) -> Result<(), Error> {
        if step == 0 { self.kinds_opened() } else { self.kinds_go_on() }
    }

    /// People of the old tracker for whom all is in order, from the end of the list: the travellers and what else is planted stand at its beginning.
    fn quiet(&self) -> impl Iterator<Item = usize> {
        let taken = self.people.len() * 7 / 10;
        let last = self.people.iter().enumerate().take(taken).skip(taken * 3 / 4).rev();
        last.filter(|(_, p)| p.plant == Plant::Nothing && p.id != RecordId::NIL && p.required == "S").map(|(at, _)| at)
    }

    fn kinds_opened(&mut self) -> Result<(), Error> {
        // The very last lives with a colleague.
        let people: Vec<usize> = self.quiet().skip(1).take(KINDS.len()).collect();
        for (at, (kind, level, categories, _)) in people.into_iter().zip(KINDS) {
            let person = if kind == "non_nato_national" { self.of_no_member()? } else { self.people[at].id };
            let input = [
                ("person", Value::Id(person)),
                ("kind", kind.into()),
                ("level", level.into()),
                ("categories", categories.into()),
                ("priority", "routine".into()),
            ];
            let case = Self::made(&self.does("marie", "case.open", &input)?)?;
            self.kinds.push((case, at));
        }
        Ok(())
    }

    /// Somebody whose nation is no member, and the authority of that nation.
    fn of_no_member(&self) -> Result<RecordId, Error> {
        let (nation, (en, fr)) = (NO_MEMBER, self.nation_names(NO_MEMBER));
        let authority = [
            ("nation", Value::from(nation)),
            ("kind", "nsa".into()),
            ("name_en", format!("National Security Authority of {en}").into()),
            ("name_fr", format!("Autorité nationale de sécurité – {fr}").into()),
        ];
        self.does("anna", "authorities.add", &authority)?;
        let (given, surname) = FOREIGNER;
        let person =
            [("surname", Value::from(surname)), ("given", given.into()), ("nationality", nation.into()), ("status", "active".into())];
        self.does("marie", "people.add", &person).and_then(|receipt| Self::made(&receipt))
    }

    fn kinds_go_on(&self) -> Result<(), Error> {
        for ((case, at), (kind, .., by_letter)) in self.kinds.iter().zip(KINDS) {
            let on = ("case", Value::Id(*case));
            if !AS_OPENED.contains(&kind) {
                self.does("marie", "case.confirm_need", &[on.clone(), ("proof", PROOF.into())])?;
            }
            if by_letter {
                self.tick();
                let letter = self.letter(*case, *at, "outgoing", "letter", "Request to the authority")?;
                self.does("marie", "case.send_request", &[on, ("mail_item", letter.into())])?;
            }
        }
        self.for_one_document()
    }

    /// Somebody cleared lower read one paper, once.
    fn for_one_document(&self) -> Result<(), Error> {
        let today = self.ledger.today();
        let reader = self.people.iter().rev().find(|p| {
            p.plant == Plant::Nothing && p.id != RecordId::NIL && p.required == "C" && !super::scoped::WITHOUT.contains(&p.nation)
        });
        let Some(reader) = reader else { return Ok(()) };
        let wish = [
            ("person", Value::Id(reader.id)),
            ("kind", "one_time".into()),
            ("level", "C".into()),
            ("matter", "PRG-7/Annex B (invented)".into()),
            ("need_to_know", "Signs the annex for the programme.".into()),
            ("valid_from", today.into()),
            ("valid_until", today.saturating_add(6.days()).into()),
        ];
        let access = Self::made(&self.both("anna", "helene", "access.give", &wish)?)?;
        self.does("anna", "access.end", &[("access", access.into()), ("reason", "The annex is signed.".into())]).map(|_| ())
    }

    /// Rules that would be longer by two years wait for approval.
    pub(super) fn rules_proposed(&self) -> Result<(), Error> {
        let rules = spine::DEMO_AUTHORITY_RULES.replace("\"validity_months\": 60", "\"validity_months\": 84");
        let from = self.ledger.today().saturating_sub(200.days());
        let pack = [("kind", Value::from("authority_rules")), ("valid_from", from.into()), ("rules", rules.into())];
        self.does("ines", "policy.adopt", &pack).map(|_| ())
    }
}
