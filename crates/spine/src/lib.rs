//! The spine: what every desk uses, one folder a concept. `record.rs` holds types and lifecycles, `rules.rs` is pure, `commands.rs` changes,
//! `queries.rs` asks.

/// Declares a command of the whole office on a record that needs nothing but the record.
macro_rules! of_office {
    ($(#[$meta:meta])* $name:ident = $command:literal on $record:ident: $register:ty { $($fields:tt)* }
     |$this:pat_param, $loaded:ident, $cx:ident| $decide:expr) => {
        ::ledger::on_record! {
            $(#[$meta])*
            $name = $command on $record: $register, by $crate::OFFICE, for <$register as ::kernel::Register>::NAME, { $($fields)* }
            |$this, $loaded, $cx| $decide
        }
    };
}

pub mod briefings;
pub mod cabinet;
pub mod cases;
pub mod clearances;
pub mod concerns;
pub mod contacts;
pub mod contracts;
pub mod documents;
pub mod dossiers;
pub mod findings;
pub mod holdings;
pub mod imports;
pub mod incidents;
pub mod inspection;
pub mod knowledge;
pub mod letters;
pub mod limits;
pub mod mail;
pub mod measures;
pub mod notices;
pub mod on_call;
pub mod organisations;
pub mod people;
pub mod policy;
pub mod posts;
pub mod processing;
pub mod quarantine;
pub mod retention;
pub mod risks;
pub mod series;
pub mod suggestions;
pub mod tasks;

use kernel::{Duty, Register, RegisterDef};
use ledger::{CommandDef, Query};

/// Duties that see the office's ordinary records.
pub const OFFICE: &[Duty] =
    &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry, Duty::PolicyOfficer, Duty::Auditor];
/// Duties that work on clearances.
pub const CLEARANCE: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician];

/// The registers of the spine, those referred to first.
pub fn registers() -> Vec<RegisterDef> {
    vec![
        people::Person::DEF,
        people::IdentityDocument::DEF,
        people::names::PersonName::DEF,
        people::names::Nationality::DEF,
        people::matches::PersonMatch::DEF,
        people::openings::FileOpenings::DEF,
        organisations::Authority::DEF,
        organisations::Organisation::DEF,
        contacts::Contact::DEF,
        posts::Post::DEF,
        posts::Assignment::DEF,
        contracts::Contract::DEF,
        contracts::ContractMember::DEF,
        policy::PolicyPack::DEF,
        cases::WorkCalendar::DEF,
        cases::CalendarDay::DEF,
        cases::ClockPause::DEF,
        cases::Urgency::DEF,
        measures::IssuedReport::DEF,
        measures::schedules::ReportSchedule::DEF,
        measures::schedules::ReportReceiver::DEF,
        measures::schedules::ReportDispatch::DEF,
        series::NumberSeries::DEF,
        mail::MailRegister::DEF,
        quarantine::QuarantinedFile::DEF,
        mail::MailBand::DEF,
        mail::MailItem::DEF,
        mail::Receipt::DEF,
        mail::inbox::MailDrop::DEF,
        contacts::Communication::DEF,
        imports::ImportBatch::DEF,
        documents::Attachment::DEF,
        documents::Export::DEF,
        documents::checks::FileCheck::DEF,
        documents::controlled::ControlledDocument::DEF,
        documents::controlled::DocumentVersion::DEF,
        documents::controlled::DocumentRelation::DEF,
        documents::controlled::Distribution::DEF,
        documents::controlled::Acknowledgement::DEF,
        knowledge::KnowledgeArticle::DEF,
        knowledge::AdviceRequest::DEF,
        knowledge::AdviceGiven::DEF,
        knowledge::Basis::DEF,
        tasks::Task::DEF,
        cases::ticket::Ticket::DEF,
        risks::Risk::DEF,
        suggestions::Suggestion::DEF,
        findings::Finding::DEF,
        findings::CorrectiveAction::DEF,
        findings::ActionLink::DEF,
        findings::Extension::DEF,
        findings::Verification::DEF,
        findings::RiskAcceptance::DEF,
        incidents::Incident::DEF,
        incidents::IncidentPerson::DEF,
        incidents::IncidentEvent::DEF,
        incidents::Statement::DEF,
        incidents::Exhibit::DEF,
        inspection::InspectionPack::DEF,
        on_call::Rota::DEF,
        on_call::Turn::DEF,
        on_call::Swap::DEF,
        on_call::HandOver::DEF,
        on_call::CallOut::DEF,
        letters::LetterTemplate::DEF,
        letters::Letter::DEF,
        letters::LetterLine::DEF,
        clearances::ClearanceRequirement::DEF,
        clearances::Decision::DEF,
        clearances::Certificate::DEF,
        clearances::AccessAuthorisation::DEF,
        clearances::BriefingRecord::DEF,
        briefings::BriefingCampaign::DEF,
        briefings::BriefingInvitation::DEF,
        concerns::Concern::DEF,
        retention::RetentionHold::DEF,
        cabinet::Place::DEF,
        cabinet::ScanSession::DEF,
        cabinet::ScanLine::DEF,
        cabinet::Discrepancy::DEF,
        cabinet::ReconciliationCertificate::DEF,
        dossiers::Dossier::DEF,
        dossiers::DossierVolume::DEF,
        dossiers::DossierMovement::DEF,
        dossiers::ContentChecklist::DEF,
        dossiers::DossierContents::DEF,
        holdings::ControlPoint::DEF,
        holdings::ControlledItem::DEF,
        holdings::HoldingDestruction::DEF,
        holdings::MailCopy::DEF,
        holdings::CopyTransfer::DEF,
        holdings::Reproduction::DEF,
        holdings::Inventory::DEF,
        retention::DestructionCertificate::DEF,
    ]
}

