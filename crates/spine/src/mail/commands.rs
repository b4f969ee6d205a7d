//! Registering mail, correcting and voiding an entry.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Level, Record, RecordId, Refusal, Refused, Register, Value};
use ledger::command::Offered;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::{Channel, Direction, MailBand, MailItem, MailKind, MailRegister, MailStatus, Medium, REGISTRARS, Receipt, ReceiptState, rules};
use crate::cases::queries::standards;
use crate::organisations::Authority;
use crate::{documents, limits};

/// The commands of the mail book.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<RegisterMail>(), CommandDef::of::<CorrectMail>(), CommandDef::of::<VoidMail>(), CommandDef::of::<ReturnReceipt>()]
}

/// What is written in the book about a letter, whichever way it comes there.
#[derive(Clone, Debug, Fields)]
pub struct BookLine {
    /// What it is.
    pub kind: MailKind,
    /// Neutral subject.
    pub subject: String,
    /// Date on the document.
    pub document_date: Date,
    /// The day it arrived, for incoming mail; what goes out has none, whatever is said.
    pub received_on: Option<Date>,
    /// The authority it comes from or goes to.
    pub authority: Option<Id<Authority>>,
    /// The correspondent, when it is no authority.
    pub correspondent: Option<String>,
    /// Their reference.
    #[field(max = 80)]
    pub their_reference: Option<String>,
    /// How it travels.
    pub channel: Channel,
    /// What it is marked; empty when it bears no marking.
    pub letter_level: Option<Level>,
    /// What it is written on.
    pub medium: Option<Medium>,
    /// How many copies there are.
    pub copies: Option<i64>,
    /// How many pages it has.
    pub pages: Option<i64>,
    /// How many enclosures.
    pub enclosures: Option<i64>,
    /// The number under which a carrier has it.
    #[field(max = 60)]
    pub tracking_number: Option<String>,
    /// An answer or receipt is due on this day.
    pub reply_due: Option<Date>,
}

impl BookLine {
    /// Loads what it names.
    pub fn load(&self, loader: &mut Loader<'_, '_>) -> Result<(), Error> {
        self.authority.map_or(Ok(()), |authority| loader.named("authority", authority).map(drop))
    }

    /// What is wrong with it; pure.
    pub fn defects(&self, direction: Direction, cx: &Context<'_>) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        if self.authority.is_none() && self.correspondent.is_none() {
            wrong.push(Refusal::new("correspondent-missing").at("authority"));
        }
        if self.document_date > cx.today {
            wrong.push(Refusal::new("date-in-future").at("document_date"));
        }
        // What lies above this system is held nowhere, not even as a line of a book.
        wrong.extend(self.letter_level.as_ref().and_then(|level| cx.policy.refuses(level)).map(|refusal| refusal.at("letter_level")));
        for (field, count) in [("copies", self.copies), ("pages", self.pages), ("enclosures", self.enclosures)] {
            if count.is_some_and(|count| !(0..=limits::MAIL_COUNT_MAX).contains(&count)) {
                wrong.push(Refusal::new("mail-count").at(field).with("max", limits::MAIL_COUNT_MAX.to_string()));
            }
        }
        if direction == Direction::Incoming {
            match self.received_on {
                None => wrong.push(Refusal::new("received-day-missing").at("received_on")),
                Some(day) if day > cx.today => wrong.push(Refusal::new("date-in-future").at("received_on")),
                Some(_) => {}
            }
        }
        wrong
    }

    /// An entry with this written in it instead; pure.
    fn of(self, entry: MailItem) -> MailItem {
        MailItem {
            kind: self.kind,
            subject: self.subject,
            document_date: self.document_date,
            received_on: self.received_on.filter(|_| entry.direction == Direction::Incoming),
            authority: self.authority,
            correspondent: self.correspondent,
            their_reference: self.their_reference,
            channel: self.channel,
            letter_level: self.letter_level,
            medium: self.medium,
            copies: self.copies,
            pages: self.pages,
            enclosures: self.enclosures,
            tracking_number: self.tracking_number,
            reply_due: self.reply_due,
            ..entry
        }
    }

    /// Enters it into the book under the next number; pure.
    pub fn enter(&self, id: Id<MailItem>, book: &Book, direction: Direction, about: About, cx: &Context<'_>, changes: &mut Changes) {
        let (register, number, reference) = number(book, direction, cx, changes);
        let line = self.clone();
        let item = MailItem {
            register,
            number,
            reference,
            direction,
            kind: line.kind,
            subject: line.subject,
            document_date: line.document_date,
            received_on: line.received_on.filter(|_| direction == Direction::Incoming),
            authority: line.authority,
            correspondent: line.correspondent,
            their_reference: line.their_reference,
            channel: line.channel,
            letter_level: line.letter_level,
            medium: line.medium,
            copies: line.copies,
            pages: line.pages,
            enclosures: line.enclosures,
            tracking_number: line.tracking_number,
            reply_due: line.reply_due,
            concerns: about.concerns,
            person: about.person,
            status: MailStatus::Issued,
            corrected_because: None,
            void_reason: None,
            registered_at: cx.micros(),
        };
        let _: Id<MailItem> = changes.insert(id.raw(), &item);
    }
}

