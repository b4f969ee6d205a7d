//! People kept once: their other names, entries that may be one person, and whom the office speaks with.

use kernel::{Id, RecordId, Value};
use spine::clearances::Need;
use spine::clearances::gate::{Answer, gate_list};
use spine::people::Person;
use spine::people::matches::{Likeness, PersonMatch};
use spine::people::queries::possible;
use testkit::{Backend, World};

on_both!(
    sp_11_two_entries_are_made_one_by_two_people_and_two_again,
    sp_11_an_entry_of_which_something_is_known_is_not_taken_back,
    sp_11_who_was_called_otherwise_is_found_by_that_name_at_the_gate,
    sp_11_whom_the_office_speaks_with_is_somewhere_and_said_once,
);

fn person(world: &World, surname: &str, given: &str, number: Option<&str>) -> RecordId {
    let fields = [
        ("surname", surname.into()),
        ("given", given.into()),
        ("nationality", "DEU".into()),
        ("birth_date", "1980-05-12".into()),
        ("status", "active".into()),
        ("personnel_number", number.map_or(Value::Null, Value::from)),
    ];
    world.as_("officer").makes("people.add", &fields)
}

fn pairs(world: &World) -> Vec<(Likeness, RecordId, RecordId)> {
    world.as_("technician").sees(possible)
}

fn found(world: &World) -> Vec<kernel::Record<PersonMatch>> {
    world.as_("technician").sees(|view| view.every::<PersonMatch>())
}

