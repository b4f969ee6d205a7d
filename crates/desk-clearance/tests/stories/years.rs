//! The figures that need years behind them (renewals, the cliff, access without a full decision, debriefings) against an answer key: the office
//! is made from rows whose story is told beside them, and the figures are computed from that story day by day.

use std::collections::HashMap;

use desk_clearance::cases::{CaseKind, CaseState, LIFECYCLE, PscCase};
use desk_clearance::measures;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use kernel::entropy::SeededEntropy;
use kernel::measure::{Figure, Period};
use kernel::{Clock, Codes, Entropy, Id, Level, Nation, RecordId, Register};
use ledger::Changes;
use ledger::transition::{Micros, Transition};
use spine::cases::queue::lane_of;
use spine::cases::{CalendarScope, Priority, WorkCalendar};
use spine::clearances::Need;
use spine::clearances::queries::{facts_of_all, rulebook};
use spine::clearances::record::{
    AccessAuthorisation, AuthorisationKind, BriefingKind, BriefingRecord, Certificate, CertificateModel, ClearanceRequirement, Decision,
    DecisionKind,
};
use spine::clearances::rules::effective_access;
use spine::organisations::Authority;
use spine::people::{Person, PersonStatus};
use spine::policy::{PackKind, PackState, PolicyPack};
use spine::posts::{Assignment, AssignmentKind, Post};
use testkit::world::{Setup, policy};
use testkit::{Backend, World, day};

on_both!(cl_13_figures_over_years_are_the_ones_the_answer_key_gives);

const DAY: i64 = 86_400_000_000;
const PEOPLE: usize = 90;
/// Nation, months before the end a renewal starts, whether the printed last day is a day of access.
/// How long access in scope may last; no rule lets emergency access be.
const PROVISIONAL_DAYS: i64 = 40;
const ONE_TIME_DAYS: i64 = 25;
const RULES: [(&str, i32, bool); 2] = [("GRC", 7, true), ("PRT", 9, false)];
const CODES: [&str; 3] = ["staff", "temporary", "intern"];

fn at(day: Date, hour: i64) -> i64 {
    (day - day_zero()).get_days() as i64 * DAY + hour * DAY / 24
}

fn day_zero() -> Date {
    day("1970-01-01")
}

