//! People who may stand twice. Nobody is merged by itself: who looks says that two are different, or two people say that they are one; then the
//! second entry is taken back, its name stays as another name of the first, and it can be brought back as it was.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register, ViewDef, fold};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use super::Person;
use super::names::{NameKind, PersonName};
use crate::CLEARANCE;

kernel::choices! {
    /// What was found about two entries.
    pub enum MatchVerdict { Different = "match_different", Same = "match_same", Parted = "match_parted" }
}

/// Two entries that were looked at together.
#[derive(Clone, Debug, Register)]
#[register(name = "person_matches", prefix = "pma", title = &["verdict", "judged_on"], subject = Some("person"), seen_by = CLEARANCE,
           views = &[ViewDef { name: "newest", by: "judged_on", descending: true }])]
pub struct PersonMatch {
    /// The entry that stays.
    #[field(list)]
    pub person: Id<Person>,
    /// The other.
    #[field(list)]
    pub second: Id<Person>,
    /// What was found.
    #[field(list)]
    pub verdict: MatchVerdict,
    /// When.
    #[field(list)]
    pub judged_on: Date,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// The name of the other, kept as another name of the first.
    pub alias: Option<Id<PersonName>>,
    /// The personnel number that was taken over from the other.
    #[field(max = 20)]
    pub number_taken: Option<String>,
    /// Who said so.
    pub recorded_by: RecordId,
    /// Who agreed, where two people must.
    pub approved_by: Option<RecordId>,
}

/// The commands on matches.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<TellApart>(), CommandDef::of::<Join>(), CommandDef::of::<Part>()]
}

fn two(loader: &mut Loader<'_, '_>, person: Id<Person>, other: Id<Person>) -> Result<(Record<Person>, Record<Person>), Error> {
    Ok((loader.named::<Person>("person", person)?, loader.named::<Person>("second", other)?))
}

/// Says that two entries are two people, so that they are not asked about again.
#[derive(Clone, Debug, Fields)]
pub struct TellApart {
    /// One.
    pub person: Id<Person>,
    /// The other.
    pub second: Id<Person>,
    /// What tells them apart.
    #[field(long)]
    pub reason: String,
}

impl Command for TellApart {
    const NAME: &'static str = "people.tell_apart";
    const DUTIES: &'static [Duty] = CLEARANCE;
    const PURPOSE: &'static str = "people";
    type Loaded = ();

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        two(loader, self.person, self.second).map(|_| ())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.person == self.second {
            return Err(Refusal::new("match-of-one").at("second").into());
        }
        let mut changes = Changes::new();
        changes.insert(
            cx.new_id(),
            &PersonMatch {
                person: self.person,
                second: self.second,
                verdict: MatchVerdict::Different,
                judged_on: cx.today,
                reason: self.reason.clone(),
                alias: None,
                number_taken: None,
                recorded_by: cx.recorder(),
                approved_by: None,
            },
        );
        Ok(changes)
    }
}

/// Says that two entries are one person. The second is taken back; nothing may be known of it but who it is.
#[derive(Clone, Debug, Fields)]
pub struct Join {
    /// The entry that stays.
    pub person: Id<Person>,
    /// The entry that is taken back.
    pub second: Id<Person>,
    /// What shows that they are one.
    #[field(long)]
    pub reason: String,
}

