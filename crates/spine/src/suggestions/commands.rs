//! Making, studying, adopting, declining and measuring suggestions.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::{Effect, Suggestion, SuggestionState};
use crate::OFFICE;
use crate::cases::ticket::Desk;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on suggestions.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Make>(),
        CommandDef::of::<Study>(),
        CommandDef::of::<Adopt>(),
        CommandDef::of::<Decline>(),
        CommandDef::of::<MeasureEffect>(),
    ]
}

/// Who decides about suggestions.
const DECIDERS: &[Duty] = &[Duty::Head, Duty::PolicyOfficer];
/// Name of the series suggestions are numbered in.
const SERIES: &str = "SUG";

/// Makes a suggestion.
#[derive(Clone, Debug, Fields)]
pub struct Make {
    /// What would be better.
    pub title: String,
    /// Whose work it would change.
    pub desk: Desk,
    /// How it is now, and how it would be.
    #[field(long)]
    pub proposal: String,
    /// The record it concerns.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
}

impl Command for Make {
    const NAME: &'static str = "suggestions.make";
    const DUTIES: &'static [Duty] = OFFICE;
    const ADDS: Option<&'static str> = Some(Suggestion::NAME);
    const PURPOSE: &'static str = "suggestions";
    type Loaded = series::Standing;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let year = i64::from(loader.view().today.year());
        series::load(loader.view(), SERIES, year)
    }

    fn decide(&self, standing: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let suggestion = Suggestion {
            number: format!("{SERIES}/{year}/{number:03}"),
            title: self.title.clone(),
            desk: self.desk,
            state: SuggestionState::Made,
            since: cx.micros(),
            proposal: self.proposal.clone(),
            made_by: Id::new(cx.account),
            made_by_person: cx.person,
            made_at: cx.micros(),
            owner: None,
            decision_reason: None,
            expected_effect: None,
            measure_on: None,
            effect: None,
            measured_effect: None,
            concerns: self.concerns,
        };
        let id = begin(&mut changes, cx.new_id(), &suggestion, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Takes a suggestion up, or gives it to a colleague.
#[derive(Clone, Debug, Fields)]
pub struct Study {
    /// The suggestion.
    #[field(hidden)]
    pub suggestion: Id<Suggestion>,
    /// Who studies it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

impl Command for Study {
    const NAME: &'static str = "suggestions.study";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some("suggestions");
    const PURPOSE: &'static str = "suggestions";
    type Loaded = (Record<Suggestion>, Id<Account>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let suggestion = loader.get(self.suggestion)?;
        Ok((suggestion, colleague(loader, self.colleague.as_deref(), "colleague")?))
    }

    fn decide(&self, (suggestion, owner): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&suggestion, cx, None, None, |s| s.owner = Some(owner))
    }
}

/// Whoever made a suggestion does not decide about it.
fn not_theirs(suggestion: &Record<Suggestion>, cx: &Context<'_>) -> Result<(), Refused> {
    if suggestion.body.made_by_person == cx.person { Err(Refusal::new("suggestion-is-yours").into()) } else { Ok(()) }
}

on_record! {
    /// Adopts a suggestion, with what it should bring.
    Adopt = "suggestions.adopt" on suggestion: Suggestion, by DECIDERS, for "suggestions", {
        /// Why.
        #[field(long)]
        reason: String,
        /// What it should bring, and by what that is told.
        #[field(long)]
        expected_effect: String,
        /// When its effect is measured.
        measure_on: Date,
    }
    |this, suggestion, cx| {
        not_theirs(&suggestion, cx)?;
        if this.measure_on <= cx.today {
            return Err(Refusal::new("date-in-past").at("measure_on").into());
        }
        step(&suggestion, cx, Some(&this.reason), None, |s| {
            s.owner = s.owner.or(Some(Id::new(cx.account)));
            s.decision_reason = Some(this.reason.clone());
            s.expected_effect = Some(this.expected_effect.clone());
            s.measure_on = Some(this.measure_on);
        })
    }
}

on_record! {
    /// Declines a suggestion; whoever made it reads why.
    Decline = "suggestions.decline" on suggestion: Suggestion, by DECIDERS, for "suggestions", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, suggestion, cx| {
        not_theirs(&suggestion, cx)?;
        step(&suggestion, cx, Some(&this.reason), None, |s| s.decision_reason = Some(this.reason.clone()))
    }
}

of_office! {
    /// Says what an adopted suggestion has brought.
    MeasureEffect = "suggestions.measure" on suggestion: Suggestion {
        /// Against what was expected.
        effect: Effect,
        /// In figures.
        #[field(long)]
        measured_effect: String,
    }
    |this, suggestion, cx| step(&suggestion, cx, None, None, |s| {
        (s.effect, s.measured_effect) = (Some(this.effect), Some(this.measured_effect.clone()));
    })
}
