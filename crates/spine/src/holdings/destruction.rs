//! Destroying copies: proposed, executed by the keeper, seen by a cleared witness where the rules ask for one, and certified. What was destroyed is
//! never held again.

use std::collections::HashSet;

use kernel::{Codes, Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::commands::may_hold;
use super::queries::{self, Hands};
use super::rules::{HoldingRules, at_least};
use super::{ControlPoint, ControlledItem, CopyState, DestructionMethod, DestructionState, HoldingDestruction, MailCopy, PURPOSE};
use crate::OFFICE;
use crate::cabinet::KEEPERS;
use crate::limits;
use crate::retention::{CERTIFICATES, DestructionCertificate, certificate_number};
use crate::series;

/// Name of the series destructions are numbered in.
const SERIES: &str = "DES";

/// The commands on destructions.
pub(super) fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Propose>(),
        CommandDef::of::<Withdraw>(),
        CommandDef::of::<Execute>(),
        CommandDef::of::<ExecuteAlone>(),
        CommandDef::of::<Witness>(),
    ]
}

/// Proposes copies of a control point for destruction.
#[derive(Clone, Debug, Fields)]
pub struct Propose {
    /// The control point.
    #[field(hidden)]
    pub point: Id<ControlPoint>,
    /// The copies, one a line: their numbers, or the codes on their labels.
    #[field(long)]
    pub copies: String,
    /// How.
    pub method: DestructionMethod,
    /// Why, and by which rule.
    #[field(long)]
    pub reason: String,
}

/// What proposing looks at.
pub struct ToPropose {
    point: Record<ControlPoint>,
    named: Vec<String>,
    copies: Vec<Record<MailCopy>>,
    items: Vec<Record<ControlledItem>>,
    rules: HoldingRules,
    series: series::Standing,
}

/// The lines of a list of copies, each once, as they are printed.
fn named(list: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let lines = list.lines().map(|line| line.trim().to_uppercase()).filter(|line| !line.is_empty());
    lines.map(|line| kernel::read_label_code(&line).unwrap_or(line)).filter(|line| seen.insert(line.clone())).collect()
}

impl Command for Propose {
    const NAME: &'static str = "destruction.propose";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(ControlPoint::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["point_open"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToPropose;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let point = loader.get(self.point)?;
        let named = named(&self.copies);
        if named.len() > limits::DESTRUCTION_COPIES_MAX {
            let refusal = Refusal::new("destruction-too-many").at("copies");
            return Err(refusal.with("max", limits::DESTRUCTION_COPIES_MAX.to_string()).into());
        }
        let view = loader.view();
        let mut copies = view.having_any::<MailCopy>("reference", &named)?;
        let by_code = view.having_any::<MailCopy>("label_code", &named)?;
        for copy in by_code {
            if copies.iter().all(|c| c.head.id != copy.head.id) {
                copies.push(copy);
            }
        }
        let ids: Vec<RecordId> = copies.iter().map(|c| c.body.item.raw()).collect();
        let items = view.having_any::<ControlledItem>("id", &ids)?;
        let heads: Vec<_> = copies.iter().map(|c| (MailCopy::NAME, c.head.clone())).collect();
        loader.acts_on(heads)?;
        let view = loader.view();
        let year = i64::from(view.today.year());
        Ok(ToPropose { point, named, copies, items, rules: queries::rules(view)?, series: series::load(view, SERIES, year)? })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToPropose { point, named, copies, items, rules, series } = loaded;
        let is = |copy: &Record<MailCopy>, name: &String| copy.body.reference == *name || copy.body.label_code == *name;
        let mut wrong = Vec::new();
        if named.is_empty() {
            wrong.push(Refusal::new("field-required").at("copies"));
        }
        for name in named.iter().filter(|name| !copies.iter().any(|copy| is(copy, name))) {
            wrong.push(Refusal::new("copy-unknown").at("copies").with("copy", name.as_str()));
        }
        for copy in &copies {
            let here = copy.body.control_point == point.id() && copy.body.state == CopyState::Held && copy.body.holder.is_none();
            wrong.extend((!here).then(|| Refusal::new("copy-not-here").at("copies").with("copy", copy.body.reference.as_str())));
        }
        Refused::unless_empty(wrong)?;
        let level = items.iter().map(|i| &i.body.level).max_by_key(|level| cx.policy.rank(level)).cloned();
        let level = level.ok_or_else(|| Refusal::new("field-required").at("copies"))?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&series, SERIES, year, cx.new_id(), &mut changes);
        let body = HoldingDestruction {
            number: format!("{SERIES}/{year}/{number:04}"),
            control_point: point.id(),
            state: DestructionState::Proposed,
            since: cx.micros(),
            method: self.method,
            reason: self.reason.clone(),
            takes_witness: at_least(&level, &rules.witness_from_level, cx.policy),
            level,
            categories: Codes::new(items.iter().flat_map(|i| i.body.categories.iter().map(str::to_owned))),
            copies: copies.len() as i64,
            proposed_at: cx.micros(),
            proposed_by: cx.person,
            executed_on: None,
            executed_by: None,
            witness: None,
        };
        let id = begin(&mut changes, cx.new_id(), &body, None, cx);
        for copy in &copies {
            changes.followed_by(step(copy, cx, None, None, |c| c.destruction = Some(id))?);
        }
        changes.answer_with(id);
        Ok(changes)
    }
}