/// The record and the person a letter concerns.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The record, such as a case.
    pub concerns: Option<RecordId>,
    /// The person.
    pub person: Option<RecordId>,
}

/// Registers a letter, in or out.
#[derive(Clone, Debug, Fields)]
pub struct RegisterMail {
    /// In or out.
    pub direction: Direction,
    /// What is written in the book.
    #[field(flatten)]
    pub line: BookLine,
    /// Whether a receipt is expected for what goes out.
    pub receipt: bool,
    /// The record it concerns.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    #[field(hidden)]
    pub person: Option<RecordId>,
    /// Name of the scanned file.
    #[field(hidden)]
    pub file_name: Option<String>,
    /// The scanned file.
    pub file: Option<Vec<u8>>,
}

/// The office's own body in references.
pub const BODY: &str = "ASO";

/// The book a letter goes into.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its band; none for what lies below every band.
    band: Option<String>,
    /// The book as it stands; none where this is its first letter.
    register: Option<Record<MailRegister>>,
}

/// Loads the book of a direction, of the band of a level, and of this year.
pub fn load_book(loader: &mut Loader<'_, '_>, direction: Direction, level: Option<&Level>) -> Result<Book, Error> {
    let year = i64::from(loader.view().today.year());
    let (books, bands) = loader.facts(|view| Ok((view.having::<MailRegister>("year", year)?, view.every::<MailBand>()?)))?;
    let bands: Vec<MailBand> = bands.into_iter().map(|band| band.body).collect();
    let band = rules::band(&bands, level, loader.view().policy).map(str::to_owned);
    let of = |b: &Record<MailRegister>| b.body.direction == direction && b.body.body == BODY && b.body.band == band;
    Ok(Book { register: books.into_iter().find(of), band })
}

/// Takes the next number of a book; pure.
pub fn number(book: &Book, direction: Direction, cx: &Context<'_>, changes: &mut Changes) -> (Id<MailRegister>, i64, String) {
    let year = i64::from(cx.today.year());
    let (id, number) = match &book.register {
        Some(book) => {
            let last_number = book.body.last_number + 1;
            changes.update(&book.head, &MailRegister { last_number, ..book.body.clone() });
            (book.id(), last_number)
        }
        None => {
            let id = cx.new_id();
            changes.insert(id, &MailRegister { body: BODY.to_owned(), year, direction, band: book.band.clone(), last_number: 1 });
            (Id::new(id), 1)
        }
    };
    let way = match direction {
        Direction::Incoming => "IN",
        Direction::Outgoing => "OUT",
    };
    let band = book.band.as_ref().map(|band| format!("{band}/")).unwrap_or_default();
    (id, number, format!("{BODY}/{year}/{way}/{band}{number:06}"))
}

impl Command for RegisterMail {
    const NAME: &'static str = "mail.register";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const ADDS: Option<&'static str> = Some(MailItem::NAME);
    const PURPOSE: &'static str = "registry";
    type Loaded = (Book, i64);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        self.line.load(loader)?;
        if let Some(person) = self.person {
            loader.named::<crate::people::Person>("person", Id::new(person))?;
        }
        Ok((load_book(loader, self.direction, self.line.letter_level.as_ref())?, receipt_days(loader)?))
    }

    fn decide(&self, (book, receipt_days): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = self.line.defects(self.direction, cx);
        if self.receipt && self.direction == Direction::Incoming {
            wrong.push(Refusal::new("receipt-of-incoming").at("receipt"));
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let id: Id<MailItem> = Id::new(cx.new_id());
        let about = About { concerns: self.concerns, person: self.person };
        self.line.enter(id, &book, self.direction, about, cx, &mut changes);
        if self.receipt {
            receipt(id, self.person, receipt_days, cx, &mut changes);
        }
        if let Some(bytes) = &self.file {
            let name = self.file_name.as_deref().unwrap_or("scan");
            documents::attach(&mut changes, cx, id.raw(), self.person, name, bytes.clone());
        }
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Days after which a receipt for what goes out today is due.
pub fn receipt_days(loader: &mut Loader<'_, '_>) -> Result<i64, Error> {
    let today = loader.view().today;
    Ok(standards(loader.view())?.receipt_days(today))
}

/// Expects a receipt for an outgoing letter after so many days; pure.
pub fn receipt(mail: Id<MailItem>, person: Option<RecordId>, days: i64, cx: &Context<'_>, changes: &mut Changes) {
    let due_on = cx.today.checked_add(jiff::Span::new().days(days)).unwrap_or(cx.today);
    let due = Receipt { mail_item: mail, person, due_on, status: ReceiptState::Due, returned_on: None, returned_by: None };
    let _: Id<Receipt> = changes.insert(cx.new_id(), &due);
}

/// A receipt came back.
#[derive(Clone, Debug, Fields)]
pub struct ReturnReceipt {
    /// Which.
    #[field(hidden)]
    pub receipt: Id<Receipt>,
    /// When.
    pub returned_on: Date,
    /// Who signed it.
    #[field(max = 100)]
    pub returned_by: String,
    /// The receipt itself.
    pub file: Option<Vec<u8>>,
}

impl Command for ReturnReceipt {
    const NAME: &'static str = "mail.return_receipt";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const ON: Option<&'static str> = Some("receipts");
    const PURPOSE: &'static str = "registry";
    type Loaded = Record<Receipt>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.receipt)
    }

    fn decide(&self, receipt: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if receipt.body.status == ReceiptState::Returned {
            return Err(Refusal::new("receipt-returned-already").into());
        }
        if self.returned_on > cx.today {
            return Err(Refusal::new("date-in-future").at("returned_on").into());
        }
        let body = Receipt {
            status: ReceiptState::Returned,
            returned_on: Some(self.returned_on),
            returned_by: Some(self.returned_by.clone()),
            ..receipt.body.clone()
        };
        let mut changes = Changes::new();
        changes.update(&receipt.head, &body);
        if let Some(bytes) = &self.file {
            documents::attach(&mut changes, cx, receipt.head.id, receipt.body.person, "receipt", bytes.clone());
        }
        Ok(changes)
    }
}

