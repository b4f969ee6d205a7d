//! Pages: the whole router in this process, with a session, without a network.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use kernel::{RecordId, Value};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::measure::{Took, least};
use crate::office::{Office, raw, said};
use crate::table::{Table, Unit};

const ROUNDS: usize = 5;
const REQUESTS: usize = 200;
/// Versions of the record whose page is measured.
const VERSIONS: usize = 20;

/// A signed-in visitor.
pub struct Visitor {
    router: Router,
    cookie: String,
    runtime: Runtime,
}

impl Visitor {
    /// The officer, at the router of this office.
    pub fn new(office: &Office) -> Result<Self, String> {
        let app =
            server::App { ledger: office.ledger.clone(), program: crate::serve::program(), demo: Vec::new().into(), takes_reports: true };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
        Ok(Self { router: server::router(app), cookie: office.cookie()?, runtime })
    }

    /// Status and body of a page.
    pub fn get(&self, uri: &str) -> (u16, Vec<u8>) {
        let request = Request::get(uri).header("host", "localhost").header("accept-encoding", "br").header("cookie", &self.cookie);
        let Ok(request) = request.body(Body::empty()) else { return (0, Vec::new()) };
        self.runtime.block_on(async {
            let Ok(response) = self.router.clone().oneshot(request).await;
            let status = response.status().as_u16();
            (status, response.into_body().collect().await.map(|b| b.to_bytes().to_vec()).unwrap_or_default())
        })
    }

    /// The least a page took; an answer that is no page stops the bench.
    pub fn time(&self, uri: &str, requests: usize) -> Result<Took, String> {
        let (status, _) = self.get(uri);
        if status != 200 {
            return Err(format!("{uri} answers {status}"));
        }
        Ok(least(ROUNDS, requests, || drop(self.get(uri))))
    }
}

/// Register pages and a record page, beside the bare queries written out as plain HTML.
pub fn measure(table: &mut Table, office: &Office, folder: &std::path::Path, people: usize, cases: usize) -> Result<(), String> {
    let subject = versions(office)?;
    let visitor = Visitor::new(office)?;
    let conn = raw(folder)?;
    let bound = Some(if people > 100_000 { 0.003 } else { 0.002 });
    let scope = "rank <= 1 AND caveats IS NULL AND releasable IS NULL AND compartment IS NULL AND void = 0";
    let list = "surname, given, nationality, personnel_number, status";
    let pages = [
        ("people by name", "/r/people".to_owned(), format!("SELECT id, {list} FROM people WHERE {scope} ORDER BY sort_key, id LIMIT 51")),
        (
            "people by nationality",
            "/r/people?view=nationality".to_owned(),
            format!("SELECT id, {list} FROM people WHERE {scope} ORDER BY nationality, id LIMIT 51"),
        ),
        (
            "cases, newest first",
            "/r/psc_cases?view=newest".to_owned(),
            "SELECT c.id, c.number, p.surname, p.given, c.kind, c.state, c.since, c.priority, a.name_en, c.level, c.opened_at FROM psc_cases c \
                 JOIN people p ON p.id = c.person JOIN authorities a ON a.id = c.authority \
                 WHERE c.rank <= 1 AND c.compartment IS NULL AND c.void = 0 ORDER BY c.opened_at DESC, c.id DESC LIMIT 51"
            .to_owned(),
        ),
    ];
    for (what, uri, sql) in pages {
        let took = visitor.time(&uri, REQUESTS)?;
        let floor = least(ROUNDS, REQUESTS, || drop(bare(&conn, &sql, &[])));
        let of = if what.starts_with("cases") { cases } else { people };
        table.below(format!("register page, 50 of {of}: {what} (CPU)"), Unit::Millis, bound, took.cpu, Some(floor.cpu));
    }
    for register in ["people", "psc_cases"] {
        let (with, without) = scoped(office, register)?;
        let of = if register == "people" { people } else { cases };
        let what = format!("what the scope adds to a page of {register}, 50 of {of} (CPU)");
        table.below(what, Unit::Millis, Some(0.001), (with - without).max(0.0), Some(without));
    }
    let took = visitor.time("/r/people?q=moreau+lea", REQUESTS)?;
    table.below(format!("register page, searched by two words in {people} (CPU)"), Unit::Millis, None, took.cpu, None);

    let uri = format!("/r/people/{}", subject.outward("per"));
    let took = visitor.time(&uri, REQUESTS)?;
    let (now, then) = (
        "SELECT * FROM people WHERE id = ?1",
        "SELECT e.seq, e.time, e.command, a.name, r.* FROM people_rev r JOIN entry e ON e.seq = r.rev_from JOIN accounts a ON a.id = e.actor \
         WHERE r.id = ?1 ORDER BY r.rev_from DESC",
    );
    let floor = least(ROUNDS, REQUESTS, || drop((bare(&conn, now, &[&subject.0]), bare(&conn, then, &[&subject.0]))));
    table.below(format!("record page with {VERSIONS} versions (CPU)"), Unit::Millis, Some(0.0015), took.cpu, Some(floor.cpu));

    let (_, page) = visitor.get("/sign-in");
    let text = String::from_utf8_lossy(&page);
    let mut bytes = page.len();
    let font = ui_names().into_iter().filter(|n| n.ends_with(".woff2") && !n.contains("latin-ext"));
    for name in ui_names().into_iter().filter(|n| text.contains(n.as_str())).chain(font) {
        bytes += visitor.get(&format!("/assets/{name}")).1.len();
    }
    table.below("first page: sign-in, style, script, icons, font (bytes sent)", Unit::Kilo, Some(200_000.0), bytes as f64, None);
    Ok(())
}

