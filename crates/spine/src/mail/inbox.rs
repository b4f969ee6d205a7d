//! Mail that came in as a file: an electronic message or a scan, kept as it came, looked at by a person, then taken into the book or set
//! aside. A file that came twice is known by its hash, a message also by its id.

use jiff::civil::Date;
use kernel::{ClockOwner, Duty, Fields, Id, Job, Lifecycle, Move, Record, RecordId, Refusal, Refused, Register, State, ViewDef};
use ledger::crypto::{hex, sha256};
use ledger::transition::{Micros, begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::commands::{About, Book, BookLine, load_book};
use super::{Channel, Direction, MailItem, REGISTRARS};
use crate::OFFICE;
use crate::documents::{self, Attachment};

/// The job that takes in what lies in the watched folder.
pub const JOB: Job = Job::named("mail_folder");

kernel::choices! {
    /// Where a file stands.
    pub enum DropState { Waiting = "mail_waiting", Registered = "mail_registered", SetAside = "mail_set_aside" }
}

kernel::choices! {
    /// What was found when it was read.
    pub enum Condition { Whole = "file_whole", Incomplete = "file_incomplete", CutOff = "file_cut_off", Unreadable = "file_unreadable" }
}

/// A file waits for a look; it is registered or set aside.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[State::on_path("mail_waiting", ClockOwner::Office), State::end("mail_registered"), State::exit("mail_set_aside")],
    moves: &[
        Move::by("mail.take_in", &["mail_waiting"], "mail_registered", &[]),
        Move::by("mail.set_aside", &["mail_waiting"], "mail_set_aside", &["reason"]),
    ],
};

/// A file that came in.
#[derive(Clone, Debug, Register)]
#[register(name = "mail_drops", prefix = "drp", title = &["name"], seen_by = OFFICE, lifecycle = Some(&LIFECYCLE), indexes = &["digest", "message_id"],
           views = &[ViewDef { name: "oldest", by: "since", descending: false }])]
pub struct MailDrop {
    /// File name as it came.
    #[field(search, list)]
    pub name: String,
    /// Where it stands.
    #[field(list)]
    pub state: DropState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// What was found when it was read.
    #[field(list)]
    pub condition: Condition,
    /// Who sent it, as the message says.
    #[field(search, list)]
    pub correspondent: Option<String>,
    /// Its subject, as the message says.
    #[field(search, list)]
    pub subject: Option<String>,
    /// The day on it.
    pub document_date: Option<Date>,
    /// How it came.
    pub channel: Channel,
    /// The message's own id.
    pub message_id: Option<String>,
    /// Names of the files in it.
    #[field(long)]
    pub parts: Option<String>,
    /// SHA-256 in hexadecimal.
    #[field(max = 64)]
    pub digest: String,
    /// An earlier file of the same message.
    pub same_as: Option<Id<MailDrop>>,
    /// Its entry in the book.
    pub mail_item: Option<Id<MailItem>>,
}

/// The commands on files that came in.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<DropFile>(), CommandDef::of::<TakeIn>(), CommandDef::of::<SetAside>()]
}

/// Stages a file that came in, with what was read from it.
#[derive(Clone, Debug, Fields)]
pub struct DropFile {
    /// File name.
    pub name: String,
    /// What was found when it was read.
    pub condition: Condition,
    /// Who sent it.
    pub correspondent: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// The day on it.
    pub document_date: Option<Date>,
    /// How it came.
    pub channel: Channel,
    /// The message's own id.
    pub message_id: Option<String>,
    /// Names of the files in it.
    #[field(long)]
    pub parts: Option<String>,
    /// The file.
    pub file: Vec<u8>,
}

/// What staging a file looks at: files of the same hash, messages of the same id.
pub struct Before {
    same_file: Option<Record<MailDrop>>,
    same_message: Option<Record<MailDrop>>,
}

