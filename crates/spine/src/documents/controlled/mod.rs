//! Controlled documents: a number that is given once, versions whose exact file two people put their name to, one version in force at a time, and
//! who of those it binds has read it (SP-08, SP-09).

pub mod commands;
pub mod lifecycle;
pub mod queries;
pub mod readers;
pub mod rules;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use super::Attachment;
use crate::OFFICE;
use crate::cases::ticket::Desk;

pub use lifecycle::LIFECYCLE;

/// Duties that number documents, write versions and say whom they bind.
pub const AUTHORS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry, Duty::PolicyOfficer];
/// Duties that validate a version, bring it into force and withdraw it.
pub const VALIDATORS: &[Duty] = &[Duty::Head, Duty::PolicyOfficer];

kernel::choices! {
    /// What a document is.
    pub enum DocumentKind {
        Procedure = "doc_procedure", Sop = "doc_sop", Instruction = "doc_instruction", Order = "doc_order", Policy = "doc_policy",
        Directive = "doc_directive", Template = "doc_template", Reference = "doc_reference",
    }
}

impl DocumentKind {
    /// The series its own numbers are counted in.
    pub const fn series(self) -> &'static str {
        match self {
            Self::Procedure => "PRO",
            Self::Sop => "SOP",
            Self::Instruction => "INS",
            Self::Order => "ORD",
            Self::Policy => "POL",
            Self::Directive => "DIR",
            Self::Template => "TPL",
            Self::Reference => "REF",
        }
    }
}

kernel::choices! {
    /// What became of a number: taken and not yet used, used by a text that came into force, cancelled. It is given once in any case.
    pub enum NumberStatus { Reserved = "number_reserved", Used = "number_used", Cancelled = "number_cancelled" }
}

/// A document by its reference.
#[derive(Clone, Debug, Register)]
#[register(name = "controlled_documents", prefix = "doc", title = &["reference", "title_en"], seen_by = OFFICE, unique = &[&["reference"]],
           indexes = &["owner, review_due_on"],
           views = &[ViewDef { name: "newest", by: "registered_at", descending: true }, ViewDef { name: "review", by: "review_due_on", descending: false }])]
pub struct ControlledDocument {
    /// Its reference: our own number, such as SOP/2026/003, or that of whoever issued it.
    #[field(search, list, max = 80)]
    pub reference: String,
    /// Its title in English.
    #[field(search, list)]
    pub title_en: String,
    /// Its title in French.
    #[field(search)]
    pub title_fr: String,
    /// What it is.
    #[field(list)]
    pub kind: DocumentKind,
    /// What became of its number.
    #[field(list)]
    pub status: NumberStatus,
    /// Who issued it, when it is not ours.
    #[field(search)]
    pub originator: Option<String>,
    /// Whose work it rules.
    #[field(list)]
    pub desk: Desk,
    /// Who answers for it.
    #[field(list)]
    pub owner: Id<Account>,
    /// When somebody looks whether it is still right.
    #[field(list)]
    pub review_due_on: Option<Date>,
    /// What was seen when somebody last looked.
    #[field(long)]
    pub review_result: Option<String>,
    /// Why its number was cancelled.
    #[field(long)]
    pub cancel_reason: Option<String>,
    /// When its number was given.
    pub registered_at: Micros,
}

kernel::choices! {
    /// How a version is told from those before it. Every version carries the whole text: one with a corrigendum or an addendum is the text with that
    /// worked in.
    pub enum VersionKind {
        Number = "version_number", Revision = "version_revision", Corrigendum = "version_corrigendum", Addendum = "version_addendum",
    }
}

kernel::choices! {
    /// Where a version stands.
    pub enum VersionState {
        Draft = "version_draft", InReview = "version_in_review", Validated = "version_validated", InForce = "version_in_force",
        Superseded = "version_superseded", Withdrawn = "version_withdrawn",
    }
}

/// A version of a document.
#[derive(Clone, Debug, Register)]
#[register(name = "document_versions", prefix = "ver", title = &["reference"], seen_by = OFFICE, lifecycle = Some(&LIFECYCLE),
           unique = &[&["document", "position"]], indexes = &["valid_from", "document, valid_from"],
           views = &[ViewDef { name: "newest", by: "since", descending: true }])]
