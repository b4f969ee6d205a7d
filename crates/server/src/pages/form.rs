//! A command's form: fields, references found by typing part of a name, all errors at once, both versions on a conflict.

use std::collections::HashMap;

use axum::extract::{FromRequest, Multipart, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::{FieldDef, FieldKind, Id, RecordId, Refusal, Value, limits};
use ledger::approval::Approve;
use ledger::crypto::b64u;
use ledger::sealed::ReadSealed;
use ledger::{Command as _, CommandDef, Error, ListQuery, Order};
use spine::mail::Direction;
use spine::mail::commands::RegisterMail;
use spine::mail::inbox::{MailDrop, TakeIn};
use ui::pages::{Conflict, ConflictRow, FormPage};
use ui::parts::{Choice, Field, FieldGroup, FieldKind as Kind, Link, Need};

use super::record::{evidence, letters};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::credentials::fresh_code;
use crate::failure::{Failure, encode, reasons};
use crate::visitor::Visitor;
use crate::words::Words;

/// What was typed, by field name; files are kept apart.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Texts.
    pub texts: HashMap<String, String>,
    /// The uploaded file: name and bytes.
    pub file: Option<(String, Vec<u8>)>,
}

impl Typed {
    /// What was typed in a field; empty when nothing.
    pub fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Reads a form that somebody signed in has sent from a page of ours.
    ///
    /// # Errors
    /// A form that cannot be read, and `csrf` where it does not bear the session's token; who is not signed in is asked to by what follows.
    pub async fn sent(request: Request, bytes_max: usize, visitor: &Visitor) -> Result<Self, Failure> {
        let typed = Self::read(request, bytes_max).await.map_err(|r| Failure::of(r.into(), visitor))?;
        if visitor.session.is_some() && typed.get("csrf") != visitor.csrf() {
            return Err(Failure::of(Refusal::new("csrf").into(), visitor));
        }
        Ok(typed)
    }

    /// Reads a form, plain or with files, within the limits.
    pub async fn read(request: Request, bytes_max: usize) -> Result<Self, Refusal> {
        let too_large = || Refusal::new("body-too-large").with("max", (bytes_max >> 20).to_string());
        let unreadable = || Refusal::new("form-unreadable");
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
        let mut typed = Self::default();
        if kind.starts_with("multipart/form-data") {
            let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
            let mut texts = 0;
            while let Some(mut part) = parts.next_field().await.map_err(|_| unreadable())? {
                let name = part.name().unwrap_or("").to_owned();
                let file = part.file_name().map(str::to_owned);
                let mut bytes = Vec::new();
                while let Some(chunk) = part.chunk().await.map_err(|_| too_large())? {
                    // All texts of a form together are as long as a form without a file may be.
                    let room = if file.is_some() { bytes_max } else { limits::BODY_BYTES_MAX.saturating_sub(texts) };
                    if bytes.len() + chunk.len() > room {
                        return Err(too_large());
                    }
                    bytes.extend_from_slice(&chunk);
                }
                match file {
                    Some(file) if !file.is_empty() => typed.file = Some((file, bytes)),
                    Some(_) => {}
                    None => {
                        texts += bytes.len();
                        typed.texts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
                    }
                }
            }
        } else {
            let bytes = axum::body::to_bytes(request.into_body(), limits::BODY_BYTES_MAX).await.map_err(|_| too_large())?;
            for (name, value) in form_pairs(&bytes) {
                typed.texts.insert(name, value);
            }
        }
        Ok(typed)
    }
}

/// The pairs of a form body.
pub fn form_pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let decode = |part: &str| {
        let mut out = Vec::with_capacity(part.len());
        let mut rest = part.bytes();
        while let Some(byte) = rest.next() {
            match byte {
                b'+' => out.push(b' '),
                b'%' => {
                    let mut digit = || rest.next().and_then(|d| char::from(d).to_digit(16));
                    if let (Some(high), Some(low)) = (digit(), digit()) {
                        out.push((high * 16 + low) as u8);
                    }
                }
                other => out.push(other),
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decode(name), decode(value))).collect()
}

