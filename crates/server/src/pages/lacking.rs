//! Who lacks what: everybody in a post whose effective access does not cover it, with the reasons, and cases opened for many at once.

use std::collections::HashMap;

use axum::extract::{Query, Request, State};
use axum::response::Response;
use desk_clearance::cases::CaseKind;
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, Value as Shown};
use kernel::{Id, RecordId, Register, limits};
use ledger::Error;
use serde_json::json;
use spine::clearances::queries::{Lacking, who_lacks};
use spine::clearances::{Decision, EffectiveAccess, FactKind};
use spine::contracts::Contract;
use spine::people::Person;
use spine::posts::Post;
use ui::pages::{BulkAction, Filters, Lack, LacksPage};
use ui::parts::{AsOf, Link, Reason, Tone, Verdict};

use super::exports::Prepared;
use super::machine::{answer, reason, with_categories};
use super::open_cases::{self, Proposal, open_of};
use super::register::{Asked, look_back};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// Its address.
pub const PATH: &str = "/clearance/lacking";

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        super::register::sees(cx, &Decision::DEF)?;
        let asked = Asked::new(pairs);
        look_back(cx, asked.day("known"))?;
        let on = asked.day("on").unwrap_or(cx.view.today);
        let mut all = who_lacks(cx.view, on)?;
        let wanted = kernel::fold::words(asked.get("q"));
        all.retain(|l| {
            let name = kernel::fold::fold(&l.name);
            wanted.iter().all(|w| name.split(' ').any(|part| part.starts_with(w.as_str())))
        });
        let total = all.len();
        let from: usize = asked.get("after").parse().unwrap_or(0);
        let part: Vec<Lacking> = all.into_iter().skip(from).take(limits::PAGE_ROWS).collect();
        let words = cx.words;
        let (open, asking) = (open_of(cx, part.iter().map(|l| l.person))?, asked_by(cx, &part)?);
        let people = part.iter().map(|l| lack(cx, l, &open, &asking)).collect();
        let may_open = may(cx, "case.open") && !cx.view.is_past() && on == cx.view.today;
        cx.lists_of(&Person::DEF, part.len());
        let next = from + limits::PAGE_ROWS;
        let page = |at: usize| asked.from(PATH, at);
        let page = LacksPage {
            intro: words.t("page-who-lacks-intro"),
            filters: Filters {
                action: PATH.to_owned(),
                search: asked.get("q").to_owned(),
                search_label: words.t("page-search-in"),
                as_of: AsOf { on: asked.get("on").to_owned(), known: asked.get("known").to_owned() },
                has_past: true,
                ..Filters::default()
            },
            people,
            total: words.l.count("page-total", "count", total),
            empty: words.t("page-who-lacks-empty"),
            exports: ["csv", "xlsx"].map(|format| export(cx, &asked, format)).into(),
            previous: (from > 0).then(|| page(from.saturating_sub(limits::PAGE_ROWS))),
            next: (next < total).then(|| page(next)),
            bulk: may_open.then(|| BulkAction { label: words.t("page-open-cases"), action: PATH.to_owned() }),
            shell: cx.shell(words.t("page-who-lacks"), PATH)?,
        };
        Ok(html(&page))
    })
    .await
}

/// The way to the list as a file.
fn export(cx: &PageCx<'_, '_>, asked: &Asked, format: &str) -> Link {
    let text = cx.words.choice("format", format);
    Link::new(text, asked.with(&format!("/r/{}/export.{format}", spine::documents::WHO_LACKS), "", ""))
}

/// The list as a file, under the reader's scope; as of a position of the log where one was approved.
pub fn sheet(cx: &mut PageCx<'_, '_>, asked: &Asked, as_of: Option<i64>) -> Result<Prepared, Error> {
    super::register::sees(cx, &Decision::DEF)?;
    look_back(cx, asked.day("known"))?;
    if let Some(entries) = as_of {
        cx.view.no_later_than(entries);
    }
    let on = asked.day("on").unwrap_or(cx.view.today);
    let all = who_lacks(cx.view, on)?;
    let words = cx.words;
    let field = |name: &str| words.field(Some(Decision::NAME), name);
    let headers =
        ["id".to_owned(), words.register(Person::NAME, true), words.t("page-lacks-required"), field("level"), words.t("page-lacks-why")];
    let columns = headers.into_iter().map(|header| TableColumn { header, kind: ColumnKind::Text }).collect();
    let level = |level: Option<&kernel::Level>| level.map(|l| words.level(&l.0)).unwrap_or_default();
    let (mut rows, mut json) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for one in &all {
        let why: Vec<String> = one.access.reasons.iter().filter(|r| !r.good).map(|r| super::machine::reason(cx, r).text).collect();
        let id = one.person.outward(Person::DEF.prefix);
        let texts = [
            id.clone(),
            one.name.clone(),
            level(one.access.need.as_ref().map(|n| &n.level)),
            level(one.access.level.as_ref()),
            why.join(" · "),
        ];
        rows.push(texts.map(Shown::Text).to_vec());
        json.push(json!({"person": id, "name": one.name, "access": crate::api::access_json(&one.access, cx)}));
    }
    cx.lists_of(&Person::DEF, rows.len());
    let (title, marking, label) = (words.t("page-who-lacks"), cx.marking(), cx.label());
    Ok(Prepared { sheet: Sheet { title, marking, label, columns, rows, ..Sheet::default() }, json, leaving: Vec::new() })
}

