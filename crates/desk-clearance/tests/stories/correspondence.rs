//! From late cases to one numbered letter, and its reply sheet back.

use kernel::{Id, RecordId, Register, Value};
use ledger::{Error, ListQuery};
use spine::letters::{Answer, Letter, LetterState};
use spine::letters::{LetterLine, queries};
use spine::mail::MailItem;
use spine::organisations::Authority;
use testkit::{Backend, World, day};

use super::cases::{adopt, carry, open};

on_both!(
    done_cl_05_one_numbered_letter_lists_all_late_cases_and_stands_in_each,
    cl_04_a_reply_sheet_is_applied_once_looked_at,
    sp_02_a_number_is_taken_by_the_signature_alone_and_without_gaps,
    sp_02_templates_refuse_unknown_fields_and_keep_their_versions,
    sp_02_receipts_are_expected_and_come_back,
);

fn template(world: &World, kind: &'static str, body: &str) -> RecordId {
    world.as_("registry").makes(
        "letter_templates.add",
        &[
            ("name", format!("Template {kind}").into()),
            ("kind", kind.into()),
            ("status", "in_use".into()),
            ("subject_en", "Cases with you".into()),
            ("subject_fr", "Dossiers en cours chez vous".into()),
            ("body_en", body.into()),
            ("body_fr", body.replace("Dear", "Madame, Monsieur de").replace(" cases", " dossiers").into()),
        ],
    )
}

