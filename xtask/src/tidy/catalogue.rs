//! The message catalogues: every message stands in English and in French, with the same arguments.

use std::collections::{BTreeMap, BTreeSet};

use super::File;

const HOME: &str = "crates/ui/catalogue/";
const LANGUAGES: [&str; 2] = ["en", "fr"];

/// A message (`key`) or an attribute of it (`key.name`), and the arguments it takes.
type Messages<'a> = BTreeMap<String, BTreeSet<&'a str>>;

/// Messages that one language lacks, or that take other arguments in it.
pub fn parity(files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    let names: BTreeSet<&str> = files.iter().filter_map(|f| f.path.strip_prefix(HOME)?.split_once('/').map(|(_, name)| name)).collect();
    let mut homes: BTreeMap<(String, &str), &str> = BTreeMap::new();
    for name in names.iter().filter(|name| name.ends_with(".ftl")) {
        let [english, french] = LANGUAGES.map(|lang| files.iter().find(|f| f.path == format!("{HOME}{lang}/{name}")));
        let (Some(english), Some(french)) = (english, french) else {
            wrong.push(format!("{HOME}: {name} stands in one language only"));
            continue;
        };
        let mut both = Vec::new();
        for (lang, file) in LANGUAGES.into_iter().zip([english, french]) {
            let (messages, twice) = read(&file.text);
            wrong.extend(twice.iter().map(|key| format!("{}: `{key}` stands twice", file.path)));
            for key in messages.keys() {
                if let Some(before) = homes.insert((key.clone(), lang), name) {
                    wrong.push(format!("{}: `{key}` stands in {before} too", file.path));
                }
            }
            both.push((file, messages));
        }
        if let [(english, in_english), (french, in_french)] = &both[..] {
            wrong.extend(in_english.keys().filter(|key| !in_french.contains_key(*key)).map(|key| lacks(french, key)));
            wrong.extend(in_french.keys().filter(|key| !in_english.contains_key(*key)).map(|key| lacks(english, key)));
            for (key, arguments) in in_english {
                if let Some(other) = in_french.get(key).filter(|other| *other != arguments) {
                    let differ: Vec<String> = arguments.symmetric_difference(other).map(|name| format!("${name}")).collect();
                    wrong.push(format!("{}: `{key}` takes {} in one language only", french.path, differ.join(", ")));
                }
            }
        }
    }
    wrong
}

fn lacks(file: &File, key: &str) -> String {
    format!("{}: `{key}` is missing; the other language has it", file.path)
}

/// The messages of a catalogue, and those that stand in it twice.
fn read(text: &str) -> (Messages<'_>, Vec<String>) {
    let mut messages = Messages::new();
    let mut twice = Vec::new();
    let mut message = "";
    let mut here = String::new();
    for line in text.lines() {
        let inside = line.starts_with([' ', '}']);
        let head = line.split_once('=').map(|(key, _)| key.trim()).filter(|key| is_key(key));
        let fresh = match head {
            Some(key) if !inside => {
                message = key;
                Some(key.to_owned())
            }
            Some(key) if key.starts_with('.') => Some(format!("{message}{key}")),
            _ => None,
        };
        if let Some(key) = fresh {
            here.clone_from(&key);
            if messages.insert(key.clone(), BTreeSet::new()).is_some() {
                twice.push(key);
            }
        }
        if line.starts_with('#') {
            continue;
        }
        if let Some(arguments) = messages.get_mut(&here) {
            arguments.extend(line.split('$').skip(1).map(|rest| rest.split(|c: char| !is_name(c)).next().unwrap_or(rest)));
        }
    }
    (messages, twice)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn is_key(key: &str) -> bool {
    let key = key.strip_prefix(['-', '.']).unwrap_or(key);
    key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(english: &str, french: &str) -> Vec<String> {
        parity(&[File::new("crates/ui/catalogue/en/a.ftl", english), File::new("crates/ui/catalogue/fr/a.ftl", french)])
    }

    #[test]
    fn the_same_messages_are_in_step() {
        let english = "# a comment = x\na = A { $n }\n    .hint = H\nb =\n    { $n ->\n        [one] one = 1\n       *[other] { $n }\n    }\n-brand = C\n";
        let french = "-brand = C\na = Un { $n }\n    .hint = I\nb = { $n }\n";
        assert_eq!(pair(english, french), Vec::<String>::new());
    }

    #[test]
    fn a_missing_message_or_attribute_is_named() {
        let found = pair("a = A\n    .hint = H\nb = B\n", "a = A\nc = C\n");
        assert_eq!(found.len(), 3);
        assert!(found[0].starts_with("crates/ui/catalogue/fr/a.ftl: `a.hint` is missing"), "{found:?}");
        assert!(found[2].starts_with("crates/ui/catalogue/en/a.ftl: `c` is missing"), "{found:?}");
    }

    #[test]
    fn arguments_are_the_same() {
        assert!(pair("a = { $n } of { $m }\n", "a = { $n }\n")[0].contains("takes $m in one language only"));
    }

    #[test]
    fn a_message_stands_once() {
        assert_eq!(pair("a = 1\na = 2\n", "a = 1\n").len(), 1);
        let file = |path: &str| File::new(&format!("crates/ui/catalogue/{path}"), "a = 1\n");
        assert_eq!(parity(&[file("en/a.ftl"), file("fr/a.ftl"), file("en/b.ftl"), file("fr/b.ftl")]).len(), 2);
        assert_eq!(parity(&[file("en/a.ftl")]).len(), 1);
    }
}
