//! The log: proofs, signatures, and that no change behind the ledger's back goes unnoticed.

use kernel::{RecordId, Value};
use ledger::db::Connection;
use ledger::log::checkpoint::Checkpoint;
use ledger::log::{proof, tree};
use ledger::{keys::MasterKeys, verify};
use testkit::{Backend, World};

on_both!(
    p04_every_entry_has_a_proof_that_checks,
    p04_checkpoints_are_signed_and_nothing_else_is_believed,
    p04_entries_can_be_neither_changed_nor_deleted,
    p04_an_untouched_log_is_clean,
    p04_tampering_with_the_log_is_found_and_located,
    p04_tampering_with_any_column_of_a_row_is_found,
    p04_a_key_that_is_not_the_offices_signs_nothing,
);

/// A story of a few hundred entries: plain adds, changes, letters, a voided one, requests, a grant; checkpoints and an unsigned tail.
fn story(on: Backend) -> World {
    let world = World::new(on);
    let waiting: Vec<_> =
        (0..280).map(|n| world.ledger().write(world.as_("officer").order("posts.add", &[("number", format!("P-{n}").into())]))).collect();
    assert!(waiting.into_iter().all(|p| p.wait().is_ok()));
    let person = world.person("Šimić", "Søren", "ROU");
    world.time_passes(jiff::SignedDuration::from_mins(1));
    world.as_("officer").does(
        "people.change",
        &[
            ("record", person.into()),
            ("version", 1.into()),
            ("surname", "Šimić".into()),
            ("given", "Sören".into()),
            ("nationality", "ROU".into()),
            ("birth_date", "1980-02-29".into()),
            ("status", "active".into()),
        ],
    );
    let letter = world.letter("incoming", "ROU");
    world.letter("outgoing", "ROU");
    let request = world.as_("registry").asks("mail.void", &[("item", letter.into()), ("reason", "twice".into())]);
    world.as_("registry2").approves(request);
    world.ledger().checkpoint().wait().unwrap_or_else(|e| panic!("{e}"));
    world.person("Tail", "Tom", "BEL");
    world.person("Tail", "Tim", "BEL");
    world
}

fn p04_every_entry_has_a_proof_that_checks(on: Backend) {
    let world = story(on);
    world.ledger().checkpoint().wait().unwrap_or_else(|e| panic!("{e}"));
    let public = world.ledger().public_key().unwrap_or_default();
    let mut conn = world.conn();
    let size = conn.number("SELECT size FROM log_head", &[]).unwrap_or(0);
    assert!(size > 2 * 128 + 20, "{size} entries reach beyond a tile");
    for seq in 0..size {
        let text = proof::make(conn.as_mut(), seq).ok().flatten().unwrap_or_else(|| panic!("no proof of {seq}"));
        let shown = proof::check(&text, &public).unwrap_or_else(|e| panic!("{seq}: {e}"));
        assert_eq!((shown.index, shown.checkpoint.size), (seq.unsigned_abs(), size.unsigned_abs()));
        assert!(shown.leaf.contains(&format!("\"seq\":{seq},")));
        // Nothing else is proved by it.
        for wrong in [text.replace("\nindex ", "\nindex 1"), text.replacen("extra ey", "extra eX", 1), text.replace("@v1", "@v2")] {
            assert!(proof::check(&wrong, &public).is_err(), "{seq}");
        }
        assert_eq!(proof::check(&text, &[0; 32]), Err("proof-signature"));
    }
    assert_eq!(proof::make(conn.as_mut(), size).ok().flatten(), None);
}

fn p04_checkpoints_are_signed_and_nothing_else_is_believed(on: Backend) {
    let world = story(on);
    let public = world.ledger().public_key().unwrap_or_default();
    let rows = world.conn().query("SELECT size, note FROM checkpoint ORDER BY size", &[]).unwrap_or_default();
    assert!(rows.len() >= 3, "{} checkpoints", rows.len());
    for row in rows {
        let note = row[1].text().unwrap_or_default();
        let (said, good) = Checkpoint::read(note, &public).unwrap_or_else(|| panic!("{note}"));
        assert!(good);
        assert_eq!((said.size.cast_signed(), said.origin.as_str()), (row[0].int().unwrap_or(-1), world.ledger().origin()));
    }
}

