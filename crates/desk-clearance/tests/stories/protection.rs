//! Adverse information behind its compartment, sealed text and who read it, holds, and the end of a file.

use kernel::{Duty, RecordId, Value};
use ledger::sealed::{Opened, ReadPurpose, SealedRead};
use ledger::{Error, ListQuery};
use spine::concerns::{COMPARTMENT, Concern, ConcernState};
use spine::people::who_opened;
use spine::retention::{DestructionCertificate, Standing, queries};
use testkit::{Backend, World};

on_both!(
    sp_06_a_concern_is_seen_by_members_of_its_compartment_and_by_nobody_else,
    sp_06_a_concern_is_concluded_once_and_its_text_stays_sealed,
    p03_sealed_text_is_opened_after_its_entry_and_only_through_the_readers_scope,
    xd_07_who_opened_a_file_is_told_to_the_person_but_for_readings_that_would_tip_them_off,
    cl_10_done_cl_13_a_file_is_disposed_of_by_two_people_when_it_is_due_and_found_by_its_number_alone,
    cl_10_paper_goes_by_the_rules_of_the_file_and_with_the_word_of_who_disposes,
    cl_10_a_hold_is_released_by_two_people,
    cl_10_what_was_erased_leaves_references_that_say_so_and_a_log_that_verifies,
    cl_10_an_absence_nobody_recorded_is_found,
    cl_10_what_was_filed_under_the_wrong_person_goes_with_its_versions,
    cl_10_files_past_their_period_are_counted_and_those_a_hold_keeps_apart,
    cl_12_openings_are_counted_by_day_and_by_whether_something_was_open,
);

const TEXT: &str = "said to have been seen with couriers";

fn office(on: Backend) -> World {
    let world = World::new(on);
    world.admit("officer", Duty::ClearanceOfficer, COMPARTMENT);
    world.admit("head", Duty::Head, COMPARTMENT);
    world.admit("auditor", Duty::Auditor, COMPARTMENT);
    world
}

fn concern(world: &World, person: RecordId) -> RecordId {
    world.as_("officer").makes("concerns.record", &told(world, person))
}

fn told(world: &World, person: RecordId) -> Vec<(&'static str, Value)> {
    vec![
        ("person", person.into()),
        ("received_on", world.today().into()),
        ("channel", "third_party".into()),
        ("topic", "conduct".into()),
        ("text", TEXT.into()),
    ]
}

fn read(world: &World, login: &str, record: RecordId, purpose: ReadPurpose, read_for: Option<RecordId>) -> Result<Opened, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap_or_else(|e| panic!("{e}"));
    let for_what = read_for.map_or(Value::Null, Value::Id);
    let read = [("register", "concerns".into()), ("record", record.into()), ("purpose", purpose.code().into()), ("read_for", for_what)];
    runtime.block_on(world.ledger().read_sealed(world.as_(login).order("sealed.read", &read)))
}

fn codes<T: std::fmt::Debug>(said: Result<T, Error>) -> Vec<&'static str> {
    match said {
        Err(Error::Refused(refused)) => refused.codes(),
        Err(Error::NotFound) => vec!["not-found"],
        other => panic!("should be refused: {other:?}"),
    }
}

/// Everything a reader can learn of concerns without having one's address.
fn known(world: &World, login: &str, person: RecordId) -> (i64, usize, usize, usize) {
    world.as_(login).sees(move |view| {
        let all = view.list("concerns", &ListQuery { limit: 10, ..ListQuery::default() })?;
        let searched = view.rows_of("concerns", &ListQuery { search: "cnc".to_owned(), limit: 10, ..ListQuery::default() })?;
        let about = view
            .rows_of("concerns", &ListQuery { filters: vec![("person".to_owned(), person.into())], limit: 10, ..ListQuery::default() })?;
        let reads = view.rows_of("sealed_reads", &ListQuery { limit: 10, ..ListQuery::default() })?;
        let series = view.rows_of(
            "number_series",
            &ListQuery { filters: vec![("name".to_owned(), "concerns".into())], limit: 10, ..ListQuery::default() },
        )?;
        Ok((all.count, searched.len() + about.len(), reads.len(), series.len()))
    })
}

