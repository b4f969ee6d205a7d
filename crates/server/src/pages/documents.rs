//! Documents: what is in force, what the reader has still to read, what is past its review, and who has not read; the page on which one reads a text and
//! says so.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use kernel::{Id, Record, RecordId, Register, limits};
use ledger::{Command, Error};
use spine::documents::Attachment;
use spine::documents::controlled::commands::RegisterDocument;
use spine::documents::controlled::queries::{
    Readers, Text, Unread, bound_by, in_force, overdue_of, past_review, readers, text_in_force, unread,
};
use spine::documents::controlled::readers::Acknowledge;
use spine::documents::controlled::{ControlledDocument, DocumentRelation, DocumentVersion, VALIDATORS, VersionState};
use ui::pages::{FindPage, TablePage};
use ui::parts::{Cell, Column, Link, Notice, Row, Section, Table, Tone};

use super::notices::{Told, Waiting};
use super::register::{Asked, look_back, sees};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// Where the page is.
pub const PATH: &str = "/documents";
/// Texts and documents shown in one section.
const SHOWN: usize = limits::PAGE_ROWS;

/// The page on which a document is read.
pub fn href(document: RecordId) -> String {
    format!("{PATH}/{}", document.outward(ControlledDocument::DEF.prefix))
}

/// The title in the reader's language.
fn title(words: &Words, document: &ControlledDocument) -> String {
    match words.l.lang() {
        kernel::Lang::En => document.title_en.clone(),
        kernel::Lang::Fr => document.title_fr.clone(),
    }
}

pub(super) fn section(words: &Words, key: &str, columns: Vec<Column>, rows: Vec<Row>) -> Section {
    let table = Table { caption: words.t(key), columns, rows, empty: words.t(&format!("{key}-empty")), selectable: false };
    Section { title: words.t(key), table, ..Section::default() }
}

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &ControlledDocument::DEF)?;
        let (today, me) = (cx.view.today, cx.view.account());
        let mine = unread(cx.view, me, today)?;
        let texts = in_force(cx.view, today, SHOWN)?;
        let late = past_review(cx.view, today, SHOWN)?;
        let readers = readers(cx.view, today)?;
        cx.lists(mine.iter().map(|u| &u.text.document.head));
        cx.lists(texts.iter().map(|t| &t.document.head));
        cx.lists(late.iter().map(|d| &d.head));
        let owners: Vec<RecordId> = texts.iter().map(|t| &t.document).chain(&late).map(|d| d.body.owner.raw()).collect();
        let names = cx.view.account_names(&owners)?;
        let words = cx.words;
        let name = |owner: RecordId| names.get(&owner).cloned().unwrap_or_default();
        let field = |name: &str| Column::new(words.field(Some(ControlledDocument::NAME), name));
        let column = |key: &str| Column::new(words.t(key));
        let read_row = |unread: &Unread| {
            let tone = if unread.due < today { Tone::Bad } else { Tone::Info };
            Row::new(vec![
                Cell::fixed(unread.text.version.body.reference.clone()).link(href(unread.text.document.head.id)),
                Cell::text(title(&words, &unread.text.document.body)),
                Cell::badge(tone, unread.due.to_string()),
            ])
        };
        let to_read = section(
            &words,
            "page-documents-to-read",
            vec![field("reference"), field("title_en"), column("page-documents-read-by-day")],
            mine.iter().map(read_row).collect(),
        );
        let force_row = |text: &Text| {
            let body = &text.document.body;
            Row::new(vec![
                Cell::fixed(text.version.body.reference.clone()).link(href(text.document.head.id)),
                Cell::text(title(&words, body)),
                Cell::text(words.choice("kind", body.kind.code())),
                Cell::fixed(text.version.body.valid_from.map(|day| day.to_string()).unwrap_or_default()),
                Cell::text(name(body.owner.raw())),
                read_by(&words, readers.get(&text.version.head.id).copied().unwrap_or_default()),
            ])
        };
        let mut force = section(
            &words,
            "page-documents-in-force",
            vec![
                field("reference"),
                field("title_en"),
                field("kind"),
                column("page-documents-since"),
                field("owner"),
                column("page-documents-read"),
            ],
            texts.iter().map(force_row).collect(),
        );
        force.links = vec![Link::new(words.t("page-documents-register"), format!("/r/{}", ControlledDocument::NAME))];
        let late_row = |document: &Record<ControlledDocument>| {
            Row::new(vec![
                Cell::fixed(document.body.reference.clone()).link(href(document.head.id)),
                Cell::text(title(&words, &document.body)),
                Cell::text(name(document.body.owner.raw())),
                Cell::badge(Tone::Warn, document.body.review_due_on.map(|day| day.to_string()).unwrap_or_default()),
            ])
        };
        let review = section(
            &words,
            "page-documents-past-review",
            vec![field("reference"), field("title_en"), field("owner"), field("review_due_on")],
            late.iter().map(late_row).collect(),
        );
        let links = may(cx, RegisterDocument::NAME)
            .then(|| Link::new(words.code("command", RegisterDocument::NAME), format!("/do/{}", RegisterDocument::NAME)));
        let page = TablePage {
            intro: words.t("page-documents-intro"),
            sections: vec![to_read, force, review],
            links: links.into_iter().collect(),
            shell: cx.shell(words.t("page-documents"), PATH)?,
        };
        Ok(html(&page))
    })
    .await
}

