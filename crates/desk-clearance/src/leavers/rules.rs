//! What the office owes when somebody leaves: one table, and how it becomes tasks; pure.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Duty, Id, Record, RecordId, Refused};
use ledger::transition::begin;
use ledger::{Changes, Context};
use spine::cases::Timing;
use spine::clearances::Facts;
use spine::clearances::commands::{back_by, return_days};
use spine::clearances::rules::standing;
use spine::letters::LetterTemplate;
use spine::organisations::Authority;
use spine::people::Person;
use spine::policy::Rulebook;
use spine::posts::{Assignment, EndReason};
use spine::series;
use spine::tasks::queries::Owners;
use spine::tasks::{Task, TaskState};

use super::{Departure, DepartureSource};
use crate::cases::commands::{Open, requested};
use crate::cases::{CaseKind, LIFECYCLE, PscCase};
use crate::correspondence::commands::about_case;

/// From which day the days of a task are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The last day of service.
    FromLastDay,
    /// The day on which the office learned of it.
    FromLearned,
}

/// When a task is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// Whenever somebody leaves.
    Always,
    /// When a clearance is in force.
    WithClearance,
    /// When somebody with access leaves who can still be spoken to.
    WithAccess,
    /// When a certificate is still out.
    WithCertificate,
    /// When another case is open.
    WithOpenCase,
    /// When they have classified items in hand or on their way to them.
    WithHoldings,
}

/// The task that sends certificates back, by the day the authority's rule names where it does.
const CERTIFICATE: &str = "certificate_return";
/// The task that names the visits of whoever leaves.
const VISITS: &str = "visits";
/// The task that names the copies of classified items whoever leaves has.
const HOLDINGS: &str = "holdings";

/// What is owed when somebody leaves.
#[derive(Clone, Copy, Debug)]
pub struct LeaverTask {
    /// Its code.
    pub code: &'static str,
    /// When it is owed.
    pub owed: Owed,
    /// Whose duty it is.
    pub duty: Duty,
    /// From which day its days are counted.
    pub counted: Counted,
    /// Working days until it is due.
    pub working_days: i64,
    /// What is to be done, in both languages: a task is read by colleagues of either.
    pub title: &'static str,
    /// More about it.
    pub details: &'static str,
}

/// The code of the debriefing; KPI-CL-13 holds debriefings against the same days.
pub const DEBRIEFING: &str = "debriefing";