/// The empty form, with what the address already says.
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(command): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let idem = b64u(&app.ledger.new_id().0);
    app.page(visitor, move |cx| {
        let mut typed = Typed { texts: pairs.into_iter().collect(), file: None };
        typed.texts.entry("idem".to_owned()).or_insert(idem);
        let def = command_of(cx, &command)?;
        prefill(cx, def, &mut typed)?;
        arrived(cx, def, &mut typed)?;
        form(cx, def, &typed, &[], None)
    })
    .await
}

fn command_of<'v>(cx: &PageCx<'_, 'v>, name: &str) -> Result<&'v CommandDef, Error> {
    let duties = cx.view.duties();
    let manifest = cx.view.manifest;
    let def = manifest.command(name).ok_or(Error::NotFound)?;
    if def.open_to(&duties) {
        // It takes a fresh code, which its own page asks for.
        return if name == Approve::NAME { Err(Refusal::new("step-up").into()) } else { Ok(def) };
    }
    let needed = def.duties.iter().map(|d| cx.words.code("duty", d.code())).collect::<Vec<_>>().join(", ");
    Err(Refusal::new("duty-missing").with("duties", needed).into())
}

/// How commands are called that change some fields of a record and begin with what stands there.
const EDIT: &str = ".edit";
/// And those that write an entry anew.
const CORRECT: &str = ".correct";
/// And those that write down again what was written down about it.
const CHECK: &str = ".check";
/// And those that make a record from another and propose what stands there.
const TAKE_IN: &str = ".take_in";

/// Proposes the day on which mail arrived: where a file is taken in, that of its message, but not after the day it was dropped, which is proposed
/// for files without one; today otherwise.
fn arrived(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &mut Typed) -> Result<(), Error> {
    const DAY: &str = "received_on";
    let mail = def.name == RegisterMail::NAME || def.name == TakeIn::NAME;
    if !mail || !typed.get(DAY).is_empty() || typed.get("direction") == Direction::Outgoing.code() {
        return Ok(());
    }
    let mut day = cx.view.today;
    if let Some(drop) = RecordId::parse(typed.get("drop")).filter(|_| def.name == TakeIn::NAME) {
        let drop = cx.view.get::<MailDrop>(Id::new(drop))?.body;
        day = kernel::clock::date_at(kernel::clock::from_micros(drop.since.0), cx.zone);
        day = drop.document_date.map_or(day, |sent| sent.min(day));
    }
    typed.texts.insert(DAY.to_owned(), day.to_string());
    Ok(())
}

/// Puts the record's own values into a change form, and the record into the hidden first field.
fn prefill(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &mut Typed) -> Result<(), Error> {
    let on = typed.get("on").to_owned();
    let (Some(register), Some(id)) = (def.on, RecordId::parse(&on)) else { return Ok(()) };
    let meta = cx.view.meta(register)?;
    let record = cx.view.get_raw(register, id)?;
    if let Some(first) = def.fields.first() {
        typed.texts.insert(first.name.to_owned(), on);
    }
    // What a case asks for is what a decision on it is expected to say; what somebody puts their name to is the text as it stands.
    for name in ["level", "categories", "programme", "digest"] {
        if let (Some(_), Some(text)) = (def.fields.iter().find(|f| f.name == name), record.value(&meta.def, name).text()) {
            typed.texts.entry(name.to_owned()).or_insert_with(|| text.to_owned());
        }
    }
    if def.name == meta.def.change || [EDIT, CORRECT, CHECK, TAKE_IN].iter().any(|ending| def.name.ends_with(ending)) {
        typed.texts.insert("version".to_owned(), record.head.version.to_string());
        let titles = cx.titles(&meta.def, &[&record])?;
        for (field, value) in meta.def.fields.iter().zip(&record.values).filter(|(f, _)| def.fields.iter().any(|own| own.name == f.name)) {
            if let (FieldKind::Ref(_), Value::Id(other)) = (field.kind, value) {
                let (title, _, prefix) = titles.get(other).cloned().unwrap_or_default();
                typed.texts.insert(format!("{}_id", field.name), other.outward(if prefix.is_empty() { "rec" } else { prefix }));
                typed.texts.insert(field.name.to_owned(), title);
                continue;
            }
            let text = match value {
                Value::Text(text) => text.clone(),
                Value::Int(1) if field.kind == FieldKind::Bool => "yes".to_owned(),
                Value::Int(at) if field.kind == FieldKind::Time => crate::words::time(*at, cx.zone).replace(' ', "T"),
                Value::Int(number) if field.kind != FieldKind::Bool => number.to_string(),
                _ => String::new(),
            };
            typed.texts.entry(field.name.to_owned()).or_insert(text);
        }
    }
    Ok(())
}