fn p04_entries_can_be_neither_changed_nor_deleted(on: Backend) {
    let world = World::new(on);
    world.person("Fix", "Fia", "BEL");
    let mut conn = world.conn();
    for sql in ["UPDATE entry SET purpose = 'none' WHERE seq = 0", "DELETE FROM entry WHERE seq = 1", "DELETE FROM entry"] {
        let refused = conn.execute(sql, &[]).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(refused.contains("entries are final") || refused.contains("entries stay"), "{sql}: {refused}");
    }
    if on == Backend::Postgres {
        assert!(conn.batch("TRUNCATE entry").is_err());
    }
    drop(conn);
    assert_eq!(world.verified().entries, 2);
}

fn p04_an_untouched_log_is_clean(on: Backend) {
    let mut world = story(on);
    let report = world.verified();
    assert!(report.entries > 280 && report.rows > report.entries && report.erased == 0);
    assert_eq!(report.checkpoint + 2, report.entries);
    world.reopen();
    world.person("After", "Ada", "BEL");
    assert_eq!(world.verified().entries, report.entries + 1);
}

/// SQL with its parameters.
type Statement = (String, Vec<Value>);

/// Verifies what a transaction made of the database, then takes it back. `None` when the database itself refused.
fn after(conn: &mut dyn Connection, statements: &[Statement]) -> Option<Result<verify::Report, ledger::Error>> {
    conn.batch("BEGIN").unwrap_or_else(|e| panic!("{e}"));
    let off = match conn.backend() {
        Backend::Sqlite => "DROP TRIGGER entry_is_final; DROP TRIGGER entry_stays;",
        Backend::Postgres => "ALTER TABLE entry DISABLE TRIGGER entry_is_final;",
    };
    conn.batch(off).unwrap_or_else(|e| panic!("{e}"));
    let done = statements.iter().try_for_each(|(sql, params)| match conn.execute(sql, params) {
        Ok(0) => panic!("{sql} touches nothing"),
        Ok(_) => Ok(()),
        Err(refused) => Err(refused),
    });
    let report = done.is_ok().then(|| verify::database(conn, &testkit::world::manifest(), &testkit::world::keys()));
    conn.rollback().unwrap_or_else(|e| panic!("{e}"));
    report
}

