//! What an urgency does to the others, before it is asked for and before it is approved; and the share of urgent cases once it is too large.

use desk_clearance::cases::PscCase;
use desk_clearance::service::commands::MakeUrgent;
use desk_clearance::service::{UrgentShare, urgent_share, urgent_share_with};
use kernel::{Duty, RecordId, Register};
use ledger::{Command, Error};
use spine::cases::forecast::{STEPS_A_DAY_ASSUMED, STEPS_LEARNED_MIN, Shift, THROUGHPUT_WEEKS, Turn};
use spine::cases::queue::effect;
use spine::cases::ticket;
use spine::limits;
use ui::lang::{Arg, format_decimal};
use ui::parts::{Cell, Column, Link, Row, Section, Table};

use super::notices::Waiting;
use super::queue::{LINES, href, names};
use super::register::tone;
use super::{PageCx, measures};

/// Who is told that the share of urgent cases is above what the office set itself.
const TOLD: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

/// What the urgency of a record would do, when that is what a command does and the reader may see the record.
pub fn displaced(cx: &mut PageCx<'_, '_>, command: &str, record: RecordId) -> Result<Option<Section>, Error> {
    let made = [MakeUrgent::NAME, ticket::MakeUrgent::NAME].contains(&command);
    let register = cx.view.manifest.command(command).and_then(|def| def.on).filter(|_| made);
    let Some(line) = LINES.iter().find(|line| Some(line.register) == register) else { return Ok(None) };
    if !cx.view.opens(line.register) {
        return Ok(None);
    }
    match cx.view.get_raw(line.register, record) {
        Ok(_) => {}
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    }
    let effect = effect(cx.view, line, record)?;
    let displaced = &effect.shifts.displaced;
    let shown: Vec<&Shift> = effect.shifts.own.iter().chain(displaced.iter().take(limits::PAGE_ROWS)).collect();
    let names = names(cx, shown.iter().map(|shift| &shift.line).collect::<Vec<_>>())?;
    cx.lists_of(&cx.view.meta(line.register)?.def, shown.len());
    let share = if line.register == PscCase::NAME { Some(urgent_share_with(cx.view, record)?) } else { None };
    let words = cx.words;
    let mut said = vec![match effect.shifts.own {
        Some(_) => words.l.count("page-urgency-displaced", "count", displaced.len()),
        None => words.t("page-urgency-not-waiting"),
    }];
    if displaced.len() > limits::PAGE_ROWS {
        said.push(words.l.count("page-urgency-shown", "count", limits::PAGE_ROWS));
    }
    if effect.cut {
        said.push(words.l.count("page-urgency-cut", "count", limits::URGENCY_LINE_MAX));
    }
    let weeks = words.l.int(THROUGHPUT_WEEKS);
    said.push(if effect.pace.learned {
        let steps = format_decimal(words.l.lang(), effect.pace.a_day(effect.day), 1);
        words.l.with2("page-urgency-pace", "steps", &steps, "weeks", &weeks)
    } else {
        let fewest = words.l.int(STEPS_LEARNED_MIN);
        let assumed = words.l.int(STEPS_A_DAY_ASSUMED);
        words.l.ta(
            "page-urgency-pace-assumed",
            &[("steps", Arg::from(assumed.as_str())), ("fewest", Arg::from(fewest.as_str())), ("weeks", Arg::from(weeks.as_str()))],
        )
    });
    if !effect.has_calendar {
        said.push(words.t("page-queue-no-calendar"));
    }
    if let Some(share) = share {
        said.push(told(cx, &share, if share.above() { "page-urgency-share-above" } else { "page-urgency-share" }));
    }
    let later = words.t("page-urgency-later");
    let day = |turn: Turn| {
        turn.ends.map_or_else(|| later.clone(), |at| kernel::clock::date_at(kernel::clock::from_micros(at), cx.zone).to_string())
    };
    let place = |turn: Turn| words.l.int(i64::try_from(turn.place).unwrap_or(i64::MAX).saturating_add(1));
    let change = |shift: &Shift, of: &dyn Fn(Turn) -> String| {
        let (before, after) = (of(shift.without), of(shift.with));
        if before == after { before } else { words.l.with2("page-whatif-change", "before", &before, "after", &after) }
    };
    let row = |shift: &&Shift| {
        let line = &shift.line;
        let name = |id: RecordId| names.get(&id).cloned().unwrap_or_default();
        Row::new(vec![
            Cell::text(name(line.id)).link(href(cx, line)),
            Cell::text(line.person.map(name).unwrap_or_default()),
            Cell::badge(tone(line.state), words.choice("state", line.state)),
            Cell::fixed(change(shift, &place)),
            Cell::fixed(change(shift, &day)),
        ])
    };
    let field = |name: &str| Column::new(words.field(Some(line.register), name));
    let title = words.t("page-urgency-effect");
    let table = Table {
        caption: title.clone(),
        columns: vec![
            field("number"),
            field("person"),
            field("state"),
            Column::new(words.t("page-urgency-place")),
            Column::new(words.t("page-urgency-ends")),
        ],
        rows: shown.iter().map(row).collect(),
        empty: words.t("page-urgency-nobody"),
        selectable: false,
    };
    Ok(Some(Section { title, intro: said.join(" "), table, ..Section::default() }))
}

/// A sentence on the share of urgent cases.
fn told(cx: &PageCx<'_, '_>, share: &UrgentShare, key: &str) -> String {
    let l = cx.words.l;
    let (intake, limit) = (l.int(share.intake), l.int(share.limit));
    let quarter = share.quarter.to_string();
    let part = share.share().map_or_else(String::new, |share| format_decimal(l.lang(), share, 2));
    l.ta(
        key,
        &[
            ("count", Arg::from(share.urgent)),
            ("intake", Arg::from(intake.as_str())),
            ("share", Arg::from(part.as_str())),
            ("limit", Arg::from(limit.as_str())),
            ("quarter", Arg::from(quarter.as_str())),
        ],
    )
}

/// That more cases are urgent than the office set itself, for those who let them be: computed at this moment, as every notice.
pub fn too_many(cx: &mut PageCx<'_, '_>) -> Result<Option<Waiting>, Error> {
    let duties = cx.view.duties();
    if !TOLD.iter().any(|duty| duties.contains(duty)) || !cx.view.opens(PscCase::NAME) {
        return Ok(None);
    }
    let share = urgent_share(cx.view)?;
    if !share.above() {
        return Ok(None);
    }
    let href = measures::href("KPI-CL-11", share.quarter);
    Ok(Some(Waiting {
        reference: Link::new(cx.words.with("page-urgency-quarter", "quarter", &share.quarter.to_string()), href),
        what: told(cx, &share, "page-urgency-share-above"),
        due: None,
        id: String::new(),
    }))
}
