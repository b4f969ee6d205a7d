//! No single person: random histories of asking, approving, rejecting, delegating and ending, by people with one account or two, judged from outside
//! by what the tables say.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Duty, Entropy, Id, RecordId, Value, limits};
use ledger::db::Connection;
use ledger::identity::Account;
use ledger::rights::grants::DutyGrant;
use ledger::{Error, Order, Receipt};
use testkit::evidence::size;
use testkit::{Backend, Setup, World, day, values_of};

/// Steps of one history.
const STEPS: usize = 8;
/// Histories after which the office is made anew.
const OFFICE: usize = 500;

/// Who takes part: login and duties. The last two accounts are one person's.
const PEOPLE: &[(&str, &[Duty])] = &[
    ("f.access", &[Duty::AccessAdmin]),
    ("f.access2", &[Duty::AccessAdmin]),
    ("f.head", &[Duty::Head]),
    ("f.officer", &[Duty::ClearanceOfficer]),
    ("f.officer2", &[Duty::ClearanceOfficer]),
    ("f.registry", &[Duty::Registry]),
    ("f.registry2", &[Duty::Registry]),
    ("f.nobody", &[]),
    ("f.one", &[Duty::AccessAdmin, Duty::Registry]),
    ("f.other", &[Duty::AccessAdmin, Duty::ClearanceOfficer]),
];

/// A request that waits, as the judge saw it being asked.
struct Asked {
    request: RecordId,
    command: &'static str,
    requester: usize,
    /// In whose place, as the entry says.
    behalf: Option<RecordId>,
    beneficiary: Option<usize>,
    at: i64,
    decided: bool,
}

struct Game {
    world: World,
    accounts: Vec<RecordId>,
    people: Vec<RecordId>,
    conn: Box<dyn Connection>,
    asked: Vec<Asked>,
}

#[derive(Default)]
struct Counts {
    histories: usize,
    steps: usize,
    asked: usize,
    approved: usize,
    refused: BTreeMap<String, usize>,
}

#[test]
fn sp_18_p06_no_history_lets_one_person_do_what_takes_two() {
    play(Backend::Sqlite, size("CASTELLAN_HISTORIES", 300));
}

#[test]
fn sp_18_p06_no_history_lets_one_person_do_what_takes_two_on_postgres() {
    // Each step is a flush over there: a tenth says as much.
    play(Backend::Postgres, size("CASTELLAN_HISTORIES", 600) / 10);
}

fn play(on: Backend, histories: usize) {
    let seed = size("CASTELLAN_SEED", 11);
    let random = SeededEntropy::new(seed as u64);
    let mut counts = Counts::default();
    let mut game = None;
    for history in 0..histories {
        if history % OFFICE == 0 {
            if let Some(Game { world, .. }) = game.take() {
                world.verified();
            }
            game = Some(begin(on, (seed + history) as u64));
        }
        let Some(game) = game.as_mut() else { continue };
        game.asked.clear();
        for _ in 0..STEPS {
            game.step(&random, &mut counts);
        }
        counts.histories += 1;
    }
    if let Some(Game { world, .. }) = game {
        world.verified();
    }
    // A game in which nobody gets anything, or anything is refused for one reason only, judges nothing.
    assert!(counts.approved * 40 > counts.histories, "{} approved in {}", counts.approved, counts.histories);
    let told = |code: &str| counts.refused.get(code).copied().unwrap_or(0);
    for code in ["same-person", "grant-to-self", "duty-missing", "deputy-of-requester", "request-decided"] {
        assert!(told(code) > 0, "{code} was never told: {:?}", counts.refused);
    }
    testkit::evidence::write(
        "foureyes",
        on,
        &[
            ("histories", counts.histories),
            ("steps", counts.steps),
            ("asked", counts.asked),
            ("approved", counts.approved),
            ("refused_same_person", told("same-person")),
            ("refused_beneficiary", told("grant-to-self")),
            ("refused_deputy", told("deputy-of-requester")),
            ("refused_without_duty", told("duty-missing")),
            ("violations", 0),
            ("seed", seed),
        ],
    );
}

fn begin(on: Backend, seed: u64) -> Game {
    let mut made: Vec<(RecordId, RecordId)> = Vec::new();
    let world = World::with_rows(on, Setup { seed, ..Setup::default() }, |changes, random| {
        for (login, duties) in PEOPLE {
            let (mut account, mut person) = testkit::hire(changes, random, login, "Player");
            if *login == "f.other" {
                // A second account of the one before.
                person = made.last().map_or(person, |(_, person)| *person);
                account = random.id();
                let body =
                    Account { login: "f.second".to_owned(), name: "Player".to_owned(), person, lang: "en".to_owned(), disabled: false };
                changes.insert(account, &body);
            }
            for duty in *duties {
                changes.insert(random.id(), &DutyGrant::plain(Id::new(account), *duty, "C", day("2026-01-01")));
            }
            made.push((account, person));
        }
    });
    let conn = world.conn();
    let (accounts, people) = made.into_iter().unzip();
    Game { world, accounts, people, conn, asked: Vec::new() }
}

