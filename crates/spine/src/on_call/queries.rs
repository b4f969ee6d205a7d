//! What pages and rules ask about rotas.

use jiff::civil::Date;
use kernel::{Id, Record, RecordId, Value};
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::call_outs::{CallOut, CallState};
use super::rules::{self, Finding, Held, Lack, Span};
use super::{Coverage, HandOver, Rota, Swap, SwapState, Turn, TurnRole};
use crate::cases::queries::calendars;
use crate::limits;

/// The turns that run between two instants.
pub const TURNS: Query = Query {
    name: "on_call.turns",
    sql: "SELECT t.id FROM {on_call_turns t} WHERE t.until_time > $1 AND t.from_time < $2 ORDER BY t.from_time, t.id LIMIT $3",
    sample: &[Sample::Int(0), Sample::Int(1), Sample::Int(500)],
};

/// The first turns of a rota and role that begin after an instant.
pub const AFTER: Query = Query {
    name: "on_call.after",
    sql: "SELECT t.id, t.account FROM {on_call_turns t} WHERE t.rota = $1 AND t.turn_role = $2 AND t.until_time > $3 AND t.from_time > $4 \
          ORDER BY t.from_time, t.id LIMIT 1",
    sample: &[Sample::Id, Sample::Text("called_first"), Sample::Int(0), Sample::Int(0)],
};

/// Who holds which duty, and until when, as granted or as a deputy; what holds in a crisis only does not count.
pub const HELD: Query = Query {
    name: "on_call.held",
    sql: "SELECT g.account, g.duty, g.valid_from, g.valid_until, g.limited_to FROM {grants g} JOIN {accounts a} ON a.id = g.account \
          WHERE g.posture IS NULL AND a.disabled = 0 \
          UNION ALL SELECT d.to_account, d.duty, d.valid_from, d.valid_until, NULL FROM {delegations d} JOIN {accounts a} ON a.id = d.to_account \
          WHERE a.disabled = 0",
    sample: &[],
};

/// The concept's named queries.
pub const ALL: &[&Query] = &[&TURNS, &AFTER, &HELD];

/// A rota, and how it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The rota.
    pub rota: Record<Rota>,
    /// Who is called first now.
    pub now: Option<Span>,
    /// Who is called when the first does not answer.
    pub second: Option<Span>,
    /// Who is called first next.
    pub next: Option<Span>,
    /// The turns that run or begin in the weeks to come.
    pub turns: Vec<Span>,
    /// What is wrong in the weeks to come, by its start.
    pub findings: Vec<Finding>,
}

/// The turns that run between two instants, under the reader's scope.
fn turns(view: &mut View<'_>, from: i64, until: i64) -> Result<Vec<Record<Turn>>, Error> {
    let most = limits::TURNS_AHEAD_MAX as i64;
    let ids: Vec<RecordId> =
        view.rows(&TURNS, &[from.into(), until.into(), most.into()])?.iter().filter_map(|row| row.first()?.id()).collect();
    let mut turns = view.having_any::<Turn>("id", &ids)?;
    turns.sort_by_key(|t| (t.body.from_time, t.head.id));
    Ok(turns)
}

fn span(turn: &Record<Turn>) -> Span {
    let body = &turn.body;
    Span { turn: turn.head.id, account: body.account.raw(), role: body.turn_role, from: body.from_time.0, until: body.until_time.0 }
}

/// Every rota in force, and how it stands now and in the weeks to come.
pub fn standing(view: &mut View<'_>) -> Result<Vec<Standing>, Error> {
    let (now, today, zone) = (view.now.as_microsecond(), view.today, view.zone.clone());
    let ahead = now + limits::ON_CALL_AHEAD_DAYS * 86_400_000_000;
    let last = kernel::clock::date_at(kernel::clock::from_micros(ahead), &zone);
    let all = turns(view, now, ahead)?;
    let holdings = view.facts(held)?;
    let calendars = calendars(view)?;
    let midnight = |day: Date| day.to_zoned(zone.clone()).map_or(i64::MAX, |z| z.timestamp().as_microsecond());
    let mut standings = Vec::new();
    for rota in view.every::<Rota>()? {
        if rota.body.valid_until.is_some_and(|until| until < today) {
            continue;
        }
        let turns: Vec<Span> = all.iter().filter(|t| t.body.rota == rota.id()).map(span).collect();
        let from = now.max(midnight(rota.body.valid_from));
        let until = rota.body.valid_until.and_then(|day| day.tomorrow().ok()).map_or(ahead, |day| midnight(day).min(ahead));
        let mut gaps = rules::gaps(&turns, from, until);
        if rota.body.coverage == Coverage::Outside && calendars.has_office() {
            let calendar = rota.body.site.as_deref().map_or_else(|| calendars.office(), |site| calendars.site(site));
            gaps = rules::outside(&gaps, &calendar.openings(today, last.saturating_add(jiff::Span::new().days(1))).stretches());
        }
        let gap = |(from, until)| Finding { lack: Lack::Gap, from, until, turns: Vec::new() };
        let mut findings: Vec<Finding> = gaps.into_iter().map(gap).collect();
        findings.extend(rules::overlaps(&turns, from, until));
        for turn in &turns {
            let days = days(turn.from.max(now), turn.until, &zone);
            if rules::unheld(&of_desk(&holdings, &rota.body), turn.account, days.0, days.1).is_some() {
                findings.push(Finding { lack: Lack::WithoutDuty, from: turn.from, until: turn.until, turns: vec![*turn] });
            }
        }
        findings.sort_by_key(|f| (f.from, f.until));
        let by = |role| rules::at(&turns, role, now);
        standings.push(Standing {
            now: by(TurnRole::First),
            second: by(TurnRole::Second),
            next: rules::next(&turns, TurnRole::First, now),
            rota,
            turns,
            findings,
        });
    }
    Ok(standings)
}

