//! What the cabinet asks of dossiers.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use kernel::{Id, Level, RecordId, Register, Value};
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::contents::{judged, recorded};
use super::{ContentChecklist, Contents, Dossier, DossierContents, DossierSeries, DossierState};
use crate::cabinet::queries::Known;
use crate::cabinet::rules::Holding;
use crate::cabinet::{Discrepancy, Place};
use crate::clearances::Facts;
use crate::clearances::queries::{facts_of, rulebook};
use crate::limits;
use crate::people::{Person, PersonStatus};
use crate::retention::queries::{FileOf, standings};
use crate::retention::rules::Standing;

/// The dossiers the office has at a place and in those within it, by code; one more than a scan may expect, so that too many are seen.
pub const HOLDINGS: Query = Query {
    name: "dossiers.holdings",
    sql: "WITH RECURSIVE inside(id) AS (SELECT a.id FROM {places a} WHERE a.id = $1 \
          UNION SELECT b.id FROM {places b} JOIN inside i ON b.parent = i.id) \
          SELECT d.label_code, d.id, d.place, d.custodian, d.due_back, d.state, d.keep_until, p.status \
          FROM inside i JOIN {dossiers d} ON d.place = i.id JOIN {people p} ON p.id = d.person \
          WHERE d.state IN ('dossier_active', 'dossier_dormant', 'dossier_archived') ORDER BY d.label_code LIMIT $2",
    sample: &[Sample::Id, Sample::Int(5_001)],
};

/// The codes and places of the dossiers the office has, for a scanner that is cut off from the network.
pub const CODES: Query = Query {
    name: "dossiers.codes",
    sql: "SELECT d.label_code, d.place FROM {dossiers d} \
          WHERE d.state IN ('dossier_active', 'dossier_dormant', 'dossier_archived') ORDER BY d.label_code LIMIT $1",
    sample: &[Sample::Int(20_000)],
};

/// People of whom the records hold an authority's decision and who never had a dossier of a series, and of whom no scan has said so yet. What is found is
/// told at the marking of a discrepancy: it tells of no decision that is marked higher.
pub const WITHOUT: Query = Query {
    name: "dossiers.without",
    sql: "SELECT DISTINCT d.person FROM {decisions d} WHERE d.rank <= $3 AND d.compartment IS NULL AND d.caveats IS NULL AND d.claimed = 0 AND d.kind IN ('grant', 'grant_with_conditions', 'no_objection', 'refuse') \
          AND NOT EXISTS (SELECT 1 FROM {dossiers o} WHERE o.person = d.person AND o.series = $1) AND NOT EXISTS (SELECT 1 FROM {discrepancies c} \
          WHERE c.person = d.person AND c.item IS NULL AND c.outcome = 'outcome_digital_only') ORDER BY d.person LIMIT $2",
    sample: &[Sample::Text("series_clearance"), Sample::Int(200), Sample::Int(1)],
};

/// The concept's named queries.
pub const ALL: &[&Query] = &[&HOLDINGS, &CODES, &WITHOUT];

/// Who has no dossier of a series whose checklist in force asks for the decision on paper, though the records hold one; a fact.
pub fn without(view: &mut View<'_>) -> Result<Vec<RecordId>, Error> {
    let (checklists, mut people) = (checklists(view)?, Vec::new());
    let told_at = view.policy.rank(&Level(Discrepancy::DEF.marking.to_owned())).unwrap_or(-1);
    for (series, wanted) in checklists {
        let rows = match wanted.holds_decision {
            true => view.rows(&WITHOUT, &[series.code().into(), (limits::WITHOUT_DOSSIER_MAX as i64).into(), told_at.into()])?,
            false => Vec::new(),
        };
        people.extend(rows.iter().filter_map(|row| row.first()?.id()));
    }
    people.sort_unstable();
    people.dedup();
    people.truncate(limits::WITHOUT_DOSSIER_MAX);
    Ok(people)
}

/// What a dossier of each series must hold today, where somebody has said so.
fn checklists(view: &mut View<'_>) -> Result<HashMap<DossierSeries, Contents>, Error> {
    let (mut all, today) = (view.every::<ContentChecklist>()?, view.today);
    all.retain(|list| list.body.valid_from <= today);
    all.sort_by_key(|list| list.body.valid_from);
    Ok(all.into_iter().map(|list| (list.body.series, list.body.wanted)).collect())
}

/// What the register has at a place, all of it to be looked at.
pub fn holdings(view: &mut View<'_>, place: Id<Place>) -> Result<Vec<Holding>, Error> {
    let today = view.today;
    let most = limits::SCAN_ITEMS_MAX as i64 + 1;
    let rows = view.rows(&HOLDINGS, &[place.raw().into(), most.into()])?;
    let one = |row: &Vec<Value>| {
        let day = |at: usize| row.get(at).and_then(Value::text).and_then(|text| text.parse().ok());
        let is = |at: usize, code: &str| row.get(at).and_then(Value::text) == Some(code);
        Some(Holding {
            code: row.first()?.text()?.to_owned(),
            item: row.get(1)?.id()?,
            place: row.get(2)?.id()?,
            out: row.get(3).and_then(Value::id).and_then(|_| day(4)),
            stale: is(7, PersonStatus::Left.code()) && is(5, DossierState::Active.code()),
            contents: None,
            over: day(6).is_some_and(|until| until < today),
            drawn: true,
        })
    };
    Ok(rows.iter().filter_map(one).collect())
}

