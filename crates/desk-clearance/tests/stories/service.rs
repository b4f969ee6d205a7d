//! Clocks, standards, the queue and the urgent lane.

use desk_clearance::cases::{LIFECYCLE, PscCase};
use desk_clearance::measures;
use desk_clearance::service::{LINE, urgent_share, urgent_share_with};
use jiff::{SignedDuration, Timestamp};
use kernel::clocks::{raw, spent};
use kernel::entropy::SeededEntropy;
use kernel::measure::Period;
use kernel::{Clock, ClockOwner, RecordId, Register, Value};

use spine::cases::forecast::{Shifts, Turn};
use spine::cases::queries::{Line, RecordClock, clock_of};
use spine::cases::queue::{effect, queue};
use spine::cases::ticket;
use spine::cases::{ClockPause, Standing, Urgency, WorkCalendar};
use testkit::world::instant;
use testkit::{Backend, World};

on_both!(
    sp_01_a_standard_adopted_later_leaves_what_began_as_it_was,
    sp_01_a_holiday_added_afterwards_counts_from_now_and_not_in_what_was_known,
    sp_01_the_queue_is_the_one_a_plain_computation_gives,
    sp_01_a_calendar_and_its_days_are_refused_when_they_cannot_be_read,
    cl_11_urgency_takes_two_people_and_ends_by_itself,
    cl_11_whom_an_urgency_displaces_is_told_with_dates_before_it_is_approved,
    cl_11_too_many_urgent_cases_are_told_of_above_the_share_the_office_set,
    sp_01_tickets_and_cases_stand_in_one_queue,
    sp_16_what_a_crisis_posture_names_goes_first_and_back_in_line_when_it_ends,
    inv_cl_05_pausing_and_urgency_leave_the_total_and_split_it_to_the_owner,
    inv_cl_05_no_standard_calendar_or_priority_changes_what_happened,
    done_cl_06_pause_reopening_priority_and_calendar_leave_the_total_split_by_owner,
    cl_01_a_case_closed_by_mistake_two_days_before_its_limit_still_has_two_days,
);

use crate::cases::again;

const LINES: &[&Line] = &[&LINE, &ticket::LINE];
const HOUR: i64 = 3_600_000_000;

/// Standards of a test.
pub fn pack(requested_days: i64) -> String {
    format!(
        r#"{{"name": "Test", "source": "Test", "at_risk_percent": 75, "standards": [
        {{"register": "psc_cases", "state": "requested", "target": {{"amount": {requested_days}, "unit": "working_days"}}, "urgent": {{"amount": 4, "unit": "working_hours"}}}},
        {{"register": "psc_cases", "state": "need_confirmed", "target": {{"amount": 1, "unit": "working_days"}}, "urgent": null}}]}}"#
    )
}

pub fn adopt(world: &World, from: &str, rules: &str) {
    adopt_pack(world, "service_standards", from, rules);
}

pub fn adopt_pack(world: &World, kind: &str, from: &str, rules: &str) {
    let fields = [("kind", kind.into()), ("valid_from", from.into()), ("rules", rules.into())];
    let request = world.as_("policy").asks("policy.adopt", &fields);
    world.as_("head").approves(request);
}

pub fn calendar(world: &World) -> RecordId {
    let nine = Value::from("09:00-17:00");
    let mut fields = vec![("name", Value::from("Office")), ("scope", "office".into()), ("zone", "UTC".into())];
    fields.extend([("day_minutes", 480.into()), ("valid_from", "2020-01-01".into())]);
    fields.extend(["monday", "tuesday", "wednesday", "thursday", "friday"].map(|d| (d, nine.clone())));
    world.as_("policy").makes("work_calendars.add", &fields)
}

fn office(on: Backend) -> (World, RecordId) {
    let world = World::new(on);
    let hours = calendar(&world);
    adopt(&world, "2020-01-01", &pack(2));
    (world, hours)
}

fn open(world: &World, surname: &str) -> RecordId {
    let person = world.person(surname, "Sam", "ROU");
    let fields = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    world.as_("officer").makes("case.open", &fields)
}

pub fn does(world: &World, command: &str, case: RecordId, more: &[(&str, Value)]) {
    world.as_("technician").does(command, &[&[("case", case.into())], more].concat());
}

