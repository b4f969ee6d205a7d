//! Two people, unchanged, in time.

use jiff::SignedDuration;
use kernel::{RecordId, Value, limits};
use ledger::approval::Approval;
use testkit::{Backend, World};

on_both!(
    p06_the_same_person_never_approves,
    p06_the_approver_must_hold_the_duty,
    p06_nobody_grants_to_themselves,
    p06_a_request_that_was_edited_is_void,
    p06_a_requester_who_lost_the_duty_meanwhile_is_refused,
    p06_what_was_asked_by_fact_is_approved_by_who_sees_it,
    p06_a_request_about_what_the_requester_no_longer_sees_is_refused,
    p06_who_approves_as_a_deputy_is_entered_with_whose_duty_it_was,
    p06_a_request_lapses,
    p06_a_request_is_decided_once,
    p06_what_was_asked_is_what_is_done,
    p06_a_hopeless_request_is_refused_at_once,
    p06_a_refused_attempt_is_an_entry_and_a_slip_is_none,
);

fn letter_to_void(world: &World) -> (RecordId, RecordId) {
    let letter = world.letter("incoming", "ROU");
    let request = world.as_("registry").asks("mail.void", &[("item", letter.into()), ("reason", "entered twice".into())]);
    (letter, request)
}

fn status(world: &World, letter: RecordId) -> Value {
    world.as_("officer").field("mail_items", letter, "status")
}

fn p06_the_same_person_never_approves(on: Backend) {
    let world = World::new(on);
    let (letter, request) = letter_to_void(&world);
    assert_eq!(world.as_("registry").may_not_approve(request), ["same-person"]);
    assert_eq!(status(&world, letter), "issued".into());
    let done = world.as_("registry2").approves(request);
    assert_eq!(status(&world, letter), "void".into());
    // The entry names both: who approved, on whose behalf, and the command that was carried out.
    let line = world.as_("officer").sees(move |view| Ok(view.timeline("mail_items", letter)?.remove(0)));
    assert_eq!((line.seq, line.command.as_str()), (done.seq, "mail.void"));
    assert_eq!((line.actor, line.behalf), (world.as_("registry2").account, Some(world.as_("registry").account)));
    world.verified();
}

fn p06_the_approver_must_hold_the_duty(on: Backend) {
    let world = World::new(on);
    let (letter, request) = letter_to_void(&world);
    assert_eq!(world.as_("policy").may_not_approve(request), ["duty-missing"]);
    assert_eq!(world.as_("hr").may_not_approve(request), ["duty-missing"]);
    assert_eq!(status(&world, letter), "issued".into());
}

fn grant(world: &World, to: &str, duty: &str) -> Vec<(&'static str, Value)> {
    let duty = duty.to_owned();
    vec![("account", world.as_(to).account.into()), ("duty", duty.into()), ("level", "R".into()), ("valid_from", world.today().into())]
}

fn p06_nobody_grants_to_themselves(on: Backend) {
    let world = World::new(on);
    assert_eq!(world.as_("access").refused("grants.grant", &grant(&world, "access", "head")), ["grant-to-self"]);
    // The beneficiary cannot be the approver either.
    let request = world.as_("access").asks("grants.grant", &grant(&world, "access2", "head"));
    assert_eq!(world.as_("access2").may_not_approve(request), ["grant-to-self"]);
    let above = [grant(&world, "hr", "registry"), vec![("level", "S".into())]].concat();
    assert_eq!(world.as_("access").refused("grants.grant", &above), ["level-above-ceiling"]);
    let unknown = [grant(&world, "hr", "registry"), vec![("level", "XX".into())]].concat();
    assert_eq!(world.as_("access").refused("grants.grant", &unknown), ["level-unknown"]);
    let back = [grant(&world, "hr", "registry"), vec![("valid_until", "2026-01-01".into())]].concat();
    assert_eq!(world.as_("access").refused("grants.grant", &back), ["until-before-from"]);
}

fn p06_a_request_that_was_edited_is_void(on: Backend) {
    let world = World::new(on);
    let (letter, request) = letter_to_void(&world);
    let wrong = [("approval", request.into()), ("digest", "not what was asked".into())];
    assert_eq!(world.as_("registry2").refused("approvals.approve", &wrong), ["request-changed"]);
    let mut conn = world.conn();
    let edited = conn.execute("UPDATE approvals SET input = replace(input, 'twice', 'thrice') WHERE id = $1", &[request.into()]);
    assert_eq!(edited.ok(), Some(1));
    drop(conn);
    assert_eq!(world.as_("registry2").may_not_approve(request), ["request-changed"]);
    assert_eq!(status(&world, letter), "issued".into());
    assert!(world.verify().findings.iter().any(|f| f.contains("approvals")));
}

