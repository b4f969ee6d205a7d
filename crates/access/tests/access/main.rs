//! Permit and scope against their plain restatements, over random actors, grants, records and days.

use access::{Actor, CommandRule, Grant, Reach, bootstrap, oracle, permit, scope};
use jiff::civil::{Date, date};
use kernel::entropy::SeededEntropy;
use kernel::marking::{CategoryDef, CategoryKind, Clearance, Mark, SecurityPolicy, TagSet};
use kernel::{Codes, Duty, Entropy, GroupDef, Head, Job, Label, Nation, RecordId, RegisterDef, Text};

const WORLDS: usize = 20_000;
const COMPARTMENTS: [&str; 4] = ["ALPHA", "BRAVO", "WHEREABOUTS", "NEXT_OF_KIN"];
const CAVEATS: [&str; 2] = ["ATOMAL", "BOHEMIA"];
const PARTIES: [&str; 3] = ["BEL", "FRA", "EU"];
const ONE: Job = Job::named("one");
const JOBS: &[Job] = &[ONE, Job::named("other"), Job::named("third")];
const REALMS: [&str; 2] = ["NORTH", "SOUTH"];

fn near(random: &SeededEntropy) -> Date {
    date(2026, 3, 1).saturating_add(jiff::Span::new().days(random.below(8) as i64))
}

/// Each of the codes with this chance, in percent.
fn some(random: &SeededEntropy, codes: &[&str], percent: usize) -> Codes {
    Codes::new(codes.iter().filter(|_| random.chance(percent)).map(|c| (*c).to_owned()))
}

fn one(random: &SeededEntropy, of: &[&str], percent: usize) -> Option<String> {
    random.chance(percent).then(|| (*random.pick(of)).to_owned())
}

fn actor(random: &SeededEntropy, people: &[RecordId]) -> Actor {
    let grant = || {
        let from = near(random);
        Grant {
            duty: *random.pick(Duty::ALL),
            reach: Reach {
                rank: random.below(4) as i64,
                held: some(random, &[CAVEATS.as_slice(), &PARTIES].concat(), 60),
                compartments: some(random, &COMPARTMENTS, 40),
                realm: one(random, &REALMS, 20),
            },
            limited_to: None,
            from,
            until: random.chance(60).then(|| from.saturating_add(jiff::Span::new().days(random.below(6) as i64))),
            behalf: random.chance(20).then(|| random.id()),
        }
    };
    let grants = (0..random.below(6)).map(|_| grant()).collect();
    Actor {
        household: people.iter().filter(|_| random.chance(20)).copied().collect(),
        nation: random.chance(20).then(|| Nation("BEL".to_owned())),
        opened: people.iter().filter(|_| random.chance(30)).copied().collect(),
        emergency: random.chance(20),
        ..Actor::person(random.id(), *random.pick(people), grants)
    }
}

fn head(random: &SeededEntropy, people: &[RecordId]) -> Head {
    let rank = random.below(4) as i64;
    let label = Label {
        level: rank.to_string(),
        caveats: some(random, &CAVEATS, 15),
        releasable: if random.chance(20) { some(random, &PARTIES, 50) } else { Codes::default() },
        compartment: one(random, &COMPARTMENTS, 40),
        realm: one(random, &REALMS, 50),
    };
    Head { id: random.id(), version: 1, label, rank, subject: random.chance(60).then(|| *random.pick(people)), void: false }
}

/// A record and what surrounds it.
fn looked_at<'a>(random: &SeededEntropy, register: &'a RegisterDef, head: &'a Head, nation: &'a Nation) -> oracle::What<'a> {
    oracle::What {
        register,
        head,
        nation: (head.subject.is_some() && random.chance(50)).then_some(nation),
        restricted: head.subject.is_some() && random.chance(20),
        member: random.chance(50),
    }
}

fn held(actor: &Actor) -> Vec<oracle::Held<'_>> {
    let bare = |g: &'_ Grant| -> (Duty, i64, Date, Option<Date>) { (g.duty, g.reach.rank, g.from, g.until) };
    actor
        .grants
        .iter()
        .map(|g| {
            let (duty, rank, from, until) = bare(g);
            let realm = g.reach.realm.as_deref();
            oracle::Held { duty, rank, categories: &g.reach.held, compartments: &g.reach.compartments, realm, from, until }
        })
        .collect()
}

