//! The gate list: names as somebody pasted them, a label, a period; for each name yes or no, and why (CL-07).

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{Codes, Record, RecordId, fold};
use ledger::{Error, View};

use super::queries::{facts_of, rulebook};
use super::rules::{missing, needs_clearance, suspended, throughout};
use super::scoped::barred;
use super::{BriefingKind, EffectiveAccess, FactKind, Facts, Need, Reason};
use crate::limits;
use crate::people::Person;
use crate::people::names::PersonName;
use crate::policy::Rulebook;

/// What the gate says about one name.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The person may come in for this, on every day of the period.
    Yes(EffectiveAccess),
    /// They may: nobody of their nation needs a clearance for this, and they have signed the security undertaking. It certifies no clearance.
    Undertaken(EffectiveAccess),
    /// They may not; the access is that of the first day on which it is not enough.
    No(EffectiveAccess),
    /// Nobody the reader may see is called so.
    Unknown,
    /// Several people are called so: asked again by personnel number.
    Several,
}

impl Answer {
    /// What whoever may come in may see.
    pub const fn admits(&self) -> Option<&EffectiveAccess> {
        match self {
            Self::Yes(access) | Self::Undertaken(access) => Some(access),
            Self::No(_) | Self::Unknown | Self::Several => None,
        }
    }
}

/// A name of the list and what the gate says.
#[derive(Clone, Debug)]
pub struct Line {
    /// As it was pasted.
    pub asked: String,
    /// Who it is, with their name as the office writes it.
    pub person: Option<(RecordId, String)>,
    /// What the gate says.
    pub answer: Answer,
}

/// The names of a pasted list: one a line, or apart by semicolons; empty ones and repeated ones are left out.
pub fn names(pasted: &str) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let lines = pasted.split(['\n', '\r', ';']).map(str::trim).filter(|name| !name.is_empty());
    lines.filter(|name| seen.insert(fold::words(name).join(" "))).map(str::to_owned).collect()
}

/// Ranks and titles that stand before a name, folded, in English and French.
const TITLES: &[&str] = &[
    "adm",
    "admiral",
    "ambassador",
    "ambassadeur",
    "amiral",
    "brig",
    "brigadier",
    "capitaine",
    "capt",
    "captain",
    "cdr",
    "cne",
    "col",
    "colonel",
    "commandant",
    "commander",
    "cpl",
    "corporal",
    "cpt",
    "dr",
    "gen",
    "general",
    "lieutenant",
    "lt",
    "ltc",
    "m",
    "maj",
    "major",
    "mlle",
    "mme",
    "mr",
    "mrs",
    "ms",
    "prof",
    "professor",
    "professeur",
    "sergeant",
    "sergent",
    "sgt",
    "wo",
];

/// The ways in which a name may stand in the register, folded: the family name is first there, and on a list it may be anywhere. A rank or title
/// before the name is passed over; no other word is, for it could be part of somebody else's name.
fn ways(name: &str) -> Vec<String> {
    let words = fold::words(name);
    let turned = |words: &[String]| (0..words.len()).map(|at| [&words[at..], &words[..at]].concat().join(" ")).collect::<Vec<_>>();
    let rank = words.first().is_some_and(|first| TITLES.contains(&first.as_str()));
    let without_rank = words.get(1..).filter(|rest| rank && rest.len() > 1).map(turned).unwrap_or_default();
    [turned(&words), without_rank].concat()
}

/// Says for each name whether the person covers a need on every day of a period. At most [`limits::GATE_NAMES_MAX`] names are answered; the
/// caller refuses more.
pub fn gate_list(view: &mut View<'_>, asked: &[String], need: &Need, period: (Date, Date)) -> Result<Vec<Line>, Error> {
    let asked = &asked[..asked.len().min(limits::GATE_NAMES_MAX)];
    let known = people_called(view, asked)?;
    let ids: Vec<RecordId> = known.values().filter_map(|people| Some(people.first()?.head.id)).collect();
    let mut facts = HashMap::new();
    for some in ids.chunks(limits::PAGE_ROWS_MAX) {
        facts.extend(facts_of(view, some)?);
    }
    let rules = view.facts(rulebook)?;
    let line = |name: &String| {
        let people = known.get(name).map(Vec::as_slice).unwrap_or_default();
        let (person, answer) = match people {
            [] => (None, Answer::Unknown),
            [one] => {
                let of = &facts[&one.head.id];
                let (access, covers) = throughout(of, period, need, &rules, view.policy);
                let called = format!("{} {}", one.body.surname, one.body.given);
                let other = |access| otherwise(access, (of, &one.body.nationality.0), period, need, &rules, view.policy);
                (Some((one.head.id, called)), if covers { Answer::Yes(access) } else { other(access) })
            }
            _ => (None, Answer::Several),
        };
        Line { asked: name.clone(), person, answer }
    };
    Ok(asked.iter().map(line).collect())
}

