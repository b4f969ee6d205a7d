//! Whether an approved visit stands (INV-CL-08), in histories drawn by chance from one start value each: after every single commit it stands for each of
//! its visitors as what was decided about them says, by a rule that knows nothing of how the house reads it.

use std::collections::BTreeMap;

use desk_clearance::cases::PscCase;
use desk_clearance::visits::lifecycle::{GRANTED, OPEN};
use desk_clearance::visits::queries::{GRANTED_FIRST, first, requests, standards, trips, turning};
use desk_clearance::visits::{VisitRequest, VisitorAnswer};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Codes, Level, RecordId, Value};
use ledger::{Error, Receipt, View};
use spine::clearances::Need;
use spine::clearances::gate::{Answer, gate_list};
use testkit::{Backend, World};

use crate::cases;
use crate::gate::holder;
use crate::visits::{asker, details, in_days, mail, passport, visit_rules, works};

on_both!(inv_cl_08_after_every_commit_an_approved_visit_stands_as_what_was_decided_says);

/// Steps of a history.
const STEPS: usize = 250;
/// Requests that are open at one time.
const OPEN_AT_ONCE: usize = 6;

/// What was decided about somebody.
#[derive(Clone, Copy, PartialEq)]
enum What {
    Granted,
    Suspended,
    Lifted,
    Withdrawn,
}

/// Somebody, and what was decided about them and when, in the order it was recorded in.
struct Someone {
    id: RecordId,
    name: &'static str,
    document: RecordId,
    employed: bool,
    decided: Vec<(Date, What)>,
}

impl Someone {
    /// What stands in the way of a visit of theirs on a day. A decision counts from its day on, whenever it was recorded, and of one day what takes away
    /// counts last.
    fn hindered(&self, on: Date) -> Option<&'static str> {
        let suspended = self.last(What::Suspended, on);
        if suspended > self.last(What::Withdrawn, on) && suspended >= self.last(What::Lifted, on) || self.withdrawn(on) {
            return Some("visit-suspended");
        }
        (!self.employed).then_some("visit-not-employed")
    }

    /// Whether their clearance was withdrawn and not granted anew since.
    fn withdrawn(&self, on: Date) -> bool {
        self.last(What::Withdrawn, on).is_some_and(|day| self.last(What::Granted, on) <= Some(day))
    }

    /// The last day on which this was decided.
    fn last(&self, what: What, on: Date) -> Option<Date> {
        self.decided.iter().filter(|(day, decided)| *decided == what && *day <= on).map(|(day, _)| *day).max()
    }
}

