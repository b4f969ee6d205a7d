//! No single person: random histories about every command of the house that takes two people, by people with one account or two, deputies, those
//! the matter concerns and those without the duty. Between the asking and the commit requests are edited, rights withdrawn and days pass. A judge
//! who keeps books of its own reads what the log says after every step.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Clock, Duty, Entropy, Id, RecordId, Value, limits};
use ledger::approval::ASKED;
use ledger::attempts::REFUSED;
use ledger::db::Connection;
use ledger::identity::Account;
use ledger::rights::delegation::Delegation;
use ledger::rights::grants::DutyGrant;
use ledger::{Error, Order, Receipt};
use testkit::evidence::size;
use testkit::{Backend, Setup, World, day, values_of};

use crate::four_eyes_plays::{Draw, Lay, Layer, PLAYS, Play, Target, received, stage, stage_rows, taken_over};

/// Steps of one history.
const STEPS: usize = 8;
/// Histories after which the office is made anew.
const OFFICE: usize = 500;
/// Histories of every command from which on each must have been carried out, and refused to one person.
const ENOUGH: usize = 12;

/// Duties that ask for and approve anything at all.
const ALL: &[Duty] =
    &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry, Duty::PolicyOfficer, Duty::Auditor, Duty::AccessAdmin];

/// Who takes part: login and duties. `f.second` is the second account of the one before.
const PEOPLE: &[(&str, &[Duty])] = &[
    ("f.first", ALL),
    ("f.second", ALL),
    ("f.third", ALL),
    (SUBJECT, ALL),
    (RESTRICTED, ALL),
    (DEPUTY, &[Duty::Registry]),
    ("f.nobody", &[]),
    ("f.head", &[Duty::Head]),
    ("f.officer", &[Duty::ClearanceOfficer]),
    ("f.technician", &[Duty::ClearanceTechnician]),
    ("f.registry", &[Duty::Registry]),
    ("f.policy", &[Duty::PolicyOfficer]),
    ("f.auditor", &[Duty::Auditor]),
    ("f.access", &[Duty::AccessAdmin]),
    ("f.system", &[Duty::SystemAdmin]),
    ("f.hr", &[Duty::Hr]),
];
/// Whom a part of the records is about.
const SUBJECT: &str = "f.subject";
/// Whose file is restricted.
const RESTRICTED: &str = "f.restricted";
/// Who stands in for the third in everything.
const DEPUTY: &str = "f.deputy";
/// The one they stand in for.
const HOLDER: usize = 2;
/// Players with every duty come first.
const ABLE: usize = 5;
/// Players with one duty each begin here.
const SINGLE: usize = 7;

/// Why a request must not be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    SamePerson,
    SecondAccount,
    Concerned,
    Deputy,
    WithoutDuty,
    DutyWithdrawn,
    RequesterWithdrawn,
    RegisterClosed,
    AccountClosed,
    Edited,
    OtherHash,
    Lapsed,
    Decided,
    ByKey,
}

/// Each ground, as the evidence names it.
const GROUNDS: &[(Ground, &str)] = &[
    (Ground::SamePerson, "refused_same_person"),
    (Ground::SecondAccount, "refused_second_account"),
    (Ground::Concerned, "refused_who_is_concerned"),
    (Ground::Deputy, "refused_deputy"),
    (Ground::WithoutDuty, "refused_without_duty"),
    (Ground::DutyWithdrawn, "refused_duty_withdrawn"),
    (Ground::RequesterWithdrawn, "refused_requester_withdrawn"),
    (Ground::RegisterClosed, "refused_register_closed"),
    (Ground::AccountClosed, "refused_account_closed"),
    (Ground::Edited, "refused_edited"),
    (Ground::OtherHash, "refused_other_hash"),
    (Ground::Lapsed, "refused_lapsed"),
    (Ground::Decided, "refused_decided"),
    (Ground::ByKey, "refused_by_key"),
];

/// How an approval is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Plainly,
    AfterAnEdit,
    WithAnotherHash,
    ByKey,
}

/// A request, as the judge saw it being asked.
struct Asked {
    request: RecordId,
    requester: usize,
    /// In whose place, as the entry says.
    behalf: Option<RecordId>,
    /// The person it is about or who gains.
    concerned: Option<RecordId>,
    /// What is handed over, where that is asked for.
    lent: Option<Lent>,
    /// What was frozen.
    input: String,
    at: i64,
    decided: bool,
}

/// A duty that is handed over by whoever must hold it on the first day, to somebody who plays.
#[derive(Clone, Copy)]
struct Lent {
    duty: Duty,
    from: Date,
    to: usize,
}

