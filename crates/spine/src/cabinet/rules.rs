//! How each item of a scan stands: pure. One rule says it, for the page, the discrepancies, the certificate and the measure.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use kernel::calendar::Openings;
use kernel::{RecordId, Refusal, read_label_code, sampling};
use ledger::crypto::{from_hex, hex, sha256};

use crate::limits;

kernel::choices! {
    /// How an item stands.
    pub enum Outcome {
        Match = "outcome_match", Misplaced = "outcome_misplaced", Missing = "outcome_missing", Unregistered = "outcome_unregistered",
        CheckedOut = "outcome_checked_out", OverdueOut = "outcome_overdue_out", WrongStatus = "outcome_wrong_status",
        DuplicateLabel = "outcome_duplicate_label", RetentionExceeded = "outcome_retention_exceeded",
        DigitalOnly = "outcome_digital_only", PaperOnly = "outcome_paper_only", ContentGap = "outcome_content_gap",
    }
}

impl Outcome {
    /// Whether it is as the register says: there, or lawfully out.
    pub const fn agrees(self) -> bool {
        matches!(self, Self::Match | Self::CheckedOut)
    }
    /// Whether the item is not where the register says.
    pub const fn misfiled(self) -> bool {
        matches!(self, Self::Misplaced | Self::Missing | Self::DuplicateLabel)
    }
}

/// Working days after which what is missing is told to everybody, where the office's standards say nothing else (default of the design).
pub const MISSING_WORKING_DAYS: i64 = 5;

/// Whether something found missing at an instant has been missing for more than so many working days.
pub fn missing_too_long(office: &Openings, found: i64, now: i64, days: i64) -> bool {
    office.between(found, now) > days * office.day()
}

/// Which place is in which.
#[derive(Clone, Debug, Default)]
pub struct Places(HashMap<RecordId, Option<RecordId>>);

impl Places {
    /// From each place and the one it is in.
    pub fn new(all: impl IntoIterator<Item = (RecordId, Option<RecordId>)>) -> Self {
        Self(all.into_iter().collect())
    }

    /// The place and those it is in, the innermost first; at most `limits::PLACE_DEPTH_MAX`, so that a circle ends.
    pub fn around(&self, place: RecordId) -> impl Iterator<Item = RecordId> {
        let next = |at: &RecordId| self.0.get(at).copied().flatten();
        std::iter::successors(Some(place), next).take(limits::PLACE_DEPTH_MAX)
    }

    /// Whether a place is another, or in it.
    pub fn within(&self, place: RecordId, outer: RecordId) -> bool {
        self.around(place).any(|at| at == outer)
    }
}

/// What the register has of an item when a scan begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The code on its label.
    pub code: String,
    /// The item.
    pub item: RecordId,
    /// Where it stands, or comes back to.
    pub place: RecordId,
    /// Whether it is lent out, and until when.
    pub out: Option<Date>,
    /// Whether whom it is about has left and it is still in use.
    pub stale: bool,
    /// Whether it is kept longer than it may be.
    pub over: bool,
    /// What is wrong with what is in it, where that was checked: content missing, on paper alone, or in the records alone.
    pub contents: Option<Outcome>,
    /// Whether it is looked at; those that were not drawn into a sample are not.
    pub drawn: bool,
}

/// Writes the frozen list, a line an item, by code.
pub fn write_expected(holdings: &[Holding]) -> String {
    let line = |h: &Holding| {
        let out = h.out.map(|day| format!("out={day}"));
        let flags =
            [(h.stale, "stale"), (h.over, "over"), (h.drawn, "drawn")].into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned());
        let contents = h.contents.map(|outcome| format!("in={}", outcome.code()));
        let told = out.into_iter().chain(contents).chain(flags).collect::<Vec<_>>().join(" ");
        format!("{}\t{}\t{}\t{told}\n", h.code, hex(&h.item.0), hex(&h.place.0))
    };
    holdings.iter().map(line).collect()
}

/// An id as the frozen list has it: a plain number that opens nothing, where an outward id would be an address.
fn plain_id(text: &str) -> Option<RecordId> {
    from_hex(text).and_then(|bytes| bytes.try_into().ok()).map(RecordId)
}

/// Reads the frozen list; lines that are none are left out, which the digest would show.
pub fn read_expected(text: &str) -> Vec<Holding> {
    let line = |line: &str| {
        let mut parts = line.split('\t');
        let (code, item, place) = (parts.next()?, plain_id(parts.next()?)?, plain_id(parts.next()?)?);
        let told: Vec<&str> = parts.next()?.split(' ').collect();
        let out = told.iter().find_map(|word| word.strip_prefix("out=")?.parse().ok());
        let is = |word: &str| told.contains(&word);
        let contents = told.iter().find_map(|word| Outcome::from_code(word.strip_prefix("in=")?));
        Some(Holding { code: code.to_owned(), item, place, out, stale: is("stale"), over: is("over"), contents, drawn: is("drawn") })
    };
    text.lines().filter_map(line).collect()
}

