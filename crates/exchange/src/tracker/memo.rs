//! Words come back in a tracker, thousands of times each; what one means is
//! worked out once. Only for readings that depend on nothing but the word.

use std::collections::HashMap;

/// Meanings by word.
pub(super) struct Memo<T> {
    read: fn(&str) -> T,
    known: HashMap<String, T>,
}

impl<T: Clone> Memo<T> {
    pub(super) fn new(read: fn(&str) -> T) -> Self {
        Self { read, known: HashMap::new() }
    }

    /// What the word means.
    pub(super) fn of(&mut self, word: &str) -> T {
        if let Some(meaning) = self.known.get(word) {
            return meaning.clone();
        }
        let meaning = (self.read)(word);
        self.known.insert(word.to_owned(), meaning.clone());
        meaning
    }
}