fn sp_06_a_concern_is_seen_by_members_of_its_compartment_and_by_nobody_else(on: Backend) {
    let world = office(on);
    let person = world.person("Šimić", "Søren", "ROU");
    let id = concern(&world, person);
    read(&world, "officer", id, ReadPurpose::Inquiry, None).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(known(&world, "officer", person), (1, 2, 0, 0));
    assert_eq!(known(&world, "head", person), (1, 2, 1, 0));
    // The auditor sees who read, and not what.
    assert_eq!(known(&world, "auditor", person), (0, 0, 1, 1));
    for login in ["officer2", "technician", "registry", "policy", "hr", "access"] {
        assert_eq!(known(&world, login, person), (0, 0, 0, 0), "{login}");
        assert!(!world.as_(login).finds("concerns", id), "{login}");
        let timeline = world.as_(login).tries_to_see(move |view| view.timeline("concerns", id).map(|t| t.len()));
        assert_eq!(codes(timeline), ["not-found"], "{login}");
        let refused = codes(read(&world, login, id, ReadPurpose::Inquiry, None));
        // What is hidden and what is not there are told alike.
        assert_eq!(refused, codes(read(&world, login, world.ledger().new_id(), ReadPurpose::Inquiry, None)), "{login}");
        assert_eq!(refused, ["not-found"], "{login}");
    }
    // Who is no member records nothing, however much they hold the duty.
    assert_eq!(world.as_("officer2").refused("concerns.record", &told(&world, person)), ["not-a-member"]);
    assert_eq!(world.as_("technician").refused("concerns.record", &told(&world, person)), ["duty-missing"]);
    // Nobody handles what is about them.
    let own = world.as_("head").person;
    let about_head = concern(&world, own);
    assert!(!world.as_("head").finds("concerns", about_head));
    assert_eq!(codes(read(&world, "head", about_head, ReadPurpose::Inquiry, None)), ["not-found"]);
    world.verified();
}

fn sp_06_a_concern_is_concluded_once_and_its_text_stays_sealed(on: Backend) {
    let world = office(on);
    let person = world.person("Šimić", "Søren", "ROU");
    let mut later = told(&world, person);
    later.push(("received_on", "2026-03-03".into()));
    assert_eq!(world.as_("officer").refused("concerns.record", &later), ["date-in-future"]);
    let id = concern(&world, person);
    assert_eq!(world.as_("officer").record::<Concern>(id).body.number, "CNC/2026/0001");
    let stored = |world: &World| {
        let row = world.conn().first("SELECT text FROM concerns WHERE id = $1", &[id.into()]);
        match row.ok().flatten().and_then(|mut row| row.pop()) {
            Some(Value::Bytes(bytes)) => bytes,
            other => panic!("{other:?}"),
        }
    };
    let before = stored(&world);
    assert!(before.len() > TEXT.len() + 16 && !before.windows(4).any(|w| TEXT.as_bytes().windows(4).any(|t| t == w)));
    let end = [("concern", id.into()), ("concluded_as", "passed_to_authority".into())];
    world.as_("head").does("concerns.conclude", &end);
    assert_eq!(world.as_("head").refused("concerns.conclude", &end), ["state-not-allowed"]);
    let concluded = world.as_("officer").record::<Concern>(id);
    assert_eq!((concluded.body.state, concluded.head.version), (ConcernState::Passed, 2));
    assert_eq!(stored(&world), before, "an unchanged text is carried along as it is");
    let opened = read(&world, "officer", id, ReadPurpose::Appeal, None).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((opened.texts.as_slice(), opened.head.label.level.as_str()), ([("text", TEXT.to_owned())].as_slice(), "C"));
    assert!(!format!("{opened:?}").contains("couriers"));
    // Bytes that were moved into another record do not open there.
    let other = concern(&world, person);
    world
        .conn()
        .execute("UPDATE concerns SET text = (SELECT text FROM concerns WHERE id = $2) WHERE id = $1", &[other.into(), id.into()])
        .unwrap_or(0);
    assert!(matches!(read(&world, "officer", other, ReadPurpose::Appeal, None), Err(Error::Stored(_))));
    assert!(!world.verify().findings.is_empty());
}

