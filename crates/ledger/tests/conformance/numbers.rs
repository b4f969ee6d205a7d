//! Numbers of the mail book have no gaps and only rise, however many write at once and whatever is refused or sent twice between.

use std::collections::{BTreeMap, HashMap};

use kernel::entropy::SeededEntropy;
use kernel::{Entropy, RecordId};
use ledger::Error;
use testkit::{Backend, World};

on_both!(inv_cl_03_no_writers_leave_a_gap_or_go_back, sp_02_no_two_books_of_one_year_and_band_can_be);

const WRITERS_MAX: usize = 32;
const LETTERS_MAX: usize = 24;

/// A letter that was acknowledged: its book and its record.
type Told = (&'static str, RecordId);

/// What one writer is told, in order, and how much was refused.
fn writes(world: &World, random: &SeededEntropy) -> (Vec<Told>, usize) {
    let (mut told, mut refused) = (Vec::new(), 0);
    for _ in 0..random.below(LETTERS_MAX) {
        let direction = *random.pick(&["incoming", "outgoing"]);
        let who = world.as_(random.pick::<&str>(&["registry", "registry2", "officer", "technician"]));
        let mut fields = world.letter_fields(direction, "ROU");
        match random.below(6) {
            // Refused after its number would have been taken, and before.
            0 => fields.push(("document_date", "2100-01-01".into())),
            1 => fields.push(("channel", "pigeon".into())),
            _ => {}
        }
        let mut order = who.order("mail.register", &fields);
        // Sent again, as a program does that was not told: the same letter and the same number.
        let times = 1 + usize::from(random.below(4) == 0);
        order.idempotency = (times > 1).then(|| random.id().outward("tst"));
        let answers: Vec<_> = (0..times).map(|_| world.ledger().write(order.clone()).wait()).collect();
        let ids: Vec<Option<RecordId>> = answers
            .into_iter()
            .map(|answer| match answer {
                Ok(receipt) => receipt.answer.map(|(_, id)| id),
                Err(Error::Refused(_)) => None,
                Err(other) => panic!("{other}"),
            })
            .collect();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
        match ids[0] {
            Some(id) => told.push((direction, id)),
            None => refused += 1,
        }
    }
    (told, refused)
}

fn inv_cl_03_no_writers_leave_a_gap_or_go_back(on: Backend) {
    let (mut most, mut refusals) = (0, 0);
    for seed in 1..=3 {
        let (world, random) = (World::new(on), SeededEntropy::new(seed));
        let mut registered = 0;
        // The second year begins its books anew.
        for year in 0..2 {
            let writers: Vec<SeededEntropy> =
                (0..2 + random.below(WRITERS_MAX - 1)).map(|_| SeededEntropy::new(random.below(1 << 30) as u64)).collect();
            most = most.max(writers.len());
            let told: Vec<(Vec<Told>, usize)> = std::thread::scope(|scope| {
                let running: Vec<_> = writers.iter().map(|random| scope.spawn(|| writes(&world, random))).collect();
                running.into_iter().map(|one| one.join().unwrap_or_else(|_| panic!("a writer"))).collect()
            });
            let mut conn = world.conn();
            let rows = conn.query("SELECT id, number, register FROM mail_items", &[]).unwrap_or_default();
            let numbers: HashMap<RecordId, (i64, RecordId)> =
                rows.iter().filter_map(|r| Some((r[0].id()?, (r[1].int()?, r[2].id()?)))).collect();
            for (letters, refused) in &told {
                refusals += refused;
                registered += letters.len();
                for direction in ["incoming", "outgoing"] {
                    let own: Vec<i64> = letters.iter().filter(|(of, _)| *of == direction).map(|(_, id)| numbers[id].0).collect();
                    assert!(own.windows(2).all(|pair| pair[0] < pair[1]), "history {seed}, year {year}: {own:?}");
                }
            }
            assert_eq!(numbers.len(), registered, "history {seed}: what was refused or sent twice has no number");
            let mut books: BTreeMap<RecordId, Vec<i64>> = BTreeMap::new();
            for (number, book) in numbers.values() {
                books.entry(*book).or_default().push(*number);
            }
            assert!(books.len() <= 2 * (year + 1));
            for (book, mut given) in books {
                given.sort_unstable();
                assert_eq!(given, (1..=given.len() as i64).collect::<Vec<_>>(), "history {seed}");
                let last = conn.number("SELECT last_number FROM mail_registers WHERE id = $1", &[book.into()]);
                assert_eq!(last.ok(), Some(given.len() as i64));
            }
            drop(conn);
            world.days_pass(365);
        }
        world.verified();
    }
    assert!(most > WRITERS_MAX / 2 && refusals > 0, "{most} writers, {refusals} refusals");
}

fn sp_02_no_two_books_of_one_year_and_band_can_be(on: Backend) {
    let world = World::new(on);
    world.letter("incoming", "ROU");
    let mut conn = world.conn();
    let mut copies = |band: &str, id: u8| {
        let head = "version, marking, rank, caveats, releasable, compartment, realm, about, void, sort_key, body, year, direction";
        let sql = format!(
            "INSERT INTO mail_registers (id, {head}, band, last_number) SELECT $1, {head}, {band}, last_number FROM mail_registers WHERE band IS NULL"
        );
        conn.execute(&sql, &[RecordId([id; 16]).into()])
    };
    // The book below every band has no band, and is one all the same.
    assert!(matches!(copies("NULL", 1), Err(Error::Database(why)) if why.contains("UNIQUE") || why.contains("duplicate key")));
    assert_eq!(copies("'C'", 2).ok(), Some(1), "another band's is another book");
    assert!(matches!(copies("'C'", 3), Err(Error::Database(_))));
}
