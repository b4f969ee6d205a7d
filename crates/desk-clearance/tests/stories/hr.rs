//! What personnel sends: received once, matched or waiting, applied by two, undone; and what a leaver sets off.

use std::collections::BTreeMap;

use desk_clearance::cases::{CaseKind, CaseState, PscCase};
use desk_clearance::hr::commands::{JOB, read as staged_read, stage};
use desk_clearance::hr::queries::settled;
use desk_clearance::hr::{HrMessage, HrRow, MessageState, RowReason, RowState};
use desk_clearance::leavers::{Departure, rules::OWED};
use exchange::hr::read;
use exchange::hr::sample::{Message, flat, xml};
use kernel::entropy::SeededEntropy;
use kernel::limits::{APPROVAL_DAYS, STAGED_DAYS};
use kernel::{Duty, RecordId, Value};
use spine::imports::{BatchKind, ImportBatch};
use spine::letters::{Letter, LetterState};
use spine::people::{Person, PersonStatus};
use spine::posts::{Assignment, EndReason};
use spine::tasks::{Task, TaskState};
use testkit::held::{Done, only_rose};
use testkit::{Backend, World, day};

on_both!(
    sp_12_a_joiner_a_mover_and_a_change_are_staged_approved_applied_and_undone,
    sp_12_the_same_file_twice_is_once_and_a_number_belongs_to_one_content,
    sp_12_rows_without_a_place_wait_with_a_reason_and_never_vanish,
    sp_12_applying_takes_two_people_and_exactly_what_was_received,
    inv_cl_10_undoing_what_personnel_sent_gives_the_former_values_back,
    inv_cl_10_any_messages_of_personnel_are_applied_once_and_undone_in_any_order,
    xd_01_done_cl_14_a_leaver_in_the_hr_file_opens_everything_the_same_day_and_once,
    xd_01_a_last_day_that_moves_moves_what_is_open,
    xd_01_an_end_recorded_by_hand_opens_the_same,
    xd_01_a_leaver_without_clearance_leaves_no_case,
    xd_01_a_task_is_due_by_the_calendar_of_the_office,
    sp_13_what_is_staged_and_never_carried_out_goes_after_its_days,
    sp_13_what_a_request_asks_for_lies_there_until_the_request_lapses,
    sp_12_rows_that_nothing_needs_go_once_nothing_can_be_undone,
    sp_12_the_figure_counts_rows_that_match_rows_that_wait_and_leavers_learned_late,
);

/// The last day of those who leave, three weeks after the world begins.
const LAST: &str = "2026-03-20";

/// A message number.
fn number(of: u32) -> String {
    format!("{of:016}")
}

/// Stages and receives a file as the page does.
fn receives(world: &World, file: &[u8]) -> Result<RecordId, Vec<&'static str>> {
    let (text, rows) = stage(read(file).unwrap_or_else(|f| panic!("{f}")), file).unwrap_or_else(|e| panic!("{e}"));
    let id = world.ledger().new_id();
    let technician = world.as_("technician");
    world.ledger().stage_import(id, technician.account, "hr.txt", text, Vec::new(), rows).wait().unwrap_or_else(|e| panic!("{e}"));
    let digest = technician.sees(move |view| staged_read(view, id)).digest;
    match technician.tries("hr_messages.receive", &[("staged", id.into()), ("digest", digest.as_str().into())]) {
        Ok(receipt) => Ok(receipt.answer.unwrap_or_else(|| panic!("a message")).1),
        Err(ledger::Error::Refused(refused)) => Err(refused.codes()),
        Err(other) => panic!("{other:?}"),
    }
}

fn sp_13_what_is_staged_and_never_carried_out_goes_after_its_days(on: Backend) {
    let world = World::new(on);
    let stages = |name: &str| {
        let id = world.ledger().new_id();
        let rows = vec![(1, "{}".to_owned())];
        let staged = world.ledger().stage_import(id, world.as_("technician").account, name, "{}".to_owned(), b"rows".to_vec(), rows);
        staged.wait().unwrap_or_else(|e| panic!("{e}"));
        id
    };
    let lies = |id: RecordId| world.as_("technician").tries_to_see(move |view| view.staged_import(id)).is_ok();
    let mut message = Message::new(&number(1));
    message
        .slice("00003001", "0000", "20260401", "99991231", &[("MASSN", "01"), ("STAT2", "3")])
        .slice("00003001", "0001", "20260401", "99991231", &[("PLANS", "50000031"), ("ORGEH", "50001000")])
        .slice("00003001", "0002", "19800512", "99991231", &[("NACHN", "Kask"), ("VORNA", "Liis"), ("GBDAT", "19800512"), ("NATIO", "EE")]);
    let (forgotten, message) = (stages("a.csv"), received(&world, &message));
    let of_message = world.as_("technician").record::<HrMessage>(message).body.staged.unwrap_or(RecordId::NIL);
    world.days_pass(STAGED_DAYS);
    let fresh = stages("b.csv");
    assert!(lies(forgotten), "on its last day it is still there");
    world.days_pass(1);
    world.ledger().open_session(world.as_("officer").account, vec![7; 32], "en", "officer", None).wait().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!([forgotten, fresh, of_message].map(lies), [false, true, true], "a message of personnel's rests on its rows");
    let rows = world.conn().number("SELECT count(*) FROM staged_row WHERE batch = $1", &[forgotten.into()]);
    assert_eq!(rows.ok(), Some(0));
    applies(&world, message);
    world.verified();
}