fn urgent_fields(case: RecordId, until: &str) -> [(&'static str, Value); 5] {
    [
        ("case", case.into()),
        ("level", "urgent".into()),
        ("requester", "Unit".into()),
        ("reason", "Rotation".into()),
        ("expires_on", until.into()),
    ]
}

pub fn urgent(world: &World, case: RecordId, until: &str) -> RecordId {
    world.as_("technician").asks("case.make_urgent", &urgent_fields(case, until))
}

fn clock(world: &World, case: RecordId) -> RecordClock {
    world.as_("officer").sees(move |view| clock_of(view, PscCase::NAME, &LIFECYCLE, case, view.now.as_microsecond()))
}

pub fn at(world: &World, text: &str) {
    world.clock().set(instant(text));
}

fn sp_01_a_standard_adopted_later_leaves_what_began_as_it_was(on: Backend) {
    let (world, _) = office(on);
    at(&world, "2026-03-02T10:00:00Z");
    let before = open(&world, "Before");
    let told = clock(&world, before);
    assert_eq!(told.due.map(|d| (d.target, d.at)), Some((16 * HOUR, Some(instant("2026-03-04T10:00:00Z").as_microsecond()))));
    let adopting = |from: &str| [("kind", "service_standards".into()), ("valid_from", from.into()), ("rules", pack(1).into())];
    assert_eq!(world.as_("policy").refused("policy.adopt", &adopting("2026-03-01")), ["standards-not-backdated"]);
    at(&world, "2026-03-03T09:00:00Z");
    adopt(&world, "2026-03-03", &pack(1));
    assert_eq!(clock(&world, before).due.map(|d| d.target), Some(16 * HOUR), "it began under the old one");
    let after = open(&world, "After");
    assert_eq!(clock(&world, after).due.map(|d| d.target), Some(8 * HOUR));
    // Both are due on Wednesday; the later one first.
    let line = world.as_("officer").sees(|view| queue(view, LINES, 50, 50)).ours;
    assert_eq!(line.iter().map(|l| l.id).collect::<Vec<_>>(), [after, before]);
}

fn sp_01_a_holiday_added_afterwards_counts_from_now_and_not_in_what_was_known(on: Backend) {
    let (world, hours) = office(on);
    at(&world, "2026-04-30T09:00:00Z");
    let case = open(&world, "Holiday");
    at(&world, "2026-05-04T12:00:00Z");
    let known = world.clock().now();
    let before = clock(&world, case);
    assert_eq!(spent(&before.intervals, 0, &before.timing.office), 19 * HOUR, "Thursday, Friday, three hours of Monday");
    assert_eq!(before.due.map(|d| d.standing), Some(Standing::Breached));
    at(&world, "2026-05-04T12:30:00Z");
    let days = [("calendar", hours.into()), ("holidays", "2026-05-01;;First of May\n\n2026-05-04;09:00-13:00;Half a day".into())];
    world.as_("policy").does("calendars.add_days", &days);
    let after = clock(&world, case);
    assert_eq!(spent(&after.intervals, 0, &after.timing.office), 11 * HOUR + HOUR / 2, "Thursday and Monday until now");
    assert_eq!(after.due.map(|d| d.standing), Some(Standing::InTime));
    assert_eq!(after.intervals[0].from, before.intervals[0].from, "what happened is as it was");
    // As it was known before the day was added.
    let then = world.as_("officer").sees(move |view| {
        view.known_at(known)?;
        clock_of(view, PscCase::NAME, &LIFECYCLE, case, known.as_microsecond())
    });
    assert_eq!((then.due, then.intervals), (before.due, before.intervals));
    // Adding the same days again adds nothing.
    assert_eq!(world.as_("policy").refused("calendars.add_days", &days), ["no-new-day"]);
}

fn sp_01_a_calendar_and_its_days_are_refused_when_they_cannot_be_read(on: Backend) {
    let (world, hours) = office(on);
    let policy = world.as_("policy");
    let bad = |more: &[(&'static str, Value)]| {
        let usual = [
            ("name", Value::from("X")),
            ("scope", "office".into()),
            ("zone", "UTC".into()),
            ("day_minutes", 480.into()),
            ("valid_from", "2026-01-01".into()),
        ];
        policy.refused("work_calendars.add", &[&usual, more].concat())
    };
    assert_eq!(bad(&[("monday", "9-17".into())]), ["hours-unreadable"]);
    assert_eq!(
        bad(&[("zone", "Mars/Olympus".into()), ("day_minutes", 0.into()), ("scope", "site".into())]),
        ["zone-unknown", "day-length", "calendar-of-whom"]
    );
    assert_eq!(bad(&[("scope", "authority".into()), ("valid_until", "2025-01-01".into())]), ["calendar-of-whom", "until-before-from"]);
    let days = |text: &str| policy.refused("calendars.add_days", &[("calendar", hours.into()), ("holidays", text.into())]);
    assert_eq!(days("2026-02-30;;No such day"), ["day-unreadable"]);
    assert_eq!(days("2026-05-01;;Fine\n2026-05-02;25:00-26:00;Odd\n2026-05-03;;"), ["day-unreadable", "day-unreadable"]);
    let many: String = (0..1_001).map(|n| format!("{}-01-01;;Day\n", 2000 + n)).collect();
    assert_eq!(days(&many), ["too-many-days"]);
    let rules = |text: &str| {
        policy.refused("policy.adopt", &[("kind", "service_standards".into()), ("valid_from", "2026-06-01".into()), ("rules", text.into())])
    };
    // Four-eyes commands are decided when they are asked for, too.
    assert_eq!(rules("{}"), ["pack-unreadable"]);
    assert_eq!(rules(&pack(1).replace("need_confirmed", "nowhere")), ["pack-unreadable"]);
    assert_eq!(rules(&pack(1).replace("need_confirmed", "requested")), ["pack-unreadable"]);
    assert_eq!(rules(&pack(0)), ["pack-unreadable"]);
    assert_eq!(world.as_("registry").refused("work_calendars.add", &[("name", "X".into())]), ["duty-missing"]);
}

fn cl_11_urgency_takes_two_people_and_ends_by_itself(on: Backend) {
    let (world, _) = office(on);
    at(&world, "2026-03-02T09:00:00Z");
    let first = open(&world, "First");
    at(&world, "2026-03-02T09:30:00Z");
    let second = open(&world, "Second");
    let refused = |until: &str| {
        let fields = [
            ("case", second.into()),
            ("level", "urgent".into()),
            ("requester", "Unit".into()),
            ("reason", "Rotation".into()),
            ("expires_on", until.into()),
        ];
        world.as_("technician").refused("case.make_urgent", &fields)
    };
    assert_eq!(refused("2026-03-01"), ["urgency-ends-before-it-begins"]);
    assert_eq!(refused("2026-12-31"), ["urgency-too-long"]);
    at(&world, "2026-03-02T10:00:00Z");
    let request = urgent(&world, second, "2026-03-03");
    assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
    world.as_("officer").approves(request);
    let all = world.as_("officer").sees(move |view| view.having::<Urgency>("record", second));
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].body.recorded_by, world.as_("technician").person);
    assert_eq!(all[0].body.approved_by, world.as_("officer").person);
    // Four hours from half past nine instead of two days.
    assert_eq!(clock(&world, second).due.and_then(|d| d.at), Some(instant("2026-03-02T13:30:00Z").as_microsecond()));
    let line = |world: &World| {
        world.as_("officer").sees(|view| queue(view, LINES, 50, 50)).ours.iter().map(|l| (l.id, l.urgent)).collect::<Vec<_>>()
    };
    assert_eq!(line(&world), [(second, true), (first, false)]);
    // Past its last day the step keeps its target, the next one stands in line again.
    at(&world, "2026-03-05T09:00:00Z");
    assert_eq!(clock(&world, second).due.map(|d| d.standing), Some(Standing::Breached));
    does(&world, "case.confirm_need", second, &[("proof", "Letter".into())]);
    let body = world.as_("officer").record::<PscCase>(second).body;
    assert_eq!((body.priority.code(), body.lane.as_deref(), body.urgent_until), ("routine", Some("need_confirmed"), None));
    assert_eq!(world.as_("technician").refused("case.end_urgency", &[("case", second.into())]), ["not-urgent"]);
    let request = urgent(&world, first, "2026-03-20");
    world.as_("head").approves(request);
    does(&world, "case.end_urgency", first, &[]);
    assert_eq!(world.as_("officer").record::<PscCase>(first).body.priority.code(), "routine");
    world.verified();
}