fn date(at: i64) -> Date {
    later(day_zero(), at.div_euclid(DAY))
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// States with their first instants.
type Steps = Vec<(&'static str, i64)>;

/// A case as the answer key knows it.
struct Life {
    nation: usize,
    level: String,
    person: RecordId,
    steps: Steps,
}

/// A person as the answer key knows them.
struct Told {
    id: RecordId,
    nation: usize,
    /// In a post that needs a clearance.
    needs: bool,
    leaves: Option<Date>,
    /// Grants: decided on, last day of access.
    grants: Vec<(Date, Date)>,
    /// From which day on the clearance is cancelled.
    cancelled: Option<Date>,
    debriefed: Option<Date>,
    /// What was held on that day was their refusal.
    refused: bool,
    /// Days of access without a full decision.
    bridged: Vec<(Date, Date, bool)>,
    /// Renewal: its states with their first instants.
    renewal: Steps,
}

struct Maker<'a> {
    changes: &'a mut Changes,
    entropy: &'a SeededEntropy,
    chance: SeededEntropy,
    authorities: Vec<Id<Authority>>,
    number: usize,
}

impl Maker<'_> {
    fn add<R: Register>(&mut self, body: &R) -> Id<R> {
        self.changes.insert(self.entropy.id(), body)
    }

    fn below(&self, from: Date, days: usize) -> Date {
        later(from, self.chance.below(days) as i64)
    }

    fn office(&mut self) {
        for (nation, ..) in RULES {
            let id = self.add(&testkit::world::nsa(nation));
            self.authorities.push(id);
        }
        let rules = RULES.iter().flat_map(|(nation, lead, inclusive)| {
            ["C", "S"].map(|level| {
                format!(
                    r#"{{"nation": "{nation}", "level": "{level}", "validity_months": 120, "validity_anchor": "decision", "until_inclusive": {inclusive},
                    "renewal_lead_months": {lead}, "refresher_months": 600, "certificate_needed": true, "decision_target_days": 120, "psc_from_level": "C",
                    "provisional_max_days": {PROVISIONAL_DAYS}, "one_time_max_days": {ONE_TIME_DAYS}}}"#
                )
            })
        });
        let rules = format!(r#"{{"name": "Test", "source": "Test", "rules": [{}]}}"#, rules.collect::<Vec<_>>().join(","));
        let pack = PolicyPack {
            kind: PackKind::AuthorityRules,
            name: "Test".to_owned(),
            edition: 1,
            valid_from: day("2010-01-01"),
            state: PackState::InForce,
            source: "Test".to_owned(),
            rules,
            recorded_by: RecordId::NIL,
            verified_by: RecordId::NIL,
        };
        self.add(&pack);
        let hours = Some("09:00-17:00".to_owned());
        let calendar = WorkCalendar {
            name: "Office".to_owned(),
            scope: CalendarScope::Office,
            site: None,
            authority: None,
            zone: "UTC".to_owned(),
            day_minutes: 480,
            monday: hours.clone(),
            tuesday: hours.clone(),
            wednesday: hours.clone(),
            thursday: hours.clone(),
            friday: hours,
            saturday: None,
            sunday: None,
            valid_from: day("2010-01-01"),
            valid_until: None,
        };
        self.add(&calendar);
    }

    fn person(&mut self) -> Told {
        self.number += 1;
        let number = self.number;
        let nation = self.chance.below(RULES.len());
        let id = self.add(&Person {
            surname: format!("P{number}"),
            given: "Sam".to_owned(),
            nationality: Nation(RULES[nation].0.to_owned()),
            personnel_number: None,
            birth_date: None,
            birth_place: None,
            birth_country: None,
            email: None,
            status: PersonStatus::Active,
            remarks: None,
        });
        let needs = self.chance.chance(80);
        let post = self.add(&Post { number: format!("N-{number}"), title: None, unit: None });
        self.add(&ClearanceRequirement {
            post: Some(post),
            contract: None,
            level: Level(if needs { "S" } else { "R" }.to_owned()),
            categories: Codes::default(),
            reason: None,
            approved_by: None,
            valid_from: day("2012-01-01"),
            valid_until: None,
        });
        let leaves = self.chance.chance(45).then(|| self.below(day("2025-12-01"), 90));
        let kind = AssignmentKind::from_code(CODES[self.chance.below(CODES.len())]).unwrap_or(AssignmentKind::Staff);
        self.add(&Assignment {
            person: id,
            post,
            kind,
            valid_from: day("2012-01-01"),
            valid_until: leaves,
            expected_end: None,
            end_reason: None,
        });
        let mut told = Told {
            id: id.raw(),
            nation,
            needs,
            leaves,
            grants: Vec::new(),
            cancelled: None,
            debriefed: None,
            refused: false,
            bridged: Vec::new(),
            renewal: Vec::new(),
        };
        self.clearance(id, &mut told);
        told
    }

    fn clearance(&mut self, person: Id<Person>, told: &mut Told) {
        let decided = self.below(day("2015-12-20"), 500);
        self.grant(person, told, decided);
        // A second grant some years later, or just before a renewal would start.
        if self.chance.chance(15) {
            let again = self.below(day("2025-02-01"), 300);
            self.grant(person, told, again);
        }
        let by = (RecordId::NIL, RecordId::NIL);
        // Of those who stay somebody loses the clearance now and then, without anything against them.
        told.cancelled =
            (told.leaves.is_none() && self.number.is_multiple_of(4)).then(|| later(day("2024-12-01"), (self.number % 100 * 4) as i64));
        if let Some(on) = told.cancelled {
            let of = (self.authorities[told.nation], Nation(RULES[told.nation].0.to_owned()));
            let what = Need::new(Level("S".to_owned()), Codes::default());
            self.add(&Decision {
                end_reason: Some(spine::clearances::Lapse::DataChanged),
                ..Decision::made(person, of, DecisionKind::Cancel, what, on, by)
            });
        }
        let full =
            |level: &str, period| AccessAuthorisation::full(person, Need::new(Level(level.to_owned()), Codes::default()), period, by);
        self.add(&full("S", (decided, None)));
        told.debriefed = told.leaves.filter(|_| self.chance.chance(60)).map(|last| self.below(last, 14));
        // Every seventh day of a month somebody will not come.
        told.refused = told.debriefed.is_some_and(|on| on.day() % 7 == 0);
        self.add(&BriefingRecord {
            debriefed_on: told.debriefed,
            debrief_refusal: told.refused.then(|| "Will not come".to_owned()),
            ..BriefingRecord::given(person, BriefingKind::Nato, decided, None)
        });
        for _ in 0..self.chance.below(3) {
            let from = self.below(day("2025-11-01"), 120);
            let until = self.below(from, 60);
            let kinds =
                [AuthorisationKind::Provisional, AuthorisationKind::OneTime, AuthorisationKind::Emergency, AuthorisationKind::Meeting];
            let kind = kinds[self.chance.below(kinds.len())];
            if kind != AuthorisationKind::Meeting {
                let days = i64::from((until - from).get_days()) + 1;
                let most = match kind {
                    AuthorisationKind::Provisional => PROVISIONAL_DAYS,
                    AuthorisationKind::OneTime => ONE_TIME_DAYS,
                    _ => 0,
                };
                told.bridged.push((from, until, days > most));
            }
            let nation = Some(Nation(RULES[told.nation].0.to_owned()));
            self.add(&AccessAuthorisation { kind, nation, ..full("C", (from, Some(until))) });
        }
        if self.chance.chance(75) {
            let opened = self.below(day("2025-01-10"), 380);
            told.renewal = self.case(person, told.nation, CaseKind::Renewal, opened);
        }
    }

    fn grant(&mut self, person: Id<Person>, told: &mut Told, decided_on: Date) {
        let (nation, _, inclusive) = RULES[told.nation];
        let by_rule = decided_on.checked_add(10.years()).unwrap_or(decided_on);
        let printed = self.chance.chance(30).then(|| self.below(by_rule, 40));
        let last = printed.unwrap_or(by_rule);
        told.grants.push((decided_on, if inclusive { last } else { later(last, -1) }));
        let authority = self.authorities[told.nation];
        let what = Need::new(Level("S".to_owned()), Codes::default());
        let of = (authority, Nation(nation.to_owned()));
        let nobody = (RecordId::NIL, RecordId::NIL);
        let grant = Decision::made(person, of, DecisionKind::Grant, what, decided_on, nobody);
        self.add(&Decision { valid_until: printed, ..grant });
        let number = format!("K{}-{}", self.number, told.grants.len());
        self.add(&Certificate {
            person,
            decision: None,
            model: CertificateModel::Rev6Certificate,
            number,
            name_printed: None,
            level: Level("S".to_owned()),
            categories: Codes::default(),
            valid_from: decided_on,
            valid_until: Some(last),
            held_at: None,
            returned_on: None,
        });
    }

    /// A case that goes as far as it came by the beginning of March 2026.
    fn case(&mut self, person: Id<Person>, nation: usize, kind: CaseKind, opened: Date) -> Steps {
        const PATH: [(&str, usize); 12] = [
            ("requested", 0),
            ("need_confirmed", 3),
            ("subject_invited", 2),
            ("with_subject", 30),
            ("complete", 5),
            ("dispatched", 5),
            ("acknowledged_by_authority", 20),
            ("under_investigation", 150),
            ("decision_received", 120),
            ("decision_recorded", 4),
            ("briefing_due", 6),
            ("closed_granted", 9),
        ];
        let stop = at(day("2026-03-01"), 0);
        let withdrawn = self.chance.chance(10).then(|| 1 + self.chance.below(PATH.len() - 2));
        let mut states = Steps::new();
        let mut instant = at(opened, 10);
        for (step, (state, most)) in PATH.into_iter().enumerate() {
            instant += self.chance.below(most.max(1)) as i64 * DAY + self.chance.below(600) as i64 * 60_000_000;
            if instant >= stop {
                break;
            }
            if withdrawn == Some(step) {
                states.push(("closed_subject_withdrew", instant));
                break;
            }
            states.push((state, instant));
        }
        let (state, since) = states.last().copied().unwrap_or(("requested", instant));
        self.number += 1;
        let level = if self.chance.chance(70) { "S" } else { "C" };
        let body = PscCase {
            number: format!("PSC/2025/{:05}", self.number),
            person,
            kind,
            state: CaseState::from_code(state).unwrap_or(CaseState::Requested),
            since: Micros(since),
            priority: Priority::Routine,
            priority_reason: None,
            authority: self.authorities[nation],
            level: Level(level.to_owned()),
            categories: Codes::default(),
            programme: None,
            urgent_until: None,
            paused: false,
            lane: lane_of(&LIFECYCLE, state, false),
            opened_at: Micros(states[0].1),
            target_on: None,
            need: None,
            consent_notice: None,
            checked_by: None,
            sent_by: None,
            authority_reference: None,
            received_by: None,
            decision: None,
            appealed: None,
            event: None,
            event_from: None,
            event_until: None,
        };
        let case = self.add(&body);
        let mut from = "none";
        for (state, instant) in &states {
            let moved = Transition {
                register: PscCase::NAME.to_owned(),
                record: case.raw(),
                person: Some(person.raw()),
                from_state: from.to_owned(),
                to_state: (*state).to_owned(),
                command: "case.step".to_owned(),
                reason: None,
                reason_codes: None,
                evidence: None,
                time: Micros(*instant),
                first_time: None,
                corrected_because: None,
            };
            self.changes.insert_in(self.entropy.id(), &moved, kernel::Label::at(PscCase::DEF.marking));
            from = state;
        }
        states
    }
}

