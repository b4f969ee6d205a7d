//! The system at its jobs: it does what is named for them, under their name, and nothing else; it is nobody who signs in or approves.

use kernel::{Job, RecordId, Value};
use ledger::operational::Pass;
use ledger::{Error, Order, Receipt};
use spine::mail::inbox::JOB as MAIL_FOLDER;
use testkit::{Backend, World, values_of};

on_both!(
    p03_what_the_system_does_stands_in_the_log_under_its_job,
    p03_the_system_may_only_what_is_named_for_its_job,
    p03_nobody_signs_in_or_acts_as_the_system,
    p06_the_system_neither_asks_nor_approves_where_two_people_are_needed,
);

/// Every job there is, by name, with every command that is named for it.
const NAMED: [(Job, &[&str]); 14] = [
    (desk_clearance::audits::commands::JOB, &["audits.draw", "quality.run"]),
    (spine::briefings::invitations::JOB, &["briefing_invitations.escalate", "briefing_invitations.remind"]),
    (spine::notices::JOB, &["notices.send_digest"]),
    (ledger::rights::enrolment::JOB, &["enrolments.take_up"]),
    (spine::documents::checks::JOB, &["file_checks.write"]),
    (spine::findings::commands::JOB, &["findings.reopen"]),
    (desk_clearance::leavers::commands::JOB, &["departures.mark_left"]),
    (MAIL_FOLDER, &["mail.drop"]),
    (desk_clearance::hr::commands::JOB, &["hr_messages.let_go"]),
    (spine::quarantine::JOB, &["quarantine.keep"]),
    (desk_clearance::renewals::commands::JOB, &["renewal_checks.write", "renewals.learn", "renewals.start"]),
    (spine::concerns::commands::JOB, &["concerns.take_report"]),
    (desk_clearance::visits::commands::JOB, &["incoming.end", "visit_checks.write", "visits.begin", "visits.expire"]),
    (ledger::rights::watch::JOB, &["alarms.raise", "file_openings.count"]),
];

/// A job that no command names.
const UNNAMED: Job = Job::named("unnamed");

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
    let drop = works(&world, MAIL_FOLDER, "mail.drop", &scan("a.pdf")).map(|r| r.answer).ok().flatten().map(|(_, id)| id);
    let drop = drop.unwrap_or_else(|| panic!("nothing was staged"));
    let line = world.as_("registry").sees(move |view| Ok(view.timeline("mail_drops", drop)?.remove(0)));
    assert_eq!((line.actor, line.behalf, line.duty.as_str(), line.command.as_str()), (MAIL_FOLDER.actor(), None, "system", "mail.drop"));
    assert_eq!(Job::of(line.actor), Some(MAIL_FOLDER));
    world.verified();
}

fn p03_the_system_may_only_what_is_named_for_its_job(on: Backend) {
    let world = World::new(on);
    let before = entries(&world);
    assert_eq!(world.ledger().manifest().jobs(), NAMED.map(|(job, _)| job));
    // As they stand in the log, which is not written anew.
    let names = "audits briefings digest enrolment files findings leavers mail_folder personnel quarantine renewals reports visits watch";
    assert_eq!(NAMED.map(|(job, _)| job.code().to_owned()).join(" "), names);
    let mut asked = 0;
    for def in world.ledger().manifest().commands() {
        for (job, commands) in NAMED.into_iter().chain([(UNNAMED, &[][..])]) {
            let named = commands.contains(&def.name);
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
    for (job, _) in NAMED {
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
    for (job, _) in NAMED {
        assert_eq!(refused(works(&world, job, "mail.void", &void)), ["system-may-not"]);
    }
    let request: RecordId = world.as_("registry").asks("mail.void", &void);
    let row = world.conn().first("SELECT digest FROM approvals WHERE id = $1", &[request.into()]);
    let digest = row.ok().flatten().map(|mut row| row.remove(0)).unwrap_or_else(|| panic!("no request"));
    for (job, _) in NAMED {
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
