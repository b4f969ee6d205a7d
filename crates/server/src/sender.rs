//! The sender: takes what is due out of the outbox and hands it to a mail server, or writes it as a draft file where there is none. It says
//! "sent" only when the server said so; what is tried again goes out under the same Message-ID.

use std::path::PathBuf;
use std::time::Duration;

use exchange::label::{self, write_label};
use kernel::{Codes, Level, RecordId};
use ledger::outbox::{Due, Outcome, Trouble};
use ledger::{Error, Ledger};
use lettre::Message as Letter;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use spine::mail::outgoing::{Marked, Message};

use crate::smtp::{CONVERSATION, Cover, Smtp, Tls};

/// Where mail goes.
#[derive(Clone)]
pub enum Way {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// As files into a folder, for an office without a way out.
    Drafts(PathBuf),
}

/// A mail server, as an operator names it.
#[derive(Clone, Debug, Default)]
pub struct Server {
    /// `smtp://HOST:PORT` in the clear, for a relay on this machine; `starttls://HOST:PORT`; `smtps://HOST:PORT`.
    pub url: String,
    /// User and password, separated by a colon.
    pub credentials: Option<String>,
    /// Certificates of the authorities that may have signed the server's own, as PEM; no other is trusted then. The system's when left out.
    pub authority: Option<Vec<u8>>,
}

impl Way {
    /// A way to a mail server; it is not called yet.
    ///
    /// # Errors
    /// What is wrong with the address, the credentials or the certificate.
    pub fn smtp(server: &Server) -> Result<Self, String> {
        let (scheme, rest) = server.url.split_once("://").ok_or("a mail server is named as smtp://HOST:PORT, starttls:// or smtps://")?;
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':').filter(|_| !rest.ends_with(']')) {
            Some((host, port)) => (host, Some(port.parse::<u16>().map_err(|_| format!("{port} is no port"))?)),
            None => (rest, None),
        };
        // An IPv6 address stands in brackets before its port.
        let host = host.trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err("the mail server has no name".to_owned());
        }
        let tls = || Tls::new(&host, server.authority.as_deref());
        let (cover, usual) = match scheme {
            "smtp" => (Cover::Clear, 25),
            "starttls" => (Cover::StartTls(tls()?), 587),
            "smtps" => (Cover::Implicit(tls()?), 465),
            other => return Err(format!("{other}:// is no way to a mail server")),
        };
        if server.credentials.is_some() && matches!(cover, Cover::Clear) {
            return Err("a password is not sent in the clear: name the server as starttls:// or smtps://".to_owned());
        }
        let parted = |text: &str| text.trim().split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()));
        let credentials = match server.credentials.as_deref() {
            Some(text) => Some(parted(text).ok_or("the mail server's user and password are separated by a colon")?),
            None => None,
        };
        Ok(Self::Smtp(Box::new(Smtp { host, port: port.unwrap_or(usual), cover, credentials })))
    }
}

/// Why mail does not go: stable codes, each with its sentence `outgoing-<code>` in the catalogues.
pub mod trouble {
    /// The server cannot be reached, or hung up.
    pub const AWAY: &str = "mail-server-away";
    /// The server does not offer the cover that is required.
    pub const NO_TLS: &str = "mail-server-no-tls";
    /// The server's certificate comes from nobody who is trusted, or is out of date.
    pub const CERTIFICATE: &str = "mail-server-certificate";
    /// The server's certificate is for another name.
    pub const NAME: &str = "mail-server-name";
    /// The cover could not be put on.
    pub const TLS: &str = "mail-server-tls";
    /// Words were put into the server's mouth before the cover was on.
    pub const SLIPPED_IN: &str = "mail-server-slipped-in";
    /// The server does not take user and password.
    pub const CREDENTIALS: &str = "mail-server-credentials";
    /// The server takes mail later.
    pub const LATER: &str = "mail-server-later";
    /// The server will not take this mail.
    pub const REFUSED: &str = "mail-server-refused";
    /// The folder of drafts cannot be written.
    pub const DRAFTS: &str = "mail-drafts-folder";
    /// The mail, or a file of it, cannot be read any more.
    pub const DAMAGED: &str = ledger::outbox::DAMAGED;
    /// The ledger was busy.
    pub const BUSY: &str = "mail-ledger-busy";
    /// All of them.
    pub const ALL: [&str; 12] = [AWAY, NO_TLS, CERTIFICATE, NAME, TLS, SLIPPED_IN, CREDENTIALS, LATER, REFUSED, DRAFTS, DAMAGED, BUSY];
}

/// How long the sender waits for a ledger that is busy.
const PAUSE: Duration = Duration::from_millis(200);
/// How long the outbox is left alone when nothing is due.
const LOOK: Duration = Duration::from_secs(5);

/// Sends what is due, from one address.
#[derive(Clone)]
pub struct Sender {
    /// The ledger whose outbox it empties.
    pub ledger: Ledger,
    /// Where to.
    pub way: Way,
    /// The office's own address.
    pub from: Mailbox,
}

