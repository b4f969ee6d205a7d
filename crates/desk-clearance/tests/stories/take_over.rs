//! Taking a tracker over: twice is once, undone is undone.

use desk_clearance::take_over::commands::Staged;
use desk_clearance::take_over::quality::{FAULTS, Tally, of_records};
use exchange::sandbox::{Kind, parse};
use exchange::tracker::{guess, read};
use kernel::entropy::SeededEntropy;
use kernel::{Fields, RecordId, Register, Value};
use ledger::ListQuery;
use spine::imports::{ImportBatch, digest};
use spine::people::Person;
use testkit::held::{Held, only_rose};
use testkit::{Backend, World};

on_both!(
    inv_cl_10_importing_twice_is_importing_once_and_undo_restores,
    inv_cl_10_done_cl_12_a_changed_tracker_changes_what_it_says_and_undo_gives_it_back,
    inv_cl_10_any_imports_are_taken_once_and_undone_in_turn,
    cl_10_an_import_takes_two_people_and_exactly_what_was_staged,
    cl_10_a_row_that_cannot_be_stored_is_refused_alone,
    cl_10_a_person_who_stands_twice_is_taken_once,
    cl_10_nobody_imports_their_own_file,
    cl_10_what_was_built_upon_is_not_undone,
    cl_10_who_asks_to_undo_an_import_may_do_what_it_did_until_it_is_undone,
    cl_10_nobody_undoes_an_import_of_what_they_do_not_see_or_learns_its_name,
    sp_13_a_tracker_is_scored_as_it_came_and_as_its_records_stand,
);

const HEADER: &str = "Personnel number,Surname,Given name,Nationality,Date of birth,Post,Level required,Level held,Granted on,Valid until,Certificate number,Status\n";

/// A tracker row, cell by cell.
pub(crate) type Row = [String; 12];

/// Rows of an invented office.
pub(crate) fn generated(count: usize, seed: u64) -> Vec<Row> {
    let random = SeededEntropy::new(seed);
    let surnames = ["Šimić", "Ørsted", "Kask", "Rossi", "Dubois", "Popescu", "Åberg", "Núñez"];
    let given = ["Ana", "Bo", "Çelik", "Dana", "Émile", "Freya", "Gustav", "Hanna"];
    let nations = ["ROU", "NOR", "EST", "ITA", "FRA", "BEL", "DEU"];
    (0..count)
        .map(|at| {
            let granted = 2018 + random.below(7);
            let level = *random.pick(&["NS", "NC", "CTS"]);
            [
                format!("E{at:05}"),
                format!("{} {}", random.pick(&surnames), letters(at)),
                (*random.pick(&given)).to_owned(),
                (*random.pick(&nations)).to_owned(),
                format!("19{}-{:02}-{:02}", 60 + random.below(39), 1 + random.below(12), 1 + random.below(28)),
                format!("P-{}", random.below(count)),
                "NS".to_owned(),
                level.to_owned(),
                format!("{granted}-{:02}-15", 1 + random.below(12)),
                format!("{}-{:02}-14", granted + 10, 1 + random.below(12)),
                format!("CERT-{at:05}"),
                (*random.pick(&["Valid", "Valid", "Valid", "In progress", "Left"])).to_owned(),
            ]
        })
        .collect()
}

fn letters(at: usize) -> String {
    [at / 26 % 26, at % 26].iter().map(|n| char::from(b'a' + *n as u8)).collect()
}

fn csv(rows: &[Row]) -> Vec<u8> {
    let lines: String = rows.iter().map(|row| format!("{}\n", row.join(","))).collect();
    format!("{HEADER}{lines}").into_bytes()
}