/// A destruction with its copies.
pub struct Planned {
    destruction: Record<HoldingDestruction>,
    copies: Vec<Record<MailCopy>>,
    point: Record<ControlPoint>,
}

impl Planned {
    fn load(loader: &mut Loader<'_, '_>, id: Id<HoldingDestruction>) -> Result<Self, Error> {
        let destruction: Record<HoldingDestruction> = loader.get(id)?;
        let point = loader.get(destruction.body.control_point)?;
        let copies = loader.facts(|view| view.having_any::<MailCopy>("destruction", &[id.raw()]))?;
        Ok(Self { destruction, copies, point })
    }

    /// The keeper or whoever acts for them executes, and nobody else.
    fn keepers_own(&self, cx: &Context<'_>) -> Result<(), Refused> {
        let keepers = [Some(self.point.body.keeper), self.point.body.deputy];
        if keepers.iter().flatten().any(|account| account.raw() == cx.account) {
            return Ok(());
        }
        Err(Refusal::new("destruction-by-keeper").with("code", self.point.body.code.as_str()).into())
    }

    /// The copies destroyed, and the certificate.
    fn certified(
        &self,
        executed: &HoldingDestruction,
        by: RecordId,
        witness: Option<RecordId>,
        series: &series::Standing,
        cx: &Context<'_>,
    ) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        let mut numbers: Vec<&str> = self.copies.iter().map(|c| c.body.reference.as_str()).collect();
        numbers.sort_unstable();
        let certificate = DestructionCertificate {
            number: certificate_number(series, cx, &mut changes),
            files: Some(numbers.join(", ")),
            destruction: Some(self.destruction.id()),
            method: Some(executed.method),
            trigger: None,
            triggered_on: None,
            months: None,
            source: executed.reason.clone(),
            due_on: None,
            destroyed_on: executed.executed_on.unwrap_or(cx.today),
            records: self.copies.len() as i64,
            backups_until: None,
            recorded_by: by,
            verified_by: witness,
        };
        for copy in &self.copies {
            changes.followed_by(step(copy, cx, None, None, |_| {})?);
        }
        let id = changes.insert(cx.new_id(), &certificate);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Takes a proposal back: the copies stay.
#[derive(Clone, Debug, Fields)]
pub struct Withdraw {
    /// The destruction.
    #[field(hidden)]
    pub destruction: Id<HoldingDestruction>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Withdraw {
    const NAME: &'static str = "destruction.withdraw";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(HoldingDestruction::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Planned;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Planned::load(loader, self.destruction)
    }

