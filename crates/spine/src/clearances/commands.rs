//! Recording what an authority decided outside a case: suspension and its lifting, withdrawal. Two people.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Level, Record, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::{Decision, DecisionKind};
use crate::mail::{Direction, MailItem, MailStatus};
use crate::organisations::Authority;
use crate::people::Person;

/// The commands on clearances.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<RecordAdverse>()]
}

kernel::choices! {
    /// What can befall a clearance.
    pub enum AdverseKind { Suspend = "suspend", LiftSuspension = "lift_suspension", Withdraw = "withdraw" }
}

/// Records a suspension, its lifting, or a withdrawal; acts at once on effective access.
#[derive(Clone, Debug, Fields)]
pub struct RecordAdverse {
    /// About whom.
    #[field(hidden)]
    pub person: Id<Person>,
    /// What was decided.
    pub kind: AdverseKind,
    /// Whose decision.
    pub authority: Id<Authority>,
    /// The level it concerns.
    pub level: Level,
    /// When it was decided.
    pub decided_on: Date,
    /// Their reference.
    #[field(max = 80)]
    pub reference: Option<String>,
    /// The incoming letter.
    pub source: Id<MailItem>,
}

impl Command for RecordAdverse {
    const NAME: &'static str = "clearances.record_adverse";
    const DUTIES: &'static [Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician];
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some("people");
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<Person>, Record<Authority>, Record<MailItem>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.person)?, loader.named("authority", self.authority)?, loader.named("source", self.source)?))
    }

    fn decide(&self, (person, authority, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        incoming_letter(&mail, "source")?;
        if self.decided_on > cx.today {
            return Err(Refusal::new("date-in-future").at("decided_on").into());
        }
        let kind = match self.kind {
            AdverseKind::Suspend => DecisionKind::Suspend,
            AdverseKind::LiftSuspension => DecisionKind::LiftSuspension,
            AdverseKind::Withdraw => DecisionKind::Withdraw,
        };
        let decision = Decision {
            person: person.id(),
            authority: authority.id(),
            nation: authority.body.nation,
            reference: self.reference.clone(),
            kind,
            level: self.level.clone(),
            categories: kernel::Codes::default(),
            decided_on: self.decided_on,
            notified_on: None,
            valid_from: self.decided_on,
            valid_until: None,
            conditions: None,
            difference_reason: None,
            extended_until: None,
            supersedes: false,
            source: Some(mail.id()),
            claimed: false,
            case: None,
            recorded_by: cx.recorder(),
            verified_by: cx.person,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &decision);
        Ok(changes)
    }
}

/// Refuses a letter that is not incoming or no longer counts.
pub fn incoming_letter(mail: &Record<MailItem>, field: &str) -> Result<(), Refusal> {
    letter(mail, Direction::Incoming, field, "mail-not-incoming")
}

/// Refuses a letter that is not outgoing or no longer counts.
pub fn outgoing_letter(mail: &Record<MailItem>, field: &str) -> Result<(), Refusal> {
    letter(mail, Direction::Outgoing, field, "mail-not-outgoing")
}

fn letter(mail: &Record<MailItem>, direction: Direction, field: &str, code: &'static str) -> Result<(), Refusal> {
    if mail.body.status == MailStatus::Void {
        return Err(Refusal::new("mail-is-void").at(field).with("reference", mail.body.reference.as_str()));
    }
    if mail.body.direction == direction {
        Ok(())
    } else {
        Err(Refusal::new(code).at(field).with("reference", mail.body.reference.as_str()))
    }
}
