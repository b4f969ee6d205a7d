//! Mail that comes in as files.

use desk_clearance::reports::commands::make_monthly;
use desk_clearance::reports::rules::BookLine;
use kernel::measure::Period;
use kernel::{Id, RecordId, Value};
use ledger::crypto::{hex, sha256};
use spine::documents::Attachment;
use spine::mail::MailItem;
use spine::mail::inbox::{DropState, MailDrop};
use testkit::world::instant;
use testkit::{Backend, World};

on_both!(
    sp_02_a_file_that_came_in_waits_for_a_look_and_then_takes_a_number,
    sp_02_a_second_copy_is_known_by_hash_and_by_message_id,
    sp_02_cl_13_a_book_is_closed_in_the_report_of_its_year_with_a_hash_of_its_entries,
);

fn fields(name: &str, id: Option<&str>, bytes: &[u8]) -> Vec<(&'static str, Value)> {
    vec![
        ("name", name.into()),
        ("condition", "file_whole".into()),
        ("correspondent", "NSA <nsa@example.org>".into()),
        ("channel", "email".into()),
        ("message_id", id.map_or(Value::Null, Value::from)),
        ("file", Value::Bytes(bytes.to_vec())),
    ]
}

fn files(world: &World, record: RecordId) -> Vec<Attachment> {
    world.as_("registry").sees(move |view| Ok(view.having::<Attachment>("record", record)?.into_iter().map(|a| a.body).collect()))
}

fn sp_02_a_file_that_came_in_waits_for_a_look_and_then_takes_a_number(on: Backend) {
    let world = World::new(on);
    let registry = world.as_("registry");
    assert_eq!(world.as_("policy").refused("mail.drop", &fields("a.eml", None, b"Subject: x")), ["duty-missing"]);
    let drop = registry.makes("mail.drop", &fields("a.eml", Some("one@example.org"), b"Subject: x, a message of some length"));
    let take = |document_date: Value| {
        vec![
            ("drop", Value::from(drop)),
            ("kind", "letter".into()),
            ("subject", "Correspondence".into()),
            ("document_date", document_date),
            ("correspondent", "NSA".into()),
            ("channel", "email".into()),
        ]
    };
    let tomorrow = world.today().tomorrow().unwrap();
    assert_eq!(registry.refused("mail.take_in", &take(tomorrow.into())), ["date-in-future"]);
    let mail = registry.makes("mail.take_in", &take(world.today().into()));
    assert_eq!(registry.record::<MailItem>(mail).body.reference, "ASO/2026/IN/000001");
    let after = registry.record::<MailDrop>(drop).body;
    assert_eq!((after.state, after.mail_item), (DropState::Registered, Some(Id::new(mail))));
    // The same sealed bytes hang on both.
    let (here, there) = (files(&world, drop), files(&world, mail));
    assert_eq!((here.len(), there.len(), here[0].blob), (1, 1, there[0].blob));
    assert_eq!(world.ledger().blob(there[0].blob).wait().unwrap(), b"Subject: x, a message of some length");
    // It is taken once.
    assert_eq!(registry.refused("mail.take_in", &take(world.today().into())), ["state-not-allowed"]);
    world.verified();
}

fn sp_02_a_second_copy_is_known_by_hash_and_by_message_id(on: Backend) {
    let world = World::new(on);
    let registry = world.as_("registry");
    let first = registry.makes("mail.drop", &fields("a.eml", Some("one@example.org"), b"Subject: a message that comes twice"));
    let again = fields("b.eml", Some("one@example.org"), b"Subject: a message that comes twice");
    assert_eq!(world.as_("registry2").refused("mail.drop", &again), ["mail-known-already"]);
    // Another path, another header: the same message all the same.
    let other =
        registry.makes("mail.drop", &fields("b.eml", Some("one@example.org"), b"Received: x\r\nSubject: a message that comes twice"));
    assert_eq!(registry.record::<MailDrop>(other).body.same_as, Some(Id::new(first)));
    registry.does("mail.set_aside", &[("drop", other.into()), ("reason", "A second copy".into())]);
    assert_eq!(registry.record::<MailDrop>(other).body.state, DropState::SetAside);
    // A number was taken by neither.
    assert!(registry.sees(|view| view.having::<MailItem>("direction", "incoming")).is_empty());
    world.verified();
}

fn books(world: &World, period: &str) -> Vec<BookLine> {
    world.time_passes(jiff::SignedDuration::from_mins(1));
    let (now, period) = (world.ledger().now().as_microsecond(), Period::parse(period).unwrap());
    world.as_("officer").sees(move |view| make_monthly(view, period, now, false)).registers
}

fn sp_02_cl_13_a_book_is_closed_in_the_report_of_its_year_with_a_hash_of_its_entries(on: Backend) {
    let world = World::new(on);
    let letters: Vec<RecordId> = ["incoming", "incoming", "outgoing", "incoming"].iter().map(|way| world.letter(way, "BEL")).collect();
    let void = |item: RecordId| {
        let request = world.as_("registry").asks("mail.void", &[("item", item.into()), ("reason", "Entered twice".into())]);
        world.as_("officer").approves(request);
    };
    void(letters[1]);
    let line = |direction: &str, numbers: [i64; 4]| BookLine {
        body: "ASO".to_owned(),
        year: 2026,
        direction: direction.to_owned(),
        last: numbers[0],
        issued: numbers[1],
        void: numbers[2],
        missing: numbers[3],
        closed_on: None,
        hash: None,
    };
    let running = [line("incoming", [3, 2, 1, 0]), line("outgoing", [1, 1, 0, 0])];
    assert_eq!(books(&world, "2026"), running, "the year runs: nothing is closed");
    // Before the month of their year nothing stood in them, in the next year there are other books.
    assert_eq!(books(&world, "2025"), []);
    world.clock().set(instant("2027-01-04T09:00:00Z"));
    assert_eq!(books(&world, "2027-01"), []);
    let closed = books(&world, "2026");
    assert_eq!(closed, books(&world, "2026-12"), "the report of its last month closes it as well");
    assert!(books(&world, "2026-11").iter().all(|b| b.closed_on.is_none() && b.hash.is_none()));
    // The hash is the one anybody makes of the entries.
    for (book, way) in closed.iter().zip(["incoming", "outgoing"]) {
        let entries = world.as_("registry").sees(move |view| view.having::<MailItem>("direction", way));
        let mut entries: Vec<MailItem> = entries.into_iter().map(|e| e.body).collect();
        entries.sort_by_key(|e| e.number);
        let chained = entries
            .iter()
            .fold(sha256(&[]), |hash, e| sha256(&[&hash, format!("{};{};{}", e.number, e.reference, e.registered_at.0).as_bytes()]));
        assert_eq!((book.hash.as_deref(), book.closed_on.as_deref()), (Some(hex(&chained).as_str()), Some("2026-12-31")), "{way}");
    }
    // What is made void after the closing shows as void and leaves the hash.
    void(letters[3]);
    let after = books(&world, "2026");
    assert_eq!((after[0].issued, after[0].void, &after[0].hash), (1, 2, &closed[0].hash));
    world.verified();
}