fn sp_13_what_a_request_asks_for_lies_there_until_the_request_lapses(on: Backend) {
    use spine::imports::commands::load;
    use spine::imports::{Outcome, Staged, StagedRow};
    let world = World::new(on);
    let technician = world.as_("technician");
    let command = world.ledger().manifest().command("posts.add").unwrap_or_else(|| panic!("posts are added"));
    let frozen = ledger::approval::freeze(&command.fields, &testkit::world::values_of(command, &[("number", "P-77".into())]));
    let id = world.ledger().new_id();
    let plan = serde_json::to_string(&Staged { register: "posts".to_owned(), ..Staged::default() }).unwrap_or_default();
    let row = StagedRow {
        row: 2,
        name: "P-77".to_owned(),
        outcome: Outcome::New,
        command: "posts.add".to_owned(),
        input: frozen,
        reasons: Vec::new(),
        whole: String::new(),
    };
    let rows = vec![(2, serde_json::to_string(&row).unwrap_or_default())];
    world
        .ledger()
        .stage_import(id, technician.account, "posts.csv", plan, b"posts".to_vec(), rows)
        .wait()
        .unwrap_or_else(|e| panic!("{e}"));
    let digest = technician.sees(move |view| load(view, id)).digest;
    let sweeps =
        || world.ledger().open_session(technician.account, vec![8; 32], "en", "technician", None).wait().unwrap_or_else(|e| panic!("{e}"));
    let lies = || technician.tries_to_see(move |view| view.staged_import(id)).is_ok();
    // Asked for two days before it would go: it lies there for as long as the request stands.
    world.days_pass(STAGED_DAYS - 2);
    let request = technician.asks("import.rows", &[("staged", id.into()), ("digest", digest.as_str().into())]);
    world.days_pass(APPROVAL_DAYS - 1);
    sweeps();
    assert!(lies(), "beyond its own days, the request's count");
    world.as_("officer").approves(request);
    assert!(!lies(), "carried out, it lies there no longer");
    assert_eq!(of::<spine::posts::Post>(&world, "number", "P-77").len(), 1);
    // A request that nobody decides keeps nothing longer than it stands itself.
    let staged = world.ledger().stage_import(id, technician.account, "posts.csv", "{}".to_owned(), Vec::new(), Vec::new());
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
    world.days_pass(STAGED_DAYS + 1);
    sweeps();
    assert!(!lies());
    world.verified();
}

fn sp_12_rows_that_nothing_needs_go_once_nothing_can_be_undone(on: Backend) {
    use spine::limits::HR_UNDO_DAYS;
    let world = World::new(on);
    employed(&world, "Popescu", "2001", "1980-05-12");
    let changes = |of: u32, surname: &'static str| {
        let mut message = Message::new(&number(of));
        message.slice("00002001", "0002", "19800512", "99991231", &[("NACHN", surname), ("VORNA", "Ana"), ("GBDAT", "19800512")]);
        received(&world, &message)
    };
    let rows = |staged: RecordId| world.conn().number("SELECT count(*) FROM staged_row WHERE batch = $1", &[staged.into()]).unwrap_or(-1);
    let staged = |message: RecordId| world.as_("technician").record::<HrMessage>(message).body.staged;
    let due = || world.ledger().read_as_rule(settled).wait().unwrap_or_else(|e| panic!("{e}"));
    let goes = |message: RecordId| match world.ledger().work(JOB, "hr_messages.let_go", vec![message.into()], None).wait() {
        Ok(_) => Vec::new(),
        Err(ledger::Error::Refused(refused)) => refused.codes(),
        Err(other) => panic!("{other:?}"),
    };
    let (applied, never) = (changes(1, "Ionescu"), changes(2, "Stan"));
    let lie = staged(applied).unwrap_or(RecordId::NIL);
    let batch = applies(&world, applied);
    assert_eq!((goes(applied), goes(never), due()), (vec!["hr-rows-needed"], vec!["hr-rows-needed"], Vec::new()));
    // While it may be undone, what was undone is applied anew from the same rows.
    world.days_pass(HR_UNDO_DAYS - 1);
    undoes(&world, batch);
    let batch = applies(&world, applied);
    world.days_pass(HR_UNDO_DAYS - 1);
    assert_eq!((due(), goes(applied)), (vec![applied], vec!["hr-rows-needed"]), "received long ago and applied since");
    world.days_pass(1);
    assert_eq!(goes(applied), Vec::<&str>::new());
    assert_eq!((staged(applied), rows(lie), due()), (None, 0, Vec::new()));
    let undo = [("batch", batch.into()), ("reason", "Too late".into())];
    assert_eq!(world.as_("technician").refused("import.undo", &undo), ["import-undo-over"]);
    let again = [("message", applied.into()), ("digest", "x".into())];
    assert_eq!(world.as_("technician").refused("hr_messages.apply", &again), ["hr-rows-gone"]);
    // What was never applied keeps its rows, however old.
    assert_eq!((goes(never), staged(never).map(rows)), (vec!["hr-rows-needed"], Some(1)));
    // What waits keeps them too, until somebody settles it.
    let mut unknown = Message::new(&number(3));
    unknown.slice("00002001", "0002", "19800512", "99991231", &[("NACHN", "Radu"), ("VORNA", "Ana"), ("GBDAT", "19800512")]);
    unknown.slice("00009999", "0002", "19800512", "99991231", &[("NACHN", "Nobody"), ("VORNA", "We know")]);
    let message = received(&world, &unknown);
    applies(&world, message);
    let waits = of::<HrRow>(&world, "message", message).remove(0);
    world.days_pass(HR_UNDO_DAYS);
    assert_eq!((due(), goes(message)), (Vec::new(), vec!["hr-rows-needed"]));
    world.as_("technician").does("hr_rows.set_aside", &[("row", waits.head.id.into()), ("reason", "Not ours".into())]);
    assert_eq!((due(), goes(message)), (vec![message], Vec::new()));
    world.verified();
}

fn received(world: &World, message: &Message) -> RecordId {
    receives(world, &flat(&[message])).unwrap_or_else(|codes| panic!("{codes:?}"))
}

/// What the application of a message asks for.
fn wish(world: &World, message: RecordId) -> Vec<(&'static str, Value)> {
    let staged = world.as_("technician").record::<HrMessage>(message).body.staged.unwrap_or_else(|| panic!("its rows are gone"));
    let digest = world.as_("technician").sees(move |view| staged_read(view, staged)).digest;
    vec![("message", message.into()), ("digest", digest.as_str().into())]
}

/// Applies a message with two people; the batch.
fn applies(world: &World, message: RecordId) -> RecordId {
    let request = world.as_("technician").asks("hr_messages.apply", &wish(world, message));
    world.as_("officer").approves(request).answer.unwrap_or_else(|| panic!("a batch")).1
}

fn undoes(world: &World, batch: RecordId) {
    let request = world.as_("technician").asks("import.undo", &[("batch", batch.into()), ("reason", "The wrong file".into())]);
    world.as_("officer").approves(request);
}

