//! The one table of routes: method, path, handler, and who may ask for it. A route without its policy does not compile; what each policy means is
//! asked of every route, persona and relation by a gate. The policy is what the answer is held against, not what makes it: that is scope and permit,
//! for each request anew.

use axum::Router;
use axum::routing::MethodRouter;
use ledger::window::{STANDING, Window};

use crate::app::{App, asset, health};
use crate::{api, openapi, pages};

/// Who may ask for a route.
#[derive(Clone, Copy, Debug)]
pub enum Policy {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever is signed in; what it holds is what they may see.
    SignedIn,
    /// Whoever sees this register; a record in the path as its scope says.
    Reads(&'static str),
    /// Whoever sees the register in the path; a record in it as its scope says.
    Named,
    /// Whoever may give the command in the path.
    Command,
    /// Whoever may give this command.
    Gives(&'static str),
    /// Whoever takes files over.
    Imports,
    /// Whoever may add to the register in the path; a staged table, whoever may import at all.
    Adds,
    /// Whoever looks through this window.
    Looks(Window),
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Method in lower case.
    pub method: &'static str,
    /// Path with its parameters in braces.
    pub path: &'static str,
    /// Who may ask for it.
    pub policy: Policy,
}

macro_rules! routes {
    ($(#[$doc:meta])* $table:ident, $router:ident; $($path:literal => $($method:ident $handler:path),+ : $policy:expr;)+) => {
        $(#[$doc])*
        pub const $table: &[Route] = &{
            use Policy::*;
            [$($(Route { method: stringify!($method), path: $path, policy: $policy },)+)+]
        };
        pub(crate) fn $router() -> Router<App> {
            Router::new()$(.route($path, MethodRouter::new()$(.$method($handler))+))+
        }
    };
}

routes! {
    /// Pages, and what they send.
    PAGES, pages;
    "/" => get pages::today::page: SignedIn;
    "/sign-in" => get pages::sign_in::page, post pages::sign_in::enter: Anyone;
    "/enrol" => get pages::enrol::page, post pages::enrol::take_up: Anyone;
    "/tell" => get pages::tell::page, post pages::tell::take: Anyone;
    "/sign-out" => post pages::sign_in::leave: Anyone;
    "/language" => post pages::sign_in::language: Anyone;
    "/queue" => get pages::queue::page: Reads("psc_cases");
    "/calendars/{id}/holidays" => get pages::calendar::page, post pages::calendar::read: Gives("calendar_days.add");
    "/outlook" => get pages::outlook::page: Reads("psc_cases");
    "/measures" => get pages::measures::page: Reads("psc_cases");
    "/reports" => get pages::reports::page: Reads("issued_reports");
    "/reports/clearance-monthly" => get pages::reports::preview: Reads("issued_reports");
    "/reports/{id}" => get pages::reports::issued: Reads("issued_reports");
    "/reports/{id}/file.{format}" => get pages::reports::file: Reads("issued_reports");
    "/measures/{code}" => get pages::measures::one: Reads("psc_cases");
    "/clearance" => get pages::desk::page: Reads("psc_cases");
    "/clearance/lacking" => get pages::lacking::page, post pages::lacking::open_cases: Reads("decisions");
    "/clearance/requirements" => get pages::requirements::page: Reads("decisions");
    "/clearance/gate-list" => get pages::gate::page, post pages::gate::ask: Reads("decisions");
    "/clearance/renewals" => get pages::renewals::page, post pages::renewals::open_cases: Reads("psc_cases");
    "/clearance/briefings" => get pages::briefings::page: Reads("briefing_invitations");
    "/clearance/visits" => get pages::visits::page: Reads("visit_requests");
    "/clearance/gate" => get pages::visits::gate: Reads("incoming_visits");
    "/visits/{id}" => get pages::visits::one: Reads("visit_requests");
    "/visits/{id}/request.{format}" => get pages::visits::paper: Reads("visit_requests");
    "/clearance/audits" => get pages::audits::page: Reads("audit_samples");
    "/clearance/audits/{id}" => get pages::audits::audit: Reads("audit_samples");
    "/clearance/audits/files/{id}" => get pages::audits::look, post pages::audits::check: Gives("audits.check");
    "/clearance/quality" => get pages::quality::page: Reads("psc_cases");
    "/clearance/cabinet" => get pages::cabinet::page: Reads("scan_sessions");
    "/clearance/cabinet/labels.pdf" => get pages::cabinet::labels: Reads("dossiers");
    "/clearance/cabinet/{id}" => get pages::cabinet::scan: Reads("scan_sessions");
    "/clearance/cabinet/{id}/lines" => post pages::cabinet::hand_in: Gives("scan.merge");
    "/clearance/cabinet/certificates/{id}/certificate.pdf" => get pages::cabinet::certificate: Reads("reconciliation_certificates");
    "/clearance/holdings" => get pages::holdings::page: Reads("control_points");
    "/clearance/holdings/certificates/{id}/certificate.pdf" => get pages::holdings::certificate: Reads("destruction_certificates");
    "/clearance/chasers" => get pages::letters::chasers: Reads("letters");
    "/letters/{id}/letter.pdf" => get pages::letters::pdf: Reads("letters");
    "/letters/{id}/letter.docx" => get pages::letters::docx: Reads("letters");
    "/letters/{id}/letter.xml" => get pages::letters::xml: Reads("letters");
    "/letters/{id}/reply.xlsx" => get pages::letters::reply_sheet: Reads("letters");
    "/letters/{id}/reply" => get pages::letters::reply, post pages::letters::take_reply: Reads("letters");
    "/letters/{id}/reply/{staged}" => get pages::letters::check_reply, post pages::letters::apply_reply: Reads("letters");
    "/standing" => get pages::standing::page: Looks(STANDING);
    "/permissions" => get pages::permissions::page: SignedIn;
    "/me" => get pages::standing::own: SignedIn;
    "/clearance/labels" => get pages::labels::page, post pages::labels::read: Reads("decisions");
    "/people/{id}/clearance.xml" => get pages::labels::clearance: Reads("people");
    "/people/{id}/held" => get pages::held::page: Reads("people");
    "/people/duplicates" => get pages::duplicates::page: Reads("person_matches");
    "/retention" => get pages::retention::page: Reads("retention_holds");
    "/documents" => get pages::documents::page: Reads("controlled_documents");
    "/documents/{id}" => get pages::documents::one: Reads("controlled_documents");
    "/knowledge" => get pages::knowledge::page: Reads("knowledge_articles");
    "/on-call" => get pages::on_call::page: Reads("on_call_rotas");
    "/registers" => get pages::registers::page: SignedIn;
    "/r/{register}" => get pages::register::page: Named;
    "/r/{register}/export.{format}" => get pages::exports::export: Named;
    "/r/{register}/import" => get pages::rows::page, post pages::rows::upload: Adds;
    "/r/{register}/import.xlsx" => get pages::rows::template: Adds;
    "/rows/{id}" => get pages::rows::mapping, post pages::rows::map: Adds;
    "/rows/{id}/check" => get pages::rows::check, post pages::rows::ask: Adds;
    "/exports" => get pages::exports::page: SignedIn;
    "/exports/{id}" => get pages::exports::take: SignedIn;
    "/r/{register}/{id}" => get pages::record::page: Named;
    "/r/{register}/{id}/label.xml" => get pages::labels::of_record: Named;
    "/clearance/equivalences" => get pages::labels::equivalences: SignedIn;
    "/people/{id}/access" => get pages::machine::page: Reads("people");
    "/do/{command}" => get pages::form::page, post pages::form::send: Command;
    "/lookup/{register}" => get pages::form::lookup: Named;
    "/approvals/{id}" => get pages::approval::page, post pages::approval::decide: Reads("approvals");
    "/attachments/{id}" => get pages::record::attachment: Reads("attachments");
    "/attachments/{id}/message" => get pages::inbox::message: Reads("attachments");
    "/attachments/{id}/parts/{at}" => get pages::inbox::part: Reads("attachments");
    "/mail/in" => get pages::inbox::page, post pages::inbox::upload: Gives("mail.drop");
    "/import" => get pages::import::page, post pages::import::upload: Imports;
    "/import/{id}" => get pages::import::mapping, post pages::import::map: Imports;
    "/import/{id}/check" => get pages::import::check, post pages::import::ask: Imports;
    "/hr" => get pages::hr::page, post pages::hr::upload: Gives("hr_messages.receive");
    "/hr/{id}" => get pages::hr::message, post pages::hr::ask: Gives("hr_messages.receive");
    "/proof" => get pages::proof::page, post pages::proof::check: SignedIn;
    "/proof/{seq}" => get pages::proof::of_entry: SignedIn;
    "/search" => get pages::search::page: SignedIn;
    "/palette" => get pages::search::palette: SignedIn;
    "/notices" => get pages::notices::page, post pages::notices::send_digest: SignedIn;
    "/notices/digest" => get pages::notices::digest_page: SignedIn;
    "/notices.ics" => get pages::notices::calendar: SignedIn;
}

routes! {
    /// The API, and what is served beside the pages.
    BESIDE, beside;
    "/api/v1" => get api::index: SignedIn;
    "/api/v1/me" => get api::me: SignedIn;
    "/api/v1/commands/{name}" => post api::command: Command;
    "/api/v1/who-lacks" => get api::lacking: Reads("decisions");
    "/api/v1/on-call" => get api::on_call: Reads("on_call_rotas");
    "/api/v1/measures" => get api::measures: Reads("psc_cases");
    "/api/v1/reports/{id}" => get api::report_file: Reads("issued_reports");
    "/api/v1/measures/{code}" => get api::measure: Reads("psc_cases");
    "/api/v1/people/{id}/access" => get api::access: Reads("people");
    "/api/v1/{register}/import" => post api::import_rows: Adds;
    "/api/v1/imports" => post api::import: Imports;
    "/api/v1/imports/{id}/request" => post api::import_request: Imports;
    "/api/v1/entries/{seq}/proof" => get api::proof: SignedIn;
    "/api/v1/{register}/export" => get api::export: Named;
    "/api/v1/exports/approved/{id}" => get api::take_export: SignedIn;
    "/api/v1/{register}" => get api::list, post api::add: Named;
    "/api/v1/{register}/{id}" => get api::record, patch api::change: Named;
    "/api/v1/{register}/{id}/label" => get api::label: Named;
    "/api/v1/{register}/{id}/history" => get api::history: Named;
    "/api/openapi.json" => get openapi::document: Anyone;
    "/healthz" => get health: Anyone;
    "/assets/{*path}" => get asset: Anyone;
}

/// Every route of the house.
pub fn all() -> impl Iterator<Item = &'static Route> {
    PAGES.iter().chain(BESIDE)
}
