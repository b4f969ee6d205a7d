//! Schedules: which report is issued by itself, when, and who is sent it. A job issues it for the period that has ended, in the name of the
//! person who last set the schedule; that it is issued once and sent once is kept by the dispatch of that period.

use jiff::civil::Date;
use kernel::measure::Period;
use kernel::{Duty, Id, Record, RecordId, Refusal, Register, Value};
use ledger::transition::Micros;
use ledger::{Changes, CommandDef, Error, View};

use super::{Audience, IssuedReport, ReportKind, ReportLanguage};
use crate::cases::queries::{ahead, timing};
use crate::contacts::Contact;
use crate::people::Person;

kernel::choices! {
    /// In which languages a report is issued.
    pub enum ReportLanguages { En = "en", Fr = "fr", Both = "en_and_fr" }
}

impl ReportLanguages {
    /// Each of them.
    pub const fn each(self) -> &'static [ReportLanguage] {
        match self {
            Self::En => &[ReportLanguage::En],
            Self::Fr => &[ReportLanguage::Fr],
            Self::Both => &[ReportLanguage::En, ReportLanguage::Fr],
        }
    }
}

kernel::choices! {
    /// Which days are counted after the end of a period.
    pub enum DaysCounted { All = "calendar_days", Working = "working_days" }
}

/// Duties that set schedules: those that issue reports.
const SETTERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];
/// Duties that see what reports see.
const READERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::Auditor];

/// When a report is issued by itself, and in which form.
#[derive(Clone, Debug, Register)]
#[register(name = "report_schedules", prefix = "rsc", title = &["name"], marking = "U", seen_by = READERS, edited_by = SETTERS,
           unique = &[&["name"]], rule = day_is_counted, spans = &[("valid_from", "valid_until")])]
pub struct ReportSchedule {
    /// What people call it.
    #[field(search, list, max = 100)]
    pub name: String,
    /// Which report.
    #[field(list)]
    pub kind: ReportKind,
    /// In which languages.
    #[field(list)]
    pub languages: ReportLanguages,
    /// For whom; what leaves the office shows no small cells.
    #[field(list)]
    pub audience: Audience,
    /// So many days after the last day of the period.
    #[field(list)]
    pub days_after: i64,
    /// Which days are counted.
    #[field(list)]
    pub counted: DaysCounted,
    /// Whether the slides go along.
    pub with_slides: bool,
    /// Whether the workbook goes along.
    pub with_workbook: bool,
    /// From this day on.
    #[field(list)]
    pub valid_from: Date,
    /// Up to this day.
    #[field(list)]
    pub valid_until: Option<Date>,
}

/// Who is sent the reports of a schedule: a person, a contact at an authority, or an address.
#[derive(Clone, Debug, Register)]
#[register(name = "report_receivers", prefix = "rrc", title = &["email"], seen_by = READERS, edited_by = SETTERS, rule = one_receiver)]
pub struct ReportReceiver {
    /// The schedule.
    #[field(list)]
    pub schedule: Id<ReportSchedule>,
    /// A person of the agency, at the address kept with the person.
    #[field(list)]
    pub reader: Option<Id<Person>>,
    /// A contact at an authority, at the address kept with the contact.
    #[field(list)]
    pub contact: Option<Id<Contact>>,
    /// An address.
    #[field(list, max = 120)]
    pub email: Option<String>,
}

ledger::on_record! {
    /// Takes a receiver out: nothing more is sent there.
    RemoveReceiver = "report_receivers.remove" on receiver: ReportReceiver, by SETTERS, for "export", {}
    |_, receiver, _cx| {
        let mut changes = Changes::new();
        changes.void(&receiver);
        Ok(changes)
    }
}

/// The commands on schedules beside the plain ones.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<RemoveReceiver>()]
}

kernel::choices! {
    /// How far a scheduled report is.
    pub enum DispatchStatus { Issued = "dispatch_issued", Sent = "dispatch_sent" }
}

/// A period's report of a schedule: issued once, sent once.
#[derive(Clone, Debug, Register)]
#[register(name = "report_dispatches", prefix = "rds", title = &["period", "language"], seen_by = READERS,
           unique = &[&["schedule", "period", "language"]])]
pub struct ReportDispatch {
    /// The schedule.
    #[field(list)]
    pub schedule: Id<ReportSchedule>,
    /// The period.
    #[field(list, max = 24)]
    pub period: String,
    /// The language.
    #[field(list)]
    pub language: ReportLanguage,
    /// The report.
    #[field(list)]
    pub report: Id<IssuedReport>,
    /// How far it is.
    #[field(list)]
    pub status: DispatchStatus,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// The addresses it was sent to.
    #[field(long)]
    pub sent_to: Option<String>,
    /// How many receivers have no address and were sent nothing.
    #[field(list)]
    pub left_out: i64,
    /// In whose name it was issued.
    #[field(list)]
    pub recorded_by: RecordId,
}

/// The last day after a period on which its report may be due.
pub const DAYS_AFTER_MAX: i64 = 28;

fn of(def: &kernel::RegisterDef, values: &[Value], field: &str) -> Value {
    def.position(field).and_then(|at| values.get(at)).cloned().unwrap_or_default()
}

