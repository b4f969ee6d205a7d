//! Pausing a case's clock, and letting a case go first.

use jiff::civil::Date;
use kernel::{Fields, Id, Record, Refusal, Refused, Register, limits};
use ledger::command::Offered;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::cases::queries::{pauses, urgencies};
use spine::cases::{ClockPause, PauseOwner, Urgency, UrgencyLevel};

use crate::cases::commands::WORKERS;
use crate::cases::lifecycle::OPEN;
use crate::cases::{LIFECYCLE, Priority, PscCase};

/// The commands on a case's service.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Pause>(), CommandDef::of::<Resume>(), CommandDef::of::<MakeUrgent>(), CommandDef::of::<EndUrgency>()]
}

fn is_open(case: &PscCase) -> bool {
    LIFECYCLE.state(case.state.code()).is_some_and(|s| s.open)
}

fn still_open(case: &PscCase) -> Result<(), Refused> {
    if is_open(case) { Ok(()) } else { Err(Refusal::new("state-not-allowed").with("state", case.state.code()).into()) }
}

/// Pauses the clock of a case: somebody else has the ball for a while, whatever its state says.
#[derive(Clone, Debug, Fields)]
pub struct Pause {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// Who has the ball.
    pub owner: PauseOwner,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// What shows it.
    #[field(long)]
    pub evidence: String,
}

impl Command for Pause {
    const NAME: &'static str = "case.pause";
    const DUTIES: &'static [kernel::Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const OFFERED: Offered = &[("state", OPEN)];
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Vec<Record<ClockPause>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        Ok((case, pauses(loader.view(), self.case.raw())?))
    }

    fn decide(&self, (case, before): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        still_open(&case.body)?;
        if before.len() >= limits::PAGE_ROWS_MAX {
            return Err(Refusal::new("too-many-pauses").into());
        }
        let pause = ClockPause {
            register: PscCase::NAME.to_owned(),
            record: case.head.id,
            person: case.head.subject,
            owner: self.owner,
            reason: self.reason.clone(),
            evidence: self.evidence.clone(),
            from_time: cx.micros(),
            until_time: None,
            recorded_by: cx.recorder(),
        };
        let mut changes = Changes::new();
        let lane = PscCase::lane_of(case.body.state, case.body.priority, true);
        changes.update(&case.head, &PscCase { paused: true, lane, ..case.body.clone() });
        changes.insert_in(cx.new_id(), &pause, &case.head.marking, case.head.compartment.as_deref());
        changes.answer_with(case.id());
        Ok(changes)
    }
}

/// Ends a pause; the clock of the state, or of the pause around this one, goes on.
#[derive(Clone, Debug, Fields)]
pub struct Resume {
    /// The pause.
    #[field(hidden)]
    pub pause: Id<ClockPause>,
}

impl Command for Resume {
    const NAME: &'static str = "case.resume";
    const DUTIES: &'static [kernel::Duty] = WORKERS;
    const ON: Option<&'static str> = Some(ClockPause::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<ClockPause>, Record<PscCase>, Vec<Record<ClockPause>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let pause = loader.get(self.pause)?;
        let case = loader.get(Id::<PscCase>::new(pause.body.record))?;
        let others = pauses(loader.view(), pause.body.record)?;
        Ok((pause, case, others))
    }

    fn decide(&self, (pause, case, others): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if pause.body.until_time.is_some() {
            return Err(Refusal::new("pause-over").into());
        }
        let paused = others.iter().any(|p| p.head.id != pause.head.id && p.body.until_time.is_none());
        let mut changes = Changes::new();
        changes.update(&pause.head, &ClockPause { until_time: Some(cx.micros()), ..pause.body.clone() });
        changes.update(&case.head, &PscCase { paused, ..case.body.clone() });
        changes.answer_with(case.id());
        Ok(changes)
    }
}

/// Lets a case go before others until a day; a second person approves.
#[derive(Clone, Debug, Fields)]
pub struct MakeUrgent {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// How urgent.
    pub level: UrgencyLevel,
    /// Who asks for it.
    #[field(max = 120)]
    pub requester: String,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// Last day of the urgency.
    pub expires_on: Date,
}

impl Command for MakeUrgent {
    const NAME: &'static str = "case.make_urgent";
    const DUTIES: &'static [kernel::Duty] = &[kernel::Duty::Head, kernel::Duty::ClearanceOfficer, kernel::Duty::ClearanceTechnician];
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const OFFERED: Offered = &[("state", OPEN)];
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, i64);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let since = case.body.since.0;
        let displaced = loader.facts(|view| super::queries::before(view, case.body.state, since))?;
        Ok((case, displaced))
    }

    fn decide(&self, (case, displaced): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        still_open(&case.body)?;
        let mut wrong = Vec::new();
        if self.expires_on < cx.today {
            wrong.push(Refusal::new("urgency-ends-before-it-begins").at("expires_on"));
        }
        let last = cx.today.checked_add(jiff::Span::new().days(limits::URGENCY_DAYS_MAX)).unwrap_or(Date::MAX);
        if self.expires_on > last {
            wrong.push(Refusal::new("urgency-too-long").at("expires_on").with("days", limits::URGENCY_DAYS_MAX.to_string()));
        }
        Refused::unless_empty(wrong)?;
        let urgency = Urgency {
            register: PscCase::NAME.to_owned(),
            record: case.head.id,
            person: case.head.subject,
            level: self.level,
            requester: self.requester.clone(),
            reason: self.reason.clone(),
            from_time: cx.micros(),
            expires_on: self.expires_on,
            displaced,
            recorded_by: cx.recorder(),
            approved_by: cx.person,
        };
        let priority = match self.level {
            UrgencyLevel::Urgent => Priority::Urgent,
            UrgencyLevel::Flash => Priority::Flash,
        };
        let body = PscCase {
            priority,
            priority_reason: Some(self.reason.clone()),
            urgent_until: Some(self.expires_on),
            lane: PscCase::lane_of(case.body.state, priority, true),
            ..case.body.clone()
        };
        let mut changes = Changes::new();
        changes.update(&case.head, &body);
        changes.insert_in(cx.new_id(), &urgency, &case.head.marking, case.head.compartment.as_deref());
        changes.answer_with(case.id());
        Ok(changes)
    }
}

/// Ends the urgency of a case before its day.
#[derive(Clone, Debug, Fields)]
pub struct EndUrgency {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
}

impl Command for EndUrgency {
    const NAME: &'static str = "case.end_urgency";
    const DUTIES: &'static [kernel::Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const OFFERED: Offered = &[("state", OPEN), ("priority", &["urgent", "flash"])];
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Vec<Record<Urgency>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        Ok((case, urgencies(loader.view(), self.case.raw())?))
    }

    fn decide(&self, (case, all): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if case.body.priority == Priority::Routine {
            return Err(Refusal::new("not-urgent").into());
        }
        let mut changes = Changes::new();
        // The lane stays apart until the step ends: what was urgent in it was held against the urgent target.
        changes.update(&case.head, &PscCase { priority: Priority::Routine, urgent_until: None, ..case.body.clone() });
        for running in all.iter().filter(|u| u.body.expires_on >= cx.today) {
            changes.update(&running.head, &Urgency { expires_on: cx.today, ..running.body.clone() });
        }
        changes.answer_with(case.id());
        Ok(changes)
    }
}
