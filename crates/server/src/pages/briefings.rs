//! Briefings: what each holder owes today, the campaigns and who has not answered, the conditions and reports of change that wait.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use desk_clearance::change_reports::{ChangeReport, ReportState};
use desk_clearance::conditions::{Condition, ConditionState};
use desk_clearance::leavers::rules::{DEBRIEFING, working_days};
use kernel::{Id, Record, RecordId, Register};
use ledger::Error;
use spine::briefings::commands::{Debrief, RecordBriefing};
use spine::briefings::queries::{Asked, Owed, asked, mine, open_invitations, owed, with_answers};
use spine::briefings::rules::BriefingStage;
use spine::briefings::{BriefingCampaign, BriefingInvitation, CampaignState};
use spine::clearances::BriefingKind;
use spine::limits;
use spine::people::Person;
use ui::numbers::NumbersPage;
use ui::pages::Figure;
use ui::parts::{Cell, Column, Link, Row, Section, Table, Tone};

use super::register::{Asked as AskedFor, sees};
use super::{PageCx, html, may, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::{Words, dashed};

/// Its address.
pub const PATH: &str = "/clearance/briefings";

/// The page.
pub async fn page(State(app): State<App>, visitor: Visitor, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        sees(cx, &BriefingInvitation::DEF)?;
        let asked_for = AskedFor::new(pairs);
        let mut all = owed(cx.view, working_days(DEBRIEFING))?;
        all.retain(|o| o.obligation.stage.waits());
        let words = cx.words;
        let figures = figures(&words, &all);
        let stage = BriefingStage::from_code(asked_for.get("stage"));
        let chosen: Vec<&Owed> = all.iter().filter(|o| stage.is_none_or(|stage| o.obligation.stage == stage)).collect();
        let from: usize = asked_for.get("after").parse().unwrap_or(0).min(chosen.len());
        let shown: Vec<&Owed> = chosen.iter().skip(from).take(limits::PAGE_ROWS).copied().collect();
        let to = from + shown.len();
        let title = stage.map_or_else(|| words.t("page-briefings-all"), |stage| words.choice("stage", stage.code()));
        let intro = words.l.count("page-total", "count", chosen.len());
        let first = Section { title, intro, table: table(cx, &shown)?, ..Section::default() };
        cx.lists_of(&Person::DEF, shown.len());
        let mut sections = vec![first];
        if let Some(campaign) = RecordId::parse(asked_for.get("campaign")) {
            sections.insert(0, of_campaign(cx, Id::new(campaign))?);
        }
        sections.extend([campaigns(cx)?, conditions(cx)?, changes(cx)?]);
        let at = |number: usize| asked_for.from(PATH, number);
        let mut page = NumbersPage::new(cx.shell(words.t("page-briefings"), PATH)?, PATH);
        page.intro = words.t("page-briefings-intro");
        page.figures = figures;
        page.sections = sections;
        page.previous = (from > 0).then(|| at(from.saturating_sub(limits::PAGE_ROWS)));
        page.next = (to < chosen.len()).then(|| at(to));
        page.shell.trail = vec![Link::new(words.t("page-desk-clearance"), "/clearance")];
        Ok(html(&page))
    })
    .await
}

/// How many stand at each stage that waits, each leading to them.
fn figures(words: &Words, all: &[Owed]) -> Vec<Figure> {
    let one = |stage: &BriefingStage| {
        let count = all.iter().filter(|o| o.obligation.stage == *stage).count();
        let bad = matches!(stage, BriefingStage::Overdue | BriefingStage::DebriefDue | BriefingStage::Due) && count > 0;
        Figure {
            label: words.choice("stage", stage.code()),
            value: words.l.int(i64::try_from(count).unwrap_or(i64::MAX)),
            target: words.with(&format!("page-{}-text", dashed(stage.code())), "days", &limits::BRIEFING_AHEAD_DAYS.to_string()),
            tone: if bad { Tone::Warn } else { Tone::Neutral },
            word: if bad { words.t("page-needs-attention") } else { String::new() },
            href: format!("{PATH}?stage={}", stage.code()),
            ..Figure::default()
        }
    };
    BriefingStage::ALL.iter().filter(|stage| stage.waits()).map(one).collect()
}

/// A stage in a word and a tone.
fn told(words: &Words, stage: BriefingStage) -> Cell {
    let tone = match stage {
        BriefingStage::Overdue | BriefingStage::DebriefDue => Tone::Bad,
        BriefingStage::Due | BriefingStage::DebriefRefused => Tone::Warn,
        BriefingStage::Invited | BriefingStage::RefreshDue => Tone::Info,
        BriefingStage::Acknowledged | BriefingStage::Debriefed => Tone::Good,
    };
    Cell::badge(tone, words.choice("stage", stage.code()))
}

