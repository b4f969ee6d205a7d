//! The clearance desk: its registers, lifecycles, commands and queries.

pub mod audits;
pub mod authorisations;
pub mod cases;
pub mod change_reports;
pub mod conditions;
pub mod correspondence;
pub mod hr;
pub mod leavers;
pub mod limits;
pub mod measures;
pub mod quality;
pub mod renewals;
pub mod reports;
pub mod service;
pub mod standing;
pub mod take_over;
pub mod visits;

use kernel::{Register, RegisterDef};
use ledger::{CommandDef, Query};

/// The registers of the desk, those referred to first.
pub fn registers() -> Vec<RegisterDef> {
    vec![
        cases::PscCase::DEF,
        cases::forms::QuestionnaireTracker::DEF,
        renewals::LeadTime::DEF,
        renewals::checks::RenewalCheck::DEF,
        visits::VisitRequest::DEF,
        visits::VisitSite::DEF,
        visits::Visitor::DEF,
        visits::VisitAmendment::DEF,
        visits::IncomingVisit::DEF,
        visits::checks::VisitCheck::DEF,
        leavers::Departure::DEF,
        hr::HrMessage::DEF,
        hr::HrRow::DEF,
        audits::AuditPlan::DEF,
        audits::AuditSample::DEF,
        audits::AuditedFile::DEF,
        quality::QualityRun::DEF,
        conditions::Condition::DEF,
        change_reports::ChangeReport::DEF,
    ]
}

/// The commands of the desk beside the plain ones.
pub fn commands() -> Vec<CommandDef> {
    [
        audits::commands::all(),
        authorisations::commands::all(),
        cases::commands::all(),
        cases::correct::all(),
        cases::forms::all(),
        correspondence::commands::all(),
        hr::commands::all(),
        leavers::commands::all(),
        quality::commands::all(),
        renewals::commands::all(),
        reports::commands::all(),
        service::commands::all(),
        take_over::commands::all(),
        visits::commands::all(),
        visits::incoming::all(),
        conditions::commands::all(),
        change_reports::commands::all(),
    ]
    .concat()
}

/// The named queries of the desk.
pub fn queries() -> Vec<&'static Query> {
    [
        audits::queries::ALL,
        cases::queries::ALL,
        correspondence::queries::ALL,
        hr::queries::ALL,
        leavers::queries::ALL,
        measures::queries::ALL,
        reports::queries::ALL,
        service::queries::ALL,
        standing::queries::ALL,
        take_over::queries::ALL,
        visits::queries::ALL,
    ]
    .concat()
}
