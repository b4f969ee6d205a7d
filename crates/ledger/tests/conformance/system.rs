//! The system at its jobs: it does what is named for them, under their name, and nothing else; it is nobody who signs in or approves.

use kernel::{Job, RecordId, Value};
use ledger::operational::Pass;
use ledger::{Error, Order, Receipt};
use testkit::{Backend, World, values_of};

on_both!(
    p03_what_the_system_does_stands_in_the_log_under_its_job,
    p03_the_system_may_only_what_is_named_for_its_job,
    p03_nobody_signs_in_or_acts_as_the_system,
    p06_the_system_neither_asks_nor_approves_where_two_people_are_needed,
);

/// Every command that is named for a job.
const NAMED: [(Job, &str); 16] = [
    (Job::MailFolder, "mail.drop"),
    (Job::Digest, "notices.send_digest"),
    (Job::Watch, "alarms.raise"),
    (Job::Watch, "file_openings.count"),
    (Job::Renewals, "renewals.start"),
    (Job::Renewals, "renewals.learn"),
    (Job::Enrolment, "enrolments.take_up"),
    (Job::Audits, "audits.draw"),
    (Job::Audits, "quality.run"),
    (Job::Reports, "concerns.take_report"),
    (Job::Briefings, "briefing_invitations.remind"),
    (Job::Briefings, "briefing_invitations.escalate"),
    (Job::Findings, "findings.reopen"),
    (Job::Visits, "visits.begin"),
    (Job::Visits, "visits.expire"),
    (Job::Visits, "incoming.end"),
];

fn scan(name: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("name", name.into()),
        ("condition", "file_whole".into()),
        ("channel", "post".into()),
        ("file", Value::Bytes(name.as_bytes().to_vec())),
    ]
}

fn works(world: &World, job: Job, command: &'static str, fields: &[(&str, Value)]) -> Result<Receipt, Error> {
    let def = world.ledger().manifest().command(command).unwrap_or_else(|| panic!("{command} is no command"));
    world.ledger().work(job, command, values_of(def, fields), None).wait()
}

#[track_caller]
fn refused(said: Result<Receipt, Error>) -> Vec<&'static str> {
    match said {
        Err(Error::Refused(refused)) => refused.codes(),
        other => panic!("should be refused: {other:?}"),
    }
}

fn entries(world: &World) -> i64 {
    world.conn().number("SELECT count(*) FROM entry", &[]).unwrap_or_else(|e| panic!("{e}"))
}

fn p03_what_the_system_does_stands_in_the_log_under_its_job(on: Backend) {
    let world = World::new(on);
    let drop = works(&world, Job::MailFolder, "mail.drop", &scan("a.pdf")).map(|r| r.answer).ok().flatten().map(|(_, id)| id);
    let drop = drop.unwrap_or_else(|| panic!("nothing was staged"));
    let line = world.as_("registry").sees(move |view| Ok(view.timeline("mail_drops", drop)?.remove(0)));
    assert_eq!(
        (line.actor, line.behalf, line.duty.as_str(), line.command.as_str()),
        (Job::MailFolder.actor(), None, "system", "mail.drop")
    );
    assert_eq!(Job::of(line.actor), Some(Job::MailFolder));
    world.verified();
}