fn by_number(world: &World, number: &'static str) -> kernel::Record<Person> {
    let mut all = world.as_("officer").sees(move |view| view.having::<Person>("personnel_number", number));
    assert_eq!(all.len(), 1, "{number}");
    all.remove(0)
}

fn of<R: kernel::Register + Send + 'static>(
    world: &World,
    field: &'static str,
    id: impl Into<Value> + Send + 'static,
) -> Vec<kernel::Record<R>> {
    world.as_("officer").sees(move |view| view.having::<R>(field, id))
}

/// Somebody in a post, with a number.
fn employed(world: &World, surname: &str, number: &str, birth: &str) -> RecordId {
    let officer = world.as_("officer");
    let person = officer.makes(
        "people.add",
        &[
            ("surname", surname.into()),
            ("given", "Ana".into()),
            ("nationality", "ROU".into()),
            ("personnel_number", number.into()),
            ("birth_date", birth.into()),
            ("status", "active".into()),
        ],
    );
    let post = officer.makes("posts.add", &[("number", format!("5{number}").as_str().into())]);
    officer.makes(
        "assignments.add",
        &[("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2020-01-01".into())],
    );
    person
}

/// Gives somebody a clearance in force and a certificate, as a tracker that is taken over does.
fn cleared(world: &World, person: RecordId) {
    let body = world.as_("officer").record::<Person>(person).body;
    let number = body.personnel_number.unwrap_or_default();
    let birth = body.birth_date.map(|d| d.to_string()).unwrap_or_default();
    let row = [
        number.as_str(),
        &body.surname,
        "Ana",
        "ROU",
        &birth,
        &format!("5{number}"),
        "NS",
        "NS",
        "2022-03-01",
        "2032-02-28",
        &format!("RO-{number}"),
        "Valid",
    ]
    .map(str::to_owned);
    super::take_over::take_over(world, &[row]);
}

/// Personnel says that somebody's service ends with `LAST`: the action begins on the first day without it.
fn leaver(message: &mut Message, number: &str, first_day_without: &str) {
    message.slice(number, "0000", "20200101", "20260320", &[("MASSN", "01"), ("STAT2", "3")]);
    message.slice(number, "0000", first_day_without, "99991231", &[("MASSN", "10"), ("STAT2", "0")]);
}

fn sp_12_a_joiner_a_mover_and_a_change_are_staged_approved_applied_and_undone(on: Backend) {
    let world = World::new(on);
    let mover = employed(&world, "Popescu", "2001", "1980-05-12");
    let mut message = Message::new(&number(1));
    message
        .slice("00003001", "0000", "20260401", "99991231", &[("MASSN", "01"), ("STAT2", "3")])
        .slice("00003001", "0001", "20260401", "99991231", &[("PLANS", "50000031"), ("ORGEH", "50001000")])
        // Born on the same day as somebody on record, which makes nobody alike.
        .slice("00003001", "0002", "19800512", "99991231", &[("NACHN", "Kask"), ("VORNA", "Liis"), ("GBDAT", "19800512"), ("NATIO", "EE")])
        .slice("00003001", "0016", "20260401", "20290331", &[("CTEDT", "20290331")])
        .slice(
            "00002001",
            "0002",
            "20260201",
            "99991231",
            &[("NACHN", "Ionescu"), ("VORNA", "Ana"), ("GBDAT", "19800512"), ("NATIO", "RO")],
        )
        .slice("00002001", "0001", "20260401", "99991231", &[("PLANS", "50000032")])
        .record("E1P0105", "00002001", "0010", "", "20260201", "99991231", &[("USRID_LONG", "ana.ionescu@agency.example")]);
    let received = received(&world, &message);
    let said = world.as_("officer").record::<HrMessage>(received).body;
    assert_eq!((said.rows, said.rows_matched, said.rows_waiting), (2, 2, 0));
    assert_eq!(world.as_("officer").record::<Person>(mover).body.surname, "Popescu", "nothing is written before it is approved");
    let before = world.held();
    let batch = applies(&world, received);
    let said = world.as_("officer").record::<ImportBatch>(batch).body;
    assert_eq!((said.of, said.mail_item, said.rows_taken), (BatchKind::Hr, None, 2));
    let joiner = by_number(&world, "00003001");
    assert_eq!((joiner.body.surname.as_str(), joiner.body.nationality.0.as_str()), ("Kask", "EST"));
    let post = of::<Assignment>(&world, "person", joiner.head.id).remove(0).body;
    assert_eq!((post.valid_from, post.valid_until, post.expected_end), (day("2026-04-01"), None, Some(day("2029-03-31"))));
    let moved = world.as_("officer").record::<Person>(mover).body;
    assert_eq!((moved.surname.as_str(), moved.email.as_deref()), ("Ionescu", Some("ana.ionescu@agency.example")));
    // The number stays as the office writes it; zeros are no difference.
    assert_eq!(moved.personnel_number.as_deref(), Some("2001"));
    let mut posts: Vec<_> =
        of::<Assignment>(&world, "person", mover).into_iter().map(|a| (a.body.valid_from, a.body.valid_until, a.body.end_reason)).collect();
    posts.sort_by_key(|(from, ..)| *from);
    assert_eq!(posts, [(day("2020-01-01"), Some(day("2026-03-31")), Some(EndReason::Transferred)), (day("2026-04-01"), None, None)]);
    undoes(&world, batch);
    assert_eq!(world.held(), before);
    world.verified();
}

fn sp_12_the_same_file_twice_is_once_and_a_number_belongs_to_one_content(on: Backend) {
    let world = World::new(on);
    employed(&world, "Popescu", "2001", "1980-05-12");
    let mut message = Message::new(&number(7));
    message.slice("00002001", "0002", "19800512", "99991231", &[("NACHN", "Ionescu"), ("VORNA", "Ana"), ("GBDAT", "19800512")]);
    let first = received(&world, &message);
    assert_eq!(receives(&world, &flat(&[&message])), Err(vec!["hr-received-already"]));
    applies(&world, first);
    assert_eq!(receives(&world, &flat(&[&message])), Err(vec!["hr-received-already"]));
    // The same message in another form is another file with the same number.
    assert_eq!(receives(&world, &xml(&[&message])), Err(vec!["hr-number-taken"]));
    // A later message that says the same changes nothing.
    let mut again = Message::new(&number(8));
    again.slice("00002001", "0002", "19800512", "99991231", &[("NACHN", "Ionescu"), ("VORNA", "Ana"), ("GBDAT", "19800512")]);
    let second = received(&world, &again);
    assert_eq!(world.as_("technician").refused("hr_messages.apply", &wish(&world, second)), ["nothing-to-import"]);
    assert_eq!(receives(&world, &flat(&[&Message::new(&number(9))])), Err(vec!["hr-file-names-nobody"]));
    world.verified();
}

