//! A frozen request: what it would change, who asks, and the decision of a second person with a fresh one-time code.

use axum::extract::{Path, Request, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use desk_clearance::cases::commands::{Outcome, RecordDecision};
use desk_clearance::hr::commands::Apply;
use desk_clearance::take_over::commands::TakeOver;
use kernel::{Fields, Id, RecordId, Refusal, Register, Value, limits};
use ledger::approval::{Approval, ApprovalState, Approve, Reject, thaw};
use ledger::rights::grants::GrantDuty;
use ledger::{Command, Error, Order, RawRecord};
use spine::clearances::queries::{covers_level, rulebook};
use spine::imports::commands::ImportRows;
use spine::policy::PackKind;
use spine::policy::commands::AdoptPack;
use spine::posts::{Assignment, staff_category};
use ui::pages::ApprovalPage;
use ui::parts::{Fact, FactGroup, Field, FieldGroup, FieldKind as Kind, Link, Need, Section, Tone};

use super::form::Typed;
use super::record::timeline;
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::credentials::fresh_code;
use crate::failure::{Failure, reasons, status};
use crate::visitor::Visitor;
use crate::words::{Titles, time};

/// The request.
pub async fn page(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| show(cx, &id, &[])).await
}

fn show(cx: &mut PageCx<'_, '_>, id: &str, wrong: &[Refusal]) -> Result<String, Error> {
    let id = RecordId::parse(id).ok_or(Error::NotFound)?;
    let record = cx.view.get::<Approval>(Id::new(id))?;
    let body = &record.body;
    let meta = cx.view.meta(Approval::NAME)?;
    let names = cx.view.account_names(&[body.requester.raw()])?;
    let requester = names.get(&body.requester.raw()).cloned().unwrap_or_default();
    let mine = body.requester.raw() == cx.view.account();
    let def = cx.view.manifest.command(&body.command);
    let duties = cx.view.duties();
    let able = def.is_some_and(|d| d.approvers.iter().any(|x| duties.contains(x)));
    let pending = body.state == ApprovalState::Pending;
    let words = cx.words;
    let title = words.code("command", &body.command);
    let mut facts = vec![
        Fact::text(words.t("page-approval-by"), requester),
        Fact::text(words.t("page-approval-at"), time(body.requested_at.0, cx.zone)),
        Fact::text(words.t("page-approval-digest"), body.digest.clone()),
    ];
    if let (Some(register), Some(target)) = (&body.register, body.record)
        && let Some(link) = named(cx, register, target)?
    {
        facts.insert(0, Fact::link(words.register(register, true), link.text, link.href));
    }
    let mut frozen = frozen(cx, body)?;
    if pending {
        // Beside the printed day, where there is one.
        let printed = frozen.iter().position(|fact| fact.label == words.field(None, "valid_until")).map_or(frozen.len(), |at| at + 1);
        frozen.splice(printed..printed, by_rule(cx, body)?);
    }
    let effect = format!("command-{}-effect", crate::words::dashed(&body.command));
    let effects = if words.l.has(&effect) { vec![words.t(&effect)] } else { Vec::new() };
    let changes = match body.command.as_str() {
        TakeOver::NAME => take_over(cx, body)?,
        ImportRows::NAME if pending && super::may(cx, ImportRows::NAME) => rows(cx, body)?,
        Apply::NAME if pending => apply(cx, body)?,
        AdoptPack::NAME if pending => adopt(cx, body)?,
        command => match body.record.filter(|_| pending) {
            Some(record) => super::urgency::displaced(cx, command, record)?.into_iter().collect(),
            None => Vec::new(),
        },
    };
    let history = timeline(cx, meta, id)?;
    let needs = vec![
        Need { met: !mine, text: words.t("page-approval-other-person"), link: None },
        Need { met: able, text: words.t("page-approval-duty"), link: None },
    ];
    let covered = if pending { covered(cx, body)? } else { None };
    let needs = needs.into_iter().chain(covered).collect::<Vec<_>>();
    let decidable = pending && (able || mine);
    let error = |name: &str| wrong.iter().find(|r| r.field.as_deref() == Some(name)).map(|r| words.refusal(r));
    let code =
        Field { error: error("code"), ..Field::new("code", words.t("ui-code"), Kind::Code).hint(words.t("page-approval-code-hint")) };
    let reason = Field {
        error: error("reason"),
        ..Field::new("reason", words.field(None, "reason"), Kind::Long).hint(words.t("page-approval-reason-hint")).optional()
    };
    let page = ApprovalPage {
        reference: String::new(),
        tone: match body.state {
            ApprovalState::Pending => Tone::Warn,
            ApprovalState::Approved => Tone::Good,
            ApprovalState::Rejected => Tone::Bad,
        },
        state: words.choice("state", body.state.code()),
        facts: std::iter::once(FactGroup { title: words.t("page-approval-request"), facts })
            .chain((!frozen.is_empty()).then(|| FactGroup { title: words.t("page-approval-frozen"), facts: frozen }))
            .collect(),
        effects,
        changes,
        needs: if pending { needs } else { Vec::new() },
        action: if decidable { format!("/approvals/{}", id.outward("apr")) } else { String::new() },
        groups: vec![FieldGroup { legend: String::new(), fields: vec![code, reason] }],
        hidden: vec![("digest".to_owned(), body.digest.clone())],
        errors: wrong.iter().filter(|r| !matches!(r.field.as_deref(), Some("code" | "reason"))).map(|r| words.refusal(r)).collect(),
        timeline: history,
        shell: cx.shell(title, "/r/approvals")?,
    };
    Ok(html(&page))
}

