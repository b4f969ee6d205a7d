//! Report schedules: issued once and sent once, whoever looks and whenever the program stops.

use axum::http::StatusCode;
use desk_clearance::reports::Monthly;
use kernel::{RecordId, Value};
use ledger::Error;
use ledger::db::Backend;
use ledger::rights::grants::DutyGrant;
use server::schedules::{look, order};
use server::sender::{Sender, Way};
use spine::measures::schedules::{DispatchStatus, Job, ReportDispatch, jobs};
use spine::measures::{Audience, IssuedReport};

use crate::{Site, TOKEN, call};

/// A schedule of the clearance officer: on the third working day, in both languages.
fn schedule(site: &Site, audience: &str) -> RecordId {
    let hours = ["monday", "tuesday", "wednesday", "thursday", "friday"].map(|day| (day, Value::from("09:00-17:00")));
    let calendar = [("name", Value::from("Office")), ("scope", "office".into()), ("zone", "UTC".into()), ("day_minutes", 480.into())];
    let calendar = [&calendar[..], &[("valid_from", "2020-01-01".into())], &hours].concat();
    site.world.as_("policy").does("work_calendars.add", &calendar);
    let fields = [
        ("name", Value::from("Monthly")),
        ("kind", "clearance_monthly".into()),
        ("languages", "en_and_fr".into()),
        ("audience", audience.into()),
        ("days_after", 3.into()),
        ("counted", "working_days".into()),
        ("with_slides", 1.into()),
        ("with_workbook", 0.into()),
        ("valid_from", site.world.today().into()),
    ];
    site.world.as_("officer").makes("report_schedules.add", &fields)
}

fn receiver(site: &Site, schedule: RecordId, field: &'static str, value: impl Into<Value>) -> RecordId {
    site.world.as_("officer").makes("report_receivers.add", &[("schedule", schedule.into()), (field, value.into())])
}

fn looks(site: &Site) -> (usize, Vec<Error>) {
    let (done, failed) = site.runtime.block_on(look(&site.app)).unwrap();
    (done, failed.into_iter().map(|(_, error)| error).collect())
}

fn refusals(errors: &[Error]) -> Vec<&'static str> {
    errors.iter().flat_map(|e| if let Error::Refused(refused) = e { refused.codes() } else { panic!("{e:?}") }).collect()
}

fn dispatches(site: &Site) -> Vec<kernel::Record<ReportDispatch>> {
    site.world.as_("auditor").sees(|view| view.every::<ReportDispatch>())
}

fn reports(site: &Site) -> Vec<IssuedReport> {
    site.world.as_("auditor").sees(|view| Ok(view.every::<IssuedReport>()?.into_iter().map(|r| r.body).collect()))
}

/// A mail: to whom, with which files.
type Mail = (String, Vec<(String, Vec<u8>)>);

/// The mails that leave.
fn mails(site: &Site) -> Vec<Mail> {
    let folder = tempfile::tempdir().unwrap();
    let way = Way::Drafts(folder.path().to_owned());
    let sender = Sender { ledger: site.world.ledger().clone(), way, from: "aso@example.org".parse().unwrap() };
    while site.runtime.block_on(sender.look()).unwrap() > 0 {}
    let mut mails: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| {
            let text = std::fs::read(entry.unwrap().path()).unwrap();
            let read = exchange::mail::read(&text).unwrap();
            assert!(read.text.matches("RESTRICTED").count() + read.text.matches("DIFFUSION RESTREINTE").count() >= 2, "{}", read.text);
            let to = String::from_utf8_lossy(&text).lines().find(|l| l.starts_with("To: ")).unwrap_or("").to_owned();
            (to, read.parts.iter().map(|p| (p.name.clone(), p.decoded().unwrap_or_default().to_vec())).collect())
        })
        .collect();
    mails.sort();
    mails
}

