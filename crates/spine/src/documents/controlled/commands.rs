//! Numbering documents, writing, validating and superseding their versions, and saying how they bear on each other.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Label, Level, Record, Refusal, Refused, Register};
use ledger::command::Offered;
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::rules::{has_our_form, lose_force, next_number, own_reference, series as series_of, take_force, version_reference};
use super::{
    AUTHORS, ControlledDocument, DocumentKind, DocumentRelation, DocumentVersion, NumberStatus, Relation, VALIDATORS, VersionKind,
    VersionState,
};
use crate::cases::ticket::Desk;
use crate::documents::{Attachment, attach};
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on documents and their versions.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<RegisterDocument>(),
        CommandDef::of::<Cancel>(),
        CommandDef::of::<Review>(),
        CommandDef::of::<Draft>(),
        CommandDef::of::<HandIn>(),
        CommandDef::of::<Submit>(),
        CommandDef::of::<SendBack>(),
        CommandDef::of::<Validate>(),
        CommandDef::of::<BringIntoForce>(),
        CommandDef::of::<Withdraw>(),
        CommandDef::of::<Relate>(),
    ]
}

const PURPOSE: &str = "documents";

/// Highest number of a version of one kind.
const VERSION_NUMBER_MAX: i64 = 9_999;

/// Gives a document its number, or takes over the reference of whoever issued it.
#[derive(Clone, Debug, Fields)]
pub struct RegisterDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// Title in English.
    pub title_en: String,
    /// Title in French.
    pub title_fr: String,
    /// Whose work it rules.
    pub desk: Desk,
    /// Who answers for it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// The reference of whoever issued it; our next number when left out.
    #[field(max = 80)]
    pub reference: Option<String>,
    /// Who issued it, when it is not ours.
    pub originator: Option<String>,
    /// When somebody looks whether it is still right.
    pub review_due_on: Option<Date>,
    /// Its level, where it is not the usual one.
    pub level: Option<Level>,
}

/// What numbering a document rests on.
pub struct Numbering {
    owner: Id<Account>,
    standing: series::Standing,
    /// Whether whoever gives the number reaches the level.
    reaches: bool,
    taken: bool,
}

impl RegisterDocument {
    fn level(&self) -> &str {
        self.level.as_ref().map_or(ControlledDocument::DEF.marking, |level| level.0.as_str())
    }
    fn series(&self) -> String {
        series_of(self.kind, self.level(), ControlledDocument::DEF.marking)
    }
}

