//! Writing, publishing, correcting and retiring articles, and saying on what they rest.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::command::Offered;
use ledger::crypto::{hex, sha256};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::{ADVISERS, ArticleState, Audience, Basis, KnowledgeArticle};
use crate::cases::ticket::Desk;
use crate::documents::controlled::queries::text_in_force;
use crate::documents::controlled::{ControlledDocument, DocumentVersion};
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on articles and what they rest on.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Write>(),
        CommandDef::of::<Edit>(),
        CommandDef::of::<Submit>(),
        CommandDef::of::<SendBack>(),
        CommandDef::of::<Publish>(),
        CommandDef::of::<Confirm>(),
        CommandDef::of::<Retire>(),
        CommandDef::of::<Cite>(),
        CommandDef::of::<StillRight>(),
        CommandDef::of::<NoLonger>(),
    ]
}

/// Name of the series articles are numbered in.
const SERIES: &str = "KB";

/// What an article says.
#[derive(Clone, Debug, Fields)]
pub struct Wording {
    /// The question in English.
    pub question_en: String,
    /// The question in French.
    pub question_fr: String,
    /// The answer in English.
    #[field(long)]
    pub answer_en: String,
    /// The answer in French.
    #[field(long)]
    pub answer_fr: String,
    /// Other words by which people look for it, in both languages.
    pub keywords: Option<String>,
    /// Whose matter it is.
    pub desk: Desk,
    /// Whom it may be told to.
    pub readership: Audience,
    /// When somebody looks whether it is still right.
    pub review_by: Date,
}

impl Wording {
    /// The hash of its questions and answers, and of whom they may be told to.
    fn digest(&self) -> String {
        let texts = [&self.question_en, &self.question_fr, &self.answer_en, &self.answer_fr].map(String::as_str);
        hex(&sha256(&[[&texts[..], &[self.readership.code()]].concat().join("\0").as_bytes()]))
    }
    fn sound(&self, cx: &Context<'_>) -> Result<(), Refused> {
        if self.review_by <= cx.today { Err(Refusal::new("date-in-past").at("review_by").into()) } else { Ok(()) }
    }
}

/// Writes an article.
#[derive(Clone, Debug, Fields)]
pub struct Write {
    /// What it says.
    #[field(flatten)]
    pub wording: Wording,
    /// Who answers for it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

impl Command for Write {
    const NAME: &'static str = "knowledge_articles.write";
    const DUTIES: &'static [Duty] = ADVISERS;
    const ADDS: Option<&'static str> = Some(KnowledgeArticle::NAME);
    const PURPOSE: &'static str = "knowledge";
    type Loaded = (Id<Account>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let year = i64::from(loader.view().today.year());
        Ok((owner, series::load(loader.view(), SERIES, year)?))
    }

