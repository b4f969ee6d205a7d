//! What a pack of rules would change, shown to whoever decides about it before it applies: people, cases, files, visits and musters, each as they stand and as they would.

use desk_clearance::cases::PscCase;
use desk_clearance::correspondence::{self, queries::MovedCase};
use desk_clearance::renewals::queries::{Draft, whom_it_moves};
use desk_clearance::renewals::rules::{Moved, Standing};
use desk_clearance::visits::queries::{MovedBadge, MovedVisit, badges_it_moves, which_it_moves};
use desk_clearance::visits::rules::Fault;
use desk_clearance::visits::{IncomingVisit, VisitRequest};
use jiff::civil::Date;
use kernel::{RecordId, Register, limits};
use ledger::Error;
use spine::clearances::renewals::RenewalRules;
use spine::clearances::visits::VisitRules;
use spine::holdings::queries::MovedMuster;
use spine::holdings::rules::HoldingRules;
use spine::holdings::{self, ControlPoint};
use spine::organisations::Authority;
use spine::people::Person;
use spine::policy::{AuthorityRules, PackKind};
use spine::retention::{self, RetentionHold};
use ui::parts::{Cell, Column, Row, Section, Table};

use super::machine::with_categories;
use super::{PageCx, record_href};
use crate::words::Words;

/// What a pack would change, for a reader who sees what it is about; nothing for kinds that move no record, and where the text cannot be read, which
/// its command says.
///
/// # Errors
/// Those of the ledger.
pub fn sections(cx: &mut PageCx<'_, '_>, kind: PackKind, rules: &str, valid_from: Date) -> Result<Vec<Section>, Error> {
    Ok(match kind {
        PackKind::AuthorityRules if cx.view.opens(PscCase::NAME) => match AuthorityRules::parse(rules) {
            Ok(rules) => vec![people(cx, Draft::Authorities(rules.clone()), valid_from)?, cases(cx, rules, valid_from)?],
            Err(_) => Vec::new(),
        },
        PackKind::Renewals if cx.view.opens(PscCase::NAME) => match RenewalRules::parse(rules) {
            Ok(rules) => vec![people(cx, Draft::Renewals(rules), valid_from)?],
            Err(_) => Vec::new(),
        },
        PackKind::Retention if cx.view.opens(RetentionHold::NAME) => match retention::Rules::parse(rules) {
            Ok(rules) => vec![files(cx, &rules, valid_from)?],
            Err(_) => Vec::new(),
        },
        PackKind::VisitRules if cx.view.opens(VisitRequest::NAME) => match VisitRules::parse(rules) {
            Ok(rules) => vec![guests(cx, &rules)?, visits(cx, rules)?],
            Err(_) => Vec::new(),
        },
        PackKind::HoldingRules if cx.view.opens(ControlPoint::NAME) => match HoldingRules::parse(rules) {
            Ok(rules) => vec![musters(cx, &rules)?],
            Err(_) => Vec::new(),
        },
        _ => Vec::new(),
    })
}

/// A cell before and after.
fn change(words: &Words, [before, after]: [String; 2]) -> Cell {
    if before == after { Cell::quiet(before) } else { Cell::fixed(words.l.with2("page-whatif-change", "before", &before, "after", &after)) }
}

/// A table of the first that are moved, and how many are in all.
fn section<T>(words: &Words, key: &str, heads: Vec<String>, all: &[T], row: impl Fn(&T) -> Vec<Cell>) -> Section {
    let shown = first(all);
    let title = words.t(key);
    let table = Table {
        caption: title.clone(),
        columns: heads.into_iter().map(Column::new).collect(),
        rows: shown.iter().map(|one| Row::new(row(one))).collect(),
        empty: words.t("page-whatif-nobody"),
        selectable: false,
    };
    let mut intro = words.l.count(&format!("{key}-count"), "count", all.len());
    if all.len() > shown.len() {
        intro = format!("{intro} {}", words.l.count("page-whatif-cut", "count", shown.len()));
    }
    Section { title, intro, table, ..Section::default() }
}

fn first<T>(all: &[T]) -> &[T] {
    &all[..all.len().min(limits::WHATIF_ROWS_MAX)]
}

fn person(id: RecordId, name: String) -> Cell {
    Cell::text(name).link(record_href(Person::NAME, Person::DEF.prefix, id))
}

/// What a column says of how somebody stands.
type Said<'a> = &'a dyn Fn(&Standing) -> String;

