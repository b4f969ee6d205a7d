//! Reporting, inquiring, finding the cause, and closing when everything planned is verified.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register, Sealed};
use ledger::identity::Account;
use ledger::transition::{Micros, begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::{Compromise, Exhibit, Incident, IncidentEvent, IncidentKind, IncidentPart, IncidentPerson, IncidentState, Statement};
use crate::OFFICE;
use crate::cases::ticket::Desk;
use crate::findings::actions::{Planned, SERIES as ACTIONS, plan};
use crate::findings::{ActionKind, ActionState, CorrectiveAction, FunctionalArea, RootCause, Severity, queries};
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
}

impl Command for Report {
    const NAME: &'static str = "incidents.report";
    const DUTIES: &'static [Duty] = OFFICE;
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = series::Standing;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
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
    type Loaded = (Record<Incident>, Id<Account>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.incident)?, colleague(loader, self.colleague.as_deref(), "colleague")?))
    }

    fn decide(&self, (incident, lead): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&incident, cx, None, None, |i| {
            i.lead = Some(lead);
            i.severity = Some(self.severity);
            i.compromise = Some(self.compromise);
        })
    }
}

of_office! {
    /// Judges it anew, when more is known.
    Assess = "incidents.assess" on incident: Incident {
        /// How much it weighs.
        severity: Severity,
        /// Whether something became known.
        compromise: Compromise,
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, incident, cx| step(&incident, cx, Some(&this.reason), None, |i| {
        i.severity = Some(this.severity);
        i.compromise = Some(this.compromise);
    })
}

of_office! {
    /// It was none.
    Dismiss = "incidents.dismiss" on incident: Incident {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, incident, cx| step(&incident, cx, Some(&this.reason), None, |i| i.closed_on = Some(cx.today))
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
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Incident>, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let incident = loader.get(self.incident)?;
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
        changes.insert_in(cx.new_id(), &body, incident.head.label);
        Ok(changes)
    }
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
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Record<Incident>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let incident = loader.get(self.incident)?;
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
        let id = changes.insert(cx.new_id(), &body);
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
    /// What is to be done; neutral.
    pub title: String,
    /// Whether it puts right or prevents.
    pub kind: ActionKind,
    /// Who does it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// By when.
    pub due_on: Date,
    /// What holds until it is done.
    #[field(long)]
    pub interim: Option<String>,
}

impl Command for PlanAction {
    const NAME: &'static str = "incidents.plan_action";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["incident_open", "incident_after_action"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Incident>, Id<Account>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let incident = loader.get(self.incident)?;
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let year = i64::from(loader.view().today.year());
        Ok((incident, owner, series::load(loader.view(), ACTIONS, year)?))
    }

    fn decide(&self, (incident, owner, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        inquiry(&incident)?;
        let mut changes = Changes::new();
        let planned =
            Planned { title: self.title.clone(), kind: self.kind, owner, due_on: self.due_on, interim: self.interim.clone(), person: None };
        plan(incident.head.id, planned, &standing, cx, &mut changes)?;
        Ok(changes)
    }
}

of_office! {
    /// Says why it could happen and what was learnt.
    Conclude = "incidents.conclude" on incident: Incident {
        /// Why it could happen.
        root_cause: RootCause,
        /// How that was found.
        #[field(long)]
        cause_note: String,
        /// What was learnt.
        #[field(long)]
        lessons: Option<String>,
    }
    |this, incident, cx| step(&incident, cx, None, None, |i| {
        i.root_cause = Some(this.root_cause);
        i.cause_note = Some(this.cause_note.clone());
        i.lessons.clone_from(&this.lessons);
    })
}

of_office! {
    /// Takes the inquiry up again.
    Resume = "incidents.resume" on incident: Incident {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, incident, cx| step(&incident, cx, Some(&this.reason), None, |_| {})
}

/// Closes it: every action is verified or was dropped, and another than who led looks at it.
#[derive(Clone, Debug, Fields)]
pub struct Close {
    /// The incident.
    #[field(hidden)]
    pub incident: Id<Incident>,
}

impl Command for Close {
    const NAME: &'static str = "incidents.close";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(Incident::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Incident>, Vec<Record<CorrectiveAction>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let incident = loader.get(self.incident)?;
        let actions = loader.facts(|view| queries::actions(view, self.incident.raw()))?;
        Ok((incident, actions))
    }

    fn decide(&self, (incident, actions): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let closed = step(&incident, cx, None, None, |i| i.closed_on = Some(cx.today))?;
        if incident.body.lead.is_some_and(|lead| lead.raw() == cx.account) {
            return Err(Refusal::new("incident-is-yours").into());
        }
        let open = actions.iter().filter(|a| matches!(a.body.state, ActionState::Open | ActionState::Claimed));
        let told = open.map(|a| Refusal::new("action-not-verified").with("action", a.body.number.as_str()));
        Refused::unless_empty(told.collect()).map(|()| closed)
    }
}
