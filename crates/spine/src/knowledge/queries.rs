//! What pages and notices ask about knowledge: whose basis has changed, what is past its review.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Record, RecordId, Register, limits};
use ledger::query::Sample;
use ledger::{Error, ListQuery, Query, RawRecord, View};

use super::{AdviceGiven, ArticleState, Basis, KnowledgeArticle};

/// What articles and advice rest on that has changed since it was looked at: the version is in force no longer, or another document has since superseded
/// or amended that part.
pub const CHANGED: Query = Query {
    name: "knowledge.changed",
    sql: "SELECT b.id FROM {bases b} JOIN {document_versions v} ON v.id = b.document_version \
          WHERE (v.valid_until IS NOT NULL AND v.valid_until < $1) OR EXISTS (SELECT 1 FROM {document_relations r} WHERE r.other = b.document \
          AND r.relation IN ('rel_supersedes', 'rel_supersedes_in_part', 'rel_amends') AND r.related_at > b.cited_at AND r.valid_from <= $1 \
          AND (r.component IS NULL OR b.component IS NULL OR lower(r.component) = lower(b.component))) \
          ORDER BY b.cited_at, b.id LIMIT $2",
    sample: &[Sample::Text("2026-03-03"), Sample::Int(50)],
};

/// The published articles that were to be looked at before a day.
pub const PAST_REVIEW: Query = Query {
    name: "knowledge.past_review",
    sql: "SELECT a.id FROM {knowledge_articles a} WHERE a.review_by < $1 AND a.state = 'article_published' ORDER BY a.review_by, a.id LIMIT $2",
    sample: &[Sample::Text("2026-03-03"), Sample::Int(50)],
};

/// The concept's named queries.
pub const ALL: &[&Query] = &[&CHANGED, &PAST_REVIEW];

/// What rests on something that has changed.
#[derive(Clone, Debug)]
pub enum Resting {
    /// A published article.
    Article(Box<Record<KnowledgeArticle>>),
    /// Advice that was sent.
    Advice(Box<Record<AdviceGiven>>),
}

/// A basis that has changed, and what rests on it.
#[derive(Clone, Debug)]
pub struct BasisChanged {
    /// The basis.
    pub basis: Record<Basis>,
    /// What rests on it.
    pub resting: Resting,
}

/// The worklist of what rests on a document that has changed, the longest cited first. Drafts and retired articles answer nothing and are left out.
pub fn basis_changed(view: &mut View<'_>, day: Date, most: usize) -> Result<Vec<BasisChanged>, Error> {
    let rows = view.rows(&CHANGED, &[day.into(), (most as i64).into()])?;
    let ids: Vec<RecordId> = rows.iter().filter_map(|row| row.first()?.id()).collect();
    let mut bases = view.having_any::<Basis>("id", &ids)?;
    bases.sort_by_key(|basis| (basis.body.cited_at, basis.head.id));
    let articles: Vec<RecordId> = bases.iter().filter_map(|b| Some(b.body.article?.raw())).collect();
    let articles: HashMap<RecordId, _> =
        view.having_any::<KnowledgeArticle>("id", &articles)?.into_iter().map(|a| (a.head.id, a)).collect();
    let advice: Vec<RecordId> = bases.iter().filter_map(|b| Some(b.body.advice?.raw())).collect();
    let advice: HashMap<RecordId, _> = view.having_any::<AdviceGiven>("id", &advice)?.into_iter().map(|a| (a.head.id, a)).collect();
    let resting = |basis: &Record<Basis>| {
        let article = basis.body.article.and_then(|id| articles.get(&id.raw())).filter(|a| a.body.state == ArticleState::Published);
        let given = basis.body.advice.and_then(|id| advice.get(&id.raw()));
        article.cloned().map(|a| Resting::Article(Box::new(a))).or_else(|| given.cloned().map(|a| Resting::Advice(Box::new(a))))
    };
    Ok(bases.into_iter().filter_map(|basis| Some(BasisChanged { resting: resting(&basis)?, basis })).collect())
}

/// The published articles past the day on which somebody was to look at them, the oldest first, so many at most.
pub fn past_review(view: &mut View<'_>, day: Date, most: usize) -> Result<Vec<Record<KnowledgeArticle>>, Error> {
    let rows = view.rows(&PAST_REVIEW, &[day.into(), (most as i64).into()])?;
    let ids: Vec<RecordId> = rows.iter().filter_map(|row| row.first()?.id()).collect();
    let mut articles = view.having_any::<KnowledgeArticle>("id", &ids)?;
    articles.sort_by_key(|a| (a.body.review_by, a.head.id));
    Ok(articles)
}

/// Published articles in which the words are found, in whichever language; the newest when nothing is asked.
pub fn found(view: &mut View<'_>, words: &str, most: usize) -> Result<Vec<Record<KnowledgeArticle>>, Error> {
    let filters = vec![("state".to_owned(), ArticleState::Published.code().into())];
    let newest = words.trim().is_empty().then(|| "newest".to_owned());
    let query =
        ListQuery { view: newest, filters, search: words.to_owned(), limit: most.min(limits::PAGE_ROWS_MAX), ..ListQuery::default() };
    view.rows_of(KnowledgeArticle::NAME, &query)?.into_iter().map(RawRecord::typed).collect()
}
