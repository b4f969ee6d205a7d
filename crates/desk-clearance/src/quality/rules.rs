//! The rules about data, and what a score is; pure. Rules of entry are those of the registers themselves, never written down a second time.

use std::collections::{HashMap, HashSet};

use exchange::normalise::nations;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kernel::marking::SecurityPolicy;
use kernel::{FieldKind, Level, Record, RecordId, Refusal, Register, RegisterDef};
use ledger::RawRecord;
use spine::clearances::rules::{granted_until, required, standing};
use spine::clearances::{Decision, Facts};
use spine::dossiers::{Dossier, DossierState};
use spine::people::{Person, PersonStatus};
use spine::policy::Rulebook;

use crate::cases::{CaseState, LIFECYCLE, PscCase};

/// A rule that stored records are held against.
pub struct QualityRule {
    /// Its code; the catalogues say what it asks as `quality-<code>`.
    pub code: &'static str,
    /// The register whose records it is asked of; none when it is asked of every record of every register.
    pub register: Option<&'static str>,
    /// Raised whenever it asks something else, so that the audit is run again.
    pub edition: u32,
    judge: fn(&Subject<'_>, &Known<'_>) -> Verdict,
}

impl QualityRule {
    /// The rule of this code.
    pub fn find(code: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.code == code)
    }
    /// Whether it is asked of the records of a register.
    pub fn asks(&self, register: &str) -> bool {
        self.register.is_none_or(|own| own == register)
    }
    /// What it says of a record.
    pub fn judge(&self, subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
        (self.judge)(subject, known)
    }
}

/// What a rule says of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not concern this record, or the reader does not see what it asks about.
    NotAsked,
    /// Nothing is wrong.
    Sound,
    /// Something is wrong: why, where the rule itself does not say it all.
    Fails(Vec<Refusal>),
}

impl Verdict {
    fn fails_if(wrong: bool) -> Self {
        if wrong { Self::Fails(Vec::new()) } else { Self::Sound }
    }
    fn of(wrong: Vec<Refusal>) -> Self {
        if wrong.is_empty() { Self::Sound } else { Self::Fails(wrong) }
    }
}

/// A record as its reader sees it.
pub struct Subject<'a> {
    /// Its register.
    pub def: &'a RegisterDef,
    /// What is stored.
    pub record: &'a RawRecord,
}

impl Subject<'_> {
    /// As its type; none where it cannot be read as such, which the rule of entry says.
    fn typed<R: Register>(&self) -> Option<Record<R>> {
        self.record.clone().typed().ok()
    }
    fn withholds(&self, field: &str) -> bool {
        self.def.field(field).is_some_and(|field| self.record.withheld.contains(&field.group))
    }
}

/// What the rules need to know beside the record.
pub struct Known<'a> {
    /// Today.
    pub today: Date,
    /// The security policy.
    pub policy: &'a SecurityPolicy,
    /// The authorities' rules.
    pub rules: Rulebook,
    /// What is known of each person.
    pub facts: HashMap<RecordId, Facts>,
    /// The last day of the document of each person that runs longest.
    pub documents: HashMap<RecordId, Date>,
    /// The last day of service of each person for whom leaving was recorded.
    pub departed: HashMap<RecordId, Date>,
    /// The places that there are.
    pub places: HashSet<RecordId>,
    /// For how many days after somebody left their file may stay in use.
    pub obsolete_after_days: i64,
}

impl Known<'_> {
    fn facts(&self, person: RecordId) -> Option<&Facts> {
        self.facts.get(&person)
    }
    /// Whether somebody holds a post today.
    fn employed(&self, person: RecordId) -> bool {
        let holds = |f: &Facts| f.assignments.iter().any(|a| a.valid_from <= self.today && a.valid_until.is_none_or(|u| self.today <= u));
        self.facts(person).is_some_and(holds)
    }
    /// The last day of service of somebody who has left; none while they hold a post or are to hold one.
    fn left_on(&self, person: RecordId) -> Option<Date> {
        let posts = self.facts(person).map(|f| f.assignments.as_slice()).unwrap_or_default();
        if posts.iter().any(|a| a.valid_until.is_none_or(|until| self.today <= until)) {
            return None;
        }
        let last = posts.iter().filter_map(|a| a.valid_until).max();
        last.max(self.departed.get(&person).copied()).filter(|day| *day < self.today)
    }
}

/// The rules, in the order in which pages show them. Those without a register are asked of every record: they are the rules of entry.
pub static RULES: &[QualityRule] = &[
    QualityRule { code: "refused_today", register: None, edition: 1, judge: as_entered },
    QualityRule { code: "code_unknown", register: None, edition: 1, judge: codes_known },
    QualityRule { code: "label_above_ceiling", register: None, edition: 1, judge: below_ceiling },
    QualityRule { code: "person_without_birth_date", register: Some(Person::NAME), edition: 1, judge: birth_date },
    QualityRule { code: "person_without_number", register: Some(Person::NAME), edition: 1, judge: personnel_number },
    QualityRule { code: "document_run_out", register: Some(Person::NAME), edition: 1, judge: identity_document },
    QualityRule { code: "clearance_without_letter", register: Some(Decision::NAME), edition: 1, judge: letter },
    QualityRule { code: "file_obsolete", register: Some(Dossier::NAME), edition: 1, judge: in_use },
    QualityRule { code: "file_without_place", register: Some(Dossier::NAME), edition: 1, judge: place },
    QualityRule { code: "case_need_ended", register: Some(PscCase::NAME), edition: 1, judge: need },
];

