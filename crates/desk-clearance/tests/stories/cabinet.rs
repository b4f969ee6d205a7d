//! The cabinet: dossiers that change hands, shelves that are scanned by several scanners, discrepancies that end with a second look.

use jiff::Span;
use kernel::{RecordId, Value};
use ledger::ListQuery;
use spine::cabinet::rules::{draw, read_expected};
use spine::cabinet::{Discrepancy, DiscrepancyState, Outcome, ReconciliationCertificate, ScanSession};
use spine::dossiers::{Dossier, DossierMovement, DossierVolume, MovementKind};
use spine::limits;
use spine::people::Person;
use testkit::{Backend, World};

on_both!(
    cl_09_a_dossier_changes_hands_and_every_movement_names_two_parties,
    cl_09_done_cl_10_a_shelf_is_scanned_by_two_scanners_and_closed_with_its_certificate,
    cl_09_what_is_in_a_dossier_is_told_by_its_checklist_and_by_the_records,
    cl_09_who_should_have_a_file_and_never_had_one_is_found_by_a_scan_of_the_whole_cabinet,
    cl_09_kept_too_long_is_what_the_retention_rules_say_and_not_what_somebody_typed,
    cl_09_a_sample_is_drawn_again_from_its_start_value,
    cl_09_a_discrepancy_ends_with_the_look_of_another,
    cl_09_what_is_on_paper_is_destroyed_before_the_person_is_forgotten,
    cl_09_limits_hold_and_refusals_change_nothing,
    cl_09_accuracy_the_missing_rate_and_the_days_to_settle_are_counted,
);

struct Shelves {
    world: World,
    shelf: RecordId,
    other: RecordId,
    safe: RecordId,
}

fn place(world: &World, code: &str, kind: &str, parent: Option<RecordId>) -> RecordId {
    let parent = parent.map_or(Value::Null, Value::Id);
    world.as_("technician").makes("places.add", &[("code", code.into()), ("name", code.into()), ("kind", kind.into()), ("parent", parent)])
}

fn shelves(on: Backend) -> Shelves {
    let world = World::new(on);
    let safe = place(&world, "B2-SAFE1", "place_safe", None);
    let shelf = place(&world, "B2-SAFE1-S1", "place_shelf", Some(safe));
    let other = place(&world, "B2-SAFE1-S2", "place_shelf", Some(safe));
    Shelves { world, shelf, other, safe }
}

