//! Deputies, postures, households, restricted files, broken glass: what each opens and closes, and that no one person can do it alone.

use kernel::{RecordId, Value, limits};
use ledger::ListQuery;
use ledger::operational::Pass;
use testkit::{As, Backend, World};

on_both!(
    sp_18_a_closed_account_ends_with_all_that_hangs_on_it_and_two_people_open_it_empty,
    sp_16_a_deputy_acts_for_a_time_under_both_names,
    sp_16_a_deputy_reads_no_higher_than_before,
    sp_16_a_deputy_approves_nothing_that_either_of_the_two_asked,
    sp_16_nobody_hands_over_what_they_do_not_hold_or_to_themselves,
    sp_16_powers_of_a_crisis_come_with_it_and_go_with_it,
    sp_18_the_household_is_closed_like_ones_own_file,
    sp_18_a_record_goes_into_a_realm_and_out_of_it_by_two_people,
    sp_18_a_restricted_file_is_nowhere_until_two_people_open_it_to_one,
    sp_18_a_broken_glass_reads_for_an_hour_changes_nothing_and_is_reviewed_by_two_others,
    sp_03_who_opened_a_file_is_known_and_unusual_reading_is_told,
    p06_nobody_widens_their_own_rights_by_any_command,
);

fn handed_over(world: &World, from: &str, to: &str, duty: &str, days: i64) -> Vec<(&'static str, Value)> {
    let until = world.today().saturating_add(jiff::Span::new().days(days));
    vec![
        ("from_account", world.as_(from).account.into()),
        ("to_account", world.as_(to).account.into()),
        ("duty", duty.into()),
        ("valid_from", world.today().into()),
        ("valid_until", until.into()),
        ("reason", "leave".into()),
    ]
}

fn delegated(world: &World, from: &str, to: &str, duty: &str, days: i64) {
    let request = world.as_(from).asks("delegations.delegate", &handed_over(world, from, to, duty, days));
    world.as_("access").approves(request);
}

fn sp_18_a_closed_account_ends_with_all_that_hangs_on_it_and_two_people_open_it_empty(on: Backend) {
    let world = World::new(on);
    let letter = world.letter_fields("incoming", "ROU");
    delegated(&world, "registry", "hr", "registry", 3);
    world.as_("hr").does("mail.register", &letter);
    let account = world.as_("registry").account;
    let [cookie, other] = [vec![1; 32], vec![2; 32]];
    for (whose, token) in [(account, &cookie), (world.as_("hr").account, &other)] {
        world.ledger().open_session(whose, token.clone(), "en", "tests", None).wait().unwrap_or_else(|e| panic!("{e}"));
    }
    let holds = |token: &Vec<u8>| {
        let looked = world.ledger().read_with(Pass::Session(token.clone()), |view, _| Ok(view.account())).wait();
        looked.unwrap_or_else(|e| panic!("{e}")).is_some()
    };
    let waits = world.as_("registry").asks("mail.void", &[("item", world.letter("incoming", "BEL").into()), ("reason", "twice".into())]);
    assert!(holds(&cookie) && holds(&other));
    let this = [("account", Value::Id(account))];
    assert_eq!(world.as_("hr").refused("accounts.close", &this), ["duty-missing"]);
    assert_eq!(world.as_("access").refused("accounts.close", &[("account", world.as_("access").account.into())]), ["account-own"]);
    let again = [("account", Value::Id(account)), ("reason", "back from leave".into())];
    assert_eq!(world.as_("access").refused("accounts.reopen", &again), ["account-open"]);
    let seq = world.as_("access").does("accounts.close", &this).seq;
    // All of it in the one entry: the account, its duty, what it delegated.
    for (table, rows) in [("accounts", 1), ("grants", 1), ("delegations", 1)] {
        assert_eq!(world.conn().number(&format!("SELECT count(*) FROM {table}_rev WHERE rev_from = $1"), &[seq.into()]).ok(), Some(rows));
    }
    assert!(!holds(&cookie) && holds(&other));
    assert!(world.ledger().sign_in("registry").wait().is_ok_and(|known| known.is_none()));
    assert_eq!(world.as_("registry").refused("mail.register", &letter), ["account-closed"]);
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"], "what it delegated");
    assert_eq!(world.as_("registry2").may_not_approve(waits), ["account-closed"], "what it asked");
    assert_eq!(world.as_("access").refused("accounts.close", &this), ["account-closed-already"]);
    let request = world.as_("access").asks("accounts.reopen", &again);
    assert_eq!(world.as_("access").may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("officer").may_not_approve(request), ["duty-missing"]);
    world.as_("access2").approves(request);
    // It is open, and holds nothing of before: no session, no duty.
    assert!(!holds(&cookie));
    assert_eq!(world.as_("registry").refused("mail.register", &letter), ["duty-missing"]);
    world.verified();
}

