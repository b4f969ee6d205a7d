//! Mail as files: what is dropped on a page or found in the watched folder is read in a child, and staged for somebody to look at.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use exchange::label::{self, Labelled};
use exchange::mail::{FileKind, Mail, Part, file_name, is_begun, kind_of, look_at};
use exchange::sandbox::Sandbox;
use exchange::{Code, Finding};
use jiff::civil::Date;
use kernel::{FieldType, RecordId, Refusal, Value};
use ledger::{Command, Error, Order, Receipt};
use spine::limits;
use spine::mail::Channel;
use spine::mail::inbox::{Condition, DropFile, JOB};

use crate::app::App;
use crate::quarantine::{Reason, sentences};

/// What a file says about itself.
struct Reading {
    condition: Condition,
    mail: Mail,
    channel: Channel,
}

fn read_mail(program: &Path, bytes: &[u8]) -> Result<Reading, Finding> {
    let mail = Sandbox { program: program.to_owned() }.read_mail(bytes)?;
    let condition = if mail.findings.is_empty() { Condition::Whole } else { Condition::Incomplete };
    Ok(Reading { condition, mail, channel: Channel::Email })
}

fn reading(program: &Path, name: &str, bytes: &[u8]) -> Result<Reading, Finding> {
    match kind_of(name, bytes)? {
        FileKind::Scan => {
            let condition = if look_at(bytes).is_empty() { Condition::Whole } else { Condition::CutOff };
            Ok(Reading { condition, mail: Mail::default(), channel: Channel::Post })
        }
        // A message that cannot be read is kept all the same, and says so.
        FileKind::Message => Ok(read_mail(program, bytes).unwrap_or_else(|_| Reading {
            condition: Condition::Unreadable,
            mail: Mail::default(),
            channel: Channel::Email,
        })),
        // Nobody can look at one of Outlook's that cannot be read.
        FileKind::Outlook => read_mail(program, bytes),
    }
}

/// What a refused file is told.
pub fn refusal(finding: &Finding) -> Refusal {
    match finding.code {
        Code::FileTooLarge => Refusal::new("body-too-large").with("max", (exchange::limits::MAIL_BYTES >> 20).to_string()),
        Code::FileNotTaken => Refusal::new("file-not-taken").at("file").with("name", finding.value.as_str()),
        Code::MailTooManyParts => Refusal::new("mail-too-much-in-it").at("file").with("max", exchange::limits::MAIL_PARTS.to_string()),
        _ => Refusal::new("mail-not-read").at("file"),
    }
}

impl App {
    /// Stages a file that somebody brought, for a person's look.
    pub async fn drop_mail(&self, account: RecordId, name: String, bytes: Vec<u8>) -> Result<Receipt, Error> {
        let values = self.dropped(name, bytes).await?;
        self.carry_out(Order::new(account, DropFile::NAME, values, self.ledger.new_id())).await
    }

    /// What the command that stages a file is given: the file, and what was read from it.
    async fn dropped(&self, name: String, bytes: Vec<u8>) -> Result<Vec<Value>, Error> {
        let program = self.program.clone();
        let name = file_name(&name);
        let work = move || reading(&program, &name, &bytes).map(|read| (read, name, bytes));
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))?;
        let (Reading { condition, mail, channel }, name, bytes) = done.map_err(|finding| refusal(&finding))?;
        let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        let parts: String = mail.parts.iter().map(|p| format!("{} ({})\n", p.name, p.bytes)).collect();
        let parts: String = parts.trim().chars().take(limits::LONG_TEXT_CHARS_MAX).collect();
        // A date no field takes is left out.
        let day = mail.sent_on.map(|day| FieldType::to_value(&day)).filter(|v| <Date as FieldType>::from_value(v).is_ok());
        Ok(vec![
            Value::Text(name),
            condition.code().into(),
            text(mail.sender),
            text(mail.subject),
            day.unwrap_or(Value::Null),
            channel.code().into(),
            text(mail.message_id),
            text(Some(parts).filter(|p| !p.is_empty())),
            Value::Bytes(bytes),
        ])
    }

    /// A message that hangs on a record, read again in a child.
    pub async fn read_mail(&self, bytes: Vec<u8>) -> Result<Mail, Error> {
        let sandbox = Sandbox { program: self.program.clone() };
        let done = tokio::task::spawn_blocking(move || sandbox.read_mail(&bytes)).await;
        let read = done.map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))?;
        read.map_err(|finding| refusal(&finding).into())
    }

    /// The label for machines that goes along with a message, read in a child; none where none does.
    pub async fn label_of(&self, mail: &Mail) -> Result<Option<Result<Labelled, Finding>>, Error> {
        let Some(bytes) = mail.parts.iter().find(|part| part.name == label::FILE).and_then(Part::decoded) else { return Ok(None) };
        let sandbox = Sandbox { program: self.program.clone() };
        let done = tokio::task::spawn_blocking(move || sandbox.read_label(&bytes)).await;
        done.map(Some).map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))
    }
}

/// How long the folder is left alone between two looks; a file that grew meanwhile is still being written.
const LOOK: Duration = Duration::from_secs(5);

