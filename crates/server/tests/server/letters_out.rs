//! What leaves on paper leaves as XML as well: a gate list, a letter, a certificate for a meeting.

use axum::http::StatusCode;
use desk_clearance::cases::{CaseKind, PscCase};
use exchange::label;
use kernel::{Entropy, Fields, RecordId, Register, Value};
use ledger::db::Backend;
use ledger::transition::Micros;
use spine::documents::{Export, ExportFormat};
use spine::letters::{Letter, LetterKind, LetterState, LetterTemplate};
use spine::organisations::Authority;
use spine::people::Person;

use crate::Site;

/// Somebody in a post, who may see what nobody needs a clearance for.
fn employed(site: &Site) -> RecordId {
    let person = site.world.person("Šimić", "Søren", "ROU");
    let officer = site.world.as_("officer");
    let post = officer.makes("posts.add", &[("number", "P-1".into())]);
    let held = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    person
}

/// The label inside a file of ours.
fn level_of(site: &Site, body: &str) -> String {
    let from = body.find("<ConfidentialityLabel").unwrap_or_else(|| panic!("no label: {body}"));
    let until = body.find("</ConfidentialityLabel>").unwrap_or_default() + "</ConfidentialityLabel>".len();
    let read = label::read(&body.as_bytes()[from..until]).unwrap_or_else(|f| panic!("{f:?}"));
    read.meaning(site.world.ledger().policy()).level.map(|level| level.0).unwrap_or_default()
}

fn a_gate_list_leaves_as_files(on: Backend) {
    let site = Site::new(on);
    employed(&site);
    let cookie = site.cookie("officer");
    let today = site.world.today().to_string();
    let asked = |form: &str| {
        let fields = [
            ("names", "Simic Soren\nZed <Zero>"),
            ("level", "S"),
            ("meeting", "Quarterly review"),
            ("valid_from", today.as_str()),
            ("valid_until", today.as_str()),
            ("form", form),
        ];
        crate::sends(&site, "/clearance/gate-list", &cookie, &fields)
    };
    let page = asked("");
    assert!(page.status == StatusCode::OK && page.body.contains("value=\"xml\"") && page.body.contains("value=\"pdf\""), "{}", page.body);
    let exports = || site.world.as_("auditor").sees(|view| view.having::<Export>("register", "people"));
    assert_eq!(exports().len(), 0, "looking is no taking away");
    let xml = asked("xml").body;
    for said in [
        "xmlns=\"urn:castellan:gate-list:1\"",
        "meeting=\"Quarterly review\"",
        "<name person=\"Šimić Søren\" answer=\"no\" until=\"\">Simic Soren</name>",
        "<name person=\"\" answer=\"unknown\" until=\"\">Zed &lt;Zero&gt;</name>",
    ] {
        assert!(xml.contains(said), "{said}: {xml}");
    }
    assert_eq!(level_of(&site, &xml), "R");
    let pdf = asked("pdf");
    let read = lopdf::Document::load_mem(&pdf.bytes).unwrap_or_else(|e| panic!("{e}"));
    let text = read.extract_text(&[1]).unwrap_or_default();
    assert!(text.contains("Quarterly review") && text.contains("Simic Soren") && text.contains("Not known"), "{text}");
    // It bears who took it, when and under which number, and that is the number it was recorded under.
    let number =
        exports().into_iter().find(|export| export.body.format == ExportFormat::Pdf).map(|e| e.head.id.outward(Export::DEF.prefix));
    let across = format!(" · {}", number.unwrap_or_default());
    let line = text.lines().map(str::trim_end).find(|line| line.ends_with(&across)).unwrap_or_else(|| panic!("{across}: {text}"));
    assert!(line.contains(&format!(" · {today}T")), "{line}");
    let taken: Vec<_> = exports().into_iter().map(|export| (export.body.format, export.body.rows)).collect();
    assert_eq!(taken.len(), 2, "{taken:?}");
    site.world.verified();
}

