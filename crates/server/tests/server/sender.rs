//! Mail out: nothing is lost while the server is away, nothing is said to be sent before it is, and a second copy has the first one's id.

use kernel::{RecordId, Value};
use ledger::db::Backend;
use ledger::outbox::Standing;
use server::sender::{Sender, Server, Way};
use testkit::smtp::MailServer;
use testkit::world::World;

use crate::Site;

const PDF: &[u8] = b"%PDF-1.7 the letter as it was set %%EOF";

/// A letter that was issued and is to be sent to these addresses.
pub fn letter(world: &World, addresses: &str) -> RecordId {
    let fields = |name: &str| {
        vec![
            ("name", Value::from(name)),
            ("kind", "general_letter".into()),
            ("status", "in_use".into()),
            ("subject_en", "Réunion annuelle".into()),
            ("subject_fr", "Réunion".into()),
            ("body_en", "Text".into()),
            ("body_fr", "Texte".into()),
        ]
    };
    let template =
        world.as_("registry").makes("letter_templates.add", &fields(&format!("Note {}", world.ledger().new_id().outward("ltm"))));
    let letter =
        world.as_("registry").makes("letters.draft", &[("template", template.into()), ("authority", world.authority("BEL").into())]);
    let send = [("letter", letter.into()), ("addresses", addresses.into())];
    assert_eq!(world.as_("registry").refused("letters.send", &send), ["letter-not-issued"]);
    world.as_("head").does("letters.sign", &[("letter", letter.into()), ("channel", "email".into())]);
    world.as_("head").does("letters.issue", &[("letter", letter.into()), ("file", Value::Bytes(PDF.to_vec()))]);
    world.as_("registry").does("letters.send", &send);
    letter
}

pub fn standing(world: &World, letter: RecordId) -> Vec<Standing> {
    world.as_("registry").sees(move |view| view.outgoing("letters", letter))
}

fn sender(site: &Site, url: &str) -> Sender {
    sender_to(site, &Server { url: url.to_owned(), ..Server::default() })
}

pub fn sender_to(site: &Site, server: &Server) -> Sender {
    let way = Way::smtp(server).unwrap();
    Sender { ledger: site.world.ledger().clone(), way, from: "aso@example.org".parse().unwrap() }
}

pub fn look(site: &Site, sender: &Sender) -> usize {
    site.runtime.block_on(sender.look()).unwrap()
}

fn a_server_that_is_away_loses_nothing_and_gets_nothing_twice(on: Backend) {
    let site = Site::new(on);
    let world = &site.world;
    let server = MailServer::start();
    let away = sender(&site, "smtp://127.0.0.1:9");
    let there = sender(&site, &server.url());
    let letter = letter(world, "nsa@example.org, dsa@example.org");
    // Half an hour of looking every minute, then a day of every hour, the server away.
    let minutes = std::iter::repeat_n(jiff::SignedDuration::from_mins(1), 30);
    for wait in minutes.chain(std::iter::repeat_n(jiff::SignedDuration::from_hours(1), 24)) {
        assert_eq!(look(&site, &away), 0);
        world.time_passes(wait);
    }
    let waits = &standing(world, letter)[0];
    assert!(waits.sent.is_none() && waits.again, "{waits:?}");
    assert_eq!(waits.error.as_ref().map(|t| t.code.as_str()), Some(server::sender::trouble::AWAY), "{waits:?}");
    assert_eq!(look(&site, &there), 1);
    let sent = &standing(world, letter)[0];
    assert!(sent.sent.as_ref().is_some_and(|(_, how)| how == "smtp") && sent.error.is_none() && !sent.again, "{sent:?}");
    // However often the sender looks again.
    for _ in 0..3 {
        world.time_passes(jiff::SignedDuration::from_hours(2));
        assert_eq!(look(&site, &there), 0);
    }
    let taken = server.taken();
    assert_eq!((taken.len(), taken[0].to.as_slice()), (1, &["nsa@example.org".to_owned(), "dsa@example.org".to_owned()][..]));
    // The marking stands in the header, in the text above and below; the sealed document goes along as it is.
    assert_eq!(taken[0].header("X-Castellan-Marking"), "RESTRICTED / DIFFUSION RESTREINTE");
    let read = exchange::mail::read(taken[0].text.as_bytes()).unwrap();
    assert!(read.subject.unwrap_or_default().starts_with("[RESTRICTED / DIFFUSION RESTREINTE] ASO/2026/OUT/000001"));
    assert_eq!(read.text.matches("RESTRICTED / DIFFUSION RESTREINTE").count(), 2, "{}", read.text);
    assert_eq!(read.parts[0].decoded().as_deref(), Some(PDF));
    // And what it is marked goes along for machines, and is read again.
    assert_eq!(read.parts[1].name, exchange::label::FILE);
    let label = exchange::label::read(&read.parts[1].decoded().unwrap_or_default()).unwrap();
    let meaning = label.meaning(world.ledger().policy());
    assert_eq!((meaning.level.map(|level| level.0).as_deref(), meaning.findings.len()), (Some("R"), 0));
    world.verified();
}

