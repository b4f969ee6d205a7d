//! What waits for somebody: on the page of the day, as a calendar file, as a digest by mail.

use ledger::db::Backend;
use server::sender::{Sender, Server, Way};
use testkit::smtp::MailServer;

use crate::Site;

#[test]
fn sp_20_what_waits_is_told_to_whom_it_waits_for_and_to_nobody_else() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let give = [("title", "Call; the authority".into()), ("due_on", "2026-03-10".into()), ("colleague", "technician".into())];
    world.as_("officer").does("tasks.give", &give);
    let cookies = ["technician", "registry"].map(|login| (login, site.cookie(login)));
    let seen = |login: &str, path: &str| {
        let cookie = cookies.iter().find(|(name, _)| *name == login).map(|(_, cookie)| cookie.as_str());
        site.page(path, cookie.unwrap_or_default()).body
    };
    for path in ["/notices", "/"] {
        assert!(seen("technician", path).contains("Call; the authority"), "{path}");
        assert!(!seen("registry", path).contains("Call; the authority"), "{path}");
    }
    let calendar = seen("technician", "/notices.ics");
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20260310") && calendar.contains("SUMMARY:[RESTRICTED] Call\\; the authority"),
        "{calendar}"
    );
    assert!(!seen("registry", "/notices.ics").contains("Call"));
}

#[test]
fn sp_20_a_digest_goes_once_a_day_to_whoever_has_an_address_and_something_waiting() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let give = |to: &'static str| {
        let task = [("title", "Call the authority".into()), ("due_on", "2026-03-10".into()), ("colleague", to.into())];
        world.as_("officer").does("tasks.give", &task);
    };
    give("technician");
    give("registry");
    // The technician has an address, the registry has none.
    let change = "UPDATE people SET email = 'tamm@example.org' WHERE surname = 'Tamm'";
    world.conn().execute(change, &[]).unwrap();
    let send = || site.runtime.block_on(server::digest::send(&site.app, world.today())).unwrap();
    assert_eq!((send(), send()), (1, 0));
    // The system sent it; a person cannot have somebody else's sent.
    let last = world.conn().first("SELECT actor, duty FROM entry ORDER BY seq DESC LIMIT 1", &[]).unwrap().unwrap();
    assert_eq!((last[0].id(), last[1].text()), (Some(spine::notices::JOB.actor()), Some("system")));
    let reader = world.as_("technician").person;
    let other = [("digest_subject", "x".into()), ("text", "x".into()), ("marking", "R".into()), ("reader", reader.into())];
    assert_eq!(world.as_("registry").refused("notices.send_digest", &other), ["digest-of-another"]);
    world.days_pass(1);
    assert_eq!(send(), 1);
    let server = MailServer::start();
    let way = Way::smtp(&Server { url: server.url(), ..Server::default() }).unwrap();
    let sender = Sender { ledger: world.ledger().clone(), way, from: "aso@example.org".parse().unwrap() };
    assert_eq!(site.runtime.block_on(sender.look()).unwrap(), 2);
    let taken = server.taken();
    assert!(taken.iter().all(|mail| mail.to == ["tamm@example.org"]));
    let read = exchange::mail::read(taken[0].text.as_bytes()).unwrap();
    assert!(
        read.text.contains("My tasks (1)") && read.text.contains("Call the authority") && read.text.starts_with("RESTRICTED"),
        "{}",
        read.text
    );
}