    fn decide(&self, planned: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = step(&planned.destruction, cx, Some(&self.reason), None, |_| {})?;
        for copy in &planned.copies {
            changes.followed_by(step(copy, cx, Some(&self.reason), None, |c| c.destruction = None)?);
        }
        changes.answer_with(planned.destruction.id());
        Ok(changes)
    }
}

/// Says that one has destroyed the copies, before a witness who says so too.
#[derive(Clone, Debug, Fields)]
pub struct Execute {
    /// The destruction.
    #[field(hidden)]
    pub destruction: Id<HoldingDestruction>,
}

impl Command for Execute {
    const NAME: &'static str = "destruction.execute";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(HoldingDestruction::NAME);
    const OFFERED: ledger::command::Offered = &[("takes_witness", &["yes"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Planned;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Planned::load(loader, self.destruction)
    }

    fn decide(&self, planned: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        planned.keepers_own(cx)?;
        if !planned.destruction.body.takes_witness {
            return Err(Refusal::new("destruction-takes-no-witness").into());
        }
        step(&planned.destruction, cx, None, None, |d| (d.executed_on, d.executed_by) = (Some(cx.today), Some(Id::new(cx.account))))
    }
}

/// Says that one has destroyed the copies, where no witness is asked for.
#[derive(Clone, Debug, Fields)]
pub struct ExecuteAlone {
    /// The destruction.
    #[field(hidden)]
    pub destruction: Id<HoldingDestruction>,
}

impl Command for ExecuteAlone {
    const NAME: &'static str = "destruction.execute_alone";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(HoldingDestruction::NAME);
    const OFFERED: ledger::command::Offered = &[("takes_witness", &["no"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Planned, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let planned = Planned::load(loader, self.destruction)?;
        let year = i64::from(loader.view().today.year());
        Ok((planned, series::load(loader.view(), CERTIFICATES, year)?))
    }

    fn decide(&self, (planned, series): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        planned.keepers_own(cx)?;
        if planned.destruction.body.takes_witness {
            return Err(Refusal::new("destruction-takes-witness").into());
        }
        let executed = HoldingDestruction { executed_on: Some(cx.today), ..planned.destruction.body.clone() };
        let mut changes = step(&planned.destruction, cx, None, None, |d| {
            (d.executed_on, d.executed_by) = (Some(cx.today), Some(Id::new(cx.account)));
        })?;
        let certified = planned.certified(&executed, cx.person, None, &series, cx)?;
        let answer = certified.answer;
        changes.followed_by(certified);
        changes.answer = answer;
        Ok(changes)
    }
}

/// Says as a cleared witness that one saw the copies destroyed: another person than who executed it.
#[derive(Clone, Debug, Fields)]
pub struct Witness {
    /// The destruction.
    #[field(hidden)]
    pub destruction: Id<HoldingDestruction>,
}

/// What a witness looks at: the destruction, who executed it, and whether the witness may see what was destroyed.
pub struct ToWitness {
    planned: Planned,
    executed_by: Option<RecordId>,
    witness: Hands,
    series: series::Standing,
}

impl Command for Witness {
    const NAME: &'static str = "destruction.witness";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(HoldingDestruction::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToWitness;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let planned = Planned::load(loader, self.destruction)?;
        let view = loader.view();
        let by: Option<Id<Account>> = planned.destruction.body.executed_by;
        let executed_by = by.map(|account| queries::person_of(view, account)).transpose()?;
        let me = view.person();
        let witness = queries::hands(view, me, &planned.destruction.body.need())?;
        let year = i64::from(view.today.year());
        let series = series::load(view, CERTIFICATES, year)?;
        Ok(ToWitness { planned, executed_by, witness, series })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToWitness { planned, executed_by, witness, series } = loaded;
        let mut changes = step(&planned.destruction, cx, None, None, |d| d.witness = Some(Id::new(cx.account)))?;
        let by = executed_by.ok_or_else(|| Refusal::new("destruction-not-executed"))?;
        if by == cx.person {
            return Err(Refusal::new("witness-is-executor").into());
        }
        may_hold(&witness, &planned.destruction.body.need(), "destruction")?;
        let certified = planned.certified(&planned.destruction.body, by, Some(cx.person), &series, cx)?;
        let answer = certified.answer;
        changes.followed_by(certified);
        changes.answer = answer;
        Ok(changes)
    }
}