fn day(day: Option<jiff::civil::Date>) -> Cell {
    Cell::fixed(day.map(|day| day.to_string()).unwrap_or_default())
}

/// A person by name, leading to their page.
fn person(names: &HashMap<RecordId, String>, id: RecordId) -> Cell {
    let name = names.get(&id).cloned().unwrap_or_default();
    Cell::text(name).link(record_href(Person::NAME, Person::DEF.prefix, id))
}

/// A form that begins with this person, where the reader may give its command.
fn step(cx: &PageCx<'_, '_>, command: &'static str, id: RecordId, rest: &str) -> Cell {
    if !may(cx, command) {
        return Cell::text(String::new());
    }
    Cell::text(cx.words.code("command", command)).link(format!("/do/{command}?on={}{rest}", id.outward(Person::DEF.prefix)))
}

/// What a form about a briefing begins with.
fn begins(kind: BriefingKind, category: Option<&str>) -> String {
    let category = category.map(|category| format!("&category={}", crate::failure::encode(category))).unwrap_or_default();
    format!("&kind={}{category}", kind.code())
}

fn columns(words: &Words, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column::new(words.t(key))).collect()
}

fn table(cx: &mut PageCx<'_, '_>, shown: &[&Owed]) -> Result<Table, Error> {
    let ids: Vec<RecordId> = shown.iter().map(|o| o.person).collect();
    let names = cx.view.titles(Person::NAME, &ids)?;
    let words = cx.words;
    let row = |owed: &&Owed| {
        let of = &owed.obligation;
        let next = match of.stage {
            BriefingStage::DebriefDue => step(cx, <Debrief as ledger::Command>::NAME, owed.person, ""),
            _ => step(cx, <RecordBriefing as ledger::Command>::NAME, owed.person, &begins(of.kind, of.category.as_deref())),
        };
        let cells = vec![
            person(&names, owed.person),
            Cell::text(words.topic(of.kind, of.category.as_deref())),
            told(&words, of.stage),
            day(of.last),
            day(of.due),
            next,
        ];
        Row::new(cells)
    };
    Ok(Table {
        caption: words.t("page-briefings"),
        columns: columns(
            &words,
            &[
                "ui-person",
                "field-briefings-kind",
                "page-briefings-stands",
                "page-briefings-last",
                "page-briefings-due",
                "page-briefings-action",
            ],
        ),
        rows: shown.iter().map(row).collect(),
        empty: words.t("page-briefings-none"),
        selectable: false,
    })
}

/// Whom a campaign asked, and who has not answered.
fn of_campaign(cx: &mut PageCx<'_, '_>, campaign: Id<BriefingCampaign>) -> Result<Section, Error> {
    let record = cx.view.get(campaign)?;
    let all = asked(cx.view, campaign)?;
    let shown = &all[..all.len().min(limits::PAGE_ROWS_MAX)];
    let ids: Vec<RecordId> = shown.iter().map(|a| a.invitation.body.person.raw()).collect();
    let names = cx.view.titles(Person::NAME, &ids)?;
    cx.lists_of(&BriefingInvitation::DEF, shown.len());
    let words = cx.words;
    let row = |asked: &Asked| {
        let invitation = &asked.invitation;
        let (id, body) = (body_person(invitation), &invitation.body);
        let late = asked.waits() && body.answer_by < cx.view.today;
        let tone = match (asked.answered, late) {
            (Some(_), _) => Tone::Good,
            (None, true) => Tone::Bad,
            (None, false) => Tone::Neutral,
        };
        let word = if asked.answered.is_some() {
            words.choice("stage", BriefingStage::Acknowledged.code())
        } else {
            words.choice("state", body.state.code())
        };
        let next = if asked.waits() {
            step(cx, <RecordBriefing as ledger::Command>::NAME, id, &begins(body.kind, body.category.as_deref()))
        } else {
            Cell::text(String::new())
        };
        let invited =
            Cell::badge(tone, word).link(record_href(BriefingInvitation::NAME, BriefingInvitation::DEF.prefix, invitation.head.id));
        Row::new(vec![person(&names, id), invited, day(Some(body.answer_by)), day(asked.answered), next])
    };
    let table = Table {
        caption: record.body.title.clone(),
        columns: columns(
            &words,
            &["ui-person", "page-briefings-stands", "field-answer-by", "page-briefings-answered", "page-briefings-action"],
        ),
        rows: shown.iter().map(row).collect(),
        empty: words.t("page-none"),
        selectable: false,
    };
    let title = words.with("page-briefings-asked", "campaign", &format!("{} {}", record.body.number, record.body.title));
    let missing = all.iter().filter(|a| a.waits()).count();
    let intro = format!("{}: {}", words.t("page-briefings-missing"), words.l.int(i64::try_from(missing).unwrap_or(i64::MAX)));
    let links = vec![Link::new(
        words.register(BriefingCampaign::NAME, true),
        record_href(BriefingCampaign::NAME, BriefingCampaign::DEF.prefix, campaign.raw()),
    )];
    Ok(Section { title, intro, table, links })
}

