//! Every figure against a plain computation of its own over a generated office: minute by minute where the product uses calendars laid out, day
//! by day where it looks at turning points, by redistribution where it takes products.

use std::collections::BTreeMap;

use desk_clearance::cases::{LIFECYCLE, PscCase};
use desk_clearance::measures::{self, Entry};
use desk_clearance::reports::commands::{make_monthly, remake};
use desk_clearance::reports::rules::UrgencyLine;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kernel::entropy::SeededEntropy;
use kernel::measure::{Figure, Period};
use kernel::{Clock, ClockOwner, Id, RecordId, Register, Value};
use ledger::transition::Transition;
use spine::cases::{ClockPause, Urgency};
use spine::clearances::queries::access_of;
use spine::clearances::{ClearanceRequirement, Decision, DecisionKind, FactKind};
use spine::mail::MailItem;
use spine::measures::IssuedReport;
use spine::organisations::Authority;
use spine::people::Person;
use spine::posts::Assignment;
use testkit::world::instant;
use testkit::{Backend, World, day};

use crate::service::{adopt, adopt_pack, calendar, does, pack, urgent};

on_both!(
    cl_13_every_figure_is_the_one_a_plain_computation_gives,
    cl_13_a_past_month_recomputes_identically_as_it_was_known,
    cl_13_an_issued_report_is_made_anew_byte_for_byte_whatever_was_entered_since,
    cl_13_the_count_at_the_end_of_a_year_is_that_of_its_last_day,
    cl_13_what_is_open_what_ends_and_what_was_urgent_are_plain_counts,
);

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// A holiday of the office.
const HOLIDAY: &str = "2026-04-06";

/// An office with some months of cases behind it, all of it by commands.
struct Office {
    world: World,
    people: Vec<RecordId>,
    chance: SeededEntropy,
}

fn office(on: Backend, seed: u64, turns: usize) -> Office {
    let world = World::new(on);
    let hours = calendar(&world);
    adopt(&world, "2020-01-01", &pack(2).replace("\"state\": \"need_confirmed\"", "\"state\": \"complete\""));
    world.as_("policy").does("calendars.add_days", &[("calendar", hours.into()), ("holidays", format!("{HOLIDAY};;Easter Monday").into())]);
    let rules = [("kind", "authority_rules".into()), ("valid_from", "2020-01-01".into()), ("rules", spine::DEMO_AUTHORITY_RULES.into())];
    let request = world.as_("policy").asks("policy.adopt", &rules);
    world.as_("head").approves(request);
    let mut made = Office { world, people: Vec::new(), chance: SeededEntropy::new(seed) };
    let mut now: Timestamp = made.world.clock().now();
    for turn in 0..turns {
        now += SignedDuration::from_mins(30 + made.chance.below(2_400) as i64);
        made.world.clock().set(now);
        if turn % 5 == 0 {
            made.joins(turn);
        }
        made.works();
    }
    made
}

impl Office {
    fn joins(&mut self, turn: usize) {
        let world = &self.world;
        let nation = if self.chance.chance(50) { "ROU" } else { "BEL" };
        let person = world.person(&format!("P{turn}"), "Sam", nation);
        let officer = world.as_("officer");
        let post = officer.makes("posts.add", &[("number", format!("N-{turn}").into())]);
        let level = ["R", "C", "S"][self.chance.below(3)];
        let from = Value::from(world.today());
        officer.does("clearance_requirements.add", &[("post", post.into()), ("level", level.into()), ("valid_from", from.clone())]);
        let last = world.today().checked_add(jiff::Span::new().days(200)).unwrap_or(world.today());
        let until = if self.chance.chance(20) { Value::from(last) } else { Value::Null };
        officer.does(
            "assignments.add",
            &[("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", from), ("valid_until", until)],
        );
        let level = if level == "R" { "C" } else { level };
        officer.does(
            "case.open",
            &[("person", person.into()), ("kind", "initial".into()), ("level", level.into()), ("priority", "routine".into())],
        );
        self.people.push(person);
    }