fn sp_16_a_deputy_acts_for_a_time_under_both_names(on: Backend) {
    let world = World::new(on);
    let letter = world.letter_fields("incoming", "ROU");
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"]);
    delegated(&world, "registry", "hr", "registry", 3);
    let receipt = world.as_("hr").does("mail.register", &letter);
    let item = receipt.answer.map_or(RecordId::NIL, |(_, id)| id);
    let line = world.as_("officer").sees(move |view| Ok(view.timeline("mail_items", item)?.remove(0)));
    assert_eq!((line.actor, line.behalf), (world.as_("hr").account, Some(world.as_("registry").account)));
    world.days_pass(4);
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"]);
    // It ends at once with the grant behind it, and when it is ended itself.
    delegated(&world, "registry", "hr", "registry", 3);
    let mine = |of: &As<'_>, register: &'static str, field: &'static str| {
        let account = of.account;
        world.as_("access").sees(move |view| {
            let filters = vec![(field.to_owned(), account.into())];
            let today = Some(view.today);
            Ok(view
                .rows_of(register, &ListQuery { filters, valid_on: today, limit: 9, ..ListQuery::default() })?
                .first()
                .map(|r| r.head.id))
        })
    };
    let delegation = mine(&world.as_("hr"), "delegations", "to_account").unwrap_or(RecordId::NIL);
    world.as_("access2").does("delegations.end", &[("delegation", delegation.into())]);
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"]);
    delegated(&world, "registry", "hr", "registry", 3);
    let grant = mine(&world.as_("registry"), "grants", "account").unwrap_or(RecordId::NIL);
    world.as_("access2").does("grants.end", &[("grant", grant.into())]);
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"]);
    world.verified();
}

fn sp_16_a_deputy_reads_no_higher_than_before(on: Backend) {
    let mut secret = RecordId::NIL;
    let world = World::with_rows(on, testkit::Setup::default(), |changes, entropy| {
        let (_, person) = testkit::hire(changes, entropy, "subject", "Subject");
        for row in &mut changes.rows {
            if let ledger::Change::Insert { id, label, .. } = row
                && *id == person
            {
                *label = kernel::Label::at("C");
                secret = person;
            }
        }
    });
    assert!(world.as_("officer").finds("people", secret));
    // The registry's own clearance ends at R; the officer's duty does not lift it.
    delegated(&world, "officer", "registry", "clearance_officer", 3);
    assert!(!world.as_("registry").finds("people", secret));
    let member = [("person", Value::Id(secret)), ("member", world.person("New", "Ned", "BEL").into())];
    // The duty itself is there.
    world.as_("registry").does("household.declare", &member);
}

