//! What a file of personnel's would change: pure. The same plan is shown as the differences and carried out once approved.

use std::collections::{HashMap, HashSet};

use exchange::hr::{Person as HrPerson, Slice};
use exchange::normalise::nations;
use jiff::civil::Date;
use kernel::{Fields as _, Id, Nation, Record, RecordId, fold};
use ledger::Changes;
use spine::imports::Outcome;
use spine::people::{Person, PersonStatus};
use spine::posts::{Assignment, AssignmentKind, EndReason, Post};

use super::{HrRow, RowReason, RowState};
use crate::leavers::DepartureSource;
use crate::leavers::rules::{Leaving, Standing, end_posts, ending, is_news, left};
use crate::take_over::plan::{Differences, RowPlan, storable};
use crate::take_over::queries::Known;

/// Statuses of employment of infotype 0000 after which somebody works for the agency no longer: withdrawn, and retired.
const WITHDRAWN: &str = "0";
const RETIRED: &str = "2";
/// Names of positions that stand for none.
const NO_POSITION: [&str; 2] = ["00000000", "99999999"];

/// Points of a likeness: all names, one of them, the birth date. Nationality settles ties and makes nobody alike.
const NAME_POINTS: u32 = 3;
const BIRTH_POINTS: u32 = 2;
const PART_POINTS: u32 = 1;
/// From this many on somebody is the same without a number: names and birth date.
const MATCH_POINTS: u32 = 5;
/// From this many on somebody resembles, and a person decides: the names, or the birth date and one of them. Many share a birth date.
const LIKE_POINTS: u32 = 3;
/// From this many on a number is believed: the birth date or the names.
const NUMBER_POINTS: u32 = 2;

/// What a file says of somebody, as far as it is needed, on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Family name.
    pub surname: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// Nationality, as a code of the office.
    pub nationality: Option<String>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Place of birth.
    pub birth_place: Option<String>,
    /// Country of birth, as ISO 3166 has it.
    pub birth_country: Option<String>,
    /// Office e-mail address.
    pub email: Option<String>,
    /// Expected end of the contract.
    pub expected_end: Option<Date>,
    /// Posts and units held from that day on.
    pub posts: Vec<(String, Option<String>, Date, Option<Date>)>,
    /// The last day of service and why, when the last action ends it.
    pub end: Option<(Date, EndReason)>,
    /// Whether the last action says that somebody works for the agency.
    pub employed: bool,
}

fn date(text: &str) -> Option<Date> {
    let plain: String = text.split('-').collect();
    Date::strptime("%Y%m%d", plain).ok()
}

/// The slices of a kind.
fn of<'s>(person: &'s HrPerson, infotype: &'s str) -> impl Iterator<Item = &'s Slice> {
    person.slices.iter().filter(move |s| s.infotype == infotype)
}

/// The slice of a kind that holds on a day, else the last that began.
fn on<'s>(person: &'s HrPerson, infotype: &'s str, day: Date) -> Option<&'s Slice> {
    of(person, infotype).find(|s| s.holds(day)).or_else(|| of(person, infotype).max_by_key(|s| s.begin))
}

/// What is said of somebody on a day.
pub fn said(person: &HrPerson, today: Date) -> Said {
    let mut said = Said::default();
    let text = |slice: &Slice, field: &str| slice.get(field).map(str::to_owned);
    if let Some(slice) = on(person, "0002", today) {
        said.surname = text(slice, "NACHN");
        said.given = text(slice, "VORNA");
        said.birth = slice.get("GBDAT").and_then(date);
        let nation = |field: &str| slice.get(field).and_then(nations::parse).map(|n| n.alpha3().to_owned());
        said.birth_place = text(slice, "GBORT");
        said.birth_country = nation("GBLND");
        said.nationality = nation("NATIO");
    }
    said.email = on(person, "0105", today).and_then(|slice| text(slice, "USRID_LONG"));
    said.expected_end = on(person, "0016", today).and_then(|slice| slice.get("CTEDT").and_then(date));
    for slice in of(person, "0001").filter(|s| s.end.is_none_or(|end| end >= today)) {
        let known = |field: &str| text(slice, field).filter(|number| !NO_POSITION.contains(&number.as_str()));
        if let Some(post) = known("PLANS") {
            said.posts.push((post, known("ORGEH"), slice.begin, slice.end));
        }
    }
    said.posts.sort_by_key(|(_, _, begin, _)| *begin);
    // The last action decides: somebody who came back has not left.
    if let Some(action) = of(person, "0000").max_by_key(|s| (s.begin, s.line)) {
        let reason = match action.get("STAT2") {
            Some(WITHDRAWN) => Some(EndReason::Left),
            Some(RETIRED) => Some(EndReason::Retired),
            _ => None,
        };
        said.employed = reason.is_none() && action.get("STAT2").is_some();
        // The action that ends service begins on the first day without it.
        said.end = reason.and_then(|reason| Some((action.begin.yesterday().ok()?, reason)));
    }
    said
}