    /// Some case makes its next move, is paused, resumed, made urgent or withdrawn.
    fn works(&self) {
        let (world, chance) = (&self.world, &self.chance);
        let cases = world.as_("officer").sees(|view| view.every::<PscCase>());
        let open: Vec<_> = cases.into_iter().filter(|c| LIFECYCLE.state(c.body.state.code()).is_some_and(|s| s.open)).collect();
        for _ in 0..2 {
            let Some(case) = open.get(chance.below(open.len().max(1))) else { return };
            let (id, body) = (case.head.id, world.as_("officer").record::<PscCase>(case.head.id).body);
            // It may have been closed a moment ago.
            if !LIFECYCLE.state(body.state.code()).is_some_and(|s| s.open) {
                continue;
            }
            let step = |command: &str, more: &[(&str, Value)]| does(world, command, id, more);
            let nation = if self.people.is_empty() { "ROU" } else { "BEL" };
            match chance.below(14) {
                0 if !body.paused => step(
                    "case.pause",
                    &[
                        ("owner", "requester".into()),
                        ("reason_code", "waits_for_answer".into()),
                        ("reason", "Asked".into()),
                        ("evidence", "Note".into()),
                    ],
                ),
                1 if body.priority.code() == "routine" => {
                    let until = world.today().checked_add(jiff::Span::new().days(chance.below(9) as i64)).unwrap_or(world.today());
                    let request = urgent(world, id, &until.to_string());
                    world.as_("head").approves(request);
                }
                2 if chance.chance(30) && LIFECYCLE.step("case.subject_withdraws", body.state.code()).is_some() => {
                    step("case.subject_withdraws", &[("reason_code", "other_post".into()), ("reason", "Left".into())]);
                }
                _ if body.paused && chance.chance(60) => {
                    let pauses = world.as_("officer").sees(move |view| view.having::<ClockPause>("record", id));
                    for pause in pauses.iter().filter(|p| p.body.until_time.is_none()) {
                        world.as_("technician").does("case.resume", &[("pause", pause.head.id.into())]);
                    }
                }
                _ => match body.state.code() {
                    "requested" => step("case.confirm_need", &[("proof", "Letter".into())]),
                    "need_confirmed" => step("case.invite_subject", &[("consent_notice", "3".into())]),
                    "subject_invited" => step("case.hand_over_forms", &[]),
                    "with_subject" if chance.chance(30) => {
                        step("case.return_for_correction", &[("defect_gap", 1.into()), ("defects", "One address".into())])
                    }
                    "with_subject" => step("case.complete", &[("checklist_done", 1.into())]),
                    "returned_for_correction" => step("case.resubmit", &[]),
                    "complete" => step("case.dispatch", &[("mail_item", world.letter("outgoing", nation).into())]),
                    "dispatched" => step("case.acknowledge", &[("authority_reference", "X/7".into())]),
                    "acknowledged_by_authority" if chance.chance(40) => {
                        step("case.authority_asks", &[("mail_item", world.letter("incoming", nation).into())])
                    }
                    "acknowledged_by_authority" => step("case.begin_investigation", &[]),
                    "authority_query" => step("case.answer_authority", &[("mail_item", world.letter("outgoing", nation).into())]),
                    "under_investigation" => step("case.receive_decision", &[("mail_item", world.letter("incoming", nation).into())]),
                    "decision_received" => {
                        let refused = chance.chance(15);
                        let fields = [
                            ("case", id.into()),
                            ("outcome", if refused { "refuse" } else { "grant" }.into()),
                            ("reference", "X/7".into()),
                            ("level", body.level.0.as_str().into()),
                            ("decided_on", world.today().into()),
                        ];
                        let request = world.as_("technician").asks("case.record_decision", &fields);
                        world.as_("officer").approves(request);
                        if refused {
                            step("case.close_refused", &[]);
                        }
                    }
                    "decision_recorded" => {
                        let request =
                            world.as_("officer").asks("case.authorise_access", &[("case", id.into()), ("need_to_know", "Desk".into())]);
                        world.as_("head").approves(request);
                    }
                    "briefing_due" => {
                        let given = world.today().into();
                        step(
                            "case.acknowledge_briefing",
                            &[
                                ("given_on", given),
                                ("signed_how", "Paper".into()),
                                ("certificate_number", id.outward("c").into()),
                                ("held_at", "Safe".into()),
                            ],
                        );
                    }
                    other => panic!("{other}"),
                },
            }
        }
    }

    /// Standards, calendars, postings and cases change, and months pass; of a period holidays are entered afterwards.
    fn is_reordered(&self, period: Period) {
        let (office, world) = (self, &self.world);
        let calendars = world.as_("officer").sees(|view| view.every::<spine::cases::WorkCalendar>());
        let days: String =
            (1..=28).map(|d| format!("{}-{:02}-{d:02};;Added afterwards\n", period.from.year(), period.from.month())).collect();
        world.as_("policy").does("calendars.add_days", &[("calendar", calendars[0].head.id.into()), ("holidays", days.into())]);
        adopt(world, &world.today().to_string(), &pack(9));
        for _ in 0..30 {
            world.days_pass(3);
            office.works();
        }
        let person = office.people[0];
        let posts = world.as_("officer").sees(move |view| view.having::<spine::posts::Assignment>("person", person));
        let body = &posts[0].body;
        let fields = [
            ("record", Value::Id(posts[0].head.id)),
            ("version", posts[0].head.version.into()),
            ("person", person.into()),
            ("post", body.post.raw().into()),
            ("kind", body.kind.code().into()),
            ("valid_from", body.valid_from.into()),
            ("valid_until", body.valid_from.into()),
        ];
        world.as_("officer").does("assignments.change", &fields);
    }

    fn figure(&self, code: &'static str, period: Period) -> Figure {
        self.world.as_("officer").sees(move |view| {
            let entry: &Entry = measures::find(code).unwrap_or_else(|| panic!("{code}"));
            let book = measures::whole_book(view, period, view.now.as_microsecond())?;
            measures::figure(view, &book, entry, period)
        })
    }

