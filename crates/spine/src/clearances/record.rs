//! The five facts.

use jiff::civil::Date;
use kernel::marking::{CategoryKind, SecurityPolicy};
use kernel::{Codes, Duty, Id, Level, RecordId, Refusal, Register, Value, ViewDef};

use super::Need;
use crate::OFFICE;
use crate::contracts::Contract;
use crate::mail::MailItem;
use crate::organisations::Authority;
use crate::people::Person;
use crate::policy::PROGRAMME_CHARS_MAX;
use crate::posts::{AssignmentKind, Post};

const EDITORS: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician];

/// What a post needs, or work on a contract or a programme.
#[derive(Clone, Debug, Register)]
#[register(name = "clearance_requirements", prefix = "req", title = &["level"], seen_by = OFFICE, edited_by = EDITORS, rule = of_one,
           spans = &[("valid_from", "valid_until")])]
pub struct ClearanceRequirement {
    /// The post.
    #[field(list)]
    pub post: Option<Id<Post>>,
    /// The contract or programme.
    #[field(list)]
    pub contract: Option<Id<Contract>>,
    /// The level it needs.
    #[field(list)]
    pub level: Level,
    /// The categories it needs.
    #[field(list)]
    pub categories: Codes,
    /// Why.
    #[field(long)]
    pub reason: Option<String>,
    /// Who approved the need, as the paper has it.
    #[field(max = 120)]
    pub approved_by: Option<String>,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
}

impl ClearanceRequirement {
    /// The post, contract or programme it is of.
    pub fn of(&self) -> Option<RecordId> {
        self.post.map(Id::raw).or(self.contract.map(Id::raw))
    }
}

/// It is of one thing.
fn of_one(values: &[Value]) -> Vec<Refusal> {
    let named =
        |field: &str| ClearanceRequirement::DEF.position(field).and_then(|at| values.get(at)).is_some_and(|value| value.id().is_some());
    if named("post") == named("contract") { vec![Refusal::new("requirement-of-one").at("post")] } else { Vec::new() }
}

kernel::choices! {
    /// What an authority decided.
    pub enum DecisionKind {
        Grant = "grant", GrantWithConditions = "grant_with_conditions", Refuse = "refuse", Withdraw = "withdraw",
        Suspend = "suspend", LiftSuspension = "lift_suspension", NoObjection = "no_objection", Cancel = "cancel", Transfer = "transfer",
    }
}

impl DecisionKind {
    /// Whether it gives a clearance.
    pub const fn grants(self) -> bool {
        matches!(self, Self::Grant | Self::GrantWithConditions | Self::NoObjection)
    }

    /// The code of the reason why there is no clearance any more, when one is ended by this without anything against the person.
    pub const fn lapse(self) -> Option<&'static str> {
        match self {
            Self::Cancel => Some("decision-cancelled"),
            Self::Transfer => Some("decision-transferred"),
            _ => None,
        }
    }
}

kernel::choices! {
    /// Why a clearance ended that nobody took away. What another decision ends, such as a refusal, is told by that decision.
    pub enum Lapse {
        LeftPost = "left_post", LeftEmployer = "left_employer", DataChanged = "data_changed", CertificateLost = "cert_lost",
        CertificateDamaged = "cert_damaged", CertificateReturned = "cert_returned", ServiceGap = "service_gap",
    }
}

/// An authority's decision about a person.
#[derive(Clone, Debug, Register)]
#[register(name = "decisions", prefix = "dec", title = &["reference"], subject = Some("person"), seen_by = OFFICE, indexes = &["valid_until"],
           views = &[ViewDef { name: "decided", by: "decided_on", descending: true }])]