/// What is owed when somebody leaves, in the order in which it is done. The tasks about visits and about classified copies name what the
/// registers know ([`given`]); the others name nothing.
pub const OWED: &[LeaverTask] = &[
    LeaverTask {
        code: "nsa_letter",
        owed: Owed::WithClearance,
        duty: Duty::ClearanceOfficer,
        counted: Counted::FromLearned,
        working_days: 2,
        title: "Tell the authority of the cancellation · Informer l’autorité de l’annulation",
        details: "Sign and issue the letter drafted with the case, then complete the case with it. · Signer et expédier la lettre rédigée avec le dossier, puis achever le dossier avec elle.",
    },
    LeaverTask {
        code: "open_case",
        owed: Owed::WithOpenCase,
        duty: Duty::ClearanceOfficer,
        counted: Counted::FromLearned,
        working_days: 2,
        title: "End the open case · Clore le dossier en cours",
        details: "The need ceases with the last day; an authority that has the file is told. · Le besoin cesse au dernier jour ; une autorité saisie du dossier est informée.",
    },
    LeaverTask {
        code: DEBRIEFING,
        owed: Owed::WithAccess,
        duty: Duty::ClearanceTechnician,
        counted: Counted::FromLastDay,
        working_days: 5,
        title: "Debrief the leaver · Tenir l’exposé de fin d’accès",
        details: "Have the debriefing signed and enter its day in each briefing. · Faire signer l’exposé de fin d’accès et en inscrire le jour dans chaque exposé.",
    },
    LeaverTask {
        code: HOLDINGS,
        owed: Owed::WithHoldings,
        duty: Duty::Registry,
        counted: Counted::FromLastDay,
        working_days: 0,
        title: "Take classified items back · Reprendre les documents classifiés",
        details: "On the last day at the latest, each copy with its receipt; those the register knows stand beneath. · Au plus tard le dernier jour, chaque exemplaire contre récépissé ; ceux que connaît le registre figurent ci-dessous.",
    },
    LeaverTask {
        code: CERTIFICATE,
        owed: Owed::WithCertificate,
        duty: Duty::ClearanceTechnician,
        counted: Counted::FromLastDay,
        working_days: 5,
        title: "Return the certificate · Restituer le certificat",
        details: "Send the certificate back to the authority and enter the day. · Renvoyer le certificat à l’autorité et inscrire le jour.",
    },
    LeaverTask {
        code: VISITS,
        owed: Owed::Always,
        duty: Duty::ClearanceTechnician,
        counted: Counted::FromLastDay,
        working_days: 0,
        title: "Cancel announced visits · Annuler les visites annoncées",
        details: "Cancel what is announced and tell the hosts; what the register knows stands beneath. · Annuler ce qui est annoncé et informer les hôtes ; ce que connaît le registre figure ci-dessous.",
    },
    LeaverTask {
        code: "travel",
        owed: Owed::Always,
        duty: Duty::ClearanceTechnician,
        counted: Counted::FromLastDay,
        working_days: 0,
        title: "Cancel travel · Annuler les déplacements",
        details: "No register of travel is kept yet: ask the travel desk. · Aucun registre des déplacements n’est encore tenu : s’adresser au service des voyages.",
    },
    LeaverTask {
        code: "accounts",
        owed: Owed::Always,
        duty: Duty::Head,
        counted: Counted::FromLastDay,
        working_days: 0,
        title: "Have the accounts closed · Faire fermer les comptes",
        details: "Here and in the systems of the agency, on the last day. · Ici et dans les systèmes de l’agence, le dernier jour.",
    },
    LeaverTask {
        code: "roster",
        owed: Owed::Always,
        duty: Duty::Head,
        counted: Counted::FromLearned,
        working_days: 3,
        title: "Fill the gaps in rosters · Combler les vides des tours de service",
        details: "For the guard and the on-call desks; their rosters are looked at by hand. · Pour la garde et les permanences ; leurs tours sont vérifiés à la main.",
    },
    LeaverTask {
        code: "equipment",
        owed: Owed::Always,
        duty: Duty::Head,
        counted: Counted::FromLastDay,
        working_days: 0,
        title: "Take equipment and badge back · Reprendre l’équipement et le badge",
        details: "Badge, keys, tokens and devices, on the last day. · Badge, clés, jetons et appareils, le dernier jour.",
    },
];

/// Working days of a task of the table.
pub fn working_days(code: &str) -> i64 {
    OWED.iter().find(|task| task.code == code).map_or(0, |task| task.working_days)
}

/// An end that became known.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Who leaves.
    pub person: RecordId,
    /// Last day of service.
    pub last_day: Date,
    /// Why.
    pub reason: EndReason,
    /// How the office learned of it.
    pub source: DepartureSource,
    /// The day on which it did.
    pub learned_on: Date,
}

/// What is known of one leaver.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Clearances, briefings and posts.
    pub facts: Facts,
    /// The posts, as records.
    pub assignments: Vec<Record<Assignment>>,
    /// Cases.
    pub cases: Vec<Record<PscCase>>,
    /// Earlier departures.
    pub departures: Vec<Record<Departure>>,
    /// Tasks about the person.
    pub tasks: Vec<Record<Task>>,
    /// Open visits of theirs, out and in: number and last day.
    pub visits: Vec<(String, Date)>,
    /// Numbers of the copies of classified items they have in hand or on their way to them.
    pub copies: Vec<String>,
}

/// What opening needs to know.
pub struct Known {
    /// Of each leaver.
    pub people: HashMap<RecordId, Standing>,
    /// Who has which duty.
    pub owners: Owners,
    /// Standards and calendars.
    pub timing: Timing,
    /// The authorities' rules.
    pub rulebook: Rulebook,
    /// The numbers of cases.
    pub series: series::Standing,
    /// The template of the letter that tells an authority, if the office has one in use.
    pub template: Option<Record<LetterTemplate>>,
    /// The authorities.
    pub authorities: HashMap<RecordId, Record<Authority>>,
}

