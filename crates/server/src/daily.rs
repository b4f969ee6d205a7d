//! What the system does once a day: renewals that are due, visits that begin and end, audits that come round, acceptances that are over, reminders of
//! briefings, leavers who have left, rows of personnel's that nothing needs, openings of files counted, stored files held against their hashes, and
//! whether what is stored is as the rules want it; the last at once when the rules change, too.

use desk_clearance::audits::commands::{self as audits, Draw};
use desk_clearance::hr::commands::{self as personnel, LetGo};
use desk_clearance::hr::queries::settled;
use desk_clearance::leavers::commands::{self as leavers, MarkLeft};
use desk_clearance::leavers::queries::gone;
use desk_clearance::quality::commands::WriteRun;
use desk_clearance::quality::queries::{is_owed, run as ask_rules};
use desk_clearance::visits::checks::{WriteVisitCheck, owed};
use desk_clearance::visits::commands::{self as visits, Begin, Expire};
use desk_clearance::visits::incoming::End;
use desk_clearance::visits::queries::turning;
use jiff::civil::Date;
use kernel::{Fields, Job, Value};
use ledger::files::Seen;
use ledger::rights::watch;
use ledger::{Command, Error};
use spine::briefings::invitations::{self, Escalate, Remind};
use spine::briefings::rules::Turn;
use spine::documents::checks::{self, Part, WriteCheck};
use spine::findings::commands::{self as findings, Reopen};
use spine::limits;
use spine::people::openings::{CountOpenings, uncounted};

use crate::app::App;

/// How often the clock is looked at.
const LOOK: std::time::Duration = std::time::Duration::from_secs(60);

