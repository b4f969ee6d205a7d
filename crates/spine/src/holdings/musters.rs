//! Musters: everything a control point accounts for is counted by the cabinet's engine, once in the time the rules name and whenever its keeper
//! changes. It ends when no difference is left unexplained and everybody who answers has confirmed for themselves.

use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::commands::may_hold;
use super::queries::{self, Hands};
use super::{ControlPoint, Inventory, InventoryState, MusterCause, PURPOSE, PointState};
use crate::cabinet::commands::{Frozen, freeze};
use crate::cabinet::{Discrepancy, DiscrepancyState, HoldingKind, KEEPERS, ScanSession, ScanState};
use crate::clearances::Need;
use crate::series;
use crate::tasks::commands::colleague;

/// Name of the series musters are numbered in.
const SERIES: &str = "MUS";

/// The commands on musters.
pub(super) fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Open>(), CommandDef::of::<Confirm>(), CommandDef::of::<Close>(), CommandDef::of::<Abandon>()]
}

/// Begins a muster: a scan of the place of the control point, with everything expected there frozen.
#[derive(Clone, Debug, Fields)]
pub struct Open {
    /// The control point.
    #[field(hidden)]
    pub point: Id<ControlPoint>,
    /// Why.
    pub cause: MusterCause,
    /// Who takes over, at a handover.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

/// What beginning looks at.
pub struct ToOpen {
    point: Record<ControlPoint>,
    incoming: Option<(Id<Account>, RecordId)>,
    keeper: RecordId,
    open: Option<Record<Inventory>>,
    frozen: Frozen,
    series: series::Standing,
}

impl Command for Open {
    const NAME: &'static str = "inventory.open";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(ControlPoint::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["point_open"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToOpen;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let point: Record<ControlPoint> = loader.get(self.point)?;
        let incoming = self.colleague.as_deref().map(|named| colleague(loader, Some(named), "colleague")).transpose()?;
        let frozen = Frozen::load(loader, point.body.place, HoldingKind::Items)?;
        let view = loader.view();
        let incoming = incoming.map(|account| Ok::<_, Error>((account, queries::person_of(view, account)?))).transpose()?;
        let keeper = queries::person_of(view, point.body.keeper)?;
        let open = queries::open_inventory(view, self.point)?;
        let year = i64::from(view.today.year());
        Ok(ToOpen { point, incoming, keeper, open, frozen, series: series::load(view, SERIES, year)? })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToOpen { point, incoming, keeper, open, frozen, series } = loaded;
        let mut wrong = Vec::new();
        if point.body.state != PointState::Open {
            wrong.push(Refusal::new("point-is-closed").with("code", point.body.code.as_str()));
        }
        if let Some(open) = open {
            wrong.push(Refusal::new("muster-open-already").with("number", open.body.number));
        }
        match (self.cause, incoming) {
            (MusterCause::Handover, None) => wrong.push(Refusal::new("handover-to-nobody").at("colleague")),
            (MusterCause::Handover, Some((_, person))) if person == keeper => {
                wrong.push(Refusal::new("handover-to-keeper").at("colleague"));
            }
            (MusterCause::Yearly, Some(_)) => wrong.push(Refusal::new("muster-without-handover").at("colleague")),
            _ => {}
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let session = freeze(frozen, None, cx, &mut changes)?;
        let year = i64::from(cx.today.year());
        let number = series::next(&series, SERIES, year, cx.new_id(), &mut changes);
        let body = Inventory {
            number: format!("{SERIES}/{year}/{number:03}"),
            control_point: self.point,
            cause: self.cause,
            state: InventoryState::Open,
            since: cx.micros(),
            session,
            opened_at: cx.micros(),
            outgoing: point.body.keeper,
            incoming: incoming.map(|(account, _)| account),
            outgoing_confirmed_at: None,
            incoming_confirmed_at: None,
            closed_on: None,
        };
        let id = begin(&mut changes, cx.new_id(), &body, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// What was not as the register says and is not settled yet: nobody has looked whether what was said of it is so.
fn unsettled(found: &[Record<Discrepancy>]) -> usize {
    found.iter().filter(|d| d.body.state != DiscrepancyState::Verified).count()
}

/// Whether a muster was counted, and what it found.
pub struct Counted {
    session: Record<ScanSession>,
    found: Vec<Record<Discrepancy>>,
}

impl Counted {
    fn load(view: &mut ledger::View<'_>, session: Id<ScanSession>) -> Result<Self, Error> {
        view.facts(|view| {
            let found = view.having_any::<Discrepancy>("session", &[session.raw()])?;
            Ok(Self { session: view.get(session)?, found })
        })
    }

    /// Nobody answers for what was not counted to the end, or for a difference nobody has explained.
    fn settled(&self) -> Result<(), Refusal> {
        if self.session.body.state != ScanState::Closed {
            return Err(Refusal::new("muster-not-counted").with("number", self.session.body.number.as_str()));
        }
        match unsettled(&self.found) {
            0 => Ok(()),
            some => Err(Refusal::new("muster-unexplained").with("count", some.to_string())),
        }
    }
}

/// Confirms for oneself what a muster found: the keeper, and at a handover whoever takes over.
#[derive(Clone, Debug, Fields)]
pub struct Confirm {
    /// The muster.
    #[field(hidden)]
    pub inventory: Id<Inventory>,
}

impl Command for Confirm {
    const NAME: &'static str = "inventory.confirm";
    const DUTIES: &'static [Duty] = &[];
    const OWN: bool = true;
    const ON: Option<&'static str> = Some(Inventory::NAME);
    const IN_BROWSER: Option<&'static str> = Some("muster-in-browser");
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Inventory>, Counted);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let account = loader.view().account();
        let inventory = loader.facts(|view| view.get(self.inventory))?;
        let theirs = [Some(inventory.body.outgoing), inventory.body.incoming].iter().flatten().any(|a| a.raw() == account);
        if !theirs {
            return Err(Error::NotFound);
        }
        let counted = Counted::load(loader.view(), inventory.body.session)?;
        Ok((inventory, counted))
    }

    fn decide(&self, (inventory, counted): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let body = &inventory.body;
        let outgoing = body.outgoing.raw() == cx.account;
        if (if outgoing { body.outgoing_confirmed_at } else { body.incoming_confirmed_at }).is_some() {
            return Err(Refusal::new("muster-confirmed-already").into());
        }
        // One confirms the count; the differences are settled before it closes.
        if counted.session.body.state != ScanState::Closed {
            return Err(Refusal::new("muster-not-counted").with("number", counted.session.body.number).into());
        }
        step(&inventory, cx, None, None, |v| {
            let of = if outgoing { &mut v.outgoing_confirmed_at } else { &mut v.incoming_confirmed_at };
            *of = Some(cx.micros());
        })
    }
}

/// Closes a muster; at a handover the control point has its new keeper.
#[derive(Clone, Debug, Fields)]
pub struct Close {
    /// The muster.
    #[field(hidden)]
    pub inventory: Id<Inventory>,
}

/// What closing looks at: the muster, what was counted, the control point, and whether whoever takes over may hold all that is there.
pub struct ToClose {
    inventory: Record<Inventory>,
    counted: Counted,
    point: Record<ControlPoint>,
    taking: Option<(Hands, Need)>,
}

impl Command for Close {
    const NAME: &'static str = "inventory.close";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(Inventory::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToClose;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let inventory: Record<Inventory> = loader.get(self.inventory)?;
        let point = loader.get(inventory.body.control_point)?;
        let view = loader.view();
        let counted = Counted::load(view, inventory.body.session)?;
        let need = queries::need_of(view, point.id())?;
        let taking = match (inventory.body.incoming, need) {
            (Some(incoming), Some(need)) => {
                let person = queries::person_of(view, incoming)?;
                Some((queries::hands(view, person, &need)?, need))
            }
            _ => None,
        };
        Ok(ToClose { inventory, counted, point, taking })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToClose { inventory, counted, point, taking } = loaded;
        let body = &inventory.body;
        let mut wrong = Vec::new();
        wrong.extend(counted.settled().err());
        if body.outgoing_confirmed_at.is_none() || (body.incoming.is_some() && body.incoming_confirmed_at.is_none()) {
            wrong.push(Refusal::new("muster-not-confirmed"));
        }
        wrong.extend(taking.and_then(|(hands, need)| may_hold(&hands, &need, "inventory").err()));
        Refused::unless_empty(wrong)?;
        let mut changes = step(&inventory, cx, None, None, |v| v.closed_on = Some(cx.today))?;
        if let Some(incoming) = body.incoming {
            let deputy = point.body.deputy.filter(|deputy| *deputy != incoming);
            changes.update(&point.head, &ControlPoint { keeper: incoming, deputy, ..point.body.clone() });
        }
        changes.answer_with(inventory.id());
        Ok(changes)
    }
}

on_record! {
    /// Gives a muster up; its scan and what that found stay.
    Abandon = "inventory.abandon" on inventory: Inventory, by KEEPERS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, inventory, cx| step(&inventory, cx, Some(&this.reason), None, |_| {})
}