fn sp_12_rows_without_a_place_wait_with_a_reason_and_never_vanish(on: Backend) {
    let world = World::new(on);
    let known = employed(&world, "Popescu", "2001", "1980-05-12");
    let alike = world.as_("officer").makes(
        "people.add",
        &[("surname", "Rossi".into()), ("given", "Ana".into()), ("nationality", "ITA".into()), ("status", "active".into())],
    );
    let name = |surname: &'static str, birth: &'static str, nation: &'static str| {
        vec![("NACHN", surname), ("VORNA", "Ana"), ("GBDAT", birth), ("NATIO", nation)]
    };
    let mut message = Message::new(&number(3));
    message
        // The right number with another name and another birth date.
        .slice("00002001", "0002", "19700101", "99991231", &[("NACHN", "Berg"), ("VORNA", "Olaf"), ("GBDAT", "19700101"), ("NATIO", "NO")])
        // Like somebody, and not surely the same.
        .slice("00004002", "0002", "19910101", "99991231", &name("Rossi", "19910101", "IT"))
        // Nobody the office knows, and no word of service.
        .slice("00004003", "0002", "19910101", "99991231", &name("Nemo", "19920101", "IT"))
        // Begins service, but without a nationality.
        .slice("00004004", "0000", "20260401", "99991231", &[("STAT2", "3")])
        .slice("00004004", "0002", "19910101", "99991231", &[("NACHN", "Dubois"), ("VORNA", "Léa"), ("GBDAT", "19930101")])
        // Said badly.
        .slice("00004005", "0002", "20260230", "99991231", &name("Weber", "19940101", "DE"));
    // As XML in a single line: whose row it is hangs on no line.
    let file: Vec<u8> = xml(&[&message]).into_iter().filter(|byte| *byte != b'\n').collect();
    let received = receives(&world, &file).unwrap_or_else(|codes| panic!("{codes:?}"));
    let rows = || {
        let mut all: Vec<_> = of::<HrRow>(&world, "message", received);
        all.sort_by(|a, b| a.body.personnel_number.cmp(&b.body.personnel_number));
        all
    };
    let told: Vec<_> = rows().iter().map(|row| (row.body.personnel_number.clone(), row.body.row_reason, row.body.state)).collect();
    let waits = |number: &str, reason| (number.to_owned(), reason, RowState::Waiting);
    assert_eq!(
        told,
        [
            waits("00002001", RowReason::NumberOfAnother),
            waits("00004002", RowReason::Resembles),
            waits("00004003", RowReason::Unknown),
            waits("00004004", RowReason::Incomplete),
            waits("00004005", RowReason::Damaged),
        ]
    );
    assert_eq!(world.as_("technician").refused("hr_messages.apply", &wish(&world, received)), ["nothing-to-import"]);
    // Somebody says whose the second is, and that the third is none of the office's.
    let technician = world.as_("technician");
    technician.does("hr_rows.match", &[("row", rows()[1].head.id.into()), ("person", alike.into())]);
    technician.does("hr_rows.set_aside", &[("row", rows()[2].head.id.into()), ("reason", "Works for the host nation".into())]);
    assert_eq!(
        technician.refused("hr_rows.match", &[("row", rows()[3].head.id.into()), ("person", technician.person.into())]),
        ["reference-not-found"]
    );
    let batch = applies(&world, received);
    let rossi = world.as_("officer").record::<Person>(alike).body;
    assert_eq!((rossi.personnel_number.as_deref(), rossi.birth_date), (Some("00004002"), Some(day("1991-01-01"))));
    let states: Vec<_> = rows().iter().map(|row| row.body.state).collect();
    assert_eq!(states, [RowState::Waiting, RowState::Applied, RowState::SetAside, RowState::Waiting, RowState::Waiting]);
    // A row that is settled after its message was applied is applied alone.
    technician.does("hr_rows.match", &[("row", rows()[0].head.id.into()), ("person", known.into())]);
    let second = applies(&world, received);
    assert_eq!(world.as_("officer").record::<ImportBatch>(second).body.rows_taken, 1);
    assert_eq!(world.as_("officer").record::<Person>(known).body.surname, "Berg");
    undoes(&world, second);
    assert_eq!(world.as_("officer").record::<Person>(known).body.surname, "Popescu");
    assert_eq!(rows()[0].body.state, RowState::Matched);
    undoes(&world, batch);
    assert_eq!(rows().len(), 5, "none vanished");
    world.verified();
}

fn sp_12_applying_takes_two_people_and_exactly_what_was_received(on: Backend) {
    let world = World::new(on);
    employed(&world, "Popescu", "2001", "1980-05-12");
    let mut message = Message::new(&number(5));
    message.slice("00002001", "0002", "19800512", "99991231", &[("NACHN", "Ionescu"), ("VORNA", "Ana"), ("GBDAT", "19800512")]);
    let received = received(&world, &message);
    let asked = wish(&world, received);
    for outsider in ["registry", "hr", "policy", "auditor"] {
        assert_eq!(world.as_(outsider).refused("hr_messages.apply", &asked), ["duty-missing"], "{outsider}");
    }
    let request = world.as_("technician").asks("hr_messages.apply", &asked);
    assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
    let mut conn = world.conn();
    assert_eq!(conn.execute("UPDATE staged_row SET data = replace(data, 'Ionescu', 'Mallory')", &[]).ok(), Some(1));
    drop(conn);
    assert_eq!(world.as_("officer").may_not_approve(request), ["request-changed"]);
    assert_eq!(by_number(&world, "2001").body.surname, "Popescu");
    world.verified();
}

