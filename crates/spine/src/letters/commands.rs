//! Drafting, correcting, signing, issuing, answering and withdrawing letters. A number is taken by the signature and by nothing else.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::command::Offered;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::record::{BODY_CHARS_MAX, SIGNATORIES, WRITERS};
use super::rules::{Field, defects, fill};
use super::{Answer, Letter, LetterKind, LetterLine, LetterState, LetterTemplate, TemplateState};
use crate::clearances::commands::incoming_letter;
use crate::documents;
use crate::mail::commands::{Book, load_book, number, receipt, receipt_days};
use crate::mail::{Channel, Direction, MailItem, MailKind, MailStatus};
use crate::organisations::Authority;
use crate::people::Person;

/// The commands on letters.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Draft>(),
        CommandDef::of::<Edit>(),
        CommandDef::of::<Sign>(),
        CommandDef::of::<Issue>(),
        CommandDef::of::<Answered>(),
        CommandDef::of::<Withdraw>(),
    ]
}

/// What a draft is made of beside its template.
pub struct Makings {
    /// To whom.
    pub authority: Record<Authority>,
    /// The record it concerns.
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    pub person: Option<RecordId>,
    /// An answer is wanted by this day.
    pub reply_due: Option<Date>,
}

/// Drafts a letter from a template: what is known now is put in, the rest waits for the signature. Desks use it too.
pub fn draft(
    template: &Record<LetterTemplate>,
    makings: Makings,
    known: &dyn Fn(Field, kernel::Lang) -> Option<String>,
    cx: &Context<'_>,
    changes: &mut Changes,
) -> Result<Id<Letter>, Refused> {
    if template.body.status != TemplateState::InUse {
        return Err(Refusal::new("template-retired").at("template").into());
    }
    let Makings { authority, concerns, person, reply_due } = makings;
    let text = |lang: kernel::Lang, text: &str| {
        fill(text, |field| match (field, lang) {
            (field, _) if field.is_late() => None,
            (Field::Authority, kernel::Lang::En) => Some(authority.body.name_en.clone()),
            (Field::Authority, kernel::Lang::Fr) => Some(authority.body.name_fr.clone()),
            (field, lang) => known(field, lang),
        })
    };
    let of = &template.body;
    let cut = |text: String, most: usize| text.chars().take(most).collect::<String>();
    let (en, fr) = (kernel::Lang::En, kernel::Lang::Fr);
    let letter = Letter {
        reference: None,
        kind: of.kind,
        authority: authority.id(),
        subject_en: cut(text(en, &of.subject_en), kernel::limits::TEXT_CHARS_MAX),
        subject_fr: cut(text(fr, &of.subject_fr), kernel::limits::TEXT_CHARS_MAX),
        state: LetterState::Draft,
        since: cx.micros(),
        reply_due,
        body_en: cut(text(en, &of.body_en), BODY_CHARS_MAX),
        body_fr: cut(text(fr, &of.body_fr), BODY_CHARS_MAX),
        concerns,
        person,
        template: template.id(),
        template_version: template.head.version,
        drafted_by: cx.recorder(),
        signatory: None,
        signed_on: None,
        mail_item: None,
        document: None,
    };
    let id = begin(changes, cx.new_id(), &letter, None, cx);
    changes.answer_with(id);
    Ok(id)
}

/// Drafts a letter that is about no case.
#[derive(Clone, Debug, Fields)]
pub struct Draft {
    /// From which template.
    pub template: Id<LetterTemplate>,
    /// To whom.
    pub authority: Id<Authority>,
    /// An answer is wanted by this day.
    pub reply_due: Option<Date>,
}

impl Command for Draft {
    const NAME: &'static str = "letters.draft";
    const DUTIES: &'static [Duty] = WRITERS;
    const PURPOSE: &'static str = "correspondence";
    type Loaded = (Record<LetterTemplate>, Record<Authority>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.named("template", self.template)?, loader.named("authority", self.authority)?))
    }

    fn decide(&self, (template, authority): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if template.body.kind != LetterKind::General {
            return Err(Refusal::new("template-of-another-kind").at("template").into());
        }
        let mut changes = Changes::new();
        let makings = Makings { authority, concerns: None, person: None, reply_due: self.reply_due };
        draft(&template, makings, &|_, _| None, cx, &mut changes)?;
        Ok(changes)
    }
}