/// Does it until the program ends.
pub async fn run(app: App) {
    let mut done: Option<Date> = None;
    loop {
        let today = app.ledger.now().to_zoned(app.ledger.zone().clone()).date();
        if done != Some(today) {
            let renewals = crate::renewals::look(&app).await;
            let visits = visits(&app).await;
            let standing = standing_visits(&app).await;
            let rounds = rounds(&app).await;
            let briefings = briefings(&app).await;
            let leavers = leavers(&app).await;
            let personnel = personnel(&app).await;
            let openings = openings(&app).await;
            let files = files(&app).await;
            let each =
                [renewals, visits, rounds, briefings, leavers, personnel, openings, standing.map(usize::from), files.map(usize::from)];
            let wrong: Vec<Error> = each.into_iter().filter_map(Result::err).collect();
            wrong.iter().for_each(crate::failure::report);
            if wrong.is_empty() {
                done = Some(today);
            }
        }
        if let Err(error) = quality(&app).await {
            crate::failure::report(&error);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Begins what begins today and ends what is past; how many were moved.
///
/// # Errors
/// Those of the ledger; what was moved stays so.
pub async fn visits(app: &App) -> Result<usize, Error> {
    let turning = app.ledger.read_as_rule(turning).answer().await?;
    let mut moved = 0;
    for (command, all) in [(Begin::NAME, turning.begin), (Expire::NAME, turning.expire), (End::NAME, turning.end)] {
        for record in all {
            match carried_out(app, visits::JOB, command, vec![Value::Id(record)]).await {
                Ok(done) => moved += usize::from(done),
                // One that cannot be moved keeps no other from being moved.
                Err(error) => crate::failure::report(&error),
            }
        }
    }
    Ok(moved)
}

/// Judges every visit a host has approved and writes down how many no longer stand; whether that was to be done. Whether one stands needs no job: it
/// is found on every reading, of as many as a page shows.
///
/// # Errors
/// Those of the ledger.
pub async fn standing_visits(app: &App) -> Result<bool, Error> {
    let Some(found) = app.ledger.read_as_rule(owed).answer().await? else { return Ok(false) };
    carried_out(app, visits::JOB, WriteVisitCheck::NAME, found.to_values()).await
}

/// Draws the audits that are due and reopens the findings whose acceptance is over; how many.
///
/// # Errors
/// Those of the ledger; what was done stays so.
pub async fn rounds(app: &App) -> Result<usize, Error> {
    let due = app.ledger.read_as_rule(desk_clearance::audits::queries::due).answer().await?;
    let ended = app.ledger.read_as_rule(spine::findings::queries::ended).answer().await?;
    let draw = due.into_iter().map(|plan| (audits::JOB, Draw::NAME, plan));
    let mut done = 0;
    for (job, command, record) in draw.chain(ended.into_iter().map(|finding| (findings::JOB, Reopen::NAME, finding))) {
        match carried_out(app, job, command, vec![Value::Id(record)]).await {
            Ok(written) => done += usize::from(written),
            // One that cannot be done keeps no other from being done.
            Err(error) => crate::failure::report(&error),
        }
    }
    Ok(done)
}

/// Reminds whom the day has come to remind of a briefing, and tells the head of office where it has come to that; how many it did. What is due, and
/// who has not answered, needs no job: it is found on every reading.
///
/// # Errors
/// Those of the ledger; who was reminded is not reminded again.
pub async fn briefings(app: &App) -> Result<usize, Error> {
    let mut done = 0;
    for (invitation, turn) in app.ledger.read_as_rule(spine::briefings::queries::turning).answer().await? {
        let command = match turn {
            Turn::Remind => Remind::NAME,
            Turn::Escalate => Escalate::NAME,
        };
        match carried_out(app, invitations::JOB, command, vec![Value::Id(invitation)]).await {
            Ok(told) => done += usize::from(told),
            // One who cannot be reminded keeps no other from being reminded.
            Err(error) => crate::failure::report(&error),
        }
    }
    Ok(done)
}

/// Marks as left whose last day in service is past; how many. Whether they have access needs no job: it ends with the post.
///
/// # Errors
/// Those of the ledger; who was marked stays so.
pub async fn leavers(app: &App) -> Result<usize, Error> {
    let mut marked = 0;
    for departure in app.ledger.read_as_rule(gone).answer().await? {
        match carried_out(app, leavers::JOB, MarkLeft::NAME, vec![Value::Id(departure)]).await {
            Ok(done) => marked += usize::from(done),
            // One who cannot be marked keeps no other from being marked.
            Err(error) => crate::failure::report(&error),
        }
    }
    Ok(marked)
}

/// Lets the rows of messages of personnel's go of which nothing waits and nothing can be undone any longer; of how many messages.
///
/// # Errors
/// Those of the ledger; what went is gone.
pub async fn personnel(app: &App) -> Result<usize, Error> {
    let mut gone = 0;
    for message in app.ledger.read_as_rule(settled).answer().await? {
        gone += usize::from(carried_out(app, personnel::JOB, LetGo::NAME, vec![Value::Id(message)]).await?);
    }
    Ok(gone)
}

/// Counts the openings of files of the days that are past; how many days.
///
/// # Errors
/// Those of the ledger; what was counted stays so.
pub async fn openings(app: &App) -> Result<usize, Error> {
    let mut counted = 0;
    for day in app.ledger.read_as_rule(uncounted).answer().await? {
        counted += usize::from(carried_out(app, watch::JOB, CountOpenings::NAME, vec![day.into()]).await?);
    }
    Ok(counted)
}

/// Goes on with the round of stored files, where today has not had its part; whether it had it now. Each look is a snapshot of its own, so that no
/// reader is held up.
///
/// # Errors
/// Those of the ledger; the part begins anew then.
pub async fn files(app: &App) -> Result<bool, Error> {
    let Some(Part { after }) = app.ledger.read_as_rule(checks::due).answer().await? else { return Ok(false) };
    let mut seen = app.ledger.look_at_files(after).answer().await?;
    let more = |seen: &Seen| {
        let within = seen.files < limits::FILES_CHECKED_A_DAY && seen.bytes < limits::BYTES_CHECKED_A_DAY;
        seen.reached.is_some() && within && seen.damaged.len() < limits::FILES_DAMAGED_A_DAY
    };
    while more(&seen) {
        seen.then(app.ledger.look_at_files(seen.reached).answer().await?);
    }
    carried_out(app, checks::JOB, WriteCheck::NAME, WriteCheck::of(&seen).to_values()).await
}

/// Asks the rules of what is stored, where that has not been done today or not by the rules as they are now; whether a run was written.
///
/// # Errors
/// Those of the ledger; nothing was written then.
pub async fn quality(app: &App) -> Result<bool, Error> {
    if !app.ledger.read_as_rule(is_owed).answer().await? {
        return Ok(false);
    }
    let found = app.ledger.read_as_rule(ask_rules).answer().await?;
    carried_out(app, audits::JOB, WriteRun::NAME, found).await
}

/// Whether something was written. A refusal is an answer: another node was faster, or it is no longer due.
pub(crate) async fn carried_out(app: &App, job: Job, command: &'static str, values: Vec<Value>) -> Result<bool, Error> {
    match app.ledger.work(job, command, values, None).answer().await {
        Ok(receipt) => Ok(!receipt.repeated),
        Err(Error::Refused(_) | Error::Conflict { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
