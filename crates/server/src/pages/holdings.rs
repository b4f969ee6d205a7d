//! Classified items: what each control point accounts for, which receipts are owed, which musters are due, what waits for another person; the
//! certificate of a destruction.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Span;
use jiff::civil::Date;
use kernel::{Id, Lang, Level, RecordId, Register, RegisterDef, Value};
use ledger::{Command, Error, RawRecord};
use spine::cabinet::{HoldingKind, Place};
use spine::holdings::commands::OpenPoint;
use spine::holdings::queries::{Charge, charges, owed_by_reader, rules};
use spine::holdings::rules::{HoldingRules, at_least};
use spine::holdings::transfers::{Acknowledge, EnterReceipt};
use spine::holdings::{
    ControlPoint, ControlledItem, CopyState, CopyTransfer, DestructionState, HoldingDestruction, Inventory, InventoryState, MailCopy,
    PointState, Reproduction, ReproductionState, TransferState,
};
use spine::incidents::commands::Report;
use spine::people::Person;
use spine::retention::DestructionCertificate;
use ui::numbers::NumbersPage;
use ui::pages::Figure;
use ui::parts::{Cell, Column, Link, Section, Tone};

use super::letters::on_paper;
use super::listing::{listing, raw, records};
use super::notices::{SHOWN, Told, Waiting};
use super::register::sees;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::destruction::{Sheet, document};
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/clearance/holdings";
/// Records of a section.
const RECENT: usize = 20;
/// Days ahead in which a muster counts as due soon.
const SOON_DAYS: i64 = 30;

fn href(name: &str, prefix: &str, id: RecordId) -> String {
    record_href(name, prefix, id)
}

fn value_day(record: &RawRecord, def: &RegisterDef, name: &str) -> Option<Date> {
    record.value(def, name).text().and_then(|day| day.parse().ok())
}

/// The levels of the items whose copies these records name in a field.
fn levels(cx: &mut PageCx<'_, '_>, def: &RegisterDef, all: &[RawRecord], field: &str) -> Result<HashMap<RecordId, Level>, Error> {
    let ids: Vec<RecordId> = all.iter().filter_map(|r| r.value(def, field).id()).collect();
    let copies = cx.view.having_any::<MailCopy>("id", &ids)?;
    let items: Vec<RecordId> = copies.iter().map(|c| c.body.item.raw()).collect();
    let items: HashMap<RecordId, Level> =
        cx.view.having_any::<ControlledItem>("id", &items)?.into_iter().map(|i| (i.head.id, i.body.level)).collect();
    Ok(copies.iter().filter_map(|c| Some((c.head.id, items.get(&c.body.item.raw())?.clone()))).collect())
}

/// Control points, receipts, musters, what waits, and the latest items.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &ControlPoint::DEF)?;
        let (words, today) = (cx.words, cx.view.today);
        let rules = rules(cx.view)?;
        let charges = charges(cx.view, &rules)?;
        let owed = records(cx, &CopyTransfer::DEF, "due", &[("state", TransferState::Owed.code().into())], SHOWN)?;
        let late = owed.iter().filter(|r| value_day(r, &CopyTransfer::DEF, "due_on").is_some_and(|due| due < today)).count();
        let soon = today.saturating_add(Span::new().days(SOON_DAYS));
        let musters = charges.values().filter(|c| c.muster_due.is_some_and(|due| due <= soon)).count();
        let mut sections = vec![points(cx, &charges)?];
        sections.extend(mine(cx)?);
        sections.push(receipts(cx, &owed, &rules)?);
        sections.push(inventories(cx)?);
        let asked = [("state", ReproductionState::Asked.code().into())];
        sections.push(plain::<Reproduction>(
            cx,
            "page-holdings-reproductions",
            "newest",
            &asked,
            &["number", "item", "control_point", "copies", "asked_at"],
        )?);
        sections.push(destructions(cx)?);
        let lost = [("state", CopyState::Lost.code().into())];
        sections.push(plain::<MailCopy>(
            cx,
            "page-holdings-lost",
            "numbers",
            &lost,
            &["reference", "item", "control_point", "holder", "since"],
        )?);
        let fields = ["reference", "title", "level", "categories", "originator", "copies", "registered_at"];
        sections.push(plain::<ControlledItem>(cx, "page-holdings-items", "newest", &[], &fields)?);
        let mut page = NumbersPage::new(cx.shell(words.t("page-holdings"), PATH)?, PATH);
        page.intro = words.t("page-holdings-intro");
        let copies: i64 = charges.values().map(|c| c.copies).sum();
        page.figures = vec![
            figure(words, "page-holdings-count", copies, false),
            figure(words, "page-section-copies-overdue", late as i64, true),
            figure(words, "page-section-musters", musters as i64, true),
        ];
        page.sections = sections;
        page.links = [OpenPoint::NAME]
            .into_iter()
            .filter(|name| may(cx, name))
            .map(|name| Link::new(words.code("command", name), format!("/do/{name}")))
            .collect();
        page.links.push(Link::new(words.register(MailCopy::NAME, false), format!("/r/{}", MailCopy::NAME)));
        page.links.push(Link::new(words.register(DestructionCertificate::NAME, false), format!("/r/{}", DestructionCertificate::NAME)));
        Ok(html(&page))
    })
    .await
}

