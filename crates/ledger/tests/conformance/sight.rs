//! Who sees what: scope, withheld groups, search, pages, counts.

use kernel::{Codes, Entropy, Id, Label, Nation, RecordId, Register, Value, limits};
use ledger::{Changes, Error, ListQuery};
use spine::people::{Person, PersonStatus};
use spine::posts::Post;
use testkit::{Backend, Setup, World};

on_both!(
    p03_what_is_hidden_looks_like_what_is_absent,
    p03_a_grant_holds_from_its_first_to_its_last_day,
    p03_a_withheld_group_is_absent_and_cannot_be_asked_about,
    p03_who_edits_without_seeing_a_group_leaves_it_alone,
    sp_13_search_finds_by_the_beginning_of_folded_words,
    pages_by_key_visit_every_row_once_and_in_order,
    counts_stop_at_a_thousand_and_one,
    a_closed_account_sees_and_does_nothing,
    a_request_on_a_closed_record_is_as_closed,
);

fn somebody(surname: &str) -> Person {
    Person {
        surname: surname.to_owned(),
        given: "Kim".to_owned(),
        nationality: Nation("ROU".into()),
        personnel_number: None,
        birth_date: Some(testkit::day("1980-02-29")),
        birth_place: None,
        birth_country: None,
        email: None,
        status: PersonStatus::Active,
        remarks: None,
    }
}

fn p03_what_is_hidden_looks_like_what_is_absent(on: Backend) {
    let mut ids = [RecordId::NIL; 3];
    let world = World::with_rows(on, Setup::default(), |changes, entropy| {
        ids = [entropy.id(), entropy.id(), entropy.id()];
        changes.insert_in(ids[0], &somebody("Open"), Label::at("R"));
        changes.insert_in(ids[1], &somebody("Above"), Label::at("C"));
        changes.insert_in(ids[2], &somebody("Closed"), Label::at("R").within(Some("INQUIRY")));
    });
    let absent = world.ledger().new_id();
    // The registry reaches R, nobody is in the compartment.
    let seen: Vec<bool> = ids.iter().map(|id| world.as_("registry").finds("people", *id)).collect();
    assert_eq!(seen, [true, false, false]);
    assert_eq!(ids.map(|id| world.as_("officer").finds("people", id)), [true, true, false]);
    for id in [ids[1], ids[2], absent] {
        let who = world.as_("registry");
        assert!(matches!(who.tries_to_see(move |view| view.get_raw("people", id)), Err(Error::NotFound)));
        assert!(matches!(who.tries_to_see(move |view| view.timeline("people", id)), Err(Error::NotFound)));
        assert!(matches!(who.tries_to_see(move |view| view.transitions("people", id)), Err(Error::NotFound)));
        assert!(who.sees(move |view| view.titles("people", &[id])).is_empty());
        let about = [world.letter_fields("incoming", "ROU"), vec![("person", id.into())]].concat();
        assert_eq!(who.refused("mail.register", &about), ["reference-not-found"]);
    }
    let names = |login: &str, search: &str| {
        let search = search.to_owned();
        world.as_(login).sees(move |view| {
            let page = view.list("people", &ListQuery { search, limit: 100, ..ListQuery::default() })?;
            assert_eq!(page.count, page.rows.len() as i64);
            Ok(page.rows.len())
        })
    };
    assert_eq!((names("registry", "above"), names("registry", "closed"), names("registry", "open")), (0, 0, 1));
    assert_eq!((names("officer", "above"), names("officer", "closed")), (1, 0));
    // One's own file: not for officers either.
    let officer = world.as_("officer");
    assert!(!officer.finds("people", officer.person));
    assert!(world.as_("officer2").finds("people", officer.person));
    assert_eq!(
        officer.refused(
            "case.open",
            &[("person", officer.person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())]
        ),
        ["reference-not-found"]
    );
    // HR holds a duty that sees no register of the office.
    assert!(!world.as_("hr").finds("people", ids[0]));
    assert!(!world.as_("head").finds("credentials", ids[0]));
}

fn p03_a_grant_holds_from_its_first_to_its_last_day(on: Backend) {
    let world = World::new(on);
    let person = world.person("Day", "Dora", "BEL");
    let request = world.as_("access").asks(
        "grants.grant",
        &[
            ("account", world.as_("hr").account.into()),
            ("duty", "registry".into()),
            ("level", "R".into()),
            ("valid_from", testkit::value(testkit::day("2026-03-04"))),
            ("valid_until", testkit::value(testkit::day("2026-03-05"))),
        ],
    );
    world.as_("access2").approves(request);
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(world.as_("hr").finds("people", person));
        world.days_pass(1);
    }
    assert_eq!(seen, [false, false, true, true, false]);
}

