//! On call: who is called now for every desk and who next, what is missing in the weeks to come, the turns, and the calls that came.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use kernel::{RecordId, Register, limits};
use ledger::{Command, Error};
use serde_json::{Value as Json, json};
use spine::cases::ticket::Desk;
use spine::on_call::call_outs::{Call, CallState};
use spine::on_call::commands::{AskSwap, GiveTurn, Hand, TakeBackTurn};
use spine::on_call::queries::{Standing, answered_late, calls, rota_name, standing};
use spine::on_call::rules::{Lack, Span, rests_until};
use spine::on_call::{CallOut, Rota, Turn};
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// Where the page is.
pub const PATH: &str = "/on-call";
/// Calls that are shown.
const CALLS: usize = 20;

/// Names of everybody on call.
type Names = HashMap<RecordId, String>;

fn names(cx: &mut PageCx<'_, '_>, standings: &[Standing]) -> Result<Names, Error> {
    let of = |s: &Standing| s.turns.iter().map(|t| t.account).collect::<Vec<_>>();
    let accounts: Vec<RecordId> = standings.iter().flat_map(of).collect();
    cx.view.account_names(&accounts)
}

fn who(names: &Names, turn: Option<Span>) -> String {
    turn.and_then(|turn| names.get(&turn.account).cloned()).unwrap_or_default()
}

const fn tone(lack: Lack) -> Tone {
    match lack {
        Lack::Gap => Tone::Bad,
        Lack::Overlap | Lack::WithoutDuty => Tone::Warn,
    }
}

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        super::register::sees(cx, &Rota::DEF)?;
        let standings = standing(cx.view)?;
        let names = names(cx, &standings)?;
        let shown: usize = standings.iter().map(|s| s.turns.len()).sum();
        cx.lists_of(&Turn::DEF, shown);
        let called = called(cx, &standings)?;
        let words = cx.words;
        let sections = vec![now(cx, &standings, &names), lacking(cx, &standings, &names), turns(cx, &standings, &names), called];
        let mut links = vec![Link::new(words.t("page-on-call-hand-overs"), "/r/hand_overs?view=newest")];
        if may(cx, Rota::DEF.add) {
            links.push(Link::new(words.code("command", Rota::DEF.add), format!("/do/{}", Rota::DEF.add)));
        }
        let page = TablePage { intro: words.t("page-on-call-intro"), sections, links, shell: cx.shell(words.t("page-on-call"), PATH)? };
        Ok(html(&page))
    })
    .await
}

fn section(words: &Words, title: &str, columns: Vec<Column>, rows: Vec<Row>) -> Section {
    let intro = format!("{title}-intro");
    let table = Table { caption: words.t(title), columns, rows, empty: words.t(&format!("{title}-empty")), selectable: false };
    Section { title: words.t(title), intro: if words.l.has(&intro) { words.t(&intro) } else { String::new() }, table, links: Vec::new() }
}

/// Every desk, also one that has no rota: that nobody is on call is an answer.
fn now(cx: &PageCx<'_, '_>, standings: &[Standing], names: &Names) -> Section {
    let words = cx.words;
    let mut rows = Vec::new();
    for desk in Desk::ALL {
        let own: Vec<&Standing> = standings.iter().filter(|s| s.rota.body.desk == *desk).collect();
        let name = words.choice("desk", desk.code());
        if own.is_empty() {
            let mut cells = vec![
                Cell::text(name.clone()),
                Cell::text(words.t("page-on-call-no-rota")),
                Cell::text(""),
                Cell::badge(Tone::Neutral, words.t("page-on-call-nobody")),
            ];
            cells.extend((0..4).map(|_| Cell::text("")));
            rows.push(Row::new(cells));
        }
        for s in own {
            let at = |instant: Option<i64>| Cell::fixed(instant.map(|at| time(at, cx.zone)).unwrap_or_default());
            let on = match s.now {
                Some(_) => Cell::text(who(names, s.now)),
                None => Cell::badge(Tone::Bad, words.t("page-on-call-nobody")),
            };
            rows.push(Row::new(vec![
                Cell::text(name.clone()),
                Cell::text(s.rota.body.name.clone()).link(record_href(Rota::NAME, Rota::DEF.prefix, s.rota.head.id)),
                Cell::text(s.rota.body.site.clone().unwrap_or_default()),
                on,
                at(s.now.map(|t| t.until)),
                Cell::text(who(names, s.second)),
                Cell::text(who(names, s.next)),
                at(s.next.map(|t| t.from)),
            ]));
        }
    }
    let column = |key: &str| Column::new(words.t(key));
    let field = |name: &str| Column::new(words.field(None, name));
    let columns = vec![
        field("desk"),
        field("rota"),
        field("site"),
        column("page-on-call-who"),
        column("page-on-call-until"),
        column("page-on-call-second"),
        column("page-on-call-next"),
        column("page-on-call-from"),
    ];
    section(&words, "page-on-call-now", columns, rows)
}

