//! Reporting, inquiring, finding the cause, and closing when everything planned is verified.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Label, Record, RecordId, Refusal, Refused, Register, Sealed};
use ledger::identity::Account;
use ledger::transition::{Micros, begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::{
    COMPARTMENT, Compromise, Exhibit, HANDLERS, Incident, IncidentEvent, IncidentKind, IncidentPart, IncidentPerson, IncidentState,
    Statement,
};
use crate::OFFICE;
use crate::cases::ticket::Desk;
use crate::findings::actions::{NewAction, Ready, acted_on};
use crate::findings::{ActionState, CorrectiveAction, FunctionalArea, RootCause, Severity};
use crate::people::Person;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on incidents.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Report>(),
        CommandDef::of::<TakeUp>(),
        CommandDef::of::<Assess>(),
        CommandDef::of::<Dismiss>(),
        CommandDef::of::<Involve>(),
        CommandDef::of::<Log>(),
        CommandDef::of::<TakeStatement>(),
        CommandDef::of::<TakeExhibit>(),
        CommandDef::of::<PlanAction>(),
        CommandDef::of::<Conclude>(),
        CommandDef::of::<Resume>(),
        CommandDef::of::<Close>(),
    ]
}

const PURPOSE: &str = "incidents";
/// Name of the series incidents are numbered in.
const SERIES: &str = "INC";
/// Name of the series exhibits are numbered in.
const EXHIBITS: &str = "EXH";

/// A day that is over or today.
fn past(day: Date, at: &'static str, cx: &Context<'_>) -> Result<(), Refused> {
    if day > cx.today { Err(Refusal::new("date-in-future").at(at).into()) } else { Ok(()) }
}

/// What is open takes what is found out; what is closed does not.
fn inquiry(incident: &Record<Incident>) -> Result<(), Refused> {
    let state = incident.body.state;
    let open = matches!(state, IncidentState::Reported | IncidentState::Open | IncidentState::AfterAction);
    if open { Ok(()) } else { Err(Refusal::new("state-not-allowed").with("state", state.code()).into()) }
}

/// An incident, whether whoever acts is named in it, and the actions that serve it.
pub struct Inquiry {
    incident: Record<Incident>,
    named: bool,
    actions: Vec<Record<CorrectiveAction>>,
}

fn inquired(loader: &mut Loader<'_, '_>, incident: Id<Incident>) -> Result<Inquiry, Error> {
    let record = loader.get(incident)?;
    let actions = acted_on(loader, incident.raw())?;
    let account = Id::<Account>::new(loader.view().account());
    let named = loader.facts(|view| {
        let me = view.get(account)?.body.person;
        Ok(view.having::<IncidentPerson>("incident", incident.raw())?.iter().any(|p| p.body.person.raw() == me))
    })?;
    Ok(Inquiry { incident: record, named, actions })
}

impl Inquiry {
    /// Nobody judges what they are named in.
    fn apart(&self) -> Result<(), Refused> {
        if self.named { Err(Refusal::new("incident-about-you").into()) } else { Ok(()) }
    }

    /// Somebody else than who leads looks whether all is done.
    fn ended(&self, cx: &Context<'_>) -> Result<(), Refused> {
        if self.incident.body.lead.is_some_and(|lead| lead.raw() == cx.account) {
            return Err(Refusal::new("incident-is-yours").into());
        }
        let open = self.actions.iter().filter(|a| matches!(a.body.state, ActionState::Open | ActionState::Claimed));
        Refused::unless_empty(open.map(|a| Refusal::new("action-not-verified").with("action", a.body.number.as_str())).collect())
    }
}

/// Declares a command on an incident that nobody who is named in it gives.
macro_rules! on_incident {
    ($(#[$meta:meta])* $name:ident = $command:literal, { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? }
     |$this:pat_param, $inquiry:ident, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The incident.
            #[field(hidden)]
            pub incident: Id<Incident>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }
        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = OFFICE;
            const ON: Option<&'static str> = Some(Incident::NAME);
            const PURPOSE: &'static str = PURPOSE;
            type Loaded = Inquiry;
            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                inquired(loader, self.incident)
            }
            fn decide(&self, $inquiry: Self::Loaded, $cx: &Context<'_>) -> Result<Changes, Refused> {
                let $this = self;
                $inquiry.apart()?;
                $decide
            }
        }
    };
}

/// Reports an incident.
#[derive(Clone, Debug, Fields)]
pub struct Report {
    /// What happened, in a few neutral words.
    pub title: String,
    /// What kind it is.
    pub kind: IncidentKind,
    /// Whose matter it is.
    pub desk: Desk,
    /// The area.
    pub area: FunctionalArea,
    /// When it was found out.
    pub discovered_on: Date,
    /// When it happened, where that is known.
    pub occurred_on: Option<Date>,
    /// The record it concerns.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
    /// The register of that record.
    #[field(hidden, max = 60)]
    pub register: Option<String>,
}