/// Whom an urgency would displace, each with the days on which its step ends without and with it; and the same of the case itself.
type Told = (Vec<(RecordId, String, String)>, Option<(String, String)>, bool);

fn effect_of(world: &World, case: RecordId) -> Told {
    let effect = world.as_("officer").sees(move |view| effect(view, &LINE, case));
    let day = |turn: Turn| turn.ends.map(|at| kernel::clock::from_micros(at).to_string()).unwrap_or_default();
    let displaced = effect.shifts.displaced.iter().map(|s| (s.line.id, day(s.without), day(s.with))).collect();
    (displaced, effect.shifts.own.map(|s| (day(s.without), day(s.with))), effect.pace.learned)
}

fn cl_11_whom_an_urgency_displaces_is_told_with_dates_before_it_is_approved(on: Backend) {
    let (world, _) = office(on);
    let mut cases = Vec::new();
    for (surname, time) in [("A", "09:00"), ("B", "09:30"), ("C", "10:00"), ("D", "10:30"), ("E", "10:40")] {
        at(&world, &format!("2026-03-02T{time}:00Z"));
        cases.push(open(&world, surname));
    }
    let [a, b, c, d, e] = cases[..] else { panic!("five") };
    at(&world, "2026-03-02T10:45:00Z");
    does(&world, "case.confirm_need", d, &[("proof", "Letter".into())]);
    does(
        &world,
        "case.pause",
        e,
        &[("owner", "hr".into()), ("reason_code", "waits_for_answer".into()), ("reason", "Asked".into()), ("evidence", "Note".into())],
    );
    at(&world, "2026-03-02T11:00:00Z");
    // D is due on Tuesday, the others on Wednesday. One step ended in these weeks, which teaches nothing: one a day is assumed.
    let day = |n: usize| format!("2026-03-{n:02}T11:00:00Z");
    let moved = |id: RecordId, from: usize| (id, day(from), day(from + 1));
    assert_eq!(effect_of(&world, c), (vec![moved(d, 3), moved(a, 4), moved(b, 5)], Some((day(6), day(3))), false));
    assert_eq!(effect_of(&world, a), (vec![moved(d, 3)], Some((day(4), day(3))), false), "who stands behind it is not displaced");
    assert_eq!(effect_of(&world, e), (vec![], None, false), "a paused case does not wait for the office");
    let request = urgent(&world, c, "2026-03-09");
    assert_eq!(effect_of(&world, c).0.len(), 3, "nothing has changed before the approval");
    world.as_("head").approves(request);
    assert_eq!(effect_of(&world, c), (vec![], Some((day(3), day(3))), false), "it goes first already");
    // The line is the queue's.
    let line = world.as_("officer").sees(|view| queue(view, LINES, 50, 50)).ours;
    assert_eq!(line.iter().map(|l| l.id).collect::<Vec<_>>(), [c, d, a, b, e]);
    // Thirteen steps ended in thirteen weeks, one a week.
    for turn in 0..6 {
        let case = open(&world, &format!("P{turn}"));
        does(&world, "case.confirm_need", case, &[("proof", "Letter".into())]);
        does(&world, "case.invite_subject", case, &[("consent_notice", "3".into())]);
    }
    at(&world, "2026-03-02T11:01:00Z");
    let weeks = ["2026-03-09T11:01:00Z", "2026-03-16T11:01:00Z", "2026-03-23T11:01:00Z", "2026-03-30T11:01:00Z"].map(str::to_owned);
    let moved = |id: RecordId, from: usize| (id, weeks[from].clone(), weeks[from + 1].clone());
    let own = Some((weeks[3].clone(), weeks[0].clone()));
    assert_eq!(effect_of(&world, b), (vec![moved(c, 0), moved(d, 1), moved(a, 2)], own, true));
    // What is hidden from a reader, here their own case, moves no place and no day of what they see; others see it.
    let own = [("person", world.as_("technician").person.into()), ("kind", "initial".into()), ("level", "S".into())];
    let own = world.as_("officer").makes("case.open", &[&own[..], &[("priority", "routine".into())]].concat());
    at(&world, "2026-03-02T11:02:00Z");
    let late = open(&world, "Late");
    let told = |who: &str| world.as_(who).sees(move |view| effect(view, &LINE, late)).shifts;
    let (officer, technician) = (told("officer"), told("technician"));
    let ids = |shifts: &Shifts| shifts.displaced.iter().map(|s| s.line.id).collect::<Vec<_>>();
    assert!(ids(&officer).contains(&own) && ids(&officer).len() > 2);
    assert_eq!(ids(&technician), ids(&officer).into_iter().filter(|id| *id != own).collect::<Vec<_>>());
    for shifts in [&officer, &technician] {
        let first = shifts.own.as_ref().map_or(0, |own| own.with.place);
        let places: Vec<usize> = shifts.displaced.iter().map(|s| s.without.place).collect();
        assert_eq!(places, (first..first + places.len()).collect::<Vec<_>>(), "no gap where something is hidden");
    }
    world.verified();
}