#[test]
fn sp_02_a_server_that_is_away_loses_nothing_and_gets_nothing_twice_on_sqlite() {
    a_server_that_is_away_loses_nothing_and_gets_nothing_twice(Backend::Sqlite);
}

#[test]
fn sp_02_a_server_that_is_away_loses_nothing_and_gets_nothing_twice_on_postgres() {
    a_server_that_is_away_loses_nothing_and_gets_nothing_twice(Backend::Postgres);
}

#[test]
fn sp_02_a_server_that_takes_mail_and_hangs_up_gets_it_again_under_the_same_id() {
    let site = Site::new(Backend::Sqlite);
    let server = MailServer::start();
    let sender = sender(&site, &server.url());
    let letter = letter(&site.world, "nsa@example.org");
    server.forgets_to_answer(true);
    assert_eq!(look(&site, &sender), 0);
    assert!(standing(&site.world, letter)[0].sent.is_none(), "nobody said it was taken");
    server.forgets_to_answer(false);
    site.world.time_passes(jiff::SignedDuration::from_mins(2));
    assert_eq!(look(&site, &sender), 1);
    let ids: Vec<String> = server.taken().iter().map(|taken| taken.header("Message-ID")).collect();
    assert_eq!((ids.len(), &ids[0]), (2, &ids[1]));
}

#[test]
fn sp_02_a_refusal_for_good_is_parked_and_a_refusal_for_now_is_tried_again() {
    let site = Site::new(Backend::Sqlite);
    let server = MailServer::start();
    let sender = sender(&site, &server.url());
    let lost = letter(&site.world, "nobody@example.org");
    let busy = letter(&site.world, "nsa@example.org");
    server.is_busy(true);
    assert_eq!(look(&site, &sender), 0);
    let (lost, busy) = (standing(&site.world, lost).remove(0), standing(&site.world, busy).remove(0));
    assert!(!lost.again && lost.sent.is_none() && lost.error.is_some(), "{lost:?}");
    assert!(busy.again && busy.sent.is_none(), "{busy:?}");
    server.is_busy(false);
    site.world.time_passes(jiff::SignedDuration::from_mins(2));
    assert_eq!((look(&site, &sender), server.taken().len()), (1, 1));
}

#[test]
fn sp_02_two_senders_and_one_that_died_share_an_outbox() {
    let site = Site::new(Backend::Sqlite);
    let server = MailServer::start();
    let (one, other) = (sender(&site, &server.url()), sender(&site, &server.url()));
    letter(&site.world, "nsa@example.org");
    // One takes it and dies: nobody else sends it while the lease lasts, somebody does afterwards.
    let taken = site.world.ledger().outbox_due().wait().unwrap();
    assert_eq!((taken.len(), look(&site, &one)), (1, 0));
    site.world.time_passes(jiff::SignedDuration::from_secs(kernel::limits::OUTBOX_LEASE_SECONDS + 1));
    let both = site.runtime.block_on(async { futures(one.look(), other.look()).await });
    assert_eq!((both, server.taken().len()), (1, 1));
}

