//! Correcting what was recorded about a move: when it happened, which moves the clocks and takes two people, or why. The move gets a new version, so
//! nothing is lost, and every clock is recomputed, for it never stood anywhere else.

use kernel::{Duty, FieldKind, Fields, Id, Record, Refusal, Refused, Register};
use ledger::transition::{Micros, Transition};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::commands::WORKERS;
use super::{CaseState, PscCase};

/// The commands that correct.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<CorrectTime>(), CommandDef::of::<CorrectReason>()]
}

/// A case with its moves, in order.
type Moved = (Record<PscCase>, Vec<Record<Transition>>);

fn moved(loader: &mut Loader<'_, '_>, case: Id<PscCase>) -> Result<Moved, Error> {
    let case = loader.get(case)?;
    let moves = loader.view().transitions(PscCase::NAME, case.head.id)?;
    Ok((case, moves))
}

/// Where the move stands that led to a state: the last of them, or the one so many visits from the first.
fn place(moves: &[Record<Transition>], to: CaseState, visit: Option<i64>) -> Result<usize, Refusal> {
    let mut there = moves.iter().enumerate().filter(|(_, made)| made.body.to_state == to.code()).map(|(at, _)| at);
    let found = match visit {
        None => there.next_back(),
        Some(visit) => usize::try_from(visit).ok().and_then(|visit| visit.checked_sub(1)).and_then(|before| there.nth(before)),
    };
    found.ok_or_else(|| Refusal::new("no-such-move").at("moved_to"))
}

/// Corrects when a move happened; one says so, another verifies.
#[derive(Clone, Debug, Fields)]
pub struct CorrectTime {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The state the move led to.
    pub moved_to: CaseState,
    /// Which time it came there, the first being 1; the last when left out.
    pub visit_count: Option<i64>,
    /// When it happened.
    pub happened_at: Micros,
    /// Why what was recorded is wrong, and what shows it.
    #[field(long)]
    pub corrected_because: String,
}

impl Command for CorrectTime {
    const NAME: &'static str = "case.correct_time";
    const DUTIES: &'static [Duty] = WORKERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = Moved;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        moved(loader, self.case)
    }

    fn decide(&self, (case, moves): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let at = place(&moves, self.moved_to, self.visit_count)?;
        let Some(made) = moves.get(at) else { return Err(Refusal::new("no-such-move").at("moved_to").into()) };
        // What followed one another still does: the states say in which order.
        let earliest = at.checked_sub(1).and_then(|before| moves.get(before)).map(|before| before.body.time);
        let latest = moves.get(at + 1).map_or(cx.micros(), |next| next.body.time);
        if self.happened_at == made.body.time {
            return Err(Refusal::new("correction-changes-nothing").at("happened_at").into());
        }
        if earliest.is_some_and(|earliest| self.happened_at < earliest) || self.happened_at > latest {
            return Err(Refusal::new("move-out-of-order").at("happened_at").into());
        }
        let mut body = case.body.clone();
        if at == 0 {
            body.opened_at = self.happened_at;
        }
        if at + 1 == moves.len() {
            body.since = self.happened_at;
        }
        let mut changes = Changes::new();
        changes.update(&case.head, &body);
        let corrected = Transition {
            time: self.happened_at,
            first_time: made.body.first_time.or(Some(made.body.time)),
            corrected_because: Some(self.corrected_because.clone()),
            ..made.body.clone()
        };
        changes.update(&made.head, &corrected);
        Ok(changes)
    }
}