/// Corrects a draft.
#[derive(Clone, Debug, Fields)]
pub struct Edit {
    /// The letter.
    #[field(hidden)]
    pub letter: Id<Letter>,
    /// The version the form showed.
    #[field(hidden)]
    pub version: i64,
    /// Subject in English.
    pub subject_en: String,
    /// Subject in French.
    pub subject_fr: String,
    /// Text in English.
    #[field(long, max = BODY_CHARS_MAX)]
    pub body_en: String,
    /// Text in French.
    #[field(long, max = BODY_CHARS_MAX)]
    pub body_fr: String,
    /// An answer is wanted by this day.
    pub reply_due: Option<Date>,
}

impl Command for Edit {
    const NAME: &'static str = "letters.edit";
    const DUTIES: &'static [Duty] = WRITERS;
    const ON: Option<&'static str> = Some(Letter::NAME);
    const OFFERED: Offered = &[("state", &["letter_draft"])];
    const PURPOSE: &'static str = "correspondence";
    type Loaded = Record<Letter>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let letter = loader.get(self.letter)?;
        if letter.head.version != self.version {
            return Err(Error::Conflict { current: letter.head.version });
        }
        Ok(letter)
    }

    fn decide(&self, letter: Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        if letter.body.state != LetterState::Draft {
            return Err(Refusal::new("letter-not-a-draft").into());
        }
        let texts =
            [("subject_en", &self.subject_en), ("subject_fr", &self.subject_fr), ("body_en", &self.body_en), ("body_fr", &self.body_fr)];
        Refused::unless_empty(texts.into_iter().flat_map(|(name, text)| defects(letter.body.kind, text, name)).collect())?;
        let body = Letter {
            subject_en: self.subject_en.clone(),
            subject_fr: self.subject_fr.clone(),
            body_en: self.body_en.clone(),
            body_fr: self.body_fr.clone(),
            reply_due: self.reply_due,
            ..letter.body.clone()
        };
        let mut changes = Changes::new();
        changes.update(&letter.head, &body);
        Ok(changes)
    }
}

/// Signs a draft: it takes the next number of the book of outgoing mail.
#[derive(Clone, Debug, Fields)]
pub struct Sign {
    /// The letter.
    #[field(hidden)]
    pub letter: Id<Letter>,
    /// How it travels.
    pub channel: Channel,
    /// Whether a receipt is expected.
    pub receipt: bool,
}

impl Command for Sign {
    const NAME: &'static str = "letters.sign";
    const DUTIES: &'static [Duty] = SIGNATORIES;
    const ON: Option<&'static str> = Some(Letter::NAME);
    const PURPOSE: &'static str = "correspondence";
    type Loaded = (Record<Letter>, Book, Person, i64);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let letter = loader.get(self.letter)?;
        let level = kernel::Level(letter.head.label.level.clone());
        let book = load_book(loader, Direction::Outgoing, Some(&level))?;
        let signatory = loader.view().person();
        let signatory = loader.facts(|view| view.get::<Person>(Id::new(signatory)))?;
        Ok((letter, book, signatory.body, receipt_days(loader)?))
    }

    fn decide(&self, (letter, book, signatory, receipt_days): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        // What is still open must be a field that the signature fills in.
        let of = &letter.body;
        let texts = [("subject_en", &of.subject_en), ("subject_fr", &of.subject_fr), ("body_en", &of.body_en), ("body_fr", &of.body_fr)];
        let open = texts.into_iter().flat_map(|(name, text)| {
            super::rules::pieces(text).into_iter().filter_map(move |piece| match piece {
                super::rules::Piece::Field(field, line) if !Field::of(field).is_some_and(Field::is_late) => {
                    Some(Refusal::new("letter-field-open").with("name", field).with("text", name).with("line", line.to_string()))
                }
                _ => None,
            })
        });
        Refused::unless_empty(open.collect())?;
        let mail: Id<MailItem> = Id::new(cx.new_id());
        let mut numbered = Changes::new();
        let (register, number, reference) = number(&book, Direction::Outgoing, cx, &mut numbered);
        let name = format!("{} {}", signatory.given, signatory.surname);
        let late = |field: Field| (field == Field::Reference).then(|| reference.clone());
        let changes = step(&letter, cx, None, Some(mail.raw()), |l| {
            l.reference = Some(reference.clone());
            l.signatory = Some(name);
            l.signed_on = Some(cx.today);
            l.mail_item = Some(mail);
        })?;
        let item = MailItem {
            register,
            number,
            reference: reference.clone(),
            direction: Direction::Outgoing,
            kind: MailKind::Letter,
            subject: fill(&of.subject_en, late).chars().take(kernel::limits::TEXT_CHARS_MAX).collect(),
            document_date: cx.today,
            received_on: None,
            authority: Some(of.authority),
            correspondent: None,
            their_reference: None,
            channel: self.channel,
            letter_level: Some(kernel::Level(letter.head.label.level.clone())),
            medium: None,
            copies: None,
            pages: None,
            enclosures: None,
            tracking_number: None,
            reply_due: of.reply_due,
            concerns: of.concerns.or(Some(letter.head.id)),
            person: of.person,
            status: MailStatus::Issued,
            corrected_because: None,
            void_reason: None,
            registered_at: cx.micros(),
        };
        numbered.insert(mail.raw(), &item);
        if self.receipt {
            receipt(mail, of.person, receipt_days, cx, &mut numbered);
        }
        // The book and the entry come before the letter that refers to them.
        numbered.followed_by(changes);
        numbered.answer_with(letter.id());
        Ok(numbered)
    }
}