/// The answer where access does not cover the need. On days on which nobody of a nation needs a clearance for it, a signed undertaking is asked for in its
/// place (clearance desk, 4.3); it does not make good a clearance that is suspended or was taken away.
fn otherwise(
    access: EffectiveAccess,
    (facts, nation): (&Facts, &str),
    (from, until): (Date, Date),
    need: &Need,
    rules: &Rulebook,
    policy: &SecurityPolicy,
) -> Answer {
    let mut days = rules.days().filter(|day| from < *day && *day <= until).chain([from]);
    let suspended = [from, until].into_iter().any(|day| suspended(facts, day, rules, policy).is_some());
    // Who left signs for nothing any more; a guest never held a post here.
    let left = !facts.assignments.is_empty() && facts.assignments.iter().all(|post| post.valid_until.is_some_and(|last| last < from));
    if left
        || suspended
        || barred(facts, &need.level, until, policy).is_some()
        || days.any(|day| needs_clearance(need, nation, day, rules, policy))
    {
        return Answer::No(access);
    }
    let signed = facts.briefings.iter().filter(|b| b.kind == BriefingKind::Undertaking && b.given_on <= from);
    let stands = signed.filter(|b| b.next_due.is_none_or(|due| until <= due) && b.debriefed_on.is_none_or(|ended| until < ended));
    match stands.max_by_key(|b| b.next_due.unwrap_or(Date::MAX)) {
        Some(signed) => Answer::Undertaken(EffectiveAccess {
            level: Some(need.level.clone()),
            categories: Codes::default(),
            until: signed.next_due,
            need: Some(need.clone()),
            reasons: vec![Reason { good: true, date: Some(signed.given_on), ..missing(FactKind::Briefing, "undertaking") }],
        }),
        None => Answer::No(EffectiveAccess { reasons: vec![missing(FactKind::Briefing, NO_UNDERTAKING)], ..access }),
    }
}

/// The reason that a security undertaking would be enough, and none is signed.
pub const NO_UNDERTAKING: &str = "undertaking-none";

/// Who is meant by each name: by personnel number, else by name.
fn people_called(view: &mut View<'_>, asked: &[String]) -> Result<HashMap<String, Vec<Record<Person>>>, Error> {
    let mut all: Vec<Record<Person>> = Vec::new();
    let titles: Vec<String> = asked.iter().flat_map(|name| ways(name)).collect();
    // What somebody was called before, or is called elsewhere, leads to them as well.
    let mut called: Vec<(RecordId, String)> = Vec::new();
    for some in titles.chunks(limits::PAGE_ROWS_MAX) {
        all.extend(view.titled::<Person>(some)?);
        let others = view.titled::<PersonName>(some)?.into_iter();
        called.extend(others.map(|n| (n.body.person.raw(), fold::words(&format!("{} {}", n.body.surname, n.body.given)).join(" "))));
    }
    let others: Vec<RecordId> = called.iter().map(|(person, _)| *person).collect();
    for some in others.chunks(limits::PAGE_ROWS_MAX) {
        all.extend(view.having_any::<Person>("id", some)?);
    }
    for some in asked.chunks(limits::PAGE_ROWS_MAX) {
        all.extend(view.having_any::<Person>("personnel_number", some)?);
    }
    let mut by_key: HashMap<String, Vec<&Record<Person>>> = HashMap::new();
    for person in &all {
        let title = fold::words(&format!("{} {}", person.body.surname, person.body.given)).join(" ");
        let others = called.iter().filter(|(id, _)| *id == person.head.id).map(|(_, name)| name.clone());
        for key in std::iter::once(title).chain(person.body.personnel_number.clone()).chain(others) {
            by_key.entry(key).or_default().push(person);
        }
    }
    let mut called = HashMap::new();
    for name in asked {
        let mut people: Vec<Record<Person>> = Vec::new();
        for key in std::iter::once(name.clone()).chain(ways(name)) {
            for person in by_key.get(&key).into_iter().flatten() {
                if !people.iter().any(|known| known.head.id == person.head.id) {
                    people.push((*person).clone());
                }
            }
        }
        called.insert(name.clone(), people);
    }
    Ok(called)
}
