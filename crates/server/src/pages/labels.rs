//! Labels and clearances as other systems write them: what a file means here, and a person's access as a file.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use exchange::label::{Labelled, Meaning, Of, write_clearance, write_mark};
use exchange::normalise::levels::Words;
use exchange::normalise::nations::{code_mappings, members};
use exchange::sandbox::Sandbox;
use kernel::{Id, RecordId, Refusal, Register, Value};
use ledger::Error;
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::{Decision, effective_access};
use spine::people::Person;
use spine::quarantine::Entrance;
use ui::pages::{ImportUploadPage, TablePage};
use ui::parts::{Cell, Column, Field, FieldGroup, FieldKind, Link, Row, Section, Table, Tone};

use super::form::Typed;
use super::import::{finding_text, with_kept};
use super::letters::file;
use super::machine::with_categories;
use super::register::sees;
use super::{PageCx, html};
use crate::app::App;
use crate::failure::Failure;
use crate::leaving;
use crate::quarantine::{self, Reason};
use crate::visitor::Visitor;

/// Its address.
pub const PATH: &str = "/clearance/labels";

/// The empty form.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        sees(cx, &Decision::DEF)?;
        show(cx, &[], None)
    })
    .await
}

/// What a file means.
pub async fn read(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let typed = Typed::sent(request, exchange::limits::LABEL_BYTES, &visitor).await?;
    // Who may not ask starts no reader.
    let account = app.show(visitor.clone(), |cx| sees(cx, &Decision::DEF).map(|()| cx.view.account())).await?;
    let sandbox = Sandbox { program: app.program.clone() };
    let found = match typed.file {
        None => None,
        Some((name, bytes)) => {
            let copy = quarantine::copy(&bytes);
            let read = tokio::task::spawn_blocking(move || sandbox.read_label(&bytes))
                .await
                .map_err(|e| Failure::of(Error::Stored(format!("a label could not be read: {e}")), &visitor))?;
            Some(match read {
                Ok(label) => Ok(label),
                Err(finding) => Err((app.quarantine(account, Entrance::Label, &name, copy, Reason::Found(&finding)).await, finding)),
            })
        }
    };
    let (wrong, page) = app
        .show(visitor, move |cx| {
            sees(cx, &Decision::DEF)?;
            match found {
                None => Ok((true, show(cx, &[cx.words.refusal(&Refusal::new("file-missing"))], None)?)),
                Some(Err((kept, finding))) => {
                    let told = with_kept(&cx.words, finding_text(&cx.words, &finding), &kept);
                    Ok((true, show(cx, &told, None)?))
                }
                Some(Ok(label)) => Ok((false, show(cx, &[], Some(&label))?)),
            }
        })
        .await?;
    Ok((if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, Html(page)).into_response())
}

fn show(cx: &mut PageCx<'_, '_>, errors: &[String], label: Option<&Labelled>) -> Result<String, Error> {
    let words = cx.words;
    let field =
        Field::new("file", words.t("page-labels-file"), FieldKind::File { accept: ".xml".to_owned() }).hint(words.t("page-labels-hint"));
    let told = label.map(|label| told(cx, label, &label.meaning(cx.view.policy))).unwrap_or_default();
    let page = ImportUploadPage {
        steps: Vec::new(),
        action: PATH.to_owned(),
        groups: vec![FieldGroup { legend: String::new(), fields: vec![field] }],
        errors: errors.to_vec(),
        limits: words.t("page-labels-limits"),
        links: vec![Link::new(words.t("page-equivalences"), EQUIVALENCES)],
        earlier: told,
        shell: cx.shell(words.t("page-labels"), PATH)?,
    };
    Ok(html(&page))
}

/// What a label means here, in words.
pub fn meant(cx: &PageCx<'_, '_>, meaning: &Meaning) -> String {
    let level = |l: &kernel::Level| with_categories(cx, &l.0, &meaning.categories);
    meaning.level.as_ref().map_or_else(|| cx.words.t("page-labels-not-understood"), level)
}

