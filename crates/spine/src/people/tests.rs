//! Which entries may be one person.

use std::collections::BTreeSet;

use kernel::RecordId;
use proptest::prelude::*;

use super::matches::{Entry, Likeness, alike, spelling};

fn entry(at: u8, name: &str, born: &str) -> Entry {
    Entry { id: RecordId([at; 16]), names: vec![name.to_owned()], born: Some(born.to_owned()), number: None, documents: Vec::new() }
}

fn pairs(entries: &[Entry]) -> Vec<(Likeness, u8, u8)> {
    alike(entries, &BTreeSet::new()).into_iter().map(|(why, one, other)| (why, one.0[0], other.0[0])).collect()
}

#[test]
fn sp_11_names_in_other_letters_are_spelled_alike() {
    for (one, other) in [
        ("Müller Jörg", "Mueller Joerg"),
        ("Aleksandr Tchaikovsky", "Aleksandr Tchaikovskij"),
        ("Šimić, Søren", "Soren SIMIC"),
        ("Mikhail Ivanov", "Mihail Ivanow"),
        ("Van der Meer Anna", "Anna van der Meer"),
        ("Schmidt Philip", "Schmitd Philip"),
    ] {
        let same = one != "Schmidt Philip";
        assert_eq!(spelling(one) == spelling(other), same, "{one}: {}, {other}: {}", spelling(one), spelling(other));
    }
    assert_ne!(spelling("Rossi Anna"), spelling("Rossi Hanna"));
}

#[test]
fn sp_11_two_entries_are_asked_about_once_and_for_the_strongest_reason() {
    let born = "1980-05-12";
    let mut all = [
        entry(1, "Müller Jörg", born),
        entry(2, "Jörg Müller", born),
        entry(3, "Mueller Joerg", born),
        entry(4, "Müller Jörg", "1981-05-12"),
    ];
    assert_eq!(
        pairs(&all),
        [(Likeness::NameAndBirth, 1, 2), (Likeness::SpellingAndBirth, 1, 3), (Likeness::SpellingAndBirth, 2, 3)],
        "one date of birth apart is another person"
    );
    // A personnel number, and a passport, say more than a name.
    all[0].number = Some("4711".to_owned());
    all[3].number = Some("4711".to_owned());
    all[1].documents = vec!["BEL ab123".to_owned()];
    all[2].documents = vec!["BEL ab123".to_owned()];
    assert_eq!(pairs(&all)[..2], [(Likeness::Number, 1, 4), (Likeness::Document, 2, 3)]);
    // What was judged is not asked again, whichever of the two stood first.
    let judged = BTreeSet::from([(RecordId([1; 16]), RecordId([4; 16]))]);
    assert_eq!(alike(&all, &judged).len(), pairs(&all).len() - 1);
    // A name from before counts as today's does; without a date of birth no name is enough.
    let married = Entry { names: vec!["Laurent Emma".to_owned(), "Dubois Emma".to_owned()], ..entry(5, "", born) };
    assert_eq!(pairs(&[married.clone(), entry(6, "Dubois Emma", born)]), [(Likeness::NameAndBirth, 5, 6)]);
    assert!(pairs(&[Entry { born: None, ..married }, Entry { born: None, ..entry(6, "Dubois Emma", "") }]).is_empty());
}

proptest! {
    #[test]
    fn sp_11_the_order_of_entries_changes_nothing_and_nobody_is_like_themselves(names in prop::collection::vec("[a-d]{1,2}", 2..8), turn in 0..8_usize) {
        let entries: Vec<Entry> = (1..).zip(&names).map(|(at, name)| entry(at, name, "1980-01-01")).collect();
        let mut turned = entries.clone();
        turned.rotate_left(turn % entries.len());
        let found = pairs(&entries);
        prop_assert_eq!(&found, &pairs(&turned));
        prop_assert!(found.iter().all(|(_, one, other)| one < other));
    }
}