fn body_person(invitation: &Record<BriefingInvitation>) -> RecordId {
    invitation.body.person.raw()
}

/// The campaigns that run.
fn campaigns(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let running = cx.view.having::<BriefingCampaign>("state", CampaignState::Running.code())?;
    let open = open_invitations(cx.view)?;
    let mut missing: HashMap<RecordId, i64> = HashMap::new();
    for asked in with_answers(cx.view, open)?.iter().filter(|a| a.waits()) {
        if let Some(campaign) = asked.invitation.body.campaign {
            *missing.entry(campaign.raw()).or_default() += 1;
        }
    }
    let words = cx.words;
    let row = |campaign: &Record<BriefingCampaign>| {
        let body = &campaign.body;
        let link = format!("{PATH}?campaign={}", campaign.head.id.outward(BriefingCampaign::DEF.prefix));
        let late = body.answer_by < cx.view.today;
        let count = missing.get(&campaign.head.id).copied().unwrap_or(0);
        let tone = if count == 0 {
            Tone::Good
        } else if late {
            Tone::Bad
        } else {
            Tone::Info
        };
        Row::new(vec![
            Cell::text(format!("{} {}", body.number, body.title)).link(link),
            Cell::text(words.topic(body.kind, body.category.as_deref())),
            day(Some(body.answer_by)),
            Cell::number(words.l.int(body.invited)),
            Cell::badge(tone, words.l.int(count)),
        ])
    };
    let mut columns = columns(&words, &["ui-name", "field-briefings-kind", "field-answer-by"]);
    columns.push(Column::number(words.t("field-invited")));
    columns.push(Column::new(words.t("page-briefings-missing")));
    let start = "briefing_campaigns.start";
    let mut links = vec![Link::new(words.t("page-all"), format!("/r/{}", BriefingCampaign::NAME))];
    links.extend(may(cx, start).then(|| Link::new(words.code("command", start), format!("/do/{start}"))));
    let table = Table {
        caption: words.t("page-briefings-campaigns"),
        columns,
        rows: running.iter().map(row).collect(),
        empty: words.t("page-briefings-no-campaign"),
        selectable: false,
    };
    Ok(Section { title: words.t("page-briefings-campaigns"), intro: String::new(), table, links })
}

/// The conditions that wait, those due first first.
fn conditions(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let waits: Vec<&str> = ConditionState::ALL.iter().filter(|s| s.waits()).map(|s| s.code()).collect();
    let mut all = cx.view.having_any::<Condition>("state", &waits)?;
    all.sort_by_key(|c| (c.body.due_on, c.head.id));
    all.truncate(limits::PAGE_ROWS_MAX);
    let ids: Vec<RecordId> = all.iter().map(|c| c.body.person.raw()).collect();
    let names = cx.view.titles(Person::NAME, &ids)?;
    let owners = cx.actor_names(&all.iter().map(|c| c.body.owner.raw()).collect::<Vec<_>>())?;
    cx.lists(all.iter().map(|c| &c.head));
    let words = cx.words;
    let row = |condition: &Record<Condition>| {
        let body = &condition.body;
        let tone = match body.state {
            ConditionState::Open if body.due_on < cx.view.today => Tone::Bad,
            ConditionState::Open => Tone::Info,
            _ => Tone::Warn,
        };
        Row::new(vec![
            Cell::text(body.title.clone()).link(record_href(Condition::NAME, Condition::DEF.prefix, condition.head.id)),
            person(&names, body.person.raw()),
            Cell::text(owners.get(&body.owner.raw()).cloned().unwrap_or_default()),
            day(Some(body.due_on)),
            Cell::badge(tone, words.choice("state", body.state.code())),
        ])
    };
    let table = Table {
        caption: words.t("page-briefings-conditions"),
        columns: columns(
            &words,
            &["field-conditions-title", "ui-person", "field-conditions-owner", "field-conditions-due-on", "field-state"],
        ),
        rows: all.iter().map(row).collect(),
        empty: words.t("page-briefings-no-conditions"),
        selectable: false,
    };
    let links = vec![Link::new(words.t("page-all"), format!("/r/{}?view=due", Condition::NAME))];
    Ok(Section { title: words.t("page-briefings-conditions"), intro: String::new(), table, links })
}

