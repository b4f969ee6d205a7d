//! Who lacks what: everybody in a post whose effective access does not cover it, with the reasons, and cases opened for many at once.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::FromRequest;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk_clearance::cases::{LIFECYCLE, PscCase};
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, Value as Shown};
use jiff::civil::Date;
use kernel::{Id, RecordId, Refusal, Register, Value, limits};
use ledger::{Error, Order};
use serde_json::json;
use spine::clearances::queries::{Lacking, who_lacks};
use spine::clearances::{Decision, EffectiveAccess, FactKind};
use spine::people::Person;
use spine::posts::{Assignment, Post};
use ui::pages::{BulkAction, ConfirmPage, Filters, Lack, LacksPage};
use ui::parts::{AsOf, Cell, Column, Link, Reason, Row, Section, Table, Tone, Verdict};

use super::exports::Prepared;
use super::form::form_pairs;
use super::machine::{answer, reason, with_categories};
use super::register::{Asked, look_back};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

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
        let path = "/clearance/lacking";
        let people = part.iter().map(|l| lack(cx, l, on)).collect::<Result<_, _>>()?;
        let may_open = may(cx, "case.open") && !cx.view.is_past() && on == cx.view.today;
        cx.lists_of(&Person::DEF, part.len());
        let next = from + limits::PAGE_ROWS;
        let page =
            |at: usize| format!("{}{}after={at}", asked.with(path, "", ""), if asked.with(path, "", "").contains('?') { "&" } else { "?" });
        let page = LacksPage {
            intro: words.t("page-who-lacks-intro"),
            filters: Filters {
                action: path.to_owned(),
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
            bulk: may_open.then(|| BulkAction { label: words.t("page-open-cases"), action: path.to_owned() }),
            shell: cx.shell(words.t("page-who-lacks"), path)?,
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
    let (title, marking) = (words.t("page-who-lacks"), cx.marking());
    Ok(Prepared { sheet: Sheet { title, marking, columns, rows, footer: Vec::new() }, json })
}

/// What would put it right.
#[derive(Clone, Copy)]
enum Remedy {
    /// A case of this kind.
    Case(&'static str),
    /// A record of the register this command adds to.
    Record(&'static str),
}

/// What would put it right: the gravest thing missing decides.
fn remedy(access: &EffectiveAccess) -> Remedy {
    let missing = |fact: FactKind| access.reasons.iter().find(|r| !r.good && r.fact == fact).map(|r| r.code);
    match missing(FactKind::Decision) {
        Some("decision-expired") => return Remedy::Case("renewal"),
        Some("decision-suspended" | "decision-withdrawn") => return Remedy::Case("revalidation_for_cause"),
        Some("decision-claimed") => return Remedy::Case("confirmation"),
        Some(_) => return Remedy::Case("initial"),
        None => {}
    }
    if missing(FactKind::Authorisation).is_some() {
        return Remedy::Case("confirmation");
    }
    if missing(FactKind::Certificate).is_some() {
        return Remedy::Record("certificates.add");
    }
    if missing(FactKind::Briefing).is_some() {
        return Remedy::Record("briefings.add");
    }
    Remedy::Case("upgrade")
}

fn lack(cx: &mut PageCx<'_, '_>, lacking: &Lacking, on: Date) -> Result<Lack, Error> {
    let words = cx.words;
    let person = Id::<Person>::new(lacking.person);
    let need = lacking.access.need.as_ref();
    let missing: Vec<String> = lacking.access.reasons.iter().filter(|r| !r.good).map(|r| words.code("fact", r.fact.code())).collect();
    let lacks = if missing.is_empty() { words.t("page-level-too-low") } else { missing.join(", ") };
    let level = need.map(|n| n.level.0.clone()).unwrap_or_default();
    let remedy = remedy(&lacking.access);
    let case = matches!(remedy, Remedy::Case(_));
    let action = match remedy {
        Remedy::Case(kind) => {
            ("case.open", format!("/do/case.open?person={}&level={level}&kind={kind}&priority=routine", person.outward()))
        }
        Remedy::Record(add) => (add, format!("/do/{add}?person={}", person.outward())),
    };
    let open = if case { open_case(cx, lacking.person)? } else { None };
    let mut reasons: Vec<Reason> = lacking.access.reasons.iter().map(|why| reason(cx, why)).collect();
    reasons.push(Reason {
        verdict: Verdict::Note,
        text: words.t("page-access-history-text"),
        link: Some(Link::new(words.t("page-access-history"), format!("/people/{}/access", person.outward()))),
        because: Vec::new(),
    });
    Ok(Lack {
        person: Link::new(lacking.name.clone(), record_href("people", "per", lacking.person)),
        post: post(cx, lacking.person, on)?,
        requires: need.map(|n| with_categories(cx, &n.level.0, &n.categories)).unwrap_or_default(),
        holds: answer(cx, &lacking.access),
        lacks,
        since: lacking.access.reasons.iter().filter(|r| !r.good).filter_map(|r| r.date).max().map(|d| d.to_string()).unwrap_or_default(),
        tone: if lacking.access.level.is_none() { Tone::Bad } else { Tone::Warn },
        reasons,
        action: match &open {
            Some(link) => Some(link.clone()),
            None => may(cx, action.0).then(|| Link::new(words.code("command", action.0), action.1)),
        },
        select: (case && open.is_none() && may(cx, "case.open")).then(|| person.outward()),
    })
}

/// The post somebody holds on a day.
fn post(cx: &mut PageCx<'_, '_>, person: RecordId, on: Date) -> Result<Link, Error> {
    let held: Vec<Assignment> = cx.view.having::<Assignment>("person", person)?.into_iter().map(|a| a.body).collect();
    let held = held.iter().find(|a| a.valid_from <= on && a.valid_until.is_none_or(|until| until >= on));
    let Some(post) = held.map(|a| a.post.raw()) else { return Ok(Link::default()) };
    let name = cx.view.titles(Post::NAME, &[post])?.remove(&post).unwrap_or_default();
    Ok(Link::new(name, record_href(Post::NAME, Post::DEF.prefix, post)))
}

/// A case about to be opened for somebody, or why not.
struct Proposal {
    lacking: Lacking,
    kind: &'static str,
    /// The case they have already.
    open: Option<Link>,
}

/// The open case of a person.
fn open_case(cx: &mut PageCx<'_, '_>, person: RecordId) -> Result<Option<Link>, Error> {
    let cases = cx.view.having::<PscCase>("person", person)?;
    let open = cases.iter().find(|c| LIFECYCLE.state(c.body.state.code()).is_some_and(|s| s.open));
    Ok(open.map(|c| Link::new(c.body.number.clone(), record_href(PscCase::NAME, PscCase::DEF.prefix, c.head.id))))
}

/// What opening cases for those chosen would do.
fn proposals(cx: &mut PageCx<'_, '_>, chosen: &[RecordId]) -> Result<Vec<Proposal>, Error> {
    if !may(cx, "case.open") {
        let duties = cx.view.manifest.command("case.open").map(|c| c.duties).unwrap_or_default();
        let codes = duties.iter().map(|d| d.code()).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new("duty-missing").with("duties", codes).into());
    }
    let lacking = who_lacks(cx.view, cx.view.today)?;
    let mut out = Vec::new();
    for lacking in lacking.into_iter().filter(|l| chosen.contains(&l.person)) {
        let Remedy::Case(kind) = remedy(&lacking.access) else { continue };
        let open = open_case(cx, lacking.person)?;
        out.push(Proposal { lacking, kind, open });
    }
    Ok(out)
}

fn confirm(cx: &mut PageCx<'_, '_>, proposals: &[Proposal], refused: &HashMap<RecordId, Refusal>) -> Result<String, Error> {
    let words = cx.words;
    let path = "/clearance/lacking";
    let done = !refused.is_empty();
    let rows = proposals.iter().filter(|p| !done || refused.contains_key(&p.lacking.person)).map(|proposal| {
        let lacking = &proposal.lacking;
        let need = lacking.access.need.as_ref().map(|n| with_categories(cx, &n.level.0, &n.categories)).unwrap_or_default();
        let what = match (&proposal.open, refused.get(&lacking.person)) {
            (_, Some(refusal)) => Cell::badge(Tone::Bad, words.refusal(refusal)),
            (Some(case), None) => {
                Cell::badge(Tone::Neutral, words.with("page-open-cases-has", "number", &case.text)).link(case.href.clone())
            }
            (None, None) => Cell::badge(Tone::Good, words.t("page-open-cases-new")),
        };
        Row::new(vec![
            Cell::text(lacking.name.clone()).link(record_href("people", "per", lacking.person)),
            Cell::text(words.choice("kind", proposal.kind)),
            Cell::text(need),
            what,
        ])
    });
    let field = |name: &str| words.field(Some(PscCase::NAME), name);
    let table = Table {
        caption: words.t("page-open-cases"),
        columns: vec![
            Column::new(words.t("ui-person")),
            Column::new(field("kind")),
            Column::new(field("level")),
            Column::new(words.t("ui-effects")),
        ],
        rows: rows.collect(),
        empty: words.t("page-open-cases-empty"),
        selectable: false,
    };
    let new: Vec<&Proposal> = proposals.iter().filter(|p| p.open.is_none()).collect();
    let mut hidden = vec![("confirmed".to_owned(), "yes".to_owned())];
    hidden.extend(new.iter().map(|p| ("select".to_owned(), p.lacking.person.outward("per"))));
    let title = words.t("page-open-cases");
    cx.lists_of(&Person::DEF, proposals.len());
    let page = ConfirmPage {
        section: Section { table, ..Section::default() },
        action: if new.is_empty() || done { String::new() } else { path.to_owned() },
        hidden,
        effect: words.t("page-open-cases-effect"),
        submit: words.l.count("page-open-cases-submit", "count", new.len()),
        cancel: Link::new(words.t("page-back"), path),
        shell: cx.shell(title, path)?,
    };
    Ok(html(&page))
}

/// Shows what opening cases for the chosen people would do, and does it once confirmed: one command each.
pub async fn open_cases(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let bytes = Bytes::from_request(request, &()).await.map_err(|_| Failure::of(Refusal::new("form-unreadable").into(), &visitor))?;
    let pairs = form_pairs(&bytes);
    let get = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v);
    if visitor.session.is_some() && get("csrf") != visitor.csrf() {
        return Err(Failure::of(Refusal::new("csrf").into(), &visitor));
    }
    let chosen: Vec<RecordId> =
        pairs.iter().filter(|(n, _)| n == "select").filter_map(|(_, v)| RecordId::parse(v)).take(limits::PAGE_ROWS_MAX).collect();
    if get("confirmed") != "yes" {
        return app
            .page(visitor, move |cx| {
                let proposals = proposals(cx, &chosen)?;
                confirm(cx, &proposals, &HashMap::new())
            })
            .await;
    }
    let (account, proposals) = app.show(visitor.clone(), move |cx| Ok((cx.view.account(), proposals(cx, &chosen)?))).await?;
    let mut refused = HashMap::new();
    for proposal in proposals.iter().filter(|p| p.open.is_none()) {
        let Some(need) = &proposal.lacking.access.need else { continue };
        let categories = if need.categories.is_empty() { Value::Null } else { Value::Text(need.categories.joined()) };
        let values = vec![
            Value::Id(proposal.lacking.person),
            Value::from(proposal.kind),
            Value::Text(need.level.0.clone()),
            categories,
            Value::from("routine"),
            Value::Null,
            Value::Null,
        ];
        let order = Order::new(account, "case.open", values, app.ledger.new_id());
        match app.ledger.write(order).answer().await {
            Ok(_) => {}
            Err(error @ Error::Refused(_)) => {
                let why = crate::failure::reasons(&error).into_iter().next().unwrap_or(Refusal::new("internal"));
                refused.insert(proposal.lacking.person, why);
            }
            Err(error) => return Err(Failure::of(error, &visitor)),
        }
    }
    if refused.is_empty() {
        return Ok(Redirect::to("/r/psc_cases?view=newest").into_response());
    }
    app.page(visitor, move |cx| confirm(cx, &proposals, &refused)).await
}