fn sp_16_a_deputy_approves_nothing_that_either_of_the_two_asked(on: Backend) {
    let world = World::new(on);
    let void = |world: &World| [("item", Value::Id(world.letter("incoming", "ROU"))), ("reason", "entered twice".into())];
    delegated(&world, "registry", "registry2", "registry", 3);
    // What the holder asked, the deputy does not approve, though they hold the duty themselves as well; nor the other way round.
    let asked = world.as_("registry").asks("mail.void", &void(&world));
    assert_eq!(world.as_("registry2").may_not_approve(asked), ["deputy-of-requester"]);
    let asked = world.as_("registry2").asks("mail.void", &void(&world));
    assert_eq!(world.as_("registry").may_not_approve(asked), ["deputy-of-requester"]);
    world.as_("officer").approves(asked);
    // What a deputy asked in somebody's place is that person's request too.
    delegated(&world, "registry", "hr", "registry", 3);
    let asked = world.as_("hr").asks("mail.void", &void(&world));
    assert_eq!(world.as_("registry").may_not_approve(asked), ["same-person"]);
    world.as_("officer").approves(asked);
    world.verified();
}

fn sp_16_nobody_hands_over_what_they_do_not_hold_or_to_themselves(on: Backend) {
    let world = World::new(on);
    let refused = |who: &str, from: &str, to: &str, duty: &str, days: i64| {
        world.as_(who).refused("delegations.delegate", &handed_over(&world, from, to, duty, days))
    };
    assert_eq!(refused("hr", "registry", "hr", "registry", 3), ["grant-to-self", "delegation-of-another"]);
    assert_eq!(refused("officer", "registry", "hr", "registry", 3), ["delegation-of-another"]);
    assert_eq!(refused("registry", "registry", "registry", "registry", 3), ["grant-to-self"]);
    assert_eq!(refused("registry", "registry", "hr", "head", 3), ["delegation-not-held"]);
    assert_eq!(refused("registry", "registry", "hr", "registry", -1), ["until-before-from"]);
    assert_eq!(refused("registry", "registry", "hr", "registry", limits::DELEGATION_DAYS_MAX + 1), ["delegation-too-long"]);
    // What was delegated goes no further.
    delegated(&world, "registry", "hr", "registry", 3);
    assert_eq!(refused("hr", "hr", "auditor", "registry", 3), ["delegation-not-held"]);
    // The longest is given; who gains does not approve it, nor who asked, nor who grants nothing.
    let longest = handed_over(&world, "registry", "access2", "registry", limits::DELEGATION_DAYS_MAX);
    let request = world.as_("registry").asks("delegations.delegate", &longest);
    assert_eq!(world.as_("access2").may_not_approve(request), ["grant-to-self"]);
    assert_eq!(world.as_("registry").may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("officer").may_not_approve(request), ["duty-missing"]);
    world.as_("head").approves(request);
    world.verified();
}

