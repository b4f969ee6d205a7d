//! Rows, their history, and what is refused.

use kernel::{Register, Value};
use ledger::rights::grants::DutyGrant;
use ledger::{Error, ListQuery};
use spine::people::Person;
use testkit::{Backend, World, instant};

on_both!(
    sp_03_insert_update_and_void_leave_their_history,
    sp_03_the_past_is_answered_as_it_was_known,
    t13_a_lost_race_is_a_conflict_and_changes_nothing,
    a_unique_value_is_refused_without_saying_whose_it_is,
    a_value_is_free_again_when_its_record_is_void,
    t14_a_retry_with_its_key_has_one_effect,
    t12_the_log_keeps_its_order_when_the_clock_goes_back,
    what_is_wrong_is_said_all_at_once_at_its_field,
    limits_hold_at_the_limit_and_refuse_one_above,
    a_reference_that_is_not_there_is_refused_at_its_field,
    an_instance_is_set_up_once,
    a_failed_commit_is_told_and_the_next_one_stands,
    a_look_that_panics_takes_no_reader_with_it,
);

fn changed(world: &World, person: kernel::RecordId, version: i64, given: &str) -> Vec<(&'static str, Value)> {
    let before = world.as_("officer").record::<Person>(person).body;
    vec![
        ("record", person.into()),
        ("version", version.into()),
        ("surname", before.surname.into()),
        ("given", given.into()),
        ("nationality", before.nationality.0.into()),
        ("status", "active".into()),
    ]
}

fn sp_03_insert_update_and_void_leave_their_history(on: Backend) {
    let world = World::new(on);
    let officer = world.as_("officer");
    let person = world.person("Šimić", "Søren", "ROU");
    world.days_pass(1);
    let second = officer.does("people.change", &changed(&world, person, 1, "Sören"));
    let now = officer.record::<Person>(person);
    assert_eq!((now.head.version, now.body.given.as_str()), (2, "Sören"));
    let timeline = officer.sees(move |view| view.timeline(Person::NAME, person));
    let told: Vec<_> = timeline.iter().map(|t| (t.record.head.version, t.command.as_str(), t.duty.as_str(), t.actor)).collect();
    assert_eq!(told, [(2, "people.change", "clearance_officer", officer.account), (1, "people.add", "clearance_officer", officer.account)]);
    assert_eq!(timeline[0].seq, second.seq);
    assert!(timeline[0].time > timeline[1].time);

    let grant = world.as_("access").asks(
        "grants.grant",
        &[
            ("account", world.as_("hr").account.into()),
            ("duty", "registry".into()),
            ("level", "R".into()),
            ("valid_from", world.today().into()),
        ],
    );
    let grant = world.as_("access2").approves(grant).answer.unwrap_or_else(|| panic!("a grant")).1;
    assert!(!world.as_("access").record::<DutyGrant>(grant).head.void);
    world.as_("access").does("grants.end", &[("grant", grant.into())]);
    let void = world.as_("access").record::<DutyGrant>(grant);
    assert!(void.head.void && void.head.version == 2);
    let listed = |with_void| {
        world.as_("access").sees(move |view| {
            let query = ListQuery { with_void, limit: 500, ..ListQuery::default() };
            Ok(view.list("grants", &query)?.rows.iter().any(|r| r.head.id == grant))
        })
    };
    assert_eq!((listed(false), listed(true)), (false, true));
    assert_eq!(world.as_("access").sees(move |view| view.timeline("grants", grant)).len(), 2);
    world.verified();
}

