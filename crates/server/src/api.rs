//! The JSON API: the same registers under the same scope, the same commands under the same permits. It proposes, it never approves.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{FieldDef, Id, Lang, RecordId, Refusal, RegisterDef, Value, limits};
use ledger::json::{value_from, value_to};
use ledger::operational::Pass;
use ledger::{CommandDef, Error, Manifest, Order, RawRecord, Receipt};
use serde_json::{Value as Json_, json};
use spine::clearances::EffectiveAccess;
use spine::clearances::queries::access_for;
use spine::documents::WHO_LACKS;
use spine::people::Person;

use crate::app::App;
use crate::failure::{code, reasons, report, status};
use crate::pages::PageCx;
use crate::pages::exports::{self, Wanted};
use crate::pages::labels::written as of_record;
use crate::pages::measures::row_json;
use crate::pages::register::{Asked, cursor, look_back, sees};
use crate::visitor::{Visitor, hash};
use crate::words::Words;

/// A problem document (RFC 9457) in the caller's language.
pub struct Problem {
    error: Error,
    lang: Lang,
}

impl Problem {
    fn new(error: impl Into<Error>, lang: Lang) -> Self {
        Self { error: error.into(), lang }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        report(&self.error);
        let words = Words::new(self.lang);
        let status = match code(&self.error) {
            "signed-out" => StatusCode::UNAUTHORIZED,
            _ => status(&self.error),
        };
        let all = reasons(&self.error);
        let errors: Vec<Json_> =
            all.iter().map(|r| json!({"code": r.code, "field": r.field, "detail": words.refusal(r), "args": args(r)})).collect();
        let mut body = json!({
            "type": format!("urn:castellan:refusal:{}", code(&self.error)),
            "title": words.t("page-refused"),
            "status": status.as_u16(),
            "code": code(&self.error),
            "detail": all.first().map(|r| words.refusal(r)),
            "errors": errors,
        });
        if let (Error::Conflict { current }, Some(object)) = (&self.error, body.as_object_mut()) {
            object.insert("current_version".to_owned(), json!(current));
        }
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
    }
}

type Answer = Result<Response, Problem>;

/// Who calls: a bearer token tied to a person, or a session for pages of our own that read.
pub struct Caller {
    pass: Pass,
    visitor: Visitor,
    idempotency: Option<String>,
    if_match: Option<i64>,
}

impl axum::extract::FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, app: &App) -> Result<Self, Problem> {
        let Ok(visitor) = <Visitor as axum::extract::FromRequestParts<App>>::from_request_parts(parts, app).await;
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
        let token = text("authorization").and_then(|v| v.strip_prefix("Bearer ")).map(|t| t.trim().as_bytes());
        let pass = match token {
            Some(token) => Pass::Token(hash(token)),
            // A cookie reads, it never writes: forms go through pages, with their token.
            None if parts.method == axum::http::Method::GET => visitor.pass(),
            None => return Err(Problem::new(Refusal::new("signed-out"), visitor.lang)),
        };
        let idempotency = text("idempotency-key").map(str::to_owned);
        let if_match = text("if-match").and_then(|v| v.trim_matches('"').parse().ok());
        Ok(Self { pass, visitor, idempotency, if_match })
    }
}

impl App {
    async fn call<T: Send + 'static>(
        &self,
        caller: &Caller,
        look: impl FnOnce(&mut PageCx<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let lang = caller.visitor.lang;
        let (zone, demo, visitor) = (self.ledger.zone().clone(), self.ledger.is_demo(), caller.visitor.clone());
        let read = self.ledger.read_with(caller.pass.clone(), move |view, _| {
            let mut cx = PageCx::new(view, Words::new(visitor.lang), &visitor, &zone, demo);
            let value = look(&mut cx)?;
            Ok((value, cx.mark(), cx.files_opened()))
        });
        match read.answer().await {
            Ok(Some((value, mark, (account, opened)))) => {
                if !opened.is_empty() {
                    drop(self.ledger.note_openings(account, opened));
                }
                crate::app::saw(self.ledger.policy(), &mark);
                Ok(value)
            }
            Ok(None) => Err(Problem::new(Refusal::new("signed-out"), lang)),
            Err(error) => Err(Problem::new(error, lang)),
        }
    }
}