    /// The cases with their state changes, pauses and urgencies, as the registers hold them.
    fn told(&self) -> Vec<Plain> {
        let cases = self.world.as_("officer").sees(|view| view.every::<PscCase>());
        cases
            .into_iter()
            .map(|case| {
                let id = case.head.id;
                let moves = self.world.as_("officer").sees(move |view| view.transitions("psc_cases", id));
                let pauses = self.world.as_("officer").sees(move |view| view.having::<ClockPause>("record", id));
                let urgencies = self.world.as_("officer").sees(move |view| view.having::<Urgency>("record", id));
                Plain {
                    case: case.body,
                    moves: moves.into_iter().map(|m| m.body).collect(),
                    pauses: pauses.into_iter().map(|p| (p.body.from_time.0, p.body.until_time.map_or(i64::MAX, |t| t.0))).collect(),
                    urgent: urgencies.into_iter().map(|u| (u.body.from_time.0, midnight(u.body.expires_on) + DAY)).collect(),
                }
            })
            .collect()
    }
}

struct Plain {
    case: PscCase,
    moves: Vec<Transition>,
    pauses: Vec<(i64, i64)>,
    urgent: Vec<(i64, i64)>,
}

fn midnight(day: Date) -> i64 {
    day.to_zoned(TimeZone::UTC).map(|z| z.timestamp().as_microsecond()).unwrap_or(0)
}

fn date(at: i64) -> Date {
    kernel::clock::from_micros(at).to_zoned(TimeZone::UTC).date()
}

/// Whether the office works in the minute that begins then.
fn works(at: i64) -> bool {
    let day = date(at);
    let hour = (at - midnight(day)) / (60 * MINUTE);
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && day.to_string() != HOLIDAY && (9..17).contains(&hour)
}

/// Working minutes one by one.
fn minutes(from: i64, until: i64, counts: impl Fn(i64) -> bool) -> i64 {
    let mut count = 0;
    let mut at = from;
    while at < until {
        count += i64::from(works(at) && counts(at));
        at += MINUTE;
    }
    count
}

const fn owner(state: &str) -> ClockOwner {
    match state.as_bytes() {
        b"subject_invited" | b"with_subject" | b"returned_for_correction" => ClockOwner::Subject,
        b"dispatched" | b"acknowledged_by_authority" | b"under_investigation" => ClockOwner::Authority,
        [b'c', b'l', b'o', b's', b'e', b'd', ..] => ClockOwner::Nobody,
        _ => ClockOwner::Office,
    }
}

/// The figure of a share, by hand.
fn percent(of: (usize, usize)) -> Option<i64> {
    (of.1 > 0).then(|| (of.0 as f64 * 10_000.0 / of.1 as f64).round() as i64)
}

/// The nearest rank, by counting how many are no larger.
fn rank(values: &[i64], percent: i64) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.iter().copied().find(|v| sorted.iter().filter(|w| *w <= v).count() as i64 * 100 >= percent * sorted.len() as i64)
}

/// The product-limit curve by giving what is open to those after it, as Efron describes it: shares that have ended by a time.
fn redistributed(mut all: Vec<(i64, bool)>) -> Vec<(i64, f64)> {
    all.sort_by_key(|(time, ended)| (*time, !*ended));
    let mut mass = vec![1.0 / all.len() as f64; all.len()];
    let mut curve: Vec<(i64, f64)> = Vec::new();
    let mut ended = 0.0;
    for at in 0..all.len() {
        if all[at].1 {
            ended += mass[at];
            curve.push((all[at].0, ended));
        } else {
            let after = all.len() - at - 1;
            let given = mass[at] / after as f64;
            mass.iter_mut().skip(at + 1).for_each(|m| *m += given);
        }
    }
    curve
}

/// Every step of the office that has a standard, with its minutes used, by its end or now.
struct OfficeStep {
    until: Option<i64>,
    state: String,
    used: i64,
    target: i64,
    urgent: bool,
}

fn office_steps(told: &[Plain], now: i64) -> Vec<OfficeStep> {
    let mut steps = Vec::new();
    for plain in told {
        for (at, made) in plain.moves.iter().enumerate() {
            let target = match made.to_state.as_str() {
                "requested" => 2 * 480,
                "complete" => 480,
                _ => continue,
            };
            let (from, until) = (made.time.0, plain.moves.get(at + 1).map(|m| m.time.0));
            let end = until.unwrap_or(now);
            let urgent = plain.urgent.iter().any(|(begins, ends)| *begins < end.max(from + 1) && *ends > from);
            let target = if urgent && made.to_state == "requested" { 240 } else { target };
            let used = minutes(from, end, |m| !plain.pauses.iter().any(|(a, b)| *a <= m && m < *b));
            steps.push(OfficeStep { until, state: made.to_state.clone(), used, target, urgent });
        }
    }
    steps
}