impl Shelves {
    fn dossier(&self, surname: &str, place: RecordId) -> RecordId {
        let person = self.world.person(surname, "Robin", "EST");
        let fields = [("person", person.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", place.into())];
        self.world.as_("technician").makes("dossier.open", &fields)
    }
    fn of(&self, id: RecordId) -> Dossier {
        self.world.as_("officer").record::<Dossier>(id).body
    }
    fn code(&self, id: RecordId) -> String {
        self.of(id).label_code
    }
    fn does(&self, command: &str, dossier: RecordId, more: &[(&str, Value)]) {
        self.world.as_("technician").does(command, &[&[("dossier", dossier.into())], more].concat());
    }
    fn refused(&self, command: &str, dossier: RecordId, more: &[(&str, Value)]) -> Vec<&'static str> {
        self.world.as_("technician").refused(command, &[&[("dossier", dossier.into())], more].concat())
    }
    fn lend(&self, dossier: RecordId, days: i64) {
        self.does(
            "dossier.check_out",
            dossier,
            &[("colleague", "officer".into()), ("reason", "Renewal".into()), ("due_back", self.in_days(days))],
        );
    }
    fn in_days(&self, days: i64) -> Value {
        self.world.today().saturating_add(Span::new().days(days)).into()
    }
    fn opens(&self, place: RecordId, sample: Option<i64>) -> RecordId {
        self.world.as_("technician").makes("scan.open", &[("place", place.into()), ("sample", sample.map_or(Value::Null, Value::Int))])
    }
    fn merges(&self, who: &str, session: RecordId, lines: &[String]) {
        self.world.as_(who).does("scan.merge", &[("session", session.into()), ("lines", Value::Text(lines.concat()))]);
    }
    fn closes(&self, session: RecordId) -> ReconciliationCertificate {
        let id = self.world.as_("officer").makes("scan.close", &[("session", session.into()), ("colleague", "technician".into())]);
        self.world.as_("auditor").record(id).body
    }
    fn rows(&self, register: &'static str) -> usize {
        self.world.as_("auditor").sees(move |view| view.count(register, &ListQuery::default(), 1_000))
    }
    fn found(&self, session: RecordId) -> Vec<kernel::Record<Discrepancy>> {
        self.world.as_("officer").sees(move |view| view.having::<Discrepancy>("session", session))
    }
}

fn line(id: &str, code: &str, place: &str) -> String {
    format!("{id}\t{code}\t{place}\t1772438400000\n")
}

fn cl_09_a_dossier_changes_hands_and_every_movement_names_two_parties(on: Backend) {
    let s = shelves(on);
    let id = s.dossier("Tamm", s.shelf);
    let body = s.of(id);
    assert_eq!((body.reference.as_str(), body.state.code(), body.volumes), ("DOS/2026/0001", "dossier_active", 1));
    assert_eq!(kernel::read_label_code(&body.label_code), Some(body.label_code.clone()), "an opaque code with its check letter");
    s.does("dossier.add_volume", id, &[("opened_on", s.in_days(0)), ("contents", "Correspondence".into())]);
    let volumes = s.world.as_("officer").sees(move |view| view.having::<DossierVolume>("dossier", id));
    assert_eq!((s.of(id).volumes, volumes.len()), (2, 2));
    let lent = [("colleague", Value::from("officer")), ("reason", "Renewal".into()), ("due_back", s.in_days(7))];
    assert_eq!(s.refused("dossier.return", id, &[]), ["dossier-is-in"]);
    s.does("dossier.check_out", id, &lent);
    assert_eq!(s.of(id).custodian.map(|c| c.raw()), Some(s.world.as_("officer").account));
    assert_eq!(s.refused("dossier.check_out", id, &lent), ["dossier-is-out"]);
    assert_eq!(s.refused("dossier.archive", id, &[("reason", "Left".into())]), ["dossier-is-out"]);
    s.does("dossier.transfer", id, &[("colleague", "officer2".into()), ("reason", "On leave".into())]);
    s.does("dossier.recall", id, &[("reason", "Audit".into()), ("due_back", s.in_days(1))]);
    s.does("dossier.return", id, &[]);
    let body = s.of(id);
    assert_eq!((body.custodian, body.due_back, body.place.raw()), (None, None, s.shelf));
    s.does("dossier.transfer", id, &[("place", s.other.into()), ("reason", "No room".into())]);
    s.does("dossier.archive", id, &[("reason", "Left")].map(|(k, v)| (k, Value::from(v))));
    assert_eq!((s.of(id).state.code(), s.of(id).home.raw()), ("dossier_archived", s.other));
    let mut moves = s.world.as_("officer").sees(move |view| view.having::<DossierMovement>("dossier", id));
    moves.sort_by_key(|m| (m.body.moved_at, m.body.kind as usize));
    let kinds: Vec<_> = MovementKind::ALL.iter().map(|kind| moves.iter().filter(|m| m.body.kind == *kind).count()).collect();
    assert_eq!(kinds, [1, 1, 2, 1, 1]);
    for m in &moves {
        assert!(m.body.from_account.is_some() || m.body.from_place.is_some());
        assert!(m.body.to_account.is_some() || m.body.to_place.is_some());
        assert_eq!(m.body.recorded_by, s.world.as_("technician").person);
    }
    s.world.verified();
}

fn cl_09_done_cl_10_a_shelf_is_scanned_by_two_scanners_and_closed_with_its_certificate(on: Backend) {
    let s = shelves(on);
    let elsewhere = place(&s.world, "ARCHIVE", "place_room", None);
    let there: Vec<RecordId> = ["Aas", "Berg", "Cole", "Dahl"].iter().map(|name| s.dossier(name, s.shelf)).collect();
    let (missing, lent, late, wrong_shelf) =
        (s.dossier("Eco", s.shelf), s.dossier("Falk", s.shelf), s.dossier("Gruber", s.shelf), s.dossier("Holm", s.shelf));
    let strayed = s.dossier("Iver", elsewhere);
    let stale = s.dossier("Jung", s.other);
    s.lend(late, 1);
    s.world.days_pass(7);
    s.lend(lent, 7);
    let person = s.world.as_("officer").record::<spine::people::Person>(s.of(stale).person.raw());
    let left = [
        ("record", Value::Id(person.head.id)),
        ("version", person.head.version.into()),
        ("surname", "Jung".into()),
        ("given", "Robin".into()),
    ];
    let left = [&left[..], &[("nationality", "EST".into()), ("status", "left".into())]].concat();
    s.world.as_("officer").does("people.change", &left);

    let session = s.opens(s.safe, None);
    let body = s.world.as_("auditor").record::<ScanSession>(session).body;
    assert_eq!((body.population, body.drawn), (9, 9), "what stands in places within it belongs to it");
    assert!(!body.expected.as_deref().unwrap_or_default().contains("Aas"), "codes and ids, no names");
    // Cut off from the network, two scanners read on; both read the first.
    let one = [
        line("a1", &s.code(there[0]), "B2-SAFE1-S1"),
        line("a2", &s.code(there[1]), "B2-SAFE1-S1"),
        line("a3", &s.code(strayed), "B2-SAFE1-S1"),
        line("a4", "QWERTY", ""),
    ];
    let two = [
        line("b1", &s.code(there[0]).to_lowercase(), "B2-SAFE1-S1"),
        line("b2", &s.code(there[2]), ""),
        line("b3", &s.code(there[3]), ""),
        line("b4", &s.code(wrong_shelf), "B2-SAFE1-S2"),
        line("b5", &s.code(stale), "B2-SAFE1-S2"),
    ];
    s.merges("registry", session, &two);
    s.merges("technician", session, &one);
    assert_eq!(s.rows("scan_lines"), 9);
    let version = s.world.as_("auditor").record::<ScanSession>(session).head.version;
    s.merges("technician", session, &one);
    s.merges("registry", session, &[&two[..2], &one[..1]].concat());
    assert_eq!(s.rows("scan_lines"), 9, "handed in again comes to the same");
    assert_eq!(s.world.as_("auditor").record::<ScanSession>(session).head.version, version, "and writes nothing");

    let certificate = s.closes(session);
    assert_eq!(
        (certificate.number.as_str(), certificate.matched, certificate.misplaced, certificate.missing, certificate.unregistered),
        ("RCC/2026/001", 4, 2, 1, 1)
    );
    assert_eq!((certificate.checked_out, certificate.overdue_out, certificate.wrong_status), (1, 1, 1));
    assert_eq!((certificate.counted, certificate.expected, certificate.scanned_lines), (11, 9, 9));
    assert_eq!((certificate.looked_at, certificate.standing, certificate.misfiled, certificate.misfiled_at_most), (7, 7, 2, 2));
    let found = s.found(session);
    assert_eq!((found.len() as i64, certificate.discrepancies), (6, 6));
    for discrepancy in &found {
        assert_eq!(discrepancy.body.owner.raw(), s.world.as_("technician").account, "each has an owner");
        assert_ne!(discrepancy.body.outcome, Outcome::CheckedOut);
        assert_eq!(discrepancy.body.person.is_some(), discrepancy.body.outcome != Outcome::Unregistered);
    }
    let of = |outcome: Outcome| found.iter().find(|d| d.body.outcome == outcome).map(|d| d.body.item);
    assert_eq!(of(Outcome::Missing), Some(Some(missing)));
    assert_eq!(of(Outcome::OverdueOut), Some(Some(late)));
    let more = [("session", session.into()), ("lines", Value::Text(line("c1", "X", "")))];
    assert_eq!(s.world.as_("registry").refused("scan.merge", &more), ["state-not-allowed"], "a closed scan says so and takes nothing");
    s.world.verified();
}

fn cl_09_what_is_in_a_dossier_is_told_by_its_checklist_and_by_the_records(on: Backend) {
    let s = shelves(on);
    let papers = |identity: bool| {
        let no = ["holds_decision", "holds_certificate", "holds_authorisation", "holds_briefing"].map(|name| (name, Value::Int(0)));
        [&no[..], &[("holds_identity_document", Value::Int(i64::from(identity)))]].concat()
    };
    // The list that counts, and one of years to come that does not yet.
    for (from, identity) in [(s.in_days(0), true), (s.in_days(400), false)] {
        let list = [vec![("series", Value::from("series_clearance")), ("valid_from", from)], papers(identity)].concat();
        s.world.as_("technician").does("content_checklists.add", &list);
    }
    let named = ["Both", "Paper", "Record", "Nowhere", "Unchecked"];
    let [both, paper, record, nowhere, unchecked] = named.map(|name| s.dossier(name, s.shelf));
    for dossier in [both, record] {
        let passport = [
            ("person", s.of(dossier).person.raw().into()),
            ("kind", "passport".into()),
            ("number", "P1".into()),
            ("issuer", "EST".into()),
            ("valid_until", s.in_days(700)),
        ];
        s.world.as_("technician").does("identity_documents.add", &passport);
    }
    for (dossier, there) in [(both, true), (paper, true), (record, false), (nowhere, true), (nowhere, false)] {
        s.does("dossier.check_contents", dossier, &papers(there));
        s.world.days_pass(1);
    }
    let session = s.opens(s.shelf, None);
    let lines: Vec<String> = [both, paper, record, nowhere, unchecked]
        .iter()
        .enumerate()
        .map(|(at, d)| line(&format!("a{at}"), &s.code(*d), "B2-SAFE1-S1"))
        .collect();
    s.merges("technician", session, &lines);
    let certificate = s.closes(session);
    assert_eq!((certificate.counted, certificate.matched), (5, 2), "what nobody looked into is not judged");
    assert_eq!((certificate.paper_only, certificate.digital_only, certificate.content_gap), (1, 1, 1));
    let found = s.found(session);
    let of = |outcome: Outcome| found.iter().find(|d| d.body.outcome == outcome).and_then(|d| d.body.item);
    let told = [Outcome::PaperOnly, Outcome::DigitalOnly, Outcome::ContentGap].map(of);
    assert_eq!(told, [Some(paper), Some(record), Some(nowhere)], "the last look counts");
    s.does("dossier.archive", unchecked, &[("reason", "Left".into())]);
    s.world.verified();
}

fn cl_09_who_should_have_a_file_and_never_had_one_is_found_by_a_scan_of_the_whole_cabinet(on: Backend) {
    let s = shelves(on);
    let row = |number: &str, surname: &str| {
        [number, surname, "Robin", "EST", "1980-05-12", &format!("5{number}"), "NS", "NS", "2022-03-01", "2032-02-28", number, "Valid"]
            .map(str::to_owned)
    };
    // Two with a decision on record, of whom one has a file; somebody of whom there is nothing, with a file and without.
    super::take_over::take_over(&s.world, &[row("7001", "Filed"), row("7002", "Unfiled")]);
    let person =
        |number: &'static str| s.world.as_("officer").sees(move |view| view.having::<Person>("personnel_number", number)).remove(0).head.id;
    let (filed, unfiled) = (person("7001"), person("7002"));
    let open = [("person", filed.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", s.shelf.into())];
    let dossier = s.world.as_("technician").makes("dossier.open", &open);
    s.world.person("Nobody", "Robin", "EST");
    let scans = |place: RecordId, sample: Option<i64>| {
        let session = s.opens(place, sample);
        s.merges("technician", session, &[line("a1", &s.code(dossier), "B2-SAFE1-S1")]);
        let certificate = s.closes(session);
        let found: Vec<_> = s.found(session).into_iter().map(|d| (d.body.outcome, d.body.person, d.body.item)).collect();
        (certificate.counted, certificate.digital_only, certificate.discrepancies, found)
    };
    // While no checklist asks for the decision on paper, nobody should have a file.
    assert_eq!(scans(s.safe, None), (1, 0, 0, Vec::new()));
    let papers = |decision: bool| {
        let holds = ["certificate", "authorisation", "briefing", "identity_document"].map(|what| (format!("holds_{what}"), Value::Int(0)));
        holds.into_iter().chain([("holds_decision".to_owned(), Value::Int(i64::from(decision)))]).collect::<Vec<_>>()
    };
    let wanted = papers(true);
    let list = wanted.iter().map(|(name, value)| (name.as_str(), value.clone()));
    let list: Vec<_> = list.chain([("series", "series_clearance".into()), ("valid_from", s.in_days(0))]).collect();
    s.world.as_("technician").does("content_checklists.add", &list);
    // A shelf, or a sample, says nothing of who is missing.
    assert_eq!(scans(s.shelf, None), (1, 0, 0, Vec::new()));
    assert_eq!(scans(s.safe, Some(1)), (1, 0, 0, Vec::new()));
    let missing = (Outcome::DigitalOnly, Some(unfiled), None);
    assert_eq!(scans(s.safe, None), (1, 1, 1, vec![missing]));
    // Said once, it is followed to its end, and not said again.
    assert_eq!(scans(s.safe, None), (1, 0, 0, Vec::new()));
    s.world.verified();
}

fn cl_09_kept_too_long_is_what_the_retention_rules_say_and_not_what_somebody_typed(on: Backend) {
    let s = shelves(on);
    s.world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let [due, held, young] = ["Due", "Held", "Young"].map(|name| s.dossier(name, s.shelf));
    for (dossier, until) in [(due, "2001-12-31"), (held, "2001-12-31"), (young, "2026-02-01")] {
        let person = s.of(dossier).person.raw();
        let officer = s.world.as_("officer");
        let post = officer.makes("posts.add", &[("number", format!("P-{}", dossier.outward("dos")).into())]);
        let served = [
            ("person", person.into()),
            ("post", post.into()),
            ("kind", "staff".into()),
            ("valid_from", "2000-01-01".into()),
            ("valid_until", until.into()),
            ("end_reason", "end_left".into()),
        ];
        officer.does("assignments.add", &served);
    }
    // Nobody wrote a day for the first; on the third somebody wrote one that is past, while its period runs.
    s.does("dossier.archive", due, &[("reason", "Left".into())]);
    s.does("dossier.archive", young, &[("reason", "Left".into()), ("keep_until", "2026-02-02".into())]);
    let hold = [("person", s.of(held).person.raw().into()), ("reason", "pending_proceedings".into()), ("valid_from", s.in_days(0))];
    s.world.as_("officer").does("holds.place", &hold);
    let session = s.opens(s.shelf, None);
    let lines = [due, held, young].map(|dossier| line(&s.code(dossier), &s.code(dossier), "B2-SAFE1-S1"));
    s.merges("technician", session, &lines);
    let certificate = s.closes(session);
    assert_eq!((certificate.retention_exceeded, certificate.matched), (1, 2));
    assert_eq!(s.found(session)[0].body.item, Some(due));
    s.world.verified();
}

fn cl_09_a_sample_is_drawn_again_from_its_start_value(on: Backend) {
    let s = shelves(on);
    for number in 0..12 {
        s.dossier(&format!("Person{number}"), s.shelf);
    }
    let sample = |size: i64| [("place", Value::Id(s.shelf)), ("sample", size.into())];
    assert_eq!(s.world.as_("technician").refused("scan.open", &sample(0)), ["number-out-of-range"]);
    assert_eq!(s.world.as_("technician").refused("scan.open", &sample(13)), ["number-out-of-range"]);
    let session = s.opens(s.shelf, Some(5));
    let body = s.world.as_("auditor").record::<ScanSession>(session).body;
    let seed = body.sampling_seed.clone().unwrap();
    let expected = read_expected(body.expected.as_deref().unwrap());
    let mut again = expected.clone();
    draw(&mut again, &seed, 5);
    assert_eq!(again, expected);
    let drawn: Vec<String> = expected.iter().filter(|h| h.drawn).enumerate().map(|(at, h)| line(&format!("l{at}"), &h.code, "")).collect();
    s.merges("technician", session, &drawn);
    let certificate = s.closes(session);
    assert_eq!((certificate.population, certificate.looked_at, certificate.standing, certificate.misfiled), (12, 5, 12, 0));
    // C(12 - d, 5) / C(12, 5) > 5 % up to d = 4 (56 / 792 = 7.1 %), no longer at d = 5 (21 / 792 = 2.7 %).
    assert_eq!(certificate.misfiled_at_most, 4);
    assert_eq!((certificate.sampling_seed, certificate.discrepancies), (Some(seed), 0));
}

fn cl_09_a_discrepancy_ends_with_the_look_of_another(on: Backend) {
    let s = shelves(on);
    s.dossier("Kask", s.shelf);
    let session = s.opens(s.shelf, None);
    s.closes(session);
    let id = s.found(session)[0].head.id;
    let does = |who: &str, command: &str, more: &[(&str, Value)]| {
        s.world.as_(who).does(command, &[&[("discrepancy", id.into())], more].concat());
    };
    let refused = |who: &str, command: &str| s.world.as_(who).refused(command, &[("discrepancy", id.into())]);
    let state = || s.world.as_("auditor").record::<Discrepancy>(id).body.state;
    assert_eq!(refused("officer", "discrepancy.verify"), ["state-not-allowed"]);
    does("officer", "discrepancy.assign", &[("colleague", "registry".into())]);
    assert_eq!(state(), DiscrepancyState::Assigned);
    assert_eq!(refused("registry", "discrepancy.correct"), ["field-required"], "not without saying what was done");
    does("registry", "discrepancy.explain", &[("reason", "On the desk of the head".into())]);
    assert_eq!(refused("registry", "discrepancy.verify"), ["discrepancy-is-yours"]);
    does("officer", "discrepancy.reopen", &[("reason", "It is not there".into())]);
    assert_eq!(state(), DiscrepancyState::Assigned);
    does("registry", "discrepancy.correct", &[("reason", "Found behind the shelf and put back".into())]);
    does("officer", "discrepancy.verify", &[]);
    let body = s.world.as_("auditor").record::<Discrepancy>(id).body;
    let people = (s.world.as_("registry").person, s.world.as_("officer").person);
    assert_eq!((body.settled_by, body.verified_by), (Some(people.0), Some(people.1)));
    assert_eq!(s.world.as_("hr").refused("discrepancy.assign", &[("discrepancy", id.into())]), ["duty-missing"]);
    s.world.verified();
}

fn cl_09_what_is_on_paper_is_destroyed_before_the_person_is_forgotten(on: Backend) {
    let s = shelves(on);
    s.world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    s.world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let person = s.world.person("Leppik", "Robin", "EST");
    let fields = [("person", person.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", s.shelf.into())];
    let dossier = s.world.as_("technician").makes("dossier.open", &fields);
    let before = s.world.as_("officer").sees(move |view| spine::retention::queries::story(view, kernel::Id::new(person), view.today));
    assert!(!before.open, "a dossier that is kept is no work that waits");
    let remains = s.world.as_("officer").sees(move |view| {
        let record = view.get::<spine::people::Person>(kernel::Id::new(person))?;
        spine::retention::queries::remains(view, &record)
    });
    assert_eq!(remains.numbers, [s.of(dossier).reference], "its reference stands on the certificate of destruction");
}

fn cl_09_limits_hold_and_refusals_change_nothing(on: Backend) {
    let s = shelves(on);
    let id = s.dossier("Mets", s.shelf);
    let lent = |days: i64| [("reason", Value::from("Renewal")), ("due_back", s.in_days(days))];
    assert_eq!(s.refused("dossier.check_out", id, &lent(-1)), ["date-in-past"]);
    assert_eq!(s.refused("dossier.check_out", id, &lent(limits::LENT_DAYS_MAX + 1)), ["dossier-lent-too-long"]);
    s.does("dossier.check_out", id, &lent(limits::LENT_DAYS_MAX));
    let code = [("code", Value::from("b2 safe")), ("name", "x".into()), ("kind", "place_safe".into())];
    assert_eq!(s.world.as_("technician").refused("places.add", &code), ["place-code-letters"]);
    // Nobody has the dossier about themselves, and nobody handles it.
    let colleague = s.world.as_("officer2").person;
    let fields = [("person", colleague.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", s.shelf.into())];
    let theirs = s.world.as_("technician").makes("dossier.open", &fields);
    let to_them = [&lent(1)[..], &[("colleague", "officer2".into())]].concat();
    assert_eq!(s.refused("dossier.check_out", theirs, &to_them), ["dossier-about-them"]);
    let session = s.opens(s.shelf, None);
    assert_eq!(s.world.as_("registry").refused("scan.open", &[("place", s.shelf.into())]), ["scan-open-already"]);
    let merge = |lines: &str| s.world.as_("registry").refused("scan.merge", &[("session", session.into()), ("lines", lines.into())]);
    assert_eq!(merge("a\tX\tNOWHERE\n"), ["scan-place-unknown"]);
    assert_eq!(merge("a\n"), ["scan-line-unread"]);
    s.merges("registry", session, &["a\tX\n".to_owned()]);
    assert_eq!(merge("a\tY\n"), ["scan-line-differs"]);
    assert_eq!(s.rows("scan_lines"), 1);
    s.world.as_("registry").does("scan.abandon", &[("session", session.into()), ("reason", "Fire drill".into())]);
    assert_eq!((s.rows("reconciliation_certificates"), s.rows("discrepancies")), (0, 0));
    let again = s.opens(s.shelf, None);
    assert_ne!(again, session);
}

fn cl_09_accuracy_the_missing_rate_and_the_days_to_settle_are_counted(on: Backend) {
    use desk_clearance::measures::{figure, find, whole_book};
    use kernel::measure::Period;
    let s = shelves(on);
    let there: Vec<RecordId> = (0..4).map(|number| s.dossier(&format!("Person{number}"), s.shelf)).collect();
    let ask = || {
        s.world.as_("auditor").sees(|view| {
            let period = Period::month_of(view.today);
            let now = view.now.as_microsecond();
            let book = whole_book(view, period, now)?;
            let entry = find("KPI-CL-15").unwrap_or_else(|| panic!("no such measure"));
            figure(view, &book, entry, period)
        })
    };
    let before = ask();
    assert_eq!((before.value, before.denominator), (None, 0), "no scan, no figure");
    let session = s.opens(s.shelf, None);
    let lines: Vec<String> = there[..3].iter().enumerate().map(|(at, id)| line(&format!("l{at}"), &s.code(*id), "")).collect();
    s.merges("technician", session, &lines);
    s.closes(session);
    s.world.days_pass(2);
    let missing = s.found(session)[0].head.id;
    let of = [("discrepancy", Value::Id(missing))];
    s.world.as_("registry").does("discrepancy.correct", &[&of[..], &[("reason", "Put back".into())]].concat());
    s.world.as_("officer").does("discrepancy.verify", &of);
    s.world.days_pass(1);
    let told = ask();
    assert_eq!((told.value, told.numerator, told.denominator, told.rows.len()), (Some(7_500), 3, 4, 1));
    let part = |key: &str| told.parts.iter().find(|p| p.key == key).and_then(|p| p.value);
    // Wilson for 1 of 4: 4.6 % to 69.9 %.
    assert_eq!((part("part:missing-rate"), part("part:missing-low"), part("part:missing-high")), (Some(2_500), Some(455), Some(6_994)));
    // Without a calendar every hour counts, and a day has 24 of them.
    assert_eq!(part("part:settled-median"), Some(200));
}
