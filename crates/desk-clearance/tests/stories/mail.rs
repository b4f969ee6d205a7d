//! Mail that comes in as files.

use desk_clearance::measures;
use desk_clearance::reports::commands::make_monthly;
use desk_clearance::reports::rules::BookLine;
use kernel::measure::Period;
use kernel::{Id, RecordId, Value};
use ledger::crypto::{hex, sha256};
use ledger::{Error, ListQuery};
use spine::documents::Attachment;
use spine::mail::inbox::{DropState, MailDrop};
use spine::mail::{Direction, MailItem};
use testkit::world::instant;
use testkit::{Backend, World};

use crate::service::calendar;

on_both!(
    sp_02_a_file_that_came_in_waits_for_a_look_and_then_takes_a_number,
    sp_02_a_second_copy_is_known_by_hash_and_by_message_id,
    sp_02_cl_13_a_book_is_closed_in_the_report_of_its_year_with_a_hash_of_its_entries,
    sp_02_what_came_in_names_its_day_and_late_registration_is_counted,
    sp_02_an_entry_is_corrected_as_a_new_version_under_its_number,
    sp_02_each_band_of_classification_has_books_of_its_own_and_numbers_given_stay,
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
            ("received_on", world.today().into()),
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

fn sp_02_what_came_in_names_its_day_and_late_registration_is_counted(on: Backend) {
    let world = World::new(on);
    calendar(&world);
    let registers = |received: Value| {
        let mut fields = world.letter_fields("incoming", "BEL");
        fields.retain(|(name, _)| !matches!(*name, "received_on" | "document_date"));
        fields.extend([("received_on", received), ("document_date", "2026-03-27".into())]);
        fields
    };
    let at = |text: &str| world.clock().set(instant(text));
    at("2026-04-03T09:00:00Z");
    assert_eq!(world.as_("registry").refused("mail.register", &registers(Value::Null)), ["received-day-missing"]);
    assert_eq!(world.as_("registry").refused("mail.register", &registers("2026-04-04".into())), ["date-in-future"]);
    let enters = |received: &str| world.as_("registry").makes("mail.register", &registers(received.into()));
    // Friday's on Friday; Saturday's on Monday; Thursday's on Monday is two working days late.
    let friday = enters("2026-04-03");
    at("2026-04-06T09:00:00Z");
    let (saturday, thursday) = (enters("2026-04-04"), enters("2026-04-02"));
    // What goes out was received by nobody, whatever the form said.
    let mut out = world.letter_fields("outgoing", "BEL");
    out.retain(|(name, _)| *name != "received_on");
    out.push(("received_on", "2026-04-01".into()));
    let out = world.as_("registry").makes("mail.register", &out);
    assert_eq!(world.as_("registry").record::<MailItem>(out).body.received_on, None);
    at("2026-04-07T09:00:00Z");
    let april = Period::parse("2026-04").unwrap();
    let figure = |who: &str| {
        world.as_(who).sees(move |view| {
            let now = view.now.as_microsecond();
            let book = measures::whole_book(view, april, now)?;
            measures::figure(view, &book, measures::find("KPI-CL-14").unwrap(), april)
        })
    };
    let told = figure("officer");
    let part = |key: &str| told.parts.iter().find(|p| p.key == key).map(|p| (p.value, p.numerator, p.denominator));
    assert_eq!(part("part:same-day"), Some((Some(6_667), 2, 3)));
    assert_eq!(part("part:registered-late"), Some((Some(1), 1, 3)));
    let rows = |part: &str| told.rows.iter().filter(|r| r.part == part).map(|r| (r.id, r.counted, r.value)).collect::<Vec<_>>();
    assert_eq!(rows("part:same-day"), [(friday, true, None), (saturday, true, None)]);
    assert_eq!(rows("part:registered-late"), [(thursday, false, Some(2))]);
    // A void entry counts for nothing; an office that leaves itself two days was in time.
    let request = world.as_("registry").asks("mail.void", &[("item", saturday.into()), ("reason", "Entered twice".into())]);
    world.as_("officer").approves(request);
    at("2026-04-08T09:00:00Z");
    let told = figure("officer");
    assert_eq!(told.parts.iter().find(|p| p.key == "part:same-day").map(|p| (p.numerator, p.denominator)), Some((1, 2)));
    // A receipt that did not come back in time is overdue from the day after on.
    let with_receipt = [world.letter_fields("outgoing", "BEL"), vec![("receipt", 1.into())]].concat();
    world.as_("registry").does("mail.register", &with_receipt);
    let overdue = |text: &str| {
        at(text);
        let period = Period::month_of(world.today());
        let told = world.as_("officer").sees(move |view| {
            let now = view.now.as_microsecond();
            let book = measures::whole_book(view, period, now)?;
            measures::figure(view, &book, measures::find("KPI-CL-14").unwrap(), period)
        });
        told.parts.iter().find(|p| p.key == "part:receipts-overdue").map(|p| (p.numerator, p.denominator))
    };
    assert_eq!((overdue("2026-05-08T09:00:00Z"), overdue("2026-05-09T09:00:00Z")), (Some((0, 0)), Some((1, 1))));
    let receipt = world.as_("registry").sees(|view| view.every::<spine::mail::Receipt>()).remove(0).head.id;
    let back = [("receipt", Value::from(receipt)), ("returned_on", "2026-05-09".into()), ("returned_by", "K. Tamm".into())];
    world.as_("registry").does("mail.return_receipt", &back);
    assert_eq!(overdue("2026-05-10T09:00:00Z"), Some((0, 1)));
    // An office that gives it ten days writes so into its standards.
    let ten = r#""at_risk_percent": 75, "receipt_days": 10"#;
    let standards = super::service::pack(2).replace(r#""at_risk_percent": 75"#, ten);
    super::service::adopt(&world, &world.today().to_string(), &standards);
    world.as_("registry").does("mail.register", &with_receipt);
    let due = world.as_("registry").sees(|view| view.every::<spine::mail::Receipt>());
    let mut due: Vec<_> = due.iter().map(|receipt| receipt.body.due_on.to_string()).collect();
    due.sort();
    assert_eq!(due, ["2026-05-08", "2026-05-20"]);
    world.verified();
}

fn sp_02_an_entry_is_corrected_as_a_new_version_under_its_number(on: Backend) {
    let world = World::new(on);
    super::cases::adopt(&world);
    let registry = world.as_("registry");
    let letter = world.letter("incoming", "BEL");
    let correct = |item: RecordId, version: i64, more: &[(&'static str, Value)]| {
        let line = [
            ("item", Value::from(item)),
            ("version", version.into()),
            ("kind", "notice".into()),
            ("subject", "Rectified".into()),
            ("document_date", "2026-02-27".into()),
            ("received_on", world.today().into()),
            ("correspondent", "NSA of Belgium".into()),
            ("channel", "post".into()),
            ("reason", "The wrong line was read".into()),
        ];
        [&line[..], more].concat()
    };
    assert_eq!(world.as_("policy").refused("mail.correct", &correct(letter, 1, &[])), ["duty-missing"]);
    assert_eq!(registry.refused("mail.correct", &correct(letter, 1, &[("reason", Value::Null)])), ["field-required"]);
    assert_eq!(registry.refused("mail.correct", &correct(letter, 1, &[("received_on", Value::Null)])), ["received-day-missing"]);
    assert_eq!(registry.refused("mail.correct", &correct(letter, 1, &[("kind", "take_over".into())])), ["mail-kind-of-import"]);
    let before = registry.record::<MailItem>(letter).body;
    registry.does("mail.correct", &correct(letter, 1, &[]));
    let after = registry.record::<MailItem>(letter);
    assert_eq!((after.head.version, after.body.corrected_because.as_deref()), (2, Some("The wrong line was read")));
    assert_eq!((after.body.subject.as_str(), after.body.authority), ("Rectified", None));
    let fixed = |item: &MailItem| (item.register, item.number, item.reference.clone(), item.direction, item.registered_at);
    assert_eq!(fixed(&after.body), fixed(&before));
    // What stood there stands in the version before, and is found no more.
    let versions = "SELECT count(*) FROM mail_items_rev WHERE id = $1 AND version = 1 AND subject = $2";
    assert_eq!(world.conn().number(versions, &[letter.into(), before.subject.as_str().into()]).ok(), Some(1));
    let found = |words: &'static str| {
        registry.sees(move |view| {
            view.rows_of("mail_items", &ListQuery { search: words.to_owned(), limit: 10, ..ListQuery::default() }).map(|rows| rows.len())
        })
    };
    assert_eq!((found("rectified"), found("correspondence")), (1, 0));
    // Two who correct it at once are told of each other.
    let late = registry.tries("mail.correct", &correct(letter, 1, &[]));
    assert!(matches!(late, Err(Error::Conflict { current: 2 })), "{late:?}");
    // What goes out has no day of arrival, whatever is said.
    let sent = world.letter("outgoing", "BEL");
    registry.does("mail.correct", &correct(sent, 1, &[]));
    assert_eq!(registry.record::<MailItem>(sent).body.received_on, None);
    // What a case rests on stays as it was read; what is void is not mended.
    let person = world.person("Abel", "Ada", "ROU");
    let case = super::cases::open(&world, person);
    world.as_("officer").does("case.confirm_need", &[("case", case.into()), ("proof", "Asked for".into())]);
    super::cases::carry(&world, case, "dispatched");
    let all = registry.sees(|view| view.every::<MailItem>());
    let rests = all.iter().filter(|item| item.body.direction == Direction::Outgoing && item.head.id != sent).map(|item| item.head.clone());
    let rests = rests.max_by_key(|head| head.id).unwrap_or_else(|| panic!("nothing was sent"));
    assert_eq!(registry.refused("mail.correct", &correct(rests.id, rests.version, &[])), ["mail-rests"]);
    let request = registry.asks("mail.void", &[("item", sent.into()), ("reason", "Twice".into())]);
    world.as_("registry2").approves(request);
    assert_eq!(registry.refused("mail.correct", &correct(sent, 3, &[])), ["mail-is-void"]);
    world.verified();
}

fn sp_02_each_band_of_classification_has_books_of_its_own_and_numbers_given_stay(on: Backend) {
    let world = World::new(on);
    let registry = world.as_("registry");
    let letter = |level: &str, more: &[(&'static str, Value)]| {
        let line = [
            ("direction", Value::from("incoming")),
            ("kind", "letter".into()),
            ("subject", "Correspondence".into()),
            ("document_date", world.today().into()),
            ("received_on", world.today().into()),
            ("correspondent", "Ministry".into()),
            ("channel", "courier".into()),
            ("letter_level", if level.is_empty() { Value::Null } else { level.into() }),
        ];
        [&line[..], more].concat()
    };
    let reference = |id: RecordId| registry.record::<MailItem>(id).body.reference;
    let before = registry.makes("mail.register", &letter("C", &[]));
    assert_eq!(reference(before), "ASO/2026/IN/000001", "one book for all while nobody asks for more");
    // The office wants its own books from CONFIDENTIAL up; a code stands in numbers and is capitals alone.
    assert_eq!(world.as_("policy").refused("mail_bands.add", &[("code", "c/1".into()), ("from_level", "C".into())]), ["band-letters"]);
    world.as_("policy").does("mail_bands.add", &[("code", "C".into()), ("from_level", "C".into())]);
    let what = [
        ("medium", Value::from("on_disc")),
        ("copies", 2.into()),
        ("pages", 14.into()),
        ("enclosures", 1.into()),
        ("tracking_number", "RR 123 456 LU".into()),
    ];
    let [first, low, second, bare] =
        [("C", &what[..]), ("R", &[]), ("C", &[]), ("", &[])].map(|(level, more)| registry.makes("mail.register", &letter(level, more)));
    let told = [first, low, second, bare].map(reference);
    assert_eq!(told, ["ASO/2026/IN/C/000001", "ASO/2026/IN/000002", "ASO/2026/IN/C/000002", "ASO/2026/IN/000003"]);
    assert_eq!(reference(before), "ASO/2026/IN/000001", "a number once given stays");
    let kept = registry.record::<MailItem>(first).body;
    assert_eq!((kept.copies, kept.pages, kept.enclosures), (Some(2), Some(14), Some(1)));
    assert_eq!((kept.medium.map(|m| m.code()), kept.tracking_number.as_deref()), (Some("on_disc"), Some("RR 123 456 LU")));
    let found = registry.sees(|view| {
        view.rows_of("mail_items", &ListQuery { search: "456".to_owned(), limit: 10, ..ListQuery::default() }).map(|rows| rows.len())
    });
    assert_eq!(found, 1, "a parcel is found by its carrier's number");
    // What lies above the system stands in no book, and no letter has less than nothing.
    assert_eq!(registry.refused("mail.register", &letter("TS", &[])), ["level-above-ceiling"]);
    assert_eq!(registry.refused("mail.register", &letter("C", &[("pages", (-1).into())])), ["mail-count"]);
    // Each book has no gap, for itself.
    let mut books = world.as_("auditor").sees(|view| view.every::<spine::mail::MailRegister>());
    books.sort_by_key(|book| book.body.band.clone());
    let counted: Vec<_> = books.iter().map(|book| (book.body.band.as_deref(), book.body.last_number)).collect();
    assert_eq!(counted, [(None, 3), (Some("C"), 2)]);
    world.verified();
}
