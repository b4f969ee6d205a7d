//! Renewals: when each starts and from what figures, what is due now, the work of the coming months; and whom other rules would move.

use axum::extract::{Query, Request, State};
use axum::response::Response;
use desk_clearance::cases::{CaseKind, PscCase};
use desk_clearance::renewals::queries::present;
use desk_clearance::renewals::rules::workload;
use desk_clearance::renewals::{Plan, Stage, plans};
use desk_clearance::reports::rules::OUTLOOK_MONTHS;
use jiff::civil::Date;
use kernel::measure::Period;
use kernel::{Id, RecordId, Register, limits};
use ledger::Error;
use spine::clearances::Need;
use spine::clearances::renewals::Lead;
use spine::people::Person;
use ui::Arg;
use ui::numbers::NumbersPage;
use ui::pages::{BulkAction, Figure};
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::open_cases::{self, Proposal};
use super::register::{Asked, sees};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::charts;
use crate::failure::{Failure, encode};
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/clearance/renewals";

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &PscCase::DEF)?;
        let asked = Asked::new(pairs);
        let book = present(cx.view)?;
        let (all, itself) = (plans(&book), book.renewals.start_by_itself);
        let stage = Stage::from_code(asked.get("stage"));
        let month = Period::parse(asked.get("month"));
        let wanted = |plan: &&Plan| {
            stage.is_none_or(|stage| plan.stage == stage) && month.is_none_or(|month| plan.start >= month.from && plan.start <= month.until)
        };
        let chosen: Vec<&Plan> = all.iter().filter(wanted).collect();
        let from: usize = asked.get("after").parse().unwrap_or(0).min(chosen.len());
        let shown: Vec<&Plan> = chosen.iter().skip(from).take(limits::PAGE_ROWS).copied().collect();
        let table = table(cx, &shown)?;
        cx.lists_of(&Person::DEF, shown.len());
        let words = cx.words;
        let title = match (stage, month) {
            (Some(stage), _) => words.choice("stage", stage.code()),
            (None, Some(month)) => words.with("page-renewals-month", "month", &month.to_string()),
            (None, None) => words.t("page-renewals-all"),
        };
        let at = |number: usize| asked.from(PATH, number);
        let to = from + shown.len();
        let months: Vec<_> = workload(&all, book.today, OUTLOOK_MONTHS).into_iter().map(|(period, count)| (period, Some(count))).collect();
        let mut page = NumbersPage::new(cx.shell(words.t("page-renewals"), PATH)?, PATH);
        page.intro = words.t(if itself { "page-renewals-intro-itself" } else { "page-renewals-intro" });
        page.figures = figures(&words, &all);
        page.charts = vec![charts::of_months(&words, "page-renewals-workload", &words.t("page-renewals-start"), &months, |period| {
            Some(format!("{PATH}?month={period}"))
        })];
        page.sections = vec![Section { intro: words.l.count("page-total", "count", chosen.len()), title, table, ..Section::default() }];
        page.bulk =
            (may(cx, "case.open") && !shown.is_empty()).then(|| BulkAction { label: words.t("page-open-cases"), action: PATH.to_owned() });
        page.previous = (from > 0).then(|| at(from.saturating_sub(limits::PAGE_ROWS)));
        page.next = (to < chosen.len()).then(|| at(to));
        page.shell.trail = vec![Link::new(words.t("page-desk-clearance"), "/clearance")];
        Ok(html(&page))
    })
    .await
}

/// How many stand at each stage, each leading to them.
fn figures(words: &Words, all: &[Plan]) -> Vec<Figure> {
    let one = |stage: Stage| {
        let count = all.iter().filter(|plan| plan.stage == stage).count();
        let waits = matches!(stage, Stage::Due | Stage::Ask) && count > 0;
        Figure {
            label: words.choice("stage", stage.code()),
            value: words.l.int(i64::try_from(count).unwrap_or(i64::MAX)),
            target: words.t(&format!("page-{}-text", crate::words::dashed(stage.code()))),
            tone: if waits { Tone::Warn } else { Tone::Neutral },
            word: if waits { words.t("page-needs-attention") } else { String::new() },
            href: format!("{PATH}?stage={}", stage.code()),
            ..Figure::default()
        }
    };
    Stage::ALL.iter().copied().map(one).collect()
}

/// Where the form of a renewal is, filled in with what is known of it: of a clearance that ends on a day, for a programme or none.
pub fn opens(person: RecordId, need: &Need, until: Date, programme: Option<&str>) -> String {
    let programme = programme.map(|name| format!("&programme={}", encode(name))).unwrap_or_default();
    format!("{}&target_on={until}{programme}", open_cases::form(person, CaseKind::Renewal, need))
}

