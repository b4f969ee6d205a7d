//! Data quality: what each rule found in the last run of the system, or finds in what is stored now; each leading to its records.

use axum::extract::{Query, State};
use axum::response::Response;
use desk_clearance::cases::PscCase;
use desk_clearance::limits;
use desk_clearance::quality::commands::lines;
use desk_clearance::quality::queries::{Failing, audit, every_rule, last_run};
use desk_clearance::quality::{QualityRule, QualityRun, score};
use kernel::{RecordId, Register, RegisterDef};
use ledger::Error;
use ui::numbers::NumbersPage;
use ui::pages::Figure;
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::listing::{listing, records};
use super::register::{Asked, sees};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::Words;

/// Its address.
pub const PATH: &str = "/clearance/quality";
/// Runs that the page shows; the register has them all.
const RUNS: usize = 14;

/// The page: all rules, or the records that fail one of them.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &PscCase::DEF)?;
        let asked = Asked::new(pairs);
        match asked.get("rule") {
            "" => overview(cx, !asked.get("now").is_empty()),
            code => one(cx, QualityRule::find(code).ok_or(Error::NotFound)?, &asked),
        }
    })
    .await
}

/// A rule, with how many records it was asked of and how many failed, where that is known.
type Answer = (&'static QualityRule, Option<(i64, i64)>);

/// All rules, as the last run found them where the reader may see that; asked anew of what the reader sees when that is wanted, for it reads every record.
fn overview(cx: &mut PageCx<'_, '_>, now: bool) -> Result<String, Error> {
    let opens = cx.view.opens(QualityRun::NAME);
    let run = if opens && !now { last_run(cx.view)? } else { None };
    let answers: Vec<Answer> = if now {
        audit(cx.view, &every_rule(), 0)?.iter().map(|o| (o.rule, Some((o.looked_at, o.failing)))).collect()
    } else {
        let found = run.as_ref().and_then(|run| lines(&run.found.by_rule)).unwrap_or_default();
        let of = |code: &str| found.iter().find(|(own, ..)| *own == code).map(|(_, looked_at, failing)| (*looked_at, *failing));
        every_rule().into_iter().map(|rule| (rule, of(rule.code))).collect()
    };
    let runs = if opens {
        let found = records(cx, &QualityRun::DEF, "newest", &[], RUNS)?;
        let fields = ["ran_on", "occasion", "looks", "failed", "per_mille"];
        let to = |id: RecordId| record_href(QualityRun::NAME, QualityRun::DEF.prefix, id);
        Some(listing(cx, &QualityRun::DEF, "page-quality-runs", &found, &fields, &to, None)?)
    } else {
        None
    };
    let words = cx.words;
    let mut page = NumbersPage::new(cx.shell(words.t("page-quality"), PATH)?, PATH);
    page.intro = match run {
        _ if now => words.t("page-quality-intro"),
        Some(run) => words.with("page-quality-intro-run", "day", &run.ran_on.to_string()),
        None => words.t("page-quality-intro-none"),
    };
    if let Some((looks, failed)) = answers.iter().filter_map(|(_, told)| *told).reduce(|all, one| (all.0 + one.0, all.1 + one.1)) {
        let plain = |label: &str, value: String| Figure { label: words.t(label), value, ..Figure::default() };
        page.figures = vec![
            Figure { target: words.t("page-quality-score-text"), ..plain("page-quality-score", share(&words, score(looks, failed))) },
            plain("field-looks", words.l.int(looks)),
            Figure { tone: if failed > 0 { Tone::Warn } else { Tone::Good }, ..plain("field-failed", words.l.int(failed)) },
        ];
    }
    page.sections = std::iter::once(rules(&words, &answers)).chain(runs).collect();
    if !now {
        page.links = vec![Link::new(words.t("page-quality-ask"), format!("{PATH}?now=yes"))];
    }
    page.shell.trail = vec![Link::new(words.t("page-desk-clearance"), "/clearance")];
    Ok(html(&page))
}

/// A share in per mille; nothing where nothing was looked at.
pub fn share(words: &Words, per_mille: Option<i64>) -> String {
    per_mille.map_or_else(|| words.t("page-quality-nothing"), |share| words.with("page-quality-share", "share", &words.l.int(share)))
}

/// What a rule asks, in words.
pub fn rule_name(words: &Words, code: &str) -> String {
    words.code("quality", code)
}

fn rules(words: &Words, answers: &[Answer]) -> Section {
    let row = |(rule, told): &Answer| {
        let name = Cell::text(rule_name(words, rule.code));
        let sound = told.is_some_and(|(_, failing)| failing == 0);
        let name = if sound { name } else { name.link(format!("{PATH}?rule={}", rule.code)) };
        let Some((looked_at, failing)) = *told else {
            return Row::new(vec![name, Cell::default(), Cell::default(), Cell::default(), Cell::default()]);
        };
        let (tone, word) = match looked_at {
            0 => (Tone::Neutral, "page-quality-nothing"),
            _ if sound => (Tone::Good, "page-as-it-should-be"),
            _ => (Tone::Warn, "page-needs-attention"),
        };
        Row::new(vec![
            name,
            Cell::number(words.l.int(looked_at)),
            Cell::number(words.l.int(failing)),
            Cell::number(share(words, score(looked_at, failing))),
            Cell::badge(tone, words.t(word)),
        ])
    };
    let title = words.t("page-quality-rules");
    let table = Table {
        caption: title.clone(),
        columns: vec![
            Column::new(words.t("page-quality-rule")),
            Column::number(words.t("field-looks")),
            Column::number(words.t("field-failed")),
            Column::number(words.t("page-quality-score")),
            Column::new(words.t("page-quality-stands")),
        ],
        rows: answers.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    Section { title, table, ..Section::default() }
}

fn one(cx: &mut PageCx<'_, '_>, rule: &'static QualityRule, asked: &Asked) -> Result<String, Error> {
    let outcome = audit(cx.view, &[rule], limits::QUALITY_SHOWN_MAX)?.pop().ok_or(Error::NotFound)?;
    let from: usize = asked.get("after").parse().unwrap_or(0).min(outcome.first.len());
    let shown: Vec<&Failing> = outcome.first.iter().skip(from).take(limits::PAGE_ROWS).collect();
    let mut names = std::collections::HashMap::new();
    let mut registers: Vec<RegisterDef> = Vec::new();
    for failing in &shown {
        if !registers.iter().any(|def| def.name == failing.def.name) {
            registers.push(failing.def);
        }
    }
    for def in registers {
        let ids: Vec<RecordId> = shown.iter().filter(|f| f.def.name == def.name).map(|f| f.id).collect();
        cx.lists_of(&def, ids.len());
        names.extend(cx.named(&def, ids)?);
    }
    let words = cx.words;
    let row = |failing: &&Failing| {
        let name = names.get(&failing.id).filter(|name| !name.trim().is_empty()).cloned();
        let name = name.unwrap_or_else(|| words.register(failing.def.name, true));
        let why = failing.why.iter().map(|refusal| match &refusal.field {
            Some(field) => {
                words.l.with2("page-quality-at", "field", &words.field(Some(failing.def.name), field), "why", &words.refusal(refusal))
            }
            None => words.refusal(refusal),
        });
        let mut cells = vec![
            Cell::text(name).link(record_href(failing.def.name, failing.def.prefix, failing.id)),
            Cell::text(words.register(failing.def.name, true)),
        ];
        // A rule about one thing says why by its name.
        cells.extend(rule.register.is_none().then(|| Cell::text(why.collect::<Vec<_>>().join(" "))));
        Row::new(cells)
    };
    let name = rule_name(&words, rule.code);
    let table = Table {
        caption: name.clone(),
        columns: ["page-quality-record", "page-quality-register", "page-quality-why"]
            .into_iter()
            .take(if rule.register.is_none() { 3 } else { 2 })
            .map(|key| Column::new(words.t(key)))
            .collect(),
        rows: shown.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    let to = from + shown.len();
    let failing = usize::try_from(outcome.failing).unwrap_or(usize::MAX);
    let mut intro = words.l.with2("page-quality-of", "failing", &words.l.int(outcome.failing), "looked", &words.l.int(outcome.looked_at));
    if failing > outcome.first.len() {
        intro = format!("{intro} {}", words.l.count("page-quality-cut", "count", outcome.first.len()));
    }
    let mut page = NumbersPage::new(cx.shell(name.clone(), PATH)?, PATH);
    page.intro = words.t(&format!("quality-{}-text", crate::words::dashed(rule.code)));
    page.sections = vec![Section { title: name, intro, table, ..Section::default() }];
    page.previous = (from > 0).then(|| asked.from(PATH, from.saturating_sub(limits::PAGE_ROWS)));
    page.next = (to < outcome.first.len()).then(|| asked.from(PATH, to));
    page.shell.trail = vec![Link::new(words.t("page-quality"), PATH)];
    Ok(html(&page))
}