/// The departure that an end is about, if it is known already: nobody who took up a post since then leaves by it.
fn earlier<'k>(known: &'k Standing, leaving: &Leaving) -> Option<&'k Record<Departure>> {
    let returned =
        |d: &Departure| known.assignments.iter().any(|a| a.body.valid_from > d.last_day && a.body.valid_from <= leaving.last_day);
    known.departures.iter().filter(|d| !returned(&d.body)).max_by_key(|d| d.body.last_day)
}

/// Whether an end says something new.
pub fn is_news(known: &Standing, leaving: &Leaving) -> bool {
    earlier(known, leaving).is_none_or(|d| d.body.last_day != leaving.last_day)
}

/// The posts that an end changes: those that last beyond it, and those that an earlier word of the same end had ended.
pub fn ending<'k>(known: &'k Standing, leaving: &Leaving) -> impl Iterator<Item = &'k Record<Assignment>> {
    let (last_day, before) = (leaving.last_day, earlier(known, leaving).map(|d| d.body.last_day));
    known.assignments.iter().filter(move |a| match a.body.valid_until {
        None => true,
        Some(until) => until > last_day || (until < last_day && Some(until) == before && a.body.end_reason.is_some()),
    })
}

/// Ends what somebody holds.
pub fn end_posts(known: &Standing, leaving: &Leaving, changes: &mut Changes) {
    for assignment in ending(known, leaving) {
        let body = &assignment.body;
        // A post that was to begin later never did.
        let until = leaving.last_day.max(body.valid_from);
        changes.update(&assignment.head, &Assignment { valid_until: Some(until), end_reason: Some(leaving.reason), ..body.clone() });
    }
}

/// Opens what is owed for these leavers, each once however often the same end is told; a last day that moved moves the days of what is open.
/// Posts and people are for the caller to change.
///
/// # Errors
/// What a letter's template refuses.
pub fn open(leavings: &[Leaving], known: &Known, cx: &Context<'_>, changes: &mut Changes) -> Result<(), Refused> {
    let none = Standing::default();
    let of = |leaving: &Leaving| known.people.get(&leaving.person).unwrap_or(&none);
    let grant = |leaving: &Leaving| {
        // What is in force now is what must be cancelled; what was is so no more.
        standing(&of(leaving).facts, cx.today, &known.rulebook, cx.policy).cloned()
    };
    let news: Vec<_> = leavings.iter().filter(|leaving| is_news(of(leaving), leaving)).collect();
    let cancelled = |leaving: &&&Leaving| earlier(of(leaving), leaving).is_none() && grant(leaving).is_some();
    let cases = news.iter().filter(cancelled).count();
    let mut number = match cases {
        0 => 0,
        count => series::next_several(&known.series, "PSC", i64::from(cx.today.year()), count, cx.new_id(), changes),
    };
    for leaving in news {
        let standing = of(leaving);
        if let Some(before) = earlier(standing, leaving) {
            moved(before, leaving, (standing, known), cx, changes);
            continue;
        }
        let decision = grant(leaving);
        let departure = cx.new_id();
        let mut concerns = departure;
        let mut case = None;
        if let Some(decision) = &decision {
            let held = (decision.level.clone(), decision.categories.clone());
            let ask = Open::routine(Id::new(leaving.person), CaseKind::Cancellation, held, Some(leaving.last_day));
            let mut body = requested(number, Id::new(leaving.person), decision.authority, &ask, cx);
            body.authority_reference.clone_from(&decision.reference);
            number += 1;
            let id = begin(changes, cx.new_id(), &body, None, cx);
            if let (Some(template), Some(authority)) = (&known.template, known.authorities.get(&decision.authority.raw())) {
                about_case(template, (id.raw(), &body), authority.clone(), None, cx, changes)?;
            }
            (case, concerns) = (Some(id), id.raw());
        }
        changes.insert(
            departure,
            &Departure {
                person: Id::new(leaving.person),
                last_day: leaving.last_day,
                end_reason: leaving.reason,
                learned_from: leaving.source,
                learned_on: leaving.learned_on,
                learned_at: cx.micros(),
                case,
                recorded_by: cx.recorder(),
            },
        );
        let opened = |c: &Record<PscCase>| LIFECYCLE.state(c.body.state.code()).is_some_and(|s| s.open);
        for task in OWED {
            let owed = match task.owed {
                Owed::Always => true,
                Owed::WithClearance => decision.is_some(),
                Owed::WithAccess => decision.is_some() && leaving.reason != EndReason::Died,
                Owed::WithCertificate => standing.facts.certificates.iter().any(|c| c.returned_on.is_none()),
                Owed::WithOpenCase => standing.cases.iter().any(opened),
                Owed::WithHoldings => !standing.copies.is_empty(),
            };
            if owed {
                let body = given(task, leaving, concerns, (standing, known), cx);
                begin(changes, cx.new_id(), &body, None, cx);
            }
        }
    }
    Ok(())
}