impl Command for RegisterDocument {
    const NAME: &'static str = "controlled_documents.register";
    const DUTIES: &'static [Duty] = AUTHORS;
    const ADDS: Option<&'static str> = Some(ControlledDocument::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Numbering;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        let view = loader.view();
        let rank = view.policy.rank(&Level(self.level().to_owned()));
        let reaches = view.grants().iter().any(|grant| rank.is_none_or(|rank| rank <= grant.reach.rank));
        let year = i64::from(view.today.year());
        let standing = series::load(view, &self.series(), year)?;
        // A reference is given once, whoever may see to what.
        let taken = match &self.reference {
            Some(reference) => !view.facts(|view| view.having::<ControlledDocument>("reference", reference.as_str()))?.is_empty(),
            None => false,
        };
        Ok(Numbering { owner, standing, reaches, taken })
    }

    fn decide(&self, numbering: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if numbering.taken {
            wrong.push(Refusal::new("reference-taken").at("reference"));
        }
        if self.reference.as_deref().is_some_and(has_our_form) {
            wrong.push(Refusal::new("reference-of-our-series").at("reference"));
        }
        if let Some(refusal) = cx.policy.refuses(&Level(self.level().to_owned())) {
            wrong.push(refusal.at("level"));
        } else if !numbering.reaches {
            wrong.push(Refusal::new("marking-beyond-yours").at("level"));
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let reference = self.reference.clone().unwrap_or_else(|| {
            let name = self.series();
            own_reference(&name, year, series::next(&numbering.standing, &name, year, cx.new_id(), &mut changes))
        });
        let document = ControlledDocument {
            reference,
            title_en: self.title_en.clone(),
            title_fr: self.title_fr.clone(),
            kind: self.kind,
            status: NumberStatus::Reserved,
            originator: self.originator.clone(),
            desk: self.desk,
            owner: numbering.owner,
            review_due_on: self.review_due_on,
            review_result: None,
            cancel_reason: None,
            registered_at: cx.micros(),
        };
        let id = changes.insert_in(cx.new_id(), &document, Label::at(self.level()));
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Every version of a document, whoever may see it: what decides about numbers and force.
fn versions_of(loader: &mut Loader<'_, '_>, document: Id<ControlledDocument>) -> Result<Vec<Record<DocumentVersion>>, Error> {
    loader.facts(|view| view.having::<DocumentVersion>("document", document.raw()))
}

/// The one of them that is in force, which whoever ends its force must see.
fn in_force(loader: &mut Loader<'_, '_>, versions: &[Record<DocumentVersion>]) -> Result<Option<Record<DocumentVersion>>, Error> {
    let found = versions.iter().find(|v| v.body.state == VersionState::InForce).cloned();
    let seen = loader.acts_on(found.iter().map(|v| (DocumentVersion::NAME, v.head.clone())))?;
    if seen { Ok(found) } else { Err(Error::NotFound) }
}

/// A number that will not be used: it stays, with the reason.
#[derive(Clone, Debug, Fields)]
pub struct Cancel {
    /// The document.
    #[field(hidden)]
    pub document: Id<ControlledDocument>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Cancel {
    const NAME: &'static str = "controlled_documents.cancel";
    const DUTIES: &'static [Duty] = AUTHORS;
    const ON: Option<&'static str> = Some(ControlledDocument::NAME);
    const OFFERED: Offered = &[("status", &["number_reserved"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<ControlledDocument>, Vec<Record<DocumentVersion>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.document)?, versions_of(loader, self.document)?))
    }

    fn decide(&self, (document, versions): Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        let open = |v: &Record<DocumentVersion>| v.body.state != VersionState::Withdrawn;
        if document.body.status != NumberStatus::Reserved || versions.iter().any(open) {
            return Err(Refusal::new("number-in-use").into());
        }
        let mut changes = Changes::new();
        let (status, cancel_reason) = (NumberStatus::Cancelled, Some(self.reason.clone()));
        changes.update(&document.head, &ControlledDocument { status, cancel_reason, review_due_on: None, ..document.body.clone() });
        Ok(changes)
    }
}

on_record! {
    /// Looked at it: it is still right, and this was seen. Whoever finds otherwise writes a new version.
    Review = "controlled_documents.review" on document: ControlledDocument, by AUTHORS, for PURPOSE, {
        /// What was seen.
        #[field(long)]
        review_result: String,
        /// When somebody looks again.
        review_due_on: Date,
    }
    |this, document, cx| {
        if this.review_due_on <= cx.today {
            return Err(Refusal::new("date-in-past").at("review_due_on").into());
        }
        usable(&document)?;
        let mut changes = Changes::new();
        let (review_result, review_due_on) = (Some(this.review_result.clone()), Some(this.review_due_on));
        changes.update(&document.head, &ControlledDocument { review_result, review_due_on, ..document.body.clone() });
        Ok(changes)
    }
}

fn usable(document: &Record<ControlledDocument>) -> Result<(), Refused> {
    if document.body.status == NumberStatus::Cancelled { Err(Refusal::new("number-cancelled").into()) } else { Ok(()) }
}

/// Begins a version of a document.
#[derive(Clone, Debug, Fields)]
pub struct Draft {
    /// The document.
    #[field(hidden)]
    pub document: Id<ControlledDocument>,
    /// How it is told from the others.
    pub kind: VersionKind,
    /// Its number, where it does not follow; the next one when left out.
    pub kind_number: Option<i64>,
    /// What is new in it.
    #[field(long)]
    pub what_changed: Option<String>,
    /// Name of the file.
    #[field(hidden)]
    pub file_name: Option<String>,
    /// Its text.
    pub text_file: Option<Vec<u8>>,
}

impl Command for Draft {
    const NAME: &'static str = "document_versions.draft";
    const DUTIES: &'static [Duty] = AUTHORS;
    const ON: Option<&'static str> = Some(ControlledDocument::NAME);
    const OFFERED: Offered = &[("status", &["number_reserved", "number_used"])];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<ControlledDocument>, Vec<Record<DocumentVersion>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.document)?, versions_of(loader, self.document)?))
    }

    fn decide(&self, (document, versions): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        usable(&document)?;
        let next = next_number(versions.iter().map(|v| &v.body), self.kind);
        let kind_number = self.kind_number.unwrap_or(next);
        if kind_number > VERSION_NUMBER_MAX {
            let refusal = Refusal::new("number-out-of-range").at("kind_number").with("min", next.to_string());
            return Err(refusal.with("max", VERSION_NUMBER_MAX.to_string()).into());
        }
        if kind_number < next {
            return Err(Refusal::new("version-number-taken").at("kind_number").with("next", next.to_string()).into());
        }
        let mut changes = Changes::new();
        let id = cx.new_id();
        let (text, digest) = self.text_file.clone().map(|file| handed_in(&mut changes, cx, id, self.file_name.as_deref(), file)).unzip();
        let version = DocumentVersion {
            reference: version_reference(&document.body.reference, self.kind, kind_number),
            document: document.id(),
            kind: self.kind,
            kind_number,
            position: versions.iter().map(|v| v.body.position).max().unwrap_or(0) + 1,
            state: VersionState::Draft,
            since: cx.micros(),
            what_changed: self.what_changed.clone(),
            author: Id::new(cx.account),
            author_person: cx.person,
            text,
            digest,
            validated_by: None,
            validated_on: None,
            valid_from: None,
            valid_until: None,
        };
        let id = begin(&mut changes, id, &version, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Hangs a file on a version; answers with it and with the hash of exactly these bytes.
fn handed_in(
    changes: &mut Changes,
    cx: &Context<'_>,
    version: kernel::RecordId,
    name: Option<&str>,
    file: Vec<u8>,
) -> (Id<Attachment>, String) {
    let digest = ledger::crypto::hex(&ledger::crypto::sha256(&[&file]));
    (attach(changes, cx, version, None, name.unwrap_or("document"), file), digest)
}

on_record! {
    /// Hands in another file: the version is a draft again, and nothing that was validated holds for it.
    HandIn = "document_versions.hand_in" on document_version: DocumentVersion, by AUTHORS, for PURPOSE, {
        /// What is new in it.
        #[field(long)]
        what_changed: Option<String>,
        /// Name of the file.
        #[field(hidden)]
        file_name: Option<String>,
        /// Its text.
        text_file: Option<Vec<u8>>,
    }
    |this, version, cx| {
        let file = this.text_file.clone().ok_or_else(|| Refusal::new("field-required").at("text_file"))?;
        let mut changes = Changes::new();
        let (text, digest) = handed_in(&mut changes, cx, version.head.id, this.file_name.as_deref(), file);
        changes.followed_by(step(&version, cx, None, Some(text.raw()), |v| {
            (v.text, v.digest) = (Some(text), Some(digest));
            v.what_changed = this.what_changed.clone().or(v.what_changed.take());
            // Whoever wrote the text last is its author.
            (v.author, v.author_person) = (Id::new(cx.account), cx.person);
            (v.validated_by, v.validated_on) = (None, None);
        })?);
        changes.answer_with(version.id());
        Ok(changes)
    }
}

on_record! {
    /// Gives a draft to be reviewed.
    Submit = "document_versions.submit" on document_version: DocumentVersion, by AUTHORS, for PURPOSE, {}
    |_, version, cx| {
        if version.body.text.is_none() {
            return Err(Refusal::new("version-without-text").into());
        }
        step(&version, cx, None, None, |_| {})
    }
}

on_record! {
    /// Gives a version back to who wrote it.
    SendBack = "document_versions.send_back" on document_version: DocumentVersion, by AUTHORS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, version, cx| step(&version, cx, Some(&this.reason), None, |v| (v.validated_by, v.validated_on) = (None, None))
}

on_record! {
    /// Validates exactly this file: one asks, another, who did not write it, approves.
    Validate = "document_versions.validate" on document_version: DocumentVersion, by AUTHORS, for PURPOSE, approved by VALIDATORS, {
        /// SHA-256 of the file that is validated.
        #[field(hidden, max = 64)]
        digest: String,
    }
    |this, version, cx| {
        if version.body.digest.as_deref() != Some(this.digest.as_str()) {
            return Err(Refusal::new("version-file-changed").into());
        }
        if cx.requester.is_some() && cx.person == version.body.author_person {
            return Err(Refusal::new("version-validated-by-author").into());
        }
        step(&version, cx, None, version.body.text.map(Id::raw), |v| {
            (v.validated_by, v.validated_on) = (Some(cx.person), Some(cx.today));
        })
    }
}

/// Brings a validated version into force today; the one that was in force is superseded in the same entry.
#[derive(Clone, Debug, Fields)]
pub struct BringIntoForce {
    /// The version.
    #[field(hidden)]
    pub document_version: Id<DocumentVersion>,
}

impl Command for BringIntoForce {
    const NAME: &'static str = "document_versions.bring_into_force";
    const DUTIES: &'static [Duty] = VALIDATORS;
    const ON: Option<&'static str> = Some(DocumentVersion::NAME);
    const OFFERED: Offered = &[("state", &["version_validated"])];
    const PURPOSE: &'static str = PURPOSE;
    /// The version, its document, all the versions of that, and the one of them in force.
    type Loaded = (Record<DocumentVersion>, Record<ControlledDocument>, Vec<Record<DocumentVersion>>, Option<Record<DocumentVersion>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let version = loader.get(self.document_version)?;
        let document = loader.get(version.body.document)?;
        let versions = versions_of(loader, document.id())?;
        let former = in_force(loader, &versions)?;
        Ok((version, document, versions, former))
    }

    fn decide(&self, (version, document, versions, former): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        usable(&document)?;
        // The table has a row for the former version too.
        if version.body.state != VersionState::Validated {
            return Err(Refusal::new("state-not-allowed").with("state", version.body.state.code()).into());
        }
        let mut changes = former.map_or_else(|| Ok(Changes::new()), |former| step(&former, cx, None, None, |v| lose_force(v, cx.today)))?;
        changes.followed_by(step(&version, cx, None, None, |v| take_force(v, cx.today, versions.iter().map(|other| &other.body)))?);
        if document.body.status == NumberStatus::Reserved {
            changes.update(&document.head, &ControlledDocument { status: NumberStatus::Used, ..document.body.clone() });
        }
        changes.answer_with(version.id());
        Ok(changes)
    }
}

on_record! {
    /// Withdraws a version: a draft that is not wanted, or a text that holds no longer from today on.
    Withdraw = "document_versions.withdraw" on document_version: DocumentVersion, by VALIDATORS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, version, cx| {
        let held = version.body.state == VersionState::InForce;
        step(&version, cx, Some(&this.reason), None, |v| if held { lose_force(v, cx.today) })
    }
}

/// Says how a document bears on another. One that supersedes the whole of another ends its force in the same entry.
#[derive(Clone, Debug, Fields)]
pub struct Relate {
    /// The document.
    #[field(hidden)]
    pub document: Id<ControlledDocument>,
    /// How.
    pub relation: Relation,
    /// The other.
    pub other: Id<ControlledDocument>,
    /// The part of the other it bears on; all of it when left out.
    #[field(max = 80)]
    pub component: Option<String>,
    /// From which day on; from today when left out.
    pub valid_from: Option<Date>,
}

/// Two documents and their versions in force.
pub struct Related {
    document: Record<ControlledDocument>,
    in_force: bool,
    other: Record<ControlledDocument>,
    other_in_force: Option<Record<DocumentVersion>>,
}

impl Command for Relate {
    const NAME: &'static str = "document_relations.relate";
    const DUTIES: &'static [Duty] = VALIDATORS;
    const ON: Option<&'static str> = Some(ControlledDocument::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Related;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let document = loader.get(self.document)?;
        let other = loader.named("other", self.other)?;
        let in_force_now = versions_of(loader, self.document)?.iter().any(|v| v.body.state == VersionState::InForce);
        let others = if self.relation == Relation::Supersedes { versions_of(loader, self.other)? } else { Vec::new() };
        let other_in_force = in_force(loader, &others)?;
        Ok(Related { document, in_force: in_force_now, other, other_in_force })
    }

    fn decide(&self, related: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let Related { document, in_force, other, other_in_force } = related;
        usable(&document)?;
        let day = self.valid_from.unwrap_or(cx.today);
        let mut wrong = Vec::new();
        if document.head.id == other.head.id {
            wrong.push(Refusal::new("relation-to-itself").at("other"));
        }
        match (self.relation, &self.component) {
            (Relation::SupersedesInPart, None) => wrong.push(Refusal::new("component-missing").at("component")),
            (Relation::Supersedes, Some(_)) => wrong.push(Refusal::new("component-of-the-whole").at("component")),
            _ => {}
        }
        if day > cx.today {
            wrong.push(Refusal::new("date-in-future").at("valid_from"));
        }
        if other_in_force.is_some() {
            if !in_force {
                wrong.push(Refusal::new("document-not-in-force").at("relation"));
            }
            // Until a moment ago the other was in force.
            if day != cx.today {
                wrong.push(Refusal::new("supersession-from-today").at("valid_from"));
            }
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let relation = DocumentRelation {
            document: document.id(),
            relation: self.relation,
            other: other.id(),
            component: self.component.clone(),
            valid_from: day,
            related_at: cx.micros(),
        };
        changes.insert(cx.new_id(), &relation);
        if let Some(former) = other_in_force {
            changes.followed_by(step(&former, cx, None, Some(document.head.id), |v| lose_force(v, cx.today))?);
        }
        Ok(changes)
    }
}