fn p06_a_requester_who_lost_the_duty_meanwhile_is_refused(on: Backend) {
    let world = World::new(on);
    let request = world.as_("access").asks("grants.grant", &grant(&world, "hr", "registry"));
    world.as_("access2").approves(request);
    let letter = world.letter("incoming", "ROU");
    let void = [("item", Value::Id(letter)), ("reason", "entered twice".into())];
    let request = world.as_("hr").asks("mail.void", &void);
    let account = world.as_("hr").account;
    let held = world.as_("access").sees(move |view| {
        let rows = view
            .rows_of("grants", &ledger::ListQuery { filters: vec![("account".into(), account.into())], limit: 9, ..Default::default() })?;
        let def = view.meta("grants")?.def;
        Ok(rows.into_iter().find(|r| r.value(&def, "duty") == &"registry".into()).map(|r| r.head.id))
    });
    world.as_("access2").does("grants.end", &[("grant", held.unwrap_or(RecordId::NIL).into())]);
    assert_eq!(world.as_("registry").may_not_approve(request), ["duty-missing"]);
    assert_eq!(world.as_("hr").refused("mail.void", &void), ["duty-missing"]);
    world.verified();
}

fn p06_a_request_about_what_the_requester_no_longer_sees_is_refused(on: Backend) {
    let world = World::new(on);
    let (letter, request) = letter_to_void(&world);
    let raise = |level: &str| {
        let fields = [("record", Value::Id(letter)), ("register", "mail_items".into()), ("level", level.into())];
        world.as_("officer").does("markings.raise", &fields);
    };
    // Above what the registry reads, and not above what the officers do.
    raise("C");
    assert!(!world.as_("registry").finds("mail_items", letter) && world.as_("officer2").finds("mail_items", letter));
    assert_eq!(world.as_("officer2").may_not_approve(request), ["requester-sees-no-more"]);
    assert_eq!(status(&world, letter), "issued".into());
    // It is seen again: the request stands as it was asked.
    let lower = [("record", Value::Id(letter)), ("register", "mail_items".into()), ("level", "R".into()), ("reason", "by mistake".into())];
    let lowered = world.as_("officer").asks("markings.lower", &lower);
    world.as_("head").approves(lowered);
    world.as_("officer2").approves(request);
    assert_eq!(status(&world, letter), "void".into());
    world.verified();
}

fn p06_who_approves_as_a_deputy_is_entered_with_whose_duty_it_was(on: Backend) {
    let world = World::new(on);
    let (registry, hr) = (world.as_("registry"), world.as_("hr"));
    let handed = [
        ("from_account", Value::Id(registry.account)),
        ("to_account", hr.account.into()),
        ("duty", "registry".into()),
        ("valid_from", world.today().into()),
        ("valid_until", world.today().into()),
        ("reason", "leave".into()),
    ];
    let request = registry.asks("delegations.delegate", &handed);
    world.as_("access").approves(request);
    let letter = world.letter("incoming", "ROU");
    let request = world.as_("registry2").asks("mail.void", &[("item", letter.into()), ("reason", "entered twice".into())]);
    let done = hr.approves(request);
    let line = world.as_("officer").sees(move |view| Ok(view.timeline("mail_items", letter)?.remove(0)));
    assert_eq!((line.actor, line.behalf, line.holder), (hr.account, Some(world.as_("registry2").account), Some(registry.account)));
    let leaf = |seq: i64| {
        let row = world.conn().first("SELECT leaf FROM entry WHERE seq = $1", &[seq.into()]);
        row.ok().flatten().and_then(|row| row[0].text().map(str::to_owned)).unwrap_or_default()
    };
    let holder = format!("\"holder\":\"{}\"", ledger::crypto::b64u(&registry.account.0));
    assert!(leaf(done.seq).contains(&holder), "{}", leaf(done.seq));
    // Whoever uses a duty of their own has no holder beside them.
    let (letter, request) = letter_to_void(&world);
    let done = world.as_("registry2").approves(request);
    assert!(!leaf(done.seq).contains("holder"));
    assert_eq!(status(&world, letter), "void".into());
    world.verified();
}

fn p06_what_was_asked_by_fact_is_approved_by_who_sees_it(on: Backend) {
    let world = World::new(on);
    let person = world.person("Novak", "Nina", "EST");
    assert!(!world.as_("access").finds("people", person) && world.as_("head").finds("people", person));
    let open = [("person", person.into()), ("login", "nina".into()), ("name", "Nina Novak".into()), ("first_language", "en".into())];
    let request = world.as_("access").asks("accounts.open", &open);
    world.as_("head").approves(request);
    world.verified();
}

fn p06_a_request_lapses(on: Backend) {
    let world = World::new(on);
    let (_, first) = letter_to_void(&world);
    let (_, second) = letter_to_void(&world);
    world.days_pass(limits::APPROVAL_DAYS);
    world.time_passes(SignedDuration::from_micros(-1));
    world.as_("registry2").approves(first);
    world.time_passes(SignedDuration::from_micros(1));
    assert_eq!(world.as_("registry2").may_not_approve(second), ["request-lapsed"]);
    world.verified();
}