fn p03_sealed_text_is_opened_after_its_entry_and_only_through_the_readers_scope(on: Backend) {
    let world = office(on);
    let person = world.person("Šimić", "Søren", "ROU");
    let id = concern(&world, person);
    let entries = |world: &World| world.conn().number("SELECT count(*) FROM entry WHERE command = 'sealed.read'", &[]).unwrap_or(-1);
    assert_eq!(codes(read(&world, "officer", id, ReadPurpose::CaseWork, None)), ["read-for-what"]);
    assert_eq!(codes(read(&world, "officer2", id, ReadPurpose::Inquiry, None)), ["not-found"]);
    assert_eq!(entries(&world), 0, "who is refused leaves no reading");
    // Case work is work on a case about that person, which the reader sees.
    let open = |person: RecordId| {
        let fields = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
        world.as_("officer").makes("case.open", &fields)
    };
    let (case, another) = (open(person), open(world.person("Rossi", "Rita", "ITA")));
    for wrong in [another, person, id, world.ledger().new_id()] {
        assert_eq!(codes(read(&world, "officer", id, ReadPurpose::CaseWork, Some(wrong))), ["read-for-another"]);
        assert_eq!(codes(read(&world, "officer", id, ReadPurpose::Inquiry, Some(wrong))), ["read-for-another"]);
    }
    assert_eq!(entries(&world), 0);
    let opened = read(&world, "officer", id, ReadPurpose::CaseWork, Some(case)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(entries(&world), 1);
    let entry =
        world.conn().first("SELECT command, actor FROM entry WHERE seq = $1", &[opened.seq.into()]).ok().flatten().unwrap_or_default();
    assert_eq!(entry, ["sealed.read".into(), world.as_("officer").account.into()]);
    // Each reading is one, also the same again.
    read(&world, "officer", id, ReadPurpose::CaseWork, Some(case)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(entries(&world), 2);
    let row = world.conn().first("SELECT id FROM sealed_reads ORDER BY read_at LIMIT 1", &[]).ok().flatten().and_then(|r| r[0].id());
    let told = world.as_("auditor").record::<SealedRead>(row.unwrap_or(RecordId::NIL));
    assert_eq!((told.body.record, told.body.person, told.body.read_for), (id, Some(person), Some(case)));
    assert_eq!((told.body.purpose, told.head.label.compartment.as_deref()), (ReadPurpose::CaseWork, Some(COMPARTMENT)));
    // The command alone, by any other way, gives an entry and no text; a record without sealed text is not read at all.
    let plain = [("register", "people".into()), ("record", person.into()), ("purpose", "inquiry".into())];
    assert_eq!(world.as_("officer").refused("sealed.read", &plain), ["nothing-sealed"]);
    // What a view gives of a sealed field is bytes, to whoever sees the record.
    assert!(matches!(world.as_("officer").field("concerns", id, "text"), Value::Bytes(_)));
    let filter = ListQuery { filters: vec![("text".to_owned(), TEXT.into())], limit: 10, ..ListQuery::default() };
    assert_eq!(
        codes(world.as_("officer").tries_to_see(move |view| view.rows_of("concerns", &filter).map(|r| r.len()))),
        ["filter-unknown"]
    );
    // A right withdrawn a moment ago is gone.
    world.conn().execute("UPDATE grants SET valid_until = '2026-01-01' WHERE compartments = 'CONCERNS'", &[]).unwrap_or(0);
    assert_eq!(codes(read(&world, "officer", id, ReadPurpose::Inquiry, None)), ["not-found"]);
}

fn xd_07_who_opened_a_file_is_told_to_the_person_but_for_readings_that_would_tip_them_off(on: Backend) {
    let world = office(on);
    let person = world.as_("registry").person;
    let id = concern(&world, person);
    read(&world, "officer", id, ReadPurpose::Inquiry, None).unwrap_or_else(|e| panic!("{e}"));
    let opened = |login: &str| world.as_(login).sees(move |view| who_opened(view, kernel::Id::new(person)).map(|r| r.len()));
    assert_eq!([opened("registry"), opened("auditor"), opened("head"), opened("technician")], [0, 1, 1, 0]);
    // A reading outside of that compartment is told.
    world.conn().execute("UPDATE sealed_reads SET compartment = NULL", &[]).unwrap_or(0);
    assert_eq!([opened("registry"), opened("auditor"), opened("technician")], [1, 1, 0]);
}

/// Somebody who left a post on a day, with a case that ended.
pub fn former(world: &World, surname: &str, until: &str) -> RecordId {
    let officer = world.as_("officer");
    let fields = [("surname", surname.into()), ("given", "Ada".into()), ("nationality", "BEL".into()), ("status", "left".into())];
    let person = officer.makes("people.add", &fields);
    let post = officer.makes("posts.add", &[("number", format!("P-{surname}").into())]);
    let held = [
        ("person", person.into()),
        ("post", post.into()),
        ("kind", "staff".into()),
        ("valid_from", "2015-01-01".into()),
        ("valid_until", until.into()),
    ];
    officer.does("assignments.add", &held);
    person
}

fn cl_10_done_cl_13_a_file_is_disposed_of_by_two_people_when_it_is_due_and_found_by_its_number_alone(on: Backend) {
    let world = office(on);
    let dispose = |person: RecordId| [("person", Value::from(person))];
    let refused = |person: RecordId| world.as_("officer").refused("disposals.dispose", &dispose(person));
    let person = former(&world, "Abel", "2021-03-02");
    assert_eq!(refused(person), ["dispose-no-rules"]);
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    // Before it is due, in a post, with an account, with nothing that started a period.
    assert_eq!(refused(former(&world, "Early", "2021-03-03")), ["dispose-not-due"]);
    assert_eq!(refused(former(&world, "Still", "2026-03-02")), ["dispose-in-post"]);
    assert_eq!(refused(world.as_("registry").person), ["dispose-has-account"]);
    assert_eq!(refused(world.person("Never", "Nina", "BEL")), ["dispose-no-period"]);
    assert_eq!(world.as_("technician").refused("disposals.dispose", &dispose(person)), ["duty-missing"]);
    // While something is open.
    let open = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = world.as_("officer").makes("case.open", &open);
    assert_eq!(refused(person), ["dispose-open"]);
    world
        .as_("officer")
        .does("case.subject_withdraws", &[("case", case.into()), ("reason_code", "other_post".into()), ("reason", "Called".into())]);
    // While a concern is open: who does not know of it is not told more than that something holds the file.
    let id = concern(&world, person);
    assert_eq!(world.as_("officer2").refused("disposals.dispose", &dispose(person)), ["dispose-held"]);
    world.as_("officer").does("concerns.conclude", &[("concern", id.into()), ("concluded_as", "resolved_no_effect".into())]);
    // While a hold stands.
    let hold = [
        ("person", person.into()),
        ("reason", "consent_given".into()),
        ("valid_from", world.today().into()),
        ("valid_until", world.today().into()),
    ];
    world.as_("officer").does("holds.place", &hold);
    assert_eq!(refused(person), ["dispose-held"]);
    let listed = |world: &World| {
        world.as_("head").sees(|view| {
            let day = view.today;
            Ok(queries::due(view, day)?.into_iter().map(|f| (f.person, matches!(f.standing, Standing::Held(..)))).collect::<Vec<_>>())
        })
    };
    assert_eq!(listed(&world), [(person, true)]);
    world.days_pass(1);
    let due: Vec<_> = listed(&world).into_iter().filter(|(id, _)| *id == person).collect();
    assert_eq!(due, [(person, false)]);
    // A decoy is nobody: never on the list, never disposed of.
    let decoy = former(&world, "Decoy", "2019-01-01");
    assert!(listed(&world).iter().any(|(id, _)| *id == decoy));
    world.as_("head").makes("decoys.place", &[("person", decoy.into()), ("reason", "Watch".into())]);
    assert!(!listed(&world).iter().any(|(id, _)| *id == decoy));
    assert_eq!(refused(decoy), ["dispose-no-period"]);
    // One alone cannot; who asked cannot approve; another can.
    let request = world.as_("officer").asks("disposals.dispose", &dispose(person));
    assert!(world.as_("officer").finds("people", person), "asking changes nothing");
    assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("technician").may_not_approve(request), ["duty-missing"]);
    // A hold that came meanwhile stops it at the last moment.
    let again = [
        ("person", person.into()),
        ("reason", "destruction_would_harm".into()),
        ("valid_from", world.today().into()),
        ("valid_until", world.today().into()),
    ];
    world.as_("officer").does("holds.place", &again);
    assert_eq!(world.as_("head").may_not_approve(request), ["dispose-held"]);
    world.days_pass(1);
    let certificate = world.as_("head").approves(request).answer.unwrap_or_else(|| panic!("a certificate")).1;
    let body = world.as_("registry").record::<DestructionCertificate>(certificate).body;
    assert_eq!((body.number.as_str(), body.files.as_deref()), ("DST/2026/0001", Some("PSC/2026/00001")));
    assert_eq!((body.triggered_on, body.months, body.destroyed_on), (Some(testkit::day("2021-03-02")), Some(60), world.today()));
    assert_eq!(body.backups_until, Some(testkit::day("2027-04-04")));
    assert_eq!((body.recorded_by, body.verified_by), (world.as_("officer").person, Some(world.as_("head").person)));
    // It is found by its number and by no name.
    let found = |words: &'static str, register: &'static str| {
        world.as_("head").sees(move |view| {
            view.rows_of(register, &ListQuery { search: words.to_owned(), limit: 10, ..ListQuery::default() }).map(|r| r.len())
        })
    };
    assert_eq!(
        [found("PSC/2026/00001", "destruction_certificates"), found("abel", "destruction_certificates"), found("abel", "people")],
        [1, 0, 0]
    );
    assert_eq!(refused(person), ["not-found"]);
    world.verified();
}

/// A file on paper.
fn paper(world: &World, person: RecordId, place: RecordId) -> RecordId {
    let fields = [("person", person.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", place.into())];
    world.as_("technician").makes("dossier.open", &fields)
}

fn cl_10_paper_goes_by_the_rules_of_the_file_and_with_the_word_of_who_disposes(on: Backend) {
    let world = office(on);
    let (technician, officer) = (world.as_("technician"), world.as_("officer"));
    let shelf = [("code", Value::from("S1")), ("name", "Shelf 1".into()), ("kind", "place_shelf".into())];
    let shelf = technician.makes("places.add", &shelf);
    let destroy = |dossier: RecordId| [("dossier", Value::from(dossier)), ("reason", "Shredded".into())];
    let refused = |dossier: RecordId| world.as_("technician").refused("dossier.destroy", &destroy(dossier));
    let person = former(&world, "Abel", "2021-03-02");
    let dossier = paper(&world, person, shelf);
    assert_eq!(refused(dossier), ["dispose-no-rules"]);
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    for (until, code) in [("2021-03-03", "dispose-not-due"), ("2026-03-02", "dispose-in-post")] {
        assert_eq!(refused(paper(&world, former(&world, code, until), shelf)), [code]);
    }
    assert_eq!(refused(paper(&world, world.person("Never", "Nina", "BEL"), shelf)), ["dispose-no-period"]);
    let open = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = officer.makes("case.open", &open);
    assert_eq!(refused(dossier), ["dispose-open"]);
    officer.does("case.subject_withdraws", &[("case", case.into()), ("reason_code", "other_post".into()), ("reason", "Called".into())]);
    let id = concern(&world, person);
    assert_eq!(refused(dossier), ["dispose-held"]);
    officer.does("concerns.conclude", &[("concern", id.into()), ("concluded_as", "resolved_no_effect".into())]);
    let hold = |world: &World| {
        let day = Value::from(world.today());
        let hold = [("person", person.into()), ("reason", "consent_given".into()), ("valid_from", day.clone()), ("valid_until", day)];
        world.as_("officer").does("holds.place", &hold);
    };
    hold(&world);
    assert_eq!(refused(dossier), ["dispose-held"]);
    world.days_pass(1);
    // Who keeps the cabinet asks; of the others only whoever disposes of files may approve, and what came meanwhile stops it.
    let request = technician.asks("dossier.destroy", &destroy(dossier));
    let state = || world.as_("officer").record::<spine::dossiers::Dossier>(dossier).body.state.code();
    assert_eq!(state(), "dossier_active", "asked is not destroyed");
    assert_eq!(technician.may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("registry").may_not_approve(request), ["duty-missing"]);
    hold(&world);
    assert_eq!(officer.may_not_approve(request), ["dispose-held"]);
    world.days_pass(1);
    officer.approves(request);
    assert_eq!(state(), "dossier_destroyed");
    assert_eq!(refused(dossier), ["state-not-allowed"]);
    // A clearance may outlast the post.
    let cleared = former(&world, "Cleared", "2020-03-02");
    let case = super::cases::open(&world, cleared);
    officer.does("case.confirm_need", &[("case", case.into()), ("proof", "Called back".into())]);
    super::cases::carry(&world, case, "closed_granted");
    assert_eq!(refused(paper(&world, cleared, shelf)), ["dispose-cleared"]);
    // A restricted file is kept on paper as well; who restricted it still sees it.
    let kept = former(&world, "Kept", "2020-03-02");
    let theirs = paper(&world, kept, shelf);
    let restrict =
        [("person", Value::from(kept)), ("reference", "RST/1".into()), ("reason", "accuracy_disputed".into()), ("ground", "x".into())];
    officer.makes("restrictions.restrict", &restrict);
    let codes = ["officer", "head"].map(|who| world.as_(who).refused("dossier.destroy", &destroy(theirs)));
    assert!(codes.iter().all(|codes| *codes == ["dispose-restricted"] || *codes == ["not-found"]), "{codes:?}");
    world.verified();
}

fn cl_10_a_hold_is_released_by_two_people(on: Backend) {
    let world = office(on);
    let person = former(&world, "Abel", "2021-03-02");
    let mut hold = vec![("person", Value::from(person)), ("reason", "pending_proceedings".into()), ("valid_from", world.today().into())];
    hold.push(("valid_until", "2026-03-01".into()));
    assert_eq!(world.as_("officer").refused("holds.place", &hold), ["until-before-from"]);
    hold.pop();
    let id = world.as_("officer").makes("holds.place", &hold);
    let request = world.as_("officer").asks("holds.release", &[("hold", id.into())]);
    assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
    world.as_("officer2").approves(request);
    let body = world.as_("officer").record::<spine::retention::RetentionHold>(id).body;
    assert_eq!(
        (body.released_on, body.released_by, body.approved_by),
        (Some(world.today()), Some(world.as_("officer").person), Some(world.as_("officer2").person))
    );
    assert_eq!(world.as_("officer").refused("holds.release", &[("hold", id.into())]), ["hold-released"]);
}

/// Disposes of somebody who left long ago and of whom others' records speak.
fn disposed(world: &World) -> (RecordId, RecordId) {
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let person = former(world, "Abel", "2020-03-02");
    let mut mail = world.letter_fields("incoming", "BEL");
    mail.push(("person", person.into()));
    let letter = world.as_("registry").makes("mail.register", &mail);
    // A letter about one person, to which the decision on another refers too.
    let other = former(world, "Other", "2030-01-01");
    let task = [
        ("person", other.into()),
        ("title", "Compare".into()),
        ("due_on", world.today().into()),
        ("colleague", "technician".into()),
        ("concerns", letter.into()),
    ];
    let task = world.as_("officer").makes("tasks.give", &task);
    let request = world.as_("officer").asks("disposals.dispose", &[("person", person.into())]);
    world.as_("head").approves(request);
    (person, task)
}

fn cl_10_what_was_erased_leaves_references_that_say_so_and_a_log_that_verifies(on: Backend) {
    let world = office(on);
    let (person, task) = disposed(&world);
    let concerns = world.as_("officer").field("tasks", task, "concerns").id().unwrap_or(RecordId::NIL);
    let erased = world.as_("officer").sees(move |view| view.erased(&[concerns, person, task]));
    assert_eq!(erased, [concerns, person].into());
    let report = world.verified();
    assert!(report.erased > 0);
    // Nothing is written about whoever was erased, not even by a way that does not look.
    let give = [("person", person.into()), ("title", "x".into()), ("due_on", world.today().into()), ("colleague", "technician".into())];
    let refused = world.as_("officer").refused("tasks.give", &give);
    assert!(refused == ["person-erased"] || refused == ["reference-not-found"], "{refused:?}");
    world.verified();
}

fn cl_10_an_absence_nobody_recorded_is_found(on: Backend) {
    let world = office(on);
    let (person, _) = disposed(&world);
    assert_eq!(world.verify().findings, Vec::<String>::new());
    let find = |what: &str, sql: &str, params: &[Value]| {
        let mut conn = world.conn();
        conn.batch("BEGIN").unwrap_or_else(|e| panic!("{e}"));
        assert!(conn.execute(sql, params).unwrap_or_else(|e| panic!("{what}: {e}")) > 0, "{what}");
        let report = ledger::verify::database(conn.as_mut(), &testkit::world::manifest(), &testkit::world::keys());
        conn.rollback().unwrap_or_else(|e| panic!("{e}"));
        // A verification that stops has found something too.
        assert!(report.map_or(true, |report| !report.findings.is_empty()), "{what} is not found");
    };
    let entry = world.conn().number("SELECT max(seq) FROM shred", &[]).unwrap_or(0);
    find("a version deleted without a record", "DELETE FROM tasks_rev", &[]);
    find("a shred record taken away", "DELETE FROM shred_row WHERE rev_from = (SELECT min(rev_from) FROM shred_row)", &[]);
    find("the whole shred record taken away", "DELETE FROM shred", &[]);
    find("a shred record that says less", "UPDATE shred_row SET item = replace(item, ',1,', ',2,')", &[]);
    find("a shred record given to another entry", "UPDATE shred SET seq = seq - 1", &[]);
    find(
        "a key that came back",
        "INSERT INTO subject_key (subject, category, wrapped) VALUES ($1, 'commitment', $2)",
        &[person.into(), Value::Bytes(vec![1; 60])],
    );
    find(
        "a key destroyed without an erasing",
        "DELETE FROM subject_key WHERE subject IN (SELECT id FROM people) AND category = 'commitment'",
        &[],
    );
    find(
        "an absence recorded by whoever made it",
        "INSERT INTO shred_row (seq, register, record, rev_from, rev_ord, item) SELECT $1, 'tasks', id, rev_from, 999, 'x' FROM tasks_rev",
        &[entry.into()],
    );
    find(
        "an absence recorded for an entry that is not there",
        "INSERT INTO shred_row (seq, register, record, rev_from, rev_ord, item) SELECT 1000000000, 'tasks', id, rev_from, rev_ord, 'x' FROM tasks_rev",
        &[],
    );
    find(
        "an erasing of an entry that is not there",
        "INSERT INTO shred (seq, subject, categories) VALUES (1000000000, $1, '')",
        &[person.into()],
    );
    find("a reference to what never was", "UPDATE assignments SET person = $1", &[Value::Id(world.ledger().new_id())]);
    assert_eq!(world.verify().findings, Vec::<String>::new());
}

/// A certificate filed under one person and then under another.
fn misfiled(world: &World, first: RecordId, then: RecordId) -> RecordId {
    let fields = |person: RecordId| {
        vec![
            ("person", Value::from(person)),
            ("model", "rev6_certificate".into()),
            ("number", format!("C-{}", first.outward("per")).into()),
            ("level", "S".into()),
            ("valid_from", "2015-01-01".into()),
            ("valid_until", "2019-12-31".into()),
        ]
    };
    let id = world.as_("officer").makes("certificates.add", &fields(first));
    let change = [fields(then), vec![("record", id.into()), ("version", 1.into())]].concat();
    world.as_("officer").does("certificates.change", &change);
    id
}

fn cl_10_what_was_filed_under_the_wrong_person_goes_with_its_versions(on: Backend) {
    let world = office(on);
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let (gone, stays) = (former(&world, "Abel", "2020-03-02"), former(&world, "Other", "2030-01-01"));
    let (moved_away, moved_here) = (misfiled(&world, gone, stays), misfiled(&world, stays, gone));
    let moved_back = misfiled(&world, stays, gone);
    let back = [
        ("person", Value::from(stays)),
        ("model", "rev6_certificate".into()),
        ("number", "C-8".into()),
        ("level", "S".into()),
        ("valid_from", "2015-01-01".into()),
        ("record", moved_back.into()),
        ("version", 2.into()),
    ];
    world.as_("officer").does("certificates.change", &back);
    let request = world.as_("officer").asks("disposals.dispose", &[("person", gone.into())]);
    world.as_("head").approves(request);
    // The record of another loses its versions about whoever is gone; the record about them goes whole.
    let versions = world.as_("officer").sees(move |view| view.timeline("certificates", moved_away));
    assert_eq!(versions.iter().map(|v| (v.record.head.version, v.record.head.subject)).collect::<Vec<_>>(), [(2, Some(stays))]);
    let versions = world.as_("officer").sees(move |view| view.timeline("certificates", moved_back));
    assert_eq!(versions.iter().map(|v| v.record.head.version).collect::<Vec<_>>(), [3, 1]);
    assert!(!world.as_("officer").finds("certificates", moved_here));
    let left = world.conn().number("SELECT count(*) FROM certificates_rev WHERE about = $1 OR id = $2", &[gone.into(), moved_here.into()]);
    assert_eq!(left.ok(), Some(0));
    world.verified();
    // And it goes on living.
    let change = [
        ("person", Value::from(stays)),
        ("model", "rev6_certificate".into()),
        ("number", "C-9".into()),
        ("level", "S".into()),
        ("valid_from", "2015-01-01".into()),
        ("record", moved_away.into()),
        ("version", 2.into()),
    ];
    world.as_("officer").does("certificates.change", &change);
    world.verified();
}

/// A figure of the month, up to today.
pub fn figure(world: &World, code: &'static str) -> kernel::measure::Figure {
    world.as_("auditor").sees(move |view| {
        let period = kernel::measure::Period::month_of(view.today);
        let book = desk_clearance::measures::whole_book(view, period, view.now.as_microsecond())?;
        let entry = desk_clearance::measures::find(code).unwrap_or_else(|| panic!("no such measure"));
        desk_clearance::measures::figure(view, &book, entry, period)
    })
}

fn cl_10_files_past_their_period_are_counted_and_those_a_hold_keeps_apart(on: Backend) {
    let world = office(on);
    let told = |world: &World| {
        let told = figure(world, "KPI-CL-19");
        let part = |key: &str| told.parts.iter().find(|p| p.key == key).map(|p| (p.numerator, p.denominator));
        (told.numerator, told.denominator, part("part:held-longer").unwrap_or_default(), part("part:with-certificate").unwrap_or_default())
    };
    let due = former(&world, "Abel", "2021-03-02");
    former(&world, "Running", "2026-02-02");
    let kept = former(&world, "Kept", "2020-03-02");
    assert_eq!(told(&world).1, 0, "no rules, no figure");
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let all = told(&world).1;
    assert_eq!(told(&world), (2, all, (0, all), (0, 0)));
    let hold =
        [("person", kept.into()), ("reason", "consent_given".into()), ("valid_from", world.today().into()), ("valid_until", Value::Null)];
    world.as_("officer").does("holds.place", &hold);
    assert_eq!(told(&world), (1, all, (1, all), (0, 0)));
    // An open case keeps the file of whom it is about.
    let open = [("person", due.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = world.as_("officer").makes("case.open", &open);
    assert_eq!(told(&world).0, 0);
    world
        .as_("officer")
        .does("case.subject_withdraws", &[("case", case.into()), ("reason_code", "other_post".into()), ("reason", "Called".into())]);
    assert_eq!(told(&world).0, 1);
    let request = world.as_("officer").asks("disposals.dispose", &[("person", due.into())]);
    world.as_("officer2").approves(request);
    assert_eq!(told(&world), (0, all - 1, (1, all - 1), (1, 1)), "disposed of, with a certificate");
}

fn cl_12_openings_are_counted_by_day_and_by_whether_something_was_open(on: Backend) {
    let world = office(on);
    let works = |day: jiff::civil::Date| {
        let done = world.ledger().work(ledger::rights::watch::JOB, "file_openings.count", vec![day.into()], None).wait();
        done.map(|_| ()).map_err(|error| codes::<()>(Err(error)))
    };
    let uncounted = || world.ledger().read_as_rule(spine::people::openings::uncounted).wait().unwrap_or_else(|e| panic!("{e}"));
    let opens = |people: &[RecordId]| {
        world.ledger().note_openings(world.as_("technician").account, people.to_vec()).wait().unwrap_or_else(|e| panic!("{e}"));
    };
    let (worked_on, idle) = (world.person("Worked", "Wim", "BEL"), world.person("Idle", "Ida", "BEL"));
    let open = [("person", worked_on.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = world.as_("officer").makes("case.open", &open);
    opens(&[worked_on, idle, worked_on]);
    let day = world.today();
    assert_eq!(works(day), Err(vec!["day-not-over"]));
    // What was closed on the day itself was a reason to look all the same.
    world
        .as_("officer")
        .does("case.subject_withdraws", &[("case", case.into()), ("reason_code", "other_post".into()), ("reason", "Called".into())]);
    world.days_pass(1);
    assert_eq!(uncounted(), [day]);
    assert_eq!((works(day), works(day)), (Ok(()), Err(vec!["day-counted"])));
    let told = figure(&world, "KPI-CL-20");
    assert_eq!((told.numerator, told.denominator, told.rows.len()), (1, 3, 1));
    // On a later day the closed case is none any more; and a day that was missed is made up for.
    opens(&[worked_on]);
    world.days_pass(2);
    assert_eq!(uncounted().len(), 2);
    for day in uncounted() {
        assert_eq!(works(day), Ok(()));
    }
    let told = figure(&world, "KPI-CL-20");
    assert_eq!((told.numerator, told.denominator, told.rows.len()), (2, 4, 3));
    assert_eq!(world.as_("officer").refused("file_openings.count", &[("day", day.into())]), ["duty-missing"]);
    world.verified();
}
