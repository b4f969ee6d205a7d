//! The texts by which records are known, and where they stand in an answer: references, numbers, titles, names.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{FieldKind, RecordId, RegisterDef, Value};
use ledger::RawRecord;

/// Shortest text that is looked for, in characters.
const SHORTEST: usize = 6;

/// Texts of records, by their first word.
#[derive(Default)]
pub struct Texts {
    known: HashMap<String, Vec<(Vec<String>, RecordId)>>,
}

/// A text as words, with nothing between two where a cell, a line or a mark of the page ends: a name does not go across.
fn words(text: &str) -> Vec<String> {
    let plain = text.replace("&#39;", "'").replace("&amp;", "&").replace("&quot;", "\"").replace("&#38;", "&").replace("&#34;", "\"");
    let part = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    let within = |c: char| (c.is_whitespace() && c != '\n' && c != '\t') || "'’·".contains(c);
    let mut words = Vec::new();
    for phrase in plain.split(|c: char| !part(c) && !within(c)) {
        let all = phrase.split(|c: char| !part(c)).map(|word| word.trim_matches(['/', '.', '-']));
        words.extend(all.filter(|word| !word.is_empty()).map(str::to_owned));
        if words.last().is_some_and(|last| !last.is_empty()) {
            words.push(String::new());
        }
    }
    words.pop();
    words
}

impl Texts {
    /// Learns by what a record is known: a person by the name, everything by its title and what is searched for and has a number in it.
    pub fn know(&mut self, def: &RegisterDef, record: &RawRecord) {
        let fields = def.fields.iter().zip(&record.values);
        let short = fields.filter(|(f, _)| f.kind == FieldKind::Text && (f.list || f.search)).filter_map(|(_, v)| v.text());
        let numbered = |text: &str| text.chars().any(|c| c.is_ascii_digit()) && text.chars().any(char::is_alphabetic);
        let title = def.title_of(&record.values);
        let mut texts: BTreeSet<Vec<String>> = short.filter(|t| numbered(t)).map(words).collect();
        if numbered(&title) || def.name == "people" {
            texts.insert(words(&title));
        }
        for text in texts.into_iter().filter(|text| text.join(" ").chars().count() >= SHORTEST) {
            self.known.entry(text[0].clone()).or_default().push((text, record.head.id));
        }
    }

    /// Forgets what another record says as well, unless it is marked so that whoever shows it is right either way.
    pub fn repeated(&mut self, other: &RawRecord, either_way: impl Fn(RecordId) -> bool) {
        let texts = other.values.iter().filter_map(Value::text).collect::<Vec<_>>().join("\n");
        self.said(&texts, Some(other.head.id), either_way);
    }

    /// Forgets what is said elsewhere as well, such as in a file that somebody handed in, which is marked as it was handed in.
    pub fn said(&mut self, elsewhere: &str, by: Option<RecordId>, either_way: impl Fn(RecordId) -> bool) {
        let found = self.places(&words(elsewhere));
        let shared: HashSet<(Vec<String>, RecordId)> =
            found.into_iter().filter(|(_, id)| Some(*id) != by && !either_way(*id)).map(|(text, id)| (text.clone(), id)).collect();
        for (text, id) in shared {
            if let Some(known) = self.known.get_mut(&text[0]) {
                known.retain(|entry| *entry != (text.clone(), id));
            }
        }
    }

    /// By what a record is known.
    pub fn of(&self, id: RecordId) -> Vec<String> {
        self.known.values().flatten().filter(|(_, known)| *known == id).map(|(text, _)| text.join(" ")).collect()
    }

    /// How many texts are known.
    pub fn count(&self) -> usize {
        self.known.values().map(Vec::len).sum()
    }

    /// The records whose texts stand in an answer.
    pub fn found(&self, answer: &str) -> BTreeSet<RecordId> {
        self.places(&words(answer)).into_iter().map(|(_, id)| id).collect()
    }

    fn places(&self, all: &[String]) -> Vec<(&Vec<String>, RecordId)> {
        let at = |at: usize| self.known.get(&all[at]).into_iter().flatten().filter(move |(text, _)| all[at..].starts_with(text));
        (0..all.len()).flat_map(at).map(|(text, id)| (text, *id)).collect()
    }
}

#[test]
fn p07_a_record_is_found_by_its_name_and_its_number() {
    let def = |register: &str| testkit::world::manifest().register(register).unwrap_or_else(|| panic!("{register}")).def;
    let record = |register: &str, id: u8, fields: &[(&str, &str)]| {
        let said = |name: &str| fields.iter().find(|(n, _)| *n == name).map_or(Value::Null, |(_, text)| Value::from(*text));
        let label = kernel::Label::at("R");
        let head = kernel::Head { id: RecordId([id; 16]), version: 1, label, rank: 1, subject: None, void: false };
        RawRecord { head, values: def(register).fields.iter().map(|f| said(f.name)).collect(), withheld: Vec::new() }
    };
    let person = record("people", 1, &[("surname", "O'Hara"), ("given", "Ana Maria")]);
    let letter = record("mail_items", 2, &[("reference", "ASO/2026/IN/000123"), ("subject", "Correspondence")]);
    let copy = record("mail_items", 3, &[("reference", "ASO/2026/IN/000124"), ("subject", "Answer to ASO/2026/IN/000123")]);
    let mut texts = Texts::default();
    texts.know(&def("people"), &person);
    texts.know(&def("mail_items"), &letter);
    let found = |texts: &Texts, answer: &str| texts.found(answer).into_iter().collect::<Vec<_>>();
    for (answer, ids) in [
        ("<td>O&#39;Hara Ana Maria</td>", vec![person.head.id]),
        ("<td>O'Hara</td><td>Ana Maria</td>", vec![]),
        ("Maria O'Hara;Ana Maria;O", vec![]),
        ("\"title\":\"ASO/2026/IN/000123\"", vec![letter.head.id]),
        ("<a href=\"x\">ASO/2026/IN/000123.</a> of O'Hara Ana Maria", vec![person.head.id, letter.head.id]),
        ("ASO/2026/IN/0001234, Correspondence", vec![]),
    ] {
        assert_eq!(found(&texts, answer), ids, "{answer}");
    }
    // What another says as well tells nothing, unless whoever shows that is marked as high.
    texts.repeated(&copy, |_| true);
    assert_eq!(found(&texts, "ASO/2026/IN/000123"), [letter.head.id]);
    texts.repeated(&copy, |_| false);
    assert_eq!(found(&texts, "ASO/2026/IN/000123 and O'Hara Ana Maria"), [person.head.id]);
}
