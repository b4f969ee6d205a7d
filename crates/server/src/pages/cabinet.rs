//! The cabinet: scans and what they found; the page a shelf is scanned on; the certificate.

use std::collections::{BTreeMap, HashMap};

use axum::extract::{Path, Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Json, Redirect, Response};
use documents::Symbology;
use kernel::{Id, Lang, Record, RecordId, Refusal, Register, RegisterDef, Value};
use ledger::{Command, Error, Order};
use spine::cabinet::commands::{Close, Merge, Open};
use spine::cabinet::queries::{Standing, at, codes, lines, places, standing};
use spine::cabinet::rules::{Item, Outcome, Places, outcome};
use spine::cabinet::{Discrepancy, DiscrepancyState, HoldingKind, Place, ReconciliationCertificate, ScanSession, ScanState};
use spine::dossiers::Dossier;
use spine::limits;
use ui::numbers::NumbersPage;
use ui::pages::Figure;
use ui::parts::{Link, Notice, Section, Tone};
use ui::scan::{Entry, Said, ScanPage, ScanPlace, ScanRow};

use super::form::Typed;
use super::letters::{file, on_paper};
use super::listing::{listing, records};
use super::register::{Asked, sees};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::certificate::{Sheet, document};
use crate::failure::Failure;
use crate::letters::typeset;
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// Its address.
pub const PATH: &str = "/clearance/cabinet";
/// Scans and certificates on the first page.
const RECENT: usize = 20;

/// Scans, certificates and open discrepancies.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &ScanSession::DEF)?;
        let words = cx.words;
        let scans =
            section(cx, &ScanSession::DEF, "page-cabinet-scans", ("newest", &[]), &["number", "place", "state", "opened_at", "drawn"])?;
        let fields = ["number", "place", "issued_at", "counted", "matched", "missing", "discrepancies"];
        let certificates = section(cx, &ReconciliationCertificate::DEF, "page-cabinet-certificates", ("newest", &[]), &fields)?;
        let open = [("state", DiscrepancyState::Open.code().into())];
        let fields = ["number", "outcome", "code", "home", "found_in", "state", "owner", "found_at"];
        let discrepancies = section(cx, &Discrepancy::DEF, "page-cabinet-discrepancies", ("oldest", &open), &fields)?;
        let mut page = NumbersPage::new(cx.shell(words.t("page-cabinet"), PATH)?, PATH);
        page.intro = words.t("page-cabinet-intro");
        page.sections = vec![scans, certificates, discrepancies];
        let links = [Open::NAME, Place::DEF.add].into_iter().filter(|name| may(cx, name));
        page.links = links.map(|name| Link::new(words.code("command", name), format!("/do/{name}"))).collect();
        page.links.push(Link::new(words.register(Place::NAME, false), "/r/places"));
        page.links.push(Link::new(words.register(Dossier::NAME, false), "/r/dossiers"));
        page.links.extend(label_links(words, ""));
        Ok(html(&page))
    })
    .await
}

/// The last records of a register, each leading to its page.
fn section(
    cx: &mut PageCx<'_, '_>,
    def: &RegisterDef,
    title: &str,
    (view, filters): (&str, &[(&str, Value)]),
    fields: &[&str],
) -> Result<Section, Error> {
    let records = records(cx, def, view, filters, RECENT)?;
    let (name, prefix) = (def.name, def.prefix);
    let href = |id: RecordId| match name {
        ScanSession::NAME => format!("{PATH}/{}", id.outward(prefix)),
        _ => record_href(name, prefix, id),
    };
    let section = listing(cx, def, title, &records, fields, &href, None)?;
    let all = Link::new(cx.words.t("page-all"), format!("/r/{name}?view={view}"));
    Ok(Section { links: vec![all], ..section })
}

/// A place and those within it, by id.
type Codes = HashMap<RecordId, String>;

fn session_id(id: &str) -> Result<Id<ScanSession>, Error> {
    RecordId::parse(id).map(Id::new).ok_or(Error::NotFound)
}