/// Stages a tracker as the upload does; the staged import and the hash of what was read.
fn stage(world: &World, rows: &[Row]) -> (RecordId, String) {
    let file = csv(rows);
    let sheets = parse(Kind::Csv, &file).unwrap_or_else(|f| panic!("{f:?}"));
    let mapping = guess(&sheets).unwrap_or_else(|| panic!("no tracker"));
    let tracker = read(&sheets[mapping.sheet], &mapping, world.today());
    assert_eq!(tracker.rows.len(), rows.len());
    let plan = serde_json::to_string(&Staged { mapping, findings: tracker.findings }).unwrap_or_default();
    let staged: Vec<(i64, String)> =
        tracker.rows.iter().map(|row| (i64::from(row.row), serde_json::to_string(row).unwrap_or_default())).collect();
    let hash = digest(&plan, &file, &staged);
    let id = world.ledger().new_id();
    world
        .ledger()
        .stage_import(id, world.as_("technician").account, "tracker.csv", plan, file, staged)
        .wait()
        .unwrap_or_else(|e| panic!("{e}"));
    (id, hash)
}

fn wish((staged, hash): &(RecordId, String)) -> Vec<(&'static str, Value)> {
    vec![("staged", (*staged).into()), ("digest", hash.as_str().into()), ("attest", 1.into())]
}

pub(crate) fn take_over(world: &World, rows: &[Row]) -> RecordId {
    let request = world.as_("technician").asks("import.take_over", &wish(&stage(world, rows)));
    world.as_("officer").approves(request).answer.unwrap_or_else(|| panic!("a batch")).1
}

fn undo(world: &World, batch: RecordId) {
    let request = world.as_("technician").asks("import.undo", &[("batch", batch.into()), ("reason", "The wrong file".into())]);
    world.as_("officer").approves(request);
}

fn batch(world: &World, batch: RecordId) -> ImportBatch {
    world.as_("officer").record::<ImportBatch>(batch).body
}

fn inv_cl_10_importing_twice_is_importing_once_and_undo_restores(on: Backend) {
    let world = World::new(on);
    let before = world.held();
    let rows = generated(120, 10);
    let first = take_over(&world, &rows);
    let said = batch(&world, first);
    assert_eq!((said.rows_taken, said.rows_refused, said.rows_unchanged), (120, 0, 0));
    let once = world.held();
    assert!(once.len() > before.len() + 500, "{} records", once.len());
    // The same file again: nothing is left to import.
    assert_eq!(world.as_("technician").refused("import.take_over", &wish(&stage(&world, &rows))), ["nothing-to-import"]);
    // With one row more: only that one.
    let more = generated(121, 10);
    assert_eq!(more[..120].iter().zip(&rows).filter(|(a, b)| a[1] != b[1]).count(), 0);
    let mut more = rows.clone();
    more.push(generated(121, 11).remove(120));
    let second = take_over(&world, &more);
    let said = batch(&world, second);
    assert_eq!((said.rows_taken, said.rows_unchanged), (1, 120));
    let risen = world.moment().1;
    undo(&world, second);
    assert_eq!(world.held(), once);
    undo(&world, first);
    assert_eq!(world.held(), before);
    let after = world.moment().1;
    assert!(only_rose(&risen, &after), "versions only rise");
    assert_eq!(
        world.as_("technician").refused("import.undo", &[("batch", first.into()), ("reason", "Again".into())]),
        ["import-undone-already"]
    );
    // What was undone can be taken over again.
    let third = take_over(&world, &rows);
    assert_eq!(batch(&world, third).rows_taken, 120);
    assert_eq!(world.held().len(), once.len());
    world.verified();
}

fn inv_cl_10_done_cl_12_a_changed_tracker_changes_what_it_says_and_undo_gives_it_back(on: Backend) {
    let world = World::new(on);
    let rows = generated(60, 20);
    take_over(&world, &rows);
    let before = world.held();
    world.days_pass(30);
    let mut changed = rows.clone();
    changed[3][9] = "2035-01-31".to_owned();
    changed[5][11] = "Left".to_owned();
    changed[5][8].clone_from(&rows[5][8]);
    changed[7][5] = "P-NEW".to_owned();
    changed.remove(9);
    let second = take_over(&world, &changed);
    let said = batch(&world, second);
    let expected = 2 + i64::from(rows[5][11] != "Left") - i64::from(rows[7][11] == "Left");
    assert!(said.rows_taken >= 1 && said.rows_taken <= 3 && (said.rows_taken - expected).abs() <= 1, "{said:?}");
    assert_eq!(said.rows_taken + said.rows_unchanged, 59);
    assert_ne!(world.held(), before);
    undo(&world, second);
    assert_eq!(world.held(), before);
    world.verified();
}