/// A folder that is watched: what lies still in it is staged and put into `taken`, what is refused into `refused`, with the reason beside it.
pub struct Folder {
    path: PathBuf,
    seen: HashMap<OsString, Seen>,
}

/// What a file was like when it was last looked at.
struct Seen {
    bytes: u64,
    modified: Option<SystemTime>,
    /// For how many looks it has been like this.
    still: u32,
}

impl Folder {
    /// Watches a folder.
    pub fn new(path: PathBuf) -> Self {
        Self { path, seen: HashMap::new() }
    }

    /// Watches until the program ends.
    pub async fn watch(mut self, app: App) {
        loop {
            if let Err(error) = self.look(&app).await {
                eprintln!("castellan: mail folder {}: {error}", self.path.display());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Looks once; the number of files that were staged. What could not be read or moved is met again, and keeps nobody else waiting.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn look(&mut self, app: &App) -> std::io::Result<usize> {
        let mut now = HashMap::new();
        for entry in std::fs::read_dir(&self.path)? {
            let entry = entry?;
            // A link could lead anywhere; what is gone meanwhile is not met.
            let Ok(known) = entry.path().symlink_metadata() else { continue };
            let name = entry.file_name();
            if !known.is_file() || name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let (bytes, modified) = (known.len(), known.modified().ok());
            let before = self.seen.get(&name).filter(|seen| seen.bytes == bytes && seen.modified == modified);
            now.insert(name, Seen { bytes, modified, still: before.map_or(0, |seen| seen.still.saturating_add(1)) });
            if now.len() >= limits::FOLDER_FILES_MAX {
                break;
            }
        }
        let mut still: Vec<(OsString, u32)> =
            now.iter().filter(|(_, seen)| seen.still > 0).map(|(name, seen)| (name.clone(), seen.still)).collect();
        self.seen = now;
        still.sort();
        let mut staged = 0;
        for (name, looks) in still {
            match self.take(app, &name, looks).await {
                Ok(taken) => staged += usize::from(taken),
                // Said less and less often.
                Err(error) if looks.is_power_of_two() => eprintln!("castellan: mail folder, {}: {error}", name.display()),
                Err(_) => {}
            }
        }
        Ok(staged)
    }

    /// Stages a file and moves it out of the way; whether it was staged.
    async fn take(&mut self, app: &App, name: &OsStr, looks: u32) -> std::io::Result<bool> {
        let shown = name.to_string_lossy();
        let mut bytes = Vec::new();
        // One more than may be taken says that it is too many.
        std::fs::File::open(self.path.join(name))?.take(exchange::limits::MAIL_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        if looks < limits::FOLDER_PATIENCE_LOOKS && is_begun(&shown, &bytes) {
            return Ok(false);
        }
        let staged = match app.dropped(shown.into_owned(), bytes).await {
            Ok(values) => app.ledger.work(JOB, DropFile::NAME, values, None).answer().await,
            Err(error) => Err(error),
        };
        match staged {
            Ok(_) => self.put(app, name, "taken", None).map(|()| true),
            // What cannot be read yet may still be being copied.
            Err(Error::Refused(refused)) if refused.codes() == ["mail-not-read"] && looks < limits::FOLDER_PATIENCE_LOOKS => Ok(false),
            Err(Error::Refused(refused)) if refused.codes() == ["mail-known-already"] => self.put(app, name, "taken", None).map(|()| false),
            Err(Error::Refused(refused)) => {
                let why: Vec<String> = refused.0.iter().flat_map(|refusal| sentences(&Reason::Refused(refusal))).collect();
                self.put(app, name, "refused", Some(&why.join("\n"))).map(|()| false)
            }
            // The ledger is busy or closed: the file stays and is met again.
            Err(error) => {
                crate::failure::report(&error);
                Ok(false)
            }
        }
    }

    /// Moves a file out of the way, over nothing that lies there already.
    fn put(&mut self, app: &App, name: &OsStr, into: &str, why: Option<&str>) -> std::io::Result<()> {
        let folder = self.path.join(into);
        std::fs::create_dir_all(&folder)?;
        let free = |name: &OsStr| folder.join(name).symlink_metadata().is_err();
        let told = |name: &OsStr| OsString::from_iter([name, OsStr::new(".txt")]);
        // Its own name if that is free and leaves room for the reason beside it; else one of ours, with the end of its own.
        let to = if free(name) && free(&told(name)) && name.len() <= NAME_BYTES {
            name.to_owned()
        } else {
            let letters: Vec<char> = name.to_string_lossy().chars().collect();
            let end: String = letters[letters.len().saturating_sub(NAME_END_CHARS)..].iter().collect();
            format!("{}-{end}", app.ledger.new_id().outward("drp")).into()
        };
        std::fs::rename(self.path.join(name), folder.join(&to))?;
        self.seen.remove(name);
        match why {
            Some(why) => std::fs::write(folder.join(told(&to)), format!("{why}\n")),
            None => Ok(()),
        }
    }
}

/// A name of so many bytes can still be given an ending: file systems take 255.
const NAME_BYTES: usize = 250;
/// So much of a name's end is kept behind one of ours.
const NAME_END_CHARS: usize = 40;
