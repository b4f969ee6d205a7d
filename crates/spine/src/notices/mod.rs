//! Notices: what waits for somebody, computed when it is asked for and never stored; sent to their own address as a digest.

use kernel::{Duty, Fields, Id, Job, Record, RecordId, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use crate::mail::outgoing::{Message, addresses, send};
use crate::people::Person;

/// The job that sends digests at their hour.
pub const JOB: Job = Job::named("digest");

/// The commands on notices.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<SendDigest>()]
}

/// Sends somebody what waits for them, to their own address: when they ask for it, or when the system does at its hour.
#[derive(Clone, Debug, Fields)]
pub struct SendDigest {
    /// Subject.
    #[field(hidden)]
    pub digest_subject: String,
    /// What waits, line by line; the server writes it.
    #[field(long, hidden)]
    pub text: String,
    /// The marking of what it tells, in words; the server writes it.
    #[field(hidden)]
    pub marking: String,
    /// Whose digest it is, when the system sends it; a person is sent their own.
    #[field(hidden)]
    pub reader: Option<RecordId>,
}

impl Command for SendDigest {
    const NAME: &'static str = "notices.send_digest";
    const DUTIES: &'static [Duty] = Duty::ALL;
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "notices";
    type Loaded = Record<Person>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let reader = self.reader.unwrap_or(loader.view().person());
        loader.facts(|view| view.get(Id::new(reader)))
    }

    fn decide(&self, reader: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.reader.is_some() && cx.job().is_none() {
            return Err(Refusal::new("digest-of-another").into());
        }
        let address = reader.body.email.ok_or_else(|| Refusal::new("no-address-of-yours"))?;
        let message = Message {
            to: addresses(&address, "address")?,
            marking: self.marking.clone(),
            label: None,
            subject: self.digest_subject.clone(),
            text: self.text.clone(),
            files: Vec::new(),
        };
        let mut changes = Changes::new();
        send(&message, reader.head.id, Some(reader.head.id), cx, &mut changes)?;
        Ok(changes)
    }
}