/// Editions of a tracker as chance makes them, each taken over or the last one undone: the same edition twice is nothing, undoing gives back exactly
/// what stood before, and no version ever falls.
fn inv_cl_10_any_imports_are_taken_once_and_undone_in_turn(on: Backend) {
    let world = World::new(on);
    let random = SeededEntropy::new(1010);
    let rows = generated(16, 40);
    let mut stack: Vec<(RecordId, Held)> = Vec::new();
    let mut risen = world.moment().1;
    let (mut taken, mut undone, mut idle) = (0, 0, 0);
    for step in 0..36 {
        world.days_pass(1);
        if random.below(100) < 35
            && let Some((last, before)) = stack.pop()
        {
            undo(&world, last);
            assert_eq!(world.held(), before, "step {step}");
            undone += 1;
        } else {
            let mut edition: Vec<Row> = rows.iter().filter(|_| random.below(100) < 50).cloned().collect();
            for row in &mut edition {
                match random.below(6) {
                    0 => row[9] = format!("20{}-0{}-01", 31 + random.below(9), 1 + random.below(9)),
                    1 => row[5] = format!("P-{}", 100 + random.below(4)),
                    2 => row[11] = (*random.pick(&["Valid", "In progress", "Left"])).to_owned(),
                    3 => row[2] = (*random.pick(&["Ana", "Bo", "Dana"])).to_owned(),
                    _ => {}
                }
            }
            let before = world.held();
            let wish_it = |world: &World| world.as_("technician").tries("import.take_over", &wish(&stage(world, &edition)));
            let Ok(asked) = wish_it(&world) else {
                assert_eq!(world.held(), before, "step {step}");
                idle += 1;
                continue;
            };
            let request = asked.approval.unwrap_or_else(|| panic!("a request"));
            let (_, batch) = world.as_("officer").approves(request).answer.unwrap_or_else(|| panic!("a batch"));
            let once = world.held();
            // Once more is refused as a whole, or rather changes nothing: what a file says twice it says once.
            assert_eq!(
                world.as_("technician").refused("import.take_over", &wish(&stage(&world, &edition))),
                ["nothing-to-import"],
                "step {step}"
            );
            assert_eq!(world.held(), once, "step {step}");
            stack.push((batch, before));
            taken += 1;
        }
        let now = world.moment().1;
        assert!(only_rose(&risen, &now), "step {step}: versions only rise");
        risen = now;
    }
    while let Some((last, before)) = stack.pop() {
        undo(&world, last);
        assert_eq!(world.held(), before);
    }
    assert!(taken >= 10 && undone >= 5, "{taken} taken, {undone} undone, {idle} with nothing new");
    world.verified();
}

fn cl_10_an_import_takes_two_people_and_exactly_what_was_staged(on: Backend) {
    let world = World::new(on);
    let rows = generated(5, 30);
    let staged = stage(&world, &rows);
    assert_eq!(world.as_("registry").refused("import.take_over", &wish(&staged)), ["duty-missing"]);
    assert_eq!(world.as_("technician").refused("import.take_over", &wish(&(staged.0, "another".to_owned()))), ["request-changed"]);
    assert_eq!(world.as_("technician").refused("import.take_over", &wish(&(world.ledger().new_id(), staged.1.clone()))), ["not-found"]);
    let request = world.as_("technician").asks("import.take_over", &wish(&staged));
    assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
    // Somebody changes a staged row between the two.
    let mut conn = world.conn();
    assert_eq!(conn.execute("UPDATE staged_row SET data = replace(data, 'CERT-00001', 'CERT-99999')", &[]).map(|n| n > 0).ok(), Some(true));
    drop(conn);
    assert_eq!(world.as_("officer").may_not_approve(request), ["request-changed"]);
    assert!(world.as_("officer").sees(|view| view.suggest("people", "")).len() < 20);
    world.verified();
}