fn cl_11_too_many_urgent_cases_are_told_of_above_the_share_the_office_set(on: Backend) {
    let (world, _) = office(on);
    at(&world, "2026-01-05T09:00:00Z");
    let cases: Vec<RecordId> = (0..19).map(|n| open(&world, &format!("P{n}"))).collect();
    let share = |world: &World| world.as_("officer").sees(urgent_share);
    let told = |world: &World| {
        world.time_passes(SignedDuration::from_mins(1));
        (share(world).urgent, share(world).intake, share(world).above())
    };
    assert_eq!(told(&world), (0, 19, false));
    let make = |case: RecordId, until: &str| world.as_("head").approves(urgent(&world, case, until));
    make(cases[0], "2026-01-20");
    assert_eq!(told(&world), (1, 19, false), "of fewer than twenty a share says nothing");
    open(&world, "Twentieth");
    assert_eq!(told(&world), (1, 20, true), "one in twenty is above three in a hundred");
    // The figure says the same of the same quarter.
    let quarter = share(&world).quarter;
    assert_eq!(quarter.to_string(), "2026-Q1");
    let figure = world.as_("officer").sees(move |view| {
        let now = view.now.as_microsecond();
        let book = measures::book(view, quarter, now, measures::Wanted { cases: true, people: false })?;
        Ok(measures::rules::urgent_share(&book, quarter))
    });
    assert_eq!((figure.numerator, figure.denominator, figure.value), (1, 20, share(&world).share()));
    // Five in a hundred is what an office may set itself: one in twenty is not above it, two are.
    let with_share = pack(2).replace(r#""at_risk_percent": 75"#, r#""at_risk_percent": 75, "urgent_percent": 5"#);
    adopt(&world, "2026-01-06", &with_share);
    at(&world, "2026-01-06T09:00:00Z");
    assert_eq!((share(&world).limit, told(&world)), (5, (1, 20, false)));
    let (again, other) = (cases[0], cases[1]);
    let with = move |case: RecordId| move |view: &mut ledger::View<'_>| urgent_share_with(view, case);
    assert_eq!(world.as_("officer").sees(with(again)).urgent, 1, "a case is counted once");
    assert!(world.as_("officer").sees(with(other)).above());
    make(other, "2026-01-20");
    assert_eq!(told(&world), (2, 20, true));
    let refused = with_share.replace(r#""urgent_percent": 5"#, r#""urgent_percent": 0"#);
    let fields = [("kind", "service_standards".into()), ("valid_from", "2026-06-01".into()), ("rules", refused.into())];
    assert_eq!(world.as_("policy").refused("policy.adopt", &fields), ["pack-unreadable"]);
    // The next quarter begins anew.
    at(&world, "2026-04-01T09:00:00Z");
    assert_eq!(told(&world), (0, 0, false));
}

fn sp_01_tickets_and_cases_stand_in_one_queue(on: Backend) {
    let (world, _) = office(on);
    let of_tickets = r#", {"register": "tickets", "state": "ticket_open", "target": {"amount": 1, "unit": "working_days"},
        "urgent": {"amount": 2, "unit": "working_hours"}}]}"#;
    let with_tickets = format!("{}{of_tickets}", pack(2).trim_end_matches("]}"));
    at(&world, "2026-02-02T09:00:00Z");
    adopt(&world, "2026-02-02", &with_tickets);
    at(&world, "2026-03-02T09:00:00Z");
    let case = open(&world, "Queue");
    at(&world, "2026-03-02T10:00:00Z");
    let ask = |title: &str| {
        let fields = [("title", Value::from(title)), ("desk", "desk_clearance".into()), ("requester", "Unit".into())];
        world.as_("registry").makes("tickets.open", &fields)
    };
    let first = ask("First");
    at(&world, "2026-03-02T10:30:00Z");
    let second = ask("Second");
    let line = || world.as_("officer").sees(|view| queue(view, LINES, 50, 50));
    let order = || line().ours.iter().map(|l| (l.id, l.urgent)).collect::<Vec<_>>();
    // One working day for the tickets, two for the case.
    assert_eq!(order(), [(first, false), (second, false), (case, false)]);
    let due = line().ours[0].due.and_then(|d| d.at);
    assert_eq!(due, Some(instant("2026-03-03T10:00:00Z").as_microsecond()));
    // Two hours when it is urgent, and two people to make it so.
    let urgent = [
        ("ticket", second.into()),
        ("level", "urgent".into()),
        ("requester", "Unit".into()),
        ("reason", "Visit".into()),
        ("expires_on", "2026-03-04".into()),
    ];
    let request = world.as_("technician").asks("tickets.make_urgent", &urgent);
    assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
    world.as_("officer").approves(request);
    let all = world.as_("officer").sees(move |view| view.having::<Urgency>("record", second));
    assert_eq!(all.len(), 1);
    assert_eq!(order(), [(second, true), (first, false), (case, false)]);
    assert_eq!(line().ours[0].due.and_then(|d| d.at), Some(instant("2026-03-02T12:30:00Z").as_microsecond()));
    // Ended by hand it no longer shows as urgent, yet the step keeps the target it was held against.
    world.as_("technician").does("tickets.end_urgency", &[("ticket", second.into())]);
    assert_eq!(order(), [(second, false), (first, false), (case, false)]);
    // Once asked back the requester has the ball: reported, never held against the office.
    world.as_("technician").does("tickets.take", &[("ticket", first.into())]);
    world.as_("technician").does("tickets.ask", &[("ticket", first.into()), ("reason", "Which form?".into())]);
    assert_eq!(line().others.iter().map(|l| l.id).collect::<Vec<_>>(), [first]);
    assert!(!order().iter().any(|(id, _)| *id == first));
    let closed = [("ticket", Value::from(first)), ("reason", "The short one".into())];
    world.as_("technician").does("tickets.go_on", &closed);
    world.as_("technician").does("tickets.resolve", &[("ticket", first.into()), ("reply", "Sent".into())]);
    world.as_("technician").does("tickets.close", &[("ticket", first.into())]);
    let queue = line();
    assert!(!queue.ours.iter().chain(&queue.others).any(|l| l.id == first), "what is closed stands in no line");
    let mut open: Vec<_> = LIFECYCLE.states.iter().filter(|s| s.open).collect();
    open.sort_by_key(|s| s.clock != ClockOwner::Office);
    assert_eq!(open.iter().map(|s| s.code).collect::<Vec<_>>(), LINE.lanes, "every open state of a case has its lane, the office's first");
    world.verified();
}