/// How many of those it binds have read a text.
fn read_by(words: &Words, readers: Readers) -> Cell {
    if readers.bound == 0 {
        return Cell::quiet(words.t("page-documents-nobody-bound"));
    }
    let text = words.l.with2("page-documents-read-of", "read", &words.l.int(readers.read), "bound", &words.l.int(readers.bound));
    Cell::badge(if readers.read < readers.bound { Tone::Warn } else { Tone::Good }, text)
}

/// A document as it is read: the text in force on a day, what others take from it or add to it, its versions, whom it binds.
pub async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &ControlledDocument::DEF)?;
        let id = RecordId::parse(&id).ok_or(Error::NotFound)?;
        let asked = Asked::new(pairs);
        look_back(cx, asked.day("known"))?;
        let document = cx.view.get::<ControlledDocument>(Id::new(id))?;
        let day = asked.day("on").unwrap_or(cx.view.today);
        let text = text_in_force(cx.view, document.id(), day)?;
        let mut versions = cx.view.having::<DocumentVersion>("document", id)?;
        versions.sort_by_key(|version| std::cmp::Reverse(version.body.position));
        cx.lists(versions.iter().map(|version| &version.head));
        let mut sections = vec![text_section(cx, text.version.as_ref(), day)?];
        sections.push(changed_section(cx, &text.changed_by)?);
        sections.push(versions_section(cx, &versions)?);
        if let Some(version) = &text.version {
            sections.push(readers_section(cx, version, day)?);
        }
        let words = cx.words;
        let notices = match &text.version {
            Some(version) if binds_me(cx, version, day)? => {
                vec![Notice { tone: Tone::Warn, text: words.t("page-documents-text-intro"), link: Some(acknowledge(&words, version)) }]
            }
            _ => Vec::new(),
        };
        let page = FindPage {
            intro: title(&words, &document.body),
            path: href(id),
            name: "on".to_owned(),
            day: true,
            label: words.t("page-documents-as-of"),
            value: day.to_string(),
            submit: words.t("ui-show"),
            notices,
            sections,
            links: vec![Link::new(
                words.t("page-documents-record"),
                record_href(ControlledDocument::NAME, ControlledDocument::DEF.prefix, id),
            )],
            shell: {
                let mut shell = cx.shell(document.body.reference.clone(), PATH)?;
                shell.trail = vec![Link::new(words.t("page-documents"), PATH)];
                shell
            },
        };
        Ok(html(&page))
    })
    .await
}

fn acknowledge(words: &Words, version: &Record<DocumentVersion>) -> Link {
    let on = version.head.id.outward(DocumentVersion::DEF.prefix);
    Link::new(words.code("command", Acknowledge::NAME), format!("/do/{}?on={on}", Acknowledge::NAME))
}

/// Whether the reader has still to read a version that is in force today.
fn binds_me(cx: &mut PageCx<'_, '_>, version: &Record<DocumentVersion>, day: Date) -> Result<bool, Error> {
    if cx.view.is_past() || day != cx.view.today {
        return Ok(false);
    }
    let me = cx.view.account();
    Ok(bound_by(cx.view, version, day)?.iter().any(|bound| bound.account == me && bound.read_at.is_none()))
}