/// Seconds of processor that the rows and the count of a page take: through the officer's scope, and as a rule reads them.
fn scoped(office: &Office, register: &'static str) -> Result<(f64, f64), String> {
    let page = || ledger::ListQuery { limit: kernel::limits::PAGE_ROWS, ..Default::default() };
    let through = || office.ledger.read(office.officer, move |view| view.list(register, &page())).wait();
    let freely = || office.ledger.read_as_rule(move |view| view.list(register, &page())).wait();
    if through().map_err(said)?.rows.len() != freely().map_err(said)?.rows.len() {
        return Err(format!("{register}: the officer does not see a whole page"));
    }
    let with = least(ROUNDS, REQUESTS, || drop(through()));
    let without = least(ROUNDS, REQUESTS, || drop(freely()));
    Ok((with.cpu, without.cpu))
}

fn ui_names() -> Vec<String> {
    ui::assets::names().map(str::to_owned).collect()
}

/// Somebody whose record has been changed often enough to have a history.
fn versions(office: &Office) -> Result<RecordId, String> {
    let (id, mut version, mut values) = first(office)?;
    while version < VERSIONS as i64 {
        values[5] = format!("{version}@example.org").as_str().into();
        change(office, id, version, &values)?;
        version += 1;
    }
    Ok(id)
}

/// The last person by name: id, version, values.
pub fn first(office: &Office) -> Result<(RecordId, i64, Vec<Value>), String> {
    let query = ledger::ListQuery { view: Some("nationality".to_owned()), limit: 1, ..Default::default() };
    let rows = office.ledger.read(office.officer, move |view| view.rows_of("people", &query)).wait().map_err(said)?;
    rows.into_iter().next().map(|r| (r.head.id, r.head.version, r.values)).ok_or_else(|| "nobody".to_owned())
}

/// A plain change of a person.
pub fn change(office: &Office, id: RecordId, version: i64, values: &[Value]) -> Result<i64, String> {
    let input = [id.into(), Value::Int(version)].into_iter().chain(values.iter().cloned()).collect();
    let order = ledger::Order::new(office.officer, "people.change", input, office.ledger.new_id());
    office.ledger.write(order).wait().map(|r| r.seq).map_err(said)
}

/// The simplest page there is, or the end of the bench.
pub fn bare(conn: &Connection, sql: &str, params: &[&dyn rusqlite::ToSql]) -> String {
    html(conn, sql, params).unwrap_or_else(|e| panic!("the bare page: {e}"))
}

/// The simplest page there is: the rows of a statement in a table.
fn html(conn: &Connection, sql: &str, params: &[&dyn rusqlite::ToSql]) -> Result<String, rusqlite::Error> {
    let mut statement = conn.prepare_cached(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query(params)?;
    let mut out = String::from("<!doctype html><table>");
    while let Some(row) = rows.next()? {
        out.push_str("<tr>");
        for at in 0..width {
            out.push_str("<td>");
            match row.get_ref(at)? {
                ValueRef::Text(text) => out.push_str(&String::from_utf8_lossy(text).replace('&', "&amp;").replace('<', "&lt;")),
                ValueRef::Integer(number) => out.push_str(&number.to_string()),
                ValueRef::Blob(bytes) => out.push_str(&ledger::crypto::b64u(bytes)),
                ValueRef::Null | ValueRef::Real(_) => {}
            }
        }
    }
    Ok(out)
}
