//! Recording a concern and concluding it.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Label, Record, Refusal, Refused, Register, Sealed};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::queries::taken_within_the_hour;
use super::{COMPARTMENT, Concern, ConcernChannel, ConcernOutcome, ConcernState, ConcernTopic, HANDLERS};
use crate::limits;
use crate::people::Person;
use crate::series;

/// The job that takes reports without a name.
pub const JOB: Job = Job::named("reports");
/// The series of their numbers, closed like the register.
const SERIES: &str = "concerns";

/// The commands on concerns.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<RecordConcern>(), CommandDef::of::<ConcludeConcern>(), CommandDef::of::<TakeReport>()]
}

/// Records adverse information.
#[derive(Clone, Debug, Fields)]
pub struct RecordConcern {
    /// About whom.
    pub person: Id<Person>,
    /// When it was received.
    pub received_on: Date,
    /// How it came.
    pub channel: ConcernChannel,
    /// What it touches.
    pub topic: ConcernTopic,
    /// What was said.
    pub text: Sealed,
}

impl Command for RecordConcern {
    const NAME: &'static str = "concerns.record";
    const DUTIES: &'static [Duty] = HANDLERS;
    const PURPOSE: &'static str = "concerns";
    type Loaded = (bool, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.named("person", self.person)?;
        let year = i64::from(loader.view().today.year());
        let member = loader.view().is_member(HANDLERS, COMPARTMENT);
        Ok((member, series::load(loader.view(), SERIES, year)?))
    }

    fn decide(&self, (member, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if !member {
            return Err(Refusal::new("not-a-member").with("compartment", COMPARTMENT).into());
        }
        if self.received_on > cx.today {
            return Err(Refusal::new("date-in-future").at("received_on").into());
        }
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next_in(&standing, SERIES, year, cx.new_id(), Some(COMPARTMENT), &mut changes);
        let concern = Concern {
            number: format!("CNC/{year}/{number:04}"),
            person: Some(self.person),
            received_on: self.received_on,
            channel: self.channel,
            topic: self.topic,
            text: self.text.clone(),
            about_whom: None,
            happened_when: None,
            received_at: None,
            state: ConcernState::Open,
            concluded_on: None,
            recorded_by: Some(cx.person),
            concluded_by: None,
        };
        let id = changes.insert_in(cx.new_id(), &concern, Label::at(Concern::DEF.marking).within(Some(COMPARTMENT)));
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Takes a report of somebody who says no name; the system alone does, and knows nothing of who sent it. Whoever it names is matched with nobody: who
/// reads it records a concern about the person it is about, and concludes this one.
#[derive(Clone, Debug, Fields)]
pub struct TakeReport {
    /// What was said.
    pub text: Sealed,
    /// About whom.
    #[field(max = limits::TEXT_CHARS_MAX)]
    pub about_whom: Option<Sealed>,
    /// When it happened.
    #[field(max = limits::TEXT_CHARS_MAX)]
    pub happened_when: Option<Sealed>,
}

impl TakeReport {
    /// Whether there is room for one more where so many came within the hour.
    ///
    /// # Errors
    /// `reports-too-many` where there is none.
    pub fn room(taken: i64) -> Result<(), Refused> {
        let full = || Refusal::new("reports-too-many").with("max", limits::ANONYMOUS_REPORTS_AN_HOUR.to_string());
        Refused::unless_empty((taken >= limits::ANONYMOUS_REPORTS_AN_HOUR).then(full).into_iter().collect())
    }
}

impl Command for TakeReport {
    const NAME: &'static str = "concerns.take_report";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "concerns";
    /// How many came within the hour, and the series.
    type Loaded = (i64, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| {
            let year = i64::from(view.today.year());
            Ok((taken_within_the_hour(view)?, series::load(view, SERIES, year)?))
        })
    }

    fn decide(&self, (taken, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        Self::room(taken)?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next_in(&standing, SERIES, year, cx.new_id(), Some(COMPARTMENT), &mut changes);
        let concern = Concern {
            number: format!("CNC/{year}/{number:04}"),
            person: None,
            received_on: cx.today,
            channel: ConcernChannel::Anonymous,
            topic: ConcernTopic::Other,
            text: self.text.clone(),
            about_whom: self.about_whom.clone(),
            happened_when: self.happened_when.clone(),
            received_at: Some(cx.micros()),
            state: ConcernState::Open,
            concluded_on: None,
            recorded_by: None,
            concluded_by: None,
        };
        let id = changes.insert_in(cx.new_id(), &concern, Label::at(Concern::DEF.marking).within(Some(COMPARTMENT)));
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Concludes a concern: only this outcome may touch a case.
#[derive(Clone, Debug, Fields)]
pub struct ConcludeConcern {
    /// The concern.
    #[field(hidden)]
    pub concern: Id<Concern>,
    /// How it ends.
    pub concluded_as: ConcernOutcome,
}

impl Command for ConcludeConcern {
    const NAME: &'static str = "concerns.conclude";
    const DUTIES: &'static [Duty] = HANDLERS;
    const ON: Option<&'static str> = Some(Concern::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["concern_open"])];
    const PURPOSE: &'static str = "concerns";
    type Loaded = Record<Concern>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.concern)
    }

    fn decide(&self, concern: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if concern.body.state != ConcernState::Open {
            return Err(Refusal::new("state-not-allowed").with("state", concern.body.state.code()).into());
        }
        let mut changes = Changes::new();
        let concluded = Concern {
            state: self.concluded_as.state(),
            concluded_on: Some(cx.today),
            concluded_by: Some(cx.person),
            ..concern.body.clone()
        };
        changes.update(&concern.head, &concluded);
        Ok(changes)
    }
}