/// The text in force: its reference, since when, and the file.
fn text_section(cx: &mut PageCx<'_, '_>, version: Option<&Record<DocumentVersion>>, day: Date) -> Result<Section, Error> {
    let files: Vec<RecordId> = version.iter().filter_map(|v| Some(v.body.text?.raw())).collect();
    let files = cx.view.titles(Attachment::NAME, &files)?;
    let words = cx.words;
    let row = |version: &Record<DocumentVersion>| {
        let file = version.body.text.map(Id::raw);
        let name = file.and_then(|file| files.get(&file).cloned()).unwrap_or_default();
        let open = file.filter(|file| files.contains_key(file));
        let name = Cell::text(name);
        Row::new(vec![
            Cell::fixed(version.body.reference.clone()).link(record_href(
                DocumentVersion::NAME,
                DocumentVersion::DEF.prefix,
                version.head.id,
            )),
            Cell::fixed(version.body.valid_from.map(|day| day.to_string()).unwrap_or_default()),
            match open {
                Some(file) => name.link(format!("/attachments/{}", file.outward(Attachment::DEF.prefix))),
                None => name,
            },
            Cell::fixed(version.body.digest.clone().unwrap_or_default()),
        ])
    };
    let columns = vec![
        Column::new(words.field(None, "reference")),
        Column::new(words.t("page-documents-since")),
        Column::new(words.t("page-documents-file")),
        Column::new(words.field(None, "digest")),
    ];
    let section = section(&words, "page-documents-text", columns, version.into_iter().map(row).collect());
    Ok(Section { intro: day.to_string(), ..section })
}

/// What other documents supersede of it or add to it.
fn changed_section(cx: &mut PageCx<'_, '_>, relations: &[Record<DocumentRelation>]) -> Result<Section, Error> {
    cx.lists(relations.iter().map(|relation| &relation.head));
    let others: Vec<RecordId> = relations.iter().map(|relation| relation.body.document.raw()).collect();
    let others = cx.view.having_any::<ControlledDocument>("id", &others)?;
    let words = cx.words;
    let row = |relation: &Record<DocumentRelation>| {
        // Who may not see the other does not learn that there is one.
        let other = others.iter().find(|other| other.id() == relation.body.document)?;
        Some(Row::new(vec![
            Cell::fixed(other.body.reference.clone()).link(href(other.head.id)),
            Cell::text(title(&words, &other.body)),
            Cell::text(words.choice("relation", relation.body.relation.code())),
            Cell::text(relation.body.component.clone().unwrap_or_default()),
            Cell::fixed(relation.body.valid_from.to_string()),
        ]))
    };
    let field = |name: &str| Column::new(words.field(None, name));
    let columns = vec![field("reference"), field("title_en"), field("relation"), field("component"), field("valid_from")];
    Ok(section(&words, "page-documents-changed", columns, relations.iter().filter_map(row).collect()))
}

/// Its versions, the newest first.
fn versions_section(cx: &mut PageCx<'_, '_>, versions: &[Record<DocumentVersion>]) -> Result<Section, Error> {
    let authors: Vec<RecordId> = versions.iter().map(|version| version.body.author.raw()).collect();
    let names = cx.view.account_names(&authors)?;
    let words = cx.words;
    let tone = |state: VersionState| match state {
        VersionState::InForce => Tone::Good,
        VersionState::Superseded | VersionState::Withdrawn => Tone::Neutral,
        _ => Tone::Info,
    };
    let row = |version: &Record<DocumentVersion>| {
        let body = &version.body;
        let day = |day: Option<Date>| Cell::fixed(day.map(|day| day.to_string()).unwrap_or_default());
        Row::new(vec![
            Cell::fixed(body.reference.clone()).link(record_href(DocumentVersion::NAME, DocumentVersion::DEF.prefix, version.head.id)),
            Cell::badge(tone(body.state), words.choice("state", body.state.code())),
            Cell::text(names.get(&body.author.raw()).cloned().unwrap_or_default()),
            day(body.valid_from),
            day(body.valid_until),
        ])
    };
    let field = |name: &str| Column::new(words.field(None, name));
    let columns = vec![field("reference"), field("state"), field("author"), field("valid_from"), field("valid_until")];
    Ok(section(&words, "page-documents-versions", columns, versions.iter().map(row).collect()))
}

