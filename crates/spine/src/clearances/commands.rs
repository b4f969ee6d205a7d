//! Recording what an authority decided outside a case: suspension and its lifting, withdrawal. Two people. What still proves a clearance that is
//! suspended or withdrawn is called back in the same entry.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Lang, Level, Record, RecordId, Refusal, Refused};
use ledger::transition::begin;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::queries::{facts, rulebook};
use super::rules::lasts_with_grant;
use super::{AdverseReason, Certificate, Decision, DecisionKind, Facts, Need};
use crate::cases::Timing;
use crate::cases::queries::{ahead, timing};
use crate::letters::commands::{Makings, draft};
use crate::letters::queries::templates;
use crate::letters::rules::Field;
use crate::letters::{LetterKind, LetterTemplate};
use crate::mail::{Direction, MailItem, MailStatus};
use crate::organisations::Authority;
use crate::people::Person;
use crate::policy::Rulebook;
use crate::tasks::queries::{Owners, owners};
use crate::tasks::{Task, TaskState};

/// The commands on clearances.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<RecordAdverse>()]
}

kernel::choices! {
    /// What can befall a clearance.
    pub enum AdverseKind { Suspend = "suspend", LiftSuspension = "lift_suspension", Withdraw = "withdraw" }
}

/// What is to be done about a certificate that is called back, in both languages: a task is read by colleagues of either.
const CERTIFICATE_BACK: &str = "Get the certificate back · Récupérer le certificat";
/// How.
const CERTIFICATE_BACK_HOW: &str = "Issue the letter that calls it back; send the certificate to the authority and enter the day. · \
    Expédier la lettre de rappel\u{202f}; renvoyer le certificat à l’autorité et inscrire le jour.";
/// Working days until it is back where its authority's rule does not say, as of a leaver's; and until its authority has answered.
const CERTIFICATE_BACK_DAYS: i64 = 5;

/// How many days the authority's rule gives certificates to come back: that of the last grant on record, suspended or not.
pub fn return_days(facts: &Facts, on: Date, rules: &Rulebook) -> Option<i32> {
    let grants = facts.decisions.iter().filter(|d| !d.claimed && d.kind.grants() && d.decided_on <= on);
    rules.of(grants.max_by_key(|d| (d.decided_on, d.valid_from))?, on)?.certificate_return_days
}

/// The day by which a certificate must be back after the end of its clearance, where the authority's rule gives it days.
pub fn back_by(end: Date, days: Option<i32>) -> Option<Date> {
    end.checked_add(i64::from(days?).days()).ok()
}

/// What calling certificates back needs to know; facts.
pub struct Recall {
    open: Vec<Record<Certificate>>,
    return_days: Option<i32>,
    template: Option<Record<LetterTemplate>>,
    owners: Owners,
    timing: Timing,
}

impl Recall {
    /// Loads it for a person. Nothing is open where a task says that it is being called back.
    fn load(loader: &mut Loader<'_, '_>, person: RecordId) -> Result<Self, Error> {
        loader.facts(|view| {
            let today = view.today;
            let tasks = view.having::<Task>("person", person)?;
            let called = tasks.iter().any(|t| t.body.state == TaskState::Open && t.body.title == CERTIFICATE_BACK);
            let (known, rules) = (facts(view, Id::new(person))?, rulebook(view)?);
            let return_days = return_days(&known, today, &rules);
            let last = |c: &Certificate| lasts_with_grant(c.valid_until, &known, today, &rules, view.policy);
            let holds = |c: &Certificate| c.returned_on.is_none() && last(c).is_none_or(|until| today <= until);
            let mut open = view.having::<Certificate>("person", person)?;
            open.retain(|c| !called && holds(&c.body));
            Ok(Self {
                open,
                return_days,
                template: templates(view, LetterKind::CertificateRecall)?.into_iter().next(),
                owners: owners(view, today)?,
                timing: timing(view, today, ahead(today))?,
            })
        })
    }

