//! The time machine: what a person may see on a day, as known on a day, with the reasons; printable.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use kernel::{Codes, Id, RecordId};
use ledger::Error;
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::{AccessAuthorisation, EffectiveAccess, Facts, Need, Purpose, Reason as Why, effective_access};
use spine::people::Person;
use spine::policy::Rulebook;
use ui::Arg;
use ui::chart::{Span, SpanChart};
use ui::pages::TimeMachinePage;
use ui::parts::{AsOf, Cell, Column, Link, Notice, Reason, Row, Section, Table, Tone, Verdict};

use super::register::{Asked, look_back};
use super::{PageCx, html, record_href};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;

const AXIS_YEARS: i16 = 6;

/// The page.
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    app.page(visitor, move |cx| {
        let asked = Asked::new(pairs);
        let person = Id::<Person>::new(RecordId::parse(&id).ok_or(Error::NotFound)?);
        // Who the person is is known today; what was known then follows.
        let record = cx.view.get(person)?;
        cx.opens_file(Some(person.raw()));
        let on = asked.day("on").unwrap_or(cx.view.today);
        let now_facts = facts(cx.view, person)?;
        let rules = rulebook(cx.view)?;
        let need = question(cx, person, asked.get("for"))?;
        let today = effective_access(&now_facts, on, need.as_ref(), &rules, cx.view.policy);
        let mut links =
            vec![Link::new(format!("{} {}", record.body.surname, record.body.given), record_href("people", "per", person.raw()))];
        let file = Link::new(cx.words.t("page-labels-clearance-file"), format!("/people/{}/clearance.xml", person.outward()));
        links.push(file);
        links.extend(in_scope(cx, person, on, &rules)?);
        let known_on = asked.day("known");
        let (then_facts, access) = match known_on {
            None => (now_facts, today.clone()),
            Some(_) => {
                look_back(cx, known_on)?;
                let then = facts(cx.view, person)?;
                let rules = rulebook(cx.view)?;
                let access = effective_access(&then, on, need.as_ref(), &rules, cx.view.policy);
                (then, access)
            }
        };
        let words = cx.words;
        let name = format!("{} {}", record.body.surname, record.body.given);
        let answer = answer(cx, &access);
        let known = known_on.unwrap_or(cx.view.today);
        let hindsight = (known_on.is_some() && today.level != access.level).then(|| {
            let text = words.with("page-hindsight", "answer", &self::answer(cx, &today));
            Notice { tone: Tone::Warn, text, link: None }
        });
        let page = TimeMachinePage {
            path: format!("/people/{}/access", person.outward()),
            as_of: AsOf { on: on.to_string(), known: asked.get("known").to_owned() },
            question: need.as_ref().and_then(|need| need.purpose.as_ref()).map(|purpose| asked_for(cx, purpose)).unwrap_or_default(),
            tone: if access.level.is_some() { Tone::Good } else { Tone::Bad },
            sentence: words.l.with2("page-access-sentence", "date", &on.to_string(), "known", &known.to_string()),
            answer,
            hindsight,
            reasons: access.reasons.iter().map(|why| reason(cx, why)).collect(),
            spans: spans(cx, &then_facts, on),
            facts: fact_table(cx, &then_facts),
            links,
            shell: cx.shell(words.with("page-time-machine", "name", &name), "/r/people")?,
        };
        Ok(html(&page))
    })
    .await
}

/// The question that `for` asks: that to which this access in scope is the answer; none for the standing question.
pub fn question(cx: &mut PageCx<'_, '_>, person: Id<Person>, asked: &str) -> Result<Option<Need>, Error> {
    if asked.is_empty() {
        return Ok(None);
    }
    let access = cx.view.get(Id::<AccessAuthorisation>::new(RecordId::parse(asked).ok_or(Error::NotFound)?))?;
    let own = Some(access.body).filter(|access| access.person == person).ok_or(Error::NotFound)?;
    Ok(own.question())
}

/// Links to the same question asked for each thing for which a person has access in scope on a day.
fn in_scope(cx: &mut PageCx<'_, '_>, person: Id<Person>, on: Date, rules: &Rulebook) -> Result<Vec<Link>, Error> {
    let all = cx.view.having::<AccessAuthorisation>("person", person.raw())?;
    let counts = all.iter().filter(|access| access.body.last_day(rules).is_some_and(|last| access.body.valid_from <= on && on <= last));
    let link = |access: &kernel::Record<AccessAuthorisation>| {
        let purpose = access.body.question()?.purpose?;
        let href = format!("/people/{}/access?on={on}&for={}", person.outward(), access.id().outward());
        let name = access.body.scope_text.clone().unwrap_or_default();
        Some(Link::new(asked_for(cx, &Purpose { text: name, ..purpose }), href))
    };
    Ok(counts.filter_map(link).collect())
}

/// What a question is asked for, in words.
fn asked_for(cx: &PageCx<'_, '_>, purpose: &Purpose) -> String {
    let what = cx.words.code("only-for", purpose.kind.code());
    cx.words.l.with2("page-access-for", "what", &what, "name", &purpose.text)
}

/// The level and categories in words; “none” when there is no access.
pub fn answer(cx: &PageCx<'_, '_>, access: &EffectiveAccess) -> String {
    access.level.as_ref().map_or_else(|| cx.words.t("page-access-none"), |level| with_categories(cx, &level.0, &access.categories))
}

/// A level with its categories.
pub fn with_categories(cx: &PageCx<'_, '_>, level: &str, categories: &Codes) -> String {
    let name = cx.view.policy.name(level, cx.words.l.lang()).to_owned();
    if categories.is_empty() { name } else { format!("{name} {}", categories.joined()) }
}

