//! Accounts: opened by two people, taken up by their holder with a half of a code from each of two others.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use jiff::SignedDuration;
use kernel::{RecordId, limits};
use ledger::db::Backend;
use ledger::identity::Account;
use ledger::rights::enrolment::Enrolment;

use crate::{Answer, Site, TOKEN, call, encoded, fresh_code, sends};

const PASSWORD: &str = "three quiet herons";
const WRONG: &str = "These halves do not serve for this name";

/// A form sent by somebody nobody knows.
fn posts(site: &Site, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body: String = fields.iter().map(|(name, value)| format!("{name}={}&", encoded(value))).collect();
    let request = Request::builder().method("POST").uri(path).header("sec-fetch-site", "same-origin");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(body)).unwrap_or_else(|e| panic!("{path}: {e}")))
}

/// The half of a code on a page: four groups of five.
fn half_of(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let parts = page.body.split(['<', '>', '"']).map(str::trim);
    let is_half =
        |text: &&str| text.len() == 23 && text.split('-').all(|group| group.len() == 5 && group.bytes().all(|b| b.is_ascii_alphanumeric()));
    parts.into_iter().find(is_half).unwrap_or_else(|| panic!("no half: {}", page.body)).to_owned()
}

/// The secret the page of the holder shows.
fn secret_of(page: &Answer) -> String {
    let after = page.body.split_once("name=\"secret\" value=\"").map_or("", |(_, after)| after);
    after.split('"').next().unwrap_or_default().to_owned()
}

fn code_of(site: &Site, secret: &str) -> String {
    let step = site.world.ledger().now().as_second() / server::credentials::CODE_STEP_SECONDS.cast_signed();
    server::credentials::code_at(secret, step).unwrap_or_default()
}

/// Both halves, printed by two people.
fn halves(site: &Site, account: RecordId) -> [String; 2] {
    let id = account.outward("acc");
    site.world.time_passes(SignedDuration::from_secs(60));
    let first = half_of(&sends(site, "/do/enrolments.begin", &site.cookie("access"), &[("account", &id), ("code", &fresh_code(site))]));
    let begun = site.world.as_("access").sees(move |view| view.having::<Enrolment>("account", account));
    let begun = begun.last().unwrap_or_else(|| panic!("begun")).head.id.outward("enr");
    // Whoever printed one half does not print the other, though they hold the duty.
    site.world.time_passes(SignedDuration::from_secs(60));
    let own = sends(site, "/do/enrolments.complete", &site.cookie("access"), &[("enrolment", &begun), ("code", &fresh_code(site))]);
    assert!(own.status == StatusCode::FORBIDDEN && !own.body.contains("Half of an enrolment code"), "{}", own.body);
    let second = sends(site, "/do/enrolments.complete", &site.cookie("access2"), &[("enrolment", &begun), ("code", &fresh_code(site))]);
    [first, half_of(&second)]
}

fn takes_up(site: &Site, login: &str, halves: &[String; 2], secret: &str, password: &str) -> Answer {
    let code = code_of(site, secret);
    let fields = [
        ("user", login),
        ("first_half", halves[0].as_str()),
        ("second_half", halves[1].as_str()),
        ("password", password),
        ("again", password),
        ("secret", secret),
        ("code", code.as_str()),
    ];
    posts(site, "/enrol", &fields)
}

