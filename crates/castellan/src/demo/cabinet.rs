//! The demo's cabinet: some hundreds of dossiers in two safes, a scan with planted problems that was closed with its certificate, and a sample
//! that is still open. Every problem stands in the answer key.

use std::collections::BTreeMap;

use jiff::ToSpan;
use kernel::{RecordId, Value};
use ledger::Error;
use spine::cabinet::Outcome;
use spine::dossiers::Dossier;

use super::{Maker, Someone};

/// So many people have a dossier on paper; the others' is to come.
const DOSSIERS: usize = 300;
/// Shelves of each of the two safes.
const SHELVES: usize = 3;
/// Days before the end on which the dossiers are put into the safes, the first is scanned, and a sample of the second is begun.
pub const DAYS_BEFORE: [i64; 3] = [24, 10, 2];
/// A label that no register knows any more.
const OLD_LABEL: &str = "PS-1987-114";
/// Whose file should have been disposed of.
const KEPT_ON: (&str, &str) = ("Clement", "Roth");
/// What is in three dossiers on paper, decision and copy of an identity document, of which the records hold the first alone: each with what the scan
/// says of it.
const CONTENTS: [(bool, bool, Outcome); 3] =
    [(false, true, Outcome::DigitalOnly), (true, false, Outcome::ContentGap), (true, true, Outcome::PaperOnly)];
/// Items drawn from the second safe.
const SAMPLE: i64 = 59;

/// What stands where.
pub struct Cabinet {
    safes: [RecordId; 2],
    /// Of each dossier: its id, its code, the code of its shelf, and its safe.
    dossiers: Vec<(RecordId, String, String, usize)>,
    lent: BTreeMap<RecordId, Outcome>,
    /// The code of a file past its period, in the first safe.
    kept_on: String,
    /// What is wrong with the first safe, by code.
    planted: BTreeMap<String, Outcome>,
}

impl Default for Cabinet {
    fn default() -> Self {
        Self { safes: [RecordId::NIL; 2], dossiers: Vec::new(), lent: BTreeMap::new(), kept_on: String::new(), planted: BTreeMap::new() }
    }
}

impl Cabinet {
    /// For the answer key.
    pub fn key(&self) -> serde_json::Value {
        let told = self.planted.iter().map(|(code, outcome)| (code.clone(), serde_json::Value::from(outcome.code())));
        serde_json::Value::Object(told.collect())
    }
}

