//! Knowledge and advice: answers found by words of either language, what rests on a text that has changed, what is past its review, and the requests that
//! are open.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use kernel::{Id, Record, RecordId, Register, limits};
use ledger::{Command, Error};
use spine::documents::controlled::ControlledDocument;
use spine::knowledge::advice::Receive;
use spine::knowledge::articles::{NoLonger, StillRight, Write};
use spine::knowledge::queries::{BasisChanged, Resting, basis_changed, found, past_review};
use spine::knowledge::{AdviceGiven, AdviceRequest, AdviceState, Basis, KnowledgeArticle};
use ui::pages::FindPage;
use ui::parts::{Cell, Column, Link, Row, Section, Tone};

use super::documents::{href, section};
use super::notices::{SHOWN, Told, Waiting, rows, waiting as waiting_row};
use super::register::{Asked, sees};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::Words;

/// Where the page is.
pub const PATH: &str = "/knowledge";
/// States in which a request waits for the office.
const OPEN: [AdviceState; 3] = [AdviceState::Received, AdviceState::Drafted, AdviceState::Cleared];

/// The question in the reader's language.
fn question(words: &Words, article: &KnowledgeArticle) -> String {
    match words.l.lang() {
        kernel::Lang::En => article.question_en.clone(),
        kernel::Lang::Fr => article.question_fr.clone(),
    }
}

/// The answer in the reader's language.
fn answer(words: &Words, article: &KnowledgeArticle) -> String {
    match words.l.lang() {
        kernel::Lang::En => article.answer_en.clone(),
        kernel::Lang::Fr => article.answer_fr.clone(),
    }
}

fn article_href(article: RecordId) -> String {
    record_href(KnowledgeArticle::NAME, KnowledgeArticle::DEF.prefix, article)
}

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &KnowledgeArticle::DEF)?;
        let asked: String = Asked::new(pairs).get("q").chars().take(limits::SEARCH_CHARS_MAX).collect();
        let sections = vec![found_section(cx, &asked)?, changed_section(cx)?, past_section(cx)?, advice_section(cx)?];
        let words = cx.words;
        let link = |name: &str| Link::new(words.code("command", name), format!("/do/{name}"));
        let links = [Receive::NAME, Write::NAME].into_iter().filter(|name| may(cx, name)).map(link).collect();
        let page = FindPage {
            intro: words.t("page-knowledge-intro"),
            path: PATH.to_owned(),
            name: "q".to_owned(),
            day: false,
            label: words.t("page-knowledge-search"),
            value: asked,
            submit: words.t("page-knowledge-find"),
            notices: Vec::new(),
            sections,
            links,
            shell: cx.shell(words.t("page-knowledge"), PATH)?,
        };
        Ok(html(&page))
    })
    .await
}

/// Published answers that hold the words.
fn found_section(cx: &mut PageCx<'_, '_>, asked: &str) -> Result<Section, Error> {
    let articles = found(cx.view, asked, limits::PAGE_ROWS)?;
    cx.lists(articles.iter().map(|article| &article.head));
    let words = cx.words;
    let row = |article: &Record<KnowledgeArticle>| {
        Row::new(vec![
            Cell::fixed(article.body.number.clone()).link(article_href(article.head.id)),
            Cell::text(question(&words, &article.body)),
            Cell::text(answer(&words, &article.body)),
            Cell::text(words.choice("readership", article.body.readership.code())),
        ])
    };
    let field = |name: &str| Column::new(words.field(Some(KnowledgeArticle::NAME), name));
    let columns = vec![field("number"), field("question"), field("answer"), field("readership")];
    Ok(section(&words, "page-knowledge-found", columns, articles.iter().map(row).collect()))
}

/// What an article or a piece of advice is called, and where it stands.
fn resting(words: &Words, of: &Resting) -> Link {
    match of {
        Resting::Article(article) => {
            Link::new(format!("{} {}", article.body.number, question(words, &article.body)), article_href(article.head.id))
        }
        Resting::Advice(advice) => Link::new(
            format!("{} {}", advice.body.number, advice.body.given_to),
            record_href(AdviceGiven::NAME, AdviceGiven::DEF.prefix, advice.head.id),
        ),
    }
}

