//! The office's documents: numbered once, written by one and validated by another, in force one at a time, read by those they bind.

use jiff::civil::Date;
use kernel::{Id, RecordId, Value};
use ledger::approval::Approval;
use spine::documents::controlled::queries::{bound_by, in_force, overdue_of, past_review, readers, text_in_force, unread};
use spine::documents::controlled::{ControlledDocument, DocumentVersion, NumberStatus, VersionState};
use spine::limits;
use testkit::{Backend, World};

on_both!(
    sp_08_a_number_is_given_once_without_gaps_and_a_cancelled_one_stays,
    sp_08_the_reference_of_another_body_is_taken_over_as_it_is,
    sp_09_a_version_is_written_by_one_validated_by_another_and_comes_into_force,
    sp_09_another_file_needs_another_validation,
    sp_08_on_every_day_of_a_year_at_most_one_version_is_in_force,
    sp_08_a_document_supersedes_another_or_a_part_of_it,
    sp_09_whoever_is_bound_is_asked_to_read_each_version_anew,
    sp_08_what_is_past_its_review_is_told_until_somebody_looked,
    sp_18_a_document_above_a_reader_leaves_no_trace,
);

/// A procedure with a number of its own, by the policy officer.
pub fn numbered(world: &World, title: &str, more: &[(&str, Value)]) -> RecordId {
    let fields = [
        ("kind", "doc_sop".into()),
        ("title_en", title.into()),
        ("title_fr", format!("{title} (fr)").into()),
        ("desk", "desk_policy".into()),
    ];
    world.as_("policy").makes("controlled_documents.register", &[&fields[..], more].concat())
}

/// A version in draft with its file, written by the policy officer.
pub fn drafted(world: &World, document: RecordId, kind: &str, text: &str) -> RecordId {
    let fields = [
        ("document", document.into()),
        ("kind", kind.into()),
        ("file_name", "text.txt".into()),
        ("text_file", Value::Bytes(text.as_bytes().to_vec())),
    ];
    world.as_("policy").makes("document_versions.draft", &fields)
}