/// What was understood, and what can be done with it.
fn told(cx: &PageCx<'_, '_>, label: &Labelled, meaning: &Meaning) -> Section {
    let words = &cx.words;
    let line = |key: &str, text: String| Row::new(vec![Cell::text(words.t(key)), Cell::text(text)]);
    let level = meant(cx, meaning);
    let what = if label.of == Of::Thing { "page-labels-label" } else { "page-labels-clearance" };
    let tags = label.tags.iter().map(|tag| format!("{}: {}", tag.name, tag.values.join(", "))).collect::<Vec<_>>().join("; ");
    let mut rows = vec![
        line("page-labels-what", words.t(what)),
        line("page-labels-policy", label.policy.clone()),
        line("page-labels-said", [label.classifications.join(", "), tags].join(" · ").trim_end_matches(" · ").to_owned()),
        line("page-labels-means", level),
    ];
    rows.extend(meaning.findings.iter().map(|finding| line("page-labels-finding", finding_text(words, finding))));
    // What lies above this system is understood and held nowhere.
    if let Some(refusal) = meaning.level.as_ref().and_then(|level| cx.view.policy.refuses(level)) {
        rows.push(line("page-labels-finding", words.refusal(&refusal)));
    }
    let title = words.t("page-labels-result");
    let asked = meaning.level.as_ref().map(|level| {
        let query = format!("level={}&categories={}", level.0, meaning.categories.joined().replace(' ', "+"));
        match label.of {
            Of::Thing => Link::new(words.t("page-gate"), format!("{}?{query}", super::gate::PATH)),
            Of::Somebody => Link::new(words.code("command", "incoming.receive"), format!("/do/incoming.receive?{query}")),
        }
    });
    let columns = vec![Column::new(words.t("page-labels-question")), Column::new(words.t("page-labels-answer"))];
    let table = Table { caption: title.clone(), columns, rows, empty: String::new(), selectable: false };
    Section { title, intro: String::new(), table, links: asked.into_iter().collect() }
}

/// What a record is marked, as a file for another system: no more of it than its marking.
pub async fn of_record(
    State(app): State<App>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let bytes = app.show(visitor, move |cx| written(cx, &register, &id)).await?;
    Ok(file(exchange::label::FILE, "application/xml", bytes))
}

/// The label of a record that the reader sees.
///
/// # Errors
/// `label-says-nothing` where no label can say what it is marked.
pub fn written(cx: &mut PageCx<'_, '_>, register: &str, id: &str) -> Result<Vec<u8>, Error> {
    let record = cx.view.get_raw(register, RecordId::parse(id).ok_or(Error::NotFound)?)?;
    let bytes = write_mark(cx.view.policy, &cx.view.policy.mark(&record.head)).map_err(|e| Error::Stored(e.to_string()))?;
    bytes.ok_or_else(|| Refusal::new("label-says-nothing").into())
}

/// Address of the table of equivalences.
pub const EQUIVALENCES: &str = "/clearance/equivalences";