/// How an outcome shows: never by its colour alone, the word stands beside it.
const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Match => Tone::Good,
        Outcome::CheckedOut => Tone::Info,
        Outcome::Missing | Outcome::Misplaced | Outcome::DuplicateLabel => Tone::Bad,
        Outcome::Unregistered | Outcome::OverdueOut | Outcome::WrongStatus | Outcome::RetentionExceeded => Tone::Warn,
        Outcome::DigitalOnly | Outcome::PaperOnly | Outcome::ContentGap => Tone::Warn,
    }
}

fn word(words: Words, outcome: Outcome) -> String {
    words.code("choice", outcome.code())
}

/// The page a shelf is scanned on.
pub async fn scan(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let session = cx.view.get::<ScanSession>(session_id(&id)?)?;
        let asked = Asked::new(pairs);
        let (all, tree) = places(cx.view)?;
        let read = lines(cx.view, session.id())?;
        let standing = standing(&session.body, &read, &tree);
        let codes: Codes = all.iter().map(|p| (p.head.id, p.body.code.clone())).collect();
        let kind = session.body.holdings;
        let rows = rows(cx, kind, &standing, &codes, &tree)?;
        let open = session.body.state == ScanState::Open;
        let (elsewhere, cut) = if open { elsewhere(cx, kind, &standing, &codes)? } else { (String::new(), false) };
        let words = cx.words;
        let here = |id: &RecordId| codes.get(id).cloned().unwrap_or_default();
        let chosen = if asked.get("place").is_empty() { here(&session.body.place.raw()) } else { asked.get("place").to_owned() };
        let outward = session.id().outward();
        let title = words.l.with2("page-scan", "number", &session.body.number, "place", &here(&session.body.place.raw()));
        let mut links = Vec::new();
        if open && may(cx, Close::NAME) {
            links.push(Link::new(words.code("command", Close::NAME), format!("/do/{}?on={outward}", Close::NAME)));
        }
        links.push(Link::new(
            words.register(ScanSession::NAME, true),
            record_href(ScanSession::NAME, ScanSession::DEF.prefix, session.head.id),
        ));
        links.extend(certificate_links(cx, &session)?);
        let intro = match (&session.body.sampling_seed, open) {
            (_, false) => words.t("page-scan-closed"),
            (Some(_), true) => {
                let (drawn, population) = (words.l.int(session.body.drawn), words.l.int(session.body.population));
                words.l.with2("page-scan-intro-sample", "drawn", &drawn, "population", &population)
            }
            (None, true) => words.t("page-scan-intro"),
        };
        let said = |code: &str, tone: Tone| Said { code: code.to_owned(), tone, word: words.t(&format!("page-scan-{code}")) };
        let page = ScanPage {
            intro,
            links,
            notices: Vec::<Notice>::new(),
            session: outward.clone(),
            said: vec![
                Said { word: words.with("page-scan-waiting", "count", "0"), ..said("waiting", Tone::Warn) },
                said("in", Tone::Good),
                said("failed", Tone::Bad),
                said("signed-out", Tone::Bad),
                Said { word: words.with("page-scan-late", "count", "0"), ..said("late", Tone::Bad) },
            ],
            entry: (open && may(cx, Merge::NAME)).then(|| Entry {
                action: format!("{PATH}/{outward}/lines"),
                label: words.t("page-scan-field"),
                hint: words.t("page-scan-field-hint"),
                here: words.t("page-scan-here"),
                submit: words.t("page-scan-send"),
            }),
            places: scan_places(&all, &tree, &codes, &session, &chosen),
            figures: figures(words, &standing),
            heading: words.t("page-scan-items"),
            columns: [
                words.t("page-scan-item"),
                words.register(kind.register().name, true),
                words.t("page-scan-home"),
                words.t("page-scan-seen"),
                words.t("page-scan-outcome"),
            ],
            rows,
            empty: words.t("page-scan-none"),
            outcomes: Outcome::ALL.iter().map(|o| Said { code: o.code().to_owned(), tone: tone(*o), word: word(words, *o) }).collect(),
            elsewhere,
            cut,
            shell: cx.shell(title, PATH)?,
        };
        Ok(html(&page))
    })
    .await
}