fn p03_a_withheld_group_is_absent_and_cannot_be_asked_about(on: Backend) {
    let mut id = RecordId::NIL;
    let world = World::with_rows(on, Setup::default(), |changes, entropy| {
        id = entropy.id();
        changes.insert(id, &somebody("Born"));
    });
    let read = |login: &str| world.as_(login).sees(move |view| view.get_raw("people", id));
    let def = Person::DEF;
    let (open, shut) = (read("officer"), read("registry"));
    assert_eq!((open.value(&def, "birth_date"), open.withheld.as_slice()), (&Value::from("1980-02-29"), [].as_slice()));
    assert_eq!((shut.value(&def, "birth_date"), shut.withheld.as_slice()), (&Value::Null, ["identity"].as_slice()));
    let told = world.as_("registry").sees(move |view| view.timeline("people", id));
    assert!(told.iter().all(|t| t.record.value(&def, "birth_date").is_null()));
    for login in ["registry", "officer"] {
        for (field, value) in
            [("birth_date", Value::from("1980-02-29")), ("birth_date", Value::Null), ("no_such", Value::Null), ("about", Value::Id(id))]
        {
            let asked = world.as_(login).tries_to_see(move |view| {
                view.list("people", &ListQuery { filters: vec![(field.into(), value)], limit: 1, ..ListQuery::default() })
            });
            assert!(matches!(&asked, Err(Error::Refused(r)) if r.codes() == ["filter-unknown"]), "{login} {field}");
        }
    }
    let by_nation = world.as_("registry").sees(|view| {
        view.list("people", &ListQuery { filters: vec![("nationality".into(), "ROU".into())], limit: 9, ..ListQuery::default() })
    });
    assert_eq!(by_nation.rows.len(), 1);
}

fn p03_who_edits_without_seeing_a_group_leaves_it_alone(on: Backend) {
    // Everybody who edits people sees the group today; the level of the grant can still withhold it.
    let mut id = RecordId::NIL;
    let world = World::with_rows(on, Setup::default(), |changes, entropy| {
        id = entropy.id();
        changes.insert(id, &somebody("Born"));
    });
    world.as_("technician").does(
        "people.change",
        &[
            ("record", id.into()),
            ("version", 1.into()),
            ("surname", "Reborn".into()),
            ("given", "Kim".into()),
            ("nationality", "ROU".into()),
            ("birth_date", "1980-02-29".into()),
            ("status", "active".into()),
        ],
    );
    let now = world.as_("officer").record::<Person>(id).body;
    assert_eq!((now.surname.as_str(), now.birth_date), ("Reborn", Some(testkit::day("1980-02-29"))));
}

fn sp_13_search_finds_by_the_beginning_of_folded_words(on: Backend) {
    let world = World::new(on);
    let simic = world.person("Šimić-Ørsted", "Søren", "ROU");
    let obrien = world.person("O'Brien", "Zoë", "BEL");
    let greek = world.person("Παπαδόπουλος", "Γιώργος", "BEL");
    let find = |typed: &str| {
        let typed = typed.to_owned();
        world.as_("registry").sees(move |view| Ok(view.suggest("people", &typed)?.into_iter().map(|r| r.head.id).collect::<Vec<_>>()))
    };
    for typed in ["simic", "ŠIMIĆ", "sim", "orsted", "Søren Simic", "  so  simi ", "s\u{30c}imic"] {
        assert_eq!(find(typed), [simic], "{typed}");
    }
    assert_eq!((find("obrien"), find("o'br zoe"), find("παπα")), (vec![obrien], vec![obrien], vec![greek]));
    for typed in ["imic", "simicx", "zoe simic", "%", "_", "' OR 1=1 --", "\"", "*"] {
        let found = find(typed);
        assert!(!found.contains(&simic) || kernel::fold::words(typed).is_empty(), "{typed}");
    }
    // A changed name is found by its new words only.
    world.as_("officer").does(
        "people.change",
        &[
            ("record", simic.into()),
            ("version", 1.into()),
            ("surname", "Novak".into()),
            ("given", "Søren".into()),
            ("nationality", "ROU".into()),
            ("status", "active".into()),
        ],
    );
    assert_eq!((find("simic"), find("novak")), (vec![], vec![simic]));
    let long = "x".repeat(limits::SEARCH_CHARS_MAX * 3);
    assert!(find(&long).is_empty());
}

