//! The gate list.

use jiff::Span;
use jiff::civil::Date;
use kernel::{Codes, Level, RecordId};
use ledger::Error;
use spine::clearances::Need;
use spine::clearances::gate::{Answer, gate_list, names};
use spine::limits;
use testkit::{Backend, World};

use crate::cases::{adopt, carry, open};

on_both!(
    cl_07_a_pasted_list_gets_yes_or_no_and_why,
    cl_07_a_list_is_answered_through_the_readers_own_eyes,
    cl_07_where_no_clearance_is_needed_a_signed_undertaking_is_asked_for,
);

/// Somebody with NS ATOMAL, in a post that requires it.
pub fn holder(world: &World, surname: &str, given: &str) -> RecordId {
    let person = world.person(surname, given, "ROU");
    let officer = world.as_("officer");
    let post = officer.makes("posts.add", &[("number", format!("P-{surname}-{given}").into())]);
    let needs = [("post", post.into()), ("level", "S".into()), ("categories", "ATOMAL".into()), ("valid_from", "2026-01-01".into())];
    officer.does("clearance_requirements.add", &needs);
    let held = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    let case = open(world, person);
    carry(world, case, "closed_granted");
    person
}

fn answers(world: &World, who: &str, pasted: &str, level: &str, categories: &str, until: Date) -> Vec<(String, &'static str)> {
    let (asked, today) = (names(pasted), world.today());
    let codes = Codes::new(categories.split(' ').map(str::to_owned));
    let need = Need::new(Level(level.to_owned()), codes);
    let lines = world.as_(who).sees(move |view| gate_list(view, &asked, &need, (today, until)));
    let told = lines.into_iter().map(|line| {
        let answer = match line.answer {
            Answer::Yes(_) => "yes",
            Answer::Undertaken(_) => "undertaken",
            Answer::No(access) => {
                assert!(access.reasons.iter().any(|why| !why.good) || access.level.is_some(), "a no without a reason");
                "no"
            }
            Answer::Unknown => "unknown",
            Answer::Several => "several",
        };
        (line.asked, answer)
    });
    told.collect()
}

fn cl_07_a_pasted_list_gets_yes_or_no_and_why(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let simic = holder(&world, "Šimić", "Søren");
    holder(&world, "Van den Berg", "Anna");
    for _ in 0..2 {
        world.person("Twin", "Tom", "ROU");
    }
    world.person("Nobody", "Nora", "ROU");
    let pasted = "SIMIC Soren\n  søren ŠIMIĆ\nColonel Anna Van den Berg; Tom Twin\r\nNora Nobody\nZed Zero\n\nZED zero";
    let today = world.today();
    let told = answers(&world, "officer", pasted, "S", "ATOMAL", today);
    let expected = [
        ("SIMIC Soren", "yes"),
        ("søren ŠIMIĆ", "yes"),
        ("Colonel Anna Van den Berg", "yes"),
        ("Tom Twin", "several"),
        ("Nora Nobody", "no"),
        ("Zed Zero", "unknown"),
    ];
    // A first word that is no rank is part of a name, and the name is somebody else's.
    assert_eq!(answers(&world, "officer", "Marie Søren Šimić", "S", "", today)[0].1, "unknown");
    assert_eq!(told, expected.map(|(name, answer)| (name.to_owned(), answer)));
    // More than is held, and longer than the briefing holds.
    assert_eq!(answers(&world, "officer", "Soren Simic", "TS", "", today)[0].1, "no");
    assert_eq!(answers(&world, "officer", "Soren Simic", "S", "BOHEMIA", today)[0].1, "no");
    assert_eq!(answers(&world, "officer", "Soren Simic", "S", "", today.saturating_add(Span::new().years(1)))[0].1, "yes");
    assert_eq!(answers(&world, "officer", "Soren Simic", "S", "", today.saturating_add(Span::new().years(3)))[0].1, "no");
    // A suspension is there the moment it is recorded.
    let fields = [
        ("person", simic.into()),
        ("kind", "suspend".into()),
        ("authority", world.authority("ROU").into()),
        ("level", "S".into()),
        ("decided_on", today.into()),
        ("reason_code", "under_review".into()),
        ("source", world.letter("incoming", "ROU").into()),
    ];
    let request = world.as_("technician").asks("clearances.record_adverse", &fields);
    world.as_("officer").approves(request);
    assert_eq!(answers(&world, "officer", "Soren Simic", "S", "", today)[0].1, "no");
}

