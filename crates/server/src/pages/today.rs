//! Today: what waits for me, in the order of what breaches first. Empty is a good day.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use desk_clearance::cases::PscCase;
use desk_clearance::renewals::Stage;
use desk_clearance::renewals::checks::last;
use kernel::{RecordId, Register, Work};
use ledger::approval::Approval;
use ledger::{Error, ListQuery, RawRecord};
use spine::cases::queue::queue;
use spine::cases::rules::QueueLine;
use spine::clearances::queries::expiring;
use spine::people::Person;
use ui::pages::{ActionRow, TodayPage, TodaySection, TourStep};
use ui::parts::{Link, Tone};

use super::machine::with_categories;
use super::queue::{LINES, href, names, standing_of};
use super::{PageCx, html, record_href, renewals};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::{Words, time};

const SHOWN: usize = 8;
const EXPIRY_DAYS: i64 = 30;

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        let mut sections = Vec::new();
        sections.extend(approvals(cx)?);
        sections.extend(super::notices::sections(cx, SHOWN)?);
        sections.extend(next(cx)?);
        sections.extend(renewals(cx)?);
        sections.extend(expiries(cx)?);
        cx.view.postures()?.priorities.first(&mut sections, |(work, _)| Some(*work));
        let tour = if cx.demo { tour(cx) } else { Vec::new() };
        let today = cx.view.today;
        let page = TodayPage {
            date: words.l.long_date(today.year(), today.month(), today.day()),
            sections: sections.into_iter().map(|(_, section)| section).collect(),
            tour,
            shell: cx.shell(words.t("page-today"), "/")?,
        };
        Ok(html(&page))
    })
    .await
}

/// Where all of them are, when there are more than are shown.
pub fn more(words: &Words, count: usize, shown: usize, href: &str) -> Option<Link> {
    (count > shown).then(|| Link::new(words.l.count("ui-all-of", "count", count), href))
}

fn sees(cx: &PageCx<'_, '_>, register: &str) -> bool {
    cx.view.opens(register)
}

/// A section and the kind of work it is about.
type Section = (Work, TodaySection);

fn approvals(cx: &mut PageCx<'_, '_>) -> Result<Vec<Section>, Error> {
    if !sees(cx, Approval::NAME) {
        return Ok(Vec::new());
    }
    let query = ListQuery {
        view: Some("newest".to_owned()),
        filters: vec![("state".to_owned(), "pending".into())],
        limit: 100,
        ..ListQuery::default()
    };
    let pending = cx.view.rows_of(Approval::NAME, &query)?;
    let duties = cx.view.duties();
    let me = cx.view.account();
    let def = Approval::DEF;
    let is_mine = |r: &RawRecord| r.value(&def, "requester").id() == Some(me);
    let can = |r: &RawRecord| {
        let command = r.value(&def, "command").text().unwrap_or("");
        cx.view.manifest.command(command).is_some_and(|c| c.approvers.iter().any(|d| duties.contains(d)))
    };
    let (mine, others): (Vec<_>, Vec<_>) = pending.iter().partition(|r| is_mine(r));
    let others: Vec<_> = others.into_iter().filter(|r| can(r)).collect();
    let words = cx.words;
    let mut what: HashMap<RecordId, String> = HashMap::new();
    let asker = |record: &RawRecord| record.value(&def, "requester").id();
    let shown: Vec<&RawRecord> = mine.iter().take(SHOWN).chain(others.iter().take(SHOWN)).copied().collect();
    let askers: Vec<RecordId> = shown.iter().filter_map(|r| asker(r)).collect();
    let askers = cx.view.account_names(&askers)?;
    for record in shown {
        let asker = asker(record).and_then(|id| askers.get(&id)).cloned().unwrap_or_default();
        let about = super::approval::about(cx, record)?.map(|link| link.text);
        what.insert(record.head.id, std::iter::once(asker).chain(about).collect::<Vec<_>>().join(" · "));
    }
    let row = |record: &&RawRecord, tone: Tone, action: &str| {
        let command = record.value(&def, "command").text().unwrap_or("").to_owned();
        let href = record_href(Approval::NAME, "apr", record.head.id);
        ActionRow {
            reference: Link::new(words.code("command", &command), href.clone()),
            what: what.get(&record.head.id).cloned().unwrap_or_default(),
            due: record.value(&def, "requested_at").int().map(|m| time(m, cx.zone)).unwrap_or_default(),
            tone,
            word: words.t("choice-pending"),
            action: Some(Link::new(words.t(action), href)),
        }
    };
    let section = |title: &str, list: &[&RawRecord], tone: Tone, action: &str| TodaySection {
        title: words.t(title),
        more: more(&words, list.len(), SHOWN, "/r/approvals?view=newest&state=pending"),
        rows: list.iter().take(SHOWN).map(|r| row(r, tone, action)).collect(),
        empty: words.t(&format!("{title}-empty")),
    };
    Ok(vec![
        (Work::Approvals, section("page-section-approvals", &others, Tone::Warn, "page-decide")),
        (Work::Approvals, section("page-section-requests", &mine, Tone::Info, "page-see-request")),
    ])
}