fn duties(random: &SeededEntropy) -> &'static [Duty] {
    const LISTS: [&[Duty]; 4] = [&[], &[Duty::Registry], &[Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Head], Duty::ALL];
    LISTS[random.below(LISTS.len())]
}

/// `permit` said again: what the answer must be.
fn restated(actor: &Actor, allowed: &[Duty], targets: &[Head], day: Date) -> Result<Vec<&'static str>, &'static str> {
    for target in targets {
        if let Some(about) = target.subject
            && (about == actor.person || actor.household.contains(&about))
        {
            return Err("own-file");
        }
    }
    let mut holds = Vec::new();
    let mut reaching = Vec::new();
    for grant in &actor.grants {
        let over = grant.until.is_some_and(|last| last < day);
        if day < grant.from || over || !allowed.contains(&grant.duty) {
            continue;
        }
        holds.push(grant.duty.code());
        let mut reaches_all = true;
        for target in targets {
            let (label, reach) = (&target.label, &grant.reach);
            let closed = label.compartment.as_ref().is_some_and(|c| !reach.compartments.iter().any(|open| open == c));
            let unheld = label.caveats.iter().any(|caveat| !reach.held.iter().any(|h| h == caveat));
            let foreign = !label.releasable.is_empty() && !label.releasable.iter().any(|party| reach.held.iter().any(|h| h == party));
            let elsewhere = reach.realm.is_some() && reach.realm != label.realm;
            if target.rank > reach.rank || closed || unheld || foreign || elsewhere {
                reaches_all = false;
            }
        }
        if reaches_all {
            reaching.push(grant.duty.code());
        }
    }
    match (holds.is_empty(), reaching.is_empty()) {
        (true, _) => Err("duty-missing"),
        (_, true) => Err("not-found"),
        _ => Ok(reaching),
    }
}

#[test]
fn p03_a_permit_is_given_exactly_when_the_rules_say_so() {
    let random = SeededEntropy::new(3);
    let people: Vec<RecordId> = (0..6).map(|_| random.id()).collect();
    let mut told = std::collections::BTreeMap::new();
    for world in 0..WORLDS {
        let (actor, day) = (actor(&random, &people), near(&random));
        let rule = CommandRule {
            name: "a.command",
            duties: duties(&random),
            jobs: JOBS,
            own: false,
            four_eyes: random.chance(50),
            approvers: &[],
        };
        let targets: Vec<Head> = (0..random.below(3)).map(|_| head(&random, &people)).collect();
        let said = permit(&actor, &rule, &targets, day);
        match (&said, restated(&actor, rule.duties, &targets, day)) {
            (Ok(permit), Ok(duties)) => assert!(duties.contains(&permit.duty()), "{world}"),
            (Err(refusal), Err(code)) => assert_eq!(refusal.code, code, "{world}"),
            (said, expected) => panic!("{world}: {said:?}, {expected:?} expected"),
        }
        *told.entry(said.map_or_else(|r| r.code, |_| "permitted")).or_insert(0) += 1;
    }
    assert_eq!(told.values().sum::<usize>(), WORLDS);
    assert!(["duty-missing", "not-found", "own-file", "permitted"].iter().all(|code| told[code] > WORLDS / 50), "{told:?}");
}

#[test]
fn p03_who_has_no_duty_acts_for_themselves_and_on_no_record() {
    let random = SeededEntropy::new(9);
    let people: Vec<RecordId> = (0..6).map(|_| random.id()).collect();
    let mut permitted = 0;
    for world in 0..WORLDS {
        let (actor, day) = (actor(&random, &people), near(&random));
        let (own, four_eyes) = (random.chance(50), random.chance(30));
        let rule = CommandRule { name: "a.command", duties: &[], jobs: &[], own, four_eyes, approvers: &[] };
        let targets: Vec<Head> = (0..random.below(2)).map(|_| head(&random, &people)).collect();
        let said = permit(&actor, &rule, &targets, day);
        let may = own && !four_eyes && targets.is_empty();
        assert_eq!(said.as_ref().is_ok_and(|p| p.duty() == "oneself"), may, "{world}: {said:?}");
        permitted += usize::from(may);
    }
    assert!(permitted > WORLDS / 20, "{permitted}");
}

