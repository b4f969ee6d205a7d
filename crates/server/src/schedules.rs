//! Report schedules: what became due is issued, once a period and language however many nodes look, then set and sent. Each order is an
//! ordinary one, in the name of whoever last set the schedule; what was issued and not sent when the program stopped is sent when it runs again.

use std::collections::HashSet;

use desk_clearance::reports::commands::{IssueScheduled, SendScheduled};
use kernel::{Id, RecordId, Register, Value};
use ledger::{Command, Error, Order};
use spine::measures::IssuedReport;
use spine::measures::schedules::{Job, ReportDispatch, ReportSchedule, jobs};

use crate::app::App;
use crate::pages::PageCx;
use crate::pages::reports::frozen;
use crate::report::lang;
use crate::visitor::Visitor;
use crate::words::Words;

/// How often the clock is looked at.
const LOOK: std::time::Duration = std::time::Duration::from_secs(60);

/// Does what the schedules say until the program ends. What cannot be done is said once, not every minute.
pub async fn run(app: App) {
    let mut said = HashSet::new();
    loop {
        match look(&app).await {
            Ok((_, failed)) => {
                let failed: HashSet<(String, String)> = failed.iter().map(|(job, error)| (format!("{job:?}"), error.to_string())).collect();
                for (_, error) in failed.difference(&said) {
                    crate::failure::report(&Error::Stored(format!("a report schedule: {error}")));
                }
                said = failed;
            }
            Err(error) => crate::failure::report(&error),
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Does what is due now; how many orders were carried out, and what could not be done and why.
///
/// # Errors
/// Those of looking. An order that fails keeps no other from being carried out.
pub async fn look(app: &App) -> Result<(usize, Vec<(Job, Error)>), Error> {
    let (mut done, mut failed, mut sent) = (0, Vec::new(), HashSet::new());
    loop {
        // What was just issued is sent in the next round.
        let all = app.ledger.read_as_rule(jobs).answer().await?;
        let fresh: Vec<_> = all.into_iter().filter(|(_, job)| sent.insert(format!("{job:?}"))).collect();
        if fresh.is_empty() {
            return Ok((done, failed));
        }
        for (account, job) in fresh {
            match app.carry_out(order(app, account, &job)).await {
                Ok(_) => done += 1,
                Err(error) if is_done(&error) => {}
                Err(error) => failed.push((job, error)),
            }
        }
    }
}

/// Another node was faster.
fn is_done(error: &Error) -> bool {
    let faster = ["report-issued-already", "report-sent-already", "value-taken"];
    match error {
        Error::Refused(refused) => refused.codes().iter().any(|code| faster.contains(code)),
        Error::Conflict { .. } => true,
        _ => false,
    }
}

/// The order of a job.
pub fn order(app: &App, account: RecordId, job: &Job) -> Order {
    let (command, values) = match job {
        Job::Issue { schedule, period, language } => {
            (IssueScheduled::NAME, vec![Value::Id(schedule.raw()), Value::Text(period.to_string()), Value::from(language.code())])
        }
        Job::Send(dispatch) => {
            // The rest is set on the way to the ledger.
            (SendScheduled::NAME, vec![Value::Id(dispatch.raw())])
        }
    };
    Order::new(account, command, values, app.ledger.new_id())
}

impl App {
    /// What is sent is what we set from the frozen report, never what somebody sends along.
    pub(crate) async fn with_report(&self, mut order: Order, dispatch: RecordId) -> Result<Order, Error> {
        let (zone, demo) = (self.ledger.zone().clone(), self.ledger.is_demo());
        let look = move |view: &mut ledger::View<'_>| {
            // Who may not send learns that from the ledger, whatever the report holds.
            let (duties, def) = (view.duties(), view.manifest.command(SendScheduled::NAME));
            if !def.is_some_and(|def| def.duties.iter().any(|d| duties.contains(d))) {
                return Ok(None);
            }
            let dispatch = view.get::<ReportDispatch>(Id::new(dispatch))?;
            let schedule = view.get::<ReportSchedule>(dispatch.body.schedule)?;
            let report = view.get::<IssuedReport>(dispatch.body.report)?;
            let words = Words::new(lang(&report.body));
            let visitor = Visitor { session: None, lang: words.l.lang(), here: String::new() };
            let mut cx = PageCx::new(view, words, &visitor, &zone, demo);
            let frozen = frozen(&mut cx, &report.head.id.outward(IssuedReport::DEF.prefix))?;
            let subject = words.with("page-report-of", "period", &report.body.period);
            let text = words.l.with2("report-mail", "number", &report.body.number, "title", &subject);
            Ok(Some((frozen, subject, text, schedule.body.with_slides, schedule.body.with_workbook)))
        };
        let Some((frozen, subject, text, slides, workbook)) = self.ledger.read_as(order.account, order.by_key, look).answer().await? else {
            return Ok(order);
        };
        let mut set = vec![Value::Text(subject), Value::Text(text)];
        for (wanted, format) in [(true, "pdf"), (slides, "slides"), (workbook, "xlsx")] {
            set.push(if wanted { Value::Bytes(frozen.clone().file(format).await?.0) } else { Value::Null });
        }
        order.values.truncate(1);
        order.values.extend(set);
        Ok(order)
    }
}