/// The references of the documents that have changed.
fn references(cx: &mut PageCx<'_, '_>, changed: &[BasisChanged]) -> Result<HashMap<RecordId, String>, Error> {
    let ids: Vec<RecordId> = changed.iter().map(|c| c.basis.body.document.raw()).collect();
    let documents = cx.view.having_any::<ControlledDocument>("id", &ids)?;
    Ok(documents.into_iter().map(|document| (document.head.id, document.body.reference)).collect())
}

/// The worklist of what rests on a text that has changed.
fn changed_section(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let today = cx.view.today;
    let changed = basis_changed(cx.view, today, limits::PAGE_ROWS_MAX)?;
    cx.lists(changed.iter().map(|c| &c.basis.head));
    let references = references(cx, &changed)?;
    let (still_right, no_longer) = (may(cx, StillRight::NAME), may(cx, NoLonger::NAME));
    let words = cx.words;
    let row = |c: &BasisChanged| {
        let (rests, document) = (resting(&words, &c.resting), c.basis.body.document.raw());
        let reference = references.get(&document).cloned().unwrap_or_default();
        let part = c.basis.body.component.clone().unwrap_or_default();
        let basis = c.basis.head.id.outward(Basis::DEF.prefix);
        let act = |may: bool, name: &str| {
            if may { Cell::text(words.code("command", name)).link(format!("/do/{name}?on={basis}")) } else { Cell::text("") }
        };
        Row::new(vec![
            Cell::text(rests.text).link(rests.href),
            Cell::fixed(reference).link(href(document)),
            Cell::text(part),
            act(still_right, StillRight::NAME),
            act(no_longer, NoLonger::NAME),
        ])
    };
    let columns = vec![
        Column::new(words.register(KnowledgeArticle::NAME, true)),
        Column::new(words.t("page-knowledge-rests-on")),
        Column::new(words.field(None, "component")),
        Column::new(words.t("page-knowledge-next")),
        Column::new(words.t("page-knowledge-or")),
    ];
    let section = section(&words, "page-knowledge-changed", columns, changed.iter().map(row).collect());
    Ok(Section { intro: if changed.is_empty() { String::new() } else { words.t("page-knowledge-changed-intro") }, ..section })
}

fn past_section(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let today = cx.view.today;
    let late = past_review(cx.view, today, limits::PAGE_ROWS)?;
    cx.lists(late.iter().map(|article| &article.head));
    let owners: Vec<RecordId> = late.iter().map(|article| article.body.owner.raw()).collect();
    let names = cx.view.account_names(&owners)?;
    let words = cx.words;
    let row = |article: &Record<KnowledgeArticle>| {
        Row::new(vec![
            Cell::fixed(article.body.number.clone()).link(article_href(article.head.id)),
            Cell::text(question(&words, &article.body)),
            Cell::text(names.get(&article.body.owner.raw()).cloned().unwrap_or_default()),
            Cell::badge(Tone::Warn, article.body.review_by.to_string()),
        ])
    };
    let field = |name: &str| Column::new(words.field(Some(KnowledgeArticle::NAME), name));
    let columns = vec![field("number"), field("question"), field("owner"), field("review_by")];
    Ok(section(&words, "page-knowledge-past-review", columns, late.iter().map(row).collect()))
}