fn cl_13_every_figure_is_the_one_a_plain_computation_gives(on: Backend) {
    let office = office(on, 5, 150);
    let world = &office.world;
    // Of the last entry's minute nothing is left over.
    world.time_passes(SignedDuration::from_mins(7));
    let now = world.clock().now().as_microsecond();
    let today = world.today();
    let told = office.told();
    assert!(told.iter().filter(|p| p.case.state.code().starts_with("closed")).count() > 5, "a world in which something happened");
    assert!(told.iter().any(|p| !p.pauses.is_empty()) && told.iter().any(|p| !p.urgent.is_empty()));
    let (last, whole) = (Period::month_of(today), Period { from: day("2026-01-01"), until: day("2026-12-31") });
    for period in [last.months_before(1), last, whole] {
        let (from, until) = (midnight(period.from), (midnight(period.until) + DAY).min(now));
        let within = |at: i64| at >= from && at < until;
        flow(&office, period, &told, (from, until), now);
        people(&office, period, period.until.min(today));
        // Whose time it was.
        let mut split: BTreeMap<&str, i64> = BTreeMap::new();
        let mut theirs: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for plain in &told {
            let nation = if plain.case.authority.raw() == world.authority("ROU") { "ROU" } else { "BEL" };
            for (at, made) in plain.moves.iter().enumerate() {
                let (begin, end) = (made.time.0.max(from), plain.moves.get(at + 1).map_or(now, |m| m.time.0).min(until));
                let mut minute = begin;
                while minute < end && owner(&made.to_state) != ClockOwner::Nobody {
                    let paused = plain.pauses.iter().any(|(a, b)| *a <= minute && minute < *b);
                    let whose = if paused { "requester" } else { owner(&made.to_state).code() };
                    *split.entry(whose).or_default() += MINUTE;
                    *theirs.entry((nation, whose)).or_default() += MINUTE;
                    minute += MINUTE;
                }
            }
        }
        let all: i64 = split.values().sum();
        let share = |owner: &str| (all > 0).then(|| (split.get(owner).copied().unwrap_or(0) as f64 * 10_000.0 / all as f64).round() as i64);
        let figure = office.figure("KPI-CL-08", period);
        assert_eq!(figure.value, share("office"), "{period}");
        let (whole, by_authority): (Vec<_>, Vec<_>) = figure.parts.iter().partition(|part| part.key.starts_with("clock:"));
        for part in &whole {
            assert_eq!(part.value, share(part.key.trim_start_matches("clock:")), "{period} {}", part.key);
        }
        assert_eq!(whole.iter().map(|p| p.numerator).sum::<i64>() / 100, all / DAY, "{period}");
        // The same by authority, and in the rows that are exported for the talk with it.
        assert_eq!(by_authority.len(), theirs.len(), "{period}");
        for ((nation, owner), time) in &theirs {
            let key = format!("nation:{nation} clock:{owner}");
            let part = by_authority.iter().find(|part| part.key == key).unwrap_or_else(|| panic!("{period}: no {key}"));
            let all: i64 = theirs.iter().filter(|((of, _), _)| of == nation).map(|(_, time)| time).sum();
            assert_eq!((part.numerator, part.denominator), (time / (DAY / 100), all / (DAY / 100)), "{period} {key}");
            let rows: Vec<i64> = figure.rows.iter().filter(|row| row.part == key).filter_map(|row| row.value).collect();
            // Each row is rounded down by less than a hundredth of a day.
            let lost = time / (DAY / 100) - rows.iter().sum::<i64>();
            assert!(!rows.is_empty() && (0..=rows.len() as i64).contains(&lost), "{period} {key}: {lost}");
        }
        // First checks.
        let first = |p: &Plain| p.moves.iter().find(|m| m.to_state == "complete" || m.to_state == "returned_for_correction").cloned();
        let checks: Vec<_> = told.iter().filter_map(first).filter(|m| within(m.time.0)).collect();
        let right = checks.iter().filter(|m| m.to_state == "complete").count();
        let figure = office.figure("KPI-CL-09", period);
        assert_eq!(figure.value, percent((right, checks.len())), "{period}");
        let gaps = (checks.len() > right).then_some((checks.len() - right) as i64);
        let told_gaps = figure.parts.iter().find(|p| p.key == "choice:defect_gap");
        assert_eq!(told_gaps.map(|p| (p.numerator, p.denominator)), gaps.map(|count| (count, count)), "{period}");
        // The authority's time.
        let mut durations = Vec::new();
        for plain in &told {
            let mut time = 0;
            let mut sent = None;
            let mut ended = false;
            for (at, made) in plain.moves.iter().enumerate().filter(|(_, m)| m.time.0 < until) {
                ended |= made.to_state == "decision_received";
                if owner(&made.to_state) != ClockOwner::Authority || ended {
                    continue;
                }
                let end = plain.moves.get(at + 1).map_or(now, |m| m.time.0).min(until);
                let own = (made.time.0..end).step_by(MINUTE as usize).filter(|m| !plain.pauses.iter().any(|(a, b)| a <= m && m < b));
                let own = own.count() as i64 * MINUTE;
                sent = sent.or((own > 0).then_some(made.time.0));
                time += own;
            }
            if sent.is_some() {
                durations.push((time / 864_000_000, ended));
            }
        }
        let curve = redistributed(durations.clone());
        let by = |share: f64| curve.iter().find(|(_, ended)| *ended >= share - 1e-9).map(|(time, _)| *time);
        let figure = office.figure("KPI-CL-07", period);
        assert_eq!((figure.value, figure.denominator), (by(0.5), durations.len() as i64), "{period} {durations:?}");
        assert_eq!(figure.parts[1].value, by(0.9), "{period}");
    }
    // The mail books.
    let items = world.as_("officer").sees(|view| view.every::<MailItem>());
    assert!(items.len() > 10);
    assert_eq!((office.figure("KPI-CL-14", whole).value, office.figure("KPI-CL-14", whole).denominator), (Some(0), items.len() as i64));
    world.verified();
}

