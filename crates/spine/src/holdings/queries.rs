//! What the commands and pages of holdings ask, and what the cabinet asks of them.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Codes, Id, Level, Record, RecordId, Value};
use ledger::identity::Account;
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::rules::{HoldingRules, at_least, muster_due};
use super::{ControlPoint, ControlledItem, CopyState, CopyTransfer, Inventory, InventoryState, MailCopy, TransferState};
use crate::cabinet::Place;
use crate::cabinet::queries::Known;
use crate::cabinet::rules::Holding;
use crate::clearances::queries::covering;
use crate::clearances::{EffectiveAccess, Need};
use crate::limits;
use crate::people::{Person, PersonStatus};
use crate::policy::{PackKind, PolicyPack};

/// The copies control points account for at a place and in those within it, by code; one more than a scan may expect, so that too many are seen.
/// A copy on its way is out until its receipt is due.
pub const HOLDINGS: Query = Query {
    name: "holdings.holdings",
    sql: "WITH RECURSIVE inside(id) AS (SELECT a.id FROM {places a} WHERE a.id = $1 \
          UNION SELECT b.id FROM {places b} JOIN inside i ON b.parent = i.id) \
          SELECT c.label_code, c.id, p.place, c.state, t.due_on, h.status \
          FROM {mail_copies c} JOIN {control_points p} ON p.id = c.control_point \
          LEFT JOIN {copy_transfers t} ON t.copy = c.id AND t.state = 'transfer_owed' LEFT JOIN {people h} ON h.id = c.holder \
          WHERE p.place IN (SELECT id FROM inside) AND c.state IN ('copy_held', 'copy_in_transfer', 'copy_leaving', 'copy_proposed') \
          ORDER BY c.label_code LIMIT $2",
    sample: &[Sample::Id, Sample::Int(5_001)],
};

/// The codes and places of the copies control points account for, for a scanner that is cut off from the network.
pub const CODES: Query = Query {
    name: "holdings.codes",
    sql: "SELECT c.label_code, p.place FROM {mail_copies c} JOIN {control_points p} ON p.id = c.control_point \
          WHERE c.state IN ('copy_held', 'copy_in_transfer', 'copy_leaving', 'copy_proposed') ORDER BY c.label_code LIMIT $1",
    sample: &[Sample::Int(20_000)],
};

/// How many copies each control point accounts for, of each level, and since when the first of them.
pub const CHARGES: Query = Query {
    name: "holdings.charges",
    sql: "SELECT c.control_point, i.level, COUNT(*), MIN(c.charged_on) FROM {mail_copies c} JOIN {controlled_items i} ON i.id = c.item \
          WHERE c.state IN ('copy_held', 'copy_in_transfer', 'copy_leaving', 'copy_proposed') \
          GROUP BY c.control_point, i.level ORDER BY c.control_point, i.level",
    sample: &[],
};

/// When each control point was last mustered.
pub const MUSTERED: Query = Query {
    name: "holdings.mustered",
    sql: "SELECT v.control_point, MAX(v.closed_on) FROM {inventories v} WHERE v.state = 'inventory_closed' GROUP BY v.control_point",
    sample: &[],
};

/// The concept's named queries.
pub const ALL: &[&Query] = &[&HOLDINGS, &CODES, &CHARGES, &MUSTERED];

/// What the register has at a place, all of it to be looked at.
pub fn holdings(view: &mut View<'_>, place: Id<Place>) -> Result<Vec<Holding>, Error> {
    let most = limits::SCAN_ITEMS_MAX as i64 + 1;
    let rows = view.rows(&HOLDINGS, &[place.raw().into(), most.into()])?;
    let one = |row: &Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::text);
        Some(Holding {
            code: row.first()?.text()?.to_owned(),
            item: row.get(1)?.id()?,
            place: row.get(2)?.id()?,
            out: text(4).and_then(|day| day.parse().ok()),
            stale: text(5) == Some(PersonStatus::Left.code()),
            over: false,
            contents: None,
            drawn: true,
        })
    };
    Ok(rows.iter().filter_map(one).collect())
}

/// What the register says of codes.
pub fn known(view: &mut View<'_>, codes: &[String]) -> Result<HashMap<String, Known>, Error> {
    let mut all = HashMap::new();
    for some in codes.chunks(limits::PAGE_ROWS_MAX) {
        let copies = view.having_any::<MailCopy>("label_code", some)?;
        let points: Vec<RecordId> = copies.iter().map(|c| c.body.control_point.raw()).collect();
        let places = places_of(view, &points)?;
        for copy in copies {
            let Some(home) = places.get(&copy.body.control_point.raw()).copied() else { continue };
            all.insert(copy.body.label_code, Known { item: copy.head.id, home, gone: !copy.body.state.accounted() });
        }
    }
    Ok(all)
}

