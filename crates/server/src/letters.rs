//! Letters on paper: a letter's record as a document in both languages, with its proof; and the one way by which commands reach the ledger,
//! which issues a letter as soon as it is signed.

use std::collections::HashMap;

use desk_clearance::cases::PscCase;
use desk_clearance::reports::commands::SendScheduled;
use documents::{Block, Column, Document, Layout, Letterhead, Part};
use exchange::xml::Build;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::marking::Mark;
use kernel::{Id, Lang, Record, RecordId, Register, Value};
use ledger::log::checkpoint::Checkpoint;
use ledger::{Command, Error, Ledger, Order, Receipt, View};
use spine::letters::commands::{Issue, Sign};
use spine::letters::queries::lines;
use spine::letters::rules::{Field, fill};
use spine::letters::{Letter, LetterKind, LetterLine, LetterState};
use spine::organisations::Authority;
use spine::people::Person;

use crate::app::App;
use crate::words::Words;

/// All that stands in a letter.
#[derive(Clone)]
pub struct Sheet {
    /// The letter.
    pub letter: Record<Letter>,
    authority: Authority,
    /// The cases it lists.
    pub lines: Vec<Record<LetterLine>>,
    names: HashMap<RecordId, String>,
    mark: Mark,
    /// Its marking in both languages, as high as anything it shows.
    pub marking: String,
    /// The same as a label for machines; empty where nothing says it.
    pub label: String,
    element: Option<Build>,
    /// Who is certified for a meeting, and the case that says for which.
    certified: Option<(Person, PscCase)>,
}

/// The same in both languages, once where they agree.
fn joined(texts: [String; 2]) -> String {
    let [en, fr] = texts;
    if en == fr { en } else { format!("{en} / {fr}") }
}

/// Reads a letter with what it shows.
fn sheet(view: &mut View<'_>, id: Id<Letter>) -> Result<Sheet, Error> {
    let letter = view.get(id)?;
    let authority = view.get(letter.body.authority)?;
    let lines = lines(view, id)?;
    let people: Vec<RecordId> = lines.iter().map(|line| line.body.person.to_owned()).collect();
    let mut names = HashMap::new();
    for some in people.chunks(kernel::limits::PAGE_ROWS_MAX) {
        names.extend(view.titles("people", some)?);
    }
    // Whoever sees the letter and not the case sees the letter.
    let case: Vec<RecordId> = letter.body.concerns.filter(|_| letter.body.kind == LetterKind::MeetingCertificate).into_iter().collect();
    let case = view.having_any::<PscCase>("id", &case)?.pop().map(|case| case.body);
    let person: Vec<RecordId> = case.iter().map(|case| case.person.raw()).collect();
    let certified = view.having_any::<Person>("id", &person)?.pop().map(|person| person.body).zip(case);
    let mark = view.mark().join(&view.policy.list(lines.iter().map(|line| &line.head)));
    let (marking, label) = (view.policy.both(&mark), exchange::label::text(view.policy, &mark));
    let element = exchange::label::element(view.policy, &mark);
    Ok(Sheet { letter, authority: authority.body, lines, names, mark, marking, label, element, certified })
}

/// The log as far as it is signed, in one line.
pub async fn proof(ledger: &Ledger) -> Result<String, Error> {
    ledger.checkpoint().answer().await?;
    let note = ledger.last_checkpoint().answer().await?.unwrap_or_default();
    let read = Checkpoint::read(&note, &ledger.public_key()?);
    let (checkpoint, _) = read.ok_or_else(|| Error::Stored("the last checkpoint is damaged".to_owned()))?;
    Ok(format!("{} · log {} · root {}", checkpoint.origin, checkpoint.size, ledger::crypto::hex(&checkpoint.root)))
}