fn day_is_counted(values: &[Value]) -> Vec<Refusal> {
    let value = |field: &str| of(&ReportSchedule::DEF, values, field);
    let mut wrong = Vec::new();
    if !value("days_after").int().is_some_and(|days| (1..=DAYS_AFTER_MAX).contains(&days)) {
        wrong.push(Refusal::new("days-after-wrong").at("days_after").with("max", DAYS_AFTER_MAX.to_string()));
    }
    wrong
}

fn one_receiver(values: &[Value]) -> Vec<Refusal> {
    let said = ["reader", "contact", "email"].iter().filter(|field| !of(&ReportReceiver::DEF, values, field).is_null()).count();
    let mut wrong = Vec::new();
    if said != 1 {
        wrong.push(Refusal::new("one-receiver").at("reader"));
    }
    if let Some(Err(refusal)) = of(&ReportReceiver::DEF, values, "email").text().map(|text| crate::mail::outgoing::addresses(text, "email"))
    {
        wrong.push(refusal);
    }
    wrong
}

impl ReportSchedule {
    /// The day on which the report of a period is due; pure. None when it lies beyond what is looked at.
    pub fn due_on(&self, period: Period, works: impl Fn(Date) -> bool) -> Option<Date> {
        let counts = |day: &Date| self.counted == DaysCounted::All || works(*day);
        let after = std::iter::successors(period.until.tomorrow().ok(), |day| day.tomorrow().ok()).take(LOOKED_AT_DAYS);
        after.filter(counts).nth(usize::try_from(self.days_after - 1).ok()?)
    }

    /// The months around a day whose report is this schedule's to issue, each with the day on which it is due, the oldest first; pure.
    pub fn due(&self, today: Date, works: impl Fn(Date) -> bool) -> Vec<(Period, Date)> {
        let months = (-MONTHS_AHEAD..=MONTHS_BACK).rev().map(|back| Period::month_of(today).months_before(back));
        let own = |day: &Date| *day >= self.valid_from && self.valid_until.is_none_or(|until| *day <= until);
        months.filter_map(|period| Some((period, self.due_on(period, &works).filter(own)?))).collect()
    }
}

/// Days after a period among which its due day is looked for.
const LOOKED_AT_DAYS: usize = 90;
/// Months back that are made up for when the office was closed or the server stood still.
const MONTHS_BACK: i32 = 3;
/// Months ahead among which the next report is looked for.
const MONTHS_AHEAD: i32 = 1;

/// Something a job is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// A report is due.
    Issue {
        /// The schedule.
        schedule: Id<ReportSchedule>,
        /// The period.
        period: Period,
        /// The language.
        language: ReportLanguage,
    },
    /// An issued report is to be sent.
    Send(Id<ReportDispatch>),
}

/// A schedule with what it has done and what it has to do.
pub struct Standing {
    /// The schedule.
    pub schedule: Record<ReportSchedule>,
    /// What it issued, by period.
    pub dispatches: Vec<Record<ReportDispatch>>,
    /// What is due and not issued yet, the oldest first, with the day on which it was due.
    pub due: Vec<(Period, ReportLanguage, Date)>,
    /// The report that comes next, and when.
    pub next: Option<(Period, Date)>,
}

/// How the schedules stand today.
pub fn standings(view: &mut View<'_>) -> Result<Vec<Standing>, Error> {
    let schedules = view.every::<ReportSchedule>()?;
    if schedules.is_empty() {
        return Ok(Vec::new());
    }
    let (today, zone) = (view.today, view.zone.clone());
    let timing = timing(view, Period::month_of(today).months_before(MONTHS_BACK).from, ahead(today))?;
    let midnight = |day: Date| day.to_zoned(zone.clone()).map_or(i64::MAX, |z| z.timestamp().as_microsecond());
    let works = |day: Date| timing.office.between(midnight(day), midnight(day.tomorrow().unwrap_or(day))) > 0;
    let mut all = Vec::new();
    for schedule in schedules {
        let dispatches = view.having::<ReportDispatch>("schedule", schedule.head.id)?;
        let done = |period: Period, language| dispatches.iter().any(|d| d.body.period == period.to_string() && d.body.language == language);
        let (mut due, mut next) = (Vec::new(), None);
        for (period, day) in schedule.body.due(today, works) {
            if day > today {
                next.get_or_insert((period, day));
            } else {
                let languages = schedule.body.languages.each().iter().filter(|language| !done(period, **language));
                due.extend(languages.map(|language| (period, *language, day)));
            }
        }
        all.push(Standing { schedule, dispatches, due, next });
    }
    Ok(all)
}

/// What there is to do today, each with the account of whoever last set the schedule: in their name it is done. What was issued is sent
/// before anything is issued.
pub fn jobs(view: &mut View<'_>) -> Result<Vec<(RecordId, Job)>, Error> {
    let (mut send, mut issue) = (Vec::new(), Vec::new());
    for Standing { schedule, dispatches, due, .. } in standings(view)? {
        let waiting: Vec<_> = dispatches.iter().filter(|d| d.body.status == DispatchStatus::Issued).collect();
        if waiting.is_empty() && due.is_empty() {
            continue;
        }
        let Some(setter) = view.timeline(ReportSchedule::NAME, schedule.head.id)?.first().map(|entry| entry.actor) else { continue };
        send.extend(waiting.iter().map(|d| (setter, Job::Send(d.id()))));
        issue.extend(due.into_iter().map(|(period, language, _)| (setter, Job::Issue { schedule: schedule.id(), period, language })));
    }
    send.extend(issue);
    Ok(send)
}
