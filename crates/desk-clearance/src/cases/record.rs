//! What a case holds. Questionnaire and investigation content is never stored.

use jiff::civil::Date;
use kernel::{Codes, Id, Level, RecordId, Register, ViewDef};
use ledger::transition::Micros;
use spine::cases::Priority;
use spine::clearances::Decision;
use spine::clearances::record::SCOPE_CHARS_MAX;
use spine::mail::MailItem;
use spine::organisations::Authority;
use spine::people::Person;
use spine::policy::PROGRAMME_CHARS_MAX;

kernel::choices! {
    /// What the case is for.
    pub enum CaseKind {
        Initial = "initial", Renewal = "renewal", Upgrade = "upgrade", Downgrade = "downgrade", AddCategory = "add_category",
        TransferIn = "transfer_in", TransferOut = "transfer_out", Confirmation = "confirmation", Reissue = "reissue", Extension = "extension",
        Revalidation = "revalidation_for_cause", Provisional = "provisional", OneTime = "one_time", Emergency = "emergency",
        MeetingCertificate = "meeting_certificate", CourierGuardEscort = "courier_guard_escort", NonNatoNational = "non_nato_national",
        Cancellation = "cancellation", Withdrawal = "withdrawal", Appeal = "appeal",
    }
}

kernel::choices! {
    /// Where a case stands.
    pub enum CaseState {
        Requested = "requested",
        NeedConfirmed = "need_confirmed",
        SubjectInvited = "subject_invited",
        WithSubject = "with_subject",
        ReturnedForCorrection = "returned_for_correction",
        Complete = "complete",
        Dispatched = "dispatched",
        Acknowledged = "acknowledged_by_authority",
        UnderInvestigation = "under_investigation",
        AuthorityQuery = "authority_query",
        AuthorityQuerySubject = "authority_query_subject",
        DecisionReceived = "decision_received",
        DecisionRecorded = "decision_recorded",
        BriefingDue = "briefing_due",
        ClosedGranted = "closed_granted",
        ClosedCompleted = "closed_completed",
        ClosedRefused = "closed_refused",
        ClosedSubjectWithdrew = "closed_subject_withdrew",
        ClosedNeedCeased = "closed_need_ceased",
        ClosedCancelled = "closed_cancelled_by_office",
        ClosedTransferredOut = "closed_transferred_out",
        ClosedDiscontinued = "closed_authority_discontinued",
        ClosedDeceased = "closed_deceased",
        ClosedDuplicate = "closed_duplicate",
    }
}

/// A personnel security clearance case.
#[derive(Clone, Debug, Register)]
#[register(name = "psc_cases", spans = &[("event_from", "event_until")], prefix = "psc", title = &["number"], subject = Some("person"), seen_by = spine::OFFICE,
           lifecycle = Some(&super::LIFECYCLE), unique = &[&["number"]], indexes = &["lane, since, id"],
           views = &[ViewDef { name: "newest", by: "opened_at", descending: true }, ViewDef { name: "oldest", by: "since", descending: false }])]
pub struct PscCase {
    /// Its number, such as PSC/2026/00012.
    #[field(search, list, max = 40)]
    pub number: String,
    /// About whom.
    #[field(list)]
    pub person: Id<Person>,
    /// What for.
    #[field(list)]
    pub kind: CaseKind,
    /// Where it stands.
    #[field(list)]
    pub state: CaseState,
    /// Since when it stands there.
    #[field(list)]
    pub since: Micros,
    /// How urgent it is.
    #[field(list)]
    pub priority: Priority,
    /// Why it is urgent.
    #[field(long)]
    pub priority_reason: Option<String>,
    /// The authority that decides.
    #[field(list)]
    pub authority: Id<Authority>,
    /// The level asked for.
    #[field(list)]
    pub level: Level,
    /// The categories asked for.
    pub categories: Codes,
    /// The programme it is for, where the authority's rules tell programmes apart; its decision is for the same unless it says otherwise.
    #[field(max = PROGRAMME_CHARS_MAX)]
    pub programme: Option<String>,
    /// Last day of its urgency; then it stands in line again.
    pub urgent_until: Option<Date>,
    /// Whether its clock is paused.
    pub paused: bool,
    /// Where it stands in the queue: its step while that runs as any other does, `apart` or `reopened` when it must be looked at by itself.
    #[field(max = 40, hidden)]
    pub lane: Option<String>,
    /// When it was opened.
    #[field(list)]
    pub opened_at: Micros,
    /// Wanted by this day.
    pub target_on: Option<Date>,
    /// Proof of the need, when no post requires it.
    #[field(long)]
    pub need: Option<String>,
    /// Edition of the notice the person consented to.
    #[field(max = 40)]
    pub consent_notice: Option<String>,
    /// Who checked that the questionnaire is complete.
    pub checked_by: Option<RecordId>,
    /// The letter by which it was sent.
    pub sent_by: Option<Id<MailItem>>,
    /// The authority's reference.
    #[field(search, max = 80)]
    pub authority_reference: Option<String>,
    /// The letter by which the decision came.
    pub received_by: Option<Id<MailItem>>,
    /// What was decided, or the grant that it extends or proves anew.
    pub decision: Option<Id<Decision>>,
    /// The decision an appeal is against.
    pub appealed: Option<Id<Decision>>,
    /// The meeting a certificate is for, as it is called.
    #[field(max = SCOPE_CHARS_MAX)]
    pub event: Option<String>,
    /// Its first day.
    pub event_from: Option<Date>,
    /// Its last day.
    pub event_until: Option<Date>,
}
