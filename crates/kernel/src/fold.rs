//! Folding: how names and words are compared, the same on every database. Never for display.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, ligatures opened, letters and digits only, single spaces: `Šimić-Ørsted` becomes `simic orsted`. An
/// apostrophe joins (O'Brien), everything else parts.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut take = |c: char| {
        if c.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(c);
        } else if !is_apostrophe(c) {
            gap = true;
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            take(c.to_ascii_lowercase());
            continue;
        }
        for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
            match latin(part) {
                Some(letters) => letters.chars().for_each(&mut take),
                // Lower case of a capital may bring a mark along, as in Turkish.
                None => part.to_lowercase().filter(|lower| !is_combining_mark(*lower)).for_each(&mut take),
            }
        }
    }
    folded
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Letters that do not decompose, in the spelling without them.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        'ŋ' | 'Ŋ' => "n",
        'ŧ' | 'Ŧ' => "t",
        _ => return None,
    })
}

/// The words of a text, folded; at most `limits::SEARCH_WORDS_MAX`.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|w| !w.is_empty()).take(crate::limits::SEARCH_WORDS_MAX).map(str::to_owned).collect()
}

/// What French puts before a word with an apostrophe.
const ELIDED: &[&str] = &["c", "d", "j", "l", "m", "n", "qu", "s", "t"];

/// The words by which a text is found: its own, and those behind a French elision, so that `habilitation` finds *l’habilitation*.
pub fn index_words(text: &str) -> Vec<String> {
    let behind = |word: &str| {
        word.split_once(is_apostrophe).filter(|(before, _)| ELIDED.contains(&fold(before).as_str())).map(|(_, word)| fold(word))
    };
    let behind = text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)).filter_map(behind).filter(|word| !word.is_empty());
    words(text).into_iter().chain(behind.take(crate::limits::SEARCH_WORDS_MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::{fold, index_words};

    #[test]
    fn sp_19_a_french_word_is_found_behind_its_elision() {
        assert_eq!(
            index_words("Qui délivre l’habilitation d'État ?"),
            ["qui", "delivre", "lhabilitation", "detat", "habilitation", "etat"]
        );
        assert_eq!(index_words("qu’une"), ["quune", "une"]);
        assert_eq!(index_words("O'Brien, aujourd’hui, l’"), ["obrien", "aujourdhui", "l"], "these are one word each");
    }

    #[test]
    fn names_fold_as_a_clerk_would_type_them() {
        for (written, folded) in [
            ("ŠIMIĆ,  Søren ", "simic soren"),
            ("O'Brien", "obrien"),
            ("Guðmundsdóttir", "gudmundsdottir"),
            ("Łukasz-Žukauskas", "lukasz zukauskas"),
            ("Straße 7", "strasse 7"),
            ("Παπαδόπουλος", "παπαδοπουλος"),
            ("e\u{301}tude", "etude"),
            ("  ", ""),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn folding_what_is_folded_changes_nothing_whatever_was_typed() {
        use crate::entropy::SeededEntropy;
        let random = SeededEntropy::new(8);
        for _ in 0..20_000 {
            let limit = *random.pick(&[0x80, 0x250, 0x2000, 0x11_0000]);
            let typed: String = (0..random.below(24)).filter_map(|_| char::from_u32(random.below(limit) as u32)).collect();
            let folded = fold(&typed);
            assert_eq!(fold(&folded), folded, "{typed:?}");
            assert_eq!(folded.trim(), folded, "{typed:?}");
            assert!(!folded.contains("  "), "{typed:?}");
            assert_eq!(
                super::words(&typed).join(" "),
                folded.split(' ').take(crate::limits::SEARCH_WORDS_MAX).collect::<Vec<_>>().join(" ")
            );
        }
    }
}