/// Writes an entry anew where it was written wrong. Its number, its direction, its book and whom it concerns stay; what was written before stays as an
/// earlier version, and each version says why it is there.
#[derive(Clone, Debug, Fields)]
pub struct CorrectMail {
    /// Which.
    #[field(hidden)]
    pub item: Id<MailItem>,
    /// The version the form showed.
    #[field(hidden)]
    pub version: i64,
    /// What is to be read in the book.
    #[field(flatten)]
    pub line: BookLine,
    /// What was wrong.
    #[field(long)]
    pub reason: String,
}

impl Command for CorrectMail {
    const NAME: &'static str = "mail.correct";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const ON: Option<&'static str> = Some(MailItem::NAME);
    const OFFERED: Offered = &[("status", &["issued"])];
    const PURPOSE: &'static str = "registry";
    type Loaded = (Record<MailItem>, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        self.line.load(loader)?;
        let item = loader.get(self.item)?;
        if item.head.version != self.version {
            return Err(Error::Conflict { current: item.head.version });
        }
        let relied_on = relied_on(loader, &item)?;
        Ok((item, relied_on))
    }

    fn decide(&self, (item, relied_on): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let before = &item.body;
        if before.status == MailStatus::Void {
            return Err(Refusal::new("mail-is-void").with("reference", before.reference.clone()).into());
        }
        // What somebody decided on is not rewritten beneath the decision.
        if relied_on {
            return Err(Refusal::new("mail-rests").with("reference", before.reference.clone()).into());
        }
        let line = self.line.clone();
        let mut wrong = line.defects(before.direction, cx);
        // A tracker that was taken over is found by its kind when somebody in it is erased.
        if line.kind != before.kind && [line.kind, before.kind].contains(&MailKind::TakeOver) {
            wrong.push(Refusal::new("mail-kind-of-import").at("kind"));
        }
        Refused::unless_empty(wrong)?;
        let body = MailItem { corrected_because: Some(self.reason.clone()), ..line.of(before.clone()) };
        let mut changes = Changes::new();
        changes.update(&item.head, &body);
        Ok(changes)
    }
}

/// Whether a decision or a step of something rests on an entry.
fn relied_on(loader: &mut Loader<'_, '_>, item: &Record<MailItem>) -> Result<bool, Error> {
    let id = Value::Id(item.head.id);
    loader.facts(|view| Ok(!view.rows(&crate::clearances::queries::RELIES_ON_MAIL, &[id])?.is_empty()))
}

/// Voids an entry; it stays, with the reason and both people's names.
#[derive(Clone, Debug, Fields)]
pub struct VoidMail {
    /// Which.
    #[field(hidden)]
    pub item: Id<MailItem>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for VoidMail {
    const NAME: &'static str = "mail.void";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some("mail_items");
    const PURPOSE: &'static str = "registry";
    type Loaded = (Record<MailItem>, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let item = loader.get(self.item)?;
        let relied_on = relied_on(loader, &item)?;
        Ok((item, relied_on))
    }

    fn decide(&self, (item, relied_on): Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        if item.body.status == MailStatus::Void {
            return Err(Refusal::new("mail-void-already").into());
        }
        if relied_on {
            return Err(Refusal::new("mail-relied-on").with("reference", item.body.reference).into());
        }
        let mut changes = Changes::new();
        changes.update(&item.head, &MailItem { status: MailStatus::Void, void_reason: Some(self.reason.clone()), ..item.body.clone() });
        Ok(changes)
    }
}