/// What is missing in the weeks to come.
fn lacking(cx: &PageCx<'_, '_>, standings: &[Standing], names: &Names) -> Section {
    let words = cx.words;
    let gives = may(cx, GiveTurn::NAME);
    let mut rows = Vec::new();
    for s in standings {
        for finding in &s.findings {
            let people: Vec<String> = finding.turns.iter().map(|t| who(names, Some(*t))).collect();
            let rota = s.rota.head.id.outward(Rota::DEF.prefix);
            let next = match finding.lack {
                Lack::Gap if gives => Cell::text(words.code("command", GiveTurn::NAME)).link(format!(
                    "/do/{}?on={rota}&turn_role=called_first&from_time={}&until_time={}",
                    GiveTurn::NAME,
                    typed(finding.from, cx.zone),
                    typed(finding.until, cx.zone)
                )),
                _ => Cell::text(""),
            };
            rows.push(Row::new(vec![
                Cell::badge(tone(finding.lack), words.choice("lack", finding.lack.code())),
                Cell::text(s.rota.body.name.clone()),
                Cell::fixed(time(finding.from, cx.zone)),
                Cell::fixed(time(finding.until, cx.zone)),
                Cell::text(people.join(", ")),
                next,
            ]));
        }
    }
    let column = |key: &str| Column::new(words.t(key));
    let columns = vec![
        column("page-on-call-lack"),
        Column::new(words.field(None, "rota")),
        column("page-on-call-from"),
        column("page-on-call-until"),
        column("page-on-call-who"),
        column("page-on-call-act"),
    ];
    section(&words, "page-on-call-lacking", columns, rows)
}

/// An instant as a form takes it.
fn typed(at: i64, zone: &jiff::tz::TimeZone) -> String {
    time(at, zone).replace(' ', "T")
}

/// The turns of the weeks to come, and what may be done about each.
fn turns(cx: &PageCx<'_, '_>, standings: &[Standing], names: &Names) -> Section {
    let words = cx.words;
    let me = cx.view.account();
    let mut all: Vec<(&Standing, &Span)> = standings.iter().flat_map(|s| s.turns.iter().map(move |t| (s, t))).collect();
    all.sort_by_key(|(_, turn)| (turn.from, turn.turn));
    let row = |(s, turn): &(&Standing, &Span)| {
        let id = turn.turn.outward(Turn::DEF.prefix);
        // One's own is handed over once it runs, and given away before; those who give turns take them back.
        let command = if turn.account != me {
            may(cx, TakeBackTurn::NAME).then_some(TakeBackTurn::NAME)
        } else if turn.from <= cx.view.now.as_microsecond() {
            Some(Hand::NAME)
        } else {
            Some(AskSwap::NAME)
        };
        Row::new(vec![
            Cell::text(s.rota.body.name.clone()),
            Cell::text(who(names, Some(**turn))).link(record_href(Turn::NAME, Turn::DEF.prefix, turn.turn)),
            Cell::text(words.choice("turn_role", turn.role.code())),
            Cell::fixed(time(turn.from, cx.zone)),
            Cell::fixed(time(turn.until, cx.zone)),
            command.map_or_else(|| Cell::text(""), |name| Cell::text(words.code("command", name)).link(format!("/do/{name}?on={id}"))),
        ])
    };
    let column = |key: &str| Column::new(words.t(key));
    let columns = vec![
        Column::new(words.field(None, "rota")),
        column("page-on-call-who"),
        Column::new(words.field(None, "turn_role")),
        column("page-on-call-from"),
        column("page-on-call-until"),
        column("page-on-call-act"),
    ];
    section(&words, "page-on-call-turns", columns, all.iter().map(row).collect())
}