/// Judges dossiers: whether each is kept longer than the rules in force have it, and what is wrong with what is in it. Where no rule is about it, a
/// day that somebody wrote down counts; a file that is in use or held is kept lawfully whatever that day. Facts, without the reader's scope.
pub fn judge(view: &mut View<'_>, all: &mut [Holding]) -> Result<(), Error> {
    let today = view.today;
    let ids: Vec<RecordId> = all.iter().map(|holding| holding.item).collect();
    let (mut dossiers, mut contents) = (HashMap::new(), HashMap::<RecordId, DossierContents>::new());
    for some in ids.chunks(limits::PAGE_ROWS_MAX) {
        dossiers.extend(view.having_any::<Dossier>("id", some)?.into_iter().map(|d| (d.head.id, d.body)));
        let mut looked = view.having_any::<DossierContents>("dossier", some)?;
        looked.sort_by_key(|found| found.body.checked_at);
        contents.extend(looked.into_iter().map(|found| (found.body.dossier.raw(), found.body)));
    }
    let people: Vec<RecordId> = dossiers.values().map(|d| d.person.raw()).collect::<HashSet<_>>().into_iter().collect();
    let standings = standings_of(view, &people, today)?;
    let checklists = checklists(view)?;
    let checked: Vec<RecordId> = contents.values().map(|found| found.person.raw()).collect();
    let records = if checklists.is_empty() { HashMap::new() } else { recorded(view, &checked)? };
    for holding in all {
        let Some(dossier) = dossiers.get(&holding.item) else { continue };
        match standings.get(&dossier.person.raw()) {
            Some(Standing::Due(_)) => holding.over = true,
            Some(Standing::InUse | Standing::Running(_) | Standing::Held(..)) => holding.over = false,
            Some(Standing::NoPeriod) | None => {}
        }
        holding.contents = checklists
            .get(&dossier.series)
            .zip(contents.get(&holding.item))
            .and_then(|(wanted, paper)| judged(*wanted, paper.found, records.get(&dossier.person.raw()).copied().unwrap_or_default()));
    }
    Ok(())
}

/// How the files of people stand by the retention rules in force.
fn standings_of(view: &mut View<'_>, ids: &[RecordId], day: Date) -> Result<HashMap<RecordId, Standing>, Error> {
    let rulebook = rulebook(view)?;
    let (mut people, mut facts, nothing) = (Vec::new(), HashMap::new(), Facts::default());
    for some in ids.chunks(limits::PAGE_ROWS_MAX) {
        people.extend(view.having_any::<Person>("id", some)?);
        facts.extend(facts_of(view, some)?);
    }
    let files: Vec<FileOf<'_>> = people
        .iter()
        .map(|p| FileOf {
            person: p.head.id,
            nation: &p.body.nationality.0,
            status: p.body.status,
            facts: facts.get(&p.head.id).unwrap_or(&nothing),
        })
        .collect();
    // Once for all of them: holds and decoys are read whole.
    Ok(standings(view, &files, &rulebook, day)?.into_iter().collect())
}

/// What the register says of codes.
pub fn known(view: &mut View<'_>, codes: &[String]) -> Result<HashMap<String, Known>, Error> {
    let mut all = HashMap::new();
    for some in codes.chunks(limits::PAGE_ROWS_MAX) {
        for dossier in view.having_any::<Dossier>("label_code", some)? {
            let known = Known { item: dossier.head.id, home: dossier.body.place.raw(), gone: !dossier.body.state.held() };
            all.insert(dossier.body.label_code, known);
        }
    }
    Ok(all)
}

/// Whom dossiers are about.
pub fn subjects(view: &mut View<'_>, items: &[RecordId]) -> Result<HashMap<RecordId, RecordId>, Error> {
    let mut all = HashMap::new();
    for some in items.chunks(limits::PAGE_ROWS_MAX) {
        all.extend(view.having_any::<Dossier>("id", some)?.into_iter().map(|d| (d.head.id, d.body.person.raw())));
    }
    Ok(all)
}

/// The codes of the dossiers the reader may see with their places, up to so many.
pub fn codes(view: &mut View<'_>, most: usize) -> Result<Vec<(String, RecordId)>, Error> {
    let rows = view.rows(&CODES, &[Value::Int(most as i64)])?;
    Ok(rows.iter().filter_map(|row| Some((row.first()?.text()?.to_owned(), row.get(1)?.id()?))).collect())
}