/// When a case was with its authority by an instant: when it was sent, for how long, and whether it was decided.
fn with_authority(states: &[(&str, i64)], by: i64) -> Option<(i64, i64, bool)> {
    let theirs = |state: &str| matches!(state, "dispatched" | "acknowledged_by_authority" | "under_investigation");
    let seen: Vec<_> = states.iter().filter(|(_, from)| *from <= by).collect();
    let sent = seen.iter().find(|(state, from)| theirs(state) && *from < by)?.1;
    let mut time = 0;
    for (step, (state, from)) in seen.iter().enumerate() {
        if theirs(state) {
            time += seen.get(step + 1).map_or(by, |(_, next)| *next) - from;
        }
    }
    Some((sent, time / (DAY / 100), seen.iter().any(|(state, _)| *state == "decision_received")))
}

/// The share that is still going on after a time, by giving what is open to those after it.
fn still(seen: &[(i64, bool)], after: i64) -> f64 {
    let mut all = seen.to_vec();
    all.sort_by_key(|(time, ended)| (*time, !*ended));
    let mut mass = vec![1.0 / all.len().max(1) as f64; all.len()];
    let mut ended = 0.0;
    for at in 0..all.len() {
        if all[at].0 > after {
            break;
        }
        if all[at].1 {
            ended += mass[at];
        } else {
            let given = mass[at] / (all.len() - at - 1).max(1) as f64;
            mass.iter_mut().skip(at + 1).for_each(|m| *m += given);
        }
    }
    1.0 - ended
}