impl Command for Join {
    const NAME: &'static str = "people.join";
    const DUTIES: &'static [Duty] = CLEARANCE;
    const FOUR_EYES: bool = true;
    const APPROVERS: &'static [Duty] = CLEARANCE;
    const PURPOSE: &'static str = "people";
    /// Both, and the registers in which something is known of the second.
    type Loaded = (Record<Person>, Record<Person>, Vec<(&'static str, i64)>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (person, other) = two(loader, self.person, self.second)?;
        let mut known = loader.facts(|view| view.count_about(self.second.raw()))?;
        // The entry itself; what was found about it before; and what asks for this.
        known.retain(|(register, _)| ![Person::NAME, PersonMatch::NAME, ledger::approval::Approval::NAME].contains(register));
        Ok((person, other, known))
    }

    fn decide(&self, (person, other, known): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.person == self.second {
            return Err(Refusal::new("match-of-one").at("second").into());
        }
        if [person.head.id, other.head.id].iter().any(|id| *id == cx.person || *id == cx.recorder()) {
            return Err(Refusal::new("own-file").into());
        }
        if !known.is_empty() {
            let count: i64 = known.iter().map(|(_, count)| count).sum();
            return Err(Refusal::new("match-has-records").at("second").with("count", count.to_string()).into());
        }
        let mut changes = Changes::new();
        let called = |p: &Person| fold::words(&format!("{} {}", p.surname, p.given));
        let alias = (called(&person.body) != called(&other.body)).then(|| {
            let alias = PersonName {
                person: self.person,
                kind: NameKind::Alias,
                surname: other.body.surname.clone(),
                given: other.body.given.clone(),
                valid_from: None,
                valid_until: None,
                source: None,
            };
            changes.insert(cx.new_id(), &alias)
        });
        let number_taken = other.body.personnel_number.clone().filter(|_| person.body.personnel_number.is_none());
        if number_taken.is_some() {
            changes.update(&person.head, &Person { personnel_number: number_taken.clone(), ..person.body.clone() });
        }
        changes.void(&other);
        let found = PersonMatch {
            person: self.person,
            second: self.second,
            verdict: MatchVerdict::Same,
            judged_on: cx.today,
            reason: self.reason.clone(),
            alias,
            number_taken,
            recorded_by: cx.recorder(),
            approved_by: Some(cx.account),
        };
        changes.insert(cx.new_id(), &found);
        changes.answer_with(person.id());
        Ok(changes)
    }
}

/// Brings the second entry back: they were two people after all.
#[derive(Clone, Debug, Fields)]
pub struct Part {
    /// What was found.
    #[field(hidden)]
    pub person_match: Id<PersonMatch>,
    /// What shows that they are two.
    #[field(long)]
    pub reason: String,
}

impl Command for Part {
    const NAME: &'static str = "people.part";
    const DUTIES: &'static [Duty] = CLEARANCE;
    const FOUR_EYES: bool = true;
    const APPROVERS: &'static [Duty] = CLEARANCE;
    const ON: Option<&'static str> = Some(PersonMatch::NAME);
    const PURPOSE: &'static str = "people";
    /// What was found, both entries, and the other name that was kept; none where it was taken back or erased since.
    type Loaded = (Record<PersonMatch>, Option<Record<Person>>, Option<Record<Person>>, Option<Record<PersonName>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let found = loader.get(self.person_match)?;
        let (person, other, alias) = (found.body.person, found.body.second, found.body.alias);
        loader.facts(move |view| {
            let alias = alias.and_then(|alias| view.get(alias).ok());
            Ok((found, view.get(person).ok(), view.get(other).ok(), alias))
        })
    }

    fn decide(&self, (found, person, other, alias): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let (Some(person), Some(other)) = (person, other) else { return Err(Refusal::new("match-gone").into()) };
        if found.body.verdict != MatchVerdict::Same {
            return Err(Refusal::new("match-not-joined").into());
        }
        if [person.head.id, other.head.id].iter().any(|id| *id == cx.person || *id == cx.recorder()) {
            return Err(Refusal::new("own-file").into());
        }
        let mut changes = Changes::new();
        // As it was: the same fields, no longer taken back.
        changes.update(&kernel::Head { void: false, ..other.head.clone() }, &other.body);
        if let Some(alias) = alias.filter(|alias| !alias.head.void) {
            changes.void(&alias);
        }
        // A number that was changed since stays.
        if found.body.number_taken.is_some() && person.body.personnel_number == found.body.number_taken {
            changes.update(&person.head, &Person { personnel_number: None, ..person.body });
        }
        let body = PersonMatch {
            verdict: MatchVerdict::Parted,
            judged_on: cx.today,
            reason: self.reason.clone(),
            recorded_by: cx.recorder(),
            approved_by: Some(cx.account),
            ..found.body.clone()
        };
        changes.update(&found.head, &body);
        changes.answer_with(found.id());
        Ok(changes)
    }
}

/// Why two entries may be one person, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// One personnel number.
    Number,
    /// One passport or other document.
    Document,
    /// One name, in whatever order, and one date of birth.
    NameAndBirth,
    /// A name that is spelled alike when it is written in other letters, and one date of birth.
    SpellingAndBirth,
}

