//! Notices: what waits for somebody, computed when it is asked for and never stored; sent to their own address as a digest.

use kernel::{Duty, Fields, Id, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use crate::mail::outgoing::{Message, addresses, send};
use crate::people::Person;

/// The commands on notices.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<SendDigest>()]
}

/// Sends somebody what waits for them, to their own address.
#[derive(Clone, Debug, Fields)]
pub struct SendDigest {
    /// Subject.
    #[field(hidden)]
    pub digest_subject: String,
    /// What waits, line by line; the server writes it.
    #[field(long, hidden)]
    pub text: String,
    /// Level code of the highest marking of what it tells.
    #[field(hidden)]
    pub marking: String,
}

impl Command for SendDigest {
    const NAME: &'static str = "notices.send_digest";
    const DUTIES: &'static [Duty] = Duty::ALL;
    const PURPOSE: &'static str = "notices";
    type Loaded = Option<String>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let me = loader.view().person();
        let person = loader.facts(|view| view.get::<Person>(Id::new(me)))?;
        Ok(person.body.email)
    }

    fn decide(&self, address: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let address = address.ok_or_else(|| Refusal::new("no-address-of-yours"))?;
        let names = kernel::Lang::ALL.map(|lang| cx.policy.name(&self.marking, lang).to_owned());
        let message = Message {
            to: addresses(&address, "address")?,
            marking: if names[0] == names[1] { names[0].clone() } else { names.join(" / ") },
            subject: self.digest_subject.clone(),
            text: self.text.clone(),
            files: Vec::new(),
        };
        let mut changes = Changes::new();
        send(&message, cx.person, Some(cx.person), cx, &mut changes)?;
        Ok(changes)
    }
}