/// What came in and went out, how long it took, and what stands.
fn flow(office: &Office, period: Period, told: &[Plain], (from, until): (i64, i64), now: i64) {
    let within = |at: i64| at >= from && at < until;
    let steps = office_steps(told, now);
    let done: Vec<&OfficeStep> = steps.iter().filter(|s| s.until.is_some_and(within)).collect();
    let met = |steps: &[&OfficeStep]| percent((steps.iter().filter(|s| s.used <= s.target).count(), steps.len()));
    let figure = office.figure("KPI-CL-05", period);
    assert_eq!((figure.value, figure.denominator), (met(&done), done.len() as i64), "{period}");
    for part in figure.parts.iter().filter(|p| p.key.starts_with("state:")) {
        let here: Vec<&OfficeStep> = done.iter().copied().filter(|s| part.key.ends_with(&s.state)).collect();
        assert_eq!(part.value, met(&here), "{period} {}", part.key);
    }
    let over: Vec<i64> = done.iter().filter(|s| s.used > s.target).map(|s| (s.used - s.target) * 100 / 480).collect();
    let part = |figure: &Figure, key: &str| figure.parts.iter().find(|p| p.key == key).and_then(|p| p.value);
    assert_eq!(part(&figure, "part:breach-p90"), rank(&over, 90), "{period} {over:?}");
    let mut used: Vec<i64> = figure.rows.iter().filter_map(|r| r.value).collect();
    let mut plain: Vec<i64> = done.iter().map(|s| s.used * 100 / 480).collect();
    used.sort_unstable();
    plain.sort_unstable();
    assert_eq!(used, plain, "{period}: every row has its own time");
    if until == now {
        let late = steps.iter().filter(|s| s.until.is_none() && s.used > s.target).count() as i64;
        assert_eq!(part(&figure, "part:breaches-open"), Some(late), "{period}");
    }
    let urgent: Vec<&OfficeStep> = done.iter().copied().filter(|s| s.urgent).collect();
    let figure = office.figure("KPI-CL-11", period);
    let asked = told.iter().filter(|p| p.urgent.iter().any(|(begins, _)| within(*begins))).count();
    let opened = told.iter().filter(|p| within(p.case.opened_at.0)).count();
    assert_eq!((figure.value, figure.denominator), (percent((asked, opened)), opened as i64), "{period}");
    assert_eq!(part(&figure, "part:urgent-attainment"), met(&urgent), "{period}");
    // From opening to decision.
    let ends =
        |p: &Plain| p.moves.iter().rfind(|m| m.time.0 < until).filter(|m| m.to_state.starts_with("closed") && within(m.time.0)).cloned();
    let closed: Vec<_> = told.iter().filter_map(|p| Some((p, ends(p)?))).collect();
    let days = |p: &Plain, end: &Transition| minutes(p.moves[0].time.0, end.time.0, |_| true) * 100 / 480;
    let decided: Vec<i64> = closed
        .iter()
        .filter(|(_, end)| matches!(end.to_state.as_str(), "closed_granted" | "closed_refused"))
        .map(|(p, end)| days(p, end))
        .collect();
    let figure = office.figure("KPI-CL-06", period);
    assert_eq!((figure.value, figure.denominator), (rank(&decided, 50), decided.len() as i64), "{period}");
    assert_eq!(figure.parts[1..3].iter().map(|p| p.value).collect::<Vec<_>>(), [rank(&decided, 85), rank(&decided, 90)], "{period}");
    let soon = decided.iter().filter(|days| **days <= 25 * 100).count();
    assert_eq!(part(&figure, "within:25"), percent((soon, decided.len())), "{period}");
    // The backlog.
    let open = |p: &&Plain| p.moves.iter().rfind(|m| m.time.0 < until).is_some_and(|m| !m.to_state.starts_with("closed"));
    let open: Vec<i64> = told.iter().filter(open).map(|p| (until - p.case.opened_at.0) / DAY).collect();
    let figure = office.figure("KPI-CL-10", period);
    assert_eq!(figure.value, Some(open.len() as i64), "{period}");
    let young = open.iter().filter(|d| **d <= 30).count() as i64;
    let middle = open.iter().filter(|d| (31..=90).contains(*d)).count() as i64;
    assert_eq!((part(&figure, "age:0-30"), part(&figure, "age:31-90")), (Some(young), Some(middle)), "{period}");
    assert_eq!(part(&figure, "part:net-flow"), Some(closed.len() as i64 - opened as i64), "{period}");
}

