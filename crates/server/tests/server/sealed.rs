//! What waits to be sent is sealed: a word that stands in it alone is found nowhere on the disk, neither while it waits nor afterwards.

use std::path::Path;

use kernel::Value;
use ledger::crypto::{hex, sha256};
use ledger::db::Backend;
use server::sender::trouble;
use testkit::smtp::MailServer;
use testkit::world::World;

use crate::Site;
use crate::sender::{letter, look, sender_to, standing};

/// Stands in the addresses of a mail, in what a server says to them, and nowhere else: a word of this office alone, as databases may share
/// a log of writes.
fn canary(world: &World) -> String {
    format!("canary{}", &hex(&sha256(&[format!("{:?}", world.place()).as_bytes()]))[..16])
}

/// Stands in a record in the clear: whoever does not find this does not look in the right place.
const CONTROL: &str = "Réunion annuelle";

/// Whether a text stands anywhere in the database: its files, and those of its log of writes.
fn on_disk(world: &World, text: &str) -> bool {
    let folders = match world.ledger().backend() {
        Backend::Sqlite => vec![world.folder()],
        Backend::Postgres => {
            let mut conn = world.conn();
            conn.batch("CHECKPOINT").unwrap();
            let told = |row: Option<Vec<Value>>| row.and_then(|row| row[0].text().map(str::to_owned)).unwrap_or_default();
            let home = told(conn.first("SELECT current_setting('data_directory')", &[]).unwrap());
            let own = told(conn.first("SELECT CAST(oid AS text) FROM pg_database WHERE datname = current_database()", &[]).unwrap());
            let home = Path::new(&home);
            vec![home.join("base").join(own), home.join("pg_wal")]
        }
    };
    // By the system's own tool: the log of writes is large, and our tests are not optimised.
    let looked = std::process::Command::new("grep").env("LC_ALL", "C").args(["-rqsaF", text]).args(&folders).status();
    looked.unwrap_or_else(|e| panic!("grep is needed: {e}")).success()
}

fn what_waits_to_be_sent_is_sealed_and_what_was_sent_is_gone(on: Backend) {
    let site = Site::new(on);
    let world = &site.world;
    let server = MailServer::start();
    let sender = sender_to(&site, &server::sender::Server { url: server.url(), ..Default::default() });
    server.is_busy(true);
    let canary = canary(world);
    let waits = letter(world, &format!("{canary}@example.org"));
    let lost = letter(world, &format!("nobody-{canary}@example.org"));
    let hidden = |when: &str| {
        assert!(on_disk(world, CONTROL), "{when}: the control is not found");
        for spelling in [canary.clone(), canary.to_uppercase()] {
            assert!(!on_disk(world, &spelling), "{when}: an address stands in the clear");
        }
    };
    hidden("queued");
    assert_eq!(look(&site, &sender), 0);
    hidden("tried");
    // Who may see the letter is told all of it.
    assert_eq!(standing(world, waits)[0].to, format!("{canary}@example.org"));
    assert!(standing(world, lost)[0].error.as_ref().is_some_and(|t| t.code == trouble::REFUSED && t.said.to_lowercase().contains(&canary)));
    let kept = |world: &World| world.conn().number("SELECT count(*) FROM outbox WHERE payload IS NOT NULL", &[]).unwrap();
    assert_eq!(kept(world), 1, "what will never go is not kept");
    server.is_busy(false);
    world.time_passes(jiff::SignedDuration::from_mins(2));
    assert_eq!((look(&site, &sender), server.taken().len()), (1, 1));
    assert_eq!(kept(world), 0, "what was sent is not kept");
    hidden("sent");
    assert_eq!(standing(world, waits)[0].to, format!("{canary}@example.org"), "to whom it went is known");
    world.verified();
}

#[test]
fn sp_02_what_waits_to_be_sent_is_sealed_and_what_was_sent_is_gone_on_sqlite() {
    what_waits_to_be_sent_is_sealed_and_what_was_sent_is_gone(Backend::Sqlite);
}

#[test]
fn sp_02_what_waits_to_be_sent_is_sealed_and_what_was_sent_is_gone_on_postgres() {
    what_waits_to_be_sent_is_sealed_and_what_was_sent_is_gone(Backend::Postgres);
}

#[test]
fn sp_02_a_mail_that_was_tampered_with_or_whose_key_is_gone_never_goes_and_keeps_no_other_waiting() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let server = MailServer::start();
    let sender = sender_to(&site, &server::sender::Server { url: server.url(), ..Default::default() });
    let [swapped, good] = ["a@example.org", "b@example.org"].map(|to| letter(world, to));
    // The sealed words of one put into the row of the other do not open there.
    let change = "UPDATE outbox SET payload = (SELECT payload FROM outbox WHERE about = $2) WHERE about = $1";
    world.conn().execute(change, &[swapped.into(), good.into()]).unwrap();
    assert_eq!((look(&site, &sender), server.taken().len()), (1, 1));
    assert_eq!(server.taken()[0].to, ["b@example.org"]);
    let told = &standing(world, swapped)[0];
    assert!(!told.again && told.error.as_ref().is_some_and(|t| t.code == trouble::DAMAGED), "{told:?}");
    // Whose key was destroyed is gone with it; the keys of others hold.
    let shredded = letter(world, "c@example.org");
    let mut other =
        World::with(Backend::Sqlite, testkit::Setup { place: Some(world.place().clone()), staffed: false, ..Default::default() });
    let gone = world.conn().execute("DELETE FROM subject_key WHERE category = 'outgoing'", &[]).unwrap();
    assert_eq!(gone, 1);
    other.reopen();
    assert!(other.ledger().outbox_due().wait().unwrap().is_empty());
    assert_eq!(other.conn().number("SELECT count(*) FROM outbox WHERE payload IS NOT NULL", &[]).unwrap(), 0);
    assert!(other.as_("registry").sees(move |view| view.outgoing("letters", shredded)).is_empty());
}