/// What the office does next: the first lines of the queue.
fn next(cx: &mut PageCx<'_, '_>) -> Result<Vec<Section>, Error> {
    if !LINES.iter().any(|line| sees(cx, line.register)) {
        return Ok(Vec::new());
    }
    let mut lines = queue(cx.view, LINES, SHOWN + 1, 0)?.ours;
    let words = cx.words;
    let more = (lines.len() > SHOWN).then(|| Link::new(words.t("page-all"), "/queue"));
    lines.truncate(SHOWN);
    let names = names(cx, &lines)?;
    let name = |id: RecordId| names.get(&id).cloned().unwrap_or_default();
    let duties = cx.view.duties();
    let can = |name: &str| cx.view.manifest.command(name).is_some_and(|c| c.duties.iter().any(|d| duties.contains(d)));
    let row = |line: &QueueLine| {
        let href = href(cx, line);
        let lifecycle = LINES.iter().find(|l| l.register == line.register).map(|l| l.lifecycle);
        let step = lifecycle.and_then(|l| l.moves_from(line.state).next()).filter(|m| can(m.command));
        let (tone, word) = standing_of(&words, line);
        ActionRow {
            reference: Link::new(name(line.id), href.clone()),
            what: line.person.map(name).into_iter().chain([words.choice("state", line.state)]).collect::<Vec<_>>().join(" · "),
            due: line.due.and_then(|due| due.at).map(|at| time(at, cx.zone)).unwrap_or_default(),
            tone,
            word,
            action: Some(Link::new(step.map_or_else(|| words.t("page-see"), |m| words.code("command", m.command)), href)),
        }
    };
    // The section is as urgent as its first line.
    let work = lines.first().map_or(Work::Cases, |line| line.work);
    let rows = lines.iter().map(row).collect();
    Ok(vec![(work, TodaySection { title: words.t("page-section-next"), more, rows, empty: words.t("page-section-next-empty") })])
}

/// Where renewals stand, as the day's look counted them; nothing where none calls for anybody.
fn renewals(cx: &mut PageCx<'_, '_>) -> Result<Option<Section>, Error> {
    if !sees(cx, PscCase::NAME) {
        return Ok(None);
    }
    let Some(check) = last(cx.view)? else { return Ok(None) };
    let (words, found) = (cx.words, &check.found);
    let lines = [
        // Some of those that are late are in hand and not with their authority yet.
        ("page-today-renewals-escalated", found.renewals_escalated, Tone::Bad, Stage::Due, ""),
        ("page-today-renewals-due", found.renewals_due, Tone::Warn, Stage::Due, Stage::Due.code()),
        ("page-today-renewals-ask", found.renewals_asked, Tone::Warn, Stage::Ask, Stage::Ask.code()),
        ("page-today-renewals-soon", found.renewals_soon, Tone::Info, Stage::Soon, Stage::Soon.code()),
    ];
    let row = |(key, count, tone, stage, listed): &(&str, i64, Tone, Stage, &str)| {
        let href = format!("{}?stage={listed}", super::renewals::PATH);
        ActionRow {
            reference: Link::new(words.l.count(key, "count", usize::try_from(*count).unwrap_or_default()), href.clone()),
            due: check.checked_on.to_string(),
            tone: *tone,
            word: words.choice("stage", stage.code()),
            action: Some(Link::new(words.t("page-see"), href)),
            ..ActionRow::default()
        }
    };
    let rows: Vec<ActionRow> = lines.iter().filter(|(_, count, ..)| *count > 0).map(row).collect();
    let section = TodaySection { title: words.t("page-renewals"), more: None, rows, empty: String::new() };
    Ok((!section.rows.is_empty()).then_some((Work::Expiries, section)))
}

fn expiries(cx: &mut PageCx<'_, '_>) -> Result<Vec<Section>, Error> {
    if !sees(cx, "decisions") {
        return Ok(Vec::new());
    }
    let until = cx.view.today.checked_add(jiff::Span::new().days(EXPIRY_DAYS)).unwrap_or(cx.view.today);
    let rows = expiring(cx.view, cx.view.today, until)?;
    let words = cx.words;
    let all: Vec<RecordId> = rows.iter().map(|e| e.person).collect();
    let names = cx.view.titles("people", &all)?;
    cx.lists_of(&Person::DEF, names.len());
    let may_open = cx.view.manifest.command("case.open").is_some_and(|c| c.duties.iter().any(|d| cx.view.duties().contains(d)));
    let lines = rows.iter().filter_map(|e| {
        let name = names.get(&e.person)?;
        let href = record_href("people", "per", e.person);
        Some(ActionRow {
            reference: Link::new(name.clone(), href),
            what: with_categories(cx, &e.need.level.0, &e.need.categories),
            due: e.until.to_string(),
            tone: Tone::Warn,
            word: words.t("page-expires"),
            action: may_open.then(|| {
                Link::new(words.code("command", "case.open"), renewals::opens(e.person, &e.need, e.until, e.programme.as_deref()))
            }),
        })
    });
    let lines: Vec<ActionRow> = lines.collect();
    let section = TodaySection {
        title: words.t("page-section-expiring"),
        more: more(&words, lines.len(), SHOWN, "/r/decisions"),
        rows: lines.into_iter().take(SHOWN).collect(),
        empty: words.t("page-section-expiring-empty"),
    };
    Ok(vec![(Work::Expiries, section)])
}

fn tour(cx: &PageCx<'_, '_>) -> Vec<TourStep> {
    let steps = [
        ("page-tour-1", "/import"),
        ("page-tour-2", "/clearance/lacking"),
        ("page-tour-3", "/r/psc_cases"),
        ("page-tour-4", "/r/people"),
        ("page-tour-5", "/proof"),
    ];
    let step = |(key, href): &(&str, &str)| TourStep { link: Link::new(cx.words.t(key), *href), text: cx.words.t(&format!("{key}-text")) };
    steps.iter().map(step).collect()
}