/// The name that is said.
fn called(said: &Said) -> String {
    [said.surname.as_deref(), said.given.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The rows of a file that wait, as a plan tells rows: with their names, which stand nowhere but in what was read.
pub fn waiting(people: &[HrPerson], rows: &[Record<HrRow>], today: Date) -> Vec<RowPlan> {
    let one = |row: &Record<HrRow>| {
        let line = u32::try_from(row.body.line).ok()?;
        let person = people.iter().find(|p| p.number == row.body.personnel_number)?;
        let name = Some(called(&said(person, today))).filter(|name| !name.is_empty()).unwrap_or_else(|| person.number.clone());
        Some(RowPlan { row: line, name, outcome: Outcome::Refused, refused: Some(refusal(row.body.row_reason)), differences: Vec::new() })
    };
    rows.iter().filter(|row| row.body.state == RowState::Waiting).filter_map(one).collect()
}

/// Numbers are compared without the zeros that one side writes and the other does not.
fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// Whom the office knows, by the ways in which personnel names somebody.
pub struct Index<'k> {
    known: &'k Known,
    by_number: HashMap<&'k str, Vec<RecordId>>,
    by_birth: HashMap<Date, Vec<RecordId>>,
    by_name: HashMap<String, Vec<RecordId>>,
}

impl<'k> Index<'k> {
    /// Of everybody the office knows.
    pub fn new(known: &'k Known) -> Self {
        let mut index = Self { known, by_number: HashMap::new(), by_birth: HashMap::new(), by_name: HashMap::new() };
        for (id, person) in &known.people {
            let body = &person.body;
            if let Some(number) = &body.personnel_number {
                index.by_number.entry(bare(number)).or_default().push(*id);
            }
            if let Some(birth) = body.birth_date {
                index.by_birth.entry(birth).or_default().push(*id);
            }
            index.by_name.entry(fold::fold(&format!("{} {}", body.surname, body.given))).or_default().push(*id);
        }
        index
    }

    /// The points, and whether the nationality is the same.
    fn points(&self, id: RecordId, said: &Said) -> (u32, bool) {
        let Some(person) = self.known.people.get(&id).map(|p| &p.body) else { return (0, false) };
        let same = |own: &str, said: &Option<String>| said.as_deref().is_some_and(|said| fold::fold(own) == fold::fold(said));
        let name = match (same(&person.surname, &said.surname), same(&person.given, &said.given)) {
            (true, true) => NAME_POINTS,
            (false, false) => 0,
            _ => PART_POINTS,
        };
        let birth = if said.birth.is_some() && person.birth_date == said.birth { BIRTH_POINTS } else { 0 };
        (name + birth, said.nationality.as_deref() == Some(person.nationality.0.as_str()))
    }

    /// Whose row it is: by the number first, then by name, birth date and nationality. `None` when it is nobody's the office knows.
    ///
    /// # Errors
    /// Why a person must decide.
    pub fn find(&self, number: &str, said: &Said) -> Result<Option<RecordId>, RowReason> {
        match self.by_number.get(bare(number)).map(Vec::as_slice) {
            // The right number with another name and another birth date is somebody else's, or was mistyped.
            Some([one]) if self.points(*one, said).0 >= NUMBER_POINTS || said.surname.is_none() => return Ok(Some(*one)),
            Some(_) => return Err(RowReason::NumberOfAnother),
            None => {}
        }
        let name = fold::fold(&format!("{} {}", said.surname.as_deref().unwrap_or_default(), said.given.as_deref().unwrap_or_default()));
        let mut like: Vec<RecordId> = self.by_name.get(&name).into_iter().flatten().copied().collect();
        like.extend(said.birth.and_then(|birth| self.by_birth.get(&birth)).into_iter().flatten());
        like.sort_unstable();
        like.dedup();
        let mut scored: Vec<((u32, bool), RecordId)> = like.into_iter().map(|id| (self.points(id, said), id)).collect();
        scored.sort_unstable_by_key(|(points, _)| std::cmp::Reverse(*points));
        let Some(&(best, id)) = scored.first() else { return Ok(None) };
        let alone = scored.get(1).is_none_or(|(second, _)| *second < best);
        let numbered = self.known.people.get(&id).is_some_and(|p| p.body.personnel_number.is_some());
        match best.0 {
            MATCH_POINTS.. if alone && !numbered => Ok(Some(id)),
            LIKE_POINTS.. => Err(RowReason::Resembles),
            _ => Ok(None),
        }
    }
}

/// What a plan needs beside the people of the file.
pub struct Setting<'a> {
    /// What the office holds.
    pub known: &'a Known,
    /// What is known of those who leave.
    pub leavers: &'a HashMap<RecordId, Standing>,
    /// Whose rows somebody settled, by the number of the row: a file names it once, however many people stand in one line of it.
    pub by_hand: &'a HashMap<String, RecordId>,
    /// Numbers whose rows are applied; all when there is no choice.
    pub numbers: Option<&'a HashSet<String>>,
    /// People whose rows are left alone: requester and approver handle no file of their own.
    pub own: &'a [RecordId],
    /// Today.
    pub today: Date,
    /// The day on which the file was received.
    pub received_on: Date,
}

