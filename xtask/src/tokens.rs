//! Rust source as words, texts and marks, without its comments: enough to find things without being fooled by a text or a comment.

/// One token and the line it stands on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier, keyword or number.
    Word(String),
    /// What stands in a string literal, escapes as written.
    Text(String),
    /// Any other character; character literals and lifetimes are left out.
    Mark(char),
}

impl Token {
    pub fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind { Some(word) } else { None }
    }
    pub fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }
    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The tokens of a source file.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { chars: source.chars().collect(), at: 0, line: 1, out: Vec::new() };
    while let Some(c) = reader.peek(0) {
        reader.one(c);
    }
    reader.out
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    out: Vec<Token>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn push(&mut self, line: usize, kind: Kind) {
        self.out.push(Token { line, kind });
    }

    fn one(&mut self, c: char) {
        match c {
            '/' if self.peek(1) == Some('/') => {
                while self.peek(0).is_some_and(|c| c != '\n') {
                    self.take();
                }
            }
            '/' if self.peek(1) == Some('*') => self.block_comment(),
            '"' => {
                self.take();
                self.text();
            }
            '\'' => self.quote(),
            c if c.is_alphanumeric() || c == '_' => self.word(),
            c if c.is_whitespace() => {
                self.take();
            }
            c => {
                let line = self.line;
                self.take();
                self.push(line, Kind::Mark(c));
            }
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.take();
                    continue;
                }
            }
            self.take();
            self.take();
            if depth == 0 {
                return;
            }
        }
    }

    /// After the opening quotation mark.
    fn text(&mut self) {
        let line = self.line;
        let mut text = String::new();
        while let Some(c) = self.take() {
            match c {
                '"' => break,
                '\\' => {
                    text.push(c);
                    text.extend(self.take());
                }
                c => text.push(c),
            }
        }
        self.push(line, Kind::Text(text));
    }

    /// At the first `#` or `"` after `r`; false when it is no raw text (a raw identifier).
    fn raw_text(&mut self) -> bool {
        let hashes = self.chars.iter().skip(self.at).take_while(|c| **c == '#').count();
        if self.peek(hashes) != Some('"') {
            return false;
        }
        let line = self.line;
        for _ in 0..=hashes {
            self.take();
        }
        let mut text = String::new();
        while let Some(c) = self.take() {
            if c == '"' && (0..hashes).all(|i| self.peek(i) == Some('#')) {
                for _ in 0..hashes {
                    self.take();
                }
                break;
            }
            text.push(c);
        }
        self.push(line, Kind::Text(text));
        true
    }

    fn word(&mut self) {
        let line = self.line;
        let mut word = String::new();
        while let Some(c) = self.peek(0).filter(|c| c.is_alphanumeric() || *c == '_') {
            word.push(c);
            self.take();
        }
        let raw = matches!(word.as_str(), "r" | "br" | "cr") && matches!(self.peek(0), Some('"' | '#')) && self.raw_text();
        let prefix = matches!(word.as_str(), "b" | "c") && matches!(self.peek(0), Some('"' | '\''));
        if !raw && !prefix {
            self.push(line, Kind::Word(word));
        }
    }

    /// A character literal or a lifetime.
    fn quote(&mut self) {
        self.take();
        if self.peek(0) == Some('\\') {
            self.take();
            self.take();
            while self.take().is_some_and(|c| c != '\'') {}
        } else if self.peek(1) == Some('\'') {
            self.take();
            self.take();
        } else {
            while self.peek(0).is_some_and(|c| c.is_alphanumeric() || c == '_') {
                self.take();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        tokens(source).iter().filter_map(|t| t.word().map(str::to_owned)).collect()
    }
    fn texts(source: &str) -> Vec<String> {
        tokens(source).iter().filter_map(|t| t.text().map(str::to_owned)).collect()
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(words("a // b\nc /* d /* e */ f */ g"), ["a", "c", "g"]);
    }

    #[test]
    fn texts_of_every_kind_are_found() {
        assert_eq!(texts(r####"x("a\"b", r"c\", r#"d"e"#, b"f", br##"g"#"##)"####), ["a\\\"b", "c\\", "d\"e", "f", "g\"#"]);
    }

    #[test]
    fn character_literals_and_lifetimes_do_not_open_texts() {
        assert_eq!(words("fn f<'a>(x: &'a str) { '\"'; '\\''; b'\\\\'; '/'; y }"), ["fn", "f", "x", "str", "y"]);
        assert_eq!(texts(r#"'"'; "a""#), ["a"]);
    }

    #[test]
    fn lines_are_counted_through_texts() {
        let found = tokens("a\n\"b\nc\"\nd");
        assert_eq!(found.iter().map(|t| t.line).collect::<Vec<_>>(), [1, 2, 4]);
    }

    #[test]
    fn raw_identifiers_are_words() {
        assert_eq!(words("r#type"), ["r", "type"]);
    }
}
