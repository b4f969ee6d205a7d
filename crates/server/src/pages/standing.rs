//! Two windows: how people stand, for those outside the office's desks; and everybody's own file.

use axum::extract::{Query, State};
use axum::response::Response;
use desk_clearance::cases::PscCase;
use desk_clearance::renewals::queries::start_of;
use desk_clearance::standing::queries::{stages, stand, standing};
use desk_clearance::standing::{Stage, Standing};
use kernel::{Duty, Id, Register};
use ledger::Error;
use ledger::window::STANDING;
use spine::clearances::Decision;
use spine::people::Person;
use ui::pages::{Filters, RegisterPage, TablePage};
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::register::{Asked, from_cursor};
use super::{PageCx, html};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::{Words, time};

/// Address of the window on others.
pub const PATH: &str = "/standing";
/// Address of one's own file.
pub const OWN: &str = "/me";

/// The duties of the reader that look through the window, in the order of the table.
pub fn looking(cx: &PageCx<'_, '_>) -> Vec<Duty> {
    let held = cx.view.duties();
    STANDING.duties.iter().copied().filter(|d| held.contains(d)).collect()
}

fn columns(words: &Words, firm: bool) -> Vec<Column> {
    let all = ["ui-person", "page-standing-number", "page-standing-met", "page-standing-until", "page-standing-stage"].into_iter();
    all.chain(firm.then_some("page-standing-conditions")).map(|key| Column::new(words.t(key))).collect()
}

fn met(words: &Words, met: Option<bool>) -> Cell {
    match met {
        Some(true) => Cell::badge(Tone::Good, words.t("page-standing-yes")),
        Some(false) => Cell::badge(Tone::Warn, words.t("page-standing-no")),
        None => Cell::text(words.t("page-standing-nothing")),
    }
}

fn stage_text(words: &Words, stage: Option<Stage>) -> String {
    stage.map(|s| words.t(&format!("page-stage-{}", s.code()))).unwrap_or_default()
}

fn row(words: &Words, it: &Standing, firm: bool) -> Row {
    let mut cells = vec![
        Cell::text(it.name.clone()),
        Cell::fixed(it.number.clone().unwrap_or_default()),
        met(words, it.met),
        Cell::fixed(it.until.map(|day| day.to_string()).unwrap_or_default()),
        Cell::text(stage_text(words, it.stage)),
    ];
    cells.extend(firm.then(|| Cell::prose(it.conditions.join(" · "))));
    Row::new(cells)
}

/// How people stand, for personnel, a manager, a delegation or a firm.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let asked = Asked::new(pairs);
        let duties = looking(cx);
        // Who has several of these duties chooses; who has none is told which ones there are.
        let duty = Duty::from_code(asked.get("as")).filter(|d| duties.contains(d)).or_else(|| duties.first().copied()).unwrap_or(Duty::Hr);
        // Met or not is an answer made from decisions.
        cx.view.saw(&Decision::DEF);
        let found = standing(cx.view, duty, asked.get("q"), from_cursor(asked.get("after")))?;
        cx.lists_of(&Person::DEF, found.rows.len());
        let (words, firm) = (cx.words, duty == Duty::Contractor);
        let table = Table {
            caption: words.t("page-standing"),
            columns: columns(&words, firm),
            rows: found.rows.iter().map(|it| row(&words, it, firm)).collect(),
            empty: words.t("page-standing-none"),
            selectable: false,
        };
        // What personnel takes back as a file is what it sees here.
        let feed = (duty == Duty::Hr && duties.contains(&duty))
            .then(|| Link::new(words.t("page-hr-feed"), format!("/r/{}/export.csv", spine::documents::HR_FEED)));
        let next = found.next.as_ref().map(|n| asked.onward(PATH, n));
        let page = RegisterPage {
            intro: words.with(
                if firm { "page-standing-intro-firm" } else { "page-standing-intro" },
                "duty",
                &words.code("duty", duty.code()),
            ),
            filters: Filters {
                action: PATH.to_owned(),
                search: asked.get("q").to_owned(),
                search_label: words.t("page-standing-search"),
                ..Filters::default()
            },
            table,
            total: String::new(),
            count_exactly: None,
            order_note: String::new(),
            previous: (!asked.get("after").is_empty()).then(|| asked.with(PATH, "", "")),
            next,
            bulk: Vec::new(),
            exports: feed.into_iter().collect(),
            import: None,
            create: None,
            shell: cx.shell(words.t("page-standing"), PATH)?,
        };
        Ok(html(&page))
    })
    .await
}

/// One's own file: how one stands, whose turn it is, who opened it.
pub async fn own(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    app.page(visitor, |cx| {
        let words = cx.words;
        let me = Id::<Person>::new(cx.view.person());
        // One's own file is closed to one's duties; this window answers for it.
        let (mine, head) = cx.view.facts(|view| {
            let person = view.get(me)?;
            let head = person.head.clone();
            let me = [person];
            let stages = stages(view, &me)?;
            Ok((stand(view, &me, &stages)?.pop(), head))
        })?;
        cx.view.shows(&head);
        let mine = mine.ok_or(Error::NotFound)?;
        cx.view.saw(&Decision::DEF);
        cx.view.saw(&PscCase::DEF);
        let line = |key: &str, cell: Cell| Row::new(vec![Cell::text(words.t(key)), cell]);
        let renews = start_of(cx.view, me.raw())?;
        let said = |what: &str| mine.stage.map(|s| words.t(&format!("page-{what}-{}", s.code()))).unwrap_or_default();
        let mut standing = vec![
            line("page-standing-met", met(&words, mine.met)),
            line("page-standing-until", Cell::fixed(mine.until.map(|day| day.to_string()).unwrap_or_default())),
            line("page-standing-stage", Cell::text(stage_text(&words, mine.stage))),
            line("page-own-turn", Cell::text(said("turn"))),
            line("page-own-next", Cell::text(said("next"))),
        ];
        standing.extend(renews.map(|start| line("page-own-renewal", Cell::fixed(start.on.to_string()))));
        let opened = cx.view.openings_of_mine()?;
        let names = cx.actor_names(&opened.iter().map(|o| o.account).collect::<Vec<_>>())?;
        let opened = opened.iter().map(|o| {
            let who = names.get(&o.account).cloned().unwrap_or_default();
            Row::new(vec![Cell::fixed(time(o.last, cx.zone)), Cell::text(who), Cell::number(o.times.to_string())])
        });
        let opened: Vec<Row> = opened.collect();
        let section = |title: &str, columns: &[&str], rows: Vec<Row>, empty: &str| Section {
            title: words.t(title),
            intro: words.t(&format!("{title}-intro")),
            table: Table {
                caption: words.t(title),
                columns: columns
                    .iter()
                    .map(|key| if *key == "page-own-times" { Column::number(words.t(key)) } else { Column::new(words.t(key)) })
                    .collect(),
                rows,
                empty: words.t(empty),
                selectable: false,
            },
            links: Vec::new(),
        };
        let mut sections = vec![
            section("page-own-standing", &["page-own-question", "page-own-answer"], standing, "page-none"),
            section("page-own-opened", &["page-own-when", "page-own-who", "page-own-times"], opened, "page-own-opened-none"),
        ];
        sections.splice(1..1, super::briefings::own(cx)?);
        sections.extend(super::sealed::readings(cx, me.raw())?);
        let page = TablePage { intro: words.t("page-own-intro"), sections, links: Vec::new(), shell: cx.shell(words.t("page-own"), OWN)? };
        Ok(html(&page))
    })
    .await
}
