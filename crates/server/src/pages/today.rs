//! Today: what waits for me, in the order of what breaches first. Empty is a good day.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use desk_clearance::cases::{LIFECYCLE, PscCase};
use kernel::{ClockOwner, RecordId, Register};
use ledger::approval::Approval;
use ledger::{Error, ListQuery, RawRecord};
use spine::clearances::queries::expiring;
use ui::pages::{ActionRow, TodayPage, TodaySection, TourStep};
use ui::parts::{Link, Tone};

use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::time;

const SHOWN: usize = 8;
const EXPIRY_DAYS: i64 = 30;

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        let mut sections = Vec::new();
        sections.extend(approvals(cx)?);
        sections.extend(super::notices::sections(cx, SHOWN)?);
        sections.extend(cases(cx)?);
        sections.extend(expiries(cx)?);
        let tour = if cx.demo { tour(cx) } else { Vec::new() };
        let today = cx.view.today;
        let page = TodayPage {
            date: words.l.long_date(today.year(), today.month(), today.day()),
            sections,
            tour,
            shell: cx.shell(words.t("page-today"), "/")?,
        };
        Ok(html(&page))
    })
    .await
}

fn sees(cx: &PageCx<'_, '_>, register: &str) -> bool {
    let duties = cx.view.duties();
    cx.view.manifest.register(register).is_some_and(|m| m.def.seen_by.iter().any(|d| duties.contains(d)))
}

fn approvals(cx: &mut PageCx<'_, '_>) -> Result<Vec<TodaySection>, Error> {
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
        cx.view.manifest.command(command).is_some_and(|c| c.duties.iter().any(|d| duties.contains(d)))
    };
    let (mine, others): (Vec<_>, Vec<_>) = pending.iter().partition(|r| is_mine(r));
    let others: Vec<_> = others.into_iter().filter(|r| can(r)).collect();
    let words = cx.words;
    let mut what: HashMap<RecordId, String> = HashMap::new();
    for record in mine.iter().chain(&others).take(2 * SHOWN) {
        let asker = record.value(&def, "requester").id().unwrap_or(RecordId::NIL);
        let asker = cx.view.account_names(&[asker])?.into_values().next().unwrap_or_default();
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
    for record in mine.iter().chain(&others).take(2 * SHOWN) {
        cx.saw(record.head.rank);
    }
    let section = |title: &str, list: &[&RawRecord], tone: Tone, action: &str| TodaySection {
        title: words.t(title),
        count: list.len(),
        href: "/r/approvals?view=newest&state=pending".to_owned(),
        rows: list.iter().take(SHOWN).map(|r| row(r, tone, action)).collect(),
        empty: words.t(&format!("{title}-empty")),
    };
    Ok(vec![
        section("page-section-approvals", &others, Tone::Warn, "page-decide"),
        section("page-section-requests", &mine, Tone::Info, "page-see-request"),
    ])
}

/// Open cases whose ball is with the office, the longest waiting first.
fn cases(cx: &mut PageCx<'_, '_>) -> Result<Vec<TodaySection>, Error> {
    if !sees(cx, PscCase::NAME) {
        return Ok(Vec::new());
    }
    let def = PscCase::DEF;
    let mut ours: Vec<RawRecord> = Vec::new();
    let mut count = 0;
    for state in LIFECYCLE.states.iter().filter(|s| s.open && s.clock == ClockOwner::Office) {
        let query = ListQuery {
            view: Some("oldest".to_owned()),
            filters: vec![("state".to_owned(), state.code.into())],
            limit: SHOWN,
            ..ListQuery::default()
        };
        let page = cx.view.list(PscCase::NAME, &query)?;
        count += usize::try_from(page.count).unwrap_or(0);
        ours.extend(page.rows);
    }
    for record in &ours {
        cx.saw(record.head.rank);
    }
    ours.sort_by_key(|r| r.value(&def, "since").int());
    let titles = cx.titles(&def, &ours.iter().collect::<Vec<_>>())?;
    let words = cx.words;
    let now = cx.view.now.as_microsecond();
    let duties = cx.view.duties();
    let rows = ours.iter().take(SHOWN).map(|record| {
        let state = record.value(&def, "state").text().unwrap_or("");
        let days = record.value(&def, "since").int().map_or(0, |since| (now - since) / 86_400_000_000);
        let person = record.value(&def, "person").id().and_then(|id| titles.get(&id)).map(|t| t.0.clone()).unwrap_or_default();
        let href = record_href(PscCase::NAME, "psc", record.head.id);
        let can = |name: &str| cx.view.manifest.command(name).is_some_and(|c| c.duties.iter().any(|d| duties.contains(d)));
        let next = LIFECYCLE.moves_from(state).next().filter(|m| can(m.command)).map(|m| words.code("command", m.command));
        let next = next.unwrap_or_else(|| words.t("page-see-case"));
        ActionRow {
            reference: Link::new(record.value(&def, "number").text().unwrap_or(""), href.clone()),
            what: format!("{person} · {}", words.choice("state", state)),
            due: words.l.count("page-days-waiting", "count", usize::try_from(days).unwrap_or(0)),
            tone: if days > 10 {
                Tone::Bad
            } else if days > 3 {
                Tone::Warn
            } else {
                Tone::Info
            },
            word: words.choice("priority", record.value(&def, "priority").text().unwrap_or("routine")),
            action: Some(Link::new(next, href)),
        }
    });
    let rows: Vec<ActionRow> = rows.collect();
    Ok(vec![TodaySection {
        title: words.t("page-section-cases"),
        count,
        href: "/r/psc_cases?view=oldest".to_owned(),
        rows,
        empty: words.t("page-section-cases-empty"),
    }])
}

fn expiries(cx: &mut PageCx<'_, '_>) -> Result<Vec<TodaySection>, Error> {
    if !sees(cx, "decisions") {
        return Ok(Vec::new());
    }
    let until = cx.view.today.checked_add(jiff::Span::new().days(EXPIRY_DAYS)).unwrap_or(cx.view.today);
    let rows = expiring(cx.view, cx.view.today, until)?;
    let words = cx.words;
    let all: Vec<RecordId> = rows.iter().map(|e| e.person).collect();
    let names = cx.view.titles("people", &all)?;
    if !names.is_empty() {
        cx.saw(1);
    }
    let may_open = cx.view.manifest.command("case.open").is_some_and(|c| c.duties.iter().any(|d| cx.view.duties().contains(d)));
    let lines = rows.iter().filter_map(|e| {
        let name = names.get(&e.person)?;
        let href = record_href("people", "per", e.person);
        Some(ActionRow {
            reference: Link::new(name.clone(), href),
            what: cx.view.policy.name(&e.level, words.l.lang()).to_owned(),
            due: e.until.to_string(),
            tone: Tone::Warn,
            word: words.t("page-expires"),
            action: may_open.then(|| {
                Link::new(
                    words.code("command", "case.open"),
                    format!("/do/case.open?person={}&kind=renewal&level={}&priority=routine", e.person.outward("per"), e.level),
                )
            }),
        })
    });
    let lines: Vec<ActionRow> = lines.collect();
    Ok(vec![TodaySection {
        title: words.t("page-section-expiring"),
        count: lines.len(),
        href: "/r/decisions".to_owned(),
        rows: lines.into_iter().take(SHOWN).collect(),
        empty: words.t("page-section-expiring-empty"),
    }])
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