/// The reports of change that wait, the oldest first.
fn changes(cx: &mut PageCx<'_, '_>) -> Result<Section, Error> {
    let mut all = cx.view.having::<ChangeReport>("state", ReportState::Received.code())?;
    all.sort_by_key(|r| (r.body.reported_on, r.head.id));
    let ids: Vec<RecordId> = all.iter().map(|r| r.body.person.raw()).collect();
    let names = cx.view.titles(Person::NAME, &ids)?;
    cx.lists(all.iter().map(|r| &r.head));
    let words = cx.words;
    let row = |report: &Record<ChangeReport>| {
        let body = &report.body;
        Row::new(vec![
            Cell::text(body.number.clone()).link(record_href(ChangeReport::NAME, ChangeReport::DEF.prefix, report.head.id)),
            person(&names, body.person.raw()),
            Cell::text(words.code("choice", body.change.code())),
            day(Some(body.reported_on)),
            Cell::text(body.consequence.map(|c| words.code("choice", c.code())).unwrap_or_default()),
        ])
    };
    let table = Table {
        caption: words.t("page-briefings-changes"),
        columns: columns(&words, &["field-number", "ui-person", "field-change", "field-reported-on", "field-change-reports-consequence"]),
        rows: all.iter().map(row).collect(),
        empty: words.t("page-briefings-no-changes"),
        selectable: false,
    };
    let links = vec![Link::new(words.t("page-all"), format!("/r/{}?view=newest", ChangeReport::NAME))];
    Ok(Section { title: words.t("page-briefings-changes"), intro: String::new(), table, links })
}

/// What the reader is asked for, and the changes they reported themselves: on their own file. It is closed to their duties; this answers for it.
pub fn own(cx: &mut PageCx<'_, '_>) -> Result<Vec<Section>, Error> {
    let invited = mine(cx.view)?;
    cx.view.saw(&BriefingInvitation::DEF);
    let words = cx.words;
    let row = |invitation: &Record<BriefingInvitation>| {
        let body = &invitation.body;
        let acknowledge = "briefings.acknowledge";
        let href = format!("/do/{acknowledge}?invitation={}", invitation.head.id.outward(BriefingInvitation::DEF.prefix));
        Row::new(vec![
            Cell::text(words.topic(body.kind, body.category.as_deref())),
            Cell::text(body.text_version.clone()),
            Cell::text(body.instructions.clone().unwrap_or_default()),
            day(Some(body.answer_by)),
            Cell::text(words.code("command", acknowledge)).link(href),
        ])
    };
    let section = |title: &str, columns: Vec<Column>, rows: Vec<Row>, links: Vec<Link>| Section {
        title: words.t(title),
        intro: words.t(&format!("{title}-intro")),
        table: Table { caption: words.t(title), columns, rows, empty: words.t(&format!("{title}-none")), selectable: false },
        links,
    };
    let asked_for =
        columns(&words, &["field-briefings-kind", "field-text-version", "field-instructions", "field-answer-by", "page-briefings-action"]);
    let briefings = section("page-own-briefings", asked_for, invited.iter().map(row).collect(), Vec::new());
    let me = cx.view.person();
    let mut reported = cx.view.facts(|view| view.having_any::<ChangeReport>("person", &[me]))?;
    // Only what one said oneself; what the office made of it is not told here.
    reported.retain(|r| r.body.recorded_by == me);
    reported.sort_by_key(|r| std::cmp::Reverse((r.body.reported_on, r.body.number.clone())));
    cx.view.saw(&ChangeReport::DEF);
    let rows = reported.iter().map(|r| Row::new(vec![Cell::fixed(r.body.number.clone()), day(Some(r.body.reported_on))])).collect();
    let report = "change_reports.report";
    let links = vec![Link::new(words.code("command", report), format!("/do/{report}"))];
    Ok(vec![briefings, section("page-own-changes", columns(&words, &["field-number", "field-reported-on"]), rows, links)])
}