/// What an order was, and what came of it.
enum Given<'a> {
    Refused,
    Asked,
    Approved { command: &'a str, approver: RecordId, requester: RecordId },
    Alone(&'a str),
}

/// An entry of the log, as far as the judge looks at it.
struct Entered {
    actor: Option<RecordId>,
    behalf: Option<RecordId>,
    command: String,
    duty: String,
    leaf: String,
}

struct Game {
    world: World,
    accounts: Vec<RecordId>,
    /// Who is at an account, as the judge knows it.
    people: Vec<RecordId>,
    targets: Vec<Vec<Target>>,
    conn: Box<dyn Connection>,
    /// Entries the judge has read.
    read: i64,
    /// Duties that were withdrawn in this history, and accounts that were closed.
    withdrawn: BTreeSet<(usize, Duty)>,
    closed: BTreeSet<usize>,
    fresh: u64,
}

#[derive(Default)]
struct Counts {
    histories: usize,
    steps: usize,
    asked: usize,
    asked_in_vain: usize,
    approved: usize,
    rejected: usize,
    /// Refusals that have this ground and no other.
    alone: BTreeMap<Ground, usize>,
    /// Of each command: how often it was carried out, and refused to the one who asked.
    played: BTreeMap<&'static str, (usize, usize)>,
    /// Refusals the judge saw no ground for.
    otherwise: BTreeMap<String, usize>,
    violations: Vec<String>,
}

#[test]
fn inv_cl_07_no_history_lets_one_person_do_what_takes_two() {
    play(Backend::Sqlite, size("CASTELLAN_HISTORIES", 1_000), 1);
}

#[test]
fn inv_cl_07_no_history_lets_one_person_do_what_takes_two_on_postgres() {
    // Each step is a way to another process and back: a tenth says as much, and the evidence says that it is one.
    play(Backend::Postgres, size("CASTELLAN_HISTORIES", 2_400), 10);
}

#[test]
fn p06_every_command_that_takes_two_is_played() {
    let manifest = testkit::world::manifest();
    let known: BTreeSet<&str> = manifest.commands().iter().filter(|c| c.four_eyes).map(|c| c.name).collect();
    let played: BTreeSet<&str> = PLAYS.iter().map(|p| p.command).collect();
    assert_eq!(played.len(), PLAYS.len(), "one is played twice");
    let missing: Vec<_> = known.difference(&played).collect();
    assert!(missing.is_empty(), "take two people and are not played: {missing:?}");
    let gone: Vec<_> = played.difference(&known).collect();
    assert!(gone.is_empty(), "are played and take two people no more: {gone:?}");
}

#[test]
fn p06_the_judge_sees_what_the_house_is_made_blind_to() {
    let at = PLAYS.iter().position(|p| p.command == "postures.declare").unwrap_or(0);
    // How many violations are told when somebody approves after this was done behind the back of the house.
    let told = |approver: usize, behind: &dyn Fn(&mut Game, &Asked)| {
        let (mut game, mut counts) = (begin(Backend::Sqlite, 1, 1), Counts::default());
        let (play, target) = (&PLAYS[at], game.targets[at][0].clone());
        let asked = game.ask_as(play, &target, 0, (0, Duty::Head), &mut counts);
        let mut asked = asked.unwrap_or_else(|| panic!("{:?}", counts.otherwise));
        behind(&mut game, &asked);
        game.approve(play, &target, &mut asked, approver, Way::Plainly, &mut counts);
        assert!(asked.decided, "it was refused: {:?}", counts.alone);
        counts.violations.len()
    };
    let write = |game: &mut Game, sql: &str, params: &[Value]| assert_eq!(game.conn.execute(sql, params).ok(), Some(1), "{sql}");
    assert_eq!(told(HOLDER, &|_, _| ()), 0);
    let another_person = |game: &mut Game, _: &Asked| {
        let params = [game.people[index("f.nobody")].into(), game.accounts[1].into()];
        write(game, "UPDATE accounts SET person = $1 WHERE id = $2", &params);
    };
    assert_eq!(told(1, &another_person), 1, "two accounts of one person");
    let asked_later = |game: &mut Game, asked: &Asked| {
        game.world.days_pass(limits::APPROVAL_DAYS);
        write(game, "UPDATE approvals SET requested_at = $1 WHERE id = $2", &[game.now().into(), asked.request.into()]);
    };
    assert_eq!(told(HOLDER, &asked_later), 1, "a request that had lapsed");
    let rewritten = |game: &mut Game, asked: &Asked| {
        let input = asked.input.replace("drill", "war");
        let digest = ledger::approval::digest("postures.declare", &input);
        let params = [input.as_str().into(), digest.into(), asked.request.into()];
        write(game, "UPDATE approvals SET input = $1, digest = $2 WHERE id = $3", &params);
    };
    assert_eq!(told(HOLDER, &rewritten), 1, "another request under the same number");
    // What stands in the log, whoever wrote it.
    let (one, other) = (RecordId([1; 16]), RecordId([2; 16]));
    let entry = |command: &str, duty: &str, records: &str| Entered {
        actor: Some(one),
        behalf: Some(other),
        command: command.to_owned(),
        duty: duty.to_owned(),
        leaf: format!("{{\"records\":{records}}}"),
    };
    let grant = || entry("grants.grant", "head", "[[\"grants\"]]");
    let approved = |requester| Given::Approved { command: "grants.grant", approver: one, requester };
    for (entered, given, found) in [
        (vec![grant()], approved(other), 0),
        (vec![grant()], approved(one), 1),
        (vec![grant()], Given::Alone("grants.grant"), 1),
        (vec![grant()], Given::Asked, 1),
        (vec![grant()], Given::Refused, 2),
        (vec![grant(), grant()], approved(other), 1),
        (vec![], approved(other), 1),
        (vec![entry(ASKED, "head", "[[\"approvals\"]]")], Given::Asked, 0),
        (vec![entry(ASKED, "head", "[[\"approvals\"],[\"grants\"]]")], Given::Asked, 1),
        (vec![entry("grants.grant", REFUSED, "[]")], Given::Refused, 0),
        (vec![entry("grants.grant", REFUSED, "[[\"grants\"]]")], Given::Refused, 1),
    ] {
        let faults = faults(&entered, &given, &|command| command == "grants.grant");
        assert_eq!(faults.len(), found, "{faults:?}");
    }
}

/// Plays one in so many of the histories that were asked for.
fn play(on: Backend, asked_for: usize, one_in: usize) {
    let histories = asked_for / one_in;
    let seed = size("CASTELLAN_SEED", 11);
    let random = SeededEntropy::new(seed as u64);
    let mut counts = Counts::default();
    let mut game = None;
    for history in 0..histories {
        if history % OFFICE == 0 {
            if let Some(Game { world, .. }) = game.take() {
                world.verified();
            }
            game = Some(begin(on, (seed + history) as u64, (histories - history).min(OFFICE).div_ceil(PLAYS.len())));
        }
        let Some(game) = game.as_mut() else { continue };
        let (at, round) = (history % OFFICE % PLAYS.len(), history % OFFICE / PLAYS.len());
        let target = game.targets[at][round].clone();
        game.history(&PLAYS[at], &target, &random, &mut counts);
    }
    if let Some(Game { world, .. }) = game {
        world.verified();
    }
    written(on, &counts, (seed, one_in));
    let told = counts.violations.len();
    assert_eq!(told, 0, "{told} violations, such as\n{}", counts.violations[..told.min(20)].join("\n"));
    assert!(counts.otherwise.is_empty(), "refused and nobody knows why: {:#?}", counts.otherwise);
    // A game in which nobody gets anything, or anything is refused for one reason only, judges nothing.
    let never: Vec<&str> = GROUNDS.iter().filter(|(g, _)| !counts.alone.contains_key(g)).map(|(_, name)| *name).collect();
    assert!(never.is_empty(), "never decided alone: {never:?}; {:?}", counts.alone);
    if histories >= ENOUGH * PLAYS.len() {
        let idle: Vec<_> = PLAYS.iter().map(|p| (p.command, counts.played.get(p.command).copied().unwrap_or_default())).collect();
        let idle: Vec<_> = idle.into_iter().filter(|(_, (done, refused))| *done == 0 || *refused == 0).collect();
        assert!(idle.is_empty(), "never carried out, or never refused to one person: {idle:?}");
    }
}

/// Writes what was counted, violations too.
fn written(on: Backend, counts: &Counts, (seed, one_in): (usize, usize)) {
    let carried_out = counts.played.values().filter(|(done, _)| *done > 0).count();
    let mut all = vec![
        ("commands_that_take_two", PLAYS.len()),
        ("commands_carried_out", carried_out),
        ("histories", counts.histories),
        ("one_in_so_many_of_those_asked_for", one_in),
        ("steps", counts.steps),
        ("asked", counts.asked),
        ("asked_in_vain", counts.asked_in_vain),
        ("approved", counts.approved),
        ("rejected", counts.rejected),
    ];
    all.extend(GROUNDS.iter().map(|(ground, name)| (*name, counts.alone.get(ground).copied().unwrap_or(0))));
    all.extend([("violations", counts.violations.len()), ("seed", seed)]);
    testkit::evidence::write("foureyes", on, &all);
}

/// An office with as many things of each kind as there are rounds.
fn begin(on: Backend, seed: u64, rounds: usize) -> Game {
    let mut made: Vec<(RecordId, RecordId)> = Vec::new();
    let mut targets: Vec<Vec<Target>> = Vec::new();
    let world = World::with_rows(on, Setup { seed, ..Setup::default() }, |changes, random| {
        for (login, duties) in PEOPLE {
            let (account, person) = if *login == "f.second" {
                let person = made.last().map_or(RecordId::NIL, |(_, person)| *person);
                let login = (*login).to_owned();
                let body = Account { login, name: "Player".to_owned(), person, lang: "en".to_owned(), disabled: false };
                (changes.insert(random.id(), &body).raw(), person)
            } else {
                testkit::hire(changes, random, login, "Player")
            };
            for duty in *duties {
                changes.insert(random.id(), &DutyGrant::plain(Id::new(account), *duty, "C", day("2026-01-01")));
            }
            made.push((account, person));
        }
        for duty in ALL {
            let delegation = Delegation {
                from_account: Id::new(made[HOLDER].0),
                to_account: Id::new(made[index(DEPUTY)].0),
                duty: *duty,
                valid_from: day("2026-01-01"),
                valid_until: day("2199-12-31"),
                reason: "standing in".to_owned(),
            };
            changes.insert(random.id(), &delegation);
        }
        let mut layer = Layer::new(SeededEntropy::new(random.next()), made[index(SUBJECT)].1, made[index(RESTRICTED)].1);
        for play in PLAYS {
            targets.push(match play.lay {
                Lay::Row(lay) => (0..rounds).map(|_| lay(&mut layer)).collect(),
                Lay::Staged | Lay::Rows | Lay::TakenOver | Lay::Received => Vec::new(),
            });
        }
        changes.followed_by(layer.changes);
    });
    for (at, play) in PLAYS.iter().enumerate() {
        for round in 0..rounds {
            match play.lay {
                Lay::Row(_) => {}
                Lay::Staged => targets[at].push(stage(&world, round)),
                Lay::Rows => targets[at].push(stage_rows(&world, round)),
                Lay::TakenOver => targets[at].push(taken_over(&world, rounds + round)),
                Lay::Received => targets[at].push(received(&world, round)),
            }
        }
    }
    let conn = world.conn();
    let (accounts, people) = made.into_iter().unzip();
    let (withdrawn, closed) = (BTreeSet::new(), BTreeSet::new());
    let mut game = Game { world, accounts, people, targets, conn, read: 0, withdrawn, closed, fresh: 0 };
    game.entered();
    game
}

fn index(login: &str) -> usize {
    PEOPLE.iter().position(|(l, _)| *l == login).unwrap_or_else(|| panic!("{login} does not play"))
}

impl Game {
    fn history(&mut self, play: &Play, target: &Target, random: &SeededEntropy, counts: &mut Counts) {
        counts.histories += 1;
        let mut asked: Option<Asked> = None;
        for _ in 0..STEPS {
            counts.steps += 1;
            self.fresh += 1;
            match asked.as_mut() {
                None => asked = self.ask(play, target, random, counts),
                Some(asked) => {
                    let over = asked.decided;
                    self.turn(play, target, asked, random, counts);
                    if over {
                        break;
                    }
                }
            }
        }
        self.restore();
    }

    fn order(&mut self, who: usize, command: &str, fields: &[(&str, Value)], by_key: bool) -> Result<Receipt, Error> {
        let ledger = self.world.ledger();
        let def = ledger.manifest().command(command).unwrap_or_else(|| panic!("{command} is no command"));
        let order = Order::new(self.accounts[who], command, values_of(def, fields), ledger.new_id());
        ledger.write(Order { by_key, ..order }).wait()
    }

    fn rows(&mut self, sql: &str, params: &[Value]) -> Vec<Vec<Value>> {
        self.conn.query(sql, params).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// What was entered since the judge last looked.
    fn entered(&mut self) -> Vec<Entered> {
        let rows = self.rows("SELECT actor, behalf, command, duty, leaf FROM entry WHERE seq >= $1 ORDER BY seq", &[self.read.into()]);
        self.read += rows.len() as i64;
        let text = |value: &Value| value.text().unwrap_or_default().to_owned();
        let one = |row: &Vec<Value>| Entered {
            actor: row[0].id(),
            behalf: row[1].id(),
            command: text(&row[2]),
            duty: text(&row[3]),
            leaf: text(&row[4]),
        };
        rows.iter().map(one).collect()
    }

    /// Holds what was entered against what was given.
    fn watch(&mut self, given: &Given<'_>, counts: &mut Counts) {
        let entered = self.entered();
        counts.violations.extend(faults(&entered, given, &|command| PLAYS.iter().any(|p| p.command == command)));
    }

    fn now(&self) -> i64 {
        self.world.clock().now().as_microsecond()
    }

    fn ask(&mut self, play: &Play, target: &Target, random: &SeededEntropy, counts: &mut Counts) -> Option<Asked> {
        let who = match random.below(20) {
            0..=4 => random.below(2),
            5..=7 => HOLDER,
            8 | 9 => index(DEPUTY),
            10..=17 => SINGLE + random.below(PEOPLE.len() - SINGLE),
            _ => random.below(PEOPLE.len()),
        };
        let (to, duty) = (random.below(PEOPLE.len()), *random.pick(ALL));
        self.ask_as(play, target, who, (to, duty), counts)
    }

    /// Asks as somebody, for somebody and a duty where the command is about these.
    fn ask_as(&mut self, play: &Play, target: &Target, who: usize, (to, duty): (usize, Duty), counts: &mut Counts) -> Option<Asked> {
        let draw = Draw {
            today: self.world.today(),
            asker: self.accounts[who],
            duty: PEOPLE[who].1.first().copied().unwrap_or(duty),
            gainer: (self.accounts[to], self.people[to]),
            fresh: self.fresh,
            target,
        };
        let (fields, gains) = (play.wish)(&draw);
        let concerned = gains.or(target.concerned);
        let may = self.duties_of(who).iter().any(|d| self.def(play).duties.contains(d)) && self.finds(who, target);
        let own = concerned == Some(self.people[who]);
        let lent = (play.command == "delegations.delegate").then_some(Lent { duty: draw.duty, from: draw.today, to });
        let may = may && self.lends(who, lent);
        match self.order(who, play.command, &fields, false) {
            Ok(receipt) => {
                if !may || own || receipt.approval.is_none() {
                    counts.violations.push(format!("{} was taken from {}", play.command, PEOPLE[who].0));
                }
                self.watch(&Given::Asked, counts);
                counts.asked += 1;
                let request = receipt.approval?;
                let behalf = self.rows("SELECT behalf FROM entry WHERE seq = $1", &[receipt.seq.into()])[0][0].id();
                let input = self.frozen(request)?.0;
                Some(Asked { request, requester: who, behalf, concerned, lent, input, at: self.now(), decided: false })
            }
            Err(error) => {
                self.watch(&Given::Refused, counts);
                counts.asked_in_vain += 1;
                if may && !own {
                    note(counts, &format!("asking for {} by {}", play.command, PEOPLE[who].0), &error);
                }
                None
            }
        }
    }

    fn turn(&mut self, play: &Play, target: &Target, asked: &mut Asked, random: &SeededEntropy, counts: &mut Counts) {
        let requester = asked.requester;
        let able = random.below(ABLE);
        let (who, way) = match random.below(100) {
            0..=14 => (able, Way::Plainly),
            15..=27 => (self.of_one_duty(play, target, random), Way::Plainly),
            28..=32 => (requester, Way::Plainly),
            33..=40 => (self.beside(requester), Way::Plainly),
            41..=48 => (self.people.iter().position(|p| Some(*p) == asked.concerned).unwrap_or(able), Way::Plainly),
            49..=56 => (if requester == HOLDER { index(DEPUTY) } else { HOLDER }, Way::Plainly),
            57..=62 => (able, Way::AfterAnEdit),
            63..=66 => (able, Way::WithAnotherHash),
            67..=70 => (able, Way::ByKey),
            71..=79 => {
                let single = SINGLE + random.below(PEOPLE.len() - SINGLE);
                let whose = if random.chance(80) && requester >= SINGLE { requester } else { single };
                self.withdraw(whose, random.chance(25), counts);
                (if whose == requester { able } else { whose }, Way::Plainly)
            }
            80..=83 => {
                self.world.days_pass(limits::APPROVAL_DAYS);
                (able, Way::Plainly)
            }
            84..=86 => return self.reject(able, asked, counts),
            87..=91 => return self.world.time_passes(SignedDuration::from_hours(random.below(40) as i64)),
            _ => (random.below(PEOPLE.len()), Way::Plainly),
        };
        self.approve(play, target, asked, who, way, counts);
    }

    /// Somebody with one duty, which may approve this; where there are such, often one whom the register is closed to.
    fn of_one_duty(&mut self, play: &Play, target: &Target, random: &SeededEntropy) -> usize {
        let approvers = self.def(play).approvers;
        let able: Vec<usize> = (SINGLE..PEOPLE.len()).filter(|who| PEOPLE[*who].1.iter().any(|d| approvers.contains(d))).collect();
        let blind: Vec<usize> = able.iter().copied().filter(|who| !self.finds(*who, target)).collect();
        *random.pick(if blind.is_empty() || random.chance(50) { &able } else { &blind })
    }

    /// The other account of a person, or the same.
    fn beside(&self, who: usize) -> usize {
        (0..PEOPLE.len()).find(|other| *other != who && self.people[*other] == self.people[who]).unwrap_or(who)
    }

    /// What is frozen, and its hash; nothing once the file it was about is destroyed, and the request with it.
    fn frozen(&mut self, request: RecordId) -> Option<(String, String)> {
        let row = self.rows("SELECT input, digest FROM approvals WHERE id = $1", &[request.into()]).pop()?;
        Some((row[0].text()?.to_owned(), row[1].text()?.to_owned()))
    }

    fn approve(&mut self, play: &Play, target: &Target, asked: &mut Asked, who: usize, way: Way, counts: &mut Counts) {
        let Some((input, digest)) = self.frozen(asked.request) else {
            if !asked.decided {
                counts.violations.push(format!("a request for {} is gone", play.command));
            }
            return;
        };
        // What the judge knows must be read before: an approval changes it.
        let mut grounds = self.grounds(play, target, asked, who);
        if input != asked.input {
            grounds.insert(Ground::Edited);
        }
        let shown = if way == Way::WithAnotherHash { "what another request says".into() } else { Value::from(digest) };
        match way {
            Way::Plainly => {}
            Way::WithAnotherHash => drop(grounds.insert(Ground::OtherHash)),
            Way::ByKey => drop(grounds.insert(Ground::ByKey)),
            Way::AfterAnEdit => {
                grounds.insert(Ground::Edited);
                self.write_input(asked.request, &input.replacen(':', ": ", 1));
            }
        }
        let answer = self.order(who, "approvals.approve", &[("approval", asked.request.into()), ("digest", shown)], way == Way::ByKey);
        if way == Way::AfterAnEdit {
            self.write_input(asked.request, &input);
        }
        let said = (PEOPLE[who].0, play.command, PEOPLE[asked.requester].0);
        let played = counts.played.entry(play.command).or_default();
        match answer {
            Ok(_) => {
                played.0 += 1;
                counts.approved += 1;
                if !grounds.is_empty() {
                    counts.violations.push(format!("{said:?} approved although {grounds:?}"));
                }
                let (approver, requester) = (self.accounts[who], self.accounts[asked.requester]);
                self.watch(&Given::Approved { command: play.command, approver, requester }, counts);
                asked.decided = true;
            }
            Err(error) => {
                let same = [Ground::SamePerson, Ground::SecondAccount].iter().any(|g| grounds.contains(g));
                played.1 += usize::from(same);
                let mut all = grounds.iter();
                match (all.next(), all.next()) {
                    (None, _) => note(counts, &format!("{said:?}"), &error),
                    (Some(alone), None) => *counts.alone.entry(*alone).or_default() += 1,
                    _ => {}
                }
                self.watch(&Given::Refused, counts);
            }
        }
    }

    fn write_input(&mut self, request: RecordId, input: &str) {
        let done = self.conn.execute("UPDATE approvals SET input = $1 WHERE id = $2", &[input.into(), request.into()]);
        assert_eq!(done.ok(), Some(1), "the request cannot be edited");
    }

    fn reject(&mut self, who: usize, asked: &mut Asked, counts: &mut Counts) {
        let fields = [("approval", asked.request.into()), ("reason", "not so".into())];
        match self.order(who, "approvals.reject", &fields, false) {
            Ok(_) => {
                counts.rejected += 1;
                asked.decided = true;
                self.watch(&Given::Alone("approvals.reject"), counts);
            }
            Err(_) => self.watch(&Given::Refused, counts),
        }
    }

    /// One person takes away: a duty that a player was founded with, or their account.
    fn withdraw(&mut self, whose: usize, account: bool, counts: &mut Counts) {
        let Some(duty) = PEOPLE[whose].1.first().copied() else { return };
        let keeper = if whose == index("f.access") { HOLDER } else { index("f.access") };
        if account && !self.closed.contains(&whose) {
            if self.order(keeper, "accounts.close", &[("account", self.accounts[whose].into())], false).is_ok() {
                self.closed.insert(whose);
                self.withdrawn.insert((whose, duty));
                self.watch(&Given::Alone("accounts.close"), counts);
            } else {
                self.watch(&Given::Refused, counts);
            }
            return;
        }
        let held = "SELECT id FROM grants WHERE account = $1 AND duty = $2 AND void = 0";
        for row in self.rows(held, &[self.accounts[whose].into(), duty.code().into()]) {
            let Some(grant) = row[0].id() else { continue };
            if self.order(keeper, "grants.end", &[("grant", grant.into())], false).is_ok() {
                self.withdrawn.insert((whose, duty));
                self.watch(&Given::Alone("grants.end"), counts);
            } else {
                self.watch(&Given::Refused, counts);
            }
        }
    }

    /// Two of the office, who do not play, give back what was withdrawn in a history.
    fn restore(&mut self) {
        let (one, other) = (self.world.as_("access"), self.world.as_("access2"));
        for whose in std::mem::take(&mut self.closed) {
            let request = one.asks("accounts.reopen", &[("account", self.accounts[whose].into()), ("reason", "back".into())]);
            other.approves(request);
        }
        for (whose, duty) in std::mem::take(&mut self.withdrawn) {
            let fields = [
                ("account", self.accounts[whose].into()),
                ("duty", duty.code().into()),
                ("level", "C".into()),
                ("valid_from", "2026-01-01".into()),
            ];
            let request = one.asks("grants.grant", &fields);
            other.approves(request);
        }
        self.entered();
    }

    /// The command, with the duties it comes down to: what rows of a table become, and what an import is undone of, asks for its own.
    fn def(&self, play: &Play) -> ledger::CommandDef {
        let manifest = self.world.ledger().manifest();
        let def = |name: &str| manifest.command(name).cloned().unwrap_or_else(|| panic!("{name} is no command"));
        let mut asked = def(play.command);
        let own = match play.command {
            "import.rows" => def("organisations.add").duties,
            "import.undo" => def("import.take_over").duties,
            _ => return asked,
        };
        (asked.duties, asked.approvers) = (own, own);
        asked
    }

    /// Why this must not be approved now by this account, from what the judge keeps and what the tables say.
    fn grounds(&mut self, play: &Play, target: &Target, asked: &Asked, who: usize) -> BTreeSet<Ground> {
        let def = self.def(play);
        let (me, requester) = (self.people[who], self.people[asked.requester]);
        let held = self.duties_of(who);
        let theirs = self.duties_of(asked.requester);
        let open = self.finds(who, target) && self.finds(asked.requester, target);
        let lapsed = self.now() >= asked.at + limits::APPROVAL_DAYS * 86_400_000_000;
        let withdrawn = self.withdrawn.iter().any(|(whose, _)| *whose == who);
        let closed = self.closed.contains(&who) || self.closed.contains(&asked.requester);
        let same = if who == asked.requester { Ground::SamePerson } else { Ground::SecondAccount };
        let without = if withdrawn { Ground::DutyWithdrawn } else { Ground::WithoutDuty };
        let lacks = !held.iter().any(|d| def.approvers.contains(d)) && !closed;
        let holds = theirs.iter().any(|d| def.duties.contains(d)) && self.lends(asked.requester, asked.lent);
        let lost = !holds && !closed;
        [
            (me == requester, same),
            (asked.concerned == Some(me), Ground::Concerned),
            (me != requester && self.tied(who, asked), Ground::Deputy),
            (lacks, without),
            (lost, Ground::RequesterWithdrawn),
            (!open && !lacks && !lost && !closed, Ground::RegisterClosed),
            (closed || asked.lent.is_some_and(|lent| self.closed.contains(&lent.to)), Ground::AccountClosed),
            (lapsed, Ground::Lapsed),
            (asked.decided, Ground::Decided),
        ]
        .into_iter()
        .filter_map(|(so, ground)| so.then_some(ground))
        .collect()
    }

    /// Whether an account's duties open the register a request is about.
    fn finds(&mut self, who: usize, target: &Target) -> bool {
        let Some(register) = target.register else { return true };
        let seen_by = self.world.ledger().manifest().register(register).map_or(&[][..], |meta| meta.def.seen_by);
        self.duties_of(who).iter().any(|d| seen_by.contains(d))
    }

    /// Whether an account itself holds what it hands over, on the first day.
    fn lends(&mut self, who: usize, lent: Option<Lent>) -> bool {
        let Some(Lent { duty, from, .. }) = lent else { return true };
        let held = "SELECT 1 FROM grants WHERE account = $1 AND duty = $2 AND void = 0 AND valid_from <= $3 \
                    AND (valid_until IS NULL OR valid_until >= $3)";
        !self.rows(held, &[self.accounts[who].into(), duty.code().into(), from.into()]).is_empty()
    }

    /// The duties an account holds now, its own and delegated ones, as the tables say.
    fn duties_of(&mut self, who: usize) -> Vec<Duty> {
        let today: Date = self.world.today();
        let own = "SELECT duty FROM grants WHERE account = $1 AND void = 0 AND posture IS NULL AND valid_from <= $2 \
                   AND (valid_until IS NULL OR valid_until >= $2)";
        let lent = "SELECT d.duty FROM delegations d JOIN accounts a ON a.id = d.from_account AND a.disabled = 0 \
                    JOIN grants g ON g.account = d.from_account AND g.duty = d.duty AND g.void = 0 \
                    AND g.valid_from <= $2 AND (g.valid_until IS NULL OR g.valid_until >= $2) \
                    WHERE d.to_account = $1 AND d.void = 0 AND d.valid_from <= $2 AND d.valid_until >= $2";
        let params = [self.accounts[who].into(), today.into()];
        let mut rows = self.rows(own, &params);
        // What is delegated is used within a grant of one's own.
        if !rows.is_empty() {
            rows.extend(self.rows(lent, &params));
        }
        rows.iter().filter_map(|row| row[0].text().and_then(Duty::from_code)).collect()
    }

    /// Whether the approver and who asked, or in whose place, are deputy and holder today, with whichever account.
    fn tied(&mut self, who: usize, asked: &Asked) -> bool {
        let today = self.world.today();
        let between = self.rows(
            "SELECT from_account, to_account FROM delegations WHERE void = 0 AND valid_from <= $1 AND valid_until >= $1",
            &[today.into()],
        );
        let person = |account: Option<RecordId>| {
            let at = self.accounts.iter().position(|a| Some(*a) == account);
            at.map(|at| self.people[at])
        };
        let mut others = vec![self.people[asked.requester]];
        others.extend(person(asked.behalf));
        between.iter().any(|row| {
            let (from, to) = (person(row[0].id()), person(row[1].id()));
            let me = Some(self.people[who]);
            others.iter().any(|other| (from, to) == (me, Some(*other)) || (from, to) == (Some(*other), me))
        })
    }
}

/// What is wrong with what was entered, given what was ordered.
fn faults(entered: &[Entered], given: &Given<'_>, takes_two: &dyn Fn(&str) -> bool) -> Vec<String> {
    let refused = |entry: &&Entered| entry.duty == REFUSED;
    let mut faults: Vec<String> = entered
        .iter()
        .filter(refused)
        .filter(|entry| !written_in(&entry.leaf).is_empty() || !matches!(given, Given::Refused))
        .map(|entry| format!("{} was refused and wrote", entry.command))
        .collect();
    let mut done: Vec<&Entered> = entered.iter().filter(|entry| entry.duty != REFUSED).collect();
    // The rows of a table follow their import, in the names of the same two people, each as a command that one person may give.
    if let Given::Approved { command: "import.rows", approver, requester } = given {
        let row = |entry: &Entered| !takes_two(&entry.command) && entry.actor == Some(*approver) && entry.behalf == Some(*requester);
        let rows = done.iter().skip(1).take_while(|entry| row(entry)).count();
        done.drain(1..1 + rows);
    }
    let expected = usize::from(!matches!(given, Given::Refused));
    if done.len() != expected {
        faults.push(format!(
            "{} entries where {expected} should be: {:?}",
            done.len(),
            done.iter().map(|e| &e.command).collect::<Vec<_>>()
        ));
    }
    for entry in done {
        let right = match given {
            Given::Refused => false,
            Given::Asked => entry.command == ASKED && written_in(&entry.leaf) == ["approvals"],
            Given::Approved { command, approver, requester } => {
                entry.command == *command && entry.actor == Some(*approver) && entry.behalf == Some(*requester) && approver != requester
            }
            Given::Alone(command) => entry.command == *command && !takes_two(command),
        };
        if !right {
            faults.push(format!("{} was entered, with {:?}", entry.command, written_in(&entry.leaf)));
        }
    }
    faults
}

/// The registers of the rows that an entry says it wrote.
fn written_in(leaf: &str) -> Vec<String> {
    let leaf: serde_json::Value = serde_json::from_str(leaf).unwrap_or_default();
    match &leaf["records"] {
        serde_json::Value::Array(items) => items.iter().map(|item| item[0].as_str().unwrap_or_default().to_owned()).collect(),
        many => vec![many.to_string()],
    }
}

fn note(counts: &mut Counts, what: &str, error: &Error) {
    let codes = match error {
        Error::Refused(refused) => refused.codes().join(" "),
        Error::NotFound => "not-found".to_owned(),
        other => panic!("{what}: {other}"),
    };
    *counts.otherwise.entry(format!("{what}: {codes}")).or_default() += 1;
}