/// The commands of the spine beside the plain ones.
pub fn commands() -> Vec<CommandDef> {
    let exports = vec![
        CommandDef::of::<documents::RecordExport>(),
        CommandDef::of::<documents::AskExport>(),
        CommandDef::of::<documents::TakeExport>(),
    ];
    [
        cases::commands::all(),
        cases::ticket::commands(),
        tasks::commands::all(),
        notices::all(),
        imports::commands::all(),
        risks::commands::all(),
        suggestions::commands::all(),
        findings::commands::all(),
        incidents::commands::all(),
        inspection::commands(),
        on_call::commands::all(),
        on_call::call_outs::all(),
        mail::commands::all(),
        mail::inbox::all(),
        mail::outgoing::all(),
        letters::commands::all(),
        policy::commands::all(),
        measures::schedules::all(),
        clearances::commands::all(),
        briefings::commands::all(),
        concerns::commands::all(),
        retention::commands::all(),
        people::openings::all(),
        people::matches::all(),
        cabinet::commands::all(),
        dossiers::commands::all(),
        quarantine::all(),
        holdings::commands::all(),
        documents::checks::all(),
        documents::controlled::commands::all(),
        documents::controlled::readers::all(),
        knowledge::articles::all(),
        knowledge::advice::all(),
        exports,
    ]
    .concat()
}

/// The named queries of the spine.
pub fn queries() -> Vec<&'static Query> {
    [
        cases::queries::ALL,
        clearances::queries::ALL,
        concerns::queries::ALL,
        dossiers::queries::ALL,
        holdings::queries::ALL,
        findings::queries::ALL,
        documents::controlled::queries::ALL,
        knowledge::queries::ALL,
        letters::queries::ALL,
        on_call::queries::ALL,
        people::queries::ALL,
    ]
    .concat()
}

/// The security policy file the product comes with; an agency puts its own in its place.
pub const SECURITY_POLICY: &str = include_str!("../data/security-policy.xml");
/// The standards a new office can begin with: those of the design, and invented ones marked as such.
pub const DEMO_SERVICE_STANDARDS: &str = include_str!("../data/service-standards.json");
/// Targets of the measures a new office can begin with: those of the design, and invented ones marked as such.
pub const DEMO_MEASURE_TARGETS: &str = include_str!("../data/measure-targets.json");
/// The invented pack of authority rules for 32 nations that the demo adopts.
pub const DEMO_AUTHORITY_RULES: &str = include_str!("../data/authority-rules-invented.json");
/// The invented pack of retention rules that the demo adopts.
pub const DEMO_RETENTION_RULES: &str = include_str!("../data/retention-invented.json");
/// The invented rules for visits that the demo adopts.
pub const DEMO_VISIT_RULES: &str = include_str!("../data/visit-rules-invented.json");
/// The rules for classified items an office can begin with: those that apply while it has adopted none.
pub const STARTER_HOLDING_RULES: &str = include_str!("../data/holding-rules.json");
/// The invented record of processing that the demo adopts.
pub const DEMO_PROCESSING_RECORD: &str = include_str!("../data/processing-invented.json");
/// The checklists for audits of files an office can begin with.
pub const STARTER_AUDIT_CHECKLISTS: &str = include_str!("../data/audit-checklists.json");
/// Letter templates to begin with; the demo adds them, an office edits its own.
pub const STARTER_TEMPLATES: &str = include_str!("../data/letter-templates.json");