/// The last calls: how long they waited, and until when who was called rests.
fn called(cx: &mut PageCx<'_, '_>, standings: &[Standing]) -> Result<Section, Error> {
    if !cx.view.opens(CallOut::NAME) {
        return Ok(Section::default());
    }
    let calls = calls(cx.view, CALLS)?;
    cx.lists(calls.iter().map(|c| &c.head));
    let accounts: Vec<RecordId> = calls.iter().map(|c| c.body.account.raw()).collect();
    let names = cx.view.account_names(&accounts)?;
    let (words, now) = (cx.words, cx.view.now.as_microsecond());
    let row = |call: &kernel::Record<CallOut>| {
        let body = &call.body;
        let rota = standings.iter().find(|s| s.rota.id() == body.rota).map(|s| &s.rota.body);
        let late = rota.is_some_and(|rota| answered_late(body, rota, now));
        let waited = body.answered_at.map_or(now, |at| at.0) - body.called_at.0;
        let minutes = words.with("page-on-call-minutes", "minutes", &words.l.int(waited / 60_000_000));
        let rests = body.done_at.zip(rota).map(|(done, rota)| rests_until(done.0, rota.rest_hours)).filter(|until| *until > now);
        let tone = match (body.state, late) {
            (_, true) => Tone::Bad,
            (CallState::Done, _) => Tone::Good,
            _ => Tone::Info,
        };
        let word = words.choice("state", body.state.code());
        Row::new(vec![
            Cell::text(body.what.clone()).link(record_href(CallOut::NAME, CallOut::DEF.prefix, call.head.id)),
            Cell::text(rota_name(standings, body.rota)),
            Cell::text(names.get(&body.account.raw()).cloned().unwrap_or_default()),
            Cell::fixed(time(body.called_at.0, cx.zone)),
            Cell::text(if body.answered_at.is_some() || body.state == CallState::Called { minutes } else { String::new() }),
            Cell::badge(tone, if late { words.with("page-on-call-late", "state", &word) } else { word }),
            Cell::fixed(rests.map(|until| time(until, cx.zone)).unwrap_or_default()),
        ])
    };
    let field = |name: &str| Column::new(words.field(Some(CallOut::NAME), name));
    let columns = vec![
        field("what"),
        field("rota"),
        field("account"),
        field("called_at"),
        Column::new(words.t("page-on-call-waited")),
        field("state"),
        Column::new(words.t("page-on-call-rests")),
    ];
    let mut section = section(&words, "page-on-call-calls", columns, calls.iter().map(row).collect());
    if may(cx, Call::NAME) {
        let to = |s: &Standing| {
            let id = s.rota.head.id.outward(Rota::DEF.prefix);
            let text = words.with("page-on-call-record-call", "rota", &s.rota.body.name);
            Link::new(text, format!("/do/{}?on={id}", Call::NAME))
        };
        section.links = standings.iter().take(limits::SUGGESTIONS_MAX).map(to).collect();
    }
    Ok(section)
}

/// The same as data: every rota, who is called now and next, and what is missing.
pub fn answer(cx: &mut PageCx<'_, '_>) -> Result<Json, Error> {
    super::register::sees(cx, &Rota::DEF)?;
    let standings = standing(cx.view)?;
    let names = names(cx, &standings)?;
    let at = |micros: i64| kernel::clock::from_micros(micros).to_string();
    let turn = |turn: Option<Span>| {
        turn.map(|t| json!({"turn": t.turn.outward(Turn::DEF.prefix), "account": t.account.outward("acc"), "name": who(&names, Some(t)), "from": at(t.from), "until": at(t.until)}))
    };
    let finding = |f: &spine::on_call::rules::Finding| {
        let turns: Vec<String> = f.turns.iter().map(|t| t.turn.outward(Turn::DEF.prefix)).collect();
        json!({"lack": f.lack.code(), "from": at(f.from), "until": at(f.until), "turns": turns})
    };
    let items: Vec<Json> = standings
        .iter()
        .map(|s| {
            json!({
                "rota": s.rota.head.id.outward(Rota::DEF.prefix), "name": s.rota.body.name, "desk": s.rota.body.desk.code(), "site": s.rota.body.site,
                "now": turn(s.now), "second": turn(s.second), "next": turn(s.next),
                "findings": s.findings.iter().map(finding).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(json!({"marking": cx.marking(), "count": items.len(), "items": items}))
}