/// What other policies call the levels of this one, which of their words are taken for another level, and which codes of nations are not ISO 3166, and since
/// when nations are members: the tables by which labels, trackers and cases are read.
pub async fn equivalences(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let (words, policy) = (cx.words, cx.view.policy);
        let table = Words::of(policy);
        let name = |code: &str| policy.name(code, words.l.lang()).to_owned();
        let whose = |policy: &str| match policy {
            "" => words.t("page-equivalences-all"),
            "NATO" | "EU" => policy.to_owned(),
            other => words.nation(other),
        };
        let mut rows: Vec<_> = table
            .lines()
            .iter()
            .map(|line| {
                let traps: Vec<String> = table
                    .traps(line)
                    .into_iter()
                    .map(|(word, other)| format!("{word} ({}) = {}", whose(&other.level.policy), name(&other.level.code)))
                    .collect();
                let level =
                    std::iter::once(name(&line.level.code)).chain(line.level.categories.iter().cloned()).collect::<Vec<_>>().join(" ");
                let trap =
                    if traps.is_empty() { Cell::text(String::new()) } else { Cell::badge(Tone::Warn, words.t("page-equivalences-trap")) };
                let source = words.t(if line.in_force { "page-equivalences-in-force" } else { "page-equivalences-house" });
                let shown = whose(&line.level.policy);
                let cells = vec![
                    Cell::text(shown.clone()),
                    Cell::prose(line.words.join(" · ")),
                    Cell::text(level),
                    trap,
                    Cell::prose(traps.join(" · ")),
                    Cell::text(source),
                ];
                let order = (!line.in_force, line.level.policy.len() == 3, kernel::fold::fold(&shown));
                (order, std::cmp::Reverse(policy.rank(&kernel::Level(line.level.code.clone()))), Row::new(cells))
            })
            .collect();
        rows.sort_by(|(one, high, _), (other, low, _)| (one, high).cmp(&(other, low)));
        let column = |key: &str| Column::new(words.t(key));
        let section = |title: &str, intro: &str, columns: Vec<Column>, rows: Vec<Row>| {
            let title = words.t(title);
            let table = Table { caption: title.clone(), columns, rows, empty: words.t("page-none"), selectable: false };
            Section { title, intro: words.t(intro), table, links: Vec::new() }
        };
        let codes = code_mappings().map(|mapping| {
            let until = mapping.until.map(|day| day.to_string()).unwrap_or_default();
            Row::new(vec![
                Cell::fixed(mapping.code.to_owned()),
                Cell::fixed(mapping.alpha3.to_owned()),
                Cell::text(words.nation(mapping.alpha3)),
                Cell::fixed(until),
            ])
        });
        let members = members().map(|member| {
            let source = words.t(&format!("page-members-{}", member.source));
            Row::new(vec![
                Cell::fixed(member.alpha3.to_owned()),
                Cell::text(words.nation(member.alpha3)),
                Cell::fixed(member.since.to_string()),
                Cell::text(source),
            ])
        });
        let page = TablePage {
            intro: words.t("page-equivalences-intro"),
            sections: vec![
                section(
                    "page-equivalences-levels",
                    "page-equivalences-levels-intro",
                    ["whose", "words", "level", "trap-column", "taken-for", "source"]
                        .map(|key| column(&format!("page-equivalences-{key}")))
                        .to_vec(),
                    rows.into_iter().map(|(_, _, row)| row).collect(),
                ),
                section(
                    "page-equivalences-codes",
                    "page-equivalences-codes-intro",
                    ["code", "iso", "nation", "until"].map(|key| column(&format!("page-equivalences-{key}"))).to_vec(),
                    codes.collect(),
                ),
                section(
                    "page-members",
                    "page-members-intro",
                    ["page-equivalences-iso", "page-equivalences-nation", "page-members-since", "page-equivalences-source"]
                        .map(column)
                        .to_vec(),
                    members.collect(),
                ),
            ],
            links: vec![Link::new(words.t("page-labels"), PATH)],
            shell: cx.shell(words.t("page-equivalences"), EQUIVALENCES)?,
        };
        Ok(html(&page))
    })
    .await
}

/// What a person may see today, as a file for another system; what leaves is recorded as any export is.
pub async fn clearance(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let failed = |e| Failure::of(e, &visitor);
    let person = Id::<Person>::new(RecordId::parse(&id).ok_or(Error::NotFound).map_err(failed)?);
    let (account, bytes, marking) = app
        .show(visitor.clone(), move |cx| {
            sees(cx, &Decision::DEF)?;
            cx.view.get(person)?;
            cx.opens_file(Some(person.raw()));
            let facts = facts(cx.view, person)?;
            let rules = rulebook(cx.view)?;
            let access = effective_access(&facts, cx.view.today, None, &rules, cx.view.policy);
            let bytes =
                write_clearance(cx.view.policy, access.level.as_ref(), &access.categories).map_err(|e| Error::Stored(e.to_string()))?;
            Ok((cx.view.account(), bytes, cx.view.policy.both(&cx.mark())))
        })
        .await?;
    // Whose it was is told by who opened which file; the list of exports is read by more people than that file.
    let values = vec![Person::NAME.into(), "clearance.xml".into(), "xml".into(), Value::Int(1), marking.as_str().into()];
    leaving::record(&app, account, values).await.map_err(failed)?;
    Ok(file("clearance.xml", "application/xml", bytes))
}