/// Cases move and pause as chance has it; after each step standards, opening hours, holidays and priorities change, and no interval of any case
/// does.
fn inv_cl_05_no_standard_calendar_or_priority_changes_what_happened(on: Backend) {
    let (world, hours) = office(on);
    let random = SeededEntropy::new(55);
    at(&world, "2026-03-02T09:00:00Z");
    let cases: Vec<RecordId> =
        ["Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Rowan"].iter().map(|name| open(&world, name)).collect();
    let told = || cases.iter().map(|case| clock(&world, *case).intervals).collect::<Vec<_>>();
    let asked = |who: &str, command: &str, fields: &[(&str, Value)]| {
        let request = world.as_(who).tries(command, fields).ok().and_then(|receipt| receipt.approval);
        request.is_some_and(|request| world.as_("head").tries_to_approve(request).is_ok())
    };
    let (mut changed, mut happened) = ([0; 4], [0; 5]);
    for step in 0..100_i64 {
        world.time_passes(SignedDuration::from_mins(20 + random.below(900) as i64));
        let case = *random.pick(&cases);
        // Most go on; few are closed, and some of these opened again.
        let kind = *random.pick(&[0, 0, 1, 1, 2, 2, 2, 3, 4]);
        let owner = *random.pick(&["requester", "force_majeure", "subject"]);
        let pauses = world.as_("officer").sees(move |view| view.having::<ClockPause>("record", case));
        let running = pauses.into_iter().find(|pause| pause.body.until_time.is_none()).map(|pause| pause.head.id);
        let of = ("case", Value::from(case));
        let done = match (kind, running) {
            (0, _) => world.as_("technician").tries(
                "case.pause",
                &[
                    of,
                    ("owner", owner.into()),
                    ("reason_code", "waits_for_answer".into()),
                    ("reason", "Asked".into()),
                    ("evidence", "Note".into()),
                ],
            ),
            (1, Some(pause)) => world.as_("technician").tries("case.resume", &[("pause", pause.into())]),
            (3, _) => {
                let why = [of, ("reason_code", "opened_by_mistake".into()), ("reason", "Another case was meant".into())];
                world.as_("technician").tries("case.cancel", &why)
            }
            (4, _) => world.as_("technician").tries("case.reopen", &again(case)),
            _ => world.as_("technician").tries("case.confirm_need", &[of, ("proof", "Letter".into())]),
        };
        happened[kind] += usize::from(done.is_ok());
        let before = told();
        let which = random.below(4);
        let (today, days) = (world.today(), jiff::Span::new().days(random.below(60) as i64 - 45));
        let took = match which {
            0 => asked(
                "policy",
                "policy.adopt",
                &[("kind", "service_standards".into()), ("valid_from", today.into()), ("rules", pack(1 + step % 5).into())],
            ),
            1 => {
                let day = today.saturating_add(days);
                let holiday = [("calendar", hours.into()), ("holidays", format!("{day};;Closed {step}").into())];
                world.as_("policy").tries("calendars.add_days", &holiday).is_ok()
            }
            2 => {
                let last = today.saturating_add(jiff::Span::new().days(5)).to_string();
                asked("technician", "case.make_urgent", &urgent_fields(*random.pick(&cases), &last))
            }
            _ => {
                let (version, week) = world.as_("policy").sees(move |view| {
                    let record = view.get_raw(WorkCalendar::NAME, hours)?;
                    Ok((record.head.version, record.values))
                });
                let opens = format!("{:02}:00-{:02}:00", 6 + random.below(4), 14 + random.below(4));
                let fields = WorkCalendar::DEF.fields.iter().zip(week);
                let changed = fields.map(|(f, value)| (f.name, if f.name == "tuesday" { opens.as_str().into() } else { value }));
                let on = [("record", hours.into()), ("version", version.into())];
                world.as_("policy").tries("work_calendars.change", &on.into_iter().chain(changed).collect::<Vec<_>>()).is_ok()
            }
        };
        changed[which] += usize::from(took);
        assert_eq!(told(), before, "step {step}, change {which}");
    }
    // Each happened and each change was made, else nothing was held.
    assert!(changed.iter().chain(&happened).all(|times| *times >= 3), "{changed:?} {happened:?}");
    world.verified();
}

