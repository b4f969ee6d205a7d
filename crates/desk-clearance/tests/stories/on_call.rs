//! On call: turns given to those who hold the duty, swaps, hand-overs, calls in the night.

use kernel::{RecordId, Value};
use spine::limits;
use spine::on_call::queries::{mine, standing};
use spine::on_call::rules::Lack;
use spine::on_call::{CallOut, HandOver, Rota, Turn};
use testkit::{Backend, World, day};

on_both!(
    sp_16_a_turn_is_given_to_who_holds_a_duty_at_that_desk_and_tells_when_that_ceases,
    sp_16_who_is_on_call_now_and_next_and_what_is_missing_in_the_coming_weeks,
    sp_16_office_hours_are_no_gap_of_a_rota_for_the_other_hours,
    sp_16_a_swap_is_asked_by_one_and_accepted_by_the_other,
    sp_16_a_turn_is_handed_over_with_a_note_that_the_next_acknowledges,
    pa_13_a_call_is_answered_worked_on_and_done_in_that_order,
);

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

fn rota(world: &World, coverage: &str) -> RecordId {
    let fields = [
        ("name", Value::from("Clearance")),
        ("desk", "desk_clearance".into()),
        ("coverage", coverage.into()),
        ("answer_minutes", 15.into()),
        ("rest_hours", 11.into()),
        ("valid_from", world.today().into()),
    ];
    world.as_("head").makes("on_call_rotas.add", &fields)
}

/// A turn from one day to another, counted from now.
fn turn(world: &World, rota: RecordId, who: &'static str, from: i64, until: i64) -> Vec<(&'static str, Value)> {
    let now = world.ledger().now().as_microsecond();
    vec![
        ("rota", rota.into()),
        ("colleague", who.into()),
        ("turn_role", "called_first".into()),
        ("from_time", (now + from * DAY).into()),
        ("until_time", (now + until * DAY).into()),
    ]
}

fn given(world: &World, rota: RecordId, who: &'static str, from: i64, until: i64) -> RecordId {
    world.as_("head").does("on_call_turns.give", &turn(world, rota, who, from, until));
    let account = world.as_(who).account;
    let mut turns = world.as_("head").sees(move |view| view.having::<Turn>("account", account));
    turns.sort_by_key(|t| t.body.from_time);
    turns.iter().max_by_key(|t| t.body.from_time).map(|t| t.head.id).unwrap_or_else(|| panic!("no turn"))
}

fn sp_16_a_turn_is_given_to_who_holds_a_duty_at_that_desk_and_tells_when_that_ceases(on: Backend) {
    let world = World::new(on);
    let rota = rota(&world, "all_hours");
    let head = world.as_("head");
    let refused = |fields: &[(&str, Value)]| head.refused("on_call_turns.give", fields);
    assert_eq!(refused(&turn(&world, rota, "registry", 0, 7)), ["turn-without-duty"]);
    assert_eq!(refused(&turn(&world, rota, "technician", 7, 7)), ["turn-ends-before-it-begins"]);
    assert_eq!(refused(&turn(&world, rota, "technician", 0, limits::TURN_DAYS_MAX + 1)), ["turn-too-long"]);
    assert_eq!(refused(&turn(&world, rota, "technician", -7, 0)), ["turn-over"]);
    // Those who plan give turns; others do not.
    assert_eq!(world.as_("technician").refused("on_call_turns.give", &turn(&world, rota, "technician", 0, 7)), ["duty-missing"]);
    given(&world, rota, "technician", 0, limits::TURN_DAYS_MAX);
    let lacks = || head.sees(standing).remove(0).findings.iter().map(|f| f.lack).collect::<Vec<_>>();
    assert_eq!(lacks(), []);
    // The duty ends: the turn stands, and is told.
    let account = world.as_("technician").account;
    let grant = world.as_("access").sees(move |view| view.having::<ledger::rights::grants::DutyGrant>("account", account)).remove(0);
    world.as_("access").does("grants.end", &[("grant", grant.head.id.into())]);
    assert_eq!(lacks(), [Lack::WithoutDuty]);
    world.verified();
}

