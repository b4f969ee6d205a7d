//! Cases opened for many people at once: what it would do is shown first, then it is done, one command each.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Redirect, Response};
use desk_clearance::cases::commands::Open;
use desk_clearance::cases::{CaseKind, LIFECYCLE, PscCase};
use jiff::civil::Date;
use kernel::{Fields, Id, Record, RecordId, Refusal, Register, limits};
use ledger::{Command, Error, Order};
use spine::clearances::Need;
use spine::people::Person;
use ui::pages::ConfirmPage;
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::form::form_pairs;
use super::machine::with_categories;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::{Failure, encode};
use crate::visitor::Visitor;

/// Where the form of a case is, filled in with what is known of it.
pub fn form(person: RecordId, kind: CaseKind, need: &Need) -> String {
    let person = person.outward(Person::DEF.prefix);
    let categories = if need.categories.is_empty() { String::new() } else { format!("&categories={}", encode(&need.categories.joined())) };
    format!("/do/case.open?person={person}&level={}&kind={}&priority=routine{categories}", need.level.0, kind.code())
}

/// A case about to be opened for somebody.
pub struct Proposal {
    /// For whom.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// What for.
    pub kind: CaseKind,
    /// The level and categories to ask for.
    pub need: Need,
    /// By when it is wanted.
    pub target_on: Option<Date>,
    /// The programme to ask for.
    pub programme: Option<String>,
}

/// What opening cases for those chosen would do, as the page sees it that they were chosen on.
pub type Propose = fn(&mut PageCx<'_, '_>, &[RecordId]) -> Result<Vec<Proposal>, Error>;

/// The open cases of people, in one query for as many as a page shows.
pub fn open_of(cx: &mut PageCx<'_, '_>, people: impl Iterator<Item = RecordId>) -> Result<HashMap<RecordId, Link>, Error> {
    let people: Vec<RecordId> = people.collect();
    let mut open = HashMap::new();
    for part in people.chunks(limits::PAGE_ROWS_MAX) {
        let cases = cx.view.having_any::<PscCase>("person", part)?;
        let cases =
            cases.into_iter().filter(|c| !c.body.kind.path().beside && LIFECYCLE.state(c.body.state.code()).is_some_and(|s| s.open));
        let link = |c: Record<PscCase>| Link::new(c.body.number, record_href(PscCase::NAME, PscCase::DEF.prefix, c.head.id));
        open.extend(cases.map(|c| (c.body.person.raw(), link(c))));
    }
    Ok(open)
}

/// Proposals with the case that each person has already.
fn with_open(cx: &mut PageCx<'_, '_>, propose: Propose, chosen: &[RecordId]) -> Result<Vec<(Proposal, Option<Link>)>, Error> {
    if !may(cx, "case.open") {
        let duties = cx.view.manifest.command("case.open").map(|c| c.duties).unwrap_or_default();
        let codes = duties.iter().map(|d| d.code()).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new("duty-missing").with("duties", codes).into());
    }
    let all = propose(cx, chosen)?;
    let mut open = open_of(cx, all.iter().map(|proposal| proposal.person))?;
    Ok(all.into_iter().map(|proposal| (open.remove(&proposal.person), proposal)).map(|(open, proposal)| (proposal, open)).collect())
}

fn confirm(
    cx: &mut PageCx<'_, '_>,
    path: &'static str,
    proposals: &[(Proposal, Option<Link>)],
    refused: &HashMap<RecordId, Refusal>,
) -> Result<String, Error> {
    let words = cx.words;
    let done = !refused.is_empty();
    let rows = proposals.iter().filter(|(p, _)| !done || refused.contains_key(&p.person)).map(|(proposal, open)| {
        let what = match (open, refused.get(&proposal.person)) {
            (_, Some(refusal)) => Cell::badge(Tone::Bad, words.refusal(refusal)),
            (Some(case), None) => {
                Cell::badge(Tone::Neutral, words.with("page-open-cases-has", "number", &case.text)).link(case.href.clone())
            }
            (None, None) => Cell::badge(Tone::Good, words.t("page-open-cases-new")),
        };
        Row::new(vec![
            Cell::text(proposal.name.clone()).link(record_href(Person::NAME, Person::DEF.prefix, proposal.person)),
            Cell::text(words.choice("kind", proposal.kind.code())),
            Cell::text(with_categories(cx, &proposal.need.level.0, &proposal.need.categories)),
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
    let new: Vec<&Proposal> = proposals.iter().filter(|(_, open)| open.is_none()).map(|(p, _)| p).collect();
    let mut hidden = vec![("confirmed".to_owned(), "yes".to_owned())];
    hidden.extend(new.iter().map(|p| ("select".to_owned(), p.person.outward(Person::DEF.prefix))));
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
pub async fn open(app: App, visitor: Visitor, request: Request, path: &'static str, propose: Propose) -> Result<Response, Failure> {
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
                let proposals = with_open(cx, propose, &chosen)?;
                confirm(cx, path, &proposals, &HashMap::new())
            })
            .await;
    }
    let look = move |cx: &mut PageCx<'_, '_>| Ok((cx.view.account(), with_open(cx, propose, &chosen)?));
    let (account, proposals) = app.show(visitor.clone(), look).await?;
    let mut refused = HashMap::new();
    for (proposal, _) in proposals.iter().filter(|(_, open)| open.is_none()) {
        let what = (proposal.need.level.clone(), proposal.need.categories.clone());
        let ask = Open::routine(Id::new(proposal.person), proposal.kind, what, proposal.target_on);
        let ask = Open { programme: proposal.programme.clone(), ..ask };
        let order = Order::new(account, Open::NAME, ask.to_values(), app.ledger.new_id());
        match app.ledger.write(order).answer().await {
            Ok(_) => {}
            Err(error @ Error::Refused(_)) => {
                let why = crate::failure::reasons(&error).into_iter().next().unwrap_or(Refusal::new("internal"));
                refused.insert(proposal.person, why);
            }
            Err(error) => return Err(Failure::of(error, &visitor)),
        }
    }
    if refused.is_empty() {
        return Ok(Redirect::to("/r/psc_cases?view=newest").into_response());
    }
    app.page(visitor, move |cx| confirm(cx, path, &proposals, &refused)).await
}