fn table(cx: &mut PageCx<'_, '_>, shown: &[&Plan]) -> Result<Table, Error> {
    let ids: Vec<RecordId> = shown.iter().map(|plan| plan.person).collect();
    let names = cx.view.titles(Person::NAME, &ids)?;
    let cases: Vec<RecordId> = shown.iter().filter_map(|plan| plan.case).collect();
    let numbers = cx.view.titles(PscCase::NAME, &cases)?;
    let open = may(cx, "case.open");
    let words = cx.words;
    let row = |plan: &&Plan| {
        let person = Id::<Person>::new(plan.person);
        let action = match plan.case {
            Some(case) => {
                Cell::text(numbers.get(&case).cloned().unwrap_or_default()).link(record_href(PscCase::NAME, PscCase::DEF.prefix, case))
            }
            None if open => {
                Cell::text(words.code("command", "case.open")).link(opens(plan.person, &plan.need, plan.until, plan.programme.as_deref()))
            }
            None => Cell::text(String::new()),
        };
        let (tone, word) = told(&words, plan);
        let select = (open && plan.case.is_none()).then(|| person.outward());
        let row = Row::new(vec![
            Cell::text(names.get(&plan.person).cloned().unwrap_or_default()).link(format!("/people/{}/access", person.outward())),
            Cell::text(words.nation(&plan.nation)),
            Cell::text(cx.view.policy.name(&plan.level.0, words.l.lang())),
            Cell::fixed(plan.start.to_string()),
            Cell::fixed(plan.until.to_string()),
            Cell::number(words.with("page-renewals-months", "months", &plan.lead.months.to_string())),
            Cell::number(learned(&words, &plan.lead)),
            Cell::badge(tone, word),
            action,
        ]);
        Row { select, ..row }
    };
    Ok(Table {
        caption: words.t("page-renewals"),
        columns: vec![
            Column::new(words.t("ui-person")),
            Column::new(words.field(None, "nation")),
            Column::new(words.field(None, "level")),
            Column::new(words.t("page-renewals-start")),
            Column::new(words.t("page-renewals-until")),
            Column::number(words.t("page-renewals-rule")),
            Column::number(words.t("page-renewals-learned")),
            Column::new(words.t("page-renewals-stands")),
            Column::new(words.t("page-renewals-action")),
        ],
        rows: shown.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: open,
    })
}

/// What opening renewals for those chosen would do.
fn proposals(cx: &mut PageCx<'_, '_>, chosen: &[RecordId]) -> Result<Vec<Proposal>, Error> {
    let plans: Vec<Plan> = plans(&present(cx.view)?).into_iter().filter(|plan| chosen.contains(&plan.person)).collect();
    let ids: Vec<RecordId> = plans.iter().map(|plan| plan.person).collect();
    let mut names = cx.view.titles(Person::NAME, &ids)?;
    let proposal = |plan: Plan| Proposal {
        person: plan.person,
        name: names.remove(&plan.person).unwrap_or_default(),
        kind: CaseKind::Renewal,
        need: plan.need,
        target_on: Some(plan.until),
        programme: plan.programme,
    };
    Ok(plans.into_iter().map(proposal).collect())
}

/// Shows what opening renewals for the chosen people would do, and does it once confirmed.
pub async fn open_cases(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    super::open_cases::open(app, visitor, request, PATH, proposals).await
}

/// How a renewal stands, in a word and a tone.
fn told(words: &Words, plan: &Plan) -> (Tone, String) {
    let word = words.choice("stage", plan.stage.code());
    let tone = match plan.stage {
        Stage::Due if plan.step > 0 => Tone::Bad,
        Stage::Due | Stage::Ask => Tone::Warn,
        Stage::InHand if plan.step > 0 => Tone::Warn,
        Stage::InHand => Tone::Good,
        Stage::Soon => Tone::Info,
        Stage::Later => Tone::Neutral,
    };
    let word = match plan.contract_until.filter(|_| plan.stage == Stage::Ask) {
        Some(end) => words.with("page-renewals-contract", "date", &end.to_string()),
        None if plan.step > 0 => words
            .l
            .ta("page-renewals-passed", &[("stage", Arg::from(word.as_str())), ("percent", Arg::from(plan.passed.to_string().as_str()))]),
        None => word,
    };
    (tone, word)
}

/// How long it has really taken, in days: authority, office and person, and the sum.
fn learned(words: &Words, lead: &Lead) -> String {
    let Some(days) = lead.learned() else { return String::new() };
    let parts = [lead.authority, lead.office, lead.subject].map(|part| words.l.int(part.unwrap_or(0)));
    words.l.with2("page-renewals-days", "parts", &parts.join(" + "), "days", &words.l.int(days))
}
