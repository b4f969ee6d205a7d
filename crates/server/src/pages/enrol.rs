//! Enrolment: a half of a code is shown once to whoever prints it, and the holder sets password and codes with both halves.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use kernel::{Entropy, RecordId, Refusal, Value, limits};
use ledger::operational::Trier;
use ledger::rights::enrolment::{BeginEnrolment, CompleteEnrolment, Enrolment, JOB, TakeUp, half_hash};
use ledger::{Command, Error, Order};
use ui::pages::{FormPage, MessagePage, TablePage};
use ui::parts::{Cell, Column, Field, FieldGroup, FieldKind as Kind, Link, Row, Section, Table, Tone};
use ui::{Page, Shell};

use super::form::Typed;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::credentials::{check_code, hash_new, try_code};
use crate::failure::{Failure, reasons};
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// Where the holder goes.
pub const PATH: &str = "/enrol";
/// Letters and digits of base32, small: none of them is mistaken for another when it is read from paper.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Length of a half: a hundred bits.
const HALF_CHARS: usize = 20;
/// Length of the secret of one-time codes: 160 bits, as RFC 4226 asks.
const SECRET_CHARS: usize = 32;

/// Whether a command prints a half.
pub fn prints(command: &str) -> bool {
    [BeginEnrolment::NAME, CompleteEnrolment::NAME].contains(&command)
}

fn random(entropy: &dyn Entropy, length: usize) -> String {
    let mut bytes = vec![0; length];
    entropy.fill(&mut bytes);
    bytes.iter().map(|b| char::from(LETTERS[usize::from(*b & 31)])).collect()
}

/// In groups, so that it is read and typed well.
fn grouped(text: &str, by: usize) -> String {
    text.as_bytes().chunks(by).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

/// Prints a half: the order carries its hash, the answer shows it, once.
pub async fn print(app: &App, visitor: Visitor, mut order: Order) -> Result<Response, Error> {
    let half = random(app.ledger.entropy(), HALF_CHARS);
    if let Some(place) = order.values.get_mut(1) {
        *place = Value::Bytes(half_hash(&half));
    }
    let first = order.command == BeginEnrolment::NAME;
    // A repeated answer would have no half to show.
    let receipt = app.ledger.write(Order { idempotency: None, ..order }).answer().await?;
    let id = receipt.answer.map_or(RecordId::NIL, |(_, id)| id);
    let page = app.page(visitor, move |cx| printed(cx, id, &half, first)).await;
    Ok(page.unwrap_or_else(Failure::into_response))
}

fn printed(cx: &mut PageCx<'_, '_>, id: RecordId, half: &str, first: bool) -> Result<String, Error> {
    let enrolment = cx.view.get::<Enrolment>(kernel::Id::new(id))?;
    let account = cx.view.get(enrolment.body.account)?;
    let words = cx.words;
    let line = |key: &str, cell: Cell| Row::new(vec![Cell::text(words.t(key)), cell]);
    let until = enrolment.body.ends_at.map(|at| time(at.0, cx.zone));
    let mut rows = vec![
        line("ui-user", Cell::fixed(account.body.login.clone())),
        line(if first { "page-enrol-first" } else { "page-enrol-second" }, Cell::fixed(grouped(half, 5))),
        line("page-enrol-where", Cell::fixed(PATH)),
    ];
    rows.extend(until.map(|until| line("page-enrol-until", Cell::fixed(until))));
    let title = words.t("page-enrol-sheet");
    let table = Table {
        caption: title.clone(),
        columns: vec![Column::new(words.t("page-enrol-what")), Column::new(words.t("page-enrol-value"))],
        rows,
        empty: words.t("page-none"),
        selectable: false,
    };
    let section = Section { title: title.clone(), intro: account.body.name.clone(), table, links: Vec::new() };
    let next = words.t(if first { "page-enrol-first-next" } else { "page-enrol-second-next" });
    let page = TablePage {
        intro: format!("{} {next}", words.t("page-enrol-once")),
        sections: vec![section],
        links: vec![Link::new(words.t("page-enrol-record"), record_href("enrolments", "enr", id))],
        shell: cx.shell(title, "")?,
    };
    Ok(html(&page))
}

/// The form of the holder.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Response {
    let secret = random(app.ledger.entropy(), SECRET_CHARS).to_uppercase();
    Html(form(&app, &visitor, &secret, &Typed::default(), &[])).into_response()
}

