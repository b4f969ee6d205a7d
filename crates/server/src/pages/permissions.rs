//! The table of duties in plain words: who may give which command and approve it, who sees which register.

use axum::extract::State;
use axum::response::Response;
use kernel::Duty;
use ledger::crypto::hex;
use ui::pages::TablePage;
use ui::parts::{Cell, Column, Row, Section, Table};

use super::html;
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/permissions";

fn names(words: &Words, duties: &[Duty]) -> String {
    if duties.is_empty() {
        return words.t("page-nobody");
    }
    let mut names: Vec<String> = duties.iter().map(|d| words.code("duty", d.code())).collect();
    names.sort();
    names.join(", ")
}

fn section(words: &Words, title: &str, columns: &[&str], rows: Vec<Row>) -> Section {
    let table = Table {
        caption: words.t(title),
        columns: columns.iter().map(|key| Column::new(words.t(key))).collect(),
        rows,
        empty: words.t("page-none"),
        selectable: false,
    };
    Section { title: words.t(title), intro: String::new(), table, links: Vec::new() }
}

/// The page: for whoever is signed in, since who may what is no secret of the office to its own people.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        let manifest = cx.view.manifest;
        let mut commands: Vec<(String, Row)> = manifest
            .commands()
            .iter()
            .map(|c| {
                let what = words.code("command", c.name);
                let may =
                    if c.duties.is_empty() && !c.jobs.is_empty() { words.t("page-permissions-system") } else { names(&words, c.duties) };
                let approves = if c.four_eyes { names(&words, c.approvers) } else { String::new() };
                (what.clone(), Row::new(vec![Cell::text(what), Cell::quiet(c.name), Cell::prose(may), Cell::prose(approves)]))
            })
            .collect();
        commands.sort_by(|a, b| a.0.cmp(&b.0));
        let registers = manifest.registers().iter().map(|m| {
            let edits = if m.def.edited_by.is_empty() { String::new() } else { names(&words, m.def.edited_by) };
            Row::new(vec![Cell::text(words.register(m.def.name, false)), Cell::prose(names(&words, m.def.seen_by)), Cell::prose(edits)])
        });
        let windows = ledger::window::ALL.iter().map(|w| {
            let who = if w.duties == Duty::ALL { words.t("page-everybody") } else { names(&words, w.duties) };
            Row::new(vec![Cell::text(words.t(&format!("page-window-{}", crate::words::dashed(w.name)))), Cell::prose(who)])
        });
        let mut shown = section(
            &words,
            "page-permissions-commands",
            &["page-permissions-what", "ui-name", "page-permissions-may", "page-permissions-approves"],
            commands.into_iter().map(|(_, row)| row).collect(),
        );
        shown.intro = words.with("page-permissions-fingerprint", "hash", &hex(manifest.table()));
        let sections = vec![
            shown,
            section(
                &words,
                "page-permissions-registers",
                &["page-permissions-register", "page-permissions-sees", "page-permissions-edits"],
                registers.collect(),
            ),
            section(&words, "page-permissions-windows", &["ui-name", "page-permissions-sees"], windows.collect()),
        ];
        let page = TablePage {
            intro: words.t("page-permissions-intro"),
            sections,
            links: Vec::new(),
            shell: cx.shell(words.t("page-permissions"), PATH)?,
        };
        Ok(html(&page))
    })
    .await
}
