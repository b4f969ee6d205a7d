//! How offices write dates, levels, nations and names, and what they mean.
//! Each part is pure and knows one vocabulary; none decides about a record.

pub mod dates;
pub mod levels;
pub mod names;
pub mod nations;

/// The form in which words of a vocabulary are compared: folded, without spaces.
fn key(text: &str) -> String {
    let mut key = names::fold(text);
    key.retain(|c| c != ' ');
    key
}

/// Text that says that nothing is known, such as `-` or `n/a`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] = &["", "na", "nil", "none", "null", "neant", "aucun", "aucune", "nvt", "sansobjet"];
    let plausible = text.len() <= 16 && !text.contains(|c: char| c == '?' || c.is_ascii_digit());
    plausible && WORDS.contains(&key(text).as_str())
}