impl Sender {
    /// Sends until the program ends.
    pub async fn run(self) {
        loop {
            match self.look().await {
                Ok(0) => tokio::time::sleep(LOOK).await,
                Ok(_) => {}
                Err(error) => {
                    crate::failure::report(&error);
                    tokio::time::sleep(LOOK).await;
                }
            }
        }
    }

    /// Tries once what is due now; how many were sent.
    ///
    /// # Errors
    /// Those of the ledger. What was taken and not answered is due again when its lease ends.
    pub async fn look(&self) -> Result<usize, Error> {
        let mut sent = 0;
        for due in self.ledger.outbox_due().answer().await? {
            // A slow server used the lease up: before this one is through, somebody else may have it.
            if self.ledger.now().as_microsecond() + CONVERSATION.as_micros() as i64 >= due.leased {
                break;
            }
            let outcome = match self.letter(&due).await {
                Ok(letter) => self.hand_over(due.id, letter).await,
                Err(error @ (Error::NotFound | Error::Stored(_))) => Outcome::Never(Trouble::new(trouble::DAMAGED, &error.to_string())),
                Err(error) => Outcome::Later(Trouble::new(trouble::BUSY, &error.to_string())),
            };
            sent += usize::from(matches!(outcome, Outcome::Sent(_)));
            // What was sent must be known to be sent: a full queue is waited for.
            while let Err(error) = self.ledger.outbox_tried(&due, outcome.clone()).answer().await {
                if !matches!(error, Error::Busy) {
                    return Err(error);
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(sent)
    }

    /// Its Message-ID: the same for every try.
    pub fn message_id(&self, id: RecordId) -> String {
        format!("<{}@{}>", id.outward("out"), self.from.email.domain())
    }

    async fn letter(&self, due: &Due) -> Result<Letter, Error> {
        let damaged = |what: &str| Error::Stored(format!("a mail in the outbox is damaged: {what}"));
        let message: Message = serde_json::from_str(&due.payload).map_err(|_| damaged("payload"))?;
        let subject = format!("[{}] {}", message.marking, message.subject);
        let text = format!("{0}\n\n{1}\n{0}\n", message.marking, message.text);
        let mut builder = Letter::builder()
            .from(self.from.clone())
            .subject(subject)
            .message_id(Some(self.message_id(due.id)))
            .date(self.ledger.now().into())
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("X-Castellan-Marking"), message.marking.clone()));
        for address in &message.to {
            builder = builder.to(address.parse().map_err(|_| damaged("address"))?);
        }
        let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text);
        let built = if message.files.is_empty() && message.label.is_none() {
            builder.singlepart(plain)
        } else {
            let mut parts = MultiPart::mixed().boundary(due.id.outward("part")).singlepart(plain);
            for file in message.files {
                let blob = RecordId::parse(&file.blob).ok_or_else(|| damaged("file"))?;
                let bytes = self.ledger.blob(blob).answer().await?;
                let kind = if file.name.ends_with(".pdf") { "application/pdf" } else { "application/octet-stream" };
                let kind = ContentType::parse(kind).map_err(|_| damaged("type"))?;
                parts = parts.singlepart(Attachment::new(file.name).body(bytes, kind));
            }
            if let Some(Marked { level, categories }) = message.label {
                let categories = Codes::new(categories.split_whitespace().map(str::to_owned));
                let bytes = write_label(self.ledger.policy(), &Level(level), &categories).map_err(|_| damaged("label"))?;
                let kind = ContentType::parse("application/xml").map_err(|_| damaged("type"))?;
                parts = parts.singlepart(Attachment::new(label::FILE.to_owned()).body(bytes, kind));
            }
            builder.multipart(parts)
        };
        built.map_err(|e| damaged(&e.to_string()))
    }

    async fn hand_over(&self, id: RecordId, letter: Letter) -> Outcome {
        let way = self.way.clone();
        let work = move || match way {
            Way::Smtp(server) => {
                let (envelope, text) = (letter.envelope(), letter.formatted());
                let to: Vec<String> = envelope.to().iter().map(ToString::to_string).collect();
                server.send(&envelope.from().map(ToString::to_string).unwrap_or_default(), &to, &text)
            }
            Way::Drafts(folder) => match draft(&folder, &id.outward("out"), &letter.formatted()) {
                Ok(()) => Outcome::Sent("draft"),
                Err(error) => Outcome::Later(Trouble::new(trouble::DRAFTS, &error.to_string())),
            },
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|_| Outcome::Later(Trouble::new(trouble::AWAY, "")))
    }
}

/// Writes a whole file or none: it is on the disk before it has its name.
fn draft(folder: &std::path::Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let (part, whole) = (folder.join(format!(".{name}.part")), folder.join(format!("{name}.eml")));
    let mut file = std::fs::File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, &whole)?;
    std::fs::File::open(folder)?.sync_all()
}
