//! Requests for advice: received, answered from what is known, cleared by another, sent with a trace, closed.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::crypto::{hex, sha256};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::articles::citable;
use super::{ADVISERS, AdviceChannel, AdviceGiven, AdviceRequest, AdviceState, ArticleState, Basis, KnowledgeArticle};
use crate::cases::queries::calendars;
use crate::cases::ticket::Desk;
use crate::documents::controlled::{ControlledDocument, DocumentVersion};
use crate::documents::working_days_after;
use crate::limits;
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on requests for advice.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Receive>(),
        CommandDef::of::<DraftAnswer>(),
        CommandDef::of::<Clear>(),
        CommandDef::of::<Send>(),
        CommandDef::of::<Close>(),
        CommandDef::of::<Reopen>(),
    ]
}

/// Name of the series requests are numbered in.
const SERIES: &str = "ADV";

/// Enters a request for advice.
#[derive(Clone, Debug, Fields)]
pub struct Receive {
    /// What is asked.
    pub question: String,
    /// Who asks.
    #[field(max = 120)]
    pub requester: String,
    /// How they asked.
    pub advice_channel: AdviceChannel,
    /// Whose matter it is.
    pub desk: Desk,
    /// More about it.
    #[field(long)]
    pub details: Option<String>,
    /// By when; within the usual working days when left out.
    pub due_on: Option<Date>,
    /// Who answers; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

impl Command for Receive {
    const NAME: &'static str = "advice_requests.receive";
    const DUTIES: &'static [Duty] = ADVISERS;
    const ADDS: Option<&'static str> = Some(AdviceRequest::NAME);
    const PURPOSE: &'static str = "advice";
    /// Who answers, the series, and the day by which the office usually does.
    type Loaded = (Id<Account>, series::Standing, Date);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let (today, zone) = (loader.view().today, loader.view().zone.clone());
        let calendars = calendars(loader.view())?;
        // An office that keeps no calendar works from Monday to Friday.
        let usual = if calendars.has_office() {
            (0..limits::ADVICE_WORKING_DAYS).fold(today, |day, _| calendars.next_working_day(day, &zone))
        } else {
            working_days_after(today, limits::ADVICE_WORKING_DAYS)
        };
        Ok((owner, series::load(loader.view(), SERIES, i64::from(today.year()))?, usual))
    }