fn inv_cl_10_undoing_what_personnel_sent_gives_the_former_values_back(on: Backend) {
    let world = World::new(on);
    let person = employed(&world, "Popescu", "2001", "1980-05-12");
    cleared(&world, person);
    let mut message = Message::new(&number(6));
    leaver(&mut message, "00002001", "20260321");
    let received = received(&world, &message);
    let before = world.held();
    let batch = applies(&world, received);
    assert_ne!(world.held(), before);
    undoes(&world, batch);
    assert_eq!(world.held(), before);
    // What was undone can be applied again, and opens what it opened, once.
    let batch = applies(&world, received);
    assert_eq!(of::<Departure>(&world, "person", person).len(), 1);
    // Once somebody worked on it, it is not undone.
    let task =
        of::<Task>(&world, "person", person).into_iter().find(|t| t.body.title.starts_with("Debrief")).unwrap_or_else(|| panic!("a task"));
    world.as_("technician").does("tasks.done", &[("task", task.head.id.into()), ("proof_of_work", "Form signed".into())]);
    let undo = [("batch", Value::from(batch)), ("reason", "Too late".into())];
    assert_eq!(world.as_("technician").refused("import.undo", &undo), ["import-built-upon"]);
    world.verified();
}

/// How often each thing that chance may bring was drawn.
type Drawn = BTreeMap<&'static str, usize>;

/// Whether a command that takes two people was carried out; the record it answers with, or the codes it was refused with.
fn with_two(world: &World, command: &str, fields: &[(&str, Value)]) -> Result<RecordId, Vec<&'static str>> {
    let asked = world.as_("technician").tries(command, fields).and_then(|asked| {
        let request = asked.approval.unwrap_or_else(|| panic!("{command} needs no second person"));
        world.as_("officer").tries_to_approve(request)
    });
    match asked {
        Ok(done) => Ok(done.answer.unwrap_or_else(|| panic!("{command} answers with no record")).1),
        Err(ledger::Error::Refused(refused)) => Err(refused.codes()),
        Err(other) => panic!("{command}: {other:?}"),
    }
}

/// People of a drawn office: the first of them work there, the others may join.
const KNOWN: usize = 5;
const PEOPLE: usize = 7;

/// What personnel says of somebody, as chance has it; what kind of thing it is.
fn anything(message: &mut Message, random: &SeededEntropy, at: usize) -> &'static str {
    let number = format!("0000{}", 2000 + at);
    let (birth, post) = (format!("198{}051{}", at % 10, at % 7), format!("5000004{}", random.below(5)));
    let (begin, unit) = (format!("2026{:02}{:02}", 3 + random.below(4), 1 + random.below(28)), format!("5000100{}", random.below(3)));
    let name = [("NACHN", *random.pick(&["Kask", "Ionescu", "Berg", "Rossi"])), ("VORNA", *random.pick(&["Ana", "Bo"]))];
    let born = [("GBDAT", birth.as_str()), ("NATIO", *random.pick(&["RO", "EE", "NO"])), ("GBORT", *random.pick(&["", "Narva"]))];
    let placed = [("PLANS", post.as_str()), ("ORGEH", unit.as_str())];
    match random.below(10) {
        0 | 1 => {
            message.slice(&number, "0000", &begin, "99991231", &[("MASSN", "01"), ("STAT2", "3")]);
            message.slice(&number, "0001", &begin, "99991231", &placed);
            message.slice(&number, "0002", &birth, "99991231", &[name, [born[0], born[1]]].concat());
            "service begins"
        }
        2 => {
            message.slice(&number, "0001", &begin, "99991231", &placed);
            "another post"
        }
        3 => {
            // A term in one post, and another post after it.
            let (until, next) = (format!("2026{:02}30", 7 + random.below(3) * 2), format!("5000005{}", random.below(3)));
            message.slice(&number, "0001", &begin, &until, &placed);
            message.slice(&number, "0001", "20261201", "99991231", &[("PLANS", next.as_str()), ("ORGEH", unit.as_str())]);
            "two posts"
        }
        4 => {
            let end = format!("20{}0331", 27 + random.below(6));
            let own = format!("5{}", 2000 + at);
            message.slice(&number, "0001", "20200101", "99991231", &[("PLANS", own.as_str()), ("ORGEH", unit.as_str())]);
            message.slice(&number, "0016", &begin, &end, &[("CTEDT", end.as_str())]);
            "contract"
        }
        5 => {
            message.slice(&number, "0002", &birth, "99991231", &[&name[..], &born[..]].concat());
            "name"
        }
        6 => {
            let address = format!("{}{at}@agency.example", random.pick(&["ana", "bo"]));
            message.record("E1P0105", &number, "0010", "", &begin, "99991231", &[("USRID_LONG", &address)]);
            "address"
        }
        7 | 8 => {
            leaver(message, &number, &format!("2026{:02}{:02}", 3 + random.below(3), 10 + random.below(15)));
            "leaver"
        }
        _ => {
            message.slice(&number, "0002", "19500101", "99991231", &[("NACHN", "Nemo"), ("VORNA", "Nobody"), ("GBDAT", "19500101")]);
            "number of another"
        }
    }
}