/// Coverage, gaps and briefings, day by day.
fn people(office: &Office, period: Period, last: Date) {
    let world = &office.world;
    let look = |person: RecordId, on: Date| world.as_("officer").sees(move |view| access_of(view, Id::new(person), on));
    let policy = testkit::world::policy();
    let (mut in_post, mut covered, mut briefed, mut expired, mut gap) = (0, 0, 0, 0, 0);
    for person in &office.people {
        let mut on = period.from;
        while on <= last {
            let access = look(*person, on);
            let need = access.need.as_ref().filter(|n| matches!(n.level.0.as_str(), "C" | "S" | "TS"));
            let covers = need.is_some_and(|n| access.covers(n, &policy));
            gap += i64::from(need.is_some() && !covers);
            if on == last && need.is_some() {
                in_post += 1;
                covered += usize::from(covers);
                expired += i64::from(access.reasons.iter().any(|r| r.code == "decision-expired"));
                briefed += usize::from(access.reasons.iter().any(|r| r.code == "briefing"));
            }
            on = on.tomorrow().unwrap_or(Date::MAX);
        }
    }
    let coverage = office.figure("KPI-CL-01", period);
    assert_eq!((coverage.value, coverage.denominator), (percent((covered, in_post)), in_post as i64), "{period}");
    let figure = office.figure("KPI-CL-02", period);
    assert_eq!((figure.value, figure.parts[0].value), (Some(expired), Some(gap)), "{period}");
    assert_eq!(office.figure("KPI-CL-13", period).value, percent((briefed, in_post)), "{period}");
    // Whose access ends within twelve weeks: looked at every day.
    let drops = office.people.iter().filter(|person| {
        let now = look(**person, last);
        now.level.is_some() && (1..=84).any(|n| look(**person, last.checked_add(jiff::Span::new().days(n)).unwrap_or(last)).level.is_none())
    });
    if period.until == period.until.last_of_month() && period.months() == 1 {
        assert_eq!(office.figure("KPI-CL-04", period).value, Some(drops.count() as i64), "{period}");
    }
}

fn cl_13_a_past_month_recomputes_identically_as_it_was_known(on: Backend) {
    let office = office(on, 9, 60);
    let world = &office.world;
    let known = world.clock().now();
    let period = Period::month_of(world.today());
    let all = |world: &World| {
        world.as_("officer").sees(move |view| {
            view.known_at(known)?;
            let book = measures::whole_book(view, period, known.as_microsecond())?;
            measures::ALL.iter().map(|entry| measures::figure(view, &book, entry, period)).collect::<Result<Vec<_>, _>>()
        })
    };
    let before = all(world);
    world.days_pass(1);
    office.is_reordered(period);
    assert_eq!(format!("{:?}", all(world)), format!("{before:?}"), "as it was known then");
    // And as it is known now, the holidays added afterwards count.
    let today = office.figure("KPI-CL-05", period);
    assert_ne!(format!("{today:?}"), format!("{:?}", before[4]));
}

/// The figures as they are known now, over all the report's months; what they rest on changes with what is entered.
fn now_known(world: &World, report: &IssuedReport) -> String {
    let (period, now) = (Period::parse(&report.period), world.clock().now().as_microsecond());
    let made = world.as_("officer").sees(move |view| make_monthly(view, period.unwrap_or(Period::month_of(view.today)), now, false));
    serde_json::to_string(&made).unwrap_or_default()
}