/// First and last day of a turn.
fn days(from: i64, until: i64, zone: &jiff::tz::TimeZone) -> (Date, Date) {
    let day = |at: i64| kernel::clock::date_at(kernel::clock::from_micros(at), zone);
    (day(from), day(until.saturating_sub(1)))
}

/// Who holds what: duty code and the site it is limited to, with whose it is and when. A fact.
fn held(view: &mut View<'_>) -> Result<Vec<(String, Option<String>, Held)>, Error> {
    let day = |value: Option<&Value>| value.and_then(Value::text).and_then(|text| text.parse::<Date>().ok());
    let rows = view.rows(&HELD, &[])?;
    let one = |row: &Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::text).map(str::to_owned);
        Some((text(1)?, text(4), Held { account: row.first()?.id()?, from: day(row.get(2))?, until: day(row.get(3)) }))
    };
    Ok(rows.iter().filter_map(one).collect())
}

fn of_desk(all: &[(String, Option<String>, Held)], rota: &Rota) -> Vec<Held> {
    let fits =
        |duty: &str, site: &Option<String>| rota.desk.duties().iter().any(|d| d.code() == duty) && (site.is_none() || *site == rota.site);
    all.iter().filter(|(duty, site, _)| fits(duty, site)).map(|(_, _, held)| *held).collect()
}

/// The first day of a turn on which an account holds no duty of the rota's desk. A fact, for what decides.
pub fn unfit(view: &mut View<'_>, rota: &Rota, account: RecordId, from: i64, until: i64) -> Result<Option<Date>, Error> {
    let (first, last) = days(from, until, &view.zone.clone());
    Ok(rules::unheld(&of_desk(&held(view)?, rota), account, first, last))
}

/// Who is called first on a rota at an instant.
pub fn called_at(view: &mut View<'_>, rota: &Record<Rota>, at: i64) -> Result<Option<RecordId>, Error> {
    let turns: Vec<Span> = turns(view, at, at.saturating_add(1))?.iter().filter(|t| t.body.rota == rota.id()).map(span).collect();
    Ok(rules::at(&turns, TurnRole::First, at).map(|turn| turn.account))
}

/// The turn of the same rota and role that follows one, and whose it is.
pub fn following(view: &mut View<'_>, turn: &Record<Turn>) -> Result<Option<(RecordId, RecordId)>, Error> {
    let Turn { rota, turn_role: role, from_time, until_time, .. } = turn.body;
    let rows = view.rows(&AFTER, &[rota.raw().into(), role.code().into(), until_time.0.into(), from_time.0.into()])?;
    Ok(rows.first().and_then(|row| Some((row.first()?.id()?, row.get(1)?.id()?))))
}

/// What waits for somebody who takes part.
#[derive(Clone, Debug, Default)]
pub struct Mine {
    /// Turns that run or begin soon, the first first.
    pub turns: Vec<Record<Turn>>,
    /// Hand-overs to be acknowledged.
    pub hand_overs: Vec<Record<HandOver>>,
    /// Swaps one is asked for.
    pub swaps: Vec<Record<Swap>>,
}

/// What waits for the reader.
pub fn mine(view: &mut View<'_>) -> Result<Mine, Error> {
    let (now, me) = (view.now.as_microsecond(), view.account());
    let soon = now + limits::ON_CALL_NOTICE_DAYS * 86_400_000_000;
    let mut mine = Mine { turns: turns(view, now, soon)?, ..Mine::default() };
    mine.turns.retain(|turn| turn.body.account.raw() == me);
    mine.hand_overs = view.having::<HandOver>("to_account", me)?;
    mine.hand_overs.retain(|note| note.body.acknowledged_at.is_none());
    mine.swaps = view.having::<Swap>("to_account", me)?;
    mine.swaps.retain(|swap| swap.body.state == SwapState::Asked);
    Ok(mine)
}

/// The last calls, the newest first, each with the rota's times.
pub fn calls(view: &mut View<'_>, most: usize) -> Result<Vec<Record<CallOut>>, Error> {
    let query = ledger::ListQuery { view: Some("newest".to_owned()), limit: most, ..ledger::ListQuery::default() };
    view.rows_of("call_outs", &query)?.into_iter().map(ledger::RawRecord::typed).collect()
}

/// Whether a call was answered later than its rota allows, at an instant.
pub fn answered_late(call: &CallOut, rota: &Rota, now: i64) -> bool {
    let answered = call.answered_at.map_or(now, |at| at.0);
    let waits = call.state == CallState::Called || call.answered_at.is_some();
    waits && answered - call.called_at.0 > rota.answer_minutes * 60_000_000
}

/// The rota of a turn or call.
pub fn rota_name(standings: &[Standing], rota: Id<Rota>) -> &str {
    standings.iter().find(|s| s.rota.id() == rota).map_or("", |s| s.rota.body.name.as_str())
}