fn on(version: RecordId) -> [(&'static str, Value); 1] {
    [("document_version", version.into())]
}

fn because(version: RecordId, reason: &str) -> [(&'static str, Value); 2] {
    [("document_version", version.into()), ("reason", reason.into())]
}

fn digest(world: &World, version: RecordId) -> Value {
    world.as_("auditor").field("document_versions", version, "digest")
}

fn exactly(world: &World, version: RecordId) -> [(&'static str, Value); 2] {
    [("document_version", version.into()), ("digest", digest(world, version))]
}

/// Submitted and validated: the policy officer asks, the head approves.
fn validated(world: &World, version: RecordId) {
    world.as_("policy").does("document_versions.submit", &on(version));
    let request = world.as_("policy").asks("document_versions.validate", &exactly(world, version));
    world.as_("head").approves(request);
}

/// A version written, validated and brought into force today.
pub fn brought_into_force(world: &World, document: RecordId, kind: &str, text: &str) -> RecordId {
    let version = drafted(world, document, kind, text);
    validated(world, version);
    world.as_("head").does("document_versions.bring_into_force", &on(version));
    version
}

fn version(world: &World, id: RecordId) -> DocumentVersion {
    world.as_("auditor").record::<DocumentVersion>(id).body
}

fn document(world: &World, id: RecordId) -> ControlledDocument {
    world.as_("auditor").record::<ControlledDocument>(id).body
}

/// The reference of the text in force on a day.
fn text_on(world: &World, document: RecordId, day: Date) -> Option<String> {
    let found = world.as_("auditor").sees(move |view| text_in_force(view, Id::new(document), day));
    found.version.map(|version| version.body.reference)
}

fn later(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

fn sp_08_a_number_is_given_once_without_gaps_and_a_cancelled_one_stays(on: Backend) {
    let world = World::new(on);
    let all: Vec<RecordId> = (0..3).map(|_| numbered(&world, "Opening the cabinet", &[])).collect();
    let references: Vec<String> = all.iter().map(|id| document(&world, *id).reference).collect();
    assert_eq!(references, ["SOP/2026/001", "SOP/2026/002", "SOP/2026/003"]);
    let order =
        [("kind", Value::from("doc_order")), ("title_en", "Keys".into()), ("title_fr", "Clés".into()), ("desk", "desk_registry".into())];
    let order = world.as_("registry").makes("controlled_documents.register", &order);
    assert_eq!(document(&world, order).reference, "ORD/2026/001", "every kind is counted by itself");
    let draft = drafted(&world, all[1], "version_number", "text");
    let cancel = [("document", all[1].into()), ("reason", "Merged with the first".into())];
    assert_eq!(world.as_("policy").refused("controlled_documents.cancel", &cancel), ["number-in-use"]);
    world.as_("head").does("document_versions.withdraw", &because(draft, "Not wanted"));
    world.as_("policy").does("controlled_documents.cancel", &cancel);
    let cancelled = document(&world, all[1]);
    assert_eq!((cancelled.status, cancelled.cancel_reason.as_deref()), (NumberStatus::Cancelled, Some("Merged with the first")));
    let begin = [("document", all[1].into()), ("kind", "version_number".into())];
    assert_eq!(world.as_("policy").refused("document_versions.draft", &begin), ["number-cancelled"]);
    assert_eq!(document(&world, numbered(&world, "Closing", &[])).reference, "SOP/2026/004", "what was cancelled is not given again");
    world.verified();
}

fn sp_08_the_reference_of_another_body_is_taken_over_as_it_is(on: Backend) {
    let world = World::new(on);
    let theirs = [("reference", Value::from("AC/35-D/2002")), ("originator", "Security committee".into())];
    let id = numbered(&world, "Directive on personnel security", &theirs);
    assert_eq!(document(&world, id).reference, "AC/35-D/2002");
    let again = |reference: &str| {
        let fields = [
            ("kind", Value::from("doc_directive")),
            ("title_en", "Again".into()),
            ("title_fr", "Encore".into()),
            ("desk", "desk_policy".into()),
            ("reference", reference.into()),
        ];
        world.as_("policy").refused("controlled_documents.register", &fields)
    };
    assert_eq!(again("AC/35-D/2002"), ["reference-taken"]);
    assert_eq!(again("SOP/2026/077"), ["reference-of-our-series"], "our own numbers are never typed");
    // Their fourth revision is our first version of it.
    let fields = [("document", id.into()), ("kind", "version_revision".into()), ("kind_number", 4.into())];
    let fourth = world.as_("policy").makes("document_versions.draft", &fields);
    assert_eq!(version(&world, fourth).reference, "AC/35-D/2002-REV4");
    let fields = [("document", id.into()), ("kind", "version_revision".into()), ("kind_number", 4.into())];
    assert_eq!(world.as_("policy").refused("document_versions.draft", &fields), ["version-number-taken"]);
    assert_eq!(version(&world, drafted(&world, id, "version_revision", "text")).reference, "AC/35-D/2002-REV5");
    assert_eq!(version(&world, drafted(&world, id, "version_corrigendum", "text")).reference, "AC/35-D/2002-COR1");
}

fn sp_09_a_version_is_written_by_one_validated_by_another_and_comes_into_force(backend: Backend) {
    let world = World::new(backend);
    let id = numbered(&world, "Lending a file", &[]);
    let empty = world.as_("policy").makes("document_versions.draft", &[("document", id.into()), ("kind", "version_number".into())]);
    assert_eq!(world.as_("policy").refused("document_versions.submit", &on(empty)), ["version-without-text"]);
    world.as_("head").does("document_versions.withdraw", &because(empty, "Begun by mistake"));
    let first = drafted(&world, id, "version_number", "Sign for it.");
    assert_eq!(version(&world, first).reference, "SOP/2026/001-2", "the number of a withdrawn version is not used again");
    assert_eq!(world.as_("head").refused("document_versions.bring_into_force", &on(first)), ["state-not-allowed"]);
    world.as_("policy").does("document_versions.submit", &on(first));
    // The registrar asks, so that the author might approve: who wrote it does not validate it.
    let request = world.as_("technician").asks("document_versions.validate", &exactly(&world, first));
    assert_eq!(version(&world, first).state, VersionState::InReview, "asked is not validated");
    assert_eq!(world.as_("technician").may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("policy").may_not_approve(request), ["version-validated-by-author"]);
    world.as_("head").approves(request);
    let body = version(&world, first);
    assert_eq!((body.state, body.validated_by), (VersionState::Validated, Some(world.as_("head").person)));
    let approval = world.as_("auditor").record::<Approval>(request).body;
    assert!(approval.input.contains(body.digest.as_deref().unwrap()), "the approval holds the hash of the exact file");
    assert_eq!(world.as_("technician").refused("document_versions.bring_into_force", &on(first)), ["duty-missing"]);
    let start = world.today();
    world.as_("head").does("document_versions.bring_into_force", &on(first));
    assert_eq!(document(&world, id).status, NumberStatus::Used);
    world.days_pass(10);
    let before = world.ledger().now();
    world.days_pass(1);
    let second = drafted(&world, id, "version_revision", "Sign for it, twice.");
    validated(&world, second);
    let receipt = world.as_("head").does("document_versions.bring_into_force", &on(second));
    let day = world.today();
    let (old, new) = (version(&world, first), version(&world, second));
    assert_eq!((old.state, new.state), (VersionState::Superseded, VersionState::InForce));
    assert_eq!((old.valid_from, old.valid_until, new.valid_from, new.valid_until), (Some(start), day.yesterday().ok(), Some(day), None));
    // Both were written by one entry.
    let row = |id: RecordId| {
        let row = world.conn().first("SELECT max(rev_from) FROM document_versions_rev WHERE id = $1", &[id.into()]);
        row.ok().flatten().and_then(|row| row[0].int())
    };
    assert_eq!((row(first), row(second)), (Some(receipt.seq), Some(receipt.seq)));
    assert_eq!(text_on(&world, id, start.yesterday().unwrap()), None);
    assert_eq!(text_on(&world, id, day.yesterday().unwrap()).as_deref(), Some("SOP/2026/001-2"));
    assert_eq!(text_on(&world, id, day).as_deref(), Some("SOP/2026/001-REV1"));
    // As it was known the day before, the first would have gone on.
    let known = world.as_("auditor").sees(move |view| {
        view.known_at(before)?;
        text_in_force(view, Id::new(id), day)
    });
    assert_eq!(known.version.map(|v| v.body.reference).as_deref(), Some("SOP/2026/001-2"));
    world.as_("head").does("document_versions.withdraw", &because(second, "Lending has ended"));
    assert_eq!(text_on(&world, id, day), None);
    world.verified();
}

fn sp_09_another_file_needs_another_validation(backend: Backend) {
    let world = World::new(backend);
    let id = numbered(&world, "Lending a file", &[]);
    let draft = drafted(&world, id, "version_number", "Sign for it.");
    world.as_("policy").does("document_versions.submit", &on(draft));
    let old = exactly(&world, draft);
    let request = world.as_("policy").asks("document_versions.validate", &old);
    let another = |text: &str| {
        let file = text.as_bytes().to_vec();
        let fields = [("document_version", draft.into()), ("file_name", "other.txt".into()), ("text_file", Value::Bytes(file))];
        world.as_("technician").does("document_versions.hand_in", &fields);
    };
    another("Do not sign.");
    assert_eq!(world.as_("head").may_not_approve(request), ["version-file-changed"], "asked for the first file");
    world.as_("technician").does("document_versions.submit", &on(draft));
    assert_eq!(world.as_("head").may_not_approve(request), ["version-file-changed"], "also once the second is in review");
    assert_eq!(world.as_("policy").refused("document_versions.validate", &old), ["version-file-changed"]);
    let request = world.as_("technician").asks("document_versions.validate", &exactly(&world, draft));
    assert_eq!(version(&world, draft).author.raw(), world.as_("technician").account, "whoever handed in the text last is its author");
    world.as_("policy").approves(request);
    assert_eq!(version(&world, draft).state, VersionState::Validated);
    // A validated text is exchanged: nothing of its validation is left.
    another("Sign, perhaps.");
    let body = version(&world, draft);
    assert_eq!((body.state, body.validated_by, body.validated_on), (VersionState::Draft, None, None));
    assert_eq!(world.as_("head").refused("document_versions.bring_into_force", &on(draft)), ["state-not-allowed"]);
    validated(&world, draft);
    world.as_("policy").does("document_versions.send_back", &because(draft, "A word is missing"));
    validated(&world, draft);
    world.as_("head").does("document_versions.bring_into_force", &on(draft));
    let fields = [("document_version", draft.into()), ("text_file", Value::Bytes(b"other".to_vec()))];
    assert_eq!(
        world.as_("policy").refused("document_versions.hand_in", &fields),
        ["state-not-allowed"],
        "what is in force does not change"
    );
    world.verified();
}

fn sp_08_on_every_day_of_a_year_at_most_one_version_is_in_force(on_backend: Backend) {
    let world = World::new(on_backend);
    let id = numbered(&world, "Keys", &[]);
    let first = world.today();
    // What came into force on which day; twice on one day, and withdrawn in between.
    let mut expected: Vec<(Date, Option<String>)> = Vec::new();
    for (at, (days, comes)) in
        [(0, true), (0, true), (17, true), (3, false), (5, true), (0, false), (0, true), (40, true)].into_iter().enumerate()
    {
        world.days_pass(days);
        if comes {
            let version_id = brought_into_force(&world, id, "version_number", &format!("Text {at}"));
            expected.push((world.today(), Some(version(&world, version_id).reference)));
        } else {
            let today = world.today();
            let held = world.as_("head").sees(move |view| text_in_force(view, Id::new(id), today)).version.unwrap();
            world.as_("head").does("document_versions.withdraw", &because(held.head.id, "Wrong"));
            expected.push((today, None));
        }
    }
    let all = world.as_("auditor").sees(move |view| view.having::<DocumentVersion>("document", id));
    for at in -5..120 {
        let day = later(first, at);
        let held = |v: &DocumentVersion| v.valid_from.is_some_and(|from| from <= day) && v.valid_until.is_none_or(|until| day <= until);
        let in_force: Vec<_> = all.iter().filter(|v| held(&v.body)).map(|v| v.body.reference.clone()).collect();
        let right = expected.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, reference)| reference.clone());
        assert_eq!(in_force, right.into_iter().collect::<Vec<_>>(), "on {day}");
    }
    world.verified();
}

fn sp_08_a_document_supersedes_another_or_a_part_of_it(backend: Backend) {
    let world = World::new(backend);
    let (old, new) = (numbered(&world, "Registry", &[]), numbered(&world, "Registries", &[]));
    let held = brought_into_force(&world, old, "version_number", "Old text");
    let relate = |relation: &str, more: &[(&'static str, Value)]| {
        let fields = [("document", new.into()), ("relation", relation.into()), ("other", old.into())];
        [&fields[..], more].concat()
    };
    let refused =
        |relation: &str, more: &[(&'static str, Value)]| world.as_("head").refused("document_relations.relate", &relate(relation, more));
    assert_eq!(refused("rel_supersedes", &[]), ["document-not-in-force"], "nothing takes its place");
    brought_into_force(&world, new, "version_number", "New text");
    assert_eq!(refused("rel_supersedes_in_part", &[]), ["component-missing"]);
    assert_eq!(refused("rel_supersedes", &[("component", "Annex A".into())]), ["component-of-the-whole"]);
    assert_eq!(refused("rel_supersedes", &[("valid_from", "2026-01-01".into())]), ["supersession-from-today"]);
    assert_eq!(refused("rel_amends", &[("valid_from", later(world.today(), 1).into())]), ["date-in-future"]);
    let itself = [("document", new.into()), ("relation", "rel_amends".into()), ("other", new.into())];
    assert_eq!(world.as_("head").refused("document_relations.relate", &itself), ["relation-to-itself"]);
    world.days_pass(4);
    let day = world.today();
    world.as_("head").does("document_relations.relate", &relate("rel_supersedes_in_part", &[("component", "Annex A".into())]));
    let text = |day: Date| world.as_("auditor").sees(move |view| text_in_force(view, Id::new(old), day));
    let parts = |day: Date| text(day).changed_by.into_iter().map(|r| r.body.component.unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!((parts(day.yesterday().unwrap()), parts(day)), (vec![], vec!["Annex A".to_owned()]));
    assert_eq!(text(day).version.unwrap().head.id, held, "the rest of it is in force");
    world.days_pass(2);
    world.as_("head").does("document_relations.relate", &relate("rel_supersedes", &[]));
    let body = version(&world, held);
    assert_eq!((body.state, body.valid_until), (VersionState::Superseded, world.today().yesterday().ok()));
    assert!(text(world.today()).version.is_none());
    world.verified();
}

fn sp_09_whoever_is_bound_is_asked_to_read_each_version_anew(backend: Backend) {
    let world = World::new(backend);
    let id = numbered(&world, "Opening the cabinet", &[("colleague", "head".into())]);
    let distribute = |more: &[(&'static str, Value)]| [&[("document", Value::from(id)), ("read_within", 7.into())][..], more].concat();
    let refused = |more: &[(&'static str, Value)]| world.as_("policy").refused("distributions.distribute", &distribute(more));
    assert_eq!(refused(&[]), ["distribution-to-whom"]);
    assert_eq!(refused(&[("duty", "registry".into()), ("bound_colleague", "head".into())]), ["distribution-to-whom"]);
    assert_eq!(refused(&[("duty", "hr".into())]), ["distribution-duty-sees-none"]);
    let too_long = [("document", id.into()), ("read_within", (limits::READ_WITHIN_DAYS_MAX + 1).into()), ("duty", "registry".into())];
    assert_eq!(world.as_("policy").refused("distributions.distribute", &too_long), ["number-out-of-range"]);
    let registrars = world.as_("policy").makes("distributions.distribute", &distribute(&[("duty", "registry".into())]));
    // Named twice, by duty and by name, is bound once.
    world.as_("policy").does("distributions.distribute", &distribute(&[("bound_colleague", "registry".into())]));
    world.as_("policy").does("distributions.distribute", &distribute(&[("bound_colleague", "technician".into())]));
    let mine = |who: &str, day: Date| {
        let account = world.as_(who).account;
        world
            .as_("auditor")
            .sees(move |view| unread(view, account, day))
            .into_iter()
            .map(|u| (u.text.version.body.reference, u.due))
            .collect::<Vec<_>>()
    };
    assert_eq!(mine("registry", world.today()), [], "nothing is in force yet");
    let first = brought_into_force(&world, id, "version_number", "Two keys.");
    let day = world.today();
    for who in ["registry", "registry2", "technician"] {
        assert_eq!(mine(who, day), [("SOP/2026/001".to_owned(), later(day, 7))], "{who}");
    }
    assert_eq!(mine("officer", day), []);
    world.as_("registry").does("acknowledgements.acknowledge", &on(first));
    assert_eq!(world.as_("registry").refused("acknowledgements.acknowledge", &on(first)), ["acknowledged-already"]);
    // Whoever is not bound may say so as well; it changes nothing for the others.
    world.as_("officer").does("acknowledgements.acknowledge", &on(first));
    assert_eq!((mine("registry", day), mine("registry2", day).len()), (vec![], 1));
    let counted = |version: RecordId| {
        let today = world.today();
        let all = world.as_("auditor").sees(move |view| readers(view, today));
        all.get(&version).map(|r| (r.bound, r.read))
    };
    assert_eq!(counted(first), Some((3, 1)));
    let names = world.as_("auditor").sees(move |view| {
        let version = view.get::<DocumentVersion>(Id::new(first))?;
        bound_by(view, &version, day)
    });
    let told: Vec<_> = names.iter().map(|b| (b.account, b.read_at.is_some())).collect();
    assert_eq!((told.len(), told.last()), (3, Some(&(world.as_("registry").account, true))), "those who have not read come first");
    // Nobody is late on the last day; the owner learns of it on the next.
    let late = |world: &World| {
        let (owner, today) = (world.as_("head").account, world.today());
        world.as_("head").sees(move |view| overdue_of(view, owner, today)).len()
    };
    world.days_pass(7);
    assert_eq!(late(&world), 0);
    world.days_pass(1);
    assert_eq!(late(&world), 1);
    world.as_("registry2").does("acknowledgements.acknowledge", &on(first));
    world.as_("technician").does("acknowledgements.acknowledge", &on(first));
    assert_eq!((late(&world), counted(first)), (0, Some((3, 3))));
    let all_read = world.today();
    world.days_pass(1);
    let second = brought_into_force(&world, id, "version_revision", "Three keys.");
    let today = world.today();
    assert_eq!(mine("registry", today), [("SOP/2026/001-REV1".to_owned(), later(today, 7))], "a newer version asks anew");
    assert_eq!(world.as_("registry").refused("acknowledgements.acknowledge", &on(first)), ["version-not-in-force"]);
    // The same question about a day that is past has the answer it had then.
    assert_eq!((mine("technician", all_read), mine("technician", day).len()), (vec![], 1));
    // As another desk asks it to decide, whoever it is that asks.
    let account = world.as_("registry2").account;
    let decides = world.as_("hr").sees(move |view| view.facts(|view| unread(view, account, today)));
    assert_eq!(decides.iter().map(|u| u.text.version.head.id).collect::<Vec<_>>(), [second]);
    let end = [("distribution", registrars.into()), ("reason", "The registry has no key any more".into())];
    world.as_("policy").does("distributions.end", &end);
    assert_eq!(world.as_("policy").refused("distributions.end", &end), ["distribution-ended"]);
    assert_eq!((mine("registry2", today), mine("registry", today).len()), (vec![], 1), "the other is still bound by name");
    world.verified();
}

fn sp_08_what_is_past_its_review_is_told_until_somebody_looked(backend: Backend) {
    let world = World::new(backend);
    let id = numbered(&world, "Keys", &[("review_due_on", later(world.today(), 10).into())]);
    let late = |world: &World| {
        let today = world.today();
        world.as_("technician").sees(move |view| past_review(view, today, 50)).into_iter().map(|d| d.head.id).collect::<Vec<_>>()
    };
    world.days_pass(10);
    assert_eq!(late(&world), []);
    world.days_pass(1);
    assert_eq!(late(&world), [id]);
    let looked = |day: Date| [("document", id.into()), ("review_result", "Still so".into()), ("review_due_on", day.into())];
    assert_eq!(world.as_("policy").refused("controlled_documents.review", &looked(world.today())), ["date-in-past"]);
    world.as_("policy").does("controlled_documents.review", &looked(later(world.today(), 300)));
    assert_eq!((late(&world), document(&world, id).review_result.as_deref()), (vec![], Some("Still so")));
}

/// The registry reads up to restricted; the head up to confidential.
fn sp_18_a_document_above_a_reader_leaves_no_trace(backend: Backend) {
    let world = World::new(backend);
    let plain = numbered(&world, "Opening the cabinet", &[]);
    let fields = [
        ("kind", Value::from("doc_sop")),
        ("title_en", "Alarm codes of the vault".into()),
        ("title_fr", "Codes d’alarme".into()),
        ("desk", "desk_policy".into()),
        ("level", "C".into()),
        ("review_due_on", world.today().into()),
    ];
    assert_eq!(world.as_("registry").refused("controlled_documents.register", &fields), ["marking-beyond-yours"]);
    let closed = world.as_("head").makes("controlled_documents.register", &fields);
    // It has a series of its own: the numbers everybody sees go on without a gap.
    assert_eq!(document(&world, closed).reference, "SOP-C/2026/001");
    assert_eq!(document(&world, numbered(&world, "Closing", &[])).reference, "SOP/2026/002");
    let fields = [("document", closed.into()), ("kind", "version_number".into()), ("text_file", Value::Bytes(b"1 2 3".to_vec()))];
    let secret = world.as_("officer").makes("document_versions.draft", &fields);
    world.as_("officer").does("document_versions.submit", &on(secret));
    let request = world.as_("officer").asks("document_versions.validate", &exactly(&world, secret));
    world.as_("head").approves(request);
    world.as_("head").does("document_versions.bring_into_force", &on(secret));
    let bind = [("document", closed.into()), ("duty", "registry".into()), ("read_within", 3.into())];
    let binds = world.as_("officer").makes("distributions.distribute", &bind);
    world.as_("head").does("acknowledgements.acknowledge", &on(secret));
    world.days_pass(5);
    let today = world.today();
    let text = version(&world, secret).text.unwrap().raw();
    for (register, id) in [("controlled_documents", closed), ("document_versions", secret), ("distributions", binds), ("attachments", text)]
    {
        assert!(world.as_("head").finds(register, id) && !world.as_("registry").finds(register, id), "{register}");
    }
    let looks = |who: &str| {
        let account = world.as_(who).account;
        world.as_(who).sees(move |view| {
            let acknowledged = view.list("acknowledgements", &ledger::ListQuery { limit: 50, ..ledger::ListQuery::default() })?.count;
            let registered = view.list("controlled_documents", &ledger::ListQuery { limit: 50, ..ledger::ListQuery::default() })?.count;
            let found = view.suggest("controlled_documents", "alarm")?.len();
            Ok((
                unread(view, account, today)?.len(),
                in_force(view, today, 50)?.len(),
                past_review(view, today, 50)?.len(),
                found,
                acknowledged,
                registered,
            ))
        })
    };
    assert_eq!(looks("registry"), (0, 0, 0, 0, 0, 2));
    assert_eq!(looks("head"), (0, 1, 1, 1, 1, 3));
    // Who may see it learns that the registry has not read what it may not see; a rule that decides knows as well.
    let account = world.as_("registry").account;
    assert_eq!(world.as_("head").sees(move |view| unread(view, account, today)).len(), 1);
    let relation = [("document", plain.into()), ("relation", "rel_refers_to".into()), ("other", closed.into())];
    assert_eq!(world.as_("policy").refused("document_relations.relate", &relation), ["reference-not-found"]);
    world.verified();
}