/// The register whose own labels a form uses: that of the record it writes. A move asks for facts of its own.
pub fn form_register(def: &CommandDef) -> Option<&'static str> {
    let own = def.plain() || [EDIT, CORRECT].iter().any(|ending| def.name.ends_with(ending));
    def.adds.or(def.on).filter(|_| own)
}

/// Makes the form of a command.
fn form(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &Typed, wrong: &[Refusal], conflict: Option<Conflict>) -> Result<String, Error> {
    let register = form_register(def);
    let mut fields = Vec::new();
    let mut hidden = vec![("idem".to_owned(), typed.get("idem").to_owned()), ("on".to_owned(), typed.get("on").to_owned())];
    let concerned = Concerned { person: subject(cx, def, typed), case: RecordId::parse(typed.get("on")).zip(way(cx, def)) };
    for field in def.fields.iter() {
        if field.hidden || field.kind == FieldKind::Ref("") {
            hidden.push((field.name.to_owned(), typed.get(field.name).to_owned()));
            continue;
        }
        let error = wrong.iter().find(|r| r.field.as_deref() == Some(field.name)).map(|r| cx.words.refusal(r));
        fields.push(Field { error, ..shown(cx, field, register, typed, &concerned)? });
    }
    if def.fresh_code {
        let error = wrong.iter().find(|r| r.field.as_deref() == Some("code")).map(|r| cx.words.refusal(r));
        let code = Field::new("code", cx.words.t("ui-code"), Kind::Code).hint(cx.words.t("page-fresh-code-hint"));
        fields.push(Field { error, ..code });
    }
    let known = |r: &&Refusal| r.field.as_deref().is_none_or(|name| !fields.iter().any(|f| f.name == name));
    let errors = wrong.iter().filter(known).map(|r| cx.words.refusal(r)).collect();
    let title = cx.words.code("command", def.name);
    let effect = format!("command-{}-effect", crate::words::dashed(def.name));
    let back = match (def.on, RecordId::parse(typed.get("on"))) {
        (Some(register), Some(id)) => record_href(register, cx.view.meta(register)?.def.prefix, id),
        _ => def.on.or(def.adds).map_or_else(|| "/".to_owned(), |r| format!("/r/{r}")),
    };
    let intro = about(cx, def, typed)?;
    let needs = needs(cx, def, typed)?;
    let on = RecordId::parse(typed.get("on"));
    let changes = on.map(|on| super::urgency::displaced(cx, def.name, on)).transpose()?.flatten().into_iter().collect();
    let page = FormPage {
        intro,
        needs,
        changes,
        action: format!("/do/{}", def.name),
        multipart: def.fields.iter().any(|f| f.kind == FieldKind::Bytes),
        groups: vec![FieldGroup { legend: String::new(), fields }],
        hidden,
        errors,
        conflict,
        effect: if cx.words.l.has(&effect) { cx.words.t(&effect) } else { String::new() },
        submit: title.clone(),
        cancel: Link::new(cx.words.t("page-cancel"), back),
        shell: cx.shell(title, "")?,
    };
    Ok(html(&page))
}

