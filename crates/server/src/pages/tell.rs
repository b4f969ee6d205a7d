//! A report by somebody who says no name: open to whoever reaches this server, where the office opened it. Nothing of who sends it is read, kept or
//! written anywhere: neither session nor address nor browser; its language is that of the link or of the browser, and is not kept either.

use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use kernel::marking::SecurityPolicy;
use kernel::{Fields as _, Lang, Refusal, Value, limits};
use ledger::{Command as _, Error};
use spine::concerns::commands::{JOB, TakeReport};
use spine::concerns::queries::taken_within_the_hour;
use ui::pages::{FormPage, MessagePage};
use ui::parts::{Field, FieldGroup, FieldKind, Link, Tone};
use ui::{Page, Shell};

use super::form::Typed;
use crate::app::App;
use crate::failure::reasons;
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/tell";

/// The language of the link, else that of the browser.
fn spoken(visitor: Visitor, pairs: &[(String, String)]) -> Lang {
    pairs.iter().find(|(name, _)| name == "lang").and_then(|(_, lang)| Lang::from_code(lang)).unwrap_or(visitor.lang)
}

fn href(lang: Lang) -> String {
    format!("{PATH}?lang={}", lang.code())
}

/// The way to it.
pub fn link(words: &Words) -> Link {
    Link::new(words.t("page-tell"), href(words.l.lang()))
}

/// The form.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    if !app.takes_reports {
        return super::not_found(State(app), visitor).await;
    }
    Html(form(&app, spoken(visitor, &pairs), &Typed::default(), &[])).into_response()
}

fn shell(app: &App, words: &Words, title: &str) -> Shell {
    let mut shell = Shell::new(words.l, words.t(title));
    // Another language is a link of the page: the switch of every other page sets a cookie.
    shell.here.clear();
    shell.marking = super::unmarked(app, words.l.lang());
    shell.demo = app.ledger.is_demo().then(|| words.t("page-demo-banner"));
    shell
}

/// What the highest level that this system may hold is called.
fn ceiling(policy: &SecurityPolicy, lang: Lang) -> String {
    policy.ceiling.as_ref().map(|level| policy.name(&level.0, lang).to_owned()).unwrap_or_default()
}

fn form(app: &App, lang: Lang, typed: &Typed, wrong: &[Refusal]) -> String {
    let words = Words::new(lang);
    let field = |name: &str, kind: FieldKind| {
        let error = wrong.iter().find(|r| r.field.as_deref() == Some(name)).map(|r| words.refusal(r));
        let key = name.replace('_', "-");
        let hint = words.t(&format!("page-tell-{key}-hint"));
        Field { error, ..Field::new(name, words.t(&format!("page-tell-{key}")), kind) }.hint(hint).value(typed.get(name))
    };
    let fields = vec![field("text", FieldKind::Long), field("about_whom", FieldKind::Text), field("happened_when", FieldKind::Text)];
    let page = FormPage {
        changes: Vec::new(),
        intro: words.with("page-tell-intro", "level", &ceiling(app.ledger.policy(), lang)),
        needs: Vec::new(),
        action: href(lang),
        multipart: false,
        groups: vec![FieldGroup { legend: words.t("page-tell-report"), fields }],
        hidden: Vec::new(),
        errors: wrong.iter().filter(|r| r.field.is_none()).map(|r| words.refusal(r)).collect(),
        conflict: None,
        effect: words.t("page-tell-effect"),
        submit: words.t("page-tell-submit"),
        cancel: Link::new(words.t("page-tell-other-language"), href(lang.other())),
        shell: shell(app, &words, "page-tell"),
    };
    page.html()
}

/// Takes the report. Whoever it names is looked up nowhere, so the answer is the same whether anybody of that name is known or not.
pub async fn take(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>, request: Request) -> Response {
    if !app.takes_reports {
        return super::not_found(State(app), visitor).await;
    }
    let lang = spoken(visitor, &pairs);
    let again = |status: StatusCode, typed: &Typed, wrong: &[Refusal]| (status, Html(form(&app, lang, typed, wrong))).into_response();
    let typed = match Typed::read(request, limits::BODY_BYTES_MAX).await {
        Ok(typed) => typed,
        Err(refusal) => return again(StatusCode::PAYLOAD_TOO_LARGE, &Typed::default(), &[refusal]),
    };
    let values = TakeReport::FIELDS.iter().map(|field| match typed.get(field.name).trim() {
        "" => Value::Null,
        text => Value::Text(text.replace("\r\n", "\n")),
    });
    let values: Vec<Value> = values.collect();
    // What would be refused is refused before it stands in the one line of those who write; the command asks again.
    let ready = match TakeReport::from_values(&values) {
        Ok(_) => app.ledger.read_as_rule(|view| Ok(TakeReport::room(taken_within_the_hour(view)?)?)).answer().await,
        Err(refused) => Err(refused.into()),
    };
    let taken = match ready {
        Ok(()) => app.ledger.work(JOB, TakeReport::NAME, values, None).answer().await.map(|_| ()),
        Err(refused) => Err(refused),
    };
    match taken {
        Ok(()) => Html(thanks(&app, lang)).into_response(),
        Err(error @ Error::Refused(_)) => {
            let wrong = reasons(&error);
            let full = wrong.iter().any(|refusal| refusal.code == "reports-too-many");
            again(if full { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY }, &typed, &wrong)
        }
        // What went wrong inside is not written to the log of the service, as it is elsewhere: it would say when somebody was here.
        Err(_) => again(StatusCode::SERVICE_UNAVAILABLE, &typed, &[Refusal::new("report-not-taken")]),
    }
}

fn thanks(app: &App, lang: Lang) -> String {
    let words = Words::new(lang);
    let page = MessagePage {
        shell: shell(app, &words, "page-tell-taken"),
        tone: Tone::Good,
        code: String::new(),
        why: words.t("page-tell-taken-text"),
        todo: Vec::new(),
        links: Vec::new(),
        request: String::new(),
    };
    page.html()
}
