//! Mail numbers have no gaps, however many write at once.

use testkit::{Backend, World};

on_both!(inv_cl_03_mail_numbers_have_no_gaps_under_32_writers);

const WRITERS: usize = 32;
const LETTERS: usize = 20;

fn inv_cl_03_mail_numbers_have_no_gaps_under_32_writers(on: Backend) {
    let world = World::new(on);
    let fields = world.letter_fields("incoming", "ROU");
    let registered: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (world, fields) = (&world, fields.clone());
                scope.spawn(move || {
                    let mut taken = 0;
                    for letter in 0..LETTERS {
                        let mut fields = fields.clone();
                        // Every fifth is refused after its number would have been taken, every seventh by its fields.
                        match (writer + letter) % 35 {
                            n if n % 5 == 0 => fields.push(("document_date", "2030-01-01".into())),
                            n if n % 7 == 0 => fields.push(("channel", "pigeon".into())),
                            _ => taken += 1,
                        }
                        let who = world.as_(["registry", "registry2", "officer", "technician"][writer % 4]);
                        let done = who.tries("mail.register", &fields);
                        assert!(matches!(done, Ok(_) | Err(ledger::Error::Refused(_))), "{done:?}");
                    }
                    taken
                })
            })
            .collect();
        writers.into_iter().map(|w| w.join().unwrap_or_else(|_| panic!("a writer"))).sum()
    });
    let mut conn = world.conn();
    let numbers: Vec<i64> =
        conn.query("SELECT number FROM mail_items ORDER BY number", &[]).unwrap_or_default().iter().filter_map(|r| r[0].int()).collect();
    assert_eq!(numbers, (1..=registered as i64).collect::<Vec<_>>());
    assert!(registered > WRITERS * LETTERS / 2 && registered < WRITERS * LETTERS);
    assert_eq!(conn.number("SELECT last_number FROM mail_registers", &[]).ok(), Some(registered as i64));
    let last = conn.first("SELECT reference FROM mail_items ORDER BY number DESC LIMIT 1", &[]).ok().flatten();
    assert_eq!(last.map(|r| r[0].clone()), Some(format!("ASO/2026/IN/{registered:06}").into()));
    drop(conn);
    world.verified();
}