/// What stands in the place of a sealed text.
pub const SEALED: &str = "sealed";
/// The facts of a refusal by name.
fn args(refusal: &Refusal) -> serde_json::Map<String, Json_> {
    refusal.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect()
}

/// A record as JSON: its fields by name, withheld ones named and left out.
pub fn record_json(manifest: &Manifest, def: &RegisterDef, record: &RawRecord) -> Json_ {
    let prefix = |register: &str| manifest.register(register).map_or("rec", |m| m.def.prefix);
    let mut object = serde_json::Map::new();
    object.insert("id".to_owned(), record.head.id.outward(def.prefix).into());
    object.insert("version".to_owned(), record.head.version.into());
    object.insert("marking".to_owned(), record.head.label.level.clone().into());
    if record.head.void {
        object.insert("void".to_owned(), true.into());
    }
    for (field, value) in def.fields.iter().zip(&record.values) {
        if field.sealed {
            // That there is something, and nothing of it.
            object.insert(field.name.to_owned(), if value.is_null() { Json_::Null } else { SEALED.into() });
        } else if !record.withheld.contains(&field.group) {
            object.insert(field.name.to_owned(), value_to(field, value, &prefix));
        }
    }
    if !record.withheld.is_empty() {
        object.insert("withheld".to_owned(), record.withheld.iter().map(|g| Json_::from(*g)).collect());
    }
    Json_::Object(object)
}

pub(crate) async fn index(State(app): State<App>, caller: Caller) -> Answer {
    let names = app
        .call(&caller, |cx| {
            let seen = cx.view.manifest.registers().iter().filter(|m| m.def.listed && cx.view.opens(m.def.name));
            Ok(seen.map(|m| format!("/api/v1/{}", m.def.name)).collect::<Vec<_>>())
        })
        .await?;
    Ok(Json(json!({"registers": names, "openapi": "/api/openapi.json"})).into_response())
}

pub(crate) async fn me(State(app): State<App>, caller: Caller) -> Answer {
    let me = app
        .call(&caller, |cx| {
            let account = cx.view.account();
            let name = cx.view.account_names(&[account])?.remove(&account).unwrap_or_default();
            Ok(json!({"account": account.outward("acc"), "name": name, "duties": cx.view.duties().iter().map(|d| d.code()).collect::<Vec<_>>()}))
        })
        .await?;
    Ok(Json(me).into_response())
}

pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(register): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let page = app
        .call(&caller, move |cx| {
            let asked = Asked::new(pairs);
            let meta = cx.view.meta(&register)?;
            if !meta.def.listed {
                return Err(Error::NotFound);
            }
            sees(cx, &meta.def)?;
            look_back(cx, asked.day("known"))?;
            let limit = asked.get("limit").parse().unwrap_or(limits::PAGE_ROWS);
            let query = asked.query(&meta.def, limit)?;
            let found = cx.view.list(&register, &query)?;
            cx.lists(found.rows.iter().map(|r| &r.head));
            cx.refers(&meta.def, &found.rows.iter().collect::<Vec<_>>())?;
            let items: Vec<Json_> = found.rows.iter().map(|r| record_json(cx.view.manifest, &meta.def, r)).collect();
            Ok(json!({"marking": cx.marking(), "items": items, "next": found.next.as_ref().map(cursor), "count": found.count.min(limits::COUNT_MAX), "more": found.count > limits::COUNT_MAX}))
        })
        .await?;
    Ok(Json(page).into_response())
}

