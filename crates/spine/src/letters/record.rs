//! What a template, a letter and a line of a letter hold.

use jiff::civil::Date;
use kernel::{Duty, Id, Level, RecordId, Register, ViewDef};
use ledger::transition::Micros;

use crate::OFFICE;
use crate::documents::Attachment;
use crate::mail::MailItem;
use crate::organisations::Authority;

/// Longest text of a letter in one language.
pub const BODY_CHARS_MAX: usize = 8_000;

/// Duties that write letters and keep their templates.
pub const WRITERS: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry];
/// Duties that sign.
pub const SIGNATORIES: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];

kernel::choices! {
    /// What a letter is for; each kind has its own closed list of fields.
    pub enum LetterKind {
        Chaser = "chaser", CaseLetter = "case_letter", General = "general_letter", Cancellation = "cancellation_letter",
        MeetingCertificate = "meeting_certificate_letter", CertificateRecall = "certificate_recall",
    }
}

kernel::choices! {
    /// Whether a template is offered.
    pub enum TemplateState { InUse = "in_use", Retired = "retired" }
}

/// A template in both languages: fields and sections, no logic. Every change is a version; a letter says which it was written from.
#[derive(Clone, Debug, Register)]
#[register(name = "letter_templates", prefix = "ltm", title = &["name"], marking = "U", seen_by = OFFICE, edited_by = WRITERS,
           unique = &[&["name"]], rule = super::rules::template)]
pub struct LetterTemplate {
    /// Its name.
    #[field(search, list, max = 80)]
    pub name: String,
    /// What it is for.
    #[field(list)]
    pub kind: LetterKind,
    /// Whether it is offered.
    #[field(list)]
    pub status: TemplateState,
    /// Subject in English.
    #[field(search, list)]
    pub subject_en: String,
    /// Subject in French.
    #[field(search, list)]
    pub subject_fr: String,
    /// Text in English.
    #[field(long, max = BODY_CHARS_MAX)]
    pub body_en: String,
    /// Text in French.
    #[field(long, max = BODY_CHARS_MAX)]
    pub body_fr: String,
}

kernel::choices! {
    /// Where a letter stands.
    pub enum LetterState {
        Draft = "letter_draft", Signed = "letter_signed", Issued = "letter_issued", Answered = "letter_answered", Withdrawn = "letter_withdrawn",
    }
}

/// A letter, from draft to answer.
#[derive(Clone, Debug, Register)]
#[register(name = "letters", prefix = "let", title = &["reference", "subject_en"], subject = Some("person"), seen_by = OFFICE,
           lifecycle = Some(&super::LIFECYCLE), views = &[ViewDef { name: "newest", by: "since", descending: true }])]
pub struct Letter {
    /// Its number in the mail book, from the signature on.
    #[field(search, list, max = 60)]
    pub reference: Option<String>,
    /// What it is for.
    #[field(list)]
    pub kind: LetterKind,
    /// To whom.
    #[field(list)]
    pub authority: Id<Authority>,
    /// Subject in English; neutral.
    #[field(search, list)]
    pub subject_en: String,
    /// Subject in French; neutral.
    #[field(search)]
    pub subject_fr: String,
    /// Where it stands.
    #[field(list)]
    pub state: LetterState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// An answer is wanted by this day.
    #[field(list)]
    pub reply_due: Option<Date>,
    /// Text in English.
    #[field(long, max = BODY_CHARS_MAX)]
    pub body_en: String,
    /// Text in French.
    #[field(long, max = BODY_CHARS_MAX)]
    pub body_fr: String,
    /// The record it concerns, such as a case.
    pub concerns: Option<RecordId>,
    /// The person it concerns.
    pub person: Option<RecordId>,
    /// The template it was written from.
    pub template: Id<LetterTemplate>,
    /// Which version of it.
    pub template_version: i64,
    /// Who drafted it.
    pub drafted_by: RecordId,
    /// Who signed it, as it stands under the letter.
    pub signatory: Option<String>,
    /// When it was signed.
    pub signed_on: Option<Date>,
    /// Its entry in the mail book.
    pub mail_item: Option<Id<MailItem>>,
    /// The letter as it was issued.
    pub document: Option<Id<Attachment>>,
}

kernel::choices! {
    /// What the authority answers about one case.
    pub enum Answer { Pending = "still_pending", Decided = "already_decided", Query = "has_question", Unknown = "not_known" }
}

/// A case that a letter lists; it shows the letter in the case.
#[derive(Clone, Debug, Register)]
#[register(name = "letter_lines", prefix = "lln", title = &["number"], subject = Some("person"), seen_by = OFFICE)]
pub struct LetterLine {
    /// The letter.
    #[field(list)]
    pub letter: Id<Letter>,
    /// Its place in the letter, from 1.
    pub position: i64,
    /// The case.
    pub concerns: RecordId,
    /// About whom the case is.
    pub person: RecordId,
    /// The case's number.
    #[field(list, max = 40)]
    pub number: String,
    /// The authority's reference, as far as it is known.
    #[field(list, max = 80)]
    pub their_reference: Option<String>,
    /// The level asked for.
    pub level: Level,
    /// When the case was sent.
    #[field(list)]
    pub sent_on: Date,
    /// How many days it had been with the authority when the letter was drafted.
    #[field(list)]
    pub days: i64,
    /// What the authority answered.
    #[field(list)]
    pub answer: Option<Answer>,
    /// When it expects to decide.
    #[field(list)]
    pub expected_on: Option<Date>,
    /// What it remarked.
    #[field(long)]
    pub answer_remark: Option<String>,
}