/// A line of the reason tree in words.
pub fn reason(cx: &PageCx<'_, '_>, why: &Why) -> Reason {
    let lang = cx.words.l.lang();
    let level = why.level.as_ref().map_or_else(String::new, |l| cx.view.policy.name(&l.0, lang).to_owned());
    let categories = if why.categories.is_empty() { "none".to_owned() } else { why.categories.joined() };
    let date = why.date.map_or_else(|| "none".to_owned(), |d| d.to_string());
    let key = format!("reason-{}", crate::words::dashed(why.code));
    let scope = why.scope.as_ref();
    let said = |text: Option<String>| Arg::from(text.unwrap_or_default());
    let args = [
        ("level", Arg::from(level)),
        ("categories", Arg::from(categories)),
        ("date", Arg::from(date)),
        ("access", said(scope.map(|s| cx.words.code("access", s.access.code())))),
        ("what", said(scope.map(|s| cx.words.code("only-for", s.kind.code())))),
        ("name", said(scope.map(|s| s.text.clone()))),
        ("nation", said(scope.map(|s| cx.words.nation(&s.nation)))),
        ("letter", Arg::from(why.letter.clone().unwrap_or_else(|| "none".to_owned()))),
    ];
    let text = format!("{} – {}", cx.words.code("fact", why.fact.code()), cx.words.l.ta(&key, &args));
    Reason { verdict: if why.good { Verdict::Ok } else { Verdict::Missing }, text, link: None, because: Vec::new() }
}

/// When a fact held: its text, from, until, and whether it speaks for access.
type Stretch = (String, Date, Option<Date>, bool);

/// The facts of each kind, under their label.
fn stretches(cx: &PageCx<'_, '_>, facts: &Facts) -> Vec<(String, Vec<Stretch>)> {
    let words = &cx.words;
    let level = |level: &kernel::Level, categories: &Codes| with_categories(cx, &level.0, categories);
    let requirement = facts.requirements.iter().map(|r| (level(&r.level, &r.categories), r.valid_from, r.valid_until, true));
    let decision = facts.decisions.iter().map(|d| {
        let text = format!("{} · {}", words.code("choice", d.kind.code()), level(&d.level, &d.categories));
        (text, d.valid_from, d.valid_until, d.kind.grants() && !d.claimed)
    });
    let certificate = facts
        .certificates
        .iter()
        .map(|c| (format!("{} · {}", c.number, level(&c.level, &c.categories)), c.valid_from, c.returned_on.or(c.valid_until), true));
    let authorisation = facts.authorisations.iter().map(|a| {
        (format!("{} · {}", words.code("choice", a.kind.code()), level(&a.level, &a.categories)), a.valid_from, a.valid_until, true)
    });
    let briefing =
        facts.briefings.iter().map(|b| (words.topic(b.kind, b.category.as_deref()), b.given_on, b.debriefed_on.or(b.next_due), true));
    let employment = facts.assignments.iter().map(|a| (words.code("choice", a.kind.code()), a.valid_from, a.valid_until, true));
    vec![
        (words.t("fact-employment"), employment.collect()),
        (words.t("fact-requirement"), requirement.collect()),
        (words.t("fact-decision"), decision.collect()),
        (words.t("fact-certificate"), certificate.collect()),
        (words.t("fact-authorisation"), authorisation.collect()),
        (words.t("fact-briefing"), briefing.collect()),
    ]
}

fn spans(cx: &PageCx<'_, '_>, facts: &Facts, on: Date) -> SpanChart {
    let words = &cx.words;
    let from = Date::new(on.year() - AXIS_YEARS / 2, 1, 1).unwrap_or(on);
    let to = Date::new(on.year() + AXIS_YEARS / 2, 1, 1).unwrap_or(on);
    let days = f64::from((to - from).get_days().max(1));
    let place = |date: Date| {
        let share = f64::from((date - from).get_days()) / days;
        (share.clamp(0.0, 1.0) * 1000.0).round() as u16
    };
    let line = |(label, list): (String, Vec<Stretch>)| {
        let spans = list.into_iter().filter(|(_, start, until, _)| *start < to && until.is_none_or(|u| u > from)).map(
            |(text, start, until, good)| Span {
                from: place(start),
                to: until.map_or(1000, place),
                text,
                href: None,
                tone: if good { Tone::Good } else { Tone::Bad },
            },
        );
        (label, spans.collect())
    };
    SpanChart {
        id: "facts".to_owned(),
        title: words.t("page-facts-chart"),
        description: words.t("page-facts-chart-text"),
        label_head: words.t("page-fact"),
        value_head: words.t("page-period"),
        lines: stretches(cx, facts).into_iter().map(line).collect(),
        ticks: (from.year()..=to.year()).filter_map(|y| Date::new(y, 1, 1).ok()).map(|d| (place(d), d.year().to_string())).collect(),
        mark: Some((place(on), on.to_string())),
    }
}

fn fact_table(cx: &PageCx<'_, '_>, facts: &Facts) -> Section {
    let words = &cx.words;
    let rows = stretches(cx, facts).into_iter().flat_map(|(label, list)| {
        list.into_iter().map(move |(text, from, until, _)| {
            let end = until.map(|u| u.to_string()).unwrap_or_default();
            Row::new(vec![Cell::text(label.clone()), Cell::text(text), Cell::fixed(from.to_string()), Cell::fixed(end)])
        })
    });
    let title = words.t("page-facts");
    let columns = vec![
        Column::new(words.t("page-fact")),
        Column::new(words.t("page-fact-what")),
        Column::new(words.field(None, "valid_from")),
        Column::new(words.field(None, "valid_until")),
    ];
    Section {
        title: title.clone(),
        intro: String::new(),
        table: Table { caption: title, columns, rows: rows.collect(), empty: words.t("page-none"), selectable: false },
        links: Vec::new(),
    }
}