pub(crate) async fn record(
    State(app): State<App>,
    caller: Caller,
    Path((register, id)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let (version, body) = app
        .call(&caller, move |cx| {
            look_back(cx, Asked::new(pairs).day("known"))?;
            let meta = cx.view.meta(&register)?;
            let id = RecordId::parse(&id).ok_or(Error::NotFound)?;
            let record = cx.view.get_raw(&register, id)?;
            cx.opens_record(&record.head);
            cx.refers(&meta.def, &[&record])?;
            Ok((record.head.version, record_json(cx.view.manifest, &meta.def, &record)))
        })
        .await?;
    Ok(([(header::ETAG, format!("\"{version}\""))], Json(body)).into_response())
}

/// What a record is marked, for other systems (ADatP-4774).
pub(crate) async fn label(State(app): State<App>, caller: Caller, Path((register, id)): Path<(String, String)>) -> Answer {
    let bytes = app.call(&caller, move |cx| of_record(cx, &register, &id)).await?;
    Ok(([(header::CONTENT_TYPE, "application/xml")], bytes).into_response())
}

pub(crate) async fn history(State(app): State<App>, caller: Caller, Path((register, id)): Path<(String, String)>) -> Answer {
    let body = app
        .call(&caller, move |cx| {
            let meta = cx.view.meta(&register)?;
            let id = RecordId::parse(&id).ok_or(Error::NotFound)?;
            let entries = cx.view.timeline(&register, id)?;
            entries.iter().take(1).for_each(|e| cx.opens_record(&e.record.head));
            cx.refers(&meta.def, &entries.iter().map(|e| &e.record).collect::<Vec<_>>())?;
            let actors: Vec<RecordId> = entries.iter().flat_map(|e| std::iter::once(e.actor).chain(e.behalf).chain(e.holder)).collect();
            cx.view.account_names(&actors)?;
            let entry = |e: &ledger::view::TimelineEntry| {
                json!({"entry": e.seq, "time": e.time, "actor": e.actor.outward("acc"), "behalf": e.behalf.map(|b| b.outward("acc")), "holder": e.holder.map(|h| h.outward("acc")),
                       "command": e.command, "duty": e.duty, "record": record_json(cx.view.manifest, &meta.def, &e.record)})
            };
            Ok(entries.iter().map(entry).collect::<Json_>())
        })
        .await?;
    Ok(Json(body).into_response())
}

/// Reads a JSON body as a command's input; unknown fields and misshapen values are told together.
pub fn input(fields: &[FieldDef], body: &[u8]) -> Result<Vec<Value>, Error> {
    let unreadable = || Error::from(Refusal::new("json-unreadable"));
    if depth(body) > limits::JSON_DEPTH_MAX {
        return Err(unreadable());
    }
    let Json_::Object(members) = serde_json::from_slice(body).map_err(|_| unreadable())? else { return Err(unreadable()) };
    let mut wrong: Vec<Refusal> = Vec::new();
    for name in members.keys().filter(|name| !fields.iter().any(|f| f.name == name.as_str())) {
        wrong.push(Refusal::new("field-unknown").at(name).with("field", name.as_str()));
    }
    let mut values = Vec::with_capacity(fields.len());
    for field in fields {
        let value = members.get(field.name).map_or(Some(Value::Null), |v| value_from(field.kind, v));
        values.push(value.unwrap_or_else(|| {
            wrong.push(Refusal::new("field-misshapen").at(field.name).with("field", field.name));
            Value::Null
        }));
    }
    if wrong.is_empty() { Ok(values) } else { Err(kernel::Refused(wrong).into()) }
}

fn depth(body: &[u8]) -> usize {
    let (mut now, mut most, mut text, mut escaped) = (0usize, 0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if text => escaped = true,
            b'"' => text = !text,
            b'[' | b'{' if !text => {
                now += 1;
                most = most.max(now);
            }
            b']' | b'}' if !text => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

async fn body_of(request: Request, lang: Lang) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(Refusal::new("body-too-large").with("max", "1"), lang);
    let body = Bytes::from_request(request, &()).await.map_err(|_| too_large())?;
    if body.len() > limits::BODY_BYTES_MAX { Err(too_large()) } else { Ok(body) }
}

async fn carry_out(app: &App, caller: &Caller, command: String, values: Vec<Value>) -> Result<Receipt, Problem> {
    let order = order(app, caller, command, values).await?;
    app.carry_out(order).await.map_err(|e| Problem::new(e, caller.visitor.lang))
}

async fn order(app: &App, caller: &Caller, command: String, values: Vec<Value>) -> Result<Order, Problem> {
    let account = app.call(caller, |cx| Ok(cx.view.account())).await?;
    let by_key = matches!(caller.pass, Pass::Token(_));
    Ok(Order { idempotency: caller.idempotency.clone(), by_key, ..Order::new(account, command, values, app.ledger.new_id()) })
}

fn receipt_json(manifest: &Manifest, receipt: &Receipt) -> Json_ {
    let prefix = |register: &str| manifest.register(register).map_or("rec", |m| m.def.prefix);
    json!({
        "entry": receipt.seq,
        "record": receipt.answer.as_ref().filter(|_| receipt.approval.is_none()).map(|(register, id)| json!({"register": register, "id": id.outward(prefix(register))})),
        "approval": receipt.approval.map(|id| id.outward("apr")),
        "repeated": receipt.repeated,
    })
}

fn answer(app: &App, receipt: &Receipt, made: StatusCode) -> Response {
    // A request that waits for a second person is accepted, not done.
    let status = if receipt.approval.is_some() { StatusCode::ACCEPTED } else { made };
    (status, Json(receipt_json(app.ledger.manifest(), receipt))).into_response()
}

fn def_of<'a>(app: &'a App, name: &str, lang: Lang) -> Result<&'a CommandDef, Problem> {
    app.ledger.manifest().command(name).ok_or_else(|| Problem::new(Refusal::new("command-unknown").with("command", name), lang))
}