fn sp_11_two_entries_are_made_one_by_two_people_and_two_again(on: Backend) {
    let world = World::new(on);
    let (kept, twice) = (person(&world, "Müller", "Jörg", None), person(&world, "Mueller", "Joerg", Some("4711")));
    let pair = (kept.min(twice), kept.max(twice));
    assert_eq!(pairs(&world), [(Likeness::SpellingAndBirth, pair.0, pair.1)]);
    let join = [("person", kept.into()), ("second", twice.into()), ("reason", "One passport".into())];
    assert_eq!(world.as_("registry").refused("people.join", &join), ["duty-missing"]);
    let request = world.as_("technician").asks("people.join", &join);
    assert_eq!(pairs(&world).len(), 1, "asking changes nothing");
    assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
    world.as_("officer").approves(request);
    // The second is gone from lists and questions; its name and number lead to the first.
    assert!(pairs(&world).is_empty());
    let all = world.as_("technician").sees(|view| view.every::<Person>());
    assert!(all.iter().any(|p| p.head.id == kept && p.body.personnel_number.as_deref() == Some("4711")));
    assert!(!all.iter().any(|p| p.head.id == twice));
    let case = [("person", twice.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    assert_eq!(world.as_("officer").refused("case.open", &case), ["reference-not-found"]);
    let judged = found(&world);
    assert_eq!((judged.len(), judged[0].body.verdict.code(), judged[0].body.alias.is_some()), (1, "match_same", true));
    // And two again, as they were.
    let part = [("person_match", judged[0].head.id.into()), ("reason", "Two birth certificates".into())];
    let request = world.as_("officer").asks("people.part", &part);
    world.as_("technician").approves(request);
    let again = |id: RecordId| world.as_("officer").record::<Person>(id);
    assert_eq!(again(twice).body.personnel_number.as_deref(), Some("4711"));
    assert_eq!((again(twice).body.surname.as_str(), again(twice).head.void), ("Mueller", false));
    assert_eq!(again(kept).body.personnel_number, None);
    let names = world.as_("officer").sees(move |view| view.having::<spine::people::names::PersonName>("person", kept));
    assert!(names.is_empty(), "the other name went with it");
    assert!(pairs(&world).is_empty(), "what two people judged is not asked again");
    assert_eq!(world.as_("officer").refused("people.part", &part), ["match-not-joined"]);
    world.verified();
}

fn sp_11_an_entry_of_which_something_is_known_is_not_taken_back(on: Backend) {
    let world = World::new(on);
    let (kept, twice) = (person(&world, "Rossi", "Anna", None), person(&world, "Anna", "Rossi", None));
    assert_eq!(pairs(&world).first().map(|p| p.0), Some(Likeness::NameAndBirth));
    let case = [("person", twice.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    world.as_("officer").makes("case.open", &case);
    let join = |kept: RecordId, other: RecordId| [("person", kept.into()), ("second", other.into()), ("reason", "Same".into())];
    assert_eq!(world.as_("officer").refused("people.join", &join(kept, twice)), ["match-has-records"]);
    assert_eq!(world.as_("officer").refused("people.join", &join(kept, kept)), ["match-of-one"]);
    // The other way round nothing is lost.
    let request = world.as_("officer").asks("people.join", &join(twice, kept));
    world.as_("officer2").approves(request);
    assert!(pairs(&world).is_empty());
    // Two who only look alike are told apart by one person, once.
    let (one, other) = (person(&world, "Weber", "Jan", None), person(&world, "Weber", "Jan", None));
    assert_eq!(pairs(&world).len(), 1);
    world
        .as_("technician")
        .does("people.tell_apart", &[("person", other.into()), ("second", one.into()), ("reason", "Twins' cousins".into())]);
    assert!(pairs(&world).is_empty());
    // Nobody judges about themselves.
    let own = world.as_("officer").person;
    assert!(!world.as_("officer").refused("people.join", &join(one, own)).is_empty());
    world.verified();
}

fn sp_11_who_was_called_otherwise_is_found_by_that_name_at_the_gate(on: Backend) {
    let world = World::new(on);
    let emma = person(&world, "Laurent", "Emma", None);
    let ask = |name: &str| {
        let name = name.to_owned();
        let need = Need::new(kernel::Level("S".to_owned()), kernel::Codes::default());
        let lines = world.as_("officer").sees(move |view| gate_list(view, &[name], &need, (view.today, view.today)));
        (lines[0].person.as_ref().map(|p| p.0), matches!(lines[0].answer, Answer::Several))
    };
    assert_eq!(ask("Emma Dubois"), (None, false));
    let name = [
        ("person", emma.into()),
        ("kind", "name_at_birth".into()),
        ("surname", "Dubois".into()),
        ("given", "Emma".into()),
        ("valid_until", "2012-06-30".into()),
    ];
    world.as_("technician").makes("person_names.add", &name);
    assert_eq!(ask("Emma Dubois"), (Some(emma), false));
    // Where somebody else is called so today, the gate says that there are several.
    person(&world, "Dubois", "Emma", None);
    assert_eq!(ask("Emma Dubois"), (None, true));
    let wrong = [&name[..], &[("valid_from", "2013-01-01".into())]].concat();
    assert_eq!(world.as_("technician").refused("person_names.add", &wrong), ["until-before-from"]);
    // Another nationality, with its days.
    let second = [("person", emma.into()), ("nation", "FRA".into()), ("valid_from", "2015-01-01".into())];
    world.as_("technician").makes("nationalities.add", &second);
    assert_eq!(world.as_("registry").refused("nationalities.add", &second), ["duty-missing"]);
}

fn sp_11_whom_the_office_speaks_with_is_somewhere_and_said_once(on: Backend) {
    let world = World::new(on);
    let officer = world.as_("officer");
    let firm = [("kind", "firm".into()), ("name_en", "Secure Works".into()), ("name_fr", "Secure Works".into()), ("nation", "BEL".into())];
    let firm = officer.makes("organisations.add", &firm);
    assert_eq!(officer.refused("contacts.add", &[("name", "Claes".into())]), ["contact-nowhere"]);
    let contact = officer.makes("contacts.add", &[("name", "Claes".into()), ("organisation", firm.into())]);
    let said = [("happened_on", world.today().into()), ("channel", "by_call".into()), ("subject", "Dates of a visit".into())];
    assert_eq!(officer.refused("communications.add", &said), ["communication-with-nobody"]);
    let with = [&said[..], &[("contact", contact.into()), ("follow_up_on", "2026-04-01".into())]].concat();
    let line = world.as_("registry").makes("communications.add", &with);
    let kept = officer.record::<spine::contacts::Communication>(line);
    assert_eq!((kept.body.contact, kept.body.subject.as_str()), (Some(Id::new(contact)), "Dates of a visit"));
}
