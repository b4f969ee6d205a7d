//! Fields of templates and the lifecycle of letters.

use kernel::{Fields, Register};

use super::rules::{Field, Piece, defects, fill, pieces, template};
use super::{LIFECYCLE, LetterKind, LetterState, LetterTemplate, TemplateState};

fn chaser(body_fr: &str) -> LetterTemplate {
    LetterTemplate {
        name: "Chaser".to_owned(),
        kind: LetterKind::Chaser,
        status: TemplateState::InUse,
        subject_en: "Cases with you".to_owned(),
        subject_fr: "Dossiers en cours".to_owned(),
        body_en: "Dear {{authority}},\n\n{{cases}}\n\n{{signatory}}".to_owned(),
        body_fr: body_fr.to_owned(),
    }
}

fn found(body_fr: &str) -> Vec<(&'static str, String, String, String)> {
    let of =
        |refusal: &kernel::Refusal, name: &str| refusal.args.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let said = template(&chaser(body_fr).to_values());
    said.iter().map(|r| (r.code, r.field.clone().unwrap_or_default(), of(r, "name"), of(r, "line"))).collect()
}

#[test]
fn sp_02_the_lifecycle_of_letters_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    assert_eq!(LIFECYCLE.states.iter().map(|s| s.code).collect::<Vec<_>>(), LetterState::CODES);
    let moves: Vec<_> = LIFECYCLE.moves.iter().map(|m| m.command).collect();
    assert!(moves.iter().all(|name| super::commands::all().iter().any(|c| c.name == *name && c.on == Some(super::Letter::NAME))));
}

#[test]
fn sp_02_an_unknown_field_is_a_finding_with_its_name_and_place() {
    assert_eq!(found("Madame,\n\n{{cases}}"), []);
    let unknown = ("template-field-unknown", "body_fr".to_owned(), "autority".to_owned(), "3".to_owned());
    assert_eq!(found("Madame,\n\n{{autority}} {{ authority }}"), [unknown]);
    assert_eq!(found("{{level}}")[0].0, "template-field-misplaced");
    assert_eq!(found("voir {{cases}}")[0].0, "template-section-not-alone");
    assert_eq!(found("{{ {{cases}}")[0].0, "template-field-unknown");
    // Braces without their partner are text.
    assert_eq!(found("{{ authority"), []);
}

#[test]
fn sp_02_a_value_is_never_looked_at_for_fields_again() {
    let value = |field: Field| (field == Field::Authority).then(|| "{{cases}} {{reference}}".to_owned());
    let once = fill("To {{authority}}: {{reference}}", value);
    assert_eq!(once, "To { {cases} } { {reference} }: {{reference}}");
    let late = |field: Field| (field == Field::Reference).then(|| "ASO/1".to_owned());
    assert_eq!(fill(&once, late), "To { {cases} } { {reference} }: ASO/1");
    assert!(defects(LetterKind::General, &once, "body_en").is_empty());
}

#[test]
fn sp_02_every_field_has_a_kind_it_fits_and_its_name_leads_back() {
    for field in Field::ALL {
        assert_eq!(Field::of(field.name()), Some(field));
        assert!([LetterKind::Chaser, LetterKind::CaseLetter, LetterKind::General].into_iter().any(|kind| field.fits(kind)));
    }
    assert_eq!(pieces("a {{b}} c"), [Piece::Text("a "), Piece::Field("b", 1), Piece::Text(" c")]);
}
