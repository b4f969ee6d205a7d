//! Tickets: what anybody asks of the office, from the question to the answer.

use jiff::civil::Date;
use kernel::{ClockOwner, Duty, Fields, Id, Lifecycle, Move, Record, RecordId, Refusal, Refused, Register, State, ViewDef, Work};
use ledger::identity::Account;
use ledger::transition::{self, Micros, begin};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::Priority;
use super::queries::Line;
use super::queue::lane_of;
use super::urgency::carried;
use crate::OFFICE;
use crate::series::{self, Standing};
use crate::tasks::commands::colleague;

kernel::choices! {
    /// Where a ticket stands.
    pub enum TicketState {
        Open = "ticket_open", InWork = "ticket_in_work", Waiting = "ticket_waiting", Resolved = "ticket_resolved", Closed = "ticket_closed",
    }
}

kernel::choices! {
    /// Whose work it is.
    pub enum Desk { Clearance = "desk_clearance", Registry = "desk_registry", Policy = "desk_policy" }
}

/// What is asked is taken up, may wait for who asked, is resolved, and closed when they are content.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("ticket_open", ClockOwner::Office),
        State::on_path("ticket_in_work", ClockOwner::Office),
        State::beside("ticket_waiting", ClockOwner::Requester),
        State::on_path("ticket_resolved", ClockOwner::Requester),
        State::end("ticket_closed"),
    ],
    moves: &[
        Move::by("tickets.take", &["ticket_open"], "ticket_in_work", &[]),
        Move::by("tickets.ask", &["ticket_in_work"], "ticket_waiting", &[]),
        Move::by("tickets.go_on", &["ticket_waiting", "ticket_resolved"], "ticket_in_work", &[]),
        Move::by("tickets.resolve", &["ticket_in_work"], "ticket_resolved", &[]),
        Move::by("tickets.close", &["ticket_resolved"], "ticket_closed", &[]),
    ],
};

/// The line of tickets in the queue.
pub static LINE: Line = crate::line!(
    "tickets",
    Work::Tickets,
    &LIFECYCLE,
    office: ["ticket_open", "ticket_in_work"],
    others: ["ticket_waiting", "ticket_resolved"]
);

/// A ticket.
#[derive(Clone, Debug, Register)]
#[register(name = "tickets", prefix = "tck", title = &["number", "title"], subject = Some("person"), seen_by = OFFICE, lifecycle = Some(&LIFECYCLE),
           indexes = &["owner", "lane, since, id"], unique = &[&["number"]], views = &[ViewDef { name: "oldest", by: "since", descending: false }])]
pub struct Ticket {
    /// Its number, such as TCK/2026/00012.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What is asked; neutral.
    #[field(search, list)]
    pub title: String,
    /// Whose work it is.
    #[field(list)]
    pub desk: Desk,
    /// Where it stands.
    #[field(list)]
    pub state: TicketState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// How urgent it is.
    #[field(list)]
    pub priority: Priority,
    /// Why it is urgent.
    #[field(long)]
    pub priority_reason: Option<String>,
    /// Last day of its urgency; then it stands in line again.
    pub urgent_until: Option<Date>,
    /// Where it stands in the queue: its step while that runs as any other does, `apart` or `reopened` when it must be looked at by itself.
    #[field(max = 40, hidden)]
    pub lane: Option<String>,
    /// Who asks.
    #[field(search, list, max = 120)]
    pub requester: String,
    /// Who answers.
    #[field(list)]
    pub owner: Option<Id<Account>>,
    /// Wanted by this day.
    #[field(list)]
    pub due_on: Option<Date>,
    /// More about it.
    #[field(long)]
    pub details: Option<String>,
    /// The record it concerns.
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    pub person: Option<RecordId>,
    /// When it was opened.
    pub opened_at: Micros,
    /// What was answered.
    #[field(long)]
    pub reply: Option<String>,
}

/// The commands on tickets.
pub fn commands() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Open>(),
        CommandDef::of::<Take>(),
        CommandDef::of::<Ask>(),
        CommandDef::of::<GoOn>(),
        CommandDef::of::<Resolve>(),
        CommandDef::of::<Close>(),
        CommandDef::of::<MakeUrgent>(),
        CommandDef::of::<EndUrgency>(),
    ]
}