pub struct Decision {
    /// About whom.
    #[field(list)]
    pub person: Id<Person>,
    /// Whose.
    #[field(list)]
    pub authority: Id<Authority>,
    /// Nation of the authority, by which its rules are found.
    pub nation: kernel::Nation,
    /// The programme it was given for, where the authority's rules tell programmes apart.
    #[field(max = PROGRAMME_CHARS_MAX)]
    pub programme: Option<String>,
    /// In what quality the person held their post when it was given, where the authority's rules tell that apart.
    pub staff_category: Option<AssignmentKind>,
    /// Their reference; the number of our letter by which a clearance was cancelled or transferred.
    #[field(search, list, max = 80)]
    pub reference: Option<String>,
    /// What was decided.
    #[field(list)]
    pub kind: DecisionKind,
    /// The level it concerns.
    #[field(list)]
    pub level: Level,
    /// The categories it gives.
    #[field(list)]
    pub categories: Codes,
    /// When it was decided.
    #[field(list)]
    pub decided_on: Date,
    /// When it was notified.
    pub notified_on: Option<Date>,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// Conditions of the grant.
    #[field(long)]
    pub conditions: Option<String>,
    /// Why the printed last day differs from the rule.
    #[field(long)]
    pub difference_reason: Option<String>,
    /// Until when it is extended, because its renewal was filed in time and the authority's rule says so.
    pub extended_until: Option<Date>,
    /// Whether it takes the place of every grant before it, of higher ones too: what was downgraded is not what it was.
    pub supersedes: bool,
    /// Why a clearance was cancelled or transferred.
    pub end_reason: Option<Lapse>,
    /// Why a clearance was suspended or withdrawn, or its suspension lifted.
    pub adverse_reason: Option<AdverseReason>,
    /// The letter it rests on, outgoing where a clearance was cancelled or transferred; none for what was only claimed.
    pub source: Option<Id<MailItem>>,
    /// Only claimed by the person or by HR; gives no access.
    #[field(list)]
    pub claimed: bool,
    /// The case it ended.
    pub case: Option<RecordId>,
    /// Who recorded it.
    pub recorded_by: RecordId,
    /// Who verified it.
    pub verified_by: RecordId,
}

kernel::choices! {
    /// Why a clearance is suspended or withdrawn, or its suspension lifted: by what rule, never what is held against somebody.
    pub enum AdverseReason {
        UnderReview = "under_review", DutyNotMet = "duty_not_met", AtOwnRequest = "at_own_request", ReviewEnded = "review_ended",
        NotTold = "reason_not_told",
    }
}

kernel::choices! {
    /// The form of the proof.
    pub enum CertificateModel {
        Rev6Certificate = "rev6_certificate", Rev8Confirmation = "rev8_confirmation", Pscc = "pscc", MeetingCertificate = "meeting_certificate",
    }
}

/// What proves a decision.
#[derive(Clone, Debug, Register)]
#[register(name = "certificates", prefix = "cer", title = &["number"], subject = Some("person"), seen_by = OFFICE, edited_by = EDITORS,
           spans = &[("valid_from", "valid_until")])]
pub struct Certificate {
    /// Whose.
    #[field(list)]
    pub person: Id<Person>,
    /// The decision it proves.
    pub decision: Option<Id<Decision>>,
    /// Its form.
    #[field(list)]
    pub model: CertificateModel,
    /// Its number.
    #[field(search, list, max = 80)]
    pub number: String,
    /// The name as printed.
    pub name_printed: Option<String>,
    /// The level it shows.
    #[field(list)]
    pub level: Level,
    /// The categories it shows.
    #[field(list)]
    pub categories: Codes,
    /// First day.
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// Where original or copy is kept.
    #[field(list)]
    pub held_at: Option<String>,
    /// When it was sent back or became void.
    pub returned_on: Option<Date>,
}

kernel::choices! {
    /// How far an authorisation goes.
    pub enum AuthorisationKind {
        Full = "full", Provisional = "provisional", OneTime = "one_time", Emergency = "emergency", Meeting = "meeting",
    }
}

impl AuthorisationKind {
    /// Whether it counts only for what it was given for.
    pub const fn is_scoped(self) -> bool {
        !matches!(self, Self::Full)
    }
}

kernel::choices! {
    /// What access can be limited to.
    pub enum ScopeKind {
        Visit = "scope_visit", Meeting = "scope_meeting", Document = "scope_document", Function = "scope_function",
    }
}