fn cl_07_where_no_clearance_is_needed_a_signed_undertaking_is_asked_for(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let (officer, today) = (world.as_("officer"), world.today());
    let person = world.person("Signer", "Sam", "ROU");
    let asked = |level: &str, until: Date| answers(&world, "officer", "Sam Signer", level, "", until)[0].1;
    let why = || {
        let need = Need::new(Level("R".to_owned()), Codes::default());
        let lines = world.as_("officer").sees(move |view| gate_list(view, &names("Sam Signer"), &need, (today, today)));
        let access = lines.into_iter().find_map(|line| match line.answer {
            Answer::No(access) | Answer::Undertaken(access) => Some(access),
            _ => None,
        });
        access.into_iter().flat_map(|access| access.reasons).map(|why| why.code).collect::<Vec<_>>()
    };
    // Nothing is signed: that, and nothing about a clearance, stands in the way; from the level that needs one a clearance does.
    assert_eq!((asked("R", today), asked("C", today)), ("no", "no"));
    assert_eq!(why(), ["undertaking-none"]);
    let signed = [
        ("person", person.into()),
        ("kind", "undertaking".into()),
        ("given_on", today.into()),
        ("language", "en".into()),
        ("signed_how", "On paper".into()),
    ];
    officer.does("briefings.record", &signed);
    assert_eq!((asked("R", today), asked("C", today)), ("undertaken", "no"));
    assert_eq!(why(), ["undertaking"]);
    // It binds until the second part is signed, however far the meeting.
    assert_eq!(asked("R", today.saturating_add(Span::new().years(3))), "undertaken");
    // It certifies nothing.
    let host = world.authority("BEL");
    let draft = [
        ("names", "Sam Signer".into()),
        ("event", "Quarterly review".into()),
        ("level", "R".into()),
        ("event_from", today.into()),
        ("event_until", today.into()),
        ("authority", host.into()),
    ];
    assert!(officer.refused("meeting_certificates.draft", &draft).contains(&"certificate-for-no"));
    let second = [
        ("person", person.into()),
        ("kind", "undertaking".into()),
        ("debriefed_on", today.into()),
        ("debrief_witness", "A. Witness".into()),
    ];
    officer.does("briefings.debrief", &second);
    assert_eq!(asked("R", today), "no");
    // Whoever has a clearance comes in by it, and one that is suspended is not made good by a signature.
    let simic = holder(&world, "Simic", "Ana");
    assert_eq!(answers(&world, "officer", "Ana Simic", "R", "", today)[0].1, "yes");
    officer.does("briefings.record", &[vec![("person", simic.into())], signed[1..].to_vec()].concat());
    crate::visits::suspend(&world, simic, "suspend");
    assert_eq!(answers(&world, "officer", "Ana Simic", "R", "", today)[0].1, "no");
}

fn cl_07_a_list_is_answered_through_the_readers_own_eyes(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    holder(&world, "Visible", "Vera");
    let all = "Vera Visible";
    let today = world.today();
    assert_eq!(answers(&world, "officer", all, "S", "", today)[0].1, "yes");
    // Whoever sees no person learns nothing from a name.
    let (asked, need) = (names(all), Need::new(Level("S".to_owned()), Codes::default()));
    let told = world.as_("access").tries_to_see(move |view| gate_list(view, &asked, &need, (today, today)));
    assert!(
        matches!(&told, Err(Error::Refused(_) | Error::NotFound))
            || told.is_ok_and(|l| l.iter().all(|l| matches!(l.answer, Answer::Unknown)))
    );
    // No more than the limit is answered.
    let many: Vec<String> = (0..limits::GATE_NAMES_MAX + 5).map(|at| format!("Name{at} Given")).collect();
    let need = Need::new(Level("S".to_owned()), Codes::default());
    let lines = world.as_("officer").sees(move |view| gate_list(view, &many, &need, (today, today)));
    assert_eq!(lines.len(), limits::GATE_NAMES_MAX);
}
