//! What a tracker would change: pure. The same plan is shown as the dry run and carried out once approved.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use exchange::tracker::{Status, TrackerRow};
use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{Codes, Id, Level, Nation, Record, RecordId, Refused, Value, fold};
use ledger::{Change, Changes};
use spine::clearances::{
    AccessAuthorisation, BriefingKind, BriefingRecord, Certificate, CertificateModel, ClearanceRequirement, Decision, DecisionKind, Need,
    Topic,
};
use spine::imports::Outcome;
use spine::mail::MailItem;
use spine::people::{Person, PersonStatus};
use spine::posts::{Assignment, AssignmentKind, Post};

use super::queries::Known;

/// A row, what becomes of it, and what differs.
#[derive(Clone, Debug)]
pub struct RowPlan {
    /// The row as the spreadsheet numbers it.
    pub row: u32,
    /// The name.
    pub name: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The code of why it is not taken.
    pub refused: Option<&'static str>,
    /// Field, before, after.
    pub differences: Differences,
}

/// Fields that differ: the field, before, after.
pub type Differences = Vec<(&'static str, String, String)>;

/// The plan of a whole tracker.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Row by row.
    pub rows: Vec<RowPlan>,
    /// What it writes.
    pub changes: Changes,
}

impl Plan {
    /// How many rows have this outcome.
    pub fn count(&self, code: &str) -> i64 {
        self.rows.iter().filter(|r| r.outcome.code() == code).count() as i64
    }
}

/// What a plan needs beside the rows.
pub struct Setting<'a> {
    /// What the office holds.
    pub known: &'a Known,
    /// Rows that had an error and are refused.
    pub refused: &'a HashSet<u32>,
    /// People whose rows are left alone: requester and approver handle no file of their own.
    pub own: &'a [RecordId],
    /// The office attests that those in force were authorised and briefed.
    pub attest: bool,
    /// Today.
    pub today: Date,
    /// The security policy.
    pub policy: &'a SecurityPolicy,
    /// The mail entry of the tracker.
    pub source: Id<MailItem>,
    /// Who recorded, who approved.
    pub people: (RecordId, RecordId),
}

/// How names are compared: folded, with the nationality.
pub fn name_key(surname: &str, given: &str, nationality: &str) -> (String, String) {
    (fold::fold(&format!("{surname} {given}")), nationality.to_owned())
}

/// Plans a tracker.
pub fn plan(rows: &[TrackerRow], setting: &Setting<'_>, new_id: &dyn Fn() -> RecordId) -> Plan {
    let mut planner = Planner {
        setting,
        new_id,
        posts: HashMap::new(),
        required: HashSet::new(),
        seen: HashSet::new(),
        named: HashSet::new(),
        made: Vec::new(),
        out: Plan::default(),
    };
    for row in rows {
        let planned = planner.row(row);
        planner.out.rows.push(planned);
    }
    planner.out
}

type Check = fn(&[Value]) -> Result<(), Refused>;

/// What each register of the spine says about values, by its name.
pub static CHECKS: LazyLock<HashMap<&'static str, Check>> =
    LazyLock::new(|| spine::registers().iter().map(|def| (def.name, def.check)).collect());

struct Planner<'a> {
    setting: &'a Setting<'a>,
    new_id: &'a dyn Fn() -> RecordId,
    posts: HashMap<String, RecordId>,
    required: HashSet<(RecordId, String)>,
    seen: HashSet<RecordId>,
    /// New people of earlier rows: by number, by name and birth date, or by name and post where nothing better is said.
    named: HashSet<(String, String, String)>,
    /// What the row at hand added to `posts` and `required`.
    made: Vec<Made>,
    out: Plan,
}

enum Made {
    Post(String),
    Requirement(RecordId, String),
    Person((String, String, String)),
}

/// Whether all that a row would write can be stored: a text too long or an impossible year refuses the row, not the file.
pub fn storable(changes: &[Change]) -> bool {
    changes.iter().all(|change| match change {
        Change::Insert { register, values, .. } | Change::Update { register, values, .. } => {
            CHECKS.get(register).is_some_and(|check| check(values).is_ok())
        }
    })
}