/// The place of a scan and those within it, in which codes are read.
fn scan_places(all: &[Record<Place>], tree: &Places, codes: &Codes, session: &Record<ScanSession>, chosen: &str) -> Vec<ScanPlace> {
    let within = all.iter().filter(|p| tree.within(p.head.id, session.body.place.raw()));
    let mut places: Vec<ScanPlace> = within
        .map(|p| ScanPlace {
            code: p.body.code.clone(),
            label: if p.body.code == p.body.name { p.body.code.clone() } else { format!("{} · {}", p.body.code, p.body.name) },
            around: around(tree, codes, p.head.id),
            chosen: p.body.code == chosen,
        })
        .collect();
    places.sort_by(|a, b| a.code.cmp(&b.code));
    places
}

fn around(tree: &Places, codes: &Codes, place: RecordId) -> String {
    tree.around(place).filter_map(|id| codes.get(&id).cloned()).collect::<Vec<_>>().join(" ")
}

/// Every item with a word for how it stands; its reference where the reader may see it.
fn rows(cx: &mut PageCx<'_, '_>, kind: HoldingKind, standing: &Standing, codes: &Codes, tree: &Places) -> Result<Vec<ScanRow>, Error> {
    let def = kind.register();
    let mut names = HashMap::new();
    let items: Vec<RecordId> = standing.items.iter().filter_map(|item| item.item).collect();
    for some in items.chunks(limits::PAGE_ROWS_MAX) {
        names.extend(cx.view.titles(def.name, some)?);
    }
    cx.lists_of(&def, names.len());
    let words = cx.words;
    let expected: HashMap<&str, _> = standing.expected.iter().map(|h| (h.code.as_str(), h)).collect();
    let row = |item: &Item| {
        let code = |id: &RecordId| codes.get(id).cloned().unwrap_or_default();
        let link = item.item.and_then(|id| Some(Link::new(names.get(&id)?.clone(), record_href(def.name, def.prefix, id))));
        // What it would be if it were read where the register has it: the script has no rule of its own.
        let there = item.home.into_iter().collect();
        let day = jiff::civil::Date::MIN;
        let found = outcome(expected.get(item.code.as_str()).copied(), item.home, item.outcome == Outcome::WrongStatus, &there, tree, day);
        ScanRow {
            code: item.code.clone(),
            dossier: link,
            home: item.home.as_ref().map(code).unwrap_or_default(),
            around: item.home.map(|home| around(tree, codes, home)).unwrap_or_default(),
            seen: item.seen.iter().map(code).collect(),
            found: found.code(),
            tone: tone(item.outcome),
            word: word(words, item.outcome),
        }
    };
    Ok(standing.items.iter().map(row).collect())
}

/// The codes that belong elsewhere, for a browser that is cut off: a line each, and whether there are more.
fn elsewhere(cx: &mut PageCx<'_, '_>, kind: HoldingKind, standing: &Standing, places: &Codes) -> Result<(String, bool), Error> {
    let all = codes(cx.view, kind, limits::SCAN_ELSEWHERE_MAX + 1)?;
    let cut = all.len() > limits::SCAN_ELSEWHERE_MAX;
    let here: std::collections::HashSet<&str> = standing.items.iter().map(|item| item.code.as_str()).collect();
    let others = all.iter().take(limits::SCAN_ELSEWHERE_MAX).filter(|(code, _)| !here.contains(code.as_str()));
    let line = |(code, place): &(String, RecordId)| format!("{code} {}\n", places.get(place).map_or("", String::as_str));
    Ok((others.map(line).collect(), cut))
}

fn figures(words: Words, standing: &Standing) -> Vec<Figure> {
    let told = Outcome::ALL.iter().map(|outcome| (outcome, standing.counts.count(*outcome)));
    let shown = told.filter(|(outcome, count)| *count > 0 || matches!(outcome, Outcome::Match | Outcome::Missing));
    let figure = |(outcome, count): (&Outcome, i64)| Figure {
        label: word(words, *outcome),
        value: words.l.int(count),
        tone: if count > 0 { tone(*outcome) } else { Tone::Neutral },
        ..Figure::default()
    };
    shown.map(figure).collect()
}

