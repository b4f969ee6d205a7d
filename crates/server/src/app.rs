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
use kernel::marking::{Mark, SecurityPolicy};
use kernel::{Lang, limits};
use ledger::Ledger;

use crate::{pages, routes};

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
    /// Whether the page for reports without a name is open to whoever reaches this server.
    pub takes_reports: bool,
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
    let pages = routes::pages().layer(middleware::from_fn(same_origin));
    Router::new()
        .merge(pages)
        .merge(routes::beside())
        .fallback(pages::not_found)
        .layer(middleware::from_fn(headers))
        .layer(DefaultBodyLimit::max(limits::IMPORT_BYTES_MAX + limits::BODY_BYTES_MAX))
        .with_state(app)
}

pub(crate) async fn health(State(app): State<App>) -> Response {
    match app.ledger.last_checkpoint().answer().await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the ledger does not answer\n").into_response(),
    }
}

pub(crate) async fn asset(axum::extract::Path(path): axum::extract::Path<String>, request: Request) -> Response {
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
