//! Mail out under cover: it goes to a server that proves who it is, and to no other; nothing of it is ever said in the clear.

use ledger::db::Backend;
use server::sender::{Server, Way, trouble};
use testkit::smtp::{Cover, MailServer, TestAuthority};

use crate::Site;
use crate::sender::{letter, look, sender_to, standing};

/// By which way, and how a server covers itself on it.
const WAYS: [&str; 2] = ["starttls", "smtps"];

fn cover(way: &str, authority: &TestAuthority, host: &str) -> Cover {
    let config = authority.certify(host);
    if way == "smtps" { Cover::Implicit(config) } else { Cover::StartTls(config) }
}

fn named(server: &MailServer, way: &str, authority: &TestAuthority) -> Server {
    Server { url: server.url_by(way), credentials: None, authority: Some(authority.pem()) }
}

fn mail_goes_under_cover_to_whom_the_offices_own_authority_certified(on: Backend) {
    let site = Site::new(on);
    let authority = TestAuthority::new("Office authority");
    for way in WAYS {
        let server = MailServer::covered(cover(way, &authority, "127.0.0.1"));
        server.wants("aso", "a:pass word");
        let known = Server { credentials: Some("aso:a:pass word\n".to_owned()), ..named(&server, way, &authority) };
        let letter = letter(&site.world, &format!("{way}@example.org"));
        assert_eq!(look(&site, &sender_to(&site, &known)), 1, "{way}: {:?}", standing(&site.world, letter));
        let taken = server.taken();
        assert_eq!((taken.len(), taken[0].covered, taken[0].to.as_slice()), (1, true, &[format!("{way}@example.org")][..]));
        assert!(standing(&site.world, letter)[0].sent.is_some());
        let clear = server.told_in_the_clear();
        assert!(clear.lines().all(|line| line.starts_with("EHLO") || line == "STARTTLS"), "{way}: {clear}");
        assert_eq!(clear.is_empty(), way == "smtps");
    }
}

#[test]
fn sp_02_mail_goes_under_cover_to_whom_the_offices_own_authority_certified_on_sqlite() {
    mail_goes_under_cover_to_whom_the_offices_own_authority_certified(Backend::Sqlite);
}

#[test]
fn sp_02_mail_goes_under_cover_to_whom_the_offices_own_authority_certified_on_postgres() {
    mail_goes_under_cover_to_whom_the_offices_own_authority_certified(Backend::Postgres);
}

#[test]
fn sp_02_a_server_that_cannot_prove_who_it_is_gets_nothing_and_the_mail_waits_until_it_can() {
    let site = Site::new(Backend::Sqlite);
    let (ours, theirs) = (TestAuthority::new("Office authority"), TestAuthority::new("Another authority"));
    for way in WAYS {
        let wrong: [(&str, Cover, &str); 3] = [
            ("another authority", cover(way, &theirs, "127.0.0.1"), trouble::CERTIFICATE),
            ("another name", cover(way, &ours, "mail.example.org"), trouble::NAME),
            ("no cover at all", Cover::Clear, if way == "smtps" { trouble::TLS } else { trouble::NO_TLS }),
        ];
        for (what, bad, code) in wrong {
            let server = MailServer::covered(bad);
            let sender = sender_to(&site, &named(&server, way, &ours));
            let letter = letter(&site.world, &format!("{}@{way}.example.org", what.replace(' ', "-")));
            assert_eq!(look(&site, &sender), 0, "{way}, {what}");
            let waits = &standing(&site.world, letter)[0];
            assert!(waits.sent.is_none() && waits.again, "{way}, {what}: {waits:?}");
            assert_eq!(waits.error.as_ref().map(|t| t.code.as_str()), Some(code), "{way}, {what}: {waits:?}");
            assert!(server.taken().is_empty(), "{way}, {what}");
            let clear = server.told_in_the_clear();
            let hidden = ["MAIL", "RCPT", "DATA", "AUTH", "example.org"].iter().all(|word| !clear.contains(word));
            assert!(hidden, "{way}, {what}: {clear}");
            // The server is mended: the same mail goes, once.
            server.is_covered(cover(way, &ours, "127.0.0.1"));
            site.world.time_passes(jiff::SignedDuration::from_mins(2));
            assert_eq!((look(&site, &sender), look(&site, &sender)), (1, 0), "{way}, {what}");
            let taken = server.taken();
            assert_eq!((taken.len(), taken[0].covered), (1, true), "{way}, {what}");
            let sent = &standing(&site.world, letter)[0];
            assert!(sent.sent.is_some() && sent.error.is_none(), "{way}, {what}: {sent:?}");
        }
    }
}