/// The document a letter is printed as. What the signature has not yet filled in says so.
pub fn document(sheet: &Sheet, proof: &str, zone: &TimeZone) -> Document {
    let letter = &sheet.letter.body;
    let both = |key: &str| joined(Lang::ALL.map(|lang| Words::new(lang).t(key)));
    let number = letter.reference.clone().unwrap_or_else(|| both("letter-no-number"));
    let day = |day: Option<jiff::civil::Date>, lang: Lang| match day {
        Some(day) => Words::new(lang).l.long_date(day.year(), day.month(), day.day()),
        None => Words::new(lang).t("letter-not-signed"),
    };
    let late = |lang: Lang| {
        let number = number.clone();
        move |field: Field| match field {
            Field::Reference => Some(number.clone()),
            Field::Date => Some(day(letter.signed_on, lang)),
            Field::ReplyDue => Some(letter.reply_due.map_or_else(|| "…".to_owned(), |due| day(Some(due), lang))),
            Field::Signatory => Some(letter.signatory.clone().unwrap_or_else(|| Words::new(lang).t("letter-not-signed"))),
            _ => None,
        }
    };
    let text = |lang: Lang, text: &str| fill(text, late(lang));
    let part = |lang: Lang| {
        let (subject, body) = match lang {
            Lang::En => (&letter.subject_en, &letter.body_en),
            Lang::Fr => (&letter.subject_fr, &letter.body_fr),
        };
        let heading = (lang != Lang::En).then(|| Block::heading(2, text(lang, subject)));
        let paragraphs = body.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
        let blocks = paragraphs.map(|paragraph| match points(paragraph) {
            _ if is_cases(paragraph) => table(sheet, lang),
            Some(points) => Block::Points { points: points.into_iter().map(|point| text(lang, point)).collect() },
            None => Block::paragraph(text(lang, paragraph)),
        });
        Part { lang, new_page: lang != Lang::En, blocks: heading.into_iter().chain(blocks).collect() }
    };
    let mut addressee = vec![sheet.authority.name_en.clone(), sheet.authority.name_fr.clone()];
    addressee.dedup();
    addressee.extend(sheet.authority.address.iter().flat_map(|a| a.lines().map(str::to_owned)));
    let mut facts = vec![
        (both("letter-our-reference"), number.clone()),
        (both("letter-date"), letter.signed_on.map_or_else(|| both("letter-not-signed"), |day| day.to_string())),
    ];
    facts.extend(letter.reply_due.map(|due| (both("letter-reply-due"), due.to_string())));
    Document {
        title: text(Lang::En, &letter.subject_en),
        subtitle: String::new(),
        author: both("letter-office"),
        lang: Lang::En,
        marking: sheet.marking.clone(),
        label: sheet.label.clone(),
        footer: number.clone(),
        proof: proof.to_owned(),
        watermark: String::new(),
        layout: Layout::Upright,
        letterhead: Some(Letterhead { sender: Lang::ALL.map(|lang| Words::new(lang).t("letter-office")).to_vec(), addressee, facts }),
        parts: Lang::ALL.map(part).to_vec(),
        ident: format!("{} {}", sheet.letter.head.id.outward(Letter::DEF.prefix), number),
        issued: letter
            .signed_on
            .and_then(|day| day.to_zoned(zone.clone()).ok())
            .map_or_else(|| kernel::clock::from_micros(letter.since.0), |at| at.timestamp()),
    }
}

/// A letter as XML: codes, days and texts as they stand; a certificate for a meeting with what it certifies.
///
/// # Errors
/// When it cannot be written.
pub fn xml(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let letter = &sheet.letter.body;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let number = letter.reference.clone().unwrap_or_default();
    let late = |field: Field| match field {
        Field::Reference => Some(number.clone()),
        Field::Date => Some(day(letter.signed_on)),
        Field::ReplyDue => Some(day(letter.reply_due)),
        Field::Signatory => letter.signatory.clone(),
        _ => None,
    };
    let told = |name: &'static str, lang: Lang, text: &str| Build::text(name, fill(text, late)).with("lang", lang.code());
    let line = |line: &Record<LetterLine>| {
        Build::new("case")
            .with("number", &line.body.number)
            .with("theirReference", line.body.their_reference.clone().unwrap_or_default())
            .with("level", &line.body.level.0)
            .with("sent", line.body.sent_on.to_string())
            .with("person", sheet.names.get(&line.body.person).cloned().unwrap_or_default())
    };
    let certificate = sheet.certified.as_ref().map(|(person, case)| {
        let born = person.birth_date.map(|day| day.to_string()).unwrap_or_default();
        Build::new("certificate")
            .with("case", &case.number)
            .with("level", &case.level.0)
            .with("categories", case.categories.joined())
            .with("from", day(case.event_from))
            .with("until", day(case.event_until))
            .holding([
                Build::new("person")
                    .with("family", &person.surname)
                    .with("given", &person.given)
                    .with("born", born)
                    .with("nationality", &person.nationality.0),
                Build::text("meeting", case.event.clone().unwrap_or_default()),
            ])
    });
    let parts = [
        Build::new("authority").with("nation", &sheet.authority.nation.0).with("name", &sheet.authority.name_en),
        told("subject", Lang::En, &letter.subject_en),
        told("subject", Lang::Fr, &letter.subject_fr),
        told("text", Lang::En, &letter.body_en),
        told("text", Lang::Fr, &letter.body_fr),
    ];
    let root = Build::new("letter")
        .with("number", &number)
        .with("kind", letter.kind.code())
        .with("state", letter.state.code())
        .with("signed", day(letter.signed_on))
        .with("signatory", letter.signatory.clone().unwrap_or_default())
        .with("replyDue", day(letter.reply_due))
        .holding(certificate.into_iter().chain(parts).chain(sheet.lines.iter().map(line)));
    let written = exchange::forms::write(root, exchange::forms::LETTER, &sheet.marking, sheet.element.clone());
    written.map_err(|e| Error::Stored(format!("letter as XML: {e}")))
}