/// The head of office's local permission. Full access counts for everything; any other kind only for what it was given for
/// (`super::scoped`), and for no longer than the authority's rule lets it.
#[derive(Clone, Debug, Register)]
#[register(name = "access_authorisations", prefix = "aac", title = &["kind"], subject = Some("person"), seen_by = OFFICE,
           spans = &[("valid_from", "valid_until")])]
pub struct AccessAuthorisation {
    /// For whom.
    #[field(list)]
    pub person: Id<Person>,
    /// How far it goes.
    #[field(list)]
    pub kind: AuthorisationKind,
    /// The level.
    #[field(list)]
    pub level: Level,
    /// The categories.
    #[field(list)]
    pub categories: Codes,
    /// What for.
    #[field(long)]
    pub need_to_know: Option<String>,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// What it is limited to; none for full access.
    pub scope: Option<ScopeKind>,
    /// The visit, meeting, document or post it is limited to, as it is called.
    #[field(max = SCOPE_CHARS_MAX)]
    pub scope_text: Option<String>,
    /// The same where it is a record of ours.
    pub scope_record: Option<RecordId>,
    /// Nation of the authority by whose rule it was given; none for full access.
    pub nation: Option<kernel::Nation>,
    /// The case that ended in it.
    pub case: Option<RecordId>,
    /// The day on which it was ended before its time: it counts no more from then on.
    #[field(list)]
    pub ended_on: Option<Date>,
    /// Why.
    #[field(long)]
    pub end_reason: Option<String>,
    /// Who asked for it to be recorded.
    pub recorded_by: RecordId,
    /// Who gave it.
    pub approved_by: RecordId,
}

/// Longest name of what access is limited to, in characters.
pub const SCOPE_CHARS_MAX: usize = 120;

impl Decision {
    /// What an authority decided on a day, from that day on and saying nothing else; recorded by the first of two people and verified by the second.
    pub fn made(
        person: Id<Person>,
        (authority, nation): (Id<Authority>, kernel::Nation),
        kind: DecisionKind,
        what: Need,
        decided_on: Date,
        by: (RecordId, RecordId),
    ) -> Self {
        Self {
            person,
            authority,
            nation,
            programme: None,
            staff_category: None,
            reference: None,
            kind,
            level: what.level,
            categories: what.categories,
            decided_on,
            notified_on: None,
            valid_from: decided_on,
            valid_until: None,
            conditions: None,
            difference_reason: None,
            extended_until: None,
            supersedes: false,
            end_reason: None,
            adverse_reason: None,
            source: None,
            claimed: false,
            case: None,
            recorded_by: by.0,
            verified_by: by.1,
        }
    }
}

impl AccessAuthorisation {
    /// Access for everything at a level and its categories; what was asked for by the first of two people and given by the second.
    pub fn full(person: Id<Person>, what: Need, (valid_from, valid_until): (Date, Option<Date>), by: (RecordId, RecordId)) -> Self {
        Self {
            person,
            kind: AuthorisationKind::Full,
            level: what.level,
            categories: what.categories,
            need_to_know: None,
            valid_from,
            valid_until,
            scope: None,
            scope_text: None,
            scope_record: None,
            nation: None,
            case: None,
            ended_on: None,
            end_reason: None,
            recorded_by: by.0,
            approved_by: by.1,
        }
    }
}

kernel::choices! {
    /// What somebody was briefed on; the appraisal is the yearly talk with the superior, dated like a briefing. The security undertaking is signed at the
    /// start, and its second part at the end; it stands in the place of a clearance where none is needed. A special area of the security policy without a
    /// kind of its own is a special briefing that names its category.
    pub enum BriefingKind {
        Nato = "nato", Atomal = "atomal", Bohemia = "bohemia", Crypto = "crypto", Eu = "eu", Post = "post", Travel = "travel", Courier = "courier",
        Appraisal = "appraisal", Undertaking = "undertaking", Special = "special",
    }
}