fn sp_03_the_past_is_answered_as_it_was_known(on: Backend) {
    let world = World::new(on);
    let officer = world.as_("officer");
    let person = world.person("Berg", "Anna", "NOR");
    world.days_pass(10);
    officer.does("people.change", &changed(&world, person, 1, "Anne"));
    world.days_pass(10);
    let later = world.person("Berg", "Bo", "NOR");
    let given_at = |time: &'static str| {
        officer.tries_to_see(move |view| {
            view.known_at(instant(time))?;
            assert!(view.is_past());
            let count = view.list("people", &ListQuery { limit: 50, search: "berg".into(), ..ListQuery::default() })?.rows.len();
            Ok((view.get::<Person>(kernel::Id::new(person))?.body.given, count, view.timeline("people", person)?.len()))
        })
    };
    assert!(matches!(given_at("2026-03-01T00:00:00Z"), Err(Error::NotFound)));
    assert_eq!(given_at("2026-03-05T00:00:00Z").ok(), Some(("Anna".to_owned(), 1, 1)));
    assert_eq!(given_at("2026-03-12T08:00:00Z").ok(), Some(("Anne".to_owned(), 1, 2)));
    assert_eq!(given_at("2026-03-22T08:00:00Z").ok(), Some(("Anne".to_owned(), 2, 2)));
    assert!(officer.finds("people", later));
}

fn t13_a_lost_race_is_a_conflict_and_changes_nothing(on: Backend) {
    let world = World::new(on);
    let person = world.person("Kask", "Mari", "EST");
    let (first, second) = (changed(&world, person, 1, "Maria"), changed(&world, person, 1, "Marika"));
    world.as_("officer").does("people.change", &first);
    let lost = world.as_("technician").tries("people.change", &second);
    assert!(matches!(lost, Err(Error::Conflict { current: 2 })), "{lost:?}");
    assert_eq!(world.as_("officer").record::<Person>(person).body.given, "Maria");
    // Many at once: exactly one wins.
    let waiting: Vec<_> = (0..16)
        .map(|n| world.ledger().write(world.as_("officer").order("people.change", &changed(&world, person, 2, &format!("M{n}")))))
        .collect();
    let won = waiting.into_iter().map(ledger::Pending::wait).filter(Result::is_ok).count();
    assert_eq!(won, 1);
    assert_eq!(world.as_("officer").record::<Person>(person).head.version, 3);
    world.verified();
}

fn a_unique_value_is_refused_without_saying_whose_it_is(on: Backend) {
    let world = World::new(on);
    let officer = world.as_("officer");
    officer.does("posts.add", &[("number", "P-1".into())]);
    let refused = officer.tries("posts.add", &[("number", "P-1".into())]);
    let Err(Error::Refused(refused)) = refused else { panic!("{refused:?}") };
    assert_eq!(refused.codes(), ["value-taken"]);
    assert_eq!(refused.0[0].args, [("register", "posts".to_owned())]);
    officer.does("posts.add", &[("number", "P-2".into())]);
    world.verified();
}

fn a_value_is_free_again_when_its_record_is_void(on: Backend) {
    use kernel::{Entropy, Id};
    use ledger::Changes;
    use spine::posts::Post;
    // Nothing in the house voids a post by itself: the database's own rule is what is looked at.
    let world = World::with_rows(on, testkit::Setup::default(), |changes: &mut Changes, entropy| {
        let _: Id<Post> = changes.insert(entropy.id(), &Post { number: "P-1".into(), title: None, unit: None });
    });
    let mut conn = world.conn();
    assert!(conn.execute("UPDATE posts SET void = 1 WHERE number = 'P-1'", &[]).is_ok());
    drop(conn);
    world.as_("officer").does("posts.add", &[("number", "P-1".into())]);
}