fn a_due_report_is_issued_and_sent_once(on: Backend) {
    let site = Site::new(on);
    let world = &site.world;
    let fields = [("surname", Value::from("Reader")), ("given", "Rita".into()), ("nationality", "BEL".into())];
    let fields = [&fields[..], &[("status", "active".into()), ("email", "rita@agency.example.org".into())]].concat();
    let person = world.as_("officer").makes("people.add", &fields);
    let unreachable = world.person("Silent", "Sam", "BEL");
    let set = schedule(&site, "outside");
    receiver(&site, set, "email", "council@example.org");
    receiver(&site, set, "reader", person);
    receiver(&site, set, "reader", unreachable);
    receiver(&site, set, "email", "rita@agency.example.org");
    assert_eq!(looks(&site).0, 0, "February was over when the schedule was set, its third working day is the fourth of March");
    // Wednesday, 4 March 2026.
    world.days_pass(2);
    let page = site.page("/reports", &site.cookie("officer"));
    assert!(page.body.contains("due since 2026-03-04"), "{}", page.body);
    // Two nodes look at the same moment.
    let (one, other) = site.runtime.block_on(async { tokio::join!(look(&site.app), look(&site.app)) });
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!((one.0 + other.0, one.1.len() + other.1.len()), (4, 0), "two languages, issued and sent");
    assert_eq!(looks(&site).0, 0);
    world.days_pass(20);
    assert_eq!(looks(&site).0, 0, "nothing more in March");
    let issued = reports(&site);
    assert_eq!(issued.iter().map(|r| r.period.as_str()).collect::<Vec<_>>(), ["2026-02", "2026-02"]);
    for report in &issued {
        let figures: Monthly = serde_json::from_str(&report.figures).unwrap();
        assert!(report.audience == Audience::Outside && figures.small_cell == spine::limits::SMALL_CELL);
        assert!(figures.urgencies.is_empty() && figures.oldest.is_empty(), "no case is named");
        assert_eq!(report.recorded_by, world.as_("officer").person, "in the name of whoever set the schedule");
    }
    for dispatch in dispatches(&site) {
        assert_eq!((dispatch.body.status, dispatch.body.left_out), (DispatchStatus::Sent, 1));
        assert_eq!(dispatch.body.sent_to.as_deref(), Some("council@example.org, rita@agency.example.org"));
    }
    // A mail each, with what the report's own page gives.
    let mails = mails(&site);
    let to: Vec<&str> = mails.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, ["To: council@example.org", "To: council@example.org", "To: rita@agency.example.org", "To: rita@agency.example.org"]);
    let ids = world.as_("auditor").sees(|view| Ok(view.every::<IssuedReport>()?.iter().map(|r| r.head.id).collect::<Vec<_>>()));
    let file = |id: &RecordId, format: &str| site.get(&format!("/api/v1/reports/{}?format={format}", id.outward("rep")), TOKEN).bytes;
    let own: Vec<Vec<Vec<u8>>> = ids.iter().map(|id| vec![file(id, "pdf"), file(id, "slides")]).collect();
    for (to, files) in &mails {
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.len() == 2 && names[0].ends_with(".pdf") && names[1].ends_with("-slides.pdf"), "{to}: {names:?}");
        let bytes: Vec<Vec<u8>> = files.iter().map(|(_, bytes)| bytes.clone()).collect();
        assert!(own.contains(&bytes), "{to}: not the report's own files");
    }
    // In April it goes on, in the name of whoever changed the schedule last.
    let stands = world.as_("head").record::<spine::measures::schedules::ReportSchedule>(set);
    let change = [
        ("record", Value::Id(set)),
        ("version", stands.head.version.into()),
        ("name", "Monthly".into()),
        ("kind", "clearance_monthly".into()),
        ("languages", "fr".into()),
        ("audience", "outside".into()),
        ("days_after", 5.into()),
        ("counted", "calendar_days".into()),
        ("with_slides", 0.into()),
        ("with_workbook", 1.into()),
        ("valid_from", stands.body.valid_from.into()),
    ];
    world.as_("head").does("report_schedules.change", &change);
    world.clock().set(testkit::instant("2026-04-05T05:00:00Z"));
    assert_eq!(looks(&site).0, 2);
    let march: Vec<_> = reports(&site).into_iter().filter(|r| r.period == "2026-03").collect();
    assert!(march.len() == 1 && march[0].recorded_by == world.as_("head").person);
    // Who no longer holds the duty issues nothing, and it shows; a colleague who saves the schedule takes over what stood still.
    let head = world.as_("head").account;
    let grants = world.as_("access").sees(move |view| view.having::<DutyGrant>("account", head));
    world.as_("access").does("grants.end", &[("grant", grants[0].head.id.into())]);
    world.clock().set(testkit::instant("2026-05-06T05:00:00Z"));
    let (done, failed) = looks(&site);
    assert_eq!((done, refusals(&failed)), (0, vec!["duty-missing"]));
    assert!(site.page("/reports", &site.cookie("officer2")).body.contains("due since 2026-05-05"));
    let change = [&change[..1], &[("version", (stands.head.version + 1).into())], &change[2..]].concat();
    world.as_("officer2").does("report_schedules.change", &change);
    assert_eq!(looks(&site).0, 2);
    let april: Vec<_> = reports(&site).into_iter().filter(|r| r.period == "2026-04").collect();
    assert!(april.len() == 1 && april[0].recorded_by == world.as_("officer2").person);
    world.verified();
}