pub(crate) async fn command(State(app): State<App>, caller: Caller, Path(name): Path<String>, request: Request) -> Answer {
    let lang = caller.visitor.lang;
    let def = def_of(&app, &name, lang)?;
    let body = body_of(request, lang).await?;
    // What is given in a browser only is refused by the writer, whatever it names: that it was tried may have to be entered.
    let values = if def.in_browser.is_some() { Ok(Vec::new()) } else { input(&def.fields, &body) }.map_err(|e| Problem::new(e, lang))?;
    let receipt = carry_out(&app, &caller, name.clone(), values).await?;
    Ok(answer(&app, &receipt, StatusCode::OK))
}

pub(crate) async fn add(State(app): State<App>, caller: Caller, Path(register): Path<String>, request: Request) -> Answer {
    let lang = caller.visitor.lang;
    let name = app.ledger.manifest().register(&register).map(|m| m.def.add).ok_or_else(|| Problem::new(Error::NotFound, lang))?;
    let def = def_of(&app, name, lang)?;
    let body = body_of(request, lang).await?;
    let values = input(&def.fields, &body).map_err(|e| Problem::new(e, lang))?;
    let receipt = carry_out(&app, &caller, name.to_owned(), values).await?;
    Ok(answer(&app, &receipt, StatusCode::CREATED))
}

/// Changes some fields of a record; the version that was read stands in `If-Match`.
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Path((register, id)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let lang = caller.visitor.lang;
    let meta = app.ledger.manifest().register(&register).ok_or_else(|| Problem::new(Error::NotFound, lang))?;
    let def = def_of(&app, meta.def.change, lang)?;
    let version = caller.if_match.ok_or_else(|| Problem::new(Refusal::new("if-match-missing"), lang))?;
    let id = RecordId::parse(&id).ok_or_else(|| Problem::new(Error::NotFound, lang))?;
    let body = body_of(request, lang).await?;
    let given = input(meta.def.fields, &body).map_err(|e| Problem::new(e, lang))?;
    let named: Json_ = serde_json::from_slice(&body).unwrap_or_default();
    let of = register.clone();
    let before = app.call(&caller, move |cx| cx.view.get_raw(&of, id)).await?;
    let fields = meta.def.fields.iter().zip(given.into_iter().zip(before.values));
    let merged = fields.map(|(field, (new, old))| if named.get(field.name).is_some() { new } else { old });
    let values: Vec<Value> = [Value::Id(id), Value::Int(version)].into_iter().chain(merged).collect();
    let receipt = carry_out(&app, &caller, def.name.to_owned(), values).await?;
    Ok(answer(&app, &receipt, StatusCode::OK))
}