/// The plan of a whole file.
#[derive(Default)]
pub struct Plan {
    /// Row by row.
    pub rows: Vec<RowPlan>,
    /// Why rows wait, by line.
    pub waiting: Vec<(u32, String, RowReason)>,
    /// Who leaves.
    pub leaving: Vec<Leaving>,
    /// What it writes, apart from what leaving opens.
    pub changes: Changes,
}

impl Plan {
    /// How many rows have this outcome.
    pub fn count(&self, code: &str) -> i64 {
        self.rows.iter().filter(|r| r.outcome.code() == code).count() as i64
    }
}

/// The people of a file who leave and are known, for what must be read of them.
pub fn leavers(people: &[HrPerson], known: &Known, by_hand: &HashMap<String, RecordId>, today: Date) -> Vec<(RecordId, Date)> {
    let index = Index::new(known);
    let one = |person: &HrPerson| {
        let said = said(person, today);
        let (last_day, _) = said.end?;
        let id = by_hand.get(&person.number).copied().or_else(|| index.find(&person.number, &said).ok().flatten())?;
        Some((id, last_day))
    };
    people.iter().filter_map(one).collect()
}

/// Plans a file.
pub fn plan(people: &[HrPerson], setting: &Setting<'_>, new_id: &dyn Fn() -> RecordId) -> Plan {
    let index = Index::new(setting.known);
    let mut planner = Planner { setting, index, new_id, posts: HashMap::new(), seen: HashSet::new(), out: Plan::default() };
    for person in people.iter().filter(|p| setting.numbers.is_none_or(|numbers| numbers.contains(&p.number))) {
        planner.row(person);
    }
    planner.out
}

struct Planner<'a> {
    setting: &'a Setting<'a>,
    index: Index<'a>,
    new_id: &'a dyn Fn() -> RecordId,
    /// Posts that earlier rows made.
    posts: HashMap<String, RecordId>,
    seen: HashSet<RecordId>,
    out: Plan,
}