fn sp_16_powers_of_a_crisis_come_with_it_and_go_with_it(on: Backend) {
    let world = World::new(on);
    let prepared = [
        ("account", world.as_("hr").account.into()),
        ("duty", "registry".into()),
        ("level", "R".into()),
        ("posture", "evacuation".into()),
        ("valid_from", world.today().into()),
    ];
    let request = world.as_("access").asks("grants.grant", &prepared);
    world.as_("access2").approves(request);
    let letter = world.letter_fields("incoming", "ROU");
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"]);
    let declare = [("name", "evacuation".into()), ("reason", "the building is closed".into())];
    let request = world.as_("head").asks("postures.declare", &declare);
    assert_eq!(world.as_("head").may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"]);
    world.as_("access").approves(request);
    world.as_("hr").does("mail.register", &letter);
    assert_eq!(world.as_("head").refused("postures.declare", &declare), ["posture-in-force"]);
    let posture = world.as_("hr").sees(|view| Ok(view.every::<ledger::rights::posture::CrisisPosture>()?.remove(0).head.id));
    world.as_("access2").does("postures.end", &[("posture", posture.into())]);
    assert_eq!(world.as_("hr").refused("mail.register", &letter), ["duty-missing"]);
    assert_eq!(world.as_("head").refused("postures.end", &[("posture", posture.into())]), ["posture-ended"]);
    world.verified();
}

fn sp_18_the_household_is_closed_like_ones_own_file(on: Backend) {
    let world = World::new(on);
    let partner = world.person("Šimić", "Søren", "ROU");
    let mine = world.as_("technician").person;
    assert!(world.as_("technician").finds("people", partner));
    assert_eq!(
        world.as_("officer").refused("household.declare", &[("person", mine.into()), ("member", mine.into())]),
        ["household-of-one"]
    );
    let tie = world.as_("officer").makes("household.declare", &[("person", mine.into()), ("member", partner.into())]);
    assert!(!world.as_("technician").finds("people", partner));
    assert!(world.as_("officer").finds("people", partner));
    // Opening the files again takes two others.
    let end = [("tie", Value::Id(tie)), ("reason", "moved out".into())];
    assert_eq!(world.as_("technician").refused("household.end", &end), ["not-found"]);
    let request = world.as_("officer").asks("household.end", &end);
    assert_eq!(world.as_("officer2").may_not_approve(request), ["duty-missing"]);
    world.as_("access").approves(request);
    assert!(world.as_("technician").finds("people", partner));
    world.verified();
}

fn sp_18_a_restricted_file_is_nowhere_until_two_people_open_it_to_one(on: Backend) {
    let world = World::new(on);
    let person = world.person("Šimić", "Søren", "ROU");
    let found = |who: &str| {
        let search = ListQuery { search: "simic".to_owned(), limit: 9, ..ListQuery::default() };
        world.as_(who).sees(move |view| Ok(view.list("people", &search)?.count))
    };
    assert_eq!(found("officer"), 1);
    let restrict = [
        ("person", Value::Id(person)),
        ("reference", "R-1".into()),
        ("reason", "proceedings".into()),
        ("ground", "a claim is pending".into()),
    ];
    assert_eq!(world.as_("technician").refused("restrictions.restrict", &restrict), ["duty-missing"]);
    let restriction = world.as_("officer").makes("restrictions.restrict", &restrict);
    for who in ["officer", "officer2", "technician", "head", "auditor"] {
        assert_eq!(found(who), 0, "{who}");
        assert!(!world.as_(who).finds("people", person), "{who}");
    }
    let open = [("restriction", Value::Id(restriction)), ("reason", "the court asks".into())];
    let request = world.as_("officer").asks("restrictions.open", &open);
    assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
    world.as_("head").approves(request);
    // To who asked, not to who approved, and not for long.
    assert!(world.as_("officer").finds("people", person));
    assert!(!world.as_("head").finds("people", person));
    world.days_pass(limits::OPENING_DAYS);
    assert!(world.as_("officer").finds("people", person));
    world.days_pass(1);
    assert!(!world.as_("officer").finds("people", person));
    // An opening belongs to its restriction: the next one begins closed.
    let request = world.as_("officer").asks("restrictions.open", &open);
    world.as_("head").approves(request);
    assert!(world.as_("officer").finds("people", person));
    let request = world.as_("head").asks("restrictions.lift", &open);
    world.as_("officer2").approves(request);
    let again = world.as_("officer").makes("restrictions.restrict", &restrict);
    assert!(!world.as_("officer").finds("people", person));
    let open = [("restriction", Value::Id(again)), ("reason", "the court asks".into())];
    let request = world.as_("head").asks("restrictions.lift", &open);
    world.as_("officer2").approves(request);
    assert_eq!(found("technician"), 1);
    assert_eq!(world.as_("officer").refused("restrictions.open", &open), ["restriction-lifted"]);
    world.verified();
}

fn sp_18_a_broken_glass_reads_for_an_hour_changes_nothing_and_is_reviewed_by_two_others(on: Backend) {
    let world = World::new(on);
    let register = "report_schedules";
    let closed = |who: &str| world.as_(who).sees(move |view| Ok(!view.opens(register)));
    // A duty that does not read this register.
    assert!(closed("registry"));
    assert_eq!(world.as_("hr").refused("emergency.break_glass", &[("reason", "somebody is missing".into())]), ["duty-missing"]);
    assert_eq!(world.as_("registry").refused("emergency.break_glass", &[("reason", "because".into())]), ["glass-reason"]);
    let broken = world.as_("registry").makes("emergency.break_glass", &[("reason", "somebody is missing".into())]);
    assert!(!closed("registry"));
    // It lifts no duty to change, and nobody's own file.
    let own = world.as_("registry").person;
    assert!(!world.as_("registry").finds("people", own));
    world.time_passes(jiff::SignedDuration::from_mins(limits::GLASS_MINUTES));
    assert!(closed("registry"));
    // A key for scripts breaks nothing.
    let order = world.as_("registry").order("emergency.break_glass", &[("reason", "somebody is missing".into())]);
    let said = world.ledger().write(ledger::Order { by_key: true, ..order }).wait();
    assert!(matches!(&said, Err(ledger::Error::Refused(r)) if r.codes() == ["glass-in-browser"]), "{said:?}");
    // Nobody reviews their own, alone or at all.
    let review = [("broken", Value::Id(broken)), ("finding", "justified".into()), ("remarks", "the person was found".into())];
    assert_eq!(world.as_("registry").refused("emergency.review", &review), ["duty-missing"]);
    let of_head = world.as_("head").makes("emergency.break_glass", &[("reason", "somebody is missing".into())]);
    assert_eq!(world.as_("head").refused("emergency.review", &[&review[1..], &[("broken", of_head.into())]].concat()), ["not-found"]);
    let request = world.as_("head").asks("emergency.review", &review);
    assert_eq!(world.as_("head").may_not_approve(request), ["same-person"]);
    world.as_("auditor").approves(request);
    assert_eq!(world.as_("head").refused("emergency.review", &review), ["glass-reviewed"]);
    world.verified();
}

fn p06_nobody_widens_their_own_rights_by_any_command(on: Backend) {
    let world = World::new(on);
    // Everybody tries every command on rights, for themselves; nothing is carried out that opens anything to them.
    let person = world.person("Šimić", "Søren", "ROU");
    for who in ["technician", "officer", "registry", "policy", "hr", "auditor", "access", "head"] {
        let me = world.as_(who);
        let grant = [("account", me.account.into()), ("duty", "head".into()), ("level", "C".into()), ("valid_from", world.today().into())];
        let said = me.refused("grants.grant", &grant);
        assert!(["grant-to-self", "duty-missing"].contains(&said[0]), "{who}: {said:?}");
        let said = me.refused("delegations.delegate", &handed_over(&world, "head", who, "head", 3));
        assert_eq!(said[0], "grant-to-self", "{who}");
        let member = [("record", Value::Id(person)), ("register", "people".into()), ("account", me.account.into())];
        let said = me.refused("memberships.add", &member);
        assert!(["grant-to-self", "duty-missing"].contains(&said[0]), "{who}: {said:?}");
        // No plain form edits rights.
        for register in ["accounts", "grants", "delegations", "memberships", "restrictions", "openings", "household_ties", "broken_glass"] {
            let manifest = world.ledger().manifest();
            assert!(manifest.command(&format!("{register}.add")).is_none() || register == "memberships", "{register}");
            assert!(manifest.command(&format!("{register}.change")).is_none(), "{register}");
        }
    }
    world.verified();
}

fn sp_03_who_opened_a_file_is_known_and_unusual_reading_is_told(on: Backend) {
    let world = World::new(on);
    let reader = world.as_("technician").account;
    let opens = |people: Vec<RecordId>| world.ledger().note_openings(reader, people).wait().unwrap_or_else(|e| panic!("{e}"));
    let alarms = |who: &str| {
        world.as_(who).sees(|view| {
            let all = view.every::<ledger::rights::watch::Alarm>()?;
            Ok(all
                .into_iter()
                .map(|a| (a.head.id, a.body.kind.code(), a.body.account.map_or(RecordId::NIL, |account| account.raw()), a.body.files))
                .collect::<Vec<_>>())
        })
    };
    // The person concerned sees who, when and how often; nobody else by this way.
    let officer = world.as_("officer").person;
    opens(vec![officer]);
    opens(vec![officer]);
    let seen = world.as_("officer").sees(|view| view.openings_of_mine());
    assert_eq!(seen.iter().map(|o| (o.account, o.times)).collect::<Vec<_>>(), [(reader, 2)]);
    assert!(world.as_("head").sees(|view| view.openings_of_mine()).is_empty());
    // As many as the limit are work; one more is told, once an hour.
    opens((1..limits::FILES_AN_HOUR).map(|_| world.ledger().new_id()).collect());
    assert_eq!(alarms("auditor"), []);
    opens(vec![world.ledger().new_id()]);
    let told = alarms("auditor");
    assert_eq!(told.iter().map(|a| (a.1, a.2, a.3)).collect::<Vec<_>>(), [("unusual_reading", reader, limits::FILES_AN_HOUR + 1)]);
    opens(vec![world.ledger().new_id()]);
    assert_eq!(alarms("auditor").len(), 1);
    // A decoy tells at the first look, whoever looks and however little.
    let decoy = world.person("Decoy", "Dora", "BEL");
    assert_eq!(world.as_("technician").refused("decoys.place", &[("person", decoy.into()), ("reason", "test".into())]), ["duty-missing"]);
    world.as_("auditor").does("decoys.place", &[("person", decoy.into()), ("reason", "who opens this?".into())]);
    world.ledger().note_openings(world.as_("registry").account, vec![decoy]).wait().unwrap_or_else(|e| panic!("{e}"));
    let last = alarms("head").into_iter().find(|a| a.1 == "decoy_opened").unwrap_or_else(|| panic!("the decoy told nothing"));
    assert_eq!((last.2, last.3), (world.as_("registry").account, 1));
    // It is settled with a finding, not by who it is about.
    let settle = [("alarm", Value::Id(last.0)), ("outcome", "a slip of the hand".into())];
    world.as_("head").does("alarms.settle", &settle);
    assert_eq!(world.as_("auditor").refused("alarms.settle", &settle), ["alarm-settled"]);
    world.ledger().note_openings(world.as_("head").account, vec![decoy]).wait().unwrap_or_else(|e| panic!("{e}"));
    let own = alarms("auditor").into_iter().find(|a| a.2 == world.as_("head").account).map_or(RecordId::NIL, |a| a.0);
    assert_eq!(world.as_("head").refused("alarms.settle", &[("alarm", own.into()), settle[1].clone()]), ["alarm-about-you"]);
    // Openings are forgotten after their time.
    world.days_pass(limits::OPENINGS_KEPT_DAYS + 1);
    opens(vec![world.ledger().new_id()]);
    assert!(world.as_("officer").sees(|view| view.openings_of_mine()).is_empty());
    world.verified();
}

fn sp_18_a_record_goes_into_a_realm_and_out_of_it_by_two_people(on: Backend) {
    let world = World::new(on);
    let person = world.person("Šimić", "Søren", "ROU");
    let south = [
        ("account", world.as_("hr").account.into()),
        ("duty", "registry".into()),
        ("level", "R".into()),
        ("limited_to", "SOUTH".into()),
        ("valid_from", world.today().into()),
    ];
    let request = world.as_("access").asks("grants.grant", &south);
    world.as_("access2").approves(request);
    assert!(!world.as_("hr").finds("people", person));
    let assign = |realm: Value| [("record", Value::Id(person)), ("register", "people".into()), ("realm", realm)];
    assert_eq!(world.as_("technician").refused("realms.assign", &assign("SOUTH".into())), ["duty-missing"]);
    let request = world.as_("officer").asks("realms.assign", &assign("SOUTH".into()));
    assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
    assert!(!world.as_("hr").finds("people", person));
    world.as_("head").approves(request);
    assert!(world.as_("hr").finds("people", person));
    let request = world.as_("officer").asks("realms.assign", &assign(Value::Null));
    world.as_("officer2").approves(request);
    assert!(!world.as_("hr").finds("people", person));
    world.verified();
}