/// Effective access as data, with its reasons in words.
pub fn access_json(access: &EffectiveAccess, cx: &PageCx<'_, '_>) -> Json_ {
    let reasons = access.reasons.iter().map(|r| {
        let text = crate::pages::machine::reason(cx, r).text;
        json!({"fact": r.fact.code(), "good": r.good, "code": r.code, "level": r.level.as_ref().map(|l| &l.0), "categories": r.categories.joined(),
               "date": r.date.map(|d| d.to_string()), "letter": r.letter, "text": text,
               "scope": r.scope.as_ref().map(|s| json!({"access": s.access.code(), "kind": s.kind.code(), "text": s.text, "rule": s.nation}))})
    });
    json!({
        "level": access.level.as_ref().map(|l| &l.0), "categories": access.categories.iter().collect::<Vec<_>>(),
        "until": access.until.map(|d| d.to_string()), "clearance": access.clearance(),
        "need": access.need.as_ref().map(|n| json!({"level": n.level.0, "categories": n.categories.iter().collect::<Vec<_>>()})),
        "reasons": reasons.collect::<Vec<_>>(),
    })
}

pub(crate) async fn access(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let body = app
        .call(&caller, move |cx| {
            let asked = Asked::new(pairs);
            let person = Id::<Person>::new(RecordId::parse(&id).ok_or(Error::NotFound)?);
            let file = cx.view.get(person)?;
            cx.opens_record(&file.head);
            look_back(cx, asked.day("known"))?;
            let on = asked.day("on").unwrap_or(cx.view.today);
            let need = crate::pages::machine::question(cx, person, asked.get("for"))?;
            let access = access_for(cx.view, person, on, need.as_ref())?;
            Ok(json!({"marking": cx.marking(), "person": person.outward(), "on": on.to_string(), "access": access_json(&access, cx)}))
        })
        .await?;
    Ok(Json(body).into_response())
}

/// Who lacks what their post requires: an export like any other, under the same quota.
pub(crate) async fn lacking(State(app): State<App>, caller: Caller, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    leaves(&app, &caller, Wanted { register: WHO_LACKS.to_owned(), asked: Asked::new(pairs), format: "json".to_owned() }).await
}

/// Sends what may leave without a second person, with its entry; of more, how it is asked for.
async fn leaves(app: &App, caller: &Caller, wanted: Wanted) -> Answer {
    let lang = caller.visitor.lang;
    let how = wanted.clone();
    let (account, prepared) = app.call(caller, move |cx| Ok((cx.view.account(), exports::free(cx, &how)?))).await?;
    let prepared = prepared.map_err(|more| Problem::new(more.refusal(), lang))?;
    let (bytes, media) = exports::finish(app, account, &wanted, prepared, None).await.map_err(|e| Problem::new(e, lang))?;
    Ok(([(header::CONTENT_TYPE, media)], bytes).into_response())
}

/// Who is on call for every rota, now and next.
pub(crate) async fn on_call(State(app): State<App>, caller: Caller) -> Answer {
    Ok(Json(app.call(&caller, crate::pages::on_call::answer).await?).into_response())
}

/// The key figures of a period.
pub(crate) async fn measures(State(app): State<App>, caller: Caller, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    let body = app
        .call(&caller, move |cx| {
            let asked = crate::pages::measures::Question::read(cx, &Asked::new(pairs))?;
            let made = asked.figures(cx)?;
            let items: Vec<Json_> = made.iter().map(|m| measure_json(cx.view.manifest, m, false)).collect();
            Ok(json!({"marking": cx.marking(), "period": asked.period.to_string(), "known": asked.known.map(|d| d.to_string()), "count": items.len(), "items": items}))
        })
        .await?;
    Ok(Json(body).into_response())
}