fn sp_16_who_is_on_call_now_and_next_and_what_is_missing_in_the_coming_weeks(on: Backend) {
    let world = World::new(on);
    let rota = rota(&world, "all_hours");
    given(&world, rota, "technician", 0, 7);
    given(&world, rota, "officer", 9, 20);
    given(&world, rota, "officer2", 18, 40);
    let stands = world.as_("registry").sees(standing).remove(0);
    let now = world.ledger().now().as_microsecond();
    assert_eq!(stands.now.map(|t| (t.account, t.until - now)), Some((world.as_("technician").account, 7 * DAY)));
    assert_eq!(stands.next.map(|t| (t.account, t.from - now)), Some((world.as_("officer").account, 9 * DAY)));
    let told: Vec<_> = stands.findings.iter().map(|f| (f.lack, (f.from - now) / DAY, (f.until - now) / DAY)).collect();
    assert_eq!(told, [(Lack::Gap, 7, 9), (Lack::Overlap, 18, 20)]);
    // What lies further ahead than one looks is not told yet.
    assert_eq!(limits::ON_CALL_AHEAD_DAYS, 28);
    // A turn that is taken back leaves its gap; who is called now is nobody.
    let running = stands.now.map_or(RecordId::NIL, |t| t.turn);
    world.as_("head").does("on_call_turns.take_back", &[("turn", running.into())]);
    let stands = world.as_("registry").sees(standing).remove(0);
    assert_eq!((stands.now, stands.findings[0].lack, stands.findings[0].from - now), (None, Lack::Gap, 0));
    assert!(!world.as_("hr").finds("on_call_rotas", rota));
    // A rota's own numbers have bounds.
    let change = |name: &'static str, number: i64| {
        let body = head_rota(&world, rota);
        let mut fields = vec![("record", Value::from(rota)), ("version", 1.into())];
        fields.extend(body.into_iter().filter(|(field, _)| *field != name));
        fields.push((name, number.into()));
        world.as_("head").refused("on_call_rotas.change", &fields)
    };
    assert_eq!(change("answer_minutes", limits::ANSWER_MINUTES_MAX + 1), ["number-out-of-range"]);
    assert_eq!(change("rest_hours", limits::REST_HOURS_MAX + 1), ["number-out-of-range"]);
    // Of very many turns the first are looked at.
    assert_eq!(limits::TURNS_AHEAD_MAX, 500);
    world.verified();
}

fn head_rota(world: &World, rota: RecordId) -> Vec<(&'static str, Value)> {
    let raw = world.as_("head").sees(move |view| view.get_raw("on_call_rotas", rota));
    let fields = <Rota as kernel::Fields>::FIELDS;
    fields.iter().zip(raw.values).map(|(f, v)| (f.name, v)).collect()
}

fn sp_16_office_hours_are_no_gap_of_a_rota_for_the_other_hours(on: Backend) {
    let world = World::new(on);
    let mut hours = vec![("name", Value::from("Office")), ("scope", "office".into()), ("zone", "UTC".into()), ("day_minutes", 480.into())];
    hours.push(("valid_from", "2026-01-01".into()));
    hours.extend(["monday", "tuesday", "wednesday", "thursday", "friday"].map(|day| (day, "09:00-17:00".into())));
    world.as_("policy").does("work_calendars.add", &hours);
    rota(&world, "outside_office_hours");
    // Monday 08:00: nobody until nine, then the office itself, then nobody again.
    let stands = world.as_("head").sees(standing).remove(0);
    let now = world.ledger().now().as_microsecond();
    let told: Vec<_> = stands.findings.iter().take(2).map(|f| ((f.from - now) / HOUR, (f.until - now) / HOUR)).collect();
    assert_eq!(told, [(0, 1), (9, 25)]);
}

fn sp_16_a_swap_is_asked_by_one_and_accepted_by_the_other(on: Backend) {
    let world = World::new(on);
    let rota = rota(&world, "all_hours");
    let (mine_, hers) = (given(&world, rota, "technician", 0, 7), given(&world, rota, "officer", 7, 14));
    let technician = world.as_("technician");
    let ask = |to: &'static str, back: Option<RecordId>| {
        let mut fields = vec![("turn", Value::from(mine_)), ("colleague", to.into())];
        fields.extend(back.map(|turn| ("in_return", Value::from(turn))));
        fields
    };
    assert_eq!(world.as_("officer").refused("turn_swaps.ask", &ask("officer", None)), ["turn-not-yours"]);
    assert_eq!(technician.refused("turn_swaps.ask", &ask("technician", None)), ["swap-with-yourself"]);
    assert_eq!(technician.refused("turn_swaps.ask", &ask("officer2", Some(hers))), ["swap-of-another"]);
    // Whoever holds no duty at the desk may be asked, but cannot accept.
    let unfit = technician.makes("turn_swaps.ask", &ask("registry", None));
    assert_eq!(world.as_("registry").refused("turn_swaps.accept", &[("swap", unfit.into())]), ["turn-without-duty"]);
    assert_eq!(world.as_("officer").refused("turn_swaps.decline", &[("swap", unfit.into())]), ["turn-not-yours"]);
    world.as_("registry").does("turn_swaps.decline", &[("swap", unfit.into())]);
    assert_eq!(world.as_("registry").refused("turn_swaps.accept", &[("swap", unfit.into())]), ["swap-settled"]);
    let swap = technician.makes("turn_swaps.ask", &ask("officer", Some(hers)));
    assert_eq!(world.as_("officer").sees(mine).swaps.len(), 1);
    // Nothing changes until the other accepts, and nobody accepts for them.
    assert_eq!(technician.refused("turn_swaps.accept", &[("swap", swap.into())]), ["turn-not-yours"]);
    let whose = |turn: RecordId| world.as_("head").record::<Turn>(turn).body.account.raw();
    assert_eq!(whose(mine_), technician.account);
    world.as_("officer").does("turn_swaps.accept", &[("swap", swap.into())]);
    assert_eq!((whose(mine_), whose(hers)), (world.as_("officer").account, technician.account));
    // A turn that changed hands meanwhile is not swapped by an old question.
    let old = world.as_("officer").makes("turn_swaps.ask", &ask("officer2", None));
    let newer = world.as_("officer").makes("turn_swaps.ask", &ask("technician", None));
    technician.does("turn_swaps.accept", &[("swap", newer.into())]);
    assert_eq!(world.as_("officer2").refused("turn_swaps.accept", &[("swap", old.into())]), ["swap-overtaken"]);
    world.verified();
}