fn places_of(view: &mut View<'_>, points: &[RecordId]) -> Result<HashMap<RecordId, RecordId>, Error> {
    Ok(view.having_any::<ControlPoint>("id", points)?.into_iter().map(|p| (p.head.id, p.body.place.raw())).collect())
}

/// The codes of the copies the reader may see with their places, up to so many.
pub fn codes(view: &mut View<'_>, most: usize) -> Result<Vec<(String, RecordId)>, Error> {
    let rows = view.rows(&CODES, &[Value::Int(most as i64)])?;
    Ok(rows.iter().filter_map(|row| Some((row.first()?.text()?.to_owned(), row.get(1)?.id()?))).collect())
}

/// The rules of today; a fact.
pub fn rules(view: &mut View<'_>) -> Result<HoldingRules, Error> {
    let today = view.today;
    let packs = view.facts(|view| view.having::<PolicyPack>("kind", PackKind::HoldingRules.code()))?;
    Ok(HoldingRules::on(packs.iter().map(|p| &p.body), today))
}

/// Somebody into whose hands something is given: whether their access covers it today, and who they are.
#[derive(Clone, Debug)]
pub struct Hands {
    /// The person.
    pub person: RecordId,
    /// Whether they have left.
    pub left: bool,
    /// What they may see where that is not enough, and why; none where it is, or where none is needed.
    pub lacks: Option<EffectiveAccess>,
}

/// Whether somebody may hold something today; facts.
pub fn hands(view: &mut View<'_>, person: RecordId, need: &Need) -> Result<Hands, Error> {
    let today = view.today;
    view.facts(|view| {
        let body = view.get::<Person>(Id::new(person))?.body;
        Ok(Hands { person, left: body.status == PersonStatus::Left, lacks: covering(view, Id::new(person), need, today)?.err() })
    })
}

/// The person who signs in with an account; a fact.
pub fn person_of(view: &mut View<'_>, account: Id<Account>) -> Result<RecordId, Error> {
    view.facts(|view| Ok(view.get(account)?.body.person))
}

/// The copies of an item; facts.
pub fn copies_of(view: &mut View<'_>, item: Id<ControlledItem>) -> Result<Vec<Record<MailCopy>>, Error> {
    view.facts(|view| view.having_any::<MailCopy>("item", &[item.raw()]))
}

/// What people have in hand, have lost, or have on its way to them: each with whose it is, by number.
pub fn held_by(view: &mut View<'_>, people: &[RecordId]) -> Result<Vec<(RecordId, Record<MailCopy>)>, Error> {
    let mut all: Vec<(RecordId, Record<MailCopy>)> = Vec::new();
    for some in people.chunks(limits::PAGE_ROWS_MAX) {
        let held = view.having_any::<MailCopy>("holder", some)?;
        all.extend(held.into_iter().filter_map(|copy| Some((copy.body.holder?.raw(), copy))));
        let mut coming: HashMap<RecordId, RecordId> = HashMap::new();
        for transfer in view.having_any::<CopyTransfer>("to_person", some)? {
            if let (TransferState::Owed, Some(person)) = (transfer.body.state, transfer.body.to_person) {
                coming.insert(transfer.body.copy.raw(), person.raw());
            }
        }
        let ids: Vec<RecordId> = coming.keys().copied().collect();
        for ids in ids.chunks(limits::PAGE_ROWS_MAX) {
            let copies = view.having_any::<MailCopy>("id", ids)?;
            all.extend(copies.into_iter().filter_map(|copy| Some((*coming.get(&copy.head.id)?, copy))));
        }
    }
    all.retain(|(_, copy)| copy.body.state.accounted() || copy.body.state == CopyState::Lost);
    all.sort_by(|a, b| (a.0, &a.1.body.reference).cmp(&(b.0, &b.1.body.reference)));
    Ok(all)
}

/// What a control point accounts for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// Copies.
    pub copies: i64,
    /// When it is to be mustered, where it holds something for which the rules ask that.
    pub muster_due: Option<Date>,
}

/// What each control point accounts for, and when it is to be mustered.
pub fn charges(view: &mut View<'_>, rules: &HoldingRules) -> Result<HashMap<RecordId, Charge>, Error> {
    let day = |value: Option<&Value>| value.and_then(Value::text).and_then(|text| text.parse::<Date>().ok());
    let last: HashMap<RecordId, Date> =
        view.rows(&MUSTERED, &[])?.iter().filter_map(|row| Some((row.first()?.id()?, day(row.get(1))?))).collect();
    let mut all: HashMap<RecordId, Charge> = HashMap::new();
    for row in view.rows(&CHARGES, &[])? {
        let (Some(point), Some(level)) = (row.first().and_then(Value::id), row.get(1).and_then(Value::text)) else { continue };
        let charge = all.entry(point).or_default();
        charge.copies += row.get(2).and_then(Value::int).unwrap_or(0);
        if let Some(first) = day(row.get(3)).filter(|_| at_least(&Level(level.to_owned()), &rules.muster_from_level, view.policy)) {
            let due = muster_due(first, last.get(&point).copied(), rules.muster_months);
            charge.muster_due = Some(charge.muster_due.map_or(due, |other| other.min(due)));
        }
    }
    Ok(all)
}