/// What would put it right.
#[derive(Clone, Copy)]
enum Remedy {
    /// A case of this kind.
    Case(CaseKind),
    /// A record of the register this command adds to.
    Record(&'static str),
}

/// What would put it right: the gravest thing missing decides.
fn remedy(access: &EffectiveAccess) -> Remedy {
    let missing = |fact: FactKind| access.reasons.iter().find(|r| !r.good && r.fact == fact).map(|r| r.code);
    match missing(FactKind::Decision) {
        Some("decision-expired") => return Remedy::Case(CaseKind::Renewal),
        Some("decision-suspended" | "decision-withdrawn") => return Remedy::Case(CaseKind::Revalidation),
        Some("decision-claimed" | "decision-service-gap") => return Remedy::Case(CaseKind::Confirmation),
        Some(_) => return Remedy::Case(CaseKind::Initial),
        None => {}
    }
    if missing(FactKind::Authorisation).is_some() {
        return Remedy::Record("access.authorise");
    }
    if missing(FactKind::Certificate).is_some() {
        return Remedy::Record("certificates.add");
    }
    if missing(FactKind::Briefing).is_some() {
        return Remedy::Record("briefings.record");
    }
    Remedy::Case(CaseKind::Upgrade)
}

/// A line, with the open cases of people and the names of what asks for their clearance.
fn lack(cx: &PageCx<'_, '_>, lacking: &Lacking, open: &HashMap<RecordId, Link>, asking: &HashMap<RecordId, Link>) -> Lack {
    let words = cx.words;
    let person = Id::<Person>::new(lacking.person);
    let need = lacking.access.need.as_ref();
    let missing: Vec<String> = lacking.access.reasons.iter().filter(|r| !r.good).map(|r| words.code("fact", r.fact.code())).collect();
    let lacks = if missing.is_empty() { words.t("page-level-too-low") } else { missing.join(", ") };
    let remedy = remedy(&lacking.access);
    let case = matches!(remedy, Remedy::Case(_));
    let action = match remedy {
        Remedy::Case(kind) => ("case.open", need.map(|need| open_cases::form(lacking.person, kind, need)).unwrap_or_default()),
        Remedy::Record(add) => (add, format!("/do/{add}?person={}", person.outward())),
    };
    let open = open.get(&lacking.person).filter(|_| case);
    let mut reasons: Vec<Reason> = lacking.access.reasons.iter().map(|why| reason(cx, why)).collect();
    reasons.push(Reason {
        verdict: Verdict::Note,
        text: words.t("page-access-history-text"),
        link: Some(Link::new(words.t("page-access-history"), format!("/people/{}/access", person.outward()))),
        because: Vec::new(),
    });
    Lack {
        person: Link::new(lacking.name.clone(), record_href("people", "per", lacking.person)),
        post: lacking.asked_by.as_ref().and_then(|asks| asking.get(&asks.of()?).cloned()).unwrap_or_default(),
        requires: need.map(|n| with_categories(cx, &n.level.0, &n.categories)).unwrap_or_default(),
        holds: answer(cx, &lacking.access),
        lacks,
        since: lacking.access.reasons.iter().filter(|r| !r.good).filter_map(|r| r.date).max().map(|d| d.to_string()).unwrap_or_default(),
        tone: if lacking.access.level.is_none() { Tone::Bad } else { Tone::Warn },
        reasons,
        action: match open {
            Some(link) => Some(link.clone()),
            None => may(cx, action.0).then(|| Link::new(words.code("command", action.0), action.1)),
        },
        select: (case && open.is_none() && may(cx, "case.open")).then(|| person.outward()),
    }
}

/// The posts, contracts and programmes that ask the most of these people, as far as the reader sees them.
fn asked_by(cx: &mut PageCx<'_, '_>, part: &[Lacking]) -> Result<HashMap<RecordId, Link>, Error> {
    let asking = || part.iter().filter_map(|lacking| lacking.asked_by.as_ref());
    let posts: Vec<RecordId> = asking().filter_map(|asks| asks.post.map(Id::raw)).collect();
    let contracts: Vec<RecordId> = asking().filter_map(|asks| asks.contract.map(Id::raw)).collect();
    let mut all = HashMap::new();
    for (def, ids) in [(Post::DEF, posts), (Contract::DEF, contracts)] {
        let names = cx.view.titles(def.name, &ids)?;
        all.extend(names.into_iter().map(|(id, name)| (id, Link::new(name, record_href(def.name, def.prefix, id)))));
    }
    Ok(all)
}

/// What opening cases for those chosen would do.
fn proposals(cx: &mut PageCx<'_, '_>, chosen: &[RecordId]) -> Result<Vec<Proposal>, Error> {
    let lacking = who_lacks(cx.view, cx.view.today)?;
    let chosen = lacking.into_iter().filter(|l| chosen.contains(&l.person)).filter_map(|lacking| {
        let Remedy::Case(kind) = remedy(&lacking.access) else { return None };
        Some(Proposal { person: lacking.person, name: lacking.name, kind, need: lacking.access.need?, target_on: None, programme: None })
    });
    Ok(chosen.collect())
}

/// Shows what opening cases for the chosen people would do, and does it once confirmed.
pub async fn open_cases(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    super::open_cases::open(app, visitor, request, PATH, proposals).await
}