impl Command for Report {
    const NAME: &'static str = "incidents.report";
    const DUTIES: &'static [Duty] = OFFICE;
    const ADDS: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = series::Standing;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        // What it concerns is seen by whoever reports it.
        match (self.concerns, &self.register) {
            (Some(record), Some(register)) => drop(loader.get_raw(register, record)?),
            (Some(_), None) => return Err(Refusal::new("field-required").at("register").into()),
            (None, _) => {}
        }
        let year = i64::from(loader.view().today.year());
        series::load(loader.view(), SERIES, year)
    }

    fn decide(&self, standing: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        past(self.discovered_on, "discovered_on", cx)?;
        if self.occurred_on.is_some_and(|day| day > self.discovered_on) {
            return Err(Refusal::new("occurred-after-discovery").at("occurred_on").into());
        }
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let incident = Incident {
            number: format!("{SERIES}/{year}/{number:03}"),
            title: self.title.clone(),
            kind: self.kind,
            desk: self.desk,
            area: self.area,
            state: IncidentState::Reported,
            since: cx.micros(),
            discovered_on: self.discovered_on,
            occurred_on: self.occurred_on,
            reported_by: cx.person,
            lead: None,
            severity: None,
            compromise: None,
            root_cause: None,
            cause_note: None,
            lessons: None,
            concerns: self.concerns,
            closed_on: None,
        };
        let id = begin(&mut changes, cx.new_id(), &incident, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Takes an incident up: who leads the inquiry, how much it weighs, whether something became known.
#[derive(Clone, Debug, Fields)]
pub struct TakeUp {
    /// The incident.
    #[field(hidden)]
    pub incident: Id<Incident>,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether something became known.
    pub compromise: Compromise,
    /// Who leads; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

impl Command for TakeUp {
    const NAME: &'static str = "incidents.take_up";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Inquiry, Id<Account>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((inquired(loader, self.incident)?, colleague(loader, self.colleague.as_deref(), "colleague")?))
    }

    fn decide(&self, (inquiry, lead): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        inquiry.apart()?;
        step(&inquiry.incident, cx, None, None, |i| {
            i.lead = Some(lead);
            i.severity = Some(self.severity);
            i.compromise = Some(self.compromise);
        })
    }
}

on_incident! {
    /// Judges it anew, when more is known.
    Assess = "incidents.assess", {
        /// How much it weighs.
        severity: Severity,
        /// Whether something became known.
        compromise: Compromise,
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, inquiry, cx| step(&inquiry.incident, cx, Some(&this.reason), None, |i| {
        i.severity = Some(this.severity);
        i.compromise = Some(this.compromise);
    })
}

on_incident! {
    /// It was none: somebody else than who leads says so, and nothing that was planned is left open.
    Dismiss = "incidents.dismiss", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, inquiry, cx| {
        inquiry.ended(cx)?;
        step(&inquiry.incident, cx, Some(&this.reason), None, |i| i.closed_on = Some(cx.today))
    }
}

/// Names somebody who appears in it.
#[derive(Clone, Debug, Fields)]
pub struct Involve {
    /// The incident.
    #[field(hidden)]
    pub incident: Id<Incident>,
    /// Who.
    pub person: Id<Person>,
    /// In what part.
    pub part: IncidentPart,
}

impl Command for Involve {
    const NAME: &'static str = "incidents.involve";
    const DUTIES: &'static [Duty] = HANDLERS;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Incident>, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let incident = loader.get(self.incident)?;
        member(loader)?;
        loader.named("person", self.person)?;
        let named = loader.facts(|view| view.having::<IncidentPerson>("incident", self.incident.raw()))?;
        let already = named.iter().any(|p| p.body.person == self.person && p.body.part == self.part);
        Ok((incident, already))
    }

    fn decide(&self, (incident, already): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        inquiry(&incident)?;
        if already {
            return Err(Refusal::new("named-already").at("person").into());
        }
        let mut changes = Changes::new();
        let body = IncidentPerson { incident: self.incident, person: self.person, part: self.part };
        changes.insert_in(cx.new_id(), &body, incident.head.label.within(Some(COMPARTMENT)));
        Ok(changes)
    }
}

/// Who appears in an incident and what they said is for members of its compartment.
fn member(loader: &mut Loader<'_, '_>) -> Result<(), Error> {
    let member = loader.view().is_member(HANDLERS, COMPARTMENT);
    if member { Ok(()) } else { Err(Refusal::new("not-a-member").with("compartment", COMPARTMENT).into()) }
}

on_record! {
    /// Writes down what happened when.
    Log = "incidents.log" on incident: Incident, by OFFICE, for PURPOSE, {
        /// When it happened.
        happened_at: Micros,
        /// What happened; neutral.
        #[field(long)]
        happened: String,
    }
    |this, incident, cx| {
        inquiry(&incident)?;
        if Timestamp::from_microsecond(this.happened_at.0).map_or(true, |at| at > cx.now) {
            return Err(Refusal::new("time-in-future").at("happened_at").into());
        }
        let mut changes = Changes::new();
        let body = IncidentEvent {
            incident: this.incident,
            happened_at: this.happened_at,
            happened: this.happened.clone(),
            recorded_by: cx.person,
        };
        changes.insert_in(cx.new_id(), &body, incident.head.label);
        Ok(changes)
    }
}

/// Takes down what somebody said.
#[derive(Clone, Debug, Fields)]
pub struct TakeStatement {
    /// The incident.
    #[field(hidden)]
    pub incident: Id<Incident>,
    /// Who said it.
    pub person: Id<Person>,
    /// When it was taken.
    pub taken_on: Date,
    /// What was said.
    pub text: Sealed,
}

impl Command for TakeStatement {
    const NAME: &'static str = "incidents.take_statement";
    const DUTIES: &'static [Duty] = HANDLERS;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Record<Incident>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let incident = loader.get(self.incident)?;
        member(loader)?;
        loader.named("person", self.person)?;
        Ok(incident)
    }

    fn decide(&self, incident: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        inquiry(&incident)?;
        past(self.taken_on, "taken_on", cx)?;
        let mut changes = Changes::new();
        let body = Statement {
            incident: self.incident,
            person: self.person,
            taken_on: self.taken_on,
            text: self.text.clone(),
            taken_by: cx.person,
        };
        let id = changes.insert_in(cx.new_id(), &body, Label::at(Statement::DEF.marking).within(Some(COMPARTMENT)));
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Takes in a thing that is kept as proof.
#[derive(Clone, Debug, Fields)]
pub struct TakeExhibit {
    /// The incident.
    #[field(hidden)]
    pub incident: Id<Incident>,
    /// What it is.
    pub what: String,
    /// Where it is kept.
    pub kept_at: String,
    /// When it was taken in.
    pub taken_on: Date,
}

impl Command for TakeExhibit {
    const NAME: &'static str = "incidents.take_exhibit";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Incident>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let incident = loader.get(self.incident)?;
        let year = i64::from(loader.view().today.year());
        Ok((incident, series::load(loader.view(), EXHIBITS, year)?))
    }

    fn decide(&self, (incident, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        inquiry(&incident)?;
        past(self.taken_on, "taken_on", cx)?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, EXHIBITS, year, cx.new_id(), &mut changes);
        let body = Exhibit {
            number: format!("{EXHIBITS}/{year}/{number:04}"),
            incident: self.incident,
            what: self.what.clone(),
            kept_at: self.kept_at.clone(),
            taken_on: self.taken_on,
            taken_by: cx.person,
        };
        let id = changes.insert_in(cx.new_id(), &body, incident.head.label);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Plans an action that puts it right or keeps it from happening again.
#[derive(Clone, Debug, Fields)]
pub struct PlanAction {
    /// The incident.
    #[field(hidden)]
    pub incident: Id<Incident>,
    /// The action.
    #[field(flatten)]
    pub action: NewAction,
}

/// The states in which an incident takes actions.
const PLANNABLE: &[&str] = &["incident_open", "incident_after_action"];

impl Command for PlanAction {
    const NAME: &'static str = "incidents.plan_action";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const OFFERED: ledger::command::Offered = &[("state", PLANNABLE)];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Incident>, Ready);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.incident)?, self.action.load(loader)?))
    }

    fn decide(&self, (incident, ready): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let state = incident.body.state.code();
        if !PLANNABLE.contains(&state) {
            return Err(Refusal::new("state-not-allowed").with("state", state).into());
        }
        self.action.plan(&incident.head, None, ready, cx)
    }
}

on_incident! {
    /// Says why it could happen and what was learnt.
    Conclude = "incidents.conclude", {
        /// Why it could happen.
        root_cause: RootCause,
        /// How that was found.
        #[field(long)]
        cause_note: String,
        /// What was learnt.
        #[field(long)]
        lessons: Option<String>,
    }
    |this, inquiry, cx| step(&inquiry.incident, cx, None, None, |i| {
        i.root_cause = Some(this.root_cause);
        i.cause_note = Some(this.cause_note.clone());
        i.lessons.clone_from(&this.lessons);
    })
}

on_incident! {
    /// Takes the inquiry up again.
    Resume = "incidents.resume", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, inquiry, cx| step(&inquiry.incident, cx, Some(&this.reason), None, |_| {})
}

on_incident! {
    /// Closes it: every action is verified or was dropped, and another than who led looks at it.
    Close = "incidents.close", {}
    |_, inquiry, cx| {
        let closed = step(&inquiry.incident, cx, None, None, |i| i.closed_on = Some(cx.today))?;
        inquiry.ended(cx).map(|()| closed)
    }
}