    fn decide(&self, (owner, standing, usual): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let due_on = self.due_on.unwrap_or(usual);
        if due_on < cx.today {
            return Err(Refusal::new("date-in-past").at("due_on").into());
        }
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let request = AdviceRequest {
            number: format!("{SERIES}/{year}/{number:03}"),
            question: self.question.clone(),
            state: AdviceState::Received,
            since: cx.micros(),
            requester: self.requester.clone(),
            advice_channel: self.advice_channel,
            desk: self.desk,
            details: self.details.clone(),
            owner,
            due_on,
            answer: None,
            article: None,
            document: None,
            drafted_by: None,
            drafted_by_person: None,
            digest: None,
            cleared_by: None,
        };
        let id = begin(&mut changes, cx.new_id(), &request, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Writes the answer, with what it is taken from or rests on.
#[derive(Clone, Debug, Fields)]
pub struct DraftAnswer {
    /// The request.
    #[field(hidden)]
    pub request: Id<AdviceRequest>,
    /// What is advised.
    #[field(long)]
    pub answer: String,
    /// The article it is taken from.
    pub article: Option<Id<KnowledgeArticle>>,
    /// The document it rests on.
    pub document: Option<Id<ControlledDocument>>,
}

impl Command for DraftAnswer {
    const NAME: &'static str = "advice_requests.draft_answer";
    const DUTIES: &'static [Duty] = ADVISERS;
    const ON: Option<&'static str> = Some(AdviceRequest::NAME);
    const PURPOSE: &'static str = "advice";
    type Loaded = (Record<AdviceRequest>, Option<Record<KnowledgeArticle>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let request = loader.get(self.request)?;
        let article = self.article.map(|article| loader.named("article", article)).transpose()?;
        self.document.map(|document| loader.named("document", document)).transpose()?;
        Ok((request, article))
    }

    fn decide(&self, (request, article): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if self.article.is_none() && self.document.is_none() {
            wrong.push(Refusal::new("advice-without-basis").at("article"));
        }
        if article.is_some_and(|article| article.body.state != ArticleState::Published) {
            wrong.push(Refusal::new("article-not-published").at("article"));
        }
        Refused::unless_empty(wrong)?;
        step(&request, cx, None, None, |r| {
            (r.answer, r.digest) = (Some(self.answer.clone()), Some(hex(&sha256(&[self.answer.as_bytes()]))));
            (r.article, r.document) = (self.article, self.document);
            (r.drafted_by, r.drafted_by_person, r.cleared_by) = (Some(Id::new(cx.account)), Some(cx.person), None);
        })
    }
}

on_record! {
    /// Clears the answer, exactly as it stands; whoever wrote it does not.
    Clear = "advice_requests.clear" on request: AdviceRequest, by ADVISERS, for "advice", {
        /// SHA-256 of the answer that is cleared.
        #[field(hidden, max = 64)]
        digest: String,
    }
    |this, request, cx| {
        if request.body.drafted_by_person == Some(cx.person) {
            return Err(Refusal::new("advice-cleared-by-author").into());
        }
        if request.body.digest.as_deref() != Some(this.digest.as_str()) {
            return Err(Refusal::new("text-changed-meanwhile").into());
        }
        step(&request, cx, None, None, |r| r.cleared_by = Some(cx.person))
    }
}

/// Sends the cleared answer: what was advised to whom is written down, with what it rested on that day.
#[derive(Clone, Debug, Fields)]
pub struct Send {
    /// The request.
    #[field(hidden)]
    pub request: Id<AdviceRequest>,
    /// How it was given.
    pub advice_channel: AdviceChannel,
    /// To whom; to who asked when left out.
    #[field(max = 120)]
    pub given_to: Option<String>,
}

/// What is sent.
pub struct Cleared {
    request: Record<AdviceRequest>,
    before: usize,
    /// What the article rests on, as it was last looked at.
    cited: Vec<Basis>,
    /// The document it rests on itself, as it is in force.
    version: Option<Record<DocumentVersion>>,
}

impl Command for Send {
    const NAME: &'static str = "advice_requests.send";
    const DUTIES: &'static [Duty] = ADVISERS;
    const ON: Option<&'static str> = Some(AdviceRequest::NAME);
    const PURPOSE: &'static str = "advice";
    type Loaded = Cleared;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let request = loader.get(self.request)?;
        let before = loader.facts(|view| view.having::<AdviceGiven>("request", self.request.raw()))?.len();
        let cited = match request.body.article {
            Some(article) => {
                let found = loader.view().having::<Basis>("article", article.raw())?;
                found.into_iter().map(|basis| loader.get(basis.id()).map(|basis| basis.body)).collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        };
        let version = request.body.document.map(|document| citable(loader, document)).transpose()?.flatten();
        Ok(Cleared { request, before, cited, version })
    }

    fn decide(&self, cleared: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let Cleared { request, before, cited, version } = cleared;
        if request.body.document.is_some() && version.is_none() {
            return Err(Refusal::new("basis-not-in-force").into());
        }
        let moved = step(&request, cx, None, None, |_| {})?;
        let of = &request.body;
        let mut changes = Changes::new();
        let advice = AdviceGiven {
            number: format!("{}/{}", of.number, before + 1),
            request: request.id(),
            given_to: self.given_to.clone().unwrap_or_else(|| of.requester.clone()),
            advice_channel: self.advice_channel,
            answer: of.answer.clone().unwrap_or_default(),
            article: of.article,
            drafted_by: of.drafted_by,
            cleared_by: of.cleared_by,
            sent_at: cx.micros(),
        };
        let advice = changes.insert(cx.new_id(), &advice);
        let own = version.map(|version| Basis {
            article: None,
            advice: None,
            document: version.body.document,
            document_version: version.id(),
            component: None,
            cited_at: cx.micros(),
            review_result: None,
        });
        // A document that had changed before is told of as changed from the first day on.
        for basis in cited.into_iter().chain(own) {
            changes.insert(cx.new_id(), &Basis { article: None, advice: Some(advice), review_result: None, ..basis });
        }
        changes.followed_by(moved);
        changes.answer_with(request.id());
        Ok(changes)
    }
}

on_record! {
    /// Who asked is content.
    Close = "advice_requests.close" on request: AdviceRequest, by ADVISERS, for "advice", {}
    |_, request, cx| step(&request, cx, None, None, |_| {})
}

on_record! {
    /// Who asked comes back, or the advice has to be given anew.
    Reopen = "advice_requests.reopen" on request: AdviceRequest, by ADVISERS, for "advice", {
        /// Why.
        #[field(long)]
        reason: String,
        /// By when it is answered now.
        due_on: Date,
    }
    |this, request, cx| {
        if this.due_on < cx.today {
            return Err(Refusal::new("date-in-past").at("due_on").into());
        }
        step(&request, cx, Some(&this.reason), None, |r| r.due_on = this.due_on)
    }
}