    fn decide(&self, (owner, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        self.wording.sound(cx)?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let of = self.wording.clone();
        let article = KnowledgeArticle {
            number: format!("{SERIES}/{year}/{number:03}"),
            digest: of.digest(),
            question_en: of.question_en,
            question_fr: of.question_fr,
            state: ArticleState::Draft,
            since: cx.micros(),
            desk: of.desk,
            readership: of.readership,
            answer_en: of.answer_en,
            answer_fr: of.answer_fr,
            keywords: of.keywords,
            owner,
            review_by: of.review_by,
            author: Id::new(cx.account),
            author_person: cx.person,
            published_by: None,
            published_on: None,
        };
        let id = begin(&mut changes, cx.new_id(), &article, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Corrects an article: it is a draft again, and published anew.
#[derive(Clone, Debug, Fields)]
pub struct Edit {
    /// The article.
    #[field(hidden)]
    pub article: Id<KnowledgeArticle>,
    /// The version the form showed.
    #[field(hidden)]
    pub version: i64,
    /// What it says.
    #[field(flatten)]
    pub wording: Wording,
}

impl Command for Edit {
    const NAME: &'static str = "knowledge_articles.edit";
    const DUTIES: &'static [Duty] = ADVISERS;
    const ON: Option<&'static str> = Some(KnowledgeArticle::NAME);
    const PURPOSE: &'static str = "knowledge";
    type Loaded = Record<KnowledgeArticle>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let article = loader.get(self.article)?;
        if article.head.version != self.version {
            return Err(Error::Conflict { current: article.head.version });
        }
        Ok(article)
    }

    fn decide(&self, article: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        self.wording.sound(cx)?;
        let of = self.wording.clone();
        step(&article, cx, None, None, |a| {
            a.digest = of.digest();
            (a.question_en, a.question_fr) = (of.question_en, of.question_fr);
            (a.answer_en, a.answer_fr, a.keywords) = (of.answer_en, of.answer_fr, of.keywords);
            (a.desk, a.readership, a.review_by) = (of.desk, of.readership, of.review_by);
            (a.author, a.author_person) = (Id::new(cx.account), cx.person);
            (a.published_by, a.published_on) = (None, None);
        })
    }
}

on_record! {
    /// Gives an article to be looked at by another.
    Submit = "knowledge_articles.submit" on article: KnowledgeArticle, by ADVISERS, for "knowledge", {}
    |_, article, cx| step(&article, cx, None, None, |_| {})
}

on_record! {
    /// Gives an article back to who wrote it.
    SendBack = "knowledge_articles.send_back" on article: KnowledgeArticle, by ADVISERS, for "knowledge", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, article, cx| step(&article, cx, Some(&this.reason), None, |_| {})
}

on_record! {
    /// Publishes an article, exactly as it stands; whoever wrote it does not.
    Publish = "knowledge_articles.publish" on article: KnowledgeArticle, by ADVISERS, for "knowledge", {
        /// SHA-256 of what is published.
        #[field(hidden, max = 64)]
        digest: String,
    }
    |this, article, cx| {
        if article.body.author_person == cx.person {
            return Err(Refusal::new("article-published-by-author").into());
        }
        if article.body.digest != this.digest {
            return Err(Refusal::new("text-changed-meanwhile").into());
        }
        step(&article, cx, None, None, |a| (a.published_by, a.published_on) = (Some(cx.person), Some(cx.today)))
    }
}

on_record! {
    /// Looked at it: it is still right.
    Confirm = "knowledge_articles.confirm" on article: KnowledgeArticle, by ADVISERS, for "knowledge", {
        /// What was seen.
        #[field(long)]
        reason: String,
        /// When somebody looks again.
        review_by: Date,
    }
    |this, article, cx| {
        if this.review_by <= cx.today {
            return Err(Refusal::new("date-in-past").at("review_by").into());
        }
        step(&article, cx, Some(&this.reason), None, |a| a.review_by = this.review_by)
    }
}

on_record! {
    /// Retires an article: it answers nothing any more.
    Retire = "knowledge_articles.retire" on article: KnowledgeArticle, by ADVISERS, for "knowledge", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, article, cx| step(&article, cx, Some(&this.reason), None, |_| {})
}

/// The version of a document that is in force today, as whoever cites it sees it.
pub(super) fn citable(loader: &mut Loader<'_, '_>, document: Id<ControlledDocument>) -> Result<Option<Record<DocumentVersion>>, Error> {
    let today = loader.view().today;
    let version = text_in_force(loader.view(), document, today)?.version;
    version.map(|version| loader.get(version.id())).transpose()
}

/// Says that an article rests on a document, as it is in force today.
#[derive(Clone, Debug, Fields)]
pub struct Cite {
    /// The article.
    #[field(hidden)]
    pub article: Id<KnowledgeArticle>,
    /// The document.
    pub document: Id<ControlledDocument>,
    /// The part of it that says so.
    #[field(max = 80)]
    pub component: Option<String>,
}

impl Command for Cite {
    const NAME: &'static str = "bases.cite";
    const DUTIES: &'static [Duty] = ADVISERS;
    const ON: Option<&'static str> = Some(KnowledgeArticle::NAME);
    const OFFERED: Offered = &[("state", &["article_draft", "article_in_review", "article_published"])];
    const PURPOSE: &'static str = "knowledge";
    type Loaded = (Record<KnowledgeArticle>, Option<Record<DocumentVersion>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let article = loader.get(self.article)?;
        loader.named("document", self.document)?;
        Ok((article, citable(loader, self.document)?))
    }

    fn decide(&self, (article, version): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let version = version.ok_or_else(|| Refusal::new("basis-not-in-force").at("document"))?;
        let basis = Basis {
            article: Some(article.id()),
            advice: None,
            document: self.document,
            document_version: version.id(),
            component: self.component.clone(),
            cited_at: cx.micros(),
            review_result: None,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &basis);
        changes.answer_with(article.id());
        Ok(changes)
    }
}

/// The document has changed; what rests on it was held against what is in force today, and is still right.
#[derive(Clone, Debug, Fields)]
pub struct StillRight {
    /// On what it rests.
    #[field(hidden)]
    pub basis: Id<Basis>,
    /// What was seen.
    #[field(long)]
    pub review_result: String,
}

impl Command for StillRight {
    const NAME: &'static str = "bases.still_right";
    const DUTIES: &'static [Duty] = ADVISERS;
    const ON: Option<&'static str> = Some(Basis::NAME);
    const PURPOSE: &'static str = "knowledge";
    type Loaded = (Record<Basis>, Option<Record<DocumentVersion>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let basis = loader.get(self.basis)?;
        let version = citable(loader, basis.body.document)?;
        Ok((basis, version))
    }

    fn decide(&self, (basis, version): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let version = version.ok_or_else(|| Refusal::new("basis-not-in-force"))?;
        let (document_version, cited_at, review_result) = (version.id(), cx.micros(), Some(self.review_result.clone()));
        let mut changes = Changes::new();
        changes.update(&basis.head, &Basis { document_version, cited_at, review_result, ..basis.body.clone() });
        Ok(changes)
    }
}

on_record! {
    /// It rests on that document no longer, or who was advised has been told: the basis is taken back, with what was done.
    NoLonger = "bases.no_longer" on basis: Basis, by ADVISERS, for "knowledge", {
        /// What was done.
        #[field(long)]
        review_result: String,
    }
    |this, basis, _cx| {
        let mut changes = Changes::new();
        let body = Basis { review_result: Some(this.review_result.clone()), ..basis.body.clone() };
        changes.void(&Record { head: basis.head.clone(), body });
        Ok(changes)
    }
}
