//! Giving turns and taking them back, swapping them, handing over.

use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::Micros;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::{HandOver, PLANNERS, Rota, Swap, SwapState, Turn, TurnRole, queries};
use crate::OFFICE;
use crate::limits;
use crate::tasks::commands::colleague;

const PURPOSE: &str = "on_call";
const DAY: i64 = 86_400_000_000;

/// The commands on turns.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<GiveTurn>(),
        CommandDef::of::<TakeBackTurn>(),
        CommandDef::of::<AskSwap>(),
        CommandDef::of::<AcceptSwap>(),
        CommandDef::of::<DeclineSwap>(),
        CommandDef::of::<Hand>(),
        CommandDef::of::<Acknowledge>(),
    ]
}

/// Refuses a turn for somebody who does not hold a duty of the desk on each of its days.
fn fit(lacks: Option<jiff::civil::Date>, at: &str) -> Result<(), Refusal> {
    lacks.map_or(Ok(()), |day| Err(Refusal::new("turn-without-duty").at(at).with("day", day.to_string())))
}

/// Gives a colleague a turn.
#[derive(Clone, Debug, Fields)]
pub struct GiveTurn {
    /// The rota.
    #[field(hidden)]
    pub rota: Id<Rota>,
    /// Who; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// Called first, or when the first does not answer.
    pub turn_role: TurnRole,
    /// From when.
    pub from_time: Micros,
    /// Until when, not included.
    pub until_time: Micros,
}

impl Command for GiveTurn {
    const NAME: &'static str = "on_call_turns.give";
    const DUTIES: &'static [Duty] = PLANNERS;
    const ADDS: Option<&'static str> = Some(Turn::NAME);
    const ON: Option<&'static str> = Some(Rota::NAME);
    const PURPOSE: &'static str = PURPOSE;
    /// The colleague, and the first day on which they hold no duty of the desk.
    type Loaded = (Id<Account>, Option<jiff::civil::Date>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let rota = loader.get(self.rota)?;
        let who = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let lacks = loader.facts(|view| queries::unfit(view, &rota.body, who.raw(), self.from_time.0, self.until_time.0))?;
        Ok((who, lacks))
    }

    fn decide(&self, (account, lacks): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if self.until_time <= self.from_time {
            wrong.push(Refusal::new("turn-ends-before-it-begins").at("until_time"));
        } else if self.until_time.0 - self.from_time.0 > limits::TURN_DAYS_MAX * DAY {
            wrong.push(Refusal::new("turn-too-long").at("until_time").with("max", limits::TURN_DAYS_MAX.to_string()));
        } else if self.until_time <= cx.micros() {
            wrong.push(Refusal::new("turn-over").at("until_time"));
        } else {
            wrong.extend(fit(lacks, "colleague").err());
        }
        Refused::unless_empty(wrong)?;
        let turn = Turn { rota: self.rota, account, turn_role: self.turn_role, from_time: self.from_time, until_time: self.until_time };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &turn);
        changes.answer_with(self.rota);
        Ok(changes)
    }
}

ledger::on_record! {
    /// Takes a turn back; one that has begun ends now.
    TakeBackTurn = "on_call_turns.take_back" on turn: Turn, by PLANNERS, for PURPOSE, {}
    |_, turn, cx| {
        not_over(&turn, cx)?;
        let mut changes = Changes::new();
        if turn.body.from_time < cx.micros() {
            changes.update(&turn.head, &Turn { until_time: cx.micros(), ..turn.body.clone() });
        } else {
            changes.void(&turn);
        }
        changes.answer_with(turn.body.rota);
        Ok(changes)
    }
}

fn not_over(turn: &Record<Turn>, cx: &Context<'_>) -> Result<(), Refused> {
    let over = turn.head.void || turn.body.until_time <= cx.micros();
    if over { Err(Refusal::new("turn-over").into()) } else { Ok(()) }
}

/// Refuses who is not the one this is for.
fn theirs(account: Id<Account>, cx: &Context<'_>) -> Result<(), Refused> {
    if account.raw() == cx.account { Ok(()) } else { Err(Refusal::new("turn-not-yours").into()) }
}

/// Asks a colleague to take over one's turn, or to swap it against one of theirs.
#[derive(Clone, Debug, Fields)]
pub struct AskSwap {
    /// The turn that is given away.
    #[field(hidden)]
    pub turn: Id<Turn>,
    /// Who is asked.
    #[field(max = 120)]
    pub colleague: String,
    /// The turn that is taken in return, if one is.
    pub in_return: Option<Id<Turn>>,
    /// Why.
    #[field(long)]
    pub reason: Option<String>,
}

/// The turn, the one taken in return, and the colleague.
type Exchange = (Record<Turn>, Option<Record<Turn>>, Id<Account>);