fn is_cases(paragraph: &str) -> bool {
    let name = paragraph.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    name.is_some_and(|name| name.trim() == Field::Cases.name())
}

/// The points of a paragraph whose lines all begin with a dash.
fn points(paragraph: &str) -> Option<Vec<&str>> {
    paragraph.lines().map(|line| line.trim().strip_prefix("- ")).collect()
}

fn table(sheet: &Sheet, lang: Lang) -> Block {
    let words = Words::new(lang);
    let rows = sheet.lines.iter().map(|line| {
        vec![
            line.body.number.clone(),
            line.body.their_reference.clone().unwrap_or_default(),
            sheet.names.get(&line.body.person).cloned().unwrap_or_default(),
            line.body.sent_on.to_string(),
            words.l.int(line.body.days),
        ]
    });
    Block::Table {
        caption: words.t("letter-cases"),
        columns: vec![
            Column::text(words.t("letter-our-case")),
            Column::text(words.t("letter-your-reference")),
            Column::text(words.t("letter-name")),
            Column::text(words.t("letter-sent-on")),
            Column::number(words.t("letter-days")),
        ],
        rows: rows.collect(),
    }
}

impl App {
    /// What stands in a letter; the answer it goes into is marked as high.
    pub async fn letter_sheet(&self, account: RecordId, letter: Id<Letter>) -> Result<Sheet, Error> {
        let sheet = self.ledger.read(account, move |view| sheet(view, letter)).answer().await?;
        crate::app::saw(self.ledger.policy(), &sheet.mark);
        Ok(sheet)
    }

    /// A letter as a document: the draft or what was signed, with the proof of now.
    pub async fn letter_document(&self, account: RecordId, letter: Id<Letter>) -> Result<Document, Error> {
        let sheet = self.letter_sheet(account, letter).await?;
        let proof = proof(&self.ledger).await?;
        Ok(document(&sheet, &proof, self.ledger.zone()))
    }

    /// A letter as PDF; set outside of every transaction.
    pub async fn letter_pdf(&self, account: RecordId, letter: Id<Letter>) -> Result<Vec<u8>, Error> {
        typeset(self.letter_document(account, letter).await?).await
    }

    /// Carries out what a page, the API or a job orders. A letter that is signed is set, sealed and issued at once; should that fail, it stays
    /// signed and can be issued from its page.
    pub async fn carry_out(&self, order: Order) -> Result<Receipt, Error> {
        let (account, command) = (order.account, order.command.clone());
        let letter = order.values.first().and_then(Value::id);
        let order = match (letter, command.as_str()) {
            (Some(letter), Issue::NAME) => self.with_document(order, letter).await?,
            (Some(dispatch), SendScheduled::NAME) => self.with_report(order, dispatch).await?,
            _ => order,
        };
        let receipt = self.ledger.write(order).answer().await?;
        if let (Some(letter), true) = (letter, command == Sign::NAME && !receipt.repeated) {
            let values = vec![Value::Id(letter), Value::Null];
            let order = Order::new(account, Issue::NAME, values, self.ledger.new_id());
            let issued = match self.with_document(order, letter).await {
                Ok(order) => self.ledger.write(order).answer().await.map(|_| ()),
                Err(error) => Err(error),
            };
            if let Err(error) = issued {
                crate::failure::report(&error);
            }
        }
        Ok(receipt)
    }

    /// What is issued is what we set, never what somebody sends along.
    async fn with_document(&self, mut order: Order, letter: RecordId) -> Result<Order, Error> {
        let account = order.account;
        let signed = self.ledger.read(account, move |view| view.get::<Letter>(Id::new(letter))).answer().await;
        let file = match signed {
            Ok(signed) if signed.body.state == LetterState::Signed => self.letter_pdf(account, signed.id()).await?,
            // It is refused all the same, without the work, and by the ledger alone: who may not learns that first.
            Ok(_) | Err(Error::NotFound) => vec![0],
            Err(error) => return Err(error),
        };
        if let Some(value) = order.values.get_mut(1) {
            *value = Value::Bytes(file);
        }
        Ok(order)
    }
}

/// Sets a document on a thread of its own.
pub async fn typeset(document: Document) -> Result<Vec<u8>, Error> {
    let done = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    done.map_err(|_| Error::Stored("the typesetter stopped".to_owned()))?.map_err(|e| Error::Stored(format!("typesetting: {e}")))
}