fn inv_cl_05_pausing_and_urgency_leave_the_total_and_split_it_to_the_owner(on: Backend) {
    let (world, _) = office(on);
    at(&world, "2026-03-02T09:00:00Z");
    let case = open(&world, "Paused");
    at(&world, "2026-03-02T11:00:00Z");
    does(
        &world,
        "case.pause",
        case,
        &[
            ("owner", "requester".into()),
            ("reason_code", "waits_for_answer".into()),
            ("reason", "Asked back".into()),
            ("evidence", "Note".into()),
        ],
    );
    // Priority changes inside the pause; the pause goes on.
    at(&world, "2026-03-02T12:00:00Z");
    let request = urgent(&world, case, "2026-03-10");
    world.as_("head").approves(request);
    at(&world, "2026-03-02T13:00:00Z");
    does(
        &world,
        "case.pause",
        case,
        &[
            ("owner", "force_majeure".into()),
            ("reason_code", "waits_for_answer".into()),
            ("reason", "Power cut".into()),
            ("evidence", "Note".into()),
        ],
    );
    let pauses = |world: &World| world.as_("officer").sees(move |view| view.having::<ClockPause>("record", case));
    let find = |owner: &str| pauses(&world).into_iter().find(|p| p.body.owner.code() == owner).map(|p| p.head.id).unwrap_or(RecordId::NIL);
    at(&world, "2026-03-02T15:00:00Z");
    world.as_("technician").does("case.resume", &[("pause", find("force_majeure").into())]);
    assert!(world.as_("officer").record::<PscCase>(case).body.paused, "the outer pause still runs");
    assert_eq!(world.as_("technician").refused("case.resume", &[("pause", find("force_majeure").into())]), ["pause-over"]);
    let queued = world.as_("officer").sees(|view| queue(view, LINES, 50, 50)).ours;
    assert!(queued[0].paused && queued[0].due.is_some_and(|d| d.at.is_none() && d.used == 2 * HOUR), "{queued:?}");
    at(&world, "2026-03-02T16:00:00Z");
    world.as_("technician").does("case.resume", &[("pause", find("requester").into())]);
    at(&world, "2026-03-02T17:00:00Z");
    let told = clock(&world, case);
    let of = |owner| raw(&told.intervals, owner) / HOUR;
    assert_eq!((of(ClockOwner::Office), of(ClockOwner::Requester), of(ClockOwner::ForceMajeure)), (3, 3, 2));
    assert_eq!(told.intervals.iter().map(|i| i.until - i.from).sum::<i64>(), 8 * HOUR, "end to end");
    // Two hours before, one after: one more until four hours are used up, on Tuesday at ten.
    assert_eq!(told.due.map(|d| (d.used, d.at)), Some((3 * HOUR, Some(instant("2026-03-03T10:00:00Z").as_microsecond()))));
    does(&world, "case.confirm_need", case, &[("proof", "Letter".into())]);
    let body = world.as_("officer").record::<PscCase>(case).body;
    assert_eq!((body.lane.as_deref(), body.paused), (Some("apart"), false));
    assert_eq!(
        world.as_("technician").refused(
            "case.pause",
            &[("case", case.into()), ("owner", "hr".into()), ("reason_code", "waits_for_answer".into()), ("reason", "x".into())]
        ),
        ["field-required"]
    );
    does(&world, "case.cancel", case, &[("reason_code", "opened_by_mistake".into()), ("reason", "Done".into())]);
    assert_eq!(
        world.as_("technician").refused(
            "case.pause",
            &[
                ("case", case.into()),
                ("owner", "hr".into()),
                ("reason_code", "waits_for_answer".into()),
                ("reason", "x".into()),
                ("evidence", "y".into())
            ]
        ),
        ["state-not-allowed"]
    );
    assert_eq!(world.as_("officer").record::<PscCase>(case).body.lane, None);
}

fn done_cl_06_pause_reopening_priority_and_calendar_leave_the_total_split_by_owner(on: Backend) {
    const DAY: i64 = 24 * HOUR;
    let (world, hours) = office(on);
    at(&world, "2026-03-02T09:00:00Z");
    let case = open(&world, "Moved");
    let days = |told: &RecordClock| {
        use ClockOwner::{ForceMajeure, Nobody, Office, Subject};
        [Office, Subject, ForceMajeure, Nobody].map(|owner| raw(&told.intervals, owner) / DAY)
    };
    let forward = [
        ("2026-03-04T09:00:00Z", "case.confirm_need", vec![("proof", Value::from("Letter"))]),
        ("2026-03-05T09:00:00Z", "case.invite_subject", vec![("consent_notice", "Notice 3, en".into())]),
        ("2026-03-06T09:00:00Z", "case.hand_over_forms", vec![]),
        ("2026-03-12T09:00:00Z", "case.return_for_correction", vec![("defect_gap", 1.into()), ("defects", "Page 3 is not signed".into())]),
        ("2026-03-16T09:00:00Z", "case.resubmit", vec![]),
    ];
    for (when, command, more) in forward {
        at(&world, when);
        does(&world, command, case, &more);
    }
    // The building is closed for two days; within them somebody asks for urgency, and gets it.
    at(&world, "2026-03-18T09:00:00Z");
    does(
        &world,
        "case.pause",
        case,
        &[
            ("owner", "force_majeure".into()),
            ("reason_code", "waits_for_answer".into()),
            ("reason", "Flood".into()),
            ("evidence", "Note".into()),
        ],
    );
    at(&world, "2026-03-19T09:00:00Z");
    world.as_("head").approves(urgent(&world, case, "2026-04-10"));
    at(&world, "2026-03-20T09:00:00Z");
    let pause = world.as_("officer").sees(move |view| view.having::<ClockPause>("record", case)).remove(0).head.id;
    world.as_("technician").does("case.resume", &[("pause", pause.into())]);
    at(&world, "2026-03-23T09:00:00Z");
    does(&world, "case.complete", case, &[("checklist_done", 1.into())]);
    // Closed by mistake, and opened again on the next day: the office has it again where it stood.
    at(&world, "2026-03-24T09:00:00Z");
    let mistake = [("reason_code", Value::from("opened_by_mistake")), ("reason", "Another case was meant".into())];
    does(&world, "case.cancel", case, &mistake);
    assert_eq!(days(&clock(&world, case)), [4, 16, 2, 0], "a closed case has no clock");
    at(&world, "2026-03-25T09:00:00Z");
    world.as_("technician").does("case.reopen", &again(case));
    assert_eq!(world.as_("officer").record::<PscCase>(case).body.state.code(), "complete");
    at(&world, "2026-03-26T09:00:00Z");
    let before = clock(&world, case);
    // 2 to 26 March are 24 days: 3 + 2 the office's, 18 the person's but for the two of the flood; in one it was closed.
    assert_eq!(days(&before), [5, 16, 2, 1]);
    assert_eq!(before.intervals.iter().map(|i| i.until - i.from).sum::<i64>(), 24 * DAY, "end to end");
    assert!(before.intervals.windows(2).all(|two| two[0].until == two[1].from), "no hour twice and none left out");
    // Another standard, a holiday that had been forgotten, and no urgency any more: what happened is as it was.
    adopt(&world, "2026-03-26", &pack(7));
    let forgotten = [("calendar", hours.into()), ("holidays", "2026-03-03;;Founders’ day".into())];
    world.as_("policy").does("calendars.add_days", &forgotten);
    let after = clock(&world, case);
    assert_eq!((&after.intervals, days(&after)), (&before.intervals, days(&before)));
    assert_ne!(
        spent(&after.intervals, 0, &after.timing.office),
        spent(&before.intervals, 0, &before.timing.office),
        "what counts did change"
    );
    world.verified();
}