impl Command for DropFile {
    const NAME: &'static str = "mail.drop";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "registry";
    type Loaded = Before;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let digest = hex(&sha256(&[&self.file]));
        let same_file = loader.facts(|view| view.having::<MailDrop>("digest", digest))?.into_iter().next();
        let same_message = match &self.message_id {
            Some(id) => loader.facts(|view| view.having::<MailDrop>("message_id", id.as_str()))?.into_iter().next(),
            None => None,
        };
        Ok(Before { same_file, same_message })
    }

    fn decide(&self, before: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if let Some(same) = before.same_file {
            return Err(Refusal::new("mail-known-already").at("file").with("name", same.body.name).into());
        }
        let mut changes = Changes::new();
        let drop = MailDrop {
            name: self.name.clone(),
            state: DropState::Waiting,
            since: cx.micros(),
            condition: self.condition,
            correspondent: self.correspondent.clone(),
            subject: self.subject.clone(),
            document_date: self.document_date,
            channel: self.channel,
            message_id: self.message_id.clone(),
            parts: self.parts.clone(),
            digest: hex(&sha256(&[&self.file])),
            same_as: before.same_message.map(|same| same.id()),
            mail_item: None,
        };
        let id = begin(&mut changes, cx.new_id(), &drop, None, cx);
        documents::attach(&mut changes, cx, id.raw(), None, &self.name, self.file.clone());
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Takes a file into the book of incoming mail, once somebody has looked at it.
#[derive(Clone, Debug, Fields)]
pub struct TakeIn {
    /// The file.
    #[field(hidden)]
    pub drop: Id<MailDrop>,
    /// What is written in the book.
    #[field(flatten)]
    pub line: BookLine,
    /// The letter of ours it answers.
    pub letter: Option<Id<crate::letters::Letter>>,
}

impl Command for TakeIn {
    const NAME: &'static str = "mail.take_in";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const ON: Option<&'static str> = Some(MailDrop::NAME);
    const PURPOSE: &'static str = "registry";
    type Loaded = (Record<MailDrop>, Book, Vec<Record<Attachment>>, Option<RecordId>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let drop = loader.get(self.drop)?;
        self.line.load(loader)?;
        let person = self.letter.map(|letter| loader.named("letter", letter)).transpose()?.and_then(|letter| letter.head.subject);
        let files = loader.view().having::<Attachment>("record", self.drop.raw())?;
        Ok((drop, load_book(loader, Direction::Incoming, self.line.letter_level.as_ref())?, files, person))
    }

    fn decide(&self, (drop, book, files, person): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        Refused::unless_empty(self.line.defects(Direction::Incoming, cx))?;
        let mail: Id<MailItem> = Id::new(cx.new_id());
        let stepped = step(&drop, cx, None, None, |d| d.mail_item = Some(mail))?;
        let mut changes = Changes::new();
        // What answers a letter about somebody is about them.
        let about = About { concerns: self.letter.map(Id::raw), person };
        self.line.enter(mail, &book, Direction::Incoming, about, cx, &mut changes);
        // The same sealed bytes hang on the entry too.
        for file in files {
            changes.insert(cx.new_id(), &Attachment { record: mail.raw(), person, ..file.body });
        }
        changes.followed_by(stepped);
        changes.answer_with(mail);
        Ok(changes)
    }
}

/// A file that is no mail of the office; it stays, with the reason.
#[derive(Clone, Debug, Fields)]
pub struct SetAside {
    /// The file.
    #[field(hidden)]
    pub drop: Id<MailDrop>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for SetAside {
    const NAME: &'static str = "mail.set_aside";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const ON: Option<&'static str> = Some(MailDrop::NAME);
    const PURPOSE: &'static str = "registry";
    type Loaded = Record<MailDrop>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.drop)
    }

    fn decide(&self, drop: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        step(&drop, cx, Some(&self.reason), None, |d| d.mail_item = None)
    }
}