/// A control point that would be mustered on another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedMuster {
    /// The control point.
    pub point: RecordId,
    /// When under the rules in force.
    pub before: Option<Date>,
    /// When under the others.
    pub after: Option<Date>,
}

/// The control points whose muster a pack would move, those with the earliest day first.
pub fn which_it_moves(view: &mut View<'_>, draft: &HoldingRules) -> Result<Vec<MovedMuster>, Error> {
    let now = rules(view)?;
    let (before, after) = (charges(view, &now)?, charges(view, draft)?);
    let day = |charges: &HashMap<RecordId, Charge>, point: RecordId| charges.get(&point).and_then(|charge| charge.muster_due);
    let one = |point: RecordId| MovedMuster { point, before: day(&before, point), after: day(&after, point) };
    let mut moved: Vec<MovedMuster> = before.keys().copied().map(one).filter(|muster| muster.before != muster.after).collect();
    moved.sort_by_key(|muster| (muster.after.or(muster.before), muster.point));
    Ok(moved)
}

/// The muster of a control point that is open, if one is; a fact.
pub fn open_inventory(view: &mut View<'_>, point: Id<ControlPoint>) -> Result<Option<Record<Inventory>>, Error> {
    let all = view.facts(|view| view.having_any::<Inventory>("control_point", &[point.raw()]))?;
    Ok(all.into_iter().find(|v| v.body.state == InventoryState::Open))
}

/// Transfers whose receipt the reader owes: to them, or to a control point they keep; facts about themselves.
pub fn owed_by_reader(view: &mut View<'_>) -> Result<Vec<Record<CopyTransfer>>, Error> {
    let (me, account) = (view.person(), view.account());
    view.facts(|view| {
        let mut mine = view.having_any::<CopyTransfer>("to_person", &[me])?;
        let points = view.having_any::<ControlPoint>("keeper", &[account])?;
        let points: Vec<RecordId> = points.iter().map(|p| p.head.id).collect();
        let to_points = view.having_any::<CopyTransfer>("to_point", &points)?;
        mine.extend(to_points.into_iter().filter(|t| t.body.to_person.is_none()));
        mine.retain(|t| t.body.state == TransferState::Owed);
        mine.sort_by_key(|t| (t.body.due_on, t.head.id));
        Ok(mine)
    })
}

/// What a control point answers for: what it accounts for, and what it has lost; facts.
pub fn accounted(view: &mut View<'_>, point: Id<ControlPoint>) -> Result<Vec<Record<MailCopy>>, Error> {
    let mut copies = view.facts(|view| view.having_any::<MailCopy>("control_point", &[point.raw()]))?;
    copies.retain(|c| c.body.state.accounted() || c.body.state == CopyState::Lost);
    Ok(copies)
}

/// The levels of what a control point accounts for; facts.
pub fn levels_at(view: &mut View<'_>, point: Id<ControlPoint>) -> Result<Vec<Level>, Error> {
    let rows = view.facts(|view| view.rows(&CHARGES, &[]))?;
    let own = rows.iter().filter(|row| row.first().and_then(Value::id) == Some(point.raw()));
    Ok(own.filter_map(|row| Some(Level(row.get(1)?.text()?.to_owned()))).collect())
}

/// How many copies are on their way to a control point; a fact.
pub fn coming_to(view: &mut View<'_>, point: Id<ControlPoint>) -> Result<usize, Error> {
    let coming = view.facts(|view| view.having_any::<CopyTransfer>("to_point", &[point.raw()]))?;
    Ok(coming.iter().filter(|t| t.body.state == TransferState::Owed).count())
}

/// What whoever answers for everything at a control point needs: the highest level and all categories of what it accounts for; facts.
pub fn need_of(view: &mut View<'_>, point: Id<ControlPoint>) -> Result<Option<Need>, Error> {
    let held = accounted(view, point)?;
    let ids: Vec<RecordId> = held.iter().map(|c| c.body.item.raw()).collect();
    let mut items = Vec::new();
    for some in ids.chunks(limits::PAGE_ROWS_MAX) {
        items.extend(view.facts(|view| view.having_any::<ControlledItem>("id", some))?);
    }
    let level = items.iter().map(|i| &i.body.level).max_by_key(|level| view.policy.rank(level)).cloned();
    let categories = Codes::new(items.iter().flat_map(|i| i.body.categories.iter().map(str::to_owned)));
    Ok(level.map(|level| Need::new(level, categories)))
}