fn cl_13_an_issued_report_is_made_anew_byte_for_byte_whatever_was_entered_since(on: Backend) {
    let office = office(on, 11, 60);
    let world = &office.world;
    adopt_pack(world, "measure_targets", "2020-01-01", spine::DEMO_MEASURE_TARGETS);
    // The month before is over; of the running one a part is.
    let running = Period::month_of(world.today());
    let issued: Vec<RecordId> = [(running.months_before(1), "office"), (running, "office"), (running, "outside")]
        .into_iter()
        .map(|(period, audience)| {
            let fields = [
                ("kind", "clearance_monthly".into()),
                ("period", period.to_string().into()),
                ("language", "fr".into()),
                ("audience", audience.into()),
            ];
            let id = world.as_("officer").makes("reports.issue", &fields);
            // At the very same instant somebody takes up a post: later in the log, not by the clock.
            let person = world.person(&format!("Late {audience} {period}"), "Sam", "BEL");
            let post = world.as_("officer").makes("posts.add", &[("number", format!("L-{audience}-{period}").into())]);
            let from = Value::from(world.today());
            let need = [("post", post.into()), ("level", "S".into()), ("valid_from", from.clone())];
            world.as_("officer").does("clearance_requirements.add", &need);
            let posting = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", from)];
            world.as_("officer").does("assignments.add", &posting);
            id
        })
        .collect();
    let remade = |id: &RecordId| {
        let report = world.as_("officer").record::<IssuedReport>(*id).body;
        let again = report.clone();
        let made = world.as_("officer").sees(move |view| remake(view, &again));
        assert!(made.measures.iter().filter(|m| m.is_main()).all(|m| m.trend.len() == 12), "main figures have their trend");
        (serde_json::to_string(&made).unwrap_or_default(), report)
    };
    for id in &issued {
        let (made, report) = remade(id);
        assert_eq!(made, report.figures, "{} {}", report.period, report.audience.code());
    }
    // Twelve periods out of one book are those of twelve books.
    let now = world.clock().now().as_microsecond();
    let made = world.as_("officer").sees(move |view| make_monthly(view, running, now, false));
    for measure in made.measures.iter().filter(|m| m.is_main()) {
        let code = measures::find(&measure.code).map_or("", |entry| entry.measure.code);
        for line in &measure.trend {
            let period = Period::parse(&line.period).unwrap_or(running);
            assert_eq!(line.value, office.figure(code, period).value, "{code} {period}");
        }
    }
    world.days_pass(1);
    office.is_reordered(running);
    // Targets, hours and names change as well, and people leave.
    adopt_pack(world, "measure_targets", "2020-01-02", &spine::DEMO_MEASURE_TARGETS.replace("9000", "9900"));
    let calendar = world.as_("officer").sees(|view| view.every::<spine::cases::WorkCalendar>()).remove(0);
    let fields = [
        ("record", Value::Id(calendar.head.id)),
        ("version", calendar.head.version.into()),
        ("name", "Office".into()),
        ("scope", "office".into()),
        ("zone", "UTC".into()),
        ("day_minutes", 240.into()),
        ("monday", "10:00-14:00".into()),
        ("valid_from", "2020-01-01".into()),
    ];
    world.as_("policy").does("work_calendars.change", &fields);
    for person in &office.people {
        let stands = world.as_("officer").record::<Person>(*person);
        let fields = [
            ("record", Value::Id(*person)),
            ("version", stands.head.version.into()),
            ("surname", "Renamed".into()),
            ("given", stands.body.given.into()),
            ("nationality", "EST".into()),
            ("status", "left".into()),
        ];
        world.as_("officer").does("people.change", &fields);
    }
    for id in &issued {
        let (made, report) = remade(id);
        assert_eq!(made, report.figures, "{} {}", report.period, report.audience.code());
        assert_ne!(now_known(world, &report), report.figures, "as it is known now it is another: {}", report.period);
    }
    world.verified();
}

fn cl_13_the_count_at_the_end_of_a_year_is_that_of_its_last_day(on: Backend) {
    let office = office(on, 13, 40);
    let world = &office.world;
    let made = |period: &str| {
        let (now, period) = (world.clock().now().as_microsecond(), Period::parse(period).unwrap_or_else(|| panic!("{period}")));
        world.as_("officer").sees(move |view| make_monthly(view, period, now, false))
    };
    let year = world.today().year();
    let running = made(&year.to_string());
    assert!(running.year_end.is_empty(), "it has not ended");
    // Ages add up to the backlog, and are the classes of the figure.
    let backlog = running.measures.iter().find(|m| m.code == "KPI-CL-10").and_then(|m| m.value);
    assert_eq!(running.ageing.iter().map(|a| a.open).sum::<Option<i64>>(), backlog);
    assert_eq!(running.ageing.iter().map(|a| a.age.as_str()).collect::<Vec<_>>(), ["0-30", "31-90", "91-180", "181-365", "365"]);
    assert!(!running.league.is_empty());
    let files: Option<i64> = running.league.iter().map(|l| l.files).sum();
    assert_eq!(files, running.measures.iter().find(|m| m.code == "KPI-CL-07").and_then(|m| m.denominator), "every file is in one line");
    // Every exit of a case is told by the state it ended in.
    let exits: i64 = running.causes.iter().filter(|c| c.what == "exit").filter_map(|c| c.count).sum();
    let closed = world.as_("officer").sees(|view| view.every::<PscCase>());
    let plainly = closed.iter().filter(|c| {
        let code = c.body.state.code();
        let here = kernel::clock::date_at(kernel::clock::from_micros(c.body.since.0), world.ledger().zone()).year() == year;
        here && code.starts_with("closed_") && !matches!(code, "closed_granted" | "closed_completed")
    });
    assert_eq!(exits, plainly.count() as i64);
    world.clock().set(instant(&format!("{}-01-05T09:00:00Z", year + 1)));
    let (whole, last, before) = (made(&year.to_string()), made(&format!("{year}-12")), made(&format!("{year}-11")));
    assert!(!whole.year_end.is_empty() && whole.year_end == last.year_end && before.year_end.is_empty());
    // Whose grant stood on that day and who was in post, and who had access at which level: asked of everybody, one by one.
    let day = Date::new(year, 12, 31).unwrap_or(Date::MAX);
    let (cleared, access) = world.as_("officer").sees(move |view| {
        let (mut cleared, mut by_level) = (0, std::collections::BTreeMap::<String, i64>::new());
        for person in view.every::<Person>()? {
            let told = access_of(view, Id::new(person.head.id), day)?;
            let good = |fact: FactKind| told.reasons.iter().any(|r| r.fact == fact && r.good);
            cleared += i64::from(good(FactKind::Employment) && good(FactKind::Decision));
            if let Some(level) = told.level {
                *by_level.entry(level.0).or_default() += 1;
            }
        }
        Ok((cleared, by_level))
    });
    assert!(cleared > 0 && !access.is_empty());
    let said = whole.year_end.iter().filter_map(|y| Some((y.level.clone(), y.access.filter(|count| *count > 0)?)));
    assert_eq!(said.collect::<std::collections::BTreeMap<_, _>>(), access);
    assert_eq!(whole.year_end.iter().map(|y| y.cleared).sum::<Option<i64>>(), Some(cleared));
}

