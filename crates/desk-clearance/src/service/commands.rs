//! Pausing a case's clock, and letting a case go first.

use kernel::{Fields, Id, Record, Refusal, Refused, Register, limits};
use ledger::command::Offered;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::cases::queries::pauses;
use spine::cases::queue::set_apart;
use spine::cases::{ClockPause, PauseOwner, PauseReason};

use super::LINE;
use crate::cases::PscCase;
use crate::cases::commands::WORKERS;

/// The commands on a case's service.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Pause>(), CommandDef::of::<Resume>(), CommandDef::of::<MakeUrgent>(), CommandDef::of::<EndUrgency>()]
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
    pub reason_code: PauseReason,
    /// In words.
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
    const OFFERED: Offered = &[("state", LINE.lanes)];
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Vec<Record<ClockPause>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        Ok((case, pauses(loader.view(), self.case.raw())?))
    }

    fn decide(&self, (case, before): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let state = case.body.state.code();
        if !LINE.lanes.contains(&state) {
            return Err(Refusal::new("state-not-allowed").with("state", state).into());
        }
        if before.len() >= limits::PAGE_ROWS_MAX {
            return Err(Refusal::new("too-many-pauses").into());
        }
        let pause = ClockPause {
            register: PscCase::NAME.to_owned(),
            record: case.head.id,
            person: case.head.subject,
            owner: self.owner,
            reason_code: Some(self.reason_code),
            reason: self.reason.clone(),
            evidence: self.evidence.clone(),
            from_time: cx.micros(),
            until_time: None,
            recorded_by: cx.recorder(),
        };
        let mut changes = Changes::new();
        let lane = set_apart(case.body.lane.as_deref());
        changes.update(&case.head, &PscCase { paused: true, lane, ..case.body.clone() });
        changes.insert_in(cx.new_id(), &pause, case.head.label.clone());
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

spine::urgency_commands! {
    /// The case.
    case: PscCase, LINE, "case.make_urgent" by &[kernel::Duty::Head, kernel::Duty::ClearanceOfficer, kernel::Duty::ClearanceTechnician],
    "case.end_urgency" by WORKERS, "clearance"
}