/// Moves a ticket, and puts it where it stands in the queue.
fn step(ticket: &Record<Ticket>, reason: Option<&str>, cx: &Context<'_>, edit: impl FnOnce(&mut Ticket)) -> Result<Changes, Refused> {
    transition::step(ticket, cx, reason, None, |body| {
        (body.priority, body.urgent_until) = carried(body.priority, body.urgent_until, cx.today);
        body.lane = lane_of(&LIFECYCLE, body.state.code(), body.priority != Priority::Routine);
        edit(body);
    })
}

/// Name of the series tickets are numbered in.
const SERIES: &str = "tickets";

/// Opens a ticket.
#[derive(Clone, Debug, Fields)]
pub struct Open {
    /// What is asked.
    pub title: String,
    /// Whose work it is.
    pub desk: Desk,
    /// Who asks.
    #[field(max = 120)]
    pub requester: String,
    /// Wanted by this day.
    pub due_on: Option<Date>,
    /// More about it.
    #[field(long)]
    pub details: Option<String>,
    /// The record it concerns.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    #[field(hidden)]
    pub person: Option<RecordId>,
}

impl Command for Open {
    const NAME: &'static str = "tickets.open";
    const DUTIES: &'static [Duty] = OFFICE;
    const ADDS: Option<&'static str> = Some(Ticket::NAME);
    const PURPOSE: &'static str = "tickets";
    type Loaded = Standing;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        if let Some(person) = self.person {
            loader.named::<crate::people::Person>("person", Id::new(person))?;
        }
        let year = i64::from(loader.view().today.year());
        series::load(loader.view(), SERIES, year)
    }

    fn decide(&self, standing: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.due_on.is_some_and(|day| day < cx.today) {
            return Err(Refusal::new("date-in-past").at("due_on").into());
        }
        let year = i64::from(cx.today.year());
        let mut changes = Changes::new();
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let ticket = Ticket {
            number: format!("TCK/{year}/{number:05}"),
            title: self.title.clone(),
            desk: self.desk,
            state: TicketState::Open,
            since: cx.micros(),
            priority: Priority::Routine,
            priority_reason: None,
            urgent_until: None,
            lane: lane_of(&LIFECYCLE, TicketState::Open.code(), false),
            requester: self.requester.clone(),
            owner: None,
            due_on: self.due_on,
            details: self.details.clone(),
            concerns: self.concerns,
            person: self.person,
            opened_at: cx.micros(),
            reply: None,
        };
        let id = begin(&mut changes, cx.new_id(), &ticket, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Takes a ticket up, or gives it to a colleague.
#[derive(Clone, Debug, Fields)]
pub struct Take {
    /// The ticket.
    #[field(hidden)]
    pub ticket: Id<Ticket>,
    /// To whom; to oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

impl Command for Take {
    const NAME: &'static str = "tickets.take";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Ticket::NAME);
    const PURPOSE: &'static str = "tickets";
    type Loaded = (Record<Ticket>, Id<Account>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let ticket = loader.get(self.ticket)?;
        Ok((ticket, colleague(loader, self.colleague.as_deref(), "colleague")?))
    }

    fn decide(&self, (ticket, owner): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&ticket, None, cx, |t| t.owner = Some(owner))
    }
}

of_office! {
    /// Who asked is asked back; their clock runs.
    Ask = "tickets.ask" on ticket: Ticket {
        /// What was asked back.
        #[field(long)]
        reason: String,
    }
    |this, ticket, cx| step(&ticket, Some(&this.reason), cx, |_| {})
}

of_office! {
    /// Work goes on: who asked answered, or is not content.
    GoOn = "tickets.go_on" on ticket: Ticket {
        /// What they said.
        #[field(long)]
        reason: String,
    }
    |this, ticket, cx| step(&ticket, Some(&this.reason), cx, |_| {})
}

of_office! {
    /// The ticket is answered.
    Resolve = "tickets.resolve" on ticket: Ticket {
        /// What was answered.
        #[field(long)]
        reply: String,
    }
    |this, ticket, cx| step(&ticket, None, cx, |t| t.reply = Some(this.reply.clone()))
}

of_office! {
    /// Who asked is content.
    Close = "tickets.close" on ticket: Ticket {}
    |_, ticket, cx| step(&ticket, None, cx, |_| {})
}

crate::urgency_commands! {
    /// The ticket.
    ticket: Ticket, LINE, "tickets.make_urgent" by OFFICE, "tickets.end_urgency" by OFFICE, "tickets"
}