fn what_stopped_half_way_is_finished_and_nothing_twice(on: Backend) {
    let mut site = Site::new(on);
    let set = schedule(&site, "office");
    receiver(&site, set, "email", "council@example.org");
    site.world.days_pass(2);
    // The program stops after the first report was issued.
    let (account, job) = site.world.ledger().read_as_rule(jobs).wait().unwrap().remove(0);
    assert!(matches!(job, Job::Issue { .. }));
    site.world.ledger().write(order(&site.app, account, &job)).wait().unwrap();
    let again = site.world.ledger().write(order(&site.app, account, &job)).wait();
    assert_eq!(refusals(&[again.unwrap_err()]), ["report-issued-already"]);
    site.world.reopen();
    site.app.ledger = site.world.ledger().clone();
    let (done, failed) = looks(&site);
    assert!(done == 3 && failed.is_empty(), "one to send, one to issue and send: {done} {failed:?}");
    assert_eq!((looks(&site).0, reports(&site).len(), mails(&site).len()), (0, 2, 2));
    let send = Job::Send(dispatches(&site)[0].id());
    let again = site.runtime.block_on(site.app.carry_out(order(&site.app, account, &send)));
    assert_eq!(refusals(&[again.unwrap_err()]), ["report-sent-already"]);
    site.world.verified();
}

#[test]
fn sp_04_a_due_report_is_issued_and_sent_once_on_sqlite() {
    a_due_report_is_issued_and_sent_once(Backend::Sqlite);
}

#[test]
fn sp_04_a_due_report_is_issued_and_sent_once_on_postgres() {
    a_due_report_is_issued_and_sent_once(Backend::Postgres);
}

#[test]
fn sp_04_what_stopped_half_way_is_finished_and_nothing_twice_on_sqlite() {
    what_stopped_half_way_is_finished_and_nothing_twice(Backend::Sqlite);
}

#[test]
fn sp_04_what_stopped_half_way_is_finished_and_nothing_twice_on_postgres() {
    what_stopped_half_way_is_finished_and_nothing_twice(Backend::Postgres);
}