/// The certificate of a closed scan, in either language.
fn certificate_links(cx: &mut PageCx<'_, '_>, session: &Record<ScanSession>) -> Result<Vec<Link>, Error> {
    if session.body.state != ScanState::Closed || !cx.view.opens(ReconciliationCertificate::NAME) {
        return Ok(Vec::new());
    }
    let issued = cx.view.having::<ReconciliationCertificate>("session", session.head.id)?;
    Ok(issued.iter().flat_map(|certificate| pdf_links(cx.words, certificate.head.id)).collect())
}

/// What can be taken from the page of a certificate.
pub fn pdf_links(words: Words, certificate: RecordId) -> Vec<Link> {
    let outward = certificate.outward(ReconciliationCertificate::DEF.prefix);
    let link = |lang: Lang| {
        Link::new(
            words.t(&format!("page-cabinet-pdf-{}", lang.code())),
            format!("{PATH}/certificates/{outward}/certificate.pdf?lang={}", lang.code()),
        )
    };
    Lang::ALL.map(link).to_vec()
}

/// Takes lines in: from the script as many as wait, answered with how each item stands; from the plain form one, answered with the page.
pub async fn hand_in(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, request: Request) -> Result<Response, Failure> {
    let scripted = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("application/json"));
    let typed = Typed::sent(request, limits::BODY_BYTES_MAX, &visitor).await?;
    let session = session_id(&id).map_err(|e| Failure::of(e, &visitor))?;
    let account = app.show(visitor.clone(), |cx| Ok(cx.view.account())).await?;
    // Without a script the line gets its id here: whoever reloads the answer hands nothing in again.
    let place = typed.get("place").to_owned();
    let text = match typed.get("lines") {
        "" => format!("{}\t{}\t{place}", app.ledger.new_id().outward("f").replace('_', "-"), typed.get("code").replace('\t', " ")),
        lines => lines.to_owned(),
    };
    let handed = spine::cabinet::rules::read_lines(&text).unwrap_or_default();
    let order = Order::new(account, Merge::NAME, vec![session.raw().into(), Value::Text(text)], app.ledger.new_id());
    let done = app.ledger.write(order).answer().await;
    if !scripted {
        done.map_err(|e| Failure::of(e, &visitor))?;
        let back = format!("{PATH}/{}?place={}", session.outward(), crate::failure::encode(&place));
        return Ok(Redirect::to(&back).into_response());
    }
    if let Err(error) = done {
        let codes: Vec<&str> = crate::failure::reasons(&error).iter().map(|r| r.code).collect();
        let told: Vec<String> = crate::failure::reasons(&error).iter().map(|r| Words::new(visitor.lang).refusal(r)).collect();
        let body = serde_json::json!({ "refused": codes, "told": told });
        return Ok((crate::failure::status(&error), Json(body)).into_response());
    }
    let told = app
        .show(visitor, move |cx| {
            let record = cx.view.get::<ScanSession>(session)?;
            let (all, tree) = places(cx.view)?;
            let read = lines(cx.view, session)?;
            let standing = standing(&record.body, &read, &tree);
            let codes: Codes = all.into_iter().map(|p| (p.head.id, p.body.code)).collect();
            let wanted: std::collections::HashSet<&str> = handed.iter().map(|h| h.code.as_str()).collect();
            let told: BTreeMap<&str, _> = standing
                .items
                .iter()
                .filter(|item| wanted.contains(item.code.as_str()))
                .map(|item| {
                    let seen: Vec<&String> = item.seen.iter().filter_map(|id| codes.get(id)).collect();
                    (item.code.as_str(), serde_json::json!({ "outcome": item.outcome.code(), "seen": seen }))
                })
                .collect();
            Ok(serde_json::json!({ "taken": handed.iter().map(|h| &h.line).collect::<Vec<_>>(), "items": told }))
        })
        .await?;
    Ok(Json(told).into_response())
}