fn an_account_is_opened_and_taken_up(on: Backend) {
    let site = Site::new(on);
    let world = &site.world;
    let person = world.person("Novak", "Nina", "BEL");
    let head = world.as_("head");
    let open = |login: &str| {
        vec![("person", person.into()), ("login", login.into()), ("name", "Nina Novak".into()), ("first_language", "fr".into())]
    };
    assert_eq!(head.refused("accounts.open", &open("Nina Novak")), ["login-misshapen"]);
    assert_eq!(world.as_("officer").refused("accounts.open", &open("nina")), ["duty-missing"]);
    let own = [("person", head.person.into()), ("login", "head2".into()), ("name", "H".into()), ("first_language", "en".into())];
    assert_eq!(head.refused("accounts.open", &own), ["grant-to-self"]);
    let request = head.asks("accounts.open", &open("nina"));
    // The second person sees who it is for by name, though they see no files.
    let page = site.page(&format!("/approvals/{}", request.outward("apr")), &site.cookie("access"));
    assert!(page.status == StatusCode::OK && page.body.contains("Nina Novak"), "{}", page.body);
    let account = world.as_("access").approves(request).answer.map_or(RecordId::NIL, |(_, id)| id);
    assert_eq!(world.as_("access").record::<Account>(account).body.lang, "fr");
    assert_eq!(head.refused("accounts.open", &open("nina2")), ["account-of-person"]);
    // Nobody signs in with it yet.
    let sign_in = |password: &str, code: &str| posts(&site, "/sign-in", &[("user", "nina"), ("password", password), ("code", code)]);
    assert_eq!(sign_in(PASSWORD, "000000").status, StatusCode::UNAUTHORIZED);
    // Halves are printed in a browser, not with a key, and never for one's own account.
    let by_key =
        site.send(call("POST", "/api/v1/commands/enrolments.begin", TOKEN, &format!("{{\"account\": \"{}\"}}", account.outward("acc"))));
    assert_eq!(by_key.text("code"), "enrol-in-browser");
    let mine = world.as_("access").account.outward("acc");
    let own = sends(&site, "/do/enrolments.begin", &site.cookie("access"), &[("account", &mine), ("code", &fresh_code(&site))]);
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", own.body);
    let pair = halves(&site, account);
    let form = posts(&site, "/enrol", &[]);
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
    let get = |path: &str| site.send(Request::builder().uri(path).body(Body::empty()).unwrap_or_else(|e| panic!("{e}")));
    let secret = secret_of(&get("/enrol"));
    assert!(secret.len() == 32 && secret != secret_of(&get("/enrol")), "{secret}");
    let says = |answer: Answer, text: &str| {
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(text), "{text}: {}", answer.body);
        assert!(!answer.body.contains(PASSWORD), "a password is never sent back");
    };
    let shorter = "x".repeat(limits::PASSWORD_CHARS_MIN - 1);
    says(takes_up(&site, "nina", &pair, &secret, &shorter), "A password has");
    says(takes_up(&site, "nina", &pair, &secret, &"x".repeat(limits::PASSWORD_CHARS_MAX + 1)), "A password has");
    says(takes_up(&site, "nina", &pair, &secret, "nina and her herons"), "holds the name you sign in with");
    says(takes_up(&site, "nina", &pair, "GEZDGNBV", PASSWORD), "The one-time code is not right");
    // The same answer for another name, one half, both in the wrong order.
    says(takes_up(&site, "nobody", &pair, &secret, PASSWORD), WRONG);
    says(takes_up(&site, "nina", &[pair[0].clone(), pair[0].clone()], &secret, PASSWORD), WRONG);
    says(takes_up(&site, "nina", &[pair[1].clone(), pair[0].clone()], &secret, PASSWORD), WRONG);
    let done = takes_up(&site, "nina", &[pair[0].to_uppercase(), pair[1].replace('-', " ")], &secret, PASSWORD);
    assert!(done.status == StatusCode::OK && done.body.contains("Password and codes are set"), "{}", done.body);
    // Once; and the database holds neither half.
    says(takes_up(&site, "nina", &pair, &secret, PASSWORD), WRONG);
    world.time_passes(SignedDuration::from_secs(limits::SIGN_IN_WAIT_SECONDS));
    let entered = sign_in(PASSWORD, &code_of(&site, &secret));
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
    let last = world.conn().first("SELECT actor FROM entry WHERE command = 'enrolments.take_up'", &[]).ok().flatten();
    assert_eq!(last.and_then(|row| row[0].id()), Some(ledger::rights::enrolment::JOB.actor()));
    // Who lost their authenticator comes back the same way, and what they had before no longer holds.
    let again = halves(&site, account);
    let fresh = secret_of(&get("/enrol"));
    world.time_passes(SignedDuration::from_hours(limits::ENROLMENT_HOURS));
    says(takes_up(&site, "nina", &again, &fresh, PASSWORD), WRONG);
    let again = halves(&site, account);
    let session = site.world.ledger().open_session(account, vec![9; 32], "en", "nina", None).wait();
    assert!(session.is_ok());
    assert_eq!(takes_up(&site, "nina", &again, &fresh, "four louder herons").status, StatusCode::OK);
    let held = world.ledger().read_with(ledger::operational::Pass::Session(vec![9; 32]), |view, _| Ok(view.account())).wait();
    assert!(held.is_ok_and(|held| held.is_none()), "the session ended with the old credential");
    world.time_passes(SignedDuration::from_secs(limits::SIGN_IN_WAIT_SECONDS));
    assert_eq!(sign_in(PASSWORD, &code_of(&site, &secret)).status, StatusCode::UNAUTHORIZED);
    // Keys for scripts end with what they were made with.
    let script = world.conn().first("SELECT id FROM accounts WHERE login = 'script'", &[]).ok().flatten();
    let script = script.and_then(|row| row[0].id()).unwrap_or(RecordId::NIL);
    let by_key = || site.send(call("GET", "/api/v1/me", TOKEN, "")).status;
    assert_eq!(by_key(), StatusCode::OK);
    let pair = halves(&site, script);
    assert_eq!(takes_up(&site, "script", &pair, &secret_of(&get("/enrol")), "five silent herons").status, StatusCode::OK);
    assert_eq!(by_key(), StatusCode::UNAUTHORIZED);
    // A code printed before an account was closed opens nothing once it is open again.
    let pair = halves(&site, account);
    world.as_("access").does("accounts.close", &[("account", account.into())]);
    let request = world.as_("access").asks("accounts.reopen", &[("account", account.into()), ("reason", "Back again".into())]);
    world.as_("access2").approves(request);
    says(takes_up(&site, "nina", &pair, &secret_of(&get("/enrol")), "six herons at dawn"), WRONG);
    world.verified();
}

#[test]
fn p06_an_account_is_opened_by_two_and_taken_up_with_two_halves() {
    an_account_is_opened_and_taken_up(Backend::Sqlite);
}

#[test]
fn p06_an_account_is_opened_by_two_and_taken_up_with_two_halves_on_postgres() {
    an_account_is_opened_and_taken_up(Backend::Postgres);
}