#[test]
fn sp_02_no_text_of_a_mail_becomes_a_header_a_receiver_or_another_mail() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let server = MailServer::start();
    let template = vec![
        ("name", Value::from("Hostile")),
        ("kind", "general_letter".into()),
        ("status", "in_use".into()),
        ("subject_en", "Hello\r\nBcc: evil@example.net\r\n\r\nBody\n.\nMAIL FROM:<evil@example.net>".into()),
        ("subject_fr", "Bonjour\rBcc: evil@example.net\n.\r\nQUIT".into()),
        ("body_en", "Text".into()),
        ("body_fr", "Texte".into()),
    ];
    let template = world.as_("registry").makes("letter_templates.add", &template);
    let draft = [("template", template.into()), ("authority", world.authority("BEL").into())];
    let letter = world.as_("registry").makes("letters.draft", &draft);
    world.as_("head").does("letters.sign", &[("letter", letter.into()), ("channel", "email".into())]);
    world.as_("head").does("letters.issue", &[("letter", letter.into()), ("file", Value::Bytes(PDF.to_vec()))]);
    world.as_("registry").does("letters.send", &[("letter", letter.into()), ("addresses", "nsa@example.org".into())]);
    assert_eq!(look(&site, &sender(&site, &server.url())), 1);
    let taken = server.taken();
    assert_eq!((taken.len(), taken[0].to.as_slice()), (1, &["nsa@example.org".to_owned()][..]));
    let head = taken[0].text.split("\r\n\r\n").next().unwrap_or_default();
    assert!(
        !head.to_lowercase().contains("\nbcc:") && head.matches("\nSubject:").count() + usize::from(head.starts_with("Subject:")) == 1,
        "{head}"
    );
    let read = exchange::mail::read(taken[0].text.as_bytes()).unwrap();
    assert_eq!((read.parts.len(), read.parts[0].decoded().as_deref()), (2, Some(PDF)), "the document came whole, its label behind it");
}

/// Both at once; what they sent together.
async fn futures(
    one: impl Future<Output = Result<usize, ledger::Error>>,
    other: impl Future<Output = Result<usize, ledger::Error>>,
) -> usize {
    let (one, other) = tokio::join!(one, other);
    one.unwrap() + other.unwrap()
}

#[test]
fn sp_02_an_office_without_a_way_out_gets_draft_files() {
    let site = Site::new(Backend::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let way = Way::Drafts(folder.path().to_owned());
    let sender = Sender { ledger: site.world.ledger().clone(), way, from: "aso@example.org".parse().unwrap() };
    let letter = letter(&site.world, "nsa@example.org");
    assert_eq!(look(&site, &sender), 1);
    assert!(standing(&site.world, letter)[0].sent.as_ref().is_some_and(|(_, how)| how == "draft"));
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let read = exchange::mail::read(&std::fs::read(&files[0]).unwrap()).unwrap();
    assert_eq!(read.parts[0].decoded().as_deref(), Some(PDF));
}

#[test]
fn sp_02_addresses_that_are_none_are_refused_and_a_password_never_goes_in_the_clear() {
    let refused = |text: &str| spine::mail::outgoing::addresses(text, "addresses").map_err(|r| r.code);
    assert_eq!(refused("a@b.org; c@d.org"), Ok(vec!["a@b.org".to_owned(), "c@d.org".to_owned()]));
    for wrong in ["a@b", "a", "@b.org", "a@b.org\r\nBcc:x@y.org", "<a@b.org>", "a@b@c.org"] {
        assert_eq!(refused(wrong), Err("address-wrong"), "{wrong}");
    }
    assert_eq!((refused(""), refused(&"a@b.org,".repeat(51))), (Err("address-missing"), Err("too-many-receivers")));
    let server = Server { url: "smtp://127.0.0.1:25".to_owned(), credentials: Some("user:secret".to_owned()), authority: None };
    assert!(Way::smtp(&server).is_err());
    assert!(
        ["mail.example.org", "http://x", "smtp://x:port", "smtp://", "smtp://:25"].iter().all(|url| Way::smtp(&Server {
            url: (*url).to_owned(),
            ..Server::default()
        })
        .is_err())
    );
}