fn figure(words: Words, label: &str, value: i64, waits: bool) -> Figure {
    let tone = if waits && value > 0 { Tone::Warn } else { Tone::Neutral };
    let word = if waits && value > 0 { words.t("page-needs-attention") } else { String::new() };
    Figure { label: words.t(label), value: words.l.int(value), tone, word, ..Figure::default() }
}

/// The first records of a register, each leading to its page.
fn plain<R: Register>(
    cx: &mut PageCx<'_, '_>,
    title: &str,
    view: &str,
    filters: &[(&str, Value)],
    fields: &[&str],
) -> Result<Section, Error> {
    let records = records(cx, &R::DEF, view, filters, RECENT)?;
    listing(cx, &R::DEF, title, &records, fields, &|id| href(R::NAME, R::DEF.prefix, id), None)
}

/// How a day stands: never by its colour alone.
fn stands(words: Words, due: Date, today: Date, soon: i64) -> Cell {
    let (tone, word) = match due {
        due if due < today => (Tone::Bad, "page-holdings-overdue"),
        due if due <= today.saturating_add(Span::new().days(soon)) => (Tone::Warn, "page-holdings-due-soon"),
        _ => (Tone::Good, "page-holdings-in-time"),
    };
    Cell::badge(tone, words.t(word))
}

fn points(cx: &mut PageCx<'_, '_>, charges: &HashMap<RecordId, Charge>) -> Result<Section, Error> {
    let def = ControlPoint::DEF;
    let open = records(cx, &def, "codes", &[("state", PointState::Open.code().into())], SHOWN)?;
    let (words, today) = (cx.words, cx.view.today);
    let more = |record: &RawRecord| {
        let charge = charges.get(&record.head.id).cloned().unwrap_or_default();
        let list = format!("/r/{}?control_point={}", MailCopy::NAME, record.head.id.outward(def.prefix));
        let due = charge.muster_due.map_or_else(|| Cell::quiet(words.t("page-holdings-muster-none")), |due| Cell::fixed(due.to_string()));
        let stand = charge.muster_due.map_or_else(Cell::default, |due| stands(words, due, today, SOON_DAYS));
        vec![Cell::number(words.l.int(charge.copies)).link(list), due, stand]
    };
    let headings = vec![
        Column::number(words.t("page-holdings-count")),
        Column::new(words.t("page-holdings-muster")),
        Column::new(words.t("page-holdings-stands")),
    ];
    let fields = ["code", "name_en", "place", "keeper", "highest_level"];
    listing(cx, &def, "page-holdings-points", &open, &fields, &|id| href(ControlPoint::NAME, def.prefix, id), Some((headings, &more)))
}

/// The receipts the reader owes, each with the order that gives it.
fn mine(cx: &mut PageCx<'_, '_>) -> Result<Option<Section>, Error> {
    let mine: Vec<RawRecord> = owed_by_reader(cx.view)?.into_iter().map(raw).collect();
    if mine.is_empty() {
        return Ok(None);
    }
    cx.lists(mine.iter().map(|record| &record.head));
    let (def, words) = (CopyTransfer::DEF, cx.words);
    let more = |record: &RawRecord| {
        let order = format!("/do/{}?on={}", Acknowledge::NAME, record.head.id.outward(def.prefix));
        vec![Cell::text(words.code("command", Acknowledge::NAME)).link(order)]
    };
    let headings = vec![Column::new(words.t("page-holdings-stands"))];
    let fields = ["number", "copy", "from_point", "sent_at", "due_on"];
    let shown = |id: RecordId| href(CopyTransfer::NAME, def.prefix, id);
    listing(cx, &def, "page-holdings-mine", &mine, &fields, &shown, Some((headings, &more))).map(Some)
}

