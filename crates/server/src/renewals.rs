//! Renewals by themselves: once a month the system writes down how long the files of each authority and level take; each day it opens the renewals that
//! are due, where the office has said that it should, and counts where all of them stand.

use desk_clearance::renewals::checks::{WriteRenewalCheck, owed};
use desk_clearance::renewals::commands::{JOB, Learn, Start};
use desk_clearance::renewals::queries::{learned, present};
use desk_clearance::renewals::{LeadTime, Plan, Stage, plans};
use kernel::{Fields, Value};
use ledger::{Command, Error};

use crate::app::App;
use crate::daily::carried_out;

/// Learns what this month has not learned yet, opens what is due, and counts what then stands where; how many records were written.
///
/// # Errors
/// Those of the ledger; what was written stays, and is not written again.
pub async fn look(app: &App) -> Result<usize, Error> {
    Ok(learn(app).await? + start(app).await? + usize::from(count(app).await?))
}

async fn count(app: &App) -> Result<bool, Error> {
    let Some(found) = app.ledger.read_as_rule(owed).answer().await? else { return Ok(false) };
    carried_out(app, JOB, WriteRenewalCheck::NAME, found.to_values()).await
}

async fn learn(app: &App) -> Result<usize, Error> {
    let look = |view: &mut ledger::View<'_>| {
        let month = view.today.first_of_month();
        let mut learned = learned(view)?;
        // What stopped half way is learned whole: only what stands written is left out.
        view.each_of(&mut |row: LeadTime| {
            if row.learned_on >= month {
                learned.authority.remove(&(row.nation.0, row.level.0));
            }
        })?;
        Ok(learned)
    };
    let learned = app.ledger.read_as_rule(look).answer().await?;
    let mut written = 0;
    for ((nation, level), (days, files)) in learned.authority {
        let count = |days: Option<i64>| days.map_or(Value::Null, Value::Int);
        let values = vec![
            Value::Text(nation),
            Value::Text(level),
            Value::Int(days),
            count(learned.office),
            count(learned.subject),
            Value::Int(files),
        ];
        written += usize::from(carried_out(app, JOB, Learn::NAME, values).await?);
    }
    Ok(written)
}

async fn start(app: &App) -> Result<usize, Error> {
    let look = |view: &mut ledger::View<'_>| {
        let book = present(view)?;
        let due = plans(&book).into_iter().filter(|plan| plan.stage == Stage::Due);
        Ok(if book.renewals.start_by_itself { due.collect() } else { Vec::new() })
    };
    let due: Vec<Plan> = app.ledger.read_as_rule(look).answer().await?;
    let mut opened = 0;
    for plan in due {
        let values = vec![Value::Id(plan.person), Value::Text(plan.level.0), Value::Text(plan.until.to_string())];
        opened += usize::from(carried_out(app, JOB, Start::NAME, values).await?);
    }
    Ok(opened)
}