fn a_letter_and_a_certificate_leave_as_xml(on: Backend) {
    let day = testkit::day("2026-05-04");
    let site = Site::with(on, move |changes, entropy| {
        // A value of its kind in each field that this is not about.
        let filled = |def: &kernel::RegisterDef, refs: &dyn Fn(&str) -> RecordId| testkit::fill::record(def, 0, entropy, refs);
        let nobody = |_: &str| RecordId::NIL;
        let some = |text: &str| Some(text.to_owned());
        let person = Person::from_values(&filled(&Person::DEF, &nobody)).unwrap();
        let person = Person {
            surname: "Šimić".to_owned(),
            given: "Søren".to_owned(),
            nationality: kernel::Nation("ROU".to_owned()),
            personnel_number: some("1"),
            birth_date: None,
            ..person
        };
        let person = changes.insert(entropy.id(), &person);
        let authority = changes.insert(entropy.id(), &Authority::from_values(&filled(&Authority::DEF, &nobody)).unwrap());
        let template = changes.insert(entropy.id(), &LetterTemplate::from_values(&filled(&LetterTemplate::DEF, &nobody)).unwrap());
        let of_case = |register: &str| if register == "people" { person.raw() } else { authority.raw() };
        let mut values = filled(&PscCase::DEF, &of_case);
        for (field, value) in PscCase::DEF.fields.iter().zip(&mut values).filter(|(field, _)| !field.required) {
            if !field.name.starts_with("event") {
                *value = Value::Null;
            }
        }
        let case = PscCase::from_values(&values).unwrap();
        let (event, event_from, event_until) = (some("Quarterly review"), Some(day), Some(day));
        let case = PscCase { kind: CaseKind::MeetingCertificate, person, authority, event, event_from, event_until, ..case };
        let case = changes.insert(entropy.id(), &case);
        let letter = Letter {
            reference: None,
            kind: LetterKind::MeetingCertificate,
            authority,
            subject_en: "Certificate".to_owned(),
            subject_fr: "Attestation".to_owned(),
            state: LetterState::Draft,
            since: Micros(1),
            reply_due: None,
            body_en: "Of {{reference}} & <more>".to_owned(),
            body_fr: "De {{reference}}".to_owned(),
            concerns: Some(case.raw()),
            person: Some(person.raw()),
            template,
            template_version: 1,
            drafted_by: person.raw(),
            signatory: None,
            signed_on: None,
            mail_item: None,
            document: None,
        };
        changes.insert(entropy.id(), &letter);
    });
    let officer = site.world.as_("officer");
    let draft = officer.sees(|view| view.having::<Letter>("kind", LetterKind::MeetingCertificate.code())).remove(0).head.id;
    let address = format!("/letters/{}/letter.xml", draft.outward(Letter::DEF.prefix));
    let cookie = site.cookie("officer");
    let record = site.page(&format!("/r/letters/{}", draft.outward(Letter::DEF.prefix)), &cookie);
    assert!(record.body.contains(&address), "it is offered beside the PDF");
    let xml = site.page(&address, &cookie).body;
    for said in [
        "xmlns=\"urn:castellan:letter:1\"".to_owned(),
        "kind=\"meeting_certificate_letter\" state=\"letter_draft\"".to_owned(),
        format!("level=\"C\" categories=\"\" from=\"{day}\" until=\"{day}\""),
        "<person family=\"Šimić\" given=\"Søren\" born=\"\" nationality=\"ROU\"/>".to_owned(),
        "<meeting>Quarterly review</meeting>".to_owned(),
        "&amp; &lt;more&gt;</text>".to_owned(),
    ] {
        assert!(xml.contains(&said), "{said}: {xml}");
    }
    assert_eq!(level_of(&site, &xml), "R");
    assert_eq!(site.world.as_("auditor").sees(|view| view.having::<Export>("register", "letters")).len(), 1);
    site.world.verified();
}

#[test]
fn cl_07_a_gate_list_leaves_as_files_on_sqlite() {
    a_gate_list_leaves_as_files(Backend::Sqlite);
}

#[test]
fn cl_07_a_gate_list_leaves_as_files_on_postgres() {
    a_gate_list_leaves_as_files(Backend::Postgres);
}

#[test]
fn cl_07_a_letter_and_a_certificate_leave_as_xml_on_sqlite() {
    a_letter_and_a_certificate_leave_as_xml(Backend::Sqlite);
}

#[test]
fn cl_07_a_letter_and_a_certificate_leave_as_xml_on_postgres() {
    a_letter_and_a_certificate_leave_as_xml(Backend::Postgres);
}
