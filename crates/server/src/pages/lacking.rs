//! Who lacks what: everybody in a post whose effective access does not cover it, with the reasons, and cases opened for many at once.

use axum::body::Bytes;
use axum::extract::FromRequest;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, RecordId, Refusal, Value, limits};
use ledger::Order;
use spine::clearances::queries::{Lacking, who_lacks};
use spine::people::Person;
use ui::pages::{Filters, Lack, LacksPage};
use ui::parts::{AsOf, Link, Tone};

use super::form::form_pairs;
use super::machine::{answer, reason, with_categories};
use super::register::{Asked, look_back};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
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
        let people = part.iter().map(|l| lack(cx, l)).collect();
        cx.saw(1);
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
            exports: Vec::new(),
            previous: (from > 0).then(|| page(from.saturating_sub(limits::PAGE_ROWS))),
            next: (next < total).then(|| page(next)),
            shell: cx.shell(words.t("page-who-lacks"), path)?,
        };
        Ok(html(&page))
    })
    .await
}

fn lack(cx: &PageCx<'_, '_>, lacking: &Lacking) -> Lack {
    let words = &cx.words;
    let person = Id::<Person>::new(lacking.person);
    let need = lacking.access.need.as_ref();
    let missing: Vec<String> = lacking.access.reasons.iter().filter(|r| !r.good).map(|r| words.code("fact", r.fact.code())).collect();
    let lacks = if missing.is_empty() { words.t("page-level-too-low") } else { missing.join(", ") };
    let level = need.map(|n| n.level.0.clone()).unwrap_or_default();
    Lack {
        person: Link::new(lacking.name.clone(), record_href("people", "per", lacking.person)),
        post: Link::new(words.t("page-access-history"), format!("/people/{}/access", person.outward())),
        requires: need.map(|n| with_categories(cx, &n.level.0, &n.categories)).unwrap_or_default(),
        holds: answer(cx, &lacking.access),
        lacks,
        since: lacking.access.reasons.iter().filter(|r| !r.good).filter_map(|r| r.date).max().map(|d| d.to_string()).unwrap_or_default(),
        tone: if lacking.access.level.is_none() { Tone::Bad } else { Tone::Warn },
        reasons: lacking.access.reasons.iter().map(|why| reason(cx, why)).collect(),
        action: Some(Link::new(
            words.code("command", "case.open"),
            format!("/do/case.open?person={}&level={level}&kind=initial&priority=routine", person.outward()),
        )),
    }
}

/// Opens cases for the chosen people, one command each.
pub async fn open_cases(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let bytes = Bytes::from_request(request, &()).await.map_err(|_| Failure::of(Refusal::new("form-unreadable").into(), &visitor))?;
    let pairs = form_pairs(&bytes);
    let csrf = pairs.iter().find(|(n, _)| n == "csrf").map_or("", |(_, v)| v);
    if visitor.session.is_some() && csrf != visitor.csrf() {
        return Err(Failure::of(Refusal::new("csrf").into(), &visitor));
    }
    let chosen: Vec<RecordId> =
        pairs.iter().filter(|(n, _)| n == "select").filter_map(|(_, v)| RecordId::parse(v)).take(limits::PAGE_ROWS_MAX).collect();
    let (account, lacking) = app.show(visitor.clone(), |cx| Ok((cx.view.account(), who_lacks(cx.view, cx.view.today)?))).await?;
    for person in chosen {
        let Some(need) = lacking.iter().find(|l| l.person == person).and_then(|l| l.access.need.clone()) else { continue };
        let categories = if need.categories.is_empty() { Value::Null } else { Value::Text(need.categories.joined()) };
        let values = vec![
            Value::Id(person),
            Value::from("initial"),
            Value::Text(need.level.0),
            categories,
            Value::from("routine"),
            Value::Null,
            Value::Null,
        ];
        let order = Order { account, command: "case.open".to_owned(), values, idempotency: None, request: app.ledger.new_id() };
        match app.ledger.write(order).answer().await {
            // Somebody who has an open case already keeps it.
            Ok(_) | Err(ledger::Error::Refused(_)) => {}
            Err(error) => return Err(Failure::of(error, &visitor)),
        }
    }
    Ok(Redirect::to("/r/psc_cases?view=newest").into_response())
}