#[test]
fn p03_a_scope_admits_exactly_what_the_oracle_allows() {
    let random = SeededEntropy::new(4);
    let people: Vec<RecordId> = (0..6).map(|_| random.id()).collect();
    let (mut shown, mut checked) = (0, 0);
    for world in 0..WORLDS {
        let (actor, day) = (actor(&random, &people), near(&random));
        let members = random.chance(30).then_some("id");
        let register = RegisterDef { seen_by: duties(&random), members, ..RegisterDef::DEFAULT };
        let scope = scope(&actor, &register, day);
        let grants = held(&actor);
        let who = oracle::Who {
            person: actor.person,
            household: &actor.household,
            nation: actor.nation.as_ref(),
            opened: &actor.opened,
            emergency: actor.emergency,
            grants: &grants,
        };
        let nation = Nation("BEL".to_owned());
        for _ in 0..4 {
            let head = head(&random, &people);
            let what = looked_at(&random, &register, &head, &nation);
            let closed = |about: RecordId| {
                scope.not_about().contains(&about)
                    || (what.restricted && !scope.opened().contains(&about))
                    || (scope.not_of().is_some() && scope.not_of() == what.nation)
            };
            let admitted = scope.clauses().iter().any(|c| c.admits(&head, what.member)) && !head.subject.is_some_and(closed);
            let allowed = oracle::may_see(&who, &what, day);
            assert_eq!(admitted, allowed, "{world}: {actor:?} {head:?}");
            assert!(!scope.is_nothing() || !allowed);
            checked += 1;
            shown += usize::from(allowed);
        }
    }
    assert_eq!(checked, WORLDS * 4);
    assert!(shown * 20 > checked && shown * 2 < checked, "{shown} of {checked}");
}

#[test]
fn p03_a_group_is_withheld_unless_a_grant_that_sees_it_reaches_the_record() {
    const GROUPS: &[GroupDef] = &[GroupDef { name: "identity", seen_by: &[Duty::Head, Duty::ClearanceOfficer] }];
    let random = SeededEntropy::new(5);
    let people: Vec<RecordId> = (0..6).map(|_| random.id()).collect();
    let mut open = 0;
    for _ in 0..WORLDS {
        let (actor, day) = (actor(&random, &people), near(&random));
        let register = RegisterDef { seen_by: Duty::ALL, groups: GROUPS, ..RegisterDef::DEFAULT };
        let scope = scope(&actor, &register, day);
        let head = head(&random, &people);
        let sees = actor.grants.iter().any(|g| {
            GROUPS[0].seen_by.contains(&g.duty)
                && g.from <= day
                && g.until.is_none_or(|u| day <= u)
                && head.rank <= g.reach.rank
                && head.label.caveats.iter().all(|c| g.reach.held.contains(c))
                && (head.label.releasable.is_empty() || head.label.releasable.iter().any(|c| g.reach.held.contains(c)))
                && head.label.compartment.as_ref().is_none_or(|c| g.reach.compartments.contains(c))
                && g.reach.realm.as_ref().is_none_or(|r| head.label.realm.as_ref() == Some(r))
        });
        assert_eq!(scope.withholds("identity", &head), !sees);
        assert!(!scope.withholds("core", &head));
        open += usize::from(sees);
    }
    assert!(open > WORLDS / 50);
}

#[test]
fn p06_an_instance_with_accounts_is_not_set_up_again() {
    assert!(bootstrap(0).is_ok_and(|p| p.duty() == "bootstrap"));
    assert!(bootstrap(1).is_err_and(|r| r.code == "not-empty"));
}

