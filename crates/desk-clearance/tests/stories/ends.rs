//! How a clearance ends that nobody took away, and what is called back where somebody did.

use desk_clearance::cases::PscCase;
use desk_clearance::leavers::commands::JOB;
use desk_clearance::leavers::{Departure, queries::gone};
use desk_clearance::renewals::{queries::present, rules::plans};
use jiff::civil::Date;
use kernel::{Codes, Id, Level, Record, RecordId, Register, Value};
use spine::clearances::gate::{Answer, gate_list};
use spine::clearances::queries::access_of;
use spine::clearances::{Certificate, Decision, DecisionKind, FactKind, Lapse, Need};
use spine::letters::{Letter, LetterKind};
use spine::mail::MailItem;
use spine::people::{Person, PersonStatus};
use spine::retention::queries::story;
use spine::tasks::{Task, TaskState};
use testkit::{Backend, World};

use crate::access::newcomer;
use crate::cases::{adopt, carry, open, state};
use crate::gate::holder;
use crate::visits::{in_days, suspend};

on_both!(
    cl_02_a_clearance_that_is_cancelled_ends_when_the_authority_is_told,
    cl_02_a_clearance_goes_with_whoever_is_transferred_out,
    xd_01_a_leavers_clearance_ends_after_the_last_day_and_the_file_begins_to_wait,
    cl_10_a_period_begins_when_the_extension_is_over,
    cl_02_a_suspension_and_a_withdrawal_call_the_certificate_back,
);

fn of<R: Register + Send + 'static>(world: &World, person: RecordId) -> Vec<Record<R>> {
    world.as_("officer").sees(move |view| view.having::<R>("person", person))
}

