//! What is asked about how long a person's file is kept.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use kernel::{FieldKind, Id, Record, RecordId, Register, RegisterDef, limits};
use ledger::approval::Approval;
use ledger::rights::household::HouseholdTie;
use ledger::rights::restriction::Restriction;
use ledger::rights::watch::Decoy;
use ledger::transition::Transition;
use ledger::{Error, ListQuery, RawRecord, View};

use super::RetentionHold;
use super::rules::{Keeping, Rules, Standing, Story, standing};
use crate::clearances::queries::{facts, facts_of_all, rulebook};
use crate::clearances::rules::last_held;
use crate::clearances::{Decision, DecisionKind, FactKind, Facts, effective_access};
use crate::concerns::{Concern, ConcernState};
use crate::contacts::Communication;
use crate::documents::Attachment;
use crate::dossiers::Dossier;
use crate::findings::{Extension, RiskAcceptance, Verification};
use crate::mail::{MailItem, MailKind, inbox::MailDrop};
use crate::people::{Person, PersonStatus};
use crate::policy::{PackKind, PackState, PolicyPack, Rulebook};

/// The retention rules in force on a day.
pub fn rules(view: &mut View<'_>, day: Date) -> Result<Option<Rules>, Error> {
    let packs = view.having::<PolicyPack>("state", PackState::InForce.code())?;
    let packs = packs.into_iter().map(|p| p.body).filter(|p| p.kind == PackKind::Retention && p.valid_from <= day);
    // A pack that cannot be read was never adopted.
    Ok(packs.max_by_key(|p| (p.valid_from, p.edition)).and_then(|p| Rules::parse(&p.rules).ok()))
}

/// Registers whose records about a person are finished or not. A dossier is kept and not worked on: it is asked about by itself.
fn worked_on(view: &View<'_>) -> Vec<(RegisterDef, &'static str)> {
    let defs = view.manifest.registers().iter().map(|m| m.def);
    defs.filter(|def| def.name != Dossier::NAME).filter_map(|def| Some((def, def.lifecycle.and(def.subject)?))).collect()
}

/// Everything about a person in a register.
fn about(view: &mut View<'_>, def: &RegisterDef, field: &str, person: RecordId) -> Result<Vec<RawRecord>, Error> {
    let query = ListQuery {
        filters: vec![(field.to_owned(), person.into())],
        limit: limits::COMMAND_ROWS_MAX,
        with_void: true,
        ..ListQuery::default()
    };
    view.rows_of(def.name, &query)
}

/// What the clearance facts tell of a person.
fn told(nation: &str, status: PersonStatus, facts: &Facts, day: Date, rules: &Rulebook, policy: &kernel::marking::SecurityPolicy) -> Story {
    let ended = facts.assignments.iter().map(|a| a.valid_until).collect::<Option<Vec<Date>>>();
    let in_post = ended.as_ref().is_none_or(|ends| ends.iter().any(|end| day <= *end));
    // Whoever holds a post is in use whatever else is true; most do.
    if in_post {
        return Story { nation: nation.to_owned(), in_post, ..Story::default() };
    }
    // Whose last post ended for a reason of service has left, whether or not anybody has said so of the person yet.
    let left =
        status == PersonStatus::Left || facts.assignments.iter().max_by_key(|a| a.valid_until).is_some_and(|a| a.end_reason.is_some());
    let access = effective_access(facts, day, None, rules, policy);
    let last = |of: &dyn Fn(&Decision) -> Option<Date>| facts.decisions.iter().filter(|d| !d.claimed).filter_map(of).max();
    Story {
        nation: nation.to_owned(),
        left: ended.filter(|_| left).and_then(|ends| ends.into_iter().max()),
        expired: last_held(facts, day, rules),
        refused: last(&|d| matches!(d.kind, DecisionKind::Refuse | DecisionKind::Withdraw).then_some(d.decided_on)),
        not_taken_up: None,
        in_post,
        cleared: access.reasons.iter().any(|r| r.fact == FactKind::Decision && r.good),
        open: false,
    }
}

/// Of something worked on about a person: whether it is open, and the day of its last step.
type Step = (bool, Option<Date>);

/// The steps of everything worked on about people; each register is read once for [`limits::PAGE_ROWS_MAX`] of them.
fn steps(view: &mut View<'_>, people: &[RecordId]) -> Result<HashMap<RecordId, Vec<Step>>, Error> {
    let zone = view.zone.clone();
    let mut all: HashMap<RecordId, Vec<Step>> = HashMap::new();
    for some in people.chunks(limits::PAGE_ROWS_MAX) {
        for (def, field) in worked_on(view) {
            for record in view.having_any_raw(def.name, field, some)? {
                let state = record.value(&def, "state").text().and_then(|code| def.lifecycle?.state(code));
                let since = record.value(&def, "since").int().map(|at| kernel::clock::date_at(kernel::clock::from_micros(at), &zone));
                if let Some(person) = record.value(&def, field).id() {
                    all.entry(person).or_default().push((state.is_some_and(|s| s.open), since));
                }
            }
        }
    }
    Ok(all)
}