/// Longest code of a category, in characters.
pub const CATEGORY_CHARS_MAX: usize = 80;

/// What somebody is briefed on: a kind, and of a special briefing its category.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic {
    /// The kind.
    pub kind: BriefingKind,
    /// The category of a special briefing.
    pub category: Option<String>,
}

impl From<BriefingKind> for Topic {
    fn from(kind: BriefingKind) -> Self {
        Self { kind, category: None }
    }
}

impl Topic {
    /// The briefing a category asks for.
    pub fn of_category(category: &str) -> Self {
        let special = Self { kind: BriefingKind::Special, category: Some(category.to_owned()) };
        BriefingKind::from_code(&category.to_lowercase()).filter(|kind| *kind != BriefingKind::Special).map_or(special, Self::from)
    }

    /// What a form says: a special briefing names a category of the policy that has no kind of its own, any other names none.
    ///
    /// # Errors
    /// `briefing-category`, where it is otherwise.
    pub fn said(kind: BriefingKind, category: Option<&str>, policy: &SecurityPolicy) -> Result<Self, Refusal> {
        let topic = match category {
            None if kind != BriefingKind::Special => return Ok(kind.into()),
            Some(category) if policy.kind(category) == Some(CategoryKind::Restrictive) => Self::of_category(category),
            _ => return Err(Refusal::new("briefing-category").at("category")),
        };
        if topic.kind == kind { Ok(topic) } else { Err(Refusal::new("briefing-category").at("category")) }
    }
}

kernel::choices! {
    /// The language in which a briefing was acknowledged.
    pub enum BriefingLanguage { En = "en", Fr = "fr" }
}

/// A person was briefed and acknowledged it. Made and ended by commands alone (`crate::briefings`).
#[derive(Clone, Debug, Register)]
#[register(name = "briefings", prefix = "bri", title = &["kind"], subject = Some("person"), seen_by = OFFICE,
           views = &[ViewDef { name: "given", by: "given_on", descending: true }])]
pub struct BriefingRecord {
    /// Who.
    #[field(list)]
    pub person: Id<Person>,
    /// On what.
    #[field(list)]
    pub kind: BriefingKind,
    /// The category of a special briefing.
    #[field(list, max = CATEGORY_CHARS_MAX)]
    pub category: Option<String>,
    /// In which language.
    pub language: BriefingLanguage,
    /// Version of the text that was acknowledged.
    #[field(max = 80)]
    pub text_version: Option<String>,
    /// When it was acknowledged.
    #[field(list)]
    pub given_on: Date,
    /// When it must be repeated.
    #[field(list)]
    pub next_due: Option<Date>,
    /// How it was signed, and before whom.
    pub signed_how: Option<String>,
    /// Who saw it signed, where somebody did.
    #[field(max = 120)]
    pub witness: Option<String>,
    /// When the person was debriefed, or refused to be: the briefing counts no more from that day on.
    #[field(list)]
    pub debriefed_on: Option<Date>,
    /// Why the person refused to be debriefed; none when they did not.
    #[field(long)]
    pub debrief_refusal: Option<String>,
    /// Before whom they were debriefed, or refused.
    #[field(max = 120)]
    pub debrief_witness: Option<String>,
}

impl BriefingRecord {
    /// Whether it is about this.
    pub fn is_on(&self, topic: &Topic) -> bool {
        self.kind == topic.kind && self.category == topic.category
    }

    /// What it is about.
    pub fn topic(&self) -> Topic {
        Topic { kind: self.kind, category: self.category.clone() }
    }

    /// Acknowledged in English on a day, with nothing said yet of text and signature.
    pub fn given(person: Id<Person>, topic: impl Into<Topic>, given_on: Date, next_due: Option<Date>) -> Self {
        let Topic { kind, category } = topic.into();
        Self {
            person,
            kind,
            category,
            language: BriefingLanguage::En,
            text_version: None,
            given_on,
            next_due,
            signed_how: None,
            witness: None,
            debriefed_on: None,
            debrief_refusal: None,
            debrief_witness: None,
        }
    }
}