fn p04_tampering_with_the_log_is_found_and_located(on: Backend) {
    let world = story(on);
    let mut conn = world.conn();
    let size = conn.number("SELECT size FROM log_head", &[]).unwrap_or(0);
    let leaf = conn.first("SELECT leaf FROM entry WHERE seq = 100", &[]).ok().flatten().map(|r| r[0].clone()).unwrap_or_default();
    let forged = leaf.text().unwrap_or("").replace("\"purpose\":\"office\"", "\"purpose\":\"travel\"");
    let hash = Value::Bytes(tree::leaf_hash(forged.as_bytes()).to_vec());
    let zeros = Value::Bytes(vec![0; 32]);
    let sql = |texts: &[&str]| texts.iter().map(|t| ((*t).to_owned(), Vec::new())).collect::<Vec<_>>();
    let appended = format!("index {size}");
    let truncated = format!("DELETE FROM entry WHERE seq >= {}", size - 5);
    let cases: Vec<(&str, Vec<Statement>, &str)> = vec![
        (
            "a changed byte in a leaf",
            sql(&["UPDATE entry SET leaf = replace(leaf, '\"office\"', '\"Office\"') WHERE seq = 100"]),
            "index 100",
        ),
        (
            "a leaf forged with its hash",
            vec![("UPDATE entry SET leaf = $1, hash = $2, purpose = 'travel' WHERE seq = 100".into(), vec![forged.into(), hash])],
            "between entries 1 and",
        ),
        ("a changed hash", vec![("UPDATE entry SET hash = $1 WHERE seq = 7".into(), vec![zeros.clone()])], "index 7"),
        ("a deleted entry", sql(&["DELETE FROM entry WHERE seq = 50"]), "gap: entry 50 is missing"),
        ("the first entry deleted", sql(&["DELETE FROM entry WHERE seq = 0"]), "gap: entry 0 is missing"),
        (
            "two entries swapped",
            sql(&[
                "UPDATE entry SET seq = -1 WHERE seq = 20",
                "UPDATE entry SET seq = 20 WHERE seq = 21",
                "UPDATE entry SET seq = 21 WHERE seq = -1",
            ]),
            "index 20",
        ),
        ("the tail cut off", sql(&[&truncated]), "rollback: a checkpoint"),
        (
            "an entry added",
            sql(&[&format!(
                "INSERT INTO entry SELECT {size}, time, suspect, actor, behalf, holder, command, duty, purpose, request, leaf, hash FROM entry WHERE seq = 3"
            )]),
            &appended,
        ),
        ("time of an entry", sql(&["UPDATE entry SET time = time + 1 WHERE seq = 30"]), "index 30"),
        ("clock of an entry", sql(&["UPDATE entry SET suspect = 1 WHERE seq = 30"]), "index 30"),
        ("actor of an entry", sql(&["UPDATE entry SET actor = (SELECT id FROM accounts WHERE login = 'hr') WHERE seq = 30"]), "index 30"),
        ("behalf of an entry", sql(&["UPDATE entry SET behalf = actor WHERE seq = 30"]), "index 30"),
        ("behalf taken away", sql(&["UPDATE entry SET behalf = NULL WHERE behalf IS NOT NULL"]), "its columns differ"),
        ("holder of an entry", sql(&["UPDATE entry SET holder = actor WHERE seq = 30"]), "index 30"),
        ("command of an entry", sql(&["UPDATE entry SET command = 'posts.change' WHERE seq = 30"]), "index 30"),
        ("duty of an entry", sql(&["UPDATE entry SET duty = 'head' WHERE seq = 30"]), "index 30"),
        ("purpose of an entry", sql(&["UPDATE entry SET purpose = 'travel' WHERE seq = 30"]), "index 30"),
        ("request of an entry", sql(&["UPDATE entry SET request = actor WHERE seq = 30"]), "index 30"),
        ("size of a checkpoint", sql(&["UPDATE checkpoint SET size = size - 1 WHERE size > 256"]), "checkpoint of size"),
        (
            "root of a checkpoint",
            sql(&["UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 1) WHERE size > 256"]),
            "checkpoint of size",
        ),
        (
            "origin of a checkpoint",
            sql(&["UPDATE checkpoint SET note = replace(note, 'castellan/', 'castellan2/') WHERE size > 256"]),
            "signature of the checkpoint",
        ),
        (
            "signature of a checkpoint",
            sql(&["UPDATE checkpoint SET note = substr(note, 1, length(note) - 9) WHERE size > 256"]),
            "signature of the checkpoint",
        ),
        ("a checkpoint that says nothing", sql(&["UPDATE checkpoint SET note = 'x' WHERE size = 1"]), "unreadable"),
        ("size of the head", sql(&["UPDATE log_head SET size = size + 1"]), "head of the log"),
        ("time of the head", sql(&["UPDATE log_head SET time = time + 1"]), "head of the log"),
        ("frontier of the head", vec![("UPDATE log_head SET frontier = $1".into(), vec![zeros.clone()])], "head of the log"),
        ("a tree node", vec![("UPDATE tree_node SET hash = $1".into(), vec![zeros])], "tile 1/0"),
        ("a tree node deleted", sql(&["DELETE FROM tree_node"]), "tile 1/0"),
        ("a revision row edited", sql(&["UPDATE people_rev SET surname = 'Simic' WHERE version = 2"]), "a revision row differs"),
        ("a current row edited", sql(&["UPDATE people SET surname = 'Simic' WHERE version = 2"]), "differs from its last revision"),
        (
            "both edited",
            sql(&["UPDATE people_rev SET given = 'S' WHERE version = 2", "UPDATE people SET given = 'S' WHERE version = 2"]),
            "a revision row differs",
        ),
        (
            "an old revision edited",
            sql(&["UPDATE people_rev SET given = 'S' WHERE version = 1 AND rev_to IS NOT NULL"]),
            "a revision row differs",
        ),
        ("a revision row deleted", sql(&["DELETE FROM people_rev WHERE version = 1 AND rev_to IS NOT NULL"]), "a revision row differs"),
        ("the last revision deleted", sql(&["DELETE FROM people_rev WHERE version = 2"]), "a revision row differs"),
        ("a current row deleted", sql(&["DELETE FROM people WHERE version = 2"]), "differs from its last revision"),
        (
            "a record deleted everywhere",
            sql(&["DELETE FROM people_rev WHERE id = (SELECT id FROM people WHERE version = 2)", "DELETE FROM people WHERE version = 2"]),
            "a revision row differs",
        ),
        (
            "a version's end moved",
            sql(&["UPDATE people_rev SET rev_to = rev_to + 1 WHERE rev_to IS NOT NULL"]),
            "do not follow one another",
        ),
        ("a version's end taken away", sql(&["UPDATE people_rev SET rev_to = NULL WHERE rev_to IS NOT NULL"]), "do not follow one another"),
        ("a version moved to another entry", sql(&["UPDATE people_rev SET rev_from = rev_from + 1 WHERE version = 2"]), "a revision row"),
    ];
    let mut found = 0;
    for (what, statements, expected) in cases {
        let report = after(conn.as_mut(), &statements).unwrap_or_else(|| panic!("{what}: the database refused"));
        let report = report.unwrap_or_else(|e| panic!("{what}: {e}"));
        assert!(report.findings.iter().any(|f| f.contains(expected)), "{what} should be found as {expected}: {:?}", report.findings);
        found += 1;
    }
    assert_eq!(found, 39);
    drop(conn);
    world.verified();
}

