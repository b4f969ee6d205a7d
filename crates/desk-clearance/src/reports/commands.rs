//! Issuing a report: its figures are made within the transaction that numbers it, from exactly the entries it names.

use kernel::measure::Period;
use kernel::{Duty, Fields, Refusal, Refused, limits};
use ledger::crypto::{Hash, hex, sha256};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View};
use spine::measures::{Audience, IssuedReport, ReportKind, ReportLanguage, targets};
use spine::series;

use super::rules::{Held, Monthly, Point, monthly};
use crate::measures;

/// The commands on reports.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<IssueReport>()]
}

/// The monthly report of a period, from what is known at the view.
pub fn make_monthly(view: &mut View<'_>, period: Period, now: i64, outside: bool) -> Result<Monthly, Error> {
    // Official figures are counted over all records, whoever issues them; they name nobody.
    view.facts(|view| {
        let ago = |at: i32| period.months_before(at * period.months());
        let targets = targets(view)?;
        let book = measures::whole_book(view, ago(measures::TREND_PERIODS - 1), now)?;
        let mut held = Vec::new();
        for entry in measures::ALL {
            let code = entry.measure.code;
            // The trend of a main figure; of the others the period before.
            let periods = if targets.of(code, period.until).is_some() { measures::TREND_PERIODS } else { 2 };
            let points = (0..periods).rev().map(|at| {
                let period = ago(at);
                Ok(Point { period, figure: measures::figure(view, &book, entry, period)?, target: targets.of(code, period.until) })
            });
            held.push(Held { measure: &entry.measure, points: points.collect::<Result<_, Error>>()? });
        }
        Ok(monthly(&book, period, &held, outside))
    })
}

/// The figures of an issued report made anew, as they were known when it was issued; the same records give the same figures, whatever was
/// entered since.
pub fn remake(view: &mut View<'_>, report: &IssuedReport) -> Result<Monthly, Error> {
    let period = Period::parse(&report.period).ok_or_else(|| Error::Stored(format!("{}: no period", report.number)))?;
    view.known_to(report.log_size);
    make_monthly(view, period, report.known_at.0, report.audience == Audience::Outside)
}

/// Issues a report of a period that has ended or runs.
#[derive(Clone, Debug, Fields)]
pub struct IssueReport {
    /// Which report.
    pub kind: ReportKind,
    /// The period, such as 2026-10.
    #[field(max = 24)]
    pub period: String,
    /// Its language.
    pub language: ReportLanguage,
    /// For whom.
    pub audience: Audience,
}

/// What issuing needs to know.
pub struct ToIssue {
    figures: Option<Monthly>,
    position: (i64, Hash),
    series: series::Standing,
}

impl Command for IssueReport {
    const NAME: &'static str = "reports.issue";
    const DUTIES: &'static [Duty] = &[Duty::Head, Duty::ClearanceOfficer];
    const PURPOSE: &'static str = "export";
    type Loaded = ToIssue;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let today = loader.view().today;
        let year = i64::from(today.year());
        let position = loader.view().position()?;
        let figures = match Period::parse(&self.period).filter(|p| p.from <= today) {
            Some(period) => {
                let now = loader.view().now.as_microsecond();
                Some(make_monthly(loader.view(), period, now, self.audience == Audience::Outside)?)
            }
            None => None,
        };
        Ok(ToIssue { figures, position, series: series::load(loader, "REP", year)? })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let Some(figures) = loaded.figures else { return Err(Refusal::new("period-unreadable").at("period").into()) };
        let text = serde_json::to_string(&figures).unwrap_or_default();
        if text.chars().count() > limits::REPORT_CHARS_MAX {
            return Err(Refusal::new("report-too-long").at("period").into());
        }
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&loaded.series, "REP", year, cx.new_id(), &mut changes);
        let report = IssuedReport {
            number: format!("REP/{year}/{number:05}"),
            kind: self.kind,
            period: figures.period,
            language: self.language,
            audience: self.audience,
            known_at: cx.micros(),
            log_size: loaded.position.0,
            log_root: hex(&loaded.position.1),
            digest: hex(&sha256(&[text.as_bytes()])),
            figures: text,
            recorded_by: cx.recorder(),
        };
        let id = changes.insert(cx.new_id(), &report);
        changes.answer_with(id);
        Ok(changes)
    }
}