#[test]
fn sp_02_words_put_into_a_servers_mouth_before_the_cover_is_on_send_nothing() {
    let site = Site::new(Backend::Sqlite);
    let ours = TestAuthority::new("Office authority");
    let server = MailServer::covered(cover("starttls", &ours, "127.0.0.1"));
    // Every answer of a conversation, said ahead: whoever believes them takes a mail for sent that no server has seen.
    server.is_spoken_for("\r\n250-x\r\n250 8BITMIME\r\n250 yes\r\n250 yes\r\n354 go on\r\n250 taken\r\n221 bye");
    let letter = letter(&site.world, "nsa@example.org");
    assert_eq!(look(&site, &sender_to(&site, &named(&server, "starttls", &ours))), 0);
    let waits = &standing(&site.world, letter)[0];
    assert!(waits.sent.is_none() && waits.again && server.taken().is_empty(), "{waits:?}");
    assert_eq!(waits.error.as_ref().map(|t| t.code.as_str()), Some(trouble::SLIPPED_IN), "{waits:?}");
}

#[test]
fn sp_02_a_person_reads_on_the_letters_page_why_mail_waits_in_both_languages() {
    let site = Site::new(Backend::Sqlite);
    let ours = TestAuthority::new("Office authority");
    let server = MailServer::start();
    let stripped = letter(&site.world, "nsa@example.org");
    look(&site, &sender_to(&site, &named(&server, "starttls", &ours)));
    let cookie = site.cookie("registry");
    let page = || site.page(&format!("/r/letters/{}", stripped.outward("let")), &cookie).body;
    let told_en = page();
    assert!(told_en.contains("does not offer encryption (STARTTLS), which is required. Nothing was sent in the clear."), "{told_en}");
    let token = server::visitor::hash(&server::visitor::hash(b"registry"));
    site.world.ledger().touch_session(token, Some("fr".to_owned())).wait().unwrap();
    let told_fr = page();
    assert!(told_fr.contains("ne propose pas le chiffrement (STARTTLS), qui est obligatoire. Rien n’a été envoyé en clair."), "{told_fr}");
    // Nothing of it reads like a program's own error.
    assert!(!told_en.contains('⟦') && !told_fr.contains('⟦') && !told_en.contains("os error"));
}

#[test]
fn sp_02_a_wrong_password_is_the_offices_matter_and_loses_no_mail() {
    let site = Site::new(Backend::Sqlite);
    let authority = TestAuthority::new("Office authority");
    let server = MailServer::covered(cover("smtps", &authority, "127.0.0.1"));
    server.wants("aso", "right");
    let letter = letter(&site.world, "nsa@example.org");
    for credentials in [Some("aso:wrong".to_owned()), None] {
        let sender = sender_to(&site, &Server { credentials, ..named(&server, "smtps", &authority) });
        assert_eq!(look(&site, &sender), 0);
        let waits = &standing(&site.world, letter)[0];
        assert!(waits.again && waits.error.as_ref().is_some_and(|t| t.code == trouble::CREDENTIALS), "{waits:?}");
        site.world.time_passes(jiff::SignedDuration::from_hours(1));
    }
    let sender = sender_to(&site, &Server { credentials: Some("aso:right".to_owned()), ..named(&server, "smtps", &authority) });
    assert_eq!((look(&site, &sender), server.taken().len()), (1, 1));
}

#[test]
fn sp_02_what_an_operator_writes_wrongly_about_the_server_is_told_at_the_start() {
    let authority = TestAuthority::new("Office authority").pem();
    let way = |url: &str, credentials: Option<&str>, authority: Option<&[u8]>| {
        let server = Server { url: url.to_owned(), credentials: credentials.map(str::to_owned), authority: authority.map(<[u8]>::to_vec) };
        Way::smtp(&server).map(drop)
    };
    assert_eq!(way("smtps://mail.example.org", Some("user:secret"), Some(&authority)), Ok(()));
    assert_eq!(way("starttls://[::1]:587", None, Some(&authority)), Ok(()));
    // A file without a certificate would otherwise trust nobody, and a password without a colon would be left out.
    assert!(way("smtps://mail.example.org", None, Some(b"")).is_err_and(|said| said.contains("PEM")));
    assert!(way("smtps://mail.example.org", None, Some(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")).is_err());
    assert!(way("smtps://mail.example.org", Some("secret"), None).is_err_and(|said| said.contains("colon")));
}