fn cl_10_a_row_that_cannot_be_stored_is_refused_alone(on: Backend) {
    let world = World::new(on);
    let mut rows = generated(10, 40);
    rows[1][0] = "E".repeat(21);
    rows[2][1] = "x".repeat(101);
    rows[3][10] = "C".repeat(81);
    rows[4][5] = "P".repeat(41);
    // A later row names the post that a refused one would have made.
    rows[6][5] = "P-SHARED".to_owned();
    rows[6][10] = "C".repeat(81);
    rows[7][5] = "P-SHARED".to_owned();
    rows[7][11] = "Valid".to_owned();
    let first = take_over(&world, &rows);
    let said = batch(&world, first);
    assert_eq!((said.rows_taken, said.rows_refused), (5, 5));
    let post = world.as_("officer").sees(|view| view.having::<spine::posts::Post>("number", "P-SHARED"));
    assert_eq!(post.len(), 1);
    let post = post[0].head.id;
    let holders = world.as_("officer").sees(move |view| view.having::<spine::posts::Assignment>("post", post));
    assert_eq!(holders.len(), 1);
    // Everything that was taken can be read, and read again by the next import.
    let people = world.as_("officer").sees(|view| {
        let query = ListQuery { limit: 500, ..ListQuery::default() };
        view.rows_of("people", &query)?.into_iter().map(|r| r.typed::<Person>().map(|_| ())).collect::<Result<Vec<_>, _>>()
    });
    assert!(people.len() >= 5);
    assert_eq!(world.as_("technician").refused("import.take_over", &wish(&stage(&world, &rows))), ["nothing-to-import"]);
    world.verified();
}

fn cl_10_a_person_who_stands_twice_is_taken_once(on: Backend) {
    let world = World::new(on);
    let mut rows = generated(6, 45);
    // The same line again; the same number; the same name and birth date. The last stands first in a row that cannot be stored.
    rows[1] = rows[0].clone();
    rows[2][0] = rows[0][0].clone();
    rows[4] = rows[3].clone();
    rows[3][5] = "P".repeat(41);
    rows[5] = rows[4].clone();
    rows[5][0] = "E99999".to_owned();
    let first = take_over(&world, &rows);
    let said = batch(&world, first);
    assert_eq!((said.rows_taken, said.rows_refused), (2, 4));
    world.verified();
}

fn cl_10_nobody_imports_their_own_file(on: Backend) {
    let world = World::new(on);
    let mut rows = generated(3, 50);
    // The technician and the officer stand in the tracker themselves, found by name and post.
    let number = |login: &str, at: usize| {
        let person = world.as_(login).person;
        let personnel = format!("S{at}");
        let mut conn = world.conn();
        let sql = "UPDATE people SET personnel_number = $2 WHERE id = $1";
        assert_eq!(conn.execute(sql, &[person.into(), personnel.as_str().into()]).ok(), Some(1));
        personnel
    };
    rows[0][0] = number("technician", 0);
    rows[1][0] = number("officer", 1);
    let first = take_over(&world, &rows);
    let said = batch(&world, first);
    assert_eq!((said.rows_taken, said.rows_refused), (1, 2));
    let own: Vec<RecordId> = ["technician", "officer"].map(|l| world.as_(l).person).to_vec();
    assert!(world.held().iter().all(|((register, _), values)| *register != "decisions"
        || !own.iter().any(|o| values.contains(&Value::Id(*o)) && values[0] == Value::Id(*o))));
}