fn many(changes: &mut Changes, entropy: &dyn Entropy, count: usize) {
    for at in 0..count {
        // Few different titles, so that the id has to decide among equals.
        let _: Id<Post> =
            changes.insert(entropy.id(), &Post { number: format!("{:05}", at), title: Some(format!("T{}", at % 7)), unit: None });
        if at % 3 == 0 {
            changes.insert(
                entropy.id(),
                &Person { nationality: Nation(["BEL", "FRA"][at % 2].into()), ..somebody(&format!("Same {}", at % 5)) },
            );
        }
    }
}

fn pages_by_key_visit_every_row_once_and_in_order(on: Backend) {
    let world = World::with_rows(on, Setup::default(), |changes, entropy| many(changes, entropy, 300));
    for (register, view, expected) in [("posts", None, 300), ("people", None, 0), ("people", Some("nationality"), 0)] {
        let mut after = None;
        let mut seen: Vec<(Value, RecordId)> = Vec::new();
        loop {
            let query = ListQuery { view: view.map(str::to_owned), after: after.clone(), limit: 13, ..ListQuery::default() };
            let page = world.as_("policy").sees(move |view| view.list(register, &query));
            let def = if register == "posts" { Post::DEF } else { Person::DEF };
            seen.extend(page.rows.iter().map(|r| {
                let by = view.map_or_else(|| Value::Text(kernel::fold::fold(&def.title_of(&r.values))), |v| r.value(&def, v).clone());
                (by, r.head.id)
            }));
            assert!(page.rows.len() <= 13);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert!(seen.windows(2).all(|w| w[0] < w[1]), "{register} {view:?}: in order, none twice");
        let all = world.as_("policy").sees(move |view| view.rows_of(register, &ListQuery { limit: 10_000, ..ListQuery::default() })).len();
        assert_eq!(seen.len(), all);
        assert!(expected == 0 || all == expected);
    }
}

fn counts_stop_at_a_thousand_and_one(on: Backend) {
    let count = |posts: usize| {
        let world = World::with_rows(on, Setup::default(), |changes, entropy| {
            for at in 0..posts {
                let _: Id<Post> = changes.insert(entropy.id(), &Post { number: format!("{at:05}"), title: None, unit: None });
            }
        });
        world.as_("policy").sees(|view| view.list("posts", &ListQuery { limit: 50, ..ListQuery::default() })).count
    };
    assert_eq!((count(50), count(51), count(1_000), count(1_002)), (50, 51, 1_000, limits::COUNT_MAX + 1));
}

fn a_closed_account_sees_and_does_nothing(on: Backend) {
    let world = World::new(on);
    let registry = world.as_("registry");
    let letter = registry.order("mail.register", &world.letter_fields("incoming", "ROU"));
    let mut conn = world.conn();
    assert_eq!(conn.execute("UPDATE accounts SET disabled = 1 WHERE login = 'registry'", &[]).ok(), Some(1));
    drop(conn);
    let refused = world.ledger().write(letter).wait();
    assert!(matches!(&refused, Err(Error::Refused(r)) if r.codes() == ["account-closed"]), "{refused:?}");
    assert!(registry.tries_to_see(|view| view.list("people", &ListQuery::default())).is_err());
}

fn a_request_on_a_closed_record_is_as_closed(on: Backend) {
    let mut grants = Vec::new();
    let mut id = RecordId::NIL;
    let world = World::with_rows(on, Setup::default(), |changes, entropy| {
        for login in ["inside", "inside2"] {
            let (account, _) = testkit::hire(changes, entropy, login, "Inside");
            let grant = ledger::rights::grants::DutyGrant {
                compartments: Codes::new(["INQUIRY".to_owned()]),
                ..ledger::rights::grants::DutyGrant::plain(
                    Id::new(account),
                    kernel::Duty::ClearanceOfficer,
                    "C",
                    testkit::day("2026-01-01"),
                )
            };
            grants.push(changes.insert(entropy.id(), &grant));
        }
        id = entropy.id();
        changes.insert_in(id, &somebody("Closed"), Label::at("R").within(Some("INQUIRY")));
    });
    let letter = world.letter("incoming", "ROU");
    let request = world.as_("inside").asks(
        "clearances.record_adverse",
        &[
            ("person", id.into()),
            ("kind", "suspend".into()),
            ("authority", world.authority("ROU").into()),
            ("level", "S".into()),
            ("decided_on", world.today().into()),
            ("reason_code", "under_review".into()),
            ("source", letter.into()),
        ],
    );
    assert!(!world.as_("officer").finds("approvals", request) && !world.as_("auditor").finds("approvals", request));
    assert_eq!(world.as_("officer").may_not_approve(request), ["not-found"]);
    world.as_("inside2").approves(request);
    world.verified();
}