/// Of a grant above what anybody may read: whether the clearance on record of who is to have it covers its level. The verdict alone: what
/// clearance somebody holds is not told to those who grant duties. It stops nothing (decision 0026).
fn covered(cx: &mut PageCx<'_, '_>, body: &Approval) -> Result<Option<Need>, Error> {
    let Some(def) = cx.view.manifest.command(&body.command).filter(|def| def.name == GrantDuty::NAME) else { return Ok(None) };
    let grant = GrantDuty::from_values(&thaw(&def.fields, &body.input)?)?;
    let today = cx.view.today;
    let covered = cx.view.facts(|view| {
        let holder = view.get(grant.account)?.body.person;
        covers_level(view, Id::new(holder), &grant.level, today)
    })?;
    let key = if covered { "page-approval-cleared" } else { "page-approval-not-cleared" };
    Ok(Some(Need { met: covered, text: cx.words.t(key), link: None }))
}

/// What a request is about: the record and, where it is another, the person. None when the reader may not see it.
pub fn about(cx: &mut PageCx<'_, '_>, request: &RawRecord) -> Result<Option<Link>, Error> {
    let value = |name: &str| request.value(&Approval::DEF, name).clone();
    match (value("register"), value("record")) {
        (Value::Text(register), Value::Id(target)) => named(cx, &register, target),
        _ => Ok(None),
    }
}

