//! Giving tasks, handing them over, doing, verifying and dropping them.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register, fold};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, ListQuery, Loader};

use super::{Task, TaskState};
use crate::OFFICE;

/// The commands on tasks.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Give>(),
        CommandDef::of::<HandOver>(),
        CommandDef::of::<Postpone>(),
        CommandDef::of::<Done>(),
        CommandDef::of::<Verify>(),
        CommandDef::of::<SendBack>(),
        CommandDef::of::<Drop>(),
    ]
}

/// The colleague somebody names: by the name they sign in with or the name they are known by; oneself when nobody is named.
pub fn colleague(loader: &mut Loader<'_, '_>, named: Option<&str>, at: &str) -> Result<Id<Account>, Error> {
    let Some(named) = named else { return Ok(Id::new(loader.view().account())) };
    let query = ListQuery { limit: kernel::limits::PAGE_ROWS_MAX, ..ListQuery::default() };
    let all = loader.facts(|view| view.rows_of(Account::NAME, &query))?;
    let mut found = Vec::new();
    for raw in all {
        let account = raw.typed::<Account>()?;
        let known = [&account.body.login, &account.body.name].into_iter().any(|name| fold::fold(name) == fold::fold(named));
        if known && !account.body.disabled {
            found.push(account.id());
        }
    }
    match found.as_slice() {
        [one] => Ok(*one),
        _ => Err(Refusal::new("colleague-unknown").at(at).with("name", named).into()),
    }
}

/// Whoever does it or supervises it; others look on.
fn theirs(task: &Record<Task>, cx: &Context<'_>) -> Result<(), Refused> {
    let mine = [task.body.owner.raw(), task.body.supervisor.raw()].contains(&cx.account);
    if mine { Ok(()) } else { Err(Refusal::new("task-not-yours").into()) }
}

/// Gives a task to a colleague or to oneself.
#[derive(Clone, Debug, Fields)]
pub struct Give {
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due_on: Date,
    /// To whom; to oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
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

impl Command for Give {
    const NAME: &'static str = "tasks.give";
    const DUTIES: &'static [Duty] = OFFICE;
    const ADDS: Option<&'static str> = Some(Task::NAME);
    const PURPOSE: &'static str = "tasks";
    type Loaded = Id<Account>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        if let Some(person) = self.person {
            loader.named::<crate::people::Person>("person", Id::new(person))?;
        }
        colleague(loader, self.colleague.as_deref(), "colleague")
    }

    fn decide(&self, owner: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.due_on < cx.today {
            return Err(Refusal::new("date-in-past").at("due_on").into());
        }
        let task = Task {
            title: self.title.clone(),
            state: TaskState::Open,
            since: cx.micros(),
            owner,
            supervisor: Id::new(cx.account),
            due_on: self.due_on,
            details: self.details.clone(),
            concerns: self.concerns,
            person: self.person,
            proof_of_work: None,
            verified_by: None,
        };
        let mut changes = Changes::new();
        begin(&mut changes, cx.new_id(), &task, None, cx);
        Ok(changes)
    }
}

/// Hands a task over to a colleague.
#[derive(Clone, Debug, Fields)]
pub struct HandOver {
    /// The task.
    #[field(hidden)]
    pub task: Id<Task>,
    /// To whom.
    #[field(max = 120)]
    pub colleague: String,
}

impl Command for HandOver {
    const NAME: &'static str = "tasks.hand_over";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Task::NAME);
    const PURPOSE: &'static str = "tasks";
    type Loaded = (Record<Task>, Id<Account>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let task = loader.get(self.task)?;
        Ok((task, colleague(loader, Some(&self.colleague), "colleague")?))
    }

    fn decide(&self, (task, owner): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        theirs(&task, cx)?;
        if task.body.state != TaskState::Open {
            return Err(Refusal::new("state-not-allowed").with("state", task.body.state.code()).into());
        }
        let mut changes = Changes::new();
        changes.update(&task.head, &Task { owner, ..task.body.clone() });
        Ok(changes)
    }
}

of_office! {
    /// Gives a task another day.
    Postpone = "tasks.postpone" on task: Task {
        /// The new day.
        due_on: Date,
    }
    |this, task, cx| {
        // Who does the work does not move the day alone.
        if task.body.supervisor.raw() != cx.account {
            return Err(Refusal::new("task-supervisor-only").into());
        }
        if task.body.state != TaskState::Open {
            return Err(Refusal::new("state-not-allowed").with("state", task.body.state.code()).into());
        }
        if this.due_on < cx.today {
            return Err(Refusal::new("date-in-past").at("due_on").into());
        }
        let mut changes = Changes::new();
        changes.update(&task.head, &Task { due_on: this.due_on, ..task.body.clone() });
        Ok(changes)
    }
}

of_office! {
    /// The task is done, and this shows it.
    Done = "tasks.done" on task: Task {
        /// What shows it.
        #[field(long)]
        proof_of_work: String,
    }
    |this, task, cx| {
        theirs(&task, cx)?;
        step(&task, cx, None, None, |t| t.proof_of_work = Some(this.proof_of_work.clone()))
    }
}

of_office! {
    /// Somebody else than who did it looked, and it is done.
    Verify = "tasks.verify" on task: Task {}
    |_, task, cx| {
        if task.body.owner.raw() == cx.account {
            return Err(Refusal::new("task-verified-by-another").into());
        }
        step(&task, cx, None, None, |t| t.verified_by = Some(cx.person))
    }
}

of_office! {
    /// It is not done yet.
    SendBack = "tasks.send_back" on task: Task {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, task, cx| {
        if task.body.owner.raw() == cx.account {
            return Err(Refusal::new("task-verified-by-another").into());
        }
        step(&task, cx, Some(&this.reason), None, |_| {})
    }
}

of_office! {
    /// It need not be done.
    Drop = "tasks.drop" on task: Task {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, task, cx| {
        if task.body.supervisor.raw() != cx.account {
            return Err(Refusal::new("task-supervisor-only").into());
        }
        step(&task, cx, Some(&this.reason), None, |_| {})
    }
}