kernel::choices! {
    /// The coded reasons of the moves that have one.
    pub enum MovedBecause {
        OtherPost = "other_post", DeclinesForms = "declines_forms", Personal = "personal_reasons", NotTold = "reason_not_told",
        LeftEmployer = "left_employer", LeftPost = "left_post", ContractEnded = "contract_ended", LessRequired = "less_required",
        OpenedByMistake = "opened_by_mistake", TakenBack = "request_taken_back", NoForms = "forms_not_returned", OtherCase = "done_in_another_case",
        NotCompetent = "authority_not_competent", NoAnswers = "subject_gave_no_answers", CannotInquire = "authority_cannot_inquire",
        NewEmployer = "new_employer", Seconded = "seconded", Returns = "returns_home",
        Family = "told_by_family", Personnel = "told_by_personnel", State = "told_by_state",
        AskedTwice = "asked_twice", PersonTwice = "person_entered_twice",
        ClosedByMistake = "closed_by_mistake", NeededAgain = "needed_again", SubjectReturns = "subject_returns", Resumed = "authority_resumes",
    }
}

/// Corrects why a move was made. No clock moves.
#[derive(Clone, Debug, Fields)]
pub struct CorrectReason {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The state the move led to.
    pub moved_to: CaseState,
    /// Which time it came there, the first being 1; the last when left out.
    pub visit_count: Option<i64>,
    /// The right reason, where the move has one; as it was when left out.
    pub reason_code: Option<MovedBecause>,
    /// The right words.
    #[field(long)]
    pub reason: String,
    /// Why what was recorded is wrong.
    #[field(long)]
    pub corrected_because: String,
}

impl Command for CorrectReason {
    const NAME: &'static str = "case.correct_reason";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Moved, Vec<CommandDef>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let moved = moved(loader, self.case)?;
        let commands = loader.view().manifest.commands().iter().filter(|def| def.on == Some(PscCase::NAME)).cloned().collect();
        Ok((moved, commands))
    }

    fn decide(&self, ((case, moves), commands): Self::Loaded, _cx: &Context<'_>) -> Result<Changes, Refused> {
        let at = place(&moves, self.moved_to, self.visit_count)?;
        let Some(made) = moves.get(at) else { return Err(Refusal::new("no-such-move").at("moved_to").into()) };
        // What two people made is not told otherwise by one.
        if commands.iter().any(|def| def.name == made.body.command && def.four_eyes) {
            return Err(Refusal::new("reason-of-two").at("moved_to").into());
        }
        // A reason is one of those that the move itself offers.
        let offered = commands.iter().filter(|def| def.name == made.body.command).flat_map(|def| def.fields.iter());
        let mut offered = offered.filter(|field| field.name == "reason_code").filter_map(|field| match field.kind {
            FieldKind::Choice(codes) => Some(codes),
            _ => None,
        });
        let offered = offered.next().unwrap_or_default();
        if let Some(code) = self.reason_code.filter(|code| !offered.contains(&code.code())) {
            return Err(Refusal::new("reason-of-another-move").at("reason_code").with("code", code.code()).into());
        }
        let corrected = Transition {
            reason: Some(self.reason.clone()),
            reason_codes: self.reason_code.map(|code| code.code().to_owned()).or_else(|| made.body.reason_codes.clone()),
            corrected_because: Some(self.corrected_because.clone()),
            ..made.body.clone()
        };
        let mut changes = Changes::new();
        // The case gets a version too, so that its history says that something about it was corrected.
        changes.update(&case.head, &case.body);
        changes.update(&made.head, &corrected);
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::MovedBecause;
    use crate::cases::reasons::{
        CancelReason, DeathToldBy, DiscontinueReason, DuplicateReason, NeedEnd, ReopenReason, TransferReason, WithdrawalReason,
    };

    #[test]
    fn sp_01_every_coded_reason_of_a_move_can_be_corrected() {
        let before = [WithdrawalReason::CODES, NeedEnd::CODES, CancelReason::CODES, DiscontinueReason::CODES, TransferReason::CODES];
        let mut all = [&before[..], &[DeathToldBy::CODES, DuplicateReason::CODES, ReopenReason::CODES]].concat().concat();
        // Two moves may share a reason.
        let mut met = BTreeSet::new();
        all.retain(|code| met.insert(*code));
        assert_eq!(MovedBecause::CODES, all);
    }
}
