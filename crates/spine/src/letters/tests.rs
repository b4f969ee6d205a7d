//! Fields of templates and the lifecycle of letters.

use kernel::entropy::SeededEntropy;
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
    assert!(moves.iter().all(|name| crate::commands().iter().any(|c| c.name == *name && c.on == Some(super::Letter::NAME))));
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
    assert_eq!(once, "To { { cases } } { { reference } }: {{reference}}");
    let late = |field: Field| (field == Field::Reference).then(|| "ASO/1".to_owned());
    assert_eq!(fill(&once, late), "To { { cases } } { { reference } }: ASO/1");
    assert!(defects(LetterKind::General, &once, "body_en").is_empty());
}

/// Texts as a person in a hurry, or in bad faith, writes them: pieces of fields in any order, any number, any depth.
fn hostile(random: &SeededEntropy) -> String {
    const BITS: [&str; 22] = [
        "{{",
        "}}",
        "{",
        "}",
        "{{authority}}",
        "{{ cases }}",
        "{{cases}}\n",
        "\n{{cases}}\n",
        "{{level}}",
        "{{unknown}}",
        "{{#each}}",
        "{{/each}}",
        "{{reference",
        "reference}}",
        "{reference}}",
        "{{{{reference}}}}",
        "\n",
        "\r\n",
        " ",
        "é\u{202e}",
        "#include \"x\"",
        "\0",
    ];
    let many = random.below(*random.pick(&[4, 12, 60]));
    if random.chance(5) {
        return ["{{".repeat(many * 16), "cases".to_owned(), "}}".repeat(many * 16)].concat();
    }
    (0..many).map(|_| *random.pick(&BITS)).collect()
}

#[test]
fn sp_02_two_thousand_hostile_templates_are_findings_or_letters_without_an_open_field() {
    let random = SeededEntropy::new(20);
    let mut accepted = 0;
    for n in 0..2_000 {
        let kind = *random.pick(&[LetterKind::Chaser, LetterKind::CaseLetter, LetterKind::General, LetterKind::Cancellation]);
        let text = hostile(&random);
        let found = defects(kind, &text, "body_en");
        let codes = ["template-field-unknown", "template-field-misplaced", "template-section-not-alone"];
        assert!(found.iter().all(|f| codes.contains(&f.code) && f.field.as_deref() == Some("body_en")), "{n}: {text:?}");
        // Whatever the values hold, what was filled in early is never a field later.
        let (early, late) = (hostile(&random), hostile(&random));
        let once = fill(&text, |field| (!field.is_late()).then(|| early.clone()));
        let fields = |text: &str| {
            pieces(text)
                .into_iter()
                .filter_map(|p| if let Piece::Field(name, _) = p { Some(name.to_owned()) } else { None })
                .collect::<Vec<_>>()
        };
        if found.is_empty() {
            accepted += 1;
            let open: Vec<String> = fields(&text).into_iter().filter(|name| Field::of(name).is_some_and(Field::is_late)).collect();
            assert_eq!(fields(&once), open, "{n}: {text:?} with {early:?}");
            let twice = fill(&once, |_| Some(late.clone()));
            assert_eq!(fields(&twice), Vec::<String>::new(), "{n}: {text:?} with {early:?} and {late:?}");
        }
    }
    assert!(accepted > 100, "only {accepted} were accepted");
}

#[test]
fn sp_02_every_field_has_a_kind_it_fits_and_its_name_leads_back() {
    for field in Field::ALL {
        assert_eq!(Field::of(field.name()), Some(field));
        assert!(LetterKind::CODES.iter().filter_map(|code| LetterKind::from_code(code)).any(|kind| field.fits(kind)));
    }
    assert_eq!(pieces("a {{b}} c"), [Piece::Text("a "), Piece::Field("b", 1), Piece::Text(" c")]);
}
