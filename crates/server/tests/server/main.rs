//! The server as its clients meet it: every word there, every route guarded, the API as documented.

mod accounts;
mod api;
mod cabinet;
mod codes;
mod decisions;
mod exports;
mod files;
mod hr;
mod inbox;
mod labels;
mod letters_out;
mod notices;
mod numbers;
mod on_call;
mod procedure;
mod protection;
mod quality;
mod renewals;
mod routes;
mod rows;
mod schedules;
mod sealed;
mod sender;
mod standing;
mod tell;
mod tls;
mod urgency;
mod visits;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::entropy::SeededEntropy;
use kernel::{Duty, Id, RecordId};
use ledger::Changes;
use ledger::db::Backend;
use ledger::identity::ApiToken;
use ledger::rights::grants::DutyGrant;
use server::{App, router, visitor};
use testkit::world::{Setup, World, day, hire};
use tower::ServiceExt;

/// A world with a scripted officer, and the routes over it.
struct Site {
    world: World,
    app: App,
    routes: Router,
    runtime: tokio::runtime::Runtime,
}

const TOKEN: &str = "a-token-of-the-scripted-officer";
const HR_TOKEN: &str = "a-token-of-somebody-from-hr";

impl Site {
    fn new(backend: Backend) -> Self {
        Self::with(backend, |_, _| ())
    }

    /// One with rows of its own beside.
    fn with(backend: Backend, rows: impl FnOnce(&mut Changes, &SeededEntropy)) -> Self {
        let world = World::with_rows(backend, Setup::default(), |changes, entropy| {
            rows(changes, entropy);
            for (login, token, duty) in [("script", TOKEN, Duty::ClearanceOfficer), ("hrscript", HR_TOKEN, Duty::Hr)] {
                let (account, _) = hire(changes, entropy, login, "Script");
                let grant = DutyGrant::plain(Id::new(account), duty, "C", day("2026-01-01"));
                changes.insert(kernel::Entropy::id(entropy), &grant);
                let digest = visitor::hash(token.as_bytes());
                let key = ApiToken { account: Id::new(account), name: "tests".to_owned(), digest, valid_until: day("2026-12-31") };
                changes.insert(kernel::Entropy::id(entropy), &key);
            }
        });
        let app = App { ledger: world.ledger().clone(), program: "/nonexistent".into(), demo: Arc::new(Vec::new()), takes_reports: true };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap_or_else(|e| panic!("runtime: {e}"));
        Self { routes: router(app.clone()), app, world, runtime }
    }

    /// A cookie of somebody signed in.
    fn cookie(&self, login: &str) -> String {
        let token = visitor::hash(login.as_bytes());
        let account = self.account(login);
        let ledger = self.world.ledger();
        ledger.close_session(visitor::hash(&token)).wait().unwrap_or_else(|e| panic!("session: {e}"));
        ledger.open_session(account, visitor::hash(&token), "en", login, None).wait().unwrap_or_else(|e| panic!("session: {e}"));
        format!("{}={}", visitor::COOKIE, ledger::crypto::b64u(&token))
    }

    fn account(&self, login: &str) -> RecordId {
        self.world.as_(login).order("mail.register", &[]).account
    }

    fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(self.answer(request))
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.routes.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map(|b| b.to_bytes().to_vec()).unwrap_or_default();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned(), bytes: body }
    }

    fn get(&self, path: &str, token: &str) -> Answer {
        self.send(call("GET", path, token, ""))
    }

    fn post(&self, path: &str, body: &str) -> Answer {
        self.send(call("POST", path, TOKEN, body))
    }

    fn page(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::builder().uri(path).header(header::COOKIE, cookie).body(Body::empty());
        self.send(request.unwrap_or_else(|e| panic!("{path}: {e}")))
    }
}

fn call(method: &str, path: &str, token: &str, body: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
    request.body(Body::from(body.to_owned())).unwrap_or_else(|e| panic!("{path}: {e}"))
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
    bytes: Vec<u8>,
}

impl Answer {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
    fn text(&self, name: &str) -> String {
        self.json().get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned()
    }
}

/// What everybody's authenticator shows now.
fn fresh_code(site: &Site) -> String {
    let step = site.world.ledger().now().as_second() / server::credentials::CODE_STEP_SECONDS.cast_signed();
    server::credentials::code_at(testkit::world::OTP, step).unwrap_or_default()
}

/// Sends a form of ours as a browser does.
fn sends(site: &Site, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let token = cookie.split_once('=').map_or("", |(_, token)| token);
    let session = ledger::crypto::from_b64u(token).map(|token| visitor::hash(&token));
    let csrf = visitor::Visitor { session, lang: kernel::Lang::En, here: String::new() }.csrf();
    let body: String = fields.iter().chain([&("csrf", csrf.as_str())]).map(|(name, value)| format!("{name}={}&", encoded(value))).collect();
    let request = Request::builder().method("POST").uri(path).header(header::COOKIE, cookie);
    let request = request.header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(body)).unwrap_or_else(|e| panic!("{path}: {e}")))
}

/// Uploads a file from a page.
fn uploads(site: &Site, path: &str, cookie: &str, name: &str, bytes: &[u8]) -> Answer {
    let token = cookie.split_once('=').map_or("", |(_, token)| token);
    let session = ledger::crypto::from_b64u(token).map(|token| visitor::hash(&token));
    let csrf = visitor::Visitor { session, lang: kernel::Lang::En, here: String::new() }.csrf();
    let head = format!("--part\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--part\r\n");
    let file =
        format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    let body = [head.as_bytes(), file.as_bytes(), bytes, b"\r\n--part--\r\n"].concat();
    let request = Request::builder().method("POST").uri(path).header(header::COOKIE, cookie);
    let request = request.header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, "multipart/form-data; boundary=part");
    site.send(request.body(Body::from(body)).unwrap_or_else(|e| panic!("{path}: {e}")))
}

/// A value of a form body.
fn encoded(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
