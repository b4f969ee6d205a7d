//! The guide of the first week: it quotes the pages' own words, shows every picture there is, and tells both languages the same.

use std::collections::BTreeSet;

use super::File;
use crate::house;

const FOLDER: &str = "docs/guide/";
const LANGUAGES: [&str; 2] = ["en", "fr"];
/// For developers; every other guide belongs to some day of the week.
const NOT_OF_THE_WEEK: &str = "add-a-register.md";

/// What is wrong with the two texts and their pictures.
pub fn agrees(files: &[File]) -> Vec<String> {
    match house::files() {
        Ok(paths) => wrong(files, &paths),
        Err(sentence) => vec![sentence],
    }
}

/// A heading, and what stands under it: numbered steps and words quoted from the pages.
#[derive(Debug, PartialEq, Eq)]
struct Section {
    level: usize,
    steps: usize,
    quotes: usize,
}

fn wrong(files: &[File], paths: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut both = Vec::new();
    for lang in LANGUAGES {
        let name = format!("{FOLDER}first-week.{lang}.md");
        let Some(file) = files.iter().find(|f| f.path == name) else {
            wrong.push(format!("{name}: is missing"));
            continue;
        };
        let words = words(files, lang);
        for quote in quotes(&file.text).filter(|quote| !words.contains(&spaced(quote))) {
            wrong.push(format!("{name}: **{quote}** stands on no page: quote a text of crates/ui/catalogue/{lang} as it is"));
        }
        let links: BTreeSet<&str> = links(&file.text).collect();
        for link in links.iter().filter(|link| !paths.iter().any(|path| path.strip_prefix(FOLDER) == Some(**link))) {
            wrong.push(format!("{name}: {link} does not exist"));
        }
        for path in paths.iter().filter_map(|path| path.strip_prefix(FOLDER)) {
            let picture = path.starts_with(&format!("pictures/{lang}/"));
            let topic = path.ends_with(".md") && !path.starts_with("first-week.") && path != NOT_OF_THE_WEEK;
            if (picture || topic) && !links.contains(path) {
                wrong.push(format!("{name}: names {path} nowhere"));
            }
        }
        let pictures: Vec<&str> = pictures(&file.text).filter_map(|path| path.strip_prefix(&format!("pictures/{lang}/"))).collect();
        if pictures.len() != self::pictures(&file.text).count() {
            wrong.push(format!("{name}: shows a picture of the other language"));
        }
        both.push((file, pictures, sections(&file.text)));
    }
    if let [(_, in_english, english), (french, in_french, sections)] = &both[..] {
        if in_english != in_french {
            wrong.push(format!("{}: does not show the same pictures in the same order as the English text", french.path));
        }
        if english.len() != sections.len() {
            wrong.push(format!("{}: {} headings, the English text has {}", french.path, sections.len(), english.len()));
        }
        for (at, (one, other)) in (1..).zip(english.iter().zip(sections)).filter(|(_, (one, other))| one != other) {
            wrong.push(format!("{}: heading {at} differs: English {one:?}, French {other:?}", french.path));
        }
    }
    wrong
}

fn quotes(text: &str) -> impl Iterator<Item = &str> {
    text.split("**").skip(1).step_by(2)
}

/// Where links lead in the repository, pictures among them.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains("://") && !link.starts_with('#'))
}

fn pictures(text: &str) -> impl Iterator<Item = &str> {
    links(text).filter(|link| link.ends_with(".png"))
}

fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        let level = line.chars().take_while(|c| *c == '#').count();
        if level > 0 {
            sections.push(Section { level, steps: 0, quotes: 0 });
        } else if let Some(section) = sections.last_mut() {
            section.steps += usize::from(line.trim_start().split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok()));
            section.quotes += quotes(line).count();
        }
    }
    sections
}

/// A text with one kind of space before the marks that French sets apart: both kinds look right on a page.
fn spaced(text: &str) -> String {
    text.replace('\u{a0}', "\u{202f}")
}

/// The texts of a language's catalogue that are whole on one line: of messages, attributes and variants.
fn words(files: &[File], lang: &str) -> BTreeSet<String> {
    let home = format!("crates/ui/catalogue/{lang}/");
    let lines = files.iter().filter(|f| f.path.starts_with(&home)).flat_map(|f| f.text.lines());
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = ").or_else(|| line.split_once("] ")))
        .map(|(_, text)| spaced(text.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "# Week\n1. Press **Sign in**.\n\n![Today](pictures/en/today.png)\n\n[Visits](visits.md)\n";
    const FRENCH: &str = "# Semaine\n1. Cliquez sur **Se connecter**.\n\n![Aujourd’hui](pictures/fr/today.png)\n\n[Visites](visits.md)\n";

    fn told(english: &str, french: &str, more: &[&str]) -> Vec<String> {
        let files = [
            File::new("docs/guide/first-week.en.md", english),
            File::new("docs/guide/first-week.fr.md", french),
            File::new("crates/ui/catalogue/en/ui.ftl", "ui-sign-in = Sign in\n"),
            File::new("crates/ui/catalogue/fr/ui.ftl", "ui-sign-in = Se connecter\nstate-closed = Clos\u{a0}: refus\n"),
        ];
        let there = ["visits.md", "add-a-register.md", "pictures/en/today.png", "pictures/fr/today.png"];
        let paths: Vec<String> = there.iter().chain(more).map(|path| format!("docs/guide/{path}")).collect();
        wrong(&files, &paths)
    }

    #[test]
    fn two_texts_that_agree_are_fine() {
        assert_eq!(told(ENGLISH, FRENCH, &[]), [""; 0]);
        assert_eq!(told(ENGLISH, &FRENCH.replace("Se connecter", "Clos\u{202f}: refus"), &[]), [""; 0]);
    }

    #[test]
    fn words_that_stand_on_no_page_are_found() {
        let said = told(&ENGLISH.replace("Sign in", "Log in"), FRENCH, &[]);
        assert!(said.len() == 1 && said.iter().all(|s| s.contains("**Log in** stands on no page")), "{said:?}");
    }

    #[test]
    fn pictures_and_guides_are_shown_and_exist() {
        let said = told(ENGLISH, FRENCH, &["pictures/en/case.png", "renewals.md"]);
        assert_eq!(said.iter().filter(|s| s.contains("names pictures/en/case.png nowhere")).count(), 1, "{said:?}");
        assert_eq!(said.iter().filter(|s| s.contains("names renewals.md nowhere")).count(), 2, "{said:?}");
        let said = told(&ENGLISH.replace("today.png", "yesterday.png"), FRENCH, &[]);
        assert!(said.iter().any(|s| s.contains("pictures/en/yesterday.png does not exist")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("the same pictures")), "{said:?}");
        assert!(told(&ENGLISH.replace("/en/", "/fr/"), FRENCH, &[]).iter().any(|s| s.contains("of the other language")));
    }

    #[test]
    fn both_languages_tell_the_same_steps() {
        let said = told(ENGLISH, &FRENCH.replace("1. ", ""), &[]);
        assert!(said.len() == 1 && said.iter().all(|s| s.contains("heading 1 differs")), "{said:?}");
        assert!(told(&format!("{ENGLISH}## More\n"), FRENCH, &[]).iter().any(|s| s.contains("1 headings, the English text has 2")));
        assert!(wrong(&[], &[]).iter().all(|s| s.ends_with("is missing")));
    }
}