/// What the move needs beside the form: the letters and decisions it rests on, and where to add what is missing.
fn needs(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &Typed) -> Result<Vec<Need>, Error> {
    let (Some(register), Some(id)) = (def.on, RecordId::parse(typed.get("on"))) else { return Ok(Vec::new()) };
    let of = cx.view.meta(register)?.def;
    let Some(lifecycle) = of.lifecycle else { return Ok(Vec::new()) };
    let record = cx.view.get_raw(register, id)?;
    let codes = lifecycle.moves.iter().filter(|m| m.command == def.name).flat_map(|m| m.evidence);
    codes.filter_map(|code| evidence(cx, &of, &record, code).transpose()).collect()
}

/// Which way the letter goes that a move of a case names.
fn way(cx: &PageCx<'_, '_>, def: &CommandDef) -> Option<&'static str> {
    let lifecycle = cx.view.manifest.register(def.on?)?.def.lifecycle?;
    let mut codes = lifecycle.moves.iter().filter(|m| m.command == def.name).flat_map(|m| m.evidence);
    codes.find_map(|code| match *code {
        "outgoing-mail" | "authority-told" => Some("outgoing"),
        "incoming-mail" => Some("incoming"),
        _ => None,
    })
}

/// The person a form is about, so that references can be offered that concern them.
fn subject(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &Typed) -> Option<RecordId> {
    let named = RecordId::parse(typed.get("person_id")).or_else(|| RecordId::parse(typed.get("person")));
    let on = def.on.zip(RecordId::parse(typed.get("on"))).and_then(|(register, id)| cx.view.get_raw(register, id).ok());
    named.or_else(|| on.and_then(|record| record.head.subject))
}

fn about(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &Typed) -> Result<String, Error> {
    let on = def.on.zip(RecordId::parse(typed.get("on")));
    let home = cx.view.manifest.of_id(typed.get("concerns")).map(|meta| meta.def.name);
    let Some((register, id)) = on.or(home.zip(RecordId::parse(typed.get("concerns")))) else { return Ok(String::new()) };
    let meta = cx.view.meta(register)?;
    let record = match cx.view.get_raw(register, id) {
        // A letter may concern something else than a case.
        Err(Error::NotFound) if on.is_none() => return Ok(String::new()),
        other => other?,
    };
    let title = cx.words.title(&meta.def, &record.values);
    let person = record.head.subject.filter(|s| *s != id);
    let name = person.map(|p| cx.view.titles("people", &[p])).transpose()?.and_then(|t| t.into_values().next());
    Ok(name.map_or_else(|| title.clone(), |name| format!("{title} · {name}")))
}