fn people(cx: &mut PageCx<'_, '_>, draft: Draft, valid_from: Date) -> Result<Section, Error> {
    let all = whom_it_moves(cx.view, draft, valid_from)?;
    let ids: Vec<RecordId> = first(&all).iter().map(|moved| moved.person).collect();
    let names = cx.view.titles(Person::NAME, &ids)?;
    cx.lists_of(&Person::DEF, ids.len());
    let (words, none) = (cx.words, cx.words.t("page-whatif-none"));
    let day = |date: Option<Date>| date.map_or_else(|| none.clone(), |date| date.to_string());
    let level = |level: &Option<kernel::Level>| {
        level.as_ref().map_or_else(|| none.clone(), |level| cx.view.policy.name(&level.0, words.l.lang()).to_owned())
    };
    let access = |s: &Standing| {
        let held = s.access.as_ref().map_or_else(|| none.clone(), |level| with_categories(cx, &level.0, &s.categories));
        s.access_until.map_or_else(|| held.clone(), |until| words.l.with2("page-whatif-until", "what", &held, "until", &until.to_string()))
    };
    let stage = |s: &Standing| {
        let word = s.stage.map_or_else(|| none.clone(), |stage| words.choice("stage", stage.code()));
        if s.step > 0 { format!("{word} ({} %)", s.step) } else { word }
    };
    let (grant, until, start) = (|s: &Standing| level(&s.level), |s: &Standing| day(s.until), |s: &Standing| day(s.start));
    let (in_scope, briefed) = (|s: &Standing| day(s.in_scope_until), |s: &Standing| day(s.briefed_by));
    let appraised = |s: &Standing| day(s.appraised_by);
    // Clearance, renewal and access say how somebody stands; of the rest only what these rules move for anybody is shown.
    let columns: [(&str, bool, Said<'_>); 8] = [
        ("page-whatif-grant", true, &grant),
        ("page-renewals-until", true, &until),
        ("page-renewals-start", true, &start),
        ("page-renewals-stands", false, &stage),
        ("page-whatif-access", true, &access),
        ("page-whatif-in-scope", false, &in_scope),
        ("page-whatif-briefed", false, &briefed),
        ("page-whatif-appraised", false, &appraised),
    ];
    let shown: Vec<_> =
        columns.iter().filter(|(_, always, of)| *always || all.iter().any(|moved| of(&moved.before) != of(&moved.after))).collect();
    let row = |moved: &Moved| {
        let name = names.get(&moved.person).cloned().unwrap_or_default();
        let cells = shown.iter().map(|(.., of)| change(&words, [of(&moved.before), of(&moved.after)]));
        std::iter::once(person(moved.person, name)).chain(cells).collect()
    };
    let heads = [words.t("ui-person")].into_iter().chain(shown.iter().map(|(head, ..)| words.t(head))).collect();
    Ok(section(&words, "page-whatif", heads, &all, row))
}

fn cases(cx: &mut PageCx<'_, '_>, rules: AuthorityRules, valid_from: Date) -> Result<Section, Error> {
    let all = correspondence::queries::which_it_moves(cx.view, rules, valid_from)?;
    let ids: Vec<RecordId> = first(&all).iter().map(|moved| moved.case.person).collect();
    let names = cx.view.titles(Person::NAME, &ids)?;
    cx.lists_of(&Person::DEF, ids.len());
    let words = cx.words;
    let day = |date: Option<Date>| date.map_or_else(|| words.t("page-whatif-none"), |date| date.to_string());
    let row = |moved: &MovedCase| {
        let case = &moved.case;
        vec![
            Cell::text(case.number.clone()).link(record_href(PscCase::NAME, PscCase::DEF.prefix, case.case)),
            person(case.person, names.get(&case.person).cloned().unwrap_or_default()),
            Cell::text(words.nation(&case.nation)),
            Cell::fixed(case.sent_on.to_string()),
            change(&words, [day(moved.before), day(moved.after)]),
        ]
    };
    let field = |name: &str| words.field(Some(PscCase::NAME), name);
    let heads = vec![field("number"), words.t("ui-person"), field("authority"), words.t("page-whatif-sent"), words.t("page-whatif-asked")];
    Ok(section(&words, "page-whatif-cases", heads, &all, row))
}

fn musters(cx: &mut PageCx<'_, '_>, rules: &HoldingRules) -> Result<Section, Error> {
    let all = holdings::queries::which_it_moves(cx.view, rules)?;
    let points = cx.named(&ControlPoint::DEF, first(&all).iter().map(|moved| moved.point).collect())?;
    let words = cx.words;
    let day = |date: Option<Date>| date.map_or_else(|| words.t("page-whatif-none"), |date| date.to_string());
    let row = |moved: &MovedMuster| {
        let name = points.get(&moved.point).cloned().unwrap_or_default();
        let point = Cell::text(name).link(record_href(ControlPoint::NAME, ControlPoint::DEF.prefix, moved.point));
        vec![point, change(&words, [day(moved.before), day(moved.after)])]
    };
    let heads = vec![words.field(None, "control_point"), words.t("page-whatif-mustered")];
    Ok(section(&words, "page-whatif-musters", heads, &all, row))
}

fn files(cx: &mut PageCx<'_, '_>, pack: &retention::Rules, valid_from: Date) -> Result<Section, Error> {
    let all = retention::queries::whom_it_moves(cx.view, pack, valid_from)?;
    cx.lists_of(&Person::DEF, first(&all).len());
    let words = cx.words;
    let none = words.t("page-whatif-none");
    let period = |standing: &retention::Standing| match standing {
        retention::Standing::Running(period) | retention::Standing::Held(period, _) | retention::Standing::Due(period) => {
            Some((words.choice("trigger", period.rule.trigger.code()), period.due_on.to_string()))
        }
        _ => None,
    };
    let stands = |standing: &retention::Standing| {
        words.t(match standing {
            retention::Standing::NoPeriod => "page-whatif-file-no-period",
            retention::Standing::InUse => "page-whatif-file-in-use",
            retention::Standing::Running(_) => "page-whatif-file-running",
            retention::Standing::Held(..) => "page-whatif-file-held",
            retention::Standing::Due(_) => "page-whatif-file-due",
        })
    };
    let row = |moved: &retention::queries::MovedFile| {
        let both = [&moved.before, &moved.after];
        vec![
            person(moved.person, moved.name.clone()),
            change(&words, both.map(|s| period(s).map_or_else(|| none.clone(), |(trigger, _)| trigger))),
            change(&words, both.map(|s| period(s).map_or_else(|| none.clone(), |(_, due)| due))),
            change(&words, both.map(stands)),
        ]
    };
    let field = |name: &str| words.field(Some("destruction_certificates"), name);
    let heads = vec![words.t("ui-person"), field("trigger"), field("due_on"), words.t("page-whatif-file")];
    Ok(section(&words, "page-whatif-files", heads, &all, row))
}

fn visits(cx: &mut PageCx<'_, '_>, rules: VisitRules) -> Result<Section, Error> {
    let all = which_it_moves(cx.view, rules)?;
    let hosts = cx.named(&Authority::DEF, first(&all).iter().map(|moved| moved.trip.request.host.raw()).collect())?;
    let words = cx.words;
    // What stands in the way either way moves nothing.
    let only = |these: &[Fault], others: &[Fault]| {
        let all: Vec<String> = these.iter().filter(|fault| !others.contains(fault)).map(|fault| words.refusal(&fault.refusal)).collect();
        if all.is_empty() { words.t("page-whatif-nothing") } else { all.join(" ") }
    };
    let row = |moved: &MovedVisit| {
        let request = &moved.trip.request;
        vec![
            Cell::text(request.number.clone()).link(record_href(VisitRequest::NAME, VisitRequest::DEF.prefix, moved.trip.id.raw())),
            Cell::text(hosts.get(&request.host.raw()).cloned().unwrap_or_default()),
            Cell::fixed(request.valid_from.to_string()),
            Cell::prose(only(&moved.before, &moved.after)),
            Cell::prose(only(&moved.after, &moved.before)),
        ]
    };
    let field = |name: &str| words.field(Some(VisitRequest::NAME), name);
    let heads = vec![
        field("number"),
        field("host"),
        field("valid_from"),
        words.t("page-whatif-faults-before"),
        words.t("page-whatif-faults-after"),
    ];
    Ok(section(&words, "page-whatif-visits", heads, &all, row))
}

fn guests(cx: &mut PageCx<'_, '_>, rules: &VisitRules) -> Result<Section, Error> {
    let all = badges_it_moves(cx.view, rules)?;
    let people = cx.named(&Person::DEF, first(&all).iter().map(|(visit, _)| visit.body.person.raw()).collect())?;
    let words = cx.words;
    let row = |(visit, badges): &MovedBadge| {
        vec![
            Cell::text(visit.body.number.clone()).link(record_href(IncomingVisit::NAME, IncomingVisit::DEF.prefix, visit.head.id)),
            Cell::text(people.get(&visit.body.person.raw()).cloned().unwrap_or_default()),
            Cell::fixed(visit.body.valid_from.to_string()),
            change(&words, badges.map(|badge| words.choice("badge", badge.code()))),
        ]
    };
    let field = |name: &str| words.field(Some(IncomingVisit::NAME), name);
    let heads = vec![field("number"), words.t("ui-person"), field("valid_from"), field("badge")];
    Ok(section(&words, "page-whatif-guests", heads, &all, row))
}
