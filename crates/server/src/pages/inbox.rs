//! Mail that came in as files: dropped here, looked at, taken into the book.

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::{Id, RecordId, Refusal, Register, limits};
use ledger::{Error, ListQuery};
use spine::documents::Attachment;
use spine::mail::inbox::{DropFile, DropState, MailDrop};
use spine::quarantine::{Entrance, QuarantinedFile};
use ui::pages::{ImportUploadPage, TablePage};
use ui::parts::{Cell, Column, Field, FieldGroup, FieldKind, Link, Row, Section, Table};

use super::form::Typed;
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::{Failure, reasons};
use crate::quarantine::{self, Kept, Reason};
use crate::visitor::Visitor;
use crate::words::time;

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| show(cx, Vec::new())).await
}

fn show(cx: &mut PageCx<'_, '_>, errors: Vec<String>) -> Result<String, Error> {
    let words = cx.words;
    let command = <DropFile as ledger::Command>::NAME;
    if !may(cx, command) {
        let duties = <DropFile as ledger::Command>::DUTIES.iter().map(|d| words.code("duty", d.code())).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new("duty-missing").with("duties", duties).into());
    }
    let earlier = waiting(cx, limits::PAGE_ROWS)?;
    let file = Field::new("file", words.t("page-inbox-file"), FieldKind::File { accept: exchange::mail::ENDINGS.to_owned() });
    let page = ImportUploadPage {
        steps: Vec::new(),
        action: "/mail/in".to_owned(),
        groups: vec![FieldGroup { legend: String::new(), fields: vec![file.hint(words.t("page-inbox-file-hint"))] }],
        errors,
        limits: words.t("page-inbox-limits"),
        links: vec![Link::new(words.register(QuarantinedFile::NAME, false), format!("/r/{}?view=newest", QuarantinedFile::NAME))],
        earlier,
        shell: cx.shell(words.t("page-inbox"), "/mail/in")?,
    };
    Ok(html(&page))
}

/// The files that wait for a look, the longest waiting first.
pub fn waiting(cx: &mut PageCx<'_, '_>, limit: usize) -> Result<Section, Error> {
    let words = cx.words;
    let query = ListQuery {
        view: Some("oldest".to_owned()),
        filters: vec![("state".to_owned(), DropState::Waiting.code().into())],
        limit,
        ..ListQuery::default()
    };
    let drops = cx.view.rows_of(MailDrop::NAME, &query)?;
    let def = MailDrop::DEF;
    let rows = drops.iter().map(|record| {
        let text = |name: &str| record.value(&def, name).text().unwrap_or("").to_owned();
        let since = record.value(&def, "since").int().map(|m| time(m, cx.zone)).unwrap_or_default();
        Row::new(vec![
            Cell::text(text("name")).link(record_href(MailDrop::NAME, def.prefix, record.head.id)),
            Cell::text(text("correspondent")),
            Cell::text(text("subject")),
            Cell::text(words.choice("condition", &text("condition"))),
            Cell::fixed(since),
        ])
    });
    let rows = rows.collect();
    let field = |name: &str| words.field(Some(MailDrop::NAME), name);
    let table = Table {
        caption: words.t("page-section-inbox"),
        columns: ["name", "correspondent", "subject", "condition", "since"].iter().map(|name| Column::new(field(name))).collect(),
        rows,
        empty: words.t("page-section-inbox-empty"),
        selectable: false,
    };
    let links = vec![Link::new(words.t("page-all"), "/r/mail_drops?view=oldest")];
    Ok(Section { title: words.t("page-section-inbox"), intro: String::new(), table, links })
}

/// Why a file is refused for itself, and kept among the refused ones.
const UNREAD: [&str; 4] = ["body-too-large", "file-not-taken", "mail-not-read", "mail-too-much-in-it"];

