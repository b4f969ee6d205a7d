//! Mail that leaves: what the sender needs to know, and sending an issued letter.

use kernel::marking::{Mark, SecurityPolicy};
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::outbox::Outgoing;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use serde::{Deserialize, Serialize};

use super::REGISTRARS;
use crate::documents::Attachment;
use crate::letters::queries::lines;
use crate::letters::rules::{Field, fill};
use crate::letters::{Letter, LetterState};
use crate::limits;
use crate::organisations::Authority;

/// A mail to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Addresses.
    pub to: Vec<String>,
    /// Marking in words; it stands before the subject, above and below the text, and in a header.
    pub marking: String,
    /// What the marking is made of, from which the sender makes the label for machines that goes along; none where no label can say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Marked>,
    /// Subject, without the marking.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Files.
    pub files: Vec<File>,
}

/// A level with categories, by their codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The level.
    pub level: String,
    /// The categories, separated by spaces.
    pub categories: String,
}

impl Marked {
    /// Of a marking.
    pub fn of(policy: &SecurityPolicy, mark: &Mark) -> Option<Self> {
        policy.label(mark).map(|(level, categories)| Self { level: level.0, categories: categories.joined() })
    }
}

/// A file that goes along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Where its sealed bytes are, as text.
    pub blob: String,
}

/// Puts a mail about a record, sealed under this person's key, into the outbox of a command; pure.
pub fn send(message: &Message, about: RecordId, subject: Option<RecordId>, cx: &Context<'_>, changes: &mut Changes) -> Result<(), Refused> {
    let payload = serde_json::to_string(message).map_err(|_| Refusal::new("internal"))?;
    changes.outgoing.push(Outgoing { id: cx.new_id(), about, subject, to: message.to.join(", "), payload });
    Ok(())
}

/// Addresses separated by commas, spaces or semicolons; refused when one is none, or when there are too many.
pub fn addresses(text: &str, at: &str) -> Result<Vec<String>, Refusal> {
    let all: Vec<String> = text.split([',', ';', ' ', '\n']).map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect();
    let plain = |address: &&String| {
        let fits = |c: char| !c.is_control() && !c.is_whitespace() && !"<>()[]\\,;:\"".contains(c);
        address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
            && address.chars().all(fits)
    };
    if let Some(wrong) = all.iter().find(|a| !plain(a)) {
        return Err(Refusal::new("address-wrong").at(at).with("address", wrong.as_str()));
    }
    match all.len() {
        0 => Err(Refusal::new("address-missing").at(at)),
        count if count > limits::MAIL_RECEIVERS_MAX => {
            Err(Refusal::new("too-many-receivers").at(at).with("max", limits::MAIL_RECEIVERS_MAX.to_string()))
        }
        _ => Ok(all),
    }
}

/// The commands that send.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<SendLetter>()]
}

/// Sends an issued letter by electronic mail, with the sealed document.
#[derive(Clone, Debug, Fields)]
pub struct SendLetter {
    /// The letter.
    #[field(hidden)]
    pub letter: Id<Letter>,
    /// Addresses; the authority's own when left out.
    pub addresses: Option<String>,
}

impl Command for SendLetter {
    const NAME: &'static str = "letters.send";
    const DUTIES: &'static [Duty] = REGISTRARS;
    const ON: Option<&'static str> = Some(Letter::NAME);
    const PURPOSE: &'static str = "correspondence";
    type Loaded = (Record<Letter>, Record<Authority>, Option<Record<Attachment>>, Mark);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let letter = loader.get(self.letter)?;
        let authority = loader.get(letter.body.authority)?;
        let document = letter.body.document.map(|document| loader.get(document)).transpose()?;
        // The document lists its lines.
        let lines = lines(loader.view(), self.letter)?;
        let mark = loader.view().policy.list(lines.iter().map(|line| &line.head)).join(&loader.view().mark());
        Ok((letter, authority, document, mark))
    }

    fn decide(&self, (letter, authority, document, mark): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let document = document.filter(|_| letter.body.state == LetterState::Issued).ok_or_else(|| Refusal::new("letter-not-issued"))?;
        let named = self.addresses.as_deref().or(authority.body.email.as_deref()).unwrap_or_default();
        let to = addresses(named, "addresses")?;
        let reference = letter.body.reference.clone().unwrap_or_default();
        let late = |field: Field| (field == Field::Reference).then(|| reference.clone());
        let (en, fr) = (fill(&letter.body.subject_en, late), fill(&letter.body.subject_fr, late));
        let message = Message {
            to,
            marking: cx.policy.both(&mark),
            label: Marked::of(cx.policy, &mark),
            subject: format!("{reference} – {en}"),
            text: format!("{reference}\n{en}\n{fr}\n\n{}\n", document.body.name),
            files: vec![File { name: document.body.name.clone(), blob: document.body.blob.outward("blb") }],
        };
        let mut changes = Changes::new();
        send(&message, letter.head.id, letter.head.subject, cx, &mut changes)?;
        // A version without a difference: the letter's history shows who sent it when.
        changes.update(&letter.head, &letter.body);
        changes.answer_with(letter.id());
        Ok(changes)
    }
}
