//! Holding, releasing, disposing.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::{Changes, Command, CommandDef, Context, Erasure, Error, Loader};

use super::queries::{self, Remains};
use super::rules::Keeping;
use super::{CERTIFICATES, DestructionCertificate, HoldReason, KEEPERS, RetentionHold, certificate_number};
use crate::dossiers::Dossier;
use crate::limits;
use crate::people::Person;
use crate::{holdings, series};

/// The commands of the concept.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<PlaceHold>(), CommandDef::of::<ReleaseHold>(), CommandDef::of::<Dispose>()]
}

/// Keeps what is known of a person, whatever the rules say.
#[derive(Clone, Debug, Fields)]
pub struct PlaceHold {
    /// Of whom.
    pub person: Id<Person>,
    /// Why.
    pub reason: HoldReason,
    /// What shows it: a reference, a date.
    #[field(max = 200)]
    pub reference: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Last day, included; open when empty.
    pub valid_until: Option<Date>,
}

impl Command for PlaceHold {
    const NAME: &'static str = "holds.place";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ADDS: Option<&'static str> = Some(RetentionHold::NAME);
    const PURPOSE: &'static str = "retention";
    type Loaded = ();

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.named("person", self.person).map(drop)
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        Refused::unless_empty(days_in_order(Some(self.valid_from), self.valid_until, "valid_until").into_iter().collect())?;
        let mut changes = Changes::new();
        let hold = RetentionHold {
            person: self.person,
            reason: self.reason,
            reference: self.reference.clone(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            released_on: None,
            recorded_by: cx.person,
            released_by: None,
            approved_by: None,
        };
        changes.insert(cx.new_id(), &hold);
        Ok(changes)
    }
}

ledger::on_record! {
    /// Releases a hold: two people.
    ReleaseHold = "holds.release" on hold: RetentionHold, by KEEPERS, for "retention", approved by KEEPERS, {}
    |_, hold, cx| {
        if hold.body.released_on.is_some() {
            return Err(Refusal::new("hold-released").into());
        }
        let mut changes = Changes::new();
        let released = RetentionHold {
            released_on: Some(cx.today),
            released_by: Some(cx.recorder()),
            approved_by: Some(cx.person),
            ..hold.body.clone()
        };
        changes.update(&hold.head, &released);
        Ok(changes)
    }
}

/// Disposes of everything about a person: two people, neither of them that person. What stays is the certificate.
#[derive(Clone, Debug, Fields)]
pub struct Dispose {
    /// Who.
    #[field(hidden)]
    pub person: Id<Person>,
}

/// What disposing looks at.
pub struct ToDispose {
    pub(super) person: Record<Person>,
    pub(super) keeping: Keeping,
    /// Whether they have an account.
    pub(super) account: bool,
    /// Whether the office still has a dossier on paper.
    pub(super) paper: bool,
    /// Whether they have copies of classified items in hand or on their way to them.
    pub(super) copies: bool,
    pub(super) remains: Remains,
    pub(super) series: series::Standing,
}

impl Command for Dispose {
    const NAME: &'static str = "disposals.dispose";
    const DUTIES: &'static [Duty] = KEEPERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = "retention";
    type Loaded = ToDispose;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.get(self.person)?;
        let (id, day) = (self.person, loader.view().today);
        let series = series::load(loader.view(), CERTIFICATES, i64::from(day.year()))?;
        let view = loader.view();
        let (keeping, remains) = (queries::keeping(view, id, day)?, queries::remains(view, &person)?);
        view.facts(|view| {
            Ok(ToDispose {
                keeping,
                account: !view.having::<Account>("person", id.raw())?.is_empty(),
                paper: view.having::<Dossier>("person", id.raw())?.iter().any(|d| d.body.state.held()),
                copies: !holdings::queries::held_by(view, &[id.raw()])?.is_empty(),
                remains,
                series,
                person,
            })
        })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToDispose { person, keeping, account, paper, copies, remains, series } = loaded;
        if account {
            return Err(Refusal::new("dispose-has-account").into());
        }
        let period = keeping.over(cx.today)?;
        // What is forgotten here would be found on a shelf and known to nobody.
        if paper {
            return Err(Refusal::new("dispose-paper").into());
        }
        // Who answers for a classified item is known as long as it is held.
        if copies {
            return Err(Refusal::new("dispose-holds-copies").into());
        }
        let files = remains.numbers.join(", ");
        if files.chars().count() > limits::CERTIFICATE_NUMBERS_CHARS_MAX {
            return Err(Refusal::new("dispose-too-many").with("max", limits::CERTIFICATE_NUMBERS_CHARS_MAX.to_string()).into());
        }
        let mut changes = Changes::new();
        let certificate = DestructionCertificate {
            number: certificate_number(&series, cx, &mut changes),
            files: Some(files).filter(|f| !f.is_empty()),
            destruction: None,
            method: None,
            trigger: Some(period.rule.trigger),
            triggered_on: Some(period.triggered_on),
            months: Some(period.rule.months),
            source: period.rule.source,
            due_on: Some(period.due_on),
            destroyed_on: cx.today,
            records: remains.count,
            backups_until: keeping.rules.map(|rules| cx.today.checked_add(rules.backups_months.months()).unwrap_or(Date::MAX)),
            recorded_by: cx.recorder(),
            verified_by: Some(cx.person),
        };
        let id = changes.insert(cx.new_id(), &certificate);
        changes.erase = Some(Erasure { person: person.head.id, records: remains.records, blobs: remains.blobs, staged: remains.staged });
        changes.answer_with(id);
        Ok(changes)
    }
}
