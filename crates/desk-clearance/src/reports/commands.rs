//! Issuing a report: its figures are made within the transaction that numbers it, from exactly the entries it names; and what a schedule does
//! by itself, which is to issue a report once for each period and to send it once.

use kernel::measure::Period;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::crypto::{Hash, hex, sha256};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View};
use spine::contacts::Contact;
use spine::documents::{ExportFormat, attach, taken};
use spine::mail::outgoing::{File, Message, addresses, send};
use spine::measures::schedules::{DispatchStatus, ReportDispatch, ReportReceiver, ReportSchedule};
use spine::measures::{Audience, IssuedReport, ReportKind, ReportLanguage, targets};
use spine::people::{Person, PersonStatus};
use spine::series;

use super::queries::aside;
use super::rules::{Held, Monthly, Point, monthly};
use crate::limits;
use crate::measures;

/// The commands on reports.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<IssueReport>(), CommandDef::of::<IssueScheduled>(), CommandDef::of::<SendScheduled>()]
}

/// The monthly report of a period, from what is known at the view.
pub fn make_monthly(view: &mut View<'_>, period: Period, now: i64, outside: bool) -> Result<Monthly, Error> {
    // Official figures are counted over all records, whoever issues them; they name nobody.
    view.facts(|view| {
        let ago = |at: i32| period.months_before(at * period.months());
        let targets = targets(view)?;
        let book = measures::whole_book(view, ago(measures::trend_periods(period) - 1), now)?;
        let mut held = Vec::new();
        for entry in measures::ALL {
            let code = entry.measure.code;
            // The trend of a main figure; of the others the period before.
            let periods = if targets.of(code, period.until).is_some() { measures::trend_periods(period) } else { 2 };
            let points = (0..periods).rev().map(|at| {
                let period = ago(at);
                let mut figure = measures::figure(view, &book, entry, period)?;
                figure.parts.retain(|part| !measures::rules::of_one_authority(&part.key));
                Ok(Point { period, figure, target: targets.of(code, period.until) })
            });
            held.push(Held { measure: &entry.measure, points: points.collect::<Result<_, Error>>()? });
        }
        let aside = aside(view, &book, period)?;
        Ok(monthly(&book, period, &held, aside, outside))
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

/// Duties that issue reports.
const ISSUERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

impl ToIssue {
    fn load(loader: &mut Loader<'_, '_>, period: &str, audience: Audience) -> Result<Self, Error> {
        let today = loader.view().today;
        let year = i64::from(today.year());
        let position = loader.view().position()?;
        let figures = match Period::parse(period).filter(|p| p.from <= today) {
            Some(period) => {
                let now = loader.view().now.as_microsecond();
                Some(make_monthly(loader.view(), period, now, audience == Audience::Outside)?)
            }
            None => None,
        };
        Ok(Self { figures, position, series: series::load(loader.view(), "REP", year)? })
    }

    /// Numbers and freezes the report; pure.
    fn issue(
        self,
        (kind, language, audience): (ReportKind, ReportLanguage, Audience),
        cx: &Context<'_>,
        changes: &mut Changes,
    ) -> Result<(Id<IssuedReport>, String), Refused> {
        let Some(figures) = self.figures else { return Err(Refusal::new("period-unreadable").at("period").into()) };
        let text = serde_json::to_string(&figures).unwrap_or_default();
        if text.chars().count() > limits::REPORT_CHARS_MAX {
            return Err(Refusal::new("report-too-long").at("period").into());
        }
        let year = i64::from(cx.today.year());
        let number = series::next(&self.series, "REP", year, cx.new_id(), changes);
        let report = IssuedReport {
            number: format!("REP/{year}/{number:05}"),
            kind,
            period: figures.period.clone(),
            language,
            audience,
            known_at: cx.micros(),
            log_size: self.position.0,
            log_root: hex(&self.position.1),
            digest: hex(&sha256(&[text.as_bytes()])),
            figures: text,
            recorded_by: cx.recorder(),
        };
        Ok((changes.insert(cx.new_id(), &report), figures.period))
    }
}

impl Command for IssueReport {
    const NAME: &'static str = "reports.issue";
    const DUTIES: &'static [Duty] = ISSUERS;
    const PURPOSE: &'static str = "export";
    type Loaded = ToIssue;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        ToIssue::load(loader, &self.period, self.audience)
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        let (id, _) = loaded.issue((self.kind, self.language, self.audience), cx, &mut changes)?;
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Issues the report of a schedule for a period that has ended: once, whoever asks and however often.
#[derive(Clone, Debug, Fields)]
pub struct IssueScheduled {
    /// The schedule.
    #[field(hidden)]
    pub schedule: Id<ReportSchedule>,
    /// The period, such as 2026-10.
    #[field(max = 24)]
    pub period: String,
    /// Its language.
    pub language: ReportLanguage,
}

impl Command for IssueScheduled {
    const NAME: &'static str = "report_schedules.issue";
    const DUTIES: &'static [Duty] = ISSUERS;
    const ON: Option<&'static str> = Some(ReportSchedule::NAME);
    const PURPOSE: &'static str = "export";
    type Loaded = (Record<ReportSchedule>, Vec<Record<ReportDispatch>>, ToIssue);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let schedule = loader.get(self.schedule)?;
        let dispatches = loader.facts(|view| view.having::<ReportDispatch>("schedule", schedule.head.id))?;
        let to_issue = ToIssue::load(loader, &self.period, schedule.body.audience)?;
        Ok((schedule, dispatches, to_issue))
    }

    fn decide(&self, (schedule, dispatches, to_issue): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if Period::parse(&self.period).is_some_and(|period| period.until >= cx.today) {
            return Err(Refusal::new("period-not-over").at("period").into());
        }
        let mut changes = Changes::new();
        let body = &schedule.body;
        let (report, period) = to_issue.issue((body.kind, self.language, body.audience), cx, &mut changes)?;
        if dispatches.iter().any(|d| d.body.period == period && d.body.language == self.language) {
            return Err(Refusal::new("report-issued-already").at("period").with("period", period).into());
        }
        let dispatch = ReportDispatch {
            schedule: schedule.id(),
            period,
            language: self.language,
            report,
            status: DispatchStatus::Issued,
            since: cx.micros(),
            sent_to: None,
            left_out: 0,
            recorded_by: cx.recorder(),
        };
        let id = changes.insert(cx.new_id(), &dispatch);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Sends a scheduled report to its receivers, a mail each, once.
#[derive(Clone, Debug, Fields)]
pub struct SendScheduled {
    /// Which.
    #[field(hidden)]
    pub dispatch: Id<ReportDispatch>,
    /// The subject; the server writes it.
    #[field(hidden)]
    pub mail_subject: Option<String>,
    /// The text; the server writes it.
    #[field(hidden, long)]
    pub text: Option<String>,
    /// The pages; the server sets them from the report, like the others.
    #[field(hidden)]
    pub pages: Option<Vec<u8>>,
    /// The slides.
    #[field(hidden)]
    pub slides: Option<Vec<u8>>,
    /// The workbook.
    #[field(hidden)]
    pub workbook: Option<Vec<u8>>,
}

/// What sending needs to know.
pub struct ToSend {
    dispatch: Record<ReportDispatch>,
    report: Record<IssuedReport>,
    /// The address of each receiver, and whether it is a contact's.
    receivers: Vec<(Option<String>, bool)>,
}

impl Command for SendScheduled {
    const NAME: &'static str = "report_dispatches.send";
    const DUTIES: &'static [Duty] = ISSUERS;
    const ON: Option<&'static str> = Some(ReportDispatch::NAME);
    const OFFERED: ledger::command::Offered = &[("status", &["dispatch_issued"])];
    const PURPOSE: &'static str = "export";
    type Loaded = ToSend;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let dispatch = loader.get(self.dispatch)?;
        let report = loader.get(dispatch.body.report)?;
        let schedule = dispatch.body.schedule.raw();
        let receivers = loader.facts(|view| {
            let address = |view: &mut View<'_>, receiver: &ReportReceiver| {
                Ok(match (receiver.reader, receiver.contact) {
                    // Who left is told nothing any more.
                    (Some(person), _) => {
                        let Person { email, status, .. } = view.get::<Person>(person)?.body;
                        (email.filter(|_| status == PersonStatus::Active), false)
                    }
                    (_, Some(contact)) => (view.get::<Contact>(contact)?.body.email, true),
                    _ => (receiver.email.clone(), false),
                })
            };
            view.having::<ReportReceiver>("schedule", schedule)?.iter().map(|r| address(view, &r.body)).collect::<Result<Vec<_>, Error>>()
        })?;
        Ok(ToSend { dispatch, report, receivers })
    }

    fn decide(&self, ToSend { dispatch, report, receivers }: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if dispatch.body.status != DispatchStatus::Issued {
            return Err(Refusal::new("report-sent-already").into());
        }
        // A contact works elsewhere: what shows small cells and names cases does not go there.
        if report.body.audience == Audience::Office && receivers.iter().any(|(_, contact)| *contact) {
            return Err(Refusal::new("report-for-office").into());
        }
        // What is no address keeps nobody else waiting.
        let one = |(address, _): &(Option<String>, bool)| addresses(address.as_deref()?, "receivers").ok().filter(|all| all.len() == 1);
        let mut to: Vec<String> = receivers.iter().filter_map(one).flatten().collect();
        let left_out = receivers.len() - to.len();
        // Whoever is named twice is told once.
        to.sort_unstable();
        to.dedup();
        if to.is_empty() {
            return Err(Refusal::new("report-without-receivers").into());
        }
        let (Some(subject), Some(text), Some(pages)) = (&self.mail_subject, &self.text, &self.pages) else {
            return Err(Refusal::new("report-not-set").into());
        };
        let language = match report.body.language {
            ReportLanguage::En => kernel::Lang::En,
            ReportLanguage::Fr => kernel::Lang::Fr,
        };
        let monthly: Monthly = serde_json::from_str(&report.body.figures).map_err(|_| Refusal::new("report-not-set"))?;
        let marking = cx.policy.marking(&monthly.mark(&report.head, cx.policy), language);
        let mut changes = Changes::new();
        let name = report.body.number.replace('/', "-");
        let forms = [
            (Some(pages), format!("{name}.pdf"), ExportFormat::Pdf),
            (self.slides.as_ref(), format!("{name}-slides.pdf"), ExportFormat::Slides),
            (self.workbook.as_ref(), format!("{name}.xlsx"), ExportFormat::Xlsx),
        ];
        let mut files = Vec::new();
        for (bytes, name, format) in forms {
            let Some(bytes) = bytes else { continue };
            attach(&mut changes, cx, report.head.id, None, &name, bytes.clone());
            let blob = changes.blobs.last().map_or(kernel::RecordId::NIL, |blob| blob.id);
            files.push(File { name, blob: blob.outward("blb") });
            taken(&mut changes, cx, (IssuedReport::NAME, Some(report.body.number.clone())), format, (1, Some(marking.clone())));
        }
        for receiver in &to {
            // A mail each: nobody learns who else is told, and one address that fails keeps nobody waiting.
            let (marking, subject, text) = (marking.clone(), subject.clone(), text.clone());
            let message = Message { to: vec![receiver.clone()], marking, label: None, subject, text, files: files.clone() };
            send(&message, report.head.id, None, cx, &mut changes)?;
        }
        let body = ReportDispatch {
            status: DispatchStatus::Sent,
            since: cx.micros(),
            left_out: left_out as i64,
            sent_to: Some(to.join(", ")),
            ..dispatch.body.clone()
        };
        changes.update(&dispatch.head, &body);
        changes.answer_with(dispatch.id());
        Ok(changes)
    }
}