/// Issues a signed letter: the document as it was set is sealed and stays.
#[derive(Clone, Debug, Fields)]
pub struct Issue {
    /// The letter.
    #[field(hidden)]
    pub letter: Id<Letter>,
    /// The document; the server sets it from the letter.
    #[field(hidden)]
    pub file: Option<Vec<u8>>,
}

impl Command for Issue {
    const NAME: &'static str = "letters.issue";
    const DUTIES: &'static [Duty] = SIGNATORIES;
    const ON: Option<&'static str> = Some(Letter::NAME);
    const PURPOSE: &'static str = "correspondence";
    type Loaded = Record<Letter>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.letter)
    }

    fn decide(&self, letter: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let file = self.file.clone().ok_or_else(|| Refusal::new("letter-not-set"))?;
        let name = format!("{}.pdf", letter.body.reference.as_deref().unwrap_or("letter").replace('/', "-"));
        let mut attached = Changes::new();
        let record = letter.body.mail_item.map_or(letter.head.id, Id::raw);
        let document = documents::attach(&mut attached, cx, record, letter.body.person, &name, file);
        let changes = step(&letter, cx, None, Some(document.raw()), |l| l.document = Some(document))?;
        attached.followed_by(changes);
        attached.answer_with(letter.id());
        Ok(attached)
    }
}

/// The answer came in.
#[derive(Clone, Debug, Fields)]
pub struct Answered {
    /// The letter.
    #[field(hidden)]
    pub letter: Id<Letter>,
    /// The letter that answers it.
    pub mail_item: Id<MailItem>,
}

impl Command for Answered {
    const NAME: &'static str = "letters.answered";
    const DUTIES: &'static [Duty] = WRITERS;
    const ON: Option<&'static str> = Some(Letter::NAME);
    const PURPOSE: &'static str = "correspondence";
    type Loaded = (Record<Letter>, Record<MailItem>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.letter)?, loader.named("mail_item", self.mail_item)?))
    }

    fn decide(&self, (letter, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        incoming_letter(&mail, None, "mail_item")?;
        step(&letter, cx, None, Some(mail.head.id), |_| {})
    }
}

/// A draft that is not needed.
#[derive(Clone, Debug, Fields)]
pub struct Withdraw {
    /// The letter.
    #[field(hidden)]
    pub letter: Id<Letter>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Withdraw {
    const NAME: &'static str = "letters.withdraw";
    const DUTIES: &'static [Duty] = WRITERS;
    const ON: Option<&'static str> = Some(Letter::NAME);
    const PURPOSE: &'static str = "correspondence";
    type Loaded = Record<Letter>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.letter)
    }

    fn decide(&self, letter: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&letter, cx, Some(&self.reason), None, |_| {})
    }
}

/// What a reply sheet says about one case.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReplyRow {
    /// The case's number, as the sheet was sent with it.
    pub number: String,
    /// The authority's reference.
    pub their_reference: Option<String>,
    /// What it answers.
    pub answer: Option<String>,
    /// When it expects to decide.
    pub expected_on: Option<Date>,
    /// What it remarks.
    pub remark: Option<String>,
}

/// A line as it stands after a row of the reply sheet; an empty cell changes nothing.
pub fn answered(line: &LetterLine, row: &ReplyRow) -> LetterLine {
    LetterLine {
        their_reference: row.their_reference.clone().or_else(|| line.their_reference.clone()),
        answer: row.answer.as_deref().and_then(Answer::from_code).or(line.answer),
        expected_on: row.expected_on.or(line.expected_on),
        answer_remark: row.remark.clone().or_else(|| line.answer_remark.clone()),
        ..line.clone()
    }
}