fn cl_10_what_was_built_upon_is_not_undone(on: Backend) {
    let world = World::new(on);
    let rows = generated(6, 60);
    let first = take_over(&world, &rows);
    let person = world.as_("officer").sees(|view| view.having::<Person>("personnel_number", "E00002")).remove(0).head.id;
    let wish = [("batch", Value::Id(first)), ("reason", "The wrong file".into())];
    let request = world.as_("technician").asks("import.undo", &wish);
    world.as_("officer").makes(
        "case.open",
        &[("person", person.into()), ("kind", "renewal".into()), ("level", "S".into()), ("priority", "routine".into())],
    );
    assert_eq!(world.as_("officer").may_not_approve(request), ["import-built-upon"]);
    assert_eq!(world.as_("technician").refused("import.undo", &wish), ["import-built-upon"]);
    world.verified();
}

fn cl_10_who_asks_to_undo_an_import_may_do_what_it_did_until_it_is_undone(on: Backend) {
    let world = World::new(on);
    let batch = take_over(&world, &generated(3, 9));
    let wish = [("batch", Value::from(batch)), ("reason", "The wrong file".into())];
    assert_eq!(world.as_("registry").refused("import.undo", &wish), ["duty-missing"], "the registry imports, but no tracker");
    // Somebody of both desks asks, and leaves the one that takes trackers over.
    let account = world.as_("technician").account;
    let held = world.as_("access").sees(move |view| view.having::<ledger::rights::grants::DutyGrant>("account", account)).remove(0).head.id;
    let grant =
        [("account", Value::from(account)), ("duty", "registry".into()), ("level", "C".into()), ("valid_from", world.today().into())];
    let request = world.as_("access").asks("grants.grant", &grant);
    world.as_("access2").approves(request);
    let request = world.as_("technician").asks("import.undo", &wish);
    world.as_("access").does("grants.end", &[("grant", held.into())]);
    assert_eq!(world.as_("officer").may_not_approve(request), ["duty-missing"]);
    let again = world.as_("officer").asks("import.undo", &wish);
    assert_eq!(world.as_("registry").may_not_approve(again), ["duty-missing"], "nor does the registry approve it");
    world.verified();
}

fn cl_10_nobody_undoes_an_import_of_what_they_do_not_see_or_learns_its_name(on: Backend) {
    let world = World::new(on);
    let batch = take_over(&world, &generated(3, 9));
    let taken = world.as_("officer").sees(|view| view.having::<Person>("personnel_number", "E00001")).remove(0);
    // Somebody wrote on in the file, and it is above what the technician reads now; the officers see it.
    let raise = [("record", Value::from(taken.head.id)), ("register", "people".into()), ("level", "C".into())];
    let grant = world.as_("access").sees({
        let account = world.as_("technician").account;
        move |view| view.having::<ledger::rights::grants::DutyGrant>("account", account)
    });
    world.as_("access").does("grants.end", &[("grant", grant[0].head.id.into())]);
    let lower = [
        ("account", Value::from(world.as_("technician").account)),
        ("duty", "clearance_technician".into()),
        ("level", "R".into()),
        ("valid_from", world.today().into()),
    ];
    let request = world.as_("access").asks("grants.grant", &lower);
    world.as_("access2").approves(request);
    world.as_("officer").does("markings.raise", &raise);
    let wish = [("batch", Value::from(batch)), ("reason", "The wrong file".into())];
    let refused = world.as_("technician").tries("import.undo", &wish);
    let Err(ledger::Error::Refused(refused)) = refused else { panic!("refused") };
    assert_eq!(refused.codes(), ["import-holds-hidden"]);
    assert!(refused.0.iter().all(|r| r.args.is_empty()), "it names nobody: {refused:?}");
    // Who sees all of it learns what stands in the way.
    assert_eq!(world.as_("officer").refused("import.undo", &wish), ["import-built-upon"]);
    world.verified();
}