impl Maker<'_> {
    /// The next that happens to the cabinet.
    pub(super) fn cabinet(&mut self, step: usize) -> Result<(), Error> {
        match step {
            0 => self.fill_safes(),
            1 => self.scan_first_safe(),
            _ => self.sample_second_safe(),
        }
    }

    fn place(&self, code: &str, name: &str, kind: &str, parent: Option<RecordId>) -> Result<RecordId, Error> {
        let input =
            [("code", Value::from(code)), ("name", name.into()), ("kind", kind.into()), ("parent", parent.map_or(Value::Null, Value::Id))];
        Self::made(&self.does("tomas", "places.add", &input)?)
    }

    fn fill_safes(&mut self) -> Result<(), Error> {
        let site = self.place("HQ", "Headquarters", "place_site", None)?;
        let room = self.place("HQ-B2", "File room, basement", "place_room", Some(site))?;
        self.place("HQ-ARCHIVE", "Archive", "place_room", Some(site))?;
        let mut shelves = Vec::new();
        for at in 0..self.cabinet.safes.len() {
            let code = format!("HQ-B2-SAFE{}", at + 1);
            let safe = self.place(&code, &format!("Safe {}", at + 1), "place_safe", Some(room))?;
            self.cabinet.safes[at] = safe;
            for shelf in 1..=SHELVES {
                let code = format!("{code}-S{shelf}");
                let id = self.place(&code, &format!("Safe {}, shelf {shelf}", at + 1), "place_shelf", Some(safe))?;
                shelves.push((id, code, at));
            }
        }
        if let Some((shelf, ..)) = shelves.first() {
            self.cabinet.kept_on = self.kept_on(*shelf)?;
        }
        let whose = |s: &Someone| (s.id != RecordId::NIL).then_some((s.id, s.required));
        let people: Vec<_> = self.people.iter().filter_map(whose).take(DOSSIERS).collect();
        for (at, (person, level)) in people.iter().enumerate() {
            let (shelf, code, safe) = &shelves[at * shelves.len() / people.len().max(1)];
            let input = [
                ("person", Value::Id(*person)),
                ("series", "series_clearance".into()),
                ("level", (*level).into()),
                ("place", (*shelf).into()),
            ];
            // A file that was restricted in the meantime has no dossier yet.
            let dossier = match self.does("paul", "dossier.open", &input) {
                Ok(receipt) => Self::made(&receipt)?,
                Err(Error::NotFound) => continue,
                Err(error) => return Err(error),
            };
            let read = self.ledger.read(self.user("paul"), move |view| view.get::<Dossier>(kernel::Id::new(dossier)));
            let label = read.wait()?.body.label_code;
            self.cabinet.dossiers.push((dossier, label, code.clone(), *safe));
            let (days, outcome) = match at % 41 {
                3 | 20 => (60, Outcome::CheckedOut),
                7 => (5, Outcome::OverdueOut),
                _ => continue,
            };
            self.lend(dossier, days)?;
            self.cabinet.lent.insert(dossier, outcome);
        }
        Ok(())
    }

    /// The file of somebody who left longer ago than files are kept, archived and still there; its code.
    fn kept_on(&self, shelf: RecordId) -> Result<String, Error> {
        let (given, surname) = KEPT_ON;
        let person = [("surname", Value::from(surname)), ("given", given.into()), ("nationality", "LUX".into()), ("status", "left".into())];
        let person = Self::made(&self.does("marie", "people.add", &person)?)?;
        let post = Self::made(&self.does("marie", "posts.add", &[("number", "RG-0003".into()), ("title", "Registry clerk".into())])?)?;
        let held = [
            ("person", Value::from(person)),
            ("post", post.into()),
            ("kind", "staff".into()),
            ("valid_from", "2009-09-01".into()),
            ("valid_until", "2018-08-31".into()),
            ("end_reason", "end_left".into()),
        ];
        self.does("marie", "assignments.add", &held)?;
        let file = [("person", Value::from(person)), ("series", "series_clearance".into()), ("level", "R".into()), ("place", shelf.into())];
        let dossier = Self::made(&self.does("marie", "dossier.open", &file)?)?;
        self.does("marie", "dossier.archive", &[("dossier", dossier.into()), ("reason", "Left the post".into())])?;
        let read = self.ledger.read(self.user("marie"), move |view| view.get::<Dossier>(kernel::Id::new(dossier)));
        Ok(read.wait()?.body.label_code)
    }

    fn lend(&self, dossier: RecordId, days: i64) -> Result<(), Error> {
        let due = self.ledger.today().checked_add(days.days()).unwrap_or_else(|_| self.ledger.today());
        let input = [("dossier", Value::Id(dossier)), ("colleague", "anna".into()), ("reason", "Renewal".into()), ("due_back", due.into())];
        self.does("paul", "dossier.check_out", &input).map(|_| ())
    }

    /// Hands in lines of (code, shelf) as one scanner.
    pub(super) fn hand_in(&self, login: &str, session: RecordId, lines: &[(String, String)]) -> Result<(), Error> {
        let line = |(at, (code, shelf)): (usize, &(String, String))| format!("{login}-{at}\t{code}\t{shelf}\n");
        let text: String = lines.iter().enumerate().map(line).collect();
        self.does(login, "scan.merge", &[("session", session.into()), ("lines", text.into())]).map(|_| ())
    }

    /// What a dossier must hold is said, and three are looked into.
    fn look_into(&self, dossiers: &[RecordId]) -> Result<(), Error> {
        let wanted = [
            ("series", Value::from("series_clearance")),
            ("valid_from", self.ledger.today().into()),
            ("holds_decision", 1.into()),
            ("holds_identity_document", 1.into()),
        ];
        self.does("tomas", "content_checklists.add", &wanted)?;
        for (dossier, (decision, identity, _)) in dossiers.iter().zip(CONTENTS) {
            let found = [
                ("dossier", Value::Id(*dossier)),
                ("holds_decision", i64::from(decision).into()),
                ("holds_identity_document", i64::from(identity).into()),
            ];
            self.does("tomas", "dossier.check_contents", &found)?;
        }
        Ok(())
    }

    fn scan_first_safe(&mut self) -> Result<(), Error> {
        let all = &self.cabinet.dossiers;
        let in_safe =
            |at: usize, safe: usize| all.get(at).is_some_and(|(dossier, .., of)| *of == safe && !self.cabinet.lent.contains_key(dossier));
        // Given away, says the register, and still on the shelf; and one of the second safe that strayed into the first.
        let gone = (0..all.len()).filter(|at| in_safe(*at, 0)).nth(1);
        let stray = (0..all.len()).find(|at| in_safe(*at, 1));
        if let Some((dossier, ..)) = gone.and_then(|at| all.get(at)) {
            let input = [("dossier", Value::Id(*dossier)), ("reason", "Sent to the office of the new post".into())];
            self.does("paul", "dossier.give_away", &input)?;
        }
        // Nothing else is wrong with those that are looked into, nor with the one whose label stands on two shelves.
        let plain = (8..all.len()).filter(|at| in_safe(*at, 0) && Some(*at) != gone && !matches!(at % 37, 5 | 6));
        let (looked_into, twice): (Vec<usize>, Option<usize>) = {
            let some: Vec<usize> = plain.take(CONTENTS.len() + 1).collect();
            (some.iter().copied().take(CONTENTS.len()).collect(), some.get(CONTENTS.len()).copied())
        };
        self.look_into(&looked_into.iter().map(|at| all[*at].0).collect::<Vec<_>>())?;
        let session = Self::made(&self.does("paul", "scan.open", &[("place", self.cabinet.safes[0].into())])?)?;
        let mut lines = Vec::new();
        let mut planted = BTreeMap::from([(OLD_LABEL.to_owned(), Outcome::Unregistered)]);
        planted.insert(self.cabinet.kept_on.clone(), Outcome::RetentionExceeded);
        lines.push((self.cabinet.kept_on.clone(), "HQ-B2-SAFE1-S1".to_owned()));
        for (at, (dossier, code, shelf, safe)) in all.iter().enumerate() {
            let lent = self.cabinet.lent.get(dossier).copied();
            let (outcome, read_on) = match (safe, lent) {
                _ if Some(at) == stray => (Some(Outcome::Misplaced), Some("HQ-B2-SAFE1-S3")),
                (1, _) => continue,
                _ if looked_into.contains(&at) => {
                    let said = looked_into.iter().position(|one| *one == at).and_then(|one| CONTENTS.get(one));
                    (said.map(|(.., outcome)| *outcome), Some(shelf.as_str()))
                }
                _ if Some(at) == twice => {
                    let other = if shelf.ends_with("S3") { "HQ-B2-SAFE1-S2" } else { "HQ-B2-SAFE1-S3" };
                    lines.push((code.clone(), other.to_owned()));
                    (Some(Outcome::DuplicateLabel), Some(shelf.as_str()))
                }
                _ if Some(at) == gone => (Some(Outcome::WrongStatus), Some(shelf.as_str())),
                (_, Some(outcome)) => (Some(outcome), None),
                _ if at % 37 == 5 => (Some(Outcome::Missing), None),
                _ if at % 37 == 6 => {
                    let other = if shelf.ends_with("S1") { "HQ-B2-SAFE1-S2" } else { "HQ-B2-SAFE1-S1" };
                    (Some(Outcome::Misplaced), Some(other))
                }
                _ => (None, Some(shelf.as_str())),
            };
            if let Some(outcome) = outcome {
                planted.insert(code.clone(), outcome);
            }
            lines.extend(read_on.map(|shelf| (code.clone(), shelf.to_owned())));
        }
        lines.push((OLD_LABEL.to_owned(), "HQ-B2-SAFE1-S3".to_owned()));
        // Two scanners share the work, and a few they both read.
        let half = lines.len() / 2;
        self.hand_in("tomas", session, lines.get(half.saturating_sub(3)..).unwrap_or_default())?;
        self.hand_in("paul", session, lines.get(..half).unwrap_or_default())?;
        self.does("anna", "scan.close", &[("session", session.into()), ("colleague", "tomas".into())])?;
        self.cabinet.planted = planted;
        let read = self.ledger.read(self.user("tomas"), move |view| view.having::<spine::cabinet::Discrepancy>("session", session));
        for (at, found) in read.wait()?.iter().filter(|d| d.body.outcome == Outcome::Misplaced).enumerate() {
            let on = ("discrepancy", Value::Id(found.head.id));
            self.does("tomas", "discrepancy.correct", &[on.clone(), ("reason", "Put back where it belongs".into())])?;
            if at == 0 {
                self.does("anna", "discrepancy.verify", &[on])?;
            }
        }
        Ok(())
    }

    fn sample_second_safe(&mut self) -> Result<(), Error> {
        let there = self.cabinet.dossiers.iter().filter(|(.., safe)| *safe == 1).count() as i64;
        let input = [("place", Value::Id(self.cabinet.safes[1])), ("sample", SAMPLE.min(there).into())];
        if there == 0 {
            return Ok(());
        }
        let session = Self::made(&self.does("tomas", "scan.open", &input)?)?;
        let body = self
            .ledger
            .read(self.user("tomas"), move |view| view.get::<spine::cabinet::ScanSession>(kernel::Id::new(session)))
            .wait()?
            .body;
        let drawn = spine::cabinet::rules::read_expected(body.expected.as_deref().unwrap_or_default());
        let lines: Vec<_> = drawn.iter().filter(|h| h.drawn && h.out.is_none()).take(20).map(|h| (h.code.clone(), String::new())).collect();
        self.hand_in("tomas", session, &lines)
    }
}
