//! Control points, and registering, reclassifying, losing and finding items.

use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{Codes, Duty, Fields, Id, Level, Record, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::queries::{self, Hands};
use super::rules::HoldingRules;
use super::{ControlPoint, ControlledItem, CopyState, MailCopy, PURPOSE, PointState};
use super::{destruction, musters, reproduction, transfers};
use crate::cabinet::{KEEPERS, Place};
use crate::clearances::Need;
use crate::clearances::commands::incoming_letter;
use crate::limits;
use crate::mail::MailItem;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands of the concept.
pub fn all() -> Vec<CommandDef> {
    let mut all = vec![
        CommandDef::of::<OpenPoint>(),
        CommandDef::of::<ChangePoint>(),
        CommandDef::of::<ClosePoint>(),
        CommandDef::of::<RegisterItem>(),
        CommandDef::of::<Reclassify>(),
        CommandDef::of::<ReportLost>(),
        CommandDef::of::<Found>(),
    ];
    all.extend(transfers::all());
    all.extend(reproduction::all());
    all.extend(musters::all());
    all.extend(destruction::all());
    all
}

/// Duties that open, change and close control points.
const HEADS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

/// What is said of a control point.
#[derive(Clone, Debug, Fields)]
pub struct PointLine {
    /// Its name in English.
    #[field(max = 100)]
    pub name_en: String,
    /// Its name in French.
    #[field(max = 100)]
    pub name_fr: String,
    /// Where its items are kept.
    pub place: Id<Place>,
    /// Who acts for the keeper.
    #[field(max = 120)]
    pub deputy: Option<String>,
    /// The highest level it may hold.
    pub highest_level: Level,
    /// The registry it is a sub-registry of.
    pub parent: Option<Id<ControlPoint>>,
}

/// Who acts for the keeper, and all control points.
type Named = (Option<Id<Account>>, Vec<Record<ControlPoint>>);

impl PointLine {
    /// Whom and what it names, and the other control points.
    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Named, Error> {
        loader.named("place", self.place)?;
        if let Some(parent) = self.parent {
            loader.named("parent", parent)?;
        }
        let deputy = self.deputy.as_deref().map(|named| colleague(loader, Some(named), "deputy")).transpose()?;
        Ok((deputy, loader.facts(|view| view.every::<ControlPoint>())?))
    }

    /// One place is counted for one control point, and a sub-registry is under an open registry that may hold as much and is not under it.
    fn defects(&self, me: Option<RecordId>, all: &[Record<ControlPoint>], policy: &SecurityPolicy) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let others = || all.iter().filter(|p| Some(p.head.id) != me && p.body.state == PointState::Open);
        if let Some(other) = others().find(|p| p.body.place == self.place) {
            wrong.push(Refusal::new("point-place-taken").at("place").with("code", other.body.code.as_str()));
        }
        let of = |id: RecordId| all.iter().find(|p| p.head.id == id);
        if let Some(parent) = self.parent.and_then(|parent| of(parent.raw())) {
            let above = std::iter::successors(Some(parent), |p| p.body.parent.and_then(|up| of(up.raw()))).take(limits::PLACE_DEPTH_MAX);
            if above.into_iter().any(|p| Some(p.head.id) == me) {
                wrong.push(Refusal::new("point-under-itself").at("parent"));
            }
            if parent.body.state != PointState::Open {
                wrong.push(Refusal::new("point-is-closed").at("parent").with("code", parent.body.code.as_str()));
            }
            if policy.rank(&parent.body.highest_level) < policy.rank(&self.highest_level) {
                let refusal = Refusal::new("point-above-parent").at("highest_level").with("code", parent.body.code.as_str());
                wrong.push(refusal.with("level", parent.body.highest_level.0.as_str()));
            }
        }
        wrong
    }
}