/// Receipts owed, with those overdue that may be an incident.
fn receipts(cx: &mut PageCx<'_, '_>, owed: &[RawRecord], rules: &HoldingRules) -> Result<Section, Error> {
    let def = CopyTransfer::DEF;
    let levels = levels(cx, &def, owed, "copy")?;
    let (words, today, policy) = (cx.words, cx.view.today, cx.view.policy);
    let reports = may(cx, Report::NAME);
    let more = |record: &RawRecord| {
        let due = value_day(record, &def, "due_on").unwrap_or(Date::MAX);
        let level = record.value(&def, "copy").id().and_then(|copy| levels.get(&copy));
        let grave = due < today && level.is_some_and(|level| at_least(level, &rules.incident_from_level, policy));
        let report = format!("/do/{}?concerns={}&register={}", Report::NAME, record.head.id.outward(def.prefix), def.name);
        let candidate = match (grave, reports) {
            (true, true) => Cell::text(words.t("page-holdings-incident")).link(report),
            (true, false) => Cell::text(words.t("page-holdings-incident")),
            (false, _) => Cell::default(),
        };
        vec![stands(words, due, today, 0), candidate]
    };
    let headings = vec![Column::new(words.t("page-holdings-stands")), Column::new(words.t("page-holdings-report"))];
    let fields = ["number", "copy", "from_point", "to_point", "to_person", "to_authority", "due_on"];
    let shown = |id: RecordId| href(CopyTransfer::NAME, def.prefix, id);
    listing(cx, &def, "page-holdings-receipts", owed, &fields, &shown, Some((headings, &more)))
}

/// Open musters, each with its scan.
fn inventories(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let def = Inventory::DEF;
    let open = records(cx, &def, "newest", &[("state", InventoryState::Open.code().into())], RECENT)?;
    let words = cx.words;
    let more = |record: &RawRecord| {
        let scan = record.value(&def, "session").id().map(scan_href);
        vec![scan.map_or_else(Cell::default, |scan| Cell::text(words.t("page-holdings-scan")).link(scan))]
    };
    let headings = vec![Column::new(words.t("page-holdings-scan"))];
    let fields = ["number", "control_point", "cause", "outgoing", "incoming", "opened_at"];
    let shown = |id: RecordId| href(Inventory::NAME, def.prefix, id);
    listing(cx, &def, "page-holdings-inventories", &open, &fields, &shown, Some((headings, &more)))
}

fn destructions(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let def = HoldingDestruction::DEF;
    let mut open = Vec::new();
    for state in [DestructionState::Executed, DestructionState::Proposed] {
        open.extend(records(cx, &def, "newest", &[("state", state.code().into())], RECENT)?);
    }
    let fields = ["number", "control_point", "state", "method", "level", "copies", "takes_witness", "proposed_at"];
    listing(cx, &def, "page-holdings-destructions", &open, &fields, &|id| href(HoldingDestruction::NAME, def.prefix, id), None)
}

/// Address of the page a scan is read on.
pub fn scan_href(session: RecordId) -> String {
    format!("{}/{}", super::cabinet::PATH, session.outward(spine::cabinet::ScanSession::DEF.prefix))
}

/// What Today tells: receipts the reader owes, receipts that are overdue, musters of control points the reader keeps.
pub(super) fn waiting(cx: &mut PageCx<'_, '_>) -> Result<Vec<Told>, Error> {
    let (words, today) = (cx.words, cx.view.today);
    let def = CopyTransfer::DEF;
    let mine = owed_by_reader(cx.view)?;
    if !mine.is_empty() {
        cx.view.saw(&def);
    }
    let mine: Vec<Waiting> = mine
        .iter()
        .map(|transfer| Waiting {
            reference: Link::new(transfer.body.number.clone(), format!("/do/{}?on={}", Acknowledge::NAME, transfer.id().outward())),
            what: words.choice("state", transfer.body.state.code()),
            due: Some(transfer.body.due_on),
            id: transfer.id().outward(),
        })
        .collect();
    let mut told: Vec<Told> = vec![("page-section-copy-receipts", PATH, mine)];
    if cx.view.opens(CopyTransfer::NAME) && may(cx, EnterReceipt::NAME) {
        let owed = super::notices::rows(cx, &def, "due", &[("state", TransferState::Owed.code().into())])?;
        let late: Vec<Waiting> = owed
            .iter()
            .map(|record| super::notices::waiting(cx, &def, record, "state", "due_on"))
            .filter(|waiting| waiting.due.is_some_and(|due| due < today))
            .collect();
        told.push(("page-section-copies-overdue", PATH, late));
        let me = cx.view.account();
        let kept = records(cx, &ControlPoint::DEF, "codes", &[("keeper", me.into()), ("state", PointState::Open.code().into())], SHOWN)?;
        if !kept.is_empty() {
            let rules = rules(cx.view)?;
            let charges = charges(cx.view, &rules)?;
            let soon = today.saturating_add(Span::new().days(SOON_DAYS));
            let due = kept.iter().filter_map(|record| {
                let due = charges.get(&record.head.id)?.muster_due.filter(|due| *due <= soon)?;
                let waiting = super::notices::waiting(cx, &ControlPoint::DEF, record, "", "");
                Some(Waiting { what: words.t("page-holdings-muster"), due: Some(due), ..waiting })
            });
            told.push(("page-section-musters", PATH, due.collect()));
        }
    }
    Ok(told)
}