/// Messages of personnel as chance makes them, received, applied and undone in any order: what is applied already changes nothing, undoing gives back
/// every field of every record it touched, what something rests on stays as it is, and no version ever falls.
fn inv_cl_10_any_messages_of_personnel_are_applied_once_and_undone_in_any_order(on: Backend) {
    let world = World::new(on);
    let random = SeededEntropy::new(1210);
    let somebody = |at: usize| {
        let person = employed(&world, &format!("Popescu {at}"), &(2000 + at).to_string(), &format!("198{}-05-1{}", at % 10, at % 7));
        if at.is_multiple_of(2) {
            cleared(&world, person);
        }
        person
    };
    let staff: Vec<RecordId> = (0..KNOWN).map(somebody).collect();
    let (mut drawn, mut last) = (Drawn::new(), 0);
    let mut received: Vec<(Vec<u8>, RecordId)> = Vec::new();
    let mut imports: Vec<(RecordId, Done)> = Vec::new();
    let mut stood = world.moment();
    for step in 0..60 {
        let mut met = |what: &'static str| *drawn.entry(what).or_default() += 1;
        let now = match random.below(10) {
            0..3 => {
                last += 1;
                let mut message = Message::new(&number(last));
                let mut people: Vec<usize> = (0..PEOPLE).collect();
                for _ in 0..=random.below(4) {
                    met(anything(&mut message, &random, people.remove(random.below(people.len()))));
                }
                let file = if random.chance(50) { flat(&[&message]) } else { xml(&[&message]) };
                let id = receives(&world, &file).unwrap_or_else(|codes| panic!("step {step}: {codes:?}"));
                received.push((file, id));
                world.moment()
            }
            3..7 if !received.is_empty() => {
                let (file, message) = random.pick(&received);
                let again = world.as_("technician").record::<HrMessage>(*message).body.status == MessageState::Applied;
                match with_two(&world, "hr_messages.apply", &wish(&world, *message)) {
                    Ok(batch) => {
                        met(if again { "settled and applied" } else { "applied" });
                        let once = world.moment();
                        assert_eq!(receives(&world, file), Err(vec!["hr-received-already"]), "step {step}");
                        assert_eq!(world.as_("technician").refused("hr_messages.apply", &wish(&world, *message)), ["nothing-to-import"]);
                        assert_eq!(world.moment(), once, "step {step}: once more is nothing");
                        let done = Done::between(&stood.0, &once.0);
                        if imports.iter().any(|(_, earlier)| done.follows(earlier)) {
                            met("applied upon another");
                        }
                        imports.push((batch, done));
                        once
                    }
                    Err(codes) => {
                        assert_eq!(codes, ["nothing-to-import"], "step {step}");
                        assert_eq!(world.moment(), stood, "step {step}: nothing new");
                        met("nothing new");
                        continue;
                    }
                }
            }
            7 => {
                let waiting = of::<HrRow>(&world, "state", RowState::Waiting.code());
                let Some(row) = waiting.get(random.below(waiting.len())) else { continue };
                let whose = [("row", row.head.id.into()), ("person", (*random.pick(&staff)).into())];
                world.as_("technician").does("hr_rows.match", &whose);
                met("settled");
                world.moment()
            }
            8.. if !imports.is_empty() => {
                let at = random.below(imports.len());
                let (batch, done) = &imports[at];
                let undo = [("batch", Value::from(*batch)), ("reason", "The wrong file".into())];
                let rests = done.is_built_upon(&stood.0);
                match with_two(&world, "import.undo", &undo) {
                    Ok(_) => {
                        assert!(!rests, "step {step}: something rests on it");
                        assert_eq!(world.as_("technician").refused("import.undo", &undo), ["import-undone-already"], "step {step}");
                        let now = world.moment();
                        assert_eq!(Done::between(&done.undone(&stood.0), &now.0), Done::default(), "step {step}: what differs from before");
                        met(if at + 1 == imports.len() { "the last undone" } else { "an earlier one undone" });
                        imports.remove(at);
                        now
                    }
                    Err(codes) => {
                        assert_eq!((codes, rests), (vec!["import-built-upon"], true), "step {step}");
                        assert_eq!(world.moment(), stood, "step {step}: what something rests on is not undone");
                        met("not undone");
                        continue;
                    }
                }
            }
            _ => continue,
        };
        assert!(only_rose(&stood.1, &now.1), "step {step}: versions only rise");
        stood = now;
        if random.chance(20) {
            world.days_pass(1);
        }
    }
    // Once its days are over, nothing of it is undone, whatever rests on it.
    world.days_pass(spine::limits::HR_UNDO_DAYS);
    for (batch, _) in &imports {
        let undo = [("batch", Value::from(*batch)), ("reason", "Too late".into())];
        assert_eq!(world.as_("technician").refused("import.undo", &undo), ["import-undo-over"]);
    }
    assert_eq!((world.moment(), imports.is_empty()), (stood, false));
    let said = ["service begins", "another post", "two posts", "contract", "name", "address", "leaver", "number of another"];
    let done = [("applied", 10), ("settled", 1), ("settled and applied", 1), ("applied upon another", 3), ("nothing new", 2)];
    let undone = [("the last undone", 1), ("an earlier one undone", 2), ("not undone", 3)];
    let least = said.map(|what| (what, 1)).into_iter().chain(done).chain(undone);
    for (what, times) in least {
        assert!(drawn.get(what).is_some_and(|n| *n >= times), "{what}: {drawn:?}");
    }
    world.verified();
}