#[test]
fn p03_the_system_may_what_is_named_for_its_job_and_sees_nothing() {
    let random = SeededEntropy::new(6);
    let people: Vec<RecordId> = (0..6).map(|_| random.id()).collect();
    let lists: [&'static [Job]; 3] = [&[], &[ONE], JOBS];
    let mut permitted = 0;
    for _ in 0..WORLDS {
        let (job, jobs) = (*random.pick(JOBS), *random.pick(&lists));
        let rule = CommandRule {
            name: "a.command",
            duties: Duty::ALL,
            jobs,
            own: random.chance(50),
            four_eyes: random.chance(50),
            approvers: &[],
        };
        let targets: Vec<Head> = (0..random.below(2)).map(|_| head(&random, &people)).collect();
        let said = permit(&Actor::system(job), &rule, &targets, near(&random));
        // Never on a record, never where a second person is needed, however many jobs are named.
        let named = jobs.contains(&job) && targets.is_empty() && !rule.four_eyes;
        assert_eq!(said.as_ref().map(access::Permit::duty).map_err(|r| r.code), if named { Ok("system") } else { Err("system-may-not") });
        permitted += usize::from(named);
        let register = RegisterDef { seen_by: Duty::ALL, ..RegisterDef::DEFAULT };
        assert!(scope(&Actor::system(job), &register, near(&random)).is_nothing());
    }
    assert!(permitted > WORLDS / 20, "{permitted}");
}

/// Levels of rank 0 to 3, a restrictive, two permissive and an informative set.
fn policy() -> SecurityPolicy {
    let text = Text::default;
    let set = |kind| TagSet {
        name: format!("{kind:?}"),
        oid: String::new(),
        kind,
        single: false,
        prefix: text(),
        separator: text(),
        suffix: text(),
    };
    let mut sets =
        vec![set(CategoryKind::Restrictive), set(CategoryKind::Permissive), set(CategoryKind::Permissive), set(CategoryKind::Informative)];
    sets[2].name = "Other parties".to_owned();
    let codes = [("ATOMAL", 0), ("BOHEMIA", 0), ("BEL", 1), ("FRA", 1), ("EU", 2), ("NATO", 2), ("STAFF", 3)];
    let categories = codes.map(|(code, set)| CategoryDef {
        code: code.to_owned(),
        name: code.to_owned(),
        lacv: String::new(),
        set,
        obsolete: false,
        phrase: text(),
        word: None,
        excluded_levels: Vec::new(),
        required_level: None,
        required: Vec::new(),
        excluded: Vec::new(),
    });
    SecurityPolicy { tag_sets: sets, categories: categories.to_vec(), ..SecurityPolicy::default() }
}

#[test]
fn p07_a_reach_covers_what_adatp_4774_lets_it_dominate() {
    const CODES: [&str; 8] = ["ATOMAL", "BOHEMIA", "BEL", "FRA", "EU", "NATO", "STAFF", "UNHEARD"];
    let (policy, random) = (policy(), SeededEntropy::new(4774));
    let (mut open, mut closed, mut kept_out, mut refused) = (0, 0, 0, 0);
    for _ in 0..WORLDS {
        let known = &CODES[..CODES.len() - 1];
        let clearance = Clearance { rank: random.below(4) as i64, categories: some(&random, known, 50) };
        let rank = random.below(4) as i64;
        let label = Label { caveats: some(&random, &CODES, 10), releasable: some(&random, &CODES[2..], 25), ..Label::at("R") };
        let mark = Mark::of(&policy, rank, label.caveats.iter().chain(label.releasable.iter()));
        let stored = policy.missorted(&label).is_empty();
        let head = Head { id: random.id(), version: 1, label, rank, subject: None, void: false };
        let reach = Reach { rank: clearance.rank, held: clearance.categories.clone(), ..Reach::default() };
        let (covers, dominates) = (reach.covers(&head), policy.dominates(&clearance, &mark));
        if stored {
            assert_eq!(covers, dominates, "{:?} of {:?}", clearance, head.label);
            *if covers { &mut open } else { &mut closed } += 1;
        } else {
            refused += 1;
            kept_out += usize::from(covers && !dominates);
        }
    }
    assert!(open > 1_000 && closed > 1_000 && refused > 1_000, "{open} open, {closed} closed, {refused} refused");
    assert!(kept_out > 100, "what is refused would have been let in wrongly: {kept_out}");
}
