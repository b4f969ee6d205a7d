//! Calls outside office hours: when somebody was called, answered, was at work, was done. The times are what irregular hours are paid by.

use kernel::{ClockOwner, Fields, Id, Lifecycle, Move, RecordId, Refusal, Refused, Register, State, ViewDef};
use ledger::identity::Account;
use ledger::transition::{Micros, begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::{Rota, queries};
use crate::OFFICE;
use crate::tasks::commands::colleague;

kernel::choices! {
    /// Where a call stands.
    pub enum CallState { Called = "call_called", Answered = "call_answered", Working = "call_working", Done = "call_done" }
}

const fn state(code: &'static str, open: bool) -> State {
    State { code, clock: if open { ClockOwner::Office } else { ClockOwner::Nobody }, stage: true, open }
}

/// Somebody is called, answers, works on it, and is done; a call may be dealt with as it is answered.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[state("call_called", true), state("call_answered", true), state("call_working", true), state("call_done", false)],
    moves: &[
        Move::by("call_outs.answer", &["call_called"], "call_answered", &[]),
        Move::by("call_outs.work", &["call_answered"], "call_working", &[]),
        Move::by("call_outs.done", &["call_answered", "call_working"], "call_done", &[]),
    ],
};

/// A call to whoever is on call.
#[derive(Clone, Debug, Register)]
#[register(name = "call_outs", prefix = "cll", title = &["what"], seen_by = OFFICE, lifecycle = Some(&LIFECYCLE), indexes = &["rota, called_at"],
           views = &[ViewDef { name: "newest", by: "called_at", descending: true }])]
pub struct CallOut {
    /// The rota.
    #[field(list)]
    pub rota: Id<Rota>,
    /// What happened; neutral.
    #[field(search, list)]
    pub what: String,
    /// Where it stands.
    #[field(list)]
    pub state: CallState,
    /// Since when.
    pub since: Micros,
    /// Who was called.
    #[field(list)]
    pub account: Id<Account>,
    /// When they were called.
    #[field(list)]
    pub called_at: Micros,
    /// When they answered.
    #[field(list)]
    pub answered_at: Option<Micros>,
    /// When they were at work on it.
    pub working_at: Option<Micros>,
    /// When they were done.
    #[field(list)]
    pub done_at: Option<Micros>,
    /// What was done.
    #[field(long)]
    pub result: Option<String>,
    /// The record it concerns, such as a ticket.
    pub concerns: Option<RecordId>,
}

/// The commands on calls.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Call>(), CommandDef::of::<Answer>(), CommandDef::of::<Work>(), CommandDef::of::<Done>()]
}

/// Writes down that somebody was called.
#[derive(Clone, Debug, Fields)]
pub struct Call {
    /// The rota.
    #[field(hidden)]
    pub rota: Id<Rota>,
    /// What happened; neutral.
    pub what: String,
    /// Who was called; whoever was on call when left out.
    #[field(max = 120)]
    pub called: Option<String>,
    /// When; now when left out.
    pub called_at: Option<Micros>,
    /// The record it concerns, such as a ticket.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
}

impl Command for Call {
    const NAME: &'static str = "call_outs.call";
    const DUTIES: &'static [kernel::Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Rota::NAME);
    const PURPOSE: &'static str = CallOut::NAME;
    type Loaded = Option<Id<Account>>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let rota = loader.get(self.rota)?;
        if self.called.is_some() {
            return colleague(loader, self.called.as_deref(), "called").map(Some);
        }
        let at = self.called_at.map_or_else(|| loader.view().now.as_microsecond(), |at| at.0);
        Ok(queries::called_at(loader.view(), &rota, at)?.map(Id::new))
    }

    fn decide(&self, called: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let called_at = not_later(self.called_at, None, "called_at", cx)?;
        let account = called.ok_or_else(|| Refusal::new("nobody-on-call").at("called"))?;
        let call = CallOut {
            rota: self.rota,
            what: self.what.clone(),
            state: CallState::Called,
            since: cx.micros(),
            account,
            called_at,
            answered_at: None,
            working_at: None,
            done_at: None,
            result: None,
            concerns: self.concerns,
        };
        let mut changes = Changes::new();
        let id = begin(&mut changes, cx.new_id(), &call, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// The instant that was said, or now; not before another, and not in the future.
fn not_later(said: Option<Micros>, after: Option<Micros>, field: &str, cx: &Context<'_>) -> Result<Micros, Refused> {
    let at = said.unwrap_or_else(|| cx.micros());
    if at > cx.micros() {
        return Err(Refusal::new("time-in-future").at(field).into());
    }
    if after.is_some_and(|after| at < after) {
        return Err(Refusal::new("time-before-the-last").at(field).into());
    }
    Ok(at)
}

of_office! {
    /// Who was called answered.
    Answer = "call_outs.answer" on call: CallOut {
        /// When; now when left out.
        answered_at: Option<Micros>,
    }
    |this, call, cx| {
        let at = not_later(this.answered_at, Some(call.body.called_at), "answered_at", cx)?;
        step(&call, cx, None, None, |c| c.answered_at = Some(at))
    }
}

of_office! {
    /// Who was called is at work on it.
    Work = "call_outs.work" on call: CallOut {
        /// When; now when left out.
        working_at: Option<Micros>,
    }
    |this, call, cx| {
        let at = not_later(this.working_at, call.body.answered_at, "working_at", cx)?;
        step(&call, cx, None, None, |c| c.working_at = Some(at))
    }
}

of_office! {
    /// Who was called is done.
    Done = "call_outs.done" on call: CallOut {
        /// What was done.
        #[field(long)]
        result: String,
        /// When; now when left out.
        done_at: Option<Micros>,
    }
    |this, call, cx| {
        let at = not_later(this.done_at, call.body.working_at.or(call.body.answered_at), "done_at", cx)?;
        step(&call, cx, None, None, |c| {
            c.done_at = Some(at);
            c.result = Some(this.result.clone());
        })
    }
}