/// 'Done means' 14.
fn xd_01_done_cl_14_a_leaver_in_the_hr_file_opens_everything_the_same_day_and_once(on: Backend) {
    let world = World::new(on);
    let person = employed(&world, "Popescu", "2001", "1980-05-12");
    cleared(&world, person);
    let template: Vec<serde_json::Value> = serde_json::from_str(spine::STARTER_TEMPLATES).unwrap_or_default();
    let template = template.iter().find(|t| t["kind"] == "cancellation_letter").unwrap_or_else(|| panic!("a template"));
    let text = |name: &str| Value::from(template[name].as_str().unwrap_or_default());
    let mut fields = vec![("status", Value::from("in_use"))];
    fields.extend(["name", "kind", "subject_en", "subject_fr", "body_en", "body_fr"].map(|name| (name, text(name))));
    world.as_("officer").makes("letter_templates.add", &fields);
    let mut message = Message::new(&number(2));
    leaver(&mut message, "00002001", "20260321");
    let batch = applies(&world, received(&world, &message));
    assert_eq!(world.as_("officer").record::<ImportBatch>(batch).body.rows_taken, 1);
    // The post ends with the last day; until then the person is here.
    let post = of::<Assignment>(&world, "person", person).remove(0).body;
    assert_eq!((post.valid_until, post.end_reason), (Some(day(LAST)), Some(EndReason::Left)));
    assert_eq!(world.as_("officer").record::<Person>(person).body.status, PersonStatus::Active);
    // One case that cancels the clearance in force, with the draft of the letter to its authority.
    let cases = of::<PscCase>(&world, "person", person);
    assert_eq!(
        cases.iter().map(|c| (c.body.kind, c.body.state, c.body.level.0.as_str())).collect::<Vec<_>>(),
        [(CaseKind::Cancellation, CaseState::Requested, "S")]
    );
    let case = cases[0].head.id;
    let letters = of::<Letter>(&world, "person", person);
    assert_eq!((letters.len(), letters[0].body.state, letters[0].body.concerns), (1, LetterState::Draft, Some(case)));
    assert!(
        letters[0].body.body_en.contains(&cases[0].body.number) && letters[0].body.body_fr.contains("RO-2001"),
        "{:?}",
        letters[0].body
    );
    let departures = of::<Departure>(&world, "person", person);
    assert_eq!((departures.len(), departures[0].body.last_day, departures[0].body.learned_on), (1, day(LAST), world.today()));
    // A task for everything, with an owner who has the duty and a day.
    let mut tasks = of::<Task>(&world, "person", person);
    tasks.sort_by_key(|t| OWED.iter().position(|of| of.title == t.body.title));
    let account = |login: &str| world.as_(login).account;
    let told: Vec<_> = tasks.iter().map(|t| (t.body.title.as_str(), t.body.owner.raw(), t.body.due_on, t.body.state)).collect();
    // Whoever leaves here has no open case and no classified item in hand.
    let owed: Vec<_> = OWED.iter().filter(|of| !matches!(of.code, "open_case" | "holdings")).collect();
    assert_eq!(told.len(), owed.len(), "{told:?}");
    for (of, (title, owner, due, state)) in owed.iter().zip(&told) {
        let expected = match of.duty {
            Duty::ClearanceOfficer => account("officer"),
            Duty::ClearanceTechnician => account("technician"),
            _ => account("head"),
        };
        assert_eq!((*title, *owner, *state), (of.title, expected, TaskState::Open));
        let latest = world.as_("officer").sees(move |view| {
            Ok(spine::cases::queries::timing(view, day("2026-03-01"), day("2026-06-01"))?.working_days_after(day(LAST), 5))
        });
        assert!(*due >= world.today() && Some(*due) <= latest, "{title}: {due}");
    }
    assert!(tasks.iter().all(|t| t.body.concerns == Some(case) && t.body.supervisor.raw() == account("technician")));
    // All of it in one entry.
    let entries = world.conn().query(
        "SELECT DISTINCT rev_from FROM tasks_rev UNION SELECT rev_from FROM psc_cases_rev UNION SELECT rev_from FROM departures_rev",
        &[],
    );
    assert_eq!(entries.unwrap_or_default().len(), 1);
    // The same leaver again, in another message: nothing twice.
    let mut again = Message::new(&number(4));
    leaver(&mut again, "00002001", "20260321");
    let second = received(&world, &again);
    assert_eq!(world.as_("technician").refused("hr_messages.apply", &wish(&world, second)), ["nothing-to-import"]);
    assert_eq!(
        world
            .as_("technician")
            .refused("departures.record", &[("person", person.into()), ("last_day", LAST.into()), ("end_reason", "end_left".into())]),
        ["departure-known"]
    );
    // The office that works on it: the case ends when the authority is told, and by nothing a grant would need.
    assert_eq!(
        world.as_("officer").refused("case.confirm_need", &[("case", case.into()), ("proof", "None".into())]),
        ["case-walks-another-path"]
    );
    assert_eq!(
        world
            .as_("officer")
            .refused("case.authority_told", &[("case", case.into()), ("mail_item", world.letter("incoming", "ROU").into())]),
        ["mail-not-outgoing"]
    );
    let told = [("case", case.into()), ("mail_item", world.letter("outgoing", "ROU").into())];
    let request = world.as_("technician").asks("case.authority_told", &told);
    world.as_("officer").approves(request);
    assert_eq!(world.as_("officer").record::<PscCase>(case).body.state, CaseState::ClosedCompleted);
    world.verified();
}

fn xd_01_a_last_day_that_moves_moves_what_is_open(on: Backend) {
    let world = World::new(on);
    let person = employed(&world, "Popescu", "2001", "1980-05-12");
    cleared(&world, person);
    let mut first = Message::new(&number(2));
    leaver(&mut first, "00002001", "20260321");
    applies(&world, received(&world, &first));
    let due =
        |title: &str| of::<Task>(&world, "person", person).into_iter().find(|t| t.body.title.starts_with(title)).map(|t| t.body.due_on);
    assert_eq!(due("Take equipment"), Some(day(LAST)));
    let count = of::<Task>(&world, "person", person).len();
    let mut later = Message::new(&number(3));
    leaver(&mut later, "00002001", "20260401");
    applies(&world, received(&world, &later));
    assert_eq!(due("Take equipment"), Some(day("2026-03-31")));
    assert_eq!(of::<Task>(&world, "person", person).len(), count, "none twice");
    let departures = of::<Departure>(&world, "person", person);
    assert_eq!((departures.len(), departures[0].body.last_day), (1, day("2026-03-31")));
    assert_eq!(of::<PscCase>(&world, "person", person).len(), 1);
    assert_eq!(of::<Assignment>(&world, "person", person)[0].body.valid_until, Some(day("2026-03-31")));
    // Once the day is over, personnel's next word of it makes the person one who left.
    world.days_pass(40);
    let mut over = Message::new(&number(5));
    leaver(&mut over, "00002001", "20260401");
    applies(&world, received(&world, &over));
    assert_eq!(world.as_("officer").record::<Person>(person).body.status, PersonStatus::Left);
    assert_eq!(of::<Task>(&world, "person", person).len(), count);
    world.verified();
}

fn xd_01_an_end_recorded_by_hand_opens_the_same(on: Backend) {
    let world = World::new(on);
    let person = employed(&world, "Popescu", "2001", "1980-05-12");
    cleared(&world, person);
    let end = [("person", Value::from(person)), ("last_day", "2026-02-20".into()), ("end_reason", "end_died".into())];
    assert_eq!(world.as_("registry").refused("departures.record", &end), ["duty-missing"]);
    world.as_("officer").does("departures.record", &end);
    assert_eq!(world.as_("officer").record::<Person>(person).body.status, PersonStatus::Left);
    let tasks = of::<Task>(&world, "person", person);
    assert!(!tasks.iter().any(|t| t.body.title.starts_with("Debrief")), "nobody debriefs the dead");
    assert!(tasks.iter().any(|t| t.body.title.starts_with("Return the certificate")));
    assert_eq!(of::<PscCase>(&world, "person", person).len(), 1);
    assert_eq!(world.as_("officer").refused("departures.record", &end), ["departure-known"]);
    let nobody = world.person("Nemo", "Ana", "ROU");
    let end = [("person", Value::from(nobody)), ("last_day", LAST.into()), ("end_reason", "end_left".into())];
    assert_eq!(world.as_("officer").refused("departures.record", &end), ["no-post-to-leave"]);
    world.verified();
}