/// A tally without the faults that nobody has.
fn counted(tally: &Tally) -> (i64, i64, Option<i64>, Vec<(&'static str, i64)>) {
    let faults = FAULTS.iter().map(|fault| (fault.code, tally.of(fault.code))).filter(|(_, count)| *count > 0);
    (tally.rows, tally.faulty, tally.score(), faults.collect())
}

fn sp_13_a_tracker_is_scored_as_it_came_and_as_its_records_stand(on: Backend) {
    let world = World::new(on);
    let row = |line: &str| -> Row {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells.try_into().unwrap_or_else(|cells: Vec<String>| panic!("{} cells: {line}", cells.len()))
    };
    let rows: Vec<Row> = [
        "E1,Kask,Ana,EST,1980-05-12,P-1,NS,NS,2020-01-15,2030-01-14,CERT-1,Valid",
        "E2,Rossi,Bo,ITA,1981-05-12,P-2,NS,NS,2020-01-15,2030-01-14,CERT-2,Valid",
        ",Dubois,Dana,FRA,1982-05-12,P-3,NS,NS,2020-01-15,2030-01-14,CERT-3,Valid",
        "E4,Popescu,Freya,ROU,,P-4,NS,NS,2020-01-15,2030-01-14,CERT-4,Valid",
        "E5,Berg,Gustav,Atlantis,1984-05-12,P-5,NS,NS,2020-01-15,2030-01-14,CERT-5,Valid",
        "E6,Haugen,Hanna,NOR,1985-05-12,P-6,NS,NS,soon,2030-01-14,CERT-6,Valid",
        "E7,Leroy,Ida,BEL,1986-05-12,P-7,NS,NS,2020-02-30,2030-01-14,CERT-7,Valid",
        "E8,Vogel,Jan,DEU,1987-05-12,P-8,NS,NS,2020-01-15,2019-01-14,CERT-8,Valid",
        "E1,Kask,Ana,EST,1980-05-12,P-1,NS,NC,2019-01-15,2029-01-14,CERT-9,Valid",
        ",Ionescu,Karl,ROU,,P-10,NS,NS,2020-01-15,2030-01-14,CERT-10,Valid",
    ]
    .map(row)
    .to_vec();
    let id = take_over(&world, &rows);
    let before = Tally::kept(&batch(&world, id)).unwrap_or_else(|| panic!("what was counted is kept"));
    let missing = [("person_without_number", 2), ("person_without_birth_date", 2)];
    let found = [("code_unknown", 1), ("date_unreadable", 1), ("date_impossible", 2), ("entered_twice", 1)];
    assert_eq!(counted(&before), (10, 8, Some(200), [&missing[..], &found[..]].concat()));
    let after = || {
        let record = world.as_("officer").record::<ImportBatch>(id);
        world.as_("officer").sees(move |view| of_records(view, &record))
    };
    // What could not be read was not taken: of five people three lack something.
    assert_eq!(counted(&after()), (5, 3, Some(400), missing.to_vec()));
    // What is corrected later counts as corrected; what was counted before stays.
    let people = world.as_("officer").sees(|view| view.having::<Person>("surname", "Dubois"));
    let mut fields = vec![("record", Value::from(people[0].head.id)), ("version", people[0].head.version.into())];
    for (field, value) in Person::DEF.fields.iter().zip(people[0].body.to_values()) {
        fields.push((field.name, if field.name == "personnel_number" { "E3".into() } else { value }));
    }
    world.as_("officer").does("people.change", &fields);
    assert_eq!(counted(&after()), (5, 2, Some(600), vec![("person_without_number", 1), ("person_without_birth_date", 2)]));
    // Somebody is entered again by hand, spelled otherwise.
    let again = [
        ("surname", Value::from("Rossi")),
        ("given", "Bo".into()),
        ("nationality", "ITA".into()),
        ("birth_date", "1981-05-12".into()),
        ("status", "active".into()),
    ];
    world.as_("officer").makes("people.add", &again);
    assert_eq!(counted(&after()).3.last(), Some(&("entered_twice", 1)));
    assert_eq!(counted(&Tally::kept(&batch(&world, id)).unwrap_or_default()), counted(&before));
}