/// Whom the text binds, those who have not read it first.
fn readers_section(cx: &mut PageCx<'_, '_>, version: &Record<DocumentVersion>, day: Date) -> Result<Section, Error> {
    let mut bound = bound_by(cx.view, version, day)?;
    let count = bound.len();
    bound.truncate(limits::PAGE_ROWS_MAX);
    let accounts: Vec<RecordId> = bound.iter().map(|b| b.account).collect();
    let names = cx.view.account_names(&accounts)?;
    let words = cx.words;
    let rows = bound.iter().map(|b| {
        let word = match b.read_at {
            Some(at) => Cell::fixed(time(at, cx.zone)),
            None if b.due < day => Cell::badge(Tone::Bad, words.t("page-documents-late")),
            None => Cell::badge(Tone::Warn, words.t("page-documents-unread")),
        };
        Row::new(vec![Cell::text(names.get(&b.account).cloned().unwrap_or_default()), Cell::fixed(b.due.to_string()), word])
    });
    let columns = vec![
        Column::new(words.field(None, "account")),
        Column::new(words.t("page-documents-read-by-day")),
        Column::new(words.t("page-documents-read-at")),
    ];
    let section = section(&words, "page-documents-readers", columns, rows.collect());
    Ok(Section { intro: if count == 0 { String::new() } else { words.l.count("page-total", "count", count) }, ..section })
}

/// What waits for the reader: to read, to validate or bring into force, to look at again, and their own documents that others have not read in time.
pub(super) fn waiting(cx: &mut PageCx<'_, '_>) -> Result<Vec<Told>, Error> {
    let (today, me) = (cx.view.today, cx.view.account());
    let words = cx.words;
    let told = |unread: &Unread, what: String| Waiting {
        reference: Link::new(
            format!("{} {}", unread.text.version.body.reference, title(&words, &unread.text.document.body)),
            href(unread.text.document.head.id),
        ),
        what,
        due: Some(unread.due),
        id: unread.text.version.head.id.outward(DocumentVersion::DEF.prefix),
    };
    let mut mine = unread(cx.view, me, today)?;
    mine.truncate(super::notices::SHOWN);
    cx.lists(mine.iter().map(|u| &u.text.document.head));
    let mut others = overdue_of(cx.view, me, today)?;
    others.truncate(super::notices::SHOWN);
    cx.lists(others.iter().map(|u| &u.text.document.head));
    let mut groups = vec![
        ("page-section-documents", PATH, mine.iter().map(|u| told(u, words.choice("kind", u.text.document.body.kind.code()))).collect()),
        ("page-section-documents-unread", PATH, others.iter().map(|u| told(u, words.t("page-documents-overdue"))).collect()),
    ];
    if cx.view.duties().iter().any(|duty| VALIDATORS.contains(duty)) {
        let mut review = Vec::new();
        for state in [VersionState::InReview, VersionState::Validated] {
            let versions = super::notices::rows(cx, &DocumentVersion::DEF, "newest", &[("state", state.code().into())])?;
            review.extend(versions.iter().map(|r| super::notices::waiting(cx, &DocumentVersion::DEF, r, "state", "")));
        }
        groups.push(("page-section-documents-validate", "/r/document_versions?view=newest&state=version_in_review", review));
    }
    let mut late = past_review(cx.view, today, limits::PAGE_ROWS_MAX)?;
    late.retain(|document| document.body.owner.raw() == me);
    late.truncate(super::notices::SHOWN);
    cx.lists(late.iter().map(|document| &document.head));
    let mut look_again: Vec<Waiting> = late
        .iter()
        .map(|document| Waiting {
            reference: Link::new(format!("{} {}", document.body.reference, title(&words, &document.body)), href(document.head.id)),
            what: words.choice("kind", document.body.kind.code()),
            due: document.body.review_due_on,
            id: document.head.id.outward(ControlledDocument::DEF.prefix),
        })
        .collect();
    look_again.extend(super::knowledge::past_review_of(cx, me)?);
    groups.push(("page-section-documents-review", PATH, look_again));
    Ok(groups)
}
