//! What a page answers when it cannot do what was asked: what happened, why, what to do, in the reader's language.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::{Refusal, Refused};
use ledger::Error;
use ui::pages::MessagePage;
use ui::parts::{Link, Tone};
use ui::{Page, Shell};

use crate::visitor::Visitor;
use crate::words::Words;

/// Why there is no page.
#[derive(Debug)]
pub enum Failure {
    /// Sign in first, then come back here.
    SignIn(String),
    /// The ledger said no.
    Ledger(Box<(Error, Visitor)>),
    /// The same, within the shell of a reader who is signed in.
    Within(Box<(Error, Visitor, Shell)>),
}

impl Failure {
    /// An error of the ledger, for this visitor.
    pub fn of(error: Error, visitor: &Visitor) -> Self {
        Self::Ledger(Box::new((error, visitor.clone())))
    }
}

/// The code of an error: that of its first refusal, or one of the few others.
pub fn code(error: &Error) -> &'static str {
    match error {
        Error::Refused(Refused(reasons)) => reasons.first().map_or("refused", |r| r.code),
        Error::NotFound => "not-found",
        Error::Conflict { .. } => "conflict",
        Error::OutcomeUnknown(_) => "outcome-unknown",
        Error::Busy => "busy",
        Error::Database(_) | Error::Stored(_) => "internal",
    }
}

/// The HTTP status of an error.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Refused(Refused(reasons)) => match reasons.first().map(|r| r.code) {
            Some(
                "duty-missing" | "own-file" | "same-person" | "csrf" | "approve-in-browser" | "enrol-in-browser" | "glass-in-browser"
                | "sealed-in-browser",
            ) => StatusCode::FORBIDDEN,
            Some("not-found" | "command-unknown") => StatusCode::NOT_FOUND,
            Some("if-match-missing") => StatusCode::PRECONDITION_REQUIRED,
            Some("idempotency-key-reused" | "value-taken" | "state-not-allowed") => StatusCode::CONFLICT,
            Some("body-too-large") => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        },
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Conflict { .. } => StatusCode::CONFLICT,
        Error::OutcomeUnknown(_) | Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Error::Database(_) | Error::Stored(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The reasons of an error as refusals, so that all have texts in the same place.
pub fn reasons(error: &Error) -> Vec<Refusal> {
    match error {
        Error::Refused(Refused(reasons)) => reasons.clone(),
        other => vec![Refusal::new(code(other))],
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(here) => Redirect::to(&format!("/sign-in?back={}", encode(&here))).into_response(),
            Self::Ledger(inner) => {
                let (error, visitor) = *inner;
                let shell = Shell::new(Words::new(visitor.lang).l, "");
                Self::Within(Box::new((error, visitor, shell))).into_response()
            }
            Self::Within(inner) => {
                let (error, visitor, mut shell) = *inner;
                report(&error);
                let words = Words::new(visitor.lang);
                let title = match &error {
                    Error::NotFound => "page-not-found",
                    Error::Conflict { .. } => "page-conflict",
                    _ => "page-refused",
                };
                shell.title = words.t(title);
                shell.here = visitor.here.clone();
                shell.csrf = visitor.csrf();
                let all: Vec<String> = reasons(&error).iter().map(|r| words.refusal(r)).collect();
                let page = MessagePage {
                    shell,
                    tone: Tone::Warn,
                    code: code(&error).to_owned(),
                    why: all.first().cloned().unwrap_or_default(),
                    todo: all.into_iter().skip(1).collect(),
                    links: vec![Link::new(words.t("page-today"), "/")],
                    request: String::new(),
                };
                (status(&error), Html(page.html())).into_response()
            }
        }
    }
}

/// What went wrong inside goes to the log of the service, without names or texts of records.
pub fn report(error: &Error) {
    if let Error::Database(text) | Error::Stored(text) | Error::OutcomeUnknown(text) = error {
        eprintln!("castellan: error code={} text={text:?}", code(error));
    }
}

/// A query value.
pub fn encode(text: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-_.~/".contains(b);
    text.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