/// Of these people those about whom something is open, or was closed on a day or after it.
pub(crate) fn open_since(view: &mut View<'_>, people: &[RecordId], day: Date) -> Result<HashSet<RecordId>, Error> {
    let open = |steps: &[Step]| steps.iter().any(|(open, since)| *open || since.is_some_and(|since| since >= day));
    Ok(steps(view, people)?.into_iter().filter(|(_, steps)| open(steps)).map(|(person, _)| person).collect())
}

/// Adds what the records worked on tell: whether something was open on the day, and when the last case of somebody without a post ended by then.
/// What was closed later was open.
fn worked(steps: &[Step], story: &mut Story, never_in_post: bool, day: Date) {
    story.open |= steps.iter().any(|(open, since)| *open || since.is_some_and(|since| since > day));
    if never_in_post {
        story.not_taken_up = steps.iter().filter_map(|(_, since)| *since).max();
    }
}

/// What happened to one person: facts for a decision, without the reader's scope.
pub fn story(view: &mut View<'_>, person: Id<Person>, day: Date) -> Result<Story, Error> {
    view.facts(|view| {
        let body = view.get(person)?.body;
        if !view.having::<Decoy>("person", person.raw())?.is_empty() {
            return Ok(Story::default());
        }
        let (facts, rules) = (facts(view, person)?, rulebook(view)?);
        let mut story = told(&body.nationality.0, body.status, &facts, day, &rules, view.policy);
        let steps = steps(view, &[person.raw()])?.remove(&person.raw()).unwrap_or_default();
        worked(&steps, &mut story, facts.assignments.is_empty(), day);
        Ok(story)
    })
}

/// What decides whether anything of a person's file may go on a day: facts for a decision, without the reader's scope.
pub fn keeping(view: &mut View<'_>, person: Id<Person>, day: Date) -> Result<Keeping, Error> {
    let story = story(view, person, day)?;
    view.facts(|view| {
        Ok(Keeping {
            story,
            rules: rules(view, day)?,
            holds: view.having::<RetentionHold>("person", person.raw())?.into_iter().map(|h| h.body).collect(),
            concerned: view.having::<Concern>("person", person.raw())?.iter().any(|c| c.body.state == ConcernState::Open),
            restricted: view.having::<Restriction>("person", person.raw())?.iter().any(|r| r.body.lifted_on.is_none()),
        })
    })
}

/// Somebody whose period is over.
#[derive(Clone, Debug)]
pub struct DueFile {
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// How the file stands: due or held.
    pub standing: Standing,
}

/// A person whose file is asked about, with what is known of their clearances.
pub struct FileOf<'f> {
    /// Who.
    pub person: RecordId,
    /// Their nation.
    pub nation: &'f str,
    /// Whether they have left.
    pub status: PersonStatus,
    /// The facts.
    pub facts: &'f Facts,
}

/// How files stand on a day, in their order; nothing while no rule is in force. Facts for a decision or a count, without the reader's scope; a decoy
/// is nobody's file and is left out.
///
/// # Errors
/// Those of the ledger.
pub fn standings(view: &mut View<'_>, files: &[FileOf<'_>], rulebook: &Rulebook, day: Date) -> Result<Vec<(RecordId, Standing)>, Error> {
    match view.facts(|view| rules(view, day))? {
        Some(pack) => standings_by(view, files, rulebook, &pack, day),
        None => Ok(Vec::new()),
    }
}

