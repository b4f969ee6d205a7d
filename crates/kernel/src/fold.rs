//! Folding: how names and words are compared, the same on every database. Never for display.

/// Lower case, without accents, ligatures opened, everything else a space: `Šimić-Ørsted` becomes `simic orsted`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if letter.is_ascii() {
            // An apostrophe joins (O'Brien), everything else parts.
            if letter != '\'' && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            fold_letter(letter, &mut out);
        }
    }
    out.truncate(out.trim_end().len());
    if out.starts_with(' ') { out.trim_start().to_owned() } else { out }
}

/// The words of a text, folded; at most `limits::SEARCH_WORDS_MAX`.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|w| !w.is_empty()).take(crate::limits::SEARCH_WORDS_MAX).map(str::to_owned).collect()
}

fn fold_letter(letter: char, out: &mut String) {
    use unicode_normalization::UnicodeNormalization;
    let before = out.len();
    let mut joins = letter.is_alphanumeric() || is_mark(letter);
    // Taken apart on both sides of the change of case: either can uncover what the other must see.
    for part in std::iter::once(letter).nfkd().flat_map(char::to_lowercase).nfkd() {
        let plain = match part {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'ł' => "l",
            'đ' | 'ð' => "d",
            'þ' => "th",
            'ı' => "i",
            '\'' | '’' | '‘' | 'ʼ' => {
                joins = true;
                ""
            }
            other => {
                if other.is_alphanumeric() {
                    out.push(other);
                }
                ""
            }
        };
        out.push_str(plain);
    }
    if out.len() == before && !joins && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::fold;

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
