//! Mail as files: what is dropped on a page or found in the watched folder is read in a child, and staged for somebody to look at.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use exchange::mail::{FileKind, Mail, kind_of, look_at};
use exchange::sandbox::Sandbox;
use exchange::{Code, Finding};
use jiff::civil::Date;
use kernel::{FieldType, RecordId, Refusal, Value, limits};
use ledger::{Command, Error, Order, Receipt};
use spine::mail::Channel;
use spine::mail::inbox::{Condition, DropFile};

use crate::app::App;

/// What a file says about itself.
struct Reading {
    condition: Condition,
    mail: Mail,
    channel: Channel,
}

fn reading(program: &Path, name: &str, bytes: &[u8]) -> Result<Reading, Finding> {
    match kind_of(name, bytes)? {
        FileKind::Scan => {
            let condition = if look_at(bytes).is_empty() { Condition::Whole } else { Condition::CutOff };
            Ok(Reading { condition, mail: Mail::default(), channel: Channel::Post })
        }
        // A message that cannot be read is kept all the same, and says so.
        FileKind::Message => Ok(match (Sandbox { program: program.to_owned() }).read_mail(bytes) {
            Ok(mail) => {
                let condition = if mail.findings.is_empty() { Condition::Whole } else { Condition::Incomplete };
                Reading { condition, mail, channel: Channel::Email }
            }
            Err(_) => Reading { condition: Condition::Unreadable, mail: Mail::default(), channel: Channel::Email },
        }),
    }
}

/// What a refused file is told.
pub fn refusal(finding: &Finding) -> Refusal {
    match finding.code {
        Code::FileTooLarge => Refusal::new("body-too-large").with("max", (exchange::limits::MAIL_BYTES >> 20).to_string()),
        _ => Refusal::new("file-not-taken").at("file").with("name", finding.value.as_str()),
    }
}

impl App {
    /// Stages a file for a person's look.
    pub async fn drop_mail(&self, account: RecordId, name: String, bytes: Vec<u8>) -> Result<Receipt, Error> {
        let program = self.program.clone();
        let name: String = name.chars().filter(|c| !c.is_control()).take(limits::TEXT_CHARS_MAX).collect();
        let work = move || reading(&program, &name, &bytes).map(|read| (read, name, bytes));
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))?;
        let (Reading { condition, mail, channel }, name, bytes) = done.map_err(|finding| refusal(&finding))?;
        let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        let parts: String = mail.parts.iter().map(|p| format!("{} ({})\n", p.name, p.bytes)).collect();
        let parts: String = parts.trim().chars().take(limits::LONG_TEXT_CHARS_MAX).collect();
        // A date no field takes is left out.
        let day = mail.sent_on.map(|day| FieldType::to_value(&day)).filter(|v| <Date as FieldType>::from_value(v).is_ok());
        let values = vec![
            Value::Text(name),
            condition.code().into(),
            text(mail.sender),
            text(mail.subject),
            day.unwrap_or(Value::Null),
            channel.code().into(),
            text(mail.message_id),
            text(Some(parts).filter(|p| !p.is_empty())),
            Value::Bytes(bytes),
        ];
        self.carry_out(Order { account, command: DropFile::NAME.to_owned(), values, idempotency: None, request: self.ledger.new_id() })
            .await
    }

    /// A message that hangs on a record, read again in a child.
    pub async fn read_mail(&self, bytes: Vec<u8>) -> Result<Mail, Error> {
        let sandbox = Sandbox { program: self.program.clone() };
        let done = tokio::task::spawn_blocking(move || sandbox.read_mail(&bytes)).await;
        let read = done.map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))?;
        read.map_err(|finding| refusal(&finding).into())
    }
}

/// How long the folder is left alone between two looks; a file that grew meanwhile is still being written.
const LOOK: Duration = Duration::from_secs(5);

/// A folder that is watched: what lies still in it is staged and put into `taken`, what is refused into `refused`, with the reason beside it.
pub struct Folder {
    path: PathBuf,
    account: RecordId,
    seen: HashMap<String, (u64, Option<SystemTime>)>,
}

impl Folder {
    /// Watches a folder as somebody.
    pub fn new(path: PathBuf, account: RecordId) -> Self {
        Self { path, account, seen: HashMap::new() }
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

    /// Looks once; the number of files that were staged.
    ///
    /// # Errors
    /// The folder or a file in it cannot be read or moved; what was not moved is met again.
    pub async fn look(&mut self, app: &App) -> std::io::Result<usize> {
        let mut now = HashMap::new();
        for entry in std::fs::read_dir(&self.path)?.take(limits::FOLDER_FILES_MAX) {
            let entry = entry?;
            // A link could lead anywhere.
            let known = entry.path().symlink_metadata()?;
            if let (Some(name), true) = (entry.file_name().to_str(), known.is_file())
                && !name.starts_with('.')
            {
                now.insert(name.to_owned(), (known.len(), known.modified().ok()));
            }
        }
        let before = std::mem::replace(&mut self.seen, now.clone());
        let mut still: Vec<String> =
            now.into_iter().filter(|(name, state)| before.get(name) == Some(state)).map(|(name, _)| name).collect();
        still.sort();
        let mut staged = 0;
        for name in still {
            let file = self.path.join(&name);
            let bytes = if file.metadata()?.len() > exchange::limits::MAIL_BYTES as u64 { Vec::new() } else { std::fs::read(&file)? };
            match app.drop_mail(self.account, name.clone(), bytes).await {
                Ok(_) => {
                    self.put(app, &name, "taken", None)?;
                    staged += 1;
                }
                Err(Error::Refused(refused)) if refused.codes() == ["mail-known-already"] => self.put(app, &name, "taken", None)?,
                Err(Error::Refused(refused)) => self.put(app, &name, "refused", Some(&refused.codes().join(", ")))?,
                // The ledger is busy or closed: the file stays and is met again.
                Err(error) => crate::failure::report(&error),
            }
        }
        Ok(staged)
    }

    /// Moves a file out of the way, over nothing that lies there already.
    fn put(&mut self, app: &App, name: &str, into: &str, why: Option<&str>) -> std::io::Result<()> {
        let folder = self.path.join(into);
        std::fs::create_dir_all(&folder)?;
        let mut to = folder.join(name);
        if to.exists() {
            to = folder.join(format!("{}-{name}", app.ledger.new_id().outward("drp")));
        }
        std::fs::rename(self.path.join(name), &to)?;
        self.seen.remove(name);
        match why {
            Some(why) => std::fs::write(folder.join(format!("{name}.txt")), format!("{why}\n")),
            None => Ok(()),
        }
    }
}
