//! Words come back in a tracker, thousands of times each; what one means is
//! worked out once. Only for readings that depend on nothing but the word.

use std::collections::HashMap;

/// Meanings by word.
pub(super) struct Memo<'r, T> {
    read: Box<dyn Fn(&str) -> T + 'r>,
    known: HashMap<String, T>,
}

impl<'r, T: Clone> Memo<'r, T> {
    pub(super) fn new(read: impl Fn(&str) -> T + 'r) -> Self {
        Self { read: Box::new(read), known: HashMap::new() }
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