/// A reconciliation certificate as PDF, from its record alone.
pub async fn certificate(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    on_paper(&app, visitor, pairs, move |cx, lang| {
        let id: Id<ReconciliationCertificate> = RecordId::parse(&id).map(Id::new).ok_or(Error::NotFound)?;
        let certificate = cx.view.get(id)?;
        let (session, place) = (certificate.body.session.raw(), certificate.body.place.raw());
        let scan = cx.view.having_any::<ScanSession>("id", &[session])?.pop().map(|s| s.body);
        let place = cx.view.titles(Place::NAME, &[place])?.remove(&place).unwrap_or_default();
        let by = certificate.body.issued_by.raw();
        let name = cx.view.account_names(&[by])?.remove(&by).unwrap_or_default();
        let when = |at: i64| time(at, cx.zone);
        let sheet = Sheet {
            opened: scan.as_ref().map(|s| when(s.opened_at.0)).unwrap_or_default(),
            issued: when(certificate.body.issued_at.0),
            scan: scan.map(|s| s.number).unwrap_or_default(),
            place,
            by: name,
            marking: cx.view.policy.marking(&cx.mark(), lang),
            label: cx.label(),
            certificate,
        };
        Ok((sheet.certificate.body.number.clone(), document(&sheet, lang)))
    })
    .await
}

/// What an address asks for bars by, where a square is usual.
const CODE_128: &str = "code128";

/// Where sheets of labels are, with what is asked about them: as squares, and as bars.
pub fn label_links(words: Words, asked: &str) -> [Link; 2] {
    let link = |key: &str, query: String| Link::new(words.t(key), format!("{PATH}/labels.pdf?{}", query.trim_start_matches('&')));
    [link("page-cabinet-labels", asked.to_owned()), link("page-cabinet-labels-bars", format!("{asked}&code={CODE_128}"))]
}

/// Sheets of labels: of the dossiers, or of the copies of items, at a place that the reader may see, or of the places themselves. Codes and
/// places, no names.
pub async fn labels(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let failed = |e: Error| Failure::of(e, &visitor);
    let words = Words::new(visitor.lang);
    let symbology = if pairs.iter().any(|(name, value)| name == "code" && value == CODE_128) { Symbology::Code128 } else { Symbology::Qr };
    let (codes, marking, issued) = app
        .show(visitor.clone(), move |cx| {
            let asked = Asked::new(pairs);
            let kind = HoldingKind::from_code(asked.get("holdings")).unwrap_or(HoldingKind::Dossiers);
            let def = kind.register();
            sees(cx, &def)?;
            let (all, _) = places(cx.view)?;
            let code = |id: RecordId| all.iter().find(|p| p.head.id == id).map(|p| p.body.code.clone()).unwrap_or_default();
            let codes: Vec<(String, String)> = match asked.get("place") {
                "" => all.iter().map(|p| (p.body.code.clone(), p.body.name.clone())).collect(),
                id => {
                    let place = cx.view.get::<Place>(RecordId::parse(id).map(Id::new).ok_or(Error::NotFound)?)?;
                    let there = at(cx.view, kind, place.id())?;
                    cx.lists_of(&def, there.len());
                    there.into_iter().map(|h| (h.code, code(h.place))).collect()
                }
            };
            Ok((codes, cx.marking(), cx.view.now))
        })
        .await?;
    if codes.len() > limits::LABELS_MAX {
        return Err(failed(Refusal::new("labels-too-many").with("max", limits::LABELS_MAX.to_string()).into()));
    }
    // Places are named by people; what cannot be drawn is theirs to rename, or to print as squares.
    let undrawn = |code: &str| failed(Refusal::new("label-not-drawn").with("code", code).into());
    let made = codes.iter().map(|(code, note)| documents::label(code, note, symbology).map_err(|_| undrawn(code)));
    let labels = made.collect::<Result<Vec<_>, _>>()?;
    let title = words.t("page-cabinet-labels");
    let document = documents::Document {
        title: title.clone(),
        subtitle: String::new(),
        author: words.t("letter-office"),
        lang: visitor.lang,
        marking,
        label: String::new(),
        footer: title,
        proof: String::new(),
        watermark: String::new(),
        layout: documents::Layout::Upright,
        letterhead: None,
        parts: vec![documents::Part { lang: visitor.lang, new_page: false, blocks: vec![documents::Block::Labels { labels }] }],
        ident: format!("labels {}", issued.as_microsecond()),
        issued,
    };
    let bytes = typeset(document).await.map_err(failed)?;
    Ok(file("labels.pdf", "application/pdf", bytes))
}