fn standings_by(
    view: &mut View<'_>,
    files: &[FileOf<'_>],
    rulebook: &Rulebook,
    pack: &Rules,
    day: Date,
) -> Result<Vec<(RecordId, Standing)>, Error> {
    view.facts(|view| {
        let mut holders: HashMap<RecordId, Vec<RetentionHold>> = HashMap::new();
        view.each_of(&mut |hold: RetentionHold| holders.entry(hold.person.raw()).or_default().push(hold))?;
        let mut decoys = HashSet::new();
        view.each_of(&mut |decoy: Decoy| {
            decoys.insert(decoy.person);
        })?;
        let held = |person: &RecordId| holders.get(person).map_or(&[][..], Vec::as_slice);
        let mut all = Vec::with_capacity(files.len());
        for file in files.iter().filter(|file| !decoys.contains(&file.person)) {
            let story = told(file.nation, file.status, file.facts, day, rulebook, view.policy);
            all.push((file, standing(&story, pack, held(&file.person), day), story));
        }
        // Only whoever may be due is looked at more closely.
        let never_in_post = |file: &FileOf<'_>| file.facts.assignments.is_empty();
        let closer = |(file, how, story): &(&FileOf<'_>, Standing, Story)| {
            matches!(how, Standing::Due(_) | Standing::Held(..)) || (never_in_post(file) && !story.cleared)
        };
        let people: Vec<RecordId> = all.iter().filter(|one| closer(one)).map(|(file, ..)| file.person).collect();
        let steps = steps(view, &people)?;
        let judged = all.into_iter().map(|(file, how, mut story)| match steps.get(&file.person) {
            Some(steps) => {
                worked(steps, &mut story, never_in_post(file), day);
                (file.person, standing(&story, pack, held(&file.person), day))
            }
            None => (file.person, how),
        });
        Ok(judged.collect())
    })
}

/// Everybody whose period is over on a day and whom the reader may see, the longest due first.
pub fn due(view: &mut View<'_>, day: Date) -> Result<Vec<DueFile>, Error> {
    let people = view.every::<Person>()?;
    let (facts, rulebook) = view.facts(|view| Ok((facts_of_all(view)?, rulebook(view)?)))?;
    let over = standings(view, &files(&people, &facts), &rulebook, day)?.into_iter();
    let over = over.filter(|(_, standing)| matches!(standing, Standing::Due(_) | Standing::Held(..)));
    let names = names(&people);
    let mut due: Vec<DueFile> =
        over.filter_map(|(person, standing)| Some(DueFile { person, name: names.get(&person)?.clone(), standing })).collect();
    let since = |file: &DueFile| match &file.standing {
        Standing::Due(period) | Standing::Held(period, _) => Some(period.due_on),
        _ => None,
    };
    due.sort_by(|a, b| (since(a), &a.name, a.person).cmp(&(since(b), &b.name, b.person)));
    Ok(due)
}

/// The files of people; of whom no fact is known, with none.
fn files<'f>(people: &'f [Record<Person>], facts: &'f HashMap<RecordId, Facts>) -> Vec<FileOf<'f>> {
    static NOTHING: LazyLock<Facts> = LazyLock::new(Facts::default);
    let file = |p: &'f Record<Person>| FileOf {
        person: p.head.id,
        nation: &p.body.nationality.0,
        status: p.body.status,
        facts: facts.get(&p.head.id).unwrap_or(&NOTHING),
    };
    people.iter().map(file).collect()
}

fn names(people: &[Record<Person>]) -> HashMap<RecordId, String> {
    people.iter().map(|p| (p.head.id, Person::DEF.title_of(&kernel::Fields::to_values(&p.body)))).collect()
}

/// A file that other rules would keep longer or shorter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedFile {
    /// Whose.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// How it stands under the rules in force.
    pub before: Standing,
    /// How it would stand.
    pub after: Standing,
}

/// Whose file a pack would move once it applies, by name: of the people the reader may see, as the files would stand on its first day, or today when
/// that is past, under the rules in force and under these.
///
/// # Errors
/// Those of the ledger.
pub fn whom_it_moves(view: &mut View<'_>, pack: &Rules, valid_from: Date) -> Result<Vec<MovedFile>, Error> {
    let day = view.today.max(valid_from);
    let people = view.every::<Person>()?;
    let (facts, rulebook, now) = view.facts(|view| Ok((facts_of_all(view)?, rulebook(view)?, rules(view, day)?)))?;
    let files = files(&people, &facts);
    let none = Rules { name: String::new(), source: String::new(), backups_months: 0, rules: Vec::new() };
    let before: HashMap<RecordId, Standing> =
        standings_by(view, &files, &rulebook, now.as_ref().unwrap_or(&none), day)?.into_iter().collect();
    let mut names = names(&people);
    // Of a rule only what moves a day counts: where it comes from does not.
    let key = |standing: &Standing| match standing {
        Standing::NoPeriod => (0, None),
        Standing::InUse => (1, None),
        Standing::Running(period) => (2, Some((period.due_on, period.rule.trigger))),
        Standing::Held(period, _) => (3, Some((period.due_on, period.rule.trigger))),
        Standing::Due(period) => (4, Some((period.due_on, period.rule.trigger))),
    };
    let moved = standings_by(view, &files, &rulebook, pack, day)?.into_iter().filter_map(|(person, after)| {
        let before = before.get(&person).filter(|before| key(before) != key(&after))?.clone();
        Some(MovedFile { person, name: names.remove(&person)?, before, after })
    });
    let mut moved: Vec<MovedFile> = moved.collect();
    moved.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
    Ok(moved)
}

