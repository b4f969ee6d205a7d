//! Sign-in, sign-out, language. One failure text for all causes, one counter for all ways in.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use kernel::{Lang, Refusal, limits};
use ledger::crypto::b64u;
use ledger::operational::{SignIn, Trier};
use serde::Deserialize;
use ui::pages::{DemoUser, SignInPage};
use ui::{Page, Shell};

use crate::app::App;
use crate::credentials::{Code, check_code, hash, try_code, verify};
use crate::failure::{Failure, encode};
use crate::visitor::{COOKIE, LANG_COOKIE, Visitor, cookie, hash as token_hash, local};
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
        tell: app.takes_reports.then(|| super::tell::link(&words)),
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
pub async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    // What is longer is nobody's name, and is kept nowhere.
    let login: String = given.user.trim().to_lowercase().chars().take(limits::LOGIN_CHARS_MAX).collect();
    let back = local(&given.back);
    let refuse =
        |refusal: &Refusal| (StatusCode::UNAUTHORIZED, Html(form(&app, &visitor, back, &given.user, Some(refusal)))).into_response();
    let known = app.ledger.sign_in(&login).answer().await.map_err(failed)?;
    // Who signed in with this browser before is not slowed down by strangers who type their name.
    let before = known.as_ref().filter(|k| cookie(&headers, &browser(k)).is_some_and(|shown| app.ledger.knows_browser(k, &shown)));
    let by = before.map_or_else(|| Trier::Stranger(login.clone()), |k| Trier::Known(k.account));
    if let Err(error) = try_code(&app, &by).await {
        return match error {
            ledger::Error::Refused(reasons) => Ok(refuse(reasons.0.first().unwrap_or(&Refusal::new("sign-in-failed")))),
            error => Err(failed(error)),
        };
    }
    // An unknown name costs as much time as a known one.
    let stored = match known.as_ref() {
        Some(known) => known.password.clone(),
        None => hash("nobody", &[0; 16]).unwrap_or_default(),
    };
    let right = verify(given.password.clone(), stored).await;
    let seconds = app.ledger.now().as_second().unsigned_abs();
    let code = known.as_ref().map_or(Code::Wrong, |k| check_code(&k.otp, &given.code, seconds, app.ledger.is_demo()));
    let (Some(known), true, Some(step)) = (known, right, code.right()) else {
        return Ok(refuse(&Refusal::new("sign-in-failed")));
    };
    let mut token = [0; 32];
    app.ledger.entropy().fill(&mut token);
    let opened = app.ledger.open_session(known.account, token_hash(&token), visitor.lang.code(), by, step).answer().await;
    match opened {
        Ok(()) => {}
        Err(ledger::Error::Refused(reasons)) => return Ok(refuse(reasons.0.first().unwrap_or(&Refusal::new("sign-in-failed")))),
        Err(error) => return Err(failed(error)),
    }
    let session = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict", b64u(&token));
    let age = limits::BROWSER_DAYS * 86_400;
    let mark = app.ledger.mark_of_browser(&known, app.ledger.today());
    let mark = format!("{}={mark}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={age}", browser(&known));
    Ok((AppendHeaders([(header::SET_COOKIE, session), (header::SET_COOKIE, mark)]), Redirect::to(back)).into_response())
}

/// Name of the cookie by which a browser is known to one of its users.
fn browser(known: &SignIn) -> String {
    format!("__Host-castellan-{}", known.account.outward("acc"))
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