fn sp_16_a_turn_is_handed_over_with_a_note_that_the_next_acknowledges(on: Backend) {
    let world = World::new(on);
    let rota = rota(&world, "all_hours");
    let first = given(&world, rota, "technician", 0, 7);
    let note = [("turn", Value::from(first)), ("note", "Two calls, one open".into())];
    let technician = world.as_("technician");
    assert_eq!(technician.refused("hand_overs.hand", &note), ["nobody-takes-over"]);
    let next = given(&world, rota, "officer", 7, 14);
    assert_eq!(world.as_("officer").refused("hand_overs.hand", &note), ["turn-not-yours"]);
    let handed = technician.makes("hand_overs.hand", &note);
    assert_eq!(technician.refused("hand_overs.hand", &note), ["handed-over-already"]);
    assert_eq!(world.as_("officer").record::<HandOver>(handed).body.next_turn.raw(), next);
    assert_eq!(technician.refused("hand_overs.acknowledge", &[("hand_over", handed.into())]), ["turn-not-yours"]);
    let waits = || world.as_("officer").sees(mine).hand_overs.len();
    assert_eq!(waits(), 1);
    world.as_("officer").does("hand_overs.acknowledge", &[("hand_over", handed.into())]);
    assert_eq!(waits(), 0);
    assert_eq!(world.as_("officer").refused("hand_overs.acknowledge", &[("hand_over", handed.into())]), ["hand-over-acknowledged"]);
    // Somebody is told of their turn a week ahead, and not before.
    assert_eq!((world.as_("officer").sees(mine).turns.len(), limits::ON_CALL_NOTICE_DAYS), (0, 7));
    world.days_pass(1);
    assert_eq!(world.as_("officer").sees(mine).turns.len(), 1);
    world.verified();
}

fn pa_13_a_call_is_answered_worked_on_and_done_in_that_order(on: Backend) {
    let world = World::new(on);
    let rota = rota(&world, "all_hours");
    let ring = |at: i64| [("rota", Value::from(rota)), ("what", "The gate is closed".into()), ("called_at", at.into())];
    let now = world.ledger().now().as_microsecond();
    let registry = world.as_("registry");
    assert_eq!(registry.refused("call_outs.call", &ring(now)), ["nobody-on-call"]);
    given(&world, rota, "technician", 0, 7);
    assert_eq!(registry.refused("call_outs.call", &ring(now + HOUR)), ["time-in-future"]);
    let call = registry.makes("call_outs.call", &ring(now));
    let stands = || world.as_("head").record::<CallOut>(call).body;
    assert_eq!(stands().account.raw(), world.as_("technician").account);
    world.time_passes(jiff::SignedDuration::from_mins(30));
    let on_it = |more: &[(&'static str, Value)]| [vec![("call", Value::from(call))], more.to_vec()].concat();
    let result = ("result", Value::from("Opened by the key of the guards"));
    let technician = world.as_("technician");
    assert_eq!(technician.refused("call_outs.done", &on_it(std::slice::from_ref(&result))), ["state-not-allowed"]);
    assert_eq!(technician.refused("call_outs.answer", &on_it(&[("answered_at", (now - HOUR).into())])), ["time-before-the-last"]);
    technician.does("call_outs.answer", &on_it(&[("answered_at", (now + 20 * 60_000_000).into())]));
    technician.does("call_outs.work", &on_it(&[]));
    technician.does("call_outs.done", &on_it(&[result]));
    let done = stands();
    assert_eq!(done.done_at.map(|at| at.0 - now), Some(30 * 60_000_000));
    let rota = world.as_("head").record::<Rota>(rota).body;
    assert!(spine::on_call::queries::answered_late(&done, &rota, now), "twenty minutes are more than fifteen");
    assert_eq!(world.as_("technician").refused("call_outs.answer", &on_it(&[])), ["state-not-allowed"]);
    assert_eq!(day("2026-03-02"), world.today());
    world.verified();
}
