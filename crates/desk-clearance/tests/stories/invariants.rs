//! What always holds, whatever the office does and in whatever order: histories drawn by chance, from one start value each.

use desk_clearance::cases::PscCase;
use desk_clearance::visits::{VisitRequest, Visitor};
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Clock, Entropy, Id, RecordId, Value};
use ledger::{ListQuery, View};
use spine::clearances::Decision;
use spine::clearances::queries::{access_of, standing_grant, who_lacks};
use spine::mail::MailItem;
use spine::people::Person;
use testkit::{Backend, World, day};

use crate::access::newcomer;
use crate::cases::{adopt, again};
use crate::take_over::{generated, take_over};
use crate::visits::{details, in_days};

on_both!(
    inv_cl_02_no_clearance_counts_without_a_registered_incoming_letter,
    inv_cl_11_what_was_recorded_later_is_not_in_what_was_known_before,
);

/// Days asked about: before anything, in the middle, long after.
const ASKED: [&str; 3] = ["2026-03-05", "2026-06-01", "2028-01-01"];

/// Steps of a history.
const STEPS: usize = 120;

/// An office in which chance decides what is done next.
struct Office {
    world: World,
    random: SeededEntropy,
    people: Vec<RecordId>,
    letters: Vec<RecordId>,
    done: usize,
    refused: usize,
}

impl Office {
    fn new(on: Backend, seed: u64) -> Self {
        let world = World::new(on);
        adopt(&world);
        let mut people = ["Abel", "Berg", "Ciro", "Dahl"].map(|name| newcomer(&world, name)).to_vec();
        // Whom a tracker brought: what it says is claimed until an authority's letter says so.
        let mut rows = generated(3, seed);
        rows[0][11] = "?".to_owned();
        take_over(&world, &rows);
        let taken = world.as_("officer").sees(|view| view.having_any::<Person>("personnel_number", &["E00000", "E00001", "E00002"]));
        people.extend(taken.iter().map(|person| person.head.id));
        Self { world, random: SeededEntropy::new(seed), people, letters: Vec::new(), done: 0, refused: 0 }
    }

    fn one(&self, of: &[RecordId]) -> Value {
        if of.is_empty() { Value::Null } else { Value::Id(*self.random.pick(of)) }
    }

    /// A letter of any kind that was registered, now and then none or one that is not there.
    fn letter(&self) -> Value {
        match self.random.below(8) {
            0 => Value::Null,
            1 => Value::Id(self.random.id()),
            _ => self.one(&self.letters),
        }
    }

    /// Tries it; where it takes two, another approves.
    fn tries(&mut self, command: &str, fields: &[(&str, Value)], asks: &str, approves: &str) {
        let outcome = self.world.as_(asks).tries(command, fields).and_then(|receipt| match receipt.approval {
            Some(request) => self.world.as_(approves).tries_to_approve(request),
            None => Ok(receipt),
        });
        match outcome {
            Ok(_) => self.done += 1,
            Err(ledger::Error::Refused(_)) => self.refused += 1,
            Err(other) => panic!("{command}: {other}"),
        }
    }

    /// The open case of somebody.
    fn case(&self, person: RecordId) -> Option<(RecordId, String)> {
        let cases = self.world.as_("officer").sees(move |view| view.having::<PscCase>("person", person));
        let open = cases.into_iter().find(|c| c.body.lane.is_some());
        open.map(|c| (c.head.id, c.body.state.code().to_owned()))
    }

    /// One thing more.
    fn step(&mut self) {
        self.world.days_pass(self.random.below(3) as i64);
        let person = *self.random.pick(&self.people);
        let today = self.world.today();
        match self.random.below(11) {
            10 => self.visit(person),
            0..=2 => {
                let direction = *self.random.pick(&["incoming", "outgoing"]);
                let letter = self.world.letter(direction, "ROU");
                self.letters.push(letter);
                self.done += 1;
            }
            3 => {
                let item = self.one(&self.letters);
                self.tries("mail.void", &[("item", item), ("reason", "Twice".into())], "registry", "registry2");
            }
            4 => {
                let kind = *self.random.pick(&["suspend", "lift_suspension", "withdraw"]);
                let fields = [
                    ("person", person.into()),
                    ("kind", kind.into()),
                    ("authority", self.world.authority("ROU").into()),
                    ("level", "S".into()),
                    ("decided_on", today.into()),
                    ("reason_code", "under_review".into()),
                    ("source", self.letter()),
                ];
                self.tries("clearances.record_adverse", &fields, "technician", "officer");
            }
            _ => self.case_goes_on(person, today),
        }
    }

    /// A visit is prepared, or somebody joins the last.
    fn visit(&mut self, person: RecordId) {
        let all = self.world.as_("technician").sees(|view| view.every::<VisitRequest>());
        let Some(request) = all.last().map(|r| r.head.id).filter(|_| self.random.chance(50)) else {
            let from = in_days(&self.world, 30);
            return self.tries("visits.prepare", &details(&self.world, from), "technician", "officer");
        };
        let visitor =
            [("request", request.into()), ("person", person.into()), ("employer", "Agency".into()), ("position", "Engineer".into())];
        self.tries("visits.add_visitor", &visitor, "technician", "officer");
    }