/// Opens a control point.
#[derive(Clone, Debug, Fields)]
pub struct OpenPoint {
    /// Its short name.
    #[field(max = 24)]
    pub code: String,
    /// Who answers for it; oneself when left out.
    #[field(max = 120)]
    pub keeper: Option<String>,
    /// The rest.
    #[field(flatten)]
    pub line: PointLine,
}

impl Command for OpenPoint {
    const NAME: &'static str = "control_point.open";
    const DUTIES: &'static [Duty] = HEADS;
    const ADDS: Option<&'static str> = Some(ControlPoint::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Id<Account>, Option<Id<Account>>, Vec<Record<ControlPoint>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let keeper = colleague(loader, self.keeper.as_deref(), "keeper")?;
        let (deputy, all) = self.line.load(loader)?;
        Ok((keeper, deputy, all))
    }

    fn decide(&self, (keeper, deputy, all): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = self.line.defects(None, &all, cx.policy);
        let code = self.code.trim().to_uppercase();
        if all.iter().any(|p| p.body.code == code) {
            wrong.push(Refusal::new("point-code-taken").at("code").with("code", code.as_str()));
        }
        if deputy == Some(keeper) {
            wrong.push(Refusal::new("deputy-is-keeper").at("deputy"));
        }
        Refused::unless_empty(wrong)?;
        let line = self.line.clone();
        let body = ControlPoint {
            code,
            name_en: line.name_en,
            name_fr: line.name_fr,
            state: PointState::Open,
            since: cx.micros(),
            place: line.place,
            keeper,
            deputy,
            highest_level: line.highest_level,
            parent: line.parent,
        };
        let mut changes = Changes::new();
        let id = begin(&mut changes, cx.new_id(), &body, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Changes what is said of a control point. Its keeper changes by a handover alone.
#[derive(Clone, Debug, Fields)]
pub struct ChangePoint {
    /// The control point.
    #[field(hidden)]
    pub point: Id<ControlPoint>,
    /// What is said of it.
    #[field(flatten)]
    pub line: PointLine,
}

/// What changing looks at.
pub struct ToChange {
    point: Record<ControlPoint>,
    deputy: Option<Id<Account>>,
    all: Vec<Record<ControlPoint>>,
    held: Vec<Record<MailCopy>>,
    mustered: bool,
    highest: Vec<Level>,
}

impl Command for ChangePoint {
    const NAME: &'static str = "control_point.change";
    const DUTIES: &'static [Duty] = HEADS;
    const ON: Option<&'static str> = Some(ControlPoint::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToChange;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let point = loader.get(self.point)?;
        let (deputy, all) = self.line.load(loader)?;
        let view = loader.view();
        let held = queries::accounted(view, self.point)?;
        let mustered = queries::open_inventory(view, self.point)?.is_some();
        let highest = queries::levels_at(view, self.point)?;
        Ok(ToChange { point, deputy, all, held, mustered, highest })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToChange { point, deputy, all, held, mustered, highest } = loaded;
        let mut wrong = self.line.defects(Some(point.head.id), &all, cx.policy);
        if deputy == Some(point.body.keeper) {
            wrong.push(Refusal::new("deputy-is-keeper").at("deputy"));
        }
        // What is being counted there would stand elsewhere.
        if mustered && self.line.place != point.body.place {
            wrong.push(Refusal::new("point-is-mustered").at("place").with("count", held.len().to_string()));
        }
        if let Some(level) = highest.iter().find(|level| cx.policy.rank(level) > cx.policy.rank(&self.line.highest_level)) {
            wrong.push(Refusal::new("point-holds-more").at("highest_level").with("level", level.0.as_str()));
        }
        Refused::unless_empty(wrong)?;
        let line = self.line.clone();
        step(&point, cx, None, None, |p| {
            (p.name_en, p.name_fr, p.place, p.deputy) = (line.name_en, line.name_fr, line.place, deputy);
            (p.highest_level, p.parent) = (line.highest_level, line.parent);
        })
    }
}

/// Closes a control point that accounts for nothing any more.
#[derive(Clone, Debug, Fields)]
pub struct ClosePoint {
    /// The control point.
    #[field(hidden)]
    pub point: Id<ControlPoint>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for ClosePoint {
    const NAME: &'static str = "control_point.close";
    const DUTIES: &'static [Duty] = HEADS;
    const ON: Option<&'static str> = Some(ControlPoint::NAME);
    const PURPOSE: &'static str = PURPOSE;
    /// The point, how many copies it accounts for or has lost, how many transfers are on their way to it, and its open sub-registries.
    type Loaded = (Record<ControlPoint>, usize, usize, usize);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let point = loader.get(self.point)?;
        let view = loader.view();
        let held = queries::accounted(view, self.point)?.len();
        let coming = queries::coming_to(view, self.point)?;
        let under = view.facts(|view| view.having_any::<ControlPoint>("parent", &[self.point.raw()]))?;
        let open = under.iter().filter(|p| p.body.state == PointState::Open).count();
        Ok((point, held, coming, open))
    }

    fn decide(&self, (point, held, coming, open): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        for (code, count) in [("point-holds-copies", held), ("point-expects-copies", coming), ("point-has-sub-registries", open)] {
            wrong.extend((count > 0).then(|| Refusal::new(code).with("count", count.to_string())));
        }
        Refused::unless_empty(wrong)?;
        step(&point, cx, Some(&self.reason), None, |_| {})
    }
}

/// Refuses hands that may not hold something, with the first reason why, as the page about somebody's access tells it.
pub(super) fn may_hold(hands: &Hands, need: &Need, at: &str) -> Result<(), Refusal> {
    if hands.left {
        return Err(Refusal::new("holder-has-left").at(at));
    }
    let Some(access) = &hands.lacks else { return Ok(()) };
    let refusal = Refusal::new("holder-without-access").at(at).with("level", need.level.0.as_str());
    let none = || "none".to_owned();
    let Some(why) = access.reasons.iter().find(|reason| !reason.good) else {
        return Err(refusal.with("why", "level-not-covered").with("categories", none()).with("date", none()));
    };
    let categories = if why.categories.is_empty() { none() } else { why.categories.joined() };
    Err(refusal.with("why", why.code).with("categories", categories).with("date", why.date.map_or_else(none, |day| day.to_string())))
}

/// Refuses a control point that is closed or may not hold something.
pub(super) fn point_may_hold(point: &Record<ControlPoint>, need: &Need, at: &str, policy: &SecurityPolicy) -> Result<(), Refusal> {
    let body = &point.body;
    if body.state != PointState::Open {
        return Err(Refusal::new("point-is-closed").at(at).with("code", body.code.as_str()));
    }
    if policy.rank(&need.level) > policy.rank(&body.highest_level) {
        let refusal = Refusal::new("level-above-point").at(at).with("code", body.code.as_str());
        return Err(refusal.with("level", body.highest_level.0.as_str()));
    }
    Ok(())
}

/// Copies of an item under the next numbers, held by a control point; pure.
pub(super) fn number_copies(
    item: Id<ControlledItem>,
    reference: &str,
    (first, count): (i64, i64),
    point: Id<ControlPoint>,
    cx: &Context<'_>,
    changes: &mut Changes,
) {
    for copy in first..first + count {
        let body = MailCopy {
            reference: format!("{reference}-{copy}"),
            item,
            copy,
            state: CopyState::Held,
            since: cx.micros(),
            control_point: point,
            charged_on: cx.today,
            holder: None,
            label_code: kernel::label_code(cx.new_id()),
            destruction: None,
        };
        begin(changes, cx.new_id(), &body, None, cx);
    }
}

/// Registers an item and numbers its copies.
#[derive(Clone, Debug, Fields)]
pub struct RegisterItem {
    /// The control point that accounts for it.
    #[field(hidden)]
    pub point: Id<ControlPoint>,
    /// Neutral title.
    pub title: String,
    /// Its level.
    pub level: Level,
    /// Its categories.
    pub categories: Codes,
    /// Whose document it is.
    #[field(max = 120)]
    pub originator: String,
    /// The originator's reference and copy number.
    #[field(max = 80)]
    pub their_reference: Option<String>,
    /// Date on the document.
    pub document_date: Date,
    /// Pages of a copy.
    pub pages: i64,
    /// How many copies came.
    pub copies: i64,
    /// The letter it came by.
    pub mail_item: Option<Id<MailItem>>,
}

/// What registering looks at.
pub struct ToRegister {
    point: Record<ControlPoint>,
    keeper: Hands,
    rules: HoldingRules,
    series: series::Standing,
    mail: Option<Record<MailItem>>,
}

/// What is wrong with a marking of paper: it may be higher than what this system holds, but a category goes with its levels only.
pub(super) fn marking_defects(level: &Level, categories: &Codes, policy: &SecurityPolicy) -> Vec<Refusal> {
    if policy.level(&level.0).is_none() {
        return vec![Refusal::new("level-unknown").at("level").with("level", level.0.as_str())];
    }
    let told = |code: &str| Refusal::new("category-misplaced").at("categories").with("category", code).with("level", level.0.as_str());
    policy.misplaced(level, categories).into_iter().map(told).collect()
}

impl RegisterItem {
    fn need(&self) -> Need {
        Need::new(self.level.clone(), self.categories.clone())
    }
}

/// Name of the series the items of a register are numbered in.
fn series_of(register: &str) -> String {
    format!("REG-{register}")
}

impl Command for RegisterItem {
    const NAME: &'static str = "item.register";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ADDS: Option<&'static str> = Some(ControlledItem::NAME);
    const ON: Option<&'static str> = Some(ControlPoint::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["point_open"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToRegister;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let point = loader.get(self.point)?;
        let mail = self.mail_item.map(|mail| loader.named("mail_item", mail)).transpose()?;
        let view = loader.view();
        let rules = queries::rules(view)?;
        let year = i64::from(view.today.year());
        let register = rules.register_of(&self.level, &self.categories, view.policy).to_owned();
        let series = series::load(view, &series_of(&register), year)?;
        let keeper = queries::person_of(view, point.body.keeper)?;
        let keeper = queries::hands(view, keeper, &self.need())?;
        Ok(ToRegister { point, keeper, rules, series, mail })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToRegister { point, keeper, rules, series, mail } = loaded;
        let mut wrong = marking_defects(&self.level, &self.categories, cx.policy);
        if self.document_date > cx.today {
            wrong.push(Refusal::new("date-in-future").at("document_date"));
        }
        for (at, value, max) in [("pages", self.pages, limits::ITEM_PAGES_MAX), ("copies", self.copies, limits::ITEM_COPIES_MAX)] {
            if !(1..=max).contains(&value) {
                wrong.push(Refusal::new("number-out-of-range").at(at).with("min", "1").with("max", max.to_string()));
            }
        }
        wrong.extend(mail.and_then(|mail| incoming_letter(&mail, None, "mail_item").err()));
        if wrong.is_empty() {
            wrong.extend(point_may_hold(&point, &self.need(), "level", cx.policy).err());
            wrong.extend(may_hold(&keeper, &self.need(), "level").err());
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let register = rules.register_of(&self.level, &self.categories, cx.policy);
        let year = i64::from(cx.today.year());
        let number = series::next(&series, &series_of(register), year, cx.new_id(), &mut changes);
        let reference = format!("{register}/{year}/{number:04}");
        let body = ControlledItem {
            reference: reference.clone(),
            register_code: register.to_owned(),
            year,
            number,
            title: self.title.clone(),
            level: self.level.clone(),
            categories: self.categories.clone(),
            originator: self.originator.clone(),
            their_reference: self.their_reference.clone(),
            document_date: self.document_date,
            pages: self.pages,
            copies: self.copies,
            mail_item: self.mail_item,
            registered_at: cx.micros(),
            reclassified_by: None,
            reclassified_on: None,
        };
        let id = changes.insert(cx.new_id(), &body);
        number_copies(id, &reference, (1, self.copies), point.id(), cx, &mut changes);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Changes the marking of an item, as its authority said.
#[derive(Clone, Debug, Fields)]
pub struct Reclassify {
    /// The item.
    #[field(hidden)]
    pub item: Id<ControlledItem>,
    /// Its new level.
    pub level: Level,
    /// Its new categories.
    pub categories: Codes,
    /// The authority's reference.
    #[field(max = 120)]
    pub authority_reference: String,
}

/// What changing a marking looks at: the item, its copies with the control points that account for them, and all those who have them.
pub struct ToReclassify {
    item: Record<ControlledItem>,
    points: Vec<Record<ControlPoint>>,
    hands: Vec<Hands>,
    unsettled: usize,
}

impl Command for Reclassify {
    const NAME: &'static str = "item.reclassify";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(ControlledItem::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToReclassify;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let item = loader.get(self.item)?;
        let need = Need::new(self.level.clone(), self.categories.clone());
        let view = loader.view();
        let copies = queries::copies_of(view, self.item)?;
        let held: Vec<_> = copies.iter().filter(|c| c.body.state.accounted()).collect();
        let ids: Vec<RecordId> = held.iter().map(|c| c.body.control_point.raw()).collect();
        let points = view.facts(|view| view.having_any::<ControlPoint>("id", &ids))?;
        let mut people: Vec<RecordId> = held.iter().filter_map(|c| c.body.holder.map(Id::raw)).collect();
        for point in &points {
            people.push(queries::person_of(view, point.body.keeper)?);
        }
        people.sort_unstable();
        people.dedup();
        let hands = people.into_iter().map(|person| queries::hands(view, person, &need)).collect::<Result<_, _>>()?;
        let unsettled = held.iter().filter(|c| c.body.state != CopyState::Held).count();
        Ok(ToReclassify { item, points, hands, unsettled })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToReclassify { item, points, hands, unsettled } = loaded;
        let need = Need::new(self.level.clone(), self.categories.clone());
        let mut wrong = marking_defects(&self.level, &self.categories, cx.policy);
        if need == item.body.need() {
            wrong.push(Refusal::new("marking-is-that").at("level"));
        }
        // What is on its way, or waits for its destruction, was given under the old marking.
        if unsettled > 0 {
            wrong.push(Refusal::new("copies-unsettled").at("level").with("count", unsettled.to_string()));
        }
        if wrong.is_empty() {
            wrong.extend(points.iter().find_map(|point| point_may_hold(point, &need, "level", cx.policy).err()));
            wrong.extend(hands.iter().find_map(|hands| may_hold(hands, &need, "level").err()));
        }
        Refused::unless_empty(wrong)?;
        let body = ControlledItem {
            level: self.level.clone(),
            categories: self.categories.clone(),
            reclassified_by: Some(self.authority_reference.clone()),
            reclassified_on: Some(cx.today),
            ..item.body.clone()
        };
        let mut changes = Changes::new();
        changes.update(&item.head, &body);
        changes.answer_with(item.id());
        Ok(changes)
    }
}

on_record! {
    /// Says that a copy is not to be found. Whoever had it stays named.
    ReportLost = "copy.report_lost" on copy: MailCopy, by KEEPERS, for PURPOSE, {
        /// How that became known.
        #[field(long)]
        reason: String,
    }
    |this, copy, cx| step(&copy, cx, Some(&this.reason), None, |_| {})
}

on_record! {
    /// Says that a lost copy is there again: the control point that accounts for it has it.
    Found = "copy.found" on copy: MailCopy, by KEEPERS, for PURPOSE, {
        /// Where it was.
        #[field(long)]
        reason: String,
    }
    |this, copy, cx| step(&copy, cx, Some(&this.reason), None, |c| c.holder = None)
}