/// The requests that wait for the office, due first.
fn advice_section(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let mut open = Vec::new();
    for state in OPEN {
        let found = rows(cx, &AdviceRequest::DEF, "due", &[("state", state.code().into())])?;
        open.extend(found.into_iter().map(|raw| raw.typed::<AdviceRequest>()).collect::<Result<Vec<_>, _>>()?);
    }
    open.sort_by_key(|request| (request.body.due_on, request.head.id));
    let owners: Vec<RecordId> = open.iter().map(|request| request.body.owner.raw()).collect();
    let names = cx.view.account_names(&owners)?;
    let (words, today) = (cx.words, cx.view.today);
    let row = |request: &Record<AdviceRequest>| {
        let body = &request.body;
        let tone = if body.due_on < today { Tone::Bad } else { Tone::Info };
        Row::new(vec![
            Cell::fixed(body.number.clone()).link(record_href(AdviceRequest::NAME, AdviceRequest::DEF.prefix, request.head.id)),
            Cell::text(body.question.clone()),
            Cell::text(body.requester.clone()),
            Cell::text(names.get(&body.owner.raw()).cloned().unwrap_or_default()),
            Cell::text(words.choice("state", body.state.code())),
            Cell::badge(tone, body.due_on.to_string()),
        ])
    };
    let field = |name: &str| Column::new(words.field(Some(AdviceRequest::NAME), name));
    let columns = vec![field("number"), field("question"), field("requester"), field("owner"), field("state"), field("due_on")];
    let section = section(&words, "page-knowledge-advice", columns, open.iter().map(row).collect());
    let links = vec![Link::new(words.register(AdviceGiven::NAME, false), format!("/r/{}", AdviceGiven::NAME))];
    Ok(Section { links, ..section })
}

/// Articles somebody answers for that are past their review.
pub(super) fn past_review_of(cx: &mut PageCx<'_, '_>, owner: RecordId) -> Result<Vec<Waiting>, Error> {
    let today = cx.view.today;
    let mut late = past_review(cx.view, today, limits::PAGE_ROWS_MAX)?;
    late.retain(|article| article.body.owner.raw() == owner);
    late.truncate(SHOWN);
    cx.lists(late.iter().map(|article| &article.head));
    let words = cx.words;
    let told = |article: &Record<KnowledgeArticle>| Waiting {
        reference: Link::new(format!("{} {}", article.body.number, question(&words, &article.body)), article_href(article.head.id)),
        what: words.choice("state", article.body.state.code()),
        due: Some(article.body.review_by),
        id: article.head.id.outward(KnowledgeArticle::DEF.prefix),
    };
    Ok(late.iter().map(told).collect())
}

/// What waits for the reader: what they answer for or have advised and rests on a changed text, and requests to answer or to clear.
pub(super) fn waiting(cx: &mut PageCx<'_, '_>) -> Result<Vec<Told>, Error> {
    let (today, me) = (cx.view.today, cx.view.account());
    let mut changed = basis_changed(cx.view, today, limits::PAGE_ROWS_MAX)?;
    changed.retain(|c| match &c.resting {
        Resting::Article(article) => article.body.owner.raw() == me,
        Resting::Advice(advice) => advice.body.drafted_by.map(Id::raw) == Some(me),
    });
    changed.truncate(SHOWN);
    cx.lists(changed.iter().map(|c| &c.basis.head));
    let references = references(cx, &changed)?;
    let words = cx.words;
    let told = |c: &BasisChanged| Waiting {
        reference: Link::new(resting(&words, &c.resting).text, PATH),
        what: references.get(&c.basis.body.document.raw()).cloned().unwrap_or_default(),
        due: None,
        id: c.basis.head.id.outward(Basis::DEF.prefix),
    };
    let changed: Vec<Waiting> = changed.iter().map(told).collect();
    let def = AdviceRequest::DEF;
    let mut requests = Vec::new();
    for state in OPEN {
        let found = rows(cx, &def, "due", &[("state", state.code().into())])?;
        // An answer in draft waits for somebody else than who wrote it.
        let (field, own) = if state == AdviceState::Drafted { ("drafted_by", false) } else { ("owner", true) };
        let mine = found.iter().filter(|r| (r.value(&def, field).id() == Some(me)) == own);
        requests.extend(mine.map(|r| waiting_row(cx, &def, r, "state", "due_on")));
    }
    Ok(vec![("page-section-basis-changed", PATH, changed), ("page-section-advice", "/r/advice_requests?view=due", requests)])
}
