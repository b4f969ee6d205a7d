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
    let plain = match letter {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        '’' | '‘' | 'ʼ' => "",
        _ => {
            use unicode_normalization::UnicodeNormalization;
            let before = out.len();
            for part in std::iter::once(letter).nfkd().flat_map(char::to_lowercase) {
                if part.is_alphanumeric() {
                    out.push(part);
                }
            }
            if out.len() == before && !letter.is_alphanumeric() && !is_mark(letter) && !out.ends_with(' ') {
                out.push(' ');
            }
            return;
        }
    };
    out.push_str(plain);
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
}
