//! Every code and field has its words in English and in French.

use exchange::tracker::TrackerField;
use exchange::{Code, Severity};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

#[test]
fn every_code_has_its_sentence_in_both_languages() {
    for (language, source) in
        [("en", include_str!("../../../ui/catalogue/en/exchange.ftl")), ("fr", include_str!("../../../ui/catalogue/fr/exchange.ftl"))]
    {
        let resource = FluentResource::try_new(source.to_owned()).expect("the catalogue parses");
        let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no key twice");
        let labels = TrackerField::ALL.iter().map(|field| field.label_key());
        for key in Code::ALL.iter().map(|code| code.message_key()).chain(labels) {
            let pattern = bundle.get_message(&key).and_then(|message| message.value());
            let pattern = pattern.unwrap_or_else(|| panic!("{key} is missing in {language}"));
            for severity in [Severity::Info, Severity::Warning, Severity::Error] {
                let mut args = FluentArgs::new();
                args.set("value", "V");
                args.set("meaning", "M");
                args.set("column", "C");
                args.set("severity", severity.as_str());
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
                assert!(errors.is_empty() && !text.is_empty(), "{key} in {language}: {errors:?}");
                let plain_space = [" :", " ;", " ?", " !"].iter().any(|mark| text.contains(mark));
                assert!(language != "fr" || !plain_space, "{key}: a breaking space before a mark: {text}");
            }
        }
    }
}