/// The day on which a task is due.
fn due(task: &LeaverTask, leaving: &Leaving, (facts, known): (&Facts, &Known), cx: &Context<'_>) -> Date {
    if task.code == CERTIFICATE
        && let Some(day) = back_by(leaving.last_day, return_days(facts, cx.today, &known.rulebook))
    {
        return day;
    }
    let from = match task.counted {
        Counted::FromLastDay => leaving.last_day,
        Counted::FromLearned => leaving.learned_on,
    };
    known.timing.working_days_after(from, task.working_days).unwrap_or(from)
}

fn given(task: &LeaverTask, leaving: &Leaving, concerns: RecordId, (standing, known): (&Standing, &Known), cx: &Context<'_>) -> Task {
    let beyond =
        standing.visits.iter().filter(|(_, last)| task.code == VISITS && *last > leaving.last_day).map(|(number, _)| number.as_str());
    let copies = standing.copies.iter().filter(|_| task.code == HOLDINGS).map(String::as_str);
    let details: Vec<&str> = std::iter::once(task.details).chain(beyond).chain(copies).collect();
    let supervisor = Id::new(cx.recorder_account());
    Task {
        title: task.title.to_owned(),
        state: TaskState::Open,
        since: cx.micros(),
        // Where nobody else has the duty, whoever recorded it looks after it.
        owner: known.owners.of(task.duty, leaving.person).unwrap_or(supervisor),
        supervisor,
        due_on: due(task, leaving, (&standing.facts, known), cx),
        details: Some(details.join("\n")),
        concerns: Some(concerns),
        person: Some(leaving.person),
        proof_of_work: None,
        verified_by: None,
    }
}

/// The last day of a departure moved: what is open of it is due on other days.
fn moved(before: &Record<Departure>, leaving: &Leaving, (standing, known): (&Standing, &Known), cx: &Context<'_>, changes: &mut Changes) {
    let body = Departure { last_day: leaving.last_day, end_reason: leaving.reason, ..before.body.clone() };
    changes.update(&before.head, &body);
    let same = Leaving { learned_on: before.body.learned_on, ..leaving.clone() };
    let concerns = [Some(before.head.id), before.body.case.map(Id::raw)];
    for task in standing.tasks.iter().filter(|t| t.body.state == TaskState::Open && concerns.contains(&t.body.concerns)) {
        let Some(of) = OWED.iter().find(|of| of.title == task.body.title) else { continue };
        let day = due(of, &same, (&standing.facts, known), cx);
        if day != task.body.due_on {
            changes.update(&task.head, &Task { due_on: day, ..task.body.clone() });
        }
    }
    if let Some(case) = before.body.case.and_then(|id| standing.cases.iter().find(|c| c.id() == id))
        && LIFECYCLE.state(case.body.state.code()).is_some_and(|s| s.open)
    {
        changes.update(&case.head, &PscCase { target_on: Some(leaving.last_day), ..case.body.clone() });
    }
}

/// The person after the end became known: they have left once the last day is over.
pub fn left(person: &Person, last_day: Date, today: Date) -> Person {
    let status = if last_day < today { spine::people::PersonStatus::Left } else { person.status };
    Person { status, ..person.clone() }
}

/// Whether somebody has gone by a day: the last day of their departure is past, and they hold no post and took up none since. A post that was to begin
/// later and never did is none.
pub fn has_gone<'a>(departure: &Departure, mut posts: impl Iterator<Item = &'a Assignment>, today: Date) -> bool {
    let never_begun =
        |post: &Assignment| post.end_reason.is_some() && post.valid_from > departure.last_day && post.valid_until == Some(post.valid_from);
    let over = |post: &Assignment| post.valid_from <= departure.last_day && post.valid_until.is_some_and(|until| until < today);
    departure.last_day < today && posts.all(|post| never_begun(post) || over(post))
}