fn share(of: usize, all: usize) -> Option<i64> {
    (all > 0).then(|| (of as f64 * 10_000.0 / all as f64).round() as i64)
}

fn part(figure: &Figure, key: &str) -> Option<i64> {
    figure.parts.iter().find(|p| p.key == key).unwrap_or_else(|| panic!("{key}")).value
}

fn cl_13_figures_over_years_are_the_ones_the_answer_key_gives(on: Backend) {
    let (mut told, mut files) = (Vec::new(), Vec::new());
    let world = World::with_rows(on, Setup::default(), |changes, entropy| {
        let mut maker = Maker { changes, entropy, chance: SeededEntropy::new(77), authorities: Vec::new(), number: 0 };
        maker.office();
        for _ in 0..PEOPLE {
            told.push(maker.person());
        }
        // Older files, for what authorities are used to take.
        for _ in 0..60 {
            let nation = maker.chance.below(RULES.len());
            let person = Id::new(told[maker.chance.below(PEOPLE)].id);
            let opened = maker.below(day("2023-06-01"), 600);
            let before = maker.changes.rows.len();
            let states = maker.case(person, nation, CaseKind::Initial, opened);
            assert!(maker.changes.rows.len() > before);
            files.push((nation, states));
        }
    });
    // Levels of the cases as the register has them: the answer key needs them for the curves.
    let cases = world.as_("officer").sees(|view| view.every::<PscCase>());
    let mut lives: Vec<Life> = Vec::new();
    for case in &cases {
        let of = |states: &[(&'static str, i64)]| states.first().is_some_and(|(_, from)| *from == case.body.opened_at.0);
        let own = told.iter().find(|t| t.id == case.body.person.raw() && of(&t.renewal)).map(|t| (t.nation, t.renewal.clone()));
        let found = own.or_else(|| files.iter().find(|(_, states)| of(states)).cloned());
        let (nation, steps) = found.unwrap_or_else(|| panic!("{}", case.body.number));
        lives.push(Life { nation, level: case.body.level.0.clone(), person: case.body.person.raw(), steps });
    }
    let last = Period::month_of(world.today()).months_before(1);
    let whole = Period { from: day("2025-12-01"), until: day("2026-02-28") };
    let mut seen = (0, 0, 0, 0);
    for period in [last.months_before(2), last.months_before(1), last, whole] {
        let figure = |code: &'static str| {
            world.as_("officer").sees(move |view| {
                let entry = measures::find(code).unwrap_or_else(|| panic!("{code}"));
                let book = measures::whole_book(view, period, view.now.as_microsecond())?;
                measures::figure(view, &book, entry, period)
            })
        };
        let (of, all) = renewals(&told, period);
        let renewal = figure("KPI-CL-03");
        assert_eq!((renewal.value, renewal.denominator), (share(of, all), all as i64), "{period}");
        let bridged = || told.iter().flat_map(|t| &t.bridged).map(|(from, until, beyond)| (shared(period, *from, *until), *beyond));
        let days: i64 = bridged().map(|(days, _)| days).sum();
        let provisional = figure("KPI-CL-12");
        assert_eq!(provisional.value, Some(days), "{period}");
        let beyond = bridged().filter(|(days, beyond)| *days > 0 && *beyond).count() as i64;
        assert_eq!(part(&provisional, "part:beyond-limit"), Some(beyond), "{period}");
        let (in_time, leavers) = debriefed(&world, &told, period);
        let briefing = figure("KPI-CL-13");
        assert_eq!(part(&briefing, "part:debriefed"), share(in_time, leavers), "{period}: {in_time} of {leavers}");
        let expected = cliff(&world, &lives, period);
        let cliff = figure("KPI-CL-04");
        for (weeks, (drops, expected)) in [4, 12, 26].into_iter().zip(expected) {
            assert_eq!(part(&cliff, &format!("weeks:{weeks}")), Some(drops), "{period} {weeks}");
            let risk = part(&cliff, &format!("weeks:{weeks} part:risk")).unwrap_or(0);
            assert!((risk as f64 - expected * 100.0).abs() <= 0.51, "{period} {weeks}: {risk} and {expected}");
            seen.3 += usize::from(drops > 0 && expected + 0.05 < drops as f64);
        }
        let given_up = |t: &&Told| t.cancelled.is_some_and(|on| t.grants.iter().all(|(decided, _)| *decided < on));
        assert!(told.iter().filter(given_up).count() > 10, "a world in which clearances are cancelled");
        seen = (seen.0 + usize::from(of > 0 && of < all), seen.1 + days, seen.2 + usize::from(in_time > 0 && in_time < leavers), seen.3);
    }
    assert!(seen.0 > 1 && seen.1 > 100 && seen.2 > 1 && seen.3 > 3, "a world in which something happened: {seen:?}");
    world.verified();
}

/// Days both have.
fn shared(period: Period, from: Date, until: Date) -> i64 {
    let mut on = period.from;
    let mut count = 0;
    while on <= period.until {
        count += i64::from(from <= on && on <= until);
        on = later(on, 1);
    }
    count
}

/// Renewals sent by their planned start, of those planned in a period.
fn renewals(told: &[Told], period: Period) -> (usize, usize) {
    let (mut sent, mut all) = (0, 0);
    for person in told {
        for (decided, last) in &person.grants {
            let planned = last.checked_sub(Span::new().months(RULES[person.nation].1)).unwrap_or(*last);
            let replaced = person.grants.iter().any(|(other, _)| other > decided && *other <= planned);
            let replaced = replaced || person.cancelled.is_some_and(|on| *decided < on && on <= planned);
            let here = person.needs && person.leaves.is_none_or(|left| planned <= left);
            if planned < period.from || planned > period.until || replaced || !here {
                continue;
            }
            all += 1;
            let dispatched = person.renewal.iter().find(|(state, _)| *state == "dispatched").map(|(_, at)| date(*at));
            sent += usize::from(dispatched.is_some_and(|on| on <= planned && on > *decided));
        }
    }
    (sent, all)
}

/// Leavers with access who were debriefed (a refusal is not that) by the fifth working day after, of those for whom it has passed or who were.
fn debriefed(world: &World, told: &[Told], period: Period) -> (usize, usize) {
    let day = period.until.min(world.today());
    let (mut in_time, mut all) = (0, 0);
    for person in told {
        let Some(last) = person.leaves.filter(|last| *last >= period.from && *last <= day) else { continue };
        let grant = person.grants.iter().any(|(decided, until)| *decided <= last && last <= *until);
        let here = person.debriefed.is_none_or(|on| last < on);
        if !grant || !here {
            continue;
        }
        let (mut due, mut left) = (last, 5);
        while left > 0 {
            due = later(due, 1);
            left -= i32::from(!matches!(due.weekday(), Weekday::Saturday | Weekday::Sunday));
        }
        let met = !person.refused && person.debriefed.is_some_and(|on| on <= due);
        if met || due < day {
            all += 1;
            in_time += usize::from(met);
        }
    }
    (in_time, all)
}

/// Who loses access within 4, 12 and 26 weeks, and how many of them are to be expected: looked at every day, weighted by what authorities took.
fn cliff(world: &World, lives: &[Life], period: Period) -> [(i64, f64); 3] {
    let day = period.until.min(world.today());
    let by = at(later(day, 1), 0).min(world.clock().now().as_microsecond());
    let from = at(period.from.checked_sub(24.months()).unwrap_or(period.from), 0);
    let mut curves: HashMap<(usize, &str), Vec<(i64, bool)>> = HashMap::new();
    for life in lives {
        if let Some((_, time, ended)) = with_authority(&life.steps, by).filter(|(sent, ..)| *sent >= from && *sent < by) {
            curves.entry((life.nation, &life.level)).or_default().push((time, ended));
        }
    }
    let all: Vec<(i64, bool)> = curves.values().flatten().copied().collect();
    let dates: Vec<Date> = (0..=26 * 7).map(|n| later(day, n)).collect();
    let lost: Vec<(RecordId, i64)> = world.as_("officer").sees(move |view| {
        let rules = rulebook(view)?;
        let facts = facts_of_all(view)?;
        let level = |facts, on| effective_access(facts, on, None, &rules, &policy()).level;
        Ok(facts
            .iter()
            .filter(|(_, facts)| level(facts, dates[0]).is_some())
            .filter_map(|(person, facts)| Some((*person, dates.iter().position(|on| level(facts, *on).is_none())? as i64 - 1)))
            .collect())
    });
    [4, 12, 26].map(|weeks| {
        let mut expected = 0.0;
        let drops: Vec<_> = lost.iter().filter(|(_, days)| *days < weeks * 7).collect();
        for (person, days) in &drops {
            let open = |states: &[(&str, i64)]| states.iter().rfind(|(_, from)| *from < by).is_some_and(|(s, _)| !s.starts_with("closed"));
            let file = lives.iter().filter(|l| l.person == *person && open(&l.steps)).find_map(|life| {
                with_authority(&life.steps, by).filter(|(_, _, ended)| !ended).map(|(_, time, _)| (life.nation, life.level.as_str(), time))
            });
            expected += file.map_or(1.0, |(nation, level, time)| {
                let seen = curves.get(&(nation, level)).filter(|seen| seen.len() >= 10).unwrap_or(&all);
                let now = still(seen, time);
                if now > 1e-9 { still(seen, time + days * 100) / now } else { 1.0 }
            });
        }
        (drops.len() as i64, expected)
    })
}