/// Takes a file.
pub async fn upload(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let typed = Typed::sent(request, limits::UPLOAD_BYTES_MAX, &visitor).await?;
    let account = app.show(visitor.clone(), |cx| Ok(cx.view.account())).await?;
    let (staged, kept) = match typed.file {
        Some((name, bytes)) => {
            let (copy, shown) = (quarantine::copy(&bytes), name.clone());
            match app.drop_mail(account, name, bytes).await {
                // What lies in the inbox already is not kept twice.
                Err(Error::Refused(refused)) => {
                    let why = refused.0.iter().find(|why| UNREAD.contains(&why.code));
                    let kept = match why {
                        Some(why) => app.quarantine(account, Entrance::Mail, &shown, copy, Reason::Refused(why)).await,
                        None => Kept::No,
                    };
                    (Err(Error::Refused(refused)), kept)
                }
                staged => (staged, Kept::No),
            }
        }
        None => (Err(Refusal::new("file-missing").into()), Kept::No),
    };
    match staged {
        Ok(receipt) => {
            let to = receipt.answer.map_or_else(|| "/mail/in".to_owned(), |(_, id)| record_href(MailDrop::NAME, MailDrop::DEF.prefix, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error @ Error::Refused(_)) => {
            let wrong = reasons(&error);
            let again = app
                .show(visitor, move |cx| {
                    let texts = wrong.iter().map(|r| cx.words.refusal(r));
                    let texts = texts.chain(kept.told(&cx.words)).collect();
                    show(cx, texts)
                })
                .await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
        }
        Err(error) => Err(failed(error)),
    }
}

async fn original(app: &App, visitor: &Visitor, id: &str) -> Result<(Attachment, Vec<u8>), Failure> {
    let id = RecordId::parse(id).ok_or_else(|| Failure::of(Error::NotFound, visitor))?;
    let found = app
        .show(visitor.clone(), move |cx| {
            let attachment = cx.view.get::<Attachment>(Id::new(id))?;
            cx.opens_record(&attachment.head);
            Ok(attachment.body)
        })
        .await?;
    let bytes = app.ledger.blob(found.blob).answer().await.map_err(|e| Failure::of(e, visitor))?;
    Ok((found, bytes))
}

/// A message, as text: never as markup.
pub async fn message(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let (file, bytes) = original(&app, &visitor, &id).await?;
    let mail = app.read_mail(bytes).await.map_err(|e| Failure::of(e, &visitor))?;
    let label = app.label_of(&mail).await.map_err(|e| Failure::of(e, &visitor))?;
    app.page(visitor, move |cx| {
        let words = cx.words;
        cx.view.get::<Attachment>(Id::new(RecordId::parse(&id).ok_or(Error::NotFound)?))?;
        let fact = |label: &str, text: String| Row::new(vec![Cell::text(words.field(Some(MailDrop::NAME), label)), Cell::text(text)]);
        let mut rows = vec![
            fact("correspondent", mail.sender.clone().unwrap_or_default()),
            fact("subject", mail.subject.clone().unwrap_or_default()),
            fact("document_date", mail.sent_on.map(|d| d.to_string()).unwrap_or_default()),
            fact("message_id", mail.message_id.clone().unwrap_or_default()),
        ];
        let line = |key: &str, text: String| Row::new(vec![Cell::text(words.t(key)), Cell::text(text)]);
        let found = |finding: &exchange::Finding| line("page-labels-finding", super::import::finding_text(&words, finding));
        // What nobody sees by looking at it: that it has no text of its own, no day.
        rows.extend(mail.findings.iter().map(found));
        // What the sender's system says it is marked; whoever takes it into the book decides.
        if let Some(label) = &label {
            let read = label.as_ref().map(|label| (label, label.meaning(cx.view.policy)));
            rows.extend(match read {
                Ok((label, meaning)) => {
                    let means = super::labels::meant(cx, &meaning);
                    let said = line("page-message-label", format!("{} · {means}", label.policy));
                    std::iter::once(said).chain(meaning.findings.iter().map(found)).collect::<Vec<_>>()
                }
                Err(finding) => vec![line("page-message-label", super::import::finding_text(&words, finding))],
            });
        }
        rows.extend(mail.text.lines().map(|line| Row::new(vec![Cell::text(String::new()), Cell::text(line.to_owned())])));
        let section = |title: String, columns: Vec<Column>, rows: Vec<Row>| Section {
            title: title.clone(),
            table: Table { caption: title, columns, rows, empty: words.t("page-none"), selectable: false },
            ..Section::default()
        };
        let parts = mail.parts.iter().enumerate().map(|(at, part)| {
            let link = format!("/attachments/{id}/parts/{at}");
            Row::new(vec![Cell::text(part.name.clone()).link(link), Cell::number(words.l.int(part.bytes as i64))])
        });
        let of = |name: &str| words.field(Some(Attachment::NAME), name);
        let parts = parts.collect();
        let sections = vec![
            section(file.name.clone(), vec![Column::new(words.t("page-message-field")), Column::new(words.t("page-message-text"))], rows),
            section(words.t("page-message-parts"), vec![Column::new(of("name")), Column::number(of("bytes"))], parts),
        ];
        let page = TablePage { intro: String::new(), sections, links: Vec::new(), shell: cx.shell(file.name.clone(), "")? };
        Ok(html(&page))
    })
    .await
}

/// A file in a message, as a download.
pub async fn part(State(app): State<App>, visitor: Visitor, Path((id, at)): Path<(String, usize)>) -> Result<Response, Failure> {
    let (_, bytes) = original(&app, &visitor, &id).await?;
    let failed = |e| Failure::of(e, &visitor);
    let mail = app.read_mail(bytes).await.map_err(failed)?;
    let part = mail.parts.get(at).ok_or_else(|| failed(Error::NotFound))?;
    let bytes = part.decoded().ok_or_else(|| failed(Error::NotFound))?;
    let plain: String = part.name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' }).collect();
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
