//! How good a tracker was as it came, and how good what was made of it is now: the same faults, counted in rows before and in people after.

use std::collections::{BTreeMap, BTreeSet};

use exchange::normalise::dates::{About, plausible};
use exchange::tracker::TrackerRow;
use exchange::{Code, Finding, Severity};
use jiff::civil::Date;
use kernel::{Record, RecordId, Register, limits};
use ledger::view::Written;
use ledger::{Error, View};
use spine::clearances::Decision;
use spine::people::Person;
use spine::people::queries::possible;

use crate::quality::rules::unknown_codes;
use crate::quality::score;
use spine::imports::ImportBatch;

/// A fault that a row of a tracker and the records made of it can both have.
#[derive(Debug)]
pub struct Fault {
    /// Its code: that of the rule about stored data where there is one.
    pub code: &'static str,
    /// What the reader of trackers calls it; it counts from a warning up.
    found: &'static [Code],
    /// What a row shows without being told.
    shows: fn(&TrackerRow) -> bool,
}

const UNREADABLE: &str = "date_unreadable";
const IMPOSSIBLE: &str = "date_impossible";
const UNKNOWN: &str = "code_unknown";
const NAMELESS: &str = "without_name";
const UNBORN: &str = "person_without_birth_date";
const UNNUMBERED: &str = "person_without_number";
const TWICE: &str = "entered_twice";

/// The faults, in the order in which pages show them.
pub static FAULTS: &[Fault] = &[
    Fault { code: NAMELESS, found: &[Code::MissingName], shows: |row| row.surname.is_none() || row.given.is_none() },
    Fault { code: UNNUMBERED, found: &[], shows: |row| row.personnel_number.is_none() },
    Fault { code: UNBORN, found: &[], shows: |row| row.birth_date.is_none() },
    Fault { code: UNKNOWN, found: &[Code::UnknownNation, Code::UnknownLevel, Code::TrapWord], shows: |row| row.nationality.is_none() },
    Fault { code: UNREADABLE, found: &[Code::NotADate], shows: |_| false },
    Fault { code: IMPOSSIBLE, found: &[Code::ImpossibleDate, Code::ImplausibleDate, Code::UntilBeforeGranted], shows: |_| false },
    Fault { code: TWICE, found: &[Code::DuplicateRow, Code::DuplicatePersonnelNumber, Code::SameNameAsEarlier], shows: |_| false },
];

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows, or people.
    pub rows: i64,
    /// Of these, those with a fault.
    pub faulty: i64,
    /// How many have each fault.
    by_code: BTreeMap<String, i64>,
}

impl Tally {
    fn new(faults: &BTreeMap<u128, BTreeSet<&'static str>>) -> Self {
        let mut tally = Self { rows: faults.len() as i64, ..Self::default() };
        for of_one in faults.values() {
            tally.faulty += i64::from(!of_one.is_empty());
            for code in of_one {
                *tally.by_code.entry((*code).to_owned()).or_default() += 1;
            }
        }
        tally
    }
    /// How many have a fault.
    pub fn of(&self, code: &str) -> i64 {
        self.by_code.get(code).copied().unwrap_or(0)
    }
    /// The share without a fault, in per mille, as the score of stored data is counted.
    pub fn score(&self) -> Option<i64> {
        score(self.rows, self.faulty)
    }
    /// Fault by fault, as a batch keeps it.
    pub fn lines(&self) -> String {
        FAULTS.iter().map(|fault| format!("{} {}", fault.code, self.of(fault.code))).collect::<Vec<_>>().join("\n")
    }
    /// What a batch kept of its sheet; none when it was no tracker.
    pub fn kept(batch: &ImportBatch) -> Option<Self> {
        let line = |line: &str| line.split_once(' ').and_then(|(code, count)| Some((code.to_owned(), count.parse().ok()?)));
        Some(Self {
            rows: batch.rows_taken + batch.rows_refused + batch.rows_unchanged,
            faulty: batch.rows_faulty?,
            by_code: batch.faults.as_deref()?.lines().filter_map(line).collect(),
        })
    }
}

