//! The application: what every request shares, and the table of routes.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::marking::{Mark, SecurityPolicy};
use kernel::{Lang, limits};
use ledger::Ledger;

use crate::{api, openapi, pages};

/// A user of the demo, with everything needed to sign in; shown on the sign-in page of a demo and nowhere else.
#[derive(Clone, Debug)]
pub struct Demo {
    /// Name.
    pub name: String,
    /// Duty code.
    pub duty: &'static str,
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
    /// One-time code.
    pub code: String,
}

/// What every request shares.
#[derive(Clone)]
pub struct App {
    /// The ledger.
    pub ledger: Ledger,
    /// The program that runs parsers in a child of its own.
    pub program: PathBuf,
    /// The demo's users; empty elsewhere.
    pub demo: Arc<Vec<Demo>>,
}

tokio::task_local! {
    /// The high-water mark of all that was read for the answer to a request.
    static MARK: RefCell<Option<(Mark, String)>>;
}

/// Counts what was read into the marking of the answer that is being made; outside of a request nobody is answered.
pub(crate) fn saw(policy: &SecurityPolicy, mark: &Mark) {
    let _ = MARK.try_with(|cell| {
        let mut cell = cell.borrow_mut();
        let mark = cell.as_ref().map_or_else(|| mark.clone(), |(before, _)| before.join(mark));
        let words = policy.marking(&mark, Lang::En);
        *cell = Some((mark, words));
    });
}

/// The header of the marking, in English.
const MARKING: HeaderName = HeaderName::from_static("castellan-marking");

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                   form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Every route of the house. What may be done there is decided by scope and permit, for each request anew.
pub fn router(app: App) -> Router {
    crate::words::POLICY.get_or_init(|| app.ledger.policy().clone());
    let pages = Router::new()
        .route("/", get(pages::today::page))
        .route("/sign-in", get(pages::sign_in::page).post(pages::sign_in::enter))
        .route("/sign-out", post(pages::sign_in::leave))
        .route("/language", post(pages::sign_in::language))
        .route("/queue", get(pages::queue::page))
        .route("/calendars/{id}/holidays", get(pages::calendar::page).post(pages::calendar::read))
        .route("/outlook", get(pages::outlook::page))
        .route("/measures", get(pages::measures::page))
        .route("/reports", get(pages::reports::page))
        .route("/reports/clearance-monthly", get(pages::reports::preview))
        .route("/reports/{id}", get(pages::reports::issued))
        .route("/reports/{id}/file.{format}", get(pages::reports::file))
        .route("/measures/{code}", get(pages::measures::one))
        .route("/clearance", get(pages::desk::page))
        .route("/clearance/lacking", get(pages::lacking::page).post(pages::lacking::open_cases))
        .route("/clearance/chasers", get(pages::letters::chasers))
        .route("/letters/{id}/letter.pdf", get(pages::letters::pdf))
        .route("/letters/{id}/letter.docx", get(pages::letters::docx))
        .route("/letters/{id}/reply.xlsx", get(pages::letters::reply_sheet))
        .route("/letters/{id}/reply", get(pages::letters::reply).post(pages::letters::take_reply))
        .route("/letters/{id}/reply/{staged}", get(pages::letters::check_reply).post(pages::letters::apply_reply))
        .route("/registers", get(pages::registers::page))
        .route("/r/{register}", get(pages::register::page))
        .route("/r/{register}/export.{format}", get(pages::exports::export))
        .route("/r/{register}/{id}", get(pages::record::page))
        .route("/exports", get(pages::exports::page))
        .route("/exports/{id}", get(pages::exports::take))
        .route("/people/{id}/access", get(pages::machine::page))
        .route("/do/{command}", get(pages::form::page).post(pages::form::send))
        .route("/lookup/{register}", get(pages::form::lookup))
        .route("/approvals/{id}", get(pages::approval::page).post(pages::approval::decide))
        .route("/attachments/{id}", get(pages::record::attachment))
        .route("/attachments/{id}/message", get(pages::inbox::message))
        .route("/attachments/{id}/parts/{at}", get(pages::inbox::part))
        .route("/mail/in", get(pages::inbox::page).post(pages::inbox::upload))
        .route("/import", get(pages::import::page).post(pages::import::upload))
        .route("/import/{id}", get(pages::import::mapping).post(pages::import::map))
        .route("/import/{id}/check", get(pages::import::check).post(pages::import::ask))
        .route("/proof", get(pages::proof::page).post(pages::proof::check))
        .route("/proof/{seq}", get(pages::proof::of_entry))
        .route("/search", get(pages::search::page))
        .route("/palette", get(pages::search::palette))
        .route("/notices", get(pages::notices::page).post(pages::notices::send_digest))
        .route("/notices/digest", get(pages::notices::digest_page))
        .route("/notices.ics", get(pages::notices::calendar))
        .layer(middleware::from_fn(same_origin));
    Router::new()
        .merge(pages)
        .nest("/api/v1", api::routes())
        .route("/api/openapi.json", get(openapi::document))
        .route("/healthz", get(health))
        .route("/assets/{*path}", get(asset))
        .fallback(pages::not_found)
        .layer(middleware::from_fn(headers))
        .layer(DefaultBodyLimit::max(limits::IMPORT_BYTES_MAX + limits::BODY_BYTES_MAX))
        .with_state(app)
}

async fn health(State(app): State<App>) -> Response {
    match app.ledger.last_checkpoint().answer().await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the ledger does not answer\n").into_response(),
    }
}

async fn asset(axum::extract::Path(path): axum::extract::Path<String>, request: Request) -> Response {
    let accepts = request.headers().get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    let Some(asset) = ui::assets::asset(&path, accepts) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = asset.bytes.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    if let Some(encoding) = asset.encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if asset.immutable {
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    }
    response
}

/// Changes come from our own pages only: browsers say where a request comes from, and every form carries the session's token besides.
async fn same_origin(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let own = is_own(request.headers());
    if reads || own { next.run(request).await } else { (StatusCode::FORBIDDEN, "cross-site request refused\n").into_response() }
}

fn is_own(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (header("sec-fetch-site"), header("origin"), header("host")) {
        (Some(site), _, _) => site == "same-origin",
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        // A client that is no browser: the form's token decides.
        (None, _, _) => true,
    }
}

async fn headers(request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let marked = async { (next.run(request).await, MARK.with(|mark| mark.take())) };
    let (mut response, mark) = MARK.scope(RefCell::default(), marked).await;
    // Whatever is answered carries its marking, also where its form has no room for one.
    if let Some(value) = mark.and_then(|(_, words)| HeaderValue::from_bytes(words.as_bytes()).ok()) {
        response.headers_mut().insert(MARKING, value);
    }
    let out = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        if !out.contains_key(&name) {
            out.insert(name, HeaderValue::from_static(value));
        }
    };
    set("content-security-policy", CSP);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), microphone=(), geolocation=()");
    if !asset {
        set("cache-control", "no-store");
    }
    response
}