pub struct DocumentVersion {
    /// The document's reference with what tells this version from the others, such as SOP/2026/003-REV2.
    #[field(search, list, max = 100)]
    pub reference: String,
    /// The document.
    #[field(list)]
    pub document: Id<ControlledDocument>,
    /// How it is told from the others.
    pub kind: VersionKind,
    /// The number of its kind, as it stands in the reference.
    pub kind_number: i64,
    /// Its place among the versions of the document, from 1.
    pub position: i64,
    /// Where it stands.
    #[field(list)]
    pub state: VersionState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// What is new in it.
    #[field(long)]
    pub what_changed: Option<String>,
    /// Who wrote it.
    #[field(list)]
    pub author: Id<Account>,
    /// The person who wrote it, with whichever account.
    #[field(hidden)]
    pub author_person: RecordId,
    /// Its text.
    pub text: Option<Id<Attachment>>,
    /// SHA-256 of that file in hexadecimal; what two people validated.
    #[field(max = 64)]
    pub digest: Option<String>,
    /// Who validated it.
    pub validated_by: Option<RecordId>,
    /// When.
    pub validated_on: Option<Date>,
    /// First day it is in force; none before it comes into force.
    #[field(list)]
    pub valid_from: Option<Date>,
    /// Last day it was in force, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}

kernel::choices! {
    /// How one document bears on another.
    pub enum Relation {
        Supersedes = "rel_supersedes", SupersedesInPart = "rel_supersedes_in_part", Amends = "rel_amends", Implements = "rel_implements",
        RefersTo = "rel_refers_to", TranslationOf = "rel_translation_of",
    }
}

/// How a document bears on another, from a day on.
#[derive(Clone, Debug, Register)]
#[register(name = "document_relations", prefix = "rel", title = &["relation", "component"], seen_by = OFFICE,
           views = &[ViewDef { name: "newest", by: "valid_from", descending: true }])]
pub struct DocumentRelation {
    /// The document that bears on the other.
    #[field(list)]
    pub document: Id<ControlledDocument>,
    /// How.
    #[field(list)]
    pub relation: Relation,
    /// The other.
    #[field(list)]
    pub other: Id<ControlledDocument>,
    /// The part of the other it bears on, such as Annex B; all of it when empty.
    #[field(search, list, max = 80)]
    pub component: Option<String>,
    /// From which day on.
    #[field(list)]
    pub valid_from: Date,
    /// When it was written down.
    pub related_at: Micros,
}

/// Whom a document binds: everybody with a duty, or a colleague. Each version that comes into force asks them anew.
#[derive(Clone, Debug, Register)]
#[register(name = "distributions", prefix = "dst", title = &["duty", "valid_from"], seen_by = OFFICE,
           views = &[ViewDef { name: "newest", by: "valid_from", descending: true }])]
pub struct Distribution {
    /// The document.
    #[field(list)]
    pub document: Id<ControlledDocument>,
    /// Everybody with this duty.
    #[field(list)]
    pub duty: Option<Duty>,
    /// This colleague.
    #[field(list)]
    pub account: Option<Id<Account>>,
    /// Read within so many days of its coming into force, or of being bound.
    #[field(list)]
    pub read_within: i64,
    /// First day they are bound.
    #[field(list)]
    pub valid_from: Date,
    /// Last day they were bound, included.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// Why it ended.
    #[field(long)]
    pub end_reason: Option<String>,
}

/// That somebody has read a version.
#[derive(Clone, Debug, Register)]
#[register(name = "acknowledgements", prefix = "ack", title = &["reference"], seen_by = OFFICE, indexes = &["document_version, person"],
           views = &[ViewDef { name: "newest", by: "acknowledged_at", descending: true }])]
pub struct Acknowledgement {
    /// The reference of the version.
    #[field(search, list, max = 100)]
    pub reference: String,
    /// The version.
    #[field(list)]
    pub document_version: Id<DocumentVersion>,
    /// Who has read it.
    #[field(list)]
    pub account: Id<Account>,
    /// The person, with whichever account.
    #[field(hidden)]
    pub person: RecordId,
    /// SHA-256 of the file they had before them.
    #[field(max = 64)]
    pub digest: String,
    /// When they said so.
    #[field(list)]
    pub acknowledged_at: Micros,
}