/// Draws so many: the places of those whose SHA-256 of start value, colon and code comes first. Whoever has the list and the start value draws
/// the same.
pub fn drawn<'a>(codes: impl Iterator<Item = &'a str>, seed: &str, many: usize) -> HashSet<usize> {
    let mut order: Vec<_> = codes.enumerate().map(|(at, code)| (sha256(&[seed.as_bytes(), b":", code.as_bytes()]), at)).collect();
    order.sort_unstable();
    order.into_iter().take(many).map(|(_, at)| at).collect()
}

/// Draws so many of what is expected.
pub fn draw(holdings: &mut [Holding], seed: &str, many: usize) {
    let drawn = drawn(holdings.iter().map(|h| h.code.as_str()), seed, many);
    for (at, holding) in holdings.iter_mut().enumerate() {
        holding.drawn = drawn.contains(&at);
    }
}

/// A line of a scan, with what the register said of its code where it was not expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The scanner's own id.
    pub line: String,
    /// The code.
    pub code: String,
    /// Where it was read.
    pub place: RecordId,
    /// When, in microseconds.
    pub at: i64,
    /// The item that bears it, and where the register has that.
    pub known: Option<(RecordId, RecordId)>,
    /// Whether the register has it as no longer here.
    pub gone: bool,
}

/// An item of a scan: expected, scanned or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The code.
    pub code: String,
    /// The item that bears it.
    pub item: Option<RecordId>,
    /// Where the register has it.
    pub home: Option<RecordId>,
    /// Where it was read.
    pub seen: BTreeSet<RecordId>,
    /// Whether it was to be looked at.
    pub expected: bool,
    /// Whether the register has it lent out.
    pub out: bool,
    /// How it stands.
    pub outcome: Outcome,
}

/// Every item of a scan, expected or scanned, each once and by its code. The order of the lines is nothing, and so is a line handed in twice.
pub fn items(expected: &[Holding], lines: &[Line], places: &Places, day: Date) -> Vec<Item> {
    let mut seen: BTreeMap<&str, (BTreeSet<RecordId>, &Line)> = BTreeMap::new();
    for line in lines {
        // What several lines say of one code, the one that comes first by its id says.
        let entry = seen.entry(&line.code).or_insert_with(|| (BTreeSet::new(), line));
        entry.0.insert(line.place);
        entry.1 = if line.line < entry.1.line { line } else { entry.1 };
    }
    let here: BTreeMap<&str, &Holding> = expected.iter().map(|h| (h.code.as_str(), h)).collect();
    let codes: BTreeSet<&str> = here.values().filter(|h| h.drawn).map(|h| h.code.as_str()).chain(seen.keys().copied()).collect();
    let item = |code: &str| {
        let (holding, read) = (here.get(code).copied(), seen.get(code));
        let places_seen = read.map(|(places, _)| places.clone()).unwrap_or_default();
        let known = holding.map(|h| (h.item, h.place)).or_else(|| read.and_then(|(_, line)| line.known));
        let gone = holding.is_none() && read.is_some_and(|(_, line)| line.gone);
        Item {
            code: code.to_owned(),
            item: known.map(|(item, _)| item),
            home: known.map(|(_, home)| home),
            expected: holding.is_some_and(|h| h.drawn),
            out: holding.is_some_and(|h| h.out.is_some()),
            outcome: outcome(holding, known.map(|(_, home)| home), gone, &places_seen, places, day),
            seen: places_seen,
        }
    };
    codes.into_iter().map(item).collect()
}

/// How an item stands: what the register has of it, where it was read, on which day.
pub fn outcome(
    holding: Option<&Holding>,
    home: Option<RecordId>,
    gone: bool,
    seen: &BTreeSet<RecordId>,
    places: &Places,
    day: Date,
) -> Outcome {
    let Some(home) = home else { return Outcome::Unregistered };
    let out = holding.and_then(|h| h.out);
    if seen.is_empty() {
        return match out {
            Some(due) if due < day => Outcome::OverdueOut,
            Some(_) => Outcome::CheckedOut,
            None => Outcome::Missing,
        };
    }
    // Read on a shelf and again in its safe is one place; read on two shelves is two things.
    let apart = |one: &RecordId| seen.iter().any(|other| !places.within(*one, *other) && !places.within(*other, *one));
    if seen.iter().any(apart) {
        return Outcome::DuplicateLabel;
    }
    if gone {
        return Outcome::WrongStatus;
    }
    if out.is_some() || !seen.iter().all(|place| places.within(home, *place)) {
        return Outcome::Misplaced;
    }
    match holding {
        Some(h) if h.stale => Outcome::WrongStatus,
        Some(h) if h.over => Outcome::RetentionExceeded,
        Some(h) => h.contents.unwrap_or(Outcome::Match),
        None => Outcome::Match,
    }
}