fn form(app: &App, visitor: &Visitor, secret: &str, typed: &Typed, wrong: &[Refusal]) -> String {
    let words = Words::new(visitor.lang);
    let mut shell = Shell::new(words.l, words.t("page-enrol"));
    PATH.clone_into(&mut shell.here);
    shell.marking = super::unmarked(app, visitor.lang);
    shell.demo = app.ledger.is_demo().then(|| words.t("page-demo-banner"));
    let error = |name: &str| wrong.iter().find(|r| r.field.as_deref() == Some(name)).map(|r| words.refusal(r));
    let field = |name: &str, label: &str, kind: Kind| Field { error: error(name), ..Field::new(name, words.t(label), kind) };
    let shown = Field::new("shown", words.t("page-enrol-secret"), Kind::Shown).value(grouped(secret, 4));
    let group = |key: &str, fields: Vec<Field>| FieldGroup { legend: words.t(key), fields };
    let groups = vec![
        group(
            "page-enrol-codes",
            vec![
                field("user", "ui-user", Kind::Text).value(typed.get("user")),
                field("first_half", "page-enrol-first", Kind::Text),
                field("second_half", "page-enrol-second", Kind::Text),
            ],
        ),
        group(
            "page-enrol-own",
            vec![
                field("password", "page-enrol-password", Kind::Password { new: true }).hint(words.with(
                    "page-enrol-password-hint",
                    "min",
                    &limits::PASSWORD_CHARS_MIN.to_string(),
                )),
                field("again", "page-enrol-again", Kind::Password { new: true }),
                shown.hint(words.t("page-enrol-secret-hint")),
                field("code", "ui-code", Kind::Code).hint(words.t("page-enrol-code-hint")),
            ],
        ),
    ];
    let of_a_field = |r: &&Refusal| matches!(r.field.as_deref(), Some("user" | "password" | "again" | "code"));
    let page = FormPage {
        intro: words.t("page-enrol-intro"),
        needs: Vec::new(),
        changes: Vec::new(),
        action: PATH.to_owned(),
        multipart: false,
        groups,
        hidden: vec![("secret".to_owned(), secret.to_owned())],
        errors: wrong.iter().filter(|r| !of_a_field(r)).map(|r| words.refusal(r)).collect(),
        conflict: None,
        effect: words.t("page-enrol-effect"),
        submit: words.t("page-enrol-submit"),
        cancel: Link::new(words.t("page-cancel"), "/sign-in"),
        shell,
    };
    page.html()
}

/// What is wrong with a new password.
fn refused(password: &str, again: &str, login: &str) -> Option<Refusal> {
    let long = password.chars().count();
    if !(limits::PASSWORD_CHARS_MIN..=limits::PASSWORD_CHARS_MAX).contains(&long) {
        let (min, max) = (limits::PASSWORD_CHARS_MIN.to_string(), limits::PASSWORD_CHARS_MAX.to_string());
        return Some(Refusal::new("password-length").at("password").with("min", min).with("max", max));
    }
    if !login.is_empty() && password.to_lowercase().contains(login) {
        return Some(Refusal::new("password-of-name").at("password"));
    }
    (password != again).then(|| Refusal::new("password-differs").at("again"))
}

/// Takes the account up: password and codes are set, once both halves are right and a code of the new authenticator shows that it works.
pub async fn take_up(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let failed = |e: Error| Failure::of(e, &visitor);
    let typed = Typed::read(request, limits::BODY_BYTES_MAX).await.map_err(|r| failed(r.into()))?;
    let login = typed.get("user").trim().to_lowercase();
    let secret = typed.get("secret").to_owned();
    let again = |wrong: &[Refusal]| {
        let secret = if is_secret(&secret) { secret.clone() } else { random(app.ledger.entropy(), SECRET_CHARS).to_uppercase() };
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(form(&app, &visitor, &secret, &typed, wrong))).into_response())
    };
    let password = typed.get("password").to_owned();
    let seconds = app.ledger.now().as_second().unsigned_abs();
    let mut wrong: Vec<Refusal> = refused(&password, typed.get("again"), &login).into_iter().collect();
    if !is_secret(&secret) || check_code(&secret, typed.get("code"), seconds, false).right().is_none() {
        wrong.push(Refusal::new("code-wrong").at("code"));
    }
    if !wrong.is_empty() {
        return again(&wrong);
    }
    let done = carry_out(&app, &login, &typed, &password, &secret).await;
    match done {
        Ok(()) => {
            let words = Words::new(visitor.lang);
            let page = MessagePage {
                shell: Shell { marking: super::unmarked(&app, visitor.lang), ..Shell::new(words.l, words.t("page-enrol-done")) },
                tone: Tone::Good,
                code: String::new(),
                why: String::new(),
                todo: vec![words.t("page-enrol-done-next")],
                links: vec![Link::new(words.t("ui-sign-in"), "/sign-in")],
                request: String::new(),
            };
            Ok(Html(page.html()).into_response())
        }
        Err(error @ Error::Refused(_)) => again(&reasons(&error)),
        Err(error) => Err(failed(error)),
    }
}

/// Whether this is a secret as this page makes them.
fn is_secret(text: &str) -> bool {
    text.len() == SECRET_CHARS && text.bytes().all(|b| LETTERS.contains(&b.to_ascii_lowercase()))
}

async fn carry_out(app: &App, login: &str, typed: &Typed, password: &str, secret: &str) -> Result<(), Error> {
    // Halves are tried under the counter of every other way in.
    try_code(app, &Trier::Stranger(login.to_owned())).await?;
    let hashed = hash_new(app, password.to_owned()).await?;
    let values = vec![
        Value::from(login),
        Value::Bytes(half_hash(typed.get("first_half"))),
        Value::Bytes(half_hash(typed.get("second_half"))),
        hashed.into(),
        secret.into(),
    ];
    app.ledger.work(JOB, TakeUp::NAME, values, None).answer().await.map(|_| ())
}