fn t14_a_retry_with_its_key_has_one_effect(on: Backend) {
    let world = World::new(on);
    let officer = world.as_("officer");
    let order = |number: &str, key: &str| {
        let mut order = officer.order("posts.add", &[("number", number.into())]);
        order.idempotency = Some(key.to_owned());
        world.ledger().write(order).wait()
    };
    let first = order("P-1", "key-1").unwrap_or_else(|e| panic!("{e}"));
    assert!(!first.repeated);
    let again = order("P-1", "key-1").unwrap_or_else(|e| panic!("{e}"));
    assert!(again.repeated);
    assert_eq!((again.seq, &again.answer), (first.seq, &first.answer));
    let reused = order("P-2", "key-1");
    assert!(matches!(&reused, Err(Error::Refused(r)) if r.codes() == ["idempotency-key-reused"]), "{reused:?}");
    // Another person's key of the same name is another key.
    let mut other = world.as_("technician").order("posts.add", &[("number", "P-3".into())]);
    other.idempotency = Some("key-1".to_owned());
    assert!(world.ledger().write(other).wait().is_ok_and(|r| !r.repeated));
    for bad in ["", &"k".repeat(129)] {
        let refused = order("P-9", bad);
        assert!(matches!(&refused, Err(Error::Refused(r)) if r.codes() == ["idempotency-key-bad"]), "{refused:?}");
    }
    assert!(order("P-4", &"k".repeat(128)).is_ok());
    // A refusal is not remembered: what is put right goes through under the same key.
    assert!(order("P-1", "key-2").is_err());
    assert!(order("P-5", "key-2").is_ok());
    // Retries that arrive in one batch count as one.
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let mut order = officer.order("posts.add", &[("number", "P-6".into())]);
            order.idempotency = Some("key-3".to_owned());
            world.ledger().write(order)
        })
        .collect();
    let answers: Vec<_> = waiting.into_iter().filter_map(|p| p.wait().ok()).collect();
    assert_eq!((answers.len(), answers.iter().filter(|r| !r.repeated).count()), (8, 1));
    let posts = officer.sees(|view| view.list("posts", &ListQuery { limit: 50, ..ListQuery::default() })).rows.len();
    assert_eq!(posts, 5);
}

fn t12_the_log_keeps_its_order_when_the_clock_goes_back(on: Backend) {
    let world = World::new(on);
    world.person("One", "A", "BEL");
    world.days_pass(-1);
    let back = world.person("Two", "B", "BEL");
    world.days_pass(366);
    world.person("Three", "C", "BEL");
    let mut conn = world.conn();
    let rows = conn.query("SELECT time, suspect FROM entry ORDER BY seq", &[]).unwrap_or_default();
    assert!(rows.windows(2).all(|w| w[0][0] <= w[1][0]));
    assert_eq!(rows.iter().map(|r| r[1].int()).collect::<Vec<_>>(), [Some(0), Some(0), Some(1), Some(0)]);
    assert!(world.as_("officer").finds("people", back));
    world.verified();
}

fn what_is_wrong_is_said_all_at_once_at_its_field(on: Backend) {
    let world = World::new(on);
    let refused = world.as_("officer").tries(
        "people.add",
        &[("given", " ".into()), ("nationality", "Romania".into()), ("birth_date", "1.2.1980".into()), ("status", "gone".into())],
    );
    let Err(Error::Refused(refused)) = refused else { panic!("{refused:?}") };
    let said: Vec<_> = refused.0.iter().map(|r| (r.field.as_deref().unwrap_or(""), r.code)).collect();
    assert_eq!(
        said,
        [
            ("surname", "field-required"),
            ("given", "field-required"),
            ("nationality", "field-too-long"),
            ("birth_date", "field-not-a-date"),
            ("status", "field-not-a-choice"),
        ]
    );
    assert_eq!(
        world.as_("officer").refused(
            "people.add",
            &[("surname", "A\0B".into()), ("given", "x".into()), ("nationality", "ROU".into()), ("status", "active".into())]
        ),
        ["field-not-text"]
    );
    assert_eq!(world.as_("hr").refused("people.add", &[]), ["duty-missing"]);
    let unknown = ledger::Order { command: "people.eat".into(), ..world.as_("officer").order("people.add", &[]) };
    assert!(matches!(world.ledger().write(unknown).wait(), Err(Error::Refused(r)) if r.codes() == ["command-unknown"]));
    world.verified();
}

fn limits_hold_at_the_limit_and_refuse_one_above(on: Backend) {
    let world = World::new(on);
    let add = |surname: String, remarks: String| {
        world.as_("officer").tries(
            "people.add",
            &[
                ("surname", surname.into()),
                ("given", "x".into()),
                ("nationality", "ROU".into()),
                ("status", "active".into()),
                ("remarks", remarks.into()),
            ],
        )
    };
    // Characters count, not bytes; the widest are four bytes long.
    assert!(add("𝔊".repeat(100), "🜨".repeat(kernel::limits::LONG_TEXT_CHARS_MAX)).is_ok());
    assert!(add("x".repeat(101), "x".into()).is_err());
    assert!(add("x".into(), "x".repeat(kernel::limits::LONG_TEXT_CHARS_MAX + 1)).is_err());
    world.verified();
}