    /// Drafts the letter, where the office has a template for it, and opens the task, where something is open.
    fn call_back(
        self,
        (id, Decision { person, reference, .. }): (RecordId, &Decision),
        authority: Record<Authority>,
        cx: &Context<'_>,
        changes: &mut Changes,
    ) -> Result<(), Refused> {
        if self.open.is_empty() {
            return Ok(());
        }
        let mut numbers: Vec<&str> = self.open.iter().map(|c| c.body.number.as_str()).collect();
        numbers.sort_unstable();
        let (numbers, person) = (numbers.join(", "), person.raw());
        let by_rule = back_by(cx.today, self.return_days);
        let due_on = by_rule.or_else(|| self.timing.working_days_after(cx.today, CERTIFICATE_BACK_DAYS)).unwrap_or(cx.today);
        if let Some(template) = &self.template {
            let known = |field: Field, _: Lang| match field {
                Field::TheirReference => Some(reference.clone().unwrap_or_default()),
                Field::Certificates => Some(numbers.clone()),
                _ => None,
            };
            let makings = Makings { authority, concerns: Some(id), person: Some(person), reply_due: Some(due_on) };
            draft(template, makings, &known, cx, changes)?;
        }
        let supervisor = Id::new(cx.recorder_account());
        let task = Task {
            title: CERTIFICATE_BACK.to_owned(),
            state: TaskState::Open,
            since: cx.micros(),
            // Where nobody else has the duty, whoever recorded it looks after it.
            owner: self.owners.of(Duty::ClearanceTechnician, person).unwrap_or(supervisor),
            supervisor,
            due_on,
            details: Some(format!("{CERTIFICATE_BACK_HOW}\n{numbers}")),
            concerns: Some(id),
            person: Some(person),
            proof_of_work: None,
            verified_by: None,
        };
        begin(changes, cx.new_id(), &task, None, cx);
        Ok(())
    }
}

/// Records a suspension, its lifting, or a withdrawal; acts at once on effective access, and on the certificates that are open.
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
    /// By what rule.
    pub reason_code: AdverseReason,
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
    type Loaded = (Record<Person>, Record<Authority>, Record<MailItem>, Recall);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.get(self.person)?;
        let (authority, mail) = (loader.named("authority", self.authority)?, loader.named("source", self.source)?);
        Ok((person, authority, mail, Recall::load(loader, self.person.raw())?))
    }

    fn decide(&self, (person, authority, mail, recall): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        incoming_letter(&mail, Some(self.person.raw()), "source")?;
        if self.decided_on > cx.today {
            return Err(Refusal::new("date-in-future").at("decided_on").into());
        }
        let kind = match self.kind {
            AdverseKind::Suspend => DecisionKind::Suspend,
            AdverseKind::LiftSuspension => DecisionKind::LiftSuspension,
            AdverseKind::Withdraw => DecisionKind::Withdraw,
        };
        let what = Need::new(self.level.clone(), kernel::Codes::default());
        let of = (authority.id(), authority.body.nation.clone());
        let decision = Decision {
            reference: self.reference.clone(),
            adverse_reason: Some(self.reason_code),
            source: Some(mail.id()),
            ..Decision::made(person.id(), of, kind, what, self.decided_on, (cx.recorder(), cx.person))
        };
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &decision).raw();
        if self.kind != AdverseKind::LiftSuspension {
            recall.call_back((id, &decision), authority, cx, &mut changes)?;
        }
        changes.answer_with::<Decision>(Id::new(id));
        Ok(changes)
    }
}

/// Refuses a letter that is not incoming, no longer counts, or was registered as one about somebody else.
pub fn incoming_letter(mail: &Record<MailItem>, about: Option<RecordId>, field: &str) -> Result<(), Refusal> {
    letter(mail, (Direction::Incoming, "mail-not-incoming"), about, field)
}

/// Refuses a letter that is not outgoing, no longer counts, or was registered as one about somebody else.
pub fn outgoing_letter(mail: &Record<MailItem>, about: Option<RecordId>, field: &str) -> Result<(), Refusal> {
    letter(mail, (Direction::Outgoing, "mail-not-outgoing"), about, field)
}

fn letter(
    mail: &Record<MailItem>,
    (direction, other_way): (Direction, &'static str),
    about: Option<RecordId>,
    field: &str,
) -> Result<(), Refusal> {
    let no = |code| Err(Refusal::new(code).at(field).with("reference", mail.body.reference.as_str()));
    // A letter about several people names none of them.
    let of_another = mail.body.person.zip(about).is_some_and(|(whose, about)| whose != about);
    match &mail.body {
        item if item.status == MailStatus::Void => no("mail-is-void"),
        item if item.direction != direction => no(other_way),
        _ if of_another => no("mail-of-another"),
        _ => Ok(()),
    }
}