/// By visit and visitor: its last day, and the codes of what stands in the way, if anything does.
type Stands = BTreeMap<(RecordId, RecordId), (Date, Vec<&'static str>)>;

/// A decision that was asked for, and waits for a second person.
struct Waiting {
    request: RecordId,
    person: usize,
    decided: (Date, What),
}

struct History {
    world: World,
    random: SeededEntropy,
    people: Vec<Someone>,
    waiting: Vec<Waiting>,
    before: Stands,
    entries: i64,
    done: usize,
    refused: usize,
    red: usize,
    green_again: usize,
}

impl History {
    fn new(on: Backend, seed: u64) -> Self {
        let world = World::new(on);
        cases::adopt(&world);
        world.adopt("visit_rules", &visit_rules(3));
        asker(&world);
        let holders = [("Abel", "Ada"), ("Berg", "Bo"), ("Ciro", "Cy")].map(|(surname, given)| holder(&world, surname, given));
        let bare = world.person("Dahl", "Di", "ROU");
        let names = ["Ada Abel", "Bo Berg", "Cy Ciro", "Di Dahl"];
        let people = holders.into_iter().chain([bare]).zip(names);
        let people = people.map(|(id, name)| Someone {
            id,
            name,
            document: passport(&world, id, in_days(&world, 1_000)),
            employed: id != bare,
            decided: granted(&world, id),
        });
        let people: Vec<Someone> = people.collect();
        let entries = world.as_("officer").sees(|view| Ok(view.position()?.0));
        let random = SeededEntropy::new(seed);
        Self { world, random, people, waiting: Vec::new(), before: Stands::new(), entries, done: 0, refused: 0, red: 0, green_again: 0 }
    }

    /// One commit at most, and how everything stands after it.
    fn commits<T>(&mut self, order: impl FnOnce(&World) -> Result<T, Error>) -> Option<T> {
        let outcome = order(&self.world);
        let answer = match outcome {
            Ok(answer) => Some(answer),
            Err(Error::Refused(_)) => None,
            Err(other) => panic!("{other}"),
        };
        self.done += usize::from(answer.is_some());
        self.refused += usize::from(answer.is_none());
        answer
    }

    fn tries(&mut self, command: &'static str, fields: &[(&str, Value)]) -> Option<Receipt> {
        let receipt = self.commits(|world| world.as_("technician").tries(command, fields));
        self.stands();
        receipt
    }

    fn letter(&mut self, direction: &str) -> Value {
        let letter = self.commits(|world| Ok(mail(world, direction))).unwrap_or(Value::Null);
        self.stands();
        letter
    }

    /// Holds what is shown against what was decided.
    fn stands(&mut self) {
        let asked: Vec<String> = self.people.iter().map(|p| p.name.to_owned()).collect();
        let (entries, shown, at_the_gate) = self.world.as_("officer").sees(move |view| shown(view, &asked));
        assert!(entries <= self.entries + 1, "more than one commit at once");
        self.entries = entries;
        let today = self.world.today();
        let by_id: BTreeMap<RecordId, &Someone> = self.people.iter().map(|p| (p.id, p)).collect();
        for ((request, person), (last, codes)) in &shown {
            // What is decided after its last day is nothing to a visit that nobody has closed yet.
            let expected = by_id[person].hindered(today.min(*last));
            assert_eq!(*codes, Vec::from_iter(expected), "visit {} of {}, entry {entries}", request.outward("vis"), by_id[person].name);
        }
        for (someone, may) in self.people.iter().zip(at_the_gate) {
            assert_eq!(may, someone.hindered(today).is_none(), "{} at the gate, entry {entries}", someone.name);
        }
        for (visit, (_, codes)) in &shown {
            let changed = self.before.get(visit).is_some_and(|(_, before)| before != codes);
            self.red += usize::from(changed && !codes.is_empty());
            self.green_again += usize::from(changed && codes.is_empty());
        }
        self.before = shown;
    }

    fn step(&mut self) {
        self.days_pass();
        let open = self.world.as_("officer").sees(|view| requests(view, OPEN));
        match self.random.below(12) {
            0..=1 if open.len() < OPEN_AT_ONCE => self.prepare(),
            0..=5 if !open.is_empty() => {
                let request = self.random.pick(&open).head.id;
                (0..3).for_each(|_| self.goes_on(request));
            }
            0..=8 => self.decide(),
            9 => self.second(),
            _ => (0..4).for_each(|_| self.grant_anew()),
        }
    }

    fn days_pass(&mut self) {
        self.world.days_pass(i64::from(self.random.chance(30)));
        let turning = self.world.as_("officer").sees(turning);
        let begin = turning.begin.into_iter().map(|request| ("visits.begin", request));
        let orders: Vec<_> = begin.chain(turning.expire.into_iter().map(|request| ("visits.expire", request))).collect();
        self.stands();
        for (command, request) in orders {
            self.commits(|world| Ok(works(world, command, request)));
            self.stands();
        }
    }

    /// A request with a site and some of the people.
    fn prepare(&mut self) {
        let asked = details(&self.world, in_days(&self.world, 15 + self.random.below(40) as i64));
        let Some(request) = self.tries("visits.prepare", &asked).and_then(|r| r.answer).map(|(_, id)| id) else { return };
        let site = [("request", request.into()), ("name", "Works".into()), ("address", "1 Street".into()), ("contact", "B. Host".into())];
        self.tries("visits.add_site", &site);
        let going: Vec<(RecordId, RecordId)> =
            self.people.iter().filter(|p| self.random.chance(if p.employed { 60 } else { 4 })).map(|p| (p.id, p.document)).collect();
        for (person, document) in going {
            let visitor = [
                ("request", request.into()),
                ("person", person.into()),
                ("document", document.into()),
                ("employer", "Agency".into()),
                ("position", "Engineer".into()),
            ];
            self.tries("visits.add_visitor", &visitor);
        }
    }

    /// The next move of a request.
    fn goes_on(&mut self, request: RecordId) {
        let on = ("request", Value::from(request));
        let state = self.world.as_("officer").record::<VisitRequest>(request).body.state;
        match state.code() {
            "visit_draft" | "visit_amending" => self.tries("visits.validate", &[on]),
            "visit_validated" => {
                let command = *self.random.pick(&["visits.send_to_own_nsa", "visits.send_to_host"]);
                let letter = self.letter("outgoing");
                self.tries(command, &[on, ("mail_item", letter)])
            }
            "visit_sent_to_own_nsa" => self.tries("visits.forwarded", &[on]),
            "visit_sent_to_host" | "visit_forwarded" => {
                let letter = self.letter("incoming");
                let refused = self.random.pick(&self.people).name;
                match self.random.below(3) {
                    0 => self.tries("visits.approve_partly", &[on, ("mail_item", letter), ("refused", refused.into())]),
                    _ => self.tries("visits.approve", &[on, ("mail_item", letter)]),
                }
            }
            "visit_active" => self.tries("visits.took_place", &[on]),
            _ => match self.random.below(40) {
                0 => self.tries("visits.amend", &[on, ("kind", "amend_dates".into()), ("reason", "Later".into())]),
                1 => self.tries("visits.cancel", &[on, ("reason", "Not needed".into())]),
                _ => None,
            },
        };
    }

    /// A suspension, its lifting or a withdrawal: decided today or some days ago, recorded by one and in force when another approves it.
    fn decide(&mut self) {
        let person = self.random.below(self.people.len());
        // Mostly what changes something, and mostly in favour of those who are to travel.
        let (today, someone) = (self.world.today(), &self.people[person]);
        let (kind, what) = match self.random.below(20) {
            0 => ("withdraw", What::Withdrawn),
            1..=15 if someone.hindered(today).is_some() => ("lift_suspension", What::Lifted),
            2..=9 => ("suspend", What::Suspended),
            _ => ("lift_suspension", What::Lifted),
        };
        let day = today.saturating_sub((self.random.below(if what == What::Lifted { 2 } else { 4 }) as i64).days());
        let source = self.letter("incoming");
        let fields = [
            ("person", self.people[person].id.into()),
            ("kind", kind.into()),
            ("authority", self.world.authority("ROU").into()),
            ("level", "S".into()),
            ("decided_on", day.into()),
            ("reason_code", "under_review".into()),
            ("source", source),
        ];
        let Some(request) = self.tries("clearances.record_adverse", &fields).and_then(|receipt| receipt.approval) else { return };
        self.waiting.push(Waiting { request, person, decided: (day, what) });
        if self.random.chance(85) {
            self.second();
        }
    }

    /// Another approves what waits; what was decided is in force with that commit, and not before.
    fn second(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let Waiting { request, person, decided } = self.waiting.swap_remove(self.random.below(self.waiting.len()));
        if self.commits(|world| world.as_("officer").tries_to_approve(request)).is_some() {
            self.people[person].decided.push(decided);
        }
        self.stands();
    }

    /// The next step of a case about somebody from whom it was withdrawn.
    fn grant_anew(&mut self) {
        let today = self.world.today();
        let of: Vec<usize> = (0..self.people.len()).filter(|at| self.people[*at].employed && self.people[*at].withdrawn(today)).collect();
        let Some(at) = (!of.is_empty()).then(|| *self.random.pick(&of)) else { return };
        let person = self.people[at].id;
        let cases = self.world.as_("officer").sees(move |view| view.having::<PscCase>("person", person));
        let Some(case) = cases.into_iter().find(|c| c.body.lane.is_some()) else {
            self.commits(|world| Ok(cases::open(world, person)));
            return self.stands();
        };
        let (command, fields, asks, approves) = cases::next(&self.world, case.body.state.code());
        self.stands();
        let fields = [vec![("case", case.head.id.into())], fields].concat();
        let asked = self.commits(|world| world.as_(asks).tries(command, &fields));
        self.stands();
        let (Some(second), Some(request)) = (approves, asked.and_then(|receipt| receipt.approval)) else { return };
        if self.commits(|world| world.as_(second).tries_to_approve(request)).is_some() && command == "case.record_decision" {
            self.people[at].decided.push((self.world.today(), What::Granted));
        }
        self.stands();
    }
}

/// The grants about somebody.
fn granted(world: &World, person: RecordId) -> Vec<(Date, What)> {
    let all = world.as_("officer").sees(move |view| view.having::<spine::clearances::Decision>("person", person));
    all.into_iter().filter(|d| d.body.kind.code() == "grant").map(|d| (d.body.decided_on, What::Granted)).collect()
}

/// How many entries the log has, how every approved visit stands for each whom the host has not refused, and whether the gate list says yes of each.
fn shown(view: &mut View<'_>, names: &[String]) -> Result<(i64, Stands, Vec<bool>), Error> {
    let entries = view.position()?.0;
    let (granted, standards) = (first(view, &GRANTED_FIRST)?, standards(view)?);
    assert_eq!(granted.len(), requests(view, GRANTED)?.len());
    let mut stands = Stands::new();
    for trip in trips(view, granted)? {
        let faults = standards.faults(&trip, view.today, view.policy);
        assert!(faults.iter().all(|fault| fault.member.is_some() && fault.grave), "{faults:?}");
        for member in trip.party.iter().filter(|m| m.visitor.answer != VisitorAnswer::Refused) {
            let of_member = faults.iter().filter(|fault| fault.member == Some(member.id.raw()));
            let codes = of_member.map(|fault| fault.refusal.code).collect();
            stands.insert((trip.id.raw(), member.visitor.person.raw()), (trip.request.valid_until, codes));
        }
    }
    let need = Need::new(Level("S".to_owned()), Codes::new(["ATOMAL".to_owned()]));
    let lines = gate_list(view, names, &need, (view.today, view.today))?;
    Ok((entries, stands, lines.iter().map(|line| matches!(line.answer, Answer::Yes(_))).collect()))
}

fn inv_cl_08_after_every_commit_an_approved_visit_stands_as_what_was_decided_says(on: Backend) {
    let seeds = if on == Backend::Postgres { &[8][..] } else { &[8, 80][..] };
    for seed in seeds.iter().copied() {
        let mut history = History::new(on, seed);
        for _ in 0..STEPS {
            history.step();
        }
        // Chance did enough of everything: visits of somebody turned red, and green again, and some orders were refused.
        let History { done, refused, red, green_again, .. } = history;
        assert!(done > STEPS && refused > 10 && red > 10 && green_again > 5, "{done} {refused} {red} {green_again}");
        history.world.verified();
    }
}