fn xd_01_a_leaver_without_clearance_leaves_no_case(on: Backend) {
    let world = World::new(on);
    let first = employed(&world, "Popescu", "2001", "1980-05-12");
    let second = employed(&world, "Ionescu", "2002", "1981-05-12");
    let third = employed(&world, "Georgescu", "2003", "1982-05-12");
    [second, third].iter().for_each(|person| cleared(&world, *person));
    // The third has a renewal open.
    world
        .as_("officer")
        .makes("case.open", &[("person", third.into()), ("kind", "renewal".into()), ("level", "S".into()), ("priority", "routine".into())]);
    let mut message = Message::new(&number(2));
    ["00002001", "00002002", "00002003"].iter().for_each(|number| leaver(&mut message, number, "20260321"));
    applies(&world, received(&world, &message));
    assert!(of::<PscCase>(&world, "person", first).is_empty());
    let titles = |person| of::<Task>(&world, "person", person).into_iter().map(|t| t.body.title).collect::<Vec<_>>();
    assert!(!titles(first).iter().any(|t| t.starts_with("Debrief") || t.starts_with("Tell")), "{:?}", titles(first));
    assert!(titles(first).iter().any(|t| t.starts_with("Have the accounts")));
    assert!(titles(third).iter().any(|t| t.starts_with("End the open case")));
    // Two cases in one entry have two numbers.
    let mut numbers: Vec<_> = [second, third].iter().flat_map(|p| of::<PscCase>(&world, "person", *p)).map(|c| c.body.number).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 3);
    world.verified();
}

/// A task about somebody, by the beginning of its title.
fn task(world: &World, person: RecordId, title: &str) -> Task {
    let all = of::<Task>(world, "person", person);
    all.into_iter().find(|t| t.body.title.starts_with(title)).unwrap_or_else(|| panic!("no task {title}")).body
}

fn xd_01_a_task_is_due_by_the_calendar_of_the_office(on: Backend) {
    let world = World::new(on);
    let hours = super::service::calendar(&world);
    world.as_("policy").does("calendars.add_days", &[("calendar", hours.into()), ("holidays", "2026-03-10;;A holiday".into())]);
    let person = employed(&world, "Popescu", "2001", "1980-05-12");
    cleared(&world, person);
    let end = [("person", Value::from(person)), ("last_day", "2026-03-06".into()), ("end_reason", "end_left".into())];
    world.as_("officer").does("departures.record", &end);
    // A Friday: five working days later is a Friday, and with a holiday between the Monday after.
    assert_eq!(task(&world, person, "Debrief").due_on, day("2026-03-16"));
    assert_eq!(task(&world, person, "Take equipment").due_on, day("2026-03-06"));
    assert_eq!(task(&world, person, "Tell").due_on, day("2026-03-04"));
    world.verified();
}

fn sp_12_the_figure_counts_rows_that_match_rows_that_wait_and_leavers_learned_late(on: Backend) {
    let world = World::new(on);
    super::service::calendar(&world);
    for number in ["2001", "2002", "2003"] {
        employed(&world, &format!("Popescu {number}"), number, "1980-05-12");
    }
    let period = kernel::measure::Period::parse("2026-03").unwrap_or_else(|| panic!("a month"));
    let figure = |now: &World| {
        now.as_("officer").sees(move |view| {
            let book = desk_clearance::measures::whole_book(view, period, view.now.as_microsecond())?;
            let entry = desk_clearance::measures::find("KPI-CL-18").unwrap_or_else(|| panic!("no such measure"));
            desk_clearance::measures::figure(view, &book, entry, period)
        })
    };
    let none = figure(&world);
    assert_eq!((none.value, none.denominator), (None, 0), "nothing was received");
    let mut message = Message::new(&number(1));
    // Service ended on Friday the 20th of February; and ends on a day to come.
    message.slice("00002001", "0000", "20260221", "99991231", &[("STAT2", "0")]);
    leaver(&mut message, "00002002", "20260321");
    message.slice("00002003", "0002", "19800512", "99991231", &[("NACHN", "Popescu 2003"), ("VORNA", "Ana"), ("GBDAT", "19800512")]);
    message.slice("00004003", "0002", "19910101", "99991231", &[("NACHN", "Nemo"), ("VORNA", "Ana"), ("GBDAT", "19920101")]);
    let received = received(&world, &message);
    applies(&world, received);
    let part = |figure: &kernel::measure::Figure, key: &str| {
        let part = figure.parts.iter().find(|p| p.key == key).unwrap_or_else(|| panic!("no part {key}"));
        (part.value, part.numerator, part.denominator)
    };
    let then = figure(&world);
    assert_eq!((then.value, then.numerator, then.denominator), (Some(7_500), 3, 4));
    assert_eq!(part(&then, "part:rows-old"), (Some(0), 0, 1));
    assert_eq!(part(&then, "part:learned-late"), (Some(1), 1, 2));
    // From the 21st of February to Monday the 2nd of March: six working days.
    assert_eq!(part(&then, "part:learned-late percentile:50"), (Some(600), 1, 2));
    // Five working days later the row is not older than five; a day later it is, until somebody settles it.
    world.days_pass(7);
    assert_eq!(part(&figure(&world), "part:rows-old"), (Some(0), 0, 1));
    world.days_pass(1);
    assert_eq!(part(&figure(&world), "part:rows-old"), (Some(1), 1, 1));
    let row = of::<HrRow>(&world, "message", received).remove(0).head.id;
    world.as_("technician").does("hr_rows.set_aside", &[("row", row.into()), ("reason", "Not ours".into())]);
    assert_eq!(part(&figure(&world), "part:rows-old"), (Some(0), 0, 0));
    world.verified();
}