/// Steps of the office that kept their standard this month, and all that ended.
fn attained(world: &World) -> (i64, i64) {
    world.as_("officer").sees(|view| {
        let period = Period::month_of(view.today);
        let book = measures::whole_book(view, period, view.now.as_microsecond())?;
        let entry = measures::find("KPI-CL-05").unwrap_or_else(|| panic!("no figure"));
        let figure = measures::figure(view, &book, entry, period)?;
        Ok((figure.numerator, figure.denominator))
    })
}

fn cl_01_a_case_closed_by_mistake_two_days_before_its_limit_still_has_two_days(on: Backend) {
    const WORKING_DAY: i64 = 8 * HOUR;
    let world = World::new(on);
    calendar(&world);
    adopt(&world, "2020-01-01", &pack(5));
    // Five working days from Monday morning; on Thursday morning two are left, and the case is closed by mistake.
    at(&world, "2026-03-02T09:00:00Z");
    let case = open(&world, "Reopened");
    at(&world, "2026-03-05T09:00:00Z");
    let limit = clock(&world, case).due.and_then(|due| due.at);
    assert_eq!(limit, Some(instant("2026-03-06T17:00:00Z").as_microsecond()));
    let mistake = [("reason_code", Value::from("opened_by_mistake")), ("reason", "Another case was meant".into())];
    does(&world, "case.cancel", case, &mistake);
    assert_eq!(clock(&world, case).due, None, "nothing is due of a closed case");
    // On Tuesday somebody notices. Three days are used and two are left, not five, and not none.
    at(&world, "2026-03-10T09:00:00Z");
    world.as_("technician").does("case.reopen", &again(case));
    at(&world, "2026-03-10T13:00:00Z");
    let told = clock(&world, case);
    let due = told.due.unwrap_or_else(|| panic!("no standard"));
    assert_eq!((due.used, due.target), (3 * WORKING_DAY + 4 * HOUR, 5 * WORKING_DAY));
    assert_eq!(due.at, Some(instant("2026-03-11T17:00:00Z").as_microsecond()));
    assert_eq!(raw(&told.intervals, ClockOwner::Nobody), 5 * 24 * HOUR, "the days it stood closed are nobody's");
    // The queue says the same, and so does it once the time is up.
    let in_queue = || world.as_("officer").sees(|view| queue(view, LINES, 5, 5)).ours.first().and_then(|line| line.due);
    assert_eq!(in_queue(), Some(due));
    // An end that was taken back ended no step: none is counted until the case really goes on.
    assert_eq!(attained(&world), (0, 0));
    at(&world, "2026-03-12T10:00:00Z");
    let late = clock(&world, case).due.unwrap_or_else(|| panic!("no standard"));
    assert_eq!((late.standing, late.at), (Standing::Breached, due.at), "it was late from the end of Wednesday on");
    assert_eq!(in_queue(), Some(late));
    does(&world, "case.confirm_need", case, &[("proof", "Letter".into())]);
    at(&world, "2026-03-12T10:30:00Z");
    assert_eq!(attained(&world), (0, 1), "one step, over its time by an hour");
    // The next step begins with its own time, in line with all others.
    assert_eq!(clock(&world, case).due.map(|due| (due.used, due.target)), Some((HOUR / 2, WORKING_DAY)));
    assert_eq!(world.as_("officer").record::<PscCase>(case).body.lane.as_deref(), Some("need_confirmed"));
    world.verified();
}

/// The queue by plain code: every open case, one by one.
fn plainly(world: &World) -> Vec<(RecordId, Option<i64>)> {
    let cases = world.as_("officer").sees(|view| view.every::<PscCase>());
    let mut lines = Vec::new();
    for case in cases {
        let state = LIFECYCLE.state(case.body.state.code()).unwrap_or_else(|| panic!("state"));
        if !state.open || (state.clock != ClockOwner::Office && !case.body.paused) {
            continue;
        }
        let told = clock(world, case.head.id);
        let due = told.due.filter(|_| state.clock == ClockOwner::Office);
        let at = due.and_then(|d| if case.body.paused && d.standing != Standing::Breached { None } else { d.at });
        // A step whose end was taken back came first when it first began.
        let step = told.intervals.last().filter(|last| last.state == state.code).map(|last| last.step);
        let began = told.intervals.iter().filter(|i| Some(i.step) == step).map(|i| i.from).min();
        lines.push((
            case.body.paused,
            due.is_none(),
            at.unwrap_or(i64::MAX),
            // Past its last day nothing goes first any more.
            case.body.urgent_until.is_none_or(|until| until < world.today()),
            began.unwrap_or(case.body.since.0),
            case.head.id,
        ));
    }
    lines.sort();
    lines.into_iter().map(|l| (l.5, Some(l.2).filter(|at| *at < i64::MAX))).collect()
}

