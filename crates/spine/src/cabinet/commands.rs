//! Opening a scan, handing its lines in, closing it with its certificate, or giving it up.

use std::collections::HashMap;

use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::crypto::{Hash, hex};
use ledger::identity::Account;
use ledger::transition::{Micros, begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::queries::{self, Known};
use super::rules::{self, Handed, Holding, Item, Outcome, Places};
use super::{
    Discrepancy, DiscrepancyState, HoldingKind, KEEPERS, Place, ReconciliationCertificate, ScanLine, ScanSession, ScanState, discrepancies,
};
use crate::limits;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands of the cabinet.
pub fn all() -> Vec<CommandDef> {
    let mut all = vec![CommandDef::of::<Open>(), CommandDef::of::<Merge>(), CommandDef::of::<Close>(), CommandDef::of::<Abandon>()];
    all.extend(discrepancies::commands());
    all
}

/// Name of the series scans are numbered in.
const SESSIONS: &str = "SCN";
/// Name of the series certificates are numbered in.
const CERTIFICATES: &str = "RCC";
/// Name of the series discrepancies are numbered in.
const DISCREPANCIES: &str = "DSC";
/// What stands for a code where there is no label to bear one.
const NO_CODE: &str = "–";
/// A scanner's clock may be so far ahead, in microseconds; beyond it the time of handing in stands.
const CLOCK_AHEAD: i64 = 86_400_000_000;

/// What a place holds of one kind, about to be frozen for a scan.
pub struct Frozen {
    place: Record<Place>,
    kind: HoldingKind,
    holdings: Vec<Holding>,
    open: bool,
    series: series::Standing,
}

impl Frozen {
    /// Reads it; what is counted is a fact, whoever counts.
    pub fn load(loader: &mut Loader<'_, '_>, place: Id<Place>, kind: HoldingKind) -> Result<Self, Error> {
        let place = loader.named("place", place)?;
        let year = i64::from(loader.view().today.year());
        let view = loader.view();
        let holdings = queries::holdings(view, kind, place.id())?;
        let sessions = view.facts(|view| view.having::<ScanSession>("place", place.head.id))?;
        let open = sessions.iter().any(|s| s.body.state == ScanState::Open && s.body.holdings == kind);
        Ok(Self { place, kind, holdings, open, series: series::load(view, SESSIONS, year)? })
    }
}

/// Freezes what is expected at a place and begins its scan, of a sample or of everything; pure.
///
/// # Errors
/// `scan-open-already`, `scan-too-many`, `number-out-of-range` for a sample that is none.
pub fn freeze(frozen: Frozen, sample: Option<i64>, cx: &Context<'_>, changes: &mut Changes) -> Result<Id<ScanSession>, Refused> {
    let Frozen { place, kind, mut holdings, open, series } = frozen;
    if open {
        return Err(Refusal::new("scan-open-already").at("place").with("place", place.body.code).into());
    }
    if holdings.len() > limits::SCAN_ITEMS_MAX {
        let refusal = Refusal::new("scan-too-many").at("place").with("count", holdings.len().to_string());
        return Err(refusal.with("max", limits::SCAN_ITEMS_MAX.to_string()).into());
    }
    let population = holdings.len() as i64;
    let mut seed = None;
    if let Some(sample) = sample {
        if !(1..=population).contains(&sample) {
            let refusal = Refusal::new("number-out-of-range").at("sample").with("min", "1");
            return Err(refusal.with("max", population.to_string()).into());
        }
        let start = hex(&cx.new_id().0);
        rules::draw(&mut holdings, &start, usize::try_from(sample).unwrap_or(usize::MAX));
        seed = Some(start);
    }
    let expected = rules::write_expected(&holdings);
    let year = i64::from(cx.today.year());
    let number = series::next(&series, SESSIONS, year, cx.new_id(), changes);
    let session = ScanSession {
        number: format!("{SESSIONS}/{year}/{number:03}"),
        place: place.id(),
        holdings: kind,
        state: ScanState::Open,
        since: cx.micros(),
        opened_by: Id::new(cx.account),
        opened_at: cx.micros(),
        opened_on: cx.today,
        population,
        drawn: holdings.iter().filter(|h| h.drawn).count() as i64,
        sampling_seed: seed,
        expected_digest: rules::expected_digest(&expected),
        expected: Some(expected).filter(|text| !text.is_empty()),
    };
    Ok(begin(changes, cx.new_id(), &session, None, cx))
}

/// Opens a scan of a place: what the register has there is frozen now.
#[derive(Clone, Debug, Fields)]
pub struct Open {
    /// The place; what is within it belongs to it.
    pub place: Id<Place>,
    /// What is counted; dossiers when left out.
    pub holdings: Option<HoldingKind>,
    /// How many items are drawn, where it is a sample; all of them when left out.
    pub sample: Option<i64>,
}

impl Command for Open {
    const NAME: &'static str = "scan.open";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = None;
    const PURPOSE: &'static str = "cabinet";
    type Loaded = Frozen;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Frozen::load(loader, self.place, self.holdings.unwrap_or(HoldingKind::Dossiers))
    }

    fn decide(&self, frozen: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        let id = freeze(frozen, self.sample, cx, &mut changes)?;
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Hands lines in. Lines bear ids made by the scanner: handed in twice, or by two scanners in any order, they come to the same.
#[derive(Clone, Debug, Fields)]
pub struct Merge {
    /// The scan.
    #[field(hidden)]
    pub session: Id<ScanSession>,
    /// The lines, one each: the scanner's id of it, the code, the place's code, milliseconds since 1970; tabs between.
    #[field(long, max = limits::SCAN_LINES_CHARS_MAX)]
    pub lines: String,
}

/// What handing in looks at.
pub struct ToMerge {
    session: Record<ScanSession>,
    handed: Vec<Handed>,
    before: HashMap<String, String>,
    places: Vec<Record<Place>>,
    tree: Places,
    known: HashMap<String, Known>,
}

impl Command for Merge {
    const NAME: &'static str = "scan.merge";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(ScanSession::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = ToMerge;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let session = loader.get(self.session)?;
        let handed = rules::read_lines(&self.lines)?;
        let view = loader.view();
        let before = view.facts(|view| queries::lines(view, self.session))?;
        let (places, tree) = queries::places(view)?;
        let codes: Vec<String> = handed.iter().map(|h| h.code.clone()).collect();
        let known = queries::known(view, session.body.holdings, &codes)?;
        let before = before.into_iter().map(|line| (line.body.line, line.body.code)).collect();
        Ok(ToMerge { session, handed, before, places, tree, known })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToMerge { session, handed, before, places, tree, known } = loaded;
        let mut changes = Changes::new();
        for line in handed {
            match before.get(&line.line) {
                Some(code) if *code != line.code => {
                    return Err(Refusal::new("scan-line-differs").at("lines").with("line", line.line).into());
                }
                Some(_) => continue,
                None => {}
            }
            let place = match &line.place {
                None => session.body.place,
                Some(code) => {
                    let found = places.iter().find(|p| p.body.code == *code && tree.within(p.head.id, session.body.place.raw()));
                    found.map(Record::id).ok_or_else(|| Refusal::new("scan-place-unknown").at("lines").with("place", code.as_str()))?
                }
            };
            let told = known.get(&line.code);
            let now = cx.micros().0;
            let body = ScanLine {
                session: session.id(),
                line: line.line,
                place,
                scanned_at: Micros(line.at.filter(|at| (0..=now + CLOCK_AHEAD).contains(at)).unwrap_or(now)),
                scanned_by: Id::new(cx.account),
                item: told.map(|k| k.item),
                home: told.map(|k| Id::new(k.home)),
                gone: told.is_some_and(|k| k.gone),
                code: line.code,
            };
            changes.insert_in(cx.new_id(), &body, session.head.label.clone());
        }
        let mut moved = step(&session, cx, None, None, |_| {})?;
        // Nothing new is nothing written: the session alone is the answer.
        if changes.rows.is_empty() {
            moved.rows.clear();
        }
        moved.followed_by(changes);
        moved.answer_with(session.id());
        Ok(moved)
    }
}

/// Closes a scan: what is not as the register says becomes discrepancies with an owner, and the certificate is issued.
#[derive(Clone, Debug, Fields)]
pub struct Close {
    /// The scan.
    #[field(hidden)]
    pub session: Id<ScanSession>,
    /// Who sees to the discrepancies; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

/// What closing looks at.
pub struct ToClose {
    session: Record<ScanSession>,
    standing: queries::Standing,
    subjects: HashMap<RecordId, RecordId>,
    without_file: Vec<RecordId>,
    owner: Id<Account>,
    certificates: series::Standing,
    discrepancies: series::Standing,
    position: (i64, Hash),
}

impl Command for Close {
    const NAME: &'static str = "scan.close";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(ScanSession::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["scan_open"])];
    const PURPOSE: &'static str = "cabinet";
    type Loaded = ToClose;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let session = loader.get(self.session)?;
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let year = i64::from(loader.view().today.year());
        let view = loader.view();
        let lines = view.facts(|view| queries::lines(view, self.session))?;
        let (_, tree) = queries::places(view)?;
        let standing = queries::standing(&session.body, &lines, &tree);
        let items: Vec<RecordId> = standing.items.iter().filter_map(|item| item.item).collect();
        let subjects = queries::subjects(view, session.body.holdings, &items)?;
        let without_file = queries::without_file(view, &session.body)?;
        Ok(ToClose {
            session,
            standing,
            subjects,
            without_file,
            owner,
            certificates: series::load(view, CERTIFICATES, year)?,
            discrepancies: series::load(view, DISCREPANCIES, year)?,
            position: view.position()?,
        })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToClose { session, standing, subjects, without_file, owner, certificates, discrepancies, position } = loaded;
        let mut changes = step(&session, cx, None, None, |_| {})?;
        let year = i64::from(cx.today.year());
        let wrong: Vec<&Item> = standing.items.iter().filter(|item| !item.outcome.agrees()).collect();
        let mut last = discrepancies.as_ref().map_or(0, |series| series.body.last);
        let mut found = |outcome: Outcome, code: &str, person: Option<RecordId>, item: Option<&Item>| {
            last += 1;
            let body = Discrepancy {
                number: format!("{DISCREPANCIES}/{year}/{last:04}"),
                session: session.id(),
                outcome,
                code: code.to_owned(),
                item: item.and_then(|item| item.item),
                person,
                home: item.and_then(|item| item.home).map(Id::new),
                found_in: item.and_then(|item| item.seen.first().copied()).map(Id::new),
                state: DiscrepancyState::Open,
                since: cx.micros(),
                owner,
                found_at: cx.micros(),
                explanation: None,
                settled_by: None,
                verified_by: None,
            };
            begin(&mut changes, cx.new_id(), &body, None, cx);
        };
        for item in &wrong {
            found(item.outcome, &item.code, item.item.and_then(|id| subjects.get(&id).copied()), Some(item));
        }
        for person in &without_file {
            found(Outcome::DigitalOnly, NO_CODE, Some(*person), None);
        }
        let opened = (wrong.len() + without_file.len()) as i64;
        if opened > 0 {
            series::upto(&discrepancies, DISCREPANCIES, year, last, cx.new_id(), &mut changes);
        }
        let number = series::next(&certificates, CERTIFICATES, year, cx.new_id(), &mut changes);
        let counts = &standing.counts;
        let (log_size, root) = position;
        let certificate = ReconciliationCertificate {
            number: format!("{CERTIFICATES}/{year}/{number:03}"),
            session: session.id(),
            place: session.body.place,
            holdings: session.body.holdings,
            issued_at: cx.micros(),
            issued_by: Id::new(cx.account),
            population: session.body.population,
            expected: counts.expected,
            scanned_lines: standing.lines.len() as i64,
            counted: counts.items,
            matched: counts.count(Outcome::Match),
            misplaced: counts.count(Outcome::Misplaced),
            missing: counts.count(Outcome::Missing),
            unregistered: counts.count(Outcome::Unregistered),
            checked_out: counts.count(Outcome::CheckedOut),
            overdue_out: counts.count(Outcome::OverdueOut),
            wrong_status: counts.count(Outcome::WrongStatus),
            duplicate_label: counts.count(Outcome::DuplicateLabel),
            retention_exceeded: counts.count(Outcome::RetentionExceeded),
            digital_only: counts.count(Outcome::DigitalOnly) + without_file.len() as i64,
            paper_only: counts.count(Outcome::PaperOnly),
            content_gap: counts.count(Outcome::ContentGap),
            discrepancies: opened,
            looked_at: counts.looked_at,
            standing: counts.standing,
            misfiled: counts.misfiled,
            misfiled_at_most: counts.misfiled_at_most,
            sampling_seed: session.body.sampling_seed.clone(),
            expected_digest: session.body.expected_digest.clone(),
            lines_digest: rules::lines_digest(&standing.lines),
            log_size,
            log_root: hex(&root),
        };
        let id = changes.insert(cx.new_id(), &certificate);
        changes.answer_with(id);
        Ok(changes)
    }
}

ledger::on_record! {
    /// Gives a scan up; its lines stay, and it issues nothing.
    Abandon = "scan.abandon" on session: ScanSession, by KEEPERS, for "cabinet", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, session, cx| step(&session, cx, Some(&this.reason), None, |_| {})
}