/// Links beside the heading of a record: the labels of a control point's copies, the scan of a muster, a certificate on paper.
pub fn links(cx: &mut PageCx<'_, '_>, def: &RegisterDef, record: &RawRecord) -> Result<Vec<Link>, Error> {
    let words = cx.words;
    // What the reader may not see is not named, not even by its id.
    let mut seen = |field: &str, register: &str| -> Result<Option<RecordId>, Error> {
        let Some(id) = record.value(def, field).id() else { return Ok(None) };
        Ok(cx.view.titles(register, &[id])?.contains_key(&id).then_some(id))
    };
    Ok(match def.name {
        ControlPoint::NAME => {
            let labels = seen("place", Place::NAME)?.map(|place| {
                let place = place.outward(Place::DEF.prefix);
                super::cabinet::label_links(words, &format!("place={place}&holdings={}", HoldingKind::Items.code()))
            });
            labels.into_iter().flatten().chain([Link::new(words.t("page-holdings"), PATH)]).collect()
        }
        Inventory::NAME => {
            let scan = seen("session", spine::cabinet::ScanSession::NAME)?.map(scan_href);
            scan.map(|scan| Link::new(words.t("page-holdings-scan"), scan)).into_iter().collect()
        }
        DestructionCertificate::NAME => pdf_links(words, record.head.id),
        _ => Vec::new(),
    })
}

fn pdf_links(words: Words, certificate: RecordId) -> Vec<Link> {
    let outward = certificate.outward(DestructionCertificate::DEF.prefix);
    let link = |lang: Lang| {
        let address = format!("{PATH}/certificates/{outward}/certificate.pdf?lang={}", lang.code());
        Link::new(words.t(&format!("page-cabinet-pdf-{}", lang.code())), address)
    };
    Lang::ALL.map(link).to_vec()
}

/// A destruction certificate as PDF, from its record alone.
pub async fn certificate(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    on_paper(&app, visitor, pairs, move |cx, lang| {
        let id: Id<DestructionCertificate> = RecordId::parse(&id).map(Id::new).ok_or(Error::NotFound)?;
        let certificate = cx.view.get(id)?;
        let of: Vec<RecordId> = certificate.body.destruction.iter().map(|d| d.raw()).collect();
        let destruction = cx.view.having_any::<HoldingDestruction>("id", &of)?.pop().map(|d| d.body);
        let points: Vec<RecordId> = destruction.iter().map(|d| d.control_point.raw()).collect();
        let point = cx.view.titles(ControlPoint::NAME, &points)?.into_values().next().unwrap_or_default();
        let people: Vec<RecordId> = [Some(certificate.body.recorded_by), certificate.body.verified_by].into_iter().flatten().collect();
        let names = cx.view.titles(Person::NAME, &people)?;
        let name = |id: Option<RecordId>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        let level = destruction.as_ref().map(|d| super::machine::with_categories(cx, &d.level.0, &d.categories)).unwrap_or_default();
        let sheet = Sheet {
            by: name(Some(certificate.body.recorded_by)),
            second: name(certificate.body.verified_by),
            point,
            level,
            marking: cx.view.policy.marking(&cx.mark(), lang),
            label: cx.label(),
            destruction,
            certificate,
        };
        Ok((sheet.certificate.body.number.clone(), document(&sheet, lang)))
    })
    .await
}