fn sp_01_the_queue_is_the_one_a_plain_computation_gives(on: Backend) {
    let (world, hours) = office(on);
    let chance = kernel::entropy::SeededEntropy::new(7);
    at(&world, "2026-03-02T09:00:00Z");
    let mut cases = Vec::new();
    let mut now: Timestamp = world.clock().now();
    for turn in 0..40 {
        now += SignedDuration::from_mins(20 + chance.below(900) as i64);
        world.clock().set(now);
        cases.push(open(&world, &format!("P{turn}")));
        let case = cases[chance.below(cases.len())];
        let body = world.as_("officer").record::<PscCase>(case).body;
        match (chance.below(5), body.state.code()) {
            (0, "requested") => does(&world, "case.confirm_need", case, &[("proof", "Letter".into())]),
            (1, _) if !body.paused => does(
                &world,
                "case.pause",
                case,
                &[
                    ("owner", "hr".into()),
                    ("reason_code", "waits_for_answer".into()),
                    ("reason", "Asked".into()),
                    ("evidence", "Note".into()),
                ],
            ),
            (2, _) if body.priority.code() == "routine" => {
                let until = world.today().checked_add(jiff::Span::new().days(chance.below(3) as i64)).unwrap_or(world.today());
                let request = urgent(&world, case, &until.to_string());
                world.as_("head").approves(request);
            }
            (3, _) if body.paused => {
                let running = world.as_("officer").sees(move |view| view.having::<ClockPause>("record", case));
                let running = running.into_iter().find(|p| p.body.until_time.is_none()).map(|p| p.head.id).unwrap_or(RecordId::NIL);
                world.as_("technician").does("case.resume", &[("pause", running.into())]);
            }
            (0, "need_confirmed") => does(&world, "case.invite_subject", case, &[("consent_notice", "3".into())]),
            (4, "requested" | "need_confirmed") => {
                does(&world, "case.cancel", case, &[("reason_code", "opened_by_mistake".into()), ("reason", "Another was meant".into())]);
                now += SignedDuration::from_hours(30);
                world.clock().set(now);
                world.as_("technician").does("case.reopen", &again(case));
            }
            _ => {}
        }
        if turn == 20 {
            // Standards change in the middle, and a holiday is added afterwards.
            adopt(&world, &world.today().tomorrow().unwrap_or(world.today()).to_string(), &pack(1));
            world
                .as_("policy")
                .does("calendars.add_days", &[("calendar", hours.into()), ("holidays", format!("{};;Afterwards", world.today()).into())]);
        }
    }
    world.time_passes(SignedDuration::from_hours(3));
    let whole = plainly(&world);
    assert!(whole.len() > 25, "{}", whole.len());
    let told = world.as_("officer").sees(|view| queue(view, LINES, 100, 100));
    let lines: Vec<_> = told.ours.iter().map(|l| (l.id, l.due.and_then(|d| d.at))).collect();
    assert_eq!(lines, whole);
    // However short the page, it holds the first of them.
    for limit in [1, 3, 8] {
        let part = world.as_("officer").sees(move |view| queue(view, LINES, limit, limit)).ours;
        let due: Vec<_> = part.iter().map(|l| l.due.and_then(|d| d.at)).collect();
        assert_eq!(due, whole.iter().take(limit).map(|l| l.1).collect::<Vec<_>>(), "{limit}");
    }
    // What is hidden is in no queue.
    let hidden = world.as_("hr").sees(|view| queue(view, LINES, 100, 100));
    assert!(hidden.ours.is_empty() && hidden.others.is_empty());
}

fn sp_16_what_a_crisis_posture_names_goes_first_and_back_in_line_when_it_ends(on: Backend) {
    let (world, _) = office(on);
    at(&world, "2026-03-02T09:00:00Z");
    let cases = [open(&world, "One"), open(&world, "Two")];
    let fields = [("title", Value::from("Later")), ("desk", "desk_clearance".into()), ("requester", "Unit".into())];
    let ticket = world.as_("registry").makes("tickets.open", &fields);
    // The cases have a standard and the ticket has none, so they come first; also where a page has room for little.
    let order =
        |room: usize| world.as_("officer").sees(move |view| queue(view, LINES, room, 50)).ours.iter().map(|l| l.id).collect::<Vec<_>>();
    assert_eq!(order(50), [cases[0], cases[1], ticket]);
    assert_eq!(order(1), [cases[0]]);
    let declare =
        [("name", Value::from("Visit")), ("reason", "Summit".into()), ("first_work", "tickets".into()), ("second_work", "tasks".into())];
    let request = world.as_("head").asks("postures.declare", &declare);
    assert_eq!(order(1), [cases[0]], "not before a second person approved");
    world.as_("access").approves(request);
    assert_eq!(order(50), [ticket, cases[0], cases[1]]);
    assert_eq!(order(1), [ticket]);
    // A second posture names the cases first as well: both are named first, and stand as they ever did.
    let also = [("name", Value::from("Flood")), ("reason", "Water".into()), ("first_work", "cases".into())];
    let request = world.as_("head").asks("postures.declare", &also);
    world.as_("access").approves(request);
    assert_eq!(order(50), [cases[0], cases[1], ticket]);
    for _ in 0..2 {
        let running = world.as_("head").sees(|view| {
            let all = view.every::<ledger::rights::posture::CrisisPosture>()?;
            Ok(all.into_iter().find(|p| p.body.ended_at.is_none()).map(|p| p.head.id))
        });
        world.as_("access").does("postures.end", &[("posture", running.map_or(Value::Null, Value::Id))]);
    }
    assert_eq!(order(50), [cases[0], cases[1], ticket]);
    let unknown = [("name", Value::from("X")), ("reason", "x".into()), ("first_work", "coffee".into())];
    assert_eq!(world.as_("head").refused("postures.declare", &unknown), ["field-not-a-choice"]);
    world.verified();
}
