//! Knowledge: questions with their answers in both languages and the documents these rest on, and the advice that was asked for and given (SP-10).

pub mod advice;
pub mod articles;
pub mod lifecycle;
pub mod queries;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;
use crate::cases::ticket::Desk;
use crate::documents::controlled::{AUTHORS, ControlledDocument, DocumentVersion};

pub use lifecycle::{ADVICE, ARTICLES};

/// Duties that write articles and advise.
pub const ADVISERS: &[Duty] = AUTHORS;

kernel::choices! {
    /// Where an article stands.
    pub enum ArticleState {
        Draft = "article_draft", InReview = "article_in_review", Published = "article_published", Retired = "article_retired",
    }
}

kernel::choices! {
    /// Whom an article may be told to.
    pub enum Audience { Internal = "audience_internal", Nations = "audience_nations", Partners = "audience_partners", Public = "audience_public" }
}

/// A question and its answer.
#[derive(Clone, Debug, Register)]
#[register(name = "knowledge_articles", prefix = "kba", title = &["number", "question_en"], seen_by = OFFICE, lifecycle = Some(&ARTICLES),
           unique = &[&["number"]], indexes = &["owner, review_by"],
           views = &[ViewDef { name: "newest", by: "since", descending: true }, ViewDef { name: "review", by: "review_by", descending: false }])]
pub struct KnowledgeArticle {
    /// Its number, such as KB/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The question in English.
    #[field(search, list)]
    pub question_en: String,
    /// The question in French.
    #[field(search)]
    pub question_fr: String,
    /// Where it stands.
    #[field(list)]
    pub state: ArticleState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Whose matter it is.
    #[field(list)]
    pub desk: Desk,
    /// Whom it may be told to.
    #[field(list)]
    pub readership: Audience,
    /// The answer in English; its first words are found by search.
    #[field(long, search)]
    pub answer_en: String,
    /// The answer in French; its first words are found by search.
    #[field(long, search)]
    pub answer_fr: String,
    /// Other words by which people look for it, in both languages.
    #[field(search)]
    pub keywords: Option<String>,
    /// Who answers for it.
    #[field(list)]
    pub owner: Id<Account>,
    /// When somebody looks whether it is still right.
    #[field(list)]
    pub review_by: Date,
    /// Who wrote it last.
    pub author: Id<Account>,
    /// The person who did, with whichever account.
    #[field(hidden)]
    pub author_person: RecordId,
    /// SHA-256 of its questions and answers in hexadecimal; what is published is this.
    #[field(max = 64)]
    pub digest: String,
    /// Who published it.
    pub published_by: Option<RecordId>,
    /// When.
    pub published_on: Option<Date>,
}

kernel::choices! {
    /// Where a request for advice stands.
    pub enum AdviceState {
        Received = "advice_received", Drafted = "advice_drafted", Cleared = "advice_cleared", Sent = "advice_sent", Closed = "advice_closed",
    }
}

kernel::choices! {
    /// How advice is asked for and given.
    pub enum AdviceChannel { Email = "advice_email", Phone = "advice_phone", Letter = "advice_letter", InPerson = "advice_in_person" }
}

/// A request for advice, and the answer that is being written.
#[derive(Clone, Debug, Register)]
#[register(name = "advice_requests", prefix = "adq", title = &["number", "question"], seen_by = OFFICE, lifecycle = Some(&ADVICE),
           unique = &[&["number"]], indexes = &["owner, due_on"],
           views = &[ViewDef { name: "newest", by: "since", descending: true }, ViewDef { name: "due", by: "due_on", descending: false }])]
pub struct AdviceRequest {
    /// Its number, such as ADV/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What is asked.
    #[field(search, list)]
    pub question: String,
    /// Where it stands.
    #[field(list)]
    pub state: AdviceState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Who asks.
    #[field(search, list, max = 120)]
    pub requester: String,
    /// How they asked.
    pub advice_channel: AdviceChannel,
    /// Whose matter it is.
    #[field(list)]
    pub desk: Desk,
    /// More about it.
    #[field(long)]
    pub details: Option<String>,
    /// Who answers.
    #[field(list)]
    pub owner: Id<Account>,
    /// By when.
    #[field(list)]
    pub due_on: Date,
    /// The answer as it stands.
    #[field(long)]
    pub answer: Option<String>,
    /// The article it is taken from.
    pub article: Option<Id<KnowledgeArticle>>,
    /// The document it rests on.
    pub document: Option<Id<ControlledDocument>>,
    /// Who wrote the answer.
    pub drafted_by: Option<Id<Account>>,
    /// The person who did, with whichever account.
    #[field(hidden)]
    pub drafted_by_person: Option<RecordId>,
    /// SHA-256 of the answer in hexadecimal; what is cleared is this.
    #[field(max = 64)]
    pub digest: Option<String>,
    /// Who cleared it.
    pub cleared_by: Option<RecordId>,
}

/// What was advised to whom: written once, when it was sent.
#[derive(Clone, Debug, Register)]
#[register(name = "advice_given", prefix = "adg", title = &["number", "given_to"], seen_by = OFFICE, unique = &[&["number"]],
           views = &[ViewDef { name: "newest", by: "sent_at", descending: true }])]
pub struct AdviceGiven {
    /// The request's number with a number of its own, such as ADV/2026/003/1.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The request.
    #[field(list)]
    pub request: Id<AdviceRequest>,
    /// To whom.
    #[field(search, list, max = 120)]
    pub given_to: String,
    /// How.
    #[field(list)]
    pub advice_channel: AdviceChannel,
    /// What was advised, word for word.
    #[field(long)]
    pub answer: String,
    /// The article it was taken from.
    #[field(list)]
    pub article: Option<Id<KnowledgeArticle>>,
    /// Who wrote it.
    pub drafted_by: Option<Id<Account>>,
    /// Who cleared it.
    pub cleared_by: Option<RecordId>,
    /// When it was sent.
    #[field(list)]
    pub sent_at: Micros,
}

/// On which version of which document an article or a piece of advice rests. What was sent keeps what it rested on that day.
#[derive(Clone, Debug, Register)]
#[register(name = "bases", prefix = "bas", title = &["component", "cited_at"], seen_by = OFFICE,
           views = &[ViewDef { name: "newest", by: "cited_at", descending: true }])]
pub struct Basis {
    /// The article.
    #[field(list)]
    pub article: Option<Id<KnowledgeArticle>>,
    /// Or the advice.
    #[field(list)]
    pub advice: Option<Id<AdviceGiven>>,
    /// The document.
    #[field(list)]
    pub document: Id<ControlledDocument>,
    /// The version that was in force when it was looked at.
    #[field(list)]
    pub document_version: Id<DocumentVersion>,
    /// The part of it that says so.
    #[field(list, max = 80)]
    pub component: Option<String>,
    /// When it was looked at, last.
    #[field(list)]
    pub cited_at: Micros,
    /// What was seen when the document had changed.
    #[field(long)]
    pub review_result: Option<String>,
}