/// Whom and what a form is about.
struct Concerned {
    person: Option<RecordId>,
    /// The case, and which way its letter goes.
    case: Option<(RecordId, &'static str)>,
}

fn shown(cx: &mut PageCx<'_, '_>, field: &FieldDef, register: Option<&str>, typed: &Typed, concerned: &Concerned) -> Result<Field, Error> {
    let words = cx.words;
    let value = typed.get(field.name).to_owned();
    let kind = match field.kind {
        FieldKind::LongText => Kind::Long,
        FieldKind::Date => Kind::Date,
        FieldKind::Time => Kind::Time,
        FieldKind::Int => Kind::Integer,
        FieldKind::Bool => Kind::Bool,
        FieldKind::Nation => Kind::Short,
        FieldKind::Bytes => Kind::File { accept: String::new() },
        FieldKind::Choice(codes) => {
            let choices: Vec<Choice> = codes.iter().map(|c| Choice::new(*c, words.choice(field.name, c))).collect();
            if choices.len() <= 3 { Kind::Radios(choices) } else { Kind::Choice(choices) }
        }
        FieldKind::Level => {
            let lang = words.l.lang();
            Kind::Choice(cx.view.policy.levels.iter().map(|l| Choice::new(l.code.clone(), cx.view.policy.name(&l.code, lang))).collect())
        }
        FieldKind::Ref(to) => {
            let def_required = field.required;
            let (matches, chosen, text) = reference(cx, field, to, typed, concerned)?;
            let lookup = format!("/lookup/{to}");
            let field = Field {
                value: text,
                ..Field::new(field.name, words.field(register, field.name), Kind::Reference { matches, chosen, lookup })
            };
            let optional = !def_required;
            return Ok(Field { hint: words.hint(&field.name), optional, ..field });
        }
        FieldKind::Text if field.max <= 40 => Kind::Short,
        _ => Kind::Text,
    };
    let made = Field::new(field.name, words.field(register, field.name), kind).value(value).hint(words.hint(field.name));
    Ok(if field.required || field.kind == FieldKind::Bool { made } else { made.optional() })
}

/// What a reference field offers: the chosen record, those that match what was typed, or those that concern the same person.
fn reference(
    cx: &mut PageCx<'_, '_>,
    field: &FieldDef,
    to: &str,
    typed: &Typed,
    concerned: &Concerned,
) -> Result<(Vec<Choice>, String, String), Error> {
    let meta = cx.view.meta(to)?;
    let text = typed.get(field.name).to_owned();
    let chosen = RecordId::parse(typed.get(&format!("{}_id", field.name))).or_else(|| RecordId::parse(&text));
    if let Some(id) = chosen
        && let Ok(record) = cx.view.get_raw(to, id)
    {
        let title = cx.words.title(&meta.def, &record.values);
        return Ok((Vec::new(), id.outward(meta.def.prefix), title));
    }
    let found = if !text.trim().is_empty() {
        cx.view.suggest(to, &text)?
    } else if let (Some((case, way)), "mail_items") = (concerned.case, to) {
        letters(cx, case, way, limits::SUGGESTIONS_MAX)?
    } else if let (Some(subject), Some(_)) = (concerned.person, meta.def.field("person")) {
        let view = meta.def.views.first().map(|v| v.name.to_owned());
        cx.view.rows_of(to, &ListQuery { filters: vec![("person".to_owned(), subject.into())], limit: 10, view, ..ListQuery::default() })?
    } else {
        Vec::new()
    };
    cx.lists(found.iter().map(|record| &record.head));
    let titles = cx.titles(&meta.def, &found.iter().collect::<Vec<_>>())?;
    let choices = found.iter().map(|record| {
        let listed = meta.def.fields.iter().zip(&record.values).filter(|(f, _)| f.list && !meta.def.title.contains(&f.name));
        let hint = listed.map(|(f, v)| cx.value(f, v, &titles)).filter(|t| !t.is_empty()).take(4).collect::<Vec<_>>().join(" · ");
        Choice { value: record.head.id.outward(meta.def.prefix), label: cx.words.title(&meta.def, &record.values), hint }
    });
    let choices: Vec<Choice> = choices.collect();
    // The one letter there is is proposed, not decided: the box can be left.
    let only = choices.first().filter(|_| choices.len() == 1 && field.required && text.trim().is_empty());
    let chosen = only.map(|c| c.value.clone()).unwrap_or_default();
    Ok((choices, chosen, text))
}

/// Options for a reference field while somebody types.
pub async fn lookup(
    State(app): State<App>,
    visitor: Visitor,
    Path(register): Path<String>,
    Query(pairs): Query<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let typed = pairs.get("field").and_then(|name| pairs.get(name)).or_else(|| pairs.get("q")).cloned().unwrap_or_default();
    app.page(visitor, move |cx| {
        let meta = cx.view.meta(&register)?;
        super::register::sees(cx, &meta.def)?;
        if typed.trim().is_empty() {
            return Ok(String::new());
        }
        let found = cx.view.suggest(&register, &typed)?;
        Ok(found.iter().map(|r| format!("<option value=\"{}\"></option>", escape(&cx.words.title(&meta.def, &r.values)))).collect())
    })
    .await
}

/// Text as markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Carries the command out, or shows the form again with everything that is wrong.
pub async fn send(State(app): State<App>, visitor: Visitor, Path(command): Path<String>, request: Request) -> Result<Response, Failure> {
    let mut typed = Typed::read(request, limits::UPLOAD_BYTES_MAX).await.map_err(|r| Failure::of(r.into(), &visitor))?;
    if visitor.session.is_none() {
        return Err(Failure::SignIn(format!("/do/{command}?on={}", encode(typed.get("on")))));
    }
    if typed.get("csrf") != visitor.csrf() {
        return Err(Failure::of(Refusal::new("csrf").into(), &visitor));
    }
    let file = typed.file.take();
    let (name, asked) = (command.clone(), typed.clone());
    let made = app
        .show(visitor.clone(), move |cx| {
            let def = match command_of(cx, &name) {
                // The writer refuses it, and enters the attempt where that is due.
                Err(Error::Refused(refused)) if refused.codes() == ["duty-missing"] => return Ok(Ok((cx.view.account(), Vec::new()))),
                other => other?,
            };
            if !asked.get("find").is_empty() {
                let found = Refusal::new("reference-choose").at(asked.get("find"));
                let shown = reference_wrong(cx, def, &asked).unwrap_or(found);
                return form(
                    cx,
                    def,
                    &asked,
                    std::slice::from_ref(&shown).get(..usize::from(shown.code != "reference-choose")).unwrap_or_default(),
                    None,
                )
                .map(Err);
            }
            match values(cx, def, &asked, file) {
                Ok(values) => Ok(Ok((cx.view.account(), values))),
                Err(wrong) => form(cx, def, &asked, &wrong, None).map(Err),
            }
        })
        .await?;
    let (account, values) = match made {
        Ok(ready) => ready,
        Err(again) => return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response()),
    };
    let idempotency = Some(typed.get("idem").to_owned()).filter(|k| !k.is_empty());
    let order = Order { idempotency, ..Order::new(account, command.clone(), values, app.ledger.new_id()) };
    let asks = app.ledger.manifest().command(&command).is_some_and(|def| def.fresh_code);
    let fresh = if asks { fresh_code(&app, account, typed.get("code")).await } else { Ok(()) };
    let result = match fresh {
        Err(error) => Err(error),
        Ok(()) if command == ReadSealed::NAME => super::sealed::open(&app, visitor.clone(), order).await.map(Err),
        Ok(()) if super::enrol::prints(&command) => super::enrol::print(&app, visitor.clone(), order).await.map(Err),
        Ok(()) => app.carry_out(order).await.map(Ok),
    };
    let receipt = match result {
        Ok(Ok(receipt)) => receipt,
        Ok(Err(opened)) => return Ok(opened),
        Err(error @ (Error::Refused(_) | Error::Conflict { .. })) => {
            crate::failure::report(&error);
            let status = crate::failure::status(&error);
            let again = app
                .show(visitor, move |cx| {
                    let def = command_of(cx, &command)?;
                    let conflict = if matches!(error, Error::Conflict { .. }) { conflict(cx, def, &mut typed)? } else { None };
                    let wrong = if conflict.is_some() { Vec::new() } else { reasons(&error) };
                    form(cx, def, &typed, &wrong, conflict)
                })
                .await?;
            return Ok((status, Html(again)).into_response());
        }
        Err(error) => return Err(Failure::of(error, &visitor)),
    };
    let to = match (receipt.approval, receipt.answer) {
        (Some(approval), _) => record_href("approvals", "apr", approval),
        (None, Some((register, id))) => {
            // A letter registered for a case or a visit, or in answer to one of ours, leads back there.
            let concerns = RecordId::parse(typed.get("concerns")).filter(|_| register == "mail_items");
            let prefix = app.ledger.manifest().register(&register).map_or("rec", |m| m.def.prefix);
            let home = concerns.zip(app.ledger.manifest().of_id(typed.get("concerns")));
            home.map_or_else(|| record_href(&register, prefix, id), |(of, home)| record_href(home.def.name, home.def.prefix, of))
        }
        (None, None) => "/".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// An instant as it is typed, date and time of day at the office; or in microseconds, as a form carries it along.
fn instant(text: &str, zone: &jiff::tz::TimeZone) -> Option<i64> {
    let typed = || {
        let local: jiff::civil::DateTime = text.replace(' ', "T").parse().ok()?;
        Some(local.to_zoned(zone.clone()).ok()?.timestamp().as_microsecond())
    };
    text.parse().ok().or_else(typed)
}

fn reference_wrong(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &Typed) -> Option<Refusal> {
    let name = typed.get("find");
    let field = def.fields.iter().find(|f| f.name == name)?;
    let FieldKind::Ref(to) = field.kind else { return None };
    let found = cx.view.suggest(to, typed.get(name)).ok()?;
    found.is_empty().then(|| Refusal::new("reference-not-found").at(name))
}

fn values(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &Typed, file: Option<(String, Vec<u8>)>) -> Result<Vec<Value>, Vec<Refusal>> {
    let (values, wrong) = read_values(cx, def, typed, file);
    if wrong.is_empty() { Ok(values) } else { Err(wrong) }
}

/// Reads what was typed as the command's values, with all that is wrong at once; what cannot be read is absent.
pub fn read_values(
    cx: &mut PageCx<'_, '_>,
    def: &CommandDef,
    typed: &Typed,
    file: Option<(String, Vec<u8>)>,
) -> (Vec<Value>, Vec<Refusal>) {
    let mut wrong = Vec::new();
    let mut values = Vec::new();
    let (file_name, file) = file.map_or((None, None), |(name, bytes)| (Some(name), Some(bytes)));
    for field in def.fields.iter() {
        let text = typed.get(field.name).trim();
        let value = match field.kind {
            FieldKind::Bytes => Ok(file.clone().filter(|b| !b.is_empty()).map_or(Value::Null, Value::Bytes)),
            FieldKind::Text if field.name == "file_name" => Ok(file_name.clone().map_or(Value::Null, Value::Text)),
            FieldKind::Bool => Ok(Value::Int(i64::from(text == "yes" || text == "1"))),
            _ if text.is_empty() && typed.get(&format!("{}_id", field.name)).is_empty() => Ok(Value::Null),
            FieldKind::Ref(to) if !field.hidden && !to.is_empty() => refer(cx, field, to, typed),
            FieldKind::Ref(_) => RecordId::parse(text).map(Value::Id).ok_or_else(|| Refusal::new("reference-not-found").at(field.name)),
            FieldKind::Int => text.parse().map(Value::Int).map_err(|_| Refusal::new("field-not-a-number").at(field.name)),
            FieldKind::Time => instant(text, cx.zone).map(Value::Int).ok_or_else(|| Refusal::new("field-not-a-time").at(field.name)),
            FieldKind::Nation => {
                let nation = exchange::normalise::nations::parse(text);
                nation.map(|n| Value::from(n.alpha3())).ok_or_else(|| Refusal::new("field-not-a-nation").at(field.name))
            }
            FieldKind::LongText => Ok(Value::Text(text.replace("\r\n", "\n"))),
            _ => Ok(Value::from(text)),
        };
        match value {
            Ok(value) => values.push(value),
            Err(refusal) => {
                wrong.push(refusal);
                values.push(Value::Null);
            }
        }
    }
    // Absent and misshapen fields are told together with the rest.
    for (field, value) in def.fields.iter().zip(&values) {
        let said = wrong.iter().any(|r| r.field.as_deref() == Some(field.name));
        let missing = field.required && value.is_null() && !said;
        if missing {
            let code = match way(cx, def).filter(|_| field.kind == FieldKind::Ref("mail_items")) {
                Some("incoming") => "letter-missing-incoming",
                Some(_) => "letter-missing-outgoing",
                None => "field-required",
            };
            wrong.push(Refusal::new(code).at(field.name));
        } else if let Value::Text(text) = value
            && text.chars().count() > field.max
        {
            wrong.push(Refusal::new("field-too-long").at(field.name).with("max", field.max.to_string()));
        } else if let (FieldKind::Date, Value::Text(text)) = (field.kind, value)
            && <jiff::civil::Date as kernel::FieldType>::from_value(&Value::Text(text.clone())).is_err()
        {
            wrong.push(Refusal::new("field-not-a-date").at(field.name));
        }
    }
    (values, wrong)
}

fn refer(cx: &mut PageCx<'_, '_>, field: &FieldDef, to: &str, typed: &Typed) -> Result<Value, Refusal> {
    let text = typed.get(field.name).trim();
    let chosen = RecordId::parse(typed.get(&format!("{}_id", field.name)));
    if let Some(id) = chosen {
        return Ok(Value::Id(id));
    }
    if let Some(id) = RecordId::parse(text) {
        return Ok(Value::Id(id));
    }
    let found = cx.view.suggest(to, text).map_err(|_| Refusal::new("reference-not-found").at(field.name))?;
    let meta = cx.view.meta(to).map_err(|_| Refusal::new("reference-not-found").at(field.name))?;
    let words = Words::new(cx.words.l.lang());
    let exact: Vec<_> =
        found.iter().filter(|r| kernel::fold::fold(&words.title(&meta.def, &r.values)) == kernel::fold::fold(text)).collect();
    match (found.as_slice(), exact.as_slice()) {
        ([one], _) => Ok(Value::Id(one.head.id)),
        (_, [one]) => Ok(Value::Id(one.head.id)),
        ([], _) => Err(Refusal::new("reference-not-found").at(field.name)),
        _ => Err(Refusal::new("reference-ambiguous").at(field.name)),
    }
}

/// What somebody else wrote meanwhile, beside what was typed; the next send goes onto the new version.
fn conflict(cx: &mut PageCx<'_, '_>, def: &CommandDef, typed: &mut Typed) -> Result<Option<Conflict>, Error> {
    let (Some(register), Some(id)) = (def.on, RecordId::parse(typed.get("on"))) else { return Ok(None) };
    let meta = cx.view.meta(register)?;
    let record = cx.view.get_raw(register, id)?;
    let titles = cx.titles(&meta.def, &[&record])?;
    let rows = meta.def.fields.iter().zip(&record.values).filter_map(|(field, value)| {
        let theirs = cx.value(field, value, &titles);
        let mine = typed.get(field.name).to_owned();
        let raw = value.text().map_or_else(|| theirs.clone(), str::to_owned);
        (raw != mine && typed.texts.contains_key(field.name)).then(|| ConflictRow {
            field: cx.words.field(Some(register), field.name),
            theirs,
            mine,
        })
    });
    let rows = rows.collect();
    let last = cx.view.timeline(register, id)?.into_iter().next();
    let (who, when) = match last {
        Some(last) => {
            let names = cx.actor_names(&[last.actor])?;
            (names.into_values().next().unwrap_or_default(), crate::words::time(last.time, cx.zone))
        }
        None => (String::new(), String::new()),
    };
    typed.texts.insert("version".to_owned(), record.head.version.to_string());
    typed.texts.insert("idem".to_owned(), String::new());
    Ok(Some(Conflict { who, when, rows }))
}