impl Game {
    fn order(&self, who: usize, command: &str, fields: &[(&str, Value)]) -> Result<Receipt, Error> {
        let ledger = self.world.ledger();
        let def = ledger.manifest().command(command).unwrap_or_else(|| panic!("{command} is no command"));
        ledger.write(Order::new(self.accounts[who], command, values_of(def, fields), ledger.new_id())).wait()
    }

    fn rows(&mut self, sql: &str, params: &[Value]) -> Vec<Vec<Value>> {
        self.conn.query(sql, params).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// How many effects there are of commands that take two.
    fn effects(&mut self) -> Vec<i64> {
        ["grants", "delegations", "crisis_postures", "openings", "memberships"]
            .iter()
            .map(|table| self.rows(&format!("SELECT count(*) FROM {table}_rev"), &[])[0][0].int().unwrap_or(-1))
            .collect()
    }

    fn step(&mut self, random: &SeededEntropy, counts: &mut Counts) {
        counts.steps += 1;
        let who = random.below(PEOPLE.len());
        let before = self.effects();
        let waiting: Vec<usize> = (0..self.asked.len()).collect();
        let outcome = match random.below(10) {
            0..=3 => self.ask(random, who),
            4..=7 if !waiting.is_empty() => {
                let at = *random.pick(&waiting);
                return self.approve(who, at, before, counts);
            }
            8 => {
                self.world.time_passes(SignedDuration::from_hours(random.below(40) as i64));
                return;
            }
            _ => return self.end(random, who),
        };
        match outcome {
            Ok((asked, receipt)) => {
                assert!(receipt.approval.is_some(), "{} was done by one person", asked.command);
                assert_eq!(self.effects(), before, "{} had an effect before anybody approved", asked.command);
                counts.asked += 1;
                self.asked.push(asked);
            }
            Err(error) => note(&error, counts),
        }
    }

    fn ask(&mut self, random: &SeededEntropy, who: usize) -> Result<(Asked, Receipt), Error> {
        let (to, from) = (random.below(PEOPLE.len()), random.below(PEOPLE.len()));
        let today = self.world.today();
        let until = today.saturating_add(jiff::Span::new().days(random.below(4) as i64));
        let duty = *random.pick(&[Duty::Registry, Duty::ClearanceOfficer, Duty::AccessAdmin]);
        let (command, fields, beneficiary) = match random.below(4) {
            0 => {
                let fields = vec![
                    ("account", self.accounts[to].into()),
                    ("duty", duty.code().into()),
                    ("level", "R".into()),
                    ("valid_from", today.into()),
                    ("valid_until", until.into()),
                ];
                ("grants.grant", fields, Some(to))
            }
            1 => {
                // Often one's own duty, as people do.
                let from = if random.chance(70) { who } else { from };
                let duty = PEOPLE[from].1.first().copied().unwrap_or(duty);
                let fields = vec![
                    ("from_account", self.accounts[from].into()),
                    ("to_account", self.accounts[to].into()),
                    ("duty", duty.code().into()),
                    ("valid_from", today.into()),
                    ("valid_until", until.into()),
                    ("reason", "leave".into()),
                ];
                ("delegations.delegate", fields, Some(to))
            }
            2 => {
                let name = format!("p{}", random.below(1_000_000));
                ("postures.declare", vec![("name", name.into()), ("reason", "drill".into())], None)
            }
            _ => ("mail.void", vec![("item", self.world.letter("incoming", "ROU").into()), ("reason", "twice".into())], None),
        };
        let at = kernel::Clock::now(self.world.clock()).as_microsecond();
        let receipt = self.order(who, command, &fields)?;
        let request = receipt.approval.unwrap_or(RecordId::NIL);
        let behalf = self.rows("SELECT behalf FROM entry WHERE seq = $1", &[receipt.seq.into()])[0][0].id();
        Ok((Asked { request, command, requester: who, behalf, beneficiary, at, decided: false }, receipt))
    }

    fn approve(&mut self, who: usize, at: usize, before: Vec<i64>, counts: &mut Counts) {
        let request = self.asked[at].request;
        let digest = self.rows("SELECT digest FROM approvals WHERE id = $1", &[request.into()])[0][0].clone();
        // What the judge knows must be read before: an approval changes it.
        let held = self.duties_of(self.accounts[who]);
        let tied = self.tied(who, at);
        let now = kernel::Clock::now(self.world.clock()).as_microsecond();
        match self.order(who, "approvals.approve", &[("approval", request.into()), ("digest", digest)]) {
            Err(error) => {
                assert_eq!(self.effects(), before, "a refused approval had an effect");
                note(&error, counts);
            }
            Ok(_) => {
                let asked = &self.asked[at];
                let me = self.people[who];
                let said = (PEOPLE[who].0, asked.command, PEOPLE[asked.requester].0);
                assert_ne!(me, self.people[asked.requester], "{said:?}: one person");
                assert_ne!(Some(me), asked.beneficiary.map(|b| self.people[b]), "{said:?}: who gains approved");
                assert_ne!(Some(self.people[asked.requester]), asked.beneficiary.map(|b| self.people[b]), "{said:?}: who gains asked");
                assert_ne!(asked.behalf, Some(self.accounts[who]), "{said:?}: asked in the approver's place");
                assert!(!asked.decided, "{said:?}: decided twice");
                assert!(!tied, "{said:?}: a deputy of the requester approved, or the other way round");
                assert!(now < asked.at + limits::APPROVAL_DAYS * 86_400_000_000, "{said:?}: it had lapsed");
                let able = self.world.ledger().manifest().command(asked.command).map(|c| c.approvers).unwrap_or_default();
                assert!(able.iter().any(|d| held.contains(d)), "{said:?}: the approver held {held:?}");
                self.asked[at].decided = true;
                counts.approved += 1;
            }
        }
    }

    /// One person takes away: an end of a grant or delegation made in the game; never of the founding grants, or the game would end.
    fn end(&mut self, random: &SeededEntropy, who: usize) {
        let (table, command, field) = *random.pick(&[("grants", "grants.end", "grant"), ("delegations", "delegations.end", "delegation")]);
        let sql = format!("SELECT id FROM {table} WHERE void = 0 AND valid_from > '2026-01-01' ORDER BY id LIMIT 3");
        if let Some(id) = self.rows(&sql, &[]).first().and_then(|row| row[0].id()) {
            // Whoever may not is refused; that it only takes away is what the judge relies on.
            let _ = self.order(who, command, &[(field, id.into())]);
        }
    }

    /// The duties an account holds now, its own and delegated ones, as the tables say.
    fn duties_of(&mut self, account: RecordId) -> Vec<Duty> {
        let today: Date = self.world.today();
        let own = "SELECT duty FROM grants WHERE account = $1 AND void = 0 AND posture IS NULL AND valid_from <= $2 \
                   AND (valid_until IS NULL OR valid_until >= $2)";
        let lent = "SELECT d.duty FROM delegations d JOIN grants g ON g.account = d.from_account AND g.duty = d.duty AND g.void = 0 \
                    AND g.valid_from <= $2 AND (g.valid_until IS NULL OR g.valid_until >= $2) \
                    WHERE d.to_account = $1 AND d.void = 0 AND d.valid_from <= $2 AND d.valid_until >= $2";
        let mut rows = self.rows(own, &[account.into(), today.into()]);
        rows.extend(self.rows(lent, &[account.into(), today.into()]));
        rows.iter().filter_map(|row| row[0].text().and_then(Duty::from_code)).collect()
    }

    /// Whether the approver and who asked, or in whose place, are deputy and holder today, with whichever account.
    fn tied(&mut self, who: usize, at: usize) -> bool {
        let today = self.world.today();
        let person_of = "(SELECT person FROM accounts WHERE id = ";
        let (me, asked) = (self.accounts[who], &self.asked[at]);
        let others = [Some(self.accounts[asked.requester]), asked.behalf];
        let sql = format!(
            "SELECT count(*) FROM delegations d JOIN accounts f ON f.id = d.from_account JOIN accounts t ON t.id = d.to_account \
             WHERE d.void = 0 AND d.valid_from <= $3 AND d.valid_until >= $3 \
             AND ((f.person = {person_of}$1) AND t.person = {person_of}$2)) OR (f.person = {person_of}$2) AND t.person = {person_of}$1)))"
        );
        others.into_iter().flatten().any(|other| self.rows(&sql, &[me.into(), other.into(), today.into()])[0][0].int() != Some(0))
    }
}

fn note(error: &Error, counts: &mut Counts) {
    let codes = match error {
        Error::Refused(refused) => refused.codes().join(" "),
        Error::NotFound => "not-found".to_owned(),
        other => panic!("{other}"),
    };
    for code in codes.split(' ') {
        *counts.refused.entry(code.to_owned()).or_default() += 1;
    }
}
