//! Naming, assessing, treating, accepting, reviewing, raising and closing risks.

use jiff::Span;
use jiff::civil::Date;
use kernel::{Duty, Fields, Id, RecordId, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::{Risk, RiskResponse, RiskState, Step, score};
use crate::OFFICE;
use crate::cases::ticket::Desk;
use crate::limits;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on risks.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Identify>(),
        CommandDef::of::<Assess>(),
        CommandDef::of::<Treat>(),
        CommandDef::of::<Accept>(),
        CommandDef::of::<Review>(),
        CommandDef::of::<Escalate>(),
        CommandDef::of::<Settle>(),
        CommandDef::of::<Close>(),
    ]
}

/// Who accepts what is left of a risk.
const ACCEPTERS: &[Duty] = &[Duty::Head];
/// Name of the series risks are numbered in.
const SERIES: &str = "RSK";

/// A day on which somebody looks again: not past, and not further ahead than the limit.
fn looked_at_again(day: Date, cx: &Context<'_>) -> Result<Option<Date>, Refused> {
    let last = cx.today.checked_add(Span::new().days(limits::RISK_REVIEW_DAYS_MAX)).unwrap_or(Date::MAX);
    if day < cx.today {
        return Err(Refusal::new("date-in-past").at("review_on").into());
    }
    if day > last {
        return Err(Refusal::new("risk-review-too-late").at("review_on").with("days", limits::RISK_REVIEW_DAYS_MAX.to_string()).into());
    }
    Ok(Some(day))
}

/// Names a risk.
#[derive(Clone, Debug, Fields)]
pub struct Identify {
    /// What could happen.
    pub title: String,
    /// Whose matter it is.
    pub desk: Desk,
    /// Who answers for it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// Why it could happen.
    #[field(long)]
    pub cause: Option<String>,
    /// What would follow.
    #[field(long)]
    pub consequence: Option<String>,
    /// The record it concerns.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
}

impl Command for Identify {
    const NAME: &'static str = "risks.identify";
    const DUTIES: &'static [Duty] = OFFICE;
    const ADDS: Option<&'static str> = Some(Risk::NAME);
    const PURPOSE: &'static str = "risks";
    type Loaded = (Id<Account>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let year = i64::from(loader.view().today.year());
        Ok((owner, series::load(loader.view(), SERIES, year)?))
    }

    fn decide(&self, (owner, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let risk = Risk {
            number: format!("{SERIES}/{year}/{number:03}"),
            title: self.title.clone(),
            desk: self.desk,
            state: RiskState::Identified,
            since: cx.micros(),
            owner,
            cause: self.cause.clone(),
            consequence: self.consequence.clone(),
            likelihood: None,
            impact: None,
            score: None,
            response: None,
            treatment: None,
            residual_likelihood: None,
            residual_impact: None,
            residual_score: None,
            review_on: None,
            escalated: false,
            accepted_by: None,
            concerns: self.concerns,
        };
        let id = begin(&mut changes, cx.new_id(), &risk, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

of_office! {
    /// Says how likely and how bad it is with nothing done.
    Assess = "risks.assess" on risk: Risk {
        /// How likely.
        likelihood: Step,
        /// How bad.
        impact: Step,
        /// When somebody looks again.
        review_on: Date,
        /// Why so.
        #[field(long)]
        reason: Option<String>,
    }
    |this, risk, cx| {
        let review = looked_at_again(this.review_on, cx)?;
        step(&risk, cx, this.reason.as_deref(), None, |r| {
            (r.likelihood, r.impact) = (Some(this.likelihood), Some(this.impact));
            r.score = Some(score(this.likelihood, this.impact));
            r.review_on = review;
            r.accepted_by = None;
        })
    }
}

of_office! {
    /// Says what is done about it, and what is left then.
    Treat = "risks.treat" on risk: Risk {
        /// What is done.
        response: RiskResponse,
        /// How.
        #[field(long)]
        treatment: String,
        /// How likely it is then.
        residual_likelihood: Step,
        /// How bad it is then.
        residual_impact: Step,
        /// When somebody looks again.
        review_on: Date,
    }
    |this, risk, cx| {
        let left = score(this.residual_likelihood, this.residual_impact);
        if risk.body.score.is_some_and(|before| left > before) {
            return Err(Refusal::new("risk-grows-by-treatment").at("residual_likelihood").into());
        }
        let review = looked_at_again(this.review_on, cx)?;
        step(&risk, cx, None, None, |r| {
            (r.response, r.treatment) = (Some(this.response), Some(this.treatment.clone()));
            (r.residual_likelihood, r.residual_impact) = (Some(this.residual_likelihood), Some(this.residual_impact));
            r.residual_score = Some(left);
            r.review_on = review;
            r.accepted_by = None;
        })
    }
}

on_record! {
    /// Accepts what is left, until a day; the head of office approves.
    Accept = "risks.accept" on risk: Risk, by OFFICE, for "risks", approved by ACCEPTERS, {
        /// Why it may stay.
        #[field(long)]
        reason: String,
        /// Until when.
        review_on: Date,
    }
    |this, risk, cx| {
        let review = looked_at_again(this.review_on, cx)?;
        step(&risk, cx, Some(&this.reason), None, |r| {
            r.review_on = review;
            r.accepted_by = Some(cx.person);
        })
    }
}

of_office! {
    /// Looked again: nothing has changed, and this was seen.
    Review = "risks.review" on risk: Risk {
        /// What was seen.
        #[field(long)]
        reason: String,
        /// When somebody looks again.
        review_on: Date,
    }
    |this, risk, cx| {
        let review = looked_at_again(this.review_on, cx)?;
        step(&risk, cx, Some(&this.reason), None, |r| r.review_on = review)
    }
}

of_office! {
    /// Raises it to the head of office.
    Escalate = "risks.escalate" on risk: Risk {
        /// Why the desk cannot decide.
        #[field(long)]
        reason: String,
    }
    |this, risk, cx| step(&risk, cx, Some(&this.reason), None, |r| r.escalated = true)
}

on_record! {
    /// Gives it back to the desk with a decision.
    Settle = "risks.settle" on risk: Risk, by ACCEPTERS, for "risks", {
        /// What was decided.
        #[field(long)]
        reason: String,
    }
    |this, risk, cx| {
        if !risk.body.escalated {
            return Err(Refusal::new("risk-not-escalated").into());
        }
        step(&risk, cx, Some(&this.reason), None, |r| r.escalated = false)
    }
}

of_office! {
    /// It is over.
    Close = "risks.close" on risk: Risk {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, risk, cx| {
        // What was raised to the head of office is not closed past them.
        if risk.body.escalated {
            return Err(Refusal::new("risk-is-escalated").into());
        }
        step(&risk, cx, Some(&this.reason), None, |r| r.review_on = None)
    }
}