/// The line of the decision in the reason tree of a day: whether it speaks for access, its code, its day and its letter.
type Line = (bool, &'static str, Option<Date>, Option<String>);

fn decided(world: &World, person: RecordId, on: Date) -> Line {
    let access = world.as_("officer").sees(move |view| access_of(view, Id::new(person), on));
    let line = access.reasons.into_iter().find(|r| r.fact == FactKind::Decision).unwrap_or_else(|| panic!("no line"));
    (line.good, line.code, line.date, line.letter)
}

fn level(world: &World, person: RecordId, on: Date) -> Option<String> {
    world.as_("officer").sees(move |view| Ok(access_of(view, Id::new(person), on)?.level.map(|l| l.0)))
}

fn comes_in(world: &World, name: &'static str) -> bool {
    let today = world.today();
    let need = Need::new(Level("S".to_owned()), Codes::default());
    let lines = world.as_("officer").sees(move |view| gate_list(view, &[name.to_owned()], &need, (today, today)));
    matches!(lines[0].answer, Answer::Yes(_))
}

fn opened(world: &World, person: RecordId, kind: &str) -> RecordId {
    let ask = [("person", person.into()), ("kind", kind.into()), ("level", "S".into()), ("priority", "routine".into())];
    world.as_("officer").makes("case.open", &ask)
}

/// The authority is told by a letter of ours; one records it, another approves. The letter's number.
fn told(world: &World, case: RecordId, more: &[(&'static str, Value)]) -> (RecordId, String) {
    let letter = world.letter("outgoing", "ROU");
    let request =
        world.as_("technician").asks("case.authority_told", &[&[("case", case.into()), ("mail_item", letter.into())][..], more].concat());
    assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
    world.as_("officer").approves(request);
    assert_eq!(state(world, case), "closed_completed");
    (letter, world.as_("officer").record::<MailItem>(letter).body.reference)
}

fn cl_02_a_clearance_that_is_cancelled_ends_when_the_authority_is_told(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let renews = |world: &World| world.as_("officer").sees(|view| Ok(plans(&present(view)?).len()));
    let case = opened(&world, anna, "cancellation");
    // Opening it ends nothing yet, and a cancellation says why.
    assert_eq!((level(&world, anna, world.today()).as_deref(), comes_in(&world, "Arden Anna"), renews(&world)), (Some("S"), true, 1));
    let silent = [("case", case.into()), ("mail_item", world.letter("outgoing", "ROU").into())];
    assert_eq!(world.as_("technician").refused("case.authority_told", &silent), ["field-required"]);
    world.days_pass(1);
    let (letter, reference) = told(&world, case, &[("end_reason", "data_changed".into())]);
    // From that day on there is no clearance, and the reason tree says since when and by which letter.
    let today = world.today();
    assert_eq!(decided(&world, anna, today), (false, "decision-cancelled", Some(today), Some(reference.clone())));
    assert_eq!((level(&world, anna, today), comes_in(&world, "Arden Anna"), renews(&world)), (None, false, 0));
    assert_eq!(level(&world, anna, today.yesterday().unwrap_or(today)).as_deref(), Some("S"), "until then there was");
    // Access for one thing given on that very day would end with it; from the day after it may be given anew.
    let meeting = ("matter", Value::from("Acceptance board"));
    let mut given = crate::access::wish(&world, anna, "one_time", meeting, 3);
    assert_eq!(world.as_("officer").refused("access.give", &given), ["access-on-day-of-end"]);
    given.retain(|(name, _)| *name != "valid_from");
    given.push(("valid_from", today.tomorrow().unwrap_or(today).into()));
    world.as_("officer").asks("access.give", &given);
    // It is a decision like any other: two people, a reason, the letter it rests on, and nothing against the person.
    let ends: Vec<_> = of::<Decision>(&world, anna).into_iter().filter(|d| !d.body.kind.grants()).collect();
    let body = &ends[0].body;
    assert_eq!((ends.len(), body.kind, body.end_reason), (1, DecisionKind::Cancel, Some(Lapse::DataChanged)));
    assert_eq!((body.source.map(Id::raw), body.case, body.reference.as_ref()), (Some(letter), Some(case), Some(&reference)));
    assert_eq!((body.recorded_by, body.verified_by), (world.as_("technician").person, world.as_("officer").person));
    assert_eq!(world.as_("officer").record::<PscCase>(case).body.decision, Some(ends[0].id()));
    let void = [("item", Value::Id(letter)), ("reason", "Twice".into())];
    assert_eq!(world.as_("registry").refused("mail.void", &void), ["mail-relied-on"]);
    // Nobody appeals against it, and nothing stands in the way of being cleared again.
    let appeal = [("person", anna.into()), ("kind", "appeal".into()), ("level", "S".into()), ("priority", "routine".into())];
    let appeal = [&appeal[..], &[("appealed", ends[0].head.id.into())]].concat();
    assert_eq!(world.as_("officer").refused("case.open", &appeal), ["appeal-against-decision"]);
    let again = open(&world, anna);
    carry(&world, again, "closed_granted");
    assert_eq!((level(&world, anna, world.today()).as_deref(), comes_in(&world, "Arden Anna")), (Some("S"), true));
    world.verified();
}

fn cl_02_a_clearance_goes_with_whoever_is_transferred_out(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let bert = holder(&world, "Berg", "Bert");
    let case = opened(&world, bert, "transfer_out");
    let (_, reference) = told(&world, case, &[]);
    let today = world.today();
    assert_eq!(decided(&world, bert, today), (false, "decision-transferred", Some(today), Some(reference)));
    assert_eq!((level(&world, bert, today), comes_in(&world, "Berg Bert")), (None, false));
    let ends = of::<Decision>(&world, bert).into_iter().find(|d| d.body.kind == DecisionKind::Transfer);
    assert_eq!(ends.and_then(|d| d.body.end_reason), Some(Lapse::LeftEmployer));
    world.verified();
}

fn xd_01_a_leavers_clearance_ends_after_the_last_day_and_the_file_begins_to_wait(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let stays = holder(&world, "Berg", "Bert");
    let safe = [("code", "B2-SAFE1".into()), ("name", "Safe".into()), ("kind", "place_safe".into())];
    let safe = world.as_("technician").makes("places.add", &safe);
    let file = [("person", anna.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", safe.into())];
    world.as_("technician").makes("dossier.open", &file);
    let stale = || world.as_("technician").sees(move |view| Ok(spine::dossiers::queries::holdings(view, Id::new(safe))?[0].stale));
    let last = in_days(&world, 10);
    let after = last.tomorrow().unwrap_or(last);
    for (person, day) in [(anna, last), (stays, in_days(&world, 40))] {
        world
            .as_("officer")
            .does("departures.record", &[("person", person.into()), ("last_day", day.into()), ("end_reason", "end_left".into())]);
    }
    let departure = of::<Departure>(&world, anna)[0].clone();
    let case = departure.body.case.unwrap_or_else(|| panic!("no cancellation")).raw();
    // Told before the last day: the clearance holds until then, and why it ends is known.
    let (_, reference) = told(&world, case, &[]);
    assert_eq!((level(&world, anna, last).as_deref(), level(&world, anna, after)), (Some("S"), None));
    assert_eq!(decided(&world, anna, after), (false, "decision-cancelled", Some(after), Some(reference)));
    let ends = of::<Decision>(&world, anna).into_iter().find(|d| d.body.kind == DecisionKind::Cancel).unwrap_or_else(|| panic!("no end"));
    assert_eq!((ends.body.end_reason, ends.body.decided_on), (Some(Lapse::LeftEmployer), world.today()));
    // On the last day nobody has left; on the next one has, once, and by an entry of its own.
    let leaves = || world.ledger().work(JOB, "departures.mark_left", vec![departure.head.id.into()], None).wait();
    let codes = |outcome: Result<ledger::Receipt, ledger::Error>| match outcome {
        Err(ledger::Error::Refused(refused)) => refused.codes(),
        other => panic!("{other:?}"),
    };
    let due = || world.ledger().read_as_rule(gone).wait().unwrap_or_else(|e| panic!("{e}"));
    let status = || world.as_("officer").record::<Person>(anna).body.status;
    world.days_pass(10);
    assert_eq!((world.today(), due(), codes(leaves())), (last, vec![], vec!["has-not-left"]));
    world.days_pass(1);
    // Though the job is late, the file's period has begun: with the end of service, and with that of the clearance.
    let asked = world.today();
    let known = || world.as_("officer").sees(move |view| story(view, Id::new(anna), asked));
    let before = known();
    assert_eq!((before.left, before.expired, before.cleared, before.in_post), (Some(last), Some(last), false, false));
    assert_eq!((due(), status(), stale()), (vec![departure.head.id], PersonStatus::Active, false));
    leaves().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((due(), status(), stale()), (vec![], PersonStatus::Left, true));
    assert_eq!(codes(leaves()), ["has-not-left"], "twice is once");
    assert_eq!(known(), before);
    assert_eq!(world.as_("officer").record::<Person>(stays).body.status, PersonStatus::Active);
    // Whoever took up a post again before anybody looked has not left.
    world.days_pass(30);
    let posts = [("number", "P-NEW".into())];
    let post = world.as_("officer").makes("posts.add", &posts);
    let held = [("person", stays.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", in_days(&world, 5).into())];
    assert_eq!(due().len(), 1);
    world.as_("officer").does("assignments.add", &held);
    assert!(due().is_empty());
    world.verified();
}

fn cl_10_a_period_begins_when_the_extension_is_over(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let printed = of::<Decision>(&world, anna)[0].body.valid_until.unwrap_or_else(|| panic!("no end"));
    let extended = printed.saturating_add(jiff::Span::new().months(3));
    // A renewal goes out in time, and the grant is extended.
    let renewal = opened(&world, anna, "renewal");
    carry(&world, renewal, "complete");
    let filed = world.letter("outgoing", "ROU");
    world.as_("technician").does("case.dispatch", &[("case", renewal.into()), ("mail_item", filed.into())]);
    let case = opened(&world, anna, "extension");
    let wish = [("case", case.into()), ("filed_by", filed.into()), ("extended_until", extended.into())];
    let request = world.as_("technician").asks("case.extend", &wish);
    world.as_("officer").approves(request);
    let end = [("person", anna.into()), ("last_day", world.today().into()), ("end_reason", "end_left".into())];
    world.as_("officer").does("departures.record", &end);
    let expired = |day: Date| world.as_("officer").sees(move |view| Ok(story(view, Id::new(anna), day)?.expired));
    let next = |day: Date| day.tomorrow().unwrap_or(day);
    assert_eq!([expired(next(printed)), expired(extended), expired(next(extended))], [None, None, Some(extended)]);
    world.verified();
}

fn cl_02_a_suspension_and_a_withdrawal_call_the_certificate_back(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let template: Vec<serde_json::Value> = serde_json::from_str(spine::STARTER_TEMPLATES).unwrap_or_default();
    let template = template.iter().find(|t| t["kind"] == "certificate_recall").unwrap_or_else(|| panic!("a template"));
    let text = |name: &str| Value::from(template[name].as_str().unwrap_or_default());
    let mut fields = vec![("status", Value::from("in_use"))];
    fields.extend(["name", "kind", "subject_en", "subject_fr", "body_en", "body_fr"].map(|name| (name, text(name))));
    world.as_("officer").makes("letter_templates.add", &fields);
    let recalled = |person: RecordId| (of::<Letter>(&world, person), of::<Task>(&world, person));
    let counts = |person: RecordId| (recalled(person).0.len(), recalled(person).1.len());
    // Where no certificate is out there is nothing to call back.
    let nina = newcomer(&world, "Nilsen");
    suspend(&world, nina, "suspend");
    assert_eq!(counts(nina), (0, 0));
    let anna = holder(&world, "Arden", "Anna");
    suspend(&world, anna, "suspend");
    let (letters, tasks) = recalled(anna);
    let decision = of::<Decision>(&world, anna).into_iter().find(|d| d.body.kind == DecisionKind::Suspend).map(|d| d.head.id);
    let letter = &letters[0].body;
    assert_eq!((letters.len(), letter.kind, letter.concerns), (1, LetterKind::CertificateRecall, decision));
    assert!(letter.body_en.contains("ROU-1234") && letter.body_fr.contains("ROU-1234"), "{letter:?}");
    // Neutral: neither who nor what against them stands in the subject.
    assert!(!letter.subject_en.contains("Arden") && !letter.subject_en.to_lowercase().contains("suspen"), "{}", letter.subject_en);
    let task = &tasks[0].body;
    assert_eq!((tasks.len(), task.state, task.concerns), (1, TaskState::Open, decision));
    assert_eq!((task.owner.raw(), task.due_on > world.today()), (world.as_("technician").account, true));
    // It is being called back: neither the lifting nor the withdrawal asks for it twice.
    world.days_pass(1);
    suspend(&world, anna, "lift_suspension");
    world.days_pass(1);
    suspend(&world, anna, "withdraw");
    assert_eq!(counts(anna), (1, 1));
    // Lost from sight while it is out, it is called back anew; once it is back, it is not.
    let done = [("task", tasks[0].head.id.into()), ("proof_of_work", "In the safe".into())];
    world.as_("technician").does("tasks.done", &done);
    suspend(&world, anna, "withdraw");
    assert_eq!(counts(anna), (2, 2));
    let certificate = of::<Certificate>(&world, anna)[0].clone();
    let second = recalled(anna).1.into_iter().find(|t| t.body.state == TaskState::Open).unwrap_or_else(|| panic!("no task"));
    world.as_("technician").does("tasks.done", &[("task", second.head.id.into()), ("proof_of_work", "Receipt".into())]);
    let back = [
        ("record", certificate.head.id.into()),
        ("version", certificate.head.version.into()),
        ("person", anna.into()),
        ("model", certificate.body.model.code().into()),
        ("number", "ROU-1234".into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        ("valid_from", certificate.body.valid_from.into()),
        ("returned_on", world.today().into()),
    ];
    world.as_("technician").does("certificates.change", &back);
    suspend(&world, anna, "withdraw");
    assert_eq!(counts(anna), (2, 2));
    world.verified();
}