fn p03_the_system_may_only_what_is_named_for_its_job(on: Backend) {
    let world = World::new(on);
    let before = entries(&world);
    let mut asked = 0;
    for def in world.ledger().manifest().commands() {
        for job in Job::ALL.iter().copied() {
            let named = NAMED.contains(&(job, def.name));
            assert_eq!(def.jobs.contains(&job), named, "{} and {}", def.name, job.code());
            assert!(!(named && def.four_eyes), "{}", def.name);
            if !named {
                assert_eq!(refused(works(&world, job, def.name, &[])), ["system-may-not"], "{} and {}", def.name, job.code());
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "only {asked} were tried");
    assert_eq!(entries(&world), before, "a refusal leaves nothing");
    world.verified();
}

fn p03_nobody_signs_in_or_acts_as_the_system(on: Backend) {
    let world = World::new(on);
    let ledger = world.ledger();
    for job in Job::ALL.iter().copied() {
        let actor = job.actor();
        for login in [job.code().to_owned(), "system".to_owned(), actor.outward("acc")] {
            assert!(ledger.sign_in(&login).wait().is_ok_and(|known| known.is_none()), "{login}");
        }
        // Even a session, an order or a look that names its actor is nobody's.
        ledger.open_session(actor, vec![7; 32], "en", "system", None).wait().unwrap_or_else(|e| panic!("{e}"));
        let seen = ledger.read_with(Pass::Session(vec![7; 32]), |view, _| Ok(view.account())).wait();
        assert_eq!(seen.unwrap_or_else(|e| panic!("{e}")), None);
        ledger.close_session(vec![7; 32]).wait().unwrap_or_else(|e| panic!("{e}"));
        let order = Order { account: actor, ..world.as_("registry").order("mail.drop", &scan("b.pdf")) };
        assert_eq!(refused(ledger.write(order).wait()), ["account-closed"]);
        assert!(matches!(ledger.read(actor, |view| Ok(view.account())).wait(), Err(Error::Refused(r)) if r.codes() == ["account-closed"]));
        // No duty can be granted to it.
        let grant = [("account", Value::Id(actor)), ("duty", "head".into()), ("level", "R".into()), ("valid_from", world.today().into())];
        let said = world.as_("access").tries("grants.grant", &grant);
        assert!(matches!(said, Err(Error::NotFound | Error::Refused(_))), "{said:?}");
    }
}

fn p06_the_system_neither_asks_nor_approves_where_two_people_are_needed(on: Backend) {
    let world = World::new(on);
    let letter = world.letter("incoming", "ROU");
    let void = [("item", Value::Id(letter)), ("reason", "entered twice".into())];
    for job in Job::ALL.iter().copied() {
        assert_eq!(refused(works(&world, job, "mail.void", &void)), ["system-may-not"]);
    }
    let request: RecordId = world.as_("registry").asks("mail.void", &void);
    let row = world.conn().first("SELECT digest FROM approvals WHERE id = $1", &[request.into()]);
    let digest = row.ok().flatten().map(|mut row| row.remove(0)).unwrap_or_else(|| panic!("no request"));
    for job in Job::ALL.iter().copied() {
        let approve = [("approval", Value::Id(request)), ("digest", digest.clone())];
        assert_eq!(refused(works(&world, job, "approvals.approve", &approve)), ["system-may-not"]);
    }
    assert_eq!(world.as_("officer").field("mail_items", letter, "status"), "issued".into());
    world.as_("registry2").approves(request);
    assert_eq!(world.as_("officer").field("mail_items", letter, "status"), "void".into());
    world.verified();
}

#[test]
fn p03_a_sealed_field_is_found_by_nothing_and_frozen_by_nothing() {
    let manifest = testkit::world::manifest();
    let mut sealed = 0;
    for def in manifest.registers().iter().map(|m| m.def) {
        for field in def.fields.iter().filter(|f| f.sealed) {
            sealed += 1;
            let at = format!("{}.{}", def.name, field.name);
            assert!(!field.search && !field.list && !field.hidden, "{at} is searched, listed or carried along");
            assert!(!def.title.contains(&field.name) && def.views.iter().all(|v| v.by != field.name), "{at} names or orders records");
            assert!(def.unique.iter().all(|u| !u.contains(&field.name)), "{at} is compared");
            assert!(def.indexes.iter().all(|i| !i.split(", ").any(|column| column == field.name)), "{at} is indexed");
            // A form that shows what stands there, and an export that reads it in again, have no place here.
            assert!(def.edited_by.is_empty(), "{at} is edited by a plain form");
            // Erasing destroys the subject's key: whoever a sealed text is about must be known. Only what was told without a name is about nobody
            // yet, and sealed under a key of its own record.
            let subject = def.subject.and_then(|name| def.field(name));
            assert!(subject.is_some_and(|f| f.required || def.name == "concerns"), "{at} may be about nobody");
        }
    }
    assert!(sealed > 0);
    let frozen = manifest.commands().iter().filter(|c| c.four_eyes && c.fields.iter().any(|f| f.sealed)).map(|c| c.name);
    assert_eq!(frozen.collect::<Vec<_>>(), Vec::<&str>::new(), "an approval would hold the text");
}