/// The share of looks in which nothing was wrong, in per mille, rounded down: a thousand only when nothing failed. `looked_at` counts a record as
/// often as a rule was asked of it, so that each rule weighs as much as the records it is about; none when nothing was looked at.
pub fn score(looked_at: i64, failing: i64) -> Option<i64> {
    (looked_at > 0).then(|| (looked_at - failing.clamp(0, looked_at)) * 1_000 / looked_at)
}

/// What is stored would be refused if it were entered today.
fn as_entered(subject: &Subject<'_>, _: &Known<'_>) -> Verdict {
    let mut wrong = subject.def.faults(&subject.record.values);
    wrong.retain(|refusal| !refusal.field.as_deref().is_some_and(|field| subject.withholds(field)));
    Verdict::of(wrong)
}

/// The levels, categories and nations of a record and of its label that nobody knows today.
pub fn unknown_codes(def: &RegisterDef, record: &RawRecord, policy: &SecurityPolicy) -> Vec<Refusal> {
    let (fields, values) = (def.fields, &record.values);
    let mut wrong = [policy.unknown_levels(fields, values), policy.unknown_categories(fields, values)].concat();
    let label = &record.head.label;
    wrong.extend(policy.refuses(&Level(label.level.clone())).filter(|refusal| refusal.code == "level-unknown"));
    let strange = label.caveats.iter().chain(label.releasable.iter()).filter(|code| policy.category(code).is_none());
    wrong.extend(strange.map(|code| Refusal::new("category-unknown").with("category", code)));
    let nation = |code: &str| nations::parse(code).is_some_and(|nation| nation.alpha3() == code);
    for (field, value) in fields.iter().zip(values).filter(|(field, _)| field.kind == FieldKind::Nation) {
        wrong.extend(value.text().filter(|code| !nation(code)).map(|_| Refusal::new("field-not-a-nation").at(field.name)));
    }
    wrong
}

fn codes_known(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    Verdict::of(unknown_codes(subject.def, subject.record, known.policy))
}

/// Nothing is marked higher than this system may hold.
fn below_ceiling(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    let refused = known.policy.refuses(&Level(subject.record.head.label.level.clone()));
    Verdict::of(refused.into_iter().filter(|refusal| refusal.code == "level-above-ceiling").collect())
}

/// The person of a record that is about somebody who works here.
fn in_service(subject: &Subject<'_>, known: &Known<'_>) -> Option<Record<Person>> {
    subject.typed::<Person>().filter(|p| p.body.status == PersonStatus::Active && known.employed(p.head.id))
}

fn birth_date(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    match in_service(subject, known) {
        Some(person) if !subject.withholds("birth_date") => Verdict::fails_if(person.body.birth_date.is_none()),
        _ => Verdict::NotAsked,
    }
}

fn personnel_number(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    in_service(subject, known).map_or(Verdict::NotAsked, |person| Verdict::fails_if(person.body.personnel_number.is_none()))
}

/// Asked of holders of a clearance whose document was ever entered.
fn identity_document(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    let id = subject.record.head.id;
    let holds = known.facts(id).is_some_and(|facts| standing(facts, known.today, &known.rules, known.policy).is_some());
    match known.documents.get(&id).filter(|_| holds) {
        Some(last) => Verdict::fails_if(*last < known.today),
        None => Verdict::NotAsked,
    }
}

/// Asked of grants that hold today or later; what is only claimed has no letter by its nature.
fn letter(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    let Some(Record { body: decision, .. }) = subject.typed::<Decision>() else { return Verdict::NotAsked };
    let until = granted_until(&decision, known.rules.of(&decision, decision.decided_on));
    if !decision.kind.grants() || decision.claimed || until.is_some_and(|until| until < known.today) {
        return Verdict::NotAsked;
    }
    Verdict::fails_if(decision.source.is_none())
}

/// Asked of files in use.
fn in_use(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    let Some(Record { body: file, .. }) = subject.typed::<Dossier>().filter(|f| f.body.state == DossierState::Active) else {
        return Verdict::NotAsked;
    };
    let grace: Span = known.obsolete_after_days.days();
    Verdict::fails_if(known.left_on(file.person.raw()).is_some_and(|left| left.saturating_add(grace) < known.today))
}

/// Asked of files that the office still has.
fn place(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    let kept = |file: &Dossier| matches!(file.state, DossierState::Active | DossierState::Dormant | DossierState::Archived);
    let Some(file) = subject.typed::<Dossier>().map(|file| file.body).filter(kept) else { return Verdict::NotAsked };
    Verdict::fails_if([file.home, file.place].iter().any(|place| !known.places.contains(&place.raw())))
}

/// Asked of open cases whose need was confirmed: a post that requires something, today or from a day to come, or a proof of its own.
fn need(subject: &Subject<'_>, known: &Known<'_>) -> Verdict {
    let Some(Record { body: case, .. }) = subject.typed::<PscCase>() else { return Verdict::NotAsked };
    let open = LIFECYCLE.state(case.state.code()).is_some_and(|state| state.open);
    if !open || case.state == CaseState::Requested || !case.kind.leads_to_clearance() {
        return Verdict::NotAsked;
    }
    let needed = |facts: &Facts| {
        let held = facts.assignments.iter().map(|a| a.valid_from).chain(facts.engagements.iter().map(|m| m.valid_from));
        let days = held.chain(facts.requirements.iter().map(|r| r.valid_from)).filter(|day| *day > known.today).chain([known.today]);
        days.into_iter().any(|day| required(facts, day, known.policy).is_some())
    };
    Verdict::fails_if(case.need.is_none() && !known.facts(case.person.raw()).is_some_and(needed))
}