fn named(cx: &mut PageCx<'_, '_>, register: &str, target: RecordId) -> Result<Option<Link>, Error> {
    let meta = cx.view.meta(register)?;
    let record = match cx.view.get_raw(register, target) {
        Ok(record) => record,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let title = cx.words.title(&meta.def, &record.values);
    let person = record.head.subject.filter(|s| *s != target);
    let name = person.map(|p| cx.view.titles("people", &[p])).transpose()?.and_then(|t| t.into_values().next());
    let text = name.map_or_else(|| title.clone(), |name| format!("{title} · {name}"));
    Ok(Some(Link::new(text, record_href(register, meta.def.prefix, target))))
}

/// The frozen input in words.
fn frozen(cx: &mut PageCx<'_, '_>, body: &Approval) -> Result<Vec<Fact>, Error> {
    let Some(def) = cx.view.manifest.command(&body.command) else { return Ok(Vec::new()) };
    let values = thaw(&def.fields, &body.input)?;
    let mut titles = Titles::new();
    for (field, value) in def.fields.iter().zip(&values) {
        if let (kernel::FieldKind::Ref(register), Value::Id(id)) = (field.kind, value)
            && let Ok(meta) = cx.view.meta(register)
        {
            let found = cx.view.titles(register, &[*id])?;
            titles.extend(found.into_iter().map(|(id, title)| (id, (title, meta.def.name, meta.def.prefix))));
        }
    }
    let register = super::form::form_register(def);
    let shown = def.fields.iter().zip(&values).filter(|(f, v)| !f.hidden && !v.is_null());
    Ok(shown.map(|(f, v)| Fact::text(cx.words.field(register, f.name), cx.value(f, v, &titles))).collect())
}

/// The last day that the authority's rule gives a decision, whether the printed one differs, and the programme where it is that of the case: whoever
/// verifies sees all of it.
fn by_rule(cx: &mut PageCx<'_, '_>, body: &Approval) -> Result<Vec<Fact>, Error> {
    let Some(def) = cx.view.manifest.command(&body.command).filter(|def| def.name == RecordDecision::NAME) else { return Ok(Vec::new()) };
    let decision = RecordDecision::from_values(&thaw(&def.fields, &body.input)?)?;
    let case = match cx.view.get(decision.case) {
        Ok(case) => case,
        Err(Error::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    if decision.outcome == Outcome::Refuse {
        return Ok(Vec::new());
    }
    let (nation, staff, rules) = cx.view.facts(|view| {
        let posts = view.having::<Assignment>("person", case.body.person.raw())?;
        let staff = staff_category(posts.iter().map(|post| &post.body), decision.decided_on);
        Ok((view.get(case.body.authority)?.body.nation.0, staff, rulebook(view)?))
    })?;
    let by_rule = decision.last_day_by_rule(&case.body, &nation, staff, &rules);
    let words = cx.words;
    let said = match (by_rule, decision.valid_until) {
        (None, _) => words.with("page-approval-no-rule", "nation", &words.nation(&nation)),
        (Some(day), Some(printed)) if day != printed => words.with("page-approval-rule-differs", "date", &day.to_string()),
        (Some(day), _) => day.to_string(),
    };
    let programme = decision.programme(&case.body, &nation, &rules).filter(|_| decision.programme.is_none());
    let programme = programme.map(|name| Fact::text(words.field(None, "programme"), name.to_owned()));
    Ok([Some(Fact::text(words.t("page-approval-by-rule"), said)), programme].into_iter().flatten().collect())
}

/// What a pack would change, while it is not adopted.
fn adopt(cx: &mut PageCx<'_, '_>, body: &Approval) -> Result<Vec<Section>, Error> {
    let Some(def) = cx.view.manifest.command(&body.command) else { return Ok(Vec::new()) };
    let values = thaw(&def.fields, &body.input)?;
    match values.as_slice() {
        [Value::Text(kind), Value::Text(from), Value::Text(rules)] => match (PackKind::from_code(kind), from.parse()) {
            (Some(kind), Ok(from)) => super::whatif::sections(cx, kind, rules, from),
            _ => Ok(Vec::new()),
        },
        _ => Ok(Vec::new()),
    }
}

fn take_over(cx: &mut PageCx<'_, '_>, body: &Approval) -> Result<Vec<Section>, Error> {
    let Some(def) = cx.view.manifest.command(&body.command) else { return Ok(Vec::new()) };
    let values = thaw(&def.fields, &body.input)?;
    let Some(staged) = values.first().and_then(Value::id) else { return Ok(Vec::new()) };
    match super::import::preview(cx, staged, values.get(2).and_then(Value::int) == Some(1)) {
        Ok(preview) => Ok(vec![preview.changes]),
        // A decided import is no longer staged.
        Err(Error::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The rows a request would import, for who may import them.
fn rows(cx: &mut PageCx<'_, '_>, body: &Approval) -> Result<Vec<Section>, Error> {
    let Some(def) = cx.view.manifest.command(&body.command) else { return Ok(Vec::new()) };
    let Some(staged) = thaw(&def.fields, &body.input)?.first().and_then(Value::id) else { return Ok(Vec::new()) };
    match super::rows::preview(cx, staged) {
        Ok(section) => Ok(vec![section]),
        Err(Error::NotFound | Error::Refused(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// What a message of personnel's would change, for who sees such messages.
fn apply(cx: &mut PageCx<'_, '_>, body: &Approval) -> Result<Vec<Section>, Error> {
    let Some(message) = body.record.filter(|_| super::may(cx, Apply::NAME)) else { return Ok(Vec::new()) };
    match super::hr::preview(cx, Id::new(message)) {
        Ok(preview) => Ok(vec![preview.changes]),
        Err(Error::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Approves or rejects. A person in a browser, with a fresh code; nothing else can.
pub async fn decide(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let target = RecordId::parse(&id).ok_or_else(|| Failure::of(Error::NotFound, &visitor))?;
    let account = app.show(visitor.clone(), |cx| Ok(cx.view.account())).await?;
    let approve = typed.get("decision") == "approve";
    let outcome = if approve { fresh_code(&app, account, typed.get("code")).await } else { Ok(()) };
    let result = match outcome {
        Err(error) => Err(error),
        Ok(()) => {
            let (command, values) = if approve {
                (Approve::NAME, vec![Value::Id(target), Value::from(typed.get("digest"))])
            } else {
                let reason = Some(typed.get("reason").trim()).filter(|r| !r.is_empty()).map_or(Value::Null, Value::from);
                (Reject::NAME, vec![Value::Id(target), reason])
            };
            let order = Order::new(account, command, values, app.ledger.new_id());
            app.ledger.write(order).answer().await
        }
    };
    match result {
        Ok(receipt) => {
            let to = receipt.answer.filter(|_| approve).map(|(register, id)| {
                let prefix = app.ledger.manifest().register(&register).map_or("rec", |m| m.def.prefix);
                record_href(&register, prefix, id)
            });
            Ok(Redirect::to(&to.unwrap_or_else(|| format!("/approvals/{id}"))).into_response())
        }
        Err(error @ (Error::Refused(_) | Error::Conflict { .. })) => {
            let (code, wrong) = (status(&error), reasons(&error));
            let again = app.show(visitor, move |cx| show(cx, &id, &wrong)).await?;
            Ok((code, Html(again)).into_response())
        }
        Err(error) => Err(Failure::of(error, &visitor)),
    }
}