impl Planner<'_> {
    fn row(&mut self, person: &HrPerson) {
        let before = self.out.changes.rows.len();
        let leaving = self.out.leaving.len();
        let posts = self.posts.clone();
        let said = said(person, self.setting.today);
        let name = called(&said);
        let mut differences = Vec::new();
        let taken = self
            .take(person, &said, &mut differences)
            .and_then(|new| if storable(&self.out.changes.rows[before..]) { Ok(new) } else { Err(RowReason::NotStorable) });
        let changed = self.out.changes.rows.len() > before || self.out.leaving.len() > leaving;
        let outcome = match taken {
            Err(reason) => {
                self.out.changes.rows.truncate(before);
                self.out.leaving.truncate(leaving);
                self.posts = posts;
                differences.clear();
                self.out.waiting.push((person.line, person.number.clone(), reason));
                Outcome::Refused
            }
            Ok(true) => Outcome::New,
            Ok(false) if changed => Outcome::Changed,
            Ok(false) => Outcome::Unchanged,
        };
        self.out.rows.push(RowPlan { row: person.line, name, outcome, refused: taken.err().map(refusal), differences });
    }

    fn take(&mut self, person: &HrPerson, said: &Said, differences: &mut Differences) -> Result<bool, RowReason> {
        if person.damaged {
            return Err(RowReason::Damaged);
        }
        let found = match self.setting.by_hand.get(&person.number) {
            Some(id) => Some(*id),
            None => self.index.find(&person.number, said)?,
        };
        if found.is_some_and(|id| self.setting.own.contains(&id)) {
            return Err(RowReason::OwnFile);
        }
        if found.is_some_and(|id| !self.seen.insert(id)) {
            return Err(RowReason::Twice);
        }
        match found.and_then(|id| self.setting.known.people.get(&id)) {
            Some(known) => {
                self.again(known, person, said, differences);
                Ok(false)
            }
            None => {
                self.joins(person, said, differences)?;
                Ok(true)
            }
        }
    }

    /// Somebody the office did not know: taken when everything that names a person is said and service has begun or will.
    fn joins(&mut self, person: &HrPerson, said: &Said, differences: &mut Differences) -> Result<(), RowReason> {
        if !said.employed {
            return Err(RowReason::Unknown);
        }
        let (Some(surname), Some(given), Some(nationality), Some(birth)) = (&said.surname, &said.given, &said.nationality, said.birth)
        else {
            return Err(RowReason::Incomplete);
        };
        let id = (self.new_id)();
        let body = Person {
            surname: surname.clone(),
            given: given.clone(),
            nationality: Nation(nationality.clone()),
            personnel_number: Some(person.number.clone()),
            birth_date: Some(birth),
            birth_place: said.birth_place.clone(),
            birth_country: said.birth_country.clone().map(Nation),
            email: said.email.clone(),
            status: PersonStatus::Active,
            remarks: None,
        };
        differences.push(("person", String::new(), format!("{surname} {given}")));
        self.out.changes.insert(id, &body);
        self.posts_of(id, &[], said, differences);
        Ok(())
    }

    /// Somebody the office knows: what personnel says otherwise is a difference, what it does not say stays.
    fn again(&mut self, known: &Record<Person>, person: &HrPerson, said: &Said, differences: &mut Differences) {
        let id = known.head.id;
        let mut body = known.body.clone();
        let mut set = |field: &'static str, before: &mut String, after: Option<&String>| {
            if let Some(after) = after.filter(|after| **after != *before) {
                differences.push((field, before.clone(), after.clone()));
                before.clone_from(after);
            }
        };
        set("surname", &mut body.surname, said.surname.as_ref());
        set("given", &mut body.given, said.given.as_ref());
        set("nationality", &mut body.nationality.0, said.nationality.as_ref());
        let mut optional = |field: &'static str, held: &mut Option<String>, after: Option<&String>| {
            let mut before = held.clone().unwrap_or_default();
            set(field, &mut before, after);
            *held = Some(before).filter(|text| !text.is_empty());
        };
        optional("email", &mut body.email, said.email.as_ref());
        optional("birth_place", &mut body.birth_place, said.birth_place.as_ref());
        let mut country = body.birth_country.take().map(|nation| nation.0);
        optional("birth_country", &mut country, said.birth_country.as_ref());
        body.birth_country = country.map(Nation);
        let same = body.personnel_number.as_deref().is_some_and(|number| bare(number) == bare(&person.number));
        optional("personnel_number", &mut body.personnel_number, Some(&person.number).filter(|_| !same));
        if let Some(birth) = said.birth.filter(|birth| body.birth_date != Some(*birth)) {
            differences.push(("birth_date", shown(body.birth_date), birth.to_string()));
            body.birth_date = Some(birth);
        }
        let end = said.end.map(|(last_day, reason)| Leaving {
            person: id,
            last_day,
            reason,
            source: DepartureSource::Hr,
            learned_on: self.setting.received_on,
        });
        match end {
            Some(leaving) => {
                body = self.leaves(&leaving, body, differences);
            }
            None => {
                if body.status == PersonStatus::Left && said.employed {
                    differences.push(("status", body.status.code().to_owned(), PersonStatus::Active.code().to_owned()));
                    body.status = PersonStatus::Active;
                }
                let held = self.setting.known.assignments.get(&id).map(Vec::as_slice).unwrap_or_default();
                self.posts_of(id, held, said, differences);
            }
        }
        if body.to_values() != known.body.to_values() {
            self.out.changes.update(&known.head, &body);
        }
    }

    fn leaves(&mut self, leaving: &Leaving, person: Person, differences: &mut Differences) -> Person {
        let none = Standing::default();
        let standing = self.setting.leavers.get(&leaving.person).unwrap_or(&none);
        for post in ending(standing, leaving) {
            differences.push(("last_day", shown(post.body.valid_until), leaving.last_day.to_string()));
        }
        end_posts(standing, leaving, &mut self.out.changes);
        if is_news(standing, leaving) {
            if differences.iter().all(|(field, ..)| *field != "last_day") {
                differences.push(("last_day", String::new(), leaving.last_day.to_string()));
            }
            self.out.leaving.push(leaving.clone());
        }
        let after = left(&person, leaving.last_day, self.setting.today);
        if after.status != person.status {
            differences.push(("status", person.status.code().to_owned(), after.status.code().to_owned()));
        }
        after
    }

    /// Posts as personnel has them: one that is not held begins, one that is held elsewhere ends the day before.
    fn posts_of(&mut self, person: RecordId, held: &[Record<Assignment>], said: &Said, differences: &mut Differences) {
        if said.posts.is_empty() {
            return;
        }
        let numbers: HashMap<RecordId, &str> = self.setting.known.posts.iter().map(|(number, id)| (*id, number.as_str())).collect();
        let mut kept: HashSet<RecordId> = HashSet::new();
        for (number, unit, begin, until) in &said.posts {
            let post = self.post(number, unit.as_ref());
            let overlaps = |a: &&Record<Assignment>| {
                a.body.post.raw() == post
                    && a.body.valid_until.is_none_or(|end| end >= *begin)
                    && until.is_none_or(|end| a.body.valid_from <= end)
                    && !kept.contains(&a.head.id)
            };
            match held.iter().find(overlaps) {
                Some(assignment) => {
                    kept.insert(assignment.head.id);
                    let body = &assignment.body;
                    let expected = said.expected_end.or(body.expected_end);
                    if body.valid_until != *until {
                        differences.push((
                            "post_until",
                            format!("{number} {}", shown(body.valid_until)),
                            format!("{number} {}", shown(*until)),
                        ));
                    }
                    if body.expected_end != expected {
                        differences.push(("expected_end", shown(body.expected_end), shown(expected)));
                    }
                    if body.valid_until != *until || body.expected_end != expected {
                        let after = Assignment { valid_until: *until, expected_end: expected, ..body.clone() };
                        self.out.changes.update(&assignment.head, &after);
                    }
                }
                None => {
                    differences.push(("post", String::new(), format!("{number} {begin}")));
                    let assignment = Assignment {
                        person: Id::new(person),
                        post: Id::new(post),
                        kind: AssignmentKind::Staff,
                        valid_from: *begin,
                        valid_until: *until,
                        expected_end: said.expected_end,
                        end_reason: None,
                    };
                    self.out.changes.insert((self.new_id)(), &assignment);
                }
            }
        }
        // Who moves leaves the former post on the day before the first that personnel names.
        let Some(last) = said.posts.first().and_then(|(_, _, begin, _)| begin.yesterday().ok()) else { return };
        for assignment in held.iter().filter(|a| !kept.contains(&a.head.id)) {
            let body = &assignment.body;
            if body.kind == AssignmentKind::Staff && body.valid_until.is_none_or(|until| until > last) && body.valid_from <= last {
                let number = numbers.get(&body.post.raw()).copied().unwrap_or_default();
                differences.push(("post_until", format!("{number} {}", shown(body.valid_until)), format!("{number} {last}")));
                let after = Assignment { valid_until: Some(last), end_reason: Some(EndReason::Transferred), ..body.clone() };
                self.out.changes.update(&assignment.head, &after);
            }
        }
    }

    /// A post by its number; made when the office does not know it.
    fn post(&mut self, number: &str, unit: Option<&String>) -> RecordId {
        if let Some(id) = self.setting.known.posts.get(number).or_else(|| self.posts.get(number)) {
            return *id;
        }
        let id = (self.new_id)();
        self.out.changes.insert(id, &Post { number: number.to_owned(), title: None, unit: unit.cloned() });
        self.posts.insert(number.to_owned(), id);
        id
    }
}

fn shown(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// What a row is told that waits, as the pages tell refusals.
pub const fn refusal(reason: RowReason) -> &'static str {
    match reason {
        RowReason::Damaged => "row-has-errors",
        RowReason::Incomplete => "hr-row-incomplete",
        RowReason::Unknown => "hr-row-unknown",
        RowReason::Resembles => "hr-row-resembles",
        RowReason::NumberOfAnother => "hr-row-number-of-another",
        RowReason::Twice => "person-twice",
        RowReason::OwnFile => "own-file",
        RowReason::NotStorable => "hr-row-not-storable",
    }
}