/// A case of somebody with the authority of their nation, sent to it.
fn sent(world: &World, surname: &str, nation: &str) -> RecordId {
    let person = world.person(surname, "Ana", nation);
    let post = world.as_("officer").makes("posts.add", &[("number", format!("P-{surname}").into())]);
    world.as_("officer").does(
        "clearance_requirements.add",
        &[("post", post.into()), ("level", "S".into()), ("categories", "ATOMAL".into()), ("valid_from", "2026-01-01".into())],
    );
    world.as_("officer").does(
        "assignments.add",
        &[("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())],
    );
    let case = open(world, person);
    carry(world, case, "complete");
    let letter = ("mail_item", world.letter("outgoing", nation).into());
    world.days_pass(1);
    world.as_("technician").does("case.dispatch", &[("case", case.into()), letter]);
    case
}

/// Two cases with the authority of Romania, sent on the first days of the world.
fn two_cases(world: &World) -> Vec<RecordId> {
    adopt(world);
    vec![sent(world, "Popa", "ROU"), sent(world, "Dinu", "ROU")]
}

fn lines(world: &World, letter: RecordId) -> Vec<kernel::Record<LetterLine>> {
    world.as_("officer").sees(move |view| queries::lines(view, Id::new(letter)))
}

fn chaser(world: &World) -> RecordId {
    chaser_to(world, "ROU")
}

fn chaser_to(world: &World, nation: &str) -> RecordId {
    world.as_("technician").makes("chasers.draft", &[("authority", world.authority(nation).into())])
}

fn issue(world: &World, letter: RecordId) {
    world.as_("officer").does("letters.sign", &[("letter", letter.into()), ("channel", "bag".into()), ("receipt", 1.into())]);
    world.as_("officer").does("letters.issue", &[("letter", letter.into()), ("file", Value::Bytes(b"%PDF-1.7 set".to_vec()))]);
}

fn done_cl_05_one_numbered_letter_lists_all_late_cases_and_stands_in_each(on: Backend) {
    let world = World::new(on);
    let cases = two_cases(&world);
    let elsewhere = sent(&world, "Peeters", "BEL");
    let authority = world.authority("ROU");
    let refused = |login: &str| world.as_(login).refused("chasers.draft", &[("authority", authority.into())]);
    // No template yet; and with one, nothing is late before the authority's own time is over.
    assert_eq!(refused("technician"), ["template-missing"]);
    template(
        &world,
        "chaser",
        "Dear {{authority}},\n\n{{count}} cases, the oldest for {{oldest_days}} days.\n\n{{cases}}\n\n{{signatory}}, {{reference}}",
    );
    assert_eq!(refused("technician"), ["nothing-overdue"]);
    world.days_pass(400);
    let letter = chaser(&world);
    let listed = lines(&world, letter);
    assert_eq!(listed.iter().map(|l| l.body.concerns).collect::<Vec<_>>(), cases);
    let draft = world.as_("officer").record::<Letter>(letter).body;
    assert_eq!((draft.state, draft.reference.clone(), draft.mail_item), (LetterState::Draft, None, None));
    assert!(
        draft.body_en.contains("2 cases") && draft.body_en.contains("{{reference}}") && !draft.body_en.contains("{{count}}"),
        "{}",
        draft.body_en
    );
    assert!(draft.body_fr.contains("2 dossiers") && draft.subject_fr == "Dossiers en cours chez vous", "{}", draft.body_fr);
    // What a draft lists is not drafted again.
    assert_eq!(refused("officer"), ["nothing-overdue"]);
    // A technician does not sign.
    assert_eq!(world.as_("technician").refused("letters.sign", &[("letter", letter.into()), ("channel", "bag".into())]), ["duty-missing"]);
    issue(&world, letter);
    let issued = world.as_("officer").record::<Letter>(letter).body;
    assert_eq!(issued.state, LetterState::Issued);
    assert!(issued.document.is_some() && issued.signatory.as_deref() == Some("Robin Oakes"));
    let mail = world.as_("officer").sees(move |view| view.get::<MailItem>(issued.mail_item.ok_or(Error::NotFound)?));
    assert_eq!((Some(mail.body.reference), mail.body.concerns), (issued.reference, Some(letter)));
    // Another authority gets a letter of its own, with its own case alone and a number of its own.
    let other = chaser_to(&world, "BEL");
    assert_eq!(lines(&world, other).iter().map(|l| l.body.concerns).collect::<Vec<_>>(), [elsewhere]);
    issue(&world, other);
    let addressed = |letter: RecordId| world.as_("officer").record::<Letter>(letter).body;
    let (to_rou, to_bel) = (addressed(letter), addressed(other));
    assert_eq!((to_rou.authority.raw(), to_bel.authority.raw()), (authority, world.authority("BEL")));
    assert!(to_bel.reference.is_some() && to_rou.reference != to_bel.reference && to_rou.mail_item != to_bel.mail_item);
    // Each case shows its letter, and no other: the line that concerns it.
    for (case, letter) in [(cases[0], letter), (cases[1], letter), (elsewhere, other)] {
        let found = world.as_("officer").sees(move |view| {
            view.rows_of(
                "letter_lines",
                &ListQuery { filters: vec![("concerns".to_owned(), case.into())], limit: 10, ..ListQuery::default() },
            )
        });
        let of = found.into_iter().map(|raw| raw.typed::<LetterLine>().unwrap_or_else(|e| panic!("{e}")).body.letter.raw());
        assert_eq!(of.collect::<Vec<_>>(), [letter]);
    }
    // Asked again after the cadence, not before.
    world.days_pass(27);
    assert_eq!(refused("technician"), ["nothing-overdue"]);
    world.days_pass(1);
    issue(&world, chaser(&world));
    // One that wants to be asked every ten days is, and answers by then.
    let every = |days: i64| {
        let (version, values) = world.as_("officer").sees(move |view| {
            let record = view.get_raw(Authority::NAME, authority)?;
            Ok((record.head.version, record.values))
        });
        let fields = Authority::DEF.fields.iter().zip(values);
        let changed = fields.map(|(f, value)| (f.name, if f.name == "chaser_days" { days.into() } else { value }));
        [("record", authority.into()), ("version", version.into())].into_iter().chain(changed).collect::<Vec<_>>()
    };
    assert_eq!(world.as_("officer").refused("authorities.change", &every(0)), ["chaser-days"]);
    world.as_("officer").does("authorities.change", &every(10));
    world.days_pass(9);
    assert_eq!(refused("technician"), ["nothing-overdue"]);
    world.days_pass(1);
    let letter = world.as_("officer").record::<Letter>(chaser(&world)).body;
    assert_eq!(letter.reply_due, Some(world.today().saturating_add(jiff::Span::new().days(10))));
    world.verified();
}

fn cl_04_a_reply_sheet_is_applied_once_looked_at(on: Backend) {
    let world = World::new(on);
    let cases = two_cases(&world);
    template(&world, "chaser", "{{cases}}");
    world.days_pass(400);
    let letter = chaser(&world);
    issue(&world, letter);
    let number = lines(&world, letter)[0].body.number.clone();
    let stage = |letter: RecordId, rows: &[String]| {
        let staged = world.ledger().new_id();
        let plan = serde_json::json!({"letter": queries::outward(Id::new(letter)), "findings": []}).to_string();
        let rows = rows.iter().cloned().zip(1..).map(|(row, line)| (line, row)).collect();
        let account = world.as_("registry").account;
        world.ledger().stage_import(staged, account, "reply.xlsx", plan, b"sheet".to_vec(), rows).wait().unwrap();
        staged
    };
    let row = serde_json::json!({"number": number, "their_reference": "ROU/5", "answer": "still_pending", "expected_on": "2027-09-01", "remark": null});
    let staged = stage(letter, &[row.to_string()]);
    let apply = [("letter", letter.into()), ("staged", staged.into())];
    assert_eq!(world.as_("policy").refused("letters.read_reply", &apply), ["duty-missing"]);
    world.as_("technician").does("letters.read_reply", &apply);
    let line = &lines(&world, letter)[0].body;
    assert_eq!(
        (line.answer, line.expected_on, line.their_reference.as_deref()),
        (Some(Answer::Pending), Some(day("2027-09-01")), Some("ROU/5"))
    );
    assert_eq!(world.as_("officer").field("psc_cases", cases[0], "authority_reference").text(), Some("ROU/5"));
    // The same sheet again says nothing new; a sheet of another letter is not there.
    assert_eq!(world.as_("technician").refused("letters.read_reply", &apply), ["reply-says-nothing"]);
    let other = world.ledger().new_id();
    assert_eq!(
        world.as_("technician").refused("letters.read_reply", &[("letter", letter.into()), ("staged", other.into())]),
        ["not-found"]
    );
    world.verified();
}

fn sp_02_a_number_is_taken_by_the_signature_alone_and_without_gaps(on: Backend) {
    let world = World::new(on);
    let general = template(&world, "general_letter", "Dear {{authority}}, {{reference}}");
    let draft =
        || world.as_("registry").makes("letters.draft", &[("template", general.into()), ("authority", world.authority("BEL").into())]);
    let (first, withdrawn, second) = (draft(), draft(), draft());
    world.as_("registry").does("letters.withdraw", &[("letter", withdrawn.into()), ("reason", "Not needed".into())]);
    let version = |letter: RecordId| world.as_("registry").record::<Letter>(letter).head.version;
    let edit = |letter: RecordId, version: i64, body: &str| {
        vec![
            ("letter", Value::from(letter)),
            ("version", version.into()),
            ("subject_en", "Meeting".into()),
            ("subject_fr", "Réunion".into()),
            ("body_en", body.into()),
            ("body_fr", "Texte".into()),
        ]
    };
    let before = version(first);
    assert_eq!(world.as_("registry").refused("letters.edit", &edit(first, before, "{{count}}")), ["template-field-misplaced"]);
    world.as_("registry").does("letters.edit", &edit(first, before, "Text {{reference}}"));
    assert_eq!(world.as_("technician").refused("letters.edit", &edit(first, before, "Late")), ["conflict"]);
    let sign = |letter: RecordId| [("letter", letter.into()), ("channel", "post".into())];
    for letter in [second, first] {
        world.as_("head").does("letters.sign", &sign(letter));
    }
    assert_eq!(world.as_("head").refused("letters.sign", &sign(first)), ["state-not-allowed"]);
    assert_eq!(world.as_("head").refused("letters.sign", &sign(withdrawn)), ["state-not-allowed"]);
    assert_eq!(world.as_("registry").refused("letters.edit", &edit(first, version(first), "Too late")), ["letter-not-a-draft"]);
    let reference = |letter: RecordId| world.as_("head").record::<Letter>(letter).body.reference.unwrap_or_default();
    assert_eq!((reference(second).as_str(), reference(first).as_str()), ("ASO/2026/OUT/000001", "ASO/2026/OUT/000002"));
    assert_eq!(world.as_("head").refused("letters.issue", &[("letter", first.into())]), ["letter-not-set"]);
    world.verified();
}

fn sp_02_templates_refuse_unknown_fields_and_keep_their_versions(on: Backend) {
    let world = World::new(on);
    let fields = |body: &str| {
        vec![
            ("name", Value::from("Note")),
            ("kind", "general_letter".into()),
            ("status", "in_use".into()),
            ("subject_en", "Note {{date}}".into()),
            ("subject_fr", "Note".into()),
            ("body_en", body.into()),
            ("body_fr", "Texte".into()),
        ]
    };
    let registry = world.as_("registry");
    assert_eq!(
        registry.refused("letter_templates.add", &fields("{{authorty}} {{cases}}")),
        ["template-field-unknown", "template-field-misplaced"]
    );
    let id = registry.makes("letter_templates.add", &fields("One"));
    let change = [vec![("record", Value::from(id)), ("version", 1.into())], fields("Two {{authority}}")].concat();
    registry.does("letter_templates.change", &change);
    let letter = registry.makes("letters.draft", &[("template", id.into()), ("authority", world.authority("BEL").into())]);
    let letter = registry.record::<Letter>(letter).body;
    assert_eq!((letter.template_version, letter.body_en.as_str()), (2, "Two National security authority BEL"));
    world.verified();
}

fn sp_02_receipts_are_expected_and_come_back(on: Backend) {
    let world = World::new(on);
    let registry = world.as_("registry");
    let incoming = [world.letter_fields("incoming", "BEL"), vec![("receipt", 1.into())]].concat();
    assert_eq!(registry.refused("mail.register", &incoming), ["receipt-of-incoming"]);
    registry.does("mail.register", &[world.letter_fields("outgoing", "BEL"), vec![("receipt", 1.into())]].concat());
    let due = registry.sees(|view| view.having::<spine::mail::Receipt>("status", "receipt_due"));
    assert_eq!((due.len(), due[0].body.due_on), (1, day("2026-04-01")));
    let back = [("receipt", due[0].head.id.into()), ("returned_on", world.today().into()), ("returned_by", "M. Peeters".into())];
    registry.does("mail.return_receipt", &back);
    assert_eq!(registry.refused("mail.return_receipt", &back), ["receipt-returned-already"]);
    world.verified();
}