#[test]
fn cl_13_what_names_cases_does_not_go_to_a_contact_and_nobody_sends_files_of_their_own() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let set = schedule(&site, "office");
    let contact = [("authority", world.authority("BEL").into()), ("name", "Claes".into()), ("email", "claes@nsa.example.org".into())];
    let contact = world.as_("officer").makes("contacts.add", &contact);
    let at_authority = receiver(&site, set, "contact", contact);
    world.days_pass(2);
    let (done, failed) = looks(&site);
    assert_eq!((done, refusals(&failed)), (2, vec!["report-for-office"; 2]), "issued, and not sent");
    assert!(mails(&site).is_empty() && dispatches(&site).iter().all(|d| d.body.status == DispatchStatus::Issued));
    // The contact is taken out; what a client sends along is not what leaves.
    assert_eq!(world.as_("technician").refused("report_receivers.remove", &[("receiver", at_authority.into())]), ["duty-missing"]);
    world.as_("officer").does("report_receivers.remove", &[("receiver", at_authority.into())]);
    receiver(&site, set, "email", "council@example.org");
    // Who left the agency, and what is no address, are told nothing and keep nobody waiting.
    let people = [("Gone", "left", "gone@example.org"), ("Odd", "active", "Odd <odd@example.org>")];
    for (surname, status, email) in people {
        let fields = [
            ("surname", Value::from(surname)),
            ("given", "Sam".into()),
            ("nationality", "BEL".into()),
            ("email", email.into()),
            ("status", status.into()),
        ];
        let person = world.as_("officer").makes("people.add", &fields);
        receiver(&site, set, "reader", person);
    }
    let id = dispatches(&site)[0].head.id.outward("rds");
    let body = format!(r#"{{"dispatch": "{id}", "mail_subject": "Forged", "text": "Forged", "pages": "Rm9yZ2Vk"}}"#);
    let answer = site.send(call("POST", "/api/v1/commands/report_dispatches.send", TOKEN, &body));
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let mails = mails(&site);
    assert!(mails.len() == 1 && mails[0].1.iter().all(|(_, bytes)| bytes.starts_with(b"%PDF-")), "{mails:?}");
    assert_eq!(dispatches(&site).iter().find(|d| d.head.id.outward("rds") == id).map(|d| d.body.left_out), Some(2));
    assert_eq!(looks(&site).0, 1, "the other language");
    // Who does not issue reports neither sets nor sees schedules.
    assert_eq!(world.as_("technician").refused("report_schedules.add", &[]), ["duty-missing"]);
    assert_eq!(site.page("/r/report_schedules", &site.cookie("registry")).status, StatusCode::FORBIDDEN);
    world.verified();
}

#[test]
fn sp_04_a_schedule_names_a_day_that_exists_and_one_receiver_a_line() {
    let site = Site::new(Backend::Sqlite);
    let officer = site.world.as_("officer");
    let fields = |days: i64, until: Value| {
        vec![
            ("name", Value::from("M")),
            ("kind", "clearance_monthly".into()),
            ("languages", "en".into()),
            ("audience", "office".into()),
            ("days_after", days.into()),
            ("counted", "calendar_days".into()),
            ("with_slides", 0.into()),
            ("with_workbook", 0.into()),
            ("valid_from", "2026-03-02".into()),
            ("valid_until", until),
        ]
    };
    for days in [0, -1, 29, i64::MAX] {
        assert_eq!(officer.refused("report_schedules.add", &fields(days, Value::Null)), ["days-after-wrong"], "{days}");
    }
    assert_eq!(officer.refused("report_schedules.add", &fields(28, "2026-03-01".into())), ["until-before-from"]);
    let set = officer.makes("report_schedules.add", &fields(28, "2026-03-27".into()));
    let one = |more: &[(&'static str, Value)]| officer.refused("report_receivers.add", &[&[("schedule", Value::Id(set))], more].concat());
    assert_eq!(one(&[]), ["one-receiver"]);
    assert_eq!(one(&[("reader", officer.person.into()), ("email", "a@b.org".into())]), ["one-receiver"]);
    assert_eq!(one(&[("email", "nobody".into())]), ["address-wrong"]);
    // A period that runs is not issued by a schedule.
    let early = |period: &'static str| {
        officer.refused("report_schedules.issue", &[("schedule", set.into()), ("period", period.into()), ("language", "en".into())])
    };
    assert_eq!((early("2026-03"), early("soon")), (vec!["period-not-over"], vec!["period-unreadable"]));
    // Its last day came before the first report was due.
    site.world.clock().set(testkit::instant("2026-04-28T09:00:00Z"));
    assert_eq!(site.world.ledger().read_as_rule(jobs).wait().unwrap(), Vec::new());
}