impl Planner<'_> {
    fn row(&mut self, row: &TrackerRow) -> RowPlan {
        let before = self.out.changes.rows.len();
        let mut differences = Vec::new();
        self.made.clear();
        let taken = self
            .take(row, &mut differences)
            .and_then(|new| if storable(&self.out.changes.rows[before..]) { Ok(new) } else { Err("row-has-errors") });
        let outcome = match taken {
            Err(_) => {
                self.take_back(before);
                differences.clear();
                Outcome::Refused
            }
            Ok(true) => Outcome::New,
            Ok(false) if self.out.changes.rows.len() > before => Outcome::Changed,
            Ok(false) => Outcome::Unchanged,
        };
        RowPlan { row: row.row, name: row.shown_name(), outcome, refused: taken.err(), differences }
    }

    fn take_back(&mut self, before: usize) {
        self.out.changes.rows.truncate(before);
        for made in self.made.drain(..) {
            match made {
                Made::Post(number) => {
                    self.posts.remove(&number);
                }
                Made::Requirement(post, code) => {
                    self.required.remove(&(post, code));
                }
                Made::Person(key) => {
                    self.named.remove(&key);
                }
            }
        }
    }

    fn take(&mut self, row: &TrackerRow, differences: &mut Differences) -> Result<bool, &'static str> {
        if self.setting.refused.contains(&row.row) {
            return Err("row-has-errors");
        }
        let (Some(surname), Some(given), Some(nationality)) = (&row.surname, &row.given, &row.nationality) else {
            return Err("row-incomplete");
        };
        let Some(authority) = self.setting.known.authorities.get(nationality.as_str()) else { return Err("authority-missing") };
        let matched = self.find(row, surname, given, nationality);
        if matched.is_some_and(|id| self.setting.own.contains(&id)) {
            return Err("own-file");
        }
        if matched.is_some_and(|id| !self.seen.insert(id)) {
            return Err("person-twice");
        }
        if matched.is_none() && !self.first(row, surname, given, nationality) {
            return Err("person-twice");
        }
        let person = match matched.and_then(|id| self.setting.known.people.get(&id)) {
            Some(known) => {
                self.person_again(known, row, differences);
                known.head.id
            }
            None => self.new_person(row, surname, given, nationality, differences),
        };
        self.post_and_requirement(person, row, differences);
        self.clearance(person, Id::new(*authority), row, differences);
        Ok(matched.is_none())
    }

    /// Number first, then the reference of a decision with the same name, then name and birth date, then name and post alone if unique.
    fn find(&self, row: &TrackerRow, surname: &str, given: &str, nationality: &str) -> Option<RecordId> {
        let known = self.setting.known;
        let name = name_key(surname, given, nationality);
        if let Some(id) = row.personnel_number.as_ref().and_then(|n| known.by_number.get(n)) {
            return Some(*id);
        }
        let namesakes = known.by_name.get(&name);
        if let Some(id) = row.reference.as_ref().and_then(|r| known.by_reference.get(r))
            && namesakes.is_some_and(|n| n.contains(id))
        {
            return Some(*id);
        }
        if let Some(birth) = row.birth_date {
            return known.by_birth.get(&(name.0, name.1, birth)).copied();
        }
        if row.reference.is_some() || row.personnel_number.is_some() {
            return None;
        }
        let post = row.post.as_ref().and_then(|p| known.posts.get(p))?;
        let holds = |id: &&RecordId| known.assignments.get(*id).is_some_and(|all| all.iter().any(|a| a.body.post.raw() == *post));
        let mut holders = namesakes?.iter().filter(holds);
        let first = holders.next()?;
        holders.next().is_none().then_some(*first)
    }

    /// Whether a new person stands in no earlier row, told apart as those already known are.
    fn first(&mut self, row: &TrackerRow, surname: &str, given: &str, nationality: &str) -> bool {
        let (name, nation) = name_key(surname, given, nationality);
        let number = row.personnel_number.as_ref().map(|n| ("number".to_owned(), n.clone(), String::new()));
        let birth = row.birth_date.map(|b| (name.clone(), nation.clone(), b.to_string()));
        let unnamed = number.is_none() && birth.is_none() && row.reference.is_none();
        let post = row.post.as_ref().filter(|_| unnamed).map(|p| (name, nation, p.clone()));
        let keys: Vec<_> = [number, birth, post].into_iter().flatten().collect();
        let again = keys.iter().any(|key| self.named.contains(key));
        if !again {
            self.made.extend(keys.iter().cloned().map(Made::Person));
            self.named.extend(keys);
        }
        !again
    }

    fn new_person(&mut self, row: &TrackerRow, surname: &str, given: &str, nationality: &str, differences: &mut Differences) -> RecordId {
        let id = (self.new_id)();
        let person = Person {
            surname: surname.to_owned(),
            given: given.to_owned(),
            nationality: Nation(nationality.to_owned()),
            personnel_number: row.personnel_number.clone(),
            birth_date: row.birth_date,
            birth_place: None,
            birth_country: None,
            email: None,
            status: if row.status == Status::Left { PersonStatus::Left } else { PersonStatus::Active },
            remarks: remarks(row),
        };
        differences.push(("person", String::new(), row.shown_name()));
        self.out.changes.insert(id, &person);
        id
    }

    fn person_again(&mut self, known: &Record<Person>, row: &TrackerRow, differences: &mut Differences) {
        let mut body = known.body.clone();
        let mut set = |field: &'static str, before: &mut Option<String>, after: &Option<String>| {
            if after.is_some() && *before != *after {
                differences.push((field, before.clone().unwrap_or_default(), after.clone().unwrap_or_default()));
                before.clone_from(after);
            }
        };
        set("personnel_number", &mut body.personnel_number, &row.personnel_number);
        // A remark is added, never replaced: what the office wrote since stays.
        if let Some(remark) = remarks(row).filter(|r| !body.remarks.as_deref().unwrap_or("").contains(r.as_str())) {
            let both = body.remarks.iter().cloned().chain([remark]).collect::<Vec<_>>().join("\n");
            set("remarks", &mut body.remarks, &Some(both));
        }
        if let Some(birth) = row.birth_date.filter(|b| body.birth_date != Some(*b)) {
            differences.push(("birth_date", body.birth_date.map(|d| d.to_string()).unwrap_or_default(), birth.to_string()));
            body.birth_date = Some(birth);
        }
        if row.status == Status::Left && body.status != PersonStatus::Left {
            differences.push(("status", body.status.code().to_owned(), PersonStatus::Left.code().to_owned()));
            body.status = PersonStatus::Left;
        }
        if !differences.is_empty() {
            self.out.changes.update(&known.head, &body);
        }
    }

    fn post_and_requirement(&mut self, person: RecordId, row: &TrackerRow, differences: &mut Differences) {
        let (Some(number), today) = (&row.post, self.setting.today) else { return };
        let known = self.setting.known;
        let post = match known.posts.get(number).or_else(|| self.posts.get(number)) {
            Some(post) => *post,
            None => {
                let id = (self.new_id)();
                self.out.changes.insert(id, &Post { number: number.clone(), title: None, unit: None });
                self.posts.insert(number.clone(), id);
                self.made.push(Made::Post(number.clone()));
                id
            }
        };
        if let Some(required) = &row.level_required {
            let code = required.code.as_str();
            let standing = known.requirements.get(&post).is_some_and(|all| all.iter().any(|r| r.level.0 == code));
            if !standing && self.required.insert((post, code.to_owned())) {
                self.made.push(Made::Requirement(post, code.to_owned()));
                let requirement = ClearanceRequirement {
                    post: Some(Id::new(post)),
                    contract: None,
                    level: Level(code.to_owned()),
                    categories: Codes::new(required.categories.clone()),
                    reason: None,
                    approved_by: None,
                    valid_from: today,
                    valid_until: None,
                };
                differences.push(("requirement", String::new(), format!("{number}: {code}")));
                self.out.changes.insert((self.new_id)(), &requirement);
            }
        }
        let held = known.assignments.get(&person).is_some_and(|all| all.iter().any(|a| a.body.post.raw() == post));
        if !held && row.status != Status::Left {
            let assignment = Assignment {
                person: Id::new(person),
                post: Id::new(post),
                kind: AssignmentKind::Staff,
                valid_from: today,
                valid_until: None,
                expected_end: None,
                end_reason: None,
            };
            differences.push(("post", String::new(), number.clone()));
            self.out.changes.insert((self.new_id)(), &assignment);
        }
    }

    fn clearance(
        &mut self,
        person: RecordId,
        authority: Id<spine::organisations::Authority>,
        row: &TrackerRow,
        differences: &mut Differences,
    ) {
        let (Some(held), Some(granted_on)) = (&row.level_held, row.granted_on) else { return };
        let known = self.setting.known;
        let level = Level(held.code.clone());
        let categories = Codes::new(row.categories.iter().chain(&held.categories).cloned());
        let what = Need::new(level.clone(), categories.clone());
        let of = (authority, Nation(row.nationality.clone().unwrap_or_default()));
        let decision = Decision {
            reference: row.reference.clone(),
            valid_until: row.valid_until,
            source: Some(self.setting.source),
            // What the tracker itself doubts is a claim until somebody verifies it.
            claimed: row.status == Status::Unknown,
            ..Decision::made(Id::new(person), of, DecisionKind::Grant, what, granted_on, self.setting.people)
        };
        let same = |d: &&Record<Decision>| {
            d.body.reference == decision.reference && (d.body.reference.is_some() || d.body.decided_on == granted_on)
        };
        let standing = known.decisions.get(&person).and_then(|all| all.iter().find(same));
        let shown = |d: &Decision| format!("{} {} – {}", d.level.0, d.decided_on, d.valid_until.map(|u| u.to_string()).unwrap_or_default());
        let decision_id = match standing {
            None => {
                let id = (self.new_id)();
                differences.push(("decision", String::new(), shown(&decision)));
                self.out.changes.insert(id, &decision);
                id
            }
            Some(before) => {
                let facts = |d: &Decision| (d.level.clone(), d.categories.clone(), d.decided_on, d.valid_until, d.claimed);
                if facts(&before.body) != facts(&decision) {
                    differences.push(("decision", shown(&before.body), shown(&decision)));
                    self.out.changes.update(&before.head, &Decision { case: before.body.case, ..decision.clone() });
                }
                before.head.id
            }
        };
        if let Some(number) = &row.reference
            && !known.certificates.get(&person).is_some_and(|all| all.iter().any(|c| &c.number == number))
        {
            let certificate = Certificate {
                person: Id::new(person),
                decision: Some(Id::new(decision_id)),
                model: CertificateModel::Rev6Certificate,
                number: number.clone(),
                name_printed: None,
                level: level.clone(),
                categories: categories.clone(),
                valid_from: granted_on,
                valid_until: row.valid_until,
                held_at: None,
                returned_on: None,
            };
            self.out.changes.insert((self.new_id)(), &certificate);
        }
        if self.setting.attest && matches!(row.status, Status::Valid | Status::InProgress) {
            self.attest(person, &level, &categories, row.valid_until);
        }
    }

    fn attest(&mut self, person: RecordId, level: &Level, categories: &Codes, until: Option<Date>) {
        let (known, today) = (self.setting.known, self.setting.today);
        if !known.authorisations.contains_key(&person) {
            let what = Need::new(level.clone(), categories.clone());
            let authorisation = AccessAuthorisation::full(Id::new(person), what, (today, until), self.setting.people);
            self.out.changes.insert((self.new_id)(), &authorisation);
        }
        let topics = std::iter::once(Topic::from(BriefingKind::Nato)).chain(categories.iter().map(Topic::of_category));
        for topic in topics {
            if known.briefings.get(&person).is_some_and(|all| all.iter().any(|b| b.is_on(&topic))) {
                continue;
            }
            let next_due = today.checked_add(spine::clearances::rules::months(12)).ok();
            let briefing = BriefingRecord::given(Id::new(person), topic, today, next_due);
            self.out.changes.insert((self.new_id)(), &briefing);
        }
    }
}

fn remarks(row: &TrackerRow) -> Option<String> {
    let text = row.remarks.join("\n");
    let text: String = text.chars().take(kernel::limits::LONG_TEXT_CHARS_MAX / 2).collect();
    Some(text).filter(|t| !t.trim().is_empty())
}