fn p06_a_request_is_decided_once(on: Backend) {
    let world = World::new(on);
    let (_, request) = letter_to_void(&world);
    world.as_("registry2").approves(request);
    assert_eq!(world.as_("officer").may_not_approve(request), ["request-decided"]);
    let (letter, request) = letter_to_void(&world);
    let reject = [("approval", Value::Id(request)), ("reason", "it was not".into())];
    world.as_("registry2").does("approvals.reject", &reject);
    assert_eq!(world.as_("officer").may_not_approve(request), ["request-decided"]);
    assert_eq!(world.as_("officer").refused("approvals.reject", &reject), ["request-decided"]);
    assert_eq!(status(&world, letter), "issued".into());
    // Two approve at the same moment: it is done once.
    let (letter, request) = letter_to_void(&world);
    let digest = world.as_("officer").field("approvals", request, "digest");
    let waiting: Vec<_> = ["registry2", "officer", "technician"]
        .map(|who| {
            world.ledger().write(world.as_(who).order("approvals.approve", &[("approval", request.into()), ("digest", digest.clone())]))
        })
        .into_iter()
        .collect();
    assert_eq!(waiting.into_iter().filter_map(|p| p.wait().ok()).count(), 1);
    assert_eq!(world.as_("officer").record::<spine::mail::MailItem>(letter).head.version, 2);
    world.verified();
}

fn p06_what_was_asked_is_what_is_done(on: Backend) {
    let world = World::new(on);
    let request = world.as_("access").asks("grants.grant", &grant(&world, "hr", "registry"));
    let frozen = world.as_("access").record::<Approval>(request).body;
    assert_eq!(frozen.command, "grants.grant");
    assert!(frozen.input.contains("\"duty\":\"registry\""));
    // Nothing has happened yet.
    assert_eq!(world.as_("hr").refused("mail.register", &world.letter_fields("incoming", "ROU")), ["duty-missing"]);
    world.as_("head").approves(request);
    world.as_("hr").does("mail.register", &world.letter_fields("incoming", "ROU"));
    world.verified();
}

fn p06_a_hopeless_request_is_refused_at_once(on: Backend) {
    let world = World::new(on);
    let (letter, request) = letter_to_void(&world);
    world.as_("registry2").approves(request);
    let again = [("item", Value::Id(letter)), ("reason", "again".into())];
    assert_eq!(world.as_("registry").refused("mail.void", &again), ["mail-void-already"]);
    let absent = [("item", Value::Id(world.ledger().new_id())), ("reason", "again".into())];
    assert_eq!(world.as_("registry").refused("mail.void", &absent), ["not-found"]);
}

fn p06_a_refused_attempt_is_an_entry_and_a_slip_is_none(on: Backend) {
    let world = World::new(on);
    let (letter, request) = letter_to_void(&world);
    let refused = |world: &World| {
        let sql = "SELECT actor, command, purpose, leaf FROM entry WHERE duty = 'refused' ORDER BY seq";
        let rows = world.conn().query(sql, &[]).unwrap_or_else(|e| panic!("{e}"));
        let text = |value: &Value| value.text().unwrap_or_default().to_owned();
        rows.iter().map(|row| (row[0].id().unwrap_or(RecordId::NIL), text(&row[1]), text(&row[2]), text(&row[3]))).collect::<Vec<_>>()
    };
    // Slips in a form and what is plainly not there are no attempts, nor is what takes one person.
    world.as_("registry").refused("mail.void", &[("item", letter.into())]);
    world.as_("hr").refused("posts.add", &[("number", "AB-1".into())]);
    world.as_("officer").refused("emergency.break_glass", &[("reason", "short".into())]);
    assert_eq!(refused(&world), []);
    world.as_("registry").may_not_approve(request);
    world.as_("hr").refused("mail.void", &[("item", letter.into()), ("reason", "because".into())]);
    world.as_("hr").refused("emergency.break_glass", &[("reason", "because I would like to".into())]);
    let said = refused(&world);
    let (registry, hr) = (world.as_("registry").account, world.as_("hr").account);
    let told: Vec<_> = said.iter().map(|(who, command, code, _)| (*who, command.as_str(), code.as_str())).collect();
    assert_eq!(
        told,
        [(registry, "approvals.approve", "same-person"), (hr, "mail.void", "duty-missing"), (hr, "emergency.break_glass", "duty-missing")]
    );
    assert!(said.iter().all(|(_, _, _, leaf)| leaf.contains("\"records\":[]") && !leaf.contains("because")));
    assert_eq!(status(&world, letter), "issued".into());
    // So many an account and hour; the refusals go on, and another account is not silenced by it.
    for _ in 0..limits::ATTEMPTS_AN_HOUR {
        assert_eq!(world.as_("hr").refused("emergency.break_glass", &[("reason", "because I would like to".into())]), ["duty-missing"]);
    }
    let of = |world: &World, who: RecordId| refused(world).iter().filter(|said| said.0 == who).count() as i64;
    assert_eq!((of(&world, hr), of(&world, registry)), (limits::ATTEMPTS_AN_HOUR, 1));
    world.as_("policy").refused("emergency.review", &[("broken", request.into())]);
    world.time_passes(SignedDuration::from_secs(3_601));
    world.as_("hr").refused("emergency.break_glass", &[("reason", "because I would like to".into())]);
    assert_eq!(of(&world, hr), limits::ATTEMPTS_AN_HOUR + 1);
    world.verified();
}