/// What a scan came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items of each outcome.
    pub of: BTreeMap<Outcome, i64>,
    /// Items expected or scanned.
    pub items: i64,
    /// Items expected.
    pub expected: i64,
    /// Items that should stand there and were looked for.
    pub looked_at: i64,
    /// Items that should stand there.
    pub standing: i64,
    /// How many of those looked at are misfiled.
    pub misfiled: i64,
    /// How many of those standing there are misfiled at most, with 95 % confidence.
    pub misfiled_at_most: i64,
}

impl Counts {
    /// Of the items of a scan.
    pub fn new(expected: &[Holding], items: &[Item]) -> Self {
        let mut counts = Self::default();
        for item in items {
            *counts.of.entry(item.outcome).or_default() += 1;
            counts.items += 1;
            counts.expected += i64::from(item.expected);
            if item.expected && !item.out {
                counts.looked_at += 1;
                counts.misfiled += i64::from(item.outcome.misfiled());
            }
        }
        counts.standing = expected.iter().filter(|h| h.out.is_none()).count() as i64;
        counts.misfiled_at_most = sampling::faulty_at_most(counts.standing, counts.looked_at, counts.misfiled).unwrap_or(counts.standing);
        counts
    }
    /// Items of an outcome.
    pub fn count(&self, outcome: Outcome) -> i64 {
        self.of.get(&outcome).copied().unwrap_or(0)
    }
}

/// SHA-256 of the lines in the order of their ids, in hexadecimal: id, code, place, instant, with tabs between and a line end after each.
pub fn lines_digest(lines: &[Line]) -> String {
    let mut told: Vec<String> = lines.iter().map(|l| format!("{}\t{}\t{}\t{}\n", l.line, l.code, l.place.outward("p"), l.at)).collect();
    told.sort_unstable();
    hex(&sha256(&[told.concat().as_bytes()]))
}

/// SHA-256 of the expected list, in hexadecimal.
pub fn expected_digest(text: &str) -> String {
    hex(&sha256(&[text.as_bytes()]))
}

/// A line as a scanner hands it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// The scanner's own id.
    pub line: String,
    /// The code.
    pub code: String,
    /// The code of the place, where it said one.
    pub place: Option<String>,
    /// When, in microseconds, where it said so.
    pub at: Option<i64>,
}

/// A code as it is kept: a label's own as it is printed, anything else as it was read and no longer than it may be.
pub fn kept_code(read: &str) -> String {
    let plain = || read.trim().chars().filter(|c| !c.is_control()).take(limits::SCAN_CODE_CHARS_MAX).collect();
    read_label_code(read).unwrap_or_else(plain)
}

/// Reads what a scanner hands in, a line each: its id, the code, the place's code, milliseconds since 1970; tabs between. The last two may be
/// left out. Empty lines are nothing, and a line handed in twice is one.
///
/// # Errors
/// `scan-line-unread` with the number of the first line without id or code, or with an id that is none; `scan-lines-too-many` above
/// `limits::SCAN_LINES_MAX`; `scan-line-differs` when one id bears two codes.
pub fn read_lines(text: &str) -> Result<Vec<Handed>, Refusal> {
    let mut all: BTreeMap<String, Handed> = BTreeMap::new();
    let mut count = 0;
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        count += 1;
        if count > limits::SCAN_LINES_MAX {
            return Err(Refusal::new("scan-lines-too-many").at("lines").with("max", limits::SCAN_LINES_MAX.to_string()));
        }
        let mut parts = line.split('\t').map(str::trim);
        let (id, code) = (parts.next().unwrap_or_default(), kept_code(parts.next().unwrap_or_default()));
        let sound = (1..=40).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !sound || code.is_empty() {
            return Err(Refusal::new("scan-line-unread").at("lines").with("line", (at + 1).to_string()));
        }
        let place = parts.next().filter(|p| !p.is_empty()).map(str::to_uppercase);
        let at = parts.next().and_then(|ms| ms.parse::<i64>().ok()).and_then(|ms| ms.checked_mul(1_000));
        let handed = Handed { line: id.to_owned(), code, place, at };
        match all.get(id) {
            Some(before) if before.code != handed.code => {
                return Err(Refusal::new("scan-line-differs").at("lines").with("line", id));
            }
            Some(_) => {}
            None => {
                all.insert(id.to_owned(), handed);
            }
        }
    }
    Ok(all.into_values().collect())
}
