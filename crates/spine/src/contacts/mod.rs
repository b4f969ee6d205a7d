//! Contacts: whom to call at an authority or another body, kept once for all desks; and what was said with them.

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Refusal, Register, Value, ViewDef};

use crate::OFFICE;
use crate::mail::MailItem;
use crate::organisations::{Authority, Organisation};

/// A person to reach at an authority or another body.
#[derive(Clone, Debug, Register)]
#[register(name = "contacts", prefix = "con", title = &["name"], seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry], rule = works_somewhere)]
pub struct Contact {
    /// The authority they work at.
    #[field(list)]
    pub authority: Option<Id<Authority>>,
    /// The other body they work at.
    #[field(list)]
    pub organisation: Option<Id<Organisation>>,
    /// Their name.
    #[field(search, list, max = 100)]
    pub name: String,
    /// What they are responsible for.
    #[field(search, list)]
    pub role: Option<String>,
    /// Telephone.
    #[field(list, max = 40)]
    pub phone: Option<String>,
    /// Address for electronic mail.
    #[field(max = 120)]
    pub email: Option<String>,
}

fn works_somewhere(values: &[Value]) -> Vec<Refusal> {
    let none = values.iter().take(2).all(|place| place.id().is_none());
    if none { vec![Refusal::new("contact-nowhere").at("authority")] } else { Vec::new() }
}

kernel::choices! {
    /// How something was said.
    pub enum CommunicationChannel { Call = "by_call", Meeting = "by_meeting", Video = "by_video", Message = "by_message", Letter = "by_letter" }
}

/// What was said with a contact, an authority or another body: a line of the log, never what a letter holds.
#[derive(Clone, Debug, Register)]
#[register(name = "communications", prefix = "com", title = &["subject"], seen_by = OFFICE,
           edited_by = OFFICE, rule = said_with_somebody,
           views = &[ViewDef { name: "newest", by: "happened_on", descending: true }, ViewDef { name: "due", by: "follow_up_on", descending: false }])]
pub struct Communication {
    /// When.
    #[field(list)]
    pub happened_on: Date,
    /// How.
    #[field(list)]
    pub channel: CommunicationChannel,
    /// With whom.
    #[field(list)]
    pub contact: Option<Id<Contact>>,
    /// With which authority.
    #[field(list)]
    pub authority: Option<Id<Authority>>,
    /// With which other body.
    pub organisation: Option<Id<Organisation>>,
    /// About what, in neutral words.
    #[field(search, list)]
    pub subject: String,
    /// What was said.
    #[field(long)]
    pub summary: Option<String>,
    /// When to come back to it.
    #[field(list)]
    pub follow_up_on: Option<Date>,
    /// The letter that belongs to it.
    pub mail_item: Option<Id<MailItem>>,
    /// The record it concerns.
    #[field(hidden)]
    pub concerns: Option<RecordId>,
}

fn said_with_somebody(values: &[Value]) -> Vec<Refusal> {
    let none = values.iter().skip(2).take(3).all(|place| place.id().is_none());
    if none { vec![Refusal::new("communication-with-nobody").at("contact")] } else { Vec::new() }
}
