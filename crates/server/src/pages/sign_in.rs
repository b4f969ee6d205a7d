//! Sign-in, sign-out, language. One failure text for all causes, one counter for all ways in.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::{Lang, Refusal};
use ledger::crypto::b64u;
use serde::Deserialize;
use ui::pages::{DemoUser, SignInPage};
use ui::{Page, Shell};

use crate::app::App;
use crate::credentials::{Code, check_code, hash, verify};
use crate::failure::{Failure, encode};
use crate::visitor::{COOKIE, LANG_COOKIE, Visitor, hash as token_hash, local};
use crate::words::Words;

/// Where to go afterwards.
#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// The sign-in form.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(back): Query<Back>) -> Response {
    Html(form(&app, &visitor, local(&back.back), "", None)).into_response()
}

fn form(app: &App, visitor: &Visitor, back: &str, user: &str, error: Option<&Refusal>) -> String {
    let words = Words::new(visitor.lang);
    let mut shell = Shell::new(words.l, words.t("ui-sign-in"));
    shell.here = format!("/sign-in?back={}", encode(back));
    shell.demo = app.ledger.is_demo().then(|| words.t("page-demo-banner"));
    let demo_user = |d: &crate::app::Demo| DemoUser {
        name: d.name.clone(),
        duty: words.code("duty", d.duty),
        tries: words.t(&format!("page-demo-tries-{}", crate::words::dashed(d.duty))),
        user: d.login.clone(),
        password: d.password.clone(),
        code: d.code.clone(),
    };
    let page = SignInPage {
        shell,
        back: back.to_owned(),
        user: user.to_owned(),
        error: error.map(|e| words.refusal(e)),
        demo_users: app.demo.iter().map(demo_user).collect(),
    };
    page.html()
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    back: String,
    #[serde(default)]
    user: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// Signs in.
pub async fn enter(State(app): State<App>, visitor: Visitor, Form(given): Form<Credentials>) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let login = given.user.trim().to_lowercase();
    let who = format!("login {login}");
    let back = local(&given.back);
    let refuse =
        |refusal: &Refusal| (StatusCode::UNAUTHORIZED, Html(form(&app, &visitor, back, &given.user, Some(refusal)))).into_response();
    let wait = app.ledger.sign_in_wait(&who).answer().await.map_err(failed)?;
    if wait > 0 {
        return Ok(refuse(&Refusal::new("sign-in-slow").with("seconds", wait.to_string())));
    }
    let known = app.ledger.sign_in(&login).answer().await.map_err(failed)?;
    // An unknown name costs as much time as a known one.
    let stored = match known.as_ref() {
        Some(known) => known.password.clone(),
        None => hash("nobody", &[0; 16]).unwrap_or_default(),
    };
    let right = verify(given.password.clone(), stored).await;
    let seconds = app.ledger.now().as_second().unsigned_abs();
    let code = known.as_ref().map_or(Code::Wrong, |k| check_code(&k.otp, &given.code, seconds, app.ledger.is_demo()));
    let (Some(known), true) = (known, right && code != Code::Wrong) else {
        app.ledger.sign_in_failed(&who).answer().await.map_err(failed)?;
        return Ok(refuse(&Refusal::new("sign-in-failed")));
    };
    let mut token = [0; 32];
    app.ledger.entropy().fill(&mut token);
    let step = match code {
        Code::Step(step) => Some(step),
        Code::Wrong | Code::Fixed => None,
    };
    let opened = app.ledger.open_session(known.account, token_hash(&token), visitor.lang.code(), &who, step).answer().await;
    match opened {
        Ok(()) => {}
        Err(ledger::Error::Refused(reasons)) => {
            app.ledger.sign_in_failed(&who).answer().await.map_err(failed)?;
            return Ok(refuse(reasons.0.first().unwrap_or(&Refusal::new("sign-in-failed"))));
        }
        Err(error) => return Err(failed(error)),
    }
    let cookie = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict", b64u(&token));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response())
}

/// Signs out.
pub async fn leave(State(app): State<App>, visitor: Visitor, Form(given): Form<Token>) -> Result<Response, Failure> {
    if let Some(session) = visitor.session.clone().filter(|_| given.csrf == visitor.csrf()) {
        app.ledger.close_session(session).answer().await.map_err(|e| Failure::of(e, &visitor))?;
    }
    let gone = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    let headers = [(header::SET_COOKIE, gone), (header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"".to_owned())];
    Ok((headers, Redirect::to("/sign-in")).into_response())
}

/// The form's token.
#[derive(Deserialize)]
pub struct Token {
    #[serde(default)]
    csrf: String,
}

/// What the language switch sends.
#[derive(Deserialize)]
pub struct Switch {
    lang: String,
    #[serde(default)]
    back: String,
}

/// Changes the language and keeps the page.
pub async fn language(State(app): State<App>, visitor: Visitor, _: HeaderMap, Form(given): Form<Switch>) -> Result<Response, Failure> {
    let lang = Lang::from_code(&given.lang).unwrap_or_default();
    if let Some(session) = visitor.session.clone() {
        app.ledger.touch_session(session, Some(lang.code().to_owned())).answer().await.map_err(|e| Failure::of(e, &visitor))?;
    }
    let cookie = format!("{LANG_COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000", lang.code());
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(local(&given.back))).into_response())
}