/// How good a sheet is as it came: its rows that are people, and the faults of each.
pub fn of_sheet(rows: &[TrackerRow], findings: &[Finding]) -> Tally {
    let mut faults: BTreeMap<u128, BTreeSet<&'static str>> = BTreeMap::new();
    for row in rows {
        let shown = FAULTS.iter().filter(|fault| (fault.shows)(row)).map(|fault| fault.code);
        faults.entry(u128::from(row.row)).or_default().extend(shown);
    }
    for finding in findings.iter().filter(|finding| finding.severity >= Severity::Warning) {
        let told = FAULTS.iter().filter(|fault| fault.found.contains(&finding.code)).map(|fault| fault.code);
        if let Some(of_row) = finding.row.and_then(|row| faults.get_mut(&u128::from(row))) {
            of_row.extend(told);
        }
    }
    Tally::new(&faults)
}

/// How good the records are that an import made or changed, as they stand now, counted by the people they are about; of those the reader may see.
///
/// # Errors
/// Those of the database.
pub fn of_records(view: &mut View<'_>, batch: &Record<ImportBatch>) -> Result<Tally, Error> {
    let written: Vec<Written> = view.facts(|view| view.written_with(ImportBatch::NAME, batch.head.id, 0))?;
    let ids: BTreeSet<RecordId> = written.iter().filter(|w| !w.current.head.void).filter_map(|w| w.current.head.subject).collect();
    let ids: Vec<RecordId> = ids.into_iter().collect();
    let mut faults: BTreeMap<u128, BTreeSet<&'static str>> = BTreeMap::new();
    let key = |id: RecordId| u128::from_be_bytes(id.0);
    for some in ids.chunks(limits::PAGE_ROWS_MAX) {
        let seen: Vec<RecordId> = view.titles(Person::NAME, some)?.into_keys().collect();
        for person in view.facts(|view| view.having_any::<Person>("id", &seen))? {
            faults.insert(key(person.head.id), of_person(&person.body, view.today).collect());
        }
    }
    // A record of somebody's that the reader may not see is in no count.
    let mut by_register: BTreeMap<&'static str, Vec<RecordId>> = BTreeMap::new();
    for record in &written {
        by_register.entry(record.def.name).or_default().push(record.current.head.id);
    }
    let mut seen: BTreeSet<RecordId> = BTreeSet::new();
    for (register, ids) in by_register {
        for some in ids.chunks(limits::PAGE_ROWS_MAX) {
            seen.extend(view.titles(register, some)?.into_keys());
        }
    }
    for record in written.iter().filter(|w| !w.current.head.void && seen.contains(&w.current.head.id)) {
        let Some(of_one) = record.current.head.subject.and_then(|person| faults.get_mut(&key(person))) else { continue };
        of_one.extend(of_record(record, view));
    }
    for (_, one, other) in possible(view)? {
        for id in [one, other] {
            if let Some(of_one) = faults.get_mut(&key(id)) {
                of_one.insert(TWICE);
            }
        }
    }
    Ok(Tally::new(&faults))
}

fn of_person(person: &Person, today: Date) -> impl Iterator<Item = &'static str> {
    let born = person.birth_date;
    let unlikely = born.is_some_and(|day| !plausible(day, About::Birth, today));
    let all = [(person.personnel_number.is_none(), UNNUMBERED), (born.is_none(), UNBORN), (unlikely, IMPOSSIBLE)];
    all.into_iter().filter_map(|(is, code)| is.then_some(code))
}

/// What the rules about stored data find in a record, in the words of a tracker.
fn of_record(record: &Written, view: &View<'_>) -> Vec<&'static str> {
    let (def, current) = (&record.def, &record.current);
    let mut faults = Vec::new();
    for refusal in def.faults(&current.values) {
        match (refusal.code, refusal.field.as_deref()) {
            ("field-not-a-date", _) => faults.push(UNREADABLE),
            ("until-before-from", _) => faults.push(IMPOSSIBLE),
            (_, Some("surname" | "given")) => faults.push(NAMELESS),
            _ => {}
        }
    }
    if !unknown_codes(def, current, view.policy).is_empty() {
        faults.push(UNKNOWN);
    }
    if def.name == Decision::NAME
        && let Ok(decision) = current.clone().typed::<Decision>()
    {
        let days = [Some(decision.body.decided_on), decision.body.valid_until];
        let unlikely = days.into_iter().flatten().any(|day| !plausible(day, About::Event, view.today));
        if unlikely || decision.body.valid_until.is_some_and(|until| until < decision.body.decided_on) {
            faults.push(IMPOSSIBLE);
        }
    }
    faults
}
