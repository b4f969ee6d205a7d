//! What the cabinet's pages and commands ask.

use std::collections::HashMap;

use kernel::{Id, Record, RecordId, Register, limits};
use ledger::{Error, ListQuery, RawRecord, View};

use super::rules::{self, Counts, Holding, Item, Line, Places};
use super::{HoldingKind, Place, ScanLine, ScanSession};
use crate::{dossiers, holdings};

/// The places the reader may see; and which place is in which, a fact about all of them, which the rule needs.
pub fn places(view: &mut View<'_>) -> Result<(Vec<Record<Place>>, Places), Error> {
    let all = view.facts(|view| view.every::<Place>())?;
    let tree = Places::new(all.iter().map(|p| (p.head.id, p.body.parent.map(Id::raw))));
    Ok((view.every::<Place>()?, tree))
}

/// What the register has at a place and in those within it, by code. A fact: a list of codes says nothing about anybody, and a shelf is
/// counted whole or not at all.
pub fn holdings(view: &mut View<'_>, kind: HoldingKind, place: Id<Place>) -> Result<Vec<Holding>, Error> {
    view.facts(|view| {
        let mut all = at(view, kind, place)?;
        // What is counted is judged as well: kept too long, and what is in it.
        if kind == HoldingKind::Dossiers {
            dossiers::queries::judge(view, &mut all)?;
        }
        Ok(all)
    })
}

/// What of one kind the reader may see at a place and in those within it, by code.
pub fn at(view: &mut View<'_>, kind: HoldingKind, place: Id<Place>) -> Result<Vec<Holding>, Error> {
    match kind {
        HoldingKind::Dossiers => dossiers::queries::holdings(view, place),
        HoldingKind::Items => holdings::queries::holdings(view, place),
    }
}

/// What the register says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The item that bears it.
    pub item: RecordId,
    /// Where the register has it.
    pub home: RecordId,
    /// Whether it is no longer here.
    pub gone: bool,
}

/// What the register says of these codes; a fact, as above.
pub fn known(view: &mut View<'_>, kind: HoldingKind, codes: &[String]) -> Result<HashMap<String, Known>, Error> {
    match kind {
        HoldingKind::Dossiers => view.facts(|view| dossiers::queries::known(view, codes)),
        HoldingKind::Items => view.facts(|view| holdings::queries::known(view, codes)),
    }
}

/// Who should have a file and never had one. The whole cabinet says so, where all of it was looked at; one shelf cannot.
pub fn without_file(view: &mut View<'_>, session: &ScanSession) -> Result<Vec<RecordId>, Error> {
    let whole = session.holdings == HoldingKind::Dossiers && session.sampling_seed.is_none();
    view.facts(|view| {
        let outermost = whole && view.get(session.place)?.body.parent.is_none();
        if outermost { dossiers::queries::without(view) } else { Ok(Vec::new()) }
    })
}

/// Whom these items are about; a fact for what is recorded about them.
pub fn subjects(view: &mut View<'_>, kind: HoldingKind, items: &[RecordId]) -> Result<HashMap<RecordId, RecordId>, Error> {
    match kind {
        HoldingKind::Dossiers => view.facts(|view| dossiers::queries::subjects(view, items)),
        // An item is about nobody.
        HoldingKind::Items => Ok(HashMap::new()),
    }
}

/// The codes of one kind the reader may see with their places, up to so many.
pub fn codes(view: &mut View<'_>, kind: HoldingKind, most: usize) -> Result<Vec<(String, RecordId)>, Error> {
    match kind {
        HoldingKind::Dossiers => dossiers::queries::codes(view, most),
        HoldingKind::Items => holdings::queries::codes(view, most),
    }
}

/// The lines of a scan; all of them where it is asked as a fact.
pub fn lines(view: &mut View<'_>, session: Id<ScanSession>) -> Result<Vec<Record<ScanLine>>, Error> {
    let query =
        ListQuery { filters: vec![("session".to_owned(), session.raw().into())], limit: limits::COMMAND_ROWS_MAX, ..ListQuery::default() };
    view.rows_of(ScanLine::NAME, &query)?.into_iter().map(RawRecord::typed).collect()
}

/// A line as the rules see it.
pub fn line(record: &Record<ScanLine>) -> Line {
    let body = &record.body;
    Line {
        line: body.line.clone(),
        code: body.code.clone(),
        place: body.place.raw(),
        at: body.scanned_at.0,
        known: body.item.zip(body.home.map(Id::raw)),
        gone: body.gone,
    }
}

/// How a scan stands: what is expected, each item, and what it comes to.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What the register had there at its start.
    pub expected: Vec<Holding>,
    /// The lines.
    pub lines: Vec<Line>,
    /// Each item.
    pub items: Vec<Item>,
    /// What it comes to.
    pub counts: Counts,
}

/// How a scan stands, from its frozen list and its lines.
pub fn standing(session: &ScanSession, records: &[Record<ScanLine>], places: &Places) -> Standing {
    let expected = rules::read_expected(session.expected.as_deref().unwrap_or_default());
    let lines: Vec<Line> = records.iter().map(line).collect();
    let items = rules::items(&expected, &lines, places, session.opened_on);
    let counts = Counts::new(&expected, &items);
    Standing { expected, lines, items, counts }
}