/// The file of an issued report.
pub(crate) async fn report_file(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let lang = caller.visitor.lang;
    let format = Asked::new(pairs).get("format").to_owned();
    let (account, sheets) = app.call(&caller, move |cx| Ok((cx.view.account(), crate::pages::reports::frozen(cx, &id)?))).await?;
    let (bytes, media, _) = crate::pages::reports::write(&app, account, sheets, &format).await.map_err(|e| Problem::new(e, lang))?;
    Ok(([(header::CONTENT_TYPE, media)], bytes).into_response())
}

/// One key figure with the rows that make it.
pub(crate) async fn measure(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let body = app
        .call(&caller, move |cx| {
            let asked = crate::pages::measures::Question::read(cx, &Asked::new(pairs))?;
            let made = asked.figure(cx, &code)?;
            let mut body = measure_json(cx.view.manifest, &made, true);
            body["period"] = json!(asked.period.to_string());
            body["known"] = json!(asked.known.map(|d| d.to_string()));
            body["marking"] = json!(cx.marking());
            Ok(body)
        })
        .await?;
    Ok(Json(body).into_response())
}

fn measure_json(manifest: &Manifest, made: &crate::pages::measures::Made, with_rows: bool) -> Json_ {
    let measure = &made.entry.measure;
    let figure = &made.figure;
    let parts: Vec<Json_> = figure
        .parts
        .iter()
        .map(|p| json!({"part": p.key, "unit": p.unit.code(), "decimals": p.unit.decimals(), "value": p.value, "numerator": p.numerator, "denominator": p.denominator}))
        .collect();
    let mut body = json!({
        "code": measure.code, "unit": measure.unit.code(), "decimals": measure.unit.decimals(), "direction": measure.direction.code(),
        "owner": measure.owner.code(), "sample_min": measure.sample_min,
        "value": figure.value, "numerator": figure.numerator, "denominator": figure.denominator,
        "target": made.target.as_ref().map(|t| t.target), "floor": made.target.as_ref().and_then(|t| t.floor), "standing": made.standing().code(), "parts": parts,
    });
    let rows = figure.rows.as_slice();
    if with_rows {
        body["rows_count"] = json!(rows.len());
        // More than leaves freely is asked for as an export of these rows.
        let free = rows.len() <= limits::EXPORT_ROWS_FREE;
        body["rows"] = json!(free.then(|| rows.iter().map(|row| row_json(manifest, row)).collect::<Vec<_>>()));
    }
    body
}

/// A file as it is sent to be imported: its name and bytes.
async fn sent(pairs: Vec<(String, String)>, request: Request, lang: Lang) -> Result<(String, Vec<u8>), Problem> {
    let name = Some(Asked::new(pairs).get("name").to_owned()).filter(|name| !name.is_empty());
    let too_large = || Problem::new(Refusal::new("body-too-large").with("max", (limits::IMPORT_BYTES_MAX >> 20).to_string()), lang);
    let bytes = axum::body::to_bytes(request.into_body(), limits::IMPORT_BYTES_MAX).await.map_err(|_| too_large())?;
    Ok((name.unwrap_or_else(|| "table.xlsx".to_owned()), bytes.to_vec()))
}