fn cl_13_what_is_open_what_ends_and_what_was_urgent_are_plain_counts(on: Backend) {
    let office = office(on, 13, 60);
    let world = &office.world;
    world.days_pass(1);
    let (today, now) = (world.today(), world.clock().now().as_microsecond());
    let year = Period::parse(&today.year().to_string()).unwrap_or(Period::month_of(today));
    let officer = world.as_("officer");
    let made = |outside: bool| officer.sees(move |view| make_monthly(view, year, now, outside));
    let report = made(false);
    // Nation, level and kind of every case that is open.
    let nations: BTreeMap<RecordId, String> =
        officer.sees(|view| view.every::<Authority>()).into_iter().map(|a| (a.head.id, a.body.nation.0)).collect();
    let mut stock: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for case in officer.sees(|view| view.every::<PscCase>()) {
        if LIFECYCLE.state(case.body.state.code()).is_some_and(|s| s.open) {
            let nation = nations[&case.body.authority.raw()].clone();
            *stock.entry((nation, case.body.level.0, case.body.kind.code().to_owned())).or_default() += 1;
        }
    }
    let told = report.stock.iter().map(|s| ((s.nation.clone(), s.level.clone(), s.kind.clone()), s.open.unwrap_or(-1)));
    assert!(stock.len() > 2, "{stock:?}");
    assert_eq!(told.collect::<BTreeMap<_, _>>(), stock);
    // Every urgency, the oldest first, as its record says.
    let numbers: BTreeMap<RecordId, String> =
        officer.sees(|view| view.every::<PscCase>()).into_iter().map(|c| (c.head.id, c.body.number)).collect();
    let mut urgent: Vec<(i64, RecordId, UrgencyLine)> = officer
        .sees(|view| view.every::<Urgency>())
        .into_iter()
        .map(|u| {
            let line = UrgencyLine {
                number: numbers[&u.body.record].clone(),
                urgency: Some(u.head.id.outward(Urgency::DEF.prefix)),
                level: Some("urgent".to_owned()),
                from: u.body.from_time.0,
                until: midnight(u.body.expires_on) + DAY,
            };
            (line.from, u.head.id, line)
        })
        .collect();
    urgent.sort_by_key(|(from, id, _)| (*from, *id));
    assert!(!urgent.is_empty());
    assert_eq!(report.urgencies, urgent.into_iter().map(|(_, _, line)| line).collect::<Vec<_>>());
    assert_eq!(report.urgencies_in_all, Some(report.urgencies.len() as i64));
    // Of what leaves the office none of them is a part, nor how many there were.
    let outside = made(true);
    assert!(outside.urgencies.is_empty() && outside.urgencies_in_all.is_none() && outside.oldest.is_empty());
    assert!(outside.stock.iter().all(|s| s.open.is_none_or(|open| open == 0 || open >= outside.small_cell)));
    // Years later, when grants run out: the last day of the grant of whoever holds a post for which one is wanted, month by month for two years.
    world.clock().set(instant("2035-02-03T09:00:00Z"));
    let (today, now) = (world.today(), world.clock().now().as_microsecond());
    let report = officer.sees(move |view| make_monthly(view, Period::month_of(today), now, false));
    let (posts, needs) = officer.sees(|view| Ok((view.every::<Assignment>()?, view.every::<ClearanceRequirement>()?)));
    let in_post = |person: RecordId| {
        posts
            .iter()
            .filter(|a| a.body.person.raw() == person && a.body.valid_until.is_none_or(|until| today <= until))
            .any(|a| needs.iter().any(|n| n.body.post.is_some_and(|post| post.raw() == a.body.post.raw()) && n.body.level.0 != "R"))
    };
    let mut ends: BTreeMap<String, i64> = BTreeMap::new();
    for grant in officer.sees(|view| view.every::<Decision>()).into_iter().filter(|d| d.body.kind == DecisionKind::Grant) {
        if let Some(until) = grant.body.valid_until.filter(|until| *until >= today && in_post(grant.body.person.raw())) {
            *ends.entry(format!("{:04}-{:02}", until.year(), until.month())).or_default() += 1;
        }
    }
    let months: Vec<String> = (0..24)
        .map(|at| today.first_of_month().saturating_add(jiff::Span::new().months(at)))
        .map(|month| format!("{:04}-{:02}", month.year(), month.month()))
        .collect();
    let plainly: Vec<(String, i64)> = months.into_iter().map(|month| (month.clone(), ends.get(&month).copied().unwrap_or(0))).collect();
    assert!(plainly.iter().any(|(_, count)| *count > 0), "{ends:?}");
    assert_eq!(report.outlook.iter().map(|m| (m.month.clone(), m.count.unwrap_or(-1))).collect::<Vec<_>>(), plainly);
}