fn p04_tampering_with_any_column_of_a_row_is_found(on: Backend) {
    let world = story(on);
    let mut conn = world.conn();
    let (mut tried, mut refused) = (0, 0);
    for register in ["people", "mail_items", "grants", "approvals"] {
        let manifest = testkit::world::manifest();
        let Some(meta) = manifest.register(register) else { panic!("{register}") };
        let row = conn.first(&format!("SELECT id FROM {register} ORDER BY version DESC, id LIMIT 1"), &[]).ok().flatten();
        let id = row.and_then(|r| r[0].id()).unwrap_or(RecordId::NIL);
        let columns: Vec<String> = meta.columns.split(", ").skip(1).map(str::to_owned).chain(["sort_key".to_owned()]).collect();
        for column in columns {
            let stood = conn.first(&format!("SELECT {column} FROM {register} WHERE id = $1"), &[id.into()]).ok().flatten();
            let stood = stood.map(|mut r| r.remove(0)).unwrap_or_default();
            let field = meta.def.field(column.trim_matches('"'));
            let forged = match (&stood, field.map(|f| f.kind)) {
                (Value::Int(number), _) => Value::Int(if *number == 0 { 1 } else { number - 1 }),
                (Value::Text(_), Some(kernel::FieldKind::Choice(codes))) => {
                    Value::from(*codes.iter().find(|c| stood.text() != Some(c)).unwrap_or(&""))
                }
                (Value::Text(text), _) => Value::Text(format!("{text}x")),
                (Value::Id(_) | Value::Bytes(_), _) => Value::Id(RecordId([9; 16])),
                (Value::Null, Some(kernel::FieldKind::Int | kernel::FieldKind::Time | kernel::FieldKind::Bool)) => Value::Int(1),
                (Value::Null, Some(kernel::FieldKind::Ref(_))) => Value::Id(RecordId([9; 16])),
                (Value::Null, None) if column == "about" => Value::Id(RecordId([9; 16])),
                (Value::Null, _) => Value::from("x"),
            };
            let set = |table: String, last: &str| {
                (format!("UPDATE {table} SET {column} = $2 WHERE id = $1{last}"), vec![id.into(), forged.clone()])
            };
            let now = set(register.to_owned(), "");
            let then = set(format!("{register}_rev"), " AND rev_to IS NULL");
            for statements in [vec![now.clone(), then.clone()], vec![now], vec![then]] {
                tried += 1;
                match after(conn.as_mut(), &statements) {
                    // A CHECK or a foreign key stood in the way.
                    None => refused += 1,
                    Some(Err(error)) => assert!(matches!(error, ledger::Error::Stored(_)), "{register}.{column}: {error}"),
                    Some(Ok(report)) => {
                        assert!(!report.findings.is_empty(), "{register}.{column} = {forged:?} goes unnoticed: {statements:?}")
                    }
                }
            }
        }
    }
    assert!(tried > 150 && refused * 5 < tried, "{tried} tried, {refused} refused by the database");
    drop(conn);
    world.verified();
}

fn p04_a_key_that_is_not_the_offices_signs_nothing(on: Backend) {
    let world = story(on);
    let mut conn = world.conn();
    let other = MasterKeys { signing: [0x33; 32], ..testkit::world::keys() };
    let report = verify::database(conn.as_mut(), &testkit::world::manifest(), &other).unwrap_or_else(|e| panic!("{e}"));
    assert!(report.findings.iter().all(|f| f.starts_with("signature of the checkpoint")) && report.findings.len() >= 3);
    let other = MasterKeys { master: [0x33; 32], ..testkit::world::keys() };
    assert!(verify::database(conn.as_mut(), &testkit::world::manifest(), &other).is_err());
}