/// The finding by which a whole file is refused.
fn file_refused(finding: &exchange::Finding, lang: Lang) -> Response {
    let text = crate::pages::import::finding_text(&Words::new(lang), finding);
    let code = finding.code.as_str();
    let body = json!({"type": format!("urn:castellan:finding:{code}"), "status": 422, "code": code, "detail": text});
    (StatusCode::UNPROCESSABLE_ENTITY, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// Stages the table of a register and says what each of its rows would become; nothing is written to the office's records.
pub(crate) async fn import_rows(
    State(app): State<App>,
    caller: Caller,
    Path(register): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    request: Request,
) -> Answer {
    use crate::rows;
    let lang = caller.visitor.lang;
    let of = register.clone();
    let prepared = app.call(&caller, move |cx| rows::prepare(cx, &of)).await?;
    let (name, bytes) = sent(pairs, request, lang).await?;
    let account = prepared.account;
    let read = match rows::read_file(&app, name, bytes, prepared, None).await.map_err(|e| Problem::new(e, lang))? {
        Ok(read) => read,
        Err(finding) => return Ok(file_refused(&finding, lang)),
    };
    let planned = app.call(&caller, move |cx| rows::plan(cx, &register, read)).await?;
    let (id, by_key) = (app.ledger.new_id(), matches!(caller.pass, Pass::Token(_)));
    rows::keep(&app, account, by_key, id, planned).await.map_err(|e| Problem::new(e, lang))?;
    Ok(Json(app.call(&caller, move |cx| crate::pages::rows::summary(cx, id)).await?).into_response())
}

/// Stages a file for import and says what it would do; nothing is written to the office's records.
pub(crate) async fn import(State(app): State<App>, caller: Caller, Query(pairs): Query<Vec<(String, String)>>, request: Request) -> Answer {
    let lang = caller.visitor.lang;
    let (name, bytes) = sent(pairs, request, lang).await?;
    let account = app.call(&caller, |cx| Ok(cx.view.account())).await?;
    let id = app.ledger.new_id();
    let staged = crate::pages::import::stage(&app, account, id, name, bytes, None).await.map_err(|e| Problem::new(e, lang))?;
    if let Err(finding) = staged {
        return Ok(file_refused(&finding, lang));
    }
    let summary = app.call(&caller, move |cx| crate::pages::import::summary(cx, id)).await?;
    Ok(Json(summary).into_response())
}

pub(crate) async fn import_request(State(app): State<App>, caller: Caller, Path(id): Path<String>, request: Request) -> Answer {
    let lang = caller.visitor.lang;
    let staged = RecordId::parse(&id).ok_or_else(|| Problem::new(Error::NotFound, lang))?;
    let body = body_of(request, lang).await?;
    let attest = serde_json::from_slice::<Json_>(&body).ok().and_then(|b| b.get("attest")?.as_bool()).unwrap_or(false);
    let (account, rows, summary) = app
        .call(&caller, move |cx| {
            // A register's table or a tracker: its plan says which.
            let rows = spine::imports::commands::load(cx.view, staged).is_ok();
            let summary = if rows { crate::pages::rows::summary(cx, staged)? } else { crate::pages::import::summary(cx, staged)? };
            Ok((cx.view.account(), rows, summary))
        })
        .await?;
    let digest = summary.get("digest").and_then(Json_::as_str).unwrap_or("").to_owned();
    let approval = if rows {
        crate::pages::rows::request_import(&app, account, matches!(caller.pass, Pass::Token(_)), staged, digest).await
    } else {
        crate::pages::import::request_import(&app, account, staged, digest, attest).await
    };
    let approval = approval.map_err(|e| Problem::new(e, lang))?;
    Ok((StatusCode::ACCEPTED, Json(json!({"approval": approval.outward("apr")}))).into_response())
}

pub(crate) async fn proof(State(app): State<App>, caller: Caller, Path(seq): Path<i64>) -> Answer {
    app.call(&caller, |_| Ok(())).await?;
    let lang = caller.visitor.lang;
    let proof = app.ledger.proof(seq).await.map_err(|e| Problem::new(e, lang))?.ok_or_else(|| Problem::new(Error::NotFound, lang))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], proof).into_response())
}

pub(crate) async fn export(
    State(app): State<App>,
    caller: Caller,
    Path(register): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let format = Asked::new(pairs.clone()).get("format").to_owned();
    let format = if format.is_empty() { "json".to_owned() } else { format };
    let asked = Asked::new(pairs.into_iter().filter(|(n, _)| n != "format").collect());
    leaves(&app, &caller, Wanted { register, asked, format }).await
}

/// An approved export, once.
pub(crate) async fn take_export(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer {
    let lang = caller.visitor.lang;
    let id = RecordId::parse(&id).ok_or_else(|| Problem::new(Error::NotFound, lang))?;
    let (account, wanted, prepared) = app.call(&caller, move |cx| exports::approved(cx, id)).await?;
    let (bytes, media) = exports::finish(&app, account, &wanted, prepared, Some(id)).await.map_err(|e| Problem::new(e, lang))?;
    Ok(([(header::CONTENT_TYPE, media)], bytes).into_response())
}