    fn case_goes_on(&mut self, person: RecordId, today: Date) {
        let Some((case, state)) = self.case(person) else {
            // What was closed is opened again now and then, or refused because something was decided in it.
            let closed = self.world.as_("officer").sees(move |view| view.having::<PscCase>("person", person));
            if let Some(case) = closed.last().filter(|_| self.random.chance(50)) {
                return self.tries("case.reopen", &again(case.head.id), "technician", "officer");
            }
            let fields = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
            return self.tries("case.open", &fields, "officer", "head");
        };
        // When it came there was written down wrongly, now and then by more than can be.
        if self.random.chance(6) {
            let earlier = self.world.clock().now().as_microsecond() - self.random.below(80) as i64 * 3_600_000_000;
            let right = [
                ("case", case.into()),
                ("moved_to", state.as_str().into()),
                ("happened_at", earlier.into()),
                ("corrected_because", "The note".into()),
            ];
            return self.tries("case.correct_time", &right, "technician", "officer");
        }
        if self.random.chance(6) {
            let why = [("reason_code", "opened_by_mistake".into()), ("reason", "Another case was meant".into())];
            return self.tries("case.cancel", &[&[("case", case.into())], &why[..]].concat(), "technician", "officer");
        }
        let mut step = |command: &str, more: &[(&'static str, Value)], approves: &str| {
            let asks = if command == "case.authorise_access" { "officer" } else { "technician" };
            self.tries(command, &[&[("case", case.into())], more].concat(), asks, approves);
        };
        match state.as_str() {
            "requested" => step("case.confirm_need", &[], "officer"),
            "need_confirmed" => step("case.invite_subject", &[("consent_notice", "Notice 3, en".into())], "officer"),
            "subject_invited" => step("case.hand_over_forms", &[], "officer"),
            "with_subject" => step("case.complete", &[("checklist_done", 1.into())], "officer"),
            "complete" => {
                let letter = self.letter();
                self.tries("case.dispatch", &[("case", case.into()), ("mail_item", letter)], "technician", "officer");
            }
            "dispatched" => step("case.acknowledge", &[("authority_reference", "ROU/77".into())], "officer"),
            "acknowledged_by_authority" => step("case.begin_investigation", &[], "officer"),
            "under_investigation" => {
                let letter = self.letter();
                self.tries("case.receive_decision", &[("case", case.into()), ("mail_item", letter)], "technician", "officer");
            }
            "decision_received" => {
                let outcome = *self.random.pick(&["grant", "grant", "grant_with_conditions", "no_objection", "refuse"]);
                let decided = [
                    ("outcome", outcome.into()),
                    ("reference", "ROU/77".into()),
                    ("level", "S".into()),
                    ("decided_on", today.into()),
                    ("conditions", "Reports each journey".into()),
                ];
                self.tries("case.record_decision", &[&[("case", case.into())], &decided[..]].concat(), "technician", "officer");
            }
            "decision_recorded" => {
                step("case.authorise_access", &[("need_to_know", "Desk officer".into())], "head");
                self.tries("case.close_refused", &[("case", case.into())], "technician", "officer");
            }
            _ => {
                let given = [
                    ("given_on", today.into()),
                    ("signed_how", "On paper".into()),
                    ("certificate_number", "ROU-1".into()),
                    ("held_at", "Cabinet 4".into()),
                ];
                step("case.acknowledge_briefing", &given, "officer");
            }
        }
    }

    /// What everybody may see on the days asked about, and how their cases and letters stand.
    fn known(&self, entries: Option<i64>) -> Vec<String> {
        let people = self.people.clone();
        self.world.as_("officer").sees(move |view| {
            if let Some(entries) = entries {
                view.known_to(entries);
            }
            told(view, &people)
        })
    }
}

fn told(view: &mut View<'_>, people: &[RecordId]) -> Result<Vec<String>, ledger::Error> {
    let mut told = Vec::new();
    for person in people {
        for asked in ASKED {
            let access = access_of(view, Id::new(*person), day(asked))?;
            let reasons: Vec<String> = access.reasons.iter().map(|r| format!("{} {:?}", r.code, r.date)).collect();
            told.push(format!("{asked} {:?} {} {:?} {}", access.level, access.categories.joined(), access.until, reasons.join(", ")));
        }
        for case in view.having::<PscCase>("person", *person)? {
            told.push(format!("{} {} {:?}", case.body.number, case.body.state.code(), case.body.lane));
        }
        for decision in view.having::<Decision>("person", *person)? {
            told.push(format!("{} v{} {}", decision.head.id.outward("dec"), decision.head.version, decision.body.kind.code()));
        }
    }
    for lacking in who_lacks(view, day(ASKED[1]))? {
        told.push(format!("lacks {} {:?}", lacking.name, lacking.access.level));
    }
    for visit in view.every::<VisitRequest>()? {
        let visitors = view.having::<Visitor>("request", visit.head.id)?;
        told.push(format!("{} v{} {} {}", visit.head.id.outward("vis"), visit.head.version, visit.body.state.code(), visitors.len()));
    }
    for letter in view.every::<MailItem>()? {
        told.push(format!("{} v{} {:?}", letter.body.reference, letter.head.version, letter.body.status));
    }
    Ok(told)
}

/// Whether somebody has access today, the grant that stands, and its letter.
fn standing(view: &mut View<'_>, person: RecordId) -> Result<(bool, Option<Decision>, Option<MailItem>), ledger::Error> {
    let today = view.today;
    let access = access_of(view, Id::new(person), today)?.level.is_some();
    let grant = standing_grant(view, Id::new(person))?.map(|g| g.body);
    let source = grant.as_ref().and_then(|g| g.source);
    let letter = source.map(|source| view.get::<MailItem>(source)).transpose()?;
    Ok((access, grant, letter.map(|l| l.body)))
}

fn inv_cl_02_no_clearance_counts_without_a_registered_incoming_letter(on: Backend) {
    let (mut with_access, mut claimed) = (0, 0);
    // A round trip for each step: one history there, three here.
    let seeds = if on == Backend::Postgres { &[2][..] } else { &[2, 20, 200][..] };
    for seed in seeds.iter().copied() {
        let mut office = Office::new(on, seed);
        for _ in 0..STEPS {
            office.step();
            let people = office.people.clone();
            let stand = office.world.as_("officer").sees(move |view| people.into_iter().map(|person| standing(view, person)).collect());
            let stand: Vec<(bool, Option<Decision>, Option<MailItem>)> = stand;
            for (access, grant, letter) in stand {
                // Where something counts, it is a grant with its letter: one that came in, has its number and stands.
                assert!(!access || grant.is_some(), "access without a grant");
                if let Some(grant) = grant {
                    let letter = letter.unwrap_or_else(|| panic!("a grant without its letter: {grant:?}"));
                    assert_eq!(letter.direction.code(), "incoming");
                    assert!(letter.number > 0 && letter.void_reason.is_none() && !grant.claimed);
                }
                with_access += usize::from(access);
            }
        }
        claimed += office.world.as_("officer").sees(|view| view.every::<Decision>()).iter().filter(|d| d.body.claimed).count();
        replayed(&office.world);
        // Chance tried what is refused as well as what is not.
        assert!(office.done > STEPS / 3 && office.refused > STEPS / 20, "{} done, {} refused", office.done, office.refused);
        office.world.verified();
    }
    assert!(with_access > 15 * seeds.len() && claimed > 0, "{with_access} times somebody had access, {claimed} only claimed");
}

fn inv_cl_11_what_was_recorded_later_is_not_in_what_was_known_before(on: Backend) {
    let seeds = if on == Backend::Postgres { &[11][..] } else { &[11, 110][..] };
    for seed in seeds.iter().copied() {
        let mut office = Office::new(on, seed);
        let mut then = Vec::new();
        for at in 0..STEPS {
            office.step();
            if at % 4 == 0 {
                let entries = office.world.as_("officer").sees(|view| Ok(view.position()?.0));
                then.push((entries, office.known(None)));
            }
        }
        for (entries, told) in &then {
            assert_eq!(office.known(Some(*entries)), *told, "as known with {entries} entries");
        }
        let different: std::collections::HashSet<_> = then.iter().map(|(_, told)| told).collect();
        assert!(different.len() > then.len() / 2, "the history moved: {} of {}", different.len(), then.len());
    }
}

/// Every record that moves by a table stands where its transitions lead, since the last of them, and each of them was one of the table. The open case
/// has its lane.
fn replayed(world: &World) {
    let mut moved = 0;
    for meta in testkit::world::manifest().registers() {
        let (def, Some(lifecycle)) = (meta.def, meta.def.lifecycle) else { continue };
        let query = ListQuery { limit: kernel::limits::PAGE_ROWS_MAX, with_void: true, ..ListQuery::default() };
        let records = world.as_("officer").tries_to_see(move |view| view.rows_of(def.name, &query)).unwrap_or_default();
        for record in records {
            let id = record.head.id;
            let moves = world.as_("officer").sees(move |view| view.transitions(def.name, id));
            let Some(last) = moves.last().map(|t| t.body.clone()) else { continue };
            let mut at = "none";
            for step in &moves {
                assert_eq!(step.body.from_state, at, "{}", def.name);
                let known = at == "none" || lifecycle.leads(&step.body.command, at, &step.body.to_state);
                assert!(known, "{}: {} from {at}", def.name, step.body.command);
                at = &step.body.to_state;
            }
            assert_eq!(record.value(&def, "state").text(), Some(at), "{} {}", def.name, id.outward(def.prefix));
            assert_eq!(record.value(&def, "since").int(), Some(last.time.0), "{}", def.name);
            moved += moves.len();
        }
    }
    for case in world.as_("officer").sees(|view| view.every::<PscCase>()) {
        let open = desk_clearance::cases::LIFECYCLE.state(case.body.state.code()).is_some_and(|state| state.open);
        assert_eq!(case.body.lane.is_some(), open, "{}", case.body.number);
    }
    assert!(moved > 20, "{moved} moves");
}