fn a_reference_that_is_not_there_is_refused_at_its_field(on: Backend) {
    let world = World::new(on);
    let person = world.person("Roux", "Luc", "FRA");
    let refused = world.as_("officer").tries(
        "assignments.add",
        &[
            ("person", person.into()),
            ("post", world.ledger().new_id().into()),
            ("kind", "staff".into()),
            ("valid_from", world.today().into()),
        ],
    );
    let Err(Error::Refused(refused)) = refused else { panic!("{refused:?}") };
    assert_eq!((refused.codes(), refused.0[0].field.as_deref()), (vec!["reference-not-found"], Some("post")));
}

fn an_instance_is_set_up_once(on: Backend) {
    let world = World::new(on);
    let mut changes = ledger::Changes::new();
    let (account, _) = testkit::hire(&mut changes, world.entropy(), "intruder", "Intruder");
    let again = world.ledger().bootstrap(kernel::Id::new(account), changes).wait();
    assert!(matches!(&again, Err(Error::Refused(r)) if r.codes() == ["not-empty"]), "{again:?}");
    world.verified();
}

fn a_failed_commit_is_told_and_the_next_one_stands(on: Backend) {
    use kernel::{Entropy, Id};
    use ledger::identity::Account;
    use ledger::rights::grants::DutyGrant;
    let world = World::with(on, testkit::Setup { staffed: false, ..testkit::Setup::default() });
    let ghost: Id<Account> = Id::new(world.entropy().id());
    let mut changes = ledger::Changes::new();
    let grant = DutyGrant::plain(ghost, kernel::Duty::Head, "R", world.today());
    changes.insert(world.entropy().id(), &grant);
    let broken = world.ledger().bootstrap(ghost, changes).wait();
    assert!(matches!(broken, Err(Error::Database(_))), "a grant to no account breaks a foreign key: {broken:?}");
    let mut changes = ledger::Changes::new();
    let (account, _) = testkit::hire(&mut changes, world.entropy(), "head", "Hart");
    let made = world.ledger().bootstrap(Id::new(account), changes).wait();
    assert!(made.as_ref().is_ok_and(|r| r.seq == 0), "{made:?}");
    world.verified();
}

fn a_look_that_panics_takes_no_reader_with_it(on: Backend) {
    let world = World::new(on);
    let person = world.person("Still", "Here", "BEL");
    for _ in 0..kernel::limits::READERS * 2 {
        let answer = world.as_("officer").tries_to_see(move |view| -> Result<(), Error> {
            view.get::<Person>(kernel::Id::new(person))?;
            panic!("a fault in a page, as part of the test")
        });
        assert!(matches!(answer, Err(Error::Database(_))), "{answer:?}");
    }
    assert!(world.as_("officer").finds("people", person));
    world.person("Also", "Here", "BEL");
    world.verified();
}

#[test]
fn a_connection_that_was_lost_is_made_anew() {
    let world = World::new(Backend::Postgres);
    world.person("Maes", "Jan", "BEL");
    let others =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let cut = world.conn().number(others, &[]).unwrap_or_else(|e| panic!("{e}"));
    assert!(cut >= 2, "writer and readers were cut off, {cut} of them");
    // The first of each may still notice the loss itself; afterwards all goes on.
    let person = || world.as_("officer").tries("posts.add", &[("number", "A-1".into())]);
    let again = person().or_else(|_| person());
    assert!(again.is_ok(), "{again:?}");
    let look = || world.as_("officer").tries_to_see(|view| view.having::<Person>("nationality", "BEL"));
    let seen = (0..ledger_readers()).find_map(|_| look().ok());
    assert!(seen.is_some());
}

const fn ledger_readers() -> usize {
    kernel::limits::READERS + 1
}
