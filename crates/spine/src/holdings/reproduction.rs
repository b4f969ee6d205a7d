//! Reproduction is an event: asked for, approved by another person where the rule says so, and every copy gets the next number.

use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::commands::{may_hold, number_copies, point_may_hold};
use super::queries::{self, Hands};
use super::rules::{HoldingRules, at_least};
use super::{ControlPoint, ControlledItem, PURPOSE, Reproduction, ReproductionState};
use crate::cabinet::KEEPERS;
use crate::limits;
use crate::series;

/// Name of the series reproductions are numbered in.
const SERIES: &str = "RPD";
/// Duties that approve reproductions.
const APPROVERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

/// The commands on reproductions.
pub(super) fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Ask>(), CommandDef::of::<Approve>(), CommandDef::of::<Refuse>()]
}

/// Asks for copies of an item. Where the rules want no approval they are made at once.
#[derive(Clone, Debug, Fields)]
pub struct Ask {
    /// The item.
    #[field(hidden)]
    pub item: Id<ControlledItem>,
    /// The control point that gets the copies.
    pub control_point: Id<ControlPoint>,
    /// How many.
    pub copies: i64,
    /// What they are for.
    #[field(long)]
    pub purpose: String,
    /// Reference of the originator's consent.
    #[field(max = 120)]
    pub consent_reference: Option<String>,
}

/// Where copies would go: the item, the control point, whether its keeper may hold them, and whether a copy is left to make them from.
pub struct Ground {
    item: Record<ControlledItem>,
    point: Record<ControlPoint>,
    keeper: Hands,
    left: bool,
}

impl Ground {
    fn load(loader: &mut Loader<'_, '_>, item: Id<ControlledItem>, point: Id<ControlPoint>) -> Result<Self, Error> {
        let item = loader.get(item)?;
        let point: Record<ControlPoint> = loader.named("control_point", point)?;
        let view = loader.view();
        let keeper = queries::person_of(view, point.body.keeper)?;
        let keeper = queries::hands(view, keeper, &item.body.need())?;
        let left = queries::copies_of(view, item.id())?.iter().any(|c| c.body.state.accounted());
        Ok(Self { item, point, keeper, left })
    }

    /// All that stands against so many copies.
    fn defects(&self, copies: i64, cx: &Context<'_>) -> Vec<Refusal> {
        let need = self.item.body.need();
        let mut wrong = Vec::new();
        let max = limits::ITEM_COPIES_MAX - self.item.body.copies;
        if !(1..=max).contains(&copies) {
            wrong.push(Refusal::new("number-out-of-range").at("copies").with("min", "1").with("max", max.to_string()));
        }
        if !self.left {
            wrong.push(Refusal::new("no-copy-left").with("reference", self.item.body.reference.as_str()));
        }
        wrong.extend(point_may_hold(&self.point, &need, "control_point", cx.policy).err());
        wrong.extend(may_hold(&self.keeper, &need, "control_point").err());
        wrong
    }

    /// The copies under the next numbers; the number of the first of them.
    fn make(&self, copies: i64, cx: &Context<'_>, changes: &mut Changes) -> i64 {
        let first = self.item.body.copies + 1;
        changes.update(&self.item.head, &ControlledItem { copies: self.item.body.copies + copies, ..self.item.body.clone() });
        number_copies(self.item.id(), &self.item.body.reference, (first, copies), self.point.id(), cx, changes);
        first
    }
}

impl Command for Ask {
    const NAME: &'static str = "reproduction.ask";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(ControlledItem::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Ground, HoldingRules, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let ground = Ground::load(loader, self.item, self.control_point)?;
        let view = loader.view();
        let year = i64::from(view.today.year());
        Ok((ground, queries::rules(view)?, series::load(view, SERIES, year)?))
    }

    fn decide(&self, (ground, rules, series): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let item = &ground.item.body;
        let mut wrong = ground.defects(self.copies, cx);
        if rules.takes_consent(&item.level, &item.categories, cx.policy) && self.consent_reference.is_none() {
            wrong.push(Refusal::new("consent-needed").at("consent_reference").with("level", item.level.0.as_str()));
        }
        Refused::unless_empty(wrong)?;
        let waits = at_least(&item.level, &rules.approval_from_level, cx.policy);
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&series, SERIES, year, cx.new_id(), &mut changes);
        let first_copy = (!waits).then(|| ground.make(self.copies, cx, &mut changes));
        let body = Reproduction {
            number: format!("{SERIES}/{year}/{number:04}"),
            item: self.item,
            state: if waits { ReproductionState::Asked } else { ReproductionState::Made },
            since: cx.micros(),
            control_point: self.control_point,
            copies: self.copies,
            purpose: self.purpose.clone(),
            consent_reference: self.consent_reference.clone(),
            asked_at: cx.micros(),
            asked_by: cx.person,
            decided_by: None,
            first_copy,
        };
        let id = begin(&mut changes, cx.new_id(), &body, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Whoever asked decides nothing about it.
fn another(reproduction: &Record<Reproduction>, cx: &Context<'_>) -> Result<(), Refused> {
    if reproduction.body.asked_by == cx.person { Err(Refusal::new("reproduction-is-yours").into()) } else { Ok(()) }
}

/// Approves a reproduction: another person than who asked. The copies are numbered on.
#[derive(Clone, Debug, Fields)]
pub struct Approve {
    /// The reproduction.
    #[field(hidden)]
    pub reproduction: Id<Reproduction>,
}

impl Command for Approve {
    const NAME: &'static str = "reproduction.approve";
    const DUTIES: &'static [Duty] = APPROVERS;
    const ON: Option<&'static str> = Some(Reproduction::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Reproduction>, Ground);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let reproduction: Record<Reproduction> = loader.get(self.reproduction)?;
        let ground = Ground::load(loader, reproduction.body.item, reproduction.body.control_point)?;
        Ok((reproduction, ground))
    }

    fn decide(&self, (reproduction, ground): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        another(&reproduction, cx)?;
        Refused::unless_empty(ground.defects(reproduction.body.copies, cx))?;
        let mut made = Changes::new();
        let first = ground.make(reproduction.body.copies, cx, &mut made);
        let mut changes = step(&reproduction, cx, None, None, |r| (r.decided_by, r.first_copy) = (Some(cx.person), Some(first)))?;
        changes.followed_by(made);
        changes.answer_with(reproduction.id());
        Ok(changes)
    }
}

on_record! {
    /// Refuses a reproduction: another person than who asked.
    Refuse = "reproduction.refuse" on reproduction: Reproduction, by APPROVERS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, reproduction, cx| {
        another(&reproduction, cx)?;
        step(&reproduction, cx, Some(&this.reason), None, |r| r.decided_by = Some(cx.person))
    }
}