impl Likeness {
    /// Its code in the catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "like-number",
            Self::Document => "like-document",
            Self::NameAndBirth => "like-name-and-birth",
            Self::SpellingAndBirth => "like-spelling-and-birth",
        }
    }
}

/// An entry as it is compared.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The person.
    pub id: RecordId,
    /// Every name: today's, those before, those elsewhere.
    pub names: Vec<String>,
    /// Date of birth.
    pub born: Option<String>,
    /// Number in the personnel system.
    pub number: Option<String>,
    /// Issuer and number of each document.
    pub documents: Vec<String>,
}

/// How a name is spelled when its letters are written in others: as folded, the two-letter spellings of umlauts drawn together, letters that scripts
/// interchange taken as one, doubled ones as single, its words in order.
pub fn spelling(name: &str) -> String {
    let mut words = fold::words(name);
    for word in &mut words {
        let drawn =
            [("ae", "a"), ("oe", "o"), ("ue", "u"), ("ij", "i"), ("y", "i"), ("j", "i"), ("kh", "h"), ("ph", "f"), ("w", "v"), ("ck", "k")]
                .iter()
                .fold(word.clone(), |word, (written, as_)| word.replace(written, as_));
        let mut single: Vec<char> = drawn.chars().collect();
        single.dedup();
        *word = single.into_iter().collect();
    }
    words.sort();
    words.join(" ")
}

fn sorted(name: &str) -> String {
    let mut words = fold::words(name);
    words.sort();
    words.join(" ")
}

/// The pairs of entries that may be one person and were not judged, the likeliest first; pure. Each pair once, with its strongest reason.
pub fn alike(entries: &[Entry], judged: &BTreeSet<(RecordId, RecordId)>) -> Vec<(Likeness, RecordId, RecordId)> {
    let mut by_key: BTreeMap<(Likeness, String), Vec<RecordId>> = BTreeMap::new();
    for entry in entries {
        let mut keys: BTreeSet<(Likeness, String)> = BTreeSet::new();
        keys.extend(entry.number.iter().map(|number| (Likeness::Number, fold::fold(number))));
        keys.extend(entry.documents.iter().map(|document| (Likeness::Document, document.clone())));
        for (born, name) in entry.born.iter().flat_map(|born| entry.names.iter().map(move |name| (born, name))) {
            keys.insert((Likeness::NameAndBirth, format!("{born} {}", sorted(name))));
            keys.insert((Likeness::SpellingAndBirth, format!("{born} {}", spelling(name))));
        }
        keys.into_iter().for_each(|key| by_key.entry(key).or_default().push(entry.id));
    }
    let mut pairs: BTreeMap<(RecordId, RecordId), Likeness> = BTreeMap::new();
    for ((likeness, _), ids) in by_key {
        for (at, one) in ids.iter().enumerate() {
            for other in &ids[at + 1..] {
                let pair = (*one.min(other), *one.max(other));
                if pair.0 != pair.1 && !judged.contains(&pair) {
                    pairs.entry(pair).and_modify(|known| *known = (*known).min(likeness)).or_insert(likeness);
                }
            }
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().map(|((one, other), likeness)| (likeness, one, other)).collect();
    pairs.sort_unstable();
    pairs
}
