//! Whom a document binds, and that they have read it.

use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::command::Offered;
use ledger::identity::Account;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::rules::in_force_on;
use super::{AUTHORS, Acknowledgement, ControlledDocument, Distribution, DocumentVersion};
use crate::OFFICE;
use crate::limits;
use crate::tasks::commands::colleague;

/// The commands about readers.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Distribute>(), CommandDef::of::<EndDistribution>(), CommandDef::of::<Acknowledge>()]
}

/// Says whom a document binds: everybody with a duty, or a colleague.
#[derive(Clone, Debug, Fields)]
pub struct Distribute {
    /// The document.
    #[field(hidden)]
    pub document: Id<ControlledDocument>,
    /// Everybody with this duty.
    pub duty: Option<Duty>,
    /// This colleague.
    #[field(max = 120)]
    pub bound_colleague: Option<String>,
    /// They read it within so many days.
    pub read_within: i64,
}

impl Command for Distribute {
    const NAME: &'static str = "distributions.distribute";
    const DUTIES: &'static [Duty] = AUTHORS;
    const ON: Option<&'static str> = Some(ControlledDocument::NAME);
    const OFFERED: Offered = &[("status", &["number_reserved", "number_used"])];
    const PURPOSE: &'static str = "documents";
    type Loaded = (Record<ControlledDocument>, Option<Id<Account>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let document = loader.get(self.document)?;
        let named = self.bound_colleague.as_deref().map(|name| colleague(loader, Some(name), "bound_colleague")).transpose()?;
        Ok((document, named))
    }

    fn decide(&self, (document, account): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if self.duty.is_some() == account.is_some() {
            wrong.push(Refusal::new("distribution-to-whom").at("duty"));
        }
        // Whoever is bound must be able to open it.
        if self.duty.is_some_and(|duty| !OFFICE.contains(&duty)) {
            wrong.push(Refusal::new("distribution-duty-sees-none").at("duty"));
        }
        if !(0..=limits::READ_WITHIN_DAYS_MAX).contains(&self.read_within) {
            let most = limits::READ_WITHIN_DAYS_MAX.to_string();
            wrong.push(Refusal::new("number-out-of-range").at("read_within").with("min", "0").with("max", most));
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let distribution = Distribution {
            document: document.id(),
            duty: self.duty,
            account,
            read_within: self.read_within,
            valid_from: cx.today,
            valid_until: None,
            end_reason: None,
        };
        changes.insert(cx.new_id(), &distribution);
        Ok(changes)
    }
}

on_record! {
    /// Ends a distribution: from today on it binds nobody.
    EndDistribution = "distributions.end" on distribution: Distribution, by AUTHORS, for "documents", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, distribution, cx| {
        if distribution.body.valid_until.is_some() {
            return Err(Refusal::new("distribution-ended").into());
        }
        let mut changes = Changes::new();
        let valid_until = Some(cx.today.yesterday().unwrap_or(cx.today));
        changes.update(&distribution.head, &Distribution { valid_until, end_reason: Some(this.reason.clone()), ..distribution.body.clone() });
        Ok(changes)
    }
}

/// Says that one has read a version that is in force.
#[derive(Clone, Debug, Fields)]
pub struct Acknowledge {
    /// The version.
    #[field(hidden)]
    pub document_version: Id<DocumentVersion>,
}

impl Command for Acknowledge {
    const NAME: &'static str = "acknowledgements.acknowledge";
    const DUTIES: &'static [Duty] = OFFICE;
    const ON: Option<&'static str> = Some(DocumentVersion::NAME);
    const OFFERED: Offered = &[("state", &["version_in_force"])];
    const PURPOSE: &'static str = "documents";
    /// The version, and whether the same person has acknowledged it before.
    type Loaded = (Record<DocumentVersion>, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let version = loader.get(self.document_version)?;
        let person = loader.view().person();
        let of = [("document_version".to_owned(), version.head.id.into()), ("person".to_owned(), person.into())];
        let query = ledger::ListQuery { filters: of.to_vec(), limit: 1, ..ledger::ListQuery::default() };
        let before = loader.facts(|view| view.rows_of(Acknowledgement::NAME, &query))?;
        Ok((version, !before.is_empty()))
    }

    fn decide(&self, (version, before): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let digest = version.body.digest.clone().filter(|_| in_force_on(&version.body, cx.today));
        let digest = digest.ok_or_else(|| Refusal::new("version-not-in-force"))?;
        if before {
            return Err(Refusal::new("acknowledged-already").into());
        }
        let mut changes = Changes::new();
        let acknowledgement = Acknowledgement {
            reference: version.body.reference.clone(),
            document_version: version.id(),
            account: Id::new(cx.account),
            person: cx.person,
            digest,
            acknowledged_at: cx.micros(),
        };
        changes.insert(cx.new_id(), &acknowledgement);
        changes.answer_with(version.id());
        Ok(changes)
    }
}