/// What goes with a person beside what is about them.
#[derive(Clone, Debug, Default)]
pub struct Remains {
    /// What is about nobody, or about somebody else, and tells of the person.
    pub records: Vec<(&'static str, RecordId)>,
    /// Trackers in which the person is one of many: their bytes.
    pub blobs: Vec<RecordId>,
    /// Staged imports that name the person.
    pub staged: Vec<RecordId>,
    /// Numbers of the cases and mail that go.
    pub numbers: Vec<String>,
    /// How many records go.
    pub count: i64,
}

/// Gathers it; facts for a decision, without the reader's scope.
pub fn remains(view: &mut View<'_>, person: &Record<Person>) -> Result<Remains, Error> {
    view.facts(|view| {
        let id = person.head.id;
        let mut remains = Remains { count: view.count_about(id)?.iter().map(|(_, count)| count).sum(), ..Remains::default() };
        for (def, field) in worked_on(view) {
            let numbers = about(view, &def, field, id)?;
            remains.numbers.extend(numbers.iter().filter_map(|r| r.value(&def, "number").text().map(str::to_owned)));
        }
        let dossiers = about(view, &Dossier::DEF, "person", id)?;
        remains.numbers.extend(dossiers.iter().filter_map(|r| r.value(&Dossier::DEF, "reference").text().map(str::to_owned)));
        let mail = about(view, &MailItem::DEF, "person", id)?;
        remains.numbers.extend(mail.iter().filter_map(|r| r.value(&MailItem::DEF, "reference").text().map(str::to_owned)));
        remains.records = telling(view, id)?;
        // A household is about one of its two, and names the other.
        for tie in about(view, &HouseholdTie::DEF, "member", id)? {
            remains.records.push((HouseholdTie::NAME, tie.head.id));
        }
        remains.records.sort_unstable();
        remains.records.dedup();
        remains.count += remains.records.len() as i64;
        for tracker in view.having::<MailItem>("kind", MailKind::TakeOver.code())? {
            if view.made_with_something_about(MailItem::NAME, tracker.head.id, id)? {
                let files = view.having::<Attachment>("record", tracker.head.id)?;
                remains.blobs.extend(files.into_iter().map(|file| file.body.blob));
            }
        }
        let words = |text: &str| kernel::fold::words(text);
        let name = [words(&person.body.surname), words(&person.body.given)].concat();
        let number = person.body.personnel_number.as_deref().map(words).unwrap_or_default();
        remains.staged = view.staged_with(&[name, number], id)?;
        remains.numbers.sort();
        Ok(remains)
    })
}

/// Records that can be about nobody and tell of the one they name in this field. A request about a restriction is of these: it names no person, so
/// that it is found while the file is not.
const TELLING: &[(RegisterDef, &str)] = &[
    (Attachment::DEF, "record"),
    (Transition::DEF, "record"),
    (Approval::DEF, "record"),
    (MailDrop::DEF, "mail_item"),
    (Communication::DEF, "mail_item"),
    (Communication::DEF, "concerns"),
    (Verification::DEF, "finding"),
    (RiskAcceptance::DEF, "finding"),
    (Extension::DEF, "action"),
];

/// What is about nobody and tells of something about the person, or of something that does.
fn telling(view: &mut View<'_>, person: RecordId) -> Result<Vec<(&'static str, RecordId)>, Error> {
    let defs: Vec<RegisterDef> = view.manifest.registers().iter().map(|m| m.def).collect();
    let mut told = vec![(Person::NAME, person)];
    for (def, field) in defs.iter().filter_map(|def| Some((def, def.subject.filter(|field| *field != "id")?))) {
        told.extend(about(view, def, field, person)?.into_iter().map(|record| (def.name, record.head.id)));
    }
    let mut found = Vec::new();
    while let Some((register, id)) = told.pop() {
        let may =
            |def: &RegisterDef, field| def.field(field).is_some_and(|f| [FieldKind::Ref(""), FieldKind::Ref(register)].contains(&f.kind));
        for (def, field) in TELLING.iter().filter(|(def, field)| may(def, field)) {
            let of_nobody = about(view, def, field, id)?.into_iter().filter(|record| record.head.subject.is_none());
            let more: Vec<_> = of_nobody.map(|record| (def.name, record.head.id)).filter(|one| !found.contains(one)).collect();
            told.extend(&more);
            found.extend(more);
        }
    }
    Ok(found)
}