impl Command for AskSwap {
    const NAME: &'static str = "turn_swaps.ask";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Turn::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Exchange;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let turn = loader.get(self.turn)?;
        let in_return = self.in_return.map(|id| loader.named("in_return", id)).transpose()?;
        Ok((turn, in_return, colleague(loader, Some(&self.colleague), "colleague")?))
    }

    fn decide(&self, (turn, in_return, to_account): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        theirs(turn.body.account, cx)?;
        not_over(&turn, cx)?;
        if to_account == turn.body.account {
            return Err(Refusal::new("swap-with-yourself").at("colleague").into());
        }
        if let Some(theirs) = &in_return {
            not_over(theirs, cx)?;
            if theirs.body.account != to_account {
                return Err(Refusal::new("swap-of-another").at("in_return").into());
            }
        }
        let swap = Swap {
            turn: self.turn,
            in_return: self.in_return,
            from_account: turn.body.account,
            to_account,
            reason: self.reason.clone(),
            asked_at: cx.micros(),
            state: SwapState::Asked,
            settled_at: None,
        };
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &swap);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Accepts a swap: the turns change hands at once.
#[derive(Clone, Debug, Fields)]
pub struct AcceptSwap {
    /// The swap.
    #[field(hidden)]
    pub swap: Id<Swap>,
}

/// A turn of a swap, and the first day on which who takes it holds no duty of its desk.
type Taken = (Record<Turn>, Option<jiff::civil::Date>);

fn taken(loader: &mut Loader<'_, '_>, turn: Id<Turn>, by: Id<Account>) -> Result<Taken, Error> {
    let turn = loader.get(turn)?;
    let rota = loader.get(turn.body.rota)?;
    let lacks = loader.facts(|view| queries::unfit(view, &rota.body, by.raw(), turn.body.from_time.0, turn.body.until_time.0))?;
    Ok((turn, lacks))
}

impl Command for AcceptSwap {
    const NAME: &'static str = "turn_swaps.accept";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Swap::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["swap_asked"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Swap>, Taken, Option<Taken>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let swap = loader.get(self.swap)?;
        let given = taken(loader, swap.body.turn, swap.body.to_account)?;
        let back = swap.body.in_return.map(|turn| taken(loader, turn, swap.body.from_account)).transpose()?;
        Ok((swap, given, back))
    }

    fn decide(&self, (swap, given, back): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        theirs(swap.body.to_account, cx)?;
        asked(&swap)?;
        let moves =
            [Some((given, swap.body.from_account, swap.body.to_account)), back.map(|b| (b, swap.body.to_account, swap.body.from_account))];
        let mut changes = Changes::new();
        for ((turn, lacks), from, to) in moves.into_iter().flatten() {
            not_over(&turn, cx)?;
            // The turn may have changed hands since it was asked for.
            if turn.body.account != from {
                return Err(Refusal::new("swap-overtaken").into());
            }
            fit(lacks, "swap")?;
            changes.update(&turn.head, &Turn { account: to, ..turn.body.clone() });
        }
        changes.update(&swap.head, &Swap { state: SwapState::Accepted, settled_at: Some(cx.micros()), ..swap.body.clone() });
        changes.answer_with(self.swap);
        Ok(changes)
    }
}

fn asked(swap: &Record<Swap>) -> Result<(), Refused> {
    if swap.body.state == SwapState::Asked { Ok(()) } else { Err(Refusal::new("swap-settled").into()) }
}

of_office! {
    /// Declines a swap, or takes back that one asked for it.
    DeclineSwap = "turn_swaps.decline" on swap: Swap {}
    |_, swap, cx| {
        asked(&swap)?;
        if ![swap.body.from_account.raw(), swap.body.to_account.raw()].contains(&cx.account) {
            return Err(Refusal::new("turn-not-yours").into());
        }
        let mut changes = Changes::new();
        changes.update(&swap.head, &Swap { state: SwapState::Declined, settled_at: Some(cx.micros()), ..swap.body.clone() });
        Ok(changes)
    }
}

/// Hands over to whoever has the next turn.
#[derive(Clone, Debug, Fields)]
pub struct Hand {
    /// The turn that ends.
    #[field(hidden)]
    pub turn: Id<Turn>,
    /// What is open, and what to watch.
    #[field(long)]
    pub note: String,
}

impl Command for Hand {
    const NAME: &'static str = "hand_overs.hand";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Turn::NAME);
    const PURPOSE: &'static str = PURPOSE;
    /// The turn, the one that follows, and whether it has been handed over already.
    type Loaded = (Record<Turn>, Option<(RecordId, RecordId)>, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let turn = loader.get(self.turn)?;
        let next = queries::following(loader.view(), &turn)?;
        let before = loader.view().having::<HandOver>("turn", self.turn.raw())?;
        Ok((turn, next, !before.is_empty()))
    }

    fn decide(&self, (turn, next, done): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        theirs(turn.body.account, cx)?;
        if done {
            return Err(Refusal::new("handed-over-already").into());
        }
        let (next_turn, to_account) = next.ok_or_else(|| Refusal::new("nobody-takes-over"))?;
        let note = HandOver {
            turn: self.turn,
            next_turn: Id::new(next_turn),
            from_account: turn.body.account,
            to_account: Id::new(to_account),
            note: self.note.clone(),
            handed_at: cx.micros(),
            acknowledged_at: None,
        };
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &note);
        changes.answer_with(id);
        Ok(changes)
    }
}

of_office! {
    /// Acknowledges a hand-over: read and understood.
    Acknowledge = "hand_overs.acknowledge" on hand_over: HandOver {}
    |_, hand_over, cx| {
        theirs(hand_over.body.to_account, cx)?;
        if hand_over.body.acknowledged_at.is_some() {
            return Err(Refusal::new("hand-over-acknowledged").into());
        }
        let mut changes = Changes::new();
        changes.update(&hand_over.head, &HandOver { acknowledged_at: Some(cx.micros()), ..hand_over.body.clone() });
        Ok(changes)
    }
}
